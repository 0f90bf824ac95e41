//! Counts what an annotation says that has no equal here. Known are the fields that are read, and those that only say how an
//! annotation was made, or how Hypothesis keeps it.

use serde_json::Value;

use crate::formats::engine::loss::Losses;
use crate::formats::wire::json;

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

fn count(losses: &mut Losses, object: &Value, known: &[&str]) {
    if object.is_object() {
        json::count_others(losses, &object.to_string(), known);
    }
}

/// Returns the values of a list, or the one value that stands for it.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}
