//! What each command does to the [`App`]: a function a command, a file a subject.

pub(super) mod agreement;
mod attribute;
mod beside;
mod focus;
mod guard;
mod history;
mod link;
mod list;
mod motion;
pub(super) mod mouse;
pub(super) mod note;
pub(super) mod page;
mod received;
mod review;
mod search;
mod select;
mod tag;
pub(super) mod typing;
mod unsettled;

pub use focus::{all_under_cursor as tags_under_cursor, tag as tag_in_focus};
pub use guard::ask_next as ask_about_next;
pub use history::show_place as show;
pub use link::{fits as can_end_link, touching as links_touching};
pub use list::show_pairs;
pub use note::{draft as draft_of_note, inside as note_size};
pub use page::inside as page_size;
pub use received::{about as said_about, list as show_received};
pub use review::{
    here as review_here, in_focus as item_in_focus, jump as show_item, name as item_name, others as all_others,
    word as state_word,
};
pub use search::{count as count_hits, go_on as search_goes_on};
pub use unsettled::{Matter, matter, presses as is_unsettled, summary};

use super::app::open::Saving;
use super::app::overlay::{Asked, Overlay, Prompt};
use super::app::{App, Effect};
use super::command::Command;
use super::keymap::Context;

/// Carries out a command, `count` times where that makes sense, and keeps tied pages together.
pub fn run(app: &mut App, command: Command, count: Option<usize>) {
    let tops = motion::tops(app);
    carry_out(app, command, count);
    motion::keep_tied(app, tops);
}

fn carry_out(app: &mut App, command: Command, count: Option<usize>) {
    let context = app.context();
    let times = count.unwrap_or(1);
    let on_a_tag =
        matches!(command, Command::Note | Command::Link | Command::Partner | Command::Remove | Command::Attribute(..));
    let of_item = context == Context::Review && matches!(command, Command::Note | Command::Remove);
    if on_a_tag && !of_item && context != Context::List && tag_in_focus(app).is_none() {
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
        Command::NextHit => search::step(app, times, true),
        Command::PrevHit => search::step(app, times, false),
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
        Command::Save => save(app),
        Command::SaveElsewhere => save_elsewhere(app),
        Command::SetAside => {
            let slot = app.desk.pane().slot;
            app.ask(Effect::SetAside(slot));
        }
        Command::Reload => app.ask(Effect::Reload),
        Command::Accept if context == Context::List => {
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
        Command::Reviews => app.ask(Effect::Receive),
        Command::Agreement => app.ask(Effect::Agree),
        Command::Beside => beside::toggle(app),
        Command::Unsettled => list::unsettled(app),
        Command::Pairs => app.ask(Effect::ListPairs),
        Command::Theme => {
            app.theme = app.theme.next();
            app.say(format!("theme: {}", app.theme.name()));
        }
        Command::Redraw => app.ask(Effect::Redraw),
        Command::Suspend => app.ask(Effect::Suspend),
        Command::Quit => app.ask(Effect::Quit),
        Command::QuitUnsaved => app.ask(Effect::QuitUnsaved),
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
        Context::Read if app.placing.is_some() => unsettled::give_up(app),
        Context::Read if app.search.query.is_some() => search::leave(app),
        Context::Read => app.say(format!(
            "there is nothing to leave: {} shows the keys, {} leaves the program",
            app.key_of(Command::Help),
            app.key_of(Command::Quit)
        )),
    }
}

/// Tries again to save what is not on disk.
fn save(app: &mut App) {
    let slots: Vec<usize> = (0..app.desk.shelf.len())
        .filter(|slot| matches!(app.desk.shelf[*slot].saving, Saving::Failed(_) | Saving::Elsewhere(_)))
        .collect();
    let underway = app.unsaved().next().is_some();
    match slots.is_empty() {
        true if underway => app.say("saving…"),
        true => app.say("every change is saved by itself; nothing is waiting"),
        false => slots.into_iter().for_each(|slot| app.touch(slot)),
    }
}

/// Asks what is to become of a layer that does not read, or shows what a changed text has left to be settled.
pub fn ask_what_to_settle(app: &mut App) {
    if app.desk.panes.is_empty() || app.overlay.is_some() {
        return;
    }
    guard::ask(app);
    if app.overlay.is_none() && unsettled::presses(app) {
        list::unsettled(app);
    }
}

/// Asks for a folder to save to.
fn save_elsewhere(app: &mut App) {
    if app.unsaved().next().is_none() {
        return app.say("everything is saved where it belongs");
    }
    let what = Asked::Folder(std::env::home_dir().unwrap_or_default());
    app.overlay = Some(Overlay::Prompt(Prompt { what, ..Prompt::default() }));
}
