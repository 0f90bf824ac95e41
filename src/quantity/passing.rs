//! Tells numbers that count from those that only refer to what a text counted or named before.
//!
//! ```text
//!   The two leaders met.  Lomas and Karlov, two towns, are closed.  One reason is the price.      in passing
//!   One soldier was killed.  The blast killed 12 men and one woman.                               counts
//! ```

use super::number::Number;
use super::{Kind, Quantity};
use crate::language::Language;
use crate::language::scopes::ScopeKind;
use crate::text::Span;

/// Returns whether a quantity only refers to what was counted or named before, counts one thing in passing, or numbers it: `the two
/// leaders`, `Lomas and Karlov, two towns`, `between two towns`, `one of the chief reasons`, `number two`.
pub(super) fn is_in_passing(text: &str, sentence: Span, quantity: &Quantity, language: &Language) -> bool {
    let (words, number) = (&language.words, &text[quantity.number.start..quantity.number.end]);
    let (low, high) = quantity.value.bounds();
    let is_word = number.chars().all(char::is_alphabetic);
    if !matches!(quantity.unit.kind, None | Some(Kind::Point)) || high > Number::whole(10) || !is_word {
        return false;
    }
    let front = &text[sentence.start.min(quantity.span.start)..quantity.span.start];
    let before = front.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let points = words.determiners.has(&before)
        && (words.pronouns.has(&before) || language.attribution.articles.contains(&before));
    let relates = words.relations.has(&before) && high == Number::whole(2);
    let is_number = words.designators.has(&before);
    let is_one = (low, high) == (Number::ONE, Number::ONE);
    points
        || relates
        || is_number
        || names_all(front, language)
        || is_one && !counts_one(text, sentence, quantity, language)
}

/// The greatest number of words of a list of names, from the word before `and`.
const NAMES: usize = 5;

/// Returns whether names joined by `and`, and a comma, end what stands before a quantity, so that it counts them.
fn names_all(front: &str, language: &Language) -> bool {
    let Some(before) = front.trim_end().strip_suffix(',') else { return false };
    let words = || before.split_whitespace().rev().take(NAMES);
    let joins = |word: &&str| language.attribution.and.contains(*word);
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let last = words().take_while(|word| !joins(word));
    let first = words().skip_while(|word| !joins(word)).nth(1);
    last.clone().next().is_some() && last.into_iter().all(is_name) && first.is_some_and(is_name)
}

/// The greatest number of words from *one* to the word that says what became of it.
const FATE: usize = 4;

/// Returns whether *one* counts a person or a thing, and is no article and no pronoun: the sentence says what became of it, `killed one
/// woman`. The language knows what can be counted.
fn counts_one(text: &str, sentence: Span, quantity: &Quantity, language: &Language) -> bool {
    let Some(counted) = quantity.counted.as_ref().filter(|counted| language.nouns.knows(&counted.head)) else {
        return false;
    };
    let is_beside = text[quantity.span.end..counted.span.start.max(quantity.span.end)].trim().is_empty();
    let is_fate = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        language.scopes.of(word).is_some_and(|scope| scope.kind == ScopeKind::Fate)
    };
    let before = text[sentence.start.min(quantity.span.start)..quantity.span.start].split_whitespace().rev();
    let behind = text[counted.span.end..sentence.end.max(counted.span.end)].split_whitespace();
    is_beside && (before.take(FATE).any(is_fate) || behind.take(FATE).any(is_fate))
}
