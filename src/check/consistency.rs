//! Rules about contradictions: the same tag or link twice, words tagged in one place and not in another, figures
//! without a claim, and claims without a source.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::ends::in_word;
use super::finding::{Defect, Hit, HitPlace, Subject};
use super::rules::CheckedLayer;
use crate::tags::set::TagSet;
use crate::tags::target::Judged;
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Link, Tag};
use crate::text::Span;
use crate::text::unit::Unit;

/// The labels that [`figures`] and [`claims`] are about. They find nothing in a corpus that does not have these labels.
const CLAIM: &str = "claim";
const FIGURE: &str = "figure";
const SOURCE: &str = "source";

/// Finds the same label on the same words, and the same link, twice.
pub(super) fn duplicates(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for Twins { first, second } in twins(layer) {
        if first.attributes == second.attributes {
            hits.push(Hit::tag(layer, second, Defect::Twice));
        }
    }
    for links in by_joined_tags(layer).values() {
        let mut seen = HashSet::new();
        for link in links.iter().filter(|link| !seen.insert((&link.kind, &link.from))) {
            hits.push(Hit::link(layer, link, Defect::Twice));
        }
    }
}

/// Finds the same label on the same words with other attributes, and links of two types between the same tags.
pub(super) fn contradictions(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for Twins { first, second } in twins(layer) {
        let names: BTreeSet<&String> = first.attributes.keys().chain(second.attributes.keys()).collect();
        let differs = names.into_iter().find(|name| first.attributes.get(*name) != second.attributes.get(*name));
        if let Some(name) = differs {
            let value = |tag: &Tag| tag.attributes.get(name).cloned();
            let (first, attribute) = (value(first), name.clone());
            hits.push(Hit::tag(layer, second, Defect::TwiceDiffering { attribute, first, second: value(second) }));
        }
    }
    for links in by_joined_tags(layer).values() {
        if let Some(link) = links.iter().find(|link| link.kind != links[0].kind) {
            hits.push(Hit::link(layer, link, Defect::AlsoLinked(links[0].kind.clone())));
        }
    }
}

/// Finds two labels on the same words.
pub(super) fn two_labels(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for group in on_same_words(layer) {
        if let Some(tag) = group.iter().find(|tag| tag.label != group[0].label) {
            hits.push(Hit::tag(layer, tag, Defect::AlsoLabelled(group[0].label.clone())));
        }
    }
}

/// Finds words that are tagged in one place and not in another: one hit for all untagged places, at the first. A name
/// may rightly be tagged in one place only, where a source is cited for instance: it must be tagged in most places.
pub(super) fn same_words(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let (text, tags) = (layer.document.text(), layer.layer.tags());
    let mut quotes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for tag in tags.iter() {
        *quotes.entry((&tag.label, layer.document.slice(tag.span))).or_default() += 1;
    }
    let places = places(text, quotes.keys().filter_map(|(_, quote)| first_word(quote)).map(|(_, word)| word));
    for ((label, quote), tagged) in quotes {
        let Some((lead, word)) = first_word(quote) else { continue };
        let spans = places.get(word).into_iter().flatten().filter_map(|place| {
            let span = Span::new(place.checked_sub(lead)?, place - lead + quote.len());
            (text.get(span.start..span.end)? == quote).then_some(span)
        });
        let judged = judged(layer, label);
        let is_tagged = |span: &Span| {
            tags.touching(*span).any(|tag| tag.label == label) || judged.iter().any(|other| other.overlaps(*span))
        };
        let spans = spans.filter(|span| !is_tagged(span));
        let spans: Vec<Span> = spans.filter(|span| !in_word(text, span.start) && !in_word(text, span.end)).collect();
        let is_name = layer.scheme.label(label).is_some_and(|label| label.unit == Unit::Name);
        if let Some(first) = spans.first().filter(|_| !is_name || tagged > spans.len()) {
            let defect = Defect::NotTagged { label: label.into(), tagged, more: spans.len() - 1 };
            hits.push(Hit { at: HitPlace::Text(*first), subject: Subject::Words(quote.into()), defect });
        }
    }
}

/// Finds figures that are in no claim and that no claim is linked to.
pub(super) fn figures(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let (records, tags) = (layer.layer, layer.layer.tags());
    let is_claim = |id: &Id| records.tag(id).is_some_and(|tag| tag.label == CLAIM);
    let linked: HashSet<&Id> =
        records.links().values().filter(|link| is_claim(&link.from)).map(|link| &link.to).collect();
    let judged = judged(layer, CLAIM);
    for tag in own(tags, FIGURE).filter(|_| layer.scheme.label(CLAIM).is_some()) {
        let is_inside = tags.touching(tag.span).any(|other| other.label == CLAIM)
            || judged.iter().any(|claim| claim.overlaps(tag.span));
        if !linked.contains(&tag.id) && !is_inside {
            hits.push(Hit::tag(layer, tag, Defect::InNoClaim));
        }
    }
}

/// Finds claims without a source in them that are linked to no source.
pub(super) fn claims(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let (records, tags) = (layer.layer, layer.layer.tags());
    let is_source = |link: &Link| records.tag(&link.to).is_some_and(|tag| tag.label == SOURCE);
    let linked: HashSet<&Id> = records.links().values().filter(|link| is_source(link)).map(|link| &link.from).collect();
    let judged = judged(layer, SOURCE);
    for tag in own(tags, CLAIM).filter(|_| layer.scheme.label(SOURCE).is_some()) {
        let has_one = tags.touching(tag.span).any(|other| other.label == SOURCE)
            || judged.iter().any(|source| source.overlaps(tag.span));
        if !linked.contains(&tag.id) && !has_one {
            hits.push(Hit::tag(layer, tag, Defect::NoSource));
        }
    }
}

/// Returns the tags with a label that were not taken over from another annotator: what a reviewer took over may belong
/// to a tag that stays the other's.
fn own<'a>(tags: &'a TagSet, label: &str) -> impl Iterator<Item = &'a Tag> {
    tags.iter().filter(move |tag| tag.label == label && tag.from.is_empty())
}

/// Returns the words that a reviewer has accepted with a label from others: they are not tagged again in the reviewer's
/// layer.
fn judged<'a>(layer: &'a CheckedLayer, label: &str) -> Vec<Span> {
    let standing = |verdict: &'a Verdict| match &verdict.decision {
        Some(Decision::Accepted) => Some(&verdict.judged),
        Some(Decision::Amended(amended)) => Some(amended),
        Some(Decision::Rejected) | None => None,
    };
    let judged = layer.layer.verdicts().values().filter_map(standing).filter(|judged| judged.label == label);
    judged.filter_map(|judged: &Judged| judged.span).collect()
}

/// Returns groups of tags on exactly the same words. Two versions of one tag do not count as two tags.
fn on_same_words<'a>(layer: &'a CheckedLayer) -> Vec<Vec<&'a Tag>> {
    let mut groups: Vec<Vec<&Tag>> = Vec::new();
    let mut last: Option<&Tag> = None;
    for tag in layer.layer.tags().iter().filter(|tag| tag.rival.is_none()) {
        match (last.filter(|last| last.span == tag.span), groups.last_mut()) {
            (Some(_), Some(group)) if group[0].span == tag.span => group.push(tag),
            (Some(last), _) => groups.push(vec![last, tag]),
            (None, _) => {}
        }
        last = Some(tag);
    }
    groups
}

/// Two tags with the same label on the same words.
struct Twins<'a> {
    first: &'a Tag,
    second: &'a Tag,
}

/// Returns each tag that has the label and the words of an earlier tag, together with the first such tag.
fn twins<'a>(layer: &'a CheckedLayer) -> impl Iterator<Item = Twins<'a>> {
    on_same_words(layer).into_iter().flat_map(|group| {
        let first = |number: usize, tag: &Tag| group[..number].iter().find(|other| other.label == tag.label).copied();
        let twins = group
            .iter()
            .enumerate()
            .filter_map(|(number, second)| Some(Twins { first: first(number, second)?, second }));
        twins.collect::<Vec<_>>()
    })
}

/// Returns the links within the document by the two tags that they join, in either direction.
fn by_joined_tags<'a>(layer: &'a CheckedLayer) -> BTreeMap<(&'a Id, &'a Id), Vec<&'a Link>> {
    let mut by_tags: BTreeMap<_, Vec<&Link>> = BTreeMap::new();
    for link in layer.layer.links().values().filter(|link| link.document.is_none() && link.rival.is_none()) {
        let (one, other) = (&link.from, &link.to);
        by_tags.entry((one.min(other), one.max(other))).or_default().push(link);
    }
    by_tags
}

/// Returns the bytes at which these words begin in a text.
fn places<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> HashMap<&'a str, Vec<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = words.map(|word| (word, Vec::new())).collect();
    let mut rest = 0;
    while let Some((lead, word)) = first_word(&text[rest..]) {
        if let Some(places) = places.get_mut(word) {
            places.push(rest + lead);
        }
        rest += lead + word.len();
    }
    places
}

/// Returns the first run of letters and digits, and the byte at which it begins.
fn first_word(text: &str) -> Option<(usize, &str)> {
    let start = text.find(char::is_alphanumeric)?;
    let rest = &text[start..];
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    Some((start, &rest[..end]))
}

#[cfg(test)]
mod tests {
    use super::{Decision, Judged, Verdict};
    use crate::check::rules::tests::{found, found_in, link};
    use crate::tags::target::Target;
    use crate::tags::{Id, Origin, Records};
    use crate::text::Span;

    /// Gives the second tag an attribute.
    fn hedged(records: &mut Records) {
        let mut tag = records.tags.iter().find(|tag| tag.id == Id::from("t-1")).unwrap().clone();
        tag.attributes.insert("certainty".into(), "hedged".into());
        records.tags.insert(tag);
    }

    #[test]
    fn the_same_tag_stands_once() {
        assert_eq!(found("duplicate", "rose {figure: {figure: 5%}}"), ["figure “5%” is there twice"]);
        assert!(found_in("duplicate", "rose {figure: {figure: 5%}}", hedged).is_empty());
        let contradiction = found_in("contradiction", "rose {figure: {figure: 5%}}", hedged);
        assert_eq!(contradiction, ["figure “5%” is there twice, with certainty: no value and “hedged”"]);
        assert!(found("duplicate", "{figure: 5%} and {figure: 5%}").is_empty());
    }

    #[test]
    fn the_same_words_have_one_label() {
        assert_eq!(found("two-labels", "{claim: {figure: {claim: 5%}}}"), ["figure “5%” is tagged claim, too"]);
        assert!(found("two-labels", "{claim: rose {figure: 5%}}").is_empty());
    }

    #[test]
    fn the_same_tags_are_linked_once() {
        let twice = |records: &mut Records| {
            link(records, "same as", "t-0", "t-1");
            link(records, "same as", "t-0", "t-1");
            link(records, "contradicts", "t-1", "t-0");
        };
        let marked = "{figure: 5%} and {figure: five}";
        assert_eq!(found_in("duplicate", marked, twice), ["link “same as” from figure “5%” is there twice"]);
        assert_eq!(
            found_in("contradiction", marked, twice),
            ["link “contradicts” from figure “five” joins tags that “same as” joins, too"]
        );
    }

    #[test]
    fn the_same_words_are_tagged_everywhere() {
        let found = |marked| found("same-words", marked);
        let marked = "{figure: half} and half, {figure: half}, half";
        assert_eq!(found(marked), ["“half” is tagged figure 2 times, but not here, nor in 1 more place"]);
        assert_eq!(found("{figure: “5%”} of “5%”"), ["““5%”” is tagged figure once, but not here"]);
        assert!(found("{source: Rutte} met {source: Mark Rutte}").is_empty(), "it lies in another of that label");
        assert!(found("{figure: 10} of 10,000 and 210").is_empty(), "they are parts of other words");
    }

    #[test]
    fn a_name_is_reported_where_most_of_its_places_are_tagged() {
        let found = |marked| found("same-words", marked);
        assert_eq!(
            found("{source: Rutte} met Rutte and {source: Rutte}"),
            ["“Rutte” is tagged source 2 times, but not here"]
        );
        assert!(found("{source: NATO} said that NATO grows").is_empty(), "it is cited once");
        assert!(found("{source: Rutte} met Rutte and {source: Rutte}. Rutte’s men").is_empty());
    }

    #[test]
    fn a_reviewer_is_not_asked_for_what_was_accepted_from_another() {
        let marked = "{figure: half} of it, Prices rose {figure: 5%}";
        let verdict = |span: Span, decision: Decision| Verdict {
            id: Id::from("v-ana-1"),
            annotator: "ana".into(),
            tag: Id::from("t-1"),
            decision: Some(decision),
            judged: Judged {
                label: "claim".into(),
                attributes: Default::default(),
                target: Target::default(),
                span: Some(span),
            },
            comment: String::new(),
            at: String::new(),
            rival: None,
            extra: Vec::new(),
        };
        let judge = |decision| {
            move |records: &mut Records| {
                let verdict = verdict(Span::new(12, 26), decision);
                std::sync::Arc::make_mut(&mut records.verdicts).insert(verdict.id.clone(), verdict);
            }
        };
        let found = |decision| found_in("figure-in-no-claim", marked, judge(decision));
        assert_eq!(found(Decision::Accepted), ["figure “half” is in no claim"]);
        assert_eq!(found(Decision::Rejected).len(), 2, "a claim that was rejected holds no figure");
        let taken = |records: &mut Records| {
            let mut tag = records.tags.iter().next().unwrap().clone();
            tag.from = vec![Origin { annotator: "ana".into(), tag: Id::from("t-9") }];
            records.tags.insert(tag);
        };
        assert_eq!(found_in("figure-in-no-claim", marked, taken), ["figure “5%” is in no claim"]);
    }

    #[test]
    fn a_figure_lies_in_a_claim_or_a_claim_is_linked_to_it() {
        let marked = "{claim: Prices rose {figure: 5%}}, {figure: half} of it now";
        assert_eq!(found("figure-in-no-claim", marked), ["figure “half” is in no claim"]);
        assert!(found_in("figure-in-no-claim", marked, |records| link(records, "rests on", "t-0", "t-2")).is_empty());
    }

    #[test]
    fn a_claim_has_a_source_in_it_or_a_link_to_one() {
        let marked = "{claim: Prices rose}, {source: INSEE} said. {claim: {source: Rutte} warns}";
        assert_eq!(found("claim-without-source", marked), ["claim “Prices rose” has no source"]);
        let linked = found_in("claim-without-source", marked, |records| link(records, "attributed to", "t-0", "t-1"));
        assert!(linked.is_empty());
    }
}
