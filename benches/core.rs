//! The parts: wrapping, units, offsets, overlap queries, the file of a layer.
//!
//! ```text
//! cargo bench --bench core
//! ```
#![allow(clippy::expect_used)]

use diptych::corpus::record;
use diptych::layout::{Layout, Typesetting, wrap};
use diptych::tags::set::TagSet;
use diptych::tags::{Records, Tag};
use diptych::text::unit::{self, Unit};
use diptych::text::{Document, Span, grapheme};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const PARAGRAPH: &str = "In a startling development, approximately 10,000 soldiers have been deployed to the region. Sec. Gen. \
    Mark Rutte warned of “immediate risks” — for Europe and the U.S. alike — and 23 of 32 members reach 2% of GDP. ";

#[divan::bench(args = [1, 10, 80])]
fn wrap_paragraph(bencher: Bencher, times: usize) {
    let text = PARAGRAPH.repeat(times);
    bencher.counter(BytesCount::new(text.len())).bench(|| wrap::rows(&text, Span::new(0, text.len()), 74));
}

#[divan::bench(args = [Unit::Word, Unit::Sentence])]
fn unit_at(bencher: Bencher, unit: Unit) {
    let text = PARAGRAPH.repeat(20);
    let middle = grapheme::floor(&text, text.len() / 2);
    bencher.bench(|| unit::at(&text, unit, black_box(middle)));
}

#[divan::bench(args = [10_000, 100_000_000])]
fn a_page_from_the_middle(bencher: Bencher, bytes: usize) {
    let text = format!("{}\n", PARAGRAPH.repeat(3)).repeat(bytes / 600);
    let middle = grapheme::floor(&text, text.len() / 2);
    bencher.bench(|| {
        let mut layout = Layout::new(74, Typesetting::default());
        let top = layout.row_at(&text, middle);
        layout.page(&text, top, 46)
    });
}

#[divan::bench(args = [10_000, 100_000_000])]
fn offset_there_and_back(bencher: Bencher, bytes: usize) {
    let document = Document::new(PARAGRAPH.repeat(bytes / 200));
    let middle = document.to_chars(document.len() / 2);
    bencher.bench(|| document.to_byte(black_box(middle)).map(|byte| document.to_chars(byte)));
}

fn tags(count: usize) -> (Document, TagSet) {
    let document = Document::new(PARAGRAPH.repeat(count / 4 + 1));
    let spans = (0..count).map(|number| Span::new(number * 40, number * 40 + 12));
    let whole = spans.filter(|span| document.text().get(span.start..span.end).is_some());
    let set = whole.map(|span| Tag::new("claim", span, "2026-11-22T04:17:00Z")).collect();
    (document, set)
}

#[divan::bench(args = [100, 10_000, 1_000_000])]
fn tags_in_a_page(bencher: Bencher, count: usize) {
    let (_, set) = tags(count);
    bencher.bench(|| set.touching(black_box(Span::new(count * 20, count * 20 + 4000))).count());
}

#[divan::bench(args = [10_000])]
fn write_layer(bencher: Bencher, count: usize) {
    let (document, tags) = tags(count);
    let records = Records { tags, ..Records::default() };
    bencher.bench(|| record::write(&records, &document, "a.txt", "ana"));
}

#[divan::bench(args = [10_000])]
fn read_layer(bencher: Bencher, count: usize) {
    let (document, tags) = tags(count);
    let text = record::write(&Records { tags, ..Records::default() }, &document, "a.txt", "ana");
    bencher.bench(|| record::read(&text, &document, "a.txt", "ana").expect("what was just written"));
}
