//! Tests that an import mixes nobody up: two people of one name, those who share a task, and those whom no file names.

use crate::readable::{Corpus, tag};

const TEXT: &str = "Rents rose 7%.";

/// A task of Label Studio on which these have annotated: the fields of the annotation, and the id of its region.
fn task(data: &str, annotations: &[(&str, &str)]) -> String {
    let annotation = |(said, id): &(&str, &str)| {
        format!(
            r#"{{{said}, "result": [{{"id": "{id}", "from_name": "label", "to_name": "text", "type": "labels",
                "value": {{"start": 11, "end": 13, "text": "7%", "labels": ["{id}"]}}}}]}}"#
        )
    };
    let annotations: Vec<String> = annotations.iter().map(annotation).collect();
    format!(r#"[{{"id": 1, "data": {{"text": "{TEXT}"{data}}}, "annotations": [{}]}}]"#, annotations.join(", "))
}

#[test]
fn a_task_that_went_out_for_one_and_was_annotated_by_another_keeps_both_apart() {
    let by = |who: &str| format!(r#""completed_by": {{"id": 1, "email": "{who}@e.org"}}"#);
    let corpus = Corpus::of(&[]);
    let data = r#", "document": "a.txt", "annotator": "ana""#;
    let both = task(data, &[(&by("bob"), "new"), (&by("admin"), "t-abc")]);
    corpus.import("label-studio", "in.json", both, &["--all"]);
    assert_eq!(corpus.tags("a.txt", "ana"), [tag("t-abc", "7%")], "the region that went out is hers");
    assert_eq!(corpus.tags("a.txt", "bob"), [tag("new", "7%")]);
    let corpus = Corpus::of(&[]);
    corpus.import("label-studio", "in.json", task(data, &[(&by("admin"), "new")]), &["--all"]);
    assert_eq!(corpus.tags("a.txt", "ana"), [tag("new", "7%")], "there is nobody else");
    let corpus = Corpus::of(&[]);
    let cancelled = format!(r#"{}, "was_cancelled": true"#, by("bob"));
    let beside = task(data, &[(&by("admin"), "new"), (&cancelled, "y")]);
    corpus.import("label-studio", "in.json", beside, &["--all"]);
    assert_eq!(corpus.tags("a.txt", "ana"), [tag("new", "7%")], "a cancelled one is nobody else's");
    let corpus = Corpus::of(&[]);
    let twice = task("", &[(&by("bob"), "x"), (&by("bob"), "y")]);
    let said = corpus.import("label-studio", "in.json", twice, &["--all"]);
    assert_eq!(corpus.tags("in-1.txt", "bob"), [tag("x", "7%"), tag("y", "7%")]);
    assert!(said.contains("has several annotations by bob@e.org"), "{said}");
}

#[test]
fn two_ground_truths_of_a_task_are_by_those_who_made_them() {
    let by = |who: &str| format!(r#""ground_truth": true, "completed_by": {{"id": 1, "email": "{who}@e.org"}}"#);
    let corpus = Corpus::of(&[]);
    let both = task("", &[(&by("ana"), "x"), (&by("bob"), "y")]);
    let said = corpus.import("label-studio", "in.json", both, &["--all"]);
    assert_eq!(corpus.tags("in-1.txt", "ana"), [tag("x", "7%")]);
    assert_eq!(corpus.tags("in-1.txt", "bob"), [tag("y", "7%")]);
    assert!(said.contains("ground_truth, one of 2"), "{said}");
    // A cancelled one does not count.
    let corpus = Corpus::of(&[]);
    let cancelled = format!(r#"{}, "was_cancelled": true"#, by("bob"));
    let said = corpus.import("label-studio", "in.json", task("", &[(&by("ana"), "x"), (&cancelled, "y")]), &["--all"]);
    assert_eq!(corpus.tags("in-1.txt", "ground-truth"), [tag("x", "7%")]);
    assert!(!said.contains("ground_truth, one of"), "{said}");
    // Two by nobody are not one annotator's.
    let nobodys = r#""ground_truth": true"#;
    let corpus = Corpus::of(&[("in.json", &task("", &[(nobodys, "x"), (nobodys, "y")]))]);
    let said = corpus.expect(2, &["import", "label-studio", "in.json", "--all"]);
    assert!(said.contains("the record has no annotator"), "{said}");
}

#[test]
fn two_people_whose_names_would_be_one_are_refused_and_can_be_told_apart() {
    let by = |who: &str| format!(r#""completed_by": {{"id": 1, "email": "{who}"}}"#);
    let both = task("", &[(&by("info@x.org"), "x"), (&by("info@y.org"), "y")]);
    let corpus = Corpus::of(&[("in.json", &both)]);
    let said = corpus.expect(2, &["import", "label-studio", "in.json", "--all"]);
    assert!(said.contains("info@x.org and info@y.org would all be the annotator info"), "{said}");
    assert!(said.contains("--from info@x.org --annotator NAME"), "{said}");
    corpus.expect(0, &["import", "label-studio", "in.json", "--from", "info@y.org", "--annotator", "yve"]);
    assert_eq!(corpus.tags("in-1.txt", "yve"), [tag("y", "7%")]);
    let said = corpus.expect(2, &["import", "label-studio", "in.json", "--from", "info", "--annotator", "zoe"]);
    assert!(said.contains("The files are by info@x.org and info@y.org."), "{said}");
    // One of the two may have a name that fits as it is.
    let line = |who: &str, label: &str| {
        format!(
            r#"{{"id": "a.txt", "text": "{TEXT}", "spans": [{{"start": 11, "end": 13, "label": "{label}"}}], "annotator": "{who}"}}"#
        )
    };
    for (one, other) in [("ana", "ana@x.org"), ("d-n", "d n"), ("bob", "@bob")] {
        let both = format!("{}\n{}\n", line(one, "x"), line(other, "y"));
        let corpus = Corpus::of(&[("in.jsonl", &both)]);
        for asked in [&["--all"][..], &[]] {
            let said = corpus.expect(2, &[&["import", "jsonl", "in.jsonl"], asked].concat());
            assert!(said.contains(&format!("would all be the annotator {one}")), "{asked:?}: {said}");
        }
        for (from, to, label) in [(one, "zoe", "x"), (other, "yve", "y")] {
            corpus.expect(0, &["import", "jsonl", "in.jsonl", "--from", from, "--annotator", to]);
            assert_eq!(corpus.tags("a.txt", to), [tag(label, "7%")], "{from}");
        }
    }
    // So are files and folders that are named after two.
    let line = |label: &str| format!(r#"{{"id": "a.txt", "text": "{TEXT}", "label": [[11, 13, "{label}"]]}}"#);
    for (one, other, name) in [
        ("info@x.org.jsonl", "info@y.org.jsonl", "info"),
        ("annotator=info@x.org/in.jsonl", "annotator=info@y.org/in.jsonl", "info"),
        ("in/Ana L/in.jsonl", "in/Ana-L/in.jsonl", "Ana-L"),
    ] {
        let corpus = Corpus::of(&[("a.txt", TEXT), (one, &line("x")), (other, &line("y"))]);
        let files = if one.starts_with("in/") { vec!["in"] } else { vec![one, other] };
        let said = corpus.expect(2, &[&["import", "doccano"], &files[..], &["--all"]].concat());
        assert!(said.contains(&format!("would all be the annotator {name}")), "{one}: {said}");
        assert!(said.contains("Import each file or folder by itself: --annotator NAME"), "{one}: {said}");
    }
}

#[test]
fn somebody_whose_name_cannot_be_made_fit_is_not_nobody() {
    let line = |who: &str| {
        format!(r#"{{"id": "a.txt", "text": "{TEXT}", "annotator": "{who}", "label": [[11, 13, "x"]]}}"#) + "\n"
    };
    let corpus = Corpus::of(&[("a.txt", TEXT), ("in.jsonl", &(line("@") + &line("ana")))]);
    for asked in [&[][..], &["--all"], &["--all", "--annotator", "zoe"]] {
        let said = corpus.expect(2, &[&["import", "doccano", "in.jsonl"], asked].concat());
        assert!(said.contains("in.jsonl:1: @ cannot be the name of an annotator"), "{asked:?}: {said}");
        assert!(said.contains("--from @ --annotator NAME"), "{asked:?}: {said}");
    }
    let said = corpus.expect(2, &["import", "doccano", "in.jsonl", "--annotator", "zoe"]);
    assert!(said.contains("the files are by @ and ana"), "{said}");
    corpus.expect(0, &["import", "doccano", "in.jsonl", "--from", "@", "--annotator", "zoe"]);
    assert_eq!(corpus.tags("a.txt", "zoe"), [tag("x", "7%")]);
}

#[test]
fn names_that_no_layer_can_have_are_made_fit_in_every_format() {
    let line = |field: &str, who: &str| format!(r#"{{"text": "{TEXT}", {field}, "annotator": "{who}"}}"#);
    let spans = r#""spans": [{"start": 11, "end": 13, "label": "x"}]"#;
    for (format, field, who, wanted) in [
        ("jsonl", spans, "Ana Lopez", "Ana-Lopez"),
        ("doccano", r#""label": [[11, 13, "x"]]"#, "ana@e.org", "ana"),
        ("jsonl", spans, "हिन्दी", "हिन्दी"),
        ("jsonl", spans, "@ana", "ana"),
        ("jsonl", spans, "acct:ana@e.org", "ana"),
        ("jsonl", spans, "Jose\u{301} P. (Lima)", "Jose\u{301}-P-Lima"),
    ] {
        for asked in [&["--all"][..], &[]] {
            let corpus = Corpus::of(&[("in.jsonl", &line(field, who))]);
            let said = corpus.expect(0, &[&["import", format, "in.jsonl"], asked].concat());
            assert_eq!(corpus.tags("in-1.txt", wanted), [tag("x", "7%")], "{who}");
            assert_eq!(said.contains(&format!("{who} is {wanted} here")), who != wanted, "{said}");
        }
    }
    let corpus = Corpus::of(&[("in/Ana Lopez/a.jsonl", &format!(r#"{{"id": "a.txt", "text": "{TEXT}", {spans}}}"#))]);
    corpus.expect(0, &["import", "jsonl", "in", "--all"]);
    assert_eq!(corpus.tags("a.txt", "Ana-Lopez"), [tag("x", "7%")], "also a folder's");
    let corpus = Corpus::of(&[("in/Ana Lopez/a.jsonl", &format!(r#"{{"text": "{TEXT}", {spans}}}"#))]);
    corpus.expect(0, &["import", "jsonl", "in", "--all"]);
    assert_eq!(corpus.tags("a-1.txt", "Ana-Lopez"), [tag("x", "7%")], "and the text is not in a folder of that name");
    let corpus = Corpus::of(&[("a.txt", TEXT)]);
    corpus.import("csv", "in.csv", "document,annotator,label,quote\na.txt,Ana Lopez,x,7%\n", &["--all"]);
    assert_eq!(corpus.tags("a.txt", "Ana-Lopez"), [tag("x", "7%")]);
    let table = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text=Rents rose 7%.\n1-1\t0-5\tRents\tx\n";
    for (file, who) in [("ana.smith", "ana-smith"), ("bob@x.org", "bob"), ("carla s", "carla-s")] {
        let path = format!("annotation/a.txt/{file}.tsv");
        let corpus = Corpus::of(&[("a.txt", TEXT), (&path, table)]);
        corpus.expect(0, &["import", "webanno", &path, "--all"]);
        assert_eq!(corpus.tags("a.txt", who), [tag("x", "Rents")], "{file}");
    }
}

#[test]
fn sessions_that_only_a_time_tells_apart_are_nobody() {
    let line = |time: &str, label: &str| {
        format!(
            r#"{{"text": "{TEXT} {label}", "spans": [{{"start": 11, "end": 13, "label": "{label}"}}], "answer": "accept",
                "_session_id": "news-2024-03-0{time}_10-20-30"}}"#
        )
        .replace('\n', "")
    };
    let corpus = Corpus::of(&[]);
    corpus.import("spacy", "in.jsonl", line("1", "x") + "\n" + &line("2", "y"), &["--annotator", "me"]);
    assert_eq!(corpus.tags("in-1.txt", "me"), [tag("x", "7%")]);
    assert_eq!(corpus.tags("in-2.txt", "me"), [tag("y", "7%")]);
    // Nor are they somebody in a review.
    let version = format!(
        r#"{{"text": "{TEXT}", "spans": [{{"start": 11, "end": 13, "label": "x"}}], "answer": "accept",
            "sessions": ["news-2024-03-01_10-20-30", "news-ana", "news-2024-03-02_10-20-30"]}}"#
    );
    let review = format!(
        r#"{{"text": "{TEXT}", "spans": [], "answer": "accept", "_session_id": "news-zoe", "versions": [{version}]}}"#
    );
    let corpus = Corpus::of(&[]);
    corpus.import("spacy", "in.jsonl", review.replace('\n', ""), &["--all", "--annotator", "me"]);
    let layers = ["me", "news-ana"].map(|who| corpus.tags("in-1.txt", who));
    assert_eq!(layers, [[tag("x", "7%")], [tag("x", "7%")]]);
    assert!(
        !corpus.0.files().iter().any(|(path, _)| path.to_string_lossy().contains("2024")),
        "a time is no annotator"
    );
}

#[test]
fn tags_by_nobody_and_by_somebody_are_not_mixed_unasked() {
    let line = |who: &str, start: usize| {
        format!(r#"{{"id": "a.txt", {who}"text": "{TEXT}", "spans": [{{"start": {start}, "end": 13, "label": "x"}}]}}"#)
    };
    let lines = line(r#""annotator": "ana", "#, 0) + "\n" + &line("", 11);
    let corpus = Corpus::of(&[("in.jsonl", &lines)]);
    let said = corpus.expect(2, &["import", "jsonl", "in.jsonl", "--annotator", "zoe"]);
    assert!(said.contains("some tags in the files are by ana, and others name nobody"), "{said}");
    corpus.expect(0, &["import", "jsonl", "in.jsonl", "--all", "--annotator", "zoe"]);
    assert_eq!(corpus.tags("a.txt", "ana"), [tag("x", TEXT.trim_end_matches('.'))]);
    assert_eq!(corpus.tags("a.txt", "zoe"), [tag("x", "7%")]);
    let twice = "-DOCSTART- O\n\nRents B-x\nrose O\n\n-DOCSTART- O\n\nRents O\nrose B-y\n\n";
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("conll", "in.conll", twice);
    assert!(said.contains("1 text is in the files more than once, tagged by nobody"), "{said}");
}

#[test]
fn a_text_alone_needs_no_annotator() {
    let table = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text=Rents rose 7%.\n1-1\t0-5\tRents\t_\n";
    let corpus = Corpus::of(&[("annotation/a.txt/INITIAL_CAS.tsv", table)]);
    corpus.expect(0, &["init"]);
    let said = corpus.expect(0, &["import", "webanno", "annotation", "--all"]);
    assert_eq!(corpus.0.read("a.txt"), TEXT, "nobody has annotated it yet");
    assert!(!said.contains("named after"), "{said}");
    assert!(!corpus.has_layer("a.txt"));
}
