//! Draws a list over the desk, with the line that filters it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::layout::glyph::printable;
use crate::tui::model::App;
use crate::tui::model::list::{List, ListCursor, ListItem, Room};

/// The right part of a list with two columns has at least this many columns, and at most a third of the width.
const NARROW: usize = 24;
/// The number of columns between the words that filter a list and its caption.
const GAP: u16 = 3;

/// Draws a list. Returns the position of the cursor: in the filter while the filter is typed, otherwise on the chosen
/// line.
pub(super) fn draw(app: &App, list: &List, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let screen = buffer.area;
    let width = screen.width.saturating_sub(4).min(110);
    let most = screen.height.saturating_sub(app.desk.foot() + 2);
    let wanted = u16::try_from(list.items.len()).unwrap_or(u16::MAX).saturating_add(4);
    let title = title(app, list);
    let inside = match list.of.room() {
        Room::Middle => super::window::window(app, buffer, &title, width, wanted.clamp(5, most.max(5))),
        Room::Below => super::window::window_below(app, buffer, &title, &list.of.foot(app), (screen.height / 2).max(6)),
    };
    let typed = filter(app, list, inside, buffer).filter(|_| list.cursor == ListCursor::Filter);
    let told = about(app, list, inside, buffer);
    let rows = usize::from(inside.height.saturating_sub(1 + told));
    let first = (list.at + 1).saturating_sub(rows);
    for (place, number) in list.shown.iter().enumerate().skip(first).take(rows) {
        let y = inside.y + 1 + u16::try_from(place - first).unwrap_or(0);
        let drawn = list.of.drawn(app, *number);
        let shown = drawn.as_ref().unwrap_or(&list.items[*number]);
        let above = place.checked_sub(1).filter(|_| place > first).map(|above| &list.items[list.shown[above]]);
        let repeats = list.of.groups() && above.is_some_and(|above| above.aside == shown.aside);
        let aside = if repeats { "" } else { &shown.aside };
        item(app, shown, aside, place == list.at, Rect { y, height: 1, ..inside }, buffer);
    }
    if list.shown.is_empty() {
        let is_typed = !list.input.value().trim().is_empty() && !list.items.is_empty();
        let words = if is_typed { "nothing matches".into() } else { list.of.none(app) };
        quiet(app, &words, inside.x + 2, inside.y + 1, inside, buffer);
    }
    let chosen = u16::try_from(list.at - first.min(list.at)).ok().filter(|_| !list.shown.is_empty());
    typed.or_else(|| chosen.map(|row| (inside.x, inside.y + 1 + row)))
}

/// Draws the filter, or the caption of the list while nothing is typed. Returns the position of the cursor while the
/// filter is typed.
fn filter(app: &App, list: &List, inside: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let caption = |x: u16, buffer: &mut Buffer| {
        let columns = usize::from(inside.right().saturating_sub(x + 1));
        quiet(app, &list.of.caption(app, columns), x, inside.y, inside, buffer);
    };
    if !list.typing && list.input.value().is_empty() {
        caption(inside.x + 1, buffer);
        return None;
    }
    let room = usize::from(inside.width.saturating_sub(2)).max(1);
    let (typed, cursor) = super::typed(&list.input, room);
    super::put(buffer, inside.x, inside.y, &Line::from(Span::styled("› ", app.theme.key())), inside.right());
    match typed.is_empty() {
        true if list.has_keys() => quiet(app, "type to filter", inside.x + 2, inside.y, inside, buffer),
        true => caption(inside.x + 2, buffer),
        false => {
            let x = super::put(buffer, inside.x + 2, inside.y, &Line::raw(typed), inside.right());
            // The other filter of the list hides lines, too, and must be seen beside the words.
            if list.has_keys() && x + GAP < inside.right() {
                caption(x + GAP, buffer);
            }
        }
    }
    list.typing.then_some((inside.x + 2 + cursor, inside.y))
}

/// Draws the details of the chosen line at the foot of the list. Returns the number of rows that they take. The number
/// is the same for every line, so that the list does not jump.
fn about(app: &App, list: &List, inside: Rect, buffer: &mut Buffer) -> u16 {
    let most = list.of.told(app, inside.height);
    let room = usize::from(inside.width.saturating_sub(4));
    if !list.has_keys() || inside.height <= most + 2 {
        return 0;
    }
    let told = list.chosen().map(|line| list.of.about(app, line, room, usize::from(most))).unwrap_or_default();
    for (y, words) in (inside.bottom() - most..).zip(&told) {
        quiet(app, words, inside.x + 2, y, inside, buffer);
    }
    most
}

/// Writes quiet words at `x`, `y`, cut at the right edge of the list.
fn quiet(app: &App, words: &str, x: u16, y: u16, inside: Rect, buffer: &mut Buffer) {
    let words = super::fit(&printable(words), usize::from(inside.right().saturating_sub(x)));
    super::put(buffer, x, y, &Line::from(Span::styled(words, app.theme.quiet())), inside.right());
}

/// Returns the title of a list, with the number of lines that are shown.
fn title(app: &App, list: &List) -> String {
    let count = match list.shown.len() == list.items.len() {
        true => list.items.len().to_string(),
        false => format!("{} of {}", list.shown.len(), list.items.len()),
    };
    list.of.title(app, &count)
}

/// Draws a line of a list, with `aside` as its right part.
fn item(app: &App, item: &ListItem, aside: &str, chosen: bool, area: Rect, buffer: &mut Buffer) {
    let base = if chosen { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
    buffer.set_style(area, base);
    let aside = printable(aside);
    let room = usize::from(area.width).saturating_sub(2);
    let labelled = item.label.and_then(|number| app.setting.scheme.labels.get(number));
    // A tag's words begin with its label, so that typing the label filters; it is drawn once, in its colour.
    let words = match item.lead.is_empty() {
        true => item.words.as_str(),
        false => item.words.strip_prefix(&item.lead).unwrap_or(&item.words).trim_start(),
    };
    let lead = if item.lead.is_empty() { String::new() } else { format!("{} ", printable(&item.lead)) };
    let words = printable(words);
    let gap = if aside.is_empty() { 0 } else { 2 };
    let beside = item.beside.as_deref().map(printable);
    // The right part has a third of the width, and what the words leave; with two columns, the second has half of the
    // width.
    let (aside, words) = match &beside {
        None => {
            let aside = super::fit(&aside, (room / 3).max(room.saturating_sub(lead.width() + words.width() + gap)));
            let words = super::fit(&words, room.saturating_sub(lead.width() + aside.width() + gap));
            (aside, words)
        }
        Some(_) => (
            super::fit(&aside, (room / 4).max(NARROW.min(room / 3))),
            super::fit(&words, (room / 2).saturating_sub(lead.width() + 1)),
        ),
    };
    let mut lead_style = if labelled.is_some() { app.theme.letter(labelled) } else { Style::new() };
    if chosen {
        lead_style = lead_style.patch(base);
    }
    let line = Line::from(vec![Span::styled(lead, lead_style), Span::styled(words, base)]);
    super::put(buffer, area.x + 1, area.y, &line, area.right());
    if let Some(beside) = beside {
        let half = u16::try_from(room / 2).unwrap_or(0) + 1;
        let beside = super::fit(&beside, room.saturating_sub(usize::from(half) + aside.width() + gap));
        super::put(buffer, area.x + half, area.y, &Line::from(Span::styled(beside, base)), area.right());
    }
    let x = area.right().saturating_sub(u16::try_from(aside.width()).unwrap_or(0) + 1);
    super::put(buffer, x, area.y, &Line::from(Span::styled(aside, app.theme.quiet().patch(base))), area.right());
}
