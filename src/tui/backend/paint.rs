//! Sends one row of the screen in as few bytes as possible.
//!
//! ```text
//!   shown    │Prices rose by five percent in May.  │ The ministry says that it is more│
//!   wanted   │Prices fell by 5%                    │ The ministry denies              │
//!   stale            ▔▔▔▔    ▔▔▔▔ ▔▔▔▔▔▔▔ ▔▔ ▔▔▔▔                 ▔▔▔▔▔▔▔▔▔ ▔▔ ▔▔ ▔▔▔▔
//! ```
//!
//! - A stale glyph is sent. A glyph that is right already is skipped, or sent again where that is shorter than a step.
//! - Blanks are sent, or erased by number (`ESC[18X`), or to the end of the row (`ESC[K`) if nothing there has to stay.

use ratatui::buffer::Cell;
use ratatui::layout::Position;

use super::brush::{self, Brush};
use super::glyph::Extent;
use super::shown::ShownCell;
use crate::say::sgr::Pen;

/// Sends the stale cells of row `y`, so that it shows `cells` afterwards.
pub(super) fn row(row: &mut [ShownCell], cells: &[Cell], y: u16, brush: &mut Brush) {
    let mut x = 0;
    while x < row.len() {
        let end = x + usize::from(row[x].extent.width);
        if !row[x..end].iter().any(|slot| slot.stale) {
            x = end;
        } else if row[x].blank {
            x = blanks(row, cells, x, y, brush);
        } else {
            glyph(row, cells, x, y, brush);
            x = end;
        }
    }
}

/// Sends the glyph at `x`.
fn glyph(row: &mut [ShownCell], cells: &[Cell], x: usize, y: u16, brush: &mut Brush) {
    if brush.at() != Some(position(x, y)) {
        reach(row, cells, x, y, brush);
    }
    let ShownCell { pen, extent, .. } = row[x];
    let (end, reach) = (x + usize::from(extent.width), x + usize::from(extent.reach));
    if !draws(brush.pen(), row[x], &cells[x]) {
        brush.style(pen);
    }
    if !extent.sure && extent.width > 1 {
        // On a terminal on which the glyph is narrower, these blanks are visible beside it.
        brush.space(extent.width);
        brush.lost();
        brush.go(position(x, y));
    }
    brush.write(cells[x].symbol(), extent.width);
    if !extent.sure || end == row.len() {
        brush.lost();
    }
    let spilled = end..reach.min(row.len()).max(end);
    row[spilled].iter_mut().for_each(|slot| slot.stale = true);
    row[x..end].iter_mut().for_each(|slot| slot.stale = false);
}

/// Blanks the stale part of the run of blanks at `x`, by the cheapest of three means. Returns the column after it.
fn blanks(row: &mut [ShownCell], cells: &[Cell], x: usize, y: u16, brush: &mut Brush) -> usize {
    let run = x + row[x..].iter().take_while(|slot| slot.blank).count();
    let stale = x + row[x..run].iter().rposition(|slot| slot.stale).map_or(0, |last| last + 1);
    let columns = stale - x;
    let after = |from| {
        if run < row.len() { brush::step(run - from) } else { 0 }
    };
    let spaces = columns + after(stale);
    let erasing = brush::erasing(columns) + after(x);
    // Erasing to the end is safe only if everything that it would erase is blank or sent anyway.
    let to_the_end = 3 + after(x) <= spaces.min(erasing) && row[run..].iter().all(|slot| slot.stale || slot.blank);

    reach(row, cells, x, y, brush);
    if !brush.pen().blanks_as(Pen::PLAIN) {
        brush.style(Pen::PLAIN);
    }
    row[x..run].iter_mut().for_each(|slot| slot.stale = false);
    if to_the_end {
        brush.erase_row();
        row[run..].iter_mut().for_each(|slot| slot.stale &= !slot.blank);
    } else if erasing < spaces {
        brush.erase(columns as u16);
    } else {
        brush.space(columns as u16);
        if stale == row.len() {
            brush.lost();
        }
    }
    run
}

/// Moves the cursor to `x`: across a short gap by sending its cells again, if they have the current style.
fn reach(row: &[ShownCell], cells: &[Cell], x: usize, y: u16, brush: &mut Brush) {
    let from = brush.at().filter(|at| at.y == y).map_or(x, |at| usize::from(at.x));
    if from < x && x - from <= 4 {
        let (pen, letters) = (brush.pen(), &cells[from..x]);
        let bytes: usize = letters.iter().map(|cell| cell.symbol().len()).sum();
        let plain = |(slot, cell): (&ShownCell, &Cell)| slot.extent == Extent::ONE && draws(pen, *slot, cell);
        if bytes <= brush::step(letters.len()) && row[from..x].iter().zip(letters).all(plain) {
            letters.iter().for_each(|cell| brush.write(cell.symbol(), 1));
        }
    }
    brush.go(position(x, y));
}

/// Returns whether this style draws the cell as it should look.
fn draws(pen: Pen, slot: ShownCell, cell: &Cell) -> bool {
    pen == slot.pen || cell.symbol() == " " && pen.blanks_as(slot.pen)
}

/// Returns the position of a cell on the screen.
fn position(x: usize, y: u16) -> Position {
    Position { x: x as u16, y }
}
