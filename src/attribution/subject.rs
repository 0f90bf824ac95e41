//! Finds whom a sentence is about, so that a pronoun in the next one can stand for them although nobody cites them.
//!
//! ```text
//!   Stone met the crew. He said …                       a name at the beginning
//!   On Monday, harbour chief Ann Stone left. She …      a name behind a role, also behind a first comma
//!   Stone’s speech was long. He …                       whose the subject is, but not `Stone’s lawyer`
//!   The rescuers reached the valley. They …             several people, for a pronoun for several
//!   The port chose Ben Lomas in May. He …               any name of a person, if no sentence is about one
//! ```

use crate::hash::FastMap;
use crate::language::attribution::{Cues, Form, Word};
use crate::text::{Span, grapheme};

use super::role::is_role;
use super::source::{is_in_heading, near};

/// Those whom the sentences of a text are about, each read when it is asked for.
pub(super) struct Subjects<'t> {
    text: &'t str,
    sentences: Vec<Span>,
    /// By the number of the sentence.
    known: FastMap<usize, Option<Span>>,
    language: &'t Cues,
}

/// So many sentences before a pronoun are looked at.
const REACH: usize = 128;
/// So many of them are looked at for any name of a person.
const NEAR: usize = 5;
/// So many commas are looked at before a subject.
const COMMAS: usize = 3;
/// The greatest number of words up to the end of a subject.
const LONGEST: usize = 10;
/// The greatest number of words of a sentence in which names are looked for.
const WORDS: usize = 200;
/// The greatest number of bytes before a pronoun in which words with a capital are looked for.
const CLOSE: usize = 2_000;

impl<'t> Subjects<'t> {
    pub(super) fn new(text: &'t str, sentences: Vec<Span>, language: &'t Cues) -> Subjects<'t> {
        Subjects { text, sentences, known: FastMap::default(), language }
    }

    /// Returns the persons whom the sentences behind byte `from` and up to `place` are about, the last first. The sentence in which `from`
    /// is does not count, if there is one.
    pub(super) fn before(&mut self, place: usize, from: Option<usize>) -> impl Iterator<Item = Span> {
        let first = from.map_or(0, |from| self.number(from));
        let numbers = first..self.number(place);
        let Subjects { text, sentences, known, language } = self;
        numbers
            .rev()
            .take(REACH)
            .filter_map(|number| *known.entry(number).or_insert_with(|| subject(text, sentences[number], language)))
    }

    /// Returns the several people whom the sentences between two bytes are about, the last first.
    pub(super) fn several_before(&self, place: usize, from: Option<usize>) -> impl Iterator<Item = Span> {
        let first = from.map_or(0, |from| self.number(from));
        let sentences = self.sentences[first..self.number(place)].iter().rev().take(NEAR);
        sentences.filter_map(|sentence| several(self.text, *sentence, self.language))
    }

    /// Returns the names of persons in the sentences before a byte: the last sentence first, and in each the first name first.
    pub(super) fn names_before(&self, place: usize) -> impl Iterator<Item = Span> {
        let sentences = self.sentences[..self.number(place)].iter().rev().take(NEAR);
        sentences.flat_map(|sentence| names(self.text, *sentence, self.language))
    }

    /// Returns the words with a capital in the sentence before a byte.
    pub(super) fn capitals_before(&self, place: usize) -> impl Iterator<Item = Span> {
        let start = self.number(place).checked_sub(1).map_or(place, |number| self.sentences[number].start);
        let start = start.max(grapheme::floor(self.text, place.saturating_sub(CLOSE)));
        let words = written(self.text, Span::new(start, place), self.language);
        words.filter(|word| word.is_name(self.language)).map(|word| word.span)
    }

    /// Returns the number of sentences that begin up to a byte.
    fn number(&self, place: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.start <= place)
    }
}

/// A word as it is written.
struct Written {
    /// The word without marks and genitive.
    span: Span,
    lower: String,
    capital: bool,
    genitive: bool,
    /// Whether a mark before it opens something.
    opens: bool,
    /// Whether a mark behind it ends the phrase.
    closes: bool,
}

impl Written {
    fn is_small(&self, language: &Cues) -> bool {
        language.words.contains_key(&self.lower)
    }

    fn is_article(&self, language: &Cues) -> bool {
        matches!(language.words.get(&self.lower), Some(Word::Determiner | Word::Possessive))
    }

    /// Returns whether the word may be part of a name: it has a capital that neither a small word nor a role explains.
    fn is_name(&self, language: &Cues) -> bool {
        self.capital && !self.is_small(language) && !is_role(&self.lower, language)
    }

    /// Returns whether the word is a noun for a person, or a title.
    fn is_role(&self, language: &Cues) -> bool {
        language.persons.contains(&self.lower) || language.is_title(&self.lower)
    }

    /// Returns whether the word is such a noun, and a name may follow.
    fn is_office(&self, language: &Cues) -> bool {
        self.is_role(language) && !self.genitive && !self.closes
    }

    fn is_given_name(&self, language: &Cues) -> bool {
        self.capital && language.is_given_name(&self.lower)
    }
}

/// Returns the words of a part of a text.
fn written<'t>(text: &'t str, part: Span, language: &'t Cues) -> impl Iterator<Item = Written> + 't {
    let mut rest = part.start;
    text[part.start..part.end].split_whitespace().map(move |word| {
        let start = rest + text[rest..].find(word).unwrap_or(0);
        rest = start + word.len();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let front = word.find(bare).unwrap_or(0);
        let (name, behind) = (language.without_genitive(bare), &word[front + bare.len()..]);
        let lower = name.to_lowercase();
        // `U.S. Sen. Ann S. Stone`
        let is_short =
            behind == "." && (name.chars().nth(1).is_none() || name.contains('.') || language.is_title(&lower));
        Written {
            span: Span::new(start + front, start + front + name.len()),
            capital: name.starts_with(char::is_uppercase),
            genitive: name.len() < bare.len(),
            opens: front > 0,
            closes: !behind.is_empty() && !is_short,
            lower,
        }
    })
}

/// Returns the words up to the verb of a clause, as far as a list of verbs and small words tells it.
fn front(text: &str, clause: Span, language: &Cues) -> Vec<Written> {
    let mut is_over = false;
    let ends = |(at, word): &(usize, Written)| {
        let form = language.verbs.get(&word.lower).map(|verb| verb.form);
        let is_verb = matches!(form, Some(Form::Past | Form::Preterite | Form::Participle | Form::Third));
        word.opens || word.is_small(language) && !(*at == 0 && word.is_article(language)) || is_verb && !word.capital
    };
    let words = written(text, clause, language).take(LONGEST).enumerate().take_while(|word| !ends(word));
    let words = words.take_while(|(_, word)| !std::mem::replace(&mut is_over, word.closes));
    words.map(|(_, word)| word).collect()
}

/// Returns the person whom a sentence is about, outside headings.
fn subject(text: &str, sentence: Span, language: &Cues) -> Option<Span> {
    let found = leading_name(text, sentence, false, language).or_else(|| {
        // `His coach, Ann Stone, left`
        let is_apposed =
            front(text, sentence, language).last().is_some_and(|word| word.closes && word.is_role(language));
        behind_commas(text, sentence, language).find_map(|clause| leading_name(text, clause, is_apposed, language))
    })?;
    // A title of which all words have a capital is one name, and no sentence.
    let goes_on = text[found.end..sentence.end].contains(char::is_alphanumeric);
    (goes_on && !is_in_heading(text, &[sentence], sentence)).then_some(found)
}

/// Returns what stands behind each of the first commas of a sentence that begins with a small word: `On Monday, Stone left`, `His coach,
/// Ann Stone, left`.
fn behind_commas(text: &str, sentence: Span, language: &Cues) -> impl Iterator<Item = Span> {
    let words = &text[sentence.start..sentence.end];
    let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let commas = if language.words.contains_key(&first.to_lowercase()) { COMMAS } else { 0 };
    let is_plain = |comma: &usize| !words[..*comma].contains(['“', '„', '«', '"']);
    let commas = words.match_indices(',').map(|(at, _)| at).take(commas).take_while(is_plain).collect::<Vec<_>>();
    commas.into_iter().map(move |comma| Span::new(sentence.start + comma + 1, sentence.end))
}

/// Returns the name with which a clause begins, if it is a person’s: one behind an office, or one that the text shows to be.
fn leading_name(text: &str, clause: Span, is_behind_office: bool, language: &Cues) -> Option<Span> {
    let words = front(text, clause, language);
    let name = |from: usize| {
        let mut is_over = false;
        let within =
            |word: &&Written| word.is_name(language) && !std::mem::replace(&mut is_over, word.closes || word.genitive);
        let last = words[from..].iter().take_while(within).count().checked_sub(1)?;
        Some((from, from + last))
    };
    let span = |(first, last): (usize, usize)| Span::new(words[first].span.start, words[last].span.end);
    // `Stone’s lawyer` and `the Stone lawyer` are no Stone.
    let is_alone = |&(_, last): &(usize, usize)| !words[last + 1..].iter().any(|word| is_role(&word.lower, language));
    let behind_office =
        (1..words.len()).rev().find(|at| words[*at].is_name(language) && words[at - 1].is_office(language));
    if let Some(found) = behind_office.and_then(name).filter(is_alone) {
        return Some(span(found));
    }
    let first = words.first()?;
    let is_person = || {
        first.is_given_name(language)
            || ends_a_name(near(text, Some(clause)), &text[first.span.start..first.span.end], language)
    };
    name(0).filter(is_alone).filter(|_| is_behind_office || is_person()).map(span)
}

/// Returns whether a text has a word behind another one with a capital, as a surname behind a given name: `Ann Stone`, but not `In Lomas`.
fn ends_a_name(text: &str, surname: &str, language: &Cues) -> bool {
    text.match_indices(surname).any(|(at, _)| {
        let before = text[..at].strip_suffix(' ').and_then(|before| before.split_whitespace().next_back());
        before.is_some_and(|before| {
            let is_name = before.starts_with(char::is_uppercase) && !before.ends_with(',');
            is_name && !language.words.contains_key(&before.to_lowercase())
        })
    })
}

/// Returns the several people with whom a sentence begins: `The rescuers`, `Two neighbours`.
fn several(text: &str, sentence: Span, language: &Cues) -> Option<Span> {
    let words = front(text, sentence, language);
    let last = words.last().filter(|last| !last.genitive && language.has_plural(&[&language.persons], &last.lower))?;
    (!is_in_heading(text, &[sentence], sentence)).then(|| Span::new(words[0].span.start, last.span.end))
}

/// Returns the names in a sentence that a given name or a title shows to be a person’s.
fn names(text: &str, sentence: Span, language: &Cues) -> Vec<Span> {
    if is_in_heading(text, &[sentence], sentence) {
        return Vec::new();
    }
    let words: Vec<Written> = written(text, sentence, language).take(WORDS).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_behind_title = at > 0 && words[at - 1].is_office(language);
        let begins = words[at].is_name(language) && (is_behind_title || words[at].is_given_name(language));
        let mut end = at + 1;
        while begins
            && end < words.len()
            && words[end].is_name(language)
            && !words[end - 1].closes
            && !words[end - 1].genitive
        {
            end += 1;
        }
        if begins {
            found.push(Span::new(words[at].span.start, words[end - 1].span.end));
        }
        at = end;
    }
    found
}
