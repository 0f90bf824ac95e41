//! Makes a dataset from a corpus: chooses the tags, divides the documents into parts, and writes the card that
//! describes it.
//!
//! ```text
//!   layers ─▶ [select]  labels, reviewed, gold ─▶ records to export + LeftOut, counted
//!   documents ─▶ [split]  train, dev, test; pairs stay together
//!   origins ─▶ [sources]  sources.csv, beside a format that has no place for them
//!   all of it ─▶ [card]  README.md of the folder
//! ```
//!
//! `cli/export.rs` runs it and writes the files; [`crate::formats`] gives them their form.

pub(crate) mod card;
pub(crate) mod select;
pub(crate) mod sources;
pub(crate) mod split;
