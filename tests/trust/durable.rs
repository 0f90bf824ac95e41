//! Checks that a layer which was called saved is on the disk, and that a failed save is reported and repeated.
//!
//! ```text
//!   test        what happens                                                            what must be in the file
//!   killed      a child saves one state after another, says so, and is killed           one whole state: the last that it named, or the next
//!   power cut   the same on a disk of its own, which is copied at that moment           the same, on the mounted copy
//!   no room     the file system is full, read-only or gone, or reports an error         the old state, and after the next save the new one
//!   two hands   two children add and remove tags in one layer                           the tags of both, and none that was removed
//! ```
//!
//! A child is this test program, started again: see [`a_child_does_its_work`]. Mounts are made in a namespace of their own, so that
//! none is left behind. A test that this machine cannot run is skipped, with a message on standard error.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use diptych::corpus::Corpus;
use diptych::corpus::record::{self, LayerReading};
use diptych::corpus::saver::{SaveJob, Saver, Snapshot};
use diptych::corpus::shared::SharedLayer;
use diptych::tags::edit::Edit;
use diptych::tags::history::Slot;
use diptych::tags::{Id, Layer, Records, Tag};
use diptych::text::{Document, Span};

use crate::only;
use crate::pty::{Folder, signal};

/// The number of tags in a state. The note of each tag has the number of its state, so that half a state would be noticed.
const TAGS: usize = 120;

/// Returns how often each of the two children is killed: `KILLS=2000` sets it.
fn kills() -> usize {
    std::env::var("KILLS").map_or(40, |kills| kills.parse().unwrap())
}

/// Makes a folder with a text, whose layer is `annotations/a.txt.ana.ron`.
fn place(folder: &Path) -> PathBuf {
    fs::write(folder.join("a.txt"), "About 1,500 men came, said the NIS. ".repeat(40)).unwrap();
    folder.to_path_buf()
}

fn layer_path(folder: &Path) -> PathBuf {
    folder.join("annotations/a.txt.ana.ron")
}

fn document(folder: &Path) -> Arc<Document> {
    Arc::new(Document::new(fs::read_to_string(folder.join("a.txt")).unwrap()))
}

fn tag(id: &str, at: usize, note: &str) -> Tag {
    let mut tag = Tag::new("figure", Span::new(at, at + 5), "2026-11-22T04:17:00Z");
    (tag.id, tag.note) = (Id::from(id), note.into());
    tag
}

fn state(number: usize) -> Records {
    let tags = (0..TAGS).map(|at| tag(&format!("t-{at}"), at * 9, &number.to_string()));
    Records { tags: tags.collect(), ..Records::default() }
}

fn snapshot(document: &Arc<Document>, records: Records) -> Snapshot {
    let (name, annotator) = ("a.txt".into(), "ana".into());
    Snapshot { records, document: document.clone(), name, annotator, joins: 0 }
}

fn reading(folder: &Path) -> Option<LayerReading> {
    let reading = Corpus::of(&folder.join("a.txt")).unwrap().layer("a.txt", &document(folder), "ana").unwrap()?;
    assert!(reading.doubts.is_empty() && !reading.text_changed, "{:?}", reading.doubts);
    Some(reading)
}

/// Returns the number of the state on the disk, and checks that all of it is there.
#[track_caller]
fn on_disk(folder: &Path) -> usize {
    let Some(LayerReading { records, .. }) = reading(folder) else { return 0 };
    let number = records.tags.iter().next().unwrap().note.parse().unwrap();
    assert!(
        records == state(number),
        "a state is there whole or not at all\n{}",
        fs::read_to_string(layer_path(folder)).unwrap()
    );
    number
}

/// Returns the temporary files that are left.
fn left_over(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("annotations")).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "tmp")).collect()
}

/// Says why a test was skipped, on standard error itself, because the test harness hides what tests print.
fn skipped(why: &str) {
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

// Children

/// The environment variables that tell a child what to do and where.
const WORK: &str = "DURABLE_WORK";
const WHERE: &str = "DURABLE_WHERE";

/// Returns the command that starts this test program again, to do some work. `before` goes before it on the command line.
fn child(before: &[&str], work: &str, folder: &Path) -> Command {
    let this = std::env::current_exe().unwrap();
    let words = before.iter().map(Into::into).chain([this.into_os_string()]).collect::<Vec<std::ffi::OsString>>();
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).args(only(module_path!(), "a_child_does_its_work"));
    command.env(WORK, work).env(WHERE, folder).stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

/// Prints a line in one write, so that a kill cannot leave half of it.
fn say(what: &str) {
    io::stdout().write_all(format!("\nsaid {what}\n").as_bytes()).unwrap();
}

/// Returns the next line that a child has said; `None` when it has ended. An unfinished line does not count.
fn next(said: &mut impl BufRead) -> Option<String> {
    loop {
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        match line.strip_prefix("said ").map(|what| what.strip_suffix('\n')) {
            Some(what) => return what.map(str::to_string),
            None if line.is_empty() => return None,
            None => {}
        }
    }
}

#[test]
fn a_child_does_its_work() {
    let Ok(work) = std::env::var(WORK) else {
        let home = tempfile::tempdir().unwrap();
        let mut child = child(&[], "nothing", &place(home.path())).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        assert_eq!((next(&mut said).as_deref(), next(&mut said)), (Some("nothing"), None));
        assert!(child.wait().unwrap().success());
        return;
    };
    let folder = PathBuf::from(std::env::var_os(WHERE).unwrap());
    let document = document(&folder);
    match work.as_str() {
        "save" => save_forever(&folder, |shared, number| {
            shared.save(&layer_path(&folder), &snapshot(&document, state(number))).map(drop).unwrap();
        }),
        "saver" => {
            let saver = Saver::start().unwrap();
            save_forever(&folder, |shared, number| {
                let of = snapshot(&document, state(number));
                saver.put(SaveJob::layer(Slot(0), number as u64, layer_path(&folder), shared.clone(), of));
                assert!(saver.flush(Duration::from_secs(20)));
                saver.reports().into_iter().for_each(|saved| drop(saved.result.unwrap()));
            });
        }
        "twice" | "found" => {
            let shared = known(&folder);
            if work == "found" {
                // Writes as another program does that is killed before its sync.
                fs::write(layer_path(&folder), record::write(&state(2), &document, "a.txt", "ana")).unwrap();
            }
            for number in [2, 3] {
                let saved = shared.save(&layer_path(&folder), &snapshot(&document, state(number)));
                say(&saved.map_or_else(|error| error.to_string(), |_| "saved".into()));
            }
        }
        "odd" | "even" => hand(&folder, &work),
        other => say(other),
    }
}

/// Opens the layer's file. Returns it with its records.
fn opened(folder: &Path) -> (SharedLayer, Records) {
    let shared = SharedLayer::at(&layer_path(folder));
    let records = reading(folder).map_or_else(Records::default, |reading| reading.records);
    shared.holds(records.clone());
    (shared, records)
}

fn known(folder: &Path) -> SharedLayer {
    opened(folder).0
}

fn save_forever(folder: &Path, save: impl Fn(&SharedLayer, usize)) {
    let shared = known(folder);
    for number in on_disk(folder) + 1.. {
        save(&shared, number);
        say(&number.to_string());
    }
}

/// Starts a child that saves without end, waits for `saves` states and a moment more, and calls `stop`. Returns the last state that
/// the child called saved; `before` if there is none.
fn cut_short(folder: &Path, work: &str, saves: usize, before: usize, stop: impl FnOnce(&mut Child)) -> usize {
    let mut child = child(&[], work, folder).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut last = before;
    for _ in 0..saves {
        last = next(&mut said).unwrap().parse().unwrap();
    }
    std::thread::sleep(Duration::from_micros(fastrand::u64(..4000)));
    stop(&mut child);
    let _ = child.kill();
    child.wait().unwrap();
    while let Some(number) = next(&mut said) {
        last = number.parse().unwrap();
    }
    last
}

// Killed

#[test]
fn killed_at_any_moment_the_layer_is_whole_and_what_was_called_saved_is_in_it() {
    let counts = std::thread::scope(|scope| {
        // On a disk most kills come while the child waits for the disk, in memory while it writes.
        let (disk, memory) = (std::env::temp_dir(), PathBuf::from("/dev/shm"));
        let memory = if memory.is_dir() { memory } else { disk.clone() };
        let halves = [("save", disk), ("saver", memory)];
        let halves = halves.map(|(work, on)| scope.spawn(move || kill_over_and_over(work, &on, kills())));
        halves.map(|half| half.join().unwrap())
    });
    for (saves, ahead, left) in counts {
        let kills = kills();
        println!(
            "{kills} kills in {saves} saves: {ahead} with one more on the disk than said, {left} temporaries left over"
        );
    }
}

/// Kills a child so many times. Returns the number of states that were saved, how often the file had one more than was said, and
/// the number of temporary files that were left.
fn kill_over_and_over(work: &str, on: &Path, times: usize) -> (usize, usize, usize) {
    let home = tempfile::tempdir_in(on).unwrap();
    let folder = place(home.path());
    let (mut there, mut ahead) = (0, 0);
    for _ in 0..times {
        let said = cut_short(&folder, work, fastrand::usize(..20), there, |child| child.kill().unwrap());
        there = on_disk(&folder);
        assert!(there == said || there == said + 1, "state {said} was called saved, {there} is there");
        ahead += there - said;
        let corpus = Corpus::of(&folder.join("a.txt")).unwrap();
        assert_eq!(corpus.documents().unwrap(), ["a.txt"]);
        assert!(corpus.annotators("a.txt").unwrap().iter().all(|annotator| annotator == "ana"));
    }
    let left = left_over(&folder);
    for temp in &left {
        File::options()
            .write(true)
            .open(temp)
            .unwrap()
            .set_modified(SystemTime::now() - Duration::from_secs(90))
            .unwrap();
    }
    let fresh = folder.join("annotations/.a.txt.ana.ron.1-0000000a.tmp");
    fs::write(&fresh, "someone may still be writing this").unwrap();
    known(&folder).save(&layer_path(&folder), &snapshot(&document(&folder), state(there + 1))).unwrap();
    assert_eq!(left_over(&folder), [fresh], "what was left over is swept away, but not what is new");
    (there, ahead, left.len())
}

#[test]
fn killed_outright_the_program_has_on_disk_what_its_screen_called_saved() {
    let folder = Folder::new(&[("a.txt", &"About 12 men came.\n".repeat(200))]);
    let mut before = 0;
    for _ in 0..8 {
        let mut pty = folder.start(&["a.txt"]);
        pty.wait_for_text(&format!(" {before} tags"));
        pty.send(&format!("gg{before}j"));
        let mut sent = before;
        for _ in 0..fastrand::usize(3..12) {
            pty.send("fj");
            sent += 1;
            std::thread::sleep(Duration::from_millis(fastrand::u64(..30)));
        }
        let screen = pty.wait_for(|screen| screen.contains("saved"));
        pty.send("fj");
        std::thread::sleep(Duration::from_millis(fastrand::u64(..40)));
        pty.signal("KILL");
        pty.exit_code();
        let called: usize = screen.split(" tag").next().unwrap().rsplit(' ').next().unwrap().parse().unwrap();
        let there = folder.layer("a.txt").tags.len();
        let status = screen.lines().nth_back(1).unwrap();
        assert!(there <= sent + 1, "{there} of {sent}");
        assert!(
            there >= called || !status.ends_with(" saved"),
            "{there} of {called}, that were called saved\n{screen}"
        );
        before = there;
    }
}

// Power cuts

/// Stops a child, and waits until it has stopped: when the signal is sent, it is not yet received, and on a busy machine another state
/// was saved and said meanwhile, after the disk had been copied. Once one thread has stopped, no other comes back from a system call.
fn stop(child: &Child) {
    signal(child.id(), "STOP");
    let about = format!("/proc/{}/stat", child.id());
    // One that has ended will not stop.
    let is_still = |about: &str| [") T ", ") Z "].iter().any(|state| about.contains(state));
    while !is_still(&fs::read_to_string(&about).unwrap()) {
        std::thread::sleep(Duration::from_micros(100));
    }
}

#[test]
fn after_a_power_cut_the_layer_is_whole_and_what_was_called_saved_is_in_it() {
    if !apart("after_a_power_cut_the_layer_is_whole_and_what_was_called_saved_is_in_it") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).to_str().unwrap().to_string();
    assert!(run("mount", &["-t", "tmpfs", "-o", "size=64m", "none", &at("")]));
    fs::create_dir(at("disk")).unwrap();
    fs::create_dir(at("cut")).unwrap();
    File::create(at("image")).unwrap().set_len(16 << 20).unwrap();
    // By default this file system syncs a file that is renamed over another. The option turns that off: the sync has to be ours.
    let ours = "loop,noauto_da_alloc";
    if !run("mkfs.ext4", &["-q", "-F", &at("image")]) || !run("mount", &["-o", ours, &at("image"), &at("disk")]) {
        return skipped("no disk in a file can be made and mounted here, so no power is cut");
    }
    let folder = place(Path::new(&at("disk")));
    assert!(run("sync", &["-f", &at("disk")]));
    let (mut there, mut ahead) = (0, 0);
    for _ in 0..25 {
        let work = ["save", "saver"][fastrand::usize(..2)];
        let said = cut_short(&folder, work, fastrand::usize(..6), there, |child| {
            stop(child);
            // The system goes on writing during the copy: if two copies are equal, they show one moment.
            let copy = |to: &str| assert!(run("cp", &["--sparse=always", &at("image"), &at(to)]));
            copy("copy");
            for _ in 0..100 {
                copy("again");
                if run("cmp", &["-s", &at("copy"), &at("again")]) {
                    return;
                }
                fs::rename(at("again"), at("copy")).unwrap();
            }
            panic!("the image never stood still");
        });
        assert!(run("mount", &["-o", ours, &at("copy"), &at("cut")]));
        let after = on_disk(Path::new(&at("cut")));
        assert!(run("umount", &[&at("cut")]));
        assert!(after == said || after == said + 1, "state {said} was called saved, {after} is there");
        ahead += after - said;
        there = on_disk(&folder);
        // A state that was not called saved may be in the file, and only in memory.
        assert!(run("sync", &["-f", &at("disk")]));
    }
    println!("25 power cuts in {there} saves: {ahead} with one more on the disk than said");
    assert!(run("umount", &[&at("disk")]));
}

// No room, no right, no disk

/// Runs the test of that name again, in a process with mounts of its own. Returns whether this is that process.
fn apart(test: &str) -> bool {
    const APART: &str = "DURABLE_APART";
    if std::env::var_os(APART).is_some() {
        return true;
    }
    // Root can do it; others can where they may be root in a namespace of their own.
    let ways =
        [["--mount", "--propagation=private"].as_slice(), &["--mount", "--propagation=private", "--map-root-user"]];
    let tried = "mount -t tmpfs -o size=64k none /tmp";
    let way = ways.into_iter().find(|way| run("unshare", &[*way, &["sh", "-c", tried]].concat()));
    let Some(way) = way else {
        skipped(&format!("nothing can be mounted here: {test}"));
        return false;
    };
    let mut again = Command::new("unshare");
    again.args(way).arg(std::env::current_exe().unwrap()).args(only(module_path!(), test));
    let output = again.env(APART, "1").stdin(Stdio::null()).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    print!("{out}");
    err.lines().filter_map(|line| line.strip_prefix("skipped: ")).for_each(skipped);
    false
}

fn run(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Fills the file system, except for `free` bytes.
fn fill(folder: &Path, free: usize) {
    let mut filler = File::create(folder.join("filler")).unwrap();
    while filler.write_all(&[b'x'; 4096]).is_ok() {}
    let len = filler.metadata().unwrap().len();
    filler.set_len(len - free as u64).unwrap();
}

/// Checks that a save fails with this reason and that the folder is as it was.
#[track_caller]
fn fails(folder: &Path, shared: &SharedLayer, why: &str) {
    let before = fs::read(layer_path(folder)).ok();
    let saver = Saver::start().unwrap();
    let of = snapshot(&document(folder), state(9));
    saver.put(SaveJob::layer(Slot(0), 1, layer_path(folder), shared.clone(), of));
    assert!(saver.flush(Duration::from_secs(20)));
    let error = saver.reports().remove(0).result.unwrap_err();
    assert!(error.to_string().ends_with(&format!("a.txt.ana.ron could not be saved: {why}")), "{error}");
    assert!(!error.hint().is_empty());
    assert_eq!(fs::read(layer_path(folder)).ok(), before);
    assert_eq!(left_over(folder), [] as [PathBuf; 0]);
}

/// Checks that a save succeeds.
#[track_caller]
fn succeeds(folder: &Path, shared: &SharedLayer, number: usize) {
    shared.save(&layer_path(folder), &snapshot(&document(folder), state(number))).unwrap();
    assert_eq!((on_disk(folder), left_over(folder)), (number, vec![]));
}

#[test]
fn on_a_full_or_read_only_disk_nothing_is_damaged_and_with_room_all_is_saved() {
    if !apart("on_a_full_or_read_only_disk_nothing_is_damaged_and_with_room_all_is_saved") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let at = home.path().to_str().unwrap();
    assert!(run("mount", &["-t", "tmpfs", "-o", "size=256k,nr_inodes=12", "none", at]));
    let folder = place(home.path());
    let shared = known(&folder);
    fill(&folder, 4096);
    // There is no folder yet; then no room for half a layer; then no room at all.
    fails(&folder, &shared, "the disk is full");
    fs::remove_file(folder.join("filler")).unwrap();
    succeeds(&folder, &shared, 1);
    for free in [0, 4096, 8192] {
        fill(&folder, free);
        fails(&folder, &shared, "the disk is full");
        fs::remove_file(folder.join("filler")).unwrap();
        succeeds(&folder, &shared, 2 + free);
    }
    let files: Vec<PathBuf> = (0..12).map(|number| folder.join(number.to_string())).collect();
    files.iter().for_each(|file| drop(File::create(file)));
    fails(&folder, &shared, "the disk is full");
    files.iter().for_each(|file| drop(fs::remove_file(file)));
    succeeds(&folder, &shared, 3);
    assert!(run("mount", &["-o", "remount,ro", at]));
    fails(&folder, &shared, "the file system is read-only");
    assert!(run("mount", &["-o", "remount,rw", at]));
    succeeds(&folder, &shared, 4);
}

#[test]
fn a_folder_that_is_gone_or_in_the_way_is_said_and_saving_goes_on_when_it_is_back() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("corpus")).unwrap();
    let folder = place(&home.path().join("corpus"));
    let (shared, away) = (known(&folder), home.path().join("away"));
    succeeds(&folder, &shared, 1);
    let of = snapshot(&document(&folder), state(9));
    let save = || shared.save(&layer_path(&folder), &of).unwrap_err().kind();
    fs::rename(&folder, &away).unwrap();
    assert_eq!(save(), io::ErrorKind::NotFound);
    assert!(!folder.exists(), "a corpus that is gone is not put up again");
    fs::write(&folder, "a file").unwrap();
    assert_eq!(save(), io::ErrorKind::NotADirectory);
    fs::remove_file(&folder).unwrap();
    fs::rename(&away, &folder).unwrap();
    succeeds(&folder, &shared, 2);
    fs::rename(folder.join("annotations"), &away).unwrap();
    fs::write(folder.join("annotations"), "a file").unwrap();
    assert_eq!(save(), io::ErrorKind::NotADirectory);
    fs::remove_file(folder.join("annotations")).unwrap();
    // Only the folder of the layers is gone: it is made again.
    succeeds(&folder, &shared, 3);
}

#[test]
fn a_folder_that_may_not_be_written_is_said_and_saving_goes_on_when_it_may() {
    let home = tempfile::tempdir().unwrap();
    let folder = place(home.path());
    let shared = known(&folder);
    succeeds(&folder, &shared, 1);
    let annotations = folder.join("annotations").to_str().unwrap().to_string();
    // Root may write everywhere, unless the folder has this flag.
    if !run("chattr", &["+i", &annotations]) {
        run("chmod", &["a-w", &annotations]);
    }
    match File::create(folder.join("annotations/probe")) {
        Ok(_) => skipped("we are root, who may write everywhere, and no folder can be made immutable"),
        Err(_) => fails(&folder, &shared, "it may not be written"),
    }
    run("chattr", &["-i", &annotations]);
    run("chmod", &["u+w", &annotations]);
    succeeds(&folder, &shared, 2);
}

/// Lets a child save twice, the first time with a fault. Returns the reason that the child gives for the first; the second must
/// succeed.
#[track_caller]
fn prevented(before: &[&str], work: &str) -> Option<String> {
    let home = tempfile::tempdir().unwrap();
    let folder = place(home.path());
    succeeds(&folder, &known(&folder), 1);
    let mut child = child(before, work, &folder).stderr(Stdio::null()).spawn().ok()?;
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let first = next(&mut said)?;
    assert_eq!(next(&mut said).as_deref(), Some("saved"), "after {first}");
    assert!(child.wait().unwrap().success());
    assert_eq!((on_disk(&folder), left_over(&folder)), (3, vec![]));
    Some(first)
}

#[test]
fn an_error_in_the_middle_of_saving_is_reported_and_the_next_save_is_whole() {
    let errors = [("EIO", "Input/output error"), ("ENOSPC", "No space left"), ("EDQUOT", "uota exceeded")];
    // The sync of the file, the rename (its system call has several names), and the sync of the folder.
    let calls = [("fsync", 1), ("fsync", 2), ("?rename,?renameat,?renameat2", 1)];
    for (call, when) in calls {
        for (error, words) in errors {
            let (trace, inject) = (format!("trace={call}"), format!("inject={call}:error={error}:when={when}"));
            let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
            let Some(said) = prevented(&strace, "twice") else {
                return skipped("there is no strace that may trace, so no call is made to fail in the middle");
            };
            assert!(said.contains(words), "{call} {when} {error}: {said}");
        }
    }
}

#[test]
fn what_another_program_wrote_is_on_the_disk_before_it_is_called_saved() {
    for when in ["inject=fsync:error=EIO:when=1", "inject=fsync:error=EIO:when=2"] {
        let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", when];
        let Some(said) = prevented(&strace, "found") else {
            return skipped("there is no strace that may trace, so no call is made to fail");
        };
        assert!(said.contains("Input/output error"), "{when}: {said}");
    }
}

#[test]
fn a_file_that_grows_past_a_limit_is_reported_and_the_old_one_stays() {
    let home = tempfile::tempdir().unwrap();
    let folder = place(home.path());
    succeeds(&folder, &known(&folder), 1);
    let before = fs::read(layer_path(&folder)).unwrap();
    // Shells count blocks of 512 bytes or of 1 KiB: in both cases the limit is less than a layer.
    assert!(before.len() > 16 * 1024);
    let shell = ["sh", "-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh"];
    let mut child = child(&shell, "twice", &folder).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..2 {
        assert!(next(&mut said).unwrap().contains("File too large"));
    }
    child.wait().unwrap();
    assert_eq!((fs::read(layer_path(&folder)).unwrap(), left_over(&folder)), (before, vec![]));
}

#[test]
fn on_a_full_disk_the_screen_says_so_keeps_the_tags_asks_before_leaving_and_saves_by_itself() {
    if !apart("on_a_full_disk_the_screen_says_so_keeps_the_tags_asks_before_leaving_and_saves_by_itself") {
        return;
    }
    let folder = Folder::new(&[]);
    assert!(run("mount", &["-t", "tmpfs", "-o", "size=256k", "none", folder.path("").to_str().unwrap()]));
    folder.write("a.txt", "About 12 men came.\n".repeat(40));
    let mut pty = folder.program(&["a.txt"]).size(100, 24).start();
    pty.wait_for_text("0 tags");
    pty.send("f");
    pty.wait_for_saved("1 tag ");
    let before = folder.read("annotations/a.txt.ana.ron");
    fill(&folder.path(""), 0);
    pty.send("jf");
    pty.wait_for_text("not saved: the disk is full (a.txt.ana.ron)");
    pty.send("jfq");
    pty.wait_for_text("not saved: Ctrl-s tries again, :save-elsewhere, :quit-unsaved (a.txt)");
    assert!(!pty.has_ended());
    assert_eq!(folder.read("annotations/a.txt.ana.ron"), before);
    fs::remove_file(folder.path("filler")).unwrap();
    pty.wait_for_saved("3 tags");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(folder.layer("a.txt").tags.len(), 3);
    assert_eq!(folder.files().len(), 3, "the text, the folder of the layers, the layer");
}

#[test]
fn a_lock_that_another_program_keeps_is_told_of_beside_saved() {
    let folder = Folder::new(&[("a.txt", "About 12 men came.\n")]);
    fs::create_dir(folder.path("annotations")).unwrap();
    let held = File::open(folder.path("annotations")).unwrap();
    held.lock().unwrap();
    let mut pty = folder.program(&["a.txt"]).size(120, 24).start();
    pty.wait_for_text("0 tags");
    pty.send("f");
    pty.wait_for_text("saved; another program keeps this folder locked");
    assert_eq!(folder.layer("a.txt").tags.len(), 1);
    drop(held);
    pty.send("c");
    pty.wait_until_gone("locked");
    pty.wait_for_saved("2 tags");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
}

// Two hands

/// Adds and removes tags as fast as it can, as the screen does, until the time is up. Then prints which tags it has, and which it
/// has removed.
fn hand(folder: &Path, name: &str) {
    let path = layer_path(folder);
    let (shared, records) = opened(folder);
    let (mut layer, mut joins, document) = (Layer::new(records), 0, document(folder));
    let (mut mine, mut gone): (Vec<Tag>, Vec<String>) = (Vec::new(), Vec::new());
    let until = Instant::now() + Duration::from_secs(3);
    let mut saves = 0;
    loop {
        let over = Instant::now() >= until;
        if !over && (mine.len() < 40 && fastrand::u8(..3) > 0 || mine.is_empty()) {
            let number = mine.len() + gone.len();
            let tag = tag(&format!("t-{name}-{number}"), fastrand::usize(..1400), &format!("{name} {number}"));
            layer.apply(Edit::put(tag.clone()));
            mine.push(tag);
        } else if !over {
            let tag = mine.swap_remove(fastrand::usize(..mine.len()));
            layer.apply(Edit::Tag(tag.id.clone(), None));
            gone.push(tag.id.to_string());
        }
        let of = Snapshot { joins, ..snapshot(&document, layer.records().clone()) };
        match shared.save(&path, &of) {
            Ok(Some(found)) => {
                joins = found.joins;
                assert_eq!(found.merged.both, [], "nobody changed a tag of the other's");
                layer.adopt(found.merged.records, &found.edits);
            }
            Ok(None) => {}
            // The other child has changed the file each time.
            Err(error) if error.to_string().contains("holds the folder") => continue,
            Err(error) => panic!("{error}"),
        }
        saves += 1;
        if over {
            break;
        }
    }
    say(&format!("{saves} saves"));
    mine.iter().for_each(|tag| say(&tag.id.to_string()));
    say("gone");
    gone.iter().for_each(|id| say(id));
}

#[test]
fn two_processes_on_one_layer_end_with_the_tags_of_both_and_none_that_was_removed() {
    let home = tempfile::tempdir().unwrap();
    let folder = place(home.path());
    let hands = ["odd", "even"].map(|name| child(&[], name, &folder).spawn().unwrap());
    let (mut kept, mut gone) = (BTreeSet::new(), BTreeSet::new());
    for mut hand in hands {
        let mut said = BufReader::new(hand.stdout.take().unwrap());
        let saves = next(&mut said).unwrap();
        kept.extend(std::iter::from_fn(|| next(&mut said).filter(|id| id != "gone")));
        let before = gone.len();
        gone.extend(std::iter::from_fn(|| next(&mut said)));
        println!("{saves}, {} tags removed", gone.len() - before);
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        assert!(hand.wait().unwrap().success(), "{rest}");
    }
    let there: BTreeSet<String> = reading(&folder).unwrap().records.tags.iter().map(|tag| tag.id.to_string()).collect();
    assert!(there.is_disjoint(&gone) && !gone.is_empty());
    assert_eq!(there, kept);
    assert_eq!(left_over(&folder), [] as [PathBuf; 0]);
}
