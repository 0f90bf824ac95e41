//! Decides how a grapheme is drawn: which bytes it is, how many columns it takes, and what is shown for it.
//!
//! ```text
//!   bytes     a  ⇥     ESC  U+202E   👨‍👩‍👧   e◌́
//!   shown     a  ····  ␛    ⟨RLO⟩   👨‍👩‍👧   é
//!   columns   1  to 4n 1    5       2    1
//! ```
//!
//! The break between two lines that are reflowed is one glyph: a blank for the line end, the white space around it and
//! the marks of a quotation. In names and messages a line end is drawn as a sign.
//!
//! No text can control the terminal: a control character, a zero-width or a bidirectional one is drawn as a visible
//! sign.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::{Span, passage};

/// A tab goes to the next multiple of this many columns.
const TAB: u16 = 4;
/// A grapheme of more bytes than this is drawn as its first character and a count.
const LONGEST: usize = 96;

/// A grapheme as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// The bytes in the document.
    pub span: Span,
    /// The column in which it begins, counted from the beginning of its row.
    pub column: u16,
    /// The number of columns; at least one.
    pub width: u16,
    /// The characters that are drawn. If they replace something else, each takes one column.
    pub shown: Cow<'a, str>,
    /// Whether the characters replace something that cannot be seen.
    pub stands_in: bool,
}

/// Returns the glyphs of a row of `text`.
pub fn glyphs(text: &str, row: Span) -> impl Iterator<Item = Glyph<'_>> {
    glyphs_from(text, row, 0)
}

/// Returns the glyphs of the rest of a row, which begins in `column`.
pub fn glyphs_from(text: &str, row: Span, column: u16) -> impl Iterator<Item = Glyph<'_>> {
    // Blanks that no line end follows are searched once, and not again from each of them: what is left of the row behind them.
    let mut behind = usize::MAX;
    glyphs_by(text, row, column, move |rest| {
        if rest.len() > behind {
            return first(rest);
        }
        match passage::break_len(rest) {
            0 => {
                behind = rest.trim_start_matches([' ', '\t']).len();
                first(rest)
            }
            broken => &rest[..broken],
        }
    })
}

/// Returns the glyphs of the rest of a row; `first` returns what is drawn as the first of a text.
fn glyphs_by(
    text: &str,
    row: Span,
    mut column: u16,
    mut first: impl FnMut(&str) -> &str,
) -> impl Iterator<Item = Glyph<'_>> {
    let mut at = row.start;
    std::iter::from_fn(move || {
        let rest = text.get(at..row.end).filter(|rest| !rest.is_empty())?;
        let grapheme = first(rest);
        let span = Span::new(at, at + grapheme.len());
        let (shown, width, stands_in) = look(grapheme, column);
        let glyph = Glyph { span, column, width, shown, stands_in };
        (at, column) = (span.end, column.saturating_add(width));
        Some(glyph)
    })
}

/// Returns the number of bytes at the beginning of `text` that are one glyph of one column each. Most of most texts is
/// like this, so it can be drawn quickly.
pub fn letters(text: &str) -> usize {
    match text.bytes().position(|byte| !matches!(byte, b' '..=b'~')) {
        None => text.len(),
        // The blanks before a line end are drawn together with it.
        Some(end) if matches!(text.as_bytes()[end], b'\n' | b'\r') => text[..end].trim_end_matches(' ').len(),
        Some(end) => end.saturating_sub(1), // the next character may join the last one
    }
}

/// Returns the first grapheme of a text that is not empty. In most cases this is one ASCII byte before another.
fn first(text: &str) -> &str {
    match text.as_bytes() {
        [b' '..=b'~'] | [b' '..=b'~', b' '..=b'~', ..] => &text[..1],
        _ => text.graphemes(true).next().unwrap_or(text),
    }
}

/// Returns a text from outside (a name, a message) in a form that cannot control the terminal.
pub fn printable(text: &str) -> String {
    let shown = |glyph: Glyph| match &text[glyph.span.start..glyph.span.end] {
        "\n" => "␊".to_string(),
        "\r" => "␍".to_string(),
        "\r\n" => "␍␊".to_string(),
        _ => glyph.shown.into_owned(),
    };
    glyphs_by(text, Span::new(0, text.len()), 0, first).map(shown).collect()
}

/// Returns the number of columns of a grapheme that begins in `column`.
pub fn width(grapheme: &str, column: u16) -> u16 {
    match grapheme.as_bytes() {
        [b' '..=b'~'] => 1,
        _ => look(grapheme, column).1,
    }
}

/// Returns what is drawn, its columns, and whether it replaces something else.
fn look(grapheme: &str, column: u16) -> (Cow<'_, str>, u16, bool) {
    if let [b' '..=b'~'] = grapheme.as_bytes() {
        return (grapheme.into(), 1, false);
    }
    if passage::break_len(grapheme) > 0 {
        return (" ".into(), 1, false);
    }
    let mut chars = grapheme.chars();
    let first = chars.next().unwrap_or(' ');
    let alone = chars.next().is_none();
    let sign = match first {
        '\t' => {
            let width = TAB - column % TAB;
            return (" ".repeat(usize::from(width)).into(), width, false);
        }
        _ if alone => sign(first),
        _ if grapheme.len() > LONGEST => Some(format!("{}⟨+{}⟩", visible(first), grapheme.chars().count() - 1)),
        _ if first.is_ascii() => hidden_in(grapheme),
        _ => None,
    };
    match sign {
        Some(sign) => {
            let width = sign.width().try_into().unwrap_or(u16::MAX);
            (sign.into(), width, true)
        }
        None => match grapheme.width() {
            0 => (format!("◌{grapheme}").into(), 1, true),
            width => (grapheme.into(), width.try_into().unwrap_or(u16::MAX), false),
        },
    }
}

/// Returns the sign for a character that cannot be seen; `None` if it can be seen.
fn sign(c: char) -> Option<String> {
    let named = |name: &str| Some(format!("⟨{name}⟩"));
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).map(String::from),
        '\u{7f}' => Some("␡".into()),
        '\u{85}' => named("NEL"),
        '\u{80}'..='\u{9f}' => named(&format!("{:02X}", u32::from(c))),
        '\u{ad}' => named("SHY"),
        '\u{61c}' => named("ALM"),
        '\u{180e}' => named("MVS"),
        '\u{200b}' => named("ZWSP"),
        '\u{200c}' => named("ZWNJ"),
        '\u{200d}' => named("ZWJ"),
        '\u{200e}' => named("LRM"),
        '\u{200f}' => named("RLM"),
        '\u{2028}' => named("LS"),
        '\u{2029}' => named("PS"),
        '\u{202a}' => named("LRE"),
        '\u{202b}' => named("RLE"),
        '\u{202c}' => named("PDF"),
        '\u{202d}' => named("LRO"),
        '\u{202e}' => named("RLO"),
        '\u{2060}' => named("WJ"),
        '\u{2066}' => named("LRI"),
        '\u{2067}' => named("RLI"),
        '\u{2068}' => named("FSI"),
        '\u{2069}' => named("PDI"),
        '\u{feff}' => named("BOM"),
        _ if c.is_ascii() => None,
        _ if unseen(c) || (c.width().unwrap_or(0) == 0 && !is_mark(c)) => named(&format!("U+{:04X}", u32::from(c))),
        _ => None,
    }
}

/// Returns the sign for a grapheme that begins with an ASCII character and contains an invisible joiner or tag.
fn hidden_in(grapheme: &str) -> Option<String> {
    let hides = |c: char| matches!(c, '\u{200c}' | '\u{200d}') || unseen(c);
    grapheme
        .contains(hides)
        .then(|| grapheme.chars().map(|c| if hides(c) { sign(c).unwrap_or_default() } else { c.to_string() }).collect())
}

/// Recognises format characters that draw nothing and have no name of their own here.
fn unseen(c: char) -> bool {
    matches!(c, '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' | '\u{2061}'..='\u{2065}')
}

/// Returns whether a character without width can be drawn on a dotted circle: a combining mark or a variation selector.
fn is_mark(c: char) -> bool {
    // Of the characters without width, those that continue a grapheme are marks.
    let pair = format!("a{c}");
    pair.graphemes(true).count() == 1
}

fn visible(c: char) -> String {
    sign(c).unwrap_or_else(|| if c.width().unwrap_or(0) == 0 { format!("◌{c}") } else { c.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<(String, u16)> {
        glyphs(text, Span::new(0, text.len())).map(|glyph| (glyph.shown.into_owned(), glyph.width)).collect()
    }

    #[test]
    fn every_grapheme_has_its_true_width() {
        let text = "⚡️📹🇺🇦👨‍👩‍👧漢e\u{301}1️⃣";
        let widths: Vec<u16> = shown(text).iter().map(|(_, width)| *width).collect();
        assert_eq!(widths, [2, 2, 2, 2, 2, 1, 2]);
    }

    #[test]
    fn what_cannot_be_seen_is_shown_as_a_sign() {
        let one = |text: &str| shown(text)[0].clone();
        assert_eq!(one("\u{1b}"), ("␛".into(), 1));
        assert_eq!(one("\0"), ("␀".into(), 1));
        assert_eq!(one("\u{9b}"), ("⟨9B⟩".into(), 4));
        assert_eq!(one("\u{202e}"), ("⟨RLO⟩".into(), 5));
        assert_eq!(one("\u{feff}"), ("⟨BOM⟩".into(), 5));
        assert_eq!(one("\u{301}"), ("◌\u{301}".into(), 1));
        assert_eq!(one("a\u{200d}"), ("a⟨ZWJ⟩".into(), 6));
        assert_eq!(one(&format!("a{}", "\u{301}".repeat(999))), ("a⟨+999⟩".into(), 7));
    }

    #[test]
    fn letters_are_glyphs_of_one_byte() {
        assert_eq!(["", "ab c", "ab\t", "abe\u{301}", "é", "a\u{200d}b"].map(letters), [0, 4, 1, 2, 0, 0]);
    }

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        let columns: Vec<u16> = glyphs("a\tb\t\tc", Span::new(0, 6)).map(|glyph| glyph.column).collect();
        assert_eq!(columns, [0, 1, 4, 5, 8, 12]);
    }

    proptest! {
        #[test]
        fn nothing_that_is_drawn_is_a_control(text in "(\\PC|\\p{Cc}|\\p{Cf}|\\p{Mn}|\u{fe0f}){0,30}") {
            let mut column = 0;
            for glyph in glyphs(&text, Span::new(0, text.len())) {
                prop_assert!(glyph.width >= 1);
                prop_assert_eq!(glyph.column, column);
                prop_assert!(!glyph.shown.chars().any(char::is_control), "{:?}", glyph);
                prop_assert_eq!(width(&text[glyph.span.start..glyph.span.end], column), glyph.width);
                column += glyph.width;
            }
        }
    }
}
