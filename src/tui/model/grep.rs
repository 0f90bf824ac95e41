//! Holds a search of all texts of the corpus: the query, and the hits that were found so far. They come one text after
//! the other, so that the list can be read while the search goes on.

use std::collections::BTreeSet;

use crate::corpus::grep::GrepHit;
use crate::text::search::Query;

/// A search of the corpus.
#[derive(Clone, Debug, Default)]
pub struct Grep {
    /// The query; `None` before the first search.
    pub query: Option<Query>,
    /// The number of the present search. Hits carry the number of their search, so that late hits of an earlier search
    /// are recognised.
    pub number: u64,
    /// The lines with a hit, in the order in which they were found.
    pub hits: Vec<GrepHit>,
    /// The documents with a hit.
    pub documents: BTreeSet<String>,
    /// Whether the search has ended: all texts were searched, or enough hits were found.
    pub is_done: bool,
}
