//! The shape of a text: one letter a token, so that a short regex can be the grammar.
//!
//! Whether a word is a number, a unit or a name is a matter of word lists; which of them make a phrase is a matter of
//! order. Written as one regex over the text the two become unreadable, so they are kept apart. A lexer says what each
//! token is, and the grammar reads the letters it said:
//!
//! ```text
//! An estimated 1.5 million soldiers      the text
//! q           _n  _s      _x             its shape (q: qualifier, n: number, s: scale, x: anything, _: a space)
//! (q )?n( s)?                            a grammar that finds `An estimated 1.5 million`
//! ```
//!
//! Letters are ASCII, hence a byte offset in the shape is the number of a token.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

/// A text as a letter a token, and where each token lies.
#[derive(Default)]
pub struct Shape {
    kinds: String,
    spans: Vec<Range<usize>>,
}

impl Shape {
    /// Adds a token of this kind.
    pub fn push(&mut self, kind: char, span: Range<usize>) {
        debug_assert!(kind.is_ascii());
        self.kinds.push(kind);
        self.spans.push(span);
    }

    /// Returns the kinds, for a grammar to match.
    pub fn kinds(&self) -> &str {
        &self.kinds
    }

    /// Returns where these tokens lie; there must be one at least.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        self.spans[tokens.start].start..self.spans[tokens.end - 1].end
    }
}

/// Returns the tokens of `text`, which tile it: links, numbers, words, white space, and else single characters.
pub fn tokens(text: &str) -> Vec<Range<usize>> {
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

/// Links, mail addresses and hashtags: names and digits in them mean nothing. Sought ahead of the other tokens, for a
/// link is known late (`#Crisishttps://t.co/k2E5`), and looking that far ahead at each token would be quadratic; for the
/// same reason each takes all up to the next space.
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

/// Anything is a token: the last alternative takes what the others leave. There is no `\b`: it would cost the regex
/// its fast engine on text that is not ASCII.
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

/// Compiles a pattern of ours.
#[expect(clippy::expect_used, reason = "the patterns are constants, and the tests compile every one")]
pub fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Shows `text` with every range in [brackets]: what the tests of the units compare.
    pub fn marked(text: &str, ranges: Vec<Range<usize>>) -> String {
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
