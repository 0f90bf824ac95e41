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
/// A term in more sentences than this finds none, if there are many sentences: rarer terms do. So the time stays proportional to the
/// length of the texts. It counts in the scores of those that are found.
const MOST: [usize; 2] = [48, 250];
/// The greatest product of sentences and places of a term that are looked up; the limit lies between the two above.
const WORK: usize = 200_000;

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

/// A term of a sentence, with its two parts in the formula.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightedTerm {
    /// The number.
    pub id: u32,
    /// What it adds to the score of this sentence.
    gain: f32,
    /// Its weight in this sentence, times its rarity.
    pub worth: f64,
}

/// The sentences by their terms, and the terms by their sentences.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    /// The number in `terms` at which each sentence's terms begin.
    starts: Vec<usize>,
    /// The terms, by sentence, then by number.
    terms: Vec<WeightedTerm>,
    /// The number in `places` at which each term's places begin.
    begins: Vec<usize>,
    /// The places, by term, then by sentence.
    places: Vec<Place>,
    /// The inverse document frequency of each term.
    idf: Vec<f64>,
    /// The score of each sentence against itself.
    itself: Vec<f64>,
}

/// A sentence with a term, and the score that the term gives it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    sentence: u32,
    gain: f32,
}

impl Field {
    /// Counts the terms of sentences. A sentence has each term once, by number, and there are `terms` different ones.
    pub(super) fn of(sentences: &[Vec<Term>], terms: usize) -> Field {
        let length = |sentence: &[Term]| sentence.iter().map(|term| f64::from(term.count)).sum::<f64>();
        let mean = (sentences.iter().map(|terms| length(terms)).sum::<f64>() / sentences.len().max(1) as f64).max(1.0);
        let mut begins = vec![0; terms + 1];
        sentences.iter().flatten().for_each(|term| begins[term.id as usize + 1] += 1);
        let rarity = |frequency: &usize| ((sentences.len() as f64 + 1.0) / (*frequency as f64 + 0.5)).ln();
        let idf: Vec<f64> = begins[1..].iter().map(rarity).collect();
        (0..terms).for_each(|term| begins[term + 1] += begins[term]);
        let mut next = begins.clone();
        let mut places = vec![Place { sentence: 0, gain: 0.0 }; begins[terms]];
        let mut field = Field { starts: vec![0], terms: Vec::with_capacity(places.len()), ..Field::default() };
        for (number, sentence) in sentences.iter().enumerate() {
            let slow = K1 * (1.0 - B + B * length(sentence) / mean);
            let mut itself = 0.0;
            for term in sentence {
                let (gain, worth) = (gain(term.count, slow), term.weight * idf[term.id as usize]);
                let place = &mut next[term.id as usize];
                places[*place] = Place { sentence: number as u32, gain };
                *place += 1;
                itself += worth * f64::from(gain);
                field.terms.push(WeightedTerm { id: term.id, gain, worth });
            }
            field.starts.push(field.terms.len());
            field.itself.push(itself);
        }
        Field { begins, places, idf, ..field }
    }

    /// Returns how much of sentence `one` is in sentence `other`.
    pub(super) fn score(&self, one: usize, other: usize) -> f64 {
        let mut there = self.terms(other).iter().peekable();
        let mut score = 0.0;
        for term in self.terms(one) {
            while there.next_if(|next| next.id < term.id).is_some() {}
            if let Some(same) = there.next_if(|next| next.id == term.id) {
                score += term.worth * f64::from(same.gain);
            }
        }
        self.part(score, one)
    }

    /// Returns how much of the sentence that is laid out is in sentence `other`, and the other way.
    pub(super) fn scores(&self, one: &LaidOut, other: usize) -> [f64; 2] {
        let (mut there, mut back) = (0.0, 0.0);
        for term in self.terms(other) {
            let laid = one.by_term[term.id as usize];
            there += laid.worth * f64::from(term.gain);
            back += term.worth * f64::from(laid.gain);
        }
        [self.part(there, one.sentence), self.part(back, other)]
    }

    /// Lays out a sentence in place of another, which may be the same.
    pub(super) fn lay_out(&self, sentence: usize, laid: &mut LaidOut) {
        laid.by_term.resize(self.idf.len(), LaidTerm::default());
        self.terms(laid.sentence).iter().for_each(|term| laid.by_term[term.id as usize] = LaidTerm::default());
        laid.sentence = sentence;
        for term in self.terms(sentence) {
            laid.by_term[term.id as usize] = LaidTerm { worth: term.worth, gain: term.gain };
        }
    }

    /// Returns the places of each term in a range of sentences; none, if the term has too many.
    pub(super) fn within(&self, sentences: Range<usize>) -> Vec<&[Place]> {
        let most = (WORK / self.itself.len().max(1)).clamp(MOST[0], MOST[1]);
        let of = |ends: &[usize]| {
            let places = &self.places[ends[0]..ends[1]];
            let at = |sentence: usize| places.partition_point(|place| (place.sentence as usize) < sentence);
            if places.len() <= most { &places[at(sentences.start)..at(sentences.end)] } else { &[] }
        };
        self.begins.windows(2).map(of).collect()
    }

    /// Adds to `scores` the similarity of each sentence that has one of these [places](Field::within) to sentence `one`, times `share`.
    pub(super) fn add(&self, one: usize, share: f64, places: &[&[Place]], scores: &mut Scores) {
        let share = self.part(share, one);
        for term in self.terms(one) {
            let worth = share * term.worth;
            places[term.id as usize].iter().for_each(|place| scores.add(place.sentence, worth * f64::from(place.gain)));
        }
    }

    /// Returns the inverse document frequency of a term, by its number.
    pub(super) fn rarity(&self, term: u32) -> f64 {
        self.idf[term as usize]
    }

    /// Returns the terms of a sentence, by number.
    pub(super) fn terms(&self, sentence: usize) -> &[WeightedTerm] {
        match self.starts.get(sentence..sentence + 2) {
            Some(&[start, end]) => &self.terms[start..end],
            _ => &[],
        }
    }

    /// Returns a score as a part of that of a sentence against itself.
    fn part(&self, score: f64, sentence: usize) -> f64 {
        let itself = self.itself[sentence];
        if itself > 0.0 { score / itself } else { 0.0 }
    }
}

/// The terms of one sentence by their numbers, so that it is held against many others without a search.
#[derive(Clone, Debug, Default)]
pub(super) struct LaidOut {
    /// The number of the sentence.
    sentence: usize,
    by_term: Vec<LaidTerm>,
}

/// A term of the sentence, or zeros.
#[derive(Clone, Copy, Debug, Default)]
struct LaidTerm {
    worth: f64,
    gain: f32,
}

/// Scores of sentences, of which most are zero.
#[derive(Clone, Debug, Default)]
pub(super) struct Scores {
    by_sentence: Vec<f64>,
    /// The sentences with a score.
    given: Vec<u32>,
}

impl Scores {
    /// Returns a buffer for the scores of this many sentences.
    pub(super) fn new(sentences: usize) -> Scores {
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
    pub(super) fn take(&mut self) -> impl Iterator<Item = (usize, f64)> {
        let by_sentence = &mut self.by_sentence;
        self.given.drain(..).map(|sentence| (sentence as usize, std::mem::take(&mut by_sentence[sentence as usize])))
    }
}

/// Returns what a term that occurs `count` times in a sentence adds to its score.
fn gain(count: u32, slow: f64) -> f32 {
    (f64::from(count) * (K1 + 1.0) / (f64::from(count) + slow)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field() -> Field {
        let sentence = |ids: &[u32]| ids.iter().map(|id| Term { id: *id, count: 1, weight: 1.0 }).collect();
        Field::of(
            &[sentence(&[0, 1, 2]), sentence(&[0, 1, 2]), sentence(&[0, 3, 4]), sentence(&[0, 2, 5]), Vec::new()],
            6,
        )
    }

    #[test]
    fn the_same_sentence_scores_one_and_another_less() {
        let mut given = Scores::new(5);
        let field = field();
        field.add(0, 1.0, &field.within(0..5), &mut given);
        let mut scores = [0.0; 5];
        given.take().for_each(|(sentence, score)| scores[sentence] = score);
        assert!((scores[0] - 1.0).abs() < 1e-9 && scores[0] == scores[1], "{scores:?}");
        assert!(scores[3] > scores[2] && scores[2] > scores[4] && scores[4] == 0.0, "{scores:?}");
    }

    #[test]
    fn a_sentence_that_is_laid_out_has_the_scores_that_two_have() {
        let field = field();
        let mut laid = LaidOut::default();
        for one in [2, 0, 4, 3] {
            field.lay_out(one, &mut laid);
            for other in 0..5 {
                assert_eq!(field.scores(&laid, other), [field.score(one, other), field.score(other, one)]);
            }
        }
    }

    #[test]
    fn a_term_in_most_of_many_sentences_finds_none_and_counts() {
        let sentence = |number: u32| [0, 1 + number / 2].map(|id| Term { id, count: 1, weight: 1.0 }).to_vec();
        let field = Field::of(&(0..1_200).map(sentence).collect::<Vec<_>>(), 601);
        let mut given = Scores::new(1_200);
        field.add(0, 1.0, &field.within(0..1_200), &mut given);
        let found: Vec<usize> = given.take().map(|(sentence, _)| sentence).collect();
        assert_eq!(found, [0, 1]);
        assert!((field.score(0, 1) - 1.0).abs() < 1e-9 && field.score(0, 2) > 0.0);
    }

    #[test]
    fn a_rare_term_tells_more_than_a_frequent_one() {
        let field = field();
        let worth: Vec<f64> = field.terms(0).iter().map(|term| term.worth).collect();
        assert!(worth[0] < worth[2] && worth[2] < worth[1], "{worth:?}");
    }
}
