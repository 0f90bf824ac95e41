//! Writes a row of the comparison as a line of the list: its status, the words at both of its places, and what is to be said of it in
//! short.
//!
//! ```text
//!   differs    “About 1,500” soldiers were sent    “Some 10,000” soldiers    +567 % · ben: differs from
//!   ╰─status─╯ ╰────────── left ──────────╯        ╰────── right ──────╯     ╰──────── aside ─────────╯
//! ```

use std::collections::BTreeSet;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::{RowStatus, Voices};
use crate::tags::history::Slot;
use crate::tags::{COMPARISON, Tag};
use crate::text::grapheme;
use crate::text::script::is_unspaced;
use crate::text::{Document, Span};
use crate::tui::model::App;
use crate::tui::model::compared::{Compared, NumberedRow, RowId};
use crate::tui::model::list::ListItem;

/// The number of code points of a quote that a row shows.
const QUOTE: usize = 300;
/// The number of bytes on each side of a place in which a row is found by words that it does not show: a table may be one sentence.
const AROUND: usize = 1000;
/// If fewer columns of the sentence than this follow a figure, a row also shows the words before the figure.
const LITTLE: usize = 16;
/// The part of the screen's width that these words take at most, so that the figure itself is not cut.
const BEFORE: usize = 8;

/// Which words of a row are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Those that it shows.
    Shown,
    /// Also those of its sentences that do not fit into it, by which it is found.
    Whole,
}

/// Returns the line of a row, with its status in `wide` columns.
pub(super) fn item(app: &App, answer: &Compared, one: &NumberedRow, wide: usize, quoting: Quoting) -> ListItem {
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
            // As with one's own, a tag that a link in the comparison has made says no more than the link.
            let is_it = move |tag: &Tag| {
                let is_own = tag.via.as_ref().is_none_or(|via| via.rule != COMPARISON);
                Some(tag.label.as_str()) == label && is_own && (tag.span.covers(span) || span.covers(tag.span))
            };
            members.filter(move |(_, tag)| is_it(tag)).filter_map(|(who, _)| round.annotators.get(*who).cloned())
        });
        found.collect::<Vec<_>>()
    };
    [(slots.left, id.place.left), (slots.right, id.place.right)].into_iter().flat_map(of).collect()
}
