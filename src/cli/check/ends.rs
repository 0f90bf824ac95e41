//! Where tags begin and end: not inside a word, not on white space, and not on punctuation that the words can do without.
//!
//! ```text
//!   “1[0,000] men”      a word goes on beyond the end
//!   “[10,000 ]men”      white space
//!   “[10,000,] he said” a comma: but not [U.S.], not [“quoted”], and not the stop of a [sentence.] in a label for such
//! ```

use unicode_segmentation::UnicodeSegmentation;

use super::rules::{Hit, Sheet};
use crate::tags::Tag;
use crate::text::unit::Unit;
use crate::text::{Span, grapheme};

/// How far a word is looked at on either side of an end, in bytes.
const NEAR: usize = 96;

/// Tags that begin or end inside a word.
pub fn in_words(sheet: &Sheet, hits: &mut Vec<Hit>) {
    let text = sheet.document.text();
    for tag in sheet.layer.tags().iter() {
        let what = match [tag.span.start, tag.span.end].map(|at| in_word(text, at)) {
            [true, true] => "begins and ends inside a word",
            [true, false] => "begins inside a word",
            [false, true] => "ends inside a word",
            [false, false] => continue,
        };
        hits.push(Hit::tag(sheet, tag, what));
    }
}

/// Tags that begin or end with white space.
pub fn blanks(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for tag in sheet.layer.tags().iter() {
        let words = sheet.document.slice(tag.span);
        let what = match [words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace)] {
            _ if words.trim().is_empty() => "is all white space",
            [true, true] => "begins and ends with white space",
            [true, false] => "begins with white space",
            [false, true] => "ends with white space",
            [false, false] => continue,
        };
        hits.push(Hit::tag(sheet, tag, what));
    }
}

/// Tags that begin or end with punctuation.
pub fn punctuation(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for tag in sheet.layer.tags().iter() {
        let whole = sheet.scheme.label(&tag.label).is_some_and(|label| is_sentence(label.unit));
        let (first, last) = odd(sheet.document.text(), tag, whole);
        if let Some(c) = first {
            hits.push(Hit::tag(sheet, tag, format!("begins with {c}")));
        }
        if let Some(c) = last {
            hits.push(Hit::tag(sheet, tag, format!("ends with {c}")));
        }
    }
}

/// Whether byte `at` lies inside a word (UAX #29). An apostrophe may be cut at: [Rutte]’s, d’[Estaing].
pub fn in_word(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let (Some(before), Some(after)) = (before, after) else { return false };
    let apostrophe = |c| matches!(c, '\'' | '’');
    if [before, after].into_iter().any(|c| c.is_whitespace() || apostrophe(c)) {
        return false;
    }
    let from = grapheme::floor_char(text, at.saturating_sub(NEAR));
    let to = grapheme::floor_char(text, text.len().min(at + NEAR));
    let start = text[from..at].rfind(char::is_whitespace).map_or(from, |blank| from + blank);
    let end = text[at..to].find(char::is_whitespace).map_or(to, |blank| at + blank);
    let mut pieces = text[start..end].split_word_bound_indices().map(|(piece, words)| (start + piece, words));
    pieces.any(|(piece, words)| piece < at && at < piece + words.len() && words.contains(char::is_alphanumeric))
}

fn is_sentence(unit: Unit) -> bool {
    matches!(unit, Unit::Sentence | Unit::Paragraph | Unit::Document)
}

/// The punctuation that a tag begins and ends with and should not. In a sentence, its own stop and quotation marks may
/// stand: its quotation may go on in the next.
fn odd(text: &str, tag: &Tag, sentence: bool) -> (Option<char>, Option<char>) {
    let Span { start, end } = tag.span;
    let words = &text[start..end];
    let mut chars = words.chars();
    let (first, second) = (chars.next(), chars.next());
    let last = words.chars().next_back();
    let number = second.is_some_and(|c| c.is_numeric());
    let begins = first.filter(|c| match c {
        ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '}' | '”' | '/' | '·' | '•' | '–' | '—' | '、' | '。' => {
            true
        }
        '.' | '-' | '’' => !second.is_some_and(char::is_alphanumeric) && !number,
        '(' | '[' | '{' | '“' | '„' | '«' | '"' => !sentence && !closes(words, *c),
        _ => false,
    });
    let ends = last.filter(|c| match c {
        ',' | ';' | ':' | '(' | '[' | '{' | '„' | '/' | '·' | '•' | '-' | '–' | '—' | '、' | '，' => true,
        '!' | '?' | '。' => !sentence,
        '.' => !sentence && is_stop(words, &text[end..]),
        ')' | ']' | '}' | '”' | '“' | '»' | '"' => !sentence && !opens(words, *c),
        _ => false,
    });
    (begins, ends)
}

/// Whether the dot at the end of `words` ends a sentence rather than an abbreviation.
fn is_stop(words: &str, after: &str) -> bool {
    let word = words.trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or_default();
    let abbreviated = word.contains('.') || word.chars().count() == 1;
    let next = after.trim_start();
    !abbreviated
        && (next.is_empty() || after.starts_with('\n') || !next.starts_with(|c: char| c.is_lowercase() || c == ','))
}

/// Whether what `c` opens at the beginning of `words` is closed in them.
fn closes(words: &str, c: char) -> bool {
    let rest = &words[c.len_utf8()..];
    let by: &[char] = match c {
        '(' => &[')'],
        '[' => &[']'],
        '{' => &['}'],
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        _ => &['"'],
    };
    rest.contains(by)
}

/// Whether what `c` closes at the end of `words` was opened in them.
fn opens(words: &str, c: char) -> bool {
    let rest = &words[..words.len() - c.len_utf8()];
    let by: &[char] = match c {
        ')' => &['('],
        ']' => &['['],
        '}' => &['{'],
        '”' => &['“', '„'],
        '“' => &['„'],
        '»' => &['«'],
        _ => &['"'],
    };
    rest.contains(by)
}

#[cfg(test)]
mod tests {
    use crate::cli::check::rules::tests::found;

    #[test]
    fn a_tag_ends_where_words_end() {
        let found = |marked| found("ends-in-word", marked);
        assert_eq!(found("{figure: 1}0,000 men"), ["figure “1” ends inside a word"]);
        assert_eq!(found("1{figure: 0,0}00 men"), ["figure “0,0” begins and ends inside a word"]);
        assert_eq!(found("{figure: 10},000 men"), ["figure “10” ends inside a word"]);
        assert_eq!(found("un{claim: happy men}"), ["claim “happy men” begins inside a word"]);
        for right in
            ["{source: Rutte}’s", "d’{source: Estaing}", "North-{source: Korean}", "{figure: 5}%", "有{figure: 五}人"]
        {
            assert!(found(right).is_empty(), "{right}");
        }
    }

    #[test]
    fn a_tag_has_no_white_space_at_its_ends() {
        let found = |marked| found("blank-ends", marked);
        assert_eq!(found("a {figure: 5% }of"), ["figure “5%” ends with white space"]);
        assert_eq!(found("a{figure:  5%\n}of"), ["figure “5%” begins and ends with white space"]);
        assert_eq!(found("a{figure:  }of"), ["figure “” is all white space"]);
        assert!(found("a {figure: 5 %} of").is_empty());
    }

    #[test]
    fn a_tag_has_no_punctuation_at_its_ends_that_it_can_do_without() {
        let found = |marked| found("punctuation-ends", marked);
        assert_eq!(found("{claim: Prices rose,} he said"), ["claim “Prices rose,” ends with ,"]);
        assert_eq!(found("It met {source: Mark Rutte.} He"), ["source “Mark Rutte.” ends with ."]);
        assert_eq!(found("{source: (NIS} said"), ["source “(NIS” begins with ("]);
        assert_eq!(found("{source: NIS)} said"), ["source “NIS)” ends with )"]);
        assert_eq!(found("{claim: – Prices rose}"), ["claim “– Prices rose” begins with –"]);
        for right in [
            "{claim: Prices rose.}",
            "{claim: “Prices rose.} They",
            "{source: the U.S.} Then",
            "{source: Acme Inc.} said",
            "{source: Service (NIS)}",
            "{source: “Isolated”}",
            "{figure: -5%}",
            "{figure: .5}",
            "{source: @nato}",
        ] {
            assert!(found(right).is_empty(), "{right}");
        }
    }
}
