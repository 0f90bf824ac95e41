//! What [`update`](crate::tui::update) asks to be done outside: values that carry all that is needed to do it.
//!
//! ```text
//!   handle(app, event) ─▶ Effect { copies of what it concerns } ─▶ perform(effect, world) ─▶ Event { what came of it }
//! ```
//!
//! Whoever performs an effect never sees the [`App`](super::App): it may go on changing meanwhile. So an effect holds copies,
//! which are cheap (a document is shared, a layer shares its leaves), and names documents by their slots.

use std::path::PathBuf;
use std::sync::Arc;

use super::compared::CompareQuestion;
use super::open::Open;
use crate::corpus::file_state::FileState;
use crate::corpus::saver::Snapshot;
use crate::corpus::shared::SharedLayer;
use crate::language::Language;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::Scheme;
use crate::tags::{Layer, Records};
use crate::text::search::Query;
use crate::text::{Document, Span};

/// Something to be done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Save a layer.
    Save(Box<Save>),
    /// Keep what would have to be saved if this were the end: a layer with the note that is being written.
    Draft(Option<Box<Save>>),
    /// Wait until everything that is on its way to the disk is there.
    Settle(Then),
    /// Save what cannot be saved where it belongs to this folder.
    SaveElsewhere {
        /// The folder. It is made if the one that it is to be in is there.
        folder: PathBuf,
        /// The layers.
        layers: Vec<Save>,
    },
    /// Put the file of a layer aside, so that a new one can be begun.
    SetAside {
        /// The document.
        slot: Slot,
        /// The layer's file.
        path: PathBuf,
    },
    /// Put a copy of the file of a layer aside, so that what could be read of it can go on.
    Recover {
        /// The document.
        slot: Slot,
        /// The layer's file.
        path: PathBuf,
    },
    /// Look whether someone else has changed these files.
    Look(Vec<Watched>),
    /// Note where documents are left.
    NotePlaces(Vec<LeftAt>),
    /// Keep what was noted for the next session.
    KeepPlaces,
    /// Read documents for the desk.
    Open(Wanted),
    /// Lay documents on the desk again that were open all the time.
    Return(Wanted),
    /// Bring a document back onto the desk, with the one that it is read with, and show a place in it.
    Show {
        /// What is to be shown.
        place: Place,
        /// What is known of all open documents.
        shelf: Vec<Held>,
        /// Whose tags are reviewed.
        reviewed: Vec<String>,
    },
    /// Read documents and their layers anew.
    Reload {
        /// The documents.
        held: Vec<Held>,
        /// Whose tags are reviewed.
        reviewed: Vec<String>,
    },
    /// Look how far each pair of the corpus is.
    ListPairs {
        /// What is known of all open documents.
        shelf: Vec<Held>,
        /// Whose tags are reviewed.
        reviewed: Vec<String>,
    },
    /// Read what these annotators have on these documents, for a review.
    Review {
        /// The documents.
        held: Vec<Held>,
        /// The annotators; of none, the end of the review.
        reviewed: Vec<String>,
        /// What it is read for.
        because: Because,
    },
    /// Read the layers of two annotators on one document.
    Beside {
        /// The document.
        held: Box<Held>,
        /// The annotators, left and right.
        names: [String; 2],
        /// The place to show then, if it is not the beginning.
        at: Option<Span>,
    },
    /// Gather what others say about the annotator's tags.
    Receive(Vec<Held>),
    /// Look up what others decided about the annotator's tags since it was last told, beside the drawing thread.
    LookForVerdicts(Vec<Held>),
    /// Measure how far annotators agree on these documents.
    Agree {
        /// The documents.
        held: Vec<Held>,
        /// The annotators.
        annotators: Vec<String>,
        /// The labels that are told apart.
        labels: Vec<String>,
    },
    /// Hold two documents against each other, long ones beside the drawing thread.
    Compare {
        /// The number of the question; a later one ends the work on it.
        number: u64,
        /// What is held against each other.
        question: Box<CompareQuestion>,
    },
    /// Give up the comparison that is under way.
    StopComparing,
    /// Look what might be tagged in a document, beside the drawing thread.
    Suggest(Box<SuggestQuestion>),
    /// Count the hits of a query in a document, beside the drawing thread.
    Count {
        /// The document.
        slot: Slot,
        /// Its text.
        document: Arc<Document>,
        /// What is counted.
        query: Query,
        /// The query's number. Counting ends when there is a later one.
        generation: u64,
    },
    /// Look up whom the sentence at a place names as a source, beside the drawing thread.
    FindSource {
        /// The document.
        slot: Slot,
        /// Its text.
        document: Arc<Document>,
        /// The language in which it speaks of sources.
        language: &'static Language,
        /// The byte.
        at: usize,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Name the window.
    Title(String),
    /// Draw everything anew.
    Redraw,
    /// Stop for a while.
    Suspend,
}

/// What has to be known to suggest tags.
#[derive(Clone, Debug)]
pub struct SuggestQuestion {
    /// The document.
    pub slot: Slot,
    /// The number of the question.
    pub asked: u64,
    /// The document's path in the corpus.
    pub name: String,
    /// Its text.
    pub document: Arc<Document>,
    /// The annotator's own layer.
    pub own: Records,
    /// The annotator.
    pub annotator: String,
    /// The labels.
    pub scheme: Arc<Scheme>,
    /// The annotators whose tags are suggested too.
    pub models: Vec<String>,
    /// The part of the text that is asked about, in bytes.
    pub within: Span,
}

/// What is to be done once everything is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Leave.
    Quit,
    /// Read what is on the desk anew.
    Reload,
    /// Save what could not be saved to this folder.
    SaveElsewhere(PathBuf),
}

/// Why the layers of others are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The user asked for a review.
    Asked,
    /// One of their files has changed.
    Changed,
}

/// A layer to be saved, as it is now.
#[derive(Clone, Debug)]
pub struct Save {
    /// The document.
    pub slot: Slot,
    /// Which change it is; the report from the disk names it.
    pub revision: u64,
    /// The layer's file.
    pub path: PathBuf,
    /// What is known of that file.
    pub shared: SharedLayer,
    /// The layer.
    pub snapshot: Snapshot,
}

impl Save {
    /// Returns the save of these records as the layer of a document.
    pub fn of(open: &Open, slot: Slot, revision: u64, records: Records) -> Save {
        let snapshot = Snapshot {
            joins: open.joins,
            records,
            document: open.document.clone(),
            name: open.name.clone(),
            annotator: open.annotator.clone(),
        };
        Save { slot, revision, path: open.layer_path.clone(), shared: open.shared.clone(), snapshot }
    }
}

/// An open document as it was when something was asked for.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its number.
    pub slot: Slot,
    /// Its path in its corpus.
    pub name: String,
    /// Its text.
    pub document: Arc<Document>,
    /// The layer on it.
    pub layer: Layer,
    /// Who makes the layer.
    pub annotator: String,
    /// Its file, canonical.
    pub path: PathBuf,
    /// The layer's file.
    pub layer_path: PathBuf,
}

impl Held {
    /// Returns what is known of an open document.
    pub fn of(open: &Open, slot: Slot) -> Held {
        Held {
            slot,
            name: open.name.clone(),
            document: open.document.clone(),
            layer: open.layer.clone(),
            annotator: open.annotator.clone(),
            path: open.path.clone(),
            layer_path: open.layer_path.clone(),
        }
    }
}

/// Documents that are wanted on the desk.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which, from left to right.
    pub documents: Vec<Which>,
    /// What is known of all open documents.
    pub shelf: Vec<Held>,
    /// Whose tags are reviewed.
    pub reviewed: Vec<String>,
}

/// A document that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one of this name in the corpus.
    Named(String),
    /// One that is open.
    Held(Slot),
}

/// Where a document is left. Offsets are bytes.
#[derive(Clone, Debug)]
pub struct LeftAt {
    /// Its file.
    pub path: PathBuf,
    /// Its text.
    pub document: Arc<Document>,
    /// Where the cursor stands.
    pub cursor: usize,
    /// Where the uppermost row begins.
    pub top: usize,
}

/// The files of an open document, and how they were when they were read.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The document.
    pub slot: Slot,
    /// Its own file.
    pub path: PathBuf,
    /// How that was.
    pub mark: Option<FileState>,
    /// The layer's file, unless it may not be written.
    pub layer: Option<(PathBuf, SharedLayer)>,
    /// The files of the layers under review.
    pub reviewed: Vec<(PathBuf, Option<FileState>)>,
}
