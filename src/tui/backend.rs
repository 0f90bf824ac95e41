//! Sends frames to the terminal: the screen that ratatui's widgets draw on, with as few bytes as possible.
//!
//! Ratatui's own terminal keeps two frames and compares them, and its backend sends each cell that differs with its
//! position. Ours keeps one frame and a copy of what the terminal shows. It compares once, and needs fewer bytes:
//!
//! ```text
//!   shown    │The minister said that prices rose.     │
//!   wanted   │The ministry says 5%                    │
//!   stale               ▔▔   ▔▔ ▔▔▔▔ ▔▔▔▔▔▔ ▔▔▔▔▔
//!   sent      ESC[1;11H ry says 5% ESC[K
//!                         ▔▔▔  ▔ shown already, but sending them again takes fewer bytes than moving over them
//! ```
//!
//! - `shown` is the copy; it finds the cells that differ, and marks them as stale;
//! - `paint` walks a row and decides for each stretch whether to send, skip, send again or erase it;
//! - `brush` collects the bytes of the frame, and tracks the terminal's cursor and style;
//! - [`crate::say::sgr`] turns one style into another by the shortest `SGR`;
//! - `glyph` makes a symbol safe to send, and says whether all terminals agree on its width.
//!
//! A frame leaves in **one** write, and a long one as a synchronized update (`CSI ? 2026`), so that the user never sees
//! half of it. The terminal is never asked anything, because a terminal that does not answer costs seconds.

mod brush;
mod glyph;
mod paint;
mod shown;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

use crate::say::sgr::Pen;
use brush::Brush;
use shown::Shown;

/// The terminal's screen.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    colours: bool,
    wanted: Buffer,
    shown: Shown,
    brush: Brush,
    cursor: Option<bool>,
}

impl<W: Write> Screen<W> {
    /// Returns a blank screen of this size that writes to `out`, once for each frame; `out` should be unbuffered.
    /// Without `colours`, it sends no colour codes, but still the attributes: bold, reverse, underlines.
    pub fn new(out: W, size: Size, colours: bool) -> Self {
        let wanted = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        Self { out, colours, wanted, shown: Shown::new(size), brush: Brush::default(), cursor: None }
    }

    /// Returns the output that frames are written to.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Sets the size of the screen. After a change, the contents of the terminal count as unknown.
    pub fn fit(&mut self, size: Size) {
        if size != self.wanted.area.as_size() {
            self.wanted.resize(Rect::from((Position::ORIGIN, size)));
            self.shown.resize(size);
            self.clear();
        }
    }

    /// Forgets what the terminal shows: the next frame begins by clearing it.
    pub fn clear(&mut self) {
        self.shown.clear();
        self.brush.clear();
        self.cursor = None;
    }

    /// Lets `view` draw on a blank buffer, and sends the cells that differ from the terminal's. `view` returns the
    /// position of the cursor, if it is visible. Each row is blanked for the next frame in the same pass.
    pub fn draw(&mut self, view: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        let cursor = view(&mut self.wanted);
        let mut found = true;
        for (y, row, wanted) in self.shown.rows(&mut self.wanted) {
            if shown::want(row, wanted, self.colours) {
                if std::mem::take(&mut found) {
                    self.brush.lost(); // another program may have written: the first move of a frame is absolute
                }
                paint::row(row, wanted, y, &mut self.brush);
            }
            wanted.iter_mut().for_each(Cell::reset);
        }
        self.brush.style(Pen::PLAIN);
        self.show(cursor);
        let written = self.out.write_all(self.brush.frame());
        self.brush.next_frame();
        written.and_then(|()| self.out.flush())
    }

    fn show(&mut self, cursor: Option<Position>) {
        if self.cursor.replace(cursor.is_some()) != Some(cursor.is_some()) {
            self.brush.show_cursor(cursor.is_some());
        }
        if let Some(position) = cursor {
            self.brush.go(position);
        }
    }
}
