//! Reads dates, periods and durations: when a text says that something happened, and for how long.
//!
//! ```text
//!   From Oct. 2 to October 22 it sent 1,500 soldiers; by Wednesday, June 11, two weeks later, 10,000.
//!   ╰ period: 2 Oct – 22 Oct ╯                           ╰─── date ────╯  ╰─── date ───╯
//!                                                           11 June        + 2 weeks
//! ```
//!
//! A moment holds only what the text says: `June` has a month and no year, and `last week` is a week before the day of
//! writing, which is not known. Nothing is filled in.
//!
//! ```text
//!   piece → number → day, period, length → range     the longest reading at a place wins
//! ```

mod day;
mod length;
mod number;
mod period;
mod piece;
mod range;

use crate::language::Language;
use crate::language::dates::{Season, Sense, Stage, TimeUnit};
use crate::quantity::number::Number;
use crate::text::passage::in_one_line;
use crate::text::{Span, grapheme};
use piece::PieceList;

/// A date, a period or a duration in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The place of the moment, in bytes.
    pub span: Span,
    /// The kind: a date, a period or a duration.
    pub kind: Kind,
    /// The value as it was read.
    pub value: Timeframe,
}

/// The kind of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A day: `7 November 2024`, `yesterday`, `two weeks ago`.
    Date,
    /// A part of the calendar: `June`, `the 1970s`, `from Monday to Friday`.
    Period,
    /// A length of time: `two and a half hours`.
    Duration,
}

/// The value of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timeframe {
    /// One place in the calendar.
    At(Point),
    /// The whole time from the first to the second.
    Between(Point, Point),
    /// A length: the sum of these amounts.
    Length(Vec<TimeAmount>),
}

/// A place in the calendar, as far as the text says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// The year.
    pub year: Option<i32>,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day of the month, from 1.
    pub day: Option<u8>,
    /// The day of the week, Monday as 1.
    pub weekday: Option<u8>,
    /// A part of the year other than a month.
    pub part: Option<Portion>,
    /// A part of the period that the other fields say: `early`.
    pub stage: Option<Stage>,
    /// The distance from what the other fields say; if they say nothing, from the day of writing.
    pub away: Option<Away>,
}

/// A part of a longer period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Portion {
    /// A season.
    Season(Season),
    /// The n-th unit within the period: `third quarter`, `first week`; −1 for the last.
    Nth(i8, TimeUnit),
    /// The n-th such weekday within the period: `first Friday`; −1 for the last.
    NthWeekday(i8),
}

/// A distance in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// The direction: before, in or after, as −1, 0, 1.
    pub way: i8,
    /// The distance; if `way` is 0, the period of that unit.
    pub by: Vec<TimeAmount>,
}

/// A number of units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeAmount {
    /// The number; `None` for `a few`.
    pub count: Option<Number>,
    /// The unit.
    pub unit: TimeUnit,
}

impl Moment {
    /// Returns whether the moment names a day or a period of the calendar: `June 11`, `until 2005`, but not `on Wednesday`, and not
    /// `in March`, which occurs in most texts.
    pub fn is_dated(&self) -> bool {
        let names = |point: &Point| {
            point.away.is_none() && (point.year.is_some() || point.month.is_some() && point.day.is_some())
        };
        match &self.value {
            _ if self.kind == Kind::Duration => false,
            Timeframe::At(point) => names(point),
            Timeframe::Between(from, to) => names(from) || names(to),
            Timeframe::Length(_) => false,
        }
    }

    /// Returns whether the moment names a day of the calendar: `June 11`, but not `2008`.
    pub fn is_day(&self) -> bool {
        let names = |point: &Point| point.month.is_some() && point.day.is_some();
        match &self.value {
            Timeframe::At(point) => names(point),
            Timeframe::Between(from, to) => names(from) || names(to),
            Timeframe::Length(_) => false,
        }
    }

    /// Returns whether the moment depends on the day of writing: `last week`, `on Wednesday`.
    pub fn is_relative(&self) -> bool {
        let depends = |point: &Point| {
            let says_nothing = (point.year, point.month, point.day, point.part) == (None, None, None, None);
            point.away.is_some() || says_nothing && point.weekday.is_some()
        };
        match &self.value {
            Timeframe::At(point) => depends(point),
            Timeframe::Between(from, to) => depends(from) || depends(to),
            Timeframe::Length(_) => false,
        }
    }

    /// Returns whether both moments say the same thing about some part of the date. `April 15` and `2014` may be one
    /// time, but share nothing.
    pub fn shares(&self, other: &Moment) -> bool {
        match (&self.value, &other.value) {
            (Timeframe::At(one), Timeframe::At(two)) => one.shares(two),
            (Timeframe::Between(from, to), Timeframe::Between(other_from, other_to)) => {
                from.shares(other_from) || to.shares(other_to)
            }
            (one, two) => one == two,
        }
    }

    /// Returns whether the other moment says a part of the date that this one leaves out: `2024` beside `November 7, 2024`.
    pub fn leaves_out(&self, other: &Moment) -> bool {
        match (&self.value, &other.value) {
            (Timeframe::At(one), Timeframe::At(two)) => one.leaves_out(two),
            (Timeframe::Between(from, to), Timeframe::Between(other_from, other_to)) => {
                from.leaves_out(other_from) || to.leaves_out(other_to)
            }
            _ => false,
        }
    }

    /// Returns whether the two moments may be the same time: nothing that both say differs.
    pub fn may_be(&self, other: &Moment) -> bool {
        match (&self.value, &other.value) {
            (Timeframe::At(one), Timeframe::At(two)) => one.may_be(two),
            (Timeframe::Between(from, to), Timeframe::Between(other_from, other_to)) => {
                from.may_be(other_from) && to.may_be(other_to)
            }
            (one, two) => one == two,
        }
    }
}

impl Point {
    /// Returns the day of writing, moved by these amounts.
    fn moved(way: i8, by: Vec<TimeAmount>) -> Point {
        Point { away: Some(Away { way, by }), ..Point::default() }
    }

    /// Returns whether both points say the same year, month, weekday, part or distance.
    fn shares(&self, other: &Point) -> bool {
        fn same<T: PartialEq>(one: &Option<T>, two: &Option<T>) -> bool {
            one.is_some() && one == two
        }
        same(&self.year, &other.year)
            || same(&self.month, &other.month)
            || same(&self.weekday, &other.weekday)
            || same(&self.part, &other.part)
            || same(&self.away, &other.away)
    }

    /// Returns whether the other point says a part of the date that this one leaves out. The day of the week adds nothing to a day of
    /// the month.
    fn leaves_out(&self, other: &Point) -> bool {
        fn lacks<T>(one: &Option<T>, two: &Option<T>) -> bool {
            one.is_none() && two.is_some()
        }
        lacks(&self.year, &other.year)
            || lacks(&self.month, &other.month)
            || lacks(&self.day, &other.day)
            || self.day.is_none() && lacks(&self.weekday, &other.weekday)
            || lacks(&self.part, &other.part)
            || lacks(&self.stage, &other.stage)
            || lacks(&self.away, &other.away)
    }

    /// Returns whether the two points may be the same time: nothing that both say differs.
    pub fn may_be(&self, other: &Point) -> bool {
        fn agree<T: PartialEq>(one: &Option<T>, two: &Option<T>) -> bool {
            one.is_none() || two.is_none() || one == two
        }
        agree(&self.year, &other.year)
            && agree(&self.month, &other.month)
            && agree(&self.day, &other.day)
            && agree(&self.weekday, &other.weekday)
            && agree(&self.part, &other.part)
            && agree(&self.stage, &other.stage)
            && agree(&self.away, &other.away)
    }
}

/// A reading at a place: the value, and the piece after it.
#[derive(Clone, Debug)]
struct Read<T> {
    end: usize,
    value: T,
}

impl<T> Read<T> {
    fn new(end: usize, value: T) -> Read<T> {
        Read { end, value }
    }
}

/// Returns the dates, periods and durations of a text, in text order and without overlaps.
pub fn moments(text: &str, language: &Language) -> Vec<Moment> {
    let pieces = PieceList::new(text, language);
    let mut moments = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let Some(Read { end, value: (kind, value) }) = pieces.may_begin(at).then(|| longest(&pieces, at)).flatten()
        else {
            at += 1;
            continue;
        };
        let span = pieces.span(at, end);
        let span = Span::new(grapheme::floor(text, span.start), grapheme::ceil(text, span.end));
        moments.push(Moment { span, kind, value });
        at = end;
    }
    moments
}

/// Returns the dates, periods and durations of one sentence of a text, in text order and without overlaps.
pub fn in_sentence(text: &str, sentence: Span, language: &Language) -> Vec<Moment> {
    let line = in_one_line(text, sentence);
    let mut found = moments(&line, language);
    for moment in &mut found {
        let (start, end) = (sentence.start + moment.span.start, sentence.start + moment.span.end);
        moment.span = Span::new(grapheme::floor(text, start), grapheme::ceil(text, end));
    }
    found
}

/// Returns the longest reading at a piece; of equally long ones, the first in this order.
fn longest(pieces: &PieceList, at: usize) -> Option<Read<(Kind, Timeframe)>> {
    let as_kind = |kind| move |read: Read<Timeframe>| Read::new(read.end, (kind, read.value));
    let point = |read: Read<Point>| Read::new(read.end, Timeframe::At(read.value));
    let readings = [
        range::range(pieces, at).map(as_kind(Kind::Period)),
        day::day(pieces, at).map(point).map(as_kind(Kind::Date)),
        period::period(pieces, at).map(as_kind(Kind::Period)),
        length::length(pieces, at)
            .map(|read| Read::new(read.end, Timeframe::Length(read.value)))
            .map(as_kind(Kind::Duration)),
    ];
    longer(readings.into_iter().flatten().filter(|read| pieces.may_end(read.end)))
}

/// Returns the longest of these readings; of equally long ones, the first.
fn longer<T>(readings: impl IntoIterator<Item = Read<T>>) -> Option<Read<T>> {
    readings.into_iter().reduce(|best, next| if next.end > best.end { next } else { best })
}

/// Returns the moment that a sentence gives for the quantity at `quantity`: the nearest date or period in the same
/// clause; without one, the only moment of the sentence. `moments` are those of the text, in text order; all spans are
/// in bytes.
pub fn as_of<'m>(
    text: &str,
    sentence: Span,
    quantity: Span,
    moments: &'m [Moment],
    language: &Language,
) -> Option<&'m Moment> {
    let first = moments.partition_point(|moment| moment.span.start < sentence.start);
    let behind = moments.partition_point(|moment| moment.span.end <= quantity.start).max(first);
    let says_when = |moment: &&Moment| {
        moment.kind != Kind::Duration && moment.span.end <= sentence.end && !moment.span.overlaps(quantity)
    };
    // What parts a clause from a moment also parts it from the moments beyond.
    let mut before = moments[first..behind].iter().rev().filter(says_when);
    let within = moments[behind..].iter().take_while(|moment| moment.span.start < sentence.end);
    let mut after = within.filter(says_when);
    let (before, after, is_only) = match (before.next(), after.next()) {
        (Some(one), None) => (Some(one), None, before.next().is_none()),
        (None, Some(one)) => (None, Some(one), after.next().is_none()),
        both => (both.0, both.1, false),
    };
    let gap = |moment: &Moment| match moment.span.start >= quantity.end {
        true => Span::new(quantity.end, moment.span.start),
        false => Span::new(moment.span.end, quantity.start),
    };
    let is_near = |moment: &&Moment| {
        let gap = gap(moment);
        gap.len() <= LONGEST_CLAUSE && !parts_clauses(&text[gap.start..gap.end], language)
    };
    let nearest = before.into_iter().chain(after).filter(is_near).min_by_key(|moment| gap(moment).len());
    nearest.or_else(|| before.or(after).filter(|_| is_only))
}

/// The greatest distance of a quantity and a moment in one clause, in bytes.
const LONGEST_CLAUSE: usize = 1000;

/// Returns whether a clause ends within a stretch of text: at a semicolon, a colon, a dash, or a word that begins a
/// clause.
fn parts_clauses(between: &str, language: &Language) -> bool {
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    between.contains([';', ':', '—'])
        || between.contains(" – ")
        || words
            .map(str::to_lowercase)
            .any(|word| language.words.clause_starts.has(&word) && !is_preposition(&word, language))
}

/// Returns whether a word may begin a clause or a date: `after`, `since`.
fn is_preposition(word: &str, language: &Language) -> bool {
    let sense = |sense: &Sense| matches!(sense, Sense::Word(_));
    language.dates.senses.get(word).is_some_and(|senses| senses.iter().any(sense))
}

#[cfg(test)]
mod tests;
