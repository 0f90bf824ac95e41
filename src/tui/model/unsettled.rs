//! Finds the tags that wait for a decision of the user: a changed text has moved, changed or lost them, or a record has
//! two versions because two programs changed it at the same time.

use super::App;
use super::open::Open;
use crate::tags::history::Slot;
use crate::tags::target::Lost;
use crate::tags::{Id, Link, Tag};

/// A lost tag that is being placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostTag {
    /// The document.
    pub slot: Slot,
    /// The tag.
    pub id: Id,
}

/// The question about a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matter {
    /// It has two versions, because two programs changed it at the same time.
    Versions,
    /// Its words have changed.
    Changed,
    /// Its words are at another place now.
    Moved,
}

/// Returns the question about a tag of the layer, if there is one.
pub(crate) fn matter(open: &Open, tag: &Tag) -> Option<Matter> {
    if rivals(open, &tag.id).next().is_some() {
        Some(Matter::Versions)
    } else if tag.was.is_some() {
        Some(Matter::Changed)
    } else {
        open.placing.moved.contains(&tag.id).then_some(Matter::Moved)
    }
}

/// The questions about a document, each kind by place; the most urgent kind comes first.
pub(crate) struct Matters<'a> {
    /// Tags with two versions.
    pub versions: Vec<&'a Tag>,
    /// Links with two versions.
    pub links: Vec<&'a Link>,
    /// Lost tags.
    pub lost: Vec<&'a Lost>,
    /// Tags whose words have changed.
    pub changed: Vec<&'a Tag>,
    /// Tags whose words are elsewhere now.
    pub moved: Vec<&'a Tag>,
}

impl Matters<'_> {
    /// Finds the questions about a document.
    pub(crate) fn of(open: &Open) -> Matters<'_> {
        let layer = &open.layer;
        let mut links: Vec<&Link> = layer.contested_links().collect();
        links.sort_by_key(|link| &link.id);
        links.dedup_by_key(|link| &link.id);
        let moved = open.placing.moved.iter().filter_map(|id| layer.tag(id)).filter(|tag| tag.was.is_none());
        Matters {
            versions: by_place(layer.contested_tags()),
            links,
            lost: layer.lost().values().collect(),
            changed: by_place(layer.changed()),
            moved: by_place(moved),
        }
    }

    /// Returns the number of questions.
    pub(crate) fn count(&self) -> usize {
        self.versions.len() + self.links.len() + self.lost.len() + self.changed.len() + self.moved.len()
    }
}

/// Returns the tags in the order of the text, each once.
fn by_place<'a>(tags: impl Iterator<Item = &'a Tag>) -> Vec<&'a Tag> {
    let mut tags: Vec<&Tag> = tags.collect();
    tags.sort_by_key(|tag| (tag.span.start, tag.span.end, &tag.id));
    tags.dedup_by_key(|tag| &tag.id);
    tags
}

/// Returns the outcomes for the tags of a document whose text had changed: `30 same, 4 moved, 2 changed, 1 lost`.
pub(crate) fn summary(open: &Open) -> Option<String> {
    let placing = &open.placing;
    let counts = [
        (placing.same, "same"),
        (placing.moved.len(), "moved"),
        (placing.changed.len(), "changed"),
        (placing.lost.len(), "lost"),
    ];
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

impl App {
    /// Returns whether a document on the desk needs a decision.
    pub fn is_unsettled(&self) -> bool {
        let open = |slot: Slot| &self.desk.shelf[slot];
        self.desk.slots().into_iter().any(|slot| {
            let layer = &open(slot).layer;
            !layer.lost().is_empty() || layer.tags().iter().any(|tag| tag.was.is_some() || tag.rival.is_some())
        })
    }
}

/// Returns the other versions of a tag. The first version has the original id; each second version refers to it.
pub(crate) fn rivals<'a>(open: &'a Open, id: &'a Id) -> impl Iterator<Item = &'a Id> {
    let layer = &open.layer;
    let rival = layer.tag(id).and_then(|tag| tag.rival.as_ref()).filter(|first| layer.has_tag(first));
    rival.into_iter().chain(layer.second_tags(rival.unwrap_or(id)).filter(move |other| *other != id))
}

/// Returns the other versions of a link.
pub(crate) fn link_rivals<'a>(open: &'a Open, link: &'a Link) -> impl Iterator<Item = &'a Id> {
    let layer = &open.layer;
    let rival = link.rival.as_ref().filter(|first| layer.links().contains_key(first));
    let seconds = layer.second_links(rival.unwrap_or(&link.id)).iter();
    rival.into_iter().chain(seconds.filter(move |other| **other != link.id))
}
