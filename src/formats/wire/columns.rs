//! Turns a document into a row, with the columns that [`jsonl`](crate::formats::jsonl) and `parquet` share.
//!
//! ```text
//!   id  annotator  offsets  text  status  spans ──────────────────────────────  links            verdicts
//!                                         id label start end quote attributes …  id kind from to  id tag decision judged …
//!                                                                  name value                                     label …
//! ```
//!
//! Every column is in every row and nothing is null, so that a table can be made of it. A document that several have tagged
//! has a row for each.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::{ExportedDocument, ExportedLayer};
use crate::formats::wire::json::or_default;
use crate::tags::remark::Remark;
use crate::tags::target::{Judged, Target};
use crate::tags::verdict::Decision;
use crate::tags::{Id, Origin, Via};

/// A column.
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub kind: ColumnType,
}

/// The type of the values in a column.
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// A list of records with these columns.
    List(&'static [Column]),
}

const fn words(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Text }
}

const fn number(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Number }
}

const fn list(name: &'static str, columns: &'static [Column]) -> Column {
    Column { name, kind: ColumnType::List(columns) }
}

/// The columns of a row, in the order in which they are written.
pub static COLUMNS: &[Column] = &[
    words("id"),
    words("annotator"),
    words("offsets"),
    words("text"),
    words("status"),
    words("reason"),
    list(
        "spans",
        &[
            words("id"),
            words("label"),
            number("start"),
            number("end"),
            words("quote"),
            words("note"),
            list("attributes", ATTRIBUTES),
            words("score"),
            words("at"),
            words("was"),
            words("rival"),
            list("from", &[words("annotator"), words("tag")]),
            list("via", &[words("rule"), words("cue"), words("was"), words("label")]),
        ],
    ),
    list(
        "links",
        &[words("id"), words("kind"), words("from"), words("to"), words("document"), words("at"), words("rival")],
    ),
    list(
        "verdicts",
        &[
            words("id"),
            words("annotator"),
            words("tag"),
            words("decision"),
            list("judged", JUDGED),
            list("amended", JUDGED),
            words("comment"),
            words("at"),
            words("rival"),
        ],
    ),
];

const ATTRIBUTES: &[Column] = &[words("name"), words("value")];

/// A tag as it was judged, or as it should be.
const JUDGED: &[Column] = &[
    words("label"),
    number("start"),
    number("end"),
    words("quote"),
    words("prefix"),
    words("suffix"),
    list("attributes", ATTRIBUTES),
];

/// The aspects of an annotation that a row holds: all that a layer says of its document, its tags and links, and others' tags.
pub const HOLDS: &[Aspect] = &[
    Aspect::Overlaps,
    Aspect::Labels,
    Aspect::Blanks,
    Aspect::InWords,
    Aspect::Notes,
    Aspect::Attributes,
    Aspect::Links,
    Aspect::Across,
    Aspect::Doubts,
    Aspect::Origins,
    Aspect::Suggested,
    Aspect::Scores,
    Aspect::Status,
    Aspect::Verdicts,
    Aspect::Ids,
    Aspect::Times,
];

/// A layer on a document, as a row.
#[derive(Serialize, Deserialize)]
pub struct TableRow<'a> {
    /// The document's path in the corpus.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The annotator.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub annotator: Cow<'a, str>,
    /// The unit of the offsets.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub offsets: Cow<'a, str>,
    /// The document's text.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub text: Cow<'a, str>,
    /// The annotator's status: `open`, `in progress`, `done`, `nothing to tag` or `skipped`.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub status: Cow<'a, str>,
    /// The reason, in the annotator's words.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub reason: Cow<'a, str>,
    /// The tags.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub spans: Vec<TableSpan<'a>>,
    /// The links.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub links: Vec<TableLink<'a>>,
    /// The decisions on others' tags.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub verdicts: Vec<TableVerdict<'a>>,
}

/// A tag.
#[derive(Serialize, Deserialize)]
pub struct TableSpan<'a> {
    /// Its id.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub id: Cow<'a, str>,
    /// Its label.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
    /// The beginning, counted as [`TableRow::offsets`] says.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
    /// The words under it.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub quote: Cow<'a, str>,
    /// Its note.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub note: Cow<'a, str>,
    /// Its attributes.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub attributes: Vec<TableAttribute<'a>>,
    /// The score of the model, as a decimal number; empty for the tag of a person.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub score: Cow<'a, str>,
    /// The time at which it was made or last changed: RFC 3339, UTC.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub at: Cow<'a, str>,
    /// The words that stood there before the text changed.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub was: Cow<'a, str>,
    /// The tag of which it is another version.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub rival: Cow<'a, str>,
    /// The tags it was made from.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub from: Vec<TableOrigin<'a>>,
    /// The suggestion it was taken from: one, or none for a tag that a person made.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub via: Vec<TableVia<'a>>,
}

/// An attribute.
#[derive(Serialize, Deserialize)]
pub struct TableAttribute<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Its value.
    #[serde(borrow)]
    pub value: Cow<'a, str>,
}

/// A tag of another annotator.
#[derive(Serialize, Deserialize)]
pub struct TableOrigin<'a> {
    /// The annotator.
    #[serde(borrow)]
    pub annotator: Cow<'a, str>,
    /// Its id.
    #[serde(borrow)]
    pub tag: Cow<'a, str>,
}

/// A suggestion that was taken.
#[derive(Serialize, Deserialize)]
pub struct TableVia<'a> {
    /// The rule that suggested it.
    #[serde(borrow)]
    pub rule: Cow<'a, str>,
    /// The word that the rule went by.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub cue: Cow<'a, str>,
    /// The words that were suggested, if the ends were mended.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub was: Cow<'a, str>,
    /// The label that was suggested, if it was taken under another.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub label: Cow<'a, str>,
}

/// A link.
#[derive(Serialize, Deserialize)]
pub struct TableLink<'a> {
    /// Its id.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub id: Cow<'a, str>,
    /// Its type.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// The id of the tag that it leads from.
    #[serde(borrow)]
    pub from: Cow<'a, str>,
    /// The id of the tag that it leads to.
    #[serde(borrow)]
    pub to: Cow<'a, str>,
    /// The document which that tag is in, if it is another.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub document: Cow<'a, str>,
    /// The time at which it was made: RFC 3339, UTC.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub at: Cow<'a, str>,
    /// The link of which it is another version.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub rival: Cow<'a, str>,
}

/// A decision on another annotator's tag.
#[derive(Serialize, Deserialize)]
pub struct TableVerdict<'a> {
    /// Its id.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub id: Cow<'a, str>,
    /// The annotator of the tag.
    #[serde(borrow)]
    pub annotator: Cow<'a, str>,
    /// The id of the tag.
    #[serde(borrow)]
    pub tag: Cow<'a, str>,
    /// `accepted`, `rejected`, `amended`, or `undecided` for a comment alone.
    #[serde(borrow)]
    pub decision: Cow<'a, str>,
    /// The tag as it was judged, one record.
    #[serde(borrow)]
    pub judged: Vec<TableJudged<'a>>,
    /// The tag as it should be, one record if it was amended.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub amended: Vec<TableJudged<'a>>,
    /// The reviewer's comment.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub comment: Cow<'a, str>,
    /// The time at which it was made: RFC 3339, UTC.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub at: Cow<'a, str>,
    /// The verdict that it contradicts.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub rival: Cow<'a, str>,
}

/// A tag as it was judged, or as it should be.
#[derive(Serialize, Deserialize)]
pub struct TableJudged<'a> {
    /// The label.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
    /// The beginning, in code points.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
    /// The words under it.
    #[serde(borrow)]
    pub quote: Cow<'a, str>,
    /// The words before them.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub prefix: Cow<'a, str>,
    /// The words after them.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub suffix: Cow<'a, str>,
    /// The attributes.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub attributes: Vec<TableAttribute<'a>>,
}

impl<'a> TableRow<'a> {
    /// Returns the row of one annotator's layer on a document.
    pub fn of(exported: &ExportedDocument<'a>, layer: &ExportedLayer<'a>) -> TableRow<'a> {
        let name = |id: &'a Option<Id>| id.as_ref().map_or("", Id::as_str).into();
        let spans = layer.records.tags.iter().map(|tag| {
            let (start, end) = exported.chars(tag.span);
            TableSpan {
                id: tag.id.as_str().into(),
                label: tag.label.as_str().into(),
                start,
                end,
                quote: exported.document.slice(tag.span).into(),
                note: tag.note.as_str().into(),
                attributes: tag.attributes.iter().map(TableAttribute::of).collect(),
                score: tag.score.map(|score| score.to_string()).unwrap_or_default().into(),
                at: tag.at.as_str().into(),
                was: tag.was.as_deref().unwrap_or_default().into(),
                rival: name(&tag.rival),
                from: tag.from.iter().map(TableOrigin::of).collect(),
                via: tag.via.as_deref().map(TableVia::of).into_iter().collect(),
            }
        });
        let links = layer.records.links.values().map(|link| TableLink {
            id: link.id.as_str().into(),
            kind: link.kind.as_str().into(),
            from: link.from.as_str().into(),
            to: link.to.as_str().into(),
            document: link.document.as_deref().unwrap_or_default().into(),
            at: link.at.as_str().into(),
            rival: name(&link.rival),
        });
        let verdicts = layer.records.verdicts.values().map(|verdict| TableVerdict {
            id: verdict.id.as_str().into(),
            annotator: verdict.annotator.as_str().into(),
            tag: verdict.tag.as_str().into(),
            decision: verdict.decision.as_ref().map_or("undecided", Decision::word).into(),
            judged: vec![TableJudged::of(exported, &verdict.judged)],
            amended: match &verdict.decision {
                Some(Decision::Amended(amended)) => vec![TableJudged::of(exported, amended)],
                _ => Vec::new(),
            },
            comment: verdict.comment.as_str().into(),
            at: verdict.at.as_str().into(),
            rival: name(&verdict.rival),
        });
        let said = layer.records.remarks.get(&Remark::status_id());
        TableRow {
            id: exported.name.into(),
            annotator: layer.annotator.into(),
            offsets: OffsetUnit::CodePoints.words().into(),
            text: exported.document.text().into(),
            status: layer.records.status().word().into(),
            reason: said.map_or("", |said| said.reason.as_str()).into(),
            spans: spans.collect(),
            links: links.collect(),
            verdicts: verdicts.collect(),
        }
    }
}

impl<'a> TableJudged<'a> {
    fn of(exported: &ExportedDocument, judged: &'a Judged) -> TableJudged<'a> {
        let now = judged.span.map(|span| Target::of(exported.document, span));
        let Target { start, quote, prefix, suffix } = now.unwrap_or_else(|| judged.target.clone());
        TableJudged {
            label: judged.label.as_str().into(),
            start,
            end: start.saturating_add(quote.chars().count()),
            quote: quote.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
            attributes: judged.attributes.iter().map(TableAttribute::of).collect(),
        }
    }
}

impl<'a> TableAttribute<'a> {
    fn of((name, value): (&'a String, &'a String)) -> TableAttribute<'a> {
        TableAttribute { name: name.into(), value: value.into() }
    }
}

impl<'a> TableOrigin<'a> {
    fn of(origin: &'a Origin) -> TableOrigin<'a> {
        TableOrigin { annotator: origin.annotator.as_str().into(), tag: origin.tag.as_str().into() }
    }
}

impl<'a> TableVia<'a> {
    fn of(via: &'a Via) -> TableVia<'a> {
        let Via { rule, cue, was, label } = via;
        TableVia { rule: rule.into(), cue: cue.into(), was: was.into(), label: label.into() }
    }
}

#[cfg(test)]
mod tests;
