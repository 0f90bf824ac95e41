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
    /// The token of several words whose words come next.
    whole: Option<WholeToken>,
    /// The tag that is open in each column, by its index.
    open: Vec<Option<usize>>,
    tokens: usize,
}

/// A token of several words, such as `vámonos`, which is `vamos` and `nos`. Its words are in the text only as parts of it.
struct WholeToken {
    /// The number of its last word.
    last: usize,
    text: String,
    /// The place of its first code point.
    start: usize,
    /// The number of bytes of it in which words were found.
    read: usize,
}

impl WholeToken {
    /// Returns the place of a word: its own part of the token, or all of the token if the word is not spelled so in it.
    fn place(&mut self, word: &str) -> (usize, usize) {
        let chars = |text: &str| text.chars().count();
        match self.text[self.read..].find(word) {
            Some(at) => {
                let (from, to) = (self.read + at, self.read + at + word.len());
                self.read = to;
                (self.start + chars(&self.text[..from]), self.start + chars(&self.text[..to]))
            }
            None => (self.start, self.start + chars(&self.text)),
        }
    }
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
            whole: None,
            open: Vec::new(),
            tokens: 0,
        }
    }

    /// Takes the name of the document from its first line.
    pub(super) fn name(&mut self, line: &str) {
        let name = line.split_once("id =").map(|(_, name)| name.trim().to_string());
        self.imported.names = name.filter(|name| !name.is_empty()).into_iter().collect();
    }

    /// Takes a comment: the text of the sentence.
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
        self.whole = None;
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
        self.tokens += 1;
        let range = row.number.split_once('-');
        let place = match self.whole.as_mut().filter(|whole| range.is_none() && number(row.number) <= whole.last) {
            Some(whole) => whole.place(row.word),
            None => self.add(row),
        };
        if let Some((_, last)) = range {
            let (last, text) = (number(last), row.word.into());
            self.whole = Some(WholeToken { last, text, start: place.0, read: 0 });
            // Mostly the tags are on its words.
            if row.tags.iter().all(|cell| matches!(*cell, "_" | "")) {
                return;
            }
        }
        self.open.resize(row.tags.len(), None);
        for (column, cell) in row.tags.iter().enumerate() {
            self.tag(column, cell, place, line);
        }
    }

    /// Adds a token to the text, and returns its place.
    fn add(&mut self, row: &ConllRow) -> (usize, usize) {
        // The blanks before the token, if a comment gives the text of the sentence.
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
                let (_, to) = &mut self.imported.tags[at].parts[0];
                *to = end.max(*to);
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
