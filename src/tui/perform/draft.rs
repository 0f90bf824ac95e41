//! A note that is being written, for whoever ends the program.
//!
//! ```text
//!   keys ─▶ note ─▶ Effect::Draft ─▶ Draft ◀─ finish ── a signal's thread, or the end of the loop: into the file it goes
//! ```
//!
//! Once the terminal has hung up the loop cannot be asked for anything, so after each event what would have to be saved if
//! that was the last one is laid down here.

use std::sync::{Arc, Mutex, PoisonError};

use crate::corpus::saver::{SaveJob, Saver};

/// The layer with the note in it as far as it is written; nothing while none is.
#[derive(Clone, Default)]
pub(super) struct Draft(Arc<Mutex<Option<SaveJob>>>);

impl Draft {
    /// Lays down what is being written, in place of what was.
    pub(super) fn lay_down(&self, written: Option<SaveJob>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = written;
    }

    /// Hands in what was being written, for the last save.
    pub(super) fn finish(&self, saver: &Saver) {
        if let Some(job) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            saver.put(job);
        }
    }
}
