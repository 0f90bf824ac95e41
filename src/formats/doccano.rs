//! Defines `doccano`: one document a line, in either of its two schemas. The array of `doccano.json`, triples among the entities,
//! and the lines of versions before 1.0 are read, too.
//!
//! ```text
//! {"document": "kursk.txt", "annotator": "ana", "offsets": "code points", "text": "…",
//!  "entities": [{"id": 0, "label": "claim", "start_offset": 2, "end_offset": 16}],         a project for relations
//!  "relations": [{"id": 0, "from_id": 0, "to_id": 1, "type": "rests on"}]}
//! {"document": "kursk.txt", …, "text": "…", "label": [[2, 16, "claim"]]}  one for spans alone
//!  "suggested": [{"start": 2, "end": 16, "label": "claim", "via": {"rule": "number", …}}]   in both: what tags were taken from
//! ```
//!
//! Offsets are code points. doccano keeps columns that it does not know and exports them again, so the document, the
//! annotator, the unit of the offsets and the suggestions survive; it gives new numbers to spans. The project must allow spans to overlap. The
//! lines are ASCII: where doccano guesses at the encoding, it takes some UTF-8 for Turkish.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::{Chunk, ExportOption, ExportSettings, ExportedDocument, brief};
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag};
use crate::formats::wire::json::{self, Fields, or_default, some};
use crate::formats::wire::origin;
use crate::formats::wire::row::TableVia;
use crate::tags::Tag;

pub(super) const FORMAT: Format = Format {
    name: "doccano",
    opens_in: "doccano",
    files: Files::lines("jsonl"),
    holds: &[Aspect::Overlaps, Aspect::Labels, Aspect::Blanks, Aspect::InWords, Aspect::Links, Aspect::Suggested],
    options: &[ExportOption::SpansOnly],
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Json, read, options: &[] }),
    ..Format::BASE
};

#[derive(Default, Serialize)]
struct DoccanoLine<'a> {
    document: String,
    annotator: String,
    offsets: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Vec<(usize, usize, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<DoccanoEntity>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relations: Option<Vec<DoccanoRelation>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggested: Vec<WrittenSuggestion<'a>>,
}

/// The suggestion that a tag was taken from, and which tag that is: its number may be another after doccano.
#[derive(Serialize)]
struct WrittenSuggestion<'a> {
    start: usize,
    end: usize,
    label: &'a str,
    /// Nothing of a tag that is on the words of one with a suggestion, and comes before or behind it.
    via: Option<TableVia<'a>>,
}

#[derive(Deserialize)]
struct ReadSuggestion {
    start: usize,
    end: usize,
    label: String,
    #[serde(default)]
    via: Value,
}

#[derive(Serialize)]
struct DoccanoEntity {
    id: i64,
    label: String,
    start_offset: usize,
    end_offset: usize,
}

#[derive(Serialize)]
struct DoccanoRelation {
    id: i64,
    from_id: i64,
    to_id: i64,
    #[serde(rename = "type")]
    kind: String,
}

fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let mut text = String::new();
    for layer in exported.layers {
        let mut line = DoccanoLine {
            document: exported.name.into(),
            annotator: layer.annotator.into(),
            offsets: OffsetUnit::CodePoints.words().into(),
            text: exported.document.text().into(),
            ..DoccanoLine::default()
        };
        let numbers: std::collections::HashMap<_, _> =
            (0i64..).zip(layer.records.tags.iter()).map(|(number, tag)| (&tag.id, number)).collect();
        let place = |tag: &'_ Tag| (tag.span, tag.label.clone());
        let places: HashSet<_> = layer.records.tags.iter().filter(|tag| tag.via.is_some()).map(place).collect();
        let suggested = layer.records.tags.iter().filter(|tag| places.contains(&place(tag))).map(|tag| {
            let (start, end) = exported.chars(tag.span);
            WrittenSuggestion { start, end, label: &tag.label, via: tag.via.as_deref().map(TableVia::of) }
        });
        line.suggested = suggested.collect();
        if settings.options.spans_only {
            let spans = layer.records.tags.iter().map(|tag| {
                let (start, end) = exported.chars(tag.span);
                (start, end, tag.label.clone())
            });
            line.label = Some(spans.collect());
            for link in layer.links_within() {
                losses.add(Aspect::Links, || exported.link_example(link));
            }
        } else {
            let entities = layer.records.tags.iter().map(|tag| {
                let (start_offset, end_offset) = exported.chars(tag.span);
                DoccanoEntity { id: numbers[&tag.id], label: tag.label.clone(), start_offset, end_offset }
            });
            line.entities = Some(entities.collect());
            let relations = (0i64..).zip(layer.links_within()).map(|(id, link)| DoccanoRelation {
                id,
                from_id: numbers[&link.from],
                to_id: numbers[&link.to],
                kind: link.kind.clone(),
            });
            line.relations = Some(relations.collect());
        }
        text += &json::ascii_line(&line);
        text.push('\n');
    }
    vec![Chunk::text(text)]
}

/// A line of doccano's, of which the lists are still text.
#[derive(Deserialize)]
struct DoccanoRecord<'a> {
    #[serde(default, deserialize_with = "or_default")]
    document: String,
    #[serde(default, alias = "username", deserialize_with = "or_default")]
    annotator: String,
    #[serde(default, deserialize_with = "or_default")]
    offsets: String,
    #[serde(alias = "data")]
    text: String,
    #[serde(default, borrow, alias = "labels", deserialize_with = "or_default")]
    label: Option<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    entities: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    relations: Vec<&'a RawValue>,
    /// The tags by number and user, as versions before 1.0 have them.
    #[serde(default, borrow, deserialize_with = "or_default")]
    annotations: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    suggested: Option<&'a RawValue>,
}

/// The fields of a line that are read, and those that only number it.
const FIELDS: [&str; 14] = [
    "id",
    "document",
    "annotator",
    "offsets",
    "text",
    "data",
    "label",
    "labels",
    "entities",
    "relations",
    "annotations",
    "doc_id",
    "username",
    "suggested",
];

/// The fields of a tag that are read, and those that only say how doccano keeps it.
const TAG: [&str; 16] = [
    "id",
    "label",
    "start_offset",
    "end_offset",
    "user",
    "prob",
    "text",
    "quote",
    "exact",
    "manual",
    "created_at",
    "updated_at",
    "document",
    "example",
    "uuid",
    "type",
];

/// A tag, in the longer of its two shapes.
#[derive(Default, Deserialize)]
struct DoccanoTag {
    #[serde(default, deserialize_with = "json::name")]
    id: String,
    /// The label, or its number in a project.
    #[serde(default, deserialize_with = "json::label")]
    label: String,
    start_offset: usize,
    end_offset: usize,
    #[serde(default, deserialize_with = "json::name")]
    user: String,
    /// How sure a model was; 0 for the tags of people.
    #[serde(default, deserialize_with = "or_default")]
    prob: f64,
    #[serde(default, deserialize_with = "or_default")]
    text: String,
    /// The words by another name.
    #[serde(default, alias = "exact", deserialize_with = "or_default")]
    quote: String,
}

/// The fields of a relation that are read, and those that only say how doccano keeps it.
const LINK: [&str; 10] =
    ["id", "from_id", "to_id", "type", "uuid", "example", "user", "manual", "created_at", "updated_at"];

#[derive(Deserialize)]
struct DoccanoLink {
    #[serde(deserialize_with = "json::name")]
    from_id: String,
    #[serde(deserialize_with = "json::name")]
    to_id: String,
    #[serde(default, rename = "type", deserialize_with = "json::label")]
    kind: String,
}

fn read(_: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let line: DoccanoRecord = json::parse(record)?;
    let mut imported = ImportedDocument {
        names: some(line.document).into_iter().collect(),
        annotator: some(line.annotator),
        measure: OffsetUnit::find(&line.offsets),
        text: Some(line.text),
        line: record.line,
        ..ImportedDocument::default()
    };
    imported.origin = origin::origin(&mut imported.losses, record.text, &FIELDS);
    let fields: Fields = json::parse(record)?;
    let mut has_category = fields.get("cats").is_some_and(|cats| !matches!(cats.get(), "[]" | "{}"));
    let labels = match line.label {
        Some(label) if label.get().starts_with('[') => Some(json::part::<Vec<&RawValue>>(record, label)?),
        Some(category) => {
            has_category = true;
            imported.losses.add(Aspect::Fields, || format!("label {}", brief(category.get())));
            Some(Vec::new())
        }
        None => None,
    };
    let lists = [labels, line.entities, line.annotations];
    if lists.iter().all(Option::is_none) && has_category {
        imported.has_category(true);
        return Ok(vec![imported.into()]);
    }
    if lists.iter().all(Option::is_none) {
        json::no_other_format(record, "a line of doccano has `entities` or `label`", &FIELDS)?;
        imported.bare();
        return Ok(vec![imported.into()]);
    }
    let mut users: BTreeMap<Option<String>, Vec<ImportedTag>> = BTreeMap::new();
    for value in lists.into_iter().flatten().flatten() {
        match tag(record, value, &mut imported.losses) {
            Ok(Some((user, tag))) => users.entry(user).or_default().push(tag),
            Ok(None) => {
                has_category = true;
                imported.losses.add(Aspect::Fields, || format!("label {}", brief(value.get())));
            }
            Err(fault) => imported.faults.push(fault),
        }
    }
    for value in line.relations {
        json::count_others(&mut imported.losses, value.get(), &LINK);
        match json::part::<DoccanoLink>(record, value) {
            Ok(link) => imported.links.push(ImportedLink {
                kind: link.kind,
                from: link.from_id,
                to: link.to_id,
                line: json::line_of(record, value),
                ..ImportedLink::default()
            }),
            Err(fault) => imported.faults.push(fault),
        }
    }
    if let Some(suggested) = line.suggested {
        // A column of that name may be another program's.
        match serde_json::from_str::<Vec<ReadSuggestion>>(suggested.get()) {
            Ok(all) => suggest(&mut users, all, &mut imported.losses),
            Err(_) => imported.losses.add(Aspect::Fields, || format!("suggested {}", brief(suggested.get()))),
        }
    }
    imported.tags = users.remove(&None).unwrap_or_default();
    let mut links = std::mem::take(&mut imported.links);
    let by_user = |(user, tags): (Option<String>, Vec<ImportedTag>)| {
        // A relation is by the one whose tags it joins.
        let keys: HashSet<&str> = tags.iter().map(|tag| tag.key.as_str()).collect();
        let (own, others) = std::mem::take(&mut links).into_iter().partition(|link| keys.contains(link.from.as_str()));
        links = others;
        let mut own = ImportedDocument {
            names: imported.names.clone(),
            text: imported.text.clone(),
            origin: imported.origin.clone(),
            measure: imported.measure,
            annotator: user.map(|user| if user.parse::<i64>().is_ok() { format!("user-{user}") } else { user }),
            line: record.line,
            links: own,
            tags,
            ..ImportedDocument::default()
        };
        own.leave_out_unlabelled();
        own
    };
    let mut found: Vec<Imported> = users.into_iter().map(by_user).map(Imported::from).collect();
    imported.links = links;
    imported.leave_out_unlabelled();
    imported.has_category(has_category);
    if found.is_empty() || !imported.tags.is_empty() || !imported.faults.is_empty() {
        found.insert(0, imported.into());
    } else {
        for link in &imported.links {
            imported.losses.add(Aspect::Loose, || format!("{} {} → {}", link.kind, link.from, link.to));
        }
        found.push(Imported::LeftOut(imported.losses));
    }
    Ok(found)
}

/// Gives tags the suggestions that they were taken from.
fn suggest(users: &mut BTreeMap<Option<String>, Vec<ImportedTag>>, all: Vec<ReadSuggestion>, losses: &mut Losses) {
    let mut places: HashMap<(String, usize, usize), VecDeque<Value>> = HashMap::new();
    for ReadSuggestion { start, end, label, via } in all {
        places.entry((label, start, end)).or_default().push_back(via);
    }
    for tag in users.values_mut().flatten() {
        let place = tag.parts.first().copied().unwrap_or_default();
        let via = places.get_mut(&(tag.label.clone(), place.0, place.1)).and_then(VecDeque::pop_front);
        tag.via = via.and_then(|via| TableVia::of_field(&via, losses));
    }
}

/// Returns a tag and its user; `None` if it is a category of the whole text.
fn tag(
    record: &RawRecord,
    value: &RawValue,
    losses: &mut Losses,
) -> Result<Option<(Option<String>, ImportedTag)>, ImportError> {
    let tag = match value.get().as_bytes().first() {
        Some(b'[') => {
            let parts: Vec<&RawValue> = json::part(record, value)?;
            let [start, end, label @ ..] = parts.as_slice() else {
                let words = "a tag is a list of start, end and label";
                return Err(ImportError::new(json::line_of(record, value), words));
            };
            if label.len() > 1 {
                losses.add(Aspect::Fields, || format!("label {}", brief(value.get())));
            }
            let (start_offset, end_offset) = (json::part(record, start)?, json::part(record, end)?);
            let label = label.first().map_or(Ok(String::new()), |label| json::label(*label)).unwrap_or_default();
            DoccanoTag { label, start_offset, end_offset, ..DoccanoTag::default() }
        }
        Some(b'"') => return Ok(None),
        _ => {
            json::count_others(losses, value.get(), &TAG);
            json::part(record, value)?
        }
    };
    let imported = ImportedTag {
        key: tag.id,
        label: tag.label,
        parts: vec![(tag.start_offset, tag.end_offset)],
        quote: some(tag.text).or_else(|| some(tag.quote)),
        score: Some(tag.prob).filter(|prob| *prob > 0.0),
        line: json::line_of(record, value),
        ..ImportedTag::default()
    };
    Ok(Some((some(tag.user), imported)))
}
