//! Reads the rows of JSON_MIN, which is a task without its frame: each control of the labelling configuration is a field.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::texts::TaskTexts;
use super::{AnnotationReader, ReadResult, number, who};
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::imported::{ImportedDocument, ImportedStatus};
use crate::formats::wire::json::{self, Fields};
use crate::formats::wire::origin;

/// The fields that are no control and no data.
const ROW: [&str; 6] = ["id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"];

/// Reads a row.
///
/// # Errors
/// If it is neither a row of JSON_MIN nor a task.
pub(super) fn read(record: &RawRecord, row: &Fields, source: &Source) -> Result<Vec<Imported>, ImportError> {
    let is_row = row.get("annotation_id").is_some() || row.get("lead_time").is_some();
    let controls = |value: &RawValue| match value.get().starts_with('[') {
        true => serde_json::from_str::<Vec<Value>>(value.get()).ok().filter(|list| list.iter().all(is_region)),
        false => None,
    };
    let mut losses = Losses::default();
    let at = row.text("created_at").unwrap_or_default();
    let mut about: BTreeMap<usize, AnnotationReader> = BTreeMap::new();
    let texts = TaskTexts::of(row, &Fields::default(), source, "");
    let mut found = false;
    let mut read: Vec<&str> = ROW.to_vec();
    for (name, value) in row.0.iter().filter(|(name, _)| !ROW.contains(&name.as_ref())) {
        let Some(regions) = controls(value) else { continue };
        read.push(name);
        found |= regions.iter().any(|region| region.get("labels").is_some());
        for value in regions {
            let outcome = ReadResult::region(name, value);
            match texts.about("", &outcome.value) {
                Some(text) => {
                    let reader = about.entry(text).or_insert_with(|| AnnotationReader::new(None, &at));
                    reader.region(record.line, outcome);
                }
                None => losses.add(Aspect::Foreign, || name.to_string()),
            }
        }
    }
    let Some(main) = texts.main().filter(|_| is_row || found) else {
        return Err(ImportError::new(record.line, "a task of Label Studio has `data`, and this is none"));
    };
    read.extend(texts.used(about.keys().copied()));
    let origin = origin::origin(&mut losses, record.text, &read);
    // What else the row has may be the category of the whole text, which does not say that there is nothing to tag.
    let status = losses.of(Aspect::Fields) > 0 && about.is_empty();
    let status = status.then(ImportedStatus::default);
    if about.is_empty() {
        about.insert(main, AnnotationReader::new(None, &at));
    }
    let annotator = row.get("annotator").and_then(|who| json::part::<Value>(record, who).ok());
    let annotator = annotator.as_ref().and_then(who);
    let document = |(text, reader): (usize, AnnotationReader)| ImportedDocument {
        annotator: annotator.clone(),
        origin: origin.clone(),
        status: status.clone(),
        ..reader.on(&texts, text, record.line)
    };
    let mut all: Vec<Imported> = about.into_iter().map(document).map(Imported::from).collect();
    all.extend(Imported::left_out(losses));
    Ok(all)
}

/// Returns whether a value is a region of a text.
fn is_region(value: &Value) -> bool {
    number(value, "start").is_some() && number(value, "end").is_some()
}
