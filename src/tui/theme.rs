//! Defines colours and lines: the looks of a label, a focus, a hit.
//!
//! A label is shown by its colour *and* by the line under it, so that it can be read without colours, too. The palette
//! is that of Okabe and Ito, which colour-blind readers can distinguish. On a terminal with many colours a tag has a
//! tint, which is stronger the more tags are around it. Foreground and tint are always set together, so that a tag can
//! be read on any background.
//!
//! ```text
//!   calm     a long tag has a tint and its bar in the gutter, a short one a tint and a line      where most sentences are tagged
//!   lines    each tag has a tint and a line
//! ```

use ratatui::style::{Color, Modifier, Style};

use crate::review::round::ItemState;
use crate::say::sgr::{CURLY, DASHED, DOTTED, DOUBLE};
use crate::tags::scheme::{self, Label, Mark};
use crate::text::Span;

/// The number of colours of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// No colours.
    None,
    /// The sixteen that users have chosen for their terminal.
    Sixteen,
    /// The cube of 256.
    Cube,
    /// 24-bit colours.
    True,
}

/// The background of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The program detects it.
    #[default]
    Auto,
    /// Light letters on dark.
    Dark,
    /// Dark letters on light.
    Light,
    /// No colours.
    Plain,
}

/// The way in which tags stand out from the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagStyle {
    /// Long tags by a tint, short ones by a tint and a line.
    #[default]
    Calm,
    /// All tags by a tint and a line.
    Lines,
}

/// The length of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Some words.
    Short,
    /// A sentence or more.
    Long,
}

impl Reach {
    /// Returns the reach of a span.
    pub fn of(span: Span) -> Reach {
        if span.len() > LONG { Reach::Long } else { Reach::Short }
    }
}

/// A span of more bytes than this is long.
const LONG: usize = 64;

/// The share of the label's colour in a tint: for a tag inside no other tag, one, or more.
struct Tints {
    short: [f32; 3],
    long: [f32; 3],
}
const DARK: Tints = Tints { short: [0.42, 0.44, 0.46], long: [0.33, 0.37, 0.41] };
const LIGHT: Tints = Tints { short: [0.30, 0.37, 0.44], long: [0.15, 0.22, 0.29] };

/// The looks of the running program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    ground: Ground,
    style: TagStyle,
    depth: Depth,
    /// The colours of the terminal, to return to after `Plain`.
    can: Depth,
}

/// The named colours among the sixteen, in the order of [`scheme::COLOURS`].
const SIXTEEN: [Color; 8] = [
    Color::Blue,
    Color::Yellow,
    Color::Green,
    Color::Magenta,
    Color::Red,
    Color::LightYellow,
    Color::Cyan,
    Color::Gray,
];

impl Theme {
    /// Returns the theme for the user's wish and a terminal, whose environment variables show what it can do.
    pub fn new(wish: Ground, env: impl Fn(&str) -> Option<String>) -> Theme {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let can = match set("COLORTERM").as_deref() {
            _ if set("NO_COLOR").is_some() || term == "dumb" => Depth::None,
            Some("truecolor" | "24bit") => Depth::True,
            _ if term.contains("direct") => Depth::True,
            _ if term.contains("256") => Depth::Cube,
            _ => Depth::Sixteen,
        };
        let light = set("COLORFGBG").is_some_and(|pair| matches!(pair.rsplit(';').next(), Some("7" | "15")));
        let ground = match wish {
            Ground::Auto if light => Ground::Light,
            Ground::Auto => Ground::Dark,
            wish => wish,
        };
        let depth = if ground == Ground::Plain { Depth::None } else { can };
        Theme { ground, style: TagStyle::default(), depth, can }
    }

    /// Returns the same theme with another style for tags.
    #[must_use]
    pub fn styled(self, style: TagStyle) -> Theme {
        Theme { style, ..self }
    }

    /// Returns whether any theme uses colours on this terminal.
    pub fn can_colour(&self) -> bool {
        self.can != Depth::None
    }

    /// Returns whether any colour is used.
    pub fn colours(&self) -> bool {
        self.depth != Depth::None
    }

    /// Returns the next theme: dark, light, plain, and dark again.
    #[must_use]
    pub fn next(&self) -> Theme {
        let (ground, depth) = match self.ground {
            Ground::Dark | Ground::Auto => (Ground::Light, self.can),
            Ground::Light => (Ground::Plain, Depth::None),
            Ground::Plain => (Ground::Dark, self.can),
        };
        Theme { ground, depth, ..*self }
    }

    /// Returns the name.
    pub fn name(&self) -> &'static str {
        match self.ground {
            Ground::Dark | Ground::Auto => "dark",
            Ground::Light => "light",
            Ground::Plain => "plain",
        }
    }

    /// Returns the look of a tag that lies within `depth` others (0: none).
    pub fn tag(&self, label: Option<&Label>, depth: usize, reach: Reach) -> Style {
        let mark = label.map_or(Mark::Underline, |label| label.mark);
        let lined = Style::new().add_modifier(line(mark));
        let colour = label.map_or("grey", |label| label.color.as_str());
        let calm = self.style == TagStyle::Calm && reach == Reach::Long;
        match self.depth {
            Depth::None => lined,
            Depth::Sixteen => lined.fg(sixteen(colour)),
            Depth::Cube | Depth::True => {
                let tints = if self.ground == Ground::Light { LIGHT } else { DARK };
                let share = if calm { tints.long } else { tints.short }[depth.min(2)];
                let (rgb, ink) = (rgb(colour), if calm { 0.88 } else { 0.72 });
                let (fore, back) = match self.ground {
                    Ground::Light => (mix(rgb, [0; 3], ink), mix([255; 3], rgb, share)),
                    _ => (mix(rgb, [255; 3], ink), mix([0; 3], rgb, share)),
                };
                let style = if calm { Style::new() } else { lined };
                style.fg(self.colour(fore)).bg(self.tint(back, rgb, calm))
            }
        }
    }

    /// Returns the look of another annotator's tag under review, within `depth` others: slanted. An open item is an
    /// outline, a line under words in the label's colour; a decided item is filled like a tag of one's own, or struck
    /// out.
    pub fn item(&self, label: Option<&Label>, depth: usize, reach: Reach, state: ItemState) -> Style {
        let decided = self.tag(label, depth, reach).add_modifier(Modifier::ITALIC);
        let mark = label.map_or(Mark::Underline, |label| label.mark);
        let outline = Style { fg: self.letter(label).fg, ..Style::new().add_modifier(line(mark) | Modifier::ITALIC) };
        match state {
            ItemState::Open => outline,
            ItemState::Outdated => outline.add_modifier(Modifier::BOLD),
            ItemState::Rejected => Style { bg: None, ..decided }.add_modifier(Modifier::CROSSED_OUT | Modifier::DIM),
            // Without tints, decided items are shown fainter.
            ItemState::Accepted | ItemState::Amended if matches!(self.depth, Depth::None | Depth::Sixteen) => {
                decided.add_modifier(Modifier::DIM)
            }
            ItemState::Accepted | ItemState::Amended => decided,
        }
    }

    /// Returns the sign of a decision in the gutter; `None` while there is none.
    pub fn verdict(&self, state: ItemState) -> Option<Style> {
        let style = Style::new().add_modifier(Modifier::BOLD);
        match state {
            ItemState::Open | ItemState::Outdated => None,
            ItemState::Rejected => Some(self.bad()),
            ItemState::Accepted | ItemState::Amended if !self.colours() => Some(style),
            ItemState::Accepted => Some(style.fg(Color::Green)),
            ItemState::Amended => Some(style.fg(Color::Yellow)),
        }
    }

    /// Returns the look of a tag that two annotators agree on, where only differences matter.
    pub fn receding(&self, style: Style) -> Style {
        Style { bg: None, ..style }.add_modifier(Modifier::DIM)
    }

    /// Returns the look of a suggestion: faint, in the label's colour, without a line or a tint.
    pub fn suggestion(&self, label: Option<&Label>) -> Style {
        let style = Style::new().add_modifier(Modifier::DIM);
        Style { fg: self.letter(label).fg, ..style }
    }

    /// Returns the look of the letter of a label in the gutter and in lists.
    pub fn letter(&self, label: Option<&Label>) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD);
        let colour = label.map_or("grey", |label| label.color.as_str());
        match self.depth {
            Depth::None => style,
            Depth::Sixteen => style.fg(sixteen(colour)),
            _ => {
                let to = if self.ground == Ground::Light { [0; 3] } else { [255; 3] };
                style.fg(self.colour(mix(rgb(colour), to, 0.35)))
            }
        }
    }

    /// Returns the look of the tag in focus, on top of its own.
    pub fn focus(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Returns the look of a tag that is linked to the one in focus, on top of its own.
    pub fn partner(&self) -> Style {
        let style = Style::new().add_modifier(Modifier::ITALIC);
        match (self.depth, self.ground) {
            // A partner is not reversed like the focus: a figure within it would look as if the figure had the focus.
            (Depth::None, _) => style.add_modifier(Modifier::BOLD),
            (Depth::Sixteen, _) => style.fg(Color::White).bg(Color::Magenta),
            (_, Ground::Light) => style.fg(self.colour([0; 3])).bg(self.colour([0xe0, 0xcc, 0xf4])),
            _ => style.fg(self.colour([255; 3])).bg(self.colour([0x5a, 0x46, 0x7c])),
        }
    }

    /// Returns the look of the selection.
    pub fn selection(&self) -> Style {
        match (self.depth, self.ground) {
            (Depth::None | Depth::Sixteen, _) => Style::new().add_modifier(Modifier::REVERSED),
            (_, Ground::Light) => Style::new().fg(self.colour([0; 3])).bg(self.colour([0xb4, 0xc8, 0xe8])),
            _ => Style::new().fg(self.colour([255; 3])).bg(self.colour([0x3a, 0x55, 0x80])),
        }
    }

    /// Returns the look of a hit of the search.
    pub fn hit(&self) -> Style {
        match self.depth {
            Depth::None => Style::new().add_modifier(Modifier::REVERSED | Modifier::DIM),
            Depth::Sixteen => Style::new().fg(Color::Black).bg(Color::Yellow),
            _ => Style::new().fg(self.colour([0; 3])).bg(self.colour([0xf0, 0xe4, 0x42])),
        }
    }

    /// Returns the look of the hit that the cursor is on.
    pub fn hit_here(&self) -> Style {
        self.hit().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// Returns the look of less important words.
    pub fn quiet(&self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Returns the look of the title of a pane.
    pub fn title(&self, active: bool) -> Style {
        if active { Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD) } else { self.quiet() }
    }

    /// Returns the look of a message that something could not be done.
    pub fn bad(&self) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD);
        if self.colours() { style.fg(Color::Red) } else { style.add_modifier(Modifier::REVERSED) }
    }

    /// Returns the look of a key in a hint.
    pub fn key(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns a colour as this terminal can show it.
    fn colour(&self, [red, green, blue]: [u8; 3]) -> Color {
        match self.depth {
            Depth::True => Color::Rgb(red, green, blue),
            _ => Color::Indexed(cube([red, green, blue])),
        }
    }
}

impl Theme {
    /// Returns a colour for the background of words; `calm` is for long tags, which have the weaker tint. In the cube
    /// of 256, most dark and most pale colours are grey, so there the colour with the hue of the label is chosen.
    fn tint(&self, tint: [u8; 3], label: [u8; 3], calm: bool) -> Color {
        if self.depth != Depth::Cube {
            return self.colour(tint);
        }
        let most = label.into_iter().max().unwrap_or(0).max(1);
        let (weak, strong) = match (self.ground, calm) {
            (Ground::Light, true) => (215, 255),
            (Ground::Light, false) => (175, 255),
            _ => (0, 95),
        };
        self.colour(label.map(|part| if f32::from(part) > HUE * f32::from(most) { strong } else { weak }))
    }
}

/// The share of the strongest part of a colour above which another part counts for its hue.
const HUE: f32 = 0.68;

/// Returns the modifier for the line under a tag.
fn line(mark: Mark) -> Modifier {
    match mark {
        Mark::Underline => Modifier::UNDERLINED,
        Mark::Double => DOUBLE,
        Mark::Dotted => DOTTED,
        Mark::Dashed => DASHED,
        Mark::Curly => CURLY,
    }
}

/// Returns the red, green and blue of a colour; grey if the colour is not known.
fn rgb(colour: &str) -> [u8; 3] {
    scheme::rgb(colour).unwrap_or([0x88; 3])
}

/// Returns the nearest of the sixteen colours.
fn sixteen(colour: &str) -> Color {
    let wanted = rgb(colour);
    let nearest = (0..SIXTEEN.len()).min_by_key(|number| distance(scheme::RGB[*number], wanted));
    nearest.map_or(Color::Gray, |number| SIXTEEN[number])
}

/// Returns a mixture of two colours; `share` is the part of the second.
fn mix(from: [u8; 3], to: [u8; 3], share: f32) -> [u8; 3] {
    std::array::from_fn(|i| (f32::from(from[i]) * (1.0 - share) + f32::from(to[i]) * share).round() as u8)
}

/// Returns the nearest colour of the 6 × 6 × 6 cube or the greys, by xterm's number.
fn cube(rgb: [u8; 3]) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let nearest = |value: u8| (0..6usize).min_by_key(|step| STEPS[*step].abs_diff(value)).unwrap_or(0);
    let [red, green, blue] = rgb.map(nearest);
    let in_cube = (16 + 36 * red + 6 * green + blue, [STEPS[red], STEPS[green], STEPS[blue]]);
    let greys = (0..24usize).map(|step| (232 + step, [(8 + 10 * step) as u8; 3]));
    let best = greys.chain([in_cube]).min_by_key(|(_, shade)| distance(*shade, rgb));
    best.map_or(7, |(number, _)| number as u8)
}

/// Returns the squared distance of two colours.
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    (0..3).map(|i| u32::from(a[i].abs_diff(b[i])).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::scheme::Scheme;

    fn theme(ground: Ground, env: &[(&str, &str)]) -> Theme {
        let env: std::collections::HashMap<String, String> =
            env.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Theme::new(ground, move |name| env.get(name).cloned())
    }

    /// Returns the luminance as defined in WCAG 2.
    fn luminance([red, green, blue]: [u8; 3]) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    #[test]
    fn every_tag_is_readable_at_every_depth() {
        for ground in [Ground::Dark, Ground::Light] {
            let theme = theme(ground, &[("COLORTERM", "truecolor")]);
            for name in scheme::COLOURS {
                let label = Label { color: name.to_string(), ..Scheme::default().labels[0].clone() };
                for (depth, reach) in (0..4).flat_map(|depth| [(depth, Reach::Short), (depth, Reach::Long)]) {
                    let style = theme.tag(Some(&label), depth, reach);
                    let (Some(Color::Rgb(r, g, b)), Some(Color::Rgb(x, y, z))) = (style.fg, style.bg) else { panic!() };
                    let (one, two) = (luminance([r, g, b]), luminance([x, y, z]));
                    let contrast = (one.max(two) + 0.05) / (one.min(two) + 0.05);
                    assert!(contrast >= 4.5, "{name} at {depth}, {reach:?}, on {ground:?}: {contrast:.1}");
                }
            }
        }
    }

    #[test]
    fn the_tints_of_labels_can_be_told_apart_with_few_colours_too() {
        let labels = Scheme::default().labels;
        for env in [&[("COLORTERM", "truecolor")][..], &[("TERM", "xterm-256color")]] {
            for (ground, reach) in
                [(Ground::Dark, Reach::Short), (Ground::Dark, Reach::Long), (Ground::Light, Reach::Short)]
            {
                let tints: Vec<Option<Color>> =
                    labels.iter().map(|label| theme(ground, env).tag(Some(label), 0, reach).bg).collect();
                let greys = |tint: &Option<Color>| matches!(tint, Some(Color::Indexed(232..)));
                assert!(!tints.iter().any(greys), "{env:?} {ground:?} {reach:?}: {tints:?}");
                assert!(tints[0] != tints[1] && tints[1] != tints[2] && tints[0] != tints[2], "{tints:?}");
            }
        }
    }

    #[test]
    fn on_a_calm_page_a_long_tag_has_no_line_and_a_short_one_has() {
        let label = &Scheme::default().labels[0];
        let calm = theme(Ground::Dark, &[("COLORTERM", "truecolor")]);
        assert!(!calm.tag(Some(label), 0, Reach::Long).add_modifier.contains(Modifier::UNDERLINED));
        assert!(calm.tag(Some(label), 0, Reach::Short).add_modifier.contains(Modifier::UNDERLINED));
        let lines = calm.styled(TagStyle::Lines);
        assert!(lines.tag(Some(label), 0, Reach::Long).add_modifier.contains(Modifier::UNDERLINED));
        // Without tints, a long tag would show in the gutter only.
        let plain = theme(Ground::Plain, &[]);
        assert!(plain.tag(Some(label), 0, Reach::Long).add_modifier.contains(Modifier::UNDERLINED));
    }

    #[test]
    fn an_open_item_is_an_outline_and_a_decided_one_is_filled() {
        let label = &Scheme::default().labels[0];
        for reach in [Reach::Short, Reach::Long] {
            let theme = theme(Ground::Dark, &[("COLORTERM", "truecolor")]);
            let [open, accepted] =
                [ItemState::Open, ItemState::Accepted].map(|state| theme.item(Some(label), 0, reach, state));
            assert!(open.bg.is_none() && open.add_modifier.contains(Modifier::UNDERLINED));
            assert_eq!(accepted.bg, theme.tag(Some(label), 0, reach).bg);
        }
        let plain = theme(Ground::Plain, &[]);
        let looks = [ItemState::Open, ItemState::Accepted].map(|state| plain.item(Some(label), 0, Reach::Long, state));
        assert_ne!(looks[0], looks[1]);
    }

    #[test]
    fn without_colours_labels_differ_by_their_lines() {
        let theme = theme(Ground::Auto, &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
        let labels = Scheme::default().labels;
        let looks: Vec<Style> = labels.iter().map(|label| theme.tag(Some(label), 0, Reach::Short)).collect();
        assert!(looks.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
        assert!(looks[0] != looks[1] && looks[1] != looks[2] && looks[0] != looks[2]);
    }

    #[test]
    fn the_terminal_tells_what_it_can() {
        assert_eq!(theme(Ground::Auto, &[("TERM", "xterm-256color")]).depth, Depth::Cube);
        assert_eq!(theme(Ground::Auto, &[("TERM", "linux")]).depth, Depth::Sixteen);
        assert_eq!(theme(Ground::Auto, &[("COLORFGBG", "0;15")]).ground, Ground::Light);
        assert_eq!(theme(Ground::Light, &[]).next().next().next().ground, Ground::Light);
    }
}
