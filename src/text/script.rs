//! Tells the scripts that are written without blanks between words: Chinese, Japanese, Thai and others.
//!
//! ```text
//!   約1500隻の船      a number and a noun touch, and each sign may be a word
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
