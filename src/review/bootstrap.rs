//! Estimates by the bootstrap how far a number would vary if other texts had been tagged.
//!
//! ```text
//!   pieces (documents, paragraphs)   1 2 3 4 5 6 7 8
//!   drawn with replacement           1 2 3 3 5 6 8 8   →  all numbers again      ┐
//!                                    1 1 2 4 4 5 7 8   →  …                      │ the middle 95 % of them
//!                                    …                                          ┘
//! ```
//!
//! This is the percentile interval of Bradley Efron, Robert Tibshirani: An Introduction to the Bootstrap, 1993, 13.3.
//! Whole pieces are drawn, because words and tags that are near each other are not independent (8.6).

/// The seed. The same seed gives the same resamples on all machines.
pub const SEED: u64 = 2013;

/// The number of resamples, unless another is given.
pub const SAMPLES: usize = 1_000;

/// A number, and the interval that contains 95 % of its resamples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The number; `None` where it is undefined: the divisor is zero, or nothing varies.
    pub value: Option<f64>,
    /// The ends of the interval; `None` where there are no resamples.
    pub interval: Option<(f64, f64)>,
}

/// A piece, by its number, and how often it was drawn.
pub type Times = (usize, u32);

/// Estimates numbers from `pieces` pieces. `measure` takes the pieces that are drawn, in order, and returns the numbers
/// in a fixed order. With fewer than two pieces, or no samples, there are no intervals. A resample in which a number is
/// undefined does not count for that number.
pub fn intervals(
    values: Vec<Option<f64>>,
    pieces: usize,
    samples: usize,
    seed: u64,
    mut measure: impl FnMut(&[Times]) -> Vec<Option<f64>>,
) -> Vec<Estimate> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut resampled: Vec<Vec<f64>> = vec![Vec::new(); values.len()];
    let mut times = vec![0; pieces];
    let mut drawn: Vec<Times> = Vec::with_capacity(pieces);
    for _ in 0..if pieces > 1 { samples } else { 0 } {
        times.fill(0);
        (0..pieces).for_each(|_| times[random.usize(..pieces)] += 1);
        drawn.clear();
        drawn.extend(times.iter().copied().enumerate().filter(|(_, times)| *times > 0));
        for (all, one) in resampled.iter_mut().zip(measure(&drawn)) {
            all.extend(one);
        }
    }
    let estimate = |(value, all): (Option<f64>, Vec<f64>)| Estimate { value, interval: value.and(middle(all)) };
    values.into_iter().zip(resampled).map(estimate).collect()
}

/// Returns the middle 95 %: the interpolated quantiles 0.025 and 0.975.
fn middle(mut all: Vec<f64>) -> Option<(f64, f64)> {
    all.sort_unstable_by(f64::total_cmp);
    let last = all.len().checked_sub(1)?;
    let quantile = |part: f64| {
        let place = part * last as f64;
        let (low, high) = (all[place.floor() as usize], all[place.ceil() as usize]);
        low + (high - low) * place.fract()
    };
    Some((quantile(0.025), quantile(0.975)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(of: &[f64], seed: u64) -> Estimate {
        let mean = |drawn: &[Times]| {
            let sum: f64 = drawn.iter().map(|(at, times)| of[*at] * f64::from(*times)).sum();
            vec![Some(sum / drawn.iter().map(|(_, times)| f64::from(*times)).sum::<f64>())]
        };
        let all: Vec<Times> = (0..of.len()).map(|at| (at, 1)).collect();
        intervals(mean(&all), of.len(), SAMPLES, seed, mean)[0]
    }

    #[test]
    fn the_mean_of_many_varies_as_the_theory_says() {
        let of: Vec<f64> = (0..100).map(f64::from).collect();
        let (low, high) = mean(&of, SEED).interval.unwrap();
        let error = 1.96 * 28.87 / 10.0; // the standard deviation of 0 … 99 by the root of 100
        assert!((low - (49.5 - error)).abs() < 1.0 && (high - (49.5 + error)).abs() < 1.0, "{low} {high}");
    }

    #[test]
    fn the_same_seed_gives_the_same_interval() {
        let of: Vec<f64> = (0..30).map(|number| f64::from(number).sqrt()).collect();
        assert_eq!(mean(&of, 7), mean(&of, 7));
        assert_ne!(mean(&of, 7).interval, mean(&of, 8).interval);
    }

    #[test]
    fn one_piece_has_no_interval() {
        assert_eq!(mean(&[3.0], SEED), Estimate { value: Some(3.0), interval: None });
        let undefined = intervals(vec![None], 5, 10, SEED, |_| vec![None]);
        assert_eq!(undefined, [Estimate { value: None, interval: None }]);
    }

    #[test]
    fn quantiles_lie_between_the_values() {
        assert_eq!(middle((0..=40).map(f64::from).collect()), Some((1.0, 39.0)));
        assert_eq!(middle(vec![2.0, 1.0]), Some((1.025, 1.975)));
    }
}
