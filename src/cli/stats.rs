//! `diptych stats [DOCUMENT …]`: how much there is of what, and how far one is.
//!
//! ```text
//!   document ─▶ its words ─▶ each annotator’s layer ─▶ [count] ─▶ added up ─▶ bars [draw] | [json]
//!                                              ╰─▶ verdicts on others’ tags ─▶ review::round
//! ```

mod count;
mod draw;
mod json;

use std::collections::{BTreeMap, BTreeSet};

use super::chosen::{Chosen, Who};
use super::ink::{Colours, Ink};
use super::progress::each;
use super::{Answer, Format};
use crate::corpus::record::Reading;
use crate::failure::Failure;
use crate::review::round::{Progress, Round};
use crate::tags::Layer;
use crate::text::Document;
use count::Counts;

/// How much there is of what, and how far one is
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "A word has a letter or a digit between two word boundaries (UAX #29).\n\
    Words, and tags per 1,000 words, are those of the documents that the annotator\n\
    has begun: on which there is a layer. Reached: how far the last tag reaches.")]
pub struct Args {
    /// Documents; left out: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    who: Who,
    /// Bars for people, or every number for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    colours: Colours,
}

/// What was counted of one annotator's work.
struct Report {
    annotator: String,
    /// How many documents there are to tag.
    documents: usize,
    /// All that was counted on those that are begun.
    all: Counts,
    /// Each of those.
    begun: Vec<Begun>,
    /// How far the review of others' tags is, by their names.
    reviews: BTreeMap<String, Progress>,
}

/// A document that an annotator has begun.
struct Begun {
    document: String,
    counts: Counts,
    /// How far the last tag reaches: the share of the text before its end.
    reaches: f64,
}

/// What was found on one document: by annotator, if there is a layer.
type OfDocument = Vec<Option<(Begun, Reading, BTreeMap<String, Progress>)>>;

/// Counts.
///
/// # Errors
/// When a text or a layer does not read, nobody has layers, or nobody is named and there are several.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let chosen = Chosen::new(&args.documents, &args.who)?;
    let scheme: Vec<String> = chosen.corpus.scheme().labels.iter().map(|label| label.name.clone()).collect();
    let counted = each(&chosen.documents, |name| of_document(&chosen, name, &scheme));
    let documents = chosen.documents.len();
    let mut reports: Vec<Report> = chosen
        .annotators
        .iter()
        .map(|annotator| Report {
            annotator: annotator.clone(),
            documents,
            all: Counts::default(),
            begun: Vec::new(),
            reviews: BTreeMap::new(),
        })
        .collect();
    for (name, of_document) in chosen.documents.iter().zip(counted) {
        for (report, found) in reports.iter_mut().zip(of_document?) {
            let Some((begun, reading, reviews)) = found else { continue };
            chosen.tell(name, &report.annotator, &reading);
            report.all.add(&begun.counts);
            report.begun.push(begun);
            for (whose, progress) in reviews {
                add(report.reviews.entry(whose).or_default(), progress);
            }
        }
    }
    super::print(&match args.format {
        Format::Text => {
            let ink = Ink::new(args.colours);
            let report = |report: &Report| draw::text(report, &chosen.corpus.scheme().labels, &ink);
            reports.iter().map(report).collect::<Vec<_>>().join("\n")
        }
        Format::Json => json::text(&reports, &scheme),
    })?;
    Ok(Answer::Done)
}

fn of_document(chosen: &Chosen, name: &str, labels: &[String]) -> Result<OfDocument, Failure> {
    let document = chosen.text(name)?;
    let words = count::of(&document);
    let one = |who: &String| {
        if !chosen.has_layer(name, who) {
            return Ok(None);
        }
        let mut reading = chosen.layer(name, &document, who)?;
        let records = std::mem::take(&mut reading.records);
        let counts = count::count(&words, &records, labels);
        let last = records.tags.iter().map(|tag| tag.span.end).max().unwrap_or(0);
        let reaches = last as f64 / document.len().max(1) as f64;
        let reviews = reviews(chosen, name, &document, Layer::new(records))?;
        Ok(Some((Begun { document: name.into(), counts, reaches }, reading, reviews)))
    };
    chosen.annotators.iter().map(one).collect()
}

/// How far the review of others' tags on a document is: of those on whose tags there is a verdict.
fn reviews(
    chosen: &Chosen,
    name: &str,
    document: &Document,
    own: Layer,
) -> Result<BTreeMap<String, Progress>, Failure> {
    let whose: BTreeSet<&String> = own.verdicts().values().map(|verdict| &verdict.annotator).collect();
    let review = |whose: &String| {
        let tags = chosen.layer(name, document, whose)?.records.tags;
        let round = Round::new(document, &[(whose.clone(), tags)]);
        Ok((whose.clone(), round.progress(&round.states(&own), &own)))
    };
    whose.into_iter().map(review).collect()
}

fn add(sum: &mut Progress, other: Progress) {
    sum.open += other.open;
    sum.accepted += other.accepted;
    sum.rejected += other.rejected;
    sum.amended += other.amended;
    sum.added += other.added;
}

/// Of so many words so many: per 1,000.
fn per_1000(tags: usize, words: usize) -> Option<f64> {
    (words > 0).then(|| 1000.0 * tags as f64 / words as f64)
}
