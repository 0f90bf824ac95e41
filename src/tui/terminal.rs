//! Takes over the terminal, and restores it however the program ends.
//!
//! ```text
//!              start                      aside, suspend
//!   the shell ───────▶ In: our screen ◀──────────────────▶ Aside: an editor's, or stopped
//!        ▲              │   │
//!        │ leave, drop, │   │ SIGTERM, SIGHUP, SIGINT, SIGQUIT:
//!        │    a panic   │   ▼ a thread saves, gives the terminal back and exits
//!        └──────────────┘  Over
//! ```
//!
//! Whichever of these comes first restores the terminal, and the others do nothing: `tty` keeps the state behind a
//! lock.
//! `signals` has the thread, and `input` reads the keys.

mod input;
pub mod sequence;
mod signals;
mod tty;

use std::fs::File;
use std::io::{self, IsTerminal};
use std::sync::Once;
use std::time::Duration;

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::backend::Screen;
use input::Input;
use sequence::Timing;
use tty::Output;

/// The options of a session.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether clicks, drags and the wheel are reported; the terminal then no longer selects text by itself.
    pub mouse: bool,
    /// Whether colours are sent; attributes are always sent.
    pub colours: bool,
    /// The time that an `Esc` waits for the rest of a sequence before it counts as a key.
    pub escape: Duration,
    /// The source of the keys.
    pub keys: KeySource,
}

/// The source of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Standard input, which is a terminal.
    StandardInput,
    /// The terminal that the program was started in: standard input was a text, and is read to its end.
    Terminal,
}

/// The reason why there is no session.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Keys would be read from a file or a pipe.
    #[error("standard input is not a terminal")]
    Input,
    /// Frames would be written to a file or a pipe.
    #[error("standard output is not a terminal")]
    Output,
    /// The terminal reported an error.
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
}

/// The terminal while it is ours: raw, on its alternate screen. A process has one.
#[derive(Debug)]
pub struct Session {
    screen: Screen<Output>,
    input: Input,
}

impl Session {
    /// Takes over the terminal. A signal that ends the program first runs `before_exit`, on another thread and for at
    /// most ten seconds: this is the place to save what is not saved yet.
    pub fn start(options: Options, before_exit: impl FnOnce() + Send + 'static) -> Result<Self, StartError> {
        let has_keys = match options.keys {
            KeySource::StandardInput => io::stdin().is_terminal(),
            KeySource::Terminal => File::open("/dev/tty").is_ok(),
        };
        if !has_keys {
            return Err(StartError::Input);
        }
        if !io::stdout().is_terminal() {
            return Err(StartError::Output);
        }
        leave_on_panic();
        signals::watch(Box::new(before_exit))?;
        Self::open(options).inspect_err(|_| tty::leave()).map_err(StartError::Io)
    }

    /// Draws a frame of this size, in one write, and sends only the changes. The size comes from [`Session::events`]
    /// and not from the terminal, so that the frame always has the size for which its contents were laid out.
    pub fn draw(&mut self, size: Size, view: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        if signals::continued() {
            tty::renew()?;
            self.repaint();
        }
        self.screen.fit(size);
        self.screen.draw(view)
    }

    /// Waits at most this long for events, and returns all that have come.
    ///
    /// # Errors
    /// If the terminal is gone or cannot be read.
    pub fn events(&mut self, timeout: Duration) -> io::Result<Vec<Event>> {
        self.input.events(timeout)
    }

    /// Returns the columns and rows of the terminal.
    pub fn size(&self) -> io::Result<Size> {
        tty::size()
    }

    /// Forgets what the terminal shows: the next frame is sent as a whole.
    pub fn repaint(&mut self) {
        self.screen.clear();
    }

    /// Sets the title of the window; the old title is restored at the end.
    pub fn set_title(&mut self, title: &str) -> io::Result<()> {
        tty::set_title(title)
    }

    /// Lends the terminal to another program, such as an editor, and takes it back. Draw afterwards.
    pub fn aside<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        tty::step_aside();
        let done = work();
        tty::come_back()?;
        signals::continued(); // the terminal is taken back here, so the loop need not do it again
        self.repaint();
        Ok(done)
    }

    /// Suspends the program, like `Ctrl-Z`; returns when the shell continues it. Draw afterwards.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.aside(|| emulate_default_handler(SIGTSTP))?
    }

    /// Restores the terminal before the session goes out of scope. Calling it twice does no harm.
    pub fn leave(&mut self) {
        tty::leave();
        signals::forget();
    }
}

impl Session {
    fn open(options: Options) -> io::Result<Self> {
        tty::open(options.mouse)?;
        input::listen()?;
        let input = Input::new(Timing::new(options.escape));
        let mut session = Self { screen: Screen::new(Output, tty::size()?, options.colours), input };
        session.repaint();
        Ok(session)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Restores the terminal before a panic is reported, because its message must appear on the shell's screen.
fn leave_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            tty::leave();
            print(panic);
        }));
    });
}
