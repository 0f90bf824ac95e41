//! Defines the values that a writer takes, and the chunks that it returns.

use crate::convert::TextOrigin;
use crate::formats::engine::loss::{Aspect, Losses};
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
    /// The layers on it.
    pub layers: &'a [ExportedLayer<'a>],
    /// Where the text came from, as far as that is known.
    pub origin: Option<ExportedOrigin<'a>>,
    /// The document that is read beside it and goes into the same record, in an export [by pairs](RecordUnit::Pair).
    pub partner: Option<&'a ExportedDocument<'a>>,
}

/// Where a text came from.
#[derive(Clone, Copy)]
pub struct ExportedOrigin<'a> {
    /// What the original says of itself.
    pub stated: &'a TextOrigin,
    /// The path of the original from the folder with `annotations/`.
    pub original: &'a str,
    /// The SHA-256 of the original.
    pub sha256: &'a str,
    /// The program that made the text of it, with its version.
    pub converter: &'a str,
}

/// The layer of one annotator on a document.
#[derive(Clone, Copy)]
pub struct ExportedLayer<'a> {
    /// The annotator.
    pub annotator: &'a str,
    /// The records.
    pub records: &'a Records,
}

/// The settings of an export, the same for all documents.
#[derive(Clone, Copy)]
pub struct ExportSettings<'a> {
    /// The labels and the link types.
    pub scheme: &'a Scheme,
    /// The options that were given.
    pub options: ExportOptions,
}

/// The options of an export. A format reads those that it [understands](crate::formats::Format::options).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// The marks for a token's place in its tag.
    pub tagging: Tagging,
    /// One column for all labels, and which of two overlapping tags it keeps; `None`: a column for each label.
    pub flatten: Option<Flatten>,
    /// Spans without relations.
    pub spans_only: bool,
    /// A folder for each annotator, in formats that are folders of files.
    pub by_annotator: bool,
    /// What a record is about.
    pub unit: RecordUnit,
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
    /// [`ExportOptions::unit`].
    Unit,
    /// Several files of about a size, one after the other.
    Shard,
    /// A folder for each value of a column, as Hive has them.
    Partition,
}

/// What a record is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordUnit {
    /// A document.
    #[default]
    Document,
    /// Two documents that are read together.
    Pair,
}

/// The marks for a token's place in its tag, in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tagging {
    /// IOB2: `B-` for the first token of every tag, `I-` for those after it.
    #[default]
    Bio,
    /// The same, with `E-` for the last of several tokens and `S-` for the only one.
    Bioes,
}

/// Which of two overlapping tags is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flatten {
    /// The one with more bytes; of two with as many, the one that begins first.
    Longest,
    /// The one that begins first; of two that begin together, the longer.
    First,
}

/// Some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The file's path in the folder; `None` for the one file of a [`crate::formats::Files::One`].
    pub file: Option<String>,
    /// The bytes to add to the file; UTF-8, except in tables.
    pub bytes: Vec<u8>,
}

impl Chunk {
    /// Returns text for the one file.
    pub fn text(text: String) -> Chunk {
        Chunk { file: None, bytes: text.into_bytes() }
    }

    /// Returns a whole file.
    pub fn file(path: impl Into<String>, text: String) -> Chunk {
        Chunk { file: Some(path.into()), bytes: text.into_bytes() }
    }
}

impl<'a> ExportedDocument<'a> {
    /// Returns a document of unknown origin, by itself.
    pub fn new(name: &'a str, document: &'a Document, layers: &'a [ExportedLayer<'a>]) -> ExportedDocument<'a> {
        ExportedDocument { name, document, layers, origin: None, partner: None }
    }
    /// Returns everyone who has a layer on it or on its partner, each once, those of the document first.
    pub fn annotators(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = self.layers.iter().map(|layer| layer.annotator).collect();
        let others = self.partner.into_iter().flat_map(|partner| partner.layers.iter().map(|layer| layer.annotator));
        for name in others {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Returns the start and the end of a span in code points.
    pub fn chars(&self, span: Span) -> (usize, usize) {
        (self.document.to_chars(span.start), self.document.to_chars(span.end))
    }

    /// Returns the path of a layer's file in a folder of files. Each annotator has a folder, if that was asked for or there
    /// are several layers here.
    pub fn path(&self, settings: &ExportSettings, layer: &ExportedLayer, file: &str) -> String {
        if settings.options.by_annotator || self.layers.len() > 1 {
            format!("{}/{file}", layer.annotator)
        } else {
            file.into()
        }
    }

    /// Counts that a format has no word for the annotator, if the folder of the file does not name them either.
    pub fn count_annotator(&self, settings: &ExportSettings, losses: &mut Losses) {
        if let ([layer], false) = (self.layers, settings.options.by_annotator) {
            losses.add(Aspect::Annotator, || format!("{} {}", self.name, layer.annotator));
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
    /// Returns the links within the document whose tags are both exported.
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
