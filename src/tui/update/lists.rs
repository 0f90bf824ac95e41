//! Handles lists over the desk: opens one, moves in it, and passes requests on to its lister.
//!
//! To add a list, write a [`Lister`] in a file of its own (or in the file of its subject) and open it from the row of a
//! command with [`open`]. No other file has to be changed.

pub(super) mod declined;
pub(super) mod links;
pub(super) mod palette;
pub(super) mod partners;
pub(super) mod tags;

use tui_input::Input;

use crate::text::Span;
use crate::tui::model::list::{After, List, Lister};
use crate::tui::model::overlay::Overlay;
use crate::tui::model::pane::Pane;
use crate::tui::model::{App, Pair};

/// The number of lines by which a page key moves in a list.
const PAGE: isize = 10;

/// Opens a list.
pub(super) fn open(app: &mut App, of: impl Lister + 'static) {
    app.overlay = Some(Overlay::List(List::new(Box::new(of), app)));
}

/// Moves the choice, or scrolls a page like the help.
pub(super) fn step(app: &mut App, by: isize) {
    match &mut app.overlay {
        Some(Overlay::List(list)) => list.step(by),
        Some(Overlay::Page(page)) => page.pane.scroll(page.document.text(), by),
        Some(Overlay::Prompt(_) | Overlay::Note(_)) | None => {}
    }
    show_chosen(app);
}

/// Shows the subject of the chosen line, if the list has subjects.
pub(super) fn show_chosen(app: &mut App) {
    let Some(Overlay::List(list)) = app.overlay.take_if(|overlay| matches!(overlay, Overlay::List(_))) else {
        return;
    };
    if let Some(line) = list.chosen() {
        list.of.moved(app, line);
    }
    app.overlay = Some(Overlay::List(list));
}

/// Shows the words of the chosen line as hits, in place of the hits of a search.
pub(super) fn show_words(app: &mut App) {
    let Some(Overlay::List(list)) = &app.overlay else { return };
    let Some(line) = list.chosen() else { return };
    let words = |pane: &Pane| list.of.words(app, pane.slot, line);
    let words: Vec<Option<Span>> = app.desk.panes.iter().map(words).collect();
    for (pane, words) in app.desk.panes.iter_mut().zip(words) {
        if let Some(words) = words {
            pane.hits = vec![words];
        }
    }
}

/// Moves the choice up by this many pages.
pub(super) fn page_up(app: &mut App, pages: isize) {
    step(app, pages.saturating_mul(-page(app)));
}

/// Moves the choice down by this many pages.
pub(super) fn page_down(app: &mut App, pages: isize) {
    step(app, pages.saturating_mul(page(app)));
}

/// Returns the number of the chosen line.
pub(super) fn chosen(app: &App) -> Option<usize> {
    match &app.overlay {
        Some(Overlay::List(list)) => list.chosen(),
        _ => None,
    }
}

/// Fills the open list again; the same line stays chosen.
pub(super) fn refill(app: &mut App) {
    with_list(app, |_, _| After::Stay);
    show_chosen(app);
}

/// Fills the open list with other lines, and chooses the line that its lister puts first.
pub(super) fn refill_anew(app: &mut App) {
    with_list(app, |app, list| {
        list.refill(app);
        list.choose_first(app);
        After::Stay
    });
    show_chosen(app);
}

/// Applies the filter that was typed into the open list, from its first line on.
pub(super) fn filter(app: &mut App) {
    if let Some(Overlay::List(mut list)) = app.overlay.take_if(|overlay| matches!(overlay, Overlay::List(_))) {
        list.at = 0;
        list.filter(app);
        app.overlay = Some(Overlay::List(list));
    }
    show_chosen(app);
}

/// Lets typed letters filter a list that has its own keys.
pub(super) fn begin_typing(app: &mut App) {
    if let Some(Overlay::List(list)) = &mut app.overlay {
        list.typing = true;
    }
}

/// Closes the list. A list with its own keys first shows all its lines again, whatever filter hides some of them.
pub(super) fn leave(app: &mut App) {
    let Some(Overlay::List(mut list)) = app.overlay.take_if(|overlay| matches!(overlay, Overlay::List(_))) else {
        return super::page::close(app);
    };
    let chosen = list.chosen();
    // Typing is given up alone.
    let was_typing = list.end_typing();
    let was_hidden = !was_typing && list.of.show_all(app);
    let was_filtered = was_typing || was_hidden || list.has_keys() && !list.input.value().is_empty();
    if was_filtered {
        list.input = Input::default();
        list.refill(app);
        list.choose(chosen);
    }
    app.overlay = Some(Overlay::List(list));
    match was_filtered {
        true => show_chosen(app),
        false => super::page::close(app),
    }
}

/// Returns whether the open list has its own keys and some filter hides lines of it.
pub(super) fn is_filtered(app: &App) -> bool {
    let Some(Overlay::List(list)) = &app.overlay else { return false };
    list.has_keys() && (list.typing || list.shown.len() < list.items.len())
}

/// Chooses the current line; in a list with its own keys, first accepts the filter that is being typed.
pub(super) fn choose(app: &mut App) {
    if let Some(Overlay::List(list)) = &mut app.overlay
        && list.end_typing()
    {
        return;
    }
    let Some(Overlay::List(mut list)) = app.overlay.take() else { return };
    match list.chosen() {
        Some(line) => {
            list.of.choose(app, line, list.input.value());
            // What the choice opened lies where the list lay.
            if let Some(next) = &mut app.overlay {
                next.lay_over(list.over.take().map(|under| *under));
            }
        }
        // If no line matches, the list stays open, so that the user can correct the filter.
        None => {
            let has_keys = list.has_keys();
            app.overlay = Some(Overlay::List(list));
            if has_keys {
                app.say("no row is chosen");
            }
        }
    }
}

/// Removes the subject of the chosen line; the list stays open.
pub(super) fn remove(app: &mut App) {
    on_chosen(app, |app, list, line| {
        list.of.remove(app, line);
        After::Stay
    });
}

/// Opens the note of the subject of the chosen line.
pub(super) fn note(app: &mut App) {
    on_chosen(app, |app, list, line| list.of.note(app, line));
}

/// Accepts the subject of the chosen line; the list stays open.
pub(super) fn accept(app: &mut App) {
    on_chosen(app, |app, list, line| {
        list.of.accept(app, line);
        After::Stay
    });
}

/// Accepts the subjects of all lines that are shown; the list stays open.
pub(super) fn accept_all(app: &mut App) {
    with_list(app, |app, list| {
        list.of.accept_all(app, &list.shown);
        After::Stay
    });
}

/// Passes the progress of pairs to the open list, beginning with the line `from`. Other lists than that of the pairs do
/// not change.
pub(super) fn take_in(app: &mut App, from: usize, pairs: &[Pair]) {
    with_list(app, |_, list| {
        list.of.take_in(from, pairs);
        After::Stay
    });
}

/// Opens a list with this text in its filter, over the list that is open.
pub(super) fn open_over(app: &mut App, of: impl Lister + 'static, typed: &str) {
    let under = match app.overlay.take() {
        Some(Overlay::List(list)) => Some(list),
        _ => None,
    };
    open_typed(app, of, typed);
    if let Some(over) = &mut app.overlay {
        over.lay_over(under);
    }
}

/// Opens a list with this text in its filter.
pub(super) fn open_typed(app: &mut App, of: impl Lister + 'static, typed: &str) {
    let mut list = List::new(Box::new(of), app);
    list.input = Input::new(typed.into());
    list.filter(app);
    app.overlay = Some(Overlay::List(list));
}

/// Completes what is typed with the chosen line; in a list of tags, lists one document instead of both, or both.
pub(super) fn widen(app: &mut App) {
    with_list(app, |_, list| {
        match list.chosen().and_then(|line| list.of.completed(line)) {
            Some(typed) => (list.input, list.at) = (Input::new(typed), 0),
            None => list.of.widen(),
        }
        After::Stay
    });
}

/// Shows only the lines of one label; when pressed again, those of the next label; after the last label, all lines.
pub(super) fn next_label(app: &mut App) {
    with_list(app, |app, list| {
        list.of.next_label(app);
        After::Stay
    });
}

/// Returns the number of lines by which a page key moves.
fn page(app: &App) -> isize {
    match &app.overlay {
        Some(Overlay::Page(page)) => page.pane.height().saturating_sub(2).max(1) as isize,
        Some(Overlay::List(_) | Overlay::Prompt(_) | Overlay::Note(_)) | None => PAGE,
    }
}

/// Lets `act` work on the chosen line of the open list, if there is one.
fn on_chosen(app: &mut App, act: impl FnOnce(&mut App, &mut List, usize) -> After) {
    with_list(app, |app, list| match list.chosen() {
        Some(line) => act(app, list, line),
        None => After::Stay,
    });
}

/// Lets `act` work on the open list. Fills the list again afterwards, unless `act` closes it or opened a question in
/// its place.
fn with_list(app: &mut App, act: impl FnOnce(&mut App, &mut List) -> After) {
    let Some(Overlay::List(mut list)) = app.overlay.take_if(|overlay| matches!(overlay, Overlay::List(_))) else {
        return;
    };
    if act(app, &mut list) == After::Stay && app.overlay.is_none() {
        list.refill(app);
        app.overlay = Some(Overlay::List(list));
    }
}
