//! A layer's file as several hands share it: two windows, a colleague's pull, an editor.
//!
//! ```text
//!   ours ──────────╮
//!   base (what we last read or wrote) ─ merge ─▶ written, and handed back for the screen
//!   what is there ─╯
//! ```
//!
//! Who saves holds a lock on the folder, not on the file: a lock follows the inode, and the file gets a new one at each save.
//! If the file is as we left it, which its inode, length and time tell, nothing is read and nothing is merged. What is there
//! but does not read is never written over.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::file_state::FileState;
use super::record::TextResolver;
use super::save::{make, real, replace};
use super::saver::Snapshot;
use super::text_file;
use super::{ANNOTATIONS, record};
use crate::tags::Records;
use crate::tags::merge::{Merged, merge};

/// How long another window may hold the lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// What we know of a layer's file.
#[derive(Clone, Debug, Default)]
pub struct Shared(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// What the file looked like when we last read or wrote it; `None` if there was none.
    mark: Option<FileState>,
    /// What it held.
    disk: Records,
    /// What of our own went into it when it was last joined with another's.
    ours: Records,
    /// How often it was joined.
    joins: u64,
}

/// What a save found in the file besides our own.
#[derive(Clone, Debug)]
pub struct FoundOnDisk {
    /// What we wanted to save.
    pub ours: Records,
    /// What was saved instead.
    pub merged: Merged,
    /// How often the file was joined with what others wrote, this time included. A snapshot that is taken after this was
    /// taken over says so in [`Snapshot::joins`].
    pub joins: u64,
}

impl Shared {
    /// The file at `path` as it is now. To be called before it is read: what is written in between is then seen as new.
    pub fn at(path: &Path) -> Shared {
        Shared(Arc::new(Mutex::new(Known { mark: FileState::of(path), ..Known::default() })))
    }

    /// What was read from it.
    pub fn holds(&self, records: Records) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).disk = records;
    }

    /// Whether someone else has written the file since.
    pub fn has_changed(&self, path: &Path) -> bool {
        let now = FileState::of(path);
        now.is_some() && now != self.0.lock().unwrap_or_else(PoisonError::into_inner).mark
    }

    /// Saves a layer, joined with what someone else has written meanwhile; tells what that was.
    ///
    /// # Errors
    /// Those of the file system, a lock that is not given back, and a file that does not read: it stays as it is.
    pub fn save(&self, path: &Path, snapshot: &Snapshot) -> io::Result<Option<FoundOnDisk>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stays(path)?;
        if let Some(folder) = path.parent().filter(|_| !snapshot.records.is_empty()) {
            // Windows that both make the first file meet at the folder, or not at all. If it cannot be made, `replace` says why.
            let _ = make(folder);
        }
        let _lock = lock(path)?;
        let lines = TextResolver::new(&snapshot.document);
        // A snapshot from before we heard of the last join still lacks what came with it.
        let late = (snapshot.joins != known.joins).then(|| merge(&lines, &known.ours, &snapshot.records, &known.disk));
        let (mark, theirs) = read_if_new(path, known.mark, snapshot)?;
        let mine = late.as_ref().map_or(&snapshot.records, |late| &late.records);
        let merged = theirs.as_ref().map(|theirs| merge(&lines, &known.disk, mine, theirs)).or(late);
        let records = merged.as_ref().map_or(&snapshot.records, |merged| &merged.records).clone();
        // Nothing is written where all that we have is there already, nor a file for nothing at all.
        let there = theirs.as_ref().is_some_and(|theirs| *theirs == records);
        let mut written = Ok(());
        if !there && (mark.is_some() || !records.is_empty()) {
            let Snapshot { document, name, annotator, .. } = snapshot;
            written = replace(path, record::write(&records, document, name, annotator).as_bytes());
        }
        let now = if there { mark } else { FileState::of(path) };
        if written.is_err() && now == mark {
            return written.map(|()| None);
        }
        // It is there, though perhaps not to stay: nobody knows until it is written again. But it is not another's.
        known.mark = now;
        known.disk = records;
        if merged.is_some() {
            known.joins += 1;
            known.ours = snapshot.records.clone();
        }
        let joins = known.joins;
        written.map(|()| merged.map(|merged| FoundOnDisk { ours: snapshot.records.clone(), merged, joins }))
    }
}

/// The file's mark, and what it holds if that mark is not the one known.
fn read_if_new(
    path: &Path,
    known: Option<FileState>,
    snapshot: &Snapshot,
) -> io::Result<(Option<FileState>, Option<Records>)> {
    loop {
        let mark = FileState::of(path);
        if mark.is_none() || mark == known {
            return Ok((mark, None));
        }
        let records = read(path, snapshot)?;
        if mark == FileState::of(path) {
            return Ok((mark, Some(records)));
        }
    }
}

fn read(path: &Path, snapshot: &Snapshot) -> io::Result<Records> {
    let text = text_file::read_text(path, record::LIMIT)
        .map_err(|problem| io::Error::other(format!("someone else has changed it since: {problem}")))?;
    record::read(&text, &snapshot.document, &snapshot.name, &snapshot.annotator)
        .map(|reading| reading.records)
        .map_err(|fault| io::Error::other(format!("someone else has changed it, and it does not read: {fault}")))
}

/// Refuses to follow a symbolic link out of the corpus: it may have come with a pull since the layer was read.
fn stays(path: &Path) -> io::Result<()> {
    let annotations = path.ancestors().skip(1).find(|folder| folder.file_name() == Some(OsStr::new(ANNOTATIONS)));
    match annotations.and_then(Path::parent).map(|root| (real(path), fs::canonicalize(root))) {
        Some((Ok(real), Ok(root))) if !real.starts_with(&root) => {
            Err(io::Error::other("a symbolic link leads out of the corpus"))
        }
        _ => Ok(()),
    }
}

/// Holds the folder of `path` for as long as the file that is returned lives. Where there is no folder, or none that can
/// be locked, nobody else can be there either, or nothing can be done about it.
fn lock(path: &Path) -> io::Result<Option<File>> {
    let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) else { return Ok(None) };
    let since = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => return Err(io::Error::other("another program holds the folder")),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
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
        starts(&read(path, &snapshot(&[])).unwrap())
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
}
