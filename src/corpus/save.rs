//! Replaces a file in one step: at any moment the whole old file is there, or the whole new one.
//!
//! ```text
//!   annotations/.a.txt.ana.ron.4711-9d0x.tmp    written, synced          after a power cut here the old file is there, and a
//!        ╰─ rename ─→  annotations/a.txt.ana.ron    (see swap)           temporary file, which a later save removes
//!                      the folder synced
//! ```

mod swap;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::ANNOTATIONS;
use super::file_state::{FileState, age, or_nothing};
use super::problem::shown;
pub(super) use swap::{Expected, is_rival};

/// The age at which a temporary file is removed: by then no program is still writing it.
const ABANDONED: Duration = Duration::from_secs(60);

/// Replaces the file at `path` by one with these `bytes`, or makes it. Keeps the mode of the file, follows a symbolic link, and
/// makes missing folders from `annotations/` downwards.
///
/// # Errors
/// Those of the file system; the old file is then as it was. Also if the file is read-only, although a rename would replace it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_expected(path, bytes, Expected::Anything).map(drop)
}

/// Makes a new file with these `bytes`. An existing file is not overwritten.
///
/// # Errors
/// Those of [`replace`]. Also if there is such a file.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    sync(&put_new(path, bytes)?)
}

/// Replaces the file at `path` if it is still as expected. Returns the state of the new file.
///
/// # Errors
/// Those of [`replace`]. Also if the file is not as expected, see [`is_rival`].
pub(super) fn replace_expected(path: &Path, bytes: &[u8], expected: Expected) -> io::Result<FileState> {
    let (state, folder) = put(path, bytes, expected)?;
    sync(&folder).map(|()| state)
}

/// The folders of files that were written and synced, of which the names are not on the disk yet. A command that writes thousands
/// of files syncs each folder once, before it says that they are saved.
#[derive(Default)]
pub struct UnsyncedFolders(BTreeSet<PathBuf>);

impl UnsyncedFolders {
    /// Does what [`create`](fn@create) does, up to the sync of the folder.
    ///
    /// # Errors
    /// Those of [`create`](fn@create).
    pub(crate) fn create(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.0.insert(put_new(path, bytes)?);
        Ok(())
    }

    /// Makes a folder and those above it that are missing, up to the sync.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.exists()).collect();
        fs::create_dir_all(folder)?;
        let parents = missing.into_iter().filter_map(Path::parent);
        self.0.extend(parents.map(|above| if above == Path::new("") { Path::new(".") } else { above }.to_path_buf()));
        Ok(())
    }

    /// Does what [`replace_expected`](fn@replace_expected) does, up to the sync of the folder.
    ///
    /// # Errors
    /// Those of [`replace_expected`](fn@replace_expected).
    pub(super) fn replace_expected(&mut self, path: &Path, bytes: &[u8], expected: Expected) -> io::Result<FileState> {
        let (state, folder) = put(path, bytes, expected)?;
        self.0.insert(folder);
        Ok(state)
    }

    /// Syncs the folders.
    ///
    /// # Errors
    /// Those of the file system, for the first folder that cannot be synced.
    pub(crate) fn sync(self) -> Result<(), SaveError> {
        self.0.iter().try_for_each(|folder| sync(folder).map_err(|error| SaveError::new(folder, error)))
    }
}

/// Makes a new file. Returns its folder, which is not synced.
fn put_new(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    match put(path, bytes, Expected::Nothing) {
        Err(error) if is_rival(&error) => Err(ErrorKind::AlreadyExists.into()),
        made => made.map(|(_, folder)| folder),
    }
}

/// Writes the file and gives it its name. Returns the state of the file, and its folder, which is not synced.
fn put(path: &Path, bytes: &[u8], expected: Expected) -> io::Result<(FileState, PathBuf)> {
    let path = real(path)?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    make(folder)?;
    let mode = match or_nothing(&path, || fs::metadata(&path))? {
        Some(old) if old.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Some(old) if old.permissions().readonly() => return Err(ErrorKind::PermissionDenied.into()),
        old => old.map(|old| old.permissions()),
    };
    let stem = stem(name);
    let temp = folder.join(format!("{stem}{}-{:08x}.tmp", std::process::id(), fastrand::u32(..)));
    let written = write(&temp, bytes, mode.clone());
    if written.is_err() {
        let _ = fs::remove_file(&temp);
    }
    let state = written?;
    swap::take_name(&temp, state, &path, expected)?;
    if mode.is_some() {
        sweep(folder, &stem);
    }
    Ok((state, folder.into()))
}

/// The reason why a file could not be saved. It displays as one sentence without a full stop.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be saved: {}", shown(path.display()), explain(error).0)]
pub struct SaveError {
    path: PathBuf,
    #[source]
    error: io::Error,
}

impl SaveError {
    /// Returns the error for the file at `path`.
    pub fn new(path: &Path, error: io::Error) -> SaveError {
        SaveError { path: path.into(), error }
    }

    /// Returns the reason and the name of the file without its folders, for a line with little room.
    pub fn in_short(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        format!("{} ({})", explain(&self.error).0, shown(name.display()))
    }

    /// Returns a sentence that says what the user can do.
    pub fn hint(&self) -> String {
        explain(&self.error).1.into()
    }
}

fn explain(error: &io::Error) -> (String, &'static str) {
    let (what, hint) = match error.kind() {
        ErrorKind::StorageFull => ("the disk is full", "Make room, then try again."),
        ErrorKind::QuotaExceeded => ("your quota is used up", "Make room, then try again."),
        ErrorKind::PermissionDenied => {
            ("it may not be written", "Look at who owns it and its folder, and at their modes: ls -l")
        }
        ErrorKind::ReadOnlyFilesystem => {
            ("the file system is read-only", "Copy the corpus to where it can be written.")
        }
        ErrorKind::AlreadyExists => ("there is a file of that name", "Give the new one another name."),
        ErrorKind::NotFound => ("its folder is gone", "Put the folder back, then try again."),
        ErrorKind::NotADirectory => ("a file stands where its folder should be", "Move that file away."),
        ErrorKind::IsADirectory => ("a folder stands in its place", "Move that folder away."),
        ErrorKind::FileTooLarge => ("it would be larger than a file may be here", "Raise the limit: ulimit -f"),
        ErrorKind::InvalidFilename => ("its name is too long", "Give the text or the annotator a shorter name."),
        _ => return (shown(error), "Try again."),
    };
    (what.into(), hint)
}

/// Returns the path without symbolic links. The file need not exist.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let parent = path.parent().filter(|parent| *parent != Path::new(""));
            match (fs::read_link(path), parent, path.file_name()) {
                (Ok(target), _, _) => real(&parent.unwrap_or(Path::new("")).join(target)),
                // The folders are resolved too: `annotations/../gone/` is not in `annotations/`.
                (Err(_), Some(parent), Some(name)) => Ok(real(parent)?.join(name)),
                (Err(_), _, _) => std::path::absolute(path),
            }
        }
        found => found,
    }
}

/// Makes a missing folder, if it is `annotations/` or in it. A missing corpus is not made: its disk may just not be mounted.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    let missing = match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(ErrorKind::NotADirectory.into()),
        Err(error) => error,
    };
    let parent = folder.parent().filter(|_| missing.kind() == ErrorKind::NotFound).ok_or(missing)?;
    if folder.file_name() == Some(OsStr::new(ANNOTATIONS)) {
        fs::metadata(parent)?;
    } else if parent.ancestors().any(|above| above.file_name() == Some(OsStr::new(ANNOTATIONS))) {
        make(parent)?;
    } else {
        return Err(ErrorKind::NotFound.into());
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        // If the sync fails, the folder is removed: the next save would find it and not sync it.
        _ => sync(parent).inspect_err(|_| drop(fs::remove_dir(folder))),
    }
}

fn write(temp: &Path, bytes: &[u8], mode: Option<fs::Permissions>) -> io::Result<FileState> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(temp)?;
    if let Some(mode) = mode {
        file.set_permissions(mode)?;
    }
    file.write_all(bytes)?;
    file.sync_all()?;
    FileState::of_open(&file)
}

/// Syncs a file that another program has written, and its folder: that program may have been killed before it did so.
///
/// # Errors
/// Those of the file system.
pub(super) fn sync_both(path: &Path) -> io::Result<()> {
    let path = real(path)?;
    sync(&path)?;
    path.parent().map_or(Ok(()), sync)
}

/// Syncs a file or a folder, so that it is on the disk. Ignores that a file system cannot do it, and that a folder may be written
/// but not read.
///
/// # Errors
/// Those of the file system.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    match File::open(path).and_then(|file| file.sync_all()).map_err(|error| (error.kind(), error)) {
        Err((ErrorKind::PermissionDenied | ErrorKind::InvalidInput | ErrorKind::Unsupported, _)) | Ok(()) => Ok(()),
        Err((_, error)) => Err(error),
    }
}

/// Returns the beginning of the names of a file's temporary files, short enough for what is added to it.
fn stem(name: &OsStr) -> String {
    let name = name.to_string_lossy();
    let end = (0..=name.len().min(200)).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    format!(".{}.", &name[..end])
}

/// Removes the temporary files of earlier saves of the same file that did not finish. It lists the whole folder, so it is not done
/// for new files: a command that makes a thousand of them would list the folder a thousand times.
fn sweep(folder: &Path, stem: &str) {
    let abandoned =
        |entry: &fs::DirEntry| entry.metadata().ok().and_then(|about| age(&about)).is_some_and(|age| age > ABANDONED);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().and_then(|name| name.strip_prefix(stem)?.strip_suffix(".tmp"));
        let numbered = ours.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
        if numbered && abandoned(&entry) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn said(error: io::Error) -> String {
        SaveError::new(Path::new("x.ron"), error).to_string()
    }

    #[test]
    fn the_folder_of_several_new_files_is_synced_once_for_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut folders = UnsyncedFolders::default();
        for name in ["a.txt", "b.txt"] {
            folders.create(&folder.path().join(name), name.as_bytes()).unwrap();
        }
        let again = folders.create(&folder.path().join("a.txt"), b"other").unwrap_err();
        assert_eq!(again.kind(), ErrorKind::AlreadyExists);
        assert_eq!(folders.0, [folder.path().canonicalize().unwrap()].into());
        drop(folder);
        assert!(folders.sync().is_err(), "a folder that is gone is not called saved");
    }

    #[test]
    fn each_folder_that_holds_a_new_folder_is_synced() {
        let folder = tempfile::tempdir().unwrap();
        let mut folders = UnsyncedFolders::default();
        folders.make(&folder.path().join("a/b")).unwrap();
        folders.make(&folder.path().join("a/b")).unwrap();
        assert_eq!(folders.0, [folder.path().to_path_buf(), folder.path().join("a")].into());
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["a.ron"]);
    }

    #[test]
    fn folders_are_made_from_annotations_downwards_only() {
        let folder = tempfile::tempdir().unwrap();
        let layer = folder.path().join("annotations/2024/may/a.txt.ana.ron");
        replace(&layer, b"x").unwrap();
        assert_eq!(fs::read(&layer).unwrap(), b"x");
        let gone = folder.path().join("annotations-gone/corpus/annotations/a.txt.ana.ron");
        let error = replace(&gone, b"x").unwrap_err();
        assert_eq!(said(error), "x.ron could not be saved: its folder is gone");
        assert_eq!(names(folder.path()), ["annotations"]);
        assert!(replace(&folder.path().join("other/a.ron"), b"x").is_err());
    }

    #[test]
    fn what_stands_in_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("annotations"), "").unwrap();
        let error = replace(&folder.path().join("annotations/a.ron"), b"x").unwrap_err();
        let error = SaveError::new(Path::new("/far/away/x.ron"), error);
        assert_eq!(error.to_string(), "/far/away/x.ron could not be saved: a file stands where its folder should be");
        assert_eq!(error.in_short(), "a file stands where its folder should be (x.ron)");
        fs::create_dir(folder.path().join("a.ron")).unwrap();
        let error = replace(&folder.path().join("a.ron"), b"x").unwrap_err();
        assert_eq!(said(error), "x.ron could not be saved: a folder stands in its place");
        let error = replace(&folder.path().join("x".repeat(300)), b"x").unwrap_err();
        assert_eq!(said(error), "x.ron could not be saved: its name is too long");
        assert_eq!(names(folder.path()), ["a.ron", "annotations"]);
        assert_eq!(said(ErrorKind::StorageFull.into()), "x.ron could not be saved: the disk is full");
    }

    #[test]
    fn the_longest_names_have_room_for_their_temporaries() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("é".repeat(127));
        replace(&path, b"x").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"x");
    }

    #[test]
    #[cfg(unix)]
    fn a_symbolic_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("link.ron"), folder.path().join("file.ron"));
        std::os::unix::fs::symlink("file.ron", &link).unwrap();
        replace(&link, b"made through a dangling link").unwrap();
        replace(&link, b"replaced").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"replaced");
        assert_eq!(names(folder.path()), ["file.ron", "link.ron"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_symbolic_link_makes_no_folder_outside_of_annotations() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("annotations/a.ron");
        fs::create_dir(folder.path().join("annotations")).unwrap();
        std::os::unix::fs::symlink("../gone/a.ron", &link).unwrap();
        assert_eq!(said(replace(&link, b"x").unwrap_err()), "x.ron could not be saved: its folder is gone");
        assert_eq!(names(folder.path()), ["annotations"]);
    }

    #[test]
    #[cfg(unix)]
    fn the_mode_is_kept_and_a_read_only_file_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        replace(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        let error = replace(&path, b"three").unwrap_err();
        assert_eq!(said(error), "x.ron could not be saved: it may not be written");
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_may_not_be_written_is_said_to_be_so() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        match replace(&folder.path().join("a.ron"), b"x") {
            Ok(()) => eprintln!("skipped: we are root, who may write everywhere"),
            Err(error) => assert_eq!(said(error), "x.ron could not be saved: it may not be written"),
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn old_left_overs_of_the_same_file_are_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let left = |name: &str, age: u64| {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        };
        left(".a.ron.1-0000000a.tmp", 120);
        left(".a.ron.1-0000000b.tmp", 5);
        left(".a.ron.ben.ron.1-0000000c.tmp", 120);
        left(".b.ron.1-0000000d.tmp", 120);
        // The first save makes the file, and the next one sweeps.
        replace(&folder.path().join("a.ron"), b"x").unwrap();
        replace(&folder.path().join("a.ron"), b"y").unwrap();
        let kept = [".a.ron.1-0000000b.tmp", ".a.ron.ben.ron.1-0000000c.tmp", ".b.ron.1-0000000d.tmp", "a.ron"];
        assert_eq!(names(folder.path()), kept);
    }
}
