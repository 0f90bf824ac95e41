//! The search that is on: its query, how many hits each document has, and where one stood before it began.

use std::collections::HashMap;

use crate::tags::history::Slot;
use crate::text::motion::Direction;
use crate::text::search::{Census, Query};

/// A search. Its hits show in both panes until one leaves it.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What is looked for; none while nothing is typed or while it cannot be read.
    pub query: Option<Query>,
    /// What was looked for when a search was left: the next step takes it up again.
    pub left: Option<Query>,
    /// Why what was typed cannot be read.
    pub error: Option<String>,
    /// How many hits there are, once they are counted.
    pub census: HashMap<Slot, Census>,
    /// Counts the queries, to know which of them a count is about.
    pub generation: u64,
    /// Whether the last hit was found only by going around the end.
    pub wrapped: bool,
    /// Whether the last look found a hit.
    pub found: bool,
    /// A hit that was not found nearby. It waits for the count.
    pub waiting: Option<Sought>,
}

/// A hit that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sought {
    /// From which byte.
    pub from: usize,
    /// Which way.
    pub direction: Direction,
}

/// Where one stood before a search began.
#[derive(Clone, Debug)]
pub struct Before {
    /// The byte under the cursor.
    pub cursor: usize,
    /// The byte at the top of the page.
    pub top: usize,
    /// The query of the search before.
    pub query: Option<Query>,
}

impl Search {
    /// Looks for something else from now on.
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
