//! Finds the most similar sentences on the other side, for each sentence of both sides.
//!
//! ```text
//!   left 0 ── 0.71 ── right 2        a bond: seen from either side, and as strong from both
//!        └─── 0.34 ── right 5
//! ```

use crate::parallel;
use std::ops::Range;

use super::both::Both;
use super::partner::Likeness;

/// The number of similar sentences that are looked at from each side.
const MOST: usize = 12;
/// Sentences less similar than this are unrelated.
const LEAST: f64 = 0.02;

/// Two sentences that are related.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bond {
    /// The number of each, in its document.
    pub sentence: Both<usize>,
    /// The similarity, 0 to 1.
    pub score: f64,
}

/// The bonds of two documents.
#[derive(Clone, Debug, Default)]
pub struct Nearest {
    /// The bonds, by sentence on the left, then on the right.
    bonds: Vec<Bond>,
    /// The number of sentences on each side.
    count: Both<usize>,
}

impl Nearest {
    /// Finds the bonds. The first `left` sentences of `likeness` are those of the left document, the others those of
    /// the right one.
    pub fn of(likeness: &Likeness, left: usize) -> Nearest {
        let all = likeness.len();
        let (from_left, from_right) =
            parallel::both(|| likest(likeness, 0..left, left..all), || likest(likeness, left..all, 0..left));
        let there = from_left.into_iter().map(|(one, other)| Both::new(one, other - left));
        let back = from_right.into_iter().map(|(one, other)| Both::new(other, one - left));
        let mut found: Vec<Both<usize>> = there.chain(back).collect();
        found.sort_unstable();
        found.dedup();
        let bonds = parallel::parts(&found, |part| {
            let mut pairs = likeness.pairs();
            let bond = |sentence: &Both<usize>| Bond {
                sentence: *sentence,
                score: pairs.score(sentence.left, left + sentence.right),
            };
            part.iter().map(bond).collect::<Vec<_>>()
        });
        let mut bonds = bonds.concat();
        bonds.retain(|bond| bond.score >= LEAST);
        Nearest { bonds, count: Both::new(left, all - left) }
    }

    /// Returns all bonds, by sentence on the left, then on the right.
    pub fn bonds(&self) -> &[Bond] {
        &self.bonds
    }

    /// Returns the strongest bond of each sentence of both sides. Of equal bonds, the one whose sentences have more
    /// similar places in their documents wins: if a line occurs twice in both documents, the first goes with the first.
    pub fn best(&self) -> Both<Vec<Option<Bond>>> {
        let mut best = self.count.map(|count| vec![None; count]);
        for bond in &self.bonds {
            for place in [&mut best.left[bond.sentence.left], &mut best.right[bond.sentence.right]] {
                if place.is_none_or(|other| self.is_before(*bond, other)) {
                    *place = Some(*bond);
                }
            }
        }
        best
    }

    /// Returns whether the first bond is stronger; if both are equal, whether its places are more similar.
    fn is_before(&self, one: Bond, other: Bond) -> bool {
        one.score.total_cmp(&other.score).then(self.slant(other).cmp(&self.slant(one))).is_gt()
    }

    /// Returns the distance of the places of a bond's sentences, each relative to its document.
    fn slant(&self, bond: Bond) -> u128 {
        let (left, right) = (self.count.left as u128, self.count.right as u128);
        (bond.sentence.left as u128 * right).abs_diff(bond.sentence.right as u128 * left)
    }
}

/// Returns the numbers of `sentences`, each with those of the most similar sentences of `among`.
fn likest(likeness: &Likeness, sentences: Range<usize>, among: Range<usize>) -> Vec<(usize, usize)> {
    let mut search = likeness.among(among);
    let of = |one: usize| search.likest(one, MOST).into_iter().map(move |like| (one, like.sentence));
    sentences.flat_map(of).collect()
}
