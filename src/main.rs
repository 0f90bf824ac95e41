//! Parses the command line, runs it, and exits: 0 done, 1 the answer is no, 2 it could not run.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use diptych::cli::{self, Args};

fn main() -> ExitCode {
    match Args::read().and_then(cli::run) {
        Ok(answer) => answer.into(),
        Err(failure) => {
            eprintln!("diptych: {}", failure.words);
            if let Some(hint) = failure.hint {
                eprintln!("hint: {hint}");
            }
            ExitCode::from(2)
        }
    }
}
