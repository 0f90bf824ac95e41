//! How far annotators agree on the documents that all of them have tagged.
//!
//! ```text
//!                        documents  →  pieces (documents, or paragraphs where there are few)
//!   tags    ─ matching ─▶ tallies        how many are matched, and in what they differ
//!           ─ semeval ──▶ counts   ┐
//!   words   ─ nominal ──▶ sums     ├─▶ precision, recall, F1, κ, α, unitizing α  ─ bootstrap ─▶ intervals
//!   text    ─ unitizing ▶ sections ┘
//! ```
//!
//! All of it is kept for each label and for all labels together, for each document and for all. What is divided is only
//! divided at the end, so that drawing documents anew costs as much as there are documents, however many tags they have.
//!
//! A word is in a label if a tag with that label covers any of it. Over all labels, the value of a word is the set of the labels
//! that it is in.

mod sums;

use std::collections::HashMap;

use super::bootstrap::Estimate;
use super::nominal::Sets;
use super::semeval::{SchemeCounts, ScoringScheme};
use super::{LabeledSpan, pairs};
use crate::tags::set::TagSet;
use crate::text::unit::words;
use crate::text::{Document, Span, block, passage};
use sums::{AnnotatorCodings, Dimensions, DocumentCodings};

/// With fewer documents than this, paragraphs are drawn for the intervals.
pub const FEW: usize = 10;

/// What the coefficients for units are measured on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgreementUnit {
    /// Words, as one moves by them, if they have a letter or a digit.
    #[default]
    Words,
    /// Code points, white space and punctuation included.
    Characters,
}

/// Gathers documents, then measures.
#[derive(Debug)]
pub struct Measuring {
    annotators: usize,
    units: AgreementUnit,
    labels: Vec<String>,
    numbers: HashMap<String, usize>,
    sheets: Vec<DocumentCodings>,
}

/// How far annotators agree. They are numbered as they were given, and `labels` numbers the labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The labels: those that were given, then the others that tags have.
    pub labels: Vec<String>,
    /// On all documents together.
    pub all: ScopeAgreement,
    /// On each, with its name.
    pub documents: Vec<(String, ScopeAgreement)>,
    /// How the intervals were found.
    pub drawn: Resampling,
}

/// What was drawn for the intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// Whether it was documents; else paragraphs.
    pub documents: bool,
    /// How many of them there are in all; with one there are no intervals.
    pub pieces: usize,
    /// How often as many of them were drawn.
    pub samples: usize,
}

/// The agreement on one document, or on all.
#[derive(Clone, Debug, PartialEq)]
pub struct ScopeAgreement {
    /// How many words or characters there are.
    pub units: u64,
    /// For each label, by its number.
    pub labels: Vec<LabelAgreement>,
    /// For all labels.
    pub overall: LabelAgreement,
    /// For each pair of annotators, how often a tag with the label of the row, by the first, was matched with one of the
    /// label of the column, by the second. The last row and the last column are for tags that the other does not have.
    pub confusion: Vec<Vec<Vec<u64>>>,
}

/// The agreement on one label, or on all.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelAgreement {
    /// How many tags each annotator has.
    pub tags: Vec<u64>,
    /// Each pair of annotators, in the order of [`pairs`].
    pub pairs: Vec<PairAgreement>,
    /// Krippendorff's α on units, of all annotators: [`super::nominal`].
    pub alpha: Estimate,
    /// Krippendorff's unitizing α in code points, of all annotators: [`super::unitizing`].
    pub unitizing: Estimate,
}

/// The agreement of two annotators.
#[derive(Clone, Debug, PartialEq)]
pub struct PairAgreement {
    /// The reference, and who is held against it.
    pub who: (usize, usize),
    /// What was matched, and in what it differs.
    pub tally: Tally,
    /// The counts after SemEval-2013 task 9.1.
    pub spans: SchemeCounts,
    /// Precision, recall and F1 of each of [`super::semeval::SCHEMES`].
    pub scores: [[Estimate; 3]; 4],
    /// Cohen's κ on units.
    pub kappa: Estimate,
    /// Krippendorff's α on units, of the two: [`super::nominal`].
    pub alpha: Estimate,
    /// Krippendorff's unitizing α in code points, of the two: [`super::unitizing`].
    pub unitizing: Estimate,
    /// Where they first disagree.
    pub first: Option<FirstDifference>,
}

impl PairAgreement {
    /// Returns precision, recall and F1 of a scheme.
    pub fn scores(&self, scheme: ScoringScheme) -> [Estimate; 3] {
        self.scores[scheme as usize]
    }
}

/// What became of the tags of two annotators in the [matching](super::matching). In the row of a label, it is what it occurs in;
/// a pair that differs in label stands in the rows of both.
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
    /// Tags that only the reference has.
    pub only_one: u64,
    /// Tags that only the other has.
    pub only_other: u64,
}

impl Tally {
    /// Returns how many pairs there are.
    pub fn matched(&self) -> u64 {
        self.agreed + self.ends + self.labels + self.both
    }

    /// Returns how many pairs have one label. In the row of a label these are no more than the tags of either
    /// annotator, while [`Tally::matched`] also counts tags of another label that were matched with one of this.
    pub fn of_one_label(&self) -> u64 {
        self.agreed + self.ends
    }

    fn add(&mut self, more: &Tally) {
        self.agreed += more.agreed;
        self.ends += more.ends;
        self.labels += more.labels;
        self.both += more.both;
        self.only_one += more.only_one;
        self.only_other += more.only_other;
    }
}

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstDifference {
    /// The number of the document.
    pub document: usize,
    /// The span of the tag there that begins first, in bytes.
    pub bytes: Span,
    /// The same in code points.
    pub chars: Span,
}

impl Measuring {
    /// Begins with no document, so many annotators (two at least) and the labels to be listed in any case.
    pub fn new<'a>(annotators: usize, labels: impl IntoIterator<Item = &'a str>, units: AgreementUnit) -> Measuring {
        let mut measuring =
            Measuring { annotators, units, labels: Vec::new(), numbers: HashMap::new(), sheets: Vec::new() };
        for label in labels {
            measuring.number(label);
        }
        measuring
    }

    /// Takes what matters of a document and of each annotator's layer on it.
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
        // Many documents are drawn themselves.
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
        self.sheets.push(sheet);
    }

    /// Measures, with so many resamples for the intervals.
    pub fn finish(self, samples: usize, seed: u64) -> Agreement {
        let by_documents = self.sheets.len() >= FEW;
        let shape = Dimensions { annotators: self.annotators, labels: self.labels.len() };
        let mut sets = Sets::default();
        let mut sum = |sheet: &DocumentCodings| sums::sum(sheet, shape, &mut sets, by_documents);
        let documents: Vec<sums::DocumentSums> = self.sheets.iter().map(&mut sum).collect();
        let pieces = documents.iter().map(sums::DocumentSums::pieces).sum();
        let alone = if by_documents { 0 } else { samples };
        let part = |document: &sums::DocumentSums| sums::measured(&[document], shape, alone, seed);
        Agreement {
            all: sums::measured(&documents.iter().collect::<Vec<_>>(), shape, samples, seed),
            documents: self.sheets.into_iter().map(|sheet| sheet.name).zip(documents.iter().map(part)).collect(),
            labels: self.labels,
            drawn: Resampling { documents: by_documents, pieces, samples },
        }
    }

    fn number(&mut self, label: &str) -> usize {
        if let Some(number) = self.numbers.get(label) {
            return *number;
        }
        self.labels.push(label.into());
        self.numbers.insert(label.into(), self.labels.len() - 1);
        self.labels.len() - 1
    }
}

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

/// Returns where the paragraphs end, in bytes: each where the next one begins, and the last with the text. What is
/// blank belongs to the paragraph before it.
fn paragraph_ends(text: &str) -> Vec<usize> {
    let starts = passage::passages(text).filter(|passage| !text[passage.start..passage.end].trim().is_empty());
    starts.map(|passage| passage.start).skip(1).chain([text.len()]).collect()
}

#[cfg(test)]
mod tests;
