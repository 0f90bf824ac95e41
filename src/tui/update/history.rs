//! Undoes and redoes actions, and shows what changed.

use crate::tags::edit::Edit;
use crate::tags::history::{Place, Step};
use crate::tui::model::seen::Sight;
use crate::tui::model::{App, Turn};

/// Undoes the last `times` actions.
pub(super) fn undo(app: &mut App, times: usize) {
    turn_back(app, times, Turn::Undo);
}

/// Redoes the last `times` actions that were undone.
pub(super) fn redo(app: &mut App, times: usize) {
    turn_back(app, times, Turn::Redo);
}

/// Undoes or redoes actions, shows each of them and says which it was.
fn turn_back(app: &mut App, times: usize, turn: Turn) {
    let (done, nothing) = match turn {
        Turn::Undo => ("undone", "nothing to undo"),
        Turn::Redo => ("redone", "nothing to redo"),
    };
    for turned in 0..times {
        let Some(step) = app.turn_back(turn) else {
            return if turned == 0 {
                app.say(nothing)
            };
        };
        show(app, &step, turn);
        // Another program has changed the same since, and its change stays.
        let is_void = step.edits.iter().all(|(slot, edit)| app.desk.shelf[*slot].layer.holds(edit));
        app.say(match is_void {
            true => format!("not {done}, changed elsewhere since: {}", step.words),
            false => format!("{done}: {}", step.words),
        });
    }
}

/// Restores the view before a step was done. If other documents are on the desk now, shows the place of the step, and
/// brings its document back if needed. When a step is redone, the selection that was made for it is not restored.
fn show(app: &mut App, step: &Step<Sight>, turn: Turn) {
    if app.desk.show_again(&step.seen) {
        if turn == Turn::Redo {
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
