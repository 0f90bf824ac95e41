//! What each event does to the [`App`]: a function a command, a file a subject.
//!
//! ```text
//!   Event ─▶ handle ─┬─ a key ─▶ command ─▶ a function of a file here ─▶ App ─▶ Effects, in the order in which they were asked for
//!                    └─ what came of an effect ─▶ a function of a file here ─▶ …
//! ```
//!
//! No file is read here, no clock and no terminal: what is to be done outside is asked for with an [`Effect`].

pub(super) mod agreement;
mod attribute;
mod beside;
mod change;
mod compare;
mod disk;
mod focus;
mod guard;
mod history;
mod key;
mod link;
mod list;
mod motion;
mod mouse;
mod note;
mod opened;
mod page;
mod pairs;
mod received;
mod review;
mod reviewing;
mod search;
mod select;
mod tag;
mod typing;
mod unsettled;

use super::command::Command;
use super::keymap::Context;
use super::model::effect::{Save, Then};
use super::model::search::Direction;
use super::model::{App, Effect, Event};
use crate::text::Span;

/// Handles an event. Returns what is to be done outside, in order.
pub fn handle(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => key::press(app, key),
        Event::Paste(text) => {
            app.message = None;
            typing::paste(app, &text);
        }
        Event::Mouse(mouse, at) => {
            app.message = None;
            mouse::handle(app, mouse, at);
        }
        Event::Resize(width, height) => resize(app, width, height),
        Event::Quiet => opened::note_places(app),
        Event::LookAround => disk::look_around(app),
        Event::Started(started) => opened::started(app, started),
        Event::Opened(documents) => opened::opened(app, documents),
        Event::NotOpened(why) => opened::not_opened(app, why),
        Event::Returned(documents) => opened::returned(app, documents),
        Event::Shown(place, documents) => opened::shown(app, place, documents),
        Event::Reloaded(documents) => opened::reloaded(app, documents),
        Event::Beside { names, sides, at } => opened::beside(app, names, *sides, at),
        Event::Listed(pairs) => pairs::list(app, pairs),
        Event::Reviewed { reviewed, found, because } => reviewing::reviewed(app, reviewed, found, because),
        Event::Received(received) => received::list(app, received),
        Event::Compared(compared) => compare::show(app, *compared),
        Event::Measured(measured) => agreement::show(app, measured),
        Event::Saved(saved) => change::saved(app, saved),
        Event::Settled { wait, saved, then } => disk::settled(app, wait, saved, then),
        Event::SavedElsewhere { saved, failed } => disk::saved_elsewhere(app, saved, failed),
        Event::SetAside(slot, result) => disk::was_set_aside(app, slot, result),
        Event::Recovered(slot, result) => disk::recovered(app, slot, result),
        Event::Changed { layers, texts, reviewed } => disk::changed(app, layers, texts, reviewed),
        Event::Counted { slot, generation, census } => search::counted(app, slot, generation, census),
        Event::Failed(why) => app.warn(why),
    }
    finish(app)
}

/// Carries out a command as if its key was pressed. Returns what is to be done outside, in order.
pub fn command(app: &mut App, command: Command) -> Vec<Effect> {
    run(app, command);
    finish(app)
}

/// Carries out a command as often as the number says that was typed before it, and keeps tied pages together.
fn run(app: &mut App, command: Command) {
    let count = app.count.take();
    let tops = motion::tops(app);
    carry_out(app, command, count);
    motion::keep_tied(app, tops);
}

/// Brings up to date what follows from the rest, and hands out what was asked for. Layers are saved first.
fn finish(app: &mut App) -> Vec<Effect> {
    let query = app.search.query.as_ref();
    for pane in &mut app.desk.panes {
        let text = app.desk.shelf[pane.slot].document.text();
        pane.hits = query.map_or_else(Vec::new, |query| query.within(text, pane.window()));
    }
    // The chosen row of a comparison is shown as a hit is.
    let rows: Vec<Option<Vec<Span>>> =
        app.desk.panes.iter().map(|pane| compare::shown(app, pane.slot).map(|span| vec![span])).collect();
    for (pane, row) in app.desk.panes.iter_mut().zip(rows) {
        pane.hits = row.unwrap_or_else(|| std::mem::take(&mut pane.hits));
    }
    let save = |slot: usize| {
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

/// The screen has another size now.
fn resize(app: &mut App, width: u16, height: u16) {
    app.desk.size = (width, height);
    page::fit(app);
    note::fit(app);
    app.desk.fit();
}

fn carry_out(app: &mut App, command: Command, count: Option<usize>) {
    let context = app.context();
    let times = count.unwrap_or(1);
    let on_a_tag =
        matches!(command, Command::Note | Command::Link | Command::Partner | Command::Remove | Command::Attribute(..));
    let of_item = context == Context::Review && matches!(command, Command::Note | Command::Remove);
    if on_a_tag && !of_item && context != Context::List && app.focused_tag().is_none() {
        return app.say(format!(
            "focus a tag first: {} under the cursor, {} the next",
            app.key_of(Command::Enter),
            app.key_of(Command::NextTag)
        ));
    }
    match command {
        Command::Go(jump) => motion::go(app, jump, count),
        Command::Extend(jump) => select::extend(app, jump, count),
        Command::OtherPane => motion::other_pane(app),
        Command::Zoom => motion::zoom(app),
        Command::Divide(by) => motion::divide(app, by),
        Command::Tie => motion::tie(app),
        Command::Select => select::toggle(app),
        Command::SwapEnds => select::swap_ends(app),
        Command::Grow => select::grow(app, times),
        Command::Shrink => select::shrink(app, times),
        Command::Tag(label) => tag::tag(app, label),
        Command::Repeat => tag::repeat(app),
        Command::TagAll => tag::every_occurrence(app),
        Command::NextTag => focus::step(app, times, true),
        Command::PrevTag => focus::step(app, times, false),
        Command::Enter => match context {
            Context::List => list::choose(app),
            Context::Prompt => typing::accept(app),
            Context::Page => page::close(app),
            Context::Link => link::confirm(app),
            Context::Select => select::confirm(app),
            _ => focus::under_cursor(app),
        },
        Command::Remove if context == Context::List => list::remove(app),
        Command::Remove if context == Context::Review => review::reject(app),
        Command::Remove => focus::remove(app),
        Command::Note if context == Context::List => list::note(app),
        Command::Note if context == Context::Review => review::comment(app),
        Command::Note => note::open(app),
        Command::Link => link::begin(app),
        Command::Partner => link::partner(app),
        Command::Links => list::links(app),
        Command::Attribute(label, which) => attribute::give(app, label, which),
        Command::Leave => leave(app, context),
        Command::Undo => history::undo(app, times),
        Command::Redo => history::redo(app, times),
        Command::Search => search::open(app),
        Command::NextHit => search::step(app, times, Direction::Forward),
        Command::PrevHit => search::step(app, times, Direction::Back),
        Command::Tags => list::tags(app),
        Command::ListBoth => list::one_or_both(app),
        Command::ListLabel => list::next_label(app),
        Command::ListUp => list::step(app, -1),
        Command::ListDown => list::step(app, 1),
        Command::ListPageUp => list::page(app, false),
        Command::ListPageDown => list::page(app, true),
        Command::ListFirst => list::step(app, isize::MIN),
        Command::ListLast => list::step(app, isize::MAX),
        Command::Palette => list::palette(app),
        Command::Help => page::help(app),
        Command::Guidelines => page::guidelines(app),
        Command::Copy => tag::copy(app),
        Command::Save => disk::save_again(app),
        Command::SaveElsewhere => disk::ask_where_to_save(app),
        Command::SetAside => disk::set_aside(app, app.desk.pane().slot),
        Command::Reload => app.ask(Effect::Settle(Then::Reload)),
        Command::Accept if context == Context::List => {
            compare::link(app);
            received::take_over(app);
            unsettled::accept_chosen(app);
            list::relist(app, |_| {});
        }
        Command::Accept if context == Context::Review => review::accept(app),
        Command::Accept => unsettled::accept(app),
        Command::AcceptAll(_) if context == Context::List => unsettled::accept_all(app),
        Command::AcceptAll(bulk) => review::accept_all(app, bulk),
        Command::Take(version) => review::take(app, version),
        Command::Withdraw => review::withdraw(app),
        Command::Order => review::turn_order(app),
        Command::Review => list::reviewers(app),
        Command::Reviews => received::ask(app),
        Command::Agreement => agreement::ask(app),
        Command::Compare => compare::ask(app),
        Command::Beside => beside::toggle(app),
        Command::Unsettled => list::unsettled(app),
        Command::Pairs => pairs::ask(app),
        Command::Theme => {
            app.theme = app.theme.next();
            app.say(format!("theme: {}", app.theme.name()));
        }
        Command::Redraw => app.ask(Effect::Redraw),
        Command::Suspend => app.ask(Effect::Suspend),
        Command::Quit => app.ask(Effect::Settle(Then::Quit)),
        Command::QuitUnsaved => disk::leave(app),
    }
}

/// Leaves what one is in, the innermost first.
fn leave(app: &mut App, context: Context) {
    match context {
        Context::Note => note::keep(app),
        Context::Prompt => typing::cancel(app),
        Context::List | Context::Page => page::close(app),
        Context::Link => link::cancel(app),
        Context::Select => select::cancel(app),
        Context::Focus | Context::Review => focus::leave(app),
        Context::Read if app.placing().is_some() => unsettled::give_up(app),
        Context::Read if app.search.query.is_some() => search::leave(app),
        Context::Read => app.say(format!(
            "there is nothing to leave: {} shows the keys, {} leaves the program",
            app.key_of(Command::Help),
            app.key_of(Command::Quit)
        )),
    }
}

/// Asks what is to become of a layer that does not read, or shows what a changed text has left to be settled.
fn ask_what_to_settle(app: &mut App) {
    if app.desk.panes.is_empty() || app.overlay.is_some() {
        return;
    }
    guard::ask(app);
    if app.overlay.is_none() && app.is_unsettled() {
        list::unsettled(app);
    }
}
