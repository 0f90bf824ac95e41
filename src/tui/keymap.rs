//! Which key asks for which command, where: data, read by everything that speaks of keys.
//!
//! ```text
//!   keys typed ─ lookup(context, keys) ─▶ Run(command) │ More (a longer one begins so) │ Nothing
//! ```
//!
//! A [`Context`] is what the user is in: reading, with a selection, with a tag in focus, in a list. The defaults stand in one
//! table; the labels of the corpus bring their keys with them; `config.ron` replaces the keys of single commands.

mod table;

use std::collections::HashMap;

use super::command::{Command, Entry, entries};
use super::key::Key;
use crate::tags::scheme::Scheme;

pub use table::{ELSEWHERE, table, words};

/// What the user is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Reading.
    Read,
    /// A selection stands.
    Select,
    /// A tag is in focus.
    Focus,
    /// An item of a review is in focus.
    Review,
    /// Looking for the other end of a link.
    Link,
    /// Typing one line: a search, an attribute.
    Prompt,
    /// In a list; typing filters it.
    List,
    /// Writing a note.
    Note,
    /// Reading a text of ours: help, guidelines.
    Page,
}

use Context::{Focus, Link, List, Note, Page, Prompt, Read, Review, Select};

const ALL: &[Context] = &[Read, Select, Focus, Review, Link, Prompt, List, Note, Page];
const DESK: &[Context] = &[Read, Select, Focus, Review, Link];
const TAGGING: &[Context] = &[Read, Select, Focus, Review];

/// The default keys: where, which, what.
const DEFAULTS: &[(&[Context], &[&str], &str)] = &[
    (DESK, &["h", "Left"], "left"),
    (DESK, &["j", "Down"], "down"),
    (DESK, &["k", "Up"], "up"),
    (DESK, &["l", "Right"], "right"),
    (DESK, &["w", "Ctrl-Right"], "next-word"),
    (DESK, &["b", "Ctrl-Left"], "previous-word"),
    (DESK, &[")"], "next-sentence"),
    (DESK, &["("], "previous-sentence"),
    (DESK, &["}"], "next-paragraph"),
    (DESK, &["{"], "previous-paragraph"),
    (DESK, &["0", "Home"], "row-start"),
    (DESK, &["$", "End"], "row-end"),
    (DESK, &["g g", "Ctrl-Home"], "document-start"),
    (DESK, &["G", "Ctrl-End"], "document-end"),
    (DESK, &["Ctrl-d"], "half-page-down"),
    (DESK, &["Ctrl-u"], "half-page-up"),
    (DESK, &["PageDown", "Ctrl-f", "Space"], "page-down"),
    (DESK, &["PageUp", "Ctrl-b"], "page-up"),
    (DESK, &["Tab", "Shift-Tab"], "other-pane"),
    (DESK, &["z"], "zoom"),
    (DESK, &["<"], "divider-left"),
    (DESK, &[">"], "divider-right"),
    (DESK, &["="], "divider-middle"),
    (DESK, &["|"], "tie"),
    (TAGGING, &["v"], "select"),
    (&[Select], &["e"], "swap-ends"),
    (TAGGING, &["Shift-Left"], "select-left"),
    (TAGGING, &["Shift-Right"], "select-right"),
    (TAGGING, &["Shift-Up"], "select-up"),
    (TAGGING, &["Shift-Down"], "select-down"),
    (TAGGING, &["Ctrl-Shift-Right"], "select-next-word"),
    (TAGGING, &["Ctrl-Shift-Left"], "select-previous-word"),
    (TAGGING, &["Shift-Home"], "select-row-start"),
    (TAGGING, &["Shift-End"], "select-row-end"),
    (TAGGING, &["o"], "grow"),
    (TAGGING, &["i"], "shrink"),
    (TAGGING, &["."], "repeat"),
    (TAGGING, &["a"], "tag-every-occurrence"),
    (DESK, &["]"], "next-tag"),
    (DESK, &["["], "previous-tag"),
    (DESK, &["Enter"], "enter"),
    (&[List, Prompt, Page], &["Enter"], "enter"),
    (TAGGING, &["t"], "tags"),
    (TAGGING, &["u"], "undo"),
    (TAGGING, &["Ctrl-r"], "redo"),
    (&[Focus, Review], &["x", "Delete"], "remove"),
    (&[List], &["Ctrl-x", "Delete"], "remove"),
    (&[Focus, Review], &["m"], "note"),
    (&[List], &["Ctrl-n"], "note"),
    (&[Focus], &["r"], "link"),
    (&[Focus], &["p"], "partner"),
    (&[Read, Focus, Review], &["L"], "links"),
    (TAGGING, &["y"], "accept"),
    (&[List], &["Ctrl-y"], "accept"),
    (TAGGING, &["Ctrl-y"], "accept-paragraph"),
    (&[Review], &["Y"], "accept-label"),
    (TAGGING, &["Alt-y"], "accept-all"),
    (&[List], &["Alt-y"], "accept-all"),
    (&[Review], &["1"], "take-first"),
    (&[Review], &["2"], "take-second"),
    (&[Review], &["3"], "take-third"),
    (&[Review], &["4"], "take-fourth"),
    (&[Review], &["5"], "take-fifth"),
    (&[Review], &["&"], "take-shared"),
    (&[Review], &["+"], "take-union"),
    (&[Review], &["Backspace"], "withdraw"),
    (TAGGING, &["g w"], "review-order"),
    (&[Read, Focus, Review], &["R"], "review"),
    (&[Read, Focus, Review], &["g v"], "reviews"),
    (&[Read, Focus, Review], &["g s"], "side-by-side"),
    (&[Read, Focus, Review], &["g a"], "agreement"),
    (&[Read, Focus, Review], &["g c"], "compare"),
    (&[Read, Focus, Review], &["!"], "unsettled"),
    (ALL, &["Esc"], "leave"),
    (DESK, &["Ctrl-c"], "leave"),
    (&[Select, Link], &["q"], "leave"),
    (&[Page], &["q", "?"], "leave"),
    (DESK, &["/"], "search"),
    (DESK, &["n"], "next-hit"),
    (DESK, &["N"], "previous-hit"),
    (&[List], &["Up"], "list-up"),
    (&[List], &["Down"], "list-down"),
    (&[List], &["PageUp"], "list-page-up"),
    (&[List], &["PageDown"], "list-page-down"),
    (&[List], &["Ctrl-Home"], "list-first"),
    (&[List], &["Ctrl-End"], "list-last"),
    (&[Page], &["k", "Up"], "list-up"),
    (&[Page], &["j", "Down"], "list-down"),
    (&[Page], &["PageUp", "Ctrl-u", "Ctrl-b"], "list-page-up"),
    (&[Page], &["PageDown", "Ctrl-d", "Ctrl-f", "Space"], "list-page-down"),
    (&[Page], &["g g", "Home", "Ctrl-Home"], "list-first"),
    (&[Page], &["G", "End", "Ctrl-End"], "list-last"),
    (&[List], &["Tab"], "list-both"),
    (&[List], &["Ctrl-t"], "list-label"),
    (&[Note, Prompt, List, Page], &["Ctrl-c"], "leave"),
    (&[Read, Select, Focus], &["Y"], "copy"),
    (DESK, &["Ctrl-s"], "save"),
    (&[Read, Focus, Review], &["P"], "pairs"),
    (TAGGING, &["g d"], "guidelines"),
    (DESK, &["g t"], "theme"),
    (&[Read, Focus, Review], &["g r"], "reload"),
    (DESK, &[":"], "palette"),
    (DESK, &["?", "F1"], "help"),
    (ALL, &["Ctrl-l"], "redraw"),
    (ALL, &["Ctrl-z"], "suspend"),
    (&[Read, Focus, Review], &["q"], "quit"),
];

/// What keys mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// They ask for this.
    Run(Command),
    /// Something longer begins with them.
    More,
    /// Nothing.
    Nothing,
}

/// The key map in force.
#[derive(Clone, Debug)]
pub struct Keymap {
    entries: Vec<Entry>,
    bound: HashMap<(Context, Vec<Key>), Command>,
    /// In the order of the tables, for help and hints.
    listed: Vec<(Context, Vec<Key>, Command)>,
}

impl Keymap {
    /// The defaults, the labels' own keys, and `changed`: for the id of a command the keys that replace its own. What is
    /// bound later wins. Also returns a sentence for each key that could not be given or was taken from another command.
    pub fn new(scheme: &Scheme, changed: &[(String, Vec<String>)]) -> (Keymap, Vec<String>) {
        let entries = entries(scheme);
        let mut keymap = Keymap { entries, bound: HashMap::new(), listed: Vec::new() };
        let mut doubts = Vec::new();
        let command =
            |keymap: &Keymap, id: &str| keymap.entries.iter().find(|entry| entry.id == id).map(|entry| entry.command);
        for (contexts, keys, id) in DEFAULTS {
            if let Some(command) = command(&keymap, id) {
                keymap.bind_all(contexts, keys, command, &mut doubts);
            }
        }
        for (number, label) in scheme.labels.iter().enumerate() {
            keymap.bind_all(TAGGING, &[&label.key], Command::Tag(number), &mut doubts);
            for (which, attribute) in label.attributes.iter().enumerate() {
                keymap.bind_all(&[Focus], &[&attribute.key], Command::Attribute(number, which), &mut doubts);
            }
        }
        for (id, keys) in changed {
            match command(&keymap, id) {
                Some(command) => keymap.rebind(command, keys, &mut doubts),
                // The settings are for every corpus, and this one may have other labels.
                None if id.starts_with("tag-") || id.starts_with("attribute-") => {}
                None => doubts.push(format!("there is no command `{}`; the palette lists them all", id.escape_debug())),
            }
        }
        doubts.sort();
        doubts.dedup();
        (keymap, doubts)
    }

    /// What `keys`, typed one after the other, mean in a context.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Meaning {
        if let Some(command) = self.bound.get(&(context, keys.to_vec())) {
            return Meaning::Run(*command);
        }
        let longer = |(other, more, _): &(Context, Vec<Key>, Command)| *other == context && more.starts_with(keys);
        if self.listed.iter().any(longer) { Meaning::More } else { Meaning::Nothing }
    }

    /// All commands, in the order of the help.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The words of a command.
    pub fn entry(&self, command: Command) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.command == command)
    }

    /// The keys of a command in a context, written, the usual one first.
    pub fn keys(&self, context: Context, command: Command) -> Vec<String> {
        self.listed.iter().filter(|row| row.0 == context && row.2 == command).map(|row| write(&row.1)).collect()
    }

    /// The keys of a command in any context, each once.
    pub fn keys_anywhere(&self, command: Command) -> Vec<String> {
        self.keys_in(ALL, command)
    }

    /// The keys of a command where nothing lies over the desk, each once.
    pub fn keys_on_desk(&self, command: Command) -> Vec<String> {
        self.keys_in(DESK, command)
    }

    fn keys_in(&self, contexts: &[Context], command: Command) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for row in self.listed.iter().filter(|row| row.2 == command && contexts.contains(&row.0)) {
            let written = write(&row.1);
            if !keys.contains(&written) {
                keys.push(written);
            }
        }
        keys
    }

    /// Takes the keys of a command away and gives it others, in all the places where it had some. Where one types, a letter
    /// stays a letter.
    fn rebind(&mut self, command: Command, keys: &[String], doubts: &mut Vec<String>) {
        if command == Command::Leave && keys.is_empty() {
            return doubts.push("`leave` needs a key, or there would be no way out".into());
        }
        let types = |context: Context| matches!(context, Prompt | List | Note);
        let mut contexts: Vec<Context> = self.listed.iter().filter(|row| row.2 == command).map(|row| row.0).collect();
        contexts.dedup();
        if contexts.is_empty() {
            contexts.extend(DESK);
        }
        let letter = |written: &&str| Key::parse_sequence(written).is_ok_and(|keys| keys[0].typed().is_some());
        for context in contexts {
            let usable: Vec<&str> =
                keys.iter().map(String::as_str).filter(|written| !(types(context) && letter(written))).collect();
            if types(context) && usable.is_empty() {
                continue;
            }
            self.listed.retain(|row| !(row.0 == context && row.2 == command));
            self.bound.retain(|(other, _), bound| !(*other == context && *bound == command));
            self.bind_all(&[context], &usable, command, doubts);
        }
    }

    fn bind_all(&mut self, contexts: &[Context], keys: &[&str], command: Command, doubts: &mut Vec<String>) {
        for written in keys {
            match Key::parse_sequence(written) {
                Ok(keys) => contexts.iter().for_each(|context| self.bind(*context, &keys, command, doubts)),
                Err(doubt) => doubts.push(doubt),
            }
        }
    }

    fn bind(&mut self, context: Context, keys: &[Key], command: Command, doubts: &mut Vec<String>) {
        let clash = |row: &&(Context, Vec<Key>, Command)| {
            row.0 == context && row.2 != command && (row.1.starts_with(keys) || keys.starts_with(&row.1))
        };
        for (_, theirs, other) in self.listed.iter().filter(clash) {
            let name = |command| self.entry(command).map_or("?", |entry| &entry.id);
            // Two labels may use one key for an attribute each: the tag in focus tells which is meant.
            if !matches!((command, other), (Command::Attribute(..), Command::Attribute(..))) {
                doubts.push(format!(
                    "{} for {} takes {} from {}",
                    write(keys),
                    name(command),
                    write(theirs),
                    name(*other)
                ));
            }
        }
        self.listed.retain(|row| !(row.0 == context && (row.1.starts_with(keys) || keys.starts_with(&row.1))));
        self.bound.retain(|(other, theirs), _| {
            !(*other == context && (theirs.starts_with(keys) || keys.starts_with(theirs)))
        });
        self.bound.insert((context, keys.to_vec()), command);
        self.listed.push((context, keys.to_vec(), command));
    }
}

fn write(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(keymap: &Keymap, context: Context, keys: &str) -> Meaning {
        keymap.lookup(context, &Key::parse_sequence(keys).unwrap())
    }

    #[test]
    fn every_command_has_a_key_or_is_meant_for_the_palette() {
        let (keymap, doubts) = Keymap::new(&Scheme::default(), &[]);
        assert_eq!(doubts, [""; 0]);
        for entry in keymap.entries() {
            let rare = matches!(entry.command, Command::QuitUnsaved | Command::SaveElsewhere | Command::SetAside);
            assert_eq!(keymap.keys_anywhere(entry.command).is_empty(), rare, "{}", entry.id);
        }
        for (_, _, id) in DEFAULTS {
            assert!(keymap.entries().iter().any(|entry| entry.id == *id), "{id} is no command");
        }
    }

    #[test]
    fn no_two_commands_want_one_key() {
        let (keymap, _) = Keymap::new(&Scheme::default(), &[]);
        let written: usize = DEFAULTS.iter().map(|(contexts, keys, _)| contexts.len() * keys.len()).sum();
        assert_eq!(keymap.listed.len(), written + 3 * TAGGING.len());
    }

    #[test]
    fn a_key_means_what_its_place_says() {
        let (keymap, _) = Keymap::new(&Scheme::default(), &[]);
        assert_eq!(run(&keymap, Read, "c"), Meaning::Run(Command::Tag(0)));
        assert_eq!(run(&keymap, Read, "g"), Meaning::More);
        assert_eq!(run(&keymap, Read, "x"), Meaning::Nothing);
        assert_eq!(run(&keymap, Focus, "x"), Meaning::Run(Command::Remove));
        assert_eq!(run(&keymap, List, "x"), Meaning::Nothing);
    }

    #[test]
    fn keys_can_be_changed_one_command_at_a_time() {
        let changed = [("search".into(), vec!["Ctrl-f".into(), "F3".into()]), ("no-such".into(), vec!["x".into()])];
        let (keymap, doubts) = Keymap::new(&Scheme::default(), &changed);
        assert_eq!(
            doubts,
            [
                "Ctrl-f for search takes Ctrl-f from page-down",
                "there is no command `no-such`; the palette lists them all"
            ]
        );
        assert_eq!(run(&keymap, Read, "Ctrl-f"), Meaning::Run(Command::Search));
        assert_eq!(run(&keymap, Read, "/"), Meaning::Nothing);
        assert_eq!(keymap.keys(Read, Command::Search), ["Ctrl-f", "F3"]);
    }

    #[test]
    fn where_one_types_a_letter_stays_a_letter() {
        let changed = [
            ("remove".into(), vec!["X".into()]),
            ("leave".into(), vec!["F12".into()]),
            ("tag-event".into(), vec!["1".into()]),
        ];
        let (keymap, doubts) = Keymap::new(&Scheme::default(), &changed);
        assert_eq!(doubts, [""; 0]);
        assert_eq!(
            (run(&keymap, Focus, "X"), run(&keymap, Focus, "x")),
            (Meaning::Run(Command::Remove), Meaning::Nothing)
        );
        assert_eq!(
            (run(&keymap, List, "X"), run(&keymap, List, "Ctrl-x")),
            (Meaning::Nothing, Meaning::Run(Command::Remove))
        );
        assert_eq!(
            (run(&keymap, Note, "F12"), run(&keymap, Note, "Esc")),
            (Meaning::Run(Command::Leave), Meaning::Nothing)
        );
    }

    #[test]
    fn a_label_that_takes_a_key_says_so() {
        let mut scheme = Scheme::default();
        scheme.labels[0].key = "m".into();
        scheme.labels[1].key = "g".into();
        let (keymap, doubts) = Keymap::new(&scheme, &[]);
        assert_eq!(run(&keymap, Focus, "m"), Meaning::Run(Command::Tag(0)));
        assert_eq!(run(&keymap, Read, "g"), Meaning::Run(Command::Tag(1)));
        assert!(doubts.contains(&"m for tag-claim takes m from note".into()), "{doubts:?}");
        assert!(doubts.contains(&"g for tag-figure takes g g from document-start".into()), "{doubts:?}");
    }
}
