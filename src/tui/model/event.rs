//! Defines the events: what the user does, and the results of an [`Effect`](super::Effect).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crossterm::event::MouseEvent;

use super::Pair;
use super::UnitsHere;
use super::effect::{Because, Then};
use super::measured::Measured;
use super::open::{Guard, Open};
use super::received::{FreshVerdicts, Received};
use super::review::Review;
use super::suggesting::FoundSuggestions;
use crate::compare::Comparison;
use crate::corpus::file_state::FileState;
use crate::corpus::grep::GrepHit;
use crate::corpus::provenance::Provenance;
use crate::corpus::saver::Saved;
use crate::corpus::shared::SharedLayer;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::Scheme;
use crate::text::search::Census;
use crate::text::{Document, Span};
use crate::tui::key::Key;

/// An event.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The mouse was used, at this time.
    Mouse(MouseEvent, Instant),
    /// The screen has this many columns and rows now.
    Resize(u16, u16),
    /// Nothing has happened for a moment.
    Quiet,
    /// No key has come for so long that the user has seen the screen.
    Paused,
    /// It is time to look whether other programs have written files.
    LookAround,

    /// The program has started.
    Started(Started),
    /// Documents were read for the desk.
    Opened(Vec<Laid>),
    /// Documents could not be read, for this reason.
    NotOpened(String),
    /// Documents are put back on the desk.
    Returned(Vec<Laid>),
    /// The documents for a place to show were found.
    Shown(Place, Vec<Laid>),
    /// Documents were read again.
    Reloaded(Vec<Laid>),
    /// The layers of two annotators on one document were read.
    Beside {
        /// The annotators, left and right.
        names: [String; 2],
        /// The document with the layer of each.
        sides: Box<[Laid; 2]>,
        /// The place to show, if it is not the beginning.
        at: Option<Span>,
    },
    /// The pairs were listed; their progress may still be counted.
    Listed(Vec<Pair>),
    /// The progress of some pairs was counted.
    PairsCounted {
        /// The number of the first of them in the list.
        from: usize,
        /// The pairs, in the order of the list.
        pairs: Vec<Pair>,
    },
    /// Lines were found in the texts of the corpus.
    Grepped {
        /// The number of the search.
        number: u64,
        /// The lines.
        hits: Vec<GrepHit>,
        /// Whether all texts were looked at.
        is_done: bool,
    },
    /// The documents for a place that is to be shown were read.
    ShownNamed {
        /// The byte.
        at: usize,
        /// The number of the document in which it is.
        which: usize,
        /// The document and its partner, left and right.
        documents: Vec<Laid>,
    },
    /// The origin of the document with this name was looked up; `None` if it is not recorded.
    Origin(String, Option<Box<Provenance>>),
    /// The documents of the corpus were listed.
    DocumentsListed(Vec<String>),
    /// Something was declared in `corpus.ron`.
    Declared {
        /// The labels and kinds of links, as they are now.
        scheme: Box<Scheme>,
        /// The declaration, in words.
        words: String,
    },
    /// The tags of others on documents were read.
    Reviewed {
        /// The annotators under review.
        reviewed: Vec<String>,
        /// Their tags, each with the text that they were placed in.
        found: Vec<(Slot, Arc<Document>, Others)>,
        /// The reason for reading them.
        because: Because,
    },
    /// The reviewers' decisions about the annotator's tags were collected.
    Received(Vec<Received>),
    /// Decisions of reviewers since the last report were looked up.
    Reviews(Vec<FreshVerdicts>),
    /// Two documents were compared.
    Compared {
        /// The number of the question.
        number: u64,
        /// The answer; `None` if the work was cancelled.
        comparison: Option<Box<Comparison>>,
    },
    /// Suggestions in a document were found.
    Suggested(Slot, FoundSuggestions),
    /// There are no suggestions, for this reason.
    NotSuggested(String),
    /// The agreement of annotators was measured; `None` if no two of them have tagged the same document.
    Measured(Option<Measured>),

    /// A save succeeded or failed.
    Saved(Saved),
    /// The wait for all saves is over.
    Settled {
        /// Whether all saves finished, or the wait was too long.
        wait: Wait,
        /// The result of each save.
        saved: Vec<Saved>,
        /// The action to continue with.
        then: Then,
    },
    /// Layers were saved to another folder.
    SavedElsewhere {
        /// The documents, and the file of each.
        saved: Vec<(Slot, PathBuf)>,
        /// The reason why not all layers were saved.
        failed: Option<String>,
    },
    /// The file of a layer was renamed: its new path, and the state of the file at the old path; or the reason why it
    /// could not be renamed.
    SetAside(Slot, Result<(PathBuf, SharedLayer), String>),
    /// The file of a layer was copied: the path of the copy; or the reason why it could not be copied.
    Recovered(Slot, Result<PathBuf, String>),
    /// Other programs have changed files.
    Changed {
        /// Documents whose layer was changed.
        layers: Vec<Slot>,
        /// Documents whose text was changed, with the present state of the file.
        texts: Vec<(Slot, FileState)>,
        /// Documents for which a layer under review was changed.
        reviewed: Vec<Slot>,
    },
    /// The hits of a query were counted; `None` if the count was cancelled.
    Counted {
        /// The document.
        slot: Slot,
        /// The number of the query.
        generation: u64,
        /// The counts.
        census: Option<Census>,
    },
    /// The source that a sentence names was looked up.
    UnitsFound(UnitsHere),
    /// Something could not be done, for this reason.
    Failed(String),
}

impl Event {
    /// Returns whether the screen may look different after the event.
    pub fn shows(&self) -> bool {
        !matches!(self, Event::Quiet | Event::Paused | Event::LookAround)
    }
}

/// The result of waiting for saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// All saves are finished.
    Done,
    /// The time for the wait was over before all saves had finished.
    TooLong,
}

/// Everything that was read before the first frame.
#[derive(Debug, Default)]
pub struct Started {
    /// The documents for the desk; if there are none, the pairs are listed.
    pub documents: Vec<Laid>,
    /// Messages about what was not understood in the settings and layers.
    pub doubts: Vec<String>,
}

/// A document for the desk, with what was looked up about it.
#[derive(Debug)]
pub struct Laid {
    /// The document.
    pub document: Fetched,
    /// The byte at which the cursor was left.
    pub cursor: usize,
    /// The byte at the top of its page.
    pub top: usize,
    /// The other annotators' tags on it.
    pub others: Others,
    /// A message about its layer.
    pub doubt: Option<String>,
}

impl Laid {
    /// Returns a document that was just read, without further information.
    pub fn new(open: Open, cursor: usize) -> Laid {
        let document = Fetched::Read(Box::new(open));
        Laid { document, cursor, top: cursor, others: Others::default(), doubt: None }
    }
}

/// The origin of a document for the desk.
#[derive(Debug)]
pub enum Fetched {
    /// It is open already.
    Held(Slot),
    /// It was read. If its layer is open already, the open layer stays.
    Read(Box<Open>),
    /// It was read, and replaces the open one.
    Anew(Slot, Box<Open>),
}

impl Fetched {
    /// Returns why the layer that was read is read-only, if it is.
    pub fn guard(&self) -> Option<&Guard> {
        match self {
            Fetched::Read(open) | Fetched::Anew(_, open) => open.guard.as_ref(),
            Fetched::Held(_) => None,
        }
    }

    /// Returns whether it is this open document.
    pub fn is_held(&self, slot: Slot) -> bool {
        match self {
            Fetched::Held(held) | Fetched::Anew(held, _) => *held == slot,
            Fetched::Read(_) => false,
        }
    }
}

/// The other annotators' tags on a document.
#[derive(Debug, Default)]
pub struct Others {
    /// The annotators who have tags on it.
    pub names: Vec<String>,
    /// The review, if there is one.
    pub review: Option<Review>,
    /// The reason why their layers could not be read.
    pub problem: Option<String>,
}
