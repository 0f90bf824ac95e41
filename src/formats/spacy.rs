//! Defines `spacy`: tokens, and spans that name their first and last token, as Prodigy reads them and spaCy 3 can be given.
//!
//! ```text
//! {"text": "Prices rose 5%.", "tokens": [{"text": "Prices", "start": 0, "end": 6, "id": 0, "ws": true}, …],
//!  "spans": [{"start": 12, "end": 14, "token_start": 2, "token_end": 3, "label": "figure", "id": "t-5w3k…"}],
//!  "relations": [{"head_span": {…}, "child_span": {…}, "head": 3, "child": 5, "label": "rests on"}],
//!  "meta": {"document": "kursk.txt", "annotator": "ana"}}
//! ```
//!
//! `end` is exclusive and `token_end` inclusive; offsets are code points. The tokens are ours, cut where a tag begins or ends
//! ([`crate::formats::engine::tokens`]), so that no span is lost. Spans that overlap stay: they belong in a span group (`doc.spans`), because
//! `doc.ents` refuses them. A line is a document as one annotator tagged it.
//! A folder also gets a converter, and a configuration with which `spacy train` trains a spancat.

mod read;

use serde::{Deserialize, Serialize};

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::tokens::{Tokens, in_words};
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, ExportedLayer};
use crate::formats::wire::json;
use crate::formats::wire::row::TableVia;
use crate::tags::Tag;
use crate::tags::score::Score;

pub(super) const FORMAT: Format = Format {
    name: "spacy",
    opens_in: "spaCy 3, Prodigy",
    files: Files::lines("jsonl"),
    holds: &[
        Aspect::Overlaps,
        Aspect::Labels,
        Aspect::Blanks,
        Aspect::Links,
        Aspect::Scores,
        Aspect::Ids,
        Aspect::Suggested,
    ],
    helpers: &[("convert.py", include_str!("spacy/convert.py")), ("config.cfg", include_str!("spacy/config.cfg"))],
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Json, read: read::read, options: &[] }),
    ..Format::BASE
};

#[derive(Serialize)]
struct SpacyLine<'a> {
    text: String,
    tokens: Vec<SpacyToken>,
    spans: Vec<SpacySpan<'a>>,
    relations: Vec<SpacyRelation<'a>>,
    meta: SpacyMeta,
}

#[derive(Serialize, Deserialize)]
struct SpacyToken {
    #[serde(default)]
    text: String,
    start: usize,
    end: usize,
    #[serde(default)]
    id: usize,
    #[serde(default)]
    ws: bool,
}

#[derive(Clone, Serialize)]
struct SpacySpan<'a> {
    start: usize,
    end: usize,
    token_start: usize,
    token_end: usize,
    label: String,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<TableVia<'a>>,
}

#[derive(Serialize)]
struct SpacyRelation<'a> {
    head: usize,
    child: usize,
    head_span: SpacySpan<'a>,
    child_span: SpacySpan<'a>,
    label: String,
    id: String,
}

#[derive(Serialize)]
struct SpacyMeta {
    document: String,
    annotator: String,
}

fn write(_: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let text = exported.document.text();
    let tagged = exported.layers.iter().flat_map(|layer| layer.records.tags.iter().map(|tag| tag.span));
    let tokens = Tokens::of(text, tagged);
    let mut lines = String::new();
    for layer in exported.layers {
        lines += &json::line(&line(exported, layer, &tokens));
        lines.push('\n');
        for tag in layer.records.tags.iter().filter(|tag| in_words(text, tag.span)) {
            losses.add(Aspect::InWords, || exported.example(tag));
        }
    }
    vec![Chunk::text(lines)]
}

fn line<'a>(exported: &ExportedDocument, layer: &ExportedLayer<'a>, tokens: &Tokens) -> SpacyLine<'a> {
    let mut end = 0;
    let mut chars = 0;
    let words = tokens.list.iter().enumerate().map(|(id, token)| {
        let text = exported.document.slice(token.span);
        let start = chars + (token.span.start - end);
        (end, chars) = (token.span.end, start + text.chars().count());
        SpacyToken { text: text.into(), start, end: chars, id, ws: token.spaced }
    });
    let words = words.collect();
    let span = |tag: &'a Tag| {
        let (start, end) = exported.chars(tag.span);
        let (token_start, token_end) = tokens.range(tag.span)?;
        let score = tag.score.map(Score::number);
        let (label, id) = (tag.label.clone(), tag.id.to_string());
        let via = tag.via.as_deref().map(TableVia::of);
        Some(SpacySpan { start, end, token_start, token_end, label, id, score, via })
    };
    let by_id: std::collections::HashMap<_, _> = layer.records.tags.iter().map(|tag| (&tag.id, tag)).collect();
    let relations = layer.links_within().filter_map(|link| {
        let (head, child) = (span(by_id.get(&link.from)?)?, span(by_id.get(&link.to)?)?);
        Some(SpacyRelation {
            head: head.token_end,
            child: child.token_end,
            head_span: head,
            child_span: child,
            label: link.kind.clone(),
            id: link.id.to_string(),
        })
    });
    SpacyLine {
        text: exported.document.text().into(),
        tokens: words,
        spans: layer.records.tags.iter().filter_map(span).collect(),
        relations: relations.collect(),
        meta: SpacyMeta { document: exported.name.into(), annotator: layer.annotator.into() },
    }
}
