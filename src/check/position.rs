//! Computes lines and columns in a file, only for the places of findings.
//!
//! ```text
//!       tags: [
//!           (id: "t-5w3k9q2m", label: "figure", …      7:9, the bracket
//! ```

use std::collections::HashMap;

use memchr::{memchr_iter, memmem};

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in code points, counted from 1.
    pub column: usize,
}

impl Position {
    /// The beginning of a file.
    pub(crate) const START: Position = Position { line: 1, column: 1 };

    /// Returns the position of a line and a column, which are both counted from 1.
    pub(crate) fn at((line, column): (usize, usize)) -> Position {
        Position { line, column }
    }
}

/// Returns the position of each record in a layer's file, by its id. If two records have one id, the first counts.
pub(super) fn records(text: &str) -> HashMap<&str, Position> {
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

/// Returns the first position of these words in a text; the beginning of the text if they are not in it.
pub(super) fn find(text: &str, words: &str) -> Position {
    memmem::find(text.as_bytes(), words.as_bytes()).map_or(Position::START, |at| LineCounter::new(text).position(at))
}

/// Counts lines and columns. If the next position comes after the last one, it continues from there.
pub(super) struct LineCounter<'a> {
    text: &'a str,
    /// The byte of the last position.
    at: usize,
    last: Position,
}

impl<'a> LineCounter<'a> {
    /// Begins at the first line.
    pub(super) fn new(text: &'a str) -> LineCounter<'a> {
        LineCounter { text, at: 0, last: Position::START }
    }

    /// Returns the position of byte `at`.
    pub(super) fn position(&mut self, at: usize) -> Position {
        if at < self.at {
            (self.at, self.last) = (0, Position::START);
        }
        let between = &self.text[self.at..at];
        let lines = memchr_iter(b'\n', between.as_bytes()).count();
        let column = match between.rfind('\n') {
            Some(end) => 1 + between[end + 1..].chars().count(),
            None => self.last.column + between.chars().count(),
        };
        (self.at, self.last) = (at, Position { line: self.last.line + lines, column });
        self.last
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
