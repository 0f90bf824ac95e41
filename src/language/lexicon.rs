//! Looks up words and phrases and their meanings at a place in a list of tokens; the longest phrase wins.

use std::borrow::Cow;

use crate::hash::FastMap;
use crate::text::script::joins_digits;

/// Returns a word in small letters, as it is looked up. Most words of a text are written so, and are not copied.
pub(crate) fn in_small_letters(word: &str) -> Cow<'_, str> {
    let is_small = |c: char| if c.is_ascii() { !c.is_ascii_uppercase() } else { c.to_lowercase().eq([c]) };
    if word.chars().all(is_small) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// Phrases, each with a meaning.
#[derive(Clone, Debug)]
pub struct Lexicon<T> {
    /// For each first word, the phrases that begin with it: the words after it, and the meaning; the longest first.
    phrases: FastMap<Box<str>, Vec<Rest<T>>>,
    /// A bit for the [mark](mark) of each first word. Nearly every word of a text is looked up in many lists and is in none, which these
    /// tell faster than the map does.
    marks: [u64; MARKS / 64],
}

/// The number of different marks of words.
const MARKS: usize = 512;

/// The words after the first word of a phrase, and the meaning of the phrase.
type Rest<T> = (Vec<Box<str>>, T);

impl<T> Default for Lexicon<T> {
    fn default() -> Lexicon<T> {
        Lexicon { phrases: FastMap::default(), marks: [0; MARKS / 64] }
    }
}

impl<T> Lexicon<T> {
    /// Adds a phrase, whose words are separated by blanks. A phrase that is there already keeps its first meaning.
    pub fn add(&mut self, phrase: &str, meaning: T) {
        let mut words = phrase.split(' ').map(Box::from);
        let Some(first) = words.next() else { return };
        let rest: Vec<Box<str>> = words.collect();
        let mark = mark(&first);
        self.marks[mark / 64] |= 1 << (mark % 64);
        let all = self.phrases.entry(first).or_default();
        let at = all.partition_point(|(other, _)| other.len() >= rest.len());
        all.insert(at, (rest, meaning));
    }

    /// Returns the phrases that begin with a word, the longest first.
    #[inline]
    fn beginning_with(&self, first: &str) -> Option<&Vec<Rest<T>>> {
        let mark = mark(first);
        if self.marks[mark / 64] >> (mark % 64) & 1 == 1 { self.phrases.get(first) } else { None }
    }

    /// Returns the meaning of a single word.
    pub fn get(&self, word: &str) -> Option<&T> {
        self.beginning_with(word)?.iter().find(|(rest, _)| rest.is_empty()).map(|(_, meaning)| meaning)
    }

    /// Returns whether there is a phrase of this single word.
    pub fn has(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// Returns the longest phrase that begins with `first`: the number of words that follow, and the meaning. `next(n)`
    /// returns the word `n` places after the first.
    pub fn longest<'w>(&self, first: &str, next: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &T)> {
        let all = self.beginning_with(first)?;
        let fits = |rest: &[Box<str>]| rest.iter().enumerate().all(|(at, word)| next(at + 1) == Some(word));
        all.iter().find(|(rest, _)| fits(rest)).map(|(rest, meaning)| (rest.len(), meaning))
    }

    /// Returns the phrases of a single word, each with its meaning.
    pub fn words(&self) -> impl Iterator<Item = (&str, &T)> {
        self.phrases.iter().filter_map(|(word, all)| {
            let (_, meaning) = all.iter().find(|(rest, _)| rest.is_empty())?;
            Some((&**word, meaning))
        })
    }

    /// Returns the number of words that the longest phrase beginning with `first` has; `None` if there is no such
    /// phrase.
    pub fn most_words(&self, first: &str) -> Option<usize> {
        self.beginning_with(first)?.first().map(|(rest, _)| rest.len() + 1)
    }

    /// Returns whether a phrase begins with a word.
    pub fn begins(&self, word: &str) -> bool {
        self.beginning_with(word).is_some()
    }

    /// Returns the first words of the phrases.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.phrases.keys().map(|word| &**word)
    }

    /// Returns whether there are no phrases.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }
}

/// Returns a number below [`MARKS`] for a word, which its first and last bytes and its length tell.
#[inline]
fn mark(word: &str) -> usize {
    let (first, last) = match word.as_bytes() {
        [first, .., last] => (usize::from(*first), usize::from(*last)),
        [one] => (usize::from(*one), 0),
        [] => (0, 0),
    };
    (first.wrapping_mul(37) ^ last.wrapping_mul(101) ^ word.len().wrapping_mul(67)) % MARKS
}

impl<T: Clone> Lexicon<T> {
    /// Returns a lexicon of phrases that all have the same meaning.
    pub fn all(phrases: impl IntoIterator<Item = String>, meaning: T) -> Lexicon<T> {
        let mut lexicon = Lexicon::default();
        phrases.into_iter().for_each(|phrase| lexicon.add(&phrase, meaning.clone()));
        lexicon
    }
}

/// Signs and symbols, each with a meaning, looked up at the beginning of a text, the longest first.
#[derive(Clone, Debug)]
pub struct Signs<T> {
    by_first: FastMap<char, Vec<(Box<str>, T)>>,
}

impl<T> Default for Signs<T> {
    fn default() -> Signs<T> {
        Signs { by_first: FastMap::default() }
    }
}

impl<T> Signs<T> {
    /// Adds a sign. A sign that is there already keeps its first meaning.
    pub fn add(&mut self, sign: &str, meaning: T) {
        let Some(first) = sign.chars().next() else { return };
        let all = self.by_first.entry(first).or_default();
        let at = all.partition_point(|(other, _)| other.len() >= sign.len());
        all.insert(at, (sign.into(), meaning));
    }

    /// Returns the length in bytes and the meaning of the longest sign that `text` begins with. A sign that ends in a
    /// letter or a digit does not end within a word, except in scripts without blanks between words: `500円です`.
    pub fn longest(&self, text: &str) -> Option<(usize, &T)> {
        let all = self.by_first.get(&text.chars().next()?)?;
        let fits = |sign: &str| {
            text.strip_prefix(sign).is_some_and(|rest| {
                !sign.ends_with(|c: char| c.is_alphanumeric() && joins_digits(c))
                    || !rest.starts_with(|c: char| c.is_alphabetic())
            })
        };
        all.iter().find(|(sign, _)| fits(sign)).map(|(sign, meaning)| (sign.len(), meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_with_a_capital_is_copied() {
        for (word, small) in [("Boote", "boote"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("İz", "i\u{307}z"), ("ǅ", "ǆ")]
        {
            assert_eq!(in_small_letters(word), small);
        }
        let is_copied = |word| matches!(in_small_letters(word), Cow::Owned(_));
        assert!(["boats", "été", "кораблі", "1500", "船"].into_iter().all(|word| !is_copied(word)));
    }

    #[test]
    fn a_sign_does_not_end_within_a_word() {
        let mut signs = Signs::default();
        [("m", 1), ("m/s", 2), ("m²", 3), ("$", 4)].into_iter().for_each(|(sign, meaning)| signs.add(sign, meaning));
        let at = |text| signs.longest(text).map(|(length, meaning)| (length, *meaning));
        assert_eq!(
            [at("m/s"), at("m² of"), at("m."), at("men"), at("$5")],
            [Some((3, 2)), Some((3, 3)), Some((1, 1)), None, Some((1, 4))]
        );
    }

    #[test]
    fn the_longest_phrase_is_found() {
        let mut lexicon = Lexicon::default();
        for (phrase, meaning) in [("per", 1), ("per cent", 2), ("per cent of gdp", 3)] {
            lexicon.add(phrase, meaning);
        }
        let at = |words: &[&'static str]| {
            let words = words.to_vec();
            lexicon.longest(words[0], |n| words.get(n).copied()).map(|(more, meaning)| (more, *meaning))
        };
        assert_eq!(at(&["per", "cent", "of"]), Some((1, 2)));
        assert_eq!(at(&["per", "cent", "of", "gdp"]), Some((3, 3)));
        assert_eq!(at(&["per", "year"]), Some((0, 1)));
        assert_eq!(at(&["cent"]), None);
    }
}
