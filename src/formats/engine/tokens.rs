//! Cuts a text into tokens and sentences, for formats that give the places of tags as tokens.
//!
//! ```text
//!   Prices rose  5%.⏎INSEE said      tokens   Prices· rose·   5 % . ⏎  INSEE· said      · a blank that is part of no token
//!               ╰╯ tag                                       ╰╯ cut, because a tag ends or begins here
//! ```
//!
//! Words are those of UAX #29. The tokens, with the blanks between them, are the text to the letter, and every tag begins
//! and ends with a token: where one does so inside a word, the word is cut.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Span, passage, unit};

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DatasetToken {
    /// Its span, in bytes.
    pub span: Span,
    /// Whether it is followed by one blank that is part of no token.
    pub spaced: bool,
    /// Whether it has nothing but blanks, line ends or control characters.
    pub blank: bool,
}

/// A text cut into tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    /// All tokens in order.
    pub list: Vec<DatasetToken>,
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Tokens {
    /// Returns the tokens of a text with tags on these spans.
    pub(crate) fn of(text: &str, tagged: impl IntoIterator<Item = Span>) -> Tokens {
        let (mut starts, mut ends): (Vec<usize>, Vec<usize>) =
            tagged.into_iter().map(|span| (span.start, span.end)).unzip();
        starts.sort_unstable();
        ends.sort_unstable();
        let mut tokens = Tokens { list: Vec::new(), starts, ends };
        let mut pieces = text.split_word_bound_indices().flat_map(behind_a_control).peekable();
        while let Some((at, piece)) = pieces.next() {
            let blank = is_blank(piece);
            let mut end = at + piece.len();
            while let Some((next, piece)) = pieces.next_if(|(_, piece)| blank && is_blank(piece)) {
                end = next + piece.len();
            }
            let start = if blank && tokens.give_away(text, at) { at + 1 } else { at };
            tokens.cut(start, end, blank);
        }
        tokens
    }

    /// Returns the first and the last token of a span, if it was one of the tagged spans.
    pub(crate) fn range(&self, span: Span) -> Option<(usize, usize)> {
        let first = self.list.binary_search_by_key(&span.start, |token| token.span.start).ok()?;
        let last = self.list.binary_search_by_key(&span.end, |token| token.span.end).ok()?;
        (first <= last).then_some((first, last))
    }

    /// Returns whether a tag begins or ends with that token.
    pub(crate) fn at_an_end(&self, token: &DatasetToken) -> bool {
        self.starts.binary_search(&token.span.start).is_ok() || self.ends.binary_search(&token.span.end).is_ok()
    }

    /// Gives the one blank at `at` to the token before it, unless a tag begins or ends with it.
    fn give_away(&mut self, text: &str, at: usize) -> bool {
        let tagged = self.starts.binary_search(&at).is_ok() || self.ends.binary_search(&(at + 1)).is_ok();
        match self.list.last_mut() {
            Some(last) if text.as_bytes()[at] == b' ' && !tagged => {
                last.spaced = true;
                true
            }
            _ => false,
        }
    }

    /// Adds the tokens between two places, cut where tags begin and end.
    fn cut(&mut self, mut start: usize, end: usize, blank: bool) {
        while start < end {
            let next = |list: &[usize]| list.get(list.partition_point(|at| *at <= start)).copied().unwrap_or(end);
            let to = next(&self.starts).min(next(&self.ends)).min(end);
            self.list.push(DatasetToken { span: Span::new(start, to), spaced: false, blank });
            start = to;
        }
    }
}

/// Returns a word of UAX #29, with a control character before it apart. There a combining mark belongs to a tab before it,
/// but no grapheme holds both.
fn behind_a_control((at, word): (usize, &str)) -> impl Iterator<Item = (usize, &str)> {
    let control = word.chars().next().filter(|c| c.is_control()).map_or(0, char::len_utf8);
    let (control, rest) = word.split_at(control);
    [(at, control), (at + control.len(), rest)].into_iter().filter(|(_, piece)| !piece.is_empty())
}

/// Returns whether a tag begins or ends inside a word.
pub(crate) fn in_words(text: &str, span: Span) -> bool {
    let inside = |at: usize| {
        let (before, after) = text.split_at(at);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        letter(before.chars().next_back()) && letter(after.chars().next())
    };
    inside(span.start) || inside(span.end)
}

/// Returns the bytes at which sentences begin, with the beginning of the text. None begins inside one of the spans.
pub(crate) fn sentence_starts(text: &str, tagged: impl IntoIterator<Item = Span>) -> Vec<usize> {
    let mut tagged: Vec<Span> = tagged.into_iter().collect();
    tagged.sort_unstable();
    let mut tagged = tagged.into_iter().peekable();
    let mut reach = 0;
    let mut starts = vec![0];
    let mut passage = (!text.is_empty()).then(|| passage::passage_at(text, 0));
    while let Some(here) = passage {
        for sentence in unit::sentences(text, here) {
            while let Some(span) = tagged.next_if(|span| span.start < sentence.start) {
                reach = reach.max(span.end);
            }
            if sentence.start >= reach && sentence.start > 0 {
                starts.push(sentence.start);
            }
        }
        passage = passage::after(text, here);
    }
    starts
}

/// Returns whether a character is a blank, also for Python's `split` and `splitlines`.
fn is_blank(piece: &str) -> bool {
    piece.chars().all(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::grapheme;
    use proptest::prelude::*;

    fn shown(text: &str, tagged: &[Span]) -> Vec<String> {
        let tokens = Tokens::of(text, tagged.iter().copied());
        let mark = |token: &DatasetToken| if token.spaced { "·" } else { "" };
        tokens.list.iter().map(|token| format!("{}{}", &text[token.span.start..token.span.end], mark(token))).collect()
    }

    #[test]
    fn tokens_are_words_and_what_stands_between_them() {
        assert_eq!(shown("Prices rose  5%.\nINSEE", &[]), ["Prices·", "rose·", " ", "5", "%", ".", "\n", "INSEE"]);
        assert_eq!(shown(" a\r\n b", &[]), [" ", "a", "\r\n ", "b"]);
        assert_eq!(shown("a\t\u{301}b", &[]), ["a", "\t", "\u{301}", "b"]);
    }

    #[test]
    fn tags_cut_words_and_keep_their_blanks() {
        assert_eq!(shown("unhappy man", &[Span::new(2, 7)]), ["un", "happy·", "man"]);
        assert_eq!(shown("a b c", &[Span::new(1, 4)]), ["a", " ", "b", " ", "c"]);
    }

    #[test]
    fn no_sentence_begins_inside_a_tag() {
        let text = "One. Two. Three.\n\nFour.";
        assert_eq!(sentence_starts(text, []), [0, 5, 10, 18]);
        assert_eq!(sentence_starts(text, [Span::new(0, 9)]), [0, 10, 18]);
        assert_eq!(sentence_starts(text, [Span::new(0, 23), Span::new(5, 8)]), [0]);
    }

    proptest! {
        #[test]
        fn the_tokens_are_the_text_and_every_tag_is_whole_tokens(
            text in "([a-z]{1,4}|😀|é|e\u{301}| |  |\r\n|\n|\t|\u{a0}|、|中文|👨‍👩‍👧|5%|\\.){0,40}",
            ends in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..8),
        ) {
            let edge = |index: &prop::sample::Index| grapheme::floor(&text, index.index(text.len() + 1));
            let spans: Vec<Span> = ends
                .iter()
                .map(|(one, other)| (edge(one).min(edge(other)), edge(one).max(edge(other))))
                .filter(|(start, end)| start < end)
                .map(|(start, end)| Span::new(start, end))
                .collect();
            let tokens = Tokens::of(&text, spans.iter().copied());
            let mut whole = String::new();
            for token in &tokens.list {
                prop_assert_eq!(token.span.start, whole.len());
                whole += &text[token.span.start..token.span.end];
                whole += if token.spaced { " " } else { "" };
            }
            prop_assert_eq!(&whole, &text);
            for span in &spans {
                let (first, last) = tokens.range(*span).unwrap();
                prop_assert_eq!(tokens.list[first].span.start, span.start);
                prop_assert_eq!(tokens.list[last].span.end, span.end);
            }
            for start in sentence_starts(&text, spans.iter().copied()) {
                prop_assert!(spans.iter().all(|span| start <= span.start || span.end <= start));
            }
        }
    }
}
