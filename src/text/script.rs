//! Tells scripts apart by what stands between their words and beside their digits.
//!
//! ```text
//!   約1500隻の船      without blanks: a number and a noun touch, and each sign may be a word
//!   500원입니다       with blanks, but a number and a noun touch
//!   Covid19, Su27     with blanks: letters and digits that touch are one name
//! ```

/// Returns whether a character belongs to a script that is written without blanks between words. Katakana does not count: a run of it
/// is one word, mostly from another language. Ranges are Unicode's blocks.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        // Thai, Lao, Myanmar, Khmer
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        // Hiragana, and the ideographs of Chinese and Japanese
        | '\u{3041}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether a character belongs to a script in which letters and digits that touch form one word: Latin, Greek, Cyrillic,
/// Armenian. In the others, a number stands among letters: `1.2万`, `و٣٠`.
pub(crate) fn joins_digits(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{c0}'..'\u{590}' | '\u{1e00}'..'\u{2000}')
}
