//! Compares two documents with an annotator's work on them: tagged claims, and rows that were declined, joined or
//! separated.

use super::both::Both;
use super::claims::tagged;
use super::decision::{PlacedDecision, RowDecision, decisions};
use super::linked::LinkedPlaces;
use super::{Comparison, Side, compare};
use crate::hash::FastMap;
use crate::language::Language;
use crate::tags::scheme::Scheme;
use crate::tags::{Id, Records, Tag};
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
    let kept = decided(given, scheme);
    compare(side, &placed(given, &kept))
}

/// Returns the decisions about the rows of two documents, with the links between them.
pub(super) fn decided(given: Both<Annotated<'_>>, scheme: &Scheme) -> Vec<RowDecision> {
    let mut all = decisions(given.map(|given| given.name), given.map(|given| given.records.remarks.values()));
    all.extend(links(given, scheme));
    all
}

/// Returns the decisions whose words are still in the documents, with their places.
pub(super) fn placed<'d>(given: Both<Annotated<'_>>, decisions: &'d [RowDecision]) -> Vec<PlacedDecision<'d>> {
    PlacedDecision::all(given.map(|given| given.document), decisions)
}

/// Returns the links from one document to the other, in both directions, between two tags of the label of figures or of claims.
fn links(given: Both<Annotated<'_>>, scheme: &Scheme) -> Vec<RowDecision> {
    let document = given.map(|given| given.document);
    let tags = given.map(|given| given.records.tags.iter().map(|tag| (&tag.id, tag)).collect::<FastMap<&Id, &Tag>>());
    let of = |(here, from): (Annotated<'_>, &FastMap<&Id, &Tag>),
              (there, to): (Annotated<'_>, &FastMap<&Id, &Tag>),
              turned: fn(Both<&'_ Tag>) -> Both<&'_ Tag>|
     -> Vec<RowDecision> {
        let across = here.records.links.values().filter(|link| link.document.as_deref() == Some(there.name));
        let decided = across.filter_map(|link| {
            let ends = turned(Both::new(*from.get(&link.from)?, *to.get(&link.to)?));
            Some(LinkedPlaces::between(ends, &link.kind, None, scheme)?.decision(document))
        });
        decided.collect()
    };
    let (left, right) = ((given.left, &tags.left), (given.right, &tags.right));
    let mut all = of(left, right, |ends| ends);
    all.extend(of(right, left, |ends| ends.swapped()));
    all
}
