//! What fits is taken, what does not is refused and named.

use super::*;
use crate::tags::Records;

const TEXT: &str = "😀 Prices rose 5% in May,\nINSEE said.";

fn destination(document: &Document) -> Destination<'_> {
    Destination { name: "a.txt", document, measure: None, at: "2026-11-22T04:17:00Z" }
}

fn tag(label: &str, start: usize, end: usize, quote: Option<&str>) -> ImportedTag {
    let quote = quote.map(String::from);
    ImportedTag { label: label.into(), parts: vec![(start, end)], quote, line: 7, ..ImportedTag::default() }
}

fn file(tags: Vec<ImportedTag>) -> ImportedDocument {
    ImportedDocument { tags, line: 1, ..ImportedDocument::default() }
}

/// Returns the words that the tags of a file are on, or why they do not fit.
fn fitted(imported: &ImportedDocument, measure: Option<Measure>) -> Result<Vec<String>, String> {
    let document = Document::new(TEXT);
    let fitted = align(imported, &Destination { measure, ..destination(&document) }).map_err(|fault| {
        format!("{fault}{}", fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default())
    })?;
    Ok(fitted.tags.iter().map(|tag| document.slice(tag.span).to_string()).collect())
}

#[test]
fn a_file_in_utf_16_or_in_bytes_is_named_and_put_right() {
    for (start, measure, words) in [(3, Measure::Utf16, "UTF-16 units"), (5, Measure::Bytes, "bytes")] {
        for quote in [Some("Prices"), None] {
            let imported = file(vec![tag("claim", start, start + 6, quote)]);
            let refused = fitted(&imported, None).unwrap_err();
            assert!(refused.contains(&format!("the offsets count {words}, not code points")), "{refused}");
            assert!(refused.ends_with(&format!("(import it with --offsets {})", measure.name())), "{refused}");
            assert_eq!(fitted(&imported, Some(measure)), Ok(vec!["Prices".into()]));
        }
    }
}

#[test]
fn what_fits_nowhere_is_refused_with_its_line() {
    let refused = |tag| fitted(&file(vec![tag]), None).unwrap_err();
    assert_eq!(refused(tag("claim", 2, 8, Some("Wages"))), "7: claim 2..8 says “Wages”, but “Prices” stands there");
    assert_eq!(refused(tag("claim", 2, 800, None)), "7: claim 2..800 is not in the text");
    assert_eq!(refused(tag("claim", 8, 2, None)), "7: claim 8..2 is empty or runs backwards");
    let text = Some(TEXT.replace('\n', "\r\n"));
    let other = ImportedDocument { text, ..file(vec![tag("source", 27, 32, None)]) };
    let refused = fitted(&other, None).unwrap_err();
    assert!(refused.ends_with("(the text in the file is not the document's: its lines end otherwise)"), "{refused}");
    let document = Document::new("e\u{301}t");
    let fault = align(&file(vec![tag("claim", 0, 1, Some("e"))]), &destination(&document)).unwrap_err();
    assert_eq!(fault.words, "claim 0..1 cuts a character in two");
}

#[test]
fn a_tag_inside_a_word_is_not_taken_for_a_shifted_one() {
    assert_eq!(fitted(&file(vec![tag("claim", 3, 5, None), tag("source", 26, 31, None)]), None).unwrap()[0], "ri");
}

#[test]
fn pieces_with_only_blanks_between_them_are_one_span_and_others_several_tags() {
    let mut whole = tag("claim", 0, 0, Some("in May, INSEE said"));
    whole.parts = vec![(17, 24), (25, 35)];
    assert_eq!(fitted(&file(vec![whole]), None), Ok(vec!["in May,\nINSEE said".into()]));
    let mut pieces = tag("claim", 0, 0, Some("Prices 5%"));
    (pieces.parts, pieces.key) = (vec![(2, 8), (14, 16)], "T1".into());
    let document = Document::new(TEXT);
    let fitted = align(&file(vec![pieces]), &destination(&document)).unwrap();
    assert_eq!(fitted.tags.len(), 2);
    assert_eq!(
        fitted.losses.to_string(),
        "spans with gaps made into several tags: 1, such as a.txt claim “Prices … 5%”"
    );
}

#[test]
fn importing_twice_adds_nothing() {
    let document = Document::new(TEXT);
    let mut imported = file(vec![tag("claim", 2, 16, None), tag("claim", 2, 16, None), tag("source", 25, 30, None)]);
    for (number, tag) in imported.tags.iter_mut().enumerate() {
        tag.key = format!("T{number}");
    }
    let link = crate::formats::wire::imported::ImportedLink {
        kind: "attributed to".into(),
        from: "T0".into(),
        to: "T2".into(),
        ..Default::default()
    };
    imported.links = vec![link];
    let mut layer = Layer::new(Records::default());
    let edits = align(&imported, &destination(&document)).unwrap().edits(&layer);
    assert_eq!(edits.len(), 4);
    edits.into_iter().for_each(|edit| drop(layer.apply(edit)));
    assert_eq!(align(&imported, &destination(&document)).unwrap().edits(&layer), []);
    // Nor do other keys, of a tool that numbers its records anew.
    let before = layer.tags().len();
    imported.tags.remove(1);
    for tag in &mut imported.tags {
        tag.key = format!("9{}", tag.key);
    }
    (imported.links[0].from, imported.links[0].to) = ("9T0".into(), "9T2".into());
    let again = align(&imported, &destination(&document)).unwrap().edits(&layer);
    assert!(again.iter().all(|edit| matches!(edit, Edit::Link(..))), "{again:?}");
    assert_eq!(layer.tags().len(), before);
}

#[test]
fn times_of_other_tools_are_cut_to_seconds() {
    let shown = |at| time(at).map(Cow::into_owned);
    assert_eq!(shown("2026-11-22T04:17:00Z").as_deref(), Some("2026-11-22T04:17:00Z"));
    assert_eq!(shown("2026-11-22T04:17:00.123456Z").as_deref(), Some("2026-11-22T04:17:00Z"));
    assert_eq!(shown("2026-11-22T04:17:00+00:00").as_deref(), Some("2026-11-22T04:17:00Z"));
    assert_eq!(shown("yesterday"), None);
}
