//! The tags that are sure, as evidence for the others: by how much the text around a tag was shifted.
//!
//! ```text
//!   old    |begin        sure    tag        sure              end|
//!   new    |begin           sure       tag     sure               end|
//!   shift   0              +3      ?         +3               +5          equal on both sides: the tag's, too
//! ```
//!
//! Between two sure places with one shift nothing was put in or taken out on balance, so there an offset says something. The
//! begin and the end of the text count as sure places in this, but not by themselves: text may have been put before or behind.

use std::ops::Range;

use super::haystack::Candidate;
use super::piece::Needle;
use crate::tags::target::CONTEXT;

/// Two shifts that differ by no more than this may be one: a line end or an accent in between may have changed its form.
const DRIFT: u64 = 4;
/// By so much the text between two neighbours may have grown or shrunk for a place with at most a typo to each side.
const TYPOS: u64 = 2;

/// A place about which there is no doubt.
#[derive(Clone, Debug)]
pub struct Sure {
    /// Where the quote stood, in code points.
    pub old: Range<usize>,
    /// The same with the surroundings that agree, of which a symbol has at least one code point.
    pub reach: Range<usize>,
    /// By how many code points it stands behind that now.
    pub shift: i64,
}

impl Sure {
    /// Returns a piece that was found here.
    pub fn new(piece: &Needle, found: &Candidate) -> Sure {
        let old = piece.old.clone();
        let reach = old.start.saturating_sub(found.left.run)..old.end.saturating_add(found.right.run);
        Sure { old, reach, shift: found.shift }
    }

    /// Returns where its words end now, in code points.
    pub fn end(&self) -> i64 {
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
pub struct Neighbours {
    /// In the order of the old text, between its begin and its end.
    old: Vec<Sure>,
    /// The numbers of those but the ends, in the order of the new text.
    new: Vec<usize>,
}

impl Neighbours {
    /// Takes a text that had `before` code points, `usize::MAX` if nobody knows, and has `now`.
    pub fn new(mut sure: Vec<Sure>, before: usize, now: usize) -> Neighbours {
        let edge = |at: usize, shift| Sure { old: at..at, reach: at..at, shift };
        sure.sort_by_key(|sure| (sure.old.start, sure.old.end));
        sure.insert(0, edge(0, 0));
        sure.push(edge(before, now as i64 - shifted(before, 0)));
        let mut new: Vec<usize> = (1..sure.len() - 1).collect();
        new.sort_by_key(|number| sure[*number].reaches().start);
        Neighbours { old: sure, new }
    }

    /// Returns the nearest that begins before or with these code points of the old text, and the nearest behind its
    /// end: what lies within them says nothing about where they end.
    pub fn around(&self, old: &Range<usize>) -> [&Sure; 2] {
        let last = self.old.len() - 1;
        let before = self.old[1..last].partition_point(|sure| sure.old.start <= old.start);
        let behind = self.old[1..last].partition_point(|sure| sure.old.start < old.end) + 1;
        [&self.old[before], &self.old[behind]]
    }

    /// Returns whether both neighbours of a piece say that it is at this candidate: it is shifted as they are.
    pub fn confirm(&self, piece: &Needle, candidate: &Candidate) -> bool {
        let [before, behind] = self.around(&piece.old).map(|sure| sure.shift);
        let apart = if candidate.is_nearly_whole() { TYPOS } else { 0 };
        (before.min(behind)..=before.max(behind)).contains(&candidate.shift) && before.abs_diff(behind) <= apart
    }

    /// Returns whether one neighbour says so that is so near that the text between it and the piece is known, and is
    /// there.
    pub fn adjoin(&self, piece: &Needle, candidate: &Candidate) -> bool {
        let near = |sure: &Sure, run: usize| {
            let gap = piece.old.start.saturating_sub(sure.old.end).max(sure.old.start.saturating_sub(piece.old.end));
            let known = sure.reach.start <= piece.old.start && piece.old.end <= sure.reach.end;
            sure.shift == candidate.shift && !sure.reach.is_empty() && (known || (gap <= CONTEXT && run >= gap))
        };
        let [before, behind] = self.around(&piece.old);
        candidate.is_nearly_whole() && (near(before, candidate.left.run) || near(behind, candidate.right.run))
    }

    /// Returns whether a candidate lies where other words of the old text are known to be now.
    pub fn exclude(&self, piece: &Needle, candidate: &Candidate) -> bool {
        let (start, end) = (shifted(piece.old.start, candidate.shift), shifted(piece.old.end, candidate.shift));
        let after = self.new.partition_point(|number| self.old[*number].reaches().start <= start);
        // Those that reach over it begin at most as far before it as a quote and its surroundings are long: mostly the last few.
        self.new[after.saturating_sub(4)..after].iter().map(|number| &self.old[*number]).any(|sure| {
            let reach = sure.reaches();
            reach.start <= start && end <= reach.end && sure.shift.abs_diff(candidate.shift) > DRIFT
        })
    }
}

fn shifted(chars: usize, shift: i64) -> i64 {
    i64::try_from(chars).unwrap_or(i64::MAX).saturating_add(shift)
}

/// Takes out those that contradict each other: what one knows to stand around it, another says is elsewhere in the old text.
pub fn consistent(sure: Vec<Option<Sure>>) -> Vec<Option<Sure>> {
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
