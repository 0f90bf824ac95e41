//! Tests the import of files as other tools and their users really write them.

use std::process::{Command, Output, Stdio};

use diptych::corpus::record;
use diptych::tags::edit::Edit;
use diptych::tags::remark::{DECLINED, Elsewhere, Remark, Status};
use diptych::tags::score::Score;
use diptych::tags::target::{Judged, Target};
use diptych::tags::verdict::{Decision, Verdict};
use diptych::tags::{Id, Layer, Records, Tag, Via};
use diptych::text::{Document, Span};

use crate::pty::{self, Folder};

/// A folder that is the corpus of these files.
pub struct Corpus(pub Folder);

impl Corpus {
    pub fn of(files: &[(&str, &str)]) -> Corpus {
        Corpus(Folder::new(files))
    }

    pub fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command.args(args).current_dir(self.0.path("")).stdin(Stdio::null()).env_clear();
        command.env("HOME", self.0.path("..")).output().unwrap()
    }

    /// Writes a file, imports it, and returns what was said.
    #[track_caller]
    pub fn import(&self, format: &str, file: &str, contents: impl AsRef<[u8]>, more: &[&str]) -> String {
        self.0.write(file, contents);
        self.expect(0, &[&["import", format, file], more].concat())
    }

    #[track_caller]
    pub fn mine(&self, format: &str, file: &str, contents: impl AsRef<[u8]>) -> String {
        self.import(format, file, contents, &["--annotator", "me"])
    }

    /// Writes a file that is refused, and returns what was said.
    #[track_caller]
    pub fn refused(&self, format: &str, file: &str, contents: impl AsRef<[u8]>) -> String {
        self.0.write(file, contents);
        let before = self.0.files();
        let said = self.expect(2, &["import", format, file, "--annotator", "me"]);
        assert_eq!(self.0.files(), before, "nothing is written: {said}");
        said
    }

    #[track_caller]
    pub fn expect(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        said
    }

    /// Returns what a command prints.
    #[track_caller]
    pub fn printed(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The tags of a layer: label and quote.
    #[track_caller]
    pub fn tags(&self, document: &str, who: &str) -> Vec<(String, String)> {
        let layer: pty::Layer = ron::from_str(&self.layer(document, who)).unwrap();
        layer.tags.into_iter().map(|tag| (tag.label, tag.quote)).collect()
    }

    pub fn layer(&self, document: &str, who: &str) -> String {
        self.0.read(&format!("annotations/{document}.{who}.ron"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.0.path(path).exists()
    }

    /// Returns whether anybody has a layer on the document, under whatever name.
    pub fn has_layer(&self, document: &str) -> bool {
        let begin = format!("{document}.");
        let layers = std::fs::read_dir(self.0.path("annotations")).into_iter().flatten();
        layers.flatten().any(|layer| layer.file_name().to_string_lossy().starts_with(&begin))
    }
}

pub fn tag(label: &str, quote: &str) -> (String, String) {
    (label.into(), quote.into())
}

#[test]
fn a_file_of_many_texts_is_never_the_text_itself() {
    let corpus = Corpus::of(&[]);
    let line = r#"{"text":"Rents rose 7%.","label":[[11,13,"figure"]]}"#;
    corpus.mine("doccano", "export.jsonl", line);
    assert_eq!(corpus.0.read("export-1.txt"), "Rents rose 7%.");
    assert_eq!(corpus.tags("export-1.txt", "me"), [tag("figure", "7%")]);
    let spans = r#"{"text":"{\"text\" begins a line","spans":[{"start":0,"end":6,"label":"figure"}]}"#;
    corpus.mine("spacy", "spans.jsonl", spans);
    assert_eq!(corpus.0.read("spans-1.txt"), "{\"text\" begins a line");
    // Not even one that is named like a text, nor one that names itself.
    corpus.mine("doccano", "all.txt", r#"{"text":"Wages fell 3%.","label":[[11,13,"figure"]]}"#);
    assert_eq!(corpus.tags("all-1.txt", "me"), [tag("figure", "3%")]);
    let itself = r#"{"id":"own.jsonl","text":"Trade grew 1%.","spans":[{"label":"figure","start":11,"end":13}]}"#;
    corpus.mine("jsonl", "own.jsonl", itself);
    assert_eq!(corpus.tags("own.jsonl.txt", "me"), [tag("figure", "1%")]);
}

#[test]
fn what_prodigy_was_told_to_reject_or_ignore_is_left_out_and_counted() {
    let corpus = Corpus::of(&[]);
    let lines = [
        r#"{"text":"Rents rose 7%.","spans":[{"start":11,"end":13,"label":"figure"}],"answer":"reject"}"#,
        r#"{"text":"Rents fell 7%.","spans":[{"start":11,"end":13,"label":"figure"}],"answer":"ignore"}"#,
        r#"{"text":"Trade grew 1%.","spans":[{"start":11,"end":13,"label":"figure"},{"start":0,"end":5,"label":"source","answer":"reject"}],"answer":"accept"}"#,
    ];
    let said = corpus.mine("spacy", "in.jsonl", lines.join("\n"));
    assert!(said.contains("left out that the file calls rejected or skipped: 3"), "{said}");
    assert!(said.contains("1 tag and 0 links added to 1 layer; 1 text new"), "{said}");
    assert_eq!(corpus.tags("in-3.txt", "me"), [tag("figure", "1%")]);
}

#[test]
fn tokens_that_do_not_say_whether_a_blank_follows_have_their_offsets() {
    let token =
        |text: &str, start: usize| format!(r#"{{"text":"{text}","start":{start},"end":{}}}"#, start + text.len());
    let tokens =
        [token("Rents", 0), token("rose", 6), token("seven", 11), token("percent", 17), token(".", 24)].join(",");
    let line = |end: usize| {
        format!(
            r#"{{"text":"Rents rose seven percent.","tokens":[{tokens}],"spans":[{{"start":11,"end":{end},"token_start":2,"token_end":3,"label":"figure"}}]}}"#
        )
    };
    let corpus = Corpus::of(&[]);
    corpus.mine("spacy", "in.jsonl", line(24));
    assert_eq!(corpus.tags("in-1.txt", "me"), [tag("figure", "seven percent")]);
}

#[test]
fn tasks_of_one_upload_are_texts_of_their_own() {
    let task = |id: usize, text: &str, quote: &str| {
        let start = text.find(quote).unwrap();
        let value =
            format!(r#"{{"start":{start},"end":{},"text":"{quote}","labels":["figure"]}}"#, start + quote.len());
        format!(
            r#"{{"id":{id},"file_upload":"0a1b2c3d-rows.csv","data":{{"text":"{text}"}},"annotations":[{{"completed_by":1,"result":[{{"id":"r{id}","from_name":"label","to_name":"text","type":"labels","value":{value}}}]}}]}}"#
        )
    };
    let corpus = Corpus::of(&[]);
    let tasks = format!("[{},\n{}]", task(1, "Rents rose 7%.", "7%"), task(2, "Trade grew 1%.", "1%"));
    let said = corpus.mine("label-studio", "in.json", tasks);
    assert!(said.contains("2 tags and 0 links added to 2 layers; 2 texts new"), "{said}");
    assert_eq!(
        (corpus.tags("rows.txt", "me"), corpus.tags("rows-2.txt", "me")),
        (vec![tag("figure", "7%")], vec![tag("figure", "1%")])
    );
}

/// A task of Label Studio with these data, and results in its annotation.
fn task(data: &str, results: &str) -> String {
    format!(r#"[{{"id":1,"data":{data},"annotations":[{{"completed_by":1,"result":[{results}]}}]}}]"#)
}

#[test]
fn a_result_is_on_the_field_that_it_names() {
    let region = |to: &str, start: usize, end: usize, text: &str| {
        let value = format!(r#"{{"start":{start},"end":{end},"text":"{text}","labels":["figure"]}}"#);
        format!(r#"{{"id":"{to}{start}","from_name":"label","to_name":"{to}","type":"labels","value":{value}}}"#)
    };
    let data = r#"{"title":"Up 7%","body":"Rents rose 7%, the office said."}"#;
    let corpus = Corpus::of(&[]);
    let results = [region("title", 3, 5, "7%"), region("body", 11, 13, "7%")].join(",");
    corpus.mine("label-studio", "two.json", task(data, &results));
    let title = corpus.0.read("two-1.txt");
    assert_eq!(title, "Up 7%", "{:?}", corpus.0.files());
    // A name of the configuration that is no field: the text in which the words stand.
    let corpus = Corpus::of(&[]);
    corpus.mine("label-studio", "one.json", task(data, &region("article", 11, 13, "7%")));
    assert_eq!(corpus.0.read("one-1.txt"), "Rents rose 7%, the office said.");
}

#[test]
fn a_prediction_is_a_models_and_keeps_its_score() {
    let result = r#"{"id":"r1","from_name":"label","to_name":"text","type":"labels","value":{"start":11,"end":13,"text":"7%","labels":["figure"]}}"#;
    let text = format!(
        r#"[{{"data":{{"text":"Rents rose 7%."}},"annotations":[{{"ground_truth":true,"completed_by":1,"result":[{result}]}},{{"was_cancelled":true,"result":[{result}]}}],"predictions":[{{"model_version":"net 2","score":0.75,"result":[{result}]}}]}}]"#
    );
    let corpus = Corpus::of(&[]);
    let said = corpus.import("label-studio", "in.json", &text, &["--all"]);
    assert!(said.contains("rejected or skipped: 1"), "{said}");
    assert_eq!(corpus.tags("in-1.txt", "ground-truth"), [tag("figure", "7%")]);
    assert!(corpus.layer("in-1.txt", "net-2").contains("score: 0.75, "));
    assert!(!corpus.layer("in-1.txt", "ground-truth").contains("score"));
}

#[test]
fn read_and_nothing_found_is_an_answer_in_every_format() {
    let text = "Rents rose 7%.";
    let files = [
        ("jsonl", "b.jsonl", format!(r#"{{"id":"b.txt","text":"{text}","spans":[]}}"#)),
        ("spacy", "b.jsonl", format!(r#"{{"text":"{text}","spans":[],"meta":{{"document":"b.txt"}}}}"#)),
        ("doccano", "b.jsonl", format!(r#"{{"text":"{text}","label":[],"document":"b.txt"}}"#)),
        ("label-studio", "b.json", task(&format!(r#"{{"text":"{text}","document":"b.txt"}}"#), "")),
        ("csv", "b.csv", "document,label,start,end\nb.txt,,,\n".into()),
        ("brat", "b.ann", String::new()),
        ("web-annotation", "b.txt.jsonld", r#"{"type":"AnnotationPage","items":[]}"#.into()),
        (
            "webanno",
            "b.txt.tsv",
            format!("#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text={text}\n1-1\t0-5\tRents\t_\t\n"),
        ),
        ("pubannotation", "b.json", format!(r#"{{"sourceid":"b.txt","text":"{text}","denotations":[]}}"#)),
        ("conll", "b.conll", "Rents O\nrose O\n7 O\n% O\n. O\n".into()),
    ];
    for (format, file, contents) in files {
        let corpus = Corpus::of(&[("b.txt", text)]);
        let said = corpus.mine(format, &format!("in/{file}"), contents);
        assert!(said.contains("the status of 1 document"), "{format}: {said}");
        assert!(corpus.layer("b.txt", "me").contains("nothing to tag"), "{format}");
        assert!(corpus.printed(&["stats"]).contains("nothing to tag 1"), "{format}");
        // And it goes out again, and comes in again.
        let out = if ["brat", "web-annotation", "webanno"].contains(&format) { "out" } else { "out.x" };
        corpus.expect(0, &["export", format, "-o", out]);
        let other = Corpus::of(&[("b.txt", text)]);
        let path = corpus.0.path(out);
        let said = other.expect(0, &["import", format, path.to_str().unwrap(), "--annotator", "me"]);
        assert!(said.contains("the status of 1 document"), "{format}: {said}");
    }
}

#[test]
fn who_found_nothing_is_counted_where_people_are_compared() {
    let line = |id: &str, who: &str, text: &str, spans: &str| {
        format!(r#"{{"id":"{id}","annotator":"{who}","text":"{text}","spans":[{spans}]}}"#) + "\n"
    };
    let claim = |end: usize| format!(r#"{{"label":"claim","start":0,"end":{end}}}"#);
    let (one, two) = ("Rents rose 7%.", "Trade grew 1%.");
    let lines = [
        line("a.txt", "ana", one, &claim(13)),
        line("a.txt", "ben", one, &claim(13)),
        line("b.txt", "ana", two, &claim(13)),
        line("b.txt", "ben", two, ""),
    ];
    let corpus = Corpus::of(&[]);
    corpus.import("jsonl", "in.jsonl", lines.concat(), &["--all"]);
    let agreement = corpus.printed(&["agree", "ana", "ben", "--samples", "0"]);
    assert!(agreement.contains("2 documents"), "{agreement}");
    let strict = agreement.lines().find(|line| line.contains("overall  strict")).unwrap();
    assert!(strict.contains("1.00") && strict.contains("0.50"), "{strict}");
    corpus.expect(0, &["export", "jsonl", "--annotator", "ben", "--status", "nothing-to-tag", "-o", "none.jsonl"]);
    let lines = corpus.0.read("none.jsonl");
    assert!(lines.lines().count() == 1 && lines.contains("b.txt"), "{lines}");
}

#[test]
fn doccanos_shapes_come_in() {
    let text = "Rents rose 7%.";
    let entity = |id: usize, start: usize, label: &str| {
        format!(r#"{{"id":{id},"start_offset":{start},"end_offset":13,"label":"{label}"}}"#)
    };
    let shapes = [
        (format!(r#"[{{"text":"{text}","label":[[11,13,"figure"]]}}]"#), vec![tag("figure", "7%")]),
        (
            format!(
                "[\n  {{\n    \"text\": \"{text}\",\n    \"label\": [\n      [11, 13, \"figure\"]\n    ]\n  }}\n]\n"
            ),
            vec![tag("figure", "7%")],
        ),
        (format!(r#"{{"text":"{text}","entities":[[11,13,"figure"]]}}"#), vec![tag("figure", "7%")]),
        (format!(r#"{{"data":"{text}","labels":[[11,13,"figure"]]}}"#), vec![tag("figure", "7%")]),
        (
            format!(
                r#"{{"text":"{text}","entities":[{},{}],"relations":[{{"from_id":4,"to_id":5,"type":"rests on"}}]}}"#,
                entity(4, 0, "claim"),
                entity(5, 11, "figure")
            ),
            vec![tag("claim", "Rents rose 7%"), tag("figure", "7%")],
        ),
        (
            format!(
                r#"{{"id":1,"text":"{text}","meta":{{}},"annotations":[{{"label":3,"start_offset":11,"end_offset":13,"user":2}}]}}"#
            ),
            vec![tag("3", "7%")],
        ),
    ];
    for (contents, tags) in shapes {
        let corpus = Corpus::of(&[]);
        corpus.mine("doccano", "in.jsonl", &contents);
        // A document without a name is called after the line in which it begins.
        let name = if contents.starts_with("[\n") { "in-2.txt" } else { "in-1.txt" };
        assert_eq!(corpus.tags(name, "me"), tags, "{contents}");
        assert_eq!(corpus.layer(name, "me").contains("rests on"), contents.contains("rests on"));
    }
}

#[test]
fn spacys_and_label_studios_shorter_shapes_come_in() {
    let corpus = Corpus::of(&[]);
    let pairs = r#"[["Rents rose 7%.", {"entities": [[11, 13, "figure"]]}], ["Trade grew 1%.", {"entities": [[11, 13, "figure", "Q1"]]}]]"#;
    let said = corpus.mine("spacy", "pairs.json", pairs);
    assert!(said.contains("2 tags") && said.contains("fields without an equal here left out: 1"), "{said}");
    let minimal = r#"[{"id":1,"body":"Wages fell 3%.","label":[{"start":11,"end":13,"text":"3%","labels":["figure"]}],"sentiment":"bad","annotator":7,"annotation_id":4,"lead_time":2.5}]"#;
    let said = corpus.import("label-studio", "min.json", minimal, &["--all"]);
    assert!(said.contains("fields without an equal here left out: 1, such as sentiment \"bad\""), "{said}");
    assert_eq!(corpus.tags("min-1.txt", "user-7"), [tag("figure", "3%")]);
}

#[test]
fn all_faults_are_named_in_one_run_and_the_rest_can_be_taken() {
    let line = |word: &str, end: usize| format!(r#"{{"text":"{word} rose 7%.","label":[[11,{end},"figure"]]}}"#) + "\n";
    let lines = line("Rents", 99) + &line("Wages", 13) + "{\"text\": \"x\", \"label\"\n" + &line("Costs", 99);
    let corpus = Corpus::of(&[]);
    let said = corpus.refused("doccano", "in.jsonl", &lines);
    for fault in [
        "in.jsonl:1: figure 11..99 is not in the text",
        "in.jsonl:3:",
        "in.jsonl:4: figure 11..99",
        "3 faults; nothing is imported",
        "--skip-bad",
    ] {
        assert!(said.contains(fault), "{fault}: {said}");
    }
    let said = corpus.import("doccano", "in.jsonl", &lines, &["--annotator", "me", "--skip-bad"]);
    assert!(said.contains("3 bad records left out") && said.contains("1 tag and 0 links"), "{said}");
    assert_eq!(corpus.tags("in-2.txt", "me"), [tag("figure", "7%")]);
}

#[test]
fn what_has_no_equal_is_counted_and_does_not_stop_the_rest() {
    let corpus = Corpus::of(&[
        ("in/a.txt", "Foo bar\n"),
        ("in/a.ann", "T1\tclaim 0 3\tFoo\nT2\tclaim 3 3\t\nR1\trests_on Arg1:T1 Arg2:T2\n"),
    ]);
    let said = corpus.expect(0, &["import", "brat", "in", "--annotator", "me"]);
    assert!(said.contains("tags on no words left out: 1") && said.contains("links to no tag left out: 1"), "{said}");
    let region = r#"{"id":"r1","from_name":"label","to_name":"text","type":"labels","value":{"start":11,"end":13,"text":"7%","labels":["figure"]}}"#;
    let of_picture = r#"{"id":"r2","from_name":"p","to_name":"img","type":"rectanglelabels","value":{"x":1,"rectanglelabels":["chart"]}},{"type":"relation","from_id":"r1","to_id":"r2","direction":"right"},{"id":"r3","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":5}}"#;
    let said = corpus.mine(
        "label-studio",
        "boxes.json",
        task(r#"{"text":"Rents rose 7%."}"#, &format!("{region},{of_picture}")),
    );
    assert!(
        said.contains("links to no tag left out: 1") && said.contains("records without an equal here left out: 2"),
        "{said}"
    );
    assert!(said.contains("1 tag and 0 links"), "{said}");
}

/// A table of WebAnno with three layers, the last of which people have tagged.
const LAYERS: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value\n#T_SP=webanno.custom.Argument|kind\n\
    #T_RL=webanno.custom.Support|value|BT_de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token\n\n\n\
    #Text=Rents rose 7% .\n1-1\t0-5\tRents\tNNS\trent\tclaim[1]\t_\t_\t\n1-2\t6-10\trose\tVBD\trise\tclaim[1]\t_\t_\t\n\
    1-3\t11-13\t7%\tCD\t7%\tfigure\trests on\t1-1\t\n1-4\t14-15\t.\t.\t.\t_\t_\t_\t\n";

#[test]
fn of_many_layers_one_is_taken_and_the_text_is_in_the_table() {
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("webanno", "a.txt.tsv", LAYERS);
    assert!(said.contains("tags of other layers left out: 8, such as POS (4); Lemma (4)"), "{said}");
    assert_eq!(corpus.0.read("a.txt"), "Rents rose 7% .");
    assert_eq!(corpus.tags("a.txt", "me"), [tag("claim", "Rents rose"), tag("figure", "7%")]);
    assert!(corpus.layer("a.txt", "me").contains("kind: \"rests on\""), "a relation on tokens joins the tags there");
    corpus.import("webanno", "a.txt.tsv", LAYERS, &["--annotator", "pos", "--layer", "POS"]);
    assert_eq!(corpus.tags("a.txt", "pos")[0], tag("NNS", "Rents"));
    let said = corpus.expect(2, &["import", "webanno", "a.txt.tsv", "--annotator", "me", "--layer", "X"]);
    assert!(said.contains("there is no layer X in this file; there is POS, Lemma and Argument"), "{said}");
    // In a project of INCEpTION the folder is named after the document, and the file after the annotator.
    corpus.0.write("project/annotation/b.txt/ana.tsv", LAYERS.replace("Rents", "Wages"));
    corpus.expect(0, &["import", "webanno", "project", "--all"]);
    assert_eq!(corpus.tags("b.txt", "ana")[0], tag("claim", "Wages rose"));
}

#[test]
fn conll_comes_in_whatever_its_columns() {
    let text = "Rents rose 7%, Ms. Berg said.\nNobody knew.\n";
    let iob1 = "-DOCSTART- -X- O O\n\nRents NNS I-NP I-claim\nrose VBD I-VP I-claim\n7 CD I-NP B-claim\n% NN I-NP I-claim\n, , O O\nMs. NNP I-NP I-source\nBerg NNP I-NP I-source\nsaid VBD I-VP O\n. . O O\n\nNobody NN I-NP O\nknew VBD I-VP O\n. . O O\n";
    let bioes = "Rents\tB-claim\tO\nrose\tE-claim\tO\n7\tB-claim\tO\n%\tE-claim\tO\n,\tO\tO\nMs.\tO\tB-source\nBerg\tO\tE-source\nsaid\tO\tO\n.\tO\tO\n\nNobody\tO\tO\nknew\tO\tO\n.\tO\tO\n";
    let unnamed = "_\t_\t_\t_\t_\t_\t_\t_";
    let conllu = [
        "# newdoc id = a.txt",
        "# text = Rents rose 7%, Ms. Berg said.",
        &format!("1\tRents\t{}\tEntity=B-claim", &unnamed[2..]),
        &format!("2\trose\t{}\tEntity=I-claim", &unnamed[2..]),
        &format!("3\t7\t{}\tSpaceAfter=No|Entity=B-claim", &unnamed[2..]),
        &format!("4\t%\t{}\tSpaceAfter=No|Entity=I-claim", &unnamed[2..]),
        &format!("5\t,\t{}\tEntity=O", &unnamed[2..]),
        &format!("6\tMs.\t{}\tEntity=B-source", &unnamed[2..]),
        &format!("7\tBerg\t{}\tEntity=I-source", &unnamed[2..]),
        &format!("8\tsaid\t{}\t_", &unnamed[2..]),
        &format!("9\t.\t{}\t_", &unnamed[2..]),
        "",
        "# text = Nobody knew.",
        &format!("1\tNobody\t{}\t_", &unnamed[2..]),
        &format!("2\tknew\t{}\t_", &unnamed[2..]),
        &format!("3\t.\t{}\t_", &unnamed[2..]),
        "",
    ]
    .join("\n");
    let wanted = [tag("claim", "Rents rose"), tag("claim", "7%"), tag("source", "Ms. Berg")];
    for (contents, more) in
        [(iob1.to_string(), None), (bioes.into(), None), (conllu.clone(), None), (conllu, Some("Entity"))]
    {
        let corpus = Corpus::of(&[("a.txt", text)]);
        let column = more.map_or(vec![], |name| vec!["--column", name]);
        let said = corpus.import("conll", "in.conll", &contents, &[vec!["--annotator", "me"], column].concat());
        assert_eq!(corpus.tags("a.txt", "me"), wanted, "{contents}{said}");
    }
    let plain = "Rents x PER\nrose x -\n";
    let corpus = Corpus::of(&[]);
    let said = corpus.refused("conll", "p.conll", "no\ntags\nhere\n");
    assert!(said.contains("no column has tags such as B-claim") && said.contains("--column NAME"), "{said}");
    corpus.import("conll", "plain.conll", plain, &["--annotator", "me", "--column", "3"]);
    assert_eq!(
        (corpus.tags("plain.txt", "me"), corpus.0.read("plain.txt")),
        (vec![tag("PER", "Rents")], "Rents rose".into())
    );
    assert_eq!(corpus.expect(2, &["import", "csv", "x.csv", "--annotator", "me", "--column", "3"]).lines().count(), 2);
}

#[test]
fn pubannotations_documents_come_in() {
    let text = r#"{"sourcedb":"X","sourceid":"b","text":"Rents rose 7%.","denotations":[{"id":"T1","span":{"begin":0,"end":13},"obj":"claim"},{"id":"T2","span":{"begin":11,"end":13},"obj":"figure"}],"relations":[{"id":"R1","pred":"rests on","subj":"T1","obj":"T2"}],"attributes":[{"id":"A1","subj":"T1","pred":"sure","obj":"yes"}]}"#;
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("pubannotation", "in.json", text);
    assert!(said.contains("2 tags and 1 link added"), "{said}");
    assert_eq!(corpus.tags("b.txt", "me"), [tag("claim", "Rents rose 7%"), tag("figure", "7%")]);
    assert!(corpus.layer("b.txt", "me").contains("\"sure\": \"yes\""));
    assert!(corpus.refused("pubannotation", "x.json", r#"{"foo":1}"#).contains("has a `text`"));
}

#[test]
fn nothing_is_dropped_in_silence() {
    let span = r#""spans":[{"start":11,"end":13,"label":"figure"}]"#;
    let task = |more: &str| {
        let result = r#"{"id":"r1","from_name":"l","to_name":"text","type":"labels","value":{"start":11,"end":13,"labels":["figure"]}}"#;
        format!(
            r#"[{{"data":{{"text":"Rents rose 7%."{more}}},"annotations":[{{"completed_by":1,"result":[{result}]}}]}}]"#
        )
    };
    let silent = [
        (
            "doccano",
            r#"{"text":"Rents rose 7%.","label":[[11,13,"figure"]],"Comments":["look"],"cats":["x"]}"#.to_string(),
            2,
        ),
        ("doccano", r#"{"text":"Rents rose 7%.","label":["economy"]}"#.into(), 1),
        ("spacy", r#"{"text":"Rents rose 7%.","entities":[[11,13,"figure"]],"cats":{"x":1.0}}"#.into(), 1),
        ("spacy", format!(r#"{{"text":"Rents rose 7%.",{span},"meta":{{"shelf":"agency"}}}}"#), 1),
        ("jsonl", format!(r#"{{"id":"a.txt","text":"Rents rose 7%.",{span},"shelf":"agency"}}"#), 1),
        (
            "spacy",
            r#"{"text":"Rents rose 7%.","spans":[{"start":11,"end":13,"label":"figure","via":"ner"}]}"#.into(),
            1,
        ),
        (
            "label-studio",
            task("").replace(r#""labels":["figure"]}"#, r#""labels":["figure"]},"meta":{"via":"ner"}"#),
            1,
        ),
        ("label-studio", task(r#","mood":"calm","shelf":"https://example.org/a""#), 2),
    ];
    for (format, contents, count) in silent {
        let corpus = Corpus::of(&[]);
        corpus.0.write("in.x", &contents);
        let strict = ["import", format, "in.x", "--annotator", "me", "--strict"];
        let said = corpus.expect(1, &strict);
        assert!(said.contains(&format!("fields without an equal here left out: {count}")), "{contents}: {said}");
        assert!(said.contains("nothing is imported") && !corpus.has("annotations"), "{said}");
        corpus.expect(0, &strict[..5]);
    }
    for (format, contents) in [
        ("web-annotation", r#"{"foo":1}"#),
        ("label-studio", r#"{"foo":1}"#),
        ("spacy", r#"{"text":"x"}"#),
        ("doccano", r#"{"foo":1}"#),
        ("doccano", r#"{"text":"x"}"#),
        ("pubannotation", r#"{"text":"x"}"#),
        ("csv", "a,b\n1,2\n"),
        ("jsonl", "[1, 2]"),
    ] {
        Corpus::of(&[]).refused(format, "in.x", contents);
    }
}

#[test]
fn hypothesis_rows_come_in() {
    let rows = r#"{"total":1,"rows":[{"id":"x1","user":"acct:ana@example.org","uri":"https://example.org/a.txt","text":"check","tags":["figure","claim"],"target":[{"source":"https://example.org/a.txt","selector":[{"type":"RangeSelector","startOffset":3},{"type":"TextPositionSelector","start":11,"end":13},{"type":"TextQuoteSelector","exact":"7%","prefix":"rose ","suffix":"."}]}]}]}"#;
    let corpus = Corpus::of(&[("a.txt", "Rents rose 7%.\n")]);
    corpus.import("web-annotation", "rows.json", rows, &["--all"]);
    assert_eq!(corpus.tags("a.txt", "ana"), [tag("claim", "7%"), tag("figure", "7%")]);
    assert!(corpus.layer("a.txt", "ana").contains("note: \"check\""));
}

#[test]
fn a_path_or_a_url_is_no_article() {
    let result = r#"{"id":"r1","from_name":"l","to_name":"text","type":"labels","value":{"start":11,"end":13,"labels":["figure"]}}"#;
    let tasks = [
        task(r#"{"text":"/data/upload/7/0a1b2c3d-doc.txt"}"#, result),
        task(r#"{"text":"s3://bucket/x/doc.txt"}"#, result),
    ];
    let others = [
        ("doccano", r#"{"text":"https://example.org/doc.txt","label":[[11,13,"figure"]]}"#),
        ("spacy", r#"{"text":"https://example.org/x/doc.txt?a=b","spans":[{"start":11,"end":13,"label":"figure"}]}"#),
    ];
    for (format, contents) in tasks.iter().map(|task| ("label-studio", task.as_str())).chain(others) {
        // What has only the address of a text has no equal here; a task that names the file with its text lacks it.
        let said = match format {
            "label-studio" => Corpus::of(&[]).refused(format, "in.x", contents),
            _ => Corpus::of(&[]).mine(format, "in.x", contents),
        };
        assert!(said.contains("there is no document doc.txt here, and its text is not in the file"), "{said}");
        let corpus = Corpus::of(&[("doc.txt", "Rents rose 7%.\n")]);
        corpus.mine(format, "in.x", contents);
        assert_eq!(corpus.tags("doc.txt", "me"), [tag("figure", "7%")], "{contents}");
    }
    let corpus = Corpus::of(&[]);
    corpus.mine("label-studio", "pictures.json", task(r#"{"image":"https://example.org/1.png"}"#, ""));
    assert_eq!(corpus.0.files().len(), 1, "a picture is no text");
}

#[test]
fn brats_attributes_go_out_as_they_came_in() {
    let ann = "T1\tclaim 0 10\tRents rose\nT2\tPER 0 5\tRents\nA1\tNegated T1\nA2\tCertainty T1 hedged\n";
    let corpus = Corpus::of(&[("in/a.txt", "Rents rose 7%.\n"), ("in/a.ann", ann)]);
    corpus.expect(0, &["import", "brat", "in", "--annotator", "me"]);
    let said = corpus.expect(0, &["export", "brat", "-o", "out", "--strict"]);
    let out = corpus.0.read("out/a.ann");
    assert!(out.contains("Negated T2\n") && out.contains("Certainty T2 hedged\n"), "{out}{said}");
    let conf = corpus.0.read("out/annotation.conf");
    assert!(conf.contains("\nPER\n") && conf.contains("Certainty\tArg:claim, Value:hedged\n"), "{conf}");
    assert!(conf.contains("Negated\tArg:claim\n"), "{conf}");
}

#[test]
fn a_quote_alone_finds_its_place_and_a_stale_position_gives_way() {
    let page = |position: &str| {
        format!(
            r##"[{{"id":"#1","type":"Annotation","body":[{{"type":"TextualBody","purpose":"tagging","value":"figure"}}],"target":{{"selector":[{position}{{"type":"TextQuoteSelector","exact":"7%","prefix":"rose ","suffix":" in"}}]}}}}]"##
        )
    };
    for position in ["", r#"{"type":"TextPositionSelector","start":2,"end":4},"#] {
        let corpus = Corpus::of(&[("a.txt", "Up 7% they say: rents rose 7% in May.\n")]);
        corpus.mine("web-annotation", "a.txt.jsonld", page(position));
        assert!(corpus.layer("a.txt", "me").contains("start: 27, end: 29"), "{}", corpus.layer("a.txt", "me"));
    }
    let corpus = Corpus::of(&[("a.txt", "Rents rose 7% in May.\n")]);
    corpus.mine("csv", "q.csv", "document,label,start,end,quote\na.txt,figure,,,7%\n");
    assert_eq!(corpus.tags("a.txt", "me"), [tag("figure", "7%")]);
    let said = corpus.refused("csv", "q.csv", "document,label,start,end,quote\na.txt,figure,,,e\n");
    assert!(said.contains("q.csv:2: figure “e” stands at 2 places"), "{said}");
}

#[test]
fn the_same_text_in_another_dress_or_with_a_mended_typo_is_recognised() {
    let ours = "Rents rose 7% in caf\u{e9}s, the ministry of housing said on Monday.\nNobody knew why the offices had waited.\n";
    let line = |text: &str, quote: &str| {
        let start = text[..text.find(quote).unwrap()].chars().count();
        let text = serde_json::to_string(text).unwrap();
        format!(r#"{{"text":{text},"label":[[{start},{},"claim"]]}}"#, start + quote.chars().count())
    };
    let dressed = [
        (ours.replace('\n', "\r\n"), "ministry"),
        (format!("\u{feff}{ours}"), "ministry"),
        (ours.replace('\u{e9}', "e\u{301}"), "ministry"),
        (ours.replace("ministry", "minstry"), "housing"),
        (format!("\u{feff}{}", ours.replace("ministry", "minstry").replace('\n', "\r\n")), "housing"),
    ];
    for (text, quote) in dressed {
        let corpus = Corpus::of(&[("a.txt", ours)]);
        let said = corpus.mine("doccano", "in.jsonl", line(&text, quote));
        assert_eq!(corpus.tags("a.txt", "me"), [tag("claim", quote)], "{text:?}: {said}");
    }
    // On the typo itself, and with the words that it was made on.
    let corpus = Corpus::of(&[("a.txt", ours)]);
    let said = corpus.mine("doccano", "in.jsonl", line(&ours.replace("ministry", "minstry"), "the minstry of housing"));
    assert!(said.contains("in.jsonl:1 has another version of the text of a.txt"), "{said}");
    assert!(said.contains("1 on words that differ"), "{said}");
    assert!(corpus.layer("a.txt", "me").contains("was: \"the minstry of housing\""));
    // In a short text a letter is much, and the words without it are the same.
    let corpus = Corpus::of(&[("a.txt", "Rents rose in Lomas.\n")]);
    let said = corpus.mine("doccano", "in.jsonl", line("Rents roes in Lomas.\r\n", "Lomas"));
    assert!(said.contains("another version of the text of a.txt") && !said.contains("words that differ"), "{said}");
    assert_eq!(corpus.tags("a.txt", "me"), [tag("claim", "Lomas")]);
    let named = r#"{"id": "b.txt", "text": "Rents roes in Lomas.", "spans": []}"#;
    let said = corpus.mine("jsonl", "named.jsonl", named);
    assert!(said.contains("b.txt is nearly the text of a.txt, and by its name another document"), "{said}");
    let corpus = Corpus::of(&[("a.txt", ours)]);
    // Other figures are another text.
    let said = corpus.mine("doccano", "other.jsonl", line(&ours.replace("7%", "9%"), "ministry"));
    assert!(said.contains("1 text new"), "{said}");
}

#[test]
fn names_meet_whatever_their_accents_are_made_of() {
    let (composed, decomposed) = ("z\u{fc}rich.txt", "zu\u{308}rich.txt");
    let manifest = format!("(format: 1, pairs: [(\"{composed}\", \"b.txt\")])");
    let corpus =
        Corpus::of(&[(decomposed, "Rents rose 7%.\n"), ("b.txt", "x\n"), ("annotations/corpus.ron", &manifest)]);
    for name in [composed, decomposed] {
        let line = format!(r#"{{"id":"{name}","spans":[{{"label":"figure","start":11,"end":13}}]}}"#);
        corpus.mine("jsonl", "in.jsonl", line);
    }
    for name in [composed, decomposed] {
        assert!(corpus.printed(&["show", name]).contains("Rents"));
    }
    corpus.expect(0, &["check"]);
    let texts: Vec<_> =
        corpus.0.files().into_iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "ron")).collect();
    assert_eq!(texts.len(), 2, "one layer and corpus.ron: {texts:?}");
}

#[test]
fn messages_lead_to_the_fault() {
    let text = "The ministry of housing said on Monday that rents had risen by seven percent.";
    let other = text.replace("seven", "eight");
    let line =
        format!(r#"{{"text":"{text}","spans":[{{"start":0,"end":{},"label":"claim","text":"{other}"}}]}}"#, text.len());
    let said = Corpus::of(&[]).refused("spacy", "in.jsonl", line);
    assert!(
        said.contains("risen by eight percent.”, but “") && said.contains("risen by seven percent.” stands there"),
        "{said}"
    );
    let utf16: Vec<u8> =
        "document,label,start,end\na.txt,figure,0,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xff, 0xfe][..], &utf16].concat();
    for (bytes, hint) in [(with_mark, "iconv -f UTF-16 -t UTF-8"), (utf16, "iconv -f UTF-16LE -t UTF-8")] {
        let said = Corpus::of(&[]).refused("csv", "in.csv", bytes);
        assert!(said.contains(hint), "{said}");
    }
    for (contents, words) in [
        (r#"{"text":"x","label":[[0,"a","x"]]}"#, "the text \"a\" stands where a whole number is expected"),
        (r#"{"text":"x","label":[[0]]}"#, "a tag is a list of start, end and label"),
        (r#"{"text":5,"label":[]}"#, "the number 5 stands where a text is expected"),
        (r#"{"text":"x","label":[[0,1,"x"]"#, "this is no whole JSON: it ends too early"),
    ] {
        let said = Corpus::of(&[]).refused("doccano", "in.jsonl", contents);
        assert!(said.contains(words), "{contents}: {said}");
    }
}

#[test]
fn a_layer_that_went_out_as_jsonl_comes_in_as_it_was() {
    let text = "Rents rose 7%, Ms. Berg said.\n";
    let document = Document::new(text);
    let at = "2026-11-22T04:17:00Z";
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let scored = Tag { score: Score::new(0.75), ..Tag::new("figure", span("7%"), at) };
    let other = Tag::new("claim", span("Rents rose"), at);
    let judged = Judged::of(&document, &other);
    let amended = Judged { label: "source".into(), span: Some(span("Ms. Berg")), ..judged.clone() };
    let verdict = |tag: &str, decision: Option<Decision>| Verdict {
        id: Verdict::id_of("ben", &Id::from(tag)),
        annotator: "ben".into(),
        tag: Id::from(tag),
        decision,
        judged: judged.clone(),
        comment: "why?".into(),
        at: at.into(),
        rival: None,
        extra: Vec::new(),
    };
    let verdicts = [
        verdict("t-1", Some(Decision::Accepted)),
        verdict("t-2", Some(Decision::Rejected)),
        verdict("t-3", Some(Decision::Amended(amended))),
        verdict("t-4", None),
    ];
    let mut layer = Layer::new(Records::default());
    layer.apply(Edit::put(scored));
    verdicts.into_iter().for_each(|verdict| drop(layer.apply(Edit::verdict(verdict))));
    layer.apply(Edit::remark(Remark::status(Status::Skipped, "too long", at)));
    let here = Target::of(&document, span("7%"));
    let there = Elsewhere { document: "b.txt".into(), target: here.clone() };
    let via = Some(Via { rule: "number".into(), ..Via::default() });
    layer.apply(Edit::remark(Remark::on("figures", DECLINED, here.clone(), Some(there), at)));
    layer.apply(Edit::remark(Remark { via, reason: "no".into(), ..Remark::on("claim", DECLINED, here, None, at) }));
    let ron = record::write(layer.records(), &document, "a.txt", "ana");
    let corpus = Corpus::of(&[("a.txt", text), ("annotations/a.txt.ana.ron", &ron)]);
    corpus.expect(0, &["export", "jsonl", "-o", "out.jsonl", "--strict"]);
    let other = Corpus::of(&[]);
    let said = other.import("jsonl", "in.jsonl", corpus.0.read("out.jsonl"), &["--all"]);
    assert!(said.contains("4 verdicts; 2 remarks; the status of 1 document"), "{said}");
    assert_eq!(other.layer("a.txt", "ana"), ron);
    let said = corpus.expect(1, &["export", "csv", "-o", "out.csv", "--strict"]);
    for lost in ["verdicts left out: 4", "documents written without their status: 1"] {
        assert!(said.contains(lost) && !said.contains("scores"), "{said}");
    }
    let said = corpus.expect(1, &["export", "doccano", "-o", "out-doccano.jsonl", "--strict"]);
    assert!(said.contains("tags written without their scores: 1"), "{said}");
}
