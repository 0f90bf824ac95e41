//! `cargo xtask TASK`: what is done with this repository besides building it.
//!
//! ```text
//! cargo xtask ci         what CI runs, in order; stops at the first step that fails
//! cargo xtask docs       writes docs/keys.md, docs/commands.md and THIRD-PARTY.md from the program
//! cargo xtask pictures   draws the pictures of the README and of docs/reviewing.md
//! cargo xtask notices    prints the licence texts of all crates in the program, to go with a binary
//! ```

mod ci;
mod dependencies;
mod docs;
mod run;
mod spdx;

use std::process::ExitCode;

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    let done = match task.as_deref() {
        Some("ci") => ci::run_all(),
        Some("docs") => docs::write(),
        Some("pictures") => docs::pictures(),
        Some("notices") => dependencies::read().and_then(|all| all.print_notices()),
        _ => Err("usage: cargo xtask ci|docs|pictures|notices".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
