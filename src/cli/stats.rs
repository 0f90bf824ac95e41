//! `diptych stats [DOCUMENT …]`: prints counts of tags and links, and how far each annotator is.
//!
//! ```text
//!   [crate::stats] counts ─▶ AnnotatorStats ─▶ [bars] for people | [json] for programs | [csv] for spreadsheets
//! ```

mod bars;
mod csv;
mod json;

use super::color::{ColorArgs, Painter};
use super::progress::each;
use super::scope::{self, AnnotatorArgs};
use super::{Answer, NumbersFormat};
use crate::failure::Failure;
use crate::stats::{self, AnnotatorStats, LayerStats, comparison};

/// Count words, tags and links, and show how far each annotator is
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych stats --all\n  diptych stats --annotator ana --format csv > stats.csv\n\n\
    A word has a letter or a digit between two word boundaries (UAX #29).\n\
    Words, and tags per 1,000 words, are those of the documents that the annotator\n\
    has a layer on. Reached: how far into the text the last tag reaches."
)]
pub struct Args {
    /// Documents. Default: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    who: AnnotatorArgs,
    /// Also compare the two texts of each pair, and count the rows
    #[arg(long)]
    compare: bool,
    /// Bars for people, every number for programs, or a row a layer for a spreadsheet
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: NumbersFormat,
    #[command(flatten)]
    colors: ColorArgs,
}

/// Counts, and prints the numbers.
///
/// # Errors
/// If a text or a layer cannot be read, nobody has layers, or nobody is named and there are several.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let scope = scope::layers(&args.documents, &args.who)?;
    let labels: Vec<String> = scope.corpus.scheme().labels.iter().map(|label| label.name.clone()).collect();
    let counted = each(&scope.documents, |name| stats::document(&scope, name, &labels));
    let documents = scope.documents.len();
    let new = |annotator: &String| AnnotatorStats::new(annotator, documents);
    let mut all: Vec<AnnotatorStats> = scope.annotators.iter().map(new).collect();
    for (name, of_document) in scope.documents.iter().zip(counted) {
        for (sum, layer) in all.iter_mut().zip(of_document?) {
            let Some(LayerStats { stats, reviews, reading }) = layer else { continue };
            scope::tell_doubts(&scope, name, &sum.annotator, &reading);
            sum.add(stats, reviews);
        }
    }
    if args.compare {
        let pairs = comparison::pairs_in(&scope)?;
        for sum in &mut all {
            let counted = each(&pairs, |pair| comparison::of_pair(&scope, pair.clone(), Some(&sum.annotator)));
            sum.compared = counted.into_iter().collect::<Result<_, _>>()?;
        }
    }
    super::print(&match args.format {
        NumbersFormat::Text => {
            let painter = Painter::new(args.colors);
            let text = |one: &AnnotatorStats| bars::text(one, &scope.corpus.scheme().labels, &painter);
            all.iter().map(text).collect::<Vec<_>>().join("\n")
        }
        NumbersFormat::Json => json::text(&all, &labels),
        NumbersFormat::Csv => csv::text(&all, &labels)?,
    })?;
    Ok(Answer::Done)
}
