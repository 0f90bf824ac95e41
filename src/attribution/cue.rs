//! Finds cues: the verbs and prepositions that cite, each with its source and its content.

use crate::language::attribution::{Form, Takes, Verb, Word};

use super::aside::{according, as_said, gauged, gauged_by, issued, named_behind, with_apposition};
use super::clause::{self, Bounds};
use super::finite;
use super::fronted::content;
use super::heading::heading;
use super::phrase;
use super::role;
use super::token::{Kind as Mark, WordToken};
use super::{Found, Kind, Passage, Range};

/// Returns the attributions of one unit, in the order of their cues.
pub(super) fn cues(passage: &Passage, mut unit: Range) -> Vec<Found> {
    let mut all = Vec::new();
    while let Some(found) = heading(passage, unit) {
        unit = found.content[0];
        all.push(found);
    }
    let (floor, end) = unit;
    let mut main = None;
    let mut begun = floor;
    let mut done = floor;
    for at in floor..end {
        if passage.tokens[at].quoted || at < done {
            continue;
        }
        if let Some(found) = according(passage, at, unit, begun).or_else(|| named_behind(passage, at, unit, begun)) {
            all.push(found);
            continue;
        }
        if let Some(found) = as_said(passage, at, end, begun) {
            done = found.cue.1;
            all.push(found);
            continue;
        }
        let bounds = Bounds { floor: begun, end };
        let found = gauged(passage, at, bounds, main)
            .or_else(|| gauged_by(passage, at, bounds, main))
            .or_else(|| issued(passage, at, bounds, main));
        if let Some(found) = found {
            done = found.cue.1;
            all.push(found);
            continue;
        }
        let token = &passage.tokens[at];
        if token.kind == Mark::Stop {
            begun = at + 1;
        }
        let Some(verb) = token.verb else {
            if matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal)) {
                note_subject(passage, at, floor, &mut main);
            }
            continue;
        };
        if is_in_capitals(passage, at, unit) {
            continue;
        }
        let infinitive = verb.form == Form::Base && is_behind_to(passage, at, floor);
        let proceeds = if infinitive { proceeding(passage, at, floor) } else { None };
        let finite = infinitive || is_cue_verb(passage, at, floor, verb) || is_before_speaker(passage, at, begun, verb);
        if !finite {
            continue;
        }
        if verb.takes.is_empty() {
            note_subject(passage, at, floor, &mut main);
            continue;
        }
        let group = proceeds.unwrap_or_else(|| phrase::group_start(passage, at, floor));
        // `when asked about it`: someone was asked.
        let is_behind = |at: usize| passage.tokens[at].is(Word::Subordinator) && !passage.language.knows_only_cues;
        if verb.form == Form::Past && group > floor && is_behind(group - 1) {
            continue;
        }
        let bounds = Bounds { floor: begun, end };
        if let Some(found) = inverted(passage, (group, at), verb, bounds) {
            main = found.source;
            all.push(found);
            continue;
        }
        if let Some(found) = second(passage, (group, at), verb, bounds) {
            main = found.source;
            all.push(found);
            continue;
        }
        let passive = matches!(verb.form, Form::Past | Form::Participle)
            && passage.tokens[group..at]
                .iter()
                .rev()
                .find(|t| t.word().is_some() && !t.is_adverb())
                .is_some_and(|t| t.is(Word::Be));
        let subject = match verb.form {
            _ if infinitive && proceeds.is_none() => main,
            Form::Gerund if group == floor => behind_comma(passage, at, end),
            // `The board released a statement denouncing it`
            Form::Gerund if main.is_some() && is_behind_statement(passage, group, floor) => main,
            // `The paper quoted a sailor as saying that it rained`
            Form::Gerund if likens(passage, group) => phrase::noun_phrase_before(passage, group - 1, floor),
            Form::Gerund if hangs(passage, group) || is_behind_hearer(passage, group, floor) => {
                main.or_else(|| first_phrase(passage, floor, group))
            }
            _ => phrase::subject(passage, group, floor, main),
        };
        if !infinitive && verb.form != Form::Gerund {
            note_subject(passage, at, floor, &mut main);
        }
        if passive {
            if let Some(found) = passed(passage, at, verb, subject, group, bounds) {
                all.push(found);
            }
            continue;
        }
        let direct = subject.filter(|subject| subject.1 == group);
        let Some(content) = content(passage, at, verb, direct.map_or(group, |s| s.0), bounds) else {
            if verb.takes(Takes::Speech) && passage.tokens[end - 1].kind == Mark::Colon {
                all.push(Found { source: subject, cue: (group, at + 1), content: Vec::new(), kind: Kind::Quoted });
            }
            continue;
        };
        if infinitive && proceeds.is_none() && matches!(content.kind, Kind::Judged | Kind::Said) {
            continue; // an intention to say something is no citation
        }
        if content.fronted {
            main = subject;
            begun = at + 1;
        }
        if let Some(found) = citing(passage, (group, at), bounds, all.last()) {
            all.push(found);
            continue;
        }
        all.push(Found { source: subject, cue: (group, at + 1), content: content.ranges, kind: content.kind });
    }
    all
}

/// Reads `The channel will close, Bay News reported, citing two people`: those whom someone cites for what stands before.
fn citing(passage: &Passage, (group, at): Range, bounds: Bounds, before: Option<&Found>) -> Option<Found> {
    let is_apart = group > bounds.floor && passage.tokens[group - 1].kind == Mark::Comma;
    if !is_apart || !passage.language.citing.contains(&*passage.tokens[at].lower) {
        return None;
    }
    let source = phrase::noun_phrase_from(passage, at + 1, bounds.end)?;
    if !role::is_cited(&passage.tokens[source.0..source.1], passage.language) {
        return None;
    }
    let said = before.filter(|found| found.cue.1 <= group && matches!(found.kind, Kind::Said | Kind::Quoted));
    let content = match said {
        Some(found) => found.content.iter().copied().filter(|range| range.1 <= group).collect(),
        None => vec![clause::trimmed(passage, (bounds.floor, group))],
    };
    Some(Found { source: Some(source), cue: (group, at + 1), content, kind: Kind::According })
}

/// Returns whether a verb and the words beside it are in capitals: in such a heading, names, nouns and verbs cannot be
/// told apart.
fn is_in_capitals(passage: &Passage, at: usize, (floor, end): Range) -> bool {
    let beside = [at.checked_sub(1).filter(|before| *before >= floor), Some(at + 1).filter(|next| *next < end)];
    let is_in_capitals = |at: usize| passage.tokens[at].all_capitals;
    is_in_capitals(at) && beside.into_iter().flatten().all(is_in_capitals)
}

/// Returns whether a comma or a quotation comes before a participle, so that it belongs to the main subject: `…, saying
/// that`.
fn hangs(passage: &Passage, group: usize) -> bool {
    let before = &passage.tokens[group - 1];
    before.quoted
        || matches!(before.kind, Mark::Comma | Mark::Dash)
        || matches!(before.word(), Some(Word::Conjunction | Word::Preposition | Word::Time | Word::Object))
}

/// Returns whether `to` stands before a verb, perhaps with adverbs between: `to openly and fully deny`.
fn is_behind_to(passage: &Passage, at: usize, floor: usize) -> bool {
    let tokens = &passage.tokens[floor..at];
    let between = tokens.iter().rev().take_while(|token| token.is_adverb() || token.is(Word::Conjunction)).count();
    let rest = &tokens[..tokens.len() - between];
    let is_joined = tokens[rest.len()..].first().is_none_or(WordToken::is_adverb);
    is_joined && rest.last().is_some_and(|token| token.is(Word::To))
}

/// Returns the first of the words before a verb that only say that someone goes on: `went on to`.
fn proceeding(passage: &Passage, at: usize, floor: usize) -> Option<usize> {
    let is = |words: &&Vec<String>| {
        let tokens = at.checked_sub(words.len()).filter(|first| *first > floor).map(|first| &passage.tokens[first..at]);
        tokens
            .is_some_and(|tokens| tokens.iter().zip(*words).all(|(token, word)| token.lower == *word && !token.quoted))
    };
    passage.language.proceeding.iter().find(is).map(|words| at - words.len())
}

/// Returns whether something that can be cited comes before a participle, as the object of a verb.
fn is_behind_statement(passage: &Passage, group: usize, floor: usize) -> bool {
    let Some((first, _)) = phrase::noun_phrase_before(passage, group, floor) else { return false };
    let noun = &passage.tokens[group - 1].lower;
    let is_statement = passage.language.has(&[&passage.language.statements, &passage.language.documents], noun);
    is_statement && first > floor && finite::is_finite(passage, first - 1, floor)
}

/// Returns whether `as` comes before a participle, behind a noun.
fn likens(passage: &Passage, group: usize) -> bool {
    let before = &passage.tokens[group - 1];
    group > 1 && passage.language.likewise.contains(&*before.lower) && passage.tokens[group - 2].is_open()
}

/// Returns whether a noun phrase after `to` comes before a participle: `wrote to the council saying`.
fn is_behind_hearer(passage: &Passage, group: usize, floor: usize) -> bool {
    let hearer = phrase::noun_phrase_before(passage, group, floor);
    hearer.is_some_and(|(first, _)| first > floor && passage.tokens[first - 1].is(Word::To))
}

/// Returns the noun phrase with which a sentence begins; an adverbial and its comma may stand before it.
fn first_phrase(passage: &Passage, floor: usize, end: usize) -> Option<Range> {
    let first = &passage.tokens[floor];
    let skips = matches!(
        first.word(),
        Some(Word::Preposition | Word::Subordinator | Word::Conjunction | Word::Adverb | Word::Time)
    ) || first.is_adverb();
    let comma = (floor..end).find(|at| passage.tokens[*at].kind == Mark::Comma);
    match comma.filter(|_| skips) {
        Some(comma) => phrase::noun_phrase_from(passage, comma + 1, end),
        None if skips => phrase::noun_phrase_from(passage, floor + 1, end),
        None => phrase::noun_phrase_from(passage, floor, end),
    }
}

/// Returns the subject after the comma of a participle that begins the sentence: `Citing a poll, the mayor`.
fn behind_comma(passage: &Passage, at: usize, end: usize) -> Option<Range> {
    let comma = (at..end).find(|at| passage.tokens[*at].kind == Mark::Comma && !passage.tokens[*at].quoted)?;
    phrase::noun_phrase_from(passage, comma + 1, end)
}

fn is_cue_verb(passage: &Passage, at: usize, floor: usize, verb: &Verb) -> bool {
    match verb.form {
        Form::Gerund => {
            let before = (at > floor).then(|| &passage.tokens[at - 1]);
            let next = passage.tokens.get(at + 1);
            let noun = next.is_some_and(|t| t.is_open() && !t.capital && !t.quoted);
            let free = before.is_none_or(|t| {
                t.quoted || matches!(t.kind, Mark::Comma | Mark::Dash) || t.is(Word::Be) || t.is_adverb()
            });
            // `issued a stark warning about`: a word after an article and an adjective is a noun.
            let object = at >= floor + 3
                && passage.tokens[at - 1].is_open()
                && passage.tokens[at - 2].is(Word::Determiner)
                && passage.tokens[at - 3].is_open()
                && !passage.tokens[at - 1].capital
                && next.is_some_and(|t| t.is(Word::Preposition));
            free || !noun
                && !object
                && before.is_none_or(|t| {
                    !matches!(t.word(), Some(Word::Determiner | Word::Possessive)) && t.kind != Mark::Genitive
                })
        }
        _ => finite::is_finite(passage, at, floor),
    }
}

/// Returns whether a verb of saying stands between what is said and a phrase for a speaker: `“It is late,” says Anna
/// Berg`; `The road is closed, said police spokesman Ben Lomas`.
fn is_before_speaker(passage: &Passage, at: usize, floor: usize, verb: &Verb) -> bool {
    let finite = matches!(verb.form, Form::Past | Form::Preterite | Form::Third | Form::Base);
    // `state officials`
    let is_noun = verb.form == Form::Base && passage.language.rather_nouns.contains(&*passage.tokens[at].lower);
    if !finite || is_noun || !verb.takes(Takes::Speech) || at < floor + 2 {
        return false;
    }
    let before = &passage.tokens[at - 1];
    let quoted = before.quoted || before.kind == Mark::Comma && passage.tokens[at - 2].quoted;
    let Some(next) = passage.tokens.get(at + 1).filter(|next| !next.quoted) else { return false };
    if !quoted && before.kind != Mark::Comma {
        return false;
    }
    let named = next.is_open() && next.capital || matches!(next.word(), Some(Word::Determiner | Word::Possessive));
    let is_role = |token: &WordToken| role::is_role(&token.lower, passage.language);
    let open = || passage.tokens[at + 1..].iter().take(4).take_while(|token| token.is_open() && !token.quoted);
    named || open().any(is_role)
}

/// Stores the subject of a clause, if a clause can begin before it.
fn note_subject(passage: &Passage, at: usize, floor: usize, main: &mut Option<Range>) {
    let group = phrase::group_start(passage, at, floor);
    let Some(subject) = phrase::subject(passage, group, floor, None) else { return };
    let first = &passage.tokens[subject.0];
    if matches!(first.word(), Some(Word::Relative | Word::That)) {
        return;
    }
    let begins = subject.0 == floor
        || matches!(passage.tokens[subject.0 - 1].kind, Mark::Comma | Mark::Stop | Mark::Dash | Mark::Colon)
        || passage.tokens[subject.0 - 1].is(Word::Conjunction);
    if begins || main.is_none() {
        *main = Some(subject);
    }
}

/// Reads `Am Montag sagte der Bürgermeister, dass …`, in languages in which the subject may follow the verb.
fn second(passage: &Passage, (group, at): Range, verb: &Verb, bounds: Bounds) -> Option<Found> {
    if !passage.language.verb_second || group <= bounds.floor || verb.form == Form::Participle {
        return None;
    }
    let first = &passage.tokens[bounds.floor];
    let adverbial = matches!(first.word(), Some(Word::Preposition | Word::Time | Word::Adverb | Word::Conjunction));
    let closes = passage.tokens[group - 1].kind == Mark::Comma;
    let begins = passage.tokens.get(at + 1).is_some_and(|next| {
        matches!(next.word(), Some(Word::Determiner | Word::Possessive | Word::Pronoun))
            || next.is_open() && next.capital
    });
    if !adverbial || closes || !begins {
        return None;
    }
    let source = phrase::noun_phrase_from(passage, at + 1, bounds.end)?;
    let content = content(passage, source.1 - 1, verb, group, bounds)?;
    Some(Found { source: Some(source), cue: (group, at + 1), content: content.ranges, kind: content.kind })
}

/// Reads `“It is over,” said the mayor`, `„Es ist vorbei“, sagte der Bürgermeister`, `« C’est fini », a déclaré le
/// maire`.
fn inverted(passage: &Passage, (group, at): Range, verb: &Verb, bounds: Bounds) -> Option<Found> {
    let finite = matches!(verb.form, Form::Past | Form::Preterite | Form::Third | Form::Base)
        || verb.form == Form::Participle && group < at;
    // `told Reuters`: a verb that needs a hearer has the hearer behind it. The lists of forms do not tell these apart.
    let needs_hearer = !passage.language.knows_only_cues && verb.takes(Takes::Hearer) && !verb.takes(Takes::Object);
    if !verb.takes(Takes::Speech) || !finite || needs_hearer || group <= bounds.floor {
        return None;
    }
    let before = &passage.tokens[group - 1];
    let quoted =
        before.quoted || before.kind == Mark::Comma && group >= bounds.floor + 2 && passage.tokens[group - 2].quoted;
    if let Some(found) = interrupting(passage, (group, at), bounds) {
        return Some(found);
    }
    let fronted = quoted || before.kind == Mark::Comma && clause::is_complete(passage, bounds.floor, group - 1);
    if !fronted || passage.tokens.get(at + 1).is_some_and(|t| t.is(Word::That)) {
        return None;
    }
    // `a-t-il déclaré`: a pronoun inside the verb is the subject.
    let within =
        (group..at).find(|within| passage.tokens[*within].is(Word::Pronoun)).map(|within| (within, within + 1));
    let source = match within {
        Some(source) => source,
        None => {
            let subject = behind_hearer(passage, at + 1, bounds.end);
            with_apposition(passage, phrase::noun_phrase_from(passage, subject, bounds.end)?, bounds.end)
        }
    };
    let behind = source.1.max(at + 1);
    let next = passage.tokens.get(behind);
    let goes_on = |t: &WordToken| {
        t.is_open() || t.quoted || matches!(t.word(), Some(Word::Be | Word::Have | Word::Modal | Word::To))
    };
    if !quoted && next.is_some_and(goes_on) || passage.tokens[source.0].is(Word::Object) {
        return None;
    }
    if !quoted && has_apposition(passage, group, bounds, source) {
        return None;
    }
    let mut content = vec![clause::trimmed(passage, (bounds.floor, group))];
    content.extend(clause::later_quotation(passage, behind, bounds.end));
    let kind = if quoted { Kind::Quoted } else { Kind::Said };
    let cue = if within.is_some() { (at, at + 1) } else { (group, at + 1) };
    Some(Found { source: Some(source), cue, content, kind })
}

/// Returns the token behind a hearer with a preposition: `la ministra` of `dijo a la prensa la ministra`.
fn behind_hearer(passage: &Passage, at: usize, end: usize) -> usize {
    let is_hearer = passage.tokens.get(at).is_some_and(|token| passage.language.hearers.contains(&*token.lower));
    let hearer = || phrase::noun_phrase_from(passage, at + 1, end).map(|hearer| hearer.1);
    if is_hearer { hearer().unwrap_or(at) } else { at }
}

/// Returns whether the two phrases before a verb are its subject: `Die Ministerin, Anna Berg, sagte der Zeitung, …`
fn has_apposition(passage: &Passage, group: usize, bounds: Bounds, source: Range) -> bool {
    if !passage.language.comma_clauses {
        return false;
    }
    let comma = |at: &usize| passage.tokens[*at].kind == Mark::Comma && !passage.tokens[*at].quoted;
    let opening = (bounds.floor..group.saturating_sub(1)).find(comma);
    let goes_on = comma(&source.1.min(bounds.end - 1)) && bounds.end > source.1 + 3;
    let is_verb = |at: usize| matches!(passage.tokens[at].word(), Some(Word::Be | Word::Have | Word::Modal));
    goes_on && opening.is_some() && !(bounds.floor..group).any(is_verb)
}

/// Reads `But, said Berg, the bridge is old`, where only small words stand before the verb.
fn interrupting(passage: &Passage, (group, at): Range, bounds: Bounds) -> Option<Found> {
    let leads = |token: &WordToken| token.kind == Mark::Comma || token.is(Word::Conjunction) || token.is_adverb();
    if passage.tokens[group - 1].kind != Mark::Comma || !passage.tokens[bounds.floor..group].iter().all(leads) {
        return None;
    }
    let source = phrase::noun_phrase_from(passage, at + 1, bounds.end)?;
    let comma = passage.tokens.get(source.1).filter(|token| source.1 < bounds.end && token.kind == Mark::Comma)?;
    let content = clause::trimmed(passage, (source.1, bounds.end));
    let kind = if passage.tokens.get(source.1 + 1)?.quoted { Kind::Quoted } else { Kind::Said };
    (!comma.quoted && content.0 < content.1).then_some(Found {
        source: Some(source),
        cue: (group, at + 1),
        content: vec![content],
        kind,
    })
}

/// Reads `was criticised by the mayor`, `is expected to leave`
fn passed(
    passage: &Passage,
    at: usize,
    verb: &Verb,
    subject: Option<Range>,
    group: usize,
    bounds: Bounds,
) -> Option<Found> {
    let next = passage.tokens.get(at + 1).filter(|_| at + 1 < bounds.end)?;
    let cue = (group, at + 1);
    if passage.language.by.contains(&*next.lower) {
        let source = phrase::noun_phrase_from(passage, at + 2, bounds.end)?;
        // `Ministers were warned by the board that the dam was old`: the subject hears it.
        if verb.takes(Takes::Hearer)
            && let Some(told) = clause::told_by(passage, source.1, verb, bounds.end)
        {
            return Some(Found { source: Some(source), cue, content: vec![told], kind: Kind::Said });
        }
        return Some(Found { source: Some(source), cue, content: vec![subject?], kind: Kind::Judged });
    }
    if next.is(Word::To) && (verb.takes(Takes::Infinitive) || verb.takes(Takes::Clause)) {
        let rest = clause::trimmed(passage, (at + 1, clause::end(passage, at + 1, bounds.end)));
        return Some(Found {
            source: None,
            cue,
            content: subject.into_iter().chain([rest]).collect(),
            kind: Kind::Intended,
        });
    }
    None
}
