//! A dataset that is made of a corpus: which tags go out, into which part each document goes, and the card that says so.
//!
//! ```text
//!   layers ─▶ [select]  labels, reviewed, gold ─▶ records to export + LeftOut, counted
//!   documents ─▶ [split]  train, dev, test; pairs stay together
//!   all of it ─▶ [card]  README.md of the folder
//! ```
//!
//! `cli/export.rs` runs it and writes the files; [`crate::formats`] gives them their form.

pub(crate) mod card;
pub(crate) mod select;
pub(crate) mod split;
