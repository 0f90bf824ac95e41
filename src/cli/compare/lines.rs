//! The rows of a comparison as lines that any format can print.

use crate::compare::Comparison;
use crate::compare::account::{Account, account};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::{RowStatus, Voices};
use crate::text::{Document, Span};

/// A row of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The section that it is in.
    pub section: Section,
    /// The verdict.
    pub status: RowStatus,
    /// The place in each document.
    pub place: Both<Option<Cell>>,
    /// How far the two are apart, in words; empty if that is not known.
    pub difference: String,
    /// What may explain it, and what the two share.
    pub remarks: Vec<String>,
    /// Whether both sides are one voice.
    pub voices: Voices,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its first code point.
    pub start: usize,
    /// The code point behind its last.
    pub end: usize,
    /// The words there.
    pub quote: String,
}

/// Returns the rows of all sections, in order.
pub fn lines(document: Both<&Document>, comparison: &Comparison) -> Vec<Line> {
    let of = |section: Section| {
        let rows = comparison.rows(section).into_iter().enumerate();
        rows.map(move |(number, row)| {
            let Account { difference, remarks } = account(document, comparison, section, number);
            let place = cells(document, row.place);
            Line { section, status: row.status, place, difference, remarks, voices: row.voices }
        })
    };
    Section::ALL.into_iter().flat_map(of).collect()
}

fn cells(document: Both<&Document>, place: Both<Option<Span>>) -> Both<Option<Cell>> {
    let cell = |document: &Document, span: Option<Span>| {
        span.map(|span| Cell {
            start: document.to_chars(span.start),
            end: document.to_chars(span.end),
            quote: document.slice(span).into(),
        })
    };
    Both::new(cell(document.left, place.left), cell(document.right, place.right))
}
