//! Sums up the marks of a document, and computes the coefficients from the sums.

use std::ops::Range;

use super::super::bootstrap::{Estimate, Times, intervals};
use super::super::nominal::{Nominal, Sets, tally};
use super::super::semeval::{SCHEMES, SchemeCounts, judge};
use super::super::unitizing::{self, Disagreement, Pieces, Stretch, unify};
use super::super::{LabeledSpan, matching};
use super::{FirstDifference, LabelAgreement, PairAgreement, ScopeAgreement, Tally, pairs};
use crate::text::Span;

/// The parts of a document that are needed to measure agreement.
#[derive(Debug, Default)]
pub struct DocumentCodings {
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
#[derive(Debug, Default)]
pub struct AnnotatorCodings {
    pub marks: Vec<LabeledSpan>,
    pub units: Vec<Range<usize>>,
    pub bytes: Vec<Span>,
}

/// The sums of a document.
#[derive(Debug)]
pub struct DocumentSums {
    rows: Vec<Facts>,
    confusion: Vec<Vec<Vec<u64>>>,
    /// For each piece, the sums of each row.
    pieces: Vec<Vec<Sums>>,
    /// The continua of each of [`Dimensions::groups`].
    continua: Vec<Continua>,
}

/// The continuum of each label, with the units of a group of annotators.
#[derive(Debug, Default)]
struct Continua {
    whole: Vec<Stretch>,
    /// The same continua, cut into pieces.
    cut: Vec<Vec<Stretch>>,
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

/// The number of annotators and the number of labels.
#[derive(Clone, Copy, Debug)]
pub struct Dimensions {
    pub annotators: usize,
    pub labels: usize,
}

impl Dimensions {
    fn sums(self) -> Sums {
        let spans = pairs(self.annotators).map(|_| SchemeCounts::default()).collect();
        Sums { nominal: Nominal::new(self.annotators), spans }
    }

    /// Returns the groups of annotators whose unitizing α is measured: all, and, if there are more than two, each pair.
    fn groups(self) -> Vec<Vec<usize>> {
        let pairs = pairs(self.annotators).filter(|_| self.annotators > 2).map(|(one, other)| vec![one, other]);
        std::iter::once((0..self.annotators).collect()).chain(pairs).collect()
    }

    /// Returns the number of the group that is this pair.
    fn group_of(self, pair: usize) -> usize {
        if self.annotators > 2 { pair + 1 } else { 0 }
    }

    fn confusion(self) -> Vec<Vec<Vec<u64>>> {
        pairs(self.annotators).map(|_| vec![vec![0; self.labels + 1]; self.labels + 1]).collect()
    }
}

impl DocumentSums {
    /// Returns the number of pieces.
    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }
}

/// Sums up a document, as a whole or by paragraphs. The rows are the labels and, last, all labels together.
pub fn sum(sheet: &DocumentCodings, shape: Dimensions, sets: &mut Sets, whole: bool) -> DocumentSums {
    let labels = shape.labels;
    let mut ends = if whole { Vec::new() } else { sheet.paragraphs.clone() };
    if ends.is_empty() {
        ends.push((sheet.length, sheet.units));
    }
    let (chars, units): (Vec<usize>, Vec<usize>) = ends.into_iter().unzip();
    let (rows, confusion) = facts(sheet, shape);
    let mut pieces: Vec<Vec<Sums>> = vec![Vec::with_capacity(labels + 1); chars.len()];
    let groups = shape.groups();
    let mut continua: Vec<Continua> = groups.iter().map(|_| Continua::default()).collect();
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
        if row < labels {
            let layers: Vec<Vec<Span>> = marks.iter().map(|marks| unify(marks.iter().map(|mark| mark.span))).collect();
            for (continua, group) in continua.iter_mut().zip(&groups) {
                let layers: Vec<Vec<Span>> = group.iter().map(|annotator| layers[*annotator].clone()).collect();
                continua.cut.push(cut_up(&layers, &chars));
                continua.whole.push(Stretch::new(sheet.length, &layers));
            }
        }
    }
    DocumentSums { rows, confusion, pieces, continua }
}

/// Returns the continuum in pieces; a unit that reaches across an end is cut there.
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

/// Returns the agreement on several documents together, with intervals from this many resamples of their pieces.
pub fn measured(documents: &[&DocumentSums], shape: Dimensions, samples: usize, seed: u64) -> ScopeAgreement {
    let pieces: Vec<&[Sums]> = documents.iter().flat_map(|document| &document.pieces).map(Vec::as_slice).collect();
    let continua = |of: fn(&Continua, usize) -> &[Stretch]| -> Vec<Vec<Pieces>> {
        let of_group = |(number, group): (usize, Vec<usize>)| {
            let pieces = |label| documents.iter().flat_map(move |document| of(&document.continua[number], label));
            (0..shape.labels).map(|label| Pieces::new(group.len(), pieces(label))).collect()
        };
        shape.groups().into_iter().enumerate().map(of_group).collect()
    };
    let whole = continua(|continua, label| std::slice::from_ref(&continua.whole[label]));
    let once = |count: usize| -> Vec<Times> { (0..count).map(|piece| (piece, 1)).collect() };
    let sums = total(shape, &pieces, &once(pieces.len()));
    let estimates = {
        let cut = continua(|continua, label| &continua.cut[label]);
        let values = numbers(shape, &sums, &apart(&whole, &once(documents.len())));
        intervals(values, pieces.len(), samples, seed, |drawn| {
            numbers(shape, &total(shape, &pieces, drawn), &apart(&cut, drawn))
        })
    };
    let mut confusion = shape.confusion();
    for document in documents {
        let (sums, more) = (confusion.iter_mut().flatten().flatten(), document.confusion.iter().flatten().flatten());
        sums.zip(more).for_each(|(sum, more)| *sum += more);
    }
    let mut labels = rows(documents, shape, &sums, estimates);
    let overall = labels.remove(shape.labels);
    ScopeAgreement { units: sums[shape.labels].nominal.units(), labels, overall, confusion }
}

/// Returns the sums of the pieces together, for each row.
fn total(shape: Dimensions, pieces: &[&[Sums]], drawn: &[Times]) -> Vec<Sums> {
    let mut rows = vec![shape.sums(); shape.labels + 1];
    for (piece, times) in drawn {
        for (sums, more) in rows.iter_mut().zip(pieces[*piece]) {
            sums.nominal.add(&more.nominal, u64::from(*times));
            sums.spans.iter_mut().zip(&more.spans).for_each(|(sum, more)| sum.add(more, u64::from(*times)));
        }
    }
    rows
}

/// Returns the disagreement of each group for each label.
fn apart(continua: &[Vec<Pieces>], drawn: &[Times]) -> Vec<Vec<Disagreement>> {
    let of_group = |labels: &Vec<Pieces>| labels.iter().map(|pieces| pieces.disagreement(drawn)).collect();
    continua.iter().map(of_group).collect()
}

/// Returns all numbers of all rows, in the order in which [`rows`] reads them.
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

fn rows(
    documents: &[&DocumentSums],
    shape: Dimensions,
    sums: &[Sums],
    estimates: Vec<Estimate>,
) -> Vec<LabelAgreement> {
    let mut estimates = estimates.into_iter();
    let mut next = || estimates.next().unwrap_or_default();
    let mut rows = Vec::with_capacity(sums.len());
    for (row, sums) in sums.iter().enumerate() {
        let facts = || documents.iter().map(|document| &document.rows[row]);
        let mut all = Vec::with_capacity(sums.spans.len());
        for (number, (spans, who)) in sums.spans.iter().zip(pairs(shape.annotators)).enumerate() {
            let mut tally = Tally::default();
            facts().for_each(|facts| tally.add(&facts.pairs[number].0));
            let first = facts().find_map(|facts| facts.pairs[number].1);
            let scores = SCHEMES.map(|_| [next(), next(), next()]);
            let (kappa, alpha, unitizing) = (next(), next(), next());
            all.push(PairAgreement { who, tally, spans: *spans, scores, kappa, alpha, unitizing, first });
        }
        let tags = (0..shape.annotators).map(|annotator| facts().map(|facts| facts.tags[annotator]).sum()).collect();
        rows.push(LabelAgreement { tags, pairs: all, alpha: next(), unitizing: next() });
    }
    rows
}
