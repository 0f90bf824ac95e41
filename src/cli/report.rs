//! `diptych report [DOCUMENT …] -o report.html`: a corpus as one page that opens anywhere, offline.
//!
//! ```text
//!   documents, annotators ─▶ what is read together ─▶ texts, layers ─▶ agreement ─▶ report::html ─▶ file
//!                            ╰ the pairs of the corpus, then what is in none of them
//! ```
//!
//! The same layers give the same page: no clock is asked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Answer;
use crate::corpus::annotator::Annotator;
use crate::corpus::problem::{Problem, shown};
use crate::corpus::save::{SaveError, replace};
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::report::{Report, Sheet, html};
use crate::review::agreement::{Agreement, Measuring, Units};
use crate::review::bootstrap::{SAMPLES, SEED};
use crate::tags::set::TagSet;

/// One page of HTML with the texts, their tags, figures, counts and agreement; it opens offline
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Without documents: the pairs of the corpus, and every other text that has a layer.\n\
    The same layers give the same page, byte for byte: no clock is asked.")]
pub struct Args {
    /// Documents; the pairs among them are read together, and two that are in no pair
    documents: Vec<String>,
    /// Whose layers; several names, one after the other or with commas
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    annotator: Vec<String>,
    /// All annotators that there are
    #[arg(long, conflicts_with = "annotator")]
    all: bool,
    /// Where it goes; else to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What it is dated, in your words; else by its newest tag
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// Makes the page.
///
/// # Errors
/// When a text or a layer does not read, nobody or more than one is meant, or the file cannot be written.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let (corpus, named) = documents(&args.documents)?;
    let annotators = annotators(&corpus, &named, args.annotator, args.all)?;
    if let Some(output) = &args.output {
        refuse(&corpus, output)?;
    }
    let pairs = together(&corpus, named, &annotators);
    let mut names: Vec<&String> = Vec::new();
    for name in pairs.iter().flat_map(|(left, right)| std::iter::once(left).chain(right)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let number = |wanted: &String| names.iter().position(|name| *name == wanted).unwrap_or_default();
    let numbered = pairs.iter().map(|(left, right)| (number(left), right.as_ref().map(number))).collect();
    let sheets = names.iter().map(|name| sheet(&corpus, name, &annotators)).collect::<Result<Vec<_>, _>>()?;
    let title = corpus.root().file_name().map_or("corpus".into(), |name| name.to_string_lossy().into_owned());
    let report = Report {
        title,
        date: args.date,
        scheme: corpus.scheme().clone(),
        agreement: agreement(&corpus, &sheets, annotators.len()),
        annotators,
        sheets,
        pairs: numbered,
    };
    let page = html(&report);
    match args.output {
        None => super::print(&page)?,
        Some(output) => {
            let failed = |error| SaveError::new(&output, error);
            let path = std::path::absolute(&output).map_err(failed).map_err(not_saved)?;
            replace(&path, page.as_bytes()).map_err(failed).map_err(not_saved)?;
        }
    }
    Ok(Answer::Done)
}

fn not_saved(error: SaveError) -> Failure {
    Failure::new(&error).hint(error.hint())
}

/// The corpus, and the names of the documents that are named.
fn documents(given: &[String]) -> Result<(Corpus, Vec<String>), Failure> {
    let here = Corpus::here(Path::new("."));
    let mut found: Option<(Corpus, Vec<String>)> = None;
    for given in given {
        let path = Path::new(given);
        let inside = here.as_ref().ok().filter(|corpus| corpus.text_path(given).is_ok_and(|path| path.is_file()));
        let (corpus, name) = match inside {
            Some(corpus) if !path.exists() => (corpus.clone(), given.clone()),
            _ => {
                let corpus = Corpus::of(path)?;
                let name = corpus.name_of(path).ok_or_else(|| Problem::Name(path.into()))?;
                (corpus, name)
            }
        };
        match &mut found {
            None => found = Some((corpus, vec![name])),
            Some((first, _)) if first.root() != corpus.root() => {
                return Err(Failure::new(format!("{given} is of another corpus than the documents before it"))
                    .hint("Report one corpus at a time."));
            }
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
        }
    }
    match found {
        Some(found) => Ok(found),
        None => Ok((here?, Vec::new())),
    }
}

/// Those who are named, all, or the only one that there is.
fn annotators(corpus: &Corpus, named: &[String], wanted: Vec<String>, all: bool) -> Result<Vec<String>, Failure> {
    let documents = if named.is_empty() { corpus.documents() } else { named.to_vec() };
    let there: BTreeSet<String> = documents.iter().flat_map(|document| corpus.annotators(document)).collect();
    let there: Vec<String> = there.into_iter().collect();
    let hint = || match there.as_slice() {
        [] => "Tag something first: diptych --help".to_string(),
        there => format!("Layers there are by {}.", there.join(", ")),
    };
    let mut chosen: Vec<String> = Vec::new();
    for name in wanted {
        Annotator::new(&name)?;
        if !there.contains(&name) {
            return Err(Failure::new(format!("there is no layer by {name} here")).hint(hint()));
        }
        if !chosen.contains(&name) {
            chosen.push(name);
        }
    }
    match (chosen.is_empty(), there.as_slice()) {
        (false, _) => Ok(chosen),
        (true, []) => Err(Failure::new("there are no layers here").hint(hint())),
        (true, [_]) => Ok(there),
        (true, _) if all => Ok(there),
        (true, _) => Err(Failure::new("several have layers here, and it is not said whose are meant")
            .hint(format!("Give --all, or --annotator NAME: {}.", there.join(", ")))),
    }
}

/// No text and no layer is ever written over.
fn refuse(corpus: &Corpus, output: &Path) -> Result<(), Failure> {
    let name = corpus.name_of(output).unwrap_or_default();
    let layers = corpus.layer_path("", "");
    let folder = std::path::absolute(output).ok().and_then(|path| path.parent()?.canonicalize().ok());
    let in_layers = folder.zip(layers.parent()).is_some_and(|(folder, layers)| folder.starts_with(layers));
    match in_layers || corpus.documents().contains(&name) {
        false => Ok(()),
        true => Err(Failure::new(format!("{} is the corpus’s own", output.display()))
            .hint("Give another file, for instance -o report.html")),
    }
}

/// What is read together: of the documents that are named, else of all that have a layer.
fn together(corpus: &Corpus, named: Vec<String>, annotators: &[String]) -> Vec<(String, Option<String>)> {
    let has_layer = |name: &String| annotators.iter().any(|who| corpus.layer_path(name, who).is_file());
    let wanted = |name: &String| if named.is_empty() { has_layer(name) } else { named.contains(name) };
    let declared = corpus.pairs().into_iter().filter_map(|(left, right)| Some((left, right?)));
    let mut pairs: Vec<(String, Option<String>)> = declared
        .filter(|(left, right)| match named.is_empty() {
            true => wanted(left) || wanted(right),
            false => wanted(left) && wanted(right),
        })
        .map(|(left, right)| (left, Some(right)))
        .collect();
    let paired = |name: &String| pairs.iter().any(|(left, right)| left == name || right.as_ref() == Some(name));
    let given = !named.is_empty();
    let all = if given { named.clone() } else { corpus.documents() };
    let alone: Vec<String> = all.into_iter().filter(|name| wanted(name) && !paired(name)).collect();
    match <[String; 2]>::try_from(alone) {
        Ok([left, right]) if given => pairs.push((left, Some(right))),
        Ok(two) => pairs.extend(two.map(|name| (name, None))),
        Err(alone) => pairs.extend(alone.into_iter().map(|name| (name, None))),
    }
    pairs
}

/// A text and the layers on it. What was not understood in a layer is said aloud.
fn sheet(corpus: &Corpus, name: &str, annotators: &[String]) -> Result<Sheet, Failure> {
    let document = text_file::read(&corpus.text_path(name)?)?;
    let mut layers = Vec::with_capacity(annotators.len());
    for who in annotators {
        let reading = corpus.layer(name, &document, who)?;
        for doubt in reading.iter().flat_map(|reading| &reading.doubts) {
            eprintln!("diptych: {}: {}", shown(corpus.layer_path(name, who).display()), shown(doubt));
        }
        layers.push(reading.map(|reading| reading.records));
    }
    Ok(Sheet { name: name.into(), document, layers })
}

/// On the documents that all of several have tagged; nothing where there is none.
fn agreement(corpus: &Corpus, sheets: &[Sheet], annotators: usize) -> Option<Agreement> {
    let labels = corpus.scheme().labels.iter().map(|label| label.name.as_str());
    let mut measuring = Measuring::new(annotators, labels, Units::Words);
    let mut count = 0;
    for sheet in sheets {
        let tags: Option<Vec<&TagSet>> =
            sheet.layers.iter().map(|records| records.as_ref().map(|records| &records.tags)).collect();
        if let Some(tags) = tags.filter(|tags| tags.len() > 1) {
            measuring.add(&sheet.name, &sheet.document, &tags);
            count += 1;
        }
    }
    (count > 0).then(|| measuring.finish(SAMPLES, SEED))
}
