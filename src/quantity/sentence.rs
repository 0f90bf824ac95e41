//! Gives access to the tokens of a sentence while it is read.

use super::token::{Kind, Token, tokens};
use crate::language::Language;
use crate::language::lexicon::Lexicon;

/// The number of words in the longest phrase.
const LONGEST: usize = 6;

/// A sentence and its tokens.
#[derive(Debug)]
pub(super) struct Sentence<'t, 'l> {
    /// The text.
    pub text: &'t str,
    /// The tokens of the sentence.
    pub tokens: Vec<Token<'t>>,
    /// The language of the text.
    pub language: &'l Language,
}

impl<'t, 'l> Sentence<'t, 'l> {
    /// Splits a sentence into its tokens.
    pub(super) fn new(text: &'t str, language: &'l Language) -> Sentence<'t, 'l> {
        Sentence { text, tokens: tokens(text, language), language }
    }

    /// Returns the word at a token, in small letters; `None` for anything else.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|token| token.kind == Kind::Word).map(|token| &*token.lower)
    }

    /// Returns the token after a hyphen that joins it to the token before; `at` if there is no hyphen.
    pub(super) fn behind_hyphen(&self, at: usize) -> usize {
        let joins = |at: usize| {
            let hyphen = self.tokens.get(at).is_some_and(Token::is_hyphen);
            hyphen && self.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word)
        };
        if joins(at) { at + 1 } else { at }
    }

    /// Returns the scale that a token is, in a script that writes it behind digits without a blank: `万`.
    pub(super) fn glued_scale(&self, at: usize) -> Option<i64> {
        let text = self.word(at)?;
        self.language.numbers.glued_scale(text).filter(|(length, _)| *length == text.len()).map(|(_, scale)| scale)
    }

    /// Returns the token after a hyphen that joins it to a number: `0-to-60`.
    pub(super) fn behind_number_hyphen(&self, at: usize) -> usize {
        at + usize::from(self.tokens.get(at).is_some_and(|token| token.is_hyphen() && token.glued))
    }

    /// Returns the longest phrase of a lexicon at a token: the token after it, and its meaning. Hyphens within the
    /// phrase are ignored.
    pub(super) fn phrase<T: Copy>(&self, at: usize, lexicon: &Lexicon<T>) -> Option<(usize, T)> {
        self.phrase_within(at, self.tokens.len(), lexicon)
    }

    /// Returns the longest phrase of a lexicon at a token that ends before or at token `end`.
    fn phrase_within<T: Copy>(&self, at: usize, end: usize, lexicon: &Lexicon<T>) -> Option<(usize, T)> {
        let first = self.tokens.get(at).filter(|token| matches!(token.kind, Kind::Word | Kind::Mark))?;
        let most = lexicon.most_words(&first.lower)?.min(LONGEST);
        let mut places = [at; LONGEST];
        for number in 1..most {
            places[number] = self.behind_hyphen(places[number - 1] + 1);
        }
        let next = |number: usize| {
            let token = self.tokens.get(*places[..most].get(number).filter(|place| **place < end)?)?;
            matches!(token.kind, Kind::Word | Kind::Mark).then_some(&*token.lower)
        };
        let (more, meaning) = lexicon.longest(&first.lower, next)?;
        Some((places[more] + 1, *meaning))
    }

    /// Returns the phrase of a lexicon that ends right before a token: its first token, and its meaning.
    pub(super) fn phrase_before<T: Copy>(&self, end: usize, lexicon: &Lexicon<T>) -> Option<(usize, T)> {
        let from = end.saturating_sub(LONGEST);
        // `casi un tercio`: the phrase `casi un` goes on into the number.
        let ending = |at| self.phrase_within(at, end, lexicon).filter(|(behind, _)| *behind == end);
        (from..end).find_map(|at| ending(at).map(|(_, meaning)| (at, meaning)))
    }
}
