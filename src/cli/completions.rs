//! `diptych completions SHELL`: prints the completions of the command line for a shell, with the names that the corpus has.

mod names;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::Answer;
use crate::failure::Failure;
use names::NamedCommand;

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
    let mut command = shown(super::Args::command());
    let commands: Vec<NamedCommand> = command.get_subcommands().filter_map(NamedCommand::of).collect();
    if args.shell == Shell::Zsh {
        command = without_texts(command);
    }
    clap_complete::generate(args.shell, &mut command, "diptych", &mut out);
    super::print(&names::with_names(args.shell, &String::from_utf8_lossy(&out), &commands))?;
    Ok(Answer::Done)
}

/// Returns the command line without the texts that may stand in place of a subcommand: clap's script for zsh would look
/// for the subcommand behind them. [`names`] offers them again.
fn without_texts(command: Command) -> Command {
    let options = command.get_arguments().filter(|argument| !argument.is_positional()).cloned();
    let bare = Command::new("diptych").version(env!("CARGO_PKG_VERSION")).disable_help_subcommand(true);
    bare.args(options).subcommands(command.get_subcommands().cloned())
}

/// Returns the command line without the subcommands that are not for people.
fn shown(whole: Command) -> Command {
    let commands = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    let command = Command::new("diptych").version(env!("CARGO_PKG_VERSION")).disable_help_subcommand(true);
    command.args(whole.get_arguments().cloned()).subcommands(commands)
}
