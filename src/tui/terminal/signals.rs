//! Signals from outside, on a thread of their own.
//!
//! A thread, not a flag that the loop would look at: once the terminal has hung up, crossterm's poll spins and never
//! returns (crossterm #793).

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

/// What is left to do before the program ends.
type BeforeExit = Box<dyn FnOnce() + Send>;

/// How long that may take: a save of a large layer on a busy machine takes seconds, and a disk that hangs is given up.
const SAVING: Duration = Duration::from_secs(10);
/// How long a terminal that no longer reads may keep us.
const LEAVING: Duration = Duration::from_millis(500);

static BEFORE_EXIT: Mutex<Option<BeforeExit>> = Mutex::new(None);
static CONTINUED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Watches from now on.
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

/// Forgets what was left to do.
pub(super) fn forget() {
    hook(None);
}

/// Returns whether we were stopped and continued since this was last asked.
pub(super) fn continued() -> bool {
    CONTINUED.swap(false, Ordering::Relaxed)
}

/// Returns the same, to be asked again.
pub(super) fn was_continued() -> bool {
    CONTINUED.load(Ordering::Relaxed)
}

fn handle(signal: i32) {
    match signal {
        SIGTSTP => stop(),
        // Ctrl-C in an editor that we lent the terminal to is the editor's.
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

/// Saves, gives the terminal back, exits as a shell would report it.
fn exit(signal: i32) -> ! {
    if let Some(work) = hook(None) {
        within(SAVING, work);
    }
    within(LEAVING, tty::end);
    let _ = disable_raw_mode();
    process::exit(128 + signal)
}

/// Runs this, but does not wait for it longer than that.
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
