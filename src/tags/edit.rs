//! Edits are values: each sets one record to what it shall be, and applying it yields the edit that takes it back.
//!
//! ```text
//!   apply(layer, Tag(t-5w3k…, Some(new)))  →  Tag(t-5w3k…, Some(old))      changed
//!   apply(layer, Tag(t-5w3k…, None))       →  Tag(t-5w3k…, Some(old))      removed
//!   apply(layer, Tag(t-5w3k…, Some(new)))  →  Tag(t-5w3k…, None)           made
//! ```
//!
//! An edit cannot fail and needs no case for making, changing or removing; undo, redo and the merging of layers all speak
//! this one language.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::target::Lost;
use super::verdict::Verdict;
use super::{Id, Layer, Link, Tag};

/// One record set to a value; `None` for no record.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A tag.
    Tag(Id, Option<Tag>),
    /// A link.
    Link(Id, Option<Link>),
    /// A tag without a place.
    Lost(Id, Option<Lost>),
    /// A verdict on someone else's tag.
    Verdict(Id, Option<Verdict>),
}

impl Edit {
    /// Makes a tag, or changes the one of the same id.
    pub fn put(tag: Tag) -> Edit {
        Edit::Tag(tag.id.clone(), Some(tag))
    }

    /// The tag that it is about.
    pub fn tag(&self) -> Option<&Id> {
        match self {
            Edit::Tag(id, _) | Edit::Lost(id, _) => Some(id),
            Edit::Link(..) | Edit::Verdict(..) => None,
        }
    }

    /// Makes a link, or changes the one of the same id.
    pub fn link(link: Link) -> Edit {
        Edit::Link(link.id.clone(), Some(link))
    }

    /// Makes a verdict, or changes the one of the same id.
    pub fn verdict(verdict: Verdict) -> Edit {
        Edit::Verdict(verdict.id.clone(), Some(verdict))
    }
}

impl Layer {
    /// Applies an edit and returns its inverse.
    pub fn apply(&mut self, edit: Edit) -> Edit {
        match edit {
            Edit::Tag(id, to) => {
                let span = self.places.remove(&id);
                let old = span.and_then(|span| self.records.tags.remove(span, &id));
                if let Some(tag) = to {
                    self.places.insert(id.clone(), tag.span);
                    self.records.tags.insert(tag);
                }
                Edit::Tag(id, old)
            }
            Edit::Link(id, to) => {
                let old = set(&mut self.records.links, &id, to);
                Edit::Link(id, old)
            }
            Edit::Lost(id, to) => {
                let old = set(&mut self.records.lost, &id, to);
                Edit::Lost(id, old)
            }
            Edit::Verdict(id, to) => {
                let old = set(&mut self.records.verdicts, &id, to);
                Edit::Verdict(id, old)
            }
        }
    }
}

fn set<T: Clone>(records: &mut Arc<BTreeMap<Id, T>>, id: &Id, to: Option<T>) -> Option<T> {
    let records = Arc::make_mut(records);
    match to {
        Some(record) => records.insert(id.clone(), record),
        None => records.remove(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;

    fn edit() -> impl Strategy<Value = Edit> {
        let id = (0..12usize).prop_map(|id| Id::from(format!("t-{id}").as_str()));
        let tag = (id.clone(), 0..50usize, 1..20usize, "claim|figure")
            .prop_map(|(id, start, len, label)| Tag { id, ..Tag::new(&label, Span::new(start, start + len), "") });
        let link = (id.clone(), id.clone(), id.clone()).prop_map(|(id, from, to)| Link {
            id,
            kind: "same as".into(),
            from,
            to,
            document: None,
            at: String::new(),
            rival: None,
            extra: Vec::new(),
        });
        prop_oneof![
            4 => tag.prop_map(Edit::put),
            1 => link.prop_map(Edit::link),
            1 => id.clone().prop_map(|id| Edit::Tag(id, None)),
            1 => id.prop_map(|id| Edit::Link(id, None)),
        ]
    }

    proptest! {
        #[test]
        fn an_edit_and_its_inverse_are_the_identity(
            before in prop::collection::vec(edit(), 0..30),
            edits in prop::collection::vec(edit(), 1..10),
        ) {
            let mut layer = Layer::default();
            before.into_iter().for_each(|edit| drop(layer.apply(edit)));
            let start = layer.records().clone();
            let mut inverses = Vec::new();
            for edit in edits.clone() {
                inverses.push(layer.apply(edit));
            }
            let end = layer.records().clone();
            let mut again = Vec::new();
            for inverse in inverses.into_iter().rev() {
                again.push(layer.apply(inverse));
            }
            prop_assert_eq!(layer.records(), &start);
            for edit in again.into_iter().rev() {
                layer.apply(edit);
            }
            prop_assert_eq!(layer.records(), &end);
            for tag in layer.tags().iter() {
                prop_assert_eq!(layer.tag(&tag.id), Some(tag));
            }
        }
    }
}
