//! Holds a reviewer's decision on another annotator's tag. It is stored in the reviewer's own layer.
//!
//! ```text
//!   ana's layer    t-5w…  claim   “Prices rose 5%”                        never written by ben
//!   ben's layer    v-ana-5w…      amended   was  claim “Prices rose 5%”   what he saw
//!                                           is   figure “5%”              what he says
//! ```
//!
//! There is at most one verdict on a tag, and its id is made from the tag: if two windows of one reviewer judge the
//! same tag, they write the same record. A verdict stores the tag as it was judged, so that a later change by the
//! annotator can be noticed.

use super::target::Judged;
use super::{Extra, Id, Origin, Tag};

/// A decision on a tag of another annotator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The id: see [`Verdict::id_of`].
    pub id: Id,
    /// The annotator of the tag.
    pub annotator: String,
    /// The id of the tag.
    pub tag: Id,
    /// The decision; `None` for a comment without one.
    pub decision: Option<Decision>,
    /// The tag as it was when it was judged.
    pub judged: Judged,
    /// The reviewer's comment.
    pub comment: String,
    /// The time at which it was made: RFC 3339, UTC, whole seconds.
    pub at: String,
    /// The verdict that this one contradicts, when two programs wrote verdicts at the same time.
    pub rival: Option<Id>,
    /// Fields of the record that this version does not know.
    pub extra: Vec<Extra>,
}

/// A decision of a reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The tag is right.
    Accepted,
    /// The tag should not be there.
    Rejected,
    /// The tag should be like this.
    Amended(Judged),
}

impl Decision {
    /// Returns the word for the decision in files and on the screen.
    pub fn word(&self) -> &'static str {
        match self {
            Decision::Accepted => "accepted",
            Decision::Rejected => "rejected",
            Decision::Amended(_) => "amended",
        }
    }
}

impl Verdict {
    /// Returns the id of the verdict on a tag of `annotator`.
    pub fn id_of(annotator: &str, tag: &Id) -> Id {
        let tag = tag.as_str();
        Id::from(format!("v-{annotator}-{}", tag.strip_prefix("t-").unwrap_or(tag)).as_str())
    }

    /// Returns the id of the tag that a decision makes from another annotator's tag. The id distinguishes such a tag
    /// from one that was there before.
    pub fn outcome_of(origin: &Origin) -> Id {
        let tag = origin.tag.as_str();
        Id::from(format!("t-{}-{}", origin.annotator, tag.strip_prefix("t-").unwrap_or(tag)).as_str())
    }

    /// Returns whether the verdict still fits the tag: the tag has not changed since.
    pub fn holds(&self, tag: &Tag) -> bool {
        self.judged.is(tag)
    }
}
