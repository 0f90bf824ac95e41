//! Measures Krippendorff's α for unitizing: agreement on the places and lengths of units in a continuum.
//!
//! ```text
//!   ana   ·····├── unit ──┤···········├─ unit ─┤·········      the text of all documents, one after another;
//!   ben   ····├── unit ────┤···├─ u ─┤···················      between the units are gaps
//!             ╰ ends apart,   ╰────────┴ alone in a gap:
//!               squared         its length, squared
//! ```
//!
//! For each label `c`, with annotators `i`, `j`, their sections `g`, `h` (units, `v` = 1, and the gaps between, `v` =
//! 0), lengths `l`,
//! `N_c` units by `m` annotators in a continuum of length `L`:
//!
//! ```text
//!   D_oc = Σ_i Σ_j≠i Σ_g Σ_h δ²_cigjh / (m (m-1) L²)
//!
//!          2/L Σ_i Σ_g v_ig [ (N_c - 1)/3 (2 l_ig³ - 3 l_ig² + l_ig) + l_ig² Σ_j Σ_h (1 - v_jh) (l_jh - l_ig + 1)  if l_jh ≥ l_ig ]
//!   D_ec = ------------------------------------------------------------------------------------------------------------------------
//!                                      m L (m L - 1) - Σ_i Σ_g v_ig l_ig (l_ig - 1)
//!
//!   α_c = 1 - D_oc / D_ec        α = 1 - Σ_c D_oc / Σ_c D_ec
//! ```
//!
//! Klaus Krippendorff: Content Analysis, 2nd edition, 2004, 11.6, p. 251 to 256. The units of one label by one
//! annotator may not overlap; units that overlap are joined first ([`unify`]). A label is measured on its own
//! continuum, so different labels may overlap.
//!
//! For a resample, the continuum is put together from pieces. A piece stores its observed disagreement, and the number
//! of its sections of each length; only the gaps at its ends depend on the pieces before and after.

use super::bootstrap::Times;
use super::pairs;
use crate::text::Span;

/// A stretch of the continuum with the units of one label.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stretch {
    /// The length, in code points.
    length: usize,
    /// Σ δ² over the ordered pairs of annotators.
    observed: f64,
    /// The lengths of units, each with the number of units that have it.
    units: Vec<(usize, usize)>,
    /// The lengths of the gaps between two units.
    gaps: Vec<usize>,
    /// For each annotator with units here, the gaps before the first and after the last unit.
    ends: Vec<Option<(usize, usize)>>,
}

impl Stretch {
    /// Returns a piece of this length, with the units of each annotator: in order, within the piece and without
    /// overlaps.
    pub(crate) fn new(length: usize, layers: &[Vec<Span>]) -> Stretch {
        let mut units: Vec<usize> = layers.iter().flatten().map(|unit| unit.len()).collect();
        units.sort_unstable();
        let mut gaps: Vec<usize> =
            layers.iter().flat_map(|units| units.windows(2)).map(|two| two[1].start - two[0].end).collect();
        gaps.retain(|gap| *gap > 0);
        let ends = |units: &Vec<Span>| Some((units.first()?.start, length - units.last()?.end));
        let observed: f64 = pairs(layers.len()).map(|(one, other)| difference(&layers[one], &layers[other])).sum();
        Stretch {
            length,
            observed: 2.0 * observed,
            units: units.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect(),
            gaps,
            ends: layers.iter().map(ends).collect(),
        }
    }
}

/// Joins overlapping spans of one label by one annotator; spans that only touch stay separate. The spans must be
/// sorted.
pub(crate) fn unify(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut units: Vec<Span> = Vec::new();
    for span in spans {
        match units.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => units.push(span),
        }
    }
    units
}

/// The pieces of one label, prepared so that they can be put together in any order and any number of times.
///
/// A thousand resamples of a large corpus read all of these numbers a thousand times, so the numbers of each piece are
/// next to those of the piece before it in memory.
#[derive(Clone, Debug)]
pub(crate) struct Pieces {
    annotators: usize,
    /// The lengths of all units, in order.
    lengths: Vec<usize>,
    ready: Vec<Ready>,
    /// For each length, by its number, the number of units of a piece that have it.
    units: Vec<(usize, usize)>,
    /// The gaps of a piece, grouped by the number of lengths that fit into them.
    gaps: Vec<(usize, Gaps)>,
    /// For each annotator, the gaps at the ends of a piece: [`Stretch::ends`].
    ends: Vec<Option<(usize, usize)>>,
}

/// A piece in terms of [`Pieces::lengths`]. Its units and gaps begin where those of the piece before it end.
#[derive(Clone, Debug)]
struct Ready {
    length: usize,
    observed: f64,
    end_of_units: usize,
    end_of_gaps: usize,
}

/// The number of gaps, and the sum of their lengths.
type Gaps = (usize, usize);

/// The observed disagreement and the one expected by chance, from which [`alpha`] is computed, for one label or for
/// several.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Disagreement {
    /// `D_oc`.
    pub observed: f64,
    /// `D_ec`.
    pub expected: f64,
}

/// Returns `1 - Σ_c D_oc / Σ_c D_ec`; undefined if there are no units.
pub(crate) fn alpha(labels: impl IntoIterator<Item = Disagreement>) -> Option<f64> {
    let sum = labels.into_iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.observed, sum.1 + one.expected));
    (sum.1 > 0.0).then(|| 1.0 - sum.0 / sum.1)
}

impl Pieces {
    /// Prepares the pieces of one label, in order.
    pub(crate) fn new<'a>(annotators: usize, pieces: impl IntoIterator<Item = &'a Stretch> + Clone) -> Pieces {
        let all = pieces.clone().into_iter();
        let mut lengths: Vec<usize> = all.flat_map(|piece| &piece.units).map(|(length, _)| *length).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let mut prepared = Pieces {
            annotators,
            lengths: Vec::new(),
            ready: Vec::new(),
            units: Vec::new(),
            gaps: Vec::new(),
            ends: Vec::new(),
        };
        for piece in pieces {
            let mut gaps: Vec<(usize, Gaps)> =
                piece.gaps.iter().map(|gap| (fitting(&lengths, *gap), (1, *gap))).filter(|gap| gap.0 > 0).collect();
            gaps.sort_unstable();
            gaps.dedup_by(|next, last| {
                let same = next.0 == last.0;
                last.1 = if same { (last.1.0 + next.1.0, last.1.1 + next.1.1) } else { last.1 };
                same
            });
            let number = |(length, count): &(usize, usize)| (fitting(&lengths, *length) - 1, *count);
            prepared.units.extend(piece.units.iter().map(number));
            prepared.gaps.extend(gaps);
            prepared.ends.extend(&piece.ends);
            prepared.ready.push(Ready {
                length: piece.length,
                observed: piece.observed,
                end_of_units: prepared.units.len(),
                end_of_gaps: prepared.gaps.len(),
            });
        }
        Pieces { lengths, ..prepared }
    }

    /// Returns the disagreement in a continuum of these pieces, each repeated the given number of times.
    pub(crate) fn disagreement(&self, order: &[Times]) -> Disagreement {
        let (mut length, mut observed) = (0, 0.0);
        let mut units = vec![0; self.lengths.len()];
        let mut gaps: Vec<Gaps> = vec![(0, 0); self.lengths.len() + 1];
        // The length of the gap that is open for each annotator.
        let mut open = vec![0; self.annotators];
        let close = |gaps: &mut Vec<Gaps>, gap: usize, times: usize| {
            let fit = &mut gaps[fitting(&self.lengths, gap)];
            *fit = (fit.0 + times, fit.1 + gap * times);
        };
        for (number, times) in order {
            let (piece, times) = (&self.ready[*number], *times as usize);
            let before = number.checked_sub(1).map(|before| &self.ready[before]);
            let units_of = before.map_or(0, |before| before.end_of_units)..piece.end_of_units;
            let gaps_of = before.map_or(0, |before| before.end_of_gaps)..piece.end_of_gaps;
            length += piece.length * times;
            observed += piece.observed * times as f64;
            self.units[units_of].iter().for_each(|(number, count)| units[*number] += count * times);
            for (number, (count, long)) in &self.gaps[gaps_of] {
                gaps[*number] = (gaps[*number].0 + count * times, gaps[*number].1 + long * times);
            }
            for (open, ends) in open.iter_mut().zip(&self.ends[number * self.annotators..]) {
                match ends {
                    None => *open += piece.length * times,
                    Some((before, behind)) => {
                        close(&mut gaps, *open + before, 1);
                        close(&mut gaps, behind + before, times - 1);
                        *open = *behind;
                    }
                }
            }
        }
        open.into_iter().for_each(|gap| close(&mut gaps, gap, 1));
        let (m, length) = (self.annotators as f64, length as f64);
        Disagreement {
            observed: observed / (m * (m - 1.0) * length * length),
            expected: self.expected(length, &units, &gaps),
        }
    }

    /// Returns `D_ec`, from the numbers of units of each length and of the gaps that they fit into.
    fn expected(&self, length: f64, units: &[usize], gaps: &[Gaps]) -> f64 {
        let all = units.iter().sum::<usize>() as f64;
        let whole = self.annotators as f64 * length;
        let (mut numerator, mut denominator) = (0.0, whole * (whole - 1.0));
        let (mut wide, mut long) = (0, 0);
        for number in (0..units.len()).rev() {
            (wide, long) = (wide + gaps[number + 1].0, long + gaps[number + 1].1);
            let (count, l) = (units[number] as f64, self.lengths[number] as f64);
            let among_units = (all - 1.0) / 3.0 * (2.0 * l * l * l - 3.0 * l * l + l);
            let in_gaps = l * l * (long as f64 - wide as f64 * (l - 1.0));
            numerator += count * (among_units + in_gaps);
            denominator -= count * l * (l - 1.0);
        }
        if numerator > 0.0 { 2.0 / length * numerator / denominator } else { 0.0 }
    }
}

/// Returns the number of lengths that fit into a gap.
fn fitting(lengths: &[usize], gap: usize) -> usize {
    lengths.partition_point(|length| *length <= gap)
}

/// Returns Σ δ² of two annotators: for units that overlap, the squared distances of their ends; for a unit that lies in
/// a gap, its squared length.
fn difference(one: &[Span], other: &[Span]) -> f64 {
    let square = |a: usize, b: usize| (a.abs_diff(b) as f64).powi(2);
    let mut sum = 0.0;
    let mut from = 0;
    let mut met = vec![false; other.len()];
    for unit in one {
        while other.get(from).is_some_and(|there| there.end <= unit.start) {
            from += 1;
        }
        let mut alone = true;
        for (there, met) in other[from..].iter().zip(&mut met[from..]).take_while(|(there, _)| there.start < unit.end) {
            sum += square(unit.start, there.start) + square(unit.end, there.end);
            (*met, alone) = (true, false);
        }
        sum += if alone { square(unit.len(), 0) } else { 0.0 };
    }
    sum + other.iter().zip(met).filter(|(_, met)| !met).map(|(unit, _)| square(unit.len(), 0)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(units: &[(usize, usize)]) -> Vec<Span> {
        units.iter().map(|(begin, length)| Span::new(*begin, begin + length)).collect()
    }

    fn whole(length: usize, layers: &[Vec<Span>]) -> Disagreement {
        Pieces::new(layers.len(), &[Stretch::new(length, layers)]).disagreement(&[(0, 1)])
    }

    fn near(found: f64, published: f64) {
        assert!((found - published).abs() <= 0.00005, "{found} is not {published}");
    }

    /// Tests the example of Content Analysis, 2004, p. 254. The continuum begins at 150.
    #[test]
    fn the_published_example_has_the_published_values() {
        let from_150 = |given: &[(usize, usize)]| -> Vec<Span> {
            units(&given.iter().map(|(begin, length)| (begin - 150, *length)).collect::<Vec<_>>())
        };
        let c = whole(300, &[from_150(&[(225, 70), (370, 30)]), from_150(&[(220, 80), (355, 20), (400, 20)])]);
        let k = whole(300, &[from_150(&[(180, 60), (300, 50)]), from_150(&[(180, 60), (300, 50)])]);
        near(c.observed, 0.0144);
        near(c.expected, 0.0532);
        near(k.expected, 0.0490);
        near(alpha([c]).unwrap(), 0.7286);
        near(alpha([k]).unwrap(), 1.0);
        // The book divides numbers rounded to four places; without rounding, the result is 0.8587.
        let rounded = |d: Disagreement| {
            let four = |value: f64| (value * 1e4).round() / 1e4;
            Disagreement { observed: four(d.observed), expected: four(d.expected) }
        };
        near(alpha([rounded(c), rounded(k)]).unwrap(), 0.8591);
        near(alpha([c, k]).unwrap(), 0.8587);
    }

    #[test]
    fn without_units_there_is_no_agreement_to_speak_of() {
        assert_eq!(alpha([whole(100, &[vec![], vec![]])]), None);
        assert_eq!(alpha([]), None);
        assert!(alpha([whole(100, &[units(&[(10, 5)]), vec![]])]).unwrap() < 0.1);
    }

    #[test]
    fn what_overlaps_is_one_unit_and_what_touches_is_two() {
        assert_eq!(unify(units(&[(0, 5), (3, 1), (4, 4), (8, 2)])), units(&[(0, 8), (8, 2)]));
    }

    /// Computes the formula section by section.
    fn by_the_book(length: usize, layers: &[Vec<Span>]) -> Disagreement {
        let sections = |units: &Vec<Span>| {
            let (mut all, mut at) = (Vec::new(), 0);
            for unit in units {
                all.push((Span::new(at, unit.start), false));
                all.push((*unit, true));
                at = unit.end;
            }
            all.push((Span::new(at, length), false));
            all.retain(|(section, _)| !section.is_empty());
            all
        };
        let layers: Vec<_> = layers.iter().map(sections).collect();
        let (mut observed, mut numerator, mut lengths) = (0.0, 0.0, 0.0);
        let n = layers.iter().flatten().filter(|(_, unit)| *unit).count() as f64;
        for (i, one) in layers.iter().enumerate() {
            for (g, v) in one {
                for (_, other) in layers.iter().enumerate().filter(|(j, _)| *j != i) {
                    for (h, w) in other {
                        let apart = |a: usize, b: usize| (a as f64 - b as f64).powi(2);
                        observed += match (v, w) {
                            (true, true) if g.overlaps(*h) => apart(g.start, h.start) + apart(g.end, h.end),
                            (true, false) if h.covers(*g) => apart(g.len(), 0),
                            (false, true) if g.covers(*h) => apart(h.len(), 0),
                            _ => 0.0,
                        };
                    }
                }
                if *v {
                    let l = g.len() as f64;
                    let gaps = layers.iter().flatten().filter(|(h, w)| !w && h.len() >= g.len());
                    let room: f64 = gaps.map(|(h, _)| h.len() as f64 - l + 1.0).sum();
                    numerator += (n - 1.0) / 3.0 * (2.0 * l * l * l - 3.0 * l * l + l) + l * l * room;
                    lengths += l * (l - 1.0);
                }
            }
        }
        let (m, length) = (layers.len() as f64, length as f64);
        Disagreement {
            observed: observed / (m * (m - 1.0) * length * length),
            expected: 2.0 / length * numerator / (m * length * (m * length - 1.0) - lengths),
        }
    }

    fn layer() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0..90usize, 1..10usize), 0..9).prop_map(|mut spans| {
            spans.sort();
            unify(units(&spans))
        })
    }

    proptest! {
        #[test]
        fn the_sweep_counts_as_the_formula_says(layers in prop::collection::vec(layer(), 2..5)) {
            let (found, expected) = (whole(100, &layers), by_the_book(100, &layers));
            prop_assert!((found.observed - expected.observed).abs() < 1e-9);
            prop_assert!((found.expected - expected.expected).abs() < 1e-9, "{:?} {:?}", found, expected);
        }

        #[test]
        fn pieces_put_together_are_the_whole(
            pieces in prop::collection::vec(prop::collection::vec(layer(), 3), 1..5),
            times in prop::collection::vec(1..3u32, 5),
        ) {
            let cut: Vec<Stretch> = pieces.iter().map(|layers| Stretch::new(100, layers)).collect();
            let order: Vec<Times> = (0..pieces.len()).zip(times).collect();
            let pieces: Vec<_> = order.iter().flat_map(|(at, times)| vec![pieces[*at].clone(); *times as usize]).collect();
            let joined: Vec<Vec<Span>> = (0..3)
                .map(|annotator| {
                    let shifted = |(number, layers): (usize, &Vec<Vec<Span>>)| {
                        let shift = |unit: &Span| Span::new(unit.start + number * 100, unit.end + number * 100);
                        layers[annotator].iter().map(shift).collect::<Vec<_>>()
                    };
                    pieces.iter().enumerate().flat_map(shifted).collect()
                })
                .collect();
            let (one, whole) = (Pieces::new(3, &cut).disagreement(&order), whole(100 * pieces.len(), &joined));
            prop_assert!((one.observed - whole.observed).abs() < 1e-9);
            prop_assert!((one.expected - whole.expected).abs() < 1e-9);
        }
    }
}
