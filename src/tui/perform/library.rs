//! Reads documents for the desk: from the corpus, with the layers on them, and the place where each was left.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::corpus::Corpus;
use crate::corpus::bookmark::{Bookmark, Bookmarks};
use crate::corpus::file_state::FileState;
use crate::corpus::name;
use crate::corpus::problem::{Problem, shown};
use crate::corpus::record::glance::{LayerGlance, glance};
use crate::corpus::record::{self, LayerReading, Placing};
use crate::corpus::shared::SharedLayer;
use crate::corpus::text_file;
use crate::parallel;
use crate::review::round::{Round, RoundProgress};
use crate::say;
use crate::tags::Layer;
use crate::tags::remark::{DECLINED, Remark, Status};
use crate::tags::set::TagSet;
use crate::text::Document;
use crate::tui::model::Pair;
use crate::tui::model::effect::{Held, LeftAt};
use crate::tui::model::event::{Fetched, Laid, Others};
use crate::tui::model::open::{Guard, GuardKind, Open};
use crate::tui::model::review::Review;

/// The source of documents.
#[derive(Clone)]
pub struct Library {
    /// The corpus of the first document. It is shared with other threads, and is replaced when the user declares a
    /// label or a pair.
    corpus: Arc<Mutex<Arc<Corpus>>>,
    /// The annotator.
    pub annotator: String,
    /// The documents that are listed, each alone; if there are none, the pairs of the corpus are listed.
    listed: Vec<String>,
    /// The place where each document was left. Shared with the thread that ends the program on a signal.
    places: Arc<Mutex<Bookmarks>>,
}

impl Library {
    /// Returns the library of a corpus, for an annotator.
    pub fn new(corpus: Corpus, annotator: &str, places: Bookmarks) -> Library {
        let (corpus, places) = (Arc::new(Mutex::new(Arc::new(corpus))), Arc::new(Mutex::new(places)));
        Library { corpus, annotator: annotator.into(), listed: Vec::new(), places }
    }

    /// Returns the corpus of the first document.
    pub fn corpus(&self) -> Arc<Corpus> {
        self.corpus.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the corpus's own settings again. Returns the corpus with its present settings.
    ///
    /// # Errors
    /// If `corpus.ron` cannot be read; then the corpus stays as it was.
    pub fn reread(&self) -> Result<Arc<Corpus>, Problem> {
        let corpus = Arc::new(Corpus::here(self.corpus().root())?);
        *self.corpus.lock().unwrap_or_else(PoisonError::into_inner) = corpus.clone();
        Ok(corpus)
    }

    /// Returns the same library, with only these documents in its list.
    #[must_use]
    pub fn listing(self, listed: Vec<String>) -> Library {
        Library { listed, ..self }
    }

    /// Returns the documents that are read together; then those that are in no pair.
    ///
    /// # Errors
    /// If the texts cannot be listed.
    pub fn together(&self) -> Result<Vec<(String, Option<String>)>, Problem> {
        if self.listed.is_empty() {
            let mut pairs = self.corpus().pairs()?;
            let paired: HashSet<String> =
                pairs.iter().flat_map(|(left, right)| std::iter::once(left).chain(right)).cloned().collect();
            // Declared pairs can be read although the folder of the texts cannot be listed.
            let all = self.corpus().documents().unwrap_or_default();
            pairs.extend(all.into_iter().filter(|name| !paired.contains(name)).map(|name| (name, None)));
            return Ok(pairs);
        }
        Ok(self.listed.iter().map(|name| (name.clone(), None)).collect())
    }

    /// Returns the document with this name: from the shelf, or from its file, with the annotator's layer on it.
    ///
    /// # Errors
    /// If the text or the layer cannot be read.
    pub fn fetch(&self, name: &str, shelf: &[Held], reviewed: &[String]) -> Result<Laid, Problem> {
        let path = self.corpus().text_path(name)?;
        let canonical = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if let Some(held) = shelf.iter().find(|held| held.path == canonical) {
            return Ok(self.again(held, reviewed));
        }
        let (document, corpus) = (Arc::new(text_file::read(&path)?), self.corpus());
        let (owner, _) = corpus.owner(name)?;
        let (open, doubt) = open(&owner, &path, document, &self.annotator)?;
        Ok(self.lay(open, doubt.or_else(|| self.other_labels(&owner, &path)), reviewed))
    }

    /// Returns a message if the corpus of a text has other labels than that of the first document.
    pub fn other_labels(&self, owner: &Corpus, path: &Path) -> Option<String> {
        let is_other = *owner.scheme() != *self.corpus().scheme();
        let name = shown(path.file_name().unwrap_or_default().display());
        is_other.then(|| format!("{name} is of another corpus; the labels are those of the first article's"))
    }

    /// Returns the corpus in which a text is known here, and its name in it.
    ///
    /// # Errors
    /// If the text is gone, or a `corpus.ron` above it cannot be read.
    pub fn named(&self, path: &Path) -> Result<(Arc<Corpus>, String), Problem> {
        let corpus = match self.corpus() {
            corpus if corpus.name_of(path).is_some() => corpus,
            _ => Arc::new(Corpus::of(path)?),
        };
        let name = corpus.name_of(path).ok_or_else(|| Problem::Name(path.into()))?;
        Ok((corpus, name))
    }

    /// Returns an open document with the place where it was left and the other annotators' tags on it.
    pub fn again(&self, held: &Held, reviewed: &[String]) -> Laid {
        let (cursor, top) = self.place_of(&held.path, &held.document);
        let others = others(&held.path, &held.name, &held.document, &held.annotator, reviewed);
        Laid { document: Fetched::Held(held.slot), cursor, top, others, doubt: None }
    }

    /// Returns a document that was just read with the place where it was left and the other annotators' tags on it.
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

    /// Reads an open document and its layer again, each from its own file.
    ///
    /// # Errors
    /// If the text cannot be read.
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

    /// Returns the names of the documents; none, if they cannot be listed.
    pub fn documents(&self) -> Vec<String> {
        self.corpus().documents().unwrap_or_default()
    }

    /// Returns the pairs of the corpus, without their progress.
    ///
    /// # Errors
    /// If the texts cannot be listed.
    pub fn pairs(&self) -> Result<Vec<Pair>, Problem> {
        let pairs = self.together()?.into_iter();
        Ok(pairs.map(|(left, right)| Pair { left, right, ..Pair::default() }).collect())
    }

    /// Returns the pairs with their progress: the number of tags and the status or, in a review, the number of open
    /// items.
    pub fn counted(&self, pairs: Vec<Pair>, shelf: &[Held], reviewed: &[String]) -> Vec<Pair> {
        let mut counted = Vec::with_capacity(pairs.len());
        self.count_apart(pairs, usize::MAX, shelf, reviewed, &mut |pairs| counted.extend(pairs));
        counted
    }

    /// Counts the progress of pairs on all cores, and passes them to `tell` in order: first `first` pairs, then more
    /// and more at a time, so that the user soon sees the beginning of the list.
    pub fn count_apart(
        &self,
        pairs: Vec<Pair>,
        first: usize,
        shelf: &[Held],
        reviewed: &[String],
        tell: &mut dyn FnMut(Vec<Pair>),
    ) {
        // If no annotator has a layer on a document, no file has to be read for it.
        let layers = self.corpus().layers().unwrap_or_default();
        let (mut rest, mut many) = (pairs.as_slice(), first);
        while !rest.is_empty() {
            let (now, later) = rest.split_at(many.min(rest.len()));
            let counter = Counter { library: self, layers: &layers, shelf, reviewed };
            tell(parallel::parts(now, |part| counter.count(part)).concat());
            (rest, many) = (later, many.saturating_mul(4));
        }
    }

    /// Remembers where documents are left.
    pub fn note_places(&self, left: &[LeftAt]) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        for LeftAt { path, document, cursor, top } in left {
            places.set(path, Bookmark { cursor: document.to_chars(*cursor), top: document.to_chars(*top) });
        }
    }

    /// Returns the time of the newest verdict of `reviewer` that was reported to the annotator of a document: RFC 3339.
    pub fn told(&self, held: &Held, reviewer: &str) -> Option<String> {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.told(&held.path, &held.annotator, reviewer).map(str::to_string)
    }

    /// Remembers that the decisions of `reviewer` up to `at` were reported to the annotator of a document.
    pub fn tell(&self, held: &Held, reviewer: &str, at: &str) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.tell(&held.path, &held.annotator, reviewer, at);
    }

    /// Writes the remembered places to disk. A failure is not reported, because the places are only a convenience.
    pub fn keep_places(&self) {
        let _ = self.places.lock().unwrap_or_else(PoisonError::into_inner).save();
    }

    /// Returns the bytes at which the cursor and the top of the page were left.
    fn place_of(&self, path: &Path, document: &Document) -> (usize, usize) {
        let place = self.places.lock().unwrap_or_else(PoisonError::into_inner).get(path).unwrap_or_default();
        let byte = |chars| document.to_byte(chars).unwrap_or(0);
        // At the beginning, no code points have to be counted.
        if place == Bookmark::default() { (0, 0) } else { (byte(place.cursor), byte(place.top)) }
    }

    /// Calls `look` with a document and the annotator's layer on it, open or not. Returns `None` if one of the two
    /// cannot be read.
    fn with_layer<T>(&self, shelf: &[Held], name: &str, look: impl FnOnce(&Document, &Layer) -> T) -> Option<T> {
        let layer_path = self.corpus().layer_path(name, &self.annotator);
        if let Some(open) = shelf.iter().find(|open| open.layer_path == layer_path) {
            return Some(look(&open.document, &open.layer));
        }
        let document = text_file::read(&self.corpus().text_path(name).ok()?).ok()?;
        let reading = self.corpus().layer(name, &document, &self.annotator).ok()?.unwrap_or_default();
        Some(look(&document, &Layer::new(reading.records)))
    }
}

/// Counts the progress of pairs.
struct Counter<'a> {
    library: &'a Library,
    /// The annotators with a layer on each document.
    layers: &'a BTreeMap<String, Vec<String>>,
    shelf: &'a [Held],
    reviewed: &'a [String],
}

impl Counter<'_> {
    /// Returns the pairs with their progress and status.
    fn count(&self, pairs: &[Pair]) -> Vec<Pair> {
        let of = |pair: &Pair| {
            let names: Vec<&String> = std::iter::once(&pair.left).chain(&pair.right).collect();
            let (progress, status) = match self.reviewed {
                [] => self.tagged(&names),
                _ => (self.review(&names), None),
            };
            Pair { progress, status, ..pair.clone() }
        };
        pairs.iter().map(of).collect()
    }

    /// Returns the number of the annotator's tags on these documents with a final status, in words: `12 + 30 tags ·
    /// done`. Also returns the status that the documents have together.
    fn tagged(&self, names: &[&String]) -> (String, Option<Status>) {
        let found: Vec<Option<LayerGlance>> = names.iter().map(|name| self.glance(name)).collect();
        let words = |it: &Option<LayerGlance>| it.as_ref().map_or("?".to_string(), |it| it.tags.to_string());
        let tags = match found.iter().all(|it| it.as_ref().is_some_and(|it| it.tags == 0)) {
            true => "not begun".to_string(),
            false => match &found[..] {
                [Some(alone)] => say::count(alone.tags, "tag"),
                _ => format!("{} tags", found.iter().map(words).collect::<Vec<_>>().join(" + ")),
            },
        };
        let known: Vec<&LayerGlance> = found.iter().flatten().collect();
        let same = known.iter().all(|it| it.status == known[0].status) && known.len() == names.len();
        let status = match known.first() {
            Some(first) if same => Some(first.status),
            Some(_) => Some(Status::InProgress),
            None => None,
        };
        // The number of tags already says that the work has begun.
        let said = |it: &&LayerGlance| match it.reason.as_str() {
            "" => it.status.word().to_string(),
            reason => format!("{}: {reason}", it.status.word()),
        };
        let mut words: Vec<String> = known.iter().map(said).collect();
        words.dedup();
        match known.iter().any(|it| it.status.is_final()) {
            true => (format!("{tags} · {}", words.join(" + ")), status),
            false => (tags, status),
        }
    }

    /// Returns the counts and the status of the annotator's layer on a document; `None` if the layer cannot be read.
    fn glance(&self, name: &str) -> Option<LayerGlance> {
        let corpus = self.library.corpus();
        let path = corpus.layer_path(name, &self.library.annotator);
        if let Some(open) = self.shelf.iter().find(|held| held.layer_path == path) {
            let records = open.layer.records();
            let said = records.remarks.get(&Remark::status_id());
            let reason = said.map_or_else(String::new, |remark| remark.reason.clone());
            let (tags, verdicts) = (open.layer.tags().len(), records.verdicts.len());
            return Some(LayerGlance { tags, status: records.status(), reason, verdicts });
        }
        if !self.layers.get(name).is_some_and(|names| names.contains(&self.library.annotator)) {
            return Some(LayerGlance::default());
        }
        glance(&corpus.layer_text(name, &self.library.annotator).ok()?)
    }

    /// Returns the progress of the review of these documents, in words: `3 open`.
    fn review(&self, names: &[&String]) -> String {
        let progress = names.iter().map(|name| {
            let library = self.library;
            let review = library.with_layer(self.shelf, name, |document, layer| {
                let mut review = review(&library.corpus(), name, document, &library.annotator, self.reviewed).ok()?;
                review.iter_mut().for_each(|review| review.refresh(layer));
                review
            });
            // A layer that cannot be read is reported when it is opened.
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
}

/// Opens a document with the annotator's layer on it. Also returns a message about that layer, if there is one. A layer
/// that cannot be read is shown as far as possible and [guarded](Guard).
///
/// # Errors
/// If the name of the document is not valid.
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
        document,
        layer: Layer::new(reading.records),
        annotator: annotator.to_string(),
        path,
        layer_path,
        shared,
        guard,
        placing: reading.placing,
        language: corpus.declared_language(&name).map_or_else(OnceLock::new, OnceLock::from),
        name,
        ..Open::default()
    };
    Ok((open, doubt))
}

/// Returns the other annotators who have tags on a document, and the review of it.
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

/// Returns the review of a document by `annotator`, if one of the annotators under review has tags on it. The decisions
/// are not looked up yet: [`Review::refresh`] does that.
///
/// # Errors
/// If one of their layers cannot be read.
pub fn review(
    corpus: &Corpus,
    name: &str,
    document: &Document,
    annotator: &str,
    reviewed: &[String],
) -> Result<Option<Review>, Problem> {
    let mut layers: Vec<(String, TagSet)> = Vec::new();
    let (mut files, mut links, mut declined) = (Vec::new(), Vec::new(), Vec::new());
    let mut any = false;
    for other in reviewed.iter().filter(|other| *other != annotator) {
        let path = corpus.layer_path(name, other);
        files.push((path.clone(), FileState::of(&path)));
        let reading = corpus.layer(name, document, other)?;
        any |= reading.is_some();
        let records = reading.map(|reading| reading.records).unwrap_or_default();
        links.extend(records.links.values().map(|link| (other.clone(), link.clone())));
        let remarks = records.remarks.values().filter(|remark| remark.says == DECLINED && remark.via.is_none());
        declined.extend(remarks.map(|remark| (other.clone(), remark.clone())));
        layers.push((other.clone(), records.tags));
    }
    if !any {
        return Ok(None);
    }
    Ok(Some(Review { round: Round::new(document, &layers), links, declined, files, ..Review::default() }))
}

/// Returns the message about a layer that was read, if there is one.
fn doubt(reading: &LayerReading, layer_path: &Path, name: &str) -> Option<String> {
    let layer = layer_path.file_name().unwrap_or_default().display();
    let Placing { same, moved, changed, lost } = &reading.placing;
    let all_stand = moved.is_empty() && changed.is_empty() && lost.is_empty();
    match (reading.doubts.as_slice(), reading.text_changed) {
        ([], true) if all_stand && *same > 0 => {
            Some(format!("{name} has changed since it was tagged; every tag is still on its words"))
        }
        ([], _) => None,
        ([doubt], _) => Some(format!("{layer}: {doubt}")),
        ([doubt, rest @ ..], _) => Some(format!("{layer}: {doubt} (and {} more, all kept)", rest.len())),
    }
}

/// Returns the readable part of a layer that cannot be read completely, and why it is read-only.
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
    // Only a damaged file is read here: another may be outside of the corpus, or may never end.
    let text = damaged.then(|| text_file::read_text(path, record::limit()).ok()).flatten();
    // From a file that can no longer be read, nothing can be recovered.
    let kind = if text.is_some() { GuardKind::Damaged } else { GuardKind::Unreadable };
    let reading = text.map(|text| record::recover(&text, document, name, annotator)).unwrap_or_default();
    (reading, Some(Guard { why, in_full: problem.to_string(), kind }))
}
