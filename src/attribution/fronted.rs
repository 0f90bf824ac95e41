//! Finds the content of a cue, which may stand before it: a quotation, or a clause and a comma.
//!
//! ```text
//!   “It is late,” she said          The road is closed, she said          The rules, critics argue, favour large farms
//! ```

use crate::language::attribution::{Form, Takes, Verb, Word};

use super::clause::{Bounds, Content, according, behind, end, has_verb, later_quotation, relative_end, trimmed};
use super::finite;
use super::token::Kind as Mark;
use super::{Kind, Passage};

/// Returns the content of the verb at `at`; `start` is where its subject begins.
pub(super) fn content(passage: &Passage, at: usize, verb: &Verb, start: usize, bounds: Bounds) -> Option<Content> {
    let bounds = Bounds { end: relative_end(passage, start, at, bounds.end), ..bounds };
    // What `…, telling reporters, “…”` cites stands behind it.
    let may_be_before = verb.takes(Takes::Speech) && verb.form != Form::Gerund;
    let before = if may_be_before { fronted(passage, at, start, bounds) } else { None };
    before.or_else(|| behind(passage, at, verb, start, bounds))
}

/// Returns the content before the cue at `at`; `start` is where its subject begins.
fn fronted(passage: &Passage, at: usize, start: usize, bounds: Bounds) -> Option<Content> {
    if start <= bounds.floor {
        return None;
    }
    let before = &passage.tokens[start - 1];
    let next = passage.tokens.get(at + 1).filter(|_| at + 1 < bounds.end);
    if before.quoted {
        let first = passage.quotation_before(start)?.first;
        // `On “The Morning Show,” the mayor said it was late`
        let is_title = first > bounds.floor && passage.tokens[first - 1].is(Word::Preposition);
        if is_title && !has_verb(passage, bounds.floor, first) {
            return None;
        }
        let from = if first > bounds.floor
            && has_verb(passage, bounds.floor, first)
            && passage.tokens[first - 1].kind == Mark::Comma
        {
            first
        } else {
            bounds.floor
        };
        let mut ranges = vec![trimmed(passage, (from, start))];
        ranges.extend(later_quotation(passage, at + 1, bounds.end));
        return Some(Content { ranges, kind: Kind::Quoted, fronted: true });
    }
    // `The bridge, she told reporters on Monday, was sold`
    if before.kind == Mark::Comma
        && passage.tokens[at].verb.is_some_and(|verb| verb.takes(Takes::Hearer))
        && let Some(comma) = behind_hearer(passage, at + 1, bounds.end)
    {
        let ranges = vec![(bounds.floor, start - 1), (comma + 1, end(passage, comma + 1, bounds.end))];
        let ranges = ranges.into_iter().map(|range| trimmed(passage, range)).collect();
        return Some(Content { ranges, kind: Kind::Said, fronted: true });
    }
    let closes = next.is_none_or(|t| {
        matches!(t.kind, Mark::Stop | Mark::Comma)
            || matches!(t.word(), Some(Word::Time | Word::Preposition | Word::Adverb))
    });
    let verb = passage.tokens[at].verb;
    let takes_next = next.is_some_and(|next| verb.is_some_and(|verb| verb.may_have(&next.lower)));
    let told = verb.is_some_and(|v| v.takes(Takes::Hearer));
    let closes = closes && !takes_next || told && !takes_next && next.is_some();
    // `The rules, critics argue, favour large farms`
    let goes_on = || at + 2 < bounds.end && finite::is_finite(passage, at + 2, bounds.floor);
    let parenthesis =
        next.is_some_and(|t| t.kind == Mark::Comma) && (has_verb(passage, at + 2, bounds.end) || goes_on());
    let ends = next.is_none_or(|t| t.kind == Mark::Stop);
    if before.kind == Mark::Comma
        && closes
        && (ends && start - bounds.floor > 4 || parenthesis || clause_before(passage, bounds.floor, start - 1))
        && plain_after(passage, at + 1, bounds.end)
    {
        let mut ranges = vec![trimmed(passage, (bounds.floor, start - 1))];
        if next.is_some_and(|t| t.kind == Mark::Comma) {
            let rest = trimmed(passage, (at + 2, end(passage, at + 2, bounds.end)));
            if rest.0 < rest.1
                && passage.tokens[rest.0].form() != Some(Form::Gerund)
                && !passage.tokens[rest.0].is(Word::Conjunction)
                && according(passage, rest.0, bounds.end).is_none()
            {
                ranges.push(rest);
            }
        }
        return Some(Content { ranges, kind: Kind::Said, fronted: true });
    }
    None
}

/// Returns the comma behind a hearer and a day, if the clause that began before the cue goes on there.
fn behind_hearer(passage: &Passage, from: usize, end: usize) -> Option<usize> {
    let comma = (from + 1..end.min(from + 9)).find(|at| passage.tokens[*at].kind == Mark::Comma)?;
    let plain = |at: usize| {
        let token = &passage.tokens[at];
        !token.quoted && !matches!(token.word(), Some(Word::That | Word::To)) && !finite::is_finite(passage, at, from)
    };
    ((from..comma).all(plain) && finite::goes_on(passage, comma + 1, end)).then_some(comma)
}

/// Returns whether neither `that` nor a quotation follows; either would be the content.
fn plain_after(passage: &Passage, from: usize, end: usize) -> bool {
    !passage.tokens[from..end]
        .iter()
        .take(8)
        .take_while(|t| t.kind != Mark::Comma)
        .any(|t| matches!(t.word(), Some(Word::That | Word::To)) || t.quoted || t.kind == Mark::Colon)
}

fn clause_before(passage: &Passage, floor: usize, end: usize) -> bool {
    let first = &passage.tokens[floor];
    let hangs = matches!(first.word(), Some(Word::Subordinator))
        || matches!(first.form(), Some(Form::Gerund | Form::Past | Form::Participle))
        || passage.language.hanging.contains(&*first.lower);
    match hangs {
        true => (floor..end)
            .rev()
            .find(|at| passage.tokens[*at].kind == Mark::Comma && !passage.tokens[*at].quoted)
            .is_some_and(|comma| has_verb(passage, comma + 1, end)),
        false => has_verb(passage, floor, end),
    }
}
