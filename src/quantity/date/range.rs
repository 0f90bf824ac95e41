//! Reads ranges: `from Oct. 2 to October 22`, `between 2015 and Feb 2018`, `4 till 23 of this month`, `2014-15`,
//! `Friday through Sunday`.

use super::day::{self, month, year_behind};
use super::number::{self, year};
use super::period::{self, short_year};
use super::piece::PieceList;
use super::{Point, Read, Timeframe, longer};
use crate::language::dates::{FunctionWord, TimeUnit};

const DASHES: &[&str] = &["-", "–", "—", "‐", "‑"];

/// The beginning of a range, which decides the words that may stand between its ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// `from … to`.
    From,
    /// `between … and`.
    Between,
    /// `… to`.
    Bare,
}

/// Reads a period with two ends.
pub(super) fn range(pieces: &PieceList, at: usize) -> Option<Read<Timeframe>> {
    let (opening, first) = match () {
        () if pieces.is(at, FunctionWord::From) => (Opening::From, at + 1),
        () if pieces.is(at, FunctionWord::Between) => (Opening::Between, at + 1),
        () => (Opening::Bare, at),
    };
    let readings = [
        days_of_month(pieces, first, opening),
        ends(pieces, first, opening),
        years(pieces, first, opening),
        within_week(pieces, at),
    ];
    longer(readings.into_iter().flatten())
}

/// Reads `from 2009-2013`, `(1985-2016)`: two years joined by a hyphen, which would be numbers elsewhere.
fn years(pieces: &PieceList, at: usize, opening: Opening) -> Option<Read<Timeframe>> {
    let year = |at: usize| {
        let year: i32 = pieces.digits(at).filter(|digits| digits.len() == 4)?.parse().ok()?;
        (1500..2100).contains(&year).then_some(year)
    };
    let (from, to) = (year(at)?, year(at + 2)?);
    let joined = pieces.is_mark(at + 1, DASHES) && pieces.is_glued(at + 1) && pieces.is_glued(at + 2);
    let is_led = opening == Opening::From || pieces.is_led(at) || pieces.is_mark(at.wrapping_sub(1), &["("]);
    let point = |year| Point { year: Some(year), ..Point::default() };
    let is_period = joined && is_led && from < to && pieces.may_end(at + 3) && !day::counts_things(pieces, at + 3);
    is_period.then(|| Read::new(at + 3, Timeframe::Between(point(from), point(to))))
}

/// Returns the piece after the word or dash between two ends.
fn joiner(pieces: &PieceList, at: usize, opening: Opening) -> Option<usize> {
    let word = pieces.is(at, FunctionWord::To) || opening == Opening::Between && pieces.is(at, FunctionWord::And);
    (word || pieces.is_mark(at, DASHES)).then_some(at + 1)
}

/// Reads two ends, each of which is complete.
fn ends(pieces: &PieceList, at: usize, opening: Opening) -> Option<Read<Timeframe>> {
    let from = end(pieces, at, opening)?;
    let next = joiner(pieces, from.end, opening)?;
    let dash = pieces.is_mark(from.end, DASHES);
    let day_alone = || {
        let the = pieces.skip(next, FunctionWord::The);
        let day = number::day(pieces, the).filter(|day| {
            from.value.day.is_some() && from.value.month.is_some() && (day.value.1 != number::Form::Words)
        })?;
        let day = Point { day: Some(day.value.0), month: from.value.month, year: from.value.year, ..Point::default() };
        let end = number::day(pieces, the)?.end;
        let is_count = !pieces.may_end(end) || the == next && day::counts_things(pieces, end);
        (!is_count).then(|| year_behind(pieces, Read::new(end, day)))
    };
    let only_year = from.value == Point { year: from.value.year, ..Point::default() };
    let second_year = || {
        let first = from.value.year.filter(|_| only_year && dash && pieces.is_glued(next))?;
        let year = short_year(pieces, next, first)?;
        Some(Read::new(year.end, Point { year: Some(year.value), ..Point::default() }))
    };
    let to = longer(end(pieces, next, opening).into_iter().chain(day_alone()).chain(second_year()))?;
    // `2016 - 11` and `2 - 3` are two numbers and no dates; `Monday-Friday` and `2014-2018` are dates.
    let year_of_month =
        from.value.month.is_some() && from.value.year.is_none() && to.value.year.is_some() && to.value.month.is_some();
    let start = Point { year: if year_of_month { to.value.year } else { from.value.year }, ..from.value };
    let plausible = !(only_year && to.value.year.is_some() && start.year > to.value.year);
    plausible.then(|| Read::new(to.end, Timeframe::Between(start, to.value)))
}

/// Reads an end of a range.
fn end(pieces: &PieceList, at: usize, opening: Opening) -> Option<Read<Point>> {
    let bare = || {
        let year = year(pieces, at)?;
        // In words only if a word says that a range begins.
        let fits = pieces.digits(at).is_some() || opening != Opening::Bare;
        fits.then(|| Read::new(year.end, Point { year: Some(year.value), ..Point::default() }))
    };
    longer(day::day(pieces, at).into_iter().chain(day::near(pieces, at)).chain(period::point(pieces, at)).chain(bare()))
}

/// Reads two days of one month: `4 to 22 January, 2017`, `4-23 in next month`, `3 and 12 of Sept`.
fn days_of_month(pieces: &PieceList, at: usize, opening: Opening) -> Option<Read<Timeframe>> {
    let from =
        number::day(pieces, pieces.skip(at, FunctionWord::The)).filter(|day| day.value.1 != number::Form::Words)?;
    let next = joiner(pieces, from.end, opening)?;
    let to = number::day(pieces, pieces.skip(next, FunctionWord::The))
        .filter(|day| day.value.1 != number::Form::Words && day.value.0 > from.value.0)?;
    let of =
        if pieces.is(to.end, FunctionWord::Of) || pieces.is(to.end, FunctionWord::In) { to.end + 1 } else { to.end };
    let month = month(pieces, of)?;
    let is_word = pieces.is(of, FunctionWord::Ambiguous) && !pieces.is_capital(of) && of == to.end;
    let dated = year_behind(pieces, month);
    let on = |day| Point { day: Some(day), ..dated.value.clone() };
    (!is_word).then(|| Read::new(dated.end, Timeframe::Between(on(from.value.0), on(to.value.0))))
}

/// Reads two days of a week that is named before them: `next week from Wednesday to Friday`.
fn within_week(pieces: &PieceList, at: usize) -> Option<Read<Timeframe>> {
    pieces.which(at).filter(|_| pieces.unit(at + 1) == Some(TimeUnit::Week))?;
    let opening = match () {
        () if pieces.is(at + 2, FunctionWord::From) => Opening::From,
        () if pieces.is(at + 2, FunctionWord::Between) => Opening::Between,
        () => return None,
    };
    let days = ends(pieces, at + 3, opening)?;
    let Timeframe::Between(from, to) = &days.value else { return None };
    let week = period::point(pieces, at)?.value.away;
    let is_week = from.weekday.is_some() && to.weekday.is_some() && from.away.is_none();
    let of_week = |point: &Point| Point { away: week.clone(), ..point.clone() };
    is_week.then(|| Read::new(days.end, Timeframe::Between(of_week(from), of_week(to))))
}
