//! Notes in `sources.ron` where the texts came from, if the files that are imported say so.

use std::collections::BTreeMap;

use crate::convert::TextOrigin;
use crate::corpus::Corpus;
use crate::corpus::problem::Problem;
use crate::corpus::provenance::{Provenance, Provenances};
use crate::failure::Failure;
use crate::text::Document;

/// The origins that files give to documents of which none is known.
pub(super) struct OriginNotes {
    known: Provenances,
    new: BTreeMap<String, Provenance>,
    at: String,
}

impl OriginNotes {
    /// Begins with what is known; `at` is the time of the import.
    ///
    /// # Errors
    /// When `sources.ron` cannot be read.
    pub(super) fn new(corpus: &Corpus, at: &str) -> Result<OriginNotes, Problem> {
        Ok(OriginNotes { known: Provenances::load(corpus)?, new: BTreeMap::new(), at: at.into() })
    }

    /// Takes the origin of a document, if there is none yet.
    pub(super) fn take(&mut self, name: &str, document: &Document, origin: TextOrigin) {
        if self.known.has(name) || self.new.contains_key(name) {
            return;
        }
        let (added, text) = (self.at.clone(), document.sha256().to_string());
        let source = Provenance { added, text, origin, ..Provenance::default() };
        self.new.insert(name.into(), source);
    }

    /// Returns how many are new.
    pub(super) fn count(&self) -> usize {
        self.new.len()
    }

    /// Writes the new ones.
    ///
    /// # Errors
    /// When `sources.ron` cannot be read or written.
    pub(super) fn save(&self, corpus: &Corpus) -> Result<(), Failure> {
        if self.new.is_empty() {
            return Ok(());
        }
        let new: Vec<(String, Provenance)> =
            self.new.iter().map(|(name, source)| (name.clone(), source.clone())).collect();
        Ok(Provenances::add(corpus, &new)?)
    }
}
