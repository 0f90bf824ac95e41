//! Shapes that tools write now and then: what is meant by them comes in, and what has no equal here is counted.

use std::process::{Command, Stdio};

use crate::pty::{self, Folder};

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
    for format in ["jsonl", "spacy", "label-studio"] {
        let other = Folder::new(&[("out", &run(&folder, &["export", format]))]);
        run(&other, &["import", format, "out", "--all"]);
        let layer = other.read("annotations/a.txt.net.ron");
        assert!(layer.contains("score: 0.75"), "{format}: {layer}");
    }
    let table = "document,label,start,end,score\na.txt,figure,11,13,0.75\n";
    let other = Folder::new(&[("a.txt", TEXT), ("in.csv", table)]);
    run(&other, &["import", "csv", "in.csv", "--annotator", "net"]);
    assert!(other.read("annotations/a.txt.net.ron").contains("score: 0.75"));
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
