//! Undoes and redoes actions, and shows what changed.

use crate::tags::edit::Edit;
use crate::tags::history::{Place, Step};
use crate::tui::model::App;
use crate::tui::model::seen::Sight;

/// Undoes the last actions.
pub(super) fn undo(app: &mut App, times: usize) {
    turn(app, times, false, "undone", "nothing to undo");
}

/// Redoes them.
pub(super) fn redo(app: &mut App, times: usize) {
    turn(app, times, true, "redone", "nothing to redo");
}

fn turn(app: &mut App, times: usize, redo: bool, did: &str, nothing: &str) {
    for turned in 0..times {
        let Some(step) = app.turn_back(redo) else {
            return if turned == 0 {
                app.say(nothing)
            };
        };
        show(app, &step, redo);
        app.say(format!("{did}: {}", step.words));
    }
}

/// Shows the view before a step was done; if that is not possible, its place, after bringing its document back onto the
/// desk if needed. When a step is redone, the selection that was made for it is not restored.
fn show(app: &mut App, step: &Step<Sight>, redo: bool) {
    if app.desk.show_again(&step.seen) {
        if redo {
            app.desk.panes.iter_mut().for_each(|pane| pane.selection = None);
        }
        return;
    }
    match app.desk.pane_of(step.place.slot) {
        Some(_) => {
            show_place(app, step.place);
            focus_item(app, step);
        }
        None => super::opened::ask_to_show(app, step.place),
    }
}

/// Focuses the item of the first verdict that was undone or redone.
fn focus_item(app: &mut App, step: &Step<Sight>) {
    let slot = step.place.slot;
    let Some(review) = &app.desk.shelf[slot].review else { return };
    let of_slot = step.edits.iter().filter(|(of, _)| *of == slot);
    let verdicts = of_slot.filter_map(|(_, edit)| match edit {
        Edit::Verdict(id, _) => Some(id),
        _ => None,
    });
    if let Some(item) = verdicts.filter_map(|id| review.round.judged_by(id)).min() {
        super::review::focus(app, slot, item);
    }
}

/// Shows a place on the desk.
pub(super) fn show_place(app: &mut App, place: Place) {
    app.desk.panes.iter_mut().for_each(|pane| (pane.focus, pane.selection) = (None, None));
    if let Some(pane) = app.desk.pane_of(place.slot) {
        app.desk.active = pane;
        app.desk.fit();
        app.desk.with(pane, |pane, text| pane.show(text, place.span));
    }
}
