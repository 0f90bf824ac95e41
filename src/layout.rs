//! Lays a document out as rows of a given width, one screenful at a time.
//!
//! ```text
//!   block ─ wrap ─▶ row   NATO’s chief warns of a dangerous alliance between     ┐
//!                   row   Russia and North Korea, as 10,000 troops deploy.       │ a page: the rows from
//!                   gap                                                          │ `top` down, no more
//!   block ─ wrap ─▶ row   At a Glance                                            ┘
//! ```
//!
//! Prose whose lines were broken by hand is wrapped again to the width of the page: its lines become one block
//! ([`Reflow`]). The text is not changed, and neither are offsets.
//!
//! Only the blocks that show are laid out, so a page costs the same in a text of any size; the rows of recently shown
//! blocks are cached. A row is found from any byte in it, and rows are walked in both directions.

pub mod glyph;
pub(crate) mod paint;
pub mod wrap;

use std::collections::HashMap;
use std::sync::Arc;

use crate::text::Span;
use crate::text::block::{self, Block};
use crate::text::passage::{self, is_item};

/// The number of blocks whose rows are cached.
const KEPT: usize = 512;

/// A passage of more lines than this is not reflowed.
const MOST_LINES: usize = 100;

/// The lines, among those that were broken by hand, that are reflowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reflow {
    /// Lines that were surely broken to fit a width.
    #[default]
    Auto,
    /// All paragraphs of several lines.
    Always,
    /// No lines.
    Never,
}

/// The settings of a layout besides its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typesetting {
    /// Whether an empty row is added between paragraphs that have none.
    pub spaced: bool,
    /// The lines that are reflowed.
    pub reflow: Reflow,
}

impl Default for Typesetting {
    fn default() -> Typesetting {
        Typesetting { spaced: true, reflow: Reflow::Auto }
    }
}

/// A row on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The text of the row, including the blanks at its end.
    pub span: Span,
    /// Whether the row is the space before a paragraph; then `span` is empty.
    pub gap: bool,
    block: Block,
    index: usize,
}

impl Row {
    /// Returns whether the cursor at byte `at` is in this row.
    pub fn holds(&self, at: usize) -> bool {
        !self.gap && (self.span.contains(at) || (self.span.is_empty() && self.span.start == at))
    }

    /// Returns whether the row belongs to several lines that are reflowed.
    pub fn is_joined(&self, text: &str) -> bool {
        is_joined(text, &self.block)
    }

    /// Returns whether the row begins a line of the text.
    pub fn begins_line(&self) -> bool {
        self.index == 0 && self.block.begins_line
    }
}

/// The rows of one document at one width.
#[derive(Clone, Debug)]
pub struct Layout {
    width: u16,
    set: Typesetting,
    rows: HashMap<usize, Arc<[Span]>>,
    /// The blocks that are joined, by the beginning of each of their lines.
    joined: HashMap<usize, Block>,
}

impl Layout {
    /// Returns a layout `width` columns wide.
    pub fn new(width: u16, set: Typesetting) -> Layout {
        Layout { width: width.max(1), set, rows: HashMap::new(), joined: HashMap::new() }
    }

    /// Returns whether the layout has this width and these settings.
    pub fn is(&self, width: u16, set: Typesetting) -> bool {
        (self.width, self.set) == (width.max(1), set)
    }

    /// Returns the row that holds byte `at`.
    pub fn row_at(&mut self, text: &str, at: usize) -> Row {
        let block = self.join(text, block::block_at(text, at));
        let rows = self.of(text, &block);
        let index = rows.partition_point(|row| row.start <= at).saturating_sub(1);
        Row { span: rows[index], gap: false, block, index }
    }

    /// Returns the row below this one.
    pub fn below(&mut self, text: &str, row: &Row) -> Option<Row> {
        let rows = self.of(text, &row.block);
        let index = if row.gap { 0 } else { row.index + 1 };
        if let Some(span) = rows.get(index) {
            return Some(Row { span: *span, gap: false, block: row.block, index });
        }
        let block = self.join(text, block::after(text, &row.block)?);
        if self.gap_between(text, &row.block, &block) {
            let span = Span::new(block.span.start, block.span.start);
            return Some(Row { span, gap: true, block, index: 0 });
        }
        Some(Row { span: self.of(text, &block)[0], gap: false, block, index: 0 })
    }

    /// Returns the row above this one.
    pub fn above(&mut self, text: &str, row: &Row) -> Option<Row> {
        if let Some(index) = row.index.checked_sub(1) {
            return Some(Row { span: self.of(text, &row.block)[index], gap: false, block: row.block, index });
        }
        let block = self.join(text, block::before(text, &row.block)?);
        if !row.gap && self.gap_between(text, &block, &row.block) {
            let span = Span::new(row.block.span.start, row.block.span.start);
            return Some(Row { span, gap: true, ..*row });
        }
        let rows = self.of(text, &block);
        Some(Row { span: rows[rows.len() - 1], gap: false, block, index: rows.len() - 1 })
    }

    /// Returns the rows from `top` downwards, at most `height` of them.
    pub fn page(&mut self, text: &str, top: Row, height: usize) -> Vec<Row> {
        let mut page = Vec::with_capacity(height);
        let mut row = Some(top);
        while let Some(here) = row.filter(|_| page.len() < height) {
            page.push(here);
            row = self.below(text, &here);
        }
        page
    }

    /// Returns the row `count` rows further up, or the first row.
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

    /// Returns the row `count` rows further down, or the last row.
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

    /// Returns the block of all lines that are reflowed together with this one; the block itself if it stands alone.
    fn join(&mut self, text: &str, block: Block) -> Block {
        if self.set.reflow == Reflow::Never {
            return block;
        }
        if let Some(joined) = self.joined.get(&block.span.start) {
            return *joined;
        }
        if self.joined.len() >= KEPT {
            self.joined.clear();
        }
        let passage = passage::passage_at(text, block.span.start);
        let lines: Vec<Block> =
            std::iter::successors(Some(block::block_at(text, passage.start)), |line| block::after(text, line))
                .take_while(|line| line.span.start < passage.end)
                .take(MOST_LINES + 1)
                .collect();
        let anew = (2..=MOST_LINES).contains(&lines.len())
            && (self.set.reflow == Reflow::Always || passage::is_filled(text, passage));
        match lines.last().filter(|_| anew) {
            Some(last) => {
                let whole = Block { span: passage, next: last.next, begins_line: true };
                self.joined.extend(lines.iter().map(|line| (line.span.start, whole)));
                whole
            }
            None => {
                self.joined.insert(block.span.start, block);
                block
            }
        }
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

    /// Returns whether an empty row is added between two blocks: between paragraphs, but not within a list, not between
    /// short lines (verse, captions, prose that was broken by hand), and not where the text itself has an empty line.
    fn gap_between(&self, text: &str, above: &Block, below: &Block) -> bool {
        let (first, second) = (&text[above.span.start..above.span.end], &text[below.span.start..below.span.end]);
        self.set.spaced
            && below.begins_line
            && !(passage::is_blank(first) || passage::is_blank(second))
            && !(is_item(first) && is_item(second))
            // A joined block already holds all lines of its paragraph.
            && (is_joined(text, above) || is_joined(text, below) || !passage::continues(text, above, below))
            && (is_item(first) != is_item(second) || ![above, below].iter().all(|block| is_short(text, block)))
    }
}

/// Returns whether a block consists of several lines that are reflowed.
fn is_joined(text: &str, block: &Block) -> bool {
    text[block.span.start..block.span.end].contains(['\n', '\r'])
}

/// Returns whether a block is a line so short that no empty row is added around it.
fn is_short(text: &str, block: &Block) -> bool {
    !is_joined(text, block) && passage::is_short(text, block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(text: &str, width: u16, spaced: bool) -> Vec<String> {
        let mut layout = Layout::new(width, Typesetting { spaced, reflow: Reflow::Auto });
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

    /// Prose that was broken to fit 60 columns, and a heading.
    const BROKEN: &str = "The minister said that the price of bread in the capital had\nrisen by 5 per cent since the spring, and that \
        nobody in his\nministry knew why.\n\nBread\nThe bakers were told to wait until the end of the month, or\nlonger.\n";

    #[test]
    fn prose_that_was_broken_to_fit_a_width_is_set_anew() {
        assert_eq!(
            page(BROKEN, 80, true),
            [
                "The minister said that the price of bread in the capital had\nrisen by 5 per cent ",
                "since the spring, and that nobody in his\nministry knew why.",
                "",
                "Bread",
                "~",
                "The bakers were told to wait until the end of the month, or\nlonger.",
            ]
        );
        let mut layout = Layout::new(80, Typesetting { spaced: true, reflow: Reflow::Never });
        let row = layout.row_at(BROKEN, 0);
        assert_eq!(
            &BROKEN[row.span.start..row.span.end],
            "The minister said that the price of bread in the capital had"
        );
        assert!(!row.is_joined(BROKEN));
    }

    #[test]
    fn verse_is_set_anew_only_if_one_asks_for_it() {
        let verse =
            "Shall I compare thee to a summer evening,\nwhen all the bakers of the town are out\nand bread is dear?\n";
        assert_eq!(page(verse, 100, true).len(), 3);
        let mut layout = Layout::new(100, Typesetting { spaced: true, reflow: Reflow::Always });
        let row = layout.row_at(verse, 60);
        assert_eq!(&verse[row.span.start..row.span.end], verse.trim_end());
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
            reflow in prop::sample::select(vec![Reflow::Auto, Reflow::Always, Reflow::Never]),
        ) {
            let mut layout = Layout::new(width, Typesetting { spaced, reflow });
            let top = layout.row_at(&text, 0);
            let rows = layout.page(&text, top, 10_000);
            for pair in rows.windows(2) {
                prop_assert_eq!(layout.above(&text, &pair[1]), Some(pair[0]));
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            prop_assert_eq!(layout.above(&text, &rows[0]), None);
            let shown: String = rows.iter().map(|row| &text[row.span.start..row.span.end]).collect();
            let shown = shown.replace(['\n', '\r'], "");
            let unbroken: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
            prop_assert_eq!(shown, unbroken, "no grapheme is lost");
            for row in rows.iter().filter(|row| !row.gap) {
                prop_assert_eq!(layout.row_at(&text, row.span.start), *row);
            }
        }
    }
}
