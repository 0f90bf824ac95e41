//! All runs of words that stand in both texts and cannot be made longer.
//!
//! Stretches of 1, 2, 4, 8, … words are given names, so that two stretches have the same name if and only if they are the same words
//! (Karp, Miller and Rosenberg, “Rapid identification of repeated patterns in strings, trees and arrays”, STOC 1972). Of each
//! length only what stands in both texts is named, and longer stretches are made of those alone:
//!
//! ```text
//!   left    a b c d e f g h              right   x b c d e f y
//!   2       bc cd de ef                          bc cd de ef          ab, fg, gh, xb and fy are in one text only
//!   4       bcde cdef                            bcde cdef
//! ```
//!
//! With names, how far two places agree is a look at each length, from the longest down. So the time is that of the texts,
//! times the logarithm of the longest run; what is repeated often costs no more than what is not.

use crate::compare::both::Both;
use crate::text::Span;

/// No name: the stretch is in one text only, or goes over the end of its text.
const NONE: u32 = u32::MAX;

/// Words that stand in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The number of its first word on the left.
    pub left: usize,
    /// The number of its first word on the right.
    pub right: usize,
    /// The number of its words.
    pub length: usize,
}

impl Match {
    /// Returns the numbers of its words, on the left and on the right.
    pub fn places(&self) -> Both<Span> {
        let from = |at: usize| Span::new(at, at + self.length);
        Both::new(from(self.left), from(self.right))
    }
}

/// The runs that were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// By place on the right, then on the left.
    pub runs: Vec<Match>,
    /// The number of runs that were left out.
    pub left_out: usize,
}

/// The names of the stretches of two texts, the right one's places behind the left one's.
pub struct Names<'a> {
    left: &'a [u32],
    right: &'a [u32],
    /// `levels[n]` has the name of the 2ⁿ words that begin at each place.
    levels: Vec<Level>,
}

impl<'a> Names<'a> {
    /// Names what stands in both of two texts, given as numbers of words.
    pub fn of(left: &'a [u32], right: &'a [u32]) -> Names<'a> {
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

    /// Returns the runs of at least `least` words. A run that begins at words with more
    /// than `twins` others like them is left out, and of all runs no more than `most` are given, those first that have the
    /// fewest twins.
    pub fn runs(&self, least: usize, twins: usize, most: usize) -> Runs {
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

    /// Returns for how many words the left text from `left` on and the right text from `right` on agree.
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

    /// Returns what a run may begin with: the places of all stretches of `length` words that stand in both texts.
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

    /// Returns the runs that begin on the right at `at`: with all that begins likewise on the left, unless the word before it is the same.
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

    /// Returns the names of two stretches of `level`: those that begin at `at` and `apart` words later, if both stand in both texts.
    fn pair(&self, level: &Level, at: usize, apart: usize) -> Option<Pair> {
        let names = &level.names;
        let in_one = at + apart < self.left.len() || at >= self.left.len();
        let (one, other) = (names[at], *names.get(at + apart)?);
        (in_one && one != NONE && other != NONE).then_some(Pair { first: one, then: other })
    }

    /// Names what stands at these places, if it stands in both texts: a pair of names below `names`.
    fn shared(&self, places: impl Iterator<Item = usize>, names: usize, what: impl Fn(usize) -> Option<Pair>) -> Level {
        let there = places.filter_map(|at| Some((what(at)?, at))).collect();
        // Sorted by counting, not hashed: it is faster, and no text can make it slow.
        let there = by_name(by_name(there, names, |pair| pair.then), names, |pair| pair.first);
        let mut level = Level { names: vec![NONE; self.left.len() + self.right.len()], count: 0 };
        for same in there.chunk_by(|one, other| one.0 == other.0) {
            // They are in order: the first is on the left if any is, and the last on the right.
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
    /// The number of different names: they are 0, 1, 2, …
    count: usize,
}

/// Sorts by a name below `names`; what has the same name stays in order.
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
    /// On the left, by name, then by the word before.
    left: Vec<Place>,
    /// The number in `left` at which the places of each name begin.
    begins: Vec<usize>,
    /// On the right, by place: the name and the number of the first word.
    right: Vec<(u32, usize)>,
}

/// A place on the left.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    name: u32,
    /// The word before it; none at the beginning of the text.
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
