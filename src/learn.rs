//! Learns from the layers of a corpus; each file is read once, and again when it changes.
//!
//! ```text
//!   annotations/a.txt.ana.ron ─ read ─▶ Lesson ─╮
//!   annotations/b.txt.ana.ron ─ read ─▶ Lesson ─┼─ added up ─▶ Learnt        a file that changes: its old lesson out, its new one in
//!   annotations/b.txt.ben.ron ─ read ─▶ Lesson ─╯
//! ```
//!
//! Suggestions in a document come from the layers on all other documents. So ben's tags in this document do not reach
//! ana, and her decisions here count only in the next document, which keeps the suggestions stable while she works.
//! Layers that cannot be read teach nothing; `diptych check` reports them.
//!
//! A layer alone shows what was tagged. Its text also shows what was not tagged. This is learnt only from the annotator's own
//! layers: another annotator may tag other things, or may have stopped early, and must not take suggestions away. Reading texts
//! takes time, so only [`TEXTS`] bytes of them are read, chosen by a hash of their names: the same on every machine.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::file_state::FileState;
use crate::corpus::problem::Problem;
use crate::corpus::record;
use crate::corpus::{Corpus, text_file};
use crate::parallel::each;
use crate::suggest::counts::{Key, key};
use crate::suggest::declined::Declined;
use crate::suggest::learnt::Learnt;
use crate::suggest::lesson::{Lesson, ReadText};
use crate::tags::Records;
use crate::text::Document;

/// The number of bytes of texts that are read to learn what was not tagged.
pub const TEXTS: u64 = 1 << 20;

/// An annotator's layer on a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Lecturer {
    document: String,
    annotator: String,
}

/// The lesson from a layer's file.
#[derive(Clone, Debug)]
struct Attended {
    state: FileState,
    /// Whether its text was also read.
    with_text: bool,
    lesson: Lesson,
}

/// The lessons from a corpus.
#[derive(Clone, Debug, Default)]
pub struct School {
    lessons: BTreeMap<Lecturer, Attended>,
    learnt: Learnt,
}

impl School {
    /// Reads the layers of the corpus that have changed, and returns what the layers on documents other than `document`
    /// teach `annotator`, except those of `models`.
    ///
    /// # Errors
    /// If the folder of the layers cannot be listed.
    pub fn learn(
        &mut self,
        corpus: &Corpus,
        document: &str,
        annotator: &str,
        models: &[String],
    ) -> Result<&Learnt, Problem> {
        let mut layers = others(corpus, document)?;
        layers.retain(|one, _| !models.contains(&one.annotator));
        let texts = chosen(corpus, layers.keys().filter(|one| one.annotator == annotator));
        let gone: Vec<Lecturer> = self.lessons.keys().filter(|one| !layers.contains_key(*one)).cloned().collect();
        for one in gone {
            self.forget(&one);
        }
        let is_new = |one: &&Lecturer| {
            let known = self.lessons.get(*one);
            known.is_none_or(|known| known.state != layers[*one] || known.with_text != texts.contains(*one))
        };
        let new: Vec<&Lecturer> = layers.keys().filter(is_new).collect();
        let lessons = each(&new, |one| lesson(corpus, one, texts.contains(*one)));
        for (one, lesson) in new.into_iter().zip(lessons) {
            self.forget(one);
            self.learnt.add(&lesson);
            self.lessons.insert(one.clone(), Attended { state: layers[one], with_text: texts.contains(one), lesson });
        }
        Ok(&self.learnt)
    }

    fn forget(&mut self, one: &Lecturer) {
        if let Some(known) = self.lessons.remove(one) {
            self.learnt.remove(&known.lesson);
        }
    }
}

/// Returns the layers on other documents, with the states of their files.
fn others(corpus: &Corpus, asked: &str) -> Result<BTreeMap<Lecturer, FileState>, Problem> {
    let mut found = BTreeMap::new();
    for (document, annotators) in corpus.layers()? {
        if document == asked {
            continue;
        }
        for annotator in annotators {
            if let Some(state) = FileState::of(&corpus.layer_path(&document, &annotator)) {
                found.insert(Lecturer { document: document.clone(), annotator }, state);
            }
        }
    }
    Ok(found)
}

/// Returns those of some layers whose texts are also read: in the order of a hash of their names, as many as fit.
fn chosen<'a>(corpus: &Corpus, layers: impl Iterator<Item = &'a Lecturer>) -> BTreeSet<Lecturer> {
    let mut chosen = BTreeSet::new();
    let mut order: Vec<(Key, &Lecturer)> = layers.map(|one| (key(&[&one.document, &one.annotator]), one)).collect();
    order.sort_unstable();
    let mut bytes = 0;
    for (_, one) in order {
        let path = corpus.text_path(&one.document).ok();
        let Some(state) = path.and_then(|path| FileState::of(&path)) else { continue };
        bytes += state.len;
        if bytes > TEXTS {
            break;
        }
        chosen.insert(one.clone());
    }
    chosen
}

/// Returns the lesson of a layer; an empty one if the layer cannot be read.
fn lesson(corpus: &Corpus, one: &Lecturer, with_text: bool) -> Lesson {
    let read = || {
        let document = text_file::read(&corpus.text_path(&one.document).ok()?).ok()?;
        let layer = corpus.layer(&one.document, &document, &one.annotator).ok()??.records;
        let to = read_to(&layer, &document);
        let language = corpus.language(&one.document, document.text());
        Some(Lesson::of_read(&layer, &ReadText { document: &document, language, scheme: corpus.scheme(), to }))
    };
    let alone = || {
        let text = text_file::read_text(&corpus.layer_path(&one.document, &one.annotator), record::limit()).ok()?;
        let records = record::read_unplaced(&text, &one.document, &one.annotator).ok()?;
        Some(Lesson::of(&records, &Document::default()))
    };
    with_text.then(read).flatten().or_else(alone).unwrap_or_default()
}

/// Returns how far an annotator has read a text, in bytes: to its end if the status is done; otherwise to the end of the last tag
/// or declined suggestion.
fn read_to(layer: &Records, document: &Document) -> usize {
    if layer.status().is_final() {
        return document.len();
    }
    let tagged = layer.tags.iter().map(|tag| tag.span.end).max().unwrap_or(0);
    tagged.max(Declined::of(layer, document).end())
}
