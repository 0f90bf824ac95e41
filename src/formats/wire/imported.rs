//! What a file says, before it is held against the text: offsets in whatever the file counts in, names as they stand there.

use std::collections::BTreeMap;

use crate::formats::engine::loss::Losses;
use crate::formats::engine::measure::Measure;
use crate::tags::Origin;

/// What a file says of one document by one annotator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedDocument {
    /// What the document may be called, the likeliest first.
    pub names: Vec<String>,
    /// Its text, if the file has it.
    pub text: Option<String>,
    /// Who, if the file says so.
    pub annotator: Option<String>,
    /// What the file says it counts in, or its format prescribes.
    pub measure: Option<Measure>,
    /// The tags.
    pub tags: Vec<ImportedTag>,
    /// The links.
    pub links: Vec<ImportedLink>,
    /// What the file has that we have no equal for.
    pub losses: Losses,
    /// The line where all this begins, from 1.
    pub line: usize,
}

/// A tag as a file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedTag {
    /// What the file calls it; empty if it has no name there.
    pub key: String,
    /// Our id for it, if the file has kept it.
    pub id: Option<String>,
    /// Its label.
    pub label: String,
    /// Its pieces: start and end, in what the file counts in.
    pub parts: Vec<(usize, usize)>,
    /// The words of the pieces with a blank between them.
    pub quote: Option<String>,
    /// Its note.
    pub note: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// When it was made; empty if the file does not say.
    pub at: String,
    /// See [`crate::tags::Tag::was`].
    pub was: Option<String>,
    /// See [`crate::tags::Tag::from`].
    pub from: Vec<Origin>,
    /// See [`crate::tags::Tag::rival`].
    pub rival: Option<String>,
    /// The line where it stands, from 1.
    pub line: usize,
}

/// A link as a file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedLink {
    /// Our id for it, if the file has kept it.
    pub id: Option<String>,
    /// What kind.
    pub kind: String,
    /// The key of the tag where it begins.
    pub from: String,
    /// The key of the tag where it ends; our id, if that is in another document.
    pub to: String,
    /// The other document.
    pub document: Option<String>,
    /// When it was made; empty if the file does not say.
    pub at: String,
    /// See [`crate::tags::Link::rival`].
    pub rival: Option<String>,
    /// The line where it stands, from 1.
    pub line: usize,
}

/// The id, if it is one of ours: the prefix, a dash, and no blank.
pub fn ours(prefix: &str, id: &str) -> Option<String> {
    let rest = id.strip_prefix(prefix)?.strip_prefix('-')?;
    let fit = !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    fit.then(|| id.to_string())
}
