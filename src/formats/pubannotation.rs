//! Defines `pubannotation`: the JSON of PubAnnotation and TextAE, an object for each document as one annotator tagged it.
//!
//! ```text
//! {"sourceid": "kursk.txt", "project": "ana", "offsets": "code points", "text": "…",
//!  "denotations": [{"id": "T1", "span": {"begin": 2, "end": 16}, "obj": "claim"}],
//!  "relations": [{"id": "R1", "pred": "rests on", "subj": "T1", "obj": "T2"}],
//!  "attributes": [{"id": "A1", "subj": "T1", "pred": "certainty", "obj": "hedged"}]}
//! ```
//!
//! The format is that of <https://www.pubannotation.org/docs/annotation-format/>. Offsets are code points;
//! `offsets` is ours, and says so, since there are no quotes by which a reader could tell. `tracks`, each
//! the work of one project, and lists of spans, whose pieces belong to one tag, are read, too; so are pieces that are chained to
//! the one with the label.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, ExportedLayer, brief};
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours};
use crate::formats::wire::json::{self, or_default, some};
use crate::formats::wire::origin;

pub(super) const FORMAT: Format = Format {
    name: "pubannotation",
    opens_in: "PubAnnotation, TextAE",
    files: Files::One { ending: "json", head: |_| "[\n".into(), between: ",\n", foot: "\n]\n" },
    holds: &[
        Aspect::Overlaps,
        Aspect::Labels,
        Aspect::Blanks,
        Aspect::InWords,
        Aspect::Attributes,
        Aspect::Links,
        Aspect::Ids,
    ],
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Json, read, options: &[] }),
    ..Format::BASE
};

#[derive(Serialize)]
struct PubDocument<'a> {
    sourceid: &'a str,
    project: &'a str,
    offsets: &'static str,
    text: &'a str,
    denotations: Vec<Denotation<'a>>,
    relations: Vec<PubRecord<'a>>,
    attributes: Vec<PubRecord<'a>>,
}

#[derive(Serialize)]
struct Denotation<'a> {
    id: &'a str,
    span: PubSpan,
    obj: &'a str,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct PubSpan {
    begin: usize,
    end: usize,
}

/// A relation or an attribute.
#[derive(Serialize)]
struct PubRecord<'a> {
    id: String,
    subj: &'a str,
    pred: &'a str,
    obj: &'a str,
}

fn write(_: &ExportSettings, exported: &ExportedDocument, _: &mut Losses) -> Vec<Chunk> {
    let document = |layer: &ExportedLayer| {
        let tags = || layer.records.tags.iter();
        let denotations = tags().map(|tag| {
            let (begin, end) = exported.chars(tag.span);
            Denotation { id: tag.id.as_str(), span: PubSpan { begin, end }, obj: &tag.label }
        });
        let relations = layer.links_within().map(|link| PubRecord {
            id: link.id.to_string(),
            subj: link.from.as_str(),
            pred: &link.kind,
            obj: link.to.as_str(),
        });
        let attributes =
            tags().flat_map(|tag| tag.attributes.iter().map(|(name, value)| (tag.id.as_str(), name, value)));
        let attributes = attributes.enumerate().map(|(number, (subj, pred, obj))| PubRecord {
            id: format!("A{}", number + 1),
            subj,
            pred,
            obj,
        });
        json::line(&PubDocument {
            sourceid: exported.name,
            project: layer.annotator,
            offsets: OffsetUnit::CodePoints.words(),
            text: exported.document.text(),
            denotations: denotations.collect(),
            relations: relations.collect(),
            attributes: attributes.collect(),
        })
    };
    vec![Chunk::text(exported.layers.iter().map(document).collect::<Vec<_>>().join(",\n"))]
}

/// A document or a track, of which the lists are still text.
#[derive(Deserialize)]
struct ReadDocument<'a> {
    #[serde(default, deserialize_with = "or_default")]
    text: Option<String>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    sourceid: Option<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    divid: Option<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    target: Option<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    project: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    offsets: String,
    #[serde(default, borrow, deserialize_with = "or_default")]
    denotations: Option<Vec<&'a RawValue>>,
    /// The annotations of TextAE on whole lines and paragraphs.
    #[serde(default, borrow, deserialize_with = "or_default")]
    blocks: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    relations: Vec<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    attributes: Vec<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    modifications: Vec<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    tracks: Vec<&'a RawValue>,
}

/// The fields of a document that are read, and those that say where it is kept.
const FIELDS: [&str; 13] = [
    "text",
    "sourceid",
    "sourcedb",
    "divid",
    "target",
    "project",
    "offsets",
    "denotations",
    "blocks",
    "relations",
    "attributes",
    "modifications",
    "tracks",
];

#[derive(Deserialize)]
struct ReadDenotation<'a> {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(borrow)]
    span: &'a RawValue,
    #[serde(default, deserialize_with = "json::label")]
    obj: String,
    /// The words, which some programs write beside the place.
    #[serde(default, deserialize_with = "or_default")]
    text: String,
    /// The words by another name.
    #[serde(default, alias = "exact", deserialize_with = "or_default")]
    quote: String,
}

/// The fields of a denotation, and of a relation or an attribute, that are read.
const DENOTATION: [&str; 6] = ["id", "span", "obj", "text", "quote", "exact"];
const RECORD: [&str; 4] = ["id", "subj", "pred", "obj"];

/// The label of the parts of a span with gaps that have none of their own, and the relation that chains them.
const FRAGMENT: &str = "_FRAGMENT";
const CHAINED: &str = "_lexicallyChainedTo";
#[derive(Deserialize)]
struct ReadRecord {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    subj: String,
    #[serde(default, deserialize_with = "json::label")]
    pred: String,
    #[serde(default)]
    obj: serde_json::Value,
}

fn read(_: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let document: ReadDocument = json::parse(record)?;
    let Some(text) = document.text.clone() else {
        return Err(ImportError::new(record.line, "a document of PubAnnotation has a `text`, and this has none"));
    };
    let has_tags = document.denotations.is_some() || document.blocks.is_some();
    // A document on which there is nothing says only where it is kept.
    let is_kept = document.sourceid.is_some() || document.target.is_some();
    let is_read = has_tags || is_kept || !document.tracks.is_empty();
    if !is_read {
        let words = "a document of PubAnnotation has `denotations` or `tracks`";
        json::no_other_format(record, words, &FIELDS)?;
    }
    let mut losses = Losses::default();
    let mut origin = origin::origin(&mut losses, record.text, &FIELDS);
    // Where the document is kept is an address of it.
    if let Some(target) = document.target.and_then(name) {
        origin.get_or_insert_default().address.get_or_insert(target);
    }
    // Each division of a document is a text of its own.
    let division = document.divid.and_then(name).filter(|division| division != "null");
    let named = document.sourceid.and_then(name).map(|name| match &division {
        Some(division) => format!("{name}-{division}"),
        None => name,
    });
    let names: Vec<String> = named.into_iter().collect();
    let about = |track: &ReadDocument| ImportedDocument {
        names: names.clone(),
        text: Some(text.clone()),
        annotator: track.project.and_then(name),
        measure: OffsetUnit::find(&document.offsets),
        origin: origin.clone(),
        line: record.line,
        ..ImportedDocument::default()
    };
    let mut found = Vec::new();
    for value in &document.tracks {
        json::count_others(&mut losses, value.get(), &FIELDS);
        found.push(match json::part::<ReadDocument>(record, value) {
            Ok(track) => take(record, &track, about(&track)).into(),
            Err(fault) => Imported::Fault(fault),
        });
    }
    if has_tags || document.tracks.is_empty() {
        let mut imported = take(record, &document, about(&document));
        if !is_read {
            imported.bare();
        }
        found.push(imported.into());
    }
    found.extend(Imported::left_out(losses));
    Ok(found)
}

/// Takes the annotations of a document or a track.
fn take(record: &RawRecord, track: &ReadDocument, mut imported: ImportedDocument) -> ImportedDocument {
    for value in track.denotations.iter().chain(&track.blocks).flatten() {
        json::count_others(&mut imported.losses, value.get(), &DENOTATION);
        match denotation(record, value) {
            Ok(tag) => imported.tags.push(tag),
            Err(fault) => imported.faults.push(fault),
        }
    }
    for value in track.relations.iter().chain(&track.attributes) {
        json::count_others(&mut imported.losses, value.get(), &RECORD);
    }
    for value in &track.relations {
        match json::part::<ReadRecord>(record, value) {
            Ok(relation) => imported.links.push(ImportedLink {
                id: ours("l", &relation.id),
                kind: relation.pred,
                from: relation.subj,
                to: relation.obj.as_str().unwrap_or_default().into(),
                line: json::line_of(record, value),
                ..ImportedLink::default()
            }),
            Err(fault) => imported.faults.push(fault),
        }
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    for (number, tag) in imported.tags.iter().enumerate() {
        places.entry(tag.key.clone()).or_insert(number);
    }
    for value in track.attributes.iter().chain(&track.modifications) {
        let said = json::part::<ReadRecord>(record, value);
        let tag = said.as_ref().ok().and_then(|said| imported.tags.get_mut(*places.get(&said.subj)?));
        match (said, tag) {
            (Ok(ReadRecord { subj, pred, obj, .. }), Some(tag)) if !subj.is_empty() && !pred.trim().is_empty() => {
                let value = obj.as_str().map_or_else(|| obj.to_string(), String::from);
                tag.attribute(pred, value, &mut imported.losses);
            }
            _ => imported.losses.add(Aspect::Foreign, || brief(value.get())),
        }
    }
    join_fragments(&mut imported);
    imported.leave_out_unlabelled();
    imported
}

/// Joins the parts of a span with gaps: one of them has the label, and the others are denotations of their own that are chained to it.
fn join_fragments(imported: &mut ImportedDocument) {
    let is_fragment: HashMap<&str, bool> =
        imported.tags.iter().map(|tag| (tag.key.as_str(), tag.label == FRAGMENT)).collect();
    // A chain may be written from either end.
    let mut neighbours: HashMap<&str, Vec<&str>> = HashMap::new();
    for link in imported.links.iter().filter(|link| link.kind == CHAINED) {
        neighbours.entry(&link.from).or_default().push(&link.to);
        neighbours.entry(&link.to).or_default().push(&link.from);
    }
    let mut wholes: HashMap<String, String> = HashMap::new();
    for whole in imported.tags.iter().filter(|tag| tag.label != FRAGMENT) {
        let mut ends = vec![whole.key.as_str()];
        while let Some(end) = ends.pop() {
            for part in neighbours.remove(end).unwrap_or_default() {
                if is_fragment.get(part) == Some(&true) && !wholes.contains_key(part) {
                    wholes.insert(part.into(), whole.key.clone());
                    ends.push(part);
                }
            }
        }
    }
    if wholes.is_empty() {
        return;
    }
    let whole = |end: &String| wholes.get(end).unwrap_or(end).clone();
    imported.links.retain(|link| link.kind != CHAINED || whole(&link.from) != whole(&link.to));
    let tags = std::mem::take(&mut imported.tags).into_iter();
    let (fragments, mut tags): (Vec<_>, Vec<_>) = tags.partition(|tag| wholes.contains_key(&tag.key));
    let mut parts: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for fragment in &fragments {
        parts.entry(&wholes[&fragment.key]).or_default().extend(&fragment.parts);
    }
    for tag in &mut tags {
        if let Some(more) = parts.remove(tag.key.as_str()) {
            tag.parts.extend(more);
            tag.parts.sort_unstable();
            tag.quote = None;
        }
    }
    imported.tags = tags;
}

fn denotation(record: &RawRecord, value: &RawValue) -> Result<ImportedTag, ImportError> {
    let ReadDenotation { id, span, obj, text, quote } = json::part(record, value)?;
    let spans: Vec<PubSpan> = match span.get().starts_with('[') {
        true => json::part(record, span)?,
        false => vec![json::part(record, span)?],
    };
    Ok(ImportedTag {
        id: ours("t", &id),
        key: id,
        label: obj,
        quote: some(text).or_else(|| some(quote)),
        parts: spans.into_iter().map(|span| (span.begin, span.end)).collect(),
        line: json::line_of(record, value),
        ..ImportedTag::default()
    })
}

/// Returns a name that is written as a text or a number.
fn name(value: &RawValue) -> Option<String> {
    some(json::text(value).unwrap_or_else(|| value.get().trim_matches('"').into()))
}
