//! Tests `diptych check`: its findings, their positions and their levels.

use diptych::tags::Id;
use diptych::tags::target::{Lost, Target};
use serde_json::Value;

use crate::layers::{self, corpus, json, layer, link, refused, run, says};
use crate::pty::Folder;

const GOOD: &str = "{claim: 😀 Prices rose {figure: 5%} in May}, {source: INSEE} said.\n";

/// A corpus in which nothing is wrong.
fn good() -> Folder {
    let folder = corpus(&[]);
    layer(&folder, "a.txt", "ana", GOOD, |records| link(records, "attributed to", "t-0", "t-2", None));
    folder
}

/// The lines of one rule.
fn of_rule(folder: &Folder, rule: &str, code: i32) -> Vec<String> {
    let end = format!(" [{rule}]");
    says(folder, &["check"], code).lines().filter_map(|line| Some(line.strip_suffix(&end)?.to_string())).collect()
}

#[test]
fn where_nothing_is_wrong_nothing_is_said() {
    let output = run(&good(), &["check"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), b"".as_slice()));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "Nothing is wrong in 1 layer on 1 document.\n");
}

#[test]
fn a_verdict_that_has_outlived_its_tag_is_named() {
    use diptych::tags::Tag;
    use diptych::tags::target::Judged;
    use diptych::tags::verdict::{Decision, Verdict};
    use diptych::text::Document;
    let folder = good();
    let (text, tags) = layers::unmark(GOOD);
    let document = Document::new(text.clone());
    // What ben saw, before ana changed or removed it, and what he said.
    let saw = |number: usize, label: &str| Tag { label: label.into(), ..tags[number].clone() };
    let amended = |tag: &Tag| Decision::Amended(Judged::of(&document, tag));
    let given = [
        (saw(0, "claim"), Decision::Accepted),
        (saw(1, "source"), Decision::Accepted),
        (saw(2, "claim"), amended(&saw(2, "source"))),
        (Tag { id: Id::from("t-8"), ..saw(1, "claim") }, Decision::Rejected),
        (Tag { id: Id::from("t-9"), ..saw(1, "claim") }, amended(&saw(1, "figure"))),
    ];
    layer(&folder, "a.txt", "ben", &text, |records| {
        for (tag, decision) in given {
            let verdict = Verdict {
                id: Verdict::id_of("ana", &tag.id),
                annotator: "ana".into(),
                judged: Judged::of(&document, &tag),
                tag: tag.id,
                decision: Some(decision),
                comment: String::new(),
                at: "2026-11-22T04:17:00Z".into(),
                rival: None,
                extra: Vec::new(),
            };
            std::sync::Arc::make_mut(&mut records.verdicts).insert(verdict.id.clone(), verdict);
        }
    });
    assert_eq!(
        of_rule(&folder, "stale-verdict", 0),
        [
            "annotations/a.txt.ben.ron:9:9: warning: accepted: ana’s source “5%” has changed since",
            "annotations/a.txt.ben.ron:11:9: warning: amended: ana’s claim “5%” is gone",
        ]
    );
}

#[test]
fn whose_tag_was_judged_is_shown_and_not_run() {
    let folder = good();
    let judged = r#"(label: "claim", start: 2, end: 8, quote: "Prices", prefix: "", suffix: "")"#;
    let who = r"a\u{1b}[31m\nb";
    let verdict = format!(
        r#"(id: "v-{who}-9", annotator: "{who}", tag: "t-9", verdict: "accepted", judged: {judged}, at: "2026-11-22T11:25:30Z")"#
    );
    let layer = folder.read("annotations/a.txt.ana.ron").replace("\"ana\"", "\"ben\"");
    let start = layer.find("    verdicts: [").unwrap();
    folder.write("annotations/a.txt.ben.ron", format!("{}    verdicts: [{verdict}],\n)", &layer[..start]));
    let said = says(&folder, &["check", "--annotator", "ben"], 0);
    assert!(said.contains("is gone") && !said.contains('\u{1b}'), "{said:?}");
    assert_eq!(said.lines().filter(|line| line.contains("[stale-verdict]")).count(), 1, "{said:?}");
}

#[test]
fn everything_that_is_wrong_has_its_line() {
    let folder = good();
    let text = "{claim: Prices {event: ros}e {figure: 5%, }}{figure: {claim: half}} of it,\n{source: Rutte}, {source: Rutte} and Rutte agree.\n";
    layer(&folder, "b.txt", "ben", text, |records| {
        link(records, "rests on", "t-0", "t-9", None);
        link(records, "refutes", "t-0", "t-2", None);
        link(records, "rests on", "t-2", "t-0", None);
        link(records, "same as", "t-0", "t-0", Some("a.txt"));
        link(records, "same as", "t-0", "t-0", Some("gone.txt"));
        let mut tag = records.tags.iter().find(|tag| tag.id == Id::from("t-2")).unwrap().clone();
        tag.attributes.insert("certainty".into(), "stated".into());
        tag.rival = Some(Id::from("t-0"));
        tag.was = Some("4%, ".into());
        records.tags.insert(tag.clone());
        let tag = diptych::tags::Tag { id: Id::from("t-lost"), rival: None, was: None, ..tag };
        let target = Target { quote: "an official".into(), start: 7, ..Target::default() };
        std::sync::Arc::make_mut(&mut records.lost).insert(tag.id.clone(), Lost { tag, target });
    });
    folder.write("texts/c.txt", "About 1,500 men.\n");
    folder.write("annotations/c.txt.ana.ron", "(\n    format: 1,\n<<<<<<< HEAD\n");
    folder.write("texts/d.txt", b"caf\xe9\n");
    folder.write("annotations/old.txt.ana.ron", folder.read("annotations/a.txt.ana.ron").replace("a.txt", "old.txt"));
    let layer = folder.read("annotations/a.txt.ana.ron").replace("\"ana\"", "\"cho\"");
    folder.write(
        "annotations/a.txt.cho.ron",
        layer.replace("id: \"t-1\"", "id: \"t-0\"").replace("id: \"t-2\"", "why: 1, id: \"t-2\""),
    );
    folder.write(
        "annotations/corpus.ron",
        "(\n    format: 1,\n    texts: \"texts\",\n    pairs: [(\"a.txt\", \"e.txt\")],\n)\n",
    );
    insta::assert_snapshot!(says(&folder, &["check"], 1));
}

#[test]
fn a_text_that_was_changed_is_told_with_what_became_of_the_tags() {
    let folder = good();
    folder.write("texts/a.txt", "Now prices rose 5% in May, INSEE said.\n");
    let changed = of_rule(&folder, "text-changed", 1);
    assert!(
        changed[0]
            .starts_with("annotations/a.txt.ana.ron:3:5: warning: the text was changed after this was saved: tags "),
        "{changed:?}"
    );
}

#[test]
fn rules_weigh_what_the_corpus_says() {
    let folder = corpus(&[("a.txt", "ana", "{claim: Prices rose.}, {figure: half}\n")]);
    assert_eq!(
        of_rule(&folder, "figure-in-no-claim", 0),
        ["texts/a.txt:1:15: warning: figure “half” is in no claim (annotations/a.txt.ana.ron:7:9)"],
        "at its words in the text, and with its record in the layer"
    );
    let check = "(format: 1, texts: \"texts\", check: {\"figure-in-no-claim\": error, \"claim-without-source\": off})";
    folder.write("annotations/corpus.ron", check);
    let lines = says(&folder, &["check"], 1);
    let line =
        "texts/a.txt:1:15: error: figure “half” is in no claim (annotations/a.txt.ana.ron:7:9) [figure-in-no-claim]\n";
    assert_eq!(lines, line);
    let rules = says(&folder, &["check", "--rules"], 0);
    assert!(rules.contains("figure-in-no-claim   error ") && rules.contains("claim-without-source off   "), "{rules}");
    assert!(rules.lines().all(|line| line.chars().count() <= 80), "{rules}");
    folder.write("annotations/corpus.ron", check.replace("claim\"", "clam\"").replace("check: {", "check: {\n    "));
    let said = says(&folder, &["check"], 1);
    assert!(
        said.starts_with("annotations/corpus.ron:2:5: error: there is no rule \"figure-in-no-clam\". List"),
        "{said}"
    );
}

#[test]
fn everything_that_is_wrong_in_corpus_ron_is_told_at_once() {
    let folder = good();
    folder.write(
        "annotations/corpus.ron",
        "(\n    format: 1,\n    texts: \"texts\",\n    labels: [\n        (name: \"claim\", key: \"c\", color: \"pink\"),\n        \
         (name: \"figure\", key: \"c\"),\n        (name: \"event\", key: \"ev\"),\n        (name: \"vote\", key: \"x\"),\n    ],\n    \
         check: {\"same-wrods\": off},\n)\n",
    );
    let said = says(&folder, &["check"], 1);
    let starts = [
        "annotations/corpus.ron:5:42: error: the label \"claim\" has a colour that is not known: \"pink\"",
        "annotations/corpus.ron:6:31: error: among the keys of labels \"c\" stands twice",
        "annotations/corpus.ron:7:30: error: the label \"event\" has a key that is not one key: \"ev\"",
        "annotations/corpus.ron:8:29: error: x for tag-vote takes the key of remove",
        "annotations/corpus.ron:10:13: error: there is no rule \"same-wrods\"",
    ];
    assert_eq!(said.lines().count(), starts.len(), "{said}");
    for (line, start) in said.lines().zip(starts) {
        assert!(line.starts_with(start), "{said}");
    }
    assert!(said.contains("; free keys: V, "), "{said}");
    let told = String::from_utf8(run(&folder, &["check"]).stderr).unwrap();
    assert_eq!(
        told,
        "5 errors and 0 warnings in corpus.ron.\nThe documents and layers were not checked: correct corpus.ron first.\n"
    );
}

#[test]
fn a_key_of_the_corpus_that_a_command_has_is_an_error() {
    let folder = good();
    let label = |attribute: &str| {
        format!(
            "(format: 1, texts: \"texts\", labels: [\n(name: \"claim\", key: \"c\", attributes: [\n(name: \"sure\", key: {attribute:?}, \
             kind: yes_no)]), (name: \"figure\", key: \"f\"), (name: \"source\", key: \"s\")])"
        )
    };
    folder.write("annotations/corpus.ron", label("l"));
    let said = says(&folder, &["check"], 1);
    assert!(said.starts_with("annotations/corpus.ron:3:21: error: l for attribute-claim-sure takes the key"), "{said}");
    assert!(said.trim_end().ends_with("[key-clash]") && said.contains("free keys: "), "{said}");
    folder.write("annotations/corpus.ron", label("E"));
    assert_eq!(says(&folder, &["check"], 0), "");
}

#[test]
fn a_folder_without_corpus_ron_is_not_told_what_only_a_corpus_can_ask_for() {
    let folder = Folder::new(&[("a.txt", "Prices rose, and rents.\n")]);
    layer(&folder, "a.txt", "ana", "{claim: Prices rose}, {claim: and rents}.\n", |_| {});
    for args in [&["check"][..], &["check", "--all"]] {
        assert_eq!(says(&folder, args, 0), "", "{args:?}");
    }
}

#[test]
fn programs_are_told_the_place_in_the_text_too() {
    let folder = corpus(&[("a.txt", "ana", "😀 {claim: Prices rose}, {figure: half}\n")]);
    let report = json(&folder, &["check"], 0);
    let finding = &report["findings"][0];
    assert_eq!((&finding["rule"], &finding["level"]), (&Value::from("figure-in-no-claim"), &"warn".into()));
    assert_eq!(
        (&finding["path"], &finding["line"], &finding["column"]),
        (&"texts/a.txt".into(), &1.into(), &16.into())
    );
    assert_eq!(
        finding["record"],
        serde_json::json!({"path": "annotations/a.txt.ana.ron", "line": 7, "column": 9}),
        "where it is in the layer"
    );
    assert_eq!(
        (&finding["document"], &finding["annotator"], &finding["id"]),
        (&"a.txt".into(), &"ana".into(), &"t-1".into())
    );
    assert_eq!((finding["start"].as_u64(), finding["end"].as_u64()), (Some(15), Some(19)));
    assert_eq!(report["counts"], serde_json::json!({"errors": 0, "warnings": 1, "documents": 1, "layers": 1}));
}

#[test]
fn a_document_or_an_annotator_can_be_looked_at_alone() {
    let bad = "{figure: half} of it\n";
    let folder = corpus(&[("a.txt", "ana", bad), ("a.txt", "ben", bad), ("may/b.txt", "ana", bad)]);
    let paths = |args: &[&str]| -> Vec<String> {
        let report = json(&folder, &[&["check"], args].concat(), 0);
        let path = |finding: &Value| finding["record"]["path"].as_str().unwrap().into();
        report["findings"].as_array().unwrap().iter().map(path).collect()
    };
    let [ana, ben, below] = ["annotations/a.txt.ana.ron", "annotations/a.txt.ben.ron", "annotations/may/b.txt.ana.ron"];
    assert_eq!(paths(&[]), [ana, ben, below]);
    assert_eq!(paths(&["may/b.txt"]), [below]);
    assert_eq!(paths(&["--annotator", "ana"]), [ana, below]);
    assert!(
        refused(&folder, &["check", "--annotator", "cho"])
            .contains("there is no layer by cho here\nhint: There are layers by ana and ben.")
    );
    assert!(refused(&folder, &["check", "gone.txt"]).contains("there is no gone.txt"));
}

#[test]
fn a_link_across_is_followed_into_a_document_that_was_not_asked_for() {
    let folder = good();
    layer(&folder, "b.txt", "ana", "{figure: Half} of it, {claim: they say}.\n", |records| {
        link(records, "same as", "t-0", "t-1", Some("a.txt"));
        link(records, "differs from", "t-0", "t-1", Some("a.txt"));
        link(records, "same as", "t-1", "t-1", Some("a.txt"));
        link(records, "same as", "t-1", "t-7", Some("a.txt"));
    });
    let lines = says(&folder, &["check", "b.txt"], 1);
    for words in [
        "error: link “differs from” joins tags that “same as” joins, too [contradiction]",
        "error: link “same as” may not join claim to figure in a.txt [misfit-link]",
        "error: link “same as” ends at no tag in a.txt [dead-link]",
    ] {
        assert!(lines.contains(words), "{words}\n{lines}");
    }
    assert_eq!(lines.lines().filter(|line| line.contains(": error: ")).count(), 3, "{lines}");
}

#[test]
fn nothing_of_a_text_drives_the_terminal() {
    let folder = corpus(&[("a\u{1b}[31m.txt", "ana", "{fig\u{7}ure: ha\u{1b}]0;x\u{7}lf} of it\n")]);
    let lines = says(&folder, &["check"], 1);
    assert!(!lines.replace('\n', "").contains(char::is_control), "{lines:?}");
    let coloured = says(&folder, &["check", "--color", "always"], 1);
    assert!(coloured.contains("\u{1b}[") && !coloured.contains('\u{7}'), "{coloured:?}");
}
