//! Computes the score of a proposal from the counts of accepted proposals, by rule and by trait.
//!
//! The score is naive Bayes over smoothed rates. With `t` of `n` proposals taken, a rate is
//!
//! ```text
//!   rate(t, n; base) = (t + m · base) / (n + m)                         m = 8 for a rule, 2 for a trait
//!   score            = σ( logit(r) + ⅖ · Σ ( logit(r_trait) − logit(r) ) )      r: the rate of the rule, on its prior
//!                                                                       r_trait: that of the rule's proposals with the trait, on r
//! ```
//!
//! - The smoothing is the m-estimate: Cestnik, “Estimating probabilities: a crucial task in machine learning”, ECAI 1990.
//! - The sum is naive Bayes in odds: Manning, Raghavan and Schütze, “Introduction to Information Retrieval”, 2008, 13.2. It is
//!   weighed by ⅖ because the traits are not independent, as Hand and Yu discuss: “Idiot’s Bayes – not so stupid after all?”, 2001.
//!
//! A trait that nobody has seen has the rate of its rule, and changes nothing.

use super::counts::{Key, Odds, key, keys};
use super::lesson::Lesson;
use super::propose::Proposal;
use super::traits::Traits;
use crate::hash::FastMap;

/// The weight of the prior in the rate of a rule, in proposals: so great that one declined suggestion hides no rule.
const OF_RULE: f64 = 8.0;
/// The weight of the rule in the rate of a trait, in proposals.
const OF_TRAIT: f64 = 2.0;
/// The weight of each trait in the score.
const WEIGHT: f64 = 0.4;

/// The sum of lessons. The order in which they are added makes no difference, and each can be taken out again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    odds: FastMap<Key, Odds>,
    /// The number of times that words were tagged with a label.
    known: FastMap<Key, u32>,
    /// The number of tagged words that begin with these.
    begun: FastMap<Key, u32>,
}

impl Learnt {
    /// Adds a lesson.
    pub fn add(&mut self, lesson: &Lesson) {
        for (key, one) in &lesson.odds {
            let sum = self.odds.entry(*key).or_default();
            *sum = Odds { taken: sum.taken + one.taken, all: sum.all + one.all };
        }
        lesson.known.iter().for_each(|key| *self.known.entry(*key).or_default() += 1);
        lesson.begun.iter().for_each(|key| *self.begun.entry(*key).or_default() += 1);
    }

    /// Takes a lesson out that was added.
    pub fn remove(&mut self, lesson: &Lesson) {
        for (key, one) in &lesson.odds {
            let sum = self.odds.entry(*key).or_default();
            *sum = Odds { taken: sum.taken - one.taken.min(sum.taken), all: sum.all - one.all.min(sum.all) };
            if sum.all == 0 {
                self.odds.remove(key);
            }
        }
        take(&mut self.known, &lesson.known);
        take(&mut self.begun, &lesson.begun);
    }

    /// Returns how likely a proposal is to be taken: 0 to 1.
    pub fn score(&self, one: &Proposal, traits: &Traits) -> f64 {
        let keys = keys(&one.label, one.rule.name(), &one.cue, traits);
        let base = self.rate(keys[0], one.rule.prior(), OF_RULE);
        let sum: f64 = keys[1..].iter().map(|key| logit(self.rate(*key, base, OF_TRAIT)) - logit(base)).sum();
        1.0 / (1.0 + (-(logit(base) + WEIGHT * sum)).exp())
    }

    /// Returns how often these words, folded, were tagged with that label.
    pub fn times(&self, label: &str, words: &str) -> usize {
        self.known.get(&key(&[label, words])).map_or(0, |times| *times as usize)
    }

    /// Returns whether any words were tagged.
    pub fn knows_words(&self) -> bool {
        !self.begun.is_empty()
    }

    /// Returns whether words that were tagged begin with these, or are these.
    pub fn begins(&self, words: &str) -> bool {
        self.begun.contains_key(&key(&[words]))
    }

    /// Returns how many proposals of a rule for a label were seen, and taken.
    pub fn of_rule(&self, label: &str, rule: &str) -> Odds {
        self.odds.get(&key(&[label, rule])).copied().unwrap_or_default()
    }

    fn rate(&self, key: Key, base: f64, weight: f64) -> f64 {
        let Odds { taken, all } = self.odds.get(&key).copied().unwrap_or_default();
        (f64::from(taken) + weight * base) / (f64::from(all) + weight)
    }
}

fn take(from: &mut FastMap<Key, u32>, keys: &[Key]) {
    for key in keys {
        if let Some(count) = from.get_mut(key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                from.remove(key);
            }
        }
    }
}

fn logit(rate: f64) -> f64 {
    (rate / (1.0 - rate)).ln()
}
