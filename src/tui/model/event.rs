//! All that can happen: what the user does, and what came of an [`Effect`](super::Effect).

use std::path::PathBuf;
use std::time::Instant;

use crossterm::event::MouseEvent;

use super::Pair;
use super::SourceHere;
use super::effect::{Because, Then};
use super::measured::Measured;
use super::open::{Guard, Open};
use super::received::{FreshVerdicts, Received};
use super::review::Review;
use super::suggesting::FoundSuggestions;
use crate::compare::Comparison;
use crate::corpus::file_state::FileState;
use crate::corpus::saver::Saved;
use crate::corpus::shared::SharedLayer;
use crate::tags::history::{Place, Slot};
use crate::text::Span;
use crate::text::search::Census;
use crate::tui::key::Key;

/// Something that has happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The mouse did something, at that time.
    Mouse(MouseEvent, Instant),
    /// The screen has so many columns and rows now.
    Resize(u16, u16),
    /// Nothing has happened for a moment.
    Quiet,
    /// No key has come for so long that the user has surely seen the screen.
    Paused,
    /// It is time to look what others have written.
    LookAround,

    /// The program has started.
    Started(Started),
    /// Documents were read for the desk.
    Opened(Vec<Laid>),
    /// Documents that were wanted could not be read, for this reason.
    NotOpened(String),
    /// Documents are to lie on the desk again.
    Returned(Vec<Laid>),
    /// The documents for a place that is to be shown are there.
    Shown(Place, Vec<Laid>),
    /// Documents were read anew.
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
    /// The pairs were listed; how far each is may still be counted.
    Listed(Vec<Pair>),
    /// It was counted how far each pair is, in the order of the list.
    PairsCounted(Vec<Pair>),
    /// What others have on documents was read.
    Reviewed {
        /// Whose tags are reviewed.
        reviewed: Vec<String>,
        /// What they have, by document.
        found: Vec<(Slot, Others)>,
        /// What it was read for.
        because: Because,
    },
    /// What others say about the annotator's tags was gathered.
    Received(Vec<Received>),
    /// It was looked up what others decided since the annotator was last told.
    Reviews(Vec<FreshVerdicts>),
    /// Two documents were held against each other.
    Compared {
        /// The number of the question.
        number: u64,
        /// The answer; `None` if the work was given up.
        comparison: Option<Box<Comparison>>,
    },
    /// It was looked what might be tagged in a document.
    Suggested(Slot, FoundSuggestions),
    /// Nothing is suggested, for this reason.
    NotSuggested(String),
    /// It was measured how far annotators agree; `None` if there is nothing that two of them have tagged.
    Measured(Option<Measured>),

    /// A layer was saved, or was not.
    Saved(Saved),
    /// What was on its way to the disk has arrived.
    Settled {
        /// Whether all of it did, or the wait was too long.
        wait: Wait,
        /// What came of each save.
        saved: Vec<Saved>,
        /// What is to be done then.
        then: Then,
    },
    /// Layers were saved to another folder.
    SavedElsewhere {
        /// Which, and the file of each.
        saved: Vec<(Slot, PathBuf)>,
        /// Why not all of them were.
        failed: Option<String>,
    },
    /// The file of a layer was put aside: its new name, and what is known of the old name now; or why it was not.
    SetAside(Slot, Result<(PathBuf, SharedLayer), String>),
    /// A copy of the file of a layer was put aside: its name; or why it was not.
    Recovered(Slot, Result<PathBuf, String>),
    /// Someone else has changed files.
    Changed {
        /// Documents whose layer was changed.
        layers: Vec<Slot>,
        /// Documents whose text was changed, and how the file is now.
        texts: Vec<(Slot, FileState)>,
        /// Documents of which a layer under review was changed.
        reviewed: Vec<Slot>,
    },
    /// The hits of a query were counted; `None` if the count was given up.
    Counted {
        /// The document.
        slot: Slot,
        /// The query's number.
        generation: u64,
        /// How many there are.
        census: Option<Census>,
    },
    /// It was looked up whom a sentence names as a source.
    SourceFound(SourceHere),
    /// Something could not be done, for this reason.
    Failed(String),
}

impl Event {
    /// Returns whether the screen may look different after it.
    pub fn shows(&self) -> bool {
        !matches!(self, Event::Quiet | Event::Paused | Event::LookAround)
    }
}

/// Whether everything was done before the wait was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// It was.
    Done,
    /// The wait was over first.
    TooLong,
}

/// What was gathered before the first frame.
#[derive(Debug, Default)]
pub struct Started {
    /// The documents to lay on the desk; of none, the pairs are listed.
    pub documents: Vec<Laid>,
    /// What could not be understood in the settings and layers.
    pub doubts: Vec<String>,
}

/// A document for the desk, with what was looked up about it.
#[derive(Debug)]
pub struct Laid {
    /// The document.
    pub document: Fetched,
    /// The byte that its cursor was left on.
    pub cursor: usize,
    /// The byte at the top of its page.
    pub top: usize,
    /// What others have on it.
    pub others: Others,
    /// What is to be said about its layer.
    pub doubt: Option<String>,
}

impl Laid {
    /// Returns a document that was just read, of which nothing else is known.
    pub fn new(open: Open, cursor: usize) -> Laid {
        let document = Fetched::Read(Box::new(open));
        Laid { document, cursor, top: cursor, others: Others::default(), doubt: None }
    }
}

/// Where a document for the desk comes from.
#[derive(Debug)]
pub enum Fetched {
    /// It is open already.
    Held(Slot),
    /// It was read. If its layer is open already, that stays.
    Read(Box<Open>),
    /// It was read, and takes the place of the one that is open.
    Anew(Slot, Box<Open>),
}

impl Fetched {
    /// Returns why nothing may be changed in the layer that was read, if that is so.
    pub fn guard(&self) -> Option<&Guard> {
        match self {
            Fetched::Read(open) | Fetched::Anew(_, open) => open.guard.as_ref(),
            Fetched::Held(_) => None,
        }
    }

    /// Returns whether it is that open document.
    pub fn is_held(&self, slot: Slot) -> bool {
        match self {
            Fetched::Held(held) | Fetched::Anew(held, _) => *held == slot,
            Fetched::Read(_) => false,
        }
    }
}

/// What others have on a document.
#[derive(Debug, Default)]
pub struct Others {
    /// Who has tags on it.
    pub names: Vec<String>,
    /// What is under review, if anything is.
    pub review: Option<Review>,
    /// Why that could not be read.
    pub problem: Option<String>,
}
