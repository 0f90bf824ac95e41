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

use unicode_width::UnicodeWidthStr;

use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::sources::Ground;
use crate::compare::wording::LEAST;
use crate::language::Language;
use crate::say::{capital, count};
use crate::tags::history::Slot;
use crate::text::Span;
use crate::tui::keymap::Context;
use crate::tui::model::App;
use crate::tui::model::compared::{Compared, NumberedRow, RowFilter, RowId, RowView};
use crate::tui::model::list::{ListItem, Lister, Room, told};
use crate::tui::model::overlay::Overlay;
use crate::tui::update::{lists, motion};

use super::details;
use super::line::{self, Quoting};

/// The least number of columns of the status.
const STATUS: usize = 10;

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

/// Shows another section, `by` steps further on, with the row and the filter that it was left with.
pub(crate) fn turn_section(app: &mut App, by: isize) {
    let all = Section::ALL;
    let here = all.iter().position(|section| *section == app.comparing.view.section).unwrap_or(0);
    let there = here.cast_signed().wrapping_add(by).rem_euclid(all.len().cast_signed());
    let section = all[there.unsigned_abs()];
    let seen = app.comparing.seen.iter().find(|view| view.section == section).copied();
    let mut view = RowView { turn: 0, ..seen.unwrap_or(RowView { section, ..RowView::default() }) };
    view.last = app.compared().zip(view.last).and_then(|(answer, id)| answer.became(id));
    let left = std::mem::replace(&mut app.comparing.view, view);
    app.comparing.seen.retain(|view| view.section != left.section);
    app.comparing.seen.push(left);
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
        Some(line::item(app, answer, answer.at(*self.lines.get(line)?, line)?, self.wide, Quoting::Shown))
    }

    fn word(&self, app: &App, items: &mut [ListItem]) {
        let Some(answer) = app.compared() else { return };
        for (line, (of, id)) in items.iter_mut().zip(&self.lines).enumerate() {
            if let Some(one) = answer.at(*id, line).filter(|_| !of.hidden && of.words.is_empty()) {
                *of = line::item(app, answer, one, self.wide, Quoting::Whole);
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
