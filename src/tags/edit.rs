//! Defines edits as values: each sets one record, and applying it returns the edit that takes it back.
//!
//! ```text
//!   apply(layer, Tag(t-5w3k…, Some(new)))  →  Tag(t-5w3k…, Some(old))      changed
//!   apply(layer, Tag(t-5w3k…, None))       →  Tag(t-5w3k…, Some(old))      removed
//!   apply(layer, Tag(t-5w3k…, Some(new)))  →  Tag(t-5w3k…, None)           made
//! ```
//!
//! An edit cannot fail and needs no separate cases for making, changing and removing. Undo, redo and the merging of
//! layers all use edits.

use std::sync::Arc;

use super::index::RecordRef;
use super::remark::Remark;
use super::target::Lost;
use super::verdict::Verdict;
use super::{Id, Layer, Link, Records, Tag};

/// Sets one record to a value; `None` removes the record.
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
    /// A remark on the document.
    Remark(Id, Option<Remark>),
}

impl Edit {
    /// Makes a tag, or changes the one of the same id.
    pub fn put(tag: Tag) -> Edit {
        Edit::Tag(tag.id.clone(), Some(tag))
    }

    /// Returns the id of the record that the edit sets.
    pub fn id(&self) -> &Id {
        match self {
            Edit::Tag(id, _) | Edit::Link(id, _) | Edit::Lost(id, _) | Edit::Verdict(id, _) | Edit::Remark(id, _) => id,
        }
    }

    /// Returns the tag that the edit sets.
    pub fn tag(&self) -> Option<&Id> {
        match self {
            Edit::Tag(id, _) | Edit::Lost(id, _) => Some(id),
            Edit::Link(..) | Edit::Verdict(..) | Edit::Remark(..) => None,
        }
    }

    /// Makes a link, or changes the one of the same id.
    pub fn link(link: Link) -> Edit {
        Edit::Link(link.id.clone(), Some(link))
    }

    /// Returns whether the edit removes a record.
    pub fn is_removal(&self) -> bool {
        match self {
            Edit::Tag(_, tag) => tag.is_none(),
            Edit::Link(_, link) => link.is_none(),
            Edit::Lost(_, lost) => lost.is_none(),
            Edit::Verdict(_, verdict) => verdict.is_none(),
            Edit::Remark(_, remark) => remark.is_none(),
        }
    }

    /// Returns the record that the edit sets.
    pub(super) fn record(&self) -> Option<RecordRef<'_>> {
        match self {
            Edit::Tag(_, tag) => tag.as_ref().map(RecordRef::Tag),
            Edit::Link(_, link) => link.as_ref().map(RecordRef::Link),
            Edit::Lost(_, lost) => lost.as_ref().map(RecordRef::Lost),
            Edit::Verdict(_, verdict) => verdict.as_ref().map(RecordRef::Verdict),
            // The index has no entries for remarks.
            Edit::Remark(..) => None,
        }
    }

    /// Makes a remark, or changes the one of the same id.
    pub fn remark(remark: Remark) -> Edit {
        Edit::Remark(remark.id.clone(), Some(remark))
    }

    /// Makes a verdict, or changes the one of the same id.
    pub fn verdict(verdict: Verdict) -> Edit {
        Edit::Verdict(verdict.id.clone(), Some(verdict))
    }
}

impl Layer {
    /// Applies an edit and returns its inverse.
    pub fn apply(&mut self, edit: Edit) -> Edit {
        let back = self.take(&edit);
        for (record, there) in [(back.record(), false), (edit.record(), true)] {
            record.into_iter().for_each(|record| self.index.note(record, there));
        }
        self.put(edit);
        back
    }

    /// Takes over a layer that another program has written: all of its records, and the edits that lead there, one for
    /// each record that differs. Returns the edits that would take it back. The time grows with the edits and not with
    /// the layer.
    pub fn adopt(&mut self, records: Records, edits: &[Edit]) -> Vec<Edit> {
        let back: Vec<Edit> = edits.iter().map(|edit| self.current(edit)).collect();
        for (edits, there) in [(back.as_slice(), false), (edits, true)] {
            edits.iter().filter_map(Edit::record).for_each(|record| self.index.note(record, there));
        }
        self.records = records;
        back
    }

    /// Returns whether the record already has the value that an edit sets.
    pub fn holds(&self, edit: &Edit) -> bool {
        self.current(edit) == *edit
    }

    /// Returns the edit that sets the same record to its present value.
    pub(super) fn current(&self, edit: &Edit) -> Edit {
        let records = &self.records;
        match edit {
            Edit::Tag(id, _) => Edit::Tag(id.clone(), self.tag(id).cloned()),
            Edit::Link(id, _) => Edit::Link(id.clone(), records.links.get(id).cloned()),
            Edit::Lost(id, _) => Edit::Lost(id.clone(), records.lost.get(id).cloned()),
            Edit::Verdict(id, _) => Edit::Verdict(id.clone(), records.verdicts.get(id).cloned()),
            Edit::Remark(id, _) => Edit::Remark(id.clone(), records.remarks.get(id).cloned()),
        }
    }

    /// Removes the record that an edit sets.
    fn take(&mut self, edit: &Edit) -> Edit {
        let records = &mut self.records;
        match edit {
            Edit::Tag(id, _) => {
                let span = self.index.places.get(id);
                Edit::Tag(id.clone(), span.and_then(|span| records.tags.remove(*span, id)))
            }
            Edit::Link(id, _) => Edit::Link(id.clone(), Arc::make_mut(&mut records.links).remove(id)),
            Edit::Lost(id, _) => Edit::Lost(id.clone(), Arc::make_mut(&mut records.lost).remove(id)),
            Edit::Verdict(id, _) => Edit::Verdict(id.clone(), Arc::make_mut(&mut records.verdicts).remove(id)),
            Edit::Remark(id, _) => Edit::Remark(id.clone(), Arc::make_mut(&mut records.remarks).remove(id)),
        }
    }

    /// Inserts the record that an edit sets, if there is one.
    fn put(&mut self, edit: Edit) {
        let records = &mut self.records;
        match edit {
            Edit::Tag(_, Some(tag)) => records.tags.insert(tag),
            Edit::Link(id, Some(link)) => drop(Arc::make_mut(&mut records.links).insert(id, link)),
            Edit::Lost(id, Some(lost)) => drop(Arc::make_mut(&mut records.lost).insert(id, lost)),
            Edit::Verdict(id, Some(verdict)) => drop(Arc::make_mut(&mut records.verdicts).insert(id, verdict)),
            Edit::Remark(id, Some(remark)) => drop(Arc::make_mut(&mut records.remarks).insert(id, remark)),
            Edit::Tag(_, None)
            | Edit::Link(_, None)
            | Edit::Lost(_, None)
            | Edit::Verdict(_, None)
            | Edit::Remark(_, None) => {}
        }
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
