//! Tells which nouns and phrases mean someone who can speak, or something that can be cited.

use crate::language::attribution::{Cues, Form, Word};

use super::token::{Kind as Mark, WordToken};

/// Returns whether a noun, in the singular or the plural, means someone who can speak: `experts`, `agency`.
pub(super) fn is_role(noun: &str, language: &Cues) -> bool {
    language.has(&[&language.persons, &language.titles, &language.bodies], noun)
}

/// Returns whether the head of a noun phrase is a role or a document: `two people familiar with the plan`.
pub(super) fn is_cited(tokens: &[WordToken], language: &Cues) -> bool {
    let front = tokens.iter().take_while(|token| !token.is(Word::Preposition) && token.kind != Mark::Comma);
    front.filter(|token| token.is_open()).any(|token| can_be_cited(&token.lower, language))
}

/// Returns whether a noun, in the singular or the plural, means someone who can speak, or something that can be cited: `figures`.
pub(super) fn can_be_cited(noun: &str, language: &Cues) -> bool {
    is_role(noun, language) || is_document(noun, language)
}

/// Returns whether a noun, in the singular or the plural, means something that can be cited.
pub(super) fn is_document(noun: &str, language: &Cues) -> bool {
    language.has(&[&language.documents], noun)
}

/// Returns whether a phrase means someone who can speak: by a name, or by a noun for a person or a body: `the
/// intelligence agency`, but not `this revelation` or `the dialogue between NATO and its partners`. The part after the
/// first preposition or comma does not count.
pub(super) fn can_speak(phrase: &str, language: &Cues) -> bool {
    // `classified 22 emails`: a verb whose subject was not recognised.
    let mut begins = front(phrase).split_whitespace();
    let verb = begins.next().is_some_and(|first| {
        let form = language.verbs.get(first).map(|verb| verb.form);
        matches!(form, Some(Form::Past | Form::Preterite | Form::Participle))
    });
    let object = begins.next().is_some_and(|next| {
        let determiner = matches!(language.words.get(&next.to_lowercase()), Some(Word::Determiner | Word::Possessive));
        determiner || next.starts_with(|c: char| c.is_ascii_digit())
    });
    if verb && object {
        return false;
    }
    let first = phrase.split_whitespace().next().unwrap_or_default().to_lowercase();
    if language.nobody.contains(&first) {
        return false;
    }
    // `one of the sailors`
    if is_count(&first, language)
        && let Some(several) = behind_of(phrase, language)
        && can_speak(several, language)
    {
        return true;
    }
    let is_cited = |word: &str| can_be_cited(&word.to_lowercase(), language);
    // `sources close to the president`, `two people familiar with the plan`
    let lists = [&language.persons, &language.titles, &language.bodies, &language.documents];
    let is_several = |word: &str| {
        language.has_plural(&lists, word) || language.plural_nouns.contains(word) && is_role(word, language)
    };
    if front_words(phrase, language).any(|word| is_several(&word.to_lowercase())) {
        return true;
    }
    // `une étude publiée lundi`
    let is_noun = |word: &&str| !language.words.contains_key(&word.to_lowercase());
    if language.noun_first && front_words(phrase, language).find(is_noun).is_some_and(is_cited) {
        return true;
    }
    let last = front_words(phrase, language).last().unwrap_or_default();
    let lower = last.to_lowercase();
    if is_cited(last) || language.plural.contains(&lower) {
        return true;
    }
    !is_count(&lower, language)
        && last.starts_with(|c: char| c.is_uppercase() || c == '@' || !c.is_alphabetic() && c.is_alphanumeric())
        || [lower, phrase.to_lowercase()]
            .iter()
            .any(|word| matches!(language.words.get(word), Some(Word::Pronoun | Word::Object | Word::Relative)))
}

/// Returns the phrase behind `of`, if it stands for several that are known: `the sailors` of `one of the sailors`.
fn behind_of<'t>(phrase: &'t str, language: &Cues) -> Option<&'t str> {
    let (_, rest) = phrase.split_once(char::is_whitespace)?;
    let (of, several) = rest.trim_start().split_once(char::is_whitespace)?;
    let several = several.trim_start();
    let first = several.split_whitespace().next()?.to_lowercase();
    let is_known = matches!(language.words.get(&first), Some(Word::Determiner | Word::Possessive | Word::Object));
    (language.of.contains(of) && is_known).then_some(several)
}

/// Returns the part of a phrase before the first comma, semicolon or dash.
pub(super) fn front(phrase: &str) -> &str {
    phrase.split([',', ';', '—']).find(|part| part.contains(char::is_alphanumeric)).unwrap_or_default()
}

/// Returns the words of a phrase before the first preposition or comma, without marks and genitives; at least one.
pub(super) fn front_words<'t>(phrase: &'t str, language: &Cues) -> impl Iterator<Item = &'t str> {
    let is_end = |word: &str| matches!(language.words.get(word), Some(Word::Preposition)) || language.of.contains(word);
    let bare = |word: &'t str| {
        let word = language.without_genitive(word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@'));
        // `l’agence`
        let joined =
            word.split_once(['’', '\'']).filter(|(first, _)| language.elisions.contains(&first.to_lowercase()));
        joined.map_or(word, |(_, rest)| rest)
    };
    let words = front(phrase).split_whitespace().map(bare).filter(|word| !word.is_empty()).enumerate();
    words.take_while(move |(at, word)| *at == 0 || !is_end(&word.to_lowercase())).map(|(_, word)| word)
}

/// Returns whether a phrase is a noun with an article or the like, or a plural: `another commenter`, `shoppers`, but not
/// `six in 10`.
pub(super) fn is_one_of_many(phrase: &str, language: &Cues) -> bool {
    let mut words = front_words(phrase, language);
    let first = words.next().unwrap_or_default().to_lowercase();
    let last = words.last().map_or_else(|| first.clone(), str::to_lowercase);
    let determined = matches!(language.words.get(&first), Some(Word::Determiner | Word::Possessive)) && last != first;
    !is_count(&last, language) && (determined || language.is_plural(&last))
}

/// Returns whether a word counts and names nobody: `More` in `more than six in 10`, `12` in `12 of the 19`.
pub(super) fn is_count(word: &str, language: &Cues) -> bool {
    let determiner = matches!(language.words.get(word), Some(Word::Determiner)) && !language.plural.contains(word);
    determiner
        || language.shares.contains(word)
        || !word.contains(char::is_alphabetic) && word.contains(char::is_numeric)
}
