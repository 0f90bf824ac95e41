//! Compares two documents: short ones at once, so that the next frame shows the rows, long ones on another thread.

use std::sync::atomic::Ordering;

use super::{World, apart};
use crate::compare::both::Both;
use crate::compare::decision::PlacedDecision;
use crate::compare::reading::DocumentReading;
use crate::compare::{Comparison, Side, compare_read};
use crate::tui::model::Event;
use crate::tui::model::compared::CompareQuestion;

/// Two documents of at most this many bytes together are compared at once: about 4,000 words, which take a few
/// milliseconds.
const SHORT: usize = 24 << 10;

/// Compares two documents. Returns the answer if it is known at once.
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

/// Ends the work on a comparison that is no longer needed.
pub(super) fn stop(world: &World) {
    world.comparison.store(0, Ordering::Relaxed);
}

/// Returns the comparison; `None` if a newer question came before it was finished.
fn answer(question: &CompareQuestion, is_outdated: impl Fn() -> bool) -> Option<Comparison> {
    let documents = question.documents.as_ref().map(|document| document.as_ref());
    let (claims, languages) = (&question.claims, question.languages);
    let side = Both::new(
        Side { document: documents.left, language: languages.left, claims: &claims.left },
        Side { document: documents.right, language: languages.right, claims: &claims.right },
    );
    let left = DocumentReading::of(side.left);
    if is_outdated() {
        return None;
    }
    let right = DocumentReading::of(side.right);
    let placed = PlacedDecision::all(documents, &question.decisions);
    (!is_outdated()).then(|| compare_read(Both::new(&left, &right), &placed))
}
