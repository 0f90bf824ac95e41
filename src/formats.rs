//! Exports tags to the formats of other tools and imports them back, with offsets that are right to the code point.
//!
//! ```text
//!   Document + layers ─ ExportedDocument ─▶ [engine::export] ─▶ Chunk, Chunk, …      one document at a time
//!                                               ╰────▶ Losses                       what the format cannot hold, counted
//!
//!   a file, bit by bit ─▶ [engine::import] ─▶ ImportedDocument ─ [engine::align] ─▶ Aligned ─ edits ─▶ the layer
//!                                                                 ╰ refused: the quotes are not there, or the offsets
//!                                                                   count something else
//! ```
//!
//! Nothing here reads or writes a file, and the memory needed is that of the largest document.
//!
//! # Where things are
//!
//! | files | what they are |
//! | --- | --- |
//! | `formats/jsonl.rs`, `csv.rs`, `brat/`, … | **a format each**: its row of [`FORMATS`], its writer, its reader |
//! | `formats/engine/` | what works the same for all formats: running an export or an import, placing tags, counting losses |
//! | `formats/wire/` | the values that go between the engine and the formats, and the columns and the JSON that formats share |
//!
//! # To add a format
//!
//! 1. Write `formats/NAME.rs` with `pub(super) const FORMAT: Format = Format { name: …, ..Format::BASE };`. The row says what the
//!    format holds, what its offsets count, which files and options it has, and gives the functions that write and read it.
//! 2. Add `mod NAME;` and `NAME::FORMAT` to [`FORMATS`] here, behind the others and before `parquet`: the kept inputs of the
//!    fuzz target `import` begin with the number of a format in this table.
//! 3. Add its name to the lists of formats in `tests/formats/` (`export.rs`, `import.rs`, `readable.rs`, `readers.rs`), in
//!    `docs/datasets.md` and in the README; a reader also gets a small file in `tests/corpus/import/NAME`.
//!
//! A writer is given an [`ExportedDocument`] and returns [`Chunk`]s; it counts what it leaves out in [`Losses`]. `csv.rs` is a
//! short example. The command line, the help and the dataset card read the row; none of them knows a format by name. An option
//! of its own is a variant of [`ExportOption`], a field of [`ExportOptions`](wire::exported::ExportOptions), and in
//! `cli/export.rs` a flag and a row of the table in `options`.

mod brat;
mod conll;
pub(crate) mod csv;
mod doccano;
pub mod engine;
mod hf;
mod jsonl;
mod label_studio;
#[cfg(feature = "parquet")]
mod parquet;
mod pubannotation;
mod spacy;
mod web_annotation;
mod webanno;
pub mod wire;

use crate::tags::Records;
use crate::tags::remark::Status;
use engine::export::{TableError, TableWriter};
use engine::import::{FormatReader, RowReader};
use engine::loss::{Aspect, Losses};
use engine::measure::OffsetUnit;
use wire::exported::{Chunk, ExportOption, ExportSettings, ExportedDocument};
use wire::schema::TableSchema;

/// A format: its name, its properties, its writer and its reader.
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// The tools that open it.
    pub opens_in: &'static str,
    /// The files that it is made of.
    pub files: Files,
    /// The aspects of annotations that it can hold, besides labels and spans.
    pub holds: &'static [Aspect],
    /// The unit of its offsets; `None` if it has no offsets.
    pub offsets: Option<OffsetUnit>,
    /// The options that it understands.
    pub options: &'static [ExportOption],
    /// Returns companion files that do not depend on the documents: a configuration, a schema.
    pub companions: fn(&ExportSettings) -> Vec<Chunk>,
    /// The files that a folder of it also gets, by their names: what it takes to use the dataset.
    pub helpers: &'static [(&'static str, &'static str)],
    /// Returns its columns, of which `diptych schema` and the dataset card tell; `None` if it is no table of rows.
    pub schema: Option<fn(&ExportSettings) -> TableSchema>,
    /// How it is written.
    pub writing: Writing,
    /// The way to read it; `None` if it is only written.
    pub reading: Option<FormatReader>,
    /// Makes text of its files before they are read, if they are none: a line of JSON of each row.
    pub rows: Option<RowReader>,
}

impl Format {
    /// The default values for a row: one file of lines, offsets in code points, nothing else.
    pub const BASE: Format = Format {
        name: "",
        opens_in: "",
        files: Files::lines("txt"),
        holds: &[],
        offsets: Some(OffsetUnit::CodePoints),
        options: &[],
        companions: |_| Vec::new(),
        helpers: &[],
        schema: None,
        writing: Writing::Text(|_, _, _| Vec::new()),
        reading: None,
        rows: None,
    };

    /// Returns whether the format can hold an aspect of an annotation.
    pub fn holds(&self, aspect: Aspect) -> bool {
        self.holds.contains(&aspect)
    }

    /// Returns whether a layer would say in it that there is nothing to tag, where the annotator has skipped the text or is not
    /// done with it.
    pub fn misleads(&self, records: &Records) -> bool {
        let is_read = matches!(records.status(), Status::Done | Status::NothingToTag);
        !is_read && records.tags.is_empty() && !self.holds(Aspect::Status)
    }

    /// Returns whether its files are binary, and so not for a terminal.
    pub fn is_binary(&self) -> bool {
        matches!(self.writing, Writing::Table(_))
    }

    /// Returns whether all documents go into one file.
    pub fn is_one_file(&self) -> bool {
        matches!(self.files, Files::One { .. })
    }
}

/// A way to write a format.
#[derive(Clone, Copy)]
pub enum Writing {
    /// Each document by itself, as text.
    Text(fn(&ExportSettings, &ExportedDocument, &mut Losses) -> Vec<Chunk>),
    /// All documents into one table, which is no text.
    Table(fn(&ExportSettings) -> Result<Box<dyn TableWriter>, TableError>),
}

/// The files that a format is made of.
#[derive(Clone, Copy)]
pub enum Files {
    /// One file for all documents.
    One {
        /// The extension of its name, without the dot.
        ending: &'static str,
        /// Returns the text before the first document.
        head: fn(&ExportSettings) -> String,
        /// The text between two documents.
        between: &'static str,
        /// The text after the last document.
        foot: &'static str,
    },
    /// A folder with separate files for each document.
    Folder {
        /// The extension of the files with the annotations, without the dot.
        ending: &'static str,
        /// The extension of the file with the document's text that lies beside them, if there is one.
        text: Option<&'static str>,
    },
}

impl Files {
    /// Returns one file in which each document is a line or a few.
    pub const fn lines(ending: &'static str) -> Files {
        Files::One { ending, head: |_| String::new(), between: "", foot: "" }
    }

    /// Returns the extension of the files with the annotations, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Files::One { ending, .. } | Files::Folder { ending, .. } => ending,
        }
    }

    /// Returns the extension of the file beside one of these that holds its text, if there is one.
    pub fn text(self) -> Option<&'static str> {
        match self {
            Files::One { .. } => None,
            Files::Folder { text, .. } => text,
        }
    }
}

/// All formats, in the order in which they are listed.
pub static FORMATS: &[Format] = &[
    jsonl::FORMAT,
    spacy::FORMAT,
    conll::FORMAT,
    brat::FORMAT,
    doccano::FORMAT,
    label_studio::FORMAT,
    web_annotation::FORMAT,
    webanno::FORMAT,
    pubannotation::FORMAT,
    csv::FORMAT,
    hf::FORMAT,
    #[cfg(feature = "parquet")]
    parquet::FORMAT,
];

/// The names of formats that this program was built without; a cargo feature of the same name adds each.
pub static LEFT_OUT: &[&str] = if cfg!(feature = "parquet") { &[] } else { &["parquet"] };

/// Returns the format of that name.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
