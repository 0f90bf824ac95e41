//! Uses the sure places of tags as evidence for the others: they tell how far the text around a tag was shifted.
//!
//! ```text
//!   old    |begin        sure    tag        sure              end|
//!   new    |begin           sure       tag     sure               end|
//!   shift   0              +3      ?         +3               +5          equal on both sides: the tag's, too
//! ```
//!
//! If two sure places have the same shift, the text between them has kept its length, so an offset there means
//! something. The begin and the end of the text also count as sure places, but not by themselves, because text may have
//! been added at either end.

use std::ops::Range;

use super::haystack::Candidate;
use super::piece::Needle;
use crate::tags::target::CONTEXT;

/// Two shifts that differ by no more than this count as equal: a line end or an accent between may have changed its
/// form.
const DRIFT: u64 = 4;
/// The greatest change in length of the text between two neighbours for a place with at most one typo on each side.
const TYPOS: u64 = 2;

/// A place about which there is no doubt.
#[derive(Clone, Debug)]
pub(crate) struct Sure {
    /// The old place of the quote, in code points.
    pub old: Range<usize>,
    /// The old place including the surroundings that agree; a symbol has at least one code point.
    pub reach: Range<usize>,
    /// The distance from the old place to the present one, in code points.
    pub shift: i64,
}

impl Sure {
    /// Returns the sure place of a piece that was found at this candidate.
    pub(crate) fn new(piece: &Needle, found: &Candidate) -> Sure {
        let old = piece.old.clone();
        let reach = old.start.saturating_sub(found.left.run)..old.end.saturating_add(found.right.run);
        Sure { old, reach, shift: found.shift }
    }

    /// Returns the present end of its words, in code points.
    pub(crate) fn end(&self) -> i64 {
        shifted(self.old.end, self.shift)
    }

    fn start(&self) -> i64 {
        shifted(self.old.start, self.shift)
    }

    fn reaches(&self) -> Range<i64> {
        shifted(self.reach.start, self.shift)..shifted(self.reach.end, self.shift)
    }
}

/// All sure places of a layer.
#[derive(Debug)]
pub(crate) struct Neighbours {
    /// The places in the order of the old text, between its begin and its end.
    old: Vec<Sure>,
    /// The numbers of the places without the two ends, in the order of the new text.
    new: Vec<usize>,
}

impl Neighbours {
    /// Takes the lengths of the text in code points: `before` for the old one, `usize::MAX` if unknown, and `now`.
    pub(crate) fn new(mut sure: Vec<Sure>, before: usize, now: usize) -> Neighbours {
        let edge = |at: usize, shift| Sure { old: at..at, reach: at..at, shift };
        sure.sort_by_key(|sure| (sure.old.start, sure.old.end));
        sure.insert(0, edge(0, 0));
        sure.push(edge(before, now as i64 - shifted(before, 0)));
        let mut new: Vec<usize> = (1..sure.len() - 1).collect();
        new.sort_by_key(|number| sure[*number].reaches().start);
        Neighbours { old: sure, new }
    }

    /// Returns the nearest place that begins before or with these code points of the old text, and the nearest one
    /// after their end. A place within them does not tell where they end.
    pub(crate) fn around(&self, old: &Range<usize>) -> [&Sure; 2] {
        let last = self.old.len() - 1;
        let before = self.old[1..last].partition_point(|sure| sure.old.start <= old.start);
        let behind = self.old[1..last].partition_point(|sure| sure.old.start < old.end) + 1;
        [&self.old[before], &self.old[behind]]
    }

    /// Returns whether both neighbours of a piece confirm this candidate: it is shifted as far as they are.
    pub(crate) fn confirm(&self, piece: &Needle, candidate: &Candidate) -> bool {
        let [before, behind] = self.around(&piece.old).map(|sure| sure.shift);
        let apart = if candidate.is_nearly_whole() { TYPOS } else { 0 };
        (before.min(behind)..=before.max(behind)).contains(&candidate.shift) && before.abs_diff(behind) <= apart
    }

    /// Returns whether a neighbour confirms this candidate that is so near that the text between is known, and is
    /// unchanged there.
    pub(crate) fn adjoin(&self, piece: &Needle, candidate: &Candidate) -> bool {
        let near = |sure: &Sure, run: usize| {
            let gap = piece.old.start.saturating_sub(sure.old.end).max(sure.old.start.saturating_sub(piece.old.end));
            let known = sure.reach.start <= piece.old.start && piece.old.end <= sure.reach.end;
            sure.shift == candidate.shift && !sure.reach.is_empty() && (known || (gap <= CONTEXT && run >= gap))
        };
        let [before, behind] = self.around(&piece.old);
        candidate.is_nearly_whole() && (near(before, candidate.left.run) || near(behind, candidate.right.run))
    }

    /// Returns whether a candidate lies where other words of the old text are known to be now.
    pub(crate) fn exclude(&self, piece: &Needle, candidate: &Candidate) -> bool {
        let (start, end) = (shifted(piece.old.start, candidate.shift), shifted(piece.old.end, candidate.shift));
        let after = self.new.partition_point(|number| self.old[*number].reaches().start <= start);
        // Places that reach across it begin before it by at most the length of a quote and its surroundings: these are
        // the last few.
        self.new[after.saturating_sub(4)..after].iter().map(|number| &self.old[*number]).any(|sure| {
            let reach = sure.reaches();
            reach.start <= start && end <= reach.end && sure.shift.abs_diff(candidate.shift) > DRIFT
        })
    }
}

fn shifted(chars: usize, shift: i64) -> i64 {
    i64::try_from(chars).unwrap_or(i64::MAX).saturating_add(shift)
}

/// Drops sure places that contradict each other: two that claim the same text for different parts of the old text.
pub(crate) fn consistent(sure: Vec<Option<Sure>>) -> Vec<Option<Sure>> {
    let mut order: Vec<usize> = (0..sure.len()).filter(|number| sure[*number].is_some()).collect();
    let begin = |number: &usize| sure[*number].as_ref().map_or(0, |sure| sure.reaches().start);
    order.sort_by_key(begin);
    let mut doubtful = vec![false; sure.len()];
    for pair in order.windows(2) {
        if let (Some(one), Some(other)) = (&sure[pair[0]], &sure[pair[1]]) {
            let meets = one.reaches().contains(&other.start()) || other.reaches().contains(&one.start());
            if meets && one.shift.abs_diff(other.shift) > DRIFT {
                (doubtful[pair[0]], doubtful[pair[1]]) = (true, true);
            }
        }
    }
    sure.into_iter().zip(doubtful).map(|(sure, doubtful)| sure.filter(|_| !doubtful)).collect()
}
