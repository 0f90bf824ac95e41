//! Finds the figures of a sentence that a key tags, in the order in which they are offered.
//!
//! ```text
//!   On June 11 he sent 1,500 soldiers, and nine boats in May 2024.
//!                      2                   1 ▲                       the cursor is on `boats`
//!      1 ▲             2                   3                         the cursor is on `June`
//! ```
//!
//! These are the figures that the comparison lists: quantities that are not in passing, and dates that name a day or a period of the
//! calendar. A number is meant far more often than a date, so a date is offered only where the cursor is on it.

use super::{date, in_sentence, is_in_passing};
use crate::language::Language;
use crate::text::{Span, unit};

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
        let quantities = in_sentence(text, sentence, language).into_iter();
        let numbers: Vec<Span> = quantities
            .filter(|quantity| !is_in_passing(text, quantity, language))
            .map(|quantity| quantity.span)
            .collect();
        let place = |span: Span| Span::new(sentence.start + span.start, sentence.start + span.end);
        let moments = date::moments(&text[sentence.start..sentence.end], language).into_iter();
        let dated = moments.filter(date::Moment::is_dated).map(|moment| place(moment.span));
        let dates = dated.filter(|date| !numbers.iter().any(|number| number.overlaps(*date))).collect();
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
