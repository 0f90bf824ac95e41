//! Reads the user's own settings: `config.ron` in the configuration folder.
//!
//! ```ron
//! (
//!     theme: dark,                               // auto, dark, light, plain
//!     style: calm,                               // calm, lines
//!     measure: 72,                               // columns of text at most
//!     paragraph_space: true,
//!     reflow: auto,                              // auto, always, never
//!     mouse: true,
//!     ttimeoutlen: 100,                          // milliseconds that Esc waits for the rest of a key; more on a slow line
//!     keys: { "search": ["/", "Ctrl-f"], "tag-claim": ["1"] },
//!     colors: { "claim": "purple", "source": "#33aa77" },
//!     marks: { "figure": curly },
//!     converters: { "pdf": ["pdftotext", "-", "-"] },    // what opens a kind of file for `diptych add`
//! )
//! ```
//!
//! A line with an error is reported with its place and left out, so that one mistake does not cost all settings.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::key::Key;
use super::keymap::KeyChange;
use super::theme::{Ground, TagStyle};
use crate::corpus::fault::Fault;
use crate::layout::{Reflow, Typesetting};
use crate::tags::scheme::{COLOURS, Mark, Scheme, is_colour};

/// A file larger than this is not read, in bytes.
const LARGEST: u64 = 1 << 20;
/// After this many bad lines, the rest of the file is ignored.
const MOST_BAD: usize = 40;

/// The user's own settings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The background of the text.
    pub theme: Ground,
    /// The way in which tags stand out from the text.
    pub style: TagStyle,
    /// The greatest number of columns of text.
    pub measure: u16,
    /// Whether there is space between paragraphs.
    pub paragraph_space: bool,
    /// Whether lines that were broken by hand are reflowed: never, always, or where the text looks so.
    pub reflow: Reflow,
    /// Whether the program handles the mouse.
    pub mouse: bool,
    /// The number of milliseconds that an `Esc` waits for the rest of an escape sequence, like vim's option of this
    /// name.
    ttimeoutlen: u16,
    /// Keys by the id of their command.
    keys: BTreeMap<String, Keys>,
    /// The places in the file, as `path:line:column`, by the id of the command.
    #[serde(skip)]
    places: BTreeMap<String, String>,
    /// Colours by label.
    colors: BTreeMap<String, Colour>,
    /// Lines by label.
    marks: BTreeMap<String, Mark>,
    /// Programs that convert a kind of file to text, by the kind, with their arguments: the file comes in on standard
    /// input.
    pub converters: BTreeMap<String, Vec<String>>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            theme: Ground::Auto,
            style: TagStyle::Calm,
            measure: 80,
            paragraph_space: true,
            reflow: Reflow::Auto,
            mouse: true,
            ttimeoutlen: 100,
            keys: BTreeMap::new(),
            places: BTreeMap::new(),
            colors: BTreeMap::new(),
            marks: BTreeMap::new(),
            converters: BTreeMap::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
struct Keys(Vec<String>);

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Colour(String);

impl TryFrom<Vec<String>> for Keys {
    type Error = String;

    fn try_from(keys: Vec<String>) -> Result<Keys, String> {
        keys.iter().try_for_each(|written| Key::parse_sequence(written).map(drop))?;
        Ok(Keys(keys))
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(colour: String) -> Result<Colour, String> {
        match is_colour(&colour) {
            true => Ok(Colour(colour)),
            false => Err(format!("`{}` is no colour; write {} or #rrggbb", colour.escape_debug(), COLOURS.join(", "))),
        }
    }
}

impl Config {
    /// Returns the time that an `Esc` waits for the rest of an escape sequence.
    pub fn escape(&self) -> Duration {
        Duration::from_millis(self.ttimeoutlen.into())
    }

    /// Returns the settings for the layout of texts.
    pub fn typesetting(&self) -> Typesetting {
        Typesetting { spaced: self.paragraph_space, reflow: self.reflow }
    }

    /// Reads the settings from their file; without one, returns the defaults. Also returns a sentence, with path, line
    /// and column, for everything that could not be understood.
    pub fn load() -> (Config, Vec<String>) {
        let Some(path) = path() else { return (Config::default(), Vec::new()) };
        let shown = in_short(&path);
        match std::fs::metadata(&path) {
            Ok(about) if about.len() > LARGEST => {
                return (Config::default(), vec![format!("{shown} is larger than 1 MiB and was not read")]);
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Config::default(), Vec::new()),
            Err(error) => return (Config::default(), vec![format!("{shown}: {error}")]),
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let (mut config, faults) = Config::parse(&text);
                config.note_places(&shown, &text);
                (config, faults.into_iter().map(|fault| format!("{shown}:{fault}")).collect())
            }
            Err(error) => (Config::default(), vec![format!("{shown}: {error}")]),
        }
    }

    /// Reads settings, leaving out the lines that cannot be understood.
    pub fn parse(text: &str) -> (Config, Vec<Fault>) {
        let mut whole = text.to_string();
        let mut faults = Vec::new();
        while faults.len() < MOST_BAD {
            let error = match ron::Options::default()
                .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
                .from_str::<Config>(&whole)
            {
                Ok(config) => return (config, faults),
                Err(error) => error,
            };
            faults.push(Fault::of(&whole, &error));
            let line = line(&whole, error.span.end.line);
            // The error is on a line that was blanked or only opens or closes: the fault is in no single line.
            if matches!(whole[line.clone()].trim(), "" | "(" | ")") {
                break;
            }
            whole.replace_range(line, "");
        }
        (Config::default(), faults)
    }

    /// Returns the keys that were changed.
    pub fn keys(&self) -> Vec<KeyChange> {
        let change = |(id, keys): (&String, &Keys)| KeyChange {
            command: id.clone(),
            keys: keys.0.clone(),
            place: self.places.get(id).cloned(),
        };
        self.keys.iter().map(change).collect()
    }

    /// Stores the places of the keys of each command in the file at `path`, whose text is given.
    fn note_places(&mut self, path: &str, text: &str) {
        let place = |id: &String| {
            let start = text.find(&format!("\"{id}\""))?;
            let (line, column) = Fault::new("").at(text, start).at?;
            Some((id.clone(), format!("{path}:{line}:{column}")))
        };
        self.places = self.keys.keys().filter_map(place).collect();
    }

    /// Replaces colours and lines of labels by the user's.
    pub fn dress(&self, scheme: &mut Scheme) {
        for label in &mut scheme.labels {
            if let Some(colour) = self.colors.get(&label.name) {
                label.color.clone_from(&colour.0);
            }
            if let Some(mark) = self.marks.get(&label.name) {
                label.mark = *mark;
            }
        }
    }
}

/// Returns the range of the line with this number, counted from 1, or of the last line.
fn line(text: &str, number: usize) -> Range<usize> {
    let last = || text.rfind('\n');
    let before =
        number.checked_sub(2).and_then(|before| memchr::memchr_iter(b'\n', text.as_bytes()).nth(before).or_else(last));
    let start = before.map_or(0, |at| at + 1);
    start..text[start..].find('\n').map_or(text.len(), |len| start + len)
}

/// Returns the path of the settings.
fn path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    etcetera::choose_base_strategy().ok().map(|folders| folders.config_dir().join("diptych").join("config.ron"))
}

/// Returns a short form of a path: one in the home folder begins with `~`.
fn in_short(path: &Path) -> String {
    let inner = etcetera::home_dir().ok().and_then(|home| path.strip_prefix(home).ok());
    inner.map_or_else(|| path.display().to_string(), |inner| Path::new("~").join(inner).display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let (config, faults) = Config::parse(
            "(\n  theme: light,\n  measure: 66,\n  paragraph_space: false,\n  mouse: false,\n  keys: {\"search\": [\"F3\"]},\n  \
             colors: {\"claim\": \"#102030\"},\n  marks: {\"claim\": curly},\n)",
        );
        assert_eq!(faults, []);
        assert_eq!((config.theme, config.measure, config.mouse), (Ground::Light, 66, false));
        assert_eq!(config.keys(), [KeyChange { command: "search".into(), keys: vec!["F3".into()], place: None }]);
        let mut scheme = Scheme::default();
        config.dress(&mut scheme);
        assert_eq!((scheme.labels[0].color.as_str(), scheme.labels[0].mark), ("#102030", Mark::Curly));
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_still_works() {
        let text = "(\n  measure: 66,\n  keys: {\n    \"search\": [\"Hyper-x\"],\n    \"undo\": [\"U\"],\n  },\n  colour: 3,\n  mouse: false,\n)";
        let (config, faults) = Config::parse(text);
        assert_eq!((config.measure, config.mouse), (66, false));
        assert_eq!(config.keys().len(), 1);
        let lines: Vec<usize> = faults.iter().filter_map(|fault| Some(fault.at?.0)).collect();
        assert_eq!(lines, [4, 7], "{faults:?}");
    }

    #[test]
    fn a_change_of_keys_knows_its_place() {
        let text = "(\n  keys: {\n    \"quti\": [\"Q\"],\n  },\n)";
        let (mut config, _) = Config::parse(text);
        config.note_places("~/config.ron", text);
        assert_eq!(config.keys()[0].place.as_deref(), Some("~/config.ron:3:5"));
    }

    #[test]
    fn a_file_that_is_no_ron_leaves_the_defaults() {
        let (config, faults) = Config::parse("(measure: 66");
        assert_eq!(config, Config::default());
        assert!(!faults.is_empty());
    }
}
