//! Reads quantities: everything that a text counts, measures or pays, as values that can be compared.
//!
//! ```text
//!   The ministry  said exports fell by  nearly 3.4 per cent of GDP  to $5.2bn in May .
//!                              ╰─ change  │    │   ╰─ unit            ╰ another quantity
//!                      ╰─ counted         │    ╰─ number  34/10
//!                                         ╰─ qualifier          span: nearly 3.4 per cent of GDP
//! ```
//!
//! The definition of a quantity follows CQE (Almasian, Kazakova, Göldner and Gertz, *CQE: A Comprehensive Quantity
//! Extractor*, EMNLP 2023): a value, a unit, a change or bound, and the concept that is counted. Values are exact.
//! Names with digits (`F-16`, `737 Max`), ordinals, list numbers, times of day, dates and handles are no quantities,
//! and `one` is a quantity only before a noun.
//!
//! A key tags the same figures as those by which two articles are compared: see [`at`].
//!
//! ```text
//!   token  →  amount  →  measure  →  range  →  quantity          refused: names, dates, times
//!   tokens    numbers    with unit   of two    with qualifier,
//!                                              change and counted
//! ```

mod amount;
mod around;
mod counted;
pub mod date;
mod digits;
mod measure;
pub mod number;
pub mod numeral;
mod offered;
mod passing;
mod range;
mod refused;
mod role;
mod sentence;
mod token;

use crate::language::Language;
use crate::language::units::Kind;
use crate::language::words::{Qualifier, Way};
use crate::text::passage::in_one_line;
use crate::text::{Span, grapheme, unit};
use around::Around;
use measure::Measure;
use number::Number;
pub use offered::SentenceFigures;
pub(crate) use offered::SentenceReading;
use role::Role;
use sentence::Sentence;

/// A quantity in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number with its qualifier and its unit, as an annotator would tag it; in bytes.
    pub span: Span,
    /// The number with its unit, without the qualifier and the divisor (`per barrel`); in bytes.
    pub measure: Span,
    /// The number alone; in bytes.
    pub number: Span,
    /// The value as it was read.
    pub value: Value,
    /// The unit.
    pub unit: QuantityUnit,
    /// The qualifier: about, at least.
    pub qualifier: Option<Qualifier>,
    /// The change, if the quantity says by how much something rose or fell, or to which value.
    pub change: Option<Change>,
    /// The noun that it counts, to the right of it.
    pub counted: Option<Phrase>,
    /// The things that the sentence says it of: the nearest noun to the left, then the subject of the clause, then what stands to the
    /// right behind `of` or `for`.
    pub of: Vec<Phrase>,
    /// What it was and what it became, if it went from the first number of a range to the second.
    pub steps: Option<Box<[StepPlace; 2]>>,
}

impl Quantity {
    /// Returns what something was and what it became, each as a quantity, if this is a range of both; else the quantity itself.
    fn in_steps(self) -> Vec<Quantity> {
        let (Some(steps), Value::Between(was, is)) = (&self.steps, self.value) else { return vec![self] };
        let way = if is < was { Way::Down } else { Way::Up };
        let step = |StepPlace { span, measure, qualifier }: StepPlace, value: Number, change: Change| Quantity {
            span,
            measure,
            number: measure,
            value: Value::One(value),
            change: Some(change),
            qualifier,
            steps: None,
            ..self.clone()
        };
        vec![step(steps[0], was, Change::From(way)), step(steps[1], is, Change::To(way))]
    }
}

/// What something was or became: one of the two numbers of `from 5.2 to about 4.9 per cent`. In bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepPlace {
    /// The place with the qualifier.
    pub span: Span,
    /// The place without it.
    pub measure: Span,
    /// The qualifier.
    pub qualifier: Option<Qualifier>,
}

/// The value of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A number.
    One(Number),
    /// A number between two numbers, or one that went from the first to the second.
    Between(Number, Number),
    /// A part and its whole: `23 of 32`.
    Share(Number, Number),
}

impl Value {
    /// Returns the least and the greatest number that the value can be.
    pub fn bounds(self) -> (Number, Number) {
        match self {
            Value::One(value) | Value::Share(value, _) => (value, value),
            Value::Between(one, other) => (one.min(other), one.max(other)),
        }
    }
}

/// The unit of a quantity: a currency, a measure, or both sides of a rate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuantityUnit {
    /// The name, an English singular: `percentage`, `dollar per barrel`; empty for a bare number.
    pub name: String,
    /// The kind of quantity that the unit measures; `None` for a bare number.
    pub kind: Option<Kind>,
}

/// A change: something rose or fell, by this quantity, to it or from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// `rose by 5`.
    By(Way),
    /// `rose to 5`.
    To(Way),
    /// `rose from 5`.
    From(Way),
}

/// A noun of the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The place of the noun phrase, in bytes.
    pub span: Span,
    /// The noun phrase as the text has it, in one line.
    pub quote: String,
    /// The words that carry meaning, in small letters, the head in the singular.
    pub words: Vec<String>,
    /// The head, in the singular.
    pub head: String,
}

/// Returns the quantities of a text, in text order.
pub fn quantities(text: &str, language: &Language) -> Vec<Quantity> {
    unit::sentences_of_text(text).flat_map(|sentence| in_sentence(text, sentence, language)).collect()
}

/// Returns the quantities of one sentence of a text, in text order.
pub fn in_sentence(text: &str, sentence: Span, language: &Language) -> Vec<Quantity> {
    let line = in_one_line(text, sentence);
    let place = |start: usize, end: usize| {
        Span::new(grapheme::floor(text, sentence.start + start), grapheme::ceil(text, sentence.start + end))
    };
    let read = Sentence::new(&line, language);
    let measures = measures(&read);
    if measures.is_empty() {
        return Vec::new();
    }
    let mut roles = role::roles(&read);
    name_digits(&read, &mut roles);
    measures.iter().for_each(|(measure, _)| roles[measure.first..measure.end].fill(Role::Number));
    let phrase = |phrase: counted::Found| Phrase {
        span: place(read.tokens[phrase.first].start, read.tokens[phrase.last].end),
        quote: line[read.tokens[phrase.first].start..read.tokens[phrase.last].end].to_string(),
        words: phrase.words,
        head: phrase.head,
    };
    let mut found: Vec<Quantity> = Vec::with_capacity(measures.len());
    for (measure, around) in measures {
        let counted = counted::counted(&read, &roles, &measure, &around);
        let of = counted::said_of(&read, &roles, &measure, &around, counted.as_ref());
        found.push(Quantity {
            span: place(read.tokens[around.first].start, around.end),
            measure: place(read.tokens[measure.first].start, measure.bare_end),
            number: place(read.tokens[measure.number].start, measure.number_end),
            value: measure.value,
            qualifier: around.qualifier,
            change: around.change,
            counted: counted.map(phrase),
            of: of.into_iter().map(phrase).collect(),
            steps: measure.steps.map(|steps| {
                let placed = |span: Span| place(span.start, span.end);
                Box::new(steps.map(|step| StepPlace { span: placed(step.span), measure: placed(step.measure), ..step }))
            }),
            unit: measure.unit,
        });
        share_with_neighbour(&read, &mut found, &around);
        repeat_unit(&read, &mut found, &around);
    }
    found
}

/// Marks digits between two nouns as part of their name: `two new 737 Max jets`.
fn name_digits(sentence: &Sentence, roles: &mut [Role]) {
    for at in 1..roles.len().saturating_sub(1) {
        let digits = matches!(sentence.tokens[at].kind, token::Kind::Digits(_));
        if digits && roles[at - 1] == Role::Noun && roles[at + 1] == Role::Noun {
            roles[at] = Role::Noun;
        }
    }
}

/// Returns the measures of a sentence that count something, in text order, each with the words around it.
fn measures(sentence: &Sentence) -> Vec<(Measure, Around)> {
    let mut measures = Vec::new();
    let mut from = 0;
    while from < sentence.tokens.len() {
        let Some(measure) = range::measure(sentence, from) else {
            from += 1;
            continue;
        };
        let end = measure.end;
        let before = measures.last().map(|(measure, _)| measure);
        if refused::is_refused(sentence, &measure, before) {
            from = end.max(from + 1);
            continue;
        }
        let around = around::around(sentence, &measure, measures.last());
        from = around.next.max(from + 1);
        measures.push((measure, around));
    }
    measures
}

/// Lets two neighbouring quantities share what only one of them says: `eight or nine euros`, `seven miles (11 km)`.
fn share_with_neighbour(sentence: &Sentence, found: &mut [Quantity], around: &Around) {
    let [.., before, last] = found else { return };
    let opens = around.first.checked_sub(1).and_then(|at| sentence.tokens.get(at));
    let Some(opens) = opens else { return };
    let (gap, apart) = (last.span.start.saturating_sub(before.span.end), opens.end - opens.start);
    let behind_noun = before.counted.as_ref().map_or(gap, |noun| last.span.start.saturating_sub(noun.span.end));
    if opens.is_mark(&['(', '[']) && gap <= apart + 1 {
        // `1.2 mm (80% of the diameter)`
        if last.counted.is_none() {
            last.counted = before.counted.clone();
        }
        last.of = before.of.clone();
        last.qualifier = last.qualifier.or(before.qualifier);
        last.change = last.change.or(before.change);
    } else if sentence.word(around.first - 1).is_some_and(|word| sentence.language.words.alternatives.has(word)) {
        // `fell 190 points, or 0.6 per cent`, `cut 1,200 jobs, or 8 per cent of its staff`
        last.change = last.change.or(before.change.filter(|_| gap.min(behind_noun) <= apart + 3));
        if gap <= apart + 3 && before.unit.kind.is_none() && before.counted.is_none() {
            before.unit = last.unit.clone();
            before.counted = last.counted.clone();
        }
    }
}

/// Gives a bare number the unit of the number before it: `closed at 1,463 points, while the other climbed to 1,333`.
fn repeat_unit(sentence: &Sentence, found: &mut [Quantity], around: &Around) {
    let [.., before, last] = found else { return };
    let bare = last.unit.kind.is_none() && last.counted.is_none() && !matches!(last.value, Value::Share(..));
    let led = around.first.checked_sub(1).and_then(|at| sentence.word(at)).is_some_and(|word| {
        let words = &sentence.language.words;
        [&words.to, &words.verbs, &words.comparing, &words.conjunctions].iter().any(|list| list.has(word))
    });
    let fits = match before.unit.kind {
        Some(Kind::Share) => false,
        // `employs 1,500 and cost $400m`: money is not carried to the object of another verb.
        Some(Kind::Money) => {
            !sentence.word(around.first - 1).is_some_and(|word| sentence.language.words.verbs.has(word))
        }
        // `in 24 hours, and brought the total to 1,204`
        Some(Kind::Time) => !sentence.word(around.first - 1).is_some_and(|word| sentence.language.words.to.has(word)),
        _ => true,
    };
    if bare && led && fits {
        last.unit = before.unit.clone();
        last.counted = before.counted.clone();
    }
}

/// Returns the figure at byte `at` that a key tags first; `None` in a sentence without figures. See [`SentenceFigures`].
pub fn at(text: &str, at: usize, language: &Language) -> Option<Span> {
    all_at(text, at, language).first().copied()
}

/// Returns the figures of the sentence at byte `at`, in the order in which they are offered. See [`SentenceFigures`].
pub fn all_at(text: &str, at: usize, language: &Language) -> Vec<Span> {
    SentenceFigures::around(text, at, language).offered_at(at)
}

#[cfg(test)]
mod languages;
#[cfg(test)]
mod tests;
