//! Goes back to the places before jumps, and forward again, and sets and visits marks.

use crate::tags::history::Place;
use crate::text::Span;
use crate::tui::model::App;
use crate::tui::model::jumps::{Departure, Spot};
use crate::tui::model::overlay::{Asked, Overlay, Prompt};

/// Notes the new place after a plain movement through the text, which is no jump.
pub(super) fn walked(app: &mut App) {
    app.jumps.departure = departure(app);
}

/// Remembers the place before the command if the cursor has left the page or the article. While a list or a page lies
/// over the desk, it waits: the cursor may still move.
pub(super) fn arrive(app: &mut App) {
    if app.overlay.is_some() {
        return;
    }
    let Some(now) = departure(app) else { return };
    if let Some(before) = app.jumps.departure.replace(now) {
        let is_near = before.spot.slot == now.spot.slot
            && before.page.start <= now.spot.at
            && now.spot.at <= before.page.end.max(before.spot.at);
        if !is_near {
            app.jumps.leave(before.spot);
        }
    }
}

/// Goes back to the place before the last `times` jumps.
pub(super) fn back(app: &mut App, times: usize) {
    turn(app, times, |app, here| app.jumps.back(here), "there is no jump to go back on");
}

/// Goes forward again, to the places that were left by going back.
pub(super) fn forward(app: &mut App, times: usize) {
    turn(app, times, |app, here| app.jumps.forward(here), "there is no jump to go forward to");
}

/// Asks for the letter of a new mark.
pub(super) fn ask_for_mark(app: &mut App) {
    app.overlay = Some(Overlay::Prompt(Prompt::new(Asked::Mark, "")));
}

/// Asks for the letter of the mark to go to.
pub(super) fn ask_which_mark(app: &mut App) {
    if app.jumps.marks.is_empty() {
        let set = app.key_of("mark");
        return app.say(format!("there is no mark yet; {set} and a letter set one"));
    }
    app.overlay = Some(Overlay::Prompt(Prompt::new(Asked::ToMark, "")));
}

/// Sets a mark here.
pub(super) fn mark(app: &mut App, typed: &str) {
    let (Some(letter), Some(now)) = (typed.chars().next(), departure(app)) else { return };
    app.jumps.marks.insert(letter, now.spot);
    let go = app.key_of("go-to-mark");
    app.say(format!("mark {letter}; {go} {letter} comes back here"));
}

/// Goes to a mark.
pub(super) fn go_to_mark(app: &mut App, typed: &str) {
    let Some(letter) = typed.chars().next() else { return };
    match app.jumps.marks.get(&letter).copied() {
        Some(spot) => go(app, spot),
        None => app.warn(format!("there is no mark {letter}")),
    }
}

/// Goes to the place that `next` returns, `times` times. Shows the message `none` if there is no such place.
fn turn(app: &mut App, times: usize, next: fn(&mut App, Spot) -> Option<Spot>, none: &str) {
    for turned in 0..times {
        let spot = departure(app).and_then(|now| next(app, now.spot));
        match spot {
            Some(spot) => go(app, spot),
            None if turned == 0 => return app.say(none),
            None => return,
        }
    }
}

/// Goes to a place; if its document is not on the desk, asks for it.
fn go(app: &mut App, Spot { slot, at }: Spot) {
    match app.desk.pane_of(slot) {
        Some(pane) => {
            app.desk.active = pane;
            app.desk.fit();
            app.desk.with(pane, |pane, text| {
                (pane.focus, pane.selection) = (None, None);
                pane.put(text, at);
            });
        }
        None => super::opened::ask_to_show(app, Place { slot, span: Span::new(at, at) }),
    }
}

/// Returns the place of the cursor and the visible page.
fn departure(app: &App) -> Option<Departure> {
    let pane = app.desk.panes.get(app.desk.active)?;
    Some(Departure { spot: Spot { slot: pane.slot, at: pane.cursor }, page: pane.window() })
}
