//! `diptych [LEFT] [RIGHT]`: reads all that the screen needs before anything is drawn.
//!
//! Everything that can fail with a message fails here, before the terminal is taken over. Git, which may be asked for the
//! annotator's name, runs while both texts are read, so the first frame waits only for the slowest of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Answer, hint};
use crate::corpus::annotator::Annotator;
use crate::corpus::problem::Problem;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::text::Document;
use crate::tui::config::Config;
use crate::tui::run::{self, Given, Start};

/// The arguments without a subcommand.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// The article on the left
    left: Option<PathBuf>,
    /// The article on the right
    right: Option<PathBuf>,
    /// Who tags: letters, digits, - and _. Default: DIPTYCH_ANNOTATOR, git's user.name, the login name
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// Review the tags of these annotators: names, separated by spaces or commas
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    review: Vec<String>,
    /// Suggest also what these annotators have tagged, models for example
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    suggest: Vec<String>,
}

/// Opens one article, two, or the corpus in this folder.
///
/// # Errors
/// When something that was named does not read, or there is no terminal.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let env = std::env::var("DIPTYCH_ANNOTATOR").ok();
    let asked = Annotator::begin(args.annotator.as_deref(), env.as_deref())?;
    for name in args.review.iter().chain(&args.suggest) {
        Annotator::new(name)?;
    }
    let (config, mut doubts) = Config::load();
    let given: Vec<PathBuf> = args.left.into_iter().chain(args.right).collect();
    let (corpus, start) = match given.first() {
        Some(left) => {
            let documents = read_all(&given).map_err(|problem| unread(problem, &given))?;
            (Corpus::of(left)?, Start::Documents(documents))
        }
        None => {
            let corpus = Corpus::here(Path::new("."))?;
            match corpus.pairs()?.as_slice() {
                [] => return Err(no_texts(&corpus)),
                [(left, right)] => {
                    let names = std::iter::once(left).chain(right);
                    let paths: Vec<PathBuf> = names.map(|name| corpus.text_path(name)).collect::<Result<_, _>>()?;
                    let documents = read_all(&paths)?;
                    (corpus, Start::Documents(documents))
                }
                _ => (corpus, Start::Pairs),
            }
        }
    };
    // A text can be read without the guidelines, so that they do not read is only a warning.
    let guidelines = corpus.guidelines().and_then(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match text_file::read(&path) {
            Ok(text) => Some((name, text.text().to_string())),
            Err(problem) => {
                doubts.push(problem.to_string());
                None
            }
        }
    });
    let annotator = asked.answer().as_str().to_string();
    if args.review == [annotator.as_str()] {
        return Err(Failure::new(format!("{annotator} cannot review {annotator}"))
            .hint("Name yourself and the other annotator: --annotator NAME --review OTHER"));
    }
    run::run(Given {
        corpus,
        annotator,
        config,
        doubts,
        guidelines,
        start,
        review: args.review,
        suggest: args.suggest,
    })?;
    Ok(Answer::Done)
}

/// Reads one text or two at the same time.
fn read_all(paths: &[PathBuf]) -> Result<Vec<(PathBuf, Arc<Document>)>, Problem> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = paths.iter().map(|path| scope.spawn(|| text_file::read(path))).collect();
        let read = threads.into_iter().zip(paths).map(|(thread, path)| {
            let document = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok((path.clone(), Arc::new(document)))
        });
        read.collect()
    })
}

/// Returns why the articles do not read. The first may have been meant for a command.
fn unread(problem: Problem, given: &[PathBuf]) -> Failure {
    match hint::meant(given) {
        Some(meant) => Failure::from(problem).hint(meant),
        None => hint::missing(problem),
    }
}

fn no_texts(corpus: &Corpus) -> Failure {
    Failure::new(format!("there is no text to read in {}", corpus.texts().display()))
        .hint("Name one or two: diptych LEFT.txt RIGHT.txt")
}
