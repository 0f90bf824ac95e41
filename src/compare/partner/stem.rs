//! Reduces words to stems: `soldiers`, `soldier` and `soldier’s` count as one word.
//!
//! The rules are those of Snowball (Porter, “Snowball: A language for stemming algorithms”, 2001), one set for each
//! language. Words of a language without rules stay unchanged; the [runs of characters](super) still match their
//! inflections.

use rust_stemmers::{Algorithm, Stemmer};

/// Languages with rules, by their code (ISO 639-1).
#[rustfmt::skip]
const RULES: &[(&str, Algorithm)] = &[
    ("ar", Algorithm::Arabic), ("da", Algorithm::Danish), ("de", Algorithm::German), ("el", Algorithm::Greek),
    ("en", Algorithm::English), ("es", Algorithm::Spanish), ("fi", Algorithm::Finnish), ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian), ("it", Algorithm::Italian), ("nb", Algorithm::Norwegian), ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian), ("pt", Algorithm::Portuguese), ("ro", Algorithm::Romanian), ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish), ("ta", Algorithm::Tamil), ("tr", Algorithm::Turkish),
];

/// The rules that reduce the words of a language to stems.
pub struct Stems(Option<Stemmer>);

impl Stems {
    /// Returns the rules for a language, by its code: `en`, or `en-GB`.
    pub fn of(language: &str) -> Stems {
        let code = language.split(['-', '_']).next().unwrap_or_default();
        Stems(
            RULES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, rules)| Stemmer::create(*rules)),
        )
    }

    /// Returns the stem of a word in lower case. A word with a digit is its own stem.
    pub fn stem<'a>(&self, word: &'a str) -> std::borrow::Cow<'a, str> {
        match &self.0 {
            Some(rules) if !word.contains(|c: char| c.is_numeric()) => rules.stem(word),
            _ => word.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_own_stems_or_none() {
        let stem = |language: &str, word: &str| Stems::of(language).stem(word).to_string();
        assert_eq!(stem("en", "soldiers"), stem("en-GB", "soldier"));
        assert_eq!(stem("de", "soldaten"), stem("de", "soldat"));
        assert_eq!(stem("xx", "soldiers"), "soldiers");
        assert_eq!(stem("en", "737s"), "737s");
    }
}
