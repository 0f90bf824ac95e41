//! Finds all runs of words that both texts have and that cannot be made longer.
//!
//! Stretches of 1, 2, 4, 8, … words get names, so that two stretches have the same name if and only if their words are
//! the same (Karp, Miller and Rosenberg, “Rapid identification of repeated patterns in strings, trees and arrays”, STOC
//! 1972). Only stretches that are in both texts get names, and longer stretches are made from those:
//!
//! ```text
//!   left    a b c d e f g h              right   x b c d e f y
//!   2       bc cd de ef                          bc cd de ef          ab, fg, gh, xb and fy are in one text only
//!   4       bcde cdef                            bcde cdef
//! ```
//!
//! With names, the longest agreement of two places is found by one look at each length, from the longest down. So the
//! time is that of reading the texts, times the logarithm of the longest run; repeated words cost no more than others.

use crate::compare::both::Both;
use crate::text::Span;

/// No name: the stretch is in one text only, or reaches over the end of its text.
const NONE: u32 = u32::MAX;

/// Words that both texts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    /// The number of its first word on the left.
    pub left: usize,
    /// The number of its first word on the right.
    pub right: usize,
    /// The number of its words.
    pub length: usize,
}

impl Match {
    /// Returns the numbers of its words, on the left and on the right.
    pub(super) fn places(&self) -> Both<Span> {
        let from = |at: usize| Span::new(at, at + self.length);
        Both::new(from(self.left), from(self.right))
    }
}

/// The runs that were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Runs {
    /// The runs, by place on the right, then on the left.
    pub runs: Vec<Match>,
    /// The number of runs that were left out.
    pub left_out: usize,
}

/// The names of the stretches of two texts; the places of the right text follow those of the left.
pub(super) struct Names<'a> {
    left: &'a [u32],
    right: &'a [u32],
    /// `levels[n]` has the name of the 2ⁿ words that begin at each place.
    levels: Vec<Level>,
}

impl<'a> Names<'a> {
    /// Names the stretches that are in both texts, which are given as numbers of words.
    pub(super) fn of(left: &'a [u32], right: &'a [u32]) -> Names<'a> {
        let mut names = Names { left, right, levels: Vec::new() };
        let word = |at: usize| *left.get(at).unwrap_or_else(|| &right[at - left.len()]);
        let words = left.iter().chain(right).max().map_or(0, |most| *most as usize + 1);
        let word = |at| Some(Pair { first: word(at), then: 0 });
        let mut level = names.shared(0..left.len() + right.len(), words, word);
        while level.count > 0 {
            names.levels.push(level);
            let last = names.levels.len() - 1;
            let below = &names.levels[last];
            level = names.shared(named(&below.names), below.count, |at| names.pair(below, at, 1 << last));
        }
        names
    }

    /// Returns the runs of at least `least` words. A run is left out if its first words occur in more than `twins`
    /// other places. At most `most` runs are returned, first those whose words occur in the fewest places.
    pub(super) fn runs(&self, least: usize, twins: usize, most: usize) -> Runs {
        let Some(buckets) = self.buckets(least) else { return Runs::default() };
        let mut starts: Vec<Start> =
            buckets.right.iter().filter_map(|(name, at)| self.start(&buckets, *name, *at)).collect();
        let all: usize = starts.iter().map(|start| start.count).sum();
        starts.retain(|start| start.count <= twins);
        if starts.iter().map(|start| start.count).sum::<usize>() > most {
            starts.sort_by_key(|start| start.count);
        }
        let mut runs = Vec::new();
        for start in starts {
            if runs.len() + start.count > most {
                break;
            }
            let (before, after) = buckets.left[start.first..start.last].split_at(start.same_from - start.first);
            for place in before.iter().chain(&after[start.same_to - start.same_from..]) {
                runs.push(Match { left: place.at, right: start.at, length: self.agree(place.at, start.at) });
            }
        }
        runs.sort_unstable_by_key(|run| (run.right, run.left));
        let left_out = all - runs.len();
        Runs { runs, left_out }
    }

    /// Returns the number of words in which the left text from `left` on and the right text from `right` on agree.
    fn agree(&self, left: usize, right: usize) -> usize {
        let mut length = 0;
        for (level, names) in self.levels.iter().enumerate().rev() {
            let (one, other) = (left + length, self.left.len() + right + length);
            let name = |at: usize| names.names.get(at).copied().unwrap_or(NONE);
            if one < self.left.len() && name(one) != NONE && name(one) == name(other) {
                length += 1 << level;
            }
        }
        length
    }

    /// Returns the places of all stretches of `length` words that are in both texts, at which a run may begin.
    fn buckets(&self, length: usize) -> Option<Buckets> {
        let level = length.checked_ilog2()? as usize;
        let rest = length - (1 << level);
        let below = self.levels.get(level)?;
        let exact = self.shared(named(&below.names), below.count, |at| self.pair(below, at, rest));
        let (on_left, on_right) = exact.names.split_at(self.left.len());
        let before = |at: usize| at.checked_sub(1).map(|before| self.left[before]);
        let mut left: Vec<Place> =
            named(on_left).map(|at| Place { name: on_left[at], before: before(at), at }).collect();
        left.sort_unstable();
        let right = named(on_right).map(|at| (on_right[at], at)).collect();
        let mut begins = vec![0; exact.count + 1];
        left.iter().for_each(|place| begins[place.name as usize + 1] += 1);
        for name in 0..exact.count {
            begins[name + 1] += begins[name];
        }
        Some(Buckets { left, begins, right })
    }

    /// Returns the runs that begin on the right at `at`: with every place on the left that has the same name, unless
    /// the words before are equal.
    fn start(&self, buckets: &Buckets, name: u32, at: usize) -> Option<Start> {
        let (first, last) = (buckets.begins[name as usize], buckets.begins[name as usize + 1]);
        let before = at.checked_sub(1).map(|before| self.right[before]);
        let places = &buckets.left[first..last];
        let (from, to) = match before {
            None => (first, first),
            Some(_) => (
                first + places.partition_point(|place| place.before < before),
                first + places.partition_point(|place| place.before <= before),
            ),
        };
        let count = last - first - (to - from);
        (count > 0).then_some(Start { at, first, last, same_from: from, same_to: to, count })
    }

    /// Returns the names of two stretches of `level`, at `at` and `apart` words later, if both are in both texts.
    fn pair(&self, level: &Level, at: usize, apart: usize) -> Option<Pair> {
        let names = &level.names;
        let in_one = at + apart < self.left.len() || at >= self.left.len();
        let (one, other) = (names[at], *names.get(at + apart)?);
        (in_one && one != NONE && other != NONE).then_some(Pair { first: one, then: other })
    }

    /// Names the stretches at these places that are in both texts; each is a pair of names below `names`.
    fn shared(&self, places: impl Iterator<Item = usize>, names: usize, what: impl Fn(usize) -> Option<Pair>) -> Level {
        let there = places.filter_map(|at| Some((what(at)?, at))).collect();
        // Sorts by counting and not by hashing: it is faster, and no input can make it slow.
        let there = by_name(by_name(there, names, |pair| pair.then), names, |pair| pair.first);
        let mut level = Level { names: vec![NONE; self.left.len() + self.right.len()], count: 0 };
        for same in there.chunk_by(|one, other| one.0 == other.0) {
            // They are in order: if any is on the left, the first is, and if any is on the right, the last is.
            if same[0].1 < self.left.len() && same[same.len() - 1].1 >= self.left.len() {
                same.iter().for_each(|(_, at)| level.names[*at] = level.count as u32);
                level.count += 1;
            }
        }
        level
    }
}

/// The names of two stretches that follow one another, or overlap.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pair {
    first: u32,
    then: u32,
}

/// The names of all stretches of one length, by place.
struct Level {
    names: Vec<u32>,
    /// The number of different names, which are 0, 1, 2, …
    count: usize,
}

/// Sorts by a name below `names`; pairs with the same name stay in order.
fn by_name(pairs: Vec<(Pair, usize)>, names: usize, name: impl Fn(Pair) -> u32) -> Vec<(Pair, usize)> {
    let mut next = vec![0; names + 1];
    pairs.iter().for_each(|(pair, _)| next[name(*pair) as usize + 1] += 1);
    (0..names).for_each(|at| next[at + 1] += next[at]);
    let mut sorted = pairs.clone();
    for (pair, at) in pairs {
        let place = &mut next[name(pair) as usize];
        sorted[*place] = (pair, at);
        *place += 1;
    }
    sorted
}

/// Returns the places that have a name.
fn named(names: &[u32]) -> impl Iterator<Item = usize> {
    names.iter().enumerate().filter(|(_, name)| **name != NONE).map(|(at, _)| at)
}

/// The places of all stretches of one length.
struct Buckets {
    /// The places on the left, by name, then by the word before.
    left: Vec<Place>,
    /// The number in `left` at which the places of each name begin.
    begins: Vec<usize>,
    /// The places on the right, in order: the name and the number of the first word.
    right: Vec<(u32, usize)>,
}

/// A place on the left.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    name: u32,
    /// The word before it; `None` at the beginning of the text.
    before: Option<u32>,
    at: usize,
}

/// The runs that begin at one place on the right: with the places `first..last` on the left, without `same_from..same_to`.
struct Start {
    at: usize,
    first: usize,
    last: usize,
    same_from: usize,
    same_to: usize,
    count: usize,
}
