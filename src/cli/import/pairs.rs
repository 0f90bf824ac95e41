//! Declares the pairs of documents that the files have, if the corpus does not know them.

use std::collections::HashSet;

use super::documents::DocumentResolver;
use crate::corpus::Corpus;
use crate::corpus::declare;
use crate::corpus::problem::Problem;
use crate::failure::Failure;

/// The pairs of the files: the document on the left by its name in the corpus, the other one by its name in the file.
#[derive(Default)]
pub(super) struct PairNotes(Vec<(String, String)>);

impl PairNotes {
    /// Takes a pair.
    pub(super) fn extend(&mut self, pair: Option<(String, String)>) {
        self.0.extend(pair);
    }

    /// Returns the pairs that the corpus will not have, by the names in it. The record of one side may have been left out, and
    /// a pair is one of two texts that are there.
    ///
    /// # Errors
    /// When the texts of the corpus cannot be listed, or no pair can be declared here.
    pub(super) fn undeclared(
        &self,
        corpus: &Corpus,
        resolver: &DocumentResolver,
    ) -> Result<Vec<(String, String)>, Problem> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        // Where nothing is declared, the only two texts are a pair until there is a third one.
        let is_declared = !corpus.declared_pairs().is_empty() || !corpus.events().is_empty();
        let there = if is_declared || !resolver.has_new() { corpus.pairs()? } else { Vec::new() };
        let there = there.into_iter().filter_map(|(left, right)| Some((left, right?)));
        let mut there: HashSet<(String, String)> = there.flat_map(|(left, right)| both_ways(left, right)).collect();
        let mut new = Vec::new();
        for (left, right) in &self.0 {
            let pair = (left.clone(), resolver.now(right));
            let is_pair = pair.0 != pair.1 && resolver.has(&pair.0) && resolver.has(&pair.1);
            if is_pair && !there.contains(&pair) {
                there.extend(both_ways(pair.0.clone(), pair.1.clone()));
                new.push(pair);
            }
        }
        if !new.is_empty() && !corpus.manifest_path().is_file() {
            declare::first(corpus)?;
        }
        Ok(new)
    }
}

/// Returns the pair, and the same pair from right to left.
fn both_ways(left: String, right: String) -> [(String, String); 2] {
    [(right.clone(), left.clone()), (left, right)]
}

/// Writes pairs into `corpus.ron`, which is made if there is none: all of them at once, or none.
///
/// # Errors
/// When it cannot be written, or has a form that cannot be added to.
pub(super) fn save(corpus: &Corpus, pairs: &[(String, String)]) -> Result<(), Failure> {
    if pairs.is_empty() {
        return Ok(());
    }
    Ok(declare::change(corpus, |old| Ok((declare::with_pairs(old, pairs)?, ())))?)
}
