//! Tags a selection, the unit at the cursor, or every occurrence of the same words.

use memchr::memmem;

use crate::attribution;
use crate::language::{self, Language};
use crate::quantity;
use crate::say::with_article;
use crate::tags::Tag;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::Label;
use crate::text::unit::{self, Unit};
use crate::text::{Span, grapheme};
use crate::tui::command::{Call, Topic};
use crate::tui::model::open::{Open, quote};
use crate::tui::model::{App, Effect, Just, UnitsHere};

/// The number of columns of the words that a hint shows.
const HINT: usize = 12;

/// The greatest number of occurrences that one action tags.
const MOST: usize = 100_000;

/// Tags the selection, or the unit at the cursor, with the label of this key. A tag in focus is relabelled.
pub(super) fn tag(app: &mut App, call: &Call) {
    if let Topic::Label(number) = call.about {
        tag_as(app, number);
    }
}

/// Tags with the label of this number in the scheme.
fn tag_as(app: &mut App, number: usize) {
    let Some(label) = app.setting.scheme.labels.get(number) else { return };
    let (name, unit) = (label.name.clone(), label.unit);
    app.last_label = Some(name.clone());
    if super::select::edited(app, Some(&name)).is_some()
        || super::focus::relabel(app, &name).is_some()
        || super::review::relabel(app, &name).is_some()
        || super::suggest::relabel(app, &name).is_some()
    {
        return;
    }
    let slot = app.desk.pane().slot;
    let selected = app.desk.with_active(|pane, text| pane.selected(text).map(|span| unit::trim(text, span)));
    let (before, was_selected) = just_tagged(app, slot).unzip();
    let was_selected = selected.is_some() || was_selected == Some(true);
    // The words that were selected for the previous key are still meant: their label was a mistake.
    let span = selected.or_else(|| before.as_ref().filter(|_| was_selected).map(|tag| tag.span));
    let span = span.or_else(|| under_for(app.desk.open(), &name, unit, app.desk.pane().cursor));
    let Some(span) = span else { return app.say(format!("there is no {name} in this sentence")) };
    if span.is_empty() {
        return app.warn("there is nothing but white space here to tag");
    }
    app.desk.with_active(|pane, _| pane.selection = None);
    if let Some(there) = app.desk.open().layer.same(&name, span).cloned() {
        let there = self::name(app, slot, &there);
        return app.warn(format!("already there: {there}"));
    }
    // If the previous key tagged the same words, its label is replaced.
    if let Some(tag) = before.filter(|tag| tag.span == span) {
        app.just = Some(Just::Tagged { slot, id: tag.id.clone(), was_selected });
        return super::focus::give_label(app, slot, tag, &name);
    }
    let tag = Tag::new(&name, span, &(app.setting.clock)());
    let (id, words) = (tag.id.clone(), self::name(app, slot, &tag));
    if app.change(words.clone(), Place { slot, span }, vec![(slot, Edit::put(tag))]) {
        app.just = Some(Just::Tagged { slot, id, was_selected });
        app.say(format!("tagged: {words}"));
    }
}

/// Returns the tag that the previous key made, and whether its words had been selected.
fn just_tagged(app: &App, slot: Slot) -> Option<(Tag, bool)> {
    match &app.previous {
        Some(Just::Tagged { slot: of, id, was_selected }) if *of == slot => {
            Some((app.desk.shelf[slot].layer.tag(id)?.clone(), *was_selected))
        }
        _ => None,
    }
}

/// Returns the unit at the cursor, in bytes. Figures are found as in the comparison, and sources as in attributions; a
/// sentence may have neither.
fn under(open: &Open, unit: Unit, at: usize) -> Option<Span> {
    let text = open.text();
    match unit {
        Unit::Name => attribution::source_at(text, at, language_of_sources(open)),
        Unit::Figure => quantity::at(text, at, open.language()),
        _ => Some(unit::at(text, unit, at)),
    }
}

/// Returns the unit at the cursor that a label's key would tag. If the figure there already has the label, this is the
/// next figure of the sentence.
fn under_for(open: &Open, label: &str, unit: Unit, at: usize) -> Option<Span> {
    let here = under(open, unit, at)?;
    let is_tagged = open.layer.same(label, here).is_some();
    match unit == Unit::Figure && is_tagged {
        true => next_figure(open, label, &quantity::all_at(open.text(), at, open.language())).or(Some(here)),
        false => Some(here),
    }
}

/// Returns the first of some figures that does not have the label yet.
fn next_figure(open: &Open, label: &str, figures: &[Span]) -> Option<Span> {
    figures.iter().find(|span| open.layer.same(label, **span).is_none()).copied()
}

/// Returns the language in which sources are read: that of the text, if it has words for attributions; otherwise
/// English.
fn language_of_sources(open: &Open) -> &'static Language {
    let language = open.language();
    if language.attribution.is_empty() { language::english() } else { language }
}

/// Returns the words that the key for a figure or a source would tag at the cursor, shortened, if they are known and do
/// not have the label yet.
pub(super) fn taken(app: &App, Label { name, unit, .. }: &Label) -> Option<String> {
    // Right after a selection was tagged, the key gives that tag another label.
    if let Some(Just::Tagged { was_selected: true, .. }) = app.just {
        return None;
    }
    let (open, pane) = (app.desk.open(), app.desk.pane());
    let here = app.units_here.as_ref().filter(|here| here.is_in(open) && here.sentence.contains(pane.cursor))?;
    let span = match unit {
        Unit::Figure => next_figure(open, name, &here.figures.offered_at(pane.cursor)),
        Unit::Name => here.source.filter(|span| open.layer.same(name, *span).is_none()),
        _ => None,
    };
    span.map(|span| open.quote(span, HINT))
}

/// Asks for the figures and the source in the sentence under the cursor. The search reads the text around the sentence,
/// so it is done on another thread while no key comes.
pub(super) fn look_up_units(app: &mut App) {
    if app.desk.panes.is_empty() {
        return;
    }
    let (open, at) = (app.desk.open(), app.desk.pane().cursor);
    if app.units_here.as_ref().is_some_and(|here| here.is_in(open) && here.at == at) {
        return;
    }
    let (document, of_figures, of_sources) = (open.document.clone(), open.language(), language_of_sources(open));
    // The figures and the source of the sentence stay in the hints until those for the new place are found.
    let known = app.units_here.as_ref().filter(|here| here.is_in(open) && here.sentence.contains(at)).cloned();
    app.units_here = Some(UnitsHere { at, ..known.unwrap_or_else(|| UnitsHere::unknown(document.clone())) });
    app.ask(Effect::FindUnits { document, of_figures, of_sources, at });
}

/// Tags with the last label once more.
pub(super) fn repeat(app: &mut App) {
    match app.last_label.as_deref().and_then(|name| app.label_number(name)) {
        Some(number) => tag_as(app, number),
        None => app.refuse("no label was given yet"),
    }
}

/// Tags every occurrence of the words in focus, selected, or tagged at the cursor.
pub(super) fn every_occurrence(app: &mut App) {
    let slot = app.desk.pane().slot;
    if app.desk.pane().selection.as_ref().is_some_and(|selection| selection.editing.is_some()) {
        return app.say(format!("set the ends of this tag first: {}", app.key_of("enter")));
    }
    let Some((span, label)) = what_to_repeat(app) else {
        return app.refuse("focus a tag first, or give a label and then select other words");
    };
    let at = (app.setting.clock)();
    let open = &app.desk.shelf[slot];
    let (text, words) = (open.text(), open.document.slice(span));
    let found = memmem::find_iter(text.as_bytes(), words.as_bytes())
        .map(|start| Span::new(start, start + words.len()))
        .filter(|found| stands_alone(text, *found) && open.layer.same(&label, *found).is_none());
    let new: Vec<Tag> = found.take(MOST + 1).map(|found| Tag::new(&label, found, &at)).collect();
    let shown = quote(words, 40);
    match new.len() {
        0 => app.say(format!("no other “{shown}” without {}", with_article(&label))),
        more if more > MOST => app.warn(format!("“{shown}” occurs more than {MOST} times: too many for one action")),
        count => {
            let words = format!("{label} on {count} × “{shown}”");
            let edits = new.into_iter().map(|tag| (slot, Edit::put(tag))).collect();
            app.desk.with_active(|pane, _| pane.selection = None);
            if app.change(words.clone(), Place { slot, span }, edits) {
                app.say(format!("tagged: {words}"));
            }
        }
    }
}

/// The longest text that is copied, in bytes. The sequence that carries it (OSC 52) is a third longer, and tmux drops
/// sequences of more than 1 MB.
const LONGEST_COPY: usize = 700 << 10;

/// Copies the selection; without one, the quote in focus; without one, the quote of the tag under the cursor.
pub(super) fn copy(app: &mut App) {
    let selected = app.desk.with_active(|pane, text| pane.selected(text));
    let span = selected
        .or_else(|| app.focused_tag().map(|tag| tag.span))
        .or_else(|| app.focused_item().and_then(|(slot, item, _)| super::review::span_of(app, slot, item)))
        .or_else(|| app.tags_under_cursor().first().map(|tag| tag.span));
    let Some(span) = span else { return app.refuse("select something first, or focus a tag") };
    let text = app.desk.open().document.slice(span).to_string();
    if text.len() > LONGEST_COPY {
        return app.say("too long to copy: a terminal takes no more than 700 KiB");
    }
    app.say(format!("copied: “{}”", quote(&text, 40)));
    app.ask(Effect::Copy(text));
}

/// Returns a description of a tag: `claim on “Prices rose”`.
pub(super) fn name(app: &App, slot: Slot, tag: &Tag) -> String {
    format!("{} on “{}”", tag.label, app.desk.shelf[slot].quote(tag.span, 40))
}

/// Returns the words and the label for tagging every occurrence.
fn what_to_repeat(app: &mut App) -> Option<(Span, String)> {
    let last = app.last_label.clone();
    let selected = app.desk.with_active(|pane, text| pane.selected(text).map(|span| unit::trim(text, span)));
    if let Some(span) = selected {
        return last.filter(|_| !span.is_empty()).map(|label| (span, label));
    }
    let tag = app.focused_tag().or_else(|| app.tags_under_cursor().first().copied())?;
    Some((tag.span, tag.label.clone()))
}

/// Returns whether a span is no part of a longer word or number, and cuts no grapheme.
fn stands_alone(text: &str, span: Span) -> bool {
    if !grapheme::is_boundary(text, span.start) || !grapheme::is_boundary(text, span.end) {
        return false;
    }
    let joins = |inner: Option<char>, outer: Option<char>, beyond: Option<char>| {
        let (Some(inner), Some(outer)) = (inner, outer) else { return false };
        let continues = outer.is_alphanumeric() || outer == '_';
        let number = matches!(outer, '.' | ',') && beyond.is_some_and(|c| c.is_ascii_digit());
        (inner.is_alphanumeric() && continues) || (inner.is_ascii_digit() && number)
    };
    let (before, words, after) = (&text[..span.start], &text[span.start..span.end], &text[span.end..]);
    let (mut outer, mut follow) = (before.chars().rev(), after.chars());
    !joins(words.chars().next(), outer.next(), outer.next())
        && !joins(words.chars().next_back(), follow.next(), follow.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_within_a_longer_word_or_number_is_none() {
        let alone = |text: &str, words: &str| {
            text.match_indices(words)
                .map(|(at, _)| stands_alone(text, Span::new(at, at + words.len())))
                .collect::<Vec<_>>()
        };
        assert_eq!(alone("5 15 2.5 5% 5,000 5. 5", "5"), [true, false, false, true, false, true, true]);
        assert_eq!(alone("NATO NATO’s UNATO", "NATO"), [true, true, false]);
        assert_eq!(alone("e e\u{301}", "e"), [true, false]);
    }
}
