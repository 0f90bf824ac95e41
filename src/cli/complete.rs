//! `diptych complete WHAT`: what the corpus in this folder has, a name a line, for the completions of a shell. Not for people: it is in no
//! help, and says nothing where something cannot be read.

use std::path::Path;

use clap::ValueEnum;

use super::{Answer, print};
use crate::corpus::Corpus;
use crate::corpus::problem::Problem;
use crate::failure::Failure;

/// Print names for the completions of a shell
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// The kind of names
    #[arg(value_enum)]
    what: CompletedNames,
}

/// Names that a shell completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CompletedNames {
    /// The annotators who have a layer.
    Annotators,
    /// The texts.
    Documents,
    /// The labels.
    Labels,
    /// The events.
    Events,
}

/// Prints the names.
///
/// # Errors
/// When they cannot be written.
pub(super) fn run(args: &Args) -> Result<Answer, Failure> {
    let names = Corpus::here(Path::new(".")).and_then(|corpus| names(&corpus, args.what)).unwrap_or_default();
    // A shell reads a name a line.
    let lines = names.into_iter().filter(|name| !name.contains(char::is_control));
    print(&lines.map(|name| name + "\n").collect::<String>())?;
    Ok(Answer::Done)
}

fn names(corpus: &Corpus, what: CompletedNames) -> Result<Vec<String>, Problem> {
    Ok(match what {
        CompletedNames::Annotators => {
            let mut names: Vec<String> = corpus.layers()?.into_values().flatten().collect();
            names.sort();
            names.dedup();
            names
        }
        CompletedNames::Documents => corpus.documents()?,
        CompletedNames::Labels => corpus.scheme().labels.iter().map(|label| label.name.clone()).collect(),
        CompletedNames::Events => corpus.events().into_keys().collect(),
    })
}
