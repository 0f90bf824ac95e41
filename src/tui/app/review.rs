//! A review that is on: what others have on an open document, and how far the reviewer is with it.

use std::path::PathBuf;

use crate::corpus::file_state::FileState;
use crate::review::round::{ItemState, Round, RoundProgress};
use crate::tags::edit::Edit;
use crate::tags::verdict::Verdict;
use crate::tags::{Layer, Origin, Tag};

/// A review of one document.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// What there is to decide.
    pub round: Round,
    /// What was decided about each item.
    pub states: Vec<ItemState>,
    /// How far it is.
    pub progress: RoundProgress,
    /// The files of the layers that are reviewed, as they were when they were read.
    pub files: Vec<(PathBuf, Option<FileState>)>,
}

impl Review {
    /// Looks up anew what the reviewer's layer says about each item.
    pub fn refresh(&mut self, own: &Layer) {
        self.states = self.round.states(own);
        self.progress = self.round.progress(&self.states, own);
    }

    /// The same after one edit of that layer, given its inverse: what it does not concern is as it was.
    pub fn follow(&mut self, was: &Edit, own: &Layer) {
        match was {
            Edit::Tag(id, old) => {
                self.progress.added -= usize::from(old.as_ref().is_some_and(|tag| self.round.is_added(tag)));
                self.progress.added += usize::from(own.tag(id).is_some_and(|tag| self.round.is_added(tag)));
            }
            Edit::Verdict(id, old) => {
                // A second version brings up again what the first is about.
                let rivals = [old.as_ref(), own.verdicts().get(id)].into_iter().flatten().flat_map(|it| &it.rival);
                for item in rivals.chain([id]).filter_map(|id| self.round.judged_by(id)) {
                    let Some(held) = self.states.get_mut(item) else { continue };
                    *self.progress.of(*held) -= 1;
                    *held = self.round.state(item, own);
                    *self.progress.of(*held) += 1;
                }
            }
            Edit::Link(..) | Edit::Lost(..) | Edit::Remark(..) => {}
        }
    }

    /// The number of an item and what was decided about it.
    pub fn find(&self, item: &Origin) -> Option<(usize, ItemState)> {
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
