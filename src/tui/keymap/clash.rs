//! Finds keys that the labels and attributes of a corpus take from commands, and proposes free keys.
//!
//! ```text
//!   corpus.ron   (name: "event", key: "g")     g for tag-event takes the keys of document-start and 8 more; free keys: e, E, v
//! ```
//!
//! No key is proposed for two clashes, so that all can be mended at once.
//!
//! The corpus wins, because without a key its labels could not be given. Each clash is reported at the start and is an
//! error of `diptych check`, so that the user learns why a command has lost its key.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use super::{Action, Keymap, Meaning, write};
use crate::say::and_more;
use crate::tui::command::Topic;
use crate::tui::key::Key;

/// The number of commands that are named as having lost a key.
const MOST_NAMED: usize = 2;
/// The number of free keys that are proposed.
const PROPOSED: usize = 3;

/// A key that one command has taken from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TakenKey {
    /// The command that took the key.
    pub taker: Action,
    /// The command that had the key.
    pub giver: Action,
    /// The keys of the taker, and the keys that the giver lost to them.
    pub keys: [Vec<Key>; 2],
}

/// A key that the corpus has taken from commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyClash {
    /// The label or attribute that the corpus gives the key to.
    pub about: Topic,
    /// The name of the command that took it.
    pub taker: String,
    /// The key.
    pub key: String,
    /// The names of the commands that had it.
    pub givers: Vec<String>,
    /// Keys that are free.
    pub free: Vec<String>,
}

impl Display for KeyClash {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let keys = if self.givers.len() == 1 { "key" } else { "keys" };
        let givers = and_more(&self.givers, MOST_NAMED);
        write!(f, "{} for {} takes the {keys} of {givers}", self.key, self.taker)?;
        match self.free.as_slice() {
            [] => Ok(()),
            free => write!(f, "; free keys: {}", free.join(", ")),
        }
    }
}

/// Returns the keys that the corpus took, each once, with keys that are free.
pub(super) fn clashes(keymap: &Keymap, taken: Vec<TakenKey>) -> Vec<KeyClash> {
    let mut clashes: Vec<KeyClash> = Vec::new();
    // A key that two labels share is a fault of corpus.ron, and is reported as one.
    let of_command = |taken: &TakenKey| keymap.at(taken.giver).about == Topic::Nothing;
    for TakenKey { taker, giver, keys: [asked, _] } in taken.into_iter().filter(of_command) {
        let (command, key) = (keymap.at(taker), write(&asked));
        let giver = keymap.at(giver).id.to_string();
        let at = clashes.iter().position(|clash| clash.taker == command.id && clash.key == key);
        let clash = match at {
            Some(at) => &mut clashes[at],
            None => {
                let (about, taker) = (command.about, command.id.to_string());
                clashes.push(KeyClash { about, taker, key, givers: Vec::new(), free: Vec::new() });
                let last = clashes.len() - 1;
                &mut clashes[last]
            }
        };
        if !clash.givers.contains(&giver) {
            clash.givers.push(giver);
        }
    }
    // Each gets one in turn: if few are free, none is left without.
    let mut proposed = BTreeSet::new();
    for _ in 0..PROPOSED {
        for clash in &mut clashes {
            let key = free(keymap, clash, &proposed);
            proposed.extend(key.clone());
            clash.free.extend(key);
        }
    }
    clashes
}

/// Returns a single key that is free where the key is needed, and is not proposed already. Letters of the name come
/// first.
fn free(keymap: &Keymap, clash: &KeyClash, proposed: &BTreeSet<String>) -> Option<String> {
    let command = keymap.at(keymap.find(&clash.taker)?);
    let is_free = |key: &String| {
        let Ok(key) = Key::parse(key).map(|key| [key]) else { return false };
        let mut contexts = command.keys.iter().flat_map(|(contexts, _)| *contexts);
        contexts.all(|context| keymap.lookup(*context, &key) == Meaning::Nothing)
    };
    let letters = command.title.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase());
    let letters = letters.flat_map(|c| [c, c.to_ascii_uppercase()]).chain('a'..='z').chain('A'..='Z');
    letters.map(String::from).find(|key| !proposed.contains(key) && is_free(key))
}
