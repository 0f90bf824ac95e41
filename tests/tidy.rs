//! The house is kept: imports point down the ladder, every file says what it is for, and no file outgrows its room.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. A module imports from its own rung or from one below it.
const LADDER: &[&[&str]] = &[
    &["text", "say"],
    &["language"],
    &["quantity", "attribution"],
    &["tags"],
    &["layout", "corpus", "review", "compare", "formats"],
    &["report", "check", "stats", "dataset"],
    &["failure"],
    &["tui"],
    &["cli"],
];

#[test]
fn imports_point_down_the_ladder() {
    let rung = |module: &str| LADDER.iter().position(|rung| rung.contains(&module));
    for file in sources() {
        let inside = file.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
        let module = inside.split('/').next().unwrap().trim_end_matches(".rs").to_string();
        let Some(here) = rung(&module) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + 7..];
                let target: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(there) = rung(&target) else { continue };
                let neighbour = here == there && target != module;
                assert!(there <= here && !neighbour, "{inside}:{}: {module} must not know {target}", number + 1);
            }
        }
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

#[test]
fn no_file_is_a_house_of_its_own() {
    for file in sources() {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500, "{}: {lines} lines; is it still one room with one purpose?", file.display());
    }
}

#[test]
fn the_core_knows_no_terminal_and_no_file() {
    for file in sources() {
        let inside = file.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
        if ["text", "tags", "layout", "review", "compare", "formats", "report"]
            .iter()
            .any(|core| inside.starts_with(core))
        {
            let text = fs::read_to_string(&file).unwrap();
            for word in ["std::fs", "std::io", "crossterm", "ratatui"] {
                assert!(!text.contains(word), "{inside} knows {word}");
            }
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
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
    walk(&root().join("src"), &mut found);
    assert!(found.len() > 20, "the sources were not found");
    found
}
