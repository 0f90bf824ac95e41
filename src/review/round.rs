//! A round of review: what others have tagged, laid beside what the reviewer has decided on it.
//!
//! ```text
//!   one annotator     ana  t-5w…  claim “Prices rose 5%”        item   open → accepted · rejected · amended
//!   several           ana  t-5w…  claim “Prices rose 5%”     ┐
//!                     ben  t-9k…  claim “rose 5%”            ├  item   open → one version, or none, in the own layer
//!                     cho  (has none)                        ┘
//! ```
//!
//! An item is a [cluster](super::matching): with one annotator a tag, with several what they all have on the same words. Nothing
//! here changes a layer: to decide is to make [`Edit`]s of the reviewer's own, a verdict for each tag that was judged. With
//! several annotators the outcome is a tag of the reviewer's, too, which says [from](Tag::from) whose tags it was made. What
//! was decided is found again by these records alone, so that the next round brings up only what is new.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::matching::{self, Kind};
use crate::tags::edit::Edit;
use crate::tags::set::TagSet;
use crate::tags::target::Judged;
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Layer, Origin, Tag};
use crate::text::{Document, Span};

/// What the annotators under review have on one document.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// Who is reviewed.
    pub annotators: Vec<String>,
    /// What there is to decide, in the order of the text.
    pub items: Vec<Item>,
    /// Which item a tag belongs to.
    places: HashMap<Origin, usize>,
    /// How far the longest reaches, in bytes.
    longest: usize,
}

/// Something to decide: a tag, or what several annotators have on the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// How far the annotators agree.
    pub kind: Kind,
    /// Whose tags they are: the number of the annotator, and the tag.
    pub members: Vec<(usize, Tag)>,
}

/// What has been decided about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing.
    Open,
    /// Something, but a tag has changed since, or has come since.
    Outdated,
    /// It is right.
    Accepted,
    /// It should not be there.
    Rejected,
    /// It should be something else; with several annotators: one version of several.
    Amended,
}

impl State {
    /// Whether it waits for a decision.
    pub fn is_open(self) -> bool {
        matches!(self, State::Open | State::Outdated)
    }
}

/// How far a round is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Items that wait for a decision.
    pub open: usize,
    /// Items that were accepted.
    pub accepted: usize,
    /// Items that were rejected.
    pub rejected: usize,
    /// Items that were amended.
    pub amended: usize,
    /// Tags of the reviewer's own that nobody under review has.
    pub added: usize,
}

impl Progress {
    /// Whether nothing waits for a decision.
    pub fn is_done(&self) -> bool {
        self.open == 0
    }
}

/// What an item becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The label.
    pub label: String,
    /// The words, in bytes.
    pub span: Span,
    /// The attributes.
    pub attributes: BTreeMap<String, String>,
    /// The note.
    pub note: String,
}

impl Outcome {
    /// What a tag says.
    pub fn of(tag: &Tag) -> Outcome {
        Outcome { label: tag.label.clone(), span: tag.span, attributes: tag.attributes.clone(), note: tag.note.clone() }
    }

    /// Whether a tag says that already, its note aside.
    pub fn is(&self, tag: &Tag) -> bool {
        (self.span, &self.label, &self.attributes) == (tag.span, &tag.label, &tag.attributes)
    }
}

impl Round {
    /// Lays the tags of these annotators beside each other.
    pub fn new(document: &Document, layers: &[(String, TagSet)]) -> Round {
        let sets: Vec<&TagSet> = layers.iter().map(|(_, tags)| tags).collect();
        let items: Vec<Item> = matching::clusters(document, &sets)
            .into_iter()
            .map(|cluster| {
                let members = cluster.members.iter().map(|member| (member.annotator, member.tag.clone()));
                Item { kind: cluster.kind, members: members.collect() }
            })
            .collect();
        let mut round = Round { annotators: layers.iter().map(|(name, _)| name.clone()).collect(), ..Round::default() };
        round.longest = items.iter().map(|item| item.span().len()).max().unwrap_or(0);
        round.items = items;
        round.items.sort_by_key(|item| (item.span().start, item.span().end));
        for (number, item) in round.items.iter().enumerate() {
            round.places.extend(item.members.iter().map(|member| (origin(&round.annotators, member), number)));
        }
        round
    }

    /// Whether one annotator is reviewed, so that a verdict is all that comes of it.
    pub fn is_single(&self) -> bool {
        self.annotators.len() == 1
    }

    /// The number of the item that has a tag.
    pub fn find(&self, tag: &Origin) -> Option<usize> {
        self.places.get(tag).copied()
    }

    /// The number of the item that a verdict of that name is about.
    pub fn judged_by(&self, verdict: &Id) -> Option<usize> {
        self.items.iter().position(|item| item.members.iter().any(|member| self.verdict_id(member) == *verdict))
    }

    /// What stands for an item: its first tag.
    pub fn name(&self, item: usize) -> Option<Origin> {
        self.items.get(item)?.members.first().map(|member| origin(&self.annotators, member))
    }

    /// The numbers of the items that share at least one byte with `span`, in order.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = usize> {
        let from = self.items.partition_point(|item| item.span().start + self.longest < span.start);
        let items = self.items[from..].iter().take_while(move |item| item.span().start < span.end);
        items.enumerate().filter(move |(_, item)| item.span().overlaps(span)).map(move |(number, _)| from + number)
    }

    /// What has been decided about each item in the reviewer's layer.
    pub fn states(&self, own: &Layer) -> Vec<State> {
        let contested: HashSet<&Id> = own.verdicts().values().filter_map(|verdict| verdict.rival.as_ref()).collect();
        self.items.iter().map(|item| self.state(item, own, &contested)).collect()
    }

    /// How far the round is, by the states of its items.
    pub fn progress(&self, states: &[State], own: &Layer) -> Progress {
        let mut progress = Progress { added: self.added(own).count(), ..Progress::default() };
        for state in states {
            *match state {
                State::Open | State::Outdated => &mut progress.open,
                State::Accepted => &mut progress.accepted,
                State::Rejected => &mut progress.rejected,
                State::Amended => &mut progress.amended,
            } += 1;
        }
        progress
    }

    /// The reviewer's tags that those under review have missed: made of nobody's, on words where nobody has that label, and
    /// on no span that anybody has tagged.
    pub fn added<'a>(&self, own: &'a Layer) -> impl Iterator<Item = &'a Tag> {
        own.tags().iter().filter(|tag| tag.from.is_empty() && !self.has(tag))
    }

    fn has(&self, tag: &Tag) -> bool {
        let members = self.touching(tag.span).flat_map(|item| &self.items[item].members);
        members
            .into_iter()
            .any(|(_, other)| other.span == tag.span || (other.label == tag.label && other.span.overlaps(tag.span)))
    }

    /// The edits by which an item becomes `outcome`.
    pub fn resolve(&self, item: usize, outcome: &Outcome, own: &Layer, document: &Document, at: &str) -> Vec<Edit> {
        let Some(members) = self.items.get(item).map(|item| &item.members) else { return Vec::new() };
        let mut edits = Vec::new();
        for member in members {
            let decision = match outcome.is(&member.1) {
                true => Decision::Accepted,
                false => Decision::Amended(judged(document, outcome)),
            };
            edits.extend(self.decide(member, Some(decision), own, document, at));
        }
        if !self.is_single() {
            edits.extend(self.own(item, Some(outcome), own, at));
        }
        edits
    }

    /// The edits by which an item is dropped.
    pub fn reject(&self, item: usize, own: &Layer, document: &Document, at: &str) -> Vec<Edit> {
        let Some(members) = self.items.get(item).map(|item| &item.members) else { return Vec::new() };
        let decide = |member| self.decide(member, Some(Decision::Rejected), own, document, at);
        let mut edits: Vec<Edit> = members.iter().flat_map(decide).collect();
        edits.extend(self.own(item, None, own, at));
        edits
    }

    /// The edits by which nothing is decided any more about an item. What was said about it stays.
    pub fn withdraw(&self, item: usize, own: &Layer) -> Vec<Edit> {
        let Some(members) = self.items.get(item).map(|item| &item.members) else { return Vec::new() };
        let ids: HashSet<Id> = members.iter().map(|member| self.verdict_id(member)).collect();
        let about = |verdict: &&Verdict| ids.contains(verdict.rival.as_ref().unwrap_or(&verdict.id));
        let undecided = |verdict: &Verdict| {
            let says = !verdict.comment.is_empty() && verdict.rival.is_none();
            let undecided = says.then(|| Verdict { decision: None, ..verdict.clone() });
            Edit::Verdict(verdict.id.clone(), undecided)
        };
        let mut edits: Vec<Edit> = own.verdicts().values().filter(about).map(undecided).collect();
        edits.extend(self.own(item, None, own, ""));
        edits
    }

    /// The edits by which the reviewer says something about an item. Nothing is said by an empty comment.
    pub fn comment(&self, item: usize, comment: &str, own: &Layer, document: &Document, at: &str) -> Vec<Edit> {
        let Some(members) = self.items.get(item).map(|item| &item.members) else { return Vec::new() };
        let edits = members.iter().map(|member| {
            let id = self.verdict_id(member);
            let old = own.verdicts().get(&id).cloned();
            let verdict =
                Verdict { comment: comment.into(), ..old.unwrap_or_else(|| self.blank(member, document, at)) };
            let says_nothing = comment.is_empty() && verdict.decision.is_none();
            Edit::Verdict(id, (!says_nothing).then_some(verdict))
        });
        edits.collect()
    }

    /// What was said about an item.
    pub fn comment_on<'a>(&self, item: usize, own: &'a Layer) -> &'a str {
        let members = self.items.get(item).map_or(&[][..], |item| &item.members);
        let comment = |member| own.verdicts().get(&self.verdict_id(member)).map(|verdict| verdict.comment.as_str());
        members.iter().filter_map(comment).find(|comment| !comment.is_empty()).unwrap_or_default()
    }

    /// What an item was decided to be; `None` if it is open, as it was, or dropped.
    pub fn amended<'a>(&self, item: usize, own: &'a Layer) -> Option<&'a Judged> {
        let members = self.items.get(item).map_or(&[][..], |item| &item.members);
        members.iter().find_map(|member| match &own.verdicts().get(&self.verdict_id(member))?.decision {
            Some(Decision::Amended(judged)) => Some(judged),
            _ => None,
        })
    }

    fn verdict_id(&self, (annotator, tag): &(usize, Tag)) -> Id {
        Verdict::id_of(&self.annotators[*annotator], &tag.id)
    }

    fn state(&self, item: &Item, own: &Layer, contested: &HashSet<&Id>) -> State {
        let mut seen = HashSet::new();
        for member in &item.members {
            let verdict =
                own.verdicts().get(&self.verdict_id(member)).filter(|verdict| !contested.contains(&verdict.id));
            let decision = verdict.and_then(|verdict| Some((verdict, verdict.decision.as_ref()?)));
            seen.insert(match decision {
                None => State::Open,
                // What was to be amended and is so now is settled.
                Some((_, Decision::Amended(is))) if is.is(&member.1) => State::Amended,
                Some((verdict, _)) if !verdict.holds(&member.1) => State::Outdated,
                Some((_, Decision::Accepted)) => State::Accepted,
                Some((_, Decision::Rejected)) => State::Rejected,
                Some((_, Decision::Amended(_))) => State::Amended,
            });
        }
        match seen.len() {
            1 => seen.into_iter().next().unwrap_or(State::Open),
            // Some tags of it were decided on, and others have come or changed since.
            _ if seen.iter().any(|state| state.is_open()) => State::Outdated,
            _ => State::Amended,
        }
    }

    /// A verdict on a tag; another version of it that waits to be settled goes.
    fn decide(
        &self,
        member: &(usize, Tag),
        decision: Option<Decision>,
        own: &Layer,
        document: &Document,
        at: &str,
    ) -> Vec<Edit> {
        let id = self.verdict_id(member);
        let blank = self.blank(member, document, at);
        let verdict = match own.verdicts().get(&id) {
            Some(old) => Verdict { comment: old.comment.clone(), extra: old.extra.clone(), decision, ..blank },
            None => Verdict { decision, ..blank },
        };
        // Another version is called after the first.
        let behind =
            own.verdicts().range(&id..).skip(1).take_while(|(other, _)| other.as_str().starts_with(id.as_str()));
        let rivals = behind.filter(|(_, other)| other.rival.as_ref() == Some(&id));
        let mut edits: Vec<Edit> = rivals.map(|(rival, _)| Edit::Verdict(rival.clone(), None)).collect();
        edits.push(Edit::verdict(verdict));
        edits
    }

    fn blank(&self, member: &(usize, Tag), document: &Document, at: &str) -> Verdict {
        let (annotator, tag) = member;
        Verdict {
            id: self.verdict_id(member),
            annotator: self.annotators[*annotator].clone(),
            tag: tag.id.clone(),
            decision: None,
            judged: Judged::of(document, tag),
            comment: String::new(),
            at: at.into(),
            rival: None,
            extra: Vec::new(),
        }
    }

    /// The reviewer's own tag that is made of an item, or unmade.
    fn own(&self, item: usize, outcome: Option<&Outcome>, own: &Layer, at: &str) -> Vec<Edit> {
        let members = &self.items[item].members;
        let from: Vec<Origin> = members.iter().map(|member| origin(&self.annotators, member)).collect();
        let made = |tag: &&Tag| tag.from.iter().any(|origin| from.contains(origin));
        let mut before = own.tags().iter().filter(made);
        let Some(outcome) = outcome else {
            return before.map(|tag| Edit::Tag(tag.id.clone(), None)).collect();
        };
        // What was made of it before becomes the outcome; so does a tag that says the same already.
        let first = before.next().or_else(|| own.same(&outcome.label, outcome.span)).cloned();
        let mut edits: Vec<Edit> = before.map(|tag| Edit::Tag(tag.id.clone(), None)).collect();
        let tag = first.unwrap_or_else(|| Tag::new(&outcome.label, outcome.span, at));
        let note = if outcome.note.is_empty() { tag.note.clone() } else { outcome.note.clone() };
        edits.push(Edit::put(Tag {
            label: outcome.label.clone(),
            span: outcome.span,
            attributes: outcome.attributes.clone(),
            note,
            from,
            ..tag
        }));
        edits
    }
}

impl Item {
    /// From where the first of its tags begins to where the last ends.
    pub fn span(&self) -> Span {
        let spans = self.members.iter().map(|(_, tag)| tag.span);
        spans.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end))).unwrap_or_default()
    }

    /// What all of its tags share; `None` if that is nothing.
    pub fn shared(&self) -> Option<Span> {
        let spans = self.members.iter().map(|(_, tag)| tag.span);
        let (start, end) = (spans.clone().map(|span| span.start).max()?, spans.map(|span| span.end).min()?);
        (start < end).then(|| Span::new(start, end))
    }

    /// The tag of that annotator.
    pub fn of(&self, annotator: usize) -> Option<&Tag> {
        self.members.iter().find(|(who, _)| *who == annotator).map(|(_, tag)| tag)
    }

    /// The tag that it is shown as: the first.
    pub fn tag(&self) -> Option<&Tag> {
        self.members.first().map(|(_, tag)| tag)
    }
}

fn origin(annotators: &[String], (annotator, tag): &(usize, Tag)) -> Origin {
    Origin { annotator: annotators[*annotator].clone(), tag: tag.id.clone() }
}

fn judged(document: &Document, outcome: &Outcome) -> Judged {
    let tag = Tag { attributes: outcome.attributes.clone(), ..Tag::new(&outcome.label, outcome.span, "") };
    Judged::of(document, &tag)
}

#[cfg(test)]
mod tests;
