//! `diptych merge BASE OURS THEIRS [PATH]`: merges layers as git's merge driver.
//!
//! ```text
//!   git merge ben ─▶ diptych merge .merge_file_O .merge_file_A .merge_file_B annotations/a.txt.gold.ron
//!                    0   merged: OURS holds the merged layer
//!                    1   merged, but some records in OURS have two versions: git reports a conflict
//!                    2   a file cannot be read: OURS is unchanged, and git reports a conflict
//! ```
//!
//! `diptych merge --install` makes git do this: see `install`.

pub(crate) mod install;

use std::path::{Path, PathBuf};

use super::Answer;
use crate::cli::note;
use crate::corpus::fault::Fault;
use crate::corpus::problem::Problem;
use crate::corpus::record::merge::{Conflict, MergeSide, merge};
use crate::corpus::save::{SaveError, replace};
use crate::corpus::{record, text_file};
use crate::failure::Failure;
use crate::say::{self, shown};

/// Merge two versions of a layer by tags; with --install, make git do it
#[derive(Debug, clap::Args)]
#[command(override_usage = "diptych merge BASE OURS THEIRS [PATH]\n       diptych merge --install [--global] [--yes]")]
#[command(after_help = "Examples:\n  diptych merge --install\n  diptych merge base.ron ours.ron theirs.ron")]
pub(crate) struct Args {
    /// The common ancestor; an empty file if there is none
    #[arg(required_unless_present = "install")]
    base: Option<PathBuf>,
    /// Our version; the merged layer is written to it
    #[arg(required_unless_present = "install")]
    ours: Option<PathBuf>,
    /// Their version
    #[arg(required_unless_present = "install")]
    theirs: Option<PathBuf>,
    /// The path of the layer, for messages
    path: Option<PathBuf>,
    /// Make git merge layers in this repository; shows what it will write, and asks
    #[arg(long, conflicts_with = "base")]
    install: bool,
    /// With --install: write to your own git configuration, for all your repositories
    #[arg(long, requires = "install")]
    global: bool,
    /// With --install: do not ask
    #[arg(short, long, requires = "install")]
    yes: bool,
}

/// Merges three files, or configures git to do it.
///
/// # Errors
/// If a file cannot be read or cannot be written, or git cannot be set up.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    match (args.base, args.ours, args.theirs) {
        (Some(base), Some(ours), Some(theirs)) => files(&base, &ours, &theirs, args.path.as_deref()),
        _ => install::run(args.global, args.yes),
    }
}

fn files(base: &Path, ours: &Path, theirs: &Path, path: Option<&Path>) -> Result<Answer, Failure> {
    let read = |file: &Path| {
        text_file::read_text(file, record::limit()).map_err(|problem| match (problem, path) {
            (Problem::NotUtf8 { line, byte, utf16, .. }, Some(path)) => {
                Problem::NotUtf8 { path: path.into(), line, byte, utf16 }.into()
            }
            (problem @ (Problem::Foreign { .. } | Problem::NotUtf8 { .. }), None) => {
                Failure::new(problem.to_string()).hint("Name three versions of one layer: the files that end in .ron.")
            }
            (problem, _) => Failure::from(problem),
        })
    };
    let texts = [read(base)?, read(ours)?, read(theirs)?];
    let [was, mine, other] = &texts;
    let merged = merge(was, mine, other).map_err(|(side, fault)| {
        let file = match side {
            MergeSide::Base => base,
            MergeSide::Ours => ours,
            MergeSide::Theirs => theirs,
        };
        refused(side, file, path, fault)
    })?;
    replace(ours, merged.text.as_bytes()).map_err(|error| SaveError::new(ours, error))?;
    if merged.conflicts.is_empty() {
        return Ok(Answer::Done);
    }
    tell_conflicts(&merged.conflicts, path.unwrap_or(ours));
    Ok(Answer::No)
}

/// Returns why a version cannot be read. Uses the layer's path, because git's names for the three files are temporary.
fn refused(side: MergeSide, file: &Path, path: Option<&Path>, fault: Fault) -> Failure {
    let Some(path) = path else { return Problem::Fault(file.into(), fault).into() };
    let whose = match side {
        MergeSide::Base => "the common ancestor",
        MergeSide::Ours => "our version",
        MergeSide::Theirs => "their version",
    };
    let hint =
        format!("Fix it, or take one side: git checkout --ours {0}, or --theirs; then git add {0}", path.display());
    let hint = fault.hint.as_ref().map_or(hint.clone(), |more| format!("{more} {hint}"));
    let fault = Fault { what: format!("{} (in {whose}; nothing was merged)", fault.what), ..fault };
    Failure::from(Problem::Fault(path.into(), fault)).hint(hint)
}

/// Reports on standard error the records in conflict, one in each line.
fn tell_conflicts(conflicts: &[Conflict], path: &Path) {
    let path = shown(path.display());
    eprintln!("diptych: {path}: {}; both versions of each record are kept:", say::count(conflicts.len(), "conflict"));
    for Conflict { first, second } in conflicts {
        eprintln!("  {}  |  {}", shown(first), shown(second));
    }
    note!("hint: Open it in diptych and choose the right versions; then: git add {path}");
}
