//! A document as a row of the table that [`jsonl`](super::jsonl) and `parquet` share; [`COLUMNS`](super::columns::COLUMNS)
//! says what its columns are.
//!
//! ```text
//!   id  annotator  offsets  text  origin  status  spans ─────────────────────  links            verdicts       remarks
//!                                                 id label start end quote …   id kind from to  id tag judged  says here …
//! ```
//!
//! Every column is in every row and nothing is null, so that a table can be made of it. A document that several have tagged
//! has a row for each. Two documents that are read together can be one row, with a record for each.

mod taken;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::formats::wire::json::{number_or_text, or_default};

/// A layer on a document, as a row.
#[derive(Serialize, Deserialize)]
pub(crate) struct TableRow<'a> {
    /// The document's path in the corpus; rows of another program may have none.
    #[serde(default, borrow, deserialize_with = "number_or_text")]
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
    /// Where the text came from.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub origin: TableOriginOfText<'a>,
    /// How far the annotator is: `open`, `in progress`, `done`, `nothing to tag` or `skipped`.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub status: Cow<'a, str>,
    /// The reason, in the annotator's words.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub reason: Cow<'a, str>,
    /// When the annotator said so: RFC 3339, UTC.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub since: Cow<'a, str>,
    /// The tags.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub spans: Vec<TableSpan<'a>>,
    /// The links.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub links: Vec<TableLink<'a>>,
    /// The decisions on others' tags.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub verdicts: Vec<TableVerdict<'a>>,
    /// What was declined, joined and parted.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub remarks: Vec<TableRemark<'a>>,
}

/// The layers of an annotator on two documents that are read together, as a row.
#[derive(Serialize, Deserialize)]
pub(crate) struct TablePair<'a> {
    /// The paths of the two, with a blank between them.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The annotator.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub annotator: Cow<'a, str>,
    /// The one on the left.
    #[serde(borrow)]
    pub left: TableRow<'a>,
    /// The one on the right.
    #[serde(borrow)]
    pub right: TableRow<'a>,
}

/// Where a text came from: what the original says of itself, and which file it was.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct TableOriginOfText<'a> {
    /// The headline.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub title: Cow<'a, str>,
    /// Who wrote it.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub authors: Vec<Cow<'a, str>>,
    /// When it was published.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub date: Cow<'a, str>,
    /// Its address in the web.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub address: Cow<'a, str>,
    /// Who published it.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub publisher: Cow<'a, str>,
    /// Its language.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub language: Cow<'a, str>,
    /// Its licence.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub license: Cow<'a, str>,
    /// The path of the original.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub original: Cow<'a, str>,
    /// Its SHA-256.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub sha256: Cow<'a, str>,
    /// What made the text of it.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub converter: Cow<'a, str>,
}

/// A tag.
#[derive(Serialize, Deserialize)]
pub(crate) struct TableSpan<'a> {
    /// Its id.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub id: Cow<'a, str>,
    /// Its label.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
    /// Where it begins, counted as [`TableRow::offsets`] says; `None` in a line that tells the place by the words alone.
    #[serde(default)]
    pub start: Option<usize>,
    /// Where it ends, exclusive.
    #[serde(default)]
    pub end: Option<usize>,
    /// The words under it.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub quote: Cow<'a, str>,
    /// The words under it, by the name that other programs give them. They are read and not written.
    #[serde(default, borrow, alias = "exact", skip_serializing, deserialize_with = "or_default")]
    pub text: Cow<'a, str>,
    /// The words before it. They are read and not written, since the offsets are.
    #[serde(default, borrow, skip_serializing, deserialize_with = "or_default")]
    pub prefix: Cow<'a, str>,
    /// The words after it.
    #[serde(default, borrow, skip_serializing, deserialize_with = "or_default")]
    pub suffix: Cow<'a, str>,
    /// Its note.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub note: Cow<'a, str>,
    /// Its attributes.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub attributes: Vec<TableAttribute<'a>>,
    /// How sure a model was of it, as a decimal number; empty for the tag of a person.
    #[serde(default, borrow, deserialize_with = "number_or_text")]
    pub score: Cow<'a, str>,
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
pub(crate) struct TableAttribute<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Its value.
    #[serde(borrow)]
    pub value: Cow<'a, str>,
}

/// A tag of another annotator.
#[derive(Serialize, Deserialize)]
pub(crate) struct TableOrigin<'a> {
    /// The annotator.
    #[serde(borrow)]
    pub annotator: Cow<'a, str>,
    /// Its id.
    #[serde(borrow)]
    pub tag: Cow<'a, str>,
}

/// A suggestion that was taken.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TableVia<'a> {
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
pub(crate) struct TableLink<'a> {
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

/// A decision on another annotator's tag.
#[derive(Serialize, Deserialize)]
pub(crate) struct TableVerdict<'a> {
    /// Its id.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub id: Cow<'a, str>,
    /// Whose tag it is on.
    #[serde(borrow)]
    pub annotator: Cow<'a, str>,
    /// The id of the tag.
    #[serde(borrow)]
    pub tag: Cow<'a, str>,
    /// `accepted`, `rejected`, `amended`, or `undecided` for a comment alone.
    #[serde(borrow)]
    pub decision: Cow<'a, str>,
    /// What the tag said, one record.
    #[serde(borrow)]
    pub judged: Vec<TableJudged<'a>>,
    /// What it should say, one record if it was amended.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub amended: Vec<TableJudged<'a>>,
    /// The reviewer's comment.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub comment: Cow<'a, str>,
    /// When it was made: RFC 3339, UTC.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub at: Cow<'a, str>,
    /// The verdict that it contradicts.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub rival: Cow<'a, str>,
}

/// What a tag said, or should say.
#[derive(Serialize, Deserialize)]
pub(crate) struct TableJudged<'a> {
    /// The label.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
    /// Where it begins, in code points.
    pub start: usize,
    /// Where it ends, exclusive.
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

/// Something said about the document besides its status.
#[derive(Serialize, Deserialize)]
pub(crate) struct TableRemark<'a> {
    /// Its id.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub id: Cow<'a, str>,
    /// A section of a comparison, or the label that was suggested.
    #[serde(borrow)]
    pub about: Cow<'a, str>,
    /// `declined`, `joined` or `parted`.
    #[serde(borrow)]
    pub says: Cow<'a, str>,
    /// The place in this document, one record or none.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub here: Vec<TablePlace<'a>>,
    /// The place in another document, one record or none.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub there: Vec<TablePlace<'a>>,
    /// The reason, in the annotator's words.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub reason: Cow<'a, str>,
    /// The suggestion that it is about, one record or none.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub via: Vec<TableVia<'a>>,
    /// When it was made: RFC 3339, UTC.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub at: Cow<'a, str>,
}

/// A place that a remark is about.
#[derive(Serialize, Deserialize)]
pub(crate) struct TablePlace<'a> {
    /// The document, if it is another one.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub document: Cow<'a, str>,
    /// Where it begins, in code points.
    pub start: usize,
    /// The words.
    #[serde(borrow)]
    pub quote: Cow<'a, str>,
    /// The words before them.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub prefix: Cow<'a, str>,
    /// The words after them.
    #[serde(default, borrow, deserialize_with = "or_default")]
    pub suffix: Cow<'a, str>,
}

#[cfg(test)]
mod tests;
