//! Turns the rows of a comparison into lines that any format can print.

use crate::compare::Comparison;
use crate::compare::account::{Account, account};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::{RowStatus, Voices};
use crate::text::{Document, Span};

/// A row of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The section.
    pub section: Section,
    /// The status.
    pub status: RowStatus,
    /// The place in each document.
    pub place: Both<Option<Cell>>,
    /// The difference of the two, in words; empty if it is not known.
    pub difference: String,
    /// Possible explanations, and what the two share.
    pub remarks: Vec<String>,
    /// Whether both sides cite one source.
    pub voices: Voices,
    /// The kinds of the annotator's links between the two places.
    pub links: Vec<String>,
    /// Whether each side of a claim is tagged.
    pub tagged: Both<bool>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// The first code point.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
    /// The words there, exactly.
    pub words: String,
    /// The words there, as the page reads them.
    pub quote: String,
}

/// Returns the rows of all sections, in order.
pub(super) fn lines(document: Both<&Document>, comparison: &Comparison) -> Vec<Line> {
    let of = |section: Section| {
        let rows = comparison.rows(section).into_iter().enumerate();
        rows.map(move |(number, row)| {
            let Account { difference, remarks } = account(document, comparison, section, number);
            let place = cells(document, row.place);
            let links = comparison.links.iter().filter(|link| link.is_of(section, row.place));
            let links = links.map(|link| link.kind.clone()).collect();
            let claim = comparison.claims.get(number).filter(|_| section == Section::Claims);
            let tagged = claim.map(|claim| claim.tagged).unwrap_or_default();
            Line { section, status: row.status, place, difference, remarks, voices: row.voices, links, tagged }
        })
    };
    Section::ALL.into_iter().flat_map(of).collect()
}

impl Line {
    /// Returns the sides that are tagged: `left`, `right`, `both`, or nothing.
    pub(super) fn tagged_sides(&self) -> &'static str {
        match self.tagged {
            Both { left: true, right: true } => "both",
            Both { left: true, right: false } => "left",
            Both { left: false, right: true } => "right",
            Both { left: false, right: false } => "",
        }
    }
}

fn cells(document: Both<&Document>, place: Both<Option<Span>>) -> Both<Option<Cell>> {
    let cell = |document: &Document, span: Option<Span>| {
        span.map(|span| Cell {
            start: document.to_chars(span.start),
            end: document.to_chars(span.end),
            words: document.slice(span).into(),
            quote: document.quote(span),
        })
    };
    Both::new(cell(document.left, place.left), cell(document.right, place.right))
}
