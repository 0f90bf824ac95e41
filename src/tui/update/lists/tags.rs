//! Lists tags, and the items under review.

use crate::tags::history::Slot;
use crate::tags::{Id, Origin};
use crate::tui::model::list::{After, ListHint, ListItem, Lister};
use crate::tui::model::open::quote;
use crate::tui::model::{App, review};
use crate::tui::update::{focus, note, review as reviewing};

/// The tags of one document or of both, with all labels or with one.
#[derive(Debug)]
pub(crate) struct Tags {
    both: bool,
    /// The number of the only label that is listed.
    label: Option<usize>,
    lines: Vec<Line>,
}

#[derive(Debug)]
enum Line {
    Tag(Slot, Id),
    Item(Slot, Origin),
}

impl Tags {
    /// Returns the list of all tags on the desk, or of those with the label of that number.
    pub(crate) fn of_desk(app: &App, label: Option<usize>) -> Tags {
        Tags { both: app.desk.panes.len() == 2, label, lines: Vec::new() }
    }

    /// Returns the lines of the documents that are listed.
    fn listed(&self, app: &App) -> Vec<(Line, ListItem)> {
        let labels = &app.setting.scheme.labels;
        let wanted = self.label.and_then(|number| labels.get(number)).map(|label| label.name.as_str());
        let slots = if self.both { app.desk.slots() } else { vec![app.desk.pane().slot] };
        slots.into_iter().flat_map(|slot| tags(app, slot, wanted).into_iter().chain(items(app, slot, wanted))).collect()
    }
}

impl Lister for Tags {
    fn title(&self, app: &App, count: &str) -> String {
        let label = self.label.and_then(|number| app.setting.scheme.labels.get(number));
        let of = label.map_or("tags", |label| label.name.as_str());
        let place = if self.both { "both articles" } else { "this article" };
        format!("{of} in {place}: {count}")
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let (lines, items) = self.listed(app).into_iter().unzip();
        self.lines = lines;
        items
    }

    /// Returns the line of the tag at the cursor, or of the next tag.
    fn first(&self, app: &App) -> usize {
        let (here, cursor) = (app.desk.pane().slot, app.desk.pane().cursor);
        let reached = |line: &Line| match line {
            Line::Tag(slot, id) if *slot == here => {
                app.desk.shelf[here].layer.tag(id).is_some_and(|tag| tag.span.end > cursor)
            }
            Line::Tag(..) | Line::Item(..) => false,
        };
        self.lines.iter().position(reached).unwrap_or(0)
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        match &self.lines[line] {
            Line::Tag(slot, id) => focus::jump(app, *slot, id),
            Line::Item(slot, name) => reviewing::jump(app, *slot, name),
        }
    }

    fn remove(&self, app: &mut App, line: usize) {
        if let Line::Tag(slot, id) = &self.lines[line] {
            focus::remove_listed(app, *slot, id);
        }
    }

    fn note(&self, app: &mut App, line: usize) -> After {
        let Line::Tag(slot, id) = &self.lines[line] else { return After::Stay };
        note::open_on_listed(app, *slot, id)
    }

    fn groups(&self) -> bool {
        true
    }

    fn widen(&mut self) {
        self.both = !self.both;
    }

    fn next_label(&mut self, app: &App) {
        let next = self.label.map_or(0, |number| number + 1);
        self.label = (next < app.setting.scheme.labels.len()).then_some(next);
    }

    fn hints(&self) -> &'static [ListHint] {
        const { &[ListHint::of("list-label"), ListHint::of("list-both"), ListHint::of("remove"), ListHint::of("note")] }
    }
}

/// Returns a line for each tag of a document; with `wanted`, only for the tags with this label.
fn tags(app: &App, slot: Slot, wanted: Option<&str>) -> Vec<(Line, ListItem)> {
    let open = &app.desk.shelf[slot];
    let tags = open.layer.tags().iter().filter(|tag| wanted.is_none_or(|wanted| tag.label == wanted));
    let line = |tag: &crate::tags::Tag| {
        let links = match app.links_at(slot, &tag.id).count() {
            0 => String::new(),
            1 => "→ ".to_string(),
            count => format!("→{count} "),
        };
        // The marks stand before the words, which may be longer than the line.
        let mark = if tag.note.is_empty() { "" } else { "* " };
        let note = if tag.note.is_empty() { String::new() } else { format!(" — {}", quote(&tag.note, 60)) };
        let item = ListItem {
            lead: tag.label.clone(),
            label: app.label_number(&tag.label),
            ..ListItem::with_aside(
                format!("{} {mark}{links}{}{note}", tag.label, open.quote(tag.span, 90)),
                open.name.clone(),
            )
        };
        (Line::Tag(slot, tag.id.clone()), item)
    };
    tags.map(line).collect()
}

/// Returns a line for each item under review.
fn items(app: &App, slot: Slot, wanted: Option<&str>) -> Vec<(Line, ListItem)> {
    let open = &app.desk.shelf[slot];
    let Some(review) = &open.review else { return Vec::new() };
    let items = review.round.items.iter().zip(&review.states).enumerate();
    let lines = items.filter_map(|(number, (item, state))| {
        let tag = item.tag().filter(|tag| wanted.is_none_or(|wanted| tag.label == wanted))?;
        let who: Vec<&str> = item.members.iter().map(|(who, _)| review.round.annotators[*who].as_str()).collect();
        let words = format!("{} {}", tag.label, open.quote(tag.span, 90));
        let aside = format!("{}: {}", who.join(", "), review::word(*state));
        let item = ListItem {
            lead: tag.label.clone(),
            label: app.label_number(&tag.label),
            ..ListItem::with_aside(words, aside)
        };
        Some((Line::Item(slot, review.round.name(number)?), item))
    });
    lines.collect()
}
