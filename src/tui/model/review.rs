//! Holds a review: the other annotators' tags on an open document, and the reviewer's progress.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::corpus::file_state::FileState;
use crate::review::round::{ItemState, Round, RoundProgress};
use crate::tags::edit::Edit;
use crate::tags::history::Slot;
use crate::tags::remark::Remark;
use crate::tags::{Id, Layer, Link, Origin, Tag};
use crate::tui::model::App;

/// The part of the document that is accepted at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bulk {
    /// All items in the paragraph.
    Paragraph,
    /// All items in the document, or in the list.
    Document,
    /// All items with the label in focus.
    Label,
}

/// A version of the tags of several annotators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// The tag of the annotator with this number, from 0.
    Of(usize),
    /// The span that all tags share.
    Shared,
    /// The span from the first start to the last end.
    All,
}

/// A review of one document.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// The items to decide on.
    pub round: Round,
    /// The links of the annotators under review, each with the annotator's name.
    pub links: Vec<(String, Link)>,
    /// What the annotators under review have declined in comparisons, each with the annotator's name.
    pub declined: Vec<(String, Remark)>,
    /// The state of each item.
    pub states: Vec<ItemState>,
    /// The progress.
    pub progress: RoundProgress,
    /// The files of the layers that are reviewed, as they were when they were read.
    pub files: Vec<(PathBuf, Option<FileState>)>,
}

impl Review {
    /// Looks up the decision on each item again, in the reviewer's layer.
    pub fn refresh(&mut self, own: &Layer) {
        self.states = self.round.states(own);
        self.progress = self.round.progress(&self.states, own);
    }

    /// Updates the states of the items that one edit of the reviewer's layer affects, given the inverse of the edit.
    pub fn follow(&mut self, was: &Edit, own: &Layer) {
        match was {
            Edit::Tag(id, old) => {
                self.progress.added -= usize::from(old.as_ref().is_some_and(|tag| self.round.is_added(tag)));
                self.progress.added += usize::from(own.tag(id).is_some_and(|tag| self.round.is_added(tag)));
            }
            Edit::Verdict(id, old) => {
                // A second version of a verdict reopens the item of the first.
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

    /// Returns the tag with this id of an annotator under review.
    pub fn tag(&self, who: &str, id: &Id) -> Option<&Tag> {
        let item = self.round.find(&Origin { annotator: who.to_string(), tag: id.clone() })?;
        let mut members = self.round.items.get(item)?.members.iter();
        members.find(|(number, tag)| tag.id == *id && self.round.annotators[*number] == who).map(|(_, tag)| tag)
    }

    /// Returns the number and the state of an item.
    pub fn find(&self, item: &Origin) -> Option<(usize, ItemState)> {
        let number = self.round.find(item)?;
        Some((number, *self.states.get(number)?))
    }
}

/// A link of an annotator under review, with the tags that it joins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReviewedLink<'a> {
    /// The annotator who made it.
    pub who: &'a str,
    /// The link.
    pub link: &'a Link,
    /// The tag where it begins.
    pub from: &'a Tag,
    /// The tag where it ends.
    pub to: &'a Tag,
}

impl App {
    /// Returns the links of the annotators under review from one document to another, or within one, if both ends
    /// exist.
    pub fn reviewed_links(&self, here: Slot, there: Slot) -> impl Iterator<Item = ReviewedLink<'_>> {
        let review = |slot: Slot| self.desk.shelf[slot].review.as_ref();
        let name = (here != there).then(|| self.desk.shelf[there].name.as_str());
        let links = review(here).into_iter().flat_map(|review| &review.links);
        links.filter(move |(_, link)| link.document.as_deref() == name).filter_map(move |(who, link)| {
            let (from, to) = (review(here)?.tag(who, &link.from)?, review(there)?.tag(who, &link.to)?);
            Some(ReviewedLink { who, link, from, to })
        })
    }

    /// Returns the item in focus in the active pane: its document, its number, its state.
    pub fn focused_item(&self) -> Option<(Slot, usize, ItemState)> {
        let pane = self.desk.panes.get(self.desk.active)?;
        let (item, state) = self.desk.shelf[pane.slot].review.as_ref()?.find(pane.focus.as_ref()?.item()?)?;
        Some((pane.slot, item, state))
    }

    /// Returns the review of the active document.
    pub fn review_here(&self) -> Option<&Review> {
        self.desk.shelf[self.desk.panes.get(self.desk.active)?.slot].review.as_ref()
    }

    /// Returns a description of an item: `claim on “Prices rose”`.
    pub fn item_name(&self, slot: Slot, item: usize) -> String {
        let open = &self.desk.shelf[slot];
        let tag = open.review.as_ref().and_then(|review| review.round.items.get(item)?.tag());
        tag.map_or_else(String::new, |tag| format!("{} on “{}”", tag.label, open.quote(tag.span, 40)))
    }

    /// Returns the names of all annotators who have tags on a document of the desk, except those whose layers are open.
    pub fn others(&self) -> Vec<String> {
        let slots = self.desk.slots();
        let open = slots.iter().map(|slot| &self.desk.shelf[*slot]);
        let others: BTreeSet<String> = open.flat_map(|open| open.others.iter().cloned()).collect();
        others.into_iter().collect()
    }
}

/// Returns the word for a state.
pub fn word(state: ItemState) -> &'static str {
    match state {
        ItemState::Open => "open",
        ItemState::Outdated => "changed since",
        ItemState::Accepted => "accepted",
        ItemState::Rejected => "rejected",
        ItemState::Amended => "amended",
    }
}
