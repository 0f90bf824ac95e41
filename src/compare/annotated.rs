//! Compares two documents with an annotator's work on them: tagged claims, and rows that were declined, joined or
//! separated.

use super::both::Both;
use super::claims::tagged;
use super::decision::{PlacedDecision, RowDecision, decisions};
use super::{Comparison, Side, compare};
use crate::language::Language;
use crate::tags::Records;
use crate::tags::scheme::Scheme;
use crate::text::Document;

/// A document with the layer of an annotator.
#[derive(Clone, Copy, Debug)]
pub struct Annotated<'a> {
    /// The name of the document in its corpus.
    pub name: &'a str,
    /// The document.
    pub document: &'a Document,
    /// Its language.
    pub language: &'static Language,
    /// The layer; an empty one to compare the bare documents.
    pub records: &'a Records,
}

/// Compares two documents. `scheme` says which label the claims have.
pub fn compare_annotated(given: Both<Annotated<'_>>, scheme: &Scheme) -> Comparison {
    let claims = given.map(|given| tagged(&given.records.tags, scheme));
    let side = Both::new((given.left, &claims.left), (given.right, &claims.right));
    let side = side.map(|(Annotated { document, language, .. }, claims)| Side { document, language, claims });
    let kept = decided(given);
    compare(side, &placed(given, &kept))
}

/// Returns the decisions about the rows of two documents.
pub(super) fn decided(given: Both<Annotated<'_>>) -> Vec<RowDecision> {
    decisions(given.map(|given| given.name), given.map(|given| given.records.remarks.values()))
}

/// Returns the decisions whose words are still in the documents, with their places.
pub(super) fn placed<'d>(given: Both<Annotated<'_>>, decisions: &'d [RowDecision]) -> Vec<PlacedDecision<'d>> {
    PlacedDecision::all(given.map(|given| given.document), decisions)
}
