//! Gives a new file the name of an old one, and notices who was quicker.
//!
//! ```text
//!   our last look    a.txt.ana.ron  the old one, as expected
//!   git writes       a.txt.ana.ron  git's                        a rename would now write over it
//!   exchange         a.txt.ana.ron  ours        .…tmp  git's     it is not what was expected,
//!   exchange         a.txt.ana.ron  git's       .…tmp  ours      so git's gets its name back, and the save begins again
//! ```
//!
//! A lock keeps our own programs apart, but git and editors take none, and there is always a gap between our last look and a
//! rename. An exchange of two names has no gap: what stood there is in our hands afterwards, and can be looked at in peace.
//! Linux and macOS can do it, on most file systems. Where they cannot, the file is read before it is renamed over.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::corpus::file_state::{FileState, Fingerprint, or_nothing};

/// What a file must still be when a new one takes its place: someone else may have written it meanwhile.
#[derive(Clone, Copy, Debug)]
pub(in crate::corpus) enum Expected {
    /// Whatever it is.
    Anything,
    /// Nothing: there is no such file yet.
    Nothing,
    /// A file that holds this.
    Contents(Fingerprint),
    /// The file that was read.
    File {
        /// What it looked like.
        state: FileState,
        /// What it held.
        print: Fingerprint,
    },
}

/// The file is no longer what was expected of it; it is as someone else has left it.
#[derive(Debug, thiserror::Error)]
#[error("someone else has just changed it")]
struct Rival;

/// Returns whether a save found something else than it had expected.
pub(in crate::corpus) fn is_rival(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|error| error.is::<Rival>())
}

/// How often others may take the name while one of them is given it back.
const ATTEMPTS: usize = 8;

/// Gives the file `temp`, which looks like `ours`, the name `path`. The temporary name is free afterwards.
///
/// # Errors
/// Those of the file system, and [`Rival`] if there is something else than expected. Then that is still there.
pub(super) fn take_name(temp: &Path, ours: FileState, path: &Path, expected: Expected) -> io::Result<()> {
    let taken = match expected {
        Expected::Anything => fs::rename(temp, path),
        Expected::Nothing => link(temp, path),
        Expected::Contents(print) => swap(temp, ours, path, print, |path| holds(path, print)),
        Expected::File { state, print } => {
            swap(temp, ours, path, print, |path| Ok(FileState::look(path)? == Some(state)))
        }
    };
    // What could not be given back to someone else keeps the temporary name.
    if fs::metadata(temp).is_ok_and(|about| FileState::from(&about) == ours) {
        let _ = fs::remove_file(temp);
    }
    taken
}

/// Takes a name that nobody has.
fn link(temp: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(temp, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(io::Error::other(Rival)),
        // Not every file system has links.
        Err(_) if FileState::look(path)?.is_some() => Err(io::Error::other(Rival)),
        Err(_) => fs::rename(temp, path),
        Ok(()) => Ok(()),
    }
}

/// Takes the name of a file that holds what `print` is of, and removes that file. `is_old` tells it by its looks, for a first look.
fn swap(
    temp: &Path,
    ours: FileState,
    path: &Path,
    print: Fingerprint,
    is_old: impl Fn(&Path) -> io::Result<bool>,
) -> io::Result<()> {
    if !is_old(path)? {
        return Err(io::Error::other(Rival));
    }
    match exchange(temp, path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(io::Error::other(Rival)),
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
            return if holds(path, print)? { fs::rename(temp, path) } else { Err(io::Error::other(Rival)) };
        }
        Err(error) => return Err(error),
    }
    // Two files that look alike may differ: what it held decides.
    match is_old(temp).and_then(|is_old| Ok(is_old && holds(temp, print)?)) {
        Ok(true) => {
            let _ = fs::remove_file(temp);
            Ok(())
        }
        Ok(false) => give_back(temp, ours, path).and(Err(io::Error::other(Rival))),
        Err(error) => give_back(temp, ours, path).and(Err(error)),
    }
}

fn holds(path: &Path, print: Fingerprint) -> io::Result<bool> {
    Ok(or_nothing(path, || fs::read(path))?.is_some_and(|bytes| Fingerprint::of(&bytes) == print))
}

/// Gives a file that was displaced by ours its name back. Someone may write over ours just then: whoever wrote last has the name.
fn give_back(temp: &Path, ours: FileState, path: &Path) -> io::Result<()> {
    let mut given = Some(ours);
    for _ in 0..ATTEMPTS {
        // Even if it cannot be looked at, it is not ours to keep.
        let giving = FileState::look(temp).ok().flatten();
        match exchange(temp, path) {
            Ok(()) if FileState::look(temp)? == given => break,
            Ok(()) => given = giving,
            // Someone has removed ours, and would have removed theirs.
            Err(error) if error.kind() == ErrorKind::NotFound => break,
            Err(_) => return fs::rename(temp, path),
        }
    }
    Ok(())
}

/// Gives two files each other's names, in one step.
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
    use std::fs::File;
    use std::path::PathBuf;

    /// Writes a file that holds `old` and a temporary one that holds `new`. Returns the expected state of the first, and the state of the
    /// second.
    fn place(folder: &Path) -> (PathBuf, PathBuf, Expected, FileState) {
        let (path, temp) = (folder.join("a.ron"), folder.join(".a.ron.tmp"));
        fs::write(&path, "old").unwrap();
        fs::write(&temp, "new").unwrap();
        let state = |path: &Path| FileState::look(path).unwrap().unwrap();
        (
            path.clone(),
            temp.clone(),
            Expected::File { state: state(&path), print: Fingerprint::of(b"old") },
            state(&temp),
        )
    }

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_file_as_expected_gives_its_name_up() {
        let folder = tempfile::tempdir().unwrap();
        let (path, temp, expected, ours) = place(folder.path());
        take_name(&temp, ours, &path, expected).unwrap();
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"new".to_vec(), 1));
    }

    #[test]
    fn a_file_that_looks_as_expected_and_holds_something_else_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, temp, expected, ours) = place(folder.path());
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "git").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        assert!(is_rival(&take_name(&temp, ours, &path, expected).unwrap_err()));
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"git".to_vec(), 1));
    }

    #[test]
    fn a_file_that_is_gone_or_has_come_is_a_rivals() {
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
    fn whoever_wrote_last_has_the_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, temp, ..) = place(folder.path());
        let ours = folder.path().join("ours");
        fs::write(&ours, "ours").unwrap();
        let ours = FileState::look(&ours).unwrap().unwrap();
        // `old` was written over ours after `new` had been displaced.
        give_back(&temp, ours, &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        let ours = FileState::look(&path).unwrap().unwrap();
        give_back(&temp, ours, &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
