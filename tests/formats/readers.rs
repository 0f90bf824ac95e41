//! The real readers open what is written: spaCy, datasets, pandas, DuckDB, seqeval, cassis, Label Studio's SDK, a JSON-LD
//! processor, and doccano and Label Studio themselves, whose exports are read again; as far as they are installed for the
//! Pythons that `DIPTYCH_PYTHON` lists (with `:` between them), or `python3`. What is not there is skipped aloud. To have
//! them all, in three environments, for they do not go together:
//!
//! ```text
//! pip install spacy datasets pandas duckdb seqeval dkpro-cassis label-studio-sdk PyLD pybrat
//! pip install label-studio
//! pip install doccano 'setuptools<80' 'marshmallow<4' 'numpy<2' 'scipy<1.13' 'scikit-learn<1.5'
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use diptych::formats::engine::align::{Destination, align};
use diptych::formats::engine::export::Export;
use diptych::formats::engine::import::{Import, ImportOptions, Imported, Source};
use diptych::formats::wire::exported::{
    ExportOptions, ExportSettings, ExportedDocument, ExportedLayer, Flatten, Tagging,
};
use diptych::formats::{Files, find};
use diptych::tags::scheme::{Attribute, AttributeKind, Scheme};
use diptych::tags::{Id, Layer, Link, Records, Tag};
use diptych::text::{Document, Span};

const TEXT: &str = "😀 Prices rose 5% in May,\r\nINSEE said.  “e\u{301}te\u{301}” in 中文 costs 12\u{a0}€.\n\n\
                    =A 👨‍👩‍👧 paid [it|all]_* – unhappily.\tEnd\n";

/// The words that are tagged, as the first place where they stand.
const TAGGED: [(&str, &str); 8] = [
    ("claim", "Prices rose 5% in May,\r\nINSEE said."),
    ("claim", "Prices rose 5%"),
    ("figure", "5%"),
    ("source", "INSEE"),
    ("figure", "12\u{a0}€"),
    ("source", "“e\u{301}te\u{301}”"),
    ("claim", "=A 👨‍👩‍👧 paid [it|all]_*"),
    ("figure", "happily"),
];

fn records() -> Records {
    let tag = |(number, (label, words)): (usize, &(&str, &str))| {
        let at = TEXT.find(words).unwrap();
        let tag = Tag::new(label, Span::new(at, at + words.len()), "2026-11-22T04:17:00Z");
        let attributes = match label {
            &"claim" => {
                [("sure", "half said"), ("who", "=a b")].map(|(name, value)| (name.into(), value.into())).into()
            }
            _ => Default::default(),
        };
        Tag { id: Id::from(format!("t-{number}").as_str()), note: "-1\n\"a\"".into(), attributes, ..tag }
    };
    let link = Link {
        id: Id::from("l-1"),
        kind: "attributed to".into(),
        from: Id::from("t-1"),
        to: Id::from("t-3"),
        document: None,
        at: "2026-11-22T04:17:00Z".into(),
        rival: None,
        extra: Vec::new(),
    };
    let links = Arc::new([(link.id.clone(), link)].into());
    let tags = TAGGED.iter().enumerate().map(tag).collect();
    Records { tags, links, ..Records::default() }
}

/// The default labels, with attributes for claims.
fn scheme() -> Scheme {
    let mut scheme = Scheme::default();
    let attribute = |name: &str, kind| Attribute { name: name.into(), key: "e".into(), kind };
    let choice = AttributeKind::Choice(vec!["stated".into(), "half said".into()]);
    scheme.labels[0].attributes = vec![attribute("sure", choice), attribute("who", AttributeKind::Text)];
    scheme
}

fn write(folder: &Path, name: &str, file: &str, options: ExportOptions) {
    let (document, records, scheme) = (Document::new(TEXT), records(), scheme());
    let format = find(name).unwrap();
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let (mut export, mut pieces) = Export::begin(format, ExportSettings { scheme: &scheme, options }).unwrap();
    pieces.extend(export.document(&ExportedDocument::new("a.txt", &document, &layers)).unwrap());
    pieces.extend(export.end().unwrap().0);
    let inner = pieces.iter().any(|piece| piece.file.is_some());
    for piece in pieces {
        let one = match format.files {
            Files::One { ending, .. } => format!("{file}.{ending}"),
            Files::Folder { .. } => String::new(),
        };
        let path = piece.file.unwrap_or(one);
        let path = if inner { folder.join(file).join(path) } else { folder.join(path) };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::OpenOptions::new().create(true).append(true).open(path).unwrap().write_all(&piece.bytes).unwrap();
    }
}

/// What is expected, in code points: all tags, those that are left in a column a label, and those in one column.
fn expected() -> String {
    let document = Document::new(TEXT);
    let shown = |tags: Vec<&Tag>| {
        let tag = |tag: &&Tag| {
            let (start, end) = (document.to_chars(tag.span.start), document.to_chars(tag.span.end));
            serde_json::json!({"start": start, "end": end, "label": tag.label, "quote": document.slice(tag.span)})
        };
        serde_json::Value::from(tags.iter().map(tag).collect::<Vec<_>>())
    };
    let records = records();
    let all: Vec<&Tag> = records.tags.iter().collect();
    let outermost = |one_column: bool| {
        let around = |tag: &Tag, other: &Tag| {
            other.id != tag.id && other.span.covers(tag.span) && (one_column || other.label == tag.label)
        };
        shown(all.iter().copied().filter(|tag| !all.iter().any(|other| around(tag, other))).collect())
    };
    let (columns, longest) = (outermost(false), outermost(true));
    serde_json::json!({"text": TEXT, "tags": shown(all.clone()), "columns": columns, "longest": longest}).to_string()
}

#[test]
fn real_readers_open_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("expected.json"), expected()).unwrap();
    fs::create_dir(folder.join("card")).unwrap();
    let scheme = scheme();
    let settings = ExportSettings { scheme: &scheme, options: ExportOptions::default() };
    let features = (find("jsonl").unwrap().schema.unwrap())(&settings).features();
    fs::write(folder.join("card/README.md"), format!("---\n{features}---\n")).unwrap();
    let plain = ExportOptions::default();
    for name in ["jsonl", "spacy", "conll", "brat", "doccano", "label-studio", "web-annotation", "webanno", "csv"] {
        write(folder, name, name, plain);
    }
    if find("parquet").is_some() {
        write(folder, "parquet", "parquet", plain);
    }
    write(folder, "doccano", "doccano-plain", ExportOptions { spans_only: true, ..plain });
    write(folder, "conll", "conll-bioes", ExportOptions { tagging: Tagging::Bioes, ..plain });
    write(folder, "conll", "conll-longest", ExportOptions { flatten: Some(Flatten::Longest), ..plain });
    let pythons = std::env::var_os("DIPTYCH_PYTHON").unwrap_or("python3".into());
    let (mut tried, mut skipped) = (BTreeSet::new(), BTreeSet::new());
    for python in std::env::split_paths(&pythons) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/read.py");
        let Ok(output) = Command::new(&python).arg(script).arg(folder).output() else {
            skipped.insert(format!("no {}", python.display()));
            continue;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        tried.extend(said.lines().filter_map(|line| line.strip_prefix("ok: ")).map(String::from));
        skipped.extend(said.lines().filter_map(|line| line.strip_prefix("skipped: ")).map(String::from));
    }
    // Not `eprintln!`, which a test that passes keeps to itself.
    let mut aloud = std::io::stderr();
    let elsewhere = |line: &String| tried.iter().any(|name| line.ends_with(&format!(": {name} was not tried")));
    for line in skipped.iter().filter(|line| !elsewhere(line)) {
        writeln!(aloud, "skipped: {line}").unwrap();
    }
    assert!(!tried.is_empty() || skipped.iter().any(|line| line.starts_with("no ")), "no reader was tried");
    for (name, file, links) in
        [("doccano", "doccano", 1), ("doccano", "doccano-plain", 0), ("label-studio", "label-studio", 1)]
    {
        let ending = if name == "doccano" { "jsonl" } else { "json" };
        if let Ok(text) = fs::read_to_string(folder.join(format!("{file}-back.{ending}"))) {
            comes_back(name, &text, links);
        }
    }
}

/// What a tool has written of what it was given is what it was given.
fn comes_back(name: &str, text: &str, links: usize) {
    let (scheme, records, document) = (scheme(), records(), Document::new(TEXT));
    let mut found = Vec::new();
    let options = ImportOptions::default();
    let source = Source { path: "back", scheme: &scheme, options: &options };
    let mut import = Import::begin(find(name).unwrap(), source).unwrap();
    import.push(text, &mut found);
    import.end(&mut found);
    let document_of = |item| match item {
        Imported::Document(document) => *document,
        other => panic!("{name}: {other:?}"),
    };
    let found: Vec<_> = found.into_iter().map(document_of).collect();
    let ground = Destination { name: "a.txt", document: &document, measure: None, at: "2026-11-22T04:17:00Z" };
    let fitted = align(&found[0], &ground).whole().unwrap();
    let mut places: Vec<(Span, &str)> = fitted.tags.iter().map(|tag| (tag.span, tag.label.as_str())).collect();
    let mut wanted: Vec<(Span, &str)> = records.tags.iter().map(|tag| (tag.span, tag.label.as_str())).collect();
    places.sort_unstable();
    wanted.sort_unstable();
    assert_eq!((found.len(), places, fitted.links.len()), (1, wanted, links), "{name}");
    assert_eq!((fitted.annotator.as_deref(), &found[0].names[..]), (Some("ana"), &["a.txt".to_string()][..]));
    assert!(fitted.losses.is_empty(), "{}", fitted.losses);
    let edits = fitted.edits(&Layer::new(records));
    assert_eq!(edits.len(), 0, "{name} adds something: {edits:?}");
}
