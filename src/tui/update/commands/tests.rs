//! Tests the table of commands.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{all, keymap};
use crate::tags::scheme::{Attribute, AttributeKind, Scheme};
use crate::tui::key::Key;
use crate::tui::keymap::Context::{self, Focus, List, Note, Read};
use crate::tui::keymap::{ALL, KeyChange, Keymap, Meaning};

/// Returns the meaning of keys in a context: the id of a command, `more` or nothing.
fn run(keymap: &Keymap, context: Context, keys: &str) -> String {
    match keymap.lookup(context, &Key::parse_sequence(keys).unwrap()) {
        Meaning::Run(action) => keymap.at(action).id.to_string(),
        Meaning::More => "more".into(),
        Meaning::Nothing => String::new(),
    }
}

#[test]
fn every_command_has_a_name_of_its_own_and_words() {
    let commands = all(&Scheme::default());
    let ids: HashSet<&str> = commands.iter().map(|command| command.id.as_ref()).collect();
    assert_eq!(ids.len(), commands.len());
    for command in commands {
        assert!(command.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", command.id);
        assert!(!command.title.is_empty() && command.help.len() > 5, "{}", command.id);
    }
}

#[test]
fn every_command_has_a_key_or_is_meant_for_the_palette() {
    let (keymap, doubts) = keymap(&Scheme::default(), &[]);
    assert_eq!(doubts, [""; 0]);
    for command in keymap.commands() {
        let rare = matches!(
            command.id.as_ref(),
            "doubts" | "measure" | "new-label" | "open" | "pair" | "quit-unsaved" | "save-elsewhere" | "set-aside"
        );
        assert_eq!(keymap.keys_anywhere(&command.id).is_empty(), rare, "{}", command.id);
    }
}

#[test]
fn a_hint_has_a_key_where_it_shows() {
    let (keymap, _) = keymap(&Scheme::default(), &[]);
    for context in ALL {
        for command in keymap.hints(*context) {
            assert!(!keymap.keys(*context, &command.id).is_empty(), "{} in {context:?}", command.id);
        }
    }
}

#[test]
fn no_two_commands_want_one_key() {
    let mut taken = HashSet::new();
    for command in all(&Scheme::default()) {
        for (contexts, keys) in &command.keys {
            for (context, key) in contexts.iter().flat_map(|context| keys.iter().map(move |key| (context, key))) {
                assert!(taken.insert((*context, key.to_string())), "{key} in {context:?} for {}", command.id);
            }
        }
    }
    let (_, doubts) = keymap(&Scheme::default(), &[]);
    assert_eq!(doubts, [""; 0], "nor one that another begins with");
}

#[test]
fn a_command_is_named_in_its_row_alone_and_a_list_in_its_file() {
    let sources = sources();
    let names: HashSet<String> = all(&Scheme::default()).into_iter().map(|command| command.id.into_owned()).collect();
    // A command may be named only where a message shows its key; and each command that is named must exist.
    let told = regex::Regex::new(r#"(?:(?:key_of|key|ListHint::of)\(|ListHint \{ id: )"([a-z-]+)""#).unwrap();
    for (path, text) in sources.iter().filter(|(path, _)| !path.ends_with("tests.rs")) {
        for found in told.captures_iter(text) {
            assert!(names.contains(&found[1]), "{}: {} is no command", path.display(), &found[1]);
        }
    }
    let tables: String = sources
        .iter()
        .filter(|(path, _)| {
            path.parent().is_some_and(|folder| folder.ends_with("commands")) && !path.ends_with("tests.rs")
        })
        .flat_map(|(_, text)| text.split_whitespace())
        .collect();
    for id in names.iter().filter(|id| !id.starts_with("tag-") || *id == "tag-every-occurrence") {
        assert_eq!(tables.matches(&format!("row(\"{id}\",")).count(), 1, "{id}");
    }
    // The name and the effect of a list belong into the implementation of its lister: drawing does not distinguish
    // lists.
    let lister = regex::Regex::new(r"impl Lister for (\w+)").unwrap();
    let lists: Vec<String> =
        sources.iter().flat_map(|(_, text)| lister.captures_iter(text)).map(|found| found[1].to_string()).collect();
    assert!(lists.len() > 10, "{lists:?}");
    for (path, text) in sources.iter().filter(|(path, _)| path.components().any(|part| part.as_os_str() == "view")) {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let mut words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
        let known = words.find(|word| lists.iter().any(|list| list == word));
        assert_eq!(known, None, "{}", path.display());
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, found),
                false => found.push((path.clone(), fs::read_to_string(&path).unwrap())),
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui"), &mut found);
    found
}

#[test]
fn a_key_means_what_its_place_says() {
    let (keymap, _) = keymap(&Scheme::default(), &[]);
    assert_eq!(run(&keymap, Read, "c"), "tag-claim");
    assert_eq!(run(&keymap, Read, "g"), "more");
    assert_eq!(run(&keymap, Read, "x"), "remove");
    assert_eq!(run(&keymap, Focus, "x"), "remove");
    assert_eq!(run(&keymap, List, "x"), "");
}

fn change(command: &str, keys: &[&str]) -> KeyChange {
    KeyChange { command: command.into(), keys: keys.iter().map(|key| key.to_string()).collect(), place: None }
}

#[test]
fn an_unknown_command_is_told_with_its_place_and_the_one_that_was_meant() {
    let quti = KeyChange { place: Some("config.ron:3:5".into()), ..change("quti", &["Q"]) };
    let (_, doubts) = keymap(&Scheme::default(), &[quti, change("tag-cliam", &["1"]), change("tag-event", &["2"])]);
    let told = [
        "config.ron:3:5: there is no command `quti`; did you mean `quit`?",
        "there is no command `tag-cliam`; did you mean `tag-claim`?",
    ];
    assert_eq!(doubts, told, "`event` may be a label of another corpus");
}

#[test]
fn keys_can_be_changed_one_command_at_a_time() {
    let changed = [change("search", &["Ctrl-f", "F3"]), change("no-such", &["x"])];
    let (keymap, doubts) = keymap(&Scheme::default(), &changed);
    assert_eq!(
        doubts,
        ["Ctrl-f for search takes Ctrl-f from page-down", "there is no command `no-such`; the palette lists them all"]
    );
    assert_eq!(run(&keymap, Read, "Ctrl-f"), "search");
    assert_eq!(run(&keymap, Read, "/"), "");
    assert_eq!(keymap.keys(Read, "search"), ["Ctrl-f", "F3"]);
}

#[test]
fn where_one_types_a_letter_stays_a_letter() {
    let changed = [change("remove", &["X"]), change("leave", &["F12"]), change("tag-event", &["1"])];
    let (keymap, doubts) = keymap(&Scheme::default(), &changed);
    assert_eq!(doubts, [""; 0]);
    assert_eq!((run(&keymap, Focus, "X"), run(&keymap, Focus, "x")), ("remove".into(), String::new()));
    assert_eq!((run(&keymap, List, "X"), run(&keymap, List, "Ctrl-x")), (String::new(), "remove".into()));
    assert_eq!((run(&keymap, Note, "F12"), run(&keymap, Note, "Esc")), ("leave".into(), String::new()));
}

#[test]
fn a_label_that_takes_a_key_says_so() {
    let mut scheme = Scheme::default();
    scheme.labels[0].key = "m".into();
    scheme.labels[1].key = "g".into();
    let (keymap, doubts) = keymap(&scheme, &[]);
    assert_eq!(run(&keymap, Focus, "m"), "tag-claim");
    assert_eq!(run(&keymap, Read, "g"), "tag-figure");
    assert_eq!(doubts.len(), 2, "each key is told once: {doubts:?}");
    assert!(doubts[1].starts_with("m for tag-claim takes the key"), "{doubts:?}");
    assert!(doubts[0].starts_with("g for tag-figure takes the keys of document-start, "), "{doubts:?}");
    assert!(doubts[0].contains("; free keys: "), "{doubts:?}");
}

#[test]
fn an_attribute_that_takes_a_key_says_so_and_free_ones_are_proposed() {
    let mut scheme = Scheme::default();
    let attribute =
        |name: &str, key: &str| Attribute { name: name.into(), key: key.into(), kind: AttributeKind::YesNo };
    scheme.labels[0].attributes = ["x", "y", "l", "p"].iter().map(|key| attribute(&format!("of {key}"), key)).collect();
    let (keymap, doubts) = keymap(&scheme, &[]);
    let taken: Vec<&str> = keymap.clashes().iter().map(|clash| clash.key.as_str()).collect();
    assert_eq!((taken, doubts.len()), (vec!["x", "y", "l", "p"], 4), "{doubts:?}");
    let proposed: Vec<&String> = keymap.clashes().iter().flat_map(|clash| &clash.free).collect();
    assert_eq!(proposed.len(), proposed.iter().collect::<BTreeSet<_>>().len(), "no key is proposed twice: {doubts:?}");
    for clash in keymap.clashes() {
        assert_eq!(clash.free.len(), 3, "{clash}");
        for key in &clash.free {
            assert_eq!(run(&keymap, Focus, key), "", "{clash}");
        }
    }
}
