//! Handles keys that run no command: they are typed into the open prompt, filter or note.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui_textarea as textarea;
use tui_input::{Input, InputRequest};

use crate::tags::remark::Status;
use crate::text::motion::Direction;
use crate::tui::key::Key;
use crate::tui::model::App;
use crate::tui::model::list::ListCursor;
use crate::tui::model::overlay::{Asked, Overlay, Prompt, Recalled};

/// The greatest number of characters that are pasted into a line.
const MOST_PASTED: usize = 2000;

/// Types a key.
pub(super) fn key(app: &mut App, key: Key) {
    match &mut app.overlay {
        Some(Overlay::Note(note)) => {
            note.editor.input(for_editor(key));
            super::note::fit(app);
        }
        Some(Overlay::Prompt(_) | Overlay::List(_)) => {
            if let Some(request) = request(key) {
                edit(app, |input| {
                    input.handle(request);
                });
            }
        }
        Some(Overlay::Page(_)) | None => {}
    }
}

/// Pastes a text: one line into a line, the whole text into a note. Without either, does nothing.
pub(super) fn paste(app: &mut App, text: &str) {
    let clean: String = text.replace("\r\n", "\n").replace('\r', "\n");
    match &mut app.overlay {
        Some(Overlay::Note(note)) => {
            let printable: String = clean.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
            note.editor.insert_str(printable);
            super::note::fit(app);
        }
        Some(Overlay::Prompt(_) | Overlay::List(_)) => edit(app, |input| {
            let pasted: String = clean.chars().filter(|c| !c.is_control()).take(MOST_PASTED).collect();
            let before: String = input.value().chars().take(input.cursor()).collect();
            let behind: String = input.value().chars().skip(input.cursor()).collect();
            let cursor = input.cursor() + pasted.chars().count();
            *input = Input::new(before + &pasted + &behind).with_cursor(cursor);
        }),
        Some(Overlay::Page(_)) | None => app.say("pasted text goes into notes and prompts only"),
    }
}

/// Accepts the text of a prompt.
pub(super) fn accept(app: &mut App) {
    let Some(Overlay::Prompt(prompt)) = app.overlay.take() else { return };
    let typed = prompt.input.value();
    match prompt.what {
        Asked::Search(before) => super::search::accept(app, typed, before),
        Asked::Mark => super::jump::mark(app, typed),
        Asked::ToMark => super::jump::go_to_mark(app, typed),
        Asked::Attribute(slot, id, name) => super::attribute::set(app, slot, &id, &name, typed),
        Asked::WhySkipped(slot) => super::status::set(app, slot, Status::Skipped, typed),
        Asked::Comment(slot, name) => super::reasons::say_about(app, slot, &name, typed),
        Asked::Folder(home) => super::disk::save_to(app, typed, &home),
    }
}

/// Cancels a prompt.
pub(super) fn cancel(app: &mut App) {
    let Some(Overlay::Prompt(Prompt { what, .. })) = app.overlay.take() else { return };
    if let Asked::Search(before) = what {
        super::search::cancel(app, before);
    }
}

/// Lets `change` edit the line that is being typed, and applies the consequences.
fn edit(app: &mut App, change: impl FnOnce(&mut Input)) {
    match &mut app.overlay {
        Some(Overlay::Prompt(prompt)) => {
            change(&mut prompt.input);
            prompt.recalled = None;
            typed(app);
        }
        Some(Overlay::List(list)) if list.typing => {
            let before = list.input.value().to_string();
            change(&mut list.input);
            list.cursor = ListCursor::Filter;
            // A key that only moves in the typed text does not change the choice.
            if list.input.value() != before {
                super::lists::filter(app);
                super::grep::filter(app);
            }
        }
        _ => {}
    }
}

/// Acts on a changed line in a prompt: a search shows its first hit, and a mark is complete after one letter.
fn typed(app: &mut App) {
    let Some(Overlay::Prompt(prompt)) = &app.overlay else { return };
    let typed = prompt.input.value().to_string();
    match prompt.what.clone() {
        Asked::Search(before) => super::search::typed(app, &typed, before),
        Asked::Mark | Asked::ToMark if !typed.is_empty() => accept(app),
        _ => {}
    }
}

/// Puts an earlier line into a prompt, from the lines that begin with the typed text. Forwards, puts a later line, and
/// at last the typed text itself.
pub(super) fn recall(app: &mut App, direction: Direction) {
    let App { overlay: Some(Overlay::Prompt(prompt)), search, .. } = app else { return };
    let Asked::Search(_) = prompt.what else { return };
    let (back, begun) = match &prompt.recalled {
        Some(recalled) => (recalled.back, recalled.typed.clone()),
        None => (0, prompt.input.value().to_string()),
    };
    let back = match direction {
        Direction::Back => back + 1,
        Direction::Forward => back.saturating_sub(1),
    };
    let mut fitting = search.past.iter().rev().filter(|past| past.starts_with(&begun) && **past != begun);
    let line = match back {
        0 => begun.clone(),
        // There is no older line, so the prompt stays as it is.
        back => match fitting.nth(back - 1) {
            Some(past) => past.clone(),
            None => return,
        },
    };
    prompt.input = Input::new(line);
    prompt.recalled = (back > 0).then_some(Recalled { back, typed: begun });
    typed(app);
}

/// Returns the request to a line that a key stands for.
fn request(key: Key) -> Option<InputRequest> {
    if let Some(c) = key.typed() {
        return Some(InputRequest::InsertChar(c));
    }
    let word = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    Some(match (key.code, word) {
        (KeyCode::Backspace, false) => InputRequest::DeletePrevChar,
        (KeyCode::Backspace, true) | (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, false) => InputRequest::GoToPrevChar,
        (KeyCode::Right, false) => InputRequest::GoToNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
        _ => return None,
    })
}

/// Returns a key in the form that the editor of notes understands.
fn for_editor(key: Key) -> textarea::Input {
    let held = |modifier| key.modifiers.contains(modifier);
    // Some terminals send a line feed for Enter, or in a paste that they do not announce. The editor would delete the
    // line at this key.
    if key.code == KeyCode::Char('j') && held(KeyModifiers::CONTROL) {
        return textarea::Input { key: textarea::Key::Enter, ..textarea::Input::default() };
    }
    let code = match key.code {
        KeyCode::Char(c) => textarea::Key::Char(c),
        KeyCode::Enter => textarea::Key::Enter,
        KeyCode::Backspace => textarea::Key::Backspace,
        KeyCode::Delete => textarea::Key::Delete,
        KeyCode::Left => textarea::Key::Left,
        KeyCode::Right => textarea::Key::Right,
        KeyCode::Up => textarea::Key::Up,
        KeyCode::Down => textarea::Key::Down,
        KeyCode::Home => textarea::Key::Home,
        KeyCode::End => textarea::Key::End,
        KeyCode::PageUp => textarea::Key::PageUp,
        KeyCode::PageDown => textarea::Key::PageDown,
        KeyCode::Tab => textarea::Key::Tab,
        _ => textarea::Key::Null,
    };
    textarea::Input {
        key: code,
        ctrl: held(KeyModifiers::CONTROL),
        alt: held(KeyModifiers::ALT),
        shift: held(KeyModifiers::SHIFT),
    }
}
