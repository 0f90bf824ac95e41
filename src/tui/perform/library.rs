//! Where documents come from: the corpus, the layers on its texts, and where each was left.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::corpus::Corpus;
use crate::corpus::bookmark::{Bookmark, Bookmarks};
use crate::corpus::file_state::FileState;
use crate::corpus::name;
use crate::corpus::problem::{Problem, shown};
use crate::corpus::record::{self, LayerReading, Placing};
use crate::corpus::shared::SharedLayer;
use crate::corpus::text_file;
use crate::review::round::{Round, RoundProgress};
use crate::say;
use crate::tags::Layer;
use crate::tags::remark::Status;
use crate::tags::set::TagSet;
use crate::text::Document;
use crate::tui::model::Pair;
use crate::tui::model::effect::{Held, LeftAt};
use crate::tui::model::event::{Fetched, Laid, Others};
use crate::tui::model::open::{Guard, Open};
use crate::tui::model::review::Review;

/// Where documents come from.
#[derive(Clone)]
pub struct Library {
    /// The corpus of the first document.
    pub corpus: Corpus,
    /// Who tags.
    pub annotator: String,
    /// The documents that are listed, each alone; of none, the pairs of the corpus are.
    listed: Vec<String>,
    /// Where each document was left. Shared with the thread that ends the program on a signal.
    places: Arc<Mutex<Bookmarks>>,
}

impl Library {
    /// Returns the library of a corpus, for an annotator.
    pub fn new(corpus: Corpus, annotator: &str, places: Bookmarks) -> Library {
        Library { corpus, annotator: annotator.into(), listed: Vec::new(), places: Arc::new(Mutex::new(places)) }
    }

    /// Returns the same library, of which only these documents are listed.
    #[must_use]
    pub fn listing(self, listed: Vec<String>) -> Library {
        Library { listed, ..self }
    }

    /// Returns what is read together.
    ///
    /// # Errors
    /// When the texts cannot be listed.
    pub fn together(&self) -> Result<Vec<(String, Option<String>)>, Problem> {
        if self.listed.is_empty() {
            return self.corpus.pairs();
        }
        Ok(self.listed.iter().map(|name| (name.clone(), None)).collect())
    }

    /// Fetches the document of that name: from the shelf, or from its file, with the annotator's layer on it.
    ///
    /// # Errors
    /// When the text or the layer does not read.
    pub fn fetch(&self, name: &str, shelf: &[Held], reviewed: &[String]) -> Result<Laid, Problem> {
        let path = self.corpus.text_path(name)?;
        let canonical = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if let Some(held) = shelf.iter().find(|held| held.path == canonical) {
            return Ok(self.again(held, reviewed));
        }
        let document = Arc::new(text_file::read(&path)?);
        let (open, doubt) = open(&self.corpus, &path, document, &self.annotator)?;
        Ok(self.lay(open, doubt, reviewed))
    }

    /// Looks up where a document that is open was left, and what others have on it.
    pub fn again(&self, held: &Held, reviewed: &[String]) -> Laid {
        let (cursor, top) = self.place_of(&held.path, &held.document);
        let others = others(&held.path, &held.name, &held.document, &held.annotator, reviewed);
        Laid { document: Fetched::Held(held.slot), cursor, top, others, doubt: None }
    }

    /// Looks up where a document that was just read was left, and what others have on it.
    pub fn lay(&self, open: Open, doubt: Option<String>, reviewed: &[String]) -> Laid {
        let (cursor, top) = self.place_of(&open.path, &open.document);
        let others = others(&open.path, &open.name, &open.document, &open.annotator, reviewed);
        let ours = name::folded(&open.annotator);
        let twin = others.names.iter().find(|other| name::folded(other) == ours);
        let twin = twin.map(|twin| {
            format!("{twin} has tags on {}, too, and is another annotator than {}", open.name, open.annotator)
        });
        Laid { document: Fetched::Read(Box::new(open)), cursor, top, others, doubt: doubt.or(twin) }
    }

    /// Reads a document that is open, and its layer, anew, each from where it is.
    ///
    /// # Errors
    /// When the text does not read.
    pub fn reopen(&self, held: &Held, reviewed: &[String]) -> Result<Laid, Problem> {
        let document = Arc::new(text_file::read(&held.path)?);
        let (open, doubt) = open(&Corpus::of(&held.path)?, &held.path, document, &held.annotator)?;
        let laid = self.lay(open, doubt, reviewed);
        let document = match laid.document {
            Fetched::Read(open) => Fetched::Anew(held.slot, open),
            fetched => fetched,
        };
        Ok(Laid { document, ..laid })
    }

    /// Returns the pairs of the corpus, without how far each is.
    ///
    /// # Errors
    /// When the texts cannot be listed.
    pub fn pairs(&self) -> Result<Vec<Pair>, Problem> {
        let pairs = self.together()?.into_iter();
        Ok(pairs.map(|(left, right)| Pair { left, right, progress: String::new() }).collect())
    }

    /// Counts how far each pair is: how many tags it has and what was said of it, or, in a review, how much is open.
    pub fn counted(&self, mut pairs: Vec<Pair>, shelf: &[Held], reviewed: &[String]) -> Vec<Pair> {
        // Of a document without a layer nothing need be read.
        let layers = self.corpus.layers().unwrap_or_default();
        for pair in &mut pairs {
            let names: Vec<&String> = std::iter::once(&pair.left).chain(&pair.right).collect();
            pair.progress = match reviewed {
                [] => self.tagged(shelf, &names, &layers),
                reviewed => self.reviewed(shelf, &names, reviewed),
            };
        }
        pairs
    }

    /// Notes where documents are left.
    pub fn note_places(&self, left: &[LeftAt]) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        for LeftAt { path, document, cursor, top } in left {
            places.set(path, Bookmark { cursor: document.to_chars(*cursor), top: document.to_chars(*top) });
        }
    }

    /// Returns when the newest verdict of `reviewer` was made that the annotator of a document was told of: RFC 3339.
    pub fn told(&self, held: &Held, reviewer: &str) -> Option<String> {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.told(&held.path, &held.annotator, reviewer).map(str::to_string)
    }

    /// Notes that the annotator of a document is told of all that `reviewer` decided up to `at`.
    pub fn tell(&self, held: &Held, reviewer: &str, at: &str) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.tell(&held.path, &held.annotator, reviewer, at);
    }

    /// Writes these notes down. They are a comfort; that they could not be kept is no reason to speak.
    pub fn keep_places(&self) {
        let _ = self.places.lock().unwrap_or_else(PoisonError::into_inner).save();
    }

    /// Returns the bytes that the cursor and the top of the page were left at.
    fn place_of(&self, path: &Path, document: &Document) -> (usize, usize) {
        let place = self.places.lock().unwrap_or_else(PoisonError::into_inner).get(path).unwrap_or_default();
        let byte = |chars| document.to_byte(chars).unwrap_or(0);
        // The beginning is found without counting code points.
        if place == Bookmark::default() { (0, 0) } else { (byte(place.cursor), byte(place.top)) }
    }

    /// Returns how many tags the annotator has on these documents, in words, and what was said of them.
    fn tagged(&self, shelf: &[Held], names: &[&String], layers: &BTreeMap<String, Vec<String>>) -> String {
        let is_open = |name: &String| {
            let path = self.corpus.layer_path(name, &self.annotator);
            shelf.iter().any(|held| held.layer_path == path)
        };
        let count = |name: &&String| {
            let has_layer = layers.get(*name).is_some_and(|names| names.contains(&self.annotator));
            match has_layer || is_open(name) {
                true => self.with_layer(shelf, name, |_, layer| (layer.tags().len(), layer.records().status())),
                false => Some((0, Status::Open)),
            }
        };
        let counts: Vec<Option<(usize, Status)>> = names.iter().map(count).collect();
        let words = |count: &Option<(usize, Status)>| count.map_or("?".to_string(), |(count, _)| count.to_string());
        let tags = match counts.iter().all(|count| matches!(count, Some((0, _)))) {
            true => "not begun".to_string(),
            false => match counts[..] {
                [Some((alone, _))] => say::count(alone, "tag"),
                _ => format!("{} tags", counts.iter().map(words).collect::<Vec<_>>().join(" + ")),
            },
        };
        // What both are, if it was said of them; that tags show a beginning is said by their number.
        let said = counts
            .iter()
            .map(|count| count.map(|(_, status)| status))
            .reduce(|one, other| one.filter(|_| one == other));
        match said.flatten() {
            Some(status @ (Status::Done | Status::NothingToTag | Status::Skipped)) => {
                format!("{tags} · {}", status.word())
            }
            _ => tags,
        }
    }

    /// Returns how far the review of these documents is, in words.
    fn reviewed(&self, shelf: &[Held], names: &[&String], reviewed: &[String]) -> String {
        let progress = names.iter().map(|name| {
            let review = self.with_layer(shelf, name, |document, layer| {
                let mut review = review(&self.corpus, name, document, &self.annotator, reviewed).ok()?;
                review.iter_mut().for_each(|review| review.refresh(layer));
                review
            });
            // A layer that does not read is said to be so when it is opened.
            review.map(|review| review.map(|review| review.progress))
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
    fn with_layer<T>(&self, shelf: &[Held], name: &str, look: impl FnOnce(&Document, &Layer) -> T) -> Option<T> {
        let layer_path = self.corpus.layer_path(name, &self.annotator);
        if let Some(open) = shelf.iter().find(|open| open.layer_path == layer_path) {
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
    let shared = SharedLayer::at(&layer_path);
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

/// Looks up who else has tags on a document, and what is under review there.
pub fn others(path: &Path, name: &str, document: &Document, annotator: &str, reviewed: &[String]) -> Others {
    let failed = |names, problem: Problem| Others { names, review: None, problem: Some(problem.to_string()) };
    let listed = Corpus::of(path).and_then(|corpus| Ok((corpus.annotators(name)?, corpus)));
    let (mut names, corpus) = match listed {
        Ok(listed) => listed,
        Err(problem) => return failed(Vec::new(), problem),
    };
    names.retain(|other| other != annotator);
    match review(&corpus, name, document, annotator, reviewed) {
        Ok(review) => Others { names, review, problem: None },
        Err(problem) => failed(names, problem),
    }
}

/// Returns the review of a document by `annotator`, if one of those under review has tags on it. What was decided is
/// not looked up yet: [`Review::refresh`] does that.
///
/// # Errors
/// When one of their layers does not read.
pub fn review(
    corpus: &Corpus,
    name: &str,
    document: &Document,
    annotator: &str,
    reviewed: &[String],
) -> Result<Option<Review>, Problem> {
    let mut layers: Vec<(String, TagSet)> = Vec::new();
    let (mut files, mut links) = (Vec::new(), Vec::new());
    let mut any = false;
    for other in reviewed.iter().filter(|other| *other != annotator) {
        let path = corpus.layer_path(name, other);
        files.push((path.clone(), FileState::of(&path)));
        let reading = corpus.layer(name, document, other)?;
        any |= reading.is_some();
        let records = reading.map(|reading| reading.records).unwrap_or_default();
        links.extend(records.links.values().map(|link| (other.clone(), link.clone())));
        layers.push((other.clone(), records.tags));
    }
    if !any {
        return Ok(None);
    }
    Ok(Some(Review { round: Round::new(document, &layers), links, files, ..Review::default() }))
}

/// Returns what is to be said about a layer that reads.
fn doubt(reading: &LayerReading, layer_path: &Path, name: &str) -> Option<String> {
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

/// Returns what can be read of a layer that does not read, and why it may not be written.
fn guarded(
    problem: &Problem,
    path: &Path,
    document: &Document,
    name: &str,
    annotator: &str,
) -> (LayerReading, Option<Guard>) {
    let file = shown(path.file_name().unwrap_or_default().display());
    let (why, damaged) = match problem {
        Problem::Fault(_, fault) => {
            (format!("{file}{}{}", if fault.at.is_some() { ":" } else { ": " }, shown(fault)), !fault.whole)
        }
        problem => (problem.to_string(), false),
    };
    // What is not damaged is not for us to read: it may lie out of the corpus, or have no end.
    let text = damaged.then(|| text_file::read_text(path, record::limit()).ok()).flatten();
    // Nothing is recovered from a file that can no longer be read.
    let damaged = text.is_some();
    let reading = text.map(|text| record::recover(&text, document, name, annotator)).unwrap_or_default();
    (reading, Some(Guard { why, in_full: problem.to_string(), broken: true, damaged }))
}
