//! Looks at the first rows of a table of tokens, and says what its columns hold.

use std::collections::{BTreeMap, BTreeSet};

use super::brackets::is_bracketed;
use super::line::{BEGIN, cells, is_number, is_row, is_tag, value};
use crate::formats::engine::marks::{is_bare_mark, mark};
use crate::tags::scheme::Scheme;

/// The number of rows that are looked at.
const ROWS: usize = 2000;
/// The columns of CoNLL-U, for tables that do not name theirs.
const CONLLU: [&str; 10] = ["ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"];
/// The columns of CoNLL-2011 and 2012. Behind them are one for each verb, and that of the chains.
const CONLL2012: [&str; 11] =
    ["DOC", "PART", "ID", "FORM", "XPOS", "PARSE", "LEMMA", "FRAMESET", "SENSE", "SPEAKER", NAMES];
/// The column of names in brackets.
pub(super) const NAMES: &str = "NE";
/// The label of marks without one, in a column without a name.
const LABEL: &str = "span";

/// What the cells of the columns with tags are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CellMeaning {
    /// A mark and a label, or none: `B-claim`, `O`.
    Marked,
    /// A mark alone, for tags of this label: `B`.
    Bare(String),
    /// Brackets with labels: `(claim*`, `*)`.
    Brackets,
    /// A label, with or without a mark.
    Plain,
}

/// The first rows of a table.
pub(super) struct Sample<'a> {
    rows: Vec<Vec<&'a str>>,
    /// The names of the columns, if they have names.
    pub names: Vec<&'a str>,
    /// The number of columns that most rows have.
    pub width: usize,
    /// Whether the cells are separated by tabs only.
    pub tabs: bool,
    /// The column that numbers the tokens, as in CoNLL-U.
    pub number: Option<usize>,
}

impl<'a> Sample<'a> {
    /// Returns the first rows of a table; `None` if it has none.
    pub(super) fn of(text: &'a str) -> Option<Sample<'a>> {
        let lines = || text.lines().filter(|line| is_row(line));
        let tabs = lines().next()?.contains('\t');
        let rows: Vec<Vec<&str>> = lines().take(ROWS).map(|line| cells(line, tabs)).collect();
        let width = most_frequent(rows.iter().map(Vec::len));
        let names = text.lines().find_map(column_names).unwrap_or_default();
        if text.lines().any(|line| line.starts_with(BEGIN)) {
            return Some(Sample { rows, names: CONLL2012.to_vec(), width, tabs, number: None });
        }
        let mut sample = Sample { rows, names, width, tabs, number: None };
        let first = sample.named(CONLLU[0]).unwrap_or(0);
        let numbered = sample.rows.iter().filter(|row| row.get(first).is_some_and(|cell| is_number(cell))).count();
        let counts = sample.rows.iter().zip(["1", "2"]).all(|(row, number)| row.first() == Some(&number));
        let may_be = width >= 3 && (width == CONLLU.len() || !sample.names.is_empty() || counts);
        sample.number = (may_be && 2 * numbered > sample.rows.len()).then_some(first);
        if sample.names.is_empty() && sample.number.is_some() && width == CONLLU.len() {
            sample.names = CONLLU.to_vec();
        }
        Some(sample)
    }

    /// Returns the column of that name. `NER` is short for `corpus:NER`.
    pub(super) fn named(&self, asked: &str) -> Option<usize> {
        let is_asked = |name: &&str| **name == *asked || name.rsplit(':').next() == Some(asked);
        self.names.iter().position(is_asked).filter(|column| *column < self.width)
    }

    /// Returns the column of the tokens: the one of that name, the one behind their numbers, or the first without tags.
    pub(super) fn word(&self) -> usize {
        let behind = || self.number.map(|number| number + 1);
        let without = || (0..self.width).find(|column| !self.has_marks(*column));
        self.named(CONLLU[1]).or_else(behind).or_else(without).unwrap_or(0)
    }

    /// Returns the column with keys and their values.
    pub(super) fn keys(&self) -> usize {
        self.named(CONLLU[9]).unwrap_or(self.width.saturating_sub(1))
    }

    /// Returns the cells of a column. A row of another width says nothing about the columns.
    fn cells(&self, column: usize) -> impl Iterator<Item = &'a str> {
        self.rows.iter().filter(|row| row.len() == self.width).filter_map(move |row| row.get(column)).copied()
    }

    /// Returns whether a column has tags such as `B-claim`, and nothing else.
    fn has_marks(&self, column: usize) -> bool {
        self.cells(column).all(is_tag) && self.cells(column).any(|cell| mark(cell).is_some())
    }

    /// Returns whether a column has tags such as `B-claim`, or nothing but `O`.
    pub(super) fn has_tags(&self, column: usize) -> bool {
        let are_none = || self.cells(column).all(is_tag) && self.cells(column).any(|cell| cell == "O");
        self.has_marks(column) || are_none()
    }

    /// Returns whether a column has marks without labels.
    pub(super) fn is_bare(&self, column: usize) -> bool {
        let has = |mark: &str| self.cells(column).any(|cell| cell == mark);
        has("B") && has("O") && self.cells(column).all(|cell| is_bare_mark(cell) || matches!(cell, "O" | "_"))
    }

    /// Returns whether a column has brackets with labels, and nothing else. Rows are longer with each verb of their sentence.
    pub(super) fn is_bracketed(&self, column: usize) -> bool {
        let cells = || self.rows.iter().filter_map(|row| row.get(column));
        cells().all(|cell| is_bracketed(cell)) && cells().any(|cell| cell.starts_with('('))
    }

    /// Returns what the cells of a column are.
    pub(super) fn meaning(&self, column: usize) -> CellMeaning {
        match () {
            () if self.has_marks(column) => CellMeaning::Marked,
            () if self.is_bare(column) => CellMeaning::Bare(self.names.get(column).copied().unwrap_or(LABEL).into()),
            () if self.is_bracketed(column) => CellMeaning::Brackets,
            () => CellMeaning::Plain,
        }
    }

    /// Returns the labels behind the marks of a column.
    pub(super) fn labels(&self, column: usize) -> BTreeSet<&'a str> {
        self.cells(column).filter_map(mark).map(|(_, label)| label).collect()
    }

    /// Returns the one of these columns that has labels without a mark: the one with the most that the corpus knows, or the
    /// first with `O` between them.
    pub(super) fn plain(&self, columns: impl Iterator<Item = usize> + Clone, scheme: &Scheme) -> Option<usize> {
        let known = |column: &usize| self.cells(*column).filter(|cell| scheme.label(cell).is_some()).count();
        let most = columns.clone().max_by_key(known).filter(|column| known(column) > 0);
        most.or_else(|| columns.clone().find(|column| self.cells(*column).any(|cell| cell == "O")))
    }

    /// Returns whether a key has a value in some row.
    pub(super) fn has_key(&self, key: &str) -> bool {
        let column = self.keys();
        self.rows.iter().any(|row| row.get(column).is_some_and(|cell| value(cell, key).is_some()))
    }

    /// Returns the one key that has tags as its values.
    pub(super) fn key_with_tags(&self) -> Option<String> {
        let column = self.keys();
        let pairs = || {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.flat_map(|cell| cell.split('|')).filter_map(|pair| pair.split_once('='))
        };
        let key = pairs().find(|(_, value)| mark(value).is_some())?.0;
        pairs().filter(|(name, _)| *name == key).all(|(_, value)| is_tag(value)).then(|| key.to_string())
    }
}

/// Returns the names of the columns, if the line is the comment of CoNLL-U Plus that gives them.
fn column_names(line: &str) -> Option<Vec<&str>> {
    let names = line.trim().strip_prefix('#')?.trim_start().strip_prefix("global.columns")?;
    Some(names.trim_start().strip_prefix('=')?.split_whitespace().collect())
}

/// Returns the most frequent number; of several, the greatest; 0 of none.
fn most_frequent(numbers: impl Iterator<Item = usize>) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(number, _)| number)
}
