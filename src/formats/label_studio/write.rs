//! Documents into tasks.

use serde::Serialize;

use super::super::exchange::{Exchange, Piece, Setting};
use super::super::json;
use super::super::loss::{Losses, Part};
use super::config::{Control, controls};
use super::{ATTRIBUTE, LABEL, TEXT};
use crate::tags::Tag;

#[derive(Serialize)]
struct Task<'a> {
    data: Data<'a>,
    annotations: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
struct Data<'a> {
    text: &'a str,
    document: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotator: Option<&'a str>,
}

#[derive(Serialize)]
struct Annotation<'a> {
    annotator: &'a str,
    ground_truth: bool,
    result: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome<'a> {
    Region {
        id: &'a str,
        from_name: String,
        to_name: &'static str,
        #[serde(rename = "type")]
        kind: &'static str,
        value: Value<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        meta: Option<Meta<'a>>,
    },
    Relation {
        id: &'a str,
        from_id: &'a str,
        to_id: &'a str,
        #[serde(rename = "type")]
        kind: &'static str,
        direction: &'static str,
        labels: [&'a str; 1],
        meta: Meta<'a>,
    },
}

#[derive(Serialize)]
struct Value<'a> {
    start: usize,
    end: usize,
    text: Words<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<[&'a str; 1]>,
}

/// The quote, or what was written into a field.
#[derive(Serialize)]
#[serde(untagged)]
enum Words<'a> {
    Quote(&'a str),
    Written([&'a str; 1]),
}

#[derive(Serialize)]
struct Meta<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<[&'a str; 1]>,
    at: &'a str,
}

/// A document as a task.
pub fn write(setting: &Setting, exchange: &Exchange, losses: &mut Losses) -> Vec<Piece> {
    let annotator = match exchange.layers {
        [only] => Some(only.annotator),
        _ => None,
    };
    let mut annotations = Vec::new();
    for sheet in exchange.layers {
        let mut result = Vec::new();
        for tag in sheet.records.tags.iter() {
            regions(setting, exchange, tag, &mut result, losses);
        }
        result.extend(sheet.links_within().map(|link| Outcome::Relation {
            id: link.id.as_str(),
            from_id: link.from.as_str(),
            to_id: link.to.as_str(),
            kind: "relation",
            direction: "right",
            labels: [&link.kind],
            meta: Meta { text: None, at: &link.at },
        }));
        annotations.push(Annotation { annotator: sheet.annotator, ground_truth: false, result });
    }
    let data = Data { text: exchange.document.text(), document: exchange.name, annotator };
    vec![Piece::text(json::line(&Task { data, annotations }))]
}

/// A tag as the region that it is, and one for each attribute.
fn regions<'a>(
    setting: &Setting<'a>,
    exchange: &Exchange<'a>,
    tag: &'a Tag,
    result: &mut Vec<Outcome<'a>>,
    losses: &mut Losses,
) {
    let (start, end) = exchange.chars(tag.span);
    let value = Value {
        start,
        end,
        text: Words::Quote(exchange.document.slice(tag.span)),
        labels: Some([&tag.label]),
        choices: None,
    };
    if setting.scheme.label(&tag.label).is_none() {
        losses.add(Part::Labels, || exchange.example(tag));
    }
    let note = Some([tag.note.as_str()]).filter(|_| !tag.note.is_empty());
    let region = |from_name, kind, value, meta| Outcome::Region {
        id: tag.id.as_str(),
        from_name,
        to_name: TEXT,
        kind,
        value,
        meta,
    };
    result.push(region(LABEL.into(), "labels", value, Some(Meta { text: note, at: &tag.at })));
    if tag.attributes.is_empty() {
        return;
    }
    let controls = controls(setting.scheme);
    for (name, value) in &tag.attributes {
        let from_name = format!("{ATTRIBUTE}{name}");
        let quote = Words::Quote(exchange.document.slice(tag.span));
        match controls.get(name.as_str()) {
            Some((Control::Choices(values), _)) if values.contains(&value.as_str()) => {
                let value = Value { start, end, text: quote, labels: None, choices: Some([value]) };
                result.push(region(from_name, "choices", value, None));
            }
            Some((Control::Words, _)) => {
                let value = Value { start, end, text: Words::Written([value]), labels: None, choices: None };
                result.push(region(from_name, "textarea", value, None));
            }
            _ => losses.add(Part::Attributes, || exchange.example(tag)),
        }
    }
}
