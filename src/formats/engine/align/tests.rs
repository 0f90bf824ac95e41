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
fn fitted(imported: &ImportedDocument, measure: Option<OffsetUnit>) -> Result<Vec<String>, String> {
    let document = Document::new(TEXT);
    let fitted = align(imported, &Destination { measure, ..destination(&document) }).whole().map_err(|fault| {
        format!("{fault}{}", fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default())
    })?;
    Ok(fitted.tags.iter().map(|tag| document.slice(tag.span).to_string()).collect())
}

#[test]
fn a_file_in_utf_16_or_in_bytes_is_named_and_put_right() {
    for (start, measure, words) in [(3, OffsetUnit::Utf16, "UTF-16 units"), (5, OffsetUnit::Bytes, "bytes")] {
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
    assert_eq!(refused(tag("claim", 8, 2, None)), "7: claim 8..2 runs backwards");
    let document = Document::new("e\u{301}t");
    let fault = align(&file(vec![tag("claim", 0, 1, Some("e"))]), &destination(&document)).whole().unwrap_err();
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
    let fitted = align(&file(vec![pieces]), &destination(&document)).whole().unwrap();
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
    let edits = align(&imported, &destination(&document)).whole().unwrap().edits(&layer);
    assert_eq!(edits.len(), 4);
    edits.into_iter().for_each(|edit| drop(layer.apply(edit)));
    assert_eq!(align(&imported, &destination(&document)).whole().unwrap().edits(&layer), []);
    // Nor do other keys, of a tool that numbers its records again.
    let before = layer.tags().len();
    imported.tags.remove(1);
    for tag in &mut imported.tags {
        tag.key = format!("9{}", tag.key);
    }
    (imported.links[0].from, imported.links[0].to) = ("9T0".into(), "9T2".into());
    let again = align(&imported, &destination(&document)).whole().unwrap().edits(&layer);
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

#[test]
fn a_tag_on_no_words_is_counted_and_no_fault() {
    let document = Document::new(TEXT);
    let aligned = align(&file(vec![tag("claim", 2, 2, None), tag("claim", 2, 8, None)]), &destination(&document));
    assert_eq!((aligned.tags.len(), aligned.losses.of(Aspect::Wordless), aligned.faults.len()), (1, 1, 0));
}

#[test]
fn every_fault_is_told_and_the_rest_is_there() {
    let tags = vec![tag("claim", 2, 800, None), tag("claim", 2, 8, Some("Prices")), tag("claim", 2, 8, Some("Wages"))];
    let aligned = align(&file(tags), &destination(&Document::new(TEXT)));
    assert_eq!((aligned.tags.len(), aligned.faults.len()), (1, 2));
}

#[test]
fn a_text_in_another_dress_has_its_tags_on_the_same_words() {
    let own = format!("\u{feff}{}", TEXT.replace('\n', "\r\n"));
    let at = |words: &str| own[..own.find(words).unwrap()].chars().count();
    let place = |words: &str| (at(words), at(words) + words.chars().count());
    let tags = ["Prices rose 5%", "May,\r\nINSEE"]
        .map(|words| ImportedTag { parts: vec![place(words)], ..tag("claim", 0, 0, Some(words)) });
    let imported = ImportedDocument { text: Some(own.clone()), ..file(tags.to_vec()) };
    assert_eq!(fitted(&imported, None), Ok(vec!["Prices rose 5%".into(), "May,\nINSEE".into()]));
}

#[test]
fn a_mended_typo_leaves_tags_where_they_were_and_marks_the_one_on_it() {
    let own = TEXT.replace("Prices", "Prises").replace("said", "said on Monday that nobody had known");
    let at = |words: &str| own[..own.find(words).unwrap()].chars().count();
    let tags =
        ["Prises rose 5%", "5%", "INSEE"].map(|words| tag("claim", at(words), at(words) + words.len(), Some(words)));
    let imported = ImportedDocument { text: Some(own.clone()), ..file(tags.to_vec()) };
    let document = Document::new(TEXT.replace("said", "said on Monday that nobody had known"));
    let aligned = align(&imported, &destination(&document)).whole().unwrap();
    let shown: Vec<_> = aligned.tags.iter().map(|tag| (document.slice(tag.span), tag.was.as_deref())).collect();
    assert_eq!(shown, [("Prices rose 5%", Some("Prises rose 5%")), ("5%", None), ("INSEE", None)]);
    assert_eq!(aligned.carried, Some(CarriedOver { same: 2, changed: 1, lost: 0 }));
}

#[test]
fn another_text_is_refused_with_what_differs() {
    let imported = ImportedDocument {
        text: Some("The weather was bad in the north.".into()),
        ..file(vec![tag("claim", 0, 3, None)])
    };
    let refused = fitted(&imported, None).unwrap_err();
    assert_eq!(
        refused,
        "1: a.txt has another text here: the file has “The weather was bad in the…”, and here is “😀 Prices rose 5% in May, INSEE…”"
    );
}

#[test]
fn a_quote_without_offsets_is_where_its_words_stand_once() {
    let quote = |exact: &str, prefix: &str, suffix: &str| ImportedTag {
        parts: Vec::new(),
        prefix: prefix.into(),
        suffix: suffix.into(),
        ..tag("claim", 0, 0, Some(exact))
    };
    let words = |tag| fitted(&file(vec![tag]), None);
    assert_eq!(words(quote("INSEE", "", "")), Ok(vec!["INSEE".into()]));
    assert_eq!(words(quote("i", "", "n May")), Ok(vec!["i".into()]));
    assert_eq!(words(quote("s", "", "")), Err("7: claim “s” stands at 3 places, and nothing tells at which".into()));
    assert_eq!(words(quote("GDP", "", "")), Err("7: claim “GDP” is not in the text".into()));
    // A stale position gives way to the words around the quote, but not to the quote alone.
    let stale = |tag: ImportedTag| ImportedTag { parts: vec![(0, 5)], ..tag };
    assert_eq!(words(stale(quote("INSEE", "May,\n", " said"))), Ok(vec!["INSEE".into()]));
    assert!(words(stale(quote("INSEE", "", ""))).is_err());
}

#[test]
fn what_was_read_and_has_no_tags_says_so() {
    let document = Document::new(TEXT);
    let mut layer = Layer::new(Records::default());
    let edits = align(&file(Vec::new()), &destination(&document)).edits(&layer);
    edits.into_iter().for_each(|edit| drop(layer.apply(edit)));
    assert_eq!(layer.records().status(), Status::NothingToTag);
    assert_eq!(align(&file(Vec::new()), &destination(&document)).edits(&layer), []);
    let edits = align(&file(vec![tag("claim", 2, 8, None)]), &destination(&document)).edits(&layer);
    edits.into_iter().for_each(|edit| drop(layer.apply(edit)));
    assert_eq!(layer.records().status(), Status::InProgress, "with a tag it is no longer true");
    assert_eq!(align(&file(Vec::new()), &destination(&document)).edits(&layer), []);
}
