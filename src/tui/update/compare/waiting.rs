//! Handles keys while a comparison is under way: it is cancelled, or the user does something else.

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

/// Notes that a key was pressed while a comparison is under way: the answer must not cover what the user does now.
pub(crate) fn leave_alone(app: &mut App) {
    if let Some(underway) = &mut app.comparing.underway {
        underway.is_left_alone = true;
    }
}
