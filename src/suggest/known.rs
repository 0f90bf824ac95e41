//! Proposes what others tagged: words that were tagged before, and the tags of a model on the same text.

use std::collections::BTreeSet;

use crate::say::{and, count, shown};
use crate::tags::Tag;
use crate::tags::scheme::{Label, Scheme};
use crate::tags::set::TagSet;
use crate::text::unit::{self, Unit};
use crate::text::{Span, block};

use super::Model;
use super::counts::LONGEST_PHRASE;
use super::learnt::Learnt;
use super::propose::{Proposal, Rule};

/// A source without a name is proposed after it was tagged so often.
const OFTEN: usize = 3;
/// The chance, in per cent, that a tag of a layer without scores is taken.
const UNSCORED: f64 = 60.0;

/// Returns the tags of a model in a part of a text, with the chance that its scores give. Tags with labels that the scheme does not have
/// are left out.
pub(crate) fn tagged_by(model: &Model<'_>, within: Span, scheme: &Scheme) -> Vec<Proposal> {
    let tags = model.tags.touching(within).filter(|tag| scheme.label(&tag.label).is_some());
    let proposal = |tag: &Tag| Proposal {
        label: tag.label.clone(),
        span: tag.span,
        rule: Rule::By { annotator: model.annotator.into(), percent: percent(tag) },
        cue: String::new(),
    };
    tags.map(proposal).collect()
}

/// Returns the score of a tag in per cent. A chance of 0 or 100 could not be changed by what is learnt; a score that is no chance counts
/// as none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number is from 1 to 99")]
fn percent(tag: &Tag) -> u8 {
    let chance = tag.score.map(|score| score.number()).filter(|number| (0.0..=1.0).contains(number));
    chance.map_or(UNSCORED, |chance| (chance * 100.0).round().clamp(1.0, 99.0)) as u8
}

/// Returns a sentence that says which tags of a model are not suggested, because the scheme does not have their labels.
pub(crate) fn foreign(model: &str, tags: &TagSet, scheme: &Scheme) -> Option<String> {
    let foreign = || tags.iter().filter(|tag| scheme.label(&tag.label).is_none());
    let labels: BTreeSet<String> = foreign().map(|tag| shown(&tag.label).to_string()).collect();
    let labels: Vec<String> = labels.into_iter().collect();
    let many = count(foreign().count(), "tag");
    let names = if labels.len() == 1 { "label" } else { "labels" };
    (!labels.is_empty())
        .then(|| format!("left out {many} by {model}: corpus.ron does not declare the {names} {}", and(&labels)))
}

/// Returns the places in a part of a text that have words which were tagged before. Of sources, only those of several words and without
/// a name are proposed; names and single words are left to rules that look at the words around them, because not every mention of a
/// former source is a source.
pub(crate) fn tagged_before(text: &str, within: Span, scheme: &Scheme, learnt: &Learnt) -> Vec<Proposal> {
    let fits = |label: &Label, span: Span, times: usize| {
        let words = &text[span.start..span.end];
        match label.unit {
            Unit::Name => times >= OFTEN && words.contains(char::is_whitespace) && !words.contains(char::is_uppercase),
            _ => times > 0,
        }
    };
    let mut found = Vec::new();
    if text.is_empty() || !learnt.knows_words() {
        return found;
    }
    let mut next = Some(block::block_at(text, within.start));
    while let Some(block) = next.filter(|block| block.span.start < within.end) {
        let words: Vec<Span> = unit::words(text, &block).collect();
        for (first, word) in words.iter().enumerate() {
            for last in &words[first..words.len().min(first + LONGEST_PHRASE)] {
                let span = Span::new(word.start, last.end);
                let folded = super::traits::folded(&text[span.start..span.end]);
                if !learnt.begins(&folded) {
                    break;
                }
                for label in scheme.labels.iter().filter(|label| fits(label, span, learnt.times(&label.name, &folded)))
                {
                    let (label, cue) = (label.name.clone(), String::new());
                    found.push(Proposal { label, span, rule: Rule::TaggedBefore, cue });
                }
            }
        }
        next = block::after(text, &block);
    }
    found
}
