//! Finds the lines of a list that what was typed lets through, the closest first.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::{ListItem, Matching};
use crate::parallel;

/// Returns the numbers of the items that the typed text lets through, the closest first.
pub(super) fn found(typed: &str, matching: Matching, items: &[ListItem]) -> Vec<usize> {
    let filter = Filter::new(typed, matching);
    let numbers: Vec<usize> = (0..items.len()).filter(|number| !items[*number].hidden).collect();
    let mut hits: Vec<FilterHit> = parallel::parts(&numbers, |part| {
        let (mut matcher, mut letters) = (Matcher::new(Config::DEFAULT), Vec::new());
        let hit = |number: &usize| filter.hit(*number, &items[*number], &mut matcher, &mut letters);
        part.iter().filter_map(hit).collect::<Vec<_>>()
    })
    .concat();
    // A fuzzy match may score higher than the name itself, so the closeness decides first.
    hits.sort_unstable();
    hits.into_iter().map(|hit| hit.number).collect()
}

/// How close a line is to the typed text; the closest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// The typed text is the name of the line, or one of its short names.
    Exact,
    /// The name or a short name begins with the typed text.
    Prefix,
    /// A later word of the name begins with the typed text.
    NameWord,
    /// Another word of the line begins with the typed text.
    Word,
    /// The typed text is the name with one wrong letter, or with two letters exchanged.
    Mistyped,
    /// Any other match.
    Other,
}

/// A typed text that is shorter than this, in characters, finds nothing by a guess: nearly every line has its letters.
const GUESSED: usize = 3;

/// The result of a filter on a line; the least comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct FilterHit {
    fit: Closeness,
    /// The length of the name, if it begins with the typed text: less of a short name is still to be typed.
    length: usize,
    score: Reverse<u32>,
    number: usize,
}

impl ListItem {
    /// Returns the closeness to the typed text, which is in small letters.
    fn fit(&self, typed: &str) -> Closeness {
        let words = self.words.to_lowercase();
        let name = words.split(" — ").next().unwrap_or_default();
        let begins =
            |words: &str| words.match_indices(typed).any(|(at, _)| !words[..at].ends_with(char::is_alphanumeric));
        if typed.is_empty() || self.stays {
            Closeness::Other
        } else if name == typed || self.also.contains(&typed) {
            Closeness::Exact
        } else if name.starts_with(typed) || !self.by_name && self.also.iter().any(|also| also.starts_with(typed)) {
            Closeness::Prefix
        } else if begins(name) {
            Closeness::NameWord
        } else if begins(&words) {
            Closeness::Word
        } else if typed.chars().count() > 2 && strsim::osa_distance(typed, name) == 1 {
            Closeness::Mistyped
        } else {
            Closeness::Other
        }
    }
}

/// What was typed, prepared for many lines.
struct Filter {
    matching: Matching,
    pattern: Pattern,
    /// The typed text in small letters, without blanks at its ends.
    typed: String,
    /// Whether the pattern finds every line whose name was typed: it looks for a part of the line, whatever the case.
    finds_names: bool,
}

impl Filter {
    fn new(typed: &str, matching: Matching) -> Filter {
        let kind = match matching {
            Matching::Words => AtomKind::Substring,
            Matching::Guess => AtomKind::Fuzzy,
        };
        let pattern = Pattern::new(typed, CaseMatching::Smart, Normalization::Smart, kind);
        let finds_names = matching == Matching::Words && !typed.contains(char::is_uppercase);
        Filter { matching, pattern, typed: typed.trim().to_lowercase(), finds_names }
    }

    /// Returns the hit on a line with this number; `None` if it does not match. `letters` is a buffer.
    fn hit(&self, number: usize, item: &ListItem, matcher: &mut Matcher, letters: &mut Vec<char>) -> Option<FilterHit> {
        // The right part can be searched, too: a document, an annotator, a decision. The blank is for nucleo 0.3.1, which
        // finds nothing at the very end of a text that is not ASCII.
        let aside = match self.matching {
            Matching::Words => item.aside.as_str(),
            Matching::Guess => "",
        };
        let beside = item.beside.as_deref().unwrap_or_default();
        let all = [&item.words, " ", beside, " ", aside, " ", &item.unseen, " "].concat();
        let score = self.pattern.score(Utf32Str::new(&all, letters), matcher);
        if score.is_none() && self.finds_names && !item.stays && item.also.is_empty() {
            return None;
        }
        let fit = item.fit(&self.typed);
        if item.by_name && fit > Closeness::Prefix {
            return None;
        }
        if self.matching == Matching::Words {
            let is_found = item.stays || fit == Closeness::Exact || score.is_some();
            return is_found.then_some(FilterHit { fit, length: 0, score: Reverse(0), number });
        }
        let score = match fit {
            Closeness::Other if !item.stays && self.typed.chars().count() < GUESSED => return None,
            Closeness::Word | Closeness::Other if !item.stays => score?,
            _ => score.unwrap_or(0),
        };
        let length = if fit == Closeness::Prefix { item.words.split(" — ").next().map_or(0, str::len) } else { 0 };
        Some(FilterHit { fit, length, score: Reverse(score), number })
    }
}
