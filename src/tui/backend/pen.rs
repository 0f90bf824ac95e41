//! A style as the terminal holds it, and the shortest way from one to the next.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::{CURLY, DASHED, DOTTED, DOUBLE};

/// All that draw a line under the text.
pub(super) const UNDERLINES: Modifier = Modifier::UNDERLINED.union(DOUBLE).union(DOTTED).union(DASHED).union(CURLY);

/// What the next character will look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pen {
    pub fg: Color,
    pub bg: Color,
    pub underline: Color,
    pub modifier: Modifier,
}

impl Pen {
    /// No colour and no attribute.
    pub const PLAIN: Self =
        Self { fg: Color::Reset, bg: Color::Reset, underline: Color::Reset, modifier: Modifier::empty() };

    /// What is seen even where there is no letter.
    pub const SEEN_ON_BLANKS: Modifier = UNDERLINES.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

    /// The pen that draws this cell.
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
    }

    /// Whether blanks drawn with this pen look as if drawn with that one: little more than their background is seen.
    pub fn blanks_as(self, other: Self) -> bool {
        self == other || self.bg == other.bg && !self.modifier.union(other.modifier).intersects(Self::SEEN_ON_BLANKS)
    }

    /// The escape sequences that turn this pen into that: by what differs, or from a clean start if that is shorter.
    pub fn turn(self, to: Self) -> String {
        let change = sequences(self, to, "");
        let afresh = sequences(Self::PLAIN, to, ";"); // an empty parameter is a 0: reset
        if change.len() <= afresh.len() { change } else { afresh }
    }
}

/// What ends attributes, and what begins each of them.
const ATTRIBUTES: [(u8, &[(Modifier, u8)]); 6] = [
    (22, &[(Modifier::BOLD, 1), (Modifier::DIM, 2)]),
    (23, &[(Modifier::ITALIC, 3)]),
    (25, &[(Modifier::SLOW_BLINK, 5), (Modifier::RAPID_BLINK, 6)]),
    (27, &[(Modifier::REVERSED, 7)]),
    (28, &[(Modifier::HIDDEN, 8)]),
    (29, &[(Modifier::CROSSED_OUT, 9)]),
];

/// Sub-parameters of `4`, the first that applies wins; 1 is the plain underline.
const LINES: [(Modifier, u8); 5] = [(CURLY, 3), (DOUBLE, 2), (DASHED, 5), (DOTTED, 4), (Modifier::UNDERLINED, 1)];

/// One `SGR` for what every terminal knows, then one each for what many do not: with colons and apart, because a
/// terminal that cannot read a sequence drops all of it (and reads `58;5;1` as blinking and bold). The plain
/// underline goes first, so it stays where no other is known.
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

/// The codes of a colour; `base` is 30 for the text, 40 for its background.
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

/// The place of a named colour in the terminal's palette.
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

/// Appends a code, `;` between two.
fn code(codes: &mut String, number: u8) {
    let gap = if codes.is_empty() || codes == ";" { "" } else { ";" };
    *codes += &format!("{gap}{number}");
}
