//! Puts together the escape sequences that a slow line delivers in pieces.
//!
//! ```text
//!   sent       ESC [ C                     ESC [ 2 0 0 ~ t e x t ESC [ 2 0 1 ~
//!   read       Esc ····· '[' 'C'           Esc ····· '[' '2' '0' '0' '~' 't' 'e' 'x' 't'
//!   passed on        Right                       Paste("text")
//! ```
//!
//! A terminal sends an arrow key as three bytes. Over ssh the first byte, ESC, can arrive 60 to 100 ms before the
//! others. The parser below us then reports the key `Esc` and two letters, and the letters would run as commands. A
//! bracketed paste that is cut at the same place would run as commands from its first letter to its last.
//!
//! So an `Esc` waits for [`Timing::escape`] (vim's `ttimeoutlen`) before it counts as a key. If `[` or `O` follows in
//! time, the sequence is read here. If it follows later, but within [`Timing::late`], the `Esc` has been passed on
//! already, and the rest is still recognised: nobody types `[200~` by hand. The parser below us drops the end of such a
//! paste (`ESC [ 201 ~`), so the paste ends when nothing has come for [`Timing::quiet`].

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// The length of the longest sequence that is read, in characters; a longer one is no key.
const LONGEST: usize = 16;

/// The times to wait for the rest of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The time after an `Esc` before it counts as a key of its own.
    pub escape: Duration,
    /// The time after an `Esc` in which the rest of its sequence is still recognised, even if the `Esc` was passed on.
    pub late: Duration,
    /// The time after the last character of a paste before the paste counts as ended.
    pub quiet: Duration,
}

impl Timing {
    /// Returns the timing for a terminal whose escape sequences arrive within `escape`.
    pub fn new(escape: Duration) -> Timing {
        Timing { escape, late: (escape * 10).max(Duration::from_secs(1)), quiet: Duration::from_secs(1) }
    }
}

/// The events that wait until their meaning is known.
#[derive(Debug)]
pub struct Sequences {
    timing: Timing,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Every event is passed on.
    Open,
    /// An `Esc` waits for `[` or `O`, since then.
    Escape(Instant),
    /// The `Esc` that came then was passed on; the rest of its sequence may still come.
    Late(Instant),
    /// The rest of a sequence is coming; the last piece came then.
    Rest {
        /// The keys after the `Esc`, as they came.
        keys: Vec<KeyEvent>,
        /// Whether the `Esc` is still held back.
        escape: Held,
        /// The time at which the last of them came.
        since: Instant,
    },
    /// A paste is coming; its last piece came then.
    Paste {
        /// The text so far.
        text: String,
        /// The time at which the last of it came.
        since: Instant,
    },
}

/// Whether the `Esc` that begins a sequence is held back or was passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Back,
    PassedOn,
}

/// The meaning so far of the characters after an `Esc`.
enum SequenceSoFar {
    /// They may become a sequence.
    More,
    /// A key.
    Key(KeyEvent),
    /// The beginning of a paste.
    Paste,
    /// A sequence that is no key, such as a report of the mouse.
    Nothing,
    /// They are no sequence: the user typed them.
    Typed,
}

impl Sequences {
    /// Returns an empty queue with this timing.
    pub fn new(timing: Timing) -> Sequences {
        Sequences { timing, state: State::Open }
    }

    /// Takes the next event, which came at `now`, and appends to `out` the events that are understood by it.
    pub fn take(&mut self, event: Event, now: Instant, out: &mut Vec<Event>) {
        self.settle(now, out);
        let Event::Key(key) = event else {
            // A resize or a report of the mouse says nothing about the keys; a whole paste ends what came before it.
            if matches!(event, Event::Paste(_)) {
                self.give_up(out);
            }
            return out.push(event);
        };
        match &mut self.state {
            State::Paste { text, since } => {
                text.extend(pasted(key));
                *since = now;
            }
            State::Rest { keys, since, .. } => {
                keys.push(key);
                *since = now;
                self.read(now, out);
            }
            State::Escape(_) if begins(key) => self.begin(key, Held::Back, now),
            State::Late(_) if begins(key) => self.begin(key, Held::PassedOn, now),
            State::Open | State::Escape(_) | State::Late(_) => {
                self.give_up(out);
                match key.code {
                    KeyCode::Esc if key.modifiers.is_empty() => self.state = State::Escape(now),
                    _ => {
                        self.state = State::Open;
                        out.push(Event::Key(key));
                    }
                }
            }
        }
    }

    /// Passes on the events that have waited long enough at `now`.
    pub fn settle(&mut self, now: Instant, out: &mut Vec<Event>) {
        while self.wait(now).is_some_and(|left| left.is_zero()) {
            self.give_up(out);
        }
    }

    /// Returns how long the events that are held back may wait at most, counted from `now`; `None` if there are none.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        let (since, most) = match &self.state {
            State::Open => return None,
            State::Late(since) => (since, self.timing.late),
            State::Escape(since) => (since, self.timing.escape),
            State::Rest { since, .. } => (since, self.timing.escape),
            State::Paste { since, .. } => (since, self.timing.quiet),
        };
        Some(most.saturating_sub(now.saturating_duration_since(*since)))
    }

    /// Begins to collect the characters after an `Esc`.
    fn begin(&mut self, key: KeyEvent, escape: Held, now: Instant) {
        self.state = State::Rest { keys: vec![key], escape, since: now };
    }

    /// Decides what the characters after the `Esc` are.
    fn read(&mut self, now: Instant, out: &mut Vec<Event>) {
        let State::Rest { keys, .. } = &self.state else { return };
        match reading(keys) {
            SequenceSoFar::More => {}
            SequenceSoFar::Typed => self.give_up(out),
            SequenceSoFar::Nothing => self.state = State::Open,
            SequenceSoFar::Paste => self.state = State::Paste { text: String::new(), since: now },
            SequenceSoFar::Key(key) => {
                self.state = State::Open;
                out.push(Event::Key(key));
            }
        }
    }

    /// Passes on the events that are held back, unchanged.
    fn give_up(&mut self, out: &mut Vec<Event>) {
        let escape = || Event::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        match std::mem::replace(&mut self.state, State::Open) {
            State::Open | State::Late(_) => {}
            State::Escape(since) => {
                out.push(escape());
                self.state = State::Late(since);
            }
            State::Rest { keys, escape: held, .. } => {
                out.extend((held == Held::Back).then(escape));
                out.extend(keys.into_iter().map(Event::Key));
            }
            State::Paste { text, .. } => out.push(Event::Paste(text)),
        }
    }
}

/// Returns whether a sequence can go on with this key after its `Esc`.
fn begins(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char('[' | 'O')) && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

/// Returns the text that a key stands for within a paste.
fn pasted(key: KeyEvent) -> Option<char> {
    match key.code {
        // A line feed arrives as Ctrl-J.
        KeyCode::Char('j') if key.modifiers.contains(KeyModifiers::CONTROL) => Some('\n'),
        KeyCode::Char(_) if key.modifiers.contains(KeyModifiers::CONTROL) => None,
        KeyCode::Char(c) => Some(c),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

/// Reads the characters after an `Esc` (ECMA-48, and xterm's `ctlseqs` for the keys).
fn reading(keys: &[KeyEvent]) -> SequenceSoFar {
    let mut typed = String::with_capacity(keys.len());
    for key in keys {
        match key.code {
            KeyCode::Char(c) if c.is_ascii_graphic() => typed.push(c),
            _ => return SequenceSoFar::Typed,
        }
    }
    let Some(last) = typed.chars().last().filter(|_| typed.len() <= LONGEST) else { return SequenceSoFar::Typed };
    let (lead, body) = typed.split_at(1);
    match lead {
        _ if body.is_empty() => SequenceSoFar::More,
        "O" => letter(last).map_or(SequenceSoFar::Typed, |code| key(code, 1)),
        _ if matches!(last, '0'..='9' | ';' | '<' | '?') => SequenceSoFar::More,
        _ if body.starts_with(['<', '?']) => SequenceSoFar::Nothing,
        _ => control(&body[..body.len() - last.len_utf8()], last),
    }
}

/// Reads a control sequence without its `ESC [`, from its parameters and its last character.
fn control(parameters: &str, last: char) -> SequenceSoFar {
    let mut numbers = parameters.split(';').map(|number| number.parse::<u8>().unwrap_or(1));
    let (first, held) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
    match last {
        '~' if first == 200 => SequenceSoFar::Paste,
        '~' if first == 201 => SequenceSoFar::Nothing,
        '~' => numbered(first).map_or(SequenceSoFar::Nothing, |code| key(code, held)),
        'Z' => SequenceSoFar::Key(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        _ => letter(last).map_or(SequenceSoFar::Typed, |code| key(code, held)),
    }
}

/// Returns a key with what is held down with it: 1 more than the sum of Shift 1, Alt 2 and Ctrl 4.
fn key(code: KeyCode, held: u8) -> SequenceSoFar {
    let bits = held.saturating_sub(1);
    let all = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = all.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect();
    SequenceSoFar::Key(KeyEvent::new(code, modifiers))
}

/// Returns the key that a letter ends.
fn letter(last: char) -> Option<KeyCode> {
    Some(match last {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'H' => KeyCode::Home,
        'F' => KeyCode::End,
        'P' => KeyCode::F(1),
        'Q' => KeyCode::F(2),
        'R' => KeyCode::F(3),
        'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// Returns the key that a number and `~` stand for.
fn numbered(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23 | 24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays keys, each after a pause in milliseconds, and shows what is passed on until nothing waits any more.
    fn play(keys: &[(u64, &str)]) -> Vec<String> {
        let (mut now, mut out) = (Instant::now(), Vec::new());
        let mut sequences = Sequences::new(Timing::new(Duration::from_millis(100)));
        for (pause, typed) in keys {
            now += Duration::from_millis(*pause);
            for event in events(typed) {
                sequences.take(event, now, &mut out);
            }
        }
        sequences.settle(now + Duration::from_secs(2), &mut out);
        out.iter().map(show).collect()
    }

    fn events(typed: &str) -> Vec<Event> {
        let code = |c| match c {
            '\u{1b}' => KeyCode::Esc,
            '\r' => KeyCode::Enter,
            c => KeyCode::Char(c),
        };
        typed.chars().map(|c| Event::Key(KeyEvent::new(code(c), KeyModifiers::NONE))).collect()
    }

    fn show(event: &Event) -> String {
        match event {
            Event::Key(key) => crate::tui::key::Key::from(*key).to_string(),
            Event::Paste(text) => format!("paste {text:?}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn an_arrow_in_two_pieces_is_an_arrow() {
        assert_eq!(play(&[(0, "\u{1b}"), (90, "[C")]), ["Right"]);
        assert_eq!(play(&[(0, "\u{1b}"), (90, "["), (90, "A")]), ["Up"]);
        assert_eq!(play(&[(0, "\u{1b}"), (60, "[1;5D")]), ["Ctrl-Left"]);
        assert_eq!(play(&[(0, "\u{1b}"), (60, "[5~j")]), ["PageUp", "j"]);
        assert_eq!(play(&[(0, "\u{1b}"), (60, "OP")]), ["F1"]);
    }

    #[test]
    fn an_escape_alone_is_a_key_after_its_time() {
        assert_eq!(play(&[(0, "\u{1b}")]), ["Esc"]);
        assert_eq!(play(&[(0, "\u{1b}"), (10, "c")]), ["Esc", "c"]);
        assert_eq!(play(&[(0, "\u{1b}"), (10, "\u{1b}")]), ["Esc", "Esc"]);
        let mut sequences = Sequences::new(Timing::new(Duration::from_millis(100)));
        let (now, mut out) = (Instant::now(), Vec::new());
        sequences.take(events("\u{1b}").remove(0), now, &mut out);
        assert_eq!(sequences.wait(now + Duration::from_millis(30)), Some(Duration::from_millis(70)));
        assert!(out.is_empty());
        sequences.settle(now + Duration::from_millis(100), &mut out);
        assert_eq!(out, events("\u{1b}"));
    }

    #[test]
    fn a_paste_that_was_cut_is_text_and_runs_nothing() {
        assert_eq!(play(&[(0, "\u{1b}"), (80, "[200~fix\rc")]), ["paste \"fix\\nc\""]);
        assert_eq!(play(&[(0, "\u{1b}"), (80, "[20"), (80, "0~f"), (700, "s")]), ["paste \"fs\""]);
    }

    #[test]
    fn a_paste_that_comes_after_the_escape_was_passed_on_runs_nothing_either() {
        assert_eq!(play(&[(0, "\u{1b}"), (400, "[200~cfs")]), ["Esc", "paste \"cfs\""]);
        assert_eq!(play(&[(0, "\u{1b}"), (400, "[C")]), ["Esc", "Right"]);
    }

    #[test]
    fn keys_that_were_typed_after_an_escape_are_passed_on_as_they_came() {
        assert_eq!(play(&[(0, "\u{1b}"), (300, "["), (300, "[")]), ["Esc", "[", "["]);
        assert_eq!(play(&[(0, "\u{1b}"), (2000, "["), (1, "C")]), ["Esc", "[", "C"]);
        assert_eq!(play(&[(0, "\u{1b}"), (300, "["), (1, "x")]), ["Esc", "[", "x"]);
    }

    #[test]
    fn a_report_of_the_mouse_in_two_pieces_runs_nothing() {
        assert_eq!(play(&[(0, "\u{1b}"), (50, "[<64;12;7Mj")]), ["j"]);
    }
}
