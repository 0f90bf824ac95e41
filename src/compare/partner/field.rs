//! Okapi BM25 over one view of the sentences: how much of what one says another says as well.
//!
//! ```text
//!   score(a → b)   =   Σ over the terms of a   idf · tf · (k₁ + 1) / (tf + k₁ · (1 − b + b · length of b / mean length))
//!   idf            =   ln ((sentences + 1) / (sentences with the term + ½))
//! ```
//!
//! After Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009), with k₁ = 1.2 and b = 0.75; divided
//! here by what the sentence scores against itself, so that 1 says “the same”. The sentences of both documents are all the
//! statistics there are: a word that is rare in them tells more than one that is frequent, in any language.

/// How soon saying a term once more adds nothing.
const K1: f64 = 1.2;
/// How far a long sentence is held against.
const B: f64 = 0.75;
/// A term that stands in more sentences than this is not looked up: in texts so long that there is one, rarer terms decide. It keeps
/// the work in line with the length of the texts.
const MOST: usize = 400;

/// A term of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Its number, below the number of all terms.
    pub id: u32,
    /// How often it stands there.
    pub count: u32,
    /// How much more than others it tells, 1 for no more.
    pub weight: f64,
}

/// The sentences by their terms, and the terms by their sentences.
#[derive(Clone, Debug, Default)]
pub struct Field {
    sentences: Vec<Vec<Term>>,
    /// Where each term's places begin in `places`.
    begins: Vec<usize>,
    /// By term, then by sentence.
    places: Vec<Place>,
    /// How many sentences have each term.
    idf: Vec<f64>,
}

/// A sentence that has a term, and what that is worth to one that asks for it.
#[derive(Clone, Copy, Debug)]
struct Place {
    sentence: u32,
    gain: f64,
}

impl Field {
    /// Counts the terms of sentences; each sentence has a term once, and there are `terms` different ones.
    pub fn of(sentences: Vec<Vec<Term>>, terms: usize) -> Field {
        let length = |sentence: &[Term]| sentence.iter().map(|term| f64::from(term.count)).sum::<f64>();
        let mean = (sentences.iter().map(|terms| length(terms)).sum::<f64>() / sentences.len().max(1) as f64).max(1.0);
        let mut begins = vec![0; terms + 1];
        sentences.iter().flatten().for_each(|term| begins[term.id as usize + 1] += 1);
        let rarity = |frequency: &usize| ((sentences.len() as f64 + 1.0) / (*frequency as f64 + 0.5)).ln();
        let idf = begins[1..].iter().map(rarity).collect();
        (0..terms).for_each(|term| begins[term + 1] += begins[term]);
        let mut next = begins.clone();
        let mut places = vec![Place { sentence: 0, gain: 0.0 }; begins[terms]];
        for (number, sentence) in sentences.iter().enumerate() {
            let slow = K1 * (1.0 - B + B * length(sentence) / mean);
            for term in sentence {
                let count = f64::from(term.count);
                let place = &mut next[term.id as usize];
                places[*place] = Place { sentence: number as u32, gain: count * (K1 + 1.0) / (count + slow) };
                *place += 1;
            }
        }
        Field { sentences, begins, places, idf }
    }

    /// Adds `share` of how like each sentence is to sentence `one` to `scores`, which has a score a sentence.
    pub fn add(&self, one: usize, share: f64, scores: &mut [f64]) {
        let itself = self.itself(one);
        if itself <= 0.0 {
            return;
        }
        for term in &self.sentences[one] {
            let places = self.places(term.id);
            if places.len() <= MOST {
                let worth = share * self.worth(term) / itself;
                places.iter().for_each(|place| scores[place.sentence as usize] += worth * place.gain);
            }
        }
    }

    /// What a term tells of a sentence that has it: its weight, times its rarity.
    pub fn worth(&self, term: &Term) -> f64 {
        term.weight * self.idf[term.id as usize]
    }

    /// The terms of a sentence, by number.
    pub fn terms(&self, sentence: usize) -> &[Term] {
        &self.sentences[sentence]
    }

    fn places(&self, term: u32) -> &[Place] {
        &self.places[self.begins[term as usize]..self.begins[term as usize + 1]]
    }

    /// What a sentence scores against itself.
    fn itself(&self, one: usize) -> f64 {
        let gain = |term: &Term| {
            let places = self.places(term.id);
            places.binary_search_by_key(&(one as u32), |place| place.sentence).map_or(0.0, |at| places[at].gain)
        };
        self.sentences[one].iter().map(|term| self.worth(term) * gain(term)).sum()
    }
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
        let mut scores = vec![0.0; 5];
        field().add(0, 1.0, &mut scores);
        assert!((scores[0] - 1.0).abs() < 1e-9 && scores[0] == scores[1], "{scores:?}");
        assert!(scores[3] > scores[2] && scores[2] > scores[4] && scores[4] == 0.0, "{scores:?}");
    }

    #[test]
    fn a_rare_term_tells_more_than_a_frequent_one() {
        let field = field();
        let worth: Vec<f64> = field.terms(0).iter().map(|term| field.worth(term)).collect();
        assert!(worth[0] < worth[2] && worth[2] < worth[1], "{worth:?}");
    }
}
