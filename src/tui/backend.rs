//! What a frame costs and where its glyphs land: the screen that ratatui's widgets draw on.
//!
//! Ratatui's own terminal keeps two frames, compares them, and its backend sends each cell that differs where it belongs.
//! This one keeps one frame and a copy of what the terminal shows: it compares once, and says the same in fewer bytes:
//!
//! ```text
//!   shown    │The minister said that prices rose.     │
//!   wanted   │The ministry says 5%                    │
//!   stale               ▔▔   ▔▔ ▔▔▔▔ ▔▔▔▔▔▔ ▔▔▔▔▔
//!   sent      ESC[1;11H ry says 5% ESC[K
//!                         ▔▔▔  ▔ right already, but cheaper sent again than stepped over
//! ```
//!
//! - `shown` is the copy; it sees what differs and marks what is stale;
//! - `paint` walks a row and decides: send, step over, send again or erase;
//! - `brush` holds the frame's bytes and knows where the terminal's cursor and its pen stand;
//! - [`crate::say::sgr`] turns one style into another by the shortest `SGR`;
//! - `glyph` makes a symbol safe to send and says whether all terminals agree on its width.
//!
//! A frame leaves in **one** write, and a long one as a synchronized update (`CSI ? 2026`), so that no half of it
//! is ever seen. The terminal is never asked anything: a question costs seconds where nobody answers.

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
    /// Returns a blank screen of this size that writes to `out`, best unbuffered, once a frame. Without `colours` it
    /// sends no colour code at all, but still the attributes: bold, reverse, underlines.
    pub fn new(out: W, size: Size, colours: bool) -> Self {
        let wanted = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        Self { out, colours, wanted, shown: Shown::new(size), brush: Brush::default(), cursor: None }
    }

    /// Returns where the frames go.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Takes the size of the screen. If that is new, nobody knows what a terminal has made of what was there.
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

    /// Lets `view` draw on a blank buffer, and sends what differs from what is shown. `view` returns where the cursor
    /// is, if it shows. Each row is blanked for the next frame while it is at hand.
    pub fn draw(&mut self, view: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        let cursor = view(&mut self.wanted);
        let mut found = true;
        for (y, row, wanted) in self.shown.rows(&mut self.wanted) {
            if shown::want(row, wanted, self.colours) {
                if std::mem::take(&mut found) {
                    self.brush.lost(); // someone else may have written: the first move of a frame is absolute
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
