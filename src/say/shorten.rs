//! Shortens words: by code points for a sentence, by columns for a table.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the beginning of the words in one line of at most `most` code points. It ends with a whole word, and with
/// `…` if something is left out. Only a first word that is too long by itself is cut, between two graphemes.
pub fn excerpt(words: &str, most: usize) -> String {
    let (mut line, mut length) = (String::new(), 0);
    for word in words.split_whitespace() {
        let gap = usize::from(length > 0);
        // Counting stops early, because a word may be a whole document.
        let long = word.chars().take(most + 1).count();
        if length + gap + long > most {
            if length == 0 {
                line += beginning(word, most);
            }
            line.push('…');
            break;
        }
        line += if gap > 0 { " " } else { "" };
        line += word;
        length += gap + long;
    }
    line
}

/// Returns the words if they fit into this many columns; otherwise their beginning, followed by `…`.
pub fn fit(words: &str, columns: usize) -> String {
    if words.width() <= columns {
        return words.into();
    }
    let mut short = String::new();
    for grapheme in words.graphemes(true) {
        if short.width() + grapheme.width() + 1 > columns {
            break;
        }
        short += grapheme;
    }
    // Words that were shortened before already have their `…`
    if columns > 0 { short.trim_end_matches('…').to_owned() + "…" } else { short }
}

/// Returns the words as [`fit`] does, filled with blanks to the full number of columns.
pub fn pad(words: &str, columns: usize) -> String {
    let words = fit(words, columns);
    let blanks = " ".repeat(columns.saturating_sub(words.width()));
    words + &blanks
}

/// Returns the graphemes at the beginning of a word that together have at most `most` code points.
fn beginning(word: &str, most: usize) -> &str {
    let (mut end, mut length) = (0, 0);
    for grapheme in word.graphemes(true) {
        length += grapheme.chars().count();
        if length > most {
            break;
        }
        end += grapheme.len();
    }
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_name_is_cut_by_its_columns() {
        assert_eq!([fit("ana", 6), fit("漢字漢字", 6), fit("abcdef", 5)], ["ana", "漢字…", "abcd…"]);
        assert_eq!([pad("ana", 6), pad("漢字漢字", 6), pad("", 2)], ["ana   ", "漢字… ", "  "]);
        assert_eq!([fit("abc", 0), fit("abc", 1)], ["", "…"]);
    }

    #[test]
    fn an_excerpt_ends_with_a_whole_word() {
        assert_eq!(excerpt("about 1,500\nNorth  Korean soldiers", 18), "about 1,500 North…");
        assert_eq!(excerpt("e\u{301}e\u{301}e\u{301}", 4), "e\u{301}e\u{301}…");
    }

    proptest! {
        #[test]
        fn what_is_shortened_is_short(words in "(\\PC|\\s|e\u{301}|漢){0,60}", most in 1..50usize) {
            let line = excerpt(&words, most);
            prop_assert!(line.chars().count() <= most + 1 && !line.contains('\n'), "{line:?}");
            prop_assert!(fit(&words, most).width() <= most || words.width() <= most);
        }
    }
}
