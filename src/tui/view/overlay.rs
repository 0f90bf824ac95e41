//! What lies over the desk: a list, a note, a page of ours.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, Clear, Widget};

use crate::layout::glyph::printable;
use crate::tui::app::App;
use crate::tui::app::overlay::{Note, Overlay, Page};
use crate::tui::update::page_size;

/// Draws it. Returns where the cursor is in it.
pub fn draw(app: &App, frame: &mut Frame) -> Option<(u16, u16)> {
    match app.overlay.as_ref()? {
        Overlay::List(list) => Some(super::list::draw(app, list, frame)),
        Overlay::Prompt(_) => None,
        Overlay::Note(note) => {
            self::note(app, note, frame);
            None
        }
        Overlay::Page(page) => {
            self::page(app, page, frame);
            None
        }
    }
}

/// A frame of that size in the middle of the screen, emptied. Returns what is inside it.
pub fn window(app: &App, frame: &mut Frame, title: &str, width: u16, height: u16) -> Rect {
    let screen = frame.area();
    let room = Rect { height: screen.height.saturating_sub(app.desk.foot()), ..screen };
    let (width, height) = (width.min(room.width), height.min(room.height));
    let area = Rect::new((room.width - width) / 2, (room.height - height) / 2, width, height);
    Clear.render(area, frame.buffer_mut());
    let title = super::fit(&printable(title), usize::from(width.saturating_sub(6)));
    let block = Block::bordered().title(format!(" {title} ")).title_style(Style::new().add_modifier(Modifier::BOLD));
    let inside = block.inner(area);
    block.render(area, frame.buffer_mut());
    inside
}

fn note(app: &App, note: &Note, frame: &mut Frame) {
    let screen = frame.area();
    let open = &app.desk.shelf[note.slot];
    let quote = open.layer.tag(&note.id).map(|tag| format!("note to the {} “{}”", tag.label, open.quote(tag.span, 40)));
    let inside = window(app, frame, &quote.unwrap_or_default(), 72.min(screen.width), 12.min(screen.height));
    let mut editor = note.editor.clone();
    editor.set_cursor_line_style(Style::new());
    frame.render_widget(&editor, inside);
}

fn page(app: &App, page: &Page, frame: &mut Frame) {
    let (width, height) = page_size(app.desk.size);
    let inside = window(app, frame, &page.title, width + 4, u16::try_from(height).unwrap_or(u16::MAX) + 2);
    let area = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    super::page::plain(&page.pane, page.document.text(), area, frame.buffer_mut());
}
