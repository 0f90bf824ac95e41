//! No tag is lost: kills, power cuts, failing calls, several programs at once, merges, changed texts, hostile files.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod anchor;
mod durable;
mod faults;
mod git;
mod hostile;
mod interrupted;
mod originals;
mod together;
mod two_windows;

#[path = "../edits/mod.rs"]
mod edits;
#[path = "../pty/mod.rs"]
mod pty;
#[path = "../strace/mod.rs"]
mod strace;
#[path = "../support/mod.rs"]
mod support;

/// Returns the arguments with which this binary runs one test of a module (`module_path!()`) and shows what it prints.
fn only(module: &str, test: &str) -> [String; 3] {
    let (_, module) = module.split_once("::").unwrap();
    ["--exact".into(), format!("{module}::{test}"), "--nocapture".into()]
}
