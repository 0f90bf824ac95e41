//! Functions that the JSON formats share.

use serde::de::{Deserialize, Deserializer};

use crate::formats::engine::import::{ImportError, RawRecord};

/// Returns the JSON of a value, in one line.
pub fn line(value: &impl serde::Serialize) -> String {
    // Only maps with other keys than strings can fail, and there are none.
    serde_json::to_string(value).unwrap_or_default()
}

/// Returns the JSON of a value, in one line and in ASCII: no reader can guess the encoding wrong.
pub fn ascii_line(value: &impl serde::Serialize) -> String {
    let line = line(value);
    let mut ascii = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            // Such characters are only in strings.
            '\u{80}'.. => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| ascii += &format!("\\u{unit:04x}")),
            c => ascii.push(c),
        }
    }
    ascii
}

/// Reads a record.
///
/// # Errors
/// The place at which it is not JSON, or not the JSON of such a record.
pub fn parse<'a, T: Deserialize<'a>>(record: &RawRecord<'a>) -> Result<T, ImportError> {
    serde_json::from_str(record.text).map_err(|error| {
        let line = record.text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        let column = line.char_indices().take_while(|(at, _)| at + 1 < error.column()).count() + 1;
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_string();
        ImportError { column: Some(column), ..ImportError::new(record.line + error.line().saturating_sub(1), words) }
    })
}

/// Reads a field that may be missing or `null`.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Returns the text; `None` if it is empty.
pub fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
