//! Matches the tags of several annotators that are meant to be the same.
//!
//! ```text
//!   ana   ├─ claim ──────────────────────┤        ├─ source ─┤   ├─ claim ─┤   ├─ figure ─┤
//!           ├ figure ┤
//!   ben   ├─ claim ───────────────────┤           ├─ figure ─┤   ├─ claim ─┤
//!           ├ figure ┤
//!         ╰ ends differ; in it one    ╯           ╰ labels   ╯   ╰ agreed  ╯   ╰ only some
//!           that is agreed                          differ                       have it
//! ```
//!
//! Two tags of different annotators are more likely to be meant as the same, the more they overlap and if their labels
//! are the same. One number, the strength, says how likely. The strongest bonds are tied first, and no annotator has
//! two tags in a cluster:
//!
//! ```text
//!   strength   =   overlap (length covered by both / by at least one)   +   ½ if the labels are the same
//!
//!     1.5          identical
//!     1.0 … 1.5    same label, most of it shared
//!     1.0          same ends, another label
//!     0.5 … 1.0    same label, less shared        or      another label, at least half shared
//!       —          another label, less than half shared: a figure within a claim is not that claim
//! ```
//!
//! The result depends on the tags, not on the order of the annotators. It is found in one sweep over the text. Where
//! more than [`DEPTH`] tags cover one place, those that began first are dropped from the sweep, so that the time stays
//! in the order of n·log n for any input; identical tags are matched in any case.

use std::collections::VecDeque;

use super::LabeledSpan;
use crate::tags::Tag;
use crate::tags::set::TagSet;
use crate::text::{Document, Span};

/// Tags with different labels are matched if they share at least this part of what either covers.
pub const LARGE: f64 = 0.5;

/// The number of tags over one place that are compared with a tag that begins there.
pub const DEPTH: usize = 64;

/// Tags that are meant to be the same, at most one of each annotator.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster<'a> {
    /// The kind of agreement between the tags.
    pub kind: MatchKind,
    /// The tags and their annotators, in the order of the annotators.
    pub members: Vec<Member<'a>>,
}

/// A tag in a cluster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member<'a> {
    /// The annotator, as the number of the layer.
    pub annotator: usize,
    /// The tag.
    pub tag: &'a Tag,
}

/// The kind of agreement between the tags of a cluster. If several kinds apply, the first one is given: tags with
/// different labels may also have different ends, and in all kinds except the last, some annotators may have no tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// The tags have different labels, and perhaps different ends.
    LabelsDiffer,
    /// The tags have the same label and different ends.
    EndsDiffer,
    /// The tags are identical, but not all annotators have one.
    OnlySome,
    /// All annotators have a tag, with the same label and the same ends.
    Agreed,
}

/// Matches the tags of several annotators on one document. The clusters are in the order in which they begin; each tag
/// is in exactly one.
pub fn clusters<'a>(document: &Document, layers: &[&'a TagSet]) -> Vec<Cluster<'a>> {
    let tags: Vec<Vec<&Tag>> = layers.iter().map(|layer| layer.iter().collect()).collect();
    let mut labels: Vec<&str> = tags.iter().flatten().map(|tag| tag.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    let mark = |tag: &Tag| LabeledSpan {
        span: Span::new(document.to_chars(tag.span.start), document.to_chars(tag.span.end)),
        label: labels.partition_point(|label| *label < tag.label.as_str()),
    };
    let marks: Vec<Vec<LabeledSpan>> = tags.iter().map(|tags| tags.iter().map(|tag| mark(tag)).collect()).collect();
    let marks: Vec<&[LabeledSpan]> = marks.iter().map(Vec::as_slice).collect();
    let cluster = |group: Vec<(usize, usize)>| Cluster {
        kind: kind(&marks, &group),
        members: group.into_iter().map(|(annotator, tag)| Member { annotator, tag: tags[annotator][tag] }).collect(),
    };
    groups(&marks).into_iter().map(cluster).collect()
}

/// Returns how far the tags of a group agree.
pub(super) fn kind(layers: &[&[LabeledSpan]], group: &[(usize, usize)]) -> MatchKind {
    let mut marks = group.iter().map(|(layer, index)| layers[*layer][*index]);
    let Some(first) = marks.next() else { return MatchKind::OnlySome };
    if marks.clone().any(|mark| mark.label != first.label) {
        MatchKind::LabelsDiffer
    } else if marks.any(|mark| mark.span != first.span) {
        MatchKind::EndsDiffer
    } else if group.len() < layers.len() {
        MatchKind::OnlySome
    } else {
        MatchKind::Agreed
    }
}

/// Returns the groups of marks that are meant to be the same, by place; a mark is given as the number of its layer and
/// its number in that layer.
pub(super) fn groups(layers: &[&[LabeledSpan]]) -> Vec<Vec<(usize, usize)>> {
    let mut found = identical(layers);
    let bonds = bonds(&found, layers.len());
    // When two groups are joined, the first stays and the other points to it.
    let mut joined: Vec<usize> = (0..found.len()).collect();
    for (_, one, other) in bonds {
        let (one, other) = (root(&mut joined, one), root(&mut joined, other));
        let meets = found[one].1.iter().any(|(layer, _)| found[other].1.iter().any(|(there, _)| there == layer));
        if !meets {
            let (one, other) = (one.min(other), one.max(other));
            let members = std::mem::take(&mut found[other].1);
            found[one].1.extend(members);
            joined[other] = one;
        }
    }
    let mut groups: Vec<_> = found.into_iter().map(|(_, members)| members).filter(|group| !group.is_empty()).collect();
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

/// A mark, and the annotators who have it.
type Node = (LabeledSpan, Vec<(usize, usize)>);

/// Joins identical marks into one node, by place. If a layer has a mark twice, its second one is joined with the second
/// ones of the other layers.
fn identical(layers: &[&[LabeledSpan]]) -> Vec<Node> {
    let mut all: Vec<(LabeledSpan, usize, (usize, usize))> =
        Vec::with_capacity(layers.iter().map(|layer| layer.len()).sum());
    for (number, layer) in layers.iter().enumerate() {
        all.extend(layer.iter().enumerate().map(|(index, mark)| (*mark, 0, (number, index))));
    }
    all.sort_unstable();
    for at in 1..all.len() {
        let (before, here) = (all[at - 1], &mut all[at]);
        if before.0 == here.0 && before.2.0 == here.2.0 {
            here.1 = before.1 + 1;
        }
    }
    all.sort_unstable();
    let mut nodes: Vec<Node> = Vec::with_capacity(all.len());
    let mut last = None;
    for (mark, turn, member) in all {
        match nodes.last_mut() {
            Some((_, members)) if last == Some((mark, turn)) => members.push(member),
            _ => nodes.push((mark, vec![member])),
        }
        last = Some((mark, turn));
    }
    nodes
}

/// Returns the possible bonds, the strongest first: the strength and the two nodes.
fn bonds(nodes: &[Node], layers: usize) -> Vec<(f64, usize, usize)> {
    let mut bonds = Vec::new();
    let mut live: VecDeque<usize> = VecDeque::new();
    for (number, (mark, members)) in nodes.iter().enumerate().filter(|(_, (_, members))| members.len() < layers) {
        live.retain(|before| nodes[*before].0.span.end > mark.span.start);
        for before in &live {
            let (other, others) = &nodes[*before];
            let shared = overlap(mark.span, other.span);
            let apart = members.iter().all(|(layer, _)| others.iter().all(|(there, _)| there != layer));
            if apart && mark.label == other.label {
                bonds.push((shared + 0.5, *before, number));
            } else if apart && shared >= LARGE {
                bonds.push((shared, *before, number));
            }
        }
        live.push_back(number);
        if live.len() > DEPTH {
            live.pop_front();
        }
    }
    bonds.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    bonds
}

/// Returns Jaccard's index, from 0 to 1: the length that both spans cover, divided by the length that at least one
/// covers.
fn overlap(one: Span, other: Span) -> f64 {
    let both = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    both as f64 / (one.len() + other.len() - both) as f64
}

/// Returns the group to which a group was joined in the end, and shortens the way to it (union-find).
fn root(joined: &mut [usize], mut at: usize) -> usize {
    while joined[at] != at {
        joined[at] = joined[joined[at]];
        at = joined[at];
    }
    at
}

#[cfg(test)]
mod tests;
