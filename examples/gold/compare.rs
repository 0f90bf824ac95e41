//! What the comparison of documents says: partners of sentences, pairs of figures, shared wording.

use diptych::compare::both::Both;
use diptych::compare::partner::Likeness;
use diptych::compare::partner::stem::Stems;
use diptych::compare::status::RowStatus;
use diptych::compare::wording::{LEAST, wording};
use diptych::compare::{Side, compare};
use diptych::language;
use diptych::text::{Document, Span};
use serde_json::{Value, json};

/// For each sentence those of other groups, the likeliest first.
pub fn claims(row: &Value) -> Value {
    let sentences: Vec<&str> = array(row, "sentences").iter().filter_map(Value::as_str).collect();
    let groups = array(row, "group");
    let likeness = Likeness::of(sentences.iter().copied(), &Stems::of("en"));
    let mut search = likeness.among(0..sentences.len());
    let rank = |one: usize| {
        let likest = search.likest(one, usize::MAX);
        let others = likest.into_iter().map(|like| like.sentence).filter(|other| groups.get(*other) != groups.get(one));
        others.collect::<Vec<_>>()
    };
    json!({ "id": row["id"], "rank": (0..sentences.len()).map(rank).collect::<Vec<_>>() })
}

/// The figures of two texts that count the same, by the paragraphs in which they stand: two paragraphs differ if any of their figures do.
pub fn figure_pairs(row: &Value) -> Value {
    let document = texts(row);
    let side = |document| Side { document, language: language::english(), claims: &[] };
    let comparison = compare(document.as_ref().map(side), &[]);
    let item = |document: &Document, span: Span| document.text()[..span.start].matches("\n\n").count();
    let mut pairs: Vec<(Both<usize>, Both<usize>, RowStatus)> = Vec::new();
    for row in &comparison.figures {
        let place = row.place();
        let (Some(left), Some(right)) = (place.left, place.right) else { continue };
        let items = Both::new(item(&document.left, left), item(&document.right, right));
        let at = Both::new(document.left.to_chars(left.start), document.right.to_chars(right.start));
        match pairs.iter_mut().find(|(known, _, _)| *known == items) {
            Some((_, _, status)) => *status = (*status).min(row.status),
            None => pairs.push((items, at, row.status)),
        }
    }
    let shown = |(_, at, status): &(_, Both<usize>, RowStatus)| json!({ "left": at.left, "right": at.right, "status": status.name() });
    json!({ "id": row["id"], "pairs": pairs.iter().map(shown).collect::<Vec<_>>() })
}

/// Every run of words that stands in both texts.
pub fn shared_wording(row: &Value) -> Value {
    let document = texts(row);
    let found = wording(document.left.text(), document.right.text());
    let ends = |document: &Document, span: Span| [document.to_chars(span.start), document.to_chars(span.end)];
    let runs: Vec<[usize; 4]> = found
        .runs
        .iter()
        .map(|run| (ends(&document.left, run.place.left), ends(&document.right, run.place.right)))
        .map(|([a, b], [c, d])| [a, b, c, d])
        .collect();
    json!({ "id": row["id"], "words": LEAST, "runs": runs })
}

fn texts(row: &Value) -> Both<Document> {
    Both::new("left", "right").map(|side| Document::new(row[side].as_str().unwrap_or_default()))
}

fn array<'a>(row: &'a Value, key: &str) -> &'a [Value] {
    row[key].as_array().map(Vec::as_slice).unwrap_or_default()
}
