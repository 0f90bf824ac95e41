//! Finds the records that belong to another record, by its id; the index is kept up to date with every edit.
//!
//! ```text
//!   places    t-5w3k…      →  83..89                   where the tag stands
//!   ends      t-5w3k…      →  l-2k7d…, l-9d0x…         the links that begin or end at a tag of that name
//!   seconds   t-5w3k…      →  t-5w3k…-1f3a09bc         the second versions of a record
//!   made      ana t-7a1c…  →  t-ana-7a1c…              the tags that were made from another annotator's
//!   changed   t-4d9f…                                  the tags whose words have changed
//! ```
//!
//! So the cost of a key depends on the tag that it concerns, and not on the size of the layer.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::target::Lost;
use super::verdict::Verdict;
use super::{Id, Layer, Link, Origin, Records, Tag};
use crate::text::Span;

/// The tables of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    pub places: HashMap<Id, Span>,
    ends: IdIndex<Id>,
    made: IdIndex<Origin>,
    changed: HashSet<Id>,
    second_tags: IdIndex<Id>,
    second_lost: IdIndex<Id>,
    second_links: IdIndex<Id>,
    second_verdicts: IdIndex<Id>,
}

/// A record of a layer.
#[derive(Clone, Copy, Debug)]
pub(super) enum RecordRef<'a> {
    Tag(&'a Tag),
    Lost(&'a Lost),
    Link(&'a Link),
    Verdict(&'a Verdict),
}

impl Index {
    /// Builds the index of these records.
    pub(super) fn of(records: &Records) -> Index {
        let mut index = Index::default();
        let placed = records.tags.iter().map(RecordRef::Tag);
        let others = records.lost.values().map(RecordRef::Lost).chain(records.links.values().map(RecordRef::Link));
        let all = placed.chain(others).chain(records.verdicts.values().map(RecordRef::Verdict));
        all.for_each(|record| index.note(record, true));
        index
    }

    /// Notes that a record was added or removed.
    pub(super) fn note(&mut self, record: RecordRef<'_>, there: bool) {
        let (seconds, id, rival) = match record {
            RecordRef::Tag(tag) => {
                if there {
                    self.places.insert(tag.id.clone(), tag.span);
                } else {
                    self.places.remove(&tag.id);
                }
                if there && tag.was.is_some() {
                    self.changed.insert(tag.id.clone());
                } else {
                    self.changed.remove(&tag.id);
                }
                tag.from.iter().for_each(|origin| self.made.note(origin, &tag.id, there));
                (&mut self.second_tags, &tag.id, &tag.rival)
            }
            RecordRef::Lost(Lost { tag, .. }) => (&mut self.second_lost, &tag.id, &tag.rival),
            RecordRef::Link(link) => {
                [&link.from, &link.to].into_iter().for_each(|end| self.ends.note(end, &link.id, there));
                (&mut self.second_links, &link.id, &link.rival)
            }
            RecordRef::Verdict(verdict) => (&mut self.second_verdicts, &verdict.id, &verdict.rival),
        };
        if let Some(first) = rival {
            seconds.note(first, id, there);
        }
    }
}

impl Layer {
    /// Returns the links that begin or end at a tag with this id, in this document or in another; by id.
    pub fn links_at(&self, tag: &Id) -> impl Iterator<Item = &Link> {
        self.index.ends.of(tag).iter().filter_map(|id| self.records.links.get(id))
    }

    /// Returns the tags that were made from this tag of another annotator, by id.
    pub fn made_from(&self, origin: &Origin) -> impl Iterator<Item = &Tag> {
        self.index.made.of(origin).iter().filter_map(|id| self.tag(id))
    }

    /// Returns the tags whose words have changed, in no order.
    pub fn changed(&self) -> impl Iterator<Item = &Tag> {
        self.index.changed.iter().filter_map(|id| self.tag(id))
    }

    /// Returns the tags that are second versions of `first`, those with a place first; each group by id.
    pub fn second_tags(&self, first: &Id) -> impl Iterator<Item = &Id> {
        self.index.second_tags.of(first).iter().chain(self.index.second_lost.of(first))
    }

    /// Returns the links that are second versions of `first`, by id.
    pub fn second_links(&self, first: &Id) -> &[Id] {
        self.index.second_links.of(first)
    }

    /// Returns the verdicts that are second versions of `first`, by id.
    pub fn second_verdicts(&self, first: &Id) -> &[Id] {
        self.index.second_verdicts.of(first)
    }

    /// Returns the tags with a place that have several versions, in no order; a tag that belongs to several sets may
    /// come twice.
    pub fn contested_tags(&self) -> impl Iterator<Item = &Tag> {
        let versions = self.index.second_tags.all().filter(|(first, _)| self.has_tag(first));
        versions.flat_map(|(first, seconds)| std::iter::once(first).chain(seconds)).filter_map(|id| self.tag(id))
    }

    /// Returns the links that have several versions, as [`Layer::contested_tags`] does for tags.
    pub fn contested_links(&self) -> impl Iterator<Item = &Link> {
        let links = self.links();
        let versions = self.index.second_links.all().filter(|(first, _)| links.contains_key(first));
        versions.flat_map(|(first, seconds)| std::iter::once(first).chain(seconds)).filter_map(|id| links.get(id))
    }
}

/// Ids by a key, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
struct IdIndex<K: Eq + Hash>(HashMap<K, Vec<Id>>);

impl<K: Eq + Hash> Default for IdIndex<K> {
    fn default() -> IdIndex<K> {
        IdIndex(HashMap::new())
    }
}

impl<K: Eq + Hash + Clone> IdIndex<K> {
    fn of(&self, key: &K) -> &[Id] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    fn all(&self) -> impl Iterator<Item = (&K, &Vec<Id>)> {
        self.0.iter()
    }

    fn note(&mut self, key: &K, id: &Id, there: bool) {
        match (self.0.get_mut(key), there) {
            (None, true) => drop(self.0.insert(key.clone(), vec![id.clone()])),
            (None, false) => {}
            (Some(ids), there) => match (ids.binary_search(id), there) {
                (Err(at), true) => ids.insert(at, id.clone()),
                (Ok(_), false) if ids.len() == 1 => drop(self.0.remove(key)),
                (Ok(at), false) => drop(ids.remove(at)),
                _ => {}
            },
        }
    }
}

#[cfg(test)]
mod tests;
