//! Reads sources: how they are called, which words of a phrase are one, and which source a place in the text belongs to.

use crate::language::{
    Language,
    attribution::{Cues, Takes, Verb, Word},
};
use crate::text::{Span, grapheme, unit};

use super::finite;
use super::phrase;
use super::role::is_role;
use super::token::{self, Kind as Mark, WordToken};
use super::{Attribution, Passage, Who, quote};

/// Returns how a source is called: by a pronoun, a name or a role. A capital at the beginning of a sentence is no sign
/// of a name.
pub(super) fn who(tokens: &[WordToken], language: &Cues) -> Who {
    let words: Vec<&WordToken> =
        tokens.iter().filter(|token| matches!(token.kind, Mark::Word(_) | Mark::Number)).collect();
    let pronoun = |token: &&WordToken| {
        matches!(
            token.word(),
            Some(Word::Pronoun | Word::Object | Word::Relative | Word::That | Word::Determiner | Word::Possessive)
        )
    };
    match words[..] {
        [] => Who::Nobody,
        [only] if pronoun(&only) => Who::Pronoun,
        [only] if is_role(&only.lower, language) => Who::Role,
        [only] if only.capital || only.lower.starts_with('@') => Who::Named,
        // `die Polizei`, where every noun has a capital
        [first, ref rest @ ..]
            if language.nouns_are_capital
                && first.is(Word::Determiner)
                && rest.iter().filter(|token| token.capital).count() < 2 =>
        {
            Who::Role
        }
        [_, ref rest @ ..] if rest.iter().any(|token| token.capital || token.lower.starts_with('@')) => Who::Named,
        _ => Who::Role,
    }
}

/// Returns a source without the clause after it: `Stone` of `Stone, who met the mayor,` and of `Stone at the time`.
pub fn before_clause<'t>(source: &'t str, language: &Language) -> &'t str {
    let cues = &language.attribution;
    let relative = |rest: &str| {
        let word = rest.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
        matches!(cues.words.get(&word.to_lowercase()), Some(Word::Relative))
    };
    let comma = source.match_indices(',').find(|(at, _)| *at > 0 && relative(&source[at + 1..]));
    let front = comma.map_or(source, |(at, _)| &source[..at]);
    let front = &front[..aside(front, cues).unwrap_or(front.len())];
    if front.contains(char::is_alphanumeric) { front } else { source }
}

/// Returns the byte at which a phrase begins that is no part of the name before it: a preposition other than `of`, and
/// an article or the like.
fn aside(name: &str, cues: &Cues) -> Option<usize> {
    let mut words = name.split(' ').scan(0, |end, word| {
        let at = *end;
        *end += word.len() + 1;
        Some((at, word))
    });
    let (at, preposition) = words.find(|(_, word)| !word.starts_with(char::is_uppercase))?;
    let next = words.next()?.1.to_lowercase();
    let begins = matches!(cues.words.get(preposition), Some(Word::Preposition)) && !cues.of.contains(preposition);
    let determined = matches!(cues.words.get(&next), Some(Word::Determiner | Word::Possessive));
    let bare = name[..at].trim_end();
    let is_name = bare.split(' ').next_back().is_some_and(|last| !is_role(&last.to_lowercase(), cues));
    (at > 0 && begins && determined && is_name).then_some(bare.len())
}

/// Returns whether the one of these sentences in which a source begins is a heading in which all words have capitals.
pub(super) fn is_in_heading(text: &str, sentences: &[Span], source: Span) -> bool {
    let begun = sentences.partition_point(|sentence| sentence.start <= source.start);
    begun.checked_sub(1).is_some_and(|at| is_heading(&text[sentences[at].start..sentences[at].end]))
}

/// Returns whether a sentence begins at a byte.
pub(crate) fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| !c.is_alphanumeric() && !".?!:…”,;".contains(c));
    before.is_empty() || before.ends_with(['.', '?', '!', ':', '…', '”']) || text[before.len()..at].contains('\n')
}

/// Returns whether the content begins with a quotation mark.
pub(super) fn is_in_quotes(text: &str, one: &Attribution) -> bool {
    one.content.first().and_then(|span| text.get(span.start..)).is_some_and(quote::begins)
}

/// Returns whether an attribution tells what someone said, and not what someone wants, feels, or will say: `considers
/// sending`, `supports the plan`, `will discuss the plan`.
pub fn is_statement(text: &str, one: &Attribution, language: &Language) -> bool {
    let cues = &language.attribution;
    if !matches!(one.kind, super::Kind::Intended | super::Kind::Judged | super::Kind::Said | super::Kind::Quoted) {
        return true;
    }
    let cue = || one.cue.iter().filter_map(|span| text.get(span.start..span.end)).flat_map(str::split_whitespace);
    let is_ahead = cue().any(|word| cues.ahead.contains(&word.to_lowercase()));
    let verb = cue().filter_map(|word| cues.verbs.get(&word.to_lowercase())).next_back();
    let is_felt = !matches!(one.kind, super::Kind::Said | super::Kind::Quoted)
        && verb.is_some_and(|verb| verb.takes(Takes::Attitude));
    !is_ahead && !is_felt && !says_nothing(text, one, verb, cues)
}

/// Returns whether someone declines to say something, or asks not to be named: `declined to comment`, `did not respond to it`.
fn says_nothing(text: &str, one: &Attribution, verb: Option<&Verb>, cues: &Cues) -> bool {
    let content = one.content.last().and_then(|span| text.get(span.start..span.end)).unwrap_or_default();
    let mut words = content.split_whitespace().take(4).map(str::to_lowercase).peekable();
    let to = words.next_if(|word| cues.words.get(word) == Some(&Word::To));
    let is_passive = words.next_if(|word| cues.words.get(word) == Some(&Word::Be)).is_some();
    let says = words.find_map(|word| {
        cues.verbs.get(word.trim_end_matches(|c: char| !c.is_alphanumeric())).map(|verb| !verb.takes.is_empty())
    });
    let refuses = verb.is_some_and(|verb| verb.takes(Takes::Refusal));
    let cue = one.cue.iter().filter_map(|span| text.get(span.start..span.end)).flat_map(str::split_whitespace);
    let is_negated = cue.map(str::to_lowercase).any(|word| cues.negations.contains(&word));
    refuses && is_negated
        || one.kind == super::Kind::Intended && to.is_some() && (refuses || is_passive) && says.unwrap_or(false)
}

/// Returns whether a phrase, given in bytes, is a name: `Mark Rutte`, but not `the official`.
pub fn is_name(text: &str, phrase: Span, language: &Language) -> bool {
    let tokens = token::tokens(text, &[phrase], &language.attribution);
    who(&tokens, &language.attribution) == Who::Named
}

/// The number of bytes around a place in which a name or a word is looked for.
const NEAR: usize = 32 * 1024;

/// Returns the text around a place, so that the time for a headline or a row does not grow with the text.
pub(crate) fn near(text: &str, place: Option<Span>) -> &str {
    let at = place.unwrap_or_default();
    let (start, end) = (at.start.saturating_sub(NEAR), at.end.saturating_add(NEAR).min(text.len()));
    &text[grapheme::floor(text, start)..grapheme::ceil(text, end)]
}

/// Returns the source that belongs to byte `at`: the source at this byte; without one, the phrase there that means a
/// person or a body; without one, the source of the content there; without one, the name there; without one, the next
/// source in the sentence. Returns `None` if there is none of these. In a heading, where all words have capitals, a name is what
/// the text names elsewhere, too.
///
/// An article is left out if the source is mentioned elsewhere without it, or is a name that is mentioned nowhere else.
pub fn source_at(text: &str, at: usize, language: &Language) -> Option<Span> {
    let cues = &language.attribution;
    let sentence = unit::at(text, unit::Unit::Sentence, at);
    // At the mark of a list item or an emoji before a post, the source is the one of its beginning.
    let at = if sentence.is_empty() { at } else { at.max(sentence.start) };
    let found: Vec<Attribution> = super::around(text, at, language)
        .into_iter()
        .filter(|attribution| attribution.cue.iter().chain(&attribution.source).any(|span| sentence.overlaps(*span)))
        .filter(|attribution| super::is_voice(text, attribution, language))
        .collect();
    let sources = || found.iter().filter(|one| one.who != Who::Nobody).flat_map(|one| one.source.iter().copied());
    let relative = |span: &Span| {
        matches!(cues.words.get(&text[span.start..span.end].to_lowercase()), Some(Word::Relative | Word::That))
    };
    let under = sources().filter(|span| span.contains(at) && !relative(span)).min_by_key(|span| span.len());
    let said = || {
        let says = |one: &&Attribution| {
            one.cue.iter().chain(&one.content).any(|span| span.contains(at)) && !one.source.is_empty()
        };
        let inner =
            found.iter().filter(says).min_by_key(|one| one.content.iter().map(|span| span.len()).sum::<usize>());
        inner.and_then(|one| one.source.first().copied())
    };
    let span = under
        .or_else(|| phrase_at(text, sentence, at, cues))
        .or_else(said)
        .or_else(|| name_at(text, sentence, at, cues))
        .or_else(|| sources().find(|span| span.start >= at))
        .or_else(|| sources().next())?;
    let span = if relative(&span) { before_relative(text, sentence, span, cues)? } else { span };
    let span = without_article(text, without_comma(text, span), cues);
    Some(Span::new(grapheme::floor(text, span.start), grapheme::ceil(text, span.end)))
}

/// Returns the name at `at`. In a heading this is the longest part of it that stands elsewhere in the text, because there a
/// capital is no sign of a name; without such a part, a short name whose words are no verbs and stand nowhere in small letters.
fn name_at(text: &str, sentence: Span, at: usize, language: &Cues) -> Option<Span> {
    let name = unit::name_at(text, at)?;
    if !is_heading(&text[sentence.start..sentence.end]) {
        return Some(name);
    }
    let (heading, around) = (&text[sentence.start..sentence.end], near(text, Some(sentence)));
    let is_elsewhere = |words: &str| times(around, words) > times(heading, words);
    let words = token::tokens(text, &[name], language);
    let words: Vec<&WordToken> = words.iter().filter(|token| matches!(token.kind, Mark::Word(_))).collect();
    let here = words.iter().position(|word| at < word.span.end).filter(|_| words.len() <= LONGEST_NAME)?;
    let parts = (0..=here).flat_map(|first| (here..words.len()).map(move |last| (first, last)));
    let known = parts
        .map(|(first, last)| Span::new(words[first].span.start, words[last].span.end))
        .filter(|part| is_elsewhere(&text[part.start..part.end]))
        .max_by_key(|part| part.len());
    let is_common = |word: &&WordToken| word.verb.is_some() || is_elsewhere(&word.lower);
    known.or_else(|| Some(name).filter(|_| words.len() <= SHORT_NAME && !words.iter().any(is_common)))
}

/// The number of words of a name that is believed in a heading although the text does not have it elsewhere.
const SHORT_NAME: usize = 3;
/// The number of words up to which a name is looked for in a heading: the time grows with its square.
const LONGEST_NAME: usize = 16;

/// Returns whether a sentence is a heading in which all words except short ones have capitals.
fn is_heading(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace().filter(|word| word.chars().count() > 3);
    !sentence.ends_with(['.', '?', '!', '…', ':']) && words.all(|word| !word.starts_with(char::is_lowercase))
}

/// Returns how often a text has these words, not as parts of longer words.
pub(super) fn times(text: &str, words: &str) -> usize {
    places(text, words).count()
}

/// Returns the bytes at which a text has these words, not as parts of longer words.
pub(super) fn places<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_whole = move |at: usize| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    };
    text.match_indices(words).map(|(at, _)| at).filter(move |at| is_whole(*at))
}

/// Returns the name at `at`, or the phrase there that means a person or a body: `security experts`, `the U.N. refugee
/// agency`. At `concerns among leaders` this is the phrase after `among`.
fn phrase_at(text: &str, sentence: Span, at: usize, language: &Cues) -> Option<Span> {
    let sentence = Span::new(sentence.start, sentence.end.max(at));
    let passage = of_sentence(text, sentence, language);
    let here = passage.tokens.iter().position(|token| token.span.contains(at) || token.span.end == at)?;
    let inner = |at: usize| {
        let token = &passage.tokens[at];
        token.kind == Mark::Genitive
            || matches!(token.kind, Mark::Word(None)) && !finite::is_finite(&passage, at, 0) && !token.is_adverb()
    };
    let article = |at: usize| matches!(passage.tokens[at].word(), Some(Word::Determiner | Word::Possessive));
    let among = |at: usize| {
        let names_holders = passage.tokens.get(at).is_some_and(|token| language.among.contains(&*token.lower));
        let holders = passage.tokens.get(at + 1).filter(|_| names_holders)?;
        phrase_at(text, sentence, holders.span.start, language)
    };
    let mut first = here;
    if article(here) && here + 1 < passage.tokens.len() && inner(here + 1) {
        first = here + 1;
    } else if !inner(here) {
        return among(here + 1);
    }
    let mut end = first + 1;
    while first > 0 && inner(first - 1) {
        first -= 1;
    }
    while end < passage.tokens.len() && inner(end) {
        end += 1;
    }
    // A noun before another noun only describes it: `the military alliance` means no military.
    let is_head = |at: &usize| *at + 1 == end || passage.tokens[*at].lower.ends_with(['s', 'n']);
    let is_role = |at: &usize| is_role(&passage.tokens[*at].lower, language) && is_head(at);
    let Some(head) = (here.max(first)..end).rev().find(is_role) else { return among(end) };
    end = head + 1;
    if let Some(name) =
        name_at(text, sentence, at, language).filter(|name| name.end >= passage.tokens[end - 1].span.end)
    {
        return Some(name);
    }
    if first > 0 && article(first - 1) {
        first -= 1;
    }
    Some(Span::new(passage.tokens[first].span.start, passage.tokens[end - 1].span.end))
}

/// Returns the phrase before a relative pronoun, which the pronoun stands for.
fn before_relative(text: &str, sentence: Span, pronoun: Span, language: &Cues) -> Option<Span> {
    let passage = of_sentence(text, sentence, language);
    let at = passage.tokens.iter().position(|token| token.span.start == pronoun.start)?;
    let end = if passage.tokens[..at].last()?.kind == Mark::Comma { at - 1 } else { at };
    let (first, end) = phrase::noun_phrase_before(&passage, end, 0)?;
    passage
        .spans((first, end))
        .map(|span| unit::name_at(text, span.start).filter(|name| name.end == span.end).unwrap_or(span))
}

fn of_sentence<'t>(text: &'t str, sentence: Span, language: &'t Cues) -> Passage<'t> {
    let mut tokens = token::tokens(text, &[sentence], language);
    let quotations = quote::quotations(text, &mut tokens);
    Passage { tokens, quotations, language }
}

/// Returns the span without the comma that ends an apposition.
pub(crate) fn without_comma(text: &str, span: Span) -> Span {
    let words = &text[span.start..span.end];
    Span::new(span.start, span.start + words.trim_end_matches([',', ' ']).len())
}

/// Returns the span without the article that it begins with; `None` if it begins with none.
pub(crate) fn behind_article(text: &str, span: Span, language: &Cues) -> Option<Span> {
    let (article, rest) = text[span.start..span.end].split_once(char::is_whitespace)?;
    let bare = Span::new(span.end - rest.trim_start().len(), span.end);
    (language.articles.contains(&article.to_lowercase()) && !bare.is_empty()).then_some(bare)
}

/// Removes the article, if the other mentions have none.
fn without_article(text: &str, span: Span, language: &Cues) -> Span {
    let Some(Span { start, .. }) = behind_article(text, span, language) else { return span };
    let bare = &text[start..span.end];
    let (mut with, mut without) = (false, false);
    for (at, _) in text.match_indices(bare).filter(|(at, _)| *at != start) {
        let word = text[..at].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        match language.articles.contains(&word.to_lowercase()) {
            true => with = true,
            false => without = true,
        }
    }
    let name = bare.split(' ').all(|word| !word.starts_with(char::is_lowercase));
    if without || !with && name { Span::new(start, span.end) } else { span }
}
