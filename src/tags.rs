//! Tags on a document: a [`Layer`] is all that one annotator made on it.
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
//! A tag's quote is the text under its span, so it is not held twice: whoever writes a layer takes it from the document.
//! The only way to change a layer is an [`edit::Edit`].

pub mod anchor;
pub(crate) mod by_id;
pub mod edit;
pub mod history;
mod index;
pub mod merge;
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

/// Names a tag or a link, in this layer and across machines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Returns a new one: `prefix`, a dash and 60 random bits, so that ids made on different machines never meet.
    pub fn random(prefix: &str) -> Id {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let random: String = (0..12).map(|_| char::from(ALPHABET[fastrand::usize(..32)])).collect();
        Id(format!("{prefix}-{random}").into())
    }

    /// Returns the id as it stands in a file.
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

/// A field that this version does not know: its name and its value, in RON, to the letter.
pub type Extra = (String, String);

/// A label on a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name, the same for as long as the tag lives.
    pub id: Id,
    /// `claim`, `figure`, `source`, or what the corpus defines.
    pub label: String,
    /// What is tagged; never empty.
    pub span: Span,
    /// What the annotator has to say about it; may have several lines.
    pub note: String,
    /// The attributes that the label declares and the annotator gave.
    pub attributes: BTreeMap<String, String>,
    /// How sure a model was of it; `None` for the tag of a person.
    pub score: Option<Score>,
    /// When it was made: RFC 3339, UTC, whole seconds.
    pub at: String,
    /// The words that it was made on, if the text has changed under it since and nobody has confirmed the new ones.
    pub was: Option<String>,
    /// The tags of other annotators that it was made from.
    pub from: Vec<Origin>,
    /// The suggestion that it was taken from; `None` for a tag that a person made.
    pub via: Option<Box<Via>>,
    /// The tag that this is another version of: two hands changed it at the same time, and nobody has settled it yet.
    pub rival: Option<Id>,
    /// Fields of its record that this version does not know.
    pub extra: Vec<Extra>,
}

/// Another annotator's tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Whose.
    pub annotator: String,
    /// Which.
    pub tag: Id,
}

/// A suggestion that was taken or declined, as far as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Via {
    /// The rule that suggested it, by its name: `number`, `said by`.
    pub rule: String,
    /// The word that the rule went by: `warned`; empty for a rule that goes by none.
    pub cue: String,
    /// The words that were suggested, if the ends were mended; else empty.
    pub was: String,
    /// The label that was suggested, if it was taken under another; else empty.
    pub label: String,
}

/// The rule of a tag that was made by linking a row of a comparison: it is no suggestion that was taken.
pub const COMPARISON: &str = "comparison";

impl Via {
    /// Returns whether the ends or the label were changed when it was taken.
    pub fn is_mended(&self) -> bool {
        !self.was.is_empty() || !self.label.is_empty()
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
    /// Its name, the same for as long as the link lives.
    pub id: Id,
    /// `attributed to`, `same as`, …: the name of a [`scheme::LinkKind`].
    pub kind: String,
    /// The tag where it begins, in the layer that holds the link.
    pub from: Id,
    /// The tag where it ends.
    pub to: Id,
    /// The path in the corpus of the document that `to` is in; `None` for the same document.
    pub document: Option<String>,
    /// When it was made: RFC 3339, UTC, whole seconds.
    pub at: String,
    /// The link that this is another version of: see [`Tag::rival`].
    pub rival: Option<Id>,
    /// Fields of its record that this version does not know.
    pub extra: Vec<Extra>,
}

/// What was read from a file but not understood. It is written back as it was.
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
    /// What a damaged file had in the place of records, each verbatim.
    pub unread: Vec<String>,
}

/// What a layer's file holds. Cheap to clone: a clone is the snapshot that the saving thread writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// The tags, by place.
    pub tags: TagSet,
    /// The links, by id.
    pub links: Arc<ById<Link>>,
    /// The tags that have no place in the text, by id.
    pub lost: Arc<ById<Lost>>,
    /// What was decided on others' tags, by id.
    pub verdicts: Arc<ById<Verdict>>,
    /// What is said of the document besides, by id.
    pub remarks: Arc<ById<Remark>>,
    /// What was not understood.
    pub carried: Arc<Carried>,
}

impl Records {
    /// Returns whether there is nothing worth a file.
    pub fn is_empty(&self) -> bool {
        *self == Records::default()
    }
}

impl Records {
    /// Returns how far the annotator is with the document: what was said, else what the tags show.
    pub fn status(&self) -> Status {
        let said = self.remarks.get(&Remark::status_id()).and_then(|remark| Status::of(&remark.says));
        said.unwrap_or(if self.tags.is_empty() && self.lost.is_empty() { Status::Open } else { Status::InProgress })
    }
}

impl Records {
    /// Returns whether these were cloned from `other`, or the other way round, and neither was changed since. Looks at
    /// no record, so records that are equal by chance are no clones.
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

/// All that one annotator made on one document.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    records: Records,
    /// Where to find them.
    index: Index,
}

impl Layer {
    /// Returns the layer that holds these records.
    pub fn new(records: Records) -> Layer {
        let index = Index::of(&records);
        Layer { records, index }
    }

    /// Returns what its file holds, to be cloned for saving.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Returns what its file holds, without the rest.
    pub fn into_records(self) -> Records {
        self.records
    }

    /// Returns its tags, by place.
    pub fn tags(&self) -> &TagSet {
        &self.records.tags
    }

    /// Returns the tag of that name.
    pub fn tag(&self, id: &Id) -> Option<&Tag> {
        self.records.tags.get(*self.index.places.get(id)?, id)
    }

    /// Returns the tag with that label on exactly that span.
    pub fn same(&self, label: &str, span: Span) -> Option<&Tag> {
        self.tags().touching(span).find(|tag| tag.span == span && tag.label == label)
    }

    /// Returns its links, by id.
    pub fn links(&self) -> &ById<Link> {
        &self.records.links
    }

    /// Returns whether there is a tag of that name, with a place or without.
    pub fn has_tag(&self, id: &Id) -> bool {
        self.index.places.contains_key(id) || self.records.lost.contains_key(id)
    }

    /// Returns whether the record that an edit is about is the second version of another.
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

    /// Returns its tags without a place, by id.
    pub fn lost(&self) -> &ById<Lost> {
        &self.records.lost
    }

    /// Returns its verdicts, by id.
    pub fn verdicts(&self) -> &ById<Verdict> {
        &self.records.verdicts
    }

    /// Returns its remarks, by id.
    pub fn remarks(&self) -> &ById<Remark> {
        &self.records.remarks
    }

    /// Returns the verdict on that tag of `annotator`'s.
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
