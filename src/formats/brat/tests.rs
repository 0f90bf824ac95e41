//! What is written into one line comes back, and what others wrote is not taken for an escape.

use proptest::prelude::*;

use super::read::unescape;
use super::write::escape;

#[test]
fn a_note_is_one_line_for_every_reader() {
    assert_eq!(escape("two\r\nlines\t\\n\u{2028}\u{1}"), "two\\r\\nlines\\t\\\\n\\u{2028}\\u{1}");
    assert_eq!(unescape("C:\\Dir \\u{zz} \\"), "C:\\Dir \\u{zz} \\");
}

proptest! {
    #[test]
    fn what_is_escaped_comes_back(words in "(\\PC|[\\\\u{}nrt]|\n|\r|\t|\u{85}|\u{2028}|\u{1c}){0,30}") {
        let line = escape(&words);
        prop_assert!(!line.contains(|c: char| c.is_control() || c == '\u{2028}'), "{line:?}");
        prop_assert_eq!(unescape(&line), words);
    }
}
