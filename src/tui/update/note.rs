//! Edits notes on the tag in focus. A note may have several lines; long lines are wrapped.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::{Id, Tag};
use crate::tui::model::effect::Save;
use crate::tui::model::list::After;
use crate::tui::model::overlay::{Note, Overlay, note_size};
use crate::tui::model::{App, Effect};

/// Opens the note of the tag in focus, or of the innermost tag under the cursor; in a review, asks for a comment. If
/// there is no tag, says so.
pub(super) fn open(app: &mut App) {
    if super::reasons::is_asked(app) {
        return;
    }
    if let Some(tag) = super::focus::needed(app) {
        open_on(app, app.desk.pane().slot, tag.id);
    }
}

/// Opens the note of a tag that is chosen in a list, and closes the list.
pub(super) fn open_on_listed(app: &mut App, slot: Slot, id: &Id) -> After {
    super::focus::jump(app, slot, id);
    open_on(app, slot, id.clone());
    After::Close
}

/// Opens the note of a tag.
pub(super) fn open_on(app: &mut App, slot: Slot, id: Id) {
    let Some(tag) = app.desk.shelf[slot].layer.tag(&id) else { return };
    let mut editor = TextArea::from(tag.note.split('\n'));
    editor.move_cursor(CursorMove::Bottom);
    editor.move_cursor(CursorMove::End);
    editor.set_wrap_mode(WrapMode::WordOrGlyph);
    // The terminal draws the cursor, so the editor must not draw a second one.
    editor.set_cursor_style(Style::new());
    editor.set_cursor_line_style(Style::new());
    app.overlay = Some(Overlay::Note(Box::new(Note { slot, id, editor, top: 0 })));
    fit(app);
}

/// Updates the rows of a note after typing, and keeps the cursor in its window.
pub(super) fn fit(app: &mut App) {
    let (width, height) = note_size(app.desk.size);
    if let Some(Overlay::Note(note)) = &mut app.overlay {
        // The editor learns its width only when it is drawn.
        let area = Rect::new(0, 0, width, height);
        note.editor.render(area, &mut Buffer::empty(area));
        let row = note.editor.screen_cursor().row;
        note.top = note.top.clamp((row + 1).saturating_sub(usize::from(height)), row);
    }
}

/// Closes the note, and keeps the text.
pub(super) fn keep(app: &mut App) {
    let Some(Overlay::Note(note)) = app.overlay.take() else { return };
    let written = written(&note);
    let Some(mut tag) = app.desk.shelf[note.slot].layer.tag(&note.id).cloned() else {
        // Another program removed the tag while the note was being written. The text must not be lost with the tag.
        app.ask(Effect::Copy(written));
        return app.warn("another program removed the tag; the note is on the clipboard");
    };
    if tag.note != written {
        tag.note = written;
        let words = format!("note to {}", super::tag::name(app, note.slot, &tag));
        let place = Place { slot: note.slot, span: tag.span };
        if app.change(words.clone(), place, vec![(note.slot, Edit::put(tag))]) {
            app.say(words);
        }
    }
}

/// Returns the layer with the unfinished note in it, to be saved; `None` if there is nothing to keep.
pub(super) fn draft(app: &App) -> Option<Save> {
    let Some(Overlay::Note(note)) = &app.overlay else { return None };
    let open = app.desk.shelf.get(note.slot).filter(|open| open.guard.is_none())?;
    let tag = open.layer.tag(&note.id)?.clone();
    let written = written(note);
    if tag.note == written {
        return None;
    }
    let mut records = open.layer.records().clone();
    records.tags.remove(tag.span, &tag.id);
    records.tags.insert(Tag { note: written, ..tag });
    Some(Save::of(open, note.slot, open.revision + 1, records))
}

/// Returns the text of a note that is being written.
fn written(note: &Note) -> String {
    note.editor.lines().join("\n").trim_end().to_string()
}
