//! Asks for the comparison of the two articles, and handles the answer.
//!
//! ```text
//!   g c ─▶ Effect::Compare ─▶ Event::Compared ─▶ [rows]      the screen of rows: both articles follow, `Enter` goes to the text
//!   W   ─▶      ″                  ″          ─▶ [wording]   shared wording in the text, `n` `N` step through it
//!   T   ─▶      ″                  ″          ─▶ [twin]      the same tag on the twin of its words
//!
//!   [decide]   s d c  link      x  decline, part      +  join      u  undo
//!   [places]   n N  the other places of a figure, the statements of a source
//! ```
//!
//! The program computes nothing before the user presses one of these keys. It compares long texts on another thread; if
//! the user presses another key meanwhile, the answer waits for the next `g c` and does not cover the screen.

pub(super) mod decide;
mod details;
mod line;
pub(super) mod places;
pub(super) mod rows;
pub(super) mod twin;
pub(super) mod waiting;
pub(super) mod wording;

use crate::compare::Comparison;
use crate::compare::both::Both;
use crate::compare::claims::tagged;
use crate::compare::decision::{Outcome, PlacedDecision, RowDecision, decisions};
use crate::tags::history::Slot;
use crate::text::Span;
use crate::tui::model::compared::{CompareQuestion, Compared, Purpose, RowView, Underway};
use crate::tui::model::{App, Effect};
use decide::RowLink;

/// Asks for the comparison of the two articles on the desk, for one of its purposes.
pub(super) fn ask(app: &mut App, purpose: Purpose) {
    let [left, right] = app.desk.slots()[..] else {
        return app.say("a comparison takes two articles; open two, or a pair of the corpus");
    };
    if app.desk.beside().is_some() {
        return app.say("this is one article twice; a comparison needs two articles");
    }
    let slots = Both::new(left, right);
    let question = CompareQuestion {
        slots,
        documents: slots.map(|slot| app.desk.shelf[slot].document.clone()),
        languages: slots.map(|slot| app.desk.shelf[slot].language()),
        claims: slots.map(|slot| claims(app, slot)),
        decisions: kept(app, slots),
    };
    let is_answered = |answer: &Compared| match purpose {
        Purpose::Rows | Purpose::Again => answer.answers(&question),
        // The shared wording depends only on the texts.
        Purpose::Wording | Purpose::Twin(..) => true,
    };
    if app.compared().is_some_and(is_answered) {
        return use_answer(app, purpose);
    }
    if let Some(underway) = app.comparing.underway.as_mut().filter(|underway| underway.question.is(&question)) {
        (underway.purpose, underway.is_left_alone) = (purpose, false);
        return;
    }
    app.comparing.asked += 1;
    let number = app.comparing.asked;
    app.comparing.underway = Some(Underway { question: question.clone(), purpose, is_left_alone: false });
    app.ask(Effect::Compare { number, question: Box::new(question) });
}

/// Asks anew for the rows of the open comparison; the answer that is there is the same unless a decision has changed.
pub(super) fn ask_again(app: &mut App) {
    if rows::is_open(app) {
        ask(app, Purpose::Again);
    }
}

/// Shows a place at the top of its pane, with the cursor there.
fn show_place(app: &mut App, slot: Slot, span: Span) {
    let Some(pane) = app.desk.pane_of(slot) else { return };
    app.desk.with(pane, |pane, text| {
        (pane.focus, pane.selection) = (None, None);
        // A pane keeps some rows above its cursor, so the cursor is put last: it must not leave the place.
        pane.set_top(text, span.start);
        pane.put(text, span.start);
    });
}

/// Returns the spans that are tagged as claims.
fn claims(app: &App, slot: Slot) -> Vec<Span> {
    tagged(app.desk.shelf[slot].layer.tags(), &app.setting.scheme)
}

/// Returns the decisions on rows in both layers, and the links between the two documents.
fn kept(app: &App, slots: Both<Slot>) -> Vec<RowDecision> {
    let open = slots.map(|slot| &app.desk.shelf[slot]);
    let mut all = decisions(open.map(|open| open.name.as_str()), open.map(|open| open.layer.remarks().values()));
    let document = open.map(|open| &*open.document);
    let (own, reviewed): (Vec<RowLink>, Vec<RowLink>) =
        decide::links(app, slots).into_iter().partition(|link| link.own.is_some());
    // A row that was declined stays away, also if an annotator under review linked it. One's own link is later than that answer.
    let declined = if reviewed.is_empty() { Vec::new() } else { PlacedDecision::all(document, &all) };
    let is_declined = |RowLink { link, .. }: &RowLink| {
        declined.iter().any(|placed| placed.is_about(link.section, link.place.map(Some)))
    };
    let kept: Vec<RowLink> = own.into_iter().chain(reviewed.into_iter().filter(|link| !is_declined(link))).collect();
    all.extend(kept.iter().map(|RowLink { link, .. }| link.decision(document)));
    all.extend(declined_by_others(app, slots));
    all
}

/// Returns what the annotators under review have declined.
fn declined_by_others(app: &App, slots: Both<Slot>) -> Vec<RowDecision> {
    let open = slots.map(|slot| &app.desk.shelf[slot]);
    let all = open.map(|open| open.review.as_ref().map_or(&[][..], |review| &review.declined));
    let mut who: Vec<&String> = all.left.iter().chain(all.right).map(|(who, _)| who).collect();
    who.sort_unstable();
    who.dedup();
    let of = |who: &String| {
        let remarks = all.map(|all| all.iter().filter(|(one, _)| one == who).map(|(_, remark)| remark));
        let found = decisions(open.map(|open| open.name.as_str()), remarks).into_iter();
        found.map(|one| RowDecision { outcome: Outcome::DeclinedBy(who.clone()), ..one }).collect::<Vec<_>>()
    };
    who.into_iter().flat_map(of).collect()
}

/// Handles the answer.
pub(super) fn answered(app: &mut App, number: u64, comparison: Option<Comparison>) {
    let Some(comparison) = comparison.filter(|_| number == app.comparing.asked) else { return };
    let Some(Underway { question, purpose, is_left_alone }) = app.comparing.underway.take() else { return };
    // A row of other articles says nothing about these.
    if app.comparing.answer.as_ref().is_some_and(|before| before.question.slots != question.slots) {
        (app.comparing.view, app.comparing.seen) = (RowView::default(), Vec::new());
        app.comparing.typed.clear();
    }
    app.comparing.answer = Some(Compared::new(question, comparison));
    let key = app.key_of(purpose.command());
    match app.compared() {
        None => app.say(format!("a text has changed meanwhile; {key} compares the two again")),
        Some(_) if is_left_alone && purpose != Purpose::Again => {
            app.say(format!("the comparison is ready: {key} {}", purpose.does()));
        }
        Some(_) => use_answer(app, purpose),
    }
}

/// Shows the part of the answer that the question was asked for.
fn use_answer(app: &mut App, purpose: Purpose) {
    match purpose {
        Purpose::Rows => rows::open(app),
        Purpose::Again => rows::refill(app),
        Purpose::Wording => wording::show(app),
        Purpose::Twin(slot, id) => twin::carry_over(app, slot, &id),
    }
}
