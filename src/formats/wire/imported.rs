//! Defines the contents of a file before its tags are placed on our text: offsets and names are as in the file.

use std::collections::BTreeMap;

use crate::convert::TextOrigin;
use crate::formats::engine::fault::ImportError;
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::brief;
use crate::tags::remark::{Remark, Status};
use crate::tags::score::Score;
use crate::tags::verdict::Verdict;
use crate::tags::{Origin, Via};

/// The tags and links of one document by one annotator, as a file has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedDocument {
    /// The names that the document may have by what the format says, the likeliest first. A file that holds many texts and
    /// names none of them has no part in their names.
    pub names: Vec<String>,
    /// Whether these are names of the file itself, because the format has one text in each file.
    pub is_named_by_file: bool,
    /// A name for a new document, if the file gives no name.
    pub title: Option<String>,
    /// Its text, if the file holds it.
    pub text: Option<String>,
    /// Whether the record is a text alone, with nothing that tells the format.
    pub is_bare: bool,
    /// Whether the text was put together from its sentences, so that the blanks between these may be others.
    pub is_rebuilt: bool,
    /// The annotator, if the file says so, by the name that the file gives: a name, an address, an account.
    pub annotator: Option<String>,
    /// The unit of the offsets, as the file says or the format prescribes.
    pub measure: Option<OffsetUnit>,
    /// The tags.
    pub tags: Vec<ImportedTag>,
    /// The links.
    pub links: Vec<ImportedLink>,
    /// The decisions on others' tags. The places of the judged words in our text are not known yet.
    pub verdicts: Vec<Verdict>,
    /// The annotator's status, if the file gives it.
    pub status: Option<ImportedStatus>,
    /// What the annotator has declined, joined or parted.
    pub remarks: Vec<Remark>,
    /// The name in the file of the document that it is read beside, if the file says so.
    pub partner: Option<String>,
    /// Where the text came from, if the file says so.
    pub origin: Option<TextOrigin>,
    /// What the file holds that has no equal here.
    pub losses: Losses,
    /// Faults in parts of the record; the rest of it is valid.
    pub faults: Vec<ImportError>,
    /// The line in which it begins, from 1.
    pub line: usize,
}

/// An annotator's status, as a file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedStatus {
    /// The state.
    pub status: Status,
    /// The reason, in the annotator's words.
    pub reason: String,
    /// The time at which it was set; empty if the file does not say.
    pub at: String,
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
    /// The start and the end of each piece, in the file's unit; empty if only the words tell the place.
    pub parts: Vec<(usize, usize)>,
    /// The words of the pieces, with a blank between two.
    pub quote: Option<String>,
    /// Whether the quote is a selector of its own, so that it tells the place where the offsets are stale.
    pub is_told_twice: bool,
    /// The words before the quote, if the file has them.
    pub prefix: String,
    /// The words after it.
    pub suffix: String,
    /// The score of a model.
    pub score: Option<f64>,
    /// Its note.
    pub note: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// The time at which it was made; empty if the file does not say.
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
    /// The time at which it was made; empty if the file does not say.
    pub at: String,
    /// See [`crate::tags::Link::rival`].
    pub rival: Option<String>,
    /// The line in which it is, from 1.
    pub line: usize,
}

impl ImportedTag {
    /// Gives the tag an attribute. Another value that it had under that name counts as lost.
    pub fn attribute(&mut self, name: String, value: String, losses: &mut Losses) {
        if let Some(other) = self.attributes.get(&name).filter(|other| **other != value) {
            losses.add(Aspect::Fields, || format!("{} {name} {}", self.label, brief(other)));
        }
        self.attributes.insert(name, value);
    }
}

/// Returns the id, if it has the form of ours: the prefix, a dash, and no blank.
pub fn ours(prefix: &str, id: &str) -> Option<String> {
    let rest = id.strip_prefix(prefix)?.strip_prefix('-')?;
    let fit = !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    fit.then(|| id.to_string())
}

impl ImportedDocument {
    /// Takes out the tags and links that have no label and no type, and counts them: the places are known, and not what they are.
    pub fn leave_out_unlabelled(&mut self) {
        let losses = &mut self.losses;
        self.tags.retain(|tag| {
            let is_labelled = !tag.label.trim().is_empty();
            if !is_labelled {
                let (start, end) = tag.parts.first().copied().unwrap_or_default();
                losses.add(Aspect::Foreign, || format!("line {}: a tag without a label, {start}–{end}", tag.line));
            }
            is_labelled
        });
        self.links.retain(|link| {
            let is_typed = !link.kind.trim().is_empty();
            if !is_typed {
                losses.add(Aspect::Foreign, || format!("line {}: a link without a type", link.line));
            }
            is_typed
        });
    }

    /// Returns whether it is a text alone, of which nobody says anything.
    pub fn says_nothing(&self) -> bool {
        let is_unread = self.status.as_ref().is_some_and(|status| *status == ImportedStatus::default());
        is_unread && self.tags.is_empty() && self.verdicts.is_empty() && self.remarks.is_empty()
    }

    /// Says that the record is a text alone: nobody has read it.
    pub fn bare(&mut self) {
        self.is_bare = true;
        self.status = Some(ImportedStatus::default());
    }

    /// Says that the text was given a category, if it was. So a list of tags that is empty does not mean that there is nothing to tag.
    pub fn has_category(&mut self, has_category: bool) {
        if has_category && self.tags.is_empty() && self.status.is_none() {
            self.status = Some(ImportedStatus::default());
        }
    }

    /// Returns the same without a text that is no article but the address of one. The file at that address may be here.
    #[must_use]
    pub fn without_address(mut self) -> ImportedDocument {
        if let Some(address) = self.text.take_if(|text| is_address(text)) {
            let path = address.trim().split(['?', '#']).next().unwrap_or_default();
            self.names.extend(path.rsplit('/').next().filter(|name| !name.is_empty()).map(String::from));
        }
        self
    }
}

/// Returns the score that these words tell; other words than a number count as lost.
pub fn score(words: &str, losses: &mut Losses) -> Option<f64> {
    let words = words.trim();
    let score = words.parse().ok().filter(|score| Score::new(*score).is_some());
    if score.is_none() && !words.is_empty() {
        losses.add(Aspect::Fields, || format!("score {}", brief(words)));
    }
    score
}

/// Returns whether a text is no article but the place of one: a path or a URL in one line, without a blank.
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    let has_scheme = text.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let is_path = ["/", "./", "../", "~/"].iter().any(|start| text.starts_with(start)) && text.len() > 2;
    let ends = text.rsplit_once('.').is_some_and(|(stem, end)| {
        let is_end = (2..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric());
        !stem.is_empty() && is_end && end.chars().any(|c| c.is_ascii_alphabetic())
    });
    !text.is_empty() && !text.contains(char::is_whitespace) && (has_scheme || is_path || (ends && text.contains('/')))
}
