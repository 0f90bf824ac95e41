//! Tags ordered by place, in leaves that know how far they reach.
//!
//! ```text
//!   leaf 0  [3..9 c] [5..8 f] …   reach 40     ┐ a question skips the leaves that end before it begins;
//!   leaf 1  [41..90 c] …          reach 6000   │ an edit copies one leaf;
//!   leaf 2  [77..80 s] …          reach 95     ┘ a snapshot copies none.
//! ```
//!
//! A leaf is shared (`Arc`) with the snapshots that were taken of it and copied when it is next changed, so that saving
//! ten thousand tags costs the drawing thread as little as saving ten.

use std::sync::Arc;

use super::{Id, Tag};
use crate::text::Span;

/// A leaf is split when it holds more tags than this.
const FULL: usize = 128;

/// Tags in the order of their start, end and id. Offsets are bytes.
#[derive(Clone, Debug, Default)]
pub struct TagSet {
    leaves: Vec<Arc<Leaf>>,
    len: usize,
}

#[derive(Clone, Debug)]
struct Leaf {
    /// Never empty.
    tags: Vec<Tag>,
    /// The greatest end in it.
    reach: usize,
}

/// What tags are ordered by.
type Key<'a> = (usize, usize, &'a str);

fn key(tag: &Tag) -> Key<'_> {
    (tag.span.start, tag.span.end, tag.id.as_str())
}

impl Leaf {
    fn new(tags: Vec<Tag>) -> Leaf {
        let reach = tags.iter().map(|tag| tag.span.end).max().unwrap_or(0);
        Leaf { tags, reach }
    }

    fn position(&self, wanted: Key<'_>) -> Result<usize, usize> {
        self.tags.binary_search_by(|tag| key(tag).cmp(&wanted))
    }
}

impl TagSet {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All of them in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Tag> {
        self.leaves.iter().flat_map(|leaf| &leaf.tags)
    }

    /// The tag on `span` with that id.
    pub fn get(&self, span: Span, id: &Id) -> Option<&Tag> {
        let wanted = (span.start, span.end, id.as_str());
        let leaf = self.leaves.get(self.leaf_of(wanted))?;
        leaf.position(wanted).ok().map(|at| &leaf.tags[at])
    }

    /// The tags that share at least one byte with `span`, in order.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = &Tag> {
        self.leaves
            .iter()
            .take_while(move |leaf| leaf.tags[0].span.start < span.end)
            .filter(move |leaf| leaf.reach > span.start)
            .flat_map(|leaf| &leaf.tags)
            .filter(move |tag| tag.span.overlaps(span))
    }

    /// The tags in order that come after `(start, end, id)` of `tag`.
    pub fn after(&self, tag: &Tag) -> Option<&Tag> {
        let wanted = key(tag);
        self.from(self.leaf_of(wanted)).find(|other| key(other) > wanted)
    }

    /// The tag before that one in order.
    pub fn before(&self, tag: &Tag) -> Option<&Tag> {
        let wanted = key(tag);
        self.up_to(self.leaf_of(wanted)).find(|other| key(other) < wanted)
    }

    /// The first tag that begins at or after byte `at`.
    pub fn starting_from(&self, at: usize) -> Option<&Tag> {
        self.from(self.leaf_of((at, 0, ""))).find(|tag| tag.span.start >= at)
    }

    /// The last tag that begins before byte `at`.
    pub fn starting_before(&self, at: usize) -> Option<&Tag> {
        self.up_to(self.leaf_of((at, 0, ""))).find(|tag| tag.span.start < at)
    }

    /// Puts a tag in its place. One with the same span and id is replaced.
    pub fn insert(&mut self, tag: Tag) {
        let Some(last) = self.leaves.len().checked_sub(1) else {
            self.len = 1;
            return self.leaves.push(Arc::new(Leaf::new(vec![tag])));
        };
        let number = self.leaf_of(key(&tag)).min(last);
        let leaf = Arc::make_mut(&mut self.leaves[number]);
        leaf.reach = leaf.reach.max(tag.span.end);
        match leaf.position(key(&tag)) {
            Ok(at) => leaf.tags[at] = tag,
            Err(at) => {
                leaf.tags.insert(at, tag);
                self.len += 1;
            }
        }
        if leaf.tags.len() > FULL {
            let rest = leaf.tags.split_off(FULL / 2);
            *leaf = Leaf::new(std::mem::take(&mut leaf.tags));
            self.leaves.insert(number + 1, Arc::new(Leaf::new(rest)));
        }
    }

    /// Takes the tag on `span` with that id out.
    pub fn remove(&mut self, span: Span, id: &Id) -> Option<Tag> {
        let wanted = (span.start, span.end, id.as_str());
        let number = self.leaf_of(wanted);
        let at = self.leaves.get(number)?.position(wanted).ok()?;
        let leaf = Arc::make_mut(&mut self.leaves[number]);
        let removed = leaf.tags.remove(at);
        self.len -= 1;
        if leaf.tags.is_empty() {
            self.leaves.remove(number);
        } else if leaf.reach == removed.span.end {
            *leaf = Leaf::new(std::mem::take(&mut leaf.tags));
        }
        Some(removed)
    }

    /// The last leaf that begins at or before `wanted`, else the first.
    fn leaf_of(&self, wanted: Key<'_>) -> usize {
        self.leaves.partition_point(|leaf| key(&leaf.tags[0]) <= wanted).saturating_sub(1)
    }

    fn from(&self, leaf: usize) -> impl Iterator<Item = &Tag> {
        self.leaves.iter().skip(leaf).flat_map(|leaf| &leaf.tags)
    }

    fn up_to(&self, leaf: usize) -> impl Iterator<Item = &Tag> {
        self.leaves.iter().take(leaf + 1).rev().flat_map(|leaf| leaf.tags.iter().rev())
    }
}

impl PartialEq for TagSet {
    fn eq(&self, other: &TagSet) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl FromIterator<Tag> for TagSet {
    fn from_iter<I: IntoIterator<Item = Tag>>(tags: I) -> TagSet {
        let mut tags: Vec<Tag> = tags.into_iter().collect();
        tags.sort_by(|a, b| key(a).cmp(&key(b)));
        let len = tags.len();
        let mut leaves = Vec::with_capacity(len / (FULL / 2) + 1);
        let mut rest = tags.into_iter();
        loop {
            let leaf: Vec<Tag> = rest.by_ref().take(FULL / 2).collect();
            if leaf.is_empty() {
                return TagSet { leaves, len };
            }
            leaves.push(Arc::new(Leaf::new(leaf)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tag(start: usize, len: usize, id: usize) -> Tag {
        let mut tag = Tag::new("claim", Span::new(start, start + len), "");
        tag.id = Id::from(format!("t-{id:05}").as_str());
        tag
    }

    proptest! {
        #[test]
        fn the_set_answers_as_a_plain_list_does(
            spans in prop::collection::vec((0..500usize, 1..60usize), 1..400),
            removed in prop::collection::vec(any::<prop::sample::Index>(), 0..200),
            asked in prop::collection::vec((0..560usize, 1..40usize), 1..20),
        ) {
            let mut plain: Vec<Tag> = spans.iter().enumerate().map(|(id, (start, len))| tag(*start, *len, id)).collect();
            let mut set = TagSet::default();
            plain.iter().for_each(|tag| set.insert(tag.clone()));
            prop_assert_eq!(&set, &plain.iter().cloned().collect::<TagSet>());
            let snapshot = set.clone();
            let before = plain.len();
            for index in removed {
                if !plain.is_empty() {
                    let gone = plain.remove(index.index(plain.len()));
                    prop_assert_eq!(set.remove(gone.span, &gone.id), Some(gone.clone()));
                    prop_assert_eq!(set.remove(gone.span, &gone.id), None);
                }
            }
            prop_assert_eq!(snapshot.iter().count(), before, "a snapshot does not change");
            plain.sort_by(|a, b| key(a).cmp(&key(b)));
            prop_assert!(set.iter().eq(plain.iter()));
            prop_assert_eq!(set.len(), plain.len());
            for (start, len) in asked {
                let window = Span::new(start, start + len);
                prop_assert!(set.touching(window).eq(plain.iter().filter(|tag| tag.span.overlaps(window))));
                prop_assert_eq!(set.starting_from(start), plain.iter().find(|tag| tag.span.start >= start));
                prop_assert_eq!(set.starting_before(start), plain.iter().rfind(|tag| tag.span.start < start));
            }
            for (rank, tag) in plain.iter().enumerate() {
                prop_assert_eq!(set.get(tag.span, &tag.id), Some(tag));
                prop_assert_eq!(set.after(tag), plain.get(rank + 1));
                prop_assert_eq!(set.before(tag), rank.checked_sub(1).map(|rank| &plain[rank]));
            }
        }
    }
}
