//! Declares the pairs of documents that the files have, if the corpus does not know them.

use super::documents::DocumentResolver;
use crate::corpus::Corpus;
use crate::corpus::declare::{self, Declaration};
use crate::corpus::problem::Problem;
use crate::failure::Failure;

/// The pairs of the files: the document on the left by its name in the corpus, the other one by its name in the file.
#[derive(Default)]
pub(super) struct PairNotes(Vec<(String, String)>);

impl PairNotes {
    /// Takes a pair.
    pub(super) fn extend(&mut self, pair: Option<(String, String)>) {
        self.0.extend(pair.filter(|pair| !self.0.contains(pair)));
    }

    /// Returns the pairs that the corpus does not have, by the names in it.
    ///
    /// # Errors
    /// When the texts of the corpus cannot be listed.
    pub(super) fn undeclared(
        &self,
        corpus: &Corpus,
        resolver: &DocumentResolver,
    ) -> Result<Vec<(String, String)>, Problem> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        let there = corpus.pairs()?;
        let is_there = |one: &String, other: &String| {
            there.iter().any(|(left, right)| (left, right.as_ref()) == (one, Some(other)))
        };
        let now = self.0.iter().map(|(left, right)| (left.clone(), resolver.now(right)));
        Ok(now.filter(|(left, right)| left != right && !is_there(left, right) && !is_there(right, left)).collect())
    }
}

/// Writes pairs into `corpus.ron`, which is made if there is none.
///
/// # Errors
/// When it cannot be written, or has a form that cannot be added to.
pub(super) fn save(corpus: &Corpus, pairs: &[(String, String)]) -> Result<(), Failure> {
    for (left, right) in pairs {
        declare::declare(corpus, &Declaration::Pair(left.clone(), right.clone()))?;
    }
    Ok(())
}
