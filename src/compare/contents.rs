//! The contents of attributions by place: who is cited for what stands somewhere, without a look at all who are cited.
//!
//! ```text
//!   contents    ├───────────────┤            0   reach: its end
//!                    ├────┤                  1   reach: the end of 0
//!                               ├─────┤      2
//!   asked for                ▲ from here back, as long as the reach lies behind it
//! ```

use crate::attribution::Attribution;
use crate::text::Span;

/// The contents of attributions, by place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents(Vec<PlacedContent>);

#[derive(Clone, Copy, Debug)]
struct PlacedContent {
    span: Span,
    /// The number of the attribution.
    attribution: usize,
    /// Where the last of this content and of those before it ends, in bytes.
    reach: usize,
}

impl Contents {
    /// Puts the contents of attributions in order.
    pub(crate) fn of(attributions: &[Attribution]) -> Contents {
        let of = |(attribution, one): (usize, &Attribution)| {
            let content = move |span: &Span| PlacedContent { span: *span, attribution, reach: span.end };
            one.content.iter().map(content).collect::<Vec<_>>()
        };
        let mut all: Vec<PlacedContent> = attributions.iter().enumerate().flat_map(of).collect();
        all.sort_unstable_by_key(|content| (content.span, content.attribution));
        let mut reach = 0;
        for content in &mut all {
            reach = reach.max(content.reach);
            content.reach = reach;
        }
        Contents(all)
    }

    /// Returns the numbers of the attributions with a content that overlaps `span`, in order.
    pub(crate) fn citing(&self, span: Span) -> Vec<usize> {
        let behind = self.0.partition_point(|content| content.span.start < span.end);
        let near = self.0[..behind].iter().rev().take_while(|content| content.reach > span.start);
        let mut found: Vec<usize> =
            near.filter(|content| content.span.overlaps(span)).map(|content| content.attribution).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
