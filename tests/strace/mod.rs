//! Making the system calls of a program fail, one in each run.
//!
//! ```text
//!   once     strace ─▶ the calls that count: openat 7, statx 12, … rename 1, fsync 2
//!   then     for each call, for each error that it may give: the same again, with that one call failing
//! ```
//!
//! The calls are found and not listed, so a new one is tried as soon as the program makes it. By default each fails with one of
//! its errors; `FAULTS=all` tries all of them, which takes some minutes. Where strace cannot trace, the tests say so and are
//! skipped.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

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
    ("renameat2", &["EACCES", "EIO", "ENOSPC", "EINVAL"]),
    ("unlink", &["EACCES", "EIO"]),
    ("unlinkat", &["EACCES", "EIO"]),
    ("copy_file_range", &["EIO", "ENOSPC"]),
    ("sendfile", &["EIO", "ENOSPC"]),
];

/// Whether every call is to fail with every error.
pub fn is_all() -> bool {
    std::env::var_os("FAULTS").is_some()
}

/// A call that is to fail: the `nth` of its name in its thread.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    pub name: String,
    pub nth: usize,
}

/// A call, and the error with which it fails.
pub type Fault<'a> = (&'a Call, &'a str);

impl Call {
    /// The errors that it is to give: one, another for each call, or with `FAULTS=all` each of them.
    pub fn errors(&self) -> Vec<&'static str> {
        let (_, errors) = ERRORS.iter().find(|(name, _)| *name == self.name).unwrap();
        if is_all() { errors.to_vec() } else { vec![errors[self.nth % errors.len()]] }
    }
}

/// A program under strace, which writes what it sees to `trace` and makes one call fail.
pub fn traced(program: impl AsRef<OsStr>, trace: &Path, fault: Option<Fault>) -> Command {
    let names: Vec<String> = ERRORS.iter().map(|(name, _)| format!("?{name}")).collect();
    let mut command = Command::new("strace");
    command.args(["-qq", "-f", "-o"]).arg(trace).args(["-e", &format!("trace={}", names.join(","))]);
    if let Some((call, error)) = fault {
        command.args(["-e", &format!("inject={}:error={error}:when={}", call.name, call.nth)]);
    }
    command.arg(program);
    command
}

/// The calls of a trace: thread, name, number of its name in that thread, and the rest of the line.
fn lines(text: &str) -> impl Iterator<Item = (&str, Call, &str)> {
    let mut counts = BTreeMap::<(&str, &str), usize>::new();
    text.lines().filter_map(move |line| {
        let (thread, call) = line.split_once(' ')?;
        let (name, rest) = call.trim_start().split_once('(')?;
        ERRORS.iter().find(|(known, _)| *known == name)?;
        let nth = counts.entry((thread, name)).or_default();
        *nth += 1;
        Some((thread, Call { name: name.into(), nth: *nth }, rest))
    })
}

/// The calls between "begin" and "end", as the thread that said so made them.
pub fn said_between(trace: &Path) -> Vec<Call> {
    let text = fs::read_to_string(trace).unwrap();
    let (begin, ..) = lines(&text).find(|(_, _, rest)| rest.contains("said begin")).unwrap();
    let mut inside = false;
    let calls = lines(&text).filter(|(thread, ..)| *thread == begin).filter(|(_, call, rest)| {
        inside = (inside || rest.contains("said begin")) && !rest.contains("said end");
        let is_talk =
            (call.name == "write" && rest.starts_with("1,")) || (call.name == "read" && rest.starts_with("0,"));
        inside && !is_talk
    });
    calls.map(|(_, call, _)| call).collect()
}

/// The calls of all threads from the first on that names the folder, but for those that have the numbers of calls by which the
/// program is loaded.
pub fn since_named(trace: &Path, folder: &Path) -> Vec<Call> {
    let text = fs::read_to_string(trace).unwrap();
    let folder = folder.to_str().unwrap();
    let (mut inside, mut before, mut calls) = (false, BTreeMap::<String, usize>::new(), BTreeSet::new());
    for (_, call, rest) in lines(&text) {
        inside |= rest.contains(folder);
        match inside {
            true => drop(calls.insert(call)),
            false => drop(before.insert(call.name, call.nth)),
        }
    }
    calls.retain(|call| before.get(&call.name).is_none_or(|last| call.nth > *last));
    calls.into_iter().collect()
}

/// Makes more calls than the test harness's own thread has made: strace counts those of each thread by themselves, and what is
/// to fail by its number must not fail there.
pub fn count_up() {
    use std::io::Read;
    for _ in 0..200 {
        let mut null = fs::File::options().read(true).write(true).open("/dev/null").unwrap();
        null.read_exact(&mut [0]).unwrap_err();
        null.write_all(b"x").unwrap();
        fs::metadata("/dev/null").unwrap();
        fs::read_link("/proc/self").unwrap();
        assert!(fs::read_dir("/proc/self/task").unwrap().next().is_some());
    }
}

/// What became of a run with a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It did its work and said so, and it had.
    Done,
    /// It said that it could not, and why.
    Refused,
    /// It never began.
    Unopened,
}

/// What became of the runs, by call and error.
#[derive(Default)]
pub struct Table(BTreeMap<(String, &'static str), [usize; 3]>);

impl Table {
    pub fn count(&mut self, call: &Call, error: &'static str, fate: Fate) {
        self.0.entry((call.name.clone(), error)).or_default()[fate as usize] += 1;
    }

    /// How many calls were made to fail with how many errors.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Prints it; with `--nocapture` one sees it.
    pub fn print(&self, what: &str) {
        let head =
            format!("{:<16} {:<11} {:>5} {:>6} {:>8} {:>9}", "call", "error", "runs", "done", "refused", "unopened");
        println!("{what}\n{head}");
        for ((call, error), [done, refused, unopened]) in &self.0 {
            let runs = done + refused + unopened;
            println!("{call:<16} {error:<11} {runs:>5} {done:>6} {refused:>8} {unopened:>9}");
        }
        let all: usize = self.0.values().flatten().sum();
        println!("{all} runs: none lost, none called done that was not");
    }
}

/// Says why something was not tried, past the test harness, which hides what tests print.
pub fn skipped() {
    let _ = writeln!(io::stderr(), "skipped: there is no strace that may trace, so no call is made to fail");
}
