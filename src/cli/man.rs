//! `diptych man [COMMAND]`: prints the manual page of the program, or of one command.

use clap::CommandFactory;
use clap_mangen::Man;

use super::Answer;
use crate::failure::Failure;

/// Print the manual page, of the program or of one command
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "To read it: diptych man | man -l -\nTo keep it: diptych man > ~/.local/share/man/man1/diptych.1"
)]
pub struct Args {
    /// The command. Default: the program
    command: Option<String>,
}

/// Writes it.
///
/// # Errors
/// When there is no such command, or the page cannot be written.
pub fn run(args: &Args) -> Result<Answer, Failure> {
    let mut program = super::Args::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let hint = format!("The commands are {}.", names.join(", "));
            let found = program.get_subcommands().find(|command| command.get_name() == name).cloned();
            found.ok_or_else(|| Failure::new(format!("there is no command {name}")).hint(hint))?
        }
    };
    let mut out = Vec::new();
    let written = Man::new(command).render(&mut out);
    written.map_err(|error| Failure::new(format!("the page cannot be made: {error}")))?;
    super::print(&String::from_utf8_lossy(&out))?;
    Ok(Answer::Done)
}
