//! How a language writes numbers: its words, its scales, its fractions, and the marks in its digits.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Lexicon;

/// How a language writes numbers.
#[derive(Debug, Default)]
pub struct Numbers {
    /// Words for numbers below a hundred: `seven`, `twenty`.
    pub small: Lexicon<i64>,
    /// Words that multiply what stands before them: `hundred`, `million`, `dozen`.
    pub scales: Lexicon<i64>,
    /// Letters that multiply and stand close behind digits: `bn`, `k`.
    pub suffixes: Lexicon<i64>,
    /// The same, where the number is money only: `m` is a metre elsewhere.
    pub money_suffixes: Lexicon<i64>,
    /// Words for one part of so many: `third`, and its plural.
    pub parts: Lexicon<Part>,
    /// Words for an unknown many of a scale: `tens`, `hundreds`.
    pub many: Lexicon<i64>,
    /// Words that join the pieces of a number: `and`.
    pub joins: Lexicon<()>,
    /// Words that stand for one before a scale or a part: `a`, `an`.
    pub ones: Lexicon<()>,
    /// The word for the mark before decimals.
    pub point_word: String,
    /// Words before a negative number: `minus`.
    pub minus: Lexicon<()>,
    /// Words before a half that is a period of play or time: `second`.
    pub before_halves: Lexicon<()>,
    /// The endings of ordinals that stand close behind digits: `st`, `nd`.
    pub ordinal_endings: Vec<String>,
    /// Scales that are written close behind digits in a script without blanks: `万`.
    pub glued_scales: Vec<(String, i64)>,
    /// The mark before decimals; `None` if both marks are in use and the digits must tell.
    pub point: Option<char>,
}

/// One part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Into how many parts the whole is divided.
    pub of: i64,
    /// Whether the word speaks of several: `thirds`.
    pub several: bool,
}

/// Numbers as a language's file has them.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    small: BTreeMap<String, i64>,
    scales: BTreeMap<String, i64>,
    suffixes: BTreeMap<String, i64>,
    money_suffixes: BTreeMap<String, i64>,
    part: BTreeMap<String, i64>,
    parts: BTreeMap<String, i64>,
    many: BTreeMap<String, i64>,
    joins: Vec<String>,
    ones: Vec<String>,
    point_word: String,
    minus: Vec<String>,
    before_halves: Vec<String>,
    ordinal_endings: Vec<String>,
    point: Option<String>,
    glued_scales: BTreeMap<String, i64>,
}

impl Numbers {
    pub(super) fn new(file: File) -> Numbers {
        let mut parts = Lexicon::default();
        file.part.iter().for_each(|(word, of)| parts.add(word, Part { of: *of, several: false }));
        file.parts.iter().for_each(|(word, of)| parts.add(word, Part { of: *of, several: true }));
        Numbers {
            small: map(&file.small),
            scales: map(&file.scales),
            suffixes: map(&file.suffixes),
            money_suffixes: map(&file.money_suffixes),
            parts,
            many: map(&file.many),
            joins: Lexicon::all(file.joins, ()),
            ones: Lexicon::all(file.ones, ()),
            point_word: file.point_word,
            minus: Lexicon::all(file.minus, ()),
            before_halves: Lexicon::all(file.before_halves, ()),
            ordinal_endings: file.ordinal_endings,
            glued_scales: file.glued_scales.into_iter().collect(),
            point: file.point.and_then(|point| point.chars().next()),
        }
    }
}

impl Numbers {
    /// Returns the scale that a text begins with in a script without blanks, and its length in bytes.
    pub fn glued_scale(&self, text: &str) -> Option<(usize, i64)> {
        self.glued_scales
            .iter()
            .find(|(scale, _)| text.starts_with(scale.as_str()))
            .map(|(scale, times)| (scale.len(), *times))
    }
}

fn map(words: &BTreeMap<String, i64>) -> Lexicon<i64> {
    let mut lexicon = Lexicon::default();
    words.iter().for_each(|(word, number)| lexicon.add(word, *number));
    lexicon
}
