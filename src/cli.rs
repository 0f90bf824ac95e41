//! The command line: what was asked for, and a sentence when it cannot be done.

pub mod open;

use std::path::PathBuf;

use clap::Parser;

use crate::failure::Failure;

/// Read two articles side by side, tag claims, figures and sources, keep the tags as RON.
#[derive(Debug, Parser)]
#[command(name = "diptych", version, about, long_about = None)]
#[command(after_help = "Without an article, opens the corpus in this folder: its pair, or a list of its pairs.\n\
    Inside, ? shows the keys. Tags are saved by themselves, to annotations/ in the corpus, else beside the text.")]
pub struct Args {
    /// The article on the left
    pub left: Option<PathBuf>,
    /// The article on the right
    pub right: Option<PathBuf>,
    /// Who tags: letters, digits, - and _; else DIPTYCH_ANNOTATOR, git's user.name, the login name
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
}

/// Does what was asked for.
///
/// # Errors
/// When it cannot be done.
pub fn run(args: Args) -> Result<(), Failure> {
    open::run(args)
}
