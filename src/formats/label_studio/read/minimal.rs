//! Reads the rows of JSON_MIN, which is a task without its frame: each control of the labelling configuration is a field.

use serde_json::Value;
use serde_json::value::RawValue;

use super::texts::TaskTexts;
use super::{AnnotationReader, ReadResult, number, who};
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::ImportedDocument;
use crate::formats::wire::json::{self, Fields};

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
    let mut reader = AnnotationReader::new(None, &row.text("created_at").unwrap_or_default());
    let texts = TaskTexts::of(row, &Fields::default(), source, "");
    let mut found = false;
    for (name, value) in row.0.iter().filter(|(name, _)| !ROW.contains(&name.as_ref())) {
        match controls(value) {
            Some(regions) => {
                found |= regions.iter().any(|region| region.get("labels").is_some());
                for value in regions {
                    let outcome = ReadResult::region(name, value);
                    match texts.about("", &outcome.value) {
                        Some(_) => reader.region(record.line, outcome),
                        None => losses.add(Aspect::Foreign, || name.to_string()),
                    }
                }
            }
            None if texts.used([]).contains(&name.as_ref()) => {}
            None if matches!(value.get(), "null" | "\"\"" | "[]" | "{}") => {}
            None => losses.add(Aspect::Fields, || format!("{name} {}", brief(value.get()))),
        }
    }
    let Some(main) = texts.main().filter(|_| is_row || found) else {
        return Err(ImportError::new(record.line, "a task of Label Studio has `data`, and this is none"));
    };
    let annotator = row.get("annotator").and_then(|who| json::part::<Value>(record, who).ok());
    let annotator = annotator.as_ref().and_then(who);
    let document = ImportedDocument { annotator, ..reader.on(&texts, main, record.line) };
    let mut all = vec![Imported::from(document)];
    if !losses.is_empty() {
        all.push(Imported::LeftOut(losses));
    }
    Ok(all)
}

/// Returns whether a value is a region of a text.
fn is_region(value: &Value) -> bool {
    number(value, "start").is_some() && number(value, "end").is_some()
}
