//! Tells a thread that nobody waits for its answer any more, because a newer question of the same kind was asked.
//!
//! ```text
//!   begin(7)   ─▶ is outdated?  no … no …        begin(8)  ─▶ the thread of 7 sees it and ends
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of the newest question of a kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Newest(Arc<AtomicU64>);

impl Newest {
    /// Begins the work on a question, and ends the work on an older one. Returns a function that says whether the work is to end.
    pub(super) fn begin(&self, number: u64) -> impl Fn() -> bool + Send + Sync + use<> {
        self.0.store(number, Ordering::Relaxed);
        let newest = self.0.clone();
        move || newest.load(Ordering::Relaxed) != number
    }

    /// Ends the work on the question that is under way.
    pub(super) fn end(&self) {
        self.0.store(u64::MAX, Ordering::Relaxed);
    }
}
