//! Guards the one terminal of this process by a lock: the session, a panic and the signal thread all use it.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::terminal::{self, disable_raw_mode, enable_raw_mode};
use ratatui::layout::Size;

/// Turns on the alternate screen and bracketed paste. Turns off wrapping at the edge, because a glyph there may be
/// wider than expected, and hides the cursor until a frame shows it.
const ENTER: &str = "\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?25l";
/// Undoes [`ENTER`], and also ends a frame that was being drawn.
const LEAVE: &str = "\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h";

/// Reports presses, drags and the wheel, in the form that allows columns beyond 223; does not report every movement
/// (`?1003`).
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Stores the title of the window in the terminal.
const PUSH_TITLE: &str = "\x1b[22;2t";
/// Restores the stored title.
const POP_TITLE: &str = "\x1b[23;2t";

/// The owner of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The shell, before and after the session.
    Out,
    /// This program.
    In,
    /// Another program, or the shell while this one is suspended.
    Aside,
    /// The shell, and the process is about to exit: nothing may be written any more.
    Over,
}

struct Tty {
    out: Option<File>,
    phase: Phase,
    mouse: bool,
    title: Option<String>,
}

static TTY: Mutex<Tty> = Mutex::new(Tty { out: None, phase: Phase::Out, mouse: false, title: None });

/// Writes frames: each in one write to the file descriptor, without the line buffer of `Stdout`, and only while this
/// program owns the terminal.
#[derive(Debug)]
pub(super) struct Output;

impl Write for Output {
    fn write(&mut self, frame: &[u8]) -> io::Result<usize> {
        let mut tty = ours()?;
        tty.write(frame)?;
        Ok(frame.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the terminal from the shell.
pub(super) fn open(mouse: bool) -> io::Result<()> {
    io::stdout().flush()?;
    let out = io::stdout().as_fd().try_clone_to_owned()?;
    let mut tty = lock();
    *tty = Tty { out: Some(File::from(out)), phase: Phase::Out, mouse, title: None };
    tty.enter()
}

/// Restores the terminal, if it is not restored yet.
pub(super) fn leave() {
    lock().leave(Phase::Out);
}

/// Restores the terminal before the process exits: a later write waits forever.
pub(super) fn end() {
    lock().leave(Phase::Over);
}

/// Lends the terminal. Returns whether this program owned it.
pub(super) fn step_aside() -> bool {
    lock().leave(Phase::Aside)
}

/// Takes the terminal back from another program.
pub(super) fn come_back() -> io::Result<()> {
    let mut tty = lock();
    if tty.phase == Phase::Aside { tty.enter() } else { Ok(()) }
}

/// Sets the modes of the terminal again: the shell may have reset them while the program was stopped without warning
/// (`SIGSTOP`).
pub(super) fn renew() -> io::Result<()> {
    let mut tty = ours()?;
    disable_raw_mode()?;
    enable_raw_mode()?;
    let modes = tty.modes();
    tty.write(modes.as_bytes())
}

/// Returns whether this program owns the terminal; waits while another program has it for a while.
pub(super) fn check() -> io::Result<()> {
    ours().map(drop)
}

/// Returns the owner of the terminal.
pub(super) fn phase() -> Phase {
    lock().phase
}

/// Returns the columns and rows of the terminal.
pub(super) fn size() -> io::Result<Size> {
    terminal::size().map(sized)
}

/// Returns the size that a terminal reports; 80 × 24 if it reports none, as some serial lines and containers do.
pub(super) fn sized((width, height): (u16, u16)) -> Size {
    if width == 0 || height == 0 { Size::new(80, 24) } else { Size::new(width, height) }
}

/// Sets the title of the window, without control characters and with a limited length.
pub(super) fn set_title(title: &str) -> io::Result<()> {
    let title: String = title.chars().filter(|c| !c.is_control()).take(200).collect();
    let mut tty = ours()?;
    tty.write(format!("\x1b]2;{title}\x07").as_bytes())?;
    tty.title = Some(title);
    Ok(())
}

impl Tty {
    /// Takes the terminal over: raw mode, the alternate screen, the title.
    fn enter(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        self.phase = Phase::In; // from here on there is something to restore
        let title = self.title.as_ref().map(|title| format!("\x1b]2;{title}\x07")).unwrap_or_default();
        let entry = [PUSH_TITLE, &self.modes(), &title].concat();
        self.write(entry.as_bytes())
    }

    /// Restores the terminal if this program owns it, and passes it to `next`. Returns whether this program owned it.
    fn leave(&mut self, next: Phase) -> bool {
        let ours = self.phase == Phase::In;
        if ours {
            // If this fails, there is no screen to report it on; raw mode must end in any case.
            let _ = self.write([MOUSE_OFF, LEAVE, POP_TITLE].concat().as_bytes());
            let _ = disable_raw_mode();
        }
        if self.phase != Phase::Over && (ours || next != Phase::Aside) {
            self.phase = next;
        }
        ours
    }

    /// Returns the sequences that turn the modes of the session on.
    fn modes(&self) -> String {
        [ENTER, if self.mouse { MOUSE_ON } else { "" }].concat()
    }

    /// Writes bytes to the terminal.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), |out| out.write_all(bytes))
    }
}

/// Returns the terminal, as soon as this program owns it. A frame that is ready while the program is suspended waits
/// here, and one that is ready while it exits waits forever.
fn ours() -> io::Result<MutexGuard<'static, Tty>> {
    loop {
        let tty = lock();
        match tty.phase {
            Phase::In => return Ok(tty),
            Phase::Out => return Err(io::Error::other("the terminal was given back")),
            Phase::Aside | Phase::Over => drop(tty),
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Locks the state of the terminal, also after a panic of another thread.
fn lock() -> MutexGuard<'static, Tty> {
    TTY.lock().unwrap_or_else(PoisonError::into_inner)
}
