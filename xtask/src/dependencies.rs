//! The crates that this one depends on: whether we may use them, and who made them.
//!
//! `cargo metadata` knows them, and needs no network once they are downloaded. Only crates for Linux and macOS are looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{self, Done};
use crate::spdx;

const METADATA: &str = "cargo metadata --format-version 1 --locked --all-features \
    --filter-platform x86_64-unknown-linux-gnu --filter-platform aarch64-apple-darwin";
/// `cargo metadata` also lists crates that a feature names but does not turn on; `cargo tree` leaves them out.
const TREE: &str = "cargo tree --locked --package diptych --all-features --prefix none --format {p} \
    --target x86_64-unknown-linux-gnu --target aarch64-apple-darwin --edges";

/// Our crate and what it depends on.
pub struct Dependencies {
    /// The Rust version that we promise.
    promised: String,
    /// All of them, also those of tests and builds, by name and version.
    all: Vec<Crate>,
}

struct Crate {
    name: String,
    version: String,
    licence: String,
    repository: String,
    rust_version: Option<String>,
    folder: PathBuf,
    /// Whether it is part of the program and not only of its tests or its build.
    shipped: bool,
}

/// Reads them.
///
/// # Errors
/// When cargo does not list them, for instance because `Cargo.lock` is out of date.
pub fn read() -> Done<Dependencies> {
    let written = run::output(run::command(METADATA))?;
    let metadata: Value = serde_json::from_slice(&written).map_err(|error| format!("cargo metadata: {error}"))?;
    let root = text(&metadata["resolve"]["root"]);
    let shipped = used("normal")?;
    let all = used("normal,build,dev")?;
    let packages = || list(&metadata["packages"]);
    let promised =
        packages().find(|package| text(&package["id"]) == root).map(|package| text(&package["rust_version"]));
    let mut all: Vec<Crate> = packages()
        .filter(|package| text(&package["id"]) != root && all.contains(&named(package)))
        .map(|package| Crate {
            name: text(&package["name"]).into(),
            version: text(&package["version"]).into(),
            licence: text(&package["license"]).into(),
            repository: text(&package["repository"]).into(),
            rust_version: package["rust_version"].as_str().map(String::from),
            folder: Path::new(text(&package["manifest_path"])).parent().map(Path::to_path_buf).unwrap_or_default(),
            shipped: shipped.contains(&named(package)),
        })
        .collect();
    all.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(Dependencies { promised: promised.unwrap_or_default().into(), all })
}

impl Dependencies {
    /// Checks that `deny.toml` allows each licence.
    ///
    /// # Errors
    /// With the crates whose licence it does not allow.
    pub fn check_licences(&self) -> Done {
        let deny = run::read("deny.toml")?;
        let allowed = allowed(&deny);
        let refused = |found: &&Crate| {
            let excepted = exceptions(&deny).any(|(name, licence)| name == found.name && licence == found.licence);
            !excepted && !spdx::satisfied(&found.licence, &allowed)
        };
        let refused = self.all.iter().filter(refused).map(|found| format!("{} ({})", found.name, found.licence));
        none("deny.toml does not allow the licence of", refused.collect())?;
        println!("{} crates, all under licences that deny.toml allows", self.all.len());
        Ok(())
    }

    /// Checks that each crate promises to build with the Rust version that we promise.
    ///
    /// # Errors
    /// With the crates that want a newer one.
    pub fn check_rust_versions(&self) -> Done {
        let newer =
            |found: &&Crate| found.rust_version.as_deref().is_some_and(|wanted| order(wanted) > order(&self.promised));
        let newer = self.all.iter().filter(newer).map(|found| format!("{} {}", found.name, found.version));
        none(&format!("Rust {} is too old for", self.promised), newer.collect())?;
        println!("no crate says that it needs a newer Rust than {}", self.promised);
        Ok(())
    }

    /// Returns the text of `THIRD-PARTY.md`.
    pub fn page(&self) -> String {
        let mut page = String::from(
            "# Third-party crates\n\n\
            The program contains code from these crates (on Linux and macOS, all features included). `cargo xtask notices` prints their\n\
            licence texts, which should go with a binary.\n\n\
            <!-- This page is generated: cargo xtask docs -->\n\n\
            | crate | version | licence |\n| --- | --- | --- |\n",
        );
        for found in self.all.iter().filter(|found| found.shipped) {
            let name = match found.repository.as_str() {
                "" => found.name.clone(),
                repository => format!("[{}]({repository})", found.name),
            };
            page += &format!("| {name} | {} | {} |\n", found.version, found.licence);
        }
        page
    }

    /// Prints the licence texts of all crates in the program, each text once.
    ///
    /// # Errors
    /// When a text cannot be read.
    pub fn print_notices(&self) -> Done {
        let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for found in self.all.iter().filter(|found| found.shipped) {
            for path in licence_files(&found.folder) {
                let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                users.entry(text).or_default().push(format!("{} {}", found.name, found.version));
            }
        }
        for (text, users) in users {
            println!("{}\n{}\n\n{}\n", "=".repeat(100), users.join(", "), text.trim_end());
        }
        Ok(())
    }
}

/// Returns the crates that ours depends on along edges of these kinds, each as `name version`.
fn used(edges: &str) -> Done<BTreeSet<String>> {
    let written = run::output(run::command(&format!("{TREE} {edges}")))?;
    let lines = String::from_utf8_lossy(&written).into_owned();
    let name = |line: &str| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?.trim_start_matches('v')))
    };
    Ok(lines.lines().filter_map(name).collect())
}

/// Returns a package of the metadata as `name version`.
fn named(package: &Value) -> String {
    format!("{} {}", text(&package["name"]), text(&package["version"]))
}

/// Returns the strings of `allow = [ … ]` in `deny.toml`.
fn allowed(deny: &str) -> Vec<String> {
    let list = deny.split_once("\nallow = [").map_or("", |(_, rest)| rest.split_once(']').map_or("", |(list, _)| list));
    strings(list)
}

/// Returns the crates and licences of the lines `{ crate = "…", allow = ["…"] }` in `deny.toml`.
fn exceptions(deny: &str) -> impl Iterator<Item = (String, String)> {
    deny.lines().filter(|line| line.trim_start().starts_with("{ crate = ")).filter_map(|line| {
        let mut words = strings(line).into_iter();
        Some((words.next()?, words.next()?))
    })
}

/// Returns what stands in quotation marks, without comments.
fn strings(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.flat_map(|line| line.split('"').skip(1).step_by(2)).map(String::from).collect()
}

fn licence_files(folder: &Path) -> Vec<PathBuf> {
    let begins = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        path.is_file() && begins.iter().any(|begin| name.starts_with(begin))
    };
    let mut files: Vec<PathBuf> = entries.filter(is_one).collect();
    files.sort();
    files
}

fn none(sentence: &str, found: Vec<String>) -> Done {
    match found.is_empty() {
        true => Ok(()),
        false => Err(format!("{sentence} {}", found.join(", "))),
    }
}

/// Returns a version as numbers, to be compared.
fn order(version: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = version.split('.').map(|number| number.parse().unwrap_or_default()).collect();
    numbers.resize(3, 0);
    numbers
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
