//! Describes a fault in a record of a file.

use std::fmt;

/// The reason why a record cannot be imported. Displays without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ImportError {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1, if it is known.
    pub column: Option<usize>,
    /// The fault.
    pub words: String,
    /// A sentence that says what to do about it.
    pub hint: Option<String>,
}

impl ImportError {
    /// Returns an error in a line.
    pub fn new(line: usize, words: impl Into<String>) -> ImportError {
        ImportError { line, column: None, words: words.into(), hint: None }
    }
}

/// `12:40: …`, to follow the name of a file and a colon.
impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.line)?;
        if let Some(column) = self.column {
            write!(f, "{column}:")?;
        }
        write!(f, " {}", self.words)
    }
}
