//! Converts units that measure the same, so that 52 km can be compared with 32 miles.
//!
//! The factors are exact by definition: the international yard and pound (1959), the nautical mile (1929), the Julian year, of which
//! a month is a twelfth.

use crate::quantity::number::Number;

/// A unit, its base unit, and the factor between them: a whole number over another.
type UnitConversion = (&'static str, &'static str, i64, i64);

#[rustfmt::skip]
const ALL: &[UnitConversion] = &[
    ("minute", "second", 60, 1), ("hour", "second", 3_600, 1), ("day", "second", 86_400, 1), ("night", "second", 86_400, 1),
    ("week", "second", 604_800, 1), ("month", "second", 2_629_800, 1), ("year", "second", 31_557_600, 1),
    ("decade", "second", 315_576_000, 1), ("century", "second", 3_155_760_000, 1),
    ("nanometre", "metre", 1, 1_000_000_000), ("micrometre", "metre", 1, 1_000_000), ("millimetre", "metre", 1, 1_000),
    ("centimetre", "metre", 1, 100), ("decimetre", "metre", 1, 10), ("kilometre", "metre", 1_000, 1),
    ("inch", "metre", 254, 10_000), ("foot", "metre", 3_048, 10_000), ("yard", "metre", 9_144, 10_000),
    ("mile", "metre", 1_609_344, 1_000), ("nautical mile", "metre", 1_852, 1),
    ("square centimetre", "square metre", 1, 10_000), ("square kilometre", "square metre", 1_000_000, 1),
    ("square foot", "square metre", 9_290_304, 100_000_000), ("square yard", "square metre", 83_612_736, 100_000_000),
    ("square mile", "square metre", 2_589_988_110_336, 1_000_000), ("hectare", "square metre", 10_000, 1),
    ("acre", "square metre", 40_468_564_224, 10_000_000),
    ("milligram", "gram", 1, 1_000), ("kilogram", "gram", 1_000, 1), ("tonne", "gram", 1_000_000, 1),
    ("ounce", "gram", 28_349_523_125, 1_000_000_000), ("pound-mass", "gram", 45_359_237, 100_000), ("stone", "gram", 635_029_318, 100_000),
    ("ton", "gram", 90_718_474, 100),
    ("millilitre", "litre", 1, 1_000), ("centilitre", "litre", 1, 100), ("cubic metre", "litre", 1_000, 1),
    ("cubic foot", "litre", 28_316_846_592, 1_000_000_000), ("gallon", "litre", 3_785_411_784, 1_000_000_000),
    ("barrel", "litre", 158_987_294_928, 1_000_000_000),
    ("cent", "dollar", 1, 100), ("penny", "pound sterling", 1, 100), ("per mille", "percentage", 1, 10), ("part", "percentage", 100, 1),
    ("basis point", "percentage point", 1, 100),
    ("megawatt hour", "kilowatt hour", 1_000, 1), ("gigawatt hour", "kilowatt hour", 1_000_000, 1),
    ("terawatt hour", "kilowatt hour", 1_000_000_000, 1),
    ("kilowatt", "watt", 1_000, 1), ("megawatt", "watt", 1_000_000, 1), ("gigawatt", "watt", 1_000_000_000, 1),
    ("mile per hour", "kilometre per hour", 1_609_344, 1_000_000), ("knot", "kilometre per hour", 1_852, 1_000),
    ("metre per second", "kilometre per hour", 3_600, 1_000), ("kilobyte", "byte", 1_000, 1), ("megabyte", "byte", 1_000_000, 1),
    ("gigabyte", "byte", 1_000_000_000, 1), ("terabyte", "byte", 1_000_000_000_000, 1), ("kilohertz", "hertz", 1_000, 1),
    ("megahertz", "hertz", 1_000_000, 1), ("gigahertz", "hertz", 1_000_000_000, 1),
];

/// Units that leave out the country or the scale, with the ends of the names of those that say it.
const OPEN: &[(&str, &[&str])] = &[
    ("dinar", &[" dinar"]),
    ("franc", &[" franc"]),
    ("krone", &[" krone", " krona"]),
    ("peso", &[" peso"]),
    ("rial", &[" rial"]),
    ("degree", &["celsius", "fahrenheit"]),
];

/// Returns whether a unit may be the other one, and leaves out its country or its scale: `krone`, `danish krone`.
pub(super) fn leaves_out(unit: &str, other: &str) -> bool {
    let row = OPEN.iter().find(|row| row.0 == unit);
    row.is_some_and(|row| row.1.iter().any(|end| other.ends_with(end)))
}

/// Returns whether two base units are one, or may be one, as one of them says less.
pub(super) fn may_be_one(one: &str, other: &str) -> bool {
    one == other || leaves_out(one, other) || leaves_out(other, one)
}

/// A unit in terms of its base unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told<'a> {
    /// The name of the base unit.
    pub base: &'a str,
    /// The number of base units in one unit.
    pub factor: Number,
}

/// Returns a unit in terms of its base unit; a unit that is not in the table is its own base unit.
pub(super) fn told(unit: &str) -> Told<'_> {
    let row = ALL.iter().find(|row| row.0 == unit);
    let known = row.and_then(|row| Some(Told { base: row.1, factor: Number::ratio(row.2.into(), row.3.into())? }));
    known.unwrap_or(Told { base: unit, factor: Number::ONE })
}

/// Returns a number of `from`, converted to `to`; `None` if the two do not measure the same.
pub(super) fn converted(number: Number, from: &str, to: &str) -> Option<Number> {
    let (one, other) = (told(from), told(to));
    if !may_be_one(one.base, other.base) {
        return None;
    }
    number.times(one.factor)?.by(other.factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_told_in_another_unit_to_the_last_digit() {
        let told = |number, from, to| converted(Number::whole(number), from, to).map(|number| number.to_string());
        assert_eq!(told(52, "kilometre", "metre").as_deref(), Some("52,000"));
        assert_eq!(told(1, "mile", "kilometre").as_deref(), Some("1.609344"));
        assert_eq!(told(2, "week", "day").as_deref(), Some("14"));
        assert_eq!(told(7, "soldier", "soldier").as_deref(), Some("7"));
        assert_eq!(told(1, "mile", "hour"), None);
    }

    #[test]
    fn every_unit_is_there_once_and_is_told_in_one_that_is_told_in_none() {
        for (at, row) in ALL.iter().enumerate() {
            assert!(ALL[at + 1..].iter().all(|other| other.0 != row.0), "{}", row.0);
            assert!(ALL.iter().all(|other| other.0 != row.1), "{}", row.1);
        }
    }
}
