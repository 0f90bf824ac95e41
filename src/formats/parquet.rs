//! `parquet`: the rows of `jsonl` as a table, for DuckDB, pandas and Spark, and for datasets that are too large for one
//! machine.
//!
//! ```text
//!   TableRow ─▶ columns in memory ─▶ 32 MiB of them: a row group ─▶ bytes     …     end ─▶ the last group, the footer
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
use crate::formats::engine::export::{Table, TableError};
use crate::formats::wire::columns::{self, COLUMNS, Column, ColumnType, TableRow};
use crate::formats::wire::exported::ExportedDocument;

pub(super) const FORMAT: Format = Format {
    name: "parquet",
    opens_in: "DuckDB, pandas, Spark",
    files: Files::lines("parquet"),
    holds: columns::HOLDS,
    columns: Some(super::jsonl::features),
    writing: Writing::Table(|| Ok(Box::new(ParquetTable::begin(GROUP)?))),
    reading: None,
    ..Format::BASE
};

/// The size of a row group in bytes, before compression.
const GROUP: usize = 32 << 20;

/// A table that is being written.
struct ParquetTable {
    /// The size of a row group in bytes, before compression.
    group: usize,
    fields: Vec<FieldRef>,
    writer: ArrowWriter<Vec<u8>>,
}

impl ParquetTable {
    fn begin(group: usize) -> Result<ParquetTable, TableError> {
        let fields: Vec<FieldRef> = COLUMNS.iter().map(|column| Arc::new(field(column))).collect();
        let schema = Arc::new(Schema::new(fields.clone()));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        // Arrow's own schema would repeat the columns.
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(Vec::new(), schema, options).map_err(failed)?;
        Ok(ParquetTable { group, fields, writer })
    }

    /// Takes the finished bytes of the file. The writer counts its position by itself.
    fn taken(&mut self) -> Vec<u8> {
        std::mem::take(self.writer.inner_mut())
    }
}

impl Table for ParquetTable {
    fn document(&mut self, exported: &ExportedDocument) -> Result<Vec<u8>, TableError> {
        let rows: Vec<TableRow> = exported.layers.iter().map(|layer| TableRow::of(exported, layer)).collect();
        let batch = serde_arrow::to_record_batch(&self.fields, &rows).map_err(failed)?;
        self.writer.write(&batch).map_err(failed)?;
        if self.writer.memory_size() >= self.group {
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

#[cfg(test)]
mod tests {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use serde_json::Value;

    use super::*;
    use crate::formats::wire::exported::ExportedLayer;
    use crate::tags::{Records, Tag};
    use crate::text::{Document, Span};

    const TEXT: &str = "😀 Prices rose 5%.";

    /// Returns a file of so many documents, in row groups of so many bytes.
    fn written(documents: usize, group: usize) -> bytes::Bytes {
        let document = Document::new(TEXT);
        let tags = [Tag::new("claim", Span::new(5, 19), "2026-11-22T04:17:00Z")];
        let records = Records { tags: tags.into_iter().collect(), ..Records::default() };
        let layers = [ExportedLayer { annotator: "ana", records: &records }];
        let mut table = Box::new(ParquetTable::begin(group).unwrap());
        let mut file = Vec::new();
        for number in 0..documents {
            let name = format!("{number}.txt");
            file.extend(
                table.document(&ExportedDocument { name: &name, document: &document, layers: &layers }).unwrap(),
            );
        }
        file.extend(table.end().unwrap());
        file.into()
    }

    fn ids(file: bytes::Bytes) -> (usize, Vec<String>) {
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let groups = reader.metadata().num_row_groups();
        let rows = |batch| serde_arrow::from_record_batch::<Vec<Value>>(&batch).unwrap();
        let ids = reader
            .build()
            .unwrap()
            .flat_map(|batch| rows(batch.unwrap()))
            .map(|row| row["id"].as_str().unwrap().into());
        (groups, ids.collect())
    }

    #[test]
    fn a_table_that_comes_group_by_group_is_one_file() {
        let names: Vec<String> = (0..5).map(|number| format!("{number}.txt")).collect();
        assert_eq!(ids(written(5, GROUP)), (1, names.clone()));
        assert_eq!(ids(written(5, 1)), (5, names));
        assert_eq!(ids(written(0, GROUP)), (0, vec![]));
    }
}
