//! `diptych agree [A B …] [DOCUMENT …]`: how far annotators agree.
//!
//! ```text
//!   names on the line ─▶ who, and on which documents ─▶ layers ─▶ review::agreement ─▶ table | json
//!                                                       ╰ a document that one of them has no layer on is left out, aloud
//! ```

mod json;
mod table;

use std::collections::BTreeSet;
use std::path::Path;

use super::Answer;
use crate::corpus::annotator::Annotator;
use crate::corpus::problem::{Problem, shown};
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::review::agreement::{Agreement, Measuring, Units};
use crate::review::bootstrap::{SAMPLES, SEED};
use crate::tags::set::TagSet;

/// How far annotators agree: on spans, on labels, on words
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Without annotators: all that have layers on the documents. Without documents: all of the corpus\n\
    that each of the annotators has a layer on. What is undefined (null in JSON) has nothing to vary or to divide by."
)]
pub struct Args {
    /// Annotators, the first of a pair being the reference, and documents: what has a dot or a slash, or is called like one
    #[arg(value_name = "ANNOTATOR|DOCUMENT")]
    names: Vec<String>,
    /// What κ and α are measured on
    #[arg(long, value_name = "UNIT", value_enum, default_value = "word")]
    unit: Unit,
    /// Resamples for the 95 % intervals; 0: no intervals
    #[arg(long, value_name = "N", default_value_t = SAMPLES)]
    samples: usize,
    /// The same seed draws the same resamples
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// All tables for each document, too
    #[arg(long)]
    by_document: bool,
    /// For people, or every number for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Unit {
    Word,
    Character,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What was measured, and on what.
struct Report {
    annotators: Vec<String>,
    unit: Unit,
    seed: u64,
    by_document: bool,
    agreement: Agreement,
    /// Documents that were left out, and who has no layer on them.
    left_out: Vec<(String, Vec<String>)>,
}

/// Measures.
///
/// # Errors
/// When there are no two to compare, when they have no document in common, or when a text or a layer does not read.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let (corpus, documents, named) = sort_out(&args.names)?;
    let annotators = annotators(&corpus, &documents, named)?;
    let units = match args.unit {
        Unit::Word => Units::Words,
        Unit::Character => Units::Characters,
    };
    let labels = corpus.scheme().labels.iter().map(|label| label.name.as_str());
    let mut measuring = Measuring::new(annotators.len(), labels, units);
    let (mut left_out, mut count) = (Vec::new(), 0);
    for name in &documents {
        let without: Vec<String> = annotators.iter().filter(|who| !has_layer(&corpus, name, who)).cloned().collect();
        if !without.is_empty() {
            left_out.push((name.clone(), without));
            continue;
        }
        let document = text_file::read(&corpus.text_path(name)?)?;
        let mut layers: Vec<TagSet> = Vec::with_capacity(annotators.len());
        for who in &annotators {
            let reading = corpus.layer(name, &document, who)?.unwrap_or_default();
            for doubt in &reading.doubts {
                eprintln!("diptych: {}: {}", shown(corpus.layer_path(name, who).display()), shown(doubt));
            }
            layers.push(reading.records.tags);
        }
        measuring.add(name, &document, &layers.iter().collect::<Vec<_>>());
        count += 1;
    }
    tell_left_out(&left_out);
    if count == 0 {
        return Err(Failure::new(format!("there is no document that {} have all tagged", listed(&annotators)))
            .hint(who_has_layers(&corpus, &documents)));
    }
    let agreement = measuring.finish(args.samples, args.seed);
    let Args { unit, seed, by_document, format, .. } = args;
    let report = Report { annotators, unit, seed, by_document, agreement, left_out };
    super::print(&match format {
        Format::Text => table::text(&report),
        Format::Json => json::text(&report),
    })?;
    Ok(Answer::Done)
}

/// The corpus, the names of the documents that are meant, and the annotators who are named.
fn sort_out(names: &[String]) -> Result<(Corpus, Vec<String>, Vec<String>), Failure> {
    let here = Corpus::here(Path::new("."));
    let of_corpus =
        |name: &String| here.as_ref().is_ok_and(|corpus| corpus.text_path(name).is_ok_and(|path| path.is_file()));
    let (documents, annotators): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| name.contains(['.', '/']) || of_corpus(name));
    let mut found: Option<(Corpus, Vec<String>)> = None;
    for given in documents {
        let path = Path::new(given);
        let (corpus, name) = if !path.exists() && of_corpus(given) {
            (Corpus::here(Path::new("."))?, given.clone())
        } else {
            let corpus = Corpus::of(path)?;
            let name = corpus.name_of(path).ok_or_else(|| Problem::Name(path.into()))?;
            (corpus, name)
        };
        match &mut found {
            None => found = Some((corpus, vec![name])),
            Some((first, _)) if first.root() != corpus.root() => {
                return Err(Failure::new(format!("{given} is of another corpus than the documents before it"))
                    .hint("Measure one corpus at a time."));
            }
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
        }
    }
    let (corpus, documents) = match found {
        Some(found) => found,
        None => {
            let corpus = here?;
            let documents = corpus.documents();
            (corpus, documents)
        }
    };
    let mut seen = BTreeSet::new();
    for name in &annotators {
        Annotator::new(name)?;
        if !seen.insert(name) {
            return Err(Failure::new(format!("{name} is named twice")).hint("Name each annotator once."));
        }
    }
    Ok((corpus, documents, annotators.into_iter().cloned().collect()))
}

/// Those who are named, else all who have layers on the documents: two at least.
fn annotators(corpus: &Corpus, documents: &[String], named: Vec<String>) -> Result<Vec<String>, Failure> {
    let unknown = |who: &&String| !documents.iter().any(|document| has_layer(corpus, document, who));
    if let Some(unknown) = named.iter().find(unknown) {
        return Err(
            Failure::new(format!("there is no layer by {unknown} here")).hint(who_has_layers(corpus, documents))
        );
    }
    if let [one] = named.as_slice() {
        return Err(Failure::new(format!("it takes two to agree, and only {one} is named"))
            .hint(who_has_layers(corpus, documents)));
    }
    let who = if named.is_empty() { all_who_have_layers(corpus, documents) } else { named };
    match who.as_slice() {
        [_, _, ..] => Ok(who),
        [one] => Err(Failure::new(format!("it takes two to agree, and only {one} has layers here"))
            .hint(format!("Another tags with: diptych {} --annotator NAME", some(documents)))),
        [] => Err(Failure::new("it takes two to agree, and there are no layers here")
            .hint(format!("Each tags in turn: diptych {} --annotator NAME", some(documents)))),
    }
}

/// A document to show the way with.
fn some(documents: &[String]) -> &str {
    documents.first().map_or("DOCUMENT", String::as_str)
}

fn has_layer(corpus: &Corpus, document: &str, who: &str) -> bool {
    corpus.layer_path(document, who).is_file()
}

fn all_who_have_layers(corpus: &Corpus, documents: &[String]) -> Vec<String> {
    let who: BTreeSet<String> = documents.iter().flat_map(|document| corpus.annotators(document)).collect();
    who.into_iter().collect()
}

fn who_has_layers(corpus: &Corpus, documents: &[String]) -> String {
    match all_who_have_layers(corpus, documents).as_slice() {
        [] => "Nobody has layers on these documents.".into(),
        who => format!("Layers there are by {}.", listed(who)),
    }
}

/// A document that someone has not begun is no disagreement, but one must know that it was not counted.
fn tell_left_out(left_out: &[(String, Vec<String>)]) {
    const MOST: usize = 10;
    for (document, without) in left_out.iter().take(MOST) {
        eprintln!("diptych: {} is left out: no layer by {}", shown(document), listed(without));
    }
    if left_out.len() > MOST {
        eprintln!("diptych: {} more documents are left out", left_out.len() - MOST);
    }
}

/// `ana`, `ana and ben`, `ana, ben and cho`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
