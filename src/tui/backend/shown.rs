//! What the terminal shows, as far as we know, and which of it is not what is wanted.

use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::layout::Size;

use super::glyph::Extent;

/// The cells of the screen.
#[derive(Debug, Default)]
pub(super) struct Shown {
    size: Size,
    slots: Vec<Slot>,
}

/// One cell. Those under the right part of a wide glyph exist, but the glyph hides them.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub cell: Cell,
    pub extent: Extent,
    /// Erasing draws it.
    pub blank: bool,
    /// The terminal does not show this yet.
    pub stale: bool,
}

impl Slot {
    const EMPTY: Self = Self { cell: Cell::EMPTY, extent: Extent::ONE, blank: true, stale: false };
}

impl Shown {
    /// The screen is blank.
    pub fn clear(&mut self) {
        self.slots.fill(Slot::EMPTY);
    }

    /// The screen has this size; if that is new, it was cleared.
    pub fn fit(&mut self, size: Size) {
        if size != self.size {
            self.size = size;
            self.slots = vec![Slot::EMPTY; usize::from(size.width) * usize::from(size.height)];
        }
    }

    /// Wants a cell; off the screen, nothing happens.
    pub fn put(&mut self, x: u16, y: u16, mut cell: Cell) {
        let Some(row) = self.row(y) else { return };
        let x = usize::from(x);
        let Some(old) = row.get(x) else { return };
        let mut extent = Extent::of(cell.symbol());
        if x + usize::from(extent.width) > row.len() {
            cell.set_symbol(" ");
            extent = Extent::ONE;
        }
        if old.cell == cell && cell.diff_option != CellDiffOption::AlwaysUpdate {
            return;
        }
        let end = x + usize::from(extent.width);
        // What the terminal blanks or leaves behind when a wide glyph gives way must be sent too.
        let torn = (x..end).map(|at| at + usize::from(row[at].extent.width)).max();
        row[x..end].fill(Slot { stale: true, ..Slot::EMPTY });
        row[x] = Slot { blank: cell == Cell::EMPTY, cell, extent, stale: true };
        row[end..torn.unwrap_or(end)].iter_mut().for_each(|slot| slot.stale = true);
    }

    /// The rows that must be painted, with their numbers.
    pub fn stale_rows(&mut self) -> impl Iterator<Item = (u16, &mut [Slot])> {
        let rows = self.slots.chunks_mut(usize::from(self.size.width).max(1));
        (0..).zip(rows).filter(|(_, row)| row.iter().any(|slot| slot.stale))
    }

    fn row(&mut self, y: u16) -> Option<&mut [Slot]> {
        self.slots.chunks_mut(usize::from(self.size.width).max(1)).nth(usize::from(y))
    }
}
