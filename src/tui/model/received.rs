//! Holds the answers of reviewers about the annotator's own tags: verdicts, and tags that the annotator missed.

use super::App;
use super::open::quote;
use crate::tags::history::Slot;
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Tag};

/// A reviewer's verdict on a tag of the annotator, or a tag that the annotator did not make.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// The document.
    pub slot: Slot,
    /// The reviewer.
    pub reviewer: String,
    /// The verdict or the tag.
    pub said: Said,
}

/// A kind of answer by a reviewer.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A verdict on a tag.
    Verdict(Box<Verdict>),
    /// A tag that the annotator missed.
    Added(Box<Tag>),
}

/// The decisions of a reviewer on the annotator's tags on the desk since the last report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreshVerdicts {
    /// The reviewer.
    pub reviewer: String,
    /// The numbers of new verdicts, by decision.
    pub counts: VerdictCounts,
    /// Whether decisions of this reviewer were reported before.
    pub told_before: bool,
}

/// The number of verdicts with each decision.
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

    /// Returns the sum.
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
    /// Returns the verdicts on a tag of the annotator in words: `ben rejected it: wrong ends`.
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
