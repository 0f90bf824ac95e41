//! What tells one state of a file from another without reading it.
//!
//! A save puts a new file in the place of the old, so that the inode tells; an editor that writes into the file is told by
//! its length and time.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// A state of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    inode: u64,
    /// The file's length in bytes.
    pub len: u64,
    modified: Option<SystemTime>,
}

impl FileState {
    /// The state that the file at `path` is in; `None` if there is none.
    pub fn of(path: &Path) -> Option<FileState> {
        let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(&about);
        #[cfg(not(unix))]
        let inode = 0;
        Some(FileState { inode, len: about.len(), modified: about.modified().ok() })
    }
}
