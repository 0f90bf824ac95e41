//! `jsonl`: a document a line, for Hugging Face datasets, pandas and DuckDB. It holds all that a layer says of its tags and
//! links.
//!
//! ```text
//! {"id": "kursk.txt", "annotator": "ana", "offsets": "code points", "text": "…",
//!  "spans": [{"id": "t-5w3k9q2m", "label": "figure", "start": 83, "end": 89, "quote": "10,000", "note": "",
//!             "attributes": [{"name": "certainty", "value": "hedged"}], "at": "2026-11-22T04:17:00Z",
//!             "was": "", "rival": "", "from": [{"annotator": "ben", "tag": "t-…"}],
//!             "via": [{"rule": "said by", "cue": "warned", "was": "", "label": ""}]}],
//!  "links": [{"id": "l-…", "kind": "rests on", "from": "t-…", "to": "t-…", "document": "", "at": "…", "rival": ""}]}
//! ```
//!
//! A line is a `TableRow`. Hugging Face's `datasets` guesses the columns from the first 10 MB, and fails if those have an empty
//! list where later ones have not: [`features`] in the dataset card tells it.

use std::collections::BTreeMap;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::Losses;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::columns::{
    self, COLUMNS, Column, ColumnType, TableAttribute, TableJudged, TableOrigin, TableRow, TableVerdict, TableVia,
};
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument};
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedStatus, ImportedTag, ours};
use crate::formats::wire::json::{self, some};
use crate::tags::remark::Status;
use crate::tags::target::{Judged, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Origin, Via};

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    opens_in: "Hugging Face datasets, pandas, DuckDB",
    files: Files::lines("jsonl"),
    holds: columns::HOLDS,
    columns: Some(features),
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Json, read, options: &[] }),
    ..Format::BASE
};

/// Returns the columns as the YAML head of a dataset card declares them.
pub fn features() -> String {
    format!("dataset_info:\n  features:\n{}", yaml(COLUMNS, "  "))
}

/// Returns columns in YAML: a line each, and the columns of a list below its name.
fn yaml(columns: &[Column], indent: &str) -> String {
    let column = |Column { name, kind }: &Column| match kind {
        ColumnType::Text => format!("{indent}- {{name: {name}, dtype: string}}\n"),
        ColumnType::Number => format!("{indent}- {{name: {name}, dtype: int64}}\n"),
        ColumnType::List(columns) => {
            format!("{indent}- name: {name}\n{indent}  list:\n{}", yaml(columns, &format!("{indent}  ")))
        }
    };
    columns.iter().map(column).collect()
}

fn write(_: &ExportSettings, exported: &ExportedDocument, _: &mut Losses) -> Vec<Chunk> {
    let lines = exported.layers.iter().map(|layer| json::line(&TableRow::of(exported, layer)) + "\n");
    vec![Chunk::text(lines.collect())]
}

fn read(_: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let line: TableRow = json::parse(record)?;
    let here = record.line;
    let tags = line.spans.into_iter().map(|tag| ImportedTag {
        id: ours("t", &tag.id),
        key: tag.id.into(),
        label: tag.label.into(),
        parts: vec![(tag.start, tag.end)],
        quote: some(tag.quote.into()),
        note: tag.note.into(),
        attributes: pairs(tag.attributes),
        score: tag.score.parse().ok(),
        at: tag.at.into(),
        was: some(tag.was.into()),
        rival: some(tag.rival.into()),
        from: tag.from.into_iter().map(origin).collect(),
        via: tag.via.into_iter().next().map(via),
        line: here,
        ..ImportedTag::default()
    });
    let links = line.links.into_iter().map(|link| ImportedLink {
        id: ours("l", &link.id),
        kind: link.kind.into(),
        from: link.from.into(),
        to: link.to.into(),
        document: some(link.document.into()),
        at: link.at.into(),
        rival: some(link.rival.into()),
        line: here,
    });
    let mut losses = Losses::default();
    let known: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    json::count_others(&mut losses, record.text, &known);
    let mut faults = Vec::new();
    let mut verdicts = Vec::new();
    for of in line.verdicts {
        match verdict(of) {
            Ok(verdict) => verdicts.push(verdict),
            Err(words) => faults.push(ImportError::new(here, words)),
        }
    }
    let status = (!line.status.is_empty()).then(|| Status::of(&line.status));
    if status == Some(None) {
        faults.push(ImportError::new(here, format!("`{}` is no status", line.status)));
    }
    let status = status.flatten().map(|status| ImportedStatus {
        status,
        reason: line.reason.into(),
        ..ImportedStatus::default()
    });
    let imported = ImportedDocument {
        names: vec![line.id.into()],
        verdicts,
        status,
        faults,
        measure: OffsetUnit::find(&line.offsets),
        text: some(line.text.into()),
        annotator: some(line.annotator.into()),
        tags: tags.collect(),
        links: links.collect(),
        losses,
        line: here,
        ..ImportedDocument::default()
    };
    Ok(vec![imported.into()])
}

fn pairs(attributes: Vec<TableAttribute>) -> BTreeMap<String, String> {
    attributes.into_iter().map(|named| (named.name.into(), named.value.into())).collect()
}

/// Returns a verdict; an error that says why it is none.
fn verdict(of: TableVerdict) -> Result<Verdict, String> {
    let (annotator, tag) = (String::from(of.annotator), Id::from(&*of.tag));
    let one = |list: Vec<TableJudged>| list.into_iter().next().map(judged);
    let Some(shown) = one(of.judged) else { return Err("a verdict does not say what was judged".into()) };
    let decision = match (&*of.decision, one(of.amended)) {
        ("accepted", None) => Some(Decision::Accepted),
        ("rejected", None) => Some(Decision::Rejected),
        ("amended", Some(amended)) => Some(Decision::Amended(amended)),
        ("undecided", None) => None,
        (other, _) => return Err(format!("`{other}` is no decision, or not one with these fields")),
    };
    let rival = some(of.rival.into()).map(|rival| Id::from(rival.as_str()));
    // Only the second version of a verdict has another name than the one that follows from its tag.
    let id = if rival.is_some() { Id::from(&*of.id) } else { Verdict::id_of(&annotator, &tag) };
    let (comment, at) = (of.comment.into(), of.at.into());
    Ok(Verdict { id, annotator, tag, decision, judged: shown, comment, at, rival, extra: Vec::new() })
}

fn judged(of: TableJudged) -> Judged {
    let target = Target { start: of.start, quote: of.quote.into(), prefix: of.prefix.into(), suffix: of.suffix.into() };
    Judged { label: of.label.into(), attributes: pairs(of.attributes), target, span: None }
}

fn origin(from: TableOrigin) -> Origin {
    Origin { annotator: from.annotator.into(), tag: Id::from(&*from.tag) }
}

fn via(of: TableVia) -> Via {
    Via { rule: of.rule.into(), cue: of.cue.into(), was: of.was.into(), label: of.label.into() }
}
