//! Holds the words that tell the scope of a count: planned, sent, present.
//!
//! ```text
//!   about 12,000 soldiers are to be sent          planned     a word of `unreal` changes what the others say
//!   1,500 soldiers were sent                      sent        a word of `real`
//!   12 people were killed                         killed      a word of `fates`: who was killed is not missing
//!   scopes: (real: { "sent": "sent send*" })                  a word with a star stands for all that begin so
//! ```
//!
//! A scope has an English name in every language, so that texts in two languages can be compared.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::in_small_letters;
use crate::hash::FastMap;

/// The scopes as they stand in a language's file: words, separated by blanks, under the name of the scope.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    unreal: BTreeMap<String, String>,
    real: BTreeMap<String, String>,
    fates: BTreeMap<String, String>,
    revised: String,
}

/// The scopes that a language has words for.
#[derive(Debug, Default)]
pub struct Scopes {
    rows: Vec<ScopeRow>,
    /// The number of the row of each word.
    words: ScopeWords<usize>,
    revised: ScopeWords<()>,
}

/// Words and beginnings of words, each with a meaning, by their first letter, and in the order in which they were added.
#[derive(Debug, Default)]
struct ScopeWords<T>(FastMap<char, Vec<(ScopeWord, T)>>);

impl<T> ScopeWords<T> {
    fn add(&mut self, written: &str, meaning: T) {
        let first = written.chars().next().unwrap_or('*');
        self.0.entry(first).or_default().push((ScopeWord::new(written), meaning));
    }

    /// Returns the meaning of the first pattern that a word fits, whatever its capitals.
    fn get(&self, word: &str) -> Option<&T> {
        let word = in_small_letters(word);
        let patterns = self.0.get(&word.chars().next()?)?;
        patterns.iter().find(|(pattern, _)| pattern.fits(&word)).map(|(_, meaning)| meaning)
    }
}

/// A word in small letters.
#[derive(Debug)]
enum ScopeWord {
    Word(String),
    /// The beginning of words, which has a star in the file.
    Beginning(String),
}

impl ScopeWord {
    fn new(written: &str) -> ScopeWord {
        match written.strip_suffix('*') {
            Some(beginning) => ScopeWord::Beginning(beginning.to_string()),
            None => ScopeWord::Word(written.to_string()),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            ScopeWord::Word(known) => word == known,
            ScopeWord::Beginning(beginning) => word.starts_with(beginning.as_str()),
        }
    }
}

/// A scope.
#[derive(Debug)]
struct ScopeRow {
    name: String,
    kind: ScopeKind,
}

/// The kind of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScopeKind {
    /// It has not come about: planned, possible. It outweighs the other words of the sentence.
    Unreal,
    /// It has come about; what was sent may be what was deployed.
    Real,
    /// It has come about, and who is in one is in no other: killed, missing.
    Fate,
}

/// A scope that a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldScope<'a> {
    /// The kind.
    pub kind: ScopeKind,
    /// The name of the scope, in English.
    pub name: &'a str,
}

impl Scopes {
    pub(super) fn new(file: File) -> Scopes {
        let mut scopes = Scopes::default();
        file.revised.split_whitespace().for_each(|written| scopes.revised.add(written, ()));
        for (all, kind) in
            [(file.unreal, ScopeKind::Unreal), (file.real, ScopeKind::Real), (file.fates, ScopeKind::Fate)]
        {
            for (name, words) in all {
                words.split_whitespace().for_each(|written| scopes.words.add(written, scopes.rows.len()));
                scopes.rows.push(ScopeRow { name, kind });
            }
        }
        scopes
    }

    /// Returns the scope that a word tells, whatever its capitals; if it tells several, the first in the file.
    pub fn of(&self, word: &str) -> Option<ToldScope<'_>> {
        let row = &self.rows[*self.words.get(word)?];
        Some(ToldScope { kind: row.kind, name: &row.name })
    }

    /// Returns whether a word says that a number was or may be revised.
    pub fn is_revised(&self, word: &str) -> bool {
        self.revised.get(word).is_some()
    }
}
