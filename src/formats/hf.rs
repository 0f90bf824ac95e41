//! Defines `hf`: one sentence a line, as tokens with the number of a class each. Hugging Face's scripts for token classification
//! take such lines.
//!
//! ```text
//! {"id": "kursk.txt:ana:0", "document": "kursk.txt", "annotator": "ana",
//!  "tokens": ["Prices", "rose", "5", "%", "."], "ner_tags": [1, 2, 2, 2, 0]}
//!
//!   classes   0 O   1 B-claim   2 I-claim   3 B-figure   4 I-figure   …        by the labels of corpus.ron, in its order
//! ```
//!
//! The meaning of a number is in the head of the dataset card, from which `datasets` makes a `ClassLabel`. Rows of numbers mean
//! nothing without it, so the format is only written; `conll` has the same tokens, and is read again. There is one class for a
//! token: of two tags that overlap one is left out, and counted.

use serde::Serialize;

use super::conll::{self, TokenCells};
use super::{Files, Format, Writing};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::tokens::{Tokens, sentence_starts};
use crate::formats::wire::columns::TOKEN_COLUMNS;
use crate::formats::wire::exported::{
    Chunk, ExportOption, ExportOptions, ExportSettings, ExportedDocument, ExportedLayer, Flatten, Tagging,
};
use crate::formats::wire::json;
use crate::formats::wire::schema::TableSchema;
use crate::tags::set::TagSet;
use crate::tags::{Records, Tag};

pub(super) const FORMAT: Format = Format {
    name: "hf",
    opens_in: "Hugging Face's token classification",
    files: Files::lines("jsonl"),
    offsets: None,
    options: &[ExportOption::Tagging, ExportOption::Flatten, ExportOption::Shard, ExportOption::Partition],
    schema: Some(schema),
    writing: Writing::Text(write),
    ..Format::BASE
};

/// A sentence.
#[derive(Serialize)]
struct SentenceRow<'a> {
    id: String,
    document: &'a str,
    annotator: &'a str,
    tokens: Vec<String>,
    ner_tags: Vec<usize>,
}

fn schema(settings: &ExportSettings) -> TableSchema {
    TableSchema { columns: TOKEN_COLUMNS, classes: classes(settings) }
}

/// Returns the names of the classes, by their numbers.
fn classes(settings: &ExportSettings) -> Vec<String> {
    let marks: &[char] = match settings.options.tagging {
        Tagging::Bio => &['B', 'I'],
        Tagging::Bioes => &['B', 'I', 'E', 'S'],
    };
    let labels = settings.scheme.labels.iter().map(|label| conll::spelled(&label.name));
    let of_label = |label: String| marks.iter().map(move |mark| format!("{mark}-{label}")).collect::<Vec<_>>();
    std::iter::once("O".to_string()).chain(labels.flat_map(of_label)).collect()
}

fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let classes = classes(settings);
    let flatten = settings.options.flatten.unwrap_or(Flatten::Longest);
    let options = ExportOptions { flatten: Some(flatten), ..settings.options };
    let settings = ExportSettings { options, ..*settings };
    let text = exported.document.text();
    let tagged = || exported.layers.iter().flat_map(|layer| layer.records.tags.iter().map(|tag| tag.span));
    let tokens = Tokens::of(text, tagged());
    let starts = sentence_starts(text, tagged());
    if conll::rebuilt(exported.document, &tokens, &starts) != text {
        losses.add(Aspect::Text, || exported.name.into());
    }
    let mut lines = String::new();
    for layer in exported.layers {
        // Only the labels of the scheme have numbers.
        let is_declared = |tag: &&Tag| settings.scheme.label(&tag.label).is_some();
        let (declared, others): (Vec<&Tag>, Vec<&Tag>) = layer.records.tags.iter().partition(is_declared);
        others.into_iter().for_each(|tag| losses.add(Aspect::Undeclared, || exported.example(tag)));
        let records = Records::from(declared.into_iter().cloned().collect::<TagSet>());
        let cells =
            TokenCells::of(&settings, exported, &ExportedLayer { records: &records, ..*layer }, &tokens, losses);
        let mut rows: Vec<SentenceRow> = Vec::new();
        let mut next = starts.iter().peekable();
        for (number, token) in tokens.list.iter().enumerate() {
            let word = conll::word(exported.document.slice(token.span));
            if token.blank || word.is_empty() {
                continue;
            }
            let mut begins = false;
            while next.next_if(|start| **start <= token.span.start).is_some() {
                begins = true;
            }
            if begins || rows.is_empty() {
                let id = format!("{}:{}:{}", exported.name, layer.annotator, rows.len());
                let (document, annotator, ner_tags) = (exported.name, layer.annotator, Vec::new());
                rows.push(SentenceRow { id, document, annotator, tokens: Vec::new(), ner_tags });
            }
            let Some(row) = rows.last_mut() else { continue };
            row.tokens.push(word);
            row.ner_tags.push(cells.class(number, &classes));
        }
        lines.extend(rows.iter().map(|row| json::line(row) + "\n"));
    }
    vec![Chunk::text(lines)]
}
