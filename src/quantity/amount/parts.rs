//! Reads parts of a whole: `two-thirds`, `a quarter of a million`, `3 quarters`, `two and fifty-four hundredths`.

use super::words::whole;
use super::{Amount, Number, Value, Written};
use crate::language::dates::Sense;
use crate::language::numbers::Part;
use crate::language::units::{Kind, UnitId};
use crate::quantity::sentence::Sentence;

/// Adds to a number the part after `and`: `and a half`, `and fifty-four hundredths`. Returns the sum and the token
/// after it.
pub(in crate::quantity) fn and_part(sentence: &Sentence, at: usize, value: Number) -> Option<(usize, Number)> {
    let scale_end = at;
    let numbers = &sentence.language.numbers;
    if !value.is_whole() || !sentence.word(at).is_some_and(|word| numbers.joins.has(word)) {
        return None;
    }
    let (count, at) = match sentence.word(at + 1)? {
        word if numbers.ones.has(word) => (1, at + 2),
        // `un millón y medio`
        word if numbers.parts.get(word).is_some_and(|part| part.of == 2) => (1, at + 1),
        _ => below_hundred(sentence, at + 1)?,
    };
    let at = sentence.behind_hyphen(at);
    let part = numbers.parts.get(sentence.word(at)?)?;
    let several = part.goes_with(count > 1);
    // `one million and a half` means half a million more.
    let last = joined_scale(sentence, scale_end);
    let part_of_it = Number::ratio(count.into(), part.of.into())?;
    let sum = value.plus(match last {
        Some(scale) => part_of_it.times(Number::whole(scale))?,
        None => part_of_it,
    })?;
    (several && !(sentence.word(at + 1).is_some_and(|word| sentence.language.words.of.has(word)) && part.of > 2))
        .then_some((at + 1, sum))
}

/// Returns a number from 1 to 99 in words, and the token after it.
fn below_hundred(sentence: &Sentence, at: usize) -> Option<(i64, usize)> {
    let small = |at: usize| sentence.word(at).and_then(|word| sentence.language.numbers.small.get(word)).copied();
    let count = small(at).filter(|count| (1..100).contains(count))?;
    let last = sentence.behind_hyphen(at + 1);
    match small(last).filter(|one| count >= 20 && count % 10 == 0 && (1..10).contains(one)) {
        Some(one) => Some((count + one, last + 1)),
        None => Some((count, at + 1)),
    }
}

/// Returns the scale of a thousand and more that ends before a token.
pub(super) fn joined_scale(sentence: &Sentence, end: usize) -> Option<i64> {
    let word = sentence.word(end.checked_sub(1)?)?;
    sentence.language.numbers.scales.get(word).copied().filter(|scale| *scale >= 1000)
}

/// Reads several parts whose number is in digits: `3 quarters`, `2-thirds`.
pub(super) fn digits_of_parts(sentence: &Sentence, at: usize, value: Number) -> Option<Amount> {
    let at = sentence.behind_hyphen(at);
    let part = sentence
        .language
        .numbers
        .parts
        .get(sentence.word(at)?)
        .filter(|part| part.several && value < Number::whole(part.of))?;
    let value = value.by(Number::whole(part.of))?;
    Some(Amount { end: at + 1, value: Value::One(value), written: Written::Part })
}

/// Reads several parts whose name begins at a token: `two-thirds`, `one eighth`, `a hundred trillionths`.
pub(super) fn several_parts(sentence: &Sentence, at: usize, count: Number) -> Option<Amount> {
    let at = sentence.behind_hyphen(at);
    let (end, part) = part_at(sentence, at)?;
    let several = count > Number::ONE;
    if !part.goes_with(several) || (count != Number::ONE && !part.several) {
        return None;
    }
    let value = count.by(Number::whole(part.of))?;
    of_scale(sentence, end, value)
}

/// Returns the part that a phrase names, unless a unit begins with it: `quart d'heure`.
fn named(sentence: &Sentence, at: usize) -> Option<(usize, Part)> {
    let part = sentence.phrase(at, &sentence.language.numbers.parts)?;
    let unit = sentence.phrase(at, &sentence.language.units.words);
    unit.is_none_or(|(end, _)| end <= part.0).then_some(part)
}

/// Returns the part that one or more words name, and the token after them: `third`, `twenty-fifth`, `hundred and
/// fifth`.
fn part_at(sentence: &Sentence, at: usize) -> Option<(usize, Part)> {
    let numbers = &sentence.language.numbers;
    if let Some(part) = named(sentence, at) {
        return Some(part);
    }
    let (end, begins) = match numbers.small.get(sentence.word(at)?) {
        Some(tens) if (20..100).contains(tens) && tens % 10 == 0 => (at + 1, *tens),
        _ => whole(sentence, at).filter(|(_, number)| number % 100 == 0)?,
    };
    let joined = begins >= 100 && sentence.word(end).is_some_and(|word| numbers.joins.has(word));
    let last = sentence.behind_hyphen(end + usize::from(joined));
    let part = numbers.parts.get(sentence.word(last)?).filter(|part| (2..10).contains(&part.of))?;
    Some((last + 1, Part { of: begins.checked_add(part.of)?, ..*part }))
}

/// Reads a single part: `a third of`, `half`, `half a million`, `a quarter of a million`.
pub(super) fn part_alone(sentence: &Sentence, at: usize) -> Option<Amount> {
    let language = sentence.language;
    let has_one = sentence.word(at).is_some_and(|word| language.numbers.ones.has(word));
    let (end, part) = named(sentence, at + usize::from(has_one)).filter(|(_, part)| part.single)?;
    let value = Number::ratio(1, part.of.into())?;
    let behind = sentence.word(end);
    let found = of_scale(sentence, end, value)?;
    let of = behind.is_some_and(|word| language.words.of.has(word));
    // `rose by a fifth`
    let by = at.checked_sub(1).and_then(|before| sentence.word(before)).is_some_and(|word| language.words.by.has(word));
    let determiner = behind.is_some_and(|word| language.words.determiners.has(word));
    // `a half-million people`
    let joined = sentence.tokens.get(end).is_some_and(|token| token.is_hyphen() && token.glued);
    if let Some(large) = of_scale(sentence, end + 1, value).filter(|found| joined && scaled(found.written)) {
        return Some(large);
    }
    let of_unit = part_unit(sentence, end).is_some() && !is_ordinal(language, sentence.word(end - 1)?);
    // `a third-party review`, `the second half`
    let hyphened = !of_unit && sentence.tokens.get(end).is_some_and(|token| token.is_hyphen() && token.glued);
    let ordinal = at
        .checked_sub(1)
        .and_then(|before| sentence.word(before))
        .is_some_and(|word| language.numbers.before_halves.has(word));
    if hyphened || ordinal {
        return None;
    }
    // `media hora`
    let of_measure = || sentence.phrase(end, &language.units.words).is_some();
    let bare = sentence.word(at).is_some_and(|word| language.numbers.bare_halves.has(word)) && of_measure();
    let told = bare
        || of_unit && (has_one || joined)
        || match part.of {
            2 => {
                has_one
                    || of
                    || scaled(found.written)
                    || determiner
                    || found.end > end
                    || behind.is_some_and(|word| plural(language, word))
            }
            _ => {
                scaled(found.written)
                    || has_one
                        && (of
                            || by
                            || determiner
                            || behind
                                .is_none_or(|word| language.words.nouns_are_capital && language.words.is_small(word)))
            }
        };
    told.then_some(found)
}

/// Returns the unit of shares and points of which a part is taken, and the token after it: `a quarter point`.
pub(in crate::quantity) fn part_unit(sentence: &Sentence, at: usize) -> Option<(usize, UnitId)> {
    let units = &sentence.language.units;
    let found = sentence.phrase(sentence.behind_hyphen(at), &units.words)?;
    matches!(units.unit(found.1).kind, Kind::Share | Kind::Point).then_some(found)
}

fn is_ordinal(language: &crate::language::Language, word: &str) -> bool {
    let senses = language.dates.senses.get(word);
    senses.is_some_and(|senses| senses.iter().any(|sense| matches!(sense, Sense::Ordinal(_))))
}

fn scaled(written: Written) -> bool {
    written == Written::Scaled
}

fn plural(language: &crate::language::Language, word: &str) -> bool {
    language.words.is_plural(word)
}

/// Returns a part; multiplied by the scale after it, if there is one: `of a million`, `a million`, `million`.
fn of_scale(sentence: &Sentence, at: usize, value: Number) -> Option<Amount> {
    let language = sentence.language;
    let of = sentence.word(at).is_some_and(|word| language.words.of.has(word));
    let mut end = at + usize::from(of);
    end += usize::from(sentence.word(end).is_some_and(|word| language.numbers.ones.has(word)));
    let scaled = sentence.word(end).and_then(|word| language.numbers.scales.get(word)).filter(|_| end > at || !of);
    let (end, value, written) = match scaled {
        Some(scale) => (end + 1, value.times(Number::whole(*scale))?, Written::Scaled),
        None => (at, value, Written::Part),
    };
    Some(Amount { end, value: Value::One(value), written })
}
