//! Describes an analyst's decisions on rows by the words of their places, so that a layer can store them.
//!
//! ```text
//!   row       10,000 soldiers  ·  around 12,000 soldiers  ·  differs
//!   decision  “10,000” in the one document, “around 12,000” in the other: linked as `differs from`, or declined
//!
//!   row       v2.0  ·  only left
//!   decision  “2.0” in the one document: declined, whatever it is held against
//! ```
//!
//! A decision stores the words of its places, as a [tag's target](crate::tags::target) does, so that it stays valid
//! after a new comparison, edits of the text, and changes in the way rows are found.

use super::both::Both;
use crate::tags::anchor;
use crate::tags::remark::{self, Remark};
use crate::tags::scheme::Scheme;
use crate::tags::target::Target;
use crate::text::unit::Unit;
use crate::text::{Document, Span};

/// A decision about two places, or about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDecision {
    /// The section of the row.
    pub section: Section,
    /// The words in each document; for two sources in one document, the words of each; for one place, its words twice.
    pub target: Both<Target>,
    /// The documents that these words are in.
    pub ends: WhichDocuments,
    /// The outcome.
    pub outcome: Outcome,
}

/// The documents of the two places of a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhichDocuments {
    /// One in each.
    #[default]
    Across,
    /// Both in the left one, or the only one is.
    Left,
    /// Both in the right one, or the only one is.
    Right,
}

/// Returns the decisions on rows in the layers of two documents, given their names and the remarks on each; the latest
/// comes last.
pub(crate) fn decisions<'a, R: Iterator<Item = &'a Remark>>(name: Both<&str>, remarks: Both<R>) -> Vec<RowDecision> {
    let mut found: Vec<(&str, RowDecision)> = Vec::new();
    found.extend(remarks.left.filter_map(|one| decided(one, name.left, name.right)));
    let right = remarks.right.filter_map(|one| decided(one, name.right, name.left));
    found.extend(right.map(|(at, decision)| (at, decision.swapped())));
    found.sort_by(|one, other| one.0.cmp(other.0));
    found.into_iter().map(|(_, decision)| decision).collect()
}

/// Returns the time and the decision of a remark on the document `here`, if it is about a row of a comparison with
/// `there`. A place that was declined on its own is declined in the comparison with any document.
fn decided<'a>(remark: &'a Remark, here: &str, there: &str) -> Option<(&'a str, RowDecision)> {
    let section = Section::ALL.into_iter().find(|section| section.name() == remark.about)?;
    let (outcome, first) = (Outcome::of(&remark.says)?, remark.here.clone()?);
    let (second, ends) = match &remark.there {
        Some(elsewhere) if elsewhere.document == there => (elsewhere.target.clone(), WhichDocuments::Across),
        Some(elsewhere) if elsewhere.document == here => (elsewhere.target.clone(), WhichDocuments::Left),
        // A label may have the name of a section; what declines a suggestion names its rule.
        None if outcome == Outcome::Declined && remark.via.is_none() => (first.clone(), WhichDocuments::Left),
        _ => return None,
    };
    Some((&remark.at, RowDecision { section, target: Both::new(first, second), ends, outcome }))
}

impl RowDecision {
    /// Returns the decision with the documents swapped.
    fn swapped(self) -> RowDecision {
        match self.ends {
            WhichDocuments::Across => RowDecision { target: self.target.swapped(), ..self },
            WhichDocuments::Left => RowDecision { ends: WhichDocuments::Right, ..self },
            WhichDocuments::Right => RowDecision { ends: WhichDocuments::Left, ..self },
        }
    }
}

/// The outcome of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The two are linked.
    Linked {
        /// The kind of the link, such as `same as`, `differs from` or `contradicts`.
        kind: String,
        /// The annotator under review who linked them; `None` if the analyst did.
        by: Option<String>,
    },
    /// The two have nothing to do with each other, or the one place is not to be compared: the row is not to be offered again.
    Declined,
    /// An annotator under review has declined it. The row stays, and says so.
    DeclinedBy(String),
    /// The two names mean the same source.
    Joined,
    /// The two names do not mean the same source.
    Parted,
}

impl Outcome {
    /// Returns the outcome in the words of a [remark](crate::tags::remark::Remark); a link is no remark.
    pub fn of(says: &str) -> Option<Outcome> {
        match says {
            remark::DECLINED => Some(Outcome::Declined),
            remark::JOINED => Some(Outcome::Joined),
            remark::PARTED => Some(Outcome::Parted),
            _ => None,
        }
    }
}

/// The parts of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Rows of [figures](super::figures).
    Figures,
    /// Rows of [claims](super::claims).
    Claims,
    /// Rows of [sources](super::sources).
    Sources,
    /// [Wording](super::wording) that both share.
    Wording,
}

impl Section {
    /// All sections, in the order in which they are shown.
    pub const ALL: [Section; 4] = [Section::Figures, Section::Claims, Section::Sources, Section::Wording];

    /// Returns the name in files and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Section::Figures => "figures",
            Section::Claims => "claims",
            Section::Sources => "sources",
            Section::Wording => "shared wording",
        }
    }

    /// Returns the label of the places of a section.
    pub(crate) fn label(self, scheme: &Scheme) -> Option<&str> {
        let unit = match self {
            Section::Figures => Unit::Figure,
            Section::Claims => Unit::Sentence,
            Section::Sources => Unit::Name,
            Section::Wording => return None,
        };
        scheme.labels.iter().find(|label| label.unit == unit).map(|label| label.name.as_str())
    }
}

/// A decision whose words were found in the present texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedDecision<'a> {
    /// The two places, each in the document that [`RowDecision::ends`] names.
    pub place: Both<Span>,
    /// The decision.
    pub decision: &'a RowDecision,
}

impl<'a> PlacedDecision<'a> {
    /// Returns the decisions whose words are in the texts, even if they were changed a little, with their places.
    pub fn all(document: Both<&Document>, decisions: &'a [RowDecision]) -> Vec<PlacedDecision<'a>> {
        let mut sought: Both<Vec<&Target>> = Both::default();
        for decision in decisions {
            let Both { left, right } = &decision.target;
            match decision.ends {
                WhichDocuments::Across => (sought.left.push(left), sought.right.push(right)),
                WhichDocuments::Left => (sought.left.push(left), sought.left.push(right)),
                WhichDocuments::Right => (sought.right.push(left), sought.right.push(right)),
            };
        }
        let mut left = anchor::find(document.left, &sought.left).into_iter();
        let mut right = anchor::find(document.right, &sought.right).into_iter();
        let placed = |decision: &'a RowDecision| {
            let (one, other) = match decision.ends {
                WhichDocuments::Across => (left.next(), right.next()),
                WhichDocuments::Left => (left.next(), left.next()),
                WhichDocuments::Right => (right.next(), right.next()),
            };
            Some(PlacedDecision { place: Both::new(one??, other??), decision })
        };
        decisions.iter().filter_map(placed).collect()
    }

    /// Returns whether the decision is about a row of this section at this place.
    pub fn is_about(&self, section: Section, place: Both<Option<Span>>) -> bool {
        self.decision.ends == WhichDocuments::Across && self.decision.section == section && is_at(self.place, place)
    }
}

/// What an annotator under review has declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclinedPlaces {
    /// The section.
    pub section: Section,
    /// The place in each document, in bytes; of what was declined on its own, in one of them.
    pub place: Both<Option<Span>>,
    /// The annotator.
    pub by: String,
}

impl DeclinedPlaces {
    /// Returns them among some decisions.
    pub(super) fn among(decisions: &[PlacedDecision<'_>]) -> Vec<DeclinedPlaces> {
        let declined = |placed: &PlacedDecision<'_>| {
            let Outcome::DeclinedBy(by) = &placed.decision.outcome else { return None };
            let place = match placed.decision.ends {
                WhichDocuments::Across => placed.place.map(Some),
                WhichDocuments::Left => Both::new(Some(placed.place.left), None),
                WhichDocuments::Right => Both::new(None, Some(placed.place.left)),
            };
            Some(DeclinedPlaces { section: placed.decision.section, place, by: by.clone() })
        };
        decisions.iter().filter_map(declined).collect()
    }

    /// Returns whether a row of the section at this place has what was declined.
    pub fn is_of(&self, section: Section, place: Both<Option<Span>>) -> bool {
        let is_in = |here: Option<Span>, there| here.is_none_or(|here| is_same(here, there));
        self.section == section && is_in(self.place.left, place.left) && is_in(self.place.right, place.right)
    }
}

/// Returns whether two places are those of a row: on each side, one span covers the other, so that a decision stays with its figure
/// when its ends are read differently.
pub(super) fn is_at(place: Both<Span>, row: Both<Option<Span>>) -> bool {
    is_same(place.left, row.left) && is_same(place.right, row.right)
}

fn is_same(here: Span, there: Option<Span>) -> bool {
    there.is_some_and(|there| here.covers(there) || there.covers(here))
}
