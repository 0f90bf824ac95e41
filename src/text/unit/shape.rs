//! Turns a text into its shape: one letter for each token, so that a short regex can be the grammar.
//!
//! Word lists decide whether a word is a number, a unit or a name; the order of the words decides which of them make a
//! phrase. One regex over the text for both would be unreadable, so they are kept apart. A lexer gives each token a
//! kind, and the grammar reads the letters of these kinds:
//!
//! ```text
//! An estimated 1.5 million soldiers      the text
//! q           _n  _s      _x             its shape (q: qualifier, n: number, s: scale, x: anything, _: a space)
//! (q )?n( s)?                            a grammar that finds `An estimated 1.5 million`
//! ```
//!
//! The letters are ASCII, so a byte offset in the shape is the number of a token.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

/// A text with one letter for each token, and the place of each token.
#[derive(Default)]
pub(super) struct Shape {
    kinds: String,
    spans: Vec<Range<usize>>,
}

impl Shape {
    /// Adds a token of this kind at this place.
    pub(super) fn push(&mut self, kind: char, span: Range<usize>) {
        debug_assert!(kind.is_ascii());
        self.kinds.push(kind);
        self.spans.push(span);
    }

    /// Returns the letters of all tokens, for a grammar to match.
    pub(super) fn kinds(&self) -> &str {
        &self.kinds
    }

    /// Returns the bytes of these tokens; there must be at least one.
    pub(super) fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        self.spans[tokens.start].start..self.spans[tokens.end - 1].end
    }
}

/// Returns the tokens of `text`, which cover it without gaps: links, numbers, words, white space, and single other
/// characters.
pub(super) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut done = 0;
    let end = text.len()..text.len();
    for link in LINK.find_iter(text).map(|link| link.range()).chain([end]) {
        let prose = &text[done..link.start];
        tokens.extend(TOKEN.find_iter(prose).map(|token| done + token.start()..done + token.end()));
        done = link.end;
        if !link.is_empty() {
            tokens.push(link);
        }
    }
    tokens
}

/// Links, mail addresses and hashtags; names and digits in them mean nothing. They are found before the other tokens,
/// because a link is recognised only by a later part (`#Crisishttps://t.co/k2E5`), and looking that far ahead at each
/// token would be quadratic. For the same reason each one reaches to the next space.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?x)
        \S*://\S*
        | www\.\S+
        | [\w.-]*\.\p{L}{2,}/\S*        # pic.twitter.com/GTu1O5fih5
        | [\w.+-]+@[\w-]+\.\S*
        | \#[\p{L}_]\S*",
    )
});

/// Any text is a token: the last alternative matches what the others do not. There is no `\b`: with it, the regex
/// engine would use its slow path for text that is not ASCII.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let cased = r"\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{M}\p{Nl}\p{No}_"; // scripts without case write digits right after words
    compiled(&format!(
        r"(?xs)
        \p{{Nd}}{{1,3}} (?: [\u{{A0}}\u{{2009}}\u{{202F}}] \p{{Nd}}{{3}} )+ (?: [.,]\p{{Nd}}+ )?     # 10 000,5
        | \p{{Nd}}+ (?: [.,'’٫٬．，] \p{{Nd}}+ )* [¼-¾]? | [¼-¾]                                     # 1,500  2.5  2½
        | [A-Z]{{0,3}}\p{{Sc}}                                                                       # $  US$  €
        | °[CF]?
        | @\w+
        | [dl]['’]                                                                                   # d’Estaing
        | [ap]\.m\.
        | (?: \p{{Lu}}\. ){{2,}}                                                                     # U.S.
        | [{cased}] [{cased}\p{{Nd}}]* (?: ['’][{cased}] [{cased}\p{{Nd}}]* )*                       # O’Brien’s
        | \p{{Lo}} [\p{{Lo}}\p{{M}}]*
        | \s+
        | ."
    ))
});

/// Compiles a pattern that is part of the program.
#[expect(clippy::expect_used, reason = "the patterns are constants, and the tests compile every one")]
pub(super) fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns `text` with every range in [brackets], for the tests of the units.
    pub(crate) fn marked(text: &str, ranges: Vec<Range<usize>>) -> String {
        let mut marked = String::new();
        let mut done = 0;
        for Range { start, end } in ranges {
            marked += &format!("{}[{}]", &text[done..start], &text[start..end]);
            done = end;
        }
        marked + &text[done..]
    }

    fn split(text: &str) -> String {
        tokens(text).into_iter().map(|token| &text[token]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_number_is_one_token_and_so_is_a_word() {
        assert_eq!(split("1,500.5 soldiers’ O’Brien’s"), "1,500.5| |soldiers|’| |O’Brien’s");
        assert_eq!(split("10\u{202F}000 US$5 20 °C 300m"), "10\u{202F}000| |US$|5| |20| |°C| |300|m");
        assert_eq!(split("the U.S. at 5 p.m."), "the| |U.S.| |at| |5| |p.m.");
        assert_eq!(split("有5000名"), "有|5000|名");
    }

    #[test]
    fn a_link_is_one_token() {
        assert_eq!(split("see pic.twitter.com/GTu1 (www.a.b/1)"), "see| |pic.twitter.com/GTu1| |(|www.a.b/1)");
        assert_eq!(split("#NATO #Crisishttps://t.co/k2"), "#NATO| |#Crisishttps://t.co/k2");
        assert_eq!(split("a.b@c.org U.S./Russia 5 km/h"), "a.b@c.org| |U.S.|/|Russia| |5| |km|/|h");
    }

    proptest! {
        #[test]
        fn tokens_tile_any_text(text in r"(\PC|[.@#/:'0-9 \n]){0,40}") {
            let tokens = tokens(&text);
            prop_assert!(tokens.iter().all(|token| !token.is_empty()));
            prop_assert_eq!(tokens.into_iter().map(|token| &text[token]).collect::<String>(), text);
        }
    }
}
