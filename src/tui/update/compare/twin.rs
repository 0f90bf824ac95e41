//! Carries a tag in shared wording over to the same words of the other article.

use crate::compare::both::Both;
use crate::compare::wording::Twin;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::{Id, Tag};
use crate::text::Span;
use crate::tui::model::App;
use crate::tui::model::compared::Purpose;
use crate::tui::update::focus;

/// Carries the tag in focus over; first asks for the shared wording, if it is not known yet.
pub(crate) fn ask(app: &mut App) {
    let slot = app.desk.pane().slot;
    if let Some(tag) = focus::needed(app) {
        super::ask(app, Purpose::Twin(slot, tag.id));
    }
}

/// Tags the same words in the other article, with the label and attributes of the tag, as one action.
pub(crate) fn carry_over(app: &mut App, slot: Slot, id: &Id) {
    let Some(answer) = app.compared() else { return };
    let Both { left, right } = answer.question.slots;
    let Some(tag) = app.desk.shelf[slot].layer.tag(id).cloned() else { return };
    let (other, place) = match slot == left {
        true => (right, Twin::OfLeft(tag.span)),
        false => (left, Twin::OfRight(tag.span)),
    };
    let text = Both::new(app.desk.shelf[left].text(), app.desk.shelf[right].text());
    let quote = |slot: Slot, span| app.desk.shelf[slot].quote(span, 40);
    let wording = &answer.comparison.wording;
    let Some(span) = wording.twin(text, place) else {
        let words = quote(slot, tag.span);
        return app.warn(format!("“{words}” does not stand in wording that the other article shares"));
    };
    let words = format!("carried over: {} “{}”", tag.label, quote(other, span));
    let layer = &app.desk.shelf[other].layer;
    // The twin of a twin is the tag that it was made from, also if that one has some words more.
    let is_first = |one: &&Tag| {
        let back = if slot == left { Twin::OfRight(one.span) } else { Twin::OfLeft(one.span) };
        one.label == tag.label && wording.twin(text, back) == Some(tag.span)
    };
    let first = || layer.tags().touching(span).find(is_first);
    let there = layer.same(&tag.label, span).or_else(first).map(|there| (there.id.clone(), there.span));
    if let Some((id, span)) = there {
        focus::jump(app, other, &id);
        let words = format!("these words are tagged there already: {} “{}”", tag.label, quote_of(app, other, span));
        return app.say(words);
    }
    let at = (app.setting.clock)();
    let twin = Tag { attributes: tag.attributes.clone(), note: tag.note.clone(), ..Tag::new(&tag.label, span, &at) };
    let id = twin.id.clone();
    if app.change(words.clone(), Place { slot: other, span }, vec![(other, Edit::put(twin))]) {
        focus::jump(app, other, &id);
        app.say(format!("{words}, which has the focus now"));
    }
}

/// Returns the quote of a span, as messages show it.
fn quote_of(app: &App, slot: Slot, span: Span) -> String {
    app.desk.shelf[slot].quote(span, 40)
}
