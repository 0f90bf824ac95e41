//! Gives a new file the name of an old one, and notices if another program has written the old file meanwhile.
//!
//! ```text
//!   our last look    a.txt.ana.ron  the old file, as expected
//!   git writes       a.txt.ana.ron  git's                        a rename would now overwrite it
//!   exchange         a.txt.ana.ron  ours        .…tmp  git's     the temporary file is not the expected one:
//!   exchange         a.txt.ana.ron  git's       .…tmp  ours      git's file gets its name back, and the save begins again
//! ```
//!
//! A lock keeps two diptychs apart, but git and editors take none, and they may write between our last look and a rename. An
//! exchange of two names loses nothing: the old file gets our temporary name, so we can still compare it with what we expected.
//! Linux and macOS can exchange names on most file systems. Elsewhere the file is read just before the rename.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::corpus::file_state::{FileState, or_nothing};

/// What a file must still be when a new one replaces it: another program may have written it meanwhile.
#[derive(Clone, Copy, Debug)]
pub(in crate::corpus) enum Expected<'a> {
    /// Any file, or none.
    Anything,
    /// No file.
    Nothing,
    /// A file with these contents.
    Contents(&'a [u8]),
    /// The file that was read.
    File {
        /// Its state.
        state: FileState,
        /// Its contents.
        contents: &'a [u8],
    },
}

/// The error that a file is not as expected. It is left as the other program wrote it.
#[derive(Debug, thiserror::Error)]
#[error("another program has just changed it")]
struct Rival;

/// Returns whether a save failed because the file was not as expected.
pub(in crate::corpus) fn is_rival(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|error| error.is::<Rival>())
}

/// How often other programs may write the file while we give one of them its name back.
const ATTEMPTS: usize = 8;
/// The number of bytes that are read at once to compare a file.
const PIECE: usize = 64 << 10;

/// Renames the file `temp`, whose state is `ours`, to `path`. The temporary name is free afterwards.
///
/// # Errors
/// Those of the file system. [`Rival`] if the file at `path` is not as expected; it is then still there.
pub(super) fn take_name(temp: &Path, ours: FileState, path: &Path, expected: Expected) -> io::Result<()> {
    let taken = match expected {
        Expected::Anything => fs::rename(temp, path),
        Expected::Nothing => link(temp, path),
        Expected::Contents(contents) => swap(temp, ours, path, contents, |path| holds(path, contents)),
        Expected::File { state, contents } => {
            swap(temp, ours, path, contents, |path| Ok(FileState::look(path)? == Some(state)))
        }
    };
    // Only our own file is removed: a file of another program that did not get its name back keeps the temporary name.
    if fs::metadata(temp).is_ok_and(|about| FileState::from(&about) == ours) {
        let _ = fs::remove_file(temp);
    }
    taken
}

/// Gives `temp` a name that no file has.
fn link(temp: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(temp, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(io::Error::other(Rival)),
        // Some file systems have no hard links.
        Err(_) if FileState::look(path)?.is_some() => Err(io::Error::other(Rival)),
        Err(_) => fs::rename(temp, path),
        Ok(()) => Ok(()),
    }
}

/// Gives `temp` the name of a file with these `contents`, and removes that file. `is_old` is a cheaper first check.
fn swap(
    temp: &Path,
    ours: FileState,
    path: &Path,
    contents: &[u8],
    is_old: impl Fn(&Path) -> io::Result<bool>,
) -> io::Result<()> {
    if !is_old(path)? {
        return Err(io::Error::other(Rival));
    }
    match exchange(temp, path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(io::Error::other(Rival)),
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
            return if holds(path, contents)? { fs::rename(temp, path) } else { Err(io::Error::other(Rival)) };
        }
        Err(error) => return Err(error),
    }
    // Two files with the same state may have other contents, so the contents decide.
    match is_old(temp).and_then(|is_old| Ok(is_old && holds(temp, contents)?)) {
        Ok(true) => {
            let _ = fs::remove_file(temp);
            Ok(())
        }
        Ok(false) => give_back(temp, ours, path).and(Err(io::Error::other(Rival))),
        Err(error) => give_back(temp, ours, path).and(Err(error)),
    }
}

/// Returns whether a file has these contents. Reads it in pieces, because a layer may be large.
fn holds(path: &Path, contents: &[u8]) -> io::Result<bool> {
    let Some(mut file) = or_nothing(path, || File::open(path))? else { return Ok(false) };
    let (mut rest, mut piece) = (contents, vec![0; PIECE]);
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(rest.is_empty()),
            Ok(read) => match rest.strip_prefix(&piece[..read]) {
                Some(left) => rest = left,
                None => return Ok(false),
            },
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Gives a file that ours has displaced its name back. If yet another program has written the file at `path` meanwhile, the file
/// that was written last keeps the name.
fn give_back(temp: &Path, ours: FileState, path: &Path) -> io::Result<()> {
    let mut given = Some(ours);
    for _ in 0..ATTEMPTS {
        // It is given back even if it cannot be looked at.
        let giving = FileState::look(temp).ok().flatten();
        match exchange(temp, path) {
            Ok(()) if FileState::look(temp)? == given => break,
            Ok(()) => given = giving,
            // Another program has removed our file, so it would have removed that one.
            Err(error) if error.kind() == ErrorKind::NotFound => break,
            Err(_) => return fs::rename(temp, path),
        }
    }
    Ok(())
}

/// Exchanges the names of two files in one step.
///
/// # Errors
/// Those of the system; `Unsupported` or `InvalidInput` where it cannot do that.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// Writes a file that holds `old` and a temporary one that holds `new`. Returns the expected state of the first, and the state of the
    /// second.
    fn place(folder: &Path) -> (PathBuf, PathBuf, Expected<'static>, FileState) {
        let (path, temp) = (folder.join("a.ron"), folder.join(".a.ron.tmp"));
        fs::write(&path, "old").unwrap();
        fs::write(&temp, "new").unwrap();
        let state = |path: &Path| FileState::look(path).unwrap().unwrap();
        (path.clone(), temp.clone(), Expected::File { state: state(&path), contents: b"old" }, state(&temp))
    }

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_file_as_expected_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, temp, expected, ours) = place(folder.path());
        take_name(&temp, ours, &path, expected).unwrap();
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"new".to_vec(), 1));
    }

    #[test]
    fn a_file_with_the_expected_state_and_other_contents_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, temp, expected, ours) = place(folder.path());
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "git").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        assert!(is_rival(&take_name(&temp, ours, &path, expected).unwrap_err()));
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"git".to_vec(), 1));
    }

    #[test]
    fn a_file_that_is_gone_or_has_appeared_is_not_as_expected() {
        let folder = tempfile::tempdir().unwrap();
        let (path, temp, expected, ours) = place(folder.path());
        assert!(is_rival(&take_name(&temp, ours, &path, Expected::Nothing).unwrap_err()));
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"old".to_vec(), 1));
        fs::remove_file(&path).unwrap();
        fs::write(&temp, "new").unwrap();
        assert!(is_rival(&take_name(&temp, ours, &path, expected).unwrap_err()));
        assert!(!path.exists());
    }

    #[test]
    fn the_file_that_was_written_last_keeps_the_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, temp, ..) = place(folder.path());
        let ours = folder.path().join("ours");
        fs::write(&ours, "ours").unwrap();
        let ours = FileState::look(&ours).unwrap().unwrap();
        // After ours had displaced `new`, another program wrote `old` over ours.
        give_back(&temp, ours, &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        let ours = FileState::look(&path).unwrap().unwrap();
        give_back(&temp, ours, &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
