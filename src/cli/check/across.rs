//! Links to other documents: whether they end at a tag there, may join it, and are not drawn twice.

use std::collections::{BTreeMap, HashMap};

use super::reading::Outgoing;
use super::{Finding, Weights};
use crate::cli::chosen::Chosen;
use crate::cli::progress::each;
use crate::corpus::problem::shown;
use crate::tags::{Id, Layer};

/// What is at the other end of a layer's links.
enum There {
    /// The labels of its tags; `None` for one without a place.
    Tags(HashMap<Id, Option<String>>),
    /// Nothing, in these words.
    Nothing(String),
    /// A layer that does not read, which is said elsewhere.
    Unknown,
}

/// Looks at links to other documents.
pub fn links(chosen: &Chosen, weights: &Weights, outgoing: &[Outgoing]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut by_target: BTreeMap<(&str, &str), Vec<&Outgoing>> = BTreeMap::new();
    for out in outgoing {
        let document = out.link.document.as_deref().unwrap_or_default();
        by_target.entry((document, &out.annotator)).or_default().push(out);
    }
    let by_target: Vec<_> = by_target.into_iter().collect();
    let judged = each(&by_target, |((document, who), links)| {
        let there = there(chosen, document, who);
        let judged = links.iter().filter_map(|out| {
            let (rule, words) = judge(chosen, out, &there, document)?;
            finding(chosen, weights, rule, out, words)
        });
        judged.collect::<Vec<_>>()
    });
    found.extend(judged.into_iter().flatten());
    found.extend(twice(chosen, weights, outgoing));
    found
}

fn there(chosen: &Chosen, document: &str, who: &str) -> There {
    if !chosen.corpus.text_path(document).is_ok_and(|path| path.is_file()) {
        return There::Nothing(format!("there is no document {}", shown(document)));
    }
    if !chosen.has_layer(document, who) {
        return There::Nothing(format!("{who} has no layer on {}", shown(document)));
    }
    let Ok(text) = chosen.text(document) else { return There::Unknown };
    let Ok(reading) = chosen.layer(document, &text, who) else { return There::Unknown };
    let layer = Layer::new(reading.records);
    let placed = layer.tags().iter().map(|tag| (tag.id.clone(), Some(tag.label.clone())));
    There::Tags(placed.chain(layer.lost().keys().map(|id| (id.clone(), None))).collect())
}

fn judge(chosen: &Chosen, out: &Outgoing, there: &There, document: &str) -> Option<(&'static str, String)> {
    let kind = shown(&out.link.kind);
    let tags = match there {
        There::Tags(tags) => tags,
        There::Nothing(why) => return Some(("dead-link", format!("link “{kind}” ends at no tag: {why}"))),
        There::Unknown => return None,
    };
    let Some(to) = tags.get(&out.link.to) else {
        return Some(("dead-link", format!("link “{kind}” ends at no tag in {}", shown(document))));
    };
    let known = chosen.corpus.scheme().links.iter().find(|known| known.name == out.link.kind)?;
    let (from, to) = (out.from.1.as_ref()?, to.as_ref()?);
    let across = document != out.from.0;
    (!known.joins(from, to, across)).then(|| {
        let words = format!("link “{kind}” may not join {} to {} in {}", shown(from), shown(to), shown(document));
        ("misfit-link", words)
    })
}

/// The same two tags, joined twice from either document.
fn twice(chosen: &Chosen, weights: &Weights, outgoing: &[Outgoing]) -> Vec<Finding> {
    let mut by_tags: BTreeMap<_, Vec<&Outgoing>> = BTreeMap::new();
    for out in outgoing {
        let from = (out.from.0.as_str(), &out.link.from);
        let to = (out.link.document.as_deref().unwrap_or_default(), &out.link.to);
        by_tags.entry((&out.annotator, from.min(to), from.max(to))).or_default().push(out);
    }
    let mut found = Vec::new();
    for links in by_tags.values() {
        for out in &links[1..] {
            let (kind, first) = (shown(&out.link.kind), shown(&links[0].link.kind));
            let (rule, words) = match out.link.kind == links[0].link.kind {
                true => ("duplicate", format!("link “{kind}” joins tags that it joins already")),
                false => ("contradiction", format!("link “{kind}” joins tags that “{first}” joins, too")),
            };
            found.extend(finding(chosen, weights, rule, out, words));
        }
    }
    found
}

fn finding(chosen: &Chosen, weights: &Weights, rule: &'static str, out: &Outgoing, words: String) -> Option<Finding> {
    let path = chosen.corpus.layer_path(&out.from.0, &out.annotator);
    let finding = weights.finding(rule, path, out.place, words)?;
    Some(Finding {
        document: Some(out.from.0.clone()),
        annotator: Some(out.annotator.clone()),
        id: Some(out.link.id.as_str().into()),
        ..finding
    })
}
