//! Exchange formats: what is tagged here goes out to other tools and comes back, right to the code point.
//!
//! ```text
//!   Document + layers ─ Exchange ─▶ Export ─▶ Piece, Piece, …            one document at a time, one file or a folder
//!                                     ╰────▶ Losses                      what the format cannot hold, counted, with examples
//!
//!   a file, bit by bit ─▶ Import ─▶ Foreign ─ fit ─▶ Fitted ─ edits ─▶ the layer
//!                                     │        ╰ refused as a whole: the quotes are not there, or the offsets count
//!                                     ╰ offsets as they stand in the file        UTF-16 units or bytes
//! ```
//!
//! A format is a row of [`FORMATS`] and a file of its own. It says which [`Part`]s of an annotation it holds; what it does
//! not hold is counted in one place, [`export`]. Nothing here reads or writes a file, and nothing needs more memory than
//! the largest document.

pub mod brat;
pub mod conll;
pub mod csv;
pub mod doccano;
pub mod exchange;
pub mod export;
pub mod fit;
pub mod foreign;
pub mod import;
mod json;
pub mod jsonl;
pub mod label_studio;
pub mod loss;
pub mod measure;
#[cfg(feature = "parquet")]
mod parquet;
pub mod row;
pub mod spacy;
pub mod token;
pub mod web_annotation;
pub mod webanno;

use exchange::{Exchange, Piece, Setting};
use export::{Table, Unwritable};
use import::Reading;
use loss::{Losses, Part};

/// A format: its name, and how it is written and read.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is made to be opened in.
    pub opens_in: &'static str,
    /// The files that it is made of.
    pub shape: Shape,
    /// What it holds besides labels and spans.
    pub holds: &'static [Part],
    /// The files that come with it whatever the documents are: a configuration, a schema.
    pub companions: fn(&Setting) -> Vec<Piece>,
    /// How it is written.
    pub writing: Writing,
    /// How it is read; `None` if it is only written.
    pub reading: Option<Reading>,
}

impl Format {
    /// Whether it holds that part of an annotation.
    pub fn holds(&self, part: Part) -> bool {
        self.holds.contains(&part)
    }
}

/// How a format is written.
#[derive(Clone, Copy)]
pub enum Writing {
    /// Each document by itself, as text.
    Text(fn(&Setting, &Exchange, &mut Losses) -> Vec<Piece>),
    /// All documents into one table, which is no text.
    Table(fn() -> Result<Box<dyn Table>, Unwritable>),
}

/// The files that a format is made of.
#[derive(Clone, Copy)]
pub enum Shape {
    /// One file for all documents.
    OneFile {
        /// How its name ends, without the dot.
        ending: &'static str,
        /// What stands before the first document.
        head: fn(&Setting) -> String,
        /// What stands between two documents.
        between: &'static str,
        /// What stands behind the last.
        foot: &'static str,
    },
    /// Files of their own for each document, in a folder.
    Folder,
}

impl Shape {
    /// One file in which each document is a line or a few.
    pub const fn lines(ending: &'static str) -> Shape {
        Shape::OneFile { ending, head: |_| String::new(), between: "", foot: "" }
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
    csv::FORMAT,
    #[cfg(feature = "parquet")]
    parquet::FORMAT,
];

/// The format of that name.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
