//! Writes the keys in words: what a command does in a context, and the table in `docs/keys.md`.
//!
//! ```text
//!   on the desk        a row for each command, under its heading; if a key works in some contexts only, they are named
//!   in lists           letters are typed there, so each of these contexts has its own keys and its own rows
//!   in prompts, …
//! ```

use super::{Context, DESK, Keymap};
use crate::tui::command::Command;

/// The contexts in which something lies over the desk, with their headings.
pub const ELSEWHERE: &[(&str, Context)] = &[
    ("In the comparison", Context::Compare),
    ("In lists", Context::List),
    ("In prompts", Context::Prompt),
    ("In notes", Context::Note),
    ("In pages like the help", Context::Page),
];

/// Returns the keys of all commands as a table in Markdown, for `docs/keys.md`.
pub fn table(keymap: &Keymap) -> String {
    let mut commands: Vec<&Command> = keymap.commands().iter().collect();
    commands.sort_by_key(|command| command.group);
    let mut text = String::new();
    let mut heading = None;
    for command in &commands {
        let keys = match on_desk(keymap, &command.id) {
            Some(keys) => keys,
            None if keymap.keys_anywhere(&command.id).is_empty() => format!("`:{}`", command.id),
            None => continue,
        };
        if heading.replace(command.group) != Some(command.group) {
            text += &head(command.group.title());
        }
        text += &format!("| {keys} | {} |\n", command.help);
    }
    for (title, context) in ELSEWHERE {
        text += &head(title);
        for command in commands.iter().filter(|command| !everywhere(keymap, &command.id)) {
            let keys = quoted(&keymap.keys(*context, &command.id));
            if !keys.is_empty() {
                text += &format!("| {keys} | {} |\n", command.help_in(*context));
            }
        }
    }
    text
}

/// Returns the keys of a command when nothing lies over the desk. For keys that work in some contexts only, the
/// contexts are named.
fn on_desk(keymap: &Keymap, id: &str) -> Option<String> {
    let places = || DESK.iter().copied().filter(|context| !keymap.keys(*context, id).is_empty());
    let holds = |context: Context, key: &String| keymap.keys(context, id).contains(key);
    let (always, rest): (Vec<String>, Vec<String>) =
        keymap.keys_on_desk(id).into_iter().partition(|key| places().all(|context| holds(context, key)));
    let mut text = quoted(&always);
    for key in &rest {
        let places: Vec<&str> = places().filter(|context| holds(*context, key)).map(name).collect();
        let space = if text.is_empty() { "" } else { ", " };
        text += &format!("{space}{} {}", quoted(std::slice::from_ref(key)), places.join(" and "));
    }
    (!text.is_empty()).then_some(text)
}

/// Returns the name of a context, in words.
fn name(context: Context) -> &'static str {
    match context {
        Context::Read => "while reading",
        Context::Select => "selecting",
        Context::Focus => "with a tag in focus",
        Context::Review => "reviewing",
        Context::Suggestion => "with a suggestion in focus",
        Context::Beside => "side by side",
        Context::Link => "linking",
        Context::Prompt => "in prompts",
        Context::List => "in lists",
        Context::Compare => "in the comparison",
        Context::Note => "in notes",
        Context::Page => "in pages",
    }
}

/// Returns whether a command has the same keys in all contexts, so that one row is enough.
fn everywhere(keymap: &Keymap, id: &str) -> bool {
    let keys = keymap.keys(Context::Read, id);
    !keys.is_empty() && super::ALL.iter().all(|context| keymap.keys(*context, id) == keys)
}

/// Returns the names of keys as code in Markdown.
fn quoted(keys: &[String]) -> String {
    keys.iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect::<Vec<_>>().join(" ")
}

/// Returns the head of a table in Markdown.
fn head(title: &str) -> String {
    format!("\n| {title} | |\n| --- | --- |\n")
}
