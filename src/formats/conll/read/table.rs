//! Finds the columns of a table of tokens: the one with the token, and those with tags.

use crate::formats::engine::import::{ImportError, RawRecord};
use crate::formats::wire::exported::brief;

/// The number of rows that are looked at to find the columns with tags.
const ROWS: usize = 2000;

/// The columns of a table.
pub(super) struct ConllTable {
    /// The least number of columns in a row.
    width: usize,
    /// Whether the cells are separated by tabs only.
    tabs: bool,
    /// The column of the tokens.
    word: usize,
    /// Whether it is CoNLL-U, of which the first column numbers the tokens.
    is_numbered: bool,
    /// The columns with tags.
    tags: Vec<TagColumn>,
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
    /// Its tags, one for each column.
    pub tags: Vec<&'a str>,
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
        let width = sample.iter().map(Vec::len).min().unwrap_or(0);
        let number_first = |row: &Vec<&str>| row.first().is_some_and(|cell| is_number(cell));
        let is_numbered = width >= 3 && (width == 10 || !named.is_empty()) && sample.iter().all(number_first);
        let wrong = |words: &str| ImportError {
            hint: Some("name the column with the tags by its number from 1 or its name: --column NAME".into()),
            ..ImportError::new(record.line, words)
        };
        if sample.is_empty() {
            return Err(ImportError::new(record.line, "there is no token in this file"));
        }
        let word = named.iter().position(|name| *name == "FORM").unwrap_or(usize::from(is_numbered));
        let table = |tags| ConllTable { width, tabs, word, is_numbered, tags };
        if let Some(asked) = asked {
            let number = asked.parse::<usize>().ok().filter(|number| (1..=width).contains(number));
            let column = number.map(|number| number - 1).or_else(|| named.iter().position(|name| *name == asked));
            let key = |row: &Vec<&str>| row.last().is_some_and(|cell| value(cell, asked).is_some());
            return match column {
                Some(column) => Ok(table(vec![TagColumn::Cell(column)])),
                None if sample.iter().any(key) => Ok(table(vec![TagColumn::Key(asked.into())])),
                None => Err(wrong(&format!("there is no column {asked}"))),
            };
        }
        let has_tags = |column: &usize| {
            let cells = || sample.iter().filter_map(|row| row.get(*column));
            cells().all(|cell| is_tag(cell)) && cells().any(|cell| mark(cell).is_some() || *cell == "O")
        };
        let with_tags: Vec<usize> = (word + 1..width).filter(has_tags).collect();
        // The columns of this program are all of one label each; others have phrases before the names.
        let tags = match with_tags.as_slice() {
            all if all.len() > 1 && all.len() == width - 1 && are_of_a_label(&sample, all) => all.to_vec(),
            [.., last] => vec![*last],
            [] => Vec::new(),
        };
        match (tags.is_empty(), keys(&sample)) {
            (false, _) => Ok(table(tags.into_iter().map(TagColumn::Cell).collect())),
            (true, Some(key)) => Ok(table(vec![TagColumn::Key(key)])),
            (true, None) => Err(wrong("no column has tags such as B-claim, I-claim and O")),
        }
    }

    /// Returns the content of a comment about the document or the sentence, if the line is one.
    pub(super) fn comment<'a>(&self, line: &'a str) -> Option<&'a str> {
        comment(line)
    }

    /// Returns the row of a line.
    ///
    /// # Errors
    /// If it has fewer cells than the others.
    pub(super) fn row<'a>(&self, line: &'a str, number: usize) -> Result<ConllRow<'a>, ImportError> {
        let cells = cells(line, self.tabs);
        let tag = |column: &TagColumn| match column {
            TagColumn::Cell(column) => cells.get(*column).copied(),
            TagColumn::Key(key) => Some(cells.last().and_then(|cell| value(cell, key)).unwrap_or("O")),
        };
        let tags: Option<Vec<&str>> = self.tags.iter().map(tag).collect();
        match (cells.get(self.word), tags) {
            (Some(word), Some(tags)) if cells.len() >= self.width => Ok(ConllRow {
                word,
                number: cells.first().filter(|_| self.is_numbered).copied().unwrap_or_default(),
                is_joined: self.is_numbered && cells.last().is_some_and(|cell| value(cell, "SpaceAfter") == Some("No")),
                tags,
            }),
            _ => Err(ImportError::new(number, format!("a row with too few columns: {}", brief(line)))),
        }
    }
}

/// Returns whether a line begins a document.
pub(super) fn is_document(line: &str) -> bool {
    line.starts_with("-DOCSTART-") || line.trim().starts_with("# newdoc")
}

fn is_row(line: &str) -> bool {
    !line.trim().is_empty() && !is_document(line) && comment(line).is_none()
}

/// Returns the content of a comment: `text = …`. A token may be `#`, too.
fn comment(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('#')?;
    let is_comment = !rest.starts_with('\t') && (rest.contains(" = ") || rest.trim_start().starts_with("newpar"));
    let is_comment = is_comment || rest.trim_start().starts_with("global.columns");
    is_comment.then(|| rest.trim_start())
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

/// Returns whether no column has tags of two labels.
fn are_of_a_label(sample: &[Vec<&str>], columns: &[usize]) -> bool {
    columns.iter().all(|column| {
        let mut labels = sample.iter().filter_map(|row| mark(row.get(*column)?)).map(|(_, label)| label);
        let first = labels.next();
        labels.all(|label| Some(label) == first)
    })
}

fn is_tag(cell: &str) -> bool {
    matches!(cell, "O" | "_" | "-X-") || mark(cell).is_some()
}

/// Returns the mark and the label of a tag: `B` and `claim`.
pub(super) fn mark(cell: &str) -> Option<(char, &str)> {
    let (mark, label) = cell.split_once('-')?;
    let mut marks = mark.chars();
    match (marks.next(), marks.next()) {
        (Some(mark @ ('B' | 'I' | 'E' | 'S' | 'L' | 'U')), None) if !label.is_empty() => Some((mark, label)),
        _ => None,
    }
}

fn is_number(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit()) && cell.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '.')
}
