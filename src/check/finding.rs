//! Something that a rule has found: where it is, what it is about, and what is the matter with it.

use std::path::{Path, PathBuf};

use super::rules::CheckedLayer;
use super::{Position, Weights};
use crate::corpus::manifest::Level;
use crate::corpus::record::{DoubtKind, Placing};
use crate::tags::verdict::Decision;
use crate::tags::{Id, Link, Tag};
use crate::text::Span;

/// Something that was found, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The file.
    pub path: PathBuf,
    /// Where in the file.
    pub position: Position,
    /// What it weighs.
    pub level: Level,
    /// The name of the rule.
    pub rule: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// What is the matter with it.
    pub defect: Defect,
    /// The document, if it is about one.
    pub document: Option<String>,
    /// Whose layer it is about, if it is about one.
    pub annotator: Option<String>,
    /// The record in the layer.
    pub id: Option<Id>,
    /// Where in the document's text, in code points.
    pub chars: Option<Span>,
    /// Where the record is in the layer's file, if the finding is at its words in the text.
    pub record: Option<RecordPlace>,
}

/// A place in a layer's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// The layer's file.
    pub path: PathBuf,
    /// Where the record begins in it.
    pub position: Position,
}

/// What a rule has found in one layer, before its place in a file is looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Where.
    pub at: HitPlace,
    /// What it is about.
    pub subject: Subject,
    /// What is the matter with it.
    pub defect: Defect,
}

/// Where a rule has found something.
#[derive(Clone, Debug, PartialEq)]
pub enum HitPlace {
    /// At a record that is about these bytes of the text.
    Tag(Id, Span),
    /// At any other record of the layer's file.
    Record(Id),
    /// In the text, in bytes.
    Text(Span),
}

/// What something was found of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A file, or all of it.
    File,
    /// A tag: its label and its words.
    Tag(TagWords),
    /// A link: its type, and the tag that it begins at, if that is known.
    Link(String, Option<TagWords>),
    /// A verdict: whose tag it is on, and the words of the tag.
    Verdict(String, String),
    /// Words of the text.
    Words(String),
}

/// The label of a tag, and the words under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagWords {
    /// The name of the label.
    pub label: String,
    /// The words, whole.
    pub quote: String,
}

/// Which ends of a tag are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongEnds {
    /// Its beginning.
    Beginning,
    /// Its end.
    End,
    /// Both.
    Both,
}

/// Why a link leads to no tag in another document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoTarget {
    /// There is no such document.
    Document(String),
    /// The annotator has no layer on the document.
    Layer(String, String),
    /// The layer has no such tag.
    Tag(String),
}

/// How a tag differs from what a verdict was given on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outdated {
    /// It has changed.
    Changed,
    /// It was removed.
    Gone,
}

/// What is the matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Defect {
    /// A file does not read, or not wholly, for this reason.
    Unreadable(String),
    /// A file is not there.
    Missing(PathBuf),
    /// Some file system cannot have a file of that name, for this reason.
    UnfitName(&'static str),
    /// Some file system takes the name for the name of this other file.
    SameName(String),
    /// The text was changed after its layer was saved; what became of the tags.
    TextChanged(Placing),
    /// The reader of the layer has not understood something.
    NotUnderstood(DoubtKind),
    /// It begins or ends inside a word.
    InsideWord(WrongEnds),
    /// It begins or ends with white space.
    Blank(WrongEnds),
    /// It is nothing but white space.
    AllBlank,
    /// It begins with this punctuation.
    BeginsWith(char),
    /// It ends with this punctuation.
    EndsWith(char),
    /// It is there twice.
    Twice,
    /// It is there twice, with two values of this attribute.
    TwiceDiffering {
        /// The name of the attribute.
        attribute: String,
        /// Its value in the first tag.
        first: Option<String>,
        /// Its value in the second.
        second: Option<String>,
    },
    /// The tags that it joins are joined by a link of this type, too.
    AlsoLinked(String),
    /// The same words have this label, too.
    AlsoLabelled(String),
    /// The words are tagged so often with the label, and not here, nor in so many more places.
    NotTagged {
        /// The label.
        label: String,
        /// How many times the words have it.
        tagged: usize,
        /// In how many places after this one they do not.
        more: usize,
    },
    /// A figure is in no claim.
    InNoClaim,
    /// A claim has no source.
    NoSource,
    /// Its words are no longer in the text.
    LostPlace,
    /// Its words were these.
    Was(String),
    /// It is one of two versions.
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
    /// The link type may not join these two tags.
    MayNotJoin(TagWords, TagWords),
    /// The link type may not join a tag with the first label to one with the second in this document.
    MayNotReach {
        /// The label of the tag here.
        from: String,
        /// The label of the tag there.
        to: String,
        /// The other document.
        document: String,
    },
    /// A verdict was given on a tag that is not as it was.
    Outdated {
        /// What was decided.
        decision: Option<Decision>,
        /// Whose tag it is.
        annotator: String,
        /// The tag as it was judged.
        judged: TagWords,
        /// What has happened to it.
        how: Outdated,
    },
}

impl Hit {
    /// Returns a hit at a tag.
    pub fn tag(layer: &CheckedLayer, tag: &Tag, defect: Defect) -> Hit {
        Hit { at: HitPlace::Tag(tag.id.clone(), tag.span), subject: Subject::Tag(tag_words(layer, tag)), defect }
    }

    /// Returns a hit at a link: at the words where it begins, if there are some.
    pub fn link(layer: &CheckedLayer, link: &Link, defect: Defect) -> Hit {
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
pub fn tag_words(layer: &CheckedLayer, tag: &Tag) -> TagWords {
    TagWords { label: tag.label.clone(), quote: layer.document.slice(tag.span).into() }
}

impl Finding {
    /// Returns what was found about a file, unless its rule is off.
    pub fn new(
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

    /// Returns the same about a layer.
    #[must_use]
    pub fn in_layer(self, document: &str, annotator: &str) -> Finding {
        Finding { document: Some(document.into()), annotator: Some(annotator.into()), ..self }
    }

    /// Returns the same about something in the file.
    #[must_use]
    pub fn about(self, subject: Subject, id: Option<Id>) -> Finding {
        Finding { subject, id, ..self }
    }
}
