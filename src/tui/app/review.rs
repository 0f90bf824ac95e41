//! A review that is on: what others have on an open document, and how far the reviewer is with it.

use std::path::PathBuf;

use crate::corpus::mark::Mark;
use crate::review::round::{Progress, Round, State};
use crate::tags::verdict::Verdict;
use crate::tags::{Layer, Origin, Tag};

/// A review of one document.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// What there is to decide.
    pub round: Round,
    /// What was decided about each item.
    pub states: Vec<State>,
    /// How far it is.
    pub progress: Progress,
    /// The files of the layers that are reviewed, as they were when they were read.
    pub files: Vec<(PathBuf, Option<Mark>)>,
}

impl Review {
    /// Looks up what the reviewer's layer says about each item.
    pub fn refresh(&mut self, own: &Layer) {
        self.states = self.round.states(own);
        self.progress = self.round.progress(&self.states, own);
    }

    /// The number of an item and what was decided about it.
    pub fn find(&self, item: &Origin) -> Option<(usize, State)> {
        let number = self.round.find(item)?;
        Some((number, *self.states.get(number)?))
    }
}

/// What someone else says about one's tags: a verdict on one of them, or a tag that one did not make.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// The document.
    pub slot: crate::tags::history::Slot,
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
