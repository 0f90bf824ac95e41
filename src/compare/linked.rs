//! Keeps what an analyst has linked across two documents: such a pair is a row, whether or not the comparison would make it.
//!
//! ```text
//!   left   claim “The mill will shut” ── same as ──→ right  claim “Production ends in May”      one row, though no word is shared
//! ```

use super::both::Both;
use super::decision::{Outcome, PlacedDecision, RowDecision, Section, WhichDocuments, is_at};
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
}

impl LinkedPlaces {
    /// Returns the links among some decisions.
    pub(super) fn among(decisions: &[PlacedDecision<'_>]) -> Vec<LinkedPlaces> {
        let link = |placed: &PlacedDecision<'_>| match &placed.decision.outcome {
            Outcome::Linked(kind) => {
                Some(LinkedPlaces { section: placed.decision.section, place: placed.place, kind: kind.clone() })
            }
            _ => None,
        };
        decisions.iter().filter_map(link).collect()
    }

    /// Returns whether the link is one of a row of the section at this place.
    pub fn is_of(&self, section: Section, place: Both<Option<Span>>) -> bool {
        self.section == section && is_at(self.place, place)
    }
}

/// Returns a decision that links two places.
pub(crate) fn decision(document: Both<&Document>, section: Section, place: Both<Span>, kind: &str) -> RowDecision {
    let target = Both::new(Target::of(document.left, place.left), Target::of(document.right, place.right));
    RowDecision { section, target, ends: WhichDocuments::Across, outcome: Outcome::Linked(kind.into()) }
}
