//! The files that the documents of an export go into, one after the other: a file a part, or several of about a size, in a folder
//! for each annotator if that is asked for.
//!
//! ```text
//!   part    partition         shard
//!   train   annotator=ana/    00001          annotator=ana/train-00001.parquet
//!   train                                    train.jsonl
//!                                            standard output, or the one file of -o
//! ```
//!
//! A file is begun when its first document comes, and each is whole by itself.

use std::collections::BTreeMap;

use super::output::ExportOutput;
use crate::failure::Failure;
use crate::formats::Format;
use crate::formats::engine::export::Export;
use crate::formats::engine::loss::Losses;
use crate::formats::engine::undeclared::Undeclared;
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, ExportedLayer};

/// The layout of the documents in files.
#[derive(Clone, Debug, Default)]
pub(super) struct FileLayout {
    /// The names of the parts; one without a name, if there is no split.
    pub parts: Vec<String>,
    /// The size in bytes at which another file begins.
    pub shard: Option<u64>,
    /// The column that has a folder for each of its values.
    pub partition: Option<Partition>,
}

/// A column whose values are the names of folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Partition {
    /// `annotator=ana/`.
    Annotator,
}

/// The files of an export that are being written.
pub(super) struct ExportStreams<'a> {
    format: &'static Format,
    settings: ExportSettings<'a>,
    layout: &'a FileLayout,
    /// By the names of the streams without the number of the shard.
    open: BTreeMap<String, Stream<'a>>,
    losses: Losses,
    undeclared: Undeclared,
}

struct Stream<'a> {
    export: Export<'a>,
    shard: usize,
    bytes: u64,
}

impl FileLayout {
    /// Returns whether there is one file, which needs no name.
    pub(super) fn is_one_file(&self) -> bool {
        self.shard.is_none() && self.partition.is_none() && self.parts.iter().all(String::is_empty)
    }

    /// Returns the paths of the files of a part, without the extension and with `*` for what differs among them.
    pub(super) fn pattern(&self, part: usize) -> String {
        let folder = if self.partition.is_some() { "annotator=*/" } else { "" };
        let shard = if self.shard.is_some() { "-*" } else { "" };
        format!("{folder}{}{shard}", self.name(part))
    }

    /// Returns the paths that the files of a part have in any layout. Whoever reads a whole folder reads all of these.
    pub(super) fn all_patterns(&self, part: usize) -> Vec<String> {
        let name = self.name(part);
        ["", "annotator=*/"]
            .iter()
            .flat_map(|folder| ["", "-*"].map(|shard| format!("{folder}{name}{shard}")))
            .collect()
    }

    fn name(&self, part: usize) -> &str {
        self.parts.get(part).map(String::as_str).filter(|name| !name.is_empty()).unwrap_or("data")
    }

    /// Returns the name of a stream without the number of its shard.
    fn stem(&self, part: usize, annotator: Option<&str>) -> String {
        match annotator {
            _ if self.is_one_file() => String::new(),
            None => self.name(part).into(),
            Some(annotator) => format!("annotator={annotator}/{}", self.name(part)),
        }
    }

    fn stream(&self, stem: &str, shard: usize) -> String {
        if self.shard.is_some() { format!("{stem}-{shard:05}") } else { stem.into() }
    }
}

impl<'a> ExportStreams<'a> {
    /// Begins the file of each part, so that a part without documents has one, too.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn begin(
        format: &'static Format,
        settings: ExportSettings<'a>,
        layout: &'a FileLayout,
        output: &mut ExportOutput,
    ) -> Result<ExportStreams<'a>, Failure> {
        let (losses, undeclared) = (Losses::default(), Undeclared::default());
        let mut streams = ExportStreams { format, settings, layout, open: BTreeMap::new(), losses, undeclared };
        if layout.partition.is_none() {
            (0..layout.parts.len()).try_for_each(|part| streams.open(layout.stem(part, None), 0, output))?;
        }
        Ok(streams)
    }

    /// Writes a document into a part.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn document(
        &mut self,
        part: usize,
        exported: &ExportedDocument,
        output: &mut ExportOutput,
    ) -> Result<(), Failure> {
        match self.layout.partition {
            None => self.take(part, self.layout.stem(part, None), exported, output),
            Some(Partition::Annotator) => exported.annotators().into_iter().try_for_each(|annotator| {
                let by = |layers: &[ExportedLayer<'_>]| layers.iter().position(|layer| layer.annotator == annotator);
                let own = |document: &ExportedDocument<'_>| by(document.layers).map(|at| at..at + 1).unwrap_or(0..0);
                let partner =
                    exported.partner.map(|other| ExportedDocument { layers: &other.layers[own(other)], ..*other });
                let layers = &exported.layers[own(exported)];
                let one = ExportedDocument { layers, partner: partner.as_ref(), ..*exported };
                self.take(part, self.layout.stem(part, Some(annotator)), &one, output)
            }),
        }
    }

    /// Ends all files, and writes the companions of the format. Returns what was lost.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn end(mut self, output: &mut ExportOutput) -> Result<Losses, Failure> {
        let open: Vec<String> = self.open.keys().cloned().collect();
        open.iter().try_for_each(|stem| self.close(stem, output))?;
        for companion in self.undeclared.companions(self.format, &self.settings) {
            if let Some(file) = companion.file {
                output.whole(&file, &companion.bytes)?;
            }
        }
        Ok(self.losses)
    }

    fn open(&mut self, stem: String, shard: usize, output: &mut ExportOutput) -> Result<(), Failure> {
        let (export, head) = Export::begin(self.format, self.settings)?;
        let name = self.layout.stream(&stem, shard);
        if self.format.is_one_file() {
            output.more(&name, b"")?;
        }
        let bytes = head.iter().map(|chunk| chunk.bytes.len() as u64).sum();
        self.open.insert(stem, Stream { export, shard, bytes });
        write(&head, &name, "", output)
    }

    /// Writes a document into a stream, and begins another file before it if the last one is full.
    fn take(
        &mut self,
        part: usize,
        stem: String,
        exported: &ExportedDocument,
        output: &mut ExportOutput,
    ) -> Result<(), Failure> {
        let size = |stream: &Stream| stream.bytes + stream.export.waiting() as u64;
        let next = match self.open.get(&stem) {
            None => Some(0),
            Some(stream) if self.layout.shard.is_some_and(|most| size(stream) >= most) => Some(stream.shard + 1),
            Some(_) => None,
        };
        if let Some(shard) = next {
            self.close(&stem, output)?;
            self.open(stem.clone(), shard, output)?;
        }
        let Some(stream) = self.open.get_mut(&stem) else { return Ok(()) };
        let chunks = stream.export.document(exported)?;
        stream.bytes += chunks.iter().map(|chunk| chunk.bytes.len() as u64).sum::<u64>();
        let folder = self.layout.parts.get(part).filter(|part| !part.is_empty()).map(|part| format!("{part}/"));
        write(&chunks, &self.layout.stream(&stem, stream.shard), &folder.unwrap_or_default(), output)
    }

    fn close(&mut self, stem: &str, output: &mut ExportOutput) -> Result<(), Failure> {
        let Some(Stream { export, shard, .. }) = self.open.remove(stem) else { return Ok(()) };
        let ended = export.close()?;
        let name = self.layout.stream(stem, shard);
        write(&ended.chunks, &name, "", output)?;
        self.losses.join(ended.losses);
        self.undeclared.join(&ended.undeclared);
        if self.layout.is_one_file() { Ok(()) } else { output.close(&name) }
    }
}

/// Writes chunks: those of the stream to that, and whole files to a folder.
fn write(chunks: &[Chunk], stream: &str, folder: &str, output: &mut ExportOutput) -> Result<(), Failure> {
    chunks.iter().try_for_each(|chunk| match &chunk.file {
        Some(file) => output.whole(&format!("{folder}{file}"), &chunk.bytes),
        None => output.more(stream, &chunk.bytes),
    })
}
