//! Checks a corpus: rules look for what is wrong or doubtful, and report findings as values.
//!
//! ```text
//!   document ─▶ [files]  reads its text and layers ─▶ [RULES], a function each ─▶ Finding, Finding, …
//!                  │
//!                  ├─▶ Outgoing  links to other documents ─▶ [other_documents] follows them ─▶ Finding …
//!                  ╰─▶ Given     verdicts on others' tags ─▶ [verdicts] looks at those tags ─▶ Finding …
//! ```
//!
//! A [`Finding`] holds its place ([`Position`], code points), the rule that found it, and what was found (a [`Subject`](finding::Subject)
//! and a [`Defect`]); only `words` makes a sentence of it. `cli/check.rs` prints the sentences.
//!
//! # To add a rule
//!
//! 1. Write a function `fn(&CheckedLayer, &mut Vec<Hit>)` in the file of its kind: `ends` (where tags begin and end),
//!    `consistency` (records that contradict each other), `open_questions` (what a person must settle), `scheme` (what `corpus.ron` does
//!    not declare).
//! 2. Add a row to [`RULES`] with its name (at most 20 characters), its level and its description (at most 52). `diptych check
//!    --rules`, the setting `check:` in `corpus.ron` and the output need nothing else.
//! 3. If no [`Defect`] fits, add a variant, and its words in `words`; the compiler asks for them.

mod consistency;
mod ends;
mod files;
mod finding;
mod open_questions;
mod other_documents;
mod position;
mod rules;
mod scheme;
mod verdicts;
mod words;

use std::collections::BTreeMap;

pub(crate) use files::{document, layers_without_text, manifest, names, settings};
pub(crate) use finding::{Defect, Finding, RecordPlace};
pub(crate) use other_documents::{groups, links_into, repeated_links};
pub(crate) use position::Position;
pub(crate) use rules::{CheckRule, RULES};

use crate::corpus::manifest::Level;

/// The level of each rule in a corpus.
#[derive(Clone, Debug)]
pub(crate) struct Weights(BTreeMap<&'static str, Level>);

impl Default for Weights {
    /// Returns the default levels of the rules.
    fn default() -> Weights {
        Weights::new(&BTreeMap::new())
    }
}

impl Weights {
    /// Returns the default levels, changed by the levels that the corpus gives by name. Unknown names are ignored here;
    /// [`settings`] reports them.
    pub(crate) fn new(given: &BTreeMap<String, Level>) -> Weights {
        let level = |rule: &CheckRule| given.get(rule.name).copied().unwrap_or(rule.level);
        Weights(RULES.iter().map(|rule| (rule.name, level(rule))).collect())
    }

    /// Returns the level of a rule. A name that the table lacks can only be a slip in the code: it is an error, so that it is
    /// seen.
    pub(crate) fn level(&self, rule: &str) -> Level {
        self.0.get(rule).copied().unwrap_or(Level::Error)
    }
}
