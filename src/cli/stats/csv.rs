//! Writes the counts as CSV: a row for each layer.
//!
//! ```text
//!   annotator,document,status,words,tags,lost,claim,figure,source,links,reaches
//!   ana,may.txt,done,512,31,0,12,14,5,9,0.9700
//! ```
//!
//! `reaches` is the share of the text up to the end of the last tag, from 0 to 1.

use super::AnnotatorStats;
use crate::cli::csv_text;
use crate::failure::Failure;

/// Returns the table.
///
/// # Errors
/// If it cannot be put together.
pub fn text(reports: &[AnnotatorStats], labels: &[String]) -> Result<String, Failure> {
    let head = ["annotator", "document", "status", "words", "tags", "lost"].map(str::to_string).into_iter();
    let head = head.chain(labels.iter().cloned()).chain(["links", "reaches"].map(str::to_string));
    let layers = reports.iter().flat_map(|report| report.begun.iter().map(move |begun| (report, begun)));
    let rows = layers.map(|(report, begun)| {
        let counts = &begun.counts;
        let first = [report.annotator.clone(), begun.document.clone(), begun.status.word().to_string()];
        let numbers = [counts.words, counts.tags(), counts.lost].map(|number| number.to_string());
        let of_labels = counts.labels.iter().map(|label| label.tags.to_string());
        let links: usize = counts.links.values().sum();
        let last = [links.to_string(), format!("{:.4}", begun.reaches)];
        first.into_iter().chain(numbers).chain(of_labels).chain(last).collect()
    });
    csv_text(std::iter::once(head.collect()).chain(rows))
}
