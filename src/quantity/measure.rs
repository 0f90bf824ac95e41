//! Reads an amount with its unit: `$58.24 per barrel`, `15 to 22 miles per hour`, `5 ft 2 in`, `a 50-year-old`.

mod money;
mod multiple;

use super::amount::{Amount, Of, Written, amount, and_part, part_unit};
use super::number::Number;
use super::sentence::Sentence;
use super::token::{Kind, Token};
use super::{QuantityUnit, StepPlace, Value};
use crate::language::units::{Kind as Measures, UnitId};

/// An amount with its unit, as tokens of its sentence.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    /// The first token: a sign of money, or a word before a range.
    pub first: usize,
    /// The first token of the number.
    pub number: usize,
    /// The token after the last.
    pub end: usize,
    /// The byte after the number.
    pub number_end: usize,
    /// The byte after the number and its own unit, without the divisor (`per barrel`).
    pub bare_end: usize,
    /// The byte after the last token.
    pub last_end: usize,
    /// The value.
    pub value: Value,
    /// The unit.
    pub unit: QuantityUnit,
    /// The way in which the number is written.
    pub written: Written,
    /// Whether it stands before a noun like an adjective: `a 10-year plan`.
    pub joined: bool,
    /// Whether it is a range with a word such as `from` before it.
    pub led: bool,
    /// What something was and what it became, if it is a range of both.
    pub steps: Option<[StepPlace; 2]>,
}

/// Returns a single amount with its unit, which begins at a token.
pub(super) fn single(sentence: &Sentence, at: usize) -> Option<Measure> {
    let token = sentence.tokens.get(at)?;
    if let Some(measure) = multiple::times(sentence, at).or_else(|| multiple::lasting(sentence, at)) {
        return Some(measure);
    }
    let sign = match token.kind {
        Kind::Sign(unit) => Some(unit),
        _ => None,
    };
    let mut number = at + usize::from(sign.is_some());
    if sign.is_some()
        && sentence.tokens.get(number).is_some_and(Token::is_hyphen)
        && !matches!(sentence.tokens.get(number)?.kind, Kind::Digits(_))
    {
        number += usize::from(!sentence.tokens.get(number)?.is_mark(&['-', '−']));
    }
    let Some(Amount { end, value, written }) =
        amount(sentence, number, if sign.is_some() { Of::Money } else { Of::Anything })
    else {
        return one_and_part(sentence, at);
    };
    let number_end = sentence.tokens[end - 1].end;
    let mut measure = Measure {
        first: at,
        number,
        end,
        number_end,
        bare_end: number_end,
        last_end: number_end,
        value,
        unit: QuantityUnit::default(),
        written,
        joined: false,
        led: false,
        steps: None,
    };
    match sign {
        Some(unit) => {
            measure.unit = named(sentence, unit);
            // `$5 U.S. per barrel`
            if sentence.word(measure.end).is_some_and(|word| sentence.language.words.money_of.has(word)) {
                measure.end += 1;
            }
            // `$5 dollars`
            if let Some(found) =
                unit_at(sentence, measure.end).filter(|found| named(sentence, found.unit) == measure.unit)
            {
                measure.take(found);
            }
        }
        None => {
            measure.height(sentence);
            // `tens of thousands of dollars`, `deux millions d’euros`
            let many = (matches!(value, Value::Between(..)) || written == Written::Scaled)
                .then(|| sentence.phrase(end, &sentence.language.words.of))
                .flatten();
            let after_many = many.and_then(|(behind, ())| sentence.phrase(behind, &sentence.language.units.words));
            let after_many = after_many.map(|(end, unit)| Found {
                unit,
                end,
                end_byte: sentence.tokens[end - 1].end,
                joined: false,
            });
            let near = || unit_at(sentence, measure.end).or_else(|| unit_behind_adjective(sentence, measure.end));
            if let Some(found) = after_many.or_else(near) {
                measure.unit = named(sentence, found.unit);
                measure.take(found);
                measure.smaller_unit(sentence);
                measure.and_half(sentence);
            }
        }
    }
    measure.below_zero(sentence);
    measure.part(sentence);
    measure.money(sentence);
    measure.age(sentence);
    measure.per(sentence);
    measure.account(sentence);
    Some(measure)
}

fn named(sentence: &Sentence, unit: UnitId) -> QuantityUnit {
    let unit = sentence.language.units.unit(unit);
    QuantityUnit { name: unit.name.clone(), kind: Some(unit.kind) }
}

/// A unit after a number.
struct Found {
    unit: UnitId,
    /// The token after it.
    end: usize,
    /// The byte after it.
    end_byte: usize,
    /// Whether a hyphen joins it to the number.
    joined: bool,
}

/// Returns a unit and a part of it, which together have no number before them: `an hour and a half`, `año y medio`.
fn one_and_part(sentence: &Sentence, at: usize) -> Option<Measure> {
    let numbers = &sentence.language.numbers;
    let has_one = sentence.word(at).is_some_and(|word| numbers.ones.has(word));
    let (unit_end, unit) = sentence.phrase(at + usize::from(has_one), &sentence.language.units.words)?;
    let is_bare = || sentence.word(unit_end + 1).is_some_and(|word| numbers.bare_halves.has(word));
    if !has_one && !is_bare() {
        return None;
    }
    let (end, value) = and_part(sentence, unit_end, Number::ONE)?;
    let end_byte = sentence.tokens[end - 1].end;
    Some(Measure {
        first: at,
        number: at,
        end,
        number_end: end_byte,
        bare_end: end_byte,
        last_end: end_byte,
        value: Value::One(value),
        unit: named(sentence, unit),
        written: Written::Words,
        joined: false,
        led: false,
        steps: None,
    })
}

/// Returns the unit at a token after a number: a symbol or a word.
fn unit_at(sentence: &Sentence, at: usize) -> Option<Found> {
    let hyphen = sentence.tokens.get(at).is_some_and(|token| token.is_hyphen() && token.glued)
        && sentence.tokens.get(at + 1)?.glued;
    let at = at + usize::from(hyphen);
    // `$1.5m-$2m`: the sign belongs to the number after it.
    let token = sentence.tokens.get(at).filter(|token| !(hyphen && matches!(token.kind, Kind::Sign(_))))?;
    let units = &sentence.language.units;
    if let Some((end, unit)) = sentence.phrase(at, &units.words) {
        // `p` and `in` are words, too; a phrase of two words is not such a word.
        return Some(Found { unit, end, end_byte: sentence.tokens[end - 1].end, joined: hyphen });
    }
    let (length, unit) = units.symbols.longest(&sentence.text[token.start..])?;
    // `It fell 3,000ft.`: the stop ends the sentence. In `50 deg.`, it also ends the word.
    let ends = |length: usize| sentence.text[token.start + length..].trim().is_empty();
    let short = sentence.text[token.start..token.start + length]
        .strip_suffix('.')
        .filter(|short| ends(length) && short.len() <= SHORT);
    let (length, unit) = short.and_then(|short| units.symbols.longest(short)).unwrap_or((length, unit));
    let symbol = &sentence.text[token.start..token.start + length];
    let close = token.glued || hyphen;
    let digits = at
        .checked_sub(1 + usize::from(hyphen))
        .is_some_and(|before| matches!(sentence.tokens[before].kind, Kind::Digits(_)));
    let scaled = token.kind == Kind::Mark || symbol.chars().count() > 2 || length > 1 && !COMMON.contains(&symbol);
    let single = SINGLE.contains(&symbol) && digits && !followed_by_letters(sentence, at);
    let common = COMMON.contains(&symbol) && !close && !after_feet(sentence, at);
    if !(close || scaled || single || after_feet(sentence, at)) || common {
        return None;
    }
    let end_byte = token.start + length;
    let end = at + sentence.tokens[at..].iter().take_while(|token| token.start < end_byte).count();
    let whole = sentence.tokens[end - 1].end == end_byte;
    whole.then_some(Found { unit: *unit, end, end_byte, joined: hyphen })
}

/// Returns a unit after a single adjective: `517 rushing yards`, `three consecutive days`.
fn unit_behind_adjective(sentence: &Sentence, at: usize) -> Option<Found> {
    let (words, units) = (&sentence.language.words, &sentence.language.units);
    let word = sentence.word(at).filter(|_| !sentence.tokens[at].is_capital() && !sentence.tokens[at].glued)?;
    let small = words.is_small(word) && !words.adverbs.has(word);
    // `eine dreiviertel Stunde`
    let is_number = sentence.language.numbers.quarters.has(word);
    if small || is_number || words.verbs.has(word) || words.is_plural(word) || units.words.has(word) {
        return None;
    }
    let (end, unit) = sentence.phrase(at + 1, &units.words)?;
    let fits = matches!(units.unit(unit).kind, Measures::Measure | Measures::Time);
    let several = sentence.word(end - 1).is_some_and(|word| words.is_plural(word));
    (fits && several).then_some(Found { unit, end, end_byte: sentence.tokens[end - 1].end, joined: false })
}

/// A unit of at most so many bytes is written without a stop, too.
const SHORT: usize = 2;
/// Units that a smaller unit may follow, with its name and how many of it there are in one.
const SMALLER: &[(&str, &str, i64)] = &[
    ("foot", "inch", 12),
    ("pound-mass", "ounce", 16),
    ("year", "month", 12),
    ("week", "day", 7),
    ("day", "hour", 24),
    ("hour", "minute", 60),
    ("minute", "second", 60),
];

/// Symbols that are also words: they are units only right after a number, without a blank.
const COMMON: &[&str] =
    &["in", "in.", "a", "t", "s", "K", "F", "T", "PS", "pm", "min.", "sec.", "ha", "try", "hr", "\"", "”", "deg"];
/// Symbols of one letter that may follow a blank.
const SINGLE: &[&str] = &["m", "g", "l", "L", "h", "W", "V", "p"];

fn followed_by_letters(sentence: &Sentence, at: usize) -> bool {
    sentence.tokens.get(at + 1).is_some_and(|next| next.glued && next.kind != Kind::Mark)
}

/// Returns whether a number before a token counts inches after feet: `5 ft 2 in`.
fn after_feet(sentence: &Sentence, at: usize) -> bool {
    at >= 2
        && sentence.tokens[at].text.starts_with("in")
        && sentence.tokens.get(at - 2).is_some_and(|token| matches!(&*token.lower, "ft" | "foot" | "feet" | "′"))
        || sentence.tokens[at].text == "\""
            && !sentence.text[sentence.tokens[at].end..].contains('"')
            && !sentence.text[..sentence.tokens[at].start].contains('"')
        || sentence.tokens[at].text == "deg"
}

impl Measure {
    fn take(&mut self, found: Found) {
        (self.end, self.bare_end, self.last_end, self.joined) =
            (found.end, found.end_byte, found.end_byte, found.joined);
    }

    fn kind(&self) -> Option<Measures> {
        self.unit.kind
    }

    /// Adds a smaller unit: `5 ft 2 in`, `7lb 4oz`, `2 hours and 30 minutes`.
    fn smaller_unit(&mut self, sentence: &Sentence) {
        let units = &sentence.language.units;
        let Some((_, smaller, whole)) = SMALLER.iter().find(|(unit, ..)| *unit == self.unit.name) else { return };
        let joined = sentence.word(self.end).is_some_and(|word| sentence.language.numbers.joins.has(word));
        let Some(more) = amount(sentence, self.end + usize::from(joined), Of::Anything) else { return };
        let Some(found) = unit_at(sentence, more.end).filter(|found| units.unit(found.unit).name == *smaller) else {
            return;
        };
        let (Value::One(large), Value::One(small)) = (self.value, more.value) else { return };
        // `2 hours -30 minutes`: the dash joins the two.
        let small = small.size();
        let sum = small.by(Number::whole(*whole)).and_then(|part| large.plus(part));
        if let Some(sum) = sum.filter(|_| small < Number::whole(*whole) && large.is_whole()) {
            self.value = Value::One(sum);
            self.number_end = sentence.tokens[more.end - 1].end;
            self.take(found);
        }
    }

    /// Reads the height `6'2"`.
    fn height(&mut self, sentence: &Sentence) {
        let mark = |at: usize, marks: &[char]| {
            sentence.tokens.get(at).is_some_and(|token| token.glued && token.is_mark(marks))
        };
        let Some(Kind::Digits(inches)) = sentence.tokens.get(self.end + 1).map(|token| token.kind) else { return };
        let (Value::One(feet), Some((_, foot))) = (self.value, sentence.language.units.symbols.longest("ft")) else {
            return;
        };
        let marked = mark(self.end, &['\'', '’', '′']) && mark(self.end + 2, &['"', '”', '″']);
        let sum = inches.value.by(Number::whole(12)).and_then(|part| feet.plus(part));
        if let Some(sum) = sum.filter(|_| marked && feet < Number::whole(10) && inches.value < Number::whole(12)) {
            let end = self.end + 3;
            let end_byte = sentence.tokens[end - 1].end;
            (self.value, self.unit) = (Value::One(sum), named(sentence, *foot));
            (self.end, self.number_end, self.bare_end, self.last_end) = (end, end_byte, end_byte, end_byte);
        }
    }

    /// Reads a half behind the unit: `une heure et demie`, `two years and a half`.
    fn and_half(&mut self, sentence: &Sentence) {
        let Value::One(value) = self.value else { return };
        let half = Number::ratio(1, 2).and_then(|half| value.plus(half));
        if let Some((end, sum)) = and_part(sentence, self.end, value).filter(|(_, sum)| Some(*sum) == half) {
            let end_byte = sentence.tokens[end - 1].end;
            self.value = Value::One(sum);
            (self.end, self.number_end, self.bare_end, self.last_end) = (end, end_byte, end_byte, end_byte);
        }
    }

    /// Reads a negative temperature: `8 degrees below zero`.
    fn below_zero(&mut self, sentence: &Sentence) {
        let is_degree = self.kind() == Some(Measures::Temperature) || self.unit.name == "degree";
        let behind = sentence.phrase(self.end, &sentence.language.numbers.below_zero).filter(|_| is_degree);
        if let (Some((end, ())), Value::One(value)) = (behind, self.value) {
            self.value = Value::One(value.negative());
            let end_byte = sentence.tokens[end - 1].end;
            (self.end, self.bare_end, self.last_end) = (end, end_byte, end_byte);
        }
    }

    /// Makes a part a measure or a share: `1/16 of a pint` is a measure, any other part is a share.
    fn part(&mut self, sentence: &Sentence) {
        if self.written != Written::Part || self.unit.kind.is_some() {
            return;
        }
        let language = sentence.language;
        let is_one = |at: usize| sentence.word(at).is_some_and(|word| language.numbers.ones.has(word));
        let of_one = sentence.phrase(self.end, &language.words.of).map(|(behind, ())| behind).filter(|at| is_one(*at));
        let unit = of_one.and_then(|at| (at + 1..at + 3).find_map(|at| sentence.phrase(at, &language.units.words)));
        // `half a mile`, `a quarter-point cut`
        let direct = || match is_one(self.end) {
            true => sentence.phrase(self.end + 1, &language.units.words),
            false => part_unit(sentence, self.end),
        };
        let unit = unit.or_else(direct);
        match unit {
            Some((end, unit)) => {
                let end_byte = sentence.tokens[end - 1].end;
                self.unit = named(sentence, unit);
                (self.end, self.bare_end, self.last_end) = (end, end_byte, end_byte);
            }
            None => self.unit = QuantityUnit { name: "part".into(), kind: Some(Measures::Share) },
        }
    }

    /// Recognises an age: `50 years old`, `a 50-year-old`.
    pub(super) fn age(&mut self, sentence: &Sentence) {
        // `aged 18 to 34`
        let aged = sentence.phrase_before(self.first, &sentence.language.words.aged).is_some();
        if (aged || self.is_age_of_person(sentence)) && self.kind().is_none() {
            self.unit = QuantityUnit { name: "year of age".into(), kind: Some(Measures::Age) };
        }
        if self.kind() != Some(Measures::Time) {
            return;
        }
        let at = sentence.behind_hyphen(self.end);
        if let Some((end, _)) = sentence.phrase(at, &sentence.language.words.age) {
            self.unit = QuantityUnit { name: format!("{} of age", self.unit.name), kind: Some(Measures::Age) };
            let end_byte = sentence.tokens[end - 1].end;
            (self.end, self.bare_end, self.last_end) = (end, end_byte, end_byte);
        }
    }

    /// Recognises a number between commas after a name or a word for a person: `Ana Maddon, 66, has …`, `a man, 34, was …`, and
    /// one after such a word that is not counted: `children under 12`.
    fn is_age_of_person(&self, sentence: &Sentence) -> bool {
        let Some(before) = self.first.checked_sub(1) else { return false };
        let language = sentence.language;
        let years = (Number::ONE..=Number::whole(120)).contains(&self.value.bounds().1);
        if !years || self.written != Written::Digits {
            return false;
        }
        let is_comma = |at: usize| sentence.tokens.get(at).is_some_and(|token| token.is_mark(&[',']));
        let is_person = |at: usize| {
            let word = sentence.word(at).map(|word| language.words.singular(word));
            word.is_some_and(|word| language.attribution.persons.contains(&word))
        };
        let is_name = |at: usize| {
            let token = &sentence.tokens[at];
            token.kind == Kind::Word && token.is_capital() && !language.words.months.has(&token.lower)
        };
        let named = before.checked_sub(1).is_some_and(|name| is_name(name) || is_person(name));
        let between = is_comma(before) && is_comma(self.end) && named;
        let bound = sentence.phrase_before(self.first, &language.words.qualifiers).map(|(first, _)| first);
        // `children under 12`, but not `the number of inmates under 100` nor `of the workers about 30 fled`
        let person = bound.and_then(|first| first.checked_sub(1)).filter(|at| is_person(*at));
        let counted = person.and_then(|at| at.checked_sub(1)).is_some_and(|at| {
            sentence.word(at).is_some_and(|word| language.words.of.has(word) || language.words.determiners.has(word))
        });
        let of_persons = person.is_some() && !counted;
        let counts = sentence.word(self.end).is_some_and(|word| language.words.is_plural(word));
        between || of_persons && !counts
    }

    /// Reads a divisor: `per barrel`, `a month`, `-a-share`.
    fn per(&mut self, sentence: &Sentence) {
        let language = sentence.language;
        if !matches!(
            self.kind(),
            Some(Measures::Money | Measures::Share | Measures::Measure | Measures::Point | Measures::Times)
        ) && self.kind().is_some()
        {
            return;
        }
        let at = sentence.behind_hyphen(self.end);
        let Some((mut behind, _)) = sentence.phrase(at, &language.words.per).filter(|_| at < sentence.tokens.len())
        else {
            return;
        };
        let slash = sentence.tokens[at].is_mark(&['/']);
        let long = slash || sentence.tokens[at].text.chars().count() > 2;
        behind = sentence.behind_hyphen(behind);
        let unit =
            sentence.phrase(behind, &language.units.words).map(|(end, unit)| (end, language.units.unit(unit).clone()));
        let symbol = || {
            let token = sentence.tokens.get(behind)?;
            let (length, unit) = language.units.symbols.longest(&sentence.text[token.start..])?;
            let end = behind
                + sentence.tokens[behind..]
                    .iter()
                    .take_while(|token| token.start < sentence.tokens[behind].start + length)
                    .count();
            (length > 1 || slash).then(|| (end, language.units.unit(*unit).clone()))
        };
        let noun = || {
            let word = sentence.word(behind)?;
            let known = language.words.per_nouns.has(word);
            let other =
                long && self.kind().is_some() && !language.words.is_small(word) && self.kind() != Some(Measures::Share);
            (known || other).then(|| (behind + 1, singular(language, word)))
        };
        let unit = unit.filter(|(_, unit)| long || matches!(unit.kind, Measures::Time | Measures::Measure));
        let found = unit
            .map(|(end, unit)| (end, unit.name))
            .or_else(|| symbol().filter(|_| long).map(|(end, unit)| (end, unit.name)))
            .or_else(noun);
        let Some((end, name)) = found else { return };
        if self.kind().is_none() {
            return; // `40 a day`: this phrase does not say what is counted
        }
        self.unit.name = format!("{} per {name}", self.unit.name);
        (self.end, self.last_end) = (end, sentence.tokens[end - 1].end);
    }

    /// Reads the total after a share: `of GDP`.
    fn account(&mut self, sentence: &Sentence) {
        let language = sentence.language;
        if self.kind() != Some(Measures::Share) {
            return;
        }
        let Some((behind, _)) = sentence.phrase(self.end, &language.words.of) else { return };
        if let Some((end, _)) = sentence.phrase(behind, &language.words.accounts) {
            self.last_end = sentence.tokens[end - 1].end;
        }
    }
}

pub(super) fn singular(language: &crate::language::Language, word: &str) -> String {
    language.words.singular(word)
}
