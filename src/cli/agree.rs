//! `diptych agree [A B …] [DOCUMENT …]`: how far annotators agree.

use super::Answer;
use crate::failure::Failure;

/// How far annotators agree: on words, on spans, on labels
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Annotators, the first being the reference, and documents: what has a dot or a slash, or is called like one
    #[arg(value_name = "ANNOTATOR|DOCUMENT")]
    names: Vec<String>,
}

/// Measures.
///
/// # Errors
/// When there are no two to compare.
pub fn run(args: Args) -> Result<Answer, Failure> {
    super::print(&args.names.join("\n"))?;
    Ok(Answer::Done)
}
