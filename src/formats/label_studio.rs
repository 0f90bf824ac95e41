//! Defines `label-studio`: a task for each document, with an annotation for each annotator, and the labelling configuration.
//!
//! ```text
//! [{"data": {"text": "…", "document": "kursk.txt", "annotator": "ana"},
//!   "annotations": [{"annotator": "ana", "result": [
//!     {"id": "t-5w3k…", "from_name": "label", "to_name": "text", "type": "labels",
//!      "value": {"start": 2, "end": 16, "text": "Prices rose 5%", "labels": ["claim"]},
//!      "meta": {"text": ["a note"], "at": "2026-11-22T…"}},
//!     {"id": "t-5w3k…", "from_name": "attribute_certainty", "to_name": "text", "type": "choices", "value": {…}},
//!     {"type": "relation", "from_id": "t-…", "to_id": "t-…", "direction": "right", "labels": ["rests on"]}]}]}]
//! ```
//!
//! Offsets are code points; versions before 1.8 counted UTF-16 units, which shows in `value.text`. The configuration in
//! `label-studio.xml` must be the project's, because every `from_name` is looked up there. `completed_by` is left out, because
//! an importer refuses people whom it does not know: where one annotator is exported, the task's data name them, which
//! Label Studio keeps.

mod config;
mod read;
mod write;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader};
use crate::formats::engine::loss::Aspect;

pub(super) const FORMAT: Format = Format {
    name: "label-studio",
    opens_in: "Label Studio",
    files: Files::One { ending: "json", head: |_| "[\n".into(), between: ",\n", foot: "\n]\n" },
    holds: &[
        Aspect::Overlaps,
        Aspect::Labels,
        Aspect::Blanks,
        Aspect::InWords,
        Aspect::Notes,
        Aspect::Attributes,
        Aspect::Links,
        Aspect::Scores,
        Aspect::Suggested,
        Aspect::Ids,
        Aspect::Times,
    ],
    companions: config::companions,
    writing: Writing::Text(write::write),
    reading: Some(FormatReader { cut: Cut::Json, read: read::read, options: &[] }),
    ..Format::BASE
};

/// The names by which results refer to the configuration.
const LABEL: &str = "label";
const TEXT: &str = "text";
const ATTRIBUTE: &str = "attribute_";
