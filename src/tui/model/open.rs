//! An open document with the layer that is being made on it.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::corpus::file_state::FileState;
use crate::corpus::record::Placing;
use crate::corpus::shared::SharedLayer;
use crate::language::{self, Language};
use crate::tags::Layer;
use crate::text::Document;
use crate::tui::model::review::Review;

/// Whether what the screen shows is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was changed yet.
    #[default]
    Untouched,
    /// On its way.
    Underway,
    /// On disk, synced.
    Saved,
    /// Not on disk, and why.
    Failed(String),
    /// Not where it belongs, but in this file.
    Elsewhere(PathBuf),
}

/// Why a layer cannot be changed: its file is one that we do not write over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// What is wrong with the file, with its name, line and column.
    pub why: String,
    /// The same with the file's whole path.
    pub in_full: String,
    /// Whether the user is to say what becomes of the file; else the layer is someone else's, and only shown.
    pub broken: bool,
    /// Whether records may be recovered from it.
    pub damaged: bool,
}

/// A document, the layer on it, and where that is kept.
#[derive(Debug, Default)]
pub struct Open {
    /// The document's path in its corpus.
    pub name: String,
    /// Its text.
    pub document: Arc<Document>,
    /// The annotator's tags and links.
    pub layer: Layer,
    /// Who makes the layer.
    pub annotator: String,
    /// The document's own file.
    pub path: PathBuf,
    /// The layer's file.
    pub layer_path: PathBuf,
    /// The state of the document's file when it was read; `None` if that is not known.
    pub mark: Option<FileState>,
    /// What is known of the layer's file.
    pub shared: SharedLayer,
    /// How the last change fared.
    pub saving: Saving,
    /// Why nothing may be changed, if that is so.
    pub guard: Option<Guard>,
    /// What became of its tags when the text had changed.
    pub placing: Placing,
    /// Who else has tags on it.
    pub others: Vec<String>,
    /// What others have on it and the annotator decides about, while a review is on.
    pub review: Option<Review>,
    /// How many joins with what others wrote have come onto the screen.
    pub joins: u64,
    /// Counts the changes, to know which of them a report from the disk is about.
    pub revision: u64,
    /// The language of the text, once it was asked for.
    pub language: OnceLock<&'static Language>,
}

impl Open {
    /// Returns the language that its text is written in, as far as it can be told.
    pub fn language(&self) -> &'static Language {
        self.language.get_or_init(|| language::told(self.text()))
    }

    /// Returns its text.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// Returns what stands at a tag, on one line and shortened to about `most` graphemes.
    pub fn quote(&self, span: crate::text::Span, most: usize) -> String {
        quote(self.document.slice(span), most)
    }

    /// Returns whether its layer's file does not read.
    pub fn is_broken(&self) -> bool {
        self.guard.as_ref().is_some_and(|guard| guard.broken)
    }

    /// Notes a change that is about to be saved.
    pub fn touch(&mut self) {
        self.revision += 1;
        self.saving = Saving::Underway;
    }
}

/// Returns a text on one line, its middle left out if it has more than `most` graphemes.
pub fn quote(text: &str, most: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let half = most / 2;
    let fold = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
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
