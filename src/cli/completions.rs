//! `diptych completions SHELL`: prints the completions of the command line for a shell.

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
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Writes the completions.
///
/// # Errors
/// If they cannot be written.
pub fn run(args: &Args) -> Result<Answer, Failure> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut super::Args::command(), "diptych", &mut out);
    super::print(&String::from_utf8_lossy(&out))?;
    Ok(Answer::Done)
}
