//! Links: from the tag in focus to another, in either article.
//!
//! ```text
//!   r ─ choose the kind ─ go to the other tag (] [ Tab, motions, Enter) ─ Enter
//! ```
//!
//! Only what the corpus lets a kind join is offered, stepped to and accepted.

use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::LinkKind;
use crate::tags::{Id, Link, Tag};
use crate::tui::app::overlay::{Item, List, Listing, Overlay, Target};
use crate::tui::app::{App, Linking};
use crate::tui::command::Command;

/// A link seen from one of its tags.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End<'a> {
    /// The document whose layer holds the link.
    pub slot: Slot,
    /// The link.
    pub link: &'a Link,
    /// Whether the tag that was asked about is where it begins.
    pub begins: bool,
    /// The tag at the other end, if its document is open.
    pub other: Option<(Slot, &'a Id)>,
}

/// The links that begin or end at a tag, of all open layers.
pub fn touching<'a>(app: &'a App, slot: Slot, id: &'a Id) -> impl Iterator<Item = End<'a>> {
    app.desk.shelf.iter().enumerate().flat_map(move |(holder, open)| {
        open.layer.links_at(id).filter_map(move |link| {
            let target = target(app, holder, link);
            let end = |begins, other| End { slot: holder, link, begins, other };
            if holder == slot && link.from == *id {
                Some(end(true, target.map(|target| (target, &link.to))))
            } else if target == Some(slot) && link.to == *id {
                Some(end(false, Some((holder, &link.from))))
            } else {
                None
            }
        })
    })
}

/// The document that a link of the layer on `holder` ends in, if it is open. Of several of one name it is the one that has
/// the tag.
pub fn target(app: &App, holder: Slot, link: &Link) -> Option<Slot> {
    let Some(name) = &link.document else { return Some(holder) };
    let named = || (0..app.desk.shelf.len()).filter(|slot| *slot != holder && app.desk.shelf[*slot].name == *name);
    named().find(|slot| app.desk.shelf[*slot].layer.tag(&link.to).is_some()).or_else(|| named().next())
}

/// Whether `tag` can be the other end of the link that is being made; any tag can while none is.
pub fn fits(app: &App, slot: Slot, tag: &Tag) -> bool {
    let Some(linking) = &app.linking else { return true };
    let Some(kind) = kind(app, &linking.kind) else { return false };
    let Some(from) = app.desk.shelf[linking.slot].layer.tag(&linking.from) else { return false };
    from.id != tag.id && kind.joins(&from.label, &tag.label, linking.slot != slot)
}

/// Begins a link at the tag in focus: asks for its kind if there are several.
pub fn begin(app: &mut App) {
    let Some(tag) = super::focus::tag(app).cloned() else { return };
    let two = app.desk.slots().len() == 2;
    let scheme = app.setting.scheme.clone();
    let offered: Vec<&LinkKind> = scheme
        .links
        .iter()
        .filter(|kind| kind.begins_at(&tag.label) && (kind.within || (kind.across && two)))
        .collect();
    match offered.as_slice() {
        [] => app.warn(format!("no kind of link begins at a {} here", tag.label)),
        [kind] => start(app, &kind.name),
        kinds => {
            let items = kinds.iter().map(|kind| Item {
                target: Target::Kind(kind.name.clone()),
                lead: String::new(),
                words: kind.name.clone(),
                aside: ends_in_words(kind),
                label: None,
            });
            app.overlay = Some(Overlay::List(List::new(Listing::Kinds, items.collect())));
        }
    }
}

/// The kind is chosen; looks for the other end from now on.
pub fn start(app: &mut App, name: &str) {
    let slot = app.desk.pane().slot;
    let Some(from) = super::focus::tag(app).map(|tag| tag.id.clone()) else { return };
    let across_only = kind(app, name).is_some_and(|kind| !kind.within);
    app.linking = Some(Linking { slot, from, kind: name.into() });
    app.desk.with_active(|pane, _| pane.focus = None);
    if across_only {
        super::motion::other_pane(app);
        app.desk.with_active(|pane, _| (pane.focus, pane.selection) = (None, None));
    }
}

/// Links to the tag in focus, or to the one under the cursor.
pub fn confirm(app: &mut App) {
    let Some(linking) = app.linking.clone() else { return };
    let slot = app.desk.pane().slot;
    let focused = super::focus::tag(app).filter(|tag| fits(app, slot, tag));
    let found = focused.or_else(|| super::focus::all_under_cursor(app).into_iter().find(|tag| fits(app, slot, tag)));
    let Some(to) = found.cloned() else {
        return app.warn(format!("there is no tag here that can be the end of “{}”", linking.kind));
    };
    let document = (slot != linking.slot).then(|| app.desk.shelf[slot].name.clone());
    let holder = &app.desk.shelf[linking.slot];
    let twin = |link: &Link| link.from == linking.from && link.to == to.id && link.kind == linking.kind;
    if holder.layer.links_at(&linking.from).any(twin) {
        return app.say("these two are already linked that way");
    }
    let Some(span) = holder.layer.tag(&linking.from).map(|tag| tag.span) else { return cancel(app) };
    let words = format!("“{}” {} “{}”", holder.quote(span, 30), linking.kind, app.desk.shelf[slot].quote(to.span, 30));
    let link = Link {
        id: Id::random("l"),
        kind: linking.kind.clone(),
        from: linking.from.clone(),
        to: to.id.clone(),
        document,
        at: (app.setting.clock)(),
        rival: None,
        extra: Vec::new(),
    };
    let linked = app.change(words.clone(), Place { slot: linking.slot, span }, vec![(linking.slot, Edit::link(link))]);
    back(app, &linking);
    if linked {
        app.say(format!("linked: {words}"));
    }
}

/// Gives the link up.
pub fn cancel(app: &mut App) {
    if let Some(linking) = app.linking.clone() {
        back(app, &linking);
        app.say("no link was made");
    }
}

/// Goes to the other end of the focused tag's link; with several, lists them.
pub fn partner(app: &mut App) {
    let slot = app.desk.pane().slot;
    let Some(id) = super::focus::tag(app).map(|tag| tag.id.clone()) else { return };
    let (first, more) = {
        let mut ends = touching(app, slot, &id);
        (ends.next().map(|end| whereto(app, &end)), ends.next().is_some())
    };
    match first {
        None => app.say(format!("this tag is not linked; {} links it", app.key_of(Command::Link))),
        Some(_) if more => super::list::links(app),
        Some(Ok((slot, id))) => super::focus::jump(app, slot, &id),
        Some(Err(why)) => app.say(why),
    }
}

/// Removes a link.
pub fn remove(app: &mut App, slot: Slot, id: &Id) {
    let Some(link) = app.desk.shelf[slot].layer.links().get(id).cloned() else { return };
    let span = app.desk.shelf[slot].layer.tag(&link.from).map(|tag| tag.span).unwrap_or_default();
    let words = format!("removed the link {}", in_words(app, slot, &link));
    if app.change(words.clone(), Place { slot, span }, vec![(slot, Edit::Link(id.clone(), None))]) {
        app.say(words);
    }
}

/// A link in words: `“Prices rose” rests on “5%”`.
pub fn in_words(app: &App, slot: Slot, link: &Link) -> String {
    let quote = |slot: Option<Slot>, id: &Id| {
        let open = slot.and_then(|slot| app.desk.shelf.get(slot));
        let tag = open.and_then(|open| open.layer.tag(id).map(|tag| open.quote(tag.span, 30)));
        tag.map_or_else(|| "(not there)".to_string(), |quote| format!("“{quote}”"))
    };
    let target = target(app, slot, link);
    let elsewhere = match (&link.document, target) {
        (Some(name), None) => format!(" in {}", name.escape_debug()),
        _ => String::new(),
    };
    format!("{} {} {}{elsewhere}", quote(Some(slot), &link.from), link.kind.escape_debug(), quote(target, &link.to))
}

/// The tag at the other end of a link, or why one cannot go there.
fn whereto(app: &App, end: &End) -> Result<(Slot, Id), String> {
    let there = end.other.filter(|(slot, id)| app.desk.shelf[*slot].layer.tag(id).is_some());
    match (there, &end.link.document) {
        (Some((slot, id)), _) if app.desk.pane_of(slot).is_some() => Ok((slot, id.clone())),
        (Some((slot, _)), _) => {
            Err(format!("the other end is in {}, which is not on the desk", app.desk.shelf[slot].name))
        }
        (None, Some(name)) if end.begins => {
            Err(format!("the other end is in {name}, which is not open, or it is gone"))
        }
        (None, _) => Err("the tag at the other end is gone".into()),
    }
}

/// Back to the tag where the link begins.
fn back(app: &mut App, linking: &Linking) {
    app.linking = None;
    app.desk.panes.iter_mut().for_each(|pane| pane.focus = None);
    super::focus::jump(app, linking.slot, &linking.from);
}

fn kind<'a>(app: &'a App, name: &str) -> Option<&'a LinkKind> {
    app.setting.scheme.links.iter().find(|kind| kind.name == name)
}

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
