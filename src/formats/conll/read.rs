//! Reads tables of tokens: of CoNLL-2003 and 2002, of CoNLL-2012, of CoNLL-U and CoNLL-U Plus, of this program.
//!
//! ```text
//!   # newdoc id = kursk             ┐
//!   # text = Prices rose 5%.        ├ CoNLL-U: comments tell the name of a document and the text of a sentence
//!   1  Prices  …  _  NER=B-claim    ┘ the column is NER, a key of the last column or a name in # global.columns
//!
//!   EU      NNP  I-NP  I-ORG          CoNLL-2003: the last column that has tags; IOB1, IOB2, BIOES and plain labels are
//!   rejects VBZ  I-VP  O              told from each other by what stands there
//! ```
//!   bc/1 0 2 Bonn NNP … (GPE)         CoNLL-2012: the fourth column has the token, the eleventh the names, in brackets
//!
//! A row whose tag cannot be read is a fault, and its token is in the text all the same: the text never lacks a word.
//!
//! The text is made of the tokens: a blank between two of them, a line for each sentence.

mod brackets;
mod document;
mod line;
mod sample;
mod table;

use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::tokens::Tokens;
use crate::text::Document;
use document::ConllDocument;
use table::ConllTable;

/// Reads a file: a document for each `-DOCSTART-`, `# newdoc` or `#begin document`.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let table = ConllTable::of(record, source.scheme, source.options.column.as_deref())?;
    let stem = source.path.rsplit_once('.').map_or(source.path, |(stem, _)| stem);
    let mut found = Vec::new();
    let mut document = ConllDocument::new(stem, record.line);
    for (number, line) in (record.line..).zip(record.text.lines()) {
        if line::is_document(line) {
            found.extend(std::mem::replace(&mut document, ConllDocument::new(stem, number)).end());
            document.name(line);
        } else if let Some(comment) = table.comment(line) {
            document.comment(comment);
        } else if line.trim().is_empty() {
            document.end_of_sentence();
        } else {
            match table.row(line, number) {
                Ok(row) => document.token(&row, number),
                Err(fault) => document.fault(fault),
            }
        }
    }
    found.extend(document.end());
    Ok(found.into_iter().map(Imported::from).collect())
}

/// Returns the text that is made of these tokens when they are read again.
pub(crate) fn rebuilt(document: &Document, tokens: &Tokens, starts: &[usize]) -> String {
    let mut text = String::with_capacity(document.len());
    let mut starts = starts.iter().skip(1).peekable();
    for token in tokens.list.iter().filter(|token| !token.blank) {
        let is_first = starts.next_if(|start| **start <= token.span.start).is_some();
        while starts.next_if(|start| **start <= token.span.start).is_some() {}
        match is_first {
            _ if text.is_empty() => {}
            true => text.push('\n'),
            false => text.push(' '),
        }
        text += document.slice(token.span);
    }
    text
}
