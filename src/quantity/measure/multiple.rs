//! Reads multiples in words, `threefold`, `twice as many`, `das Doppelte`, and durations that are written like a time of day.

use super::{Measure, Measures, Number, QuantityUnit, Sentence, Value, Written};
use crate::quantity::token::Kind;

/// Reads a number of times: `threefold`, `zweieinhalbfach`, `twice as many`.
pub(super) fn times(sentence: &Sentence, at: usize) -> Option<Measure> {
    let unit = || QuantityUnit { name: "count".into(), kind: Some(Measures::Times) };
    let (end, value) = in_one_word(sentence, at).map(|value| (at + 1, value)).or_else(|| fold(sentence, at))?;
    Some(words(sentence, (at, end), value, unit()))
}

/// Returns the measure of some words.
fn words(sentence: &Sentence, (first, end): (usize, usize), value: Number, unit: QuantityUnit) -> Measure {
    let last_end = sentence.tokens[end - 1].end;
    Measure {
        first,
        number: first,
        end,
        number_end: last_end,
        bare_end: last_end,
        last_end,
        value: Value::One(value),
        unit,
        written: Written::Words,
        joined: false,
        led: false,
        steps: None,
    }
}

/// Reads a number word with the ending of a multiple: `threefold`.
fn in_one_word(sentence: &Sentence, at: usize) -> Option<Number> {
    let numbers = &sentence.language.numbers;
    let number = numbers.fold_endings.iter().find_map(|ending| sentence.word(at)?.strip_suffix(ending.as_str()))?;
    // `einfach` is not a number of times.
    let whole = numbers.small.get(number).or_else(|| numbers.scales.get(number)).copied();
    let whole = whole.or_else(|| numbers.compound(number)).filter(|value| *value > 1).map(Number::whole);
    whole.or_else(|| Number::ratio((*numbers.quarters.get(number)?).into(), 4))
}

/// Reads a word for a multiple, where the words beside it say that it is one: `twice as many`, `double the price`, `das Doppelte`, but not
/// `a double room`, `to double the price`, `firms double the price`, `twice a week`, `twice as mayor`. Returns the token after it, and the value.
fn fold(sentence: &Sentence, at: usize) -> Option<(usize, Number)> {
    let (language, words) = (sentence.language, &sentence.language.words);
    let folds = &language.numbers.folds;
    let value = Number::ratio((*folds.quarters.get(sentence.word(at)?)?).into(), 4)?;
    let next = sentence.word(at + 1);
    let before = at.checked_sub(1).and_then(|before| sentence.word(before));
    if next.is_some_and(|next| folds.like.has(next)) {
        let is_role = |how: &str| language.attribution.is_title(how) || language.attribution.persons.contains(how);
        let how = sentence.word(at + 2);
        let how = how.filter(|how| !words.determiners.has(how) && !words.pronouns.has(how) && !is_role(how));
        return how.map(|_| (at + 3, value));
    }
    let is_subject = |before: &str| words.pronouns.has(before) || words.is_plural(before) && !words.verbs.has(before);
    let is_verb = || before.is_some_and(|before| words.verb_leads.has(before) || is_subject(before));
    let leads = next.is_some_and(|next| folds.behind.has(next)) && !is_verb();
    let is_noun = || !words.nouns_are_capital || sentence.tokens[at].is_capital();
    let stands_alone = next.is_none_or(|next| words.is_small(next)) && is_noun();
    let led = before.is_some_and(|before| folds.before.has(before)) && stands_alone;
    (value > Number::ONE && (leads || led)).then_some((at + 1, value))
}

/// Reads a duration that is written like a time of day, behind a word that says that it lasts: `en 2 h 06`.
pub(super) fn lasting(sentence: &Sentence, at: usize) -> Option<Measure> {
    let token = sentence.tokens.get(at).filter(|token| token.kind == Kind::Time)?;
    sentence.phrase_before(at, &sentence.language.words.durations)?;
    let mut numbers = token.text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let (hours, minutes) = (Number::read(numbers.next()?)?, Number::read(numbers.next()?)?);
    let value = minutes.by(Number::whole(60)).and_then(|part| hours.plus(part))?;
    let unit = QuantityUnit { name: "hour".into(), kind: Some(Measures::Time) };
    numbers.next().is_none().then(|| words(sentence, (at, at + 1), value, unit))
}
