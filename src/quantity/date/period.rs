//! Reads periods: `June 2018`, `the 1970s`, `last year`, `the past two weeks`, `the third quarter of 2016`, `early this
//! week`.

use super::day::{counts_things, day, may_be_another_word, month, one, year_behind};
use super::number::{self, cardinal, count, ordinal, year};
use super::piece::PieceList;
use super::{Point, Portion, Read, TimeAmount, Timeframe, length, longer};
use crate::language::dates::{FunctionWord, Sense, Stage, TimeUnit};
use crate::quantity::number::Number;

const HYPHENS: &[&str] = &["-", "‐", "‑"];

/// Reads a period that is not a range between two days.
pub(super) fn period(pieces: &PieceList, at: usize) -> Option<Read<Timeframe>> {
    let at_point = |read: Read<Point>| Read::new(read.end, Timeframe::At(read.value));
    let rules = [several, counted_from, to_date];
    let periods = rules.into_iter().filter_map(|rule| rule(pieces, at));
    longer(staged(pieces, at).map(at_point).into_iter().chain(point(pieces, at).map(at_point)).chain(periods))
}

/// Reads a period that is one place in the calendar.
pub(super) fn point(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let rules = [
        of_month,
        named_month,
        in_digits,
        season,
        decade,
        named_year,
        bare_year,
        which_unit,
        nth_unit,
        week,
        short_quarter,
    ];
    longer(rules.into_iter().filter_map(|rule| rule(pieces, at)))
}

/// Reads `early this week`, `end of March`, `rest of the year`, `mid summer`.
fn staged(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let stage = pieces.stage(at)?;
    let mut next = pieces.skip(pieces.skip_mark(at + 1, HYPHENS), FunctionWord::Of);
    if pieces.is(next, FunctionWord::In) && stage == Stage::Late {
        next += 1;
    }
    let own = if pieces.is(next, FunctionWord::The) || pieces.is(next, FunctionWord::Own) { next + 1 } else { next };
    let whole = pieces.unit(own).filter(|unit| own > next && *unit >= TimeUnit::Day);
    let named = point(pieces, next).or_else(|| {
        let unit = whole.filter(|_| next > at + 1)?;
        Some(Read::new(own + 1, Point::moved(0, vec![one(unit)])))
    });
    let named = named.or_else(|| {
        pieces
            .which(next)
            .and_then(|way| Some(Read::new(next + 2, Point::moved(way, vec![one(pieces.unit(next + 1)?)]))))
    })?;
    Some(Read::new(named.end, Point { stage: Some(stage), ..named.value }))
}

/// Reads `June`, `Jan 2001`, `June of nineteen ninety-nine`, `2016 November`, `last Sept`, `this Jan`.
fn named_month(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    if let Some(year) = year(pieces, at) {
        let month = pieces.month(year.end)?;
        let point = Point { year: Some(year.value), month: Some(month), ..Point::default() };
        return (!may_be_another_word(pieces, year.end)).then(|| Read::new(year.end + 1, point));
    }
    let way = pieces.which(at);
    let name = at + usize::from(way.is_some());
    let month = Read::new(name + 1, Point { month: Some(pieces.month(name)?), ..Point::default() });
    if let Some(way) = way {
        let away = Point::moved(way, vec![one(TimeUnit::Year)]).away;
        return Some(year_behind(pieces, Read::new(month.end, Point { away, ..month.value })));
    }
    let dated = year_behind(pieces, month.clone());
    if dated.end > month.end {
        return Some(dated);
    }
    if let Some(way) = pieces.which_behind(month.end) {
        let away = Point::moved(way, vec![one(TimeUnit::Year)]).away;
        return Some(Read::new(month.end + 1, Point { away, ..month.value }));
    }
    // The word may begin a name: `April Smith`.
    let goes_on =
        pieces.is_capital(name) && pieces.is_capital(name + 1) && pieces.sense(name + 1, |_| Some(())).is_none();
    let short = pieces.is_short_month(name) && !pieces.is_led(name);
    let is_name = goes_on && !pieces.is_led(name);
    (!may_be_another_word(pieces, name) && !short && !is_name).then_some(month)
}

/// Reads `the month of Feb`, `the week of November 30th`, `the year 2018`.
fn of_month(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let noun = pieces.skip(at, FunctionWord::The);
    let unit = pieces.unit(noun).filter(|unit| matches!(unit, TimeUnit::Month | TimeUnit::Week | TimeUnit::Year))?;
    let starting = pieces.is(noun + 1, FunctionWord::Starting);
    let of = if starting { pieces.skip(noun + 2, FunctionWord::On) } else { pieces.skip(noun + 1, FunctionWord::Of) };
    if of == noun + 1 {
        return None;
    }
    let inner = match unit {
        TimeUnit::Week => day(pieces, of)?,
        _ if starting => return None,
        TimeUnit::Month => {
            longer(day(pieces, of).into_iter().chain(month(pieces, of).map(|month| year_behind(pieces, month))))?
        }
        _ => year(pieces, of).map(|year| Read::new(year.end, Point { year: Some(year.value), ..Point::default() }))?,
    };
    let part = (unit == TimeUnit::Week).then_some(Portion::Nth(1, TimeUnit::Week));
    Some(Read::new(inner.end, Point { part, ..inner.value }))
}

/// Reads `2015-3`, `3/2015`, `2016 - 11`.
fn in_digits(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let (one, two) = (pieces.digits(at)?, pieces.digits(at + 2)?);
    let joined = pieces.is_mark(at + 1, &["/", "-", "."]) && pieces.may_end(at + 3);
    let glued = pieces.is_glued(at + 1) && pieces.is_glued(at + 2);
    let (year, month, year_at) = if one.len() == 4 { (one, two, at) } else { (two, one, at + 2) };
    let year: i32 = year.parse().ok().filter(|year| {
        year_at < at + 3
            && (1000..=2199).contains(year)
            && pieces.digits(year_at).is_some_and(|digits| digits.len() == 4)
    })?;
    // `2014-15` is a season, not a month.
    let month: u8 =
        month.parse().ok().filter(|number| (1..=12).contains(number) && i32::from(*number) != (year + 1) % 100)?;
    let fits = joined && (glued || !pieces.is_mark(at + 1, &["."])) && !counts_things(pieces, at + 3);
    fits.then(|| Read::new(at + 3, Point { year: Some(year), month: Some(month), ..Point::default() }))
}

/// Reads `summer`, `this summer`, `the spring of 1978`.
fn season(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let the = pieces.skip(at, FunctionWord::The);
    let way = pieces.which(the);
    let name = the + usize::from(way.is_some());
    let season = pieces.season(name)?;
    let away = way.and_then(|way| Point::moved(way, vec![one(TimeUnit::Year)]).away);
    let bare = Read::new(name + 1, Point { part: Some(Portion::Season(season)), away, ..Point::default() });
    let dated = year_behind(pieces, bare.clone());
    if dated.end > bare.end {
        return Some(dated);
    }
    if let Some(way) = pieces.which_behind(bare.end) {
        return Some(Read::new(
            bare.end + 1,
            Point { away: Point::moved(way, vec![one(TimeUnit::Year)]).away, ..bare.value },
        ));
    }
    // The word may be no season: `the fall of the wall`, `spring back`.
    let is_word = pieces.is(name, FunctionWord::Ambiguous) && way.is_none();
    (!is_word).then_some(bare)
}

/// Reads `the 1970s`, `the '40s`, `the nineteen seventies`, `the noughties`.
fn decade(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let start = pieces.skip(at, FunctionWord::The);
    let apostrophe = pieces.skip_mark(start, &["'", "’", "‘"]);
    let decade =
        |year: i32| Point { year: Some(year), part: Some(Portion::Nth(1, TimeUnit::Decade)), ..Point::default() };
    if let Some(digits) = pieces.digits(apostrophe) {
        let possessive = pieces.skip_mark(apostrophe + 1, &["'", "’"]);
        let is_plural =
            pieces.letters(possessive) == Some("s") && pieces.is_glued(possessive) && pieces.is_glued(apostrophe + 1);
        let fits = is_plural && digits.ends_with('0');
        let year: i32 = digits.parse().ok().filter(|_| fits)?;
        return match digits.len() {
            4 if (1000..=2190).contains(&year)
                && apostrophe == start
                && (start > at || possessive == apostrophe + 1) =>
            {
                Some(Read::new(possessive + 1, decade(year)))
            }
            2 if start > at || apostrophe > start || pieces.stage(at.wrapping_sub(1)).is_some() => {
                Some(Read::new(possessive + 1, decade(if year < 20 { 2000 + year } else { 1900 + year })))
            }
            _ => None,
        };
    }
    let word =
        |at| pieces.sense(at, |sense| if let Sense::Decade(decade) = sense { Some(i32::from(*decade)) } else { None });
    if let Some(years) = word(start).filter(|_| start > at) {
        return Some(Read::new(start + 1, decade(if years < 20 { 2000 + years } else { 1900 + years })));
    }
    let century = cardinal(pieces, start).filter(|century| (13..=20).contains(&century.value))?;
    let tens = pieces.skip_mark(century.end, HYPHENS);
    Some(Read::new(tens + 1, decade(i32::try_from(century.value * 100).ok()? + word(tens)?)))
}

/// Reads `year two hundred and sixty-seven`, `fiscal year 2018`, `fiscal 2018`.
fn named_year(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let noun = pieces.skip(at, FunctionWord::Fiscal);
    let number = if pieces.unit(noun) == Some(TimeUnit::Year) { noun + 1 } else { noun };
    let words = || {
        cardinal(pieces, number)
            .filter(|words| number > noun && words.value >= 100)
            .and_then(|words| Some(Read::new(words.end, i32::try_from(words.value).ok()?)))
    };
    let year = year(pieces, number).filter(|_| number > at).or_else(words)?;
    let point = Point { year: Some(year.value), ..Point::default() };
    let pair = pieces.is_mark(year.end, &["/", "-", "–"])
        && pieces.digits(year.end + 1).is_some_and(|digits| matches!(digits.len(), 2 | 4))
        && pieces.is_glued(year.end + 1);
    Some(Read::new(if pair { year.end + 2 } else { year.end }, point))
}

/// Reads a year that is not a count: `in 2018`, `until 2005`, `the 2008 crisis`, `a 1990 election`, `his 2005 vote`, `(2014)`,
/// `in nineteen twenty-eight`.
fn bare_year(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let year = year(pieces, at).filter(|year| !counts_things(pieces, year.end))?;
    let in_brackets = pieces.is_mark(at.wrapping_sub(1), &["("]) && pieces.is_mark(year.end, &[")", "-", "–", ","]);
    let led = pieces.is_led(at) && !pieces.is_behind(at, FunctionWord::To);
    let before = at.checked_sub(1).and_then(|before| pieces.letters(before)).map(str::to_lowercase);
    let words = &pieces.language.words;
    let is_of_a_year = |word: &String| words.year_before.has(word) && !words.to.has(word);
    // `a 1990 election`, but not `a 1990`: a noun must follow.
    let leads = |before: usize| pieces.is(before, FunctionWord::One) || pieces.is(before, FunctionWord::Own);
    let in_front = before.is_some() && leads(at - 1) && pieces.letters(year.end).is_some();
    (led || in_brackets || in_front || before.as_ref().is_some_and(is_of_a_year))
        .then(|| Read::new(year.end, Point { year: Some(year.value), ..Point::default() }))
}

/// Reads `this week`, `next month`, `the next decade`, `that year`, `the week after next`, `le mois dernier`.
fn which_unit(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let noun = pieces.skip(at, FunctionWord::The);
    if let Some(unit) = pieces.unit(noun).filter(|unit| *unit > TimeUnit::Day) {
        if let Some(way) = pieces.which_behind(noun + 1) {
            return Some(Read::new(noun + 2, Point::moved(way, vec![one(unit)])));
        }
        let way = pieces.which(noun + 2).filter(|way| *way != 0)?;
        let away = pieces.is(noun + 1, if way > 0 { FunctionWord::After } else { FunctionWord::Before });
        let two = TimeAmount { count: Some(Number::whole(2)), unit };
        return away.then(|| Read::new(noun + 3, Point::moved(way, vec![two])));
    }
    let way = pieces.which(noun)?;
    let unit = pieces.unit(noun + 1).filter(|unit| *unit > TimeUnit::Day)?;
    // Where a word does not tell it, as in `les derniers mois`, only `ce` leads to one.
    let is_one = pieces.may_be_one(noun + 1) && (way == 0 || !pieces.may_be_several(noun + 1));
    // `the same month` and `the current week` refer to one that was named before: the article is not part of them.
    let from_article = noun > at && way == 0;
    (is_one && !from_article).then(|| Read::new(noun + 2, Point::moved(way, vec![one(unit)])))
}

/// Reads `the third quarter of 2016`, `next year's third quarter`, `the last week of July`, `the first half of 2018`.
fn nth_unit(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    if let Some(way) = pieces.which(at).filter(|_| pieces.unit(at + 1) == Some(TimeUnit::Year)) {
        let possessive = pieces.is_mark(at + 2, &["'", "’"]) && pieces.letters(at + 3) == Some("s");
        let nth = nth(pieces, at + 4).filter(|_| possessive)?;
        return Some(Read::new(
            nth.end,
            Point {
                part: Some(nth.value),
                away: Point::moved(way, vec![one(TimeUnit::Year)]).away,
                ..Point::default()
            },
        ));
    }
    let the = pieces.skip(at, FunctionWord::The);
    let nth = nth(pieces, the)?;
    let bare = Read::new(nth.end, Point { part: Some(nth.value), ..Point::default() });
    let dated = year_behind(pieces, bare.clone());
    if dated.end > bare.end {
        return Some(dated);
    }
    let of = if pieces.is(nth.end, FunctionWord::Of) || pieces.is(nth.end, FunctionWord::In) {
        nth.end + 1
    } else {
        nth.end
    };
    if let Some(month) = month(pieces, of).filter(|_| of > nth.end) {
        let month = year_behind(pieces, month);
        return Some(Read::new(month.end, Point { part: bare.value.part, ..month.value }));
    }
    // A quarter is always one of a year; the first week or half may be one of anything.
    let is_quarter = matches!(nth.value, Portion::Nth(1.., TimeUnit::Quarter));
    is_quarter.then_some(bare)
}

/// Reads `third quarter`, `third-quarter`, `last week`, `first half`.
fn nth(pieces: &PieceList, at: usize) -> Option<Read<Portion>> {
    let nth = match pieces.which(at) {
        Some(way) if way < 0 => Read::new(at + 1, -1),
        _ => {
            let nth = ordinal(pieces, at)?;
            Read::new(nth.end, i8::try_from(nth.value).ok()?)
        }
    };
    let noun = pieces.skip_mark(nth.end, HYPHENS);
    if pieces.is(noun, FunctionWord::Half) {
        return Some(Read::new(noun + 1, Portion::Nth(nth.value, TimeUnit::HalfYear)));
    }
    let unit = pieces.unit(noun).filter(|unit| matches!(unit, TimeUnit::Week | TimeUnit::Month | TimeUnit::Quarter))?;
    Some(Read::new(noun + 1, Portion::Nth(nth.value, unit)))
}

/// Reads `week 10`.
fn week(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let is_one = pieces.unit(at) == Some(TimeUnit::Week) && pieces.may_be_one(at);
    let number: i8 = pieces.digits(at + 1).filter(|digits| is_one && digits.len() <= 2)?.parse().ok()?;
    let fits = (1..=53).contains(&number);
    fits.then(|| {
        year_behind(
            pieces,
            Read::new(at + 2, Point { part: Some(Portion::Nth(number, TimeUnit::Week)), ..Point::default() }),
        )
    })
}

/// Reads `Q1`, `Q3 2016`, `2016 Q3`, `H1 2019`.
fn short_quarter(pieces: &PieceList, at: usize) -> Option<Read<Point>> {
    let first = year(pieces, at);
    let letter = first.as_ref().map_or(at, |year| year.end);
    let unit = match pieces.letters(letter)? {
        "Q" | "q" => TimeUnit::Quarter,
        "H" => TimeUnit::HalfYear,
        _ => return None,
    };
    let number: i8 = pieces.digits(letter + 1).filter(|_| pieces.is_glued(letter + 1))?.parse().ok()?;
    let fits = (1..=if unit == TimeUnit::Quarter { 4 } else { 2 }).contains(&number);
    let point =
        Point { part: Some(Portion::Nth(number, unit)), year: first.map(|year| year.value), ..Point::default() };
    let read = year_behind(pieces, Read::new(letter + 2, point));
    (fits && (unit == TimeUnit::Quarter || read.value.year.is_some())).then_some(read)
}

/// Reads `next 3 days`, `the past two decades`, `past few weeks`, `the first nine months of 2018`, `recent years`.
fn several(pieces: &PieceList, at: usize) -> Option<Read<Timeframe>> {
    let the = pieces.skip(at, FunctionWord::The);
    if let Some(way) = pieces.which(the).filter(|way| *way != 0) {
        let count = count(pieces, the + 1)
            .filter(|_| !pieces.is(the + 1, FunctionWord::One))
            .unwrap_or(Read::new(the + 1, None));
        let unit_at = pieces.skip_mark(count.end, HYPHENS);
        let unit = pieces.unit(unit_at).filter(|unit| *unit >= TimeUnit::Day)?;
        let is_several = count.end > the + 1 || pieces.may_be_several(unit_at);
        let away = Point::moved(way, vec![TimeAmount { count: count.value, unit }]);
        let value = if way < 0 { Timeframe::Between(away, today()) } else { Timeframe::Between(today(), away) };
        return is_several.then(|| Read::new(unit_at + 1, value));
    }
    let first = ordinal(pieces, the).filter(|first| first.value == 1)?;
    let length = length::sum(pieces, first.end)
        .filter(|length| length.value.iter().all(|amount| amount.unit >= TimeUnit::Day))?;
    let of = if pieces.is(length.end, FunctionWord::Of) || pieces.is(length.end, FunctionWord::In) {
        length.end + 1
    } else {
        return None;
    };
    let whole = point(pieces, of)?;
    let to = Point { away: Point::moved(1, length.value).away, ..whole.value.clone() };
    Some(Read::new(whole.end, Timeframe::Between(whole.value, to)))
}

/// Reads `within 2 weeks from today`, `2 weeks starting May 20th`, `for 3 days, from today`.
fn counted_from(pieces: &PieceList, at: usize) -> Option<Read<Timeframe>> {
    let within = pieces.is(at, FunctionWord::Within);
    let length = length::sum(pieces, at + usize::from(within))?;
    let comma = pieces.skip_mark(length.end, &[","]);
    let back = pieces.is(comma, FunctionWord::Before);
    let joins = pieces.is(comma, FunctionWord::Starting)
        || within && (back || pieces.is(comma, FunctionWord::From) || pieces.is(comma, FunctionWord::After));
    if !joins || length.value.iter().any(|amount| amount.unit < TimeUnit::Day) {
        return None;
    }
    let from = day(pieces, pieces.skip(comma + 1, FunctionWord::On))?;
    let moved = Point { away: Point::moved(if back { -1 } else { 1 }, length.value).away, ..from.value.clone() };
    let value = if back { Timeframe::Between(moved, from.value) } else { Timeframe::Between(from.value, moved) };
    Some(Read::new(from.end, value))
}

/// Reads `year to date`.
fn to_date(pieces: &PieceList, at: usize) -> Option<Read<Timeframe>> {
    let year = Point { part: Some(Portion::Nth(1, TimeUnit::Day)), ..Point::moved(0, vec![one(TimeUnit::Year)]) };
    pieces.is(at, FunctionWord::YearToDate).then(|| Read::new(at + 1, Timeframe::Between(year, today())))
}

/// Returns the day of writing.
fn today() -> Point {
    Point::moved(0, vec![one(TimeUnit::Day)])
}

/// Returns a year of two digits after another year: the `15` of `2014-15`.
pub(super) fn short_year(pieces: &PieceList, at: usize, first: i32) -> Option<Read<i32>> {
    let digits: i32 = pieces.digits(at).filter(|digits| digits.len() == 2 && pieces.may_end(at + 1))?.parse().ok()?;
    let year = first - first.rem_euclid(100) + digits;
    (first < year && year <= first + 30 && number::of_two_digits(digits) > 0).then(|| Read::new(at + 1, year))
}
