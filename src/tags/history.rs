//! What was done in this session, in the order that it was done, across all documents.
//!
//! One user action is one [`Step`]: it knows the edits that take it back, what it did in words, and where. Undoing a step
//! applies those edits; their inverses are the step's redo.

use super::edit::Edit;
use crate::text::Span;

/// Which of the open documents an edit belongs to.
pub type Slot = usize;

/// Where on the desk something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document.
    pub slot: Slot,
    /// The text that it concerned.
    pub span: Span,
}

/// One action of the user's.
#[derive(Clone, Debug)]
pub struct Step {
    /// The edits that turn it back (or, once undone, do it again), in the order to apply them.
    pub edits: Vec<(Slot, Edit)>,
    /// What was done, for the status line: `claim on “Prices rose”`.
    pub words: String,
    /// Where to look.
    pub place: Place,
}

/// Steps that can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Notes a step that was just done. What had been undone before it can no longer be redone.
    pub fn push(&mut self, step: Step) {
        self.done.push(step);
        self.undone.clear();
    }

    /// Takes the last step back: `apply` carries out an edit and returns its inverse.
    pub fn undo(&mut self, apply: impl FnMut(Slot, Edit) -> Edit) -> Option<&Step> {
        turn(&mut self.done, &mut self.undone, apply)
    }

    /// Does the last step that was undone again.
    pub fn redo(&mut self, apply: impl FnMut(Slot, Edit) -> Edit) -> Option<&Step> {
        turn(&mut self.undone, &mut self.done, apply)
    }

    /// Forgets the steps that concern a document: its text is another now, and they are about the old.
    pub fn forget(&mut self, slot: Slot) {
        let elsewhere = |step: &Step| step.edits.iter().all(|(of, _)| *of != slot);
        self.done.retain(elsewhere);
        self.undone.retain(elsewhere);
    }

    /// How many steps can be undone, and how many redone.
    pub fn depth(&self) -> (usize, usize) {
        (self.done.len(), self.undone.len())
    }
}

fn turn<'a>(
    from: &mut Vec<Step>,
    to: &'a mut Vec<Step>,
    mut apply: impl FnMut(Slot, Edit) -> Edit,
) -> Option<&'a Step> {
    let mut step = from.pop()?;
    let mut inverse: Vec<_> = step.edits.drain(..).map(|(slot, edit)| (slot, apply(slot, edit))).collect();
    inverse.reverse();
    step.edits = inverse;
    to.push(step);
    to.last()
}
