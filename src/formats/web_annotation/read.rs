//! Reads annotations: one, a list, a page or a collection of them, and the rows that Hypothesis hands out.
//!
//! A place is told by a TextPositionSelector, by a TextQuoteSelector, or by both; where the position is stale, the words that
//! stand around the quote decide.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use serde_json::value::RawValue;

use super::{ENDING, fields, iri};
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours};
use crate::formats::wire::json::{self, Fields};
use crate::tags::Via;

/// Reads a file.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let whole: &RawValue = json::parse(record)?;
    let (mut annotations, mut foreign) = (Vec::new(), Vec::new());
    let mut left_out = Losses::default();
    collect(record, whole, DEEPEST, &mut annotations, &mut foreign, &mut left_out)?;
    if annotations.is_empty() && !foreign.is_empty() {
        return Err(ImportError::new(record.line, "there is no annotation and no page of annotations in this file"));
    }
    let own = source.path.strip_suffix(ENDING).unwrap_or(source.path).to_string();
    let mut found = DocumentList::default();
    let mut links = Vec::new();
    if annotations.is_empty() {
        // A page without annotations says that there are none on its text.
        found.of(&own, vec![own.clone()], creator(&json::parse(record)?), record.line);
    }
    for (line, annotation) in &annotations {
        let line = *line;
        if motivation(annotation) == "linking" && !annotation["target"].is_object() {
            links.push((line, annotation));
            continue;
        }
        if list(&annotation["target"]).into_iter().all(is_whole_text) {
            left_out.add(Aspect::Foreign, || format!("line {line}: an annotation of a whole text"));
            continue;
        }
        let target = list(&annotation["target"]).first().copied().unwrap_or(&Value::Null);
        let place = text(target, "source").or_else(|| text(target, "id")).or_else(|| text(annotation, "uri"));
        let place = place.or_else(|| target.as_str().filter(|iri| iri.contains("#char=")).map(String::from));
        let names = match place {
            Some(iri) => iri::document(&iri),
            None => vec![own.clone()],
        };
        let imported = found.of(&own, names, creator(annotation), line);
        fields::count_others(&mut imported.losses, annotation);
        let choices = list(&annotation["body"]).into_iter().flat_map(|body| list(&body["items"]).into_iter().skip(1));
        let pictures = list(&annotation["body"]).into_iter().filter(|body| is_picture(body));
        let purpose = |body: &Value| text(body, "purpose").is_some_and(|purpose| !PURPOSES.contains(&purpose.as_str()));
        let others = bodies(annotation).into_iter().filter(|body| purpose(body));
        for body in choices.chain(pictures).chain(others) {
            imported.losses.add(Aspect::Fields, || format!("body {}", brief(&body.to_string())));
        }
        take(annotation, target, line, imported);
        // An annotation on several targets is one on each.
        for (number, other) in list(&annotation["target"]).into_iter().enumerate().skip(1) {
            let place = text(other, "source").or_else(|| text(other, "id"));
            let names = place.map_or_else(|| vec![own.clone()], |iri| iri::document(&iri));
            let imported = found.of(&own, names, creator(annotation), line);
            let before = imported.tags.len();
            take(annotation, other, line, imported);
            for tag in &mut imported.tags[before..] {
                (tag.id, tag.key) = (None, format!("{} {number}", tag.key));
            }
        }
    }
    let places =
        found.all.iter().enumerate().flat_map(|(at, imported)| imported.tags.iter().map(move |tag| (&tag.key, at)));
    let homes: HashMap<String, usize> = places.map(|(key, at)| (key.clone(), at)).collect();
    for (line, annotation) in links {
        let link = link(annotation, line);
        let imported = match link.as_ref().and_then(|link| homes.get(&link.from)) {
            Some(at) => &mut found.all[*at],
            None => found.of(&own, vec![own.clone()], creator(annotation), line),
        };
        match link {
            Some(link) => {
                fields::count_others(&mut imported.losses, annotation);
                imported.links.push(link);
            }
            None => imported.losses.add(Aspect::Foreign, || text(annotation, "id").unwrap_or_default()),
        }
    }
    let fault = |item: &Value| format!("an item is no annotation: {}", brief(&item.to_string()));
    let faults = foreign.into_iter().map(|item| match json::part(record, item) {
        Ok(value) => ImportError::new(json::line_of(record, item), fault(&value)),
        Err(error) => error,
    });
    let faults = faults.map(Imported::Fault);
    let mut found: Vec<Imported> = found.all.into_iter().map(Imported::from).chain(faults).collect();
    found.extend(Imported::left_out(left_out));
    Ok(found)
}

/// Takes the tags that an annotation makes on one of its targets.
fn take(annotation: &Value, target: &Value, line: usize, imported: &mut ImportedDocument) {
    match tags(annotation, target, line) {
        Ok(tags) if !tags.is_empty() => imported.tags.extend(tags),
        Err(fault) => imported.faults.push(fault),
        Ok(_) => imported.losses.add(Aspect::Foreign, || text(annotation, "id").unwrap_or_default()),
    }
}

/// The purposes of bodies that are read: labels, notes, attributes, and the ends of links.
const PURPOSES: [&str; 8] =
    ["classifying", "tagging", "identifying", "commenting", "replying", "questioning", "describing", "linking"];

/// The contents of the file, about each document by each annotator.
#[derive(Default)]
struct DocumentList {
    all: Vec<ImportedDocument>,
    /// The places in the list, by the names of the document and the annotator.
    places: HashMap<(Vec<String>, Option<String>), usize>,
}

impl DocumentList {
    /// Returns the contents about a document by one annotator, from the list or as a new entry.
    fn of(&mut self, own: &str, names: Vec<String>, annotator: Option<String>, line: usize) -> &mut ImportedDocument {
        let key = (names, annotator);
        let at = self.places.get(&key).copied().unwrap_or_else(|| {
            let (names, annotator) = key.clone();
            let is_named_by_file = names.first().is_some_and(|name| name == own);
            self.all.push(ImportedDocument { names, is_named_by_file, annotator, line, ..ImportedDocument::default() });
            self.places.insert(key, self.all.len() - 1);
            self.all.len() - 1
        });
        &mut self.all[at]
    }
}

/// The number of lists and pages that may be in one another.
const DEEPEST: usize = 128;

/// Adds the annotations of a list, a page or a collection with their lines, and apart from them the values that are none of these.
fn collect<'a>(
    record: &RawRecord<'a>,
    value: &'a RawValue,
    deeper: usize,
    found: &mut Vec<(usize, Value)>,
    foreign: &mut Vec<&'a RawValue>,
    losses: &mut Losses,
) -> Result<(), ImportError> {
    let Some(deeper) = deeper.checked_sub(1) else {
        let words = format!("more than {DEEPEST} lists and pages are in one another");
        return Err(ImportError::new(json::line_of(record, value), words));
    };
    if value.get().starts_with('[') {
        let list: Vec<&RawValue> = json::part(record, value)?;
        return list.into_iter().try_for_each(|value| collect(record, value, deeper, found, foreign, losses));
    }
    let fields = if value.get().starts_with('{') { json::part(record, value)? } else { Fields::default() };
    match ["items", "rows", "first"].into_iter().find_map(|field| fields.get(field)) {
        Some(items) => {
            fields::count_of_page(losses, value);
            collect(record, items, deeper, found, foreign, losses)?;
        }
        None if fields.get("target").is_some() => {
            found.push((json::line_of(record, value), json::part(record, value)?));
        }
        None => foreign.push(value),
    }
    Ok(())
}

/// Returns whether a target is a text and no place in it.
fn is_whole_text(target: &Value) -> bool {
    let address = target.as_str().map(String::from).or_else(|| text(target, "source")).or_else(|| text(target, "id"));
    target["selector"].is_null() && address.is_some_and(|address| !address.contains("#char="))
}

/// Returns the tags that an annotation makes, one for each of its labels; none, if it is on no words.
fn tags(annotation: &Value, target: &Value, line: usize) -> Result<Vec<ImportedTag>, ImportError> {
    let mut selectors = Vec::new();
    flatten(&target["selector"], &mut selectors);
    let refined = selectors.iter().copied().find(|selector| !selector["refinedBy"].is_null());
    let of_kind = |kind: &str| selectors.iter().copied().find(|selector| has_type(selector, kind));
    let (position, quote) = (of_kind("TextPositionSelector"), of_kind("TextQuoteSelector"));
    let (parts, quote) = match refined {
        Some(refined) => match refinement(refined, line)? {
            Some((parts, quote)) => (parts, quote),
            None => return Ok(Vec::new()),
        },
        None => match position {
            Some(position) => {
                let is_other = |other: &&Value| {
                    has_type(other, "TextPositionSelector") && ends(other, line) != ends(position, line)
                };
                if quote.is_none() && selectors.iter().any(is_other) {
                    return Err(ImportError::new(line, "two TextPositionSelectors of one target tell two places"));
                }
                (vec![ends(position, line)?], quote)
            }
            None => {
                let range = of_kind("RangeSelector").and_then(range);
                (range.or_else(|| fragment(target, of_kind("FragmentSelector"))).into_iter().collect(), quote)
            }
        },
    };
    let words = |field: &str| quote.and_then(|quote| text(quote, field));
    if parts.is_empty() && words("exact").is_none() {
        return Ok(Vec::new());
    }
    let bodies = bodies(annotation);
    let with = |purpose: &'static str| {
        bodies.iter().copied().filter(move |body| text(body, "purpose").as_deref() == Some(purpose))
    };
    let labels = ["classifying", "tagging", "identifying"].into_iter().flat_map(with).filter_map(label);
    // Hypothesis has no bodies, but fields.
    let tags = list(&annotation["tags"]).into_iter().filter_map(|tag| tag.as_str().map(String::from));
    let labels: Vec<String> = labels.chain(tags).collect();
    let is_described = |body: &&Value| body["attribute"].is_null() && body["suggestion"].is_null();
    let said = ["commenting", "replying", "questioning"].into_iter().flat_map(with);
    let notes = said.chain(with("describing").filter(is_described)).filter_map(value);
    let note: Vec<String> = notes.chain(text(annotation, "text").filter(|text| !text.is_empty())).collect();
    let plain = bodies.iter().copied().filter(|body| body["purpose"].is_null()).filter_map(label);
    let plain: Vec<String> = plain.chain(text(annotation, "bodyValue")).collect();
    // A body without a purpose has the purpose of the annotation.
    let (labels, note) = match (labels.is_empty(), plain.is_empty(), motivation(annotation)) {
        // A comment alone says nothing of what it is on.
        (true, _, "commenting" | "describing" | "replying") => return Ok(Vec::new()),
        (true, true, _) if !note.is_empty() || !annotation["body"].is_null() => return Ok(Vec::new()),
        // Nothing says what the words are.
        (true, true, _) if annotation["motivation"].is_null() => return Ok(Vec::new()),
        (true, true, why) => (vec![why.to_string()], note.join("\n")),
        (true, false, _) => (plain, note.join("\n")),
        // Beside a label, words without a purpose are a note.
        (false, ..) => (labels, note.into_iter().chain(plain).collect::<Vec<_>>().join("\n")),
    };
    let mut described = BTreeMap::new();
    for (name, value) in with("describing").filter_map(|body| Some((text(body, "attribute")?, value(body)?))) {
        let all: &mut String = described.entry(name).or_default();
        *all = if all.is_empty() { value } else { format!("{all}, {value}") };
    }
    let part =
        |name: &str| with("describing").find(|body| text(body, "suggestion").as_deref() == Some(name)).and_then(value);
    let rest = |name: &str| part(name).unwrap_or_default();
    let via = part("rule").map(|rule| Via { rule, cue: rest("cue"), was: rest("was"), label: rest("label") });
    let key = iri::id(&text(annotation, "id").unwrap_or_default());
    let tag = ImportedTag {
        id: ours("t", &key),
        key,
        parts,
        quote: words("exact"),
        is_told_twice: true,
        prefix: words("prefix").unwrap_or_default(),
        suffix: words("suffix").unwrap_or_default(),
        note,
        attributes: described,
        via,
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

/// Returns the place between the beginnings of the two positions that a range is made of.
fn range(range: &Value) -> Option<(usize, usize)> {
    let start = |end: &str| {
        let position = list(&range[end]).into_iter().find(|selector| has_type(selector, "TextPositionSelector"))?;
        position["start"].as_u64().and_then(|start| usize::try_from(start).ok())
    };
    start("startSelector").zip(start("endSelector"))
}

/// Returns the start and the end of a position.
fn ends(position: &Value, line: usize) -> Result<(usize, usize), ImportError> {
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let ends = number(&position["start"]).zip(number(&position["end"]));
    ends.ok_or_else(|| ImportError::new(line, "a TextPositionSelector has no start or no end"))
}

/// The place that a selector and those that refine it tell: its ends, or its words.
type RefinedPlace<'a> = (Vec<(usize, usize)>, Option<&'a Value>);

/// Returns the place of a selector that another refines: a position in a position, or words in anything. What only the text could tell
/// is `None`.
fn refinement(selector: &Value, line: usize) -> Result<Option<RefinedPlace<'_>>, ImportError> {
    let (mut inner, mut start) = (selector, Some(0usize));
    loop {
        let is_position = has_type(inner, "TextPositionSelector");
        let Some(next) = list(&inner["refinedBy"]).first().copied() else {
            return Ok(match (is_position, start) {
                (true, Some(before)) => {
                    let (start, end) = ends(inner, line)?;
                    before.checked_add(start).zip(before.checked_add(end)).map(|place| (vec![place], None))
                }
                (false, _) if has_type(inner, "TextQuoteSelector") => Some((Vec::new(), Some(inner))),
                _ => None,
            });
        };
        start = match start.filter(|_| is_position) {
            Some(before) => before.checked_add(ends(inner, line)?.0),
            None => None,
        };
        inner = next;
    }
}

/// Adds a selector, and those among which it chooses.
fn flatten<'a>(selector: &'a Value, found: &mut Vec<&'a Value>) {
    for one in list(selector) {
        found.push(one);
        flatten(&one["items"], found);
    }
}

/// Returns the bodies of an annotation that hold words. Of a choice, the first is meant.
fn bodies(annotation: &Value) -> Vec<&Value> {
    let mut bodies = Vec::new();
    for body in list(&annotation["body"]) {
        match &body["items"] {
            Value::Null => bodies.push(body),
            items => bodies.extend(list(items).into_iter().take(1)),
        }
    }
    bodies.retain(|body| !is_picture(body));
    bodies
}

/// Returns whether a body is no text and no class.
fn is_picture(body: &Value) -> bool {
    ["Image", "Sound", "Video", "Dataset"].iter().any(|kind| has_type(body, kind))
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
        return creator.as_str().map(String::from).or(named).filter(|name| !name.is_empty());
    }
    text(annotation, "user").filter(|account| !account.is_empty())
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
