//! Lists: tags, links, commands, kinds of links, values, pairs. One widget, filled from what is there.

use crate::tags::history::Slot;
use crate::tags::{Id, Link};
use crate::tui::model::overlay::{Item, List, Listing, Overlay, Target};
use crate::tui::model::{App, review};

/// A page of a list, in lines.
const PAGE: isize = 10;

/// Lists the tags of both documents.
pub fn tags(app: &mut App) {
    let both = app.desk.panes.len() == 2;
    open(app, Listing::Tags { both, label: None });
    let (slot, cursor) = (app.desk.pane().slot, app.desk.pane().cursor);
    let here = |target: &Target| match target {
        Target::Tag(at, id) if *at == slot => {
            app.desk.shelf[*at].layer.tag(id).is_some_and(|tag| tag.span.end > cursor)
        }
        _ => false,
    };
    let at = match &app.overlay {
        Some(Overlay::List(list)) => list.items.iter().position(|item| here(&item.target)).unwrap_or(0),
        _ => 0,
    };
    with(app, |list| list.at = at);
}

/// Lists the links of the tag in focus, or all.
pub fn links(app: &mut App) {
    let of = app.focused_tag().map(|tag| (app.desk.pane().slot, tag.id.clone()));
    open(app, Listing::Links(of));
}

/// Lists what waits for a decision.
pub fn unsettled(app: &mut App) {
    open(app, Listing::Unsettled);
}

/// Lists what others say about one's tags.
pub fn received(app: &mut App) {
    open(app, Listing::Received);
}

/// Lists how far annotators agree.
pub fn agreement(app: &mut App) {
    open(app, Listing::Agreement);
}

/// Lists the rows of the comparison, the one of that number chosen.
pub fn comparison(app: &mut App, at: usize) {
    open(app, Listing::Comparison);
    with(app, |list| list.at = at);
}

/// Lists whom one could review.
pub fn reviewers(app: &mut App) {
    open(app, Listing::Reviewers);
}

/// Lists all commands.
pub fn palette(app: &mut App) {
    open(app, Listing::Palette);
}

/// Lists the pairs of the corpus.
pub fn show_pairs(app: &mut App) {
    open(app, Listing::Pairs);
    let at = app.pair.unwrap_or(0);
    with(app, |list| list.at = at);
}

/// The tags of one document, or of both.
pub fn one_or_both(app: &mut App) {
    relist(app, |what| {
        if let Listing::Tags { both, .. } = what {
            *both = !*both;
        }
    });
}

/// The tags of one label alone; again, of the next; in the end, of all.
pub fn next_label(app: &mut App) {
    let labels = app.setting.scheme.labels.len();
    relist(app, |what| {
        if let Listing::Tags { label, .. } = what {
            *label = Some(label.map_or(0, |number| number + 1)).filter(|number| *number < labels);
        }
    });
}

/// Moves the choice.
pub fn step(app: &mut App, by: isize) {
    match &mut app.overlay {
        Some(Overlay::List(list)) => list.step(by),
        Some(Overlay::Page(page)) => page.pane.scroll(page.document.text(), by),
        _ => {}
    }
    super::compare::follow(app);
}

/// Moves the choice by a page.
pub fn page(app: &mut App, down: bool) {
    let by = match &app.overlay {
        Some(Overlay::Page(page)) => page.pane.height().saturating_sub(2).max(1) as isize,
        _ => PAGE,
    };
    step(app, if down { by } else { -by });
}

/// Does what the chosen line stands for.
pub fn choose(app: &mut App) {
    let Some(Overlay::List(list)) = app.overlay.take() else { return };
    let Some(target) = list.chosen().map(|item| item.target.clone()) else {
        // Nothing matches: the list stays, for what was typed to be mended.
        app.overlay = Some(Overlay::List(list));
        return;
    };
    match target {
        Target::Tag(slot, id) => super::focus::jump(app, slot, &id),
        Target::Link(slot, id) => jump_along(app, slot, &id, &list.what),
        Target::Command(command) => super::carry_out(app, command, None),
        Target::Kind(name) => super::link::start(app, &name),
        Target::Value(value) => {
            if let Listing::Values(slot, id, name) = &list.what {
                super::attribute::set(app, *slot, id, name, &value);
            }
        }
        Target::Pair(number) => super::pairs::open(app, number),
        Target::Lost(slot, id) => super::unsettled::find_place(app, slot, &id),
        Target::Row(label, pair) => super::agreement::go_to(app, label.as_deref(), pair),
        Target::Compared(row) => super::compare::go_to(app, row),
        Target::Beside(names) => super::beside::ask(app, names, None),
        Target::Review(names) => super::reviewing::ask(app, names),
        Target::Item(slot, name) => super::review::jump(app, slot, &name),
        Target::Received(number) => super::received::show(app, number),
        Target::Reason(_) | Target::OwnWords => {
            if let (Listing::Reasons(slot, name), reason) = (&list.what, target) {
                match reason {
                    Target::Reason(reason) => super::review::say_about(app, *slot, name, &reason),
                    _ if list.input.value().trim().is_empty() => super::review::own_words(app, *slot, name),
                    _ => super::review::say_about(app, *slot, name, list.input.value()),
                }
            }
        }
        Target::Choice(slot, choice) => super::guard::choose(app, slot, choice),
    }
}

/// Removes the tag or the link that is chosen; the list stays.
pub fn remove(app: &mut App) {
    let target = match &app.overlay {
        Some(Overlay::List(list)) => list.chosen().map(|item| item.target.clone()),
        _ => None,
    };
    match target {
        Some(Target::Tag(slot, id)) => {
            super::focus::remove_tag(app, slot, &id);
            app.desk.panes.iter_mut().filter(|pane| pane.tag() == Some(&id)).for_each(|pane| pane.focus = None);
        }
        Some(Target::Link(slot, id)) => super::link::remove(app, slot, &id),
        Some(Target::Lost(slot, id)) => super::unsettled::remove_lost(app, slot, &id),
        Some(Target::Compared(row)) => return super::compare::decline(app, row),
        _ => return,
    }
    relist(app, |_| {});
}

/// Writes a note on the tag that is chosen.
pub fn note(app: &mut App) {
    let Some(Overlay::List(list)) = &app.overlay else { return };
    if let Some(Target::Tag(slot, id)) = list.chosen().map(|item| item.target.clone()) {
        app.overlay = None;
        super::focus::jump(app, slot, &id);
        super::note::open_on(app, slot, id);
    }
}

/// Lets a list be filled anew after its filter or what it lists has changed.
pub fn relist(app: &mut App, change: impl FnOnce(&mut Listing)) {
    let Some(Overlay::List(mut list)) = app.overlay.take() else { return };
    change(&mut list.what);
    if !matches!(
        list.what,
        Listing::Kinds | Listing::Values(..) | Listing::Choices(_) | Listing::Reasons(..) | Listing::Beside
    ) {
        list.items = items(app, &list.what);
    }
    list.filter();
    app.overlay = Some(Overlay::List(list));
}

fn open(app: &mut App, what: Listing) {
    let items = items(app, &what);
    app.overlay = Some(Overlay::List(List::new(what, items)));
}

fn with(app: &mut App, change: impl FnOnce(&mut List)) {
    if let Some(Overlay::List(list)) = &mut app.overlay {
        change(list);
        list.step(0);
    }
}

fn items(app: &App, what: &Listing) -> Vec<Item> {
    match what {
        Listing::Tags { both, label } => {
            let slots = if *both { app.desk.slots() } else { vec![app.desk.pane().slot] };
            let items = |slot| tag_items(app, slot, *label).into_iter().chain(review_items(app, slot, *label));
            slots.into_iter().flat_map(items).collect()
        }
        Listing::Links(Some((slot, id))) => {
            app.links_at(*slot, id).map(|end| link_item(app, end.slot, end.link)).collect()
        }
        Listing::Links(None) => {
            let slots = app.desk.slots().into_iter();
            let all = slots.flat_map(|slot| app.desk.shelf[slot].layer.links().values().map(move |link| (slot, link)));
            all.map(|(slot, link)| link_item(app, slot, link)).collect()
        }
        Listing::Palette => {
            let keymap = &app.setting.keymap;
            let useful = keymap.entries().iter().filter(|entry| !in_lists_only(app, entry.command));
            let reviews =
                reviewer_items(app).into_iter().map(|item| Item { words: format!("review {}", item.words), ..item });
            let commands = useful.map(|entry| Item {
                target: Target::Command(entry.command),
                lead: String::new(),
                words: format!("{} — {}", entry.id, entry.help),
                aside: keymap.keys_on_desk(entry.command).join(", "),
                label: None,
            });
            commands.chain(reviews).collect()
        }
        Listing::Pairs => {
            let line = |(number, pair): (usize, &crate::tui::model::Pair)| Item {
                target: Target::Pair(number),
                lead: if app.pair == Some(number) { "▸".into() } else { String::new() },
                words: match &pair.right {
                    Some(right) => format!("{}  ⟷  {right}", pair.left),
                    None => pair.left.clone(),
                },
                aside: pair.progress.clone(),
                label: None,
            };
            app.pairs.iter().enumerate().map(line).collect()
        }
        Listing::Unsettled => super::unsettled::items(app),
        Listing::Received => super::received::items(app),
        Listing::Agreement => super::agreement::items(app),
        Listing::Comparison => super::compare::items(app),
        Listing::Reviewers => reviewer_items(app),
        // These are filled by whoever opens them.
        Listing::Kinds | Listing::Values(..) | Listing::Choices(_) | Listing::Reasons(..) | Listing::Beside => {
            Vec::new()
        }
    }
}

fn tag_items(app: &App, slot: Slot, label: Option<usize>) -> Vec<Item> {
    let open = &app.desk.shelf[slot];
    let labels = &app.setting.scheme.labels;
    let wanted = label.and_then(|number| labels.get(number)).map(|label| label.name.as_str());
    let tags = open.layer.tags().iter().filter(|tag| wanted.is_none_or(|wanted| tag.label == wanted));
    tags.map(|tag| {
        let note = if tag.note.is_empty() {
            String::new()
        } else {
            format!(" — {}", crate::tui::model::open::quote(&tag.note, 60))
        };
        Item {
            target: Target::Tag(slot, tag.id.clone()),
            lead: tag.label.clone(),
            words: format!("{} {}{note}", tag.label, open.quote(tag.span, 90)),
            aside: open.name.clone(),
            label: labels.iter().position(|label| label.name == tag.label),
        }
    })
    .collect()
}

/// The lines for what is under review.
fn review_items(app: &App, slot: Slot, label: Option<usize>) -> Vec<Item> {
    let open = &app.desk.shelf[slot];
    let Some(review) = &open.review else { return Vec::new() };
    let labels = &app.setting.scheme.labels;
    let wanted = label.and_then(|number| labels.get(number)).map(|label| label.name.as_str());
    let items = review.round.items.iter().zip(&review.states).enumerate();
    let lines = items.filter_map(|(number, (item, state))| {
        let tag = item.tag().filter(|tag| wanted.is_none_or(|wanted| tag.label == wanted))?;
        let who: Vec<&str> = item.members.iter().map(|(who, _)| review.round.annotators[*who].as_str()).collect();
        Some(Item {
            target: Target::Item(slot, review.round.name(number)?),
            lead: tag.label.clone(),
            words: format!("{} {}", tag.label, open.quote(tag.span, 90)),
            aside: format!("{}: {}", who.join(", "), review::word(*state)),
            label: labels.iter().position(|label| label.name == tag.label),
        })
    });
    lines.collect()
}

/// Whom one could review: each of the others, all of them together, nobody any more.
fn reviewer_items(app: &App) -> Vec<Item> {
    let others = app.others();
    let line = |names: Vec<String>, words: String, aside: &str| Item {
        target: Target::Review(names),
        lead: String::new(),
        words,
        aside: aside.into(),
        label: None,
    };
    let mut items: Vec<Item> = others
        .iter()
        .map(|name| line(vec![name.clone()], name.clone(), "accept, reject, amend what one has tagged"))
        .collect();
    if others.len() > 1 {
        items.push(line(others.clone(), others.join(", "), "settle what counts of what several have"));
    }
    if !app.reviewing.is_empty() {
        items.push(line(Vec::new(), "nobody".into(), "end the review"));
    }
    items
}

fn link_item(app: &App, slot: Slot, link: &Link) -> Item {
    Item {
        target: Target::Link(slot, link.id.clone()),
        lead: String::new(),
        words: super::link::in_words(app, slot, link),
        aside: app.desk.shelf[slot].name.clone(),
        label: None,
    }
}

/// Goes to the end of a link that one is not at.
fn jump_along(app: &mut App, slot: Slot, id: &Id, what: &Listing) {
    let Some(link) = app.desk.shelf[slot].layer.links().get(id).cloned() else { return };
    let target = app.link_target(slot, &link);
    let from_here = !matches!(what, Listing::Links(Some((here, tag))) if target == Some(*here) && link.to == *tag);
    let at_origin = matches!(what, Listing::Links(Some(_))) && from_here;
    match (at_origin, target) {
        (true, Some(target)) => super::focus::jump(app, target, &link.to),
        _ => super::focus::jump(app, slot, &link.from),
    }
}

/// Whether a command makes sense within a list alone.
fn in_lists_only(app: &App, command: crate::tui::command::Command) -> bool {
    let keymap = &app.setting.keymap;
    !keymap.keys_anywhere(command).is_empty() && keymap.keys_on_desk(command).is_empty()
}
