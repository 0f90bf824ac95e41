//! Where records stand in a layer's file: looked up only where there is something to be said of one.
//!
//! ```text
//!       tags: [
//!           (id: "t-5w3k9q2m", label: "figure", …      7:9, the bracket
//! ```

use std::collections::HashMap;

use memchr::{memchr_iter, memmem};

/// A line and a column in code points, both counted from 1.
pub type Place = (usize, usize);

/// The places of a file's records by their ids: of an id that stands there twice, the first.
pub fn records(text: &str) -> HashMap<&str, Place> {
    let mut places = HashMap::new();
    let mut lines = Lines::new(text);
    for at in memmem::find_iter(text.as_bytes(), "id:") {
        let Some(rest) = text[at + 3..].trim_start().strip_prefix('"') else { continue };
        let Some((id, _)) = rest.split_once('"') else { continue };
        let before = text[..at].trim_end();
        let start = if before.ends_with('(') { before.len() - 1 } else { at };
        places.entry(id).or_insert_with(|| lines.place(start));
    }
    places
}

/// The place of byte `at`.
pub fn of(text: &str, at: usize) -> Place {
    Lines::new(text).place(at)
}

/// Where a piece of text stands first; else its beginning.
pub fn find(text: &str, piece: &str) -> Place {
    memmem::find(text.as_bytes(), piece.as_bytes()).map_or((1, 1), |at| of(text, at))
}

/// Counts on from the last place that was asked for, where the next lies behind it.
pub struct Lines<'a> {
    text: &'a str,
    last: (usize, usize),
}

impl<'a> Lines<'a> {
    /// At the beginning.
    pub fn new(text: &'a str) -> Lines<'a> {
        Lines { text, last: (0, 1) }
    }

    /// The place of byte `at`.
    pub fn place(&mut self, at: usize) -> Place {
        let (from, line) = if self.last.0 <= at { self.last } else { (0, 1) };
        let line = line + memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count();
        self.last = (at, line);
        let start = memchr::memrchr(b'\n', &self.text.as_bytes()[..at]).map_or(0, |end| end + 1);
        (line, 1 + self.text[start..at].chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_by_its_id() {
        let text = "(\n  tags: [\n    (id: \"t-1\", quote: \"(id: \\\"t-2\\\"\"),\n    ( id: \"t-2\"),\n  (label: \"é\", id: \"t-3\")";
        let places = records(text);
        assert_eq!([places["t-1"], places["t-2"], places["t-3"]], [(3, 5), (4, 5), (5, 16)]);
        assert_eq!((find(text, "tags"), find(text, "none")), ((2, 3), (1, 1)));
    }
}
