//! Handles keys while a comparison is under way: it is cancelled, or the user does something else.

use crate::tags::history::Slot;
use crate::tui::model::{App, Effect};

/// Cancels the comparison that is under way. Returns whether there was one.
pub(crate) fn give_up(app: &mut App) -> bool {
    let was = app.comparing.underway.take().is_some();
    if was {
        app.ask(Effect::StopComparing);
        app.say("the comparison was given up");
    }
    was
}

/// Ends the comparison of articles that have left the desk: nobody waits for it.
pub(crate) fn end_if_left(app: &mut App) {
    let is_gone = |slot: Slot| app.desk.pane_of(slot).is_none();
    let slots = app.comparing.underway.as_ref().map(|underway| underway.question.slots);
    if slots.is_some_and(|slots| is_gone(slots.left) || is_gone(slots.right)) {
        app.comparing.underway = None;
        app.ask(Effect::StopComparing);
    }
}

/// Notes that a key was pressed while a comparison is under way: the answer must not cover what the user does now.
pub(crate) fn leave_alone(app: &mut App) {
    if let Some(underway) = &mut app.comparing.underway {
        underway.is_left_alone = true;
    }
}
