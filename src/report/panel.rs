//! Makes the panels: the documents as the page shows them, each tag with a number.
//!
//! ```text
//!   a.txt   ana  ├─ claim ───────────────┤           t1   lane 1      numbers run through the page in the
//!                    ├ figure ┤                      t3   lane 0      order of reading: j and k step from one to the next
//!           ben  ├─ claim ────────────┤              t2   lane 2
//! ```
//!
//! A lane is the row in which the line under a tag is drawn. Tags that overlap have different lanes. The shortest tag
//! has the lane nearest to the text, and the tags of one annotator are together. There are [`LANES`] lanes; tags for
//! which none is free share the last one.
//!
//! A document that belongs to several pairs has a panel in each of them.

use std::collections::{BTreeMap, HashMap};

use super::{Report, ReportedDocument};
use crate::tags::target::Target;
use crate::tags::verdict::Verdict;
use crate::tags::{Id, Tag};

/// The number of lines under a text.
pub(super) const LANES: usize = 4;

/// A document on the page.
#[derive(Debug)]
pub(super) struct Panel<'a> {
    /// The document.
    pub sheet: &'a ReportedDocument,
    /// The tags in the order of reading, then the lost tags.
    pub entries: Vec<TagEntry<'a>>,
    /// The index of a tag among the entries, by annotator and id.
    places: HashMap<(usize, &'a Id), usize>,
    /// The number of lanes in use.
    pub lanes: usize,
}

/// A tag on the page.
#[derive(Debug)]
pub(super) struct TagEntry<'a> {
    /// The number, from 1.
    pub number: usize,
    /// The index of the annotator.
    pub who: usize,
    /// The index of the label: first those of the scheme, then others that occur on tags.
    pub label: usize,
    /// The tag.
    pub tag: &'a Tag,
    /// The target, if the tag is lost.
    pub lost: Option<&'a Target>,
    /// The lane, from 0.
    pub lane: usize,
    /// The links, in the order of the layers.
    pub relations: Vec<PanelLink<'a>>,
    /// The verdicts on the tag, with the indexes of the reviewers.
    pub verdicts: Vec<(usize, &'a Verdict)>,
}

/// A link, seen from one of its ends.
#[derive(Clone, Debug)]
pub(super) struct PanelLink<'a> {
    /// The type.
    pub kind: &'a str,
    /// The direction of the link, seen from the tag.
    pub direction: LinkDirection,
    /// The other end.
    pub other: LinkEnd<'a>,
}

/// The direction of a link, seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkDirection {
    /// The link begins here.
    Out,
    /// The link ends here.
    In,
}

/// The other end of a link.
#[derive(Clone, Copy, Debug)]
pub(super) enum LinkEnd<'a> {
    /// The index of the panel, and of the entry in it.
    Here(usize, usize),
    /// The name of the document, if the document is not on the page or the tag no longer exists.
    Elsewhere(&'a str),
}

impl<'a> Panel<'a> {
    /// Returns the index of an annotator's tag among the entries.
    pub(super) fn find(&self, who: usize, id: &'a Id) -> Option<usize> {
        self.places.get(&(who, id)).copied()
    }
}

/// Returns the labels of the scheme, then the other labels that occur on tags, by name.
pub(super) fn labels(report: &Report) -> Vec<&str> {
    let mut names: Vec<&str> = report.scheme.labels.iter().map(|label| label.name.as_str()).collect();
    let layers = || report.documents.iter().flat_map(|sheet| sheet.layers.iter().flatten());
    let placed = layers().flat_map(|records| records.tags.iter());
    let lost = layers().flat_map(|records| records.lost.values().map(|lost| &lost.tag));
    let others: std::collections::BTreeSet<&str> =
        placed.chain(lost).map(|tag| tag.label.as_str()).filter(|label| !names.contains(label)).collect();
    names.extend(others);
    names
}

/// Returns all panels in the order of the page: two for a pair, one for a single document.
pub(super) fn panels<'a>(report: &'a Report, labels: &[&str]) -> Vec<Panel<'a>> {
    let mut panels: Vec<Panel<'a>> = Vec::new();
    let mut before = 0;
    for sheet in report.pairs.iter().flat_map(|(left, right)| [Some(*left), *right]).flatten() {
        let panel = panel(&report.documents[sheet], labels, before);
        before += panel.entries.len();
        panels.push(panel);
    }
    relate(report, &mut panels);
    judge(report, &mut panels);
    panels
}

/// Returns the indexes of the panels of each pair.
pub(super) fn of_pairs(report: &Report) -> Vec<(usize, Option<usize>)> {
    let mut next = 0;
    let mut take = || {
        next += 1;
        next - 1
    };
    report.pairs.iter().map(|(_, right)| (take(), right.map(|_| take()))).collect()
}

/// Makes the panel of a document; `before` is the number of entries on the page before it.
fn panel<'a>(sheet: &'a ReportedDocument, labels: &[&str], before: usize) -> Panel<'a> {
    let numbers: HashMap<&str, usize> = labels.iter().enumerate().map(|(number, label)| (*label, number)).collect();
    let mut entries = Vec::new();
    for (who, records) in sheet.layers.iter().enumerate().filter_map(|(who, records)| Some((who, records.as_ref()?))) {
        let placed = records.tags.iter().map(|tag| (tag, None));
        let lost = records.lost.values().map(|lost| (&lost.tag, Some(&lost.target)));
        entries.extend(placed.chain(lost).map(|(tag, lost)| TagEntry {
            number: 0,
            who,
            label: numbers.get(tag.label.as_str()).copied().unwrap_or_default(),
            tag,
            lost,
            lane: 0,
            relations: Vec::new(),
            verdicts: Vec::new(),
        }));
    }
    let start = |entry: &TagEntry<'_>| entry.lost.map_or(entry.tag.span.start, |target| target.start);
    entries.sort_by(|a, b| {
        let key =
            |entry: &TagEntry<'_>| (entry.lost.is_some(), start(entry), usize::MAX - entry.tag.span.end, entry.who);
        key(a).cmp(&key(b)).then_with(|| a.tag.id.cmp(&b.tag.id))
    });
    entries.iter_mut().zip(before + 1..).for_each(|(entry, number)| entry.number = number);
    let lanes = lay(&mut entries);
    let places = entries.iter().enumerate().map(|(at, entry)| ((entry.who, &entry.tag.id), at)).collect();
    Panel { sheet, entries, places, lanes }
}

/// Gives each tag the first lane that is free along all of it, and returns the number of lanes in use.
fn lay(entries: &mut [TagEntry<'_>]) -> usize {
    let mut order: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].lost.is_none()).collect();
    order.sort_by_key(|at| (entries[*at].who, entries[*at].tag.span.len(), *at));
    // Tags in a lane do not overlap, so only the last one that begins before the end of a tag can be in its way.
    let mut lanes: [BTreeMap<usize, usize>; LANES] = Default::default();
    for at in order {
        let span = entries[at].tag.span;
        let free = |lane: &BTreeMap<usize, usize>| {
            lane.range(..span.end).next_back().is_none_or(|(_, end)| *end <= span.start)
        };
        let lane = lanes.iter().position(free).unwrap_or(LANES - 1);
        lanes[lane].insert(span.start, span.end);
        entries[at].lane = lane;
    }
    lanes.iter().filter(|lane| !lane.is_empty()).count()
}

/// Gives each tag its links, at both ends. A link leads to the panel beside it, or to the first panel of its document.
fn relate<'a>(report: &'a Report, panels: &mut [Panel<'a>]) {
    let mut firsts: HashMap<&str, usize> = HashMap::new();
    for (at, panel) in panels.iter().enumerate() {
        firsts.entry(&panel.sheet.name).or_insert(at);
    }
    let mut found = Vec::new();
    for (left, right) in of_pairs(report) {
        for here in [Some(left), right].into_iter().flatten() {
            let beside = [Some(left), right].into_iter().flatten().find(|at| *at != here);
            let sheet = panels[here].sheet;
            for (who, records) in sheet.layers.iter().enumerate() {
                for link in records.iter().flat_map(|records| records.links.values()) {
                    let Some(from) = panels[here].find(who, &link.from) else { continue };
                    let name = link.document.as_deref().unwrap_or(&sheet.name);
                    let there = match beside {
                        _ if name == sheet.name => Some(here),
                        Some(beside) if panels[beside].sheet.name == name => Some(beside),
                        _ => firsts.get(name).copied(),
                    };
                    let to = there.and_then(|there| Some((there, panels[there].find(who, &link.to)?)));
                    // A second panel of a document has no links to other pairs, because they would be shown twice.
                    let near = there.is_some_and(|there| there == here || Some(there) == beside);
                    let back = near || firsts.get(sheet.name.as_str()) == Some(&here);
                    found.push(((here, from), link.kind.as_str(), to, name, back));
                }
            }
        }
    }
    for ((here, from), kind, to, name, back) in found {
        let other = to.map_or(LinkEnd::Elsewhere(name), |(panel, entry)| LinkEnd::Here(panel, entry));
        panels[here].entries[from].relations.push(PanelLink { kind, direction: LinkDirection::Out, other });
        if let Some((panel, entry)) = to.filter(|_| back) {
            let seen = PanelLink { kind, direction: LinkDirection::In, other: LinkEnd::Here(here, from) };
            panels[panel].entries[entry].relations.push(seen);
        }
    }
}

/// Gives each tag the verdicts on it.
fn judge<'a>(report: &'a Report, panels: &mut [Panel<'a>]) {
    let numbers: HashMap<&str, usize> =
        report.annotators.iter().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
    for panel in panels {
        for (reviewer, records) in panel.sheet.layers.iter().enumerate() {
            for verdict in records.iter().flat_map(|records| records.verdicts.values()) {
                let place = numbers.get(verdict.annotator.as_str()).and_then(|who| panel.find(*who, &verdict.tag));
                if let Some(at) = place {
                    panel.entries[at].verdicts.push((reviewer, verdict));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Records;
    use crate::tags::scheme::Scheme;
    use crate::text::{Document, Span};
    use proptest::prelude::*;

    fn report(layers: &[&[(usize, usize)]]) -> Report {
        let records = |(who, spans): (usize, &&[(usize, usize)])| {
            let tag = |(number, (start, end)): (usize, &(usize, usize))| {
                let id = Id::from(format!("t-{who}{number:04}").as_str());
                Tag { id, ..Tag::new("claim", Span::new(*start, *end), "") }
            };
            let tags: Vec<Tag> = spans.iter().enumerate().map(tag).collect();
            Some(Records::from(tags.into_iter().collect::<crate::tags::set::TagSet>()))
        };
        let sheet = ReportedDocument {
            name: "a.txt".into(),
            document: Document::new("x".repeat(100)),
            language: crate::language::unknown(),
            layers: layers.iter().enumerate().map(records).collect(),
        };
        Report {
            title: String::new(),
            date: None,
            scheme: Scheme::default(),
            annotators: (0..layers.len()).map(|who| format!("a{who}")).collect(),
            documents: vec![sheet],
            pairs: vec![(0, None)],
            events: Vec::new(),
            agreement: None,
        }
    }

    #[test]
    fn the_shortest_runs_nearest_to_the_text_and_annotators_lie_together() {
        let report = report(&[&[(0, 30), (5, 10), (40, 50)], &[(0, 28)]]);
        let panels = panels(&report, &labels(&report));
        let lanes: Vec<(usize, usize, usize)> =
            panels[0].entries.iter().map(|entry| (entry.tag.span.start, entry.who, entry.lane)).collect();
        assert_eq!(lanes, [(0, 0, 1), (0, 1, 2), (5, 0, 0), (40, 0, 0)]);
        assert_eq!(panels[0].lanes, 3);
    }

    proptest! {
        #[test]
        fn what_overlaps_has_lanes_of_its_own_while_there_is_room(
            spans in prop::collection::vec((0..80usize, 1..20usize), 0..12),
        ) {
            let spans: Vec<(usize, usize)> = spans.into_iter().map(|(start, len)| (start, start + len)).collect();
            let report = report(&[&spans]);
            let panels = panels(&report, &labels(&report));
            let entries = &panels[0].entries;
            for (at, one) in entries.iter().enumerate() {
                prop_assert_eq!(one.number, at + 1);
                for other in &entries[at + 1..] {
                    if one.tag.span.overlaps(other.tag.span) && one.lane == other.lane {
                        prop_assert_eq!(one.lane, LANES - 1);
                    }
                }
            }
        }
    }
}
