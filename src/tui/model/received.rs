//! What others say about one's own tags.

use super::App;
use super::open::quote;
use crate::tags::history::Slot;
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Tag};

/// What someone else says about one's tags: a verdict on one of them, or a tag that one did not make.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// The document.
    pub slot: Slot,
    /// Who says it.
    pub reviewer: String,
    /// What is said.
    pub said: Said,
}

/// What a reviewer can say.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A verdict on a tag.
    Verdict(Box<Verdict>),
    /// A tag that was missed.
    Added(Box<Tag>),
}

/// What a reviewer decided about one's tags on the desk since one was last told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreshVerdicts {
    /// Who decided.
    pub reviewer: String,
    /// How many verdicts are new, by the sign of what was decided.
    pub counts: VerdictCounts,
    /// Whether something that this reviewer decided was told before.
    pub told_before: bool,
}

/// How many verdicts there are of each decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerdictCounts {
    /// Tags that were accepted.
    pub accepted: usize,
    /// Tags that were rejected.
    pub rejected: usize,
    /// Tags that were amended.
    pub amended: usize,
    /// Tags that were commented on, without a decision.
    pub commented: usize,
}

impl VerdictCounts {
    /// Counts a verdict.
    pub fn add(&mut self, verdict: &Verdict) {
        *match &verdict.decision {
            Some(Decision::Accepted) => &mut self.accepted,
            Some(Decision::Rejected) => &mut self.rejected,
            Some(Decision::Amended(_)) => &mut self.amended,
            None => &mut self.commented,
        } += 1;
    }

    /// Returns how many there are.
    pub fn sum(&self) -> usize {
        self.accepted + self.rejected + self.amended + self.commented
    }

    /// Returns the counts with the signs of the decisions: `✓3 ✗1 ≠1`.
    pub fn signed(&self) -> String {
        let signs = [(self.accepted, "✓"), (self.rejected, "✗"), (self.amended, "≠"), (self.commented, "✎")];
        let signs = signs.into_iter().filter(|(count, _)| *count > 0);
        signs.map(|(count, sign)| format!("{sign}{count}")).collect::<Vec<_>>().join(" ")
    }
}

impl App {
    /// Returns what was said about a tag of one's own: `ben rejected it: wrong ends`.
    pub fn said_about(&self, slot: Slot, id: &Id) -> Option<String> {
        let about = |received: &&Received| {
            received.slot == slot && matches!(&received.said, Said::Verdict(verdict) if verdict.tag == *id)
        };
        let said: Vec<String> = self
            .received
            .iter()
            .filter(about)
            .filter_map(|received| match &received.said {
                Said::Verdict(verdict) => {
                    let what = verdict.decision.as_ref().map_or("commented on", Decision::word);
                    let why = if verdict.comment.is_empty() {
                        String::new()
                    } else {
                        format!(": {}", quote(&verdict.comment, 60))
                    };
                    Some(format!("{} {what} it{why}", received.reviewer))
                }
                Said::Added(_) => None,
            })
            .collect();
        (!said.is_empty()).then(|| said.join(", "))
    }
}
