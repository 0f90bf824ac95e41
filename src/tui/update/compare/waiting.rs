//! What happens while a comparison is under way: it is given up, or something else is done.

use crate::tui::model::{App, Effect};

/// Gives up the comparison that is under way. Returns whether one was.
pub fn give_up(app: &mut App) -> bool {
    let was = app.comparing.underway.take().is_some();
    if was {
        app.ask(Effect::StopComparing);
        app.say("the comparison was given up");
    }
    was
}

/// Notes that a key was pressed while a comparison is under way: the answer must not take the screen from what is done now.
pub fn leave_alone(app: &mut App) {
    if let Some(underway) = &mut app.comparing.underway {
        underway.is_left_alone = true;
    }
}
