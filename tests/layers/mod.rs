//! A corpus in a temporary folder, its layers written as marked text: `{claim: Prices rose {figure: 5%}}`. The tags are
//! called t-0, t-1, … as they begin.
#![allow(dead_code)]

use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use diptych::corpus::record;
use diptych::tags::set::TagSet;
use diptych::tags::{Id, Link, Records, Tag};
use diptych::text::{Document, Span};

use crate::pty::Folder;

/// A corpus with its texts in `texts/`: document, annotator, marked text. What two have on a document is on the same text.
pub fn corpus(layers: &[(&str, &str, &str)]) -> Folder {
    let folder = Folder::new(&[("annotations/corpus.ron", "(format: 1, texts: \"texts\")")]);
    for (document, who, marked) in layers {
        layer(&folder, document, who, marked, |_| {});
    }
    folder
}

/// Writes a text and the annotator's layer on it, after a change of the records.
pub fn layer(folder: &Folder, name: &str, who: &str, marked: &str, change: impl FnOnce(&mut Records)) {
    let (text, tags) = unmark(marked);
    folder.write(&format!("texts/{name}"), &text);
    let mut records = Records::from(tags.into_iter().collect::<TagSet>());
    change(&mut records);
    let document = Document::new(text);
    folder.write(&format!("annotations/{name}.{who}.ron"), record::write(&records, &document, name, who));
}

/// A link; into another document, if one is named.
pub fn link(records: &mut Records, kind: &str, from: &str, to: &str, document: Option<&str>) {
    let id = Id::from(format!("l-{}", records.links.len()).as_str());
    let (from, to) = (Id::from(from), Id::from(to));
    let (kind, document, at) = (kind.into(), document.map(String::from), "2026-11-22T04:17:00Z".into());
    let link = Link { id: id.clone(), kind, from, to, document, at, rival: None, extra: Vec::new() };
    Arc::make_mut(&mut records.links).insert(id, link);
}

/// Runs the program where there is no terminal.
pub fn run(folder: &Folder, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    command.env("HOME", folder.path("..")).output().unwrap()
}

/// What it writes to standard output, with this exit code.
#[track_caller]
pub fn says(folder: &Folder, args: &[&str], code: i32) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The same as JSON.
#[track_caller]
pub fn json(folder: &Folder, args: &[&str], code: i32) -> serde_json::Value {
    serde_json::from_str(&says(folder, &[args, &["--format", "json"]].concat(), code)).unwrap()
}

/// What it says on standard error when it cannot run.
#[track_caller]
pub fn refused(folder: &Folder, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), b"".as_slice()), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// A marked text without its marks, and the tags that they are.
pub fn unmark(marked: &str) -> (String, Vec<Tag>) {
    let (mut text, mut tags, mut open): (String, Vec<Tag>, Vec<(usize, usize)>) = Default::default();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' => {
                let (label, words) = rest.split_once(": ").unwrap();
                let id = Id::from(format!("t-{}", tags.len()).as_str());
                open.push((tags.len(), text.len()));
                tags.push(Tag { id, ..Tag::new(label, Span::default(), "2026-11-22T04:17:00Z") });
                rest = words;
            }
            '}' => {
                let (number, start) = open.pop().unwrap();
                tags[number].span = Span::new(start, text.len());
            }
            c => text.push(c),
        }
    }
    (text, tags)
}
