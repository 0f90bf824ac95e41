//! Makes links from the tag in focus to another, in either article.
//!
//! ```text
//!   r ─ choose the kind ─ go to the other tag (] [ Tab, motions, Enter) ─ Enter
//! ```
//!
//! Only tags that the kind of link may join are offered, stepped to and accepted.

use crate::compare::status::RowStatus;
use crate::say::with_article;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::{LinkKind, Scheme};
use crate::tags::{Id, Link};
use crate::tui::model::link::{End, Linking};
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::{App, Mode};
use crate::tui::update::lists::links::Links;

/// Begins a link at the tag in focus: asks for its kind if there are several.
pub(super) fn begin(app: &mut App) {
    let Some(tag) = super::focus::needed(app) else { return };
    let slot = app.desk.pane().slot;
    let scheme = app.setting.scheme.clone();
    let can_end = |kind: &&LinkKind| app.partners(slot, &tag, kind).next().is_some();
    let begin: Vec<&LinkKind> = kinds_from(app, &scheme, &tag.label).collect();
    let offered: Vec<&LinkKind> = begin.iter().copied().filter(can_end).collect();
    let label = with_article(&tag.label);
    let other_way = other_way(&scheme.links, &tag.label);
    match offered.as_slice() {
        [] if begin.is_empty() => refuse(app, format!("no kind of link begins at {label} here{other_way}")),
        [] => refuse(app, format!("there is no tag here yet that {label} could be linked to{other_way}")),
        [kind] if begin.len() == 1 => start(app, &kind.name),
        kinds => {
            let kinds = kinds.iter().map(|kind| (*kind).clone()).collect();
            super::lists::open(app, Kinds(kinds));
        }
    }
}

/// Returns whether a link can begin at the label of the tag in focus. Whether another tag fits is only looked up when
/// the link is asked for: it takes time in a text with many tags.
pub(super) fn can_begin(app: &App) -> bool {
    app.focused_tag().is_none_or(|tag| kinds_from(app, &app.setting.scheme, &tag.label).next().is_some())
}

/// Returns the kinds of links that begin at a label, in this article or, if two are shown, to the other.
fn kinds_from<'a>(app: &App, scheme: &'a Scheme, label: &str) -> impl Iterator<Item = &'a LinkKind> {
    let two = app.desk.slots().len() == 2;
    scheme.links.iter().filter(move |kind| kind.begins_at(label) && (kind.within || kind.across && two))
}

/// Returns a hint for a user who tried to link in the wrong direction: the labels at which a link to this label begins.
/// A claim rests on a source, but no link begins at a source.
fn other_way(kinds: &[LinkKind], label: &str) -> String {
    let ends = |kind: &&LinkKind| !kind.begins_at(label) && kind.to.iter().any(|to| to == label);
    let words = |kind: &LinkKind| {
        let from: Vec<String> = kind.from.iter().map(|name| with_article(name)).collect();
        format!("; “{}” begins at {}", kind.name, from.join(" or "))
    };
    kinds.iter().find(ends).map(words).unwrap_or_default()
}

/// Shows why no link can be made. The next keys are dropped: the user typed them for the list of kinds.
fn refuse(app: &mut App, why: String) {
    app.warn(why);
    app.refused = true;
}

/// Starts looking for the other end of a link, after its kind was chosen.
pub(super) fn start(app: &mut App, name: &str) {
    let slot = app.desk.pane().slot;
    let Some(from) = app.focused_tag().map(|tag| tag.id.clone()) else { return };
    app.mode = Mode::Link(Linking { slot, from, kind: name.into(), seen: app.seen.clone() });
    app.desk.with_active(|pane, _| pane.focus = None);
    // The most likely other end gets the focus, because it is often the right one.
    if let Some((slot, id)) = app.likeliest_partners().into_iter().next() {
        super::focus::jump(app, slot, &id);
    }
}

/// Links to the tag in focus, or to the one under the cursor.
pub(super) fn confirm(app: &mut App) {
    let Some(linking) = app.linking().cloned() else { return };
    let slot = app.desk.pane().slot;
    let focused = app.focused_tag().filter(|tag| app.can_end_link(slot, tag));
    let found = focused.or_else(|| app.tags_under_cursor().into_iter().find(|tag| app.can_end_link(slot, tag)));
    let Some(to) = found.cloned() else {
        return app.warn(format!("there is no tag here that can be the end of “{}”", linking.kind));
    };
    if let Some(why) = apart(app, linking.slot, slot) {
        return app.refuse(why);
    }
    let holder = &app.desk.shelf[linking.slot];
    let Some(span) = holder.layer.tag(&linking.from).map(|tag| tag.span) else { return cancel(app) };
    let words = format!("“{}” {} “{}”", holder.quote(span, 30), linking.kind, app.desk.shelf[slot].quote(to.span, 30));
    let earlier = replaced(app, &linking, (slot, &to.id));
    let instead = earlier.first().map_or_else(String::new, |(_, link)| format!(" in place of “{}”", link.kind));
    let edits = match earlier.is_empty() {
        true => vec![(linking.slot, Edit::link(new(app, &linking, slot, to.id)))],
        false => change_kind(earlier, &linking.kind, &(app.setting.clock)()),
    };
    if edits.is_empty() {
        return app.refuse("these two are already linked that way");
    }
    app.seen = linking.seen.clone();
    let linked = app.change(words.clone(), Place { slot: linking.slot, span }, edits);
    back(app, &linking);
    if linked {
        app.say(format!("linked{instead}: {words}"));
    }
}

/// Returns the reason why no link can join tags of these documents: a layer names only texts of its own corpus.
pub(super) fn apart(app: &App, one: Slot, other: Slot) -> Option<&'static str> {
    let is_beside = app.desk.shelf[one].is_beside(&app.desk.shelf[other]);
    (!is_beside).then_some("texts of two folders cannot be linked; diptych init makes one corpus of them")
}

/// Returns the link that is being made, to a tag of a document.
fn new(app: &App, linking: &Linking, slot: Slot, to: Id) -> Link {
    Link {
        id: Id::random("l"),
        kind: linking.kind.clone(),
        from: linking.from.clone(),
        to,
        document: (slot != linking.slot).then(|| app.desk.shelf[slot].name.clone()),
        at: (app.setting.clock)(),
        rival: None,
        extra: Vec::new(),
    }
}

/// Returns the links in whose place the new one comes, each with the document whose layer holds it: two tags compare in one way, in
/// whichever direction they are linked.
fn replaced(app: &App, linking: &Linking, to: (Slot, &Id)) -> Vec<(Slot, Link)> {
    let compares = |kind: &str| RowStatus::of_link(kind).is_some();
    let ends = app.links_at(linking.slot, &linking.from).filter(|end| end.other == Some(to));
    let ends = ends.filter(|end| match compares(&linking.kind) {
        true => compares(&end.link.kind),
        false => end.begins && end.link.kind == linking.kind,
    });
    ends.map(|end| (end.slot, end.link.clone())).collect()
}

/// Returns the edits that give links this kind; of several between the same two tags, one stays.
pub(super) fn change_kind(links: Vec<(Slot, Link)>, kind: &str, at: &str) -> Vec<(Slot, Edit)> {
    let mut joined: Vec<[Id; 2]> = Vec::new();
    let change = |(slot, link): (Slot, Link)| {
        let mut ends = [link.from.clone(), link.to.clone()];
        ends.sort();
        if joined.contains(&ends) {
            return Some((slot, Edit::Link(link.id, None)));
        }
        joined.push(ends);
        (link.kind != kind).then(|| (slot, Edit::link(Link { kind: kind.into(), at: at.into(), ..link })))
    };
    links.into_iter().filter_map(change).collect()
}

/// Cancels the link.
pub(super) fn cancel(app: &mut App) {
    if let Some(linking) = app.linking().cloned() {
        back(app, &linking);
        app.say("no link was made");
    }
}

/// Goes to the other end of the focused tag's link; if there are several, lists them.
pub(super) fn partner(app: &mut App) {
    let slot = app.desk.pane().slot;
    let Some(id) = super::focus::needed(app).map(|tag| tag.id) else { return };
    let (first, more) = {
        let mut ends = app.links_at(slot, &id);
        (ends.next().map(|end| whereto(app, &end)), ends.next().is_some())
    };
    match first {
        None => app.say(format!("this tag is not linked; {} links it", app.key_of("link"))),
        Some(_) if more => super::lists::open(app, Links::of_focus(app)),
        Some(Ok((slot, id))) => super::focus::jump(app, slot, &id),
        Some(Err(why)) => app.say(why),
    }
}

/// Removes a link.
pub(super) fn remove(app: &mut App, slot: Slot, id: &Id) {
    let Some(link) = app.desk.shelf[slot].layer.links().get(id).cloned() else { return };
    let span = app.desk.shelf[slot].layer.tag(&link.from).map(|tag| tag.span).unwrap_or_default();
    let words = format!("removed the link {}", app.link_in_words(slot, &link));
    if app.change(words.clone(), Place { slot, span }, vec![(slot, Edit::Link(id.clone(), None))]) {
        app.say(words);
    }
}

/// Returns the tag at the other end of a link, or the reason why it cannot be shown.
fn whereto(app: &App, end: &End) -> Result<(Slot, Id), String> {
    let there = end.other.filter(|(slot, id)| app.desk.shelf[*slot].layer.tag(id).is_some());
    match (there, &end.link.document) {
        (Some((slot, id)), _) if app.desk.pane_of(slot).is_some() => Ok((slot, id.clone())),
        (Some((slot, _)), _) => {
            Err(format!("the other end is in {}, which is not on the desk", app.desk.shelf[slot].name))
        }
        (None, Some(name)) if end.begins => {
            Err(format!("the other end is in {name}, which is not open, or it no longer exists"))
        }
        (None, _) => Err("the tag at the other end no longer exists".into()),
    }
}

/// Goes back to the tag where the link begins.
fn back(app: &mut App, linking: &Linking) {
    app.mode = Mode::Read;
    app.desk.panes.iter_mut().for_each(|pane| pane.focus = None);
    super::focus::jump(app, linking.slot, &linking.from);
}

/// Returns the labels at which a kind of link can end, and in which article: `→ figure, in this article`.
fn ends_in_words(kind: &LinkKind) -> String {
    let to = if kind.same_label {
        "the same label".into()
    } else if kind.to.is_empty() {
        "any label".into()
    } else {
        kind.to.join(", ")
    };
    let place = match (kind.within, kind.across) {
        (true, false) => "in this article",
        (false, true) => "in the other article",
        _ => "in either article",
    };
    format!("→ {to}, {place}")
}

/// The kinds of links that can begin at the tag in focus.
#[derive(Debug)]
struct Kinds(Vec<LinkKind>);

impl Lister for Kinds {
    fn title(&self, _: &App, _: &str) -> String {
        "what kind of link?".into()
    }

    fn fill(&mut self, _: &App) -> Vec<ListItem> {
        self.0.iter().map(|kind| ListItem::with_aside(kind.name.clone(), ends_in_words(kind))).collect()
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        start(app, &self.0[line].name);
    }
}
