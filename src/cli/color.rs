//! Decides whether standard output is coloured: on a terminal it is, unless the user asks for no colours.
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
pub(crate) struct ColorArgs {
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

/// Paints words, or returns them without colours.
#[derive(Clone, Debug)]
pub(crate) struct Painter {
    /// The theme; `None` without colours.
    theme: Option<Theme>,
}

impl Painter {
    /// Decides from the arguments, the environment and the terminal.
    pub(crate) fn new(colors: ColorArgs) -> Painter {
        let wanted = match colors.when {
            When::Auto => automatic(&|name| std::env::var(name).ok(), io::stdout().is_terminal()),
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

    /// Returns a painter that paints nothing.
    pub(crate) fn plain() -> Painter {
        Painter { theme: None }
    }

    /// Returns the theme, if there are colours.
    pub(crate) fn theme(&self) -> Option<&Theme> {
        self.theme.as_ref()
    }

    /// Returns words in a style of the theme.
    pub(crate) fn paint(&self, look: impl FnOnce(&Theme) -> Style, words: &str) -> String {
        match &self.theme {
            Some(theme) => styled(look(theme), words),
            None => words.into(),
        }
    }
}

/// Returns whether to use colours when the arguments do not say: `CLICOLOR_FORCE` asks for them even in a pipe, and
/// `CLICOLOR=0` asks for none (bixense.com/clicolors). `NO_COLOR` outweighs both; the theme reads it.
fn automatic(env: &dyn Fn(&str) -> Option<String>, is_terminal: bool) -> bool {
    let is_forced = env("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    is_forced || is_terminal && env("CLICOLOR").is_none_or(|value| value != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_asks_for_colours_or_for_none() {
        let set =
            |name: &'static str, value: &'static str| move |asked: &str| (asked == name).then(|| value.to_string());
        assert!(automatic(&set("", ""), true) && !automatic(&set("", ""), false));
        assert!(!automatic(&set("CLICOLOR", "0"), true) && automatic(&set("CLICOLOR", "1"), true));
        assert!(automatic(&set("CLICOLOR_FORCE", "1"), false) && !automatic(&set("CLICOLOR_FORCE", "0"), false));
    }

    #[test]
    fn without_colours_words_stay_as_they_are() {
        assert_eq!(Painter::plain().paint(Theme::bad, "x"), "x");
    }
}
