//! The keys in words: what a command does where one is, and the table of the README.
//!
//! ```text
//!   on the desk        a row a command, under its heading; a key that holds in some places only says in which
//!   in lists           letters type there, so each of these places has its own keys and its own rows
//!   in prompts, …
//! ```

use super::{Context, DESK, Keymap};
use crate::text::motion::Motion;
use crate::tui::command::{Command, Entry, Jump};

/// The places that lie over the desk, with their headings.
pub const ELSEWHERE: &[(&str, Context)] = &[
    ("In lists", Context::List),
    ("In prompts", Context::Prompt),
    ("In notes", Context::Note),
    ("In pages like the help", Context::Page),
];

/// The keys of all commands as a table in Markdown, for the README.
pub fn table(keymap: &Keymap) -> String {
    let mut entries: Vec<&Entry> = keymap.entries().iter().collect();
    entries.sort_by_key(|entry| entry.group);
    let mut text = String::new();
    let mut heading = None;
    for entry in &entries {
        let keys = match on_desk(keymap, entry.command) {
            Some(keys) => keys,
            None if keymap.keys_anywhere(entry.command).is_empty() => format!("`:{}`", entry.id),
            None => continue,
        };
        if heading.replace(entry.group) != Some(entry.group) {
            text += &head(entry.group.title());
        }
        text += &format!("| {keys} | {} |\n", entry.help);
    }
    for (title, context) in ELSEWHERE {
        text += &head(title);
        for entry in entries.iter().filter(|entry| !everywhere(keymap, entry.command)) {
            let keys = quoted(&keymap.keys(*context, entry.command));
            if !keys.is_empty() {
                text += &format!("| {keys} | {} |\n", words(*context, entry));
            }
        }
    }
    text
}

/// What a command does in a context, as a sentence.
pub fn words(context: Context, entry: &Entry) -> &str {
    let next = |unit| Command::Go(Jump::Text(unit));
    match (context, entry.command) {
        (Context::Select, command) if command == next(Motion::NextWord) => "To this word’s end, then the next one’s",
        (Context::Select, command) if command == next(Motion::NextSentence) => {
            "To this sentence’s end, then the next one’s"
        }
        (Context::Select, command) if command == next(Motion::NextParagraph) => {
            "To this paragraph’s end, then the next one’s"
        }
        (Context::Select, Command::Leave) => "Leave the selection",
        (Context::Select, Command::Enter) => "Set the ends of the tag that is being edited",
        (Context::Review, Command::Accept) => "Accept it, and go on to the next that is open",
        (Context::Review, Command::Remove) => "Reject it, and go on",
        (Context::Review, Command::Note) => "Comment: a reason of the corpus, or your own words",
        (Context::Review, Command::Select) => "Move its ends: an amendment",
        (Context::Review, Command::NextTag) => "To the next that is open",
        (Context::Review, Command::PrevTag) => "To the one before that is open",
        (Context::Review, Command::Enter) => "The next tag that lies here, decided or not",
        (Context::Link, Command::Leave) => "Make no link",
        (Context::Link, Command::Enter) => "Link to the tag in focus, or to the one here",
        (Context::List, Command::Enter) => "Choose",
        (Context::Prompt, Command::Enter) => "Take what was typed",
        (Context::List, Command::Remove) => "Remove the tag or the link that is chosen",
        (Context::List, Command::Note) => "Write a note on the tag that is chosen",
        (Context::List, Command::Accept) => "Accept what is chosen",
        (Context::List, Command::AcceptAll(_)) => "Accept all that are listed",
        (Context::List, Command::Leave) => "Close the list",
        (Context::Prompt, Command::Leave) => "Give up what was typed",
        (Context::Note, Command::Leave) => "Keep the note and close it",
        (Context::Page, Command::Leave | Command::Enter) => "Close the page",
        _ => &entry.help,
    }
}

/// The keys of a command where nothing lies over the desk; of those that do not hold wherever it has a key, where they do.
fn on_desk(keymap: &Keymap, command: Command) -> Option<String> {
    let places = || DESK.iter().copied().filter(|context| !keymap.keys(*context, command).is_empty());
    let holds = |context: Context, key: &String| keymap.keys(context, command).contains(key);
    let (always, rest): (Vec<String>, Vec<String>) =
        keymap.keys_on_desk(command).into_iter().partition(|key| places().all(|context| holds(context, key)));
    let mut text = quoted(&always);
    for key in &rest {
        let places: Vec<&str> = places().filter(|context| holds(*context, key)).map(name).collect();
        let space = if text.is_empty() { "" } else { ", " };
        text += &format!("{space}{} {}", quoted(std::slice::from_ref(key)), places.join(" and "));
    }
    (!text.is_empty()).then_some(text)
}

/// Where one is, in words.
fn name(context: Context) -> &'static str {
    match context {
        Context::Read => "while reading",
        Context::Select => "selecting",
        Context::Focus => "with a tag in focus",
        Context::Review => "reviewing",
        Context::Link => "linking",
        Context::Prompt => "in prompts",
        Context::List => "in lists",
        Context::Note => "in notes",
        Context::Page => "in pages",
    }
}

/// Whether a command has the same keys wherever one is, so that one row for it is enough.
fn everywhere(keymap: &Keymap, command: Command) -> bool {
    let keys = keymap.keys(Context::Read, command);
    !keys.is_empty() && super::ALL.iter().all(|context| keymap.keys(*context, command) == keys)
}

fn quoted(keys: &[String]) -> String {
    keys.iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect::<Vec<_>>().join(" ")
}

fn head(title: &str) -> String {
    format!("\n| {title} | |\n| --- | --- |\n")
}
