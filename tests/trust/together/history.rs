//! Records which tags a layer's file had over time and which program wrote it, so that the story of a lost tag can be printed.
//!
//! ```text
//!   t-4k2m, t-9d0x … (70 tags)
//!     08:01:12.310  + window 3
//!     08:01:14.020  - git checkout -q other, since 08:01:13.870
//!     08:01:15.100  + git merge -q -m merge other, since 08:01:14.650
//!     08:01:15.230  - window 1
//! ```
//!
//! The file is read every few milliseconds. A window writes a temporary file whose name has the number of its process; after the
//! rename, the layer has the same inode.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::ops::RangeInclusive;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

/// Returns the time in milliseconds since 1970.
pub fn now() -> u128 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis()
}

/// A step of git or of the editor.
pub struct Step {
    pub what: String,
    pub time: RangeInclusive<u128>,
}

/// All steps so far. It is locked during a step, so that git does not add a file that the editor has half-written.
pub static STEPS: Mutex<Vec<Step>> = Mutex::new(Vec::new());

/// Does a step of git or of the editor, and notes its time.
pub fn step<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let mut steps = STEPS.lock().unwrap();
    let begun = now();
    let done = act();
    steps.push(Step { what: what.into(), time: begun..=now() });
    done
}

/// A state of the file, as a difference from the state before.
struct Version {
    at: u128,
    /// The process that wrote it, if it was a window.
    window: Option<u32>,
    came: BTreeSet<String>,
    went: BTreeSet<String>,
}

/// The states of the file since the first look.
#[derive(Default)]
pub struct History(Vec<Version>);

impl History {
    /// Looks at the file until `is_over`.
    pub fn watch(path: &Path, is_over: impl Fn() -> bool) -> History {
        let mut versions = Vec::new();
        let (mut seen, mut held, mut writers) = (None, BTreeSet::new(), BTreeMap::new());
        while !is_over() {
            std::thread::sleep(Duration::from_millis(3));
            writers.extend(temporaries(path));
            let state =
                |path: &Path| fs::metadata(path).ok().map(|it| (it.ino(), it.len(), it.mtime(), it.mtime_nsec()));
            let Some(now_there) = state(path).filter(|now| seen != Some(*now)) else { continue };
            let at = now();
            // A file that is half-written does not count.
            let Some(text) = fs::read_to_string(path).ok().filter(|text| text.ends_with(")\n")) else { continue };
            if state(path) != Some(now_there) {
                continue;
            }
            seen = Some(now_there);
            let ids = ids(&text);
            let (came, went) = (&ids - &held, &held - &ids);
            // Inodes are reused: the writer is the last window that had it, unless git is at work now.
            let window = writers.remove(&now_there.0);
            if !(came.is_empty() && went.is_empty()) {
                versions.push(Version { at, window, came, went });
            }
            held = ids;
        }
        History(versions)
    }

    /// Returns the story of some tags as text. Tags with the same story are printed together. `windows` are the processes of the
    /// windows.
    pub fn tell(&self, lost: &[&String], windows: &[u32]) -> String {
        let mut fates: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        lost.iter().for_each(|id| fates.entry(self.fate(id, windows)).or_default().push(id));
        let mut told = String::new();
        for (fate, ids) in fates {
            let _ = write!(told, "{} tags: {}\n{fate}", ids.len(), ids.join(" "));
        }
        told
    }

    fn fate(&self, id: &str, windows: &[u32]) -> String {
        let steps = STEPS.lock().unwrap();
        let mut fate = String::new();
        for Version { at, window, came, went } in &self.0 {
            let sign = match (came.contains(id), went.contains(id)) {
                (true, _) => '+',
                (_, true) => '-',
                _ => continue,
            };
            let window = window.and_then(|process| windows.iter().position(|window| *window == process));
            // A window may write while git is at work.
            let under = steps.iter().rfind(|step| step.time.contains(at));
            let by = match (window, under) {
                (Some(window), None) => format!("window {window}"),
                (Some(window), Some(step)) => {
                    format!("window {window}, during {} since {}", step.what, clock(step.time.start()))
                }
                (None, Some(step)) => format!("{}, since {}", step.what, clock(step.time.start())),
                (None, None) => "somebody".into(),
            };
            let _ = writeln!(fate, "    {}  {sign} {by}", clock(at));
        }
        fate
    }
}

/// Returns the processes that are writing the file, by the inode of their temporary file.
fn temporaries(path: &Path) -> Vec<(u64, u32)> {
    let (folder, name) = (path.parent().unwrap(), path.file_name().unwrap().to_str().unwrap());
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let writer = |path: PathBuf| {
        let process =
            path.file_name()?.to_str()?.strip_prefix(&format!(".{name}."))?.split('-').next()?.parse().ok()?;
        Some((fs::metadata(&path).ok()?.ino(), process))
    };
    entries.filter_map(|entry| writer(entry.path())).collect()
}

fn ids(layer: &str) -> BTreeSet<String> {
    let tags = layer.lines().filter_map(|line| line.trim_start().strip_prefix("(id: \"")?.split('"').next());
    tags.map(str::to_string).collect()
}

/// Returns the time of the day, as text.
fn clock(at: &u128) -> String {
    let (seconds, rest) = (at / 1000 % 86_400, at % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
