//! Makes a document from tokens, and tags from the marks on them.
//!
//! ```text
//!   Prices  B-claim  ┐                      IOB1, IOB2   I- goes on with the tag before it, or begins one
//!   rose    I-claim  ┤ claim, 0–11          BIOES        E- and S- end it
//!   .       O        ┘                      plain        the same label goes on
//! ```

use super::table::{self, ConllRow};
use crate::formats::engine::import::ImportError;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::imported::{ImportedDocument, ImportedTag};

/// A document that is being read.
pub(super) struct ConllDocument {
    imported: ImportedDocument,
    text: String,
    /// The number of code points of the text.
    chars: usize,
    /// The text of the sentence, if a comment gives it, and the number of bytes of it that were read.
    sentence: Option<(String, usize)>,
    /// The text before the next token.
    gap: &'static str,
    /// The number of the last word within a token of several words: these words have no text.
    covered: usize,
    /// The tag that is open in each column, by its index.
    open: Vec<Option<usize>>,
    tokens: usize,
}

impl ConllDocument {
    /// Begins a document without a name.
    pub(super) fn new(stem: &str, line: usize) -> ConllDocument {
        let (title, measure) = (Some(stem.to_string()), Some(OffsetUnit::CodePoints));
        ConllDocument {
            imported: ImportedDocument { title, measure, line, ..ImportedDocument::default() },
            text: String::new(),
            chars: 0,
            sentence: None,
            gap: "",
            covered: 0,
            open: Vec::new(),
            tokens: 0,
        }
    }

    /// Takes the name that the line has with which the document begins.
    pub(super) fn name(&mut self, line: &str) {
        let name = line.split_once("id =").map(|(_, name)| name.trim().to_string());
        self.imported.names = name.filter(|name| !name.is_empty()).into_iter().collect();
    }

    /// Takes what a comment says.
    pub(super) fn comment(&mut self, words: &str) {
        if let Some(text) = words.strip_prefix("text = ") {
            self.sentence = Some((text.trim_end().into(), 0));
        }
    }

    /// Takes a fault.
    pub(super) fn fault(&mut self, fault: ImportError) {
        self.imported.faults.push(fault);
    }

    /// Ends a sentence, and with it each tag.
    pub(super) fn end_of_sentence(&mut self) {
        self.open.fill(None);
        self.sentence = None;
        self.covered = 0;
        if !self.text.is_empty() {
            self.gap = "\n";
        }
    }

    /// Takes a token.
    pub(super) fn token(&mut self, row: &ConllRow, line: usize) {
        if row.number.contains('.') {
            return;
        }
        let number = |number: &str| number.parse::<usize>().unwrap_or(0);
        let is_covered = self.covered > 0 && number(row.number) <= self.covered;
        if let Some((_, last)) = row.number.split_once('-') {
            self.covered = number(last);
        }
        let place = if is_covered { self.last(row) } else { self.add(row) };
        self.tokens += 1;
        self.open.resize(row.tags.len(), None);
        for (column, cell) in row.tags.iter().enumerate() {
            self.tag(column, cell, place, line);
        }
    }

    /// Returns the place of the token of several words that the row is one of.
    fn last(&self, row: &ConllRow) -> (usize, usize) {
        let len = row.word.chars().count().min(self.chars);
        (self.chars - len, self.chars)
    }

    /// Adds a token to the text, and returns its place.
    fn add(&mut self, row: &ConllRow) -> (usize, usize) {
        // What the sentence has before the token, if the comment tells it.
        let told = self.sentence.as_mut().and_then(|(text, read)| {
            let at = text[*read..].find(row.word)?;
            let before = text[*read..*read + at].to_string();
            let is_blank = before.chars().all(char::is_whitespace);
            *read += at + row.word.len();
            is_blank.then_some(before)
        });
        let gap = if self.gap == "\n" { "\n" } else { told.as_deref().unwrap_or(self.gap) };
        self.text += gap;
        let start = self.chars + gap.chars().count();
        self.text += row.word;
        self.chars = start + row.word.chars().count();
        self.gap = if row.is_joined { "" } else { " " };
        (start, self.chars)
    }

    fn tag(&mut self, column: usize, cell: &str, (start, end): (usize, usize), line: usize) {
        let (mark, label) = match cell {
            "O" | "_" | "-X-" | "" | "*" => {
                self.open[column] = None;
                return;
            }
            cell => table::mark(cell).unwrap_or(('I', cell)),
        };
        let open = self.open[column].filter(|at| self.imported.tags[*at].label == label);
        let at = match (mark, open) {
            ('I' | 'E' | 'L', Some(at)) => {
                self.imported.tags[at].parts[0].1 = end;
                at
            }
            _ => {
                let (label, parts) = (label.into(), vec![(start, end)]);
                self.imported.tags.push(ImportedTag { label, parts, line, ..ImportedTag::default() });
                self.imported.tags.len() - 1
            }
        };
        self.open[column] = Some(at).filter(|_| !matches!(mark, 'E' | 'L' | 'S' | 'U'));
    }

    /// Returns the document, if it has tokens.
    pub(super) fn end(mut self) -> Option<ImportedDocument> {
        self.imported.text = Some(self.text);
        (self.tokens > 0 || !self.imported.faults.is_empty()).then_some(self.imported)
    }
}
