//! Reads lines of Prodigy, and the examples that spaCy is trained on.
//!
//! ```text
//! {"text": "…", "spans": [{"start": 12, "end": 14, "label": "figure", "answer": "accept"}], "answer": "accept"}      Prodigy
//! {"text": "…", "entities": [[12, 14, "figure"]]}    ["…", {"entities": [[12, 14, "figure"]]}]                      spaCy
//! ```
//!
//! Records and spans that were not accepted are left out and counted. The words of a span are those of its tokens, and must be those of the text.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::SpacyToken;
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours, person};
use crate::formats::wire::json::{self, or_default, some};
use crate::formats::wire::origin;

/// A line, of which the lists are still text.
#[derive(Deserialize)]
struct SpacyRecord<'a> {
    text: String,
    #[serde(default, deserialize_with = "or_default")]
    tokens: Option<Vec<SpacyToken>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    spans: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    entities: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    relations: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    meta: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    answer: String,
    #[serde(default, rename = "_annotator_id", deserialize_with = "or_default")]
    annotator: String,
    #[serde(default, rename = "_session_id", deserialize_with = "or_default")]
    session: String,
    #[serde(default, deserialize_with = "or_default")]
    score: Option<f64>,
    /// A field of `jsonl`, to recognise a line of that format.
    #[serde(default, borrow, deserialize_with = "or_default")]
    links: Option<&'a RawValue>,
}

/// The fields of a line that are read, and those that say how Prodigy has shown it.
const FIELDS: [&str; 12] = [
    "text",
    "tokens",
    "spans",
    "entities",
    "relations",
    "meta",
    "answer",
    "score",
    "links",
    "priority",
    "config",
    "id",
];

/// The contents of `meta`.
#[derive(Default, Deserialize)]
struct ReadMeta {
    #[serde(default, deserialize_with = "or_default")]
    document: String,
    #[serde(default, deserialize_with = "or_default")]
    annotator: String,
}

/// The fields of `meta` that are read.
const META: [&str; 2] = ["document", "annotator"];

#[derive(Deserialize)]
struct ReadSpan {
    start: usize,
    end: usize,
    #[serde(default)]
    token_start: Option<usize>,
    #[serde(default)]
    token_end: Option<usize>,
    #[serde(default, deserialize_with = "or_default")]
    label: String,
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    text: String,
    #[serde(default, deserialize_with = "or_default")]
    answer: String,
    #[serde(default, deserialize_with = "or_default")]
    score: Option<f64>,
}

/// The fields of a span that are read, and those that follow from them.
const SPAN: [&str; 12] =
    ["start", "end", "token_start", "token_end", "label", "id", "text", "answer", "score", "type", "color", "source"];

#[derive(Deserialize)]
struct ReadRelation {
    head_span: ReadSpan,
    child_span: ReadSpan,
    label: String,
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

/// Reads a line.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    if record.text.trim_start().starts_with('[') {
        return pair(record);
    }
    let line: SpacyRecord = json::parse(record)?;
    let wrong =
        |words: &str, hint: &str| ImportError { hint: Some(hint.into()), ..ImportError::new(record.line, words) };
    if line.links.is_some_and(|links| links.get().starts_with('[')) {
        return Err(wrong("this is no line of spacy, but one of jsonl", "import it as jsonl"));
    }
    if [line.spans.is_some(), line.entities.is_some(), line.tokens.is_some(), !line.answer.is_empty()] == [false; 4] {
        let words = "a line of spacy has `spans` or `entities`, and this one has neither";
        return Err(ImportError::new(record.line, words));
    }
    let mut losses = Losses::default();
    if !is_accepted(&line.answer) {
        losses.add(Aspect::Rejected, || format!("{}:{} {}", source.path, record.line, line.answer));
        return Ok(vec![Imported::LeftOut(losses)]);
    }
    let (meta, origin) = match line.meta {
        Some(value) => {
            json::count_others(&mut losses, record.text, &FIELDS);
            (json::part(record, value)?, origin::origin(&mut losses, value.get(), &META))
        }
        None => (ReadMeta::default(), origin::origin(&mut losses, record.text, &FIELDS)),
    };
    let mut imported = ImportedDocument {
        names: some(meta.document).into_iter().collect(),
        annotator: some(meta.annotator)
            .or_else(|| some(line.annotator).or(some(line.session)).and_then(|name| person(&name))),
        origin,
        losses,
        line: record.line,
        ..ImportedDocument::default()
    };
    let tokens = line.tokens.unwrap_or_default();
    for value in line.spans.unwrap_or_default() {
        match json::part::<ReadSpan>(record, value) {
            Ok(span) => {
                json::count_others(&mut imported.losses, value.get(), &SPAN);
                let score = span.score.or(line.score);
                take(record, value, ReadSpan { score, ..span }, &tokens, &mut imported);
            }
            Err(fault) => imported.faults.push(fault),
        }
    }
    entities(record, line.entities.unwrap_or_default(), &mut imported);
    for value in line.relations.unwrap_or_default() {
        match json::part::<ReadRelation>(record, value) {
            Ok(relation) => imported.links.push(ImportedLink {
                id: ours("l", &relation.id),
                kind: relation.label,
                from: key(&relation.head_span),
                to: key(&relation.child_span),
                line: json::line_of(record, value),
                ..ImportedLink::default()
            }),
            Err(fault) => imported.faults.push(fault),
        }
    }
    imported.text = Some(line.text);
    imported.leave_out_unlabelled();
    Ok(vec![imported.into()])
}

/// Reads an example as spaCy is given it: a text, and what is in it.
fn pair(record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let (text, said): (String, &RawValue) = json::parse(record)?;
    let mut imported = ImportedDocument { text: Some(text), line: record.line, ..ImportedDocument::default() };
    let json::Fields(fields) = json::part(record, said)?;
    let Some((_, found)) = fields.iter().find(|(name, _)| name == "entities") else {
        return Err(ImportError::new(record.line, "an example of spaCy has `entities`, and this one has none"));
    };
    json::count_others(&mut imported.losses, said.get(), &["entities"]);
    entities(record, json::part(record, found)?, &mut imported);
    imported.leave_out_unlabelled();
    Ok(vec![imported.into()])
}

/// Takes entities, each a list of start, end and label, perhaps with a name in a knowledge base, or an object as in `spans`.
fn entities(record: &RawRecord, entities: Vec<&RawValue>, imported: &mut ImportedDocument) {
    for value in entities {
        match value.get().as_bytes().first() {
            Some(b'[') => match entity(record, value, &mut imported.losses) {
                Ok(tag) => imported.tags.push(tag),
                Err(fault) => imported.faults.push(fault),
            },
            Some(b'{') => match json::part(record, value) {
                Ok(span) => take(record, value, span, &[], imported),
                Err(fault) => imported.faults.push(fault),
            },
            _ => imported.losses.add(Aspect::Foreign, || format!("entity {}", brief(value.get()))),
        }
    }
}

fn entity(record: &RawRecord, value: &RawValue, losses: &mut Losses) -> Result<ImportedTag, ImportError> {
    let line = json::line_of(record, value);
    let parts: Vec<&RawValue> = json::part(record, value)?;
    let [start, end, label, more @ ..] = parts.as_slice() else {
        return Err(ImportError::new(line, "an entity is a list of start, end and label"));
    };
    let place = (json::part(record, start)?, json::part(record, end)?);
    if more.iter().any(|more| !matches!(more.get(), "null" | "\"\"")) {
        losses.add(Aspect::Fields, || format!("entity {}", brief(value.get())));
    }
    Ok(ImportedTag { label: json::part(record, label)?, parts: vec![place], line, ..ImportedTag::default() })
}

fn take(record: &RawRecord, value: &RawValue, span: ReadSpan, tokens: &[SpacyToken], imported: &mut ImportedDocument) {
    if !is_accepted(&span.answer) {
        imported
            .losses
            .add(Aspect::Rejected, || format!("{} {}..{} {}", span.label, span.start, span.end, span.answer));
        return;
    }
    imported.tags.push(ImportedTag {
        id: ours("t", &span.id),
        key: key(&span),
        parts: vec![(span.start, span.end)],
        quote: some(span.text.clone()).or_else(|| quote(tokens, &span)),
        score: span.score,
        label: span.label,
        line: json::line_of(record, value),
        ..ImportedTag::default()
    });
}

/// Returns the name of a span: a relation names its ends by their spans, and one without an id is known by its label and its
/// offsets.
fn key(span: &ReadSpan) -> String {
    some(span.id.clone()).unwrap_or(format!("{} {}..{}", span.label, span.start, span.end))
}

fn is_accepted(answer: &str) -> bool {
    matches!(answer, "" | "accept")
}

/// Returns the words of a span as its tokens have them; `None` if the span does not name its tokens. There are only blanks between two
/// tokens, and older files do not say which.
fn quote(tokens: &[SpacyToken], span: &ReadSpan) -> Option<String> {
    let tokens = tokens.get(span.token_start?..=span.token_end?)?;
    let (first, last) = (tokens.first()?, tokens.last()?);
    let mut words = String::new();
    let mut end = first.start;
    for token in tokens {
        words += &" ".repeat(token.start.saturating_sub(end).min(1));
        words += &token.text;
        end = token.end;
    }
    ((first.start, last.end) == (span.start, span.end)).then_some(words)
}
