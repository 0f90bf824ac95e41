//! Shapes that tools write now and then: what is meant by them comes in, and what has no equal here is counted.

use std::process::{Command, Stdio};

use crate::pty::{self, Folder};
use crate::readable::Corpus;

/// Imports a file into a folder with some files, and returns what was said and the tags of a layer: labels and quotes.
#[track_caller]
fn imported(files: &[(&str, &str)], args: &[&str], layer: &str) -> (String, Vec<(String, String)>) {
    let folder = Folder::new(files);
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.arg("import").args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    let output = command.env("HOME", folder.path("..")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    let layer: pty::Layer = ron::from_str(&folder.read(&format!("annotations/{layer}.ron"))).unwrap();
    (said, layer.tags.into_iter().map(|tag| (tag.label, tag.quote)).collect())
}

/// Imports a file that is refused, and returns what was said.
#[track_caller]
fn refused(files: &[(&str, &str)], args: &[&str]) -> String {
    let folder = Folder::new(files);
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.arg("import").args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    let output = command.env("HOME", folder.path("..")).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn tag(label: &str, quote: &str) -> (String, String) {
    (label.into(), quote.into())
}

const TEXT: &str = "Rents rose 7%, Ms. Berg said.";

#[test]
fn a_region_without_a_label_is_counted_in_every_format() {
    let json = |list: &str| format!("{{\"text\": {TEXT:?}, {list}}}");
    let cases = [
        ("spacy", "in.jsonl", json(r#""spans": [{"start": 11, "end": 13}, {"start": 0, "end": 5, "label": "claim"}]"#)),
        ("doccano", "in.jsonl", json(r#""label": [[11, 13, ""], [0, 5, "claim"]]"#)),
        (
            "pubannotation",
            "in.json",
            json(
                r#""denotations": [{"span": {"begin": 11, "end": 13}, "obj": " "}, {"span": {"begin": 0, "end": 5}, "obj": "claim"}]"#,
            ),
        ),
        ("csv", "in.csv", "document,label,start,end\na.txt,,11,13\na.txt,claim,0,5\n".into()),
    ];
    for (format, file, contents) in cases {
        let files = [("a.txt", TEXT), (file, contents.as_str())];
        let (said, tags) = imported(&files, &[format, file, "--annotator", "me"], "a.txt.me");
        assert_eq!(tags, [tag("claim", "Rents")], "{format}");
        assert!(said.contains("records without an equal here left out: 1"), "{format}: {said}");
    }
}

#[test]
fn a_table_from_a_data_frame_has_offsets_with_a_point_and_other_capitals() {
    let table = "Document,Label,Start,End,Score\na.txt,figure,11.0,13.0,0.75\n";
    let (_, tags) =
        imported(&[("a.txt", TEXT), ("in.csv", table)], &["csv", "in.csv", "--annotator", "me"], "a.txt.me");
    assert_eq!(tags, [tag("figure", "7%")]);
}

#[test]
fn each_division_of_a_document_is_a_text() {
    let part = |division: usize, text: &str| {
        format!(
            "{{\"sourceid\": \"25314077\", \"divid\": {division}, \"text\": {text:?}, \"denotations\": \
                 [{{\"span\": {{\"begin\": 0, \"end\": 5}}, \"obj\": \"claim\"}}]}}"
        )
    };
    let all = format!("[{},{}]", part(0, "Rents rose."), part(1, "Wages fell."));
    let (said, tags) =
        imported(&[("in.json", &all)], &["pubannotation", "in.json", "--annotator", "me"], "25314077-1.txt.me");
    assert_eq!(tags, [tag("claim", "Wages")]);
    assert!(said.contains("2 texts new"), "{said}");
}

#[test]
fn blocks_are_tags_and_a_document_without_any_says_so() {
    let blocks = format!(
        "[{{\"sourceid\": \"a\", \"text\": {TEXT:?}, \"blocks\": [{{\"id\": \"B1\", \"span\": {{\"begin\": 0, \"end\": 29}}, \"obj\": \
         \"claim\"}}]}}, {{\"sourceid\": \"b\", \"text\": \"Nothing.\"}}]"
    );
    let args = ["pubannotation", "in.json", "--annotator", "me"];
    let (said, tags) = imported(&[("in.json", &blocks)], &args, "a.txt.me");
    assert_eq!(tags, [tag("claim", TEXT)]);
    assert!(said.contains("the status of 1 document"), "{said}");
}

#[test]
fn an_annotation_is_of_each_of_its_targets() {
    let target = |start: usize, end: usize| {
        format!(
            "{{\"source\": \"a.txt\", \"selector\": {{\"type\": \"TextPositionSelector\", \"start\": {start}, \"end\": {end}}}}}"
        )
    };
    let body = r#"{"type": "TextualBody", "purpose": "tagging", "value": "figure"}"#;
    let two = format!("{{\"id\": \"x\", \"body\": {body}, \"target\": [{}, {}]}}", target(11, 13), target(0, 5));
    let args = ["web-annotation", "in.jsonld", "--annotator", "me"];
    let (_, tags) = imported(&[("a.txt", TEXT), ("in.jsonld", &two)], &args, "a.txt.me");
    assert_eq!(tags, [tag("figure", "Rents"), tag("figure", "7%")]);
    let fragment = format!("{{\"id\": \"y\", \"body\": {body}, \"target\": \"https://example.org/a.txt#char=11,13\"}}");
    let (_, tags) = imported(&[("a.txt", TEXT), ("in.jsonld", &fragment)], &args, "a.txt.me");
    assert_eq!(tags, [tag("figure", "7%")]);
}

#[test]
fn what_an_annotation_of_label_studio_says_besides_is_counted() {
    let task = format!(
        "[{{\"data\": {{\"text\": {TEXT:?}, \"document\": \"a.txt\"}}, \"annotations\": [{{\"lead_time\": 3.2, \"comments\": [{{\"text\": \
         \"why?\"}}], \"result\": [{{\"id\": \"r\", \"from_name\": \"label\", \"to_name\": \"text\", \"type\": \"labels\", \"value\": \
         {{\"start\": 11, \"end\": 13, \"labels\": [\"figure\"]}}}}]}}]}}]"
    );
    let args = ["label-studio", "in.json", "--annotator", "me"];
    let (said, tags) = imported(&[("a.txt", TEXT), ("in.json", &task)], &args, "a.txt.me");
    assert_eq!(tags, [tag("figure", "7%")]);
    assert!(said.contains("fields without an equal here left out: 1, such as comments"), "{said}");
}

#[test]
fn all_that_a_control_of_label_studio_says_of_a_region_is_kept() {
    let control = |kind: &str, field: &str, value: &str| {
        format!(
            "{{\"id\": \"r\", \"from_name\": \"my {kind}\", \"to_name\": \"text\", \"type\": \"{kind}\", \"value\": {{\"start\": 11, \"end\": \
             13, \"{field}\": {value}}}}}"
        )
    };
    let results = [
        r#"{"id": "r", "from_name": "label", "to_name": "text", "type": "labels", "meta": {"text": ["Sure?", "No."]},
            "value": {"start": 11, "end": 13, "labels": ["figure"]}}"#
            .to_string(),
        control("choices", "choices", "[\"rounded\", \"percent\"]"),
        control("textarea", "text", "[\"one\", \"two\"]"),
        control("number", "number", "7"),
        control("rating", "rating", "4"),
        control("datetime", "datetime", "\"2024-05\""),
        control("taxonomy", "taxonomy", "[[\"economy\", \"rents\"], [\"prices\"]]"),
        control("videorectangle", "sequence", "[]"),
    ];
    let task =
        format!("[{{\"data\": {{\"text\": {TEXT:?}}}, \"annotations\": [{{\"result\": [{}]}}]}}]", results.join(", "));
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("label-studio", "in.json", &task);
    let layer = corpus.0.read("annotations/in-1.txt.me.ron");
    for said in [
        r#"note: "Sure?\nNo.""#,
        r#""my choices": "rounded, percent""#,
        r#""my textarea": "one\ntwo""#,
        r#""my number": "7""#,
        r#""my rating": "4""#,
        r#""my datetime": "2024-05""#,
        r#""my taxonomy": "economy / rents, prices""#,
    ] {
        assert!(layer.contains(said), "{said} in {layer}");
    }
    assert!(said.contains("records without an equal here left out: 1, such as videorectangle"), "{said}");
}

#[test]
fn a_file_of_another_format_is_refused_by_what_it_lacks() {
    let spans = format!("{{\"text\": {TEXT:?}, \"spans\": [{{\"start\": 11, \"end\": 13, \"label\": \"figure\"}}]}}");
    let said = refused(&[("in.jsonl", &spans)], &["label-studio", "in.jsonl"]);
    assert!(said.contains("a task of Label Studio has `data`, and this is none"), "{said}");
    let labels = format!("{{\"text\": {TEXT:?}, \"labels\": [[11, 13, \"figure\"]]}}");
    let said = refused(&[("in.jsonl", &labels)], &["pubannotation", "in.jsonl"]);
    assert!(said.contains("and this one has `labels`"), "{said}");
    for alone in [spans.as_str(), "document;start;end"] {
        let said = refused(&[("in.csv", alone)], &["csv", "in.csv"]);
        assert!(said.contains("there is no column `label`"), "a head without a line end: {said}");
    }
}

/// Returns a file of each format that is JSON, with a tag on the figure that has one more field.
fn with_field(field: &str) -> [(&'static str, &'static str, String); 5] {
    let span = format!("\"start\": 11, \"end\": 13, {field}");
    let text = format!("\"text\": {TEXT:?}");
    let region = format!(
        "{{\"id\": \"r\", \"from_name\": \"label\", \"to_name\": \"text\", \"type\": \"labels\", \"value\": {{\"labels\": [\"figure\"], {span}}}}}"
    );
    [
        ("jsonl", "in.jsonl", format!("{{\"id\": \"a.txt\", {text}, \"spans\": [{{\"label\": \"figure\", {span}}}]}}")),
        ("spacy", "in.jsonl", format!("{{{text}, \"spans\": [{{\"label\": \"figure\", {span}}}]}}")),
        (
            "doccano",
            "in.jsonl",
            format!(
                "{{{text}, \"entities\": [{{\"id\": 1, \"label\": \"figure\", \"start_offset\": 11, \"end_offset\": 13, {field}}}]}}"
            ),
        ),
        (
            "pubannotation",
            "in.json",
            format!(
                "{{{text}, \"denotations\": [{{\"obj\": \"figure\", \"span\": {{\"begin\": 11, \"end\": 13}}, {field}}}]}}"
            ),
        ),
        (
            "label-studio",
            "in.json",
            format!("[{{\"data\": {{{text}}}, \"annotations\": [{{\"result\": [{region}]}}]}}]"),
        ),
    ]
}

#[test]
fn the_words_that_a_tag_brings_are_checked_under_each_of_their_names() {
    for name in ["text", "quote", "exact"] {
        for (format, file, contents) in with_field(&format!("\"{name}\": \"8%\"")) {
            if format == "label-studio" && name != "text" {
                continue;
            }
            let said = refused(&[("a.txt", TEXT), (file, &contents)], &[format, file, "--annotator", "me"]);
            assert!(said.contains("says “8%”, but “7%” stands there"), "{format} {name}: {said}");
            let files = [("a.txt", TEXT), (file, &contents.replace("8%", "7%"))];
            let (said, tags) = imported(&files, &[format, file, "--annotator", "me", "--strict"], "a.txt.me");
            assert_eq!(tags, [tag("figure", "7%")], "{format} {name}: {said}");
        }
    }
}

#[test]
fn a_tag_may_have_its_words_under_two_names() {
    for (format, file, contents) in with_field("\"text\": \"7%\", \"quote\": \"7%\"") {
        let files = [("a.txt", TEXT), (file, &contents)];
        let (said, tags) = imported(&files, &[format, file, "--annotator", "me"], "a.txt.me");
        assert_eq!(tags, [tag("figure", "7%")], "{format}: {said}");
    }
}

#[test]
fn a_field_of_a_tag_without_an_equal_is_counted_in_every_format() {
    for (format, file, contents) in with_field("\"colour\": \"red\"") {
        let (said, _) =
            imported(&[("a.txt", TEXT), (file, &contents)], &[format, file, "--annotator", "me"], "a.txt.me");
        assert!(said.contains("fields without an equal here left out: 1, such as colour \"red\""), "{format}: {said}");
    }
    let jsonl = format!(
        "{{\"id\": \"a.txt\", \"text\": {TEXT:?}, \"spans\": [{{\"id\": \"t-1\", \"label\": \"figure\", \"start\": 11, \"end\": 13, \
         \"attributes\": [{{\"name\": \"sure\", \"value\": \"yes\", \"since\": \"May\"}}]}}], \"links\": [{{\"kind\": \"rests on\", \
         \"from\": \"t-1\", \"to\": \"t-1\", \"weight\": 2}}]}}"
    );
    let (said, _) = imported(&[("in.jsonl", &jsonl)], &["jsonl", "in.jsonl", "--annotator", "me"], "a.txt.me");
    assert!(said.contains("left out: 2, such as since \"May\"; weight 2"), "{said}");
}

#[test]
fn what_an_annotation_a_relation_or_a_track_says_besides_is_counted() {
    let annotation = r#"{"type": "Annotation", "id": "x", "rights": "CC0", "generator": "tool",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": "figure", "colour": "red"},
        "target": {"source": "a.txt", "state": {"type": "TimeState"},
            "selector": {"type": "TextPositionSelector", "start": 11, "end": 13, "unit": "px"}}}"#;
    let relation = format!(
        "{{\"text\": {TEXT:?}, \"entities\": [{{\"id\": 1, \"label\": \"claim\", \"start_offset\": 0, \"end_offset\": 10}}, {{\"id\": 2, \
         \"label\": \"figure\", \"start_offset\": 11, \"end_offset\": 13}}], \"relations\": [{{\"id\": 1, \"from_id\": 1, \"to_id\": 2, \
         \"type\": \"rests on\", \"user\": 1, \"weight\": 2}}]}}"
    );
    let tracks = format!(
        "{{\"text\": {TEXT:?}, \"tracks\": [{{\"denotations\": [{{\"span\": {{\"begin\": 11, \"end\": 13}}, \"obj\": \"figure\"}}], \
         \"typesettings\": [1]}}]}}"
    );
    let entity = format!(
        "[[{TEXT:?}, {{\"entities\": [{{\"start\": 11, \"end\": 13, \"label\": \"figure\", \"kb_id\": \"Q1\"}}]}}]]"
    );
    let kept =
        r#""_id": "x", "_input_hash": 7, "_is_binary": true, "_task_hash": 7, "_timestamp": 1, "_view_id": "ner""#;
    let keeping = format!(
        "{{\"text\": {TEXT:?}, \"label\": [[11, 13, \"figure\"]], \"_annotator_id\": \"ana\", \"_paid\": true, {kept}}}"
    );
    for (format, file, contents, count) in [
        ("doccano", "in.jsonl", keeping.as_str(), "2, such as _annotator_id \"ana\"; _paid true"),
        ("web-annotation", "in.jsonld", annotation, "4, such as rights \"CC0\"; colour \"red\"; state"),
        ("doccano", "in.jsonl", &relation, "1, such as weight 2"),
        (
            "doccano",
            "in.json",
            &format!("[{{\"text\": {TEXT:?}, \"label\": [[11, 13, \"figure\", \"red\"]]}}]"),
            "1, such as label [11",
        ),
        ("pubannotation", "in.json", &tracks, "1, such as typesettings"),
        ("spacy", "in.json", &entity, "1, such as kb_id \"Q1\""),
    ] {
        let (said, tags) =
            imported(&[("a.txt", TEXT), (file, contents)], &[format, file, "--annotator", "me"], "a.txt.me");
        assert!(tags.contains(&tag("figure", "7%")), "{format}: {tags:?}");
        assert!(said.contains(&format!("fields without an equal here left out: {count}")), "{format}: {said}");
    }
    let prodigy = format!(
        "{{\"text\": {TEXT:?}, \"spans\": [], \"answer\": \"accept\", \"_annotator_id\": \"news-ana\", \"_session_id\": \"news-ana\", {kept}}}"
    );
    let (said, _) =
        imported(&[("in.jsonl", &prodigy)], &["spacy", "in.jsonl", "--all", "--strict"], "in-1.txt.news-ana");
    assert!(!said.contains("left out"), "{said}");
}

#[test]
fn a_table_of_label_studio_is_named_for_what_it_is() {
    let table = format!(
        "id,text,label\n1,\"{TEXT}\",\"[{{\"\"start\"\": 11, \"\"end\"\": 13, \"\"text\"\": \"\"7%\"\", \"\"labels\"\": [\"\"figure\"\"]}}]\"\n"
    );
    for head in ["id,text,label", "id,text,label,start,end"] {
        let said = refused(&[("in.csv", &table.replace("id,text,label", head))], &["csv", "in.csv"]);
        assert!(said.contains("in.csv:2: the labels are lists of regions, as in a table of Label Studio"), "{said}");
        assert!(said.contains("hint: Export JSON from there"), "{said}");
    }
}

#[test]
fn a_task_with_a_category_alone_is_a_text_of_which_nothing_is_said() {
    let result =
        r#"{"id": "z", "from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["economy"]}}"#;
    let task = format!("[{{\"data\": {{\"text\": {TEXT:?}}}, \"annotations\": [{{\"result\": [{result}]}}]}}]");
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("label-studio", "in.json", &task);
    assert!(said.contains("1 text new") && said.contains("choices topic"), "{said}");
    assert!(!corpus.0.path("annotations/in-1.txt.me.ron").exists(), "no layer says that there is nothing to tag");
    let table = task.replace("\"text\": \"Rents", "\"name\": \"Ms. Berg\", \"job\": \"Rents");
    let said = Corpus::of(&[]).mine("label-studio", "in.json", &table);
    assert!(!said.contains("text new") && said.contains("choices topic"), "a table has no text: {said}");
}

#[test]
fn a_score_goes_out_and_comes_in_wherever_it_has_a_place() {
    let row = format!(
        "{{\"id\": \"a.txt\", \"annotator\": \"net\", \"text\": {TEXT:?}, \"spans\": [{{\"label\": \"figure\", \"start\": 11, \"end\": 13, \
         \"score\": 0.75}}]}}"
    );
    let folder = Folder::new(&[("in.jsonl", &row)]);
    let run = |folder: &Folder, args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command.args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
        let output = command.env("HOME", folder.path("..")).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&folder, &["import", "jsonl", "in.jsonl", "--all"]);
    for format in ["jsonl", "spacy", "label-studio", "csv"] {
        // A table has no texts.
        let other = Folder::new(&[("a.txt", TEXT), ("out", &run(&folder, &["export", format]))]);
        run(&other, &["import", format, "out", "--all"]);
        let layer = other.read("annotations/a.txt.net.ron");
        assert!(layer.contains("score: 0.75"), "{format}: {layer}");
    }
}

#[test]
fn the_words_of_a_token_of_several_are_parts_of_it() {
    let row = |number: &str, word: &str, tag: &str| format!("{number}\t{word}{}\t{tag}\n", "\t_".repeat(7));
    let rows = [
        row("1-2", "Don't", "_"),
        row("1", "Do", "NE=B-claim"),
        row("2", "n't", "NE=I-claim"),
        row("3", "go", "NE=I-claim"),
        row("3.1", "_", "_"),
        row("4-5", "au", "_"),
        row("4", "à", "NE=B-source"),
        row("5", "le", "NE=I-source"),
        row("6", "Cap", "NE=I-source"),
    ];
    let table = format!("# newdoc id = a.txt\n# sent_id = 1\n# text = Don't go au Cap\n{}\n", rows.concat());
    let (_, tags) = imported(&[("in.conllu", &table)], &["conll", "in.conllu", "--annotator", "me"], "a.txt.me");
    assert_eq!(tags, [tag("claim", "Don't go"), tag("source", "au Cap")]);
}

#[test]
fn what_a_file_says_of_the_origin_of_a_text_is_kept() {
    let about = r#""title": "Rents rise", "url": "https://example.org/rents", "author": "Ann Lee""#;
    let fields = format!(r#"{{"text": {TEXT:?}, "label": [[0, 5, "claim"]], {about}}}"#);
    let meta =
        format!(r#"{{"text": {TEXT:?}, "spans": [{{"start": 0, "end": 5, "label": "claim"}}], "meta": {{{about}}}}}"#);
    let task = format!(
        r#"[{{"data": {{"text": {TEXT:?}, {about}}}, "annotations": [{{"result": [{{"id": "r", "from_name": "l",
        "to_name": "text", "type": "labels", "value": {{"start": 0, "end": 5, "labels": ["claim"]}}}}]}}]}}]"#
    );
    for (format, file, contents) in
        [("doccano", "in.jsonl", fields), ("spacy", "in.jsonl", meta), ("label-studio", "in.json", task)]
    {
        let folder = Folder::new(&[(file, contents.as_str())]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command.args(["import", format, file, "--annotator", "me"]).current_dir(folder.path("")).env_clear();
        let output = command.env("HOME", folder.path("..")).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && !said.contains("left out"), "{format}: {said}");
        let sources = folder.read("annotations/sources.ron");
        for word in ["title: \"Rents rise\"", "address: \"https://example.org/rents\"", "authors: [\"Ann Lee\"]"] {
            assert!(sources.contains(word), "{format}: {sources}");
        }
    }
}

#[test]
fn a_category_of_the_whole_text_does_not_say_that_there_is_nothing_to_tag() {
    let line = format!(r#"{{"text": {TEXT:?}, "label": ["economy"]}}"#);
    let folder = Folder::new(&[("in.jsonl", line.as_str())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(["import", "doccano", "in.jsonl", "--annotator", "me"]).current_dir(folder.path("")).env_clear();
    let said = String::from_utf8(command.env("HOME", folder.path("..")).output().unwrap().stderr).unwrap();
    assert!(said.contains("left out: 1, such as label \"economy\"") && said.contains("1 text new"), "{said}");
    assert!(!said.contains("status") && !folder.path("annotations/in-1.txt.me.ron").exists(), "{said}");
}

#[test]
fn the_training_files_of_spacy_2_are_texts_with_marks_on_their_words() {
    let word = |(orth, ner): (&str, &str)| format!("{{\"orth\": {orth:?}, \"ner\": {ner:?}}}");
    let words = [("Rents", "O"), ("rose", "O"), ("7", "B-figure"), ("%", "L-figure"), (",", "O")];
    let more = [("Ms.", "B-source"), ("Berg", "L-source"), ("said", "O"), (".", "O")];
    let [words, more] = [words.map(word).join(","), more.map(word).join(",")];
    let file = |raw: &str| {
        format!(
            "[{{\"id\": 0, \"paragraphs\": [{{{raw}\"sentences\": [{{\"tokens\": [{words}]}},\n {{\"tokens\": [{more}]}}], \"cats\": \
             [{{\"label\": \"economy\", \"value\": 1.0}}]}}]}}]"
        )
    };
    let args = ["spacy", "train.json", "--annotator", "me"];
    let with_text = file(&format!("\"raw\": {TEXT:?}, "));
    let (said, tags) = imported(&[("a.txt", TEXT), ("train.json", &with_text)], &args, "a.txt.me");
    assert_eq!(tags, [tag("figure", "7%"), tag("source", "Ms. Berg")]);
    assert!(said.contains("fields without an equal here left out: 1, such as cats"), "{said}");
    // Without the text, the words make it.
    let (_, tags) = imported(&[("train.json", &file(""))], &args, "train-1.txt.me");
    assert_eq!(tags, [tag("figure", "7 %"), tag("source", "Ms. Berg")]);
    let other = refused(&[("train.json", &with_text.replace("\"Berg\"", "\"Boerg\""))], &args);
    assert!(other.contains("train.json:2: the word Boerg does not stand there in the text"), "{other}");
}

#[test]
fn spacys_documents_and_the_files_of_web_annotators_come_in() {
    let at =
        |start: usize, end: usize, label: &str| format!(r#"{{"start": {start}, "end": {end}, "label": {label:?}}}"#);
    let (figure, source) = (at(11, 13, "figure"), at(15, 23, "source"));
    let cases = [
        format!(
            r#"{{"text": {TEXT:?}, "ents": [{figure}], "spans": {{"sc": [{source}]}}, "tokens": [{{"id": 0, "start": 0, "end": 5}}]}}"#
        ),
        format!(
            r#"{{"classes": ["figure", "source"], "annotations": [[{TEXT:?}, {{"entities": [[11, 13, "figure"], [15, 23, "source"]]}}], null]}}"#
        ),
        format!(r#"[[{TEXT:?}, {{"spans": {{"sc": [[11, 13, "figure"], [15, 23, "source"]]}}}}]]"#),
    ];
    for contents in cases {
        let args = ["spacy", "in.json", "--annotator", "me"];
        let (_, tags) = imported(&[("a.txt", TEXT), ("in.json", &contents)], &args, "a.txt.me");
        assert_eq!(tags, [tag("figure", "7%"), tag("source", "Ms. Berg")], "{contents}");
    }
}

#[test]
fn a_task_about_a_picture_and_a_relation_of_words_alone_are_counted() {
    let span = |start: usize, end: usize, token: usize, label: &str| {
        format!(
            r#"{{"start": {start}, "end": {end}, "token_start": {token}, "token_end": {token}, "label": {label:?}}}"#
        )
    };
    let lines = format!(
        "{{\"image\": \"a.png\", \"spans\": [], \"answer\": \"accept\"}}\n{{\"text\": {TEXT:?}, \"spans\": [{}, {}], \"relations\": \
         [{{\"head\": 2, \"child\": 0, \"label\": \"of\"}}, {{\"head\": 1, \"child\": 0, \"label\": \"of\"}}]}}\n",
        span(11, 13, 2, "figure"),
        span(0, 5, 0, "claim")
    );
    let args = ["spacy", "in.jsonl", "--annotator", "me"];
    let (said, tags) = imported(&[("a.txt", TEXT), ("in.jsonl", &lines)], &args, "a.txt.me");
    assert_eq!(tags, [tag("claim", "Rents"), tag("figure", "7%")]);
    assert!(said.contains("records without an equal here left out: 2, such as line 1: a task with `image`"), "{said}");
    assert!(said.contains("2 tags and 1 link added"), "{said}");
}

#[test]
fn conll_names_its_documents_and_has_names_in_names_and_labels_alone() {
    let args = ["conll", "in.conll", "--annotator", "me"];
    let named = "-DOCSTART- (a.txt)\n\nRents B-claim\nrose I-claim\n\n-DOCSTART- (b)\n\nWages B-claim\n";
    let (said, tags) = imported(&[("in.conll", named)], &args, "a.txt.me");
    assert_eq!((tags, said.contains("2 texts new")), (vec![tag("claim", "Rents rose")], true), "{said}");
    let nested = "#\thttps://example.org [2024-05-01]\n1\tLake\tB-ORG\tO\n2\tOslo\tI-ORG\tB-LOC\n3\tBank\tI-ORG\tO\n";
    let (said, tags) = imported(&[("in.conll", nested)], &args, "in.txt.me");
    assert_eq!(tags, [tag("ORG", "Lake Oslo Bank"), tag("LOC", "Oslo")]);
    assert!(said.contains("left out: 1, such as comment https://example.org"), "{said}");
    let plain = "#rents\tO\nrose\tO\n7\tfigure\n%\tfigure\n\nOslo\tplace\n";
    let (_, tags) = imported(&[("in.conll", plain)], &args, "in.txt.me");
    assert_eq!(tags, [tag("figure", "7 %"), tag("place", "Oslo")]);
    // One row that is too short does not change what the columns of the others mean.
    let short =
        refused(&[("in.conll", "Rents NNS B-NP O\nrose VBD O\n7 CD B-NP B-figure\n% NN I-NP I-figure\n")], &args);
    assert!(short.contains("in.conll:2: a row with too few columns: rose VBD O"), "{short}");
    let phrases = "Rents NNS B-NP O\nrose VBD B-VP O\n7 CD B-NP B-figure\n";
    let (said, tags) = imported(&[("in.conll", phrases)], &args, "in.txt.me");
    assert_eq!(tags, [tag("figure", "7")]);
    assert!(said.contains("tags of other layers left out: 3, such as line 1 NP"), "{said}");
}

#[test]
fn the_words_that_a_tag_of_doccano_brings_are_checked() {
    let line = |words: &str| {
        format!(
            r#"{{"text": {TEXT:?}, "entities": [{{"id": 1, "label": "figure", "start_offset": 11, "end_offset": 13, "text": {words:?}, "prob": 0.5}}]}}"#
        )
    };
    let args = ["doccano", "in.jsonl", "--annotator", "me"];
    let said = refused(&[("in.jsonl", &line("8%"))], &args);
    assert!(said.contains("says “8%”, but “7%” stands there"), "{said}");
    let (_, tags) = imported(&[("a.txt", TEXT), ("in.jsonl", &line("7%"))], &args, "a.txt.me");
    assert_eq!(tags, [tag("figure", "7%")]);
}

#[test]
fn older_tasks_of_label_studio_have_seconds_and_numbers() {
    let task = format!(
        r#"[{{"id": 1, "data": {{"text": {TEXT:?}, "document": "a.txt"}}, "completions": [{{"created_at": 1600000000, "result": [{{"id": 7,
        "from_name": "label", "to_name": "text", "type": "labels", "value": {{"start": 11, "end": 13, "labels": ["figure"]}}}}]}}]}}]"#
    );
    let args = ["label-studio", "in.json", "--annotator", "me"];
    let (_, tags) = imported(&[("a.txt", TEXT), ("in.json", &task)], &args, "a.txt.me");
    assert_eq!(tags, [tag("figure", "7%")]);
}

#[test]
fn a_feature_without_a_value_is_none() {
    let table = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label|note\n\n\n#Text=Rents rose\n1-1\t0-5\tRents\tclaim[1]|source[2]\tok[1]|_\t\n1-2\t6-10\trose\t_\t_\t\n";
    let folder = Folder::new(&[("a.tsv", table)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(["import", "webanno", "a.tsv", "--annotator", "me"]).current_dir(folder.path("")).env_clear();
    assert!(command.env("HOME", folder.path("..")).output().unwrap().status.success());
    let layer = folder.read("annotations/a.txt.me.ron");
    assert!(layer.contains(r#"attributes: {"note": "ok"}"#) && !layer.contains("\"_\""), "{layer}");
}

#[test]
fn a_foreign_item_among_annotations_is_a_bad_record_of_its_own() {
    let annotation = r#"{"id": "x", "body": {"type": "TextualBody", "purpose": "tagging", "value": "figure"}, "target": {"source":
        "a.txt", "selector": {"type": "TextPositionSelector", "start": 11, "end": 13}}}"#;
    let args = ["web-annotation", "in.jsonld", "--annotator", "me"];
    let skipping = [&args[..], &["--skip-bad"]].concat();
    for file in [format!("[{annotation}, {{\"foo\": 1}}]"), format!("{{\"items\": [{{\"foo\": 1}}, {annotation}]}}")] {
        let files = [("a.txt", TEXT), ("in.jsonld", file.as_str())];
        let said = refused(&files, &args);
        assert!(said.contains("an item is no annotation: {\"foo\":1}"), "{said}");
        let (said, tags) = imported(&files, &skipping, "a.txt.me");
        assert_eq!(tags, [tag("figure", "7%")]);
        assert!(said.contains("1 bad record left out"), "{said}");
    }
}

#[test]
fn a_class_that_an_annotation_points_to_is_its_label() {
    let annotation = r#"{"id": "x", "motivation": "classifying", "body": {"type": "SpecificResource", "purpose": "classifying",
        "source": "https://example.org/tags/figure"}, "target": {"source": "a.txt", "selector": {"type": "TextPositionSelector", "start":
        11, "end": 13}}}"#;
    let args = ["web-annotation", "in.jsonld", "--annotator", "me"];
    let (_, tags) = imported(&[("a.txt", TEXT), ("in.jsonld", annotation)], &args, "a.txt.me");
    assert_eq!(tags, [tag("figure", "7%")]);
}

#[test]
fn without_a_name_the_tags_go_to_whom_the_file_names_and_else_to_the_user() {
    let line = |by: &str| format!(r#"{{"text": {TEXT:?}, {by}"label": [[11, 13, "figure"]]}}"#);
    let folder =
        Folder::new(&[("by.jsonl", &line(r#""annotator": "ana", "#)), ("by-nobody.jsonl", &line("")), ("a.txt", TEXT)]);
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command.arg("import").args(args).current_dir(folder.path("")).env_clear().env("DIPTYCH_ANNOTATOR", "ben");
        let output = command.env("HOME", folder.path("..")).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run(&["doccano", "by.jsonl"]);
    assert_eq!((code, said.contains("hint")), (Some(0), false), "{said}");
    assert!(folder.path("annotations/a.txt.ana.ron").exists());
    let (code, said) = run(&["doccano", "by-nobody.jsonl", "--all"]);
    assert_eq!((code, said.contains("the record has no annotator")), (Some(2), true), "{said}");
    let (code, said) = run(&["doccano", "by-nobody.jsonl"]);
    assert_eq!((code, said.contains("so the tags are ben's")), (Some(0), true), "{said}");
    assert!(folder.path("annotations/a.txt.ben.ron").exists());
}
