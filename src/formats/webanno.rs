//! Defines `webanno`: WebAnno TSV 3.3, for INCEpTION: a token a line, a column for the tags and two for the links.
//!
//! ```text
//!   #FORMAT=WebAnno TSV 3.3
//!   #T_SP=custom.Span|label                        the layers that every new project of INCEpTION has
//!   #T_RL=custom.Relation|label|BT_custom.Span
//!
//!
//!   #Text=Prices rose 5%.
//!   1-1⇥0-6⇥Prices⇥claim[1]⇥_⇥_⇥                   sentence-token, UTF-16 units, the token,
//!   1-2⇥7-11⇥rose⇥claim[1]⇥_⇥_⇥                    its tags: [n] tells which tag, | parts those that overlap,
//!   1-3⇥12-13⇥5⇥claim[1]|figure[2]⇥rests on⇥1-1[1_2]⇥     a link that ends here, and where it begins
//! ```
//!
//! The source is the user guide of INCEpTION, “WebAnno TSV 3.3 File format”, and its own reader and writer. Between two
//! sentences the format keeps only blanks. INCEpTION opens no table without a sentence, such as that of an empty text.

mod escape;
mod read;
mod write;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportOption};
use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::OffsetUnit;

pub(super) const FORMAT: Format = Format {
    name: "webanno",
    opens_in: "INCEpTION",
    files: Files::Folder { ending: "tsv", text: None },
    holds: &[Aspect::Overlaps, Aspect::Labels, Aspect::Blanks, Aspect::InWords, Aspect::Links],
    offsets: Some(OffsetUnit::Utf16),
    writing: Writing::Text(write::write),
    reading: Some(FormatReader {
        cut: Cut::Whole,
        read: read::read,
        options: &[ImportOption::Layer, ImportOption::Column],
    }),
    ..Format::BASE
};

/// The extension of the files, with the dot.
const ENDING: &str = ".tsv";
