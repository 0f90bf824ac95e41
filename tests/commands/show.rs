//! `diptych show`, `completions` and `man`.

use crate::layers::{corpus, refused, says};

const A: &str = "{claim: 😀 Prices rose {figure: 5%} in May}, {source: INSEE} said.\n";

#[test]
fn in_a_pipe_tags_are_marks() {
    let folder = corpus(&[("a.txt", "ana", A)]);
    assert_eq!(
        says(&folder, &["show", "a.txt"], 0),
        "[claim: 😀 Prices rose [figure: 5%] in May], [source: INSEE] said.\n"
    );
}

#[test]
fn several_annotators_share_a_text() {
    let folder = corpus(&[("a.txt", "ana", A), ("a.txt", "ben", "😀 Prices rose {figure: 5%} in May, INSEE said.\n")]);
    assert!(refused(&folder, &["show", "a.txt"]).contains("there are layers by ana and ben; name one of them"));
    let shown = says(&folder, &["show", "a.txt", "--all"], 0);
    assert_eq!(shown, "[ana claim: 😀 Prices rose [ana+ben figure: 5%] in May], [ana source: INSEE] said.\n");
}

#[test]
fn in_colours_a_tag_is_painted_and_its_text_drives_nothing() {
    let folder = corpus(&[("a.txt", "ana", "\u{1b}[2J {claim: rose {figure: 5%}}\n")]);
    let shown = says(&folder, &["show", "a.txt", "--color", "always"], 0);
    assert!(shown.contains("␛[2J \u{1b}[4;34mrose \u{1b}[m\u{1b}[4;33m\u{1b}[4:2m5%\u{1b}[m\n"), "{shown:?}");
    let plain = says(&folder, &["show", "a.txt", "--color", "never"], 0);
    assert_eq!(plain, "␛\\[2J [claim: rose [figure: 5%]]\n");
}

#[test]
fn on_a_terminal_the_text_is_wrapped_and_painted_unless_colours_are_not_wanted() {
    let long = "{claim: word} ".repeat(30) + "end\n";
    let folder = corpus(&[("a.txt", "ana", &long)]);
    let mut pty = folder.start(&["show", "a.txt"]);
    assert_eq!(pty.exit_code(), 0);
    let raw = pty.raw_text();
    assert!(raw.contains("\u{1b}[") && raw.contains("claim\u{1b}[m 30"), "{raw:?}");
    assert!(
        pty.screen().lines().all(|row| row.trim().is_empty() || !row.trim_end().ends_with("wor")),
        "{}",
        pty.screen()
    );
    let mut plain = folder.program(&["show", "a.txt"]).env("NO_COLOR", "1").start();
    assert_eq!(plain.exit_code(), 0);
    assert!(!plain.raw_text().contains('\u{1b}') && plain.raw_text().contains("[claim: word]"));
}

#[test]
fn shells_and_readers_of_manuals_are_served() {
    let folder = corpus(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = says(&folder, &["completions", shell], 0);
        assert!(script.contains("diptych") && script.contains("completions"), "{shell}");
    }
    assert!(says(&folder, &["man"], 0).contains(".TH diptych 1"));
    assert!(says(&folder, &["man", "check"], 0).contains(".TH diptych-check 1"));
    assert!(
        refused(&folder, &["man", "chek"])
            .contains("there is no command chek\nhint: The commands are init, add, agree, ")
    );
    says(&folder, &["man", "--all", "man1"], 0);
    let page = |name: &str| std::fs::read_to_string(folder.path("man1").join(name)).unwrap();
    assert!(page("diptych.1").contains(".TH diptych 1") && page("diptych-add.1").contains("sources.ron"));
    assert!(says(&folder, &["--version"], 0).contains("\nfeatures: "));
}
