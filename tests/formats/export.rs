//! Tests `diptych export`: its output, its files, its messages.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::pty::Folder;

const TEXT: &str = "😀 Prices rose 5% in May,\r\nINSEE said. Nobody knew why.\r\n";

/// Ana's layer: nested tags, a note, a link; with ben's verdicts, if there are any.
fn layer(who: &str, document: &str, tags: &str, links: &str, verdicts: &str) -> String {
    let chars = TEXT.chars().count();
    format!(
        "(\n    format: 1,\n    document: (path: {document:?}, sha256: \"\", chars: {chars}),\n    annotator: {who:?},\n    \
         tags: [\n{tags}    ],\n    links: [\n{links}    ],\n    verdicts: [\n{verdicts}    ],\n)\n"
    )
}

fn tag(id: &str, label: &str, quote: &str, more: &str) -> String {
    let start = TEXT[..TEXT.find(quote).unwrap()].chars().count();
    let end = start + quote.chars().count();
    format!(
        "        (id: {id:?}, label: {label:?}, start: {start}, end: {end}, quote: {quote:?}, prefix: \"\", suffix: \"\", \
         {more}at: \"2026-11-22T04:17:00Z\"),\n"
    )
}

fn judged(id: &str, verdict: &str, label: &str, quote: &str, amended: Option<(&str, &str)>) -> String {
    let target = |label: &str, quote: &str| {
        let start = TEXT[..TEXT.find(quote).unwrap()].chars().count();
        let end = start + quote.chars().count();
        format!("(label: {label:?}, start: {start}, end: {end}, quote: {quote:?}, prefix: \"\", suffix: \"\")")
    };
    let amended = amended.map_or(String::new(), |(label, quote)| format!(", amended: {}", target(label, quote)));
    format!(
        "        (id: \"v-ana-{id}\", annotator: \"ana\", tag: \"t-{id}\", verdict: {verdict:?}, judged: {}{amended}, \
         at: \"2026-11-22T05:17:00Z\"),\n",
        target(label, quote)
    )
}

fn corpus() -> Folder {
    let folder = Folder::new(&[("texts/a.txt", TEXT), ("texts/may/b.txt", TEXT)]);
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\")");
    let tags = tag("t-1", "claim", "Prices rose 5%", "note: \"hm\", ")
        + &tag("t-2", "figure", "5%", "")
        + &tag("t-3", "source", "INSEE", "")
        + &tag("t-4", "claim", "Nobody knew why.", "");
    let links =
        "        (id: \"l-1\", kind: \"attributed to\", from: \"t-1\", to: \"t-3\", at: \"2026-11-22T04:17:00Z\"),\n";
    folder.write("annotations/a.txt.ana.ron", layer("ana", "a.txt", &tags, links, ""));
    folder
}

/// The same, and ben has reviewed ana's tags, and added one.
fn reviewed() -> Folder {
    let folder = corpus();
    let verdicts = judged("1", "accepted", "claim", "Prices rose 5%", None)
        + &judged("2", "amended", "figure", "5%", Some(("figure", "5% in May")))
        + &judged("3", "rejected", "source", "INSEE", None)
        + &judged("4", "accepted", "claim", "Nobody knew", None);
    let tags = tag("t-b", "source", "Nobody", "");
    folder.write("annotations/a.txt.ben.ron", layer("ben", "a.txt", &tags, "", &verdicts));
    folder
}

fn run(folder: &Folder, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.arg("export").args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    command.env("HOME", folder.path("..")).output().unwrap()
}

/// What came out and what was said.
#[track_caller]
fn done(folder: &Folder, args: &[&str]) -> (String, String) {
    let output = run(folder, args);
    let [out, said] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    (out, said)
}

#[track_caller]
fn refused(folder: &Folder, args: &[&str]) -> String {
    let before = folder.files();
    let output = run(folder, args);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), b"".as_slice()), "{args:?}");
    assert_eq!(folder.files(), before, "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The tags of each line: id, label, quote.
fn spans(jsonl: &str) -> Vec<Vec<(String, String, String)>> {
    let word = |span: &Value, key: &str| span[key].as_str().unwrap().to_string();
    let of = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let spans = line["spans"].as_array().unwrap().iter();
        spans.map(|span| (word(span, "id"), word(span, "label"), word(span, "quote"))).collect()
    };
    jsonl.lines().map(of).collect()
}

fn ids(jsonl: &str) -> Vec<String> {
    spans(jsonl).into_iter().flatten().map(|(id, ..)| id).collect()
}

#[test]
fn a_stream_goes_to_standard_output_and_what_is_said_does_not() {
    let folder = corpus();
    let (out, said) = done(&folder, &["jsonl"]);
    assert_eq!(said, "diptych: may/b.txt is left out: no layer by ana\n");
    let line: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((line["text"].as_str(), line["annotator"].as_str()), (Some(TEXT), Some("ana")));
    assert_eq!(line["spans"][1]["start"], 14, "in code points, behind an emoji");
    assert_eq!(ids(&out), ["t-1", "t-2", "t-3", "t-4"]);
}

#[test]
fn every_format_goes_out_and_says_what_it_cannot_hold() {
    let folder = corpus();
    for format in ["spacy", "conll", "doccano", "label-studio", "pubannotation", "csv"] {
        let (out, said) = done(&folder, &[format, "a.txt"]);
        assert!(out.contains("INSEE"), "{format}: {out}");
        let notes = said.contains("notes left out: 1, such as a.txt 2–16 claim “Prices rose 5%”");
        assert_eq!(notes, matches!(format, "spacy" | "conll" | "doccano" | "pubannotation"), "{format}: {said}");
    }
    for format in ["brat", "web-annotation", "webanno"] {
        assert!(refused(&folder, &[format, "a.txt"]).contains("hint: Use -o DIR."));
        done(&folder, &[format, "a.txt", "-o", format]);
        assert!(folder.read(&format!("{format}/README.md")).starts_with("# here\n"));
    }
    assert_eq!(folder.read("brat/a.txt"), TEXT, "to the byte");
    assert!(folder.read("brat/a.ann").starts_with("T1\tclaim 2 16\tPrices rose 5%\n"));
    assert!(folder.read("webanno/README.md").contains("Offsets count UTF-16 units"));
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_goes_out_with_its_card_and_in_parts() {
    let folder = corpus();
    let bytes = |name: &str| std::fs::read(folder.path(name)).unwrap();
    let (_, said) = done(&folder, &["parquet", "a.txt", "-o", "table", "--strict"]);
    assert_eq!(said, "");
    let table = bytes("table/data.parquet");
    assert!(table.starts_with(b"PAR1") && table.ends_with(b"PAR1"));
    assert!(folder.read("table/README.md").contains("  - split: train\n    path: data.parquet\n"));
    assert_eq!(run(&folder, &["parquet", "a.txt"]).stdout, table, "the same to standard output");
    done(&folder, &["parquet", "--all", "-o", "parts", "--split", "train=50,test=50"]);
    for part in ["parts/train.parquet", "parts/test.parquet"] {
        assert!(bytes(part).ends_with(b"PAR1"), "{part} is whole, even if nothing is in it");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn what_it_was_built_without_is_said() {
    let said = refused(&corpus(), &["parquet", "a.txt", "-o", "a.parquet"]);
    assert!(said.contains("this diptych was built without parquet"), "{said}");
    assert!(said.contains("cargo build --release --features parquet"), "{said}");
}

#[test]
fn strict_has_an_answer() {
    let folder = corpus();
    let code = |args: &[&str]| run(&folder, args).status.code();
    assert_eq!(code(&["jsonl", "a.txt", "--strict"]), Some(0));
    assert_eq!(code(&["conll", "a.txt", "--strict"]), Some(1));
    assert_eq!(code(&["conll", "a.txt", "--labels", "figure", "--strict"]), Some(1), "the link is gone");
    let (_, said) = done(&folder, &["conll", "a.txt", "--flatten", "longest", "--scheme", "bioes"]);
    assert!(said.contains("overlapping tags left out: 1, such as a.txt 14–16 figure “5%”"), "{said}");
}

#[test]
fn doccano_has_both_its_schemas_and_options_know_their_format() {
    let folder = corpus();
    assert!(done(&folder, &["doccano", "a.txt"]).0.contains("\"entities\":["));
    assert!(done(&folder, &["doccano", "a.txt", "--spans-only"]).0.contains("\"label\":[[2,16,\"claim\"]"));
    let said = refused(&folder, &["jsonl", "a.txt", "--flatten", "first"]);
    assert!(said.contains("--flatten is for conll and hf, not for jsonl"), "{said}");
    assert!(refused(&folder, &["jsonl", "a.txt", "--labels", "clam"]).contains("the corpus has no label clam"));
}

#[test]
fn who_is_meant_must_be_clear() {
    let folder = reviewed();
    assert!(refused(&folder, &["jsonl", "a.txt"]).contains("there are layers by ana and ben; name one of them"));
    let (out, _) = done(&folder, &["jsonl", "a.txt", "--all"]);
    assert_eq!(spans(&out).len(), 2, "a line each");
    done(&folder, &["brat", "a.txt", "--all", "-o", "out"]);
    assert!(folder.path("out/ana/a.ann").is_file() && folder.path("out/ben/a.ann").is_file());
}

#[test]
fn what_a_reviewer_accepted_goes_out() {
    let folder = reviewed();
    let (out, said) = done(&folder, &["jsonl", "a.txt", "--annotator", "ana", "--reviewed", "accepted"]);
    assert_eq!(ids(&out), ["t-1"], "t-4 has changed since");
    assert!(
        said.contains("tags left out on purpose: 1 changed after they were judged, 1 rejected, 1 amended"),
        "{said}"
    );
    assert!(said.contains("links left out: 1"), "{said}");
    let (out, _) = done(&folder, &["jsonl", "a.txt", "--annotator", "ana", "--reviewed", "accepted,amended"]);
    let tags = spans(&out).concat();
    assert_eq!(tags[1], ("t-2".into(), "figure".into(), "5% in May".into()), "as it should be");
    let none = refused(&folder, &["jsonl", "--annotator", "ana", "--reviewed", "accepted", "--reviewer", "cho"]);
    assert!(none.contains("there is no layer by cho here"), "{none}");
}

#[test]
fn where_reviewers_differ_a_tag_stays_out_until_one_is_named() {
    let folder = reviewed();
    let verdicts = judged("1", "rejected", "claim", "Prices rose 5%", None);
    folder.write("annotations/a.txt.cho.ron", layer("cho", "a.txt", "", "", &verdicts));
    let accepted = ["jsonl", "a.txt", "--annotator", "ana", "--reviewed", "accepted"];
    let (out, said) = done(&folder, &accepted);
    assert!(ids(&out).is_empty() && said.contains("1 on which the reviewers differ"), "{said}");
    assert_eq!(ids(&done(&folder, &[&accepted[..], &["--reviewer", "ben"]].concat()).0), ["t-1"]);
}

#[test]
fn gold_is_what_counts_for_the_reviewer() {
    let folder = reviewed();
    let (out, _) = done(&folder, &["jsonl", "a.txt", "--gold", "ben"]);
    let tags: Vec<String> = spans(&out).concat().into_iter().map(|(id, _, quote)| format!("{id} {quote}")).collect();
    assert_eq!(tags, ["t-1 Prices rose 5%", "t-2 5% in May", "t-b Nobody"]);
    let (out, _) = done(&folder, &["jsonl", "a.txt", "--gold", "ana"]);
    assert_eq!(ids(&out), ["t-1", "t-2", "t-3", "t-4"], "who has judged nothing has own tags");
}

#[test]
fn a_choice_of_tags_keeps_the_status() {
    let folder = reviewed();
    let done_by = |who: &str, says: &str| {
        let path = format!("annotations/a.txt.{who}.ron");
        let layer = folder.read(&path);
        let end = layer.rfind(')').unwrap();
        let remark = format!("(id: \"m-status\", about: \"status\", says: {says:?}, at: \"2026-11-22T05:17:00Z\")");
        folder.write(&path, format!("{}    remarks: [{remark}],\n)\n", &layer[..end]));
    };
    let status = |args: &[&str]| {
        let (out, said) = done(&folder, &[&["jsonl", "a.txt"], args].concat());
        let line: Value = serde_json::from_str(&out).unwrap();
        (line["status"].as_str().unwrap().to_string(), line["spans"].as_array().unwrap().len(), said)
    };
    let labels = status(&["--annotator", "ben", "--labels", "claim"]);
    assert_eq!((labels.0.as_str(), labels.1), ("in progress", 0), "ben has a source");
    done_by("ana", "done");
    done_by("ben", "done");
    for args in [
        &["--annotator", "ana", "--reviewed", "accepted"][..],
        &["--annotator", "ana", "--labels", "claim"],
        &["--annotator", "ben", "--labels", "claim"],
    ] {
        assert_eq!(status(args).0, "done", "{args:?}");
    }
    let (gold, _, said) = status(&["--gold", "ben"]);
    assert_eq!(gold, "done");
    assert!(said.contains("left out on purpose: 4 verdicts, since the exported tags already follow them"), "{said}");
}

#[test]
fn a_split_is_the_same_everywhere_and_pairs_stay_together() {
    let folder = Folder::new(&[]);
    folder.write(
        "annotations/corpus.ron",
        "(format: 1, texts: \"texts\", pairs: [(\"0.txt\", \"1.txt\"), (\"1.txt\", \"7.txt\")])",
    );
    for number in 0..10 {
        let name = format!("{number}.txt");
        folder.write(&format!("texts/{name}"), TEXT);
        folder.write(
            &format!("annotations/{name}.ana.ron"),
            layer("ana", &name, &tag("t-1", "figure", "5%", ""), "", ""),
        );
    }
    let split = ["jsonl", "--split", "train=6,dev=2,test=2", "--seed", "7"];
    done(&folder, &[&split[..], &["-o", "one"]].concat());
    done(&folder, &[&split[..], &["-o", "two"]].concat());
    let names = |path: &str| -> Vec<String> {
        let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_string();
        folder.read(path).lines().map(line).collect()
    };
    let parts = ["train", "dev", "test"].map(|part| names(&format!("one/{part}.jsonl")).join(" "));
    assert_eq!(parts, ["0.txt 1.txt 2.txt 4.txt 7.txt 8.txt", "5.txt 6.txt", "3.txt 9.txt"], "golden");
    assert!(parts.iter().any(|part| ["0.txt", "1.txt", "7.txt"].iter().all(|name| part.contains(name))));
    let mut all = parts.join(" ").split(' ').map(String::from).collect::<Vec<_>>();
    all.sort();
    assert_eq!(all.len(), 10);
    for part in ["train.jsonl", "dev.jsonl", "test.jsonl", "README.md"] {
        assert_eq!(folder.read(&format!("one/{part}")), folder.read(&format!("two/{part}")));
    }
    let card = folder.read("one/README.md");
    assert!(card.starts_with(
        "---\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: train.jsonl\n"
    ));
    assert!(card.contains("with seed 7") && card.contains("Offsets count Unicode code points"), "{card}");
    assert!(card.contains("- **figure**: ") && card.contains("| ana | 10 | 10 | 0 |"), "{card}");
    assert!(refused(&folder, &["jsonl", "--split", "train=1"]).contains("--output"));
    assert!(refused(&folder, &["jsonl", "--split", "train", "-o", "x"]).contains("`train` is not NAME=SHARE"));
}

#[test]
fn the_card_has_the_agreement_of_two() {
    let folder = reviewed();
    done(&folder, &["jsonl", "a.txt", "--all", "-o", "out"]);
    let card = folder.read("out/README.md");
    assert!(card.contains("## Agreement\n\nOn 1 document that ana and ben have all tagged"), "{card}");
    assert!(!card.contains("verdicts left out"), "jsonl has them: {card}");
    assert_eq!(folder.read("out/data.jsonl").matches("\"decision\":").count(), 4);
}

#[test]
fn nothing_is_written_over_unasked_and_the_corpus_never() {
    let folder = corpus();
    done(&folder, &["jsonl", "a.txt", "-o", "out.jsonl"]);
    let before = folder.read("out.jsonl");
    assert!(refused(&folder, &["csv", "a.txt", "-o", "out.jsonl"]).contains("hint: Name another file, or write over"));
    done(&folder, &["csv", "a.txt", "-o", "out.jsonl", "--force"]);
    assert_ne!(folder.read("out.jsonl"), before);
    folder.write("full/x", "x");
    assert!(refused(&folder, &["brat", "a.txt", "-o", "full"]).contains("exists already"));
    done(&folder, &["brat", "a.txt", "-o", "full", "--force"]);
    assert!(folder.path("full/x").is_file() && folder.path("full/a.ann").is_file());
    for place in ["texts", "texts/new", "annotations", ".", "texts/a.txt", "annotations/x.jsonl"] {
        let said = refused(&folder, &["jsonl", "a.txt", "-o", place, "--force"]);
        assert!(said.contains("belongs to the corpus"), "{place}: {said}");
    }
    assert!(refused(&folder, &["jsonl", "a.txt", "-o", "gone/out.jsonl"]).contains("there is no folder"));
    let left = folder.files().into_iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "tmp")).count();
    assert_eq!(left, 0);
}
