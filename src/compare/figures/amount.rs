//! The amount of a quantity, told in a unit that others of its kind can be told in, too.

use super::units;
use crate::language::units::Kind;
use crate::quantity::number::Number;
use crate::quantity::{Quantity, Value};

/// An amount.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseAmount {
    /// The name of the unit that all of its kind can be told in; empty for a bare number.
    pub base: String,
    /// The kind of unit; `None` for a bare number.
    pub kind: Option<Kind>,
    /// The least that it may be, in that unit.
    pub low: Number,
    /// The most that it may be, in that unit; the same unless it is a range.
    pub high: Number,
    /// The least and the most in the unit that the text has.
    pub bare: [Number; 2],
    /// Of how many in all, where the text says so.
    pub of: Option<Number>,
    /// Whether it may be money whose currency the text leaves out: a million and more of nothing that is named.
    may_be_money: bool,
    /// Whether it may have a unit that the text leaves out: a bare number of nothing that is named.
    may_have_unit: bool,
}

/// The relation of two amounts that may be of the same thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Relation {
    /// They are equal.
    Equal,
    /// They are not; the number says how close they come, 0 to 1.
    Apart(f64),
}

impl BaseAmount {
    /// Returns how much a quantity is.
    pub fn of(quantity: &Quantity) -> BaseAmount {
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
            may_have_unit: is_bare,
        }
    }

    /// Returns how two amounts relate, if they can be of the same thing at all: both in units that one can be told in, both money, or
    /// the same number with a unit that one of the texts leaves out. Parts of a whole are held against parts of a whole.
    pub fn relation(&self, other: &BaseAmount) -> Option<Relation> {
        let is_told = self.base == other.base;
        let same = match is_told {
            true => self.low == other.low && self.high == other.high,
            false => self.bare == other.bare,
        };
        let is_left_out = self.may_have_unit || other.may_have_unit;
        let is_money = self.kind == Some(Kind::Money) || other.kind == Some(Kind::Money);
        let are_money = is_money && self.may_be_money && other.may_be_money;
        if let (Some(one), Some(two)) = (self.part(), other.part()) {
            return Some(if one == two { Relation::Equal } else { Relation::Apart(ratio(one.to_f64(), two.to_f64())) });
        }
        if same && (is_told || is_left_out) {
            Some(Relation::Equal)
        } else if (is_told && self.is_part() == other.is_part()) || are_money {
            let middle = |amount: &BaseAmount| (amount.low.to_f64() + amount.high.to_f64()) / 2.0;
            Some(Relation::Apart(ratio(middle(self), middle(other))))
        } else {
            None
        }
    }

    /// Returns what part of a whole it is: of `23 of 32`, 23/32; of `a third`, 1/3.
    fn part(&self) -> Option<Number> {
        match self.of {
            Some(of) => self.low.by(of),
            None => (self.is_part() && self.low == self.high).then_some(self.low),
        }
    }

    /// Returns whether it is a part of a whole and no count.
    fn is_part(&self) -> bool {
        self.of.is_some() || (self.kind.is_none() && self.high < Number::ONE)
    }

    /// Returns whether it is of a sort that is in every text, so that two of them are seldom of the same thing: a bare number below ten,
    /// or a share in per cent.
    pub fn is_common(&self) -> bool {
        match self.kind {
            None => self.high < Number::whole(10),
            Some(kind) => kind == Kind::Share,
        }
    }
}

/// Returns the smaller of two numbers as a share of the larger; 0 where one is zero, or only one is below it.
fn ratio(one: f64, other: f64) -> f64 {
    match one.signum() == other.signum() && one != 0.0 && other != 0.0 {
        true => one.abs().min(other.abs()) / one.abs().max(other.abs()),
        false => 0.0,
    }
}
