//! Prepares the symbol of a cell: makes it safe to send, and measures it.
//!
//! Terminals disagree on how wide a glyph of several characters is:
//!
//! ```text
//!                      ratatui    by clusters    character by character
//!   ⚡️  U+26A1 FE0F      2            2          2, or the selector is not known and ❤️ is 1
//!   🇺🇦  two letters       2            2          2 to 4
//!   👨‍👩‍👧  three people       2            2          6
//! ```
//!
//! Such a glyph is sent after blanks, the next one after an absolute move, and the columns that it may have covered are
//! sent again. This costs more bytes, but is right on every terminal.

use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

use crate::say::sgr::{Pen, UNDERLINES};

/// The number of columns that a symbol takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// The width by ratatui's count, which good terminals share.
    pub width: u16,
    /// The width on the worst terminals.
    pub reach: u16,
    /// Whether all terminals agree.
    pub sure: bool,
}

impl Extent {
    /// One column on all terminals.
    pub(super) const ONE: Self = Self { width: 1, reach: 1, sure: true };

    /// Returns the extent of a symbol that is [`clean`].
    pub(super) fn of(symbol: &str) -> Self {
        if symbol.len() == 1 {
            return Self::ONE;
        }
        let width = symbol.cell_width();
        let reach = symbol.chars().map(columns_alone).sum::<u16>().max(width);
        let emoji = symbol.chars().any(|c| matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FFFF}'));
        let several = width > 1 && symbol.chars().nth(1).is_some();
        Self { width, reach, sure: width == reach && !emoji && !several }
    }
}

/// Changes a cell to what will be sent: no control character, nothing wider than the free columns, no colour unless
/// colours are on, and only the visible part of its style, so that cells that look the same are equal.
pub(super) fn clean(cell: &mut Cell, colours: bool, room: usize) -> Extent {
    if let Some(safe) = safe(cell.symbol()) {
        cell.set_symbol(&safe);
    }
    let mut extent = Extent::of(cell.symbol());
    if usize::from(extent.width) > room {
        cell.set_symbol(" ");
        extent = Extent::ONE;
    }
    if !colours {
        (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
    }
    if !colours || !cell.modifier.intersects(UNDERLINES) {
        cell.underline_color = Color::Reset;
    }
    if cell.symbol() == " " && !cell.modifier.intersects(Pen::SEEN_ON_BLANKS) {
        cell.fg = Color::Reset;
        cell.modifier = Modifier::empty();
    }
    extent
}

/// Returns the text to send in place of a symbol that must not be sent.
fn safe(symbol: &str) -> Option<String> {
    let instead = char::REPLACEMENT_CHARACTER;
    if matches!(symbol.as_bytes(), [b' '..=b'~']) {
        None // nearly all
    } else if symbol.is_empty() {
        Some(" ".to_owned())
    } else if symbol.contains(char::is_control) {
        Some(symbol.replace(char::is_control, instead.encode_utf8(&mut [0; 4])))
    } else if symbol.len() > 1 && symbol.cell_width() == 0 {
        Some(instead.to_string())
    } else {
        None
    }
}

/// Returns the columns of a character on terminals that do not know clusters. Such terminals often draw half a flag as
/// a wide letter.
fn columns_alone(c: char) -> u16 {
    match c {
        '\u{1F1E6}'..='\u{1F1FF}' => 2,
        'ﾞ' | 'ﾟ' => 1, // as ratatui
        c => c.width().unwrap_or(0) as u16,
    }
}
