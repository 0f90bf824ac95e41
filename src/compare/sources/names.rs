//! Names that mean the same source.
//!
//! | two names | the same |
//! | --- | --- |
//! | `the officials`, `Officials` | the same words, without the article and `’s` |
//! | `NATO Secretary-General Mark Rutte`, `Mr. Rutte` | the same last word with a capital |
//! | `National Intelligence Service (NIS)`, `NIS` | the capitals of the one are the other |
//! | `he` | the last source that has a name, in the same text |

use std::collections::HashMap;

use crate::compare::reading::Reading;
use crate::compare::words;

/// The names that were read, and which of them go together.
#[derive(Debug, Default)]
pub struct Names {
    /// The name that another one goes with; itself if it goes with none.
    joined: Vec<usize>,
    /// By what two names must share to be one: its words, its last capital word, its acronym.
    known: HashMap<Key, usize>,
}

/// A thing that two names of one source share.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    /// All words.
    Words(String),
    /// The last word with a capital.
    Last(String),
    /// The capitals that it may be called by.
    Acronym(String),
}

impl Names {
    /// Reads the sources of a text's sayings; returns the number of the name of each.
    pub fn read(&mut self, side: &Reading<'_>) -> Vec<Option<usize>> {
        let text = side.text();
        let is_pronoun = |name: &str| side.language.words.pronouns.has(&name.to_lowercase());
        let mut last = None;
        let mut read = Vec::with_capacity(side.sayings.len());
        for saying in &side.sayings {
            let name = saying.source.map(|span| &text[span.start..span.end]);
            let number = name.map(|name| match last {
                Some(last) if is_pronoun(name) => last,
                _ => self.name(name),
            });
            if name.is_some_and(|name| capitals(name) > 0 && !is_pronoun(name)) {
                last = number;
            }
            read.push(number);
        }
        read
    }

    /// Returns the number of the source that a name is of.
    pub fn source(&self, mut name: usize) -> usize {
        while self.joined[name] != name {
            name = self.joined[name];
        }
        name
    }

    fn name(&mut self, name: &str) -> usize {
        let number = self.joined.len();
        self.joined.push(number);
        for key in keys(name) {
            let known = *self.known.entry(key).or_insert(number);
            let (one, other) = (self.source(known), self.source(number));
            self.joined[one.max(other)] = one.min(other);
        }
        number
    }
}

/// Returns how many words of a name begin with a capital, an article at its beginning aside.
pub fn capitals(name: &str) -> usize {
    said(name).iter().filter(|word| word.starts_with(char::is_uppercase)).count()
}

/// Returns the words of a name, without an article and without the `s` of `’s`.
fn said(name: &str) -> Vec<&str> {
    let words: Vec<&str> = words::spans(name).map(|span| &name[span.start..span.end]).collect();
    let is_article = |word: &str| ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article));
    let from = usize::from(words.len() > 1 && words.first().is_some_and(|word| is_article(word)));
    words[from..].iter().copied().filter(|word| *word != "s").collect()
}

fn keys(name: &str) -> Vec<Key> {
    let said = said(name);
    let folded: Vec<String> = said.iter().map(|word| word.to_lowercase()).collect();
    let mut keys = vec![Key::Words(folded.join(" "))];
    let capital: Vec<&&str> = said.iter().filter(|word| word.starts_with(char::is_uppercase)).collect();
    if let Some(last) = capital.last().filter(|_| capital.len() > 1 || said.len() == 1) {
        keys.push(Key::Last(last.to_lowercase()));
    }
    let is_acronym = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    keys.extend(
        said.iter().filter(|word| is_acronym(word) && said.len() == 1).map(|word| Key::Acronym(word.to_string())),
    );
    let initials: String =
        capital.iter().filter(|word| !is_acronym(word)).filter_map(|word| word.chars().next()).collect();
    if initials.chars().count() > 1 {
        keys.push(Key::Acronym(initials));
    }
    keys
}
