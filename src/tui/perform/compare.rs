//! Compares two documents: short ones at once, so that the next frame shows the rows, long ones on another thread.

use super::{World, apart};
use crate::compare::both::Both;
use crate::compare::decision::PlacedDecision;
use crate::compare::reading::DocumentReading;
use crate::compare::{Comparison, Side, compare_unless};
use crate::parallel;
use crate::tui::model::Event;
use crate::tui::model::compared::CompareQuestion;

/// Two documents of at most this many bytes together are compared at once: about 4,000 words, which take a few
/// milliseconds.
const SHORT: usize = 24 << 10;

/// Compares two documents. Returns the answer if it is known at once.
pub(super) fn compare(world: &World, number: u64, question: CompareQuestion) -> Option<Event> {
    let is_outdated = world.comparisons.begin(number);
    let Both { left, right } = question.documents.as_ref().map(|document| document.len());
    if left + right <= SHORT {
        return Some(Event::Compared { number, comparison: answer(&question, || false).map(Box::new) });
    }
    apart(world, "compare", move || Event::Compared {
        number,
        comparison: answer(&question, is_outdated).map(Box::new),
    });
    None
}

/// Returns the comparison; `None` if a newer question came before it was finished.
fn answer(question: &CompareQuestion, is_outdated: impl Fn() -> bool + Sync) -> Option<Comparison> {
    let documents = question.documents.as_ref().map(|document| document.as_ref());
    let (claims, languages) = (&question.claims, question.languages);
    let side = Both::new(
        Side { document: documents.left, language: languages.left, claims: &claims.left },
        Side { document: documents.right, language: languages.right, claims: &claims.right },
    );
    let (left, right) = parallel::both(|| DocumentReading::of(side.left), || DocumentReading::of(side.right));
    let placed = PlacedDecision::all(documents, &question.decisions);
    compare_unless(Both::new(&left, &right), &placed, &is_outdated)
}
