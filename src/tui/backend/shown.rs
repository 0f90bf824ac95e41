//! What the terminal shows, as far as we know, and which of it is not what is wanted.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;

use super::glyph::{self, Extent};
use super::pen::Pen;

/// The cells of the screen.
#[derive(Debug)]
pub(super) struct Shown {
    width: usize,
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

    /// Whether it looks like that cell. Asked of every cell in every frame, so of the many that are one byte that byte
    /// alone is compared.
    #[inline]
    fn shows(&self, wanted: &Cell) -> bool {
        let symbols = match (self.cell.symbol().as_bytes(), wanted.symbol().as_bytes()) {
            ([shown], [wanted]) => shown == wanted,
            (shown, wanted) => shown == wanted,
        };
        symbols && Pen::of(&self.cell) == Pen::of(wanted)
    }
}

impl Shown {
    /// A blank screen.
    pub fn new(size: Size) -> Self {
        Self { width: usize::from(size.width), slots: vec![Slot::EMPTY; size.area() as usize] }
    }

    /// The screen is blank.
    pub fn clear(&mut self) {
        self.slots.fill(Slot::EMPTY);
    }

    /// Each row's number, what it shows, and what it shall show.
    pub fn rows<'a>(&'a mut self, wanted: &'a Buffer) -> impl Iterator<Item = (u16, &'a mut [Slot], &'a [Cell])> {
        let width = self.width.max(1);
        let rows = self.slots.chunks_mut(width).zip(wanted.content.chunks(width));
        (0..).zip(rows).map(|(y, (row, wanted))| (y, row, wanted))
    }
}

/// Marks in a row what does not look as wanted. Whether there is any.
pub(super) fn want(row: &mut [Slot], wanted: &[Cell], colours: bool) -> bool {
    let mut stale = false;
    let mut x = 0;
    while let (Some(slot), Some(cell)) = (row.get(x), wanted.get(x)) {
        if !slot.shows(cell) {
            stale |= put(row, x, glyph::clean(cell, colours));
        }
        x += usize::from(row[x].extent.width);
    }
    stale
}

/// Wants a cell. Whether that is new.
fn put(row: &mut [Slot], x: usize, mut cell: Cell) -> bool {
    let mut extent = Extent::of(cell.symbol());
    if x + usize::from(extent.width) > row.len() {
        cell.set_symbol(" ");
        extent = Extent::ONE;
    }
    if row[x].shows(&cell) {
        return false;
    }
    let end = x + usize::from(extent.width);
    // What the terminal blanks or leaves behind when a wide glyph gives way must be sent too.
    let torn = (x..end).map(|at| at + usize::from(row[at].extent.width)).max();
    row[x..end].fill(Slot { stale: true, ..Slot::EMPTY });
    row[x] = Slot { blank: cell == Cell::EMPTY, cell, extent, stale: true };
    row[end..torn.unwrap_or(end)].iter_mut().for_each(|slot| slot.stale = true);
    true
}
