//! Holds what a language knows, as data: its number words, units, qualifiers, and the words that join them.
//!
//! ```text
//!   language/en.ron ─┐                     ┌─ numbers     “twenty”, “million”, 1,234.5
//!   language/de.ron ─┼─ read once ─ Language ─ units       “per cent”, “€”, “km/h”
//!   …                ┘                     ├─ qualifiers  “at least”, “nearly”
//!                                          ├─ words       “the”, “of”, “rose”
//!                                          └─ attribution “said”, “according to”, “he”
//! ```
//!
//! There is one file for each language; to add a language, add a file and a line in `ALL`. The rooms above (quantities,
//! attributions) hold the grammar and take every word from here. A list that is missing recognises nothing: a text in
//! an unknown language is read with [`unknown`], which knows digits and signs, and no word.

pub(crate) mod attribution;
pub(crate) mod dates;
pub(crate) mod lexicon;
pub(crate) mod nouns;
pub(crate) mod numbers;
pub(crate) mod scopes;
mod told;
pub mod units;
pub mod words;

use std::sync::LazyLock;

use serde::Deserialize;

use attribution::Cues;
use dates::Dates;
use nouns::Nouns;
use numbers::Numbers;
use scopes::Scopes;
pub use told::told;
use units::Units;
use words::Words;

/// A language and its word lists.
#[derive(Debug)]
pub struct Language {
    /// The code (ISO 639-1).
    pub code: String,
    /// The name, in English.
    pub name: String,
    /// The number words, and the marks in digits.
    pub numbers: Numbers,
    /// The units: measures, money, shares.
    pub units: Units,
    /// The words around numbers.
    pub words: Words,
    /// The words that report speech: verbs, prepositions, pronouns.
    pub attribution: Cues,
    /// The words of dates.
    pub dates: Dates,
    /// The nouns that may count the same: house, home.
    pub nouns: Nouns,
    /// The words for the scope of a count: planned, sent.
    pub scopes: Scopes,
}

impl Language {
    /// Returns whether the lists have a word, in small letters: a small word, a number, a month, or a word that
    /// qualifies, reports, or says that a number changed.
    pub fn has(&self, word: &str) -> bool {
        let (numbers, words) = (&self.numbers, &self.words);
        words.is_small(word)
            || numbers.small.has(word)
            || numbers.scales.has(word)
            || words.qualifiers.has(word)
            || words.changes.has(word)
            || words.months.has(word)
            || self.attribution.verbs.contains_key(word)
    }
}

/// A language as it stands in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    code: String,
    name: String,
    numbers: numbers::File,
    units: Vec<units::UnitRow>,
    words: words::File,
    #[serde(default)]
    attribution: attribution::File,
    #[serde(default)]
    dates: dates::File,
    #[serde(default)]
    nouns: nouns::File,
    #[serde(default)]
    scopes: scopes::File,
}

/// The files of the languages, by code.
const ALL: &[(&str, &str)] = &[
    ("en", include_str!("language/en.ron")),
    ("de", include_str!("language/de.ron")),
    ("fr", include_str!("language/fr.ron")),
    ("es", include_str!("language/es.ron")),
];

/// The units that every language knows: signs and the symbols of the SI.
const SIGNS: &str = include_str!("language/signs.ron");

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| ALL.iter().filter_map(|(_, file)| read(file).ok()).collect());

static UNKNOWN: LazyLock<Language> = LazyLock::new(|| {
    read(include_str!("language/unknown.ron")).unwrap_or_else(|_| Language {
        code: String::new(),
        name: String::new(),
        numbers: Numbers::default(),
        units: Units::default(),
        words: Words::default(),
        attribution: Cues::default(),
        dates: Dates::default(),
        nouns: Nouns::default(),
        scopes: Scopes::default(),
    })
});

/// Returns the language with this code (ISO 639-1), if there is a file for it.
pub fn of(code: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.code == code)
}

/// Returns English.
pub fn english() -> &'static Language {
    of("en").unwrap_or_else(unknown)
}

/// Returns the language of a text whose language has no file: digits in all groupings, signs, and no word.
pub fn unknown() -> &'static Language {
    &UNKNOWN
}

fn read(file: &str) -> Result<Language, String> {
    let signs: Vec<units::UnitRow> = ron::from_str(SIGNS).map_err(|error| error.to_string())?;
    let file: File = ron::from_str(file).map_err(|error| error.to_string())?;
    let (numbers, words) = (Numbers::new(file.numbers), Words::new(file.words));
    Ok(Language {
        code: file.code,
        name: file.name,
        dates: Dates::new(file.dates, &words.months, &numbers),
        units: Units::new(file.units.into_iter().chain(signs)),
        attribution: Cues::new(file.attribution, &words),
        nouns: Nouns::new(&file.nouns, |noun| words.singular(noun)),
        scopes: Scopes::new(file.scopes),
        numbers,
        words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_reads_and_says_its_code() {
        for (code, file) in ALL {
            let language = read(file).unwrap_or_else(|error| panic!("{code}: {error}"));
            assert_eq!(&language.code, code);
            assert_eq!(of(code).map(|language| &language.name), Some(&language.name));
        }
        assert_eq!(unknown().code, "");
        assert!(!unknown().units.is_empty());
    }
}
