//! Keeps an unfinished note, so that it is saved when the program ends.
//!
//! ```text
//!   keys ─▶ note ─▶ Effect::Draft ─▶ Draft ◀─ finish ── a signal's thread or the end of the loop saves it
//! ```
//!
//! After the terminal has hung up, the loop no longer runs and cannot be asked for the note. So it stores the layer
//! with the unfinished note here after each event.

use std::sync::{Arc, Mutex, PoisonError};

use crate::corpus::saver::{SaveJob, Saver};

/// The layer with the unfinished note; `None` if no note is being written.
#[derive(Clone, Default)]
pub(super) struct Draft(Arc<Mutex<Option<SaveJob>>>);

impl Draft {
    /// Stores the unfinished note, in place of the previous one.
    pub(super) fn lay_down(&self, written: Option<SaveJob>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = written;
    }

    /// Passes the unfinished note on for the last save.
    pub(super) fn finish(&self, saver: &Saver) {
        if let Some(job) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            saver.put(job);
        }
    }
}
