//! Tests files of which one record is not as the others are: it is left out and counted, and the others are taken.

use crate::readable::Corpus;

const TEXT: &str = "Rents rose 7%.";
const CLAIM: (&str, &str) = ("claim", "Rents");

/// Imports a file into an empty corpus, and returns the corpus and what was said.
#[track_caller]
fn imported(format: &str, file: &str, contents: &str) -> (Corpus, String) {
    let corpus = Corpus::of(&[]);
    let said = corpus.mine(format, file, contents);
    (corpus, said)
}

#[track_caller]
fn holds(corpus: &Corpus, document: &str, tags: &[(&str, &str)]) {
    let found = corpus.tags(document, "me");
    let found: Vec<(&str, &str)> = found.iter().map(|(label, quote)| (label.as_str(), quote.as_str())).collect();
    assert_eq!(found, tags);
}

#[test]
fn a_path_in_the_place_of_a_text_is_counted_and_the_other_texts_are_taken() {
    for (format, tags) in [
        ("spacy", r#""spans": [{"start": 0, "end": 5, "label": "claim"}]"#),
        ("doccano", r#""label": [[0, 5, "claim"]]"#),
        ("pubannotation", r#""denotations": [{"span": {"begin": 0, "end": 5}, "obj": "claim"}]"#),
    ] {
        let lines = [TEXT, "/data/local/b.txt", "https://example.org/c"]
            .map(|text| format!("{{\"text\": {text:?}, {tags}}}\n"));
        let (corpus, said) = imported(format, "in.jsonl", &lines.concat());
        assert!(said.contains("records without an equal here left out: 2, such as in.jsonl:2"), "{format}: {said}");
        holds(&corpus, "in-1.txt", &[CLAIM]);
        let said = Corpus::of(&[("in.jsonl", &lines.concat())])
            .expect(1, &["import", format, "in.jsonl", "--annotator", "me", "--strict"]);
        assert!(said.contains("nothing is imported"), "{format}: {said}");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_costs_the_rows_behind_it() {
    let table = "document,label,quote,note\na.txt,claim,Rents,a 5\" nail\na.txt,figure,7%,\"so\na.txt,claim,rose,\n";
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    let said = corpus.refused("csv", "in.csv", table);
    assert!(said.contains("in.csv:3: a cell begins with a quotation mark that is not closed"), "{said}");
    corpus.import("csv", "in.csv", table, &["--annotator", "me", "--skip-bad"]);
    holds(&corpus, "a.txt", &[CLAIM]);
}

#[test]
fn fields_that_only_say_how_label_studio_keeps_a_task_are_no_loss() {
    let region = r#"{"id": "r", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start": 0, "end": 5, "labels": ["claim"]}}"#;
    let task = format!(
        r#"[{{"id": 1, "view_id": 4, "annotations_ids": "7", "data": {{"text": "{TEXT}"}}, "annotations": [{{"view_id": 4, "result": [{region}]}}]}}]"#
    );
    let corpus = Corpus::of(&[]);
    corpus.import("label-studio", "in.json", &task, &["--annotator", "me", "--strict"]);
    holds(&corpus, "in-1.txt", &[CLAIM]);
}

#[test]
fn a_region_without_a_label_is_counted_whatever_stands_in_its_place() {
    let cases = [
        ("doccano", "{\"text\": TEXT, \"label\": [[0, 5, null], [11, 13], [11, 13, {}], [0, 5, \"claim\"]]}"),
        (
            "doccano",
            "{\"text\": TEXT, \"entities\": [{\"start_offset\": 11, \"end_offset\": 13}, {\"label\": null, \"start_offset\": 11, \
             \"end_offset\": 13}, {\"label\": [], \"start_offset\": 11, \"end_offset\": 13}, {\"label\": \"claim\", \
             \"start_offset\": 0, \"end_offset\": 5}]}",
        ),
        (
            "pubannotation",
            "{\"text\": TEXT, \"denotations\": [{\"span\": {\"begin\": 11, \"end\": 13}}, {\"span\": {\"begin\": 11, \"end\": 13}, \
             \"obj\": null}, {\"span\": {\"begin\": 11, \"end\": 13}, \"obj\": [\"a\"]}, {\"span\": {\"begin\": 0, \"end\": 5}, \
             \"obj\": \"claim\"}]}",
        ),
        (
            "spacy",
            "{\"text\": TEXT, \"spans\": [{\"start\": 11, \"end\": 13}, {\"start\": 11, \"end\": 13, \"label\": null}, \
             {\"start\": 0, \"end\": 5, \"label\": \"claim\"}], \"entities\": [[11, 13]]}",
        ),
    ];
    for (format, line) in cases {
        let (corpus, said) = imported(format, "in.jsonl", &line.replace("TEXT", &format!("{TEXT:?}")));
        assert!(
            said.contains("records without an equal here left out: 3, such as line 1: a tag without a label"),
            "{format}: {said}"
        );
        holds(&corpus, "in-1.txt", &[CLAIM]);
    }
}

#[test]
fn a_text_that_nobody_has_read_is_a_document_without_a_layer() {
    let cases = [
        ("doccano", "in.jsonl", "{\"text\": TEXT, \"cats\": [\"news\"]}", 1),
        ("doccano", "in.jsonl", "{\"text\": TEXT, \"entities\": [], \"cats\": [\"news\"]}", 1),
        ("doccano", "in.jsonl", "{\"id\": 3, \"text\": TEXT}", 0),
        ("doccano", "in.jsonl", "{\"text\": TEXT, \"label\": null}", 0),
        ("spacy", "in.jsonl", "{\"text\": TEXT}", 0),
        ("pubannotation", "in.json", "{\"text\": TEXT}", 0),
        ("jsonl", "in.jsonl", "{\"id\": \"in-1.txt\", \"text\": TEXT}", 0),
        ("label-studio", "in.json", "[{\"data\": {\"text\": TEXT}, \"annotations\": []}]", 0),
        ("label-studio", "in.json", "[{\"data\": {\"text\": TEXT}}]", 0),
    ];
    let other = [
        ("doccano", "{\"text\": \"Wages fell.\", \"label\": [[0, 5, \"claim\"]]}"),
        ("spacy", "{\"text\": \"Wages fell.\", \"entities\": [[0, 5, \"claim\"]]}"),
        ("pubannotation", "{\"text\": \"Wages fell.\", \"denotations\": []}"),
    ];
    for (format, file, contents, left_out) in cases {
        // A text alone is one of the format because it is among others.
        let more = other.iter().find(|(of, _)| *of == format).map_or("", |(_, line)| line);
        let (corpus, said) = imported(format, file, &(contents.replace("TEXT", &format!("{TEXT:?}")) + "\n" + more));
        assert!(
            said.contains("1 record comes without tags, and nothing says that there is nothing to tag"),
            "{format}: {said}"
        );
        assert!(said.contains(if more.is_empty() { "; 1 text new" } else { "; 2 texts new" }), "{format}: {said}");
        assert_eq!(said.matches("left out").count(), left_out, "{format}: {said}");
        assert!(corpus.has("in-1.txt") && !corpus.has("annotations/in-1.txt.me.ron"), "{format}");
    }
    // What has its tags in the place of another format is a file of that format.
    for (format, line) in
        [("doccano", "\"spans\": []"), ("spacy", "\"denotations\": []"), ("jsonl", "\"entities\": []")]
    {
        let said =
            Corpus::of(&[]).refused(format, "in.jsonl", format!("{{\"id\": \"a\", \"text\": {TEXT:?}, {line}}}"));
        assert!(said.contains(", and this one has `"), "{format}: {said}");
    }
}

#[test]
fn what_is_about_no_region_becomes_no_attribute_of_one() {
    let choice = r#"{"from_name": "tone", "to_name": "text", "type": "choices", "value": {"choices": ["neutral"]}}"#;
    let region = r#"{"from_name": "l", "to_name": "text", "type": "labels", "value": {"start": 0, "end": 5, "labels": ["claim"]}}"#;
    let task =
        format!("[{{\"data\": {{\"text\": {TEXT:?}}}, \"annotations\": [{{\"result\": [{region}, {choice}]}}]}}]");
    let (corpus, said) = imported("label-studio", "in.json", &task);
    holds(&corpus, "in-1.txt", &[CLAIM]);
    assert!(said.contains("left out: 1, such as choices tone"), "{said}");
    assert!(!corpus.layer("in-1.txt", "me").contains("neutral"));
    // A relation or an attribute that names no tag means none, and not one without a name.
    let nameless = r#"{"span": {"begin": 0, "end": 5}, "obj": "claim"}"#;
    let more = r#""relations": [{"pred": "rests on", "subj": "", "obj": ""}], "attributes": [{"pred": "sure", "subj": "", "obj": "yes"}]"#;
    let file = format!("{{\"text\": {TEXT:?}, \"denotations\": [{nameless}], {more}}}");
    let (corpus, said) = imported("pubannotation", "in.json", &file);
    assert!(said.contains("links to no tag left out: 1") && said.contains("1 tag and 0 links"), "{said}");
    assert!(!corpus.layer("in-1.txt", "me").contains("sure"));
}

#[test]
fn a_text_of_which_all_was_left_out_does_not_say_that_there_is_nothing_to_tag() {
    let rejected = r#""spans": [{"start": 0, "end": 5, "label": "claim", "answer": "reject"}], "answer": "accept"}"#;
    let table = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n#T_SP=other.Entity|value\n\n\n#Text=Rents rose 7%.\n\
                 1-1\t0-5\tRents\t_\tORG\t\n";
    let picture =
        r#"{"id": "b", "from_name": "box", "to_name": "text", "type": "rectanglelabels", "value": {"x": 1.5, "y": 2}}"#;
    let cases = [
        ("spacy", "in.jsonl", format!("{{\"text\": {TEXT:?}, {rejected}")),
        ("webanno", "in.tsv", table.into()),
        (
            "label-studio",
            "in.json",
            format!("[{{\"data\": {{\"text\": {TEXT:?}}}, \"annotations\": [{{\"result\": [{picture}]}}]}}]"),
        ),
        ("brat", "in.ann", "E1\tGrow:T1\n".into()),
    ];
    for (format, file, contents) in cases {
        let corpus = Corpus::of(&[("in.txt", TEXT)]);
        let said = corpus.mine(format, file, contents);
        assert!(said.contains("left out") && !said.contains("status"), "{format}: {said}");
        assert!(!corpus.has("annotations/in.txt.me.ron"), "{format}");
    }
}

#[test]
fn a_tag_whose_label_has_no_column_is_said_to_be_left_out() {
    let line = format!(
        "{{\"id\": \"a.txt\", \"text\": {TEXT:?}, \"spans\": [{{\"label\": \"rumour\", \"start\": 0, \"end\": 5}}]}}"
    );
    let (corpus, _) = imported("jsonl", "in.jsonl", &line);
    for format in ["conll", "hf"] {
        let said = corpus.expect(1, &["export", format, "-o", format, "--strict"]);
        let words =
            "tags left out, because corpus.ron does not declare their labels: 1, such as a.txt 0–5 rumour “Rents”";
        assert!(said.contains(words), "{format}: {said}");
    }
}

#[test]
fn what_the_files_of_a_format_lack_is_said() {
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    corpus.import("csv", "in.csv", "document,label,quote\na.txt,claim,Rents\n", &["--annotator", "me"]);
    for (format, lacks) in [
        ("csv", vec!["texts: 1, such as a.txt"]),
        ("web-annotation", vec!["texts: 1, such as a.txt"]),
        ("conll", vec!["names: 1, such as a.txt", "name of their annotator: 1, such as a.txt me"]),
        ("webanno", vec!["name of their annotator: 1, such as a.txt me"]),
        ("doccano", vec![]),
    ] {
        let said = corpus.expect(0, &["export", format, "-o", &format!("out-{format}/")]);
        let lines: Vec<&str> = said.lines().filter(|line| line.contains("documents written without")).collect();
        assert_eq!(lines.len(), lacks.len(), "{format}: {said}");
        assert!(lines.iter().zip(&lacks).all(|(line, lack)| line.ends_with(lack)), "{format}: {said}");
    }
    let said = corpus.expect(0, &["export", "webanno", "--all", "-o", "by-name/"]);
    assert!(!said.contains("annotator"), "the folder names them: {said}");
}

#[test]
fn an_open_document_without_tags_is_not_one_where_nothing_is_to_tag() {
    let layer = "(format: 1, document: (path: \"a.txt\", sha256: \"\", chars: 14), annotator: \"me\", tags: [])";
    let corpus = Corpus::of(&[("a.txt", TEXT), ("annotations/a.txt.me.ron", layer)]);
    let said = corpus.expect(1, &["export", "brat", "--annotator", "me", "--strict", "-o", "out/"]);
    let left_out = "documents without tags left out, since the format cannot say that they were skipped or are not done: 1, such as a.txt me";
    assert!(said.contains(left_out), "{said}");
}

#[test]
fn a_document_that_nobody_is_done_with_is_no_example_without_tags() {
    let layer = |name: &str, says: &str, records: &str| {
        let says =
            format!("remarks: [(id: \"m-status\", about: \"status\", says: {says:?}, at: \"2026-11-22T05:17:00Z\")]");
        let head = format!("format: 1, document: (path: {name:?}, sha256: \"\", chars: 14), annotator: \"me\"");
        format!("({head}, {records}, {says})")
    };
    let tags = "tags: [(id: \"t-1\", label: \"claim\", start: 0, end: 5, quote: \"Rents\", prefix: \"\", suffix: \" rose 7%.\", at: \"2026-11-22T04:17:00Z\")]";
    let lost = "tags: [(id: \"t-2\", label: \"claim\", start: 0, end: 6, quote: \"Floods\", prefix: \"\", suffix: \" came\", at: \"2026-11-22T04:17:00Z\")]";
    let files = [
        ("a.txt", layer("a.txt", "in progress", tags)),
        ("b.txt", layer("b.txt", "in progress", "tags: []")),
        ("c.txt", layer("c.txt", "in progress", lost)),
        ("d.txt", layer("d.txt", "skipped", tags)),
        ("e.txt", layer("e.txt", "done", tags)),
    ];
    let corpus = Corpus::of(&[]);
    for (name, layer) in &files {
        corpus.0.write(name, TEXT);
        corpus.0.write(&format!("annotations/{name}.me.ron"), layer);
    }
    for (asked, left_out, lines) in [
        (&[][..], "2, such as b.txt me; c.txt me", 3),
        (&["--labels", "figure"], "4, such as a.txt me; b.txt me; c.txt me", 1),
        (&["--reviewed", "accepted"], "4, such as a.txt me; b.txt me; c.txt me", 1),
    ] {
        let said = corpus.expect(0, &[&["export", "doccano", "-o", "out.jsonl", "--force"], asked].concat());
        assert!(said.contains(&format!("skipped or are not done: {left_out}")), "{asked:?}: {said}");
        assert_eq!(corpus.0.read("out.jsonl").lines().count(), lines, "{asked:?}");
    }
}

#[test]
fn a_skipped_document_is_no_example_without_tags() {
    let layer = |name: &str, status: &str| {
        format!(
            "(format: 1, document: (path: {name:?}, sha256: \"\", chars: 14), annotator: \"me\", tags: [], remarks: [(id: \"m-status\", \
             about: \"status\", says: {status:?}, at: \"2026-11-22T05:17:00Z\")])"
        )
    };
    let (skipped, done) = (layer("a.txt", "skipped"), layer("b.txt", "nothing to tag"));
    let corpus = Corpus::of(&[
        ("a.txt", TEXT),
        ("b.txt", TEXT),
        ("annotations/a.txt.me.ron", &skipped),
        ("annotations/b.txt.me.ron", &done),
    ]);
    for format in ["spacy", "conll", "doccano", "label-studio", "pubannotation", "csv", "hf"] {
        let said = corpus.expect(1, &["export", format, "--strict", "-o", &format!("{format}.out")]);
        assert!(said.contains("skipped or are not done: 1, such as a.txt me"), "{format}: {said}");
        corpus.expect(0, &["export", format, "--status", "nothing-to-tag", "-o", &format!("{format}.out"), "--force"]);
    }
    corpus.expect(0, &["export", "jsonl", "--strict", "-o", "all.jsonl"]);
    assert_eq!(corpus.0.read("all.jsonl").lines().count(), 2);
    assert_eq!(corpus.0.read("doccano.out").lines().count(), 1);
}

#[test]
fn annotators_who_share_a_file_of_brat_are_told() {
    let ann = "T1\tclaim 0 5\tRents\n#1\tdiptych T1\tt-1 2026-11-22T04:17:00Z ana\nT2\tfigure 11 13\t7%\n\
               #2\tdiptych T2\tt-2 2026-11-22T04:17:00Z ben\n";
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    let said = corpus.mine("brat", "a.ann", ann);
    assert!(said.contains("fields without an equal here left out: 1, such as annotators ana and ben"), "{said}");
    holds(&corpus, "a.txt", &[CLAIM, ("figure", "7%")]);
}

#[test]
fn a_corpus_without_settings_is_told_how_to_make_them() {
    let table = "document,label,quote\na.txt,rent,Rents\n";
    for (files, hint) in [
        (vec![("a.txt", TEXT)], "Make annotations/corpus.ron with diptych init"),
        (vec![("a.txt", TEXT), ("annotations/corpus.ron", "(format: 1)")], "hint: Declare labels"),
    ] {
        let said = Corpus::of(&files).mine("csv", "in.csv", table);
        assert!(said.contains(hint), "{said}");
    }
}
