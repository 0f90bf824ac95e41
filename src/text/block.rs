//! Cuts a text into blocks: the pieces that are laid out, and searched for units, one at a time.
//!
//! A block is a line. A very long line is cut into several blocks, so that no work grows with the document. Where to
//! cut depends only on the text around that place, so that the same cuts are found from the front, from the back and
//! from the middle:
//!
//! ```text
//!   grid     |0          |8 KiB      |16 KiB     |24 KiB
//!   line     ……⏎ ───────────────────────────────────────……⏎
//!   active?               no          yes         yes         (no line end in the 8 KiB before it)
//!   blocks   [  ][                   ][          ][       ]   (cut at a sentence's or word's end just before the grid)
//! ```

use memchr::{memchr2, memrchr2};

use super::{Span, grapheme};

/// The longest block has twice as many bytes.
const GRID: usize = 8192;
/// A cut is looked for in this many bytes before the grid point.
const SLACK: usize = 512;

/// A line, or a piece of a very long one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The text of the block, without the line end.
    pub span: Span,
    /// The byte at which the next block begins: after the line end.
    pub next: usize,
    /// Whether the block begins a line.
    pub begins_line: bool,
}

impl Block {
    /// Returns whether the block ends a line of the text; a piece of a long line need not.
    pub fn ends_line(&self, text: &str) -> bool {
        self.span.end < self.next || self.next == text.len()
    }
}

/// Returns the block that holds byte `at`; the last one at the end of the text. A text that ends in a line end has no
/// empty block after it.
pub(crate) fn block_at(text: &str, at: usize) -> Block {
    let bytes = text.as_bytes();
    let mut at = at.min(bytes.len());
    if at == bytes.len() && at > 0 {
        at -= 1;
    }
    let (start, begins_line) = start_before(text, at);
    let (end, next) = end_after(text, start);
    Block { span: Span::new(start, end), next, begins_line }
}

/// Returns the block after this one.
pub(crate) fn after(text: &str, block: &Block) -> Option<Block> {
    (block.next < text.len()).then(|| block_at(text, block.next))
}

/// Returns the block before this one.
pub(crate) fn before(text: &str, block: &Block) -> Option<Block> {
    (block.span.start > 0).then(|| block_at(text, block.span.start - 1))
}

/// Returns the whole line that holds byte `at`, without its line end, however long it is.
pub(crate) fn line_at(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let mut at = at.min(bytes.len());
    if at == bytes.len() && at > 0 {
        at -= 1;
    }
    let start = line_start(bytes, at, 0).unwrap_or(0);
    let end = memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |found| start + found);
    Span::new(start, end)
}

/// Returns where the block of `at` begins, and whether that is the beginning of a line.
fn start_before(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let slot = at / GRID;
    // A grid point that is not active has a line end in the slot before it, or on itself.
    let low = slot.saturating_sub(2) * GRID;
    let line = line_start(bytes, at, low);
    let cut = (slot.saturating_sub(1)..=slot + 1).rev().filter_map(|slot| cut_near(text, slot)).find(|cut| *cut <= at);
    match (cut, line) {
        (Some(cut), Some(line)) if line < cut => (cut, false),
        (_, Some(line)) => (line, true),
        (Some(cut), None) => (cut, false),
        (None, None) => (low, low == 0),
    }
}

/// Returns where the block that begins at `start` ends, and where the one after it begins.
fn end_after(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let far = bytes.len().min(start + 3 * GRID);
    let line_end = memchr2(b'\n', b'\r', &bytes[start..far]).map_or(far, |found| start + found);
    let first = start / GRID + 1;
    match (first..first + 3).filter_map(|slot| cut_near(text, slot)).find(|cut| *cut > start) {
        Some(cut) if cut <= line_end => (cut, cut),
        _ => (line_end, behind_line_end(bytes, line_end)),
    }
}

/// Returns the cut that belongs to a grid point, if that point is active.
fn cut_near(text: &str, slot: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let grid = slot * GRID;
    if slot == 0 || grid >= bytes.len() || memchr2(b'\n', b'\r', &bytes[grid - GRID..=grid]).is_some() {
        return None;
    }
    let (low, high) = (grapheme::floor_char(text, grid - SLACK), grapheme::floor_char(text, grid));
    let window = &text[low..high];
    let blanks = || window.rmatch_indices(' ').map(|(at, _)| at + 1);
    let after_stop = blanks().find(|at| window[..at - 1].ends_with(['.', '!', '?', '”', '"']));
    let found = after_stop.or_else(|| blanks().next()).unwrap_or(window.len());
    // Looks only at the window and a little of what follows: a grapheme may be very long.
    let whole = &text[low..grapheme::floor_char(text, high + 64)];
    let edge = grapheme::floor(whole, found);
    Some(if edge > 0 { low + edge } else { high })
}

/// Returns the beginning of the line that holds `at`; searches back to byte `low`, and returns `None` if the line
/// begins before it.
fn line_start(bytes: &[u8], at: usize, low: usize) -> Option<usize> {
    let mut to = at;
    // The LF of a CR LF still belongs to the line that it ends.
    if bytes.get(at) == Some(&b'\n') && at > 0 && bytes[at - 1] == b'\r' {
        to -= 1;
    }
    match memrchr2(b'\n', b'\r', &bytes[low..to]) {
        Some(found) => Some(low + found + 1),
        None => (low == 0).then_some(0),
    }
}

fn behind_line_end(bytes: &[u8], end: usize) -> usize {
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'\r'), Some(b'\n')) => end + 2,
        (Some(b'\r' | b'\n'), _) => end + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<Block> {
        let mut blocks = vec![block_at(text, 0)];
        while let Some(next) = after(text, &blocks[blocks.len() - 1]) {
            blocks.push(next);
        }
        blocks
    }

    #[test]
    fn every_kind_of_line_end_ends_a_block() {
        let text = "one\ntwo\r\nthree\rfour";
        let lines: Vec<&str> = all(text).iter().map(|b| &text[b.span.start..b.span.end]).collect();
        assert_eq!(lines, ["one", "two", "three", "four"]);
        assert_eq!(all("one\n\ntwo\n").len(), 3);
        assert_eq!(all("").len(), 1);
    }

    #[test]
    fn a_line_without_end_is_cut_at_sentences() {
        let text = "Forty-two words were said. ".repeat(4000);
        let blocks = all(&text);
        assert!(blocks.len() > 10);
        for block in &blocks {
            assert!(block.span.len() <= 2 * GRID, "{block:?}");
            assert!(text[block.span.start..].starts_with("Forty"), "{block:?}");
        }
    }

    #[test]
    fn a_line_that_ends_on_the_grid_is_found_from_its_end() {
        for length in [GRID, GRID + 1, 2 * GRID - 1, 2 * GRID] {
            for end in [3 * GRID, 4 * GRID] {
                let text = format!("{}\n{}\r\n-", "-".repeat(end - length - 1), "x".repeat(length));
                let blocks = all(&text);
                for at in end - length - 2..text.len() {
                    assert!(blocks.contains(&block_at(&text, at)), "{at} in a line of {length} that ends at {end}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn blocks_tile_the_text_from_wherever_one_looks(
            pieces in prop::collection::vec(("([a-z. é😀]|🇰🇷){0,30}", 0..700usize, "(\n|\r\n|\r|)"), 1..12),
            seed in any::<u64>(),
        ) {
            let text: String = pieces.iter().map(|(piece, times, end)| piece.repeat(*times) + end).collect();
            let blocks = all(&text);
            prop_assert_eq!(blocks[0].span.start, 0);
            prop_assert_eq!(blocks[blocks.len() - 1].next, text.len());
            for pair in blocks.windows(2) {
                prop_assert_eq!(pair[0].next, pair[1].span.start);
                prop_assert_eq!(before(&text, &pair[1]), Some(pair[0]));
                prop_assert!(pair[0].span.len() <= 2 * GRID + SLACK);
            }
            let mut random = fastrand::Rng::with_seed(seed);
            for _ in 0..50 {
                let at = random.usize(0..=text.len());
                let block = block_at(&text, at);
                prop_assert!(blocks.contains(&block), "{block:?} from {at}");
                prop_assert!(block.span.start <= at && (at < block.next || at == text.len()));
            }
        }
    }
}
