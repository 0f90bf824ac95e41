//! Tests how an article becomes a text of a corpus: `diptych init`, `diptych add`, and files that are no texts.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(arguments).current_dir(folder).env("XDG_CONFIG_HOME", folder.join(".config"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[track_caller]
fn done(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let said = run(folder, arguments, input);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap() + &String::from_utf8(said.stderr).unwrap()
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

fn page(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages").join(name)).unwrap()
}

#[test]
fn the_keys_of_each_preset_are_free() {
    for preset in ["claims", "quotes", "events", "argument"] {
        let folder = folder();
        done(folder.path(), &["init", "--preset", preset], b"");
        fs::write(folder.path().join("flood.txt"), "The river rose.\n").unwrap();
        let said = run(folder.path(), &["check"], b"");
        let said = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        assert!(!said.contains("key-clash"), "{preset}: {said}");
    }
}

#[test]
fn the_keys_that_init_chooses_are_no_commands() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), "Ten villages.\n").unwrap();
    let labels = (1..=20).map(|number| format!("label-{number}")).collect::<Vec<_>>().join(",");
    done(folder.path(), &["init", "--labels", &labels], b"");
    let said = run(folder.path(), &["check"], b"");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
}

#[test]
fn six_saved_pages_become_three_pairs() {
    let folder = folder();
    let pages = [
        "wordpress-flood",
        "broadcaster-flood",
        "newspaper-theme-strike",
        "guardian-like-strike",
        "amp-vaccine",
        "blogger-vaccine",
    ];
    // Their names say nothing of what they are about.
    for (number, name) in pages.iter().enumerate() {
        fs::write(folder.path().join(format!("page{number}.html")), page(&format!("{name}.html"))).unwrap();
    }
    done(folder.path(), &["init"], b"");
    let files: Vec<String> = (0..6).map(|number| format!("page{number}.html")).collect();
    let arguments: Vec<&str> = std::iter::once("add").chain(files.iter().map(String::as_str)).collect();
    let said = done(folder.path(), &arguments, b"");
    for pair in ["page0.txt and page1.txt", "page2.txt and page3.txt", "page4.txt and page5.txt"] {
        assert!(said.contains(&format!("pair: {pair}")), "{said}");
    }
    assert!(read(folder.path(), "page0.txt").starts_with("River takes ten villages in a single night\n\n"));
    assert!(
        read(folder.path(), "annotations/sources.ron").contains("\"page0.txt\": (original: \"page0.html\", sha256: \"")
    );
    let again = done(folder.path(), &arguments, b"");
    assert_eq!(again.matches("is here already").count(), 6, "{again}");
    assert!(done(folder.path(), &["check"], b"").len() < 2000);
}

#[test]
fn a_corpus_is_declared_once() {
    let folder = folder();
    fs::write(folder.path().join("flood-a.txt"), "The dam at Tarn on the river Oma broke; 14 people died.\n").unwrap();
    fs::write(folder.path().join("flood-b.txt"), "At Tarn the dam broke, and 17 people died on the river Oma.\n")
        .unwrap();
    let said = done(folder.path(), &["init", "--labels", "claim,doubt"], b"");
    assert!(said.contains("annotations/corpus.ron with the labels claim (c) and doubt (d)"), "{said}");
    assert!(said.contains("pair: flood-a.txt and flood-b.txt"), "{said}");
    let made = read(folder.path(), "annotations/corpus.ron");
    let refused = run(folder.path(), &["init"], b"");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("annotations/corpus.ron is there already"));
    assert_eq!(read(folder.path(), "annotations/corpus.ron"), made);
}

#[test]
fn a_text_is_taken_from_a_pipe_and_from_a_table() {
    let folder = folder();
    let said = done(folder.path(), &["add", "-"], "Zehn Dörfer stehen unter Wasser.\n".as_bytes());
    let name = said.split_whitespace().next().unwrap().to_string();
    assert!(name.starts_with("stdin-") && read(folder.path(), &name).starts_with("Zehn Dörfer"), "{said}");
    fs::write(
        folder.path().join("rows.csv"),
        "id,headline,body,url\n7,The flood,Ten died.,https://a.b/c\n8,The strike,Cranes stood still.,\n",
    )
    .unwrap();
    let said = done(folder.path(), &["add", "rows.csv"], b"");
    assert!(said.contains("rows.csv: columns: text from body, title from headline, id, address from url"), "{said}");
    assert_eq!(read(folder.path(), "The-flood.txt"), "The flood\n\nTen died.\n");
    assert!(read(folder.path(), "annotations/sources.ron").contains("address: \"https://a.b/c\""));
    fs::write(folder.path().join("old.txt"), b"caf\xe9").unwrap();
    assert!(done(folder.path(), &["add", "old.txt"], b"").contains("guessed"));
    assert_eq!(read(folder.path(), "old-2.txt"), "café");
}

#[test]
fn an_original_that_has_changed_is_read_again() {
    let folder = folder();
    let write = |words: &str| {
        let page = format!(
            "<h1>A headline for the page</h1><p>{words} said the governor of the province on Sunday morning.</p>"
        );
        fs::write(folder.path().join("a.html"), page).unwrap();
    };
    write("Ten villages,");
    done(folder.path(), &["add", "a.html"], b"");
    let said = done(folder.path(), &["add", "--again"], b"");
    assert_eq!(said, "diptych: nothing is made again: no original that was read has changed\n");
    assert_eq!(done(folder.path(), &["add", "--again", "-q"], b""), "");
    write("Twelve villages,");
    assert!(done(folder.path(), &["add", "--again"], b"").contains("a.txt from "));
    assert!(read(folder.path(), "a.txt").contains("Twelve villages"));
    fs::write(folder.path().join("a.txt"), "by hand").unwrap();
    write("Thirteen villages,");
    let refused = run(folder.path(), &["add", "--again"], b"");
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(read(folder.path(), "a.txt"), "by hand");
}

#[test]
fn an_encoding_is_for_originals_that_are_named() {
    let folder = folder();
    fs::write(folder.path().join("a.html"), "<p>Zehn Dörfer stehen unter Wasser, sagte sie.</p>").unwrap();
    done(folder.path(), &["add", "a.html"], b"");
    let text = read(folder.path(), "a.txt");
    let refused = run(folder.path(), &["add", "--again", "--encoding", "gbk"], b"");
    assert_eq!((refused.status.code(), read(folder.path(), "a.txt")), (Some(2), text.clone()));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("--encoding with --again is for the files that are named"), "{said}");
    done(folder.path(), &["add", "--again", "--encoding", "gbk", "a.html"], b"");
    assert_ne!(read(folder.path(), "a.txt"), text);
}

#[test]
fn what_is_no_text_is_named_with_the_command_that_helps() {
    let folder = folder();
    fs::write(folder.path().join("a b.pdf"), b"%PDF-1.7\n\xe2\xe3").unwrap();
    fs::write(folder.path().join("a.html"), "<p>x").unwrap();
    fs::write(folder.path().join("a.png"), b"\x89PNG\r\n\x1a\n\0\0").unwrap();
    let said = |arguments: &[&str]| {
        let said = run(folder.path(), arguments, b"");
        assert_eq!(said.status.code(), Some(2));
        String::from_utf8(said.stderr).unwrap()
    };
    assert_eq!(
        said(&["a b.pdf"]),
        "diptych: a b.pdf is a PDF\nhint: Add its text to the texts of this folder: diptych add 'a b.pdf'\n"
    );
    assert!(said(&["a.html"]).starts_with("diptych: a.html is an HTML page\nhint: "));
    assert!(said(&["add", "a.png"]).contains("a.png: it is a picture (PNG)"));
    assert!(!folder.path().join("annotations").exists());
}

#[test]
fn every_command_names_what_is_no_text() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), "Ten villages.\n").unwrap();
    fs::write(folder.path().join("x.pdf"), b"%PDF-1.4\n%\xe2\xe3\n").unwrap();
    fs::write(folder.path().join("x.html"), "<!doctype html><p>Ten villages.</p>").unwrap();
    fs::write(folder.path().join("wide.txt"), b"\xff\xfeT\0e\0n\0").unwrap();
    let commands: &[&[&str]] = &[
        &["show"],
        &["stats"],
        &["check"],
        &["report"],
        &["suggest"],
        &["agree"],
        &["export", "jsonl"],
        &["compare", "a.txt"],
        &["a.txt"],
    ];
    for (file, what) in [("x.pdf", "a PDF"), ("x.html", "an HTML page"), ("wide.txt", "a text in UTF-16")] {
        for command in commands {
            let said = run(folder.path(), &[*command, &[file]].concat(), b"");
            let words = String::from_utf8(said.stderr).unwrap();
            assert_eq!(said.status.code(), Some(2), "{command:?} {file}");
            assert!(words.starts_with(&format!("diptych: {file} is {what}\n")), "{command:?}: {words}");
            assert!(words.contains(&format!("diptych add {file}\n")), "{command:?}: {words}");
        }
    }
    let both = run(folder.path(), &["x.html", "x.pdf"], b"");
    let words = String::from_utf8(both.stderr).unwrap();
    assert!(words.contains("x.html and x.pdf are no texts") && words.contains("diptych add x.html x.pdf\n"), "{words}");
    let import = run(folder.path(), &["import", "csv", "x.pdf", "--annotator", "me"], b"");
    assert!(String::from_utf8(import.stderr).unwrap().contains("the file is a PDF"));
}

#[test]
fn options_of_all_commands_may_stand_before_the_command() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), "Ten villages.\n").unwrap();
    let said = |arguments: &[&str]| {
        let output = run(folder.path(), arguments, b"");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(said(&["-q", "check"]), said(&["check", "-q"]));
    assert_eq!(said(&["--max-layer", "1M", "--quiet", "check"]).0, Some(0));
    assert_eq!(said(&["-q", "chekc"]).0, Some(2));
}

#[test]
fn the_settings_say_which_program_opens_a_file() {
    let folder = folder();
    fs::create_dir_all(folder.path().join(".config/diptych")).unwrap();
    let settings = "(converters: {\"pdf\": [\"sh\", \"-c\", \"cat > /dev/null; echo Ten villages.\"], \"odt\": [\"no-such-program\"]})";
    fs::write(folder.path().join(".config/diptych/config.ron"), settings).unwrap();
    fs::write(folder.path().join("a.pdf"), b"%PDF-1.7\n\xe2\xe3").unwrap();
    fs::write(folder.path().join("a.odt"), b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text\xff").unwrap();
    done(folder.path(), &["add", "a.pdf"], b"");
    assert_eq!(read(folder.path(), "a.txt"), "Ten villages.\n");
    let refused = run(folder.path(), &["add", "a.odt"], b"");
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(words.contains("no-such-program was not found") && words.contains("hint: Install it"), "{words}");
}

#[test]
fn an_encoding_that_was_guessed_wrong_is_mended() {
    let folder = folder();
    done(folder.path(), &["init"], b"");
    let bytes = b"\xc2\xee\xe4\xe0 \xef\xee\xe4\xed\xff\xeb\xe0\xf1\xfc.\n";
    fs::write(folder.path().join("river.html"), bytes).unwrap();
    let said = done(folder.path(), &["add", "river.html"], b"");
    assert!(said.contains("diptych add --again --encoding NAME FILE"), "{said}");
    done(folder.path(), &["add", "--again", "--encoding", "windows-1251", "river.html"], b"");
    assert_eq!(read(folder.path(), "river.txt"), "Вода поднялась.\n");
    assert!(read(folder.path(), "annotations/sources.ron").contains("encoding: \"windows-1251\""));
    // When the original changes, it is in the same encoding.
    fs::write(folder.path().join("river.html"), [bytes.as_slice(), b"\xc2\xee\xe4\xe0.\n"].concat()).unwrap();
    done(folder.path(), &["add", "--again"], b"");
    assert_eq!(read(folder.path(), "river.txt"), "Вода поднялась. Вода.\n");
}

#[test]
fn the_settings_may_name_a_program_for_any_ending() {
    let folder = folder();
    done(folder.path(), &["init"], b"");
    fs::create_dir_all(folder.path().join(".config/diptych")).unwrap();
    let settings = "(\n    converters: {\n        \"png\": [\"tail\", \"-c\", \"6\"],\n        \"html\": [\"tail\", \"-c\", \"6\"],\n    },\n)\n";
    fs::write(folder.path().join(".config/diptych/config.ron"), settings).unwrap();
    fs::write(folder.path().join("a.png"), b"\x89PNG\r\n\x1a\n\0\0Flood\n").unwrap();
    fs::write(folder.path().join("b.html"), "<p>a</p>River\n").unwrap();
    done(folder.path(), &["add", "a.png", "b.html"], b"");
    assert_eq!((read(folder.path(), "a.txt"), read(folder.path(), "b.txt")), ("Flood\n".into(), "River\n".into()));
}

#[test]
fn a_corpus_is_made_with_the_texts_in_its_folders_and_not_half() {
    let folder = folder();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/flood-a.txt"), "The river rose.\n").unwrap();
    fs::write(folder.path().join("sub/flood-b.txt"), "A river rose.\n").unwrap();
    let refused = run(folder.path(), &["init", "--merge-driver"], b"");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no git repository"), "{refused:?}");
    assert!(!folder.path().join("annotations").exists());
    done(folder.path(), &["init"], b"");
    assert!(read(folder.path(), "annotations/corpus.ron").contains("(\"sub/flood-a.txt\", \"sub/flood-b.txt\")"));
}

#[test]
fn init_says_where_it_finds_no_pair() {
    let folder = folder();
    fs::write(folder.path().join("flood.txt"), "The dam at Tarn on the river Oma broke; 14 people died.\n").unwrap();
    fs::write(folder.path().join("a strike.txt"), "Dockers in Velez walked out over pay on Friday.\n").unwrap();
    let said = done(folder.path(), &["init"], b"");
    assert!(said.contains("no two of the 2 texts seem to be on the same event"), "{said}");
    assert!(said.contains("diptych 'a strike.txt' flood.txt. To have them as a pair, type :pair there."), "{said}");
    let none = self::folder();
    assert!(!done(none.path(), &["init"], b"").contains("same event"));
}

#[test]
fn init_makes_no_corpus_over_tags_that_it_would_not_read() {
    let folder = folder();
    for month in ["june", "may"] {
        fs::create_dir_all(folder.path().join(month).join("annotations")).unwrap();
        fs::write(folder.path().join(month).join("a.txt"), format!("In {month} 14 people died.\n")).unwrap();
        fs::write(folder.path().join(month).join("annotations/a.txt.ana.ron"), "").unwrap();
    }
    let refused = run(folder.path(), &["init"], b"");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success());
    assert!(said.contains("there are tags in june and may that this corpus would not read"), "{said}");
    for month in ["june", "may"] {
        assert!(
            said.contains(&format!("(cd {month} && diptych export jsonl --all -o ../tags-{month}.jsonl &&")),
            "{said}"
        );
        assert!(said.contains(&format!("diptych import jsonl --all tags-{month}.jsonl")), "{said}");
    }
    assert!(!folder.path().join("annotations").exists());
    // No other command makes one over them either.
    let side =
        |name: &str| format!(r#"{{"id": "{name}.txt", "text": "{name} fell.", "annotator": "ana", "spans": []}}"#);
    let pair = format!(r#"{{"left": {}, "right": {}}}"#, side("one"), side("two"));
    fs::write(folder.path().join("pairs.jsonl"), pair).unwrap();
    fs::write(folder.path().join("here.txt"), "Rents rose 7%.\n").unwrap();
    for args in [&["import", "jsonl", "pairs.jsonl", "--all"][..], &["relabel", "claim", "assertion"]] {
        let refused = run(folder.path(), args, b"");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success(), "{args:?}: {said}");
        assert!(said.contains("there are tags in june and may that this corpus would not read"), "{args:?}: {said}");
        assert!(!folder.path().join("one.txt").exists() && !folder.path().join("annotations").exists(), "{args:?}");
    }
    for month in ["june", "may"].map(|month| folder.path().join(month)) {
        fs::rename(month.join("annotations"), month.join("annotations.old")).unwrap();
    }
    done(folder.path(), &["init"], b"");
}

#[cfg(unix)]
#[test]
fn a_link_of_the_corpus_leads_to_no_file_outside() {
    let (outer, folder) = (folder(), folder());
    fs::write(outer.path().join("key.txt"), "The river rose.\n").unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    fs::write(folder.path().join("pages/own.html"), "<p>It rains.</p>").unwrap();
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    link(&outer.path().join("key.txt"), "flood.html");
    link(outer.path(), "inbox");
    link(Path::new("pages/own.html"), "rain.html");
    for name in ["flood.html", "./flood.html", "inbox/key.txt", "pages/../flood.html"] {
        let said = run(folder.path(), &["add", name], b"");
        let words = String::from_utf8(said.stderr).unwrap();
        assert!(said.status.code() == Some(2) && words.contains("is a link to"), "{name}: {words}");
        assert!(words.contains("hint: Name the file itself, if you know it: diptych add /"), "{words}");
    }
    done(folder.path(), &["add", outer.path().join("key.txt").to_str().unwrap(), "rain.html"], b"");
    assert_eq!(read(folder.path(), "key.txt"), "The river rose.\n");
    assert_eq!(read(folder.path(), "rain.txt"), "It rains.\n");
}

#[test]
fn an_encoding_is_kept_only_for_what_is_read_with_it() {
    let folder = folder();
    fs::write(folder.path().join("a.eml"), "From: Ann <a@b.c>\nSubject: Rain\n\nIt rains.\n").unwrap();
    fs::write(folder.path().join("b.html"), b"<p>Es regnet f\xfcr Stunden.</p>").unwrap();
    done(folder.path(), &["add", "--encoding", "windows-1252", "a.eml", "b.html"], b"");
    let sources = read(folder.path(), "annotations/sources.ron");
    assert_eq!(sources.matches("windows-1252").count(), 1, "{sources}");
}

#[test]
fn an_original_that_is_gone_is_said() {
    let folder = folder();
    done(folder.path(), &["init"], b"");
    fs::write(folder.path().join("a.html"), "<p>The river rose.</p>").unwrap();
    done(folder.path(), &["add", "a.html"], b"");
    fs::remove_file(folder.path().join("a.html")).unwrap();
    let said = done(folder.path(), &["add", "--again"], b"");
    assert!(said.contains("a.html is gone; a.txt stays as it is"), "{said}");
}

#[test]
fn only_commands_for_people_have_a_manual_page() {
    let folder = folder();
    done(folder.path(), &["man", "--all", "man"], b"");
    assert!(folder.path().join("man/diptych-completions.1").is_file());
    assert!(!folder.path().join("man/diptych-complete.1").exists());
}

#[test]
fn bash_offers_the_names_of_the_corpus() {
    let folder = folder();
    fs::write(folder.path().join("two words.txt"), "Ten villages.\n").unwrap();
    fs::write(folder.path().join("plain.txt"), "Ten villages.\n").unwrap();
    done(folder.path(), &["init"], b"");
    fs::write(folder.path().join("completions.sh"), done(folder.path(), &["completions", "bash"], b"")).unwrap();
    let offered = |words: &str| {
        let script = format!(
            "source ./completions.sh; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _diptych diptych \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let program = Path::new(env!("CARGO_BIN_EXE_diptych")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
        let said = Command::new("bash").args(["-c", &script]).current_dir(folder.path()).env("PATH", path).output();
        said.ok().map(|said| String::from_utf8_lossy(&said.stdout).lines().map(String::from).collect::<Vec<_>>())
    };
    let Some(commands) = offered("diptych co") else { return println!("skipped: there is no bash") };
    assert_eq!(commands, ["compare", "completions"]);
    assert_eq!(offered("diptych check ''").unwrap(), ["plain.txt", "two\\ words.txt"]);
    assert_eq!(offered("diptych show tw").unwrap(), ["two\\ words.txt"]);
    assert_eq!(offered("diptych export jsonl --labels c").unwrap(), ["claim"]);
    assert!(offered("diptych check --an").unwrap().contains(&"--annotator".into()));
}

#[test]
fn zsh_looks_for_the_subcommand_in_the_first_word() {
    let folder = folder();
    let script = done(folder.path(), &["completions", "zsh"], b"");
    assert!(script.contains("case $line[1] in") && script.contains("{_diptych_commands; _files}"), "{script}");
    assert!(script.contains("(*)\n_files\n;;\n        esac\n    ;;\nesac\n}\n"), "{script}");
    let checked = Command::new("zsh").args(["-f", "-n", "/dev/stdin"]).stdin(Stdio::piped()).spawn();
    let Ok(mut zsh) = checked else { return println!("skipped: there is no zsh") };
    zsh.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(zsh.wait().unwrap().success());
}
