//! Sums up the marks of each document, and computes the coefficients from the sums. A resample then adds sums and does
//! not look at tags again.

use std::ops::Range;

use super::super::bootstrap::{Estimate, Times, intervals};
use super::super::nominal::{Nominal, Sets, tally};
use super::super::semeval::{SCHEMES, SchemeCounts, judge};
use super::super::unitizing::{self, Disagreement, Pieces, Stretch};
use super::super::{LabeledSpan, matching};
use super::codings::{AnnotatorCodings, DocumentCodings, PackedCodings, PieceKind};
use super::packed::PackedNumbers;
use super::{FirstDifference, LabelAgreement, PairAgreement, ScopeAgreement, Tally, pairs};
use crate::text::Span;

/// The sums of a document.
struct DocumentSums {
    rows: Vec<Facts>,
    confusion: Vec<Vec<Vec<u64>>>,
    /// For each piece, the sums of each row.
    pieces: Vec<Vec<Sums>>,
}

/// The counts that are not resampled, for one row.
#[derive(Clone, Debug)]
struct Facts {
    tags: Vec<u64>,
    pairs: Vec<(Tally, Option<FirstDifference>)>,
}

/// The counts that are resampled, for one row and one piece.
#[derive(Clone, Debug)]
struct Sums {
    nominal: Nominal,
    spans: Vec<SchemeCounts>,
}

impl Sums {
    /// Passes all counts to `out`, which packs them.
    fn counts(&self, out: &mut dyn FnMut(u64)) {
        self.nominal.counts(out);
        self.spans.iter().for_each(|spans| spans.counts(out));
    }

    /// Adds counts that [`Sums::counts`] has passed on, `times` times.
    fn add_counts(&mut self, next: &mut dyn FnMut() -> u64, times: u64) {
        self.nominal.add_counts(next, times);
        self.spans.iter_mut().for_each(|spans| spans.add_counts(next, times));
    }
}

/// The sums of each row in a piece, packed.
struct PackedSums(PackedNumbers);

impl PackedSums {
    /// Packs the sums of each row.
    fn of(rows: &[Sums]) -> PackedSums {
        PackedSums(PackedNumbers::of(|out| rows.iter().for_each(|sums| sums.counts(out))))
    }

    /// Adds the packed sums to the sums of each row, `times` times.
    fn add_to(&self, rows: &mut [Sums], times: u64) {
        let mut next = self.0.reader();
        rows.iter_mut().for_each(|sums| sums.add_counts(&mut next, times));
    }
}

/// The number of annotators and the number of labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dimensions {
    pub annotators: usize,
    pub labels: usize,
}

impl Dimensions {
    /// Returns sums of nothing.
    fn sums(self) -> Sums {
        let spans = pairs(self.annotators).map(|_| SchemeCounts::default()).collect();
        Sums { nominal: Nominal::new(self.annotators), spans }
    }

    /// Returns the groups of annotators for which unitizing α is measured: all annotators and, if there are more than
    /// two, each pair.
    fn groups(self) -> Vec<Vec<usize>> {
        let pairs = pairs(self.annotators).filter(|_| self.annotators > 2).map(|(one, other)| vec![one, other]);
        std::iter::once((0..self.annotators).collect()).chain(pairs).collect()
    }

    /// Returns the number of the group that consists of this pair.
    fn group_of(self, pair: usize) -> usize {
        if self.annotators > 2 { pair + 1 } else { 0 }
    }

    /// Returns an empty confusion matrix for each pair of annotators.
    fn confusion(self) -> Vec<Vec<Vec<u64>>> {
        pairs(self.annotators).map(|_| vec![vec![0; self.labels + 1]; self.labels + 1]).collect()
    }
}

/// Sums up the pieces of a document. There is a row for each label, and a last row for all labels together.
fn sum(sheet: &DocumentCodings, shape: Dimensions, sets: &mut Sets, kind: PieceKind) -> DocumentSums {
    let labels = shape.labels;
    let (chars, units): (Vec<usize>, Vec<usize>) = sheet.ends(kind).into_iter().unzip();
    let (rows, confusion) = facts(sheet, shape);
    let mut pieces: Vec<Vec<Sums>> = vec![Vec::with_capacity(labels + 1); chars.len()];
    for row in 0..=labels {
        let belongs = |mark: &LabeledSpan| row == labels || mark.label == row;
        let ranges = |layer: &AnnotatorCodings| {
            let all = layer.units.iter().cloned().zip(&layer.marks);
            all.filter(|(_, mark)| belongs(mark)).map(|(range, mark)| (range, mark.label)).collect()
        };
        let ranges: Vec<Vec<(Range<usize>, usize)>> = sheet.layers.iter().map(ranges).collect();
        for (piece, nominal) in pieces.iter_mut().zip(tally(&units, &ranges, sets)) {
            piece.push(Sums { nominal, ..shape.sums() });
        }
        let marks = |layer: &AnnotatorCodings| layer.marks.iter().filter(|mark| belongs(mark)).copied().collect();
        let marks: Vec<Vec<LabeledSpan>> = sheet.layers.iter().map(marks).collect();
        for (number, (one, other)) in pairs(shape.annotators).enumerate() {
            judge(&marks[one], &marks[other], |at, scheme, outcome| {
                let piece = chars.partition_point(|end| *end <= at).min(chars.len() - 1);
                pieces[piece][row].spans[number].count(scheme, outcome);
            });
        }
    }
    DocumentSums { rows, confusion, pieces }
}

/// Returns the continuum in pieces that end at `ends`, in code points. A unit that crosses such an end is cut there.
fn cut_up(layers: &[Vec<Span>], ends: &[usize]) -> Vec<Stretch> {
    let mut start = 0;
    let mut pieces = Vec::with_capacity(ends.len());
    for end in ends {
        let within = |units: &Vec<Span>| {
            let first = units.partition_point(|unit| unit.end <= start);
            let inside = units[first..].iter().take_while(|unit| unit.start < *end);
            inside.map(|unit| Span::new(unit.start.max(start) - start, unit.end.min(*end) - start)).collect()
        };
        pieces.push(Stretch::new(end - start, &layers.iter().map(within).collect::<Vec<_>>()));
        start = *end;
    }
    pieces
}

/// Returns the counts of the matching for each row, and the matrix of matched labels for each pair.
fn facts(sheet: &DocumentCodings, shape: Dimensions) -> (Vec<Facts>, Vec<Vec<Vec<u64>>>) {
    let labels = shape.labels;
    let none = pairs(shape.annotators).map(|_| (Tally::default(), None)).collect();
    let mut rows = vec![Facts { tags: vec![0; shape.annotators], pairs: none }; labels + 1];
    for (annotator, layer) in sheet.layers.iter().enumerate() {
        for row in layer.marks.iter().flat_map(|mark| [mark.label, labels]) {
            rows[row].tags[annotator] += 1;
        }
    }
    let mut confusion = shape.confusion();
    for (number, (one, other)) in pairs(shape.annotators).enumerate() {
        let layers = [&sheet.layers[one], &sheet.layers[other]];
        for group in matching::groups(&layers.map(|layer| layer.marks.as_slice())) {
            let find =
                |side: usize| group.iter().find(|(there, _)| *there == side).map(|(_, mark)| layers[side].marks[*mark]);
            let (mine, theirs) = (find(0), find(1));
            let label = |mark: Option<LabeledSpan>| mark.map_or(labels, |mark| mark.label);
            confusion[number][label(mine)][label(theirs)] += 1;
            let first = group.iter().min_by_key(|(side, mark)| layers[*side].marks[*mark].span.start);
            let place = first.map(|(side, mark)| FirstDifference {
                document: sheet.number,
                bytes: layers[*side].bytes[*mark],
                chars: layers[*side].marks[*mark].span,
            });
            let mut involved = vec![label(mine), label(theirs), labels];
            involved.sort_unstable();
            involved.dedup();
            for row in involved {
                let (tally, first) = &mut rows[row].pairs[number];
                let agreed = outcome(tally, mine, theirs);
                if !agreed && first.is_none() {
                    *first = place;
                }
            }
        }
    }
    (rows, confusion)
}

/// Counts the match of two marks, one of which may be missing; returns whether they agree.
fn outcome(tally: &mut Tally, mine: Option<LabeledSpan>, theirs: Option<LabeledSpan>) -> bool {
    let count = match (mine, theirs) {
        (Some(mine), Some(theirs)) => match (mine.label == theirs.label, mine.span == theirs.span) {
            (true, true) => &mut tally.agreed,
            (true, false) => &mut tally.ends,
            (false, true) => &mut tally.labels,
            (false, false) => &mut tally.both,
        },
        (Some(_), None) => &mut tally.only_one,
        (None, _) => &mut tally.only_other,
    };
    *count += 1;
    mine == theirs
}

/// Returns the agreement on all documents together, with intervals from `samples` resamples of their pieces. Unpacks
/// the documents several times, one after the other, so that only one of them is in memory unpacked.
pub(super) fn measured(
    documents: &[PackedCodings],
    shape: Dimensions,
    kind: PieceKind,
    samples: usize,
    seed: u64,
) -> ScopeAgreement {
    let all = || documents.iter().map(PackedCodings::unpacked);
    let (mut sets, mut totals, mut pieces) = (Sets::default(), Totals::new(shape), Vec::new());
    for document in all() {
        let sums = sum(&document, shape, &mut sets, kind);
        pieces.extend(sums.pieces.iter().map(|piece| PackedSums::of(piece)));
        totals.add(&sums);
    }
    // The stretches are made for one label at a time: those of all labels would take as much memory as all else.
    let continua = |stretches: StretchesOf| -> Vec<Vec<Pieces>> {
        let of_group = |group: Vec<usize>| {
            let of_label = |label| {
                let stretches: Vec<Stretch> = all().flat_map(|document| stretches(&document, label, &group)).collect();
                Pieces::new(group.len(), &stretches)
            };
            (0..shape.labels).map(of_label).collect()
        };
        shape.groups().into_iter().map(of_group).collect()
    };
    let whole =
        continua(&|document, label, group| vec![Stretch::new(document.length, &document.units_of(label, group))]);
    let cut = (kind == PieceKind::Paragraphs && samples > 0).then(|| {
        continua(&|document, label, group| {
            let ends: Vec<usize> = document.ends(kind).into_iter().map(|(chars, _)| chars).collect();
            cut_up(&document.units_of(label, group), &ends)
        })
    });
    let once = |count: usize| -> Vec<Times> { (0..count).map(|piece| (piece, 1)).collect() };
    let sums = total(shape, &pieces, &once(pieces.len()));
    let values = numbers(shape, &sums, &apart(&whole, &once(documents.len())));
    let drawn = cut.as_ref().unwrap_or(&whole);
    let estimates = intervals(values, pieces.len(), samples, seed, |times| {
        numbers(shape, &total(shape, &pieces, times), &apart(drawn, times))
    });
    let mut labels = totals.rows(shape, &sums, estimates);
    let overall = labels.remove(shape.labels);
    ScopeAgreement { units: sums[shape.labels].nominal.units(), labels, overall, confusion: totals.confusion }
}

/// Returns the stretches of a document for a label and the annotators of a group.
type StretchesOf<'a> = &'a dyn Fn(&DocumentCodings, usize, &[usize]) -> Vec<Stretch>;

/// The counts of all documents together that are not resampled.
struct Totals {
    rows: Vec<Facts>,
    confusion: Vec<Vec<Vec<u64>>>,
}

impl Totals {
    /// Returns counts of nothing.
    fn new(shape: Dimensions) -> Totals {
        let none = pairs(shape.annotators).map(|_| (Tally::default(), None)).collect();
        let rows = vec![Facts { tags: vec![0; shape.annotators], pairs: none }; shape.labels + 1];
        Totals { rows, confusion: shape.confusion() }
    }

    /// Adds the counts of a document.
    fn add(&mut self, more: &DocumentSums) {
        for (row, more) in self.rows.iter_mut().zip(&more.rows) {
            row.tags.iter_mut().zip(&more.tags).for_each(|(sum, more)| *sum += more);
            for ((tally, first), (more, place)) in row.pairs.iter_mut().zip(&more.pairs) {
                tally.add(more);
                *first = first.or(*place);
            }
        }
        let (sums, more) = (self.confusion.iter_mut().flatten().flatten(), more.confusion.iter().flatten().flatten());
        sums.zip(more).for_each(|(sum, more)| *sum += more);
    }

    /// Returns the agreement of each row. Takes the estimates in the order in which [`numbers`] returns the numbers.
    fn rows(&self, shape: Dimensions, sums: &[Sums], estimates: Vec<Estimate>) -> Vec<LabelAgreement> {
        let mut estimates = estimates.into_iter();
        let mut next = || estimates.next().unwrap_or_default();
        let mut rows = Vec::with_capacity(sums.len());
        for (facts, sums) in self.rows.iter().zip(sums) {
            let mut all = Vec::with_capacity(sums.spans.len());
            for ((spans, who), (tally, first)) in sums.spans.iter().zip(pairs(shape.annotators)).zip(&facts.pairs) {
                let scores = SCHEMES.map(|_| [next(), next(), next()]);
                let (kappa, alpha, unitizing) = (next(), next(), next());
                let (tally, first, spans) = (*tally, *first, *spans);
                all.push(PairAgreement { who, tally, spans, scores, kappa, alpha, unitizing, first });
            }
            rows.push(LabelAgreement { tags: facts.tags.clone(), pairs: all, alpha: next(), unitizing: next() });
        }
        rows
    }
}

/// Returns the sums of pieces together, row by row.
fn total(shape: Dimensions, pieces: &[PackedSums], drawn: &[Times]) -> Vec<Sums> {
    let mut rows = vec![shape.sums(); shape.labels + 1];
    for (piece, times) in drawn {
        pieces[*piece].add_to(&mut rows, u64::from(*times));
    }
    rows
}

/// Returns the disagreement of each group for each label.
fn apart(continua: &[Vec<Pieces>], drawn: &[Times]) -> Vec<Vec<Disagreement>> {
    let of_group = |labels: &Vec<Pieces>| labels.iter().map(|pieces| pieces.disagreement(drawn)).collect();
    continua.iter().map(of_group).collect()
}

/// Returns all numbers of all rows, in the order in which [`Totals::rows`] takes them.
fn numbers(shape: Dimensions, sums: &[Sums], apart: &[Vec<Disagreement>]) -> Vec<Option<f64>> {
    // The last row is for all labels together.
    let unitizing = |group: usize, row: usize| {
        let labels = &apart[group];
        unitizing::alpha(labels.get(row..=row).unwrap_or(labels).iter().copied())
    };
    let mut numbers = Vec::new();
    for (row, sums) in sums.iter().enumerate() {
        for (number, (spans, (one, other))) in sums.spans.iter().zip(pairs(shape.annotators)).enumerate() {
            for counts in SCHEMES.map(|scheme| spans[scheme]) {
                numbers.extend([counts.precision(), counts.recall(), counts.f1()]);
            }
            numbers.push(sums.nominal.kappa(one, other));
            numbers.push(sums.nominal.alpha_of_pair(one, other));
            numbers.push(unitizing(shape.group_of(number), row));
        }
        numbers.push(sums.nominal.alpha());
        numbers.push(unitizing(0, row));
    }
    numbers
}
