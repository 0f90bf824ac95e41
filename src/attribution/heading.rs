//! Reads sources before a colon: of a heading, a post, an interview.
//!
//! ```text
//!   Poll: Voters are worried             a name, and any words
//!   @jdoe: The bridge is closed          a handle
//!   The mayor, 43: “It is closed.”       anyone who can speak, and a quotation
//!   Said Anna Berg: “It is closed.”      a verb before the speaker
//!   Berg’s message to the port: Stay     whoever a statement is from
//!   BREAD IS DEAR - Anna Berg: “It is.”  a heading before the speaker
//! ```

use crate::language::attribution::{Form, Takes, Word};

use super::role;
use super::token::{Kind as Mark, WordToken};
use super::{Found, Kind, Passage, Range, clause, finite};

/// The greatest number of tokens before the colon of a heading.
const LONGEST: usize = 9;
/// The greatest number of tokens before the colon of a quotation.
const LONGEST_OF_SPEAKER: usize = 20;

/// Reads a unit that begins with a source and a colon, also as an item of a list or after an emoji.
pub(super) fn heading(passage: &Passage, (floor, end): Range) -> Option<Found> {
    let is_sign = |at: &usize| matches!(passage.tokens[*at].kind, Mark::Mark | Mark::Dash);
    let floor = (floor..end).find(|at| !is_sign(at))?;
    let colon = (floor..end.min(floor + LONGEST_OF_SPEAKER))
        .find(|at| passage.tokens[*at].kind == Mark::Colon && !passage.tokens[*at].quoted)?;
    let quotes = passage.quotation_from(colon + 1).is_some();
    // `BREAD IS DEAR - Anna Berg: “It is.”`: the heading before the dash says nothing of the speaker.
    let behind_dash = (floor..colon).rev().find(|at| passage.tokens[*at].kind == Mark::Dash).map(|dash| dash + 1);
    let floor = behind_dash.filter(|from| quotes && is_speaker(passage, (*from, colon))).unwrap_or(floor);
    let content = clause::trimmed(passage, (colon + 1, end));
    let found = |source, cue, kind| Some(Found { source: Some(source), cue, content: vec![content], kind });
    if quotes && is_speaker(passage, (floor + 1, colon)) && is_verb_before_speaker(&passage.tokens[floor]) {
        return found((floor + 1, colon), (floor, floor + 1), Kind::Quoted);
    }
    // `Berg’s message to the port: Stay at home`
    if let Some(genitive) = (floor + 1..colon).find(|at| passage.tokens[*at].kind == Mark::Genitive)
        && passage.tokens.get(genitive + 1).is_some_and(|noun| passage.language.messages.contains(&*noun.lower))
        && is_speaker(passage, (floor, genitive))
        && (genitive + 1..colon).all(|at| !finite::is_finite(passage, at, floor))
        && content.0 < content.1
    {
        return found((floor, genitive), (genitive + 1, colon + 1), Kind::Headline);
    }
    let named = colon - floor <= LONGEST && is_title(&passage.tokens[floor..colon]);
    let spoken = quotes && is_speaker(passage, (floor, colon));
    if !(named || spoken) || content.1 <= content.0 + 2 {
        return None;
    }
    found((floor, colon), (colon, colon + 1), Kind::Headline)
}

/// Returns whether all words before a colon have capitals, as in a heading, or are handles.
fn is_title(head: &[WordToken]) -> bool {
    let within = |token: &WordToken| {
        matches!(token.kind, Mark::Genitive | Mark::Number | Mark::Stop | Mark::Open | Mark::Close)
            || token.is(Word::Preposition)
    };
    let is_name = |token: &WordToken| token.capital || token.lower.starts_with('@') || within(token);
    let is_no_verb = |token: &WordToken| token.verb.is_none_or(|verb| verb.form == Form::Base || token.capital);
    !head.is_empty() && head.iter().all(|token| !token.quoted && is_name(token) && is_no_verb(token))
}

/// Returns whether the words before the colon of a quotation are a name or a role, perhaps with an age or an explanation: `Anna
/// Berg, the mayor`.
fn is_speaker(passage: &Passage, (first, end): Range) -> bool {
    let tokens = &passage.tokens[first.min(end)..end];
    let plain = |at: usize| !passage.tokens[at].quoted && !finite::is_finite(passage, at, first);
    let named = tokens.iter().take_while(|token| !matches!(token.kind, Mark::Comma | Mark::Open)).last();
    let begins = tokens
        .first()
        .is_some_and(|token| token.is_open() || matches!(token.word(), Some(Word::Determiner | Word::Possessive)));
    let is_someone = |token: &WordToken| {
        token.lower.starts_with('@')
            || token.is_open() && (token.capital || role::is_role(&token.lower, passage.language))
    };
    begins && (first..end).all(plain) && named.is_some_and(is_someone)
}

fn is_verb_before_speaker(token: &WordToken) -> bool {
    let is_finite = matches!(token.form(), Some(Form::Past | Form::Preterite | Form::Third));
    is_finite && token.verb.is_some_and(|verb| verb.takes(Takes::Speech))
}
