//! Reads sources that no verb of a clause has as its subject: those of a preposition, of `as`, and of a number.
//!
//! ```text
//!   according to the board     per the board     as the board reported     as the board put it     by the board’s estimate
//!   the board puts the number at 400     the number was put at 400 by the board
//! ```

use crate::language::attribution::{Form, Takes, Word};

use super::clause::{self, Bounds};
use super::finite;
use super::phrase;
use super::token::{Kind as Mark, WordToken};
use super::{Found, Kind, Passage, Range};

/// Reads `according to the report`, `per the report`, `as reported by the Post`, `by the Post’s estimate`.
pub(super) fn according(passage: &Passage, at: usize, unit: Range, begun: usize) -> Option<Found> {
    let (floor, end) = unit;
    let begins = at == floor || at == begun;
    let named = named(passage, at, end, begins).or_else(|| estimated(passage, at, end, begins))?;
    let Named { mut source, cue, after } = named;
    let first = (begins || passage.tokens[at - 1].is(Word::Conjunction)) && after < end;
    let mut content = Vec::new();
    if first {
        let after = behind_relative(passage, after, end);
        let start = if passage.tokens[after].kind == Mark::Comma { after + 1 } else { after };
        content.push((start, clause::end(passage, start, end)));
    } else {
        // `The boat sank, she said, according to the filing.`
        let between = clause::trimmed(passage, (begun, at));
        let is_said = between.0 >= between.1;
        let from = if is_said { floor } else { begun };
        content.push((relative_behind_cue(passage, from, at).unwrap_or(from), at));
        let comma = passage.tokens.get(after).is_some_and(|t| after < end && t.kind == Mark::Comma);
        if comma && finite::goes_on(passage, after + 1, end) {
            content.push((after + 1, clause::end(passage, after + 1, end)));
        } else if comma && source.1 == after {
            source = with_apposition(passage, source, end);
        }
    }
    let content: Vec<Range> = content.into_iter().map(|range| clause::trimmed(passage, range)).collect();
    let (start, to) = content[0];
    (start < to).then_some(Found { source: Some(source), cue, content, kind: Kind::According })
}

/// Returns the relative clause before `at`, if someone else says what stands before it: `which has 40 boats` of `Berg said it sank the
/// fleet, which has 40 boats, according to the filing`.
fn relative_behind_cue(passage: &Passage, from: usize, at: usize) -> Option<usize> {
    let tokens = &passage.tokens;
    let relative = (from + 1..at).rev().find(|at| tokens[*at].is(Word::Relative) && !tokens[*at].quoted)?;
    let says = |token: &WordToken| {
        let is_finite = matches!(token.form(), Some(Form::Past | Form::Preterite | Form::Third));
        is_finite && !token.quoted && token.verb.is_some_and(|verb| verb.takes(Takes::Speech))
    };
    (tokens[relative - 1].kind == Mark::Comma && tokens[from..relative].iter().any(says)).then_some(relative)
}

/// A source that a preposition names, and the token behind all its words.
struct Named {
    source: Range,
    cue: Range,
    after: usize,
}

fn named(passage: &Passage, at: usize, end: usize, begins: bool) -> Option<Named> {
    let words = clause::according(passage, at, end)?;
    let from = at + words.len();
    let [.., last] = &words[..] else { return None };
    // `five a day, per person`: a source after such a word has an article or a capital.
    if passage.language.asides.contains(last) {
        let apart = begins || matches!(passage.tokens[at - 1].kind, Mark::Comma | Mark::Dash | Mark::Open);
        let names = passage
            .tokens
            .get(from)
            .is_some_and(|token| token.capital || matches!(token.word(), Some(Word::Determiner | Word::Possessive)));
        if !apart || !names {
            return None;
        }
    }
    let source = phrase::noun_phrase_from(passage, from, end)?;
    let source = with_day(passage, with_participle(passage, source, end), end, begins);
    Some(Named { source, cue: (at, from), after: source.1 })
}

/// Returns the noun phrase with the participle behind it: `figures released by the coast guard`.
fn with_participle(passage: &Passage, source: Range, end: usize) -> Range {
    let participle = passage.tokens.get(source.1).filter(|_| source.1 + 1 < end);
    let is_participle = participle.is_some_and(|token| matches!(token.form(), Some(Form::Past | Form::Participle)));
    let is_behind = |at: usize| passage.tokens[at].is(Word::Preposition);
    if !is_participle || !is_behind(source.1 + 1) {
        return source;
    }
    phrase::noun_phrase_from(passage, source.1 + 2, end).map_or(source, |inner| (source.0, inner.1))
}

/// Returns the noun phrase with the day behind it, if a participle or the comma of an aside shows that it belongs there: `a study
/// published on Monday`, `According to a study published Monday, …`
fn with_day(passage: &Passage, source: Range, end: usize, begins: bool) -> Range {
    let tokens = &passage.tokens;
    let preposition = usize::from(tokens.get(source.1).is_some_and(|token| token.is(Word::Preposition)));
    let day = source.1 + preposition;
    let is_day = day < end && tokens[day].is(Word::Time);
    let describes = |token: &WordToken| matches!(token.form(), Some(Form::Past | Form::Participle));
    let is_closed = begins && tokens.get(day + 1).is_some_and(|next| next.kind == Mark::Comma);
    let belongs = is_closed || tokens[source.0..source.1].iter().any(describes);
    if is_day && belongs { (source.0, day + 1) } else { source }
}

/// Reads `Einem Sprecher zufolge bleibt die Brücke gesperrt`.
pub(super) fn named_behind(passage: &Passage, at: usize, unit: Range, begun: usize) -> Option<Found> {
    if !passage.language.according_behind.contains(&*passage.tokens[at].lower) {
        return None;
    }
    let source = phrase::noun_phrase_before(passage, at, begun)?;
    let mut content = vec![(begun, source.0), (at + 1, clause::end(passage, at + 1, unit.1))];
    content.iter_mut().for_each(|range| *range = clause::trimmed(passage, *range));
    content.retain(|(first, end)| first < end);
    (!content.is_empty()).then_some(Found { source: Some(source), cue: (at, at + 1), content, kind: Kind::According })
}

/// Reads `by the Post’s estimate`, apart from the rest of the sentence.
fn estimated(passage: &Passage, at: usize, end: usize, begins: bool) -> Option<Named> {
    let apart = begins || passage.tokens[at - 1].kind == Mark::Comma;
    if !apart || !passage.language.by.contains(&*passage.tokens[at].lower) {
        return None;
    }
    let is_estimate = |at: &usize| passage.language.estimates.contains(&*passage.tokens[*at].lower);
    let estimate = (at + 3..end.min(at + GAUGED)).find(is_estimate)?;
    let genitive = (at + 2..estimate).rev().find(|at| passage.tokens[*at].kind == Mark::Genitive)?;
    let describes = passage.tokens[genitive + 1..estimate].iter().all(WordToken::is_open);
    let source = phrase::noun_phrase_from(passage, at + 1, genitive)?;
    let closes = passage
        .tokens
        .get(estimate + 1)
        .is_none_or(|next| estimate + 1 >= end || matches!(next.kind, Mark::Comma | Mark::Stop));
    (describes && closes && source == (at + 1, genitive)).then_some(Named {
        source,
        cue: (estimate, estimate + 1),
        after: estimate + 1,
    })
}

/// Reads `as the Post first reported` before or behind what was reported.
pub(super) fn as_said(passage: &Passage, at: usize, end: usize, begun: usize) -> Option<Found> {
    let begins = at == begun;
    let apart = begins || matches!(passage.tokens[at - 1].kind, Mark::Comma | Mark::Dash);
    if !apart || !passage.language.likewise.contains(&*passage.tokens[at].lower) {
        return None;
    }
    let source = phrase::noun_phrase_from(passage, at + 1, end)?;
    // `put` may look like a noun behind a name.
    let verb = (source.0 + 1..=source.1).find(|at| worded(passage, *at));
    let source = verb.map_or(source, |verb| (source.0, verb));
    let said = (source.1..end).find(|at| !passage.tokens[*at].is_adverb())?;
    let worded = self::worded(passage, said);
    let is_said = worded
        || passage.tokens[said].verb.is_some_and(|verb| {
            verb.takes(Takes::Speech) && matches!(verb.form, Form::Past | Form::Preterite | Form::Third | Form::Base)
        });
    // `as he put it on the table`
    let closes = |token: &WordToken| {
        matches!(token.kind, Mark::Comma | Mark::Stop | Mark::Dash)
            || !worded && matches!(token.word(), Some(Word::Time | Word::Preposition | Word::Adverb))
    };
    let behind_cue = said + 1 + usize::from(worded);
    if !is_said || behind_cue > end || !passage.tokens[behind_cue..end].first().is_none_or(closes) {
        return None;
    }
    let comma = (behind_cue..end).find(|at| matches!(passage.tokens[*at].kind, Mark::Comma | Mark::Dash));
    let behind = comma.map(|comma| (comma + 1, clause::end(passage, comma + 1, end)));
    let content = match (begins, behind) {
        (true, behind) => vec![behind?],
        (false, Some(behind)) if finite::goes_on(passage, behind.0, end) => vec![(begun, at), behind],
        (false, _) => vec![(begun, at)],
    };
    let content: Vec<Range> = content.into_iter().map(|range| clause::trimmed(passage, range)).collect();
    let is_empty = content.iter().any(|(first, end)| first >= end);
    (!is_empty).then_some(Found { source: Some(source), cue: (source.1, behind_cue), content, kind: Kind::Said })
}

/// Returns whether `put it` stands at `at`: the verb and pronoun of `as she put it`.
fn worded(passage: &Passage, at: usize) -> bool {
    let is_it = passage.tokens.get(at + 1).is_some_and(|next| next.is(Word::Pronoun));
    is_it && passage.language.worded.contains(&*passage.tokens[at].lower)
}

/// Reads `The board puts the number of boats at 400`.
pub(super) fn gauged(passage: &Passage, at: usize, bounds: Bounds, main: Option<Range>) -> Option<Found> {
    let Bounds { floor, end } = bounds;
    if !passage.language.gauges.contains(&*passage.tokens[at].lower) || at == floor {
        return None;
    }
    let group = phrase::group_start(passage, at, floor);
    let is_number = |at: &usize| {
        passage.language.gauged.contains(&*passage.tokens[*at].lower)
            && passage.tokens.get(at + 1).is_some_and(|next| at + 1 < end && next.kind == Mark::Number)
    };
    let number = (at + 2..end.min(at + GAUGED)).find(is_number)?;
    // `puts the cup on the table at 4 p.m.`
    let is_elsewhere = |token: &WordToken| token.is(Word::Preposition) && !passage.language.of.contains(&*token.lower);
    if passage.tokens[at + 1..number].iter().any(is_elsewhere) {
        return None;
    }
    let source = phrase::subject(passage, group, floor, main)?;
    let content = clause::trimmed(passage, (at + 1, clause::end(passage, at + 1, end)));
    Some(Found { source: Some(source), cue: (group, at + 1), content: vec![content], kind: Kind::Said })
}

/// Reads `The number of boats was put at 400 by the board`.
pub(super) fn gauged_by(passage: &Passage, at: usize, bounds: Bounds, main: Option<Range>) -> Option<Found> {
    let Bounds { floor, end } = bounds;
    let token = &passage.tokens[at];
    let gauges =
        passage.language.gauges.contains(&*token.lower) || token.verb.is_some_and(|verb| verb.takes(Takes::Clause));
    let past = token.form().is_some_and(|form| matches!(form, Form::Past | Form::Participle | Form::Base));
    let next = passage.tokens.get(at + 1).filter(|_| at + 1 < end)?;
    if !gauges || !past || at == floor || !passage.language.gauged.contains(&*next.lower) {
        return None;
    }
    let group = phrase::group_start(passage, at, floor);
    let is_passive = passage.tokens[group..at].iter().any(|token| token.is(Word::Be));
    let is_by = |at: &usize| passage.language.by.contains(&*passage.tokens[*at].lower);
    let by = (at + 2..end.min(at + GAUGED)).find(is_by).filter(|_| is_passive)?;
    let number = &passage.tokens[at + 2..by];
    let plain = |token: &WordToken| token.word().is_some() || token.is_open();
    if !number.iter().all(plain) || !number.iter().any(|token| token.kind == Mark::Number) {
        return None;
    }
    let source = with_apposition(passage, phrase::noun_phrase_from(passage, by + 1, end)?, end);
    let content = vec![phrase::subject(passage, group, floor, main)?, (at + 1, by)];
    Some(Found { source: Some(source), cue: (group, at + 1), content, kind: Kind::Said })
}

/// Reads `The mayor issued a stern warning that the bridge would close`: a verb that says nothing, and a noun for what is said.
pub(super) fn issued(passage: &Passage, at: usize, bounds: Bounds, main: Option<Range>) -> Option<Found> {
    let Bounds { floor, end } = bounds;
    let determined = passage.tokens.get(at + 1).is_some_and(|next| at + 1 < end && next.is(Word::Determiner));
    if at == floor || !determined || !passage.language.issues.contains(&*passage.tokens[at].lower) {
        return None;
    }
    let is_statement = |at: &usize| passage.language.statements.contains(&*passage.tokens[*at].lower);
    let noun = (at + 2..end.min(at + 5)).find(is_statement)?;
    let describes = passage.tokens[at + 2..noun].iter().all(WordToken::is_open);
    let next = passage.tokens.get(noun + 1).filter(|_| noun + 1 < end)?;
    if !describes || !matches!(next.word(), Some(Word::That | Word::Preposition | Word::To)) {
        return None;
    }
    let group = phrase::group_start(passage, at, floor);
    let source = phrase::subject(passage, group, floor, main)?;
    let content = clause::trimmed(passage, (noun + 1, clause::end(passage, noun + 1, end)));
    (content.0 < content.1).then_some(Found {
        source: Some(source),
        cue: (group, noun + 1),
        content: vec![content],
        kind: Kind::Said,
    })
}

/// The greatest distance from `puts` to the number, in tokens.
const GAUGED: usize = 12;

/// Returns the second comma of `the board, which met on Tuesday, …` for the first, which is at `at`.
fn behind_relative(passage: &Passage, at: usize, end: usize) -> usize {
    let is_relative = passage.tokens.get(at + 1).is_some_and(|token| at + 1 < end && token.is(Word::Relative));
    let comma = (at + 1..end).find(|at| passage.tokens[*at].kind == Mark::Comma && !passage.tokens[*at].quoted);
    comma.filter(|_| is_relative && passage.tokens[at].kind == Mark::Comma).unwrap_or(at)
}

/// Returns the noun phrase with the explanation between commas: `Ed Rendell, a former governor,`.
pub(super) fn with_apposition(passage: &Passage, source: Range, end: usize) -> Range {
    if passage.tokens.get(source.1).is_none_or(|t| t.kind != Mark::Comma || t.quoted) {
        return source;
    }
    let from = source.1 + 1;
    let Some(first) = passage.tokens.get(from).filter(|t| from < end && !t.quoted) else { return source };
    let explains = matches!(first.word(), Some(Word::Determiner | Word::Possessive | Word::Relative))
        || first.is_open() && first.form() != Some(Form::Gerund) && !first.is_adverb();
    if !explains {
        return source;
    }
    let to = (from..end)
        .find(|at| {
            let token = &passage.tokens[*at];
            token.quoted
                || token.kind == Mark::Stop
                || token.kind == Mark::Comma
                    && passage.tokens.get(at + 1).is_none_or(|next| {
                        next.quoted
                            || next.form() == Some(Form::Gerund)
                            || matches!(
                                next.word(),
                                Some(Word::Preposition | Word::Conjunction | Word::Subordinator | Word::Adverb)
                            )
                    })
        })
        .unwrap_or(end);
    (source.0, clause::trimmed(passage, (source.0, to)).1)
}
