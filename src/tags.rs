//! Holds tags on a document: a [`Layer`] is everything that one annotator made on it.
//!
//! ```text
//!   Layer ── tags    t-5w3k…  figure   “10,000”      note, attributes          ordered by place, see [set]
//!         ├─ links   l-9d0x…  t-7a1… ─ rests on → t-5w3k…                      here or to another document
//!         ├─ lost    t-2x8m…  source  “an official”    its words are no longer in the text, see [target]
//!         ├─ verdicts  v-ana-5w…  accepted             on someone else's tags, see [verdict]
//!         ├─ remarks  m-status  done                 on the document itself, see [remark]
//!         └─ carried what this version could not read, kept to the letter
//! ```
//!
//! A tag's quote is the text under its span, so it is not stored a second time: code that writes a layer takes it from
//! the document. The only way to change a layer is an [`edit::Edit`].

pub mod anchor;
pub(crate) mod by_id;
pub mod edit;
pub mod history;
mod index;
pub mod merge;
pub mod relabel;
pub mod remark;
pub mod scheme;
pub mod score;
pub mod set;
pub mod target;
pub mod verdict;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::text::Span;
use by_id::ById;
use edit::Edit;
use index::Index;
use remark::{Remark, Status};
use score::Score;
use set::TagSet;
use target::Lost;
use verdict::Verdict;

/// Names a record, such as a tag or a link, in this layer and on all machines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Returns a new id: `prefix`, a dash and 60 random bits, so that ids made on different machines do not collide.
    pub fn random(prefix: &str) -> Id {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let random: String = (0..12).map(|_| char::from(ALPHABET[fastrand::usize(..32)])).collect();
        Id(format!("{prefix}-{random}").into())
    }

    /// Returns the id as it is written in a file.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(id: &str) -> Id {
        Id(id.into())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A field that this version does not know: its name and its value as RON, unchanged.
pub type Extra = (String, String);

/// A label on a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The id, which stays the same as long as the tag exists.
    pub id: Id,
    /// The label: `claim`, `figure`, `source`, or another that the corpus defines.
    pub label: String,
    /// The text that is tagged; never empty.
    pub span: Span,
    /// A note by the annotator; may have several lines.
    pub note: String,
    /// Values of the attributes that the label declares, as far as the annotator gave them.
    pub attributes: BTreeMap<String, String>,
    /// The score of the model that made the tag; `None` for a tag made by a person.
    pub score: Option<Score>,
    /// The time at which the tag was made: RFC 3339, UTC, whole seconds.
    pub at: String,
    /// The words that the tag was made on, if the text under it has changed since and nobody has confirmed the new
    /// words.
    pub was: Option<String>,
    /// The tags of other annotators that this tag was made from.
    pub from: Vec<Origin>,
    /// The suggestion that the tag was made from; `None` for a tag that a person made without one.
    pub via: Option<Box<Via>>,
    /// The tag of which this is another version: two programs changed it at the same time, and nobody has settled the
    /// difference.
    pub rival: Option<Id>,
    /// Fields of the record that this version does not know.
    pub extra: Vec<Extra>,
}

/// A tag of another annotator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The annotator.
    pub annotator: String,
    /// The id of the tag.
    pub tag: Id,
}

/// The parts of a suggestion that are stored when it is accepted or declined.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Via {
    /// The name of the rule that suggested it: `number`, `said by`.
    pub rule: String,
    /// The word that triggered the rule: `warned`; empty if the rule has no such word.
    pub cue: String,
    /// The words that were suggested, if the ends were changed; otherwise empty.
    pub was: String,
    /// The label that was suggested, if the tag has another; otherwise empty.
    pub label: String,
}

/// The rule that stands for a row of a comparison: such a tag was made by linking the row, and is no accepted
/// suggestion.
pub const COMPARISON: &str = "comparison";

impl Via {
    /// Returns whether the ends or the label were changed when the suggestion was accepted.
    pub fn is_mended(&self) -> bool {
        !self.was.is_empty() || !self.label.is_empty()
    }

    /// Records that the tag gets another label than before.
    pub fn relabel(&mut self, before: &str, label: &str) {
        if self.rule == COMPARISON {
            return;
        }
        let suggested = if self.label.is_empty() { before } else { &self.label };
        self.label = if suggested == label { String::new() } else { suggested.to_string() };
    }

    /// Records that the tag gets other words than before.
    pub fn reshape(&mut self, before: &str, words: &str) {
        if self.rule == COMPARISON {
            return;
        }
        let suggested = if self.was.is_empty() { before } else { &self.was };
        self.was = if suggested == words { String::new() } else { suggested.to_string() };
    }
}

impl Tag {
    /// Returns a new tag with a new id.
    pub fn new(label: &str, span: Span, at: &str) -> Tag {
        Tag {
            id: Id::random("t"),
            label: label.into(),
            span,
            note: String::new(),
            attributes: BTreeMap::new(),
            score: None,
            at: at.into(),
            was: None,
            from: Vec::new(),
            via: None,
            rival: None,
            extra: Vec::new(),
        }
    }
}

/// A typed, directed relation between two tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The id, which stays the same as long as the link exists.
    pub id: Id,
    /// The name of a [`scheme::LinkKind`]: `attributed to`, `same as`, …
    pub kind: String,
    /// The tag where the link begins, in the layer that holds the link.
    pub from: Id,
    /// The tag where the link ends.
    pub to: Id,
    /// The path in the corpus of the document that `to` is in; `None` for the same document.
    pub document: Option<String>,
    /// The time at which the link was made: RFC 3339, UTC, whole seconds.
    pub at: String,
    /// The link of which this is another version: see [`Tag::rival`].
    pub rival: Option<Id>,
    /// Fields of the record that this version does not know.
    pub extra: Vec<Extra>,
}

/// The parts of a file that this version could read but not understand. They are written back unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Fields of the layer itself.
    pub fields: Vec<Extra>,
    /// Records of tags, each verbatim.
    pub tags: Vec<String>,
    /// Records of links, each verbatim.
    pub links: Vec<String>,
    /// Records of verdicts, each verbatim.
    pub verdicts: Vec<String>,
    /// Records of remarks, each verbatim.
    pub remarks: Vec<String>,
    /// Other content of a damaged file, where records should be, each verbatim.
    pub unread: Vec<String>,
}

/// The contents of a layer's file. A clone is cheap, and serves as the snapshot that the saving thread writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// The tags, by place.
    pub tags: TagSet,
    /// The links, by id.
    pub links: Arc<ById<Link>>,
    /// The tags that have no place in the text, by id.
    pub lost: Arc<ById<Lost>>,
    /// The verdicts on other annotators' tags, by id.
    pub verdicts: Arc<ById<Verdict>>,
    /// The remarks on the document, by id.
    pub remarks: Arc<ById<Remark>>,
    /// The parts of the file that were not understood.
    pub carried: Arc<Carried>,
}

impl Records {
    /// Returns whether there are no records at all, so that no file is needed.
    pub fn is_empty(&self) -> bool {
        *self == Records::default()
    }
}

impl Records {
    /// Returns the annotator's status on the document: the status that was set, or the one that the tags imply.
    pub fn status(&self) -> Status {
        let said = self.remarks.get(&Remark::status_id()).and_then(|remark| Status::of(&remark.says));
        said.unwrap_or(if self.tags.is_empty() && self.lost.is_empty() { Status::Open } else { Status::InProgress })
    }

    /// Returns whether there are only answers to proposals, such as a declined suggestion: neither tags nor a status say that
    /// the text was read.
    pub fn is_only_answers(&self) -> bool {
        let has_tags = !self.tags.is_empty() || !self.lost.is_empty();
        !self.remarks.is_empty() && !has_tags && self.verdicts.is_empty() && self.status() == Status::Open
    }

    /// Returns whether a model made the layer: all its tags have a score, and none was taken over by a person.
    pub fn is_of_model(&self) -> bool {
        !self.tags.is_empty() && self.tags.iter().all(|tag| tag.score.is_some() && tag.from.is_empty())
    }
}

impl Records {
    /// Returns whether one of the two was cloned from the other and neither was changed since. No record is compared,
    /// so records that are equal by chance are no clones.
    pub fn is_clone_of(&self, other: &Records) -> bool {
        self.tags.is_clone_of(&other.tags)
            && Arc::ptr_eq(&self.links, &other.links)
            && Arc::ptr_eq(&self.lost, &other.lost)
            && Arc::ptr_eq(&self.verdicts, &other.verdicts)
            && Arc::ptr_eq(&self.remarks, &other.remarks)
            && Arc::ptr_eq(&self.carried, &other.carried)
    }
}

impl From<TagSet> for Records {
    fn from(tags: TagSet) -> Records {
        Records { tags, ..Records::default() }
    }
}

/// The records of one annotator on one document, with an index.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    records: Records,
    /// The index that finds records by id.
    index: Index,
}

impl Layer {
    /// Returns the layer that holds these records.
    pub fn new(records: Records) -> Layer {
        let index = Index::of(&records);
        Layer { records, index }
    }

    /// Returns the records, to be cloned for saving.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Returns the records, and drops the index.
    pub fn into_records(self) -> Records {
        self.records
    }

    /// Returns the tags, by place.
    pub fn tags(&self) -> &TagSet {
        &self.records.tags
    }

    /// Returns the tag with this id.
    pub fn tag(&self, id: &Id) -> Option<&Tag> {
        self.records.tags.get(*self.index.places.get(id)?, id)
    }

    /// Returns the tag with this label on exactly this span.
    pub fn same(&self, label: &str, span: Span) -> Option<&Tag> {
        self.tags().touching(span).find(|tag| tag.span == span && tag.label == label)
    }

    /// Returns the links, by id.
    pub fn links(&self) -> &ById<Link> {
        &self.records.links
    }

    /// Returns whether there is a tag with this id, lost or not.
    pub fn has_tag(&self, id: &Id) -> bool {
        self.index.places.contains_key(id) || self.records.lost.contains_key(id)
    }

    /// Returns whether the record that an edit sets is the second version of another record.
    pub fn is_second_version(&self, edit: &Edit) -> bool {
        let rival = match edit {
            Edit::Tag(id, _) => self.tag(id).and_then(|tag| tag.rival.as_ref()),
            Edit::Lost(id, _) => self.lost().get(id).and_then(|lost| lost.tag.rival.as_ref()),
            Edit::Link(id, _) => self.links().get(id).and_then(|link| link.rival.as_ref()),
            Edit::Verdict(id, _) => self.verdicts().get(id).and_then(|verdict| verdict.rival.as_ref()),
            Edit::Remark(..) => None,
        };
        rival.is_some()
    }

    /// Returns the lost tags, by id.
    pub fn lost(&self) -> &ById<Lost> {
        &self.records.lost
    }

    /// Returns the verdicts, by id.
    pub fn verdicts(&self) -> &ById<Verdict> {
        &self.records.verdicts
    }

    /// Returns the remarks, by id.
    pub fn remarks(&self) -> &ById<Remark> {
        &self.records.remarks
    }

    /// Returns the verdict on this tag of `annotator`.
    pub fn verdict_on(&self, annotator: &str, tag: &Id) -> Option<&Verdict> {
        self.records.verdicts.get(&Verdict::id_of(annotator, tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_do_not_meet() {
        let ids: std::collections::HashSet<Id> = (0..100_000).map(|_| Id::random("t")).collect();
        assert_eq!(ids.len(), 100_000);
    }
}
