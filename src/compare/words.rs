//! Numbers words, so that two texts can be compared word by word.
//!
//! ```text
//!   The price of bread rose;  the price …        text
//!   ╰0╯ ╰─1─╯ 2  ╰─3─╯ ╰─4╯   ╰0╯ ╰─1─╯          one number for each word, in any case of its letters
//! ```
//!
//! A word is a run of letters, digits, the marks on them, and underscores. Two words are the same if their letters are, whatever the
//! case, and however the accents on them are encoded (Unicode's NFC). In a script that has no blanks between words, each sign is a word,
//! as in UAX #29, which needs no dictionary.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::hash::FastMap;
use crate::text::Span;
use crate::text::script::is_unspaced;

/// The words of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NumberedWords {
    /// The number of each word.
    pub ids: Vec<u32>,
    /// The place of each word, in bytes.
    pub spans: Vec<Span>,
}

impl NumberedWords {
    /// Returns the number of words.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns whether there are no words.
    pub(crate) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// The numbers of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    ids: FastMap<String, u32>,
    /// The word being looked up, in lower case; kept to save an allocation for each word.
    lower: String,
}

impl Vocabulary {
    /// Reads the words of a text; a new word gets the next number.
    pub(crate) fn read(&mut self, text: &str) -> NumberedWords {
        let mut words = NumberedWords::default();
        for span in spans(text) {
            words.ids.push(self.id(&text[span.start..span.end]));
            words.spans.push(span);
        }
        words
    }

    fn id(&mut self, word: &str) -> u32 {
        self.lower.clear();
        fold(word, &mut self.lower);
        if let Some(id) = self.ids.get(&self.lower) {
            return *id;
        }
        // Only a text of 4 GB could use up all numbers; its last words would then count as equal.
        let id = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.insert(self.lower.clone(), id);
        id
    }
}

/// Appends a word to `folded` in the form in which words are compared: lower case, NFC.
pub(crate) fn fold(word: &str, folded: &mut String) {
    let from = folded.len();
    folded.push_str(word);
    match word.is_ascii() {
        true => folded[from..].make_ascii_lowercase(),
        false => {
            let lower: String = word.to_lowercase().nfc().collect();
            folded.truncate(from);
            folded.push_str(&lower);
        }
    }
}

/// Returns the places of the words of a text, in order.
pub(crate) fn spans(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += gap(&bytes[at..], &text[at..], false);
        let start = at;
        at += sign(&text[at..]).unwrap_or_else(|| gap(&bytes[at..], &text[at..], true));
        (start < at).then(|| Span::new(start, at))
    })
}

/// Returns the length of the sign of an unspaced script that a text begins with, with the marks on it.
fn sign(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| !c.is_ascii() && is_unspaced(*c) && is_in_word(*c))?;
    let marks = text[first.len_utf8()..].chars().take_while(|c| is_combining_mark(*c));
    Some(first.len_utf8() + marks.map(char::len_utf8).sum::<usize>())
}

/// Returns a span without the characters at its ends that belong to no word; an empty span at its start if there is no
/// word.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let inner = &text[span.start..span.end];
    let rest = inner.trim_start_matches(|c| !is_in_word(c));
    let start = if rest.is_empty() { span.start } else { span.end - rest.len() };
    Span::new(start, start + rest.trim_end_matches(|c| !is_in_word(c)).len())
}

/// Returns the number of bytes that follow which are all in words, or all between words.
fn gap(bytes: &[u8], text: &str, in_word: bool) -> usize {
    let ascii = bytes.iter().take_while(|byte| byte.is_ascii() && IS_IN_WORD[**byte as usize] == in_word).count();
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let ends = |c: char| is_in_word(c) != in_word || in_word && is_unspaced(c) && !is_combining_mark(c);
    let stop = text[ascii..].char_indices().find(|(_, c)| ends(*c));
    stop.map_or(text.len(), |(at, _)| ascii + at)
}

/// For each byte, whether it is a letter, a digit or an underscore of ASCII.
const IS_IN_WORD: [bool; 256] = {
    let mut is_in_word = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        is_in_word[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    is_in_word
};

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && is_combining_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        spans(text).map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn words_are_letters_digits_and_the_marks_on_them() {
        assert_eq!(
            words("Kyiv’s 1,500 “cafe\u{301}s” — F-16_x!"),
            ["Kyiv", "s", "1", "500", "cafe\u{301}s", "F", "16_x"]
        );
        assert_eq!(words("सैनिकों ने 5 m² लिया"), ["सैनिकों", "ने", "5", "m²", "लिया"]);
        assert_eq!(words("1500艘船，サイト of น้ำ"), ["1500", "艘", "船", "サイト", "of", "น้", "ำ"]);
        assert!(words("").is_empty() && words(" — ").is_empty());
    }

    #[test]
    fn case_and_the_encoding_of_accents_make_no_difference() {
        let mut vocabulary = Vocabulary::default();
        let words = vocabulary.read("CAFÉ café cafe\u{301} cafe");
        assert_eq!(words.ids, [0, 0, 0, 1]);
    }
}
