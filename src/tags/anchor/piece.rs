//! Prepares what is looked for: a quote between its surroundings, folded.
//!
//! ```text
//!   before │ quote │ after                                        a piece
//!   before │ head… │ …                … │ …tail │ after           the two of a quote that is very long
//! ```

use std::ops::Range;

use super::fold::{Folder, Symbol};
use crate::tags::target::{CONTEXT, Target};

/// A quote with more symbols than this is placed by its two ends.
const LONG: usize = 1024;
/// The length of each of these ends, in symbols.
const END: usize = 256;
/// A quote, or an end of a long one, between its surroundings.
#[derive(Debug)]
pub(crate) struct Needle {
    /// The old place of its first and last symbol, in code points of the old text.
    pub old: Range<usize>,
    /// The symbols of the surroundings before, the quote, and the surroundings after.
    pub symbols: Vec<Symbol>,
    /// The range of the symbols that are the quote.
    pub quote: Range<usize>,
}

impl Needle {
    /// Returns one piece for a short target; for a long one, its head and its tail.
    pub(crate) fn of(target: &Target, folder: &mut Folder) -> Vec<Needle> {
        let before = target.prefix.char_indices().rev().take(CONTEXT).last();
        let before = before.map_or("", |(at, _)| &target.prefix[at..]);
        let after = target.suffix.char_indices().nth(CONTEXT);
        let after = after.map_or(&target.suffix[..], |(at, _)| &target.suffix[..at]);
        let text = [before, &target.quote, after].concat();
        let words = before.len()..before.len() + target.quote.len();
        let folded = folder.fold(&text);
        let quote = folded.within(words.clone());
        // A blank that belongs to a run before the quote has no symbol of its own, so the first symbol may begin after
        // it.
        let old = |symbols: &Range<usize>| {
            let byte = |symbol| folded.start(symbol).unwrap_or(text.len()).clamp(words.start, words.end);
            let start = byte(symbols.start);
            let end = if symbols.end == quote.end { words.end } else { byte(symbols.end) };
            let first = target.start.saturating_add(text[words.start..start].chars().count());
            first..first.saturating_add(text[start..end.max(start)].chars().count())
        };
        if quote.len() <= LONG {
            return vec![Needle { old: old(&quote), symbols: folded.symbols, quote }];
        }
        let (head, tail) = (quote.start..quote.start + END, quote.end - END..quote.end);
        vec![
            Needle { old: old(&head), symbols: folded.symbols[..head.end + CONTEXT].to_vec(), quote: head.clone() },
            Needle {
                old: old(&tail),
                symbols: folded.symbols[tail.start - CONTEXT..].to_vec(),
                quote: CONTEXT..CONTEXT + END,
            },
        ]
    }

    /// Returns the symbols of the quote.
    pub(crate) fn words(&self) -> &[Symbol] {
        &self.symbols[self.quote.clone()]
    }

    /// Returns the symbols before the quote.
    pub(crate) fn before(&self) -> &[Symbol] {
        &self.symbols[..self.quote.start]
    }

    /// Returns the symbols after the quote.
    pub(crate) fn after(&self) -> &[Symbol] {
        &self.symbols[self.quote.end..]
    }
}
