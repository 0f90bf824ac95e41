//! Finds the noun that a quantity counts, and the things that the sentence says it of.
//!
//! ```text
//!   Meanwhile , exports to China  dropped  7%                    of: exports to China
//!   OHSU  has performed  more than 700  heart transplants        counted: heart transplants   of: OHSU
//!   the price cuts on  50  different products                    counted: different products  of: price cuts
//!   a fine of  $5 million  for the bank                                                       of: fine, bank
//! ```
//!
//! A phrase ends where the [roles](super::role) say so: at a verb, a pronoun or a mark. A number greater than one
//! counts a plural, so the first plural after it is the head of the phrase.

use super::Value;
use super::around::Around;
use super::measure::Measure;
use super::number::Number;
use super::role::Role;
use super::sentence::Sentence;
use super::token::{Kind, Token};
use crate::language::attribution::Word;
use crate::language::dates::Sense;
use crate::language::units::Kind as Measures;

/// The greatest number of tokens in a noun phrase.
const LONGEST: usize = 9;
/// The greatest number of tokens in a chain of nouns and prepositions, or in brackets.
const LONGEST_CHAIN: usize = 48;
/// The greatest number of tokens in an aside between two commas.
const LONGEST_ASIDE: usize = 16;
/// The greatest number of tokens of a clause that are looked at.
const LONGEST_CLAUSE: usize = 144;
/// The greatest number of tokens between a number and the noun to its left.
const FAR: usize = 9;

/// A phrase as its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The first token.
    pub first: usize,
    /// The last token.
    pub last: usize,
    /// The words that carry meaning, in small letters.
    pub words: Vec<String>,
    /// The head in the singular.
    pub head: String,
}

/// Returns the noun to the right of a measure, which it counts.
pub(super) fn counted(sentence: &Sentence, roles: &[Role], measure: &Measure, around: &Around) -> Option<Found> {
    let words = &sentence.language.words;
    // Where no word is known, it is not known either where a noun ends.
    if sentence.language.code.is_empty() {
        return None;
    }
    let is_measure = measure.unit.kind.is_some();
    let is_share = matches!(measure.value, Value::Share(..));
    let one = measure.value.bounds() == (Number::ONE, Number::ONE) && !is_share;
    if let Some((behind, ())) = sentence.phrase(around.next, &words.of) {
        return noun(sentence, roles, behind, Count::Any);
    }
    let joined = sentence.behind_hyphen(around.next);
    // `a 3,000-strong crowd`, `a 40ft-long yacht`
    let dimension = joined > around.next && sentence.word(joined).is_some_and(|word| words.dimensions.has(word));
    let joined = joined + usize::from(dimension);
    match (is_measure, measure.joined || dimension) {
        (true, true) => noun(sentence, roles, joined, Count::One),
        (true, false) => {
            let kind = matches!(
                measure.unit.kind,
                Some(Measures::Share | Measures::Measure | Measures::Money | Measures::Age)
            );
            // `three feet wide`
            let dimension = sentence.word(around.next).is_some_and(|word| words.dimensions.has(word));
            let is_next = |found: &Found| kind && !dimension && found.first == around.next;
            noun(sentence, roles, around.next, Count::Any).filter(is_next)
        }
        // `Two of them came, and 19 the inspector kept`
        (false, _) if measure.unit.name.is_empty() && !is_share && roles.get(joined) == Some(&Role::Determiner) => None,
        (false, _) => noun(sentence, roles, joined, if one { Count::One } else { Count::Several }),
    }
}

/// Returns the things that a measure is said of: the nearest noun to the left, the subject of its clause, and what stands
/// behind `of` or `for`; `counted` is what it counts.
pub(super) fn said_of(
    sentence: &Sentence,
    roles: &[Role],
    measure: &Measure,
    around: &Around,
    counted: Option<&Found>,
) -> Vec<Found> {
    let one = measure.value.bounds() == (Number::ONE, Number::ONE) && measure.unit.kind.is_none();
    if one || sentence.language.code.is_empty() || begins_clause(sentence, around.first) {
        return Vec::new();
    }
    let near = left(sentence, roles, before_adjectives(sentence, roles, measure, around.first));
    let subject = subject(sentence, roles, around.first);
    let mut all: Vec<Found> = near.into_iter().collect();
    all.extend(subject.filter(|subject| all.iter().all(|near| near.last < subject.first || near.first > subject.last)));
    all.extend(right(sentence, roles, measure, around, counted));
    all
}

/// Recognises `that 80 people were killed`: a measure behind a word that begins a clause is in the subject of the clause.
fn begins_clause(sentence: &Sentence, at: usize) -> bool {
    let words = &sentence.language.words;
    let before = at.checked_sub(1).and_then(|before| sentence.word(before));
    // `after 5 games`
    before.is_some_and(|word| words.clause_starts.has(word) && !words.prepositions.has(word))
}

/// Returns the first token of the adjectives before a measure, which say nothing of what it is said of: of `own` in `his
/// own 24-minute speech`, of `top` in `the top 10 per cent`.
fn before_adjectives(sentence: &Sentence, roles: &[Role], measure: &Measure, first: usize) -> usize {
    let words = &sentence.language.words;
    let mut at = first;
    if measure.joined {
        while at > 0 && (roles[at - 1] == Role::Noun || joins(sentence, at - 1)) {
            at -= 1;
        }
        return if at > 0 && roles[at - 1] == Role::Determiner { at } else { first };
    }
    let is_adjective = |at: usize| {
        sentence.tokens[at].kind == Kind::Ordinal
            || sentence.word(at).is_some_and(|word| words.before_numbers.has(word))
    };
    while at > 0 && is_adjective(at - 1) {
        at -= 1;
    }
    at
}

/// Returns what stands behind `of` or `for` to the right of a measure: `sales of the film` are of the film, `$5 million for the bank`
/// are for the bank.
fn right(
    sentence: &Sentence,
    roles: &[Role],
    measure: &Measure,
    around: &Around,
    counted: Option<&Found>,
) -> Option<Found> {
    let words = &sentence.language.words;
    let (at, joins) = match measure.unit.kind {
        None => (counted.filter(|counted| counted.first >= around.next)?.last + 1, &words.of),
        Some(Measures::Money | Measures::Share) => (around.next, &words.meant_for),
        Some(_) => return None,
    };
    let (behind, ()) = sentence.phrase(at, joins)?;
    // `for the first time`
    let is_time = |found: &Found| is_date(sentence, &found.head, |sense| matches!(sense, Sense::Unit(_)));
    noun(sentence, roles, behind, Count::Any).filter(|found| !is_time(found) && !words.one_idioms.has(&found.head))
}

/// Returns whether a word in small letters has such a sense in a date.
fn is_date(sentence: &Sentence, word: &str, is_such: fn(&Sense) -> bool) -> bool {
    sentence.language.dates.senses.get(word).is_some_and(|senses| senses.iter().any(is_such))
}

/// Recognises `Friday`, `May`: no figure is said of a day.
fn is_day(sentence: &Sentence, at: usize) -> bool {
    sentence.tokens[at].is_capital()
        && sentence
            .word(at)
            .is_some_and(|word| is_date(sentence, word, |sense| matches!(sense, Sense::Weekday(_) | Sense::Month(_))))
}

/// The number of things that are counted, as far as it decides between singular and plural.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Count {
    One,
    Several,
    Any,
}

/// Returns the noun phrase that begins at a token.
fn noun(sentence: &Sentence, roles: &[Role], at: usize, count: Count) -> Option<Found> {
    let words = &sentence.language.words;
    let mut from = at;
    // `50mL of 30% fuming sulfuric acid`
    let behind_of = at.checked_sub(1).and_then(|at| sentence.word(at)).is_some_and(|word| words.of.has(word));
    while matches!(roles.get(from), Some(Role::Determiner))
        || behind_of && roles.get(from) == Some(&Role::Number)
        || sentence.word(from).is_some_and(|word| words.of.has(word))
    {
        // `a third of those screened` does not say of what.
        if sentence.word(from).is_some_and(|word| words.pronouns.has(word)) && roles.get(from + 1) != Some(&Role::Noun)
        {
            return None;
        }
        from += 1;
    }
    // `one of the most gifted players`
    if roles.get(from) == Some(&Role::Adverb) && roles.get(from + 1) == Some(&Role::Noun) {
        from += 1;
    }
    let mut last = None;
    let mut plural = false;
    for at in from..(from + LONGEST).min(sentence.tokens.len()) {
        let token = &sentence.tokens[at];
        match roles[at] {
            Role::Noun => {}
            Role::Mark if joins(sentence, at) => continue,
            _ if at > 0 && sentence.tokens[at - 1].is_hyphen() && token.glued && at > from => {}
            // `digital and physical sales`
            Role::Conjunction
                if last.is_some() && !plural && count == Count::Several && adjective_goes_on(sentence, roles, at) =>
            {
                continue;
            }
            _ => break,
        }
        // `one proposal asks …`: after a singular, an ending in `s` marks a verb.
        let third_person =
            count == Count::One && last.is_some() && words.is_plural(&token.lower) && !token.is_capital();
        if third_person && sentence.word(from.wrapping_sub(1)).is_none_or(|word| !words.determiners.has(word)) {
            break;
        }
        last = Some(at);
        plural |= words.is_plural(&token.lower) && token.kind == Kind::Word && !token.is_capital();
        let goes_on = sentence.tokens.get(at + 1).is_some_and(|next| next.is_hyphen() && next.glued);
        if count == Count::Several && plural && !goes_on {
            break;
        }
    }
    let last = last?;
    // The word after the number may be a verb: `around 73 raising …`.
    let verbal =
        count == Count::Several && !plural && last == from && words.ends_as_aside(&sentence.tokens[from].lower);
    if verbal { None } else { phrase(sentence, from, last) }
}

/// Returns whether a mark can be part of a noun phrase: a hyphen, `&`.
fn joins(sentence: &Sentence, at: usize) -> bool {
    let token = &sentence.tokens[at];
    token.text == "&" || token.is_hyphen() && token.glued && sentence.tokens.get(at + 1).is_some_and(|next| next.glued)
}

fn adjective_goes_on(sentence: &Sentence, roles: &[Role], at: usize) -> bool {
    let plural = |at: usize| sentence.word(at).is_some_and(|word| sentence.language.words.is_plural(word));
    roles.get(at + 1) == Some(&Role::Noun)
        && !plural(at + 1)
        && roles.get(at + 2) == Some(&Role::Noun)
        && plural(at + 2)
}

fn phrase(sentence: &Sentence, first: usize, last: usize) -> Option<Found> {
    let words = &sentence.language.words;
    let mut said: Vec<String> = Vec::new();
    for at in first..=last {
        let token = &sentence.tokens[at];
        let says = matches!(token.kind, Kind::Word | Kind::Name | Kind::Digits(_) | Kind::Ordinal);
        let hyphened = at > first && sentence.tokens[at - 1].is_hyphen() && token.glued;
        match said.last_mut().filter(|_| says && hyphened) {
            Some(before) => *before = format!("{before}-{}", clean(&token.lower)),
            None if says && (token.is_acronym() || !words.is_small(&token.lower)) => said.push(clean(&token.lower)),
            None => {}
        }
    }
    // `80%-10%`: the second number is nothing that the first one counts.
    let head = words.singular(said.last().filter(|_| said.iter().any(|word| word.contains(char::is_alphabetic)))?);
    Some(Found { first, last, words: said, head })
}

/// Returns a word without the `’s` of a possessor.
fn clean(word: &str) -> String {
    word.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’', '.']).to_string()
}

/// Returns the nearest noun phrase to the left of a token; skips verbs, prepositions and pronouns.
fn left(sentence: &Sentence, roles: &[Role], at: usize) -> Option<Found> {
    let mut end = at;
    while end > 0 && at - end < FAR {
        let token = &sentence.tokens[end - 1];
        match roles[end - 1] {
            Role::Noun if is_day(sentence, end - 1) => end -= 1,
            Role::Noun => break,
            Role::Mark if token.is_mark(&[')', ']']) => end = behind_bracket(sentence, end - 1)?,
            Role::Mark if token.is_mark(&[',']) => end = before_aside(sentence, roles, end - 1).unwrap_or(end - 1),
            Role::Mark if token.is_mark(&['.', ';', '!', '?']) => return None,
            _ => end -= 1,
        }
    }
    if end == 0 || roles[end - 1] != Role::Noun {
        return None;
    }
    let start = chain(sentence, roles, end);
    phrase(sentence, start, end - 1)
}

/// Returns the token of the bracket that opens what the bracket at `close` closes.
fn behind_bracket(sentence: &Sentence, close: usize) -> Option<usize> {
    (close.saturating_sub(LONGEST_CHAIN)..close).rev().find(|at| sentence.tokens[*at].is_mark(&['(', '[']))
}

/// Returns the token of the comma that opens the aside which another comma closes: `debt, excluding that of banks, was
/// …`.
fn before_aside(sentence: &Sentence, roles: &[Role], close: usize) -> Option<usize> {
    let comma = |at: usize| sentence.tokens[at].is_mark(&[',']);
    if !comma(close) {
        return None;
    }
    let open = (close.saturating_sub(LONGEST_ASIDE)..close).rev().find(|at| comma(*at))?;
    let relative = sentence.word(open + 1).is_some_and(|word| sentence.language.words.relatives.has(word));
    let begins = relative || is_participle(sentence, roles, open + 1);
    (begins && open > 0 && roles[open - 1] == Role::Noun).then_some(open)
}

/// Returns whether the word at a token begins an aside behind a comma: `, earning`.
fn begins_aside(sentence: &Sentence, roles: &[Role], at: usize) -> bool {
    at > 0 && sentence.tokens[at - 1].is_mark(&[',']) && is_participle(sentence, roles, at)
}

/// Returns whether a verb does not begin a clause: `excluding`.
fn is_participle(sentence: &Sentence, roles: &[Role], at: usize) -> bool {
    let words = &sentence.language.words;
    matches!(roles.get(at), Some(Role::Verb | Role::Preposition))
        && sentence.word(at).is_some_and(|word| words.ends_as_aside(word))
}

/// Returns the first token of the chain of nouns and prepositions that ends before a token.
fn chain(sentence: &Sentence, roles: &[Role], end: usize) -> usize {
    let mut start = end;
    while start > 0 && end - start < LONGEST_CHAIN {
        match roles[start - 1] {
            Role::Noun | Role::Determiner => start -= 1,
            Role::Mark if joins(sentence, start - 1) => start -= 1,
            Role::Preposition if links(sentence, start - 1) && start >= 2 && roles[start - 2] == Role::Noun => {
                start -= 1
            }
            _ => break,
        }
    }
    while start + 1 < end && matches!(roles[start], Role::Determiner | Role::Preposition | Role::Mark) {
        start += 1;
    }
    start
}

/// Returns whether a preposition joins two nouns to one phrase.
fn links(sentence: &Sentence, at: usize) -> bool {
    sentence.word(at).is_some_and(|word| sentence.language.words.links.has(word))
}

/// Returns the subject of the clause that a token is in: the nouns before its first verb.
fn subject(sentence: &Sentence, roles: &[Role], at: usize) -> Option<Found> {
    let start = clause_start(sentence, roles, at);
    if let Some(pronoun) = personal(sentence, start) {
        // `Ann Lee sold the house, although she had paid 2 million`: she is who the clause before says something of.
        let before = clause_start(sentence, roles, pronoun.saturating_sub(1));
        let earlier = personal(sentence, before).is_none().then(|| clause_subject(sentence, roles, before, pronoun));
        return earlier.flatten();
    }
    clause_subject(sentence, roles, start, at)
}

/// Returns the token of a personal pronoun at the start of a clause.
fn personal(sentence: &Sentence, start: usize) -> Option<usize> {
    let word = sentence.word(start)?;
    (sentence.language.attribution.words.get(word) == Some(&Word::Pronoun)).then_some(start)
}

/// Returns the subject of the clause from token `start` up to token `at`.
fn clause_subject(sentence: &Sentence, roles: &[Role], start: usize, at: usize) -> Option<Found> {
    let is_verb = |place: &usize| roles[*place] == Role::Verb && !begins_aside(sentence, roles, *place);
    let mut end = (start..at).find(is_verb)?;
    while end > start
        && matches!(roles[end - 1], Role::Adverb | Role::Pronoun | Role::Mark | Role::Determiner | Role::Conjunction)
    {
        if sentence.tokens[end - 1].is_mark(&[')']) {
            end = behind_bracket(sentence, end - 1)?;
        } else if let Some(comma) = before_aside(sentence, roles, end - 1) {
            end = comma;
        } else {
            end -= 1;
        }
    }
    // A relative clause refers to the noun before it.
    let end = if end == start { (0..start).rev().find(|at| roles[*at] == Role::Noun)? + 1 } else { end };
    if roles[end - 1] != Role::Noun {
        return None;
    }
    let first = chain(sentence, roles, end);
    phrase(sentence, first, end - 1)
}

/// Returns the first token of the clause that a token is in.
fn clause_start(sentence: &Sentence, roles: &[Role], at: usize) -> usize {
    let mut verb = false;
    let mut closed = 0;
    let first = at.saturating_sub(LONGEST_CLAUSE);
    for place in (first..at).rev() {
        let token: &Token = &sentence.tokens[place];
        let word = sentence.word(place);
        let begins = word.is_some_and(|word| sentence.language.words.clause_starts.has(word));
        // `(the actual number is 15)`: what stands before an open bracket is no part of the clause.
        closed += usize::from(token.is_mark(&[')', ']']));
        let opens = token.is_mark(&['(', '[']);
        let is_open = opens && closed == 0;
        closed = closed.saturating_sub(usize::from(opens));
        let ends = token.is_mark(&[';', ':', '“', '”', '"', '?', '!']) || token.is_mark(&['.']) && place + 1 < at;
        let joins = roles[place] == Role::Conjunction || token.is_mark(&[',']);
        if ends
            || verb
                && (begins
                    || is_open
                    || joins
                        && roles.get(place + 1).is_some_and(|next| {
                            matches!(next, Role::Noun | Role::Determiner | Role::Pronoun | Role::Preposition)
                        }))
        {
            return place + 1;
        }
        verb |= roles[place] == Role::Verb && !begins_aside(sentence, roles, place);
    }
    first
}
