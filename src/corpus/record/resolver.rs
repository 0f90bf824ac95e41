//! Resolves the places in a layer's file: in its text, or in a ledger of places.
//!
//! ```text
//!   start: 83, end: 89, quote: "10,000", …   ─ the text ───▶  bytes 97..103       to read, tag and save
//!                                            ─ a ledger ──▶  line 12..13         to merge files whose text is not at hand
//! ```
//!
//! The records of a layer have spans. With the text, a span is a range of its bytes, and the quote must be there. Git's
//! merge driver has no text, or that of another branch: then a span is the number of a line in a [`Ledger`] of all
//! places that the files name, and the merged places are written from it unchanged.

use std::cell::Cell;

use crate::tags::anchor::{self, Placed};
use crate::tags::target::{Target, context};
use crate::text::{Document, Span, grapheme};

/// A place as a file has it, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetRef<'a> {
    pub start: usize,
    pub end: usize,
    pub quote: &'a str,
    pub prefix: &'a str,
    pub suffix: &'a str,
}

impl TargetRef<'_> {
    /// Checks a place that was read.
    ///
    /// # Errors
    /// The end of a sentence, if no text can have such a place.
    pub fn check(self) -> Result<(), String> {
        let TargetRef { start, end, quote, .. } = self;
        if start >= end {
            return Err(format!("its span {start}..{end} is empty or runs backwards"));
        }
        match quote.chars().count() {
            count if count == end - start => Ok(()),
            count => Err(format!("its span {start}..{end} is not as long as its quote, which has {count} code points")),
        }
    }

    pub fn target(self) -> Target {
        let TargetRef { start, quote, prefix, suffix, .. } = self;
        Target { start, quote: quote.into(), prefix: prefix.into(), suffix: suffix.into() }
    }
}

impl<'a> From<&'a Target> for TargetRef<'a> {
    fn from(target: &'a Target) -> TargetRef<'a> {
        let Target { start, quote, prefix, suffix } = target;
        TargetRef { start: *start, end: target.end(), quote, prefix, suffix }
    }
}

/// Converts places to spans and back.
pub trait Resolver {
    /// Returns the digest of the text, and its length in code points.
    fn text(&self) -> (&str, usize);

    /// Returns whether a layer with this digest and length was made on this text.
    fn is(&self, sha256: &str, chars: usize) -> bool {
        self.text() == (sha256, chars)
    }

    /// Returns the span of a valid place whose quote is there; `None` if it is not.
    ///
    /// # Errors
    /// The end of a sentence, if the quote is there but a tag cannot have this place.
    fn span(&self, place: TargetRef) -> Result<Option<Span>, String>;

    /// Finds the present places of targets that were made on a text of `chars` code points.
    fn find(&self, chars: usize, targets: &[Target]) -> Vec<Placed>;

    /// Returns the place of a span.
    fn place(&self, span: Span) -> TargetRef<'_>;
}

/// The text itself.
pub struct TextResolver<'a> {
    document: &'a Document,
    /// The number and the first byte of the code point that was asked for last. Tags are in order of place, so the next one is
    /// usually near.
    last: Cell<(usize, usize)>,
}

/// The distance up to which code points are counted from the last one.
const NEAR: usize = 1024;

impl<'a> TextResolver<'a> {
    /// Returns the resolver for places in this document.
    pub fn new(document: &'a Document) -> TextResolver<'a> {
        TextResolver { document, last: Cell::new((0, 0)) }
    }

    /// Returns the number of code points before a byte.
    fn chars(&self, byte: usize) -> usize {
        let (last, at) = self.last.get();
        let near = byte.checked_sub(at).filter(|steps| *steps < NEAR).and_then(|_| self.document.text().get(at..byte));
        let chars = near.map_or_else(|| self.document.to_chars(byte), |near| last + near.chars().count());
        if self.document.text().is_char_boundary(byte) {
            self.last.set((chars, byte));
        }
        chars
    }

    /// Returns the byte at which a code point begins.
    fn byte(&self, chars: usize) -> Option<usize> {
        let (last, at) = self.last.get();
        let Some(steps @ ..NEAR) = chars.checked_sub(last) else { return self.document.to_byte(chars) };
        let mut rest = self.document.text()[at..].chars();
        match steps.checked_sub(1) {
            Some(before) => rest.nth(before).map(|_| self.document.len() - rest.as_str().len()),
            None => Some(at),
        }
    }
}

impl Resolver for TextResolver<'_> {
    fn text(&self) -> (&str, usize) {
        (self.document.sha256(), self.document.chars())
    }

    fn span(&self, place: TargetRef) -> Result<Option<Span>, String> {
        let TargetRef { start, end, quote, .. } = place;
        let text = self.document.text();
        let Some(from) = self.byte(start) else { return Ok(None) };
        self.last.set((start, from));
        let to = from + quote.len();
        if !text[from..].starts_with(quote) {
            return Ok(None);
        }
        if !grapheme::is_boundary(text, from) || !grapheme::is_boundary(text, to) {
            return Err(format!("its span {start}..{end} cuts a character in two"));
        }
        Ok(Some(Span::new(from, to)))
    }

    fn find(&self, chars: usize, targets: &[Target]) -> Vec<Placed> {
        anchor::place_from(self.document, chars, targets)
    }

    fn place(&self, span: Span) -> TargetRef<'_> {
        let (prefix, suffix) = context(self.document.text(), span);
        let (start, quote) = (self.chars(span.start), self.document.slice(span));
        TargetRef { start, end: start + quote.chars().count(), quote, prefix, suffix }
    }
}

/// The places that some files name, each once. A span is the number of a line in it, and has length one.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    sha256: String,
    chars: usize,
    lines: Vec<Target>,
}

impl Ledger {
    /// Returns the ledger of these places.
    pub(super) fn new(mut places: Vec<Target>) -> Ledger {
        places.sort();
        places.dedup();
        Ledger { lines: places, ..Ledger::default() }
    }

    /// Returns the ledger for writing a file about the text with this digest and length in code points.
    pub(super) fn about(self, sha256: &str, chars: usize) -> Ledger {
        Ledger { sha256: sha256.into(), chars, ..self }
    }

    /// Returns the line of a place.
    pub(super) fn line(&self, place: &Target) -> Option<Span> {
        let line = self.lines.binary_search(place).ok()?;
        Some(Span::new(line, line + 1))
    }

    /// Returns the place in a line.
    pub(super) fn target(&self, line: Span) -> &Target {
        &self.lines[line.start]
    }
}

impl Resolver for Ledger {
    fn text(&self) -> (&str, usize) {
        (&self.sha256, self.chars)
    }

    fn is(&self, _: &str, _: usize) -> bool {
        true
    }

    fn span(&self, place: TargetRef) -> Result<Option<Span>, String> {
        Ok(self.line(&place.target()))
    }

    fn find(&self, _: usize, targets: &[Target]) -> Vec<Placed> {
        targets.iter().map(|_| Placed::Lost(Vec::new())).collect()
    }

    fn place(&self, span: Span) -> TargetRef<'_> {
        TargetRef::from(self.target(span))
    }
}
