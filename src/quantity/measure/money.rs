//! Decides whether a word that may name money does: pounds, which are also a weight, and `won`, which is also a verb.

use super::{Measure, named};
use crate::language::units::Kind;
use crate::quantity::QuantityUnit;
use crate::quantity::amount::Written;
use crate::quantity::number::Number;
use crate::quantity::sentence::Sentence;
use crate::quantity::token::Kind as Token;

/// The greatest number of words between a word for a price and the price.
const PRICE: usize = 5;

impl Measure {
    /// Changes a unit that is no money, or that is money and no weight.
    pub(super) fn money(&mut self, sentence: &Sentence) {
        self.verb(sentence);
        self.pounds(sentence);
    }

    /// Takes a verb off a number: `12 won, 3 drawn`. Nobody pays less than a thousand won, unless the sentence is about them: `the won
    /// fell 3.2 won`. In `12 won at home and 7 won away`, the first number may be a verb's, too.
    fn verb(&mut self, sentence: &Sentence) {
        let is_verb = |word: &&str| {
            let is_counted = |at: usize| at.checked_sub(1).is_some_and(|before| is_small(sentence, before));
            let is_named = (0..self.first).any(|at| sentence.word(at) == Some(*word) && !is_counted(at));
            sentence.language.words.verbs.has(word) && !is_named
        };
        let is_word = self.end > 1 && sentence.tokens[self.end - 2].end == self.number_end;
        let is_small = self.kind() == Some(Kind::Money) && self.value.bounds().1 < Number::whole(1000);
        if is_word && is_small && sentence.word(self.end.wrapping_sub(1)).filter(is_verb).is_some() {
            self.unit = QuantityUnit::default();
            self.end -= 1;
            let end_byte = sentence.tokens[self.end - 1].end;
            (self.bare_end, self.last_end) = (end_byte, end_byte);
        }
    }

    /// Decides whether pounds are money or a weight: `5 million pounds` and `the fee of 30 pounds` are money, `208 pounds` and `cost of 30 pounds of rice` are a weight.
    fn pounds(&mut self, sentence: &Sentence) {
        let (words, priced) = (&sentence.language.units.words, &sentence.language.words.priced);
        let money = words.get("sterling").map(|unit| named(sentence, *unit));
        let of = sentence.phrase(self.end, &sentence.language.words.of).is_some();
        let is_price = || {
            (self.first.saturating_sub(PRICE)..self.first)
                .filter_map(|at| sentence.word(at))
                .any(|word| priced.has(word))
        };
        if let Some(money) = money.filter(|_| self.unit.name == "pound-mass")
            && sentence.tokens[self.end - 1].lower.starts_with("pound")
            && (self.written == Written::Scaled || sentence.text.contains('£') || !of && is_price())
        {
            self.unit = money;
        }
    }
}

/// Returns whether a token is a number below a thousand.
fn is_small(sentence: &Sentence, at: usize) -> bool {
    match sentence.tokens[at].kind {
        Token::Digits(digits) => digits.value < Number::whole(1000),
        _ => sentence.word(at).is_some_and(|word| sentence.language.numbers.small.has(word)),
    }
}
