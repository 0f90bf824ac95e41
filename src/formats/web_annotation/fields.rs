//! Counts what an annotation says that has no equal here. Known are the fields that are read, and those that only say how an
//! annotation was made, or how Hypothesis keeps it.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::brief;
use crate::formats::wire::json::{self, Fields};

const ANNOTATION: [&str; 27] = [
    "@context",
    "id",
    "type",
    "motivation",
    "body",
    "bodyValue",
    "target",
    "creator",
    "created",
    "modified",
    "generator",
    "generated",
    "canonical",
    "via",
    "stylesheet",
    "uri",
    "user",
    "user_info",
    "text",
    "tags",
    "updated",
    "group",
    "permissions",
    "hidden",
    "flagged",
    "links",
    "items",
];

const BODY: [&str; 15] = [
    "id",
    "type",
    "purpose",
    "value",
    "source",
    "scope",
    "attribute",
    "suggestion",
    "items",
    "format",
    "language",
    "textDirection",
    "creator",
    "created",
    "modified",
];

const TARGET: [&str; 8] = ["id", "type", "source", "selector", "scope", "format", "language", "textDirection"];

const SELECTOR: [&str; 17] = [
    "id",
    "type",
    "start",
    "end",
    "exact",
    "prefix",
    "suffix",
    "value",
    "conformsTo",
    "refinedBy",
    "items",
    "startContainer",
    "endContainer",
    "startOffset",
    "endOffset",
    "startSelector",
    "endSelector",
];

/// Counts the fields of an annotation, its bodies, its targets and their selectors that are not known.
pub(super) fn count_others(losses: &mut Losses, annotation: &Value) {
    count(losses, annotation, &ANNOTATION);
    ["motivation", "creator"].iter().for_each(|field| count_further(losses, annotation, field));
    for body in list(&annotation["body"]) {
        count(losses, body, &BODY);
    }
    for target in list(&annotation["target"]) {
        count(losses, target, &TARGET);
        for selector in list(&target["selector"]) {
            count(losses, selector, &SELECTOR);
        }
    }
}

/// The fields of a page or a collection that are read, and those that only say how it is kept.
const PAGE: [&str; 12] =
    ["@context", "id", "type", "items", "rows", "first", "last", "prev", "partOf", "startIndex", "total", "modified"];

/// Counts what a page says besides its annotations, such as that there is another page.
pub(super) fn count_of_page(losses: &mut Losses, page: &RawValue) {
    let Ok(Fields(fields)) = serde_json::from_str(page.get()) else { return };
    let list = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.get());
    let rows = list("rows").and_then(|rows| serde_json::from_str::<Vec<&RawValue>>(rows).ok());
    let total = list("total").and_then(|total| total.parse::<usize>().ok());
    if let Some((rows, total)) = rows.zip(total).filter(|(rows, total)| rows.len() < *total) {
        losses.add(Aspect::Foreign, || format!("{} of {total} annotations are in the file", rows.len()));
    }
    json::count_others(losses, page.get(), &PAGE);
}

/// Counts the values of a field behind the first, where only one has a place.
fn count_further(losses: &mut Losses, annotation: &Value, field: &str) {
    for other in list(&annotation[field]).iter().skip(1) {
        losses.add(Aspect::Fields, || format!("{field} {}", brief(&other.to_string())));
    }
}

fn count(losses: &mut Losses, object: &Value, known: &[&str]) {
    if object.is_object() {
        json::count_others(losses, &object.to_string(), known);
    }
}

/// Returns the values of a list, or the one value that stands for it.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}
