//! The two articles held against each other, as it was last asked for.

use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::{Comparison, Row};
use crate::tags::history::Slot;
use crate::text::Span;

/// A comparison of two open documents.
#[derive(Debug)]
pub struct Compared {
    /// The documents.
    pub slots: Both<Slot>,
    /// Its rows.
    pub comparison: Comparison,
    /// The row that was chosen last.
    pub last: Option<RowId>,
}

/// Names a row: a comparison that is made anew may have it at another number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowId {
    /// The section that it is in.
    pub section: Section,
    /// The place in each document, in bytes.
    pub place: Both<Option<Span>>,
}

impl Compared {
    /// Returns the rows of all sections, in order.
    pub fn rows(&self) -> impl Iterator<Item = (RowId, Row)> {
        let named = |section| move |row: Row| (RowId { section, place: row.place }, row);
        Section::ALL.into_iter().flat_map(move |section| self.comparison.rows(section).into_iter().map(named(section)))
    }
}
