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

mod on_disk;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::file_state::{FileState, Fingerprint};
use super::git::GitFolder;
use super::lock::{self, Locking};
use super::record::{self, TextResolver};
use super::save::{Expected, is_rival, make, replace_expected, sync_both};
use super::snapshot::Snapshot;
use crate::tags::Records;
use crate::tags::edit::Edit;
use crate::tags::merge::{Merged, edited, edits, merge, not_seen};
use on_disk::{OnDisk, stays};

/// How often a save begins again because someone else was quicker.
const ATTEMPTS: usize = 32;
/// Git and editors take no lock: whoever writes so soon after us may have read the file before we wrote.
const RECENT: Duration = Duration::from_secs(2);
/// How long a program without a lock may take from its last look at the file to its rename. We look again after that.
const SETTLING: Duration = Duration::from_millis(100);

/// How often we look whether a file that is gone has come back.
const GLANCE: Duration = Duration::from_millis(5);

/// What we know of a layer's file.
#[derive(Clone, Debug, Default)]
pub struct SharedLayer(Arc<SharedFile>);

#[derive(Debug, Default)]
struct SharedFile {
    path: PathBuf,
    /// Held while the file is saved.
    known: Mutex<KnownFile>,
    /// How two programs were kept apart at the last save. It has a lock of its own, so that reading it waits for no save.
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
    /// When the file last was as we had left it, and git not at work. Whoever has changed it did so later, however late we look.
    left: Option<Instant>,
    git: GitFolder,
    /// How often it was joined with what others wrote.
    joins: u64,
    /// What the screen had last, by how many joins it had heard of by then. Two joins may come before it hears of the first.
    screens: BTreeMap<u64, Records>,
    /// What we last tried to write: an error may come after the file is there.
    tried: Option<WriteAttempt>,
    locking: Locking,
}

#[derive(Debug)]
struct WriteAttempt {
    print: Fingerprint,
    records: Records,
    /// What of our own went into it, if it was joined with another's.
    joined: Option<Snapshot>,
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

impl SharedLayer {
    /// Looks at the file at `path`. To be called before it is read: what is written in between is then seen as new.
    pub fn at(path: &Path) -> SharedLayer {
        // If it cannot be looked at now, the first save reads it, or fails and says why.
        let on_disk = OnDisk::read(path).ok().flatten();
        let (state, looked_at) = on_disk.map(|on_disk| (on_disk.state, on_disk.print)).unzip();
        let known = Mutex::new(KnownFile { state, looked_at, git: GitFolder::of(path), ..KnownFile::default() });
        SharedLayer(Arc::new(SharedFile { path: path.into(), known, ..SharedFile::default() }))
    }

    /// Notes what was read from it.
    pub fn holds(&self, records: Records) {
        let mut known = self.lock();
        // What was read may be something else than what was looked at: then the first save reads the file and joins the two.
        let is_the_same = FileState::look(&self.0.path).is_ok_and(|now| now == known.state);
        known.print = known.looked_at.filter(|_| is_the_same);
        known.disk = records;
    }

    /// Returns whether someone else has written the file since, as far as its [state](FileState) shows. Never waits:
    /// while the file is being saved the answer is no. It is also no if the file is gone or cannot be looked at: this is asked
    /// every half second, and a save does not depend on it.
    pub fn has_changed(&self, path: &Path) -> bool {
        let Ok(mut known) = self.0.known.try_lock() else { return false };
        let Some(now) = FileState::of(path) else { return false };
        let is_as_left = Some(now) == known.state;
        if is_as_left {
            known.note_left();
        }
        !is_as_left
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
            // Windows that both make the first file meet at the folder, or not at all.
            make(folder)?;
        }
        let hold = lock::hold(path.parent().unwrap_or(Path::new(".")), known.locking);
        known.locking = hold.locking;
        *self.0.locking.lock().unwrap_or_else(PoisonError::into_inner) = hold.locking;
        known.save(path, snapshot, replace_expected)
    }

    fn lock(&self) -> MutexGuard<'_, KnownFile> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownFile {
    /// Saves with `replace`, which puts bytes in the place of a file that is as expected.
    fn save(
        &mut self,
        path: &Path,
        snapshot: &Snapshot,
        mut replace: impl FnMut(&Path, &[u8], Expected) -> io::Result<FileState>,
    ) -> io::Result<Option<FoundOnDisk>> {
        let lines = TextResolver::new(&snapshot.document);
        let mut on_disk = self.read(path)?;
        self.recognise(on_disk.as_ref());
        // A snapshot from before we heard of the last join still lacks what came with it.
        let late = (snapshot.joins != self.joins).then(|| {
            let had = self.screens.get(&snapshot.joins).cloned().unwrap_or_default();
            merge(&lines, &had, &snapshot.records, &self.disk)
        });
        let mut records = late.as_ref().map_or(&snapshot.records, |late| &late.records).clone();
        let mut merged = late;
        let mut known = self.print;
        if on_disk.as_ref().is_some_and(|on_disk| Some(on_disk.print) == known) {
            self.note_left();
        }
        let keep = usize::from(self.locking != Locking::Sound);
        self.forget(keep);
        let unseen: Vec<Edit> = self.written.iter().rev().flat_map(|(_, back)| back.clone()).collect();
        let mut again = Vec::new();
        let mut base = self.disk.clone();
        for _ in 0..ATTEMPTS {
            let print = on_disk.as_ref().map(|on_disk| on_disk.print);
            let theirs =
                on_disk.as_ref().filter(|_| print != known).map(|on_disk| on_disk.records(snapshot)).transpose()?;
            if let Some(theirs) = &theirs {
                again = not_seen(unseen.clone(), theirs);
                base = edited(base, &again);
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
                self.forget(0);
                let file = on_disk.map(|on_disk| (on_disk.state, on_disk.print));
                let found = self.settle(file, records, merged, snapshot);
                return file.map_or(Ok(()), |_| sync_both(path)).map(|()| found);
            }
            let read = theirs.unwrap_or(base);
            let bytes = record::write(&records, &snapshot.document, &snapshot.name, &snapshot.annotator);
            let written = Fingerprint::of(bytes.as_bytes());
            let joined = merged.is_some().then(|| snapshot.clone());
            self.tried = Some(WriteAttempt { print: written, records: records.clone(), joined });
            let expected = match &on_disk {
                None => Expected::Nothing,
                Some(OnDisk { state, print, .. }) => Expected::File { state: *state, print: *print },
            };
            match replace(path, bytes.as_bytes(), expected) {
                Ok(state) if self.locking == Locking::Sound || self.still(path, written)? => {
                    // What is changed or removed once more is not written anew: two windows would do so for ever.
                    let mut back = edits(&records, &read);
                    back.retain(|edit| edit.is_removal() || !again.contains(edit));
                    self.written.push((Instant::now(), back));
                    return Ok(self.settle(Some((state, written)), records, merged, snapshot));
                }
                // It was written over by someone who may have known no more than what we had read.
                Ok(_) => {}
                Err(error) if is_rival(&error) => {}
                Err(error) => return Err(error),
            }
            known = print;
            base = read;
            on_disk = self.read(path)?;
        }
        Err(io::Error::other("another program keeps changing it"))
    }

    /// Reads the file. Git removes a file before it writes it anew: if it is gone and we know that there was one, we wait for it.
    /// What we wrote in its place would make git's write fail, while git takes it for done.
    fn read(&self, path: &Path) -> io::Result<Option<OnDisk>> {
        let since = Instant::now();
        let is_awaited = || self.print.is_some() && path.parent().is_some_and(Path::is_dir) && since.elapsed() < RECENT;
        loop {
            let on_disk = OnDisk::read(path)?;
            if on_disk.is_some() || !is_awaited() {
                return Ok(on_disk);
            }
            thread::sleep(GLANCE);
        }
    }

    /// Notes that the file is as we left it. While git is at work, it may yet write what it began with.
    fn note_left(&mut self) {
        if !self.git.is_at_work() {
            self.left = Some(Instant::now());
        }
    }

    /// Forgets what we had written so long before the file was last as we had left it that whoever writes now has seen it, but for
    /// the last `keep` writes: where there is no lock, another program may write much later than it has read.
    fn forget(&mut self, keep: usize) {
        let is_seen = |at: Instant| self.left.is_some_and(|left| left.saturating_duration_since(at) >= RECENT);
        let seen = self.written.iter().take_while(|(at, _)| is_seen(*at)).count();
        self.written.drain(..seen.min(self.written.len().saturating_sub(keep)));
    }

    /// Notes that what we tried to write is there, although an error came after it.
    fn recognise(&mut self, on_disk: Option<&OnDisk>) {
        let Some(tried) = self.tried.take().filter(|tried| on_disk.is_some_and(|found| found.print == tried.print))
        else {
            return;
        };
        self.print = Some(tried.print);
        self.disk = tried.records;
        if let Some(joined) = &tried.joined {
            self.note_join(joined);
        }
    }

    /// Notes that a snapshot was joined with what others wrote, and that the screen will have both when it hears of it.
    fn note_join(&mut self, snapshot: &Snapshot) {
        self.joins += 1;
        self.screens.insert(snapshot.joins, snapshot.records.clone());
        self.screens.insert(self.joins, self.disk.clone());
        self.screens.retain(|joins, _| *joins >= snapshot.joins);
    }

    /// Returns whether the file still holds what we wrote, a moment later.
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
        self.note_left();
        self.disk = records;
        self.tried = None;
        if merged.is_some() {
            self.note_join(snapshot);
        }
        merged.map(|merged| {
            let edits = edits(&snapshot.records, &merged.records);
            FoundOnDisk { ours: snapshot.records.clone(), merged, edits, joins: self.joins }
        })
    }
}

#[cfg(test)]
mod tests;
