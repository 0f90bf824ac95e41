//! Stores the place of a tag in words: enough to find it again when the text has changed.
//!
//! ```text
//!   … the ministry said that about [10,000] North Korean soldiers had …
//!         ╰──────── prefix ───────╯ ╰quote╯ ╰───────── suffix ────────╯      and the number of the quote's first code point
//! ```
//!
//! This is the TextPositionSelector and the TextQuoteSelector of the W3C's Web Annotation Data Model (2017, 4.2.4 and
//! 4.2.5), with a prefix and a suffix of [`CONTEXT`] code points.

use std::collections::BTreeMap;

use super::Tag;
use crate::text::{Document, Span, grapheme};

/// The length of the prefix and of the suffix, in code points.
pub const CONTEXT: usize = 32;

/// A place in a text, described by the words there.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The number of code points before the place.
    pub start: usize,
    /// The quoted words, unchanged.
    pub quote: String,
    /// At most [`CONTEXT`] code points before the quote.
    pub prefix: String,
    /// At most [`CONTEXT`] code points after the quote.
    pub suffix: String,
}

impl Target {
    /// Returns the target of `span`, which is in bytes.
    pub fn of(document: &Document, span: Span) -> Target {
        let (prefix, suffix) = context(document.text(), span);
        Target {
            start: document.to_chars(span.start),
            quote: document.slice(span).into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        }
    }

    /// Returns the span of the quoted words in a document: at the old place; if they are not there, where they stand
    /// with their prefix and suffix; otherwise their first occurrence. Returns `None` if the document does not have
    /// them.
    pub fn find(&self, document: &Document) -> Option<Span> {
        let text = document.text();
        let span = |start: usize| Span::new(start, start + self.quote.len());
        let there = document.to_byte(self.start).filter(|at| text[*at..].starts_with(&self.quote));
        let around = || {
            let whole = [self.prefix.as_str(), &self.quote, &self.suffix].concat();
            text.find(&whole).map(|at| at + self.prefix.len())
        };
        let found = there.or_else(around).or_else(|| text.find(&self.quote)).map(span)?;
        (!found.is_empty() && grapheme::is_boundary(text, found.start) && grapheme::is_boundary(text, found.end))
            .then_some(found)
    }

    /// Returns the number of the code point after the last.
    pub fn end(&self) -> usize {
        self.start.saturating_add(self.quote.chars().count())
    }
}

/// A tag whose words are no longer in the text, or are there more than once so that the program cannot choose. It is
/// kept until someone places or removes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The tag; its span is empty.
    pub tag: Tag,
    /// The place at which it was made.
    pub target: Target,
}

/// A tag as a reviewer saw it, or as the reviewer wants it to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The label.
    pub label: String,
    /// The attributes.
    pub attributes: BTreeMap<String, String>,
    /// The place of the tag.
    pub target: Target,
    /// The present span of that place, in bytes; `None` if it is not found.
    pub span: Option<Span>,
}

impl Judged {
    /// Returns the present state of a tag.
    pub fn of(document: &Document, tag: &Tag) -> Judged {
        Judged {
            label: tag.label.clone(),
            attributes: tag.attributes.clone(),
            target: Target::of(document, tag.span),
            span: Some(tag.span),
        }
    }

    /// Returns whether the tag is unchanged, apart from its note.
    pub fn is(&self, tag: &Tag) -> bool {
        self.span == Some(tag.span) && self.label == tag.label && self.attributes == tag.attributes
    }
}

/// Returns at most [`CONTEXT`] code points before and after `span`, cut at graphemes.
pub fn context(text: &str, span: Span) -> (&str, &str) {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    // A byte is a code point where all of them are ASCII.
    let start = match before.as_bytes().last_chunk::<CONTEXT>() {
        Some(bytes) if bytes.is_ascii() => span.start - CONTEXT,
        _ => before.char_indices().rev().take(CONTEXT).last().map_or(0, |(at, _)| at),
    };
    let end = match after.as_bytes().first_chunk::<CONTEXT>() {
        Some(bytes) if bytes.is_ascii() => span.end + CONTEXT,
        _ => after.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| span.end + at),
    };
    (&text[edge(text, start, grapheme::ceil)..span.start], &text[span.end..edge(text, end, grapheme::floor)])
}

/// Returns the boundary that `snap` finds; between two ASCII bytes other than CR LF there always is one.
fn edge(text: &str, at: usize, snap: fn(&str, usize) -> usize) -> usize {
    match &text.as_bytes()[at.saturating_sub(1)..text.len().min(at + 1)] {
        [before, after] if before.is_ascii() && after.is_ascii() && *before != b'\r' => at,
        _ => snap(text, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_is_cut_between_graphemes() {
        let text = format!("👨‍👩‍👧{}10,000{}e\u{301}\u{301}z", "a".repeat(30), "b".repeat(31));
        let at = text.find('1').unwrap();
        let (prefix, suffix) = context(&text, Span::new(at, at + 6));
        assert_eq!((prefix, suffix), ("a".repeat(30).as_str(), "b".repeat(31).as_str()));
        assert_eq!(context("ab", Span::new(0, 2)), ("", ""));
        assert_eq!(context("\r\na\r\n", Span::new(2, 3)), ("\r\n", "\r\n"));
    }

    #[test]
    fn a_place_is_told_in_code_points() {
        let document = Document::new("😀 Prices rose 5% in May");
        let target = Target::of(&document, Span::new(17, 19));
        assert_eq!((target.start, target.end(), target.quote.as_str()), (14, 16, "5%"));
        assert_eq!((target.prefix.as_str(), target.suffix.as_str()), ("😀 Prices rose ", " in May"));
    }
}
