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

impl Args {
    /// Reads the command line. If help or the version is asked for, that is printed and the program ends.
    ///
    /// # Errors
    /// When there is something on it that we do not know.
    pub fn read() -> Result<Args, Failure> {
        Args::try_parse().map_err(|error| if error.use_stderr() { refused(&error) } else { error.exit() })
    }
}

/// What clap says, in our form: it would show an argument's control characters as they are.
fn refused(error: &clap::Error) -> Failure {
    let said = error.to_string();
    let (sentence, more) = said.split_once("\n\n").unwrap_or((&said, ""));
    let tip = more.lines().find_map(|line| line.trim().strip_prefix("tip: "));
    Failure::new(sentence.trim_start_matches("error: ").trim_end())
        .hint(tip.unwrap_or("diptych --help lists what there is."))
}

/// Does what was asked for.
///
/// # Errors
/// When it cannot be done.
pub fn run(args: Args) -> Result<(), Failure> {
    open::run(args)
}
