//! Lets each system call of opening and saving a layer fail in turn while another window saves, and checks that no tag is lost.
//!
//! ```text
//!   child    begin  open the layer  ready ····················  save t-ours   end    save once more   healed
//!   we                                     save t-theirs, go
//! ```
//!
//! Afterwards the tag of the other window must be in the file, and the child's too if it said "saved". After the next save both must
//! be there. See `strace` for how the calls are found.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;

use diptych::corpus::saver::Snapshot;
use diptych::corpus::shared::SharedLayer;
use diptych::corpus::{Corpus, record};
use diptych::tags::{Id, Records, Tag};
use diptych::text::{Document, Span};

use crate::only;
use crate::strace::{Fate, Fault, Table, count_up, said_between, skipped, traced};

const TEXT: &str = "About 1,500 men came, said the NIS. They were 10,000 in May.\n";
const LAYER: &str = "annotations/a.txt.ana.ron";

/// The environment variable that names the child's folder.
const WHERE: &str = "FAULTS_WHERE";

fn tag(id: &str, at: usize) -> Tag {
    Tag { id: Id::from(id), ..Tag::new("figure", Span::new(at, at + 5), "2026-11-28T08:00:00Z") }
}

fn document() -> Arc<Document> {
    Arc::new(Document::new(TEXT))
}

fn snapshot(records: Records, joins: u64) -> Snapshot {
    Snapshot { records, document: document(), name: "a.txt".into(), annotator: "ana".into(), joins }
}

/// Opens the layer as a window does. Returns its file and its records.
fn opened(folder: &Path) -> Result<(SharedLayer, Records), String> {
    let path = folder.join(LAYER);
    let shared = SharedLayer::at(&path);
    let corpus = Corpus::of(&folder.join("a.txt")).map_err(|problem| problem.to_string())?;
    let reading = corpus.layer("a.txt", &document(), "ana").map_err(|problem| problem.to_string())?;
    let records = reading.map(|reading| reading.records).unwrap_or_default();
    shared.holds(records.clone());
    Ok((shared, records))
}

/// Returns the ids of the tags on the disk.
fn on_disk(folder: &Path) -> BTreeSet<String> {
    let Ok(text) = fs::read_to_string(folder.join(LAYER)) else { return BTreeSet::new() };
    let reading = record::read(&text, &document(), "a.txt", "ana").expect("the layer is whole");
    assert!(reading.doubts.is_empty(), "{:?}", reading.doubts);
    reading.records.tags.iter().map(|tag| tag.id.to_string()).collect()
}

// The child

#[test]
fn a_child_does_its_work() {
    let Some(folder) = std::env::var_os(WHERE).map(PathBuf::from) else { return };
    count_up();
    say("begin");
    save_twice(&folder);
    say("end");
}

fn save_twice(folder: &Path) {
    let (shared, mut mine) = match opened(folder) {
        Ok(opened) => opened,
        Err(why) => {
            say("ready");
            return say(&format!("not opened: {why}"));
        }
    };
    say("ready");
    io::stdin().lines().next();
    mine.tags.insert(tag("t-ours", 30));
    let mut joins = 0;
    for again in [false, true] {
        match shared.save(&folder.join(LAYER), &snapshot(mine.clone(), joins)) {
            Ok(found) => {
                if let Some(found) = found {
                    (mine, joins) = (found.merged.records, found.joins);
                }
                say("saved");
            }
            Err(error) => say(&error.to_string()),
        }
        if !again {
            say("end");
        }
    }
}

fn say(what: &str) {
    io::stdout().write_all(format!("\nsaid {what}\n").as_bytes()).unwrap();
}

fn next(said: &mut impl BufRead) -> Option<String> {
    loop {
        let mut line = String::new();
        if said.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        if let Some(what) = line.trim_end().strip_prefix("said ") {
            return Some(what.into());
        }
    }
}

// The runs

/// Starts a child under strace, which writes the calls to `trace` and lets one of them fail.
fn child(folder: &Path, trace: &Path, fault: Option<Fault>) -> io::Result<Child> {
    let mut command = traced(std::env::current_exe()?, trace, fault);
    command.args(only(module_path!(), "a_child_does_its_work")).arg("--test-threads=1");
    command.env(WHERE, folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn()
}

/// Makes a corpus with a text and, if there are `tags`, a layer.
fn corpus(tags: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), TEXT).unwrap();
    fs::create_dir(folder.path().join("annotations")).unwrap();
    if !tags.is_empty() {
        let tags = tags.iter().enumerate().map(|(at, id)| tag(id, at * 6));
        let records = Records { tags: tags.collect(), ..Records::default() };
        let (shared, _) = opened(folder.path()).unwrap();
        shared.save(&folder.path().join(LAYER), &snapshot(records, 0)).unwrap();
    }
    folder
}

/// Lets the child save while another window saves. Returns what the child said about it.
fn save_beside_another(tags: &[&str], fault: Option<Fault>, trace: &Path) -> Option<String> {
    let folder = corpus(tags);
    let (theirs, mut records) = opened(folder.path()).unwrap();
    let mut child = child(folder.path(), trace, fault).ok()?;
    let mut said = BufReader::new(child.stdout.take().unwrap());
    while next(&mut said)? != "ready" {}
    records.tags.insert(tag("t-theirs", 20));
    theirs.save(&folder.path().join(LAYER), &snapshot(records, 0)).unwrap();
    let _ = writeln!(child.stdin.take().unwrap(), "go");
    let first = next(&mut said)?;
    let there = |id: &str| on_disk(folder.path()).contains(id);
    let all_of_theirs = || tags.iter().chain(&["t-theirs"]).all(|id| there(id));
    if next(&mut said)? == "end" && !first.starts_with("not opened") {
        // The second save may have happened meanwhile; it can only add.
        assert_eq!(next(&mut said).as_deref(), Some("saved"), "{fault:?}: healed after {first}");
        assert!(there("t-ours"), "{fault:?}: {first}, and healed");
    }
    child.wait().unwrap();
    assert!(all_of_theirs(), "{fault:?}: {first}, and lost what the other window saved: {:?}", on_disk(folder.path()));
    Some(first)
}

fn each_call_fails_while_saving(what: &str, tags: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let trace = home.path().join("trace");
    if save_beside_another(tags, None, &trace).as_deref() != Some("saved") {
        return skipped();
    }
    let mut table = Table::default();
    for call in said_between(&trace) {
        for error in call.errors() {
            let said =
                save_beside_another(tags, Some((&call, error)), &home.path().join("again")).unwrap_or_else(|| {
                    panic!("{call:?} {error}: {}", fs::read_to_string(home.path().join("again")).unwrap())
                });
            let fate = match said.as_str() {
                "saved" => Fate::Done,
                said if said.starts_with("not opened") => Fate::Unopened,
                _ => Fate::Refused,
            };
            table.count(&call, error, fate);
        }
    }
    assert!(table.len() > 10, "calls were found");
    table.print(what);
}

#[test]
fn whichever_call_of_a_save_fails_nothing_is_lost() {
    each_call_fails_while_saving("opening and saving a layer, another window saving in between", &["t-1", "t-2"]);
}

#[test]
fn whichever_call_of_the_first_save_fails_nothing_is_lost() {
    each_call_fails_while_saving("opening a text and saving its first layer, another window saving in between", &[]);
}
