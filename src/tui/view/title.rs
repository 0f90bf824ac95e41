//! Draws the heading of a pane: the document, the annotator, the number of tags, the position in the text.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use crate::layout::glyph::printable;
use crate::review::round::RoundProgress;
use crate::tui::model::App;
use crate::tui::model::desk::Area;
use crate::tui::model::review::Review;

/// Draws the heading of a pane.
pub(super) fn draw(app: &App, area: &Area, buffer: &mut Buffer) {
    let pane = &app.desk.panes[area.pane];
    let open = &app.desk.shelf[pane.slot];
    let style = app.theme.title(area.pane == app.desk.active);
    buffer.set_style(area.title, style);
    let tags = match (&open.review, open.layer.tags().len()) {
        (Some(review), _) => progress(review, usize::from(area.title.width) / 4),
        (None, 1) => "1 tag".to_string(),
        (None, count) => format!("{count} tags"),
    };
    let said = open.layer.records().status();
    let tags = if said.is_final() { format!("{tags} · {}", said.word()) } else { tags };
    let behind = if app.desk.panes.len() == 2 && !app.desk.side_by_side() {
        format!("{}/2 · ", area.pane + 1)
    } else {
        String::new()
    };
    // Side by side, the names say whose tags are not one's own.
    let is_read_only = open.is_broken() || open.guard.is_some() && app.desk.beside().is_none();
    let guarded = if is_read_only { "read only · " } else { "" };
    let width = usize::from(area.title.width);
    let place = share(pane.cursor, pane.rows[pane.rows.len() - 1].span.end, open.document.len());
    // In a narrow pane the names have priority over the counts.
    let counts = match format!("{tags} · {place} ") {
        counts if counts.width() * 2 > width => format!("{tags} "),
        counts => counts,
    };
    // The annotator's name has a third of the columns that the counts leave; the document's name has the rest.
    let room = width.saturating_sub(behind.width() + guarded.width() + counts.width() + 3);
    let who = match app.desk.beside() {
        Some(_) => String::new(),
        None => format!("{} · ", super::fit(&printable(&open.annotator), (room / 3).max(3))),
    };
    let aside = format!("{behind}{guarded}{who}{counts}");
    let name = match app.desk.beside() {
        Some(_) => format!("{}: {}", open.annotator, open.name),
        None => open.name.clone(),
    };
    let name = super::fit(&printable(&name), width.saturating_sub(aside.width() + 3));
    buffer.set_stringn(area.title.x + 1, area.title.y, name, width.saturating_sub(1), style);
    let right = area.title.right().saturating_sub(aside.width().try_into().unwrap_or(u16::MAX));
    if right > area.title.x {
        buffer.set_stringn(right, area.title.y, aside, width, style);
    }
}

/// Returns the progress of a review: `ana: 3 open ✓12 ✗2 ≠1 +1`. The names of the annotators take at most `room`
/// columns.
fn progress(review: &Review, room: usize) -> String {
    let RoundProgress { open, accepted, rejected, amended, added } = review.progress;
    let open = if open == 0 { "done".to_string() } else { format!("{open} open") };
    let mut words = format!("{}: {open}", super::fit(&printable(&review.round.annotators.join(", ")), room));
    for (count, sign) in [(accepted, "✓"), (rejected, "✗"), (amended, "≠"), (added, "+")] {
        if count > 0 {
            words += &format!(" {sign}{count}");
        }
    }
    words
}

/// Returns the position of the cursor as a share of the text: `top`, `42 %`, `end`. All arguments are bytes; `shown` is
/// the end of the last visible row.
fn share(cursor: usize, shown: usize, len: usize) -> String {
    match (cursor, len) {
        (_, 0) => "empty".into(),
        (0, _) if shown < len => "top".into(),
        _ if shown + 2 >= len && cursor + 1 >= len => "end".into(),
        _ => format!("{} %", cursor * 100 / len),
    }
}
