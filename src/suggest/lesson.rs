//! Makes lessons: what one layer teaches about suggestions.
//!
//! ```text
//!   a tag                      its words were tagged so                                         known
//!   a tag made of a suggestion + its rule and its traits: taken                                 odds
//!   a declined suggestion      its rule and its traits: not taken                               odds
//!   a text that was read       every proposal in it: taken if it is tagged, else not taken      odds, in place of the two above;
//!                              labels that the layer does not use teach nothing
//! ```

use std::collections::BTreeSet;

use super::counts::{Key, LONGEST_PHRASE, Odds, key, keys};
use super::propose::{self, Rule};
use super::traits::{Traits, folded};
use crate::attribution;
use crate::hash::FastMap;
use crate::language::Language;
use crate::tags::remark::DECLINED;
use crate::tags::scheme::Scheme;
use crate::tags::target::{Target, context};
use crate::tags::{Records, Via};
use crate::text::{Document, Span};

/// A lesson from one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// The odds by [`keys`].
    pub(super) odds: Vec<(Key, Odds)>,
    /// The words that were tagged, each with its label.
    pub(super) known: Vec<Key>,
    /// The beginnings of these words.
    pub(super) begun: Vec<Key>,
}

/// A text that an annotator has read and tagged.
#[derive(Clone, Copy, Debug)]
pub struct ReadText<'a> {
    /// The text.
    pub document: &'a Document,
    /// The language that it is written in.
    pub language: &'a Language,
    /// The labels.
    pub scheme: &'a Scheme,
    /// The end of the part that was read, in bytes: words before it without a tag are not to be tagged.
    pub to: usize,
}

impl Lesson {
    /// Learns from a layer alone; from that of a model, nothing: what it tagged, no person decided on. Its tags have a place in `document`; those without one say in words where they were made.
    pub fn of(layer: &Records, document: &Document) -> Lesson {
        if layer.is_of_model() {
            return Lesson::default();
        }
        let mut notes = Notes::default();
        notes.tags(layer, document, |_| true);
        notes.declined(layer, |_| true);
        notes.lesson()
    }

    /// Learns from a layer and from its text, as far as that was read.
    pub fn of_read(layer: &Records, read: &ReadText<'_>) -> Lesson {
        if layer.is_of_model() {
            return Lesson::default();
        }
        let ReadText { document, language, scheme, to } = *read;
        let text = document.text();
        let mut notes = Notes::default();
        // What the text shows again is counted once, by what became of it.
        let elsewhere = |via: &Via| !propose::OF_TEXT.iter().any(|rule| rule.name() == via.rule);
        notes.tags(layer, document, elsewhere);
        notes.declined(layer, elsewhere);
        // Someone who uses a label nowhere in a text may tag only other things.
        let used = labels(layer);
        for one in propose::proposals(text, Span::new(0, text.len()), language, scheme) {
            if !used.contains(one.label.as_str()) {
                continue;
            }
            // Annotators differ in whether an article belongs to a source.
            let bare = attribution::behind_article(text, one.span, &language.attribution).unwrap_or(one.span);
            let fits = |span: Span| span == one.span || span == bare;
            let taken = layer.tags.touching(one.span).any(|tag| fits(tag.span) && tag.label == one.label);
            if taken || one.span.end <= to {
                notes.note(&keys(&one.label, one.rule.name(), &one.cue, &Traits::in_text(text, one.span)), taken);
            }
        }
        notes.lesson()
    }
}

/// Returns the labels that a layer tags or declines.
fn labels(layer: &Records) -> BTreeSet<&str> {
    let declined = layer.remarks.values().filter(|remark| remark.says == DECLINED).map(|remark| remark.about.as_str());
    layer.tags.iter().map(|tag| tag.label.as_str()).chain(declined).collect()
}

/// Counts while they are made.
#[derive(Default)]
struct Notes {
    odds: FastMap<Key, Odds>,
    known: Vec<Key>,
    begun: Vec<Key>,
}

impl Notes {
    fn note(&mut self, keys: &[Key], taken: bool) {
        for key in keys {
            let one = self.odds.entry(*key).or_default();
            one.all += 1;
            one.taken += u32::from(taken);
        }
    }

    fn tags(&mut self, layer: &Records, document: &Document, counts: impl Fn(&Via) -> bool) {
        let mut one = |label: &str, via: Option<&Via>, quote: &str, prefix: &str, suffix: &str| {
            let traits = Traits::of(quote, prefix, suffix);
            self.known(label, &traits.words);
            let Some(via) = via.filter(|via| counts(via)) else { return };
            match via.is_mended() {
                false => self.note(&keys(label, &via.rule, &via.cue, &traits), true),
                true => {
                    // The rule was right to see something here; the label or the ends that it gave were not.
                    let words = if via.was.is_empty() { quote } else { &via.was };
                    let label = if via.label.is_empty() { label } else { &via.label };
                    let traits = Traits::of(words, "", "");
                    self.note(&keys(label, &via.rule, &via.cue, &traits)[2..4], false);
                }
            }
        };
        for tag in layer.tags.iter() {
            let (prefix, suffix) = context(document.text(), tag.span);
            one(&tag.label, tag.via.as_deref(), document.slice(tag.span), prefix, suffix);
        }
        for lost in layer.lost.values() {
            let Target { quote, prefix, suffix, .. } = &lost.target;
            one(&lost.tag.label, lost.tag.via.as_deref(), quote, prefix, suffix);
        }
    }

    fn declined(&mut self, layer: &Records, counts: impl Fn(&Via) -> bool) {
        for remark in layer.remarks.values().filter(|remark| remark.says == DECLINED) {
            let (Some(Target { quote, prefix, suffix, .. }), Some(via)) = (&remark.here, &remark.via) else { continue };
            if counts(via) {
                self.note(&keys(&remark.about, &via.rule, &via.cue, &Traits::of(quote, prefix, suffix)), false);
            }
        }
    }

    fn known(&mut self, label: &str, words: &str) {
        let count = words.split(' ').count();
        if words.is_empty() || count > LONGEST_PHRASE {
            return;
        }
        self.known.push(key(&[label, words]));
        let ends = words.match_indices(' ').map(|(at, _)| at).chain([words.len()]);
        self.begun.extend(ends.map(|end| key(&[&words[..end]])));
        // A tag is a proposal of these words that was taken, independent of who made it.
        let traits = Traits { words: folded(words), ..Traits::default() };
        let keys = keys(label, Rule::TaggedBefore.name(), "", &traits);
        self.note(&keys[2..3], true);
    }

    fn lesson(self) -> Lesson {
        let mut odds: Vec<(Key, Odds)> = self.odds.into_iter().collect();
        odds.sort_unstable_by_key(|(key, _)| *key);
        Lesson { odds, known: self.known, begun: self.begun }
    }
}
