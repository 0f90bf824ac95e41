//! What a frame costs and where its glyphs land: the screen that ratatui draws on.
//!
//! Ratatui compares two frames and hands over the cells that differ. Its own crossterm backend sends each where it
//! belongs and no more; this one keeps a copy of what the terminal shows and says the same in fewer bytes:
//!
//! ```text
//!   shown    │The minister said that prices rose.     │
//!   wanted   │The ministry says 5%                    │
//!   stale               ▔▔   ▔▔ ▔▔▔▔ ▔▔▔▔▔▔ ▔▔▔▔▔
//!   sent      ESC[1;11H ry says 5% ESC[K
//!                         ▔▔▔  ▔ right already, but cheaper sent again than stepped over
//! ```
//!
//! - `shown` is the copy, and marks what is stale;
//! - `paint` walks a row and decides: send, step over, send again or erase;
//! - `brush` holds the frame's bytes and knows where the terminal's cursor and its pen stand;
//! - `pen` turns one style into another by the shortest `SGR`;
//! - `glyph` makes a symbol safe to send and says whether all terminals agree on its width.
//!
//! A frame leaves in **one** write, and a long one as a synchronized update (`CSI ? 2026`), so that no half of it
//! is ever seen. The terminal is never asked anything: a question costs seconds where nobody answers.

mod brush;
mod glyph;
mod paint;
mod pen;
mod shown;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crossterm::terminal;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Modifier;

use brush::Brush;
use pen::Pen;
use shown::Shown;

/// A double underline. Like its three siblings a bit that ratatui carries but does not know: styles add, remove and
/// patch it as any other, only `Style::reset()` and `!modifier` pass it by. A terminal without such underlines draws a plain one.
pub const DOUBLE: Modifier = Modifier::from_bits_retain(1 << 9);
/// A dotted underline.
pub const DOTTED: Modifier = Modifier::from_bits_retain(1 << 10);
/// A dashed underline.
pub const DASHED: Modifier = Modifier::from_bits_retain(1 << 11);
/// A curly underline.
pub const CURLY: Modifier = Modifier::from_bits_retain(1 << 12);

/// The terminal's screen, for [`ratatui::Terminal`] to draw on.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    colours: bool,
    fixed: Option<Size>,
    shown: Shown,
    brush: Brush,
    cursor: Option<bool>,
}

impl<W: Write> Screen<W> {
    /// A screen that writes to `out`, best unbuffered, once a frame. Without `colours` it sends no colour code at
    /// all, but still the attributes: bold, reverse, underlines.
    pub fn new(out: W, colours: bool) -> Self {
        Self { out, colours, fixed: None, shown: Shown::default(), brush: Brush::default(), cursor: None }
    }

    /// The same, of this size, whatever the terminal says: for tests and measurements.
    pub fn fixed(self, size: Size) -> Self {
        Self { fixed: Some(size), ..self }
    }

    /// Where the frames go.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }
}

impl<W: Write> Backend for Screen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.shown.fit(self.size()?);
        for (x, y, cell) in content {
            self.shown.put(x, y, glyph::clean(cell, self.colours));
        }
        let mut rows = self.shown.stale_rows().peekable();
        if rows.peek().is_some() {
            self.brush.lost(); // someone else may have written: the first move of a frame is absolute
        }
        rows.for_each(|(y, row)| paint::row(row, y, &mut self.brush));
        self.brush.style(Pen::default());
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true);
        Ok(())
    }

    /// Where we left it: the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.brush.at().unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.brush.go(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, part: ClearType) -> io::Result<()> {
        if part != ClearType::All {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "only the whole screen is ever cleared"));
        }
        self.shown.clear();
        self.brush.clear();
        self.cursor = None;
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        match self.fixed {
            Some(size) => Ok(size),
            None => size(),
        }
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        let written = self.out.write_all(self.brush.frame());
        self.brush.next_frame();
        written.and_then(|()| self.out.flush())
    }
}

impl<W: Write> Screen<W> {
    fn show(&mut self, cursor: bool) {
        if self.cursor.replace(cursor) != Some(cursor) {
            self.brush.show_cursor(cursor);
        }
    }
}

/// The size of the terminal; 80 × 24 where it says that it has none, as some serial lines and containers do.
pub(super) fn size() -> io::Result<Size> {
    Ok(match terminal::size()? {
        (0, _) | (_, 0) => Size::new(80, 24),
        (width, height) => Size::new(width, height),
    })
}
