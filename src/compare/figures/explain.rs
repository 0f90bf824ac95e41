//! Reasons why two figures may differ, each with the words that give it. They are never part of the verdict.
//!
//! | reason | where |
//! | --- | --- |
//! | one is approximate, a bound, or a range | in the figures themselves |
//! | rounded, told in another unit or currency | in the figures themselves |
//! | another scope: planned, sent, deployed | in the words beside the figures, see scope |
//! | revised | in the sentences |
//! | another date or period | in the sentences |
//! | another source's estimate | who is cited for each |

use super::amount::Amount;
use super::scope::scope;
use super::{Relation, units};
use crate::compare::both::Both;
use crate::compare::sources::Cited;
use crate::compare::words;
use crate::language::words::Qualifier;
use crate::quantity::Quantity;
use crate::quantity::number::Number;
use crate::text::Span;

/// A reason why two figures may differ, or a remark on two that are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// One of the two, or both, are said to be approximate.
    Approximate,
    /// One is the other, rounded.
    Rounded,
    /// They are told in different units, or in different currencies.
    OtherUnit,
    /// One is a bound, and the other keeps within it: `more than 2,000` and `2,100`.
    Bound,
    /// One is a range, and the other lies in it.
    Range,
    /// They count different things: those planned, those sent, those there.
    OtherScope,
    /// One is said to be revised.
    Revised,
    /// They are of different days or periods.
    OtherDate,
    /// They are said by different sources.
    OtherSource,
}

impl Reason {
    /// Returns its words, as they stand in a row.
    pub fn words(self) -> &'static str {
        match self {
            Reason::Approximate => "one is approximate",
            Reason::Rounded => "one is rounded",
            Reason::OtherUnit => "another unit",
            Reason::Bound => "one is a bound",
            Reason::Range => "one is a range",
            Reason::OtherScope => "another scope",
            Reason::Revised => "revised",
            Reason::OtherDate => "another date",
            Reason::OtherSource => "another source",
        }
    }
}

/// A reason, and the words of each text that give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Explanation {
    /// The reason.
    pub reason: Reason,
    /// The words of each text that give it, if there are any.
    pub words: Both<Option<Span>>,
}

/// A figure where it stands, to be explained.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The code of its language.
    pub language: &'a str,
    /// The sentence.
    pub sentence: Span,
    /// The figure.
    pub quantity: &'a Quantity,
    /// The dates of the sentence.
    pub dates: &'a [Span],
    /// The source that is cited for the figure.
    pub source: Option<Cited>,
}

/// Returns the reasons why two figures relate as they do.
pub fn explanations(place: Both<Place<'_>>, relation: Relation) -> Vec<Explanation> {
    let amount = place.map(|place| Amount::of(place.quantity));
    let mut found = in_figures(&place, &amount, relation);
    if relation != Relation::Equal {
        found.extend(in_sentences(&place));
    }
    found
}

/// Returns the reasons that lie in the figures themselves.
fn in_figures(place: &Both<Place<'_>>, amount: &Both<Amount>, relation: Relation) -> Vec<Explanation> {
    let about = place.map(|place| place.quantity.qualifier.is_some_and(is_approximate).then_some(place.quantity.span));
    let units = place.map(|place| place.quantity.unit.name.as_str());
    let differs = relation != Relation::Equal;
    let bound =
        differs && (keeps(place.left.quantity, amount) || keeps(place.right.quantity, &amount.clone().swapped()));
    let holds = |one: &Amount, other: &Amount| one.low < one.high && one.low <= other.low && other.high <= one.high;
    let range = differs && (holds(&amount.left, &amount.right) || holds(&amount.right, &amount.left));
    let reasons = [
        (Reason::Approximate, about.left.is_some() != about.right.is_some() || (differs && about.left.is_some())),
        (Reason::Rounded, differs && is_rounded(place, amount)),
        (Reason::OtherUnit, units.left != units.right && !units.left.is_empty() && !units.right.is_empty()),
        (Reason::Bound, bound),
        (Reason::Range, range),
    ];
    let given = reasons.into_iter().filter(|(_, is_given)| *is_given);
    given
        .map(|(reason, _)| match reason {
            Reason::Approximate => Explanation { reason, words: about },
            _ => Explanation { reason, words: place.map(|place| Some(place.quantity.span)) },
        })
        .collect()
}

/// Returns the reasons that lie in what is said beside them.
fn in_sentences(place: &Both<Place<'_>>) -> Vec<Explanation> {
    let mut found = Vec::new();
    let scope = place.map(|place| scope(place.text, place.sentence, place.quantity.span, place.language));
    if let (Some(left), Some(right)) = (scope.left, scope.right)
        && left.number != right.number
    {
        found.push(Explanation { reason: Reason::OtherScope, words: Both::new(Some(left.word), Some(right.word)) });
    }
    let revised = place.map(|place| revised(&place));
    if revised.left.is_some() || revised.right.is_some() {
        found.push(Explanation { reason: Reason::Revised, words: revised });
    }
    if let (Some(left), Some(right)) = (place.left.dates.first(), place.right.dates.first()) {
        let says = |place: &Place, span: &Span| place.text[span.start..span.end].to_lowercase();
        let there: Vec<String> = place.right.dates.iter().map(|span| says(&place.right, span)).collect();
        if !place.left.dates.iter().any(|span| there.contains(&says(&place.left, span))) {
            found.push(Explanation { reason: Reason::OtherDate, words: Both::new(Some(*left), Some(*right)) });
        }
    }
    if let (Some(left), Some(right)) = (place.left.source, place.right.source)
        && left.row != right.row
    {
        found.push(Explanation { reason: Reason::OtherSource, words: Both::new(left.source, right.source) });
    }
    found
}

/// Returns whether a qualifier says that the number is not exact, and in no one direction.
pub fn is_approximate(qualifier: Qualifier) -> bool {
    matches!(qualifier, Qualifier::About | Qualifier::Nearly)
}

/// Returns whether the left figure is a bound that the right one keeps within.
fn keeps(quantity: &Quantity, amount: &Both<Amount>) -> bool {
    amount.left.base == amount.right.base
        && match quantity.qualifier {
            Some(Qualifier::MoreThan | Qualifier::AtLeast) => amount.right.low >= amount.left.low,
            Some(Qualifier::LessThan | Qualifier::AtMost) => amount.right.high <= amount.left.high,
            _ => false,
        }
}

/// Returns whether one figure is the other with fewer digits: told in its unit and rounded to as many digits as it has.
fn is_rounded(place: &Both<Place<'_>>, amount: &Both<Amount>) -> bool {
    let unit = place.map(|place| place.quantity.unit.name.as_str());
    let rounds = |from: Number, of: &str, to: Number, into: &str| {
        let told = units::converted(from, of, into)?;
        let digits = (1..=15).find(|digits| to.rounded(*digits) == Some(to))?;
        // One digit alone rounds too much together: 1,400 and 600 would both be 1,000.
        let close = told.by(to)?.minus(Number::ONE)?.size() <= Number::ratio(1, 20)?;
        (close && told.rounded(digits) == Some(to)).then_some(())
    };
    let bare = place.map(|place| place.quantity.value.bounds().0);
    amount.left.base == amount.right.base
        && (rounds(bare.left, unit.left, bare.right, unit.right).is_some()
            || rounds(bare.right, unit.right, bare.left, unit.left).is_some())
}

/// Returns the word of a sentence that says that a figure was revised. English only: of another language nothing is said.
fn revised(place: &Place) -> Option<Span> {
    const WORDS: &[&str] =
        &["revis", "updated", "corrected", "restated", "preliminary", "provisional", "initially", "initial"];
    if place.language != "en" {
        return None;
    }
    let sentence = &place.text[place.sentence.start..place.sentence.end];
    let at = words::spans(sentence)
        .map(|word| Span::new(place.sentence.start + word.start, place.sentence.start + word.end));
    at.into_iter().find(|word| {
        let word = place.text[word.start..word.end].to_lowercase();
        WORDS.iter().any(|beginning| word.starts_with(beginning))
    })
}
