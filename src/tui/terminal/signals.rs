//! Handles signals, on a thread of their own.
//!
//! A flag for the loop would not be enough: after the terminal has hung up, crossterm's poll spins and never returns
//! (crossterm #793), so the loop would not see the flag.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, mpsc};
use std::time::Duration;
use std::{process, thread};

use crossterm::terminal::disable_raw_mode;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::tty::{self, Phase};

/// The work to do before the program ends.
type BeforeExit = Box<dyn FnOnce() + Send>;

/// The time limit for that work. A save of a large layer on a busy machine takes seconds; a disk may hang forever.
const SAVING: Duration = Duration::from_secs(10);
/// The time limit for restoring a terminal, which may no longer read.
const LEAVING: Duration = Duration::from_millis(500);

/// The work to do before the program ends.
static BEFORE_EXIT: Mutex<Option<BeforeExit>> = Mutex::new(None);
/// Whether the program was suspended and continued.
static CONTINUED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Starts the thread that handles signals, once in a process.
pub(super) fn watch(before_exit: BeforeExit) -> io::Result<()> {
    static WATCHED: AtomicBool = AtomicBool::new(false);
    hook(Some(before_exit));
    if WATCHED.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    signal_hook::flag::register(SIGCONT, CONTINUED.clone())?;
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || signals.forever().for_each(handle))?;
    Ok(())
}

/// Drops the work to do before the end.
pub(super) fn forget() {
    hook(None);
}

/// Returns whether the program was suspended and continued since the last call.
pub(super) fn continued() -> bool {
    CONTINUED.swap(false, Ordering::Relaxed)
}

/// Returns whether the program was suspended and continued, like [`continued`], but does not reset the answer.
pub(super) fn was_continued() -> bool {
    CONTINUED.load(Ordering::Relaxed)
}

/// Handles a signal.
fn handle(signal: i32) {
    match signal {
        SIGTSTP => stop(),
        // Ctrl-C in an editor that has the terminal is meant for the editor.
        SIGINT | SIGQUIT if tty::phase() == Phase::Aside => {}
        _ => exit(signal),
    }
}

/// Gives the terminal back, suspends the process, and takes the terminal again when the shell continues it.
fn stop() {
    let was_ours = tty::step_aside();
    let _ = emulate_default_handler(SIGTSTP);
    if was_ours {
        let _ = tty::come_back();
    }
}

/// Saves, restores the terminal, and exits with the status that a shell expects after a signal.
fn exit(signal: i32) -> ! {
    if let Some(work) = hook(None) {
        within(SAVING, work);
    }
    within(LEAVING, tty::end);
    let _ = disable_raw_mode();
    process::exit(128 + signal)
}

/// Runs work on another thread, and waits for it no longer than `limit`.
fn within(limit: Duration, work: impl FnOnce() + Send + 'static) {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        work();
        let _ = done.send(());
    });
    let _ = wait.recv_timeout(limit);
}

/// Replaces the work to do before the end, and returns the previous one.
fn hook(next: Option<BeforeExit>) -> Option<BeforeExit> {
    std::mem::replace(&mut *BEFORE_EXIT.lock().unwrap_or_else(PoisonError::into_inner), next)
}
