//! Where documents come from: the corpus, the layers on its texts, and where each was left.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::app::desk::Desk;
use super::app::open::{Guard, Open};
use super::app::review::Review;
use super::app::{App, Pair};
use crate::corpus::Corpus;
use crate::corpus::bookmark::{Bookmark, Bookmarks};
use crate::corpus::file_state::FileState;
use crate::corpus::problem::{Problem, shown};
use crate::corpus::record::{self, Placing, Reading};
use crate::corpus::shared::Shared;
use crate::corpus::text_file;
use crate::review::round::{Round, RoundProgress};
use crate::tags::Layer;
use crate::tags::history::Slot;
use crate::tags::set::TagSet;
use crate::text::Document;

/// Where documents come from.
pub struct Library {
    /// The corpus of the first document.
    pub corpus: Corpus,
    /// Who tags.
    pub annotator: String,
    /// Where each document was left. Shared with the thread that ends the program on a signal.
    pub places: Arc<Mutex<Bookmarks>>,
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

    /// Reads a document that is open, and its layer, anew, each from where it is.
    ///
    /// # Errors
    /// When the text does not read.
    pub fn reopen(&self, open: &Open) -> Result<(Open, Option<String>), Problem> {
        let document = Arc::new(text_file::read(&open.path)?);
        self::open(&Corpus::of(&open.path)?, &open.path, document, &open.annotator)
    }

    /// The pairs, with how far each is: how many tags, or, in a review, how much is open.
    pub fn pairs(&self, desk: &Desk, reviewed: &[String]) -> Vec<Pair> {
        let pairs = self.corpus.pairs().into_iter().map(|(left, right)| {
            let names: Vec<&String> = std::iter::once(&left).chain(&right).collect();
            let progress = match reviewed {
                [] => self.tagged(desk, &names),
                reviewed => self.reviewed(desk, &names, reviewed),
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
        if place == Bookmark::default() { (0, 0) } else { (byte(place.cursor), byte(place.top)) }
    }

    /// Notes where each document on the desk is left.
    pub fn note_places(&self, desk: &Desk) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        for pane in &desk.panes {
            let open = &desk.shelf[pane.slot];
            let chars = |at| open.document.to_chars(at);
            places.set(&open.path, Bookmark { cursor: chars(pane.cursor), top: chars(pane.top().span.start) });
        }
    }

    /// Writes these notes down. They are a comfort; that they could not be kept is no reason to speak.
    pub fn keep_places(&self) {
        let _ = self.places.lock().unwrap_or_else(PoisonError::into_inner).save();
    }

    /// How many tags the annotator has on these documents, in words.
    fn tagged(&self, desk: &Desk, names: &[&String]) -> String {
        let counts: Vec<Option<usize>> =
            names.iter().map(|name| self.with_layer(desk, name, |_, layer| layer.tags().len())).collect();
        let words = |count: &Option<usize>| count.map_or("?".to_string(), |count| count.to_string());
        match counts.iter().all(|count| *count == Some(0)) {
            true => "not begun".to_string(),
            false => format!("{} tags", counts.iter().map(words).collect::<Vec<_>>().join(" + ")),
        }
    }

    /// How far the review of these documents is, in words.
    fn reviewed(&self, desk: &Desk, names: &[&String], reviewed: &[String]) -> String {
        let progress = names.iter().map(|name| {
            let review = self.with_layer(desk, name, |document, layer| {
                review(&self.corpus, name, document, &self.annotator, layer, reviewed)
            });
            // A layer that does not read is said to be so when it is opened.
            review.and_then(Result::ok).map(|review| review.map(|review| review.progress))
        });
        let known: Vec<Option<RoundProgress>> = progress.map(Option::flatten).collect();
        let open: usize = known.iter().flatten().map(|progress| progress.open).sum();
        match (known.iter().flatten().count(), open) {
            (0, _) => "nothing to review".into(),
            (_, 0) => "done ✓".into(),
            (_, open) => format!("{open} open"),
        }
    }

    /// Looks at a document and the annotator's layer on it, open or not; `None` if one of them does not read.
    fn with_layer<T>(&self, desk: &Desk, name: &str, look: impl FnOnce(&Document, &Layer) -> T) -> Option<T> {
        let layer_path = self.corpus.layer_path(name, &self.annotator);
        if let Some(open) = desk.shelf.iter().find(|open| open.layer_path == layer_path) {
            return Some(look(&open.document, &open.layer));
        }
        let document = text_file::read(&self.corpus.text_path(name).ok()?).ok()?;
        let reading = self.corpus.layer(name, &document, &self.annotator).ok()?.unwrap_or_default();
        Some(look(&document, &Layer::new(reading.records)))
    }
}

/// Opens a document with the annotator's layer on it. Also returns what is to be said about that layer. A layer that does not
/// read is shown as far as it can be read, and [guarded](Guard).
///
/// # Errors
/// When the document's name is none.
pub fn open(
    corpus: &Corpus,
    path: &Path,
    document: Arc<Document>,
    annotator: &str,
) -> Result<(Open, Option<String>), Problem> {
    let name = corpus.name_of(path).ok_or_else(|| Problem::Name(path.to_path_buf()))?;
    let layer_path = corpus.layer_path(&name, annotator);
    let shared = Shared::at(&layer_path);
    let (reading, guard) = match corpus.layer(&name, &document, annotator) {
        Ok(reading) => (reading.unwrap_or_default(), None),
        Err(problem) => guarded(&problem, &layer_path, &document, &name, annotator),
    };
    let doubt = doubt(&reading, &layer_path, &name).filter(|_| guard.is_none());
    shared.holds(reading.records.clone());
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let open = Open {
        mark: FileState::of(&path).filter(|mark| mark.len == document.len() as u64),
        name,
        document,
        layer: Layer::new(reading.records),
        annotator: annotator.to_string(),
        path,
        layer_path,
        shared,
        guard,
        placing: reading.placing,
        ..Open::default()
    };
    Ok((open, doubt))
}

/// The review of a document by `annotator`, if one of those under review has tags on it.
///
/// # Errors
/// When one of their layers does not read.
pub fn review(
    corpus: &Corpus,
    name: &str,
    document: &Document,
    annotator: &str,
    own: &Layer,
    reviewed: &[String],
) -> Result<Option<Review>, Problem> {
    let mut layers: Vec<(String, TagSet)> = Vec::new();
    let mut files = Vec::new();
    let mut any = false;
    for other in reviewed.iter().filter(|other| *other != annotator) {
        let path = corpus.layer_path(name, other);
        files.push((path.clone(), FileState::of(&path)));
        let reading = corpus.layer(name, document, other)?;
        any |= reading.is_some();
        layers.push((other.clone(), reading.map(|reading| reading.records.tags).unwrap_or_default()));
    }
    if !any {
        return Ok(None);
    }
    let mut review = Review { round: Round::new(document, &layers), files, ..Review::default() };
    review.refresh(own);
    Ok(Some(review))
}

/// What is to be said about a layer that reads.
fn doubt(reading: &Reading, layer_path: &Path, name: &str) -> Option<String> {
    let layer = layer_path.file_name().unwrap_or_default().display();
    let Placing { same, moved, changed, lost } = &reading.placing;
    let all_stand = moved.is_empty() && changed.is_empty() && lost.is_empty();
    match (reading.doubts.as_slice(), reading.text_changed) {
        ([], true) if all_stand && *same > 0 => {
            Some(format!("{name} has changed since it was tagged; every tag still stands on its words"))
        }
        ([], _) => None,
        ([doubt], _) => Some(format!("{layer}: {doubt}")),
        ([doubt, rest @ ..], _) => Some(format!("{layer}: {doubt} (and {} more, all kept)", rest.len())),
    }
}

/// What can be read of a layer that does not read, and why it may not be written.
fn guarded(
    problem: &Problem,
    path: &Path,
    document: &Document,
    name: &str,
    annotator: &str,
) -> (Reading, Option<Guard>) {
    let file = shown(path.file_name().unwrap_or_default().display());
    let (why, damaged) = match problem {
        Problem::Fault(_, fault) => {
            (format!("{file}{}{}", if fault.at.is_some() { ":" } else { ": " }, shown(fault)), !fault.whole)
        }
        problem => (problem.to_string(), false),
    };
    // What is not damaged is not for us to read: it may lie out of the corpus, or have no end.
    let text = damaged.then(|| text_file::read_text(path, record::LIMIT).ok());
    let reading = text.flatten().map(|text| record::recover(&text, document, name, annotator)).unwrap_or_default();
    (reading, Some(Guard { why, in_full: problem.to_string(), broken: true, damaged }))
}
