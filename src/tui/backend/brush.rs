//! Collects the bytes of a frame, and tracks the state of the terminal after them.

use ratatui::layout::Position;

use crate::say::sgr::Pen;

/// Writes at a place and in a style, and remembers both, so that neither is sent twice.
#[derive(Debug)]
pub(super) struct Brush {
    frame: Vec<u8>,
    at: Option<Position>,
    pen: Pen,
}

/// Begins a synchronized update.
const BEGIN: &[u8] = b"\x1b[?2026h";
/// Ends a synchronized update.
const END: &[u8] = b"\x1b[?2026l";

/// A terminal reads a frame of at most this many bytes at once, so that it needs no synchronized update.
const SHORT: usize = 256;

impl Default for Brush {
    fn default() -> Self {
        Self { frame: BEGIN.to_vec(), at: None, pen: Pen::PLAIN }
    }
}

impl Brush {
    /// Returns the position of the cursor, if it is known.
    pub(super) fn at(&self) -> Option<Position> {
        self.at
    }

    /// Returns the style of the next character.
    pub(super) fn pen(&self) -> Pen {
        self.pen
    }

    /// Forgets the position of the cursor.
    pub(super) fn lost(&mut self) {
        self.at = None;
    }

    /// Moves the cursor, the shortest way.
    pub(super) fn go(&mut self, to: Position) {
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == to.y && at.x < to.x => self.forward(to.x - at.x),
            Some(at) if at.y < to.y && to.y - at.y <= 2 => {
                self.frame.push(b'\r');
                (at.y..to.y).for_each(|_| self.frame.push(b'\n'));
                self.forward(to.x);
            }
            _ => match (to.x + 1, to.y + 1) {
                (1, 1) => self.frame.extend(b"\x1b[H"),
                (1, row) => self.escape(row, b'H'),
                (column, row) => {
                    self.escape(row, b';');
                    self.number(column);
                    self.frame.push(b'H');
                }
            },
        }
        self.at = Some(to);
    }

    /// Changes the style.
    pub(super) fn style(&mut self, pen: Pen) {
        if pen != self.pen {
            self.frame.extend(self.pen.turn(pen).into_bytes());
            self.pen = pen;
        }
    }

    /// Writes text with this width in columns.
    pub(super) fn write(&mut self, text: &str, width: u16) {
        match text.as_bytes() {
            [byte] => self.frame.push(*byte), // nearly always
            bytes => self.frame.extend(bytes),
        }
        self.at = self.at.map(|at| Position { x: at.x + width, ..at });
    }

    /// Writes this many blanks.
    pub(super) fn space(&mut self, columns: u16) {
        self.frame.resize(self.frame.len() + usize::from(columns), b' ');
        self.at = self.at.map(|at| Position { x: at.x + columns, ..at });
    }

    /// Erases this many columns; the cursor stays.
    pub(super) fn erase(&mut self, columns: u16) {
        self.escape(columns, b'X');
    }

    /// Erases the rest of the row; the cursor stays.
    pub(super) fn erase_row(&mut self) {
        self.frame.extend(b"\x1b[K");
    }

    /// Erases the screen.
    pub(super) fn clear(&mut self) {
        self.style(Pen::PLAIN);
        self.frame.extend(b"\x1b[2J");
        self.lost();
    }

    /// Shows or hides the terminal's own cursor.
    pub(super) fn show_cursor(&mut self, shown: bool) {
        self.frame.extend(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" });
    }

    /// Returns the bytes of the frame, in a synchronized update if there are many.
    pub(super) fn frame(&mut self) -> &[u8] {
        if self.frame.len() - BEGIN.len() <= SHORT {
            return &self.frame[BEGIN.len()..];
        }
        self.frame.extend(END);
        &self.frame
    }

    /// Begins the next frame, after the bytes of this one were sent.
    pub(super) fn next_frame(&mut self) {
        self.frame.truncate(BEGIN.len());
    }

    /// Moves the cursor to the right.
    fn forward(&mut self, columns: u16) {
        match columns {
            0 => {}
            1 => self.frame.extend(b"\x1b[C"),
            _ => self.escape(columns, b'C'),
        }
    }

    /// Writes a control sequence with one parameter.
    fn escape(&mut self, number: u16, end: u8) {
        self.frame.extend(b"\x1b[");
        self.number(number);
        self.frame.push(end);
    }

    /// Writes a number. There are hundreds in a frame, and `write!` takes five times as long.
    fn number(&mut self, number: u16) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.frame.push(b'0' + (number % 10) as u8);
    }
}

/// Returns the number of bytes for a step forward.
pub(super) fn step(columns: usize) -> usize {
    match columns {
        0 => 0,
        1 => 3,
        _ => 3 + digits(columns),
    }
}

/// Returns the number of bytes for erasing this many columns.
pub(super) fn erasing(columns: usize) -> usize {
    3 + digits(columns)
}

/// Returns the number of digits of a number.
fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}
