//! Holds a round of review: the tags of other annotators, beside the reviewer's decisions on them.
//!
//! ```text
//!   one annotator     ana  t-5w…  claim “Prices rose 5%”        item   open → accepted · rejected · amended
//!   several           ana  t-5w…  claim “Prices rose 5%”     ┐
//!                     ben  t-9k…  claim “rose 5%”            ├  item   open → one version, or none, in the own layer
//!                     cho  (has none)                        ┘
//! ```
//!
//! An item is a [cluster](super::matching): with one annotator a single tag, with several all their tags on the same
//! words. This file changes no layer. A decision is a list of [`Edit`]s of the reviewer's own layer, with a verdict
//! for each tag that was judged. With several annotators, the result is also a tag of the reviewer, which names in
//! [from](Tag::from) the tags it was made from. These records alone show what was decided, so that the next round asks
//! only about what is new.

mod spans;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::matching::{self, MatchKind};
use crate::tags::edit::Edit;
use crate::tags::score::Score;
use crate::tags::set::TagSet;
use crate::tags::target::Judged;
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Layer, Origin, Tag};
use crate::text::{Document, Span};
use spans::ItemSpans;

/// The tags of the annotators under review on one document.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// The annotators under review.
    pub annotators: Vec<String>,
    /// The items to decide on, in the order of the text.
    pub items: Vec<ReviewItem>,
    /// The item of each tag.
    places: HashMap<Origin, usize>,
    /// The item of each verdict.
    judged: HashMap<Id, usize>,
    /// The ids of the tags that decisions make.
    outcomes: HashSet<Id>,
    /// The spans of the items.
    spans: ItemSpans,
}

/// An item to decide on: a tag, or the tags of several annotators on the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewItem {
    /// The kind of agreement between the annotators.
    pub kind: MatchKind,
    /// The tags, each with the number of its annotator.
    pub members: Vec<(usize, Tag)>,
}

/// The state of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// No decision yet.
    Open,
    /// A decision that is no longer complete: a tag was changed or added since.
    Outdated,
    /// The item is right.
    Accepted,
    /// The item should not be there.
    Rejected,
    /// The item should have other words, another label or other attributes; with several annotators, one version was
    /// chosen.
    Amended,
}

impl ItemState {
    /// Returns whether the item waits for a decision.
    pub fn is_open(self) -> bool {
        matches!(self, ItemState::Open | ItemState::Outdated)
    }
}

/// The progress of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoundProgress {
    /// Items that wait for a decision.
    pub open: usize,
    /// Items that were accepted.
    pub accepted: usize,
    /// Items that were rejected.
    pub rejected: usize,
    /// Items that were amended.
    pub amended: usize,
    /// Tags of the reviewer that no annotator under review has.
    pub added: usize,
}

impl RoundProgress {
    /// Returns whether nothing waits for a decision.
    pub fn is_done(&self) -> bool {
        self.open == 0
    }

    /// Returns the number of items in this state.
    pub fn of(&mut self, state: ItemState) -> &mut usize {
        match state {
            ItemState::Open | ItemState::Outdated => &mut self.open,
            ItemState::Accepted => &mut self.accepted,
            ItemState::Rejected => &mut self.rejected,
            ItemState::Amended => &mut self.amended,
        }
    }
}

/// The result of a decision: label, words, attributes and note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The label.
    pub label: String,
    /// The words, as a span in bytes.
    pub span: Span,
    /// The attributes.
    pub attributes: BTreeMap<String, String>,
    /// The note.
    pub note: String,
}

impl Resolution {
    /// Returns the resolution that equals a tag.
    pub fn of(tag: &Tag) -> Resolution {
        Resolution {
            label: tag.label.clone(),
            span: tag.span,
            attributes: tag.attributes.clone(),
            note: tag.note.clone(),
        }
    }

    /// Returns whether a tag already equals the resolution, apart from its note.
    pub fn is(&self, tag: &Tag) -> bool {
        (self.span, &self.label, &self.attributes) == (tag.span, &tag.label, &tag.attributes)
    }
}

impl Round {
    /// Matches the tags of these annotators.
    pub fn new(document: &Document, layers: &[(String, TagSet)]) -> Round {
        let sets: Vec<&TagSet> = layers.iter().map(|(_, tags)| tags).collect();
        let mut items: Vec<ReviewItem> = matching::clusters(document, &sets)
            .into_iter()
            .map(|cluster| {
                let members = cluster.members.iter().map(|member| (member.annotator, member.tag.clone()));
                ReviewItem { kind: cluster.kind, members: members.collect() }
            })
            .collect();
        items.sort_by_key(|item| (item.span().start, item.span().end));
        let mut round = Round {
            annotators: layers.iter().map(|(name, _)| name.clone()).collect(),
            spans: ItemSpans::new(items.iter().map(ReviewItem::span).collect()),
            ..Round::default()
        };
        for (number, item) in items.iter().enumerate() {
            for member in &item.members {
                let origin = round.origin(member);
                round.judged.insert(round.verdict_id(member), number);
                round.outcomes.insert(Verdict::outcome_of(&origin));
                round.places.insert(origin, number);
            }
        }
        round.items = items;
        round
    }

    /// Returns whether only one annotator is under review. Then decisions make verdicts but no tags.
    pub fn is_single(&self) -> bool {
        self.annotators.len() == 1
    }

    /// Returns the number of the item that holds a tag.
    pub fn find(&self, tag: &Origin) -> Option<usize> {
        self.places.get(tag).copied()
    }

    /// Returns the number of the item that the verdict with this id is about.
    pub fn judged_by(&self, verdict: &Id) -> Option<usize> {
        self.judged.get(verdict).copied()
    }

    /// Returns the first tag of an item, which stands for it.
    pub fn name(&self, item: usize) -> Option<Origin> {
        self.items.get(item)?.members.first().map(|member| self.origin(member))
    }

    /// Returns the number of items that begin before byte `at`.
    pub fn before(&self, at: usize) -> usize {
        self.spans.before(at)
    }

    /// Returns the numbers of the items that share at least one byte with `span`, in order.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = usize> {
        self.spans.touching(span)
    }

    /// Returns the state of each item, by the reviewer's layer.
    pub fn states(&self, own: &Layer) -> Vec<ItemState> {
        (0..self.items.len()).map(|item| self.state(item, own)).collect()
    }

    /// Returns the progress of the round, by the states of its items.
    pub fn progress(&self, states: &[ItemState], own: &Layer) -> RoundProgress {
        let mut progress = RoundProgress { added: self.added(own).count(), ..RoundProgress::default() };
        states.iter().for_each(|state| *progress.of(*state) += 1);
        progress
    }

    /// Returns the reviewer's tags that the annotators under review have missed: tags that were made from no other tag,
    /// with a label that no annotator has on these words, and on a span that no annotator has tagged.
    pub fn added<'a>(&self, own: &'a Layer) -> impl Iterator<Item = &'a Tag> {
        own.tags().iter().filter(|tag| self.is_added(tag))
    }

    /// Returns whether a tag of the reviewer is [added](Round::added).
    pub fn is_added(&self, tag: &Tag) -> bool {
        let alike = |other: &Tag| other.span == tag.span || (other.label == tag.label && other.span.overlaps(tag.span));
        let mut members = self.touching(tag.span).flat_map(|item| &self.items[item].members);
        tag.from.is_empty() && !members.any(|(_, other)| alike(other))
    }

    /// Returns the edits that decide that an item should be `outcome`, at the time `at`, as RFC 3339.
    pub fn resolve(&self, item: usize, outcome: &Resolution, own: &Layer, document: &Document, at: &str) -> Vec<Edit> {
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

    /// Returns the edits that reject an item.
    pub fn reject(&self, item: usize, own: &Layer, document: &Document, at: &str) -> Vec<Edit> {
        let Some(members) = self.items.get(item).map(|item| &item.members) else { return Vec::new() };
        let decide = |member| self.decide(member, Some(Decision::Rejected), own, document, at);
        let mut edits: Vec<Edit> = members.iter().flat_map(decide).collect();
        edits.extend(self.own(item, None, own, at));
        edits
    }

    /// Returns the edits that withdraw the decision on an item. A comment on it stays.
    pub fn withdraw(&self, item: usize, own: &Layer) -> Vec<Edit> {
        let Some(members) = self.items.get(item).map(|item| &item.members) else { return Vec::new() };
        let undecided = |verdict: &Verdict| {
            let says = !verdict.comment.is_empty() && verdict.rival.is_none();
            let undecided = says.then(|| Verdict { decision: None, ..verdict.clone() });
            Edit::Verdict(verdict.id.clone(), undecided)
        };
        let about = members.iter().flat_map(|member| {
            let id = self.verdict_id(member);
            own.second_verdicts(&id).iter().cloned().chain([id]).collect::<Vec<Id>>()
        });
        let verdicts = about.filter_map(|id| own.verdicts().get(&id));
        let mut edits: Vec<Edit> = verdicts.map(undecided).collect();
        edits.extend(self.own(item, None, own, ""));
        edits
    }

    /// Returns the edits that set the reviewer's comment on an item. An empty comment removes it.
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

    /// Returns the reviewer's comment on an item.
    pub fn comment_on<'a>(&self, item: usize, own: &'a Layer) -> &'a str {
        let members = self.items.get(item).map_or(&[][..], |item| &item.members);
        let comment = |member| own.verdicts().get(&self.verdict_id(member)).map(|verdict| verdict.comment.as_str());
        members.iter().filter_map(comment).find(|comment| !comment.is_empty()).unwrap_or_default()
    }

    /// Returns the tag that an item should be; `None` if the item is open, accepted or rejected.
    pub fn amended<'a>(&self, item: usize, own: &'a Layer) -> Option<&'a Judged> {
        let members = self.items.get(item).map_or(&[][..], |item| &item.members);
        members.iter().find_map(|member| match &own.verdicts().get(&self.verdict_id(member))?.decision {
            Some(Decision::Amended(judged)) => Some(judged),
            _ => None,
        })
    }

    /// Returns the origin that names a member of an item.
    fn origin(&self, (annotator, tag): &(usize, Tag)) -> Origin {
        Origin { annotator: self.annotators[*annotator].clone(), tag: tag.id.clone() }
    }

    /// Returns the id of the verdict on a member of an item.
    fn verdict_id(&self, (annotator, tag): &(usize, Tag)) -> Id {
        Verdict::id_of(&self.annotators[*annotator], &tag.id)
    }

    /// Returns the state of an item, whose number must be valid.
    pub fn state(&self, item: usize, own: &Layer) -> ItemState {
        let mut seen = HashSet::new();
        for member in &self.items[item].members {
            let id = self.verdict_id(member);
            let verdict = own.verdicts().get(&id).filter(|_| own.second_verdicts(&id).is_empty());
            let decision = verdict.and_then(|verdict| Some((verdict, verdict.decision.as_ref()?)));
            seen.insert(match decision {
                None => ItemState::Open,
                // The annotator has changed the tag as the verdict asked, so the item is settled.
                Some((_, Decision::Amended(is))) if is.is(&member.1) => ItemState::Amended,
                Some((verdict, _)) if !verdict.holds(&member.1) => ItemState::Outdated,
                Some((_, Decision::Accepted)) => ItemState::Accepted,
                Some((_, Decision::Rejected)) => ItemState::Rejected,
                Some((_, Decision::Amended(_))) => ItemState::Amended,
            });
        }
        match seen.len() {
            1 => seen.into_iter().next().unwrap_or(ItemState::Open),
            // Some tags of the item have a verdict; others were added or changed since.
            _ if seen.iter().any(|state| state.is_open()) => ItemState::Outdated,
            _ => ItemState::Amended,
        }
    }

    /// Returns the edits for a verdict on a tag; another version of the verdict that waits to be settled is removed.
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
        let rivals = own.second_verdicts(&id).iter();
        let mut edits: Vec<Edit> = rivals.map(|rival| Edit::Verdict(rival.clone(), None)).collect();
        edits.push(Edit::verdict(verdict));
        edits
    }

    /// Returns a verdict on a member of an item, without a decision or a comment.
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

    /// Returns the edits of the reviewer's own tags that give an item this outcome; with `None`, those that withdraw
    /// it. If a decision made the reviewer's tag, a new decision changes the tag, and a withdrawal removes it. If the
    /// reviewer had an equal tag before, it stays, and only its `from` names the tags under review while it is the
    /// outcome.
    fn own(&self, item: usize, outcome: Option<&Resolution>, own: &Layer, at: &str) -> Vec<Edit> {
        let from: Vec<Origin> = self.items[item].members.iter().map(|member| self.origin(member)).collect();
        let mut made: Vec<&Tag> = from.iter().flat_map(|origin| own.made_from(origin)).collect();
        made.sort_by_key(|tag| (tag.span.start, tag.span.end, &tag.id));
        made.dedup_by_key(|tag| &tag.id);
        let shared = |tag: &Tag| {
            tag.from.iter().any(|origin| match self.find(origin) {
                Some(other) => other != item,
                // Another round made the tag from a tag of an annotator who is not under review here.
                None => !self.annotators.contains(&origin.annotator),
            })
        };
        let is_ours = |tag: &Tag| self.has_made(tag) && !shared(tag);
        let same = outcome.and_then(|outcome| own.same(&outcome.label, outcome.span));
        let chosen = same.or_else(|| made.iter().copied().find(|tag| is_ours(tag))).filter(|_| outcome.is_some());
        let others = made.iter().filter(|tag| chosen.is_none_or(|chosen| chosen.id != tag.id));
        let unmade = others.filter_map(|tag| match is_ours(tag) {
            true => Some(Edit::Tag(tag.id.clone(), None)),
            // A decision on one annotator's tag does not concern other tags, so there is nothing to take back.
            false if self.is_single() => None,
            false => {
                let others = tag.from.iter().filter(|origin| !from.contains(origin)).cloned();
                Some(Edit::put(Tag { from: others.collect(), ..(*tag).clone() }))
            }
        });
        let mut edits: Vec<Edit> = unmade.collect();
        let Some(Resolution { label, span, attributes, note }) = outcome.cloned() else { return edits };
        edits.push(Edit::put(match chosen {
            Some(tag) if !is_ours(tag) => {
                let more = from.into_iter().filter(|origin| !tag.from.contains(origin));
                Tag { from: tag.from.iter().cloned().chain(more).collect(), ..tag.clone() }
            }
            chosen => {
                let free = || from.iter().map(Verdict::outcome_of).find(|id| !own.has_tag(id));
                let tag = chosen.cloned().unwrap_or_else(|| {
                    let tag = Tag::new(&label, span, at);
                    Tag { id: free().unwrap_or_else(|| tag.id.clone()), ..tag }
                });
                let note = if note.is_empty() { tag.note.clone() } else { note };
                Tag { label, span, attributes, note, from, ..tag }
            }
        }));
        edits
    }

    /// Returns whether a decision made this tag of the reviewer.
    fn has_made(&self, tag: &Tag) -> bool {
        self.outcomes.contains(&tag.id) || tag.from.iter().any(|origin| Verdict::outcome_of(origin) == tag.id)
    }
}

impl ReviewItem {
    /// Returns the span from the start of the first tag to the end of the last.
    pub fn span(&self) -> Span {
        let spans = self.members.iter().map(|(_, tag)| tag.span);
        spans.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end))).unwrap_or_default()
    }

    /// Returns the span that all tags share; `None` if they share no byte.
    pub fn shared(&self) -> Option<Span> {
        let spans = self.members.iter().map(|(_, tag)| tag.span);
        let (start, end) = (spans.clone().map(|span| span.start).max()?, spans.map(|span| span.end).min()?);
        (start < end).then(|| Span::new(start, end))
    }

    /// Returns the tag of this annotator.
    pub fn of(&self, annotator: usize) -> Option<&Tag> {
        self.members.iter().find(|(who, _)| *who == annotator).map(|(_, tag)| tag)
    }

    /// Returns whether two annotators have made the tag with other words, another label or other attributes.
    pub fn differs(&self) -> bool {
        self.tag().is_some_and(|first| self.members.iter().any(|(_, tag)| !Resolution::of(first).is(tag)))
    }

    /// Returns the first tag, which is shown for the item.
    pub fn tag(&self) -> Option<&Tag> {
        self.members.first().map(|(_, tag)| tag)
    }

    /// Returns the lowest score that a model gave to one of the tags.
    pub fn certainty(&self) -> Option<f64> {
        self.members.iter().filter_map(|(_, tag)| tag.score).map(Score::number).min_by(f64::total_cmp)
    }
}

/// Returns an outcome in the form in which a verdict holds it.
fn judged(document: &Document, outcome: &Resolution) -> Judged {
    let tag = Tag { attributes: outcome.attributes.clone(), ..Tag::new(&outcome.label, outcome.span, "") };
    Judged::of(document, &tag)
}

#[cfg(test)]
mod tests;
