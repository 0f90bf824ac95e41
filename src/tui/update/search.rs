//! Searching: as one types, then from hit to hit.

use tui_input::Input;

use crate::text::search::Query;
use crate::tui::app::overlay::{Asked, Overlay, Prompt};
use crate::tui::app::{App, Effect};

/// Opens the prompt.
pub fn open(app: &mut App) {
    let pane = app.desk.pane();
    app.search.origin = Some((pane.cursor, pane.top().span.start, app.search.query.clone()));
    app.overlay = Some(Overlay::Prompt(Prompt { what: Asked::Search, input: Input::default() }));
}

/// What was typed has changed: goes to the first hit from where one stood.
pub fn typed(app: &mut App, pattern: &str) {
    let Some((cursor, top, _)) = app.search.origin.clone() else { return };
    if pattern.is_empty() {
        app.search.set(None);
        return back(app, cursor, top);
    }
    match Query::new(pattern) {
        Ok(query) => {
            set(app, query);
            if !to_hit(app, cursor, true) {
                back(app, cursor, top);
            }
        }
        Err(why) => {
            app.search.set(None);
            app.search.error = Some(why);
            back(app, cursor, top);
        }
    }
}

/// Keeps the search. Nothing typed: repeats the last one.
pub fn accept(app: &mut App, typed: &str) {
    let origin = app.search.origin.take();
    if let Some(why) = app.search.error.take() {
        return app.warn(format!("not a pattern: {why}"));
    }
    if typed.is_empty() {
        let Some(query) = origin.and_then(|(_, _, before)| before) else { return };
        set(app, query);
        return step(app, 1, true);
    }
    if app.search.query.is_some() && app.desk.pane().hits.is_empty() && !hit_at_cursor(app) {
        app.warn(format!("no hit for {typed}"));
    }
}

/// Gives the search up and goes back to where one stood.
pub fn cancel(app: &mut App) {
    let Some((cursor, top, before)) = app.search.origin.take() else { return };
    app.search.set(before);
    count(app);
    back(app, cursor, top);
}

/// To the next hit, or the one before.
pub fn step(app: &mut App, times: usize, forward: bool) {
    if app.search.query.is_none() {
        return app.say("nothing was searched for yet; / searches");
    }
    for _ in 0..times {
        let cursor = app.desk.pane().cursor;
        let from = if forward { cursor + 1 } else { cursor };
        if !to_hit(app, from, forward) {
            return app.warn("no hit in this article");
        }
    }
    if app.search.wrapped {
        app.say(if forward { "from the beginning again" } else { "from the end again" });
    }
}

/// Leaves the search: its hits no longer show.
pub fn leave(app: &mut App) {
    if app.search.query.is_some() {
        app.search.set(None);
    }
}

fn set(app: &mut App, query: Query) {
    app.search.set(Some(query));
    count(app);
}

/// Has the hits in the documents on the desk counted.
pub fn count(app: &mut App) {
    let Some(query) = app.search.query.clone() else { return };
    let generation = app.search.generation;
    for slot in app.desk.panes.iter().map(|pane| pane.slot).collect::<Vec<_>>() {
        app.ask(Effect::Count { slot, query: query.clone(), generation });
    }
}

/// Puts the cursor on the first hit from byte `from`, around the end if need be. Whether there is one.
fn to_hit(app: &mut App, from: usize, forward: bool) -> bool {
    let Some(query) = app.search.query.clone() else { return false };
    let linking = app.linking.is_some();
    let (found, wrapped) = app.desk.with_active(|pane, text| {
        let (first, around) = match forward {
            true => (query.next(text, from), 0),
            false => (query.prev(text, from), text.len() + 1),
        };
        let again = || if forward { query.next(text, around) } else { query.prev(text, around) };
        let hit = first.or_else(again);
        if let Some(hit) = hit {
            if !linking {
                pane.focus = None;
            }
            pane.put(text, hit.start);
        }
        (hit.is_some(), first.is_none())
    });
    app.search.wrapped = found && wrapped;
    found
}

fn hit_at_cursor(app: &App) -> bool {
    let (open, pane) = (app.desk.open(), app.desk.pane());
    let query = app.search.query.as_ref();
    query.and_then(|query| query.next(open.text(), pane.cursor)).is_some_and(|hit| hit.start == pane.cursor)
}

fn back(app: &mut App, cursor: usize, top: usize) {
    app.desk.with_active(|pane, text| {
        pane.set_top(text, top);
        pane.put(text, cursor);
    });
}
