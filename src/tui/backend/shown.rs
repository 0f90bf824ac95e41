//! Keeps a copy of what the terminal shows, and finds the cells that differ from what is wanted.
//!
//! Every frame compares every cell with its slot, so a slot is small: it holds a number in place of the symbol. The
//! bytes to send are taken from the wanted cells.

use std::hash::{DefaultHasher, Hasher};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;

use super::glyph::{self, Extent};
use crate::say::sgr::Pen;

/// The cells of the screen.
#[derive(Debug)]
pub(super) struct Shown {
    width: usize,
    slots: Vec<ShownCell>,
}

/// A cell. The cells under the right part of a wide glyph exist, but the glyph hides them.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShownCell {
    symbol: u64,
    pub pen: Pen,
    pub extent: Extent,
    /// Whether it looks like an erased cell.
    pub blank: bool,
    /// Whether it still has to be sent.
    pub stale: bool,
}

impl ShownCell {
    const EMPTY: Self = Self { symbol: b' ' as u64, pen: Pen::PLAIN, extent: Extent::ONE, blank: true, stale: false };

    /// Returns the slot for a cell that is [`glyph::clean`].
    fn stale(cell: &Cell, extent: Extent) -> Self {
        let (symbol, pen) = (number(cell.symbol()), Pen::of(cell));
        Self { symbol, pen, extent, blank: symbol == Self::EMPTY.symbol && pen == Pen::PLAIN, stale: true }
    }

    /// Returns whether the slot looks like this cell.
    #[inline(always)]
    fn shows(&self, cell: &Cell) -> bool {
        self.symbol == number(cell.symbol()) && self.pen == Pen::of(cell)
    }
}

impl Shown {
    /// Returns a blank screen.
    pub(super) fn new(size: Size) -> Self {
        Self { width: usize::from(size.width), slots: vec![ShownCell::EMPTY; size.area() as usize] }
    }

    /// Sets another size; call [`clear`](Self::clear) afterwards.
    pub(super) fn resize(&mut self, size: Size) {
        self.width = usize::from(size.width);
        self.slots.resize(size.area() as usize, ShownCell::EMPTY);
    }

    /// Notes that the screen is blank.
    pub(super) fn clear(&mut self) {
        self.slots.fill(ShownCell::EMPTY);
    }

    /// Returns for each row its number, the cells that it shows, and the cells that it should show.
    pub(super) fn rows<'a>(
        &'a mut self,
        wanted: &'a mut Buffer,
    ) -> impl Iterator<Item = (u16, &'a mut [ShownCell], &'a mut [Cell])> {
        let width = self.width.max(1);
        let rows = self.slots.chunks_mut(width).zip(wanted.content.chunks_mut(width));
        (0..).zip(rows).map(|(y, (row, wanted))| (y, row, wanted))
    }
}

/// Marks the cells of a row that differ from what is wanted, and makes these safe to send. Returns whether there are
/// any.
pub(super) fn want(row: &mut [ShownCell], wanted: &mut [Cell], colours: bool) -> bool {
    let mut any = false;
    let mut x = 0;
    while x < row.len().min(wanted.len()) {
        any |= !row[x].shows(&wanted[x]) && put(row, x, &mut wanted[x], colours);
        x += usize::from(row[x].extent.width);
    }
    any
}

/// Marks the cells that become stale by this cell. Returns whether there are any: a cleaned cell may look the same.
#[inline(never)] // so that the loop over unchanged cells keeps its values in registers
fn put(row: &mut [ShownCell], x: usize, cell: &mut Cell, colours: bool) -> bool {
    let extent = glyph::clean(cell, colours, row.len() - x);
    let slot = ShownCell::stale(cell, extent);
    if (row[x].symbol, row[x].pen) == (slot.symbol, slot.pen) {
        return false;
    }
    if extent.width == 1 && row[x].extent.width == 1 {
        row[x] = slot;
        return true;
    }
    let end = x + usize::from(extent.width);
    // The cells that the terminal blanks or leaves when a wide glyph is replaced must be sent, too.
    let torn = (x..end).map(|at| at + usize::from(row[at].extent.width)).max();
    row[x..end].fill(ShownCell { stale: true, ..ShownCell::EMPTY });
    row[x] = slot;
    row[end..torn.unwrap_or(end)].iter_mut().for_each(|slot| slot.stale = true);
    true
}

/// Returns a number for a symbol: its bytes, or, if there are more than eight, a hash of them. Two clusters with the
/// same hash, one in place of the other, would be confused, which happens once in about 10¹⁹ times.
#[inline(always)]
fn number(symbol: &str) -> u64 {
    match symbol.as_bytes() {
        [byte] => u64::from(*byte),
        bytes if bytes.len() <= 8 => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
        bytes => hash(bytes),
    }
}

/// Returns a hash of bytes.
fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
