//! Moves through a text: `(text, from, count) → where to`, for the motions that need the text alone.
//!
//! A motion always ends where a cursor can stand: at the beginning of a grapheme that is no line end, or on an empty
//! line. At an end of the document the cursor stays where it is. Motions by rows and pages belong to the layout. While
//! something is selected, motions go by whole units: see [`mod@extend`].

pub(crate) mod extend;

use super::block::{self, Block};
use super::unit::{self, Unit};
use super::{Span, grapheme, passage};

pub use extend::{Ends, extend};

/// A direction in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Back,
}

/// A way to move through a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// To the previous grapheme.
    Left,
    /// To the grapheme after.
    Right,
    /// To the beginning of the next word.
    NextWord,
    /// To the beginning of this word, or of the previous one.
    PrevWord,
    /// To the beginning of the next sentence.
    NextSentence,
    /// To the beginning of this sentence, or of the previous one.
    PrevSentence,
    /// To the beginning of the next paragraph that holds text.
    NextParagraph,
    /// To the beginning of this paragraph, or of the previous one.
    PrevParagraph,
    /// To the beginning of the document.
    Start,
    /// To the last grapheme of the document.
    End,
}

/// Moves `count` times from byte `from`; stops early where no further move is possible. Words, sentences and paragraphs
/// are counted in one pass over the text between.
pub fn go(text: &str, motion: Motion, from: usize, count: usize) -> usize {
    let count = count.max(1);
    match (motion, steps(motion)) {
        (_, Some((unit, Direction::Forward))) => {
            last_of(ahead(text, unit, from).map(|span| span.start).filter(|at| *at > from), count, from)
        }
        (_, Some((unit, Direction::Back))) => {
            last_of(behind(text, unit, from).map(|span| span.start).filter(|at| *at < from), count, from)
        }
        (Motion::Left, _) => repeat(from, count, |at| left(text, at)),
        (Motion::Right, _) => repeat(from, count, |at| right(text, at)),
        (Motion::Start, _) => settle(text, 0),
        (_, None) => settle(text, text.len()),
    }
}

/// Returns the place nearest to `at` where a cursor can stand: at the latest, the last grapheme of its line.
pub fn settle(text: &str, at: usize) -> usize {
    let at = grapheme::floor(text, at);
    let block = block::block_at(text, at);
    if at < block.span.end || block.span.is_empty() {
        return at.min(block.span.end).max(block.span.start);
    }
    if block.ends_line(text) { grapheme::prev(text, block.span.end).max(block.span.start) } else { at }
}

/// Repeats a step `count` times, or until it no longer moves.
fn repeat(from: usize, count: usize, step: impl Fn(usize) -> usize) -> usize {
    let mut at = from;
    for _ in 0..count {
        let there = step(at);
        if there == at {
            break;
        }
        at = there;
    }
    at
}

/// Returns the last of the first `count` places; `from` if there is none.
fn last_of(places: impl Iterator<Item = usize>, count: usize, from: usize) -> usize {
    places.take(count).last().unwrap_or(from)
}

/// Returns the unit that a motion goes by, and the direction; `None` for a motion that goes by no unit.
fn steps(motion: Motion) -> Option<(Unit, Direction)> {
    Some(match motion {
        Motion::NextWord => (Unit::Word, Direction::Forward),
        Motion::PrevWord => (Unit::Word, Direction::Back),
        Motion::NextSentence => (Unit::Sentence, Direction::Forward),
        Motion::PrevSentence => (Unit::Sentence, Direction::Back),
        Motion::NextParagraph => (Unit::Paragraph, Direction::Forward),
        Motion::PrevParagraph => (Unit::Paragraph, Direction::Back),
        Motion::Left | Motion::Right | Motion::Start | Motion::End => return None,
    })
}

/// Returns the words, sentences or paragraphs around `at` and all after them, from the first one of the line or lines
/// that hold `at`.
fn ahead(text: &str, unit: Unit, at: usize) -> Box<dyn Iterator<Item = Span> + '_> {
    match unit {
        Unit::Word => Box::new(blocks(text, at, block::after).flat_map(|block| words(text, &block))),
        Unit::Sentence => {
            Box::new(passages(text, at, passage::after).flat_map(|passage| unit::sentences(text, passage)))
        }
        _ => Box::new(passages(text, at, passage::after).filter_map(|passage| paragraph(text, passage))),
    }
}

/// Returns the words, sentences or paragraphs around `at` and all before them, from the last one backwards.
fn behind(text: &str, unit: Unit, at: usize) -> Box<dyn Iterator<Item = Span> + '_> {
    match unit {
        Unit::Word => Box::new(blocks(text, at, block::before).flat_map(|block| words(text, &block).into_iter().rev())),
        Unit::Sentence => {
            Box::new(passages(text, at, passage::before).flat_map(|passage| unit::sentences(text, passage).rev()))
        }
        _ => Box::new(passages(text, at, passage::before).filter_map(|passage| paragraph(text, passage))),
    }
}

/// Returns the words of a block. They are collected, because they borrow the block.
fn words(text: &str, block: &Block) -> Vec<Span> {
    unit::words(text, block).collect()
}

fn left(text: &str, at: usize) -> usize {
    let block = block::block_at(text, at);
    match block::before(text, &block) {
        _ if at > block.span.start => grapheme::prev(text, at),
        Some(before) => settle(text, before.span.end),
        None => at,
    }
}

fn right(text: &str, at: usize) -> usize {
    let block = block::block_at(text, at);
    let next = grapheme::next(text, at);
    match next < block.span.end {
        true => next,
        false if block.next < text.len() => block.next,
        false => at,
    }
}

/// Returns the block of `at` and the blocks that `next` leads to.
fn blocks(text: &str, at: usize, next: fn(&str, &Block) -> Option<Block>) -> impl Iterator<Item = Block> {
    std::iter::successors(Some(block::block_at(text, at)), move |block| next(text, block))
}

/// Returns the passage of `at` and the passages that `next` leads to.
fn passages(text: &str, at: usize, next: fn(&str, Span) -> Option<Span>) -> impl Iterator<Item = Span> {
    std::iter::successors(Some(passage::passage_at(text, at)), move |passage| next(text, *passage))
}

/// Returns the text of a passage, if it begins a line and is not blank. For a very long line this may be its first
/// block only.
fn paragraph(text: &str, passage: Span) -> Option<Span> {
    let span = unit::trim_passage(text, passage);
    (!span.is_empty() && block::block_at(text, passage.start).begins_line).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(super) const ALL: [Motion; 10] = [
        Motion::Left,
        Motion::Right,
        Motion::NextWord,
        Motion::PrevWord,
        Motion::NextSentence,
        Motion::PrevSentence,
        Motion::NextParagraph,
        Motion::PrevParagraph,
        Motion::Start,
        Motion::End,
    ];

    /// Moves the cursor from the `|`, and shows where it ends up.
    fn show(motion: Motion, count: usize, marked: &str) -> String {
        let cursor = marked.find('|').unwrap();
        let mut text = marked.replace('|', "");
        text.insert(go(&text, motion, cursor, count), '|');
        text
    }

    #[test]
    fn left_and_right_step_over_line_ends() {
        assert_eq!(show(Motion::Right, 1, "on|e\r\ntwo"), "one\r\n|two");
        assert_eq!(show(Motion::Left, 1, "one\r\n|two"), "on|e\r\ntwo");
        assert_eq!(show(Motion::Right, 1, "on|e\n\ntwo"), "one\n|\ntwo");
        assert_eq!(show(Motion::Right, 3, "|👨‍👩‍👧🇺🇦e\u{301}x"), "👨‍👩‍👧🇺🇦e\u{301}|x");
        assert_eq!(show(Motion::Right, 9, "|ab"), "a|b");
    }

    #[test]
    fn words_leave_out_punctuation() {
        assert_eq!(show(Motion::NextWord, 1, "Mr|. Rutte’s — view"), "Mr. |Rutte’s — view");
        assert_eq!(show(Motion::NextWord, 2, "Mr|. Rutte’s — view"), "Mr. Rutte’s — |view");
        assert_eq!(show(Motion::PrevWord, 1, "one\n\ntw|o"), "one\n\n|two");
        assert_eq!(show(Motion::PrevWord, 2, "one\n\ntw|o"), "|one\n\ntwo");
        assert_eq!(show(Motion::NextWord, 1, "la|st"), "la|st");
    }

    #[test]
    fn sentences_and_paragraphs_go_to_their_beginnings() {
        assert_eq!(show(Motion::NextSentence, 1, "One |is. Two.\n\nThree."), "One is. |Two.\n\nThree.");
        assert_eq!(show(Motion::NextSentence, 2, "One |is. Two.\n\nThree."), "One is. Two.\n\n|Three.");
        assert_eq!(show(Motion::PrevSentence, 1, "One is. Two|.\n\nThree."), "One is. |Two.\n\nThree.");
        assert_eq!(show(Motion::NextParagraph, 1, "|One. Two.\n\nThree."), "One. Two.\n\n|Three.");
        assert_eq!(show(Motion::PrevParagraph, 2, "One. Two.\n\nThr|ee."), "|One. Two.\n\nThree.");
        assert_eq!(show(Motion::End, 1, "|One.\n"), "One|.\n");
    }

    proptest! {
        #[test]
        fn a_motion_ends_where_a_cursor_can_stand(
            text in "(\\PC|[a-z .]|\n|\r\n|\r|\u{301}|\u{200d}|👩|🇰){0,60}",
            at in any::<prop::sample::Index>(),
            count in 1..4usize,
        ) {
            let from = settle(&text, at.index(text.len() + 1));
            for motion in ALL {
                let there = go(&text, motion, from, count);
                prop_assert!(grapheme::is_boundary(&text, there), "{motion:?} {from} {there}");
                prop_assert_eq!(settle(&text, there), there, "{:?} from {}", motion, from);
            }
        }
    }
}
