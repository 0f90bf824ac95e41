//! Searching: as one types, then from hit to hit.

use tui_input::Input;

use crate::text::Span;
use crate::text::search::{Census, Query};
use crate::tui::app::overlay::{Asked, Overlay, Prompt};
use crate::tui::app::{App, Effect};
use crate::tui::command::Command;

/// While one types, no more text than this is looked through at once before the hits are counted, in bytes.
const NEAR: usize = 1 << 20;

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
            let fault = query.fault().map(str::to_string);
            set(app, query);
            if !to_hit(app, cursor, true, NEAR) {
                app.search.error = fault;
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
        return app.warn(format!("no hit for {typed}, and it is not a pattern: {why}"));
    }
    if typed.is_empty() {
        let Some(query) = origin.and_then(|(_, _, before)| before) else { return };
        set(app, query);
        return step(app, 1, true);
    }
    // What is typed next is meant for the hit: it is looked for now, however far it is.
    if let Some((from, forward)) = app.search.waiting {
        to_hit(app, from, forward, usize::MAX);
    }
    if !app.search.found {
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
        return app.say(format!("nothing was searched for yet; {} searches", app.key_of(Command::Search)));
    }
    for _ in 0..times {
        let cursor = app.desk.pane().cursor;
        let from = if forward { cursor + 1 } else { cursor };
        if !to_hit(app, from, forward, usize::MAX) {
            return app.warn("no hit in this article");
        }
    }
    if app.search.wrapped {
        app.say(if forward { "from the beginning again" } else { "from the end again" });
    }
}

/// Leaves the search: its hits no longer show.
pub fn leave(app: &mut App) {
    app.search.set(None);
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

/// Puts the cursor on the first hit from byte `from`, around the end if need be. Whether there is one. If there is none within
/// `most` bytes that is not known at once: then the search goes on when the hits are counted.
fn to_hit(app: &mut App, from: usize, forward: bool, most: usize) -> bool {
    app.search.waiting = None;
    let Some(query) = app.search.query.clone() else { return false };
    let census = app.search.census.get(&app.desk.pane().slot).cloned();
    let linking = app.linking.is_some();
    let found = app.desk.with_active(|pane, text| {
        let found = match &census {
            Some(census) => Some(counted(text, &query, census, from, forward)),
            None => near(text, &query, from, forward, most),
        };
        if let Some(Some((hit, _))) = found {
            if !linking {
                pane.focus = None;
            }
            pane.put(text, hit.start);
        }
        found
    });
    match found {
        Some(Some((_, wrapped))) => app.search.wrapped = wrapped,
        Some(None) => app.search.wrapped = false,
        None => {
            app.search.waiting = Some((from, forward));
            app.say("searching…");
            return true;
        }
    }
    app.search.found = found.flatten().is_some();
    app.search.found
}

/// The hits were counted: a search that waits for it goes on.
pub fn go_on(app: &mut App) {
    if let Some((from, forward)) = app.search.waiting
        && app.search.census.contains_key(&app.desk.pane().slot)
    {
        app.message = None;
        if !to_hit(app, from, forward, NEAR) {
            app.warn("no hit in this article");
        }
    }
}

/// The next hit, and whether it lies around the end, from a census of all hits.
fn counted(text: &str, query: &Query, census: &Census, from: usize, forward: bool) -> Option<(Span, bool)> {
    let (first, around) = match forward {
        true => (census.next(text, query, from), 0),
        false => (census.prev(text, query, from), text.len() + 1),
    };
    let again = || if forward { census.next(text, query, around) } else { census.prev(text, query, around) };
    first.map(|hit| (hit, false)).or_else(|| again().map(|hit| (hit, true)))
}

/// The same by looking around, no further than `most` bytes. `None` if there is more text than that without a hit.
fn near(text: &str, query: &Query, from: usize, forward: bool, most: usize) -> Option<Option<(Span, bool)>> {
    let len = text.len();
    let hit = match forward {
        true => query.next_by(text, from, from.saturating_add(most).min(len)),
        false => query.prev_from(text, from, from.saturating_sub(most)),
    };
    match hit {
        Some(hit) => Some(Some((hit, false))),
        None if len > most => None,
        None => {
            let around = if forward { query.next(text, 0) } else { query.prev(text, len + 1) };
            Some(around.map(|hit| (hit, true)))
        }
    }
}

fn back(app: &mut App, cursor: usize, top: usize) {
    app.desk.with_active(|pane, text| {
        pane.set_top(text, top);
        pane.put(text, cursor);
    });
}
