//! Makes a document from tokens; [`OpenTags`] makes the tags from the marks on them.

use std::collections::{BTreeMap, HashSet};

use super::brackets::OpenBrackets;
use super::line::BEGIN;
use super::sample::CellMeaning;
use super::table::ConllRow;
use crate::formats::engine::import::ImportError;
use crate::formats::engine::loss::Aspect;
use crate::formats::engine::marks::OpenTags;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedTag};
use crate::formats::wire::json::some;
use crate::say;

/// The beginnings of comments about the parts of a text and the columns.
const NUMBERING: [&str; 5] = ["sent_id", "newpar", "global.", "newdoc", "end document"];

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
    open: OpenTags,
    brackets: OpenBrackets,
    /// The tags in columns that are not taken.
    other_tags: Vec<ImportedTag>,
    other_open: OpenTags,
    tokens: usize,
    /// The columns that are not read, by their numbers.
    unread: BTreeMap<usize, UnreadColumn>,
}

/// A column that is not read.
#[derive(Default)]
struct UnreadColumn {
    /// Its first cell that says something.
    cell: String,
    /// The last one.
    last: String,
    /// The number of such cells.
    count: usize,
    /// Whether not all are the same.
    differs: bool,
    /// Whether they do not count the tokens.
    is_no_number: bool,
}

impl UnreadColumn {
    fn take(&mut self, cell: &str) {
        let number = |cell: &str| cell.parse::<usize>().ok();
        if self.count == 0 {
            self.cell = cell.into();
            self.is_no_number = number(cell).is_none();
        } else {
            // A sentence begins from 0 or 1 again.
            let is_next = number(cell).is_some_and(|here| here < 2 || number(&self.last) == here.checked_sub(1));
            self.differs |= cell != self.cell;
            self.is_no_number |= !is_next;
        }
        self.count += 1;
        // There are many cells, and their space is used again.
        cell.clone_into(&mut self.last);
    }

    /// Returns whether it says something of one of so many tokens: a column that is the same for each, or numbers them, does not.
    fn says_something(&self, tokens: usize) -> bool {
        (self.differs || self.count < tokens) && self.is_no_number
    }
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
            open: OpenTags::default(),
            brackets: OpenBrackets::default(),
            other_tags: Vec::new(),
            other_open: OpenTags::default(),
            tokens: 0,
            unread: BTreeMap::new(),
        }
    }

    /// Takes the name of the document from its first line: `# newdoc id = kursk`, `-DOCSTART- (kursk.txt)`,
    /// `#begin document (kursk); part 001`.
    pub(super) fn name(&mut self, line: &str) {
        let named =
            || line.trim_start_matches('#').trim_start().strip_prefix("newdoc")?.trim_start().strip_prefix("id");
        let named = || named()?.trim_start().strip_prefix('=');
        let has_brackets = line.starts_with('-') || line.starts_with(BEGIN);
        let in_brackets = || Some(line.split_once('(')?.1.rsplit_once(')')?.0).filter(|_| has_brackets);
        let name = named().or_else(in_brackets).unwrap_or_default().trim();
        // Each part of a document is a text of its own.
        let part = line.rsplit_once("; part ").and_then(|(_, part)| part.trim().parse::<usize>().ok());
        let name = match part.filter(|part| *part > 0) {
            Some(part) if line.starts_with(BEGIN) => format!("{name}-{part}"),
            _ => name.into(),
        };
        self.imported.names = some(name).into_iter().collect();
    }

    /// Takes a comment: the text of the sentence. Those that only number the parts of the text say nothing more; others have no equal here.
    pub(super) fn comment(&mut self, words: &str) {
        if let Some(text) = words.strip_prefix("text = ") {
            self.sentence = Some((text.trim_end().into(), 0));
        } else if !words.is_empty() && !NUMBERING.iter().any(|start| words.starts_with(start)) {
            self.imported.losses.add(Aspect::Fields, || format!("comment {}", brief(words)));
        }
    }

    /// Takes a fault.
    pub(super) fn fault(&mut self, fault: ImportError) {
        self.imported.faults.push(fault);
    }

    /// Ends a sentence, and with it each tag.
    pub(super) fn end_of_sentence(&mut self) {
        self.open.end();
        self.end_of_brackets();
        self.other_open.end();
        self.sentence = None;
        self.whole = None;
        if !self.text.is_empty() {
            self.gap = "\n";
        }
    }

    /// Takes the tags away whose brackets are open: nobody knows where they end.
    fn end_of_brackets(&mut self) {
        let open: HashSet<usize> = self.brackets.end().into_iter().collect();
        if open.is_empty() {
            return;
        }
        let tags = std::mem::take(&mut self.imported.tags).into_iter().enumerate();
        let (lost, tags): (Vec<_>, Vec<_>) = tags.partition(|(at, _)| open.contains(at));
        self.imported.tags = tags.into_iter().map(|(_, tag)| tag).collect();
        for (_, ImportedTag { label, line, .. }) in lost {
            self.fault(ImportError::new(line, format!("the bracket ({label} is not closed in its sentence")));
        }
    }

    /// Takes a token.
    pub(super) fn token(&mut self, row: &ConllRow, line: usize) {
        if row.number.contains('.') {
            // Nothing of the text stands for it.
            for cell in row.tags.iter().filter(|cell| !matches!(cell.as_ref(), "_" | "" | "O")) {
                self.imported.losses.add(Aspect::Wordless, || format!("line {line} {cell}"));
            }
            return;
        }
        for (column, cell) in &row.unread {
            self.unread.entry(*column).or_default().take(cell);
        }
        if let Some(words) = &row.fault {
            self.fault(ImportError::new(line, words.as_str()));
            self.open.end();
            self.end_of_brackets();
            self.other_open.end();
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
            if row.tags.iter().all(|cell| matches!(cell.as_ref(), "_" | "")) {
                return;
            }
        }
        for (column, cell) in row.tags.iter().enumerate() {
            let tags = &mut self.imported.tags;
            match row.meaning {
                CellMeaning::Brackets => {
                    if let Err(words) = self.brackets.mark(tags, cell, place, line) {
                        self.fault(ImportError::new(line, words));
                    }
                }
                _ => self.open.mark(tags, column, cell, place, line),
            }
        }
        for (column, cell) in &row.others {
            self.other_open.mark(&mut self.other_tags, *column, cell, place, line);
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
        // The tokens are the text, and a comment that contradicts them is none.
        if let Some((text, _)) = self.sentence.take_if(|_| told.is_none()) {
            self.imported.losses.add(Aspect::Fields, || format!("comment text = {}", brief(&text)));
        }
        let gap = if self.gap == "\n" { "\n" } else { told.as_deref().unwrap_or(self.gap) };
        self.text += gap;
        let start = self.chars + gap.chars().count();
        self.text += row.word;
        self.chars = start + row.word.chars().count();
        self.gap = if row.is_joined { "" } else { " " };
        (start, self.chars)
    }

    /// Returns the document, if it has tokens.
    pub(super) fn end(mut self) -> Option<ImportedDocument> {
        self.end_of_sentence();
        self.imported.text = Some(self.text);
        for (column, UnreadColumn { cell, count, .. }) in
            self.unread.iter().filter(|(_, column)| column.says_something(self.tokens))
        {
            self.imported.losses.add(Aspect::Fields, || {
                format!("column {column} of {} ({})", say::count(*count, "token"), brief(cell))
            });
        }
        for tag in &self.other_tags {
            self.imported.losses.add(Aspect::Layers, || format!("line {} {}", tag.line, tag.label));
        }
        (self.tokens > 0 || !self.imported.faults.is_empty()).then_some(self.imported)
    }
}
