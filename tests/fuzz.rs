//! The targets of `fuzz/` on the inputs that were kept, on what can be made of them, and on noise; the long runs are
//! `cargo +nightly fuzz run NAME tests/corpus/NAME`, or `FUZZ=1000000 cargo test --release --test fuzz`: so many
//! inputs of each.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use diptych::formats::{FORMATS, Format};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Held by each test, because what another needs meanwhile would be counted.
static ALONE: Mutex<()> = Mutex::new(());

/// The kept inputs of a target.
fn kept(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Replays what is kept; then parts of it, joined and with noise in between, and noise alone.
fn replay(name: &str, target: fn(&[u8])) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept(name);
    assert!(!kept.is_empty(), "{name} has no inputs");
    kept.iter().for_each(|input| target(input));
    let part = (prop::sample::select(kept), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(
        |(input, one, other)| {
            let (one, other) = (one.index(input.len() + 1), other.index(input.len() + 1));
            input[one.min(other)..one.max(other)].to_vec()
        },
    );
    let noise = prop::collection::vec(any::<u8>(), 0..60);
    let pieces = prop::collection::vec(prop_oneof![3 => part, 1 => noise], 0..5);
    let cases = std::env::var("FUZZ").map_or(400, |cases| cases.parse().unwrap());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let run = |pieces: Vec<Vec<u8>>| {
        target(&pieces.concat());
        Ok(())
    };
    TestRunner::new(config).run(&pieces, run).unwrap();
}

#[test]
fn a_layer_reads_as_it_was_written_or_is_refused() {
    replay("layer", targets::layer);
}

#[test]
fn a_merge_prefers_nobody_and_loses_nothing() {
    replay("merge", targets::merge);
}

#[test]
fn quotes_are_placed_on_whole_graphemes() {
    replay("place", targets::place);
}

#[test]
fn rows_tile_any_text_at_any_width() {
    replay("layout", targets::layout);
}

#[test]
fn a_key_reads_as_it_was_written_or_is_refused() {
    replay("key", targets::key);
}

#[test]
fn what_a_terminal_sends_in_pieces_is_what_was_meant() {
    replay("input", targets::input);
}

#[test]
fn an_import_is_read_or_refused_at_a_line_that_there_is() {
    replay("import", targets::import);
}

#[test]
fn a_page_a_mail_or_a_table_becomes_a_clean_text_or_is_refused() {
    replay("convert", targets::convert);
}

#[test]
fn settings_are_refused_with_their_place_or_can_be_shown() {
    replay("settings", targets::settings);
}

/// Reads a file, and returns how many bytes that needed beside it.
fn weighed(format: &Format, file: &[u8]) -> usize {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    targets::file(format, file);
    MEMORY.peak_usage().saturating_sub(before)
}

/// A file of about so many bytes, made of a small one.
fn grown(small: &[u8], bytes: usize) -> Vec<u8> {
    let copies = bytes / small.len().max(1) + 1;
    match small.first() {
        Some(b'{') => {
            let small = String::from_utf8_lossy(small);
            format!("[{}]", vec![small.trim(); copies].join(",\n")).into_bytes()
        }
        _ => vec![small; copies].join(&b"\n"[..]),
    }
}

#[test]
fn a_reader_needs_at_most_25_times_its_input() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for format in FORMATS.iter().filter(|format| format.rows.is_none()) {
        let Ok(small) = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/import").join(format.name))
        else {
            continue;
        };
        // The first two bytes name the format, and how long a bit is.
        let file = grown(&small[2..], 1 << 20);
        let needed = weighed(format, &file);
        assert!(needed <= 25 * file.len(), "{}: {} times", format.name, needed / file.len());
    }
}

#[test]
fn what_is_no_file_of_a_format_needs_no_more_either() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept("import");
    let part = (prop::sample::select(kept), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(
        |(input, one, other)| {
            let (one, other) = (one.index(input.len() + 1), other.index(input.len() + 1));
            input[one.min(other)..one.max(other)].to_vec()
        },
    );
    let noise = prop::collection::vec(any::<u8>(), 0..200);
    let pieces = prop::collection::vec(prop_oneof![3 => part, 1 => noise], 0..8);
    let cases = std::env::var("FUZZ").map_or(100, |cases| cases.parse().unwrap());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let run = |pieces: Vec<Vec<u8>>| {
        let file = pieces.concat();
        for format in FORMATS {
            let needed = weighed(format, &file);
            assert!(needed <= 25 * file.len() + (256 << 10), "{}: {needed} bytes for {}", format.name, file.len());
        }
        Ok(())
    };
    TestRunner::new(config).run(&pieces, run).unwrap();
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_with_changed_bytes_is_read_or_refused() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (format, table) = (diptych::formats::find("parquet").unwrap(), table());
    // The parquet crate needs 1 MiB to begin with.
    let likely = |table: &[u8]| {
        let needed = quietly(|| weighed(format, table));
        assert!(needed <= 25 * table.len() + (1 << 20), "{needed} bytes for {}", table.len());
    };
    kept("table").iter().for_each(|table| likely(table));
    let change = (any::<prop::sample::Index>(), any::<u8>());
    let changes = prop::collection::vec(change, 1..6);
    let cases = std::env::var("FUZZ").map_or(400, |cases| cases.parse().unwrap());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let run = |changes: Vec<(prop::sample::Index, u8)>| {
        let mut table = table.clone();
        for (place, byte) in changes {
            let place = place.index(table.len());
            table[place] = byte;
        }
        likely(&table);
        Ok(())
    };
    TestRunner::new(config).run(&changes, run).unwrap();
}

/// Does it without a word about a panic that is answered: to find out where that was takes 60 MB.
#[cfg(feature = "parquet")]
fn quietly<T>(read: impl FnOnce() -> T) -> T {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let found = read();
    std::panic::set_hook(hook);
    found
}

/// Returns a table of two small rows, as it is exported.
#[cfg(feature = "parquet")]
fn table() -> Vec<u8> {
    use diptych::formats::engine::export::Export;
    use diptych::formats::wire::exported::{ExportOptions, ExportSettings, ExportedDocument, ExportedLayer};
    use diptych::tags::{Records, Tag};
    use diptych::text::{Document, Span};

    let (scheme, document) = (diptych::tags::scheme::Scheme::default(), Document::new("Prices rose 5%."));
    let records =
        Records::from([Tag::new("figure", Span::new(12, 14), "")].into_iter().collect::<diptych::tags::set::TagSet>());
    let layers = ["ana", "ben"].map(|annotator| ExportedLayer { annotator, records: &records });
    let settings = ExportSettings { scheme: &scheme, options: ExportOptions::default() };
    let format = diptych::formats::find("parquet").unwrap();
    let (mut export, mut chunks) = Export::begin(format, settings).unwrap();
    chunks.extend(export.document(&ExportedDocument::new("a.txt", &document, &layers)).unwrap());
    chunks.extend(export.end().unwrap().0);
    chunks.into_iter().flat_map(|chunk| chunk.bytes).collect()
}
