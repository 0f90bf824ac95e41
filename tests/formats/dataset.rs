//! Datasets for other machines: what the rows look like, how they lie in files, and that they come in as they went out.

use std::collections::BTreeSet;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::pty::Folder;

const LEFT: &str = "Prices rose 5% in May, INSEE said. Nobody knew why.\n";
const RIGHT: &str = "Prices had risen by 6%, the bank wrote.\n";

const SOURCES: &str = "(\n    format: 1,\n    sources: {\n        \"a.txt\": (original: \"a.html\", sha256: \"9f\", text: \"7b\", \
    converter: \"diptych 0.1.0\", added: \"2026-11-22T04:17:00Z\", origin: (title: \"Prices: “up”\", authors: [\"Ann Lee\", \"B\"], \
    date: \"2026-05-03\", language: \"en-GB\", license: \"CC BY 4.0\")),\n    },\n)\n";

fn run(folder: &Folder, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    command.env("HOME", folder.path("..")).output().unwrap()
}

/// Runs a command that ends with this code, and returns what it printed and said.
#[track_caller]
fn expect(folder: &Folder, code: i32, args: &[&str]) -> (String, String) {
    let output = run(folder, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    (String::from_utf8_lossy(&output.stdout).into_owned(), said)
}

/// The line of a tag on the words of a text.
fn tag(text: &str, id: &str, label: &str, quote: &str) -> String {
    let start = text.find(quote).unwrap();
    let end = start + quote.len();
    format!(
        "        (id: {id:?}, label: {label:?}, start: {start}, end: {end}, quote: {quote:?}, prefix: {:?}, suffix: {:?}, at: \
         \"2026-11-22T04:17:00Z\"),\n",
        &text[start.saturating_sub(32)..start],
        &text[end..(end + 32).min(text.len())]
    )
}

fn layer(document: &str, text: &str, who: &str, tags: &str, links: &str) -> String {
    let document = diptych_layer(document, text);
    format!(
        "(\n    format: 1,\n    document: {document},\n    annotator: {who:?},\n    tags: [\n{tags}    ],\n    links: \
         [{links}],\n    verdicts: [],\n)\n"
    )
}

fn diptych_layer(document: &str, text: &str) -> String {
    let sha256 = diptych::text::Document::new(text).sha256().to_string();
    format!("(path: {document:?}, sha256: {sha256:?}, chars: {})", text.chars().count())
}

/// A pair of texts; ana has tagged both and linked them, ben the left one only.
fn corpus() -> Folder {
    let folder = Folder::new(&[("a.txt", LEFT), ("b.txt", RIGHT)]);
    folder.write("annotations/corpus.ron", "(format: 1, pairs: [(\"a.txt\", \"b.txt\")], license: \"CC-BY-4.0\")");
    folder.write("annotations/sources.ron", SOURCES);
    let link = "\n        (id: \"l-1\", kind: \"differs from\", from: \"t-1\", to: \"t-9\", document: \"b.txt\", at: \
                \"2026-11-22T04:17:00Z\"),\n    ";
    let tags = tag(LEFT, "t-1", "figure", "5%") + &tag(LEFT, "t-2", "source", "INSEE");
    folder.write("annotations/a.txt.ana.ron", layer("a.txt", LEFT, "ana", &tags, link));
    folder.write("annotations/b.txt.ana.ron", layer("b.txt", RIGHT, "ana", &tag(RIGHT, "t-9", "figure", "6%"), ""));
    folder.write(
        "annotations/a.txt.ben.ron",
        layer("a.txt", LEFT, "ben", &tag(LEFT, "t-4", "claim", "Prices rose 5% in May"), ""),
    );
    folder
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Checks a value against a JSON Schema, as far as ours use it.
#[track_caller]
fn fits(schema: &Value, value: &Value, path: &str) {
    let known = [
        "$schema",
        "title",
        "description",
        "type",
        "enum",
        "minimum",
        "maximum",
        "items",
        "properties",
        "required",
        "additionalProperties",
    ];
    assert!(schema.as_object().unwrap().keys().all(|key| known.contains(&key.as_str())), "{path}: {schema}");
    match schema["type"].as_str().unwrap() {
        "string" => assert!(value.is_string(), "{path}: {value}"),
        "integer" => {
            let number = value.as_u64().unwrap_or_else(|| panic!("{path}: {value}"));
            assert!(schema["maximum"].as_u64().is_none_or(|most| number <= most), "{path}: {value}");
        }
        "array" => value.as_array().unwrap().iter().for_each(|item| fits(&schema["items"], item, path)),
        "object" => {
            let (properties, record) = (schema["properties"].as_object().unwrap(), value.as_object().unwrap());
            let required: BTreeSet<&str> =
                schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            assert_eq!(schema["additionalProperties"], false, "{path}");
            assert_eq!(record.keys().map(String::as_str).collect::<BTreeSet<_>>(), required, "{path}");
            record.iter().for_each(|(name, value)| fits(&properties[name], value, &format!("{path}.{name}")));
        }
        other => panic!("{path}: {other}"),
    }
    let words = schema.get("enum").and_then(Value::as_array);
    assert!(words.is_none_or(|words| words.contains(value)), "{path}: {value}");
}

#[test]
fn every_line_fits_the_schema_that_is_printed() {
    let folder = corpus();
    for (args, count) in [(vec!["jsonl"], 3), (vec!["jsonl", "--by", "pair"], 2), (vec!["hf"], 5)] {
        let schema = expect(&folder, 0, &[&["schema"], args.as_slice()].concat()).0;
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let lines = lines(&expect(&folder, 0, &[&["export"], args.as_slice(), &["--all"]].concat()).0);
        assert_eq!(lines.len(), count, "{args:?}");
        lines.iter().for_each(|line| fits(&schema, line, ""));
    }
}

#[test]
fn a_pair_is_one_record_and_comes_in_as_it_was() {
    let folder = corpus();
    let (out, _) = expect(&folder, 0, &["export", "jsonl", "--all", "--by", "pair", "--strict"]);
    let rows = lines(&out);
    assert_eq!(
        (&rows[0]["id"], &rows[0]["left"]["id"], &rows[0]["right"]["id"]),
        (&"a.txt b.txt".into(), &"a.txt".into(), &"b.txt".into())
    );
    assert_eq!(rows[0]["left"]["links"][0]["to"], rows[0]["right"]["spans"][0]["id"]);
    assert_eq!((&rows[1]["annotator"], &rows[1]["right"]["text"]), (&"ben".into(), &RIGHT.into()));
    assert_eq!(rows[1]["right"]["spans"], Value::Array(vec![]));
    let other = Folder::new(&[("pairs.jsonl", &out)]);
    other.write("annotations/corpus.ron", "(format: 1)");
    let (_, said) = expect(&other, 0, &["import", "jsonl", "pairs.jsonl", "--all"]);
    assert!(said.contains("4 tags and 1 link added to 3 layers; the origin of 1 text; 2 texts new"), "{said}");
    for layer in ["a.txt.ana", "b.txt.ana", "a.txt.ben"] {
        let path = format!("annotations/{layer}.ron");
        assert_eq!(other.read(&path), folder.read(&path), "{layer}");
    }
    assert!(!other.path("annotations/b.txt.ben.ron").exists(), "ben has said nothing of it");
    let (_, said) = expect(&other, 0, &["import", "jsonl", "pairs.jsonl", "--all"]);
    assert!(said.contains("0 tags and 0 links"), "{said}");
}

#[test]
fn where_a_text_came_from_goes_out_and_comes_in() {
    let folder = corpus();
    let (out, _) = expect(&folder, 0, &["export", "jsonl", "--annotator", "ana", "--strict"]);
    let rows = lines(&out);
    assert_eq!(rows[0]["origin"]["authors"], serde_json::json!(["Ann Lee", "B"]));
    assert_eq!(rows[1]["origin"]["title"], "", "nobody knows");
    let other = Folder::new(&[("in.jsonl", &out)]);
    expect(&other, 0, &["import", "jsonl", "in.jsonl", "--all"]);
    let mut again = lines(&expect(&other, 0, &["export", "jsonl", "--annotator", "ana"]).0);
    // Which file it was is known in the corpus that was exported, and only there.
    let file = serde_json::json!(["a.html", "9f", "diptych 0.1.0"]);
    assert_eq!(
        ["original", "sha256", "converter"].map(|name| rows[0]["origin"][name].clone()).to_vec(),
        *file.as_array().unwrap()
    );
    for name in ["original", "sha256", "converter"] {
        again[0]["origin"][name] = rows[0]["origin"][name].clone();
    }
    assert_eq!(again, rows);
    let (_, said) = expect(&folder, 1, &["export", "csv", "--annotator", "ana", "--strict", "-o", "../out.csv"]);
    assert!(said.contains("documents written without where they came from: 1, such as a.txt"), "{said}");
}

#[test]
fn a_folder_says_beside_the_files_where_the_texts_came_from() {
    let folder = corpus();
    for format in ["brat", "conll", "hf", "csv", "web-annotation"] {
        let at = format!("../{format}");
        let (_, said) = expect(&folder, 0, &["export", format, "--all", "-o", &at]);
        assert!(!said.contains("where they came from"), "{format}: {said}");
        let table = folder.read(&format!("{at}/sources.csv"));
        let row = "a.txt,Prices: “up”,Ann Lee; B,2026-05-03,,,en-GB,CC BY 4.0,a.html,9f,diptych 0.1.0\r\n";
        assert!(table.ends_with(row) && table.lines().count() == 2, "{format}: {table}");
        assert!(folder.read(&format!("{at}/README.md")).contains("`sources.csv` says"), "{format}");
    }
    let (_, said) = expect(&folder, 0, &["import", "csv", "../csv", "--all"]);
    assert!(said.contains("0 tags"), "{said}");
    expect(&folder, 0, &["export", "jsonl", "--all", "-o", "../rows"]);
    assert!(!folder.path("../rows/sources.csv").exists(), "the rows say it themselves");
}

#[test]
fn shards_and_partitions_have_all_rows_once() {
    let folder = corpus();
    let args = ["export", "jsonl", "--all", "--partition", "annotator", "--shard", "1", "-o", "../out"];
    expect(&folder, 0, &args);
    let mut found = Vec::new();
    for file in ["annotator=ana/data-00000", "annotator=ana/data-00001", "annotator=ben/data-00000"] {
        found.extend(lines(&folder.read(&format!("../out/{file}.jsonl"))));
    }
    let mut all = lines(&expect(&folder, 0, &["export", "jsonl", "--all"]).0);
    all.sort_by_key(|row| row["annotator"].to_string());
    assert_eq!(found, all);
    assert!(!folder.path("../out/annotator=ana/data-00002.jsonl").exists());
    assert!(folder.read("../out/README.md").contains("path: annotator=*/data-*.jsonl"));
    let args = ["export", "jsonl", "--all", "--shard", "1M", "--split", "train=1,test=1", "-o", "../parts"];
    expect(&folder, 0, &args);
    assert!(folder.path("../parts/train-00000.jsonl").exists() && folder.path("../parts/test-00000.jsonl").exists());
    let (_, said) = expect(&folder, 2, &["export", "brat", "--all", "--shard", "1M", "-o", "../brat"]);
    assert!(said.contains("--shard is for jsonl"), "{said}");
}

#[test]
fn the_card_has_what_a_hub_asks_for() {
    let folder = corpus();
    expect(&folder, 0, &["export", "hf", "--annotator", "ana", "--split", "train=1,test=1", "-o", "../out"]);
    let card = folder.read("../out/README.md");
    let head = card.split("---\n").nth(1).unwrap();
    for line in [
        "license: cc-by-4.0\n",
        "language:\n- \"en\"\n",
        "task_categories:\n- token-classification\n",
        "size_categories:\n- n<1K\n",
        "- split: test\n    path: test.jsonl\n",
        "- name: ner_tags\n    list:\n      class_label:\n        names:\n          '0': \"O\"\n          '1': \"B-claim\"\n",
    ] {
        assert!(head.contains(line), "{line}\n{head}");
    }
    let croissant: Value = serde_json::from_str(&folder.read("../out/croissant.json")).unwrap();
    assert_eq!(croissant["conformsTo"], "http://mlcommons.org/croissant/1.0");
    assert_eq!(croissant["recordSet"][0]["field"].as_array().unwrap().len(), 5);
    assert_eq!(croissant["recordSet"][1]["data"][0]["labels/name"], "claim");
    // Both texts are read together, and so in one part.
    let rows: Vec<Value> =
        ["train", "test"].iter().flat_map(|part| lines(&folder.read(&format!("../out/{part}.jsonl")))).collect();
    let figures: Vec<&Value> =
        rows.iter().filter(|row| row["tokens"].as_array().unwrap().contains(&"%".into())).collect();
    assert_eq!((rows.len(), figures.len()), (3, 2));
    // O O B-figure I-figure: figure is the second label.
    assert!(figures[0]["ner_tags"].as_array().unwrap().windows(2).any(|pair| pair == [Value::from(3), Value::from(4)]));
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_comes_in_as_it_went_out() {
    let folder = corpus();
    for unit in ["document", "pair"] {
        expect(&folder, 0, &["export", "parquet", "--all", "--by", unit, "--force", "-o", "out.parquet"]);
        let other = Folder::new(&[]);
        std::fs::copy(folder.path("out.parquet"), other.path("in.parquet")).unwrap();
        expect(&other, 0, &["import", "parquet", "in.parquet", "--all", "--strict"]);
        for layer in ["a.txt.ana", "b.txt.ana", "a.txt.ben"] {
            let path = format!("annotations/{layer}.ron");
            assert_eq!(other.read(&path), folder.read(&path), "{unit} {layer}");
        }
    }
    folder.write("bad.parquet", "PAR1 and nothing more");
    let (_, said) = expect(&folder, 2, &["import", "parquet", "bad.parquet", "--annotator", "me"]);
    assert!(said.contains("bad.parquet:1: this is no parquet file"), "{said}");
    let zstd = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/zstd.parquet");
    let (_, said) = expect(&folder, 2, &["import", "parquet", zstd, "--annotator", "me"]);
    assert!(said.contains("the table is compressed with Zstandard"), "{said}");
}

#[test]
fn a_label_that_is_renamed_and_named_back_leaves_no_trace() {
    let folder = corpus();
    let before = folder.files();
    let (_, said) = expect(&folder, 0, &["relabel", "figure", "number", "--dry-run"]);
    assert!(
        said.contains("figure → number: 2 tags\n") && said.contains("2 layers and corpus.ron would be changed"),
        "{said}"
    );
    assert_eq!(folder.files(), before);
    let (_, said) = expect(&folder, 0, &["relabel", "figure", "number"]);
    assert!(said.contains("hint: Take it back with: diptych relabel number figure\n"), "{said}");
    let layer = folder.read("annotations/a.txt.ana.ron");
    assert!(layer.contains("label: \"number\"") && !layer.contains("label: \"figure\""), "{layer}");
    assert!(!folder.path("annotations/relabel.ron").exists());
    expect(&folder, 0, &["check", "--annotator", "ana"]);
    for (args, words) in [
        (["relabel", "figure", "x"], "there is no label figure"),
        (["relabel", "number", "claim"], "there is a label claim already"),
        (["relabel", "number", " "], "a label needs a name"),
    ] {
        let (_, said) = expect(&folder, 2, &args);
        assert!(said.contains(words), "{said}");
    }
    expect(&folder, 0, &["relabel", "--label", "number=figure"]);
    for layer in ["a.txt.ana", "b.txt.ana", "a.txt.ben"] {
        let path = format!("annotations/{layer}.ron");
        let old = before.iter().find(|(name, _)| name.ends_with(&path)).unwrap();
        assert_eq!(Some(folder.read(&path).into_bytes()), old.1, "{layer}");
    }
}

#[test]
fn a_name_that_a_verdict_uses_is_no_new_name() {
    let folder = corpus();
    let target =
        |label: &str| format!("(label: {label:?}, start: 0, end: 1, quote: \"x\", prefix: \"\", suffix: \"\")");
    let verdict = format!(
        "(id: \"v-ana-1\", annotator: \"ana\", tag: \"t-1\", verdict: \"amended\", judged: {}, amended: {}, \
         at: \"2026-11-22T05:17:00Z\")",
        target("claim"),
        target("assertion")
    );
    let layer = format!(
        "(format: 1, document: (path: \"a.txt\", sha256: \"\", chars: 1), annotator: \"cho\", tags: [], verdicts: [{verdict}])"
    );
    folder.write("annotations/a.txt.cho.ron", &layer);
    let before = folder.files();
    let (_, said) = expect(&folder, 2, &["relabel", "claim", "assertion"]);
    assert!(said.contains("there is a label assertion already"), "{said}");
    assert_eq!(folder.files(), before);
}

#[test]
fn a_renaming_that_was_interrupted_goes_on_or_is_taken_back() {
    for (names, wanted) in [(["figure", "number"], "number"), (["number", "figure"], "figure")] {
        let folder = corpus();
        // One layer has the new name, the other not, and corpus.ron not either.
        let layer = folder.read("annotations/a.txt.ana.ron").replace("label: \"figure\"", "label: \"number\"");
        folder.write("annotations/a.txt.ana.ron", layer);
        folder.write("annotations/relabel.ron", "{\"figure\":\"number\"}\n");
        let (_, said) = expect(&folder, 2, &["relabel", "claim", "x"]);
        assert!(said.contains("another renaming was interrupted: figure number"), "{said}");
        expect(&folder, 0, &["relabel", names[0], names[1]]);
        for layer in ["a.txt.ana", "b.txt.ana"] {
            let layer = folder.read(&format!("annotations/{layer}.ron"));
            assert!(layer.contains(&format!("label: {wanted:?}")), "{layer}");
        }
        assert!(!folder.path("annotations/relabel.ron").exists());
    }
}

#[test]
fn a_label_is_renamed_where_nothing_is_declared_yet() {
    let folder = corpus();
    std::fs::remove_file(folder.path("annotations/corpus.ron")).unwrap();
    let (_, said) = expect(&folder, 0, &["relabel", "figure", "number"]);
    assert!(said.contains("2 layers and corpus.ron changed"), "{said}");
    assert!(folder.read("annotations/a.txt.ana.ron").contains("label: \"number\""));
    assert!(folder.read("annotations/corpus.ron").contains("name: \"number\""));
    expect(&folder, 0, &["relabel", "number", "figure"]);
}

#[test]
fn a_text_that_cannot_be_read_keeps_all_layers_as_they_are() {
    let folder = corpus();
    std::fs::remove_file(folder.path("b.txt")).unwrap();
    let before = folder.files();
    expect(&folder, 2, &["relabel", "figure", "number"]);
    assert_eq!(folder.files(), before);
}
