//! Holds the search: its query, the number of hits in each document, and the place where it began.

use std::collections::HashMap;

use crate::tags::history::Slot;
use crate::text::motion::Direction;
use crate::text::search::{Census, Query};

/// A search. Its hits show in both panes until the search is left.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The query; `None` while nothing is typed or the pattern is invalid.
    pub query: Option<Query>,
    /// The query of a search that was left. The next step to a hit continues it.
    pub left: Option<Query>,
    /// Earlier searches, the latest last.
    pub past: Vec<String>,
    /// The reason why the typed pattern is invalid.
    pub error: Option<String>,
    /// The counts of hits, when they are known.
    pub census: HashMap<Slot, Census>,
    /// The number of the query; a count of hits refers to it.
    pub generation: u64,
    /// Whether the last hit was found beyond an end of the text.
    pub wrapped: bool,
    /// Whether the last search found a hit.
    pub found: bool,
    /// A step to a hit that was not found nearby; it is finished when the hits are counted.
    pub waiting: Option<Sought>,
}

/// A hit that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The byte from which to search.
    pub from: usize,
    /// The direction.
    pub direction: Direction,
}

/// The view before a search began.
#[derive(Clone, Debug)]
pub struct Before {
    /// The byte under the cursor.
    pub cursor: usize,
    /// The byte at the top of the page.
    pub top: usize,
    /// The query of the previous search.
    pub query: Option<Query>,
}

impl Search {
    /// Replaces the query.
    pub fn set(&mut self, query: Option<Query>) {
        self.query = query;
        self.error = None;
        self.census.clear();
        self.generation += 1;
        self.wrapped = false;
        self.found = false;
        self.waiting = None;
    }
}
