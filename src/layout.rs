//! Document × width → rows, a screenful at a time.
//!
//! ```text
//!   block ─ wrap ─▶ row   NATO’s chief warns of a dangerous alliance between     ┐
//!                   row   Russia and North Korea, as 10,000 troops deploy.       │ a page: the rows from
//!                   gap                                                          │ `top` down, no more
//!   block ─ wrap ─▶ row   At a Glance                                            ┘
//! ```
//!
//! Nothing is laid out but the blocks that show, so a page costs the same in a text of any size; the rows of blocks that
//! were just seen are kept. A row is found from any byte in it, and rows are walked in both directions.

pub mod glyph;
pub(crate) mod paint;
pub mod wrap;

use std::collections::HashMap;
use std::sync::Arc;

use crate::text::Span;
use crate::text::block::{self, Block};
use crate::text::passage::{self, is_item};

/// How many blocks' rows are kept.
const KEPT: usize = 512;

/// One row on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The text in it, with the blanks that hang at its end.
    pub span: Span,
    /// Whether it is the space before a paragraph; then `span` is empty.
    pub gap: bool,
    block: Block,
    index: usize,
}

impl Row {
    /// Whether the cursor at byte `at` stands in this row.
    pub fn holds(&self, at: usize) -> bool {
        !self.gap && (self.span.contains(at) || (self.span.is_empty() && self.span.start == at))
    }

    /// Whether it begins a line of the text.
    pub fn begins_line(&self) -> bool {
        self.index == 0 && self.block.begins_line
    }
}

/// Rows of one document at one width.
#[derive(Clone, Debug)]
pub struct Layout {
    width: u16,
    spaced: bool,
    rows: HashMap<usize, Arc<[Span]>>,
}

impl Layout {
    /// A layout `width` columns wide, with space between paragraphs if `spaced`.
    pub fn new(width: u16, spaced: bool) -> Layout {
        Layout { width: width.max(1), spaced, rows: HashMap::new() }
    }

    /// Whether it is what [`Layout::new`] would make of these.
    pub fn is(&self, width: u16, spaced: bool) -> bool {
        (self.width, self.spaced) == (width.max(1), spaced)
    }

    /// The row that holds byte `at`.
    pub fn row_at(&mut self, text: &str, at: usize) -> Row {
        let block = block::block_at(text, at);
        let rows = self.of(text, &block);
        let index = rows.partition_point(|row| row.start <= at).saturating_sub(1);
        Row { span: rows[index], gap: false, block, index }
    }

    /// The row below.
    pub fn below(&mut self, text: &str, row: &Row) -> Option<Row> {
        let rows = self.of(text, &row.block);
        let index = if row.gap { 0 } else { row.index + 1 };
        if let Some(span) = rows.get(index) {
            return Some(Row { span: *span, gap: false, block: row.block, index });
        }
        let block = block::after(text, &row.block)?;
        if self.gap_between(text, &row.block, &block) {
            let span = Span::new(block.span.start, block.span.start);
            return Some(Row { span, gap: true, block, index: 0 });
        }
        Some(Row { span: self.of(text, &block)[0], gap: false, block, index: 0 })
    }

    /// The row above.
    pub fn above(&mut self, text: &str, row: &Row) -> Option<Row> {
        if let Some(index) = row.index.checked_sub(1) {
            return Some(Row { span: self.of(text, &row.block)[index], gap: false, block: row.block, index });
        }
        let block = block::before(text, &row.block)?;
        if !row.gap && self.gap_between(text, &block, &row.block) {
            let span = Span::new(row.block.span.start, row.block.span.start);
            return Some(Row { span, gap: true, ..*row });
        }
        let rows = self.of(text, &block);
        Some(Row { span: rows[rows.len() - 1], gap: false, block, index: rows.len() - 1 })
    }

    /// The rows from `top` down, at most `height` of them.
    pub fn page(&mut self, text: &str, top: Row, height: usize) -> Vec<Row> {
        let mut page = Vec::with_capacity(height);
        let mut row = Some(top);
        while let Some(here) = row.filter(|_| page.len() < height) {
            page.push(here);
            row = self.below(text, &here);
        }
        page
    }

    /// The row `count` rows further up, or the first.
    pub fn up(&mut self, text: &str, row: Row, count: usize) -> Row {
        let mut row = row;
        for _ in 0..count {
            match self.above(text, &row) {
                Some(above) => row = above,
                None => break,
            }
        }
        row
    }

    /// The row `count` rows further down, or the last.
    pub fn down(&mut self, text: &str, row: Row, count: usize) -> Row {
        let mut row = row;
        for _ in 0..count {
            match self.below(text, &row) {
                Some(below) => row = below,
                None => break,
            }
        }
        row
    }

    fn of(&mut self, text: &str, block: &Block) -> Arc<[Span]> {
        if let Some(rows) = self.rows.get(&block.span.start) {
            return rows.clone();
        }
        if self.rows.len() >= KEPT {
            self.rows.clear();
        }
        let rows: Arc<[Span]> = wrap::rows(text, block.span, self.width).into();
        self.rows.insert(block.span.start, rows.clone());
        rows
    }

    /// Whether a row is left free between two blocks: between paragraphs, but not within a list, nor between short lines
    /// (verse, captions, prose that was broken by hand), nor where the text has an empty line of its own.
    fn gap_between(&self, text: &str, above: &Block, below: &Block) -> bool {
        let (first, second) = (&text[above.span.start..above.span.end], &text[below.span.start..below.span.end]);
        self.spaced
            && below.begins_line
            && !(first.trim().is_empty() || second.trim().is_empty())
            && !(is_item(first) && is_item(second))
            && !passage::continues(text, above, below)
            && (is_item(first) != is_item(second) || ![above, below].iter().all(|block| passage::is_short(text, block)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(text: &str, width: u16, spaced: bool) -> Vec<String> {
        let mut layout = Layout::new(width, spaced);
        let top = layout.row_at(text, 0);
        let rows = layout.page(text, top, 100);
        rows.iter().map(|row| if row.gap { "~".into() } else { text[row.span.start..row.span.end].into() }).collect()
    }

    #[test]
    fn paragraphs_are_set_apart_but_lists_are_not() {
        let long = "A paragraph that is rather longer than a line of verse, as most of them are, and so is set apart from the next.";
        let text = format!("{long}\n{long}\n\nHead\n- {long}\n- {long}\n");
        let rows = page(&text, 200, true);
        let first: String = rows.iter().map(|row| row.chars().next().unwrap_or('_')).collect();
        assert_eq!(first, "A~A_H~--");
    }

    #[test]
    fn verse_stays_together() {
        assert_eq!(page("one\ntwo\n", 20, true), ["one", "two"]);
    }

    proptest! {
        #[test]
        fn rows_are_the_same_from_above_and_from_below(
            text in "([a-z é.]{0,40}|-|😀|漢字|\n|\r\n|\t){0,30}",
            width in 2..40u16,
            spaced: bool,
        ) {
            let mut layout = Layout::new(width, spaced);
            let top = layout.row_at(&text, 0);
            let rows = layout.page(&text, top, 10_000);
            for pair in rows.windows(2) {
                prop_assert_eq!(layout.above(&text, &pair[1]), Some(pair[0]));
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            prop_assert_eq!(layout.above(&text, &rows[0]), None);
            let shown: String = rows.iter().map(|row| &text[row.span.start..row.span.end]).collect();
            let unbroken: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
            prop_assert_eq!(shown, unbroken, "no grapheme is lost");
            for row in rows.iter().filter(|row| !row.gap) {
                prop_assert_eq!(layout.row_at(&text, row.span.start), *row);
            }
        }
    }
}
