//! Reads signatures: a dash and a name under what someone said or posted.
//!
//! ```text
//!   The alliance will keep watch.                        ← content
//!   — via UNITED24 Media (@United24media), Nov. 7, 2024
//!         ╰────────── source ───────────╯
//! ```

use crate::language::attribution::{Cues, Word};
use crate::text::Span;

use super::source::who;
use super::token::{self, Kind as Mark};
use super::{Attribution, Kind};

/// The greatest number of tokens in a signature.
const LONGEST: usize = 24;

/// Reads a paragraph as the signature of the one above it.
///
/// A line above that begins with a sign and holds an address, as `📹: Bay News pic.example.com`, belongs to the lines before it.
pub(super) fn signature(text: &str, line: Span, above: &[Span], language: &Cues) -> Option<Attribution> {
    let dash = text[line.start..line.end].chars().next().filter(|c| "—–―-".contains(*c))?;
    let (last, before) = above.split_last()?;
    let credits = before.last().filter(|_| is_credit(&text[last.start..last.end]));
    let above = credits.map_or(*last, |first| Span::new(first.start, last.end));
    // A hyphen also begins the items of lists; it begins a signature only under a quotation.
    if dash == '-' && !text[..above.end].ends_with(['”', '"', '»', '’', '\'']) {
        return None;
    }
    let tokens = token::tokens(text, &[line], language);
    let mut first = tokens.iter().take_while(|token| token.kind == Mark::Dash).count();
    first += tokens[first..].iter().take_while(|token| token.is(Word::Preposition)).count();
    let length = tokens[first..].iter().take_while(|token| is_name(token)).count();
    let source = &tokens[first..first + length];
    let rest = &tokens[first + length..];
    let named = source.iter().any(|token| token.capital || token.lower.starts_with('@'));
    let ends = rest.first().is_none_or(|token| token.kind != Mark::Colon) && tokens.len() <= LONGEST;
    // `May 3, 2024`
    let is_verb = |token: &token::WordToken| matches!(token.word(), Some(Word::Be | Word::Have | Word::Modal));
    let plain = tokens.iter().all(|token| token.is_month || !is_verb(token));
    let (from, to) = (source.first()?.span.start, source.last()?.span.end);
    (named && ends && plain && !is_heading(source, language)).then(|| Attribution {
        source: vec![Span::new(from, to)],
        cue: tokens[..1].iter().map(|token| token.span).collect(),
        content: vec![above],
        kind: Kind::Signed,
        who: who(source, language),
        antecedent: None,
        in_heading: false,
    })
}

/// Returns whether a line only says where a picture is from or leads elsewhere.
fn is_credit(line: &str) -> bool {
    let begins = line.starts_with(|c: char| !c.is_alphanumeric() && !"“”\"\'‘’«»„(@#".contains(c));
    let is_address = |word: &str| word.contains('/') && word.contains('.');
    begins && line.split_whitespace().any(is_address)
}

/// Returns whether the words between dashes are a heading and not a name: one of the words, outside brackets, is in
/// small letters and is no word for a person or a body.
fn is_heading(source: &[token::WordToken], language: &Cues) -> bool {
    if source.iter().any(|token| token.lower.starts_with('@')) {
        return false;
    }
    let mut depth = 0;
    source.iter().any(|token| {
        depth += i32::from(token.kind == Mark::Open) - i32::from(token.kind == Mark::Close);
        let small = token.is_open() && !token.capital && token.lower.starts_with(char::is_alphabetic);
        let role = language.persons.contains(&*token.lower) || language.is_title(&token.lower);
        depth == 0 && small && !role
    })
}

/// Returns whether a token can belong to the name; a comma, a month or a number begins the date or the office.
fn is_name(token: &token::WordToken) -> bool {
    match token.kind {
        Mark::Word(word) => word != Some(Word::Time) && !token.is_month,
        Mark::Open | Mark::Close | Mark::Genitive => true,
        Mark::Mark => token.lower == "&",
        _ => false,
    }
}
