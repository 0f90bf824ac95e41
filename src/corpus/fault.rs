//! Describes why one of our files cannot be read, and where, so that its author can repair it.
//!
//! ```text
//!   corpus.ron:12:5: there is no field `labls` here          ← Problem puts the path before it
//!                    hint: The fields are `format`, `texts`, `guidelines`, `labels`, `links`, `pairs`.
//! ```

use std::fmt;

use ron::error::{Error, SpannedError};

use crate::say::shown;

/// A fault in a RON file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line and column in code points, both counted from 1; `None` if the fault has no place.
    pub at: Option<(usize, usize)>,
    /// The fault, without a full stop.
    pub what: String,
    /// A sentence that says how to repair it.
    pub hint: Option<String>,
    /// Whether the file is undamaged but not the expected one: another's, or of a newer version.
    pub whole: bool,
}

impl Fault {
    /// Returns a fault without a place.
    pub fn new(what: impl Into<String>) -> Fault {
        Fault { at: None, what: what.into(), hint: None, whole: false }
    }

    /// Returns the fault with its place: byte `offset` of the file's text.
    pub fn at(self, text: &str, offset: usize) -> Fault {
        let before = &text[..offset];
        let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
        let column = 1 + before.chars().rev().take_while(|c| *c != '\n').count();
        Fault { at: Some((line, column)), ..self }
    }

    /// Returns the fault with its place: the beginning of `part`, a slice of the file's text.
    pub fn on(self, text: &str, part: &str) -> Fault {
        self.at(text, part.as_ptr().addr() - text.as_ptr().addr())
    }

    /// Converts a fault in a part of a text, which begins at this line and column, to a fault in the whole text.
    pub fn moved(self, start: Option<(usize, usize)>) -> Fault {
        let (Some((line, column)), Some((first, indent))) = (self.at, start) else { return self };
        let column = if line == 1 { column + indent - 1 } else { column };
        Fault { at: Some((line + first - 1, column)), ..self }
    }

    /// Returns the fault with a hint.
    pub fn hint(self, hint: impl Into<String>) -> Fault {
        Fault { hint: Some(hint.into()), ..self }
    }

    /// Returns the fault, as one of a file that is not damaged.
    pub fn whole(self) -> Fault {
        Fault { whole: true, ..self }
    }

    /// Returns the fault that RON found in a file's text.
    pub fn of(text: &str, error: &SpannedError) -> Fault {
        if let Some(offset) = conflict(text) {
            return Fault::new("a merge conflict begins here")
                .at(text, offset)
                .hint("Settle it, or take one side whole.");
        }
        let (what, hint) = said(&error.code);
        let (line, column) = (error.span.start.line, error.span.start.col);
        // RON points after the last token that it understood; the next token is the wrong one.
        let rest = text.split('\n').nth(line - 1).unwrap_or_default().chars().skip(column - 1);
        let blanks = rest.clone().take_while(|c| c.is_whitespace()).count();
        let column = if blanks < rest.count() { column + blanks } else { column };
        Fault { at: Some((line, column)), what, hint, whole: false }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.at {
            write!(f, "{line}:{column}: ")?;
        }
        f.write_str(&self.what)
    }
}

/// Returns a RON error in plain words, and a hint.
pub fn said(error: &Error) -> (String, Option<String>) {
    let one_of = |kind: &str, names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        Some(format!("The {kind} are {}.", names.join(", ")))
    };
    match error {
        Error::NoSuchStructField { expected, found, .. } => {
            (format!("there is no field `{}` here", shown(found)), one_of("fields", expected))
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            (format!("`{}` is not known here", shown(found)), one_of("words", expected))
        }
        Error::MissingStructField { field, .. } => (format!("the field `{field}` is missing"), None),
        Error::DuplicateStructField { field, .. } => (format!("the field `{field}` stands here twice"), None),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => ("expected an opening `(`".into(), None),
        Error::ExceededRecursionLimit => ("the brackets are nested too deeply".into(), None),
        Error::Message(message) => (shown(message), None),
        other => {
            let mut words = shown(other);
            if words.get(1..2).is_some_and(|second| second.chars().all(char::is_lowercase)) {
                words[..1].make_ascii_lowercase();
            }
            (words, None)
        }
    }
}

/// Returns the place of git's conflict markers.
fn conflict(text: &str) -> Option<usize> {
    if text.starts_with("<<<<<<< ") { Some(0) } else { text.find("\n<<<<<<< ").map(|at| at + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points() {
        let text = "(\n  é😀x";
        assert_eq!(Fault::new("").at(text, text.len() - 1).at, Some((2, 5)));
    }

    #[test]
    fn a_fault_is_where_the_wrong_thing_stands() {
        let at = |text: &str| Fault::of(text, &ron::from_str::<(u8, u8)>(text).unwrap_err()).at;
        assert_eq!(at("(1,\n    \"two\")"), Some((2, 5)));
        assert_eq!(at("(1,   x)"), Some((1, 7)));
    }

    #[test]
    fn a_merge_conflict_is_called_by_its_name() {
        let text = "(\n<<<<<<< HEAD\n    format: 1,\n=======\n";
        let error = ron::from_str::<bool>(text).unwrap_err();
        assert_eq!(Fault::of(text, &error).to_string(), "2:1: a merge conflict begins here");
    }
}
