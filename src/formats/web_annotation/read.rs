//! Reads annotations: one, a list, a page or a collection of them.

use std::collections::HashMap;

use serde_json::Value;

use super::{ENDING, iri};
use crate::formats::engine::import::{ImportError, RawRecord, Source};
use crate::formats::engine::loss::Aspect;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours};
use crate::formats::wire::json;

/// Reads a file.
pub fn read(source: &Source, record: &RawRecord) -> Result<Vec<ImportedDocument>, ImportError> {
    let value: Value = json::parse(record)?;
    let mut annotations = Vec::new();
    collect(&value, &mut annotations);
    let own = source.path.strip_suffix(ENDING).unwrap_or(source.path).to_string();
    let mut found: Vec<ImportedDocument> = Vec::new();
    let mut links = Vec::new();
    for annotation in annotations {
        if motivation(annotation) == "linking" && !annotation["target"].is_object() {
            links.push(annotation);
            continue;
        }
        let target = list(&annotation["target"]).first().copied().unwrap_or(&Value::Null);
        let names = match text(target, "source").or_else(|| text(target, "id")) {
            Some(iri) => iri::document(&iri),
            None => vec![own.clone()],
        };
        let line = record.line;
        let imported = of(&mut found, names, person(annotation), line);
        match tag(annotation, target, line)? {
            Some(tag) => imported.tags.push(tag),
            None => imported.losses.add(Aspect::Foreign, || text(annotation, "id").unwrap_or_default()),
        }
    }
    let places =
        found.iter().enumerate().flat_map(|(at, imported)| imported.tags.iter().map(move |tag| (&tag.key, at)));
    let homes: HashMap<String, usize> = places.map(|(key, at)| (key.clone(), at)).collect();
    for annotation in links {
        let link = link(annotation, record.line);
        let imported = match link.as_ref().and_then(|link| homes.get(&link.from)) {
            Some(at) => &mut found[*at],
            None => of(&mut found, vec![own.clone()], person(annotation), record.line),
        };
        match link {
            Some(link) => imported.links.push(link),
            None => imported.losses.add(Aspect::Foreign, || text(annotation, "id").unwrap_or_default()),
        }
    }
    Ok(found)
}

/// Returns what the file says of a document by one annotator, from the list or as a new entry.
fn of(
    found: &mut Vec<ImportedDocument>,
    names: Vec<String>,
    annotator: Option<String>,
    line: usize,
) -> &mut ImportedDocument {
    let at = found.iter().position(|imported| imported.names == names && imported.annotator == annotator);
    let at = at.unwrap_or_else(|| {
        found.push(ImportedDocument { names, annotator, line, ..ImportedDocument::default() });
        found.len() - 1
    });
    &mut found[at]
}

/// Adds the annotations of a list, a page or a collection.
fn collect<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Object(fields) if fields.contains_key("items") => collect(&value["items"], found),
        Value::Object(fields) if fields.contains_key("first") => collect(&value["first"], found),
        Value::Object(fields) if fields.contains_key("target") => found.push(value),
        _ => {}
    }
}

fn tag(annotation: &Value, target: &Value, line: usize) -> Result<Option<ImportedTag>, ImportError> {
    let selectors = list(&target["selector"]);
    let of_kind = |kind: &str| selectors.iter().copied().find(|selector| has_type(selector, kind));
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let Some(position) = of_kind("TextPositionSelector") else { return Ok(None) };
    let (Some(start), Some(end)) = (number(&position["start"]), number(&position["end"])) else {
        return Err(ImportError::new(line, "a TextPositionSelector has no start or no end"));
    };
    let bodies = list(&annotation["body"]);
    let with = |purpose: &'static str| {
        bodies.iter().copied().filter(move |body| text(body, "purpose").as_deref() == Some(purpose))
    };
    let label = ["classifying", "tagging", "identifying"].into_iter().find_map(|purpose| with(purpose).find_map(value));
    let note: Vec<String> = ["commenting", "replying"].into_iter().flat_map(with).filter_map(value).collect();
    let plain = bodies.iter().copied().filter(|body| body["purpose"].is_null()).find_map(value);
    // A body without a purpose has the purpose of the annotation.
    let (label, note) = match (label, plain, motivation(annotation)) {
        (None, Some(plain), "commenting" | "describing") => ("comment".into(), plain),
        (None, plain, why) => (plain.unwrap_or_else(|| why.to_string()), note.join("\n")),
        (Some(label), ..) => (label, note.join("\n")),
    };
    let described = with("describing").filter_map(|body| Some((text(body, "attribute")?, value(body)?)));
    let key = iri::id(&text(annotation, "id").unwrap_or_default());
    Ok(Some(ImportedTag {
        id: ours("t", &key),
        key,
        label,
        parts: vec![(start, end)],
        quote: of_kind("TextQuoteSelector").and_then(|quote| text(quote, "exact")),
        note,
        attributes: described.collect(),
        at: text(annotation, "created").unwrap_or_default(),
        line,
        ..ImportedTag::default()
    }))
}

fn link(annotation: &Value, line: usize) -> Option<ImportedLink> {
    let bodies = list(&annotation["body"]);
    let to = bodies.iter().find_map(|body| body.as_str().map(String::from).or_else(|| text(body, "source")))?;
    let scope = bodies.iter().find_map(|body| text(body, "scope"));
    let from = annotation["target"].as_str()?;
    Some(ImportedLink {
        id: text(annotation, "id").and_then(|id| ours("l", &iri::id(&id))),
        kind: bodies.iter().copied().find_map(value).unwrap_or_else(|| "linking".into()),
        from: iri::id(from),
        to: iri::id(&to),
        document: scope.and_then(|scope| iri::document(&scope).pop()),
        at: text(annotation, "created").unwrap_or_default(),
        line,
        ..ImportedLink::default()
    })
}

fn motivation(annotation: &Value) -> &str {
    list(&annotation["motivation"]).first().and_then(|value| value.as_str()).unwrap_or("tagging")
}

/// Returns the name of the creator.
fn person(annotation: &Value) -> Option<String> {
    let creator = list(&annotation["creator"]).first().copied()?;
    creator.as_str().map(String::from).or_else(|| text(creator, "name")).or_else(|| text(creator, "nickname"))
}

fn has_type(value: &Value, kind: &str) -> bool {
    list(&value["type"]).iter().any(|name| name.as_str() == Some(kind))
}

/// Returns the values of a list. JSON-LD writes a list of one value without brackets.
fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(String::from)
}

fn value(body: &Value) -> Option<String> {
    text(body, "value")
}
