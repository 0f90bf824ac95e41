//! Writes documents as tasks.

use serde::Serialize;

use super::config::{Control, controls};
use super::{ATTRIBUTE, LABEL, TEXT};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::undeclared::is_choice;
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument};
use crate::formats::wire::json;
use crate::formats::wire::row::TableVia;
use crate::tags::Tag;
use crate::tags::score::Score;

/// The kind of result that labels a region.
const LABELS: &str = "labels";

#[derive(Serialize)]
struct WrittenTask<'a> {
    data: WrittenData<'a>,
    annotations: Vec<WrittenAnnotation<'a>>,
}

#[derive(Serialize)]
struct WrittenData<'a> {
    text: &'a str,
    document: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotator: Option<&'a str>,
}

#[derive(Serialize)]
struct WrittenAnnotation<'a> {
    annotator: &'a str,
    ground_truth: bool,
    result: Vec<WrittenResult<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum WrittenResult<'a> {
    Region {
        id: &'a str,
        from_name: String,
        to_name: &'static str,
        #[serde(rename = "type")]
        kind: &'static str,
        value: WrittenValue<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        score: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        meta: Option<WrittenMeta<'a>>,
    },
    Relation {
        id: &'a str,
        from_id: &'a str,
        to_id: &'a str,
        #[serde(rename = "type")]
        kind: &'static str,
        direction: &'static str,
        labels: [&'a str; 1],
        meta: WrittenMeta<'a>,
    },
}

#[derive(Serialize)]
struct WrittenValue<'a> {
    start: usize,
    end: usize,
    text: WrittenText<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<[&'a str; 1]>,
}

/// The words under a tag, or a value typed into a field.
#[derive(Serialize)]
#[serde(untagged)]
enum WrittenText<'a> {
    Quote(&'a str),
    Written([&'a str; 1]),
}

#[derive(Serialize)]
struct WrittenMeta<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<[&'a str; 1]>,
    at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<TableVia<'a>>,
}

/// Writes a document as a task.
pub(super) fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let annotator = match exported.layers {
        [only] => Some(only.annotator),
        _ => None,
    };
    let mut annotations = Vec::new();
    for layer in exported.layers {
        let mut result = Vec::new();
        for tag in layer.records.tags.iter() {
            regions(settings, exported, tag, &mut result, losses);
        }
        result.extend(layer.links_within().map(|link| WrittenResult::Relation {
            id: link.id.as_str(),
            from_id: link.from.as_str(),
            to_id: link.to.as_str(),
            kind: "relation",
            direction: "right",
            labels: [&link.kind],
            meta: WrittenMeta { text: None, at: &link.at, via: None },
        }));
        annotations.push(WrittenAnnotation { annotator: layer.annotator, ground_truth: false, result });
    }
    let data = WrittenData { text: exported.document.text(), document: exported.name, annotator };
    vec![Chunk::text(json::line(&WrittenTask { data, annotations }))]
}

/// Adds a tag as a region, and a region for each attribute.
fn regions<'a>(
    settings: &ExportSettings<'a>,
    exported: &ExportedDocument<'a>,
    tag: &'a Tag,
    result: &mut Vec<WrittenResult<'a>>,
    losses: &mut Losses,
) {
    let (start, end) = exported.chars(tag.span);
    let value = WrittenValue {
        start,
        end,
        text: WrittenText::Quote(exported.document.slice(tag.span)),
        labels: Some([&tag.label]),
        choices: None,
    };
    let note = Some([tag.note.as_str()]).filter(|_| !tag.note.is_empty());
    let via = tag.via.as_deref().map(TableVia::of);
    let region = |from_name, kind, value, meta| WrittenResult::Region {
        id: tag.id.as_str(),
        from_name,
        to_name: TEXT,
        kind,
        value,
        score: tag.score.map(Score::number).filter(|_| kind == LABELS),
        meta,
    };
    result.push(region(LABEL.into(), LABELS, value, Some(WrittenMeta { text: note, at: &tag.at, via })));
    if tag.attributes.is_empty() {
        return;
    }
    let controls = controls(settings.scheme);
    for (name, value) in &tag.attributes {
        let from_name = format!("{ATTRIBUTE}{name}");
        let quote = WrittenText::Quote(exported.document.slice(tag.span));
        match controls.get(name.as_str()) {
            Some((Control::Choices(values), _)) if values.contains(&value.as_str()) => {
                let value = WrittenValue { start, end, text: quote, labels: None, choices: Some([value]) };
                result.push(region(from_name, "choices", value, None));
            }
            Some((Control::Words, _)) => {
                let value =
                    WrittenValue { start, end, text: WrittenText::Written([value]), labels: None, choices: None };
                result.push(region(from_name, "textarea", value, None));
            }
            // The configuration declares what corpus.ron does not.
            _ if is_choice(value) => {
                let value = WrittenValue { start, end, text: quote, labels: None, choices: Some([value]) };
                result.push(region(from_name, "choices", value, None));
            }
            _ if !value.is_empty() => {
                let value =
                    WrittenValue { start, end, text: WrittenText::Written([value]), labels: None, choices: None };
                result.push(region(from_name, "textarea", value, None));
            }
            _ => losses.add(Aspect::Attributes, || exported.example(tag)),
        }
    }
}
