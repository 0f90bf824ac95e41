//! Finds wording that both texts share: what both took from one author is one source, not two.
//!
//! ```text
//!   left    … the ministry said on Monday that the price of bread in the capital has risen by 5% since May, and …
//!   right   … officials said that on Monday the price of bread in the capital has risen by 5% since May. Bakers …
//!   run                                     ╰────────── word for word, 13 words ──────────────╯
//!   passage                  ╰───────── nearly, 15 of 16 and of 15 words ─────────────────────╯
//! ```
//!
//! A [`Run`] is equal word for word, and all runs are found (`runs`), even if a passage occurs several times in a text.
//! A [`WordingPassage`] may have words added, dropped, changed or moved (`passages`); a word belongs to at most one
//! passage. Punctuation and case do not matter for either.

mod passages;
mod runs;
mod twin;

use super::both::Both;
use super::places::Places;
use super::words::{self, NumberedWords, Vocabulary};
use crate::text::{Span, grapheme};
use runs::{Match, Names, Runs};

/// The least number of words in a run. Other programs and the literature on reuse of news take 6 to 15; with 12, a run
/// that is neither a quote nor copied is rare.
pub const LEAST: usize = 12;

/// The wording that two texts share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// All runs of [`LEAST`] words or more that cannot be made longer, by place on the left, then on the right. Two
    /// equal texts share one run.
    pub runs: Vec<Run>,
    /// The number of runs that are not listed. There are at most as many runs in the list as both texts have words.
    /// Only texts that repeat themselves again and again have more; the runs that occur in the most places are left
    /// out.
    pub left_out: usize,
    /// Passages that are the same or nearly so, by place on the left.
    pub passages: Vec<WordingPassage>,
    /// The share of each text's words that stand in a run or a passage, 0 to 1.
    pub share: Both<f64>,
}

/// Words that are the same in both texts, one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// The place in each text, in bytes.
    pub place: Both<Span>,
    /// The number of its words.
    pub words: usize,
}

/// A passage of one text that was made from one in the other, or both from a third.
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
    /// Returns the share of equal words, 0 to 1: Dice's coefficient, 2 · equal / (left + right).
    pub fn share(&self) -> f64 {
        2.0 * self.equal as f64 / (self.words.left + self.words.right).max(1) as f64
    }

    /// Returns whether every word is the same.
    pub fn is_verbatim(&self) -> bool {
        2 * self.equal == self.words.left + self.words.right
    }
}

impl Wording {
    /// Returns the places of all passages and runs.
    pub(crate) fn places(&self) -> SharedPlaces {
        let passages = self.passages.iter().map(|passage| passage.place);
        let places: Vec<Both<Span>> = passages.chain(self.runs.iter().map(|run| run.place)).collect();
        let left: Vec<Span> = places.iter().map(|place| place.left).collect();
        SharedPlaces { left: Places::of_spans(&left), right: places.into_iter().map(|place| place.right).collect() }
    }
}

/// The places of shared wording, so that a question looks only at those that are near. A text that repeats itself has as many runs as
/// words.
pub(crate) struct SharedPlaces {
    left: Places,
    right: Vec<Span>,
}

impl SharedPlaces {
    /// Returns whether two places of the texts lie in the same passage, so that they count as one source. Punctuation
    /// and blanks at the ends do not matter.
    pub(crate) fn holds(&self, text: Both<&str>, place: Both<Span>) -> bool {
        let place = Both::new(words::trimmed(text.left, place.left), words::trimmed(text.right, place.right));
        let mut near = self.left.over(place.left);
        near.any(|shared| shared.span.covers(place.left) && self.right[shared.number].covers(place.right))
    }
}

/// A place in one of two texts, for which to find the same words in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// The place is in the left text.
    OfLeft(Span),
    /// The place is in the right text.
    OfRight(Span),
}

impl Wording {
    /// Returns the place of the same words in the other text: the twin of a tag. `None` if the place does not lie
    /// inside shared wording, or if the other text has fewer than two thirds of its words.
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
        // Signs at the ends of the tag, as in `$5%`, are included if the twin has them, too.
        let (before, behind) = (text.left.get(span.start..words.start)?, text.left.get(words.end..span.end)?);
        let start = if text.right[..twin.start].ends_with(before) { twin.start - before.len() } else { twin.start };
        let end = if text.right[twin.end..].starts_with(behind) { twin.end + behind.len() } else { twin.end };
        Some(Span::new(grapheme::floor(text.right, start), grapheme::ceil(text.right, end)))
    }
}

/// Finds the wording that two texts share.
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

/// Returns the shared wording of two equal texts: the whole text, once.
fn same(text: Both<&str>, words: &Both<NumberedWords>) -> Wording {
    let count = words.left.len();
    let place = place(text, words, Both::new(Span::new(0, count), Span::new(0, count)));
    let runs = if count < LEAST { Vec::new() } else { vec![Run { place, words: count }] };
    let passages = vec![WordingPassage { place, words: Both::new(count, count), equal: count }];
    Wording { runs, left_out: 0, passages, share: Both::new(1.0, 1.0) }
}

/// Returns the spans in bytes of ranges of words.
fn place(text: Both<&str>, words: &Both<NumberedWords>, range: Both<Span>) -> Both<Span> {
    let bytes = |text: &str, words: &NumberedWords, range: Span| {
        let (first, last) = (words.spans[range.start], words.spans[range.end - 1]);
        Span::new(grapheme::floor(text, first.start), grapheme::ceil(text, last.end))
    };
    Both::new(bytes(text.left, &words.left, range.left), bytes(text.right, &words.right, range.right))
}

/// Returns the share of each text's words that are in a run or a passage.
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
