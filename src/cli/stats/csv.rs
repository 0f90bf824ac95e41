//! Writes the counts as CSV: a row for each layer.
//!
//! ```text
//!   annotator,document,status,words,tags,lost,claim,figure,source,links,reaches,undeclared
//!   ana,may.txt,done,512,31,0,12,14,5,9,0.9700,0
//! ```
//!
//! `undeclared` is the number of tags under labels that corpus.ron does not declare; `reaches` is the share of the text up to the end of the last tag, from 0 to 1.

use super::LayerCounter;
use crate::cli::CsvPrinter;
use crate::failure::Failure;

/// Prints the table. The corpus is gone through once for each annotator, so that no more than a few documents are in memory.
///
/// # Errors
/// When a text or a layer cannot be read, and when the table cannot be written.
pub(super) fn print(counter: &LayerCounter) -> Result<(), Failure> {
    let mut out = CsvPrinter::new();
    let head = ["annotator", "document", "status", "words", "tags", "lost"].map(str::to_string).into_iter();
    let head = head.chain(counter.labels.iter().cloned()).chain(["links", "reaches", "undeclared"].map(str::to_string));
    out.row(head)?;
    for annotator in &counter.scope.annotators {
        counter.count(std::slice::from_ref(annotator), |annotator, begun| {
            let counts = &begun.counts;
            let first = [annotator.to_string(), begun.document.clone(), begun.status.word().to_string()];
            let numbers = [counts.words, counts.tags(), counts.lost].map(|number| number.to_string());
            let of_labels = counts.labels.iter().map(|label| label.tags.to_string());
            let links: usize = counts.links.values().sum();
            let undeclared: usize = counts.undeclared.values().sum();
            let last = [links.to_string(), format!("{:.4}", begun.reaches), undeclared.to_string()];
            out.row(first.into_iter().chain(numbers).chain(of_labels).chain(last))
        })?;
    }
    out.end()
}
