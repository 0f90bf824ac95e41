//! Runs five windows on one layer while git and an editor write the same file, and checks that no tag is lost.
//!
//! ```text
//!   5 children    the program without a terminal, each tagging in its own lines     ─ made t-1 at 08:01 …   gone t-7 …
//!   git           commit · stash, commit, pop · checkout other, commit, checkout main, merge other
//!   an editor     reads the file, waits, writes it with another note in a record
//!   at the end    the tags that were made and not removed are in the file, and each window shows what is in the file
//! ```
//!
//! Git and editors take no lock, and overwrite what was saved since they read the file. A window adds again what it has saved in
//! the two seconds before (see docs/decisions/15). If a step of git or of the editor took longer than that, the tags made during
//! the step are counted separately: we do not promise to keep them.
//!
//! By default the test takes a few seconds, and git only commits and merges at the end. `MINUTES=10` runs it for so long, with git
//! at work all the time. For each lost tag the test prints which program wrote it and which write dropped it. Without git it is
//! skipped, with a message.

mod history;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diptych::corpus::bookmark::Bookmarks;
use diptych::corpus::saver::Saver;
use diptych::corpus::{Corpus, record};
use diptych::layout::Typesetting;
use diptych::tags::Records;
use diptych::tags::history::Slot;
use diptych::tags::scheme::Scheme;
use diptych::text::Document;
use diptych::tui::config::Config;
use diptych::tui::key::Key;
use diptych::tui::model::{App, Event, Setting};
use diptych::tui::perform::World;
use diptych::tui::perform::library::{self, Library};
use diptych::tui::run::drive;
use diptych::tui::theme::{Ground, Theme};
use diptych::tui::update::commands::keymap;
use history::{History, STEPS, now, step};

use crate::only;

pub const LAYER: &str = "annotations/a.txt.ana.ron";
/// The environment variable with the folder of a child. The child makes no changes while there is a file `stop` or `hush` in it. After
/// `stop` it writes what it shows to a file of its own, and with `end` it ends.
const WHERE: &str = "TOGETHER_WHERE";
/// The environment variable with the number of a child.
const NUMBER: &str = "TOGETHER_NUMBER";
/// The number of lines in which only one window tags. If two windows tagged the same words, the result would be one tag.
const OWN: usize = 80;
/// The number of windows.
const WINDOWS: usize = 5;
/// The time for which each window must have shown what is in the file.
const QUIET: Duration = Duration::from_secs(3);
/// The length of a step of git or of the editor, in milliseconds, beyond which our windows may no longer remember what they saved
/// since it began.
const SLOW: u128 = 1800;

pub fn text() -> String {
    (0..400).map(|line| format!("In line {line} about {} men came, said the NIS of them.\n", line * 7 + 10)).collect()
}

/// Returns the place of each tag, by its id.
fn places(records: &Records) -> BTreeMap<String, String> {
    let placed = records.tags.iter().map(|tag| (tag, tag.span.start, tag.span.end));
    let lost = records.lost.values().map(|lost| (&lost.tag, lost.target.start, lost.target.end()));
    placed.chain(lost).map(|(tag, start, end)| (tag.id.to_string(), format!("{start}..{end}"))).collect()
}

/// A tag that a window made.
struct Made {
    place: String,
    /// The time at which it was made, in milliseconds since 1970.
    at: u128,
    /// The time at which the window knew it was on the disk.
    saved: Option<u128>,
}

impl Made {
    /// Returns whether it was first saved, or saved again, during a step of git or of the editor. A window notices the step late, so
    /// it may save again some seconds after it.
    fn is_under(&self, step: &RangeInclusive<u128>) -> bool {
        self.at <= *step.end() && self.saved.is_none_or(|saved| saved.saturating_add(3000) >= *step.start())
    }
}

// A window

#[test]
fn a_child_is_a_window() {
    let (Some(folder), Ok(number)) = (std::env::var_os(WHERE).map(PathBuf::from), std::env::var(NUMBER)) else {
        return;
    };
    let first = number.parse::<usize>().unwrap() * OWN;
    let (mut app, world) = window(&folder);
    let (mut made, mut gone) = (BTreeMap::<String, Made>::new(), BTreeMap::new());
    let mut looked = Instant::now();
    let is_said = |word: &str| folder.join(word).exists();
    let mut shown = None;
    while !is_said("end") && folder.exists() {
        let before = places(app.desk.shelf[Slot(0)].layer.records());
        if !["stop", "hush"].into_iter().any(is_said) {
            let script = ["c", "f", "s", "f", "c", "] x", "u", "] f", "Ctrl-r", "v w w f"][fastrand::usize(..10)];
            let line = (first + fastrand::usize(1..OWN)).to_string().replace("", " ");
            let keys = format!("{line} G {} w {script} Esc", fastrand::u8(1..8));
            for key in Key::parse_sequence(&keys).unwrap() {
                drive(&mut app, &world, Event::Key(key));
            }
            let after = places(app.desk.shelf[Slot(0)].layer.records());
            let fresh = after.iter().filter(|(id, _)| !before.contains_key(*id));
            made.extend(fresh.map(|(id, place)| (id.clone(), Made { place: place.clone(), at: now(), saved: None })));
            gone.extend(before.into_iter().filter(|(id, _)| !after.contains_key(id)));
        }
        for event in world.finished() {
            drive(&mut app, &world, event);
        }
        if app.unsaved().next().is_none() {
            made.values_mut().for_each(|made| made.saved = made.saved.or(Some(now())));
        }
        if looked.elapsed() > Duration::from_millis(500) && !world.is_busy() {
            looked = Instant::now();
            drive(&mut app, &world, Event::LookAround);
        }
        if is_said("stop") {
            let here = places(app.desk.shelf[Slot(0)].layer.records());
            if shown.as_ref() != Some(&here) {
                let lines: String = here.iter().map(|(id, place)| format!("{id} {place}\n")).collect();
                fs::write(folder.join(format!("shown-{number}")), lines).unwrap();
                shown = Some(here);
            }
        }
        std::thread::sleep(Duration::from_millis(fastrand::u64(20..200)));
    }
    let unsaved: Vec<_> = app.unsaved().map(|open| &open.saving).collect();
    assert!(unsaved.is_empty(), "a window ends with something unsaved: {unsaved:?}");
    for (id, Made { place, at, saved }) in made {
        println!("\nsaid made {id} {place} {at} {}", saved.unwrap_or(u128::MAX));
    }
    gone.iter().for_each(|(id, place)| println!("\nsaid gone {id} {place} 0 0"));
}

pub fn window(folder: &Path) -> (App, World) {
    window_with(folder, Scheme::default(), &[])
}

/// A window with other labels, or in a review of others' tags.
pub fn window_with(folder: &Path, scheme: Scheme, reviewed: &[String]) -> (App, World) {
    let scheme = Arc::new(scheme);
    let (keymap, _) = keymap(&scheme, &[]);
    let clock = || "2026-11-28T08:00:00Z".into();
    let setting = Setting {
        scheme,
        keymap,
        guidelines: None,
        annotator: "ana".into(),
        config: Config::default(),
        home: folder.into(),
        clock,
    };
    let mut app = App::new(setting, Theme::new(Ground::Dark, |_| None), 80, Typesetting::default());
    let corpus = Corpus::here(folder).unwrap();
    let path = folder.join("a.txt");
    let (open, _) = library::open(&corpus, &path, Arc::new(Document::new(text())), "ana").unwrap();
    let library = Library::new(corpus, "ana", Bookmarks::default());
    let laid = library.lay(open, None, reviewed);
    let world = World::new(library, Some(Saver::start().unwrap()));
    app.reviewing = reviewed.to_vec();
    drive(&mut app, &world, Event::Resize(160, 48));
    drive(&mut app, &world, Event::Opened(vec![laid]));
    (app, world)
}

// The others

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let who = ["-c", "user.name=ana", "-c", "user.email=ana@example.org"];
    let mut git = Command::new("git");
    git.args(who).args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    step(&format!("git {}", arguments.join(" ")), || {
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").status().is_ok_and(|status| status.success())
    })
}

/// Commits and tries again until git succeeds: if a window writes in between, git wants a commit first. After a few attempts the
/// windows are told to pause, as people would.
fn until_clean(folder: &Path, what: &str, mut attempt: impl FnMut() -> bool) {
    for number in 0..100 {
        if number == 4 {
            fs::write(folder.join("hush"), "").unwrap();
        }
        git(folder, &["add", "-A", "annotations"]);
        git(folder, &["commit", "-qm", "tags"]);
        if attempt() {
            let _ = fs::remove_file(folder.join("hush"));
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("git {what}");
}

fn surely(folder: &Path, arguments: &[&str]) {
    until_clean(folder, arguments[0], || git(folder, arguments));
}

/// Does one thing that people do with git while windows are open.
fn do_with_git(folder: &Path, what: usize) {
    let pause = || std::thread::sleep(Duration::from_millis(fastrand::u64(..1500)));
    match what % 3 {
        0 => {
            // Git succeeds even if there is nothing to stash.
            if git(folder, &["stash"]) && git(folder, &["rev-parse", "--verify", "refs/stash"]) {
                pause();
                pop(folder);
            }
        }
        1 => {
            surely(folder, &["checkout", "-q", "other"]);
            pause();
            surely(folder, &["checkout", "-q", "main"]);
            surely(folder, &["merge", "-q", "-m", "merge", "other"]);
        }
        _ => surely(folder, &["status"]),
    }
    pause();
}

/// Pops the stash. A conflict leaves both versions in the file; they are committed as they are.
fn pop(folder: &Path) {
    until_clean(folder, "stash pop", || {
        let popped = git(folder, &["stash", "pop"]);
        let unmerged = Command::new("git").args(["ls-files", "-u"]).current_dir(folder).output().unwrap();
        let both = !popped && !unmerged.stdout.is_empty();
        popped || (both && surely_add(folder) && git(folder, &["stash", "drop"]))
    });
}

fn surely_add(folder: &Path) -> bool {
    git(folder, &["add", "-A", "annotations"]) && git(folder, &["commit", "-qm", "both"])
}

/// Edits the layer as an editor does: reads it, adds a note, and overwrites the file with that, whatever is in it by then.
fn edit(folder: &Path, number: usize) {
    let path = folder.join(LAYER);
    let Some(text) = fs::read_to_string(&path).ok().filter(|text| text.ends_with(")\n")) else { return };
    std::thread::sleep(Duration::from_millis(fastrand::u64(..30)));
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("(id: \"t-") && !line.contains("note:")).collect();
    if let Some(line) = lines.get(fastrand::usize(..lines.len().max(1))) {
        let noted = line.replace(", at: ", &format!(", note: \"edited {number}\", at: "));
        fs::write(&path, text.replace(line, &noted)).unwrap();
    }
}

#[test]
fn five_windows_with_git_and_an_editor_under_them_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().canonicalize().unwrap();
    fs::create_dir(folder.join("annotations")).unwrap();
    fs::write(folder.join("a.txt"), text()).unwrap();
    fs::write(folder.join(".gitattributes"), "annotations/**/*.ron merge=diptych\n").unwrap();
    fs::write(folder.join(LAYER), record::write(&Records::default(), &Document::new(text()), "a.txt", "ana")).unwrap();
    let driver = format!("{} merge %O %A %B %P", env!("CARGO_BIN_EXE_diptych"));
    let set_up = git(&folder, &["init", "-q", "-b", "main"])
        && git(&folder, &["config", "merge.diptych.driver", &driver])
        && git(&folder, &["add", "."])
        && git(&folder, &["commit", "-qm", "begin"])
        && git(&folder, &["branch", "other"]);
    if !set_up {
        let _ = writeln!(io::stderr(), "skipped: there is no git here that could be used");
        return;
    }
    let is_over = Arc::new(AtomicBool::new(false));
    let history = {
        let (is_over, path) = (Arc::clone(&is_over), folder.join(LAYER));
        std::thread::spawn(move || History::watch(&path, || is_over.load(Ordering::Relaxed)))
    };
    let windows: Vec<_> = (0..WINDOWS).map(|number| child(&folder, number)).collect();
    let minutes: Option<u64> = std::env::var("MINUTES").ok().map(|minutes| minutes.parse().unwrap());
    let seconds = minutes.map_or(4, |minutes| minutes * 60);
    let until = Instant::now() + Duration::from_secs(seconds);
    let editor = {
        let folder = folder.clone();
        std::thread::spawn(move || {
            let mut edits = 0;
            while Instant::now() < until {
                step("the editor", || edit(&folder, edits));
                edits += 1;
                std::thread::sleep(Duration::from_millis(fastrand::u64(500..2500)));
            }
            edits
        })
    };
    let mut rounds = 0;
    while Instant::now() < until {
        match minutes {
            Some(_) => do_with_git(&folder, rounds),
            None => std::thread::sleep(Duration::from_millis(100)),
        }
        rounds += usize::from(minutes.is_some());
    }
    let edits = editor.join().unwrap();
    fs::write(folder.join("stop"), "").unwrap();
    until_shown(&folder);
    surely(&folder, &["merge", "-q", "-m", "merge", "other"]);
    // A stash may be left because a window wrote the file at the same time. Its tags are not lost, so it is popped.
    while git(&folder, &["rev-parse", "--verify", "refs/stash"]) {
        pop(&folder);
    }
    until_shown(&folder);
    fs::write(folder.join("end"), "").unwrap();
    let processes: Vec<u32> = windows.iter().map(|window| window.0.id()).collect();
    let (mut made, mut gone) = (BTreeMap::<String, Made>::new(), BTreeMap::new());
    for mut window in windows {
        let mut out = String::new();
        window.0.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        assert!(window.0.wait().unwrap().success(), "{out}");
        for said in out.lines().filter_map(|line| line.strip_prefix("said ")) {
            match said.split(' ').collect::<Vec<_>>()[..] {
                ["made", id, place, at, saved] => {
                    let at = at.parse().unwrap();
                    let saved = saved.parse().ok();
                    made.insert(id.to_string(), Made { place: place.to_string(), at, saved });
                }
                ["gone", id, place, ..] => drop(gone.insert(id.to_string(), place.to_string())),
                _ => panic!("{said}"),
            }
        }
    }
    is_over.store(true, Ordering::Relaxed);
    let history = history.join().unwrap();
    let there = there(&folder).unwrap();
    // A window may make a tag again that git took away with a checkout. These two count as one tag.
    let is_in =
        |tags: &BTreeMap<String, String>, id, place| tags.contains_key(id) || tags.values().any(|it| it == place);
    let missing = made.iter().filter(|(id, made)| !is_in(&gone, *id, &made.place) && !is_in(&there, *id, &made.place));
    let missing: Vec<&String> = missing.map(|(id, _)| id).collect();
    let steps = STEPS.lock().unwrap();
    let slow: Vec<_> = steps.iter().map(|step| &step.time).filter(|time| *time.end() - *time.start() > SLOW).collect();
    let (slow_steps, all_steps) = (slow.len(), steps.len());
    let (theirs, lost): (Vec<&String>, Vec<&String>) =
        missing.into_iter().partition(|id| slow.iter().any(|step| made[*id].is_under(step)));
    drop(steps);
    println!(
        "{seconds} s, {rounds} rounds of git, {edits} edits: {} tags made, {} removed, {} there; {slow_steps} of {all_steps} steps \
         were slow and lost {}\n{}",
        made.len(),
        gone.len(),
        there.len(),
        theirs.len(),
        history.tell(&theirs, &processes)
    );
    assert!(made.len() > 20, "the windows have worked");
    if !lost.is_empty() {
        panic!("{} lost\n{}see {}", lost.len(), history.tell(&lost, &processes), home.keep().display());
    }
    for (window, shown) in (0..WINDOWS).map(|window| (window, shown(&folder, window).unwrap())) {
        let apart = shown.keys().chain(there.keys()).filter(|id| shown.get(*id) != there.get(*id)).collect::<Vec<_>>();
        let told = || history.tell(&apart, &processes);
        assert!(apart.is_empty(), "window {window} does not show what is in the file\n{}", told());
    }
}

/// Waits until each window has shown what is in the file for a while. Gives up after two minutes, and the test fails at its end.
fn until_shown(folder: &Path) {
    let (until, mut since) = (Instant::now() + Duration::from_secs(120), Instant::now());
    while since.elapsed() < QUIET && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(100));
        let there = there(folder);
        if there.is_none() || !(0..WINDOWS).all(|window| shown(folder, window) == there) {
            since = Instant::now();
        }
    }
}

/// Returns the tags in the file, with their places; `None` while it is being written.
fn there(folder: &Path) -> Option<BTreeMap<String, String>> {
    let file = fs::read_to_string(folder.join(LAYER)).ok()?;
    let reading = record::read(&file, &Document::new(text()), "a.txt", "ana").ok()?;
    Some(places(&reading.records))
}

/// Returns the tags that a window shows, with their places; `None` until it has heard of the end.
fn shown(folder: &Path, window: usize) -> Option<BTreeMap<String, String>> {
    let shown = fs::read_to_string(folder.join(format!("shown-{window}"))).ok()?;
    let lines = shown.lines().filter_map(|line| line.split_once(' '));
    Some(lines.map(|(id, place)| (id.to_string(), place.to_string())).collect())
}

/// A window, which is stopped when the test ends.
struct Window(Child);

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

fn child(folder: &Path, number: usize) -> Window {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(only(module_path!(), "a_child_is_a_window")).env(WHERE, folder).env(NUMBER, number.to_string());
    Window(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap())
}
