//! Reads days: `7 November 2024`, `Wednesday, June 11`, `2024-11-07`, `yesterday`, `two weeks ago`, `the first Friday
//! of July`.

use super::number::{self, Form, cardinal, ordinal, year};
use super::piece::PieceList;
use super::{Point, Portion, Read, TimeAmount, length, longer};
use crate::language::dates::{FunctionWord, Sense, TimeUnit};
use crate::quantity::number::Number;

const SEPARATORS: &[&str] = &["/", "-", "."];

/// Reads a day.
pub(super) fn day(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let rules = [on_weekday, in_digits, month_first, day_first, nth_weekday, near_alone, which_day, counted, the_nth];
    longer(rules.into_iter().filter_map(|rule| rule(pieces, at)))
}

/// Adds to a day or a month the year after it: `, 2018`, `of 2018`, `next year`.
pub(super) fn year_behind(pieces: &PieceList, point: Read<Point>) -> Read<Point> {
    let stop = usize::from(pieces.is_short_month(point.end.wrapping_sub(1)) && pieces.is_mark(point.end, &["."]));
    let comma = pieces.skip_mark(point.end + stop, &[","]);
    let at = pieces.skip(comma, FunctionWord::Of);
    if let Some(year) = year(pieces, at).filter(|year| !counts_things(pieces, year.end)) {
        return Read::new(year.end, Point { year: Some(year.value), ..point.value });
    }
    if let Some(way) = pieces.which(at).filter(|_| pieces.unit(at + 1) == Some(TimeUnit::Year) && comma == point.end) {
        let away = Point::moved(way, vec![one(TimeUnit::Year)]).away;
        return Read::new(at + 2, Point { away, ..point.value });
    }
    point
}

/// Returns whether the next words make a bare number a count: `2000 people`, `2000 km`.
pub(super) fn counts_things(pieces: &PieceList, at: usize) -> bool {
    let Some(word) = pieces.letters(at) else { return false };
    let language = pieces.language;
    let lower = word.to_lowercase();
    let several = language.words.is_plural(&lower)
        && !pieces.is_capital(at)
        && !language.words.is_small(&lower)
        && !language.words.verbs.has(&lower);
    let unit = language.units.words.has(&lower) || language.numbers.scales.has(&lower);
    several || unit && pieces.month(at).is_none()
}

/// Returns the amount of one unit.
pub(super) fn one(unit: TimeUnit) -> TimeAmount {
    TimeAmount { count: Some(Number::ONE), unit }
}

/// Reads a month with a day, by its name or as `this month`.
pub(super) fn month(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    if let Some(month) = pieces.month(at) {
        let abbreviated = pieces.is_short_month(at) && pieces.is_mark(at + 1, &["."]) && pieces.is_glued(at + 1);
        return Some(Read::new(at + 1 + usize::from(abbreviated), Point { month: Some(month), ..Point::default() }));
    }
    let way = pieces.which(at)?;
    (pieces.unit(at + 1)? == TimeUnit::Month).then(|| Read::new(at + 2, Point::moved(way, vec![one(TimeUnit::Month)])))
}

/// Returns whether the month at a piece may be another word: `may`, `March` in small letters, without a word before it
/// that a month usually follows.
pub(super) fn may_be_another_word(pieces: &PieceList, at: usize) -> bool {
    pieces.is(at, FunctionWord::Ambiguous) && !(pieces.is_capital(at) && pieces.is_led(at))
}

/// Reads `April 22`, `jan-1`, `october, 1st`, `may the eleventh`.
fn month_first(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let name = pieces.month(at)?;
    let stop = pieces.skip_mark(at + 1, &[".", ",", "-", "/"]);
    let the = pieces.skip(stop, FunctionWord::The);
    let day = number::day(pieces, the)?;
    let (number, form) = day.value;
    let is_word = pieces.is(at, FunctionWord::Ambiguous) && !pieces.is_capital(at) && the == stop;
    let is_sentence_end = pieces.is_mark(at + 1, &["."]) && !pieces.is_short_month(at) && !pieces.is_glued(stop);
    if is_sentence_end || is_word && form != Form::Digits && day.end - the < 2 {
        return None;
    }
    // `May 20 people` is a count, and so is `May 20,000`.
    if form != Form::Ordinal && counts_things(pieces, day.end)
        || !pieces.may_end(day.end) && !pieces.is_mark(day.end, &[","])
    {
        return None;
    }
    let is_year = pieces.digits(stop).is_some_and(|digits| digits.len() > 2);
    let point = Point { month: Some(name), day: Some(number), ..Point::default() };
    (!is_year).then(|| year_behind(pieces, Read::new(day.end, point)))
}

/// Reads `22 April`, `1-jan`, `22 of jan`, `fourth of May`, `31st of this month`.
fn day_first(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let day = number::day(pieces, at)?;
    let (number, form) = day.value;
    let dash = pieces.skip_mark(day.end, &["-", "/"]);
    let of = pieces.skip(dash, FunctionWord::Of);
    let month = month(pieces, of)?;
    let joined = of > day.end || pieces.is_glued(of);
    let is_word = pieces.is(of, FunctionWord::Ambiguous) && !pieces.is_capital(of) && !joined;
    let is_unit = month.value.month.is_none() && of == dash;
    if form == Form::Words || is_word || is_unit {
        return None;
    }
    let slashed = year(pieces, pieces.skip_mark(month.end, &["-", "/"])).filter(|_| dash > day.end);
    let read = Read::new(month.end, Point { day: Some(number), ..month.value });
    Some(match slashed {
        Some(year) => Read::new(year.end, Point { year: Some(year.value), ..read.value }),
        None => year_behind(pieces, read),
    })
}

/// Reads `Wednesday`, `this Friday`, `Wed, 22 of Jan`, `Friday the 22nd`, `tuesday of next week`.
fn on_weekday(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let way = pieces.which(at).filter(|_| pieces.weekday(at + 1).is_some());
    let name = at + usize::from(way.is_some());
    let weekday = pieces.weekday(name)?;
    let bare = Point {
        weekday: Some(weekday),
        away: way.and_then(|way| Point::moved(way, vec![one(TimeUnit::Week)]).away),
        ..Point::default()
    };
    let comma = pieces.skip_mark(name + 1, &[",", "-", "."]);
    let bracket = pieces.skip_mark(comma, &["("]);
    let dated = [in_digits_behind_weekday, month_first, day_first].into_iter().filter_map(|rule| rule(pieces, bracket));
    if let Some(date) = longer(dated) {
        let end = if bracket > comma { pieces.skip_mark(date.end, &[")"]) } else { date.end };
        return Some(Read::new(
            end,
            Point { weekday: Some(weekday), away: date.value.away.clone().or(bare.away), ..date.value },
        ));
    }
    let the = pieces.skip(name + 1, FunctionWord::The);
    if let Some(day) = number::day(pieces, the).filter(|_| the > name + 1) {
        return Some(Read::new(day.end, Point { day: Some(day.value.0), ..bare }));
    }
    let of = pieces.skip(name + 1, FunctionWord::Of);
    if let Some(way) = pieces.which(of).filter(|_| pieces.unit(of + 1) == Some(TimeUnit::Week)) {
        return Some(Read::new(of + 2, Point { away: Point::moved(way, vec![one(TimeUnit::Week)]).away, ..bare }));
    }
    if let Some(way) = pieces.which_behind(name + 1) {
        return Some(Read::new(name + 2, Point { away: Point::moved(way, vec![one(TimeUnit::Week)]).away, ..bare }));
    }
    let is_word = way.is_none()
        && pieces.is(name, FunctionWord::Ambiguous)
        && !(pieces.is_capital(name) && pieces.is_behind(name, FunctionWord::On));
    (!is_word).then(|| Read::new(name + 1, bare))
}

/// Reads `2015.5.13`, `21/04/2016`, `2019/sep/01`; `4/22`, where a word like `on` stands before it.
fn in_digits(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    three_parts(pieces, at).or_else(|| {
        let two = two_parts(pieces, at)?;
        let led = pieces.is_behind(at, FunctionWord::On)
            || pieces.is_behind(at, FunctionWord::From)
            || pieces.is_behind(at, FunctionWord::Between);
        let within = pieces.is_behind(at, FunctionWord::In) && two.value.day.is_some_and(|day| day > 12);
        let slash = pieces.is_mark(at + 1, &["/"]);
        ((led && (slash || pieces.is_phrase_end(two.end)))
            || within && pieces.is_phrase_end(two.end)
            || slash && is_range_end(pieces, at))
        .then_some(two)
    })
}

/// Returns whether a day in digits is the second end of a range: `10/1 to 11/7`.
fn is_range_end(pieces: &PieceList, at: usize) -> bool {
    let joins = pieces.is_behind(at, FunctionWord::To) || pieces.is_behind(at, FunctionWord::And);
    joins && at.checked_sub(4).is_some_and(|first| two_parts(pieces, first).is_some_and(|read| read.end + 1 == at))
}

fn in_digits_behind_weekday(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    three_parts(pieces, at).or_else(|| two_parts(pieces, at))
}

fn three_parts(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let first = pieces.digits(at)?;
    let joined = |mark: usize| pieces.is_mark(mark, SEPARATORS) && pieces.is_glued(mark) && pieces.is_glued(mark + 1);
    if !joined(at + 1) {
        return None;
    }
    // `11/12,2016`
    let comma = pieces.is_mark(at + 3, &[","]) && pieces.is_glued(at + 3) && pieces.is_glued(at + 4);
    if !(joined(at + 3) || comma) {
        return None;
    }
    let last = pieces.digits(at + 4)?;
    let number = |digits: &str| digits.parse::<u8>().ok().filter(|_| digits.len() <= 2);
    let a_day = |digits: &str| number(digits).filter(|day| (1..=31).contains(day));
    let a_year = |digits: &str| match digits.len() {
        4 => digits.parse().ok().filter(|year| (1000..=2199).contains(year)),
        2 => digits.parse().ok().map(number::of_two_digits),
        _ => None,
    };
    let point = if let Some(month) = pieces.month(at + 2) {
        let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
        Point { year: Some(a_year(year)?), month: Some(month), day: Some(a_day(day)?), ..Point::default() }
    } else {
        let middle = pieces.digits(at + 2)?;
        if first.len() == 4 {
            let month = number(middle).filter(|month| (1..=12).contains(month))?;
            Point { year: Some(a_year(first)?), month: Some(month), day: Some(a_day(last)?), ..Point::default() }
        } else {
            // A version, `1.2.10`, is no date.
            let year = a_year(last).filter(|_| last.len() == 4 || !pieces.is_mark(at + 1, &["."]))?;
            Point { year: Some(year), ..of_two(pieces, a_day(first)?, a_day(middle)?)? }
        }
    };
    Some(Read::new(at + 5, point))
}

fn two_parts(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let number = |at| {
        pieces.digits(at).filter(|digits| digits.len() <= 2)?.parse::<u8>().ok().filter(|day| (1..=31).contains(day))
    };
    let joined = pieces.is_mark(at + 1, SEPARATORS) && pieces.is_glued(at + 1) && pieces.is_glued(at + 2);
    let (one, two) = (number(at)?, number(at + 2)?);
    let point = of_two(pieces, one, two).filter(|_| joined && pieces.may_end(at + 3))?;
    (!counts_things(pieces, at + 3)).then(|| Read::new(at + 3, point))
}

/// Returns the day and the month that two numbers give. If both can be the month and the language does not decide,
/// neither is set.
fn of_two(pieces: &PieceList, one: u8, two: u8) -> Option<Point> {
    let point = |day, month| Point { day: Some(day), month: Some(month), ..Point::default() };
    match (one > 12, two > 12, pieces.language.dates.day_first) {
        (true, true, _) => None,
        (true, false, _) => Some(point(one, two)),
        (false, true, _) => Some(point(two, one)),
        (false, false, Some(true)) => Some(point(one, two)),
        (false, false, Some(false)) => Some(point(two, one)),
        (false, false, None) if one == two => Some(point(one, two)),
        (false, false, None) => Some(Point::default()),
    }
}

/// Reads `the first Friday of July`, `second Sunday`.
fn nth_weekday(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let the = pieces.skip(at, FunctionWord::The);
    let nth = ordinal(pieces, the)
        .and_then(|nth| Some(Read::new(nth.end, i8::try_from(nth.value).ok().filter(|nth| *nth <= 5)?)));
    let nth = nth.or_else(|| pieces.which(the).filter(|way| *way < 0 && the > at).map(|_| Read::new(the + 1, -1)))?;
    let weekday = pieces.weekday(nth.end)?;
    let bare = Point { weekday: Some(weekday), part: Some(Portion::NthWeekday(nth.value)), ..Point::default() };
    let of = pieces.skip(nth.end + 1, FunctionWord::Of);
    let within =
        if of > nth.end + 1 || pieces.is(nth.end + 1, FunctionWord::In) { month(pieces, nth.end + 2) } else { None };
    match within {
        Some(month) => {
            let month = Read::new(month.end, Point { weekday: bare.weekday, part: bare.part, ..month.value });
            Some(year_behind(pieces, month))
        }
        None => (the == at).then(|| Read::new(nth.end + 1, bare)),
    }
}

/// Returns the near day, except for `now`, which says little unless something is counted from it.
fn near_alone(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    near(pieces, at).filter(|_| !pieces.is(at, FunctionWord::Ambiguous))
}

/// Reads `tomorrow`, `the day after tomorrow`, `now`.
pub(super) fn near(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let near = |at| pieces.sense(at, |sense| if let Sense::Near(days) = sense { Some(*days) } else { None });
    let point = |days: i8| {
        let days_away = Number::whole(i64::from(days.unsigned_abs().max(1)));
        Point::moved(days.signum(), vec![TimeAmount { count: Some(days_away), unit: TimeUnit::Day }])
    };
    if let Some(days) = near(at) {
        return Some(Read::new(at + 1, point(days)));
    }
    let noun = pieces.skip(at, FunctionWord::The);
    let way = if pieces.is(noun + 1, FunctionWord::After) { 1 } else { -1 };
    let is_day = pieces.unit(noun) == Some(TimeUnit::Day) && (way > 0 || pieces.is(noun + 1, FunctionWord::Before));
    let days = near(noun + 2).filter(|days| is_day && *days != 0)?;
    Some(Read::new(noun + 3, point(days + way)))
}

/// Reads `the next day`, `last day`; `next week on Friday`, `last week Sunday`.
fn which_day(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let which = pieces.skip(at, FunctionWord::The);
    let way = pieces.which(which)?;
    let away = Point::moved(way, vec![one(pieces.unit(which + 1)?)]);
    match pieces.unit(which + 1)? {
        TimeUnit::Day => Some(Read::new(which + 2, away)),
        TimeUnit::Week => {
            let on = pieces.skip(which + 2, FunctionWord::On);
            let weekday =
                pieces.weekday(on).filter(|_| !pieces.is(on, FunctionWord::Ambiguous) || pieces.is_capital(on))?;
            Some(Read::new(on + 1, Point { weekday: Some(weekday), ..away }))
        }
        _ => None,
    }
}

/// Reads `two weeks ago`, `2 years 21 days later`, `two days after today`, `three weeks from tomorrow`, `two Sundays
/// from now`.
fn counted(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let ago_before = pieces.sense(at, |sense| if let Sense::AgoBefore(way) = sense { Some(*way) } else { None });
    if let Some(way) = ago_before {
        let length = length::sum(pieces, at + 1)
            .filter(|length| length.value.iter().all(|amount| amount.unit >= TimeUnit::Day))?;
        return Some(Read::new(length.end, Point::moved(way, length.value)));
    }
    let weekdays = || {
        let count = cardinal(pieces, at).map(|count| Read::new(count.end, Number::whole(count.value)));
        let count = count.or_else(|| Some(Read::new(at + 1, Number::read(pieces.digits(at)?)?)))?;
        let weekday = pieces.weekday(count.end)?;
        let weeks = vec![TimeAmount { count: Some(count.value), unit: TimeUnit::Week }];
        Some((Read::new(count.end + 1, weeks), Some(weekday)))
    };
    let lengths = || length::sum(pieces, at).map(|length| (length, None));
    let (length, weekday) = lengths().or_else(weekdays)?;
    if length.value.iter().any(|amount| amount.unit < TimeUnit::Day) {
        return None;
    }
    let (end, way) = away_behind(pieces, length.end)?;
    let from = near(pieces, end)
        .or_else(|| [month_first, day_first, three_parts].into_iter().find_map(|rule| rule(pieces, end)));
    let bare = pieces.sense(length.end, |sense| if let Sense::Ago(_) = sense { Some(()) } else { None }).is_some();
    let moved = Point { weekday, ..Point::moved(way, length.value) };
    match from {
        Some(day) if !bare => {
            Some(Read::new(day.end, Point { away: moved.away, weekday: weekday.or(day.value.weekday), ..day.value }))
        }
        _ => bare.then(|| Read::new(end, moved)),
    }
}

/// Reads the words between a length and the day from which it is counted, or the words that count it from the day of
/// writing. Returns the piece after them, and the direction: −1 backwards, 1 forwards.
fn away_behind(pieces: &PieceList, at: usize) -> Option<(usize, i8)> {
    let ago = pieces.sense(at, |sense| if let Sense::Ago(way) = sense { Some(*way) } else { None });
    if let Some(way) = ago {
        return Some((at + 1, way));
    }
    if pieces.is(at, FunctionWord::Before) {
        return Some((at + 1, -1));
    }
    (pieces.is(at, FunctionWord::After) || pieces.is(at, FunctionWord::From)).then_some((at + 1, 1))
}

/// Reads `on the 27th`: a day without its month, after a word like `on`, if no noun follows that the number could
/// count.
fn the_nth(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let the = pieces.skip(at, FunctionWord::The);
    let day = number::day(pieces, the)?;
    let (number, form) = day.value;
    let led = pieces.is_behind(at, FunctionWord::On);
    let long =
        form == Form::Ordinal && (the > at || day.end - the > 1) || form == Form::Digits && the > at && number > 12;
    let ends = pieces.is_phrase_end(day.end) && pieces.may_end(day.end);
    (led && long && ends).then(|| Read::new(day.end, Point { day: Some(number), ..Point::default() }))
}
