//! Maps keys to commands, by context; help, hints and messages read the same data.
//!
//! ```text
//!   keys typed ─ lookup(context, keys) ─▶ Run(action) │ More (a longer sequence begins with them) │ Nothing
//! ```
//!
//! A [`Context`] is the state that the user is in: reading, with a selection, with a tag in focus, in a list. The rows
//! of commands hold the default keys; `config.ron` replaces the keys of single commands.

mod clash;
mod table;

use std::collections::HashMap;

use super::command::{Command, Topic};
use super::key::Key;

pub use clash::KeyClash;
use clash::TakenKey;
pub use table::{ELSEWHERE, table};

/// The state of the screen, which decides what a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Reading.
    Read,
    /// With a selection.
    Select,
    /// A tag is in focus.
    Focus,
    /// An item of a review is in focus.
    Review,
    /// A suggestion is in focus.
    Suggestion,
    /// With one article shown twice, with the layers of two annotators.
    Beside,
    /// Looking for the other end of a link.
    Link,
    /// Typing one line: a search, an attribute.
    Prompt,
    /// In a list; typing filters it.
    List,
    /// In the rows of a comparison.
    Compare,
    /// Writing a note.
    Note,
    /// Reading a page of the program: help, guidelines.
    Page,
}

use Context::{Beside, Compare, Focus, Link, List, Note, Page, Prompt, Read, Review, Select, Suggestion};

/// All contexts.
pub const ALL: &[Context] = &[Read, Select, Focus, Review, Suggestion, Beside, Link, Prompt, List, Compare, Note, Page];
/// The contexts in which nothing lies over the desk.
pub const DESK: &[Context] = &[Read, Select, Focus, Review, Suggestion, Beside, Link];
/// The contexts in which a key can tag.
pub const TAGGING: &[Context] = &[Read, Select, Focus, Review, Suggestion, Beside];
/// The contexts in which nothing is selected and nothing is under way.
pub const IDLE: &[Context] = &[Read, Focus, Review, Suggestion, Beside];

/// The number of a command in the key map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action(usize);

/// The meaning of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// They run this command.
    Run(Action),
    /// They begin a longer sequence.
    More,
    /// They mean nothing.
    Nothing,
}

/// The keys of a command in a context.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Binding {
    context: Context,
    keys: Vec<Key>,
    action: Action,
}

/// The keys that the user gives a command in place of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// The id of the command.
    pub command: String,
    /// The keys, as they are written.
    pub keys: Vec<String>,
    /// The place of the change in the settings, as `path:line:column`, if it comes from there.
    pub place: Option<String>,
}

impl KeyChange {
    /// Returns a sentence about the change, with its place before it.
    fn placed(&self, doubt: String) -> String {
        self.place.iter().map(|place| format!("{place}: ")).chain([doubt]).collect()
    }
}

/// The key map in force.
#[derive(Clone, Debug)]
pub struct Keymap {
    commands: Vec<Command>,
    /// The bindings in the order of the tables, for help and hints. In one context, the keys of a binding are never the
    /// beginning of the keys of another.
    listed: Vec<Binding>,
    /// The commands among the hints of a context, by rank.
    hints: HashMap<Context, Vec<Action>>,
    /// The keys that the labels and attributes of the corpus have taken from other commands.
    clashes: Vec<KeyClash>,
}

impl Keymap {
    /// Binds the commands to their keys, or to the keys that the user gives them. A later binding wins over an earlier
    /// one. Also returns a sentence for each key that could not be used or was taken from another command.
    pub fn new(commands: Vec<Command>, changed: &[KeyChange]) -> (Keymap, Vec<String>) {
        let mut keymap = Keymap { commands, listed: Vec::new(), hints: HashMap::new(), clashes: Vec::new() };
        let (mut doubts, mut taken) = (Vec::new(), Vec::new());
        // The labels of the corpus are bound last, and may take keys from other commands.
        let of_corpus = |keymap: &Keymap, action: &usize| keymap.commands[*action].about != Topic::Nothing;
        let (late, early): (Vec<usize>, Vec<usize>) =
            (0..keymap.commands.len()).partition(|action| of_corpus(&keymap, action));
        for action in early.into_iter().chain(late).map(Action) {
            for (contexts, keys) in keymap.at(action).keys.clone() {
                let keys: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
                taken.extend(keymap.bind_all(contexts, &keys, action, &mut doubts));
            }
        }
        keymap.clashes = clash::clashes(&keymap, taken);
        doubts.extend(keymap.clashes.iter().map(KeyClash::to_string));
        for change in changed {
            let mut of_change = Vec::new();
            match keymap.find(&change.command) {
                Some(action) => keymap.rebind(action, &change.keys, &mut of_change),
                None => of_change.extend(keymap.unknown(&change.command)),
            }
            doubts.extend(of_change.into_iter().map(|doubt| change.placed(doubt)));
        }
        for context in ALL {
            let ranked = |action: usize| Some((keymap.commands[action].rank_in(*context)?, action));
            let mut hints: Vec<(u8, usize)> = (0..keymap.commands.len()).filter_map(ranked).collect();
            hints.sort_unstable();
            keymap.hints.insert(*context, hints.into_iter().map(|(_, action)| Action(action)).collect());
        }
        doubts.sort();
        doubts.dedup();
        (keymap, doubts)
    }

    /// Returns a sentence about an id that no command has. An unknown label is reported only if it is one letter away
    /// from a known id: the settings are for every corpus, and the label may belong to another one.
    fn unknown(&self, id: &str) -> Option<String> {
        let near = self.commands.iter().find(|command| strsim::osa_distance(&command.id, id) == 1);
        let is_label = id.starts_with("tag-") || id.starts_with("attribute-");
        let hint = match near {
            Some(command) => format!("did you mean `{}`?", command.id),
            None if is_label => return None,
            None => "the palette lists them all".into(),
        };
        Some(format!("there is no command `{}`; {hint}", id.escape_debug()))
    }

    /// Returns the meaning of `keys`, typed one after the other, in a context.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Meaning {
        let begun = self.listed.iter().find(|binding| binding.context == context && binding.keys.starts_with(keys));
        match begun {
            Some(binding) if binding.keys.len() == keys.len() => Meaning::Run(binding.action),
            Some(_) => Meaning::More,
            None => Meaning::Nothing,
        }
    }

    /// Returns the commands of a context whose keys begin with those that were typed, each with the rest of its keys.
    pub fn following(&self, context: Context, typed: &[Key]) -> Vec<(String, &Command)> {
        let begun = |it: &&Binding| it.context == context && it.keys.len() > typed.len() && it.keys.starts_with(typed);
        self.listed.iter().filter(begun).map(|it| (write(&it.keys[typed.len()..]), self.at(it.action))).collect()
    }

    /// Returns all commands, in the order of the help.
    pub fn commands(&self) -> &[Command] {
        &self.commands
    }

    /// Returns the command with this number.
    pub fn at(&self, action: Action) -> &Command {
        &self.commands[action.0]
    }

    /// Returns the keys that the labels and attributes of the corpus have taken from other commands.
    pub fn clashes(&self) -> &[KeyClash] {
        &self.clashes
    }

    /// Returns the number of the command with this id.
    pub fn find(&self, id: &str) -> Option<Action> {
        self.commands.iter().position(|command| command.id == id).map(Action)
    }

    /// Returns the commands among the hints of a context, by rank.
    pub fn hints(&self, context: Context) -> impl Iterator<Item = &Command> {
        self.hints.get(&context).into_iter().flatten().map(|action| self.at(*action))
    }

    /// Returns the names of the keys of a command in a context, the usual one first.
    pub fn keys(&self, context: Context, id: &str) -> Vec<String> {
        self.keys_in(&[context], id)
    }

    /// Returns the keys of a command in any context, each once.
    pub fn keys_anywhere(&self, id: &str) -> Vec<String> {
        self.keys_in(ALL, id)
    }

    /// Returns the keys of a command when nothing lies over the desk, each once.
    pub fn keys_on_desk(&self, id: &str) -> Vec<String> {
        self.keys_in(DESK, id)
    }

    /// Returns the keys of a command in these contexts, each once.
    fn keys_in(&self, contexts: &[Context], id: &str) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let Some(action) = self.find(id) else { return keys };
        for binding in self.listed.iter().filter(|it| it.action == action && contexts.contains(&it.context)) {
            let written = write(&binding.keys);
            if !keys.contains(&written) {
                keys.push(written);
            }
        }
        keys
    }

    /// Replaces the keys of a command in all contexts in which it had keys. Where text is typed, letters are not bound.
    fn rebind(&mut self, action: Action, keys: &[String], doubts: &mut Vec<String>) {
        if self.at(action).id == "leave" && keys.is_empty() {
            return doubts.push("`leave` needs a key: without one, no list and no mode could be left".into());
        }
        let types = |context: Context| matches!(context, Prompt | List | Note);
        let mut contexts: Vec<Context> =
            self.listed.iter().filter(|binding| binding.action == action).map(|binding| binding.context).collect();
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
            self.listed.retain(|binding| !(binding.context == context && binding.action == action));
            for TakenKey { taker, giver, keys: [asked, had] } in self.bind_all(&[context], &usable, action, doubts) {
                let (taker, giver) = (&self.at(taker).id, &self.at(giver).id);
                doubts.push(format!("{} for {taker} takes {} from {giver}", write(&asked), write(&had)));
            }
        }
    }

    /// Binds a command to keys. Returns the keys that it took from others.
    fn bind_all(
        &mut self,
        contexts: &[Context],
        keys: &[&str],
        action: Action,
        doubts: &mut Vec<String>,
    ) -> Vec<TakenKey> {
        let mut taken = Vec::new();
        for written in keys {
            match Key::parse_sequence(written) {
                Ok(keys) => contexts.iter().for_each(|context| taken.extend(self.bind(*context, &keys, action))),
                Err(doubt) => doubts.push(doubt),
            }
        }
        taken
    }

    /// Binds a command to a sequence of keys in a context. Returns the keys that it took from others.
    fn bind(&mut self, context: Context, keys: &[Key], action: Action) -> Vec<TakenKey> {
        let clashes = |it: &Binding| it.context == context && (it.keys.starts_with(keys) || keys.starts_with(&it.keys));
        let binding = Binding { context, keys: keys.to_vec(), action };
        if !self.listed.iter().any(clashes) {
            self.listed.push(binding);
            return Vec::new();
        }
        let of_attribute = |action: Action| matches!(self.at(action).about, Topic::Attribute { .. });
        let others = self.listed.iter().filter(|binding| binding.action != action && clashes(binding));
        // Two labels may use one key for their attributes: the tag in focus decides which is meant.
        let others = others.filter(|other| !(of_attribute(action) && of_attribute(other.action)));
        let taken = others.map(|other| TakenKey {
            taker: action,
            giver: other.action,
            keys: [keys.to_vec(), other.keys.clone()],
        });
        let taken = taken.collect();
        self.listed.retain(|binding| !clashes(binding));
        self.listed.push(binding);
        taken
    }
}

/// Returns the names of keys, with a blank between them.
fn write(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}
