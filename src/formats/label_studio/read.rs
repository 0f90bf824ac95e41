//! Reads tasks of Label Studio.
//!
//! ```text
//!   JSON       {"data": {"title": "…", "text": "…"}, "annotations": [{"result": [{"to_name": "text", …}]}], "predictions": […]}
//!   JSON_MIN   {"text": "…", "label": [{"start": …, "end": …, "labels": ["claim"]}], "annotator": 1}
//! ```
//!
//! A result is about the field of the data that its `to_name` means: the field of that name, else the only text there, else the
//! text in which its words stand. So a task with two texts is two documents. Predictions are the work of an annotator named
//! after the model; an annotation that is marked as the ground truth is that of [`GROUND_TRUTH`].

mod fields;
mod minimal;
mod shown;
mod texts;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::ATTRIBUTE;
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedStatus, ImportedTag, ours};
use crate::formats::wire::json::{self, Fields, or_default, some};
use crate::formats::wire::origin;
use crate::formats::wire::row::TableVia;
use fields::{ANNOTATION, META, RESULT, TASK, VALUE};
use shown::REGIONS;
use texts::TaskTexts;

/// The annotator of annotations that are marked as the ground truth.
const GROUND_TRUTH: &str = "ground-truth";

/// The first second that RFC 3339 has no words for.
const YEAR_10000: u64 = 253_402_300_800;

/// The controls that say something of a region: the type of the result, the field of its value, and what stands between several.
const CONTROLS: [(&str, &str, &str); 6] = [
    ("choices", "choices", ", "),
    ("textarea", "text", "\n"),
    ("number", "number", ", "),
    ("rating", "rating", ", "),
    ("datetime", "datetime", ", "),
    ("taxonomy", "taxonomy", ", "),
];

#[derive(Deserialize)]
struct ReadAnnotation<'a> {
    #[serde(default, deserialize_with = "or_default")]
    annotator: String,
    #[serde(default)]
    completed_by: Value,
    #[serde(default, deserialize_with = "or_default")]
    was_cancelled: bool,
    #[serde(default, deserialize_with = "or_default")]
    ground_truth: bool,
    /// A time; versions before 1.0 have the seconds since 1970.
    #[serde(default)]
    created_at: Value,
    #[serde(default, deserialize_with = "json::name")]
    model_version: String,
    #[serde(default, deserialize_with = "or_default")]
    score: Option<f64>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    result: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct ReadResult {
    #[serde(default, deserialize_with = "json::name")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    from_name: String,
    #[serde(default, deserialize_with = "or_default")]
    to_name: String,
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    kind: String,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    meta: Value,
    #[serde(default, deserialize_with = "or_default")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "json::name")]
    from_id: String,
    #[serde(default, deserialize_with = "json::name")]
    to_id: String,
    #[serde(default, deserialize_with = "or_default")]
    direction: String,
    #[serde(default, deserialize_with = "or_default")]
    labels: Vec<String>,
}

impl ReadResult {
    /// Returns whether it is about the whole task, and about no place in it.
    fn is_on_whole(&self) -> bool {
        self.kind != "relation" && !self.kind.ends_with("labels") && self.value.get("start").is_none()
    }

    /// Returns the region that a control holds.
    fn region(control: &str, value: Value) -> ReadResult {
        ReadResult {
            id: String::new(),
            from_name: control.into(),
            to_name: String::new(),
            kind: "labels".into(),
            value,
            meta: Value::Null,
            score: None,
            from_id: String::new(),
            to_id: String::new(),
            direction: String::new(),
            labels: Vec::new(),
        }
    }
}

/// Reads a task: each of its annotations that was not cancelled, and each of its predictions.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let task: Fields = json::parse(record)?;
    let Some(data) = task.get("data") else { return minimal::read(record, &task, source) };
    let texts = TaskTexts::of(&json::part(record, data)?, &task, source, record.text);
    let mut losses = Losses::default();
    json::count_others(&mut losses, record.text, &TASK);
    let mut about = BTreeSet::new();
    let mut found = Vec::new();
    let list = |name: &str| task.get(name).map_or(Ok(Vec::new()), |list| json::part::<Vec<&RawValue>>(record, list));
    let annotations = [list("annotations")?, list("completions")?].concat();
    let kept = || annotations.iter().filter(|value| !is(value, "was_cancelled"));
    let (several, truths) = (kept().count(), kept().filter(|value| is(value, "ground_truth")).count());
    // The data name the one whose tags went out with the task. In Label Studio, others may have added theirs.
    let mut owner = texts.annotator.clone();
    let mut by = BTreeSet::new();
    let annotations = annotations.into_iter().map(|value| (value, false));
    let predictions = list("predictions")?;
    let has_predictions = !predictions.is_empty();
    let both = annotations.chain(predictions.into_iter().map(|value| (value, true)));
    for (value, is_prediction) in both {
        // A prediction may be only the list of its results.
        let annotation = match value.get().as_bytes().first() {
            Some(b'[') => json::part(record, value).and_then(|result| Ok(ReadAnnotation { result, ..json_default()? })),
            Some(b'{') => json::part::<ReadAnnotation>(record, value),
            // Some exports have only the numbers of the annotations.
            _ => {
                losses.add(Aspect::Fields, || format!("annotation or prediction {}", brief(value.get())));
                continue;
            }
        };
        let annotation = match annotation {
            Ok(annotation) => annotation,
            Err(fault) => {
                found.push(Imported::Fault(fault));
                continue;
            }
        };
        if value.get().starts_with('{') {
            json::count_others(&mut losses, value.get(), &ANNOTATION);
            // What an annotation began with is mostly there once more.
            let begun = json::part::<Fields>(record, value).ok().and_then(|fields| fields.get("prediction"));
            if let Some(begun) = begun.filter(|_| !has_predictions) {
                json::count_other(&mut losses, "prediction", begun);
            }
        }
        if annotation.was_cancelled {
            losses.add(Aspect::Rejected, || format!("{} {}", texts.title(), brief(value.get())));
            continue;
        }
        let annotator = match is_prediction {
            true => some(annotation.model_version.clone()).or(Some("model".into())),
            false if annotation.ground_truth && truths < 2 => Some(GROUND_TRUTH.into()),
            false => some(annotation.annotator.clone())
                .or_else(|| owner.take_if(|_| several < 2 || is_exported(&annotation)))
                .or_else(|| who(&annotation.completed_by)),
        };
        if annotation.ground_truth && truths > 1 {
            losses.add(Aspect::Fields, || format!("ground_truth, one of {truths} on {}", texts.title()));
        }
        if let Some(twice) = annotator.as_ref().filter(|who| !is_prediction && !by.insert(who.to_string())) {
            losses.add(Aspect::Fields, || format!("that {} has several annotations by {twice}", texts.title()));
        }
        found.extend(take(record, annotation, &texts, annotator, &mut about));
    }
    if found.is_empty() && losses.of(Aspect::Rejected) == 0 {
        // Nobody has annotated the task, so its text is one of which nothing is said yet.
        let unread = |text| ImportedDocument {
            status: Some(ImportedStatus::default()),
            annotator: texts.annotator.clone(),
            line: record.line,
            ..texts.document(text)
        };
        match texts.main().filter(|text| texts.has_words(*text)) {
            Some(text) => found.push(unread(text).into()),
            None => losses.add(Aspect::Foreign, || format!("line {}: a task without a text", record.line)),
        }
    }
    let origin = origin::origin(&mut losses, data.get(), &texts.used(about));
    for imported in &mut found {
        if let Imported::Document(imported) = imported {
            imported.origin.clone_from(&origin);
        }
    }
    if found.is_empty() || !losses.is_empty() {
        found.push(Imported::LeftOut(losses));
    }
    Ok(found)
}

/// Returns whether a field of an annotation is true.
fn is(annotation: &RawValue, name: &str) -> bool {
    let fields: Fields = serde_json::from_str(annotation.get()).unwrap_or_default();
    fields.get(name).is_some_and(|value| value.get() == "true")
}

/// Returns whether an annotation has a region that this program has written.
fn is_exported(annotation: &ReadAnnotation) -> bool {
    annotation.result.iter().any(|value| {
        let fields: Fields = serde_json::from_str(value.get()).unwrap_or_default();
        fields.text("id").is_some_and(|id| ours("t", &id).is_some())
    })
}

/// Returns an annotation without results.
fn json_default<'a>() -> Result<ReadAnnotation<'a>, ImportError> {
    serde_json::from_str("{}").map_err(|error| ImportError::new(1, error.to_string()))
}

/// Returns the contents of an annotation: a document for each text that it is about.
fn take(
    record: &RawRecord,
    annotation: ReadAnnotation,
    texts: &TaskTexts,
    annotator: Option<String>,
    used: &mut BTreeSet<usize>,
) -> Vec<Imported> {
    let mut about: BTreeMap<usize, AnnotationReader> = BTreeMap::new();
    let mut losses = Losses::default();
    let mut faults = Vec::new();
    // The text that the region of that id is on.
    let mut homes: HashMap<String, usize> = HashMap::new();
    let mut outcomes = Vec::new();
    for value in annotation.result {
        json::count_others(&mut losses, value.get(), &RESULT);
        match json::part::<ReadResult>(record, value) {
            Ok(outcome) => outcomes.push((json::line_of(record, value), outcome)),
            Err(fault) => faults.push(fault),
        }
    }
    let is_on_whole = !outcomes.is_empty() && outcomes.iter().all(|(_, outcome)| outcome.is_on_whole());
    let at = time(&annotation.created_at);
    let reader = || AnnotationReader::new(annotation.score, &at);
    // First the regions, then what refers to them.
    let (regions, others): (Vec<_>, Vec<_>) =
        outcomes.into_iter().partition(|(_, outcome)| REGIONS.contains(&outcome.kind.as_str()));
    for (line, mut outcome) in regions {
        match texts.of_region(&mut outcome) {
            Some(text) => {
                // Nothing refers to a region without an id; what has none itself is about the whole text.
                if !outcome.id.is_empty() {
                    homes.entry(outcome.id.clone()).or_insert(text);
                }
                about.entry(text).or_insert_with(reader).region(line, outcome);
            }
            None => losses.add(Aspect::Foreign, || example(&outcome)),
        }
    }
    for (line, outcome) in others {
        let id = if outcome.kind == "relation" { &outcome.from_id } else { &outcome.id };
        match homes.get(id) {
            Some(text) if outcome.kind == "relation" && homes.get(&outcome.to_id).is_none_or(|to| to == text) => {
                about.entry(*text).or_insert_with(reader).relation(line, outcome);
            }
            Some(text) if outcome.kind != "relation" => about.entry(*text).or_insert_with(reader).attribute(outcome),
            _ => losses.add(Aspect::Foreign, || example(&outcome)),
        }
    }
    if about.is_empty() && losses.is_empty() && faults.is_empty() {
        // An annotation without results says of its text that there is nothing to tag.
        about.extend(texts.main().map(|text| (text, reader())));
    }
    if about.is_empty() && is_on_whole && faults.is_empty() {
        // A category of the whole does not say whether there is something to tag.
        about.extend(texts.only().filter(|text| texts.has_words(*text)).map(|text| (text, reader())));
    }
    let mut found: Vec<Imported> = Vec::new();
    used.extend(about.keys());
    for (text, reader) in about {
        let (annotator, status) = (annotator.clone(), is_on_whole.then(ImportedStatus::default));
        found.push(ImportedDocument { annotator, status, ..reader.on(texts, text, record.line) }.into());
    }
    found.extend(Imported::left_out(losses));
    found.extend(faults.into_iter().map(Imported::Fault));
    found
}

/// The results of one annotation on one text.
struct AnnotationReader {
    tags: Vec<ImportedTag>,
    links: Vec<ImportedLink>,
    /// The tags of each region: one for each of its labels.
    places: HashMap<String, Range<usize>>,
    losses: Losses,
    faults: Vec<ImportError>,
    score: Option<f64>,
    at: String,
}

impl AnnotationReader {
    fn new(score: Option<f64>, at: &str) -> AnnotationReader {
        AnnotationReader {
            tags: Vec::new(),
            links: Vec::new(),
            places: HashMap::new(),
            losses: Losses::default(),
            faults: Vec::new(),
            score,
            at: at.into(),
        }
    }

    /// Returns what was read as a document.
    fn on(self, texts: &TaskTexts, text: usize, line: usize) -> ImportedDocument {
        let AnnotationReader { tags, links, losses, faults, .. } = self;
        ImportedDocument { tags, links, losses, faults, line, ..texts.document(text) }
    }

    fn region(&mut self, line: usize, outcome: ReadResult) {
        let (Some(start), Some(end)) = (number(&outcome.value, "start"), number(&outcome.value, "end")) else {
            let words = format!("the region `{}` has no start or no end", outcome.id);
            return self.faults.push(ImportError::new(line, words));
        };
        let labels = outcome.value.get("labels").and_then(Value::as_array).into_iter().flatten();
        let labels: Vec<&str> = labels.filter_map(Value::as_str).collect();
        json::count_others(&mut self.losses, &outcome.value.to_string(), &VALUE);
        json::count_others(&mut self.losses, &outcome.meta.to_string(), &META);
        if labels.is_empty() {
            self.losses.add(Aspect::Foreign, || format!("a region without a label, {start}..{end}"));
        }
        if !labels.is_empty() {
            self.places.insert(outcome.id.clone(), self.tags.len()..self.tags.len() + labels.len());
        }
        for (number, label) in labels.into_iter().enumerate() {
            self.tags.push(ImportedTag {
                key: outcome.id.clone(),
                id: ours("t", &outcome.id).filter(|_| number == 0),
                label: label.into(),
                parts: vec![(start, end)],
                quote: string(&outcome.value, "text"),
                note: outcome.meta.get("text").and_then(|notes| said(notes, "\n")).unwrap_or_default(),
                at: string(&outcome.meta, "at").unwrap_or_else(|| self.at.clone()),
                score: outcome.score.or(self.score),
                via: outcome.meta.get("via").and_then(|via| TableVia::of_field(via, &mut self.losses)),
                line,
                ..ImportedTag::default()
            });
        }
    }

    fn relation(&mut self, line: usize, outcome: ReadResult) {
        if outcome.direction == "bi" {
            self.losses.add(Aspect::Fields, || format!("direction bi, {}", example(&outcome)));
        }
        let (from, to) = match outcome.direction.as_str() {
            "left" => (outcome.to_id, outcome.from_id),
            _ => (outcome.from_id, outcome.to_id),
        };
        let kinds = if outcome.labels.is_empty() { vec!["relation".into()] } else { outcome.labels };
        for (number, kind) in kinds.into_iter().enumerate() {
            self.links.push(ImportedLink {
                id: ours("l", &outcome.id).filter(|_| number == 0),
                kind,
                from: from.clone(),
                to: to.clone(),
                at: string(&outcome.meta, "at").unwrap_or_else(|| self.at.clone()),
                line,
                ..ImportedLink::default()
            });
        }
    }

    /// Takes what a control says of a region as an attribute of it.
    fn attribute(&mut self, outcome: ReadResult) {
        let control = CONTROLS.iter().find(|(kind, ..)| *kind == outcome.kind);
        let value = control.and_then(|(_, field, between)| said(outcome.value.get(*field)?, between));
        match (self.places.get(&outcome.id), value) {
            (Some(at), Some(value)) => {
                let name = outcome.from_name.strip_prefix(ATTRIBUTE).unwrap_or(&outcome.from_name);
                for tag in &mut self.tags[at.clone()] {
                    tag.attribute(name.into(), value.clone(), &mut self.losses);
                }
                let read = control.map(|(_, field, _)| *field).into_iter().chain(VALUE).collect::<Vec<_>>();
                json::count_others(&mut self.losses, &outcome.value.to_string(), &read);
                json::count_others(&mut self.losses, &outcome.meta.to_string(), &[]);
            }
            _ => self.losses.add(Aspect::Foreign, || example(&outcome)),
        }
    }
}

fn example(outcome: &ReadResult) -> String {
    format!("{} {}", outcome.kind, if outcome.from_name.is_empty() { &outcome.from_id } else { &outcome.from_name })
}

/// Returns a field that is a whole number.
fn number(value: &Value, key: &str) -> Option<usize> {
    value.get(key).and_then(Value::as_u64).and_then(|number| number.try_into().ok())
}

/// Returns a text field.
fn string(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(String::from)
}

/// Returns what a value says: a text, a number, or all that a list has, with `between` between them. The path to a value of a
/// taxonomy is a list in it.
fn said(value: &Value, between: &str) -> Option<String> {
    match value {
        Value::String(text) => some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => {
            some(list.iter().filter_map(|value| said(value, " / ")).collect::<Vec<_>>().join(between))
        }
        _ => None,
    }
}

/// Returns a time as RFC 3339 has it, which may be given in seconds since 1970; nothing of anything else.
fn time(created_at: &Value) -> String {
    let seconds = created_at.as_u64().filter(|seconds| *seconds < YEAR_10000).map(Duration::from_secs);
    let written = seconds.map(|seconds| humantime::format_rfc3339_seconds(SystemTime::UNIX_EPOCH + seconds));
    created_at.as_str().map(String::from).or(written.map(|time| time.to_string())).unwrap_or_default()
}

/// Returns the annotator: an address, or `user-` and a number.
fn who(completed_by: &Value) -> Option<String> {
    let address = completed_by.get("email").and_then(Value::as_str).or_else(|| completed_by.as_str());
    let number = completed_by.get("id").unwrap_or(completed_by).as_u64();
    match (address, number) {
        (Some(address), _) => some(address.into()),
        (None, Some(number)) => Some(format!("user-{number}")),
        (None, None) => None,
    }
}
