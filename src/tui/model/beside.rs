//! Holds one document shown twice: one annotator's tags on the left, another's on the right.
//!
//! ```text
//!   ana ─────────────────────────┐  ben ─────────────────────────┐
//!   │ Prices rose by [about 5%]  │  │ Prices rose by about [5%]  │   ends differ: stands out in both
//!   │ in May, [INSEE] said       │  │ in May, [INSEE] said       │   agreed: recedes
//! ```

use std::collections::HashSet;

use crate::review::matching::{self, MatchKind};
use crate::tags::edit::Edit;
use crate::tags::history::Slot;
use crate::tags::set::TagSet;
use crate::tags::{Id, Layer};
use crate::text::{Document, Span};

/// Two layers on one document, shown side by side.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The layers: left and right.
    pub slots: [Slot; 2],
    /// The documents that were on the desk before, to return to.
    pub before: Vec<Slot>,
    /// The differences, in the order of the text.
    pub differences: Vec<LayerDifference>,
    /// The tags that both have, left and right.
    agreed: [HashSet<Id>; 2],
}

/// A difference between the two layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerDifference {
    /// The kind of difference.
    pub kind: MatchKind,
    /// The span from the beginning of the first tag to the end of the last, in bytes.
    pub span: Span,
    /// The tag on the left and the one on the right.
    pub tags: [Option<Id>; 2],
}

impl Beside {
    /// Compares two layers.
    pub fn new(slots: [Slot; 2], before: Vec<Slot>, document: &Document, layers: [&Layer; 2]) -> Beside {
        let mut beside = Beside { slots, before, differences: Vec::new(), agreed: Default::default() };
        beside.differences = beside.compared(document, layers.map(Layer::tags));
        beside
    }

    /// Compares the tags again at the places of an action, given the inverses of its edits. A change to a tag may
    /// affect the tags that it overlaps, the tags that these overlap, and so on; all other tags keep their result.
    pub fn follow(&mut self, was: &[(Slot, Edit)], document: &Document, layers: [&Layer; 2]) {
        let mut places: Vec<Span> = Vec::new();
        for (slot, was) in was {
            let (Some(side), Edit::Tag(id, old)) = (self.side(*slot), was) else { continue };
            self.agreed[side].remove(id);
            places.extend([old.as_ref(), layers[side].tag(id)].into_iter().flatten().map(|tag| tag.span));
        }
        places.sort_unstable();
        let mut compared = Span::default();
        for place in places {
            if !compared.covers(place) {
                compared = self.compare_around(place, document, layers);
            }
        }
    }

    /// Compares again the tags that overlap this place, directly or through others. Returns the span of these tags.
    fn compare_around(&mut self, place: Span, document: &Document, layers: [&Layer; 2]) -> Span {
        let touching = |region: Span| layers.map(|layer| layer.tags().touching(region));
        let mut region = place;
        loop {
            let wider = touching(region).into_iter().flatten().map(|tag| tag.span).fold(region, hull);
            if wider == region {
                break;
            }
            region = wider;
        }
        let sets = touching(region).map(|tags| tags.cloned().collect::<TagSet>());
        for (agreed, tags) in self.agreed.iter_mut().zip(&sets) {
            tags.iter().for_each(|tag| {
                agreed.remove(&tag.id);
            });
        }
        let before = |at: usize| self.differences.partition_point(|difference| difference.span.start < at);
        let there = before(region.start)..before(region.end);
        let differences = self.compared(document, sets.each_ref());
        self.differences.splice(there, differences);
        region
    }

    /// Returns the differences between these tags, in order. Stores the tags that both have.
    fn compared(&mut self, document: &Document, tags: [&TagSet; 2]) -> Vec<LayerDifference> {
        let mut differences = Vec::new();
        for cluster in matching::clusters(document, &tags) {
            let tag =
                |side: usize| cluster.members.iter().find(|member| member.annotator == side).map(|member| member.tag);
            let tags = [tag(0), tag(1)];
            let ids = tags.map(|tag| tag.map(|tag| tag.id.clone()));
            if cluster.kind == MatchKind::Agreed {
                self.agreed.iter_mut().zip(ids).for_each(|(agreed, id)| agreed.extend(id));
                continue;
            }
            let whole = tags.iter().flatten().map(|tag| tag.span).reduce(hull);
            differences.push(LayerDifference { kind: cluster.kind, span: whole.unwrap_or_default(), tags: ids });
        }
        differences.sort_by_key(|difference| (difference.span.start, difference.span.end));
        differences
    }

    /// Returns whether the other layer has the same tag.
    pub fn is_agreed(&self, slot: Slot, tag: &Id) -> bool {
        self.side(slot).is_some_and(|side| self.agreed[side].contains(tag))
    }

    /// Returns the side on which a document is shown: 0 is left, 1 is right.
    fn side(&self, slot: Slot) -> Option<usize> {
        self.slots.iter().position(|side| *side == slot)
    }
}

/// Returns the span from the start of the first span to the end of the last.
fn hull(one: Span, other: Span) -> Span {
    Span::new(one.start.min(other.start), one.end.max(other.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Tag;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_followed_action_by_action_is_what_is_found_anew(
            actions in prop::collection::vec(
                prop::collection::vec((0..2usize, 0..8usize, 0..60usize, 0..12usize, "claim|figure"), 1..5), 1..15),
        ) {
            let document = Document::new("x".repeat(80));
            let mut layers = [Layer::default(), Layer::default()];
            let mut beside = Beside::new([Slot(3), Slot(5)], Vec::new(), &document, layers.each_ref());
            for action in actions {
                let mut was = Vec::new();
                for (side, number, start, len, label) in action {
                    let id = Id::from(format!("t-{number}").as_str());
                    let tag = Tag { id: id.clone(), ..Tag::new(&label, Span::new(start, start + len), "") };
                    was.push(([Slot(3), Slot(5)][side], layers[side].apply(Edit::Tag(id, (len > 0).then_some(tag)))));
                }
                beside.follow(&was, &document, layers.each_ref());
                let anew = Beside::new([Slot(3), Slot(5)], Vec::new(), &document, layers.each_ref());
                prop_assert_eq!((&beside.differences, &beside.agreed), (&anew.differences, &anew.agreed));
            }
        }
    }
}
