//! `diptych stats [DOCUMENT …]`: prints counts of tags and links, and how far each annotator is.
//!
//! ```text
//!   [crate::stats] counts ─▶ AnnotatorStats ─▶ [bars] for people | [json] for programs | [csv] for spreadsheets
//! ```

mod bars;
mod csv;
mod json;

use super::color::{ColorArgs, Painter};
use super::progress::{each, each_in_order};
use super::scope::{self, AnnotatorArgs};
use super::{Answer, NumbersFormat};
use crate::corpus::scope::Scope;
use crate::failure::Failure;
use crate::stats::{self, AnnotatorStats, DocumentStats, LayerStats, comparison};

/// Count words, tags and links, and show how far each annotator is
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych stats --all\n  diptych stats --annotator ana --format csv > stats.csv\n\n\
    A word has a letter or a digit between two word boundaries (UAX #29).\n\
    Words, and tags per 1,000 words, are those of the documents that the annotator\n\
    has a layer on. Reached: how far into the text the last tag reaches."
)]
pub(crate) struct Args {
    /// Documents. Default: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    who: AnnotatorArgs,
    /// Also compare the two texts of each pair, and count the rows; as CSV, print only these counts
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
/// If a text or a layer cannot be read, nobody is named and there are several annotators, or nobody has layers and there is no
/// pair to compare.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let scope = scope::documents(&args.documents)?;
    // Two texts can be compared before anybody has tagged them.
    let is_by_nobody = args.compare && scope.annotators.is_empty() && args.who.annotator.is_empty();
    let scope = match is_by_nobody && !comparison::pairs_in(&scope)?.is_empty() {
        true => scope,
        false => scope::chosen(scope, &args.documents, &args.who)?,
    };
    scope::tell_exports(&scope);
    let labels: Vec<String> = scope.corpus.scheme().labels.iter().map(|label| label.name.clone()).collect();
    let counter = LayerCounter { scope: &scope, labels: &labels, compare: args.compare };
    match args.format {
        NumbersFormat::Text => {
            let all = counter.count(&scope.annotators, |_, _| Ok(()))?;
            let painter = Painter::new(args.colors);
            let text = |one: &AnnotatorStats| bars::text(one, &scope.corpus.scheme().labels, &painter);
            super::print(&all.iter().map(text).collect::<Vec<_>>().join("\n"))?;
        }
        NumbersFormat::Json => json::print(&counter)?,
        NumbersFormat::Csv => csv::print(&counter)?,
    }
    Ok(Answer::Done)
}

/// Counts layers. The documents are handed on one by one, because all of them might not fit into memory.
struct LayerCounter<'a> {
    scope: &'a Scope,
    /// The labels to count, by name.
    labels: &'a [String],
    /// Whether the two texts of each pair are compared, too.
    compare: bool,
}

impl LayerCounter<'_> {
    /// Counts the layers of these annotators, and hands on each layer's counts: document by document, with the annotator. Without an
    /// annotator, it compares the pairs, as by one without a name.
    ///
    /// # Errors
    /// When a text or a layer cannot be read, and those of `take`.
    fn count(
        &self,
        annotators: &[String],
        mut take: impl FnMut(&str, &DocumentStats) -> Result<(), Failure>,
    ) -> Result<Vec<AnnotatorStats>, Failure> {
        let LayerCounter { scope, labels, compare } = self;
        let new = |annotator: &String| AnnotatorStats::new(annotator, scope.documents.len());
        let mut all: Vec<AnnotatorStats> = annotators.iter().map(new).collect();
        let documents = if annotators.is_empty() { &[][..] } else { &scope.documents };
        let count = |name: &String| stats::document(scope, annotators, name, labels);
        each_in_order(documents, count, |name, of_document| {
            for (sum, layer) in all.iter_mut().zip(of_document?) {
                let Some(LayerStats { stats, reviews, reading }) = layer else { continue };
                scope::tell_doubts(scope, name, &sum.annotator, &reading);
                sum.add(&stats, reviews);
                take(&sum.annotator, &stats)?;
            }
            Ok::<(), Failure>(())
        })?;
        if annotators.is_empty() {
            all.push(AnnotatorStats::new("", scope.documents.len()));
        }
        if *compare {
            let pairs = comparison::pairs_in(scope)?;
            for sum in &mut all {
                let annotator = Some(sum.annotator.as_str()).filter(|name| !name.is_empty());
                let counted = each(&pairs, |pair| comparison::of_pair(scope, pair.clone(), annotator));
                sum.compared = counted.into_iter().collect::<Result<_, _>>()?;
            }
        }
        Ok(all)
    }
}
