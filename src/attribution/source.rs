//! Reads sources: how they are called, whom a pronoun stands for, and which source a place in the text belongs to.

use crate::hash::{FastMap, FastSet};
use crate::language::{
    Language,
    attribution::{Cues, Form, Takes, Word},
};
use crate::text::{Span, grapheme, unit};

use super::gender::{self, Genders};
use super::phrase;
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

/// Returns whether a noun, in the singular or the plural, means someone who can speak: `experts`, `agency`.
pub(super) fn is_role(noun: &str, language: &Cues) -> bool {
    let known =
        |word: &str| [&language.persons, &language.titles, &language.bodies].iter().any(|list| list.contains(word));
    known(noun)
        || noun.strip_suffix('s').is_some_and(known)
        || noun.strip_suffix("ies").is_some_and(|stem| known(&format!("{stem}y")))
        || noun.strip_suffix("men").is_some_and(|stem| known(&format!("{stem}man")))
}

/// Returns whether a phrase means someone who can speak: by a name, or by a noun for a person or a body: `the
/// intelligence agency`, but not `this revelation` or `the dialogue between NATO and its partners`. The part after the
/// first preposition or comma does not count.
pub(super) fn can_speak(phrase: &str, language: &Cues) -> bool {
    // `classified 22 emails`: a verb whose subject was not recognised.
    let mut begins = front(phrase).split_whitespace();
    let verb = begins.next().is_some_and(|first| {
        let form = language.verbs.get(first).map(|verb| verb.form);
        matches!(form, Some(Form::Past | Form::Preterite | Form::Participle))
    });
    let object = begins.next().is_some_and(|next| {
        let determiner = matches!(language.words.get(&next.to_lowercase()), Some(Word::Determiner | Word::Possessive));
        determiner || next.starts_with(|c: char| c.is_ascii_digit())
    });
    if verb && object {
        return false;
    }
    // `sources close to the president`
    let several = |word: &str| word.ends_with('s') && is_role(&word.to_lowercase(), language);
    if front_words(phrase, language).any(several) {
        return true;
    }
    let last = front_words(phrase, language).last().unwrap_or_default();
    let lower = last.to_lowercase();
    if is_role(&lower, language) || language.plural.contains(&lower) {
        return true;
    }
    !is_count(&lower, language)
        && last.starts_with(|c: char| c.is_uppercase() || c == '@' || !c.is_alphabetic() && c.is_alphanumeric())
        || matches!(language.words.get(&lower), Some(Word::Pronoun | Word::Object | Word::Relative))
}

/// Returns the part of a phrase before the first comma, semicolon or dash.
fn front(phrase: &str) -> &str {
    phrase.split([',', ';', '—']).find(|part| part.contains(char::is_alphanumeric)).unwrap_or_default()
}

/// Returns the words of a phrase before the first preposition or comma, without marks and genitives; at least one.
pub(super) fn front_words<'t>(phrase: &'t str, language: &Cues) -> impl Iterator<Item = &'t str> {
    let is_end = |word: &str| matches!(language.words.get(word), Some(Word::Preposition)) || language.of.contains(word);
    let bare = |word: &'t str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
        ["’s", "'s"].into_iter().find_map(|genitive| word.strip_suffix(genitive)).unwrap_or(word)
    };
    let words = front(phrase).split_whitespace().map(bare).filter(|word| !word.is_empty()).enumerate();
    words.take_while(move |(at, word)| *at == 0 || !is_end(&word.to_lowercase())).map(|(_, word)| word)
}

/// Returns whether a phrase is a noun with an article or the like, or a plural: `another commenter`, `shoppers`, but not
/// `six in 10`.
pub(super) fn is_one_of_many(phrase: &str, language: &Cues) -> bool {
    let mut words = front_words(phrase, language);
    let first = words.next().unwrap_or_default().to_lowercase();
    let last = words.last().map_or_else(|| first.clone(), str::to_lowercase);
    let determined = matches!(language.words.get(&first), Some(Word::Determiner | Word::Possessive)) && last != first;
    !is_count(&last, language) && (determined || last.ends_with('s'))
}

/// Returns whether a word counts and names nobody: `More` in `more than six in 10`, `12` in `12 of the 19`.
pub(super) fn is_count(word: &str, language: &Cues) -> bool {
    let determiner = matches!(language.words.get(word), Some(Word::Determiner)) && !language.plural.contains(word);
    determiner || !word.contains(char::is_alphabetic) && word.contains(char::is_numeric)
}

/// Finds for each pronoun the last source before it that fits: one person for *he*, several people for *they*, the
/// phrase before it for a relative pronoun.
pub(super) fn resolve(text: &str, all: &mut [Attribution], language: &Cues) {
    let mut before: Vec<Earlier> = Vec::new();
    let mut repeated: FastMap<Span, bool> = FastMap::default();
    let mut genders: Option<Genders> = None;
    for attribution in all {
        let Some(source) = attribution.source.first().copied() else { continue };
        if attribution.who != Who::Pronoun {
            before.push(Earlier { span: source, in_heading: attribution.in_heading });
            continue;
        }
        let pronoun = text[source.start..source.end].to_lowercase();
        let found = match language.words.get(&pronoun) {
            Some(Word::Relative | Word::That) => continue,
            _ if language.first_person.contains(&pronoun) => None,
            _ => {
                let several = language.plural.contains(&pronoun);
                let gender = gender::of_word(&pronoun, language);
                let person = gender.is_some();
                let genders = genders.get_or_insert_with(|| Genders::of(text, language));
                let is_other = |phrase: &str| {
                    gender.zip(genders.of_source(phrase, language)).is_some_and(|(one, other)| one != other)
                };
                let mut is_body = |span: Span| *repeated.entry(span).or_insert_with(|| is_repeated_in_full(text, span));
                let mut fits = |earlier: &&Earlier| {
                    let span = earlier.span;
                    let phrase = &text[span.start..span.end];
                    let can = is_plural(phrase, language) == several && span.end <= source.start;
                    can && (!person || can_be_person(phrase, language) && !is_other(phrase) && !is_body(span))
                };
                before.iter().rev().take(REACH).find(&mut fits)
            }
        };
        attribution.antecedent = found.map(|earlier| earlier.span);
        attribution.in_heading = found.map_or(attribution.in_heading, |earlier| earlier.in_heading);
    }
}

/// So many sources before a pronoun are looked at.
const REACH: usize = 128;

/// A source that a later pronoun may stand for.
struct Earlier {
    span: Span,
    in_heading: bool,
}

/// Returns whether a phrase may mean one person: it is no acronym, address or body, and no name with an article such as
/// `the White House`.
fn can_be_person(phrase: &str, language: &Cues) -> bool {
    let front = phrase.split([',', '(']).next().unwrap_or_default().trim();
    let last = front.split_whitespace().last().unwrap_or_default();
    let lower = last.to_lowercase();
    let acronym = last.chars().count() > 1 && last.chars().all(char::is_uppercase);
    let address = last.starts_with('@') || last.trim_end_matches('.').contains('.') && !lower.ends_with('.');
    let body = language.bodies.contains(&lower) && !language.titles.contains(&lower);
    let article = front.split_whitespace().next().is_some_and(|word| language.articles.contains(&word.to_lowercase()));
    let named = article && last.starts_with(char::is_uppercase) && !is_role(&lower, language);
    !(acronym && front == last || address || body || named && front.split_whitespace().count() <= 3)
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

/// Returns whether a name of several words is mentioned again in full nearby, and never by its last word alone. Then it
/// is the name of a body, as `Judicial Watch`: a person is named in full once, and then by the surname.
fn is_repeated_in_full(text: &str, name: Span) -> bool {
    let words = &text[name.start..name.end];
    let Some((front, last)) = words.rsplit_once(' ') else { return false };
    let is_name = [front, last].iter().all(|part| part.starts_with(char::is_uppercase)) && !words.contains(',');
    let around = near(text, Some(name));
    let times = |words: &str| around.match_indices(words).count();
    is_name && times(words) > 1 && times(last) == times(words)
}

/// Returns whether a phrase means several: its head is a plural, or two phrases are joined.
fn is_plural(phrase: &str, language: &Cues) -> bool {
    let front = phrase.split([',', '(']).next().unwrap_or_default();
    let is_in = |list: &FastSet<String>, word: &str| list.contains(word);
    let head = front.split_whitespace().take_while(|word| !is_in(&language.of, word)).last().unwrap_or_default();
    let lower = head.to_lowercase();
    let several = lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("’s") && !lower.ends_with("'s");
    front.split_whitespace().any(|word| is_in(&language.and, word))
        || several && (head.starts_with(char::is_lowercase) || is_role(&lower, language))
}

/// Returns whether the one of these sentences in which a source begins is a heading in which all words have capitals.
pub(super) fn is_in_heading(text: &str, sentences: &[Span], source: Span) -> bool {
    let begun = sentences.partition_point(|sentence| sentence.start <= source.start);
    begun.checked_sub(1).is_some_and(|at| is_heading(&text[sentences[at].start..sentences[at].end]))
}

/// Returns whether the content begins with a quotation mark.
pub(super) fn is_in_quotes(text: &str, one: &Attribution) -> bool {
    one.content.first().and_then(|span| text.get(span.start..)).is_some_and(quote::begins)
}

/// Returns whether an attribution tells what someone said, and not what someone wants, feels, or will say: `considers
/// sending`, `supports the plan`, `will discuss the plan`.
pub fn is_statement(text: &str, one: &Attribution, language: &Language) -> bool {
    let cues = &language.attribution;
    if !matches!(one.kind, super::Kind::Intended | super::Kind::Judged | super::Kind::Said) {
        return true;
    }
    let cue = || one.cue.iter().filter_map(|span| text.get(span.start..span.end)).flat_map(str::split_whitespace);
    let is_ahead = cue().any(|word| cues.ahead.contains(&word.to_lowercase()));
    let verb = cue().filter_map(|word| cues.verbs.get(&word.to_lowercase())).next_back();
    let is_felt = one.kind != super::Kind::Said && verb.is_some_and(|verb| verb.takes(Takes::Attitude));
    !is_ahead && !is_felt
}

/// Returns whether a phrase, given in bytes, is a name: `Mark Rutte`, but not `the official`.
pub fn is_name(text: &str, phrase: Span, language: &Language) -> bool {
    let tokens = token::tokens(text, &[phrase], &language.attribution);
    who(&tokens, &language.attribution) == Who::Named
}

/// The number of bytes around a headline in which its source is looked for.
const NEAR: usize = 32 * 1024;

/// Returns the text around a place, so that the time for a headline does not grow with the text.
pub(super) fn near(text: &str, place: Option<Span>) -> &str {
    let at = place.unwrap_or_default();
    let (start, end) = (at.start.saturating_sub(NEAR), at.end.saturating_add(NEAR).min(text.len()));
    &text[grapheme::floor(text, start)..grapheme::ceil(text, end)]
}

/// Returns whether the words before the colon of a headline are a source: the text names them again, or they are a noun
/// for someone. `Breaking:` is no source.
pub(super) fn is_known(text: &str, words: &str, language: &Cues) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    let last = words.split_whitespace().map(bare).rfind(|word| !word.is_empty()).unwrap_or_default();
    // `Mayor Anna Berg`, `Harbour Police`, but not `Military Alliance`: a body is named by the last word.

    let is_person = |word: &String| language.is_title(word) || language.persons.contains(word);
    let head = front_words(words, language).last().is_some_and(|head| is_role(&head.to_lowercase(), language));
    let says_what = head || words.split_whitespace().map(|word| bare(word).to_lowercase()).any(|word| is_person(&word));
    words.contains('@') || says_what || times(text, &last) > 1
}

/// Returns whether a phrase is a name of several words, none of which is a verb or a small word: `Anna Berg`, but not `Read More`.
pub(super) fn is_full_name(phrase: &str, language: &Cues) -> bool {
    let mut words = front(phrase).split_whitespace().map(str::to_lowercase);
    let is_name = |word: String| !language.verbs.contains_key(&word) && !language.words.contains_key(&word);
    front(phrase).contains(' ') && words.all(is_name)
}

/// Returns whether the words before the colon of a headline say what kind of text follows: `The Latest`, `Video`.
pub(super) fn is_label(words: &str, language: &Cues) -> bool {
    front_words(words, language).last().is_some_and(|last| language.labels.contains(&last.to_lowercase()))
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
fn times(text: &str, words: &str) -> usize {
    let is_whole = |at: usize| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    };
    text.match_indices(words).filter(|(at, _)| is_whole(*at)).count()
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
            || matches!(token.kind, Mark::Word(None))
                && !phrase::is_finite(&passage, at, 0)
                && !phrase::is_adverb(token)
    };
    let article = |at: usize| matches!(passage.tokens[at].word(), Some(Word::Determiner | Word::Possessive));
    let among = |at: usize| {
        let names_holders = passage.tokens.get(at).is_some_and(|token| language.among.contains(&token.lower));
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
