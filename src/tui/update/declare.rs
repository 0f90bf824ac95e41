//! Declares labels and pairs from inside the program, so that the user need not edit `corpus.ron` and start again.
//!
//! ```text
//!   :new-label event, :pair a.txt b.txt ─▶ Effect::Declare ─▶ corpus.ron ─▶ Event::Declared ─▶ the desk has the label and its key
//! ```

use std::sync::Arc;

use crate::corpus::declare::{Declaration, LabelWish};
use crate::say::and_more;
use crate::tags::scheme::{Label, Mark, Scheme};
use crate::text::unit::Unit;
use crate::tui::command::Call;
use crate::tui::model::{App, Effect};
use crate::tui::update::commands;

/// Declares a pair of documents.
pub(super) fn pair(app: &mut App, call: &Call) {
    if let [left, right, ..] = call.told.as_slice() {
        app.ask(Effect::Declare(Declaration::Pair(left.clone(), right.clone())));
    }
}

/// Declares a label. Refuses a key that a command has: every annotator of the corpus gets the label, and each of them
/// would lose the command.
pub(super) fn label(app: &mut App, call: &Call) {
    let Some(name) = call.told.first() else { return };
    let key = call.told.get(1).cloned();
    if let Some(word) = key.as_deref().filter(|key| key.chars().count() > 1) {
        let one = format!("{name}-{word}");
        return app.warn(format!("a label’s name has no blank, and its key is one character: :new-label {one}"));
    }
    if let Some(clash) = key.as_deref().and_then(|key| clash(app, name, key)) {
        return app.warn(clash);
    }
    let wish = LabelWish { name: name.clone(), key, color: call.told.get(2).cloned() };
    app.ask(Effect::Declare(Declaration::Label(wish)));
}

/// Replaces the scheme by the one with the new label, and makes the key map again.
pub(super) fn declared(app: &mut App, mut scheme: Scheme, words: String) {
    app.setting.config.dress(&mut scheme);
    let (keymap, doubts) = commands::keymap(&scheme, &app.setting.config.keys());
    (app.setting.scheme, app.setting.keymap) = (Arc::new(scheme), keymap);
    match doubts.into_iter().find(|doubt| !app.doubts.contains(doubt)) {
        Some(doubt) => {
            app.warn(format!("{words}; {doubt}"));
            app.doubts.push(doubt);
        }
        None => app.say(words),
    }
}

/// Returns a sentence about the command that already has the key of a new label, with free keys; `None` if no command
/// has it.
fn clash(app: &App, name: &str, key: &str) -> Option<String> {
    let mut scheme = app.setting.scheme.as_ref().clone();
    scheme.labels.push(Label {
        name: name.into(),
        key: key.into(),
        color: "grey".into(),
        mark: Mark::Underline,
        unit: Unit::Word,
        definition: String::new(),
        attributes: Vec::new(),
    });
    let (keymap, _) = commands::keymap(&scheme, &[]);
    let clash = keymap.clashes().iter().find(|clash| clash.taker == format!("tag-{name}"))?;
    Some(format!("{key} is the key of {}; free keys: {}", and_more(&clash.givers, 2), clash.free.join(", ")))
}
