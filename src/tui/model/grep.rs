//! A search of all texts of the corpus: what is looked for, and what was found by now.

use std::collections::BTreeSet;

use crate::corpus::grep::GrepHit;
use crate::text::search::Query;

/// A search of the corpus.
#[derive(Clone, Debug, Default)]
pub struct Grep {
    /// The query; `None` before the first search.
    pub query: Option<Query>,
    /// Counts the searches, to know which of them something found is about.
    pub number: u64,
    /// The lines with a hit, as they came.
    pub hits: Vec<GrepHit>,
    /// The documents with a hit.
    pub documents: BTreeSet<String>,
    /// Whether all texts were looked at, or enough was found.
    pub is_done: bool,
}
