//! Reads the words around a measure: its qualifier, and whether something rose or fell by it.

use super::Change;
use super::measure::Measure;
use super::sentence::Sentence;
use crate::language::words::{Qualifier, Way};

/// The words around a measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The first token, including the qualifier.
    pub first: usize,
    /// The byte after the last token, including the qualifier.
    pub end: usize,
    /// The token at which the rest of the sentence begins.
    pub next: usize,
    /// The qualifier.
    pub qualifier: Option<Qualifier>,
    /// The change, if something rose or fell.
    pub change: Option<Change>,
}

/// Reads the words around a measure.
pub(super) fn around(sentence: &Sentence, measure: &Measure) -> Around {
    let words = &sentence.language.words;
    let mut around =
        Around { first: measure.first, end: measure.last_end, next: measure.end, qualifier: None, change: None };
    // `sub-300`
    let hyphen =
        measure.first.checked_sub(1).filter(|at| sentence.tokens[*at].is_hyphen() && sentence.tokens[*at].glued);
    if let Some((at, qualifier)) = sentence.phrase_before(hyphen.unwrap_or(measure.first), &words.qualifiers) {
        (around.first, around.qualifier) = (at, Some(qualifier));
        // `just over`, `only about`: the more specific qualifier stands next to the number.
        if let Some((at, _)) = sentence.phrase_before(at, &words.qualifiers) {
            around.first = at;
        }
    }
    if let Some((end, qualifier)) = sentence.phrase(measure.end, &words.qualifiers_behind) {
        around.end = sentence.tokens[end - 1].end;
        around.next = end;
        around.qualifier = around.qualifier.or(Some(qualifier));
    }
    around.change = change(sentence, around.first, measure.led).or_else(|| {
        let (_, way) = sentence.phrase(measure.end, &words.changes_behind)?;
        Some(Change::By(way))
    });
    around
}

/// Returns the change that a verb before token `at` expresses.
fn change(sentence: &Sentence, at: usize, led: bool) -> Option<Change> {
    let words = &sentence.language.words;
    let ends_at = |end: usize| sentence.phrase_before(end, &words.changes).map(|(_, way)| way);
    if let Some(way) = ends_at(at) {
        return Some(Change::By(way));
    }
    let before = at.checked_sub(1)?;
    if sentence.tokens[before].is_mark(&['+']) {
        return Some(Change::By(Way::Up));
    }
    let word = sentence.word(before)?;
    if words.by.has(word) {
        // `fell sharply by 5`
        let near = (1..4).find_map(|gap| ends_at(before.checked_sub(gap - 1)?));
        return near.map(Change::By);
    }
    if words.to.has(word) && !led {
        return ends_at(before).map(Change::To);
    }
    // `fell another 5 per cent`, `was up a further 5`
    let filler = words.is_small(word) && !words.prepositions.has(word);
    filler.then(|| ends_at(before).map(Change::By)).flatten()
}
