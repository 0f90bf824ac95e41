//! Says what a line of a page is by its signs alone: whether it is a sentence, how long it is, which letters it has.
//!
//! ```text
//!   "It rains.”"      a sentence
//!   "洪水淹没了村庄"     as long as 21 letters
//! ```

/// What closes a quotation or a bracket behind the end of a sentence.
const CLOSING: &[char] = &['”', '"', '’', '\'', '»', '«', ')', '“', '」', '』', '）', '》', ']', ' '];
/// The ends of sentences, in the scripts that have their own.
const ENDS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '．', '।', '؟', '۔'];

/// Returns whether a line ends as a sentence does.
pub(super) fn is_sentence(line: &str) -> bool {
    line.trim_end_matches(CLOSING).ends_with(ENDS)
}

/// Returns the length of a text in letters. A word in the scripts of East Asia is one or two signs, so each counts as
/// three.
pub(super) fn length(text: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    text.chars().map(|c| if wide(c) { 3 } else { 1 }).sum()
}

/// Returns the letters and digits of a text, in small letters: this stays the same in any layout.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_in_any_script() {
        for line in ["It rains.", "“It rains.”", "「下雨了。」", "Il pleut… »", "बारिश हो रही है।", "هل تمطر؟"]
        {
            assert!(is_sentence(line), "{line}");
        }
        for line in ["Africa", "3 min read", "AC/DC)", ""] {
            assert!(!is_sentence(line), "{line}");
        }
    }

    #[test]
    fn a_line_is_as_long_in_any_script() {
        assert_eq!([length("rain"), length("дождь"), length("洪水")], [4, 5, 6]);
    }
}
