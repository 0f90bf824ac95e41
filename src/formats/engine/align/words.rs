//! Compares a quote with the words in the text. Tools write line ends and blanks differently.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Returns the pieces with a blank between two.
pub(super) fn joined<'a>(pieces: impl IntoIterator<Item = &'a str> + 'a) -> Cow<'a, str> {
    let mut pieces = pieces.into_iter();
    let first = pieces.next().unwrap_or_default();
    pieces.fold(Cow::Borrowed(first), |all, piece| Cow::Owned(all.into_owned() + " " + piece))
}

/// Returns whether a quote has the words that are there. Some tools write a blank, `\n` or LF for a line end, and one blank
/// for several between two words, as a browser shows them. Others compose the characters, or part them.
pub(super) fn same_words(quote: &str, there: &str) -> bool {
    if quote == there || (quote.is_ascii() && there.is_ascii()) {
        return same_but_for_blanks(quote, there);
    }
    let composed = |words: &str| words.nfc().collect::<String>();
    same_but_for_blanks(quote, there) || same_but_for_blanks(&composed(quote), &composed(there))
}

fn same_but_for_blanks(quote: &str, there: &str) -> bool {
    const LINES: [char; 3] = ['\n', '\r', '\t'];
    let otherwise = || [there.replace(LINES, " "), there.replace(['\n', '\r'], "\\n"), there.replace('\r', "")];
    quote == there
        || (there.contains(LINES) && otherwise().iter().any(|other| other == quote))
        || (there.contains(is_gap) && one_blank(quote, there).is_some_and(|line| Some(line) == one_blank(there, there)))
}

/// Returns the words with one blank between two; `None` if there are blanks at an end, because those must not differ. What
/// may be written for the line ends of `there` counts as a blank, too.
fn one_blank(words: &str, there: &str) -> Option<String> {
    let words = if there.contains(['\n', '\r']) { words.replace("\\n", "\n") } else { words.into() };
    let inside = !words.starts_with(is_gap) && !words.ends_with(is_gap);
    let words = words.split(is_gap).filter(|word| !word.is_empty());
    inside.then(|| words.collect::<Vec<_>>().join(" "))
}

pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}
