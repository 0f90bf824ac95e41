//! Finds reasons why two figures may differ, each with the words that give it. The reasons never change the status.
//!
//! | reason | where |
//! | --- | --- |
//! | one is approximate, a bound, or a range | in the figures themselves |
//! | one rose, the other fell; one is less, the other more | in the figures themselves |
//! | less exact: without the day, the year, the country | in the figures themselves |
//! | rounded, told in another unit or currency | in the figures themselves |
//! | another scope: planned, sent, deployed | in the words beside the figures, see scope |
//! | revised | in the sentences |
//! | another date or period | in the sentences |
//! | another source's estimate | who is cited for each |

use super::amount::BaseAmount;
use super::scope::FigureScope;
use super::{Figure, Relation, units};
use crate::compare::both::Both;
use crate::compare::reading::{DocumentReading, Stated};
use crate::compare::sources::Cited;
use crate::compare::words;
use crate::language::words::Qualifier;
use crate::quantity::Quantity;
use crate::quantity::date::{self, Moment};
use crate::quantity::number::Number;
use crate::text::Span;

/// A reason why two figures may differ, or a remark on two equal figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceReason {
    /// One or both are approximate.
    Approximate,
    /// One leaves out a part of the date, or the country or the scale of the unit: `2024` and `7 November 2024`.
    LessExact,
    /// One is the other after rounding.
    Rounded,
    /// They have different units, or different currencies.
    OtherUnit,
    /// One is a bound that the other respects: `more than 2,000` and `2,100`.
    Bound,
    /// One is a range that contains the other.
    Range,
    /// One is below its number, and the other above.
    OtherSide,
    /// One is a rise, and the other a fall.
    OtherWay,
    /// They count different things: planned, sent, present.
    OtherScope,
    /// One was revised.
    Revised,
    /// They are from different days or periods.
    OtherDate,
    /// They come from different sources.
    OtherSource,
}

impl DifferenceReason {
    fn words(self) -> &'static str {
        match self {
            DifferenceReason::Approximate => "one is approximate",
            DifferenceReason::LessExact => "one is less exact",
            DifferenceReason::Rounded => "one is rounded",
            DifferenceReason::OtherUnit => "another unit",
            DifferenceReason::Bound => "one is a bound",
            DifferenceReason::Range => "one is a range",
            DifferenceReason::OtherSide => "one is less, the other more",
            DifferenceReason::OtherWay => "one rose, the other fell",
            DifferenceReason::OtherScope => "another scope",
            DifferenceReason::Revised => "revised",
            DifferenceReason::OtherDate => "another date",
            DifferenceReason::OtherSource => "another source",
        }
    }
}

/// A reason, and the words of each text that give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Explanation {
    /// The reason.
    pub reason: DifferenceReason,
    /// The words of each text that give it, if there are any.
    pub words: Both<Option<Span>>,
}

impl Explanation {
    /// Returns the words for the reason, as a row shows them.
    pub fn reason_words(&self) -> &'static str {
        match (self.reason, self.words) {
            (DifferenceReason::Approximate, Both { left: Some(_), right: Some(_) }) => "both are approximate",
            (DifferenceReason::LessExact, Both { left: Some(_), right: Some(_) }) => "each leaves a part out",
            (reason, _) => reason.words(),
        }
    }
}

/// A figure with its surroundings, for which to find explanations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The document.
    pub side: &'a DocumentReading<'a>,
    /// The figure.
    pub figure: &'a Figure,
    /// The scope that a word beside it tells.
    pub scope: Option<FigureScope<'a>>,
    /// The source that is cited for it.
    pub source: Option<Cited>,
}

/// Returns the reasons for the relation of two figures.
pub(crate) fn explanations(place: Both<Place<'_>>, relation: Relation) -> Vec<Explanation> {
    let mut found = match (&place.left.figure.said, &place.right.figure.said) {
        (Stated::Quantity(left), Stated::Quantity(right)) => in_figures(Both::new(left, right), relation),
        (Stated::Moment(left), Stated::Moment(right)) if relation == Relation::Equal => {
            let lacks = Both::new(left.leaves_out(right), right.leaves_out(left));
            less_exact(lacks, Both::new(left.span, right.span)).into_iter().collect()
        }
        _ => Vec::new(),
    };
    if relation != Relation::Equal {
        found.extend(in_sentences(&place));
    }
    found
}

/// Returns the remark that one figure, or each, leaves out what the other says.
fn less_exact(lacks: Both<bool>, span: Both<Span>) -> Option<Explanation> {
    let words = Both::new(lacks.left.then_some(span.left), lacks.right.then_some(span.right));
    let reason = DifferenceReason::LessExact;
    (lacks.left || lacks.right).then_some(Explanation { reason, words })
}

/// Returns the reasons in the figures themselves.
fn in_figures(quantity: Both<&Quantity>, relation: Relation) -> Vec<Explanation> {
    let amount = quantity.map(BaseAmount::of);
    let about = quantity.map(|quantity| quantity.qualifier.is_some_and(is_approximate).then_some(quantity.span));
    let units = quantity.map(|quantity| quantity.unit.name.as_str());
    // `30 per cent` and `a third` are parts of a whole alike.
    let are_named = !units.left.is_empty() && !units.right.is_empty();
    let are_shares = amount.left.is_share() && amount.right.is_share();
    let lacks = Both::new(units::leaves_out(units.left, units.right), units::leaves_out(units.right, units.left));
    let is_less_exact = lacks.left || lacks.right;
    let differ_in_unit = units.left != units.right && are_named && !are_shares && !is_less_exact;
    let differs = relation != Relation::Equal;
    let mirrored = amount.clone().swapped();
    // Of two equal numbers, one may be given and the other only a bound: `half`, `more than half`.
    let bounds = quantity.map(|quantity| quantity.qualifier.is_some_and(is_bound));
    let bound = !amount.left.is_beyond(&amount.right)
        && (differs || bounds.left != bounds.right)
        && (keeps(quantity.left, &amount) || keeps(quantity.right, &mirrored));
    let holds =
        |one: &BaseAmount, other: &BaseAmount| one.low < one.high && one.low <= other.low && other.high <= one.high;
    let is_one_unit = amount.left.is_measured_as(&amount.right);
    let range = differs && is_one_unit && (holds(&amount.left, &amount.right) || holds(&amount.right, &amount.left));
    let reasons = [
        (
            DifferenceReason::Approximate,
            about.left.is_some() != about.right.is_some() || (differs && about.left.is_some()),
        ),
        (DifferenceReason::Rounded, differs && amount.left.low != amount.right.low && is_rounded(quantity, &amount)),
        (DifferenceReason::OtherUnit, differ_in_unit),
        (DifferenceReason::Bound, bound),
        (DifferenceReason::Range, range),
        (
            DifferenceReason::OtherSide,
            differs && is_one_unit && amount.left.low == amount.right.low && amount.left.is_beyond(&amount.right),
        ),
        (DifferenceReason::OtherWay, differs && amount.left.goes_against(&amount.right)),
    ];
    let given = reasons.into_iter().filter(|(_, is_given)| *is_given);
    let given = given.map(|(reason, _)| match reason {
        DifferenceReason::Approximate => Explanation { reason, words: about },
        _ => Explanation { reason, words: quantity.map(|quantity| Some(quantity.span)) },
    });
    given.chain(less_exact(lacks, quantity.map(|quantity| quantity.span))).collect()
}

/// Returns the reasons in the words beside them.
fn in_sentences(place: &Both<Place<'_>>) -> Vec<Explanation> {
    let mut found = Vec::new();
    if let (Some(left), Some(right)) = (place.left.scope, place.right.scope)
        && left.told.name != right.told.name
    {
        found.push(Explanation {
            reason: DifferenceReason::OtherScope,
            words: Both::new(Some(left.word), Some(right.word)),
        });
    }
    let revised = place.map(|place| revised(&place));
    if revised.left.is_some() || revised.right.is_some() {
        found.push(Explanation { reason: DifferenceReason::Revised, words: revised });
    }
    let when = place.map(moment);
    if let (Some(left), Some(right)) = (when.left, when.right)
        && !left.may_be(right)
    {
        found.push(Explanation {
            reason: DifferenceReason::OtherDate,
            words: Both::new(Some(left.span), Some(right.span)),
        });
    }
    if let (Some(left), Some(right)) = (place.left.source, place.right.source)
        && left.row != right.row
    {
        found.push(Explanation { reason: DifferenceReason::OtherSource, words: Both::new(left.source, right.source) });
    }
    found
}

/// Returns whether a qualifier makes a number inexact in both directions.
pub(crate) fn is_approximate(qualifier: Qualifier) -> bool {
    matches!(qualifier, Qualifier::About | Qualifier::Nearly)
}

/// Returns whether a qualifier makes a number a bound.
fn is_bound(qualifier: Qualifier) -> bool {
    matches!(qualifier, Qualifier::MoreThan | Qualifier::AtLeast | Qualifier::LessThan | Qualifier::AtMost)
}

/// Returns whether the left figure is a bound that the right one respects.
fn keeps(quantity: &Quantity, amount: &Both<BaseAmount>) -> bool {
    amount.left.is_measured_as(&amount.right)
        && match quantity.qualifier {
            Some(Qualifier::MoreThan | Qualifier::AtLeast) => amount.right.low >= amount.left.low,
            Some(Qualifier::LessThan | Qualifier::AtMost) => amount.right.high <= amount.left.high,
            _ => false,
        }
}

/// Returns whether one figure is the other with fewer digits: converted to its unit and rounded to as many digits.
fn is_rounded(quantity: Both<&Quantity>, amount: &Both<BaseAmount>) -> bool {
    let unit = quantity.map(|quantity| quantity.unit.name.as_str());
    let rounds = |from: Number, of: &str, to: Number, into: &str| {
        let told = units::converted(from, of, into)?;
        let digits = (1..=15).find(|digits| to.rounded(*digits) == Some(to))?;
        // Rounding to one digit makes very different numbers equal: 1,400 and 600 would both be 1,000.
        let close = told.by(to)?.minus(Number::ONE)?.size() <= Number::ratio(1, 20)?;
        (close && told.rounded(digits) == Some(to)).then_some(())
    };
    let bare = quantity.map(|quantity| quantity.value.bounds().0);
    amount.left.is_measured_as(&amount.right)
        && (rounds(bare.left, unit.left, bare.right, unit.right).is_some()
            || rounds(bare.right, unit.right, bare.left, unit.left).is_some())
}

/// Returns the date or period of a quantity, from its sentence.
pub(super) fn when<'a>(side: &'a DocumentReading<'_>, sentence: Span, quantity: &Quantity) -> Option<&'a Moment> {
    date::as_of(side.text(), sentence, quantity.span, &side.moments, side.language)
}

/// Returns the date or period that was found for a figure.
fn moment<'a>(place: Place<'a>) -> Option<&'a Moment> {
    let at = place.figure.when?;
    let moments = &place.side.moments;
    moments.get(moments.partition_point(|moment| moment.span < at))
}

/// Returns the word of a sentence that says that a figure was revised.
fn revised(place: &Place) -> Option<Span> {
    let (document, sentence) = (place.side.document, place.figure.sentence);
    let at = |word: Span| Span::new(sentence.start + word.start, sentence.start + word.end);
    let mut words = words::spans(document.slice(sentence)).map(at);
    words.find(|word| place.side.language.scopes.is_revised(document.slice(*word)))
}
