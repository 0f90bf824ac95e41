//! Counts how much of an article is attributed: words of which the article names the source.
//!
//! ```text
//!   NATO Secretary-General Mark Rutte … says … 62 % of the text is attributed
//! ```

use crate::text::Span;

use super::{Attribution, Who};

/// The share of a text that is attributed, in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    /// The number of code points in the content of an attribution with a source.
    pub attributed: usize,
    /// The number of code points of the text without white space at its ends.
    pub total: usize,
}

/// Counts the code points of a text that stand in contents whose source is known.
pub(crate) fn attributed(text: &str, attributions: &[Attribution]) -> Share {
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
