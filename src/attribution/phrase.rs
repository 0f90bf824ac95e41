//! Finds noun phrases: the subject of a verb.

use crate::language::attribution::{Form, Word};

use super::token::{Kind, WordToken};
use super::{Passage, Range, finite, role};

/// Returns whether a token can stand inside a noun phrase: a noun, an adjective, a number, a genitive.
pub(super) fn is_inner(passage: &Passage, at: usize, floor: usize) -> bool {
    let token = &passage.tokens[at];
    if token.quoted {
        return token.few;
    }
    match token.kind {
        Kind::Number | Kind::Genitive => true,
        Kind::Word(Some(Word::Time)) => passage.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Genitive),
        Kind::Word(None) => !finite::is_finite(passage, at, floor),
        Kind::Mark => token.lower == "&",
        _ => false,
    }
}

/// Returns the first token of the verb group whose main verb is at `at`, including auxiliaries and adverbs.
pub(super) fn group_start(passage: &Passage, at: usize, floor: usize) -> usize {
    let mut start = at;
    while start > floor {
        let token = &passage.tokens[start - 1];
        let auxiliary = matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal));
        let within = token.is(Word::Pronoun) && token.lower.starts_with('-');
        if token.quoted || !(auxiliary || within || token.is_adverb()) {
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
            Some(Word::Preposition) => passage.language.of.contains(&*token.lower) || reaches_start(passage, at, floor),
            Some(Word::Conjunction) => {
                passage.language.and.contains(&*token.lower) && reaches_start(passage, at, floor)
            }
            _ => false,
        };
        let goes_on = match token.word() {
            Some(Word::Pronoun) if !begun => return Some((at, end)),
            Some(Word::Determiner | Word::Possessive) => true,
            _ => {
                joins && begun && noun_before(passage, at, floor)
                    || is_inner(passage, at, floor) && (begun || !token.is_adverb())
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
        |token: &&WordToken| matches!(token.word(), Some(Word::Preposition | Word::Conjunction)) || token.is_adverb();
    start += passage.tokens[start..end].iter().take_while(leads).count();
    let names = |token: &WordToken| token.is_open() || token.quoted || token.is(Word::Determiner);
    passage.tokens[start..end].iter().any(names).then_some((start, end))
}

fn noun_before(passage: &Passage, at: usize, floor: usize) -> bool {
    at > floor
        && (is_inner(passage, at - 1, floor) || passage.tokens[at - 1].is(Word::Determiner))
        && !passage.tokens[at - 1].quoted
        && !passage.tokens[at - 1].is_adverb()
}

/// Returns whether one noun phrase fills everything from a bound of the clause up to `at`.
fn reaches_start(passage: &Passage, at: usize, floor: usize) -> bool {
    let mut i = at;
    while i > floor {
        let token = &passage.tokens[i - 1];
        let part = is_inner(passage, i - 1, floor)
            || matches!(token.word(), Some(Word::Determiner | Word::Possessive | Word::Preposition));
        if !part {
            return token.quoted
                || matches!(token.kind, Kind::Comma | Kind::Dash | Kind::Colon | Kind::Stop)
                || matches!(token.word(), Some(Word::That | Word::Subordinator | Word::Conjunction));
        }
        i -= 1;
    }
    !passage.tokens.get(floor).is_some_and(|t| t.is(Word::Preposition))
}

/// Returns whether a phrase ends with a name of several words: `Minister Karl Stein`, but not `die Präsidentin`. No genitive
/// stands behind such a name.
fn is_full_name(passage: &Passage, (first, end): Range) -> bool {
    let capitals = passage.tokens[first..end].iter().rev().take_while(|token| token.is_open() && token.capital).count();
    let last = &passage.tokens[end - 1].lower;
    capitals > 1 && !role::is_role(last, passage.language)
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
                    || passage.language.genitives.contains(&*token.lower)
                        && passage.tokens[i - 1].capital
                        && !is_full_name(passage, (at, i))
            }
            Kind::Word(Some(Word::Preposition)) => {
                i > at
                    && !passage.language.occasions.contains(&*token.lower)
                    && !passage.language.hearers.contains(&*token.lower)
            }
            Kind::Word(Some(Word::Conjunction)) => {
                i > at
                    && passage.language.and.contains(&*token.lower)
                    && passage.tokens.get(i + 1).is_some_and(|t| t.is_open() || t.is(Word::Determiner))
            }
            Kind::Word(Some(_)) => false,
            // `Laut der Bank sanken die Preise`: after a noun with a capital, a word in small letters is no noun.
            Kind::Word(None) if passage.language.nouns_are_capital && !token.capital => {
                !passage.tokens[at..i].iter().any(|token| token.is_open() && token.capital)
            }
            Kind::Word(None) => i == at || !finite::is_finite(passage, i, at),
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
    let pronoun = i == at + 1 && first.is(Word::Possessive) && passage.language.feminine.contains(&*first.lower);
    let is_article = |t: &WordToken| passage.language.articles.contains(&*t.lower);
    let named = passage.tokens[at..i].iter().any(|t| t.is_open() || t.is(Word::Determiner) && !is_article(t));
    (i > at && (named || pronoun)).then_some((at, i))
}

/// The greatest number of tokens of a relative clause without commas.
const RELATIVE: usize = 40;

/// Returns the noun phrase with a relative clause that ends before `start`: `officials who saw the ship` of `officials who
/// saw the ship said`.
fn with_relative_clause(passage: &Passage, start: usize, floor: usize) -> Option<Range> {
    let tokens = &passage.tokens;
    let is_end = |token: &WordToken| {
        token.quoted
            || matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Dash | Kind::Colon)
            || token.is(Word::That)
    };
    let within = tokens[floor..start].iter().rev().take(RELATIVE).take_while(|token| !is_end(token)).count();
    let relative = (start - within + 1..start).rev().find(|at| tokens[*at].is(Word::Relative))?;
    let is_verb = |at: usize| finite::is_finite(passage, at, floor);
    let is_infinitive = |at: usize| tokens[at].is(Word::To) || tokens[at - 1].is(Word::To);
    let group =
        (relative + 1..start).take_while(|at| is_verb(*at) || tokens[*at].is_adverb() || is_infinitive(*at)).count();
    let rest = relative + 1 + group;
    let has_own_verb = group > 0 && !(rest..start).any(|at| is_verb(at) && !is_infinitive(at));
    let ends = !tokens[start - 1].is(Word::Conjunction) && has_own_verb;
    // `some who saw it`
    let alone = passage.language.plural.contains(&*tokens[relative - 1].lower).then_some((relative - 1, relative));
    let noun = || noun_phrase_before(passage, relative, floor).filter(|_| tokens[relative - 1].is_open());
    alone.or_else(noun).filter(|_| ends).map(|(first, _)| (first, start))
}

/// Returns the phrase before the comma of an explanation that ends with a place: `Ann Stone` of `Ann Stone, of Lomas, Me.,`
fn before_place(passage: &Passage, place: Range, floor: usize, mark: Kind) -> Option<Range> {
    let preposition = place.0.checked_sub(1).filter(|at| *at > floor && passage.tokens[*at].is(Word::Preposition))?;
    let comma = (floor + 1..preposition).rev().find(|at| passage.tokens[*at].kind == mark)?;
    let is_phrase = (comma + 1..preposition).all(|at| !finite::is_finite(passage, at, floor));
    let named = noun_phrase_before(passage, comma, floor).filter(|_| is_phrase)?;
    // `Ann Stone, 29, of Lomas, Me.,`
    let age = named.1 == named.0 + 1 && passage.tokens[named.0].kind == Kind::Number;
    let before = named.0.checked_sub(1).filter(|at| age && *at > floor && passage.tokens[*at].kind == mark);
    before.map_or(Some(named), |before| noun_phrase_before(passage, before, floor))
}

/// Returns whether a phrase that explains the name before it begins here: `39`, `a nurse`, `chief executive of the bank`.
fn explains_name(passage: &Passage, first: usize) -> bool {
    let token = &passage.tokens[first];
    let role = !token.capital && role::is_role(&token.lower, passage.language);
    token.is(Word::Determiner) || token.kind == Kind::Number || role
}

/// Returns the subject of the verb group that starts at `start`; `main` is the subject of the clause before, which a
/// coordinated verb shares.
pub(super) fn subject(passage: &Passage, start: usize, floor: usize, main: Option<Range>) -> Option<Range> {
    if start <= floor {
        return None;
    }
    if let Some(source) = with_relative_clause(passage, start, floor) {
        return Some(source);
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
        // `one of them`
        Kind::Word(Some(Word::Object))
            if at >= floor + 2 && passage.language.of.contains(&*passage.tokens[at - 1].lower) =>
        {
            let of = passage.tokens[at - 2].is(Word::Determiner) || passage.tokens[at - 2].is_open();
            noun_phrase_before(passage, at - 1, floor).map(|(first, _)| (first, start)).filter(|_| of).or(main)
        }
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
            // `CNN, Stone said, called it a mistake`
            if finite::is_parenthesis(&passage.tokens[open + 1..at]) {
                return source.or(main);
            }
            // `Ana Stone, 39, a nurse in Lomas, Me., said`
            while let Some((first, _)) = source
                && first > floor + 1
                && passage.tokens[first - 1].kind == mark
                && explains_name(passage, first)
                && let Some(earlier) = noun_phrase_before(passage, first - 1, floor)
            {
                source = Some(earlier);
            }
            if let Some(place) = source
                && let Some(named) = before_place(passage, place, floor, mark)
            {
                source = Some(named);
            }
            let gerund = inner.form() == Some(Form::Gerund) || inner.verb.is_none() && inner.lower.ends_with("ing");
            let explains = inner.is_open() && (!gerund || inner.capital)
                || matches!(inner.word(), Some(Word::Determiner | Word::Relative | Word::Possessive));
            let passing = inner.is(Word::Preposition) || inner.is_adverb() || inner.form() == Some(Form::Gerund);
            match source {
                Some(source) if passing => Some(source),
                Some(source) if explains => Some((source.0, start)),
                _ => main,
            }
        }
        _ => noun_phrase_before(passage, start, floor).or(main),
    }
}
