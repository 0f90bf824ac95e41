//! Where documents come from: the corpus, the layers on its texts, and where each was left.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::app::desk::Desk;
use super::app::open::{Open, Saving};
use super::app::{App, Pair};
use crate::corpus::Corpus;
use crate::corpus::place::{Place, Places};
use crate::corpus::problem::Problem;
use crate::corpus::shared::Shared;
use crate::corpus::text_file;
use crate::tags::history::Slot;
use crate::tags::{Layer, Records};
use crate::text::Document;

/// Where documents come from.
pub struct Library {
    /// The corpus of the first document.
    pub corpus: Corpus,
    /// Who tags.
    pub annotator: String,
    /// Where each document was left. Shared with the thread that ends the program on a signal.
    pub places: Arc<Mutex<Places>>,
}

impl Library {
    /// Puts the document of that name on the shelf, if it does not lie there already. What is to be said about its layer is said.
    ///
    /// # Errors
    /// When the text or the layer does not read.
    pub fn fetch(&self, app: &mut App, name: &str) -> Result<Slot, Problem> {
        let path = self.corpus.text_path(name)?;
        let canonical = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if let Some(slot) = app.desk.shelf.iter().position(|open| open.path == canonical) {
            return Ok(slot);
        }
        let document = Arc::new(text_file::read(&path)?);
        let (open, doubt) = open(&self.corpus, &path, document, &self.annotator)?;
        if let Some(doubt) = doubt {
            app.warn(doubt);
        }
        Ok(app.shelve(open))
    }

    /// The pairs, with how far each is.
    pub fn pairs(&self, desk: &Desk) -> Vec<Pair> {
        let pairs = self.corpus.pairs().into_iter().map(|(left, right)| {
            let counts: Vec<Option<usize>> =
                std::iter::once(&left).chain(&right).map(|name| self.tags(desk, name)).collect();
            let words = |count: &Option<usize>| count.map_or("?".to_string(), |count| count.to_string());
            let progress = match counts.iter().all(|count| *count == Some(0)) {
                true => "not begun".to_string(),
                false => format!("{} tags", counts.iter().map(words).collect::<Vec<_>>().join(" + ")),
            };
            Pair { left, right, progress }
        });
        pairs.collect()
    }

    /// The bytes that the cursor and the top of the page were left at.
    pub fn place_of(&self, open: &Open) -> (usize, usize) {
        let place = self.places.lock().unwrap_or_else(PoisonError::into_inner).get(&open.path).unwrap_or_default();
        let byte = |chars| open.document.to_byte(chars).unwrap_or(0);
        // The beginning is found without counting code points.
        if place == Place::default() { (0, 0) } else { (byte(place.cursor), byte(place.top)) }
    }

    /// Notes where each document on the desk is left.
    pub fn note_places(&self, desk: &Desk) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        for pane in &desk.panes {
            let open = &desk.shelf[pane.slot];
            let chars = |at| open.document.to_chars(at);
            places.set(&open.path, Place { cursor: chars(pane.cursor), top: chars(pane.top().span.start) });
        }
    }

    /// Writes these notes down. They are a comfort; that they could not be kept is no reason to speak.
    pub fn keep_places(&self) {
        let _ = self.places.lock().unwrap_or_else(PoisonError::into_inner).save();
    }

    /// How many tags the annotator has on a document; `None` if that cannot be read.
    fn tags(&self, desk: &Desk, name: &str) -> Option<usize> {
        let layer_path = self.corpus.layer_path(name, &self.annotator);
        if let Some(open) = desk.shelf.iter().find(|open| open.layer_path == layer_path) {
            return Some(open.layer.tags().len());
        }
        if !layer_path.exists() {
            return Some(0);
        }
        let document = text_file::read(&self.corpus.text_path(name).ok()?).ok()?;
        let reading = self.corpus.layer(name, &document, &self.annotator).ok()??;
        Some(reading.records.tags.len())
    }
}

/// Opens a document with the annotator's layer on it. Also returns what is to be said about that layer.
///
/// # Errors
/// When the layer does not read, or the document's name is none.
pub fn open(
    corpus: &Corpus,
    path: &Path,
    document: Arc<Document>,
    annotator: &str,
) -> Result<(Open, Option<String>), Problem> {
    let name = corpus.name_of(path).ok_or_else(|| Problem::Name(path.to_path_buf()))?;
    let layer_path = corpus.layer_path(&name, annotator);
    let shared = Shared::at(&layer_path);
    let reading = corpus.layer(&name, &document, annotator)?;
    let layer = layer_path.file_name().unwrap_or_default().display();
    let doubt = reading.as_ref().and_then(|reading| match (reading.doubts.as_slice(), reading.text_changed) {
        ([], false) => None,
        ([], true) => Some(format!("{name} has changed since it was tagged; every tag still stands on its words")),
        ([doubt], _) => Some(format!("{layer}: {doubt}")),
        ([doubt, rest @ ..], _) => Some(format!("{layer}: {doubt} (and {} more, all kept)", rest.len())),
    });
    let records = reading.map_or_else(Records::default, |reading| reading.records);
    shared.holds(records.clone());
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let open = Open {
        name,
        document,
        layer: Layer::new(records),
        annotator: annotator.to_string(),
        path,
        layer_path,
        shared,
        saving: Saving::Untouched,
        joins: 0,
        revision: 0,
    };
    Ok((open, doubt))
}
