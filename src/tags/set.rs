//! Keeps tags ordered by place, in leaves that know how far they reach.
//!
//! ```text
//!   leaf 0  reach 40    ─▶ [3..9 c] [5..8 f] …    ┐ a question skips the leaves that end before it begins;
//!   leaf 1  reach 6000  ─▶ [41..90 c] …           │ an edit copies one leaf;
//!   leaf 2  reach 95    ─▶ [77..80 s] …           ┘ a snapshot copies none.
//! ```
//!
//! A leaf is shared (`Arc`) with the snapshots that were taken of it, and copied when it is next changed, so that
//! saving ten thousand tags costs the drawing thread as little as saving ten. The reaches of all leaves are stored
//! together, so skipping a thousand leaves reads only a few kilobytes.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Id, Tag};
use crate::text::Span;

/// A leaf is split when it holds more tags than this.
const FULL: usize = 128;

/// Tags in the order of their start, end and id. Offsets are bytes.
#[derive(Clone, Debug, Default)]
pub struct TagSet {
    leaves: Vec<Leaf>,
    len: usize,
}

/// The differences between two sets, each in order.
#[derive(Clone, Debug, Default)]
pub struct SetDifference<'a> {
    /// The tags that only the first set has.
    pub own: Vec<&'a Tag>,
    /// The tags that only the other set has.
    pub others: Vec<&'a Tag>,
}

#[derive(Clone, Debug)]
struct Leaf {
    /// The greatest end of a tag in the leaf, in bytes.
    reach: usize,
    /// The tags, never empty.
    tags: Arc<Vec<Tag>>,
}

/// The key by which tags are ordered: start, end and id.
type SortKey<'a> = (usize, usize, &'a str);

fn key(tag: &Tag) -> SortKey<'_> {
    (tag.span.start, tag.span.end, tag.id.as_str())
}

impl Leaf {
    fn new(tags: Vec<Tag>) -> Leaf {
        Leaf { reach: reach(&tags), tags: Arc::new(tags) }
    }

    fn position(&self, wanted: SortKey<'_>) -> Result<usize, usize> {
        self.tags.binary_search_by(|tag| key(tag).cmp(&wanted))
    }
}

fn reach(tags: &[Tag]) -> usize {
    tags.iter().map(|tag| tag.span.end).max().unwrap_or(0)
}

impl TagSet {
    /// Returns the number of tags.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there are no tags.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns whether one set was cloned from the other and neither was changed since. No tag is compared.
    pub fn is_clone_of(&self, other: &TagSet) -> bool {
        let same = |(one, other): (&Leaf, &Leaf)| Arc::ptr_eq(&one.tags, &other.tags);
        self.leaves.len() == other.leaves.len() && self.leaves.iter().zip(&other.leaves).all(same)
    }

    /// Returns the differences between the two sets. Leaves that they share are not looked at.
    pub fn difference<'a>(&'a self, other: &'a TagSet) -> SetDifference<'a> {
        let (mut own, mut others) = (self.without(other).peekable(), other.without(self).peekable());
        let mut difference = SetDifference::default();
        loop {
            let order = match (own.peek(), others.peek()) {
                (Some(one), Some(other)) if one == other => {
                    own.next();
                    others.next();
                    continue;
                }
                (Some(one), Some(other)) => key(one).cmp(&key(other)),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return difference,
            };
            if order.is_le() {
                difference.own.extend(own.next());
            }
            if order.is_ge() {
                difference.others.extend(others.next());
            }
        }
    }

    /// Returns for each of some tags in order how many tags of the set come before it.
    pub(crate) fn ranks<'a>(&self, tags: impl Iterator<Item = &'a Tag>) -> impl Iterator<Item = usize> {
        let (mut passed, mut before) = (0, 0);
        tags.map(move |tag| {
            let number = self.leaf_of(key(tag));
            before += self.leaves[passed..number].iter().map(|leaf| leaf.tags.len()).sum::<usize>();
            passed = number;
            let within = self.leaves.get(number).map(|leaf| leaf.position(key(tag)));
            before + within.map_or(0, |within| within.unwrap_or_else(|at| at))
        })
    }

    /// Returns the tags in leaves that the other set does not share, in order: all that differ, and some that do not.
    fn without(&self, other: &TagSet) -> impl Iterator<Item = &Tag> {
        let shared: HashSet<*const Vec<Tag>> = other.leaves.iter().map(|leaf| Arc::as_ptr(&leaf.tags)).collect();
        let own = self.leaves.iter().filter(move |leaf| !shared.contains(&Arc::as_ptr(&leaf.tags)));
        own.flat_map(|leaf| leaf.tags.iter())
    }

    /// Returns all tags in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Tag> {
        self.leaves.iter().flat_map(|leaf| leaf.tags.iter())
    }

    /// Returns the tag on `span` with this id.
    pub fn get(&self, span: Span, id: &Id) -> Option<&Tag> {
        let wanted = (span.start, span.end, id.as_str());
        let leaf = self.leaves.get(self.leaf_of(wanted))?;
        leaf.position(wanted).ok().map(|at| &leaf.tags[at])
    }

    /// Returns the tags that share at least one byte with `span`, in order.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = &Tag> {
        let begun = self.leaves.partition_point(|leaf| leaf.tags[0].span.start < span.end);
        let leaves = self.leaves[..begun].iter().filter(move |leaf| leaf.reach > span.start);
        leaves.flat_map(|leaf| leaf.tags.iter()).filter(move |tag| tag.span.overlaps(span))
    }

    /// Returns the tag that comes after `tag` in the order.
    pub fn after(&self, tag: &Tag) -> Option<&Tag> {
        let wanted = key(tag);
        self.from(self.leaf_of(wanted)).find(|other| key(other) > wanted)
    }

    /// Returns the tag that comes before `tag` in the order.
    pub fn before(&self, tag: &Tag) -> Option<&Tag> {
        let wanted = key(tag);
        self.up_to(self.leaf_of(wanted)).find(|other| key(other) < wanted)
    }

    /// Returns the first tag that begins at or after byte `at`.
    pub fn starting_from(&self, at: usize) -> Option<&Tag> {
        self.from(self.leaf_of((at, 0, ""))).find(|tag| tag.span.start >= at)
    }

    /// Returns the last tag that begins before byte `at`.
    pub fn starting_before(&self, at: usize) -> Option<&Tag> {
        self.up_to(self.leaf_of((at, 0, ""))).find(|tag| tag.span.start < at)
    }

    /// Inserts a tag. A tag with the same span and id is replaced.
    pub fn insert(&mut self, tag: Tag) {
        let Some(last) = self.leaves.len().checked_sub(1) else {
            self.len = 1;
            return self.leaves.push(Leaf::new(vec![tag]));
        };
        let number = self.leaf_of(key(&tag)).min(last);
        let leaf = &mut self.leaves[number];
        leaf.reach = leaf.reach.max(tag.span.end);
        let position = leaf.position(key(&tag));
        let tags = Arc::make_mut(&mut leaf.tags);
        match position {
            Ok(at) => tags[at] = tag,
            Err(at) => {
                tags.insert(at, tag);
                self.len += 1;
            }
        }
        if tags.len() > FULL {
            let rest = tags.split_off(FULL / 2);
            leaf.reach = reach(tags);
            self.leaves.insert(number + 1, Leaf::new(rest));
        }
    }

    /// Removes the tag on `span` with this id, and returns it.
    pub fn remove(&mut self, span: Span, id: &Id) -> Option<Tag> {
        let wanted = (span.start, span.end, id.as_str());
        let number = self.leaf_of(wanted);
        let leaf = self.leaves.get_mut(number)?;
        let at = leaf.position(wanted).ok()?;
        let tags = Arc::make_mut(&mut leaf.tags);
        let removed = tags.remove(at);
        self.len -= 1;
        if tags.is_empty() {
            self.leaves.remove(number);
        } else if leaf.reach == removed.span.end {
            leaf.reach = reach(tags);
        }
        Some(removed)
    }

    /// Returns the last leaf that begins at or before `wanted`; without one, the first leaf.
    fn leaf_of(&self, wanted: SortKey<'_>) -> usize {
        self.leaves.partition_point(|leaf| key(&leaf.tags[0]) <= wanted).saturating_sub(1)
    }

    fn from(&self, leaf: usize) -> impl Iterator<Item = &Tag> {
        self.leaves[leaf.min(self.leaves.len())..].iter().flat_map(|leaf| leaf.tags.iter())
    }

    fn up_to(&self, leaf: usize) -> impl Iterator<Item = &Tag> {
        self.leaves.iter().take(leaf + 1).rev().flat_map(|leaf| leaf.tags.iter().rev())
    }
}

impl PartialEq for TagSet {
    fn eq(&self, other: &TagSet) -> bool {
        self.len == other.len && self.without(other).eq(other.without(self))
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
            leaves.push(Leaf::new(leaf));
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
            prop_assert_eq!(set == snapshot, set.iter().eq(snapshot.iter()));
            prop_assert_eq!(&set, &set.iter().cloned().collect());
            for (one, other) in [(&set, &snapshot), (&set, &snapshot.iter().cloned().collect())] {
                let SetDifference { own, others } = one.difference(other);
                prop_assert!(own.into_iter().eq(one.iter().filter(|tag| other.get(tag.span, &tag.id) != Some(tag))));
                prop_assert!(others.into_iter().eq(other.iter().filter(|tag| one.get(tag.span, &tag.id) != Some(tag))));
            }
            plain.sort_by(|a, b| key(a).cmp(&key(b)));
            prop_assert!(set.iter().eq(plain.iter()));
            let before = snapshot.iter().map(|tag| plain.iter().filter(|other| key(other) < key(tag)).count());
            prop_assert!(set.ranks(snapshot.iter()).eq(before));
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
