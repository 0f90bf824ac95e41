//! What a file says, before its tags are placed on our text: offsets as the file counts them, names as the file has them.

use std::collections::BTreeMap;

use crate::formats::engine::loss::Losses;
use crate::formats::engine::measure::Measure;
use crate::tags::{Origin, Via};

/// What a file says of one document by one annotator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedDocument {
    /// The names that the document may have, the likeliest first.
    pub names: Vec<String>,
    /// Its text, if the file holds it.
    pub text: Option<String>,
    /// The annotator, if the file says so.
    pub annotator: Option<String>,
    /// What the offsets count, as the file says or the format prescribes.
    pub measure: Option<Measure>,
    /// The tags.
    pub tags: Vec<ImportedTag>,
    /// The links.
    pub links: Vec<ImportedLink>,
    /// What the file holds that has no equal here.
    pub losses: Losses,
    /// The line in which it begins, from 1.
    pub line: usize,
}

/// A tag as a file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedTag {
    /// Its name in the file; empty if it has none.
    pub key: String,
    /// Its id from this program, if the file has kept it.
    pub id: Option<String>,
    /// Its label.
    pub label: String,
    /// The start and the end of each piece, in what the file counts.
    pub parts: Vec<(usize, usize)>,
    /// The words of the pieces, with a blank between two.
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
    /// See [`crate::tags::Tag::via`].
    pub via: Option<Via>,
    /// See [`crate::tags::Tag::rival`].
    pub rival: Option<String>,
    /// The line in which it is, from 1.
    pub line: usize,
}

/// A link as a file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedLink {
    /// Its id from this program, if the file has kept it.
    pub id: Option<String>,
    /// Its type.
    pub kind: String,
    /// The key of the tag at which it begins.
    pub from: String,
    /// The key of the tag at which it ends; our id, if that is in another document.
    pub to: String,
    /// The other document.
    pub document: Option<String>,
    /// When it was made; empty if the file does not say.
    pub at: String,
    /// See [`crate::tags::Link::rival`].
    pub rival: Option<String>,
    /// The line in which it is, from 1.
    pub line: usize,
}

/// Returns the id, if it has the form of ours: the prefix, a dash, and no blank.
pub fn ours(prefix: &str, id: &str) -> Option<String> {
    let rest = id.strip_prefix(prefix)?.strip_prefix('-')?;
    let fit = !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    fit.then(|| id.to_string())
}
