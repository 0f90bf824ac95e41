//! Defines `parquet`: the rows of `jsonl` as a table, for DuckDB, pandas and Spark, and for datasets that are too large for one
//! machine.
//!
//! ```text
//!   TableRow ─▶ columns in memory ─▶ 32 MiB of them, compressed: a row group ─▶ bytes     …     end ─▶ the last group, the footer
//! ```
//!
//! An import turns each row into a line of `jsonl`, whatever program wrote the table. The columns are [`COLUMNS`](columns::COLUMNS), and none is nullable. They are compressed with Snappy, which every reader knows. Offsets are
//! code points. It needs the cargo feature `parquet`, because Arrow is more code than all the rest.

mod claims;
mod read;

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::{Files, Format, Writing};
use crate::formats::engine::export::{TableError, TableWriter};
use crate::formats::wire::columns::{self, Column, ColumnType};
use crate::formats::wire::exported::{ExportOption, ExportSettings, ExportedDocument};
use crate::formats::wire::row::{TablePair, TableRow};
use crate::tags::Records;

pub(super) const FORMAT: Format = Format {
    name: "parquet",
    opens_in: "DuckDB, pandas, Spark",
    files: Files::lines("parquet"),
    holds: columns::HOLDS,
    options: &[ExportOption::Unit, ExportOption::Shard, ExportOption::Partition],
    schema: Some(super::jsonl::schema),
    writing: Writing::Table(|settings| Ok(Box::new(ParquetTable::begin(settings)?))),
    reading: super::jsonl::FORMAT.reading,
    rows: Some(read::rows),
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
    fn begin(settings: &ExportSettings) -> Result<ParquetTable, TableError> {
        let columns = super::jsonl::schema(settings).columns;
        let fields: Vec<FieldRef> = columns.iter().map(|column| Arc::new(field(column))).collect();
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
        let batch = match exported.partner {
            None => {
                let rows: Vec<TableRow> = exported.layers.iter().map(|layer| TableRow::of(exported, layer)).collect();
                serde_arrow::to_record_batch(&self.fields, &rows).map_err(failed)?
            }
            Some(partner) => {
                let nothing = Records::default();
                let row = |who| TablePair::of(exported, partner, who, &nothing);
                let rows: Vec<TablePair> = exported.annotators().into_iter().map(row).collect();
                serde_arrow::to_record_batch(&self.fields, &rows).map_err(failed)?
            }
        };
        self.writer.write(&batch).map_err(failed)?;
        if self.writer.memory_size() >= GROUP {
            self.writer.flush().map_err(failed)?;
        }
        Ok(self.taken())
    }

    fn waiting(&self) -> usize {
        self.writer.in_progress_size()
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
        ColumnType::Text | ColumnType::OneOf(_) => DataType::Utf8,
        ColumnType::Number | ColumnType::Class => DataType::Int64,
        // The parquet format prescribes this name for the items of a list.
        ColumnType::List(inner) => DataType::List(Arc::new(Field::new("element", data_type(inner), false))),
        ColumnType::Record(columns) => DataType::Struct(columns.iter().map(field).collect::<Fields>()),
    }
}

fn failed(error: impl std::fmt::Display) -> TableError {
    TableError(error.to_string())
}
