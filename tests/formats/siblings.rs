//! Tests shapes that tools document and few files have: regions on pages and dialogues, reviews, ranges, chained pieces.

use crate::readable::{Corpus, tag};

#[test]
fn a_region_on_a_page_or_a_dialogue_is_placed_on_its_text() {
    let region = |kind: &str, value: &str| {
        format!(
            r#"{{"id": "r", "from_name": "label", "to_name": "text", "type": "{kind}", "value": {{{value}, "{kind}": ["figure"]}}}}"#
        )
    };
    let task = |data: &str, results: &[String]| {
        format!(r#"[{{"id": 1, "data": {{"text": {data}}}, "annotations": [{{"result": [{}]}}]}}]"#, results.join(", "))
    };
    let path = |text: &str| {
        format!(
            r#""start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "endOffset": 2, "text": "{text}""#
        )
    };
    let page = r#""<html><body><p>Rents rose <b>7%</b>, then rose by 9%.</p></body></html>""#;
    let results = ["7%", "rose", "11%"].map(|words| region("hypertextlabels", &path(words)));
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("label-studio", "page.json", task(page, &results));
    assert_eq!(corpus.0.read("page-1.txt").trim(), "Rents rose 7%, then rose by 9%.");
    assert_eq!(corpus.tags("page-1.txt", "me"), [tag("figure", "7%")]);
    assert!(said.contains("records without an equal here left out: 2, such as hypertextlabels label"), "{said}");
    let turns = r#"[{"author": "Ana", "text": "😀 Rents rose 7%."}, {"author": "Ben", "text": "No, 9%."}]"#;
    let at = |turns: [usize; 2], ends: [usize; 2], text: &str| {
        let [[first, last], [start, end]] = [turns, ends];
        let value = format!(
            r#""start": "{first}", "end": "{last}", "startOffset": {start}, "endOffset": {end}, "text": "{text}""#
        );
        region("paragraphlabels", &value)
    };
    let results =
        [at([0, 0], [14, 16], "7%"), at([1, 1], [4, 6], "9%"), at([0, 1], [14, 2], "7%. No"), at([5, 5], [0, 1], "x")];
    let said = corpus.mine("label-studio", "talk.json", task(turns, &results));
    assert_eq!(corpus.0.read("talk-1.txt"), "Ana: 😀 Rents rose 7%.\n\nBen: No, 9%.");
    let tags = [tag("figure", "7%"), tag("figure", "7%.\n\nBen: No"), tag("figure", "9%")];
    assert_eq!(corpus.tags("talk-1.txt", "me"), tags);
    assert!(said.contains("records without an equal here left out: 1"), "{said}");
    let wrong = task(turns, &[at([0, 0], [13, 15], "7%")]);
    let said = corpus.refused("label-studio", "wrong.json", wrong);
    assert!(said.contains("says “7%”"), "{said}");
}

#[test]
fn the_versions_of_a_review_are_by_those_who_made_them() {
    let version =
        |spans: &str, more: &str| format!(r#""text": "Rents rose 7%.", "spans": [{spans}], "answer": "accept"{more}"#);
    let (claim, figure) =
        (r#"{"start": 0, "end": 13, "label": "claim"}"#, r#"{"start": 11, "end": 13, "label": "figure"}"#);
    let versions = [(claim, r#"["news-ana"]"#), (figure, r#"["news-ben", "news-cem"]"#)]
        .map(|(spans, who)| format!("{{{}}}", version(spans, &format!(r#", "sessions": {who}, "default": false"#))));
    let more = format!(
        r#", "versions": [{}], "sessions": ["news-ana", "news-ben", "news-cem"], "view_id": "ner_manual", "_session_id": "gold-dee""#,
        versions.join(", ")
    );
    let line = format!("{{{}}}\n", version(figure, &more));
    let corpus = Corpus::of(&[]);
    let said = corpus.import("spacy", "in.jsonl", &line, &["--all", "--strict"]);
    assert!(said.contains("4 layers"), "{said}");
    for (who, made) in [
        ("news-ana", tag("claim", "Rents rose 7%")),
        ("news-ben", tag("figure", "7%")),
        ("news-cem", tag("figure", "7%")),
        ("gold-dee", tag("figure", "7%")),
    ] {
        assert_eq!(corpus.tags("in-1.txt", who), [made], "{who}");
    }
    let corpus = Corpus::of(&[]);
    corpus.import("spacy", "in.jsonl", &line, &["--from", "gold-dee", "--annotator", "me"]);
    assert_eq!(corpus.tags("in-1.txt", "me"), [tag("figure", "7%")]);
    let broken = line.replace(r#""sessions": ["news-ana"]"#, r#""sessions": 5"#);
    assert!(corpus.refused("spacy", "broken.jsonl", broken).contains("the number 5 stands where"));
    let deep = [r#"{"text":"a b","versions":["#.repeat(400), "{}".into(), "]}".repeat(400)].concat();
    assert!(corpus.refused("spacy", "deep.jsonl", deep).contains("versions itself"));
}

#[test]
fn what_spacy_says_of_tokens_is_counted_once_a_text() {
    let line = r#"{"text": "Rents rose.", "ents": [{"start": 0, "end": 5, "label": "claim"}], "sents": [{"start": 0, "end": 11}], "tokens": [
        {"id": 0, "start": 0, "end": 5, "tag": "NNS", "lemma": "rent", "head": 1}, {"id": 1, "start": 6, "end": 10, "tag": "VBD"}]}"#;
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("spacy", "in.json", line);
    assert!(
        said.contains("fields without an equal here left out: 1, such as tokens with head, lemma and tag"),
        "{said}"
    );
    assert_eq!(corpus.tags("in-1.txt", "me"), [tag("claim", "Rents")]);
}

#[test]
fn a_range_lies_between_the_beginnings_of_two_positions() {
    let annotation = |selector: &str| {
        format!(
            r#"{{"type": "Annotation", "body": {{"value": "claim", "purpose": "tagging"}}, "target": {{"source": "a.txt", "selector": {selector}}}}}"#
        )
    };
    let position =
        |start: usize, end: usize| format!(r#"{{"type": "TextPositionSelector", "start": {start}, "end": {end}}}"#);
    let range = |start: &str, end: &str| {
        format!(r#"{{"type": "RangeSelector", "startSelector": {start}, "endSelector": {end}}}"#)
    };
    let xpath = r#"{"type": "XPathSelector", "value": "/p[1]"}"#;
    let ranges = [range(&position(6, 7), &position(13, 14)), range(xpath, xpath)].map(|range| annotation(&range));
    let corpus = Corpus::of(&[("a.txt", "Rents rose 7%.")]);
    let said = corpus.mine("web-annotation", "in.json", format!("[{}]", ranges.join(", ")));
    assert_eq!(corpus.tags("a.txt", "me"), [tag("claim", "rose 7%")]);
    assert!(said.contains("records without an equal here left out: 1"), "{said}");
    let two = annotation(&format!("[{}, {}]", position(0, 5), position(6, 10)));
    let said = corpus.refused("web-annotation", "two.json", two);
    assert!(said.contains("two TextPositionSelectors of one target tell two places"), "{said}");
}

#[test]
fn pieces_that_are_chained_to_a_denotation_are_parts_of_it() {
    let piece = |id: &str, begin: usize, end: usize, obj: &str| {
        format!(r#"{{"id": "{id}", "span": {{"begin": {begin}, "end": {end}}}, "obj": "{obj}"}}"#)
    };
    let chained = |subj: &str, obj: &str| {
        format!(r#"{{"id": "R-{subj}", "subj": "{subj}", "pred": "_lexicallyChainedTo", "obj": "{obj}"}}"#)
    };
    let file = format!(
        r#"{{"text": "Rents and wages rose by 7%.", "denotations": [{}, {}, {}, {}], "relations": [{}, {}, {}]}}"#,
        piece("T1", 0, 5, "_FRAGMENT"),
        piece("T2", 16, 20, "_FRAGMENT"),
        piece("T3", 24, 26, "claim"),
        piece("T4", 10, 15, "_FRAGMENT"),
        chained("T3", "T2"),
        chained("T2", "T1"),
        chained("T4", "T9"),
    );
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("pubannotation", "in.json", file);
    let tags = [tag("claim", "Rents"), tag("_FRAGMENT", "wages"), tag("claim", "rose"), tag("claim", "7%")];
    assert_eq!(corpus.tags("in-1.txt", "me"), tags);
    assert!(said.contains("spans with gaps made into several tags: 1"), "{said}");
    assert!(said.contains("links to no tag left out: 1"), "{said}");
    // Whichever end a chain is written from, and in whatever order, all of its pieces are found.
    for chain in [[("T2", "T1"), ("T3", "T2")], [("T1", "T2"), ("T2", "T3")], [("T3", "T2"), ("T1", "T2")]] {
        let file = format!(
            r#"{{"text": "Rents and wages rose by 7%.", "denotations": [{}, {}, {}], "relations": [{}]}}"#,
            piece("T1", 0, 5, "claim"),
            piece("T2", 16, 20, "_FRAGMENT"),
            piece("T3", 24, 26, "_FRAGMENT"),
            chain.map(|(from, to)| chained(from, to)).join(", "),
        );
        let corpus = Corpus::of(&[]);
        corpus.mine("pubannotation", "in.json", file);
        let tags = [tag("claim", "Rents"), tag("claim", "rose"), tag("claim", "7%")];
        assert_eq!(corpus.tags("in-1.txt", "me"), tags, "{chain:?}");
    }
}

#[test]
fn a_row_of_jsonl_needs_no_name() {
    let corpus = Corpus::of(&[]);
    let row = r#"{"text": "Rents rose.", "spans": [{"label": "claim", "start": 0, "end": 5}]}"#;
    corpus.mine("jsonl", "in.jsonl", row);
    assert_eq!(corpus.tags("in-1.txt", "me"), [tag("claim", "Rents")]);
}

#[test]
fn a_tag_that_has_no_name_is_named_once_in_a_message() {
    let line = r#"{"text": "Rents rose.", "spans": [{"start": 0, "end": 5, "label": "claim", "text": "Wages"}]}"#;
    let said = Corpus::of(&[]).refused("spacy", "in.jsonl", line);
    assert!(said.contains("in.jsonl:1: claim 0..5 says"), "{said}");
    let said = Corpus::of(&[]).refused("doccano", "in.csv", "text,label\n");
    assert!(said.contains("this is not JSON: expected value"), "{said}");
}

#[test]
fn a_file_that_is_no_text_in_utf8_is_named_for_what_it_is() {
    let table = "document,label,start,end\na.txt,figure,0,2\n";
    let utf32: Vec<u8> = table.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for (bytes, words, hint) in [
        ([&[0xff, 0xfe, 0, 0][..], &utf32].concat(), "not UTF-8", "It looks like UTF-32: iconv -f UTF-32 -t"),
        (utf32, "not UTF-8", "It looks like UTF-32: iconv -f UTF-32LE -t"),
        (b"\x1f\x8b\x08\0\xff\xfe".to_vec(), "the file is an archive (GZIP)", "Unpack it, or export it again as text."),
        (b"x\x9c\x01\x02\x03\0\xff".to_vec(), "the file is not a text", "Unpack it, or export it again as text."),
        (b"a,b\nCaf\xe9".to_vec(), "not UTF-8", "iconv -f WINDOWS-1252"),
    ] {
        let said = Corpus::of(&[]).refused("csv", "in.csv", bytes);
        assert!(said.contains(words) && said.contains(hint), "{said}");
    }
}

#[test]
fn an_annotation_that_says_nothing_of_its_words_is_counted() {
    let annotation = r#"{"type": "Annotation", "target": {"source": "a.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 5}}}"#;
    let corpus = Corpus::of(&[("a.txt", "Rents rose 7%.")]);
    let said = corpus.mine("web-annotation", "in.json", annotation);
    assert!(said.contains("records without an equal here left out: 1"), "{said}");
    assert!(!corpus.has("annotations/a.txt.me.ron"));
}

#[test]
fn what_an_annotation_began_with_is_counted_if_it_is_nowhere_else() {
    let region = r#"{"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start": 0, "end": 5, "labels": ["claim"]}}"#;
    let began = format!(r#"{{"model_version": "m1", "result": [{region}]}}"#);
    let task = |began: &str, more: &str| {
        format!(
            r#"[{{"data": {{"text": "Rents rose 7%."}}, "annotations": [{{"result": [{region}], "prediction": {began}}}]{more}}}]"#
        )
    };
    let said = Corpus::of(&[]).mine("label-studio", "in.json", task(&began, ""));
    assert!(said.contains("fields without an equal here left out: 1, such as prediction"), "{said}");
    let corpus = Corpus::of(&[]);
    corpus.import("label-studio", "in.json", task("{}", ""), &["--annotator", "me", "--strict"]);
    assert_eq!(corpus.tags("in-1.txt", "me"), [tag("claim", "Rents")]);
    let both = task(&began, &format!(r#", "predictions": [{began}]"#));
    Corpus::of(&[]).import("label-studio", "in.json", both, &["--all", "--annotator", "me", "--strict"]);
}
