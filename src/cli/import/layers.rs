//! Adds records to layers, one layer at a time. In the pass that only checks, nothing is written.
//!
//! ```text
//!   open(a.txt, ana) ─ take, take ─ open(b.txt, ana) ─ take ─ …  end
//!                                   ╰ a.txt's layer goes to the writer, and is written while b.txt's is filled
//! ```

use std::collections::HashSet;
use std::sync::Arc;

use super::added::Added;
use super::writer::{WriteJob, Writer};
use crate::cli::note;
use crate::corpus::saver::Snapshot;
use crate::corpus::shared::SharedLayer;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::formats::engine::align::Aligned;
use crate::say::shown;
use crate::tags::Layer;
use crate::tags::edit::Edit;
use crate::tags::remark::Remark;
use crate::text::Document;

/// A pass of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// Everything is checked, and nothing is written.
    Check,
    /// Everything is written.
    Write,
}

/// Takes tags and links for one layer after another.
pub(super) struct LayerSink<'a> {
    corpus: &'a Corpus,
    writer: Option<Writer>,
    open: Option<OpenLayer>,
    nothing: Document,
    empty: Layer,
    /// The counts of what was added and was not passed to the writer yet.
    added: Added,
    /// The new texts and the layers that were passed to the writer.
    texts: HashSet<String>,
    layers: HashSet<(String, String)>,
}

/// The layer that tags and links are added to.
struct OpenLayer {
    name: String,
    annotator: String,
    document: Arc<Document>,
    shared: SharedLayer,
    layer: Layer,
    changed: bool,
}

impl<'a> LayerSink<'a> {
    /// Makes a sink for one of the two passes of an import.
    pub(super) fn new(corpus: &'a Corpus, pass: Pass) -> LayerSink<'a> {
        LayerSink {
            corpus,
            writer: (pass == Pass::Write).then(Writer::default),
            open: None,
            nothing: Document::new(""),
            empty: Layer::default(),
            added: Added::default(),
            texts: HashSet::new(),
            layers: HashSet::new(),
        }
    }

    /// Ends the pass, and returns how much was added; if the sink writes, how much of it is on the disk.
    ///
    /// # Errors
    /// If something could not be written.
    pub(super) fn end(mut self) -> (Added, Result<(), Failure>) {
        let saved = self.save();
        let Some(mut writer) = self.writer else { return (self.added, saved) };
        let written = writer.wait();
        let mut added = writer.done();
        added.there += self.added.there;
        (added, saved.and(written))
    }

    /// Opens the next layer. `new` is the text of the document, if the document is new.
    ///
    /// # Errors
    /// If the text or the layer cannot be read; if something before it could not be written.
    pub(super) fn open(&mut self, name: &str, annotator: &str, new: Option<&str>) -> Result<(), Failure> {
        if self.open.as_ref().is_some_and(|open| open.name == name && open.annotator == annotator) {
            return Ok(());
        }
        self.save()?;
        let path = self.corpus.text_path(name)?;
        let here = self.open.take().filter(|open| open.name == name);
        let again = self.texts.contains(name);
        let is_read = (again && here.is_none()) || self.layers.contains(&(name.to_string(), annotator.to_string()));
        if let Some(writer) = self.writer.as_mut().filter(|_| is_read) {
            writer.wait()?;
        }
        let document = match (here, new) {
            (Some(open), _) => open.document,
            (None, Some(text)) if self.writer.is_none() || !again => {
                let document = Arc::new(Document::new(text));
                match &mut self.writer {
                    Some(writer) => writer.put(WriteJob::Text(path, Arc::clone(&document)))?,
                    None => self.added.texts += usize::from(!again),
                }
                self.texts.insert(name.into());
                document
            }
            (None, _) => Arc::new(text_file::read(&path)?),
        };
        let layer_path = self.corpus.layer_path(name, annotator);
        let shared = SharedLayer::at(&layer_path);
        let reading = self.corpus.layer(name, &document, annotator)?.unwrap_or_default();
        if self.writer.is_none() {
            for doubt in &reading.doubts {
                note!("diptych: {}: {}", shown(layer_path.display()), shown(doubt));
            }
        }
        shared.holds(reading.records.clone());
        let (name, annotator) = (name.to_string(), annotator.to_string());
        let layer = Layer::new(reading.records);
        self.open = Some(OpenLayer { name, annotator, document, shared, layer, changed: false });
        Ok(())
    }

    /// Returns the document of the open layer.
    pub(super) fn document(&self) -> &Document {
        self.open.as_ref().map_or(&self.nothing, |open| &open.document)
    }

    /// Returns the open layer.
    pub(super) fn layer(&self) -> &Layer {
        self.open.as_ref().map_or(&self.empty, |open| &open.layer)
    }

    /// Adds the records that the open layer does not have yet.
    pub(super) fn take(&mut self, fitted: Aligned) {
        let Some(open) = &mut self.open else { return };
        let all = fitted.tags.len() + fitted.lost.len() + fitted.repeated + fitted.links.len();
        let edits = fitted.edits(&open.layer);
        let about_tags = edits.iter().filter(|edit| !matches!(edit, Edit::Remark(..) | Edit::Verdict(..))).count();
        self.added.there += all - about_tags;
        for edit in edits {
            match edit {
                Edit::Link(..) => self.added.links += 1,
                Edit::Verdict(..) => self.added.verdicts += 1,
                Edit::Remark(_, None) => {}
                Edit::Remark(ref id, _) if *id == Remark::status_id() => self.added.statuses += 1,
                Edit::Remark(..) => self.added.remarks += 1,
                _ => self.added.tags += 1,
            }
            open.layer.apply(edit);
            open.changed = true;
        }
    }

    /// Sends the open layer to the writer, if it was changed.
    fn save(&mut self) -> Result<(), Failure> {
        let Some(open) = self.open.as_mut().filter(|open| open.changed) else { return Ok(()) };
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let path = self.corpus.layer_path(&open.name, &open.annotator);
        let snapshot = Snapshot {
            records: open.layer.records().clone(),
            document: Arc::clone(&open.document),
            name: open.name.clone(),
            annotator: open.annotator.clone(),
            joins: 0,
        };
        open.changed = false;
        let first = self.layers.insert((open.name.clone(), open.annotator.clone()));
        let added = Added { layers: usize::from(first), there: 0, texts: 0, ..self.added };
        self.added = Added { texts: self.added.texts, there: self.added.there, ..Added::default() };
        writer.put(WriteJob::Layer(path, open.shared.clone(), Box::new(snapshot), added))
    }
}
