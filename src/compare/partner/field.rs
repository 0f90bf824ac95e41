//! Scores sentences by Okapi BM25: how much of the content of one sentence another also has.
//!
//! ```text
//!   score(a → b)   =   Σ over the terms of a   idf · tf · (k₁ + 1) / (tf + k₁ · (1 − b + b · length of b / mean length))
//!   idf            =   ln ((sentences + 1) / (sentences with the term + ½))
//! ```
//!
//! From Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009), with k₁ = 1.2 and b =
//! 0.75; divided here by the score of the sentence against itself, so that 1 means “the same”. The sentences of both
//! documents are the only statistics: a word that is rare in them weighs more than a frequent one, in any language.

use std::ops::Range;

/// The weight of repetition: the lower, the less a repeated term adds.
const K1: f64 = 1.2;
/// The weight of length, 0 to 1: the higher, the lower the score of long sentences.
const B: f64 = 0.75;
/// A term in more sentences than this does not count, if there are many sentences: rarer terms decide. So the time
/// stays proportional to the length of the texts.
const MOST: [usize; 2] = [48, 400];
/// The greatest product of sentences and places of a term that are looked up; the limit lies between the two above.
const WORK: usize = 400_000;

/// A term of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term {
    /// The number, below the number of all terms.
    pub id: u32,
    /// The number of times that it occurs.
    pub count: u32,
    /// The weight; 1 for most terms.
    pub weight: f64,
}

/// The sentences by their terms, and the terms by their sentences.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    sentences: Vec<Vec<Term>>,
    /// The number in `places` at which each term's places begin.
    begins: Vec<usize>,
    /// The places, by term, then by sentence.
    places: Vec<Place>,
    /// The inverse document frequency of each term.
    idf: Vec<f64>,
    /// The part of the formula that depends on each sentence's length.
    slow: Vec<f64>,
    /// The score of each sentence against itself.
    itself: Vec<f64>,
    /// A term with more places than this is in so many sentences that it counts in no score.
    most: usize,
}

/// A sentence with a term, and the score that the term gives it.
#[derive(Clone, Copy, Debug)]
struct Place {
    sentence: u32,
    gain: f64,
}

impl Field {
    /// Counts the terms of sentences. A sentence has each term once, by number, and there are `terms` different ones.
    pub(super) fn of(sentences: Vec<Vec<Term>>, terms: usize) -> Field {
        let length = |sentence: &[Term]| sentence.iter().map(|term| f64::from(term.count)).sum::<f64>();
        let mean = (sentences.iter().map(|terms| length(terms)).sum::<f64>() / sentences.len().max(1) as f64).max(1.0);
        let mut begins = vec![0; terms + 1];
        sentences.iter().flatten().for_each(|term| begins[term.id as usize + 1] += 1);
        let most = (WORK / sentences.len().max(1)).clamp(MOST[0], MOST[1]);
        let counts: Vec<bool> = begins[1..].iter().map(|places| *places <= most).collect();
        let rarity = |frequency: &usize| ((sentences.len() as f64 + 1.0) / (*frequency as f64 + 0.5)).ln();
        let idf: Vec<f64> = begins[1..].iter().map(rarity).collect();
        let slow: Vec<f64> = sentences.iter().map(|terms| K1 * (1.0 - B + B * length(terms) / mean)).collect();
        (0..terms).for_each(|term| begins[term + 1] += begins[term]);
        let mut next = begins.clone();
        let mut places = vec![Place { sentence: 0, gain: 0.0 }; begins[terms]];
        let mut itself = vec![0.0; sentences.len()];
        for (number, sentence) in sentences.iter().enumerate() {
            for term in sentence {
                let gain = gain(term.count, slow[number]);
                let place = &mut next[term.id as usize];
                places[*place] = Place { sentence: number as u32, gain };
                *place += 1;
                if counts[term.id as usize] {
                    itself[number] += term.weight * idf[term.id as usize] * gain;
                }
            }
        }
        Field { sentences, begins, places, idf, slow, itself, most }
    }

    /// Returns how much of sentence `one` is in sentence `other`.
    pub(super) fn score(&self, one: usize, other: usize) -> f64 {
        if self.itself[one] <= 0.0 {
            return 0.0;
        }
        let mut there = self.sentences[other].iter().peekable();
        let mut score = 0.0;
        for term in &self.sentences[one] {
            while there.next_if(|next| next.id < term.id).is_some() {}
            let same = there.next_if(|next| next.id == term.id);
            if let Some(same) = same.filter(|_| self.places(term.id).len() <= self.most) {
                score += self.worth(term) * gain(same.count, self.slow[other]);
            }
        }
        score / self.itself[one]
    }

    /// Adds to `scores` the similarity of each sentence in `among` to sentence `one`, times `share`.
    pub(super) fn add(&self, one: usize, share: f64, among: Range<usize>, scores: &mut Scores) {
        if self.itself[one] <= 0.0 {
            return;
        }
        for term in &self.sentences[one] {
            let places = self.places(term.id);
            if places.len() <= self.most {
                let worth = share * self.worth(term) / self.itself[one];
                let at = |sentence: usize| places.partition_point(|place| (place.sentence as usize) < sentence);
                let here = &places[at(among.start)..at(among.end)];
                here.iter().for_each(|place| scores.add(place.sentence, worth * place.gain));
            }
        }
    }

    /// Returns the weight of a term in a sentence, times its rarity.
    pub(super) fn worth(&self, term: &Term) -> f64 {
        term.weight * self.rarity(term.id)
    }

    /// Returns the inverse document frequency of a term, by its number.
    pub(super) fn rarity(&self, term: u32) -> f64 {
        self.idf[term as usize]
    }

    /// Returns the terms of a sentence, by number.
    pub(super) fn terms(&self, sentence: usize) -> &[Term] {
        &self.sentences[sentence]
    }

    fn places(&self, term: u32) -> &[Place] {
        &self.places[self.begins[term as usize]..self.begins[term as usize + 1]]
    }
}

/// Scores of sentences, of which most are zero.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    by_sentence: Vec<f64>,
    /// The sentences with a score.
    given: Vec<u32>,
}

impl Scores {
    /// Returns a buffer for the scores of this many sentences.
    pub fn new(sentences: usize) -> Scores {
        Scores { by_sentence: vec![0.0; sentences], given: Vec::new() }
    }

    fn add(&mut self, sentence: u32, score: f64) {
        let place = &mut self.by_sentence[sentence as usize];
        if *place == 0.0 {
            self.given.push(sentence);
        }
        *place += score;
    }

    /// Takes out all scores, in no order; after that, there are none.
    pub fn take(&mut self) -> impl Iterator<Item = (usize, f64)> {
        let by_sentence = &mut self.by_sentence;
        self.given.drain(..).map(|sentence| (sentence as usize, std::mem::take(&mut by_sentence[sentence as usize])))
    }
}

/// Returns what a term that occurs `count` times in a sentence adds to its score.
fn gain(count: u32, slow: f64) -> f64 {
    f64::from(count) * (K1 + 1.0) / (f64::from(count) + slow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field() -> Field {
        let sentence = |ids: &[u32]| ids.iter().map(|id| Term { id: *id, count: 1, weight: 1.0 }).collect();
        Field::of(
            vec![sentence(&[0, 1, 2]), sentence(&[0, 1, 2]), sentence(&[0, 3, 4]), sentence(&[0, 2, 5]), Vec::new()],
            6,
        )
    }

    #[test]
    fn the_same_sentence_scores_one_and_another_less() {
        let mut given = Scores::new(5);
        field().add(0, 1.0, 0..5, &mut given);
        let mut scores = [0.0; 5];
        given.take().for_each(|(sentence, score)| scores[sentence] = score);
        assert!((scores[0] - 1.0).abs() < 1e-9 && scores[0] == scores[1], "{scores:?}");
        assert!(scores[3] > scores[2] && scores[2] > scores[4] && scores[4] == 0.0, "{scores:?}");
    }

    #[test]
    fn a_term_in_most_of_many_sentences_counts_in_no_score() {
        let sentence = |number: u32| [0, 1 + number / 2].map(|id| Term { id, count: 1, weight: 1.0 }).to_vec();
        let field = Field::of((0..1_200).map(sentence).collect(), 601);
        let mut given = Scores::new(1_200);
        field.add(0, 1.0, 0..1_200, &mut given);
        let found: Vec<(usize, f64)> = given.take().collect();
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|(other, score)| (field.score(0, *other) - score).abs() < 1e-9), "{found:?}");
        assert_eq!(field.score(0, 2), 0.0);
    }

    #[test]
    fn a_rare_term_tells_more_than_a_frequent_one() {
        let field = field();
        let worth: Vec<f64> = field.terms(0).iter().map(|term| field.worth(term)).collect();
        assert!(worth[0] < worth[2] && worth[2] < worth[1], "{worth:?}");
    }
}
