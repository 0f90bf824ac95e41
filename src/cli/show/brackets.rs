//! Writes a text with its tags as brackets. The brackets nest even if the tags do not.
//!
//! ```text
//!   claim   ├──────────────┤
//!   source         ├────────────┤       [claim: Prices [source: rose…]][…source:  5%]
//!                          ╰ the claim ends inside the source, which is cut there and goes on behind it
//! ```

use std::fmt::Write;

use super::Bracket;
use crate::layout::glyph::printable;

/// Returns the text with brackets; `marks` must be sorted by where they begin.
pub(super) fn text(text: &str, marks: Vec<Bracket>, several: bool) -> String {
    let mut ends: Vec<usize> = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut out = String::with_capacity(text.len() * 2);
    let (mut open, mut coming, mut at): (Vec<&Bracket>, _, _) = (Vec::new(), marks.iter().peekable(), 0);
    for end in ends {
        piece(&mut out, &text[at..end]);
        at = end;
        // All brackets inside one that ends here are closed, too; those that do not end here are opened again.
        if let Some(outermost) = open.iter().position(|mark| mark.span.end == end) {
            let mut cut = open.split_off(outermost);
            cut.iter().rev().for_each(|mark| out.push_str(if mark.span.end == end { "]" } else { "…]" }));
            cut.retain(|mark| mark.span.end > end);
            cut.sort_by_key(|mark| std::cmp::Reverse(mark.span.end));
            cut.iter().for_each(|mark| begin(&mut out, "…", mark, several));
            open.extend(cut);
        }
        while let Some(mark) = coming.next_if(|mark| mark.span.start == end) {
            begin(&mut out, "", mark, several);
            open.push(mark);
        }
    }
    piece(&mut out, &text[at..]);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn begin(out: &mut String, again: &str, mark: &Bracket, several: bool) {
    let by = if several { format!("{} ", mark.by.join("+")) } else { String::new() };
    let _ = write!(out, "[{again}{by}{}: ", printable(&mark.label));
}

/// Appends a piece of the text. Line ends stay; all other control characters are shown as signs.
fn piece(out: &mut String, text: &str) {
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line.strip_suffix('\r').unwrap_or(line), "\n"),
            None => (line, ""),
        };
        for c in printable(line).chars() {
            if matches!(c, '[' | ']' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
        out.push_str(end);
    }
}

#[cfg(test)]
mod tests {
    use super::super::joined;
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;

    fn mark(label: &str, start: usize, end: usize, by: &str) -> Bracket {
        Bracket { span: Span::new(start, end), label: label.into(), by: vec![by.into()] }
    }

    #[test]
    fn tags_nest_and_those_that_cross_are_cut() {
        let words = "Prices rose 5% in May.";
        let nested = vec![mark("figure", 12, 14, "ana"), mark("claim", 0, 21, "ana")];
        assert_eq!(text(words, joined(nested), false), "[claim: Prices rose [figure: 5%] in May].\n");
        let crossing = vec![mark("claim", 0, 11, "ana"), mark("source", 7, 14, "ana")];
        assert_eq!(text(words, joined(crossing), false), "[claim: Prices [source: rose…]][…source:  5%] in May.\n");
    }

    #[test]
    fn marks_say_whose_they_are_where_there_are_several() {
        let marks = vec![mark("figure", 0, 2, "ana"), mark("claim", 0, 2, "ana"), mark("figure", 0, 2, "ben")];
        assert_eq!(text("5%\n", joined(marks), true), "[ana claim: [ana+ben figure: 5%]]\n");
    }

    #[test]
    fn no_sign_of_the_text_is_taken_for_a_mark_and_none_drives_the_terminal() {
        assert_eq!(text("[a]\\\u{1b}[0m\r\nb\u{202e}", Vec::new(), false), "\\[a\\]\\\\␛\\[0m\nb⟨RLO⟩\n");
    }

    proptest! {
        #[test]
        fn what_opens_closes_and_nothing_of_the_text_is_lost(
            spans in prop::collection::vec((0..20usize, 1..12usize), 0..8),
        ) {
            let words = "abcdefghijklmnopqrstuvwxyzabcdef\n";
            let marks = spans.iter().map(|(start, len)| mark("x", *start, start + len, "ana")).collect();
            let shown = text(words, joined(marks), false);
            let (mut depth, mut rest) = (0i32, String::new());
            for piece in shown.replace("[…x: ", "[").replace("[x: ", "[").replace('…', "").chars() {
                match piece {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    c => rest.push(c),
                }
                prop_assert!(depth >= 0);
            }
            prop_assert_eq!((depth, rest.as_str()), (0, words));
        }
    }
}
