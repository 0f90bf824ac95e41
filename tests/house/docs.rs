//! The pages say what the program does: keys, commands and options are its own words, links lead somewhere, and examples are
//! understood.
//!
//! ```text
//! cargo xtask docs        writes the generated parts again
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use diptych::tags::scheme::Scheme;
use diptych::tui::config::Config;
use diptych::tui::keymap;
use diptych::tui::update::commands;

#[test]
fn the_key_page_has_the_keys_of_the_program() {
    let (keymap, _) = commands::keymap(&Scheme::default(), &[]);
    generated("docs/keys.md", "keys", &keymap::table(&keymap));
}

#[test]
#[cfg_attr(feature = "parquet", ignore = "with it, the program has one format more")]
fn the_command_page_has_the_help_of_each_command() {
    let mut page = format!("\n## diptych\n\n{}", fenced(&printed(&["--help"])));
    for command in subcommands() {
        page += &format!("\n## diptych {command}\n\n{}", fenced(&printed(&[&command, "--help"])));
        if command == "check" {
            page += &format!(
                "\nThe rules, as `diptych check --rules` prints them:\n\n{}",
                fenced(&printed(&["check", "--rules"]))
            );
        }
    }
    generated("docs/commands.md", "commands", &page);
}

#[test]
fn the_help_of_each_command_has_two_examples() {
    for command in subcommands() {
        let help = printed(&[&command, "--help"]);
        let examples = help.split_once("Examples:\n").map_or("", |(_, behind)| behind);
        let count =
            examples.lines().take_while(|line| line.starts_with("  ")).filter(|line| line.contains("diptych")).count();
        assert!(count >= 2, "{command}: {count} examples");
    }
}

#[test]
fn the_schema_that_ships_is_the_one_that_is_printed() {
    let (path, wanted) = (root().join("docs/schema.json"), printed(&["schema"]));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return fs::write(path, wanted).unwrap();
    }
    assert!(fs::read_to_string(path).unwrap() == wanted, "docs/schema.json is out of date: cargo xtask docs");
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in links(&text) {
            if target.contains("://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let led = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(led.exists(), "{}: {target} leads nowhere", page.display());
            if !heading.is_empty() {
                let there = fs::read_to_string(&led).unwrap();
                let found = there.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading);
                assert!(found, "{}: {target}: there is no such heading", page.display());
            }
        }
    }
}

#[test]
fn every_page_is_linked_from_the_readme() {
    let readme = read("README.md");
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") {
            assert!(readme.contains(&format!("(docs/{name})")), "the README does not lead to docs/{name}");
        }
    }
}

#[test]
fn the_readme_fits_150_lines() {
    assert!(read("README.md").lines().count() <= 150);
}

#[test]
fn the_example_of_the_settings_is_understood() {
    let page = read("docs/settings.md");
    let example = page.split_once("```ron\n").unwrap().1.split_once("```").unwrap().0;
    let (config, faults) = Config::parse(example);
    assert!(faults.is_empty(), "{faults:?}");
    assert_ne!(config, Config::default());
}

/// Compares the part of a page between two comments with what it should be, or writes it with `UPDATE_DOCS`.
fn generated(name: &str, part: &str, wanted: &str) {
    let page = read(name);
    let (before, rest) = page.split_once(&format!("<!-- {part}: begin -->\n")).expect("where the part begins");
    let (there, after) = rest.split_once(&format!("<!-- {part}: end -->")).expect("where the part ends");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let page = format!("{before}<!-- {part}: begin -->\n{wanted}<!-- {part}: end -->{after}");
        fs::write(root().join(name), page).unwrap();
        return;
    }
    assert!(there == wanted, "{name} is out of date: cargo xtask docs");
}

/// What the program prints into a pipe.
fn printed(arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_diptych"));
    let output = program.args(arguments).env("COLUMNS", "100").current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the help names, in its order.
fn subcommands() -> Vec<String> {
    let help = printed(&["--help"]);
    let list = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let names = list.lines().filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.map(String::from).collect()
}

fn fenced(text: &str) -> String {
    format!("```text\n{}\n```\n", text.trim_end())
}

/// The targets of the links in a page, outside of code.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split("```").step_by(2);
    outside.flat_map(|part| part.split("](").skip(1)).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// The anchor that GitHub gives to a heading.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn pages() -> Vec<PathBuf> {
    let folders = [root(), root().join("docs"), root().join("docs/decisions")];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|end| end == "md")).collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
