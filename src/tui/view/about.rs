//! Writes the left part of the status line. Only one of these is shown, the first that exists:
//!
//! ```text
//!   the mode that is under way   “Prices rose” rests on … ? Enter links, Esc gives up
//!   the tag in focus             claim “Prices rose” · note: see the table · rests on “5%”
//!   the item of a review         ana: claim “Prices rose” · accepted
//!   the suggestion in focus      figure? “about 5%” · a figure
//!   the labels at the cursor     claim › figure
//! ```

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::layout::glyph::printable;
use crate::review::matching::MatchKind;
use crate::review::round::{ItemState, ReviewItem};
use crate::tags::Tag;
use crate::tags::history::Slot;
use crate::tui::model::App;
use crate::tui::model::link::Linking;
use crate::tui::model::open::quote;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::pane::{Focus, Selection};
use crate::tui::model::review::{self, Review, ReviewedLink};
use crate::tui::model::unsettled::{Matter, matter};

/// The words at the other end of a link get at least this many columns, unless there is almost no space.
const PARTNER: usize = 10;

/// Returns the left part of the status line, at most `room` columns wide.
pub(super) fn line<'a>(app: &App, room: usize) -> Line<'a> {
    if let Some(words) = doing(app, room) {
        return Line::raw(crate::tui::view::fit(&printable(&words), room));
    }
    // Below a list, the words at the hidden cursor would seem to be about the chosen line.
    if matches!(app.overlay, Some(Overlay::List(_))) {
        return Line::default();
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

/// Returns the sentence about the mode that is under way, with the keys that end it. It is shown until the mode ends.
fn doing(app: &App, room: usize) -> Option<String> {
    if app.comparing.underway.is_some() && app.overlay.is_none() {
        return Some(format!("comparing the two articles…: {} gives it up", app.key_of("leave")));
    }
    let pane = app.desk.panes.get(app.desk.active)?;
    match (app.linking(), &pane.selection) {
        (Some(linking), _) => linking_in_words(app, linking, room),
        (None, Some(Selection { editing: Some(focus), .. })) => Some(moving_ends(app, focus)),
        _ => placing(app, room),
    }
}

/// Returns the sentence while a link is being made: the words at its beginning, its kind, and the words at its end if a
/// tag is in focus that can end it.
fn linking_in_words(app: &App, linking: &Linking, room: usize) -> Option<String> {
    let open = app.desk.open();
    let [enter, leave, next, previous] = ["enter", "leave", "next-tag", "previous-tag"].map(|id| app.key_of(id));
    let holder = &app.desk.shelf[linking.slot];
    let from = holder.layer.tag(&linking.from)?.span;
    let to = app.focused_tag().filter(|tag| app.can_end_link(app.desk.pane().slot, tag));
    let long = format!(" … ? {next} {previous} go to what fits, {enter} links, {leave} gives up");
    let how = match to {
        None if long.width() + linking.kind.width() + 12 <= room => long,
        None => format!(" … ? {enter} links, {leave} gives up"),
        Some(_) => format!("? {enter} links them, {leave} gives up"),
    };
    let quotes = if to.is_some() { 2 } else { 1 };
    let most = (room.saturating_sub(how.width() + linking.kind.width() + 2 + 3 * quotes) / quotes).clamp(6, 60);
    let to = to.map_or(String::new(), |tag| format!(" “{}”", open.quote(tag.span, most)));
    Some(format!("“{}” {}{to}{how}", holder.quote(from, most), linking.kind))
}

/// Returns the sentence while the ends of a tag, an item or a suggestion are being moved.
fn moving_ends(app: &App, focus: &Focus) -> String {
    let tag = focus.tag().and_then(|id| app.desk.open().layer.tag(id));
    let what = tag.map_or(String::new(), |tag| format!(" · {}", tag.label));
    let [other, enter, leave] = ["swap-ends", "enter", "leave"].map(|id| app.key_of(id));
    format!("move an end: {other} for the other, {enter} sets them, {leave} gives up{what}")
}

/// Returns the sentence while a lost tag of the active document is being placed.
fn placing(app: &App, room: usize) -> Option<String> {
    let placing = app.placing().filter(|placing| placing.slot == app.desk.pane().slot)?;
    let lost = app.desk.open().layer.lost().get(&placing.id)?;
    let [accept, leave] = ["accept", "leave"].map(|id| app.key_of(id));
    let how = format!(": select its words, {accept} puts it there, {leave} leaves it lost");
    let most = room.saturating_sub(how.width() + lost.tag.label.width() + 3).clamp(6, 60);
    Some(format!("{} “{}”{how}", lost.tag.label, quote(&lost.target.quote, most)))
}

/// Returns the line for a tag: its label and quote, its attributes, score and note, and its links.
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

/// Returns the line for the item in focus of a review: the annotators with their tags, then the state, and as far as
/// there is space, the details.
fn of_item<'a>(app: &App, room: usize) -> Option<Line<'a>> {
    let (slot, item, state) = app.focused_item()?;
    let review = app.desk.shelf[slot].review.as_ref()?;
    let thing = &review.round.items[item];
    let state_words = item_state(review, thing, state);
    let mut line = tags_of_item(app, slot, thing, review, room.saturating_sub(state_words.width()));
    line.push_span(Span::styled(state_words, app.theme.key()));
    let left = room.saturating_sub(line.width());
    let details = item_details(app, slot, item, review);
    line.push_span(Span::raw(crate::tui::view::fit(&printable(&details), left)));
    Some(cut(line, room))
}

/// Returns a line that is at most `room` columns wide. If something was cut off, the line ends with `…`.
fn cut(line: Line<'_>, room: usize) -> Line<'_> {
    if line.width() <= room {
        return line;
    }
    let mut left = room.saturating_sub(1);
    let mut kept = Line::default();
    for span in line {
        let words = crate::tui::view::fit(&span.content, left);
        left = left.saturating_sub(words.width());
        let is_whole = words == span.content;
        kept.push_span(Span::styled(words, span.style));
        if !is_whole || left == 0 {
            break;
        }
    }
    if !kept.to_string().ends_with('…') {
        kept.push_span(Span::raw("…"));
    }
    kept
}

/// Returns the words for the state of an item; of an open item with several annotators, how far they agree.
fn item_state(review: &Review, item: &ReviewItem, state: ItemState) -> &'static str {
    match (review.round.is_single(), state, item.kind) {
        (_, ItemState::Outdated, _) => "changed since you decided",
        (false, ItemState::Open, MatchKind::Agreed) => "agreed",
        (false, ItemState::Open, MatchKind::EndsDiffer) => "ends differ",
        (false, ItemState::Open, MatchKind::LabelsDiffer) => "labels differ",
        (false, ItemState::Open, MatchKind::OnlySome) => "only some have it",
        _ => review::word(state),
    }
}

/// Returns the tags of an item, each with those who have it, its label and its quote; a dash for those who have none. If
/// there are several annotators, each has the number of the key that takes the tag.
///
/// ```text
///   1 ana, 3 cyd: claim “Prices rose 5%” · 2 ben: claim “Prices rose” ·
/// ```
fn tags_of_item<'a>(app: &App, slot: Slot, item: &ReviewItem, review: &Review, room: usize) -> Line<'a> {
    let single = review.round.is_single();
    let name = |number: usize, who: &str| if single { who.to_string() } else { format!("{} {who}", number + 1) };
    let mut groups: Vec<(Option<&Tag>, String)> = Vec::new();
    for (number, who) in review.round.annotators.iter().enumerate() {
        let tag = item.of(number);
        let same = |other: &Option<&Tag>| match (other, tag) {
            (Some(other), Some(tag)) => (&other.label, other.span) == (&tag.label, tag.span),
            (other, tag) => other.is_none() && tag.is_none(),
        };
        match groups.iter_mut().find(|(other, _)| same(other)) {
            Some((_, names)) => *names += &format!(", {}", name(number, who)),
            None => groups.push((tag, name(number, who))),
        }
    }
    // The parts without quotes are measured first, to know the space for the quotes.
    let fixed: usize =
        groups.iter().map(|(tag, names)| names.width() + 5 + tag.map_or(1, |tag| tag.label.width() + 3)).sum();
    let quotes = groups.iter().filter(|(tag, _)| tag.is_some()).count().max(1);
    let for_quote = (room.saturating_sub(fixed) / quotes).clamp(4, 60);
    let mut line = Line::default();
    for (tag, names) in groups {
        line.push_span(Span::raw(printable(&format!("{names}: "))));
        match tag {
            Some(tag) => {
                let style = app.theme.letter(app.setting.scheme.label(&tag.label));
                line.push_span(Span::styled(printable(&tag.label), style));
                let quote = app.desk.shelf[slot].quote(tag.span, for_quote);
                line.push_span(Span::raw(printable(&format!(" “{quote}” · "))));
            }
            None => line.push_span(Span::raw("– · ")),
        }
    }
    line
}

/// Returns the details of an item: the amendment, the reviewer's comment, and the scores, notes and links of the tags.
fn item_details(app: &App, slot: Slot, number: usize, review: &Review) -> String {
    let own = &app.desk.shelf[slot].layer;
    let item = &review.round.items[number];
    let mut details = String::new();
    let is_amended = review.states.get(number) == Some(&ItemState::Amended);
    if let Some(judged) = review.round.amended(number, own).filter(|_| is_amended) {
        details += &format!(" to {} “{}”", judged.label, quote(&judged.target.quote, 40));
    }
    let comment = review.round.comment_on(number, own);
    if !comment.is_empty() {
        details += &format!(" · {}", quote(comment, 80));
    }
    let members = || item.members.iter().map(|(annotator, tag)| (&review.round.annotators[*annotator], tag));
    for (who, tag) in members() {
        let whose = if review.round.is_single() { String::new() } else { format!("{who}’s ") };
        details += &tag.score.map_or_else(String::new, |score| format!(" · {whose}score {score}"));
    }
    for (who, tag) in members().filter(|(_, tag)| !tag.note.is_empty()) {
        details += &format!(" · {who}’s note: {}", quote(&tag.note, 80));
    }
    for (who, tag) in members() {
        details += &links_of(app, slot, who, tag);
    }
    details
}

/// Returns the links that the annotator `who`, who is under review, has at a tag: the name, the kind of each link, and
/// the words at its other end.
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

/// Returns the line for the suggestion in focus: its label, its words, and its reason.
fn of_suggestion<'a>(app: &App, room: usize) -> Option<Line<'a>> {
    let one = app.focused_suggestion()?;
    let doubt = if one.is_likely() { "" } else { " · doubtful" };
    let reason = format!("{}{doubt}", one.reason());
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
