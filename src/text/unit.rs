//! The units that a reader thinks in: word ⊂ sentence ⊂ paragraph ⊂ document; and within a sentence, figures and names.
//!
//! ```text
//!   o o o   word → sentence → paragraph → document          i   back inwards
//! ```
//!
//! Words are found within one [block] and sentences within one [passage](super::passage), so a look-up costs the same
//! in a text of any size.

mod name;
mod number_word;
pub(crate) mod sentence;
mod shape;

use unicode_segmentation::UnicodeSegmentation;

use std::ops::Range;

use super::block::{self, Block};
use super::passage::{in_one_line, passage_at, passages};
use super::{Span, grapheme};

/// A unit to which a selection can grow, or on which a label is usually put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A number with its qualifier and its unit: `approximately 10,000`.
    Figure,
    /// The name of a person or an organisation that says something: `NATO Secretary-General Mark Rutte`.
    Name,
    /// A word (UAX #29).
    Word,
    /// A sentence (UAX #29, with a list of abbreviations).
    Sentence,
    /// A line of the text, or several lines that were broken by hand out of one.
    Paragraph,
    /// The whole document.
    Document,
}

/// The units through which a selection grows, the smallest first.
pub const NESTED: [Unit; 4] = [Unit::Word, Unit::Sentence, Unit::Paragraph, Unit::Document];

/// Returns the span of a unit at byte `at`, without white space at its ends. For a figure and a name this is the word:
/// finding them needs a language, see [`crate::quantity::at`] and [`crate::attribution::source_at`].
pub fn at(text: &str, unit: Unit, at: usize) -> Span {
    match unit {
        Unit::Word | Unit::Figure | Unit::Name => word_at(text, at),
        Unit::Sentence => sentence_at(text, at),
        Unit::Paragraph => {
            let (line, passage) = (block::line_at(text, at), passage_at(text, at));
            trim_passage(text, Span::new(line.start.min(passage.start), line.end.max(passage.end)))
        }
        Unit::Document => trim(text, Span::new(0, text.len())),
    }
}

/// Returns the smallest nested unit that covers `span` and is larger; `None` if the span is the document.
pub fn grown(text: &str, span: Span) -> Option<Span> {
    let last = grapheme::prev(text, span.end).max(span.start);
    NESTED
        .iter()
        .map(|unit| {
            let (first, last) = (at(text, *unit, span.start), at(text, *unit, last));
            Span::new(first.start.min(span.start), last.end.max(span.end))
        })
        .find(|grown| *grown != span)
}

/// Returns the words of a block in text order: the stretches between two word boundaries that are neither blank nor
/// punctuation.
pub fn words(text: &str, block: &Block) -> impl DoubleEndedIterator<Item = Span> {
    let base = block.span.start;
    text[base..block.span.end].split_word_bound_indices().filter(|(_, word)| is_word(word)).map(move |(at, word)| {
        // A mark that joins a blank is no word, but its grapheme may begin before the word boundary.
        Span::new(grapheme::floor(text, base + at), base + at + word.len())
    })
}

/// Returns the sentences of a passage in text order, without white space at their ends.
pub fn sentences(text: &str, passage: Span) -> impl DoubleEndedIterator<Item = Span> {
    let line = in_one_line(text, passage);
    let trimmed = |range: Range<usize>| trim(&line, Span::new(range.start, range.end));
    let spans: Vec<Span> = sentence::sentences(&line).into_iter().map(trimmed).collect();
    spans
        .into_iter()
        .map(move |span| trim(text, Span::new(passage.start + span.start, passage.start + span.end)))
        .filter(|span| !span.is_empty())
}

/// Returns the sentences of a text in text order, without white space at their ends.
pub fn sentences_of_text(text: &str) -> impl Iterator<Item = Span> {
    passages(text).flat_map(move |passage| sentences(text, passage))
}

/// Returns the sentences of each passage of a text, in text order.
pub(crate) fn sentences_by_passage(text: &str) -> impl Iterator<Item = Vec<Span>> {
    passages(text).map(move |passage| sentences(text, passage).collect())
}

/// Returns the word at `at`; between two words, the one before; in a block without words, the grapheme.
fn word_at(text: &str, at: usize) -> Span {
    let block = block::block_at(text, at);
    let begun = words(text, &block).take_while(|word| word.start <= at).last();
    let found = begun.filter(|word| at < word.end).or_else(|| grapheme_at(text, &block, at)).or(begun);
    found.unwrap_or(Span::new(at.min(text.len()), at.min(text.len())))
}

/// Returns the grapheme at `at`, if it is not white space.
fn grapheme_at(text: &str, block: &Block, at: usize) -> Option<Span> {
    let start = grapheme::floor(text, at.min(block.span.end));
    let end = grapheme::next(text, start).min(block.span.end);
    (start < end && !text[start..end].trim().is_empty()).then(|| Span::new(start, end))
}

fn sentence_at(text: &str, at: usize) -> Span {
    let passage = passage_at(text, at);
    let begun = sentences(text, passage).take_while(|sentence| sentence.start <= at).last();
    let found = begun.or_else(|| sentences(text, passage).next()).unwrap_or(Span::new(passage.start, passage.start));
    without_bullet(text, found)
}

/// Returns a sentence without the mark or the number of the list item that it begins, and without an emoji before its words.
pub(crate) fn without_bullet(text: &str, sentence: Span) -> Span {
    let words = &text[sentence.start..sentence.end];
    let begins = trim_passage(text, block::block_at(text, sentence.start).span).start == sentence.start;
    let item = words.strip_prefix(['-', '*', '•', '–', '·', '▪', '◦']).map(str::trim_start);
    let item = item.or(Some(&words[sentence::item_number(words)..]));
    let rest = item.filter(|rest| rest.len() + 1 < words.len()).unwrap_or(words);
    let rest = without_picture(rest);
    match Some(rest).filter(|rest| begins && !rest.is_empty() && rest.len() < words.len()) {
        Some(rest) if grapheme::is_boundary(text, sentence.end - rest.len()) => {
            Span::new(sentence.end - rest.len(), sentence.end)
        }
        _ => sentence,
    }
}

/// Returns the words after an emoji or another sign that begins a post: `⚡️ The minister: …`, `📹: The video …`.
fn without_picture(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| {
        matches!(c, '\u{2190}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}' | '\u{20e3}')
    });
    match rest.len() < words.len() {
        true => rest.trim_start_matches(':').trim_start(),
        false => words,
    }
}

/// Returns the name at byte `at`.
pub fn name_at(text: &str, at: usize) -> Option<Span> {
    names(text, sentence_at(text, at)).find(|name| name.contains(at))
}

/// Returns the names in a sentence of a text, in text order.
pub fn names(text: &str, sentence: Span) -> impl Iterator<Item = Span> {
    let names = name::names(&in_one_line(text, sentence));
    names.into_iter().map(move |name| Span::new(sentence.start + name.start, sentence.start + name.end))
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(|c| c.is_alphanumeric() || (!c.is_ascii() && !is_punctuation(c) && !c.is_whitespace()))
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ff00}'..='\u{ff0f}')
}

/// Returns the span without white space at its ends; an empty span at its start if there is nothing else.
pub fn trim(text: &str, span: Span) -> Span {
    let inner = &text[span.start..span.end];
    let start = span.start + (inner.len() - inner.trim_start().len());
    if start == span.end {
        return Span::new(span.start, span.start);
    }
    // A blank with a combining mark belongs to a grapheme that shows something.
    let end = start + inner.trim().len();
    Span::new(grapheme::floor(text, start).max(span.start), grapheme::ceil(text, end).min(span.end))
}

/// Returns the words of a passage: without white space at its ends, and without the marks of a quotation before them.
pub(crate) fn trim_passage(text: &str, passage: Span) -> Span {
    let words = trim(&in_one_line(text, passage), Span::new(0, passage.len()));
    trim(text, Span::new(passage.start + words.start, passage.start + words.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the unit at the `|`, in brackets.
    fn show(unit: Unit, marked: &str) -> String {
        let cursor = marked.find('|').unwrap();
        let mut text = marked.replace('|', "");
        let span = at(&text, unit, cursor);
        text.insert(span.end, ']');
        text.insert(span.start, '[');
        text
    }

    #[test]
    fn a_unit_is_found_from_anywhere_within_it() {
        assert_eq!(show(Unit::Word, "Prices ro|se 5%."), "Prices [rose] 5%.");
        assert_eq!(show(Unit::Word, "Prices| rose"), "[Prices] rose");
        assert_eq!(show(Unit::Word, "said|, he"), "said[,] he");
        assert_eq!(show(Unit::Sentence, "One. Tw|o went home. Three."), "One. [Two went home.] Three.");
        assert_eq!(show(Unit::Sentence, "One.| Two."), "[One.] Two.");
        assert_eq!(show(Unit::Sentence, "- On|e is.\n- Two."), "- [One is.]\n- Two.");
        assert_eq!(show(Unit::Sentence, "|- One is."), "- [One is.]");
        assert_eq!(show(Unit::Sentence, "1. On|e is.\n2) Two."), "1. [One is.]\n2) Two.");
        assert_eq!(show(Unit::Sentence, "|12. One is. Two."), "12. [One is.] Two.");
        assert_eq!(show(Unit::Sentence, "2)| Two is"), "2) [Two is]");
        assert_eq!(show(Unit::Sentence, "|12. Juni war es kalt."), "[12. Juni war es kalt.]");
        assert_eq!(show(Unit::Sentence, "|2.5% is much."), "[2.5% is much.]");
        assert_eq!(show(Unit::Sentence, "|⚡️ One is. Two."), "⚡️ [One is.] Two.");
        assert_eq!(show(Unit::Sentence, "- 📹: On|e is."), "- 📹: [One is.]");
        assert_eq!(show(Unit::Sentence, "⚡️|"), "[⚡️]");
        assert_eq!(show(Unit::Sentence, "-5| degrees."), "[-5 degrees.]");
        assert_eq!(show(Unit::Paragraph, "One.\n Two. Th|ree. \nFour."), "One.\n [Two. Three.] \nFour.");
        assert_eq!(show(Unit::Word, "one\n|\ntwo"), "one\n[]\ntwo");
    }

    #[test]
    fn a_selection_grows_from_word_to_document() {
        let text = "He said: “Prices rose.” She left.\nNobody knew.";
        let mut span = at(text, Unit::Word, 14);
        let mut seen = vec![&text[span.start..span.end]];
        while let Some(larger) = grown(text, span) {
            assert!(larger.covers(span));
            span = larger;
            seen.push(&text[span.start..span.end]);
        }
        assert_eq!(seen, ["Prices", "He said: “Prices rose.”", "He said: “Prices rose.” She left.", text]);
    }
}
