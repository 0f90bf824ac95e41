//! Tests that the `sources.ron` of a corpus from strangers makes `diptych add --again` read no file that did not come with it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

fn again(folder: &Path, files: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(["add", "--again"]).args(files).current_dir(folder).env("XDG_CONFIG_HOME", folder.join(".config"));
    command.output().unwrap()
}

#[test]
fn no_original_outside_of_a_corpus_is_read_unless_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let outside = fs::canonicalize(folder.path()).unwrap();
    let corpus = outside.join("corpus");
    fs::create_dir_all(corpus.join("annotations")).unwrap();
    fs::create_dir_all(corpus.join(".git")).unwrap();
    fs::write(outside.join("key"), "secret\n").unwrap();
    fs::write(corpus.join(".git/config"), "secret\n").unwrap();
    fs::write(corpus.join("page.html"), "<p>The river rose.</p>").unwrap();
    symlink(outside.join("key"), corpus.join("link.html")).unwrap();
    symlink(&outside, corpus.join("folder")).unwrap();
    symlink(".git", corpus.join("git")).unwrap();
    let absolute = outside.join("key").display().to_string();
    let originals = [&absolute, "../key", "a/../../key", "link.html", "folder/key", ".git/config", "git/config"];
    let text = Sha256::digest("a\n").iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let line = |(number, original): (usize, &&str)| {
        fs::write(corpus.join(format!("{number}.txt")), "a\n").unwrap();
        format!("        \"{number}.txt\": (original: \"{original}\", sha256: \"0\", text: \"{text}\"),\n")
    };
    fs::create_dir(corpus.join("a")).unwrap();
    let lines: String = originals.iter().chain([&"page.html"]).enumerate().map(line).collect();
    fs::write(
        corpus.join("annotations/sources.ron"),
        format!("(\n    format: 1,\n    sources: {{\n{lines}    }},\n)\n"),
    )
    .unwrap();
    let said = again(&corpus, &[]);
    let words = String::from_utf8(said.stderr).unwrap();
    for (number, original) in originals.iter().enumerate() {
        assert_eq!(fs::read_to_string(corpus.join(format!("{number}.txt"))).unwrap(), "a\n", "{original}");
    }
    assert_eq!(fs::read_to_string(corpus.join("7.txt")).unwrap(), "The river rose.\n", "{words}");
    assert!(words.contains("and 4 more are not read again: outside the folder"), "{words}");
    assert!(words.contains("hint: Name those that you know: diptych add --again /"), "{words}");
    // A file that is named is read: the analyst knows it.
    let said = again(&corpus, &["../key"]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(fs::read_to_string(corpus.join("1.txt")).unwrap(), "secret\n");
}
