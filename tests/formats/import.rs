//! Tests `diptych import`: an export is imported again, and a file that does not fit is refused as a whole.

use std::process::{Command, Output, Stdio};

use crate::pty::{self, Folder};

const TEXT: &str = "😀 Prices rose 5% in May,\r\nINSEE said. Nobody knew why.\r\n";
const OTHER: &str = "Analysts expect 12 million.\n";

/// A corpus of two texts, tagged by ana by way of an import: nested tags, a note, links within and across.
fn corpus() -> Folder {
    let folder = Folder::new(&[("texts/a.txt", TEXT), ("texts/may/b.txt", OTHER)]);
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\")");
    let line = |id: &str, spans: &str, links: &str| {
        format!("{{\"id\": {id:?}, \"annotator\": \"ana\", \"spans\": [{spans}], \"links\": [{links}]}}\n")
    };
    let tag = |id: &str, label: &str, start: usize, end: usize, quote: &str| {
        let more = "\"at\": \"2026-11-22T04:17:00Z\", \"note\": \"\"";
        format!(
            "{{\"id\": {id:?}, \"label\": {label:?}, \"start\": {start}, \"end\": {end}, \"quote\": {quote:?}, {more}}}"
        )
    };
    let of_a = [
        tag("t-1", "claim", 2, 16, "Prices rose 5%").replace("\"note\": \"\"", "\"note\": \"hm\\nhm\""),
        tag("t-2", "figure", 14, 16, "5%"),
        tag("t-3", "source", 26, 31, "INSEE"),
        tag("t-4", "claim", 14, 36, "5% in May,\r\nINSEE said"),
    ];
    let links = "{\"id\": \"l-1\", \"kind\": \"attributed to\", \"from\": \"t-1\", \"to\": \"t-3\", \"at\": \"2026-11-22T04:17:00Z\"}, \
                 {\"id\": \"l-2\", \"kind\": \"same as\", \"from\": \"t-2\", \"to\": \"t-9\", \"document\": \"may/b.txt\"}";
    let of_b = tag("t-9", "figure", 16, 26, "12 million");
    folder.write("in.jsonl", line("a.txt", &of_a.join(", "), links) + &line("may/b.txt", &of_b, ""));
    let said = done(&folder, &["import", "jsonl", "in.jsonl", "--annotator", "ana"]);
    assert_eq!(said, "diptych: 5 tags and 2 links added to 2 layers\n");
    folder
}

fn run(folder: &Folder, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    command.env("HOME", folder.path("..")).output().unwrap()
}

/// What was said.
#[track_caller]
fn done(folder: &Folder, args: &[&str]) -> String {
    let output = run(folder, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    said
}

#[track_caller]
fn refused(folder: &Folder, args: &[&str]) -> String {
    let before = folder.files();
    let output = run(folder, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
    assert_eq!(folder.files(), before, "nothing is written: {said}");
    said
}

/// A tag: label, start, end, quote.
type TagThere = (String, usize, usize, String);

/// What a layer says of a document: label, start, end and quote of each tag, and the kinds of the links.
fn layer(folder: &Folder, document: &str, who: &str) -> (Vec<TagThere>, Vec<String>) {
    let layer: pty::Layer = ron::from_str(&folder.read(&format!("annotations/{document}.{who}.ron"))).unwrap();
    let tags = layer.tags.into_iter().map(|tag| (tag.label, tag.start, tag.end, tag.quote)).collect();
    (tags, layer.links.into_iter().map(|link| link.kind).collect())
}

#[test]
fn what_went_out_comes_back_and_twice_adds_nothing() {
    let folder = corpus();
    for format in
        ["jsonl", "spacy", "doccano", "label-studio", "pubannotation", "csv", "brat", "web-annotation", "webanno"]
    {
        let out = if ["brat", "web-annotation", "webanno"].contains(&format) { "out" } else { "out.x" };
        done(&folder, &["export", format, "--annotator", "ana", "-o", out]);
        let import = ["import", format, out, "--annotator", format];
        let said = done(&folder, &import);
        assert!(said.contains("5 tags and "), "{format}: {said}");
        for document in ["a.txt", "may/b.txt"] {
            let (tags, links) = layer(&folder, document, "ana");
            let (others, kinds) = layer(&folder, document, format);
            assert_eq!(others, tags, "{format}: {document}");
            let across = usize::from(["jsonl", "web-annotation"].contains(&format));
            let held = if format == "csv" { 0 } else { 1 + across };
            assert_eq!(kinds.len(), held.min(links.len()), "{format}: {document}");
        }
        let before = folder.files();
        let again = done(&folder, &import);
        assert!(again.contains("0 tags and 0 links added to 0 layers"), "{format}: {again}");
        assert_eq!(folder.files(), before, "{format}: not a byte has changed");
        std::fs::remove_dir_all(folder.path(out)).or_else(|_| std::fs::remove_file(folder.path(out))).unwrap();
    }
}

#[test]
fn texts_that_are_new_are_added_to_the_byte() {
    let folder = corpus();
    for format in ["jsonl", "spacy", "doccano", "label-studio"] {
        done(&folder, &["export", format, "--annotator", "ana", "-o", "out.x"]);
        let other = Folder::new(&[("annotations/corpus.ron", "(format: 1, texts: \"t\")"), ("t/x.txt", "x")]);
        other.write("in.x", folder.read("out.x"));
        let said = done(&other, &["import", format, "in.x", "--annotator", "model-x"]);
        assert!(said.contains("; 2 texts new"), "{format}: {said}");
        assert_eq!((other.read("t/a.txt").as_str(), other.read("t/may/b.txt").as_str()), (TEXT, OTHER));
        assert_eq!(layer(&other, "a.txt", "model-x").0, layer(&folder, "a.txt", "ana").0, "{format}");
        std::fs::remove_file(folder.path("out.x")).unwrap();
    }
    done(&folder, &["export", "brat", "--annotator", "ana", "-o", "out"]);
    let other = Folder::new(&[("annotations/corpus.ron", "(format: 1, texts: \"t\")"), ("t/x.txt", "x")]);
    for name in ["a.txt", "a.ann"] {
        other.write(&format!("in/{name}"), folder.read(&format!("out/{name}")));
    }
    done(&other, &["import", "brat", "in/a.ann", "--annotator", "ana"]);
    assert_eq!(other.read("t/a.txt"), TEXT);
}

#[test]
fn two_new_texts_of_one_name_stay_two_in_their_folders() {
    let folder = corpus();
    let said = |text: &str| format!("T1\tfigure 0 6\t{}\n", &text[..6]);
    let files: Vec<(String, String)> = (0..40)
        .map(|number| (format!("n{number}"), format!("Number {number}.\n")))
        .chain([("deep/n0".into(), "Prices fell.\n".into()), ("deep/n1".into(), "Number 1 is another.\n".into())])
        .collect();
    for (name, text) in &files {
        folder.write(&format!("out/{name}.txt"), text);
        folder.write(&format!("out/{name}.ann"), said(text));
    }
    assert!(
        done(&folder, &["import", "brat", "out", "--annotator", "me"])
            .contains("42 tags and 0 links added to 42 layers")
    );
    for (name, text) in &files {
        assert_eq!(&folder.read(&format!("texts/{name}.txt")), text);
        assert!(folder.read(&format!("annotations/{name}.txt.me.ron")).contains(&text[..6]), "{name}");
    }
    let again = done(&folder, &["import", "brat", "out", "--annotator", "me"]);
    assert!(again.contains("0 tags and 0 links added to 0 layers; 42 there already"), "{again}");
}

#[test]
fn several_annotators_on_new_texts_come_in_whole() {
    let folder = corpus();
    let line = |number: usize, who: &str| {
        let spans = r#"[{"label": "figure", "start": 0, "end": 5, "quote": "Price"}]"#;
        format!(r#"{{"id": "m{number}.txt", "annotator": "{who}", "text": "Prices {number}\n", "spans": {spans}}}"#)
            + "\n"
    };
    // One after the other on each text, and then each of them once more.
    let lines = (0..20).flat_map(|number| ["bo", "cy"].map(|who| line(number, who)));
    let lines: Vec<String> = lines.chain((0..20).map(|number| line(number, "di"))).collect();
    folder.write("several.jsonl", lines.concat());
    let said = done(&folder, &["import", "jsonl", "several.jsonl", "--all"]);
    assert!(said.contains("60 tags and 0 links added to 60 layers; 20 texts new"), "{said}");
    for (number, who) in (0..20).flat_map(|number| ["bo", "cy", "di"].map(|who| (number, who))) {
        assert_eq!(layer(&folder, &format!("m{number}.txt"), who).0.len(), 1);
    }
}

#[test]
fn lines_without_a_name_are_known_by_their_text() {
    let folder = corpus();
    let line = |text: &str| format!("{{\"text\": {text:?}, \"label\": [[0, 8, \"claim\"]]}}\n");
    folder.write("x.jsonl", line(OTHER) + &line("Nobody knew.") + &line("Somebody knew."));
    let said = done(&folder, &["import", "doccano", "x.jsonl", "--annotator", "bo"]);
    assert!(said.contains("3 tags and 0 links added to 3 layers; 2 texts new"), "{said}");
    assert_eq!(folder.read("texts/x-2.txt"), "Nobody knew.");
    assert_eq!(layer(&folder, "may/b.txt", "bo").0.len(), 1, "the text that was there");
    let again = done(&folder, &["import", "doccano", "x.jsonl", "--annotator", "bo"]);
    assert!(again.contains("0 tags and 0 links added to 0 layers; 3 there already"), "{again}");
}

#[test]
fn a_shifted_file_is_named_and_put_right() {
    let folder = corpus();
    for (unit, start, end) in [("utf16", 15, 17), ("bytes", 17, 19)] {
        let line = format!(
            "{{\"id\": \"a.txt\", \"spans\": [{{\"label\": \"figure\", \"start\": {start}, \"end\": {end}, \"quote\": \"5%\"}}]}}\n"
        );
        folder.write("s.jsonl", line);
        let said = refused(&folder, &["import", "jsonl", "s.jsonl", "--annotator", unit]);
        assert!(said.starts_with("diptych: s.jsonl:1: the offsets count "), "{said}");
        assert!(said.contains(&format!("hint: Import it with --offsets {unit}\n")), "{said}");
        done(&folder, &["import", "jsonl", "s.jsonl", "--annotator", unit, "--offsets", unit]);
        assert_eq!(layer(&folder, "a.txt", unit).0, [("figure".into(), 14, 16, "5%".into())]);
    }
}

#[test]
fn what_does_not_fit_is_refused_whole_with_file_and_line() {
    let folder = corpus();
    let good = "{\"id\": \"new.txt\", \"text\": \"A new text.\", \"spans\": [{\"label\": \"claim\", \"start\": 0, \"end\": 5}]}\n";
    let bad = |line: &str| {
        folder.write("bad.jsonl", format!("{good}{line}\n"));
        refused(&folder, &["import", "jsonl", "bad.jsonl", "--annotator", "bo"])
    };
    let starts = |line: &str, words: &str| {
        let said = bad(line);
        assert!(said.starts_with(&format!("diptych: bad.jsonl:2:{words}")), "{said}");
    };
    let span = |more: &str| format!("{{\"id\": \"a.txt\", \"spans\": [{{\"label\": \"claim\", {more}}}]}}");
    starts(
        &span("\"start\": 2, \"end\": 8, \"quote\": \"Pricey\""),
        " claim 2..8 says “Pricey”, but “Prices” stands there",
    );
    starts(&span("\"start\": 2, \"end\": 800"), " claim 2..800 is not in the text");
    starts(&span("\"start\": 2"), " claim: the field `end` is missing");
    starts("{\"id\": \"a.txt\", \"spans\": [{\"label\": \" \", \"start\": 2, \"end\": 8}]}", " a tag has no label");
    starts("{\"id\": \"gone.txt\", \"spans\": []}", " there is no document gone.txt here");
    starts("{\"id\": \"../x.txt\", \"text\": \"x\"}", " `../x.txt` leads out of the texts");
    starts("{\"id\": \"/tmp/x.txt\", \"text\": \"x\"}", " `/tmp/x.txt` leads out of the texts");
    starts("{\"id\": \".x.txt\", \"text\": \"x\"}", " .x.txt has a name that no text can have");
    starts("{\"id\": \"new.txt\", \"text\": \"Another.\"}", " there are two texts for new.txt in the files");
    let link = "\"links\": [{\"kind\": \"same as\", \"from\": \"t-1\", \"to\": \"t-2\", \"document\": \"../../x\"}]";
    starts(&format!("{{\"id\": \"a.txt\", {link}}}"), " a link leads out of the texts: `../../x`");
    folder.write("latin.jsonl", b"{}\n{\"id\": \"\xe9\"}\n");
    assert!(
        refused(&folder, &["import", "jsonl", "latin.jsonl", "--annotator", "bo"])
            .contains("latin.jsonl:2: the file is not UTF-8")
    );
    folder.write("annotations/a.txt.bo.ron", "(format: 1, tags: [");
    folder.write("ok.jsonl", format!("{good}{}\n", span("\"start\": 2, \"end\": 8")));
    assert!(refused(&folder, &["import", "jsonl", "ok.jsonl", "--annotator", "bo"]).contains("a.txt.bo.ron:1:"));
}

#[test]
fn whose_it_becomes_is_said() {
    let folder = corpus();
    let line = |who: &str| {
        format!(
            "{{\"id\": \"a.txt\", \"annotator\": {who:?}, \"spans\": [{{\"label\": \"figure\", \"start\": 14, \"end\": 16}}]}}\n"
        )
    };
    folder.write("two.jsonl", line("cho") + &line("dan"));
    fn import<'a>(more: &[&'a str]) -> Vec<&'a str> {
        [&["import", "jsonl", "two.jsonl"], more].concat()
    }
    assert!(refused(&folder, &import(&[])).contains("--annotator"));
    assert!(refused(&folder, &import(&["--annotator", "a.b"])).contains("`a.b` cannot be an annotator's name"));
    let both = refused(&folder, &import(&["--annotator", "eve"]));
    assert!(both.contains("the files are by cho and dan"), "{both}");
    assert!(
        refused(&folder, &import(&["--annotator", "eve", "--from", "bo"])).contains("nothing in the files is by bo")
    );
    done(&folder, &import(&["--annotator", "eve", "--from", "cho"]));
    assert_eq!(layer(&folder, "a.txt", "eve").0.len(), 1);
    done(&folder, &import(&["--all"]));
    assert_eq!((layer(&folder, "a.txt", "cho").0.len(), layer(&folder, "a.txt", "dan").0.len()), (1, 1));
    folder.write("bad.jsonl", line("d n"));
    done(&folder, &["import", "jsonl", "bad.jsonl", "--all"]);
    assert_eq!(layer(&folder, "a.txt", "d-n").0.len(), 1, "a name that no annotator can have is made fit");
}

#[test]
fn labels_that_the_corpus_does_not_have_are_named_and_kept() {
    let folder = corpus();
    folder.write("a.ann", "T1\tPER 2 8;12 13\tPrices e\nT2\tPER 26 31\tINSEE\n");
    let said = done(&folder, &["import", "brat", "a.ann", "--annotator", "model-x"]);
    assert!(said.contains("spans with gaps made into several tags: 1, such as a.txt PER “Prices … e”"), "{said}");
    assert!(said.contains("corpus.ron does not declare PER (3); they are imported as they are"), "{said}");
    assert_eq!(layer(&folder, "a.txt", "model-x").0.len(), 3);
}

#[test]
fn what_a_model_says_is_reviewed_like_anyone() {
    let folder = corpus();
    folder.write("m.jsonl", "{\"id\": \"a.txt\", \"spans\": [{\"label\": \"figure\", \"start\": 14, \"end\": 16}]}\n");
    done(&folder, &["import", "jsonl", "m.jsonl", "--annotator", "model-x"]);
    let mut pty = folder.start(&["texts/a.txt", "--annotator", "ben", "--review", "model-x"]);
    pty.wait_for_text("model-x");
    pty.send("]y");
    pty.wait_for_saved("");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    let ron = folder.read("annotations/a.txt.ben.ron");
    assert!(ron.contains("annotator: \"model-x\"") && ron.contains("verdict: \"accepted\""), "{ron}");
    done(
        &folder,
        &["export", "jsonl", "a.txt", "--annotator", "model-x", "--reviewed", "accepted", "-o", "gold.jsonl"],
    );
    assert!(folder.read("gold.jsonl").contains("\"label\":\"figure\""));
}

#[test]
fn an_import_joins_what_is_there() {
    let folder = corpus();
    let before = layer(&folder, "a.txt", "ana").0;
    folder.write("m.jsonl", "{\"id\": \"a.txt\", \"spans\": [{\"label\": \"source\", \"start\": 38, \"end\": 44, \"quote\": \"Nobody\"}]}\n");
    assert!(
        done(&folder, &["import", "jsonl", "m.jsonl", "--annotator", "ana"])
            .contains("1 tag and 0 links added to 1 layer\n")
    );
    let after = layer(&folder, "a.txt", "ana").0;
    assert!(after.len() == before.len() + 1 && before.iter().all(|tag| after.contains(tag)));
}

#[test]
fn what_a_model_repeats_is_one_tag_unless_it_says_more() {
    let folder = corpus();
    let span = |more: &str| format!(r#"{{"label": "figure", "start": 14, "end": 16, "quote": "5%"{more}}}"#);
    let spans = [span(""), span(""), span(r#", "note": "sure?""#)].join(", ");
    folder.write("model.jsonl", format!("{{\"id\": \"a.txt\", \"spans\": [{spans}]}}\n"));
    let said = done(&folder, &["import", "jsonl", "model.jsonl", "--annotator", "model-x"]);
    assert_eq!(said, "diptych: 2 tags and 0 links added to 1 layer; 1 there already\n");
    let again = done(&folder, &["import", "jsonl", "model.jsonl", "--annotator", "model-x"]);
    assert_eq!(again, "diptych: 0 tags and 0 links added to 0 layers; 3 there already\n");
}

#[test]
fn a_link_to_no_tag_is_left_out_aloud() {
    let folder = corpus();
    let link = |to: &str| format!(r#"{{"kind": "rests on", "from": "t-1", "to": "{to}"}}"#);
    let links = [link("t-2"), link("t-nowhere")].join(", ");
    folder.write("links.jsonl", format!("{{\"id\": \"a.txt\", \"spans\": [], \"links\": [{links}]}}\n"));
    assert_eq!(
        done(&folder, &["import", "jsonl", "links.jsonl", "--annotator", "ana"]),
        "diptych: links to no tag left out: 1, such as a.txt rests on t-1 → t-nowhere\n\
         diptych: 0 tags and 1 link added to 1 layer\n"
    );
}

#[test]
fn a_line_of_another_format_is_no_empty_document() {
    let folder = corpus();
    folder.write("new.jsonl", "{\"id\": \"new.txt\", \"text\": \"New.\", \"spans\": [], \"links\": []}\n");
    let said = refused(&folder, &["import", "doccano", "new.jsonl", "--annotator", "me"]);
    assert!(said.contains("new.jsonl:1: a line of doccano has `entities` or `label`"), "{said}");
    let said = refused(&folder, &["import", "spacy", "new.jsonl", "--annotator", "me"]);
    assert!(
        said.contains("new.jsonl:1: this is no line of spacy") && said.contains("hint: Import it as jsonl"),
        "{said}"
    );
}

#[test]
fn a_text_that_is_known_under_another_name_is_said_to_be() {
    let folder = corpus();
    folder.write("named.jsonl", format!("{{\"id\": \"else.txt\", \"text\": {TEXT:?}, \"spans\": []}}\n"));
    let said = done(&folder, &["import", "jsonl", "named.jsonl", "--annotator", "me"]);
    assert!(said.contains("diptych: else.txt has the text of a.txt and is imported as that\n"), "{said}");
}

#[test]
fn a_pair_that_a_new_text_has_parted_is_named() {
    let folder = Folder::new(&[("a.txt", "One.\n"), ("b.txt", "Two.\n"), ("out/x.jsonl", "")]);
    let tag = "{\"label\": \"claim\", \"start\": 0, \"end\": 3}";
    folder.write("out/x.jsonl", format!("{{\"id\": \"c.txt\", \"text\": \"New.\", \"spans\": [{tag}]}}\n"));
    let said = done(&folder, &["import", "jsonl", "out/x.jsonl", "--annotator", "me"]);
    assert!(said.contains("with more than two texts here, a.txt and b.txt are no longer read as a pair"), "{said}");
    assert!(said.contains("pairs: [(\"a.txt\", \"b.txt\")]"), "{said}");
}

#[test]
fn an_import_that_is_interrupted_leaves_whole_files_and_goes_on_next_time() {
    let folder = corpus();
    let spans: Vec<String> =
        (0..60).map(|at| format!("{{\"label\": \"claim\", \"start\": {at}, \"end\": {}}}", at + 1)).collect();
    let line = |number: usize| {
        let text = format!("{number:04}{}", "x".repeat(400));
        format!("{{\"id\": \"d{number}.txt\", \"text\": \"{text}\", \"spans\": [{}]}}\n", spans.join(", "))
    };
    folder.write("big.jsonl", (0..300).map(line).collect::<String>());
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(["import", "jsonl", "big.jsonl", "--annotator", "me"]).current_dir(folder.path(""));
    let child = command.env_clear().env("HOME", folder.path("..")).stderr(Stdio::piped()).spawn().unwrap();
    // Once it writes.
    let begun = std::time::Instant::now();
    while !folder.path("annotations/d3.txt.me.ron").exists() && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    if output.status.success() {
        return eprintln!("skipped: it was done before it could be interrupted");
    }
    assert!(said.contains("diptych: interrupted\nhint: ") && said.contains("import again"), "{said}");
    let left = |(path, _): &(std::path::PathBuf, _)| path.extension().is_some_and(|end| end == "tmp");
    assert!(!folder.files().iter().any(left), "no left-over");
    let said = done(&folder, &["import", "jsonl", "big.jsonl", "--annotator", "me"]);
    assert!(said.contains("there already"), "{said}");
    assert_eq!(layer(&folder, "d299.txt", "me").0.len(), 60);
}

#[test]
fn links_that_do_not_fit_their_labels_are_told() {
    let folder = Folder::new(&[("a.txt", "Prices rose 5%")]);
    let entity = |id: usize, label: &str, start: usize, end: usize| {
        format!("{{\"id\":{id},\"label\":{label:?},\"start_offset\":{start},\"end_offset\":{end}}}")
    };
    let entities = [entity(1, "claim", 0, 14), entity(2, "figure", 12, 14)].join(",");
    let relation = "{\"id\":3,\"from_id\":2,\"to_id\":1,\"type\":\"rests on\"}";
    let line = format!("{{\"text\":\"Prices rose 5%\",\"entities\":[{entities}],\"relations\":[{relation}]}}\n");
    folder.write("in.jsonl", line);
    let said = done(&folder, &["import", "doccano", "in.jsonl", "--annotator", "ana"]);
    assert!(said.contains("1 link joins labels that its type may not join; imported as is"), "{said}");
    assert!(said.contains("hint: See which: diptych check"), "{said}");
    let checked = String::from_utf8(run(&folder, &["check"]).stdout).unwrap();
    assert!(checked.contains("link “rests on” may not join figure “5%” to claim"), "{checked}");
}

#[test]
fn a_record_that_is_there_with_another_label_is_told_and_stays() {
    let folder = Folder::new(&[("a.txt", "Prices rose 5%")]);
    let line = |label: &str| {
        format!(
            "{{\"id\":\"a.txt\",\"text\":\"Prices rose 5%\",\"annotator\":\"ana\",\"spans\":[{{\"id\":\"t-1\",\"label\":{label:?},\
             \"start\":12,\"end\":14}}]}}\n"
        )
    };
    folder.write("in.jsonl", line("figure"));
    done(&folder, &["import", "jsonl", "in.jsonl", "--annotator", "ana"]);
    let again = done(&folder, &["import", "jsonl", "in.jsonl", "--annotator", "ana"]);
    assert!(!again.contains("another label"), "{again}");
    folder.write("in.jsonl", line("source"));
    let said = done(&folder, &["import", "jsonl", "in.jsonl", "--annotator", "ana"]);
    assert!(said.contains("1 record of the files is there with another label"), "{said}");
    let strict = run(&folder, &["import", "jsonl", "in.jsonl", "--annotator", "ana", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
}
