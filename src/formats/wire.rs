//! Holds the values that pass between the engine and the formats, and code that several formats share.
//!
//! ```text
//!   [exported]  what a writer is given, and what it gives back     [columns]  the columns of jsonl and parquet
//!   [imported]  what a reader has found in a file                  [json]     writing and reading a line of JSON
//! ```

pub(super) mod columns;
pub mod exported;
pub mod imported;
pub(super) mod json;
