//! The comparison of the two articles: a list whose rows move both of them.
//!
//! ```text
//!   g c ─▶ Effect::Compare ─▶ (another thread) ─▶ Event::Compared ─▶ the list, those that differ first
//!
//!   up, down   both articles show their places          Enter    to the text; g c comes back to the row
//!   Ctrl-y     link the two: both places are tagged     Ctrl-x   decline the row: it is not offered again
//! ```

use crate::compare::Row;
use crate::compare::both::Both;
use crate::compare::decision::{Decision, Outcome, Section};
use crate::compare::figures::FigureRow;
use crate::compare::status::{Status, Voices};
use crate::say::count;
use crate::say::with_article;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::remark::{DECLINED, Elsewhere, Remark};
use crate::tags::target::Target as Words;
use crate::tags::{Id, Link, Tag};
use crate::text::Span;
use crate::text::unit::Unit;
use crate::tui::model::compared::{Compared, RowId};
use crate::tui::model::list::{ListHint, ListItem, Lister, Room};
use crate::tui::model::{App, Effect};

/// How much of a quote a row shows, in code points.
const QUOTE: usize = 60;

/// Asks for the comparison of the two articles on the desk.
pub fn ask(app: &mut App) {
    let [left, right] = app.desk.slots()[..] else {
        return app.say("a comparison takes two articles; open two, or a pair of the corpus");
    };
    if app.desk.beside().is_some() {
        return app.say("this is one article twice; a comparison takes two");
    }
    let slots = Both::new(left, right);
    let documents = slots.map(|slot| app.desk.shelf[slot].document.clone());
    let claims = slots.map(|slot| claims(app, slot));
    app.say("comparing…");
    app.ask(Effect::Compare { slots, documents, claims, decisions: decisions(app, slots) });
}

/// The spans that are tagged with the label that sentences usually get.
fn claims(app: &App, slot: Slot) -> Vec<Span> {
    let label = app.setting.scheme.labels.iter().find(|label| label.unit == Unit::Sentence);
    let tags = app.desk.shelf[slot].layer.tags().iter();
    tags.filter(|tag| label.is_some_and(|label| label.name == tag.label)).map(|tag| tag.span).collect()
}

/// What was declined in either layer.
fn decisions(app: &App, slots: Both<Slot>) -> Vec<Decision> {
    let of = |here: Slot, there: Slot| {
        let name = app.desk.shelf[there].name.clone();
        let remarks = app.desk.shelf[here].layer.remarks().values();
        let declined = remarks.filter(|remark| remark.says == DECLINED).filter_map(move |remark| {
            let section = Section::ALL.into_iter().find(|section| section.name() == remark.about)?;
            let there = remark.there.as_ref().filter(|there| there.document == name)?;
            Some((section, Both::new(remark.here.clone()?, there.target.clone())))
        });
        declined.collect::<Vec<_>>()
    };
    let swapped = of(slots.right, slots.left).into_iter().map(|(section, target)| (section, target.swapped()));
    let all = of(slots.left, slots.right).into_iter().chain(swapped);
    all.map(|(section, target)| Decision { section, target, outcome: Outcome::Declined }).collect()
}

/// Shows the comparison. It was just made.
pub fn show(app: &mut App, compared: Compared) {
    let last = app.compared.take().and_then(|before| before.last);
    let differ = compared.rows().filter(|(_, row)| row.status == Status::Differs).count();
    app.compared = Some(Compared { last, ..compared });
    super::lists::open(app, ComparedRows::default());
    let words = match differ {
        1 => "1 row differs".to_string(),
        differ => format!("{} differ", count(differ, "row")),
    };
    super::lists::show_chosen(app);
    app.say(format!("{words}; type a status or a word to filter"));
}

/// The rows of the comparison.
#[derive(Debug, Default)]
struct ComparedRows {
    lines: Vec<RowId>,
}

impl Lister for ComparedRows {
    fn title(&self, _: &App, count: &str) -> String {
        format!("the two articles compared: {count}")
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let Some(compared) = &app.compared else { return Vec::new() };
        let (lines, items) = compared.rows().map(|(id, row)| (id, item(app, compared, id, &row))).unzip();
        self.lines = lines;
        items
    }

    fn first(&self, app: &App) -> usize {
        let last = app.compared.as_ref().and_then(|compared| compared.last);
        self.lines.iter().position(|id| Some(*id) == last).unwrap_or(0)
    }

    fn moved(&self, app: &mut App, line: usize) {
        follow(app, self.lines[line]);
    }

    fn words(&self, app: &App, slot: Slot, line: usize) -> Option<Span> {
        let (id, slots) = (self.lines.get(line)?, app.compared.as_ref()?.slots);
        if slot == slots.left { id.place.left } else { id.place.right.filter(|_| slot == slots.right) }
    }

    fn room(&self) -> Room {
        Room::Below
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        go_to(app, self.lines[line]);
    }

    fn remove(&self, app: &mut App, line: usize) {
        decline(app, self.lines[line]);
    }

    fn accept(&self, app: &mut App, line: usize) {
        link(app, self.lines[line]);
    }

    fn hints(&self) -> &'static [ListHint] {
        const { &[ListHint { id: "accept", word: Some("link the two") }, ListHint { id: "remove", word: Some("decline") }] }
    }
}

/// Returns the line of a row.
fn item(app: &App, compared: &Compared, id: RowId, row: &Row) -> ListItem {
    let quote = |slot: Slot, span: Option<Span>| {
        span.map_or_else(|| "—".to_string(), |span| format!("“{}”", app.desk.shelf[slot].quote(span, QUOTE)))
    };
    let (section, status) = (id.section.name(), row.status.name());
    let (left, right) = (quote(compared.slots.left, row.place.left), quote(compared.slots.right, row.place.right));
    let words = format!("{section} {status}: {left}  ⟷  {right}");
    ListItem { lead: section.into(), ..ListItem::with_aside(words, aside(compared, id)) }
}

/// How far two figures differ, in per cent.
fn aside(compared: &Compared, id: RowId) -> String {
    let figure = figure(compared, id);
    figure.and_then(|row| row.difference?.percent).map_or_else(String::new, |percent| format!("{percent:+.0} %"))
}

/// The row of figures of that name.
fn figure(compared: &Compared, id: RowId) -> Option<&FigureRow> {
    compared.comparison.figures.iter().find(|row| id.section == Section::Figures && row.place() == id.place)
}

/// What may explain a difference, and whether both sides are one voice.
fn remarks(compared: &Compared, id: RowId) -> String {
    let reasons = figure(compared, id).into_iter().flat_map(|row| &row.explanations);
    let voices = compared.rows().find(|(other, _)| *other == id).map(|(_, row)| row.voices);
    let one = voices == Some(Voices::One) && id.section != Section::Wording;
    let all = reasons.map(|it| it.reason.words()).chain(one.then_some("same wording: one voice"));
    all.collect::<Vec<_>>().join(" · ")
}

/// Moves both articles to the places of the chosen row.
fn follow(app: &mut App, id: RowId) {
    let Some(compared) = &mut app.compared else { return };
    compared.last = Some(id);
    let slots = compared.slots;
    let remarks = remarks(compared, id);
    app.message = None;
    if !remarks.is_empty() {
        app.say(remarks);
    }
    for (slot, span) in [(slots.left, id.place.left), (slots.right, id.place.right)] {
        let (Some(span), Some(pane)) = (span, app.desk.pane_of(slot)) else { continue };
        app.desk.with(pane, |pane, text| {
            (pane.focus, pane.selection) = (None, None);
            pane.put(text, span.start);
            pane.set_top(text, span.start);
        });
    }
}

/// Goes to the text of a row: in the active article, if it has a place there.
fn go_to(app: &mut App, id: RowId) {
    let Some(compared) = &app.compared else { return };
    let slots = compared.slots;
    let here = app.desk.pane().slot;
    let other = if here == slots.left { id.place.left.is_none() } else { id.place.right.is_none() };
    if other {
        super::motion::other_pane(app);
    }
    app.say(format!("{} comes back to this row", app.key_of("compare")));
}

/// Declines the chosen row: it is not offered again.
fn decline(app: &mut App, id: RowId) {
    let Some(slots) = app.compared.as_ref().map(|compared| compared.slots) else { return };
    let (Some(left), Some(right)) = (id.place.left, id.place.right) else {
        return app.say("only one article has this: there is nothing to decline");
    };
    let (here, there) = (&app.desk.shelf[slots.left], &app.desk.shelf[slots.right]);
    let elsewhere = Elsewhere { document: there.name.clone(), target: Words::of(&there.document, right) };
    let at = (app.setting.clock)();
    let remark = Remark::on(id.section.name(), DECLINED, Words::of(&here.document, left), Some(elsewhere), &at);
    let words =
        format!("“{}” and “{}” have nothing to do with each other", here.quote(left, 30), there.quote(right, 30));
    let place = Place { slot: slots.left, span: left };
    if app.change(words.clone(), place, vec![(slots.left, Edit::remark(remark))]) {
        ask(app);
        app.say(format!("declined: {words}"));
    }
}

/// Links the two places of the chosen row; a place that has no tag of its label gets one.
fn link(app: &mut App, id: RowId) {
    let Some(slots) = app.compared.as_ref().map(|compared| compared.slots) else { return };
    let (Some(left), Some(right)) = (id.place.left, id.place.right) else {
        return app.say("only one article has this: there is nothing to link");
    };
    let Some(label) = label(app, id.section) else {
        return app.say(format!("{} are not linked", id.section.name()));
    };
    let compared = app.compared.as_ref().and_then(|compared| compared.rows().find(|(other, _)| *other == id));
    let differs = compared.is_some_and(|(_, row)| row.status == Status::Differs);
    let wanted = if differs { "differs from" } else { "same as" };
    let joins = |kind: &&crate::tags::scheme::LinkKind| kind.across && kind.joins(&label, &label, true);
    let kinds = &app.setting.scheme.links;
    let kind = kinds.iter().filter(joins).find(|kind| kind.name == wanted).or_else(|| kinds.iter().find(joins));
    let Some(kind) = kind.map(|kind| kind.name.clone()) else {
        return app
            .say(format!("no kind of link joins two tags of two articles that are each {}", with_article(&label)));
    };
    let at = (app.setting.clock)();
    let mut edits = Vec::new();
    let mut end = |slot: Slot, span: Span| -> Id {
        if let Some(tag) = app.desk.shelf[slot].layer.same(&label, span) {
            return tag.id.clone();
        }
        let tag = Tag::new(&label, span, &at);
        let id = tag.id.clone();
        edits.push((slot, Edit::put(tag)));
        id
    };
    let (from, to) = (end(slots.left, left), end(slots.right, right));
    let document = Some(app.desk.shelf[slots.right].name.clone());
    let layer = &app.desk.shelf[slots.left].layer;
    let words = |slot: Slot, span| app.desk.shelf[slot].quote(span, 30);
    let words = format!("“{}” {kind} “{}”", words(slots.left, left), words(slots.right, right));
    if layer.links_at(&from).any(|link| link.to == to && link.kind == kind) {
        return app.say("these two are already linked that way");
    }
    let link = Link { id: Id::random("l"), kind, from, to, document, at: at.clone(), rival: None, extra: Vec::new() };
    edits.push((slots.left, Edit::link(link)));
    if app.change(words.clone(), Place { slot: slots.left, span: left }, edits) {
        app.say(format!("linked: {words}"));
    }
}

/// The label that the places of a section get.
fn label(app: &App, section: Section) -> Option<String> {
    let unit = match section {
        Section::Figures => Unit::Figure,
        Section::Claims => Unit::Sentence,
        Section::Sources => Unit::Name,
        Section::Wording => return None,
    };
    app.setting.scheme.labels.iter().find(|label| label.unit == unit).map(|label| label.name.clone())
}
