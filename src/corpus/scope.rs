//! Defines the scope of a command: some documents of a corpus, and the annotators whose layers on them count.
//!
//! ```text
//!               ana    ben    cho
//!   a.txt       ■      ■      □          documents: a.txt, b.txt      annotators: ana, ben
//!   b.txt       ■      ·      □          ■ a layer in scope   · no layer   □ a layer out of scope
//!   may/c.txt   □      □      ·
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::listing::Listed;
use super::problem::Problem;
use super::record::LayerReading;
use super::{Corpus, text_file};
use crate::text::Document;

/// Documents of one corpus, and annotators who have layers on them.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    /// The corpus.
    pub corpus: Corpus,
    /// The names of the documents, each once.
    pub documents: Vec<String>,
    /// The annotators, each of whom has a layer on at least one of the documents.
    pub annotators: Vec<String>,
    /// The folders of a whole corpus that are an export: what nobody has tagged there is no document.
    pub exports: Vec<PathBuf>,
    /// For each document of the corpus, the annotators with a layer on it.
    layers: BTreeMap<String, Vec<String>>,
}

impl Scope {
    /// Returns a scope of these documents, in this order, and of all annotators with layers on them, by name.
    ///
    /// # Errors
    /// If a folder of the corpus cannot be listed.
    pub(crate) fn of_documents(corpus: Corpus, documents: Vec<String>) -> Result<Scope, Problem> {
        let layers = corpus.layers()?;
        Ok(Scope { annotators: annotators_on(&documents, &layers), corpus, documents, exports: Vec::new(), layers })
    }

    /// Returns a scope of the whole corpus: its texts, and other documents that have layers; by name.
    ///
    /// # Errors
    /// If a folder of the corpus cannot be listed.
    pub(crate) fn whole(corpus: Corpus) -> Result<Scope, Problem> {
        let layers = corpus.layers()?;
        let Listed { mut documents, exports } = corpus.listed()?;
        documents.extend(layers.keys().filter(|name| corpus.has_text(name)).cloned());
        let documents: Vec<String> = documents.into_iter().collect();
        Ok(Scope { annotators: annotators_on(&documents, &layers), corpus, documents, exports, layers })
    }

    /// Returns the same documents with these annotators.
    #[must_use]
    pub(crate) fn with_annotators(self, annotators: Vec<String>) -> Scope {
        Scope { annotators, ..self }
    }

    /// Returns all annotators who have a layer on one of the documents, by name, in scope or not.
    pub(crate) fn everyone(&self) -> Vec<String> {
        annotators_on(&self.documents, &self.layers)
    }

    /// Returns whether this layer has a file.
    pub(crate) fn has_layer(&self, document: &str, annotator: &str) -> bool {
        self.layers.get(document).is_some_and(|names| names.iter().any(|name| name == annotator))
    }

    /// Returns whether an annotator in scope has a layer on the document.
    pub(crate) fn is_tagged(&self, document: &str) -> bool {
        self.annotators.iter().any(|annotator| self.has_layer(document, annotator))
    }

    /// Returns for each document of the corpus the annotators with a layer on it. The text of such a document need not
    /// exist.
    pub(crate) fn all_layers(&self) -> &BTreeMap<String, Vec<String>> {
        &self.layers
    }

    /// Reads the text of a document.
    ///
    /// # Errors
    /// If the file is not there or is no text.
    pub(crate) fn text(&self, document: &str) -> Result<Document, Problem> {
        text_file::read(&self.corpus.text_path(document)?)
    }

    /// Reads a layer; returns an empty one if it has no file.
    ///
    /// # Errors
    /// If the file is no layer of that annotator on that document.
    pub(crate) fn layer(&self, name: &str, document: &Document, annotator: &str) -> Result<LayerReading, Problem> {
        Ok(self.corpus.layer(name, document, annotator)?.unwrap_or_default())
    }
}

/// Returns the annotators who have layers on the documents, by name.
fn annotators_on(documents: &[String], layers: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let who: BTreeSet<&String> = documents.iter().filter_map(|document| layers.get(document)).flatten().collect();
    who.into_iter().cloned().collect()
}
