//! Runs an export: it takes documents, returns chunks of files, and counts what the format could not hold.
//!
//! ```text
//!   begin ─▶ head     document ─▶ (between,) its chunks     …     end ─▶ foot, companions, losses
//!                                          ╰▶ into the table, and what is done of that
//! ```

use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::undeclared::Undeclared;
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, brief};
use crate::formats::{Files, Format, Writing};
use crate::tags::remark::{Remark, Status};

/// A table that is being written, for formats that are not written document by document.
pub trait TableWriter {
    /// Adds a document, and returns the bytes of the file that are finished.
    ///
    /// # Errors
    /// If the table cannot hold it.
    fn document(&mut self, exported: &ExportedDocument) -> Result<Vec<u8>, TableError>;

    /// Returns about how many bytes of the file are in memory.
    fn waiting(&self) -> usize;

    /// Returns the rest of the file.
    ///
    /// # Errors
    /// If the table cannot be finished.
    fn end(self: Box<Self>) -> Result<Vec<u8>, TableError>;
}

/// The reason why a table cannot be written. Displays without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table cannot be written: {0}")]
pub struct TableError(pub String);

/// An export that is running.
pub struct Export<'a> {
    format: &'a Format,
    settings: ExportSettings<'a>,
    table: Option<Box<dyn TableWriter>>,
    documents: usize,
    losses: Losses,
    undeclared: Undeclared,
}

impl<'a> Export<'a> {
    /// Begins, and returns the chunks that come before the first document.
    ///
    /// # Errors
    /// If a table cannot be begun.
    pub fn begin(format: &'a Format, settings: ExportSettings<'a>) -> Result<(Export<'a>, Vec<Chunk>), TableError> {
        let mut pieces = Vec::new();
        if let Files::One { head, .. } = format.files {
            pieces.extend(Some(Chunk::text(head(&settings))).filter(|head| !head.bytes.is_empty()));
        }
        let table = match format.writing {
            Writing::Text(_) => None,
            Writing::Table(begin) => Some(begin(&settings)?),
        };
        Ok((
            Export {
                format,
                settings,
                table,
                documents: 0,
                losses: Losses::default(),
                undeclared: Undeclared::default(),
            },
            pieces,
        ))
    }

    /// Writes a document.
    ///
    /// # Errors
    /// If a table cannot hold it.
    pub fn document(&mut self, exported: &ExportedDocument) -> Result<Vec<Chunk>, TableError> {
        for one in std::iter::once(exported).chain(exported.partner) {
            tally(self.format, one, &mut self.losses);
            self.undeclared.note(self.settings.scheme, one);
        }
        let mut pieces = Vec::new();
        match self.format.files {
            Files::One { between, .. } if self.documents > 0 && !between.is_empty() => {
                pieces.push(Chunk::text(between.into()));
            }
            _ => {}
        }
        self.documents += 1;
        if let Writing::Text(write) = self.format.writing {
            pieces.extend(write(&self.settings, exported, &mut self.losses));
        }
        if let Some(table) = &mut self.table {
            pieces.push(Chunk { file: None, bytes: table.document(exported)? });
        }
        Ok(pieces)
    }

    /// Returns about how many bytes of the file are in memory, because they cannot be written yet.
    pub fn waiting(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.waiting())
    }

    /// Ends, and returns the chunks that come after the last document, the companions of the format, and what was lost.
    ///
    /// # Errors
    /// If a table cannot be finished.
    pub fn end(self) -> Result<(Vec<Chunk>, Losses), TableError> {
        let (format, settings) = (self.format, self.settings);
        let mut ended = self.close()?;
        ended.chunks.extend(ended.undeclared.companions(format, &settings));
        Ok((ended.chunks, ended.losses))
    }

    /// Ends one of the files of an export. The companions come when all are ended.
    ///
    /// # Errors
    /// When a table cannot be finished.
    pub fn close(self) -> Result<EndedFile, TableError> {
        let mut chunks = Vec::new();
        if let Some(table) = self.table {
            chunks.push(Chunk { file: None, bytes: table.end()? });
        }
        match self.format.files {
            Files::One { foot, .. } if !foot.is_empty() => chunks.push(Chunk::text(foot.into())),
            _ => {}
        }
        Ok(EndedFile { chunks, losses: self.losses, undeclared: self.undeclared })
    }
}

/// What is left to do with a file of an export.
pub struct EndedFile {
    /// The chunks that come after the last document.
    pub chunks: Vec<Chunk>,
    /// What was lost in it.
    pub losses: Losses,
    /// What it has that the scheme does not declare.
    pub undeclared: Undeclared,
}

/// Counts what the layers have and the format cannot hold.
fn tally(format: &Format, exported: &ExportedDocument, losses: &mut Losses) {
    let without = |part| !format.holds(part);
    if without(Aspect::Provenance) && exported.origin.is_some() {
        losses.add(Aspect::Provenance, || exported.name.into());
    }
    for layer in exported.layers {
        let records = layer.records;
        let tags = records.tags.len();
        for tag in records.tags.iter() {
            let example = || exported.example(tag);
            if without(Aspect::Notes) && !tag.note.is_empty() {
                losses.add(Aspect::Notes, example);
            }
            if without(Aspect::Attributes) && !tag.attributes.is_empty() {
                losses.add(Aspect::Attributes, example);
            }
            if without(Aspect::Doubts) && (tag.was.is_some() || tag.rival.is_some()) {
                losses.add(Aspect::Doubts, example);
            }
            if without(Aspect::Origins) && !tag.from.is_empty() {
                losses.add(Aspect::Origins, example);
            }
            if without(Aspect::Suggested) && tag.via.is_some() {
                losses.add(Aspect::Suggested, example);
            }
            if without(Aspect::Scores) && tag.score.is_some() {
                losses.add(Aspect::Scores, example);
            }
            losses.count(Aspect::Unknown, tag.extra.len());
        }
        let within = layer.links_within().count();
        let across = records.links.values().filter(|link| link.document.is_some()).count();
        for link in records.links.values() {
            let part = if link.document.is_some() { Aspect::Across } else { Aspect::Links };
            if without(part) {
                losses.add(part, || exported.link_example(link));
            }
            losses.count(Aspect::Unknown, link.extra.len());
        }
        let links = within * usize::from(!without(Aspect::Links)) + across * usize::from(!without(Aspect::Across));
        losses.count(Aspect::Ids, (tags + links) * usize::from(without(Aspect::Ids)));
        losses.count(Aspect::Times, (tags + links) * usize::from(without(Aspect::Times)));
        for lost in records.lost.values() {
            losses.add(Aspect::Lost, || format!("{} “{}”", exported.name, brief(&lost.target.quote)));
        }
        losses.count(Aspect::Verdicts, records.verdicts.len() * usize::from(without(Aspect::Verdicts)));
        let said = records.remarks.get(&Remark::status_id());
        // A file without tags says that there is nothing to tag.
        let is_shown = records.status() == Status::NothingToTag && records.tags.is_empty();
        let is_told = said.is_some() || records.tags.is_empty();
        if without(Aspect::Status) && is_told && !is_shown {
            losses.add(Aspect::Status, || exported.name.into());
        }
        let remarks = records.remarks.len() - usize::from(said.is_some());
        losses.count(Aspect::Remarks, remarks * usize::from(without(Aspect::Remarks)));
        let carried = &records.carried;
        let kept = [&carried.tags, &carried.links, &carried.verdicts, &carried.remarks];
        losses.count(Aspect::Unknown, carried.fields.len() + kept.iter().map(|list| list.len()).sum::<usize>());
    }
}
