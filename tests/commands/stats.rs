//! Tests `diptych stats`: its counts, for each annotator.

use std::sync::Arc;

use diptych::tags::target::Judged;
use diptych::tags::verdict::{Decision, Verdict};
use diptych::text::Document;
use serde_json::json as value;
use unicode_width::UnicodeWidthStr;

use crate::layers::{corpus, json, layer, link, refused, run, says};

const A: &str = "{claim: 😀 Prices rose {figure: 5%} in May}, {source: INSEE} said.\n";

#[test]
fn a_spreadsheet_has_a_row_a_layer() {
    let folder = corpus(&[("a.txt", "ana", A), ("a.txt", "ben", "😀 Prices rose {figure: 5%} in May, INSEE said.\n")]);
    assert_eq!(
        says(&folder, &["stats", "--all", "--format", "csv"], 0),
        "annotator,document,status,words,tags,lost,claim,figure,source,links,reaches,undeclared\n\
         ana,a.txt,in progress,7,3,0,1,1,1,0,0.8250,0\nben,a.txt,in progress,7,1,0,0,1,0,0,0.4750,0\n"
    );
}

#[test]
fn commands_say_that_the_texts_of_an_export_do_not_count() {
    let folder = corpus(&[("a.txt", "ana", A), ("a.txt", "ben", A)]);
    folder.write("texts/out/README.md", "# texts\n\nWritten by diptych 0.1.0 as `brat`, for brat.\n");
    folder.write("texts/out/a.txt", "Nobody knew.\n");
    for args in [&["stats", "--all"][..], &["agree"], &["check"], &["export", "jsonl", "--all"]] {
        let said = String::from_utf8(run(&folder, args).stderr).unwrap();
        let note = "diptych: texts/out is an export: its texts without a layer are left out\n";
        assert_eq!(said.matches(note).count(), 1, "{args:?}: {said}");
    }
}

#[test]
fn a_tag_under_a_label_that_is_not_declared_counts() {
    let folder = corpus(&[("a.txt", "ana", "{rumour: Prices} rose {figure: 5%}.\n")]);
    let report = &json(&folder, &["stats"], 0)["annotators"][0];
    assert_eq!((&report["tags"], &report["undeclared"]), (&2.into(), &value!({"rumour": 1})));
    let shown = says(&folder, &["stats"], 0);
    assert!(shown.contains("  rumour                       1      333.3  not declared in corpus.ron\n"), "{shown}");
    let table = says(&folder, &["stats", "--format", "csv"], 0);
    assert!(table.contains("ana,a.txt,in progress,3,2,0,0,1,0,0,0.8750,1\n"), "{table}");
}

#[test]
fn every_number_is_there() {
    let folder = corpus(&[("b.txt", "ana", "Nobody knew {figure: why}\n")]);
    layer(&folder, "a.txt", "ana", A, |records| link(records, "rests on", "t-0", "t-1", None));
    folder.write("texts/c.txt", "Not begun.\n");
    let report = &json(&folder, &["stats"], 0)["annotators"][0];
    assert_eq!((&report["annotator"], &report["documents"]), (&"ana".into(), &value!({"all": 3, "begun": 2})));
    assert_eq!((&report["words"], &report["tags"]), (&10.into(), &4.into()), "of the documents that are begun");
    assert_eq!(report["tags_per_1000_words"], 400.0);
    let figure = &report["labels"]["figure"];
    assert_eq!(
        (&figure["tags"], &figure["words"], &figure["tags_per_1000_words"]),
        (&2.into(), &2.into(), &200.0.into())
    );
    let length = &report["labels"]["claim"]["length"];
    assert_eq!(
        (&length["least"], &length["median"], &length["mean"], &length["most"]),
        (&5.into(), &5.into(), &5.0.into(), &5.into())
    );
    assert_eq!(length["groups"][3], value!({"up_to": 8, "tags": 1}));
    assert_eq!(report["overlap"]["words_by_tags_over_them"], value!([3, 6, 1, 0, 0]));
    assert_eq!(report["overlap"]["pairs_nested"], 1);
    assert_eq!(report["links"], value!({"rests on": 1}));
    let documents: Vec<&str> =
        report["by_document"].as_array().unwrap().iter().map(|of| of["document"].as_str().unwrap()).collect();
    assert_eq!(documents, ["a.txt", "b.txt"]);
}

#[test]
fn the_rows_of_all_pairs_are_counted_when_that_is_asked_for() {
    let text = |boats: &str| format!("The council said that {boats} boats were lost in the storm off Lomas.\n");
    let folder = corpus(&[("a.txt", "ana", &text("300")), ("b.txt", "ana", &text("800"))]);
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\", pairs: [(\"a.txt\", \"b.txt\")])");
    assert_eq!(json(&folder, &["stats"], 0)["annotators"][0]["compared"], value!(null));
    let compared = json(&folder, &["stats", "--compare"], 0)["annotators"][0]["compared"].clone();
    assert_eq!((&compared[0]["left"], &compared[0]["right"]), (&"a.txt".into(), &"b.txt".into()));
    assert_eq!(compared[0]["rows"]["figures"]["differs"], 1);
    let table = says(&folder, &["stats", "--compare", "--format", "csv"], 0);
    assert!(
        table.starts_with(
            "annotator,left,right,section,contradicts,differs from,differs,only left,only right,alike,same as,equal,unsupported,"
        ),
        "{table}"
    );
    assert_eq!(table.lines().nth(1), Some("ana,a.txt,b.txt,figures,0,0,1,0,0,0,0,0,,,"));
    assert_eq!(table.lines().count(), 5);
    let bars = says(&folder, &["stats", "--compare"], 0);
    assert!(bars.contains("Compared: figures") && bars.contains("Shared wording"), "{bars}");
    assert!(bars.lines().all(|line| line.width() <= 80), "{bars}");
}

#[test]
fn texts_are_compared_before_anybody_has_tagged_them() {
    let folder = corpus(&[]);
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\", pairs: [(\"a.txt\", \"b.txt\")])");
    for (name, boats) in [("a", "300"), ("b", "800")] {
        folder
            .write(&format!("texts/{name}.txt"), format!("The council said that {boats} boats were lost off Lomas.\n"));
    }
    let all = json(&folder, &["stats", "--compare"], 0);
    assert_eq!((&all["annotators"], &all["compared"][0]["rows"]["figures"]["differs"]), (&value!([]), &1.into()));
    let table = says(&folder, &["stats", "--compare", "--format", "csv"], 0);
    assert_eq!(table.lines().nth(1), Some(",a.txt,b.txt,figures,0,0,1,0,0,0,0,0,,,"));
    assert!(says(&folder, &["stats", "--compare"], 0).starts_with("Compared: figures"));
    assert!(refused(&folder, &["stats"]).contains("there are no layers here"));
    assert!(refused(&folder, &["stats", "--compare", "texts/a.txt"]).contains("there are no layers here"), "no pair");
}

#[test]
fn what_is_undefined_is_null() {
    let folder = corpus(&[("a.txt", "ana", "…\n")]);
    let report = &json(&folder, &["stats"], 0)["annotators"][0];
    assert_eq!((&report["words"], &report["tags_per_1000_words"]), (&0.into(), &value!(null)));
    assert_eq!(report["labels"]["claim"]["length"]["mean"], value!(null));
    assert!(says(&folder, &["stats"], 0).contains("undefined"));
}

#[test]
fn one_is_named_or_all_are() {
    let folder = corpus(&[("a.txt", "ana", A), ("a.txt", "ben", A), ("b.txt", "cho", "{figure: Half}\n")]);
    assert_eq!(
        refused(&folder, &["stats"]),
        "diptych: there are layers by ana, ben and cho; name one of them\n\
         hint: Use --annotator NAME for one of them, or --all for all.\n"
    );
    let who = |args: &[&str]| -> Vec<String> {
        let report = json(&folder, &[&["stats"], args].concat(), 0);
        report["annotators"].as_array().unwrap().iter().map(|one| one["annotator"].as_str().unwrap().into()).collect()
    };
    assert_eq!(who(&["--all"]), ["ana", "ben", "cho"]);
    assert_eq!(who(&["--annotator", "cho,ana"]), ["cho", "ana"]);
    assert_eq!(who(&["texts/b.txt"]), ["cho"], "the only one there is");
    assert!(refused(&folder, &["stats", "--annotator", "dan"]).contains("there is no layer by dan here"));
    assert!(refused(&folder, &["stats", "--all", "--annotator", "ana"]).contains("cannot be used with"));
    let empty = corpus(&[]);
    empty.write("texts/a.txt", "x");
    assert!(refused(&empty, &["stats"]).contains("there are no layers here\nhint: Make one with: diptych texts/a.txt"));
    std::fs::remove_file(empty.path("annotations/corpus.ron")).unwrap();
    let said = refused(&empty, &["stats"]);
    assert!(said.contains("lie in folders below, and each folder has its own layers\nhint: Go into one"), "{said}");
}

#[test]
fn the_bars_fit_a_terminal_of_80_columns() {
    let long = "a-document-with-a-name-that-is-long.txt";
    let marked = "{claim: {figure: About 1,500} men from the north {claim: have come}}, {source: the NIS} said, and {claim: \
        they are being trained for a possible mission in the south, where {figure: half a million} wait for them}.\n";
    let folder = corpus(&[(long, "ana", marked), ("b.txt", "ana", A)]);
    layer(&folder, "b.txt", "ben", A, |records| {
        link(records, "rests on", "t-0", "t-1", None);
        link(records, "attributed to", "t-0", "t-2", None);
        let document =
            Document::new(A.replace("{claim: ", "").replace("{figure: ", "").replace("{source: ", "").replace('}', ""));
        for (tag, decision) in records.tags.iter().zip([Some(Decision::Accepted), Some(Decision::Rejected)]) {
            let (id, annotator, comment) = (Verdict::id_of("ana", &tag.id), "ana".into(), String::new());
            let (judged, at) = (Judged::of(&document, tag), "2026-11-22T04:17:00Z".into());
            let (rival, extra) = (None, Vec::new());
            let verdict =
                Verdict { id: id.clone(), annotator, tag: tag.id.clone(), decision, judged, comment, at, rival, extra };
            Arc::make_mut(&mut records.verdicts).insert(id, verdict);
        }
    });
    let text = says(&folder, &["stats", "--all"], 0);
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
    insta::assert_snapshot!(text);
}
