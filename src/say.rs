//! Makes words for people: how every room shows, shortens, lists and counts what it reports.
//!
//! ```text
//!   check, dataset, corpus, tui …   say what happened, as values and numbers
//!            │
//!            ▼                shown("a␛.txt")          a\u{1b}.txt      nothing drives the terminal
//!          [say]              excerpt(words, 40)       one line, whole words, …
//!            │                fit("kursk.txt", 6)      kursk…           this many columns
//!            ▼                and(["ana", "ben"])      ana and ben
//!       one sentence          count(3, "conflict")     3 conflicts
//! ```
//!
//! This room uses nothing but Unicode and, in [`sgr`], the values of a style, so that every other room can use it. A
//! room that reports something keeps the values, and builds its sentences from these functions in one place.

mod article;
mod differ;
mod list;
mod number;
pub mod sgr;
mod shell;
mod shorten;

use std::fmt::Display;

pub use article::with_article;
pub use differ::differing;
pub use list::{and, and_more};
pub use number::{count, plural, thousands};
pub use shell::shell_word;
pub use shorten::{excerpt, fit, pad};

/// Returns the words with every character escaped that a terminal would obey or that changes the direction of writing.
pub fn shown(words: impl Display) -> String {
    let words = words.to_string();
    if words.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return words;
    }
    let mut safe = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                safe.extend(c.escape_unicode());
            }
            c if c.is_control() => safe.extend(c.escape_default()),
            c => safe.push(c),
        }
    }
    safe
}

/// Returns the beginning of the words in quotation marks: one line of at most `most` code points, safe to show.
pub fn quoted(words: &str, most: usize) -> String {
    format!("“{}”", shown(excerpt(words, most)))
}

/// Returns the words with a capital letter at their beginning.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_drive_the_terminal() {
        assert_eq!(shown("a\u{1b}]0;x\u{7}\n\u{202e}é.txt"), r"a\u{1b}]0;x\u{7}\n\u{202e}é.txt");
    }

    #[test]
    fn a_quote_is_one_line_and_short() {
        assert_eq!(quoted("a\n  b\u{1b}", 40), "“a b\\u{1b}”");
        assert_eq!(
            quoted("they are being trained for a possible mission", 40),
            "“they are being trained for a possible…”"
        );
    }
}
