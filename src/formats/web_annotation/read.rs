//! Reads annotations: one, a list, a page or a collection of them, and the rows that Hypothesis hands out.
//!
//! A place is told by a TextPositionSelector, by a TextQuoteSelector, or by both; where the position is stale, the words that
//! stand around the quote decide.

use std::collections::HashMap;

use serde_json::Value;

use super::{ENDING, iri};
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::Aspect;
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours, person};
use crate::formats::wire::json;

/// Reads a file.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let value: Value = json::parse(record)?;
    let (mut annotations, mut foreign) = (Vec::new(), Vec::new());
    collect(&value, &mut annotations, &mut foreign);
    if annotations.is_empty() && !foreign.is_empty() {
        return Err(ImportError::new(record.line, "there is no annotation and no page of annotations in this file"));
    }
    let own = source.path.strip_suffix(ENDING).unwrap_or(source.path).to_string();
    let mut found: Vec<ImportedDocument> = Vec::new();
    let mut links = Vec::new();
    if annotations.is_empty() {
        // A page without annotations says that there are none on its text.
        of(&mut found, &own, vec![own.clone()], creator(&value), record.line);
    }
    for annotation in annotations {
        if motivation(annotation) == "linking" && !annotation["target"].is_object() {
            links.push(annotation);
            continue;
        }
        let target = list(&annotation["target"]).first().copied().unwrap_or(&Value::Null);
        let place = text(target, "source").or_else(|| text(target, "id")).or_else(|| text(annotation, "uri"));
        let place = place.or_else(|| target.as_str().filter(|iri| iri.contains("#char=")).map(String::from));
        let names = match place {
            Some(iri) => iri::document(&iri),
            None => vec![own.clone()],
        };
        let line = record.line;
        let imported = of(&mut found, &own, names, creator(annotation), line);
        for field in UNUSED.into_iter().filter(|field| !annotation[field].is_null()) {
            imported.losses.add(Aspect::Fields, || format!("{field} {}", brief(&annotation[field].to_string())));
        }
        take(annotation, target, line, imported);
        // An annotation on several targets is one on each.
        for (number, other) in list(&annotation["target"]).into_iter().enumerate().skip(1) {
            let place = text(other, "source").or_else(|| text(other, "id"));
            let names = place.map_or_else(|| vec![own.clone()], |iri| iri::document(&iri));
            let imported = of(&mut found, &own, names, creator(annotation), line);
            let before = imported.tags.len();
            take(annotation, other, line, imported);
            for tag in &mut imported.tags[before..] {
                (tag.id, tag.key) = (None, format!("{} {number}", tag.key));
            }
        }
    }
    let places =
        found.iter().enumerate().flat_map(|(at, imported)| imported.tags.iter().map(move |tag| (&tag.key, at)));
    let homes: HashMap<String, usize> = places.map(|(key, at)| (key.clone(), at)).collect();
    for annotation in links {
        let link = link(annotation, record.line);
        let imported = match link.as_ref().and_then(|link| homes.get(&link.from)) {
            Some(at) => &mut found[*at],
            None => of(&mut found, &own, vec![own.clone()], creator(annotation), record.line),
        };
        match link {
            Some(link) => imported.links.push(link),
            None => imported.losses.add(Aspect::Foreign, || text(annotation, "id").unwrap_or_default()),
        }
    }
    if let Some(imported) = found.first_mut() {
        let fault = |item: &Value| format!("an item is no annotation: {}", brief(&item.to_string()));
        imported.faults.extend(foreign.into_iter().map(|item| ImportError::new(record.line, fault(item))));
    }
    Ok(found.into_iter().map(Imported::from).collect())
}

/// Takes the tags that an annotation makes on one of its targets.
fn take(annotation: &Value, target: &Value, line: usize, imported: &mut ImportedDocument) {
    match tags(annotation, target, line) {
        Ok(tags) if !tags.is_empty() => imported.tags.extend(tags),
        Err(fault) => imported.faults.push(fault),
        Ok(_) => imported.losses.add(Aspect::Foreign, || text(annotation, "id").unwrap_or_default()),
    }
}

/// Fields of an annotation that have no equal here.
const UNUSED: [&str; 4] = ["document", "references", "rights", "audience"];

/// Returns the contents of the file about a document by one annotator, from the list or as a new entry.
fn of<'a>(
    found: &'a mut Vec<ImportedDocument>,
    own: &str,
    names: Vec<String>,
    annotator: Option<String>,
    line: usize,
) -> &'a mut ImportedDocument {
    let at = found.iter().position(|imported| imported.names == names && imported.annotator == annotator);
    let at = at.unwrap_or_else(|| {
        let is_named_by_file = names.first().is_some_and(|name| name == own);
        found.push(ImportedDocument { names, is_named_by_file, annotator, line, ..ImportedDocument::default() });
        found.len() - 1
    });
    &mut found[at]
}

/// Adds the annotations of a list, a page or a collection, and apart from them the values that are none of these.
fn collect<'a>(value: &'a Value, found: &mut Vec<&'a Value>, foreign: &mut Vec<&'a Value>) {
    if let Value::Array(list) = value {
        list.iter().for_each(|value| collect(value, found, foreign));
        return;
    }
    match ["items", "rows", "first"].into_iter().find_map(|field| value.get(field)) {
        Some(items) => collect(items, found, foreign),
        None if value.get("target").is_some() => found.push(value),
        None => foreign.push(value),
    }
}

/// Returns the tags that an annotation makes, one for each of its labels; none, if it is on no words.
fn tags(annotation: &Value, target: &Value, line: usize) -> Result<Vec<ImportedTag>, ImportError> {
    let mut selectors = Vec::new();
    flatten(&target["selector"], &mut selectors);
    let of_kind = |kind: &str| selectors.iter().copied().find(|selector| has_type(selector, kind));
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let (position, quote) = (of_kind("TextPositionSelector"), of_kind("TextQuoteSelector"));
    let parts = match position.map(|position| number(&position["start"]).zip(number(&position["end"]))) {
        Some(Some(place)) => vec![place],
        Some(None) => return Err(ImportError::new(line, "a TextPositionSelector has no start or no end")),
        None => fragment(target, of_kind("FragmentSelector")).into_iter().collect(),
    };
    let words = |field: &str| quote.and_then(|quote| text(quote, field));
    if parts.is_empty() && words("exact").is_none() {
        return Ok(Vec::new());
    }
    let bodies = list(&annotation["body"]);
    let with = |purpose: &'static str| {
        bodies.iter().copied().filter(move |body| text(body, "purpose").as_deref() == Some(purpose))
    };
    let labels = ["classifying", "tagging", "identifying"].into_iter().flat_map(with).filter_map(label);
    // Hypothesis has no bodies, but fields.
    let tags = list(&annotation["tags"]).into_iter().filter_map(|tag| tag.as_str().map(String::from));
    let labels: Vec<String> = labels.chain(tags).collect();
    let notes = ["commenting", "replying"].into_iter().flat_map(with).filter_map(value);
    let note: Vec<String> = notes.chain(text(annotation, "text").filter(|text| !text.is_empty())).collect();
    let plain = bodies.iter().copied().filter(|body| body["purpose"].is_null()).find_map(label);
    let plain = plain.or_else(|| text(annotation, "bodyValue"));
    // A body without a purpose has the purpose of the annotation.
    let (labels, note) = match (labels.is_empty(), plain, motivation(annotation)) {
        (true, Some(plain), "commenting" | "describing") => (vec!["comment".into()], plain),
        (true, plain, why) => (vec![plain.unwrap_or_else(|| why.to_string())], note.join("\n")),
        (false, ..) => (labels, note.join("\n")),
    };
    let described = with("describing").filter_map(|body| Some((text(body, "attribute")?, value(body)?)));
    let key = iri::id(&text(annotation, "id").unwrap_or_default());
    let tag = ImportedTag {
        id: ours("t", &key),
        key,
        parts,
        quote: words("exact"),
        prefix: words("prefix").unwrap_or_default(),
        suffix: words("suffix").unwrap_or_default(),
        note,
        attributes: described.collect(),
        at: text(annotation, "created").unwrap_or_default(),
        line,
        ..ImportedTag::default()
    };
    let first = labels.first().cloned();
    let of_label = |label: String| {
        let id = tag.id.clone().filter(|_| first.as_deref() == Some(&label));
        ImportedTag { label, id, ..tag.clone() }
    };
    Ok(labels.into_iter().map(of_label).collect())
}

/// Returns the place that a fragment of a plain text names: `char=3,16`, as RFC 5147 has it.
fn fragment(target: &Value, selector: Option<&Value>) -> Option<(usize, usize)> {
    let value = selector.and_then(|selector| text(selector, "value"));
    let address =
        || target.as_str().map(String::from).or_else(|| text(target, "source")).or_else(|| text(target, "id"));
    let fragment = value.or_else(|| Some(address()?.split_once('#')?.1.to_string()))?;
    let (start, end) = fragment.split(';').next()?.strip_prefix("char=")?.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// Adds a selector, those that refine it, and those among which it chooses.
fn flatten<'a>(selector: &'a Value, found: &mut Vec<&'a Value>) {
    for one in list(selector) {
        found.push(one);
        flatten(&one["refinedBy"], found);
        flatten(&one["items"], found);
    }
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
fn creator(annotation: &Value) -> Option<String> {
    if let Some(creator) = list(&annotation["creator"]).first().copied() {
        let named = text(creator, "name").or_else(|| text(creator, "nickname"));
        return creator.as_str().map(String::from).or(named).and_then(|name| person(&name));
    }
    text(annotation, "user").and_then(|account| person(&account))
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

/// Returns the words of a body: its value; a text itself; the last part of the address of a thing.
fn label(body: &Value) -> Option<String> {
    let address = text(body, "source").or_else(|| text(body, "id")).or_else(|| body.as_str().map(String::from));
    value(body).or_else(|| {
        let address = address?;
        let last = address.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default();
        let is_address = address.contains("://") && !last.is_empty();
        Some(if is_address { iri::unescape(last) } else { address })
    })
}
