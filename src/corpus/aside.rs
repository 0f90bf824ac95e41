//! Puts a layer's file aside, under a name that no layer can have.
//!
//! ```text
//!   a.txt.ana.ron  ─ set aside ─▶  a.txt.ana.ron.aside        and the next one  a.txt.ana.ron.aside-2
//!                  ─ copied ────▶  the same, and the file stays
//! ```
//!
//! A file with such a name is not overwritten, and not read as a layer, because a layer's name ends in `.ron`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::save::sync;

/// The number of names that are tried.
const MOST: usize = 1000;

/// Renames the file. Returns its new path.
///
/// # Errors
/// Those of the file system; the file then has its old name.
pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let (aside, _) = claim(path, "aside")?;
    fs::rename(path, &aside).inspect_err(|_| give_back(&aside))?;
    Ok(aside)
}

/// Removes a file that was claimed, if it is still empty. A network folder may report an error although it has renamed the layer
/// to this name.
fn give_back(claimed: &Path) {
    if fs::metadata(claimed).is_ok_and(|about| about.len() == 0) {
        let _ = fs::remove_file(claimed);
    }
}

/// Copies the file to another name and syncs the copy. Returns the path of the copy.
///
/// # Errors
/// Those of the file system; the file is then as it was, and there is no copy.
pub fn copy_aside(path: &Path) -> io::Result<PathBuf> {
    let (aside, mut copy) = claim(path, "aside")?;
    let copied = File::open(path).and_then(|mut file| io::copy(&mut file, &mut copy)).and_then(|_| copy.sync_all());
    let copied = copied.and_then(|()| sync_folder(&aside));
    copied.inspect_err(|_| drop(fs::remove_file(&aside)))?;
    Ok(aside)
}

/// Writes a new file at `path`, and syncs it. If there is such a file, the new one gets a number before its ending. Returns its
/// path.
///
/// # Errors
/// Those of the file system; there is then no such file.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let (stem, ending) = (path.with_extension(""), path.extension().unwrap_or_default().to_owned());
    for number in 1..=MOST {
        let mut name = stem.as_os_str().to_owned();
        name.push(if number == 1 { ".".to_string() } else { format!("-{number}.") });
        name.push(&ending);
        let path = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| sync_folder(&path));
                return written.inspect_err(|_| drop(fs::remove_file(&path))).map(|()| path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("there are too many files of that name"))
}

/// Syncs the folder of a new file, so that its name is on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    sync(folder.unwrap_or(Path::new(".")))
}

/// Makes an empty file whose name is that of `path` with `.ending` added, and with a number if there is such a file. Returns its path.
///
/// # Errors
/// Those of the file system.
fn claim(path: &Path, ending: &str) -> io::Result<(PathBuf, File)> {
    for number in 1..=MOST {
        let mut name = path.as_os_str().to_owned();
        name.push(if number == 1 { format!(".{ending}") } else { format!(".{ending}-{number}") });
        match OpenOptions::new().write(true).create_new(true).open(&name) {
            Ok(file) => return Ok((name.into(), file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many files were put aside in this folder"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt.ana.ron");
        let mut names = Vec::new();
        for content in ["one", "two"] {
            fs::write(&path, content).unwrap();
            names.push(set_aside(&path).unwrap());
            assert!(!path.exists());
            assert_eq!(fs::read_to_string(names.last().unwrap()).unwrap(), content);
        }
        fs::write(&path, "three").unwrap();
        names.push(copy_aside(&path).unwrap());
        let ends: Vec<&str> = names.iter().map(|name| name.to_str().unwrap().rsplit('.').next().unwrap()).collect();
        assert_eq!(ends, ["aside", "aside-2", "aside-3"]);
        assert_eq!((fs::read_to_string(&names[2]).unwrap(), path.exists()), ("three".into(), true));
    }

    #[test]
    fn only_an_empty_file_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let (empty, renamed) = (folder.path().join("empty"), folder.path().join("renamed"));
        fs::write(&empty, "").unwrap();
        fs::write(&renamed, "a layer").unwrap();
        [&empty, &renamed].into_iter().for_each(|file| give_back(file));
        assert_eq!((empty.exists(), fs::read_to_string(renamed).unwrap()), (false, "a layer".into()));
    }

    #[test]
    fn a_file_that_cannot_be_put_aside_stays() {
        let folder = tempfile::tempdir().unwrap();
        assert!(set_aside(&folder.path().join("gone.ron")).is_err());
        assert!(copy_aside(&folder.path().join("gone.ron")).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
