//! Handles suggestions: asks for them, steps from one to the next, accepts, declines and changes them.
//!
//! ```text
//!   g p ─▶ Effect::Suggest ─▶ (another thread) ─▶ Event::Suggested ─▶ faint marks
//!
//!   ]  the next      y  accept      x  decline      c f s  accept with another label      v  change the ends
//!   Ctrl-y  accept all visible ones      g y  accept all visible ones of a label
//! ```
//!
//! The likely ones come first: steps go through them before they come to the doubtful ones, and the same holds for Ctrl-y.
//!
//! A suggestion is no tag and is never saved. A decision on one is an edit like any other: it is saved, and it can be
//! undone. After each change of a layer the suggestions are asked for again; until they come, those already decided on
//! are left out.

use std::sync::Arc;

use crate::say::{self, with_article};
use crate::suggest::{Suggestion, is_taken};
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::remark::{DECLINED, Remark};
use crate::tags::target::Target;
use crate::tags::{Tag, Via};
use crate::text::Span;
use crate::text::motion::Direction;
use crate::tui::model::effect::SuggestQuestion;
use crate::tui::model::pane::Focus;
use crate::tui::model::suggesting::{FoundSuggestions, MANY, SuggestionId};
use crate::tui::model::{App, Effect, Just};
use crate::tui::update::motion;

/// In a text of more bytes than this, the visible part is asked about first.
const LONG: usize = 128 << 10;
/// The number of bytes on each side of the cursor that are asked about first.
const AROUND: usize = 16 << 10;

/// Shows suggestions, or hides them.
pub(super) fn toggle(app: &mut App) {
    if app.suggesting.on {
        app.suggesting.on = false;
        app.suggesting.hidden.clear();
        app.suggesting.declined.clear();
        leave(app);
        return app.say("suggestions are hidden");
    }
    if app.desk.beside().is_some() || !app.reviewing.is_empty() {
        return app.say("nothing is suggested in a review: a reviewer must decide without a proposal");
    }
    app.suggesting.on = true;
    app.say("looking for suggestions…");
    // The layers may have changed meanwhile.
    app.suggesting.awaited.clear();
    app.suggesting.found.clear();
    ask_about_new(app);
}

/// Asks for the suggestions in a document again, if suggestions are shown.
pub(super) fn ask(app: &mut App, slot: Slot) {
    if !app.suggesting.on || app.desk.beside().is_some() || app.desk.shelf[slot].review.is_some() {
        return;
    }
    app.suggesting.asked += 1;
    app.suggesting.awaited.insert(slot, app.desk.shelf[slot].document.clone());
    let open = &app.desk.shelf[slot];
    let whole = Span::new(0, open.document.len());
    let cursor = app.desk.pane_of(slot).map_or(0, |pane| app.desk.panes[pane].cursor);
    let first = Span::new(cursor.saturating_sub(AROUND), (cursor + AROUND).min(whole.end));
    let is_first = !app.suggesting.found.contains_key(&slot) && whole.len() > LONG;
    let question = SuggestQuestion {
        slot,
        asked: app.suggesting.asked,
        path: open.path.clone(),
        document: open.document.clone(),
        own: open.layer.records().clone(),
        annotator: open.annotator.clone(),
        scheme: app.setting.scheme.clone(),
        models: app.suggesting.models.clone(),
        first: is_first.then_some(first),
    };
    app.asked.push(Effect::Suggest(Box::new(question)));
}

/// Asks about documents on the desk that were not asked about yet, and about those whose texts have changed.
pub(super) fn ask_about_new(app: &mut App) {
    if !app.suggesting.on || app.desk.panes.is_empty() {
        return;
    }
    for slot in app.desk.slots() {
        let document = &app.desk.shelf[slot].document;
        if app.suggesting.awaited.get(&slot).is_none_or(|asked| !Arc::ptr_eq(asked, document)) {
            ask(app, slot);
        }
    }
}

/// Shows the suggestions that were found.
pub(super) fn show(app: &mut App, slot: Slot, found: FoundSuggestions) {
    let before = app.suggesting.found.get(&slot);
    let is_newer = before.is_none_or(|before| (found.asked, found.within.len()) > (before.asked, before.within.len()));
    if !is_newer {
        return;
    }
    let is_first = before.is_none();
    let so_far = if found.within.len() < found.document.len() { " so far" } else { "" };
    let left_out = found.left_out.join("; ");
    app.suggesting.found.insert(slot, found);
    if is_first && app.suggesting.on {
        say_how_many(app, so_far, &left_out);
    }
    if let Some(Just::Awaits(direction)) =
        app.just.take_if(|just| matches!(just, Just::Awaits(_)) && app.desk.pane().slot == slot)
    {
        step(app, 1, direction);
    }
}

/// Says how many suggestions there are, when the first are found; `so_far` says whether more may come.
fn say_how_many(app: &mut App, so_far: &str, left_out: &str) {
    let count = app.desk.slots().into_iter().map(|slot| app.suggestions(slot).count()).sum::<usize>();
    if !left_out.is_empty() {
        return app.warn(format!("{}; {left_out}", say::count(count, "suggestion")));
    }
    let [next, take, decline] = ["next-tag", "accept", "remove"].map(|id| app.key_of(id));
    app.say(match count {
        0 if so_far.is_empty() => "there is nothing to suggest".to_string(),
        0 => "still looking for suggestions".to_string(),
        1 => format!("one suggestion{so_far}: {next} goes to it, {take} takes it, {decline} declines it"),
        count => {
            format!("{count} suggestions{so_far}: {next} goes to the next, {take} takes it, {decline} declines it")
        }
    });
}

/// Shows why there are no suggestions.
pub(super) fn refused(app: &mut App, why: String) {
    app.suggesting.on = false;
    app.warn(why);
}

/// Focuses the suggestion `times` further on, or back.
pub(super) fn step(app: &mut App, times: usize, direction: Direction) {
    motion::go_round(times.max(1), || {
        let Some(next) = next(app, direction) else {
            leave(app);
            let slot = app.desk.pane().slot;
            let is_whole = |found: &FoundSuggestions| found.within.len() >= found.document.len();
            if app.suggesting.awaited.contains_key(&slot) && !app.suggesting.found.get(&slot).is_some_and(is_whole) {
                // The step is taken when they are found, unless another key is pressed before.
                app.just = Some(Just::Awaits(direction));
                app.say("still looking for suggestions");
                return None;
            }
            app.say(format!("no suggestion is left here: {} hides them", app.key_of("suggestions")));
            return None;
        };
        focus(app, next.clone());
        Some(next)
    });
}

/// Returns the next suggestion in the active pane: all likely ones in order of place, then all doubtful ones, then the likely ones again.
fn next(app: &App, direction: Direction) -> Option<SuggestionId> {
    let pane = app.desk.pane();
    let here = pane.focus.as_ref().and_then(Focus::suggestion);
    let kind = here.is_none_or(|here| here.is_likely);
    let of = |likely: bool| app.suggestions(pane.slot).filter(move |one| one.is_likely() == likely);
    let is_ahead = |one: &&Suggestion| match (here, direction) {
        (Some(here), Direction::Forward) => place(one) > (here.span.start, here.span.end, &here.label),
        (Some(here), Direction::Back) => place(one) < (here.span.start, here.span.end, &here.label),
        (None, Direction::Forward) => one.span.end > pane.cursor,
        (None, Direction::Back) => one.span.start < pane.cursor,
    };
    let mut found = match direction {
        Direction::Forward => of(kind).find(is_ahead),
        Direction::Back => of(kind).rfind(is_ahead),
    };
    // A reader who has just begun is at one of the likely ones, wherever the cursor is.
    let others = if here.is_some() { [!kind, kind] } else { [kind, !kind] };
    for likely in others {
        found = found.or_else(|| match direction {
            Direction::Forward => of(likely).next(),
            Direction::Back => of(likely).next_back(),
        });
    }
    found.map(SuggestionId::of)
}

/// Returns what suggestions are ordered by.
fn place(one: &Suggestion) -> (usize, usize, &String) {
    (one.span.start, one.span.end, &one.label)
}

/// Shows a suggestion and puts it in focus.
fn focus(app: &mut App, id: SuggestionId) {
    app.desk.with_active(|pane, text| {
        pane.selection = None;
        pane.show(text, id.span);
        pane.focus = Some(Focus::Suggestion(id));
    });
}

/// Takes the focus from the suggestion.
fn leave(app: &mut App) {
    app.desk.with_active(|pane, _| {
        pane.focus.take_if(|focus| focus.suggestion().is_some());
    });
}

/// Accepts the suggestion in focus, and goes on to the next.
pub(super) fn take(app: &mut App) {
    if let Some(one) = app.focused_suggestion().cloned() {
        take_as(app, &one, None, None);
    }
}

/// Accepts the suggestion in focus with another label. Returns `None` if no suggestion is in focus.
pub(super) fn relabel(app: &mut App, label: &str) -> Option<()> {
    let one = app.focused_suggestion()?.clone();
    take_as(app, &one, Some(label), None);
    Some(())
}

/// Accepts the suggestion whose ends are being changed, with the selected ends.
pub(super) fn set_ends(app: &mut App, id: &SuggestionId, span: Span, label: Option<&str>) {
    let slot = app.desk.pane().slot;
    let Some(one) = app.suggestions(slot).find(|one| id.names(one)).cloned() else {
        return app.refuse("the suggestion no longer exists");
    };
    app.desk.with_active(|pane, _| pane.selection = None);
    take_as(app, &one, label, Some(span));
}

/// Accepts a suggestion, with another label or other ends if they are given.
fn take_as(app: &mut App, one: &Suggestion, label: Option<&str>, span: Option<Span>) {
    let slot = app.desk.pane().slot;
    let tag = taken(app, slot, one, label, span);
    if app.desk.open().layer.same(&tag.label, tag.span).is_some() {
        return app.warn(format!("there is {} on exactly these words already", with_article(&tag.label)));
    }
    let words = super::tag::name(app, slot, &tag);
    let place = Place { slot, span: tag.span };
    if app.change(words.clone(), place, vec![(slot, Edit::put(tag))]) {
        let id = SuggestionId::of(one);
        app.desk.with_active(|pane, _| pane.focus = Some(Focus::Suggestion(id)));
        forget(app, slot, None);
        go_on(app, format!("taken: {words}"));
    }
}

/// Returns the tag that a suggestion becomes.
fn taken(app: &App, slot: Slot, one: &Suggestion, label: Option<&str>, span: Option<Span>) -> Tag {
    let label = label.unwrap_or(&one.label);
    let span = span.unwrap_or(one.span);
    let was = if span == one.span { String::new() } else { app.desk.shelf[slot].document.slice(one.span).into() };
    let suggested = if label == one.label { String::new() } else { one.label.clone() };
    let via = Via { was, label: suggested, ..one.via.clone() };
    Tag { via: Some(Box::new(via)), ..Tag::new(label, span, &(app.setting.clock)()) }
}

/// Declines the suggestion in focus, and goes on to the next.
pub(super) fn decline(app: &mut App) {
    let Some(one) = app.focused_suggestion().cloned() else { return };
    let slot = app.desk.pane().slot;
    let words = format!("declined {} on “{}”", one.label, app.desk.shelf[slot].quote(one.span, 40));
    let edits = vec![(slot, declined(app, slot, &one.label, one.span, &one.via))];
    if app.change(words.clone(), Place { slot, span: one.span }, edits) {
        *app.suggesting.declined.entry(one.via.rule.clone()).or_default() += 1;
        forget(app, slot, Some(&one));
        go_on(app, words);
    }
}

/// Returns the edit that declines a suggestion of a label at a place.
fn declined(app: &App, slot: Slot, label: &str, span: Span, via: &Via) -> Edit {
    let here = Target::of(&app.desk.shelf[slot].document, span);
    let remark = Remark::on(label, DECLINED, here, None, &(app.setting.clock)());
    Edit::remark(Remark { via: Some(via.clone()), ..remark })
}

/// Returns the edit that declines the suggestion from which a tag was made, if it was made from one and has the same
/// words and label: a user who removes such a tag does not want it suggested again.
pub(super) fn declined_with(app: &App, slot: Slot, tag: &Tag) -> Option<Edit> {
    let via = tag.via.as_deref().filter(|via| !via.is_mended())?;
    Some(declined(app, slot, &tag.label, tag.span, via))
}

/// Returns the rule of which so many suggestions were declined that the program offers to hide the rest.
pub(super) fn kind_to_hide(app: &App) -> Option<&str> {
    let many = app.suggesting.declined.iter().filter(|(_, count)| **count >= MANY);
    many.max_by_key(|(_, count)| **count).map(|(rule, _)| rule.as_str())
}

/// Hides the suggestions of the rule that [`kind_to_hide`] returns; if it returns none, those of the rule of the
/// suggestion in focus.
pub(super) fn hide_kind(app: &mut App) {
    let Some(rule) =
        kind_to_hide(app).map(str::to_owned).or_else(|| app.focused_suggestion().map(|one| one.via.rule.clone()))
    else {
        return app.refuse("decline a suggestion first, or focus one");
    };
    app.suggesting.declined.remove(&rule);
    app.suggesting.hidden.insert(rule.clone());
    if app.focused_suggestion().is_none() {
        leave(app);
    }
    let again = app.key_of("suggestions");
    app.say(format!("suggestions of “{rule}” are hidden; {again} twice shows them again"));
}

/// Accepts the likely suggestions that are wholly visible on the page of the active pane, as one action; if none of them is likely, the
/// doubtful ones.
pub(super) fn take_visible(app: &mut App) {
    take_those(app, visible(app));
}

/// Accepts those of the visible suggestions that have the label in focus; if a doubtful one is in focus, only the doubtful ones.
pub(super) fn take_visible_of_label(app: &mut App) {
    let Some(here) = app.focused_suggestion().cloned() else { return say_how_to_focus(app) };
    let fits = |one: &Suggestion| one.label == here.label && one.is_likely() == here.is_likely();
    take_those(app, visible(app).into_iter().filter(fits).collect());
}

/// Returns the suggestions that are wholly visible on the page of the active pane.
fn visible(app: &App) -> Vec<Suggestion> {
    let (slot, window) = (app.desk.pane().slot, app.desk.pane().window());
    app.suggestions(slot).filter(|one| window.covers(one.span)).cloned().collect()
}

/// Says which key focuses a suggestion, after a key that needs one.
pub(super) fn say_how_to_focus(app: &mut App) {
    app.refuse(format!("focus a suggestion first: {} goes to the next", app.key_of("next-tag")));
}

/// Accepts the likely ones of these suggestions as one action; if none of them is likely, all.
fn take_those(app: &mut App, all: Vec<Suggestion>) {
    let slot = app.desk.pane().slot;
    let (likely, doubtful): (Vec<_>, Vec<_>) = all.into_iter().partition(Suggestion::is_likely);
    let (taken_now, left) = if likely.is_empty() { (doubtful, 0) } else { (likely, doubtful.len()) };
    let Some(first) = taken_now.first() else {
        return app.refuse("no suggestion is wholly visible on this page");
    };
    let place = Place { slot, span: first.span };
    let edits = taken_now.iter().map(|one| (slot, Edit::put(taken(app, slot, one, None, None)))).collect();
    let words = format!("took {}", say::count(taken_now.len(), "suggestion"));
    if app.change(words.clone(), place, edits) {
        forget(app, slot, None);
        leave(app);
        let left = match left {
            0 => String::new(),
            left => format!(", left {left} doubtful"),
        };
        app.say(format!("{words}{left}: {} undoes it", app.key_of("undo")));
    }
}

/// Removes the suggestions that were just decided on, without waiting for the next answer, which also takes the
/// decision into account: those that are tagged now, and those on words of the declined one.
fn forget(app: &mut App, slot: Slot, declined: Option<&Suggestion>) {
    let tags = app.desk.shelf[slot].layer.tags();
    if let Some(found) = app.suggesting.found.get_mut(&slot) {
        let covers = |one: &Suggestion, other: &Suggestion| {
            one.label == other.label && (one.span.covers(other.span) || other.span.covers(one.span))
        };
        let is_declined = |one: &Suggestion| declined.is_some_and(|declined| covers(one, declined));
        found.all.retain(|one| !is_taken(tags, &one.label, one.span) && !is_declined(one));
    }
}

/// Goes on to the next suggestion, and says what was done.
fn go_on(app: &mut App, words: String) {
    step(app, 1, Direction::Forward);
    let left = app.suggestions(app.desk.pane().slot).count();
    app.say(match left {
        0 => format!("{words}; no suggestion is left here"),
        _ => words,
    });
}
