//! `parquet`: the rows of `jsonl` as a table, for DuckDB, pandas and Spark, and for datasets that are too large for one
//! machine.
//!
//! ```text
//!   TableRow ─▶ columns in memory ─▶ 32 MiB of them, compressed: a row group ─▶ bytes     …     end ─▶ the last group, the footer
//! ```
//!
//! The columns are [`COLUMNS`], and none is nullable. They are compressed with Snappy, which every reader knows. Offsets are
//! code points. It needs the cargo feature `parquet`, because Arrow is more code than all the rest.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::{Files, Format, Writing};
use crate::formats::engine::export::{TableError, TableWriter};
use crate::formats::wire::columns::{self, COLUMNS, Column, ColumnType, TableRow};
use crate::formats::wire::exported::ExportedDocument;

pub(super) const FORMAT: Format = Format {
    name: "parquet",
    opens_in: "DuckDB, pandas, Spark",
    files: Files::lines("parquet"),
    holds: columns::HOLDS,
    columns: Some(super::jsonl::features),
    writing: Writing::Table(|| Ok(Box::new(ParquetTable::begin()?))),
    reading: None,
    ..Format::BASE
};

/// The size of a row group in bytes; pages that are finished count as they are compressed.
const GROUP: usize = 32 << 20;

/// A table that is being written.
struct ParquetTable {
    fields: Vec<FieldRef>,
    writer: ArrowWriter<Vec<u8>>,
}

impl ParquetTable {
    fn begin() -> Result<ParquetTable, TableError> {
        let fields: Vec<FieldRef> = COLUMNS.iter().map(|column| Arc::new(field(column))).collect();
        let schema = Arc::new(Schema::new(fields.clone()));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        // Arrow's own schema would repeat the columns.
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(Vec::new(), schema, options).map_err(failed)?;
        Ok(ParquetTable { fields, writer })
    }

    /// Takes the finished bytes of the file. The writer counts its position by itself.
    fn taken(&mut self) -> Vec<u8> {
        std::mem::take(self.writer.inner_mut())
    }
}

impl TableWriter for ParquetTable {
    fn document(&mut self, exported: &ExportedDocument) -> Result<Vec<u8>, TableError> {
        let rows: Vec<TableRow> = exported.layers.iter().map(|layer| TableRow::of(exported, layer)).collect();
        let batch = serde_arrow::to_record_batch(&self.fields, &rows).map_err(failed)?;
        self.writer.write(&batch).map_err(failed)?;
        if self.writer.memory_size() >= GROUP {
            self.writer.flush().map_err(failed)?;
        }
        Ok(self.taken())
    }

    fn end(mut self: Box<Self>) -> Result<Vec<u8>, TableError> {
        self.writer.finish().map_err(failed)?;
        Ok(self.taken())
    }
}

/// Returns a column as Arrow declares it.
fn field(column: &Column) -> Field {
    Field::new(column.name, data_type(&column.kind), false)
}

fn data_type(kind: &ColumnType) -> DataType {
    match kind {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Number => DataType::Int64,
        ColumnType::List(columns) => {
            let fields: Fields = columns.iter().map(field).collect();
            // The parquet format calls the items of a list so.
            DataType::List(Arc::new(Field::new("element", DataType::Struct(fields), false)))
        }
    }
}

fn failed(error: impl std::fmt::Display) -> TableError {
    TableError(error.to_string())
}
