//! Interrupts everything that the program does with files: each system call fails in turn, and the program is killed at random
//! moments. No tag may be lost, no file left half-written, and nothing called done that is not.
//!
//! ```text
//!              make the files ─▶ do the work ─▶ check       do it again, undisturbed ─▶ check, and is it done?
//!   faults     for each call and each error, see `strace`
//!   kills      a few dozen; KILLS=1000 sets how many of each
//! ```
//!
//! FAULTS=all lets each call fail with each of its errors; WORK=import does that to one kind of work.
//!
//! `faults` has the saves with another window in between; `durable` has the kills of a program that saves without end.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use diptych::corpus::saver::Snapshot;
use diptych::corpus::shared::SharedLayer;
use diptych::corpus::{Corpus, aside, record};
use diptych::tags::{Id, Records, Tag};
use diptych::text::{Document, Span};

use crate::only;
use crate::strace::{self, Call, Fate, Fault, Table, count_up, said_between, since_named, skipped, traced};

/// A kind of work that the program does with files.
struct Work {
    name: &'static str,
    who: Who,
    /// Checks the files afterwards; `done` says whether the program said that it was done.
    holds: fn(&Path, done: bool),
    /// Whether it can be done again, and then completes what is missing.
    again: bool,
}

/// The program that does a work.
#[derive(Clone, Copy)]
enum Who {
    /// This test program, started again, with these steps.
    Child(fn(&Path) -> std::io::Result<()>),
    /// diptych, with these arguments. It prints the same each time it is done.
    Program(&'static [&'static str]),
}

const WORKS: &[Work] = &[
    Work { name: "placing again", who: Who::Child(place_anew), holds: placed_anew, again: true },
    Work {
        name: "setting aside",
        who: Who::Child(|at| aside::set_aside(&at.join(LAYER)).map(drop)),
        holds: aside,
        again: false,
    },
    Work {
        name: "copying aside",
        who: Who::Child(|at| aside::copy_aside(&at.join(LAYER)).map(drop)),
        holds: copied,
        again: false,
    },
    Work { name: "saving elsewhere", who: Who::Child(save_elsewhere), holds: elsewhere, again: true },
    Work { name: "merge", who: Who::Program(&["merge", "base", "ours", "theirs"]), holds: merged, again: true },
    Work {
        name: "import",
        who: Who::Program(&["import", "jsonl", "in.jsonl", "--annotator", "ana"]),
        holds: imported,
        again: true,
    },
    Work { name: "export", who: Who::Program(&["export", "jsonl"]), holds: unchanged, again: true },
    Work { name: "stats", who: Who::Program(&["stats", "--format", "json"]), holds: unchanged, again: true },
];

const TEXT: &str = "About 1,500 men came, said the NIS. They were 10,000 in May.\n";
/// The text after an edit.
const EDITED: &str = "Lately, about 1,500 men came, said the NIS. They were 10,000 in May.\n";
const LAYER: &str = "annotations/a.txt.ana.ron";
const THERE: [&str; 2] = ["t-1", "t-2"];

fn tag(id: &str, at: usize) -> Tag {
    Tag { id: Id::from(id), ..Tag::new("figure", Span::new(at, at + 5), "2026-11-28T08:00:00Z") }
}

/// Returns a layer on the text with these tags.
fn layer(ids: &[&str]) -> String {
    let tags = ids.iter().enumerate().map(|(at, id)| tag(id, at * 6)).collect();
    record::write(&Records { tags, ..Records::default() }, &Document::new(TEXT), "a.txt", "ana")
}

/// Makes the files that the works need, and layers with tags that none of them may lose.
fn lay_out(work: &Work) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("annotations")).unwrap();
    write("annotations/corpus.ron", "(format: 1)");
    write("a.txt", if work.name == "placing again" { EDITED } else { TEXT });
    write(LAYER, &layer(&THERE));
    write("base", &layer(&["t-1"]));
    write("ours", &layer(&["t-1", "t-2"]));
    write("theirs", &layer(&["t-1", "t-2", "t-theirs"]));
    let new = |name: &str, text: &str, tag: &str| {
        format!(
            "{{\"id\": {name:?}, \"text\": {text:?}, \"spans\": [{{\"id\": {tag:?}, \"label\": \"figure\", \"start\": 22, \"end\": 30}}]}}\n"
        )
    };
    let texts = NEW.map(|(name, tag)| new(name, OTHER, tag).replace(OTHER, &format!("{name}: {OTHER}")));
    write("in.jsonl", &(new("a.txt", TEXT, "t-new") + &texts.concat()));
    folder
}

const OTHER: &str = "nobody said how many men.";
const NEW: [(&str, &str); 3] = [("b.txt", "t-b"), ("c.txt", "t-c"), ("d/e.txt", "t-e")];

/// Returns the ids of the tags in a layer, which must be a whole file.
fn ids(layer: &Path, text: &str, name: &str) -> BTreeSet<String> {
    let Ok(file) = fs::read_to_string(layer) else { return BTreeSet::new() };
    let reading = record::read(&file, &Document::new(text), name, "ana").expect("the layer is whole");
    assert!(reading.doubts.is_empty(), "{:?}", reading.doubts);
    let lost = reading.records.lost.keys().map(ToString::to_string);
    reading.records.tags.iter().map(|tag| tag.id.to_string()).chain(lost).collect()
}

fn has(found: &BTreeSet<String>, wanted: &[&str]) {
    wanted.iter().for_each(|id| assert!(found.contains(*id), "{id} is not in {found:?}"));
}

// The works

fn place_anew(at: &Path) -> std::io::Result<()> {
    let path = at.join(LAYER);
    let failed = |problem: diptych::corpus::problem::Problem| std::io::Error::other(problem.to_string());
    let document = Arc::new(Document::new(fs::read_to_string(at.join("a.txt"))?));
    let shared = SharedLayer::at(&path);
    let corpus = Corpus::of(&at.join("a.txt")).map_err(failed)?;
    let mut records = corpus.layer("a.txt", &document, "ana").map_err(failed)?.unwrap_or_default().records;
    shared.holds(records.clone());
    records.tags.insert(tag("t-ours", 30));
    shared
        .save(&path, &Snapshot { records, document, name: "a.txt".into(), annotator: "ana".into(), joins: 0 })
        .map(drop)
}

fn placed_anew(at: &Path, done: bool) {
    let found = ids(&at.join(LAYER), EDITED, "a.txt");
    has(&found, &THERE);
    has(&found, if done { &["t-ours"] } else { &[] });
}

fn aside(at: &Path, done: bool) {
    let (file, aside) = (at.join(LAYER), at.join(format!("{LAYER}.aside")));
    let found = [&file, &aside].map(|path| fs::read_to_string(path).unwrap_or_default());
    assert!(found.contains(&layer(&THERE)), "{found:?}");
    assert!(!done || found == [String::new(), layer(&THERE)]);
}

fn copied(at: &Path, done: bool) {
    assert_eq!(fs::read_to_string(at.join(LAYER)).unwrap(), layer(&THERE));
    assert!(!done || fs::read_to_string(at.join(format!("{LAYER}.aside"))).unwrap() == layer(&THERE));
}

fn save_elsewhere(at: &Path) -> std::io::Result<()> {
    aside::write(&at.join("elsewhere.ron"), layer(&THERE).as_bytes()).map(drop)
}

fn elsewhere(at: &Path, done: bool) {
    assert_eq!(fs::read_to_string(at.join(LAYER)).unwrap(), layer(&THERE));
    // After a kill, the next file gets a number: one whole file is enough.
    let files = fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path());
    let mut files = files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("elsewhere"));
    assert!(!done || files.any(|path| fs::read_to_string(path).unwrap() == layer(&THERE)));
}

/// Checks that OURS is as it was, or has the tags of both sides.
fn merged(at: &Path, done: bool) {
    let ours = fs::read_to_string(at.join("ours")).unwrap();
    assert!(ours == layer(&["t-1", "t-2", "t-theirs"]) || (!done && ours == layer(&THERE)), "{ours}");
}

fn imported(at: &Path, done: bool) {
    let found = ids(&at.join(LAYER), TEXT, "a.txt");
    has(&found, &THERE);
    has(&found, if done { &["t-new"] } else { &[] });
    assert!(found.len() <= 3, "nothing twice: {found:?}");
    for (name, id) in NEW {
        let text = format!("{name}: {OTHER}");
        let there = fs::read_to_string(at.join(name));
        assert!(there.as_ref().map_or(!done, |there| *there == text), "{name}: {there:?}");
        let found = ids(&at.join(format!("annotations/{name}.ana.ron")), &text, name);
        assert!(!done || found.contains(id), "{id} is not in {found:?}");
        assert!(found.len() <= 1, "nothing twice: {found:?}");
    }
    unchanged(at, false);
}

/// Checks that files which are only read are as they were.
fn unchanged(at: &Path, _: bool) {
    assert_eq!(fs::read_to_string(at.join("a.txt")).unwrap(), TEXT);
    has(&ids(&at.join(LAYER), TEXT, "a.txt"), &THERE);
}

// Doing them

/// The environment variables that tell a child which work to do, and where.
const WORK: &str = "INTERRUPTED_WORK";
const WHERE: &str = "INTERRUPTED_WHERE";

#[test]
fn a_child_does_its_work() {
    let (Ok(work), Some(at)) = (std::env::var(WORK), std::env::var_os(WHERE)) else { return };
    let work = WORKS.iter().find(|it| it.name == work).unwrap();
    let Who::Child(steps) = work.who else { panic!("{}", work.name) };
    count_up();
    println!("\nsaid begin");
    let result = steps(Path::new(&at));
    println!("\nsaid end");
    std::process::exit(i32::from(result.is_err()));
}

/// The most calls of each work that fail, unless all are asked for.
const MOST: usize = 8;

/// The end of a work: done, not done or killed, and what was printed.
struct End {
    code: Option<i32>,
    out: Vec<u8>,
}

impl Work {
    fn program(&self) -> OsString {
        match self.who {
            Who::Child(_) => std::env::current_exe().unwrap().into(),
            Who::Program(_) => env!("CARGO_BIN_EXE_diptych").into(),
        }
    }

    fn arguments(&self, command: &mut Command, at: &Path) {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).current_dir(at);
        match self.who {
            Who::Child(_) => command
                .args(only(module_path!(), "a_child_does_its_work"))
                .arg("--test-threads=1")
                .env(WORK, self.name)
                .env(WHERE, at),
            Who::Program(arguments) => command.args(arguments).env("DIPTYCH_ANNOTATOR", "ana"),
        };
    }

    /// Does the work under strace. Returns `None` if there is no strace.
    fn traced(&self, at: &Path, trace: &Path, fault: Option<Fault>) -> Option<End> {
        let mut command = traced(self.program(), trace, fault);
        self.arguments(&mut command, at);
        command.output().ok().map(End::of)
    }

    /// Does the work, and kills the program after a while.
    fn killed(&self, at: &Path, after: Duration) -> End {
        let mut command = Command::new(self.program());
        self.arguments(&mut command, at);
        let mut child = command.spawn().unwrap();
        std::thread::sleep(after);
        let _ = child.kill();
        End::of(child.wait_with_output().unwrap())
    }

    /// Does the work undisturbed.
    fn undisturbed(&self, at: &Path) -> End {
        let mut command = Command::new(self.program());
        self.arguments(&mut command, at);
        End::of(command.output().unwrap())
    }

    /// Checks the files that the work left, and does it again.
    fn check(&self, at: &Path, end: &End, whole: &End) -> Fate {
        let done = end.code == Some(0);
        (self.holds)(at, done);
        if matches!(self.who, Who::Program(_)) && done {
            assert!(end.out == whole.out, "what it printed is not all of it");
        }
        if self.again {
            assert_eq!(self.undisturbed(at).code, Some(0), "it cannot be done once more");
            (self.holds)(at, true);
        }
        if done { Fate::Done } else { Fate::Refused }
    }

    /// Returns the calls that can fail.
    fn calls(&self, at: &Path, trace: &Path) -> Vec<Call> {
        match self.who {
            Who::Child(_) => said_between(trace),
            Who::Program(_) => since_named(trace, at),
        }
    }
}

impl End {
    fn of(output: std::process::Output) -> End {
        End { code: output.status.code(), out: output.stdout }
    }
}

/// Calls `check` in a folder that is prepared for the work. If it fails, says what was done.
fn told<T>(work: &Work, what: &str, check: impl FnOnce(&Path) -> T) -> T {
    let folder = lay_out(work);
    let at = folder.path().canonicalize().unwrap();
    let check = std::panic::AssertUnwindSafe(|| check(&at));
    std::panic::catch_unwind(check).unwrap_or_else(|_| panic!("{}: {what}", work.name))
}

#[test]
fn whichever_call_fails_nothing_is_lost_and_nothing_called_done_that_is_not() {
    let home = tempfile::tempdir().unwrap();
    let trace = home.path().join("trace");
    for work in wanted() {
        let (whole, calls) = told(work, "undisturbed", |at| {
            let end = work.traced(at, &trace, None).filter(|end| end.code == Some(0));
            (work.holds)(at, end.is_some());
            let calls = end.as_ref().map(|_| work.calls(at, &trace));
            (end, calls.unwrap_or_default())
        });
        let Some(whole) = whole else { return skipped() };
        assert!(calls.len() > 1, "{}: calls were found", work.name);
        let mut table = Table::default();
        // An import makes hundreds of calls. Without FAULTS=all, a random choice of them fails.
        let step = if strace::is_all() { 1 } else { calls.len().div_ceil(MOST) };
        for call in calls.into_iter().skip(fastrand::usize(..step)).step_by(step) {
            for error in call.errors() {
                let fate = told(work, &format!("{call:?} {error}"), |at| {
                    let end = work.traced(at, &home.path().join("again"), Some((&call, error))).unwrap();
                    work.check(at, &end, &whole)
                });
                table.count(&call, error, fate);
            }
        }
        table.print(work.name);
    }
}

/// Returns the works to interrupt: all, or with `WORK=import` those whose name begins so.
fn wanted() -> impl Iterator<Item = &'static Work> {
    let name = std::env::var("WORK").unwrap_or_default();
    WORKS.iter().filter(move |work| work.name.starts_with(&name))
}

/// Returns how often each work is killed.
fn kills() -> usize {
    std::env::var("KILLS").map_or(6, |kills| kills.parse().unwrap())
}

#[test]
fn killed_at_any_instant_nothing_is_lost_and_it_can_be_done_once_more() {
    for work in wanted() {
        let (whole, time) = told(work, "undisturbed", |at| {
            let since = Instant::now();
            let end = work.undisturbed(at);
            let time = since.elapsed();
            assert_eq!(end.code, Some(0), "{}", work.name);
            (work.holds)(at, true);
            (end, time)
        });
        let mut done = 0;
        for number in 0..kills() {
            let after = time.mul_f64(1.1 * fastrand::f64());
            let fate = told(work, &format!("killed after {after:?}, run {number}"), |at| {
                work.check(at, &work.killed(at, after), &whole)
            });
            done += usize::from(fate == Fate::Done);
        }
        println!("{}: {} kills, {done} too late: none lost, none torn", work.name, kills());
    }
}
