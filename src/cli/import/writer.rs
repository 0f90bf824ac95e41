//! Writes layers on another thread: one layer is synced to the disk while the tags of the next are placed.
//!
//! ```text
//!   Sink ─ put(WriteJob) ─▶ [ one waits ] ─▶ a thread: a new text, its layer, …
//!        ◀─ wait ───── what is on the disk; why it ended early
//! ```
//!
//! Each file is synced when it is written, and each folder once, when all its files are; only then are they said to be saved.
//! At most two files are in memory besides the open layer, however many there are.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::added::Added;
use crate::corpus::save::{SaveError, UnsyncedFolders};
use crate::corpus::saver::Snapshot;
use crate::corpus::shared::SharedLayer;
use crate::failure::Failure;
use crate::text::Document;

/// A file to write.
pub(super) enum WriteJob {
    /// A new text.
    Text(PathBuf, Arc<Document>),
    /// A layer: its path, the known state of its file, its new content, and how much of that is new.
    Layer(PathBuf, SharedLayer, Box<Snapshot>, Added),
}

/// The result of the writer.
struct Written {
    added: Added,
    /// The reason why something is missing.
    result: Result<(), Failure>,
}

/// Writes one file after the other, until one fails.
#[derive(Default)]
pub(super) struct Writer {
    thread: Option<(SyncSender<WriteJob>, JoinHandle<Written>)>,
    done: Added,
}

impl Writer {
    /// Takes a file; waits if two files are waiting already.
    ///
    /// # Errors
    /// If a file before it could not be written.
    pub(super) fn put(&mut self, job: WriteJob) -> Result<(), Failure> {
        let (jobs, _) = self.thread.get_or_insert_with(|| {
            let (sender, receiver) = sync_channel(1);
            (sender, thread::spawn(move || work(receiver)))
        });
        match jobs.send(job) {
            Ok(()) => Ok(()),
            // The thread has stopped; waiting for it returns the reason.
            Err(_) => self.wait(),
        }
    }

    /// Waits until all files are on the disk.
    ///
    /// # Errors
    /// If something could not be written.
    pub(super) fn wait(&mut self) -> Result<(), Failure> {
        let Some((jobs, thread)) = self.thread.take() else { return Ok(()) };
        drop(jobs);
        let Written { added, result } = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        self.done.join(added);
        result
    }

    /// Returns how much is on the disk since the last wait.
    pub(super) fn done(&self) -> Added {
        self.done
    }
}

fn work(jobs: Receiver<WriteJob>) -> Written {
    let mut done = Added::default();
    let mut folders = UnsyncedFolders::default();
    let mut result = Ok(());
    for job in jobs {
        match write(job, &mut folders) {
            Ok(added) => done.join(added),
            Err(error) => {
                result = Err(error.into());
                break;
            }
        }
    }
    match folders.sync() {
        Ok(()) => Written { added: done, result },
        // Nobody knows which of the names are on the disk.
        Err(error) => Written { added: Added::default(), result: result.and(Err(error.into())) },
    }
}

fn write(job: WriteJob, folders: &mut UnsyncedFolders) -> Result<Added, SaveError> {
    match job {
        WriteJob::Text(path, text) => {
            let made = path.parent().map_or(Ok(()), |folder| folders.make(folder));
            let written = made.and_then(|()| folders.create(&path, text.text().as_bytes()));
            written.map(|()| Added { texts: 1, ..Added::default() }).map_err(|error| SaveError::new(&path, error))
        }
        WriteJob::Layer(path, shared, snapshot, added) => {
            shared.save_among(&path, &snapshot, folders).map(|_| added).map_err(|error| SaveError::new(&path, error))
        }
    }
}
