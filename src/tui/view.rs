//! Draws the [`App`] and does not change it, so that a frame depends on the state alone and tests can compare frames.
//!
//! ```text
//!   view ─┬─ title    the heading of an article
//!         ├─ page     the article: gutter, text, tags, selection, hits; items under review [item]
//!         ├─ status   the object under the cursor [about], whether it is saved, the keys that work now [hints]
//!         ├─ overlay  a list [list], a note or a page over the desk, in a frame [window]
//!         └─ prefix   the keys that may follow the one that was typed
//! ```
//!
//! Every string that comes from a file goes through [`crate::layout::glyph`] before it is drawn.

mod about;
mod hints;
mod item;
mod list;
mod overlay;
mod page;
mod prefix;
mod status;
mod title;
mod window;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::model::App;
use crate::say::fit;

/// Draws the whole screen on a blank buffer. Returns the position of the cursor, if it is visible.
pub fn view(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let screen = buffer.area;
    if screen.width < 10 || screen.height < 3 {
        buffer.set_stringn(0, 0, "too small", usize::from(screen.width), Style::new());
        return None;
    }
    let mut cursor = None;
    for area in app.desk.areas() {
        title::draw(app, &area, buffer);
        let shown = page::draw(app, &area, buffer);
        if area.pane == app.desk.active && app.overlay.is_none() {
            cursor = shown;
        }
    }
    if let Some(divider) = app.desk.divider() {
        for y in 0..screen.height.saturating_sub(app.desk.foot()) {
            buffer.set_stringn(divider, y, if app.desk.tied { "┆" } else { "│" }, 1, app.theme.quiet());
        }
    }
    let foot = app.desk.foot().min(screen.height);
    let foot = Rect::new(0, screen.height - foot, screen.width, foot);
    cursor = status::draw(app, foot, buffer).or(cursor);
    cursor = overlay::draw(app, buffer).or(cursor);
    prefix::draw(app, buffer);
    cursor.map(Position::from)
}

/// Returns the part of a typed line that fits into `room` columns, and the column of the cursor in that part.
fn typed(input: &tui_input::Input, room: usize) -> (String, u16) {
    use unicode_width::UnicodeWidthChar;
    let scroll = input.visual_scroll(room);
    let mut column = 0;
    let shown: String = input
        .value()
        .chars()
        .filter(|c| {
            let here = column;
            column += c.width().unwrap_or(0);
            here >= scroll
        })
        .collect();
    let cursor = input.visual_cursor().saturating_sub(scroll);
    (fit(&crate::layout::glyph::printable(&shown), room), u16::try_from(cursor).unwrap_or(u16::MAX))
}

/// Writes a line at column `x` of row `y`, up to the column `right`, exclusive. Returns the column after the line.
fn put(buffer: &mut Buffer, x: u16, y: u16, line: &Line, right: u16) -> u16 {
    buffer.set_line(x, y, line, right.saturating_sub(x)).0
}
