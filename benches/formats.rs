//! A million tags on a thousand documents, to `jsonl` and back, one document at a time.
//!
//! ```text
//! cargo bench --bench formats
//! ```
#![allow(clippy::expect_used)]

use diptych::formats::engine::align::{Destination, align};
use diptych::formats::engine::export::Export;
use diptych::formats::engine::import::{Import, ImportOptions, Imported, Source};
use diptych::formats::find;
use diptych::formats::wire::exported::{ExportOptions, ExportSettings, ExportedDocument, ExportedLayer};
use diptych::tags::scheme::Scheme;
use diptych::tags::{Records, Tag};
use diptych::text::{Document, Span, grapheme};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

const AT: &str = "2026-11-22T04:17:00Z";
const SENTENCE: &str = "😀 Prices of about 10,000 goods rose. ";
const DOCUMENTS: usize = 1000;
const TAGS: usize = 1000;
/// How much of a file is read at once, in bytes.
const BIT: usize = 1 << 16;

fn sample() -> (Document, Records) {
    let document = Document::new(SENTENCE.repeat(TAGS));
    let at = |number: usize| number * SENTENCE.len() + 5;
    let tags = (0..TAGS).map(|number| Tag::new("claim", Span::new(at(number), at(number) + 32), AT));
    let records = Records { tags: tags.collect(), ..Records::default() };
    (document, records)
}

/// The whole file.
fn written(document: &Document, records: &Records) -> String {
    let scheme = Scheme::default();
    let format = find("jsonl").expect("there is jsonl");
    let (mut export, _) = Export::begin(format, ExportSettings { scheme: &scheme, options: ExportOptions::default() })
        .expect("it begins");
    let layers = [ExportedLayer { annotator: "ana", records }];
    let mut text = String::new();
    for number in 0..DOCUMENTS {
        let name = format!("{number}.txt");
        let pieces = export.document(&ExportedDocument::new(&name, document, &layers)).expect("it is text");
        pieces.iter().for_each(|piece| text += std::str::from_utf8(&piece.bytes).expect("it is text"));
    }
    text
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn out(bencher: Bencher) {
    let (document, records) = sample();
    bencher.counter(ItemsCount::new(DOCUMENTS * TAGS)).bench_local(|| written(&document, &records).len());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn back(bencher: Bencher) {
    let (document, records) = sample();
    let text = written(&document, &records);
    let (scheme, options) = (Scheme::default(), ImportOptions::default());
    let format = find("jsonl").expect("there is jsonl");
    bencher.counter(ItemsCount::new(DOCUMENTS * TAGS)).bench_local(|| {
        let mut import =
            Import::begin(format, Source { path: "x.jsonl", scheme: &scheme, options: &options }).expect("it is read");
        let (mut found, mut rest, mut tags) = (Vec::new(), text.as_str(), 0);
        while !rest.is_empty() {
            let (bit, others) = rest.split_at(grapheme::floor_char(rest, BIT));
            import.push(bit, &mut found);
            for item in found.drain(..) {
                let Imported::Document(foreign) = item else { panic!("{item:?}") };
                let ground = Destination { name: &foreign.names[0], document: &document, measure: None, at: AT };
                tags += align(&foreign, &ground).whole().expect("it fits").tags.len();
            }
            rest = others;
        }
        import.end(&mut found);
        assert_eq!(tags, DOCUMENTS * TAGS);
    });
}
