//! Agreement: 1,000,000 tags on each side over 1,000 documents, all metrics.
//!
//! ```text
//! cargo bench --bench agree
//! ```
//!
//! `tests/data/agreement/race.py` times nervaluate and scikit-learn on tags of the same make.

use diptych::review::agreement::{AgreementUnit, Measuring};
use diptych::review::bootstrap::{SAMPLES, SEED};
use diptych::review::matching;
use diptych::tags::Tag;
use diptych::tags::set::TagSet;
use diptych::text::{Document, Span};
use divan::Bencher;

fn main() {
    divan::main();
}

const LABELS: [&str; 3] = ["claim", "figure", "source"];

/// The document that all layers are on: so many tags find room.
fn document(tags: usize) -> Document {
    let paragraph = "soldiers have been deployed to the region, ".repeat(10);
    Document::new(format!("{paragraph}\n\n").repeat(tags * 45 / 432 + 1))
}

/// A layer of so many tags, of which every seventh has another label and every fifth another end than another's.
fn layer(tags: usize, by: usize) -> TagSet {
    let tag = |number: usize| {
        let (shift, other) =
            (usize::from((number + by).is_multiple_of(5)), usize::from((number + 3 * by).is_multiple_of(7)));
        let (start, len) = (number * 45, [20 + number * 7 % 21, 3 + number % 9, 10 + number % 13][number % 3]);
        Tag::new(LABELS[(number + other) % 3], Span::new(start + shift, start + len + 2 * shift), "")
    };
    (0..tags).map(tag).collect()
}

#[divan::bench(args = [(2, 100), (9, 10_000), (1_000, 1_000)], sample_count = 3)]
fn agreement(bencher: Bencher, (documents, tags): (usize, usize)) {
    let (document, ana, ben) = (document(tags), layer(tags, 0), layer(tags, 1));
    bencher.bench(|| {
        let mut measuring = Measuring::new(2, LABELS, AgreementUnit::Words);
        (0..documents).for_each(|_| measuring.add("a.txt", &document, &[&ana, &ben]));
        measuring.finish(SAMPLES, SEED)
    });
}

#[divan::bench(args = [0, SAMPLES], sample_count = 3)]
fn intervals(bencher: Bencher, samples: usize) {
    let (document, ana, ben) = (document(1_000), layer(1_000, 0), layer(1_000, 1));
    bencher
        .with_inputs(|| {
            let mut measuring = Measuring::new(2, LABELS, AgreementUnit::Words);
            (0..1_000).for_each(|_| measuring.add("a.txt", &document, &[&ana, &ben]));
            measuring
        })
        .bench_values(|measuring| measuring.finish(samples, SEED));
}

#[divan::bench(args = [1_000, 100_000])]
fn matching(bencher: Bencher, tags: usize) {
    let (document, ana, ben, cho) = (document(tags), layer(tags, 0), layer(tags, 1), layer(tags, 2));
    bencher.bench(|| matching::clusters(&document, &[&ana, &ben, &cho]).len());
}

/// Tags that all lie over one place: the worst that can be given.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn matching_nested(bencher: Bencher, tags: usize) {
    let document = Document::new("x".repeat(4 * tags));
    let layer = |by: usize| -> TagSet {
        (0..tags).map(|number| Tag::new("claim", Span::new(number + by, 4 * tags - number), "")).collect()
    };
    let (ana, ben) = (layer(0), layer(1));
    bencher.bench(|| matching::clusters(&document, &[&ana, &ben]).len());
}
