//! Converts the amount of a quantity to a base unit, in which it can be compared with others.

use super::units;
use crate::language::units::Kind;
use crate::language::words::Qualifier;
use crate::quantity::number::Number;
use crate::quantity::{Change, Quantity, Value};

/// The base unit of shares.
const PERCENTAGE: &str = "percentage";

/// An amount.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BaseAmount {
    /// The name of the base unit; empty for a bare number.
    pub base: String,
    /// The kind of unit; `None` for a bare number.
    pub kind: Option<Kind>,
    /// The least value, in the base unit.
    pub low: Number,
    /// The greatest value, in the base unit; the same unless it is a range.
    pub high: Number,
    /// The least and the greatest value in the unit of the text.
    pub bare: [Number; 2],
    /// The whole, if the amount is a part of it.
    pub of: Option<Number>,
    /// Whether it may be money whose currency the text leaves out: a million or more of nothing that is named.
    may_be_money: bool,
    /// Whether it may have a unit that the text leaves out: a bare number of nothing that is named, and no part of a whole.
    may_have_unit: bool,
    qualifier: Option<Qualifier>,
    change: Option<Change>,
}

/// The relation of two amounts that may count the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Relation {
    /// They are equal.
    Equal,
    /// They differ; the number says how close they are, 0 to 1.
    Apart(f64),
}

/// Numbers of which one is less than this share of the other seldom count the same.
const FAR: f64 = 0.1;

impl Relation {
    /// Returns whether the numbers are so far apart that they seldom count the same.
    pub(crate) fn is_far(self) -> bool {
        matches!(self, Relation::Apart(close) if close < FAR)
    }
}

impl BaseAmount {
    /// Returns the amount of a quantity.
    pub(super) fn of(quantity: &Quantity) -> BaseAmount {
        let told = units::told(&quantity.unit.name);
        let times = |number: Number| number.times(told.factor).unwrap_or(number);
        let (low, high) = quantity.value.bounds();
        let of = if let Value::Share(_, of) = quantity.value { Some(of) } else { None };
        let is_bare = quantity.unit.kind.is_none() && quantity.counted.is_none();
        BaseAmount {
            base: told.base.into(),
            kind: quantity.unit.kind,
            low: times(low),
            high: times(high),
            bare: [low, high],
            of,
            may_be_money: quantity.unit.kind == Some(Kind::Money) || is_bare && low >= Number::whole(1_000_000),
            may_have_unit: is_bare && of.is_none(),
            qualifier: quantity.qualifier,
            change: quantity.change,
        }
    }

    /// Returns the relation of two amounts, if they can count the same: in convertible units, both money, or the same
    /// number with a unit that one of the texts leaves out. Parts of a whole are compared with parts of a whole; by how much something
    /// rose is not compared with what it rose to or from, and what it rose from only with an equal number that it rose to.
    pub(super) fn relation(&self, other: &BaseAmount) -> Option<Relation> {
        let is_by = |change: Option<Change>| matches!(change, Some(Change::By(_)));
        if is_by(self.change) != is_by(other.change) && self.change.is_some() && other.change.is_some() {
            return None;
        }
        let is_told = units::may_be_one(&self.base, &other.base);
        let same = match is_told {
            true => self.low == other.low && self.high == other.high,
            false => self.bare == other.bare,
        };
        let is_left_out = self.may_have_unit || other.may_have_unit;
        let is_money = self.kind == Some(Kind::Money) || other.kind == Some(Kind::Money);
        let are_money = is_money && self.may_be_money && other.may_be_money;
        let is_share = |amount: &BaseAmount| amount.base == PERCENTAGE;
        if let (Some(one), Some(two)) = (self.part(), other.part())
            && !(is_share(self) && is_share(other))
        {
            return Some(if one == two { Relation::Equal } else { Relation::Apart(ratio(one.to_f64(), two.to_f64())) });
        }
        let are_steps = matches!(
            (self.change, other.change),
            (Some(Change::To(_)), Some(Change::From(_))) | (Some(Change::From(_)), Some(Change::To(_)))
        );
        if are_steps && !same {
            return None;
        }
        if same && (is_told || is_left_out) {
            let differ = self.goes_against(other) || self.is_beyond(other);
            Some(if differ { Relation::Apart(1.0) } else { Relation::Equal })
        } else if (is_told && self.is_part() == other.is_part()) || are_money {
            let middle = |amount: &BaseAmount| (amount.low.to_f64() + amount.high.to_f64()) / 2.0;
            Some(Relation::Apart(ratio(middle(self), middle(other))))
        } else {
            None
        }
    }

    /// Returns the name of the unit and the number: the amount in its base unit, of a range the middle. A part of a whole is a
    /// percentage.
    pub(super) fn told(&self) -> (String, f64) {
        let middle = || (self.low.to_f64() + self.high.to_f64()) / 2.0;
        match self.part() {
            Some(part) => (PERCENTAGE.into(), part.to_f64() * 100.0),
            None => (self.base.clone(), middle()),
        }
    }

    /// Returns whether the numbers of both have one unit, and one whole if they are parts, so that one can be taken from the
    /// other.
    pub(super) fn is_measured_as(&self, other: &BaseAmount) -> bool {
        units::may_be_one(&self.base, &other.base) && self.of == other.of
    }

    /// Returns whether it is by how much something rose or fell.
    pub(super) fn is_change(&self) -> bool {
        matches!(self.change, Some(Change::By(_)))
    }

    /// Returns whether one rose and the other fell, by some amount.
    pub(super) fn goes_against(&self, other: &BaseAmount) -> bool {
        matches!((self.change, other.change), (Some(Change::By(one)), Some(Change::By(other))) if one != other)
    }

    /// Returns whether one is below its number and the other above: `nearly 100` and `more than 100`.
    pub(super) fn is_beyond(&self, other: &BaseAmount) -> bool {
        let is_below = |one: &BaseAmount| {
            matches!(one.qualifier, Some(Qualifier::Nearly | Qualifier::LessThan | Qualifier::AtMost))
        };
        let is_above = |one: &BaseAmount| matches!(one.qualifier, Some(Qualifier::MoreThan | Qualifier::AtLeast));
        (is_below(self) && is_above(other)) || (is_above(self) && is_below(other))
    }

    /// Returns the part of a whole as a number: 23/32 for `23 of 32`, 1/3 for `a third`, 1/2 for `50 per cent`.
    fn part(&self) -> Option<Number> {
        let is_one = self.low == self.high;
        match self.of {
            Some(of) => self.low.by(of),
            None if self.base == PERCENTAGE => self.low.by(Number::whole(100)).filter(|_| is_one),
            None => (self.is_part() && is_one).then_some(self.low),
        }
    }

    /// Returns whether the amount is a share of a whole in any words: `23 of 32`, `two-thirds`, `50 per cent`.
    pub(super) fn is_share(&self) -> bool {
        self.part().is_some()
    }

    /// Returns whether the amount is a part of a whole and no count.
    fn is_part(&self) -> bool {
        self.of.is_some() || (self.kind.is_none() && self.high < Number::ONE)
    }

    /// Returns whether most texts have such amounts, so that two of them seldom count the same thing: a bare number
    /// below ten, or a percentage.
    pub(super) fn is_common(&self) -> bool {
        match self.kind {
            None => self.high < Number::whole(10),
            Some(kind) => kind == Kind::Share,
        }
    }
}

/// Returns the smaller of two numbers, divided by the larger; 0 if one is zero, or if only one is negative.
fn ratio(one: f64, other: f64) -> f64 {
    match one.signum() == other.signum() && one != 0.0 && other != 0.0 {
        true => one.abs().min(other.abs()) / one.abs().max(other.abs()),
        false => 0.0,
    }
}
