//! Holds the values that pass between the engine and the formats, and code that several formats share.
//!
//! ```text
//!   [exported]  what a writer is given, and what it gives back     [columns]  the columns of jsonl, parquet and hf
//!   [imported]  what a reader has found in a file                  [row]      a document as a row of them
//!   [json]      writing and reading a line of JSON                 [schema]   the columns in the words of other tools
//!   [origin]    where a text came from, by its fields
//! ```

pub(crate) mod columns;
pub mod exported;
pub mod imported;
pub(super) mod json;
pub(super) mod origin;
pub(super) mod row;
pub mod schema;
