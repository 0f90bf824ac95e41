//! What the reader sees of the desk: which article is in use, and of each where the cursor stands, what is selected or in focus,
//! and what stands at the top. Undo brings back what was seen before an action.

use super::desk::Desk;
use super::pane::{Focus, Selection};
use crate::tags::history::Slot;

/// What is seen of the desk. Offsets are bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    active: usize,
    panes: Vec<PaneSight>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct PaneSight {
    slot: Slot,
    cursor: usize,
    top: usize,
    selection: Option<Selection>,
    focus: Option<Focus>,
}

impl Desk {
    /// Returns what is seen now.
    pub fn seen(&self) -> Sight {
        let of = |pane: &super::pane::Pane| PaneSight {
            slot: pane.slot,
            cursor: pane.cursor,
            top: pane.top().span.start,
            selection: pane.selection.clone(),
            focus: pane.focus.clone(),
        };
        Sight { active: self.active, panes: self.panes.iter().map(of).collect() }
    }

    /// Shows again what was seen. Returns whether it can: the same documents must be on the desk.
    pub fn show_again(&mut self, seen: &Sight) -> bool {
        let slots = |seen: &Sight| seen.panes.iter().map(|pane| pane.slot).collect::<Vec<_>>();
        if seen.panes.is_empty() || slots(&self.seen()) != slots(seen) {
            return false;
        }
        self.active = seen.active;
        self.fit();
        for (number, before) in seen.panes.iter().enumerate() {
            self.with(number, |pane, text| {
                pane.set_top(text, before.top);
                pane.put(text, before.cursor);
                (pane.selection, pane.focus) = (before.selection.clone(), before.focus.clone());
                // Ends that were being moved are where they were: their tag is in focus, as before that was begun.
                if let Some(Selection { anchor, editing: Some(editing), .. }) = pane.selection.clone() {
                    pane.put(text, anchor.min(before.cursor));
                    (pane.selection, pane.focus) = (None, Some(editing));
                }
            });
        }
        true
    }
}
