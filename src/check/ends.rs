//! Rules about the ends of tags: not inside a word, no white space, and no punctuation that is not part of the words.
//!
//! ```text
//!   “1[0,000] men”      a word goes on beyond the end
//!   “[10,000 ]men”      white space
//!   “[10,000,] he said” a comma: but not [U.S.], not [“quoted”], and not the stop of a [sentence.] in a label for such
//! ```

use unicode_segmentation::UnicodeSegmentation;

use super::finding::{Defect, Hit, WrongEnds};
use super::rules::CheckedLayer;
use crate::tags::Tag;
use crate::text::unit::Unit;
use crate::text::{Span, grapheme};

/// The number of bytes on either side of an end in which a word is looked for.
const NEAR: usize = 96;

/// Finds tags that begin or end inside a word.
pub(super) fn in_words(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let text = layer.document.text();
    for tag in layer.layer.tags().iter() {
        let ends = ends(in_word(text, tag.span.start), in_word(text, tag.span.end));
        hits.extend(ends.map(|ends| Hit::tag(layer, tag, Defect::InsideWord(ends))));
    }
}

/// Finds tags that begin or end with white space.
pub(super) fn blanks(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for tag in layer.layer.tags().iter() {
        let words = layer.document.slice(tag.span);
        let ends = ends(words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace));
        let defect = if words.trim().is_empty() { Some(Defect::AllBlank) } else { ends.map(Defect::Blank) };
        hits.extend(defect.map(|defect| Hit::tag(layer, tag, defect)));
    }
}

/// Finds tags that begin or end with punctuation.
pub(super) fn punctuation(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for tag in layer.layer.tags().iter() {
        let label = layer.scheme.label(&tag.label);
        let (first, last) = match label.is_some_and(|label| is_sentence(label.unit)) {
            true => odd_in_sentence(layer.document.text(), tag),
            false => odd(layer.document.text(), tag),
        };
        hits.extend(first.map(|c| Hit::tag(layer, tag, Defect::BeginsWith(c))));
        hits.extend(last.map(|c| Hit::tag(layer, tag, Defect::EndsWith(c))));
    }
}

fn ends(first: bool, last: bool) -> Option<WrongEnds> {
    match (first, last) {
        (true, true) => Some(WrongEnds::Both),
        (true, false) => Some(WrongEnds::Beginning),
        (false, true) => Some(WrongEnds::End),
        (false, false) => None,
    }
}

/// Returns whether byte `at` is inside a word (UAX #29). A tag may begin or end at an apostrophe: `[Rutte]’s`, `d’[Estaing]`.
pub(super) fn in_word(text: &str, at: usize) -> bool {
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

/// Returns the wrong punctuation at the beginning and at the end of a tag.
fn odd(text: &str, tag: &Tag) -> (Option<char>, Option<char>) {
    let Span { start, end } = tag.span;
    let words = &text[start..end];
    let (first, last) = odd_in_sentence(text, tag);
    let opens_nothing = |c: &char| match c {
        '(' | '[' | '{' | '“' | '„' | '«' | '"' => !closes(words, *c),
        _ => false,
    };
    let closes_nothing = |c: &char| match c {
        '!' | '?' | '。' => true,
        '.' => is_stop(words, &text[end..]),
        ')' | ']' | '}' | '”' | '“' | '»' | '"' => !opens(words, *c),
        _ => false,
    };
    (first.or(words.chars().next().filter(opens_nothing)), last.or(words.chars().next_back().filter(closes_nothing)))
}

/// Returns the punctuation that is wrong even at the ends of a whole sentence. A stop and quotation marks belong to a
/// sentence: a quotation may continue in the next one.
fn odd_in_sentence(text: &str, tag: &Tag) -> (Option<char>, Option<char>) {
    let words = &text[tag.span.start..tag.span.end];
    let mut chars = words.chars();
    let (first, second) = (chars.next(), chars.next());
    let first = first.filter(|c| match c {
        ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '}' | '”' | '/' | '·' | '•' | '–' | '—' | '、' | '。' => {
            true
        }
        '.' | '-' | '’' => !second.is_some_and(char::is_alphanumeric),
        _ => false,
    });
    let last = words.chars().next_back().filter(|c| {
        matches!(c, ',' | ';' | ':' | '(' | '[' | '{' | '„' | '/' | '·' | '•' | '-' | '–' | '—' | '、' | '，')
    });
    (first, last)
}

/// Returns whether the dot at the end of `words` ends a sentence rather than an abbreviation.
fn is_stop(words: &str, after: &str) -> bool {
    let word = words.trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or_default();
    let abbreviated = word.contains('.') || word.chars().count() == 1;
    let next = after.trim_start();
    !abbreviated
        && (next.is_empty() || after.starts_with('\n') || !next.starts_with(|c: char| c.is_lowercase() || c == ','))
}

/// Returns whether the words close the bracket or quotation mark `c` that they begin with.
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

/// Returns whether the words open the bracket or quotation mark `c` that they end with.
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
    use crate::check::rules::tests::found;

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
