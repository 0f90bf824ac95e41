//! Keeps the actions of a session, across all documents, so that they can be undone.
//!
//! One user action is one [`Step`]: the edits that take it back, its description, and its place. Undoing a step applies
//! these edits; their inverses redo the step.

use std::mem::{Discriminant, discriminant};

use super::edit::Edit;
use super::{Id, Layer, Tag};
use crate::hash::FastMap;
use crate::text::Span;

/// The number of an open document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub usize);

/// A place on the desk: a document and a span in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document.
    pub slot: Slot,
    /// The text that the action changed.
    pub span: Span,
}

/// One action of the user. `V` is the view before it, if it is to be shown again.
#[derive(Clone, Debug)]
pub struct Step<V = ()> {
    /// The edits that undo the step (or, once undone, redo it), in the order in which to apply them.
    pub edits: Vec<(Slot, Edit)>,
    /// The description for the status line: `claim on “Prices rose”`.
    pub words: String,
    /// The place to show.
    pub place: Place,
    /// The view before the action.
    pub seen: V,
}

/// Steps that can be undone and redone.
#[derive(Clone, Debug)]
pub struct History<V = ()> {
    done: Vec<Step<V>>,
    undone: Vec<Step<V>>,
}

impl<V> Default for History<V> {
    fn default() -> History<V> {
        History { done: Vec::new(), undone: Vec::new() }
    }
}

impl<V> History<V> {
    /// Adds a step that was just done. Steps that had been undone can no longer be redone.
    pub fn push(&mut self, step: Step<V>) {
        self.done.push(step);
        self.undone.clear();
    }

    /// Undoes the last step: `apply` carries out an edit and returns its inverse.
    pub fn undo(&mut self, apply: impl FnMut(Slot, Edit) -> Edit) -> Option<&Step<V>> {
        turn(&mut self.done, &mut self.undone, apply)
    }

    /// Redoes the last step that was undone.
    pub fn redo(&mut self, apply: impl FnMut(Slot, Edit) -> Edit) -> Option<&Step<V>> {
        turn(&mut self.undone, &mut self.done, apply)
    }

    /// Takes account of changes that another program made to records of a document: `was` are the edits that would take
    /// them back, and the layer already holds the changes. Our steps will undo our own changes and keep theirs, also where
    /// theirs is a later change of what we had changed.
    pub fn rebase(&mut self, slot: Slot, was: &[Edit], layer: &Layer) {
        let was: FastMap<(Discriminant<Edit>, &Id), &Edit> =
            was.iter().map(|edit| ((discriminant(edit), edit.id()), edit)).collect();
        let edits = self.done.iter_mut().chain(&mut self.undone).flat_map(|step| &mut step.edits);
        for (_, edit) in edits.filter(|(of, _)| *of == slot) {
            let Some(was) = was.get(&(discriminant(edit), edit.id())) else { continue };
            let now = layer.current(edit);
            *edit = match (&*edit, was, &now) {
                (Edit::Tag(_, Some(ours)), Edit::Tag(_, Some(old)), Edit::Tag(_, Some(new))) => {
                    Edit::put(rebased(ours, old, new))
                }
                _ => now,
            };
        }
    }

    /// Drops the steps of a document whose text was replaced: they refer to the old text.
    pub fn forget(&mut self, slot: Slot) {
        let elsewhere = |step: &Step<V>| step.edits.iter().all(|(of, _)| *of != slot);
        self.done.retain(elsewhere);
        self.undone.retain(elsewhere);
    }

    /// Returns the number of steps that can be undone, and that can be redone.
    pub fn depth(&self) -> (usize, usize) {
        (self.done.len(), self.undone.len())
    }
}

/// Returns the tag that our step should put, after another program has changed it from `old` to `new`: a field that they
/// changed stays as they left it, and every other field gets our value.
fn rebased(ours: &Tag, old: &Tag, new: &Tag) -> Tag {
    let names = ours.attributes.keys().chain(new.attributes.keys());
    let attributes = names.filter_map(|name| {
        let value = field(ours.attributes.get(name), old.attributes.get(name), new.attributes.get(name));
        value.map(|value| (name.clone(), value.clone()))
    });
    Tag {
        id: ours.id.clone(),
        label: field(&ours.label, &old.label, &new.label).clone(),
        span: field(ours.span, old.span, new.span),
        note: field(&ours.note, &old.note, &new.note).clone(),
        attributes: attributes.collect(),
        score: field(ours.score, old.score, new.score),
        at: field(&ours.at, &old.at, &new.at).clone(),
        was: field(&ours.was, &old.was, &new.was).clone(),
        from: field(&ours.from, &old.from, &new.from).clone(),
        via: field(&ours.via, &old.via, &new.via).clone(),
        rival: field(&ours.rival, &old.rival, &new.rival).clone(),
        extra: field(&ours.extra, &old.extra, &new.extra).clone(),
    }
}

fn field<T: PartialEq>(ours: T, old: T, new: T) -> T {
    if old == new { ours } else { new }
}

fn turn<'a, V>(
    from: &mut Vec<Step<V>>,
    to: &'a mut Vec<Step<V>>,
    mut apply: impl FnMut(Slot, Edit) -> Edit,
) -> Option<&'a Step<V>> {
    let mut step = from.pop()?;
    let mut inverse: Vec<_> = step.edits.drain(..).map(|(slot, edit)| (slot, apply(slot, edit))).collect();
    inverse.reverse();
    step.edits = inverse;
    to.push(step);
    to.last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::merge::edits;

    fn tag(label: &str, note: &str) -> Tag {
        Tag { id: "t-1".into(), note: note.into(), ..Tag::new(label, Span::new(0, 5), "") }
    }

    /// Returns the layer and our history after we applied `ours` to `base` and someone else changed it to `theirs`.
    fn after(base: Option<Tag>, ours: Tag, theirs: Option<Tag>) -> (Layer, History) {
        let (mut layer, mut history) = (Layer::default(), History::default());
        base.into_iter().for_each(|tag| drop(layer.apply(Edit::put(tag))));
        let back = layer.apply(Edit::put(ours));
        let place = Place { slot: Slot(0), span: Span::new(0, 5) };
        history.push(Step { edits: vec![(Slot(0), back)], words: String::new(), place, seen: () });
        let mut other = Layer::new(layer.records().clone());
        other.apply(Edit::Tag("t-1".into(), theirs));
        let before = layer.records().clone();
        let adopted = layer.adopt(other.records().clone(), &edits(&before, other.records()));
        history.rebase(Slot(0), &adopted, &layer);
        (layer, history)
    }

    fn undone(base: Option<Tag>, ours: Tag, theirs: Option<Tag>) -> Option<Tag> {
        let (mut layer, mut history) = after(base, ours, theirs.clone());
        history.undo(|_, edit| layer.apply(edit));
        let undone = layer.tag(&"t-1".into()).cloned();
        history.redo(|_, edit| layer.apply(edit));
        assert_eq!(layer.tag(&"t-1".into()), theirs.as_ref(), "done again, it is as it was");
        undone
    }

    #[test]
    fn undo_takes_back_what_was_done_here_and_nothing_else() {
        let undone = undone(Some(tag("claim", "")), tag("figure", ""), Some(tag("figure", "theirs")));
        assert_eq!(undone, Some(tag("claim", "theirs")));
    }

    #[test]
    fn what_someone_has_changed_since_is_not_unmade() {
        assert_eq!(undone(None, tag("claim", ""), Some(tag("claim", "theirs"))), Some(tag("claim", "theirs")));
    }

    #[test]
    fn what_someone_wrote_over_ours_or_removed_stays_so() {
        let theirs = tag("claim", "ours and theirs");
        assert_eq!(undone(Some(tag("claim", "")), tag("claim", "ours"), Some(theirs.clone())), Some(theirs));
        assert_eq!(undone(Some(tag("claim", "")), tag("claim", "ours"), None), None);
    }

    #[test]
    fn what_nobody_else_has_touched_is_taken_back_as_ever() {
        assert_eq!(undone(None, tag("claim", ""), Some(tag("claim", ""))), None);
    }
}
