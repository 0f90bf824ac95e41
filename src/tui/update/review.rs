//! Reviews items: goes from item to item, records a verdict on each, and moves the page on.
//!
//! ```text
//!   ]  the next that is open      y  accept      x  reject      m  comment      c f s, v  amend
//!                                 1 2 3 one annotator's version    &  the shared words    +  all the words
//! ```
//!
//! [`crate::review::round`] decides what changes in the reviewer's layer; this file applies it as one action, which
//! undo reverts as one.

use crate::review::matching::MatchKind;
use crate::review::round::{ItemState, Resolution, ReviewItem};
use crate::say::{self, with_article};
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::{Origin, Tag};
use crate::text::motion::Direction;
use crate::text::unit::{self, Unit};
use crate::text::{Span, grapheme};
use crate::tui::model::open::Open;
use crate::tui::model::pane::Focus;
use crate::tui::model::review::{Bulk, Review, Version};
use crate::tui::model::{App, Just};
use crate::tui::update::misfit::{self, PlannedAction};

/// Returns the items under the cursor, the innermost first.
pub(super) fn under_cursor(app: &App) -> Vec<Origin> {
    let (open, pane) = (app.desk.open(), app.desk.pane());
    let Some(review) = &open.review else { return Vec::new() };
    let under = Span::new(pane.cursor, grapheme::next(open.text(), pane.cursor));
    let mut items: Vec<usize> = review.round.touching(under).collect();
    items.sort_by_key(|item| review.round.items[*item].span().len());
    items.into_iter().filter_map(|item| review.round.name(item)).collect()
}

/// Focuses the item `times` further on among those that wait for a decision.
pub(super) fn step(app: &mut App, times: usize, direction: Direction) {
    for _ in 0..times.max(1).min(app.review_here().map_or(1, |review| review.progress.open.max(1))) {
        let Some(item) = next(app, direction) else { return say_done(app) };
        focus(app, app.desk.pane().slot, item);
    }
}

/// Shows an item and puts it in focus.
pub(super) fn focus(app: &mut App, slot: Slot, item: usize) {
    let (Some(pane), Some(review)) = (app.desk.pane_of(slot), &app.desk.shelf[slot].review) else { return };
    let (Some(name), Some(span)) = (review.round.name(item), review.round.items.get(item).map(ReviewItem::span)) else {
        return;
    };
    app.desk.active = pane;
    app.desk.fit();
    app.desk.with(pane, |pane, text| {
        pane.selection = None;
        pane.show(text, span);
        pane.focus = Some(Focus::Item(name));
    });
}

/// Shows the item that a tag belongs to.
pub(super) fn jump(app: &mut App, slot: Slot, tag: &Origin) {
    let found = app.desk.shelf.get(slot).and_then(|open| open.review.as_ref()?.round.find(tag));
    if let Some(item) = found {
        focus(app, slot, item);
    }
}

/// Accepts an item unchanged. If several annotators differ, one version has to be chosen.
pub(super) fn accept(app: &mut App) {
    let Some((slot, item, state)) = app.focused_item() else { return };
    let Some(review) = &app.desk.shelf[slot].review else { return };
    let thing = &review.round.items[item];
    if state == ItemState::Amended {
        return go_on(app, "amended already");
    }
    let equal = matches!(thing.kind, MatchKind::Agreed | MatchKind::OnlySome);
    match thing.tag().filter(|_| equal || review.round.is_single()).map(Resolution::of) {
        Some(outcome) => resolve(app, slot, item, &outcome, "accepted"),
        None => {
            let keys = ["take-shared", "take-union"].map(|id| app.key_of(id));
            app.say(format!(
                "which one? a number takes that version, {} the shared words, {} all the words",
                keys[0], keys[1]
            ));
        }
    }
}

/// Rejects the item: it should not be tagged.
pub(super) fn reject(app: &mut App) {
    let Some((slot, item, _)) = app.focused_item() else { return };
    let words = format!("rejected {}", app.item_name(slot, item));
    act(app, slot, item, (words, "rejected".into()), |review, open, at| {
        review.round.reject(item, &open.layer, &open.document, at)
    });
}

/// Withdraws the decision on the item.
pub(super) fn withdraw(app: &mut App) {
    let Some((slot, item, state)) = app.focused_item() else { return };
    if state == ItemState::Open {
        return app.refuse("nothing was decided here yet");
    }
    let words = format!("open again: {}", app.item_name(slot, item));
    let edits = edits(app, slot, |review, open, _| review.round.withdraw(item, &open.layer));
    let place = place(app, slot, item);
    misfit::propose(app, PlannedAction::new(words, place, edits));
}

/// Chooses one of several versions.
pub(super) fn take(app: &mut App, version: Version) {
    let Some((slot, item, _)) = app.focused_item() else {
        return app.refuse("only a review of several annotators has versions to take");
    };
    let Some(review) = &app.desk.shelf[slot].review else { return };
    let thing = &review.round.items[item];
    let first = thing.tag().cloned();
    let said = match version {
        Version::Of(number) => format!("took {}’s", review.round.annotators.get(number).map_or("", String::as_str)),
        Version::Shared | Version::All if thing.members.len() < review.round.annotators.len() => {
            let has = |number: &usize| thing.members.iter().any(|(who, _)| who == number);
            let (have, lack): (Vec<usize>, Vec<usize>) = (0..review.round.annotators.len()).partition(has);
            let names = |numbers: &[usize]| {
                say::and(&numbers.iter().map(|number| review.round.annotators[*number].as_str()).collect::<Vec<_>>())
            };
            let lacks = if lack.len() == 1 { "has" } else { "have" };
            format!("took the words of {}; {} {lacks} no tag here", names(&have), names(&lack))
        }
        Version::Shared => "took shared words".into(),
        Version::All => "took all words".into(),
    };
    let outcome = match version {
        Version::Of(number) => match (review.round.annotators.get(number), thing.of(number)) {
            (None, _) => return app.refuse(format!("there is no annotator number {}", number + 1)),
            (Some(who), None) => {
                let words = format!("{who} has no tag here");
                return app.say(words);
            }
            (Some(_), Some(tag)) => Some(Resolution::of(tag)),
        },
        Version::Shared => first.and_then(|tag| Some(Resolution { span: thing.shared()?, ..Resolution::of(&tag) })),
        Version::All => first.map(|tag| Resolution { span: thing.span(), ..Resolution::of(&tag) }),
    };
    match outcome {
        Some(outcome) => resolve(app, slot, item, &outcome, &said),
        None => app.refuse("the versions share no words"),
    }
}

/// Gives the item in focus another label. Returns `None` if no item is in focus.
pub(super) fn relabel(app: &mut App, label: &str) -> Option<()> {
    let (slot, item, _) = app.focused_item()?;
    let outcome = Resolution { label: label.into(), ..current(app, slot, item)? };
    resolve(app, slot, item, &outcome, "amended");
    Some(())
}

/// Gives an item whose ends are being edited the selected ends, and another label if one is given.
pub(super) fn set_ends(app: &mut App, name: &Origin, span: Span, label: Option<&str>) {
    let slot = app.desk.pane().slot;
    let Some(item) = app.desk.shelf[slot].review.as_ref().and_then(|review| review.round.find(name)) else { return };
    app.desk.with_active(|pane, _| (pane.selection, pane.focus) = (None, Some(Focus::Item(name.clone()))));
    let Some(now) = current(app, slot, item) else { return };
    let outcome = Resolution { span, label: label.map_or(now.label.clone(), Into::into), ..now };
    resolve(app, slot, item, &outcome, "amended");
}

/// Returns the span of an item as it was decided, or its present span.
pub(super) fn span_of(app: &App, slot: Slot, item: usize) -> Option<Span> {
    current(app, slot, item).map(|outcome| outcome.span)
}

/// Accepts all open items in a part of the document, as one action; with several annotators, only those on which they
/// agree.
pub(super) fn accept_all(app: &mut App, bulk: Bulk) {
    let slot = app.desk.pane().slot;
    let open = app.desk.open();
    let Some(review) = &open.review else {
        return app.refuse(format!("there is no review here: {} begins one", app.key_of("review")));
    };
    let within = match bulk {
        Bulk::Paragraph => unit::at(open.text(), Unit::Paragraph, app.desk.pane().cursor),
        Bulk::Document | Bulk::Label => Span::new(0, open.document.len()),
    };
    let label = match bulk {
        Bulk::Label => match app.focused_item().and_then(|(_, item, _)| review.round.items[item].tag()) {
            Some(tag) => Some(tag.label.clone()),
            None => return app.refuse("focus an item first: its label is accepted"),
        },
        _ => None,
    };
    let single = review.round.is_single();
    let wanted = |item: &usize| {
        let thing = &review.round.items[*item];
        review.states[*item].is_open()
            && within.covers(thing.span())
            && (single || thing.kind == MatchKind::Agreed)
            && label.as_ref().is_none_or(|label| thing.tag().is_some_and(|tag| tag.label == *label))
    };
    let items: Vec<usize> = (0..review.round.items.len()).filter(wanted).collect();
    let Some(first) = items.first().copied() else {
        return app.say(if single {
            "nothing is open there"
        } else {
            "no item on which the annotators agree is open there"
        });
    };
    let at = (app.setting.clock)();
    let resolve = |item: &usize| {
        let outcome = review.round.items[*item].tag().map(Resolution::of);
        outcome.map_or_else(Vec::new, |outcome| review.round.resolve(*item, &outcome, &open.layer, &open.document, &at))
    };
    let edits: Vec<(Slot, Edit)> = items.iter().flat_map(resolve).map(|edit| (slot, edit)).collect();
    let place = place(app, slot, first);
    let words = match (items.len(), label) {
        (1, _) => format!("accepted {}", app.item_name(slot, first)),
        (count, Some(label)) => format!("accepted {count}, each {}", with_article(&label)),
        (count, None) => format!("accepted {count}"),
    };
    misfit::propose(app, PlannedAction::new(words.clone(), place, edits).then(words, go_on));
}

/// Sorts the items by how far annotators differ, or by their place in the text.
pub(super) fn turn_order(app: &mut App) {
    app.worst_first = !app.worst_first;
    app.say(if app.worst_first {
        "order: items that differ most come first, then those that a model is least sure of"
    } else {
        "order: as in the text"
    });
}

/// Returns the present form of an item: the decision on it, or its first tag.
fn current(app: &App, slot: Slot, item: usize) -> Option<Resolution> {
    let open = &app.desk.shelf[slot];
    let review = open.review.as_ref()?;
    let tag: &Tag = review.round.items.get(item)?.tag()?;
    let amended = review.round.amended(item, &open.layer);
    Some(match amended.and_then(|judged| Some((judged, judged.span?))) {
        Some((judged, span)) => Resolution {
            label: judged.label.clone(),
            attributes: judged.attributes.clone(),
            span,
            note: tag.note.clone(),
        },
        None => Resolution::of(tag),
    })
}

/// Records a decision on an item. With one annotator, a decision that leaves the tag as it is counts as accepted.
fn resolve(app: &mut App, slot: Slot, item: usize, outcome: &Resolution, verb: &str) {
    let open = &app.desk.shelf[slot];
    let alone = open.review.as_ref().filter(|review| review.round.is_single());
    let same = alone.and_then(|review| review.round.items.get(item)?.tag()).is_some_and(|tag| outcome.is(tag));
    let verb = if same { "accepted" } else { verb };
    let words = format!("{verb}: {} on “{}”", outcome.label, open.quote(outcome.span, 40));
    let judged = alone.and_then(|review| review.round.items.get(item)?.tag());
    let unfit = judged.map_or(0, |tag| misfit::unfit_under_review(app, slot, tag, &outcome.label));
    let verb = match unfit {
        0 => verb.to_string(),
        1 => format!("{verb}; a link of it does not fit {}", with_article(&outcome.label)),
        links => format!("{verb}; {links} links of it do not fit {}", with_article(&outcome.label)),
    };
    act(app, slot, item, (words, verb), |review, open, at| {
        review.round.resolve(item, outcome, &open.layer, &open.document, at)
    });
}

/// Changes an item and goes on. The message for undo is complete; the message beside the next item is short.
fn act(
    app: &mut App,
    slot: Slot,
    item: usize,
    (words, word): (String, String),
    of: impl FnOnce(&Review, &Open, &str) -> Vec<Edit>,
) {
    let edits = edits(app, slot, of);
    let place = place(app, slot, item);
    let name = app.desk.shelf[slot].review.as_ref().and_then(|review| review.round.name(item));
    let just = name.map(|name| Just::Decided(slot, name));
    misfit::propose(app, PlannedAction::new(words, place, edits).just(just).then(word, go_on));
}

/// Returns the edits of the reviewer's layer that `of` makes, at the present time.
pub(super) fn edits(app: &App, slot: Slot, of: impl FnOnce(&Review, &Open, &str) -> Vec<Edit>) -> Vec<(Slot, Edit)> {
    let open = &app.desk.shelf[slot];
    let at = (app.setting.clock)();
    let edits = open.review.as_ref().map_or_else(Vec::new, |review| of(review, open, &at));
    edits.into_iter().map(|edit| (slot, edit)).collect()
}

/// Returns the place of an item.
pub(super) fn place(app: &App, slot: Slot, item: usize) -> Place {
    let span = app.desk.shelf[slot].review.as_ref().and_then(|review| Some(review.round.items.get(item)?.span()));
    Place { slot, span: span.unwrap_or_default() }
}

/// Goes on to the next open item, and says what was done.
fn go_on(app: &mut App, words: &str) {
    match next(app, Direction::Forward) {
        Some(item) => {
            let slot = app.desk.pane().slot;
            focus(app, slot, item);
            let left = app.review_here().map_or(0, |review| review.progress.open);
            app.say(format!("{words} · {left} open"));
        }
        None => {
            app.desk.with_active(|pane, _| pane.focus = None);
            say_done(app);
            let done = app.message.take().map(|message| message.words).unwrap_or_default();
            app.say(format!("{words} · {done}"));
        }
    }
}

/// Says that no item is open in the active document, and how many are open in the other one.
fn say_done(app: &mut App) {
    let elsewhere = app.desk.panes.iter().enumerate().find_map(|(number, pane)| {
        let left = app.desk.shelf[pane.slot].review.as_ref()?.progress.open;
        (number != app.desk.active && left > 0).then_some(left)
    });
    let tab = app.key_of("other-pane");
    app.say(match elsewhere {
        Some(left) => format!("nothing is open here; {left} in the other article: {tab}"),
        None => "nothing is open".to_string(),
    });
}

/// Returns the next item that waits for a decision, going around the end.
fn next(app: &App, direction: Direction) -> Option<usize> {
    let pane = app.desk.pane();
    let review = app.review_here()?;
    let focus = pane.focus.as_ref().and_then(|focus| review.round.find(focus.item()?));
    if app.worst_first {
        return next_worst(review, focus, direction);
    }
    let open = |item: &usize| review.states[*item].is_open();
    let at = match focus {
        Some(item) => item + usize::from(direction == Direction::Forward),
        None => review.round.before(pane.cursor),
    };
    let (before, behind) = (0..at, at..review.states.len());
    match direction {
        Direction::Forward => behind.chain(before).find(open),
        Direction::Back => before.rev().chain(behind.rev()).find(open),
    }
}

/// Returns the next open item in the order in which annotators differ most; among items that differ alike, the item of
/// which a model is least certain comes first.
fn next_worst(review: &Review, focus: Option<usize>, direction: Direction) -> Option<usize> {
    let rank = |one: usize, other: usize| {
        let (first, second) = (&review.round.items[one], &review.round.items[other]);
        let certain = |item: &ReviewItem| item.certainty().unwrap_or(f64::INFINITY);
        first.kind.cmp(&second.kind).then(certain(first).total_cmp(&certain(second))).then(one.cmp(&other))
    };
    let mut open: Vec<usize> = (0..review.states.len()).filter(|item| review.states[*item].is_open()).collect();
    open.sort_by(|one, other| rank(*one, *other));
    if direction == Direction::Back {
        open.reverse();
    }
    let behind = |item: &&usize| {
        focus.is_none_or(|here| match direction {
            Direction::Forward => rank(**item, here).is_gt(),
            Direction::Back => rank(**item, here).is_lt(),
        })
    };
    open.iter().find(behind).or(open.first()).copied()
}
