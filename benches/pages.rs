//! Pages: what a saved page costs that has a hundred or a thousand parts of one kind. The time should grow with the page
//! and not faster.
//!
//! ```text
//! cargo bench --bench pages
//! ```
#![allow(clippy::expect_used)]

use diptych::convert::convert;
use diptych::convert::kind::Kind;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const WORDS: &str =
    "The river rose by two metres in one night, the governor said on Sunday, and schools were closed in the north.";

/// The kinds of parts, each as its number, and what is around all of them.
const PARTS: &[(&str, &str, &str)] = &[
    (
        "entries",
        "<main>",
        "<article><h2>Entry #</h2><p class='post-body'># WORDS</p><h3>Related</h3><ul><li><a href='/a'>A</a></ul></article>",
    ),
    ("equal beginnings", "<article>", "<p>WORDS It is the report number #.</p>"),
    ("headings of comments", "<article><p>WORDS</p>", "<p>Comments</p><p>I saw #.</p>"),
    ("empty parts of a caption", "<article><p>WORDS</p><figure><figcaption>Noon", "<span></span>"),
    ("a header with dates", "<article><header><h1>River takes villages</h1>", "<p>The <time>#</time> WORDS</p>"),
    (
        "a text for machines",
        "<script type='application/ld+json'>{\"@type\": \"Article\", \"articleBody\": \"WORDS\"}</script><article>",
        "<p># WORDS</p>",
    ),
];

#[divan::bench(args = [100, 1000], consts = [0, 1, 2, 3, 4, 5])]
fn page<const KIND: usize>(bencher: Bencher, parts: usize) {
    let (_, before, part) = PARTS[KIND];
    let part = |number: usize| part.replace('#', &number.to_string());
    let page = format!("{before}{}", (0..parts).map(part).collect::<String>()).replace("WORDS", WORDS);
    bencher
        .counter(BytesCount::new(page.len()))
        .bench(|| convert(Kind::Html, page.as_bytes(), None).expect("a page can be read"));
}
