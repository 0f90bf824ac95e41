//! Reads whole numbers in words, `twenty-one`, `two hundred and two thousand`, `a dozen`, and decimals in words.

use super::Number;
use crate::quantity::sentence::Sentence;

/// Returns the whole number in words that begins at a token, and the token after it.
pub(super) fn whole(sentence: &Sentence, at: usize) -> Option<(usize, i64)> {
    let numbers = &sentence.language.numbers;
    let small = |at: usize| {
        let compound = || Some((at + 1, numbers.compound(sentence.word(at)?)?));
        sentence.phrase(at, &numbers.small).or_else(compound)
    };
    let scale_at = |at: usize| sentence.phrase(at, &numbers.scales);
    let mut end = at;
    let (mut total, mut current, mut any): (i64, Option<i64>, bool) = (0, None, false);
    if sentence.word(at).is_some_and(|word| numbers.ones.has(word)) {
        let next = sentence.behind_hyphen(at + 1);
        match (scale_at(next), small(at)) {
            (Some(_), _) => (current, end) = (Some(1), next),
            (None, Some(_)) => {}
            (None, None) => return None,
        }
    }
    loop {
        let next = if any { sentence.behind_hyphen(end) } else { end };
        // `and` is part of a number only before a smaller number.
        let joined = any && sentence.word(next).is_some_and(|word| numbers.joins.has(word));
        let from = if joined { next + 1 } else { next };
        if let Some((behind, number)) = small(from) {
            if any && belongs_to_part(sentence, behind, number, joined) {
                break;
            }
            let fits = match current {
                None if joined => total % 1000 == 0 && total > 0,
                None => total % 1000 == 0,
                Some(current) if current >= 100 && current % 100 == 0 => number < 100,
                Some(current) => !joined && current % 10 == 0 && current % 100 >= 20 && (1..10).contains(&number),
            };
            if !fits {
                break;
            }
            current = Some(current.unwrap_or(0) + number);
            end = behind;
        } else if let Some((behind, scale)) = scale_at(next) {
            match scale {
                100 if current.is_none_or(|current| current < 100) => current = Some(current.unwrap_or(1) * 100),
                100 => break,
                12 => current = Some(current.map_or(Some(12), dozens)?),
                scale => {
                    let times =
                        if any || current.is_some() { current.unwrap_or(0).max(i64::from(total == 0)) } else { 1 };
                    if current.is_none() && total > 0 {
                        total = total.checked_mul(scale)?;
                    } else {
                        total = total.checked_add(times.checked_mul(scale)?)?;
                    }
                    current = None;
                }
            }
            end = behind;
        } else {
            break;
        }
        any = true;
    }
    // `a baker’s dozen`: the thing that is counted is not said.
    if !any || end == at + 1 && current == Some(12) && scale_at(at) == Some((end, 12)) {
        return None;
    }
    Some((end, total.checked_add(current.unwrap_or(0))?))
}

/// Returns whether a small number after a larger one, whose last token is before `end`, counts the parts that follow
/// or is part of their name.
///
/// ```text
///   two million and │ one half     one hundred │ thirty fifths     but   one hundred and thirty │ fifths
/// ```
fn belongs_to_part(sentence: &Sentence, end: usize, number: i64, joined: bool) -> bool {
    let word = sentence.word(sentence.behind_hyphen(end));
    let Some(part) = word.and_then(|word| sentence.language.numbers.parts.get(word)) else { return false };
    match joined {
        true => number < 20 && (part.several || number == 1 && part.single),
        false => part.several && (20..100).contains(&number) && number % 10 == 0 && (3..10).contains(&part.of),
    }
}

/// Returns the multiple of twelve that ends a number: `three hundred and two dozens` is 324, `three dozens` 36.
fn dozens(current: i64) -> Option<i64> {
    let (rest, last) = (current / 100 * 100, current % 100);
    rest.checked_add(if last == 0 { 12 } else { last * 12 })
}

/// Adds to a number the decimals after it, `point seven one`, `point seventy-one`. Returns the sum and the token after
/// them.
pub(super) fn point(sentence: &Sentence, at: usize, whole: Number) -> Option<(usize, Number)> {
    let numbers = &sentence.language.numbers;
    if numbers.point_word.is_empty() || sentence.word(at) != Some(numbers.point_word.as_str()) {
        return None;
    }
    let (mut digits, mut end) = (String::new(), at + 1);
    loop {
        let next = sentence.behind_hyphen(end);
        let Some(number) = sentence.word(next).and_then(|word| numbers.small.get(word)) else { break };
        match number {
            0..10 if digits.len() == 2 && digits.ends_with('0') && !digits.starts_with('0') => {
                digits.pop();
                digits.push_str(&number.to_string());
            }
            _ => digits.push_str(&number.to_string()),
        }
        end = next + 1;
    }
    let value = Number::read(&format!("0.{digits}")).filter(|_| !digits.is_empty())?;
    Some((end, whole.plus(value)?))
}
