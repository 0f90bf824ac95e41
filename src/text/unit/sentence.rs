//! Sentences: the unit of a claim.
//!
//! Unicode's rules (UAX #29) end a sentence at a full stop with a capital after it. They do not know abbreviations, and
//! cut `NATO Sec. |Gen. |Mark Rutte`. So this module takes their bounds and drops the false ones, by the word before
//! the stop:
//! | before the stop | it ends a sentence |
//! | --- | --- |
//! | a number: `12.` | unless a month or a day follows: `12. Juni`, `9. 4. 2024`; or an article is before it: `der 3. Versuch` |
//! | one letter: `z.` | unless another follows: `z. B.` |
//! | a title: `Sec.` `Mr.` | never: a name follows |
//! | the kind of a street, behind its name: `Main St.` | if the next words can only begin a sentence |
//! | what wants a number: `No.` `Nov.` | unless a digit follows: `Nov. 7` |
//! | an acronym, an initial, `Inc.` `p.m.` | if the next words can only begin a sentence: `in the U.S. The war` |
//! | anything else | as Unicode says |
//!
//! The lists hold for all languages at once, because sentences are found before the language is known. A line break
//! always ends a sentence.

mod abbreviation;

use std::{ops::Range, sync::LazyLock};

use regex::Regex;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{number_word::SHORT_MONTHS, shape::compiled};
pub(super) use abbreviation::TITLES;
use abbreviation::{
    ACRONYMS, BEFORE_ORDINALS, EITHER, INNER, NUMBERED, ORDINAL_NOUNS, STARTERS, STARTERS_BEFORE_NOUNS, STREETS,
};

/// Returns the sentences of a paragraph, each with the white space after it: together they are the paragraph.
pub(crate) fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    // The number of an item, `1.`, belongs to its first sentence.
    let mut seen = (paragraph.len() - paragraph.trim_start().len()).max(item_number(paragraph));
    for piece in pieces(paragraph) {
        if piece.end <= seen {
            continue;
        }
        seen = piece.end + tail(&paragraph[piece.end..]);
        if !goes_on(&paragraph[piece.start..seen], &paragraph[seen..]) {
            sentences.push(start..seen);
            start = seen;
        }
    }
    if start < paragraph.len() {
        sentences.push(start..paragraph.len());
    }
    sentences
}

/// Returns the length of the number of the list item that a paragraph is, `1.` or `2)`, with the white space around it;
/// 0 if it is no item. `12. Juni` begins with a day.
pub(super) fn item_number(paragraph: &str) -> usize {
    let line = paragraph.trim_start();
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = (1..=3).contains(&(line.len() - behind.len()));
    let Some(rest) = behind.strip_prefix(['.', ')']).filter(|_| is_number) else { return 0 };
    let words = rest.trim_start();
    if words.is_empty() || words.len() == rest.len() || behind.starts_with('.') && ORDINAL.is_match(words) {
        return 0;
    }
    paragraph.len() - words.len()
}

static STARTER: LazyLock<Regex> = LazyLock::new(|| {
    let (words, before_nouns) = (STARTERS.join("|"), STARTERS_BEFORE_NOUNS.join("|"));
    let goes_on =
        format!(r"(?:{words})(?:['’]\p{{Ll}}+)?,?\s+[\p{{Ll}}\p{{Nd}}]|(?:{before_nouns})\s+[\p{{L}}\p{{Nd}}]");
    compiled(&format!(r#"^[\s\p{{Ps}}\p{{Pi}}"']*(?:{goes_on})"#))
});

/// Returns the length of what still belongs to a sentence after Unicode has ended it: closing quotes and brackets, also
/// after a space as in `« Oui. » Il`, and white space.
fn tail(after: &str) -> usize {
    static TAIL: LazyLock<Regex> = LazyLock::new(|| compiled(r#"^(?:[\p{Pe}\p{Pf}"']{1,8}(?:\s+|$))?\s*"#));
    TAIL.find(after).map_or(0, |tail| tail.end())
}

/// Returns whether the sentence continues after a bound that Unicode reports.
fn goes_on(before: &str, after: &str) -> bool {
    let text = before.trim_end();
    if before[text.len()..].contains(LINE_ENDS) {
        return false;
    }
    if after.starts_with(char::is_lowercase) {
        return true; // “Why?” he asked.
    }
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let Some(word) = word.trim_end_matches(is_quote_or_bracket).strip_suffix('.') else {
        return false;
    };
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    // `then-Sen. Berg`
    let is_title_of = |title: &str| title.starts_with(char::is_uppercase) && TITLES.contains(&&*title.to_lowercase());
    let word = word.rsplit_once('-').map(|(_, title)| title).filter(|title| is_title_of(title)).unwrap_or(word);
    let lower = word.to_lowercase();
    let is_in = |list: &[&str]| list.contains(&lower.as_str());

    if is_day(word) && ORDINAL.is_match(after) || is_letters(word, 1) && SPACED_LETTER.is_match(after) {
        return true;
    }
    // `der 3. Versuch`, but `le sommet des 27. Les ministres`
    let article = text.split_whitespace().rev().nth(1).unwrap_or_default().to_lowercase();
    if is_day(word) && BEFORE_ORDINALS.contains(&article.as_str()) && !STARTER.is_match(after) {
        return true;
    }
    let is_title = is_in(TITLES) && !ACRONYMS.contains(&word);
    // `on Main St. The police`, but `in St. Nicholas`
    let named = text.split_whitespace().rev().nth(1).is_some_and(|before| before.starts_with(char::is_uppercase));
    let is_street = named && is_in(STREETS);
    let is_inner = is_in(INNER) && !ACRONYMS.contains(&word);
    let never = is_inner || is_title && !is_street && word.starts_with(char::is_uppercase);
    let wants_number = is_in(NUMBERED) || SHORT_MONTHS.contains(&word);
    let is_second = is_letters(word, 1) && SPACED_PAIR.is_match(text);
    let may = is_in(EITHER) || is_title || is_acronym(word) || is_second;
    never || wants_number && after.starts_with(char::is_numeric) || may && !STARTER.is_match(after)
}

const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];

fn is_quote_or_bracket(c: char) -> bool {
    "()[]{}\"'“”‘’«»‹›".contains(c)
}

/// Returns whether a number before a stop is a day of the month or another ordinal.
fn is_day(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words after an ordinal: `Juni`, or the month in digits.
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    let nouns = ORDINAL_NOUNS.join("|");
    compiled(&format!(r"^\s*(?:(?:{nouns})\b|\d{{1,2}}\.)"))
});

/// A letter with a stop, as the second of `z. B.`.
static SPACED_LETTER: LazyLock<Regex> = LazyLock::new(|| compiled(r"^\s*\p{L}\."));

/// Two letters with stops at the end of a text: `d. h.`
static SPACED_PAIR: LazyLock<Regex> = LazyLock::new(|| compiled(r"(?:^|\s)\p{L}\.\s?\p{L}\.$"));

/// Recognises `U.S`, `Ph.D`, `J.-P` or the capital of an initial: an acronym without its last stop.
fn is_acronym(word: &str) -> bool {
    match word.contains('.') {
        true => word.split('.').all(|part| is_letters(part, 2)),
        false => is_letters(word, 1) && word.starts_with(char::is_uppercase),
    }
}

fn is_letters(part: &str, most: usize) -> bool {
    let part = part.trim_start_matches('-');
    (1..=most).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic)
}

/// Returns the pieces between Unicode's sentence bounds.
///
/// The crate looks ahead again from every space and bracket after a stop, which is quadratic in long runs of them.
/// Thirty-two characters with no letter, digit or stop are a gap in any case: we cut there first.
fn pieces(paragraph: &str) -> impl Iterator<Item = Range<usize>> {
    let mut run = 0;
    let cuts = paragraph.char_indices().filter_map(move |(at, c)| {
        run = if c.is_alphanumeric() || c == '.' { 0 } else { run + 1 };
        let is_cut = run > 32 && is_grapheme_boundary(paragraph, at);
        is_cut.then(|| {
            run = 0;
            at
        })
    });
    let mut done = 0;
    cuts.chain([paragraph.len()]).flat_map(move |cut| {
        let start = std::mem::replace(&mut done, cut);
        paragraph[start..cut]
            .split_sentence_bound_indices()
            .map(move |(at, piece)| start + at..start + at + piece.len())
    })
}

fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) == Ok(true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the text of the sentences, with a `|` between two.
    fn split(paragraph: &str) -> String {
        sentences(paragraph).into_iter().map(|range| &paragraph[range]).collect::<Vec<_>>().join("|")
    }

    /// Checks that the text splits where `marked` has its bars.
    #[track_caller]
    fn splits(marked: &str) {
        assert_eq!(split(&marked.replace('|', "")), marked);
    }

    #[test]
    fn a_stop_ends_a_sentence_and_takes_the_space_after_it() {
        splits("Rutte met Yoon.  |He agreed! |Did he? |Yes.");
        splits("It met the alliance’s target of 2% of GDP. |This surge reflects 2.5 per cent.");
        splits("第一句。|第二句。");
    }

    #[test]
    fn a_title_does_not_end_a_sentence() {
        splits("⚡️ NATO Sec. Gen. Mark Rutte: Russia’s aid poses a threat. |It grows.");
        splits("Mr. Yoon and Mrs. Yoon met Dr. Who, Prof. X and St. Nicholas. |They talked.");
        splits("Lt. Col. Smith, Gov. Cox, Sen. Dole and Rep. Fox voted. |GEN. LEE DID NOT.");
        splits("The Sec. The alliance named."); // never, whatever follows
        splits("It was then-Sen. Barack Obama and ex-Gov. Cox. |They won.");
    }

    #[test]
    fn a_street_and_a_state_may_end_a_sentence() {
        splits("They met in San Diego, CA. |The governor left.");
        splits("It burned on Main St. |The police closed Elm Dr. |Nobody was hurt.");
        splits("It is on Main St. Nicholas Square, and St. The Great is not.");
        splits("Ca. 20 came, ca. 30 left. |It was in EE. UU. todo el año.");
    }

    #[test]
    fn titles_and_ordinals_of_other_languages_end_none() {
        splits("La Dra. López y la Dra. Ruiz llegaron. |Habló el Ing. Paz.");
        splits("Le Pr. Martin a parlé. |They do good PR. |Nobody listens.");
        splits("Beim 3. Versuch gelang es, im 2. Anlauf die 12. Kammer. |Er kam als 3. |Dann ging sie.");
        splits("I am 21. |My mother is 50. |They met at the sommet des 27. |Plusieurs came.");
        splits("C’est le sommet des 27. |Les ministres sont là.");
        splits("Die ehem. Ministerin bzgl. Steuern, lt. Bericht einschl. Zinsen.");
    }

    #[test]
    fn a_title_in_lower_case_may_end_one() {
        splits("It took 5 sec. |The train left. |Then prof. Kowalski spoke.");
    }

    #[test]
    fn an_abbreviation_inside_a_sentence_does_not_end_it() {
        splits("Arsenal vs. Chelsea, e.g. Saturday, i.e. Tomorrow");
        splits("Compare cf. Smith.");
    }

    #[test]
    fn an_abbreviation_before_a_number_does_not_end_a_sentence() {
        splits("See No. 5, fig. 3 and pp. 7. |It left on Nov. 7, on Sept. 11, 2001, and in vol. 2.");
        splits("She said no. |He saw a fig. |They left in Nov. |Snow fell.");
    }

    #[test]
    fn initials_do_not_end_a_sentence() {
        splits("J. K. Rowling, George W. Bush, J.-P. Sartre and J.R.R. Tolkien wrote. |Others read.");
        splits("There is no plan B. |The plan failed.");
    }

    #[test]
    fn an_acronym_with_stops_ends_a_sentence_only_before_a_word_that_starts_one() {
        splits("Implications for U.S. Foreign Policy, for U.K. Labour and U.N. Women in Washington, D.C. Monday");
        splits(
            "It threatens the U.S. |The war goes on in the U.K. |It’s 5 p.m. |In 2024, it was 4 a.m. |However, he left.",
        );
        splits("Made in the U.S. The New York Times knows."); // a capital after The: it may be a name
        splits("“Made in the U.S.” |He said so in Washington, D.C. |“The war is over,” she said.");
        splits("He has a Ph.D. |She has none.");
    }

    #[test]
    fn an_abbreviation_that_can_end_a_sentence_does_so_before_a_word_that_starts_one() {
        splits("Acme Inc. Chairman Bob Fox Jr. |He left Foo Ltd. |This is so, etc. |But why?");
        splits("Smith et al. Nature, Ltd. Ed.");
    }

    #[test]
    fn closing_quotes_and_brackets_stay_with_their_sentence() {
        splits("“It is over.” |He left. |(Or so.) |“Why?”");
        splits("« Oui. » |Il part. |« Non. »");
        splits("He said: [go.] |She went.");
    }

    #[test]
    fn a_small_letter_goes_on_with_the_sentence() {
        splits("“Why?” he asked. |“Go!” she said.");
        splits("« Oui. » dit-il. |Bon.");
    }

    #[test]
    fn a_line_break_ends_a_sentence() {
        splits("At a Glance\n|- Russia met Sec.\n|Gen. Rutte\r\n\r\n  |and left");
        splits("\n\n  One.\n \n|Two.\u{2029}|Three");
    }

    #[test]
    fn abbreviations_of_other_languages_do_not_end_a_sentence() {
        splits(
            "Am 3. Oktober kamen z. B. Freunde, d. h. Nachbarn. |Am 9. 4. 2024 gab es 1,5 Mrd. Euro und 20 Mio. Franken.",
        );
        splits(
            "Es kostet 5 Mrd. |Der Bund zahlt bzw. Bayern im 2. Quartal. |Es waren 20. |Danach kam Hr. Maier, Dr. Kohl usw. |Im Mai",
        );
        splits("M. Dupont et Mme. Leroy sont là, p. ex. Marie. |Les MM. Blanc aussi. |M. Le Pen parle.");
        splits("El Sr. García y la Sra. Gil viven en EE. UU. |Los demás, p. ej. Ana, no.");
        splits("She was 9. |The day came. |They met on the 12. |Maria left.");
    }

    #[test]
    fn white_space_alone_is_one_piece_and_nothing_is_none() {
        splits(" \n\n \t");
        assert!(sentences("").is_empty());
    }

    #[test]
    fn a_gap_ends_a_sentence() {
        let ruler = "-".repeat(60);
        assert_eq!(sentences(&format!("One {ruler} two")).len(), 2);
        let long = format!("a.{}1", ") ".repeat(100_000)); // minutes, were it quadratic
        assert!(!sentences(&long).is_empty());
    }

    proptest! {
        #[test]
        fn sentences_tile_any_text(text in r#"(\PC|[.?!)”"' \nA]|U\.S\. |The a|Mr\. ){0,60}"#) {
            let sentences = sentences(&text);
            prop_assert!(sentences.iter().all(|range| !range.is_empty()));
            prop_assert!(sentences.iter().skip(1).all(|range| !text[range.clone()].starts_with(char::is_whitespace)));
            prop_assert_eq!(sentences.into_iter().map(|range| &text[range]).collect::<String>(), text);
        }
    }
}
