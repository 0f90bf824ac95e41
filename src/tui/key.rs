//! Reads and writes the names of keys: `c`, `G`, `Ctrl-d`, `Shift-Left`, `PageDown`, `g g`.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Ctrl, Alt, and Shift where it does not make another character.
    pub modifiers: KeyModifiers,
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Key {
        let held = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let mut modifiers = event.modifiers & held;
        let code = match event.code {
            KeyCode::BackTab => KeyCode::Tab,
            // Some terminals send a small letter together with Shift.
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) && modifiers != KeyModifiers::SHIFT => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::Char(c.to_ascii_uppercase()),
            code => code,
        };
        if matches!(code, KeyCode::Char(_)) {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        if event.code == KeyCode::BackTab {
            modifiers.insert(KeyModifiers::SHIFT);
        }
        Key { code, modifiers }
    }
}

/// The names of keys that are no characters.
const NAMES: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Space", KeyCode::Char(' ')),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

/// The names of the keys that are held down with another.
const HELD: &[(&str, KeyModifiers)] =
    &[("Ctrl-", KeyModifiers::CONTROL), ("Alt-", KeyModifiers::ALT), ("Shift-", KeyModifiers::SHIFT)];

impl Key {
    /// Reads one key.
    ///
    /// # Errors
    /// A sentence that says which part is not understood.
    pub fn parse(written: &str) -> Result<Key, String> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = written;
        while let Some((name, held)) = HELD.iter().find(|(name, _)| rest.len() > name.len() && rest.starts_with(name)) {
            modifiers.insert(*held);
            rest = &rest[name.len()..];
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() && c != ' ' => KeyCode::Char(c),
            _ => match NAMES.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => match rest.strip_prefix('F').and_then(|number| number.parse().ok()) {
                    Some(number @ 1..=24) => KeyCode::F(number),
                    _ => {
                        return Err(format!(
                            "`{}` is no key; write it like c, G, Ctrl-d, Shift-Left, PageDown or g g",
                            written.escape_debug()
                        ));
                    }
                },
            },
        };
        let code = match code {
            // With Ctrl or Alt, terminals send a small letter.
            KeyCode::Char(c) if modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            code => code,
        };
        if matches!(code, KeyCode::Char(_)) && modifiers.contains(KeyModifiers::SHIFT) {
            return Err(format!("`{}`: write the capital letter instead of Shift", written.escape_debug()));
        }
        Ok(Key { code, modifiers })
    }

    /// Reads a sequence of keys, written with a blank between them.
    ///
    /// # Errors
    /// A sentence that says which part is not understood.
    pub fn parse_sequence(written: &str) -> Result<Vec<Key>, String> {
        let keys: Vec<Key> =
            written.split(' ').filter(|key| !key.is_empty()).map(Key::parse).collect::<Result<_, _>>()?;
        if keys.is_empty() { Err("a key is missing between the quotation marks".into()) } else { Ok(keys) }
    }

    /// Returns the character that the key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, held) in HELD {
            if self.modifiers.contains(*held) {
                f.write_str(name)?;
            }
        }
        match (self.code, NAMES.iter().find(|(_, code)| *code == self.code)) {
            (_, Some((name, _))) => f.write_str(name),
            (KeyCode::Char(c), None) => write!(f, "{c}"),
            (KeyCode::F(number), None) => write!(f, "F{number}"),
            (code, None) => write!(f, "{code:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        for written in
            ["c", "G", "?", "-", "Ctrl-d", "Alt-x", "Shift-Left", "Ctrl-Shift-Right", "PageDown", "Space", "F12", "é"]
        {
            assert_eq!(Key::parse(written).unwrap().to_string(), written);
        }
        assert_eq!(Key::parse_sequence("g g").unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_key_is_said() {
        for wrong in ["", "Hyper-x", "PgDn", "Shift-a", "F99", "ab"] {
            assert!(Key::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn shift_is_part_of_the_letter() {
        let event = KeyEvent::new(KeyCode::Char('g'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event), Key::parse("G").unwrap());
    }
}
