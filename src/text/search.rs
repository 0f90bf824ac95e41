//! Searches a text for what was typed, as the screen shows it and as a regular expression, with smart case; hits lie on
//! grapheme boundaries.
//!
//! ```text
//!   typed            also finds
//!   prime minister   prime⏎minister, prime·minister      a blank stands for any white space
//!   café             cafe + U+0301                       composed or decomposed
//!   people's "no"    people’s “no”                       straight quotes for curly ones, one hyphen for all
//!   $4.5  (cost      these characters                    besides what they mean as a pattern, if they are one
//! ```
//!
//! No function looks at more text than it must: [`Query::next`] stops at the first hit, [`Query::prev`] goes backwards
//! piece by piece, and [`Census`], which walks the whole text, is meant to run on another thread than the drawing.

mod dress;

use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;

use super::{Span, grapheme};

/// The number of bytes that are counted, or searched backwards, at a time.
const PIECE: usize = 1 << 16;

/// A search: what was typed, and the pattern made of it.
#[derive(Clone, Debug)]
pub struct Query {
    typed: String,
    regex: Regex,
    fault: Option<String>,
}

impl Query {
    /// Reads what was typed. Case does not matter unless there is an upper-case letter in it. What is not a regular
    /// expression is searched for literally.
    ///
    /// # Errors
    /// One line that says why this cannot be searched for: the pattern is too large.
    pub fn new(typed: &str) -> Result<Query, String> {
        let build = |pattern: &str| {
            RegexBuilder::new(pattern)
                .case_insensitive(!has_upper(typed))
                .multi_line(true)
                .size_limit(1 << 22)
                .build()
                .map_err(|error| reason(&error))
        };
        let typed_as_pattern: String = typed.nfc().collect();
        let literal = dress::loosely(&regex::escape(&typed_as_pattern));
        let (regex, fault) = match build(typed) {
            Err(fault) => (build(&literal)?, Some(fault)),
            Ok(_) => match dress::loosely(&typed_as_pattern) {
                pattern if pattern == literal => (build(&pattern)?, None),
                pattern => (build(&format!("(?:{literal})|(?:{pattern})")).or_else(|_| build(typed))?, None),
            },
        };
        Ok(Query { typed: typed.to_string(), regex, fault })
    }

    /// Returns what was typed.
    pub fn pattern(&self) -> &str {
        &self.typed
    }

    /// Returns why what was typed is not a regular expression and is searched for literally; `None` if it is one.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Returns the first hit that begins at or after byte `from`.
    pub fn next(&self, text: &str, from: usize) -> Option<Span> {
        let mut at = grapheme::ceil(text, from);
        while at <= text.len() {
            let hit = self.regex.find_at(text, at)?;
            if hit.is_empty() {
                at = grapheme::next(text, hit.end()).max(hit.end() + 1);
                continue;
            }
            return Some(on_graphemes(text, hit.start(), hit.end()));
        }
        None
    }

    /// Returns the first hit that begins at or after byte `from` and ends at or before byte `to`. Does not look at the
    /// text after `to`.
    pub fn next_by(&self, text: &str, from: usize, to: usize) -> Option<Span> {
        let to = grapheme::floor(text, to);
        if from >= to { None } else { self.next(&text[..to], from) }
    }

    /// Returns the last hit that begins before byte `before` and at or after byte `from`. Does not look at the text
    /// before `from`.
    pub fn prev_from(&self, text: &str, before: usize, from: usize) -> Option<Span> {
        let mut end = grapheme::floor(text, before);
        let from = grapheme::floor(text, from);
        while end > from {
            let start = grapheme::floor(text, end.saturating_sub(PIECE)).max(from);
            if let Some(hit) = self.starting_in(text, start, end).last() {
                return Some(hit);
            }
            end = start;
        }
        None
    }

    /// Returns the last hit that begins before byte `before`.
    pub fn prev(&self, text: &str, before: usize) -> Option<Span> {
        self.prev_from(text, before, 0)
    }

    /// Returns the hits that show in `window`, in text order; also those that began before it.
    pub fn within(&self, text: &str, window: Span) -> Vec<Span> {
        let start = grapheme::floor(text, window.start.saturating_sub(1024));
        self.starting_in(text, start, window.end).filter(|hit| hit.end > window.start).collect()
    }

    fn starting_in<'a>(&'a self, text: &'a str, start: usize, end: usize) -> impl Iterator<Item = Span> + 'a {
        let mut at = start;
        std::iter::from_fn(move || {
            let hit = self.next(text, at)?;
            at = hit.end;
            (hit.start < end).then_some(hit)
        })
    }
}

/// The number of all hits, and of the hits before each piece of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// The number of hits that begin in the pieces before number `i`.
    before: Vec<usize>,
    total: usize,
}

impl Census {
    /// Counts all hits; returns `None` as soon as `cancelled` returns true.
    pub fn take(text: &str, query: &Query, cancelled: impl Fn() -> bool) -> Option<Census> {
        let mut counts = vec![0usize; text.len() / PIECE + 1];
        let mut at = 0;
        while at < text.len() {
            if cancelled() {
                return None;
            }
            // Counts piece by piece, so that a search without hits can be cancelled, too.
            let end = grapheme::ceil(text, (at / PIECE + 1) * PIECE);
            match query.next_by(text, at, end + PIECE).filter(|hit| hit.start < end) {
                Some(hit) => {
                    counts[hit.start / PIECE] += 1;
                    at = hit.end;
                }
                None => at = end,
            }
        }
        let mut total = 0;
        let before = counts
            .iter()
            .map(|count| {
                total += count;
                total - count
            })
            .collect();
        Some(Census { before, total })
    }

    /// Returns the number of hits.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Returns the first hit that begins at or after byte `from`. Searches only pieces that have hits.
    pub fn next(&self, text: &str, query: &Query, from: usize) -> Option<Span> {
        let piece = from / PIECE;
        let here = (from < text.len() && self.holds(piece)).then(|| query.next_by(text, from, (piece + 2) * PIECE));
        let near = here.flatten().filter(|hit| hit.start / PIECE == piece);
        near.or_else(|| {
            let start = (piece + 1..self.before.len()).find(|piece| self.holds(*piece))? * PIECE;
            query.next(text, start.max(from))
        })
    }

    /// Returns the last hit that begins before byte `before`. Searches only pieces that have hits.
    pub fn prev(&self, text: &str, query: &Query, before: usize) -> Option<Span> {
        let piece = (before / PIECE).min(self.before.len().saturating_sub(1));
        let pieces = (0..=piece).rev().filter(|piece| self.holds(*piece));
        pieces
            .map(|piece| (piece * PIECE, before.min((piece + 1) * PIECE)))
            .find_map(|(start, end)| query.prev_from(text, end, start))
    }

    /// Returns whether a hit begins in the piece of this number.
    fn holds(&self, piece: usize) -> bool {
        let after = self.before.get(piece + 1).copied().unwrap_or(self.total);
        self.before.get(piece).is_some_and(|before| *before < after)
    }

    /// Returns the rank, counted from 1, of the last hit that begins at or before byte `at`; 0 before the first hit.
    pub fn rank(&self, text: &str, query: &Query, at: usize) -> usize {
        let piece = at / PIECE;
        let start = grapheme::ceil(text, piece * PIECE);
        self.before.get(piece).map_or(self.total, |before| before + query.starting_in(text, start, at + 1).count())
    }
}

fn on_graphemes(text: &str, start: usize, end: usize) -> Span {
    Span::new(grapheme::floor(text, start), grapheme::ceil(text, end))
}

/// Returns whether a pattern holds an upper-case letter that is not part of an escape such as `\S` or `\P{L}`.
fn has_upper(pattern: &str) -> bool {
    let mut escaped = false;
    let mut braces = false;
    for c in pattern.chars() {
        match c {
            _ if braces => braces = c != '}',
            'p' | 'P' if escaped => (escaped, braces) = (false, true),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c.is_uppercase() => return true,
            _ => {}
        }
    }
    false
}

fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim().trim_start_matches("error: ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hits(pattern: &str, text: &str) -> Vec<String> {
        let query = Query::new(pattern).unwrap();
        query.within(text, Span::new(0, text.len())).iter().map(|hit| text[hit.start..hit.end].to_string()).collect()
    }

    #[test]
    fn case_matters_only_to_a_pattern_with_a_capital() {
        assert_eq!(hits("nato", "NATO nato"), ["NATO", "nato"]);
        assert_eq!(hits("NATO", "NATO nato"), ["NATO"]);
        assert_eq!(hits(r"\Sato", "NATO nato"), ["NATO", "nato"]);
    }

    #[test]
    fn a_hit_never_cuts_a_grapheme() {
        assert_eq!(hits("e", "e\u{301}x"), ["e\u{301}"]);
        assert_eq!(hits("🇺", "🇺🇦"), ["🇺🇦"]);
    }

    #[test]
    fn an_empty_match_is_no_hit() {
        assert_eq!(hits("x*", "axxb"), ["xx"]);
        assert!(hits("^", "a\nb").is_empty());
    }

    #[test]
    fn what_is_no_pattern_is_searched_for_as_it_stands() {
        let query = Query::new("(a").unwrap();
        assert_eq!(query.fault(), Some("unclosed group"));
        assert_eq!(hits("(a", "b (a) c"), ["(a"]);
        assert_eq!(hits("[cost", "the [cost"), ["[cost"]);
    }

    #[test]
    fn what_means_something_else_as_a_pattern_is_also_found_as_it_stands() {
        assert_eq!(hits("$4.5", "It cost $4.5 billion."), ["$4.5"]);
        assert_eq!(hits("a+b", "a+b aab"), ["a+b", "aab"]);
        assert_eq!(hits("why?", "why? wh"), ["why?", "wh"]);
    }

    #[test]
    fn what_is_on_the_screen_is_found_as_it_looks() {
        assert_eq!(
            hits("prime minister", "the prime\nminister, prime\u{a0}minister"),
            ["prime\nminister", "prime\u{a0}minister"]
        );
        assert_eq!(hits("10 000", "10\u{202f}000"), ["10\u{202f}000"]);
        assert_eq!(hits("café", "cafe\u{301} café"), ["cafe\u{301}", "café"]);
        assert_eq!(hits("cafe\u{301}", "café"), ["café"]);
        assert_eq!(hits("people's", "people’s"), ["people’s"]);
        assert_eq!(hits(r#""no""#, "“no” \"no\" «no»"), ["“no”", "\"no\"", "«no»"]);
        assert_eq!(hits("a-b", "a‑b a–b"), ["a‑b", "a–b"]);
    }

    #[test]
    fn a_pattern_keeps_its_meaning() {
        assert_eq!(hits(r"[ -~]+x", "ab x"), ["ab x"]);
        assert_eq!(hits(r"\d{1,2} \w", "12  a"), ["12  a"]);
        assert_eq!(hits(r"a *b", "ab a  b"), ["ab", "a  b"]);
        assert_eq!(hits(r"(?x) a b", "ab"), ["ab"]);
        assert_eq!(hits(r"\p{Lu}-\x{41}", "B-A"), ["B-A"]);
        assert_eq!(hits("é{2}", "éé"), ["éé"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn forwards_backwards_and_the_census_agree(text in "(a|b|é|\n){0,60}", gap in prop::sample::select(vec![0, 200_000]), times in 1..4000usize) {
            let text = text.repeat(times) + &"-".repeat(gap) + &text;
            let query = Query::new("ab").unwrap();
            let all: Vec<Span> = query.starting_in(&text, 0, text.len()).collect();
            let census = Census::take(&text, &query, || false).unwrap();
            prop_assert_eq!(census.total(), all.len());
            for (number, hit) in all.iter().enumerate().step_by(1 + all.len() / 50) {
                prop_assert_eq!(query.next(&text, hit.start), Some(*hit));
                prop_assert_eq!(query.prev(&text, hit.start + 1), Some(*hit));
                prop_assert_eq!(census.next(&text, &query, hit.start), Some(*hit));
                prop_assert_eq!(census.prev(&text, &query, hit.start + 1), Some(*hit));
                prop_assert_eq!(census.next(&text, &query, hit.start + 1), all.get(number + 1).copied());
                prop_assert_eq!(census.prev(&text, &query, hit.start), number.checked_sub(1).map(|number| all[number]));
                prop_assert_eq!(census.rank(&text, &query, hit.start), number + 1);
            }
        }
    }
}
