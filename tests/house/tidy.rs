//! Tests that imports point down the ladder, that every file says what it is for, and that no file is too long.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. A module imports from its own rung or from one below it.
const LADDER: &[&[&str]] = &[
    &["hash", "parallel"],
    &["text", "say"],
    &["language"],
    &["quantity", "attribution", "convert"],
    &["tags"],
    &["layout", "corpus", "review", "compare", "suggest", "formats"],
    &["report", "check", "stats", "dataset", "learn"],
    &["failure"],
    &["tui"],
    &["cli"],
];

/// Circles of imports between files, by their first file, and why they stay. The list should only get shorter.
const CIRCLES: &[(&str, &str)] = &[
    (
        "check::consistency",
        "the table of rules names each rule's function, and a rule reports under its name in the table",
    ),
    ("tui::command", "a row names a function of the state, and the state holds the key map that the rows make"),
    ("tui::update::agreement", "each of these lists opens another of them, and steps into it and back"),
    ("tui::update::disk", "a save that fails asks what to do, and an answer saves"),
    ("tui::update::focus", "what is done with a tag ends in a focus, and the focus says what can be done"),
];

/// Names of types that several files declare, and why. Every other name is declared once: see docs/words.md.
const SHARED_NAMES: &[(&[&str], &str)] = &[
    (&["Args"], "the arguments of each subcommand, by clap's custom"),
    (
        &["File", "Form", "Found", "Given", "Ground", "Held", "Key", "Kind", "Known", "Line", "Names", "Pair", "Pairs"],
        "seen in one file only, where the file's name says whose they are",
    ),
    (&["Level", "Place", "Shown", "Start", "Way", "Words", "Written"], "the same"),
];

#[test]
fn imports_point_down_the_ladder() {
    let rung = |module: &str| LADDER.iter().position(|rung| rung.contains(&module));
    for module in modules() {
        let room = module.room();
        let Some(here) = rung(room) else { continue };
        for import in module.imports() {
            let target = import.split("::").next().unwrap_or_default();
            let Some(there) = rung(target) else { continue };
            let neighbour = here == there && target != room;
            assert!(there <= here && !neighbour, "{}: {room} must not know {import}", module.name);
        }
    }
}

#[test]
fn every_room_has_a_rung() {
    let rooms: BTreeSet<String> = modules().iter().map(|module| module.room().to_string()).collect();
    let rungs: BTreeSet<String> = LADDER.iter().flat_map(|rung| rung.iter()).map(|room| room.to_string()).collect();
    assert_eq!(rooms.difference(&rungs).collect::<Vec<_>>(), Vec::<&String>::new(), "rooms without a rung");
}

/// A module and those inside of it are one thing and may know each other; all others form no circle.
#[test]
fn imports_between_files_form_no_circle() {
    let modules = modules();
    let names: BTreeSet<&str> = modules.iter().map(|module| module.name.as_str()).collect();
    let file_of = |import: &str| {
        let ends = import.match_indices("::").map(|(at, _)| at).chain([import.len()]).collect::<Vec<_>>();
        ends.into_iter().rev().map(|end| &import[..end]).find_map(|path| names.get(path).copied())
    };
    let inside =
        |one: &str, other: &str| one == other || one.strip_prefix(other).is_some_and(|rest| rest.starts_with("::"));
    let mut reach: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for module in &modules {
        let imports = module.imports();
        let files = imports.iter().filter_map(|import| file_of(import));
        let others = files.filter(|file| !inside(file, &module.name) && !inside(&module.name, file));
        reach.insert(&module.name, others.collect());
    }
    // Everything that can be reached from a file, step by step.
    loop {
        let grown: BTreeMap<&str, BTreeSet<&str>> = reach
            .iter()
            .map(|(file, to)| (*file, to.iter().chain(to.iter().flat_map(|there| &reach[there])).copied().collect()))
            .collect();
        if grown == reach {
            break;
        }
        reach = grown;
    }
    let circles: BTreeSet<Vec<&str>> = reach
        .iter()
        .filter(|(file, to)| to.contains(*file))
        .map(|(file, to)| to.iter().filter(|there| reach[*there].contains(file)).copied().collect())
        .collect();
    let first: Vec<&str> = circles.iter().map(|circle| circle[0]).collect();
    let known: Vec<&str> = CIRCLES.iter().map(|(first, _)| *first).collect();
    assert_eq!(
        first, known,
        "circles of imports; argue for a new one or break it, and take out what is broken: {circles:#?}"
    );
}

#[test]
fn a_type_name_has_one_meaning() {
    let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for module in modules() {
        for name in module.types() {
            declared.entry(name).or_default().insert(module.name.clone());
        }
    }
    let shared: BTreeSet<&str> = SHARED_NAMES.iter().flat_map(|(names, _)| names.iter()).copied().collect();
    declared.retain(|name, files| files.len() > 1 && !shared.contains(name.as_str()));
    assert_eq!(
        declared,
        BTreeMap::new(),
        "names of several types: the lowest room keeps the name, the others find their own"
    );
}

#[test]
fn the_dictionary_speaks_of_types_that_there_are() {
    let words = fs::read_to_string(root().join("docs/words.md")).unwrap();
    let types: BTreeSet<String> = modules().iter().flat_map(|module| module.types()).collect();
    let named = words.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let missing: Vec<&str> = named.filter(|name| !types.contains(*name)).collect();
    assert_eq!(missing, [""; 0], "docs/words.md names types that there are not");
}

/// A paper may leave out the folders that its reader knows: `edit.rs` for `src/tags/edit.rs`.
#[test]
fn the_papers_name_files_that_there_are() {
    let files: Vec<PathBuf> = ["src", "tests", "benches"].iter().flat_map(|folder| sources_in(folder)).collect();
    // A package lacks what needs the fuzz targets: see `exclude` in Cargo.toml.
    let left_out = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut missing = Vec::new();
    for paper in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = fs::read_to_string(root().join(paper)).unwrap();
        let quoted =
            text.split('`').skip(1).step_by(2).filter(|quoted| quoted.ends_with(".rs") && !quoted.contains(' '));
        for path in quoted.filter(|path| !path.chars().any(|c| c == '*' || c.is_uppercase())) {
            if !files.iter().any(|file| file.ends_with(path)) && !left_out.contains(&format!("\"/{path}\"")) {
                missing.push(format!("{paper}: {path}"));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

/// The first word of a function's description, which is a verb in the third person: *Returns*, *Places*. Whether a noun stands
/// there instead, no test can say.
#[test]
fn a_function_is_described_by_what_it_does() {
    let mut wrong = Vec::new();
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (number, _) in lines.iter().enumerate().filter(|(_, line)| is_function(line)) {
            let above = lines[..number].iter().rev().skip_while(|line| line.starts_with("#["));
            let description = above.take_while(|line| line.starts_with("///")).last();
            let word = description.and_then(|line| line.trim_start_matches('/').split_whitespace().next());
            let is_verb = |word: &str| {
                word.starts_with(char::is_uppercase) && word.trim_end_matches([',', ':', ';', '.']).ends_with('s')
            };
            if word.is_some_and(|word| !is_verb(word) || NO_VERBS.contains(&word)) {
                wrong.push(format!("{}:{}: {}", file.display(), number + 1, description.unwrap_or(&"")));
            }
        }
    }
    assert_eq!(wrong, [""; 0], "see the rules in CONTRIBUTING.md");
}

/// Words that end as verbs do, and are none.
const NO_VERBS: &[&str] = &["Its", "This", "Less", "Its,", "Those,"];

/// Whether a line begins a function.
fn is_function(line: &str) -> bool {
    let mut words =
        line.split_whitespace().skip_while(|word| word.starts_with("pub") || ["const", "async"].contains(word));
    words.next() == Some("fn")
}

#[test]
fn no_file_is_a_house_of_its_own() {
    for file in sources() {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500, "{}: {lines} lines; is it still one room with one purpose?", file.display());
    }
}

/// The rooms that know no terminal and no file. `say` has the one file that names ratatui's plain values, `say/sgr.rs`.
const CORE: &[&str] = &[
    "text",
    "language",
    "quantity",
    "attribution",
    "convert",
    "tags",
    "layout",
    "review",
    "compare",
    "suggest",
    "formats",
    "report",
];

#[test]
fn the_core_knows_no_terminal_and_no_file() {
    for file in sources() {
        let inside = file.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
        if CORE.iter().any(|room| inside.starts_with(room)) {
            let text = fs::read_to_string(&file).unwrap();
            for word in ["std::fs", "std::io", "crossterm", "ratatui"] {
                assert!(!text.contains(word), "{inside} knows {word}");
            }
        }
    }
}

/// A file of the library: its path in the crate (`corpus::save`) and its code, without comments and tests.
struct Module {
    name: String,
    code: String,
}

impl Module {
    fn room(&self) -> &str {
        self.name.split("::").next().unwrap_or_default()
    }

    /// What it imports or names by a path, as paths from the crate's root: `super::` is followed.
    fn imports(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for begin in ["crate::", "super::", "self::"] {
            for (at, _) in self.code.match_indices(begin) {
                // In the middle of a longer path or word it begins nothing.
                if !self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                    expand(&self.code[at..], "", &mut paths);
                }
            }
        }
        paths.into_iter().map(|path| self.resolved(&path)).collect()
    }

    fn resolved(&self, path: &str) -> String {
        let mut base: Vec<&str> = self.name.split("::").collect();
        let mut parts = path.split("::").peekable();
        match parts.peek() {
            Some(&"crate") => base.clear(),
            Some(&"self") => {}
            _ => drop(base.pop()),
        }
        parts.next();
        while parts.next_if_eq(&"super").is_some() {
            base.pop();
        }
        base.into_iter().chain(parts).collect::<Vec<_>>().join("::")
    }

    /// The names of the types that it declares; those inside of functions and implementations are their own business.
    fn types(&self) -> Vec<String> {
        let named = |line: &str| {
            let line = line.strip_prefix("pub").map_or(line, |rest| rest.trim_start_matches(|c| c != ' ').trim_start());
            let kinds = ["struct ", "enum ", "trait ", "type ", "union "];
            let rest = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
            Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        };
        self.code.lines().filter_map(named).collect()
    }
}

/// The paths of a tree of imports: `a::{b, c::D}` is `a::b` and `a::c::D`.
fn expand(tree: &str, before: &str, paths: &mut Vec<String>) -> usize {
    let word = tree.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(tree.len());
    let path = format!("{before}{}", &tree[..word]);
    if !(tree[word..].starts_with('{') && path.ends_with("::")) {
        paths.push(path.trim_end_matches(':').to_string());
        return word;
    }
    let mut at = word + 1;
    while at < tree.len() && !tree[at..].starts_with('}') {
        let blank = tree[at..].len() - tree[at..].trim_start_matches([' ', '\n', ',']).len();
        at += blank;
        if !tree[at..].starts_with('}') {
            at += expand(&tree[at..], &path, paths).max(1);
        }
    }
    at + 1
}

fn modules() -> Vec<Module> {
    let source = root().join("src");
    let module = |file: PathBuf| {
        let name = file.strip_prefix(&source).unwrap().with_extension("");
        let name = name.components().map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("::");
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let code: String =
            text.lines().map(|line| format!("{}\n", line.split("//").next().unwrap_or_default())).collect();
        (name != "lib" && name != "main").then_some(Module { name, code })
    };
    sources().into_iter().filter_map(module).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    let found = sources_in("src");
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn sources_in(folder: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, found),
                false if path.extension().is_some_and(|end| end == "rs") => found.push(path),
                false => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found
}
