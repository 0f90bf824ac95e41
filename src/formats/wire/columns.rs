//! A document as a row, with the columns that [`jsonl`](super::jsonl) and `parquet` share.
//!
//! ```text
//!   id  annotator  offsets  text  spans ─────────────────────────────────────────  links
//!                                 id label start end quote note attributes at …     id kind from to …
//!                                                               name value
//! ```
//!
//! Every column is in every row and nothing is null, so that a table can be made of it. A document that several have tagged
//! has a row for each.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::Measure;
use crate::formats::wire::exported::{ExportedDocument, ExportedLayer};
use crate::formats::wire::json::or_default;
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
    list(
        "spans",
        &[
            words("id"),
            words("label"),
            number("start"),
            number("end"),
            words("quote"),
            words("note"),
            list("attributes", &[words("name"), words("value")]),
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
];

/// The aspects of an annotation that a row holds: all that a layer says of its tags and links.
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
    /// What the offsets count.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub offsets: Cow<'a, str>,
    /// The document's text.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub text: Cow<'a, str>,
    /// The tags.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub spans: Vec<TableSpan<'a>>,
    /// The links.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub links: Vec<TableLink<'a>>,
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
    /// Where it begins, counted as [`TableRow::offsets`] says.
    pub start: usize,
    /// Where it ends, exclusive.
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
    /// When it was made or changed last: RFC 3339, UTC.
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
    /// When it was made: RFC 3339, UTC.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub at: Cow<'a, str>,
    /// The link of which it is another version.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub rival: Cow<'a, str>,
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
                at: tag.at.as_str().into(),
                was: tag.was.as_deref().unwrap_or_default().into(),
                rival: name(&tag.rival),
                from: tag.from.iter().map(TableOrigin::of).collect(),
                via: tag.via.iter().map(TableVia::of).collect(),
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
        TableRow {
            id: exported.name.into(),
            annotator: layer.annotator.into(),
            offsets: Measure::CodePoints.words().into(),
            text: exported.document.text().into(),
            spans: spans.collect(),
            links: links.collect(),
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
mod tests {
    use serde_json::{Map, Value};

    use super::*;

    /// Returns the names of a record's columns. The columns of a list follow its name.
    fn declared(columns: &[Column]) -> Vec<String> {
        let names = |Column { name, kind }: &Column| match kind {
            ColumnType::List(columns) => [vec![name.to_string()], declared(columns)].concat(),
            ColumnType::Text | ColumnType::Number => vec![name.to_string()],
        };
        columns.iter().flat_map(names).collect()
    }

    fn written(row: &Map<String, Value>) -> Vec<String> {
        let names = |(name, value): (&String, &Value)| {
            let first = value.as_array().map(|list| written(list[0].as_object().unwrap()));
            [vec![name.clone()], first.unwrap_or_default()].concat()
        };
        row.iter().flat_map(names).collect()
    }

    #[test]
    fn a_row_has_the_columns_that_are_declared() {
        let from = vec![TableOrigin { annotator: "ben".into(), tag: "t-2".into() }];
        let via = vec![TableVia { rule: "number".into(), cue: "".into(), was: "".into(), label: "".into() }];
        let attributes = vec![TableAttribute { name: "certainty".into(), value: "hedged".into() }];
        let empty = || Cow::Borrowed("");
        let tag = TableSpan {
            id: empty(),
            label: empty(),
            start: 0,
            end: 1,
            quote: empty(),
            note: empty(),
            attributes,
            at: empty(),
            was: empty(),
            rival: empty(),
            from,
            via,
        };
        let link = TableLink {
            id: empty(),
            kind: empty(),
            from: empty(),
            to: empty(),
            document: empty(),
            at: empty(),
            rival: empty(),
        };
        let (spans, links) = (vec![tag], vec![link]);
        let row = TableRow { id: empty(), annotator: empty(), offsets: empty(), text: empty(), spans, links };
        let (mut written, mut declared) =
            (written(serde_json::to_value(row).unwrap().as_object().unwrap()), declared(COLUMNS));
        // A map of JSON values is sorted by its keys.
        written.sort();
        declared.sort();
        assert_eq!(written, declared);
    }
}
