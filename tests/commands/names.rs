//! Names that meet, that another file system cannot have, or that would drive a terminal: one clear message each, and nothing is
//! written over.

use std::process::{Command, Output, Stdio};

use diptych::corpus::record;
use diptych::tags::set::TagSet;
use diptych::tags::{Records, Tag};
use diptych::text::{Document, Span};

use crate::pty::Folder;

const TEXT: &str = "About 1,500 men are in Kursk, said the NIS.\n";

/// A layer with one tag.
fn layer(document: &str, annotator: &str) -> String {
    let tag = Tag { id: "t-1".into(), ..Tag::new("figure", Span::new(6, 11), "2026-11-28T08:00:00Z") };
    let records = Records::from(TagSet::from_iter([tag]));
    record::write(&records, &Document::new(TEXT), document, annotator)
}

/// Runs the program as ana, where there is no terminal. Returns its exit code and what it says.
fn run(folder: &Folder, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    let Output { status, stdout, stderr } =
        command.env("HOME", folder.path("..")).env("DIPTYCH_ANNOTATOR", "ana").output().unwrap();
    let said = String::from_utf8([stdout, stderr].concat()).unwrap();
    assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
    (status.code(), said)
}

/// What the screen says of the text when ana opens it and tags in it; everything that was there must be as it was.
fn opened(folder: &Folder, text: &str, says: &str) {
    let before: Vec<_> = folder.files();
    let mut pty = folder.start(&[text, "--annotator", "ana"]);
    pty.wait_for_text(says);
    pty.send("<Esc>");
    pty.wait_until_gone("what now?");
    pty.send("f");
    pty.wait_for_text("nothing can be changed here");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    let after = folder.files();
    for file in before {
        assert!(after.contains(&file), "{text}: {}", file.0.display());
    }
}

#[test]
fn the_layer_of_one_text_is_never_the_layer_of_another() {
    // By their names each of these could be read as two things.
    let folder = Folder::new(&[("a.txt", TEXT), ("a.txt.b", TEXT), ("a", TEXT)]);
    for (text, file) in [("a.txt", "a.txt.ana.ron"), ("a.txt.b", "a.txt.b.ana.ron"), ("a", "a.ana.ron")] {
        folder.write(&format!("annotations/{file}"), layer(text, "ana"));
    }
    for text in ["a.txt", "a.txt.b", "a"] {
        let (code, said) = run(&folder, &["show", text]);
        assert!(code == Some(0) && said.contains("[figure: 1,500]"), "{said}");
    }
    // The annotator b of a.txt, and a layer that says so of another text.
    folder.write("annotations/a.txt.b.ron", layer("a.txt.b", "ana"));
    let (code, said) = run(&folder, &["show", "a.txt", "--annotator", "b"]);
    assert!(code == Some(2) && said.contains("a.txt.b.ron"), "{said}");
    assert!(said.contains("this layer is about another document") || said.contains("by another annotator"), "{said}");
}

#[test]
fn a_folder_and_a_layer_of_one_name_are_told_of_and_left_as_they_are() {
    // A text in a folder that is called as a layer of the text beside it.
    let manifest = ("annotations/corpus.ron", "(format: 1)");
    let folder = Folder::new(&[manifest, ("a.txt", TEXT), ("a.txt.ana.ron/b.txt", TEXT)]);
    folder.write("annotations/a.txt.ana.ron", layer("a.txt", "ana"));
    opened(&folder, "a.txt.ana.ron/b.txt", "is not a folder");
    let folder = Folder::new(&[manifest, ("a.txt", TEXT), ("a.txt.ana.ron/b.txt", TEXT)]);
    folder.write("annotations/a.txt.ana.ron/b.txt.ana.ron", layer("a.txt.ana.ron/b.txt", "ana"));
    opened(&folder, "a.txt", "is a folder, not a text");
}

#[test]
fn where_names_meet_the_layer_of_somebody_else_is_left_alone() {
    // What a file system without case, or that composes accents, gives for a.txt.ana.ron.
    for (document, annotator, says) in [
        ("a.txt", "Ana", "this layer is by another annotator"),
        ("A.TXT", "ana", "this layer is about another document"),
    ] {
        let folder = Folder::new(&[("a.txt", TEXT)]);
        folder.write("annotations/a.txt.ana.ron", layer(document, annotator));
        opened(&folder, "a.txt", says);
    }
}

#[test]
fn an_annotator_whose_name_differs_in_case_or_accents_only_is_told_of() {
    for (ours, theirs) in [("ana", "Ana"), ("María", "Mari\u{301}a")] {
        let folder = Folder::new(&[("a.txt", TEXT)]);
        folder.write(&format!("annotations/a.txt.{theirs}.ron"), layer("a.txt", theirs));
        let mut pty = folder.start(&["a.txt", "--annotator", ours]);
        pty.wait_for_text("has tags on a.txt, too, and is another annotator");
        pty.send("q");
        assert_eq!(pty.exit_code(), 0);
    }
}

#[test]
fn check_names_what_cannot_be_cloned_everywhere() {
    let manifest = ("annotations/corpus.ron", "(format: 1)");
    let texts = ["aux.txt", "NUL.md", "a.txt", "A.txt", "q?.txt", "é.txt", "e\u{301}.txt", "bell\u{7}.txt"];
    let mut files = vec![manifest];
    files.extend(texts.map(|text| (text, TEXT)));
    let folder = Folder::new(&files);
    folder.write("annotations/a.txt.ana.ron", layer("a.txt", "ana"));
    folder.write("annotations/a.txt.Ana.ron", layer("a.txt", "Ana"));
    let (_, said) = run(&folder, &["check"]);
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("file-name")).collect();
    let told = |what: &str| lines.iter().filter(|line| line.contains(what)).count();
    assert_eq!(told("Windows takes it for a device"), 2, "{said}");
    assert_eq!(told("Windows has no files with"), 1, "{said}");
    assert_eq!(told("it has a control character"), 1, "{said}");
    assert_eq!(told("this is the same file as"), 3, "{said}");
    assert_eq!(lines.len(), 7, "{said}");
}

#[test]
fn an_import_makes_no_text_that_meets_another_or_that_cannot_be_cloned() {
    for (name, says) in [
        ("A.TXT", "A.TXT would be the same file as a.txt where case does not count"),
        ("aux.txt", "aux.txt cannot be the name of a text here: Windows takes it for a device"),
        ("b\\u0007.txt", "cannot be the name of a text here: it has a control character"),
        ("c:d.txt", "cannot be the name of a text here: Windows has no files with"),
        ("../up.txt", "leads out of the texts"),
        ("annotations/a.txt.ana.ron.txt", "has a name that no text can have here"),
    ] {
        let folder = Folder::new(&[("annotations/corpus.ron", "(format: 1)"), ("a.txt", TEXT)]);
        let record = format!(
            r#"{{"id": "{name}", "text": "Two men.", "spans": [{{"id": "t-1", "label": "figure", "start": 0, "end": 3}}]}}"#
        );
        folder.write("../in.jsonl", record);
        let before = folder.files();
        let (code, said) = run(&folder, &["import", "jsonl", "../in.jsonl", "--annotator", "ana"]);
        assert!(code == Some(2) && said.contains(says), "{name}: {said}");
        assert_eq!(folder.files(), before, "{name}");
    }
}

#[test]
fn a_text_with_control_characters_in_its_name_is_tagged_and_never_drives_the_terminal() {
    let name = "a\n\u{1b}[31m.txt";
    let folder = Folder::new(&[(name, TEXT)]);
    let mut pty = folder.start(&[name, "--annotator", "ana"]);
    pty.wait_for_text("0 tags");
    pty.send("f");
    pty.wait_for_saved("1 tag");
    assert!(!pty.raw_text().contains("\u{1b}[31m.txt"));
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(folder.path(&format!("annotations/{name}.ana.ron")).is_file());
}
