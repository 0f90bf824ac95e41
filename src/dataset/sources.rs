//! Writes where the texts of a dataset came from as a table, beside a format that has no place for it.
//!
//! ```text
//!   brat, conll, hf …   -o DIR ─▶ DIR/sources.csv     document, title, authors, …, original, sha256, converter
//! ```

use std::collections::BTreeMap;

use crate::formats::csv;
use crate::formats::wire::exported::{ExportedDocument, ExportedOrigin};

/// The name of the table.
pub(crate) const SOURCES: &str = "sources.csv";

const COLUMNS: [&str; 11] = [
    "document",
    "title",
    "authors",
    "date",
    "address",
    "publisher",
    "language",
    "license",
    "original",
    "sha256",
    "converter",
];

/// The origins of the documents that are exported, by their names.
#[derive(Default)]
pub(crate) struct SourceTable {
    rows: BTreeMap<String, Vec<String>>,
}

impl SourceTable {
    /// Takes the origin of a document, and that of its partner.
    pub(crate) fn add(&mut self, exported: &ExportedDocument) {
        for document in std::iter::once(exported).chain(exported.partner) {
            if let Some(origin) = document.origin.filter(|_| !self.rows.contains_key(document.name)) {
                self.rows.insert(document.name.into(), row(document.name, origin));
            }
        }
    }

    /// Returns the table; `None` if no origin is known.
    pub(crate) fn csv(self) -> Option<String> {
        let head = COLUMNS.map(String::from).to_vec();
        (!self.rows.is_empty()).then(|| csv::rows(std::iter::once(head).chain(self.rows.into_values())))
    }
}

fn row(name: &str, origin: ExportedOrigin) -> Vec<String> {
    let stated = origin.stated;
    let authors = stated.authors.join("; ");
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    let known = [&stated.date, &stated.address, &stated.publisher, &stated.language, &stated.license].map(words);
    let made = [origin.original, origin.sha256, origin.converter].map(String::from);
    let cells = [name.to_string(), words(&stated.title), authors].into_iter().chain(known).chain(made);
    cells.map(|cell| csv::harmless(&cell)).collect()
}
