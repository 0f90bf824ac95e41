//! Tells whether a source is a man or a woman, as far as the text says so.
//!
//! ```text
//!   his wife, Gabriela Lazar     a word for a woman                 Mr. Lee … Lee said      a title before the same name
//!   Bernie Sanders … Sanders     a given name before the same name  Mr. Lee … Ms. Lee … Lee  not known
//! ```

use crate::hash::FastMap;
use crate::language::attribution::Cues;

/// Masculine or feminine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gender {
    Masculine,
    Feminine,
}

/// Returns the gender that a word in small letters expresses: `wife`, `mr`.
pub(super) fn of_word(word: &str, cues: &Cues) -> Option<Gender> {
    match () {
        () if cues.masculine.contains(word) => Some(Gender::Masculine),
        () if cues.feminine.contains(word) => Some(Gender::Feminine),
        () => None,
    }
}

/// Returns the gender of a given name in small letters.
pub(super) fn of_given_name(name: &str, cues: &Cues) -> Option<Gender> {
    match () {
        () if cues.masculine_names.contains(name) => Some(Gender::Masculine),
        () if cues.feminine_names.contains(name) => Some(Gender::Feminine),
        () => None,
    }
}

/// The genders of the surnames of a text; `None` for one that a man and a woman have.
#[derive(Debug, Default)]
pub(super) struct Genders(FastMap<String, Option<Gender>>);

impl Genders {
    /// Reads them from the titles and given names before the surnames. Takes time linear in the text.
    pub(super) fn of(text: &str, cues: &Cues) -> Genders {
        let mut all: FastMap<String, Option<Gender>> = FastMap::default();
        // Few words have a capital, and what stands before the others does not matter.
        let mut before = "";
        for written in text.split_whitespace() {
            let word = bare(written, cues);
            let is_name = word.starts_with(char::is_uppercase);
            let known = if is_name { before_name(before, cues) } else { None };
            if let Some(gender) = known {
                // The `J.` of `Donald J. Trump` stands between the given name and the surname.
                if written.len() == 2 && written.ends_with('.') {
                    continue;
                }
                let one = all.entry(word.to_lowercase()).or_insert(Some(gender));
                *one = one.filter(|other| *other == gender);
            }
            let ends = written.ends_with([',', ';', ':', '?', '!', '”', '"']);
            before = if ends { "" } else { word };
        }
        Genders(all)
    }

    /// Returns the gender of a source: by its own words, or else by its last word, as the text has it elsewhere.
    pub(super) fn of_source(&self, phrase: &str, cues: &Cues) -> Option<Gender> {
        let words = || phrase.split_whitespace().map(|word| bare(word, cues).to_lowercase());
        let front = phrase.split([',', '(']).next().unwrap_or_default();
        let is_small = |word: &String| cues.words.contains_key(word);
        let said = words().filter(|word| !is_small(word)).find_map(|word| of_word(&word, cues));
        let given = || {
            let capital = front
                .split_whitespace()
                .filter(|word| word.starts_with(char::is_uppercase))
                .map(|word| bare(word, cues));
            let names: Vec<String> = capital.map(str::to_lowercase).collect();
            let given = &names[..names.len().saturating_sub(1)];
            given.iter().find_map(|name| of_given_name(name, cues))
        };
        let last = || front.split_whitespace().last().map(|word| bare(word, cues).to_lowercase());
        said.or_else(given).or_else(|| self.0.get(&last()?).copied().flatten())
    }
}

/// Returns the gender that the word before a surname tells: a title, or a given name.
fn before_name(word: &str, cues: &Cues) -> Option<Gender> {
    let lower = word.to_lowercase();
    let title = of_word(&lower, cues).filter(|_| cues.is_title(&lower));
    title.or_else(|| of_given_name(&lower, cues).filter(|_| word.starts_with(char::is_uppercase)))
}

fn bare<'w>(word: &'w str, cues: &Cues) -> &'w str {
    cues.without_genitive(word.trim_matches(|c: char| !c.is_alphanumeric()))
}
