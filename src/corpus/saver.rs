//! Saves on another thread: encodes and writes one job after the other, beside the drawing.
//!
//! ```text
//!   put(left, 7)  put(right, 3)  put(left, 8)       waiting   [left 8] [right 3]      8 has taken 7's place
//!                                                   at work   left 6                  begun: it is finished first
//!   reports()  ←  Saved { left, 6, Ok }
//! ```
//!
//! A job begins a moment after the last change, so that fast tagging does not write at each key. It has a snapshot (a
//! clone of the records, which shares their leaves), so the drawing and the saving do not wait for each other. A handle
//! can be cloned into a signal thread, which then waits with [`Saver::flush`] until everything is on the disk;
//! meanwhile jobs begin at once. A job that fails is reported and not tried again here: the caller may pass it in once
//! more.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::save::SaveError;
use super::shared::{FoundOnDisk, SharedLayer};
pub use super::snapshot::Snapshot;
use crate::tags::history::Slot;

/// A job begins when no other one for its slot has come for so long: changes shortly after each other are written once.
const CALM: Duration = Duration::from_millis(20);
/// The longest time that a job waits in all.
const LONGEST: Duration = Duration::from_millis(150);

/// A file to be written.
pub struct SaveJob {
    /// The slot: of several waiting jobs for one slot, only the last is done.
    pub slot: Slot,
    /// The revision of the slot, which the report repeats.
    pub revision: u64,
    /// The path of the file.
    pub path: PathBuf,
    /// The work, which is done on the saving thread.
    pub work: SaveWork,
}

/// Writes a file, and returns what other programs had written into it.
pub type SaveWork = Box<dyn FnOnce(&Path) -> io::Result<Option<FoundOnDisk>> + Send>;

impl SaveJob {
    /// Returns the job to save a layer to the file that `shared` knows.
    pub fn layer(slot: Slot, revision: u64, path: PathBuf, shared: SharedLayer, of: Snapshot) -> SaveJob {
        SaveJob { slot, revision, path, work: Box::new(move |path| shared.save(path, &of)) }
    }
}

/// The result of a job.
#[derive(Debug)]
pub struct Saved {
    /// The job's slot.
    pub slot: Slot,
    /// The job's revision.
    pub revision: u64,
    /// Whether it is on the disk, and what was found there.
    pub result: Result<Option<FoundOnDisk>, SaveError>,
}

/// A job that has not begun.
struct Waiting {
    since: Instant,
    /// The time to begin, unless a thread waits for all jobs.
    due: Instant,
    job: SaveJob,
}

/// A handle on the saving thread, which lives as long as the program.
#[derive(Clone)]
pub struct Saver(Arc<Queue>);

#[derive(Default)]
struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    waiting: VecDeque<Waiting>,
    /// Whether a thread waits for all jobs.
    hurry: bool,
    at_work: bool,
    reports: Vec<Saved>,
}

impl Saver {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start() -> io::Result<Saver> {
        let saver = Saver(Arc::default());
        let desk = Arc::clone(&saver.0);
        thread::Builder::new().name("saver".into()).spawn(move || desk.work())?;
        Ok(saver)
    }

    /// Adds a job. It replaces a waiting job for the same slot, which is not reported.
    pub fn put(&self, job: SaveJob) {
        let mut state = self.0.lock();
        let now = Instant::now();
        match state.waiting.iter_mut().find(|waiting| waiting.job.slot == job.slot) {
            Some(waiting) => {
                waiting.due = (now + CALM).min(waiting.since + LONGEST);
                waiting.job = job;
            }
            None => state.waiting.push_back(Waiting { since: now, due: now + CALM, job }),
        }
        self.0.changed.notify_all();
    }

    /// Returns the results of jobs since the last call.
    pub fn reports(&self) -> Vec<Saved> {
        std::mem::take(&mut self.0.lock().reports)
    }

    /// Returns whether a job waits or is at work.
    pub fn busy(&self) -> bool {
        self.0.lock().busy()
    }

    /// Waits until every job is done, but not longer than `timeout`. Returns whether all are done; [`Saver::reports`]
    /// tells whether they succeeded.
    pub fn flush(&self, timeout: Duration) -> bool {
        let mut state = self.0.lock();
        state.hurry = true;
        self.0.changed.notify_all();
        let waited = self.0.changed.wait_timeout_while(state, timeout, |state| state.busy());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.hurry = false;
        !state.busy()
    }
}

impl QueueState {
    fn busy(&self) -> bool {
        self.at_work || !self.waiting.is_empty()
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            let due = state.waiting.front().map(|waiting| if state.hurry { now } else { waiting.due });
            let job = match due {
                Some(due) if due <= now => state.waiting.pop_front().map(|waiting| waiting.job),
                _ => None,
            };
            let Some(job) = job else {
                // Waits until the job is due; without a job, until one comes.
                let wait = due.map_or(Duration::MAX, |due| due - now);
                state = self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            state.at_work = true;
            drop(state);
            let saved = done(job);
            state = self.lock();
            state.reports.push(saved);
            state.at_work = false;
            self.changed.notify_all();
        }
    }
}

fn done(job: SaveJob) -> Saved {
    let SaveJob { slot, revision, path, work } = job;
    // A layer that cannot be encoded is a bug of ours, which must not stop other layers from being saved.
    let result = catch_unwind(AssertUnwindSafe(|| work(&path)))
        .unwrap_or_else(|_| Err(io::Error::other("it could not be encoded, which is a mistake in diptych")));
    Saved { slot, revision, result: result.map_err(|error| SaveError::new(&path, error)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::{Records, Tag};
    use crate::text::{Document, Span};
    use std::fs;
    use std::sync::mpsc;

    const LONG: Duration = Duration::from_secs(20);

    fn job(slot: usize, revision: u64, path: PathBuf, bytes: impl FnOnce() -> String + Send + 'static) -> SaveJob {
        let work = move |path: &Path| crate::corpus::save::replace(path, bytes().as_bytes()).map(|()| None);
        SaveJob { slot: Slot(slot), revision, path, work: Box::new(work) }
    }

    fn revisions(saver: &Saver) -> Vec<(usize, u64)> {
        saver.reports().iter().map(|saved| (saved.slot.0, saved.revision)).collect()
    }

    #[test]
    fn a_newer_job_takes_the_place_of_one_that_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name| folder.path().join(name);
        let saver = Saver::start().unwrap();
        let (begun, is_begun) = mpsc::channel();
        let (go, may_go) = mpsc::channel::<()>();
        saver.put(job(0, 1, path("left"), move || {
            begun.send(()).unwrap();
            may_go.recv().unwrap();
            "1".into()
        }));
        is_begun.recv().unwrap();
        saver.put(job(0, 2, path("left"), || unreachable!("superseded")));
        saver.put(job(1, 1, path("right"), || "1".into()));
        saver.put(job(0, 3, path("left"), || "3".into()));
        assert!(saver.busy() && !saver.flush(Duration::from_millis(10)));
        go.send(()).unwrap();
        assert!(saver.flush(LONG) && !saver.busy());
        assert_eq!(revisions(&saver), [(0, 1), (0, 3), (1, 1)]);
        assert!(saver.reports().is_empty());
        assert_eq!(fs::read_to_string(path("left")).unwrap(), "3");
    }

    #[test]
    fn a_signal_thread_can_wait_too() {
        let folder = tempfile::tempdir().unwrap();
        let saver = Saver::start().unwrap();
        let path = folder.path().join("a");
        saver.put(job(0, 1, path.clone(), || "saved".into()));
        let handle = saver.clone();
        assert!(thread::spawn(move || handle.flush(LONG)).join().unwrap());
        assert_eq!(fs::read_to_string(path).unwrap(), "saved");
    }

    #[test]
    fn failures_are_reported_and_do_not_stop_the_thread() {
        let folder = tempfile::tempdir().unwrap();
        let saver = Saver::start().unwrap();
        saver.put(job(0, 1, folder.path().join("gone/annotations/a.ron"), || "x".into()));
        saver.put(job(1, 1, folder.path().join("b.ron"), || panic!("on purpose")));
        saver.put(job(2, 1, folder.path().join("c.ron"), || "x".into()));
        assert!(saver.flush(LONG));
        let reports = saver.reports();
        let said = |at: usize| reports[at].result.as_ref().map_err(ToString::to_string);
        assert!(said(0).unwrap_err().ends_with("its folder is gone"));
        assert!(said(1).unwrap_err().ends_with("a mistake in diptych"));
        assert!(said(2).is_ok());
    }

    #[test]
    fn a_text_without_tags_gets_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("annotations/a.txt.ana.ron");
        let document = Arc::new(Document::new("10,000"));
        let records =
            Records { tags: [Tag::new("figure", Span::new(0, 6), "")].into_iter().collect(), ..Records::default() };
        let save = |held: Records, records: Records| {
            let shared = SharedLayer::at(&path);
            shared.holds(held);
            let of = Snapshot {
                records,
                document: document.clone(),
                name: "a.txt".into(),
                annotator: "ana".into(),
                joins: 0,
            };
            let saver = Saver::start().unwrap();
            saver.put(SaveJob::layer(Slot(0), 1, path.clone(), shared, of));
            assert!(saver.flush(LONG));
            assert!(saver.reports().iter().all(|saved| saved.result.is_ok()));
            fs::read_to_string(&path).ok()
        };
        assert_eq!(save(Records::default(), Records::default()), None);
        assert!(save(Records::default(), records.clone()).unwrap().contains("10,000"));
        assert!(save(records, Records::default()).unwrap().contains("tags: [],"), "an emptied layer is written");
    }
}
