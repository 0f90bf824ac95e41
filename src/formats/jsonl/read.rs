//! Reads the lines of `jsonl`, and the rows of `parquet` as such lines.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::convert::TextOrigin;
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::Losses;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::columns::{COLUMNS, Column, ColumnType, PAIR_COLUMNS};
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedStatus, ImportedTag, ours, score};
use crate::formats::wire::json::{self, Fields, some};
use crate::formats::wire::origin;
use crate::formats::wire::row::{
    TableAttribute, TableJudged, TableLink, TableOrigin, TableOriginOfText, TablePlace, TableRemark, TableRow,
    TableSpan, TableVerdict, TableVia,
};
use crate::tags::remark::{Elsewhere, Remark, Status};
use crate::tags::target::{Judged, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Origin};

/// The columns of what an annotator has said about a text.
const SAID: [&str; 5] = ["status", "spans", "links", "verdicts", "remarks"];

/// Reads a line: a document, or two documents that are read together.
pub(super) fn read(_: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let fields: Fields = json::parse(record)?;
    let sides: Vec<_> = ["left", "right"].into_iter().filter_map(|side| fields.get(side)).collect();
    if sides.len() < 2 {
        let mut document = row(record, json::parse(record)?, record.line)?;
        if SAID.into_iter().all(|column| fields.get(column).is_none()) {
            // A text alone does not say that somebody has read it.
            json::no_other_format(record, "a line of jsonl has `spans`", &SAID)?;
            document.status.get_or_insert_default();
        }
        return Ok(vec![document.into()]);
    }
    let mut losses = Losses::default();
    json::count_others(&mut losses, record.text, &PAIR_COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>());
    let mut found = Vec::new();
    // A side of which the annotator says nothing is a text alone.
    for side in sides {
        let mut document = row(record, side, json::line_of(record, side))?;
        document.losses.join(std::mem::take(&mut losses));
        found.push(document);
    }
    if let [left, right] = found.as_mut_slice() {
        left.partner = right.names.first().cloned();
    }
    Ok(found.into_iter().map(Imported::from).collect())
}

/// Tells why a record of a list cannot be read.
type RecordCheck = fn(&RawRecord, &RawValue) -> Result<(), ImportError>;

/// The lists of a row, each with a way to tell whether one of its records can be read.
const LISTS: [(&str, RecordCheck); 4] = [
    ("spans", |record, value| json::part::<TableSpan>(record, value).map(drop)),
    ("links", |record, value| json::part::<TableLink>(record, value).map(drop)),
    ("verdicts", |record, value| json::part::<TableVerdict>(record, value).map(drop)),
    ("remarks", |record, value| json::part::<TableRemark>(record, value).map(drop)),
];

/// Reads a row. Of a list with records that cannot be read, the others are taken, and each of those is a fault.
///
/// # Errors
/// If something else than such a record cannot be read.
fn row(record: &RawRecord, value: &RawValue, line: usize) -> Result<ImportedDocument, ImportError> {
    let mut losses = Losses::default();
    let origin = others(&mut losses, value.get());
    let (mut imported, faults) = match json::part(record, value) {
        Ok(row) => (document(row, line, losses), Vec::new()),
        Err(fault) => {
            let (good, faults) = without_faults(record, value)?;
            let row = serde_json::from_str(&good).ok().filter(|_| !faults.is_empty()).ok_or(fault)?;
            (document(row, line, losses), faults)
        }
    };
    imported.origin = origin::joined(imported.origin, origin);
    imported.faults.extend(faults);
    Ok(imported)
}

/// Returns the JSON of a row without the records of its lists that cannot be read, and their faults.
fn without_faults(record: &RawRecord, value: &RawValue) -> Result<(String, Vec<ImportError>), ImportError> {
    let Fields(fields) = json::part(record, value)?;
    let mut faults = Vec::new();
    let mut good = Vec::new();
    for (name, value) in fields {
        let check = LISTS.iter().find(|(list, _)| *list == name).filter(|_| value.get().starts_with('['));
        let kept = match check {
            None => value.get().to_string(),
            Some((_, check)) => {
                let mut list: Vec<&RawValue> = json::part(record, value)?;
                list.retain(|value| check(record, value).map_err(|fault| faults.push(fault)).is_ok());
                format!("[{}]", list.iter().map(|value| value.get()).collect::<Vec<_>>().join(","))
            }
        };
        good.push(format!("{}:{kept}", json::line(&name)));
    }
    Ok((format!("{{{}}}", good.join(",")), faults))
}

/// The fields of a record with a quote that are read besides its columns: the words around it, and its other names.
const AROUND: [&str; 4] = ["prefix", "suffix", "text", "exact"];

/// Counts the fields of a row that no column has, also in the records of its columns, but for those that say where the text came from.
fn others(losses: &mut Losses, row: &str) -> Option<TextOrigin> {
    let Fields(fields) = serde_json::from_str(row).unwrap_or_default();
    for column in COLUMNS {
        fields
            .iter()
            .filter(|(name, _)| column.name == name)
            .for_each(|(_, value)| count_in(losses, &column.kind, value));
    }
    origin::origin(losses, row, &COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>())
}

/// Counts the fields that no column has in the records of a column.
fn count_in(losses: &mut Losses, column: &ColumnType, value: &RawValue) {
    match column {
        ColumnType::Record(inner) => count_others(losses, value.get(), inner),
        ColumnType::List(ColumnType::Record(inner)) if value.get() != "[]" => {
            let records: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
            records.iter().for_each(|record| count_others(losses, record.get(), inner));
        }
        _ => {}
    }
}

fn count_others(losses: &mut Losses, object: &str, columns: &[Column]) {
    let Ok(Fields(fields)) = serde_json::from_str(object) else { return };
    let has_quote = columns.iter().any(|column| column.name == "quote");
    for (name, value) in fields {
        match columns.iter().find(|column| column.name == name).map(|column| &column.kind) {
            None if has_quote && AROUND.contains(&name.as_ref()) => {}
            None => json::count_other(losses, &name, value),
            Some(kind) => count_in(losses, kind, value),
        }
    }
}

/// Returns the contents of a row.
fn document(row: TableRow, line: usize, mut losses: Losses) -> ImportedDocument {
    let mut faults = Vec::new();
    let is_half = |tag: &&TableSpan| tag.start.is_some() != tag.end.is_some();
    for half in row.spans.iter().filter(is_half) {
        let field = if half.end.is_none() { "end" } else { "start" };
        faults.push(ImportError::new(line, format!("{}: the field `{field}` is missing", half.label)));
    }
    let whole = row.spans.into_iter().filter(|tag| !is_half(&tag));
    let tags = whole.map(|tag| ImportedTag {
        id: ours("t", &tag.id),
        key: tag.id.into(),
        label: tag.label.into(),
        parts: tag.start.zip(tag.end).into_iter().collect(),
        quote: some(tag.quote.into()).or_else(|| some(tag.text.into())),
        is_told_twice: false,
        prefix: tag.prefix.into(),
        suffix: tag.suffix.into(),
        note: tag.note.into(),
        attributes: pairs(tag.attributes),
        score: score(&tag.score, &mut losses),
        at: tag.at.into(),
        was: some(tag.was.into()),
        rival: some(tag.rival.into()),
        from: tag.from.into_iter().map(made_from).collect(),
        via: tag.via.into_iter().next().map(TableVia::read),
        line,
    });
    let links = row.links.into_iter().map(|link| ImportedLink {
        id: ours("l", &link.id),
        kind: link.kind.into(),
        from: link.from.into(),
        to: link.to.into(),
        document: some(link.document.into()),
        at: link.at.into(),
        rival: some(link.rival.into()),
        line,
    });
    let mut verdicts = Vec::new();
    for of in row.verdicts {
        match verdict(of) {
            Ok(verdict) => verdicts.push(verdict),
            Err(words) => faults.push(ImportError::new(line, words)),
        }
    }
    let status = (!row.status.is_empty()).then(|| Status::of(&row.status));
    if status == Some(None) {
        faults.push(ImportError::new(line, format!("`{}` is no status", row.status)));
    }
    let (reason, at) = (row.reason.into(), row.since.into());
    let status = status.flatten().map(|status| ImportedStatus { status, reason, at });
    ImportedDocument {
        names: some(row.id.into()).into_iter().collect(),
        verdicts,
        status,
        faults,
        remarks: row.remarks.into_iter().map(remark).collect(),
        origin: text_origin(row.origin),
        measure: OffsetUnit::find(&row.offsets),
        text: some(row.text.into()),
        annotator: some(row.annotator.into()),
        tags: tags.collect(),
        links: links.collect(),
        losses,
        line,
        ..ImportedDocument::default()
    }
}

fn pairs(attributes: Vec<TableAttribute>) -> BTreeMap<String, String> {
    attributes.into_iter().map(|named| (named.name.into(), named.value.into())).collect()
}

/// Returns a verdict.
///
/// # Errors
/// The reason why the row is no verdict.
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

fn made_from(from: TableOrigin) -> Origin {
    Origin { annotator: from.annotator.into(), tag: Id::from(&*from.tag) }
}

fn remark(of: TableRemark) -> Remark {
    let target = |place: TablePlace| {
        let TablePlace { document, start, quote, prefix, suffix } = place;
        let target = Target { start, quote: quote.into(), prefix: prefix.into(), suffix: suffix.into() };
        Elsewhere { document: document.into(), target }
    };
    let here = of.here.into_iter().next().map(|place| target(place).target);
    let there = of.there.into_iter().next().map(target);
    let made = || here.as_ref().map(|here| Remark::id_of(&of.about, here, there.as_ref()));
    let id = ours("m", &of.id).map(|id| Id::from(id.as_str())).or_else(made).unwrap_or_else(|| Id::random("m"));
    let via = of.via.into_iter().next().map(TableVia::read);
    let (about, says, reason, at) = (of.about.into(), of.says.into(), of.reason.into(), of.at.into());
    Remark { id, about, says, here, there, reason, via, at, extra: Vec::new() }
}

/// Returns the origin of the text, if the row says anything about it.
fn text_origin(of: TableOriginOfText) -> Option<TextOrigin> {
    let origin = TextOrigin {
        title: some(of.title.into()),
        authors: of.authors.into_iter().map(String::from).collect(),
        date: some(of.date.into()),
        address: some(of.address.into()),
        publisher: some(of.publisher.into()),
        language: some(of.language.into()),
        license: some(of.license.into()),
    };
    (origin != TextOrigin::default()).then_some(origin)
}
