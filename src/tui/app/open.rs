//! An open document with the layer that is being made on it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::corpus::shared::Shared;
use crate::tags::Layer;
use crate::text::Document;

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
}

/// A document, the layer on it, and where that is kept.
#[derive(Debug)]
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
    /// What is known of that file.
    pub shared: Shared,
    /// How the last change fared.
    pub saving: Saving,
    /// How many joins with what others wrote have come onto the screen.
    pub joins: u64,
    /// Counts the changes, to know which of them a report from the disk is about.
    pub revision: u64,
}

impl Open {
    /// Its text.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// What stands at a tag, on one line and shortened to about `most` graphemes.
    pub fn quote(&self, span: crate::text::Span, most: usize) -> String {
        quote(self.document.slice(span), most)
    }

    /// Notes a change that is about to be saved.
    pub fn touch(&mut self) {
        self.revision += 1;
        self.saving = Saving::Underway;
    }
}

/// A text on one line, its middle left out if it has more than `most` graphemes.
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
