//! A page, a mail or a table of any bytes becomes clean texts, or is refused.

use diptych::convert::kind::{Kind, tell};
use diptych::convert::{self, Converted};

/// A byte becomes at most so many in UTF-8; a list or a table adds its signs.
const GROWTH: usize = 6;
/// What a text may have besides: line ends and signs.
const LEAST: usize = 4096;

/// The bytes of a file, as what they seem to be, and as each kind that is read here.
pub fn convert(data: &[u8]) {
    for kind in [tell(std::path::Path::new("a"), data), Kind::Html, Kind::Mail, Kind::Csv, Kind::Jsonl] {
        let Ok(conversion) = convert::convert(kind, data, None) else { continue };
        let size: usize = conversion.texts.iter().map(|text| text.text.len()).sum();
        assert!(size <= data.len() * GROWTH + LEAST, "{kind:?}: {size} bytes of {}", data.len());
        if matches!(kind, Kind::Html | Kind::Mail) {
            conversion.texts.iter().for_each(|text| is_clean(kind, text));
        }
        for note in &conversion.notes {
            assert!(!note.is_empty(), "{kind:?}");
        }
    }
}

fn is_clean(kind: Kind, Converted { text, origin, .. }: &Converted) {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!text.contains(is_control), "{kind:?}: {text:?}");
    assert!(kind != Kind::Html || !text.contains("\n\n\n"), "{text:?}");
    for said in [&origin.title, &origin.date, &origin.address, &origin.publisher].into_iter().flatten() {
        assert!(!said.contains(char::is_control), "{kind:?}: {said:?}");
    }
}
