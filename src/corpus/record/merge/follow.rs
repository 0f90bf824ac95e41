//! Separates what an edit of the text did to the places of a layer from what a person did.
//!
//! ```text
//!            base          ours, on a new text   theirs
//!   t-1      83..89        85..91                (removed)       ours only followed the text: it is gone
//!   t-2      95..99        97..101               95..104         theirs: a hand has set its end
//!   t-3      30..35        (lost)                30..35, noted   lost, with the note
//! ```
//!
//! If the text of a side is not that of the base, everything after an edit has moved there. This is no change that
//! could contradict another, or prevent a removal: the base and the other side are moved in the same way before the
//! three are merged.

use std::collections::BTreeSet;

use super::super::resolver::Ledger;
use super::{TextId, judged};
use crate::tags::edit::Edit;
use crate::tags::target::{Judged, Lost, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Layer, Records, Tag};
use crate::text::Span;

/// Returns base, ours and theirs, with all records at the places to which a new text has moved them.
pub(super) fn follow(ledger: &Ledger, records: &[Records; 3], texts: [Option<TextId>; 3]) -> [Records; 3] {
    let [base, ours, theirs] = texts;
    let edited = [ours != base, theirs != base];
    if base.is_none() || edited == [false, false] {
        return records.clone();
    }
    let texts = Texts { edited, alike: ours == theirs };
    let [base, ours, theirs] = records.clone();
    let ids: BTreeSet<Id> = base.tags.iter().map(|tag| &tag.id).chain(base.lost.keys()).cloned().collect();
    let judged: Vec<Id> = base.verdicts.keys().cloned().collect();
    let mut layers = [base, ours, theirs].map(Layer::new);
    for id in ids {
        let stands = layers.each_ref().map(|layer| Stand::of(ledger, layer, &id));
        for (layer, stand) in layers.iter_mut().zip(texts.followed(stands, Stand::has_only_moved)) {
            stand.into_iter().for_each(|stand| stand.put(ledger, layer, &id));
        }
    }
    for id in judged {
        let verdicts = layers.each_ref().map(|layer| layer.verdicts().get(&id).cloned());
        for (layer, verdict) in layers.iter_mut().zip(texts.followed(verdicts, has_only_moved)) {
            verdict.into_iter().for_each(|verdict| drop(layer.apply(Edit::verdict(verdict))));
        }
    }
    layers.map(|layer| layer.records().clone())
}

/// The differences between the texts of the sides.
struct Texts {
    /// Whether the text of ours, and that of theirs, differs from that of the base.
    edited: [bool; 2],
    /// Whether ours and theirs have the same text.
    alike: bool,
}

impl Texts {
    /// Returns base, ours and theirs of a record that the text has moved.
    fn followed<T: Clone + PartialEq + HasPlace>(
        &self,
        three: [Option<T>; 3],
        only: fn(&T, &T) -> bool,
    ) -> [Option<T>; 3] {
        let [Some(base), ours, theirs] = &three else { return [None, None, None] };
        let moved = [(ours, self.edited[0]), (theirs, self.edited[1])]
            .map(|(side, edited)| side.as_ref().filter(|side| edited && only(base, side)));
        let new = match moved {
            [None, None] => return [None, None, None],
            [Some(one), None] | [None, Some(one)] => one,
            [Some(one), Some(other)] if one == other => one,
            // On one text, only a person can have made them differ.
            [Some(_), Some(_)] if self.alike => return [None, None, None],
            [Some(one), Some(other)] => {
                if one.place() <= other.place() {
                    one
                } else {
                    other
                }
            }
        };
        let side = |side: &Option<T>, moved: Option<&T>| {
            side.as_ref().filter(|side| moved.is_some() || *side == base).map(|_| new.clone())
        };
        [Some(new.clone()), side(ours, moved[0]), side(theirs, moved[1])]
    }
}

/// A record with a place.
trait HasPlace {
    fn place(&self) -> &Target;
}

/// The place of a tag, and the words that it was made on, if these have changed.
#[derive(Clone, PartialEq, Eq)]
struct Stand {
    lost: bool,
    target: Target,
    was: Option<String>,
}

impl HasPlace for Stand {
    fn place(&self) -> &Target {
        &self.target
    }
}

impl HasPlace for Verdict {
    fn place(&self) -> &Target {
        &self.judged.target
    }
}

impl Stand {
    fn of(ledger: &Ledger, layer: &Layer, id: &Id) -> Option<Stand> {
        let placed = layer.tag(id).map(|tag| (false, ledger.target(tag.span), tag));
        let lost = || layer.lost().get(id).map(|lost| (true, &lost.target, &lost.tag));
        let (lost, target, tag) = placed.or_else(lost)?;
        Some(Stand { lost, target: target.clone(), was: tag.was.clone() })
    }

    /// Returns whether the change from `old` to `new` is one that the program makes when the text has changed.
    fn has_only_moved(old: &Stand, new: &Stand) -> bool {
        let words = || old.was.as_ref().unwrap_or(&old.target.quote);
        match (old.lost, new.lost) {
            (false, false) if new.target.quote == old.target.quote => new.was == old.was,
            (false, false) => new.was.as_ref() == Some(words()),
            (false, true) => (&new.target, &new.was) == (&old.target, &old.was),
            // A person may have placed it.
            (true, _) => false,
        }
    }

    fn put(self, ledger: &Ledger, layer: &mut Layer, id: &Id) {
        let tag = layer.tag(id).or_else(|| layer.lost().get(id).map(|lost| &lost.tag)).cloned();
        let (Some(tag), Some(line)) = (tag, ledger.line(&self.target)) else { return };
        let tag = Tag { was: self.was, span: if self.lost { Span::default() } else { line }, ..tag };
        let (placed, lost) = match self.lost {
            true => (None, Some(Lost { tag, target: self.target })),
            false => (Some(tag), None),
        };
        layer.apply(Edit::Tag(id.clone(), placed));
        layer.apply(Edit::Lost(id.clone(), lost));
    }
}

/// Returns whether a verdict differs only in the place of the words that it is about.
fn has_only_moved(old: &Verdict, new: &Verdict) -> bool {
    let words = |verdict: &Verdict| judged(verdict).map(|judged| judged.target.quote.clone()).collect::<Vec<_>>();
    let nowhere = |judged: &Judged| Judged { target: Target::default(), span: None, ..judged.clone() };
    let said = |verdict: &Verdict| Verdict {
        judged: nowhere(&verdict.judged),
        decision: match &verdict.decision {
            Some(Decision::Amended(amended)) => Some(Decision::Amended(nowhere(amended))),
            decision => decision.clone(),
        },
        ..verdict.clone()
    };
    words(old) == words(new) && said(old) == said(new)
}
