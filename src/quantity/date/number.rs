//! Reads the numbers in dates: counts, days of the month, years.

use super::Read;
use super::piece::PieceList;
use crate::language::dates::{FunctionWord, Sense};
use crate::quantity::number::Number;

const HYPHENS: &[&str] = &["-", "‐", "‑"];

/// The way in which a day of the month is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `4`.
    Digits,
    /// `4th`, `fourth`.
    Ordinal,
    /// `four`.
    Words,
}

/// Reads a count: `3.5`, `two and a half`, `an`, `a few`; the inner `None` is an unknown small number.
pub(super) fn count(pieces: &PieceList, at: usize) -> Option<Read<Option<Number>>> {
    let behind_one = pieces.skip(at, FunctionWord::One);
    if pieces.is(behind_one, FunctionWord::Few) {
        return Some(Read::new(behind_one + 1, None));
    }
    if pieces.is(behind_one, FunctionWord::Half) {
        return Some(Read::new(pieces.skip(behind_one + 1, FunctionWord::One), Number::ratio(1, 2)));
    }
    let whole = decimal(pieces, at).or_else(|| {
        let words = cardinal(pieces, at)?;
        Some(Read::new(words.end, Number::whole(words.value)))
    });
    let Some(Read { end, value }) = whole else {
        return (behind_one > at).then(|| Read::new(behind_one, Some(Number::ONE)));
    };
    Some(match and_a_half(pieces, end) {
        Some(end) => Read::new(end, Number::ratio(1, 2).and_then(|half| value.plus(half))),
        None => Read::new(end, Some(value)),
    })
}

/// Returns the piece after `and a half`.
pub(super) fn and_a_half(pieces: &PieceList, at: usize) -> Option<usize> {
    let half = pieces.skip(pieces.skip(at, FunctionWord::And), FunctionWord::One);
    (pieces.is(at, FunctionWord::And) && pieces.is(half, FunctionWord::Half)).then_some(half + 1)
}

/// Reads digits with groups or decimals.
fn decimal(pieces: &PieceList, at: usize) -> Option<Read<Number>> {
    let mut digits = pieces.digits(at)?.to_string();
    let mut end = at + 1;
    let point = pieces.language.numbers.point.unwrap_or('.');
    let more = |end: usize| pieces.digits(end + 1).filter(|_| pieces.is_glued(end) && pieces.is_glued(end + 1));
    let group = if point == ',' { "." } else { "," };
    while let Some(thousand) = more(end).filter(|digits| pieces.is_mark(end, &[group]) && digits.len() == 3) {
        digits.push_str(thousand);
        end += 2;
    }
    if let Some(decimals) = more(end).filter(|_| pieces.is_mark(end, &[point.encode_utf8(&mut [0; 4])])) {
        digits.push('.');
        digits.push_str(decimals);
        end += 2;
    }
    Some(Read::new(end, Number::read(&digits)?))
}

/// Reads a number in words, below a million: `twenty-one`, `two hundred and sixty seven`.
pub(super) fn cardinal(pieces: &PieceList, at: usize) -> Option<Read<i64>> {
    let number = |at| pieces.sense(at, |sense| if let Sense::Number(number) = sense { Some(*number) } else { None });
    let scale = |at| pieces.sense(at, |sense| if let Sense::Scale(times) = sense { Some(*times) } else { None });
    let (mut total, mut current) = (0, number(at)?);
    let mut end = at + 1;
    loop {
        let hyphen = pieces.is_mark(end, HYPHENS) && pieces.is_glued(end + 1) && number(end + 1).is_some();
        let next = end
            + usize::from(hyphen || pieces.is(end, FunctionWord::And) && current >= 100 && number(end + 1).is_some());
        match (number(next), scale(end)) {
            (Some(more), _) if current % 10 == 0 && current % 100 >= 20 && (1..10).contains(&more) => current += more,
            (Some(more), _) if current >= 100 && current % 100 == 0 => current += more,
            (Some(more), _) if current == 0 && total > 0 => current = more,
            (_, Some(1000)) if total == 0 && current > 0 => (total, current) = (current * 1000, 0),
            (_, Some(100)) if (1..100).contains(&current) => current *= 100,
            _ => return Some(Read::new(end, total + current)),
        }
        let is_scale = number(next).is_none() || scale(end).is_some() && next == end;
        end = if is_scale { end + 1 } else { next + 1 };
        // `two thousand and eighteen`
        if current == 0 && pieces.is(end, FunctionWord::And) && number(end + 1).is_some() {
            end += 1;
        }
    }
}

/// Reads a day of the month.
pub(super) fn day(pieces: &PieceList, at: usize) -> Option<Read<(u8, Form)>> {
    let fits = |day: i64| u8::try_from(day).ok().filter(|day| (1..=31).contains(day));
    if let Some(digits) = pieces.digits(at).filter(|digits| digits.len() <= 2) {
        let day = fits(digits.parse().ok()?)?;
        let dates = &pieces.language.dates;
        let ending = pieces.letters(at + 1).filter(|_| pieces.is_glued(at + 1));
        if ending.is_some_and(|ending| dates.ordinal_endings.iter().any(|known| known == ending)) {
            return Some(Read::new(at + 2, (day, Form::Ordinal)));
        }
        if dates.day_stop && pieces.is_mark(at + 1, &["."]) && pieces.is_glued(at + 1) {
            return Some(Read::new(at + 2, (day, Form::Ordinal)));
        }
        return Some(Read::new(at + 1, (day, Form::Digits)));
    }
    if let Some(ordinal) = ordinal(pieces, at) {
        return Some(Read::new(ordinal.end, (fits(ordinal.value)?, Form::Ordinal)));
    }
    let words = cardinal(pieces, at)?;
    Some(Read::new(words.end, (fits(words.value)?, Form::Words)))
}

/// Reads an ordinal in words or digits: `first`, `twenty-second`, `3rd`.
pub(super) fn ordinal(pieces: &PieceList, at: usize) -> Option<Read<i64>> {
    if let Some(digits) = pieces.digits(at) {
        let ending = pieces.letters(at + 1).filter(|_| pieces.is_glued(at + 1))?;
        let known = pieces.language.dates.ordinal_endings.iter().any(|known| known == ending);
        return Some(Read::new(at + 2, digits.parse().ok().filter(|_| known)?));
    }
    let word =
        |at| pieces.sense(at, |sense| if let Sense::Ordinal(number) = sense { Some(i64::from(*number)) } else { None });
    if let Some(number) = word(at) {
        return Some(Read::new(at + 1, number));
    }
    let tens = pieces.sense(at, |sense| if let Sense::Number(tens @ 20..) = sense { Some(*tens) } else { None })?;
    let last = pieces.skip_mark(at + 1, HYPHENS);
    let ones = word(last).filter(|ones| *ones < 10)?;
    Some(Read::new(last + 1, tens + ones))
}

/// Reads a year: `2018`, `’16`, `nineteen twenty-eight`.
pub(super) fn year(pieces: &PieceList, at: usize) -> Option<Read<i32>> {
    if let Some(digits) = pieces.digits(at) {
        let year: i32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
        let fits = (1000..=2199).contains(&year) && pieces.may_end(at + 1);
        return fits.then(|| Read::new(at + 1, year));
    }
    if pieces.is_mark(at, &["'", "’", "‘"]) && pieces.is_glued(at + 1) {
        let digits = pieces.digits(at + 1).filter(|digits| digits.len() == 2 && pieces.may_end(at + 2))?;
        return Some(Read::new(at + 2, of_two_digits(digits.parse().ok()?)));
    }
    let first = cardinal(pieces, at)?;
    if (1000..=2199).contains(&first.value) {
        return Some(Read::new(first.end, i32::try_from(first.value).ok()?));
    }
    let second = cardinal(pieces, pieces.skip_mark(first.end, HYPHENS))?;
    let fits = (13..=20).contains(&first.value) && (10..100).contains(&second.value);
    fits.then(|| Some(Read::new(second.end, i32::try_from(first.value * 100 + second.value).ok()?))).flatten()
}

/// Returns the year that two digits mean, from 1950 to 2049.
pub(super) fn of_two_digits(year: i32) -> i32 {
    if year < 50 { 2000 + year } else { 1900 + year }
}
