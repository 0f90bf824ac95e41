//! Passages: what a reader takes for a paragraph, also where its lines were broken by hand.
//!
//! ```text
//!   It was announced on Monday that the price of bread in the      ┐
//!   capital has risen by 5%. Nobody in the ministry would say      │ one passage of three lines,
//!   why.                                                           ┘ two sentences
//!
//!   A line that is a paragraph of its own, as on most web pages …  → a passage of one line
//! ```
//!
//! Two lines belong together if neither is blank or an item of a list and the first word of the second would not have
//! fitted at the end of the first: then someone broke the line because it was full. How wide the text was set is told by the lines
//! around the place alone, so that the same passages are found from everywhere.

use super::block::{self, Block};
use super::{Span, unit};

/// Lines of more characters than this were not broken by hand.
const WIDEST: usize = 100;
/// Nor were lines of fewer.
const NARROWEST: usize = 36;
/// A passage has at most so many lines before the one that is asked about, and as many after it.
const MOST: usize = 400;

/// The lines that belong together with the one of byte `at`: a block where nothing was broken by hand.
pub fn passage_at(text: &str, at: usize) -> Span {
    let block = block::block_at(text, at);
    let (mut first, mut last) = (block, block);
    for _ in 0..MOST {
        match block::before(text, &first) {
            Some(before) if joined(text, &before, &first) => first = before,
            _ => break,
        }
    }
    for _ in 0..MOST {
        match block::after(text, &last) {
            Some(after) if joined(text, &last, &after) => last = after,
            _ => break,
        }
    }
    Span::new(first.span.start, last.span.end)
}

/// The passage after the one that ends at byte `end`.
pub fn after(text: &str, passage: Span) -> Option<Span> {
    let last = block::block_at(text, passage.end.saturating_sub(1).max(passage.start));
    // Of one that is longer than we look, the rest is a passage of its own.
    block::after(text, &last).map(|block| Span::new(block.span.start, passage_at(text, block.span.start).end))
}

/// The passage before the one that begins where this one does.
pub fn before(text: &str, passage: Span) -> Option<Span> {
    let first = block::block_at(text, passage.start);
    block::before(text, &first).map(|block| Span::new(passage_at(text, block.span.start).start, block.span.end))
}

/// The text of a passage with a blank for each byte of a line end: as long as it is, but in one line.
pub fn in_one_line(text: &str, passage: Span) -> std::borrow::Cow<'_, str> {
    let inner = &text[passage.start..passage.end];
    if inner.contains(['\n', '\r']) { inner.replace(['\n', '\r'], " ").into() } else { inner.into() }
}

/// Whether a line is an item of a list.
pub fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '•', '–', '·', '▪', '◦'])
        || (numbered.len() < line.len() && numbered.starts_with([')', '.']))
}

/// Whether the line of `below` continues that of `above`, broken because it was full.
fn joined(text: &str, above: &Block, below: &Block) -> bool {
    let (Some(first), Some(second)) = (width(text, above), width(text, below)) else { return false };
    let line = &text[below.span.start..below.span.end];
    if first < NARROWEST || is_item(line) || line.starts_with('—') || !above.ends_line(text) {
        return false;
    }
    let around = [block::before(text, above), block::after(text, below)];
    let widest =
        around.iter().flatten().filter_map(|block| width(text, block)).chain([first, second]).max().unwrap_or(0);
    let word = line.split_whitespace().next().map_or(0, |word| word.chars().count());
    first + 1 + word > widest
}

/// How many characters a line has, if it is short enough to have been broken by hand; `None` for a blank one, too.
pub fn width(text: &str, block: &Block) -> Option<usize> {
    let line = unit::trim(text, block.span);
    if line.is_empty() || !block.begins_line || block.span.len() > 4 * WIDEST {
        return None;
    }
    Some(text[block.span.start..line.end].chars().count()).filter(|width| *width <= WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BY_HAND: &str = "It was announced on Monday that the price of bread in the\ncapital has risen by 5%. \
        Nobody in the ministry would say\nwhy.\n\nAn author\nA heading\n- an item that is as long as it may be, nearly\n- an item\n";

    fn show(text: &str) -> Vec<&str> {
        let mut passages = vec![passage_at(text, 0)];
        while let Some(next) = after(text, passages[passages.len() - 1]) {
            passages.push(next);
        }
        passages.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn lines_that_were_broken_by_hand_belong_together() {
        let passages = show(BY_HAND);
        assert_eq!(passages[0].lines().count(), 3);
        assert_eq!(passages[1..].len(), 5, "{passages:?}");
    }

    #[test]
    fn a_line_that_is_a_paragraph_stands_alone() {
        let line = "This is a paragraph of some length, as long as those that one finds on pages of the web, so that it wraps.";
        let text = format!("{line}\n{line}\n");
        assert_eq!(show(&text), [line, line]);
    }

    #[test]
    fn a_sentence_goes_on_over_the_end_of_a_broken_line() {
        let at = |word: &str| unit::at(BY_HAND, unit::Unit::Sentence, BY_HAND.find(word).unwrap());
        assert_eq!(
            &BY_HAND[at("capital").start..at("capital").end],
            "It was announced on Monday that the price of bread in the\ncapital has risen by 5%."
        );
        assert_eq!(at("why"), at("Nobody"));
    }

    proptest! {
        #[test]
        fn passages_are_the_same_from_wherever_one_looks(
            text in "([a-z]{1,9} [a-z]{1,9} [a-z]{1,9} [a-z]{1,9} [a-z. ]{4,30}|- |\n|\n\n|\r\n|é){0,40}",
            at in any::<prop::sample::Index>(),
        ) {
            let at = crate::text::grapheme::floor(&text, at.index(text.len() + 1));
            let passage = passage_at(&text, at);
            prop_assert_eq!(passage_at(&text, passage.start), passage);
            if let Some(next) = after(&text, passage) {
                prop_assert!(next.start > passage.end);
                prop_assert_eq!(before(&text, next), Some(passage));
            }
        }
    }
}
