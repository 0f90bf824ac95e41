//! Handles signals, on a thread of their own.
//!
//! This is a thread and not a flag for the loop, because crossterm's poll spins and never returns after the terminal
//! has hung up (crossterm #793).

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

/// The time for that work: a save of a large layer on a busy machine takes seconds; a disk that hangs is given up.
const SAVING: Duration = Duration::from_secs(10);
/// The time to wait for a terminal that no longer reads.
const LEAVING: Duration = Duration::from_millis(500);

static BEFORE_EXIT: Mutex<Option<BeforeExit>> = Mutex::new(None);
static CONTINUED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Starts watching.
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

/// Returns the same, but does not reset it.
pub(super) fn was_continued() -> bool {
    CONTINUED.load(Ordering::Relaxed)
}

fn handle(signal: i32) {
    match signal {
        SIGTSTP => stop(),
        // Ctrl-C in an editor that has the terminal is meant for the editor.
        SIGINT | SIGQUIT if tty::phase() == Phase::Aside => {}
        _ => exit(signal),
    }
}

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

/// Runs work, but does not wait for it longer than this.
fn within(limit: Duration, work: impl FnOnce() + Send + 'static) {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        work();
        let _ = done.send(());
    });
    let _ = wait.recv_timeout(limit);
}

fn hook(next: Option<BeforeExit>) -> Option<BeforeExit> {
    std::mem::replace(&mut *BEFORE_EXIT.lock().unwrap_or_else(PoisonError::into_inner), next)
}
