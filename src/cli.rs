//! The command line: a thin file for each subcommand, which parses, calls a room of the domain, and prints.
//!
//! ```text
//!   diptych LEFT RIGHT      open      a text that is called like a command is opened as ./agree
//!   diptych agree ANA BEN   agree     a file a command
//!
//!   0 done   1 the command ran and its answer is no   2 it could not run
//! ```
//!
//! Results go to standard output, everything else to standard error.
//!
//! # To add a subcommand
//!
//! 1. Write `cli/NAME.rs` with `Args` and `run(Args) -> Result<Answer, Failure>`. The computation belongs into a room
//!    of its own, which returns values; the file here parses, calls and prints.

pub(crate) mod add;
pub(crate) mod agree;
pub(crate) mod check;
pub(crate) mod color;
pub(crate) mod compare;
mod complete;
pub(crate) mod completions;
mod enter;
pub(crate) mod export;
pub(crate) mod hint;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod merge;
pub(crate) mod open;
pub(crate) mod progress;
pub(crate) mod relabel;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod scope;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod suggest;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::corpus::{record, text_file};
use crate::failure::Failure;
use crate::formats::wire::exported::RecordUnit;

/// The version, with the features that the program was built with.
const VERSION: &str = if cfg!(feature = "parquet") {
    concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: +parquet")
} else {
    concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: -parquet")
};

/// Read two articles side by side, tag claims, figures and sources, keep the tags as RON.
#[derive(Debug, Parser)]
#[command(name = "diptych", version, long_version = VERSION, about, long_about = None)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true, subcommand_help_heading = "Commands")]
#[command(
    override_usage = "diptych [LEFT] [RIGHT] [--annotator NAME]\n       diptych FOLDER|TEXT …\n       diptych COMMAND …"
)]
#[command(after_help = "Examples:\n  \
    diptych left.txt right.txt\n  \
    diptych --annotator ben --review ana\n\n\
    Without an article, opens the corpus in this folder: its pair, or a list of its pairs.\n\
    A folder opens its corpus; three texts or more, or several folders, a list of them.\n\
    diptych - reads an article from standard input. Inside, ? shows the keys. Tags are saved by themselves, to annotations/ in the corpus, else beside the text.")]
pub struct Args {
    #[command(subcommand)]
    command: Option<Subcommands>,
    #[command(flatten)]
    open: open::Args,
    /// The largest layer to read, in bytes, or with K, M or G behind the number. Default: 64M
    #[arg(long, global = true, value_name = "SIZE", value_parser = size)]
    max_layer: Option<u64>,
    /// Say nothing on standard error but what is wrong
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// The subcommands: for each a line here, an arm in [`run`], and a file with its name.
#[derive(Debug, Subcommand)]
enum Subcommands {
    Init(init::Args),
    Add(add::Args),
    Agree(agree::Args),
    Check(check::Args),
    Compare(compare::Args),
    Export(export::Args),
    Import(import::Args),
    Merge(merge::Args),
    Relabel(relabel::Args),
    Report(report::Args),
    Schema(schema::Args),
    Show(show::Args),
    Stats(stats::Args),
    Suggest(suggest::Args),
    Completions(completions::Args),
    #[command(hide = true)]
    Complete(complete::Args),
    Man(man::Args),
}

/// Whether only errors are written to standard error.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Returns whether only what is wrong is to be said.
fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Says something on standard error that is neither a result nor an error: what was guessed, left out, or could be done next.
macro_rules! note {
    ($($words:tt)*) => {
        if !$crate::cli::is_quiet() {
            eprintln!($($words)*);
        }
    };
}
pub(crate) use note;

/// Reads a size in bytes: `64M` is 64 · 1024².
///
/// # Errors
/// A sentence that says what is wrong with it.
fn size(written: &str) -> Result<u64, String> {
    let digits = written.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match &written[digits.len()..] {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return Err("write a number, with K, M or G behind it for more than bytes".into()),
    };
    let bytes = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << shift));
    bytes.filter(|bytes| (1..=text_file::LIMIT).contains(bytes)).ok_or_else(|| "it must be from 1 to 2G".into())
}

/// The reader of the output: a person or a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    Text,
    Json,
}

/// The reader of a table of numbers: a person, a program or a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum NumbersFormat {
    Text,
    Json,
    Csv,
}

/// The unit of a record in a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum RecordArg {
    Document,
    Pair,
}

impl From<RecordArg> for RecordUnit {
    fn from(record: RecordArg) -> RecordUnit {
        match record {
            RecordArg::Document => RecordUnit::Document,
            RecordArg::Pair => RecordUnit::Pair,
        }
    }
}

/// The result of a command that could run, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The command has done what was asked.
    Done,
    /// The command ran, and its answer is no: a check found something, a merge left a conflict.
    No,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> ExitCode {
        match answer {
            Answer::Done => ExitCode::SUCCESS,
            Answer::No => ExitCode::from(1),
        }
    }
}

impl Args {
    /// Reads the command line. If it asks for help or the version, prints that and ends the program.
    ///
    /// # Errors
    /// If an argument is not known or not allowed.
    pub fn read() -> Result<Args, Failure> {
        let words = globals_last(std::env::args_os().collect());
        Args::try_parse_from(&words)
            .map_err(|error| if error.use_stderr() { refused(&error, &words) } else { error.exit() })
    }
}

/// Returns the words of the command line with the options that all commands have behind the subcommand: `diptych -q check` is
/// `diptych check -q`. Clap takes no subcommand behind an option.
fn globals_last(words: Vec<OsString>) -> Vec<OsString> {
    let mut command = 1;
    while let Some(word) = words.get(command).and_then(|word| word.to_str()) {
        command += match word {
            "-q" | "--quiet" => 1,
            "--max-layer" => 2,
            _ if word.starts_with("--max-layer=") => 1,
            _ => break,
        };
    }
    let is_command = |word: &OsString| Args::command().find_subcommand(word).is_some();
    match words.get(command).filter(|_| command > 1) {
        Some(word) if is_command(word) => {
            let (before, behind) = words.split_at(command + 1);
            let globals = before[1..command].iter();
            before[..1].iter().chain([word]).chain(globals).chain(behind).cloned().collect()
        }
        _ => words,
    }
}

/// Returns clap's error as a failure. Clap itself would print control characters of an argument unescaped.
fn refused(error: &clap::Error, words: &[OsString]) -> Failure {
    let words: Vec<PathBuf> = words.iter().skip(1).map(PathBuf::from).collect();
    let program = Args::command();
    let command = words.first().and_then(|word| program.find_subcommand(word));
    let meant = command.is_none().then(|| hint::meant(&words)).flatten();
    let said = error.to_string();
    let (sentence, more) = said.split_once("\n\n").unwrap_or((&said, ""));
    let tip = more.lines().find_map(|line| line.trim().strip_prefix("tip: "));
    let sentence = sentence.trim_start_matches("error: ").trim_end().replace("\n  [possible", " [possible");
    // Clap lists the names of missing or conflicting arguments, one in each line.
    let sentence = match error.kind() {
        ErrorKind::MissingRequiredArgument | ErrorKind::ArgumentConflict => {
            sentence.replacen(":\n  ", ": ", 1).replace("\n  ", ", ")
        }
        _ => sentence,
    };
    let usual = match command {
        Some(command) => format!("See: diptych {} --help", command.get_name()),
        None => "See: diptych --help".into(),
    };
    Failure::new(sentence).hint(meant.as_deref().or(tip).unwrap_or(&usual))
}

/// Runs the command.
///
/// # Errors
/// If it cannot be done.
pub fn run(args: Args) -> Result<Answer, Failure> {
    if let Some(bytes) = args.max_layer {
        record::set_limit(bytes);
    }
    QUIET.store(args.quiet, Ordering::Relaxed);
    match args.command {
        None => open::run(args.open),
        Some(Subcommands::Init(args)) => init::run(args),
        Some(Subcommands::Add(args)) => add::run(args),
        Some(Subcommands::Agree(args)) => agree::run(args),
        Some(Subcommands::Check(args)) => check::run(args),
        Some(Subcommands::Compare(args)) => compare::run(args),
        Some(Subcommands::Export(args)) => export::run(args),
        Some(Subcommands::Import(args)) => import::run(args),
        Some(Subcommands::Merge(args)) => merge::run(args),
        Some(Subcommands::Relabel(args)) => relabel::run(args),
        Some(Subcommands::Report(args)) => report::run(args),
        Some(Subcommands::Schema(args)) => schema::run(&args),
        Some(Subcommands::Show(args)) => show::run(args),
        Some(Subcommands::Stats(args)) => stats::run(args),
        Some(Subcommands::Suggest(args)) => suggest::run(args),
        Some(Subcommands::Complete(args)) => complete::run(&args),
        Some(Subcommands::Completions(args)) => completions::run(&args),
        Some(Subcommands::Man(args)) => man::run(&args),
    }
}

/// Writes a result to standard output. If the reader has closed it, that is no error.
///
/// # Errors
/// If it cannot be written, for example because the disk is full.
fn print(result: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    heard(out.write_all(result.as_bytes()).and_then(|()| out.flush()))
}

/// Prints the parts of a long result one after the other.
fn print_each(parts: impl IntoIterator<Item = String>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = parts.into_iter().try_for_each(|part| out.write_all(part.as_bytes()));
    heard(written.and_then(|()| out.flush()))
}

/// Asks the user a question on the terminal; no answer is a no.
fn is_confirmed(question: &str) -> bool {
    ["y", "yes"].contains(&answer(&format!("{question} [y/N] ")).as_str())
}

/// Asks the user a question on the terminal; an empty line means yes, the end of the input no.
fn is_agreed(question: &str) -> bool {
    ["\n", "y", "yes"].contains(&answer(&format!("{question} [Y/n] ")).as_str())
}

fn answer(question: &str) -> String {
    eprint!("{question}");
    let _ = io::stderr().flush();
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer).unwrap_or(0);
    match answer.trim() {
        "" if read > 0 => "\n".into(),
        word => word.to_lowercase(),
    }
}

/// Writes a result to standard output piece by piece, for one that is too large to be in memory. It is no error if its reader has
/// gone.
struct Printer(io::BufWriter<io::Stdout>);

impl Printer {
    fn new() -> Printer {
        Printer(io::BufWriter::new(io::stdout()))
    }

    /// Writes a piece.
    ///
    /// # Errors
    /// When it cannot be written, for example because the disk is full.
    fn write(&mut self, piece: &str) -> Result<(), Failure> {
        heard(self.0.write_all(piece.as_bytes()))
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// As [`Printer::write`].
    fn end(mut self) -> Result<(), Failure> {
        heard(self.0.flush())
    }
}

/// Writes a table to standard output as CSV, row by row.
struct CsvPrinter(csv::Writer<io::Stdout>);

impl CsvPrinter {
    fn new() -> CsvPrinter {
        CsvPrinter(csv::WriterBuilder::new().flexible(true).from_writer(io::stdout()))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// As [`Printer::write`].
    fn row(&mut self, cells: impl IntoIterator<Item = String>) -> Result<(), Failure> {
        let cells: Vec<String> = cells.into_iter().collect();
        heard(self.0.write_record(cells).map_err(io::Error::from))
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// As [`Printer::write`].
    fn end(mut self) -> Result<(), Failure> {
        heard(self.0.flush())
    }
}

/// Returns the failure of writing to standard output. That its reader has gone is none.
fn heard(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("the result cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}
