//! Finds noun phrases: the subject of a verb.

use crate::language::attribution::{Form, Takes, Word};

use super::token::{Kind, WordToken};
use super::{Passage, Range};

/// Returns whether a token can stand inside a noun phrase: a noun, an adjective, a number, a genitive.
pub(super) fn is_inner(passage: &Passage, at: usize, floor: usize) -> bool {
    let token = &passage.tokens[at];
    if token.quoted {
        return token.few;
    }
    match token.kind {
        Kind::Number | Kind::Genitive => true,
        Kind::Word(Some(Word::Time)) => passage.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Genitive),
        Kind::Word(None) => !is_finite(passage, at, floor),
        Kind::Mark => token.lower == "&",
        _ => false,
    }
}

/// Returns whether the token at `at` is a verb, in a place where only a verb can stand.
pub(super) fn is_finite(passage: &Passage, at: usize, floor: usize) -> bool {
    let token = &passage.tokens[at];
    if token.quoted {
        return false;
    }
    if matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal)) {
        return true;
    }
    let before = before(passage, at, floor);
    let Some(form) = token.form().filter(|_| !is_in_fixed(passage, at)) else {
        return false;
    };
    let after_noun = before.is_none_or(|t| t.is_open() || t.kind == Kind::Close);
    let word = before.and_then(WordToken::word);
    // `475 pledged delegates`
    let counted = before.is_some_and(|t| t.kind == Kind::Number && t.lower.chars().all(|c| c.is_ascii_digit()));
    if counted && form == Form::Past && passage.tokens.get(at + 1).is_some_and(|t| t.is_open() && !t.capital) {
        return false;
    }
    let rather_noun = matches!(form, Form::Third | Form::Base) && passage.language.rather_nouns.contains(&token.lower);
    let named = matches!(word, Some(Word::Pronoun | Word::Relative | Word::Modal)) || before.is_some_and(|t| t.capital);
    if rather_noun && (!named || is_in_object(passage, at, floor))
        || matches!(form, Form::Third | Form::Base) && is_compound(passage, at)
    {
        return false;
    }
    // `Many believe the bridge is safe`
    let several = before.is_some_and(|t| passage.language.plural.contains(&t.lower)) && word == Some(Word::Determiner);
    if several && form == Form::Base && clause_follows(passage, at) {
        return true;
    }
    if before.is_some_and(|t| t.kind == Kind::Genitive) || matches!(word, Some(Word::Determiner | Word::Possessive)) {
        return false;
    }
    if word == Some(Word::Preposition) {
        return form == Form::Gerund;
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
                    && !before.is_some_and(|t| t.lower.ends_with('s') && !t.capital)
                    && verb_follows(passage, at)
        }
        Form::Base => match word {
            Some(Word::Pronoun | Word::Relative | Word::Modal | Word::To) => true,
            Some(Word::Conjunction) => verb_follows(passage, at),
            _ => {
                before.is_some_and(|t| t.is_open() && (is_plural(&t.lower) || heads_plural(passage, at, floor)))
                    && !is_singular(passage, at, floor)
                    && verb_follows(passage, at)
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
        && is_plural(&head.lower)
        && clause_follows(passage, at)
}

/// Returns whether the open words up to `at` follow an article of the singular: the `report` of `a New York Times report`.
fn is_singular(passage: &Passage, at: usize, floor: usize) -> bool {
    let before = passage.tokens[floor..at].iter().rev().take(LONGEST);
    let open = before.take_while(|token| token.is_open() && !token.quoted).count();
    let article =
        (at - open).checked_sub(1).filter(|article| *article >= floor).map(|article| &passage.tokens[article]);
    let language = passage.language;
    article.is_some_and(|word| language.articles.contains(&word.lower) && !language.definite.contains(&word.lower))
}

/// Returns whether the open words up to `at` are the object of a verb after an auxiliary: the `calls` of `have renewed
/// Republican calls`.
fn is_in_object(passage: &Passage, at: usize, floor: usize) -> bool {
    let open = passage.tokens[floor..at].iter().rev().take_while(|token| token.is_open() && !token.quoted).count();
    open > 1 && at - open > floor && passage.tokens[at - open - 1].is(Word::Have)
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

fn is_plural(noun: &str) -> bool {
    noun.ends_with('s') && !noun.ends_with("ss")
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
                && !passage.language.rather_nouns.contains(&token.lower)
        }
        Kind::Word(Some(word)) => word != Word::Conjunction && !matches!(word, Word::Be | Word::Have | Word::Modal),
        Kind::Word(None) if passage.language.rather_nouns.contains(&next.lower) => true,
        Kind::Word(None) => next.capital || next.verb.is_none() || next.form() == Some(Form::Gerund),
        Kind::Comma | Kind::Colon | Kind::Stop => true,
        Kind::Mark => true,
        Kind::Number => true,
        _ => false,
    }
}

/// Returns whether a clause or an object with an article begins behind the token.
fn clause_follows(passage: &Passage, at: usize) -> bool {
    let next = passage.tokens.get(at + 1);
    next.is_some_and(|next| {
        let small = matches!(next.word(), Some(Word::That | Word::Determiner | Word::Possessive | Word::Pronoun));
        small || next.quoted || next.is_open() && next.capital
    })
}

/// Returns whether the verb of a clause stands at `at`, so that what is before it was put in: `The road, according to the
/// board, is closed`.
pub(super) fn goes_on(passage: &Passage, at: usize, end: usize) -> bool {
    let verb = (at..end).find(|at| !is_adverb(&passage.tokens[*at]));
    verb.is_some_and(|verb| is_finite(passage, verb, at) && passage.tokens[verb].form() != Some(Form::Gerund))
}

/// Returns the last token before `at` that is not an adverb, and not before `floor`.
fn before<'p, 't>(passage: &'p Passage<'t>, at: usize, floor: usize) -> Option<&'p WordToken<'t>> {
    let within = |token: &WordToken| token.is(Word::Pronoun) && token.lower.starts_with('-');
    passage.tokens[floor..at].iter().rev().find(|token| !is_adverb(token) && !within(token))
}

/// Returns whether a token is an adverb outside a quotation.
pub(super) fn is_adverb(token: &WordToken) -> bool {
    !token.quoted && token.adverb
}

/// Returns the first token of the verb group whose main verb is at `at`, including auxiliaries and adverbs.
pub(super) fn group_start(passage: &Passage, at: usize, floor: usize) -> usize {
    let mut start = at;
    while start > floor {
        let token = &passage.tokens[start - 1];
        let auxiliary = matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal));
        let within = token.is(Word::Pronoun) && token.lower.starts_with('-');
        if token.quoted || !(auxiliary || within || is_adverb(token)) {
            break;
        }
        start -= 1;
    }
    start
}

/// Returns the noun phrase that ends before `end`.
pub(super) fn noun_phrase_before(passage: &Passage, end: usize, floor: usize) -> Option<Range> {
    let mut start = end;
    while start > floor {
        let at = start - 1;
        let token = &passage.tokens[at];
        let begun = start < end;
        // `issued | a statement`: a noun or a verb before an article is another phrase.
        let is_article = |token: &WordToken| matches!(token.word(), Some(Word::Determiner | Word::Possessive));
        if begun && is_article(&passage.tokens[start]) && token.is_open() && !passage.language.knows_only_cues {
            break;
        }
        let joins = match token.word() {
            Some(Word::Preposition) => passage.language.of.contains(&token.lower) || reaches_start(passage, at, floor),
            Some(Word::Conjunction) => passage.language.and.contains(&token.lower) && reaches_start(passage, at, floor),
            _ => false,
        };
        let goes_on = match token.word() {
            Some(Word::Pronoun) if !begun => return Some((at, end)),
            Some(Word::Determiner | Word::Possessive) => true,
            _ => {
                joins && begun && noun_before(passage, at, floor)
                    || is_inner(passage, at, floor) && (begun || !is_adverb(token))
            }
        };
        start = match (goes_on, token.kind) {
            (true, _) => at,
            (false, Kind::Close) => match (floor..at).rev().find(|at| passage.tokens[*at].kind == Kind::Open) {
                Some(open) => open, // an aside in brackets
                None => break,
            },
            (false, _) => break,
        };
    }
    let leads =
        |token: &&WordToken| matches!(token.word(), Some(Word::Preposition | Word::Conjunction)) || is_adverb(token);
    start += passage.tokens[start..end].iter().take_while(leads).count();
    let names = |token: &WordToken| token.is_open() || token.quoted || token.is(Word::Determiner);
    passage.tokens[start..end].iter().any(names).then_some((start, end))
}

fn noun_before(passage: &Passage, at: usize, floor: usize) -> bool {
    at > floor
        && (is_inner(passage, at - 1, floor) || passage.tokens[at - 1].is(Word::Determiner))
        && !passage.tokens[at - 1].quoted
        && !is_adverb(&passage.tokens[at - 1])
}

/// Returns whether one noun phrase fills everything from a bound of the clause up to `at`.
fn reaches_start(passage: &Passage, at: usize, floor: usize) -> bool {
    let mut i = at;
    while i > floor {
        let token = &passage.tokens[i - 1];
        let part = is_inner(passage, i - 1, floor)
            || matches!(token.word(), Some(Word::Determiner | Word::Possessive | Word::Preposition));
        if !part {
            return matches!(token.kind, Kind::Comma | Kind::Dash | Kind::Colon | Kind::Stop)
                || matches!(token.word(), Some(Word::That | Word::Subordinator | Word::Conjunction));
        }
        i -= 1;
    }
    !passage.tokens.get(floor).is_some_and(|t| t.is(Word::Preposition))
}

/// Returns the noun phrase that begins at `at`, including an apposition after a comma.
pub(super) fn noun_phrase_from(passage: &Passage, at: usize, end: usize) -> Option<Range> {
    let first = passage.tokens.get(at)?;
    if at >= end {
        return None;
    }
    if first.is(Word::Pronoun) || first.is(Word::Object) {
        return Some((at, at + 1));
    }
    let mut i = at;
    while i < end {
        let token = &passage.tokens[i];
        if token.quoted {
            break;
        }
        let goes_on = match token.kind {
            Kind::Word(Some(Word::Determiner | Word::Possessive)) => {
                i == at
                    || passage.tokens[i - 1].word().is_some()
                    || passage.language.genitives.contains(&token.lower) && passage.tokens[i - 1].capital
            }
            Kind::Word(Some(Word::Preposition)) => i > at,
            Kind::Word(Some(Word::Conjunction)) => {
                i > at
                    && passage.language.and.contains(&token.lower)
                    && passage.tokens.get(i + 1).is_some_and(|t| t.is_open() || t.is(Word::Determiner))
            }
            Kind::Word(Some(_)) => false,
            // `Laut der Bank sanken die Preise`: after a noun with a capital, a word in small letters is no noun.
            Kind::Word(None) if passage.language.nouns_are_capital && !token.capital => {
                !passage.tokens[at..i].iter().any(|token| token.is_open() && token.capital)
            }
            Kind::Word(None) => i == at || !is_finite(passage, i, at),
            Kind::Number | Kind::Genitive => true,
            Kind::Mark => token.lower == "&",
            Kind::Open => match (i..end).find(|k| passage.tokens[*k].kind == Kind::Close) {
                Some(close) if i > at => {
                    i = close;
                    true
                }
                _ => false,
            },
            _ => false,
        };
        if !goes_on {
            break;
        }
        i += 1;
    }
    while i > at
        && (passage.tokens[i - 1].is(Word::Preposition)
            || passage.tokens[i - 1].is(Word::Determiner) && i - 1 > at
            || passage.tokens[i - 1].is(Word::Conjunction))
    {
        i -= 1;
    }
    // `according to her`
    let pronoun = i == at + 1 && first.is(Word::Possessive) && passage.language.feminine.contains(&first.lower);
    let named = passage.tokens[at..i].iter().any(|t| t.is_open() || t.is(Word::Determiner));
    (i > at && (named || pronoun)).then_some((at, i))
}

/// Returns the subject of the verb group that starts at `start`; `main` is the subject of the clause before, which a
/// coordinated verb shares.
pub(super) fn subject(passage: &Passage, start: usize, floor: usize, main: Option<Range>) -> Option<Range> {
    if start <= floor {
        return None;
    }
    let at = start - 1;
    let token = &passage.tokens[at];
    match token.kind {
        _ if token.quoted => main,
        Kind::Word(Some(Word::Pronoun | Word::Relative)) => Some((at, start)),
        Kind::Word(Some(Word::That)) => Some((at, start)),
        Kind::Word(Some(Word::Conjunction)) => main,
        Kind::Word(Some(Word::Time)) => {
            let skip = if at > floor && passage.tokens[at - 1].is(Word::Preposition) { at - 1 } else { at };
            subject(passage, skip, floor, main)
        }
        Kind::Word(Some(Word::Determiner)) => noun_phrase_before(passage, start, floor).or(main),
        Kind::Word(Some(_)) => main,
        Kind::Comma | Kind::Dash => {
            let mark = token.kind;
            let opens = |i: &usize| passage.tokens[*i].kind == mark || passage.tokens[*i].quoted;
            let mut open = (floor..at).rev().find(opens)?;
            // `Ana Stone, 39, a nurse, said`
            if let Some(before) = (floor..open.saturating_sub(1)).next_back().filter(opens)
                && passage.tokens[before + 1].kind == Kind::Number
            {
                open = before;
            }
            if passage.tokens[open].quoted || open == floor || at - open < 2 {
                return main;
            }
            let inner = &passage.tokens[open + 1];
            let mut source = noun_phrase_before(passage, open, floor);
            // `Ana Stone, 39, a nurse in Lomas, Me., said`
            while let Some((first, _)) = source
                && first > floor + 1
                && passage.tokens[first - 1].kind == mark
                && (passage.tokens[first].is(Word::Determiner) || passage.tokens[first].kind == Kind::Number)
                && let Some(earlier) = noun_phrase_before(passage, first - 1, floor)
            {
                source = Some(earlier);
            }
            let gerund = inner.form() == Some(Form::Gerund) || inner.verb.is_none() && inner.lower.ends_with("ing");
            let explains = inner.is_open() && (!gerund || inner.capital)
                || matches!(inner.word(), Some(Word::Determiner | Word::Relative | Word::Possessive));
            let passing = inner.is(Word::Preposition) || is_adverb(inner) || inner.form() == Some(Form::Gerund);
            match source {
                Some(source) if passing => Some(source),
                Some(source) if explains => Some((source.0, start)),
                _ => main,
            }
        }
        _ => noun_phrase_before(passage, start, floor).or(main),
    }
}
