//! Applies events to the [`App`]: one function for each command, one file for each subject.
//!
//! ```text
//!   Event ─▶ handle ─┬─ a key ─▶ command ─▶ a function of a file here ─▶ App ─▶ Effects, in the order in which they were asked for
//!                    └─ the result of an effect ─▶ a function of a file here ─▶ …
//! ```
//!
//! The row of a command names its function, see [`commands`]. This room reads no file and no terminal: it asks for such
//! work with an [`Effect`]. The time comes from [`Setting::clock`](super::model::Setting::clock).

mod agreement;
mod attribute;
mod beside;
mod change;
pub mod commands;
mod compare;
mod declare;
mod disk;
mod focus;
mod grep;
mod guard;
mod history;
mod jump;
mod key;
mod link;
mod lists;
mod misfit;
mod motion;
mod mouse;
mod note;
mod opened;
mod origin;
mod page;
mod pairs;
mod reasons;
mod received;
mod review;
mod reviewing;
mod search;
mod select;
mod status;
mod suggest;
mod tag;
mod typing;
mod unsettled;
mod verdicts;

use super::command::{Call, Group};
use super::keymap::Action;
use super::model::effect::Save;
use super::model::{App, Effect, Event};
use crate::tags::history::Slot;

/// Handles an event. Returns the effects to be performed, in order.
pub fn handle(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => key::press(app, key),
        Event::Paste(_) if app.refused => {}
        Event::Paste(text) => {
            app.message = None;
            typing::paste(app, &text);
        }
        Event::Mouse(mouse, at) => {
            app.message = None;
            // The next key is about what was clicked, and continues nothing from before.
            app.just = None;
            mouse::handle(app, mouse, at);
            jump::walked(app);
        }
        Event::Resize(width, height) => resize(app, width, height),
        Event::Quiet => {
            tag::look_up_units(app);
            opened::note_places(app);
        }
        Event::Paused => app.refused = false,
        Event::LookAround => disk::look_around(app),
        Event::Started(started) => opened::started(app, started),
        Event::Opened(documents) => opened::opened(app, documents),
        Event::NotOpened(why) => opened::not_opened(app, why),
        Event::Returned(documents) => opened::returned(app, documents),
        Event::Shown(place, documents) => opened::shown(app, place, documents),
        Event::Reloaded(documents) => opened::reloaded(app, documents),
        Event::Beside { names, sides, at } => opened::beside(app, names, *sides, at),
        Event::Listed(pairs) => pairs::list(app, pairs),
        Event::PairsCounted { from, pairs } => lists::take_in(app, from, &pairs),
        Event::Grepped { number, hits, is_done } => grep::found(app, number, hits, is_done),
        Event::ShownNamed { at, which, documents } => opened::shown_named(app, at, which, documents),
        Event::Origin(name, source) => origin::show(app, name, source.map(|source| *source)),
        Event::DocumentsListed(documents) => {
            app.documents = documents;
            lists::refill(app);
        }
        Event::Declared { scheme, words } => declare::declared(app, *scheme, words),
        Event::Reviewed { reviewed, found, because } => reviewing::reviewed(app, reviewed, found, because),
        Event::Received(received) => received::list(app, received),
        Event::Compared { number, comparison } => compare::answered(app, number, comparison.map(|it| *it)),
        Event::Reviews(fresh) => verdicts::told(app, &fresh),
        Event::Suggested(slot, found) => suggest::show(app, slot, found),
        Event::NotSuggested(why) => suggest::refused(app, why),
        Event::Measured(measured) => agreement::show(app, measured),
        Event::Saved(saved) => change::saved(app, saved),
        Event::Settled { wait, saved, then } => disk::settled(app, wait, saved, then),
        Event::SavedElsewhere { saved, failed } => disk::saved_elsewhere(app, saved, failed),
        Event::SetAside(slot, result) => disk::was_set_aside(app, slot, result),
        Event::Recovered(slot, result) => disk::recovered(app, slot, result),
        Event::Changed { layers, texts, reviewed } => disk::changed(app, layers, texts, reviewed),
        Event::Counted { slot, generation, census } => search::counted(app, slot, generation, census),
        Event::UnitsFound(found) => app.units_here = Some(found),
        Event::Failed(why) => app.warn(why),
    }
    finish(app)
}

/// Carries out a command, by its id, as if its key was pressed. Returns the effects to be performed, in order.
pub fn command(app: &mut App, id: &str) -> Vec<Effect> {
    if let Some(action) = app.setting.keymap.find(id) {
        run(app, action);
    }
    finish(app)
}

/// Carries out a command with the count that was typed before it, and scrolls tied pages together.
fn run(app: &mut App, action: Action) {
    let tops = motion::tops(app);
    app.seen = app.desk.seen();
    app.previous = app.just.take();
    call(app, action, Vec::new());
    if matches!(app.setting.keymap.at(action).group, Group::Move | Group::Panes) {
        jump::walked(app);
    }
    motion::keep_tied(app, tops);
}

/// Carries out the command with this id as part of another command, with these arguments.
fn carry_out(app: &mut App, id: &str, told: Vec<String>) {
    if let Some(action) = app.setting.keymap.find(id) {
        call(app, action, told);
    }
}

/// Calls the function of a command, and uses up the count.
fn call(app: &mut App, action: Action, told: Vec<String>) {
    let count = app.count.take();
    let command = app.setting.keymap.at(action);
    let (run, about) = (command.run_in(app.context()), command.about);
    run(app, &Call { count, told, about });
}

/// Updates the parts of the state that depend on others, such as the visible hits. Returns the effects that were asked
/// for, saves first.
fn finish(app: &mut App) -> Vec<Effect> {
    jump::arrive(app);
    for number in 0..app.desk.panes.len() {
        let (slot, window) = (app.desk.panes[number].slot, app.desk.panes[number].window());
        let hits = match &app.search.query {
            Some(query) => query.within(app.desk.shelf[slot].document.text(), window),
            None => app.shown_wording(slot).filter(|span| span.overlaps(window)).collect(),
        };
        app.desk.panes[number].hits = hits;
    }
    lists::show_words(app);
    for slot in app.touched.clone() {
        suggest::ask(app, slot);
    }
    suggest::ask_about_new(app);
    compare::waiting::end_if_left(app);
    change::catch_up(app);
    let save = |slot: Slot| {
        let open = &app.desk.shelf[slot];
        Effect::Save(Box::new(Save::of(open, slot, open.revision, open.layer.records().clone())))
    };
    let mut effects: Vec<Effect> = std::mem::take(&mut app.touched).into_iter().map(save).collect();
    effects.append(&mut app.asked);
    let draft = note::draft(app);
    if draft.is_some() || app.drafted {
        app.drafted = draft.is_some();
        effects.push(Effect::Draft(draft.map(Box::new)));
    }
    effects
}

/// Stores a new size of the screen.
fn resize(app: &mut App, width: u16, height: u16) {
    app.desk.size = (width, height);
    page::fit(app);
    note::fit(app);
    app.desk.fit();
}

/// Asks the user what to do with a layer that cannot be read. If all can be read, lists the tags that a changed text
/// has left unsettled.
fn ask_what_to_settle(app: &mut App) {
    if app.desk.panes.is_empty() || app.overlay.is_some() {
        return;
    }
    guard::ask(app);
    if app.overlay.is_none() && app.is_unsettled() {
        lists::open(app, unsettled::Unsettled::default());
    }
    if app.overlay.is_none()
        && !app.message.as_ref().is_some_and(|message| message.bad)
        && let Some(misfits) = app.misfits_in_words()
    {
        let before = app.message.take().map_or(String::new(), |message| format!("{}; ", message.words));
        app.warn(before + &misfits);
    }
}
