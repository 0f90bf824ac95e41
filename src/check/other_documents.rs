//! Follows links into other documents: whether they end at a tag there, are allowed, and join no two tags twice.
//!
//! ```text
//!   a.txt, ana ─ same as ─▶ b.txt, ana          a link ends in a layer of the same annotator
//!   c.txt, ana ─ same as ─▶ b.txt, ana          all that end in one layer are one group: that layer is read once
//! ```

use std::collections::{BTreeMap, HashMap};

use super::Weights;
use super::files::Outgoing;
use super::finding::{Defect, Finding, NoTarget, Subject};
use crate::corpus::scope::Scope;
use crate::tags::{Id, Layer};

/// The links that end in one layer.
pub(crate) struct LinkGroup<'a> {
    document: &'a str,
    annotator: &'a str,
    links: Vec<&'a Outgoing>,
}

/// The targets of the links in a group.
enum LinkTargets {
    /// The labels of the layer's tags; `None` for a lost tag.
    Tags(HashMap<Id, Option<String>>),
    /// There is no such layer, for this reason.
    None(NoTarget),
    /// The layer cannot be read. Another rule reports that.
    Unknown,
}

/// Groups links by the layers in which they end.
pub(crate) fn groups(outgoing: &[Outgoing]) -> Vec<LinkGroup<'_>> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Outgoing>> = BTreeMap::new();
    for out in outgoing {
        let document = out.link.document.as_deref().unwrap_or_default();
        groups.entry((document, &out.annotator)).or_default().push(out);
    }
    groups.into_iter().map(|((document, annotator), links)| LinkGroup { document, annotator, links }).collect()
}

/// Reads the layer in which a group's links end, and returns the findings.
pub(crate) fn links_into(scope: &Scope, weights: &Weights, group: &LinkGroup) -> Vec<Finding> {
    let targets = targets(scope, group.document, group.annotator);
    let judged = group.links.iter().filter_map(|out| {
        let (rule, defect) = judge(scope, out, &targets, group.document)?;
        finding(scope, weights, rule, out, defect)
    });
    judged.collect()
}

/// Returns findings for links between two tags that another link, in either document, joins already.
pub(crate) fn repeated_links(scope: &Scope, weights: &Weights, outgoing: &[Outgoing]) -> Vec<Finding> {
    let mut by_tags: BTreeMap<_, Vec<&Outgoing>> = BTreeMap::new();
    for out in outgoing {
        let from = (out.document.as_str(), &out.link.from);
        let to = (out.link.document.as_deref().unwrap_or_default(), &out.link.to);
        by_tags.entry((&out.annotator, from.min(to), from.max(to))).or_default().push(out);
    }
    let mut found = Vec::new();
    for links in by_tags.values() {
        for out in &links[1..] {
            let first = &links[0].link.kind;
            let (rule, defect) = match out.link.kind == *first {
                true => ("duplicate", Defect::Twice),
                false => ("contradiction", Defect::AlsoLinked(first.clone())),
            };
            found.extend(finding(scope, weights, rule, out, defect));
        }
    }
    found
}

fn targets(scope: &Scope, document: &str, annotator: &str) -> LinkTargets {
    if !scope.corpus.text_path(document).is_ok_and(|path| path.is_file()) {
        return LinkTargets::None(NoTarget::Document(document.into()));
    }
    if !scope.has_layer(document, annotator) {
        return LinkTargets::None(NoTarget::Layer(annotator.into(), document.into()));
    }
    let Ok(text) = scope.text(document) else { return LinkTargets::Unknown };
    let Ok(reading) = scope.layer(document, &text, annotator) else { return LinkTargets::Unknown };
    let layer = Layer::new(reading.records);
    let placed = layer.tags().iter().map(|tag| (tag.id.clone(), Some(tag.label.clone())));
    LinkTargets::Tags(placed.chain(layer.lost().keys().map(|id| (id.clone(), None))).collect())
}

/// Returns the rule that a link breaks, and the defect.
fn judge(scope: &Scope, out: &Outgoing, targets: &LinkTargets, document: &str) -> Option<(&'static str, Defect)> {
    let tags = match targets {
        LinkTargets::Tags(tags) => tags,
        LinkTargets::None(why) => return Some(("dead-link", Defect::NoEndElsewhere(why.clone()))),
        LinkTargets::Unknown => return None,
    };
    let Some(to) = tags.get(&out.link.to) else {
        return Some(("dead-link", Defect::NoEndElsewhere(NoTarget::Tag(document.into()))));
    };
    let known = scope.corpus.scheme().links.iter().find(|known| known.name == out.link.kind)?;
    let (from, to) = (out.label.as_ref()?, to.as_ref()?);
    let (from, to, document) = match known.joins(from, to, document != out.document) {
        true => return None,
        false => (from.clone(), to.clone(), document.into()),
    };
    Some(("misfit-link", Defect::MayNotReach { from, to, document }))
}

fn finding(scope: &Scope, weights: &Weights, rule: &'static str, out: &Outgoing, defect: Defect) -> Option<Finding> {
    let path = scope.corpus.layer_path(&out.document, &out.annotator);
    let finding = Finding::new(weights, rule, &path, out.position, defect)?;
    let subject = Subject::Link(out.link.kind.clone(), None);
    Some(finding.in_layer(&out.document, &out.annotator).about(subject, Some(out.link.id.clone())))
}
