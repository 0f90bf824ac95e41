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
    words: FastMap<String, usize>,
    /// The number of the row of each beginning, which has a star in the file.
    beginnings: FastMap<String, usize>,
    revised: Vec<String>,
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
        let list = |words: &str| words.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        let mut scopes = Scopes { revised: list(&file.revised), ..Scopes::default() };
        for (all, kind) in
            [(file.unreal, ScopeKind::Unreal), (file.real, ScopeKind::Real), (file.fates, ScopeKind::Fate)]
        {
            for (name, words) in all {
                for pattern in words.split_whitespace() {
                    let (word, known) = match pattern.strip_suffix('*') {
                        Some(beginning) => (beginning, &mut scopes.beginnings),
                        None => (pattern, &mut scopes.words),
                    };
                    known.entry(word.to_string()).or_insert(scopes.rows.len());
                }
                scopes.rows.push(ScopeRow { name, kind });
            }
        }
        scopes
    }

    /// Returns the scope that a word tells, whatever its capitals; if it tells several, the first in the file.
    pub fn of(&self, word: &str) -> Option<ToldScope<'_>> {
        let word = word.to_lowercase();
        let beginnings = word.char_indices().map(|(at, c)| &word[..at + c.len_utf8()]);
        let begun = beginnings.filter_map(|beginning| self.beginnings.get(beginning));
        let row = &self.rows[*self.words.get(&word).into_iter().chain(begun).min()?];
        Some(ToldScope { kind: row.kind, name: &row.name })
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
