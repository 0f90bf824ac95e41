//! Defines `brat`: standoff annotation, with a text and an `.ann` file for each document, and a configuration that
//! declares the labels.
//!
//! ```text
//!   kursk.txt   the text, to the byte
//!   kursk.ann   T1⇥claim 2 8;9 16⇥Prices rose 5%          code points; cut at line ends; the quote is the pieces
//!               R1⇥attributed_to Arg1:T1 Arg2:T3          with a blank between them
//!               A1⇥certainty T1 hedged
//!               #1⇥AnnotatorNotes T1⇥a note               in one line: \n for a line end
//!               #2⇥diptych T1⇥t-5w3k9q2m 2026-11-… ana    our id, when, and by whom
//!               #3⇥suggested T1⇥{"rule":"number",…}       the suggestion that the tag was taken from
//!   annotation.conf, visual.conf                          the labels, and their names on the screen
//! ```
//!
//! The format is that of brat 1.3: <https://brat.nlplab.org/standoff.html>. A type's name has no blank there and only letters
//! of ASCII; `spelling` says how ours are spelt.

mod read;
mod spelling;
mod write;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader};
use crate::formats::engine::loss::Aspect;

pub(super) const FORMAT: Format = Format {
    name: "brat",
    opens_in: "brat 1.3",
    files: Files::Folder { ending: "ann", text: Some("txt") },
    holds: &[
        Aspect::Overlaps,
        Aspect::Labels,
        Aspect::InWords,
        Aspect::Gaps,
        Aspect::Notes,
        Aspect::Attributes,
        Aspect::Links,
        Aspect::Ids,
        Aspect::Times,
        Aspect::Suggested,
    ],
    companions: write::configuration,
    writing: Writing::Text(write::write),
    reading: Some(FormatReader { cut: Cut::Whole, read: read::read, options: &[] }),
    ..Format::BASE
};

/// The types of the comments that hold what brat has no record for: our id, the time and the annotator, attributes with any text, and the
/// suggestion that a tag was taken from.
const OURS: &str = "diptych";
const ATTRIBUTE: &str = "attribute";
const SUGGESTED: &str = "suggested";
/// The type of the comments that are notes.
const NOTE: &str = "AnnotatorNotes";

#[cfg(test)]
mod tests;
