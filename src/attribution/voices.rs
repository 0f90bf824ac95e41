//! Voices: what an article rests on.
//!
//! ```text
//!   NATO Secretary-General Mark Rutte … says … 62 % of the text is attributed
//!   Rutte … warned …                           to 3 voices: 2 named, 1 not
//!   the agency … reports …
//! ```
//!
//! A voice is a source with all its names (see `names`), pronouns counted with whom they stand for.

use crate::language::Language;
use crate::text::Span;

use super::{Attribution, Who, names};

/// One who is cited, perhaps under several names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The longest of its names.
    pub name: String,
    /// Whether it has a name, or is called by what it is.
    pub named: bool,
    /// Its attributions, as indices.
    pub attributions: Vec<usize>,
}

/// How much of a text is attributed, in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Code points that stand in the content of an attribution with a source.
    pub attributed: usize,
    /// Code points of the text that are no white space at its ends.
    pub total: usize,
}

/// Groups the sources of attributions, in the order in which they first speak. Attributions whose source is unknown have no
/// voice.
pub fn voices(text: &str, attributions: &[Attribution], language: &Language) -> Vec<Voice> {
    let known: Vec<(usize, &str)> = attributions
        .iter()
        .enumerate()
        .filter_map(|(at, one)| {
            let span = one.antecedent.or(one.source.first().copied().filter(|_| one.who != Who::Pronoun))?;
            Some((at, text.get(span.start..span.end)?.trim_end_matches(',')))
        })
        .collect();
    let mentions: Vec<&str> = known.iter().map(|(_, words)| *words).collect();
    let voice = |group: Vec<usize>| {
        let named = group.iter().any(|at| attributions[known[*at].0].who == Who::Named);
        let name = group.iter().map(|at| mentions[*at]).max_by_key(|words| words.chars().count());
        Voice {
            name: name.unwrap_or_default().to_owned(),
            named,
            attributions: group.into_iter().map(|at| known[at].0).collect(),
        }
    };
    names::groups(&mentions, language).into_iter().map(voice).collect()
}

/// Counts how much of a text stands in contents whose source is known.
pub fn share(text: &str, attributions: &[Attribution]) -> Share {
    let mut contents: Vec<Span> =
        attributions.iter().filter(|one| one.who != Who::Nobody).flat_map(|one| one.content.iter().copied()).collect();
    contents.sort_unstable();
    let mut done = 0;
    let mut attributed = 0;
    for span in contents {
        let start = span.start.max(done);
        if start < span.end {
            attributed += text.get(start..span.end).map_or(0, |words| words.chars().count());
            done = span.end;
        }
    }
    Share { attributed, total: text.trim().chars().count() }
}
