//! Handles a key: the key runs a command, begins a sequence of keys, is a digit of a count, or is typed into a line.

use crossterm::event::KeyCode;

use crate::tui::key::Key;
use crate::tui::keymap::{Context, Meaning};
use crate::tui::model::App;

/// Handles a key.
pub(super) fn press(app: &mut App, key: Key) {
    if app.refused {
        match key.code {
            KeyCode::Char(_) if key.typed().is_some() => return,
            // In a selection, a link or a review, Esc leaves as it always does.
            KeyCode::Esc if app.context() != Context::Read => app.refused = false,
            KeyCode::Esc | KeyCode::Enter | KeyCode::Backspace => {
                (app.refused, app.message) = (false, None);
                return;
            }
            _ => app.refused = false,
        }
    }
    app.message = None;
    if key.code != KeyCode::Esc {
        super::compare::waiting::leave_alone(app);
    }
    let context = app.context();
    if context != Context::Prompt {
        app.search.waiting = None;
    }
    if counts(app, context, key) {
        return;
    }
    app.typed.push(key);
    match app.setting.keymap.lookup(context, &app.typed) {
        Meaning::Run(action) => {
            app.typed.clear();
            return super::run(app, action);
        }
        Meaning::More => return,
        Meaning::Nothing => {}
    }
    let typed = std::mem::take(&mut app.typed);
    app.count = None;
    if typed.len() > 1 && key.code == KeyCode::Esc {
        // The keys typed so far were given up.
        return;
    }
    match (&app.overlay, typed.as_slice()) {
        (Some(_), [key]) => super::typing::key(app, *key),
        (Some(_), _) => {}
        (None, keys) => {
            // The letter may be the first of a word that was meant for another program: the other letters must not tag.
            app.refused = keys.iter().all(|key| key.typed().is_some());
            app.say(does_nothing(app, context, keys));
        }
    }
}

/// Takes a digit as part of a count, unless it is bound to a command.
fn counts(app: &mut App, context: Context, key: Key) -> bool {
    let counting = matches!(
        context,
        Context::Read
            | Context::Select
            | Context::Focus
            | Context::Beside
            | Context::Link
            | Context::Compare
            | Context::Page
    );
    let KeyCode::Char(c @ '0'..='9') = key.code else { return false };
    if !counting || !key.modifiers.is_empty() || !app.typed.is_empty() {
        return false;
    }
    // No count begins with 0: a motion of no steps would do nothing.
    if app.count.is_none() && (c == '0' || app.setting.keymap.lookup(context, &[key]) != Meaning::Nothing) {
        return false;
    }
    let digit = c as usize - '0' as usize;
    app.count = Some((app.count.unwrap_or(0) * 10 + digit).min(99_999));
    true
}

/// Returns the message that keys do nothing in a context, and which keys would help.
fn does_nothing(app: &App, context: Context, keys: &[Key]) -> String {
    let keymap = &app.setting.keymap;
    let written = keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
    let key = |id| keymap.keys(context, id).into_iter().next().unwrap_or("(no key)".into());
    match keymap.lookup(Context::Focus, keys) {
        Meaning::Run(_) if context == Context::Read => {
            let (enter, next) = (key("enter"), key("next-tag"));
            format!("{written} needs a tag in focus: {enter} under the cursor, {next} the next")
        }
        Meaning::Run(_) | Meaning::More | Meaning::Nothing => {
            let quits = !keymap.keys(context, "quit").is_empty();
            let out = key(if quits { "quit" } else { "leave" });
            format!("{written} does nothing here: {} shows the keys, {out} leaves", key("help"))
        }
    }
}
