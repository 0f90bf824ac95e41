//! `diptych man [COMMAND]`: prints the manual page of the program, or of one command.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_mangen::Man;

use super::Answer;
use crate::failure::Failure;

/// Print the manual page, of the program or of one command
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:\n  diptych man | man -l -\n  diptych man --all ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// The command. Default: the program
    command: Option<String>,
    /// Write the pages of the program and of all commands to a folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    all: Option<PathBuf>,
}

/// Writes the page.
///
/// # Errors
/// If there is no such command, or the page cannot be written.
pub(crate) fn run(args: &Args) -> Result<Answer, Failure> {
    let mut program = super::Args::command();
    program.build();
    if let Some(folder) = &args.all {
        return write_all(program, folder);
    }
    let command = match &args.command {
        None => program,
        Some(name) => {
            let shown = program.get_subcommands().filter(is_shown);
            let names: Vec<&str> = shown.map(clap::Command::get_name).collect();
            let hint = format!("The commands are {}.", names.join(", "));
            let found = program.get_subcommands().find(|command| command.get_name() == name).cloned();
            found.ok_or_else(|| Failure::new(format!("there is no command {name}")).hint(hint))?
        }
    };
    super::print(&String::from_utf8_lossy(&page(command)?))?;
    Ok(Answer::Done)
}

/// Writes all pages to a folder, which is created if needed: `diptych.1`, and `diptych-COMMAND.1` for each command.
fn write_all(program: clap::Command, folder: &Path) -> Result<Answer, Failure> {
    let refused =
        |path: &Path, error: io::Error| Failure::new(format!("{} cannot be written: {error}", path.display()));
    fs::create_dir_all(folder).map_err(|error| refused(folder, error))?;
    let mut commands: Vec<clap::Command> = program.get_subcommands().filter(is_shown).cloned().collect();
    commands.push(program);
    for command in commands {
        let path = folder.join(format!("{}.1", command.get_display_name().unwrap_or("diptych")));
        fs::write(&path, page(command)?).map_err(|error| refused(&path, error))?;
    }
    Ok(Answer::Done)
}

/// Returns whether a command is for people: the shell's completions call one that is for nobody else.
fn is_shown(command: &&clap::Command) -> bool {
    !command.is_hide_set()
}

/// Returns a page as roff.
fn page(command: clap::Command) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let written = Man::new(command).render(&mut out);
    written.map_err(|error| Failure::new(format!("the page cannot be made: {error}")))?;
    Ok(out)
}
