//! Placing 10,000 tags again on 1 MB, under edits of several kinds; and texts and targets that mean harm.
//!
//! ```text
//! cargo bench --bench anchor
//! ```
#![allow(clippy::expect_used)]

#[path = "../tests/edits/mod.rs"]
mod edits;

use diptych::tags::anchor::place;
use diptych::tags::target::Target;
use diptych::text::unit::{Unit, at};
use diptych::text::{Document, Span, grapheme};
use divan::{Bencher, black_box};
use edits::{Edited, Kind};

fn main() {
    divan::main();
}

/// An article of about so many bytes, and tags on it at even distances, a sentence and two words in turn.
fn layer(bytes: usize, tags: usize) -> (Document, Vec<Target>) {
    let mut dice = fastrand::Rng::with_seed(1);
    let mut text = String::with_capacity(bytes + (1 << 16));
    while text.len() < bytes {
        text += &edits::article(&mut dice, 20);
    }
    let document = Document::new(text);
    let span = |number: usize| {
        let place = grapheme::floor(document.text(), document.len() / tags * number);
        at(document.text(), [Unit::Sentence, Unit::Word, Unit::Word][number % 3], place)
    };
    let spans: Vec<Span> = (0..tags).map(span).collect();
    let targets = spans.into_iter().map(|span| Target::of(&document, span)).collect();
    (document, targets)
}

/// The text after edits: of each kind as many as that its size asks for.
fn edited(document: &Document, kind: Kind) -> Document {
    let mut dice = fastrand::Rng::with_seed(2);
    let mut edited = Edited::new(document.text());
    match kind {
        Kind::Inserted | Kind::Deleted | Kind::Moved => edited.each(document.len() / 2000, kind, &mut dice),
        _ => edited.apply(kind, &mut dice),
    }
    Document::new(edited.text())
}

#[divan::bench(args = [Kind::Nothing, Kind::Typos, Kind::Inserted, Kind::Curly, Kind::Crlf], sample_count = 10)]
fn ten_thousand_tags_on_1_mb(bencher: Bencher, kind: Kind) {
    let (document, targets) = layer(1_000_000, 10_000);
    let new = edited(&document, kind);
    bencher.bench(|| place(&new, black_box(&targets)));
}

/// Every quote has one letter less than the words in the text, and stood a little further on.
#[divan::bench(sample_count = 10)]
fn every_quote_changed_a_little(bencher: Bencher) {
    let (document, mut targets) = layer(1_000_000, 10_000);
    for target in &mut targets {
        let third = target.quote.char_indices().nth(2).map(|(at, _)| at);
        third.map(|at| target.quote.remove(at));
        target.start += 7;
    }
    bencher.bench(|| place(&document, black_box(&targets)));
}

/// None of the quotes is anywhere.
#[divan::bench(sample_count = 10)]
fn another_text_altogether(bencher: Bencher) {
    let (document, targets) = layer(1_000_000, 10_000);
    let other = Document::new(document.text().chars().rev().collect::<String>());
    bencher.bench(|| place(&other, black_box(&targets)));
}

#[divan::bench(sample_count = 3)]
fn ten_thousand_tags_on_10_mb(bencher: Bencher) {
    let (document, targets) = layer(10_000_000, 10_000);
    let new = edited(&document, Kind::Crlf);
    bencher.bench(|| place(&new, black_box(&targets)));
}

#[divan::bench(args = ["a", "5% ", "ab cd ef gh ij kl mn op ", "é"], sample_count = 3)]
fn one_thing_over_and_over(bencher: Bencher, piece: &str) {
    let document = Document::new(piece.repeat(1_000_000 / piece.len()));
    let span = |number: usize| Span::new(number * 96, number * 96 + 24 / piece.len().min(24) * piece.len());
    let targets: Vec<Target> = (0..10_000).map(|number| Target::of(&document, span(number))).collect();
    bencher.bench(|| place(&document, black_box(&targets)));
}

#[divan::bench(sample_count = 3)]
fn quotes_as_long_as_the_text(bencher: Bencher) {
    let (document, _) = layer(1_000_000, 1);
    let changed = edited(&document, Kind::Typos);
    let targets = vec![Target::of(&document, Span::new(0, document.len())); 8];
    bencher.bench(|| place(&changed, black_box(&targets)));
}
