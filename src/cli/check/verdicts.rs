//! Verdicts: whether they still speak of what the annotator's tag says.
//!
//! ```text
//!   ben: t-5w… accepted, claim “Prices rose 5%”     ana: claim “Prices rose 5%”      holds
//!                                                   ana: figure “5%”                 stale: nobody accepted that
//!                                                   ana: no such tag                 stale, unless it was rejected
//!                                                   ana: without a place, unread     said elsewhere
//! ```

use std::collections::BTreeMap;

use super::place::Place;
use super::rules::quoted;
use super::{Finding, Weights};
use crate::cli::chosen::Chosen;
use crate::corpus::problem::shown;
use crate::tags::Layer;
use crate::tags::verdict::{Decision, Verdict};
use crate::text::Document;

/// A verdict in a reviewer's layer.
pub struct Given {
    /// The reviewer.
    pub by: String,
    /// What was decided on which tag.
    pub verdict: Verdict,
    /// Where it stands in the layer's file.
    pub place: Place,
}

/// The verdicts on a document that have outlived what they were about.
pub fn stale(chosen: &Chosen, weights: &Weights, on: (&str, &Document), given: &[Given]) -> Vec<Finding> {
    let (name, document) = on;
    let mut by_annotator: BTreeMap<&str, Vec<&Given>> = BTreeMap::new();
    for given in given {
        by_annotator.entry(&given.verdict.annotator).or_default().push(given);
    }
    let mut found = Vec::new();
    for (who, given) in by_annotator {
        // A name that a file gives is not yet one to be shown.
        let whose = shown(who);
        let layer = match chosen.has_layer(name, who).then(|| chosen.layer(name, document, who)) {
            Some(Ok(reading)) => Layer::new(reading.records),
            None => Layer::default(),
            // That it does not read is said elsewhere.
            Some(Err(_)) => continue,
        };
        for Given { by, verdict, place } in given {
            let Some(why) = outlived(verdict, &layer) else { continue };
            let decided = verdict.decision.as_ref().map_or("a comment", Decision::word);
            let judged = &verdict.judged;
            let (label, words) = (shown(&judged.label), quoted(&judged.target.quote));
            let words = format!("{decided}: {whose}’s {label} {words} {why}");
            let finding = weights.finding("stale-verdict", chosen.corpus.layer_path(name, by), *place, words);
            found.extend(finding.map(|finding| Finding {
                document: Some(name.into()),
                annotator: Some(by.clone()),
                id: Some(verdict.id.as_str().into()),
                ..finding
            }));
        }
    }
    found
}

/// What has happened to the tag since, if the verdict does not hold any more.
fn outlived(verdict: &Verdict, layer: &Layer) -> Option<&'static str> {
    let unread = |raw: &String| raw.contains(&format!("\"{}\"", verdict.tag.as_str()));
    let there = layer.lost().contains_key(&verdict.tag) || layer.records().carried.tags.iter().any(unread);
    match (layer.tag(&verdict.tag), &verdict.decision) {
        (None, _) if there => None,
        // She followed it.
        (None, Some(Decision::Rejected)) => None,
        (Some(tag), Some(Decision::Amended(amended))) if amended.is(tag) => None,
        (None, _) => Some("is gone"),
        (Some(tag), _) => (!verdict.holds(tag)).then_some("has changed since"),
    }
}
