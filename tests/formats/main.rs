//! Tests the export and the import of datasets.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod annotators;
mod dataset;
mod dropped;
mod engines;
mod export;
mod formats;
mod import;
mod mixed;
mod people;
mod quotes;
mod readable;
mod readers;
mod selectors;
mod shapes;
mod siblings;
mod table;
mod tokens;

#[path = "../pty/mod.rs"]
mod pty;
