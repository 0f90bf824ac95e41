//! Opens layers, corpora, settings and texts made to do harm. Each must be refused with a sentence or shown harmlessly, must not
//! make the program leave its corpus, and must not take more memory than a small multiple of its size.
//!
//! The unit tests of `corpus` cover reversed, empty and cutting spans, ids that occur twice, texts and pairs with `..`, and
//! links out of the texts folder.
#![cfg(unix)]

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use diptych::corpus::manifest::Manifest;
use diptych::corpus::problem::Problem;
use diptych::corpus::record::{self, LayerReading};
use diptych::corpus::saver::Snapshot;
use diptych::corpus::shared::SharedLayer;
use diptych::corpus::{Corpus, text_file};
use diptych::tags::history::Slot;
use diptych::tags::verdict::Verdict;
use diptych::tags::{Id, Layer, Records, Tag};
use diptych::text::{Document, Span};
use diptych::tui::config::Config;
use diptych::tui::model::Pair;
use diptych::tui::model::open::Saving;
use diptych::tui::update::commands::keymap;
use diptych::tui::view::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::only;
use crate::pty::Folder;
use crate::support::Desk;

#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Characters that drive a terminal, or mislead its reader.
const HOSTILE: &str = "red \u{1b}[31;45;7m title \u{1b}]0;owned\u{7} clip \u{1b}]52;c;b3duZWQ=\u{7} reset \u{1b}c \
    dcs \u{1b}P1$r\u{1b}\\ ask \u{1b}[5n\u{1b}[6n c1 \u{9b}31m\u{9d}0;owned\u{9c}\u{85} back \u{8}\u{8}\u{8} bell \u{7} \
    nul \0 bidi \u{202e}evil\u{202c}\u{2066}x\u{2069}\u{200f} rubout \u{7f}";

/// The same, without those that are refused in such a place.
const BIDI: &str = "x\u{202e}\u{2066}\u{200f}\u{61c}";

const TEXT: &str = "About 1,500 men are in Kursk, said the NIS.\n";

fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Checks that a sentence can be shown as it is.
#[track_caller]
fn is_harmless(said: &str) {
    assert!(!said.is_empty() && !said.contains(is_obeyed), "{said:?}");
}

#[track_caller]
fn refused<T>(result: Result<T, Problem>) -> String {
    let Err(problem) = result else { panic!("it was not refused") };
    is_harmless(&problem.to_string());
    problem.hint().iter().for_each(|hint| is_harmless(hint));
    problem.to_string()
}

/// Returns a layer by ana on `a.txt`, whose text is [`TEXT`].
fn layer(body: &str) -> String {
    let document = Document::new(TEXT);
    let (sha256, chars) = (document.sha256(), document.chars());
    format!("(format: 1, document: (path: \"a.txt\", sha256: {sha256:?}, chars: {chars}), annotator: \"ana\", {body})")
}

fn read(text: &str) -> Result<LayerReading, Problem> {
    let document = Document::new(TEXT);
    record::read(text, &document, "a.txt", "ana").map_err(|fault| Problem::Fault("a.ron".into(), fault))
}

/// Runs the program without a terminal.
fn run(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).env_clear().env("DIPTYCH_ANNOTATOR", "ana");
    command.env("HOME", folder).envs(env.iter().copied()).output().unwrap()
}

// Out of the corpus

/// Makes a corpus of one text, beside a folder that it must not touch.
fn beside_secrets() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().canonicalize().unwrap();
    let (corpus, secrets) = (root.join("corpus"), root.join("secrets"));
    fs::create_dir_all(corpus.join("annotations")).unwrap();
    fs::create_dir(&secrets).unwrap();
    fs::write(corpus.join("a.txt"), TEXT).unwrap();
    for (name, text) in [("corpus.ron", "(format: 1)".into()), ("layer.ron", layer("")), ("key", "secret".to_string())]
    {
        fs::write(secrets.join(name), text).unwrap();
    }
    (home, corpus, secrets)
}

/// Returns everything in a folder: files by their bytes, links by their targets.
fn all(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match fs::read_link(&path) {
                Ok(target) => found.push((path, target.into_os_string().into_encoded_bytes())),
                Err(_) if path.is_dir() => folders.push(path),
                Err(_) => found.push((path.clone(), fs::read(path).unwrap())),
            }
        }
    }
    found.sort();
    found
}

/// Saves a tag by ana on that text.
fn save(corpus: &Path, name: &str) -> std::io::Result<()> {
    let path = corpus.join(format!("annotations/{name}.ana.ron"));
    let tags = [Tag::new("figure", Span::new(0, 11), "")].into_iter().collect();
    let (document, annotator) = (Arc::new(Document::new(TEXT)), "ana".into());
    let records = Records { tags, ..Records::default() };
    SharedLayer::at(&path)
        .save(&path, &Snapshot { records, document, name: name.into(), annotator, joins: 0 })
        .map(drop)
}

#[test]
fn no_symbolic_link_leads_out_of_the_corpus() {
    for (link, target, manifest) in [
        ("annotations/a.txt.ana.ron", "layer.ron", None),
        ("annotations/a.txt.ana.ron", "key", None),
        ("annotations/a.txt.ana.ron", "not yet", None),
        ("annotations/corpus.ron", "corpus.ron", None),
        ("annotations/guide.md", "key", Some(r#"(format: 1, guidelines: "guide.md")"#)),
        ("annotations", "", None),
        ("texts", "", Some(r#"(format: 1, texts: "texts")"#)),
    ] {
        let (_home, corpus, secrets) = beside_secrets();
        if link == "annotations" {
            fs::remove_dir(corpus.join(link)).unwrap();
        }
        symlink(secrets.join(target), corpus.join(link)).unwrap();
        manifest.iter().for_each(|manifest| fs::write(corpus.join("annotations/corpus.ron"), manifest).unwrap());
        let before = all(corpus.parent().unwrap());
        let read = || Corpus::of(&corpus.join("a.txt"))?.layer("a.txt", &Document::new(TEXT), "ana");
        let said = refused(read());
        assert!(said.contains(" leads out of "), "{link}: {said}");
        // A layer can be set aside on the screen only, and there is no screen here.
        let output = run(&corpus, &["a.txt"], &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            !String::from_utf8(output.stderr).unwrap().contains("secret,"),
            "nothing of what lies outside is shown"
        );
        if link == "annotations" || link.ends_with("ana.ron") {
            let error = save(&corpus, "a.txt").unwrap_err().to_string();
            assert_eq!(error, "a symbolic link leads out of the corpus", "{link}");
        }
        assert_eq!(all(corpus.parent().unwrap()), before, "{link}");
    }
}

#[test]
fn no_symbolic_link_that_comes_later_or_lower_leads_out_of_the_corpus() {
    let (_home, corpus, secrets) = beside_secrets();
    symlink(&secrets, corpus.join("annotations/may")).unwrap();
    symlink("../secrets/key", corpus.join("b.txt")).unwrap();
    let before = all(&secrets);
    assert!(save(&corpus, "may/a.txt").is_err());
    assert!(save(&corpus, "may/deeper/a.txt").is_err());
    let found = Corpus::here(&corpus).unwrap();
    assert_eq!(found.documents().unwrap(), ["a.txt"], "a text that is a link out is none of the corpus");
    assert!(refused(found.text_path("b.txt")).contains("leads out"));
    save(&corpus, "a.txt").unwrap();
    fs::remove_file(corpus.join("annotations/a.txt.ana.ron")).unwrap();
    symlink(secrets.join("new"), corpus.join("annotations/a.txt.ana.ron")).unwrap();
    assert!(save(&corpus, "a.txt").is_err(), "it came after the layer was opened");
    assert_eq!(all(&secrets), before);
}

#[test]
fn who_opens_a_pipe_or_a_device_does_not_wait_for_it() {
    for (pipe, manifest) in [
        ("annotations/corpus.ron", None),
        ("annotations/a.txt.ana.ron", None),
        ("annotations/guide.md", Some(r#"(format: 1, guidelines: "guide.md")"#)),
        ("b.txt", Some(r#"(format: 1, pairs: [("a.txt", "b.txt")])"#)),
    ] {
        let (_home, corpus, _) = beside_secrets();
        if !Command::new("mkfifo").arg(corpus.join(pipe)).status().is_ok_and(|status| status.success()) {
            return eprintln!("skipped: no pipe can be made here");
        }
        manifest.iter().for_each(|manifest| fs::write(corpus.join("annotations/corpus.ron"), manifest).unwrap());
        let said = String::from_utf8(run(&corpus, &[], &[]).stderr).unwrap();
        // The program can do without guidelines; then it reports that there is no terminal.
        let wanted = if pipe.ends_with(".md") { "standard input" } else { "is no file that could be read" };
        assert!(said.contains(wanted), "{pipe}: {said}");
    }
    assert!(refused(text_file::read(Path::new("/dev/zero"))).contains("is no file that could be read"));
}

#[test]
fn no_name_is_a_path() {
    let (_home, corpus, _) = beside_secrets();
    let before = all(corpus.parent().unwrap());
    for name in ["../../secrets/layer", "/tmp/x", "..", "a/b", "a\0b", "a.ana", "", "\u{1b}[31m", BIDI] {
        if !name.contains('\0') {
            let output = run(&corpus, &["a.txt", "--annotator", name], &[]);
            assert_eq!(output.status.code(), Some(2), "{name:?}");
            is_harmless(String::from_utf8(output.stderr).unwrap().replace('\n', " ").trim_end());
        }
        let read = read(&layer("").replace("\"ana\"", &format!("{name:?}")));
        assert!(refused(read).contains("this layer is by another annotator"), "{name:?}");
        let read = self::read(&layer("").replace("\"a.txt\"", &format!("{name:?}")));
        assert!(refused(read).contains("this layer is about another document"), "{name:?}");
    }
    let output = run(&corpus, &["a.txt"], &[("DIPTYCH_ANNOTATOR", "../../secrets/layer")]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(all(corpus.parent().unwrap()), before);
    for file in ["a.txt....ron", "a.txt.../x.ron", "a.txt.\u{1b}.ron", "a.txt.\u{202e}.ron", ".a.txt.ana.ron.1-0a.tmp"]
    {
        let path = corpus.join("annotations").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, layer("")).unwrap();
    }
    assert_eq!(Corpus::here(&corpus).unwrap().annotators("a.txt").unwrap(), [""; 0]);
}

// Too much of it

/// Makes a sparse file of so many bytes.
fn vast(path: &Path, len: u64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().set_len(len).unwrap();
}

#[test]
fn files_beyond_their_caps_are_refused_with_the_cap() {
    let folder = Folder::new(&[("a.txt", TEXT)]);
    for (name, len, said) in [
        ("annotations/corpus.ron", diptych::corpus::manifest::LIMIT + 1, "corpus.ron is larger than 1 MiB"),
        ("b.txt", text_file::LIMIT + 1, "b.txt is larger than 2048 MiB"),
    ] {
        vast(&folder.path(name), len);
        let output = run(&folder.path(""), if name == "b.txt" { &["b.txt"] } else { &["a.txt"] }, &[]);
        let found = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && found.contains(said), "{found}");
        fs::remove_file(folder.path(name)).unwrap();
    }
    vast(&folder.path("annotations/a.txt.ana.ron"), record::LIMIT + 1);
    for (limit, said) in [("100", "larger than 100 bytes"), ("64M", "larger than 64 MiB"), ("65M", "a.txt.ana.ron")] {
        let output = run(&folder.path(""), &["show", "a.txt", "--max-layer", limit], &[]);
        let found = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && found.contains(said), "{limit}: {found}");
        assert_eq!(found.contains("--max-layer SIZE"), limit != "65M", "what is read whole is no layer: {found}");
    }
    for size in ["0", "M", "x1", "3G", "1T", "99999999999999999999G"] {
        let output = run(&folder.path(""), &["show", "a.txt", "--max-layer", size], &[]);
        let found = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && found.contains("--max-layer"), "{size}: {found}");
    }
    let mut pty = folder.start(&["a.txt"]);
    pty.wait_for_text("a.txt.ana.ron is larger than 64 MiB");
    pty.send("<Esc>");
    pty.wait_until_gone("what now?");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    fs::remove_file(folder.path("annotations/a.txt.ana.ron")).unwrap();
    vast(&folder.config().join("config.ron"), (1 << 20) + 1);
    vast(&folder.home().join("state/diptych/places.ron"), 5 << 20);
    let mut pty = folder.start(&["a.txt"]);
    pty.wait_for_text("config.ron is larger than 1 MiB and was not read");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn numbers_beyond_all_bounds_are_kept_and_said_or_refused() {
    for number in ["-1", "1e999", "NaN", "18446744073709551615", "18446744073709551616", &"9".repeat(10_000), "0x_"] {
        for (start, end) in [(number, "12"), ("0", number), (number, number)] {
            let record = format!("(id: \"t\", label: \"figure\", start: {start}, end: {end}, quote: \"About 1,500\")");
            let Ok(LayerReading { records, doubts, .. }) = read(&layer(&format!("tags: [{record}]"))) else { continue };
            assert!(records.tags.is_empty() && doubts.len() == 1, "{record}");
            is_harmless(&doubts[0].to_string());
            assert_eq!(records.carried.tags, [record]);
        }
        if let Ok(reading) = read(&layer("").replace("chars: 44", &format!("chars: {number}"))) {
            assert!(reading.text_changed, "{number}");
        }
        is_harmless(&refused(read(&layer("").replace("format: 1", &format!("format: {number}")))));
        let settings = format!("(measure: {number}, mouse: false)");
        let (config, faults) = Config::parse(&settings);
        assert!(config == Config::default() && !faults.is_empty(), "{number}");
    }
    // The largest possible place, in a text that has changed.
    let far = format!("(id: \"t\", label: \"x\", start: {}, end: {}, quote: \"x\")", usize::MAX - 1, usize::MAX);
    let reading = read(&layer(&format!("tags: [{far}]")).replace("chars: 44", "chars: 3")).unwrap();
    assert_eq!((reading.records.tags.len(), reading.records.lost.len()), (0, 1));
}

#[test]
fn brackets_without_end_are_refused_everywhere() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{1:", "}"), ("Some(", ")"), ("a(b:", ")"), ("/*", "*/")] {
        let deep = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        for text in [&deep, &layer(&format!("x: {deep}")), &layer(&format!("tags: [(id: {deep})]"))] {
            refused(read(text));
        }
        for text in [&deep, &format!("(format: 1, labels: {deep})"), &format!("(format: 1, pairs: [({deep}, \"b\")])")]
        {
            refused(Manifest::parse(text).map_err(|fault| Problem::Fault("a.ron".into(), fault)));
        }
        let (config, faults) = Config::parse(&format!("(keys: {deep}, mouse: false)"));
        assert!(config == Config::default() && !faults.is_empty());
    }
}

#[test]
fn more_labels_and_links_than_anybody_can_tell_apart_are_refused() {
    let many = |count: u32, one: &dyn Fn(char) -> String| -> String {
        (0..count).filter_map(|number| char::from_u32(0x4e00 + number)).map(one).collect()
    };
    let labels = |count| many(count, &|c| format!("(name: \"{c}\", key: \"{c}\"),"));
    let links = |count| many(count, &|c| format!("(name: \"{c}\", from: [\"claim\"]),"));
    let said = |text: String| Manifest::parse(&text).map(drop).map_err(|fault| fault.to_string());
    assert_eq!(said(format!("(format: 1, labels: [{}])", labels(256))), Ok(()));
    assert_eq!(
        said(format!("(format: 1, labels: [{}])", labels(20_000))),
        Err("1:21: there are more than 256 labels".into())
    );
    assert_eq!(
        said(format!("(format: 1, links: [{}])", links(20_000))),
        Err("1:20: there are more than 256 links".into())
    );
}

// What is shown

/// Returns a layer with a tag, a link and a verdict that have hostile characters in every field, some of them twice.
fn hostile_layer() -> String {
    let h = format!("{HOSTILE:?}");
    let place = format!(
        "label: {h}, start: 0, end: 11, quote: \"About 1,500\", prefix: {h}, suffix: {h}, attributes: {{{h}: {h}}}"
    );
    let tag = format!("{place}, note: {h}, at: {h}, was: {h}, from: [{h}], rival: {h}, odd: {h}");
    let lost = "start: 3, end: 4, quote: \"\\u{1b}\", lost: true";
    let ids = [HOSTILE, BIDI].map(|tag| (tag, format!("{:?}", Verdict::id_of(HOSTILE, &Id::from(tag)).as_str())));
    let verdicts = ids.map(|(tag, id)| {
        let judged = format!("judged: ({place}), amended: ({place})");
        format!(
            "(id: {id}, annotator: {h}, tag: {tag:?}, verdict: \"amended\", {judged}, comment: {h}, at: {h}, odd: {h})"
        )
    });
    layer(&format!(
        "odd: {h}, tags: [(id: {h}, {tag}), (id: \"two\", {tag}), (id: \"lost\", label: {h}, {lost}), (id: {h}, {tag}), \
         (id: \"odd\", label: {h}, start: 9, end: 2, quote: {h})], \
         links: [(id: \"l\", kind: {h}, from: {h}, to: \"two\", document: {h}, at: {h}, rival: {h}), \
         (id: \"ring\", kind: {h}, from: {h}, to: {h}), (id: \"back\", kind: {h}, from: \"two\", to: {h}), \
         (id: \"forth\", kind: {h}, from: {h}, to: \"two\"), (id: \"gone\", kind: {h}, from: \"nobody\", to: {h})], \
         verdicts: [{}, (id: {h}, verdict: {h})]",
        verdicts.join(", ")
    ))
}

/// Returns a manifest whose names a terminal would show as something else.
fn hostile_manifest() -> String {
    let (h, b) = (format!("{HOSTILE:?}"), format!("{BIDI:?}"));
    let attributes = format!(
        "(name: {b}, key: \"e\", kind: choice([{b}, \"two\"])), (name: \"said\", key: \"\u{202e}\", kind: text)"
    );
    format!(
        "(format: 1, guidelines: \"g.md\", labels: [(name: {b}, key: \"c\", definition: {h}, attributes: [{attributes}]), \
         (name: \"two\", key: \"f\", definition: {h})], links: [(name: {b}), (name: \"like\", from: [{b}])], \
         pairs: [(\"a.txt\", \"b.txt\"), ({h}, {b})])"
    )
}

/// Draws at several sizes and checks every cell.
#[track_caller]
fn is_drawn_harmlessly(desk: &mut Desk) {
    for (width, height) in [(200, 50), (80, 24), (30, 9)] {
        desk.resize(width, height);
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view(&desk.app, &mut buffer);
        let obeyed: Vec<&str> =
            buffer.content.iter().map(|cell| cell.symbol()).filter(|it| it.contains(is_obeyed)).collect();
        assert!(obeyed.is_empty(), "{obeyed:?}");
    }
}

#[test]
fn nothing_from_a_layer_a_corpus_a_setting_or_a_text_reaches_a_cell_as_a_control() {
    let LayerReading { records, doubts, .. } = read(&hostile_layer()).unwrap();
    assert_eq!((records.tags.len(), records.lost.len(), records.links.len(), records.verdicts.len()), (2, 1, 5, 2));
    assert!(doubts.len() >= 5, "{doubts:#?}");
    doubts.iter().for_each(|doubt| is_harmless(&doubt.to_string()));
    let scheme = Manifest::parse(&hostile_manifest()).unwrap().scheme;
    let settings =
        format!("(keys: {{{HOSTILE:?}: [\"F9\"], \"quit\": [\"\u{202e}\"]}}, colors: {{{BIDI:?}: \"red\"}})");
    let (config, faults) = Config::parse(&settings);
    assert_eq!(faults, []);
    let mut desk = Desk::with(&[TEXT, &format!("{HOSTILE}\n{BIDI}\n")], scheme.clone(), &[]);
    let (keymap, more) = keymap(&scheme, &config.keys());
    assert!(!more.is_empty());
    desk.app.setting.keymap = keymap;
    desk.app.setting.guidelines = Some((HOSTILE.into(), HOSTILE.into()));
    for open in desk.app.desk.shelf.iter_mut() {
        (open.name, open.annotator) = (format!("{HOSTILE}.txt"), HOSTILE.into());
    }
    desk.app.desk.shelf[Slot(0)].layer = Layer::new(records);
    let pair = Pair { left: HOSTILE.into(), right: Some(BIDI.into()), progress: HOSTILE.into(), status: None };
    is_drawn_harmlessly(&mut desk);
    let doubts = doubts.iter().map(|doubt| doubt.to_string());
    for doubt in more.into_iter().chain(doubts).chain([HOSTILE.into()]) {
        desk.app.warn(doubt);
        is_drawn_harmlessly(&mut desk);
        desk.keys("<Esc>");
    }
    let tour = "] m <Esc> p p p [ L <Enter> L <Down> <Esc> r <Enter> <Esc> e <Enter> ] e <Esc> <Esc> t <Tab> <Esc> gd <Esc> ? G <Esc> \
        : <Esc> /(red <Enter> n <Esc> <Tab> c u vG c Y <Esc> a . <C-r> u";
    for keys in tour.split(' ') {
        desk.keys(keys);
        is_drawn_harmlessly(&mut desk);
    }
    desk.paste(HOSTILE);
    desk.keys("/");
    desk.paste(HOSTILE);
    is_drawn_harmlessly(&mut desk);
    desk.keys("<Esc>");
    desk.handle(diptych::tui::model::Event::Listed(vec![pair.clone(), pair]));
    is_drawn_harmlessly(&mut desk);
    desk.keys("<Esc>");
    desk.app.desk.shelf[Slot(0)].saving = Saving::Failed(HOSTILE.into());
    is_drawn_harmlessly(&mut desk);
}

#[test]
fn whatever_a_manifest_or_the_settings_say_is_said_back_harmlessly() {
    let h = format!("{HOSTILE:?}");
    for field in [
        "texts: H",
        "guidelines: H",
        "labels: [(name: H, key: \"a\")]",
        "labels: [(name: \"a\", key: H)]",
        "labels: H",
        "labels: [(name: \"a\", key: \"a\", color: H)]",
        "labels: [(name: \"a\", key: \"a\", mark: H)]",
        "pairs: [(H, \"/\")]",
        "labels: [(name: \"a\", key: \"a\", unit: H)]",
        "labels: [(name: \"a\", key: \"a\", attributes: [(name: H, key: \"b\", kind: text)])]",
        "labels: [(name: \"a\", key: \"a\", attributes: [(name: \"b\", key: H, kind: text)])]",
        "links: [(name: H)]",
        "labels: [(name: \"a\", key: \"a\", attributes: [(name: \"b\", key: \"b\", kind: choice([H]))])]",
        "pairs: [(\"/\", H)]",
        "labels: [(name: \"a\", key: \"a\", attributes: [(name: \"b\", key: \"b\", kind: r#odd\u{202e}(H))])]",
        "links: [(name: \"a\", from: [H])]",
        "links: [(name: \"a\", to: [H])]",
        "r#odd.\u{202e}: H",
        "texts: \"../\u{1b}[31m\"",
        "\u{1b}[31m: 1",
        "\u{202e}: 1",
        "texts: \"\u{1b}[31m\" \u{202e}",
    ] {
        let manifest = format!("(format: 1, {})", field.replace('H', &h));
        match Manifest::parse(&manifest) {
            Ok(_) => assert!(field.starts_with("texts") || field.starts_with("guidelines"), "{field}"),
            Err(fault) => drop(refused::<()>(Err(Problem::Fault(HOSTILE.into(), fault)))),
        }
    }
    let mut desk = Desk::new(&[TEXT]);
    for field in ["theme: H", "keys: {H: [H]}", "colors: {H: H}", "marks: {H: H}", "\u{202e}: 1", "measure: H", "H"] {
        let (_, faults) = Config::parse(&format!("(\n{},\n)", field.replace('H', &h)));
        assert!(!faults.is_empty(), "{field}");
        for fault in faults {
            desk.app.warn(format!("config.ron:{fault}"));
            is_drawn_harmlessly(&mut desk);
        }
    }
}

#[test]
fn no_byte_of_a_hostile_corpus_or_of_hostile_settings_drives_the_terminal() {
    let name = format!("a{BIDI}\u{1b}[31;45;7m\u{7}.txt");
    let folder = Folder::new(&[("a.txt", TEXT), ("b.txt", HOSTILE), (&name, HOSTILE), ("annotations/g.md", HOSTILE)]);
    folder.write("annotations/corpus.ron", hostile_manifest().replace("\"b.txt\"", &format!("{name:?}")));
    folder.write("annotations/a.txt.ana.ron", hostile_layer());
    folder.write(&format!("annotations/{name}.ben.ron"), "");
    fs::create_dir_all(folder.config()).unwrap();
    let settings = format!(
        "(\n  theme: {HOSTILE:?},\n  keys: {{\"tag\u{202e}\": [\"\u{9b}\"], {HOSTILE:?}: []}},\n  \u{1b}[31m: 1,\n)"
    );
    fs::write(folder.config().join("config.ron"), settings).unwrap();
    let mut pty = folder.start(&[]);
    pty.wait_for_text("pairs and single texts in this corpus");
    let tour = "<Down> <Down> <CR> <Up> <CR> ] m <Esc> p L <CR> r <Esc> e <CR> t <Esc> gd <Esc> ? <Esc> c u P <Esc> <Tab> vGc u";
    for keys in tour.split(' ').chain(["<Esc>"]) {
        pty.send(keys);
        // After Esc the program waits for the rest of a key.
        let pause = if keys.ends_with("<Esc>") { 250 } else { 25 };
        pty.wait_for_silence(std::time::Duration::from_millis(pause));
    }
    pty.send(":quit-unsaved<CR>");
    assert_eq!(pty.exit_code(), 0);
    let raw = pty.raw_text();
    let ours = format!(r"\x1b\[[0-9;:?]*[A-Za-z]|{}|[\r\n]", r"\x1b\]2;diptych: [^\p{Cc}\p{Cf}]*\x07");
    let rest = regex::Regex::new(&ours).unwrap().replace_all(&raw, "");
    let obeyed: String = rest.chars().filter(|c| is_obeyed(*c)).collect();
    assert!(obeyed.is_empty() && !raw.contains("\x1b[31;45;7m"), "{obeyed:?} in {rest:?}");
}

// Links in a ring

#[test]
fn links_to_nothing_to_themselves_and_in_a_ring_are_followed_without_end_or_harm() {
    let tag = |id: &str, start: usize| {
        format!(
            "(id: {id:?}, label: \"figure\", start: {start}, end: {}, quote: {:?})",
            start + 5,
            &TEXT[start..start + 5]
        )
    };
    let link = |id: usize, from: &str, to: &str, document: &str| {
        format!("(id: \"l-{id}\", kind: \"same as\", from: {from:?}, to: {to:?}, document: {document:?})")
    };
    let ends = [
        ("a", "b", ""),
        ("b", "c", ""),
        ("c", "a", ""),
        ("a", "a", ""),
        ("c", "nobody", ""),
        ("nobody", "c", ""),
        ("c", "l-1", ""),
        ("c", "x", "../../etc/passwd"),
        ("b", "x", "/etc/passwd"),
        ("a", "b", "gone.txt"),
        ("a", "a", "a.txt"),
    ];
    let links: Vec<String> =
        ends.iter().enumerate().map(|(id, (from, to, document))| link(id, from, to, document)).collect();
    let tags = [tag("a", 0), tag("b", 12), tag("c", 24)].join(", ");
    let reading = read(&layer(&format!("tags: [{tags}], links: [{}]", links.join(", ")))).unwrap();
    assert_eq!((reading.doubts, reading.records.links.len()), (vec![], ends.len()));
    let mut desk = Desk::new(&[TEXT]);
    desk.app.desk.shelf[Slot(0)].layer = Layer::new(reading.records);
    for _ in 0..3 {
        desk.keys("]");
        for _ in 0..12 {
            desk.keys("p");
            is_drawn_harmlessly(&mut desk);
            desk.keys("L<Down><Enter>");
            is_drawn_harmlessly(&mut desk);
        }
    }
    assert!(!desk.effects.iter().any(|effect| matches!(effect, diptych::tui::model::Effect::Open(_))));
    desk.keys("<Esc>ggvGx");
    desk.keys("<Esc>gg]x]x]x");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.tags().len(), 0);
    desk.keys("uuu");
    assert_eq!(
        (desk.app.desk.shelf[Slot(0)].layer.tags().len(), desk.app.desk.shelf[Slot(0)].layer.links().len()),
        (3, ends.len())
    );
}

// Memory

/// Returns the most memory that `work` needs beside its input, as a multiple of the input's bytes.
fn times<T>(input: usize, work: impl FnOnce() -> T) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let done = work();
    let peak = MEMORY.peak_usage();
    drop(done);
    (peak - before) as f64 / input as f64
}

#[test]
fn what_is_read_takes_a_small_multiple_of_its_size() {
    // Other tests in this process would be measured too, so it runs in one of its own.
    if std::env::var_os("HOSTILE_ALONE").is_none() {
        let test = "what_is_read_takes_a_small_multiple_of_its_size";
        let mut alone = Command::new(std::env::current_exe().unwrap());
        let output = alone.args(only(module_path!(), test)).env("HOSTILE_ALONE", "1").output().unwrap();
        print!("{}", String::from_utf8_lossy(&output.stdout));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        return;
    }
    const SIZE: usize = 1 << 19;
    let fill = |piece: &dyn Fn(usize) -> String| -> String {
        let mut out = String::new();
        (0..)
            .take_while(|number| {
                out += &piece(*number);
                out.len() < SIZE
            })
            .for_each(drop);
        out
    };
    let document = Document::new(TEXT);
    let real = |n: usize| {
        format!(
            "(id: \"t-{n}\", label: \"figure\", start: 0, end: 11, quote: \"About 1,500\", prefix: \"\", suffix: \" men are in Kursk, said the NIS.\", at: \"2026-11-22T04:17:00Z\"),\n"
        )
    };
    let shortest = "id: \"t\", label: \"\", start: 0, end: 1, quote: \"A\"";
    // The limit for layers that we write ourselves, then the one for all others.
    let layers = [
        (6.0, "tags as we write them", layer(&format!("tags: [{}]", fill(&real)))),
        (
            12.0,
            "tags of a text that has changed",
            layer(&format!("tags: [{}]", fill(&real))).replace("chars: 44", "chars: 43"),
        ),
        (
            30.0,
            "the shortest tags",
            layer(&format!(
                "tags: [{}]",
                fill(&|n| format!("({}),", shortest.replacen("\"t\"", &format!("\"{n}\""), 1)))
            )),
        ),
        (
            30.0,
            "the shortest links",
            layer(&format!("links: [{}]", fill(&|n| format!("(id:\"{n}\",kind:\"\",from:\"\",to:\"\"),")))),
        ),
        (30.0, "nothing as a tag", layer(&format!("tags: [{}]", fill(&|_| "(),".into())))),
        (30.0, "digits as tags", layer(&format!("tags: [{}]", fill(&|_| "1,".into())))),
        (30.0, "unknown fields", layer(&fill(&|n| format!("x{n}:1,")))),
        (30.0, "unknown fields of a tag", layer(&format!("tags: [({shortest}, {})]", fill(&|n| format!("x{n}:1,"))))),
        (
            30.0,
            "attributes",
            layer(&format!("tags: [({shortest}, attributes: {{{}}})]", fill(&|n| format!("\"{n}\":\"\",")))),
        ),
        (30.0, "origins", layer(&format!("tags: [({shortest}, from: [{}])]", fill(&|_| "\"a b\",".into())))),
        (2.0, "a note", layer(&format!("tags: [({shortest}, note: {:?})]", "\u{1b}".repeat(SIZE / 6)))),
        (2.0, "open brackets", layer(&"[".repeat(SIZE))),
    ];
    let said = |most: f64, what: &str, times: f64| {
        println!("{what}: {times:.1} ×");
        assert!(times <= most, "{what}: {times} × its size");
    };
    for (most, what, text) in &layers {
        said(*most, &format!("layer, {what}"), times(text.len(), || record::read(text, &document, "a.txt", "ana")));
    }
    let settings = [
        ("labels", format!("(format: 1, labels: [{}])", fill(&|n| format!("(name:\"{n}\",key:\"{n}\"),")))),
        ("pairs", format!("(format: 1, pairs: [{}])", fill(&|_| "(\"a\",\"b\"),".into()))),
        ("keys", format!("(keys: {{{}}})", fill(&|n| format!("\"{n}\":[\"c\"],")))),
        ("lines", fill(&|_| "\n".into())),
    ];
    for (what, text) in &settings {
        said(20.0, &format!("manifest, {what}"), times(text.len(), || Manifest::parse(text)));
        said(20.0, &format!("settings, {what}"), times(text.len(), || Config::parse(text)));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "\n".repeat(8 << 20)).unwrap();
    said(1.1, "text", times(8 << 20, || text_file::read(&path).unwrap()));
}
