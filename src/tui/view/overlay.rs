//! What lies over the desk: a list, a note, a page of ours.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::layout::glyph::printable;
use crate::tui::model::App;
use crate::tui::model::overlay::{Note, Overlay, Page, note_size, page_size};

/// Draws it. Returns where the cursor is in it.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<(u16, u16)> {
    match app.overlay.as_ref()? {
        Overlay::List(list) => super::list::draw(app, list, buffer),
        Overlay::Prompt(_) => None,
        Overlay::Note(note) => Some(self::note(app, note, buffer)),
        Overlay::Page(page) => {
            self::page(app, page, buffer);
            None
        }
    }
}

/// Returns a frame of that size in the middle of the screen, emptied. Returns what is inside it.
pub fn window(app: &App, buffer: &mut Buffer, title: &str, width: u16, height: u16) -> Rect {
    let screen = buffer.area;
    let room = Rect { height: screen.height.saturating_sub(app.desk.foot()), ..screen };
    let (width, height) = (width.min(room.width), height.min(room.height));
    frame(buffer, title, "", Rect::new((room.width - width) / 2, (room.height - height) / 2, width, height))
}

/// Returns a frame of that height over the lower part of the screen, emptied, with words in its lower edge. Returns
/// what is inside it.
pub fn window_below(app: &App, buffer: &mut Buffer, title: &str, foot: &str, height: u16) -> Rect {
    let screen = buffer.area;
    let room = screen.height.saturating_sub(app.desk.foot());
    let height = height.min(room);
    frame(buffer, title, foot, Rect { y: room - height, height, ..screen })
}

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

/// Returns a note that is being written. Returns where the cursor is in it.
fn note(app: &App, note: &Note, buffer: &mut Buffer) -> (u16, u16) {
    let open = &app.desk.shelf[note.slot];
    let quote = open.layer.tag(&note.id).map(|tag| format!("note to the {} “{}”", tag.label, open.quote(tag.span, 40)));
    let (width, height) = note_size(app.desk.size);
    let inside = window(app, buffer, &quote.unwrap_or_default(), width + 3, height + 2);
    note.editor.render(Rect { width, height, ..inside }.intersection(inside), buffer);
    let cursor = note.editor.screen_cursor();
    let place = |at: usize, most: u16| u16::try_from(at).unwrap_or(u16::MAX).min(most.saturating_sub(1));
    (inside.x + place(cursor.col, inside.width), inside.y + place(cursor.row - note.top.min(cursor.row), inside.height))
}

fn page(app: &App, page: &Page, buffer: &mut Buffer) {
    let (width, height) = page_size(app.desk.size);
    let inside = window(app, buffer, &page.title, width + 4, u16::try_from(height).unwrap_or(u16::MAX) + 2);
    let area = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    super::page::plain(&page.pane, page.document.text(), area, buffer);
}
