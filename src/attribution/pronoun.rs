//! Finds whom a pronoun stands for: the last source before it that fits.

use crate::hash::{FastMap, FastSet};
use crate::language::attribution::{Cues, Word};
use crate::text::Span;

use super::gender::{self, Genders};
use super::role::{front_words, is_document, is_role};
use super::source::{is_in_quotes, near};
use super::subject::Subjects;
use super::{Attribution, Who};

/// Finds for each pronoun whom it stands for: one person for *he*, several people for *they*, the phrase before it for a relative
/// pronoun. The nearest of two is taken: the last source that fits, and whom a sentence after it is about. Names inside a quotation
/// do not count, because whoever says them has another name.
pub(super) fn resolve(text: &str, sentences: &[Vec<Span>], all: &mut [Attribution], language: &Cues) {
    let mut subjects = Subjects::new(text, sentences.concat(), language);
    let mut before: Vec<Earlier> = Vec::new();
    let mut repeated: FastMap<Span, bool> = FastMap::default();
    let mut genders: Option<Genders> = None;
    let mut quoted: Option<Vec<Span>> = None;
    for at in 0..all.len() {
        let attribution = &all[at];
        let Some(source) = attribution.source.first().copied() else { continue };
        if attribution.who != Who::Pronoun {
            if !is_agent(text, attribution, language) {
                let within = holder(&all[..at], source);
                before.push(Earlier { span: source, within, in_heading: attribution.in_heading });
            }
            continue;
        }
        let pronoun = text[source.start..source.end].to_lowercase();
        let found = match language.words.get(&pronoun) {
            Some(Word::Relative | Word::That) => continue,
            _ if language.first_person.contains(&pronoun) || language.nobody.contains(&pronoun) => None,
            _ => {
                let several = language.plural.contains(&pronoun);
                let gender = gender::of_word(&pronoun, language);
                let person = gender.is_some();
                let genders = genders.get_or_insert_with(|| Genders::of(text, language));
                let quoted = quoted.get_or_insert_with(|| quotations(text, all));
                let is_other = |phrase: &str| {
                    gender.zip(genders.of_source(phrase, language)).is_some_and(|(one, other)| one != other)
                };
                let mut is_body = |span: Span| *repeated.entry(span).or_insert_with(|| is_repeated_in_full(text, span));
                let mut fits = |span: Span| {
                    let phrase = &text[span.start..span.end];
                    let can = is_plural(phrase, language) == several && span.end <= source.start;
                    let is_one = || is_person(phrase, language) || genders.of_source(phrase, language).is_some();
                    can && (person || several || !is_one())
                        && (!person || can_be_person(phrase, language) && !is_other(phrase) && !is_body(span))
                        && !is_within(quoted, span)
                };
                let last = before.iter().rev().take(REACH).find(|earlier| fits(earlier.span)).copied();
                // `Stone said that Lomas planned to leave. He …`: the sentence is about Stone.
                let last = last.map(|last| {
                    last.within.filter(|within| fits(*within)).map_or(last, |span| Earlier { span, ..last })
                });
                let from = last.map(|earlier| earlier.span.start);
                let subject = match () {
                    () if person => subjects.before(source.start, from).find(|span| fits(*span)),
                    () if several => subjects.several_before(source.start, from).find(|span| fits(*span)),
                    () => None,
                };
                let plain = |span: Span| Earlier { span, within: None, in_heading: false };
                let mut any = || subjects.names_before(source.start).find(|span| fits(*span)).filter(|_| person);
                let found = subject.map(plain).or(last).or_else(|| any().map(plain));
                // `Novak told Ann Berg that she …`: a name that is known to fit is more likely than one that may fit.
                let is_known = |span: Span| genders.of_source(&text[span.start..span.end], language) == gender;
                let mut near = || subjects.capitals_before(source.start).find(|span| is_known(*span) && fits(*span));
                let is_doubtful = person && found.is_some_and(|found| !is_known(found.span));
                if is_doubtful { near().map(plain).or(found) } else { found }
            }
        };
        let attribution = &mut all[at];
        attribution.antecedent = found.map(|earlier| earlier.span);
        attribution.in_heading = found.map_or(attribution.in_heading, |earlier| earlier.in_heading);
    }
}

/// Returns whoever is cited for the words in which a source stands: Stone of `Stone said that Lomas planned to leave`.
fn holder(before: &[Attribution], source: Span) -> Option<Span> {
    let holds = |one: &&Attribution| one.content.iter().any(|content| content.covers(source));
    let outer = before.iter().rev().take(NESTED).find(holds)?;
    outer.antecedent.or(outer.source.first().copied())
}

/// So many attributions before a source may hold it.
const NESTED: usize = 4;

/// Returns the places that someone is quoted for, in order, none in another.
fn quotations(text: &str, all: &[Attribution]) -> Vec<Span> {
    let is_quoted = |one: &&Attribution| is_in_quotes(text, one);
    let mut places: Vec<Span> = all.iter().filter(is_quoted).flat_map(|one| one.content.iter().copied()).collect();
    places.sort_unstable();
    let mut end = 0;
    places.retain(|place| {
        let is_apart = place.end > end;
        end = end.max(place.end);
        is_apart
    });
    places
}

/// Returns whether one of some places, which are in order, holds a span.
fn is_within(places: &[Span], span: Span) -> bool {
    let begun = places.partition_point(|place| place.start <= span.start);
    begun.checked_sub(1).is_some_and(|at| places[at].covers(span))
}

/// Returns whether a source is the agent of a passive verb: `was asked by Stone`. Whoever the sentence is about is meant next.
fn is_agent(text: &str, one: &Attribution, language: &Cues) -> bool {
    let (Some(cue), Some(source)) = (one.cue.last(), one.source.first()) else { return false };
    text.get(cue.end..source.start).is_some_and(|between| language.by.contains(between.trim()))
}

/// So many sources before a pronoun are looked at.
const REACH: usize = 128;

/// A source that a later pronoun may stand for.
#[derive(Clone, Copy)]
struct Earlier {
    span: Span,
    /// Whoever is cited for the words in which it stands.
    within: Option<Span>,
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
    let head = front_words(front, language).last().unwrap_or_default().to_lowercase();
    let body = language.bodies.contains(&head) && !language.titles.contains(&head);
    // `a corrupt system`
    let thing = front_words(front, language).last().is_some_and(|head| head.starts_with(char::is_lowercase))
        && !is_role(&head, language)
        || is_document(&head, language);
    let article = front.split_whitespace().next().is_some_and(|word| language.articles.contains(&word.to_lowercase()));
    let named = article && last.starts_with(char::is_uppercase) && !is_role(&lower, language);
    !(acronym && front == last || address || body || thing || named && front.split_whitespace().count() <= 3)
}

/// Returns whether a phrase means a person by its words, whom *it* cannot mean: `Ann Stone`, `the mayor`.
fn is_person(phrase: &str, language: &Cues) -> bool {
    let words = || front_words(phrase, language).map(str::to_lowercase);
    let is_given = words().any(|word| language.is_given_name(&word));
    let is_role = |word: &String| language.persons.contains(word) || language.is_title(word);
    is_given || words().last().is_some_and(|word| is_role(&word) && !language.bodies.contains(&word))
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
    let several = language.is_plural(&lower) && language.without_genitive(&lower) == lower;
    front.split_whitespace().any(|word| is_in(&language.and, word))
        || several && (head.starts_with(char::is_lowercase) || is_role(&lower, language))
}
