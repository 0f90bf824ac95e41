//! Defines the effects that [`update`](crate::tui::update) asks for: values with everything that is needed to perform
//! them.
//!
//! ```text
//!   handle(app, event) ─▶ Effect { copies of what it concerns } ─▶ perform(effect, world) ─▶ Event { what came of it }
//! ```
//!
//! An effect is performed without the [`App`](super::App), which may change meanwhile. So an effect holds copies, which
//! are cheap (a document is shared, a layer shares its leaves), and names documents by their slots.

use std::path::PathBuf;
use std::sync::Arc;

use super::compared::CompareQuestion;
use super::open::Open;
use crate::corpus::declare::Declaration;
use crate::corpus::file_state::FileState;
use crate::corpus::grep::GrepFor;
use crate::corpus::saver::Snapshot;
use crate::corpus::shared::SharedLayer;
use crate::language::Language;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::Scheme;
use crate::tags::{Layer, Records};
use crate::text::search::Query;
use crate::text::{Document, Span};

/// Work outside the model: files, threads, the terminal.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Save a layer.
    Save(Box<Save>),
    /// Keep the layer with the unfinished note, to be saved if the program ends now.
    Draft(Option<Box<Save>>),
    /// Wait until all saves are finished.
    Settle(Then),
    /// Save layers to this folder, because they cannot be saved to their own files.
    SaveElsewhere {
        /// The folder. It is created if its parent exists.
        folder: PathBuf,
        /// The layers.
        layers: Vec<Save>,
    },
    /// Rename the file of a layer, so that a new layer can be started.
    SetAside {
        /// The document.
        slot: Slot,
        /// The layer's file.
        path: PathBuf,
    },
    /// Keep a copy of a layer's file under another name, so that the readable part can be continued.
    Recover {
        /// The document.
        slot: Slot,
        /// The layer's file.
        path: PathBuf,
    },
    /// Look whether other programs have changed these files.
    Look(Vec<Watched>),
    /// Remember the places in documents.
    NotePlaces(Vec<LeftAt>),
    /// Write the remembered places to disk for the next session.
    KeepPlaces,
    /// Read documents for the desk.
    Open(Wanted),
    /// Put documents back on the desk that have stayed open.
    Return(Wanted),
    /// Put a document and its partner back on the desk, and show a place.
    Show {
        /// The place to show.
        place: Place,
        /// The state of all open documents.
        shelf: Vec<Held>,
        /// The annotators under review.
        reviewed: Vec<String>,
    },
    /// Read documents and their layers again.
    Reload {
        /// The documents.
        held: Vec<Held>,
        /// The annotators under review.
        reviewed: Vec<String>,
    },
    /// Look up the progress of each pair of the corpus.
    ListPairs {
        /// The state of all open documents.
        shelf: Vec<Held>,
        /// The annotators under review.
        reviewed: Vec<String>,
    },
    /// Look up where a document came from.
    ReadOrigin(Box<Held>),
    /// List the documents of the corpus, beside the drawing thread.
    ListDocuments,
    /// Declare something in `corpus.ron`.
    Declare(Declaration),
    /// Search all texts of the corpus, beside the drawing thread.
    Grep {
        /// The query.
        query: Query,
        /// The pattern to look for in each text.
        what: GrepFor,
        /// The number of the search; a later one ends it.
        number: u64,
    },
    /// Give up the search of the corpus.
    StopGrep,
    /// Read a document of the corpus, with the one that it is read with, and show a place in it.
    ShowNamed {
        /// The place to show.
        place: NamedPlace,
        /// The state of all open documents.
        shelf: Vec<Held>,
        /// The annotators under review.
        reviewed: Vec<String>,
    },
    /// Read what these annotators have on these documents, for a review.
    Review {
        /// The documents.
        held: Vec<Held>,
        /// The annotators; none to end the review.
        reviewed: Vec<String>,
        /// The reason.
        because: Because,
    },
    /// Read the layers of two annotators on one document.
    Beside {
        /// The document.
        held: Box<Held>,
        /// The annotators, left and right.
        names: [String; 2],
        /// The place to show, if it is not the beginning.
        at: Option<Span>,
    },
    /// Collect what reviewers say about the annotator's tags.
    Receive(Vec<Held>),
    /// Look up decisions on the annotator's tags since the last report, on another thread.
    LookForVerdicts(Vec<Held>),
    /// Measure the agreement of annotators on these documents.
    Agree {
        /// The documents.
        held: Vec<Held>,
        /// The annotators.
        annotators: Vec<String>,
        /// The labels to distinguish.
        labels: Vec<String>,
    },
    /// Compare two documents, long ones on another thread.
    Compare {
        /// The number of the question; a later question ends the work on this one.
        number: u64,
        /// The input of the comparison.
        question: Box<CompareQuestion>,
    },
    /// Cancel the comparison that is under way.
    StopComparing,
    /// Find suggestions in a document, on another thread.
    Suggest(Box<SuggestQuestion>),
    /// Count the hits of a query in a document, on another thread.
    Count {
        /// The document.
        slot: Slot,
        /// Its text.
        document: Arc<Document>,
        /// The query.
        query: Query,
        /// The number of the query. A later query ends the count.
        generation: u64,
    },
    /// Find the figures and the source in the sentence at a place, on another thread.
    FindUnits {
        /// The document.
        document: Arc<Document>,
        /// The language for figures.
        of_figures: &'static Language,
        /// The language for sources.
        of_sources: &'static Language,
        /// The place, in bytes.
        at: usize,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Set the title of the window.
    Title(String),
    /// Draw the whole screen again.
    Redraw,
    /// Suspend the program, as with `Ctrl-Z`.
    Suspend,
}

/// The input for suggesting tags.
#[derive(Clone, Debug)]
pub struct SuggestQuestion {
    /// The document.
    pub slot: Slot,
    /// The number of the question.
    pub asked: u64,
    /// The file of its text.
    pub path: PathBuf,
    /// Its text.
    pub document: Arc<Document>,
    /// The annotator's own layer.
    pub own: Records,
    /// The annotator.
    pub annotator: String,
    /// The labels.
    pub scheme: Arc<Scheme>,
    /// The annotators whose tags are also suggested.
    pub models: Vec<String>,
    /// The part of the text to answer for first, in bytes; then the whole text is answered for.
    pub first: Option<Span>,
}

/// The action after all saves are finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Quit.
    Quit,
    /// Read the documents on the desk again.
    Reload,
    /// Save the layers that could not be saved to this folder instead.
    SaveElsewhere(PathBuf),
}

/// The reason why the layers of other annotators are read.
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
    /// The number of the change; the report of the save repeats it.
    pub revision: u64,
    /// The layer's file.
    pub path: PathBuf,
    /// The known state of that file.
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

/// The state of an open document when an effect was asked for.
#[derive(Clone, Debug)]
pub struct Held {
    /// The slot.
    pub slot: Slot,
    /// The path in its corpus.
    pub name: String,
    /// The text.
    pub document: Arc<Document>,
    /// The layer on it.
    pub layer: Layer,
    /// The annotator of the layer.
    pub annotator: String,
    /// The file of the text, canonical.
    pub path: PathBuf,
    /// The layer's file.
    pub layer_path: PathBuf,
}

impl Held {
    /// Returns the state of an open document.
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

/// A place in a document of the corpus, which may not be open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    /// The document.
    pub name: String,
    /// The byte.
    pub at: usize,
}

/// Documents that are wanted on the desk.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The documents, from left to right.
    pub documents: Vec<Which>,
    /// The state of all open documents.
    pub shelf: Vec<Held>,
    /// The annotators under review.
    pub reviewed: Vec<String>,
}

/// A document that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The document with this name in the corpus.
    Named(String),
    /// A document that is open.
    Held(Slot),
}

/// The place at which a document was left. Offsets are bytes.
#[derive(Clone, Debug)]
pub struct LeftAt {
    /// The file.
    pub path: PathBuf,
    /// The text.
    pub document: Arc<Document>,
    /// The position of the cursor.
    pub cursor: usize,
    /// The beginning of the first row.
    pub top: usize,
}

/// The files of an open document, and their states when they were read.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The document.
    pub slot: Slot,
    /// The file of the text.
    pub path: PathBuf,
    /// The state of that file.
    pub mark: Option<FileState>,
    /// The layer's file, unless the layer is read-only.
    pub layer: Option<(PathBuf, SharedLayer)>,
    /// The files of the layers under review.
    pub reviewed: Vec<(PathBuf, Option<FileState>)>,
}
