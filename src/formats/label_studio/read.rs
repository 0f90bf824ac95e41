//! Tasks into what they say.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::ATTRIBUTE;
use crate::formats::engine::import::{ImportError, RawRecord, Source};
use crate::formats::engine::loss::Aspect;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours};
use crate::formats::wire::json::{self, or_default, some};

#[derive(Deserialize)]
struct ReadTask {
    data: HashMap<String, Value>,
    #[serde(default, alias = "completions", deserialize_with = "or_default")]
    annotations: Vec<ReadAnnotation>,
    #[serde(default, deserialize_with = "or_default")]
    file_upload: String,
}

#[derive(Deserialize)]
struct ReadAnnotation {
    #[serde(default, deserialize_with = "or_default")]
    annotator: String,
    #[serde(default)]
    completed_by: Value,
    #[serde(default, deserialize_with = "or_default")]
    was_cancelled: bool,
    #[serde(default, deserialize_with = "or_default")]
    created_at: String,
    #[serde(default, deserialize_with = "or_default")]
    result: Vec<ReadResult>,
}

#[derive(Deserialize)]
struct ReadResult {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    from_name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    meta: Value,
    #[serde(default, deserialize_with = "or_default")]
    from_id: String,
    #[serde(default, deserialize_with = "or_default")]
    to_id: String,
    #[serde(default, deserialize_with = "or_default")]
    direction: String,
    #[serde(default, deserialize_with = "or_default")]
    labels: Vec<String>,
}

/// Reads a task: each of its annotations that was not skipped.
pub fn read(source: &Source, record: &RawRecord) -> Result<Vec<ImportedDocument>, ImportError> {
    let task: ReadTask = json::parse(record)?;
    let known = |key: &str| task.data.get(key).and_then(Value::as_str).map(String::from);
    let words = |value: &Value| value.as_str().map(String::from);
    let text = known("text").or_else(|| task.data.values().filter_map(words).max_by_key(String::len));
    let names = known("document").or_else(|| some(task.file_upload.clone())).unwrap_or_else(|| source.path.into());
    let mut found = Vec::new();
    for annotation in task.annotations.into_iter().filter(|annotation| !annotation.was_cancelled) {
        let named = some(annotation.annotator.clone()).or_else(|| known("annotator"));
        let mut imported = ImportedDocument {
            names: vec![names.clone()],
            text: text.clone(),
            annotator: named.or_else(|| person(&annotation.completed_by)),
            line: record.line,
            ..ImportedDocument::default()
        };
        take(annotation, &mut imported)?;
        found.push(imported);
    }
    Ok(found)
}

fn take(annotation: ReadAnnotation, imported: &mut ImportedDocument) -> Result<(), ImportError> {
    let line = imported.line;
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut of_regions = Vec::new();
    for outcome in annotation.result {
        match outcome.kind.as_str() {
            "labels" => {
                let number =
                    |key: &str| outcome.value.get(key).and_then(Value::as_u64).and_then(|it| it.try_into().ok());
                let (Some(start), Some(end)) = (number("start"), number("end")) else {
                    return Err(ImportError::new(line, format!("the region `{}` has no start or no end", outcome.id)));
                };
                let labels = outcome.value.get("labels").and_then(Value::as_array).into_iter().flatten();
                for (number, label) in labels.filter_map(Value::as_str).enumerate() {
                    if number == 0 {
                        places.insert(outcome.id.clone(), imported.tags.len());
                    }
                    imported.tags.push(ImportedTag {
                        key: outcome.id.clone(),
                        id: ours("t", &outcome.id).filter(|_| number == 0),
                        label: label.into(),
                        parts: vec![(start, end)],
                        quote: string(&outcome.value, "text"),
                        note: first(&outcome.meta, "text").unwrap_or_default(),
                        at: string(&outcome.meta, "at").unwrap_or_else(|| annotation.created_at.clone()),
                        line,
                        ..ImportedTag::default()
                    });
                }
            }
            "relation" => {
                let (from, to) = match outcome.direction.as_str() {
                    "left" => (outcome.to_id, outcome.from_id),
                    _ => (outcome.from_id, outcome.to_id),
                };
                let kinds = if outcome.labels.is_empty() { vec!["relation".into()] } else { outcome.labels };
                for (number, kind) in kinds.into_iter().enumerate() {
                    imported.links.push(ImportedLink {
                        id: ours("l", &outcome.id).filter(|_| number == 0),
                        kind,
                        from: from.clone(),
                        to: to.clone(),
                        at: string(&outcome.meta, "at").unwrap_or_else(|| annotation.created_at.clone()),
                        line,
                        ..ImportedLink::default()
                    });
                }
            }
            _ => of_regions.push(outcome),
        }
    }
    for outcome in of_regions {
        let value = first(&outcome.value, "choices").or_else(|| first(&outcome.value, "text"));
        match (places.get(&outcome.id), value) {
            (Some(at), Some(value)) if matches!(outcome.kind.as_str(), "choices" | "textarea") => {
                let name = outcome.from_name.strip_prefix(ATTRIBUTE).unwrap_or(&outcome.from_name);
                imported.tags[*at].attributes.insert(name.into(), value);
            }
            _ => imported.losses.add(Aspect::Foreign, || format!("{} {}", outcome.kind, outcome.from_name)),
        }
    }
    Ok(())
}

/// Returns a text field.
fn string(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(String::from)
}

/// Returns the first text of a list.
fn first(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.get(0)?.as_str().map(String::from)
}

/// Returns the annotator: the name before the `@` of an address, or `user-` and a number.
fn person(completed_by: &Value) -> Option<String> {
    let address = completed_by.get("email").and_then(Value::as_str).or_else(|| completed_by.as_str());
    let number = completed_by.get("id").unwrap_or(completed_by).as_u64();
    match (address, number) {
        (Some(address), _) => {
            let name = address.split('@').next().unwrap_or_default();
            some(name.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' }).collect())
        }
        (None, Some(number)) => Some(format!("user-{number}")),
        (None, None) => None,
    }
}
