//! What a writer is given, and what it gives back.

use crate::say;
use crate::tags::scheme::Scheme;
use crate::tags::{Link, Records, Tag};
use crate::text::{Document, Span};

/// A document and the layers on it that are exported.
#[derive(Clone, Copy)]
pub struct ExportedDocument<'a> {
    /// Its path in the corpus.
    pub name: &'a str,
    /// The text.
    pub document: &'a Document,
    /// Who made what on it.
    pub layers: &'a [ExportedLayer<'a>],
}

/// What one annotator made on a document.
#[derive(Clone, Copy)]
pub struct ExportedLayer<'a> {
    /// Who.
    pub annotator: &'a str,
    /// What.
    pub records: &'a Records,
}

/// What an export is made with, the same for all documents.
#[derive(Clone, Copy)]
pub struct ExportSettings<'a> {
    /// The labels and the kinds of links.
    pub scheme: &'a Scheme,
    /// What was asked for.
    pub options: ExportOptions,
}

/// What can be asked of an export. A format looks at what concerns it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// How a token's place in its tag is written.
    pub tagging: Tagging,
    /// One column for all labels, and which of two tags that overlap is kept; else a column a label.
    pub flatten: Option<Flatten>,
    /// Spans alone, without relations.
    pub spans_only: bool,
    /// A folder for each annotator, in formats that are made of folders.
    pub by_annotator: bool,
}

/// The name of one of the [`ExportOptions`], for a format to say that it understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportOption {
    /// [`ExportOptions::tagging`].
    Tagging,
    /// [`ExportOptions::flatten`].
    Flatten,
    /// [`ExportOptions::spans_only`].
    SpansOnly,
}

/// How a token's place in its tag is written in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tagging {
    /// IOB2: `B-` the first token of every tag, `I-` those after it.
    #[default]
    Bio,
    /// The same, with `E-` the last of several and `S-` the only one.
    Bioes,
}

/// Which of two tags that overlap is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flatten {
    /// The one with more bytes; of two as long, the one that begins first.
    Longest,
    /// The one that begins first; of two that begin together, the longer.
    First,
}

/// Some bytes for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The file's path in the folder; `None` for the one file of a [`crate::formats::Files::One`].
    pub file: Option<String>,
    /// What is to be written, behind what was written before; UTF-8 but in tables.
    pub bytes: Vec<u8>,
}

impl Chunk {
    /// Text for the one file.
    pub fn text(text: String) -> Chunk {
        Chunk { file: None, bytes: text.into_bytes() }
    }

    /// A file of its own.
    pub fn file(path: impl Into<String>, text: String) -> Chunk {
        Chunk { file: Some(path.into()), bytes: text.into_bytes() }
    }
}

impl ExportedDocument<'_> {
    /// A span in code points.
    pub fn chars(&self, span: Span) -> (usize, usize) {
        (self.document.to_chars(span.start), self.document.to_chars(span.end))
    }

    /// The path of a sheet's file in a folder of files: in one for each annotator, if that was asked for or there are
    /// several here.
    pub fn path(&self, setting: &ExportSettings, sheet: &ExportedLayer, file: &str) -> String {
        if setting.options.by_annotator || self.layers.len() > 1 {
            format!("{}/{file}", sheet.annotator)
        } else {
            file.into()
        }
    }

    /// Returns an example of a tag that was lost: where it is, and its first words.
    pub fn example(&self, tag: &Tag) -> String {
        let (start, end) = self.chars(tag.span);
        format!("{} {start}–{end} {} “{}”", self.name, tag.label, brief(self.document.slice(tag.span)))
    }

    /// Returns an example of a link that was lost.
    pub fn link_example(&self, link: &Link) -> String {
        format!("{} {} {} → {}", self.name, link.kind, link.from, link.to)
    }
}

impl ExportedLayer<'_> {
    /// The links within the document whose ends are both there.
    pub fn links_within(&self) -> impl Iterator<Item = &Link> {
        let ids: std::collections::HashSet<_> = self.records.tags.iter().map(|tag| &tag.id).collect();
        self.records
            .links
            .values()
            .filter(move |link| link.document.is_none() && ids.contains(&link.from) && ids.contains(&link.to))
    }
}

/// Returns the first words of a text in one line, for an example or a message.
pub fn brief(text: &str) -> String {
    say::excerpt(text, 40)
}
