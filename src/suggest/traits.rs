//! Reads the traits of a place in a text: features that can be counted.
//!
//! ```text
//!   … on Monday.  The minister  warned that …
//!              │  ╰──────────╯  ╰ after: warned
//!              │   words: the minister   shape: ax
//!              ╰ mark: the sentence begins here     before: none, since the mark parts it
//! ```
//!
//! Traits are read from a quote and up to 32 code points around it, which a layer stores ([`crate::tags::target`]), so
//! lessons can be made from a layer without its text.

use crate::tags::target::context;
use crate::text::Span;

/// The greatest length of a shape, in signs.
const LONGEST: usize = 6;

/// The traits of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// The words in small letters, with one blank between two.
    pub words: String,
    /// The kinds of its words, without repetition: `X` with a capital, `x` without, `9` a number, and the marks
    /// between.
    pub shape: String,
    /// The word before it, in small letters; empty if a mark stands between.
    pub before: String,
    /// The mark before it: a full stop, a quotation mark, a line break; empty for a word.
    pub mark: String,
    /// The word after it, in small letters, including a mark between.
    pub after: String,
}

impl Traits {
    /// Returns the traits of the words at `span`, in bytes.
    pub fn in_text(text: &str, span: Span) -> Traits {
        let (prefix, suffix) = context(text, span);
        Traits::of(text.get(span.start..span.end).unwrap_or_default(), prefix, suffix)
    }

    /// Returns the traits of a quote with the text before and after it.
    pub fn of(quote: &str, prefix: &str, suffix: &str) -> Traits {
        let mark = mark_before(prefix);
        let before = if mark.is_empty() { last_word(prefix) } else { String::new() };
        Traits { words: folded(quote), shape: shape(quote), before, mark, after: after(suffix) }
    }
}

/// Returns words in small letters, with one blank between two.
pub(crate) fn folded(words: &str) -> String {
    words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn shape(quote: &str) -> String {
    let mut shape = String::new();
    let mut signs = 0;
    for word in quote.split_whitespace() {
        let first = word.chars().find(|c| c.is_alphanumeric());
        let kind = match first {
            Some(c) if c.is_numeric() => '9',
            Some(c) if c.is_uppercase() => 'X',
            Some(_) if word.chars().count() <= 3 => 'a',
            Some(_) => 'x',
            None => '-',
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
            signs += 1;
        }
        if let Some(last) = word.chars().next_back().filter(|c| !c.is_alphanumeric()) {
            shape.push(last);
        }
        if signs == LONGEST {
            break;
        }
    }
    shape
}

/// Returns the mark at the end of the text before a place.
fn mark_before(prefix: &str) -> String {
    let blank = &prefix[prefix.trim_end().len()..];
    if prefix.trim().is_empty() || blank.contains('\n') {
        return "\n".into();
    }
    let last = prefix.trim_end().chars().next_back();
    last.filter(|c| !c.is_alphanumeric()).map(String::from).unwrap_or_default()
}

fn last_word(prefix: &str) -> String {
    let word = prefix.split_whitespace().next_back().unwrap_or_default();
    word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn after(suffix: &str) -> String {
    let word = suffix.split_whitespace().next().unwrap_or_default();
    let parted = suffix.starts_with(|c: char| !c.is_whitespace());
    let begins = suffix.trim_start_matches(' ').starts_with('\n') || suffix.trim().is_empty();
    match (begins, parted) {
        (true, _) => "\n".into(),
        (false, true) => {
            // This is a mark, or the rest of a word of which the place is a part.
            let mut next = suffix.split_whitespace();
            let mark = next.next().unwrap_or_default();
            match mark.chars().any(char::is_alphanumeric) {
                true => mark.to_lowercase(),
                false => format!("{mark} {}", next.next().unwrap_or_default().to_lowercase()),
            }
        }
        (false, false) => word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(marked: &str) -> Traits {
        let (start, end) = (marked.find('[').unwrap(), marked.find(']').unwrap());
        Traits::in_text(&marked.replace(['[', ']'], ""), Span::new(start, end - 1))
    }

    #[test]
    fn a_place_is_seen_with_its_neighbours() {
        let seen = traits("on Monday. [The Minister] warned that");
        assert_eq!((seen.words.as_str(), seen.shape.as_str()), ("the minister", "X"));
        assert_eq!((seen.mark.as_str(), seen.before.as_str(), seen.after.as_str()), (".", "", "warned"));
        let seen = traits("it is over, said [Ana Bell], 40, of");
        assert_eq!((seen.mark.as_str(), seen.before.as_str(), seen.after.as_str()), ("", "said", ", 40,"));
        assert_eq!(traits("[about 1,500] men").shape, "x9");
        assert_eq!((traits("a\n[b]\nc").mark, traits("a\n[b]\nc").after), ("\n".into(), "\n".into()));
    }

    #[test]
    fn any_text_has_traits() {
        for text in ["[]", "[ ]", "[\u{301}]", "…[🎉]…", "[\n\n]"] {
            traits(&format!("{text}x"));
        }
    }
}
