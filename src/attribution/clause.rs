//! Finds the bounds of a content: the words that a cue cites.

use crate::language::attribution::{Form, Takes, Verb, Word};

use super::finite;
use super::phrase;
use super::token::{Kind as Mark, WordToken};
use super::{Kind, Passage, Range, role};

/// The bounds of a content: from the last bound before the cue to the end of the sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub floor: usize,
    pub end: usize,
}

/// The content of a cue.
#[derive(Debug)]
pub(super) struct Content {
    pub ranges: Vec<Range>,
    pub kind: Kind,
    /// Whether it stands before the cue.
    pub fronted: bool,
}

impl Content {
    fn after(passage: &Passage, from: usize, end: usize, kind: Kind) -> Option<Content> {
        let mut to = self::end(passage, from, end);
        if matches!(kind, Kind::Judged | Kind::Intended) {
            to = object_end(passage, from, to);
        }
        let range = trimmed(passage, (from, to));
        (range.0 < range.1).then(|| Content { ranges: vec![range], kind, fronted: false })
    }
}

/// Returns the content behind the verb at `at`; `start` is where its subject begins.
pub(super) fn behind(passage: &Passage, at: usize, verb: &Verb, start: usize, bounds: Bounds) -> Option<Content> {
    let says = verb.takes(Takes::Speech) || verb.takes(Takes::Clause);
    // `said last week that`
    let behind_time = behind_time(passage, at + 1, bounds.end.max(at + 1));
    let mut from =
        behind_time.filter(|at| passage.tokens.get(*at).is_some_and(|next| next.is(Word::That))).unwrap_or(at + 1);
    let tokens = &passage.tokens;
    let next = |k: usize| tokens.get(k).filter(|_| k < bounds.end);
    // `which Stone conceded when polls closed`
    let is_object = start.checked_sub(1).is_some_and(|before| tokens[before].is(Word::Relative));
    if is_object && next(from).is_some_and(|token| token.is(Word::Subordinator)) {
        return None;
    }
    // `men who officials say were drunk`
    if is_object && says && next(from).is_some_and(finite::is_past_or_auxiliary) {
        return Content::after(passage, from, bounds.end, Kind::Said);
    }
    if says && let Some(found) = told(passage, from, verb, bounds) {
        return Some(found);
    }
    while next(from).is_some_and(|t| t.is_adverb()) && next(from + 1).is_some() {
        from += 1;
    }
    let is_with = |token: &WordToken| verb.may_have(&token.lower);
    // `nations long viewed as rivals`: nobody says by whom, unlike `what he viewed as rivalry`.
    let is_asked = start.checked_sub(1).is_some_and(|before| tokens[before].is(Word::Subordinator));
    if verb.takes(Takes::Object)
        && !is_asked
        && next(from).is_some_and(|token| passage.language.likewise.contains(&*token.lower))
    {
        return None;
    }
    // `responded on Friday to reports`
    let day = from + usize::from(next(from).is_some_and(|token| token.is(Word::Preposition)));
    if next(day).is_some_and(|token| token.is(Word::Time)) && next(day + 1).is_some_and(is_with) {
        from = day + 1;
    }
    let first = next(from)?;
    if first.is(Word::To)
        && next(from + 1).is_some_and(|t| {
            t.form() == Some(Form::Base)
                || t.is(Word::Be)
                || t.is(Word::Have)
                || t.is(Word::Modal)
                || t.kind == Mark::Word(None) && !is_with(first)
        })
    {
        return verb.takes(Takes::Infinitive).then(|| Content::after(passage, from, bounds.end, Kind::Intended))?;
    }
    if verb.may_have(&first.lower) {
        let inner = if next(from + 1).is_some_and(|t| t.is(Word::Preposition)) { 2 } else { 1 }; // lashed out at
        return Content::after(passage, from + inner, bounds.end, Kind::Judged);
    }
    if says
        && (first.is(Word::Pronoun) || begins_clause(first))
        && (first.is(Word::Pronoun)
            || has_verb(passage, from + 1, end(passage, from, bounds.end))
            || !verb.takes(Takes::Object) && is_long(passage, from, bounds.end))
    {
        return Content::after(passage, from, bounds.end, Kind::Said);
    }
    if verb.takes(Takes::Object) && begins_object(first) && !is_time(passage, from, bounds.end) {
        // `by a man who expressed sympathy, the voters are divided`: a relative clause ends at the comma.
        let is_relative = tokens.get(start).is_some_and(|subject| subject.is(Word::Relative));
        let comma = (from..bounds.end).find(|at| tokens[*at].kind == Mark::Comma && !tokens[*at].quoted);
        let comma = comma.filter(|comma| is_relative && has_verb(passage, comma + 1, bounds.end));
        return Content::after(passage, from, comma.unwrap_or(bounds.end), Kind::Judged);
    }
    None
}

/// Returns the token at which the clause of the relative pronoun at `start` ends, if a mark before it opened it: the second
/// comma of `Berg, who said it was late, left`, the second dash, the closing bracket.
pub(super) fn relative_end(passage: &Passage, start: usize, at: usize, end: usize) -> usize {
    let tokens = &passage.tokens;
    let is_relative = tokens.get(start).is_some_and(|subject| subject.is(Word::Relative));
    let Some(mark) = start.checked_sub(1).filter(|_| is_relative).map(|before| tokens[before].kind) else { return end };
    let closes = |here: &usize| match (mark, tokens[*here].kind) {
        _ if tokens[*here].quoted => false,
        (Mark::Comma, Mark::Comma) => {
            let verb = (here + 1..end).find(|next| !tokens[*next].is_adverb());
            verb.is_some_and(|verb| finite::is_finite(passage, verb, start))
        }
        (Mark::Dash, Mark::Dash) | (Mark::Open, Mark::Close) => true,
        _ => false,
    };
    (at + 1..end).find(closes).unwrap_or(end)
}

/// Returns a quotation that continues after the cue: `“No,” he said. “Never.”`
pub(super) fn later_quotation(passage: &Passage, from: usize, end: usize) -> Option<Range> {
    let first = passage.next_quotation(from).filter(|quotation| quotation.first < end)?.first;
    let plain = passage.tokens[from..first].iter().all(|t| !t.quoted && t.verb.is_none_or(|v| v.takes.is_empty()));
    (plain
        && first > from
        && matches!(passage.tokens[first - 1].kind, Mark::Comma | Mark::Stop | Mark::Colon | Mark::Dash))
    .then(|| trimmed(passage, (first, end)))
}

/// Returns the clause or quotation after the cue, perhaps with a hearer, a day or a place between.
fn told(passage: &Passage, from: usize, verb: &Verb, bounds: Bounds) -> Option<Content> {
    let (tokens, language) = (&passage.tokens, passage.language);
    let first = tokens.get(from).filter(|_| from < bounds.end)?;
    let mut hearer = from;
    if verb.takes(Takes::Hearer)
        && let Some(np) = phrase::noun_phrase_from(passage, from, bounds.end)
    {
        hearer = np.1;
    }
    let adverbial = hearer > from
        || matches!(first.kind, Mark::Comma | Mark::Colon)
        || first.quoted
        || matches!(first.word(), Some(Word::Time | Word::Preposition | Word::That | Word::Adverb | Word::To))
        || first.is_adverb();
    if matches!(first.word(), Some(Word::Subordinator)) && verb.takes(Takes::Clause) {
        return Content::after(passage, from, bounds.end, Kind::Said);
    }
    if !adverbial || first.is(Word::To) && tokens.get(from + 1).is_some_and(|t| t.form() == Some(Form::Base)) {
        return None;
    }
    for at in from..bounds.end.min(from + 18) {
        let token = &tokens[at];
        if token.quoted {
            let begins = at == hearer || matches!(tokens[at - 1].kind, Mark::Comma | Mark::Colon) || at == from;
            let quotation = passage.quotation_from(at)?;
            let start = if begins { at } else { return None };
            let to = if quotation.end >= bounds.end { bounds.end } else { end(passage, quotation.end, bounds.end) };
            let range = trimmed(passage, (start, to));
            return Some(Content { ranges: vec![range], kind: Kind::Quoted, fronted: false });
        }
        if token.kind == Mark::Colon {
            return Content::after(passage, at + 1, bounds.end, Kind::Quoted);
        }
        // `sagte am Montag, die Brücke sei zu`
        if token.kind == Mark::Comma && passage.language.comma_clauses && verb.takes(Takes::Clause) {
            return Content::after(passage, at + 1, bounds.end, Kind::Said);
        }
        if token.is(Word::That)
            && at >= hearer
            && !is_of_object(passage, from, at, verb)
            && verb.takes(Takes::Clause)
            && (at == from
                || at == hearer
                || !tokens[at - 1].is(Word::Preposition)
                || passage.language.knows_only_cues && passage.language.of.contains(&*tokens[at - 1].lower))
            && begins_after_that(tokens.get(at + 1))
        {
            return Content::after(passage, at, bounds.end, Kind::Said);
        }
        if at == hearer && hearer > from {
            let clause = matches!(token.word(), Some(Word::Determiner | Word::Possessive))
                && has_verb(passage, at + 1, bounds.end);
            if clause || matches!(token.word(), Some(Word::Subordinator | Word::Pronoun)) {
                return Content::after(passage, at, bounds.end, Kind::Said);
            }
            let is_negated =
                language.negations.contains(&*token.lower) && tokens.get(at + 1).is_some_and(|next| next.is(Word::To));
            if token.is(Word::To) || is_negated {
                // `expects sales to fall`, but `asked them to wait`: whoever is asked hears it.
                let start = if verb.takes(Takes::Speech) { at } else { from };
                return Content::after(passage, start, bounds.end, Kind::Intended);
            }
            if verb.may_have(&token.lower) {
                return Content::after(passage, at + 1, bounds.end, Kind::Said);
            }
        }
        if token.kind == Mark::Stop
            || token.form().is_some() && finite::is_finite(passage, at, from)
            || token.is(Word::Conjunction) && at > from && at >= hearer
        {
            break;
        }
    }
    None
}

/// Returns whether a clause belongs to a thing behind the preposition of a verb: `responded to reports that`, but not `agreed with
/// Stone that`.
fn is_of_object(passage: &Passage, from: usize, that: usize, verb: &Verb) -> bool {
    let (tokens, language) = (&passage.tokens, passage.language);
    let noun = &tokens[that - 1];
    let is_someone = role::is_role(&noun.lower, language) && !language.rather_nouns.contains(&*noun.lower);
    if !noun.is_open() || noun.capital || is_someone {
        return false;
    }
    let leads = |word: &WordToken| verb.may_have(&word.lower) && !language.of.contains(&*word.lower);
    (from..that).any(|at| at + 1 < that && leads(&tokens[at]))
}

/// Returns what a passive verb tells behind its source: `that the dam was old` of `were warned by the board that the dam
/// was old`.
pub(super) fn told_by(passage: &Passage, from: usize, verb: &Verb, end: usize) -> Option<Range> {
    let first = passage.tokens.get(from).filter(|first| from < end && !first.quoted)?;
    let begins = matches!(first.word(), Some(Word::That | Word::To | Word::Subordinator));
    let inner = usize::from(verb.may_have(&first.lower));
    let range = trimmed(passage, (from + inner, self::end(passage, from, end)));
    ((begins || inner > 0) && range.0 < range.1).then_some(range)
}

fn begins_after_that(token: Option<&WordToken>) -> bool {
    token.is_some_and(|t| {
        t.quoted
            || t.is_open()
            || t.word().is_some_and(|w| !matches!(w, Word::Be | Word::Have | Word::Modal))
            || t.kind == Mark::Comma
    })
}

fn begins_clause(token: &WordToken) -> bool {
    token.is_open()
        || token.quoted
        || matches!(
            token.word(),
            Some(
                Word::Determiner
                    | Word::Possessive
                    | Word::Pronoun
                    | Word::That
                    | Word::Subordinator
                    | Word::Relative
                    | Word::Preposition
            )
        )
}

/// Returns whether a phrase at `from` has enough words for a clause whose verb is not known: `said people misunderstand
/// her`. Whoever says yes or nothing does not say that something is so.
fn is_long(passage: &Passage, from: usize, end: usize) -> bool {
    let words = passage.tokens[from..end].iter().take_while(|token| token.word().is_some() || token.is_open());
    passage.tokens[from].is_open() && words.count() > 2
}

fn begins_object(token: &WordToken) -> bool {
    token.is_open()
        || token.quoted
        || matches!(
            token.word(),
            Some(Word::Determiner | Word::Possessive | Word::Pronoun | Word::Object | Word::That | Word::Subordinator)
        )
}

/// Returns whether the words from `from` to the end of the phrase say when, and not what: `recalled last week`.
fn is_time(passage: &Passage, from: usize, end: usize) -> bool {
    behind_time(passage, from, end).is_some()
}

/// Returns the token behind a phrase that says when: the `that` of `said last week that`.
fn behind_time(passage: &Passage, from: usize, end: usize) -> Option<usize> {
    let tokens = &passage.tokens[from..end];
    let is_period = |token: &WordToken| passage.language.periods.contains(&*token.lower);
    let noun = tokens.iter().take(3).position(is_period).filter(|noun| *noun > 0)?;
    let ends = tokens.get(noun + 1).is_none_or(|next| !next.is_open() && next.kind != Mark::Genitive);
    ends.then_some(from + noun + 1)
}

/// Returns whether there is a finite verb between two tokens.
pub(super) fn has_verb(passage: &Passage, from: usize, end: usize) -> bool {
    if passage.language.knows_only_cues {
        return end > from + 1;
    }
    (from..end).any(|at| finite::is_finite(passage, at, from))
        || passage.tokens[from.min(end)..end].iter().filter(|t| t.quoted).count() > 4
}

/// Returns whether the tokens hold a verb of their own, outside what explains a noun between two commas: `The bank,
/// which opened in May` and `“It is late,” Anna Berg, 40` are no clauses.
pub(super) fn is_complete(passage: &Passage, floor: usize, end: usize) -> bool {
    if passage.language.knows_only_cues {
        return has_verb(passage, floor, end);
    }
    let from = passage.quotation_from(floor).map_or(floor, |quotation| quotation.end.min(end));
    let Some(comma) = (from..end).rev().find(|at| passage.tokens[*at].kind == Mark::Comma) else {
        return has_verb(passage, from, end);
    };
    let explains = passage.tokens[comma + 1..end].iter().take(2).any(|token| token.is(Word::Relative))
        || passage.tokens[comma + 1..end].first().is_some_and(|token| token.form() == Some(Form::Gerund));
    has_verb(passage, from, comma) || !explains && has_verb(passage, comma + 1, end)
}

/// Returns the token at which the content that begins at `from` ends.
pub(super) fn end(passage: &Passage, from: usize, end: usize) -> usize {
    let tokens = &passage.tokens;
    for at in from..end {
        let token = &tokens[at];
        if token.quoted || at == from {
            continue;
        }
        let next = tokens.get(at + 1).filter(|_| at + 1 < end);
        match token.kind {
            Mark::Stop if token.lower == ";" => return at,
            Mark::Comma => {
                let Some(next) = next else { return at };
                if next.form() == Some(Form::Gerund) && next.verb.is_some_and(|v| !v.takes.is_empty()) {
                    return at;
                }
                if according(passage, at + 1, end).is_some_and(|words| words.len() > 1) {
                    return at;
                }
                if parenthesis(passage, at + 1, end) {
                    return at;
                }
                if next.is(Word::Conjunction) && (cue_follows(passage, at + 2, end) || other_says(passage, at + 2, end))
                {
                    return at;
                }
                if passage.language.contrast.contains(&*next.lower) {
                    return at;
                }
            }
            Mark::Word(Some(Word::Conjunction)) if cue_follows(passage, at + 1, end) => return at,
            _ => {}
        }
    }
    end
}

/// Returns the token at which an object ends: at a comma that is not part of a list, or before a day.
fn object_end(passage: &Passage, from: usize, end: usize) -> usize {
    let tokens = &passage.tokens;
    (from + 1..end)
        .find(|at| {
            let (token, next) = (&tokens[*at], tokens.get(at + 1).filter(|_| at + 1 < end));
            if token.quoted {
                return false;
            }
            match token.kind {
                Mark::Comma => next.is_none_or(|next| {
                    next.form() == Some(Form::Gerund)
                        || matches!(next.word(), Some(Word::Relative | Word::Subordinator | Word::Pronoun))
                        || next.is(Word::Conjunction) && has_verb(passage, at + 2, end)
                }),
                Mark::Dash => true,
                _ => false,
            }
        })
        .unwrap_or(end)
}

/// Returns the words at `at` that name a source: `according to`.
pub(super) fn according<'l>(passage: &Passage<'l>, at: usize, end: usize) -> Option<&'l Vec<String>> {
    let is = |words: &&Vec<String>| {
        words.iter().enumerate().all(|(k, word)| at + k < end && passage.tokens[at + k].lower == *word)
    };
    passage.language.according.iter().find(is)
}

/// Returns whether the next verb is a finite cue, perhaps with its subject before it.
fn cue_follows(passage: &Passage, from: usize, end: usize) -> bool {
    let mut at = from;
    while at < end && (passage.tokens[at].is_adverb() || matches!(passage.tokens[at].word(), Some(Word::Have))) {
        at += 1;
    }
    let is_cue = |at: usize| {
        at < end
            && passage.tokens[at]
                .verb
                .is_some_and(|v| !v.takes.is_empty() && matches!(v.form, Form::Past | Form::Preterite | Form::Third))
            && !passage.tokens[at].quoted
    };
    is_cue(at)
}

/// Returns whether another source and its cue stand at `at`: `investigators believe` of `…, but investigators believe`.
fn other_says(passage: &Passage, at: usize, end: usize) -> bool {
    let Some((first, verb)) = phrase::noun_phrase_from(passage, at, end) else { return false };
    role::is_cited(&passage.tokens[first..verb], passage.language) && cue_follows(passage, verb, end)
}

/// Returns whether `he said` stands at `at`, followed by a comma or the end.
pub(super) fn parenthesis(passage: &Passage, at: usize, end: usize) -> bool {
    let Some(np) = phrase::noun_phrase_from(passage, at, end) else { return false };
    let verb = np.1;
    let Some(token) = passage.tokens.get(verb).filter(|_| verb < end) else { return false };
    token.verb.is_some_and(|v| {
        v.takes(Takes::Speech) && matches!(v.form, Form::Past | Form::Preterite | Form::Third | Form::Base)
    }) && passage.tokens.get(verb + 1).is_none_or(|t| {
        verb + 1 >= end
            || matches!(t.kind, Mark::Comma | Mark::Stop)
            || matches!(t.word(), Some(Word::Time | Word::Preposition))
    })
}

/// Returns a range without the marks at its ends, unless they belong to a quotation.
pub(super) fn trimmed(passage: &Passage, range: Range) -> Range {
    let (mut first, mut end) = range;
    let outer = |at: usize| {
        let token = &passage.tokens[at];
        !token.quoted && matches!(token.kind, Mark::Comma | Mark::Stop | Mark::Colon | Mark::Dash)
    };
    while first < end && outer(first) {
        first += 1;
    }
    while first < end && outer(end - 1) {
        end -= 1;
    }
    (first, end)
}
