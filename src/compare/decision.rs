//! Decisions of an analyst about a row, told so that they can be kept in a layer and found again.
//!
//! ```text
//!   row       10,000 soldiers  ·  around 12,000 soldiers  ·  differs
//!   decision  “10,000” in the one document, “around 12,000” in the other: linked as `differs from`, or declined
//! ```
//!
//! A decision names the words that it is about, as a [tag's place](crate::tags::target) does, so that it outlives a new comparison,
//! edits of the text, and the next version of whatever found the row.

use super::both::Both;
use crate::tags::remark;
use crate::tags::target::Target;
use crate::text::Span;

/// A decision about two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The kind of rows that it is about.
    pub section: Section,
    /// The words of each document.
    pub target: Both<Target>,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcomes that a decision can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The two are linked: the name of the kind of link, such as `same as`, `differs from` or `contradicts`.
    Linked(String),
    /// The two have nothing to do with each other: the row is not to be offered again.
    Declined,
    /// The two names mean the same source.
    Joined,
    /// The two names do not mean the same source.
    Parted,
}

impl Outcome {
    /// Returns the outcome that a [remark](crate::tags::remark::Remark) says; a link is no remark.
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
    /// All of them, in the order in which they are shown.
    pub const ALL: [Section; 4] = [Section::Figures, Section::Claims, Section::Sources, Section::Wording];

    /// Returns its name in files and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Section::Figures => "figures",
            Section::Claims => "claims",
            Section::Sources => "sources",
            Section::Wording => "shared wording",
        }
    }
}

/// A decision whose words were found in the texts as they are now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The place in each document.
    pub place: Both<Span>,
    /// The decision.
    pub decision: &'a Decision,
}

impl Placed<'_> {
    /// Returns whether it is about a row of that section at that place: on each side the one holds the other, so that a decision stays
    /// with its figure when the reading of its ends changes.
    pub fn is_about(&self, section: Section, place: Both<Option<Span>>) -> bool {
        let same =
            |here: Span, there: Option<Span>| there.is_some_and(|there| here.covers(there) || there.covers(here));
        self.decision.section == section && same(self.place.left, place.left) && same(self.place.right, place.right)
    }
}
