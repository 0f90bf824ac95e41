//! Recognises numbers that stand for something else than an amount: the generation of a network, a house, a place on the
//! globe, the two sides of a ratio.

use super::{DigitForm, digits};
use crate::quantity::measure::Measure;
use crate::quantity::sentence::Sentence;
use crate::quantity::token::{Kind, Token};

/// The marks of the degrees, minutes and seconds of an angle.
const ANGLE: &[char] = &['°', 'º', '\'', '’', '′', '"', '”', '″'];
/// The greatest number of words from the number of a house to the end of the name of its street.
const STREET: usize = 4;

/// Recognises `5G` and `4K`, whose letters are no thousands.
pub(super) fn is_generation(sentence: &Sentence, measure: &Measure) -> bool {
    let text = &sentence.text[sentence.tokens[measure.number].start..measure.number_end];
    let letters = text.chars().next_back().is_some_and(char::is_alphabetic);
    letters && text.chars().nth(3).is_none() && sentence.language.words.number_names.has(&text.to_lowercase())
}

/// Recognises `221B Baker Street` and `10 rue de Rivoli`, but not `12 Wall Street banks`.
pub(super) fn is_in_street(sentence: &Sentence, measure: &Measure) -> bool {
    let words = &sentence.language.words;
    let is_street = |at: &usize| sentence.word(*at).is_some_and(|word| words.streets.has(word));
    let named = |at: usize| sentence.tokens.get(at).is_some_and(|token| token.kind == Kind::Word && token.is_capital());
    let street = (measure.end..measure.end + STREET).take_while(|at| named(*at) || is_street(at)).find(is_street);
    let counts = |at: usize| sentence.word(at + 1).is_some_and(|word| words.is_plural(word));
    // `1,500 St Petersburg protesters`, `some 300 St Louis residents`
    let qualified = sentence.phrase_before(measure.first, &words.qualifiers).is_some();
    digits(sentence, measure) == Some(DigitForm::Plain) && !qualified && street.is_some_and(|at| !counts(at))
}

/// Recognises `51°30'N` and `2.3522° E`: degrees before a point of the compass.
pub(super) fn is_coordinate(sentence: &Sentence, measure: &Measure) -> bool {
    // An angle has degrees, minutes, seconds and the marks of each.
    const ANGLE_TOKENS: usize = 8;
    let is_angle = |token: &Token| token.text.chars().all(|c| ANGLE.contains(&c));
    let part = |token: &Token| is_angle(token) || matches!(token.kind, Kind::Digits(_));
    let behind = sentence.tokens[measure.number..].iter().take(ANGLE_TOKENS).find(|token| !part(token));
    let points = behind.is_some_and(|token| matches!(token.text, "N" | "S" | "E" | "W"));
    let nearest = measure.number.saturating_sub(ANGLE_TOKENS);
    let first = (nearest..measure.number).rev().find(|at| !part(&sentence.tokens[*at])).map_or(nearest, |at| at + 1);
    let mut angle = sentence.tokens[first..].iter().take_while(|token| part(token));
    points && digits(sentence, measure).is_some() && angle.any(|token| matches!(token.text, "°" | "º"))
}

/// Recognises `3-to-1` and `2-for-1`: two numbers joined to a word between them.
pub(super) fn is_ratio(sentence: &Sentence, measure: &Measure) -> bool {
    let is_number = |at: usize| match sentence.tokens.get(at).map(|token| token.kind) {
        Some(Kind::Digits(_)) => true,
        _ => sentence.word(at).is_some_and(|word| sentence.language.numbers.small.has(word)),
    };
    let joined = |first: usize| {
        let hyphen = |at: usize| sentence.tokens.get(at).is_some_and(|token| token.is_hyphen() && token.glued);
        hyphen(first + 1) && sentence.word(first + 2).is_some() && hyphen(first + 3)
    };
    let before = measure.first.checked_sub(4).is_some_and(|first| is_number(first) && joined(first));
    let behind = measure.end == measure.number + 1 && joined(measure.number) && is_number(measure.end + 3);
    before || behind
}

/// Recognises `took 5 for 32`: two numbers with a word between them, and nothing behind the second that it could count.
pub(super) fn is_score_in_words(sentence: &Sentence, measure: &Measure) -> bool {
    let words = &sentence.language.words;
    let is_number = |at: usize| sentence.tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Digits(_)));
    let joins = |at: usize| sentence.word(at).is_some_and(|word| words.score_between.has(word));
    let is_small = |token: &Token| words.is_small(&token.lower) || words.verbs.has(&token.lower);
    let ends =
        |at: usize| sentence.tokens.get(at).is_none_or(|token| token.is_mark(&['.', ',', ';', ')']) || is_small(token));
    let (first, last) = match measure.number {
        at if joins(at + 1) && is_number(at + 2) => (at, at + 2),
        at if at >= 2 && joins(at - 1) && is_number(at - 2) => (at - 2, at),
        _ => return false,
    };
    is_number(first) && is_number(last) && ends(last + 1)
}
