//! Tests layers that several programs write: windows, git and an editor, with a lock and without.

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
    // The first window removes a tag of its own and receives the tag of the other window.
    let found = one.save(&path, &snapshot(&[1])).unwrap().unwrap();
    assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 5], vec![1, 5]));
    assert!(other.save(&path, &Snapshot { joins: found_joins, ..snapshot(&[1, 2, 5, 7]) }).unwrap().is_some());
    assert_eq!(on_disk(&path), [1, 5, 7], "the other window did not change tag 2, so its removal stays");
}

#[test]
fn a_later_save_writes_the_bytes_of_a_whole_one() {
    let (_folder, path) = place();
    let mut known = KnownFile::default();
    let document = snapshot(&[]).document;
    for tags in [vec![1, 3, 5], vec![1, 4, 5, 9], vec![], vec![2, 6], vec![6]] {
        let now = Snapshot { document: Arc::clone(&document), ..snapshot(&tags) };
        known.save(&path, &now, replace_expected).unwrap();
        assert_eq!(known.written_on.as_ref().map(Arc::as_ptr), Some(Arc::as_ptr(&document)));
        let whole = record::write(&now.records, &document, &now.name, &now.annotator);
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    }
}

#[test]
fn an_old_snapshot_removes_no_tag_that_another_window_added() {
    let (_folder, path) = place();
    let (one, other) = (SharedLayer::at(&path), SharedLayer::at(&path));
    other.save(&path, &snapshot(&[1])).unwrap();
    assert!(one.save(&path, &snapshot(&[3])).unwrap().is_some());
    // The next change is made before the screen knows of tag 1.
    let found = one.save(&path, &snapshot(&[3, 5])).unwrap().unwrap();
    assert_eq!((on_disk(&path), found.joins), (vec![1, 3, 5], 2));
    one.save(&path, &Snapshot { joins: 2, ..snapshot(&[3, 5]) }).unwrap();
    assert_eq!(on_disk(&path), [3, 5], "a screen that knows of tag 1 can remove it");
}

#[test]
fn a_tag_that_git_removes_and_restores_before_the_screen_knows_stays() {
    let (_folder, path) = place();
    let mut known = KnownFile::default();
    known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    let other_branch = fs::read(&path).unwrap();
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    let main = fs::read(&path).unwrap();
    known.written.clear();
    // Git checks out one branch and then the other. After each checkout the program looks at the file and merges it with the
    // records of the screen.
    fs::write(&path, other_branch).unwrap();
    let first = known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap().unwrap();
    assert_eq!(on_disk(&path), [1]);
    fs::write(&path, main).unwrap();
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    // The screen has adopted the first merge; now it hears of the second.
    let screen = Snapshot { records: first.merged.records, joins: first.joins, ..snapshot(&[]) };
    known.save(&path, &screen, replace_expected).unwrap();
    assert_eq!(on_disk(&path), [1, 3]);
}

#[test]
fn a_file_that_cannot_be_read_is_not_overwritten() {
    let (_folder, path) = place();
    let shared = SharedLayer::at(&path);
    shared.save(&path, &snapshot(&[1])).unwrap();
    fs::write(&path, "(format: 1, tags: [<<<<<<< HEAD").unwrap();
    let error = shared.save(&path, &snapshot(&[1, 2])).unwrap_err().to_string();
    assert!(error.contains("cannot be read"), "{error}");
    assert!(fs::read_to_string(&path).unwrap().contains("<<<<<<<"));
}

#[test]
fn many_windows_lose_no_tags() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("annotations/a.txt.ana.ron");
    // All windows are open before the first one saves: a window that opens later would read what was saved.
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
fn a_file_that_was_never_read_is_merged() {
    let (_folder, path) = place();
    SharedLayer::at(&path).save(&path, &snapshot(&[1])).unwrap();
    let found = SharedLayer::at(&path).save(&path, &snapshot(&[5])).unwrap().unwrap();
    assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 5], vec![1, 5]));
}

#[test]
fn a_file_with_the_same_state_and_other_contents_is_merged() {
    let (_folder, path) = place();
    let shared = SharedLayer::at(&path);
    shared.save(&path, &snapshot(&[1])).unwrap();
    // The other file has the same length, time and inode.
    let state = FileState::look(&path).unwrap();
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let other = fs::read_to_string(&path).unwrap().replace("t-1", "t-9").replace("figure", "source");
    fs::write(&path, other).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(FileState::look(&path).unwrap(), state);
    assert!(!shared.has_changed(&path), "the state does not show the change");
    let found = shared.save(&path, &snapshot(&[1, 3])).unwrap().unwrap();
    let ids: Vec<&str> = found.merged.records.tags.iter().map(|tag| tag.id.as_str()).collect();
    assert_eq!(ids, ["t-1", "t-9", "t-3"], "t-1 was written just before, so its absence is no removal");
}

#[test]
fn a_lock_that_is_never_released_does_not_stop_saving() {
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
fn without_a_lock_a_file_that_replaced_ours_is_merged() {
    let (_folder, path) = place();
    let mut known = KnownFile { locking: Locking::Unsupported, ..KnownFile::default() };
    known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    // A program that read the file before we wrote tag 3 writes tag 5, long after we looked again.
    known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    let Snapshot { document, name, annotator, records, .. } = snapshot(&[1, 5]);
    fs::write(&path, record::write(&records, &document, &name, &annotator)).unwrap();
    let found = known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap().unwrap();
    assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 3, 5], vec![1, 3, 5]));
}

#[test]
fn a_tag_survives_a_program_that_writes_the_file_without_having_read_the_tag() {
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
fn many_windows_without_a_lock_lose_no_tags() {
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

/// Overwrites the file with the bytes `read`, as a program does that read it earlier. Then the window `known` saves.
fn written_over(known: &mut KnownFile, path: &Path, read: &[u8], snapshot: &Snapshot) {
    fs::write(path, read).unwrap();
    known.save(path, snapshot, replace_expected).unwrap();
}

#[test]
fn a_write_between_our_look_and_our_write_is_merged() {
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
fn a_save_waits_for_a_file_that_git_removes_and_writes_again() {
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
    assert_eq!(on_disk(&path), [1, 5], "a file that does not come back is written again");
}

#[test]
fn a_window_brings_back_its_own_tags_only() {
    let (_folder, path) = place();
    let (mut one, other) = (KnownFile::default(), SharedLayer::at(&path));
    one.save(&path, &snapshot(&[1]), replace_expected).unwrap();
    let read = fs::read(&path).unwrap();
    one.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
    other.save(&path, &snapshot(&[5])).unwrap();
    let found = one.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap().unwrap();
    written_over(&mut one, &path, &read, &Snapshot { joins: found.joins, ..snapshot(&[1, 3, 5]) });
    assert_eq!(on_disk(&path), [1, 3], "the other window brings back tag 5");
    other.save(&path, &snapshot(&[5])).unwrap();
    assert_eq!(on_disk(&path), [1, 3, 5]);
}

#[test]
fn a_tag_of_ours_that_was_already_in_the_file_counts_as_ours() {
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
fn a_recent_save_is_brought_back_however_late_we_look() {
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
fn a_save_during_a_git_command_is_remembered_until_git_is_done() {
    for lock in [".git/index.lock", ".git/index.stash.4711", ".git/config"] {
        let (folder, path) = place();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let mut known = KnownFile { git: GitFolder::of(&path), ..KnownFile::default() };
        known.save(&path, &snapshot(&[1]), replace_expected).unwrap();
        let read = fs::read(&path).unwrap();
        fs::write(folder.path().join(lock), "").unwrap();
        // The folder was changed long ago, so only the lock shows that git is at work.
        let git = File::open(folder.path().join(".git")).unwrap();
        git.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
        let long_ago = Instant::now() - 3 * RECENT;
        known.written.iter_mut().for_each(|(at, _)| *at = long_ago);
        known.left = Some(long_ago);
        // Another program has not changed the file.
        known.save(&path, &snapshot(&[1, 3]), replace_expected).unwrap();
        written_over(&mut known, &path, &read, &snapshot(&[1, 3]));
        assert_eq!(on_disk(&path).len(), if lock == ".git/config" { 1 } else { 2 }, "{lock}");
    }
}

#[test]
fn a_recent_change_survives_a_program_that_had_not_read_it() {
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
fn two_windows_that_disagree_stop_writing() {
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
    // One window changes tag 1; the other changes it back and removes tag 3. Each window knows the last change of the other.
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
        // Half a second passes.
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
