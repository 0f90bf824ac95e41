//! Tests the targets, selectors and bodies that Web Annotations may have.

use serde_json::{Value, json};

use crate::readable::Corpus;

const TEXT: &str = "Rents rose 7%. Rents fell.";

fn position(start: usize, end: usize) -> Value {
    json!({"type": "TextPositionSelector", "start": start, "end": end})
}

fn quote(exact: &str) -> Value {
    json!({"type": "TextQuoteSelector", "exact": exact})
}

fn refined(mut selector: Value, by: Value) -> Value {
    selector["refinedBy"] = by;
    selector
}

fn figure() -> Value {
    json!({"type": "TextualBody", "purpose": "tagging", "value": "figure"})
}

fn annotation(id: &str, body: Value, target: Value) -> Value {
    json!({"id": id, "body": body, "target": target})
}

fn on(selector: Value) -> Value {
    json!({"source": "a.txt", "selector": selector})
}

/// A page with each annotation on a line, the first on line 2.
fn page(items: &[Value]) -> String {
    let lines: Vec<String> = items.iter().map(Value::to_string).collect();
    format!("{{\"type\": \"AnnotationPage\", \"items\": [\n{}]}}", lines.join(",\n"))
}

/// Returns the quotes with their labels, and what was said.
#[track_caller]
fn imported(items: &[Value]) -> (Vec<(String, String)>, String) {
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    let said = corpus.mine("web-annotation", "in.jsonld", page(items));
    let tags = if corpus.has("annotations/a.txt.me.ron") { corpus.tags("a.txt", "me") } else { Vec::new() };
    (tags, said)
}

fn tag(label: &str, quote: &str) -> (String, String) {
    (label.into(), quote.into())
}

#[test]
fn an_annotation_of_a_whole_text_is_counted() {
    let items = [annotation("x", figure(), json!("a.txt")), annotation("y", figure(), on(position(11, 13)))];
    let (tags, said) = imported(&items);
    assert_eq!(tags, [tag("figure", "7%")]);
    assert!(said.contains("left out: 1, such as line 2: an annotation of a whole text"), "{said}");
    let (tags, said) = imported(&items[..1]);
    assert!(tags.is_empty() && !said.contains("status"), "{said}");
}

#[test]
fn a_body_is_a_note_or_is_counted_by_its_purpose() {
    let body = |purpose: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "value": value});
    let bodies = json!([body("tagging", "figure"), body("describing", "a share"), body("editing", "8%")]);
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    let said = corpus.mine("web-annotation", "in.jsonld", page(&[annotation("x", bodies, on(position(11, 13)))]));
    assert!(said.contains("fields without an equal here left out: 1, such as body"), "{said}");
    assert!(corpus.layer("a.txt", "me").contains("note: \"a share\""));
}

#[test]
fn a_fault_names_the_line_of_its_annotation() {
    let items = [
        annotation("x", figure(), on(position(11, 13))),
        annotation("y", figure(), on(json!({"type": "TextPositionSelector", "start": 3}))),
        annotation("z", figure(), on(position(100, 300))),
        json!({"foo": 1}),
    ];
    let said = Corpus::of(&[("a.txt", TEXT)]).refused("web-annotation", "in.jsonld", page(&items));
    for (line, words) in
        [(3, "a TextPositionSelector has no"), (4, "`z`, figure 100..300"), (5, "an item is no annotation")]
    {
        assert!(said.contains(&format!("in.jsonld:{line}: {words}")), "{said}");
    }
}

#[test]
fn a_fault_beside_annotations_of_whole_texts_is_named() {
    let items = [annotation("x", figure(), json!("a.txt")), json!({"foo": 1})];
    let said = Corpus::of(&[("a.txt", TEXT)]).refused("web-annotation", "in.jsonld", page(&items));
    assert!(said.contains("in.jsonld:3: an item is no annotation"), "{said}");
}

#[test]
fn lists_in_one_another_have_an_end() {
    let deep = |count: usize| format!("{}{}", "[".repeat(count), "]".repeat(count));
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    for count in [129, 100_000] {
        let said = corpus.refused("web-annotation", "in.jsonld", deep(count));
        assert!(said.contains("in.jsonld:1: more than 128 lists and pages are in one another"), "{said}");
    }
    let annotation = annotation("y", figure(), on(position(11, 13)));
    corpus.mine("web-annotation", "in.jsonld", format!("{}{annotation}{}", "[".repeat(100), "]".repeat(100)));
    assert_eq!(corpus.tags("a.txt", "me"), [tag("figure", "7%")]);
}

#[test]
fn a_selector_is_refined_by_another() {
    let (tags, said) = imported(&[
        annotation("x", figure(), on(refined(position(6, 13), position(5, 7)))),
        annotation("y", figure(), on(refined(position(0, 13), quote("rose")))),
        annotation("z", figure(), on(refined(quote("Rents rose 7%"), position(11, 13)))),
    ]);
    assert_eq!(tags, [tag("figure", "rose"), tag("figure", "7%")], "{said}");
    assert!(said.contains("records without an equal here left out: 1, such as z"), "{said}");
}

#[test]
fn a_quote_that_stands_once_tells_the_place_where_the_position_is_stale() {
    let (tags, _) = imported(&[annotation("x", figure(), on(json!([position(3, 5), quote("7%")])))]);
    assert_eq!(tags, [tag("figure", "7%")]);
    let twice = annotation("x", figure(), on(json!([position(3, 5), quote("Rents")])));
    let said = Corpus::of(&[("a.txt", TEXT)]).refused("web-annotation", "in.jsonld", page(&[twice]));
    assert!(said.contains("figure “Rents” stands at 2 places"), "{said}");
}

#[test]
fn a_comment_and_a_picture_are_no_labels_and_a_choice_is_its_first() {
    let comment = json!({"type": "TextualBody", "value": "why?"});
    let mut commenting = annotation("k", comment.clone(), on(position(0, 5)));
    commenting["motivation"] = "commenting".into();
    let remark = json!({"type": "TextualBody", "purpose": "commenting", "value": "why?"});
    let picture = json!({"type": "Image", "id": "https://example.org/a.png"});
    let choice =
        json!({"type": "Choice", "items": [figure(), {"type": "TextualBody", "purpose": "tagging", "value": "claim"}]});
    let (tags, said) = imported(&[
        commenting,
        annotation("r", remark.clone(), on(position(6, 10))),
        annotation("i", picture, on(position(0, 5))),
        annotation("c", choice, on(position(11, 13))),
        annotation("b", json!([figure(), remark]), on(position(21, 25))),
    ]);
    assert_eq!(tags, [tag("figure", "7%"), tag("figure", "fell")], "{said}");
    assert!(said.contains("records without an equal here left out: 3, such as k; r; i"), "{said}");
    assert!(said.contains("fields without an equal here left out: 2, such as body"), "{said}");
}
