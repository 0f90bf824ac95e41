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
use super::token::Kind;

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
    if words.ends_as_participle(word) && !behind_article && !leads_noun(sentence, at) {
        return Role::Verb;
    }
    // `to balance`, `will bring`
    let led =
        at.checked_sub(1).and_then(|before| sentence.word(before)).is_some_and(|before| words.verb_leads.has(before));
    if led { Role::Verb } else { Role::Noun }
}

/// Recognises `a total of claims`: the word after a preposition is no verb, except after the `to` of an infinitive.
fn is_behind_preposition(sentence: &Sentence, at: usize, before: Option<Role>) -> bool {
    let words = &sentence.language.words;
    let leads =
        at.checked_sub(1).and_then(|before| sentence.word(before)).is_some_and(|word| words.verb_leads.has(word));
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
