//! Changes `corpus.ron` or `sources.ron`, which people and several programs may write at the same time.
//!
//! ```text
//!   lock the folder ─▶ read ─▶ change ─▶ is the file still as it was read? ─ yes ─▶ replace it
//!                       ▲                                                  ─ no ──┐
//!                       └─────────────────────────────────────────────────────────┘
//! ```
//!
//! An editor takes no lock, and some folders cannot be locked. So the file is compared once more before it is replaced.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::lock::{self, Locking};
use super::problem::Problem;
use super::save::{Expected, SaveError, is_rival, replace_expected};
use super::{missing, read_own};

/// The number of tries, when another program writes the file at the same time.
const TRIES: usize = 10;

/// A changed file, and the result of the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rewritten<T> {
    /// The new text.
    pub text: String,
    /// The result of the change.
    pub answer: T,
}

/// The reason why a file was not changed.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// It cannot be read, or the change cannot be made.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// It could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

impl RewriteError {
    /// Returns a sentence that says what the user can do.
    pub fn hint(&self) -> Option<String> {
        match self {
            RewriteError::Problem(problem) => problem.hint(),
            RewriteError::Save(error) => Some(error.hint()),
        }
    }
}

/// Changes the file at `path`, which is in the corpus at `root`, or makes it. `change` gets the text of the file, or `None` if there
/// is no such file. It is called again each time another program has written the file meanwhile.
///
/// # Errors
/// If the file is larger than `limit` bytes or cannot be read, if `change` refuses, and those of the file system.
pub(crate) fn rewrite<T>(
    root: &Path,
    path: &Path,
    limit: u64,
    change: impl Fn(Option<&str>) -> Result<Rewritten<T>, Problem>,
) -> Result<T, RewriteError> {
    let folder = path.parent().unwrap_or(root);
    let _hold = lock::hold(folder, Locking::Sound);
    let failed = |error| SaveError::new(path, error);
    for _ in 0..TRIES {
        let old = match read_own(root, path, limit) {
            Err(Problem::Missing(_)) => missing(path).map(|()| None)?,
            Err(Problem::NotFolder(_)) => None,
            text => Some(text?),
        };
        let Rewritten { text, answer } = change(old.as_deref())?;
        if old.as_ref() == Some(&text) {
            return Ok(answer);
        }
        let expected = old.as_ref().map_or(Expected::Nothing, |old| Expected::Contents(old.as_bytes()));
        match replace_expected(path, text.as_bytes(), expected) {
            Ok(_) => return Ok(answer),
            Err(error) if is_rival(&error) => {}
            Err(error) => return Err(failed(error).into()),
        }
    }
    Err(failed(io::Error::from(ErrorKind::ResourceBusy)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn changes_at_the_same_time_are_all_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let (root, path) = (folder.path(), folder.path().join("annotations/list"));
        let add = |line: String| {
            rewrite(root, &path, 1 << 20, |old| {
                Ok(Rewritten { text: format!("{}{line}\n", old.unwrap_or_default()), answer: () })
            })
            .unwrap();
        };
        std::thread::scope(|scope| {
            (0..8).for_each(|number| {
                scope.spawn(move || (0..5).for_each(|line| add(format!("{number}.{line}"))));
            });
        });
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 40);
    }

    #[test]
    fn a_change_by_an_editor_in_between_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own");
        fs::write(&path, "one\n").unwrap();
        let tries = std::cell::Cell::new(0);
        rewrite(folder.path(), &path, 1 << 20, |old| {
            tries.set(tries.get() + 1);
            if tries.get() == 1 {
                fs::write(&path, "two\n").unwrap();
            }
            Ok(Rewritten { text: format!("{}three\n", old.unwrap_or_default()), answer: () })
        })
        .unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), tries.get()), ("two\nthree\n", 2));
    }
}
