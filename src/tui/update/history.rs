//! Undo and redo, and showing what they did.

use crate::tags::history::Step;
use crate::tui::app::{App, Effect};

/// Takes the last actions back.
pub fn undo(app: &mut App, times: usize) {
    turn(app, times, false, "undone", "nothing to undo");
}

/// Does them again.
pub fn redo(app: &mut App, times: usize) {
    turn(app, times, true, "done again", "nothing to do again");
}

fn turn(app: &mut App, times: usize, redo: bool, did: &str, nothing: &str) {
    for _ in 0..times {
        let Some(step) = app.turn_back(redo) else { return app.say(nothing) };
        show(app, &step);
        app.say(format!("{did}: {}", step.words));
    }
}

/// Shows the place, on the desk or by bringing its pair back onto it.
fn show(app: &mut App, step: &Step) {
    let place = step.place;
    app.desk.panes.iter_mut().for_each(|pane| {
        pane.focus = None;
        pane.selection = None;
    });
    match app.desk.pane_of(place.slot) {
        Some(pane) => {
            app.desk.active = pane;
            app.desk.fit();
            app.desk.with(pane, |pane, text| pane.show(text, place.span));
        }
        None => {
            let name = &app.desk.shelf[place.slot].name;
            let pair = app.pairs.iter().position(|pair| pair.left == *name || pair.right.as_ref() == Some(name));
            if let Some(pair) = pair {
                app.ask(Effect::OpenPair(pair));
            }
        }
    }
}
