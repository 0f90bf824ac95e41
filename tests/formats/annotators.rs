//! Tests whose layer the tags of a file go to, when the file itself does not say it.

use crate::readable::Corpus;

const TEXT: &str = "Rents rose 7%.\n";
const FOLDERS: (&str, &str) = ("annotations/corpus.ron", "(format: 1)");

/// A corpus in which ana has tagged two texts, and ben one of them.
fn corpus() -> Corpus {
    let span =
        |start: usize, end: usize, label: &str| format!("{{\"label\": {label:?}, \"start\": {start}, \"end\": {end}}}");
    let line = |id: &str, who: &str, text: &str, spans: &str| {
        format!("{{\"id\": {id:?}, \"annotator\": {who:?}, \"text\": {text:?}, \"spans\": [{spans}]}}\n")
    };
    let lines = [
        line("a.txt", "ana", TEXT, &[span(0, 5, "claim"), span(11, 13, "figure")].join(", ")),
        line("a.txt", "ben", TEXT, &span(0, 10, "claim")),
        line("may/b.txt", "ana", "Wages fell.\n", &span(0, 5, "claim")),
    ];
    let corpus = Corpus::of(&[FOLDERS]);
    corpus.import("jsonl", "in.jsonl", lines.concat(), &["--all"]);
    corpus
}

#[track_caller]
fn has_all(corpus: &Corpus, format: &str) {
    let tags = |document: &str, who: &str| {
        corpus.tags(document, who).into_iter().map(|(label, quote)| format!("{label} {quote}")).collect::<Vec<_>>()
    };
    assert_eq!(tags("a.txt", "ana"), ["claim Rents", "figure 7%"], "{format}");
    assert_eq!(tags("a.txt", "ben"), ["claim Rents rose"], "{format}");
    assert_eq!(tags("may/b.txt", "ana"), ["claim Wages"], "{format}");
}

#[test]
fn an_export_of_several_comes_in_again_as_their_layers() {
    let corpus = corpus();
    for (format, more, has_text) in [
        ("brat", &[][..], true),
        ("webanno", &[], true),
        ("web-annotation", &[], false),
        ("conll", &["--partition", "annotator"], false),
    ] {
        let out = format!("../out-{format}");
        corpus.expect(0, &[&["export", format, "--all", "-o", out.as_str()], more].concat());
        let texts = [FOLDERS, ("a.txt", TEXT), ("may/b.txt", "Wages fell.\n")];
        let other = Corpus::of(if has_text { &texts[..1] } else { &texts });
        let said = other.expect(0, &["import", format, corpus.0.path(&out).to_str().unwrap(), "--all"]);
        let names = ["brat", "web-annotation"].contains(&format);
        assert_eq!(said.contains("after: ana and ben"), !names, "{format}: {said}");
        has_all(&other, format);
    }
    let said = corpus.expect(1, &["export", "conll", "--all", "-o", "all.conll", "--strict"]);
    assert!(
        said.contains("documents of several annotators written without their names: 1, such as a.txt (ana and ben)"),
        "{said}"
    );
}

#[test]
fn an_export_of_all_comes_in_again_as_the_layer_of_the_only_one() {
    let corpus = Corpus::of(&[FOLDERS]);
    let line = r#"{"id": "a.txt", "annotator": "ana", "text": "Rents rose 7%.\n", "spans": [{"label": "claim", "start": 0, "end": 5}]}"#;
    corpus.import("jsonl", "in.jsonl", line, &["--all"]);
    for format in ["brat", "webanno", "web-annotation"] {
        let out = format!("../out-{format}");
        corpus.expect(0, &["export", format, "--all", "-o", &out]);
        assert!(corpus.has(&format!("{out}/ana")), "{format}: a folder for each annotator, also for one");
        let other = Corpus::of(&[FOLDERS, ("a.txt", TEXT)]);
        other.expect(0, &["import", format, corpus.0.path(&out).to_str().unwrap(), "--all"]);
        assert_eq!(other.tags("a.txt", "ana").len(), 1, "{format}");
    }
    corpus.expect(0, &["export", "brat", "-o", "../one"]);
    assert!(corpus.has("../one/a.ann"), "who does not ask for all gets one folder");
}

#[test]
fn files_of_brat_say_by_whom_they_are() {
    let corpus = corpus();
    corpus.expect(0, &["export", "brat", "--annotator", "ana", "-o", "../out"]);
    let ann = corpus.0.read("../out/a.ann");
    assert!(ann.lines().filter(|line| line.contains("\tdiptych ")).all(|line| line.ends_with("Z ana")), "{ann}");
    let other = Corpus::of(&[FOLDERS]);
    let said = other.expect(0, &["import", "brat", corpus.0.path("../out").to_str().unwrap()]);
    assert!(!said.contains("name no annotator"), "{said}");
    assert_eq!((other.tags("a.txt", "ana").len(), other.tags("may/b.txt", "ana").len()), (2, 1));
    corpus.expect(0, &["export", "brat", "--all", "-o", "../both"]);
    let said = other.expect(2, &["import", "brat", corpus.0.path("../both").to_str().unwrap()]);
    assert!(said.contains("the files are by ana and ben"), "{said}");
}

#[test]
fn tags_by_nobody_from_two_folders_are_not_made_one_annotators() {
    let corpus = corpus();
    corpus.expect(0, &["export", "webanno", "--all", "-o", "../out"]);
    let texts = [FOLDERS, ("a.txt", TEXT), ("may/b.txt", "Wages fell.\n")];
    let (other, out) = (Corpus::of(&texts), corpus.0.path("../out"));
    let (out, before) = (out.to_str().unwrap(), other.0.files());
    let said = other.expect(2, &["import", "webanno", out]);
    assert!(said.contains("ana and ben have tags on the same texts, and name no annotator"), "{said}");
    assert_eq!(other.0.files(), before, "nothing is written");
    other.expect(0, &["import", "webanno", out, "--annotator", "me"]);
    assert_eq!(other.tags("a.txt", "me").len(), 3, "who asks for it gets all");
    // One folder of each text is no reason to ask.
    let (ana, ben) = (format!("{out}/ana/may"), format!("{out}/ben"));
    Corpus::of(&[FOLDERS]).expect(0, &["import", "webanno", &ana, &ben]);
}

#[test]
fn the_table_of_sources_in_a_folder_is_named_as_left_out() {
    let corpus = Corpus::of(&[
        ("a.txt", TEXT),
        ("in/data.csv", "document,label,start,end\na.txt,figure,11,13\n"),
        ("in/sources.csv", "document,title\na.txt,Rents\n"),
    ]);
    let said = corpus.expect(0, &["import", "csv", "in", "--annotator", "me"]);
    assert!(said.contains("in/sources.csv is left out: it is the table of sources of an export"), "{said}");
    assert_eq!(corpus.tags("a.txt", "me").len(), 1);
}

#[test]
fn a_folder_of_the_corpus_is_no_annotator() {
    let corpus = corpus();
    corpus.expect(0, &["export", "webanno", "--annotator", "ana", "-o", "../out"]);
    let said = corpus.expect(2, &["import", "webanno", "../out", "--all"]);
    assert!(said.contains("out/may/b.txt.tsv:1: the record has no annotator"), "{said}");
}

#[test]
fn of_several_files_each_is_by_the_one_whom_it_is_named_after() {
    let line = |end: usize| format!("{{\"text\": {TEXT:?}, \"label\": [[0, {end}, \"claim\"]]}}");
    let corpus = Corpus::of(&[("a.txt", TEXT), ("in/admin.jsonl", &line(5)), ("in/anna.jsonl", &line(10))]);
    for files in [&["in"][..], &["in/admin.jsonl", "in/anna.jsonl"]] {
        let said = corpus.expect(0, &[&["import", "doccano"], files, &["--all"]].concat());
        assert!(
            said.contains("the annotators are those that folders or files are named after: admin and anna"),
            "{said}"
        );
        assert_eq!((corpus.tags("a.txt", "admin").len(), corpus.tags("a.txt", "anna").len()), (1, 1));
    }
}

#[test]
fn a_file_is_named_after_an_annotator_as_a_folder_is() {
    let line = |end: usize| {
        format!(
            "{{\"id\": \"may/b.txt\", \"text\": {TEXT:?}, \"spans\": [{{\"label\": \"claim\", \"start\": 0, \"end\": {end}}}]}}"
        )
    };
    let files = [
        ("annotations/corpus.ron", "(format: 1)"),
        ("../in/annotator=ana.jsonl", &line(5)),
        ("../in/ben.jsonl", &line(10)),
    ];
    let corpus = Corpus::of(&files[..1]);
    std::fs::create_dir(corpus.0.path("../in")).unwrap();
    files[1..].iter().for_each(|(file, line)| corpus.0.write(file, line));
    // The text that the first makes is no reason to take the second for nobody's.
    corpus.expect(0, &["import", "jsonl", "../in", "--all"]);
    assert_eq!((corpus.tags("may/b.txt", "ana").len(), corpus.tags("may/b.txt", "ben").len()), (1, 1));
}

#[test]
fn the_way_out_of_a_file_of_which_some_records_name_nobody_is_no_circle() {
    let line = |by: &str, end: usize| format!("{{\"text\": {TEXT:?}, {by}\"label\": [[0, {end}, \"claim\"]]}}\n");
    let lines = [line("\"annotator\": \"ana\", ", 5), line("\"annotator\": \"ben\", ", 10), line("", 13)].concat();
    let corpus = Corpus::of(&[("a.txt", TEXT), ("in.jsonl", &lines)]);
    let said = corpus.expect(2, &["import", "doccano", "in.jsonl", "--annotator", "me"]);
    assert!(said.contains("the files are by ana and ben") && said.contains("--all for each"), "{said}");
    let said = corpus.expect(2, &["import", "doccano", "in.jsonl", "--all"]);
    assert!(
        said.contains("in.jsonl:3: the record has no annotator") && said.contains("--all --annotator NAME"),
        "{said}"
    );
    corpus.expect(0, &["import", "doccano", "in.jsonl", "--all", "--annotator", "me"]);
    let quotes = ["ana", "ben", "me"].map(|who| corpus.tags("a.txt", who).remove(0).1);
    assert_eq!(quotes, ["Rents", "Rents rose", "Rents rose 7%"]);
}

#[test]
fn what_a_document_of_inception_had_at_first_is_nobodys() {
    let table = |value: &str| {
        format!(
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text=Rents rose 7%.\n1-1\t0-5\tRents\t{value}\t\n"
        )
    };
    let corpus = Corpus::of(&[
        ("project/annotation/a.txt/INITIAL_CAS.tsv", &table("figure")),
        ("project/annotation/a.txt/ana.tsv", &table("claim")),
        ("project/annotation/b.txt/INITIAL_CAS.tsv", &table("_")),
    ]);
    let said = corpus.expect(0, &["import", "webanno", "project", "--all"]);
    assert!(said.contains("records without an equal here left out: 1, such as INITIAL_CAS figure"), "{said}");
    assert_eq!(corpus.tags("a.txt", "ana").len(), 1);
    assert!(!corpus.has("annotations/a.txt.INITIAL_CAS.ron"), "{said}");
    assert!(corpus.has("b.txt") && !corpus.has_layer("b.txt"), "a text that nobody has annotated");
}
