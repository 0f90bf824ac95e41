//! Taking the terminal over, and giving it back as it was found, however the program ends.
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
//! Whoever comes first gives it back, and only once: `tty` keeps the one state behind a lock. `signals` holds the
//! thread, `input` what is read.

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

/// How the terminal is used.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether clicks, drags and the wheel are reported; the terminal then no longer selects text by itself.
    pub mouse: bool,
    /// Whether colours are sent; attributes always are.
    pub colours: bool,
    /// How long an `Esc` waits for the rest of a sequence before it is a key.
    pub escape: Duration,
    /// Where the keys come from.
    pub keys: KeySource,
}

/// Where keys come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Standard input, which is a terminal.
    StandardInput,
    /// The terminal that the program was started in: standard input was a text, and is read to its end.
    Terminal,
}

/// Why there is no session.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Keys would be read from a file or a pipe.
    #[error("standard input is not a terminal")]
    Input,
    /// Frames would be written to a file or a pipe.
    #[error("standard output is not a terminal")]
    Output,
    /// The terminal refused.
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
    /// Takes the terminal over. A signal that ends the program runs `before_exit` first, on another thread and
    /// for ten seconds at most: the place to save what is not saved yet.
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

    /// Draws a frame of this size, in one write; of what it holds, only the changes. The terminal is not asked how
    /// large it is, [`Session::events`] tells: so the frame always has the size that its contents were laid out for.
    pub fn draw(&mut self, size: Size, view: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        if signals::continued() {
            tty::renew()?;
            self.repaint();
        }
        self.screen.fit(size);
        self.screen.draw(view)
    }

    /// Waits for what the user does, at most this long, and returns all that has come.
    ///
    /// # Errors
    /// The terminal is gone or cannot be read.
    pub fn events(&mut self, timeout: Duration) -> io::Result<Vec<Event>> {
        self.input.events(timeout)
    }

    /// Returns columns and rows.
    pub fn size(&self) -> io::Result<Size> {
        tty::size()
    }

    /// Forgets what the terminal shows: the next frame is sent as a whole.
    pub fn repaint(&mut self) {
        self.screen.clear();
    }

    /// Names the window; its old name comes back in the end.
    pub fn set_title(&mut self, title: &str) -> io::Result<()> {
        tty::set_title(title)
    }

    /// Lends the terminal to someone else, an editor for instance, and takes it back. Draw afterwards.
    pub fn aside<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        tty::step_aside();
        let done = work();
        tty::come_back()?;
        signals::continued(); // which is seen to here
        self.repaint();
        Ok(done)
    }

    /// Stops the program, as `Ctrl-Z` does elsewhere; returns when the shell continues it. Draw afterwards.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.aside(|| emulate_default_handler(SIGTSTP))?
    }

    /// Gives the terminal back before the session goes out of scope. Once is enough, twice does no harm.
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

/// Gives the terminal back before a panic is reported: its message is of use only on the shell's screen.
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
