//! Stores the view of the desk: which article is active, and for each the cursor, the selection or focus, and the first
//! row. Undo restores the view before an action.

use super::desk::Desk;
use super::pane::{Focus, Selection};
use crate::tags::history::Slot;

/// A view of the desk. Offsets are bytes.
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
    /// Returns the present view.
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

    /// Restores a view. Returns whether that is possible: the same documents must be on the desk.
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
                // Ends that were being moved are back in place: their tag gets the focus, as before.
                if let Some(Selection { anchor, editing: Some(editing), .. }) = pane.selection.clone() {
                    pane.put(text, anchor.min(before.cursor));
                    (pane.selection, pane.focus) = (None, Some(editing));
                }
            });
        }
        true
    }
}
