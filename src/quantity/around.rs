//! Reads the words around a measure: its qualifier, and whether something rose or fell by it.

use super::Change;
use super::measure::Measure;
use super::sentence::Sentence;
use super::token::Kind;
use crate::language::units::Kind as Unit;
use crate::language::words::{Qualifier, Way};

/// The greatest number of tokens between a change and the value that it led to.
const REACH: usize = 7;

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
pub(super) fn around(sentence: &Sentence, measure: &Measure, before: Option<&(Measure, Around)>) -> Around {
    let words = &sentence.language.words;
    let mut around =
        Around { first: measure.first, end: measure.last_end, next: measure.end, qualifier: None, change: None };
    // `sub-300`
    let hyphen =
        measure.first.checked_sub(1).filter(|at| sentence.tokens[*at].is_hyphen() && sentence.tokens[*at].glued);
    if let Some((at, qualifier)) = sentence.phrase_before(hyphen.unwrap_or(measure.first), &words.qualifiers)
        && !is_moved_up_to(sentence, at)
        && !is_during(sentence, measure, at)
        && !is_compared_with_time(sentence, measure, at)
    {
        (around.first, around.qualifier) = (at, Some(qualifier));
        // `just over`, `only about`: the more specific qualifier stands next to the number.
        if let Some((at, _)) = sentence.phrase_before(at, &words.qualifiers) {
            around.first = at;
        }
    }
    // `30-odd`
    let behind = sentence.phrase(measure.end, &words.qualifiers_behind);
    let behind = behind.or_else(|| sentence.phrase(sentence.behind_hyphen(measure.end), &words.qualifiers_behind));
    // `£85m plus £5m`
    let adds =
        |end: usize| sentence.tokens.get(end).is_some_and(|next| matches!(next.kind, Kind::Digits(_) | Kind::Sign(_)));
    if let Some((end, qualifier)) = behind.filter(|(end, _)| !adds(*end)) {
        around.end = sentence.tokens[end - 1].end;
        around.next = end;
        around.qualifier = around.qualifier.or(Some(qualifier));
    }
    around.change = change(sentence, around.first, measure)
        .or_else(|| {
            let (_, way) = sentence.phrase(measure.end, &words.changes_behind)?;
            Some(Change::By(way))
        })
        .or_else(|| {
            // `$12.4 billion, up from $11.8 billion`
            let comma = usize::from(sentence.tokens.get(measure.end).is_some_and(|token| token.is_mark(&[','])));
            let (behind, way) = sentence.phrase(measure.end + comma, &words.changes)?;
            sentence.word(behind).is_some_and(|word| words.away.has(word)).then_some(Change::To(way))
        })
        .or_else(|| reached(sentence, around.first, before?));
    around
}

/// Recognises `edged up to 4.2 per cent`: the first word of the qualifier at token `at` belongs to the verb before it.
fn is_moved_up_to(sentence: &Sentence, at: usize) -> bool {
    sentence.phrase_before(at + 1, &sentence.language.words.changes).is_some_and(|(first, _)| first < at)
}

/// Recognises `10 points lower than four years ago`: times are longer or shorter, and not lower.
fn is_compared_with_time(sentence: &Sentence, measure: &Measure, at: usize) -> bool {
    let is_height = sentence.word(at).is_some_and(|word| sentence.language.words.changes_behind.has(word));
    is_height && measure.unit.kind == Some(Unit::Time)
}

/// Recognises `€2 billion over five years`: the word at token `at` says during which time, unless another qualifier or
/// `for` stands before it, or `ago` and the like behind the time.
fn is_during(sentence: &Sentence, measure: &Measure, at: usize) -> bool {
    let words = &sentence.language.words;
    let is_lasting = sentence.word(at).is_some_and(|word| words.lasting.has(word)) && at + 1 == measure.first;
    let qualified = sentence.phrase_before(at, &words.qualifiers).is_some()
        || sentence.word(at.wrapping_sub(1)).is_some_and(|word| words.is_small(word) || words.verbs.has(word));
    let dated = sentence.word(measure.end).is_some_and(|word| words.adverbs.has(word));
    is_lasting && measure.unit.kind == Some(Unit::Time) && at > 0 && !qualified && !dated
}

/// Returns the change to the value at token `at`, or from it, where the change stands before it: `rose 5% to $3 billion`, `rose to $3
/// billion from $2 billion`.
fn reached(sentence: &Sentence, at: usize, before: &(Measure, Around)) -> Option<Change> {
    let words = &sentence.language.words;
    let to = at.checked_sub(1)?;
    let word = sentence.word(to)?;
    let (_, around) = before;
    let change = match around.change? {
        Change::By(way) if words.to.has(word) => Change::To(way),
        Change::By(way) | Change::To(way) if words.away.has(word) => Change::From(way),
        _ => return None,
    };
    // `rose 5 per cent, compared to 3 per cent in May`, `fell 5 per cent due to 300 closures`
    if to.checked_sub(1).and_then(|at| sentence.word(at)).is_some_and(|word| words.other_to.has(word)) {
        return None;
    }
    // `rose 5 per cent from a year earlier to $3 billion`, but not `fell 5 per cent and led to 300 closures`
    let between = around.next..to;
    let goes_on = |at: usize| {
        let token = &sentence.tokens[at];
        let verb = sentence.word(at).is_some_and(|word| words.verbs.has(word) || words.changes.has(word));
        let clause =
            sentence.word(at).is_some_and(|word| words.clause_starts.has(word) || words.conjunctions.has(word));
        !verb && !clause && (token.kind != Kind::Mark || token.is_mark(&[',', ')', '(']))
    };
    (between.len() <= REACH && between.into_iter().all(goes_on)).then_some(change)
}

/// Returns the change that a verb before token `at` expresses.
fn change(sentence: &Sentence, at: usize, measure: &Measure) -> Option<Change> {
    let words = &sentence.language.words;
    let ends_at = |end: usize| {
        let (_, way) = sentence.phrase_before(end, &words.changes)?;
        sentence.phrase_before(end, &words.phrasal).is_none().then_some(way)
    };
    // `raised $400m`: who raises money has it.
    let collects = measure.unit.kind == Some(Unit::Money) && sentence.phrase_before(at, &words.collecting).is_some();
    if let Some(way) = ends_at(at).filter(|_| !collects) {
        return Some(Change::By(way));
    }
    let before = at.checked_sub(1)?;
    if sentence.tokens[before].is_mark(&['+']) {
        return Some(Change::By(Way::Up));
    }
    let word = sentence.word(before)?;
    if words.by.has(word) {
        // `fell sharply by 5`, `raised its key rate by 5`
        let near = (1..6).find_map(|gap| ends_at(before.checked_sub(gap - 1)?));
        return near.map(Change::By);
    }
    if words.to.has(word) && !measure.led {
        return ends_at(before).map(Change::To);
    }
    if words.away.has(word) {
        return ends_at(before).map(Change::From);
    }
    // `fell another 5 per cent`, `was up a further 5`
    let filler = words.is_small(word) && !words.prepositions.has(word);
    filler.then(|| ends_at(before).map(Change::By)).flatten()
}
