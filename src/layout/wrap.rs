//! Breaks a block into rows: UAX #14 says where a break is allowed, the width says where one is needed.
//!
//! Blanks at the end of a row may hang over its edge and take no space. Text without a place to break in a whole row (a
//! link, for example) is broken between graphemes. Where lines were broken by hand, the break is one blank, however much
//! white space it has.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::glyph::{self, Glyph};
use crate::text::{Span, grapheme, passage};

/// Returns the rows of a block at a width of `width` columns: at least one, in order and without gaps. A break inside a
/// passage of several reflowed lines counts as a blank.
pub fn rows(text: &str, block: Span, width: u16) -> Vec<Span> {
    let lines = passage::in_one_line(text, block);
    let (inner, source): (&str, &str) = (&lines, &text[block.start..block.end]);
    let mut rows = Vec::new();
    let mut start = 0;
    let mut piece = 0;
    let mut column = 0;
    for (at, opportunity) in linebreaks(inner) {
        // UAX #14 may allow a break before a mark that joins the blank before it.
        if at < inner.len() && !inner.as_bytes()[at].is_ascii() && !grapheme::is_boundary(inner, at) {
            continue;
        }
        let mut run = WidthRun::measure(source, Span::new(piece, at), column);
        if run.inked > width && piece > start {
            rows.push(Span::new(start, piece));
            start = piece;
            run = WidthRun::measure(source, Span::new(piece, at), 0);
        }
        column = run.column;
        if run.inked > width {
            let (row, rest) = split(source, Span::new(piece, at), width, &mut rows);
            start = row;
            column = rest;
        }
        piece = at;
        if opportunity == BreakOpportunity::Mandatory && at < inner.len() {
            rows.push(Span::new(start, at));
            start = at;
            column = 0;
        }
    }
    if start < inner.len() || rows.is_empty() {
        rows.push(Span::new(start, inner.len()));
    }
    rows.iter_mut().for_each(|row| *row = Span::new(block.start + row.start, block.start + row.end));
    rows
}

/// The text between two places where a break is allowed.
struct WidthRun {
    /// The column after it.
    column: u16,
    /// The column after its last character that is not blank.
    inked: u16,
}

impl WidthRun {
    fn measure(text: &str, span: Span, from: u16) -> WidthRun {
        let run = &text[span.start..span.end];
        if run.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            let inked = run.trim_end_matches(' ').len();
            let columns = |length: usize| from.saturating_add(length.try_into().unwrap_or(u16::MAX));
            return WidthRun { column: columns(run.len()), inked: if inked == 0 { from } else { columns(inked) } };
        }
        let mut measured = WidthRun { column: from, inked: from };
        for glyph in glyph::glyphs_from(text, span, from) {
            measured.column = measured.column.saturating_add(glyph.width);
            if !is_blank(text, &glyph) {
                measured.inked = measured.column;
            }
        }
        measured
    }
}

/// Breaks a run that is wider than a row between graphemes. Returns the beginning of the last, unfinished row, and the
/// column after it.
fn split(text: &str, run: Span, width: u16, rows: &mut Vec<Span>) -> (usize, u16) {
    let (mut start, mut column, mut at) = (run.start, 0u16, run.start);
    while let Some(glyph) = glyph::glyphs_from(text, Span::new(at, run.end), column).next() {
        let after = column.saturating_add(glyph.width);
        if after > width && column > 0 && !is_blank(text, &glyph) {
            rows.push(Span::new(start, at));
            // A tab has another width at the beginning of a row.
            (start, column) = (at, 0);
            continue;
        }
        (at, column) = (glyph.span.end, after);
    }
    (start, column)
}

fn is_blank(text: &str, glyph: &Glyph) -> bool {
    glyph.shown == " " || text[glyph.span.start..glyph.span.end].chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str, width: u16) -> String {
        let rows = rows(text, Span::new(0, text.len()), width);
        rows.iter().map(|row| &text[row.start..row.end]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn rows_break_where_uax_14_allows() {
        assert_eq!(show("Russia’s tech aid to North Korea", 12), "Russia’s |tech aid to |North Korea");
        assert_eq!(show("the Russia-North Korea ties", 12), "the Russia-|North Korea |ties");
        assert_eq!(show("“Never,” he said (twice).", 9), "“Never,” |he said |(twice).");
        assert_eq!(show("漢字漢字漢", 5), "漢字|漢字|漢");
    }

    #[test]
    fn blanks_hang_over_the_edge() {
        assert_eq!(show("one   two", 3), "one   |two");
        assert_eq!(show("one two  ", 7), "one two  ");
    }

    #[test]
    fn a_link_is_broken_where_it_must() {
        assert_eq!(show("see https://t.co/abcdefgh now", 10), "see |https://|t.co/|abcdefgh |now");
        assert_eq!(show("see abcdefghijklmnopqrst now", 10), "see |abcdefghij|klmnopqrst |now");
        assert_eq!(show("see abcdefghijklmno now", 10), "see |abcdefghij|klmno now");
    }

    #[test]
    fn an_empty_block_has_one_row() {
        assert_eq!(rows("a\n\nb", Span::new(2, 2), 10), [Span::new(2, 2)]);
    }

    proptest! {
        #[test]
        fn rows_tile_the_block_and_none_is_too_wide(
            text in "([a-zA-Z’.,-]{1,12}| |  |\t|漢|👨‍👩‍👧|⚡\u{fe0f}|\u{301}|\u{202e}|\u{1b}|क्षि){0,60}",
            width in 6..40u16,
        ) {
            let rows = rows(&text, Span::new(0, text.len()), width);
            prop_assert_eq!(rows[0].start, 0);
            prop_assert_eq!(rows[rows.len() - 1].end, text.len());
            for pair in rows.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
                prop_assert!(!pair[0].is_empty());
                prop_assert!(grapheme::is_boundary(&text, pair[0].end));
            }
            for row in rows {
                let inked = glyph::glyphs(&text, row).filter(|glyph| !is_blank(&text, glyph)).last();
                prop_assert!(inked.is_none_or(|glyph| glyph.column + glyph.width <= width), "{row:?}");
            }
        }
    }
}
