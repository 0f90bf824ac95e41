//! Gives each word its role in the sentence, by word lists and endings alone.
//!
//! ```text
//!   Meanwhile , exports to   China dropped 7     %
//!   Adverb    – Noun    Prep Noun  Verb    Number –
//! ```
//!
//! There is no parser here. A word is taken for a noun if no list has it and its ending is no sign of another role. So
//! adjectives count as nouns, which is what a noun phrase needs.

use super::sentence::Sentence;
use super::token::{Kind, Token};
use crate::language::attribution::Word;

/// A part of a compound with at most so many letters is a prefix: `co-wrote`.
const PREFIX: usize = 2;

/// The role of a word in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A noun, an adjective, a name.
    Noun,
    /// A verb.
    Verb,
    /// A preposition.
    Preposition,
    /// A word that joins clauses or nouns.
    Conjunction,
    /// An article or a possessive.
    Determiner,
    /// A word that stands for a noun.
    Pronoun,
    /// Any other small word.
    Adverb,
    /// A number.
    Number,
    /// A punctuation mark.
    Mark,
}

/// Returns the role of each token of a sentence.
pub(super) fn roles(sentence: &Sentence) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::with_capacity(sentence.tokens.len());
    for at in 0..sentence.tokens.len() {
        let role = role(sentence, at, roles.last().copied());
        roles.push(role);
    }
    roles
}

fn role(sentence: &Sentence, at: usize, before: Option<Role>) -> Role {
    let token = &sentence.tokens[at];
    let words = &sentence.language.words;
    let word = &*token.lower;
    match token.kind {
        Kind::Digits(_) if at > 0 && sentence.tokens[at - 1].is_capital() && !token.glued => return Role::Noun,
        Kind::Digits(_) | Kind::Sign(_) => return Role::Number,
        Kind::Name | Kind::Ordinal => return Role::Noun,
        Kind::Time | Kind::Mark => return Role::Mark,
        Kind::Word => {}
    }
    // `the US population`
    let acronym = words.pronouns.has(word) && token.is_acronym();
    if token.is_capital() && at > 0 && (acronym || !words.is_small(word)) {
        return Role::Noun;
    }
    if is_in_compound(sentence, at) {
        return Role::Noun;
    }
    if words.ends_as_contraction(word) {
        return Role::Verb;
    }
    let lists = [
        (&words.relatives, Role::Pronoun),
        (&words.determiners, Role::Determiner),
        (&words.pronouns, Role::Pronoun),
        (&words.conjunctions, Role::Conjunction),
        (&words.prepositions, Role::Preposition),
        (&words.adverbs, Role::Adverb),
    ];
    if let Some((_, role)) = lists.iter().find(|(list, _)| list.has(word)) {
        return *role;
    }
    if sentence.language.numbers.small.has(word) || sentence.language.numbers.scales.has(word) {
        return if is_joined(sentence, at) { Role::Noun } else { Role::Number };
    }
    // `11 injured`, but `11 injured men`
    if before == Some(Role::Number) && words.states.has(word) {
        return Role::Noun;
    }
    let behind_article = before == Some(Role::Determiner);
    if words.verbs.has(word) || words.changes.has(word) {
        return if behind_article || is_behind_preposition(sentence, at, before) { Role::Noun } else { Role::Verb };
    }
    if words.ends_as_adverb(word) {
        return Role::Adverb;
    }
    if words.ends_as_aside(word) && is_finite(sentence, at + 1) {
        return Role::Noun;
    }
    let is_verbal = || is_behind_subject(sentence, at, before) || !leads_noun(sentence, at);
    if words.ends_as_participle(word) && !behind_article && is_verbal() {
        return Role::Verb;
    }
    // `which represents 300 firms`
    if words.is_plural(word) && is_behind(sentence, at, |before| grammar(sentence, before) == Some(Word::Relative)) {
        return Role::Verb;
    }
    // `to balance`, `will bring`
    if is_behind(sentence, at, |before| words.verb_leads.has(before)) { Role::Verb } else { Role::Noun }
}

/// Returns whether the word before a token is such a word.
fn is_behind(sentence: &Sentence, at: usize, is_such: impl Fn(&str) -> bool) -> bool {
    at.checked_sub(1).and_then(|before| sentence.word(before)).is_some_and(is_such)
}

/// Returns what a word in small letters is in the grammar of attributions.
fn grammar(sentence: &Sentence, word: &str) -> Option<Word> {
    sentence.language.attribution.words.get(word).copied()
}

/// Recognises `battery-powered`, `start-up`: what a hyphen joins is no verb, except behind a short prefix, as in `co-wrote`.
fn is_in_compound(sentence: &Sentence, at: usize) -> bool {
    let numbers = &sentence.language.numbers;
    let joins = |hyphen: usize| sentence.tokens.get(hyphen).is_some_and(|token| token.is_hyphen() && token.glued);
    let is_part = |at: usize| {
        sentence.word(at).is_some_and(|word| {
            word.chars().nth(PREFIX).is_some() && !numbers.small.has(word) && !numbers.scales.has(word)
        })
    };
    let goes_on = |next: &Token| next.glued && next.kind == Kind::Word;
    sentence.tokens[at].glued && at > 1 && joins(at - 1) && is_part(at - 2)
        || joins(at + 1) && is_part(at) && sentence.tokens.get(at + 2).is_some_and(goes_on)
}

/// Recognises `spending was`, `spending rose 5%`: the word at a token can only be a verb.
fn is_finite(sentence: &Sentence, at: usize) -> bool {
    let words = &sentence.language.words;
    let Some(word) = sentence.word(at) else { return false };
    let leads_number = || {
        let is_number = |next: &Token| matches!(next.kind, Kind::Digits(_) | Kind::Sign(_));
        sentence.tokens.get(at + 1).is_some_and(is_number)
            || sentence.word(at + 1).is_some_and(|next| words.by.has(next) || words.to.has(next))
    };
    matches!(grammar(sentence, word), Some(Word::Be | Word::Have | Word::Modal))
        || words.changes.has(word) && !words.is_plural(word) && leads_number()
}

/// Recognises `voters saying`, `she evinced`, `has featured`: behind a plural, a pronoun or an auxiliary, a participle is a verb
/// although a noun follows.
fn is_behind_subject(sentence: &Sentence, at: usize, before: Option<Role>) -> bool {
    let words = &sentence.language.words;
    match before {
        Some(Role::Pronoun) => true,
        Some(Role::Noun) => {
            let is_name = at > 1 && sentence.tokens[at - 1].is_capital();
            !is_name && is_behind(sentence, at, |before| words.is_plural(before))
        }
        _ => is_behind(sentence, at, |before| grammar(sentence, before) == Some(Word::Have)),
    }
}

/// Recognises `a total of claims`: the word after a preposition is no verb, except after the `to` of an infinitive.
fn is_behind_preposition(sentence: &Sentence, at: usize, before: Option<Role>) -> bool {
    let words = &sentence.language.words;
    let leads = is_behind(sentence, at, |word| words.verb_leads.has(word));
    before == Some(Role::Preposition) && !leads && !words.ends_as_participle(&sentence.tokens[at].lower)
}

/// Returns whether a hyphen joins a number word to the noun after it: `four-cylinder`.
fn is_joined(sentence: &Sentence, at: usize) -> bool {
    let noun = |word: &str| !sentence.language.numbers.small.has(word) && !sentence.language.numbers.scales.has(word);
    let hyphen = sentence.tokens.get(at + 1).is_some_and(|next| next.is_hyphen() && next.glued);
    hyphen && sentence.tokens.get(at + 2).is_some_and(|next| next.glued) && sentence.word(at + 2).is_some_and(noun)
}

/// Returns whether a participle stands before a noun, like an adjective.
fn leads_noun(sentence: &Sentence, at: usize) -> bool {
    let words = &sentence.language.words;
    sentence.word(at + 1).is_some_and(|next| {
        !words.is_small(next)
            && !words.verbs.has(next)
            && !sentence.language.numbers.small.has(next)
            && !words.ends_as_adverb(next)
    })
}
