//! Tests that what has no place here is counted, and that one bad record does not take the good ones with it.

use crate::pty::Folder;
use crate::readable::{Corpus, tag};

const TEXT: &str = "Rents rose 7%.";

#[test]
fn what_a_file_says_twice_or_besides_is_counted() {
    let body = |purpose: &str, value: &str| format!(r#"{{"purpose": "{purpose}", "value": "{value}"}}"#);
    let page = |more: &str, said: &str| {
        format!(
            r#"{{"type": "AnnotationPage"{more}, "items": [{{"id": "x:1", "type": "Annotation", {said}, "target":
                {{"source": "a.txt", "selector": {{"type": "TextPositionSelector", "start": 11, "end": 13}}}}}}]}}"#
        )
    };
    let claim = body("tagging", "claim");
    let label = format!(r#""body": {claim}"#);
    let doccano = |tags: &str| format!(r#"{{"text": "{TEXT}", "annotations": [{tags}]}}"#);
    let pub_a = |more: &str| {
        format!(
            r#"{{"text": "{TEXT}", "sourceid": "a.txt"{more}, "denotations": [{{"id": "T1", "span": {{"begin": 11, "end": 13}}, "obj": "x"}}]}}"#
        )
    };
    let attributes =
        r#", "attributes": [{"subj": "T1", "pred": "p", "obj": "1"}, {"subj": "T1", "pred": "p", "obj": "2"}]"#;
    let line = |more: &str| {
        format!(r#"{{"id": "a.txt", "text": "{TEXT}", "spans": [{{"label": "x", "start": 11, "end": 13{more}}}]}}"#)
    };
    let groups = r#"{"one": [{"start": 0, "end": 5, "label": "x"}], "two": [{"start": 11, "end": 13, "label": "y"}]}"#;
    for (format, file, contents, lost) in [
        ("web-annotation", "a.jsonld", page(r#", "next": "https://e.org/2""#, &label), "next"),
        (
            "web-annotation",
            "a.jsonld",
            page("", &format!(r#""motivation": ["tagging", "assessing"], {label}"#)),
            "motivation",
        ),
        ("web-annotation", "a.jsonld", page("", &format!(r#""creator": ["me", "bob"], {label}"#)), "creator"),
        (
            "web-annotation",
            "a.jsonld",
            page("", &label).replace("\"items\"", "\"rows\"").replacen('{', "{\"total\": 500, ", 1),
            "1 of 500 annotations are in the file",
        ),
        (
            "doccano",
            "in.jsonl",
            doccano(r#"{"label": "", "start_offset": 0, "end_offset": 5, "user": 1}"#),
            "without a label",
        ),
        ("pubannotation", "in.json", pub_a(attributes), "x p 1"),
        ("pubannotation", "in.json", pub_a(r#", "namespaces": [{"prefix": "e"}]"#), "namespaces"),
        ("spacy", "in.jsonl", format!(r#"{{"text": "{TEXT}", "spans": {groups}}}"#), "the group of spans one"),
        (
            "spacy",
            "in.json",
            format!(
                r#"[{{"paragraphs": [{{"raw": "{TEXT}", "sentences": [{{"tokens": [{{"orth": "Rents", "ner": "U-x", "tag": "NNS"}}]}}]}}]}}]"#
            ),
            "words with tag",
        ),
        ("jsonl", "in.jsonl", line(r#", "score": "high""#), "score high"),
        ("jsonl", "in.jsonl", line(r#", "at": "2024-03-01""#), "the time 2024-03-01"),
        ("jsonl", "in.jsonl", line("").replacen('{', r#"{"_comment": "why", "#, 1), "_comment"),
        ("csv", "in.csv", "document,label,quote\na.txt,x,7%,and more\n".into(), "column 4: and more"),
        ("csv", "in.csv", "document,label,quote,score\na.txt,x,7%,90%\n".into(), "score 90%"),
    ] {
        let corpus = Corpus::of(&[("a.txt", TEXT)]);
        let said = corpus.mine(format, file, &contents);
        let is_counted = said.lines().any(|line| line.contains("left out: ") && line.contains(lost));
        assert!(is_counted, "{format} {lost}: {said}");
        corpus.expect(1, &["import", format, file, "--annotator", "you", "--strict"]);
    }
}

#[test]
fn what_brat_says_of_roles_and_twice_is_kept_or_counted() {
    let ann = "T1\tA 0 5\tRents\nT2\tB 11 13\t7%\nR1\trel Arg2:T2 Arg1:T1\nR2\tcauses Effect:T2 Cause:T1 Place:T1\n\
               A1\tCert T1 high\nA2\tCert T1 low\n";
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    let said = corpus.mine("brat", "a.ann", ann);
    assert!(said.contains("fields without an equal here left out: 2"), "{said}");
    assert!(said.contains("causes Effect:T2, Cause:T1 and Place:T1") && said.contains("A Cert high"), "{said}");
    let line = corpus.printed(&["export", "jsonl", "--annotator", "me"]);
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let links = line["links"].as_array().unwrap();
    let rel = links.iter().find(|link| link["kind"] == "rel").unwrap();
    assert_eq!(rel["from"], line["spans"][0]["id"], "from Arg1, wherever that stands");
}

#[test]
fn the_relations_of_a_user_of_doccano_are_that_users() {
    let tags = r#"[{"id": 1, "label": "x", "start_offset": 0, "end_offset": 5, "user": 1},
                   {"id": 2, "label": "y", "start_offset": 11, "end_offset": 13, "user": 1}]"#;
    let line = format!(
        r#"{{"text": "{TEXT}", "annotations": {tags}, "relations": [{{"from_id": 1, "to_id": 2, "type": "of"}}]}}"#
    );
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("doccano", "in.jsonl", line.replace('\n', ""));
    assert!(said.contains("2 tags and 1 link added"), "{said}");
}

#[test]
fn the_ids_of_doccano_may_be_words() {
    let tags = r#"[{"id": "a", "label": "x", "start_offset": 0, "end_offset": 5}, {"id": "b", "label": "y", "start_offset": 11, "end_offset": 13}]"#;
    let relations = r#"[{"from_id": "a", "to_id": "b", "type": "of"}]"#;
    let corpus = Corpus::of(&[]);
    let line = format!(r#"{{"text": "{TEXT}", "entities": {tags}, "relations": {relations}}}"#);
    let said = corpus.mine("doccano", "in.jsonl", line);
    assert!(said.contains("2 tags and 1 link added"), "{said}");
}

#[test]
fn a_bad_record_leaves_the_others_of_its_line() {
    let row = format!(
        r#"{{"id": "a.txt", "text": "{TEXT}", "spans": [{{"start": 11, "end": 13, "label": "x"}}, {{"start": 0, "end": 5, "label": 5}},
            {{"start": "0", "end": 5, "label": "y"}}], "links": [{{"from": "x"}}]}}"#
    )
    .replace('\n', "");
    let result = r#"{"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": {"start": 11, "end": 13, "text": "7%", "labels": ["x"]}}"#;
    let task = format!(
        r#"[{{"id": 1, "data": {{"document": "a.txt", "text": "{TEXT}"}}, "predictions": [12], "annotations": [{{"score": "high", "result": []}}, {{"result": [{result}]}}]}}]"#
    );
    let spacy = format!(
        r#"{{"text": "{TEXT}", "meta": {{"document": "a.txt"}}, "tokens": [{{"text": "Rents"}}], "spans": [{{"start": 11, "end": 13, "label": "x"}}]}}"#
    );
    let tracks = format!(
        r#"{{"text": "{TEXT}", "sourceid": "a.txt", "tracks": [{{"denotations": {{}}}}, {{"denotations": [{{"span": {{"begin": 11, "end": 13}}, "obj": "x"}}]}}]}}"#
    );
    for (format, contents, faults) in
        [("jsonl", row, 3), ("label-studio", task, 1), ("spacy", spacy, 1), ("pubannotation", tracks, 1)]
    {
        let corpus = Corpus::of(&[("a.txt", TEXT), ("in.json", &contents)]);
        let said = corpus.expect(2, &["import", format, "in.json", "--annotator", "me"]);
        assert!(said.matches("in.json:1:").count() == faults, "{format}: {said}");
        corpus.expect(0, &["import", format, "in.json", "--annotator", "me", "--skip-bad"]);
        assert_eq!(corpus.tags("a.txt", "me"), [tag("x", "7%")], "{format}");
    }
}

#[test]
fn where_a_text_came_from_is_taken_out_of_every_format_that_says_it() {
    let said = r#""url": "https://e.org/1", "title": "Rents""#;
    let region = r#"[{"start": 11, "end": 13, "text": "7%", "labels": ["x"]}]"#;
    for (format, contents) in [
        ("jsonl", format!(r#"{{"text": "{TEXT}", {said}, "spans": []}}"#)),
        ("jsonl", format!(r#"{{"text": "{TEXT}", "meta": {{{said}}}, "spans": []}}"#)),
        ("pubannotation", format!(r#"{{"text": "{TEXT}", {said}, "denotations": []}}"#)),
        ("spacy", format!(r#"["{TEXT}", {{"entities": [[11, 13, "x"]], "meta": {{{said}}}}}]"#)),
        ("label-studio", format!(r#"[{{"id": 1, "text": "{TEXT}", {said}, "label": {region}, "annotation_id": 3}}]"#)),
    ] {
        let corpus = Corpus::of(&[]);
        corpus.import(format, "in.json", &contents, &["--annotator", "me", "--strict"]);
        let sources = corpus.0.read("annotations/sources.ron");
        assert!(sources.contains("https://e.org/1") && sources.contains("Rents"), "{contents}: {sources}");
    }
}

#[test]
fn each_text_of_a_row_of_json_min_has_its_own_regions() {
    let region = |start: usize, end: usize, text: &str, label: &str| {
        format!(r#"[{{"start": {start}, "end": {end}, "text": "{text}", "labels": ["{label}"]}}]"#)
    };
    let row = format!(
        r#"[{{"id": 1, "question": "Why so?", "answer": "Because the rents rose 7%.", "q": {}, "a": {}, "annotation_id": 3}}]"#,
        region(0, 3, "Why", "x"),
        region(23, 25, "7%", "y")
    );
    let corpus = Corpus::of(&[]);
    corpus.mine("label-studio", "in.json", row);
    let texts = corpus.0.files();
    let texts = texts.iter().filter(|(name, _)| name.to_string_lossy().ends_with(".txt")).count();
    assert_eq!(texts, 2);
    let row = format!(r#"[{{"id": 1, "text": "{TEXT}", "sentiment": "good", "annotation_id": 3}}]"#);
    let corpus = Corpus::of(&[]);
    corpus.mine("label-studio", "in.json", row);
    assert!(!corpus.has("annotations/in-1.txt.me.ron"), "a category does not say that there is nothing to tag");
}

#[test]
fn a_record_that_is_known_by_an_address_gets_a_name() {
    let corpus = Corpus::of(&[]);
    let line = |id: &str| {
        format!(r#"{{"id": "{id}", "text": "{TEXT} {id}", "spans": [{{"start": 11, "end": 13, "label": "x"}}]}}"#)
    };
    corpus.mine("jsonl", "in.jsonl", line("https://e.org/news?id=1"));
    assert_eq!(corpus.tags("e.org-news-id-1.txt", "me"), [tag("x", "7%")]);
    let said = corpus.mine("jsonl", "in.jsonl", line("https://e.org/news?id=1"));
    assert!(said.contains("0 tags and 0 links"), "{said}");
    // Long ones are cut, and stay apart.
    let long = |end: &str| format!("https://e.org/{}/{end}", "flüsse-".repeat(20));
    for name in [long("1"), long("2")] {
        let said = corpus.import("jsonl", "in.jsonl", line(&name), &["--annotator", "me", "--strict"]);
        assert!(said.contains("1 text new"), "{said}");
        let said = corpus.mine("jsonl", "in.jsonl", line(&name));
        assert!(said.contains("0 tags and 0 links"), "{said}");
    }
    assert!(corpus.0.files().iter().all(|(path, _)| path.file_name().unwrap().len() <= 120 + ".me.ron".len()));
}

#[test]
fn a_time_of_another_zone_is_told_in_utc() {
    let line = r#"{"id": "a.txt", "text": "Rents rose 7%.", "spans": [{"start": 11, "end": 13, "label": "x", "at": "2024-03-01T00:30:00.5+02:00"}]}"#;
    let corpus = Corpus::of(&[]);
    corpus.import("jsonl", "in.jsonl", line, &["--annotator", "me", "--strict"]);
    assert!(corpus.layer("a.txt", "me").contains("at: \"2024-02-29T22:30:00Z\""));
}

#[test]
fn files_of_another_export_are_not_left_in_the_dataset() {
    let line = |name: &str| {
        let text = format!("{name} {}", TEXT.repeat(20));
        format!(r#"{{"id": "{name}", "text": "{text}", "spans": [{{"start": 0, "end": 1, "label": "x"}}]}}"#)
    };
    let corpus = Corpus::of(&[]);
    corpus.mine("jsonl", "in.jsonl", ["a.txt", "b.txt", "c.txt"].map(line).join("\n"));
    corpus.expect(0, &["export", "jsonl", "--shard", "1", "-o", "out"]);
    let said = corpus.expect(2, &["export", "jsonl", "--shard", "1M", "-o", "out", "--force"]);
    assert!(said.contains("files that are not of this export: data-00001.jsonl and data-00002.jsonl"), "{said}");
    corpus.expect(0, &["export", "jsonl", "--shard", "1", "-o", "out", "--force"]);
    // What the card would not read may stay: other files, and other documents of a format with a file for each.
    corpus.0.write("out/notes.jsonl", "{}");
    corpus.0.write("out/old/data-00009.jsonl", "{}");
    corpus.expect(0, &["export", "jsonl", "--shard", "1", "-o", "out", "--force"]);
    // Nor are those of another layout.
    let said = corpus.expect(2, &["export", "jsonl", "-o", "out", "--force"]);
    assert!(said.contains("not of this export: data-00000.jsonl, data-00001.jsonl and data-00002.jsonl"), "{said}");
    corpus.expect(0, &["export", "jsonl", "--partition", "annotator", "-o", "by"]);
    let said = corpus.expect(2, &["export", "jsonl", "-o", "by", "--force"]);
    assert!(said.contains("not of this export: annotator=me/data.jsonl"), "{said}");
    corpus.expect(0, &["export", "brat", "a.txt", "-o", "brat"]);
    corpus.expect(0, &["export", "brat", "b.txt", "-o", "brat", "--force"]);
    assert!(corpus.has("brat/a.ann") && corpus.has("brat/b.ann"));
    corpus.0.write("people/annotator=zoe/data.jsonl", "{}");
    let said = corpus.expect(2, &["export", "jsonl", "--partition", "annotator", "-o", "people", "--force"]);
    assert!(said.contains("not of this export: annotator=zoe/data.jsonl"), "{said}");
}

#[test]
fn both_sides_of_a_pair_come_in_and_are_a_pair_again() {
    let line = |name: &str| {
        format!(r#"{{"id": "{name}", "text": "{TEXT} {name}", "spans": [{{"start": 11, "end": 13, "label": "x"}}]}}"#)
    };
    let corpus = Corpus::of(&[
        ("b.txt", "Wages fell."),
        ("annotations/corpus.ron", "(format: 1, pairs: [(\"a.txt\", \"b.txt\")])"),
    ]);
    corpus.mine("jsonl", "in.jsonl", line("a.txt"));
    let said = corpus.expect(0, &["export", "jsonl", "--by", "pair", "-o", "pairs.jsonl"]);
    assert!(!said.contains("left out"), "both texts are in the record: {said}");
    let other = Corpus(Folder::new(&[("pairs.jsonl", &corpus.0.read("pairs.jsonl"))]));
    let said = other.expect(0, &["import", "jsonl", "pairs.jsonl", "--all", "--strict"]);
    assert!(said.contains("2 texts new; 1 pair declared"), "{said}");
    assert_eq!(other.0.read("b.txt"), "Wages fell.");
    assert!(!other.has("annotations/b.txt.me.ron"), "nobody has read it");
    assert!(other.0.read("annotations/corpus.ron").contains("(\"a.txt\", \"b.txt\")"));
    let said = other.expect(0, &["import", "jsonl", "pairs.jsonl", "--all", "--strict"]);
    assert!(said.contains("0 tags and 0 links") && !said.contains("declared"), "{said}");
    // The only two texts are a pair as long as there are no others.
    let side =
        |name: &str| format!(r#"{{"id": "{name}.txt", "text": "{name} fell.", "annotator": "ana", "spans": []}}"#);
    let record = |left: &str, right: &str| format!(r#"{{"left": {}, "right": {}}}"#, side(left), side(right)) + "\n";
    let other = Corpus::of(&[("a.txt", "a fell."), ("b.txt", "b fell."), ("ab.jsonl", &record("a", "b"))]);
    other.expect(0, &["import", "jsonl", "ab.jsonl", "--all"]);
    assert!(!other.has("annotations/corpus.ron"), "they need no declaration");
    other.0.write("all.jsonl", record("b", "a") + &record("c", "d"));
    let said = other.expect(0, &["import", "jsonl", "all.jsonl", "--all"]);
    assert!(said.contains("2 pairs declared") && !said.contains("no longer read as a pair"), "{said}");
    let declared = other.0.read("annotations/corpus.ron");
    assert!(declared.contains("(\"b.txt\", \"a.txt\")") && declared.contains("(\"c.txt\", \"d.txt\")"), "{declared}");
    // A text that is left out is no side of a pair.
    let record = |number: usize, wrong: &str| {
        let side = |name: &str, spans: &str, who: &str| {
            format!(r#"{{"id": "{name}{number}.txt", "text": "{TEXT} {name}{number}"{spans}{who}}}"#)
        };
        let spans = |end: usize| format!(r#", "spans": [{{"start": 0, "end": {end}, "label": "x"}}]"#);
        let left = side("l", &spans(5), r#", "annotator": "ana""#);
        format!(r#"{{"left": {left}, "right": {}}}"#, side("r", r#", "status": "open", "spans": []"#, wrong))
    };
    let pairs: String = [record(1, ""), record(2, ""), record(3, r#", "annotator": "ana""#)].join("\n");
    let other = Corpus::of(&[("pairs.jsonl", &pairs)]);
    let said = other.expect(0, &["import", "jsonl", "pairs.jsonl", "--from", "ana", "--annotator", "zoe"]);
    let declared = other.has("annotations/corpus.ron").then(|| other.0.read("annotations/corpus.ron"));
    for number in 1..4 {
        let is_declared = declared.as_ref().is_some_and(|it| it.contains(&format!("\"r{number}.txt\"")));
        assert_eq!(is_declared, other.has(&format!("r{number}.txt")), "{number}: {said}");
    }
    assert!(!other.has("r1.txt"), "nobody is named for it");
    let mine = Corpus::of(&[("pairs.jsonl", &pairs), ("annotations/r1.txt.nobody.ron", "no layer")]);
    let said = mine.expect(0, &["import", "jsonl", "pairs.jsonl", "--all"]);
    assert!(said.contains("3 pairs declared"), "{said}");
    assert!(mine.0.read("annotations/corpus.ron").contains("(\"l3.txt\", \"r3.txt\")"));
}

#[test]
fn a_table_of_sentences_says_what_becomes_of_the_blanks_between_them() {
    let line = r#"{"id": "a.txt", "text": "Rents rose. Wages fell.\n\nTrade grew.\n", "spans": [{"start": 0, "end": 5, "label": "x"}]}"#;
    let corpus = Corpus::of(&[]);
    corpus.mine("jsonl", "in.jsonl", line);
    let said = corpus.expect(1, &["export", "webanno", "--strict", "-o", "out"]);
    assert!(said.contains("texts written without some of their blanks and line ends: 1, such as a.txt"), "{said}");
    let whole = Corpus::of(&[]);
    whole.mine("jsonl", "in.jsonl", line.replace(". W", ".\\nW"));
    whole.expect(0, &["export", "webanno", "--strict", "-o", "out"]);
}

#[test]
fn a_text_with_a_mark_before_it_takes_offsets_that_do_not_count_it() {
    let corpus = Corpus::of(&[("a.txt", "\u{feff}Rents rose 7%.")]);
    corpus.mine("csv", "in.csv", "document,start,end,label,quote\na.txt,0,5,x,Rents\na.txt,11,13,y,7%\n");
    assert_eq!(corpus.tags("a.txt", "me"), [tag("x", "Rents"), tag("y", "7%")]);
}

#[test]
fn columns_of_a_table_that_are_not_read_are_counted() {
    let table = "# text = Something else\n1\tRents\trent\tNOUN\t_\t_\t2\tnsubj\t_\tNER=B-x|Gloss=y\n\
                 1.1\tnone\t_\t_\t_\t_\t_\t_\t_\tNER=B-x\n2\trose\trise\tVERB\t_\t_\t0\troot\t_\tNER=O\n\n";
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("conll", "in.conllu", table);
    for column in ["column 4 of 2 tokens (NOUN)", "column 3 of 2 tokens (rent)"] {
        assert!(said.contains(column), "{column}: {said}");
    }
    assert!(said.contains("fields without an equal here left out: 5"), "{said}");
    assert!(said.contains("tags on no words left out: 1"), "{said}");
    assert_eq!(corpus.tags("in.txt", "me"), [tag("x", "Rents")]);
}
