//! A reviewer's decision on someone else's tag. It lives in the reviewer's own layer.
//!
//! ```text
//!   ana's layer    t-5w…  claim   “Prices rose 5%”                        never written by ben
//!   ben's layer    v-ana-5w…      amended   was  claim “Prices rose 5%”   what he saw
//!                                           is   figure “5%”              what he says
//! ```
//!
//! There is one verdict on a tag, and its id says which: two windows of one reviewer that judge the same tag meet in it. It
//! keeps what was judged, so that it shows when the annotator has changed the tag since.

use super::target::Judged;
use super::{Extra, Id, Origin, Tag};

/// A decision on a tag of another annotator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its name: see [`Verdict::id_of`].
    pub id: Id,
    /// Whose tag it is about.
    pub annotator: String,
    /// Which one.
    pub tag: Id,
    /// What was decided; `None` for a comment without a decision.
    pub decision: Option<Decision>,
    /// What the tag said then.
    pub judged: Judged,
    /// What the reviewer has to say about it.
    pub comment: String,
    /// When it was made: RFC 3339, UTC, whole seconds.
    pub at: String,
    /// The verdict that this one contradicts, when two hands decided at the same time.
    pub rival: Option<Id>,
    /// Fields of its record that this version does not know.
    pub extra: Vec<Extra>,
}

/// What a reviewer can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The tag is right.
    Accepted,
    /// It should not be there.
    Rejected,
    /// It should be this.
    Amended(Judged),
}

impl Decision {
    /// Returns the word for it in files and on the screen.
    pub fn word(&self) -> &'static str {
        match self {
            Decision::Accepted => "accepted",
            Decision::Rejected => "rejected",
            Decision::Amended(_) => "amended",
        }
    }
}

impl Verdict {
    /// Returns the name of the verdict on a tag of `annotator`'s.
    pub fn id_of(annotator: &str, tag: &Id) -> Id {
        let tag = tag.as_str();
        Id::from(format!("v-{annotator}-{}", tag.strip_prefix("t-").unwrap_or(tag)).as_str())
    }

    /// Returns the name of the tag that a decision makes of another annotator's: by it one that was there before is
    /// told apart.
    pub fn outcome_of(origin: &Origin) -> Id {
        let tag = origin.tag.as_str();
        Id::from(format!("t-{}-{}", origin.annotator, tag.strip_prefix("t-").unwrap_or(tag)).as_str())
    }

    /// Returns whether it is still about what the tag says.
    pub fn holds(&self, tag: &Tag) -> bool {
        self.judged.is(tag)
    }
}
