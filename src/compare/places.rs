//! Finds which of many places a span overlaps, without a look at all of them. The places may lie in one another.
//!
//! ```text
//!   places      ├───────────────┤            0   reach: its end
//!                    ├────┤                  1   reach: the end of 0
//!                               ├─────┤      2
//!   asked for                ▲ from here back, as long as the reach lies behind it
//! ```

use crate::text::Span;

/// Places in a text, each with a number; several may have the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(Vec<ReachingPlace>);

/// A place with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NumberedPlace {
    /// The place, in bytes.
    pub span: Span,
    /// The number.
    pub number: usize,
}

#[derive(Clone, Copy, Debug)]
struct ReachingPlace {
    place: NumberedPlace,
    /// The greatest end of this place and of those before it, in bytes.
    reach: usize,
}

impl Places {
    /// Puts places in order.
    pub(crate) fn of(places: impl Iterator<Item = NumberedPlace>) -> Places {
        let mut all: Vec<NumberedPlace> = places.collect();
        all.sort_unstable();
        let mut reach = 0;
        let reaching = |place: NumberedPlace| {
            reach = reach.max(place.span.end);
            ReachingPlace { place, reach }
        };
        Places(all.into_iter().map(reaching).collect())
    }

    /// Puts spans in order, each with its number among them.
    pub(crate) fn of_spans(spans: &[Span]) -> Places {
        Places::of(spans.iter().enumerate().map(|(number, span)| NumberedPlace { span: *span, number }))
    }

    /// Returns the places that `span` overlaps, the last first.
    pub(crate) fn over(&self, span: Span) -> impl Iterator<Item = NumberedPlace> {
        let behind = self.0.partition_point(|one| one.place.span.start < span.end);
        let near = self.0[..behind].iter().rev().take_while(move |one| one.reach > span.start);
        near.map(|one| one.place).filter(move |place| place.span.overlaps(span))
    }

    /// Returns the place that `span` is in or has in it: the one with the most in common, and of several the shortest.
    pub(crate) fn holder(&self, span: Span) -> Option<NumberedPlace> {
        let common = |place: &NumberedPlace| place.span.end.min(span.end) - place.span.start.max(span.start);
        self.over(span)
            .filter(|place| place.span.covers(span) || span.covers(place.span))
            .max_by_key(|place| (common(place), std::cmp::Reverse((place.span.len(), *place))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_with_others_in_it_is_found_behind_them() {
        let span = Span::new;
        let places = Places::of_spans(&[span(0, 40), span(3, 9), span(12, 20), span(50, 60)]);
        let over = |start, end| places.over(span(start, end)).map(|place| place.number).collect::<Vec<_>>();
        assert_eq!(over(30, 35), [0]);
        assert_eq!(over(8, 13), [2, 1, 0]);
        assert_eq!((over(40, 50), over(39, 51)), (vec![], vec![3, 0]));
        let holder = |start, end| places.holder(span(start, end)).map(|place| place.number);
        assert_eq!([holder(30, 35), holder(4, 6), holder(45, 70), holder(41, 44)], [Some(0), Some(1), Some(3), None]);
    }
}
