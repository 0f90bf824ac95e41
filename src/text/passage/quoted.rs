//! Reads the marks with which mails and Markdown quote lines, and the stretches of white space and marks at which the
//! lines of a passage were broken.
//!
//! ```text
//!   > > She said that the boats⏎        two marks: what was quoted is quoted again
//!   > > would come on Monday.⏎
//!   ^^^^                     ^^^^^      [`mark`], and the break: shown as one blank where the lines are reflowed
//! ```

use crate::text::grapheme;

/// The marks before a line that is quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct QuoteMark {
    /// The length in bytes, with the blank after the marks.
    pub len: usize,
    /// The number of marks.
    pub depth: usize,
}

/// Returns the marks at the beginning of a line. A blank or the end of the line follows them: `>5%` is not quoted.
pub(super) fn mark(line: &str) -> QuoteMark {
    let mut mark = QuoteMark::default();
    while let Some(len) = [">", " >"][..mark.depth.min(1) + 1]
        .iter()
        .find(|sign| line[mark.len..].starts_with(**sign))
        .map(|sign| sign.len())
    {
        mark = QuoteMark { len: mark.len + len, depth: mark.depth + 1 };
    }
    match line[mark.len..].chars().next() {
        _ if mark.depth == 0 => mark,
        Some(' ' | '\t') => QuoteMark { len: mark.len + 1, ..mark },
        None | Some('\n' | '\r') => mark,
        Some(_) => QuoteMark::default(),
    }
}

/// Returns the length of the break between two lines with which a text begins, or 0: the blanks before the line end,
/// the line end, and the marks and the indentation after it.
pub(crate) fn break_len(text: &str) -> usize {
    if !text.starts_with([' ', '\t', '\n', '\r']) {
        return 0;
    }
    let behind_blanks = |at: usize| text.len() - text[at..].trim_start_matches([' ', '\t']).len();
    let end = behind_blanks(0);
    let below = match text.as_bytes()[end..] {
        [b'\r', b'\n', ..] => end + 2,
        [b'\r' | b'\n', ..] => end + 1,
        _ => return 0,
    };
    let len = behind_blanks(below + mark(&text[below..]).len);
    // A mark may join the last blank.
    if text[len..].starts_with(|c: char| !c.is_ascii()) { grapheme::floor(text, len) } else { len }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::{in_one_line, passage_at, passages};
    use crate::text::unit::{self, Unit};

    const MAIL: &str = "Ana wrote:\n\n> The minister said that the price of bread in the capital\n> had risen by 5 per cent since \
        the spring. Nobody in his\n> ministry knew why.\n>\n> > The bakers were told to wait until the end of the month,\n> > or \
        longer.\n> - They wait.\n\nSo do we.\n";

    #[test]
    fn a_mark_stands_before_a_blank_or_alone() {
        let read = |line: &str| (mark(line).len, mark(line).depth);
        for (line, wanted) in [("> a", (2, 1)), (">> a", (3, 2)), ("> > a", (4, 2)), (">", (1, 1)), ("> ", (2, 1))] {
            assert_eq!(read(line), wanted, "{line}");
        }
        for line in ["", "a > b", ">5%", " > a"] {
            assert_eq!(mark(line), QuoteMark::default(), "{line}");
        }
    }

    #[test]
    fn a_break_is_a_line_end_with_all_that_is_around_it() {
        for (text, wanted) in
            [("\na", 1), ("  \n  a", 5), ("\r\n\ta", 3), ("\n> > a", 5), (" a\n", 0), ("a", 0), ("\n \u{301}", 1)]
        {
            assert_eq!(break_len(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn lines_that_are_quoted_as_often_are_one_passage() {
        let lines = passages(MAIL).map(|passage| MAIL[passage.start..passage.end].lines().count().max(1));
        assert_eq!(lines.collect::<Vec<_>>(), [1, 1, 3, 1, 2, 1, 1, 1]);
    }

    #[test]
    fn a_sentence_goes_on_over_quoted_lines_and_begins_behind_the_mark() {
        let at = |word: &str| unit::at(MAIL, Unit::Sentence, MAIL.find(word).unwrap());
        let risen = at("minister");
        assert!(MAIL[risen.start..].starts_with("The minister said") && MAIL[..risen.end].ends_with("spring."));
        assert_eq!(at("> The"), risen);
        assert_eq!(&MAIL[at("knew").start..at("knew").end], "Nobody in his\n> ministry knew why.");
        assert_eq!(&MAIL[at("They").start..at("They").end], "They wait.");
        let line = in_one_line(MAIL, passage_at(MAIL, risen.start));
        assert!(!line.contains(['>', '\n']) && line.len() == passage_at(MAIL, risen.start).len(), "{line}");
    }
}
