//! Defines a finding: its place, its subject, and the defect.

use std::path::{Path, PathBuf};

use super::rules::CheckedLayer;
use super::{Position, Weights};
use crate::corpus::manifest::Level;
use crate::corpus::record::{DoubtKind, Placing};
use crate::tags::verdict::Decision;
use crate::tags::{Id, Link, Tag};
use crate::text::Span;

/// A finding of a rule, and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// The file.
    pub path: PathBuf,
    /// The place in the file.
    pub position: Position,
    /// The level.
    pub level: Level,
    /// The name of the rule.
    pub rule: &'static str,
    /// The subject.
    pub subject: Subject,
    /// The defect.
    pub defect: Defect,
    /// The document, if the finding is about one.
    pub document: Option<String>,
    /// The annotator of the layer, if the finding is about one.
    pub annotator: Option<String>,
    /// The record in the layer.
    pub id: Option<Id>,
    /// The place in the document's text, in code points.
    pub chars: Option<Span>,
    /// The place of the record in the layer's file, if the finding is reported at its words in the text.
    pub record: Option<RecordPlace>,
}

/// A place in a layer's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordPlace {
    /// The layer's file.
    pub path: PathBuf,
    /// The beginning of the record in the file.
    pub position: Position,
}

/// A finding in one layer, before its place in a file is looked up.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    /// The place.
    pub at: HitPlace,
    /// The subject.
    pub subject: Subject,
    /// The defect.
    pub defect: Defect,
}

/// The place of a hit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum HitPlace {
    /// At a record on these bytes of the text.
    Tag(Id, Span),
    /// At any other record of the layer's file.
    Record(Id),
    /// In the text, in bytes.
    Text(Span),
}

/// The subject of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A file, or a part that has no other subject.
    File,
    /// A tag: its label and its words.
    Tag(TagWords),
    /// A link: its type, and the tag at which it begins, if that is known.
    Link(String, Option<TagWords>),
    /// A verdict: the annotator of the tag, and the words of the tag.
    Verdict(String, String),
    /// Words of the text.
    Words(String),
}

/// The label of a tag, and the words under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagWords {
    /// The name of the label.
    pub label: String,
    /// The words, in full.
    pub quote: String,
}

/// The ends of a tag that are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongEnds {
    /// The beginning.
    Beginning,
    /// The end.
    End,
    /// Both.
    Both,
}

/// The reason why a link leads to no tag in another document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoTarget {
    /// There is no such document.
    Document(String),
    /// The annotator has no layer on the document.
    Layer(String, String),
    /// The layer has no such tag.
    Tag(String),
}

/// The change of a tag since a verdict was given on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outdated {
    /// The tag has changed.
    Changed,
    /// The tag was removed.
    Gone,
}

/// The defect that a rule found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Defect {
    /// A file cannot be read, or not completely, for this reason.
    Unreadable(String),
    /// A file is missing.
    Missing(PathBuf),
    /// Some file systems do not allow this name, for this reason.
    UnfitName(&'static str),
    /// Some file systems confuse the name with the name of this other file.
    SameName(String),
    /// The text was changed after its layer was saved; the number of tags for each outcome.
    TextChanged(Placing),
    /// The reader of the layer did not understand something.
    NotUnderstood(DoubtKind),
    /// The tag begins or ends inside a word.
    InsideWord(WrongEnds),
    /// The tag begins or ends with white space.
    Blank(WrongEnds),
    /// The tag has only white space.
    AllBlank,
    /// The tag begins with this punctuation.
    BeginsWith(char),
    /// The tag ends with this punctuation.
    EndsWith(char),
    /// The record exists twice.
    Twice,
    /// The tag exists twice, with two values of this attribute.
    TwiceDiffering {
        /// The name of the attribute.
        attribute: String,
        /// Its value in the first tag.
        first: Option<String>,
        /// Its value in the second.
        second: Option<String>,
    },
    /// Another link, of this type, joins the same tags.
    AlsoLinked(String),
    /// The same words also have this label.
    AlsoLabelled(String),
    /// The words have the label in other places, but not here and in more places after this one.
    NotTagged {
        /// The label.
        label: String,
        /// The number of places where the words have it.
        tagged: usize,
        /// The number of places after this one where they do not.
        more: usize,
    },
    /// A figure is in no claim.
    InNoClaim,
    /// A claim has no source.
    NoSource,
    /// The words of the tag are no longer in the text.
    LostPlace,
    /// The words of the tag have changed; these are the old ones.
    Was(String),
    /// It was placed in a text that has changed, and its words may stand for others.
    Doubtful,
    /// The record is one of two versions.
    TwoVersions,
    /// A link begins at no tag.
    NoBeginning,
    /// A link ends at no tag.
    NoEnd,
    /// A link begins and ends at no tag.
    NoEnds,
    /// A link ends at no tag in another document.
    NoEndElsewhere(NoTarget),
    /// The label is not declared.
    UnknownLabel,
    /// The link type is not declared.
    UnknownLinkType,
    /// The label has no such attribute.
    UnknownAttribute(String),
    /// The attribute cannot have this value.
    ImpossibleValue {
        /// The name of the attribute.
        attribute: String,
        /// Its value.
        value: String,
    },
    /// The link type does not allow these two tags.
    MayNotJoin(TagWords, TagWords),
    /// The link type does not allow a tag with the first label here and one with the second in another document.
    MayNotReach {
        /// The label of the tag here.
        from: String,
        /// The label of the tag there.
        to: String,
        /// The other document.
        document: String,
    },
    /// A verdict was given on a tag that has changed since.
    Outdated {
        /// The decision.
        decision: Option<Decision>,
        /// The annotator of the tag.
        annotator: String,
        /// The tag as it was judged.
        judged: TagWords,
        /// The change.
        how: Outdated,
    },
}

impl Hit {
    /// Returns a hit at a tag.
    pub(crate) fn tag(layer: &CheckedLayer, tag: &Tag, defect: Defect) -> Hit {
        Hit { at: HitPlace::Tag(tag.id.clone(), tag.span), subject: Subject::Tag(tag_words(layer, tag)), defect }
    }

    /// Returns a hit at a link: at the words of the tag where it begins, if there are any.
    pub(crate) fn link(layer: &CheckedLayer, link: &Link, defect: Defect) -> Hit {
        let tag = layer.layer.tag(&link.from);
        let at = match tag {
            Some(tag) => HitPlace::Tag(link.id.clone(), tag.span),
            None => HitPlace::Record(link.id.clone()),
        };
        let from = tag.map(|tag| tag_words(layer, tag));
        Hit { at, subject: Subject::Link(link.kind.clone(), from), defect }
    }
}

/// Returns the label and the words of a tag.
pub(super) fn tag_words(layer: &CheckedLayer, tag: &Tag) -> TagWords {
    TagWords { label: tag.label.clone(), quote: layer.document.slice(tag.span).into() }
}

impl Finding {
    /// Returns a finding about a file, unless its rule is off.
    pub(crate) fn new(
        weights: &Weights,
        rule: &'static str,
        path: &Path,
        position: Position,
        defect: Defect,
    ) -> Option<Finding> {
        let level = weights.level(rule);
        if level == Level::Off {
            return None;
        }
        let (subject, path) = (Subject::File, path.to_path_buf());
        let (document, annotator, id, chars, record) = (None, None, None, None, None);
        Some(Finding { path, position, level, rule, subject, defect, document, annotator, id, chars, record })
    }

    /// Returns the finding, as one about a layer.
    #[must_use]
    pub(crate) fn in_layer(self, document: &str, annotator: &str) -> Finding {
        Finding { document: Some(document.into()), annotator: Some(annotator.into()), ..self }
    }

    /// Returns the finding with its subject in the file.
    #[must_use]
    pub(crate) fn about(self, subject: Subject, id: Option<Id>) -> Finding {
        Finding { subject, id, ..self }
    }
}
