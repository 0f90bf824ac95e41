//! Writes the style of words as SGR (ECMA-48, 8.3.117): the style that a terminal holds, and the shortest sequences
//! from one style to the next.
//!
//! ```text
//!   Pen::PLAIN ─ turn ─▶ Pen { bold, red }      ESC[1;31m
//!                        Pen { bold, red } ─ turn ─▶ Pen::PLAIN      ESC[m
//! ```
//!
//! The types of ratatui that this file uses are plain values: nothing here draws or asks a terminal.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

/// A double underline. Like the other three it is a bit that ratatui carries but does not know: styles add, remove and
/// patch it like any other; only `Style::reset()` and `!modifier` leave it out. A terminal without such underlines
/// draws a plain one.
pub const DOUBLE: Modifier = Modifier::from_bits_retain(1 << 9);
/// A dotted underline.
pub const DOTTED: Modifier = Modifier::from_bits_retain(1 << 10);
/// A dashed underline.
pub const DASHED: Modifier = Modifier::from_bits_retain(1 << 11);
/// A curly underline.
pub const CURLY: Modifier = Modifier::from_bits_retain(1 << 12);

/// All modifiers that draw a line under the text.
pub const UNDERLINES: Modifier = Modifier::UNDERLINED.union(DOUBLE).union(DOTTED).union(DASHED).union(CURLY);

/// The style of the next character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    /// The colour of the character.
    pub fg: Color,
    /// The colour of the background.
    pub bg: Color,
    /// The colour of the line under the character.
    pub underline: Color,
    /// The attributes of the character.
    pub modifier: Modifier,
}

impl Pen {
    /// No colour and no attribute.
    pub const PLAIN: Self =
        Self { fg: Color::Reset, bg: Color::Reset, underline: Color::Reset, modifier: Modifier::empty() };

    /// The attributes that show even on a blank.
    pub const SEEN_ON_BLANKS: Modifier = UNDERLINES.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

    /// Returns the pen that draws a cell.
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
    }

    /// Returns whether blanks look the same with both pens. On a blank, little more than the background shows.
    pub fn blanks_as(self, other: Self) -> bool {
        self == other || self.bg == other.bg && !self.modifier.union(other.modifier).intersects(Self::SEEN_ON_BLANKS)
    }

    /// Returns the escape sequences that turn this pen into the other: only the differences, or, if that is shorter, a
    /// reset and the whole style.
    pub fn turn(self, to: Self) -> String {
        let change = sequences(self, to, "");
        let afresh = sequences(Self::PLAIN, to, ";"); // an empty parameter is a 0: reset
        if change.len() <= afresh.len() { change } else { afresh }
    }
}

/// Returns the words in a style, followed by the sequence that ends it.
pub fn styled(style: Style, words: &str) -> String {
    let (fg, bg) = (style.fg.unwrap_or(Color::Reset), style.bg.unwrap_or(Color::Reset));
    let pen = Pen { fg, bg, modifier: style.add_modifier, ..Pen::PLAIN };
    match words {
        "" => String::new(),
        words => format!("{}{words}{}", Pen::PLAIN.turn(pen), pen.turn(Pen::PLAIN)),
    }
}

/// The code that ends each group of attributes, and the codes that begin them.
const ATTRIBUTES: [(u8, &[(Modifier, u8)]); 6] = [
    (22, &[(Modifier::BOLD, 1), (Modifier::DIM, 2)]),
    (23, &[(Modifier::ITALIC, 3)]),
    (25, &[(Modifier::SLOW_BLINK, 5), (Modifier::RAPID_BLINK, 6)]),
    (27, &[(Modifier::REVERSED, 7)]),
    (28, &[(Modifier::HIDDEN, 8)]),
    (29, &[(Modifier::CROSSED_OUT, 9)]),
];

/// The sub-parameters of `4`; the first that applies wins, 1 is the plain underline.
const LINES: [(Modifier, u8); 5] = [(CURLY, 3), (DOUBLE, 2), (DASHED, 5), (DOTTED, 4), (Modifier::UNDERLINED, 1)];

/// Returns one `SGR` for what every terminal knows, then one each for what many terminals do not know. The latter have
/// colons and stand apart, because a terminal that cannot read a sequence drops all of it, or reads `58;5;1` as
/// blinking and bold. The plain underline goes first, so that it stays if the terminal knows no other.
fn sequences(from: Pen, to: Pen, start: &str) -> String {
    let (mut known, mut fancy) = (String::from(start), String::new());
    let (off, on) = (from.modifier - to.modifier, to.modifier - from.modifier);
    for (end, group) in ATTRIBUTES {
        let ended = group.iter().any(|&(attribute, _)| off.contains(attribute));
        let begun = if ended { to.modifier } else { on };
        if ended {
            code(&mut known, end);
        }
        for &(_, begin) in group.iter().filter(|&&(attribute, _)| begun.contains(attribute)) {
            code(&mut known, begin);
        }
    }
    let line = |pen: Pen| LINES.iter().find(|(line, _)| pen.modifier.contains(*line)).map(|&(_, style)| style);
    match (line(from), line(to)) {
        (before, after) if before == after => {}
        (_, None) => code(&mut known, 24),
        (before, Some(style)) => {
            if before.is_none() || style == 1 {
                code(&mut known, 4);
            }
            if style != 1 {
                fancy += &format!("\x1b[4:{style}m");
            }
        }
    }
    if from.fg != to.fg {
        colour(&mut known, to.fg, 30);
    }
    if from.bg != to.bg {
        colour(&mut known, to.bg, 40);
    }
    if from.underline != to.underline {
        match to.underline {
            Color::Reset => code(&mut known, 59),
            Color::Rgb(r, g, b) => fancy += &format!("\x1b[58:2::{r}:{g}:{b}m"),
            Color::Indexed(index) => fancy += &format!("\x1b[58:5:{index}m"),
            named => fancy += &format!("\x1b[58:5:{}m", index(named)),
        }
    }
    match known.as_str() {
        "" => fancy,
        ";" => format!("\x1b[m{fancy}"),
        _ => format!("\x1b[{known}m{fancy}"),
    }
}

/// Appends the codes of a colour; `base` is 30 for the text, 40 for its background.
fn colour(codes: &mut String, colour: Color, base: u8) {
    match colour {
        Color::Reset => code(codes, base + 9),
        Color::Rgb(r, g, b) => [base + 8, 2, r, g, b].into_iter().for_each(|number| code(codes, number)),
        Color::Indexed(index) => [base + 8, 5, index].into_iter().for_each(|number| code(codes, number)),
        named => match index(named) {
            index @ 0..8 => code(codes, base + index),
            index => code(codes, base + 52 + index), // the bright ones begin at 90
        },
    }
}

/// Returns the index of a named colour in the terminal's palette.
fn index(colour: Color) -> u8 {
    match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White | Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 15,
    }
}

/// Appends a code, with a `;` before it if it is not the first.
fn code(codes: &mut String, number: u8) {
    let gap = if codes.is_empty() || codes == ";" { "" } else { ";" };
    *codes += &format!("{gap}{number}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_put_around_words() {
        let style = Style::new().fg(Color::LightBlue).bg(Color::Indexed(23)).add_modifier(DOTTED | Modifier::BOLD);
        assert_eq!(styled(style, "x"), "\x1b[1;4;94;48;5;23m\x1b[4:4mx\x1b[m");
        assert_eq!([styled(Style::new(), "x"), styled(style, "")], ["x", ""]);
    }
}
