//! Wording that stands in both texts: what both have from one pen is one voice, not two.
//!
//! ```text
//!   left    … the ministry said on Monday that the price of bread in the capital has risen by 5% since May, and …
//!   right   … officials said that on Monday the price of bread in the capital has risen by 5% since May. Bakers …
//!   run                                     ╰────────── word for word, 13 words ──────────────╯
//!   passage                  ╰───────── nearly, 15 of 16 and of 15 words ─────────────────────╯
//! ```
//!
//! A [`Run`] is word for word, and all of them are found (`runs`), also where a passage stands several times in a text. A
//! [`WordingPassage`] may have words added, dropped, changed or moved (`passages`); a word belongs to one passage at most.
//! Punctuation and case make no difference to either.

mod passages;
mod runs;
mod twin;

use super::both::Both;
use super::words::{self, NumberedWords, Vocabulary};
use crate::text::{Span, grapheme};
use runs::{Match, Names, Runs};

/// A run has so many words at least. Peers and the literature on reuse of news take 6 to 15; at 12, a run that is neither a quote nor
/// copied is rare.
pub const LEAST: usize = 12;

/// The wording that two texts have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// Every run of [`LEAST`] words or more that cannot be made longer, by place on the left, then on the right. Two texts of
    /// the same words share one run.
    pub runs: Vec<Run>,
    /// The number of runs that are not listed. No more than both texts have words are listed: only texts that repeat themselves over and over
    /// have more, and of theirs those are left out that stand in the most places.
    pub left_out: usize,
    /// Passages that are the same or nearly so, by place on the left.
    pub passages: Vec<WordingPassage>,
    /// The share of each text's words that stand in a run or a passage, 0 to 1.
    pub share: Both<f64>,
}

/// Words that stand in both texts, one by one the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// The place in each text, in bytes.
    pub place: Both<Span>,
    /// The number of its words.
    pub words: usize,
}

/// A passage of one text that was made of one in the other, or both of a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WordingPassage {
    /// The place in each text, in bytes.
    pub place: Both<Span>,
    /// The number of its words in each text.
    pub words: Both<usize>,
    /// The number of words that are the same.
    pub equal: usize,
}

impl WordingPassage {
    /// Returns how many of its words are the same, 0 to 1: Dice's coefficient, 2 · equal / (left + right).
    pub fn share(&self) -> f64 {
        2.0 * self.equal as f64 / (self.words.left + self.words.right).max(1) as f64
    }

    /// Returns whether every word is the same.
    pub fn is_verbatim(&self) -> bool {
        2 * self.equal == self.words.left + self.words.right
    }
}

impl Wording {
    /// Returns whether what stands at these two places of the texts stands in the same passage: then it is said by one voice. Points and
    /// blanks at the ends make no difference.
    pub fn holds(&self, text: Both<&str>, place: Both<Span>) -> bool {
        let place = Both::new(words::trimmed(text.left, place.left), words::trimmed(text.right, place.right));
        let within = |shared: &Both<Span>| shared.left.covers(place.left) && shared.right.covers(place.right);
        self.passages.iter().any(|passage| within(&passage.place)) || self.runs.iter().any(|run| within(&run.place))
    }
}

/// A text, and the place in it that has a twin in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// The place is in the left text.
    OfLeft(Span),
    /// The place is in the right text.
    OfRight(Span),
}

impl Wording {
    /// Returns where the words at a place of one text stand in the other: the twin of a tag. `None` if the place does not lie inside of
    /// shared wording, or fewer than two thirds of its words stand in the other text, too.
    pub fn twin(&self, text: Both<&str>, place: Twin) -> Option<Span> {
        let (text, span, is_left) = match place {
            Twin::OfLeft(span) => (text, span, true),
            Twin::OfRight(span) => (text.swapped(), span, false),
        };
        let words = words::trimmed(text.left, span);
        let runs = self.runs.iter().map(|run| run.place);
        let shared = runs.chain(self.passages.iter().map(|passage| passage.place));
        let shared = shared.map(|place| if is_left { place } else { place.swapped() });
        let around = shared.filter(|place| place.left.covers(words)).min_by_key(|place| (place.left.len(), *place))?;
        let twin = twin::twin(text, around, words)?;
        // The signs at the ends of the tag, as of `$5%`, are taken if the twin has them, too.
        let (before, behind) = (text.left.get(span.start..words.start)?, text.left.get(words.end..span.end)?);
        let start = if text.right[..twin.start].ends_with(before) { twin.start - before.len() } else { twin.start };
        let end = if text.right[twin.end..].starts_with(behind) { twin.end + behind.len() } else { twin.end };
        Some(Span::new(grapheme::floor(text.right, start), grapheme::ceil(text.right, end)))
    }
}

/// Finds what two texts have in common.
pub fn wording(left: &str, right: &str) -> Wording {
    let mut vocabulary = Vocabulary::default();
    let text = Both::new(left, right);
    let words = text.map(|text| vocabulary.read(text));
    if words.left.ids == words.right.ids && !words.left.is_empty() {
        return same(text, &words);
    }
    let names = Names::of(&words.left.ids, &words.right.ids);
    let Runs { runs: exact, left_out } = names.runs(LEAST, usize::MAX, words.left.len() + words.right.len());
    let passages = passages::passages(&names, &exact, words.as_ref().map(|words| words.ids.as_slice()));
    let mut found = Wording { left_out, share: share(&words, &exact, &passages), ..Wording::default() };
    found.runs = exact.iter().map(|run| Run { place: place(text, &words, run.places()), words: run.length }).collect();
    found.runs.sort_unstable();
    found.passages = passages
        .into_iter()
        .map(|near| WordingPassage {
            place: place(text, &words, near.words),
            words: near.words.map(|range| range.len()),
            equal: near.equal,
        })
        .collect();
    found
}

/// Returns what two texts of the same words have in common: everything, once.
fn same(text: Both<&str>, words: &Both<NumberedWords>) -> Wording {
    let count = words.left.len();
    let place = place(text, words, Both::new(Span::new(0, count), Span::new(0, count)));
    let runs = if count < LEAST { Vec::new() } else { vec![Run { place, words: count }] };
    let passages = vec![WordingPassage { place, words: Both::new(count, count), equal: count }];
    Wording { runs, left_out: 0, passages, share: Both::new(1.0, 1.0) }
}

/// Returns where words stand in the texts: from number to number, as bytes.
fn place(text: Both<&str>, words: &Both<NumberedWords>, range: Both<Span>) -> Both<Span> {
    let bytes = |text: &str, words: &NumberedWords, range: Span| {
        let (first, last) = (words.spans[range.start], words.spans[range.end - 1]);
        Span::new(grapheme::floor(text, first.start), grapheme::ceil(text, last.end))
    };
    Both::new(bytes(text.left, &words.left, range.left), bytes(text.right, &words.right, range.right))
}

/// Returns how many of each text's words are in a run or a passage.
fn share(words: &Both<NumberedWords>, runs: &[Match], passages: &[passages::Near]) -> Both<f64> {
    let all = || runs.iter().map(|run| run.places()).chain(passages.iter().map(|near| near.words));
    let of = |words: &NumberedWords, mut covered: Vec<Span>| {
        covered.sort_unstable();
        let (mut count, mut done) = (0, 0);
        for span in covered {
            count += span.end.saturating_sub(span.start.max(done));
            done = done.max(span.end);
        }
        count as f64 / words.len().max(1) as f64
    };
    Both::new(
        of(&words.left, all().map(|places| places.left).collect()),
        of(&words.right, all().map(|places| places.right).collect()),
    )
}

#[cfg(test)]
mod tests;
