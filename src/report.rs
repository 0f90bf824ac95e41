//! Writes a corpus as one page of HTML that opens offline: the texts side by side with their tags, and all counts.
//!
//! ```text
//!   layers of several annotators ─▶ [panel]  every tag with a number, a lane, its links and verdicts
//!
//!   ┌ samples ─────────────────────────────────────────────┬ labels ──────────┐
//!   │ rutte-warning.txt         │ kursk-deployment.txt     │ ☑ claim ☑ figure │  [style] colours and filters, as CSS
//!   │ About 1,500 North Korean  │ Approximately 10,000     │ annotators       │  [text]  a text with its tags
//!   │ ━━━━━━━━━━━ ═════         │ ═════════════════════    │ ☑ ana ☑ ben      │
//!   │ Every tag                 │ Every tag                ├──────────────────┤  [entries] all details of a tag
//!   ├──────────────────────────────────────────────────────┤ figure           │
//!   │ “About 1,500” ≠ “Approximately 10,000”               │ “About 1,500”    │  [figures]
//!   │ Counts ▇▇▇▇▇ 31          Agreement κ 0.71            │ differs from …   │  [counts], [agreement]
//!   └──────────────────────────────────────────────────────┴──────────────────┘
//! ```
//!
//! **Nothing from a text is ever executed.** Words from outside are escaped, and invisible characters are shown as
//! signs. Such words stand only between elements, never in an attribute, a style or a script. A content security policy
//! allows only the page's own style and script, by their digests, and lets the page load nothing.
//!
//! The page works without its script: filters and jumps are CSS and anchors. The script adds keys and the card at the
//! side. The same report gives the same bytes.

mod agreement;
mod chart;
mod colour;
mod comparison;
mod counts;
mod entries;
mod figures;
mod graph;
mod page;
mod panel;
mod style;
mod text;

pub use page::HEAD;

use std::borrow::Cow;

use crate::language::Language;
use crate::layout::glyph;
use crate::review::agreement::Agreement;
use crate::tags::Records;
use crate::tags::scheme::Scheme;
use crate::text::Document;

/// A corpus with everything that the report shows.
#[derive(Debug)]
pub struct Report {
    /// The title of the page: the name of the corpus.
    pub title: String,
    /// The date of the page, as the caller gives it; with `None`, the day of the newest tag.
    pub date: Option<String>,
    /// The labels and link types.
    pub scheme: Scheme,
    /// The annotators whose layers are reported.
    pub annotators: Vec<String>,
    /// The documents.
    pub documents: Vec<ReportedDocument>,
    /// The documents that are read together, by their indexes: left, right.
    pub pairs: Vec<(usize, Option<usize>)>,
    /// The events on which several of the documents report.
    pub events: Vec<ReportedEvent>,
    /// The agreement of the annotators, in the order of `annotators`, if there are several.
    pub agreement: Option<Agreement>,
}

/// A document and the layers on it.
#[derive(Debug)]
pub struct ReportedDocument {
    /// The name in the corpus.
    pub name: String,
    /// The text.
    pub document: Document,
    /// The language in which figures and sources are read.
    pub language: &'static Language,
    /// The records of each annotator, in the order of `annotators`; `None` if there is no layer.
    pub layers: Vec<Option<Records>>,
}

/// An event, and the documents that report on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedEvent {
    /// The name.
    pub name: String,
    /// The documents, by their indexes: three or more.
    pub documents: Vec<usize>,
    /// The date on which each document was published, as its original writes it, if it is known.
    pub published: Vec<Option<String>>,
}

/// Returns the page.
pub fn html(report: &Report) -> String {
    page::page(report).into_string()
}

/// Returns words from outside in a safe form: invisible characters and characters that change the direction of writing
/// become signs, and line ends become blanks.
fn plain(words: &str) -> Cow<'_, str> {
    match words.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        true => words.into(),
        false => words.split(['\n', '\r']).map(glyph::printable).collect::<Vec<_>>().join(" ").into(),
    }
}
