//! Defines `web-annotation`: the W3C's Web Annotation Data Model (2017) in JSON-LD, a page of annotations for each document.
//!
//! ```text
//! {"@context": ["http://www.w3.org/ns/anno.jsonld", {"attribute": "urn:diptych:attribute", …}],
//!  "type": "AnnotationPage", "items": [
//!   {"id": "urn:diptych:t-5w3k…", "type": "Annotation", "motivation": "classifying",
//!    "creator": {"type": "Person", "name": "ana"}, "created": "2026-11-22T…",
//!    "body": [{"type": "TextualBody", "purpose": "classifying", "value": "claim"},
//!             {"type": "TextualBody", "purpose": "commenting", "value": "a note"},
//!             {"type": "TextualBody", "purpose": "describing", "attribute": "certainty", "value": "hedged"},
//!             {"type": "TextualBody", "purpose": "describing", "suggestion": "rule", "value": "number"}],
//!    "target": {"source": "urn:diptych:document:kursk.txt", "selector": [
//!      {"type": "TextPositionSelector", "start": 2, "end": 16},
//!      {"type": "TextQuoteSelector", "exact": "Prices rose 5%", "prefix": "😀 ", "suffix": " in May"}]}},
//!   {"id": "urn:diptych:l-…", "motivation": "linking", "target": "urn:diptych:t-…",
//!    "body": [{"type": "TextualBody", "purpose": "classifying", "value": "rests on"},
//!             {"type": "SpecificResource", "purpose": "linking", "source": "urn:diptych:t-…", "scope": "urn:…"}]}]}
//! ```
//!
//! A TextPositionSelector counts code points (4.2.5: “in terms of unicode code points”); browsers' tools count UTF-16 units,
//! and such files are recognised. The text is not in the file. Ids and sources are URNs, so that a JSON-LD processor keeps
//! them from any folder.

mod fields;
mod iri;
mod read;
mod write;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader};
use crate::formats::engine::loss::Aspect;

pub(super) const FORMAT: Format = Format {
    name: "web-annotation",
    opens_in: "a JSON-LD processor",
    files: Files::Folder { ending: "jsonld", text: None },
    holds: &[
        Aspect::Overlaps,
        Aspect::Labels,
        Aspect::Blanks,
        Aspect::InWords,
        Aspect::Notes,
        Aspect::Attributes,
        Aspect::Links,
        Aspect::Across,
        Aspect::Ids,
        Aspect::Times,
        Aspect::Suggested,
    ],
    writing: Writing::Text(write::write),
    reading: Some(FormatReader { cut: Cut::Whole, read: read::read, options: &[] }),
    ..Format::BASE
};

/// The extension of the files, with the dot.
const ENDING: &str = ".jsonld";
