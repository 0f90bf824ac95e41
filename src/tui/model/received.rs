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

impl App {
    /// What was said about a tag of one's own: `ben rejected it: wrong ends`.
    pub fn said_about(&self, slot: usize, id: &Id) -> Option<String> {
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
