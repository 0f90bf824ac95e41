//! Lines and columns in a file, looked up only for what a rule has found.
//!
//! ```text
//!       tags: [
//!           (id: "t-5w3k9q2m", label: "figure", …      7:9, the bracket
//! ```

use std::collections::HashMap;

use memchr::{memchr_iter, memmem};

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in code points, counted from 1.
    pub column: usize,
}

impl Position {
    /// The beginning of a file.
    pub const START: Position = Position { line: 1, column: 1 };

    /// Returns the position of a line and a column, which are both counted from 1.
    pub fn at((line, column): (usize, usize)) -> Position {
        Position { line, column }
    }
}

/// Returns where the records of a layer's file begin, by their ids. Of two records with one id, it is the first.
pub fn records(text: &str) -> HashMap<&str, Position> {
    let mut places = HashMap::new();
    let mut lines = LineCounter::new(text);
    for at in memmem::find_iter(text.as_bytes(), "id:") {
        let Some(rest) = text[at + 3..].trim_start().strip_prefix('"') else { continue };
        let Some((id, _)) = rest.split_once('"') else { continue };
        let before = text[..at].trim_end();
        let start = if before.ends_with('(') { before.len() - 1 } else { at };
        places.entry(id).or_insert_with(|| lines.position(start));
    }
    places
}

/// Returns where the words are first in a text; its beginning, if they are not in it.
pub fn find(text: &str, words: &str) -> Position {
    memmem::find(text.as_bytes(), words.as_bytes()).map_or(Position::START, |at| LineCounter::new(text).position(at))
}

/// Counts lines. It goes on from the last position that was asked for if the next one is behind it.
pub struct LineCounter<'a> {
    text: &'a str,
    /// The byte of that position, and its line.
    last: (usize, usize),
}

impl<'a> LineCounter<'a> {
    /// Begins at the first line.
    pub fn new(text: &'a str) -> LineCounter<'a> {
        LineCounter { text, last: (0, 1) }
    }

    /// Returns the position of byte `at`.
    pub fn position(&mut self, at: usize) -> Position {
        let (from, line) = if self.last.0 <= at { self.last } else { (0, 1) };
        let line = line + memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count();
        self.last = (at, line);
        let start = memchr::memrchr(b'\n', &self.text.as_bytes()[..at]).map_or(0, |end| end + 1);
        Position { line, column: 1 + self.text[start..at].chars().count() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_by_its_id() {
        let text = "(\n  tags: [\n    (id: \"t-1\", quote: \"(id: \\\"t-2\\\"\"),\n    ( id: \"t-2\"),\n  (label: \"é\", id: \"t-3\")";
        let places = records(text);
        let at = |line, column| Position { line, column };
        assert_eq!([places["t-1"], places["t-2"], places["t-3"]], [at(3, 5), at(4, 5), at(5, 16)]);
        assert_eq!((find(text, "tags"), find(text, "none")), (at(2, 3), Position::START));
    }
}
