//! Motions that need the text alone: `(text, from, count) → where to`.
//!
//! A motion always ends on a place where a cursor can stand: the beginning of a grapheme that is no line end, or an empty
//! line. At an end of the document it stays where it is. Rows and pages belong to the [layout](crate::layout).

use super::block::{self, Block};
use super::{Span, grapheme, unit};

/// A way to move through a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// To the grapheme before.
    Left,
    /// To the grapheme after.
    Right,
    /// To the beginning of the next word.
    NextWord,
    /// To the beginning of this word, or of the one before.
    PrevWord,
    /// To the beginning of the next sentence.
    NextSentence,
    /// To the beginning of this sentence, or of the one before.
    PrevSentence,
    /// To the beginning of the next paragraph that holds text.
    NextParagraph,
    /// To the beginning of this paragraph, or of the one before.
    PrevParagraph,
    /// To the beginning of the document.
    Start,
    /// To the last grapheme of the document.
    End,
}

/// Moves `count` times from byte `from`; stops early where it can go no further.
pub fn go(text: &str, motion: Motion, from: usize, count: usize) -> usize {
    let mut at = from;
    for _ in 0..count.max(1) {
        let there = once(text, motion, at);
        if there == at {
            break;
        }
        at = there;
    }
    at
}

/// The place nearest to `at` where a cursor can stand: not behind the last grapheme of a line.
pub fn settle(text: &str, at: usize) -> usize {
    let at = grapheme::floor(text, at);
    let block = block::block_at(text, at);
    if at < block.span.end || block.span.is_empty() {
        return at.min(block.span.end).max(block.span.start);
    }
    if block.ends_line(text) { grapheme::prev(text, block.span.end).max(block.span.start) } else { at }
}

fn once(text: &str, motion: Motion, at: usize) -> usize {
    match motion {
        Motion::Left => left(text, at),
        Motion::Right => right(text, at),
        Motion::NextWord => {
            forward(text, at, |block| unit::words(text, block).find(|word| word.start > at)).unwrap_or(at)
        }
        Motion::PrevWord => {
            backward(text, at, |block| unit::words(text, block).rfind(|word| word.start < at)).unwrap_or(at)
        }
        Motion::NextSentence => {
            forward(text, at, |block| unit::sentences(text, block).find(|sentence| sentence.start > at)).unwrap_or(at)
        }
        Motion::PrevSentence => {
            backward(text, at, |block| unit::sentences(text, block).rfind(|sentence| sentence.start < at)).unwrap_or(at)
        }
        Motion::NextParagraph => {
            forward(text, at, |block| paragraph(text, block).filter(|span| span.start > at)).unwrap_or(at)
        }
        Motion::PrevParagraph => {
            backward(text, at, |block| paragraph(text, block).filter(|span| span.start < at)).unwrap_or(at)
        }
        Motion::Start => settle(text, 0),
        Motion::End => settle(text, text.len()),
    }
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

/// The first span that `find` has in the block of `at` or in one after it.
fn forward(text: &str, at: usize, find: impl Fn(&Block) -> Option<Span>) -> Option<usize> {
    let first = block::block_at(text, at);
    std::iter::successors(Some(first), |block| block::after(text, block))
        .find_map(|block| find(&block))
        .map(|span| span.start)
}

/// The last span that `find` has in the block of `at` or in one before it.
fn backward(text: &str, at: usize, find: impl Fn(&Block) -> Option<Span>) -> Option<usize> {
    let first = block::block_at(text, at);
    std::iter::successors(Some(first), |block| block::before(text, block))
        .find_map(|block| find(&block))
        .map(|span| span.start)
}

/// The text of the line that a block begins, if it begins one and that is not blank.
fn paragraph(text: &str, block: &Block) -> Option<Span> {
    let span = unit::trim(text, block.span);
    (block.begins_line && !span.is_empty()).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Motion; 10] = [
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

    /// Moves the `|` and shows where it comes to rest.
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
