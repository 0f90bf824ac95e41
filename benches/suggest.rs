//! Suggestions: in a text of 10 KB and of 1 MB, and what learning from layers costs.
//!
//! ```text
//! cargo bench --bench suggest
//! ```
//!
//! Wanted: 10 KB in 10 ms, 1 MB in 200 ms, and a corpus of 10,000 tagged articles learnt from in 2 s, once; again after a change, in
//! the time that it takes to look at the files.

use std::path::Path;

use diptych::corpus::{Corpus, record};
use diptych::language;
use diptych::learn::School;
use diptych::suggest::learnt::Learnt;
use diptych::suggest::lesson::Lesson;
use diptych::suggest::{Question, suggestions};
use diptych::tags::edit::Edit;
use diptych::tags::scheme::Scheme;
use diptych::tags::{Layer, Records, Tag};
use diptych::text::{Document, Span};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const PEOPLE: &[&str] = &["Ana Karlov", "the harbour master", "Ben Lomas", "officials", "the ministry", "Mayor Stone"];
const VERBS: &[&str] = &["said", "warned", "told reporters", "added", "explained"];
const SAID: &[&str] = &[
    "the harbour would stay closed until Monday",
    "about 1,500 boats had left before the storm",
    "the price of diesel rose by 8.8 per cent",
    "nobody could say how long the repair would take",
];

/// A made article of so many bytes: every second sentence cites someone.
fn article(bytes: usize, seed: u64) -> Document {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut text = String::with_capacity(bytes + 200);
    while text.len() < bytes {
        let mut one_of = |words: &[&'static str]| words[random.usize(..words.len())];
        let (person, verb, said) = (one_of(PEOPLE), one_of(VERBS), one_of(SAID));
        text += &format!("{person} {verb} that {said}. The road to the north is {} km long.", random.u32(2..900));
        text += if random.u8(..4) == 0 { "\n\n" } else { " " };
    }
    Document::new(text)
}

/// The layer of someone who has tagged every second source of an article.
fn layer(document: &Document) -> Layer {
    let mut layer = Layer::default();
    for (start, name) in document.text().match_indices("Ana Karlov").step_by(2) {
        let span = Span::new(start, start + name.len());
        layer.apply(Edit::put(Tag::new("source", span, "2026-11-28T10:00:00Z")));
    }
    layer
}

fn learnt(layers: usize) -> Learnt {
    let mut learnt = Learnt::default();
    let document = article(4_000, 7);
    let layer = layer(&document);
    (0..layers).for_each(|_| learnt.add(&Lesson::of(layer.records(), &document)));
    learnt
}

#[divan::bench(args = [10_000, 1_000_000])]
fn suggestions_of_a_text(bencher: Bencher, bytes: usize) {
    let (document, learnt) = (article(bytes, 1), learnt(20));
    let (language, scheme, own) = (language::english(), Scheme::default(), Records::default());
    let within = Span::new(0, document.len());
    let question =
        Question { document: &document, language, scheme: &scheme, own: &own, models: &[], learnt: &learnt, within };
    bencher.counter(BytesCount::new(document.len())).bench(|| suggestions(&question));
}

/// What the program asks about first in a long text: 16 KB on each side of the cursor.
#[divan::bench(args = [0, 500_000])]
fn the_first_suggestions_of_a_text_of_1_mb(bencher: Bencher, cursor: usize) {
    let (document, learnt) = (article(1_000_000, 1), learnt(20));
    let (language, scheme, own) = (language::english(), Scheme::default(), Records::default());
    let within = Span::new(cursor.saturating_sub(16 << 10), cursor + (16 << 10));
    let question =
        Question { document: &document, language, scheme: &scheme, own: &own, models: &[], learnt: &learnt, within };
    bencher.bench(|| suggestions(&question));
}

#[divan::bench(args = [100, 10_000])]
fn learning_from_layers(bencher: Bencher, layers: usize) {
    bencher.bench(|| learnt(layers));
}

/// Writes a corpus of so many tagged articles.
fn corpus(folder: &Path, articles: usize) -> Corpus {
    let written = std::fs::create_dir_all(folder.join("annotations"))
        .and_then(|()| std::fs::write(folder.join("annotations/corpus.ron"), "(format: 1)"))
        .and_then(|()| (0..articles).try_for_each(|number| tagged(folder, number)));
    written.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    Corpus::here(folder).unwrap_or_else(|problem| panic!("{problem}"))
}

fn tagged(folder: &Path, number: usize) -> std::io::Result<()> {
    let (document, name) = (article(3_000, number as u64), format!("{number}.txt"));
    let layer = record::write(layer(&document).records(), &document, &name, "ana");
    std::fs::write(folder.join(&name), document.text())?;
    std::fs::write(folder.join(format!("annotations/{name}.ana.ron")), layer)
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn learning_from_a_corpus_of_10_000_articles(bencher: Bencher) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let corpus = corpus(folder.path(), 10_000);
    bencher.with_inputs(School::default).bench_values(|mut school| {
        let _ = school.learn(&corpus, "none.txt", "ana", &[]);
        school
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn learning_after_one_of_10_000_articles_has_changed(bencher: Bencher) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let corpus = corpus(folder.path(), 10_000);
    let mut school = School::default();
    let mut number = 0;
    let _ = school.learn(&corpus, "none.txt", "ana", &[]);
    bencher.bench_local(|| {
        number += 1;
        let _ = std::fs::copy(
            folder.path().join(format!("annotations/{number}.txt.ana.ron")),
            folder.path().join("annotations/0.txt.ana.ron"),
        );
        school.learn(&corpus, "none.txt", "ana", &[]).is_ok()
    });
}
