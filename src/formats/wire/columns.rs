//! Defines the columns of the formats that are tables. Every description of a row is made from this one table of names, types
//! and words.
//!
//! ```text
//!              ┌─▶ the rows of jsonl and parquet        ┌─▶ JSON Schema           diptych schema
//!   COLUMNS ───┤                                        ├─▶ Spark, DuckDB         the dataset card
//!              └─▶ [schema] ────────────────────────────┼─▶ `datasets`            the head of the card
//!                                                       └─▶ Croissant             croissant.json
//! ```
//!
//! Every column is in every row, has one type and is never null, so that the rows of two corpora unite without a cast.

use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::OffsetUnit;

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub kind: ColumnType,
    /// Says what is in it, in one sentence without a full stop.
    pub about: &'static str,
}

/// The type of the values in a column.
#[derive(Debug)]
pub(crate) enum ColumnType {
    /// Text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A whole number, 0 or more.
    Number,
    /// The number of a class; which classes there are depends on the labels of the corpus.
    Class,
    /// A list of values of one type, perhaps empty.
    List(&'static ColumnType),
    /// A record with these columns.
    Record(&'static [Column]),
}

use ColumnType::{Class, List, Number, OneOf, Record, Text};

const fn column(name: &'static str, kind: ColumnType, about: &'static str) -> Column {
    Column { name, kind, about }
}

/// The columns of a row, in the order in which they are written.
pub(crate) static COLUMNS: &[Column] = &[
    column("id", Text, "The path of the document in the corpus"),
    column("annotator", Text, "Who made the layer"),
    column(
        "offsets",
        OneOf(&[OffsetUnit::CodePoints.words()]),
        "What start and end count, from 0; the end is exclusive",
    ),
    column("text", Text, "The text of the document"),
    column("origin", Record(ORIGIN), "Where the text came from; empty fields were not stated"),
    column("status", OneOf(&STATUSES), "How far the annotator is with the document"),
    column("reason", Text, "Why, in the annotator's words"),
    column("since", Text, "When the annotator said so, in UTC; empty if the status follows from the tags"),
    column("spans", List(&Record(SPAN)), "The tags"),
    column("links", List(&Record(LINK)), "The links between tags"),
    column("verdicts", List(&Record(VERDICT)), "What the annotator decided about the tags of others"),
    column(
        "remarks",
        List(&Record(REMARK)),
        "What the annotator declined, joined or parted: suggestions, rows of comparisons",
    ),
];

/// The columns of a pair of documents as one row.
pub(crate) static PAIR_COLUMNS: &[Column] = &[
    column("id", Text, "The paths of the two documents, with a blank between them"),
    column("annotator", Text, "Who made the layers"),
    column("left", Record(COLUMNS), "The document on the left"),
    column("right", Record(COLUMNS), "The document on the right"),
];

/// The words for the states of a document.
pub(super) const STATUSES: [&str; 5] = ["open", "in progress", "done", "nothing to tag", "skipped"];

/// The words for the decisions about a tag.
pub(super) const DECISIONS: [&str; 4] = ["accepted", "rejected", "amended", "undecided"];

const ORIGIN: &[Column] = &[
    column("title", Text, "The headline"),
    column("authors", List(&Text), "Who wrote it"),
    column("date", Text, "When it was published, as the original has it"),
    column("address", Text, "Its address in the web"),
    column("publisher", Text, "Who published it"),
    column("language", Text, "Its language, a tag of BCP 47"),
    column("license", Text, "Its licence, or the address of that"),
    column("original", Text, "The file that the text was made of, in the corpus that was exported"),
    column("sha256", Text, "The SHA-256 of that file"),
    column("converter", Text, "The program that made the text of it"),
];

const SPAN: &[Column] = &[
    column("id", Text, "The id of the tag"),
    column("label", Text, "The label"),
    column("start", Number, "Where the tag begins, in code points from 0"),
    column("end", Number, "Where it ends, exclusive"),
    column("quote", Text, "The tagged words"),
    column("note", Text, "The annotator's note"),
    column("attributes", List(&Record(ATTRIBUTE)), "The attributes"),
    column("score", Text, "How sure a model was, a decimal number; empty for the tag of a person"),
    column("at", Text, "When the tag was made or changed last, in UTC"),
    column("was", Text, "The words that it was made on, if the text has changed and nobody has confirmed it"),
    column("rival", Text, "The id of another version of the tag"),
    column("from", List(&Record(SOURCE_TAG)), "The tags of others that it was made of"),
    column("via", List(&Record(VIA)), "The suggestion that it was taken from, one or none"),
];

const ATTRIBUTE: &[Column] = &[column("name", Text, "The name"), column("value", Text, "The value")];

const SOURCE_TAG: &[Column] = &[column("annotator", Text, "Whose tag it is"), column("tag", Text, "The id of the tag")];

const VIA: &[Column] = &[
    column("rule", Text, "The rule that made the suggestion"),
    column("cue", Text, "The word that the rule went by"),
    column("was", Text, "The words that were suggested, if the ends were mended"),
    column("label", Text, "The label that was suggested, if another was given"),
];

const LINK: &[Column] = &[
    column("id", Text, "The id of the link"),
    column("kind", Text, "Its type"),
    column("from", Text, "The id of the tag at which it begins"),
    column("to", Text, "The id of the tag at which it ends"),
    column("document", Text, "The document in which it ends, if that is another one"),
    column("at", Text, "When it was made, in UTC"),
    column("rival", Text, "The id of another version of the link"),
];

const VERDICT: &[Column] = &[
    column("id", Text, "The id of the verdict"),
    column("annotator", Text, "Whose tag was judged"),
    column("tag", Text, "The id of that tag"),
    column("decision", OneOf(&DECISIONS), "The decision; `undecided` for a comment alone"),
    column("judged", List(&Record(JUDGED)), "What the tag said at that time, one record"),
    column("amended", List(&Record(JUDGED)), "What it should say, one record if it was amended"),
    column("comment", Text, "The reviewer's comment"),
    column("at", Text, "When it was decided, in UTC"),
    column("rival", Text, "The id of another version of the verdict"),
];

/// A tag as it was judged, or as it should be.
const JUDGED: &[Column] = &[
    column("label", Text, "The label"),
    column("start", Number, "Where it begins, in code points from 0"),
    column("end", Number, "Where it ends, exclusive"),
    column("quote", Text, "The words"),
    column("prefix", Text, "The words before them"),
    column("suffix", Text, "The words after them"),
    column("attributes", List(&Record(ATTRIBUTE)), "The attributes"),
];

const REMARK: &[Column] = &[
    column("id", Text, "The id of the remark"),
    column("about", Text, "The section of a comparison, or the label that was suggested"),
    column("says", Text, "`declined`, `joined` or `parted`"),
    column("here", List(&Record(PLACE)), "The place in this document, one or none"),
    column("there", List(&Record(PLACE)), "The place in another document, one or none"),
    column("reason", Text, "Why, in the annotator's words"),
    column("via", List(&Record(VIA)), "The suggestion that it is about, one or none"),
    column("at", Text, "When it was made, in UTC"),
];

const PLACE: &[Column] = &[
    column("document", Text, "The document, if it is another one"),
    column("start", Number, "Where it begins, in code points from 0"),
    column("quote", Text, "The words"),
    column("prefix", Text, "The words before them"),
    column("suffix", Text, "The words after them"),
];

/// The columns of a row of tokens with a class each.
pub(crate) static TOKEN_COLUMNS: &[Column] = &[
    column("id", Text, "The path of the document in the corpus, the annotator, and the number of the sentence"),
    column("document", Text, "The path of the document in the corpus"),
    column("annotator", Text, "Who made the tags"),
    column("tokens", List(&Text), "The tokens of the sentence"),
    column("ner_tags", List(&Class), "The class of each token: where it stands in a tag, and the label"),
];

/// The aspects of an annotation that a row holds: all that a layer says of its document, its tags and links, and others' tags.
pub(crate) const HOLDS: &[Aspect] = &[
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
    Aspect::Remarks,
    Aspect::Provenance,
    Aspect::Ids,
    Aspect::Times,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::remark::Status;

    #[test]
    fn every_status_is_declared() {
        assert_eq!(STATUSES.to_vec(), Status::ALL.map(Status::word).to_vec());
    }
}
