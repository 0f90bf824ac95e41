//! Saves a layer to a file that several programs may write: two windows, git, an editor.
//!
//! ```text
//!   ours ──────────╮
//!   base (what we last read or wrote) ─ merge ─▶ written, and handed back for the screen
//!   what is there ─╯
//! ```
//!
//! A save reads the file. If another program has changed it, the save merges that change. It then writes a new file in its place,
//! if nobody has written the file meanwhile; otherwise it begins again. Two diptychs keep each other out by a [lock] on the
//! folder. If the folder cannot be locked, the save reads the file again a moment later, because another diptych may have replaced
//! it between the last look and the rename. If so, our records are merged into what it wrote. Git and editors take no lock at all:
//! when one of them writes the file shortly after a save, it may not have seen what we saved, so we add that again.
//!
//! A file that cannot be read is not overwritten, and an error of the file system never counts as "there is no file": the save
//! fails and says why.

mod on_disk;

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::file_state::FileState;
use super::git::GitFolder;
use super::lock::{self, Locking};
use super::record::{self, TextResolver};
use super::save::{Expected, UnsyncedFolders, is_rival, make, replace_expected, sync_both};
use super::snapshot::Snapshot;
use crate::tags::Records;
use crate::tags::edit::Edit;
use crate::tags::merge::{Merged, edited, edits, merge, not_seen};
use crate::text::Document;
use on_disk::{OnDisk, stays};

/// How often a save begins again because another program has written the file meanwhile.
const ATTEMPTS: usize = 32;
/// A program that takes no lock and writes so soon after us may have read the file before we wrote it.
const RECENT: Duration = Duration::from_secs(2);
/// How long a diptych without a lock may take from its last look at the file to its rename. We look again after that.
const SETTLING: Duration = Duration::from_millis(100);
/// The pause between two looks for a file that is gone and may come back.
const GLANCE: Duration = Duration::from_millis(5);

/// A layer's file that several programs may write, and what we know of it.
#[derive(Clone, Debug, Default)]
pub struct SharedLayer(Arc<SharedFile>);

#[derive(Debug, Default)]
struct SharedFile {
    path: PathBuf,
    /// Held while the file is saved.
    known: Mutex<KnownFile>,
    /// How two programs were kept apart at the last save. It has a mutex of its own, so that the screen can read it during a save.
    locking: Mutex<Locking>,
}

#[derive(Debug, Default)]
struct KnownFile {
    /// The state of the file when we last read or wrote it; `None` if there was no file.
    state: Option<FileState>,
    /// Its text at that time; `None` if there was no file or it could not be read.
    text: Option<Arc<String>>,
    /// The document on which this program has written that text; `None` if another program may have written it.
    written_on: Option<Arc<Document>>,
    /// The text of a file that was looked at, and whose records [`SharedLayer::holds`] has not named yet.
    looked_at: Option<Arc<String>>,
    /// The records in it at that time.
    disk: Records,
    /// For each recent save, its time and the edits that would undo it; the last save is the last entry. A program that has written
    /// the file since may not have seen these saves.
    written: Vec<(Instant, Vec<Edit>)>,
    /// The last time at which the file was as we had left it and git was not at work. A change by another program is later than
    /// this, even if we notice it late.
    left: Option<Instant>,
    git: GitFolder,
    /// The number of merges with what other programs wrote.
    joins: u64,
    /// The records that the screen last had after each number of merges. A second merge may happen before the screen has heard of
    /// the first.
    screens: BTreeMap<u64, Records>,
    /// The last attempt to write: the file system may report an error although the file is there.
    tried: Option<WriteAttempt>,
    locking: Locking,
}

#[derive(Debug)]
struct WriteAttempt {
    text: Arc<String>,
    records: Records,
    /// The edits that would undo it.
    back: Vec<Edit>,
    /// Our own records in it, if it was merged with those of another program.
    joined: Option<Snapshot>,
}

/// The changes of other programs that a save found in the file.
#[derive(Clone, Debug)]
pub struct FoundOnDisk {
    /// The records that we wanted to save.
    pub ours: Records,
    /// The records that were saved instead.
    pub merged: Merged,
    /// The edits that turn `ours` into `merged`: see [`Layer::adopt`](crate::tags::Layer::adopt).
    pub edits: Vec<Edit>,
    /// The number of merges with what other programs wrote, this one included. When the screen has adopted this merge, it puts the
    /// number into [`Snapshot::joins`] of its next snapshots.
    pub joins: u64,
}

impl SharedLayer {
    /// Looks at the file at `path`. Call this before you read the file: a change in between is then noticed as new.
    pub fn at(path: &Path) -> SharedLayer {
        // If the file cannot be read now, the first save reads it, or fails and says why.
        let on_disk = OnDisk::read(path).ok().flatten();
        let (state, looked_at) = on_disk.map(|on_disk| (on_disk.state, on_disk.text)).unzip();
        let known = Mutex::new(KnownFile { state, looked_at, git: GitFolder::of(path), ..KnownFile::default() });
        SharedLayer(Arc::new(SharedFile { path: path.into(), known, ..SharedFile::default() }))
    }

    /// Notes the records that were read from the file.
    pub fn holds(&self, records: Records) {
        let mut known = self.lock();
        // If the file has changed since the look, the first save reads it and merges.
        let is_the_same = FileState::look(&self.0.path).is_ok_and(|now| now == known.state);
        known.text = known.looked_at.take().filter(|_| is_the_same);
        known.written_on = None;
        known.disk = records;
    }

    /// Returns whether another program has written the file since, as far as its [state](FileState) shows. Does not wait: returns
    /// false while the file is being saved. Returns false, too, if the file is gone or cannot be looked at: the screen asks every
    /// half second, and a save does not rely on the answer.
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

    /// Saves a layer, merged with what other programs have written meanwhile. Returns what they wrote.
    ///
    /// # Errors
    /// Those of the file system. Also if the file cannot be read or is not a layer; it is then left as it is.
    pub fn save(&self, path: &Path, snapshot: &Snapshot) -> io::Result<Option<FoundOnDisk>> {
        self.save_with(path, snapshot, replace_expected)
    }

    /// Does what [`save`](SharedLayer::save) does, up to the sync of the folder.
    ///
    /// # Errors
    /// Those of [`save`](SharedLayer::save).
    pub fn save_among(
        &self,
        path: &Path,
        snapshot: &Snapshot,
        folders: &mut UnsyncedFolders,
    ) -> io::Result<Option<FoundOnDisk>> {
        self.save_with(path, snapshot, |path, bytes, expected| folders.replace_expected(path, bytes, expected))
    }

    fn save_with(
        &self,
        path: &Path,
        snapshot: &Snapshot,
        replace: impl FnMut(&Path, &[u8], Expected) -> io::Result<FileState>,
    ) -> io::Result<Option<FoundOnDisk>> {
        let mut known = self.lock();
        stays(path)?;
        if let Some(folder) = path.parent().filter(|_| !snapshot.records.is_empty()) {
            // Two windows that both make the first file need the folder to lock it.
            make(folder)?;
        }
        let hold = lock::hold(path.parent().unwrap_or(Path::new(".")), known.locking);
        known.locking = hold.locking;
        *self.0.locking.lock().unwrap_or_else(PoisonError::into_inner) = hold.locking;
        known.save(path, snapshot, replace)
    }

    fn lock(&self) -> MutexGuard<'_, KnownFile> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownFile {
    /// Saves with `replace`, which replaces a file by new bytes if it is as expected.
    fn save(
        &mut self,
        path: &Path,
        snapshot: &Snapshot,
        mut replace: impl FnMut(&Path, &[u8], Expected) -> io::Result<FileState>,
    ) -> io::Result<Option<FoundOnDisk>> {
        let lines = TextResolver::new(&snapshot.document);
        let mut on_disk = self.look(path)?;
        self.recognise(on_disk.as_ref());
        // A snapshot from before the screen heard of the last merge lacks what other programs had added.
        let late = (snapshot.joins != self.joins).then(|| {
            let had = self.screens.get(&snapshot.joins).cloned().unwrap_or_default();
            merge(&lines, &had, &snapshot.records, &self.disk)
        });
        let mut records = late.as_ref().map_or(&snapshot.records, |late| &late.records).clone();
        let mut merged = late;
        // What we have made since our last save is ours, even if the file has it already: another diptych without a lock may have
        // read it from an attempt of ours that did not stay.
        let mut own = edits(&records, &self.disk);
        own.retain(Edit::is_removal);
        let mut known = self.text.clone();
        if known.is_some() && on_disk.as_ref().map(|on_disk| &on_disk.text) == known.as_ref() {
            self.note_left();
        }
        let keep = usize::from(self.locking != Locking::Sound);
        self.forget(keep);
        let unseen: Vec<Edit> = self.written.iter().rev().flat_map(|(_, back)| back.clone()).collect();
        let mut again = Vec::new();
        let mut base = self.disk.clone();
        for _ in 0..ATTEMPTS {
            let there = on_disk.as_ref().map(|on_disk| Arc::clone(&on_disk.text));
            let before = known.as_deref().map(|known| (known.as_str(), &base));
            let changed = on_disk.as_ref().filter(|_| there != known);
            let theirs = changed.map(|on_disk| on_disk.records(before, snapshot)).transpose()?;
            if let Some(theirs) = &theirs {
                again = not_seen(unseen.clone(), theirs);
                base = edited(base, &again);
            }
            if let Some(theirs) = theirs.as_ref().filter(|theirs| **theirs != base) {
                let joined = merge(&lines, &base, &records, theirs);
                records = joined.records.clone();
                let former = merged.take().unwrap_or_default();
                merged = Some(Merged {
                    records: joined.records,
                    both: [former.both, joined.both].concat(),
                    fields: [former.fields, joined.fields].concat(),
                });
            }
            // If the file has all of our records already, or if there are no records and no file, nothing is written.
            if theirs.as_ref() == Some(&records) || (there.is_none() && records.is_empty()) {
                self.forget(0);
                if !own.is_empty() {
                    self.written.push((Instant::now(), own));
                }
                let is_there = on_disk.is_some();
                let found = self.settle(on_disk, records, merged, snapshot);
                return if is_there { sync_both(path).map(|()| found) } else { Ok(found) };
            }
            let read = theirs.unwrap_or(base);
            let text = Arc::new(self.encode(&records, snapshot));
            let joined = merged.is_some().then(|| snapshot.clone());
            // A change or a removal that was repeated keeps its first time; otherwise two windows would repeat it for ever.
            let mut back = edits(&records, &read);
            back.retain(|edit| edit.is_removal() || !again.contains(edit));
            let is_in = |edit: &Edit| (mem::discriminant(edit), edit.id().clone());
            let removed: HashSet<_> = back.iter().filter(|edit| edit.is_removal()).map(is_in).collect();
            back.extend(own.iter().filter(|edit| !removed.contains(&is_in(edit))).cloned());
            let attempt =
                WriteAttempt { text: Arc::clone(&text), records: records.clone(), back: back.clone(), joined };
            self.tried = Some(attempt);
            let expected = match &on_disk {
                None => Expected::Nothing,
                Some(OnDisk { state, text }) => Expected::File { state: *state, contents: text.as_bytes() },
            };
            match replace(path, text.as_bytes(), expected) {
                Ok(state) if self.locking == Locking::Sound || self.still(path, &text)? => {
                    self.written.push((Instant::now(), back));
                    let found = self.settle(Some(OnDisk { state, text }), records, merged, snapshot);
                    self.written_on = Some(Arc::clone(&snapshot.document));
                    return Ok(found);
                }
                // Another diptych has replaced it, and may have seen no more of it than we had read.
                Ok(_) => {}
                Err(error) if is_rival(&error) => {}
                Err(error) => return Err(error),
            }
            known = there;
            base = read;
            on_disk = self.read(path)?;
        }
        Err(io::Error::other("another program keeps changing it"))
    }

    /// Returns the text of the file for these records. If we have written the last text, only what has changed is written anew.
    fn encode(&self, records: &Records, snapshot: &Snapshot) -> String {
        let Snapshot { document, name, annotator, .. } = snapshot;
        let is_ours = self.written_on.as_ref().is_some_and(|on| Arc::ptr_eq(on, document));
        let changed = self
            .text
            .as_deref()
            .filter(|_| is_ours)
            .and_then(|text| record::write_changes((text, &self.disk), records, document, name, annotator));
        changed.unwrap_or_else(|| record::write(records, document, name, annotator))
    }

    /// Returns the file. Does not read it again if its [state](FileState) is the one that we know: [`replace_expected`] compares the
    /// contents before the old file is lost.
    fn look(&self, path: &Path) -> io::Result<Option<OnDisk>> {
        match (&self.text, FileState::look(path)) {
            (Some(text), Ok(Some(state))) if Some(state) == self.state && self.locking == Locking::Sound => {
                Ok(Some(OnDisk { state, text: Arc::clone(text) }))
            }
            _ => self.read(path),
        }
    }

    /// Reads the file. If it is gone and we know that there was one, waits for it to come back: git removes a file before it writes
    /// the new one. If we wrote a file in between, git's write would fail, and git would not notice.
    fn read(&self, path: &Path) -> io::Result<Option<OnDisk>> {
        let since = Instant::now();
        let is_awaited = || self.text.is_some() && path.parent().is_some_and(Path::is_dir) && since.elapsed() < RECENT;
        loop {
            let on_disk = OnDisk::read(path)?;
            if on_disk.is_some() || !is_awaited() {
                return Ok(on_disk);
            }
            thread::sleep(GLANCE);
        }
    }

    /// Notes that the file is as we left it. While git is at work, this is not noted: git may have read the file before our last save
    /// and may still write it.
    fn note_left(&mut self) {
        if !self.git.is_at_work() {
            self.left = Some(Instant::now());
        }
    }

    /// Forgets our saves that every program which writes from now on must have seen, because the file stayed as we had left it for
    /// long enough. Keeps the last `keep` saves in any case: without a lock, another program may write much later than it has read.
    fn forget(&mut self, keep: usize) {
        let is_seen = |at: Instant| self.left.is_some_and(|left| left.saturating_duration_since(at) >= RECENT);
        let seen = self.written.iter().take_while(|(at, _)| is_seen(*at)).count();
        self.written.drain(..seen.min(self.written.len().saturating_sub(keep)));
    }

    /// Notes that our last attempt to write is in the file, although the file system reported an error. It counts as a save of this
    /// moment: another program that writes the file shortly may not have seen it.
    fn recognise(&mut self, on_disk: Option<&OnDisk>) {
        let Some(tried) = self.tried.take().filter(|tried| on_disk.is_some_and(|found| found.text == tried.text))
        else {
            return;
        };
        self.text = Some(tried.text);
        self.written_on = None;
        self.disk = tried.records;
        self.written.push((Instant::now(), tried.back));
        if let Some(joined) = &tried.joined {
            self.note_join(joined);
        }
    }

    /// Notes that a snapshot was merged with what others wrote, and that the screen will have the result when it hears of it.
    fn note_join(&mut self, snapshot: &Snapshot) {
        self.joins += 1;
        self.screens.insert(snapshot.joins, snapshot.records.clone());
        self.screens.insert(self.joins, self.disk.clone());
        self.screens.retain(|joins, _| *joins >= snapshot.joins);
    }

    /// Returns whether the file still holds what we wrote, a moment later.
    fn still(&self, path: &Path, written: &str) -> io::Result<bool> {
        thread::sleep(SETTLING);
        Ok(OnDisk::read(path)?.is_some_and(|on_disk| *on_disk.text == written))
    }

    /// Notes what the file holds now, and returns what the screen has to adopt.
    fn settle(
        &mut self,
        file: Option<OnDisk>,
        records: Records,
        merged: Option<Merged>,
        snapshot: &Snapshot,
    ) -> Option<FoundOnDisk> {
        (self.state, self.text) = file.map(|file| (file.state, file.text)).unzip();
        self.written_on = None;
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
