//! Tests that a table is exported in pieces, which together are one file.
#![cfg(feature = "parquet")]

use diptych::formats::engine::export::Export;
use diptych::formats::find;
use diptych::formats::wire::exported::{ExportOptions, ExportSettings, ExportedDocument, ExportedLayer};
use diptych::tags::scheme::Scheme;
use diptych::tags::{Records, Tag};
use diptych::text::{Document, Span};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

/// Returns the number of row groups and the ids of a table of so many documents, each with a text of so many bytes.
fn groups_and_ids(documents: usize, bytes: usize) -> (usize, Vec<String>) {
    // Words that repeat would be compressed to nothing before the group is full.
    let mut random = fastrand::Rng::with_seed(7);
    let noise: String = (15..bytes).map(|_| char::from(random.u8(b'0'..=b'z'))).collect();
    let document = Document::new(format!("Prices rose 5%.{noise}"));
    let tags = [Tag::new("claim", Span::new(0, 15), "2026-11-22T04:17:00Z")];
    let records = Records { tags: tags.into_iter().collect(), ..Records::default() };
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let scheme = Scheme::default();
    let settings = ExportSettings { scheme: &scheme, options: ExportOptions::default() };
    let (mut export, mut chunks) = Export::begin(find("parquet").unwrap(), settings).unwrap();
    for number in 0..documents {
        let name = format!("{number}.txt");
        chunks.extend(export.document(&ExportedDocument::new(&name, &document, &layers)).unwrap());
    }
    chunks.extend(export.end().unwrap().0);
    let file: Vec<u8> = chunks.into_iter().filter(|chunk| chunk.file.is_none()).flat_map(|chunk| chunk.bytes).collect();
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    let groups = reader.metadata().num_row_groups();
    let batches = reader.with_batch_size(1).build().unwrap();
    let rows = batches.flat_map(|batch| serde_arrow::from_record_batch::<Vec<Value>>(&batch.unwrap()).unwrap());
    (groups, rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn a_table_that_comes_group_by_group_is_one_file() {
    let names = |count: usize| (0..count).map(|number| format!("{number}.txt")).collect::<Vec<_>>();
    assert_eq!(groups_and_ids(5, 15), (1, names(5)), "small documents share a group of rows");
    assert_eq!(groups_and_ids(2, 33 << 20), (2, names(2)), "a group is not much more than 32 MiB");
    assert_eq!(groups_and_ids(0, 0), (0, vec![]));
}
