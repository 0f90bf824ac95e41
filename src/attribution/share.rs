//! How much of an article is attributed: stands in words of which the article says whose they are.
//!
//! ```text
//!   NATO Secretary-General Mark Rutte … says … 62 % of the text is attributed
//! ```

use crate::text::Span;

use super::{Attribution, Who};

/// How much of a text is attributed, in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Code points that stand in the content of an attribution with a source.
    pub attributed: usize,
    /// Code points of the text that are no white space at its ends.
    pub total: usize,
}

/// Counts how much of a text stands in contents whose source is known.
pub fn attributed(text: &str, attributions: &[Attribution]) -> Share {
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
