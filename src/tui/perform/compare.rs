//! Holding two documents against each other: short ones at once, so that the rows are there with the next frame, long ones on a thread of their
//! own.

use std::sync::atomic::Ordering;

use super::{World, apart};
use crate::compare::both::Both;
use crate::compare::decision::PlacedDecision;
use crate::compare::reading::DocumentReading;
use crate::compare::{Comparison, Side, compare_read};
use crate::language;
use crate::tui::model::Event;
use crate::tui::model::compared::CompareQuestion;

/// Two documents of so many bytes together are compared at once: some 4,000 words, which take a few milliseconds.
const SHORT: usize = 24 << 10;

/// Holds two documents against each other. Returns the answer if it is there already.
pub(super) fn compare(world: &World, number: u64, question: CompareQuestion) -> Option<Event> {
    world.comparison.store(number, Ordering::Relaxed);
    let Both { left, right } = question.documents.as_ref().map(|document| document.len());
    if left + right <= SHORT {
        return Some(Event::Compared { number, comparison: answer(&question, || false).map(Box::new) });
    }
    let newest = world.comparison.clone();
    apart(world, "compare", move || {
        let is_outdated = || newest.load(Ordering::Relaxed) != number;
        Event::Compared { number, comparison: answer(&question, is_outdated).map(Box::new) }
    });
    None
}

/// Ends the work on a comparison that nobody waits for any more.
pub(super) fn stop(world: &World) {
    world.comparison.store(0, Ordering::Relaxed);
}

/// Returns the comparison; `None` if it is outdated before it is there.
fn answer(question: &CompareQuestion, is_outdated: impl Fn() -> bool) -> Option<Comparison> {
    let documents = question.documents.as_ref().map(|document| document.as_ref());
    let side = Both::new((documents.left, &question.claims.left), (documents.right, &question.claims.right));
    let side = side.map(|(document, claims)| Side {
        document,
        language: language::told(document.text()),
        claims: claims.as_slice(),
    });
    let left = DocumentReading::of(side.left);
    if is_outdated() {
        return None;
    }
    let right = DocumentReading::of(side.right);
    let placed: Vec<PlacedDecision> =
        question.decisions.iter().filter_map(|decision| PlacedDecision::of(documents, decision)).collect();
    (!is_outdated()).then(|| compare_read(Both::new(&left, &right), &placed))
}
