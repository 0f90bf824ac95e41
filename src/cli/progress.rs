//! Works on many documents at once, on all processors, and shows the progress.
//!
//! ```text
//!   reading 431 of 1000 documents        on standard error, if that is a terminal and the work takes long enough
//! ```

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::parallel;

/// Progress is shown only after this time.
const BLINK: Duration = Duration::from_millis(400);

/// So many results are in memory at once, where they are taken in order.
const FEW: usize = 256;

/// The time between two changes of the line.
const OFTEN: Duration = Duration::from_millis(100);

/// Does the same work on each item, several at a time. The results are in the order of the items.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    let (next, progress) = (AtomicUsize::new(0), ProgressLine::new("reading", items.len(), "documents"));
    let worker = || {
        let mut done = Vec::new();
        while let Some((number, item)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            items.get(number).map(|item| (number, item))
        } {
            done.push((number, work(item)));
            progress.step();
        }
        done
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    progress.end();
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does the same work on each item, several at a time, and takes the results in the order of the items. A few of them are in memory
/// at once. The first error of `take` ends it.
///
/// # Errors
/// The first error of `take`.
pub(crate) fn each_in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let progress = ProgressLine::new("reading", items.len(), "documents");
    let done = items.chunks(FEW).try_for_each(|few| {
        let results = parallel::each(few, |item| {
            let result = work(item);
            progress.step();
            result
        });
        few.iter().zip(results).try_for_each(|(item, result)| take(item, result))
    });
    progress.end();
    done
}

/// A line on standard error that tells how far the work is.
pub(crate) struct ProgressLine {
    /// The verb: `reading`.
    doing: &'static str,
    of: usize,
    /// The things that are counted: `documents`.
    what: &'static str,
    done: AtomicUsize,
    begun: Instant,
    /// The time at which the line was last written; `None` if standard error is not a terminal.
    told: Option<Mutex<Option<Instant>>>,
}

impl ProgressLine {
    /// Begins; `of` is the number of things to do.
    pub(crate) fn new(doing: &'static str, of: usize, what: &'static str) -> ProgressLine {
        let dumb = super::is_quiet() || std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let told = (!dumb && io::stderr().is_terminal()).then(Mutex::default);
        ProgressLine { doing, of, what, done: AtomicUsize::new(0), begun: Instant::now(), told }
    }

    /// Counts one more thing as done.
    pub(crate) fn step(&self) {
        self.tell(self.done.fetch_add(1, Ordering::Relaxed) + 1);
    }

    /// Sets the number of things done.
    pub(crate) fn reach(&self, done: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.tell(done);
    }

    fn tell(&self, done: usize) {
        // If another thread is writing the line, this one need not.
        let Some(Ok(mut told)) = self.told.as_ref().map(Mutex::try_lock) else { return };
        if self.begun.elapsed() > BLINK && told.is_none_or(|told| told.elapsed() > OFTEN) {
            *told = Some(Instant::now());
            let ProgressLine { doing, of, what, .. } = self;
            say(&format!("\r{doing} {done} of {of} {what}\x1b[K"));
        }
    }

    /// Erases the line.
    pub(crate) fn end(&self) {
        if let Some(Ok(Some(_))) = self.told.as_ref().map(|told| told.lock().map(|told| *told)) {
            say("\r\x1b[K");
        }
    }
}

fn say(words: &str) {
    let mut out = io::stderr().lock();
    // The line is only a convenience: an error in writing it is ignored.
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_it_is_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(each(&items, |item| item * 2), (0..1000).map(|item| item * 2).collect::<Vec<_>>());
        assert!(each(&[] as &[usize], |item| *item).is_empty());
        let mut taken = Vec::new();
        let take = |item: &usize, double| {
            taken.push(double);
            if *item < 900 { Ok(()) } else { Err("enough") }
        };
        assert_eq!(each_in_order(&items, |item| item * 2, take), Err("enough"));
        assert_eq!(taken, (0..=900).map(|item| item * 2).collect::<Vec<_>>());
    }
}
