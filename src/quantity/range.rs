//! Reads a measure, which may be a range: `between $5 and $7 million`, `5-7%`, `from 40 to 65 rupees`.
//!
//! ```text
//!   $5   to   $7 million            the scale and the unit belong to both numbers
//!   low  how  high
//! ```

use super::amount::Written;
use super::measure::{Measure, single};
use super::number::Number;
use super::sentence::Sentence;
use super::{StepPlace, Value};
use crate::language::Language;
use crate::language::units::Kind as Measures;
use crate::language::words::{Qualifier, Way};
use crate::text::Span;

/// The greatest number of tokens from a word for a change to the first number of a range: `raised its stake from`.
const CHANGED: usize = 5;

/// Returns the measure that begins at a token.
pub(super) fn measure(sentence: &Sentence, at: usize) -> Option<Measure> {
    if !sentence.word(at).is_none_or(|word| may_begin(sentence, word)) {
        return None;
    }
    if let Some((from, _)) = sentence.phrase(at, &sentence.language.words.range_before)
        && let Some(low) = single(sentence, from)
        && let Some(range) = range(sentence, &low, Led::ByWord)
    {
        let mut range = Measure { first: at, led: true, ..range };
        range.age(sentence);
        return Some(range);
    }
    let low = single(sentence, at)?;
    Some(range(sentence, &low, Led::ByNothing).unwrap_or(low))
}

/// Returns whether a measure may begin with a word: that of a range, or of a number, or a unit with a half behind it, `año y medio`.
fn may_begin(sentence: &Sentence, word: &str) -> bool {
    let Language { numbers, words, units, .. } = sentence.language;
    numbers.begin_with(word)
        || words.range_before.begins(word)
        || !numbers.bare_halves.is_empty() && units.words.begins(word)
}

/// The word before a range: `between`, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Led {
    ByWord,
    ByNothing,
}

/// Returns the range whose first number is a given measure.
fn range(sentence: &Sentence, low: &Measure, led: Led) -> Option<Measure> {
    let Value::One(first) = low.value else { return None };
    let words = &sentence.language.words;
    let token = sentence.tokens.get(low.end)?;
    let (from, how) = if token.is_hyphen() || token.is_mark(&['~', '—']) && token.glued {
        (low.end + 1, How::Mark)
    } else if led == Led::ByWord {
        match sentence.phrase(low.end, &words.range_within) {
            Some((from, _)) => (from, How::Word),
            // `from $36,040 at 10.45pm last night to $34,935`
            None => (gap(sentence, low)?, How::Far),
        }
    } else if let Some((from, _)) = sentence.phrase(low.end, &words.range_alone) {
        (from, How::Word)
    } else {
        return None;
    };
    // `0-to-60`
    let from = match sentence.phrase(from, &words.range_alone) {
        Some((behind, _)) if how == How::Mark => sentence.behind_number_hyphen(behind),
        _ => from,
    };
    // `from up to 252 miles to 287 miles`
    let qualified = sentence.phrase(from, &words.qualifiers).filter(|_| how != How::Mark);
    let high = single(sentence, qualified.map_or(from, |(behind, _)| behind))?;
    let Value::One(last) = high.value else { return None };
    let mut first = first;
    let same = low.unit == high.unit;
    match (low.unit.kind, high.unit.kind) {
        (None, None) => {}
        (None, Some(_)) => {}
        (Some(_), None) if led == Led::ByWord || how == How::Mark => {}
        // `aged 18 to 35`
        (Some(Measures::Age), None) => {}
        (Some(kind), Some(_))
            if same
                && (led == Led::ByWord || how == How::Mark || kind != Measures::Share || !changed(sentence, low)) => {}
        // `$5 to $7 per share`
        (Some(kind), Some(_)) if kind == Measures::Money && high.unit.name.starts_with(&low.unit.name) => {}
        _ => return None,
    }
    // `$5 to $7 million`: the scale applies to both numbers.
    if low.written != Written::Scaled && high.written == Written::Scaled && first < Number::whole(1000) {
        let scale = [12, 9, 6, 3].map(|power| Number::whole(10i64.pow(power))).into_iter().find(|scale| *scale <= last);
        if let Some(scaled) = scale.and_then(|scale| first.times(scale)).filter(|scaled| *scaled <= last) {
            first = scaled;
        }
    }
    if how == How::Mark
        && (last <= first
            || low.number_end != sentence.tokens[low.end].start
                && sentence.tokens[low.end].is_mark(&['-'])
                && sentence.tokens[low.end + 1].glued)
    {
        return None;
    }
    // `20 bis 30 Prozent` has one unit, and is a range also of what fell.
    let is_result = low.unit.kind == high.unit.kind && fell(sentence, low);
    if led == Led::ByNothing && how == How::Word && (last <= first || is_result) {
        return None;
    }
    let unit = if high.unit.kind.is_some() { high.unit.clone() } else { low.unit.clone() };
    Some(Measure {
        first: low.first,
        number: low.number,
        end: high.end,
        number_end: high.number_end,
        bare_end: high.bare_end,
        last_end: high.last_end,
        value: Value::Between(first, last),
        unit,
        written: if low.written == Written::Digits && high.written == Written::Digits {
            Written::Digits
        } else {
            Written::Figures
        },
        joined: high.joined,
        led: false,
        steps: is_step(sentence, low, &high, led, from).then(|| {
            let first = qualified.map_or(high.first, |_| from);
            let qualifier = qualified.map(|(_, qualifier)| qualifier);
            [step(sentence, low, low.first, None), step(sentence, &high, first, qualifier)]
        }),
    })
}

/// Recognises `fell from 5.2 to 4.9 per cent`, which are two figures: what something was, and what it became. A word for a change stands
/// close before it, or the numbers go down, or the word between them leads to a result in any case: `von 12 auf 17`.
fn is_step(sentence: &Sentence, low: &Measure, high: &Measure, led: Led, from: usize) -> bool {
    let words = &sentence.language.words;
    let before = low.first.checked_sub(1).and_then(|at| sentence.word(at));
    let leads = sentence.word(from.wrapping_sub(1)).is_some_and(|word| words.to.has(word));
    let only_leads = leads && sentence.phrase(from - 1, &words.range_alone).is_none();
    let changed =
        || (low.first.saturating_sub(CHANGED)..low.first).any(|at| sentence.phrase(at, &words.changes).is_some());
    let descends = || high.value.bounds().0 < low.value.bounds().0;
    led == Led::ByWord
        && (only_leads || leads && before.is_some_and(|word| words.away.has(word)) && (changed() || descends()))
}

/// Returns a measure with its qualifier, which begins at a token.
fn step(sentence: &Sentence, measure: &Measure, first: usize, qualifier: Option<Qualifier>) -> StepPlace {
    let from = |token: usize| Span::new(sentence.tokens[token].start, measure.last_end);
    StepPlace { span: from(first), measure: from(measure.first), qualifier }
}

/// The way in which the two numbers of a range are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// By a hyphen or a dash.
    Mark,
    /// By a word.
    Word,
    /// By a word, with other words between.
    Far,
}

/// Returns the token after the `to` that belongs to a `from` before a measure, with a few words between.
fn gap(sentence: &Sentence, low: &Measure) -> Option<usize> {
    low.unit.kind?;
    let words = &sentence.language.words;
    (low.end..(low.end + 7).min(sentence.tokens.len()))
        .take_while(|at| !sentence.tokens[*at].is_mark(&[',', ';', '.', '(']))
        .find_map(|at| sentence.phrase(at, &words.range_alone).map(|(behind, _)| behind))
}

/// Returns whether a word before a measure says that something changed, so that `to` leads to its new value.
fn changed(sentence: &Sentence, low: &Measure) -> bool {
    let changes = &sentence.language.words.changes;
    (low.first.saturating_sub(3)..low.first).any(|at| sentence.phrase(at, changes).is_some())
}

/// Recognises `a reculé de 1,5 dollar à 71,20 dollars`: what fell cannot go up to a greater number, so the two numbers are a
/// change and its result.
fn fell(sentence: &Sentence, low: &Measure) -> bool {
    let words = &sentence.language.words;
    let by = sentence.word(low.first.wrapping_sub(1)).is_some_and(|word| words.by.has(word));
    let way = sentence.phrase_before(low.first.saturating_sub(usize::from(by)), &words.changes);
    way.is_some_and(|(_, way)| way == Way::Down)
}
