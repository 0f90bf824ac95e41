//! Holds an open document, and the annotator's layer on it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::corpus::file_state::FileState;
use crate::corpus::record::Placing;
use crate::corpus::shared::SharedLayer;
use crate::language::{self, Language};
use crate::tags::Layer;
use crate::text::{Document, passage};
use crate::tui::model::review::Review;

/// The state of the last change on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing has been changed yet.
    #[default]
    Untouched,
    /// It is being saved.
    Underway,
    /// It is on disk, synced.
    Saved,
    /// It could not be saved, for this reason.
    Failed(String),
    /// It was saved to this other file.
    Elsewhere(PathBuf),
}

/// The reason why a layer is read-only: its file must not be overwritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The problem with the file, with its name, line and column.
    pub why: String,
    /// The same with the full path of the file.
    pub in_full: String,
    /// The kind of reason, which decides what can be done.
    pub kind: GuardKind,
}

/// The kind of reason why a layer is read-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardKind {
    /// It belongs to another annotator, and is only shown.
    Others,
    /// Its file cannot be read; the user has to decide what to do with it.
    Unreadable,
    /// The same, but records may be recovered from the file.
    Damaged,
}

/// A document, the layer on it, and their files.
#[derive(Debug, Default)]
pub struct Open {
    /// The path of the document in its corpus.
    pub name: String,
    /// The text.
    pub document: Arc<Document>,
    /// The annotator's tags and links.
    pub layer: Layer,
    /// The annotator of the layer.
    pub annotator: String,
    /// The document's own file.
    pub path: PathBuf,
    /// The layer's file.
    pub layer_path: PathBuf,
    /// The state of the document's file when it was read; `None` if that is not known.
    pub mark: Option<FileState>,
    /// The known state of the layer's file.
    pub shared: SharedLayer,
    /// The state of the last change on the disk.
    pub saving: Saving,
    /// The reason why the layer is read-only, if it is.
    pub guard: Option<Guard>,
    /// The number of tags for each outcome, if the text had changed.
    pub placing: Placing,
    /// The other annotators who have tags on it.
    pub others: Vec<String>,
    /// The other annotators' tags that are being reviewed.
    pub review: Option<Review>,
    /// The number of merges with other programs' changes that were shown.
    pub joins: u64,
    /// The number of the last change; the report of a save refers to it.
    pub revision: u64,
    /// The language of the text, once it was asked for.
    pub language: OnceLock<&'static Language>,
}

impl Open {
    /// Returns the language of the text, or [`unknown`](crate::language::unknown).
    pub fn language(&self) -> &'static Language {
        self.language.get_or_init(|| language::told(self.text()))
    }

    /// Returns whether another document belongs to the same corpus, so that a link in the one layer can name it.
    pub fn is_beside(&self, other: &Open) -> bool {
        self.layers() == other.layers()
    }

    /// Returns the folder of all layers of its corpus.
    fn layers(&self) -> Option<&Path> {
        self.layer_path.ancestors().nth(Path::new(&self.name).components().count())
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// Returns the quote of a span, in one line and shortened to about `most` graphemes.
    pub fn quote(&self, span: crate::text::Span, most: usize) -> String {
        quote(self.document.slice(span), most)
    }

    /// Returns whether the last change is in the layer's own file.
    pub fn is_on_disk(&self) -> bool {
        matches!(self.saving, Saving::Untouched | Saving::Saved)
    }

    /// Returns whether the layer's file cannot be read.
    pub fn is_broken(&self) -> bool {
        self.guard.as_ref().is_some_and(|guard| guard.kind != GuardKind::Others)
    }

    /// Notes a change that is about to be saved.
    pub fn touch(&mut self) {
        self.revision += 1;
        self.saving = Saving::Underway;
    }
}

/// Returns a text in one line; if it has more than `most` graphemes, the middle is left out.
pub fn quote(text: &str, most: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let half = most / 2;
    let fold = |part: &str| passage::words_in_one_line(part).split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((head, _)) = text.grapheme_indices(true).nth(most) else { return fold(text) };
    let head = text[..head].grapheme_indices(true).nth(half).map_or(text, |(at, _)| &text[..at]);
    let tail = text.grapheme_indices(true).rev().nth(half.saturating_sub(2)).map_or("", |(at, _)| &text[at..]);
    format!("{}…{}", fold(head), fold(tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_quote_loses_its_middle() {
        assert_eq!(quote("short", 20), "short");
        assert_eq!(quote("two\n  lines", 20), "two lines");
        assert_eq!(quote("0123456789abcdefghij0123456789", 12), "012345…56789");
    }
}
