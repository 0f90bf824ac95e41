//! Colours on standard output: on a terminal, unless the user asks for none.
//!
//! ```text
//!   style, words ─ a terminal ──▶  ESC[38;5;…m words ESC[m
//!                ╰ else ────────▶  words
//! ```

use std::io::{self, IsTerminal};

use ratatui::style::{Color, Modifier, Style};

use crate::tui::backend::{CURLY, DASHED, DOTTED, DOUBLE};
use crate::tui::config::Config;
use crate::tui::theme::Theme;

/// The option for colours, to be flattened into a command's arguments.
#[derive(Clone, Copy, Debug, clap::Args)]
#[group(skip)]
pub struct ColorArgs {
    /// Colours: on a terminal unless NO_COLOR is set, always, or never
    #[arg(long = "color", value_name = "WHEN", value_enum, default_value = "auto")]
    when: When,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// Paints words, or leaves them as they are.
#[derive(Clone, Debug)]
pub struct Painter {
    /// `None`: without colours.
    theme: Option<Theme>,
}

impl Painter {
    /// Decides by the arguments, the environment and the terminal.
    pub fn new(colors: ColorArgs) -> Painter {
        let wanted = match colors.when {
            When::Auto => io::stdout().is_terminal(),
            When::Always => true,
            When::Never => false,
        };
        let always = matches!(colors.when, When::Always);
        let env = |name: &str| std::env::var(name).ok().filter(|_| !(always && name == "NO_COLOR"));
        let theme = wanted.then(|| Theme::new(Config::load().0.theme, env)).filter(Theme::colours);
        Painter { theme }
    }

    /// Paints nothing.
    pub fn plain() -> Painter {
        Painter { theme: None }
    }

    /// Returns the theme, if there are colours.
    pub fn theme(&self) -> Option<&Theme> {
        self.theme.as_ref()
    }

    /// Returns words in a style of the theme.
    pub fn paint(&self, look: impl FnOnce(&Theme) -> Style, words: &str) -> String {
        match &self.theme {
            Some(theme) => styled(look(theme), words),
            None => words.into(),
        }
    }
}

/// Returns words in a style that ends with them.
pub fn styled(style: Style, words: &str) -> String {
    let (mut codes, mut line) = (Vec::new(), "");
    const ATTRIBUTES: [(Modifier, &str); 5] = [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ];
    let is = |modifier| style.add_modifier.contains(modifier);
    codes.extend(ATTRIBUTES.iter().filter(|(modifier, _)| is(*modifier)).map(|(_, code)| code.to_string()));
    // The plain line first: it stays where no other is known, for what a terminal cannot read it drops.
    for (modifier, fancy) in [
        (Modifier::UNDERLINED, ""),
        (DOUBLE, "\x1b[4:2m"),
        (CURLY, "\x1b[4:3m"),
        (DOTTED, "\x1b[4:4m"),
        (DASHED, "\x1b[4:5m"),
    ] {
        if is(modifier) {
            codes.push("4".into());
            line = fancy;
        }
    }
    codes.extend(style.fg.and_then(|colour| code(colour, 30)));
    codes.extend(style.bg.and_then(|colour| code(colour, 40)));
    if codes.is_empty() || words.is_empty() {
        return words.into();
    }
    format!("\x1b[{}m{line}{words}\x1b[m", codes.join(";"))
}

/// The code of a colour; `base` is 30 for the letters, 40 for what lies behind them.
fn code(colour: Color, base: u8) -> Option<String> {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match colour {
        Color::Reset => None,
        Color::Rgb(red, green, blue) => Some(format!("{};2;{red};{green};{blue}", base + 8)),
        Color::Indexed(index) => Some(format!("{};5;{index}", base + 8)),
        named => {
            let index = NAMED.iter().position(|other| *other == named)? as u8;
            Some((if index < 8 { base + index } else { base + 52 + index }).to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_put_around_words() {
        let style = Style::new().fg(Color::LightBlue).bg(Color::Indexed(23)).add_modifier(DOTTED | Modifier::BOLD);
        assert_eq!(styled(style, "x"), "\x1b[1;4;94;48;5;23m\x1b[4:4mx\x1b[m");
        assert_eq!(styled(Style::new(), "x"), "x");
        assert_eq!(Painter::plain().paint(Theme::bad, "x"), "x");
    }
}
