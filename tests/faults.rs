//! Every system call of opening, saving, setting aside and merging fails in turn, and no tag is lost.
//!
//! ```text
//!   once     strace ─▶ the calls between "begin" and "end": openat 1, statx 1, statx 2, … rename 1, fsync 2
//!   then     for each call, for each error that it may give: the same again, with that one call failing
//!
//!   child    begin  open the layer  ready ····················  save t-ours   end    save once more   healed
//!   we                                     save t-theirs, go
//! ```
//!
//! The calls are found and not listed, so a new one is tried as soon as the program makes it. By default each fails with one of
//! its errors; `FAULTS=all` tries all of them, which takes some minutes. Afterwards the tag of the other
//! window must be in the file, and ours too if the child said "saved"; the next save must heal what the fault left. The table is
//! printed with `--nocapture`. Where strace cannot trace, the tests say so and are skipped.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use diptych::corpus::saver::Snapshot;
use diptych::corpus::shared::Shared;
use diptych::corpus::{Corpus, aside, record};
use diptych::tags::{Id, Records, Tag};
use diptych::text::{Document, Span};

/// The errors that each call is documented to give and that a person may meet.
const ERRORS: &[(&str, &[&str])] = &[
    ("openat", &["EACCES", "EIO", "EMFILE", "ENOENT", "ESTALE"]),
    ("statx", &["EACCES", "EIO", "ENOENT", "ESTALE"]),
    ("newfstatat", &["EACCES", "EIO", "ENOENT", "ESTALE"]),
    ("fstat", &["EIO"]),
    ("lstat", &["EACCES", "EIO", "ENOENT", "ESTALE"]),
    ("stat", &["EACCES", "EIO", "ENOENT", "ESTALE"]),
    ("readlink", &["EACCES", "EIO", "ENOENT"]),
    ("readlinkat", &["EACCES", "EIO", "ENOENT"]),
    ("getdents64", &["EIO", "ENOENT"]),
    ("flock", &["ENOLCK", "EOPNOTSUPP", "EIO"]),
    ("read", &["EIO", "ESTALE"]),
    ("write", &["EIO", "ENOSPC", "EDQUOT"]),
    ("fsync", &["EIO", "ENOSPC"]),
    ("fchmod", &["EPERM", "EIO"]),
    ("mkdir", &["EACCES", "ENOSPC"]),
    ("link", &["EPERM", "EIO", "EEXIST"]),
    ("linkat", &["EPERM", "EIO", "EEXIST"]),
    ("rename", &["EACCES", "EIO", "ENOSPC"]),
    ("renameat", &["EACCES", "EIO", "ENOSPC"]),
    ("renameat2", &["EACCES", "EIO", "ENOSPC"]),
    ("unlink", &["EACCES", "EIO"]),
    ("unlinkat", &["EACCES", "EIO"]),
    ("copy_file_range", &["EIO", "ENOSPC"]),
    ("sendfile", &["EIO", "ENOSPC"]),
];

const TEXT: &str = "About 1,500 men came, said the NIS. They were 10,000 in May.\n";
const LAYER: &str = "annotations/a.txt.ana.ron";

/// What the child is to do and where.
const WORK: &str = "FAULTS_WORK";
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

/// The layer as a window knows it that has just opened it.
fn opened(folder: &Path) -> Result<(Shared, Records), String> {
    let path = folder.join(LAYER);
    let shared = Shared::at(&path);
    let corpus = Corpus::of(&folder.join("a.txt")).map_err(|problem| problem.to_string())?;
    let reading = corpus.layer("a.txt", &document(), "ana").map_err(|problem| problem.to_string())?;
    let records = reading.map(|reading| reading.records).unwrap_or_default();
    shared.holds(records.clone());
    Ok((shared, records))
}

/// The errors that a call is to give: one, another for each call, or with `FAULTS=all` each of them.
fn errors(call: &Call) -> Vec<&'static str> {
    let (_, errors) = ERRORS.iter().find(|(name, _)| *name == call.name).unwrap();
    match std::env::var_os("FAULTS") {
        Some(_) => errors.to_vec(),
        None => vec![errors[call.nth % errors.len()]],
    }
}

/// The ids of the tags on the disk.
fn on_disk(folder: &Path) -> BTreeSet<String> {
    let Ok(text) = fs::read_to_string(folder.join(LAYER)) else { return BTreeSet::new() };
    let reading = record::read(&text, &document(), "a.txt", "ana").expect("the layer is whole");
    assert!(reading.doubts.is_empty(), "{:?}", reading.doubts);
    reading.records.tags.iter().map(|tag| tag.id.to_string()).collect()
}

// The child

#[test]
fn a_child_does_its_work() {
    let Ok(work) = std::env::var(WORK) else { return };
    let folder = PathBuf::from(std::env::var_os(WHERE).unwrap());
    count_up();
    say("begin");
    match work.as_str() {
        "save" => save_twice(&folder),
        "aside" => {
            say(&aside::set_aside(&folder.join(LAYER)).map_or_else(|error| error.to_string(), |_| "saved".into()))
        }
        "copy" => {
            say(&aside::copy_aside(&folder.join(LAYER)).map_or_else(|error| error.to_string(), |_| "saved".into()))
        }
        "elsewhere" => {
            let written = aside::write(&folder.join("elsewhere.ron"), b"(format: 1)\n");
            say(&written.map_or_else(|error| error.to_string(), |_| "saved".into()));
        }
        other => panic!("{other}"),
    }
    say("end");
}

/// Makes more calls than the harness's own thread has made: strace counts those of each thread by themselves, and what is to
/// fail by its number must not fail there.
fn count_up() {
    for _ in 0..200 {
        let mut null = fs::File::options().read(true).write(true).open("/dev/null").unwrap();
        null.read_exact(&mut [0]).unwrap_err();
        null.write_all(b"x").unwrap();
        fs::metadata("/dev/null").unwrap();
        fs::read_link("/proc/self").unwrap();
    }
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

/// A call of the child's that is to fail: the `nth` of its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Call {
    name: String,
    nth: usize,
}

/// A child under strace, which writes what it sees to `trace` and makes one call fail.
fn child(work: &str, folder: &Path, trace: &Path, fault: Option<(&Call, &str)>) -> io::Result<Child> {
    let names: Vec<String> = ERRORS.iter().map(|(name, _)| format!("?{name}")).collect();
    let mut command = Command::new("strace");
    command.args(["-qq", "-f", "-o"]).arg(trace).args(["-e", &format!("trace={}", names.join(","))]);
    if let Some((call, error)) = fault {
        command.args(["-e", &format!("inject={}:error={error}:when={}", call.name, call.nth)]);
    }
    command.arg(std::env::current_exe()?).args(["--exact", "a_child_does_its_work", "--nocapture", "--test-threads=1"]);
    command.env(WORK, work).env(WHERE, folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn()
}

/// The calls between "begin" and "end", as the thread that said so made them.
fn calls(trace: &Path) -> Vec<Call> {
    let text = fs::read_to_string(trace).unwrap();
    let thread = text.lines().find(|line| line.contains("said begin")).unwrap().split(' ').next().unwrap().to_string();
    let (mut counts, mut found, mut inside) = (BTreeMap::<&str, usize>::new(), Vec::new(), false);
    for line in text.lines().filter(|line| line.split(' ').next() == Some(&thread)) {
        let call = line[thread.len()..].trim_start();
        let Some((name, rest)) = call.split_once('(') else { continue };
        let count = counts.entry(name).or_default();
        *count += 1;
        inside = (inside || rest.contains("said begin")) && !rest.contains("said end");
        let is_talk = (name == "write" && rest.starts_with("1,")) || (name == "read" && rest.starts_with("0,"));
        if inside && !is_talk && ERRORS.iter().any(|(known, _)| *known == name) {
            found.push(Call { name: name.into(), nth: *count });
        }
    }
    found
}

/// A corpus with a text and, if `tags`, a layer.
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

/// What became of the runs with one call and one error.
#[derive(Default)]
struct Fate {
    runs: usize,
    saved: usize,
    refused: usize,
    unopened: usize,
}

type Table = BTreeMap<(String, &'static str), Fate>;

fn print(what: &str, table: &Table) {
    let mut out = format!(
        "{what}\n{:<12} {:<11} {:>5} {:>6} {:>8} {:>9}\n",
        "call", "error", "runs", "saved", "refused", "unopened"
    );
    for ((call, error), fate) in table {
        let Fate { runs, saved, refused, unopened } = fate;
        out += &format!("{call:<12} {error:<11} {runs:>5} {saved:>6} {refused:>8} {unopened:>9}\n");
    }
    println!("{out}none lost, none called saved that was not");
}

/// Says why something was not tried, past the test harness, which hides what tests print.
fn skipped() {
    let _ = writeln!(io::stderr(), "skipped: there is no strace that may trace, so no call is made to fail");
}

/// One save with another window's in between. Returns what the child said of it.
fn save_beside_another(tags: &[&str], fault: Option<(&Call, &str)>, trace: &Path) -> Option<String> {
    let folder = corpus(tags);
    let (theirs, mut records) = opened(folder.path()).unwrap();
    let mut child = child("save", folder.path(), trace, fault).ok()?;
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
    let mut table = Table::new();
    for call in calls(&trace) {
        for error in errors(&call) {
            let said =
                save_beside_another(tags, Some((&call, error)), &home.path().join("again")).unwrap_or_else(|| {
                    panic!("{call:?} {error}: {}", fs::read_to_string(home.path().join("again")).unwrap())
                });
            let fate = table.entry((call.name.clone(), error)).or_default();
            fate.runs += 1;
            *match said.as_str() {
                "saved" => &mut fate.saved,
                said if said.starts_with("not opened") => &mut fate.unopened,
                _ => &mut fate.refused,
            } += 1;
        }
    }
    assert!(table.len() > 10, "calls were found: {:?}", table.keys());
    print(what, &table);
}

#[test]
fn whichever_call_of_a_save_fails_nothing_is_lost() {
    each_call_fails_while_saving("opening and saving a layer, another window saving in between", &["t-1", "t-2"]);
}

#[test]
fn whichever_call_of_the_first_save_fails_nothing_is_lost() {
    each_call_fails_while_saving("opening a text and saving its first layer, another window saving in between", &[]);
}

#[test]
fn whichever_call_of_setting_aside_fails_the_layer_is_there_under_one_name_or_the_other() {
    let home = tempfile::tempdir().unwrap();
    let trace = home.path().join("trace");
    for work in ["aside", "copy", "elsewhere"] {
        let run = |fault: Option<(&Call, &str)>, trace: &Path| -> Option<String> {
            let folder = corpus(&["t-1", "t-2"]);
            let before = fs::read(folder.path().join(LAYER)).unwrap();
            let mut child = child(work, folder.path(), trace, fault).ok()?;
            let mut said = BufReader::new(child.stdout.take().unwrap());
            assert_eq!(next(&mut said)?, "begin");
            let first = next(&mut said)?;
            child.wait().unwrap();
            let aside = folder.path().join(format!("{LAYER}.aside"));
            let kept: Vec<Vec<u8>> = [folder.path().join(LAYER), aside.clone()].iter().flat_map(fs::read).collect();
            assert!(kept.contains(&before), "{work} {fault:?}: {first}");
            let new = if work == "elsewhere" { folder.path().join("elsewhere.ron") } else { aside };
            assert!(first != "saved" || new.exists(), "{work} {fault:?}");
            Some(first)
        };
        if run(None, &trace).as_deref() != Some("saved") {
            return skipped();
        }
        let mut table = Table::new();
        for call in calls(&trace) {
            for error in errors(&call) {
                let said = run(Some((&call, error)), &home.path().join("again")).unwrap_or_else(|| {
                    panic!("{call:?} {error}: {}", fs::read_to_string(home.path().join("again")).unwrap())
                });
                let fate = table.entry((call.name.clone(), error)).or_default();
                fate.runs += 1;
                *if said == "saved" { &mut fate.saved } else { &mut fate.refused } += 1;
            }
        }
        print(work, &table);
    }
}

/// Git's merge driver: a fault leaves our file as it was, or makes it whole; "done" is only said of both sides' tags.
#[test]
fn whichever_call_of_the_merge_driver_fails_our_file_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let file = |ids: &[&str]| {
        let tags = ids.iter().enumerate().map(|(at, id)| tag(id, at * 6));
        let records = Records { tags: tags.collect(), ..Records::default() };
        record::write(&records, &document(), "a.txt", "ana")
    };
    let (base, ours, theirs) = (file(&["t-1"]), file(&["t-1", "t-ours"]), file(&["t-1", "t-ours", "t-theirs"]));
    let path = |name: &str| home.path().join(name);
    let run = |fault: Option<(&Call, &str)>| -> Option<(Option<i32>, String)> {
        fs::write(path("base"), &base).unwrap();
        fs::write(path("ours"), &ours).unwrap();
        fs::write(path("theirs"), &theirs).unwrap();
        let names: Vec<String> = ERRORS.iter().map(|(name, _)| format!("?{name}")).collect();
        let mut command = Command::new("strace");
        command.args(["-qq", "-f", "-o"]).arg(path("trace")).args(["-e", &format!("trace={}", names.join(","))]);
        if let Some((call, error)) = fault {
            command.args(["-e", &format!("inject={}:error={error}:when={}", call.name, call.nth)]);
        }
        command.arg(env!("CARGO_BIN_EXE_diptych")).arg("merge").args(["base", "ours", "theirs"].map(path));
        let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
        Some((done.code(), fs::read_to_string(path("ours")).unwrap()))
    };
    if run(None) != Some((Some(0), theirs.clone())) {
        return skipped();
    }
    // From the first that names one of the three files on, of the thread that does.
    let text = fs::read_to_string(path("trace")).unwrap();
    let folder = home.path().to_str().unwrap();
    let first = text.lines().find(|line| line.contains(folder) && !line.contains("execve")).unwrap();
    let thread = first.split(' ').next().unwrap();
    let (mut counts, mut inside, mut table) = (BTreeMap::<&str, usize>::new(), false, Table::new());
    for line in text.lines().filter(|line| line.split(' ').next() == Some(thread)) {
        inside |= line == first;
        let Some((name, _)) = line[thread.len()..].trim_start().split_once('(') else { continue };
        *counts.entry(name).or_default() += 1;
        if !inside || ERRORS.iter().all(|(known, _)| *known != name) {
            continue;
        }
        let call = Call { name: name.into(), nth: counts[name] };
        for error in errors(&call) {
            let (code, left) = run(Some((&call, error))).unwrap();
            assert!(left == ours || left == theirs, "{call:?} {error}: {left}");
            assert!(code != Some(0) || left == theirs, "{call:?} {error} is called merged");
            let fate = table.entry((call.name.clone(), error)).or_default();
            fate.runs += 1;
            *if code == Some(0) { &mut fate.saved } else { &mut fate.refused } += 1;
        }
    }
    print("diptych merge", &table);
}
