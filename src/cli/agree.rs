//! `diptych agree [A B …] [DOCUMENT …]`: prints the agreement of annotators.
//!
//! ```text
//!   names on the line ─▶ who, and on which documents ─▶ layers ─▶ review::agreement ─▶ table | json | csv
//!                                                       ╰ a document that one of them has not read, or has skipped, is left out, with a message
//! ```

mod csv;
mod json;
mod tables;

use super::progress::each_in_order;
use super::scope::{self, SkipReason, SkippedDocument};
use super::{Answer, NumbersFormat};
use crate::cli::note;
use crate::corpus::problem::Problem;
use crate::corpus::record::LayerReading;
use crate::corpus::record::glance::glance;
use crate::corpus::scope::Scope;
use crate::failure::Failure;
use crate::review::agreement::{Agreement, AgreementUnit, Measuring};
use crate::review::bootstrap::{SAMPLES, SEED};
use crate::say::and;
use crate::tags::Records;
use crate::tags::remark::Status;
use crate::tags::set::TagSet;
use crate::text::Document;

/// Measure how far annotators agree: on spans, on labels, on words
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych agree ana ben\n  diptych agree ana ben may.txt --by-document --format csv\n\n\
    Without annotators: all that have layers on the documents, except who only reviewed. Without documents: all of the corpus\n\
    that each of the annotators has a layer on. A number is undefined (null in JSON) if nothing varies or there is nothing to divide by."
)]
pub(crate) struct Args {
    /// Annotators (the first of a pair is the reference) and documents (words with a dot or a slash, or names of texts)
    #[arg(value_name = "ANNOTATOR|DOCUMENT")]
    names: Vec<String>,
    /// What κ and α are measured on
    #[arg(long, value_name = "UNIT", value_enum, default_value = "word")]
    unit: UnitArg,
    /// Resamples for the 95 % intervals; 0: no intervals
    #[arg(long, value_name = "N", default_value_t = SAMPLES)]
    samples: usize,
    /// Seed of the resamples: the same seed gives the same intervals
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// Print all tables for each document, too
    #[arg(long)]
    by_document: bool,
    /// For people, every number for programs, or a row a label and pair for a spreadsheet
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: NumbersFormat,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum UnitArg {
    Word,
    Character,
}

/// The agreement, and the documents on which it was measured.
struct AgreementReport {
    annotators: Vec<String>,
    unit: UnitArg,
    seed: u64,
    by_document: bool,
    agreement: Agreement,
    /// The documents that were left out.
    skipped: Vec<SkippedDocument>,
}

/// A text, and the layer of each annotator on it.
struct TaggedText {
    document: Document,
    layers: Vec<LayerReading>,
}

/// Measures the agreement, and prints it.
///
/// # Errors
/// If there are fewer than two annotators, if they have no document in common, or if a text or a layer cannot be read.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let scope = two_or_more(&args.names)?;
    let Scope { corpus, documents, annotators, .. } = &scope;
    let units = match args.unit {
        UnitArg::Word => AgreementUnit::Words,
        UnitArg::Character => AgreementUnit::Characters,
    };
    let labels = corpus.scheme().labels.iter().map(|label| label.name.as_str());
    let mut measuring = Measuring::new(annotators.len(), labels, units);
    let (mut skipped, mut count) = (Vec::new(), 0);
    let read = |name: &String| -> Result<Result<TaggedText, SkippedDocument>, Problem> {
        let skipped = |reason, without| Ok(Err(SkippedDocument { document: name.clone(), reason, without }));
        let without: Vec<String> = annotators.iter().filter(|who| !scope.has_layer(name, who)).cloned().collect();
        if !without.is_empty() {
            return skipped(SkipReason::NoLayer, without);
        }
        let document = scope.text(name)?;
        let layers: Vec<LayerReading> =
            annotators.iter().map(|who| scope.layer(name, &document, who)).collect::<Result<_, _>>()?;
        // Who has skipped the text, or has only declined suggestions, does not say that the rest is not to be tagged.
        let is_skipped: fn(&Records) -> bool = |records| records.status() == Status::Skipped;
        for (reason, is_so) in [(SkipReason::Skipped, is_skipped), (SkipReason::NotRead, Records::is_only_answers)] {
            let those = annotators.iter().zip(&layers).filter(|(_, layer)| is_so(&layer.records));
            let without: Vec<String> = those.map(|(who, _)| who.clone()).collect();
            if !without.is_empty() {
                return skipped(reason, without);
            }
        }
        Ok(Ok(TaggedText { document, layers }))
    };
    each_in_order(documents, read, |name, found| {
        let TaggedText { document, layers } = match found? {
            Ok(found) => found,
            Err(document) => {
                skipped.push(document);
                return Ok(());
            }
        };
        annotators.iter().zip(&layers).for_each(|(who, layer)| scope::tell_doubts(&scope, name, who, layer));
        measuring.add(name, &document, &layers.iter().map(|layer| &layer.records.tags).collect::<Vec<&TagSet>>());
        count += 1;
        Ok::<(), Failure>(())
    })?;
    scope::tell_skipped(&skipped);
    scope::tell_exports(&scope);
    if count == 0 {
        return Err(Failure::new(format!("there is no document on which {} all have layers", and(annotators)))
            .hint(scope::who_there_is(&scope)));
    }
    let agreement = measuring.finish(args.samples, args.seed);
    let Args { unit, seed, by_document, format, .. } = args;
    let report = AgreementReport { annotators: scope.annotators, unit, seed, by_document, agreement, skipped };
    match format {
        NumbersFormat::Text => super::print(&tables::text(&report))?,
        NumbersFormat::Json => json::print(&report)?,
        NumbersFormat::Csv => csv::print(&report)?,
    }
    Ok(Answer::Done)
}

/// Leaves out the annotators whose layers hold verdicts on the tags of others, and nothing else. Also returns their names.
fn without_reviewers(scope: Scope) -> (Vec<String>, Scope) {
    let is_review = |name: &String, who: &String| {
        let text = scope.corpus.layer_text(name, who).ok();
        text.and_then(|text| glance(&text)).is_some_and(|layer| layer.is_only_review())
    };
    let reviews = |who: &String| {
        scope.documents.iter().filter(|name| scope.has_layer(name, who)).all(|name| is_review(name, who))
    };
    let (reviewers, annotators) = scope.annotators.iter().cloned().partition(reviews);
    (reviewers, scope.with_annotators(annotators))
}

/// Returns the scope that the words of the command line mean: documents, and at least two annotators.
fn two_or_more(names: &[String]) -> Result<Scope, Failure> {
    let (documents, named): (Vec<String>, Vec<String>) =
        names.iter().cloned().partition(|name| scope::means_document(name));
    let all = scope::documents(&documents)?;
    let (reviewers, scope) = match named.as_slice() {
        [] => without_reviewers(all),
        _ => (Vec::new(), scope::by(all, &named)?),
    };
    let example = scope::example(&scope);
    match scope.annotators.as_slice() {
        [_, _, ..] => {
            reviewers.iter().for_each(|who| note!("diptych: {who} is left out: verdicts and no tags"));
            Ok(scope)
        }
        one if !reviewers.is_empty() => {
            let everyone = [one, &reviewers].concat();
            Err(Failure::new(format!("it takes two annotators; {}: verdicts and no tags", and(&reviewers)))
                .hint(format!("Name them to measure all the same: diptych agree {}", everyone.join(" "))))
        }
        [one] if !named.is_empty() => {
            Err(Failure::new(format!("it takes two annotators, and only {one} is named"))
                .hint(scope::who_there_is(&scope)))
        }
        [one] => Err(Failure::new(format!("it takes two annotators, and only {one} has layers here"))
            .hint(format!("Another annotator begins with: diptych {example} --annotator NAME"))),
        [] => Err(Failure::new("it takes two annotators, and there are no layers here")
            .hint(format!("Each annotator begins with: diptych {example} --annotator NAME"))),
    }
}
