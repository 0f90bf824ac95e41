//! Finds whom a pronoun stands for: the last source before it that fits.

use crate::hash::{FastMap, FastSet};
use crate::language::attribution::{Cues, Word};
use crate::text::{Span, unit};

use super::gender::{self, Genders};
use super::role::{front_words, is_role};
use super::source::{is_in_heading, near};
use super::{Attribution, Who};

/// Finds for each pronoun the last source before it that fits: one person for *he*, several people for *they*, the
/// phrase before it for a relative pronoun.
pub(super) fn resolve(text: &str, sentences: &[Vec<Span>], all: &mut [Attribution], language: &Cues) {
    let mut subjects = Subjects { text, sentences: sentences.concat(), known: FastMap::default(), language };
    let mut before: Vec<Earlier> = Vec::new();
    let mut repeated: FastMap<Span, bool> = FastMap::default();
    let mut genders: Option<Genders> = None;
    for attribution in all {
        let Some(source) = attribution.source.first().copied() else { continue };
        if attribution.who != Who::Pronoun {
            if is_agent(text, attribution, language) {
                continue;
            }
            before.push(Earlier { span: source, in_heading: attribution.in_heading });
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
                let is_other = |phrase: &str| {
                    gender.zip(genders.of_source(phrase, language)).is_some_and(|(one, other)| one != other)
                };
                let mut is_body = |span: Span| *repeated.entry(span).or_insert_with(|| is_repeated_in_full(text, span));
                let mut fits = |earlier: &&Earlier| {
                    let span = earlier.span;
                    let phrase = &text[span.start..span.end];
                    let can = is_plural(phrase, language) == several && span.end <= source.start;
                    let is_one = || is_person(phrase, language) || genders.of_source(phrase, language).is_some();
                    can && (person || several || !is_one())
                        && (!person || can_be_person(phrase, language) && !is_other(phrase) && !is_body(span))
                };
                let last = before.iter().rev().take(REACH).find(&mut fits).copied();
                let mut fits = |span: &Span| fits(&&Earlier { span: *span, in_heading: false });
                let subject =
                    if person { subjects.before(source.start, last.map(|one| one.span)).find(&mut fits) } else { None };
                subject.map(|span| Earlier { span, in_heading: false }).or(last)
            }
        };
        attribution.antecedent = found.map(|earlier| earlier.span);
        attribution.in_heading = found.map_or(attribution.in_heading, |earlier| earlier.in_heading);
    }
}

/// The names with which the sentences of a text begin, each read when it is asked for.
struct Subjects<'t> {
    text: &'t str,
    sentences: Vec<Span>,
    /// By the number of the sentence.
    known: FastMap<usize, Option<Span>>,
    language: &'t Cues,
}

impl Subjects<'_> {
    /// Returns the names of the sentences that begin before a byte, the last first, and behind the beginning of another source.
    fn before(&mut self, place: usize, behind: Option<Span>) -> impl Iterator<Item = Span> {
        let number = |place: usize| self.sentences.partition_point(|sentence| sentence.start <= place);
        let numbers = behind.map_or(0, |source| number(source.start))..number(place);
        let Subjects { text, sentences, known, language } = self;
        numbers
            .rev()
            .take(REACH)
            .filter_map(|number| *known.entry(number).or_insert_with(|| subject(text, sentences[number], language)))
    }
}

/// Returns the name of a person with which a sentence begins, outside headings: `Stone`, or `Ann Stone`.
fn subject(text: &str, sentence: Span, language: &Cues) -> Option<Span> {
    let words = &text[sentence.start..sentence.end];
    let first =
        words.split(|c: char| !c.is_alphanumeric()).next().filter(|first| first.starts_with(char::is_uppercase))?;
    let lower = first.to_lowercase();
    if language.words.contains_key(&lower) || is_role(&lower, language) || is_in_heading(text, &[sentence], sentence) {
        return None;
    }
    let name = unit::name_at(text, sentence.start)?;
    // A title of which all words have a capital is one name, and no sentence.
    if !text[name.end..sentence.end.max(name.end)].contains(char::is_alphanumeric) {
        return None;
    }
    let is_given = gender::of_given_name(&lower, language).is_some();
    let is_surname = || ends_a_name(near(text, Some(sentence)), first, language);
    let bare = language.without_genitive(&text[name.start..name.end]);
    let name = Span::new(name.start, name.start + bare.len());
    // `Stone’s speech was long. He …`, but not `Stone’s lawyer`
    let mut behind = text[name.end..sentence.end.max(name.end)].split_whitespace().take(BEHIND);
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_of_other = behind.any(|word| is_role(&bare(word), language));
    (name.start == sentence.start && !is_of_other && (is_given || is_surname())).then_some(name)
}

/// Returns whether a text has a word behind another one with a capital, as a surname behind a given name: `Ann Stone`, but not `In Lomas`.
fn ends_a_name(text: &str, surname: &str, language: &Cues) -> bool {
    text.match_indices(surname).any(|(at, _)| {
        let before = text[..at].strip_suffix(' ').and_then(|before| before.split_whitespace().next_back());
        before.is_some_and(|before| {
            before.starts_with(char::is_uppercase) && !language.words.contains_key(&before.to_lowercase())
        })
    })
}

/// So many words behind a name are looked at for someone who belongs to it.
const BEHIND: usize = 4;

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
        && !is_role(&head, language);
    let article = front.split_whitespace().next().is_some_and(|word| language.articles.contains(&word.to_lowercase()));
    let named = article && last.starts_with(char::is_uppercase) && !is_role(&lower, language);
    !(acronym && front == last || address || body || thing || named && front.split_whitespace().count() <= 3)
}

/// Returns whether a phrase means a person by its words, whom *it* cannot mean: `Ann Stone`, `the mayor`.
fn is_person(phrase: &str, language: &Cues) -> bool {
    let words = || front_words(phrase, language).map(str::to_lowercase);
    let is_given = words().any(|word| gender::of_given_name(&word, language).is_some());
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
