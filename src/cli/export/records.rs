//! Says what the records of an export are: a document each, or two that are read together.

use std::collections::BTreeSet;

use crate::cli::note;
use crate::corpus::scope::Scope;
use crate::dataset::split::Split;
use crate::failure::Failure;
use crate::formats::wire::exported::RecordUnit;
use crate::say::count;

/// A record that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RecordPlan {
    /// The document, or the one on the left.
    pub document: String,
    /// The one on the right.
    pub partner: Option<String>,
    /// The number of the part that it goes into.
    pub part: usize,
}

/// Returns the records of these documents, in their order; with pairs, of those on which somebody in scope has a layer on one side
/// at least.
///
/// # Errors
/// When the pairs cannot be told, and when there are none.
pub(super) fn records(
    scope: &Scope,
    documents: Vec<String>,
    unit: RecordUnit,
    split: Option<&Split>,
) -> Result<Vec<RecordPlan>, Failure> {
    let pairs = scope.corpus.pairs()?;
    let plans: Vec<(String, Option<String>)> = match unit {
        RecordUnit::Document => documents.into_iter().map(|document| (document, None)).collect(),
        RecordUnit::Pair => paired(scope, &documents, &pairs)?,
    };
    // A document may be in several pairs, and they are all in one part.
    let all: BTreeSet<&String> = plans.iter().flat_map(|(left, right)| std::iter::once(left).chain(right)).collect();
    let all: Vec<String> = all.into_iter().cloned().collect();
    let parts = split.map_or_else(|| vec![0; all.len()], |split| split.of(&all, &pairs));
    let part = |name: &String| all.binary_search(name).map_or(0, |at| parts[at]);
    let plan = |(document, partner)| RecordPlan { part: part(&document), document, partner };
    Ok(plans.into_iter().map(plan).collect())
}

fn paired(
    scope: &Scope,
    documents: &[String],
    pairs: &[(String, Option<String>)],
) -> Result<Vec<(String, Option<String>)>, Failure> {
    let tagged: BTreeSet<&String> = documents.iter().collect();
    let here: BTreeSet<&String> = scope.documents.iter().collect();
    let (is_tagged, is_here) = (|name: &String| tagged.contains(name), |name: &String| here.contains(name));
    let whole = pairs.iter().filter_map(|(left, right)| Some((left, right.as_ref()?)));
    let found: Vec<(String, Option<String>)> = whole
        .filter(|(left, right)| is_here(left) && is_here(right) && (is_tagged(left) || is_tagged(right)))
        .map(|(left, right)| (left.clone(), Some(right.clone())))
        .collect();
    let paired: BTreeSet<&String> = found.iter().flat_map(|(left, right)| std::iter::once(left).chain(right)).collect();
    let alone = documents.iter().filter(|name| !paired.contains(name)).count();
    match (found.is_empty(), alone) {
        (true, _) => {
            let failure = Failure::new("there is nothing to export: no document with a layer is in a pair");
            Err(failure.hint("Declare pairs in annotations/corpus.ron, or leave out --by pair."))
        }
        (false, 0) => Ok(found),
        (false, alone) => {
            note!("diptych: {} in no pair left out", count(alone, "document"));
            Ok(found)
        }
    }
}
