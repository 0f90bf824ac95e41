//! Finds the sentence of another document that most likely says the same as a given one.
//!
//! ```text
//!   10,000 soldiers were sent to Kursk.        Officials said that soldiers had arrived in Kursk: 12,000 in all.
//!   ╰ 10 000 soldier were sent to kursk ╯      terms: stems, numbers counting half as much again     [field]
//!   ╰ ␣sol sold oldi ldie diers iers ers␣ ╯     and the runs of four characters of each word           [field]
//! ```
//!
//! There are two views, with the same kind of score: stems show that words are the same, runs of characters show that
//! they are related (`deploy`, `deployment`, `redeployed`), and only the stems need the language. On sentences that
//! people have paired, both together rank better than either alone, and better than the overlap of words, TF-IDF or
//! weights for names. A table of word frequencies from other texts added almost nothing, so there is none.

mod field;
pub mod stem;

use std::ops::Range;

use super::both::Both;
use super::words;
use crate::hash::FastMap;
use crate::text::Span;
use field::{Field, LaidOut, Place, Scores, Term};
use stem::Stems;

/// The weights of the stems and of the runs of characters.
const SHARES: [f64; 2] = [0.4, 0.6];
/// The length of a run, in characters.
const GRAM: usize = 4;
/// The weight of a word with a digit; other words have 1.
const NUMBER: f64 = 1.5;

/// Sentences, prepared for finding similar ones.
pub struct Likeness {
    stems: Field,
    grams: Field,
    /// The words of each sentence that a reader would recognise in both: the number of the stem, and the first place.
    words: Vec<Vec<StemmedWord>>,
}

/// A word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
struct StemmedWord {
    stem: u32,
    span: Span,
}

/// A sentence that is similar to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Like {
    /// The number of the sentence.
    pub sentence: usize,
    /// The similarity, 0 to 1; 1 if it has everything that the first one has.
    pub score: f64,
}

impl Likeness {
    /// Reads sentences of any documents, which are also the base of the statistics.
    pub fn of<'a>(sentences: impl Iterator<Item = &'a str>, stems: &Stems) -> Likeness {
        let mut reader = Reader::default();
        let (mut by_stem, mut by_gram, mut words) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            let numbers: Vec<(usize, Span)> = words::spans(sentence)
                .map(|span| (reader.word(&sentence[span.start..span.end], stems), span))
                .collect();
            let known = || numbers.iter().map(|(number, _)| &reader.known[*number]);
            by_stem.push(counted(known().map(|word| (word.stem, word.weight))));
            by_gram.push(counted(known().flat_map(|word| word.grams.iter().map(|gram| (*gram, 1.0)))));
            let word = |(number, span): &(usize, Span)| StemmedWord { stem: reader.known[*number].stem, span: *span };
            words.push(numbers.iter().map(word).collect());
        }
        let stems = Field::of(&by_stem, reader.stems.len());
        Likeness { stems, grams: Field::of(&by_gram, reader.grams.len()), words }
    }

    /// Returns the number of sentences.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns whether there are no sentences.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the similarity of two sentences, from 0 to 1, the same in both directions.
    pub fn score(&self, one: usize, other: usize) -> f64 {
        mutual(self.asked(one, other), self.asked(other, one))
    }

    /// Returns how much of the content of sentence `one` is in sentence `other`, from 0 to 1; a little more than 1 if it is there twice.
    pub fn asked(&self, one: usize, other: usize) -> f64 {
        rounded(SHARES[0] * self.stems.score(one, other) + SHARES[1] * self.grams.score(one, other))
    }

    /// Returns a search among some of the sentences.
    pub fn among(&self, sentences: Range<usize>) -> LikestSearch<'_> {
        let (stems, grams) = (self.stems.within(sentences.clone()), self.grams.within(sentences));
        LikestSearch { likeness: self, stems, grams, scores: Scores::new(self.len()) }
    }

    /// Returns what [scores](PairScores::score) many pairs.
    pub fn pairs(&self) -> PairScores<'_> {
        PairScores { likeness: self, one: None, stems: LaidOut::default(), grams: LaidOut::default() }
    }

    /// Returns the numbers of the stems from `reach` words before `span` to `reach` words after it, without those
    /// within. The span is in bytes of the sentence as it was given.
    pub fn around(&self, sentence: usize, span: Span, reach: usize) -> Vec<u32> {
        let Some(words) = self.words.get(sentence) else { return Vec::new() };
        let (from, to) = (
            words.partition_point(|word| word.span.end <= span.start),
            words.partition_point(|word| word.span.start < span.end),
        );
        let before = &words[from.saturating_sub(reach)..from];
        let after = &words[to.max(from)..words.len().min(to.max(from) + reach)];
        set(before.iter().chain(after))
    }

    /// Returns the places of the words of a sentence, in bytes of the sentence as it was given.
    pub fn spans(&self, sentence: usize) -> impl Iterator<Item = Span> {
        self.words.get(sentence).into_iter().flatten().map(|word| word.span)
    }

    /// Returns the numbers of the stems of a sentence within `span`.
    pub fn within(&self, sentence: usize, span: Span) -> Vec<u32> {
        let words = self.words.get(sentence).map(Vec::as_slice).unwrap_or_default();
        set(words.iter().filter(|word| span.covers(word.span)))
    }

    /// Returns the overlap of two sets of stems, 0 to 1: Dice's coefficient, weighted by the rarity of the stems.
    pub fn overlap(&self, one: &[u32], other: &[u32]) -> f64 {
        let worth = |stems: &[u32]| stems.iter().map(|stem| self.stems.rarity(*stem)).sum::<f64>();
        let in_both = one.iter().filter(|stem| other.binary_search(stem).is_ok());
        let both: f64 = in_both.map(|stem| self.stems.rarity(*stem)).sum();
        let all = worth(one) + worth(other);
        if all > 0.0 { rounded(2.0 * both / all) } else { 0.0 }
    }

    /// Returns the words that both sentences have, in any inflection, the most specific first. A word is placed where its
    /// neighbour is the same on both sides, so that `North Korea` stays together, or else at its first place. Places are bytes of
    /// the sentences as they were given; the left one is `one`'s.
    pub fn shared(&self, one: usize, other: usize) -> Vec<Both<Span>> {
        let beside = self.beside(one, other);
        let mut shared: Vec<(f64, Both<Span>)> = Vec::new();
        for term in self.stems.terms(one) {
            // The `s` of `year’s` would mean nothing to a reader.
            let first = |sentence: usize| {
                let mut words = self.words[sentence].iter();
                words.find(|word| word.stem == term.id && word.span.len() > 1).map(|word| word.span)
            };
            let place = beside.get(&term.id).copied();
            if let Some(place) = place.or_else(|| Some(Both::new(first(one)?, first(other)?))) {
                shared.push((term.worth, place));
            }
        }
        shared.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        shared.into_iter().map(|(_, place)| place).collect()
    }

    /// Returns the places of the words that have the same neighbour in both sentences; of several places, the one with the
    /// rarest neighbours.
    fn beside(&self, one: usize, other: usize) -> FastMap<u32, Both<Span>> {
        let pairs = |sentence: usize| {
            let pairs = self.words[sentence].windows(2).filter_map(|pair| <&[StemmedWord; 2]>::try_from(pair).ok());
            pairs.filter(|[word, next]| {
                word.span.len() > 1 && next.span.len() > 1 && word.span.end + 1 == next.span.start
            })
        };
        let mut there: FastMap<[u32; 2], [Span; 2]> = FastMap::default();
        for pair in pairs(other) {
            there.entry(pair.each_ref().map(|word| word.stem)).or_insert(pair.each_ref().map(|word| word.span));
        }
        let same = |pair: &[StemmedWord; 2]| {
            let [first, next] = pair.each_ref().map(|word| word.stem);
            let [left, right] = [pair.each_ref().map(|word| word.span), *there.get(&[first, next])?];
            let worth = self.stems.rarity(first).min(self.stems.rarity(next));
            Some((worth, [(first, Both::new(left[0], right[0])), (next, Both::new(left[1], right[1]))]))
        };
        let mut found: Vec<(f64, [_; 2])> = pairs(one).filter_map(same).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut places = FastMap::default();
        for (stem, place) in found.into_iter().flat_map(|(_, words)| words) {
            places.entry(stem).or_insert(place);
        }
        places
    }
}

/// A search for the most similar sentences among some.
pub struct LikestSearch<'a> {
    likeness: &'a Likeness,
    stems: Vec<&'a [Place]>,
    grams: Vec<&'a [Place]>,
    scores: Scores,
}

impl LikestSearch<'_> {
    /// Returns the sentences, except `one`, that share anything with sentence `one`: the most similar first, in order if equal; at
    /// most `most`. The score is how much of sentence `one` is in them; in a long text, without the most frequent terms.
    pub fn likest(&mut self, one: usize, most: usize) -> Vec<Like> {
        self.likeness.stems.add(one, SHARES[0], &self.stems, &mut self.scores);
        self.likeness.grams.add(one, SHARES[1], &self.grams, &mut self.scores);
        let before = |a: &Like, b: &Like| b.score.total_cmp(&a.score).then(a.sentence.cmp(&b.sentence));
        let mut found: Vec<Like> = Vec::new();
        let mut least = f64::NEG_INFINITY;
        for (sentence, score) in self.scores.take().filter(|(sentence, _)| *sentence != one) {
            // Nearly all sentences share a word; most are dropped here and not sorted.
            if score < least {
                continue;
            }
            found.push(Like { sentence, score: rounded(score) });
            if found.len() > most.saturating_mul(2) {
                let (_, next, _) = found.select_nth_unstable_by(most, before);
                least = next.score - LAST_DIGIT;
                found.truncate(most);
            }
        }
        found.sort_unstable_by(before);
        found.truncate(most);
        found
    }
}

/// Scores pairs of sentences. Many with the same first sentence, one after the other, take less time than each by itself.
pub struct PairScores<'a> {
    likeness: &'a Likeness,
    /// The first sentence of the last pair.
    one: Option<usize>,
    stems: LaidOut,
    grams: LaidOut,
}

impl PairScores<'_> {
    /// Returns what [`Likeness::score`] returns.
    pub fn score(&mut self, one: usize, other: usize) -> f64 {
        let Likeness { stems, grams, .. } = self.likeness;
        if self.one.replace(one) != Some(one) {
            stems.lay_out(one, &mut self.stems);
            grams.lay_out(one, &mut self.grams);
        }
        let (stems, grams) = (stems.scores(&self.stems, other), grams.scores(&self.grams, other));
        let [there, back] = [0, 1].map(|way| rounded(SHARES[0] * stems[way] + SHARES[1] * grams[way]));
        mutual(there, back)
    }
}

/// Returns the similarity of two sentences, given how much of each is in the other. A sentence that has a word twice has the word of
/// the other more than wholly; only sentences that have all of each other reach 1.
pub(super) fn mutual(there: f64, back: f64) -> f64 {
    (there.min(1.0) + back.min(1.0)) / 2.0
}

/// The last digit of a score that counts.
const LAST_DIGIT: f64 = 1e-9;

/// Returns a score without the last digits, which depend on the order in which its parts were added up: swapping the documents must not
/// change which of two equal scores is the greater one.
fn rounded(score: f64) -> f64 {
    (score * 1e9).round() / 1e9
}

/// The numbers of stems and runs of characters.
#[derive(Default)]
struct Reader {
    /// For each word in lower case, its number in `known`.
    words: FastMap<String, usize>,
    known: Vec<Known>,
    stems: FastMap<String, u32>,
    grams: FastMap<[char; GRAM], u32>,
    /// The word being looked up, in lower case; kept to save an allocation for each word.
    folded: String,
}

/// A word that was read before.
struct Known {
    /// The number of its stem.
    stem: u32,
    /// Its weight.
    weight: f64,
    /// The numbers of its runs of characters.
    grams: Vec<u32>,
}

impl Reader {
    /// Returns the number of a word.
    fn word(&mut self, word: &str, stems: &Stems) -> usize {
        self.folded.clear();
        words::fold(word, &mut self.folded);
        if let Some(number) = self.words.get(&self.folded) {
            return *number;
        }
        let stem = stems.stem(&self.folded);
        let next = self.stems.len() as u32;
        let weight = if stem.contains(|c: char| c.is_numeric()) { NUMBER } else { 1.0 };
        let stem = *self.stems.entry(stem.into_owned()).or_insert(next);
        let grams = self.grams();
        self.known.push(Known { stem, weight, grams });
        self.words.insert(self.folded.clone(), self.known.len() - 1);
        self.known.len() - 1
    }

    /// Returns the runs of characters of the word being looked up, with a blank before and after it. A shorter word is
    /// one run.
    fn grams(&mut self) -> Vec<u32> {
        let mut chars: Vec<char> = [' '].into_iter().chain(self.folded.chars()).chain([' ']).collect();
        chars.resize(chars.len().max(GRAM), ' ');
        let mut grams = Vec::with_capacity(chars.len());
        for run in chars.windows(GRAM) {
            let mut gram = [' '; GRAM];
            gram.copy_from_slice(run);
            let next = self.grams.len() as u32;
            grams.push(*self.grams.entry(gram).or_insert(next));
        }
        grams
    }
}

/// Returns the numbers of the stems of words, each once.
fn set<'a>(words: impl Iterator<Item = &'a StemmedWord>) -> Vec<u32> {
    let mut stems: Vec<u32> = words.map(|word| word.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Returns the terms by number, each once, with their counts.
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
        let first = |one: usize| likeness.among(0..5).likest(one, 3)[0];
        assert_eq!([0, 1, 2, 3].map(|one| first(one).sentence), [2, 3, 0, 1]);
        assert!(first(0).score < 1.0);
        assert_eq!(likeness.among(0..2).likest(4, 9).len(), 2);
    }

    #[test]
    fn a_sentence_is_wholly_like_itself() {
        let likeness = likeness();
        for one in 0..likeness.len() {
            assert!((likeness.score(one, one) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_two_sentences_share_is_told_by_what_tells_most() {
        let likeness = likeness();
        let shared: Vec<&str> = likeness
            .shared(1, 3)
            .into_iter()
            .take(4)
            .map(|word| &SENTENCES[1][word.left.start..word.left.end])
            .collect();
        assert_eq!(shared, ["capital", "bread", "year", "price"]);
    }

    #[test]
    fn words_of_a_name_are_placed_side_by_side() {
        let sentences =
            ["North Lomas sent North Korean boats in May", "The north knows that North Korean boats left Lomas"];
        let likeness = Likeness::of(sentences.into_iter(), &Stems::of("en"));
        let shared = likeness.shared(0, 1);
        let at = |words: &str| {
            let [left, right] = sentences.map(|sentence| {
                let start = sentence.rfind(words).unwrap();
                Span::new(start, start + words.len())
            });
            Both::new(left, right)
        };
        assert!(["North", "Korean", "boats"].into_iter().all(|word| shared.contains(&at(word))), "{shared:?}");
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        let likeness = Likeness::of(["", "—", "🇺🇦"].into_iter(), &Stems::of(""));
        assert!((0..3).all(|one| likeness.among(0..3).likest(one, 9).is_empty()));
    }
}
