//! Tells whether a file has changed without reading it, by its inode, length and time.
//!
//! A save puts a new file in the place of the old one, so the inode differs; an editor that writes into the file
//! changes its length and time. But a file system may reuse an inode, and its clock may be coarse: two files of the
//! same length can have equal states. So a save also compares the contents, before the old file is gone.
//!
//! No function here treats "it could not be looked at" like "there is nothing": see `listed`.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The state of a file, as far as it is visible without reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    inode: u64,
    /// The file's length in bytes.
    pub len: u64,
    modified: Option<SystemTime>,
}

impl FileState {
    /// Returns the state of the file at `path`, for watching only: `None` if there is no regular file, or if it cannot
    /// be looked at. Code that writes a file uses [`FileState::look`].
    pub fn of(path: &Path) -> Option<FileState> {
        FileState::look(path).ok().flatten()
    }

    /// Returns the state of the file at `path`; `None` if there is none.
    ///
    /// # Errors
    /// If the file system does not answer, or if it is not a regular file.
    pub fn look(path: &Path) -> io::Result<Option<FileState>> {
        match or_nothing(path, || fs::metadata(path))? {
            Some(about) if about.is_dir() => Err(ErrorKind::IsADirectory.into()),
            Some(about) if !about.is_file() => Err(io::Error::other("it is not a regular file")),
            about => Ok(about.as_ref().map(FileState::from)),
        }
    }

    /// Returns the state of an open file.
    pub(super) fn of_open(file: &File) -> io::Result<FileState> {
        file.metadata().map(|about| FileState::from(&about))
    }
}

impl From<&Metadata> for FileState {
    fn from(about: &Metadata) -> FileState {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(about);
        #[cfg(not(unix))]
        let inode = 0;
        FileState { inode, len: about.len(), modified: about.modified().ok() }
    }
}

/// Returns the time since a file was last written; `None` if it cannot be told.
pub(super) fn age(about: &Metadata) -> Option<Duration> {
    SystemTime::now().duration_since(about.modified().ok()?).ok()
}

/// Returns whether an error means that there is no such file, and not that it could not be looked for.
pub(super) fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Returns whether there may be a regular file at the path: if it cannot be told, the code that reads it reports why.
pub(crate) fn may_be_file(path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(about) => about.is_file(),
        Err(error) => !is_nothing(&error),
    }
}

/// Returns whether certainly no file has this name.
pub(crate) fn is_free(path: &Path) -> bool {
    matches!(fs::symlink_metadata(path), Err(error) if is_nothing(&error))
}

/// Asks the file system for something about the file at `path`; `None` if there is none.
///
/// # Errors
/// Those of `ask`; also its "no such file", if the folder lists the file all the same.
pub(super) fn or_nothing<T>(path: &Path, ask: impl Fn() -> io::Result<T>) -> io::Result<Option<T>> {
    match ask() {
        Err(error) if is_nothing(&error) => match listed(path)? {
            false => Ok(None),
            // It may have been created just now.
            true => ask().map(Some),
        },
        answer => answer.map(Some),
    }
}

/// The names in folders, as they were when each was first asked for; `None` while nobody remembers them.
static REMEMBERED: Mutex<Option<FolderNames>> = Mutex::new(None);

/// While it lives, a folder is listed once for all files that are missing in it, and not once for each: a command that makes ten
/// thousand files would list ten thousand names as many times.
///
/// A file that another program makes meanwhile is still seen, and none is written over: only the answer "no such file" is compared with
/// the names, and a new file takes its name only if no file has it.
pub(crate) struct RememberedNames(());

impl RememberedNames {
    /// Begins to remember.
    pub(crate) fn begin() -> RememberedNames {
        *REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner) = Some(FolderNames::default());
        RememberedNames(())
    }
}

impl Drop for RememberedNames {
    fn drop(&mut self) {
        *REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The names in folders, each folder listed once.
#[derive(Default)]
struct FolderNames(HashMap<PathBuf, HashSet<OsString>>);

impl FolderNames {
    /// Returns whether a folder had a file of this name when it was first asked for.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    fn had(&mut self, folder: &Path, name: &OsStr) -> io::Result<bool> {
        if let Some(names) = self.0.get(folder) {
            return Ok(names.contains(name));
        }
        let entries = match fs::read_dir(folder) {
            // It may be made soon.
            Err(error) if is_nothing(&error) => return Ok(false),
            entries => entries?,
        };
        let names: HashSet<OsString> =
            entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<_>>()?;
        let had = names.contains(name);
        self.0.insert(folder.into(), names);
        Ok(had)
    }
}

/// Returns whether the folder of `path` lists a file with this name. A network folder may answer "no such file" for an
/// existing file.
///
/// # Errors
/// If the folder cannot be listed, although there is one.
pub(super) fn listed(path: &Path) -> io::Result<bool> {
    listed_behind(path, LINKS)
}

/// The greatest number of symbolic links that are followed, as on Linux.
const LINKS: usize = 40;

/// Returns the same for a symbolic link: whether the file that it leads to is listed in its own folder.
fn listed_behind(path: &Path, links: usize) -> io::Result<bool> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(false) };
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    if let Some(names) = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner).as_mut()
        && !names.had(folder, name)?
    {
        return Ok(false);
    }
    let entries = match fs::read_dir(folder) {
        Err(error) if is_nothing(&error) => return Ok(false),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name() == name {
            return match links.checked_sub(1).filter(|_| entry.file_type().is_ok_and(|kind| kind.is_symlink())) {
                Some(links) => listed_behind(&folder.join(fs::read_link(entry.path())?), links),
                None => Ok(true),
            };
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_once_it_is_there_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let (inner, mut names) = (folder.path().join("inner"), FolderNames::default());
        assert!(!names.had(&inner, OsStr::new("a.ron")).unwrap(), "there is no folder yet");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join("a.ron"), "").unwrap();
        assert!(names.had(&inner, OsStr::new("a.ron")).unwrap());
        fs::write(inner.join("b.ron"), "").unwrap();
        assert!(!names.had(&inner, OsStr::new("b.ron")).unwrap(), "it was made by whoever asks");
    }

    #[test]
    fn a_missing_file_is_nothing_and_a_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(FileState::look(&folder.path().join("a.ron")).unwrap(), None);
        assert_eq!(FileState::look(&folder.path().join("gone/a.ron")).unwrap(), None);
        assert!(FileState::look(folder.path()).is_err());
    }
}
