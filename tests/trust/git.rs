//! Merges layers with git, in whole repositories: two branches, one layer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use diptych::corpus::record::{self, LayerReading};
use diptych::tags::{Id, Records, Tag};
use diptych::text::{Document, Span};
use tempfile::TempDir;

use crate::pty;

const TEXT: &str = "About 1,500 men are in Kursk, said the NIS. Seoul counts 10,000.\n\nKyiv counts none.\n";
const LAYER: &str = "annotations/may/a.txt.gold.ron";

/// A repository with a text and a gold layer that two people share.
struct Repository {
    folder: TempDir,
}

impl Repository {
    /// Makes the repository. Returns `None`, with a message, if there is no git.
    fn new() -> Option<Repository> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("skipped: there is no git here");
            return None;
        }
        let repository = Repository { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.write("annotations/corpus.ron", "(format: 1, texts: \"samples\")\n");
        repository.write("samples/may/a.txt", TEXT);
        Some(repository)
    }

    /// Makes a repository with the merge driver installed and `tags` on the main branch.
    fn with(tags: &[Tag]) -> Option<Repository> {
        let repository = Repository::new()?;
        assert!(repository.diptych(&["merge", "--install", "--yes"]).status.success());
        repository.save(TEXT, tags);
        repository.commit("the gold layer");
        Some(repository)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn command(&self, program: &str, args: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.folder.path()).env("HOME", self.folder.path().join("home"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env_remove("XDG_CONFIG_HOME").env("GIT_EDITOR", "true");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "ana").env(format!("GIT_{who}_EMAIL"), "ana@example.org");
        }
        command.output().unwrap()
    }

    fn diptych(&self, args: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_diptych"), args)
    }

    /// Runs git, which must succeed.
    fn git(&self, args: &[&str]) -> String {
        let output = self.command("git", args);
        assert!(output.status.success(), "git {args:?}: {}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs git, which must leave a conflict in the layer. Returns what git and diptych print about it.
    fn conflict(&self, args: &[&str]) -> String {
        let output = self.command("git", args);
        assert_eq!(output.status.code(), Some(1), "git {args:?}: {}", words(&output));
        assert_eq!(self.git(&["diff", "--name-only", "--diff-filter=U"]).trim(), LAYER);
        words(&output)
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// Writes a gold layer on `text`.
    fn save(&self, text: &str, tags: &[Tag]) {
        let records = Records { tags: tags.iter().cloned().collect(), ..Records::default() };
        self.write(LAYER, &record::write(&records, &Document::new(text), "may/a.txt", "gold"));
    }

    /// Makes two branches, `ana` and `ben`, and does something on each. Leaves ana's checked out.
    fn branches(&self, ana: impl Fn(), ben: impl Fn()) {
        for (branch, work) in [("ben", &ben as &dyn Fn()), ("ana", &ana)] {
            self.git(&["switch", "-q", "-c", branch, "main"]);
            work();
            self.commit(branch);
        }
    }

    /// Opens the gold layer as the program does.
    fn opened(&self) -> LayerReading {
        let document = Document::new(self.read("samples/may/a.txt"));
        record::read(&self.read(LAYER), &document, "may/a.txt", "gold").unwrap()
    }

    /// Returns label, words and note of each of its tags, in order of place.
    fn tags(&self) -> Vec<String> {
        let text = self.read("samples/may/a.txt");
        let opened = self.opened();
        assert!(opened.records.lost.is_empty() && opened.doubts.is_empty(), "{opened:?}");
        let words = |tag: &Tag| format!("{} {} {}", tag.label, &text[tag.span.start..tag.span.end], tag.note);
        opened.records.tags.iter().map(|tag| words(tag).trim_end().to_string()).collect()
    }
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn tag(text: &str, id: &str, label: &str, words: &str) -> Tag {
    let at = text.find(words).unwrap();
    Tag { id: Id::from(id), ..Tag::new(label, Span::new(at, at + words.len()), "2026-11-22T04:17:00Z") }
}

fn noted(tag: Tag, note: &str) -> Tag {
    Tag { note: note.into(), ..tag }
}

fn men() -> Tag {
    tag(TEXT, "t-men", "figure", "About 1,500")
}

fn nis() -> Tag {
    tag(TEXT, "t-nis", "source", "the NIS")
}

fn seoul() -> Tag {
    tag(TEXT, "t-seoul", "source", "Seoul")
}

#[test]
fn two_people_who_tagged_the_same_document_end_with_the_tags_of_both() {
    let Some(repository) = Repository::with(&[nis()]) else { return };
    repository.branches(|| repository.save(TEXT, &[men(), nis()]), || repository.save(TEXT, &[nis(), seoul()]));
    repository.git(&["merge", "-q", "ben"]);
    assert_eq!(repository.tags(), ["figure About 1,500", "source the NIS", "source Seoul"]);
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    let document = Document::new(TEXT);
    let whole = Records { tags: [men(), nis(), seoul()].into_iter().collect(), ..Records::default() };
    assert_eq!(
        repository.read(LAYER),
        record::write(&whole, &document, "may/a.txt", "gold"),
        "as the program writes it"
    );
}

#[test]
fn a_layer_that_both_began_is_merged_without_a_base() {
    let Some(repository) = Repository::with(&[]) else { return };
    repository.git(&["rm", "-q", LAYER]);
    repository.commit("nobody has tagged yet");
    repository.branches(|| repository.save(TEXT, &[men()]), || repository.save(TEXT, &[seoul()]));
    repository.git(&["merge", "-q", "ben"]);
    assert_eq!(repository.tags(), ["figure About 1,500", "source Seoul"]);
}

#[test]
fn the_same_tag_changed_differently_is_a_conflict_that_opens_with_both_versions() {
    let Some(repository) = Repository::with(&[men(), nis()]) else { return };
    let relabelled = |label: &str| Tag { label: label.into(), ..men() };
    repository.branches(
        || repository.save(TEXT, &[relabelled("claim"), nis()]),
        || repository.save(TEXT, &[relabelled("source"), nis(), seoul()]),
    );
    let said = repository.conflict(&["merge", "ben"]);
    assert!(said.contains("1 conflict; both versions of each record are kept"), "{said}");
    assert!(said.contains("claim “About 1,500” 0..11 (t-men)  |  source “About 1,500” 0..11 (t-men-"), "{said}");
    assert!(said.contains(&format!("git add {LAYER}")), "{said}");
    assert!(!repository.read(LAYER).contains("<<<<<<<"));
    assert_eq!(repository.tags(), ["claim About 1,500", "source About 1,500", "source the NIS", "source Seoul"]);
    let rivals: Vec<Id> = repository.opened().records.tags.iter().filter_map(|tag| tag.rival.clone()).collect();
    assert_eq!(rivals, [Id::from("t-men")]);
    // A settled conflict stays settled, whichever branch is merged next.
    repository.save(TEXT, &[relabelled("source"), nis(), seoul()]);
    repository.commit("settled");
    repository.git(&["switch", "-q", "ben"]);
    repository.save(TEXT, &[relabelled("source"), noted(nis(), "Korean"), seoul()]);
    repository.commit("goes on");
    repository.git(&["merge", "-q", "ana"]);
    assert_eq!(repository.tags(), ["source About 1,500", "source the NIS Korean", "source Seoul"]);
}

#[test]
fn what_one_removed_and_the_other_changed_is_kept() {
    let Some(repository) = Repository::with(&[men(), nis(), seoul()]) else { return };
    repository.branches(
        || repository.save(TEXT, &[seoul()]),
        || repository.save(TEXT, &[noted(men(), "see p. 3"), nis(), seoul()]),
    );
    repository.git(&["merge", "-q", "ben"]);
    assert_eq!(repository.tags(), ["figure About 1,500 see p. 3", "source Seoul"]);
}

#[test]
fn a_text_edited_on_one_branch_and_tagged_on_the_other_opens_with_every_tag_in_its_place() {
    let Some(repository) = Repository::with(&[men(), nis()]) else { return };
    let text = format!("Kyiv, May. {TEXT}");
    let ana = || {
        repository.write("samples/may/a.txt", &text);
        let moved = [tag(&text, "t-men", "figure", "About 1,500"), tag(&text, "t-nis", "source", "the NIS")];
        repository.save(&text, &[tag(&text, "t-may", "source", "May"), moved[0].clone(), moved[1].clone()]);
    };
    // Ben removes one, notes the other, and makes a third, all on the text as it was.
    repository.branches(ana, || repository.save(TEXT, &[noted(nis(), "Korean"), seoul()]));
    repository.git(&["merge", "-q", "ben"]);
    assert_eq!(repository.tags(), ["source May", "source the NIS Korean", "source Seoul"]);
}

#[test]
fn a_rebase_and_a_cherry_pick_merge_by_tags_too() {
    let Some(repository) = Repository::with(&[nis()]) else { return };
    repository.branches(|| repository.save(TEXT, &[men(), nis()]), || repository.save(TEXT, &[nis(), seoul()]));
    repository.git(&["switch", "-q", "-c", "picked"]);
    repository.git(&["cherry-pick", "ben"]);
    assert_eq!(repository.tags(), ["figure About 1,500", "source the NIS", "source Seoul"]);
    repository.git(&["switch", "-q", "ana"]);
    repository.git(&["rebase", "-q", "ben"]);
    assert_eq!(repository.tags(), ["figure About 1,500", "source the NIS", "source Seoul"]);
}

#[test]
fn branches_that_have_merged_each_other_merge_again() {
    let Some(repository) = Repository::with(&[men(), nis()]) else { return };
    repository.branches(
        || repository.save(TEXT, &[noted(men(), "ana’s"), nis()]),
        || repository.save(TEXT, &[men(), noted(nis(), "ben’s")]),
    );
    repository.git(&["tag", "before"]);
    repository.git(&["merge", "-q", "ben"]);
    repository.git(&["switch", "-q", "ben"]);
    repository.git(&["merge", "-q", "before"]);
    let merged = [noted(men(), "ana’s"), noted(nis(), "ben’s")];
    repository.save(TEXT, &[merged[0].clone(), merged[1].clone(), seoul()]);
    repository.commit("ben goes on");
    repository.git(&["switch", "-q", "ana"]);
    repository.save(TEXT, &[merged[0].clone(), noted(nis(), "ben’s, and mine")]);
    repository.commit("ana goes on");
    repository.git(&["merge", "-q", "ben"]);
    assert_eq!(repository.tags(), ["figure About 1,500 ana’s", "source the NIS ben’s, and mine", "source Seoul"]);
}

#[test]
fn a_version_that_does_not_read_leaves_ours_as_it_is_and_the_file_conflicted() {
    let Some(repository) = Repository::with(&[nis()]) else { return };
    let ben = || {
        repository.save(TEXT, &[nis(), seoul()]);
        let whole = repository.read(LAYER);
        repository.write(LAYER, &whole[..whole.len() - 30]);
    };
    repository.branches(|| repository.save(TEXT, &[men(), nis()]), ben);
    let ours = repository.read(LAYER);
    let said = repository.conflict(&["merge", "ben"]);
    assert!(said.contains(&format!("diptych: {LAYER}:")), "{said}");
    assert!(said.contains("(in their version; nothing was merged)"), "{said}");
    assert_eq!(repository.read(LAYER), ours);
}

#[test]
fn without_git_three_files_become_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let save = |name: &str, tags: &[Tag]| {
        let records = Records { tags: tags.iter().cloned().collect(), ..Records::default() };
        fs::write(path(name), record::write(&records, &Document::new(TEXT), "a.txt", "ana")).unwrap();
    };
    save("base", &[men()]);
    save("ours", &[men(), nis()]);
    save("theirs", &[men(), seoul()]);
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_diptych")).arg("merge").args(args).current_dir(&folder).output();
        let output = output.unwrap();
        (output.status.code(), words(&output))
    };
    assert_eq!(run(&["base", "ours", "theirs"]), (Some(0), String::new()));
    save("expected", &[men(), nis(), seoul()]);
    assert_eq!(fs::read(path("ours")).unwrap(), fs::read(path("expected")).unwrap());
    fs::write(path("theirs"), "(format: 1,\n  document: 5)").unwrap();
    let (code, said) = run(&["base", "ours", "theirs"]);
    assert!(code == Some(2) && said.starts_with("diptych: theirs:2:13: "), "{code:?} {said}");
    assert!(said.contains("\nhint: "), "{said}");
    assert_eq!(fs::read(path("ours")).unwrap(), fs::read(path("expected")).unwrap());
    let (code, said) = run(&["base", "ours"]);
    assert!(code == Some(2) && said.contains("<THEIRS>"), "{said}");
    let (code, said) = run(&["base", "ours", "gone"]);
    assert_eq!((code, said.lines().next()), (Some(2), Some("diptych: there is no gone")));
}

#[test]
fn installing_says_what_it_writes_and_leaves_what_is_there() {
    let Some(repository) = Repository::new() else { return };
    repository.write(".gitattributes", "*.svg binary\n*.md text");
    let asked = repository.diptych(&["merge", "--install"]);
    assert_eq!(asked.status.code(), Some(2), "nobody can be asked");
    assert!(words(&asked).contains("diptych merge --install --yes"), "{}", words(&asked));
    assert_eq!(repository.read(".gitattributes"), "*.svg binary\n*.md text");
    assert!(!repository.command("git", &["config", "merge.diptych.driver"]).status.success());

    let done = repository.diptych(&["merge", "--install", "--yes"]);
    assert!(done.status.success() && done.stderr.is_empty(), "{}", words(&done));
    let driver = repository.git(&["config", "--local", "merge.diptych.driver"]);
    assert!(driver.ends_with(" merge %O %A %B %P\n"), "{driver}");
    let attributes = "*.svg binary\n*.md text\n**/annotations/**/*.*.ron merge=diptych\n";
    assert_eq!(repository.read(".gitattributes"), attributes);
    for line in [driver.trim(), "merge.diptych.name = ", "**/annotations/**/*.*.ron merge=diptych"] {
        assert!(words(&done).contains(line), "{line}: {}", words(&done));
    }

    let config = repository.read(".git/config");
    let again = repository.diptych(&["merge", "--install"]);
    assert!(again.status.success() && words(&again).contains("all of it is there already."), "{}", words(&again));
    assert_eq!((repository.read(".gitattributes"), repository.read(".git/config")), (attributes.into(), config));

    // An entry with an old path of the program is reported and replaced.
    repository.git(&["config", "merge.diptych.driver", "/old/diptych merge %O %A %B"]);
    let moved = repository.diptych(&["merge", "--install", "-y"]);
    assert!(words(&moved).contains("(instead of: /old/diptych merge %O %A %B)"), "{}", words(&moved));
    assert_eq!(repository.git(&["config", "--local", "merge.diptych.driver"]), driver);
}

#[test]
fn installing_asks_first() {
    let Some(repository) = Repository::new() else { return };
    let answered = |answer: &str| {
        let pty = pty::Pty::new(env!("CARGO_BIN_EXE_diptych")).args(["merge", "--install"]);
        let mut pty = pty.dir(repository.folder.path()).start();
        let screen = pty.wait_for_text("[y/N]");
        assert!(screen.contains("merge.diptych.driver") && !repository.path(".gitattributes").exists(), "{screen}");
        pty.send(answer);
        pty.exit_code()
    };
    assert_eq!(answered("<CR>"), 1);
    assert!(!repository.path(".gitattributes").exists());
    assert_eq!(answered("y<CR>"), 0);
    assert!(repository.path(".gitattributes").exists());
}

#[test]
fn a_layer_whose_name_the_shell_would_mistake_is_merged_too() {
    let Some(repository) = Repository::with(&[]) else { return };
    let layer = "annotations/it's $(touch x) & more.txt.gold.ron";
    let save = |label: &str| {
        let records =
            Records { tags: [tag(TEXT, "t-men", label, "1,500")].into_iter().collect(), ..Records::default() };
        repository.write(layer, &record::write(&records, &Document::new(TEXT), "it's.txt", "gold"));
    };
    save("figure");
    repository.commit("another");
    repository.branches(|| save("claim"), || save("source"));
    let output = repository.command("git", &["merge", "ben"]);
    assert!(words(&output).contains(&format!("diptych: {layer}: 1 conflict")), "{}", words(&output));
    assert!(!repository.path("x").exists());
}

#[test]
fn layers_are_merged_by_tags_and_nothing_else_is() {
    let Some(repository) = Repository::with(&[nis()]) else { return };
    let merged_by = |path: &str| {
        let said = repository.git(&["check-attr", "merge", "--", path]);
        said.rsplit(' ').next().unwrap().trim().to_string()
    };
    for layer in
        ["annotations/a.txt.ana.ron", LAYER, "press/annotations/deep/er/a b.md.ana.ron", "annotations/a.ana.ron"]
    {
        assert_eq!(merged_by(layer), "diptych", "{layer}");
    }
    for other in ["annotations/corpus.ron", "press/annotations/corpus.ron", "samples/a.txt", "a.txt.ana.ron"] {
        assert_eq!(merged_by(other), "unspecified", "{other}");
    }
}

#[test]
fn installing_works_below_the_root_and_for_all_repositories() {
    let Some(repository) = Repository::new() else { return };
    fs::create_dir_all(repository.path("home")).unwrap();
    let below = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command.args(args).current_dir(repository.path("samples/may")).env("HOME", repository.path("home"));
        command.env_remove("XDG_CONFIG_HOME").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap()
    };
    let done = below(&["merge", "--install", "--global", "--yes"]);
    assert!(done.status.success(), "{}", words(&done));
    assert!(repository.read("home/.gitconfig").contains("[merge \"diptych\"]"));
    assert!(!repository.read(".git/config").contains("diptych"));
    assert!(
        Path::new(&repository.path(".gitattributes")).exists()
            && !repository.path("samples/may/.gitattributes").exists()
    );
}

#[test]
fn outside_of_a_repository_nothing_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(["merge", "--install", "--yes"]).current_dir(&folder).env("GIT_CEILING_DIRECTORIES", folder.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("\nhint: "), "{}", words(&output));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}
