//! Holds the desk: the open documents, one or two of them in panes, and the division of the screen.
//!
//! ```text
//!   ┌ title ────────────────┬ title ────────────────┐ 0
//!   │ gutter  text          │ gutter  text          │
//!   │                       │                       │
//!   ├───────────────────────┴───────────────────────┤
//!   │ status                                        │ height − 2
//!   │ hints                                         │ height − 1
//! ```

use ratatui::layout::Rect;

use super::beside::Beside;
use super::open::Open;
use super::pane::Pane;
use super::shelf::Shelf;
use crate::layout::Typesetting;
use crate::tags::history::Slot;

/// The number of columns beside the text for the letters of the tags.
pub(crate) const GUTTER: u16 = 4;
/// Two columns of text narrower than this are not shown side by side.
const NARROWEST: u16 = 30;

/// The desk.
#[derive(Debug, Default)]
pub struct Desk {
    /// All documents that were opened in this session.
    pub shelf: Shelf,
    /// The panes, one or two.
    pub panes: Vec<Pane>,
    /// The relation of the documents in the panes.
    pub arrangement: Arrangement,
    /// The number of the pane that gets the keys.
    pub active: usize,
    /// Whether the active pane fills the screen.
    pub zoomed: bool,
    /// Whether the panes scroll together.
    pub tied: bool,
    /// The distance of the divider from the middle, in columns to the right.
    pub split: i16,
    /// The greatest width of the text, in columns.
    pub measure: u16,
    /// The other settings of the layout.
    pub typesetting: Typesetting,
    /// The columns and rows of the screen.
    pub size: (u16, u16),
}

/// The relation of the documents in the panes.
#[derive(Debug, Default)]
pub enum Arrangement {
    /// One article, or two different ones.
    #[default]
    Articles,
    /// One article twice, with the layers of two annotators.
    Beside(Beside),
}

/// The place of a pane on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The number of the pane.
    pub pane: usize,
    /// The whole pane.
    pub whole: Rect,
    /// The first row, for the title.
    pub title: Rect,
    /// The gutter and the text.
    pub page: Rect,
    /// The text alone.
    pub text: Rect,
}

impl Desk {
    /// Returns the pane that gets the keys.
    pub fn pane(&self) -> &Pane {
        &self.panes[self.active]
    }

    /// Returns the document in the active pane.
    pub fn open(&self) -> &Open {
        &self.shelf[self.pane().slot]
    }

    /// Returns the two layers that are shown side by side, if any.
    pub fn beside(&self) -> Option<&Beside> {
        match &self.arrangement {
            Arrangement::Beside(beside) => Some(beside),
            Arrangement::Articles => None,
        }
    }

    /// Returns the documents on the desk, each once.
    pub fn slots(&self) -> Vec<Slot> {
        let mut slots: Vec<Slot> = self.panes.iter().map(|pane| pane.slot).collect();
        slots.dedup();
        slots
    }

    /// Returns the pane that shows a document; the active pane, if both do.
    pub fn pane_of(&self, slot: Slot) -> Option<usize> {
        let active = self.panes.get(self.active).filter(|pane| pane.slot == slot).map(|_| self.active);
        active.or_else(|| self.panes.iter().position(|pane| pane.slot == slot))
    }

    /// Lets `change` work on a pane, with the text that the pane shows.
    pub fn with<T>(&mut self, pane: usize, change: impl FnOnce(&mut Pane, &str) -> T) -> T {
        let pane = &mut self.panes[pane];
        let document = self.shelf[pane.slot].document.clone();
        change(pane, document.text())
    }

    /// Lets `change` work on the active pane.
    pub fn with_active<T>(&mut self, change: impl FnOnce(&mut Pane, &str) -> T) -> T {
        self.with(self.active, change)
    }

    /// Returns whether both panes are visible.
    pub fn side_by_side(&self) -> bool {
        self.panes.len() == 2 && !self.zoomed && self.size.0 > 2 * (GUTTER + 1 + NARROWEST)
    }

    /// Returns the column of the divider, if there is one.
    pub fn divider(&self) -> Option<u16> {
        let least = GUTTER + 1 + NARROWEST;
        let (width, middle) = (self.size.0, i32::from(self.size.0) / 2);
        let column = (middle + i32::from(self.split))
            .clamp(i32::from(least), i32::from(width.saturating_sub(least + 1)).max(i32::from(least)));
        self.side_by_side().then_some(column.try_into().unwrap_or(least))
    }

    /// Returns the visible panes, from left to right.
    pub fn areas(&self) -> Vec<Area> {
        let (width, height) = (self.size.0, self.size.1.saturating_sub(self.foot()));
        match self.divider() {
            Some(divider) => vec![
                self.area(0, Rect::new(0, 0, divider, height)),
                self.area(1, Rect::new(divider + 1, 0, width.saturating_sub(divider + 1), height)),
            ],
            None if self.panes.is_empty() => Vec::new(),
            None => vec![self.area(self.active, Rect::new(0, 0, width, height))],
        }
    }

    /// Returns the number of rows at the bottom that are not for the text.
    pub fn foot(&self) -> u16 {
        if self.size.1 < 8 { 1 } else { 2 }
    }

    /// Fits the panes into their areas.
    pub fn fit(&mut self) {
        let set = self.typesetting;
        for area in self.areas() {
            self.with(area.pane, |pane, text| pane.resize(text, area.text.width, usize::from(area.text.height), set));
        }
    }

    /// Returns the number of columns of text when one document is shown twice. It is the same on both sides, so that
    /// both break their rows at the same words.
    fn narrower(&self) -> u16 {
        let twice = match self.panes.as_slice() {
            [left, right] => self.shelf[left.slot].path == self.shelf[right.slot].path,
            _ => false,
        };
        let side = |divider: u16| divider.min(self.size.0.saturating_sub(divider + 1)).saturating_sub(GUTTER + 1);
        self.divider().filter(|_| twice).map_or(u16::MAX, side)
    }

    /// Returns the parts of a pane that takes the rectangle `whole`.
    fn area(&self, pane: usize, whole: Rect) -> Area {
        let room = whole.width.saturating_sub(GUTTER + 1);
        let width = room.min(self.measure).min(self.narrower()).max(1);
        let left = whole.x + (room - width.min(room)) / 2;
        let rows = whole.height.saturating_sub(1);
        let page = Rect::new(left, whole.y + 1, (GUTTER + width).min(whole.width), rows);
        let text = Rect::new(left + GUTTER.min(whole.width), whole.y + 1, width, rows);
        Area { pane, whole, title: Rect { height: whole.height.min(1), ..whole }, page, text }
    }
}
