//! `doccano`: a document a line, in either of its two schemas.
//!
//! ```text
//! {"document": "kursk.txt", "annotator": "ana", "offsets": "code points", "text": "…",
//!  "entities": [{"id": 0, "label": "claim", "start_offset": 2, "end_offset": 16}],         a project for relations
//!  "relations": [{"id": 0, "from_id": 0, "to_id": 1, "type": "rests on"}]}
//! {"document": "kursk.txt", …, "text": "…", "label": [[2, 16, "claim"]]}  one for spans alone
//! ```
//!
//! Offsets are code points. doccano keeps columns that it does not know and exports them again, so the document, the
//! annotator and what the offsets count survive; it gives new numbers to spans. The project must allow spans to overlap. The
//! lines are ASCII: where doccano guesses at the encoding, it takes some UTF-8 for Turkish.

use serde::{Deserialize, Serialize};

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportError, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::Measure;
use crate::formats::wire::exported::{Chunk, ExportOption, ExportSettings, ExportedDocument};
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag};
use crate::formats::wire::json::{self, or_default, some};

pub(super) const FORMAT: Format = Format {
    name: "doccano",
    opens_in: "doccano",
    files: Files::lines("jsonl"),
    holds: &[Aspect::Overlaps, Aspect::Labels, Aspect::Blanks, Aspect::InWords, Aspect::Links],
    options: &[ExportOption::SpansOnly],
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Lines, read }),
    ..Format::BASE
};

#[derive(Default, Serialize, Deserialize)]
struct DoccanoLine {
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    document: String,
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    annotator: String,
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
    offsets: String,
    #[serde(alias = "data")]
    text: String,
    #[serde(default, alias = "labels", skip_serializing_if = "Option::is_none")]
    label: Option<Vec<(usize, usize, String)>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<DoccanoEntity>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relations: Option<Vec<DoccanoRelation>>,
}

#[derive(Serialize, Deserialize)]
struct DoccanoEntity {
    id: i64,
    label: String,
    start_offset: usize,
    end_offset: usize,
}

#[derive(Serialize, Deserialize)]
struct DoccanoRelation {
    id: i64,
    from_id: i64,
    to_id: i64,
    #[serde(rename = "type")]
    kind: String,
}

fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let mut text = String::new();
    for layer in exported.layers {
        let mut line = DoccanoLine {
            document: exported.name.into(),
            annotator: layer.annotator.into(),
            offsets: Measure::CodePoints.words().into(),
            text: exported.document.text().into(),
            ..DoccanoLine::default()
        };
        let numbers: std::collections::HashMap<_, _> =
            (0i64..).zip(layer.records.tags.iter()).map(|(number, tag)| (&tag.id, number)).collect();
        if settings.options.spans_only {
            let spans = layer.records.tags.iter().map(|tag| {
                let (start, end) = exported.chars(tag.span);
                (start, end, tag.label.clone())
            });
            line.label = Some(spans.collect());
            for link in layer.links_within() {
                losses.add(Aspect::Links, || exported.link_example(link));
            }
        } else {
            let entities = layer.records.tags.iter().map(|tag| {
                let (start_offset, end_offset) = exported.chars(tag.span);
                DoccanoEntity { id: numbers[&tag.id], label: tag.label.clone(), start_offset, end_offset }
            });
            line.entities = Some(entities.collect());
            let relations = (0i64..).zip(layer.links_within()).map(|(id, link)| DoccanoRelation {
                id,
                from_id: numbers[&link.from],
                to_id: numbers[&link.to],
                kind: link.kind.clone(),
            });
            line.relations = Some(relations.collect());
        }
        text += &json::ascii_line(&line);
        text.push('\n');
    }
    vec![Chunk::text(text)]
}

fn read(source: &Source, record: &RawRecord) -> Result<Vec<ImportedDocument>, ImportError> {
    let line: DoccanoLine = json::parse(record)?;
    if line.label.is_none() && line.entities.is_none() {
        return Err(ImportError::new(
            record.line,
            "a line of doccano has `entities` or `label`, and this one has neither",
        ));
    }
    let tag = |key: String, label: String, start, end| ImportedTag {
        key,
        label,
        parts: vec![(start, end)],
        line: record.line,
        ..ImportedTag::default()
    };
    let plain = line.label.unwrap_or_default();
    let plain = plain.into_iter().map(|(start, end, label)| tag(String::new(), label, start, end));
    let entities = line.entities.unwrap_or_default();
    let entities = entities.into_iter().map(|of| tag(of.id.to_string(), of.label, of.start_offset, of.end_offset));
    let links = line.relations.unwrap_or_default().into_iter().map(|relation| ImportedLink {
        kind: relation.kind,
        from: relation.from_id.to_string(),
        to: relation.to_id.to_string(),
        line: record.line,
        ..ImportedLink::default()
    });
    Ok(vec![ImportedDocument {
        names: vec![some(line.document).unwrap_or_else(|| source.path.into())],
        annotator: some(line.annotator),
        measure: Measure::find(&line.offsets),
        tags: plain.chain(entities).collect(),
        links: links.collect(),
        text: Some(line.text),
        line: record.line,
        ..ImportedDocument::default()
    }])
}
