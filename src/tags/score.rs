//! Holds the score that a model gave a tag.

use std::fmt;

/// A model's score for a tag, as its tool gives it: mostly a probability from 0 to 1, always a finite number.
#[derive(Clone, Copy, Debug)]
pub struct Score(f64);

impl Score {
    /// Returns the score with this number; `None` if the number is not finite.
    pub fn new(number: f64) -> Option<Score> {
        number.is_finite().then_some(Score(number))
    }

    /// Returns the number.
    pub fn number(self) -> f64 {
        self.0
    }
}

/// Two scores are equal if their numbers are the same to the last bit.
impl PartialEq for Score {
    fn eq(&self, other: &Score) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Score {}

/// Writes the shortest decimal number that reads as the same number: `0.9`.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_a_number_that_reads_again() {
        for number in [0.0, 0.9, 1.0, 0.1 + 0.2, 1e-300, -3.5] {
            let score = Score::new(number).unwrap();
            assert_eq!(score.to_string().parse().ok().and_then(Score::new), Some(score));
        }
        assert_eq!((Score::new(f64::NAN), Score::new(f64::INFINITY)), (None, None));
    }
}
