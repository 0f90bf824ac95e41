//! `diptych agree [A B …] [DOCUMENT …]`: how far annotators agree.
//!
//! ```text
//!   names on the line ─▶ who, and on which documents ─▶ layers ─▶ review::agreement ─▶ table | json
//!                                                       ╰ a document that one of them has no layer on is left out, aloud
//! ```

mod json;
mod table;

use super::chosen::{Chosen, listed, means_document};
use super::{Answer, Format};
use crate::corpus::problem::shown;
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
    let chosen = chosen(&args.names)?;
    let Chosen { corpus, documents, annotators, .. } = &chosen;
    let units = match args.unit {
        Unit::Word => Units::Words,
        Unit::Character => Units::Characters,
    };
    let labels = corpus.scheme().labels.iter().map(|label| label.name.as_str());
    let mut measuring = Measuring::new(annotators.len(), labels, units);
    let (mut left_out, mut count) = (Vec::new(), 0);
    for name in documents {
        let without: Vec<String> = annotators.iter().filter(|who| !chosen.has_layer(name, who)).cloned().collect();
        if !without.is_empty() {
            left_out.push((name.clone(), without));
            continue;
        }
        let document = chosen.text(name)?;
        let mut layers: Vec<TagSet> = Vec::with_capacity(annotators.len());
        for who in annotators {
            let reading = chosen.layer(name, &document, who)?;
            chosen.tell(name, who, &reading);
            layers.push(reading.records.tags);
        }
        measuring.add(name, &document, &layers.iter().collect::<Vec<_>>());
        count += 1;
    }
    tell_left_out(&left_out);
    if count == 0 {
        return Err(Failure::new(format!("there is no document that {} have all tagged", listed(annotators)))
            .hint(chosen.who_there_is()));
    }
    let agreement = measuring.finish(args.samples, args.seed);
    let Args { unit, seed, by_document, format, .. } = args;
    let report = Report { annotators: chosen.annotators, unit, seed, by_document, agreement, left_out };
    super::print(&match format {
        Format::Text => table::text(&report),
        Format::Json => json::text(&report),
    })?;
    Ok(Answer::Done)
}

/// The documents and the annotators that are meant: two at least.
fn chosen(names: &[String]) -> Result<Chosen, Failure> {
    let (documents, named): (Vec<String>, Vec<String>) = names.iter().cloned().partition(|name| means_document(name));
    let there = Chosen::documents(&documents)?;
    let chosen = if named.is_empty() { there } else { there.by(&named)? };
    match chosen.annotators.as_slice() {
        [_, _, ..] => Ok(chosen),
        [one] if !named.is_empty() => {
            Err(Failure::new(format!("it takes two to agree, and only {one} is named")).hint(chosen.who_there_is()))
        }
        [one] => Err(Failure::new(format!("it takes two to agree, and only {one} has layers here"))
            .hint(format!("Another tags with: diptych {} --annotator NAME", chosen.some()))),
        [] => Err(Failure::new("it takes two to agree, and there are no layers here")
            .hint(format!("Each tags in turn: diptych {} --annotator NAME", chosen.some()))),
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
