//! Tests `diptych suggest`, and the models whose tags are suggested.

use diptych::tags::score::Score;
use serde_json::Value;

use crate::layers::{corpus, layer, refused, run};

const TEXT: &str = "The minister warned that 1,500 boats were lost.\n";

/// What is printed, and what is said besides.
fn suggested(folder: &crate::pty::Folder, more: &[&str]) -> (Vec<(String, f64)>, String) {
    let output = run(folder, &[&["suggest", "a.txt", "--format", "json"], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = printed["documents"][0]["suggestions"].as_array().unwrap().iter();
    let of = |one: &Value| (one["quote"].as_str().unwrap().to_string(), one["score"].as_f64().unwrap());
    (all.map(of).collect(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn where_several_have_tagged_it_suggests_as_to_someone_new_and_says_so() {
    let tagged = "The minister warned that {figure: 1,500} boats were lost.\n";
    let folder = corpus(&[("a.txt", "ana", tagged), ("a.txt", "ben", TEXT)]);
    let has_figure = |all: &[(String, f64)]| all.iter().any(|(quote, _)| quote == "1,500");
    let (all, said) = suggested(&folder, &[]);
    assert!(has_figure(&all));
    assert_eq!(
        said,
        "diptych: suggests as to someone new; --annotator NAME leaves out what ana and ben tagged or declined\n"
    );
    let (all, said) = suggested(&folder, &["--annotator", "ana"]);
    assert!(!has_figure(&all) && said.is_empty(), "{all:?} {said}");
}

#[test]
fn a_model_suggests_with_its_scores_and_its_foreign_labels_are_named() {
    let folder = corpus(&[("a.txt", "ana", TEXT)]);
    let marked = "The minister warned that 1,500 {source: boats} were {PER: lost}.\n";
    layer(&folder, "a.txt", "model", marked, |records| {
        let scored = records.tags.iter().cloned().map(|tag| diptych::tags::Tag { score: Score::new(0.93), ..tag });
        records.tags = scored.collect();
    });
    let (all, said) = suggested(&folder, &["--suggest", "model"]);
    assert!(all.contains(&("boats".into(), 0.93)), "{all:?}");
    assert_eq!(said, "diptych: a.txt: left out 1 tag by model: corpus.ron does not declare the label PER\n");
}

#[test]
fn a_model_that_is_not_there_is_no_answer() {
    let folder = corpus(&[("a.txt", "ana", TEXT)]);
    let words = "diptych: there is no layer by nope here\nhint: There are layers by ana.\n";
    assert_eq!(refused(&folder, &["suggest", "a.txt", "--suggest", "nope"]), words);
    assert_eq!(refused(&folder, &["texts/a.txt", "--suggest", "nope"]), words, "nor on the screen");
}

#[test]
fn what_another_annotator_left_untagged_takes_no_suggestion_away() {
    let passed_over = "The baker warned that 30 ships burned. ".repeat(12);
    let tagged = format!("{passed_over}{{claim: {{source: The judge}} said that {{figure: 40}} cars fell.}}\n");
    let folder = corpus(&[("a.txt", "new", TEXT), ("b.txt", "ana", &tagged)]);
    let of = |who: &str| suggested(&folder, &["--annotator", who]).0;
    let alone = corpus(&[("a.txt", "new", TEXT)]);
    let before = suggested(&alone, &[]).0;
    let words = |all: &[(String, f64)]| all.iter().map(|(quote, _)| quote.clone()).collect::<Vec<_>>();
    assert_eq!(words(&of("new")), words(&before));
    assert!(of("ana").len() < before.len(), "she herself passes such things over: {:?}", of("ana"));
}
