//! Draws frames over the desk, for lists, notes and pages.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::layout::glyph::printable;
use crate::tui::model::App;

/// Draws an empty frame of this size, in columns and rows, in the middle of the screen. Returns the area inside it.
pub(super) fn window(app: &App, buffer: &mut Buffer, title: &str, width: u16, height: u16) -> Rect {
    let screen = buffer.area;
    let room = Rect { height: screen.height.saturating_sub(app.desk.foot()), ..screen };
    let (width, height) = (width.min(room.width), height.min(room.height));
    frame(buffer, title, "", Rect::new((room.width - width) / 2, (room.height - height) / 2, width, height))
}

/// Draws an empty frame of this height, in rows, over the lower part of the screen, with the words `foot` in its lower
/// edge. Returns the area inside it.
pub(super) fn window_below(app: &App, buffer: &mut Buffer, title: &str, foot: &str, height: u16) -> Rect {
    let screen = buffer.area;
    let room = screen.height.saturating_sub(app.desk.foot());
    let height = height.min(room);
    frame(buffer, title, foot, Rect { y: room - height, height, ..screen })
}

/// Draws an empty frame with a title and, unless `foot` is empty, with these words in its lower edge. Returns the area
/// inside it.
fn frame(buffer: &mut Buffer, title: &str, foot: &str, area: Rect) -> Rect {
    let fit = |words: &str| super::fit(&printable(words), usize::from(area.width.saturating_sub(4)));
    Clear.render(area, buffer);
    let title = Line::from(format!(" {} ", fit(title))).style(Style::new().add_modifier(Modifier::BOLD));
    let block = Block::bordered().title(title);
    let block = if foot.is_empty() { block } else { block.title_bottom(format!(" {} ", fit(foot))) };
    let inside = block.inner(area);
    block.render(area, buffer);
    inside
}
