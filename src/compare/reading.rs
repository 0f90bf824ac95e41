//! A document as far as it is compared: read once, and held against any number of others.

use super::Side;
use super::sources::Saying;
use crate::attribution::{self, Attribution};
use crate::language::Language;
use crate::quantity::{self, Quantity, date};
use crate::text::{Document, Span, passage, unit};

/// A document with all that is read from it.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// The document.
    pub document: &'a Document,
    /// The language that it is written in.
    pub language: &'a Language,
    /// The spans that are tagged as claims, in order.
    pub tagged: &'a [Span],
    /// The sentences, in order.
    pub sentences: Vec<Span>,
    /// The quantities, in order.
    pub quantities: Vec<Quantity>,
    /// The dates, in order.
    pub dates: Vec<Span>,
    /// The statements that someone is cited for, in order.
    pub sayings: Vec<Saying>,
}

impl<'a> Reading<'a> {
    /// Reads a document.
    pub fn of(side: Side<'a>) -> Reading<'a> {
        let Side { document, language, claims } = side;
        let sentences = sentences(document.text());
        let quantities = |span: &Span| quantity::in_sentence(document.text(), *span, language);
        let quantities = sentences.iter().flat_map(quantities).collect();
        let dates = date::moments(document.text(), language).into_iter().map(|moment| moment.span).collect();
        let sayings = attribution::attributions(document.text(), language).into_iter().map(saying).collect();
        Reading { document, language, tagged: claims, sentences, quantities, dates, sayings }
    }

    /// Returns the text.
    pub fn text(&self) -> &'a str {
        self.document.text()
    }

    /// Returns the claims: the spans that are tagged, or the sentences, if none is.
    pub fn claims(&self) -> &[Span] {
        if self.tagged.is_empty() { &self.sentences } else { self.tagged }
    }

    /// Returns the sentence that `span` begins in, and its number; `span` itself, if it begins in none.
    pub fn sentence(&self, span: Span) -> Sentence {
        let number = self.sentences.partition_point(|sentence| sentence.end <= span.start);
        Sentence { number, span: self.sentences.get(number).copied().unwrap_or(span) }
    }
}

/// Returns an attribution as the comparison needs it. A pronoun is told by whom it stands for.
fn saying(attribution: Attribution) -> Saying {
    let whole = |spans: &[Span]| Some(Span::new(spans.first()?.start, spans.last()?.end));
    let source = attribution.antecedent.or_else(|| whole(&attribution.source));
    Saying { source, cue: attribution.cue.first().copied(), content: attribution.content }
}

/// A sentence of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its number.
    pub number: usize,
    /// The place where it stands.
    pub span: Span,
}

/// Returns the sentences of a text, in order.
pub fn sentences(text: &str) -> Vec<Span> {
    let first = (!text.is_empty()).then(|| passage::passage_at(text, 0));
    let passages = std::iter::successors(first, |passage| passage::after(text, *passage));
    passages.flat_map(|passage| unit::sentences(text, passage)).collect()
}
