//! Two documents held against each other: the parts, and all of it.
//!
//! ```text
//! cargo bench --bench compare
//! cargo run --release --example gold -- table FOLDER        how good it is, on texts that people have marked
//! ```
//!
//! Wanted: two texts of 10,000 words in 60 ms, 10 ms of them for the wording; two of 170,000 words (1 MB) in 1.5 s; the quantities of 590
//! sentences in 50 ms.

use diptych::compare::both::Both;
use diptych::compare::reading::DocumentReading;
use diptych::compare::wording::wording;
use diptych::compare::{Bonds, Side, compare};
use diptych::language;
use diptych::quantity;
use diptych::text::{Document, unit};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// Words, the frequent ones first.
const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "for",
    "was",
    "on",
    "said",
    "with",
    "by",
    "from",
    "at",
    "has",
    "minister",
    "town",
    "harbour",
    "boats",
    "storm",
    "price",
    "bread",
    "council",
    "police",
    "school",
    "bridge",
    "river",
    "people",
    "houses",
    "repair",
    "budget",
    "decision",
    "election",
    "hospital",
    "report",
    "company",
    "workers",
    "strike",
    "island",
    "ferry",
    "fishermen",
    "weather",
];

/// A made text of so many words: sentences of 20 of them, each with a figure, and a name that is rare.
fn made(words: usize, seed: u64) -> Document {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut text = String::new();
    for _ in 0..words / 20 {
        // A small letter would begin no sentence.
        text += "The ";
        for _ in 0..16 {
            text += WORDS[(random.f64() * random.f64() * WORDS.len() as f64) as usize];
            text.push(' ');
        }
        text +=
            &format!("Kar{} {} boats.{}", random.u32(..9999), random.u32(2..20_000), [" ", "\n\n"][random.usize(..2)]);
    }
    Document::new(text)
}

/// Two made texts of which every tenth sentence is the same.
fn pair(words: usize) -> Both<Document> {
    let (left, right) = (made(words, 1), made(words, 2));
    let spans = Both::new(left.text(), right.text()).map(|text| unit::sentences_of_text(text).collect::<Vec<_>>());
    let mut text = String::new();
    for (number, (one, other)) in spans.left.iter().zip(&spans.right).enumerate() {
        text += if number % 10 == 0 { left.slice(*one) } else { right.slice(*other) };
        text.push(' ');
    }
    Both::new(left, Document::new(text))
}

fn side(document: &Document) -> Side<'_> {
    Side { document, language: language::english(), claims: &[] }
}

/// Sentences of about as many words and figures as news has.
#[divan::bench]
fn quantities_of_590_sentences(bencher: Bencher) {
    let text = made(590 * 20, 3);
    bencher.bench(|| quantity::quantities(text.text(), language::english()));
}

const SIZES: [usize; 3] = [600, 10_000, 170_000];

#[divan::bench(args = SIZES)]
fn shared_wording(bencher: Bencher, words: usize) {
    let pair = pair(words);
    let bytes = pair.left.len() + pair.right.len();
    bencher.counter(BytesCount::new(bytes)).bench(|| wording(pair.left.text(), pair.right.text()));
}

#[divan::bench(args = SIZES)]
fn partners_of_sentences(bencher: Bencher, words: usize) {
    let pair = pair(words);
    let reading = pair.as_ref().map(|document| DocumentReading::of(side(document)));
    let spans = reading.as_ref().map(|reading| reading.sentences.as_slice());
    bencher.bench(|| Bonds::of(reading.as_ref(), spans));
}

#[divan::bench(args = SIZES)]
fn all_sections(bencher: Bencher, words: usize) {
    let pair = pair(words);
    bencher.bench(|| compare(pair.as_ref().map(side), &[]));
}

/// Sentences as tables are written out: 60 figures in each.
#[divan::bench]
fn all_sections_with_many_figures_in_a_sentence(bencher: Bencher) {
    let listed = |seed| {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut text = String::new();
        for _ in 0..40 {
            let mut figure = || format!("{} {}", random.u32(2..20_000), WORDS[random.usize(16..WORDS.len())]);
            text += &format!("The towns reported {}. ", (0..60).map(|_| figure()).collect::<Vec<_>>().join(", "));
        }
        Document::new(text)
    };
    let pair = Both::new(listed(1), listed(2));
    bencher.bench(|| compare(pair.as_ref().map(side), &[]));
}

/// Sources that are called by their roles, in so many paragraphs.
#[divan::bench(args = [1_000, 4_000])]
fn all_sections_with_roles_in_each_sentence(bencher: Bencher, paragraphs: usize) {
    let cited = |number: usize| {
        let letter = char::from(b'a' + (number % 26) as u8);
        format!(
            "The harbour’s spokesman said that road {number} was closed. Judge Stone{letter} ruled so. The judge said it was late.\n\n"
        )
    };
    let document = Document::new((0..paragraphs).map(cited).collect::<String>());
    bencher.bench(|| compare(Both::new(side(&document), side(&document)), &[]));
}

#[divan::bench]
fn wording_of_a_text_that_repeats_itself(bencher: Bencher) {
    let pair = Both::new("na ".repeat(170_000), "na ".repeat(169_999));
    bencher.bench(|| wording(&pair.left, &pair.right));
}
