//! Finds the spans that touch another, in a list ordered by start.
//!
//! ```text
//!   3..9  5..8 …     reach 40     ┐
//!   41..90 …         reach 6000   │ a search skips the blocks whose reach is before the span that it is about, as in
//!   77..80 …         reach 95     ┘ [`crate::tags::set`]
//! ```

use crate::text::Span;

/// The number of spans in a block.
const BLOCK: usize = 64;

/// Spans in the order of their start.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemSpans {
    spans: Vec<Span>,
    /// The greatest end in each block.
    reach: Vec<usize>,
}

impl ItemSpans {
    /// Takes the spans, which must be in the order of their start.
    pub(super) fn new(spans: Vec<Span>) -> ItemSpans {
        let reach = spans.chunks(BLOCK).map(|block| block.iter().map(|span| span.end).max().unwrap_or(0)).collect();
        ItemSpans { spans, reach }
    }

    /// Returns the number of spans that begin before byte `at`.
    pub(super) fn before(&self, at: usize) -> usize {
        self.spans.partition_point(|span| span.start < at)
    }

    /// Returns the numbers of the spans that share at least one byte with `span`, in order.
    pub(super) fn touching(&self, span: Span) -> impl Iterator<Item = usize> {
        let begun = self.before(span.end);
        let blocks = self.reach.iter().take(begun.div_ceil(BLOCK)).enumerate();
        let blocks = blocks.filter(move |(_, reach)| **reach > span.start).map(|(number, _)| number * BLOCK);
        let numbers = blocks.flat_map(move |first| first..begun.min(first + BLOCK));
        numbers.filter(move |number| self.spans[*number].overlaps(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_answer_as_a_plain_list_does(
            spans in prop::collection::vec((0..900usize, 1..60usize), 0..300),
            asked in prop::collection::vec((0..960usize, 0..40usize), 1..20),
        ) {
            let mut plain: Vec<Span> = spans.into_iter().map(|(start, len)| Span::new(start, start + len)).collect();
            plain.sort_by_key(|span| (span.start, span.end));
            let spans = ItemSpans::new(plain.clone());
            for (start, len) in asked {
                let window = Span::new(start, start + len);
                let touching = plain.iter().enumerate().filter(|(_, span)| span.overlaps(window));
                prop_assert!(spans.touching(window).eq(touching.map(|(number, _)| number)));
                prop_assert_eq!(spans.before(start), plain.iter().filter(|span| span.start < start).count());
            }
        }
    }
}
