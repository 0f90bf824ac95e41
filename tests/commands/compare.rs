//! Tests `diptych compare`, on two documents and on all pairs of a corpus.

use diptych::tags::remark::{Elsewhere, Remark};
use diptych::tags::target::Target;
use diptych::text::{Document, Span};
use serde_json::Value;

use crate::layers::{corpus, layer, link, refused, says};
use crate::pty;

const LEFT: &str =
    "About 1,500 soldiers were sent to the border, the ministry said.\n\nThe bridge was closed on Monday.\n";
const RIGHT: &str = "Some 10,000 soldiers were sent to the border, officials said.\n\nNobody spoke of the harvest.\n";

fn rows(folder: &pty::Folder, args: &[&str]) -> Vec<Value> {
    let printed: Value = serde_json::from_str(&says(folder, args, 0)).unwrap();
    printed["rows"].as_array().unwrap().clone()
}

#[test]
fn a_figure_that_differs_comes_first_with_both_places() {
    let folder = corpus(&[("a.txt", "ana", LEFT), ("b.txt", "ana", RIGHT)]);
    let rows = rows(&folder, &["compare", "a.txt", "b.txt", "--format", "json"]);
    let first = &rows[0];
    assert_eq!((&first["section"], &first["status"]), (&"figures".into(), &"differs".into()));
    assert_eq!((&first["left"]["quote"], &first["right"]["quote"]), (&"About 1,500".into(), &"Some 10,000".into()));
    assert_eq!((&first["left"]["start"], &first["left"]["end"]), (&0.into(), &11.into()));
    assert_eq!(first["difference"], "8,500 more (567 %)");
}

#[test]
fn a_text_agrees_with_itself() {
    let folder = corpus(&[("a.txt", "ana", LEFT), ("b.txt", "ana", LEFT)]);
    let rows = rows(&folder, &["compare", "a.txt", "b.txt", "--format", "json"]);
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row["status"] == "equal"), "{rows:?}");
}

#[test]
fn the_claims_of_an_annotator_take_the_place_of_their_sentences_also_with_a_layer_on_one_text_only() {
    for who in ["ana", "ben"] {
        let folder =
            corpus(&[("a.txt", "ana", "One. {claim: Two men came}. Three.\n"), ("b.txt", who, "Two men came.\n")]);
        let args = ["compare", "a.txt", "b.txt", "--section", "claims", "--annotator", "ana", "--format", "json"];
        let quotes: Vec<Value> = rows(&folder, &args).iter().map(|row| row["left"]["quote"].clone()).collect();
        assert_eq!(quotes, ["Two men came"], "b.txt by {who}");
    }
}

#[test]
fn the_comparison_says_which_claims_are_tagged_and_how_many_sentences_are_not() {
    let left = "Bread is dear in the capital. {claim: Two hundred men came to the harbour}.\n";
    let right = "Two hundred men came to the harbour.\n\nNobody spoke of the harvest.\n";
    let folder = corpus(&[("a.txt", "ana", left), ("b.txt", "ben", right)]);
    let args = ["compare", "a.txt", "b.txt", "--section", "claims", "--annotator", "ana"];
    let text = says(&folder, &args, 0);
    assert!(text.contains("Claims (compared: left 1 tag, 1 sentence; right 2 sentences; 2 claims with"), "{text}");
    let json: Value = serde_json::from_str(&says(&folder, &[&args[..], &["--format", "json"]].concat(), 0)).unwrap();
    assert_eq!(json["claims_compared"]["left"], serde_json::json!({"tags": 1, "sentences": 1}));
    let told: Vec<(&str, &str)> = json["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["status"].as_str().unwrap(), row["tagged"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("equal", "left"), ("only left", ""), ("only right", "")]);
    let csv = says(&folder, &[&args[..], &["--format", "csv"]].concat(), 0);
    assert!(
        csv.lines().next().unwrap().ends_with(",tagged") && csv.lines().nth(1).unwrap().ends_with(",left"),
        "{csv}"
    );
}

#[test]
fn links_of_the_annotator_are_printed_also_where_no_row_was_found() {
    let folder = corpus(&[("a.txt", "ana", ""), ("b.txt", "ana", "{claim: Production of flour ends in May}.\n")]);
    layer(&folder, "a.txt", "ana", "{claim: The mill will shut its doors}.\n", |records| {
        link(records, "contradicts", "t-0", "t-0", Some("b.txt"));
    });
    let args = ["compare", "a.txt", "b.txt", "--section", "claims", "--annotator", "ana"];
    let rows = rows(&folder, &[&args[..], &["--format", "json"]].concat());
    assert_eq!((rows.len(), &rows[0]["links"]), (1, &serde_json::json!(["contradicts"])));
    assert_eq!(rows[0]["status"], "contradicts");
    let text = says(&folder, &args, 0);
    assert!(text.contains("\n  contradicts") && !text.contains("linked:"), "{text}");
    let only = |status| says(&folder, &[&args[..], &["--status", status]].concat(), 0);
    assert!(only("contradicts").contains("The mill") && !only("alike").contains("The mill"));
    let pairs = says(&folder, &["compare", "--all", "--annotator", "ana", "--format", "csv"], 0);
    // Her contradiction is no mere difference.
    let count = |name: &str| {
        let (head, row) = pairs.split_once('\n').unwrap();
        let at = head.split(',').position(|column| column == name).unwrap();
        row.trim().split(',').nth(at).unwrap().to_string()
    };
    assert_eq!((count("claims_contradict"), count("claims_differ")), ("1".into(), "0".into()), "{pairs}");
    let counted = says(&folder, &["stats", "--compare", "--format", "csv"], 0);
    let column = |name: &str, line: &str| {
        let at = counted.lines().next().unwrap().split(',').position(|head| head == name).unwrap();
        line.split(',').nth(at).unwrap().to_string()
    };
    let claims = counted.lines().find(|line| line.contains(",claims,")).unwrap();
    assert_eq!((column("contradicts", claims), column("alike", claims)), ("1".into(), "0".into()), "{counted}");
    let csv = says(&folder, &[&args[..], &["--format", "csv"]].concat(), 0);
    assert!(csv.lines().nth(1).unwrap().ends_with(",contradicts,both"), "{csv}");
}

#[test]
fn a_section_and_a_status_are_picked() {
    let folder = corpus(&[("a.txt", "ana", LEFT), ("b.txt", "ana", RIGHT)]);
    let csv = says(
        &folder,
        &["compare", "a.txt", "b.txt", "--section", "figures", "--status", "differs", "--format", "csv"],
        0,
    );
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(lines[1].starts_with("figures,differs,0,11,\"About 1,500\",0,11,\"Some 10,000\","), "{csv}");
}

#[test]
fn quotes_are_read_as_the_page_reads_them_and_json_keeps_the_exact_words() {
    let left = "> The harbour master of the town of Lomas said on Monday that about\n> 1,500 boats of the\n> Gulf of\n> Karlov were sent to the islands before the storm.\n";
    let right = "The harbour master said that in the Gulf of\nKarlov some 10,000 boats were sent to the islands before the storm.\n";
    let folder = corpus(&[("a.txt", "ana", left), ("b.txt", "ana", right)]);
    for form in ["text", "csv", "markdown"] {
        let printed = says(&folder, &["compare", "a.txt", "b.txt", "--format", form], 0);
        assert!(!printed.contains("\n> ") && !printed.contains(" > ") && printed.contains("about 1,500"), "{printed}");
        assert!(printed.contains("Gulf of Karlov"), "{printed}");
    }
    let rows = rows(&folder, &["compare", "a.txt", "b.txt", "--format", "json"]);
    let figure = rows.iter().find(|row| row["section"] == "figures").unwrap();
    assert_eq!(figure["left"]["quote"], "about\n> 1,500");
    let claim = rows.iter().find(|row| row["section"] == "claims").unwrap();
    let remarks: Vec<&str> = claim["remarks"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(remarks[0], "about 1,500 and some 10,000 differ");
    assert!(remarks.iter().any(|remark| remark.contains("Gulf of Karlov") || remark.contains("Karlov")), "{remarks:?}");
}

#[test]
fn all_pairs_of_a_corpus_are_listed() {
    let folder = corpus(&[("a.txt", "ana", LEFT), ("b.txt", "ana", RIGHT)]);
    let listed = says(&folder, &["compare", "--all", "--format", "markdown"], 0);
    assert!(refused(&folder, &["compare", "--all", "--section", "figures"]).contains("of two documents"));
    assert!(listed.lines().nth(2).is_some_and(|line| line.starts_with("| a.txt | b.txt | 1 |")), "{listed}");
}

#[test]
fn a_document_that_is_not_there_and_one_alone_are_refused() {
    let folder = corpus(&[("a.txt", "ana", LEFT), ("b.txt", "ana", RIGHT)]);
    assert!(refused(&folder, &["compare", "a.txt", "c.txt"]).contains("c.txt"));
    assert!(refused(&folder, &["compare", "a.txt"]).contains("a comparison takes two documents"));
    assert!(refused(&folder, &["compare", "a.txt", "b.txt", "--annotator", "cho"]).contains("no layer by cho"));
}

#[test]
fn the_figures_of_an_event_stand_in_one_table() {
    let text = |boats: &str| format!("The council said that {boats} boats were lost in the storm off Lomas.\n");
    let (a, b, c) = (text("300"), text("300"), text("800"));
    let folder = corpus(&[("a.txt", "ana", &a), ("b.txt", "ana", &b), ("c.txt", "ana", &c)]);
    let manifest = "(format: 1, texts: \"texts\", event: {\"storm\": [\"a.txt\", \"b.txt\", \"c.txt\"]})";
    folder.write("annotations/corpus.ron", manifest);
    let table = says(&folder, &["compare", "--event", "storm"], 0);
    assert!(table.contains("| boats | 300 | 300 | ! 800 |"), "{table}");
    assert_eq!(table, says(&folder, &["compare", "a.txt", "b.txt", "c.txt"], 0));
    assert!(table.contains("Shared wording") && table.contains("a.txt → b.txt"), "{table}");
    let csv = says(&folder, &["compare", "--event", "storm", "--format", "csv"], 0);
    assert!(csv.contains("1,boats,c.txt,22,25,800,true"), "{csv}");
    // Each two of the documents are a pair.
    let listed = says(&folder, &["compare", "--all"], 0);
    assert_eq!(listed.lines().count(), 5, "{listed}");
    assert!(refused(&folder, &["compare", "--event", "flood"]).contains("there is no event flood"));
}

#[test]
fn several_documents_are_compared_as_the_annotator_has_decided() {
    let text = |boats: &str| format!("The council said that {boats} boats were lost in the storm off Lomas.\n");
    let texts = [text("300"), text("310"), text("800")];
    let names = ["a.txt", "b.txt", "c.txt"];
    let layers: Vec<(&str, &str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (*name, "ana", text.as_str())).collect();
    let folder = corpus(&layers);
    let table = |args: &[&str]| says(&folder, &[&["compare", "a.txt", "b.txt", "c.txt"], args].concat(), 0);
    assert!(table(&[]).contains("| 300 | 310 | ! 800 |"), "{}", table(&[]));
    // ana says that the third counts other boats.
    let figure = |at: usize| Target::of(&Document::new(texts[at].clone()), Span::new(22, 25));
    layer(&folder, "c.txt", "ana", &texts[2], |records| {
        for other in [0, 1] {
            let there = Some(Elsewhere { document: names[other].into(), target: figure(other) });
            let declined = Remark::on("figures", "declined", figure(2), there, "2026-11-28T10:00:00Z");
            std::sync::Arc::make_mut(&mut records.remarks).insert(declined.id.clone(), declined);
        }
    });
    let decided = table(&["--annotator", "ana"]);
    assert!(decided.contains("| 300 | 310 |  |") && !decided.contains("800"), "{decided}");
}

#[test]
fn wording_comes_from_the_document_that_was_published_first() {
    let shared = "The council said that three hundred boats were lost in the storm off Lomas on Sunday night.\n";
    let (long, short) = (format!("{shared}\nNobody was hurt, and the harbour is closed until Monday.\n"), shared);
    let folder =
        corpus(&[("a.txt", "ana", &long), ("b.txt", "ana", short), ("c.txt", "ana", "Nothing of the kind.\n")]);
    let arrow = || {
        let table = says(&folder, &["compare", "a.txt", "b.txt", "c.txt"], 0);
        table.lines().find(|line| line.contains('→')).map(|line| line.trim()[..15].to_string()).unwrap()
    };
    assert_eq!(arrow(), "a.txt → b.txt", "less of it is shared");
    let source = |name: &str, day: &str| {
        format!(
            "        {name:?}: (original: \"x\", sha256: \"\", text: \"\", converter: \"\", added: \"\", origin: (date: {day:?})),\n"
        )
    };
    let sources = source("a.txt", "Nov. 9, 2024") + &source("b.txt", "2024-11-07T10:00:00Z");
    folder.write("annotations/sources.ron", format!("(\n    format: 1,\n    sources: {{\n{sources}    }},\n)\n"));
    assert_eq!(arrow(), "b.txt → a.txt", "it was published first");
}
