//! Finds the figures of a sentence that a key tags, in the order in which they are offered.
//!
//! ```text
//!   On June 11 he sent 1,500 soldiers, and nine boats in May 2024.
//!                      2                   1 ▲                       the cursor is on `boats`
//!      1 ▲             2                   3                         the cursor is on `June`
//! ```
//!
//! These are the figures that the comparison lists and that are suggested, because all three read a sentence by [`SentenceReading`].
//! A number is meant far more often than a date, so a date is offered only where the cursor is on it.

use super::date::{self, Moment};
use super::passing::is_in_passing;
use super::{Quantity, Value, in_sentence};
use crate::language::Language;
use crate::text::{Span, unit};

/// The figures and the times of a sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentenceReading {
    /// The quantities, except those in passing, in text order.
    pub quantities: Vec<Quantity>,
    /// The dates, periods and durations, in text order.
    pub moments: Vec<Moment>,
}

impl SentenceReading {
    /// Reads a sentence of a text.
    pub(crate) fn of(text: &str, sentence: Span, language: &Language) -> SentenceReading {
        let moments = date::in_sentence(text, sentence, language);
        let read = in_sentence(text, sentence, language).into_iter();
        let mut quantities: Vec<Quantity> = read.flat_map(Quantity::in_steps).collect();
        quantities.dedup_by(|next, kept| either(text, kept, next, language).map(|range| *kept = range).is_some());
        quantities.retain(|quantity| {
            let at = moments.partition_point(|moment| moment.span.end <= quantity.span.start);
            let is_date = |date: &Moment| {
                date.is_dated() && date.span.overlaps(quantity.span) && date.span.len() > quantity.span.len()
            };
            !moments.get(at).is_some_and(is_date) && !is_in_passing(text, sentence, quantity, language)
        });
        SentenceReading { quantities, moments }
    }

    /// Returns the dates that are figures: those that name a day or a period of the calendar. Of a date and a quantity that
    /// overlap, the longer one is read: the date of `on September 11"`, where the mark might mean inches.
    pub(crate) fn dates(&self) -> impl Iterator<Item = &Moment> {
        let is_quantity = |date: &Moment| {
            let at = self.quantities.partition_point(|quantity| quantity.span.end <= date.span.start);
            self.quantities.get(at).is_some_and(|quantity| quantity.span.overlaps(date.span))
        };
        self.moments.iter().filter(move |moment| moment.is_dated() && !is_quantity(moment))
    }
}

/// Returns `five or six`, of two quantities, as one: something between the two.
fn either(text: &str, one: &Quantity, other: &Quantity, language: &Language) -> Option<Quantity> {
    let (Value::One(low), Value::One(high)) = (one.value, other.value) else { return None };
    let between = text.get(one.span.end..other.span.start)?.trim();
    let is_near = low < high && high.minus(low)? <= low;
    let is_bare = other.qualifier.is_none() && one.unit == other.unit;
    (is_near && is_bare && language.words.alternatives.has(between)).then(|| Quantity {
        span: Span::new(one.span.start, other.span.end),
        measure: Span::new(one.measure.start, other.measure.end),
        number: Span::new(one.number.start, other.number.end),
        value: Value::Between(low, high),
        qualifier: one.qualifier,
        change: one.change,
        ..other.clone()
    })
}

/// The figures of a sentence, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentenceFigures {
    /// The quantities, in text order.
    numbers: Vec<Span>,
    /// The dates, in text order.
    dates: Vec<Span>,
}

impl SentenceFigures {
    /// Reads the sentence at byte `at` of a text.
    pub fn around(text: &str, at: usize, language: &Language) -> SentenceFigures {
        SentenceFigures::of(text, unit::at(text, unit::Unit::Sentence, at), language)
    }

    /// Reads a sentence of a text.
    pub fn of(text: &str, sentence: Span, language: &Language) -> SentenceFigures {
        let read = SentenceReading::of(text, sentence, language);
        let numbers = read.quantities.iter().map(|quantity| quantity.span).collect();
        let dates = read.dates().map(|date| date.span).collect();
        SentenceFigures { numbers, dates }
    }

    /// Returns the figures in the order in which they are offered at byte `at`: the date that covers it, the numbers that end after
    /// it, and those before it; if none ends after it, the last number comes first.
    pub fn offered_at(&self, at: usize) -> Vec<Span> {
        let mut numbers = self.numbers.clone();
        let first = numbers.iter().position(|span| at < span.end).unwrap_or(numbers.len().saturating_sub(1));
        numbers.rotate_left(first);
        let date = self.dates.iter().find(|date| date.contains(at)).copied();
        date.into_iter().chain(numbers).collect()
    }
}
