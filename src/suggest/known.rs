//! Finds words in a text that were tagged before.

use crate::tags::scheme::{Label, Scheme};
use crate::text::unit::{self, Unit};
use crate::text::{Span, block};

use super::counts::LONGEST_PHRASE;
use super::learnt::Learnt;
use super::propose::{Proposal, Rule};

/// A source without a name is proposed after it was tagged so often.
const OFTEN: usize = 3;

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
