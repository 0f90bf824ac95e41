//! Where what was read ends: in a layer, one at a time; while all is only checked, nowhere.

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::sync::Arc;

use crate::corpus::problem::shown;
use crate::corpus::save::{self, SaveError};
use crate::corpus::saver::Snapshot;
use crate::corpus::shared::Shared;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::formats::fit::Fitted;
use crate::tags::Layer;
use crate::tags::edit::Edit;
use crate::text::Document;

/// A layer that is added to, and then the next.
pub struct Sink<'a> {
    corpus: &'a Corpus,
    writes: bool,
    open: Option<Open>,
    nothing: Document,
    added: Added,
    /// The layers that were written, some perhaps more than once.
    written: HashSet<(String, String)>,
}

/// The layer that is added to.
struct Open {
    name: String,
    annotator: String,
    document: Arc<Document>,
    shared: Shared,
    layer: Layer,
    changed: bool,
}

/// What has come in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Added {
    layers: usize,
    texts: usize,
    tags: usize,
    links: usize,
    there: usize,
}

impl Added {
    /// Whether there is nothing that was not there.
    pub fn is_nothing(self) -> bool {
        self.texts + self.tags + self.links == 0
    }

    /// Whether nothing is on the disk yet.
    pub fn is_unwritten(self) -> bool {
        self.texts + self.layers == 0
    }
}

/// `120 tags and 4 links added to 3 layers; 2 texts are new; 18 were there already`
impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let (tags, links, layers) = (count(self.tags, "tag"), count(self.links, "link"), count(self.layers, "layer"));
        write!(f, "{tags} and {links} added to {layers}")?;
        if self.texts > 0 {
            write!(f, "; {} new", count(self.texts, "text"))?;
        }
        if self.there > 0 {
            write!(f, "; {} there already", self.there)?;
        }
        Ok(())
    }
}

impl<'a> Sink<'a> {
    /// One that writes, or one that only looks whether it could.
    pub fn new(corpus: &'a Corpus, writes: bool) -> Sink<'a> {
        Sink {
            corpus,
            writes,
            open: None,
            nothing: Document::new(""),
            added: Added::default(),
            written: HashSet::new(),
        }
    }

    /// Whether it writes.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// What has come in so far.
    pub fn added(&self) -> Added {
        self.added
    }

    /// Turns to a layer; the document has this text, if it is new.
    ///
    /// # Errors
    /// When the text or the layer does not read; when the layer before it or the new text cannot be written.
    pub fn open(&mut self, name: &str, annotator: &str, new: Option<&str>) -> Result<(), Failure> {
        if self.open.as_ref().is_some_and(|open| open.name == name && open.annotator == annotator) {
            return Ok(());
        }
        self.save()?;
        let path = self.corpus.text_path(name)?;
        let document = match (self.open.take().filter(|open| open.name == name), new) {
            (Some(open), _) => open.document,
            (None, None) => Arc::new(text_file::read(&path)?),
            (None, Some(text)) => {
                if self.writes {
                    // Texts are never written over.
                    let free = if path.exists() { Err(std::io::ErrorKind::AlreadyExists.into()) } else { Ok(()) };
                    let made = free.and_then(|()| path.parent().map_or(Ok(()), fs::create_dir_all));
                    made.and_then(|()| save::replace(&path, text.as_bytes()))
                        .map_err(|error| failed(SaveError::new(&path, error)))?;
                }
                self.added.texts += 1;
                Arc::new(Document::new(text))
            }
        };
        let layer_path = self.corpus.layer_path(name, annotator);
        let shared = Shared::at(&layer_path);
        let reading = self.corpus.layer(name, &document, annotator)?.unwrap_or_default();
        if !self.writes {
            for doubt in &reading.doubts {
                eprintln!("diptych: {}: {}", shown(layer_path.display()), shown(doubt));
            }
        }
        shared.holds(reading.records.clone());
        let (name, annotator) = (name.to_string(), annotator.to_string());
        let layer = Layer::new(reading.records);
        self.open = Some(Open { name, annotator, document, shared, layer, changed: false });
        Ok(())
    }

    /// The document of the layer that is open.
    pub fn document(&self) -> &Document {
        self.open.as_ref().map_or(&self.nothing, |open| &open.document)
    }

    /// Takes what the layer does not have yet.
    pub fn take(&mut self, fitted: Fitted) {
        let Some(open) = &mut self.open else { return };
        let all = fitted.tags.len() + fitted.links.len();
        let edits = fitted.edits(&open.layer);
        self.added.there += all - edits.len();
        for edit in edits {
            match edit {
                Edit::Link(..) => self.added.links += 1,
                _ => self.added.tags += 1,
            }
            open.layer.apply(edit);
            open.changed = true;
        }
    }

    /// Writes what is not written yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.save()?;
        self.open = None;
        Ok(())
    }

    fn save(&mut self) -> Result<(), Failure> {
        let Some(open) = self.open.as_mut().filter(|open| open.changed && self.writes) else { return Ok(()) };
        let path = self.corpus.layer_path(&open.name, &open.annotator);
        let snapshot = Snapshot {
            records: open.layer.records().clone(),
            document: Arc::clone(&open.document),
            name: open.name.clone(),
            annotator: open.annotator.clone(),
            joins: 0,
        };
        open.shared.save(&path, &snapshot).map_err(|error| failed(SaveError::new(&path, error)))?;
        open.changed = false;
        self.written.insert((open.name.clone(), open.annotator.clone()));
        self.added.layers = self.written.len();
        Ok(())
    }
}

fn failed(error: SaveError) -> Failure {
    let hint = error.hint();
    Failure::new(error).hint(hint)
}
