//! Holds what a language knows of numbers: its words, scales and fractions, and the marks in its digits.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Lexicon;

/// The number words and the marks in digits of a language.
#[derive(Debug, Default)]
pub struct Numbers {
    /// The words that a number may begin with. Most words of a text are none of these, which one look tells.
    starts: Lexicon<()>,
    /// Words for numbers below a thousand that are not composed of others: `seven`, `twenty`, `quatre vingt dix`.
    pub small: Lexicon<i64>,
    /// Words that multiply the number before them: `hundred`, `million`, `dozen`.
    pub scales: Lexicon<i64>,
    /// Letters that multiply and follow digits without a blank: `bn`, `k`.
    pub suffixes: Lexicon<i64>,
    /// The same for money only: `m` means metres elsewhere.
    pub money_suffixes: Lexicon<i64>,
    /// Words for one of several equal parts: `third`, and its plural.
    pub parts: Lexicon<Part>,
    /// Words for an unknown multiple of a scale: `tens`, `hundreds`.
    pub many: Lexicon<i64>,
    /// Words for a few times the scale after them: `several` hundred.
    pub few: Lexicon<()>,
    /// Words that join the pieces of a number: `and`.
    pub joins: Lexicon<()>,
    /// Words that stand for one before a scale or a part: `a`, `an`.
    pub ones: Lexicon<()>,
    /// Words before a place in an order that make a share of it: `jeder` fünfte.
    pub each: Lexicon<()>,
    /// Places in an order, in all forms: `fünfte`, `fünfter`.
    pub nths: Lexicon<i64>,
    /// Words for a half that need no `a` before a unit: `media` hora.
    pub bare_halves: Lexicon<()>,
    /// Words for a number of quarters: `anderthalb` is six of them.
    pub quarters: Lexicon<i64>,
    /// Words for a multiple: `twice`.
    pub folds: Folds,
    /// Scales that are abbreviated with a stop: `Mrd.`.
    pub stopped_scales: Lexicon<()>,
    /// Whether a number is written as one word: `fünfundzwanzigtausend`.
    pub compounds: bool,
    /// Whether a number and a stop within a sentence are an ordinal: `der 3. Platz`.
    pub ordinal_stop: bool,
    /// The word for the mark before the decimals.
    pub point_word: String,
    /// Words before a negative number: `minus`.
    pub minus: Lexicon<()>,
    /// Words after a negative temperature: `below zero`.
    pub below_zero: Lexicon<()>,
    /// The word between a number and its divisor: `one over twenty`.
    pub over: Lexicon<()>,
    /// Words before a `half` that means a period of play or time: `second`.
    pub before_halves: Lexicon<()>,
    /// The endings that make a number word a number of times: `fold`.
    pub fold_endings: Vec<String>,
    /// The endings of ordinals that follow digits without a blank: `st`, `nd`.
    pub ordinal_endings: Vec<String>,
    /// Scales that follow digits without a blank in a script that has none: `万`.
    pub glued_scales: Vec<(String, i64)>,
    /// The mark before the decimals; `None` if both marks are in use and the digits must decide.
    pub point: Option<char>,
}

/// Words for multiples, and the words beside them.
#[derive(Debug, Default)]
pub struct Folds {
    /// The words, with the number of quarters: `twice` is eight of them.
    pub quarters: Lexicon<i64>,
    /// Words between a multiple and an adjective: twice `as` many.
    pub like: Lexicon<()>,
    /// Words behind a multiple: twice `the` price.
    pub behind: Lexicon<()>,
    /// Words before a multiple that is a noun: `das` Doppelte.
    pub before: Lexicon<()>,
}

/// The multiples as they stand in a language's file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct FoldsFile {
    quarters: BTreeMap<String, i64>,
    like: Vec<String>,
    behind: Vec<String>,
    before: Vec<String>,
}

impl Folds {
    fn new(file: FoldsFile) -> Folds {
        let list = |words| Lexicon::all(words, ());
        Folds {
            quarters: map(&file.quarters),
            like: list(file.like),
            behind: list(file.behind),
            before: list(file.before),
        }
    }
}

/// One part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The number of parts into which the whole is divided.
    pub of: i64,
    /// Whether the word means one part: `third`.
    pub single: bool,
    /// Whether the word means several parts: `thirds`. In some languages one word means both: `Drittel`.
    pub several: bool,
}

/// The numbers as they stand in a language's file.
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
    few: Vec<String>,
    quarters: BTreeMap<String, i64>,
    folds: FoldsFile,
    stopped_scales: Vec<String>,
    compounds: bool,
    ordinal_stop: bool,
    joins: Vec<String>,
    ones: Vec<String>,
    each: Vec<String>,
    nths: BTreeMap<String, i64>,
    nth_endings: Vec<String>,
    bare_halves: Vec<String>,
    point_word: String,
    minus: Vec<String>,
    below_zero: Vec<String>,
    before_halves: Vec<String>,
    over: Vec<String>,
    fold_endings: Vec<String>,
    ordinal_endings: Vec<String>,
    point: Option<String>,
    glued_scales: BTreeMap<String, i64>,
}

impl Numbers {
    pub(super) fn new(file: File) -> Numbers {
        let mut parts = Lexicon::default();
        let both = |word: &String| file.part.contains_key(word) && file.parts.contains_key(word);
        for (word, of) in &file.part {
            parts.add(word, Part { of: *of, single: true, several: both(word) });
        }
        for (word, of) in file.parts.iter().filter(|(word, _)| !both(word)) {
            parts.add(word, Part { of: *of, single: false, several: true });
        }
        let mut nths = Lexicon::default();
        for (stem, nth) in &file.nths {
            file.nth_endings.iter().for_each(|ending| nths.add(&format!("{stem}{ending}"), *nth));
        }
        let mut numbers = Numbers {
            starts: Lexicon::default(),
            nths,
            each: Lexicon::all(file.each, ()),
            bare_halves: Lexicon::all(file.bare_halves, ()),
            small: map(&file.small),
            scales: map(&file.scales),
            suffixes: map(&file.suffixes),
            money_suffixes: map(&file.money_suffixes),
            parts,
            many: map(&file.many),
            few: Lexicon::all(file.few, ()),
            quarters: map(&file.quarters),
            folds: Folds::new(file.folds),
            stopped_scales: Lexicon::all(file.stopped_scales, ()),
            compounds: file.compounds,
            ordinal_stop: file.ordinal_stop,
            joins: Lexicon::all(file.joins, ()),
            ones: Lexicon::all(file.ones, ()),
            point_word: file.point_word,
            minus: Lexicon::all(file.minus, ()),
            below_zero: Lexicon::all(file.below_zero, ()),
            over: Lexicon::all(file.over, ()),
            before_halves: Lexicon::all(file.before_halves, ()),
            fold_endings: file.fold_endings,
            ordinal_endings: file.ordinal_endings,
            glued_scales: file.glued_scales.into_iter().collect(),
            point: file.point.and_then(|point| point.chars().next()),
        };
        numbers.starts = Lexicon::all(numbers.first_words().map(String::from).collect::<Vec<_>>(), ());
        numbers
    }

    /// Returns the first words of all that can stand at the beginning of a number.
    fn first_words(&self) -> impl Iterator<Item = &str> {
        let counts = [&self.small, &self.scales, &self.many, &self.quarters, &self.folds.quarters];
        let others = [&self.few, &self.ones, &self.each, &self.minus];
        let counts = counts.into_iter().flat_map(Lexicon::first_words);
        counts.chain(others.into_iter().flat_map(Lexicon::first_words)).chain(self.parts.first_words())
    }
}

impl Part {
    /// Returns whether the word may follow a number greater than one (`several`), or a one.
    pub fn goes_with(self, several: bool) -> bool {
        if several { self.several } else { self.single }
    }
}

impl Numbers {
    /// Returns whether a number may begin with a word in small letters.
    pub fn begin_with(&self, word: &str) -> bool {
        self.compounds
            || self.starts.has(word)
            || self.fold_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Returns the number that a compound word in small letters means: `dreihundertzwanzigtausend`; `None` for a word
    /// that is not composed of number words.
    pub fn compound(&self, word: &str) -> Option<i64> {
        if !self.compounds {
            return None;
        }
        let scale = |times| {
            let words = self.scales.words().filter(|(_, scale)| **scale == times);
            words.map(|(word, _)| word).max_by_key(|word| word.len())
        };
        let (hundred, thousand) = (scale(100)?, scale(1000)?);
        if !word.contains(hundred) && !word.contains(thousand) {
            return None;
        }
        let small = |word: &str| if word.is_empty() { Some(0) } else { self.small.get(word).copied() };
        // Up to 999: a number and `hundert`, then the rest, perhaps with `und` before it.
        let hundreds = |word: &str| match word.split_once(hundred) {
            Some((many, rest)) => {
                let many = if many.is_empty() { 1 } else { small(many)? };
                let rest = small(rest)
                    .or_else(|| self.joins.words().find_map(|(join, ())| small(rest.strip_prefix(join)?)))?;
                Some(many * 100 + rest).filter(|number| *number < 1000 && rest < 100)
            }
            None => small(word),
        };
        match word.split_once(thousand) {
            Some((many, rest)) => {
                let many = if many.is_empty() { 1 } else { hundreds(many)? };
                let rest = hundreds(rest)
                    .or_else(|| self.joins.words().find_map(|(join, ())| small(rest.strip_prefix(join)?)))?;
                Some(many * 1000 + rest)
            }
            None => hundreds(word),
        }
    }

    /// Returns the length in bytes and the value of the scale that a text begins with, in a script without blanks.
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
