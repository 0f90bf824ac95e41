//! Holds the parts of documents that are needed to measure agreement, and packs them into few bytes, so that a corpus
//! of many documents fits into memory.

use std::ops::Range;

use super::super::LabeledSpan;
use super::super::unitizing::unify;
use super::packed::PackedNumbers;
use crate::text::Span;

/// The parts of a document that are needed to measure agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DocumentCodings {
    pub name: String,
    /// The number of the document.
    pub number: usize,
    /// The length in code points.
    pub length: usize,
    pub units: usize,
    /// The ends of the paragraphs: the code point and the unit.
    pub paragraphs: Vec<(usize, usize)>,
    pub layers: Vec<AnnotatorCodings>,
}

/// The parts of a layer that are needed; the three lists have the same length and are ordered by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AnnotatorCodings {
    pub marks: Vec<LabeledSpan>,
    pub units: Vec<Range<usize>>,
    pub bytes: Vec<Span>,
}

/// The kind of pieces that are drawn for the intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Whole documents.
    Documents,
    /// Their paragraphs.
    Paragraphs,
}

impl DocumentCodings {
    /// Returns the ends of the pieces of the document: for each, the code point and the unit.
    pub(super) fn ends(&self, kind: PieceKind) -> Vec<(usize, usize)> {
        match kind {
            PieceKind::Paragraphs if !self.paragraphs.is_empty() => self.paragraphs.clone(),
            PieceKind::Documents | PieceKind::Paragraphs => vec![(self.length, self.units)],
        }
    }

    /// Returns the units of a label, by the annotators of a group.
    pub(super) fn units_of(&self, label: usize, group: &[usize]) -> Vec<Vec<Span>> {
        let of = |annotator: &usize| {
            let marks = self.layers[*annotator].marks.iter().filter(|mark| mark.label == label);
            unify(marks.map(|mark| mark.span))
        };
        group.iter().map(of).collect()
    }
}

/// The packed parts of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PackedCodings {
    /// The name of the document.
    pub name: Box<str>,
    numbers: PackedNumbers,
}

impl PackedCodings {
    /// Packs the parts of a document.
    pub(super) fn of(codings: &DocumentCodings) -> PackedCodings {
        let numbers = PackedNumbers::of(|out| {
            let mut put = |number: usize| out(number as u64);
            [codings.number, codings.length, codings.units, codings.paragraphs.len()].into_iter().for_each(&mut put);
            codings.paragraphs.iter().flat_map(|(chars, units)| [*chars, *units]).for_each(&mut put);
            put(codings.layers.len());
            for layer in &codings.layers {
                put(layer.marks.len());
                for ((mark, units), bytes) in layer.marks.iter().zip(&layer.units).zip(&layer.bytes) {
                    let LabeledSpan { span, label } = *mark;
                    [span.start, span.len(), label, units.start, units.len(), bytes.start, bytes.len()]
                        .into_iter()
                        .for_each(&mut put);
                }
            }
        });
        PackedCodings { name: codings.name.as_str().into(), numbers }
    }

    /// Returns the parts that were packed.
    pub(super) fn unpacked(&self) -> DocumentCodings {
        let mut next = self.numbers.reader();
        let mut next = || next() as usize;
        let (number, length, units, paragraphs) = (next(), next(), next(), next());
        let paragraphs = (0..paragraphs).map(|_| (next(), next())).collect();
        let layers = next();
        let layers = (0..layers).map(|_| {
            let mut layer = AnnotatorCodings::default();
            for _ in 0..next() {
                let mut range = || {
                    let start = next();
                    start..start + next()
                };
                let chars = range();
                let label = next();
                let mut range = || {
                    let start = next();
                    start..start + next()
                };
                let (units, bytes) = (range(), range());
                layer.marks.push(LabeledSpan { span: Span::new(chars.start, chars.end), label });
                layer.units.push(units);
                layer.bytes.push(Span::new(bytes.start, bytes.end));
            }
            layer
        });
        let layers = layers.collect();
        DocumentCodings { name: self.name.to_string(), number, length, units, paragraphs, layers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_out_as_it_went_in() {
        let layer = AnnotatorCodings {
            marks: vec![LabeledSpan { span: Span::new(3, 300), label: 2 }],
            units: std::iter::once(1..40).collect(),
            bytes: vec![Span::new(4, 333)],
        };
        let codings = DocumentCodings {
            name: "a.txt".into(),
            number: 7,
            length: 1000,
            units: 150,
            paragraphs: vec![(500, 80), (1000, 150)],
            layers: vec![AnnotatorCodings::default(), layer],
        };
        assert_eq!(PackedCodings::of(&codings).unpacked(), codings);
    }
}
