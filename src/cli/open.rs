//! `diptych [LEFT] [RIGHT]`: reads everything that the screen needs before anything is drawn.
//!
//! ```text
//!   nothing, or a folder     the corpus there: its pair, or the list of its pairs
//!   one text or two          side by side
//!   more, or some folders    a list of them to choose from
//! ```
//!
//! Everything that can fail with a message fails here, before the terminal is taken over. Git, which may be asked for
//! the annotator's name, runs while both texts are read, so the first frame waits only for the slowest of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Answer, hint, scope};
use crate::cli::enter;
use crate::corpus::annotator::Annotator;
use crate::corpus::gathered::common_folder;
use crate::corpus::problem::Problem;
use crate::corpus::scope::Scope;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::parallel;
use crate::text::Document;
use crate::tui::config::Config;
use crate::tui::run::{self, Given, Start};
use crate::tui::terminal::KeySource;

/// The arguments without a subcommand.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// The article on the left, or a folder of texts; - reads it from standard input, and keeps it as a text of this folder
    left: Option<PathBuf>,
    /// The article on the right
    right: Option<PathBuf>,
    /// More texts, or folders of texts: all of them are listed to choose from
    #[arg(value_name = "TEXT")]
    more: Vec<PathBuf>,
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
/// If a document that was named cannot be read, or there is no terminal.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let env = std::env::var("DIPTYCH_ANNOTATOR").ok();
    let asked = Annotator::begin(args.annotator.as_deref(), env.as_deref())?;
    for name in args.review.iter().chain(&args.suggest) {
        Annotator::new(name)?;
    }
    let (config, mut doubts) = Config::load();
    let given: Vec<PathBuf> = args.left.into_iter().chain(args.right).chain(args.more).collect();
    let has_pipe = given.iter().any(|path| path == Path::new("-"));
    let given = enter::texts(given)?;
    let OpenPlan { corpus, start, listed } = match given.as_slice() {
        [] => of_folder(Path::new("."))?,
        [folder] if folder.is_dir() => of_folder(folder)?,
        [left] | [left, _] if !given.iter().any(|path| path.is_dir()) => {
            let documents = read_all(&given).map_err(|problem| unread(problem, &given))?;
            OpenPlan { corpus: Corpus::of(left)?, start: Start::Documents(documents), listed: Vec::new() }
        }
        several => of_several(several).map_err(|problem| unread(problem, &given))?,
    };
    // A text can be read without the guidelines, so guidelines that cannot be read cause only a warning.
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
    if !args.suggest.is_empty() {
        let scope = Scope::whole(corpus.clone())?;
        if let Some(unknown) = args.suggest.iter().find(|name| !scope.annotators.contains(name)) {
            return Err(scope::no_layer(&scope, unknown));
        }
    }
    run::run(Given {
        corpus,
        annotator,
        config,
        doubts,
        guidelines,
        start,
        listed,
        review: args.review,
        suggest: args.suggest,
        keys: if has_pipe { KeySource::Terminal } else { KeySource::StandardInput },
    })?;
    Ok(Answer::Done)
}

/// The documents to open.
struct OpenPlan {
    corpus: Corpus,
    start: Start,
    /// The documents that are listed; if there are none, the pairs of the corpus are.
    listed: Vec<String>,
}

/// Opens a folder: its corpus, or the texts of one of its inner folders.
fn of_folder(folder: &Path) -> Result<OpenPlan, Failure> {
    let corpus = Corpus::here(folder)?;
    let inner = std::fs::canonicalize(folder)
        .is_ok_and(|folder| folder.starts_with(corpus.texts()) && folder != corpus.texts());
    let corpus = if inner { corpus } else { or_gathered(corpus)? };
    let together = match inner && folder != Path::new(".") {
        true => texts_in(&corpus, folder)?.into_iter().map(|name| (name, None)).collect(),
        false => corpus.pairs()?,
    };
    match together.as_slice() {
        [] => Err(no_texts(folder, &corpus)),
        [(left, right)] => {
            let names = std::iter::once(left).chain(right);
            let paths: Vec<PathBuf> = names.map(|name| corpus.text_path(name)).collect::<Result<_, _>>()?;
            let documents = read_all(&paths)?;
            Ok(OpenPlan { corpus, start: Start::Documents(documents), listed: Vec::new() })
        }
        _ if inner => {
            let listed = together.into_iter().map(|(name, _)| name).collect();
            Ok(OpenPlan { corpus, start: Start::Pairs, listed })
        }
        _ => Ok(OpenPlan { corpus, start: Start::Pairs, listed: Vec::new() }),
    }
}

/// Lists several texts, and the texts in folders. If they are of several corpora, they are gathered.
fn of_several(given: &[PathBuf]) -> Result<OpenPlan, Problem> {
    let mut corpora: Vec<Corpus> = Vec::new();
    let mut texts: Vec<PathBuf> = Vec::new();
    for path in given {
        let (corpus, new) = match path.is_dir() {
            true => texts_below(path)?,
            false => (Corpus::of(path)?, vec![std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())]),
        };
        if corpus.is_gathered() || !corpora.iter().any(|known| known.root() == corpus.root()) {
            corpora.push(corpus);
        }
        texts.extend(new);
    }
    let corpus = match corpora.as_slice() {
        [] => return Err(Problem::Missing(given.first().cloned().unwrap_or_default())),
        [corpus] => corpus.clone(),
        [first, ..] => Corpus::gathered(&common_folder(&texts), first)?,
    };
    let name = |path: &PathBuf| corpus.name_of(path).ok_or_else(|| Problem::Name(path.clone()));
    let mut seen = BTreeSet::new();
    let names = texts.iter().map(name).collect::<Result<Vec<String>, Problem>>()?;
    let listed: Vec<String> = names.into_iter().filter(|name| seen.insert(name.clone())).collect();
    match listed.is_empty() {
        true => Err(Problem::Missing(given.first().cloned().unwrap_or_default())),
        false => Ok(OpenPlan { corpus, start: Start::Pairs, listed }),
    }
}

/// Returns the texts in a folder: those of its corpus; without one, those in the folder or, if there are none, in the
/// folders below it.
fn texts_below(folder: &Path) -> Result<(Corpus, Vec<PathBuf>), Problem> {
    let corpus = or_gathered(Corpus::here(folder)?)?;
    let texts = texts_in(&corpus, folder)?.iter().map(|name| corpus.listed_path(name)).collect();
    Ok((corpus, texts))
}

/// Returns the corpus; if it is a folder without texts and without `corpus.ron`, the texts of the folders below it.
fn or_gathered(corpus: Corpus) -> Result<Corpus, Problem> {
    if corpus.manifest_path().is_file() || !corpus.documents()?.is_empty() {
        return Ok(corpus);
    }
    let all = Corpus::gathered(corpus.root(), &corpus)?;
    match all.documents()?.first() {
        Some(first) => Corpus::gathered(corpus.root(), &all.owner(first)?.0),
        None => Ok(corpus),
    }
}

/// Returns the names of the texts of a corpus in a folder or below it.
fn texts_in(corpus: &Corpus, folder: &Path) -> Result<Vec<String>, Problem> {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let is_inside = |name: &String| corpus.text_path(name).is_ok_and(|path| path.starts_with(&folder));
    Ok(corpus.documents()?.into_iter().filter(is_inside).collect())
}

/// Reads one text or two at the same time.
fn read_all(paths: &[PathBuf]) -> Result<Vec<(PathBuf, Arc<Document>)>, Problem> {
    let read = |path: &PathBuf| Ok((path.clone(), Arc::new(text_file::read(path)?)));
    parallel::each(paths, read).into_iter().collect()
}

/// Returns why the articles cannot be read. The first word may have been meant as a command.
fn unread(problem: Problem, given: &[PathBuf]) -> Failure {
    match hint::meant(given) {
        Some(meant) => Failure::from(problem).hint(meant),
        None => hint::missing(problem),
    }
}

fn no_texts(folder: &Path, corpus: &Corpus) -> Failure {
    let folder = if folder == Path::new(".") { corpus.texts().to_path_buf() } else { folder.to_path_buf() };
    Failure::new(format!("there is no text to read in {}", folder.display()))
        .hint("Name one or two: diptych LEFT.txt RIGHT.txt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Makes a folder with these texts. Returns it with its canonical path.
    fn folder(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in names {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), format!("The text {name}.\n")).unwrap();
        }
        (folder, root)
    }

    #[test]
    fn a_folder_without_texts_lists_those_of_the_folders_below_it() {
        let (_folder, root) = folder(&["may/a.txt", "may/late/a.txt", "june/b.txt"]);
        let plan = of_folder(&root).unwrap();
        assert!(matches!(plan.start, Start::Pairs) && plan.listed.is_empty());
        let listed: Vec<String> = plan.corpus.pairs().unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(listed, ["june/b.txt", "may/a.txt", "may/late/a.txt"]);
        assert!(of_folder(&root.join("june")).is_ok());
        fs::create_dir(root.join("empty")).unwrap();
        assert!(of_folder(&root.join("empty")).is_err());
    }

    #[test]
    fn texts_of_several_folders_are_listed_once_each_in_the_order_given() {
        let (_folder, root) = folder(&["may/a.txt", "june/b.txt", "july/deep/c.txt", "july/deep/d.txt"]);
        let given = |names: &[&str]| names.iter().map(|name| root.join(name)).collect::<Vec<_>>();
        let plan = of_several(&given(&["may", "june/b.txt", "may/a.txt", "july"])).unwrap();
        assert_eq!(plan.listed, ["may/a.txt", "june/b.txt", "july/deep/c.txt", "july/deep/d.txt"]);
        let plan = of_several(&given(&["july/deep/d.txt", "july/deep/c.txt", "july/deep/d.txt"])).unwrap();
        assert_eq!(plan.listed, ["d.txt", "c.txt"], "texts of one folder have their own names");
        assert!(!plan.corpus.is_gathered());
    }
}
