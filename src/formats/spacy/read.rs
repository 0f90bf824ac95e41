//! Reads lines of Prodigy, and the examples that spaCy is trained on.
//!
//! ```text
//! {"text": "…", "spans": [{"start": 12, "end": 14, "label": "figure", "answer": "accept"}], "answer": "accept"}      Prodigy
//! {"text": "…", …, "versions": [{"text": "…", "spans": […], "sessions": ["news-ana"]}, …]}                          its review
//! {"text": "…", "ents": [{"start": 12, …}], "spans": {"sc": [{…}]}}              Doc.to_json
//! {"text": "…", "entities": [[12, 14, "figure"]]}    ["…", {"entities": [[12, 14, "figure"]]}]                      spaCy
//! {"classes": […], "annotations": [["…", {"entities": […]}], …]}                 several of these
//! {"id": 0, "paragraphs": [{"raw": "…", "sentences": […]}]}                      spaCy 2: see [`training`]
//! ```
//!
//! Records and spans that were not accepted are left out and counted. The words of a span are those of its tokens, and must be those of the text.

mod training;

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::SpacyToken;
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source, line_ends};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours};
use crate::formats::wire::json::{self, Fields, or_default, some};
use crate::formats::wire::origin;
use crate::formats::wire::row::TableVia;
use crate::say::and;

/// A line, of which the lists are still text.
#[derive(Deserialize)]
struct SpacyRecord<'a> {
    #[serde(default, deserialize_with = "or_default")]
    text: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    tokens: Option<Vec<&'a RawValue>>,
    /// A list, or an object with a list for each group.
    #[serde(default, borrow, deserialize_with = "or_default")]
    spans: Option<&'a RawValue>,
    #[serde(default, borrow, alias = "ents", deserialize_with = "or_default")]
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
    /// The examples of a file that has all of them in one object.
    #[serde(default, borrow, deserialize_with = "or_default")]
    annotations: Option<Vec<&'a RawValue>>,
    /// The texts of spaCy 2's training files, and the number or the name of what they are from.
    #[serde(default, borrow, deserialize_with = "or_default")]
    paragraphs: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    id: Option<&'a RawValue>,
    /// What each of several annotators has made of the text, in a review of Prodigy.
    #[serde(default, borrow, deserialize_with = "or_default")]
    versions: Vec<&'a RawValue>,
    /// The annotators who have made the same version.
    #[serde(default, deserialize_with = "or_default")]
    sessions: Vec<String>,
}

/// The fields of a line that are read, and those that say how Prodigy has shown it.
const FIELDS: [&str; 20] = [
    "text",
    "tokens",
    "spans",
    "entities",
    "ents",
    "sents",
    "relations",
    "meta",
    "answer",
    "score",
    "links",
    "priority",
    "config",
    "id",
    "versions",
    "sessions",
    "default",
    "view_id",
    "_annotator_id",
    "_session_id",
];

/// The fields of a token that are read. What spaCy itself says of a token has no equal here.
const TOKEN: [&str; 6] = ["text", "start", "end", "id", "ws", "disabled"];

/// The fields that hold a category of the whole text, or the choice of one.
const CATEGORIES: [&str; 4] = ["label", "cats", "accept", "options"];

/// The fields in whose place a task of Prodigy that is not about words has no text.
const PICTURES: [&str; 4] = ["image", "audio", "video", "html"];

/// The contents of `meta`.
#[derive(Default, Deserialize)]
struct ReadMeta {
    #[serde(default, deserialize_with = "or_default")]
    document: String,
    #[serde(default, deserialize_with = "or_default")]
    annotator: String,
    #[serde(default, deserialize_with = "or_default")]
    score: Option<f64>,
}

/// The fields of `meta` that are read.
const META: [&str; 3] = ["document", "annotator", "score"];

#[derive(Deserialize)]
struct ReadSpan {
    start: usize,
    end: usize,
    #[serde(default)]
    token_start: Option<usize>,
    #[serde(default)]
    token_end: Option<usize>,
    #[serde(default, deserialize_with = "json::label")]
    label: String,
    #[serde(default, deserialize_with = "json::name")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    text: String,
    /// The words by another name.
    #[serde(default, alias = "exact", deserialize_with = "or_default")]
    quote: String,
    #[serde(default, deserialize_with = "or_default")]
    answer: String,
    #[serde(default, deserialize_with = "or_default")]
    score: Option<f64>,
    /// The suggestion that a tag of this program was made from.
    #[serde(default)]
    via: Value,
}

/// The fields of a span that are read, those that follow from them, and those that say how Prodigy came by it.
const SPAN: [&str; 18] = [
    "start",
    "end",
    "token_start",
    "token_end",
    "label",
    "id",
    "text",
    "quote",
    "exact",
    "answer",
    "score",
    "via",
    "type",
    "color",
    "source",
    "input_hash",
    "rank",
    "pattern",
];

/// The fields of a relation that are read, and its colour on the screen.
const RELATION: [&str; 7] = ["head", "child", "head_span", "child_span", "label", "id", "color"];

#[derive(Deserialize)]
struct ReadRelation {
    #[serde(default, deserialize_with = "or_default")]
    head: Option<usize>,
    #[serde(default, deserialize_with = "or_default")]
    child: Option<usize>,
    #[serde(default, deserialize_with = "or_default")]
    head_span: Option<ReadSpan>,
    #[serde(default, deserialize_with = "or_default")]
    child_span: Option<ReadSpan>,
    #[serde(default, deserialize_with = "json::label")]
    label: String,
    #[serde(default, deserialize_with = "json::name")]
    id: String,
}

/// Reads a line, and the versions of it that were reviewed.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    match record.text.trim_start().as_bytes() {
        [b'[', ..] => return Ok(vec![pair(record, json::parse(record)?)?]),
        [b'n', ..] if record.text.trim() == "null" => return Ok(Vec::new()),
        _ => {}
    }
    let mut line: SpacyRecord = json::parse(record)?;
    let wrong =
        |words: &str, hint: &str| ImportError { hint: Some(hint.into()), ..ImportError::new(record.line, words) };
    if line.links.is_some_and(|links| links.get().starts_with('[')) {
        return Err(wrong("this is no line of spacy, but one of jsonl", "import it as jsonl"));
    }
    let Some(text) = line.text.take() else { return without_text(record, &line) };
    let versions = versions(source, record, &line.versions);
    let fields: Fields = json::parse(record)?;
    let has_category = CATEGORIES.into_iter().any(|name| fields.get(name).is_some());
    let has_tags = line.spans.is_some() || line.entities.is_some();
    let is_read = has_tags || has_category || !line.answer.is_empty();
    if !is_read {
        json::no_other_format(record, "a line of spacy has `spans` or `entities`", &FIELDS)?;
    }
    let mut losses = Losses::default();
    if !is_accepted(&line.answer) {
        losses.add(Aspect::Rejected, || format!("{}:{} {}", source.path, record.line, line.answer));
        return Ok([Imported::LeftOut(losses)].into_iter().chain(versions).collect());
    }
    let mut origin = origin::origin(&mut losses, record.text, &FIELDS);
    let mut meta = ReadMeta::default();
    if let Some(value) = line.meta {
        meta = json::part(record, value)?;
        origin = origin::joined(origin, origin::origin(&mut losses, value.get(), &META));
    }
    let score = line.score.or(meta.score);
    let mut imported = ImportedDocument {
        names: some(meta.document).into_iter().collect(),
        annotator: some(meta.annotator)
            .or_else(|| some(line.annotator).or(some(line.session)).filter(|name| !is_unnamed(name))),
        origin,
        losses,
        line: record.line,
        ..ImportedDocument::default()
    };
    count_token_fields(&fields, &mut imported.losses);
    let tokens = tokens(record, line.tokens.unwrap_or_default(), &mut imported.faults);
    // The tokens of each span, and its name.
    let mut spans = Vec::new();
    for value in line.spans.map_or(Ok(Vec::new()), |spans| in_groups(record, spans, &mut imported.losses))? {
        match json::part::<ReadSpan>(record, value) {
            Ok(span) => {
                json::count_others(&mut imported.losses, value.get(), &SPAN);
                spans.extend(span.token_start.zip(span.token_end).map(|(start, end)| (start..=end, key(&span))));
                let score = span.score.or(score);
                take(record, value, ReadSpan { score, ..span }, &tokens, &mut imported);
            }
            Err(fault) => imported.faults.push(fault),
        }
    }
    entities(record, line.entities.unwrap_or_default(), &mut imported);
    // A relation without the spans that it joins has their tokens.
    let end = |span: &Option<ReadSpan>, token: Option<usize>| match (span, token) {
        (Some(span), _) => Some(key(span)),
        (None, Some(token)) => spans.iter().find(|(tokens, _)| tokens.contains(&token)).map(|(_, key)| key.clone()),
        (None, None) => None,
    };
    for value in line.relations.unwrap_or_default() {
        json::count_others(&mut imported.losses, value.get(), &RELATION);
        match json::part::<ReadRelation>(record, value) {
            Ok(relation) => {
                match end(&relation.head_span, relation.head).zip(end(&relation.child_span, relation.child)) {
                    Some((from, to)) => imported.links.push(ImportedLink {
                        id: ours("l", &relation.id),
                        kind: relation.label,
                        from,
                        to,
                        line: json::line_of(record, value),
                        ..ImportedLink::default()
                    }),
                    None => imported.losses.add(Aspect::Foreign, || format!("relation {}", brief(value.get()))),
                }
            }
            Err(fault) => imported.faults.push(fault),
        }
    }
    imported.text = Some(text);
    imported.leave_out_unlabelled();
    imported.has_category(has_category);
    if !is_read {
        imported.bare();
    }
    Ok([imported.into()].into_iter().chain(versions).collect())
}

/// Reads the versions of a line that was reviewed, each as the work of those who have made it. A version has none itself:
/// one within another, as deep as a file likes, would exhaust the stack.
fn versions(source: &Source, record: &RawRecord, versions: &[&RawValue]) -> Vec<Imported> {
    let mut found = Vec::new();
    for value in versions {
        let (text, line) = (value.get(), json::line_of(record, value));
        let version = RawRecord { text, line, head: "", ends: &line_ends(text) };
        let makers = json::parse::<SpacyRecord>(&version).and_then(|read| match read.versions.is_empty() {
            true => Ok(read.sessions),
            false => Err(ImportError::new(version.line, "a version of a review has versions itself")),
        });
        match makers.and_then(|makers| Ok((makers, read(source, &version)?))) {
            Ok((makers, all)) => found.extend(all.into_iter().flat_map(|one| by_each(one, &makers))),
            Err(fault) => found.push(Imported::Fault(fault)),
        }
    }
    found
}

/// Returns whether a session has no name but the time at which it began: `news-2024-03-01_10-20-30`. Prodigy calls those of everybody so.
fn is_unnamed(session: &str) -> bool {
    const LIKE: &[u8; 19] = b"0000-00-00_00-00-00";
    let fits = |(byte, like): (u8, &u8)| if *like == b'0' { byte.is_ascii_digit() } else { byte == *like };
    let start = session.len().checked_sub(LIKE.len());
    start.and_then(|start| session.as_bytes().get(start..)).is_some_and(|end| end.iter().copied().zip(LIKE).all(fits))
}

/// Returns what was read once for each of those who have made it, and once for all of those without a name.
fn by_each(imported: Imported, makers: &[String]) -> Vec<Imported> {
    match imported {
        Imported::Document(document) if !makers.is_empty() => {
            let named: BTreeSet<Option<&String>> =
                makers.iter().map(|maker| Some(maker).filter(|maker| !is_unnamed(maker))).collect();
            let by = |maker: Option<&String>| ImportedDocument {
                annotator: maker.or(document.annotator.as_ref()).cloned(),
                ..(*document).clone()
            };
            named.into_iter().map(by).map(Imported::from).collect()
        }
        other => vec![other],
    }
}

/// Reads the tokens of a line; none, if one of them cannot be read, since spans name them by their numbers.
fn tokens(record: &RawRecord, all: Vec<&RawValue>, faults: &mut Vec<ImportError>) -> Vec<SpacyToken> {
    let read: Vec<_> = all.into_iter().map(|token| json::part::<SpacyToken>(record, token)).collect();
    let (tokens, wrong): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    let is_whole = wrong.is_empty();
    faults.extend(wrong.into_iter().filter_map(Result::err));
    if is_whole { tokens.into_iter().flatten().collect() } else { Vec::new() }
}

/// Counts what a line says of its tokens besides their places: lemmas, parts of speech, heads.
fn count_token_fields(line: &Fields, losses: &mut Losses) {
    let tokens = line.get("tokens").and_then(|tokens| serde_json::from_str::<Vec<&RawValue>>(tokens.get()).ok());
    let mut others = BTreeSet::new();
    for token in tokens.unwrap_or_default() {
        let Ok(Fields(fields)) = serde_json::from_str(token.get()) else { continue };
        others.extend(fields.into_iter().map(|(name, _)| name).filter(|name| !TOKEN.contains(&name.as_ref())));
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(AsRef::as_ref).collect();
        losses.add(Aspect::Fields, || format!("tokens with {}", and(&names)));
    }
}

/// Reads a line that has no text of its own: several examples, texts of spaCy 2, or a task about something else.
fn without_text(record: &RawRecord, line: &SpacyRecord) -> Result<Vec<Imported>, ImportError> {
    if let Some(paragraphs) = &line.paragraphs {
        return Ok(training::read(record, line.id, paragraphs));
    }
    if let Some(examples) = &line.annotations {
        let examples = examples.iter().filter(|example| example.get() != "null");
        let read = |example: &&RawValue| json::part(record, example).and_then(|example| pair(record, example));
        return Ok(examples.map(|example| read(example).unwrap_or_else(Imported::Fault)).collect());
    }
    let fields: Fields = json::parse(record)?;
    match PICTURES.into_iter().find(|name| fields.get(name).is_some()) {
        Some(name) => {
            let mut losses = Losses::default();
            losses.add(Aspect::Foreign, || format!("line {}: a task with `{name}` and no text", record.line));
            Ok(vec![Imported::LeftOut(losses)])
        }
        None => Err(ImportError::new(record.line, "the field `text` is missing")),
    }
}

/// Returns the values of a list, or of the lists of an object: `[…]`, `{"sc": […], "other": […]}`.
fn in_groups<'a>(
    record: &RawRecord<'a>,
    value: &'a RawValue,
    losses: &mut Losses,
) -> Result<Vec<&'a RawValue>, ImportError> {
    if !value.get().starts_with('{') {
        return json::part(record, value);
    }
    let Fields(groups) = json::part(record, value)?;
    // Which of several groups a span is in has no equal here.
    for (name, _) in groups.iter().filter(|(_, list)| groups.len() > 1 && list.get() != "[]") {
        losses.add(Aspect::Fields, || format!("the group of spans {name}"));
    }
    let lists: Result<Vec<Vec<&RawValue>>, _> = groups.iter().map(|(_, list)| json::part(record, list)).collect();
    Ok(lists?.into_iter().flatten().collect())
}

/// Reads an example as spaCy is given it: a text, and what is in it.
fn pair(record: &RawRecord, (text, said): (String, &RawValue)) -> Result<Imported, ImportError> {
    let mut imported = ImportedDocument { text: Some(text), line: record.line, ..ImportedDocument::default() };
    let fields: Fields = json::part(record, said)?;
    let found: Vec<&RawValue> = ["entities", "spans"].into_iter().filter_map(|name| fields.get(name)).collect();
    let has_category = fields.get("cats").is_some();
    if found.is_empty() && !has_category {
        let words = "an example of spaCy has `entities`, `spans` or `cats`, and this one has none";
        return Err(ImportError::new(record.line, words));
    }
    imported.origin = origin::origin(&mut imported.losses, said.get(), &["entities", "spans"]);
    for list in found {
        let list = in_groups(record, list, &mut imported.losses)?;
        entities(record, list, &mut imported);
    }
    imported.leave_out_unlabelled();
    imported.has_category(has_category);
    Ok(imported.into())
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
                Ok(span) => {
                    json::count_others(&mut imported.losses, value.get(), &SPAN);
                    take(record, value, span, &[], imported);
                }
                Err(fault) => imported.faults.push(fault),
            },
            _ => imported.losses.add(Aspect::Foreign, || format!("entity {}", brief(value.get()))),
        }
    }
}

fn entity(record: &RawRecord, value: &RawValue, losses: &mut Losses) -> Result<ImportedTag, ImportError> {
    let line = json::line_of(record, value);
    let parts: Vec<&RawValue> = json::part(record, value)?;
    let [start, end, label @ ..] = parts.as_slice() else {
        return Err(ImportError::new(line, "an entity is a list of start, end and label"));
    };
    let place = (json::part(record, start)?, json::part(record, end)?);
    if label.iter().skip(1).any(|more| !matches!(more.get(), "null" | "\"\"")) {
        losses.add(Aspect::Fields, || format!("entity {}", brief(value.get())));
    }
    let label = label.first().map_or(Ok(String::new()), |label| json::label(*label)).unwrap_or_default();
    Ok(ImportedTag { label, parts: vec![place], line, ..ImportedTag::default() })
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
        quote: some(span.text.clone()).or_else(|| some(span.quote.clone())).or_else(|| quote(tokens, &span)),
        score: span.score,
        via: TableVia::of_field(&span.via, &mut imported.losses),
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
