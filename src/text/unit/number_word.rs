//! Words with a capital that are no names: numbers, what stands before them, months and currencies.
//!
//! The reading of figures has these words by language (see [`crate::language`]). Names and sentences are found before
//! the language of the text is known.

#[rustfmt::skip]
pub(super) const QUALIFIERS: &[&str] = &[
    "about", "above", "almost", "approx", "approximately", "around", "barely", "below", "ca", "circa", "estimated",
    "exactly", "just", "nearly", "only", "over", "roughly", "some", "under",
];

#[rustfmt::skip]
pub(super) const NUMBERS: &[&str] = &[
    "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety",
];

#[rustfmt::skip]
pub(super) const PLURALS: &[&str] =
    &["tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions", "lakhs", "crores"];

#[rustfmt::skip]
pub(super) const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
];

#[rustfmt::skip]
pub(super) const SHORT_MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];

#[rustfmt::skip]
pub(super) const CURRENCY_CODES: &[&str] = &[
    "USD", "EUR", "GBP", "JPY", "CNY", "RUB", "UAH", "KRW", "CHF", "INR", "PLN", "SEK", "NOK", "DKK", "CAD", "AUD",
    "Rs",
];
