//! Measures agreement on units that have one value from each annotator: Cohen's κ and Krippendorff's α.
//!
//! ```text
//!   word       Prices   rose   5%    in    May    INSEE   said
//!   ana          c       c     cf    c      c              -
//!   ben          c       c     c            c       -      s       one label: in or out; overall: the set of labels
//! ```
//!
//! Both divide the disagreement that is observed by the disagreement that chance would give: `1 - observed / expected`.
//! For κ, chance uses each annotator's own frequencies of values; for α, it uses those of all annotators together, with
//! a correction for small samples. Both need only sums over the units, so it costs little to add texts and to resample.

use std::collections::HashMap;
use std::ops::Range;

use super::pairs;

/// The sums over units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nominal {
    units: u64,
    /// For each pair of annotators, the number of units on which they agree.
    agree: Vec<u64>,
    /// For each annotator, the number of times each value was given.
    given: Vec<Vec<u64>>,
}

impl Nominal {
    /// Returns sums over no units, for this many annotators.
    pub(crate) fn new(annotators: usize) -> Nominal {
        Nominal { units: 0, agree: vec![0; pairs(annotators).count()], given: vec![Vec::new(); annotators] }
    }

    /// Returns the number of units.
    pub(crate) fn units(&self) -> u64 {
        self.units
    }

    /// Adds units to which the annotators gave these values.
    pub(crate) fn count(&mut self, units: u64, values: &[usize]) {
        self.units += units;
        for (agree, (one, other)) in self.agree.iter_mut().zip(pairs(values.len())) {
            *agree += if values[one] == values[other] { units } else { 0 };
        }
        for (given, value) in self.given.iter_mut().zip(values) {
            given.resize(given.len().max(value + 1), 0);
            given[*value] += units;
        }
    }

    /// Passes all counts to `out`, which packs them.
    pub(crate) fn counts(&self, out: &mut dyn FnMut(u64)) {
        out(self.units);
        self.agree.iter().for_each(|count| out(*count));
        for given in &self.given {
            out(given.len() as u64);
            given.iter().for_each(|count| out(*count));
        }
    }

    /// Adds the units whose counts [`Nominal::counts`] has passed on, `times` times.
    pub(crate) fn add_counts(&mut self, next: &mut dyn FnMut() -> u64, times: u64) {
        self.units += next() * times;
        self.agree.iter_mut().for_each(|sum| *sum += next() * times);
        for given in &mut self.given {
            let values = next() as usize;
            given.resize(given.len().max(values), 0);
            given[..values].iter_mut().for_each(|sum| *sum += next() * times);
        }
    }

    /// Returns Cohen's κ of two annotators: `(p_o - p_e) / (1 - p_e)`; undefined without units, and if both gave the
    /// same value to all units. Jacob Cohen: A Coefficient of Agreement for Nominal Scales, 1960.
    pub(crate) fn kappa(&self, one: usize, other: usize) -> Option<f64> {
        let number = pairs(self.given.len()).position(|pair| pair == (one, other))?;
        let units = self.units as f64;
        let chance: f64 = self.given[one].iter().zip(&self.given[other]).map(|(a, b)| *a as f64 * *b as f64).sum();
        // Compares before the division, so that rounding does not turn zero into something else.
        let (observed, chance, whole) = (self.agree[number] as f64 * units, chance, units * units);
        (chance < whole).then(|| (observed - chance) / (whole - chance))
    }

    /// Returns Krippendorff's nominal α of all annotators: `1 - (n - 1) (n - Σ o_cc) / (n² - Σ n_c²)`; undefined
    /// without units, and if all gave the same value to all units. Klaus Krippendorff: Computing Krippendorff's
    /// Alpha-Reliability, 2011, C.
    pub(crate) fn alpha(&self) -> Option<f64> {
        self.alpha_of(&self.given.iter().collect::<Vec<_>>(), self.agree.iter().sum())
    }

    /// Returns [α](Nominal::alpha) of two of the annotators.
    pub(crate) fn alpha_of_pair(&self, one: usize, other: usize) -> Option<f64> {
        let number = pairs(self.given.len()).position(|pair| pair == (one, other))?;
        self.alpha_of(&[&self.given[one], &self.given[other]], self.agree[number])
    }

    /// Returns the α of annotators who gave these values, and whose pairs agree on this many units in all.
    fn alpha_of(&self, given: &[&Vec<u64>], agree: u64) -> Option<f64> {
        let annotators = given.len() as f64;
        let n = self.units as f64 * annotators;
        let diagonal = 2.0 * agree as f64 / (annotators - 1.0);
        let values = given.iter().map(|given| given.len()).max().unwrap_or(0);
        let all = |value: usize| given.iter().map(|given| given.get(value).copied().unwrap_or(0)).sum::<u64>();
        let squares: f64 = (0..values).map(|value| (all(value) as f64).powi(2)).sum();
        (squares < n * n).then(|| 1.0 - (n - 1.0) * (n - diagonal) / (n * n - squares))
    }
}

/// Gives numbers to sets of labels; the empty set has 0.
#[derive(Clone, Debug)]
pub(crate) struct Sets(HashMap<Vec<usize>, usize>);

impl Default for Sets {
    fn default() -> Sets {
        Sets(HashMap::from([(Vec::new(), 0)]))
    }
}

impl Sets {
    /// Returns the number of a set; a new set gets the next number.
    fn number(&mut self, set: &[(usize, usize)]) -> usize {
        let labels: Vec<usize> = set.iter().map(|(label, _)| *label).collect();
        let next = self.0.len();
        *self.0.entry(labels).or_insert(next)
    }
}

/// Sums up pieces of a text. Each annotator gave labels to ranges of units; the value of a unit is the set of its
/// labels. A piece is given by the unit at which it ends, and the last piece ends the text.
pub(crate) fn tally(pieces: &[usize], layers: &[Vec<(Range<usize>, usize)>], sets: &mut Sets) -> Vec<Nominal> {
    let mut events: Vec<(usize, usize, usize, bool)> = Vec::new();
    for (annotator, ranges) in layers.iter().enumerate() {
        for (range, label) in ranges.iter().filter(|(range, _)| !range.is_empty()) {
            events.extend([(range.start, annotator, *label, true), (range.end, annotator, *label, false)]);
        }
    }
    events.sort_unstable();
    let mut sums = vec![Nominal::new(layers.len()); pieces.len()];
    // For each annotator, the labels that are open here with their counts, and the number of that set.
    let mut open: Vec<Vec<(usize, usize)>> = vec![Vec::new(); layers.len()];
    let mut values = vec![0; layers.len()];
    let (mut at, mut piece) = (0, 0);
    let mut advance = |to: usize, values: &[usize]| {
        while at < to && piece < pieces.len() {
            let end = to.min(pieces[piece]);
            sums[piece].count((end - at) as u64, values);
            at = end;
            piece += usize::from(end == pieces[piece]);
        }
    };
    for same in events.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (place, annotator, ..) = same[0];
        advance(place, &values);
        let open = &mut open[annotator];
        for (_, _, label, begins) in same {
            match (open.binary_search_by_key(label, |(label, _)| *label), begins) {
                (Ok(there), true) => open[there].1 += 1,
                (Err(there), true) => open.insert(there, (*label, 1)),
                (Ok(there), false) if open[there].1 > 1 => open[there].1 -= 1,
                (Ok(there), false) => drop(open.remove(there)),
                (Err(_), false) => {} // impossible: a range begins before it ends
            }
        }
        values[annotator] = sets.number(open);
    }
    advance(pieces.last().copied().unwrap_or(0), &values);
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads the values of annotators, one digit for each unit.
    fn sums(values: &[&str]) -> Nominal {
        let mut nominal = Nominal::new(values.len());
        for unit in 0..values[0].len() {
            let given: Vec<usize> = values.iter().map(|all| usize::from(all.as_bytes()[unit] - b'0')).collect();
            nominal.count(1, &given);
        }
        nominal
    }

    fn near(found: Option<f64>, published: f64, places: i32) {
        let found = found.unwrap();
        assert!((found - published).abs() <= 0.5 * 10f64.powi(-places), "{found} is not {published}");
    }

    #[test]
    fn ten_ones_within_eighteen_of_twenty_four_have_the_published_kappa() {
        let (one, other) = ("111111111111111111000000", "111111111100000000000000");
        near(sums(&[one, other]).kappa(0, 1), 0.385, 3);
    }

    #[test]
    fn cohens_own_example_has_his_kappa() {
        // 1960: 200 cases in three categories.
        let table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]];
        let mut nominal = Nominal::new(2);
        for (row, one) in table.iter().zip(0..) {
            row.iter().zip(0..).for_each(|(cases, other)| nominal.count(*cases, &[one, other]));
        }
        near(nominal.kappa(0, 1), 0.492, 3);
    }

    #[test]
    fn krippendorffs_own_examples_have_his_alpha() {
        near(sums(&["0100000000", "1110010010"]).alpha(), 0.095, 3); // 2011, A
        near(sums(&["001132224330", "101112224333"]).alpha(), 0.692, 3); // 2011, B
    }

    #[test]
    fn without_variation_there_is_no_agreement_to_speak_of() {
        assert_eq!(sums(&["000", "000"]).kappa(0, 1), None);
        assert_eq!(sums(&["000", "000", "000"]).alpha(), None);
        assert_eq!((Nominal::new(2).kappa(0, 1), Nominal::new(2).alpha()), (None, None));
        assert_eq!(sums(&["111", "000"]).kappa(0, 1), Some(0.0), "each is constant, but they differ");
    }

    proptest! {
        #[test]
        fn the_sweep_counts_as_one_would_by_hand(
            layers in prop::collection::vec(prop::collection::vec(((0..30usize, 0..9usize), 0..3usize), 0..8), 2..4),
            cuts in prop::collection::btree_set(1..40usize, 0..5),
        ) {
            let layers: Vec<Vec<(Range<usize>, usize)>> = layers
                .into_iter()
                .map(|layer| layer.into_iter().map(|((start, len), label)| (start..start + len, label)).collect())
                .collect();
            let pieces: Vec<usize> = cuts.into_iter().chain([40]).collect();
            let mut sets = Sets::default();
            let found = tally(&pieces, &layers, &mut sets);
            let mut by_hand = vec![Nominal::new(layers.len()); pieces.len()];
            for unit in 0..40 {
                let values: Vec<usize> = layers
                    .iter()
                    .map(|layer| {
                        let set: std::collections::BTreeSet<usize> =
                            layer.iter().filter(|(range, _)| range.contains(&unit)).map(|(_, label)| *label).collect();
                        sets.number(&set.into_iter().map(|label| (label, 1)).collect::<Vec<_>>())
                    })
                    .collect();
                by_hand[pieces.partition_point(|end| *end <= unit)].count(1, &values);
            }
            for (found, by_hand) in found.iter().zip(&by_hand) {
                prop_assert_eq!((found.units, &found.agree), (by_hand.units, &by_hand.agree));
                prop_assert_eq!(found.alpha(), by_hand.alpha());
                prop_assert_eq!(found.kappa(0, 1), by_hand.kappa(0, 1));
            }
        }
    }
}
