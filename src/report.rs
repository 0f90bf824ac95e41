//! A corpus as one page of HTML that opens anywhere, offline: the texts side by side with their tags, and what was counted.
//!
//! ```text
//!   layers of several annotators ─▶ [panel]  every tag with a number, a lane, its links and verdicts
//!
//!   ┌ samples ─────────────────────────────────────────────┬ labels ──────────┐
//!   │ rutte-warning.txt         │ kursk-deployment.txt     │ ☑ claim ☑ figure │  [style] colours and filters, as CSS
//!   │ About 1,500 North Korean  │ Approximately 10,000     │ annotators       │  [text]  a text with its tags
//!   │ ━━━━━━━━━━━ ═════         │ ═════════════════════    │ ☑ ana ☑ ben      │
//!   │ Every tag                 │ Every tag                ├──────────────────┤  [entries] all that is said of it
//!   ├──────────────────────────────────────────────────────┤ figure           │
//!   │ “About 1,500” ≠ “Approximately 10,000”               │ “About 1,500”    │  [figures]
//!   │ Counts ▇▇▇▇▇ 31          Agreement κ 0.71            │ differs from …   │  [counts], [agree]
//!   └──────────────────────────────────────────────────────┴──────────────────┘
//! ```
//!
//! **Nothing from a text is ever executed.** What comes from outside is escaped where it is put in, what cannot be seen in it
//! is shown as a sign, and it stands nowhere but between elements: no attribute, no style and no script holds any of it. A
//! policy in the page lets only its own style and script run, told by their digests, and nothing be fetched.
//!
//! The page is whole without its script: filters and jumps are CSS and anchors. The script adds keys and the card at the
//! side. The same report gives the same bytes.

mod agreement;
mod chart;
mod colour;
mod counts;
mod entries;
mod figures;
mod page;
mod panel;
mod style;
mod text;

pub use page::HEAD;

use std::borrow::Cow;

use crate::layout::glyph;
use crate::review::agreement::Agreement;
use crate::tags::Records;
use crate::tags::scheme::Scheme;
use crate::text::Document;

/// What is reported.
#[derive(Debug)]
pub struct Report {
    /// What the page is called: the name of the corpus.
    pub title: String,
    /// The day it is of, in the caller's words. Without one, the day of the newest tag is told.
    pub date: Option<String>,
    /// What may be tagged and linked.
    pub scheme: Scheme,
    /// Whose layers are reported.
    pub annotators: Vec<String>,
    /// The documents.
    pub sheets: Vec<ReportedDocument>,
    /// What is read together, by the numbers of the documents: left, right.
    pub pairs: Vec<(usize, Option<usize>)>,
    /// How far the annotators agree, if there are several; numbered as `annotators`.
    pub agreement: Option<Agreement>,
}

/// A document and the layers on it.
#[derive(Debug)]
pub struct ReportedDocument {
    /// Its name in the corpus.
    pub name: String,
    /// The text.
    pub document: Document,
    /// What each annotator made on it, in the order of the annotators; `None` where there is no layer.
    pub layers: Vec<Option<Records>>,
}

/// The page, whole.
pub fn html(report: &Report) -> String {
    page::page(report).into_string()
}

/// Words from outside, fit to be shown: what cannot be seen, or turns the direction of writing, becomes a sign, a line end
/// a blank.
fn plain(words: &str) -> Cow<'_, str> {
    match words.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        true => words.into(),
        false => words.split(['\n', '\r']).map(glyph::printable).collect::<Vec<_>>().join(" ").into(),
    }
}
