//! `diptych report [DOCUMENT …] -o report.html`: writes a corpus as one page that opens offline.
//!
//! ```text
//!   documents, annotators ─▶ what is read together ─▶ texts, layers ─▶ agreement ─▶ report::html ─▶ file
//!                            ╰ the pairs of the corpus, then what is in none of them
//! ```
//!
//! The same layers give the same page, byte for byte: it does not contain the time at which it was made.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::Answer;
use super::scope::{self, AnnotatorArgs};
use crate::cli::note;
use crate::corpus::Corpus;
use crate::corpus::file_state::is_free;
use crate::corpus::problem::Problem;
use crate::corpus::provenance::Provenances;
use crate::corpus::save::{SaveError, replace};
use crate::corpus::scope::Scope;
use crate::failure::Failure;
use crate::report::{HEAD, Report, ReportedDocument, ReportedEvent, html};
use crate::review::agreement::{Agreement, AgreementUnit, Measuring};
use crate::review::bootstrap::{SAMPLES, SEED};
use crate::say::count;
use crate::stats::comparison;
use crate::tags::set::TagSet;

/// Write one page of HTML with the texts, their tags, figures, counts and agreement; it opens offline
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    mut_arg("annotator", |arg| arg.help("Whose tags: names, separated by spaces or commas. Default: all annotators")),
    after_help = "Examples:\n  diptych report -o report.html\n  diptych report left.txt right.txt --annotator ana > pair.html\n\n\
    Without documents: the pairs of the corpus in which a text has a layer, and every other\n\
    text that has one; if nobody has tagged yet, all pairs.\n\
    Without --annotator: all annotators; the page has switches for them.\n\
    The same layers give the same page, byte for byte."
)]
pub(crate) struct Args {
    /// Documents; pairs of the corpus stand side by side, and so do two others
    documents: Vec<String>,
    #[command(flatten)]
    who: AnnotatorArgs,
    /// The file to write. Default: standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that is no report
    #[arg(long, requires = "output")]
    force: bool,
    /// The date on the page, in your words. Default: the day of the newest tag
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// Writes the page.
///
/// # Errors
/// If a text or a layer cannot be read, or the file cannot be written.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    // The page has switches for the annotators, and begins with the first.
    let who = AnnotatorArgs { all: args.who.annotator.is_empty(), ..args.who };
    let scope = scope::documents(&args.documents)?;
    // Texts can be compared before anybody has tagged them.
    let is_by_nobody = scope.annotators.is_empty() && who.annotator.is_empty();
    let scope = match is_by_nobody && (!args.documents.is_empty() || !comparison::pairs_in(&scope)?.is_empty()) {
        true => scope,
        false => scope::chosen(scope, &args.documents, &who)?,
    };
    if let Some(output) = &args.output {
        refuse(&scope.corpus, output, args.force)?;
    }
    let pairs = read_together(&scope, NamedDocuments::of(&args.documents))?;
    let mut names: Vec<&String> = Vec::new();
    for name in pairs.iter().flat_map(|(left, right)| std::iter::once(left).chain(right)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let number = |wanted: &String| names.iter().position(|name| *name == wanted).unwrap_or_default();
    let numbered = pairs.iter().map(|(left, right)| (number(left), right.as_ref().map(number))).collect();
    let documents = names.iter().map(|name| reported(&scope, name)).collect::<Result<Vec<_>, _>>()?;
    let title = scope.corpus.root().file_name().map_or("corpus".into(), |name| name.to_string_lossy().into_owned());
    let events = events(&scope, &names)?;
    let report = Report {
        title,
        date: args.date,
        scheme: scope.corpus.scheme().clone(),
        agreement: agreement(&scope, &documents),
        annotators: scope.annotators,
        documents,
        pairs: numbered,
        events,
    };
    let page = html(&report);
    match args.output {
        None => super::print(&page)?,
        Some(output) => {
            let path = std::path::absolute(&output).map_err(|error| not_saved(&output, error))?;
            replace(&path, page.as_bytes()).map_err(|error| not_saved(&output, error))?;
        }
    }
    Ok(Answer::Done)
}

/// Returns the failure to write the page. Its hints differ from those of other files, because a report can be written to another
/// place.
fn not_saved(output: &Path, error: std::io::Error) -> Failure {
    let hint = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Make room, or name another place.",
        ErrorKind::PermissionDenied => "Look at who owns it and its folder, or name another place.",
        ErrorKind::InvalidFilename => "Give it a shorter name.",
        _ => "Name another place.",
    };
    Failure::new(SaveError::new(output, error)).hint(hint)
}

/// Refuses to overwrite a text, a layer, or any file that is no report, unless the user asks for it.
fn refuse(corpus: &Corpus, output: &Path, force: bool) -> Result<(), Failure> {
    let name = corpus.name_of(output).unwrap_or_default();
    let layers = corpus.layer_path("", "");
    let folder = std::path::absolute(output).ok().and_then(|path| path.parent()?.canonicalize().ok());
    let in_layers = folder.as_ref().zip(layers.parent()).is_some_and(|(folder, layers)| folder.starts_with(layers));
    let refused = |why: &str, hint: &str| Err(Failure::new(format!("{} {why}", output.display())).hint(hint));
    if in_layers || corpus.documents()?.contains(&name) {
        return refused("belongs to the corpus", "Give another file, for instance -o report.html");
    }
    if output.is_dir() {
        return refused("is a folder", "Name a file, for instance -o report.html");
    }
    let above = output.parent().filter(|above| *above != Path::new(""));
    if let Some(above) = above.filter(|above| !above.exists()) {
        let made = crate::say::shell_word(&above.to_string_lossy()).into_owned();
        return Err(Failure::new(format!("there is no folder {}", above.display()))
            .hint(format!("Make it first: mkdir -p {made}")));
    }
    match !is_free(output) {
        true if !output.is_file() => refused("is not a regular file", "Name another file."),
        true if !force && !is_report(output) => {
            refused("exists already and is not a report", "Name another file, or write over it with --force.")
        }
        _ => Ok(()),
    }
}

/// Returns whether a file begins like a report. For a file that cannot be read, returns false.
fn is_report(path: &Path) -> bool {
    let mut head = String::new();
    let read = File::open(path).and_then(|file| file.take(HEAD.len() as u64).read_to_string(&mut head));
    read.is_ok() && head == HEAD
}

/// The documents that the command line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NamedDocuments {
    /// Documents.
    Documents,
    /// No document is named: the whole corpus is meant.
    Nothing,
}

impl NamedDocuments {
    fn of(documents: &[String]) -> NamedDocuments {
        if documents.is_empty() { NamedDocuments::Nothing } else { NamedDocuments::Documents }
    }
}

/// Returns the pairs and single documents of the page. If documents are given, these are the pairs with both texts
/// among them, then each other text; two remaining texts are a pair. If none is given, these are the pairs in which a
/// text has a layer, then every other text that has one; if nobody has tagged yet, all pairs.
fn read_together(scope: &Scope, given: NamedDocuments) -> Result<Vec<(String, Option<String>)>, Problem> {
    let has_layer = |name: &String| scope.is_tagged(name);
    let nobody_tagged = scope.annotators.is_empty();
    let meant = |(left, right): &(String, String)| match given {
        NamedDocuments::Documents => scope.documents.contains(left) && scope.documents.contains(right),
        NamedDocuments::Nothing => nobody_tagged || has_layer(left) || has_layer(right),
    };
    let declared = scope.corpus.pairs()?.into_iter().filter_map(|(left, right)| Some((left, right?)));
    let (pairs, others): (Vec<(String, String)>, Vec<_>) = declared.partition(meant);
    if given == NamedDocuments::Nothing && !others.is_empty() {
        let left_out = count(others.len(), "pair");
        note!("diptych: {left_out} without a layer left out; name the documents of a pair to have it on the page");
    }
    let paired = |name: &&String| pairs.iter().any(|(left, right)| left == *name || right == *name);
    let rest =
        scope.documents.iter().filter(|name| (given == NamedDocuments::Documents || has_layer(name)) && !paired(name));
    let rest: Vec<String> = rest.cloned().collect();
    let pairs = pairs.into_iter().map(|(left, right)| (left, Some(right)));
    Ok(match rest.as_slice() {
        [left, right] if given == NamedDocuments::Documents => {
            pairs.chain([(left.clone(), Some(right.clone()))]).collect()
        }
        _ => pairs.chain(rest.into_iter().map(|name| (name, None))).collect(),
    })
}

/// Returns the events that have at least three documents on the page.
fn events(scope: &Scope, names: &[&String]) -> Result<Vec<ReportedEvent>, Problem> {
    let sources = Provenances::load(&scope.corpus)?;
    let day = |index: &usize| sources.get(names[*index]).and_then(|source| source.origin.date);
    let events = scope.corpus.events().into_iter().map(|(name, documents)| {
        let number = |document: &String| names.iter().position(|name| *name == document);
        let documents: Vec<usize> = documents.iter().filter_map(number).collect();
        ReportedEvent { name, published: documents.iter().map(day).collect(), documents }
    });
    Ok(events.filter(|event| event.documents.len() > 2).collect())
}

/// Reads a text and the layers on it, and reports on standard error what was not understood.
fn reported(scope: &Scope, name: &str) -> Result<ReportedDocument, Failure> {
    let document = scope.text(name)?;
    let mut layers = Vec::with_capacity(scope.annotators.len());
    for who in &scope.annotators {
        let reading = scope.corpus.layer(name, &document, who)?;
        if let Some(reading) = &reading {
            scope::tell_doubts(scope, name, who, reading);
        }
        layers.push(reading.map(|reading| reading.records));
    }
    let language = scope.corpus.language(name, document.text());
    Ok(ReportedDocument { name: name.into(), document, language, layers })
}

/// Measures the agreement of several annotators on the documents that all of them have tagged; `None` without such
/// documents.
fn agreement(scope: &Scope, documents: &[ReportedDocument]) -> Option<Agreement> {
    let labels = scope.corpus.scheme().labels.iter().map(|label| label.name.as_str());
    let mut measuring = Measuring::new(scope.annotators.len(), labels, AgreementUnit::Words);
    let mut count = 0;
    for sheet in documents {
        let tags: Option<Vec<&TagSet>> =
            sheet.layers.iter().map(|records| records.as_ref().map(|records| &records.tags)).collect();
        if let Some(tags) = tags.filter(|tags| tags.len() > 1) {
            measuring.add(&sheet.name, &sheet.document, &tags);
            count += 1;
        }
    }
    (count > 0).then(|| measuring.finish(SAMPLES, SEED))
}
