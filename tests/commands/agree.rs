//! Tests `diptych agree`: its arguments, its messages, its output.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::pty::Folder;

const TEXT: &str = "😀 Prices rose 5% in May, INSEE said. Nobody knew why.\n\nThe state pays 12 million.\n";

/// Labels, and what they are put on.
type Tags<'a> = &'a [(&'a str, &'a str)];

/// A corpus of two texts and a sub-folder with one, tagged by these annotators: name, document, tags.
fn corpus(layers: &[(&str, &str, Tags)]) -> Folder {
    let folder = Folder::new(&[("texts/a.txt", TEXT), ("texts/b.txt", TEXT), ("texts/may/c.txt", TEXT)]);
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\")");
    layers.iter().for_each(|(who, document, tags)| layer(&folder, who, document, tags));
    folder
}

fn layer(folder: &Folder, who: &str, document: &str, tags: Tags) {
    let record = |(number, (label, quote)): (usize, &(&str, &str))| {
        let start = TEXT[..TEXT.find(quote).unwrap()].chars().count();
        let end = start + quote.chars().count();
        format!(
            "        (id: \"t-{who}{number}\", label: {label:?}, start: {start}, end: {end}, quote: {quote:?}, \
             prefix: \"\", suffix: \"\", at: \"2026-11-22T04:17:00Z\"),\n"
        )
    };
    let records: String = tags.iter().enumerate().map(record).collect();
    let chars = TEXT.chars().count();
    let ron = format!(
        "(\n    format: 1,\n    document: (path: {document:?}, sha256: \"\", chars: {chars}),\n    annotator: {who:?},\n    \
         tags: [\n{records}    ],\n    links: [],\n    verdicts: [],\n)\n"
    );
    folder.write(&format!("annotations/{document}.{who}.ron"), ron);
}

const ANA: Tags =
    &[("claim", "Prices rose 5% in May"), ("figure", "5%"), ("source", "INSEE"), ("figure", "12 million")];
const BEN: Tags = &[("claim", "Prices rose 5%"), ("figure", "5%"), ("claim", "INSEE")];

fn run(folder: &Folder, within: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.arg("agree").args(args).current_dir(folder.path(within)).stdin(Stdio::null()).env_clear();
    command.env("HOME", folder.path("..")).output().unwrap()
}

/// The report as JSON, and what was said besides.
#[track_caller]
fn report(folder: &Folder, args: &[&str]) -> (Value, String) {
    let output = run(folder, "", &[args, &["--format", "json"]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    (serde_json::from_slice(&output.stdout).unwrap(), said)
}

#[track_caller]
fn refused(folder: &Folder, args: &[&str]) -> String {
    let output = run(folder, "", args);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), b"".as_slice()), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_spreadsheet_has_a_row_a_label_and_pair() {
    let folder = corpus(&[("ana", "a.txt", ANA), ("ben", "a.txt", BEN)]);
    let output = run(&folder, "", &["a.txt", "--samples", "0", "--by-document", "--format", "csv"]);
    let table = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').collect()).collect();
    assert_eq!(
        rows[0][..8],
        ["document", "label", "reference", "other", "matched", "agreed", "only_reference", "only_other"]
    );
    assert_eq!(rows[1][..8], ["", "", "ana", "ben", "3", "1", "1", "0"]);
    assert_eq!(rows.len(), 1 + 2 * 4, "all and each label, in all and in the document: {table}");
    assert!(rows[5][0] == "a.txt" && rows.iter().all(|row| row.len() == rows[0].len()));
}

#[test]
fn every_number_is_there() {
    let folder = corpus(&[("ana", "a.txt", ANA), ("ben", "a.txt", BEN)]);
    let (report, said) = report(&folder, &[]);
    assert_eq!(
        said,
        "diptych: b.txt is left out: no layer by ana and ben\ndiptych: may/c.txt is left out: no layer by ana and ben\n"
    );
    assert_eq!((&report["annotators"], &report["unit"]), (&serde_json::json!(["ana", "ben"]), &"word".into()));
    let overall = &report["all"]["overall"];
    assert_eq!(overall["tags"], serde_json::json!({"ana": 4, "ben": 3}));
    let pair = &overall["pairs"][0];
    let counts = ["matched", "agreed", "ends_differ", "labels_differ", "both_differ", "only_reference", "only_other"];
    assert_eq!(counts.map(|name| pair[name].as_u64().unwrap()), [3, 1, 1, 1, 0, 1, 0]);
    let strict = &pair["spans"]["strict"];
    assert_eq!((&strict["correct"], &strict["incorrect"], &strict["missed"]), (&1.into(), &2.into(), &1.into()));
    assert_eq!(
        (strict["precision"]["value"].as_f64(), strict["recall"]["value"].as_f64()),
        (Some(1.0 / 3.0), Some(0.25))
    );
    assert_eq!(pair["spans"]["partial"]["f1"]["value"].as_f64(), Some(2.0 * 2.5 / 7.0));
    assert_eq!(
        pair["first_disagreement"],
        serde_json::json!({"document": "a.txt", "start": 2, "end": 23}),
        "in code points"
    );
    let none = report["all"]["confusion"][0]["labels"].as_array().unwrap().len() - 1;
    assert_eq!(report["all"]["confusion"][0]["counts"][1][none], 1, "a figure that ben does not have");
    assert_eq!(report["all"]["confusion"][0]["counts"][2][0], 1, "a source that is ben's claim");
    for number in [&pair["kappa"], &overall["alpha"], &overall["unitizing_alpha"]] {
        let (value, interval) = (number["value"].as_f64().unwrap(), number["interval"].as_array().unwrap());
        assert!(value < 1.0 && interval[0].as_f64() <= interval[1].as_f64(), "{number}");
    }
    assert_eq!(report["documents"][0]["document"], "a.txt");
    assert_eq!(report["documents"][0]["overall"], *overall);
}

#[test]
fn what_is_undefined_is_said_to_be_undefined() {
    let folder = corpus(&[("ana", "a.txt", &[]), ("ben", "a.txt", &[])]);
    let (report, _) = report(&folder, &["a.txt"]);
    let row = &report["all"]["labels"]["claim"];
    for number in
        [&row["alpha"], &row["unitizing_alpha"], &row["pairs"][0]["kappa"], &row["pairs"][0]["spans"]["strict"]["f1"]]
    {
        assert_eq!(*number, serde_json::json!({"value": null, "interval": null}));
    }
    let text = String::from_utf8(run(&folder, "", &["a.txt"]).stdout).unwrap();
    assert!(text.contains("strict   undefined  undefined  undefined"), "{text}");
}

#[test]
fn the_tables_fit_a_terminal_of_80_columns() {
    let who = "Ana-María-Fernández-de-la-Vega";
    let folder = corpus(&[(who, "a.txt", ANA), ("ben", "a.txt", BEN), ("cho", "a.txt", BEN)]);
    for document in ["b.txt", "may/c.txt"] {
        [who, "ben", "cho"].into_iter().for_each(|who| layer(&folder, who, document, ANA));
    }
    let output = run(&folder, "", &["--by-document"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    for words in ["── Ana-María-Fernández-de-la-Vega and ben", "━━ may/c.txt, 15 words", "seed 2013", "unitizing α"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
}

#[test]
fn the_same_seed_gives_the_same_report() {
    let folder = corpus(&[("ana", "a.txt", ANA), ("ben", "a.txt", BEN), ("ana", "b.txt", BEN), ("ben", "b.txt", BEN)]);
    let twice = [(); 2].map(|()| run(&folder, "", &["--seed", "7", "--samples", "50"]).stdout);
    assert_eq!(twice[0], twice[1]);
    let none = String::from_utf8(run(&folder, "", &["--samples", "0"]).stdout).unwrap();
    assert!(none.contains("No intervals were asked for.") && !none.contains('['), "{none}");
}

#[test]
fn documents_and_annotators_may_stand_in_any_order() {
    let folder =
        corpus(&[("ana", "a.txt", ANA), ("ben", "a.txt", BEN), ("cho", "a.txt", BEN), ("ben", "may/c.txt", BEN)]);
    layer(&folder, "cho", "may/c.txt", ANA);
    let documents = |args: &[&str]| -> (Value, Vec<String>) {
        let (report, _) = report(&folder, args);
        let names =
            report["documents"].as_array().unwrap().iter().map(|part| part["document"].as_str().unwrap().into());
        (report["annotators"].clone(), names.collect())
    };
    let (cho_ben, both) = (serde_json::json!(["cho", "ben"]), vec!["a.txt".to_string(), "may/c.txt".to_string()]);
    assert_eq!(documents(&["cho", "ben"]), (cho_ben.clone(), both));
    assert_eq!(documents(&["may/c.txt", "cho", "ben"]), (cho_ben.clone(), vec!["may/c.txt".to_string()]));
    assert_eq!(documents(&["cho", "texts/a.txt", "ben", "a.txt"]), (cho_ben, vec!["a.txt".to_string()]));
    assert_eq!(documents(&["may/c.txt"]).0, serde_json::json!(["ben", "cho"]), "all who have layers on it");
    let inside = run(&folder, "texts/may", &["c.txt", "--format", "json"]);
    assert_eq!(inside.status.code(), Some(0), "in the folder of the document");
}

#[test]
fn a_document_that_one_has_not_begun_is_left_out_and_an_empty_layer_counts() {
    let folder = corpus(&[("ana", "a.txt", ANA), ("ben", "a.txt", &[]), ("ana", "b.txt", ANA)]);
    let (report, said) = report(&folder, &["ana", "ben", "a.txt", "b.txt"]);
    assert_eq!(said, "diptych: b.txt is left out: no layer by ben\n");
    assert_eq!(
        report["left_out"],
        serde_json::json!([{"document": "b.txt", "reason": "no-layer", "without": ["ben"]}])
    );
    assert_eq!(report["all"]["overall"]["pairs"][0]["only_reference"], 4);
}

#[test]
fn who_has_only_declined_a_suggestion_or_skipped_the_text_has_not_read_it() {
    let declined = "id: \"m-0\", about: \"figure\", says: \"declined\", here: (start: 14, end: 16, quote: \"5%\", prefix: \"\", suffix: \"\")";
    let skipped = "id: \"m-status\", about: \"status\", says: \"skipped\"";
    for (remark, words, reason) in [(declined, "not read by ben", "not-read"), (skipped, "skipped by ben", "skipped")] {
        let layers = [("ana", "a.txt", ANA), ("ben", "a.txt", BEN), ("ana", "b.txt", ANA), ("ben", "b.txt", &[])];
        let folder = corpus(&layers);
        let path = folder.path("annotations/b.txt.ben.ron");
        let layer = std::fs::read_to_string(&path).unwrap();
        let layer = layer.trim_end().strip_suffix(')').unwrap();
        std::fs::write(&path, format!("{layer}remarks: [({remark}, at: \"2026-11-22T04:17:00Z\")],\n)\n")).unwrap();
        let (report, said) = report(&folder, &["ana", "ben", "a.txt", "b.txt"]);
        assert_eq!(said, format!("diptych: b.txt is left out: {words}\n"));
        let left_out = serde_json::json!([{"document": "b.txt", "reason": reason, "without": ["ben"]}]);
        assert_eq!(report["left_out"], left_out);
    }
}

#[test]
fn who_only_reviewed_is_left_out_unless_named() {
    let folder = corpus(&[("ana", "a.txt", ANA), ("ben", "a.txt", BEN), ("cho", "a.txt", &[])]);
    assert_eq!(report(&folder, &[]).0["annotators"], serde_json::json!(["ana", "ben", "cho"]), "cho found nothing");
    let file = "annotations/a.txt.cho.ron";
    let verdict = "verdicts: [(id: \"v-ana-ana1\", annotator: \"ana\", tag: \"t-ana1\", verdict: \"accepted\", \
        judged: (label: \"figure\", start: 12, end: 14, quote: \"5%\", prefix: \"\", suffix: \"\"), \
        at: \"2026-11-22T04:17:00Z\")]";
    folder.write(file, folder.read(file).replace("verdicts: []", verdict));
    let (left, said) = report(&folder, &["a.txt"]);
    assert_eq!(left["annotators"], serde_json::json!(["ana", "ben"]));
    assert_eq!(said, "diptych: cho is left out: verdicts and no tags\n");
    assert_eq!(report(&folder, &["ana", "cho"]).0["annotators"], serde_json::json!(["ana", "cho"]));
    std::fs::remove_file(folder.path("annotations/a.txt.ben.ron")).unwrap();
    let said = refused(&folder, &[]);
    assert!(said.starts_with("diptych: it takes two annotators; cho: verdicts and no tags\nhint: "), "{said}");
    assert!(said.contains("diptych agree ana cho"), "{said}");
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let folder = corpus(&[("ana", "a.txt", ANA), ("ben", "b.txt", BEN)]);
    let starts = |args: &[&str], words: &str| {
        let said = refused(&folder, args);
        assert!(said.lines().any(|line| line.starts_with(words)) && said.contains("\nhint: "), "{args:?}: {said}");
    };
    starts(&["ana"], "diptych: it takes two annotators, and only ana is named");
    starts(&["ana", "ana"], "diptych: ana is named twice");
    starts(&["ana", "cho"], "diptych: there is no layer by cho here");
    starts(&["a.txt"], "diptych: it takes two annotators, and only ana has layers here");
    starts(&["may/c.txt"], "diptych: it takes two annotators, and there are no layers here");
    starts(&["ana", "ben"], "diptych: there is no document on which ana and ben all have layers");
    starts(&["ana", "b n"], "diptych: `b n` cannot be an annotator's name");
    starts(&["gone.txt"], "diptych: there is no gone.txt");
    starts(&["--unit", "line"], "diptych: invalid value 'line' for '--unit <UNIT>' [possible values: word, character]");
}

#[test]
fn a_layer_that_does_not_read_is_named_with_line_and_column() {
    let folder = corpus(&[("ana", "a.txt", ANA), ("ben", "a.txt", BEN)]);
    folder.write("annotations/a.txt.ben.ron", "(\n    format: 1,\n    tags: [,],\n)\n");
    let said = refused(&folder, &["ana", "ben", "a.txt"]);
    assert!(said.contains("annotations/a.txt.ben.ron:3:12: "), "{said}");
}

#[test]
fn a_text_that_is_called_like_a_command_is_still_opened() {
    let folder = Folder::new(&[("agree", "About 1,500 men came.\n")]);
    let mut pty = folder.start(&["./agree"]);
    pty.wait_for_text("0 tags");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
}
