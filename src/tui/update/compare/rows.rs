//! Shows the rows of a section over the lower half of the screen, while both articles show the places of the chosen
//! row.
//!
//! ```text
//!   ┌ [Figures 12]  Claims 30  Sources 9  Shared wording 4 ──────────────────────────┐
//!   │ [all 12] · differs 2 · only left 5 · equal 5                                   │
//!   │ differs    “About 1,500” soldiers were sent   “Some 10,000” soldiers    +567 % │
//!   │ equal      “23” allies                        “23” members        same wording │
//!   │   8,500 more (567 %) · one is approximate · another source                     │
//!   └────────────────────────────────────────────────────────────────────────────────┘
//! ```

use std::collections::BTreeSet;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::sources::Ground;
use crate::compare::status::{RowStatus, Voices};
use crate::compare::wording::LEAST;
use crate::language::Language;
use crate::say::{capital, count};
use crate::tags::Tag;
use crate::tags::history::Slot;
use crate::text::grapheme;
use crate::text::script::is_unspaced;
use crate::text::{Document, Span};
use crate::tui::keymap::Context;
use crate::tui::model::App;
use crate::tui::model::compared::{Compared, NumberedRow, RowFilter, RowId, RowView};
use crate::tui::model::list::{ListItem, Lister, Room, told};
use crate::tui::model::overlay::Overlay;
use crate::tui::update::{lists, motion};

use super::details;

/// The least number of columns of the status.
const STATUS: usize = 10;
/// The number of code points of a quote that a row shows.
const QUOTE: usize = 300;
/// The number of bytes on each side of a place in which a row is found by words that it does not show: a table may be one sentence.
const AROUND: usize = 1000;
/// If fewer columns of the sentence than this follow a figure, a row also shows the words before the figure.
const LITTLE: usize = 16;
/// The part of the screen's width that these words take at most, so that the figure itself is not cut.
const BEFORE: usize = 8;

/// Shows the rows, at the row that was chosen last, or at the first.
pub(crate) fn open(app: &mut App) {
    let view = app.comparing.view;
    let Some(answer) = app.compared() else { return };
    // The first time, an empty section is skipped.
    let is_empty = |section: Section| answer.rows(section).is_empty();
    if view.last.is_none() && is_empty(view.section) {
        let section = Section::ALL.into_iter().find(|section| !is_empty(*section)).unwrap_or(view.section);
        app.comparing.view = RowView { section, ..RowView::default() };
    }
    if let Some(answer) = app.compared() {
        let RowView { section, filter, last, .. } = app.comparing.view;
        let became = last.and_then(|id| answer.became(id));
        // The filter gives way to the row that the user comes back to.
        let is_wanted = |one: &NumberedRow| became.is_none_or(|id| one.id == id);
        let is_shown = answer.filtered(section, filter).any(is_wanted);
        let view = &mut app.comparing.view;
        view.last = became.or(last);
        if !is_shown {
            view.filter = RowFilter::All;
        }
    }
    app.comparing.joining = None;
    app.comparing.decided.clear();
    let typed = std::mem::take(&mut app.comparing.typed);
    lists::open_typed(app, ComparedRows::default(), &typed);
    lists::refill_anew(app);
}

/// Shows the rows after a decision. Does nothing if the screen was left meanwhile.
pub(crate) fn refill(app: &mut App) {
    if !is_open(app) {
        return;
    }
    let RowView { section, filter, last, .. } = app.comparing.view;
    let became = |answer: &Compared| {
        let id = answer.became(last?)?;
        answer.filtered(section, filter).any(|one| one.id == id).then_some(id)
    };
    match app.compared().and_then(became) {
        Some(id) => {
            app.comparing.view.last = Some(id);
            lists::refill_anew(app);
        }
        // The next row has taken its place.
        None => lists::refill(app),
    }
}

/// Returns whether keys go to the comparison.
pub(crate) fn is_open(app: &App) -> bool {
    matches!(&app.overlay, Some(Overlay::List(list)) if list.of.context() == Context::Compare)
}

/// Returns whether the section that is shown has a row.
pub(crate) fn has_rows(app: &App) -> bool {
    app.compared().is_some_and(|answer| !answer.rows(app.comparing.view.section).is_empty())
}

/// Returns whether the rows of the section that is shown have several statuses.
pub(crate) fn has_statuses(app: &App) -> bool {
    // All rows, and those of one status.
    app.compared().is_some_and(|answer| answer.counts(app.comparing.view.section).len() > 2)
}

/// Shows another section, `by` steps further on.
pub(crate) fn turn_section(app: &mut App, by: isize) {
    let all = Section::ALL;
    let here = all.iter().position(|section| *section == app.comparing.view.section).unwrap_or(0);
    let there = here.cast_signed().wrapping_add(by).rem_euclid(all.len().cast_signed());
    let section = all[there.unsigned_abs()];
    app.comparing.view = RowView { section, ..RowView::default() };
    lists::refill_anew(app);
}

/// Shows only the rows of the next status; after the last status, all rows.
pub(crate) fn turn_filter(app: &mut App) {
    let Some(answer) = app.compared() else { return };
    let view = app.comparing.view;
    let filters: Vec<RowFilter> = answer.counts(view.section).iter().map(|(filter, _)| *filter).collect();
    let here = filters.iter().position(|filter| *filter == view.filter).unwrap_or(0);
    let filter = filters[(here + 1) % filters.len()];
    app.comparing.view = RowView { filter, last: None, turn: 0, ..view };
    lists::refill_anew(app);
}

/// The rows of the comparison that are shown.
#[derive(Debug, Default)]
struct ComparedRows {
    lines: Vec<RowId>,
    /// The number of columns of a status.
    wide: usize,
}

/// Which words of a row are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    /// Those that it shows.
    Shown,
    /// Also those of its sentences that do not fit into it, by which it is found.
    Whole,
}

impl Lister for ComparedRows {
    fn title(&self, app: &App, shown: &str) -> String {
        let Some(answer) = app.compared() else { return String::new() };
        let name = |section: Section| {
            let name = capital(section.name());
            match section == app.comparing.view.section {
                true => format!("[{name} {shown}]"),
                false => format!("{name} {}", answer.rows(section).len()),
            }
        };
        format!("{}  {}: next", Section::ALL.map(name).join("  "), app.key_of("next-section"))
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let Some(answer) = app.compared() else { return Vec::new() };
        let view = app.comparing.view;
        let rows = answer.rows(view.section);
        let shown = rows.iter().filter(|one| one.shows(view.filter));
        self.wide = shown.map(|one| one.row.status.name().len()).max().unwrap_or_default().max(STATUS);
        self.lines = rows.iter().map(|one| one.id).collect();
        // A row is quoted when it is drawn, and when rows are looked for by their words: there may be thousands.
        let line = |one: &NumberedRow| ListItem { hidden: !one.shows(view.filter), ..ListItem::default() };
        rows.iter().map(line).collect()
    }

    fn drawn(&self, app: &App, line: usize) -> Option<ListItem> {
        let answer = app.compared()?;
        Some(item(app, answer, answer.at(*self.lines.get(line)?, line)?, self.wide, Quoting::Shown))
    }

    fn word(&self, app: &App, items: &mut [ListItem]) {
        let Some(answer) = app.compared() else { return };
        for (line, (of, id)) in items.iter_mut().zip(&self.lines).enumerate() {
            if let Some(one) = answer.at(*id, line).filter(|_| !of.hidden && of.words.is_empty()) {
                *of = item(app, answer, one, self.wide, Quoting::Whole);
            }
        }
    }

    fn row(&self, line: usize) -> Option<RowId> {
        self.lines.get(line).copied()
    }

    fn first(&self, app: &App) -> usize {
        let last = app.comparing.view.last;
        self.lines.iter().position(|id| Some(*id) == last).unwrap_or(0)
    }

    fn moved(&self, app: &mut App, line: usize) {
        follow(app, self.lines[line]);
    }

    fn words(&self, app: &App, slot: Slot, line: usize) -> Option<Span> {
        app.shown_place(*self.lines.get(line)?, slot)
    }

    fn room(&self) -> Room {
        Room::Below
    }

    fn context(&self) -> Context {
        Context::Compare
    }

    fn caption(&self, app: &App, columns: usize) -> String {
        app.compared().map_or_else(String::new, |answer| caption(answer, app.comparing.view, columns))
    }

    fn none(&self, app: &App) -> String {
        let RowView { section, filter, .. } = app.comparing.view;
        match (filter, section) {
            (RowFilter::All, Section::Figures) => "no figures in either article".into(),
            (RowFilter::All, Section::Claims) => "no claims in either article".into(),
            (RowFilter::All, Section::Sources) => "neither article cites a source".into(),
            (RowFilter::All, Section::Wording) => format!("no {LEAST} words in a row stand in both articles"),
            (filter, _) => format!("no row is “{}” now; {} shows others", filter.name(), app.key_of("filter-rows")),
        }
    }

    fn show_all(&self, app: &mut App) -> bool {
        let view = app.comparing.view;
        app.comparing.view.filter = RowFilter::All;
        view.filter != RowFilter::All
    }

    fn foot(&self, app: &App) -> String {
        app.compared().map_or_else(String::new, |answer| summary(answer, app.comparing.view.section))
    }

    fn about(&self, app: &App, line: usize, columns: usize, most: usize) -> Vec<String> {
        let Some(answer) = app.compared() else { return Vec::new() };
        let one = self.lines.get(line).and_then(|id| answer.find(*id));
        one.map_or_else(Vec::new, |one| details::of(app, answer, one, columns, most))
    }

    fn told(&self, app: &App, height: u16) -> u16 {
        match app.comparing.view.section {
            // A source is cited for several things, and each has a line.
            Section::Sources => (height / 2).saturating_sub(1),
            Section::Figures | Section::Claims | Section::Wording => told(height),
        }
    }

    fn choose(&self, app: &mut App, line: usize, typed: &str) {
        app.comparing.typed = typed.to_string();
        go_to(app, self.lines[line]);
    }
}

/// Returns the number of rows for each filter, in so many columns; the active filter is in brackets and never cut: `…` stands for
/// filters before it.
fn caption(answer: &Compared, view: RowView, columns: usize) -> String {
    let counts = answer.counts(view.section);
    let words = |(filter, count): &(RowFilter, usize)| {
        let words = format!("{} {count}", filter.name());
        if *filter == view.filter { format!("[{words}]") } else { words }
    };
    let all: Vec<String> = counts.iter().map(words).collect();
    let active = counts.iter().position(|(filter, _)| *filter == view.filter).unwrap_or(0);
    let width = |from: usize, to: usize| all[from..to].join(" · ").width();
    let from =
        (0..active).find(|from| width(*from, active + 1) + 2 * usize::from(*from > 0) <= columns).unwrap_or(active);
    format!("{}{}", if from > 0 { "… " } else { "" }, all[from..].join(" · "))
}

/// Returns the numbers about a section as a whole: the share of the articles that is attributed, or the share of
/// wording that both have.
pub(super) fn summary(answer: &Compared, section: Section) -> String {
    let comparison = &answer.comparison;
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    match section {
        Section::Figures => String::new(),
        Section::Claims => {
            let of = |is_there: fn(&NumberedRow) -> bool| {
                answer.filtered(section, RowFilter::Unsupported).filter(|one| is_there(one)).count()
            };
            let (left, right) = (of(|one| one.id.place.left.is_some()), of(|one| one.id.place.right.is_some()));
            let words = comparison.claimed.map(|claims| claims.in_words());
            format!(
                "left {} · right {} · {} {left} and {right}",
                words.left,
                words.right,
                RowFilter::Unsupported.name()
            )
        }
        Section::Sources => {
            let of = |ground: Ground, language: &Language| match language.attribution.is_empty() {
                true => "unknown language, not read".to_string(),
                false => {
                    let voices = count(ground.named + ground.unnamed, "voice");
                    format!("{} cited, {voices}, {} named", percent(ground.attributed), ground.named)
                }
            };
            let (ground, language) = (comparison.sources.ground, answer.question.languages);
            format!("left: {} · right: {}", of(ground.left, language.left), of(ground.right, language.right))
        }
        Section::Wording => {
            let share = comparison.wording.share.map(percent);
            format!("{} of the left words, {} of the right", share.left, share.right)
        }
    }
}

/// Returns the line of a row, with its status in `wide` columns.
fn item(app: &App, answer: &Compared, one: &NumberedRow, wide: usize, quoting: Quoting) -> ListItem {
    let before = usize::from(app.desk.size.0) / BEFORE;
    let (slots, sentences) = (answer.question.slots, &answer.comparison.sentences);
    let Both { left, right } = one.row.place;
    let mut unseen = String::new();
    let mut quote = |slot: Slot, span: Span, sentences: &[Span]| {
        let document = &app.desk.shelf[slot].document;
        let sentence = around(sentences, span);
        if quoting == Quoting::Whole {
            unseen += &document.quote(near(document, span, sentence));
            unseen.push(' ');
        }
        quoted(document, one.id.section, span, sentence, before)
    };
    let left = left.map(|span| quote(slots.left, span, &sentences.left));
    let right = right.map(|span| quote(slots.right, span, &sentences.right));
    let status = format!("{:wide$}", one.row.status.name());
    // What has nothing beside it has the whole width.
    let (words, beside) = match left {
        Some(left) => (left, right),
        None => (right.unwrap_or_default(), None),
    };
    ListItem {
        words: format!("{status} {words}"),
        lead: status,
        beside,
        aside: aside(app, answer, one),
        unseen,
        ..ListItem::default()
    }
}

/// Returns a place with the rest of the sentence in which it begins, if that is known.
fn around(sentences: &[Span], span: Span) -> Span {
    let at = sentences.partition_point(|sentence| sentence.end <= span.start);
    let sentence = sentences.get(at).filter(|sentence| sentence.contains(span.start)).copied().unwrap_or(span);
    Span::new(sentence.start, sentence.end.max(span.end))
}

/// Returns the part of a sentence that lies within [`AROUND`] bytes of a place.
fn near(document: &Document, span: Span, sentence: Span) -> Span {
    let start = span.start.saturating_sub(AROUND).max(sentence.start);
    let end = (span.end + AROUND).min(sentence.end);
    Span::new(grapheme::floor(document.text(), start), grapheme::ceil(document.text(), end))
}

/// Returns the words at a place as a row shows them. For a figure, the words after it in its `sentence` are included; if
/// it ends its sentence, up to `before` columns of the words before it, too.
fn quoted(document: &Document, section: Section, span: Span, sentence: Span, before: usize) -> String {
    let text = document.text();
    let head = |span: Span| match text[span.start..span.end].char_indices().nth(QUOTE) {
        Some((at, _)) => document.quote(Span::new(span.start, span.start + at)) + "…",
        None => document.quote(span),
    };
    // A claim that begins as a quotation needs no second marks.
    let is_quotation = section != Section::Figures && document.slice(span).starts_with(['“', '"', '„', '«', '‘']);
    let quote = if is_quotation { head(span) } else { format!("“{}”", head(span)) };
    if section != Section::Figures {
        return quote;
    }
    let behind = Span::new(span.end, sentence.end);
    let gap = if document.slice(behind).starts_with(char::is_whitespace) { " " } else { "" };
    let (before, behind) = (leading(document, Span::new(sentence.start, span.start), before), head(behind));
    match behind.width() < LITTLE && !before.is_empty() {
        true => format!("{before}{quote}{gap}{behind}"),
        false => format!("{quote}{gap}{behind}"),
    }
}

/// Returns the last words of a span that begins a sentence, in at most `room` columns, and a blank if one follows them; `…` stands for
/// earlier words.
fn leading(document: &Document, span: Span, room: usize) -> String {
    let words = document.slice(span);
    let mut width = 0;
    let fits = |c: &char| {
        width += c.width().unwrap_or(0);
        width <= room
    };
    let from = words.len() - words.chars().rev().take_while(fits).map(char::len_utf8).sum::<usize>();
    let from = match words[from..].find([' ', '\n']) {
        _ if from == 0 || words[from..].starts_with(is_unspaced) => from,
        Some(blank) => from + blank + 1,
        None => words.len(),
    };
    let gap = if words[from..].ends_with(char::is_whitespace) { " " } else { "" };
    match document.quote(Span::new(span.start + from, span.end)) {
        words if words.is_empty() => words,
        words => format!("{}{words}{gap}", if from > 0 { "…" } else { "" }),
    }
}

/// Returns the right part of a row: the difference of figures, whether a claim is tagged, the link and its annotator, and whether both
/// sides are one voice.
fn aside(app: &App, answer: &Compared, one: &NumberedRow) -> String {
    let figure = answer.comparison.figures.get(one.number).filter(|_| one.id.section == Section::Figures);
    let percent = figure.and_then(|row| row.difference?.percent).map(|percent| format!("{percent:+.0} %"));
    let is_one = one.row.voices == Voices::One && one.id.section != Section::Wording;
    let joining = (app.comparing.joining == Some(one.id)).then(|| "join with …".to_string());
    let links = answer.comparison.links.iter().filter(|link| answer.shows_link(one.id, link));
    let linked = links.filter_map(|link| match &link.by {
        Some(who) => Some(format!("{who}: {}", link.kind)),
        // The status says it.
        None if RowStatus::of_link(&link.kind).is_some() => None,
        None => Some(link.kind.clone()),
    });
    let tagged = one.is_tagged.then(|| "tagged".to_string());
    let declined = answer.comparison.declined.iter().filter(|it| it.is_of(one.id.section, one.id.place));
    let declined = declined.map(|it| format!("{}: declined", it.by));
    let all = percent
        .into_iter()
        .chain(joining)
        .chain(tagged)
        .chain(tagged_by(app, answer, one.id).into_iter().map(|who| format!("{who}: tagged")))
        .chain(linked)
        .chain(declined)
        .chain(is_one.then(|| "same wording".to_string()));
    all.collect::<Vec<_>>().join(" · ")
}

/// Returns the annotators under review who have tagged a claim of a row.
fn tagged_by(app: &App, answer: &Compared, id: RowId) -> BTreeSet<String> {
    let slots = answer.question.slots;
    let label = Section::Claims.label(&app.setting.scheme).filter(|_| id.section == Section::Claims);
    let of = |(slot, span): (Slot, Option<Span>)| {
        let found = app.desk.shelf[slot].review.as_ref().zip(span).into_iter().flat_map(|(review, span)| {
            let round = &review.round;
            let members = round.touching(span).filter_map(|item| round.items.get(item)).flat_map(|item| &item.members);
            let is_it =
                move |tag: &Tag| Some(tag.label.as_str()) == label && (tag.span.covers(span) || span.covers(tag.span));
            members.filter(move |(_, tag)| is_it(tag)).filter_map(|(who, _)| round.annotators.get(*who).cloned())
        });
        found.collect::<Vec<_>>()
    };
    [(slots.left, id.place.left), (slots.right, id.place.right)].into_iter().flat_map(of).collect()
}

/// Returns the chosen row.
pub(super) fn chosen(app: &App) -> Option<RowId> {
    match &app.overlay {
        Some(Overlay::List(list)) => list.of.row(list.chosen()?),
        _ => None,
    }
}

/// Moves both articles to the places of the chosen row that are its turn; a side that has fewer stays at its last one.
pub(super) fn follow(app: &mut App, id: RowId) {
    let view = &mut app.comparing.view;
    if view.last != Some(id) {
        (view.last, view.turn) = (Some(id), 0);
    }
    let Some(answer) = app.compared() else { return };
    let Both { left, right } = answer.question.slots;
    for slot in [left, right] {
        if let Some(span) = app.shown_place(id, slot) {
            super::show_place(app, slot, span);
        }
    }
}

/// Goes to the text of a row: to the active article, if the row has a place there.
fn go_to(app: &mut App, id: RowId) {
    let Some(answer) = app.compared() else { return };
    let here = answer.place(id, app.desk.pane().slot);
    if here.is_none() {
        motion::other_pane(app);
    }
    app.say(format!("{} comes back to this row", app.key_of("compare")));
}
