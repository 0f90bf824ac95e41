//! Handles decisions on a row: to link its two places, to decline it, to join or to separate two sources.
//!
//! | key | the row is | kept as |
//! | --- | --- | --- |
//! | `s` `d` `c` | the same, different, a contradiction | a link across the articles; a place without a tag gets one |
//! | `x` | not a pair; of sources: not the same one | a remark: *declined*, *parted* |
//! | `x` | of one article only: left out of every comparison | a remark on that place: *declined* |
//! | `+` `+` | of sources: the same one as another row | a remark: *joined* |
//!
//! Each decision is one action: it is saved, merged and exported like any other edit, and `u` undoes it.

use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::linked::LinkedPlaces;
use crate::compare::sources::SourceRow;
use crate::compare::status::RowStatus;
use crate::say::with_article;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::remark::{DECLINED, Elsewhere, JOINED, PARTED, Remark};
use crate::tags::target::Target;
use crate::tags::{COMPARISON, Id, Link, Tag, Via};
use crate::text::Span;
use crate::tui::model::compared::{Purpose, RowId};
use crate::tui::model::{App, open};
use crate::tui::update::{history, link, lists};

/// The number of graphemes of a quote that a message shows.
const QUOTE: usize = 30;

/// A link between a place of each article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowLink {
    /// The link.
    pub link: LinkedPlaces,
    /// Where the user's own link is kept; `None` if an annotator under review made it.
    pub own: Option<(Slot, Id)>,
}

/// Returns the links across the two articles between tags of the label of figures or of claims: the user's own and, in a review,
/// those of the annotators under review.
pub(crate) fn links(app: &App, slots: Both<Slot>) -> Vec<RowLink> {
    let scheme = &app.setting.scheme;
    let mut found = Vec::new();
    for (here, there) in [(slots.left, slots.right), (slots.right, slots.left)] {
        let between = |from, to, link: &Link, by: Option<&str>| {
            let ends = Both::new(from, to);
            let ends = if here == slots.left { ends } else { ends.swapped() };
            LinkedPlaces::between(ends, &link.kind, by, scheme)
        };
        let layer = |slot: Slot| &app.desk.shelf[slot].layer;
        let own = layer(here).links().values().filter(|link| app.link_target(here, link) == Some(there));
        found.extend(own.filter_map(|link| {
            let (from, to) = (layer(here).tag(&link.from)?, layer(there).tag(&link.to)?);
            Some(RowLink { link: between(from, to, link, None)?, own: Some((here, link.id.clone())) })
        }));
        found.extend(app.reviewed_links(here, there).filter_map(|theirs| {
            let link = between(theirs.from, theirs.to, theirs.link, Some(theirs.who))?;
            Some(RowLink { link, own: None })
        }));
    }
    found
}

/// Links the two places of the chosen row, or changes the kind of their link. A place without a tag of its label gets
/// one.
pub(crate) fn link(app: &mut App, kind: &str) {
    let Some(Chosen { id, slots }) = chosen(app) else { return };
    let Some(label) = linked_label(app, id.section).map(String::from) else {
        return app.say("only figures and claims can be linked");
    };
    let (Some(left), Some(right)) = (id.place.left, id.place.right) else {
        return app.say("only one article has this: there is nothing to link");
    };
    if !has_kind(app, &label, kind) {
        let label = with_article(&label);
        return app.say(format!("this corpus has no link “{kind}” from {label} of one article to {label} of another"));
    }
    if let Some(why) = link::apart(app, slots.left, slots.right) {
        return app.say(why);
    }
    let at = (app.setting.clock)();
    let earlier = comparing(app, id, slots);
    let edits = match earlier.is_empty() {
        true => new_link(app, &label, [(slots.left, left), (slots.right, right)], kind, at),
        false => link::change_kind(earlier, kind, &at),
    };
    if edits.is_empty() {
        return app.say("these two are already linked that way");
    }
    let quote = |slot: Slot, span| app.desk.shelf[slot].quote(span, QUOTE);
    let words = format!("“{}” {kind} “{}”", quote(slots.left, left), quote(slots.right, right));
    if app.change(words.clone(), Place { slot: slots.left, span: left }, edits) {
        app.comparing.decided.push(id);
        again(app);
        app.say(format!("linked: {words}"));
    }
}

/// Returns the edits that link two places; a place without a tag of this label gets one.
fn new_link(app: &App, label: &str, places: [(Slot, Span); 2], kind: &str, at: String) -> Vec<(Slot, Edit)> {
    let mut edits = Vec::new();
    let [from, to] = places.map(|(slot, span)| {
        if let Some(tag) = app.desk.shelf[slot].layer.same(label, span) {
            return tag.id.clone();
        }
        let via = Via { rule: COMPARISON.into(), ..Via::default() };
        let tag = Tag { via: Some(Box::new(via)), ..Tag::new(label, span, &at) };
        let id = tag.id.clone();
        edits.push((slot, Edit::put(tag)));
        id
    });
    let document = Some(app.desk.shelf[places[1].0].name.clone());
    let id = Id::random("l");
    let link = Link { id, kind: kind.into(), from, to, document, at, rival: None, extra: Vec::new() };
    edits.push((places[0].0, Edit::link(link)));
    edits
}

/// Returns the user's own links that a row shows, each with the document whose layer holds it.
fn own_links(app: &App, id: RowId, slots: Both<Slot>) -> Vec<(Slot, Link)> {
    let Some(answer) = app.compared() else { return Vec::new() };
    let shown = links(app, slots).into_iter().filter(|link| link.own.is_some() && answer.shows_link(id, &link.link));
    let own = shown.filter_map(|link| link.own);
    own.filter_map(|(slot, id)| Some((slot, app.desk.shelf[slot].layer.links().get(&id)?.clone()))).collect()
}

/// Returns those of them that say how the two places compare.
fn comparing(app: &App, id: RowId, slots: Both<Slot>) -> Vec<(Slot, Link)> {
    let mut links = own_links(app, id, slots);
    links.retain(|(_, link)| RowStatus::of_link(&link.kind).is_some());
    links
}

/// Declines the chosen row: it is not offered again, and its link is removed. For a source, the names in the two
/// articles are separated; if only one article cites it, its last name from the others. What only one article has, a source by one
/// name, is not compared any more.
pub(crate) fn decline(app: &mut App) {
    let Some(Chosen { id, slots }) = chosen(app) else { return };
    if id.section == Section::Wording {
        return app.say("shared wording cannot be declined");
    }
    if let Some((slot, join)) = own_join(app, id, slots) {
        return unjoin(app, id, slot, join);
    }
    let (left, right) = match (id.place.left, id.place.right) {
        (Some(left), Some(right)) => (left, right),
        (left, right) => {
            let only = left.map(|span| (slots.left, span)).or(right.map(|span| (slots.right, span)));
            return match (two_names(app, id, slots), only) {
                (Some(names), _) => part(app, id, names),
                (None, Some(place)) => leave_out(app, id, place),
                (None, None) => {}
            };
        }
    };
    let places = [(slots.left, left), (slots.right, right)];
    if id.section == Section::Sources {
        return part(app, id, places);
    }
    let [one, other] = places.map(|(slot, span)| app.desk.shelf[slot].quote(span, QUOTE));
    // The verb comes first: long quotes are cut at the end of the line.
    let words = format!("declined as a pair: “{one}” and “{other}”");
    let gone = own_links(app, id, slots).into_iter().map(|(slot, link)| (slot, Edit::Link(link.id, None)));
    let remark = remark(app, id.section, DECLINED, places);
    let edits = std::iter::once((slots.left, Edit::remark(remark))).chain(gone).collect();
    put_away(app, id, Place { slot: slots.left, span: left }, edits, words.clone(), words);
}

/// Declines a place of which only one article has something: it is left out of the comparison with any article.
fn leave_out(app: &mut App, id: RowId, (slot, span): (Slot, Span)) {
    let open = &app.desk.shelf[slot];
    let words = format!("left out of every comparison: “{}”", open.quote(span, QUOTE));
    let says = format!("{words}; {} lists it", app.key_of("declined"));
    let target = Target::of(&open.document, span);
    let remark = Remark::on(id.section.name(), DECLINED, target, None, &(app.setting.clock)());
    put_away(app, id, Place { slot, span }, vec![(slot, Edit::remark(remark))], words, says);
}

/// Makes the edits that take a row off the list. The next row takes its place, and stays chosen in the new answer, where the two sides
/// may stand in rows further up.
fn put_away(app: &mut App, id: RowId, place: Place, edits: Vec<(Slot, Edit)>, words: String, says: String) {
    if app.change(words, place, edits) {
        app.comparing.decided.push(id);
        if let Some(answer) = &mut app.comparing.answer {
            answer.leave_out(id);
        }
        again(app);
        app.say(says);
    }
}

/// Returns the source of a row; `None` in the other sections.
fn source_at(app: &App, id: RowId) -> Option<&SourceRow> {
    let rows = &app.compared()?.comparison.sources.rows;
    rows.iter().find(|row| id.section == Section::Sources && row.name == id.place)
}

/// Returns the last of the user's own decisions that joined two names of the source at a row, with the document whose layer holds it.
fn own_join(app: &App, id: RowId, slots: Both<Slot>) -> Option<(Slot, Remark)> {
    let row = source_at(app, id)?;
    let text = |slot: Slot| &app.desk.shelf[slot].document;
    let names = [slots.left, slots.right].map(|slot| app.desk.shelf[slot].name.as_str());
    let is_named = |quote: &str| {
        row.names.left.iter().any(|name| text(slots.left).slice(*name) == quote)
            || row.names.right.iter().any(|name| text(slots.right).slice(*name) == quote)
    };
    let of = |slot: Slot| {
        let all = app.desk.shelf[slot].layer.remarks().values();
        let joins = all.filter(|remark| remark.about == Section::Sources.name() && remark.says == JOINED);
        joins.map(move |remark| (slot, remark))
    };
    let is_here = |remark: &Remark| {
        let ends = remark.here.iter().chain(remark.there.iter().map(|there| &there.target));
        let of_others = remark.there.as_ref().is_some_and(|there| !names.contains(&there.document.as_str()));
        !of_others && remark.here.is_some() && ends.into_iter().all(|target| is_named(&target.quote))
    };
    let found = of(slots.left).chain(of(slots.right)).filter(|(_, remark)| is_here(remark));
    found.max_by(|(_, one), (_, other)| one.at.cmp(&other.at)).map(|(slot, remark)| (slot, remark.clone()))
}

/// Takes back that two names were joined: the program's own groups of names come back.
fn unjoin(app: &mut App, row: RowId, slot: Slot, join: Remark) {
    let quotes = [join.here.as_ref(), join.there.as_ref().map(|there| &there.target)]
        .map(|end| end.map_or(String::new(), |end| open::quote(&end.quote, QUOTE)));
    let words = format!("no longer joined: “{}” and “{}”", quotes[0], quotes[1]);
    let is_right = app.compared().is_some_and(|answer| answer.question.slots.right == slot);
    let span = if is_right { row.place.right } else { row.place.left };
    let place = Place { slot, span: span.unwrap_or_default() };
    if app.change(words.clone(), place, vec![(slot, Edit::Remark(join.id, None))]) {
        app.comparing.decided.push(row);
        again(app);
        app.say(words);
    }
}

/// Returns two names of a source that only one article cites: its fullest name, and the last of the others.
fn two_names(app: &App, id: RowId, slots: Both<Slot>) -> Option<[(Slot, Span); 2]> {
    let row = source_at(app, id)?;
    let (slot, first, names) = match id.place.left {
        Some(first) => (slots.left, first, &row.names.left),
        None => (slots.right, id.place.right?, &row.names.right),
    };
    let other = names.iter().rev().find(|name| **name != first)?;
    Some([(slot, first), (slot, *other)])
}

/// Separates two names of the source at a row. The cursor stays with the first of them.
fn part(app: &mut App, row: RowId, [one, other]: [(Slot, Span); 2]) {
    let quote = |(slot, span): (Slot, Span)| app.desk.shelf[slot].quote(span, QUOTE);
    let words = format!("parted as two sources: “{}” and “{}”", quote(one), quote(other));
    let remark = remark(app, Section::Sources, PARTED, [one, other]);
    if app.change(words.clone(), Place { slot: one.0, span: one.1 }, vec![(one.0, Edit::remark(remark))]) {
        app.comparing.decided.push(row);
        again(app);
        app.say(words);
    }
}

/// Remembers the chosen source as the first of two; on a second source, joins the two.
pub(crate) fn join(app: &mut App) {
    let Some(Chosen { id, slots }) = chosen(app) else { return };
    if id.section != Section::Sources {
        return app.say("only sources can be joined");
    }
    let Some(first) = app.comparing.joining.take() else {
        app.comparing.joining = Some(id);
        lists::refill(app);
        let key = app.key_of("join-sources");
        return app.say(format!("go to the other name of the same source and press {key} again"));
    };
    if first == id {
        lists::refill(app);
        return app.say("nothing was joined");
    }
    let Some([one, other]) = ends(first, id, slots) else { return };
    let quote = |(slot, span): (Slot, Span)| app.desk.shelf[slot].quote(span, QUOTE);
    let words = format!("joined as one source: “{}” and “{}”", quote(one), quote(other));
    let remark = remark(app, Section::Sources, JOINED, [one, other]);
    let place = Place { slot: one.0, span: one.1 };
    if app.change(words.clone(), place, vec![(one.0, Edit::remark(remark))]) {
        app.comparing.decided.push(first);
        again(app);
        app.say(words);
    }
}

/// Returns the places of two rows that name the joined source: if possible in both articles, the left one first.
fn ends(one: RowId, other: RowId, slots: Both<Slot>) -> Option<[(Slot, Span); 2]> {
    let left = |id: RowId| id.place.left.map(|span| (slots.left, span));
    let right = |id: RowId| id.place.right.map(|span| (slots.right, span));
    let across = left(one).zip(right(other)).or_else(|| left(other).zip(right(one)));
    let found = across.or_else(|| left(one).zip(left(other))).or_else(|| right(one).zip(right(other)))?;
    Some([found.0, found.1])
}

/// Returns whether the chosen row is a source, and there is another one that it could be joined with.
pub(crate) fn can_join(app: &App) -> bool {
    let sources = app.compared().map_or(0, |answer| answer.rows(Section::Sources).len());
    row(app).is_some_and(|row| row.id.section == Section::Sources) && sources > 1
}

/// Returns whether the chosen row can be linked as this kind, and is not linked so yet.
pub(crate) fn can_link(app: &App, kind: &str) -> bool {
    let Some(Chosen { id, .. }) = row(app).filter(|row| row.id.place.left.is_some() && row.id.place.right.is_some())
    else {
        return false;
    };
    let status = app.compared().and_then(|answer| answer.find(id)).map(|one| one.row.status.name());
    status != Some(kind) && linked_label(app, id.section).is_some_and(|label| has_kind(app, label, kind))
}

/// Returns the word for declining the chosen row; `None` if there is nothing to decline.
pub(crate) fn declining(app: &App) -> Option<&'static str> {
    let Chosen { id, slots } = row(app)?;
    let is_across = id.place.left.is_some() && id.place.right.is_some();
    match id.section {
        Section::Wording => None,
        Section::Sources if is_across || two_names(app, id, slots).is_some() => Some("part"),
        _ if !is_across => Some("leave out"),
        Section::Sources | Section::Figures | Section::Claims => Some("decline"),
    }
}

/// Returns the label of the places of a section that can be linked.
fn linked_label(app: &App, section: Section) -> Option<&str> {
    section.label(&app.setting.scheme).filter(|_| matches!(section, Section::Figures | Section::Claims))
}

/// Returns whether the corpus has links of this kind between two tags of the label, one in each article.
fn has_kind(app: &App, label: &str, kind: &str) -> bool {
    app.setting.scheme.links.iter().any(|of| of.name == kind && of.joins(label, label, true))
}

/// Undoes or redoes the last action, and stays in the comparison; the cursor goes to `row` in the new answer.
fn turn_back(app: &mut App, turn: fn(&mut App, usize), times: usize, row: Option<RowId>) {
    turn(app, times);
    let said = app.message.take();
    lists::refill(app);
    app.comparing.view.last = row.or(app.comparing.view.last);
    super::ask(app, Purpose::Again);
    app.message = said;
}

/// Undoes within the comparison. The cursor goes to the row that was decided on.
pub(crate) fn undo(app: &mut App, times: usize) {
    let decided = (0..times.max(1)).map_while(|_| app.comparing.decided.pop()).last();
    turn_back(app, history::undo, times, decided);
}

/// Redoes within the comparison.
pub(crate) fn redo(app: &mut App, times: usize) {
    // The rows of what is redone are not known any more, and the rows before them would be wrong.
    app.comparing.decided.clear();
    turn_back(app, history::redo, times, None);
}

/// The chosen row, and the documents that it is about.
struct Chosen {
    id: RowId,
    slots: Both<Slot>,
}

/// Returns the chosen row. If there is none, or a text has changed since the comparison, shows why.
fn chosen(app: &mut App) -> Option<Chosen> {
    if app.compared().is_none() {
        let key = app.key_of("compare");
        app.warn(format!("a text has changed; {key} compares the two again"));
        return None;
    }
    let chosen = row(app);
    if chosen.is_none() {
        app.say("no row is chosen");
    }
    chosen
}

/// Returns the chosen row, if there is one and no text has changed.
fn row(app: &App) -> Option<Chosen> {
    let slots = app.compared()?.question.slots;
    Some(Chosen { id: super::rows::chosen(app)?, slots })
}

/// Returns a remark about two places, for the layer of the first one's document.
fn remark(app: &App, section: Section, says: &str, places: [(Slot, Span); 2]) -> Remark {
    let target = |(slot, span): (Slot, Span)| Target::of(&app.desk.shelf[slot].document, span);
    let document = app.desk.shelf[places[1].0].name.clone();
    let there = Elsewhere { document, target: target(places[1]) };
    Remark::on(section.name(), says, target(places[0]), Some(there), &(app.setting.clock)())
}

/// Shows the present rows, and asks for a new comparison.
fn again(app: &mut App) {
    lists::refill(app);
    super::ask(app, Purpose::Again);
}
