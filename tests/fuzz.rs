//! The targets of `fuzz/` on the inputs that were kept, on what can be made of them, and on noise; the long runs are
//! `cargo +nightly fuzz run NAME tests/corpus/NAME`, or `FUZZ=1000000 cargo test --release --test fuzz`: so many
//! inputs of each.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The kept inputs of a target.
fn kept(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Replays what is kept; then parts of it, joined and with noise in between, and noise alone.
fn replay(name: &str, target: fn(&[u8])) {
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
