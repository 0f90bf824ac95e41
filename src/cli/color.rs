//! Colours on standard output: on a terminal, unless the user asks for none.
//!
//! ```text
//!   style, words ─ a terminal ──▶  ESC[38;5;…m words ESC[m
//!                ╰ else ────────▶  words
//! ```

use std::io::{self, IsTerminal};

use ratatui::style::Style;

use crate::say::sgr::styled;
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
        let load = || {
            let config = Config::load().0;
            Theme::new(config.theme, env).styled(config.style)
        };
        let theme = wanted.then(load).filter(Theme::colours);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colours_words_stay_as_they_are() {
        assert_eq!(Painter::plain().paint(Theme::bad, "x"), "x");
    }
}
