//! Measures precision, recall and F1 of spans, as in SemEval-2013 task 9.1.
//!
//! ```text
//!                                          strict   exact   partial   type
//!   same ends, same label                   COR      COR      COR      COR
//!   same ends, another label                INC      COR      COR      INC
//!   some overlap, same label                INC      INC      PAR      COR
//!   some overlap, another label             INC      INC      PAR      INC
//!   only in the reference                   MIS      MIS      MIS      MIS
//!   only in the other                       SPU      SPU      SPU      SPU
//!
//!   POS = COR + INC + PAR + MIS     recall    = (COR + ½ PAR) / POS
//!   ACT = COR + INC + PAR + SPU     precision = (COR + ½ PAR) / ACT
//! ```
//!
//! Isabel Segura-Bedmar, Paloma Martínez, María Herrero-Zazo: SemEval-2013 Task 9: Extraction of Drug-Drug Interactions
//! from Biomedical Texts, 2013; the counts are those of MUC-5 (Nancy Chinchor, Beth Sundheim, 1993).
//!
//! The task does not say which tag is compared with which. We do as the nervaluate package does, from left to right: a
//! tag is paired with the first tag of the reference that is still free and of which it covers 1 %; for `type`, with
//! the nearest one that has the same label. If the tags of each annotator do not overlap each other, all counts equal
//! those of nervaluate. If they do, the counts of nervaluate depend on the order in which tags are listed: a figure at
//! the beginning of a claim can be paired with the claim of the other annotator. In that case we first take the pairs
//! of [matching], and then go from left to right through the rest.

use std::collections::VecDeque;
use std::ops::Index;

use super::{LabeledSpan, matching};

/// A rule for which tags count as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoringScheme {
    /// The same ends and the same label.
    Strict,
    /// The same ends, whichever label.
    Exact,
    /// Some overlap, whichever label, for half the credit.
    Partial,
    /// The same label and some overlap.
    Type,
}

/// All schemes, in the order of the task's description.
pub const SCHEMES: [ScoringScheme; 4] =
    [ScoringScheme::Strict, ScoringScheme::Exact, ScoringScheme::Partial, ScoringScheme::Type];

/// The number of tags with each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchCounts {
    /// COR.
    pub correct: u64,
    /// INC.
    pub incorrect: u64,
    /// PAR.
    pub partial: u64,
    /// MIS: only in the reference.
    pub missed: u64,
    /// SPU: only in the other.
    pub spurious: u64,
}

impl MatchCounts {
    /// Returns POS: the number of tags of the reference.
    pub fn possible(&self) -> u64 {
        self.correct + self.incorrect + self.partial + self.missed
    }

    /// Returns ACT: the number of tags of the other.
    pub fn actual(&self) -> u64 {
        self.correct + self.incorrect + self.partial + self.spurious
    }

    /// Returns the share of the other annotator's tags that is in the reference; undefined if the other has no tags.
    pub fn precision(&self) -> Option<f64> {
        ratio(self.credit(), self.actual())
    }

    /// Returns the share of the reference's tags that the other annotator has; undefined if the reference has no tags.
    pub fn recall(&self) -> Option<f64> {
        ratio(self.credit(), self.possible())
    }

    /// Returns F1, the harmonic mean of precision and recall (van Rijsbergen, Information Retrieval, 1979); undefined
    /// if neither annotator has tags, and 0 if only one has.
    pub fn f1(&self) -> Option<f64> {
        ratio(2.0 * self.credit(), self.possible() + self.actual())
    }

    /// Returns all five counts.
    fn each(&mut self) -> [&mut u64; 5] {
        [&mut self.correct, &mut self.incorrect, &mut self.partial, &mut self.missed, &mut self.spurious]
    }

    /// Returns the numerator of precision and recall: COR + ½ PAR.
    fn credit(&self) -> f64 {
        self.correct as f64 + self.partial as f64 / 2.0
    }
}

/// The counts of each scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchemeCounts([MatchCounts; 4]);

impl Index<ScoringScheme> for SchemeCounts {
    type Output = MatchCounts;

    fn index(&self, scheme: ScoringScheme) -> &MatchCounts {
        &self.0[scheme as usize]
    }
}

impl SchemeCounts {
    /// Passes all counts to `out`, which packs them.
    pub fn counts(mut self, out: &mut dyn FnMut(u64)) {
        self.0.iter_mut().flat_map(MatchCounts::each).for_each(|count| out(*count));
    }

    /// Adds counts that [`SchemeCounts::counts`] has passed on, `times` times.
    pub fn add_counts(&mut self, next: &mut dyn FnMut() -> u64, times: u64) {
        self.0.iter_mut().flat_map(MatchCounts::each).for_each(|sum| *sum += next() * times);
    }

    /// Counts an outcome.
    pub fn count(&mut self, scheme: ScoringScheme, outcome: MatchOutcome) {
        let counts = &mut self.0[scheme as usize];
        *match outcome {
            MatchOutcome::Correct => &mut counts.correct,
            MatchOutcome::Incorrect => &mut counts.incorrect,
            MatchOutcome::Partial => &mut counts.partial,
            MatchOutcome::Missed => &mut counts.missed,
            MatchOutcome::Spurious => &mut counts.spurious,
        } += 1;
    }
}

/// The outcome of a tag, or of two tags that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchOutcome {
    /// COR.
    Correct,
    /// INC.
    Incorrect,
    /// PAR.
    Partial,
    /// MIS.
    Missed,
    /// SPU.
    Spurious,
}

/// Returns the outcome of two tags that overlap, by the table above.
fn outcome(scheme: ScoringScheme, reference: LabeledSpan, other: LabeledSpan) -> MatchOutcome {
    let found = match scheme {
        ScoringScheme::Strict => reference == other,
        ScoringScheme::Exact | ScoringScheme::Partial => reference.span == other.span,
        ScoringScheme::Type => reference.label == other.label,
    };
    match (found, scheme) {
        (true, _) => MatchOutcome::Correct,
        (false, ScoringScheme::Partial) => MatchOutcome::Partial,
        (false, _) => MatchOutcome::Incorrect,
    }
}

/// Compares the marks of one annotator with those of the reference; both must be sorted by place. Calls `tell` with
/// each outcome and the code point at which it begins.
pub fn judge(
    reference: &[LabeledSpan],
    other: &[LabeledSpan],
    mut tell: impl FnMut(usize, ScoringScheme, MatchOutcome),
) {
    let (mut from, mut with) = (0, 0);
    while from < reference.len() || with < other.len() {
        // Marks that overlap, directly or through others, are judged together.
        let (first, first_with) = (from, with);
        let start = |marks: &[LabeledSpan], at: usize| marks.get(at).map_or(usize::MAX, |mark| mark.span.start);
        let mut reach = 0;
        let mut alone = [0; 2];
        let mut nested = false;
        loop {
            let (here, there) = (start(reference, from), start(other, with));
            let (marks, at, side) = if here <= there { (reference, &mut from, 0) } else { (other, &mut with, 1) };
            if here.min(there) == usize::MAX || (reach > 0 && here.min(there) >= reach) {
                break;
            }
            let span = marks[*at].span;
            nested |= span.start < alone[side];
            alone[side] = span.end.max(alone[side]);
            reach = reach.max(span.end);
            *at += 1;
        }
        judge_together(&reference[first..from], &other[first_with..with], nested, &mut tell);
    }
}

/// The mark of the reference with which a mark is paired, of those that it covers enough of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Partner {
    /// The first one.
    First,
    /// The nearest one with the same label; without one, the first.
    NearestOfLabel,
}

/// Judges a group of marks that overlap; `nested` if tags of one side overlap each other.
fn judge_together(
    reference: &[LabeledSpan],
    other: &[LabeledSpan],
    nested: bool,
    tell: &mut impl FnMut(usize, ScoringScheme, MatchOutcome),
) {
    let mut free = [vec![true; reference.len()], vec![true; other.len()]];
    let mut matched = Vec::new();
    if nested && !reference.is_empty() && !other.is_empty() {
        for group in matching::groups(&[reference, other]) {
            if let [(_, one), (_, two)] = group[..]
                && enough(reference[one], other[two])
            {
                matched.push((one, two));
                (free[0][one], free[1][two]) = (false, false);
            }
        }
    }
    let (by_ends, by_label) = SCHEMES.split_at(3);
    // Marks that do not overlap others of their side are all looked at, as in nervaluate.
    let depth = if nested { matching::DEPTH } else { usize::MAX };
    for (schemes, partner) in [(by_ends, Partner::First), (by_label, Partner::NearestOfLabel)] {
        let (mut free, mut matched) = (free.clone(), matched.clone());
        from_left_to_right(reference, other, &mut free, partner, depth, &mut matched);
        for scheme in schemes.iter().copied() {
            for (one, two) in &matched {
                let (one, two) = (reference[*one], other[*two]);
                tell(one.span.start.min(two.span.start), scheme, outcome(scheme, one, two));
            }
            for (marks, free, outcome) in
                [(reference, &free[0], MatchOutcome::Missed), (other, &free[1], MatchOutcome::Spurious)]
            {
                let left = marks.iter().zip(free).filter(|(_, free)| **free);
                left.for_each(|(mark, _)| tell(mark.span.start, scheme, outcome));
            }
        }
    }
}

/// Pairs the marks that are still free, each with a `partner` among at most `depth` marks of the reference.
fn from_left_to_right(
    reference: &[LabeledSpan],
    other: &[LabeledSpan],
    free: &mut [Vec<bool>; 2],
    partner: Partner,
    depth: usize,
    matched: &mut Vec<(usize, usize)>,
) {
    let mut next = 0;
    let mut live: VecDeque<usize> = VecDeque::new();
    for (two, mark) in other.iter().enumerate() {
        if !free[1][two] {
            continue;
        }
        while next < reference.len() && reference[next].span.start < mark.span.end {
            live.push_back(next);
            next += 1;
        }
        while live.front().is_some_and(|one| !free[0][*one] || reference[*one].span.end <= mark.span.start) {
            live.pop_front();
        }
        let met = || live.iter().copied().filter(|one| free[0][*one] && enough(reference[*one], *mark)).take(depth);
        let first = met().next();
        let distance = |one: &usize| {
            let span = reference[*one].span;
            span.start.abs_diff(mark.span.start) + span.end.abs_diff(mark.span.end)
        };
        let nearest = || met().filter(|one| reference[*one].label == mark.label).min_by_key(distance);
        let found = match partner {
            Partner::First => first,
            Partner::NearestOfLabel => nearest().or(first),
        };
        if let Some(one) = found {
            matched.push((one, two));
            (free[0][one], free[1][two]) = (false, false);
        }
    }
}

/// Returns whether a mark covers at least 1 % of the reference's mark.
fn enough(reference: LabeledSpan, other: LabeledSpan) -> bool {
    let (one, two) = (reference.span, other.span);
    let both = one.end.min(two.end).saturating_sub(one.start.max(two.start));
    both > 0 && both * 100 >= one.len()
}

/// Returns a share; undefined if the whole is 0.
fn ratio(part: f64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn marks(marks: &[(usize, usize, usize)]) -> Vec<LabeledSpan> {
        marks.iter().map(|(label, start, end)| LabeledSpan { span: Span::new(*start, *end), label: *label }).collect()
    }

    /// Counts COR, INC, PAR, MIS and SPU of each scheme.
    fn judged(reference: &[(usize, usize, usize)], other: &[(usize, usize, usize)]) -> [[u64; 5]; 4] {
        let mut spans = SchemeCounts::default();
        judge(&marks(reference), &marks(other), |_, scheme, outcome| spans.count(scheme, outcome));
        SCHEMES.map(|scheme| {
            let MatchCounts { correct, incorrect, partial, missed, spurious } = spans[scheme];
            [correct, incorrect, partial, missed, spurious]
        })
    }

    #[test]
    fn each_line_of_the_table_comes_out_as_it_says() {
        let table = [
            ((0, 0, 9), (0, 0, 9), [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0]]),
            ((0, 0, 9), (1, 0, 9), [[0, 1, 0, 0, 0], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0]]),
            ((0, 0, 9), (0, 2, 9), [[0, 1, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [1, 0, 0, 0, 0]]),
            ((0, 0, 9), (1, 2, 9), [[0, 1, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 1, 0, 0, 0]]),
        ];
        for (reference, other, expected) in table {
            assert_eq!(judged(&[reference], &[other]), expected, "{reference:?} {other:?}");
        }
        assert_eq!(judged(&[(0, 0, 9)], &[]), [[0, 0, 0, 1, 0]; 4]);
        assert_eq!(judged(&[], &[(0, 0, 9)]), [[0, 0, 0, 0, 1]; 4]);
        assert_eq!(judged(&[(0, 0, 9)], &[(0, 9, 12)]), [[0, 0, 0, 1, 1]; 4], "to touch is not to overlap");
        assert_eq!(judged(&[(0, 0, 900)], &[(0, 0, 8)]), [[0, 0, 0, 1, 1]; 4], "less than 1 %");
    }

    #[test]
    fn a_figure_that_begins_a_claim_does_not_take_the_claim_away() {
        let (claim, figure) = ((0, 0, 40), (1, 0, 5));
        assert_eq!(judged(&[claim], &[figure, claim]), [[1, 0, 0, 0, 1]; 4]);
        assert_eq!(judged(&[figure, claim], &[claim])[0], [1, 0, 0, 1, 0]);
    }

    #[test]
    fn what_is_undefined_is_not_nought() {
        let none = MatchCounts::default();
        assert_eq!((none.precision(), none.recall(), none.f1()), (None, None, None));
        let missed = MatchCounts { missed: 3, ..none };
        assert_eq!((missed.precision(), missed.recall(), missed.f1()), (None, Some(0.0), Some(0.0)));
        let half = MatchCounts { correct: 1, partial: 1, spurious: 1, ..none };
        assert_eq!((half.precision(), half.recall(), half.f1()), (Some(0.5), Some(0.75), Some(0.6)));
    }
}
