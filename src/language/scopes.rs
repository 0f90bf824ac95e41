//! Holds the words that tell the scope of a count: planned, sent, present.
//!
//! ```text
//!   about 12,000 soldiers are to be sent          planned     a word of `unreal` changes what the others say
//!   1,500 soldiers were sent                      sent        a word of `real`
//!   scopes: (real: { "sent": "sent send*" })                  a word with a star stands for all that begin so
//! ```
//!
//! A scope has an English name in every language, so that texts in two languages can be compared.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The scopes as they stand in a language's file: words, separated by blanks, under the name of the scope.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    unreal: BTreeMap<String, String>,
    real: BTreeMap<String, String>,
    revised: String,
}

/// The scopes that a language has words for.
#[derive(Debug, Default)]
pub struct Scopes {
    rows: Vec<ScopeRow>,
    revised: Vec<String>,
}

/// A scope with its words.
#[derive(Debug)]
struct ScopeRow {
    name: String,
    is_real: bool,
    words: Vec<String>,
}

/// A scope that a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldScope<'a> {
    /// Whether it has come about. A planned or possible scope has not, and outweighs the other words of the sentence.
    pub is_real: bool,
    /// The name of the scope, in English.
    pub name: &'a str,
}

impl Scopes {
    pub(super) fn new(file: File) -> Scopes {
        let list = |words: &str| words.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        let rows = |all: BTreeMap<String, String>, is_real| {
            all.into_iter().map(move |(name, words)| ScopeRow { name, is_real, words: list(&words) })
        };
        Scopes { rows: rows(file.unreal, false).chain(rows(file.real, true)).collect(), revised: list(&file.revised) }
    }

    /// Returns the scope that a word tells, whatever its capitals.
    pub fn of(&self, word: &str) -> Option<ToldScope<'_>> {
        let word = word.to_lowercase();
        let row = self.rows.iter().find(|row| row.words.iter().any(|pattern| is(pattern, &word)))?;
        Some(ToldScope { is_real: row.is_real, name: &row.name })
    }

    /// Returns whether a word says that a number was or may be revised.
    pub fn is_revised(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.revised.iter().any(|pattern| is(pattern, &word))
    }
}

fn is(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == pattern,
    }
}
