//! Reads durations: `two and a half hours`, `3h`, `a few minutes`, `half a year`, `2 years and 3 months`.

use super::number::{self, and_a_half, count};
use super::piece::PieceList;
use super::{Read, TimeAmount};
use crate::language::dates::{FunctionWord, TimeUnit};
use crate::quantity::number::Number;

/// Reads a duration.
pub(super) fn length(pieces: &PieceList, at: usize) -> Option<Read<Vec<TimeAmount>>> {
    whole(pieces, at).or_else(|| {
        let sum = sum(pieces, at)?;
        let is_age = pieces.is(pieces.skip_mark(sum.end, &["-"]), FunctionWord::Old);
        // `twice a week` says how often, not how long. After a word like `for`, `a week` is a length.
        let is_per = pieces.is(at, FunctionWord::One) && pieces.unit(at + 1).is_some() && !is_led(pieces, at);
        (!is_age && !is_per).then_some(sum)
    })
}

/// Reads amounts of one or several units: `1 month 21 days`.
pub(super) fn sum(pieces: &PieceList, at: usize) -> Option<Read<Vec<TimeAmount>>> {
    let first = amount(pieces, at)?;
    let mut amounts = vec![first.value];
    let mut end = first.end;
    loop {
        let next = pieces.skip(pieces.skip_mark(end, &[","]), FunctionWord::And);
        let Some(more) = amount(pieces, next).filter(|more| {
            more.value.count.is_some()
                && amounts.iter().all(|amount| amount.unit != more.value.unit)
                && !pieces.is(next, FunctionWord::One)
        }) else {
            return Some(Read::new(end, amounts));
        };
        amounts.push(more.value);
        end = more.end;
    }
}

/// Reads a count and a unit.
fn amount(pieces: &PieceList, at: usize) -> Option<Read<TimeAmount>> {
    let count = count(pieces, at)?;
    let joined = pieces.skip_mark(count.end, &["-"]);
    let unit = pieces.unit(joined)?;
    // A unit of one or two letters needs digits before it; `an SEC filing` and `$30-a-year` are no lengths.
    let is_symbol =
        pieces.letters(joined).is_some_and(|letters| letters.len() <= 2 || letters.chars().all(char::is_uppercase));
    let is_apart = joined > count.end && (!pieces.is_glued(joined) || pieces.is(at, FunctionWord::One));
    // `on a second bench`
    let is_ordinal = pieces.is(at, FunctionWord::One)
        && number::ordinal(pieces, joined).is_some()
        && !pieces.is_phrase_end(joined + 1);
    if is_ordinal {
        return None;
    }
    if is_symbol && pieces.digits(count.end - 1).is_none()
        || is_apart
        || pieces.is(at, FunctionWord::One) && pieces.is_mark(at.wrapping_sub(1), &["-"])
    {
        return None;
    }
    let one_and_a_half = and_a_half(pieces, joined + 1).filter(|_| pieces.is(at, FunctionWord::One));
    Some(match one_and_a_half {
        Some(end) => Read::new(end, TimeAmount { count: Number::ratio(3, 2), unit }),
        None => Read::new(joined + 1, TimeAmount { count: count.value, unit }),
    })
}

/// Reads `all day`, `full-year`, `another month`.
fn whole(pieces: &PieceList, at: usize) -> Option<Read<Vec<TimeAmount>>> {
    let whole = pieces.is(at, FunctionWord::Whole) || pieces.is(at, FunctionWord::Another);
    let unit_at = pieces.skip_mark(at + 1, &["-"]);
    let unit = pieces.unit(unit_at).filter(|unit| whole && *unit >= TimeUnit::Hour)?;
    pieces.may_be_one(unit_at).then(|| Read::new(unit_at + 1, vec![TimeAmount { count: Some(Number::ONE), unit }]))
}

/// Returns whether a length may begin here: at the beginning, or after a word like `for`, `in`, `within`.
fn is_led(pieces: &PieceList, at: usize) -> bool {
    let words = [
        FunctionWord::In,
        FunctionWord::On,
        FunctionWord::Within,
        FunctionWord::Of,
        FunctionWord::From,
        FunctionWord::After,
        FunctionWord::Before,
        FunctionWord::To,
        FunctionWord::And,
    ];
    at == 0 || words.into_iter().any(|word| pieces.is_behind(at, word))
}
