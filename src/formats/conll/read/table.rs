//! Finds the columns of a table of tokens: the one with the token, and those with tags.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::engine::import::{ImportError, RawRecord};
use crate::formats::engine::marks::mark;
use crate::formats::wire::exported::brief;

/// The number of rows that are looked at to find the columns with tags.
const ROWS: usize = 2000;

/// The columns of a table.
pub(super) struct ConllTable {
    /// The number of columns that most rows have.
    width: usize,
    /// Whether the cells are separated by tabs only.
    tabs: bool,
    /// The column of the tokens.
    word: usize,
    /// Whether it is CoNLL-U, of which the first column numbers the tokens.
    is_numbered: bool,
    /// The columns with tags that are taken.
    tags: Vec<TagColumn>,
    /// Whether the tags are labels without a mark.
    is_plain: bool,
    /// The columns with other tags, from 0.
    others: Vec<usize>,
}

/// The place of a token's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TagColumn {
    /// In the column of that number, from 0.
    Cell(usize),
    /// After that key in the last column of CoNLL-U: `NER=B-claim`.
    Key(String),
}

/// A row of the table.
pub(super) struct ConllRow<'a> {
    /// The token.
    pub word: &'a str,
    /// Its number in the sentence: `3`, `3-4`, `3.1`; empty, if tokens have no number.
    pub number: &'a str,
    /// Whether no blank comes after it.
    pub is_joined: bool,
    /// Its tags, one for each column that is taken.
    pub tags: Vec<&'a str>,
    /// The number of each column with other tags, from 1, and what stands there.
    pub others: Vec<(usize, &'a str)>,
}

impl ConllTable {
    /// Returns the columns of a file.
    ///
    /// # Errors
    /// If no column has tags, or no column has the name or the number that is asked for.
    pub(super) fn of(record: &RawRecord, asked: Option<&str>) -> Result<ConllTable, ImportError> {
        let named = record.text.lines().find_map(|line| line.trim().strip_prefix("# global.columns ="));
        let named: Vec<&str> = named.map(|names| names.split_whitespace().collect()).unwrap_or_default();
        let rows = || record.text.lines().filter(|line| is_row(line));
        let tabs = rows().next().is_some_and(|line| line.contains('\t'));
        let sample: Vec<Vec<&str>> = rows().take(ROWS).map(|line| cells(line, tabs)).collect();
        let width = most_frequent(sample.iter().map(Vec::len));
        let number_first = |row: &Vec<&str>| row.first().is_some_and(|cell| is_number(cell));
        let counts = sample.iter().zip(["1", "2"]).all(|(row, number)| row.first() == Some(&number));
        let is_numbered = width >= 3 && (width == 10 || !named.is_empty() || counts) && sample.iter().all(number_first);
        let wrong = |words: &str| ImportError {
            hint: Some("name the column with the tags by its number from 1 or its name: --column NAME".into()),
            ..ImportError::new(record.line, words)
        };
        if sample.is_empty() {
            return Err(ImportError::new(record.line, "there is no token in this file"));
        }
        let word = named.iter().position(|name| *name == "FORM").unwrap_or(usize::from(is_numbered));
        let table = |tags, others| ConllTable { width, tabs, word, is_numbered, tags, is_plain: false, others };
        if let Some(asked) = asked {
            let number = asked.parse::<usize>().ok().filter(|number| (1..=width).contains(number));
            let column = number.map(|number| number - 1).or_else(|| named.iter().position(|name| *name == asked));
            let key = |row: &Vec<&str>| row.last().is_some_and(|cell| value(cell, asked).is_some());
            return match column {
                Some(column) => Ok(table(vec![TagColumn::Cell(column)], Vec::new())),
                None if sample.iter().any(key) => Ok(table(vec![TagColumn::Key(asked.into())], Vec::new())),
                None => Err(wrong(&format!("there is no column {asked}"))),
            };
        }
        let has_tags = |column: &usize| {
            let cells = || sample.iter().filter_map(|row| row.get(*column));
            cells().all(|cell| is_tag(cell)) && cells().any(|cell| mark(cell).is_some() || *cell == "O")
        };
        let with_tags: Vec<usize> = (word + 1..width).filter(has_tags).collect();
        let labels = |column: usize| -> BTreeSet<&str> {
            sample.iter().filter_map(|row| mark(row.get(column)?)).map(|(_, label)| label).collect()
        };
        // The columns of this program are all of one label each. Others have phrases before the names; tables that number their words,
        // as those of GermEval, have names in names.
        let tags: Vec<usize> = match with_tags.as_slice() {
            all if all.len() > 1 && all.len() == width - 1 && all.iter().all(|column| labels(*column).len() < 2) => {
                all.to_vec()
            }
            all if is_numbered => all.to_vec(),
            [.., last] => vec![*last],
            [] => Vec::new(),
        };
        let others = with_tags.into_iter().filter(|column| !tags.contains(column)).collect();
        // Labels without a mark stand between words of no label.
        let plain = || (word + 1..width).rev().find(|column| sample.iter().any(|row| row.get(*column) == Some(&"O")));
        match (tags.is_empty(), keys(&sample), plain()) {
            (false, ..) => Ok(table(tags.into_iter().map(TagColumn::Cell).collect(), others)),
            (true, Some(key), _) => Ok(table(vec![TagColumn::Key(key)], Vec::new())),
            (true, None, Some(plain)) => {
                Ok(ConllTable { is_plain: true, ..table(vec![TagColumn::Cell(plain)], Vec::new()) })
            }
            (true, None, None) => Err(wrong("no column has tags such as B-claim, I-claim and O")),
        }
    }

    /// Returns the content of a comment about the document or the sentence, if the line is one. A token may begin with `#`, too.
    pub(super) fn comment<'a>(&self, line: &'a str) -> Option<&'a str> {
        let rest = line.strip_prefix('#')?;
        let is_tag = |cell: &&str| is_tag(cell) || self.is_plain;
        let is_row = || {
            cells(line, self.tabs).len() == self.width && self.row(line, 0).is_ok_and(|row| row.tags.iter().all(is_tag))
        };
        (self.is_numbered || is_comment(rest) || !is_row()).then(|| rest.trim())
    }

    /// Returns the row of a line.
    ///
    /// # Errors
    /// If it has no cell for the token or for a tag.
    pub(super) fn row<'a>(&self, line: &'a str, number: usize) -> Result<ConllRow<'a>, ImportError> {
        let cells = cells(line, self.tabs);
        let tag = |column: &TagColumn| match column {
            TagColumn::Cell(column) => cells.get(*column).copied(),
            TagColumn::Key(_) if cells.len() < self.width => None,
            TagColumn::Key(key) => Some(cells.last().and_then(|cell| value(cell, key)).unwrap_or("O")),
        };
        let tags: Option<Vec<&str>> = self.tags.iter().map(tag).collect();
        match (cells.get(self.word), tags) {
            (Some(word), Some(tags)) => Ok(ConllRow {
                word,
                number: cells.first().filter(|_| self.is_numbered).copied().unwrap_or_default(),
                is_joined: self.is_numbered && cells.last().is_some_and(|cell| value(cell, "SpaceAfter") == Some("No")),
                tags,
                others: self.others.iter().filter_map(|column| Some((column + 1, *cells.get(*column)?))).collect(),
            }),
            _ => Err(ImportError::new(number, format!("a row with too few columns: {}", brief(line)))),
        }
    }
}

/// Returns whether a line begins a document.
pub(super) fn is_document(line: &str) -> bool {
    line.starts_with("-DOCSTART-") || line.trim().starts_with("# newdoc")
}

/// Returns whether a line is a row of the table. Of one that begins with `#` that is not known before the columns are.
fn is_row(line: &str) -> bool {
    !line.trim().is_empty() && !is_document(line) && !line.starts_with('#')
}

/// Returns whether the words behind a `#` are those of a comment: `text = …`.
fn is_comment(rest: &str) -> bool {
    let words = rest.trim_start();
    !rest.starts_with('\t')
        && (rest.contains(" = ") || words.starts_with("newpar") || words.starts_with("global.columns"))
}

/// Returns the most frequent number; of several, the greatest; 0 of none.
fn most_frequent(numbers: impl Iterator<Item = usize>) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(number, _)| number)
}

fn cells(line: &str, tabs: bool) -> Vec<&str> {
    if tabs { line.split('\t').map(str::trim).collect() } else { line.split_whitespace().collect() }
}

/// Returns the value of a key of CoNLL-U's last column: `NER=B-claim|SpaceAfter=No`.
fn value<'a>(cell: &'a str, key: &str) -> Option<&'a str> {
    cell.split('|').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
}

/// Returns the one key of the last column that has tags as its values.
fn keys(sample: &[Vec<&str>]) -> Option<String> {
    let pairs = || {
        sample
            .iter()
            .filter_map(|row| row.last())
            .flat_map(|cell| cell.split('|'))
            .filter_map(|pair| pair.split_once('='))
    };
    let key = pairs().find(|(_, value)| mark(value).is_some_and(|(mark, _)| mark == 'B'))?.0;
    pairs().filter(|(name, _)| *name == key).all(|(_, value)| is_tag(value)).then(|| key.to_string())
}

fn is_tag(cell: &str) -> bool {
    matches!(cell, "O" | "_" | "-X-") || mark(cell).is_some()
}

fn is_number(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit()) && cell.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '.')
}
