//! Locks a folder, so that only one program at a time reads, merges and writes a layer in it.
//!
//! The lock is on the folder and not on the file: a lock belongs to the inode, and a layer's file gets a new one at
//! each save. Not every folder can be locked (NFS without a lock daemon, some FUSE file systems), and a program that
//! hangs may keep a lock forever. In these cases a save works without a lock, and
//! [`SharedLayer::save`](super::shared::SharedLayer::save) looks twice instead.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::file_state::{is_nothing, listed};

/// The time that another program may hold a folder before we continue without its lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// The same time, after a program has held it for so long already.
const NO_PATIENCE: Duration = Duration::from_millis(100);

/// The way in which a folder keeps two programs apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locking {
    /// By a lock.
    #[default]
    Sound,
    /// Not at all: the folder cannot be locked.
    Unsupported,
    /// Not at all: another program has kept the lock longer than any save takes.
    Stuck,
}

/// A lock on a folder, or the knowledge that there is none; released when dropped.
pub(super) struct Hold {
    pub(super) locking: Locking,
    _folder: Option<File>,
}

/// Locks a folder. `before` is the result of the last time.
pub(super) fn hold(folder: &Path, before: Locking) -> Hold {
    let without = |locking| Hold { locking, _folder: None };
    let folder = match File::open(folder) {
        Ok(folder) => folder,
        // No other program can be in a folder that does not exist.
        Err(error) if is_nothing(&error) && listed(folder).is_ok_and(|there| !there) => return without(Locking::Sound),
        Err(_) => return without(Locking::Unsupported),
    };
    let patience = if before == Locking::Stuck { NO_PATIENCE } else { PATIENCE };
    let since = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Hold { locking: Locking::Sound, _folder: Some(folder) },
            Err(TryLockError::WouldBlock) if since.elapsed() < patience => thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => return without(Locking::Stuck),
            Err(TryLockError::Error(_)) => return without(Locking::Unsupported),
        }
    }
}
