//! The units of a text: what a key can take hold of when nothing is selected.
//!
//! Pressing `c` in `Rutte met Mr. Yoon. He agreed.` should take the first sentence whole, `f` in `nearly 2% of GDP`
//! should take `nearly 2%`, and `s` should take `Bank of England` and not `England`. Each module answers one such
//! question for a stretch of text, as byte ranges in order that never overlap; [`at_or_next`] picks from them.
//! They guess: a person sees the guess on screen and moves its ends.

pub mod figure;
pub mod name;
pub mod sentence;
mod shape;

use std::ops::Range;

/// The range that contains `at`, else the next one that begins after it.
///
/// `ranges` are in order and do not overlap, as every module here returns them.
pub fn at_or_next(ranges: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    ranges.get(ranges.partition_point(|range| range.end <= at)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_under_the_cursor_wins_else_the_next() {
        let ranges = [2..5, 5..6, 9..12];
        let picked = |at| at_or_next(&ranges, at);
        assert_eq!(picked(0), Some(2..5));
        assert_eq!(picked(2), Some(2..5));
        assert_eq!(picked(5), Some(5..6));
        assert_eq!(picked(6), Some(9..12));
        assert_eq!(picked(12), None);
        assert_eq!(at_or_next(&[], 0), None);
    }
}
