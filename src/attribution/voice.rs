//! Tells whether an attribution cites someone: who can speak is a voice, a thing from which something follows is none.

use super::role::{can_be_cited, can_speak, front, front_words, is_count, is_one_of_many, is_role};
use super::source::{begins_sentence, is_in_quotes, near, places, times};
use super::{Attribution, Kind};
use crate::language::Language;
use crate::language::attribution::{Cues, Form, Takes, Verb, Word};
use crate::text::Span;

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
                && !source.is_some_and(|span| is_plain_noun(text, one, span, &language.attribution))
        }),
    }
}

/// Returns whether a source is one word that has its capital only because a sentence begins with it: `Floods hit the coast`.
/// A name has it elsewhere, too, or says something.
fn is_plain_noun(text: &str, one: &Attribution, source: Span, language: &Cues) -> bool {
    let mut words = front_words(&text[source.start..source.end], language);
    let (Some(word), None) = (words.next(), words.next()) else { return false };
    let (lower, around) = (word.to_lowercase(), near(text, Some(source)));
    let is_name = |at: usize| {
        let before = around[..at].strip_suffix(' ').unwrap_or_default();
        before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    };
    word.starts_with(char::is_uppercase)
        && !can_be_cited(&lower, language)
        && !language.words.contains_key(&lower)
        && begins_sentence(text, source.start)
        && cue_verb(text, one, language).is_some_and(|verb| verb.takes(Takes::Thing))
        && !places(around, word).any(is_name)
}

/// Returns whether a source does what only speakers do: `the fire service said` names someone, whatever a service is, and `the situation
/// suggests` does not.
fn speaks(text: &str, one: &Attribution, words: &str, language: &Cues) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    let last = front_words(words, language).last().unwrap_or_default().to_lowercase();
    let is_noun =
        matches!(language.words.get(&first), Some(Word::Determiner | Word::Possessive)) && !is_count(&last, language);
    says(text, one, language) && one.kind == Kind::Said && is_noun
}

/// Returns whether the cue is a verb that only speakers have.
fn says(text: &str, one: &Attribution, language: &Cues) -> bool {
    cue_verb(text, one, language).is_some_and(|verb| {
        let finite = matches!(verb.form, Form::Past | Form::Preterite | Form::Third | Form::Base);
        finite && verb.takes(Takes::Speech) && !verb.takes(Takes::Thing)
    })
}

fn cue_verb<'l>(text: &str, one: &Attribution, language: &'l Cues) -> Option<&'l Verb> {
    let cue = one.cue.first().and_then(|cue| text.get(cue.start..cue.end))?;
    language.verbs.get(&cue.split_whitespace().next_back()?.to_lowercase())
}

/// Returns whether the words before the colon of a headline are a source: the text names them again, or they are a noun
/// for someone. `Breaking:` is no source.
pub(super) fn is_known(text: &str, words: &str, language: &Cues) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    let last = words.split_whitespace().map(bare).rfind(|word| !word.is_empty()).unwrap_or_default();
    // `Mayor Anna Berg`, `Harbour Police`, but not `Military Alliance`: a body is named by the last word.

    let is_person = |word: &String| language.is_title(word) || language.persons.contains(word);
    let head = front_words(words, language).last().is_some_and(|head| is_role(&head.to_lowercase(), language));
    let says_what = head || words.split_whitespace().map(|word| bare(word).to_lowercase()).any(|word| is_person(&word));
    words.contains('@') || says_what || times(text, &last) > 1
}

/// Returns whether a phrase is a name of several words, none of which is a verb or a small word: `Anna Berg`, but not `Read More`.
pub(super) fn is_full_name(phrase: &str, language: &Cues) -> bool {
    let mut words = front(phrase).split_whitespace().map(str::to_lowercase);
    let is_name = |word: String| !language.verbs.contains_key(&word) && !language.words.contains_key(&word);
    front(phrase).contains(' ') && words.all(is_name)
}

/// Returns whether the words before the colon of a headline say what kind of text follows: `The Latest`, `Video`.
pub(super) fn is_label(words: &str, language: &Cues) -> bool {
    front_words(words, language).last().is_some_and(|last| language.labels.contains(&last.to_lowercase()))
}
