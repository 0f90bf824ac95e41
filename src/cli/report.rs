//! `diptych report [DOCUMENT …] -o report.html`: a corpus as one page that opens anywhere, offline.
//!
//! ```text
//!   documents, annotators ─▶ what is read together ─▶ texts, layers ─▶ agreement ─▶ report::html ─▶ file
//!                            ╰ the pairs of the corpus, then what is in none of them
//! ```
//!
//! The same layers give the same page: no clock is asked.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::chosen::{Chosen, Who};
use super::{Answer, hint};
use crate::corpus::Corpus;
use crate::corpus::save::{SaveError, replace};
use crate::failure::Failure;
use crate::report::{HEAD, Report, Sheet, html};
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
    #[command(flatten)]
    who: Who,
    /// Where it goes; else to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over what is there; over a report of ours, that need not be said
    #[arg(long, requires = "output")]
    force: bool,
    /// What it is dated, in your words; else by its newest tag
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// Makes the page.
///
/// # Errors
/// When a text or a layer does not read, nobody or more than one is meant, or the file cannot be written.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let chosen = Chosen::new(&args.documents, &args.who)?;
    if let Some(output) = &args.output {
        refuse(&chosen.corpus, output, args.force)?;
    }
    let pairs = together(&chosen, !args.documents.is_empty());
    let mut names: Vec<&String> = Vec::new();
    for name in pairs.iter().flat_map(|(left, right)| std::iter::once(left).chain(right)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let number = |wanted: &String| names.iter().position(|name| *name == wanted).unwrap_or_default();
    let numbered = pairs.iter().map(|(left, right)| (number(left), right.as_ref().map(number))).collect();
    let sheets = names.iter().map(|name| sheet(&chosen, name)).collect::<Result<Vec<_>, _>>()?;
    let title = chosen.corpus.root().file_name().map_or("corpus".into(), |name| name.to_string_lossy().into_owned());
    let report = Report {
        title,
        date: args.date,
        scheme: chosen.corpus.scheme().clone(),
        agreement: agreement(&chosen, &sheets),
        annotators: chosen.annotators,
        sheets,
        pairs: numbered,
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

/// The hints of a save in the editor speak of the next one; here there is none.
fn not_saved(output: &Path, error: std::io::Error) -> Failure {
    let hint = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Make room, or name another place.",
        ErrorKind::PermissionDenied => "Look at who owns it and its folder, or name another place.",
        ErrorKind::InvalidFilename => "Give it a shorter name.",
        _ => "Name another place.",
    };
    Failure::new(SaveError::new(output, error)).hint(hint)
}

/// No text and no layer is ever written over; anything else but a report of ours, where that is asked for.
fn refuse(corpus: &Corpus, output: &Path, force: bool) -> Result<(), Failure> {
    let name = corpus.name_of(output).unwrap_or_default();
    let layers = corpus.layer_path("", "");
    let folder = std::path::absolute(output).ok().and_then(|path| path.parent()?.canonicalize().ok());
    let in_layers = folder.as_ref().zip(layers.parent()).is_some_and(|(folder, layers)| folder.starts_with(layers));
    let refused = |why: &str, hint: &str| Err(Failure::new(format!("{} {why}", output.display())).hint(hint));
    if in_layers || corpus.documents().contains(&name) {
        return refused("is the corpus’s own", "Give another file, for instance -o report.html");
    }
    if output.is_dir() {
        return refused("is a folder", "Name another place, for instance -o report.html");
    }
    let above = output.parent().filter(|above| *above != Path::new(""));
    if let Some(above) = above.filter(|above| !above.exists()) {
        let made = hint::quoted(&above.to_string_lossy()).into_owned();
        return Err(Failure::new(format!("there is no folder {}", above.display()))
            .hint(format!("Make it first: mkdir -p {made}")));
    }
    match output.exists() {
        true if !output.is_file() => refused("is no file that could be written over", "Name another place."),
        true if !force && !is_report(output) => {
            refused("is there already, and is no report", "Name another place, or write over it with --force.")
        }
        _ => Ok(()),
    }
}

/// Whether a file begins as our pages do. One that cannot be read does not.
fn is_report(path: &Path) -> bool {
    let mut head = String::new();
    let read = File::open(path).and_then(|file| file.take(HEAD.len() as u64).read_to_string(&mut head));
    read.is_ok() && head == HEAD
}

/// What is read together: the pairs whose texts are both given, and then the rest alone, but that two are a pair. If none is
/// given, the pairs of which a text has a layer, and then every other text that has one.
fn together(chosen: &Chosen, given: bool) -> Vec<(String, Option<String>)> {
    let has_layer = |name: &String| chosen.annotators.iter().any(|who| chosen.has_layer(name, who));
    let meant = |(left, right): &(String, String)| match given {
        true => chosen.documents.contains(left) && chosen.documents.contains(right),
        false => has_layer(left) || has_layer(right),
    };
    let declared = chosen.corpus.pairs().into_iter().filter_map(|(left, right)| Some((left, right?)));
    let pairs: Vec<(String, String)> = declared.filter(meant).collect();
    let paired = |name: &&String| pairs.iter().any(|(left, right)| left == *name || right == *name);
    let rest = chosen.documents.iter().filter(|name| (given || has_layer(name)) && !paired(name));
    let rest: Vec<String> = rest.cloned().collect();
    let pairs = pairs.into_iter().map(|(left, right)| (left, Some(right)));
    match rest.as_slice() {
        [left, right] if given => pairs.chain([(left.clone(), Some(right.clone()))]).collect(),
        _ => pairs.chain(rest.into_iter().map(|name| (name, None))).collect(),
    }
}

/// A text and the layers on it. What was not understood in a layer is said aloud.
fn sheet(chosen: &Chosen, name: &str) -> Result<Sheet, Failure> {
    let document = chosen.text(name)?;
    let mut layers = Vec::with_capacity(chosen.annotators.len());
    for who in &chosen.annotators {
        let reading = chosen.corpus.layer(name, &document, who)?;
        if let Some(reading) = &reading {
            chosen.tell(name, who, reading);
        }
        layers.push(reading.map(|reading| reading.records));
    }
    Ok(Sheet { name: name.into(), document, layers })
}

/// On the documents that all of several have tagged; nothing where there is none.
fn agreement(chosen: &Chosen, sheets: &[Sheet]) -> Option<Agreement> {
    let labels = chosen.corpus.scheme().labels.iter().map(|label| label.name.as_str());
    let mut measuring = Measuring::new(chosen.annotators.len(), labels, Units::Words);
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
