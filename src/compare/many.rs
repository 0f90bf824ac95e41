//! Compares more than two documents on one event: a table of their figures, and the origin of shared wording.
//!
//! ```text
//!                    a.txt            b.txt            c.txt              b.txt ◀──── 62 % ──── a.txt
//!   soldiers sent    10,000           about 10,000   ! 12,000                 ◀── 8 % ── c.txt
//!   members                           23 of 32         23
//! ```
//!
//! Pairs the figures of each two documents, and joins the pairs to rows, the most certain first. A row has one figure of
//! each document.

use std::collections::BTreeMap;

use super::annotated::{Annotated, decided, placed};
use super::both::Both;
use super::claims::tagged;
use super::figures::{Figure, FigureRow};
use super::reading::DocumentReading;
use super::{Comparison, Side, compare_read};
use crate::hash::FastMap;
use crate::language;
use crate::quantity::date::{self, Timeframe};
use crate::tags::scheme::Scheme;
use crate::text::Span;

/// The figures of several documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FigureTable {
    /// A row for each thing that is counted. Rows with figures of more documents come first, then the order is by place.
    pub rows: Vec<FigureTableRow>,
}

/// Figures that count the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FigureTableRow {
    /// A figure for each document that has one, by the number of the document.
    pub cells: BTreeMap<usize, Figure>,
    /// The documents whose figure is far from the others. It is further from the median than `FAR` times the median of all
    /// distances from it, and further than `LITTLE` times the median. Only figures in one unit are compared, and fewer than
    /// three of them have no outlier.
    pub outliers: Vec<usize>,
}

/// A figure is far if it is at least this number of median absolute deviations away (Leys and others, “Detecting outliers”,
/// Journal of Experimental Social Psychology 49, 2013).
const FAR: f64 = 3.0;
/// The share of the median within which no figure is an outlier.
const LITTLE: f64 = 0.1;

/// Shared wording of two documents of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WordingShare {
    /// The document that was published first; if the days are not known, the document of which a smaller share is shared.
    pub from: usize,
    /// The other document.
    pub to: usize,
    /// The number of passages that they share.
    pub passages: usize,
    /// The shares of `from` and of `to` that are shared, 0 to 1.
    pub share: Both<f64>,
    /// Whether `to` probably has its wording from this document: no earlier document shares more with it.
    pub is_likeliest: bool,
}

/// The comparisons of all pairs of several documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    /// By the numbers of the two documents, the first below the second.
    pub all: BTreeMap<Both<usize>, Comparison>,
}

impl Pairs {
    /// Compares each document with each other one, with an annotator's decisions on them.
    pub(crate) fn of(given: &[Annotated<'_>], scheme: &Scheme) -> Pairs {
        let claims: Vec<Vec<Span>> = given.iter().map(|given| tagged(&given.records.tags, scheme)).collect();
        let mut readings: Vec<DocumentReading> = Vec::new();
        for (given, claims) in given.iter().zip(&claims) {
            let Annotated { document, language, .. } = *given;
            readings.push(DocumentReading::of(Side { document, language, claims }));
        }
        let mut all = BTreeMap::new();
        for right in 0..given.len() {
            for left in 0..right {
                let documents = Both::new(given[left], given[right]);
                let kept = decided(documents, scheme);
                let comparison = compare_read(Both::new(&readings[left], &readings[right]), &placed(documents, &kept));
                all.insert(Both::new(left, right), comparison);
            }
        }
        Pairs { all }
    }

    /// Returns the figures of all documents in one table.
    pub(crate) fn table(&self) -> FigureTable {
        let mut groups = Groups::default();
        let mut pairs: Vec<(Both<usize>, &FigureRow)> = Vec::new();
        for (documents, comparison) in &self.all {
            for row in &comparison.figures {
                if let Some(left) = &row.figure.left {
                    groups.add(documents.left, left);
                }
                if let Some(right) = &row.figure.right {
                    groups.add(documents.right, right);
                }
                pairs.push((*documents, row));
            }
        }
        pairs.sort_by(|one, other| other.1.score.total_cmp(&one.1.score).then(one.0.cmp(&other.0)));
        for (documents, row) in pairs {
            if let (Some(left), Some(right)) = (&row.figure.left, &row.figure.right) {
                groups.join(key(documents.left, left), key(documents.right, right));
            }
        }
        let mut rows: Vec<FigureTableRow> =
            groups.rows.into_iter().filter(|cells| !cells.is_empty()).map(row).collect();
        let place =
            |row: &FigureTableRow| row.cells.first_key_value().map(|(document, figure)| (*document, figure.span()));
        rows.sort_by_key(|row| (std::cmp::Reverse(row.cells.len()), place(row)));
        FigureTable { rows }
    }

    /// Returns the pairs of documents that share wording, those with the largest shares first. `published` has the day of each document, as its
    /// original states it. A document without a day is taken to be the last.
    pub(crate) fn shared(&self, published: &[Option<String>]) -> Vec<WordingShare> {
        let days: Vec<Option<Day>> = published.iter().map(|words| day(words.as_deref()?)).collect();
        let when = |document: usize| days.get(document).copied().flatten();
        let mut found: Vec<WordingShare> = Vec::new();
        for (documents, comparison) in self.all.iter().filter(|(_, comparison)| !comparison.wording.passages.is_empty())
        {
            let wording = &comparison.wording;
            let is_left_first = match (when(documents.left), when(documents.right)) {
                (Some(left), Some(right)) if left != right => left < right,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                _ => wording.share.left <= wording.share.right,
            };
            let (ends, share) = match is_left_first {
                true => (*documents, wording.share),
                false => (documents.swapped(), wording.share.swapped()),
            };
            let passages = wording.passages.len();
            found.push(WordingShare { from: ends.left, to: ends.right, passages, share, is_likeliest: false });
        }
        found.sort_by(|one, other| other.share.right.total_cmp(&one.share.right).then(one.from.cmp(&other.from)));
        let mut seen = std::collections::BTreeSet::new();
        found.iter_mut().for_each(|shared| shared.is_likeliest = seen.insert(shared.to));
        found
    }
}

/// A day of the calendar, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    year: i32,
    month: u8,
    day: u8,
}

/// Returns the first day that words name in full: `2024-11-07T10:00`, `Nov. 7, 2024`.
fn day(words: &str) -> Option<Day> {
    // The time of day would join the day to one word.
    let is_stamp = |(day, _): &(&str, &str)| day.ends_with(|c: char| c.is_ascii_digit());
    let words = words.split_once('T').filter(is_stamp).map_or(words, |(day, _)| day);
    date::moments(words, language::english()).into_iter().find_map(|moment| match moment.value {
        Timeframe::At(point) => Some(Day { year: point.year?, month: point.month?, day: point.day? }),
        _ => None,
    })
}

/// Identifies a figure by its document and its first place there.
type Key = (usize, Span);

fn key(document: usize, figure: &Figure) -> Key {
    let first = figure.also.first().map_or(figure.span(), |also| figure.span().min(*also));
    (document, first)
}

/// The rows of figures that count the same, while they are being joined.
#[derive(Default)]
struct Groups {
    /// The row that a figure is in.
    at: FastMap<Key, usize>,
    rows: Vec<BTreeMap<usize, Figure>>,
}

impl Groups {
    fn add(&mut self, document: usize, figure: &Figure) {
        self.at.entry(key(document, figure)).or_insert_with(|| {
            self.rows.push(BTreeMap::from([(document, figure.clone())]));
            self.rows.len() - 1
        });
    }

    /// Joins the rows of two figures, unless the joined row would have two figures of one document.
    fn join(&mut self, one: Key, other: Key) {
        let (Some(one), Some(other)) = (self.at.get(&one).copied(), self.at.get(&other).copied()) else { return };
        if one == other || self.rows[one].keys().any(|document| self.rows[other].contains_key(document)) {
            return;
        }
        let moved = std::mem::take(&mut self.rows[other]);
        for (document, figure) in moved {
            self.at.insert(key(document, &figure), one);
            self.rows[one].insert(document, figure);
        }
    }
}

/// Returns a row with its outliers.
fn row(cells: BTreeMap<usize, Figure>) -> FigureTableRow {
    let mut amounts: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for (document, figure) in &cells {
        if let Some((unit, amount)) = figure.told() {
            amounts.entry(unit).or_default().push((*document, amount));
        }
    }
    let mut outliers: Vec<usize> = amounts.values().flat_map(|amounts| far(amounts)).collect();
    outliers.sort_unstable();
    FigureTableRow { outliers, cells }
}

/// Returns the documents whose amount is far from the others. All amounts have one unit.
fn far(amounts: &[(usize, f64)]) -> Vec<usize> {
    let center = median(amounts.iter().map(|(_, amount)| *amount));
    let spread = median(amounts.iter().map(|(_, amount)| (amount - center).abs()));
    let is_far = |amount: f64| (amount - center).abs() > (FAR * spread).max(LITTLE * center.abs());
    let far = amounts.iter().filter(|(_, amount)| amounts.len() >= 3 && is_far(*amount));
    far.map(|(document, _)| *document).collect()
}

/// Returns the median of numbers; of an even count, the mean of the two in the middle; 0 if there are none.
fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    match numbers.len() {
        0 => 0.0,
        count if count % 2 == 1 => numbers[count / 2],
        count => (numbers[count / 2 - 1] + numbers[count / 2]) / 2.0,
    }
}
