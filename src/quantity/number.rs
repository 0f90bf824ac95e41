//! Computes with exact numbers: a whole number over a whole number, in lowest terms.
//!
//! Figures of two texts are compared to the last digit, so there are no binary fractions here: `1.1` is eleven tenths,
//! and `two-thirds` is two thirds. A number that does not fit into 128 bits is not read.

use std::cmp::Ordering;
use std::fmt;

/// An exact number.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    over: i128,
    under: i128,
}

impl Number {
    /// Zero.
    pub const ZERO: Number = Number { over: 0, under: 1 };
    /// One.
    pub const ONE: Number = Number { over: 1, under: 1 };

    /// Returns a whole number.
    pub const fn whole(number: i64) -> Number {
        Number { over: number as i128, under: 1 }
    }

    /// Returns `over / under`; `None` if `under` is zero or the number does not fit.
    pub fn ratio(over: i128, under: i128) -> Option<Number> {
        let divisor = gcd(over.checked_abs()?, under.checked_abs()?);
        if under == 0 || divisor == 0 {
            return None;
        }
        let sign = under.signum();
        Some(Number {
            over: over.checked_div(divisor)?.checked_mul(sign)?,
            under: (under / divisor).checked_mul(sign)?,
        })
    }

    /// Reads ASCII digits with at most one `.` among them; `None` for anything else and for what does not fit.
    pub fn read(digits: &str) -> Option<Number> {
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = [whole, part].concat();
        if all.is_empty() || all.len() > 30 || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Number::ratio(all.parse().ok()?, 10i128.checked_pow(u32::try_from(part.len()).ok()?)?)
    }

    /// Returns the sum, if it fits.
    pub fn plus(self, other: Number) -> Option<Number> {
        let over = self.over.checked_mul(other.under)?.checked_add(other.over.checked_mul(self.under)?)?;
        Number::ratio(over, self.under.checked_mul(other.under)?)
    }

    /// Returns the difference, if it fits.
    pub fn minus(self, other: Number) -> Option<Number> {
        self.plus(other.negative())
    }

    /// Returns the product, if it fits.
    pub fn times(self, other: Number) -> Option<Number> {
        Number::ratio(self.over.checked_mul(other.over)?, self.under.checked_mul(other.under)?)
    }

    /// Returns the quotient, if there is one and it fits.
    pub fn by(self, other: Number) -> Option<Number> {
        Number::ratio(self.over.checked_mul(other.under)?, self.under.checked_mul(other.over)?)
    }

    /// Returns the number with the other sign.
    pub fn negative(self) -> Number {
        Number { over: self.over.saturating_neg(), under: self.under }
    }

    /// Returns the number without its sign.
    pub fn size(self) -> Number {
        if self.over < 0 { self.negative() } else { self }
    }

    /// Returns whether the number is whole.
    pub fn is_whole(self) -> bool {
        self.under == 1
    }

    /// Returns the number as an integer, if it is whole and fits.
    pub fn as_whole(self) -> Option<i64> {
        if self.is_whole() { i64::try_from(self.over).ok() } else { None }
    }

    /// Returns the number rounded to this many significant digits, halves away from zero: 10,350 to two digits is 10,000,
    /// as a text would say.
    pub fn rounded(self, digits: u32) -> Option<Number> {
        if self.over == 0 {
            return Some(self);
        }
        let ten = Number::whole(10);
        let (mut least, mut unit) = (Number::ONE, Number::ONE);
        for _ in 1..digits {
            least = least.times(ten)?;
        }
        let most = least.times(ten)?;
        let mut scaled = self.size();
        while scaled >= most {
            (scaled, unit) = (scaled.by(ten)?, unit.times(ten)?);
        }
        while scaled < least {
            (scaled, unit) = (scaled.times(ten)?, unit.by(ten)?);
        }
        let half_up = scaled.over.checked_mul(2)?.checked_add(scaled.under)? / scaled.under.checked_mul(2)?;
        let rounded = Number { over: half_up, under: 1 }.times(unit)?;
        Some(if self.over < 0 { rounded.negative() } else { rounded })
    }

    /// Returns the nearest binary fraction, for callers that need a float.
    pub fn to_f64(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (self.over.checked_mul(other.under), other.over.checked_mul(self.under)) {
            (Some(one), Some(two)) => one.cmp(&two),
            // The products are too large, so numbers that differ only behind the sixteenth digit are equal.
            _ => self.to_f64().total_cmp(&other.to_f64()),
        }
    }
}

impl fmt::Display for Number {
    /// Writes the number as a decimal with groups of three digits, if it has one; otherwise as a fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut scale, mut over, mut under) = (0, self.over.unsigned_abs(), self.under.unsigned_abs());
        while under > 1 && scale < 18 && (under.is_multiple_of(2) || under.is_multiple_of(5)) {
            let Some(more) = over.checked_mul(10) else { break };
            let divisor = gcd_unsigned(more, under);
            (over, under, scale) = (more / divisor, under / divisor, scale + 1);
        }
        let sign = if self.over < 0 { "-" } else { "" };
        if under != 1 {
            return write!(f, "{sign}{}/{}", self.over.unsigned_abs(), self.under);
        }
        let digits = format!("{over:0>width$}", width = scale + 1);
        let (whole, part) = digits.split_at(digits.len() - scale);
        write!(f, "{sign}{}", grouped(whole))?;
        if part.is_empty() { Ok(()) } else { write!(f, ".{part}") }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn gcd(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

fn gcd_unsigned(mut one: u128, mut other: u128) -> u128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_exact_and_is_written_as_people_write_it() {
        let show = |digits: &str| Number::read(digits).unwrap().to_string();
        assert_eq!(
            [show("1234567"), show("0.50"), show("1000.125"), show("007")],
            ["1,234,567", "0.5", "1,000.125", "7"]
        );
        let third = Number::ratio(2, 6).unwrap();
        assert_eq!((third.to_string(), third.negative().to_string()), ("1/3".into(), "-1/3".into()));
        assert_eq!(Number::read("0.1").unwrap().plus(Number::read("0.2").unwrap()), Number::read("0.3"));
        assert_eq!((Number::read(""), Number::read("1.2.3"), Number::ratio(1, 0)), (None, None, None));
        assert_eq!(Number::read(&"9".repeat(31)), None);
    }

    #[test]
    fn a_number_is_rounded_to_significant_digits() {
        let round = |digits: &str, to| Number::read(digits).unwrap().rounded(to).unwrap().to_string();
        assert_eq!(
            [round("10350", 2), round("0.0456", 1), round("995", 2), round("12", 3)],
            ["10,000", "0.05", "1,000", "12"]
        );
    }

    proptest! {
        #[test]
        fn the_operations_undo_each_other(a in -1_000_000i64..1_000_000, b in 1i64..1_000_000, c in 1i128..5_000) {
            let (a, b) = (Number::ratio(a.into(), c).unwrap(), Number::whole(b));
            prop_assert_eq!(a.plus(b).unwrap().minus(b), Some(a));
            prop_assert_eq!(a.times(b).unwrap().by(b), Some(a));
            prop_assert_eq!(a.cmp(&b), a.minus(b).unwrap().cmp(&Number::ZERO));
        }
    }
}
