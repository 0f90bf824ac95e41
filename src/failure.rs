//! A failure as the user sees it: one sentence that says what could not be done, and a hint what to do about it.

use std::fmt::Display;

use crate::corpus::problem::{Problem, shown};
use crate::corpus::rewrite::RewriteError;
use crate::corpus::save::SaveError;
use crate::formats::engine::export::TableError;

/// The reason why something could not be done, and a hint what to do about it.
#[derive(Debug)]
pub struct Failure {
    /// One sentence that says what went wrong, without a full stop.
    pub words: String,
    /// Another sentence that says what to do about it, if there is something.
    pub hint: Option<String>,
}

impl Failure {
    /// Returns a failure without a hint.
    pub fn new(words: impl Display) -> Failure {
        Failure { words: shown(words), hint: None }
    }

    /// Returns the same failure with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Display) -> Failure {
        Failure { hint: Some(shown(hint)), ..self }
    }
}

impl From<TableError> for Failure {
    fn from(unwritable: TableError) -> Failure {
        Failure::new(unwritable)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure { words: problem.to_string(), hint: problem.hint() }
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Failure {
        Failure::new(&error).hint(error.hint())
    }
}

impl From<RewriteError> for Failure {
    fn from(error: RewriteError) -> Failure {
        match error {
            RewriteError::Problem(problem) => problem.into(),
            RewriteError::Save(error) => error.into(),
        }
    }
}
