//! A layer's file as several programs share it: two windows, a colleague's pull, an editor.
//!
//! ```text
//!   ours ──────────╮
//!   base (what we last read or wrote) ─ merge ─▶ written, and handed back for the screen
//!   what is there ─╯
//! ```
//!
//! A save reads the file, merges if it does not hold what we left in it, and writes a new file if the old one is still what was
//! read; else it begins again. Our own programs keep each other out by a [lock] on the folder. Where there is none, the file is
//! read once more a moment later, for another program may have written between our last look and our rename; what it did not
//! know of is then merged into what it wrote. So is what we have just written when git or an editor, which take no lock, write.
//!
//! What cannot be read is never written over, and "it could not be looked at" is never taken for "there is nothing": the save
//! fails and says why.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::file_state::{FileState, Fingerprint, is_nothing};
use super::lock::{self, Locking};
use super::record::TextResolver;
use super::save::{Expected, is_rival, make, real, replace_expected};
use super::snapshot::Snapshot;
use super::{ANNOTATIONS, record, text_file};
use crate::tags::Records;
use crate::tags::edit::Edit;
use crate::tags::merge::{Merged, edited, edits, merge, not_seen};

/// How often a save begins again because someone else was quicker.
const ATTEMPTS: usize = 32;
/// Git and editors take no lock: who writes so soon after us may have read the file before we wrote.
const RECENT: Duration = Duration::from_secs(2);
/// How long a program without a lock may take from its last look at the file to its rename. We look again after that.
const SETTLING: Duration = Duration::from_millis(100);

/// What we know of a layer's file.
#[derive(Clone, Debug, Default)]
pub struct Shared(Arc<SharedFile>);

#[derive(Debug, Default)]
struct SharedFile {
    /// Held while the file is saved.
    known: Mutex<KnownFile>,
    /// How two programs were kept apart at the last save. Apart from the rest, for who asks shall not wait for a save.
    locking: Mutex<Locking>,
}

#[derive(Debug, Default)]
struct KnownFile {
    /// What the file looked like when we last read or wrote it; `None` if there was none.
    state: Option<FileState>,
    /// What it held, as a fingerprint; `None` if there was none or it could not be read.
    print: Option<Fingerprint>,
    /// The fingerprint of a file that was looked at and of whose records we have not heard yet.
    looked_at: Option<Fingerprint>,
    /// What it held, as records.
    disk: Records,
    /// The edits that would take back what we have written lately, by when that was, the last of them at the end. Whoever has
    /// written since may not have seen it.
    written: Vec<(Instant, Vec<Edit>)>,
    /// What of our own went into it when it was last joined with another's.
    ours: Records,
    /// How often it was joined.
    joins: u64,
    /// What we last tried to write: an error may come after the file is there.
    tried: Option<WriteAttempt>,
    locking: Locking,
}

#[derive(Debug)]
struct WriteAttempt {
    print: Fingerprint,
    records: Records,
    /// What of our own went into it, if it was joined with another's.
    ours: Option<Records>,
}

/// What a save found in the file besides our own.
#[derive(Clone, Debug)]
pub struct FoundOnDisk {
    /// What we wanted to save.
    pub ours: Records,
    /// What was saved instead.
    pub merged: Merged,
    /// The edits that turn the one into the other: see [`Layer::adopt`](crate::tags::Layer::adopt).
    pub edits: Vec<Edit>,
    /// How often the file was joined with what others wrote, this time included. A snapshot that is taken after this was
    /// taken over says so in [`Snapshot::joins`].
    pub joins: u64,
}

impl Shared {
    /// Looks at the file at `path`. To be called before it is read: what is written in between is then seen as new.
    pub fn at(path: &Path) -> Shared {
        // If it cannot be looked at now, the first save reads it, or fails and says why.
        let looked_at = OnDisk::read(path).ok().flatten().map(|on_disk| on_disk.print);
        let known = Mutex::new(KnownFile { state: FileState::of(path), looked_at, ..KnownFile::default() });
        Shared(Arc::new(SharedFile { known, ..SharedFile::default() }))
    }

    /// Notes what was read from it.
    pub fn holds(&self, records: Records) {
        let mut known = self.lock();
        known.disk = records;
        known.print = known.looked_at;
    }

    /// Whether someone else has written the file since, as far as its [state](FileState) shows. Never waits: while the file is
    /// being saved the answer is no.
    pub fn has_changed(&self, path: &Path) -> bool {
        let Ok(known) = self.0.known.try_lock() else { return false };
        FileState::of(path).is_some_and(|now| Some(now) != known.state)
    }

    /// Returns how two programs were kept apart at the last save.
    pub fn locking(&self) -> Locking {
        *self.0.locking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Saves a layer, joined with what someone else has written meanwhile. Returns what that was.
    ///
    /// # Errors
    /// Those of the file system, and a file that cannot be read or does not read: it stays as it is.
    pub fn save(&self, path: &Path, snapshot: &Snapshot) -> io::Result<Option<FoundOnDisk>> {
        let mut known = self.lock();
        stays(path)?;
        if let Some(folder) = path.parent().filter(|_| !snapshot.records.is_empty()) {
            // Windows that both make the first file meet at the folder, or not at all. If it cannot be made, writing says why.
            let _ = make(folder);
        }
        let hold = lock::hold(path.parent().unwrap_or(Path::new(".")), known.locking);
        known.locking = hold.locking;
        *self.0.locking.lock().unwrap_or_else(PoisonError::into_inner) = hold.locking;
        known.save(path, snapshot)
    }

    fn lock(&self) -> MutexGuard<'_, KnownFile> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownFile {
    fn save(&mut self, path: &Path, snapshot: &Snapshot) -> io::Result<Option<FoundOnDisk>> {
        let lines = TextResolver::new(&snapshot.document);
        let mut on_disk = OnDisk::read(path)?;
        self.recognise(on_disk.as_ref());
        // A snapshot from before we heard of the last join still lacks what came with it.
        let late = (snapshot.joins != self.joins).then(|| merge(&lines, &self.ours, &snapshot.records, &self.disk));
        let mut records = late.as_ref().map_or(&snapshot.records, |late| &late.records).clone();
        let mut merged = late;
        let mut known = self.print;
        let is_ours = on_disk.as_ref().is_some_and(|on_disk| Some(on_disk.print) == known);
        let mut unseen = Some(self.unseen()).filter(|_| !is_ours);
        let mut base = self.disk.clone();
        for _ in 0..ATTEMPTS {
            let print = on_disk.as_ref().map(|on_disk| on_disk.print);
            let theirs =
                on_disk.as_ref().filter(|_| print != known).map(|on_disk| on_disk.records(snapshot)).transpose()?;
            if let (Some(unseen), Some(theirs)) = (unseen.take(), &theirs) {
                base = edited(base, &not_seen(unseen, theirs));
            }
            if let Some(theirs) = theirs.as_ref().filter(|theirs| **theirs != base) {
                let joined = merge(&lines, &base, &records, theirs);
                records = joined.records.clone();
                let before = merged.take().unwrap_or_default();
                merged = Some(Merged {
                    records: joined.records,
                    both: [before.both, joined.both].concat(),
                    fields: [before.fields, joined.fields].concat(),
                });
            }
            // Nothing is written where all that we have is there already, nor a file for nothing at all.
            if theirs.as_ref() == Some(&records) || (print.is_none() && records.is_empty()) {
                self.written.clear();
                return Ok(self.settle(
                    on_disk.map(|on_disk| (on_disk.state, on_disk.print)),
                    records,
                    merged,
                    snapshot,
                ));
            }
            let read = theirs.unwrap_or(base);
            let bytes = record::write(&records, &snapshot.document, &snapshot.name, &snapshot.annotator);
            let written = Fingerprint::of(bytes.as_bytes());
            let ours = merged.is_some().then(|| snapshot.records.clone());
            self.tried = Some(WriteAttempt { print: written, records: records.clone(), ours });
            let expected = match &on_disk {
                None => Expected::Nothing,
                Some(on_disk) if self.locking == Locking::Sound => Expected::State(on_disk.state),
                Some(on_disk) => Expected::Contents(on_disk.print),
            };
            match replace_expected(path, bytes.as_bytes(), expected) {
                Ok(state) if self.locking == Locking::Sound || self.still(path, written)? => {
                    self.written.push((Instant::now(), edits(&records, &read)));
                    return Ok(self.settle(Some((state, written)), records, merged, snapshot));
                }
                // It was written over by someone who may have known no more than what we had read.
                Ok(_) => {}
                Err(error) if is_rival(&error) => {}
                Err(error) => return Err(error),
            }
            known = print;
            base = read;
            on_disk = OnDisk::read(path)?;
        }
        Err(io::Error::other("another program keeps changing it"))
    }

    /// Returns the edits that take back what another program may not have seen that has written since, the last first. Where there
    /// is no lock that is at least our last write.
    fn unseen(&mut self) -> Vec<Edit> {
        let keep = usize::from(self.locking != Locking::Sound);
        let old = self.written.iter().take_while(|(at, _)| at.elapsed() >= RECENT).count();
        self.written.drain(..old.min(self.written.len().saturating_sub(keep)));
        self.written.iter().rev().flat_map(|(_, back)| back.clone()).collect()
    }

    /// Notes that what we tried to write is there, although an error came after it.
    fn recognise(&mut self, on_disk: Option<&OnDisk>) {
        let Some(tried) = self.tried.take().filter(|tried| on_disk.is_some_and(|found| found.print == tried.print))
        else {
            return;
        };
        self.print = Some(tried.print);
        self.disk = tried.records;
        if let Some(ours) = tried.ours {
            self.joins += 1;
            self.ours = ours;
        }
    }

    /// Whether the file still holds what we wrote, a moment later.
    fn still(&self, path: &Path, written: Fingerprint) -> io::Result<bool> {
        thread::sleep(SETTLING);
        Ok(OnDisk::read(path)?.is_some_and(|on_disk| on_disk.print == written))
    }

    /// Notes what the file holds now.
    fn settle(
        &mut self,
        file: Option<(FileState, Fingerprint)>,
        records: Records,
        merged: Option<Merged>,
        snapshot: &Snapshot,
    ) -> Option<FoundOnDisk> {
        (self.state, self.print) = file.unzip();
        self.disk = records;
        self.tried = None;
        if merged.is_some() {
            self.joins += 1;
            self.ours = snapshot.records.clone();
        }
        merged.map(|merged| {
            let edits = edits(&snapshot.records, &merged.records);
            FoundOnDisk { ours: snapshot.records.clone(), merged, edits, joins: self.joins }
        })
    }
}

/// A layer's file that was read.
struct OnDisk {
    state: FileState,
    print: Fingerprint,
    text: String,
}

impl OnDisk {
    /// Reads the file; `None` if there is none.
    fn read(path: &Path) -> io::Result<Option<OnDisk>> {
        let path = &real(path)?;
        // The state first: who writes while we read makes another.
        let Some(state) = FileState::look(path)? else { return Ok(None) };
        let text = text_file::read_text(path, record::limit())
            .map_err(|problem| io::Error::other(format!("what it holds could not be read: {problem}")))?;
        Ok(Some(OnDisk { state, print: Fingerprint::of(text.as_bytes()), text }))
    }

    fn records(&self, snapshot: &Snapshot) -> io::Result<Records> {
        record::read(&self.text, &snapshot.document, &snapshot.name, &snapshot.annotator)
            .map(|reading| reading.records)
            .map_err(|fault| io::Error::other(format!("someone else has changed it, and it does not read: {fault}")))
    }
}

/// Refuses to follow a symbolic link out of the corpus: it may have come with a pull since the layer was read.
fn stays(path: &Path) -> io::Result<()> {
    let annotations = path.ancestors().skip(1).find(|folder| folder.file_name() == Some(OsStr::new(ANNOTATIONS)));
    let Some(root) = annotations.and_then(Path::parent) else { return Ok(()) };
    let root = match fs::canonicalize(root) {
        Err(error) if is_nothing(&error) => return Ok(()), // writing says that it is gone
        root => root?,
    };
    match real(path) {
        Ok(real) if !real.starts_with(&root) => Err(io::Error::other("a symbolic link leads out of the corpus")),
        Err(error) if !is_nothing(&error) => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Tag;
    use crate::text::{Document, Span};
    use std::fs;
    use std::path::PathBuf;

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
        starts(&OnDisk::read(path).unwrap().unwrap().records(&snapshot(&[])).unwrap())
    }

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt.ana.ron");
        (folder, path)
    }

    #[test]
    fn two_windows_end_with_the_tags_of_both() {
        let (_folder, path) = place();
        let (one, other) = (Shared::at(&path), Shared::at(&path));
        assert!(one.save(&path, &snapshot(&[1, 2])).unwrap().is_none());
        assert!(other.has_changed(&path) && !one.has_changed(&path));
        let found = other.save(&path, &snapshot(&[5])).unwrap().unwrap();
        let found_joins = found.joins;
        assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 2, 5], vec![1, 2, 5]));
        // The first window removes one of its own and hears of the other's.
        let found = one.save(&path, &snapshot(&[1])).unwrap().unwrap();
        assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 5], vec![1, 5]));
        assert!(other.save(&path, &Snapshot { joins: found_joins, ..snapshot(&[1, 2, 5, 7]) }).unwrap().is_some());
        assert_eq!(
            on_disk(&path),
            [1, 5, 7],
            "what the other has removed is not put back by one who had not touched it"
        );
    }

    #[test]
    fn a_snapshot_from_before_a_join_was_heard_of_takes_nothing_back() {
        let (_folder, path) = place();
        let (one, other) = (Shared::at(&path), Shared::at(&path));
        other.save(&path, &snapshot(&[1])).unwrap();
        assert!(one.save(&path, &snapshot(&[3])).unwrap().is_some());
        // The next change was made before the screen knew of 1.
        let found = one.save(&path, &snapshot(&[3, 5])).unwrap().unwrap();
        assert_eq!((on_disk(&path), found.joins), (vec![1, 3, 5], 2));
        one.save(&path, &Snapshot { joins: 2, ..snapshot(&[3, 5]) }).unwrap();
        assert_eq!(on_disk(&path), [3, 5], "who has heard of it can remove it");
    }

    #[test]
    fn what_does_not_read_is_not_written_over() {
        let (_folder, path) = place();
        let shared = Shared::at(&path);
        shared.save(&path, &snapshot(&[1])).unwrap();
        fs::write(&path, "(format: 1, tags: [<<<<<<< HEAD").unwrap();
        let error = shared.save(&path, &snapshot(&[1, 2])).unwrap_err().to_string();
        assert!(error.contains("does not read"), "{error}");
        assert!(fs::read_to_string(&path).unwrap().contains("<<<<<<<"));
    }

    #[test]
    fn many_windows_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("annotations/a.txt.ana.ron");
        // All are open before the first saves: who comes later reads what is there.
        let windows: Vec<Shared> = (0..5).map(|_| Shared::at(&path)).collect();
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
        Shared::at(&path).save(&path, &snapshot(&[1])).unwrap();
        let found = Shared::at(&path).save(&path, &snapshot(&[5])).unwrap().unwrap();
        assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 5], vec![1, 5]));
    }

    #[test]
    fn a_file_that_looks_the_same_and_holds_something_else_is_merged() {
        let (_folder, path) = place();
        let shared = Shared::at(&path);
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
        let (one, other) = (Shared::at(&path), Shared::at(&path));
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
        known.save(&path, &snapshot(&[1])).unwrap();
        // Someone who had read the file before we wrote 3 writes 5, long after we looked again.
        known.save(&path, &snapshot(&[1, 3])).unwrap();
        let Snapshot { document, name, annotator, records, .. } = snapshot(&[1, 5]);
        fs::write(&path, record::write(&records, &document, &name, &annotator)).unwrap();
        let found = known.save(&path, &snapshot(&[1, 3])).unwrap().unwrap();
        assert_eq!((starts(&found.merged.records), on_disk(&path)), (vec![1, 3, 5], vec![1, 3, 5]));
    }

    #[test]
    fn what_git_or_an_editor_writes_over_without_having_seen_it_stays() {
        let (_folder, path) = place();
        let shared = Shared::at(&path);
        shared.save(&path, &snapshot(&[1])).unwrap();
        let read = fs::read(&path).unwrap();
        shared.save(&path, &snapshot(&[1, 3])).unwrap();
        fs::write(&path, read).unwrap();
        shared.save(&path, &snapshot(&[1, 3])).unwrap();
        assert_eq!(on_disk(&path), [1, 3]);
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
                        if let Some(found) = known.save(path, &with).unwrap() {
                            (mine, joins) = (found.merged.records, found.joins);
                        }
                    }
                });
            }
        });
        assert_eq!(on_disk(&path), (0..8).collect::<Vec<_>>());
    }
}
