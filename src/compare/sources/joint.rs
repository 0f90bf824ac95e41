//! Splits sources that are two: `Rutte and Yoon` are two sources, `Trinidad and Tobago` is one.
//!
//! Both have the same form. They are two sources if one of them is cited alone somewhere in the two texts, or if both end alike: `Bay News and
//! Coast News`.

use std::collections::HashSet;

use crate::language::Language;
use crate::language::attribution::Cues;
use crate::text::Span;

/// The last words, in small letters, of the sources that are cited alone.
pub(super) type Alone = HashSet<String>;

/// Returns the last word of a name, in small letters, without a genitive.
pub(super) fn last_word(name: &str, cues: &Cues) -> String {
    let front = name.split([',', '(']).next().unwrap_or_default();
    let word = front.split_whitespace().next_back().unwrap_or_default();
    cues.without_genitive(word).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Returns the places of the separate sources in a phrase; the whole phrase if it is one source.
pub(super) fn voices(text: &str, source: Span, alone: &Alone, language: &Language) -> Vec<Span> {
    let parts = parts(text, source, language);
    let names: Vec<String> =
        parts.iter().map(|part| last_word(&text[part.start..part.end], &language.attribution)).collect();
    let differ = names.iter().collect::<HashSet<_>>().len() == names.len();
    if differ && names.iter().any(|name| alone.contains(name)) || are_alike(text, &parts) {
        parts
    } else {
        vec![source]
    }
}

/// Returns the number of people that a phrase points at, all of whom were named before: two of `the two leaders`.
pub(super) fn pointed(phrase: &str, language: &Language) -> Option<usize> {
    let (cues, lower) = (&language.attribution, phrase.to_lowercase());
    let mut words = lower.split_whitespace();
    words.next().filter(|first| cues.definite.contains(*first))?;
    let number = language.numbers.small.get(words.next()?)?;
    let noun = words.next_back()?;
    // `the two companies`, `the two reports` are no people.
    cues.has_plural(&[&cues.persons, &cues.titles], noun).then_some(usize::try_from(*number).ok()?)
}

/// Returns whether several names of several words end alike, which no name of one body does: `Fox News and NBC News`.
fn are_alike(text: &str, parts: &[Span]) -> bool {
    let ends = |part: &Span| text[part.start..part.end].rsplit_once(' ').map(|(_, last)| last);
    parts.len() > 1 && ends(&parts[0]).is_some() && parts.windows(2).all(|pair| ends(&pair[0]) == ends(&pair[1]))
}

/// Returns the parts that `and` joins in a source, if all of them are names; otherwise none.
pub(super) fn parts(text: &str, source: Span, language: &Language) -> Vec<Span> {
    let words = &text[source.start..source.end];
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    for word in words.split_whitespace() {
        let start = at + words[at..].find(word).unwrap_or(0);
        at = start + word.len();
        if language.attribution.and.contains(&word.to_lowercase()) {
            parts.push(Span::new(source.start + from, source.start + words[..start].trim_end().len()));
            from = at + words[at..].len() - words[at..].trim_start().len();
        }
    }
    if parts.is_empty() {
        return parts;
    }
    parts.push(Span::new(source.start + from, source.end));
    let is_name = |part: &Span| {
        let mut words = text[part.start..part.end].split_whitespace().peekable();
        // `Clinton and the State Department`
        words.next_if(|word| language.attribution.definite.contains(*word));
        words.peek().is_some() && words.all(|word| word.starts_with(char::is_uppercase) && !word.ends_with(','))
    };
    if parts.iter().all(is_name) { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    #[test]
    fn two_names_are_two_voices_if_one_of_them_is_cited_alone() {
        let alone: Alone = ["rutte".to_string(), "commission".into()].into();
        let split = |source: &str| {
            let spans = voices(source, Span::new(0, source.len()), &alone, language::english());
            spans.iter().map(|span| source[span.start..span.end].to_string()).collect::<Vec<_>>()
        };
        assert_eq!(split("Mark Rutte and President Yoon"), ["Mark Rutte", "President Yoon"]);
        assert_eq!(split("Mark Rutte and the Bay Board"), ["Mark Rutte", "the Bay Board"]);
        assert_eq!(split("Trinidad and Tobago"), ["Trinidad and Tobago"]);
        assert_eq!(split("Rutte and other leaders"), ["Rutte and other leaders"]);
        assert_eq!(split("Rutte and Rutte"), ["Rutte and Rutte"]);
        assert_eq!(pointed("the two leaders", language::english()), Some(2));
        for phrase in ["two leaders", "the two companies", "the two reports"] {
            assert_eq!(pointed(phrase, language::english()), None, "{phrase}");
        }
        assert_eq!(split("Bay News and Coast News"), ["Bay News", "Coast News"]);
        assert_eq!(split("Mark Rutte’s"), ["Mark Rutte’s"]);
    }
}
