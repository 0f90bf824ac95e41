//! Which sentence of another document is likeliest to say what this one says.
//!
//! ```text
//!   10,000 soldiers were sent to Kursk.        Officials said that soldiers had arrived in Kursk: 12,000 in all.
//!   ╰ 10 000 soldier were sent to kursk ╯      terms: stems, numbers counting half as much again     [field]
//!   ╰ 10,0 … sold oldi ldie dier … kurs ╯      and runs of four characters, across words too          [field]
//! ```
//!
//! Two views, scored alike: stems see that words are the same, runs of characters see that they are related (`deploy`, `deployment`,
//! `redeployed`), and only the stems need to know the language. On sentences that people have paired, the two together rank better
//! than either alone, and than the overlap of words, TF-IDF or weights for names do. A table of how frequent words are elsewhere added
//! nothing to speak of, so there is none.

mod field;
pub mod stem;

use std::collections::HashMap;

use super::words;
use crate::text::Span;
use field::{Field, Term};
use stem::Stems;

/// How much the stems and the runs of characters have to say.
const SHARES: [f64; 2] = [0.4, 0.6];
/// How many characters a run has.
const GRAM: usize = 4;
/// What has a digit in it tells so much more than other terms.
const NUMBER: f64 = 1.5;

/// Sentences, ready to be asked for what is like them.
pub struct Likeness {
    stems: Field,
    grams: Field,
    /// The words of each sentence that a reader would see in both: the number of the stem, and where it stands first.
    words: Vec<Vec<Word>>,
}

/// A word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Word {
    stem: u32,
    span: Span,
}

/// A sentence like another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Like {
    /// The number of the sentence.
    pub sentence: usize,
    /// How like it is, 0 to 1: 1 says that all the first one has is there too.
    pub score: f64,
}

impl Likeness {
    /// Reads sentences of any documents; the statistics are theirs.
    pub fn of<'a>(sentences: impl Iterator<Item = &'a str>, stems: &Stems) -> Likeness {
        let mut reader = Reader::default();
        let (mut by_stem, mut by_gram, mut words) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            let read = reader.read(sentence, stems);
            by_stem.push(counted(read.iter().map(|word| (word.stem, reader.weights[word.stem as usize]))));
            by_gram.push(counted(reader.grams().into_iter().map(|gram| (gram, 1.0))));
            words.push(read);
        }
        let stems = Field::of(by_stem, reader.stems.len());
        Likeness { stems, grams: Field::of(by_gram, reader.grams.len()), words }
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How like each sentence is to sentence `one`, from 0 to 1.
    pub fn scores(&self, one: usize) -> Vec<f64> {
        let mut scores = vec![0.0; self.len()];
        self.stems.add(one, SHARES[0], &mut scores);
        self.grams.add(one, SHARES[1], &mut scores);
        scores
    }

    /// The sentences that `among` lets through and that share anything with sentence `one`, the likeliest first, of equals
    /// the first first; at most `most`.
    pub fn likest(&self, one: usize, among: impl Fn(usize) -> bool, most: usize) -> Vec<Like> {
        let scores = self.scores(one).into_iter().enumerate();
        let mut found: Vec<Like> = scores
            .filter(|(at, score)| *score > 0.0 && among(*at))
            .map(|(sentence, score)| Like { sentence, score })
            .collect();
        let before = |a: &Like, b: &Like| b.score.total_cmp(&a.score).then(a.sentence.cmp(&b.sentence));
        if most < found.len() {
            found.select_nth_unstable_by(most, before);
            found.truncate(most);
        }
        found.sort_unstable_by(before);
        found
    }

    /// The words of sentence `one` that `other` has as well, in any inflection: those first that tell most. Places are bytes
    /// of the sentence as it was given.
    pub fn shared(&self, one: usize, other: usize, most: usize) -> Vec<Span> {
        let there = self.stems.terms(other);
        let mut shared: Vec<(f64, Span)> = Vec::new();
        for term in
            self.stems.terms(one).iter().filter(|term| there.binary_search_by_key(&term.id, |term| term.id).is_ok())
        {
            // The `s` of `year’s` would tell nobody anything.
            let first = self.words[one].iter().find(|word| word.stem == term.id && word.span.len() > 1);
            shared.extend(first.map(|word| (self.stems.worth(term), word.span)));
        }
        shared.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        shared.into_iter().take(most).map(|(_, span)| span).collect()
    }
}

/// The numbers that stems and runs of characters have been given.
#[derive(Default)]
struct Reader {
    /// By word in lower case: the number of its stem.
    words: HashMap<String, u32>,
    stems: HashMap<String, u32>,
    /// By the number of a stem.
    weights: Vec<f64>,
    grams: HashMap<[char; GRAM], u32>,
    /// The sentence last read: its words in lower case, with a blank around each.
    folded: String,
}

impl Reader {
    /// The words of a sentence, in order.
    fn read(&mut self, sentence: &str, stems: &Stems) -> Vec<Word> {
        self.folded.clear();
        self.folded.push(' ');
        let mut read = Vec::new();
        for span in words::spans(sentence) {
            let from = self.folded.len();
            words::fold(&sentence[span.start..span.end], &mut self.folded);
            let word = &self.folded[from..];
            let stem = match self.words.get(word) {
                Some(stem) => *stem,
                None => {
                    let stem = stems.stem(word);
                    let next = self.stems.len() as u32;
                    let number = *self.stems.entry(stem.to_string()).or_insert(next);
                    if number == next {
                        self.weights.push(if stem.contains(|c: char| c.is_numeric()) { NUMBER } else { 1.0 });
                    }
                    self.words.insert(word.to_string(), number);
                    number
                }
            };
            read.push(Word { stem, span });
            self.folded.push(' ');
        }
        read
    }

    /// The runs of characters of the sentence last read.
    fn grams(&mut self) -> Vec<u32> {
        let mut last = [' '; GRAM];
        let mut grams = Vec::with_capacity(self.folded.len());
        for (at, c) in self.folded.chars().enumerate() {
            last.rotate_left(1);
            last[GRAM - 1] = c;
            if at + 1 >= GRAM {
                let next = self.grams.len() as u32;
                grams.push(*self.grams.entry(last).or_insert(next));
            }
        }
        grams
    }
}

/// Terms by number, each once.
fn counted(terms: impl Iterator<Item = (u32, f64)>) -> Vec<Term> {
    let mut all: Vec<Term> = terms.map(|(id, weight)| Term { id, count: 1, weight }).collect();
    all.sort_unstable_by_key(|term| term.id);
    all.dedup_by(|next, kept| {
        let same = next.id == kept.id;
        kept.count += u32::from(same) * next.count;
        same
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: [&str; 5] = [
        "The harbour of Lomas was closed on Friday after 40 boats had sunk.",
        "Bakers in the capital sell bread at twice last year’s price.",
        "After the storm forty vessels lay on the ground and Lomas closed its harbour.",
        "The price of bread has doubled within a year, say the capital’s bakeries.",
        "Nobody knows why the storm came so early.",
    ];

    fn likeness() -> Likeness {
        Likeness::of(SENTENCES.into_iter(), &Stems::of("en"))
    }

    #[test]
    fn the_sentence_that_says_the_same_in_other_words_comes_first() {
        let likeness = likeness();
        let first = |one: usize| likeness.likest(one, |other| other != one, 3)[0];
        assert_eq!([0, 1, 2, 3].map(|one| first(one).sentence), [2, 3, 0, 1]);
        assert!(first(0).score < 1.0);
        assert_eq!(likeness.likest(4, |other| other < 2, 9).len(), 2);
    }

    #[test]
    fn a_sentence_is_wholly_like_itself() {
        let likeness = likeness();
        for one in 0..likeness.len() {
            assert!((likeness.scores(one)[one] - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_two_sentences_share_is_told_by_what_tells_most() {
        let likeness = likeness();
        let shared: Vec<&str> =
            likeness.shared(1, 3, 4).into_iter().map(|span| &SENTENCES[1][span.start..span.end]).collect();
        assert_eq!(shared, ["capital", "bread", "year", "price"]);
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        let likeness = Likeness::of(["", "—", "🇺🇦"].into_iter(), &Stems::of(""));
        assert!((0..3).all(|one| likeness.likest(one, |_| true, 9).is_empty()));
    }
}
