//! `jsonl`: a document a line, for Hugging Face datasets, pandas and DuckDB. It holds all that a layer says of its tags and
//! links.
//!
//! ```text
//! {"id": "kursk.txt", "annotator": "ana", "offsets": "code points", "text": "…",
//!  "spans": [{"id": "t-5w3k9q2m", "label": "figure", "start": 83, "end": 89, "quote": "10,000", "note": "",
//!             "attributes": [{"name": "certainty", "value": "hedged"}], "at": "2026-11-22T04:17:00Z",
//!             "was": "", "rival": "", "from": [{"annotator": "ben", "tag": "t-…"}]}],
//!  "links": [{"id": "l-…", "kind": "rests on", "from": "t-…", "to": "t-…", "document": "", "at": "…", "rival": ""}]}
//! ```
//!
//! Every key is on every line and nothing is `null`, so that a table can be made of it. A document that several have tagged
//! has a line for each. Hugging Face's `datasets` guesses the columns from the first 10 MB, and fails if those have an empty
//! list where later ones have not: [`FEATURES`] in the dataset card tells it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::exchange::{Exchange, Piece, Setting};
use super::foreign::{Foreign, ForeignLink, ForeignTag, ours};
use super::import::{Cut, Fault, Reading, Record, Source};
use super::json::{self, or_default, some};
use super::loss::{Losses, Part};
use super::measure::Measure;
use super::{Format, Shape};
use crate::tags::{Id, Origin};

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    opens_in: "Hugging Face datasets, pandas, DuckDB",
    shape: Shape::lines("jsonl"),
    holds: &[
        Part::Overlaps,
        Part::Labels,
        Part::Blanks,
        Part::InWords,
        Part::Notes,
        Part::Attributes,
        Part::Links,
        Part::Across,
        Part::Doubts,
        Part::Origins,
        Part::Ids,
        Part::Times,
    ],
    companions: |_| Vec::new(),
    write,
    reading: Some(Reading { cut: Cut::Lines, read }),
};

/// The columns, as a dataset card declares them in its YAML head.
pub const FEATURES: &str = "\
dataset_info:
  features:
    - {name: id, dtype: string}
    - {name: annotator, dtype: string}
    - {name: offsets, dtype: string}
    - {name: text, dtype: string}
    - name: spans
      list:
        - {name: id, dtype: string}
        - {name: label, dtype: string}
        - {name: start, dtype: int64}
        - {name: end, dtype: int64}
        - {name: quote, dtype: string}
        - {name: note, dtype: string}
        - {name: attributes, list: [{name: name, dtype: string}, {name: value, dtype: string}]}
        - {name: at, dtype: string}
        - {name: was, dtype: string}
        - {name: rival, dtype: string}
        - {name: from, list: [{name: annotator, dtype: string}, {name: tag, dtype: string}]}
    - name: links
      list:
        - {name: id, dtype: string}
        - {name: kind, dtype: string}
        - {name: from, dtype: string}
        - {name: to, dtype: string}
        - {name: document, dtype: string}
        - {name: at, dtype: string}
        - {name: rival, dtype: string}
";

/// A line.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    annotator: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    offsets: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    text: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    spans: Vec<Tagged<'a>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    links: Vec<Linked<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Tagged<'a> {
    #[serde(default, borrow, deserialize_with = "or_default")]
    id: Cow<'a, str>,
    #[serde(borrow)]
    label: Cow<'a, str>,
    start: usize,
    end: usize,
    #[serde(default, borrow, deserialize_with = "or_default")]
    quote: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    note: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    attributes: Vec<Named<'a>>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    at: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    was: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    rival: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    from: Vec<From<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct From<'a> {
    #[serde(borrow)]
    annotator: Cow<'a, str>,
    #[serde(borrow)]
    tag: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Linked<'a> {
    #[serde(default, borrow, deserialize_with = "or_default")]
    id: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    from: Cow<'a, str>,
    #[serde(borrow)]
    to: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    document: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    at: Cow<'a, str>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    rival: Cow<'a, str>,
}

impl<'a> Named<'a> {
    fn of((name, value): (&'a String, &'a String)) -> Named<'a> {
        Named { name: name.into(), value: value.into() }
    }
}

impl<'a> From<'a> {
    fn of(origin: &'a Origin) -> From<'a> {
        From { annotator: origin.annotator.as_str().into(), tag: origin.tag.as_str().into() }
    }
}

fn write(_: &Setting, exchange: &Exchange, _: &mut Losses) -> Vec<Piece> {
    let name = |id: &'_ Option<Id>| id.as_ref().map_or("", Id::as_str).to_string();
    let mut text = String::new();
    for sheet in exchange.layers {
        let spans = sheet.records.tags.iter().map(|tag| {
            let (start, end) = exchange.chars(tag.span);
            Tagged {
                id: tag.id.as_str().into(),
                label: tag.label.as_str().into(),
                start,
                end,
                quote: exchange.document.slice(tag.span).into(),
                note: tag.note.as_str().into(),
                attributes: tag.attributes.iter().map(Named::of).collect(),
                at: tag.at.as_str().into(),
                was: tag.was.as_deref().unwrap_or_default().into(),
                rival: name(&tag.rival).into(),
                from: tag.from.iter().map(From::of).collect(),
            }
        });
        let links = sheet.records.links.values().map(|link| Linked {
            id: link.id.as_str().into(),
            kind: link.kind.as_str().into(),
            from: link.from.as_str().into(),
            to: link.to.as_str().into(),
            document: link.document.as_deref().unwrap_or_default().into(),
            at: link.at.as_str().into(),
            rival: name(&link.rival).into(),
        });
        text += &json::line(&Line {
            id: exchange.name.into(),
            annotator: sheet.annotator.into(),
            offsets: Measure::CodePoints.words().into(),
            text: exchange.document.text().into(),
            spans: spans.collect(),
            links: links.collect(),
        });
        text.push('\n');
    }
    vec![Piece::text(text)]
}

fn read(_: &Source, record: &Record) -> Result<Vec<Foreign>, Fault> {
    let line: Line = json::parse(record)?;
    let here = record.line;
    let tags = line.spans.into_iter().map(|tag| ForeignTag {
        id: ours("t", &tag.id),
        key: tag.id.into(),
        label: tag.label.into(),
        parts: vec![(tag.start, tag.end)],
        quote: some(tag.quote.into()),
        note: tag.note.into(),
        attributes: pairs(tag.attributes),
        at: tag.at.into(),
        was: some(tag.was.into()),
        rival: some(tag.rival.into()),
        from: tag.from.into_iter().map(origin).collect(),
        line: here,
    });
    let links = line.links.into_iter().map(|link| ForeignLink {
        id: ours("l", &link.id),
        kind: link.kind.into(),
        from: link.from.into(),
        to: link.to.into(),
        document: some(link.document.into()),
        at: link.at.into(),
        rival: some(link.rival.into()),
        line: here,
    });
    Ok(vec![Foreign {
        names: vec![line.id.into()],
        measure: Measure::find(&line.offsets),
        text: some(line.text.into()),
        annotator: some(line.annotator.into()),
        tags: tags.collect(),
        links: links.collect(),
        losses: Losses::default(),
        line: here,
    }])
}

fn pairs(attributes: Vec<Named>) -> BTreeMap<String, String> {
    attributes.into_iter().map(|named| (named.name.into(), named.value.into())).collect()
}

fn origin(from: From) -> Origin {
    Origin { annotator: from.annotator.into(), tag: Id::from(&*from.tag) }
}
