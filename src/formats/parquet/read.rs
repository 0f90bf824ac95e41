//! Turns the rows of a table into lines of `jsonl`.
//!
//! ```text
//!   the footer ─▶ row group ─▶ a few rows at a time ─▶ {"id": "kursk.txt", …}
//!   …          ─▶ row group
//! ```
//!
//! Only a few rows and the pages that they are on are in memory. What the parquet crate takes for granted is checked before it
//! does (`claims.rs`).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use bytes::buf::{Buf, Reader};
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, Length};
use serde_json::Value;

use super::claims;
use crate::formats::engine::import::{ByteSource, ImportError, TextRows};

/// The number of rows in memory at once.
const ROWS: usize = 16;
/// The longest head of a page, in bytes. Its statistics are cut, so that it is much shorter.
const HEAD: u64 = 1 << 16;

/// Returns the rows of a table, each as a line of JSON.
///
/// # Errors
/// If the file is no table.
pub(super) fn rows(file: Arc<dyn ByteSource>) -> Result<TextRows, ImportError> {
    let failed = |error: ParquetError| ImportError::new(1, format!("this is no parquet file: {}", words(&error)));
    // What Arrow says of the columns in a file of another program is not needed, and need not be true.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let damaged = || ImportError::new(1, format!("this is no parquet file: {DAMAGED}"));
    if !footer(file.as_ref()).is_none_or(|footer| claims::is_likely_footer(&footer)) {
        return Err(damaged());
    }
    let open = || ParquetRecordBatchReaderBuilder::try_new_with_options(FileChunks(file), options);
    let builder = unless_damaged(open).ok_or_else(damaged)?.map_err(failed)?;
    let mut columns = builder.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns);
    if !columns.all(claims::is_placed) {
        return Err(damaged());
    }
    if let Some(packing) = foreign_packing(builder.metadata()) {
        return Err(ImportError {
            hint: Some("Write it again with compression=\"snappy\", or without compression.".into()),
            ..ImportError::new(1, format!("the table is compressed with {packing}, which is not read"))
        });
    }
    let build = || builder.with_batch_size(ROWS).build();
    let batches = unless_damaged(build).ok_or_else(damaged)?.map_err(failed)?;
    Ok(Box::new(TableLines { batches: Some(batches), ready: Vec::new().into_iter(), number: 0 }))
}

/// The words for a file in which the parquet crate panics.
const DAMAGED: &str = "it is damaged";

/// Returns what is read; `None` if the parquet crate panics. It takes some numbers of a file for granted, such as that a column
/// begins in the file, and those of a damaged file are others.
fn unless_damaged<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

/// Returns the footer; `None` if the file has none, which the parquet crate reports.
fn footer(file: &dyn ByteSource) -> Option<Vec<u8>> {
    let tail = file.len().checked_sub(claims::TAIL)?;
    let [a, b, c, d, b'P', b'A', b'R', b'1'] = *file.read(tail, 8).ok()? else { return None };
    let len = u32::from_le_bytes([a, b, c, d]);
    let start = tail.checked_sub(len.into())?;
    file.read(start, usize::try_from(len).ok()?).ok()
}

/// Returns how a column is compressed, if it is in a way that is not read.
fn foreign_packing(table: &ParquetMetaData) -> Option<&'static str> {
    let columns = table.row_groups().iter().flat_map(RowGroupMetaData::columns);
    columns.map(|column| column.compression()).find_map(|packing| match packing {
        Compression::UNCOMPRESSED | Compression::SNAPPY => None,
        Compression::ZSTD(_) => Some("Zstandard"),
        Compression::GZIP(_) => Some("gzip"),
        Compression::BROTLI(_) => Some("Brotli"),
        Compression::LZ4 | Compression::LZ4_RAW => Some("LZ4"),
        Compression::LZO => Some("LZO"),
    })
}

/// The rows that are read one after the other.
struct TableLines {
    /// `None` once the file was found to be damaged.
    batches: Option<ParquetRecordBatchReader>,
    ready: std::vec::IntoIter<Value>,
    number: usize,
}

impl Iterator for TableLines {
    type Item = Result<String, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.next() {
                self.number += 1;
                return Some(Ok(row.to_string()));
            }
            let fault = |words: String| Some(Err(ImportError::new(self.number + 1, words)));
            let batches = self.batches.as_mut()?;
            let Some(batch) = unless_damaged(|| batches.next()) else {
                self.batches = None;
                return fault(format!("the row cannot be read: {DAMAGED}"));
            };
            match batch? {
                Err(error) => {
                    let words = error.to_string();
                    // The names of the crates' errors say nothing more.
                    let reason = words.rsplit_once("Parquet error: ").map_or(words.as_str(), |(_, reason)| reason);
                    return fault(format!("the row cannot be read: {reason}"));
                }
                Ok(batch) => match serde_arrow::from_record_batch::<Vec<Value>>(&batch) {
                    Ok(rows) => self.ready = rows.into_iter(),
                    Err(error) => {
                        return fault(format!("the row has a type that has no equal here: {}", error.message()));
                    }
                },
            }
        }
    }
}

/// A file with the interface that the parquet crate reads from.
struct FileChunks(Arc<dyn ByteSource>);

impl Length for FileChunks {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl ChunkReader for FileChunks {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> ParquetResult<Reader<Bytes>> {
        let left = self.0.len().saturating_sub(start);
        let head = self.get_bytes(start, usize::try_from(left.min(HEAD)).unwrap_or_default())?;
        // All that is read like this are heads of pages, and the tail of the file.
        if left > claims::TAIL && !claims::is_likely_page(&head, self.0.len()) {
            return Err(ParquetError::General(DAMAGED.into()));
        }
        Ok(head.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.0.len()) {
            return Err(ParquetError::EOF("the file is too short".into()));
        }
        self.0.read(start, length).map(Bytes::from).map_err(ParquetError::General)
    }
}

/// Returns what an error says, without the name of its kind.
fn words(error: &ParquetError) -> String {
    match error {
        ParquetError::General(words) | ParquetError::EOF(words) => words.clone(),
        other => other.to_string(),
    }
}
