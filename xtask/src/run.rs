//! Running other programs, in the repository's root.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a task returns: a sentence if it failed.
pub type Done<T = ()> = Result<T, String>;

/// Returns the folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Returns the command of these words, to be run in the root.
pub fn command(words: &str) -> Command {
    let mut words = words.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(root());
    command
}

/// Runs a command and shows what it prints.
pub fn run(mut command: Command) -> Done {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} failed: {status}", shown(&command))),
        Err(error) => Err(format!("{}: {error}", shown(&command))),
    }
}

/// Runs a command and returns what it writes to standard output.
pub fn output(mut command: Command) -> Done<Vec<u8>> {
    match command.stderr(Stdio::inherit()).output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(format!("{} failed: {}", shown(&command), output.status)),
        Err(error) => Err(format!("{}: {error}", shown(&command))),
    }
}

/// Returns whether a command runs and succeeds. What it prints is not shown.
pub fn succeeds(words: &str) -> bool {
    command(words).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Reads a file of the repository.
pub fn read(name: &str) -> Done<String> {
    std::fs::read_to_string(root().join(name)).map_err(|error| format!("{name}: {error}"))
}

/// Writes a file of the repository.
pub fn write(name: &str, content: impl AsRef<[u8]>) -> Done {
    std::fs::write(root().join(name), content).map_err(|error| format!("{name}: {error}"))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
