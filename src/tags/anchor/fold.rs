//! Folds a text: leaves only what stays the same when line ends, quotes, dashes, blanks or normalisation change.
//!
//! ```text
//!   text      « N o n »   —  d i t   e ́ t é ⏎ ⏎ 5 %       graphemes; in NFD, restyled, reflowed
//!   symbols   " N o n "   -  d i t   é   t é ␣     5 %       one for each grapheme, or none
//!   starts    0 . . .                                        the byte at which each symbol's grapheme begins
//! ```
//!
//! A symbol stands for one grapheme in NFC, or for a run of white space, so every match of symbols lies on grapheme
//! boundaries of the text. Blanks just inside guillemets and invisible joins (soft hyphens, zero-width spaces) have no
//! symbol.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::text::{Span, grapheme};

/// A folded grapheme: its code point in NFC; if it has several, a number above all code points.
pub type Symbol = u32;

const BLANK: Symbol = ' ' as Symbol;

/// Folds texts that are compared with one another.
#[derive(Debug, Default)]
pub struct Folder {
    /// Graphemes of several code points, numbered as they are found.
    clusters: HashMap<String, Symbol>,
}

/// The symbols of a text.
#[derive(Debug, Default)]
pub struct Folded {
    /// The symbols in order.
    pub symbols: Vec<Symbol>,
    /// The byte at which each symbol begins.
    starts: Vec<usize>,
}

impl Folder {
    /// Folds a text.
    pub fn fold(&mut self, text: &str) -> Folded {
        let mut folded = Folded { symbols: Vec::with_capacity(text.len()), starts: Vec::with_capacity(text.len()) };
        let mut after_opening = false;
        let mut at = 0;
        while at < text.len() {
            let end = grapheme::next(text, at);
            let cluster = &text[at..end];
            let last = folded.symbols.last().copied();
            match self.symbol(cluster) {
                Some(BLANK) if last == Some(BLANK) || after_opening => {}
                Some(symbol) => {
                    if last == Some(BLANK) && matches!(cluster, "»" | "›") {
                        folded.pop();
                    }
                    folded.symbols.push(symbol);
                    folded.starts.push(at);
                    after_opening = matches!(cluster, "«" | "‹");
                }
                None => {}
            }
            at = end;
        }
        folded
    }

    fn symbol(&mut self, cluster: &str) -> Option<Symbol> {
        if let [byte] = cluster.as_bytes() {
            return Some(if byte.is_ascii_whitespace() { BLANK } else { plain(char::from(*byte)) });
        }
        if cluster.chars().all(char::is_whitespace) {
            return Some(BLANK);
        }
        let mut composed = cluster.nfc().filter(|c| !is_invisible(*c));
        let first = composed.next()?;
        if composed.next().is_none() {
            return Some(plain(first));
        }
        let composed: String = cluster.nfc().filter(|c| !is_invisible(*c)).collect();
        let number = char::MAX as Symbol + 1 + self.clusters.len() as Symbol;
        Some(*self.clusters.entry(composed).or_insert(number))
    }
}

impl Folded {
    /// Returns the symbols that begin within a range of bytes.
    pub fn within(&self, bytes: Range<usize>) -> Range<usize> {
        self.at(bytes.start)..self.at(bytes.end)
    }

    /// Returns the first symbol that begins at or after a byte.
    pub fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start < byte)
    }

    /// Returns the byte at which a symbol begins.
    pub fn start(&self, symbol: usize) -> Option<usize> {
        self.starts.get(symbol).copied()
    }

    /// Returns the bytes that a range of symbols stands for in `text`, the text that was folded; a run of blanks is
    /// taken whole.
    pub fn span(&self, text: &str, symbols: Range<usize>) -> Option<Span> {
        let (start, last) = (self.start(symbols.start)?, symbols.end.checked_sub(1)?);
        let end = match self.symbols.get(last)? {
            &BLANK => self.start(symbols.end).unwrap_or(text.len()),
            _ => grapheme::next(text, self.start(last)?),
        };
        (start < end).then(|| Span::new(start, end))
    }

    fn pop(&mut self) {
        self.symbols.pop();
        self.starts.pop();
    }
}

/// Returns the plain form of a code point.
fn plain(c: char) -> Symbol {
    let plain = match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c => c,
    };
    plain as Symbol
}

/// Recognises soft hyphen, zero-width space, word joiner and byte order mark. A joiner within emoji or a script is not
/// one of them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_change_of_dress_changes_no_symbol() {
        let mut folder = Folder::default();
        let plain = folder.fold("\"It's e\u{301}te\u{301} - 5 %\", x\u{323}\u{304} 👨‍👩‍👧 said.");
        for dressed in [
            "“It’s été – 5 %”, x\u{323}\u{304} 👨‍👩‍👧 said.",
            "«\u{a0}It’s\r\nété  ― 5\u{202f}%\u{202f}», x\u{323}\u{304}\t👨‍👩‍👧 sa\u{ad}id.",
        ] {
            assert_eq!(folder.fold(dressed).symbols, plain.symbols, "{dressed}");
        }
        assert_ne!(folder.fold("x\u{323}").symbols, folder.fold("x\u{323}\u{304}").symbols);
    }

    #[test]
    fn symbols_lead_back_to_the_text() {
        let text = "a  \r\n e\u{301}b\u{ad} ";
        let folded = Folder::default().fold(text);
        assert_eq!(folded.symbols.len(), 5);
        let slice = |range| folded.span(text, range).map(|span| &text[span.start..span.end]);
        assert_eq!(slice(0..2), Some("a  \r\n "));
        assert_eq!(slice(2..4), Some("e\u{301}b"));
        assert_eq!((slice(4..5), slice(4..6), slice(2..2)), (Some(" "), None, None));
    }

    proptest! {
        #[test]
        fn a_symbol_is_a_grapheme_or_a_run_of_blanks(text in "(\\PC|\u{301}|\u{200d}|[ \n«»]|\r\n|🇰|e){0,40}") {
            let folded = Folder::default().fold(&text);
            for symbol in 0..folded.symbols.len() {
                let span = folded.span(&text, symbol..symbol + 1).unwrap();
                prop_assert!(grapheme::is_boundary(&text, span.start) && grapheme::is_boundary(&text, span.end));
                prop_assert_eq!(folded.within(span.start..span.end), symbol..symbol + 1);
            }
        }
    }
}
