//! Finds the noun that a quantity counts, and the things that the sentence says it of.
//!
//! ```text
//!   Meanwhile , exports to China  dropped  7%                    of: exports to China
//!   OHSU  has performed  more than 700  heart transplants        counted: heart transplants   of: OHSU
//!   the price cuts on  50  different products                    counted: different products  of: price cuts
//! ```
//!
//! A phrase ends where the [roles](super::role) say so: at a verb, a pronoun or a mark. A number greater than one
//! counts a plural, so the first plural after it is the head of the phrase.

use super::around::Around;
use super::measure::Measure;
use super::number::Number;
use super::role::Role;
use super::sentence::Sentence;
use super::token::{Kind, Token};
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
    let one = measure.value.bounds() == (Number::ONE, Number::ONE);
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
            noun(sentence, roles, around.next, Count::Any).filter(|found| kind && found.first == around.next)
        }
        (false, _) => noun(sentence, roles, joined, if one { Count::One } else { Count::Several }),
    }
}

/// Returns the things that a measure is said of: the nearest noun to the left, and the subject of its clause.
pub(super) fn said_of(sentence: &Sentence, roles: &[Role], measure: &Measure, around: &Around) -> Vec<Found> {
    let one = measure.value.bounds() == (Number::ONE, Number::ONE) && measure.unit.kind.is_none();
    if one || sentence.language.code.is_empty() {
        return Vec::new();
    }
    let near = left(sentence, roles, around.first);
    let subject = subject(sentence, roles, around.first);
    let mut all: Vec<Found> = near.into_iter().collect();
    all.extend(subject.filter(|subject| all.iter().all(|near| near.last < subject.first || near.first > subject.last)));
    all
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
    let in_aside =
        |place: usize| place > 0 && sentence.tokens[place - 1].is_mark(&[',']) && is_participle(sentence, roles, place);
    let verb = (start..at).find(|place| roles[*place] == Role::Verb && !in_aside(*place))?;
    let mut end = verb;
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
    // A relative clause or a pronoun refers to the noun before it.
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
    let first = at.saturating_sub(LONGEST_CLAUSE);
    for place in (first..at).rev() {
        let token: &Token = &sentence.tokens[place];
        let word = sentence.word(place);
        let begins = word.is_some_and(|word| sentence.language.words.clause_starts.has(word));
        let ends = token.is_mark(&[';', ':', '“', '”', '"', '?', '!']) || token.is_mark(&['.']) && place + 1 < at;
        let joins = roles[place] == Role::Conjunction || token.is_mark(&[',']);
        if ends
            || verb
                && (begins
                    || joins
                        && roles.get(place + 1).is_some_and(|next| {
                            matches!(next, Role::Noun | Role::Determiner | Role::Pronoun | Role::Preposition)
                        }))
        {
            return place + 1;
        }
        verb |= roles[place] == Role::Verb;
    }
    first
}
