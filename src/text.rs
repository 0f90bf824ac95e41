//! The text and its units: a [`Document`] never changes, and everything else points into it.
//!
//! ```text
//!   Document ──────────────────────────────────────────────────────────────────────────┐
//!   │ 😀 Prices rose 5% in May, INSEE said.⏎Economists had expected less.⏎             │
//!   └──────────────────────────────────────────────────────────────────────────────────┘
//!     ╰ grapheme    ╰───╯ word   ╰── block: a line, or a piece of a very long one ──╯
//! ```
//!
//! A text has two units of length. In memory, a [`Span`] counts **bytes**, and its ends are grapheme boundaries; in
//! every file and on every command line, places count **Unicode code points**. Only [`Document::to_chars`] and
//! [`Document::to_byte`] convert one into the other.

pub(crate) mod block;
pub mod grapheme;
pub mod motion;
pub(crate) mod offset;
pub(crate) mod passage;
pub(crate) mod script;
pub(crate) mod search;
pub mod unit;

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use offset::Offsets;

/// A half-open range of a document, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Returns the span from `start` up to and without `end`, both in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards: {start}..{end}");
        Span { start, end }
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns whether the span is empty.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns whether the byte offset `at` lies in the span.
    pub fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Returns the part of the span within `outer`, counted from the beginning of `outer`.
    pub fn within(self, outer: Span) -> Span {
        let at = |byte: usize| byte.clamp(outer.start, outer.end) - outer.start;
        Span::new(at(self.start), at(self.end))
    }

    /// Returns whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns whether `inner` lies wholly in this span.
    pub fn covers(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// One text: UTF-8, never written. What is costly to compute (offsets, the digest) is computed once, when it is first
/// asked for.
#[derive(Debug, Default)]
pub struct Document {
    text: String,
    offsets: OnceLock<Offsets>,
    sha256: OnceLock<String>,
}

impl Document {
    /// Takes a text as it was read: nothing is trimmed, repaired or normalised.
    pub fn new(text: impl Into<String>) -> Self {
        Document { text: text.into(), ..Document::default() }
    }

    /// Returns the whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the text of a span; the empty string if an end of the span is not a code point boundary.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Returns the text of a span as the page reads it: in one line, with one blank where a line was broken, and without the marks of
    /// quoted lines; the empty string if an end of the span is not a code point boundary.
    pub fn quote(&self, span: Span) -> String {
        if self.slice(span).is_empty() {
            return String::new();
        }
        // Other blanks, such as those that keep two words in one line, are words' own.
        passage::in_one_line(&self.text, span)
            .split([' ', '\t', '\n', '\r'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Returns how many code points come before byte `at`.
    pub fn to_chars(&self, at: usize) -> usize {
        self.offsets().to_chars(&self.text, at)
    }

    /// Returns the byte at which code point number `chars` begins; `None` after the end.
    pub fn to_byte(&self, chars: usize) -> Option<usize> {
        self.offsets().to_byte(&self.text, chars)
    }

    /// Returns the length in code points.
    pub fn chars(&self) -> usize {
        self.offsets().total()
    }

    /// Returns the SHA-256 of the text's bytes, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        self.sha256
            .get_or_init(|| Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn offsets(&self) -> &Offsets {
        self.offsets.get_or_init(|| Offsets::of(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_in_files_count_code_points() {
        let document = Document::new("😀 Prices rose 5% in May, INSEE said.");
        assert_eq!((document.to_chars(5), document.to_chars(19)), (2, 16));
        assert_eq!((document.to_byte(25), document.to_byte(30)), (Some(28), Some(33)));
        assert_eq!(document.to_byte(document.chars()), Some(document.len()));
        assert_eq!(document.to_byte(document.chars() + 1), None);
    }

    #[test]
    fn a_quote_is_read_as_the_page_reads_it() {
        let document = Document::new("> The boats\n> would come   \r\n    on 5\u{a0}May.\n\nNo > 3.");
        assert_eq!(document.quote(Span::new(0, document.len())), "The boats would come on 5\u{a0}May. No > 3.");
        assert_eq!(document.quote(Span::new(6, 19)), "boats would");
        assert_eq!(document.quote(Span::new(0, 900)), "");
    }

    #[test]
    fn the_digest_is_that_of_the_bytes() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Document::new("abc").sha256(), known);
    }
}
