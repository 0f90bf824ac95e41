//! Why something could not be done, for the user: one plain sentence, and what to do about it.

use std::fmt::Display;

use crate::corpus::problem::{Problem, shown};
use crate::formats::engine::export::TableError;

/// Why something could not be done, and what to do about it.
#[derive(Debug)]
pub struct Failure {
    /// One plain sentence.
    pub words: String,
    /// Another, if there is something to be done.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(words: impl Display) -> Failure {
        Failure { words: shown(words), hint: None }
    }

    /// The same with a hint.
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
