//! What the program says when it cannot do what was asked for, and that it then leaves everything as it was; and texts that
//! are odd, but texts.

use std::ffi::OsStr;
use std::fmt::Debug;
use std::process::{Command, Output, Stdio};

use crate::pty::{Folder, Pty};

const NOTHING: &[&str] = &[];

const TEXT: &str = "About 1,500 men are in Kursk, said the NIS.\n";

fn one() -> Folder {
    Folder::new(&[("a.txt", TEXT)])
}

/// Runs the program where there is no terminal.
fn run(folder: &Folder, args: &[impl AsRef<OsStr>]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    command.env("HOME", folder.path("..")).env("DIPTYCH_ANNOTATOR", "ana").output().unwrap()
}

/// What it says to that: a sentence, a hint, nothing else; exit code 2, and nothing written.
#[track_caller]
fn refused(folder: &Folder, args: &[impl AsRef<OsStr> + Debug]) -> String {
    let all = || (folder.files(), std::fs::read_dir(folder.path("..")).unwrap().count());
    let before = all();
    let output = run(folder, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), b"".as_slice()), "{args:?}: {said}");
    assert_eq!(all(), before, "{args:?}");
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        matches!(lines[..], [sentence, hint] if sentence.starts_with("diptych: ") && hint.starts_with("hint: ")),
        "{said}"
    );
    assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
    said.replace(folder.path("").to_str().unwrap().trim_end_matches('/'), "HERE").trim_end().to_string()
}

// What is not there, or not what it should be

#[test]
fn what_is_no_text_is_refused_by_name() {
    let folder = one();
    folder.write("sub/latin.txt", b"abc\nd\xe9f");
    folder.write("utf16.txt", b"\xff\xfea\0");
    let said = |args: &[&str]| refused(&folder, args);
    assert_eq!(said(&["gone.txt"]), "diptych: there is no gone.txt\nhint: See what there is: ls .");
    assert_eq!(said(&["a.txt", "sub/b.txt"]), "diptych: there is no sub/b.txt\nhint: See what there is: ls sub");
    std::fs::create_dir(folder.path("empty")).unwrap();
    assert!(said(&["empty"]).starts_with("diptych: there is no text to read in empty\n"));
    assert_eq!(said(&["a.txt/b.txt"]), "diptych: a.txt is not a folder\nhint: See what there is: ls .");
    let latin = said(&["a.txt", "sub/latin.txt"]);
    let add = "hint: Add its text to the texts of this folder: diptych add";
    assert_eq!(latin, format!("diptych: sub/latin.txt:2: the byte at offset 5 is not UTF-8\n{add} sub/latin.txt"));
    assert_eq!(said(&["utf16.txt"]), format!("diptych: utf16.txt is a text in UTF-16\n{add} utf16.txt"));
}

#[test]
#[cfg(target_os = "linux")] // elsewhere there are no such names
fn a_text_that_no_layer_can_be_called_after_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let folder = one();
    let name = OsStr::from_bytes(b"a\xff.txt");
    std::fs::write(folder.path("").join(name), TEXT).unwrap();
    assert!(refused(&folder, &[name]).starts_with("diptych: a\u{fffd}.txt has a name that no text can have here"));
    folder.write("annotations", TEXT);
    assert!(refused(&folder, &["annotations"]).starts_with("diptych: annotations has a name that no text can have"));
}

#[test]
fn a_text_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = one();
    std::fs::set_permissions(folder.path("a.txt"), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(folder.path("a.txt")).is_ok() {
        return eprintln!("skipped: we are root, who may read everything");
    }
    let said = refused(&folder, &["a.txt"]);
    assert!(said.starts_with("diptych: a.txt may not be read\nhint: "), "{said}");
}

#[test]
fn without_a_terminal_there_is_no_session_but_files_come_first() {
    let folder = one();
    assert!(refused(&folder, &["a.txt"]).starts_with("diptych: standard input is not a terminal\nhint: "));
    assert!(refused(&folder, &["a.txt", "gone.txt"]).starts_with("diptych: there is no gone.txt"));
    let mut pty = Pty::new("sh").args(["-c", &format!("{} a.txt | cat", env!("CARGO_BIN_EXE_diptych"))]);
    pty = pty.dir(folder.path(""));
    assert!(pty.start().wait_for_text("hint: ").starts_with("diptych: standard output is not a terminal"));
}

#[test]
fn a_folder_without_texts_has_nothing_to_open() {
    let folder = Folder::new(&[("picture.png", "")]);
    assert!(refused(&folder, NOTHING).starts_with("diptych: there is no text to read in HERE"));
}

#[test]
fn what_the_command_line_does_not_know_is_refused() {
    let folder = one();
    let said = |args: &[&str]| refused(&folder, args);
    assert!(said(&["--nope"]).starts_with("diptych: unexpected argument '--nope' found"));
    assert!(said(&["--anotator", "ana"]).ends_with("hint: a similar argument exists: '--annotator'"));
    assert!(said(&["a.txt", "a.txt", "b.txt"]).starts_with("diptych: there is no b.txt"));
    assert!(said(&["a.txt", "--annotator", "a.b"]).starts_with("diptych: `a.b` cannot be an annotator's name"));
}

#[test]
fn what_is_missing_on_the_command_line_is_one_sentence_and_its_help_is_that_of_the_command() {
    let folder = one();
    let said = |args: &[&str]| refused(&folder, args);
    for (command, missing) in [("show", "<DOCUMENT>"), ("completions", "<SHELL>"), ("export", "<FORMAT>")] {
        let found = said(&[command]);
        let sentence = format!("diptych: the following required arguments were not provided: {missing}");
        assert_eq!(found, format!("{sentence}\nhint: See: diptych {command} --help"));
    }
    assert!(said(&["merge"]).contains("not provided: <") && !said(&["merge"]).contains("\\n"));
    let value = said(&["stats", "--format", "xml"]);
    assert!(value.ends_with("[possible values: text, json, csv]\nhint: See: diptych stats --help"), "{value}");
    assert!(said(&["--annotator"]).ends_with("hint: See: diptych --help"));
}

#[test]
fn a_word_that_is_nearly_a_command_is_taken_for_one_where_there_is_no_such_text() {
    let folder = one();
    for (args, hint) in [
        (&["exprot", "jsonl"][..], "did you mean: diptych export"),
        (&["exprot", "jsonl", "a.txt"], "did you mean: diptych export"),
        (&["exprot", "jsonl", "--all"], "did you mean: diptych export"),
        (&["stat"], "did you mean: diptych stats"),
        (&["help"], "diptych --help"),
        (&["help", "export"], "diptych export --help"),
        (&["version"], "diptych --version"),
    ] {
        let said = refused(&folder, args);
        assert!(said.ends_with(&format!("\nhint: {hint}")), "{args:?}: {said}");
    }
    folder.write("exprot", TEXT);
    for args in [&["exprot", "gone.txt"][..], &["report.txt"]] {
        assert!(refused(&folder, args).ends_with("hint: See what there is: ls ."), "{args:?}");
    }
}

#[test]
fn documents_of_the_corpus_are_named_where_one_is_not_there() {
    let texts =
        [("texts/kursk-news.txt", TEXT), ("texts/b'c d.txt", TEXT), ("texts/e.txt", TEXT), ("texts/f.txt", TEXT)];
    let folder = Folder::new(&texts);
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\")");
    for command in [&[][..], &["show"], &["check"]] {
        let hint = |document: &str| {
            let said = refused(&folder, &[command, &[document]].concat());
            said.split_once("\nhint: ").unwrap().1.to_string()
        };
        assert_eq!(hint("kursk.txt"), "Similar names: texts/kursk-news.txt");
        assert_eq!(
            hint("samples/nothing.md"),
            r"Of the 4 documents here: 'texts/b'\''c d.txt', texts/e.txt and texts/f.txt"
        );
    }
    assert_eq!(
        refused(&folder, &["stats"]),
        "diptych: there are no layers here\nhint: Make one with: diptych 'texts/b'\\''c d.txt'"
    );
}

#[test]
fn names_are_shown_without_what_would_drive_the_terminal() {
    let folder = one();
    let name = "a\u{1b}[31m\n\u{202e}.txt";
    assert!(refused(&folder, &[name]).starts_with(r"diptych: there is no a\u{1b}[31m\n\u{202e}.txt"));
    assert!(refused(&folder, &[&format!("--{name}")]).contains(r"'--a\u{1b}[31m\n\u{202e}.txt'"));
    assert!(refused(&folder, &["a.txt", "--annotator", name]).contains(r"`a\u{1b}[31m\n\u{202e}.txt`"));
    folder.write(name, b"\xff");
    assert!(refused(&folder, &[name]).contains(r"a\u{1b}[31m\n\u{202e}.txt:1: the byte at offset 0"));
}

// Files of ours

#[test]
fn a_bad_manifest_is_named_with_line_and_column() {
    for (ron, said) in [
        ("(\n    format: 1,\n    labls: [],\n)", "3:5: there is no field `labls` here"),
        ("(\n    format: 1,\n    texts: 7,\n)", "3:12: "),
        ("(format: 1", "1:10: "),
        ("", "1:1: "),
        ("(format: 1, labels: [(name: \"\u{1b}[31m\", key: \"c\")])", "1:29: among the labels is "),
        ("(format: 2, novel: [])", " its format is 2, and this version reads 1"),
        ("(format: 1, texts: \"../..\")", "1:20: `texts` leads out of the corpus"),
    ] {
        let folder = one();
        folder.write("annotations/corpus.ron", ron);
        for args in [&["a.txt"], NOTHING] {
            let found = refused(&folder, args);
            assert!(found.starts_with(&format!("diptych: HERE/annotations/corpus.ron:{said}")), "{ron}: {found}");
        }
    }
}

#[test]
fn a_pair_that_is_not_there_is_named() {
    let folder = one();
    folder.write("annotations/corpus.ron", "(format: 1, pairs: [(\"a.txt\", \"b.txt\")])");
    assert!(refused(&folder, NOTHING).starts_with("diptych: there is no HERE/b.txt"));
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\")");
    assert!(refused(&folder, NOTHING).starts_with("diptych: there is no HERE/texts"));
}

#[test]
fn a_layer_that_is_newer_broken_or_anothers_is_refused_and_left_alone() {
    let layer = |format: u32, path: &str, annotator: &str| {
        let document = format!("(path: {path:?}, sha256: \"\", chars: 44)");
        format!(
            "(\n  format: {format},\n  document: {document},\n  annotator: {annotator:?},\n  tags: [], links: [], verdicts: [],\n)"
        )
    };
    let conflict = "(\n<<<<<<< HEAD\n  format: 1,\n=======\n";
    for (ron, said) in [
        (layer(2, "a.txt", "ana"), " its format is 2, and this version reads 1"),
        (layer(1, "b.txt", "ana"), "3:20: this layer is about another document"),
        (layer(1, "a.txt", "ben"), "4:14: this layer is by another annotator"),
        (layer(1, "a.txt", "ana").replace("tags: []", "tags: ["), "5:10: "),
        (conflict.into(), "2:1: a merge conflict begins here"),
        (String::new(), "1:1: "),
    ] {
        let folder = one();
        folder.write("annotations/a.txt.ana.ron", &ron);
        let found = refused(&folder, &["a.txt"]);
        assert!(found.starts_with(&format!("diptych: HERE/annotations/a.txt.ana.ron:{said}")), "{ron}: {found}");
    }
    let folder = one();
    folder.write("annotations/a.txt.ana.ron", b"\xff");
    assert!(refused(&folder, &["a.txt"]).contains("a.txt.ana.ron:1: the byte at offset 0 is not UTF-8"));
}

#[test]
fn a_bad_line_of_the_settings_is_named_and_the_rest_still_works() {
    let folder = one();
    let config = folder.config().join("config.ron");
    std::fs::create_dir_all(folder.config()).unwrap();
    std::fs::write(&config, "(\n    mouse: false,\n    colour: 3,\n    keys: {\"quit\": [\"Q\"]},\n)\n").unwrap();
    let mut pty = folder.program(&["a.txt"]).size(80, 24).start();
    pty.wait_for_text("~/config/diptych/config.ron:3:5: there is no field `colour` here");
    assert!(!pty.modes().mouse);
    pty.send("q");
    pty.wait_for_text("q does nothing here");
    pty.wait_for_silence(std::time::Duration::from_millis(700));
    pty.send("Q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn records_that_are_not_understood_are_named_and_kept() {
    let folder = one();
    let odd = r#"(id: "t-odd", label: "claim", start: 3, end: 2, quote: "", note: "of the future")"#;
    let document = "(path: \"a.txt\", sha256: \"\", chars: 44, language: \"en\")";
    let ron = format!(
        "(\n    format: 1,\n    document: {document},\n    annotator: \"ana\",\n    tags: [\n        {odd},\n    ],\n    links: [],\n    verdicts: [(sure: true)],\n    mood: \"calm\",\n)\n"
    );
    folder.write("annotations/a.txt.ana.ron", ron);
    let mut pty = folder.start(&["a.txt"]);
    pty.wait_for_text("Line 6: a tag is kept but not shown: its span 3..2 is empty");
    pty.send("f");
    pty.wait_for_saved("1 tag");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    let saved = folder.read("annotations/a.txt.ana.ron");
    for kept in [odd, "language: \"en\"", "(sure: true)", "mood: \"calm\"", "About 1,500"] {
        assert!(saved.contains(kept), "{kept}\n{saved}");
    }
}

#[test]
fn nobody_reviews_oneself() {
    let folder = one();
    let found = refused(&folder, &["a.txt", "--annotator", "ben", "--review", "ben"]);
    assert!(found.starts_with("diptych: ben cannot review ben"), "{found}");
    let found = refused(&folder, &["a.txt", "--annotator", "ben", "--review", "../ana"]);
    assert!(found.contains("cannot be an annotator's name"), "{found}");
}

#[test]
fn help_and_version_are_answers() {
    let folder = one();
    for (args, said) in [(["--help"], "Usage: diptych"), (["-V"], concat!("diptych ", env!("CARGO_PKG_VERSION"), "\n"))]
    {
        let output = run(&folder, &args);
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
        assert!(String::from_utf8(output.stdout).unwrap().contains(said));
    }
}

// Odd texts

/// Opens a text, types keys that make one tag, and returns what it quotes; `Folder::layer` looks at its offsets.
#[track_caller]
fn quote(text: &str, keys: &str) -> String {
    let folder = Folder::new(&[("a.txt", text)]);
    let mut pty = folder.start(&["a.txt"]);
    pty.wait_for_text("0 tags");
    pty.send(keys);
    pty.wait_for_saved("1 tag ");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(folder.read("a.txt"), text, "the text is never written");
    folder.layer("a.txt").tags.remove(0).quote
}

#[test]
fn an_empty_text_opens_and_has_nothing_to_tag() {
    for text in ["", "\n", " \t\r\n\u{a0}\n"] {
        let folder = Folder::new(&[("a.txt", text)]);
        let before = folder.files();
        let mut pty = folder.start(&["a.txt"]);
        pty.wait_for_text("0 tags");
        pty.send("jkhlwb)(}{GggvjY");
        pty.send("c");
        pty.wait_for_text("nothing but white space here to tag");
        pty.wait_for_silence(std::time::Duration::from_millis(30));
        pty.send("<Esc>");
        pty.wait_until_gone("nothing but");
        pty.send("q");
        assert_eq!(pty.exit_code(), 0);
        assert_eq!(folder.files(), before);
    }
}

#[test]
fn line_ends_of_any_kind_leave_the_offsets_true() {
    assert_eq!(quote("It had 12.\r\nIt had 13.\r\n\r\nIt has 14.\r\n", "jf"), "13");
    assert_eq!(quote("It had 12.\rIt had 13.\rIt has 14.", "jf"), "13");
    assert_eq!(quote("It had 12.\n\n\n\nIt has 14", "G0f"), "14");
    assert_eq!(quote("It had 12.\r\nTo\r\n", "vjc"), "It had 12.\r\nT");
}

#[test]
fn marks_and_nuls_are_part_of_the_text() {
    assert_eq!(quote("\u{feff}About 12 men came.", "f"), "About 12");
    assert_eq!(quote("A\0 nul \0, and 12 men\0.\0", "f"), "12");
    assert_eq!(quote("\u{feff}", "v$s"), "\u{feff}");
}

#[test]
fn a_line_of_ten_megabytes_is_a_text_like_any_other() {
    let text = format!("{}The last 1,500 men ⚡️ came.", "About 12 men came; ".repeat(550_000));
    assert_eq!(quote(&text, "/1,500<CR>f"), "1,500");
}
