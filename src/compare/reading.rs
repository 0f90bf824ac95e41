//! Reads a document once, so that it can be compared with any number of others.

use super::Side;
use super::places::{NumberedPlace, Places};
use crate::attribution::{self, Attribution};
use crate::language::Language;
use crate::quantity::date::Moment;
use crate::quantity::{Quantity, SentenceReading};
use crate::text::{Document, Span, unit};

/// A document with everything that was read from it.
#[derive(Clone, Debug)]
pub struct DocumentReading<'a> {
    /// The document.
    pub document: &'a Document,
    /// The language of the text.
    pub language: &'a Language,
    /// The spans that are tagged as claims, in order.
    pub tagged: &'a [Span],
    /// The sentences, in order.
    pub sentences: Vec<Span>,
    /// The claims: the spans that are tagged, and each sentence in which none is; in order.
    pub claims: Vec<Span>,
    /// The quantities, except those in passing, and the dates that name a day or a period of the calendar; in order.
    pub figures: Vec<Stated>,
    /// The dates, periods and durations, in order.
    pub moments: Vec<Moment>,
    /// The attributions to those who can speak, in order of their cues.
    pub attributions: Vec<Attribution>,
    /// What these cite someone for, with the numbers of the attributions.
    contents: Places,
    /// Who signed the words above: the sources of such attributions.
    signed: Places,
}

impl<'a> DocumentReading<'a> {
    /// Reads a document.
    pub fn of(side: Side<'a>) -> DocumentReading<'a> {
        let Side { document, language, claims } = side;
        let passages: Vec<Vec<Span>> = unit::sentences_by_passage(document.text()).collect();
        let sentences = passages.concat();
        let (mut figures, mut moments) = (Vec::new(), Vec::new());
        for sentence in &sentences {
            let read = SentenceReading::of(document.text(), *sentence, language);
            figures.extend(read.dates().cloned().map(Stated::Moment));
            figures.extend(read.quantities.into_iter().map(Stated::Quantity));
            moments.extend(read.moments);
        }
        figures.sort_by_key(Stated::span);
        let mut attributions = attribution::in_passages(document.text(), &passages, language);
        attributions.retain(|one| {
            let text = document.text();
            attribution::is_voice(text, one, language) && attribution::is_statement(text, one, language)
        });
        let content = |(number, one): (usize, &Attribution)| {
            one.content.iter().map(|span| NumberedPlace { span: *span, number }).collect::<Vec<_>>()
        };
        let contents = Places::of(attributions.iter().enumerate().flat_map(content));
        let signed = attributions.iter().filter(|one| one.kind == attribution::Kind::Signed);
        let signed = Places::of_spans(&signed.flat_map(|one| one.source.iter().copied()).collect::<Vec<_>>());
        let (tagged, claims) = (claims, claims_of(claims, &sentences));
        DocumentReading {
            document,
            language,
            tagged,
            sentences,
            claims,
            figures,
            moments,
            attributions,
            contents,
            signed,
        }
    }

    /// Returns the text.
    pub fn text(&self) -> &'a str {
        self.document.text()
    }

    /// Returns the numbers of the attributions that cite someone for something within `span`, in order.
    pub fn cites(&self, span: Span) -> Vec<usize> {
        let mut found: Vec<usize> = self.contents.over(span).map(|content| content.number).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns whether someone who signed the words above stands within `span`.
    pub(super) fn is_signed_in(&self, span: Span) -> bool {
        self.signed.over(span).any(|by| span.covers(by.span))
    }

    /// Returns whether a span is tagged as a claim.
    pub fn is_tagged(&self, span: Span) -> bool {
        self.tagged.binary_search(&span).is_ok()
    }

    /// Returns the first sentence that ends behind the beginning of `span`, with its number; `span` itself if there is none.
    pub fn sentence(&self, span: Span) -> DocumentSentence {
        let number = self.sentences.partition_point(|sentence| sentence.end <= span.start);
        DocumentSentence { number, span: self.sentences.get(number).copied().unwrap_or(span) }
    }
}

/// Returns the spans that are tagged as claims, and each sentence in which none is, in order.
fn claims_of(tagged: &[Span], sentences: &[Span]) -> Vec<Span> {
    let tags = Places::of_spans(tagged);
    let mut claims: Vec<Span> = sentences.iter().filter(|span| tags.over(**span).next().is_none()).copied().collect();
    claims.extend(tagged);
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// A quantity or a date.
#[derive(Clone, Debug, PartialEq)]
pub enum Stated {
    /// A quantity.
    Quantity(Quantity),
    /// A day or a period of the calendar.
    Moment(Moment),
}

impl Stated {
    /// Returns the place, in bytes.
    pub fn span(&self) -> Span {
        match self {
            Stated::Quantity(quantity) => quantity.span,
            Stated::Moment(moment) => moment.span,
        }
    }

    /// Returns the quantity, unless it is a date.
    pub fn quantity(&self) -> Option<&Quantity> {
        match self {
            Stated::Quantity(quantity) => Some(quantity),
            Stated::Moment(_) => None,
        }
    }
}

/// A sentence of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentSentence {
    /// The number.
    pub number: usize,
    /// The place.
    pub span: Span,
}
