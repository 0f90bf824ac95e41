//! One document twice: one annotator's tags on the left, another's on the right.
//!
//! ```text
//!   ana ─────────────────────────┐  ben ─────────────────────────┐
//!   │ Prices rose by [about 5%]  │  │ Prices rose by about [5%]  │   ends differ: stands out in both
//!   │ in May, [INSEE] said       │  │ in May, [INSEE] said       │   agreed: recedes
//! ```

use std::collections::HashSet;

use crate::review::matching::{self, Kind};
use crate::tags::history::Slot;
use crate::tags::{Id, Layer};
use crate::text::{Document, Span};

/// Two layers on one document, laid beside each other.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The layers: left and right.
    pub slots: [Slot; 2],
    /// What lay on the desk before, to go back to.
    pub before: Vec<Slot>,
    /// Where they differ, in the order of the text.
    pub differences: Vec<Difference>,
    /// The tags that both have, left and right.
    agreed: [HashSet<Id>; 2],
}

/// Something that is not the same in both layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind of difference it is.
    pub kind: Kind,
    /// From where the first of the tags begins to where the last ends.
    pub span: Span,
    /// The tag on the left and the one on the right.
    pub tags: [Option<Id>; 2],
}

impl Beside {
    /// Lays two layers beside each other.
    pub fn new(slots: [Slot; 2], before: Vec<Slot>, document: &Document, layers: [&Layer; 2]) -> Beside {
        let mut beside = Beside { slots, before, differences: Vec::new(), agreed: Default::default() };
        beside.compare(document, layers);
        beside
    }

    /// Compares them anew.
    pub fn compare(&mut self, document: &Document, layers: [&Layer; 2]) {
        self.differences.clear();
        self.agreed = Default::default();
        for cluster in matching::clusters(document, &layers.map(Layer::tags)) {
            let tag =
                |side: usize| cluster.members.iter().find(|member| member.annotator == side).map(|member| member.tag);
            let tags = [tag(0), tag(1)];
            let ids = tags.map(|tag| tag.map(|tag| tag.id.clone()));
            if cluster.kind == Kind::Agreed {
                self.agreed.iter_mut().zip(ids).for_each(|(agreed, id)| agreed.extend(id));
                continue;
            }
            let spans = tags.iter().flatten().map(|tag| tag.span);
            let whole = spans.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)));
            self.differences.push(Difference { kind: cluster.kind, span: whole.unwrap_or_default(), tags: ids });
        }
        self.differences.sort_by_key(|difference| (difference.span.start, difference.span.end));
    }

    /// Whether the other layer has the same tag.
    pub fn is_agreed(&self, slot: Slot, tag: &Id) -> bool {
        let side = self.slots.iter().position(|side| *side == slot);
        side.is_some_and(|side| self.agreed[side].contains(tag))
    }
}
