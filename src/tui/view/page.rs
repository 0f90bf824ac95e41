//! Draws an article on its page.
//!
//! ```text
//!   │cf  In a startling move, [approximately 10,000] soldiers       c, f: a claim and a figure begin in this row
//!   │    have crossed into the region, officials say.                │: the claim goes on
//!   ^^^^ gutter: bars and letters; then * if a tag that begins here has a note, or → if it has a link
//! ```
//!
//! Tags, hits and the selection are spans over the text, in the order in which they are drawn. Each row is cut into
//! segments at the ends of these spans, so that the look is computed once for each segment and not for each character.

use std::cmp::Reverse;
use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

use crate::layout::paint::{Segment, segments};
use crate::layout::{Row, glyph};
use crate::suggest::Suggestion;
use crate::tags::history::Slot;
use crate::tags::{Id, Tag};
use crate::text::{Span, passage};
use crate::tui::model::App;
use crate::tui::model::desk::Area;
use crate::tui::model::pane::Pane;
use crate::tui::theme::Reach;
use crate::tui::view::item::{self, ShownItem};

/// Something that covers a stretch of text. If several cover it, the later is drawn over the earlier.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Over<'a> {
    Tag(&'a Tag),
    Item(ShownItem<'a>),
    Suggestion(&'a Suggestion),
    Focus,
    Partner,
    Hit,
    HitHere,
    Selection,
}

/// The tags, items and suggestions that touch the visible text of a pane.
struct Visible<'a> {
    /// The tags, the longest first.
    tags: Vec<&'a Tag>,
    /// The tags under review.
    items: Vec<ShownItem<'a>>,
    /// The suggestions.
    suggested: Vec<&'a Suggestion>,
    /// The tags that stand out as partners of a link.
    partners: HashSet<&'a Id>,
}

/// Draws a pane's page. Returns the position of the cursor, if it is visible.
pub(super) fn draw(app: &App, area: &Area, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let pane = &app.desk.panes[area.pane];
    let open = &app.desk.shelf[pane.slot];
    let text = open.text();
    let window = pane.window();
    let shown = Span::new(window.start, window.end.max(window.start + 1));
    let mut tags: Vec<&Tag> = open.layer.tags().touching(shown).collect();
    tags.sort_by_key(|tag| (Reverse(tag.span.len()), tag.span.start));
    let partners = partners(app);
    let marked: HashSet<&Id> = partners.filter(|(slot, _)| *slot == pane.slot).map(|(_, id)| id).collect();
    let items = item::shown(open, pane, shown);
    // If the reviewer has a tag with the same span and label as an item, only the item is drawn.
    tags.retain(|tag| !items.iter().any(|item| (item.span, item.label) == (tag.span, tag.label.as_str())));
    let suggested: Vec<&Suggestion> = app.suggestions(pane.slot).filter(|one| one.span.overlaps(shown)).collect();
    let visible = Visible { tags, items, suggested, partners: marked };
    let mut over = spans(pane, text, &visible);
    if area.pane != app.desk.active {
        tone_down(&mut over);
    }
    let begins = begins(app, pane.slot, &visible);
    for (number, row) in pane.rows.iter().enumerate() {
        let y = area.text.y + u16::try_from(number).unwrap_or(u16::MAX);
        if row.gap || y >= area.text.bottom() {
            continue;
        }
        gutter(&begins, row, Rect { y, height: 1, ..area.page }, buffer);
        let here = in_row(&over, row, text);
        let segments = segments(row.span, &here);
        line(app, pane.slot, row, &segments, Rect { y, height: 1, ..area.text }, buffer);
        if row.span.is_empty()
            && over.iter().any(|(span, over)| *over == Over::Selection && span.contains(row.span.start))
        {
            buffer.set_style(Rect::new(area.text.x, y, 1, 1), app.theme.selection());
        }
    }
    let (row, column) = pane.cursor_cell(text)?;
    let x = (area.text.x + column).min(area.text.right().saturating_sub(1));
    let y = area.text.y + u16::try_from(row).ok()?;
    if area.pane != app.desk.active {
        buffer.set_style(Rect::new(x, y, 1, 1), Style::new().add_modifier(Modifier::REVERSED | Modifier::DIM));
    }
    Some((x, y))
}

/// Draws the rows of a page of the program, such as the help; its headings are bold.
pub(super) fn plain(pane: &Pane, text: &str, area: Rect, buffer: &mut Buffer) {
    for (number, row) in pane.rows.iter().enumerate().take(usize::from(area.height)) {
        let y = area.y + u16::try_from(number).unwrap_or(u16::MAX);
        let heading = row.begins_line() && is_heading(&text[row.span.start..row.span.end]);
        let style = if heading { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
        for glyph in glyph::glyphs(text, row.span) {
            cell(buffer, Rect { y, height: 1, ..area }, &glyph, style);
        }
    }
}

/// Returns the spans over the visible text, in the order in which they are drawn.
fn spans<'a>(pane: &Pane, text: &str, visible: &Visible<'a>) -> Vec<(Span, Over<'a>)> {
    let Visible { tags, items, suggested, partners } = visible;
    let mut marks: Vec<(Span, Over)> = tags.iter().map(|tag| (tag.span, Over::Tag(tag))).collect();
    if !items.is_empty() {
        marks.extend(items.iter().map(|item| (item.span, Over::Item(*item))));
        marks.sort_by_key(|(span, _)| (Reverse(span.len()), span.start));
    }
    // Tags are drawn over suggestions.
    let mut over: Vec<(Span, Over)> = suggested.iter().map(|one| (one.span, Over::Suggestion(one))).collect();
    over.extend(marks);
    over.extend(items.iter().filter(|item| item.focused).map(|item| (item.span, Over::Focus)));
    over.extend(tags.iter().filter(|tag| partners.contains(&tag.id)).map(|tag| (tag.span, Over::Partner)));
    over.extend(tags.iter().filter(|tag| pane.tag() == Some(&tag.id)).map(|tag| (tag.span, Over::Focus)));
    let hit = |hit: &Span| (*hit, if hit.contains(pane.cursor) { Over::HitHere } else { Over::Hit });
    over.extend(pane.hits.iter().map(hit));
    over.extend(pane.selected(text).map(|span| (span, Over::Selection)));
    let in_focus = pane.focus.as_ref().and_then(|focus| focus.suggestion());
    over.extend(in_focus.filter(|id| suggested.iter().any(|one| id.names(one))).map(|id| (id.span, Over::Focus)));
    over
}

/// Draws the focus of the article that is not active as a partner, and its current hit like the other hits, so that it
/// is clear which article gets the keys.
fn tone_down(over: &mut [(Span, Over)]) {
    for (_, over) in over {
        match over {
            Over::Focus => *over = Over::Partner,
            Over::HitHere => *over = Over::Hit,
            _ => {}
        }
    }
}

/// Returns the spans over a row. A tag is not painted under the blank at which the row was broken.
fn in_row<'a>(over: &[(Span, Over<'a>)], row: &Row, text: &str) -> Vec<(Span, Over<'a>)> {
    let words = row.span.start + passage::in_one_line(text, row.span).trim_end().len();
    let clip = |(span, over): &(Span, Over<'a>)| match over {
        Over::Tag(_) | Over::Item(_) | Over::Suggestion(_) | Over::Focus | Over::Partner => {
            (Span::new(span.start.min(words), span.end.min(words)), *over)
        }
        Over::Hit | Over::HitHere | Over::Selection => (*span, *over),
    };
    over.iter().filter(|(span, _)| span.overlaps(row.span)).map(clip).collect()
}

/// Returns the tag from which a link is being made and, if no link is being made, the tags that are linked to the tag
/// in focus.
fn partners(app: &App) -> impl Iterator<Item = (Slot, &Id)> {
    let pane = app.desk.pane();
    let linking = app.linking().map(|linking| (linking.slot, &linking.from));
    let focus = pane.tag().filter(|_| linking.is_none());
    let linked = focus.into_iter().flat_map(|id| app.links_at(pane.slot, id)).filter_map(|end| end.other);
    linking.into_iter().chain(linked)
}

/// Draws the segments of a row.
fn line(app: &App, slot: Slot, row: &Row, segments: &[Segment<Over>], area: Rect, buffer: &mut Buffer) {
    let text = app.desk.shelf[slot].text();
    let mut column = 0;
    let mut at = row.span.start;
    for segment in segments {
        let style = look(app, slot, segment);
        while at < segment.span.end {
            let letters = glyph::letters(&text[at..row.span.end]).min(segment.span.end - at);
            if letters > 0 {
                write(buffer, area, column, &text[at..at + letters], style);
                at += letters;
                column = column.saturating_add(u16::try_from(letters).unwrap_or(u16::MAX));
            } else {
                let Some(glyph) = glyph::glyphs_from(text, Span::new(at, row.span.end), column).next() else { return };
                cell(buffer, area, &glyph, style);
                (at, column) = (glyph.span.end, column.saturating_add(glyph.width));
            }
        }
    }
}

/// Writes letters of one byte and one column each. They have a function of their own because the compiler sees here
/// that each symbol is one byte long; such a symbol is made six times as fast as a longer one.
fn write(buffer: &mut Buffer, area: Rect, column: u16, letters: &str, style: Style) {
    let x = area.x.saturating_add(column);
    if x >= area.right() {
        return;
    }
    let start = buffer.index_of(x, area.y);
    let room = &mut buffer.content[start..start + usize::from(area.right() - x)];
    for (cell, at) in room.iter_mut().zip(0..letters.len()) {
        cell.set_symbol(&letters[at..at + 1]).set_style(style);
    }
}

/// Returns the look of a segment: the look of its innermost tag, which is stronger the more tags are around it, and
/// over that the focus, hits and the selection.
fn look(app: &App, slot: Slot, segment: &Segment<Over>) -> Style {
    let mut tags = segment.over.iter().filter(|over| matches!(over, Over::Tag(_) | Over::Item(_)));
    let depth = tags.clone().count();
    let innermost = tags.next_back().map(|over| match over {
        Over::Item(item) => {
            app.theme.item(app.setting.scheme.label(item.label), depth - 1, Reach::of(item.span), item.state)
        }
        Over::Tag(tag) => {
            let style = app.theme.tag(app.setting.scheme.label(&tag.label), depth - 1, Reach::of(tag.span));
            let agreed = app.desk.beside().is_some_and(|beside| beside.is_agreed(slot, &tag.id));
            if agreed { app.theme.receding(style) } else { style }
        }
        _ => Style::default(),
    });
    let suggested = segment.over.iter().rev().find_map(|over| match over {
        Over::Suggestion(one) => Some(suggestion(app, one)),
        _ => None,
    });
    segment.over.iter().fold(innermost.or(suggested).unwrap_or_default(), |style, over| match over {
        Over::Tag(_) | Over::Item(_) | Over::Suggestion(_) => style,
        Over::Focus => style.patch(app.theme.focus()),
        Over::Partner => style.patch(app.theme.partner()),
        Over::Hit => style.patch(app.theme.hit()),
        Over::HitHere => style.patch(app.theme.hit_here()),
        Over::Selection => style.remove_modifier(Modifier::REVERSED).patch(app.theme.selection()),
    })
}

/// Draws a glyph, cut at the right edge of the area.
fn cell(buffer: &mut Buffer, area: Rect, glyph: &glyph::Glyph, style: Style) {
    let x = area.x.saturating_add(glyph.column);
    if x.saturating_add(glyph.width) > area.right() {
        // A blank beyond the edge is not visible; a sign that is wider than the page is cut.
        return if glyph.stands_in {
            sign(buffer, area, glyph, style)
        };
    }
    if glyph.stands_in || (glyph.width > 1 && glyph.shown.starts_with(' ')) {
        return sign(buffer, area, glyph, style);
    }
    if glyph.shown != " " || style != Style::new() {
        buffer[(x, area.y)].set_symbol(&glyph.shown).set_style(style);
    }
    for behind in x + 1..x + glyph.width {
        buffer[(behind, area.y)].reset();
        buffer[(behind, area.y)].set_style(style);
    }
}

/// Draws a sign, or the blanks of a tab, with one column for each character.
fn sign(buffer: &mut Buffer, area: Rect, glyph: &glyph::Glyph, style: Style) {
    let style = if glyph.stands_in { style.add_modifier(Modifier::DIM) } else { style };
    for (x, part) in (area.x.saturating_add(glyph.column)..area.right()).zip(glyph.shown.graphemes(true)) {
        buffer[(x, area.y)].set_symbol(part).set_style(style);
    }
}

/// A tag, an item or a suggestion that the gutter shows.
struct Begin {
    span: Span,
    /// The sign in the row in which it begins.
    sign: String,
    style: Style,
    /// `*` if the tag has a note, otherwise `→` if it has a link.
    mark: &'static str,
}

/// Returns the tags, items and suggestions that begin or continue in the visible text, by place.
fn begins(app: &App, slot: Slot, visible: &Visible) -> Vec<Begin> {
    let Visible { tags, items, suggested, partners } = visible;
    let label = |name: &str| app.setting.scheme.label(name);
    let of_tag = |tag: &&Tag| {
        let key = label(&tag.label).and_then(|label| label.key.chars().next()).unwrap_or('?');
        let mut style = app.theme.letter(label(&tag.label));
        if partners.contains(&tag.id) {
            style = style.patch(app.theme.partner());
        }
        let linked = || app.links_at(slot, &tag.id).next().is_some();
        let mark = if !tag.note.is_empty() {
            "*"
        } else if linked() {
            "→"
        } else {
            ""
        };
        Begin { span: tag.span, sign: key.to_string(), style, mark }
    };
    let of_item = |shown: &ShownItem| Begin {
        span: shown.span,
        sign: item::sign(app, shown),
        style: match app.theme.verdict(shown.state) {
            Some(style) => style,
            None => app.theme.letter(label(shown.label)).add_modifier(Modifier::ITALIC),
        },
        mark: "",
    };
    // A suggestion has a sign only in its first row, and no bar below.
    let of_suggestion = |one: &&Suggestion| Begin {
        span: Span::new(one.span.start, one.span.start + 1),
        sign: "?".into(),
        mark: "",
        style: suggestion(app, one),
    };
    let of_others = items.iter().map(of_item).chain(suggested.iter().map(of_suggestion));
    let mut begins: Vec<Begin> = tags.iter().map(of_tag).chain(of_others).collect();
    begins.sort_by_key(|begin| (begin.span.start, Reverse(begin.span.end)));
    begins
}

/// Returns the look of a suggestion: a doubtful one has not even the colour of its label.
fn suggestion(app: &App, one: &Suggestion) -> Style {
    app.theme.suggestion(app.setting.scheme.label(&one.label).filter(|_| one.is_likely()))
}

/// Draws the gutter of a row: bars for the tags that continue from above, the outermost first, then letters for the
/// tags that begin in the row, then a sign for a note or a link.
fn gutter(begins: &[Begin], row: &Row, area: Rect, buffer: &mut Buffer) {
    let goes_on = |begin: &&Begin| begin.span.start < row.span.start && begin.span.end > row.span.start;
    let mut ongoing: Vec<&Begin> = begins.iter().filter(goes_on).collect();
    ongoing.sort_by_key(|begin| (Reverse(begin.span.len()), begin.span.start));
    let starting: Vec<&Begin> = begins.iter().filter(|begin| row.span.contains(begin.span.start)).collect();
    // Three columns are for bars and letters; up to two of them are kept for tags that begin in this row.
    let bars = ongoing.len().min(3 - starting.len().min(2));
    for (x, begin) in (area.x..).zip(&ongoing[..bars]) {
        buffer.set_stringn(x, area.y, "│", 1, begin.style.remove_modifier(Modifier::ITALIC));
    }
    let mark = starting.iter().map(|begin| begin.mark).max_by_key(|mark| match *mark {
        "*" => 2,
        "" => 0,
        _ => 1,
    });
    let room = 3 - bars;
    let first = u16::try_from(bars).unwrap_or(0);
    let behind = area.x + first + u16::try_from(starting.len().min(room)).unwrap_or(0);
    buffer.set_stringn(behind, area.y, mark.unwrap_or_default(), 1, Style::new().add_modifier(Modifier::DIM));
    for (place, begin) in starting.iter().take(room).enumerate() {
        let more = place + 1 == room && starting.len() > room;
        let sign = if more { "+" } else { begin.sign.as_str() };
        let x = area.x + first + u16::try_from(place).unwrap_or(0);
        buffer.set_stringn(x, area.y, sign, 1, begin.style);
    }
}

/// Returns whether a line of a page is a heading: it is in capitals and not indented.
fn is_heading(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase) && !line.starts_with(' ')
}
