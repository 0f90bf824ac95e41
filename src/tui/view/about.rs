//! Writes the status line: the mode that is under way (linking, moving ends, placing), or the object under the cursor:
//! a tag in focus, an item of a review, the labels here.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::layout::glyph::printable;
use crate::review::matching::MatchKind;
use crate::review::round::ItemState;
use crate::tags::Tag;
use crate::tags::history::Slot;
use crate::tui::model::App;
use crate::tui::model::open::quote;
use crate::tui::model::review::{self, ReviewedLink};
use crate::tui::model::unsettled::{Matter, matter};

/// The words at the other end of a link get at least this many columns, unless there is almost no space.
const PARTNER: usize = 10;

/// Returns the line, in this many columns.
pub(super) fn line<'a>(app: &App, room: usize) -> Line<'a> {
    if let Some(words) = doing(app, room) {
        return Line::raw(crate::tui::view::fit(&printable(&words), room));
    }
    match app.focused_tag() {
        Some(tag) => of_tag(app, tag, room),
        None => of_item(app, room).or_else(|| of_suggestion(app, room)).unwrap_or_else(|| under_cursor(app)),
    }
}

/// Returns whether something is under way that waits for an answer.
pub(super) fn is_question(app: &App) -> bool {
    let moving = app.desk.panes.get(app.desk.active).and_then(|pane| pane.selection.as_ref()?.editing.as_ref());
    app.linking().is_some() || app.placing().is_some() || moving.is_some()
}

/// Returns the mode that is under way, and the key that ends it. It is shown until it ends.
fn doing(app: &App, room: usize) -> Option<String> {
    if app.comparing.underway.is_some() && app.overlay.is_none() {
        return Some(format!("comparing the two articles…: {} gives it up", app.key_of("leave")));
    }
    let pane = app.desk.panes.get(app.desk.active)?;
    let (open, key) = (app.desk.open(), |command| app.key_of(command));
    let (enter, leave) = (key("enter"), key("leave"));
    if let Some(linking) = app.linking() {
        let holder = &app.desk.shelf[linking.slot];
        let from = holder.layer.tag(&linking.from)?.span;
        let to = app.focused_tag().filter(|tag| app.can_end_link(pane.slot, tag));
        let (next, previous) = (key("next-tag"), key("previous-tag"));
        let long = format!(" … ? {next} {previous} go to what fits, {enter} links, {leave} gives up");
        let how = match to {
            None if long.width() + linking.kind.width() + 12 <= room => long,
            None => format!(" … ? {enter} links, {leave} gives up"),
            Some(_) => format!("? {enter} links them, {leave} gives up"),
        };
        let quotes = if to.is_some() { 2 } else { 1 };
        let most = (room.saturating_sub(how.width() + linking.kind.width() + 2 + 3 * quotes) / quotes).clamp(6, 60);
        let to = to.map_or(String::new(), |tag| format!(" “{}”", open.quote(tag.span, most)));
        return Some(format!("“{}” {}{to}{how}", holder.quote(from, most), linking.kind));
    }
    if let Some(editing) = pane.selection.as_ref().and_then(|selection| selection.editing.as_ref()) {
        let tag = editing.tag().and_then(|id| open.layer.tag(id));
        let what = tag.map_or(String::new(), |tag| format!(" · {}", tag.label));
        let other = key("swap-ends");
        return Some(format!("move an end: {other} for the other, {enter} sets them, {leave} gives up{what}"));
    }
    let placing = app.placing().filter(|placing| placing.slot == pane.slot)?;
    let lost = open.layer.lost().get(&placing.id)?;
    let how = format!(": select its words, {} puts it there, {leave} leaves it lost", key("accept"));
    let most = room.saturating_sub(how.width() + lost.tag.label.width() + 3).clamp(6, 60);
    Some(format!("{} “{}”{how}", lost.tag.label, quote(&lost.target.quote, most)))
}

/// Returns a tag with its quote, its note, its annotator, its links and attributes.
fn of_tag<'a>(app: &App, tag: &Tag, room: usize) -> Line<'a> {
    let open = app.desk.open();
    let label = app.setting.scheme.label(&tag.label);
    let mut rest = String::new();
    for (name, value) in &tag.attributes {
        rest += &format!(" · {name}: {value}");
    }
    if let Some(score) = tag.score {
        rest += &format!(" · score {score}");
    }
    if !tag.note.is_empty() {
        rest += &format!(" · note: {}", quote(&tag.note, 80));
    }
    rest += &match matter(open, tag) {
        None => String::new(),
        Some(Matter::Versions) => format!(" · two versions: {} keeps this one", app.key_of("accept")),
        Some(Matter::Changed) => {
            let was = quote(tag.was.as_deref().unwrap_or_default(), 40);
            let what = if tag.was.as_deref() == Some(open.document.slice(tag.span)) {
                "is it here?".to_string()
            } else {
                format!("was “{was}”:")
            };
            format!(" · {what} {} if it is right", app.key_of("accept"))
        }
        Some(Matter::Moved) => " · moved".to_string(),
    };
    if let Some(said) = app.said_about(app.desk.pane().slot, &tag.id) {
        rest += &format!(" · {said}");
    }
    let linked = app.links_at(app.desk.pane().slot, &tag.id).next().is_some();
    // A long note leaves space for the tag's words, and for those that it is linked to.
    rest =
        crate::tui::view::fit(&rest, room.saturating_sub(tag.label.width() + 4 + if linked { 40 } else { 16 }).max(16));
    let room_for_quotes = room.saturating_sub(tag.label.width() + 4 + rest.width());
    let own = quote(open.document.slice(tag.span), 60);
    let links = of_links(app, tag, room_for_quotes, own.width());
    let own = quote(open.document.slice(tag.span), room_for_quotes.saturating_sub(links.width()).clamp(12, 60));
    let text = format!(" “{own}”{rest}{links}");
    Line::from(vec![
        Span::styled(printable(&tag.label), app.theme.letter(label)),
        Span::raw(crate::tui::view::fit(&printable(&text), room.saturating_sub(tag.label.width() + 1))),
    ])
}

/// Returns the links of a tag: the first link in the order of the text with the words at its other end, and the number
/// of others. Leaves `own` of the `room` columns, or half of them, for the tag's own words.
fn of_links(app: &App, tag: &Tag, room: usize, own: usize) -> String {
    let links: Vec<_> = app.links_at(app.desk.pane().slot, &tag.id).collect();
    let place = |slot: Slot, id| Some((slot, app.desk.shelf[slot].layer.tag(id)?.span));
    let ends = links.iter().map(|end| (end, end.other.and_then(|(slot, id)| place(slot, id))));
    let Some((first, there)) =
        ends.min_by_key(|(_, at)| at.map_or((1, Slot::default(), 0), |(slot, span)| (0, slot, span.start)))
    else {
        return String::new();
    };
    let more = match links.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let lead = format!(" · {}{}", if first.begins { "" } else { "← " }, first.link.kind);
    let words = room.saturating_sub(lead.width() + more.width() + 3);
    // On a narrow screen the words at the other end are shortened but stay: they matter more than the note.
    let most = words.saturating_sub(own).max(words / 2).clamp(PARTNER, 40);
    match there {
        Some((slot, span)) if room >= PARTNER => format!("{lead} “{}”{more}", app.desk.shelf[slot].quote(span, most)),
        _ => lead + &more,
    }
}

/// Returns an item of a review: the annotators and their tags, their agreement or the decision, and if it fits, the
/// reason.
fn of_item<'a>(app: &App, room: usize) -> Option<Line<'a>> {
    let (slot, item, state) = app.focused_item()?;
    let open = &app.desk.shelf[slot];
    let review = open.review.as_ref()?;
    let thing = &review.round.items[item];
    let single = review.round.is_single();
    let what = match (single, state, thing.kind) {
        (_, ItemState::Outdated, _) => "changed since you decided",
        (false, ItemState::Open, MatchKind::Agreed) => "agreed",
        (false, ItemState::Open, MatchKind::EndsDiffer) => "ends differ",
        (false, ItemState::Open, MatchKind::LabelsDiffer) => "labels differ",
        (false, ItemState::Open, MatchKind::OnlySome) => "only some have it",
        _ => review::word(state),
    };
    let lead = |number: usize, who: &str| if single { format!("{who}: ") } else { format!("{} {who}: ", number + 1) };
    // The parts without quotes are measured first, to know the space for the quotes.
    let fixed: usize = review
        .round
        .annotators
        .iter()
        .enumerate()
        .map(|(number, who)| lead(number, who).width() + 3 + thing.of(number).map_or(1, |tag| tag.label.width() + 3))
        .sum();
    let for_quote = (room.saturating_sub(fixed + what.width()) / thing.members.len().max(1)).clamp(8, 60);
    let mut line = Line::default();
    for (number, who) in review.round.annotators.iter().enumerate() {
        line.push_span(Span::raw(printable(&lead(number, who))));
        match thing.of(number) {
            Some(tag) => {
                let style = app.theme.letter(app.setting.scheme.label(&tag.label));
                line.push_span(Span::styled(printable(&tag.label), style));
                let quote = quote(open.document.slice(tag.span), for_quote);
                line.push_span(Span::raw(printable(&format!(" “{quote}” · "))));
            }
            None => line.push_span(Span::raw("– · ")),
        }
    }
    line.push_span(Span::styled(what, app.theme.key()));
    let mut rest = String::new();
    if let Some(judged) = review.round.amended(item, &open.layer).filter(|_| state == ItemState::Amended) {
        rest += &format!(" to {} “{}”", judged.label, quote(&judged.target.quote, 40));
    }
    let comment = review.round.comment_on(item, &open.layer);
    if !comment.is_empty() {
        rest += &format!(" · {}", quote(comment, 80));
    }
    for (number, tag) in &thing.members {
        let who = if single { String::new() } else { format!("{}’s ", review.round.annotators[*number]) };
        rest += &tag.score.map_or_else(String::new, |score| format!(" · {who}score {score}"));
    }
    for (number, tag) in thing.members.iter().filter(|(_, tag)| !tag.note.is_empty()) {
        rest += &format!(" · {}’s note: {}", review.round.annotators[*number], quote(&tag.note, 80));
    }
    for (number, tag) in &thing.members {
        rest += &links_of(app, slot, &review.round.annotators[*number], tag);
    }
    let left = room.saturating_sub(line.width());
    line.push_span(Span::raw(crate::tui::view::fit(&printable(&rest), left)));
    Some(line)
}

/// Returns the links of an annotator under review on a tag: the annotator, the kinds, and the words at the other ends.
fn links_of(app: &App, slot: Slot, who: &str, tag: &Tag) -> String {
    let others = app.desk.slots().into_iter();
    let links = others.flat_map(|other| {
        let out = app.reviewed_links(slot, other).map(move |link| (other, link.from, link.to, link));
        let back = app.reviewed_links(other, slot).map(move |link| (other, link.to, link.from, link));
        out.chain(back.filter(move |_| other != slot))
    });
    let here = links.filter(|(_, near, _, link)| near.id == tag.id && link.who == who);
    let words = |(other, _, far, link): (Slot, &Tag, &Tag, ReviewedLink<'_>)| {
        format!(" · {who}: {} “{}”", link.link.kind, app.desk.shelf[other].quote(far.span, 40))
    };
    here.map(words).collect()
}

/// Returns a suggestion: its label, its words, and its reason.
fn of_suggestion<'a>(app: &App, room: usize) -> Option<Line<'a>> {
    let one = app.focused_suggestion()?;
    let reason = one.reason();
    let lead = format!("{}?", one.label);
    let most = room.saturating_sub(lead.width() + reason.width() + 6).clamp(12, 60);
    let words = format!(" “{}” · {reason}", app.desk.open().quote(one.span, most));
    let left = room.saturating_sub(lead.width());
    Some(Line::from(vec![
        Span::styled(printable(&lead), app.theme.letter(app.setting.scheme.label(&one.label))),
        Span::raw(crate::tui::view::fit(&printable(&words), left)),
    ]))
}

/// Returns the labels of the tags under the cursor, the outermost first.
fn under_cursor<'a>(app: &App) -> Line<'a> {
    if app.desk.panes.is_empty() {
        return Line::default();
    }
    if app.desk.pane().selection.is_some() {
        return Line::from(Span::styled("selecting", app.theme.quiet()));
    }
    let mut spans: Vec<Span> = Vec::new();
    for tag in app.tags_under_cursor().into_iter().rev() {
        if !spans.is_empty() {
            spans.push(Span::raw(" › "));
        }
        spans.push(Span::styled(printable(&tag.label), app.theme.letter(app.setting.scheme.label(&tag.label))));
    }
    Line::from(spans)
}
