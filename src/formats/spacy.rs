//! `spacy`: tokens, and spans that name their first and last token, as Prodigy reads them and spaCy 3 can be given.
//!
//! ```text
//! {"text": "Prices rose 5%.", "tokens": [{"text": "Prices", "start": 0, "end": 6, "id": 0, "ws": true}, …],
//!  "spans": [{"start": 12, "end": 14, "token_start": 2, "token_end": 3, "label": "figure", "id": "t-5w3k…"}],
//!  "relations": [{"head_span": {…}, "child_span": {…}, "head": 3, "child": 5, "label": "rests on"}],
//!  "meta": {"document": "kursk.txt", "annotator": "ana"}}
//! ```
//!
//! `end` is exclusive and `token_end` inclusive; offsets are code points. The tokens are ours, cut where a tag begins or ends
//! ([`crate::formats::engine::tokens`]), so that no span is lost. Spans that overlap stay: they belong in a span group (`doc.spans`), for
//! `doc.ents` refuses them. A line is a document as one annotator tagged it.

use serde::{Deserialize, Serialize};

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportError, RawRecord, Source};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::Measure;
use crate::formats::engine::tokens::{Tokens, in_words};
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, ExportedLayer};
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours};
use crate::formats::wire::json::{self, or_default, some};
use crate::tags::Tag;

pub(super) const FORMAT: Format = Format {
    name: "spacy",
    opens_in: "spaCy 3, Prodigy",
    files: Files::lines("jsonl"),
    holds: &[Aspect::Overlaps, Aspect::Labels, Aspect::Blanks, Aspect::Links, Aspect::Ids],
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Lines, read }),
    ..Format::BASE
};

#[derive(Serialize, Deserialize)]
struct SpacyLine {
    text: String,
    #[serde(default, deserialize_with = "or_default")]
    tokens: Vec<SpacyToken>,
    #[serde(default, deserialize_with = "or_default")]
    spans: Vec<SpacySpan>,
    #[serde(default, deserialize_with = "or_default")]
    relations: Vec<SpacyRelation>,
    #[serde(default, deserialize_with = "or_default")]
    meta: SpacyMeta,
    /// A field of `jsonl`, to recognise a line of that format.
    #[serde(default, skip_serializing)]
    links: Option<serde::de::IgnoredAny>,
}

#[derive(Serialize, Deserialize)]
struct SpacyToken {
    text: String,
    start: usize,
    end: usize,
    id: usize,
    #[serde(default)]
    ws: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct SpacySpan {
    start: usize,
    end: usize,
    #[serde(default)]
    token_start: usize,
    #[serde(default)]
    token_end: usize,
    #[serde(default, deserialize_with = "or_default")]
    label: String,
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

#[derive(Serialize, Deserialize)]
struct SpacyRelation {
    head: usize,
    child: usize,
    head_span: SpacySpan,
    child_span: SpacySpan,
    label: String,
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

#[derive(Default, Serialize, Deserialize)]
struct SpacyMeta {
    #[serde(default, deserialize_with = "or_default")]
    document: String,
    #[serde(default, deserialize_with = "or_default")]
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

fn line(exported: &ExportedDocument, layer: &ExportedLayer, tokens: &Tokens) -> SpacyLine {
    let mut end = 0;
    let mut chars = 0;
    let words = tokens.list.iter().enumerate().map(|(id, token)| {
        let text = exported.document.slice(token.span);
        let start = chars + (token.span.start - end);
        (end, chars) = (token.span.end, start + text.chars().count());
        SpacyToken { text: text.into(), start, end: chars, id, ws: token.spaced }
    });
    let words = words.collect();
    let span = |tag: &Tag| {
        let (start, end) = exported.chars(tag.span);
        let (token_start, token_end) = tokens.range(tag.span)?;
        Some(SpacySpan { start, end, token_start, token_end, label: tag.label.clone(), id: tag.id.to_string() })
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
        links: None,
    }
}

/// Returns the words of a span as its tokens have them; `None` if the span does not name its tokens.
fn quote(tokens: &[SpacyToken], span: &SpacySpan) -> Option<String> {
    let words = tokens.get(span.token_start..=span.token_end)?;
    let (first, last) = (words.first()?, words.last()?);
    let spaced = |word: &SpacyToken| if word.ws { " " } else { "" };
    let all: String = words.iter().map(|word| word.text.clone() + spaced(word)).collect();
    let all = if last.ws { all[..all.len() - 1].into() } else { all };
    ((first.start, last.end) == (span.start, span.end)).then_some(all)
}

fn read(source: &Source, record: &RawRecord) -> Result<Vec<ImportedDocument>, ImportError> {
    let line: SpacyLine = json::parse(record)?;
    if line.links.is_some() {
        let hint = Some("import it as jsonl".into());
        return Err(ImportError {
            hint,
            ..ImportError::new(record.line, "this is no line of spacy, but one of jsonl")
        });
    }
    let name = some(line.meta.document).unwrap_or_else(|| source.path.into());
    // A relation names its ends by their spans. A span without an id is known by its label and its offsets.
    let key =
        |span: &SpacySpan| some(span.id.clone()).unwrap_or(format!("{} {}..{}", span.label, span.start, span.end));
    let tags = line.spans.iter().map(|span| ImportedTag {
        id: ours("t", &span.id),
        key: key(span),
        label: span.label.clone(),
        parts: vec![(span.start, span.end)],
        quote: quote(&line.tokens, span),
        line: record.line,
        ..ImportedTag::default()
    });
    let links = line.relations.iter().map(|relation| ImportedLink {
        id: ours("l", &relation.id),
        kind: relation.label.clone(),
        from: key(&relation.head_span),
        to: key(&relation.child_span),
        line: record.line,
        ..ImportedLink::default()
    });
    Ok(vec![ImportedDocument {
        names: vec![name],
        measure: None::<Measure>,
        annotator: some(line.meta.annotator),
        tags: tags.collect(),
        links: links.collect(),
        text: Some(line.text),
        losses: Losses::default(),
        line: record.line,
    }])
}
