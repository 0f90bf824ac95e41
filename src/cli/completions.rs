//! `diptych completions SHELL`: prints the completions of the command line for a shell, with the names that the corpus has.

mod names;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Answer;
use crate::failure::Failure;

/// Print completions of commands and options for a shell
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych completions bash > ~/.local/share/bash-completion/completions/diptych\n  diptych completions fish > ~/.config/fish/completions/diptych.fish"
)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Writes the completions.
///
/// # Errors
/// If they cannot be written.
pub(crate) fn run(args: &Args) -> Result<Answer, Failure> {
    let mut out = Vec::new();
    let mut command = super::Args::command();
    let takes_documents = |sub: &&clap::Command| {
        sub.get_positionals().any(|argument| ["document", "documents"].contains(&argument.get_id().as_str()))
    };
    let commands: Vec<String> =
        command.get_subcommands().filter(takes_documents).map(|sub| sub.get_name().to_string()).collect();
    clap_complete::generate(args.shell, &mut command, "diptych", &mut out);
    super::print(&names::with_names(args.shell, &String::from_utf8_lossy(&out), &commands))?;
    Ok(Answer::Done)
}
