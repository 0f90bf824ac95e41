//! `diptych merge BASE OURS THEIRS [PATH]`: git's merge driver for layers.
//!
//! ```text
//!   git merge ben ─▶ diptych merge .merge_file_O .merge_file_A .merge_file_B annotations/a.txt.gold.ron
//!                    0   joined: the merged layer stands in OURS
//!                    1   so it does, but some records in it have two versions: git calls the file conflicted
//!                    2   a file does not read: OURS is as it was, and git calls it conflicted
//! ```
//!
//! `diptych merge --install` makes git do this: see `install`.

mod install;

use std::path::{Path, PathBuf};

use super::Answer;
use crate::corpus::fault::Fault;
use crate::corpus::problem::Problem;
use crate::corpus::record::merge::{Conflict, Side, merge};
use crate::corpus::save::{SaveError, replace};
use crate::corpus::text_file;
use crate::failure::Failure;
use crate::say::shown;

/// Merge two versions of a layer by tags; with --install, make git do it
#[derive(Debug, clap::Args)]
#[command(override_usage = "diptych merge BASE OURS THEIRS [PATH]\n       diptych merge --install [--global] [--yes]")]
pub struct Args {
    /// The layer that both began with; empty if there was none
    #[arg(required_unless_present = "install")]
    base: Option<PathBuf>,
    /// Our version, which becomes the merged one
    #[arg(required_unless_present = "install")]
    ours: Option<PathBuf>,
    /// Their version
    #[arg(required_unless_present = "install")]
    theirs: Option<PathBuf>,
    /// What the layer is called, for messages
    path: Option<PathBuf>,
    /// Make git merge layers in this repository: says what is to be written, and asks
    #[arg(long, conflicts_with = "base")]
    install: bool,
    /// With --install: put the configuration where all your repositories find it
    #[arg(long, requires = "install")]
    global: bool,
    /// With --install: do not ask
    #[arg(short, long, requires = "install")]
    yes: bool,
}

/// Merges three files, or sets git up to do it.
///
/// # Errors
/// When a file does not read or cannot be written, or git cannot be set up.
pub fn run(args: Args) -> Result<Answer, Failure> {
    match (args.base, args.ours, args.theirs) {
        (Some(base), Some(ours), Some(theirs)) => files(&base, &ours, &theirs, args.path.as_deref()),
        _ => install::run(args.global, args.yes),
    }
}

fn files(base: &Path, ours: &Path, theirs: &Path, path: Option<&Path>) -> Result<Answer, Failure> {
    let read = |file: &Path| {
        text_file::read(file).map_err(|problem| match (problem, path) {
            (Problem::NotUtf8 { line, byte, utf16, .. }, Some(path)) => {
                Problem::NotUtf8 { path: path.into(), line, byte, utf16 }
            }
            (problem, _) => problem,
        })
    };
    let texts = [read(base)?, read(ours)?, read(theirs)?];
    let [was, mine, other] = texts.each_ref().map(|document| document.text());
    let joined = merge(was, mine, other).map_err(|(side, fault)| {
        let file = match side {
            Side::Base => base,
            Side::Ours => ours,
            Side::Theirs => theirs,
        };
        refused(side, file, path, fault)
    })?;
    replace(ours, joined.text.as_bytes()).map_err(|error| {
        let error = SaveError::new(ours, error);
        Failure::new(&error).hint(error.hint())
    })?;
    if joined.conflicts.is_empty() {
        return Ok(Answer::Done);
    }
    report(&joined.conflicts, path.unwrap_or(ours));
    Ok(Answer::No)
}

/// A version that does not read. Git's names for the three files say nothing to anyone.
fn refused(side: Side, file: &Path, path: Option<&Path>, fault: Fault) -> Failure {
    let Some(path) = path else { return Problem::Fault(file.into(), fault).into() };
    let whose = match side {
        Side::Base => "the version that both sides began with",
        Side::Ours => "our version",
        Side::Theirs => "their version",
    };
    let hint = format!(
        "Mend it, or take one side whole: git checkout --ours {0}, or --theirs; then git add {0}",
        path.display()
    );
    let hint = fault.hint.as_ref().map_or(hint.clone(), |more| format!("{more} {hint}"));
    let fault = Fault { what: format!("{} (in {whose}; nothing is merged)", fault.what), ..fault };
    Failure::from(Problem::Fault(path.into(), fault)).hint(hint)
}

/// What both sides changed differently, a line each.
fn report(conflicts: &[Conflict], path: &Path) {
    let path = shown(path.display());
    let what = if conflicts.len() == 1 { "a record" } else { &format!("{} records", conflicts.len()) };
    eprintln!("diptych: {path}: both sides changed {what}; both versions are kept:");
    for Conflict { first, second } in conflicts {
        eprintln!("  {}  |  {}", shown(first), shown(second));
    }
    eprintln!("hint: Open it in diptych and settle which holds; then: git add {path}");
}
