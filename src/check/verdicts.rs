//! Checks verdicts: whether the annotator's tag is still as the reviewer judged it.
//!
//! ```text
//!   ben: t-5w… accepted, claim “Prices rose 5%”     ana: claim “Prices rose 5%”      the verdict holds
//!                                                   ana: figure “5%”                 outdated: nobody accepted that
//!                                                   ana: no such tag                 outdated, unless it was rejected
//!                                                   ana: without a place, unread     another rule reports it
//! ```

use std::collections::BTreeMap;

use super::finding::{Defect, Finding, Outdated, Subject, TagWords};
use super::{Position, Weights};
use crate::corpus::scope::Scope;
use crate::tags::Layer;
use crate::tags::verdict::{Decision, Verdict};
use crate::text::Document;

/// A verdict in a reviewer's layer.
pub(super) struct GivenVerdict {
    /// The reviewer.
    pub by: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The place of the verdict in the layer's file.
    pub position: Position,
}

/// Returns the verdicts on a document's tags that no longer hold.
pub(super) fn outdated(
    scope: &Scope,
    weights: &Weights,
    name: &str,
    document: &Document,
    given: &[GivenVerdict],
) -> Vec<Finding> {
    let mut by_annotator: BTreeMap<&str, Vec<&GivenVerdict>> = BTreeMap::new();
    for given in given {
        by_annotator.entry(&given.verdict.annotator).or_default().push(given);
    }
    let mut found = Vec::new();
    for (annotator, given) in by_annotator {
        let layer = match scope.has_layer(name, annotator).then(|| scope.layer(name, document, annotator)) {
            Some(Ok(reading)) => Layer::new(reading.records),
            None => Layer::default(),
            // Another finding reports that the layer cannot be read.
            Some(Err(_)) => continue,
        };
        for GivenVerdict { by, verdict, position } in given {
            let Some(how) = state(verdict, &layer) else { continue };
            let judged = TagWords { label: verdict.judged.label.clone(), quote: verdict.judged.target.quote.clone() };
            let decision = verdict.decision.clone();
            let defect = Defect::Outdated { decision, annotator: annotator.into(), judged, how };
            let finding = Finding::new(weights, "stale-verdict", &scope.corpus.layer_path(name, by), *position, defect);
            found.extend(finding.map(|it| it.in_layer(name, by).about(Subject::File, Some(verdict.id.clone()))));
        }
    }
    found
}

/// Returns the change of the tag, if the verdict no longer fits it.
fn state(verdict: &Verdict, layer: &Layer) -> Option<Outdated> {
    let unread = |raw: &String| raw.contains(&format!("\"{}\"", verdict.tag.as_str()));
    let is_kept = layer.lost().contains_key(&verdict.tag) || layer.records().carried.tags.iter().any(unread);
    match (layer.tag(&verdict.tag), &verdict.decision) {
        (None, _) if is_kept => None,
        // The annotator has removed the tag that was rejected.
        (None, Some(Decision::Rejected)) => None,
        (Some(tag), Some(Decision::Amended(amended))) if amended.is(tag) => None,
        (None, _) => Some(Outdated::Gone),
        (Some(tag), _) => (!verdict.holds(tag)).then_some(Outdated::Changed),
    }
}
