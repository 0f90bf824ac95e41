//! Handles the tag in focus: finds it, steps from tag to tag, relabels and removes it.

use std::collections::BTreeMap;

use crate::say::{and, with_article};
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::{Id, Tag};
use crate::text::motion::Direction;
use crate::text::{Span, passage};
use crate::tui::model::App;
use crate::tui::model::pane::Focus;
use crate::tui::update::misfit::{self, PlannedAction};

/// Focuses the tag under the cursor; when pressed again, the next one there.
pub(super) fn under_cursor(app: &mut App) {
    let tags = app.tags_under_cursor().into_iter().map(|tag| Focus::Tag(tag.id.clone()));
    let here: Vec<Focus> = super::review::under_cursor(app).into_iter().map(Focus::Item).chain(tags).collect();
    let focus = app.desk.pane().focus.as_ref();
    let next = here.iter().position(|there| Some(there) == focus).map_or(0, |at| (at + 1) % here.len());
    match here.get(next).cloned() {
        Some(next) => app.desk.with_active(|pane, _| pane.focus = Some(next)),
        None => app.say("there is no tag under the cursor"),
    }
}

/// Focuses the tag `times` further on, or back. While a link is being made, only tags that the link may join count.
pub(super) fn step(app: &mut App, times: usize, direction: Direction) {
    if app.desk.beside().is_some() && app.linking().is_none() {
        return super::beside::step(app, times, direction);
    }
    if app.desk.open().review.is_some() && app.linking().is_none() {
        return super::review::step(app, times, direction);
    }
    if app.suggesting.on && app.linking().is_none() {
        return super::suggest::step(app, times, direction);
    }
    // After a whole round through the tags, the steps would only repeat.
    let all = app.desk.open().layer.tags().len().max(1);
    for _ in 0..(times.max(1) - 1) % all + 1 {
        let Some((id, span, round)) = next(app, direction) else {
            return app.say(if app.linking().is_some() { "no tag here fits this link" } else { "there is no tag yet" });
        };
        focus(app, app.desk.active, id, span);
        if round {
            app.say(match direction {
                Direction::Forward => "from the first tag again",
                Direction::Back => "from the last tag again",
            });
        }
    }
}

/// Focuses the tag so many steps before or after, of those with the label in focus, or with the last label that was given;
/// continues at the other end.
pub(super) fn step_in_label(app: &mut App, times: usize, direction: Direction) {
    let last = app.last_label.clone();
    let Some(label) = app.focused_tag().map(|tag| tag.label.clone()).or(last) else {
        return app.say("focus a tag or give a label first: the key goes to the next tag with that label");
    };
    let tags = app.desk.open().layer.tags();
    let of_label = |tag: &&Tag| tag.label == label;
    let at = app.focused_tag().map_or(app.desk.pane().cursor, |tag| tag.span.start);
    let found = match direction {
        Direction::Forward => {
            let after = tags.iter().filter(of_label).filter(|tag| tag.span.start > at);
            after.chain(tags.iter().filter(of_label)).take(times).last()
        }
        Direction::Back => {
            let before = tags.iter().rev().filter(of_label).filter(|tag| tag.span.start < at);
            before.chain(tags.iter().rev().filter(of_label)).take(times).last()
        }
    };
    match found.map(|tag| (tag.id.clone(), tag.span)) {
        Some((id, span)) => focus(app, app.desk.active, id, span),
        None => app.say(format!("there is no {label} in this article")),
    }
}

/// Goes to the paragraph without tags that is so many steps before or after.
pub(super) fn step_untagged(app: &mut App, times: usize, direction: Direction) {
    let (open, cursor) = (app.desk.open(), app.desk.pane().cursor);
    let text = open.text();
    let next = |passage: &Span| match direction {
        Direction::Forward => passage::after(text, *passage),
        Direction::Back => passage::before(text, *passage),
    };
    let untagged = |passage: &Span| {
        open.layer.tags().touching(*passage).next().is_none() && !passage::is_blank(&text[passage.start..passage.end])
    };
    let passages = std::iter::successors(Some(passage::passage_at(text, cursor)), next).skip(1);
    let found = passages.filter(untagged).take(times).last();
    match found {
        Some(passage) => app.desk.with_active(|pane, text| {
            (pane.focus, pane.selection) = (None, None);
            pane.put(text, passage.start);
        }),
        None => app.say(match direction {
            Direction::Forward => "no paragraph after this one is without a tag",
            Direction::Back => "every paragraph from the beginning to here has a tag",
        }),
    }
}

/// Shows a tag and puts it in focus.
pub(super) fn focus(app: &mut App, pane: usize, id: Id, span: Span) {
    app.desk.active = pane;
    app.desk.fit();
    app.desk.with(pane, |pane, text| {
        pane.selection = None;
        pane.show(text, span);
        pane.focus = Some(Focus::Tag(id));
    });
}

/// Shows a tag of any open document, if the document is on the desk.
pub(super) fn jump(app: &mut App, slot: Slot, id: &Id) {
    let Some(span) = app.desk.shelf.get(slot).and_then(|open| open.layer.tag(id)).map(|tag| tag.span) else { return };
    if let Some(pane) = app.desk.pane_of(slot) {
        focus(app, pane, id.clone(), span);
    }
}

/// Leaves the innermost mode on the desk: the tag in focus, the place of a lost tag, the search.
pub(super) fn leave_the_innermost(app: &mut App) {
    if super::compare::waiting::give_up(app) {
        return;
    }
    if app.desk.pane().focus.is_some() {
        leave(app);
    } else if app.placing().is_some() {
        super::unsettled::give_up(app);
    } else if app.search.query.is_some() {
        super::search::leave(app);
    } else if app.comparing.wording {
        super::compare::wording::leave(app);
    } else {
        let (help, quit) = (app.key_of("help"), app.key_of("quit"));
        app.say(format!("there is nothing to leave: {help} shows the keys, {quit} leaves the program"));
    }
}

/// Takes the focus from the tag.
pub(super) fn leave(app: &mut App) {
    app.desk.with_active(|pane, _| pane.focus = None);
}

/// Returns the tag in focus. Without one, focuses the innermost tag under the cursor. If there is none, says how to
/// focus a tag, and drops the keys that are typed now, because they were meant for the tag.
pub(super) fn needed(app: &mut App) -> Option<Tag> {
    let tag = app.focused_tag().or_else(|| app.tags_under_cursor().first().copied()).cloned();
    match &tag {
        Some(tag) => app.desk.with_active(|pane, _| pane.focus = Some(Focus::Tag(tag.id.clone()))),
        None => {
            let next = app.key_of("next-tag");
            app.warn(format!("there is no tag under the cursor; {next} goes to the next"));
            app.refused = true;
        }
    }
    tag
}

/// Focuses the innermost item of a review under the cursor, unless one is in focus. Returns whether one is in focus
/// then.
pub(super) fn is_on_item(app: &mut App) -> bool {
    if app.desk.pane().focus.is_none()
        && let Some(item) = super::review::under_cursor(app).into_iter().next()
    {
        app.desk.with_active(|pane, _| pane.focus = Some(Focus::Item(item)));
    }
    app.focused_item().is_some()
}

/// Gives the tag in focus another label, and asks what to do with links that no longer fit. Returns `None` if no tag is
/// in focus.
pub(super) fn relabel(app: &mut App, label: &str) -> Option<()> {
    let slot = app.desk.pane().slot;
    let tag = app.focused_tag()?.clone();
    if let Some(other) = app.desk.open().layer.same(label, tag.span) {
        let words = if other.id == tag.id { "it is" } else { "these words are tagged already as" };
        app.warn(format!("{words} {}", with_article(label)));
        return Some(());
    }
    give_label(app, slot, tag, label);
    Some(())
}

/// Gives a tag another label.
pub(super) fn give_label(app: &mut App, slot: Slot, mut tag: Tag, label: &str) {
    let before = std::mem::replace(&mut tag.label, label.to_string());
    if let Some(via) = &mut tag.via {
        via.relabel(&before, label);
    }
    // Attributes that only the old label has are removed, and named.
    let declares = |label: &str, name: &str| {
        app.setting.scheme.label(label).is_some_and(|label| label.attributes.iter().any(|known| known.name == name))
    };
    let (kept, gone): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut tag.attributes)
        .into_iter()
        .partition(|(name, _)| declares(label, name) || !declares(&before, name));
    tag.attributes = kept;
    let mut words = format!("{} was {}", super::tag::name(app, slot, &tag), with_article(&before));
    if !gone.is_empty() {
        let names: Vec<&str> = gone.keys().map(String::as_str).collect();
        words += &format!("; {} has no {}", with_article(label), and(&names));
    }
    let place = Place { slot, span: tag.span };
    misfit::propose(app, PlannedAction::new(words, place, vec![(slot, Edit::put(tag))]));
}

/// Removes the tag in focus, or the innermost under the cursor; in a review, rejects it.
pub(super) fn remove(app: &mut App) {
    if is_on_item(app) {
        return super::review::reject(app);
    }
    if let Some(tag) = needed(app) {
        remove_tag(app, app.desk.pane().slot, &tag.id);
        leave(app);
    }
}

/// Removes a tag that is chosen in a list. If it is in focus, nothing is in focus afterwards.
pub(super) fn remove_listed(app: &mut App, slot: Slot, id: &Id) {
    remove_tag(app, slot, id);
    app.desk.panes.iter_mut().filter(|pane| pane.tag() == Some(id)).for_each(|pane| pane.focus = None);
}

/// Removes a tag and the links that begin or end at it, as one action.
pub(super) fn remove_tag(app: &mut App, slot: Slot, id: &Id) {
    let Some(tag) = app.desk.shelf[slot].layer.tag(id).cloned() else { return };
    let mut edits: Vec<(Slot, Edit)> =
        app.links_at(slot, id).map(|end| (end.slot, Edit::Link(end.link.id.clone(), None))).collect();
    let links = match edits.len() {
        0 => String::new(),
        1 => " and its link".into(),
        count => format!(" and its {count} links"),
    };
    edits.push((slot, Edit::Tag(id.clone(), None)));
    edits.extend(super::suggest::declined_with(app, slot, &tag).map(|edit| (slot, edit)));
    let words = format!("removed {}{links}", super::tag::name(app, slot, &tag));
    if app.change(words.clone(), Place { slot, span: tag.span }, edits) {
        app.say(words);
    }
}

/// Returns the id and the span of the next tag, and whether the step went around the end of the tags.
fn next(app: &App, direction: Direction) -> Option<(Id, Span, bool)> {
    let (open, pane) = (app.desk.open(), app.desk.pane());
    let tags = open.layer.tags();
    let fits = |tag: &&Tag| app.can_end_link(pane.slot, tag);
    let first = match (app.focused_tag(), direction) {
        (Some(focus), Direction::Forward) => tags.after(focus),
        (Some(focus), Direction::Back) => tags.before(focus),
        (None, Direction::Forward) => tags.starting_from(pane.cursor),
        (None, Direction::Back) => tags.starting_before(pane.cursor),
    };
    let onward = std::iter::successors(first, |tag| match direction {
        Direction::Forward => tags.after(tag),
        Direction::Back => tags.before(tag),
    });
    let found = onward.into_iter().find(fits).map(|tag| (tag, false));
    let around = || match direction {
        Direction::Forward => tags.iter().find(fits),
        Direction::Back => tags.iter().rev().find(fits),
    };
    found.or_else(|| around().map(|tag| (tag, true))).map(|(tag, round)| (tag.id.clone(), tag.span, round))
}
