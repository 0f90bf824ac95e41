//! Why something could not be done, for the user: one sentence, and a hint what to do about it.

use std::fmt::Display;

use crate::corpus::problem::{Problem, shown};
use crate::formats::engine::export::TableError;

/// Why something could not be done, and what to do about it.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong: one sentence without a full stop.
    pub words: String,
    /// What to do about it: another sentence, if there is something.
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
