//! Tells whether a word is a verb: many verbs of saying look like nouns, as the `report` of `they report`.

use crate::language::attribution::{Form, Takes, Word};

use super::token::{Kind, WordToken};
use super::{Passage, role};

/// Returns whether the token at `at` is a verb, in a place where only a verb can stand.
pub(super) fn is_finite(passage: &Passage, at: usize, floor: usize) -> bool {
    let token = &passage.tokens[at];
    if token.quoted {
        return false;
    }
    if matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal)) {
        return true;
    }
    let Some(form) = token.form().filter(|_| !is_in_fixed(passage, at)) else {
        return false;
    };
    let before = behind_aside(passage, at, floor).or_else(|| before(passage, at, floor));
    let after_noun = before.is_none_or(|t| t.is_open() || t.kind == Kind::Close);
    let word = before.and_then(WordToken::word);
    // `475 pledged delegates`
    let counted = before.is_some_and(|t| t.kind == Kind::Number && t.lower.chars().all(|c| c.is_ascii_digit()));
    if counted && form == Form::Past && passage.tokens.get(at + 1).is_some_and(|t| t.is_open() && !t.capital) {
        return false;
    }
    let rather_noun = matches!(form, Form::Third | Form::Base) && passage.language.rather_nouns.contains(&*token.lower);
    let named = matches!(word, Some(Word::Pronoun | Word::Relative | Word::Modal)) || before.is_some_and(|t| t.capital);
    let is_object =
        || is_in_object(passage, at, floor) || is_of_several(passage, at, floor) || is_owned(passage, at, floor);
    if rather_noun && (!named || is_object() || is_before_verb(passage, at))
        || matches!(form, Form::Third | Form::Base) && is_compound(passage, at) && !heads_plural(passage, at, floor)
    {
        return false;
    }
    // `Stone released notes`
    if matches!(form, Form::Third | Form::Base) && follows_verb(passage, at, floor) {
        return false;
    }
    // `Many believe the bridge is safe`
    let several = before.is_some_and(|t| passage.language.plural.contains(&*t.lower)) && word == Some(Word::Determiner);
    if several && form == Form::Base && clause_follows(passage, at) {
        return true;
    }
    if before.is_some_and(|t| t.kind == Kind::Genitive) || matches!(word, Some(Word::Determiner | Word::Possessive)) {
        return false;
    }
    if word == Some(Word::Preposition) {
        // `have since left`
        let auxiliary = at >= floor + 2 && passage.tokens[at - 2].is(Word::Have);
        return form == Form::Gerund || auxiliary && matches!(form, Form::Past | Form::Participle);
    }
    if token.capital
        && at > floor
        && form != Form::Gerund
        && !passage.tokens[at - 1].quoted
        && before.is_some_and(|t| t.capital)
    {
        return headline_verb(passage, at);
    }
    match form {
        Form::Gerund => {
            matches!(word, Some(Word::Be)) || before.is_some_and(|t| matches!(t.kind, Kind::Comma | Kind::Dash))
        }
        Form::Past => {
            let next = passage.tokens.get(at + 1);
            let before_noun =
                before.is_none_or(|t| t.kind == Kind::Comma) && next.is_some_and(|t| t.is_open() && !t.capital);
            !before_noun || matches!(word, Some(Word::Pronoun | Word::Relative))
        }
        Form::Preterite => true,
        Form::Participle => matches!(word, Some(Word::Be | Word::Have)),
        Form::Third => {
            matches!(word, Some(Word::Pronoun | Word::Relative | Word::Conjunction | Word::That))
                || after_noun
                    && !before.is_some_and(|t| passage.language.is_plural(&t.lower) && !t.capital)
                    && verb_follows(passage, at)
        }
        Form::Base => match word {
            Some(Word::Pronoun | Word::Relative | Word::Modal | Word::To) => true,
            Some(Word::Conjunction) => verb_follows(passage, at),
            _ => {
                before.is_some_and(|t| {
                    t.is_open() && (passage.language.is_plural(&t.lower) || heads_plural(passage, at, floor))
                }) && !is_singular(passage, at, floor)
                    && (verb_follows(passage, at) || tells_of_subject(passage, at, floor))
            }
        },
    }
}

/// The greatest number of tokens between an article and a noun.
const LONGEST: usize = 24;

/// Returns whether the noun that a verb agrees with is a plural before a preposition, and what follows the verb cannot follow a
/// noun: `members of the board say the`.
fn heads_plural(passage: &Passage, at: usize, floor: usize) -> bool {
    let within = |token: &&WordToken| {
        !token.quoted && (token.is_open() || matches!(token.word(), Some(Word::Determiner | Word::Possessive)))
    };
    let inner = passage.tokens[floor..at].iter().rev().take(LONGEST).take_while(within).count();
    let Some(preposition) = (at - inner).checked_sub(1).filter(|before| *before > floor) else { return false };
    let head = &passage.tokens[preposition - 1];
    passage.tokens[preposition].is(Word::Preposition)
        && head.is_open()
        && passage.language.is_plural(&head.lower)
        && (clause_follows(passage, at)
            || (at + 1..passage.tokens.len().min(at + 4)).any(|next| is_finite(passage, next, at + 1)))
}

/// Returns the number of open words up to `at`, and the word before them.
fn before_open<'p>(passage: &'p Passage<'_>, at: usize, floor: usize) -> Option<(usize, &'p WordToken<'p>)> {
    let words = passage.tokens[floor..at].iter().rev().take(LONGEST);
    let open = words.take_while(|token| token.is_open() && !token.quoted).count();
    let before = (at - open).checked_sub(1).filter(|before| *before >= floor)?;
    Some((open, &passage.tokens[before]))
}

/// Returns whether the open words up to `at` follow an article of the singular: the `report` of `a New York Times report`.
fn is_singular(passage: &Passage, at: usize, floor: usize) -> bool {
    let language = passage.language;
    before_open(passage, at, floor)
        .is_some_and(|(_, word)| language.articles.contains(&*word.lower) && !language.definite.contains(&*word.lower))
}

/// Returns whether a verb in the past tense and its subject stand before `at`.
fn follows_verb(passage: &Passage, at: usize, floor: usize) -> bool {
    let [subject, verb] = &passage.tokens[at.saturating_sub(2).max(floor)..at] else { return false };
    let is_verb = !verb.capital && !verb.quoted && matches!(verb.form(), Some(Form::Past | Form::Preterite));
    is_verb && (subject.is(Word::Pronoun) || subject.is_open() && subject.capital)
}

/// Returns whether the open words up to `at` are the object of a verb after an auxiliary: the `calls` of `have renewed
/// Republican calls`.
fn is_in_object(passage: &Passage, at: usize, floor: usize) -> bool {
    before_open(passage, at, floor).is_some_and(|(open, word)| open > 1 && word.is(Word::Have))
}

/// Returns whether a name before `at` only describes what someone has: the `remarks` of `Berg’s Lomas remarks`, but not the `claims` of
/// `Berg’s aide claims`.
fn is_owned(passage: &Passage, at: usize, floor: usize) -> bool {
    let name = at.checked_sub(1).filter(|name| *name > floor && passage.tokens[name - 1].kind == Kind::Genitive);
    name.is_some_and(|name| !role::is_role(&passage.tokens[name].lower, passage.language))
}

/// Returns whether a phrase goes on behind `at` up to a verb: the `emails` of `DNC emails from March led to`.
fn is_before_verb(passage: &Passage, at: usize) -> bool {
    let rest = &passage.tokens[at + 1..];
    if !rest.first().is_some_and(|next| next.is(Word::Preposition)) {
        return false;
    }
    let within = |token: &&WordToken| {
        let is_verb = matches!(token.form(), Some(Form::Past | Form::Preterite | Form::Third)) && !token.capital;
        !token.quoted
            && !is_verb
            && (token.is_open() || matches!(token.word(), Some(Word::Preposition | Word::Determiner)))
    };
    let next = rest.iter().take(LONGEST).find(|token| !within(token));
    next.is_some_and(|token| {
        token.form().is_some() || matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal))
    })
}

/// Returns whether the open words up to `at` follow a word for several: the `states` of `most Southern states`.
fn is_of_several(passage: &Passage, at: usize, floor: usize) -> bool {
    let language = passage.language;
    before_open(passage, at, floor).is_some_and(|(open, word)| {
        open > 0
            && word.is(Word::Determiner)
            && !language.articles.contains(&*word.lower)
            && !language.definite.contains(&*word.lower)
    })
}

/// Returns whether a token is part of a name that contains no verb: the `States` of `the United States`.
fn is_in_fixed(passage: &Passage, at: usize) -> bool {
    passage.language.fixed.iter().any(|words| {
        let starts = at.saturating_sub(words.len() - 1)..=at;
        starts.into_iter().any(|start| {
            let tokens = passage.tokens.get(start..start + words.len());
            tokens.is_some_and(|tokens| tokens.iter().zip(words).all(|(token, word)| token.lower == *word))
        })
    })
}

/// Returns whether the word is the first part of a compound that is the subject of another verb: `appeals court ruling
/// could`.
fn is_compound(passage: &Passage, at: usize) -> bool {
    let rest = &passage.tokens[at + 1..];
    let nouns = rest
        .iter()
        .take(3)
        .take_while(|t| {
            t.is_open()
                && !t.quoted
                && !t.capital
                && t.verb.is_none_or(|v| v.form == Form::Gerund || v.form == Form::Base)
        })
        .count();
    nouns > 0
        && rest.get(nouns).is_some_and(|t| {
            !t.quoted
                && (matches!(t.word(), Some(Word::Be | Word::Have | Word::Modal))
                    || matches!(t.form(), Some(Form::Past | Form::Preterite | Form::Third)))
        })
}

/// Returns whether a heading has a verb here: in a heading, all words have capitals.
fn headline_verb(passage: &Passage, at: usize) -> bool {
    let token = &passage.tokens[at];
    matches!(token.form(), Some(Form::Third))
        && passage.tokens.get(at + 1).is_some_and(|t| t.capital || t.quoted || t.word().is_some())
}

/// Returns whether the next words can be the complement of a verb rather than the rest of a noun phrase.
fn verb_follows(passage: &Passage, at: usize) -> bool {
    let Some(next) = passage.tokens.get(at + 1) else { return true };
    let token = &passage.tokens[at];
    match next.kind {
        // `a trend that the board predicts will continue`
        Kind::Word(Some(Word::Be | Word::Have | Word::Modal)) if token.form() == Some(Form::Third) => {
            token.verb.is_some_and(|verb| verb.takes(Takes::Clause))
                && !passage.language.rather_nouns.contains(&*token.lower)
        }
        Kind::Word(Some(word)) => word != Word::Conjunction && !matches!(word, Word::Be | Word::Have | Word::Modal),
        Kind::Word(None) if passage.language.rather_nouns.contains(&*next.lower) => true,
        Kind::Word(None) => next.capital || next.verb.is_none() || next.form() == Some(Form::Gerund),
        Kind::Comma | Kind::Colon | Kind::Stop => true,
        Kind::Mark => true,
        Kind::Number => true,
        _ => false,
    }
}

/// Returns whether a word outside quotations is an auxiliary or may be a verb in the past tense.
pub(super) fn is_past_or_auxiliary(token: &WordToken) -> bool {
    let is_past = matches!(token.form(), Some(Form::Past | Form::Preterite));
    !token.quoted && (is_past || matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal)))
}

/// Returns whether a relative clause has another verb in it: the `say` of `men who officials say were drunk`.
fn tells_of_subject(passage: &Passage, at: usize, floor: usize) -> bool {
    let before = before_open(passage, at, floor).filter(|(open, _)| *open > 0);
    let is_relative = before.is_some_and(|(_, word)| matches!(word.word(), Some(Word::Relative | Word::That)));
    let is_before_verb = passage.tokens.get(at + 1).is_some_and(is_past_or_auxiliary);
    is_relative && is_before_verb && passage.tokens[at].verb.is_some_and(|verb| verb.takes(Takes::Clause))
}

/// Returns whether a clause or an object with an article begins behind the token.
pub(super) fn clause_follows(passage: &Passage, at: usize) -> bool {
    let next = passage.tokens.get(at + 1);
    next.is_some_and(|next| {
        let small = matches!(next.word(), Some(Word::That | Word::Determiner | Word::Possessive | Word::Pronoun));
        small || next.quoted || next.is_open() && next.capital
    })
}

/// Returns whether the verb of a clause stands at `at`, so that what is before it was put in: `The road, according to the
/// board, is closed`.
pub(super) fn goes_on(passage: &Passage, at: usize, end: usize) -> bool {
    let verb = (at..end).find(|at| !passage.tokens[*at].is_adverb());
    verb.is_some_and(|verb| is_finite(passage, verb, at) && passage.tokens[verb].form() != Some(Form::Gerund))
}

/// The greatest number of tokens between the two commas of an aside.
const ASIDE: usize = 24;

/// Returns the noun before an aside that ends before `at`: `Weiss` of `Weiss, who leads the union, said`, `rules` of `The
/// rules, critics argue, favour`.
fn behind_aside<'p, 't>(passage: &'p Passage<'t>, at: usize, floor: usize) -> Option<&'p WordToken<'t>> {
    let tokens = &passage.tokens;
    let is_comma = |at: usize| tokens[at].kind == Kind::Comma && !tokens[at].quoted;
    let closing = at.checked_sub(1).filter(|closing| *closing > floor && is_comma(*closing))?;
    let opening = (floor.max(closing.saturating_sub(ASIDE)) + 1..closing).rev().find(|at| is_comma(*at))?;
    let inner = &tokens[opening + 1..closing];
    let first = inner.first()?;
    let explains = inner.iter().take(3).any(|token| token.is(Word::Relative))
        || matches!(first.form(), Some(Form::Past | Form::Participle))
        || is_parenthesis(inner);
    Some(&tokens[opening - 1]).filter(|noun| explains && noun.is_open() && !noun.quoted)
}

/// Returns whether the words between two marks only say who says what is around them: `critics argue`.
pub(super) fn is_parenthesis(tokens: &[WordToken]) -> bool {
    let says = |token: &WordToken| {
        let finite = matches!(token.form(), Some(Form::Past | Form::Preterite | Form::Third | Form::Base));
        // The `States` of `the United States` is no verb.
        finite && !token.capital && token.verb.is_some_and(|verb| verb.takes(Takes::Speech))
    };
    let named = |token: &WordToken| {
        token.is_open() || matches!(token.word(), Some(Word::Determiner | Word::Possessive | Word::Pronoun))
    };
    let verb = tokens.iter().position(says).filter(|verb| *verb > 0);
    verb.is_some_and(|verb| tokens[..verb].iter().all(|token| named(token) && !token.quoted))
}

/// Returns the last token before `at` that is not an adverb, and not before `floor`.
fn before<'p, 't>(passage: &'p Passage<'t>, at: usize, floor: usize) -> Option<&'p WordToken<'t>> {
    let within = |token: &WordToken| token.is(Word::Pronoun) && token.lower.starts_with('-');
    passage.tokens[floor..at].iter().rev().find(|token| !token.is_adverb() && !within(token))
}
