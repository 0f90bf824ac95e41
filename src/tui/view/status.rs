//! Draws the last rows: the object under the cursor, whether everything is saved, and the keys that work now.
//!
//! ```text
//!   claim “Prices rose” · note: see the table                 /rose 2/7 saved      [about], or a message, or a prompt
//!   Enter focus  c claim  f figure  ? help                                         [hints]
//! ```
//!
//! Where a message and a question do not fit beside each other, the question takes the row of the hints.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::{about, hints};
use crate::corpus::lock::Locking;
use crate::layout::glyph::printable;
use crate::say;
use crate::text::search::Query;
use crate::tui::model::App;
use crate::tui::model::open::Saving;
use crate::tui::model::overlay::{Asked, Overlay, Prompt};

/// Draws the status and, if there is space, the hints. Returns the position of the cursor in a prompt.
pub(super) fn draw(app: &App, area: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let (right, room) = beside(app, usize::from(area.width));
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1).min(1), ..area };
    let x = area.right().saturating_sub(right.width().try_into().unwrap_or(area.width));
    super::put(buffer, x, area.y, &right, area.right());
    if let Some(Overlay::Prompt(prompt)) = &app.overlay {
        hints::draw(app, below, buffer);
        return Some(typing(
            app,
            prompt,
            Rect { width: room.try_into().unwrap_or(area.width), height: 1, ..area },
            buffer,
        ));
    }
    let room_below = if below.is_empty() { 0 } else { usize::from(area.width).saturating_sub(2) };
    let (line, second) = lines(app, room, room_below);
    super::put(buffer, area.x + 1, area.y, &line, area.x + u16::try_from(room + 1).unwrap_or(area.width));
    match second {
        Some(line) => drop(super::put(buffer, below.x + 1, below.y, &line, below.right())),
        None => hints::draw(app, below, buffer),
    }
    None
}

/// Returns the right part, and the columns that it leaves to the left part. A message that would be cut takes the space
/// of the search.
fn beside<'a>(app: &App, width: usize) -> (Line<'a>, usize) {
    let room = |right: &Line| width.saturating_sub(right.width() + 2);
    let right = aside(app, true);
    let is_cut = app.message.as_ref().is_some_and(|message| printable(&message.words).width() > room(&right));
    let right = if is_cut { aside(app, false) } else { right };
    let room = room(&right);
    (right, room)
}

/// Returns the line for the row of the status, at most `room` columns wide, and one for the row of the hints, if that
/// is needed for more than the hints and has `below` columns.
fn lines<'a>(app: &App, room: usize, below: usize) -> (Line<'a>, Option<Line<'a>>) {
    let Some(message) = &app.message else { return (about::line(app, room), None) };
    let words = printable(&message.words);
    let style = if message.bad { app.theme.bad() } else { Style::new() };
    // A message about the last item must not hide the next item, nor a question that waits for an answer.
    let is_question = about::is_question(app);
    let is_on_item = !message.bad && (app.focused_item().is_some() || app.focused_suggestion().is_some());
    if !is_question && !is_on_item {
        return (Line::from(Span::styled(super::fit(&words, room), style)), None);
    }
    // Beside the item, a message has less than half of the row.
    let beside_item = room * 2 / 5;
    // What is asked ends with the keys that answer, so it must not be cut.
    let beside = about::line(app, room.saturating_sub(words.width() + 3));
    let fits = words.width() + 3 + beside.width() <= room && !beside.to_string().ends_with('…');
    if fits || below == 0 || !is_question && words.width() <= beside_item {
        let said = super::fit(&words, if fits { room } else { beside_item });
        let mut line = Line::from(Span::styled(format!("{said} │ "), app.theme.quiet()));
        line.extend(about::line(app, room.saturating_sub(said.width() + 3)));
        return (line, None);
    }
    (Line::from(Span::styled(super::fit(&words, room), style)), Some(about::line(app, below)))
}

/// Returns the right part: keys typed so far, the search if there is space for it, whether everything is saved.
fn aside<'a>(app: &App, with_search: bool) -> Line<'a> {
    let mut spans = Vec::new();
    let typed: String = app.typed.iter().map(|key| key.to_string()).collect::<Vec<_>>().join(" ");
    let count = app.count.map(|count| count.to_string()).unwrap_or_default();
    if !typed.is_empty() || !count.is_empty() {
        spans.push(Span::styled(format!("{count}{typed}… "), app.theme.key()));
    }
    let prompt = match &app.overlay {
        Some(Overlay::Prompt(prompt)) => Some(&prompt.what),
        _ => None,
    };
    let typing = prompt.is_some();
    let is_asked = prompt.is_none_or(|what| matches!(what, Asked::Search(_)));
    if let Some(query) = app.search.query.as_ref().filter(|_| is_asked && (with_search || typing)) {
        // While the pattern is typed, it is in the prompt.
        let pattern = if typing { String::new() } else { format!("/{} ", super::fit(&printable(query.pattern()), 20)) };
        spans.push(Span::styled(format!("{pattern}{} ", which(app, query)), app.theme.quiet()));
    }
    // While a line is being typed, the state of the save is not shown: the line needs the space.
    if typing {
        return Line::from(spans);
    }
    let failed = app.desk.shelf.iter().find_map(|open| match &open.saving {
        Saving::Failed(why) => Some(why.clone()),
        _ => None,
    });
    let any = |state: Saving| app.desk.shelf.iter().any(|open| open.saving == state);
    match failed {
        // A warning needs the space; the reason shows here again after the next key.
        Some(_) if app.message.as_ref().is_some_and(|message| message.bad) => {
            spans.push(Span::styled("not saved ", app.theme.bad()));
        }
        Some(why) => {
            spans.push(Span::styled(format!("not saved: {} ", super::fit(&printable(&why), 60)), app.theme.bad()))
        }
        None if any_elsewhere(app).is_some() => {
            let path = any_elsewhere(app).unwrap_or_default();
            spans.push(Span::styled(format!("saved in {} ", super::fit(&printable(&path), 40)), app.theme.bad()));
        }
        None if any(Saving::Underway) => spans.push(Span::styled("saving ", app.theme.quiet())),
        None if any(Saving::Saved) => spans.push(Span::styled(saved(app), app.theme.quiet())),
        None => {}
    }
    Line::from(spans)
}

/// Returns the words for saved layers. They say so if the file system gave no lock, because then another program could
/// have written at the same time.
fn saved(app: &App) -> &'static str {
    let of = |locking| app.desk.shelf.iter().any(|open| open.shared.locking() == locking);
    match (of(Locking::Unsupported), of(Locking::Stuck)) {
        (true, _) => "saved; this folder has no locks ",
        (_, true) => "saved; another program keeps this folder locked ",
        _ => "saved ",
    }
}

/// Returns the file to which a layer was saved in place of its own file, if there is one.
fn any_elsewhere(app: &App) -> Option<String> {
    app.desk.shelf.iter().find_map(|open| match &open.saving {
        Saving::Elsewhere(path) => Some(path.display().to_string()),
        _ => None,
    })
}

/// Returns the number of the hit at the cursor and the number of all hits: `2/7`, or only the number of all; with the
/// hits of the other article.
fn which(app: &App, query: &Query) -> String {
    if app.desk.panes.is_empty() {
        return String::new();
    }
    let (open, pane) = (app.desk.open(), app.desk.pane());
    let here = match app.search.census.get(&pane.slot) {
        None => "…".into(),
        Some(census) if census.total() == 0 => "no hit".into(),
        Some(census) if pane.hits.iter().any(|hit| hit.contains(pane.cursor)) => {
            format!("{}/{}", census.rank(open.text(), query, pane.cursor), census.total())
        }
        Some(census) => say::count(census.total(), "hit"),
    };
    let other = app.desk.panes.iter().enumerate().find(|(number, _)| *number != app.desk.active);
    let there = other.filter(|(_, other)| other.slot != pane.slot).and_then(|(number, other)| {
        let total = app.search.census.get(&other.slot)?.total();
        (total > 0).then(|| format!(" · {total} in the {} article", if number == 0 { "left" } else { "right" }))
    });
    here + &there.unwrap_or_default()
}

/// Draws a prompt with the typed text. Returns the position of its cursor.
fn typing(app: &App, prompt: &Prompt, area: Rect, buffer: &mut Buffer) -> (u16, u16) {
    let lead = match &prompt.what {
        Asked::Search(_) => "/".to_string(),
        Asked::Mark => "mark this place with a letter: ".to_string(),
        Asked::ToMark => "go to the mark: ".to_string(),
        Asked::Attribute(_, _, name) => format!("{}: ", printable(name)),
        Asked::WhySkipped(_) => "skipped, because: ".to_string(),
        Asked::Comment(..) => "comment: ".to_string(),
        Asked::Folder(_) => "save to the folder: ".to_string(),
    };
    let style = app.theme.key();
    let after = super::put(buffer, area.x + 1, area.y, &Line::from(Span::styled(lead, style)), area.right());
    let room = usize::from(area.right().saturating_sub(after + 1)).max(1);
    let (shown, cursor) = super::typed(&prompt.input, room);
    let shown = match (&prompt.what, shown.is_empty()) {
        (Asked::Folder(home), true) => {
            Line::from(Span::styled(printable(&home.display().to_string()), app.theme.quiet()))
        }
        (Asked::ToMark, true) => {
            let letters: Vec<String> = app.jumps.marks.keys().map(char::to_string).collect();
            Line::from(Span::styled(printable(&letters.join(" ")), app.theme.quiet()))
        }
        _ => Line::raw(shown),
    };
    let end = super::put(buffer, after, area.y, &shown, area.right());
    let why = match (&app.search.error, &prompt.what) {
        (Some(why), Asked::Search(_)) => Some((why.clone(), app.theme.bad())),
        _ => None,
    };
    if let Some((why, style)) = why {
        super::put(buffer, end + 2, area.y, &Line::from(Span::styled(why, style)), area.right());
    }
    (after + cursor, area.y)
}
