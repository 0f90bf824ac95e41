//! Writes the counts as CSV: a row for each layer; with `--compare`, a row for each pair and section of its comparison in their place,
//! because a table has one kind of rows.
//!
//! ```text
//!   annotator,document,status,words,tags,lost,claim,figure,source,links,reaches,undeclared
//!   ana,may.txt,done,512,31,0,12,14,5,9,0.9700,0
//! ```
//!
//! ```text
//!   annotator,left,right,section,differs,only left,only right,alike,equal,unsupported,shared left,shared right
//!   ana,a.txt,b.txt,figures,2,5,1,0,4,,,
//! ```
//!
//! `undeclared` is the number of tags under labels that corpus.ron does not declare; `reaches` is the share of the text up to the end of the last tag, from 0 to 1.

use super::LayerCounter;
use crate::cli::CsvPrinter;
use crate::compare::decision::Section;
use crate::compare::status::RowStatus;
use crate::failure::Failure;

/// Prints the table. The corpus is gone through once for each annotator, so that no more than a few documents are in memory.
///
/// # Errors
/// When a text or a layer cannot be read, and when the table cannot be written.
pub(super) fn print(counter: &LayerCounter) -> Result<(), Failure> {
    if counter.compare {
        return print_pairs(counter);
    }
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

/// Prints the table of the pairs.
fn print_pairs(counter: &LayerCounter) -> Result<(), Failure> {
    let mut out = CsvPrinter::new();
    let head = ["annotator", "left", "right", "section"].into_iter().chain(RowStatus::ALL.map(RowStatus::name));
    out.row(head.chain(["unsupported", "shared left", "shared right"]).map(str::to_string))?;
    for counted in counter.count(&counter.scope.annotators, |_, _| Ok(()))? {
        for pair in &counted.compared {
            for section in Section::ALL {
                let first = [counted.annotator.as_str(), &pair.names.left, &pair.names.right, section.name()];
                let rows = RowStatus::ALL.map(|status| pair.of(section).of(status).to_string());
                let unsupported = (section == Section::Claims).then(|| pair.unsupported.to_string());
                let shared = pair.shared.map(|share| (section == Section::Wording).then(|| format!("{share:.4}")));
                let last = [unsupported, shared.left, shared.right].map(Option::unwrap_or_default);
                out.row(first.map(str::to_string).into_iter().chain(rows).chain(last))?;
            }
        }
    }
    out.end()
}
