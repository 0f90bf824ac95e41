//! Holds what a language knows of dates: weekdays, seasons, units of time, and the words that place them.
//!
//! A word may have several senses: `second` is an ordinal and a unit, `may` a month and a verb. So there is one table
//! from each word to all its senses, and the grammar asks for the sense that it needs.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::numbers::Numbers;

/// The words of dates in a language.
#[derive(Debug, Default)]
pub struct Dates {
    /// All words and phrases, each with its senses.
    pub senses: Lexicon<Vec<Sense>>,
    /// Whether `4/5` is the fourth of May; `None` where both orders are in use.
    pub day_first: Option<bool>,
    /// Whether a day is written as a number and a stop: `3.`
    pub day_stop: bool,
    /// The endings of ordinals that follow digits without a blank: `st`, `er`.
    pub ordinal_endings: Vec<String>,
}

/// One sense of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A number below a hundred.
    Number(i64),
    /// A hundred or a thousand.
    Scale(i64),
    /// A month, from 1.
    Month(u8),
    /// A short form of a month's name.
    ShortMonth,
    /// A day of the week, Monday as 1.
    Weekday(u8),
    /// A season.
    Season(Season),
    /// An ordinal, up to 31.
    Ordinal(u8),
    /// A unit of time.
    Unit(TimeUnit),
    /// A day, as the number of days after today: `tomorrow`.
    Near(i8),
    /// `last`, `this`, `next`: −1, 0, 1.
    Which(i8),
    /// The same for a word that follows the unit: `dernier`.
    WhichBehind(i8),
    /// A part of a period: `early`.
    Stage(Stage),
    /// A decade: `seventies`.
    Decade(u8),
    /// A word after a length: `ago`, `later`.
    Ago(i8),
    /// A word before a length: `vor`, `il y a`.
    AgoBefore(i8),
    /// A word of the grammar.
    Word(FunctionWord),
}

/// A season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Season {
    /// From March, in the north.
    Spring,
    /// From June.
    Summer,
    /// From September.
    Autumn,
    /// From December.
    Winter,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum TimeUnit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A day on which people work.
    BusinessDay,
    /// A Saturday and a Sunday.
    Weekend,
    /// A week.
    Week,
    /// Two weeks.
    Fortnight,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A half of a year, by that name.
    HalfYear,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// A part of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Stage {
    /// `early`, `beginning of`.
    Early,
    /// `mid`.
    Middle,
    /// `late`, `end of`.
    Late,
    /// `rest of`.
    Rest,
}

/// A word of the grammar of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum FunctionWord {
    /// `the`.
    The,
    /// `my`: before a unit, where `the` could stand.
    Own,
    /// `of`.
    Of,
    /// `and`.
    And,
    /// `from`: before the first end of a range.
    From,
    /// `between`.
    Between,
    /// `to`, `until`: before the second end of a range.
    To,
    /// `on`, `by`: before a day.
    On,
    /// `in`, `since`: before a month or a year.
    In,
    /// `a`: one of a unit.
    One,
    /// `few`, `several`.
    Few,
    /// `half`.
    Half,
    /// `all`, `full`.
    Whole,
    /// `another`.
    Another,
    /// `starting`, `beginning`: between a week and its first day.
    Within,
    /// `starting`, `beginning`: between a week and its first day.
    Starting,
    /// `after`: between a length and the day from which it is counted.
    After,
    /// `before`: the same, counted backwards.
    Before,
    /// `fiscal`: before a year.
    Fiscal,
    /// `old`: makes a length an age.
    Old,
    /// `year to date`.
    YearToDate,
    /// A unit that is several: `weeks`.
    Several,
    /// A unit that may be one or several: `mois`.
    OneOrSeveral,
    /// A month, a weekday or a season that is often another word: `may`, `sun`, `fall`.
    Ambiguous,
}

/// The words of dates as they stand in a language's file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    weekdays: BTreeMap<String, u8>,
    seasons: BTreeMap<Season, Vec<String>>,
    ordinals: BTreeMap<String, u8>,
    units: BTreeMap<TimeUnit, Vec<String>>,
    near: BTreeMap<String, i8>,
    which: BTreeMap<String, i8>,
    which_behind: BTreeMap<String, i8>,
    stages: BTreeMap<Stage, Vec<String>>,
    decades: BTreeMap<String, u8>,
    ago: BTreeMap<String, i8>,
    ago_before: BTreeMap<String, i8>,
    words: BTreeMap<FunctionWord, Vec<String>>,
    day_first: Option<bool>,
    day_stop: bool,
}

impl Dates {
    /// Builds the table; takes the names of the months and the number words from the other parts of the language.
    pub(super) fn new(file: File, months: &Lexicon<i64>, numbers: &Numbers) -> Dates {
        let mut senses: BTreeMap<&str, Vec<Sense>> = BTreeMap::new();
        let mut add = |word, sense| senses.entry(word).or_default().push(sense);
        for (name, month) in months.words() {
            add(name, Sense::Month(u8::try_from(*month).unwrap_or_default()));
            let is_longer = |other: &str| other.len() > name.len() && other.starts_with(name);
            if months.words().any(|(other, same)| same == month && is_longer(other)) {
                add(name, Sense::ShortMonth);
            }
        }
        numbers.small.words().for_each(|(word, number)| add(word, Sense::Number(*number)));
        let scales = numbers.scales.words().filter(|(_, times)| matches!(times, 100 | 1000));
        scales.for_each(|(word, times)| add(word, Sense::Scale(*times)));
        file.weekdays.iter().for_each(|(word, day)| add(word, Sense::Weekday(*day)));
        file.ordinals.iter().for_each(|(word, number)| add(word, Sense::Ordinal(*number)));
        file.near.iter().for_each(|(word, days)| add(word, Sense::Near(*days)));
        file.which.iter().for_each(|(word, way)| add(word, Sense::Which(*way)));
        file.which_behind.iter().for_each(|(word, way)| add(word, Sense::WhichBehind(*way)));
        file.decades.iter().for_each(|(word, decade)| add(word, Sense::Decade(*decade)));
        file.ago.iter().for_each(|(word, way)| add(word, Sense::Ago(*way)));
        file.ago_before.iter().for_each(|(word, way)| add(word, Sense::AgoBefore(*way)));
        groups(&file.seasons, |word, season| add(word, Sense::Season(season)));
        groups(&file.units, |word, unit| add(word, Sense::Unit(unit)));
        groups(&file.stages, |word, stage| add(word, Sense::Stage(stage)));
        groups(&file.words, |known, word| add(known, Sense::Word(word)));
        let mut lexicon = Lexicon::default();
        senses.into_iter().for_each(|(word, senses)| lexicon.add(word, senses));
        Dates {
            senses: lexicon,
            day_first: file.day_first,
            day_stop: file.day_stop,
            ordinal_endings: numbers.ordinal_endings.clone(),
        }
    }
}

impl Dates {
    /// Returns whether a word of dates, in small letters, is more often another word: `may`.
    pub fn is_ambiguous(&self, word: &str) -> bool {
        self.senses.get(word).is_some_and(|senses| senses.contains(&Sense::Word(FunctionWord::Ambiguous)))
    }
}

fn groups<'f, M: Copy>(groups: &'f BTreeMap<M, Vec<String>>, mut add: impl FnMut(&'f str, M)) {
    for (meaning, words) in groups {
        words.iter().for_each(|word| add(word, *meaning));
    }
}
