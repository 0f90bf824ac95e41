//! Draws the list, note or page that lies over the desk. A prompt is drawn in the status line, see `status`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::window::window;
use crate::tui::model::App;
use crate::tui::model::overlay::{Note, Overlay, Page, note_size, page_size};

/// Draws the overlay. Returns the position of the cursor in it.
pub(super) fn draw(app: &App, buffer: &mut Buffer) -> Option<(u16, u16)> {
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

/// Draws a note that is being written. Returns the position of the cursor in it.
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

/// Draws a page of the program, such as the help.
fn page(app: &App, page: &Page, buffer: &mut Buffer) {
    let (width, height) = page_size(app.desk.size);
    let inside = window(app, buffer, &page.title, width + 4, u16::try_from(height).unwrap_or(u16::MAX) + 2);
    let area = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    super::page::plain(&page.pane, page.document.text(), area, buffer);
}
