//! Two programs and one layer: windows, git, an editor, with a lock and without.

use super::*;
use crate::tags::Tag;
use crate::text::{Document, Span};
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::SystemTime;

fn snapshot(tags: &[usize]) -> Snapshot {
    let tag = |start: &usize| {
        let mut tag = Tag::new("figure", Span::new(*start, *start + 1), "2026-11-22T04:17:00Z");
        tag.id = format!("t-{start}").as_str().into();
        tag
    };
    let records = Records { tags: tags.iter().map(tag).collect(), ..Records::default() };
    Snapshot {
        records,
        document: Arc::new(Document::new("0123456789")),
        name: "a.txt".into(),
        annotator: "ana".into(),
        joins: 0,
    }
}

fn starts(records: &Records) -> Vec<usize> {
    records.tags.iter().map(|tag| tag.span.start).collect()
}

fn on_disk(path: &Path) -> Vec<usize> {
    starts(&OnDisk::read(path).unwrap().unwrap().records(None, &snapshot(&[])).unwrap())
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt.ana.ron");
    (folder, path)
}

#[test]
fn two_windows_end_with_the_tags_of_both() {
    let (_folder, path) = place();
    let (one, other) = (SharedLayer::at(&path), SharedLayer::at(&path));
    assert!(one.save(&path, &snapshot(&[1, 2])).unwrap().is_none());
    assert!(other.has_changed(&path) && !one.has_changed(&path));
    let found = other.save(&path, &snapshot(&[5])).unwrap().unwrap();
    let found_joins = found.joins;
    assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 2, 5], vec![1, 2, 5]));
    // The first window removes one of its own and hears of the other's.
    let found = one.save(&path, &snapshot(&[1])).unwrap().unwrap();
    assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 5], vec![1, 5]));
    assert!(other.save(&path, &Snapshot { joins: found_joins, ..snapshot(&[1, 2, 5, 7]) }).unwrap().is_some());
    assert_eq!(on_disk(&path), [1, 5, 7], "what the other has removed is not put back by one who had not touched it");
}

#[test]
fn a_snapshot_from_before_a_join_was_heard_of_takes_nothing_back() {
    let (_folder, path) = place();
    let (one, other) = (SharedLayer::at(&path), SharedLayer::at(&path));
    other.save(&path, &snapshot(&[1])).unwrap();
    assert!(one.save(&path, &snapshot(&[3])).unwrap().is_some());
    // The next change was made before the screen knew of 1.
    let found = one.save(&path, &snapshot(&[3, 5])).unwrap().unwrap();
    assert_eq!((on_disk(&path), found.joins), (vec![1, 3, 5], 2));
    one.save(&path, &Snapshot { joins: 2, ..snapshot(&[3, 5]) }).unwrap();
    assert_eq!(on_disk(&path), [3, 5], "who has heard of it can remove it");
}

#[test]
fn what_git_takes_away_and_brings_back_before_the_screen_hears_of_it_stays() {
    let (_folder, path) = place();
    let mut known = KnownFile::default();
    known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    let other_branch = fs::read(&path).unwrap();
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    let main = fs::read(&path).unwrap();
    known.written.clear();
    // Git checks out the one and then the other, and each time a look around joins what is there with what the screen has.
    fs::write(&path, other_branch).unwrap();
    let first = known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap().unwrap();
    assert_eq!(on_disk(&path), [1]);
    fs::write(&path, main).unwrap();
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    // The screen has taken over the first; of the second it hears now.
    let screen = Snapshot { records: first.merged.records, joins: first.joins, ..snapshot(&[]) };
    known.save(&path, &screen, replace_expected).unwrap();
    assert_eq!(on_disk(&path), [1, 3]);
}

#[test]
fn what_does_not_read_is_not_written_over() {
    let (_folder, path) = place();
    let shared = SharedLayer::at(&path);
    shared.save(&path, &snapshot(&[1])).unwrap();
    fs::write(&path, "(format: 1, tags: [<<<<<<< HEAD").unwrap();
    let error = shared.save(&path, &snapshot(&[1, 2])).unwrap_err().to_string();
    assert!(error.contains("cannot be read"), "{error}");
    assert!(fs::read_to_string(&path).unwrap().contains("<<<<<<<"));
}

#[test]
fn many_windows_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("annotations/a.txt.ana.ron");
    // All are open before the first saves: who comes later reads what is there.
    let windows: Vec<SharedLayer> = (0..5).map(|_| SharedLayer::at(&path)).collect();
    thread::scope(|scope| {
        for (window, shared) in windows.into_iter().enumerate() {
            let path = &path;
            scope.spawn(move || {
                let (mut mine, mut joins) = (snapshot(&[]).records, 0);
                for start in [window, window + 5] {
                    mine.tags.insert(snapshot(&[start]).records.tags.iter().next().unwrap().clone());
                    let with = Snapshot { records: mine.clone(), joins, ..snapshot(&[]) };
                    if let Some(found) = shared.save(path, &with).unwrap() {
                        (mine, joins) = (found.merged.records, found.joins);
                    }
                }
            });
        }
    });
    assert_eq!(on_disk(&path), (0..10).collect::<Vec<_>>());
}

#[test]
fn a_file_that_nobody_has_read_is_not_taken_for_an_empty_one() {
    let (_folder, path) = place();
    SharedLayer::at(&path).save(&path, &snapshot(&[1])).unwrap();
    let found = SharedLayer::at(&path).save(&path, &snapshot(&[5])).unwrap().unwrap();
    assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 5], vec![1, 5]));
}

#[test]
fn a_file_that_looks_the_same_and_holds_something_else_is_merged() {
    let (_folder, path) = place();
    let shared = SharedLayer::at(&path);
    shared.save(&path, &snapshot(&[1])).unwrap();
    // Of equal length, at the same time and under the same inode.
    let state = FileState::look(&path).unwrap();
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let other = fs::read_to_string(&path).unwrap().replace("t-1", "t-9").replace("figure", "source");
    fs::write(&path, other).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(FileState::look(&path).unwrap(), state);
    assert!(!shared.has_changed(&path), "it does not show");
    let found = shared.save(&path, &snapshot(&[1, 3])).unwrap().unwrap();
    let ids: Vec<&str> = found.merged.records.tags.iter().map(|tag| tag.id.as_str()).collect();
    assert_eq!(ids, ["t-1", "t-9", "t-3"], "and what was written just before is no removal of theirs");
}

#[test]
fn a_lock_that_is_never_given_back_does_not_stop_saving() {
    let (folder, path) = place();
    let held = fs::File::open(folder.path()).unwrap();
    held.lock().unwrap();
    let (one, other) = (SharedLayer::at(&path), SharedLayer::at(&path));
    one.save(&path, &snapshot(&[1])).unwrap();
    assert_eq!(one.locking(), Locking::Stuck);
    other.save(&path, &snapshot(&[5])).unwrap();
    assert_eq!(on_disk(&path), [1, 5]);
    drop(held);
    one.save(&path, &snapshot(&[1, 3])).unwrap();
    assert_eq!((one.locking(), on_disk(&path)), (Locking::Sound, vec![1, 3, 5]));
}

#[test]
fn without_a_lock_what_was_written_over_ours_is_merged() {
    let (_folder, path) = place();
    let mut known = KnownFile { locking: Locking::Unsupported, ..KnownFile::default() };
    known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    // Someone who had read the file before we wrote 3 writes 5, long after we looked again.
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    let Snapshot { document, name, annotator, records, .. } = snapshot(&[1, 5]);
    fs::write(&path, record::write(&records, &document, &name, &annotator)).unwrap();
    let found = known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap().unwrap();
    assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 3, 5], vec![1, 3, 5]));
}

#[test]
fn what_git_or_an_editor_writes_over_without_having_seen_it_stays() {
    let (_folder, path) = place();
    let shared = SharedLayer::at(&path);
    shared.save(&path, &snapshot(&[1])).unwrap();
    let read = fs::read(&path).unwrap();
    shared.save(&path, &snapshot(&[1, 3])).unwrap();
    fs::write(&path, read).unwrap();
    shared.save(&path, &snapshot(&[1, 3])).unwrap();
    assert_eq!(on_disk(&path), [1, 3]);
}

#[test]
fn a_save_that_failed_after_the_rename_is_remembered_as_ours() {
    let synced_too_late = |path: &Path, bytes: &[u8], expected: Expected| {
        replace_expected(path, bytes, expected)?;
        Err(io::Error::other("the folder could not be synced"))
    };
    for changed in [vec![1, 3, 5], vec![1], vec![1, 5]] {
        let (_folder, path) = place();
        let mut known = KnownFile::default();
        known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
        known.written.clear();
        let read = fs::read(&path).unwrap();
        known.save(&path, &snapshot(&changed), synced_too_late).unwrap_err();
        assert_eq!(on_disk(&path), changed);
        known.save(&path, &snapshot(&changed), replace_expected).unwrap();
        written_over(&mut known, &path, &read, &snapshot(&changed));
        assert_eq!(on_disk(&path), changed, "an editor had read the file before the save that failed");
    }
}

#[test]
fn many_windows_without_a_lock_lose_nothing() {
    let (_folder, path) = place();
    thread::scope(|scope| {
        for window in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let mut known = KnownFile { locking: Locking::Unsupported, ..KnownFile::default() };
                let (mut mine, mut joins) = (snapshot(&[]).records, 0);
                for start in [window, window + 4] {
                    mine.tags.insert(snapshot(&[start]).records.tags.iter().next().unwrap().clone());
                    let with = Snapshot { records: mine.clone(), joins, ..snapshot(&[]) };
                    if let Some(found) = known.save(path, &with, replace_expected).unwrap() {
                        (mine, joins) = (found.merged.records, found.joins);
                    }
                }
            });
        }
    });
    assert_eq!(on_disk(&path), (0..8).collect::<Vec<_>>());
}

/// Writes over the file, so that it is `read` again when the window `known` saves for the first time hereafter.
fn written_over(known: &mut KnownFile, path: &Path, read: &[u8], snapshot: &Snapshot) {
    fs::write(path, read).unwrap();
    known.save(path, snapshot, replace_expected).unwrap();
}

#[test]
fn what_an_editor_writes_between_our_look_and_our_write_stays_merged() {
    let (_folder, path) = place();
    let mut known = KnownFile::default();
    known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    let mut read = fs::read(&path).ok();
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    let editor_first = |path: &Path, bytes: &[u8], expected: Expected| {
        read.take().into_iter().for_each(|read| fs::write(path, read).unwrap());
        replace_expected(path, bytes, expected)
    };
    known.save(&path, &snapshot(&[1, 3, 5]), editor_first).unwrap();
    assert_eq!(on_disk(&path), [1, 3, 5]);
}

#[test]
fn a_file_that_git_removes_to_write_it_anew_is_waited_for() {
    let (_folder, path) = place();
    let (one, other) = (SharedLayer::at(&path), SharedLayer::at(&path));
    one.save(&path, &snapshot(&[1])).unwrap();
    other.save(&path, &snapshot(&[5])).unwrap();
    let written_by_git = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(50));
            fs::write(&path, written_by_git).unwrap();
        });
        one.save(&path, &snapshot(&[1, 3])).unwrap();
    });
    assert_eq!(on_disk(&path), [1, 3, 5]);
    fs::remove_file(&path).unwrap();
    other.save(&path, &snapshot(&[1, 5])).unwrap();
    assert_eq!(on_disk(&path), [1, 5], "a file that stays away is made anew");
}

#[test]
fn what_another_window_has_seen_git_may_not_have_seen() {
    let (_folder, path) = place();
    let (mut one, other) = (KnownFile::default(), SharedLayer::at(&path));
    one.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    let read = fs::read(&path).unwrap();
    one.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    other.save(&path, &snapshot(&[5])).unwrap();
    let found = one.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap().unwrap();
    written_over(&mut one, &path, &read, &Snapshot { joins: found.joins, ..snapshot(&[1, 3, 5]) });
    assert_eq!(on_disk(&path), [1, 3], "5 is for the other window to bring back");
    other.save(&path, &snapshot(&[5])).unwrap();
    assert_eq!(on_disk(&path), [1, 3, 5]);
}

#[test]
fn a_tag_of_ours_that_the_file_had_already_is_remembered_as_ours() {
    let (_folder, path) = place();
    let (one, other) = (SharedLayer::at(&path), SharedLayer::at(&path));
    other.save(&path, &snapshot(&[1])).unwrap();
    let joins = one.save(&path, &snapshot(&[1])).unwrap().unwrap().joins;
    let Snapshot { records, document, name, annotator, .. } = snapshot(&[]);
    fs::write(&path, record::write(&records, &document, &name, &annotator)).unwrap();
    one.save(&path, &Snapshot { joins, ..snapshot(&[1]) }).unwrap();
    assert_eq!(on_disk(&path), [1]);
}

#[test]
fn how_late_we_look_does_not_matter() {
    let long_ago = Instant::now() - 3 * RECENT;
    for (left, wanted) in [(long_ago, vec![1, 3]), (Instant::now(), vec![1])] {
        let (_folder, path) = place();
        let mut known = KnownFile::default();
        known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
        let read = fs::read(&path).unwrap();
        known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
        known.written.iter_mut().for_each(|(at, _)| *at = long_ago);
        known.left = Some(left);
        written_over(&mut known, &path, &read, &snapshot(&[1, 3]));
        assert_eq!(on_disk(&path), wanted);
    }
}

#[test]
fn what_is_written_while_git_is_at_work_is_remembered_until_git_is_done() {
    for lock in [".git/index.lock", ".git/index.stash.4711", ".git/config"] {
        let (folder, path) = place();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let mut known = KnownFile { git: GitFolder::of(&path), ..KnownFile::default() };
        known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
        let read = fs::read(&path).unwrap();
        fs::write(folder.path().join(lock), "").unwrap();
        // The lock itself counts here, and not that it came just now.
        let git = File::open(folder.path().join(".git")).unwrap();
        git.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
        let long_ago = Instant::now() - 3 * RECENT;
        known.written.iter_mut().for_each(|(at, _)| *at = long_ago);
        known.left = Some(long_ago);
        // The file is as we left it.
        known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
        written_over(&mut known, &path, &read, &snapshot(&[1, 3]));
        assert_eq!(on_disk(&path).len(), if lock == ".git/config" { 1 } else { 2 }, "{lock}");
    }
}

#[test]
fn a_tag_that_was_just_changed_is_not_removed_by_who_may_not_have_seen_it() {
    let (_folder, path) = place();
    let mut known = KnownFile::default();
    known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    let read = fs::read(&path).unwrap();
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    known.written.clear();
    let mut changed = snapshot(&[1, 3]);
    let mut tag = snapshot(&[3]).records.tags.iter().next().unwrap().clone();
    tag.label = "source".into();
    changed.records.tags.insert(tag);
    known.save(&path, &changed, replace_expected).unwrap();
    written_over(&mut known, &path, &read, &changed);
    assert_eq!(on_disk(&path), [1, 3]);
    assert!(fs::read_to_string(&path).unwrap().contains("source"));
}

#[test]
fn two_windows_that_disagree_come_to_an_end() {
    let (_folder, path) = place();
    let (mut one, mut other) = (KnownFile::default(), KnownFile::default());
    let source = |start: usize| {
        let mut changed = snapshot(&[start]);
        let mut tag = changed.records.tags.iter().next().unwrap().clone();
        tag.label = "source".into();
        changed.records.tags.insert(tag);
        changed.records
    };
    one.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    other.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    // The one changes 1, the other changes it back and removes 3; each knows what the other has done just before.
    let (mut ours, mut theirs) = (Records { ..source(1) }, snapshot(&[1, 3]).records);
    ours.tags.insert(snapshot(&[3]).records.tags.iter().next().unwrap().clone());
    let (mut joins, mut others_joins) = (0, 0);
    let mut turns = 0;
    let mut take = |known: &mut KnownFile, records: &mut Records, joins: &mut u64| {
        turns += 1;
        let with = Snapshot { records: records.clone(), joins: *joins, ..snapshot(&[]) };
        let before = fs::read(&path).unwrap();
        let found = known.save(&path, &with, replace_expected).unwrap();
        let came = found.as_ref().is_some_and(|found| !found.edits.is_empty());
        let is_changed = came || fs::read(&path).unwrap() != before;
        if let Some(found) = found {
            (*records, *joins) = (found.merged.records, found.joins);
        }
        // As if half a second went by.
        known.written.iter_mut().for_each(|(at, _)| *at -= RECENT / 4);
        is_changed
    };
    take(&mut one, &mut ours, &mut joins);
    take(&mut other, &mut theirs, &mut others_joins);
    theirs = snapshot(&[1]).records;
    take(&mut other, &mut theirs, &mut others_joins);
    while take(&mut one, &mut ours, &mut joins) | take(&mut other, &mut theirs, &mut others_joins) {}
    assert!(turns < 20, "{turns} turns");
    assert_eq!((ours.clone(), on_disk(&path)), (theirs, starts(&ours)));
}
