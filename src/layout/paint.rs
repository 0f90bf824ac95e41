//! Cuts overlapping spans into segments that do not overlap, so that the style of each stretch of text is decided once.
//!
//! ```text
//!   claim    ├──────────────────────┤
//!   figure         ├─────┤                      →   |claim |claim figure|claim |claim hit|hit|
//!   hit                        ├────────┤
//! ```

use crate::text::Span;

/// A stretch of text, and the values that cover all of it, in the order in which they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment<T> {
    /// The stretch, in bytes.
    pub span: Span,
    /// The values of the spans that cover it.
    pub over: Vec<T>,
}

/// Cuts `row` at every end of a span inside it.
pub(crate) fn segments<T: Copy>(row: Span, spans: &[(Span, T)]) -> Vec<Segment<T>> {
    let mut cuts: Vec<usize> = spans
        .iter()
        .flat_map(|(span, _)| [span.start, span.end])
        .filter(|cut| row.start < *cut && *cut < row.end)
        .chain([row.start, row.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|ends| {
            let span = Span::new(ends[0], ends[1]);
            let over = spans.iter().filter(|(other, _)| other.covers(span)).map(|(_, value)| *value).collect();
            Segment { span, over }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_spans_become_segments() {
        let spans = [(Span::new(0, 20), 'c'), (Span::new(5, 10), 'f'), (Span::new(15, 30), 'h')];
        let shown: Vec<String> = segments(Span::new(2, 25), &spans)
            .iter()
            .map(|segment| {
                format!("{}–{} {}", segment.span.start, segment.span.end, segment.over.iter().collect::<String>())
            })
            .collect();
        assert_eq!(shown, ["2–5 c", "5–10 cf", "10–15 c", "15–20 ch", "20–25 h"]);
    }

    #[test]
    fn a_row_without_spans_is_one_segment() {
        assert_eq!(segments::<char>(Span::new(3, 9), &[]), [Segment { span: Span::new(3, 9), over: vec![] }]);
        assert!(segments::<char>(Span::new(3, 3), &[]).is_empty());
    }
}
