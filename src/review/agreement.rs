//! Measures how far annotators agree on the documents that all of them have tagged.
//!
//! ```text
//!                        documents  →  pieces (documents, or paragraphs where there are few)
//!   tags    ─ matching ─▶ tallies        how many are matched, and in what they differ
//!           ─ semeval ──▶ counts   ┐
//!   words   ─ nominal ──▶ sums     ├─▶ precision, recall, F1, κ, α, unitizing α  ─ bootstrap ─▶ intervals
//!   text    ─ unitizing ▶ sections ┘
//! ```
//!
//! All sums are kept for each label and for all labels together, and for each document and for all documents. Divisions
//! come last, so that the cost of a resample depends on the number of documents and not on the number of tags.
//!
//! A word has a label if a tag with that label covers any part of it. Over all labels, the value of a word is the set
//! of its labels.

mod codings;
mod packed;
mod sums;

use std::collections::HashMap;

use super::bootstrap::Estimate;
use super::semeval::{SchemeCounts, ScoringScheme};
use super::{LabeledSpan, pairs};
use crate::tags::set::TagSet;
use crate::text::unit::words;
use crate::text::{Document, Span, block, passage};
use codings::{AnnotatorCodings, DocumentCodings, PackedCodings, PieceKind};
use sums::Dimensions;

/// With fewer documents than this, paragraphs are resampled for the intervals.
pub const FEW: usize = 10;

/// The unit on which the coefficients are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgreementUnit {
    /// Words, as the motions find them, if they have a letter or a digit.
    #[default]
    Words,
    /// Code points, including white space and punctuation.
    Characters,
}

/// Collects documents, and then measures the agreement.
#[derive(Debug)]
pub struct Measuring {
    annotators: usize,
    units: AgreementUnit,
    labels: Vec<String>,
    numbers: HashMap<String, usize>,
    sheets: Vec<PackedCodings>,
}

/// The agreement of annotators. Annotators have numbers in the order of the layers, and labels in the order of
/// `labels`.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The labels: those that were given, then the others that occur on tags.
    pub labels: Vec<String>,
    /// The agreement on all documents together.
    pub all: ScopeAgreement,
    /// The agreement on each document, measured when the caller asks for it.
    pub documents: DocumentAgreements,
    /// The method by which the intervals were found.
    pub drawn: Resampling,
}

/// The agreement on each document. It is measured when the caller asks for it, because the results for many documents
/// would not fit into memory together.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentAgreements {
    sheets: Vec<PackedCodings>,
    shape: Dimensions,
    kind: PieceKind,
    samples: usize,
    seed: u64,
}

impl DocumentAgreements {
    /// Returns the number of documents.
    pub fn len(&self) -> usize {
        self.sheets.len()
    }

    /// Returns whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    /// Returns the name of the document with this number; an empty name if there is no such document.
    pub fn name(&self, document: usize) -> &str {
        self.sheets.get(document).map_or("", |sheet| &sheet.name)
    }

    /// Returns the name of each document and the agreement on it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, ScopeAgreement)> {
        let samples = if self.kind == PieceKind::Documents { 0 } else { self.samples };
        self.sheets.iter().map(move |sheet| {
            let part = sums::measured(std::slice::from_ref(sheet), self.shape, self.kind, samples, self.seed);
            (&*sheet.name, part)
        })
    }
}

/// The samples that were drawn for the intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// Whether documents were drawn; otherwise paragraphs were.
    pub documents: bool,
    /// The number of documents or paragraphs; with one there are no intervals.
    pub pieces: usize,
    /// The number of resamples, each of as many pieces.
    pub samples: usize,
}

/// The agreement on one document, or on all.
#[derive(Clone, Debug, PartialEq)]
pub struct ScopeAgreement {
    /// The number of words or characters.
    pub units: u64,
    /// The agreement on each label, by its number.
    pub labels: Vec<LabelAgreement>,
    /// The agreement on all labels together.
    pub overall: LabelAgreement,
    /// For each pair of annotators, a matrix of the matched tags: the row is the label that the first gave, the column
    /// the label that the second gave. The last row and the last column count tags that the other does not have.
    pub confusion: Vec<Vec<Vec<u64>>>,
}

/// The agreement on one label, or on all.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelAgreement {
    /// The number of tags of each annotator.
    pub tags: Vec<u64>,
    /// The agreement of each pair of annotators, in the order of [`pairs`].
    pub pairs: Vec<PairAgreement>,
    /// Krippendorff's α on units, for all annotators: [`super::nominal`].
    pub alpha: Estimate,
    /// Krippendorff's unitizing α in code points, for all annotators: [`super::unitizing`].
    pub unitizing: Estimate,
}

/// The agreement of two annotators.
#[derive(Clone, Debug, PartialEq)]
pub struct PairAgreement {
    /// The numbers of the reference and of the annotator who is compared with it.
    pub who: (usize, usize),
    /// The counts of matched tags and of their differences.
    pub tally: Tally,
    /// The counts as in SemEval-2013 task 9.1.
    pub spans: SchemeCounts,
    /// Precision, recall and F1 of each of [`super::semeval::SCHEMES`].
    pub scores: [[Estimate; 3]; 4],
    /// Cohen's κ on units.
    pub kappa: Estimate,
    /// Krippendorff's α on units, for these two: [`super::nominal`].
    pub alpha: Estimate,
    /// Krippendorff's unitizing α in code points, for these two: [`super::unitizing`].
    pub unitizing: Estimate,
    /// The first place where the two disagree.
    pub first: Option<FirstDifference>,
}

impl PairAgreement {
    /// Returns precision, recall and F1 of a scoring scheme.
    pub fn scores(&self, scheme: ScoringScheme) -> [Estimate; 3] {
        self.scores[scheme as usize]
    }
}

/// Counts how the tags of two annotators were [matched](super::matching). The counts of a label include all pairs in
/// which it occurs; a pair with two labels is counted for both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pairs with the same label and the same ends.
    pub agreed: u64,
    /// Pairs that differ in their ends alone.
    pub ends: u64,
    /// Pairs that differ in their label alone.
    pub labels: u64,
    /// Pairs that differ in both.
    pub both: u64,
    /// Tags that only the reference annotator has.
    pub only_one: u64,
    /// Tags that only the other annotator has.
    pub only_other: u64,
}

impl Tally {
    /// Returns the number of pairs.
    pub fn matched(&self) -> u64 {
        self.agreed + self.ends + self.labels + self.both
    }

    /// Returns the number of pairs with one label. For a label, these are at most as many as the tags of either
    /// annotator, while [`Tally::matched`] also counts pairs with another label on one side.
    pub fn of_one_label(&self) -> u64 {
        self.agreed + self.ends
    }

    /// Adds the counts of another tally.
    fn add(&mut self, more: &Tally) {
        self.agreed += more.agreed;
        self.ends += more.ends;
        self.labels += more.labels;
        self.both += more.both;
        self.only_one += more.only_one;
        self.only_other += more.only_other;
    }
}

/// The first place in a document where two annotators disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstDifference {
    /// The number of the document.
    pub document: usize,
    /// The span of the tag there that begins first, in bytes.
    pub bytes: Span,
    /// This span in code points.
    pub chars: Span,
}

impl Measuring {
    /// Returns a measurement without documents, for this number of annotators (at least two). The labels are listed in
    /// the result even if no tag has them.
    pub fn new<'a>(annotators: usize, labels: impl IntoIterator<Item = &'a str>, units: AgreementUnit) -> Measuring {
        let mut measuring =
            Measuring { annotators, units, labels: Vec::new(), numbers: HashMap::new(), sheets: Vec::new() };
        for label in labels {
            measuring.number(label);
        }
        measuring
    }

    /// Adds a document and each annotator's layer on it.
    pub fn add(&mut self, name: &str, document: &Document, layers: &[&TagSet]) {
        let text = document.text();
        let words = match self.units {
            AgreementUnit::Words => all_words(text),
            AgreementUnit::Characters => Vec::new(),
        };
        let units = |bytes: Span, chars: Span| match self.units {
            AgreementUnit::Words => {
                let first = words.partition_point(|word| word.end <= bytes.start);
                first..first + words[first..].partition_point(|word| word.start < bytes.end)
            }
            AgreementUnit::Characters => chars.start..chars.end,
        };
        let (number, length) = (self.sheets.len(), document.chars());
        let mut sheet = DocumentCodings { name: name.into(), number, length, ..DocumentCodings::default() };
        sheet.units = units(Span::new(0, text.len()), Span::new(0, sheet.length)).end;
        // The ends of the paragraphs are needed only while there are few documents.
        if self.sheets.len() < FEW {
            let ends = paragraph_ends(text).into_iter().map(|end| {
                let before = Span::new(0, document.to_chars(end));
                (before.end, units(Span::new(0, end), before).end)
            });
            sheet.paragraphs = ends.collect();
        }
        for tags in layers {
            let mut layer = AnnotatorCodings::default();
            for tag in tags.iter() {
                let span = Span::new(document.to_chars(tag.span.start), document.to_chars(tag.span.end));
                layer.bytes.push(tag.span);
                layer.units.push(units(tag.span, span));
                layer.marks.push(LabeledSpan { span, label: 0 });
            }
            sheet.layers.push(layer);
        }
        for (layer, tags) in sheet.layers.iter_mut().zip(layers) {
            layer.marks.iter_mut().zip(tags.iter()).for_each(|(mark, tag)| mark.label = self.number(&tag.label));
        }
        self.sheets.push(PackedCodings::of(&sheet));
    }

    /// Returns the agreement, with this many resamples for the intervals.
    pub fn finish(self, samples: usize, seed: u64) -> Agreement {
        let kind = if self.sheets.len() >= FEW { PieceKind::Documents } else { PieceKind::Paragraphs };
        let shape = Dimensions { annotators: self.annotators, labels: self.labels.len() };
        let pieces = self.sheets.iter().map(|sheet| sheet.unpacked().ends(kind).len()).sum();
        Agreement {
            all: sums::measured(&self.sheets, shape, kind, samples, seed),
            documents: DocumentAgreements { sheets: self.sheets, shape, kind, samples, seed },
            labels: self.labels,
            drawn: Resampling { documents: kind == PieceKind::Documents, pieces, samples },
        }
    }

    /// Returns the number of a label; a new label gets the next number.
    fn number(&mut self, label: &str) -> usize {
        if let Some(number) = self.numbers.get(label) {
            return *number;
        }
        self.labels.push(label.into());
        self.numbers.insert(label.into(), self.labels.len() - 1);
        self.labels.len() - 1
    }
}

/// Returns the words of a text that have a letter or a digit, as spans in bytes.
fn all_words(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut next = (!text.is_empty()).then(|| block::block_at(text, 0));
    while let Some(block) = next {
        let spoken = |word: &Span| text[word.start..word.end].chars().any(char::is_alphanumeric);
        found.extend(words(text, &block).filter(spoken));
        next = block::after(text, &block);
    }
    found
}

/// Returns the ends of the paragraphs, in bytes: each ends where the next one begins, and the last one with the text.
/// White space belongs to the paragraph before it.
fn paragraph_ends(text: &str) -> Vec<usize> {
    let starts = passage::passages(text).filter(|passage| !passage::is_blank(&text[passage.start..passage.end]));
    starts.map(|passage| passage.start).skip(1).chain([text.len()]).collect()
}

#[cfg(test)]
mod tests;
