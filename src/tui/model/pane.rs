//! Holds one article on the desk: its cursor, its selection or focus, and the rows that are shown.
//!
//! ```text
//!          ┌ top ─────────────────────┐
//!   margin │ NATO’s chief warns of a  │
//!          │ dangerous [alliance]     │  the cursor stays between the margins;
//!   margin │ between Russia and       │  `rows` is what shows, kept up to date by each motion
//!          └──────────────────────────┘
//! ```

use crate::layout::{Layout, Row, Typesetting, glyph};
use crate::tags::history::Slot;
use crate::tags::{Id, Origin};
use crate::text::motion::Direction::{self, Back, Forward};
use crate::text::motion::{self, Ends, Motion};
use crate::text::{Span, grapheme};
use crate::tui::model::suggesting::SuggestionId;

/// The number of rows of context around the cursor.
const MARGIN: usize = 3;

/// A selection: from its anchor to the cursor, including both graphemes. Offsets are bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The fixed end; the beginning of a grapheme.
    pub anchor: usize,
    /// Whether no motion has moved the selection yet: the first motion decides its direction.
    pub fresh: bool,
    /// The tag or item whose ends are being edited, if any.
    pub editing: Option<Focus>,
    /// The earlier states before it grew: the anchor, `None` without a selection, and the cursor.
    pub before: Vec<(Option<usize>, usize)>,
}

/// The object in focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// A tag of the user's layer.
    Tag(Id),
    /// An item of the review, given by its first tag.
    Item(Origin),
    /// A suggestion.
    Suggestion(SuggestionId),
}

impl Focus {
    /// Returns the tag, if a tag of the layer is in focus.
    pub fn tag(&self) -> Option<&Id> {
        match self {
            Focus::Tag(id) => Some(id),
            Focus::Item(_) | Focus::Suggestion(_) => None,
        }
    }

    /// Returns the item, if an item of the review is in focus.
    pub fn item(&self) -> Option<&Origin> {
        match self {
            Focus::Item(item) => Some(item),
            Focus::Tag(_) | Focus::Suggestion(_) => None,
        }
    }

    /// Returns the suggestion, if one is in focus.
    pub fn suggestion(&self) -> Option<&SuggestionId> {
        match self {
            Focus::Suggestion(id) => Some(id),
            Focus::Tag(_) | Focus::Item(_) => None,
        }
    }
}

/// A motion of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Jump {
    /// Along the text.
    Text(Motion),
    /// Along the rows on the screen.
    Rows(Rows),
}

/// Motions along the rows on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rows {
    /// A row up.
    Up,
    /// A row down.
    Down,
    /// To the first grapheme of the row.
    Start,
    /// To the last grapheme of the row.
    End,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
}

/// One article on the desk.
#[derive(Clone, Debug)]
pub struct Pane {
    /// The document that it shows.
    pub slot: Slot,
    /// The byte of the cursor: the beginning of a grapheme.
    pub cursor: usize,
    /// The selection.
    pub selection: Option<Selection>,
    /// The object in focus.
    pub focus: Option<Focus>,
    /// The rows that are shown.
    pub rows: Vec<Row>,
    /// The hits of the search that are shown.
    pub hits: Vec<Span>,
    /// The column that vertical motions keep.
    goal: Option<u16>,
    /// The row of the cursor after its last move, and the number of rows of the page then. A resize keeps their ratio.
    eye: Option<(usize, usize)>,
    layout: Layout,
    height: usize,
}

impl Pane {
    /// Returns a pane on a document, with this cursor; its area is set later.
    pub fn new(slot: Slot, text: &str, cursor: usize) -> Pane {
        let mut layout = Layout::new(80, Typesetting::default());
        let cursor = motion::settle(text, cursor);
        let top = layout.row_at(text, cursor);
        Pane {
            slot,
            cursor,
            selection: None,
            focus: None,
            rows: vec![top],
            hits: Vec::new(),
            goal: None,
            eye: None,
            layout,
            height: 1,
        }
    }

    /// Returns the row at the top.
    pub fn top(&self) -> Row {
        self.rows[0]
    }

    /// Returns the number of rows that fit.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Returns the span of text that is shown.
    pub fn window(&self) -> Span {
        let last = self.rows[self.rows.len() - 1];
        Span::new(self.top().span.start.min(last.span.end), last.span.end)
    }

    /// Returns the tag in focus, if it is one of the user's layer.
    pub fn tag(&self) -> Option<&Id> {
        self.focus.as_ref()?.tag()
    }

    /// Returns the selected span.
    pub fn selected(&self, text: &str) -> Option<Span> {
        let selection = self.selection.as_ref()?;
        let (first, last) = (selection.anchor.min(self.cursor), selection.anchor.max(self.cursor));
        Some(Span::new(first, grapheme::next(text, last)))
    }

    /// Sets the area: `width` columns by `height` rows. The cursor and the text around it stay at the same relative
    /// height of the page.
    pub fn resize(&mut self, text: &str, width: u16, height: usize, set: Typesetting) {
        let height = height.max(1);
        if self.layout.is(width, set) && self.height == height {
            return;
        }
        let top = self.top().span.start;
        if !self.layout.is(width, set) {
            self.layout = Layout::new(width, set);
        }
        let top = match self.eye {
            Some((row, of)) => {
                let here = self.layout.row_at(text, self.cursor);
                self.layout.up(text, here, row * height / of)
            }
            None => self.layout.row_at(text, top),
        };
        self.height = height;
        self.show_from(text, top);
        self.reveal(text);
    }

    /// Scrolls so that byte `at` is in the first row; moves the cursor only if it would leave the page.
    pub fn set_top(&mut self, text: &str, at: usize) {
        let top = self.layout.row_at(text, at);
        self.show_from(text, top);
        self.follow(text);
        self.look();
    }

    /// Moves the cursor to byte `at` and shows it.
    pub fn put(&mut self, text: &str, at: usize) {
        self.cursor = motion::settle(text, at);
        self.goal = None;
        self.reveal(text);
        self.look();
    }

    /// Shows a span from its beginning, as far as it fits, with the cursor on its first grapheme.
    pub fn show(&mut self, text: &str, span: Span) {
        let last = grapheme::prev(text, span.end).max(span.start);
        self.cursor = motion::settle(text, last);
        self.reveal(text);
        self.put(text, span.start);
    }

    /// Moves the cursor `count` times.
    pub fn go(&mut self, text: &str, jump: Jump, count: Option<usize>) {
        let times = count.unwrap_or(1);
        match jump {
            Jump::Text(motion) => {
                self.go_in_text(text, motion, times);
                self.leave_break(text, motion);
                self.goal = None;
            }
            Jump::Rows(rows) => self.go_rows(text, rows, times),
        }
        if let Some(selection) = &mut self.selection {
            selection.fresh = false;
        }
        self.reveal(text);
        self.look();
    }

    /// Scrolls by this many rows, down if positive; moves the cursor only if it would leave the page.
    pub fn scroll(&mut self, text: &str, by: isize) {
        let top = self.top();
        let count = by.unsigned_abs();
        let top = if by < 0 { self.layout.up(text, top, count) } else { self.layout.down(text, top, count) };
        self.show_from(text, top);
        self.follow(text);
        self.look();
    }

    /// Returns the byte at a column and row of the page, both counted from 0.
    pub fn at_cell(&mut self, text: &str, column: u16, row: usize) -> usize {
        let row = self.rows[row.min(self.rows.len() - 1)];
        motion::settle(text, self.at_column(text, &row, column))
    }

    /// Returns the row of the page that the cursor is in, and its column there.
    pub fn cursor_cell(&self, text: &str) -> Option<(usize, u16)> {
        let row = self.rows.iter().rposition(|row| row.holds(self.cursor))?;
        Some((row, column_of(text, &self.rows[row], self.cursor)))
    }

    /// Returns the number of rows from `before` to the present first row; `None` if it is more than `most`.
    pub fn rows_since(&mut self, text: &str, before: Row, most: usize) -> Option<isize> {
        let now = self.top();
        let (mut up, mut down) = (before, before);
        for count in 0..=most {
            if down == now {
                return Some(count as isize);
            }
            if up == now {
                return Some(-(count as isize));
            }
            up = self.layout.up(text, up, 1);
            down = self.layout.down(text, down, 1);
        }
        None
    }

    /// Stores the row of the cursor on the page.
    fn look(&mut self) {
        self.eye = self.rows.iter().position(|row| row.holds(self.cursor)).map(|row| (row, self.height));
    }

    /// Moves the cursor; with a selection, by whole units.
    fn go_in_text(&mut self, text: &str, motion: Motion, times: usize) {
        let Some(selection) = &mut self.selection else {
            self.cursor = motion::go(text, motion, self.cursor, times);
            return;
        };
        let fresh = selection.fresh && selection.anchor == self.cursor;
        let ends = motion::extend(text, motion, Ends { anchor: selection.anchor, cursor: self.cursor, fresh }, times);
        (selection.anchor, self.cursor) = (ends.anchor, ends.cursor);
    }

    /// Moves the cursor out of a break between two reflowed lines, which is one blank on the screen: on to the words
    /// after it, or back to its beginning.
    fn leave_break(&mut self, text: &str, motion: Motion) {
        let row = self.layout.row_at(text, self.cursor);
        if !matches!(motion, Motion::Left | Motion::Right) || !row.is_joined(text) {
            return;
        }
        let inside = |glyph: &glyph::Glyph| glyph.span.start < self.cursor && self.cursor < glyph.span.end;
        if let Some(glyph) = glyph::glyphs(text, row.span).find(inside) {
            let out = if motion == Motion::Left { glyph.span.start } else { glyph.span.end };
            self.cursor = motion::settle(text, out);
        }
    }

    /// Moves the cursor along the rows on the screen.
    fn go_rows(&mut self, text: &str, rows: Rows, times: usize) {
        let row = self.layout.row_at(text, self.cursor);
        match rows {
            Rows::Start => {
                self.cursor = row.span.start;
                self.goal = None;
            }
            Rows::End => {
                self.cursor = motion::settle(text, grapheme::prev(text, row.span.end).max(row.span.start));
                self.goal = None;
            }
            Rows::Up | Rows::Down => {
                let goal = *self.goal.get_or_insert_with(|| column_of(text, &row, self.cursor));
                let target = self.text_row(text, row, times, if rows == Rows::Down { Forward } else { Back });
                self.cursor = motion::settle(text, self.at_column(text, &target, goal));
            }
            Rows::HalfDown => self.page(text, self.height.div_ceil(2), times, Forward),
            Rows::HalfUp => self.page(text, self.height.div_ceil(2), times, Back),
            Rows::PageDown => self.page(text, self.height.saturating_sub(2).max(1), times, Forward),
            Rows::PageUp => self.page(text, self.height.saturating_sub(2).max(1), times, Back),
        }
    }

    /// Returns the row of text `count` rows further on, not counting gaps; the last row if there are fewer.
    fn text_row(&mut self, text: &str, from: Row, count: usize, direction: Direction) -> Row {
        let (mut row, mut found) = (from, from);
        for _ in 0..count {
            loop {
                let next = match direction {
                    Forward => self.layout.below(text, &row),
                    Back => self.layout.above(text, &row),
                };
                match next {
                    Some(next) if next.gap => row = next,
                    Some(next) => {
                        (row, found) = (next, next);
                        break;
                    }
                    None => return found,
                }
            }
        }
        found
    }

    /// Scrolls by `rows` and moves the cursor by as many.
    fn page(&mut self, text: &str, rows: usize, times: usize, direction: Direction) {
        let here = self.layout.row_at(text, self.cursor);
        let goal = *self.goal.get_or_insert_with(|| column_of(text, &here, self.cursor));
        let rows = rows.saturating_mul(times);
        let top = self.top();
        let (top, mut target) = match direction {
            Forward => (self.layout.down(text, top, rows), self.layout.down(text, here, rows)),
            Back => (self.layout.up(text, top, rows), self.layout.up(text, here, rows)),
        };
        if target.gap {
            target = self.text_row(text, target, 1, direction);
        }
        self.cursor = motion::settle(text, self.at_column(text, &target, goal));
        self.show_from(text, top);
    }

    /// Scrolls as little as needed to show the cursor with its context.
    fn reveal(&mut self, text: &str) {
        let margin = MARGIN.min(self.height.saturating_sub(1) / 2);
        let row = self.layout.row_at(text, self.cursor);
        let found = self.rows.iter().position(|shown| *shown == row);
        let top = match found {
            Some(at) if at < margin => self.layout.up(text, row, margin),
            Some(at) if at + margin < self.height => return,
            Some(_) => self.layout.up(text, row, self.height - 1 - margin),
            None => {
                let near_below = self.steps_to(text, self.rows[self.rows.len() - 1], row, Forward);
                let near_above = self.steps_to(text, self.top(), row, Back);
                match (near_below, near_above) {
                    (true, _) => self.layout.up(text, row, self.height - 1 - margin),
                    (_, true) => self.layout.up(text, row, margin),
                    _ => self.layout.up(text, row, self.height / 3),
                }
            }
        };
        self.show_from(text, top);
    }

    /// Returns whether `to` is less than a page from `from`.
    fn steps_to(&mut self, text: &str, from: Row, to: Row, direction: Direction) -> bool {
        let ahead = match direction {
            Forward => from.span.start <= to.span.start,
            Back => to.span.start <= from.span.start,
        };
        let mut row = from;
        for _ in 0..if ahead { self.height } else { 0 } {
            if row == to {
                return true;
            }
            row = match direction {
                Forward => self.layout.down(text, row, 1),
                Back => self.layout.up(text, row, 1),
            };
        }
        false
    }

    /// Lays the page out from `top`, or from further up if the text would end before the page does.
    fn show_from(&mut self, text: &str, top: Row) {
        self.rows = self.layout.page(text, top, self.height);
        if self.rows.len() < self.height {
            let last = self.rows[self.rows.len() - 1];
            let top = self.layout.up(text, last, self.height - 1);
            if top != self.rows[0] {
                self.rows = self.layout.page(text, top, self.height);
            }
        }
    }

    /// Moves the cursor onto the page if it is outside.
    fn follow(&mut self, text: &str) {
        let margin = MARGIN.min(self.height.saturating_sub(1) / 2);
        let row = self.layout.row_at(text, self.cursor);
        let goal = *self.goal.get_or_insert_with(|| column_of(text, &row, self.cursor));
        let at_start = self.layout.above(text, &self.rows[0]).is_none();
        let last = self.rows[self.rows.len() - 1];
        let at_end = self.layout.below(text, &last).is_none();
        let first = if at_start { 0 } else { margin };
        let last = if at_end { self.rows.len() - 1 } else { (self.rows.len() - 1).saturating_sub(margin) };
        let place = match self.rows.iter().position(|shown| *shown == row) {
            Some(at) => at.clamp(first.min(last), last),
            None if row.span.start < self.top().span.start => first,
            None => last,
        };
        let mut target = self.rows[place];
        if target == row {
            return;
        }
        if target.gap {
            target = self.text_row(text, target, 1, if place <= first { Forward } else { Back });
        }
        self.cursor = motion::settle(text, self.at_column(text, &target, goal));
    }

    /// Returns the byte of the grapheme at a column of a row.
    fn at_column(&self, text: &str, row: &Row, column: u16) -> usize {
        let under = glyph::glyphs(text, row.span).take_while(|glyph| glyph.column <= column).last();
        under.map_or(row.span.start, |glyph| glyph.span.start)
    }
}

/// Returns the column in which the grapheme at byte `at` begins.
pub(crate) fn column_of(text: &str, row: &Row, at: usize) -> u16 {
    let found = glyph::glyphs(text, row.span).take_while(|glyph| glyph.span.start <= at).last();
    found.map_or(0, |glyph| if glyph.span.end <= at { glyph.column + glyph.width } else { glyph.column })
}
