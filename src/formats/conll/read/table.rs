//! Finds the columns of a table of tokens: the one with the token, and those with tags.

use std::borrow::Cow;

use super::line::{cells, is_number, is_tag, value};
use super::sample::{CellMeaning, NAMES, Sample};
use crate::formats::engine::import::{ImportError, RawRecord};
use crate::formats::engine::marks::is_bare_mark;
use crate::formats::wire::exported::brief;
use crate::say::and;
use crate::tags::scheme::Scheme;

/// The columns of a table.
pub(super) struct ConllTable {
    /// The number of columns that most rows have.
    width: usize,
    /// Whether the cells are separated by tabs only.
    tabs: bool,
    /// The column of the tokens.
    word: usize,
    /// The column that numbers the tokens, as in CoNLL-U.
    number: Option<usize>,
    /// The column with keys and their values.
    keys: usize,
    /// The columns with tags.
    taken: TakenColumns,
}

/// The columns with tags.
struct TakenColumns {
    /// Those that are taken.
    tags: Vec<TagColumn>,
    /// What their cells are.
    cells: CellMeaning,
    /// The others, from 0.
    others: Vec<usize>,
}

impl TakenColumns {
    /// Takes one column.
    fn one(column: TagColumn, cells: CellMeaning) -> TakenColumns {
        TakenColumns { tags: vec![column], cells, others: Vec::new() }
    }
}

/// The place of a token's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TagColumn {
    /// In the column of that number, from 0.
    Cell(usize),
    /// After that key among the keys of CoNLL-U's last column: `NER=B-claim`.
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
    /// Its tags, one for each column that is taken; none if they cannot be read.
    pub tags: Vec<Cow<'a, str>>,
    /// What its tags are.
    pub meaning: &'a CellMeaning,
    /// The number of each column with other tags, from 1, and what stands there.
    pub others: Vec<(usize, &'a str)>,
    /// The number of each column that is not read, from 1, and what stands there.
    pub unread: Vec<(usize, &'a str)>,
    /// Why its tags cannot be read. The token is part of the text all the same.
    pub fault: Option<String>,
}

impl ConllTable {
    /// Returns the columns of a file.
    ///
    /// # Errors
    /// If no column has tags, or no column has the name or the number that is asked for.
    pub(super) fn of(record: &RawRecord, scheme: &Scheme, asked: Option<&str>) -> Result<ConllTable, ImportError> {
        let Some(sample) = Sample::of(record.text) else {
            return Err(ImportError::new(record.line, "there is no token in this file"));
        };
        let mut word = sample.word();
        let wrong = |words: &str| {
            let hint = match sample.names.as_slice() {
                [] => "name the column with the tags by its number from 1 or its name: --column NAME".into(),
                names => format!("name the column with the tags: --column NAME; the columns are {}", and(names)),
            };
            ImportError { hint: Some(hint), ..ImportError::new(record.line, words) }
        };
        let taken = match asked {
            Some(asked) => {
                let by_number = asked.parse::<usize>().ok().filter(|number| (1..=sample.width).contains(number));
                match by_number.map(|number| number - 1).or_else(|| sample.named(asked)) {
                    Some(column) => TakenColumns::one(TagColumn::Cell(column), sample.meaning(column)),
                    None if sample.has_key(asked) => {
                        TakenColumns::one(TagColumn::Key(asked.into()), CellMeaning::Plain)
                    }
                    None => return Err(wrong(&format!("there is no column {asked}"))),
                }
            }
            None => with_tags(&sample, word, scheme)
                .ok_or_else(|| wrong("no column has tags such as B-claim, I-claim and O"))?,
        };
        if taken.tags == [TagColumn::Cell(word)] {
            word = (0..sample.width).find(|column| *column != word).unwrap_or(word);
        }
        let (keys, Sample { width, tabs, number, .. }) = (sample.keys(), sample);
        Ok(ConllTable { width, tabs, word, number, keys, taken })
    }

    /// Returns the content of a comment about the document or the sentence, if the line is one. A token may begin with `#`, too.
    pub(super) fn comment<'a>(&self, line: &'a str) -> Option<&'a str> {
        let rest = line.strip_prefix('#')?;
        let is_row =
            || cells(line, self.tabs).len() == self.width && self.row(line, 0).is_ok_and(|row| row.fault.is_none());
        (self.number.is_some() || is_comment(rest) || !is_row()).then(|| rest.trim())
    }

    /// Returns the row of a line.
    ///
    /// # Errors
    /// If it has no cell for the token.
    pub(super) fn row<'a>(&'a self, line: &'a str, number: usize) -> Result<ConllRow<'a>, ImportError> {
        let mut cells = cells(line, self.tabs);
        let number_cell = self.number.map(|number| cells.get(number).copied().unwrap_or_default());
        let is_unnumbered = number_cell.is_some_and(|cell| !is_number(cell));
        if is_unnumbered {
            // The cells stand where they would with the number before them. A row may end before that.
            cells.insert(self.number.unwrap_or_default().min(cells.len()), "");
        }
        let key = |key: &str| cells.get(self.keys).and_then(|cell| value(cell, key));
        let tag = |column: &TagColumn| match column {
            TagColumn::Cell(column) => cells.get(*column).copied(),
            TagColumn::Key(_) if cells.len() < self.width => None,
            TagColumn::Key(name) => Some(key(name).unwrap_or("O")),
        };
        let Some(word) = cells.get(self.word).filter(|word| !word.is_empty()) else {
            return Err(ImportError::new(number, format!("a row with too few columns: {}", brief(line))));
        };
        let tags: Option<Vec<Cow<str>>> = self.taken.tags.iter().map(|column| Some(self.meant(tag(column)?))).collect();
        let fits = |cell: &str| match self.taken.cells {
            CellMeaning::Plain | CellMeaning::Brackets => true,
            CellMeaning::Marked | CellMeaning::Bare(_) => is_tag(cell),
        };
        let odd = || tags.iter().flatten().find(|cell| !fits(cell));
        let fault = match (&tags, odd()) {
            _ if is_unnumbered => Some(format!("a row without its number: {}", brief(line))),
            (None, _) => Some(format!("a row with too few columns: {}", brief(line))),
            (_, Some(_)) if cells.len() > self.width => {
                Some(format!("a row with more columns than the others: {}", brief(line)))
            }
            (_, Some(cell)) => {
                Some(format!("“{}” is no tag such as B-claim, I-claim or O: {}", brief(cell), brief(line)))
            }
            _ => None,
        };
        let has_blanks = fault.is_some() && !self.tabs && self.word == 0 && cells.len() > self.width;
        Ok(ConllRow {
            word: if has_blanks { without_last(line, self.width - 1) } else { word },
            number: number_cell.filter(|_| !is_unnumbered).unwrap_or_default(),
            is_joined: self.number.is_some() && key("SpaceAfter") == Some("No"),
            tags: tags.filter(|_| fault.is_none()).unwrap_or_default(),
            meaning: &self.taken.cells,
            others: self.taken.others.iter().filter_map(|column| Some((column + 1, *cells.get(*column)?))).collect(),
            unread: self.unread(&cells),
            fault,
        })
    }

    /// Returns the cells that say something and are not read: parts of speech, lemmas, heads, further keys.
    fn unread<'a>(&self, cells: &[&'a str]) -> Vec<(usize, &'a str)> {
        let is_taken = |column: usize| {
            let cell = TagColumn::Cell(column);
            column == self.word || Some(column) == self.number || self.taken.tags.contains(&cell)
        };
        let is_read_key = |pair: &str| {
            let key = pair.split_once('=').map_or(pair, |(key, _)| key);
            key == "SpaceAfter" || self.taken.tags.iter().any(|tag| matches!(tag, TagColumn::Key(name) if name == key))
        };
        let says = |(column, cell): &(usize, &str)| match self.number.is_some() && *column == self.keys {
            true => cell.split('|').any(|pair| !is_empty(pair) && !is_read_key(pair)),
            false => !is_empty(cell),
        };
        let columns = cells.iter().copied().enumerate().take(self.width);
        let unread = columns.filter(|(column, _)| !is_taken(*column) && !self.taken.others.contains(column));
        unread.filter(says).map(|(column, cell)| (column + 1, cell)).collect()
    }

    /// Returns the tag that a cell means.
    fn meant<'a>(&self, cell: &'a str) -> Cow<'a, str> {
        match &self.taken.cells {
            CellMeaning::Bare(label) if is_bare_mark(cell) => format!("{cell}-{label}").into(),
            _ => cell.into(),
        }
    }
}

/// Returns the columns with tags: those with marks, else what comes closest.
fn with_tags(sample: &Sample, word: usize, scheme: &Scheme) -> Option<TakenColumns> {
    let columns = (0..sample.width).filter(move |column| *column != word);
    let with_tags: Vec<usize> = columns.clone().filter(|column| sample.has_tags(*column)).collect();
    // The columns of this program are all of one label each. Others have phrases before the names; tables that number their words,
    // as those of GermEval, have names in names.
    let are_ours = |all: &[usize]| {
        all.len() > 1 && all.len() == sample.width - 1 && all.iter().all(|column| sample.labels(*column).len() < 2)
    };
    let tags = match with_tags.as_slice() {
        all if are_ours(all) || sample.number.is_some() => all.to_vec(),
        [.., last] => vec![*last],
        [] => Vec::new(),
    };
    if !tags.is_empty() {
        let others = with_tags.into_iter().filter(|column| !tags.contains(column)).collect();
        let tags = tags.into_iter().map(TagColumn::Cell).collect();
        return Some(TakenColumns { tags, cells: CellMeaning::Marked, others });
    }
    let one = |column: usize| TakenColumns::one(TagColumn::Cell(column), sample.meaning(column));
    let bare = columns.clone().rev().find(|column| sample.is_bare(*column));
    let key = || Some(TakenColumns::one(TagColumn::Key(sample.key_with_tags()?), CellMeaning::Marked));
    let brackets = || sample.named(NAMES).filter(|column| sample.is_bracketed(*column)).map(one);
    bare.map(one).or_else(key).or_else(brackets).or_else(|| sample.plain(columns.rev(), scheme).map(one))
}

/// Returns whether a cell says that there is nothing.
fn is_empty(cell: &str) -> bool {
    matches!(cell, "" | "_" | "-" | "--" | "-X-" | "O" | "*")
}

/// Returns a line without its last cells: a token with blanks in it.
fn without_last(line: &str, count: usize) -> &str {
    let without = |line: &'_ str| line.rfind(char::is_whitespace).map_or("", |at| line[..at].trim_end()).len();
    (0..count).fold(line.trim(), |line, _| &line[..without(line)])
}

/// Returns whether the words behind a `#` are those of a comment: `text = …`.
fn is_comment(rest: &str) -> bool {
    let words = rest.trim_start();
    !rest.starts_with('\t')
        && (rest.contains(" = ") || words.starts_with("newpar") || words.starts_with("global.columns"))
}
