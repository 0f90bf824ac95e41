//! Lists the tags and links that wait for a decision: tags that a changed text has moved, changed or lost, records with
//! two versions, and links that join labels which their kinds may not join.
//!
//! ```text
//!   claim   “Prices rose 6%”      the words were “Prices rose 5%”     y confirms the tag
//!   source  “an official”         lost                                Enter, select its words, y
//!   figure  “10,000”              two versions                        y keeps the chosen version
//!   “…” rests on “INSEE”          does not fit                        Ctrl-x removes it, or a line removes all of them
//! ```
//!
//! A decision is an action like any other: it is saved, and it can be undone.

use std::collections::BTreeMap;

use crate::say::count;
use crate::tags::anchor::{self, Placed};
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::{Id, Link, Tag};
use crate::text::{Span, unit};
use crate::tui::model::list::{After, ListHint, ListItem, Lister};
use crate::tui::model::open::quote;
use crate::tui::model::pane::Focus;
use crate::tui::model::unsettled::{LostTag, Matter, Matters, link_rivals, matter, rivals, summary};
use crate::tui::model::{App, Mode};

/// Returns the lines of the list, the most urgent first.
fn items(app: &App) -> Vec<(Line, ListItem)> {
    let mut items = Vec::new();
    for slot in app.desk.slots() {
        let open = &app.desk.shelf[slot];
        let Matters { versions, links, lost, changed, moved } = Matters::of(open);
        let item = |tag: &Tag, words: &str, aside: &str| ListItem {
            lead: tag.label.clone(),
            label: app.label_number(&tag.label),
            ..ListItem::with_aside(format!("{} “{words}”{}", tag.label, said(tag)), aside)
        };
        let on_text =
            |tag: &Tag, aside: &str| (Line::Tag(slot, tag.id.clone()), item(tag, &open.quote(tag.span, 60), aside));
        items.extend(versions.into_iter().map(|tag| on_text(tag, "two versions")));
        items.extend(links.into_iter().map(|link| {
            let item = ListItem::with_aside(app.link_in_words(slot, link), "two versions");
            (Line::Link(slot, link.id.clone()), item)
        }));
        items.extend(lost.into_iter().map(|lost| {
            (Line::Lost(slot, lost.tag.id.clone()), item(&lost.tag, &quote(&lost.target.quote, 60), "lost"))
        }));
        items.extend(changed.into_iter().map(|tag| match tag.was.as_deref().unwrap_or_default() {
            // The tag has the same words, but its place is not certain.
            was if was == open.document.slice(tag.span) => on_text(tag, "is it here?"),
            was => {
                let words = format!("{} “{}” was “{}”", tag.label, open.quote(tag.span, 40), quote(was, 40));
                let (line, item) = on_text(tag, "changed");
                (line, ListItem { words, ..item })
            }
        }));
        items.extend(moved.into_iter().map(|tag| on_text(tag, "moved")));
    }
    let misfits = app.misfits();
    if misfits.len() > 1 {
        let all = format!("remove all {} links that join labels which their kinds may not join", misfits.len());
        items.push((Line::Misfits, ListItem::new(all)));
    }
    items.extend(misfits.into_iter().filter_map(|(slot, id)| {
        let link = app.desk.shelf[slot].layer.links().get(&id)?;
        let item = ListItem::with_aside(app.link_in_words(slot, link), "does not fit");
        Some((Line::Misfit(slot, id), item))
    }));
    items
}

/// Returns the attributes and the note of a tag: two versions may differ only in these.
fn said(tag: &Tag) -> String {
    let attributes = tag.attributes.iter().map(|(name, value)| format!(" · {name}: {value}"));
    let note = Some(&tag.note).filter(|note| !note.is_empty()).map(|note| format!(" — {}", quote(note, 40)));
    attributes.chain(note).collect()
}

/// Puts the lost tag that is being placed on the selection; if none is being placed, confirms the tag in focus.
pub(super) fn accept(app: &mut App) {
    if let Some(placing) = app.placing().cloned() {
        return put(app, &placing);
    }
    let slot = app.desk.pane().slot;
    match app.focused_tag().map(|tag| tag.id.clone()) {
        Some(id) => accept_tag(app, slot, &id),
        None => app.refuse(format!("focus a tag first; {} lists what is unsettled", app.key_of("unsettled"))),
    }
}

/// Confirms every listed tag that was moved or changed.
fn accept_all<'a>(app: &mut App, lines: impl Iterator<Item = &'a Line>) {
    let mut edits = Vec::new();
    let mut place = None;
    for line in lines {
        let Line::Tag(slot, id) = line else { continue };
        let slot = *slot;
        let Some(tag) = app.desk.shelf[slot].layer.tag(id) else { continue };
        if !matches!(matter(&app.desk.shelf[slot], tag), Some(Matter::Changed | Matter::Moved)) {
            continue;
        }
        place.get_or_insert(Place { slot, span: tag.span });
        edits.push((slot, Edit::put(Tag { was: None, ..tag.clone() })));
    }
    let Some(place) = place else { return app.refuse("no tag here can be settled without a look at it") };
    let words = match edits.len() {
        1 => "settled one tag".to_string(),
        count => format!("settled {count} tags"),
    };
    let settled: Vec<(Slot, Id)> = edits.iter().filter_map(|(slot, edit)| Some((*slot, edit.tag()?.clone()))).collect();
    if app.change(words.clone(), place, edits) {
        settled.iter().for_each(|(slot, id)| app.desk.shelf[*slot].placing.moved.retain(|moved| moved != id));
        app.say(words);
    }
}

/// Begins to place a lost tag: shows the most likely place, if there is one.
fn find_place(app: &mut App, slot: Slot, id: &Id) {
    let Some(pane) = app.desk.pane_of(slot) else { return };
    let open = &app.desk.shelf[slot];
    let Some(lost) = open.layer.lost().get(id).cloned() else { return };
    let guess = anchor::place(&open.document, std::slice::from_ref(&lost.target)).into_iter().next();
    let (guess, count) = match guess {
        Some(Placed::Same(span) | Placed::Moved(span) | Placed::Changed(span)) => (Some(span), 1),
        Some(Placed::Lost(equal)) => (equal.first().copied(), equal.len()),
        None => (None, 0),
    };
    app.desk.active = pane;
    app.desk.fit();
    app.mode = Mode::Place(LostTag { slot, id: id.clone() });
    app.desk.with(pane, |pane, text| {
        (pane.focus, pane.selection) = (None, None);
        if let Some(span) = guess {
            super::select::select(pane, text, span, None);
        }
    });
    let [accept, select, leave] = ["accept", "select", "leave"].map(|id| app.key_of(id));
    let words = quote(&lost.target.quote, 30);
    let (before, after) = (quote(&lost.target.prefix, 20), quote(&lost.target.suffix, 20));
    app.say(match count {
        0 => format!(
            "{} “{words}” was at “…{before} ▸ {after}…”: {select} selects its words, {accept} puts it there",
            lost.tag.label
        ),
        1 => format!("is it here? {accept} puts the {} “{words}” there, {leave} leaves it lost", lost.tag.label),
        more => format!(
            "one of {more} places for the {} “{words}”: select the right one, {accept} puts it there",
            lost.tag.label
        ),
    });
}

/// Stops placing a lost tag, which stays lost.
pub(super) fn give_up(app: &mut App) {
    if app.placing().is_some() {
        app.mode = Mode::Read;
        app.say("the tag stays lost");
    }
}

/// Removes a lost tag.
fn remove_lost(app: &mut App, slot: Slot, id: &Id) {
    let Some(lost) = app.desk.shelf[slot].layer.lost().get(id) else { return };
    let words = format!("removed the lost {} “{}”", lost.tag.label, quote(&lost.target.quote, 40));
    let place = Place { slot, span: Span::default() };
    if app.change(words.clone(), place, vec![(slot, Edit::Lost(id.clone(), None))]) {
        app.say(words);
    }
}

/// Puts a lost tag on the selection.
fn put(app: &mut App, placing: &LostTag) {
    let slot = placing.slot;
    let here = app.desk.pane().slot == slot;
    let selected = app.desk.with_active(|pane, text| pane.selected(text).map(|span| unit::trim(text, span)));
    let Some(span) = selected.filter(|span| here && !span.is_empty()) else {
        return app.refuse(format!("select the words of the tag first: {}", app.key_of("select")));
    };
    let Some(lost) = app.desk.shelf[slot].layer.lost().get(&placing.id).cloned() else {
        app.mode = Mode::Read;
        return app.say("another program has settled this tag already");
    };
    let tag = Tag { span, was: None, ..lost.tag };
    let words = format!("placed: {}", super::tag::name(app, slot, &tag));
    let edits = vec![(slot, Edit::Lost(placing.id.clone(), None)), (slot, Edit::put(tag))];
    if app.change(words.clone(), Place { slot, span }, edits) {
        app.mode = Mode::Read;
        app.desk.with_active(|pane, _| (pane.selection, pane.focus) = (None, Some(Focus::Tag(placing.id.clone()))));
        say_with_rest(app, words);
    }
}

/// Confirms a tag whose words have changed or moved, or keeps this one of its versions.
fn accept_tag(app: &mut App, slot: Slot, id: &Id) {
    let open = &app.desk.shelf[slot];
    let Some(tag) = open.layer.tag(id).cloned() else { return };
    let named = super::tag::name(app, slot, &tag);
    let place = Place { slot, span: tag.span };
    let (words, edits) = match matter(open, &tag) {
        None => return app.refuse(format!("there is nothing to settle about the {named}")),
        Some(Matter::Versions) => (format!("kept {named}"), keep(app, slot, &tag)),
        Some(_) => (format!("settled {named}"), vec![(slot, Edit::put(Tag { was: None, ..tag.clone() }))]),
    };
    if app.change(words.clone(), place, edits) {
        let open = &mut app.desk.shelf[slot];
        open.placing.moved.retain(|moved| moved != id);
        let kept = tag.rival.unwrap_or(tag.id);
        if let Some(pane) = app.desk.pane_of(slot).filter(|pane| app.desk.panes[*pane].focus.is_some()) {
            app.desk.panes[pane].focus = Some(Focus::Tag(kept));
        }
        say_with_rest(app, words);
    }
}

/// Keeps one of several versions, under the id of the first. The links of all versions, in all open layers, then begin or end
/// at that id.
fn keep(app: &App, slot: Slot, tag: &Tag) -> Vec<(Slot, Edit)> {
    let open = &app.desk.shelf[slot];
    let first = tag.rival.clone().filter(|first| open.layer.has_tag(first)).unwrap_or_else(|| tag.id.clone());
    let others: Vec<&Id> = rivals(open, &tag.id).collect();
    let mut edits: Vec<(Slot, Edit)> = others.iter().map(|other| (slot, Edit::Tag((*other).clone(), None))).collect();
    let lost = others.iter().filter(|id| open.layer.lost().contains_key(id));
    edits.extend(lost.map(|id| (slot, Edit::Lost((*id).clone(), None))));
    if tag.id != first {
        edits.push((slot, Edit::Tag(tag.id.clone(), None)));
    }
    let mut links: BTreeMap<(Slot, &Id), Link> = BTreeMap::new();
    for id in others.into_iter().chain([&tag.id]).filter(|id| **id != first) {
        for end in app.links_at(slot, id) {
            let link = links.entry((end.slot, &end.link.id)).or_insert_with(|| end.link.clone());
            *(if end.begins { &mut link.from } else { &mut link.to }) = first.clone();
        }
    }
    edits.extend(links.into_iter().map(|((holder, _), link)| (holder, Edit::link(link))));
    edits.push((slot, Edit::put(Tag { id: first, rival: None, ..tag.clone() })));
    edits
}

/// Keeps this version of a link.
fn accept_link(app: &mut App, slot: Slot, id: &Id) {
    let open = &app.desk.shelf[slot];
    let Some(link) = open.layer.links().get(id).cloned() else { return };
    let first = link.rival.clone().unwrap_or_else(|| link.id.clone());
    let others = link_rivals(open, &link).map(|other| (slot, Edit::Link(other.clone(), None)));
    let mut edits: Vec<(Slot, Edit)> = others.collect();
    edits.push((slot, Edit::Link(link.id.clone(), None)));
    edits.push((slot, Edit::link(Link { id: first, rival: None, ..link.clone() })));
    let words = format!("kept {}", app.link_in_words(slot, &link));
    let span = open.layer.tag(&link.from).map(|tag| tag.span).unwrap_or_default();
    if app.change(words.clone(), Place { slot, span }, edits) {
        say_with_rest(app, words);
    }
}

/// Removes all links on the desk that join labels which their kinds may not join, in one action.
fn remove_misfits(app: &mut App) {
    let misfits = app.misfits();
    let Some((slot, id)) = misfits.first() else { return };
    let layer = &app.desk.shelf[*slot].layer;
    let span = layer.links().get(id).and_then(|link| layer.tag(&link.from)).map(|tag| tag.span).unwrap_or_default();
    let place = Place { slot: *slot, span };
    let words = format!("removed {} that did not fit", count(misfits.len(), "link"));
    let edits = misfits.into_iter().map(|(slot, id)| (slot, Edit::Link(id, None))).collect();
    if app.change(words.clone(), place, edits) {
        app.say(words);
    }
}

/// Shows a message with the number of questions that are left.
fn say_with_rest(app: &mut App, words: String) {
    let left: usize = app.desk.slots().into_iter().map(|slot| Matters::of(&app.desk.shelf[slot]).count()).sum();
    match left {
        0 => app.say(format!("{words}; nothing is left to settle")),
        left => app.say(format!("{words}; {left} left: {} lists them", app.key_of("unsettled"))),
    }
}

/// The tags and links that wait for a decision in the documents of the desk.
#[derive(Debug, Default)]
pub(super) struct Unsettled {
    lines: Vec<Line>,
}

#[derive(Debug)]
enum Line {
    Tag(Slot, Id),
    Link(Slot, Id),
    Lost(Slot, Id),
    /// A link that joins labels which its kind may not join.
    Misfit(Slot, Id),
    /// All of those.
    Misfits,
}

impl Lister for Unsettled {
    fn title(&self, app: &App, count: &str) -> String {
        let slots = app.desk.slots().into_iter();
        let fared: Vec<String> = slots.filter_map(|slot| summary(&app.desk.shelf[slot])).collect();
        let who = &app.setting.annotator;
        match fared.join(" · ").as_str() {
            "" => format!("{who}: {count} to be settled"),
            fared => format!("the text has changed: {fared} · {who}: {count} to be settled"),
        }
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let (lines, items) = items(app).into_iter().unzip();
        self.lines = lines;
        items
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        match &self.lines[line] {
            Line::Tag(slot, id) => super::focus::jump(app, *slot, id),
            Line::Misfits => remove_misfits(app),
            Line::Link(slot, id) | Line::Misfit(slot, id) => {
                let from = app.desk.shelf[*slot].layer.links().get(id).map(|link| link.from.clone());
                from.iter().for_each(|from| super::focus::jump(app, *slot, from));
            }
            Line::Lost(slot, id) => find_place(app, *slot, id),
        }
    }

    fn remove(&self, app: &mut App, line: usize) {
        match &self.lines[line] {
            Line::Tag(slot, id) => super::focus::remove_listed(app, *slot, id),
            Line::Link(slot, id) | Line::Misfit(slot, id) => super::link::remove(app, *slot, id),
            Line::Misfits => remove_misfits(app),
            Line::Lost(slot, id) => remove_lost(app, *slot, id),
        }
    }

    fn note(&self, app: &mut App, line: usize) -> After {
        match &self.lines[line] {
            Line::Tag(slot, id) => super::note::open_on_listed(app, *slot, id),
            Line::Link(..) | Line::Lost(..) | Line::Misfit(..) | Line::Misfits => After::Stay,
        }
    }

    fn accept(&self, app: &mut App, line: usize) {
        match &self.lines[line] {
            Line::Tag(slot, id) => accept_tag(app, *slot, id),
            Line::Link(slot, id) => accept_link(app, *slot, id),
            Line::Misfit(..) | Line::Misfits => {
                let remove = app.setting.keymap.keys_anywhere("remove").into_iter().find(|key| key.starts_with("Ctrl"));
                let remove = remove.unwrap_or_default();
                app.say(format!("a link that does not fit stays as it is, or {remove} removes it"));
            }
            Line::Lost(..) => {
                let enter = app.key_of("enter");
                app.say(format!("the tag has no place yet: {enter}, then select its words"));
            }
        }
    }

    fn accept_all(&self, app: &mut App, lines: &[usize]) {
        accept_all(app, lines.iter().filter_map(|line| self.lines.get(*line)));
    }

    fn hints(&self) -> &'static [ListHint] {
        const { &[ListHint::of("accept"), ListHint::of("accept-all"), ListHint::of("remove")] }
    }
}
