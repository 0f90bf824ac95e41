//! Reads the training files of spaCy 2.
//!
//! ```text
//!   {"id": 0, "paragraphs": [{"raw": "Rents rose 5%.", "sentences": [{"tokens": [{"orth": "Rents", "ner": "O"}, …]}], "cats": […]}]}
//!                             ╰ a text                                            ╰ its next word, and its mark
//! ```
//!
//! A *paragraph* is what spaCy makes one `Doc` of, so it is a document. Without `raw`, the text is made of the words, with a blank
//! between two.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::entities;
use crate::formats::engine::import::{ImportError, Imported, RawRecord};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::marks::OpenTags;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedStatus};
use crate::formats::wire::json::{self, Fields, or_default, some};
use crate::say::and;

#[derive(Deserialize)]
struct SpacyParagraph<'a> {
    #[serde(default, deserialize_with = "or_default")]
    raw: Option<String>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    sentences: Vec<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    entities: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    cats: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct SpacySentence<'a> {
    #[serde(default, borrow, deserialize_with = "or_default")]
    tokens: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct SpacyWord {
    orth: String,
    #[serde(default, deserialize_with = "or_default")]
    ner: Option<String>,
}

/// The fields of a paragraph that are read.
const FIELDS: [&str; 3] = ["raw", "sentences", "entities"];
/// The fields of a word that are read, and its number.
const WORD: [&str; 3] = ["orth", "ner", "id"];
/// The mark of a word of which nobody has said whether it is part of a tag.
const UNKNOWN: &str = "-";

/// Reads the paragraphs of an entry, each a document. One alone has the entry's name, if that is no number.
pub(super) fn read(record: &RawRecord, id: Option<&RawValue>, paragraphs: &[&RawValue]) -> Vec<Imported> {
    let name = id.and_then(json::text).and_then(some).filter(|_| paragraphs.len() == 1);
    let one = |value: &&RawValue| match paragraph(record, value) {
        Ok(imported) => ImportedDocument { names: name.iter().cloned().collect(), ..imported }.into(),
        Err(fault) => Imported::Fault(fault),
    };
    let mut losses = Losses::default();
    json::count_others(&mut losses, record.text, &["id", "paragraphs"]);
    paragraphs.iter().map(one).chain(Imported::left_out(losses)).collect()
}

fn paragraph(record: &RawRecord, value: &RawValue) -> Result<ImportedDocument, ImportError> {
    let paragraph: SpacyParagraph = json::part(record, value)?;
    let mut imported = ImportedDocument {
        is_rebuilt: paragraph.raw.is_none(),
        measure: Some(OffsetUnit::CodePoints),
        line: json::line_of(record, value),
        ..ImportedDocument::default()
    };
    json::count_others(&mut imported.losses, value.get(), &FIELDS);
    let text = paragraph.raw.unwrap_or_default();
    let mut words = WordPlaces { text, is_made: imported.is_rebuilt, read: 0, chars: 0 };
    let mut open = OpenTags::default();
    let mut is_marked = paragraph.entities.is_some();
    let mut others = BTreeSet::new();
    let mut all: Vec<&RawValue> = Vec::new();
    for sentence in &paragraph.sentences {
        json::count_others(&mut imported.losses, sentence.get(), &["tokens"]);
        all.extend(json::part::<SpacySentence>(record, sentence)?.tokens);
    }
    for value in all {
        let line = json::line_of(record, value);
        let word: SpacyWord = json::part(record, value)?;
        let Fields(fields) = json::part(record, value)?;
        others.extend(fields.into_iter().map(|(name, _)| name).filter(|name| !WORD.contains(&name.as_ref())));
        let Some(place) = words.next(&word.orth) else {
            let words = format!("the word {} does not stand there in the text", brief(&word.orth));
            imported.faults.push(ImportError::new(line, words));
            break;
        };
        let mark = word.ner.as_deref().unwrap_or(UNKNOWN);
        is_marked |= mark != UNKNOWN;
        open.mark(&mut imported.tags, 0, mark, place, line);
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(AsRef::as_ref).collect();
        imported.losses.add(Aspect::Fields, || format!("words with {}", and(&names)));
    }
    imported.text = Some(words.text);
    entities(record, paragraph.entities.unwrap_or_default(), &mut imported);
    imported.leave_out_unlabelled();
    imported.has_category(paragraph.cats.is_some());
    if !is_marked {
        // Nobody has looked for names in this text, so it is not one without any.
        imported.status = Some(ImportedStatus::default());
    }
    Ok(imported)
}

/// The places of words in a text, one after another.
struct WordPlaces {
    text: String,
    /// Whether the text is made of the words.
    is_made: bool,
    /// The number of bytes and of code points before the next word.
    read: usize,
    chars: usize,
}

impl WordPlaces {
    /// Returns the start and the end of the next word in code points; `None` if something else stands there.
    fn next(&mut self, word: &str) -> Option<(usize, usize)> {
        if self.is_made {
            self.text += if self.text.is_empty() { "" } else { " " };
            self.text += word;
        }
        let rest = &self.text[self.read..];
        // A word may itself be blank.
        let blanks = if rest.starts_with(word) { 0 } else { rest.len() - rest.trim_start().len() };
        rest[blanks..].starts_with(word).then_some(())?;
        let start = self.chars + rest[..blanks].chars().count();
        let end = start + word.chars().count();
        (self.read, self.chars) = (self.read + blanks + word.len(), end);
        Some((start, end))
    }
}
