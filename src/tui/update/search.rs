//! Searches while the user types, and goes from hit to hit.

use crate::tags::history::Slot;
use crate::text::Span;
use crate::text::motion::Direction;
use crate::text::search::{Census, Query};
use crate::text::unit::{self, Unit};
use crate::tui::model::overlay::{Asked, Overlay, Prompt};
use crate::tui::model::search::{Before, Sought};
use crate::tui::model::{App, Effect};
use crate::tui::update::motion;

/// While the user types, at most this many bytes are searched at once before the hits are counted.
const NEAR: usize = 1 << 20;

/// Opens the prompt.
pub(super) fn open(app: &mut App) {
    let pane = app.desk.pane();
    let before = Before { cursor: pane.cursor, top: pane.top().span.start, query: app.search.query.clone() };
    app.overlay = Some(Overlay::Prompt(Prompt::new(Asked::Search(before), "")));
}

/// Goes to the first hit from the place where the search began, after the typed words have changed.
pub(super) fn typed(app: &mut App, pattern: &str, Before { cursor, top, .. }: Before) {
    if pattern.is_empty() {
        app.search.set(None);
        return back(app, cursor, top);
    }
    match Query::new(pattern) {
        Ok(query) => {
            let fault = query.fault().map(str::to_string);
            set(app, query);
            if !to_hit(app, Sought { from: cursor, direction: Direction::Forward }, NEAR) {
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

/// Searches for the word under the cursor, or for the selected words, without regard to case.
pub(super) fn word(app: &mut App, times: usize, direction: Direction) {
    let (open, pane) = (app.desk.open(), app.desk.pane());
    let text = open.text();
    let is_selected = pane.selection.is_some();
    let here = pane.selected(text).unwrap_or_else(|| unit::at(text, Unit::Word, pane.cursor));
    let words = text[here.start..here.end].split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.contains(char::is_alphanumeric) && !is_selected || words.is_empty() {
        return app.say("there is no word under the cursor");
    }
    let pattern = word_pattern(&words, is_selected);
    let query = match Query::new(&pattern) {
        Ok(query) => query,
        Err(why) => return app.warn(why),
    };
    remember(app, &pattern);
    set(app, query);
    app.desk.with_active(|pane, text| {
        (pane.selection, pane.focus) = (None, None);
        pane.put(text, here.start);
    });
    step(app, times, direction);
}

/// Returns a pattern for words that ignores case. Words that the user selected may be part of a longer word; the word
/// under the cursor may not.
fn word_pattern(words: &str, is_selected: bool) -> String {
    let small = words.to_lowercase();
    // The small form of a letter such as İ has more letters; words with such a letter are left as they are.
    let small = if small.chars().count() == words.chars().count() { small.as_str() } else { words };
    let ends_whole = |c: Option<char>| if !is_selected && c.is_some_and(char::is_alphanumeric) { r"\b" } else { "" };
    let (start, end) = (ends_whole(small.chars().next()), ends_whole(small.chars().next_back()));
    format!("{start}{}{end}", regex::escape(small))
}

/// Adds a pattern to the earlier searches, each of which is kept once.
fn remember(app: &mut App, typed: &str) {
    app.search.past.retain(|past| past != typed);
    app.search.past.push(typed.to_string());
}

/// Accepts the typed pattern. If none is typed, repeats the last search.
pub(super) fn accept(app: &mut App, typed: &str, before: Before) {
    if !typed.is_empty() {
        remember(app, typed);
    }
    if let Some(why) = app.search.error.take() {
        return app.warn(format!("no hit for {typed}, and it is not a pattern: {why}"));
    }
    if typed.is_empty() {
        let Some(query) = before.query else { return };
        set(app, query);
        return step(app, 1, Direction::Forward);
    }
    // The next keys are meant for the hit, so the whole text is searched now, without waiting for the count.
    if let Some(sought) = app.search.waiting {
        to_hit(app, sought, usize::MAX);
    }
    if !app.search.found && !goes_across(app, Direction::Forward) {
        app.warn(format!("no hit for {typed}"));
    }
}

/// Goes to the other article if it has a hit, and says so. Returns whether it has gone there.
fn goes_across(app: &mut App, direction: Direction) -> bool {
    let Some(query) = app.search.query.clone() else { return false };
    let slot = app.desk.pane().slot;
    let other = (0..app.desk.panes.len()).find(|pane| app.desk.panes[*pane].slot != slot);
    let Some(other) = other.filter(|_| app.desk.pane().selection.is_none()) else { return false };
    let sought = Sought { from: 0, direction: Direction::Forward };
    let there = app.desk.with(other, |_, text| near(text, &query, sought, usize::MAX)).flatten();
    if there.is_none() {
        return false;
    }
    app.desk.active = other;
    app.desk.fit();
    let from = match direction {
        Direction::Forward => 0,
        Direction::Back => usize::MAX,
    };
    to_hit(app, Sought { from: from.min(app.desk.open().document.len() + 1), direction }, usize::MAX);
    app.say(format!("this hit is in the {} article", if other == 0 { "left" } else { "right" }));
    true
}

/// Cancels the search, and goes back to the place where it began.
pub(super) fn cancel(app: &mut App, Before { cursor, top, query }: Before) {
    app.search.set(query);
    count(app);
    back(app, cursor, top);
}

/// Goes to the next or the previous hit. After the last one of an article come those of the other article.
pub(super) fn step(app: &mut App, times: usize, direction: Direction) {
    if app.search.query.is_none() && app.comparing.wording {
        return super::compare::wording::step(app, times, direction);
    }
    if app.search.query.is_none() {
        match app.search.left.take() {
            Some(query) => set(app, query),
            None => return app.say(format!("nothing was searched for yet; {} searches", app.key_of("search"))),
        }
    }
    motion::go_round(times, || {
        let pane = app.desk.pane();
        let (cursor, top, focus) = (pane.cursor, pane.top().span.start, pane.focus.clone());
        let from = match direction {
            Direction::Forward => cursor + 1,
            Direction::Back => cursor,
        };
        let left = app.desk.active;
        if !to_hit(app, Sought { from, direction }, usize::MAX) {
            if !goes_across(app, direction) {
                app.warn("no hit in these articles");
                return None;
            }
        } else if app.search.wrapped && goes_across(app, direction) {
            app.desk.with(left, |pane, text| {
                pane.set_top(text, top);
                pane.put(text, cursor);
                pane.focus = focus;
            });
        }
        Some((app.desk.active, app.desk.pane().cursor))
    });
    if app.search.wrapped {
        app.say(match direction {
            Direction::Forward => "from the beginning again",
            Direction::Back => "from the end again",
        });
    }
}

/// Leaves the search: its hits are hidden until the next step.
pub(super) fn leave(app: &mut App) {
    app.search.left = app.search.query.take();
    app.search.set(None);
}

/// Shows the hits of a query from now on.
pub(super) fn look_for(app: &mut App, query: Query) {
    remember(app, query.pattern());
    set(app, query);
}

/// Replaces the query, and asks for its hits to be counted.
fn set(app: &mut App, query: Query) {
    app.search.set(Some(query));
    count(app);
}

/// Asks for the hits in the documents on the desk to be counted.
pub(super) fn count(app: &mut App) {
    let Some(query) = app.search.query.clone() else { return };
    let generation = app.search.generation;
    for slot in app.desk.panes.iter().map(|pane| pane.slot).collect::<Vec<_>>() {
        let document = app.desk.shelf[slot].document.clone();
        app.ask(Effect::Count { slot, document, query: query.clone(), generation });
    }
}

/// Puts the cursor on the first hit, if necessary around the end of the text. Returns whether it has found one. If
/// there is no hit within `most` bytes, the search continues when the hits are counted.
fn to_hit(app: &mut App, sought: Sought, most: usize) -> bool {
    app.search.waiting = None;
    let Some(query) = app.search.query.clone() else { return false };
    let census = app.search.census.get(&app.desk.pane().slot).cloned();
    let linking = app.linking().is_some();
    let found = app.desk.with_active(|pane, text| {
        let found = match &census {
            Some(census) => Some(from_census(text, &query, census, sought)),
            None => near(text, &query, sought, most),
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
            app.search.waiting = Some(sought);
            app.say("searching…");
            return true;
        }
    }
    app.search.found = found.flatten().is_some();
    app.search.found
}

/// Handles a count of hits. Continues a search that waits for it.
pub(super) fn counted(app: &mut App, slot: Slot, generation: u64, census: Option<Census>) {
    let Some(census) = census.filter(|_| generation == app.search.generation) else { return };
    app.search.census.insert(slot, census);
    if let Some(sought) = app.search.waiting
        && app.search.census.contains_key(&app.desk.pane().slot)
    {
        app.message = None;
        if !to_hit(app, sought, NEAR) {
            app.warn("no hit in this article");
        }
    }
}

/// Returns the next hit, and whether it is beyond an end of the text, from a census of all hits.
fn from_census(text: &str, query: &Query, census: &Census, sought: Sought) -> Option<(Span, bool)> {
    let look = |from| match sought.direction {
        Direction::Forward => census.next(text, query, from),
        Direction::Back => census.prev(text, query, from),
    };
    let first = look(sought.from).map(|hit| (hit, false));
    first.or_else(|| look(far_end(text, sought.direction)).map(|hit| (hit, true)))
}

/// Returns the next hit like [`from_census`], but searches for it in at most `most` bytes. Returns `None` if these have
/// no hit and there is more text.
fn near(text: &str, query: &Query, Sought { from, direction }: Sought, most: usize) -> Option<Option<(Span, bool)>> {
    let len = text.len();
    let hit = match direction {
        Direction::Forward => query.next_by(text, from, from.saturating_add(most).min(len)),
        Direction::Back => query.prev_from(text, from, from.saturating_sub(most)),
    };
    match hit {
        Some(hit) => Some(Some((hit, false))),
        None if len > most => None,
        None => {
            let end = far_end(text, direction);
            let around = match direction {
                Direction::Forward => query.next(text, end),
                Direction::Back => query.prev(text, end),
            };
            Some(around.map(|hit| (hit, true)))
        }
    }
}

/// Returns the byte at which a search continues after it has reached an end of the text.
fn far_end(text: &str, direction: Direction) -> usize {
    match direction {
        Direction::Forward => 0,
        Direction::Back => text.len() + 1,
    }
}

/// Returns to the view before the search.
fn back(app: &mut App, cursor: usize, top: usize) {
    app.desk.with_active(|pane, text| {
        pane.set_top(text, top);
        pane.put(text, cursor);
    });
}
