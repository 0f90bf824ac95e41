//! Keeps what an analyst has linked across two documents: such a pair is a row, whether or not the comparison would make it.
//!
//! ```text
//!   left   claim “The mill will shut” ── same as ──→ right  claim “Production ends in May”      one row, though no word is shared
//! ```

use std::cmp::Reverse;

use super::both::Both;
use super::decision::{Outcome, PlacedDecision, RowDecision, Section, WhichDocuments, is_at};
use crate::tags::Tag;
use crate::tags::scheme::Scheme;
use crate::tags::target::Target;
use crate::text::{Document, Span};

/// A link between two places of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedPlaces {
    /// The section.
    pub section: Section,
    /// The place in each document, in bytes.
    pub place: Both<Span>,
    /// The kind of the link.
    pub kind: String,
    /// The annotator under review who made it; `None` if it is the analyst's own.
    pub by: Option<String>,
}

impl LinkedPlaces {
    /// Returns the link between two tags, one in each document; `None` unless both have the label of one section.
    pub(crate) fn between(tag: Both<&Tag>, kind: &str, by: Option<&str>, scheme: &Scheme) -> Option<LinkedPlaces> {
        let is_of = |section: &Section| {
            section.label(scheme).is_some_and(|label| tag.left.label == label && tag.right.label == label)
        };
        let section = [Section::Figures, Section::Claims].into_iter().find(is_of)?;
        Some(LinkedPlaces { section, place: tag.map(|tag| tag.span), kind: kind.into(), by: by.map(String::from) })
    }

    /// Returns the decision that keeps the two places in one row.
    pub(crate) fn decision(&self, document: Both<&Document>) -> RowDecision {
        let target =
            Both::new(Target::of(document.left, self.place.left), Target::of(document.right, self.place.right));
        let outcome = Outcome::Linked { kind: self.kind.clone(), by: self.by.clone() };
        RowDecision { section: self.section, target, ends: WhichDocuments::Across, outcome }
    }

    /// Returns the links among some decisions.
    pub(super) fn among(decisions: &[PlacedDecision<'_>]) -> Vec<LinkedPlaces> {
        let link = |placed: &PlacedDecision<'_>| match &placed.decision.outcome {
            Outcome::Linked { kind, by } => Some(LinkedPlaces {
                section: placed.decision.section,
                place: placed.place,
                kind: kind.clone(),
                by: by.clone(),
            }),
            _ => None,
        };
        decisions.iter().filter_map(link).collect()
    }

    /// Returns the number of the link's row among the places of a section's rows: of several that the tags hold, the nearest.
    pub(crate) fn row(&self, section: Section, rows: impl Iterator<Item = Both<Option<Span>>>) -> Option<usize> {
        let of = rows.enumerate().filter(|(_, place)| self.is_of(section, *place));
        of.max_by_key(|(at, place)| (self.nearness(*place), Reverse(*at))).map(|(at, _)| at)
    }

    /// Returns how near a row at this place is to the link: the number of bytes that they have in common on both sides, then how
    /// short the row is.
    fn nearness(&self, place: Both<Option<Span>>) -> (usize, Reverse<usize>) {
        let sides = [(self.place.left, place.left), (self.place.right, place.right)];
        let sides = || sides.into_iter().filter_map(|(link, row)| Some((link, row?)));
        let common = sides().map(|(link, row)| link.end.min(row.end).saturating_sub(link.start.max(row.start))).sum();
        (common, Reverse(sides().map(|(_, row)| row.len()).sum()))
    }

    /// Returns whether the link is one of a row of the section at this place.
    pub fn is_of(&self, section: Section, place: Both<Option<Span>>) -> bool {
        self.section == section && is_at(self.place, place)
    }
}
