//! Reads the events of the terminal since the last call.

use std::io;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyEventKind, MouseEventKind};

use super::sequence::{Sequences, Timing};
use super::{signals, tty};

/// The greatest number of events that are returned at once. More were not typed by hand; they are handled and drawn in
/// portions.
const PORTION: usize = 4096;

/// The time to wait for events that have come already. With a wait of zero, crossterm does not look at the input at
/// all; with one below a millisecond, it looks again and again until the time is over, and every key is delayed by that
/// time. (This is so with its feature `use-dev-tty`, without which a burst of more than 1,024 bytes stalls until the
/// next key.)
const AT_ONCE: Duration = Duration::from_micros(5);

/// Reads events. It keeps those that are not complete yet: an `Esc` that may begin a sequence.
#[derive(Debug)]
pub(super) struct Input {
    sequences: Sequences,
}

impl Input {
    /// Returns an input that waits for the rest of an escape sequence as `timing` says.
    pub(super) fn new(timing: Timing) -> Input {
        Input { sequences: Sequences::new(timing) }
    }

    /// Waits at most this long for an event, then returns all events that have come, so that two hundred `Down`s at
    /// once need only one frame. Leaves out releases of keys, movements of the mouse without a button, and all resizes
    /// but the last. Adds a resize after the program was suspended and continued, so that everything is drawn again.
    ///
    /// # Errors
    /// If the terminal is gone or cannot be read.
    pub(super) fn events(&mut self, timeout: Duration) -> io::Result<Vec<Event>> {
        tty::check()?;
        let (mut events, mut whole) = (Vec::new(), Vec::new());
        let mut wait = self.wait(timeout);
        while events.len() < PORTION && event::poll(wait)? {
            self.sequences.take(event::read()?, Instant::now(), &mut whole);
            whole.drain(..).for_each(|event| keep(&mut events, event));
            wait = AT_ONCE;
        }
        self.sequences.settle(Instant::now(), &mut whole);
        whole.into_iter().for_each(|event| keep(&mut events, event));
        if signals::was_continued() {
            let size = tty::size()?;
            keep(&mut events, Event::Resize(size.width, size.height));
        }
        Ok(events)
    }

    /// Returns the time to wait for the next event: at most as long as a held-back event may wait.
    fn wait(&self, timeout: Duration) -> Duration {
        self.sequences.wait(Instant::now()).map_or(timeout, |left| left.clamp(AT_ONCE, timeout.max(AT_ONCE)))
    }
}

/// Starts listening, so that not even a resize before the first [`Input::events`] is missed.
pub(super) fn listen() -> io::Result<()> {
    event::poll(AT_ONCE).map(drop)
}

/// Adds an event, unless the program has no use for it.
fn keep(events: &mut Vec<Event>, mut event: Event) {
    match &mut event {
        Event::Key(key) if key.kind == KeyEventKind::Release => return,
        Event::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => return,
        Event::Resize(width, height) => {
            events.retain(|earlier| !matches!(earlier, Event::Resize(..)));
            (*width, *height) = tty::sized((*width, *height)).into();
        }
        _ => {}
    }
    events.push(event);
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};

    use super::*;

    #[test]
    fn releases_and_movements_are_dropped_and_one_resize_stays() {
        let key = |kind| Event::Key(KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, kind));
        let mouse = |kind| Event::Mouse(MouseEvent { kind, column: 1, row: 1, modifiers: KeyModifiers::NONE });
        let mut events = Vec::new();
        for event in [
            Event::Resize(80, 24),
            key(KeyEventKind::Press),
            key(KeyEventKind::Release),
            mouse(MouseEventKind::Moved),
            mouse(MouseEventKind::ScrollDown),
            Event::Resize(90, 24),
            Event::Paste("text".into()),
        ] {
            keep(&mut events, event);
        }
        let kept = [
            key(KeyEventKind::Press),
            mouse(MouseEventKind::ScrollDown),
            Event::Resize(90, 24),
            Event::Paste("text".into()),
        ];
        assert_eq!(events, kept);
    }
}
