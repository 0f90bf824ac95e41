//! Tells whether an attribution cites someone: who can speak is a voice, a thing from which something follows is none.

use super::source::{
    can_speak, front_words, is_count, is_full_name, is_in_quotes, is_known, is_label, is_one_of_many, near,
};
use super::{Attribution, Kind};
use crate::language::Language;
use crate::language::attribution::{Cues, Form, Takes, Word};

/// Returns whether an attribution cites someone, by name or not: `it suggests`, said of a revelation, cites nobody.
pub fn is_voice(text: &str, one: &Attribution, language: &Language) -> bool {
    let source = one.antecedent.or(one.source.first().copied());
    let words = source.and_then(|span| text.get(span.start..span.end));
    match one.kind {
        Kind::Signed => true,
        Kind::Headline => words.is_none_or(|words| {
            !is_label(words, &language.attribution)
                && can_speak(words, &language.attribution)
                && (is_known(near(text, source), words, &language.attribution)
                    || is_in_quotes(text, one) && is_full_name(words, &language.attribution))
        }),
        // Whoever says a sentence in quotation marks can speak: `another commenter`.
        Kind::Quoted if is_in_quotes(text, one) => words.is_none_or(|words| {
            can_speak(words, &language.attribution) || is_one_of_many(words, &language.attribution)
        }),
        // In a heading, a capital is no sign of a name.
        _ => words.is_none_or(|words| {
            (can_speak(words, &language.attribution) || speaks(text, one, words, &language.attribution))
                && (!one.in_heading || is_known(near(text, source), words, &language.attribution))
        }),
    }
}

/// Returns whether a source does what only speakers do: `the fire service said` names someone, whatever a service is, and `the situation
/// suggests` does not.
fn speaks(text: &str, one: &Attribution, words: &str, language: &Cues) -> bool {
    let cue = one.cue.first().and_then(|cue| text.get(cue.start..cue.end)).unwrap_or_default();
    let verb = cue.split_whitespace().next_back().and_then(|word| language.verbs.get(&word.to_lowercase()));
    let says = verb.is_some_and(|verb| {
        let finite = matches!(verb.form, Form::Past | Form::Preterite | Form::Third | Form::Base);
        finite && verb.takes(Takes::Speech) && !verb.takes(Takes::Object)
    });
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    let last = front_words(words, language).last().unwrap_or_default().to_lowercase();
    let is_noun =
        matches!(language.words.get(&first), Some(Word::Determiner | Word::Possessive)) && !is_count(&last, language);
    says && one.kind == Kind::Said && is_noun
}
