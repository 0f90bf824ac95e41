//! What was done in this session, in the order that it was done, across all documents.
//!
//! One user action is one [`Step`]: it knows the edits that take it back, what it did in words, and where. Undoing a step
//! applies those edits; their inverses are the step's redo.

use super::edit::Edit;
use super::{Layer, Tag};
use crate::text::Span;

/// Which of the open documents an edit belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub usize);

/// Where on the desk something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document.
    pub slot: Slot,
    /// The text that it concerned.
    pub span: Span,
}

/// One action of the user's. `V` is what the user saw before it, if that is to be shown again.
#[derive(Clone, Debug)]
pub struct Step<V = ()> {
    /// The edits that turn it back (or, once undone, do it again), in the order to apply them.
    pub edits: Vec<(Slot, Edit)>,
    /// What was done, for the status line: `claim on “Prices rose”`.
    pub words: String,
    /// Where to look.
    pub place: Place,
    /// What the user saw before it.
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
    /// Notes a step that was just done. What had been undone before it can no longer be redone.
    pub fn push(&mut self, step: Step<V>) {
        self.done.push(step);
        self.undone.clear();
    }

    /// Takes the last step back: `apply` carries out an edit and returns its inverse.
    pub fn undo(&mut self, apply: impl FnMut(Slot, Edit) -> Edit) -> Option<&Step<V>> {
        turn(&mut self.done, &mut self.undone, apply)
    }

    /// Does the last step that was undone again.
    pub fn redo(&mut self, apply: impl FnMut(Slot, Edit) -> Edit) -> Option<&Step<V>> {
        turn(&mut self.undone, &mut self.done, apply)
    }

    /// Takes in that someone else has changed a record: `was` is the edit that would take that back, and the layer has
    /// what it is now. Our steps will take back what we have done to it, and leave theirs.
    pub fn rebase(&mut self, slot: Slot, was: &Edit, layer: &Layer) {
        for step in self.done.iter_mut().chain(&mut self.undone) {
            for (_, edit) in step.edits.iter_mut().filter(|(of, _)| *of == slot) {
                match (edit, was) {
                    (Edit::Tag(id, ours), Edit::Tag(their, old)) if id == their => {
                        *ours = rebased(ours.as_ref(), old.as_ref(), layer.tag(id));
                    }
                    (Edit::Link(id, ours), Edit::Link(their, old)) if id == their && ours == old => {
                        *ours = layer.links().get(id).cloned();
                    }
                    (Edit::Verdict(id, ours), Edit::Verdict(their, old)) if id == their && ours == old => {
                        *ours = layer.verdicts().get(id).cloned();
                    }
                    (Edit::Remark(id, ours), Edit::Remark(their, old)) if id == their && ours == old => {
                        *ours = layer.remarks().get(id).cloned();
                    }
                    _ => {}
                }
            }
        }
    }

    /// Forgets the steps that concern a document: its text is another now, and they are about the old.
    pub fn forget(&mut self, slot: Slot) {
        let elsewhere = |step: &Step<V>| step.edits.iter().all(|(of, _)| *of != slot);
        self.done.retain(elsewhere);
        self.undone.retain(elsewhere);
    }

    /// Returns how many steps can be undone, and how many redone.
    pub fn depth(&self) -> (usize, usize) {
        (self.done.len(), self.undone.len())
    }
}

/// Returns what we would set a tag to, after it was changed from `old` to `new`: field by field ours, where ours is
/// another than the old one, else the new. What they have changed outlives that we take its making back.
fn rebased(ours: Option<&Tag>, old: Option<&Tag>, new: Option<&Tag>) -> Option<Tag> {
    let (Some(old), Some(new)) = (old, new) else { return ours.cloned() };
    let Some(ours) = ours else { return Some(new.clone()) };
    let names = ours.attributes.keys().chain(new.attributes.keys());
    let attributes = names.filter_map(|name| {
        let value = field(ours.attributes.get(name), old.attributes.get(name), new.attributes.get(name));
        value.map(|value| (name.clone(), value.clone()))
    });
    Some(Tag {
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
    })
}

fn field<T: PartialEq>(ours: T, old: T, new: T) -> T {
    if ours == old { new } else { ours }
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

    /// Returns the layer after we did `ours` on `base` and someone else made `theirs` of it, with our history.
    fn after(base: Option<Tag>, ours: Tag, theirs: Option<Tag>) -> (Layer, History) {
        let (mut layer, mut history) = (Layer::default(), History::default());
        base.into_iter().for_each(|tag| drop(layer.apply(Edit::put(tag))));
        let back = layer.apply(Edit::put(ours));
        let place = Place { slot: Slot(0), span: Span::new(0, 5) };
        history.push(Step { edits: vec![(Slot(0), back)], words: String::new(), place, seen: () });
        let mut other = Layer::new(layer.records().clone());
        other.apply(Edit::Tag("t-1".into(), theirs));
        let before = layer.records().clone();
        for was in layer.adopt(other.records().clone(), &edits(&before, other.records())) {
            history.rebase(Slot(0), &was, &layer);
        }
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
    fn what_nobody_else_has_touched_is_taken_back_as_ever() {
        assert_eq!(undone(None, tag("claim", ""), Some(tag("claim", ""))), None);
    }
}
