//! Reads numerals: every number in a text, whether it counts something or not.
//!
//! ```text
//!   SCP-173 was contained by two-thirds of room 12
//!       ╰─ 173               ╰─ 2/3           ╰─ 12        quantities: two-thirds
//! ```
//!
//! A [quantity](super::Quantity) is never a name, a score or a pronoun. This file is for callers that need all numbers
//! of a text.

use super::amount::{Of, amount};
use super::digits::{digit, digits};
use super::sentence::Sentence;
use super::token::Kind;
use super::{Span, Value, in_one_line, unit};
use crate::language::Language;

/// A number as the text writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// The place of the number, in bytes.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// Returns the numerals of a text, in text order.
pub fn numerals(text: &str, language: &Language) -> Vec<Numeral> {
    unit::sentences_of_text(text).flat_map(|sentence| in_sentence(text, sentence, language)).collect()
}

fn in_sentence(text: &str, sentence: Span, language: &Language) -> Vec<Numeral> {
    let line = in_one_line(text, sentence);
    let read = Sentence::new(&line, language);
    let mut found = Vec::new();
    let mut push = |start: usize, end: usize, value| {
        found.push(Numeral { span: Span::new(sentence.start + start, sentence.start + end), value });
    };
    let mut at = 0;
    while let Some(token) = read.tokens.get(at) {
        let money = at.checked_sub(1).is_some_and(|before| matches!(read.tokens[before].kind, Kind::Sign(_)));
        if let Some(amount) = amount(&read, at, if money { Of::Money } else { Of::Anything }) {
            push(token.start, read.tokens[amount.end - 1].end, amount.value);
            at = amount.end;
            continue;
        }
        if token.kind == Kind::Name {
            for (start, end) in runs(token.text) {
                if let Some((_, value, _)) = digits(&token.text[start..end], None) {
                    push(token.start + start, token.start + end, Value::One(value));
                }
            }
        }
        at += 1;
    }
    found
}

/// Returns the runs of digits in a name.
fn runs(name: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + name[from..].find(|c| digit(c).is_some())?;
        let end = name[start..].find(|c| digit(c).is_none()).map_or(name.len(), |length| start + length);
        from = end;
        Some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    #[test]
    fn numbers_of_names_and_scores_are_numerals_and_no_quantities() {
        let text = "SCP-173 was held in room 12 for three-nil.";
        let found = numerals(text, language::english());
        let shown: Vec<&str> = found.iter().map(|numeral| &text[numeral.span.start..numeral.span.end]).collect();
        assert_eq!(shown, ["173", "12", "three"]);
        assert!(super::super::quantities(text, language::english()).is_empty());
    }
}
