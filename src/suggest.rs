//! Suggests what might be tagged in a document, with the reason and the likelihood that the suggestion is accepted.
//!
//! ```text
//!   text ─▶ [propose]  every number, every source, every sentence that claims something     ─╮
//!           [known]    words that were tagged before; tags of a model's layer               ─┤
//!                                                                                            ▼
//!   layers ─▶ [lesson] ─▶ [learnt] counts: taken, of so many ─▶ a score for each proposal ─▶ those above the [`LEAST`],
//!                                                                                            without what is tagged
//!                                                                                            or was [declined] here
//! ```
//!
//! A suggestion is no tag: it is never saved, exported or counted. A tag that is made from one says so ([`Via`]). The
//! lessons from layers are counts that are added up, so the same layers give the same suggestions, in whatever order
//! they are read.

pub(crate) mod counts;
pub(crate) mod declined;
pub(crate) mod known;
pub mod learnt;
pub mod lesson;
pub(crate) mod propose;
pub(crate) mod traits;

use crate::attribution;
use crate::language::Language;
use crate::parallel;
use crate::tags::scheme::Scheme;
use crate::tags::set::TagSet;
use crate::tags::{Records, Tag, Via};
use crate::text::{Document, Span};
use declined::Declined;
use learnt::Learnt;
use propose::{Proposal, Rule};

/// The least score of a suggestion that is shown: 1/3. To take a suggestion or to decline it costs one key, to tag by hand at least
/// three. With `p` the chance that it is taken, it saves `2p` keys and costs `1 − p`, and both are equal at 1/3.
pub const LEAST: f64 = 1.0 / 3.0;

/// The least score of a suggestion that is likely: it is taken as often as not. Below it, a suggestion is doubtful; it is shown fainter, and
/// steps come to it after the likely ones.
pub const LIKELY: f64 = 0.5;

/// A tag that nobody took yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The label.
    pub label: String,
    /// The place, in bytes, with its ends on grapheme boundaries.
    pub span: Span,
    /// The rule, and the word that it goes by: what a tag that is made of it keeps.
    pub via: Via,
    /// The likelihood that it is accepted, by the lessons: 0 to 1.
    pub score: f64,
    /// The number of times that the same words have this label in other documents.
    pub before: usize,
}

impl Suggestion {
    /// Returns whether it is taken as often as not, by the lessons.
    pub fn is_likely(&self) -> bool {
        self.score >= LIKELY
    }

    /// Returns the reason in a few words: `number`, `said by, with “warned”`, `tagged 7 times before`.
    pub fn reason(&self) -> String {
        let before = match self.before {
            0 => String::new(),
            1 => "tagged once before".into(),
            times => format!("tagged {times} times before"),
        };
        let rule = match (self.via.rule.as_str(), self.via.cue.as_str()) {
            (propose::BEFORE, _) => return before,
            (rule, "") => rule.to_owned(),
            (rule, cue) => format!("{rule}: {cue}"),
        };
        if before.is_empty() { rule } else { format!("{rule}; {before}") }
    }
}

/// A model's layer, used as a source of suggestions.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// The annotator whose layer it is.
    pub annotator: &'a str,
    /// The tags.
    pub tags: &'a TagSet,
}

/// The question what might be tagged.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The document.
    pub document: &'a Document,
    /// The language that it is written in.
    pub language: &'a Language,
    /// The labels.
    pub scheme: &'a Scheme,
    /// The annotator's own layer: what is tagged or was declined in it is not suggested.
    pub own: &'a Records,
    /// The models whose tags are suggested too.
    pub models: &'a [Model<'a>],
    /// The lessons.
    pub learnt: &'a Learnt,
    /// The part of the text that is asked about, in bytes; it is widened to whole paragraphs.
    pub within: Span,
}

/// Returns the suggestions, by place. Takes time linear in the part of the text that is asked about.
pub fn suggestions(question: &Question<'_>) -> Vec<Suggestion> {
    let Question { document, language, scheme, own, models, learnt, within } = *question;
    let text = document.text();
    let within = propose::paragraphs(text, within);
    let mut all = propose::proposals(text, within, language, scheme);
    if learnt.knows_words() {
        all.iter_mut().for_each(|one| as_tagged_before(one, text, language, learnt));
    }
    all.extend(known::tagged_before(text, within, scheme, learnt));
    all.extend(models.iter().flat_map(|model| known::tagged_by(model, within, scheme)));
    let declined = Declined::of(own, document);
    all.retain(|one| !is_taken(&own.tags, &one.label, one.span) && !declined.has(&one.label, one.span));
    let mut scored: Vec<Suggestion> = parallel::each(&all, |one| scored(text, one, learnt));
    scored.retain(|one| one.score >= LEAST);
    apart(scored)
}

/// Returns whether tags leave nothing to suggest at a place: one there has the label, or was made from a suggestion of exactly these words
/// under another label.
pub(crate) fn is_taken(tags: &TagSet, label: &str, span: Span) -> bool {
    let answers = |tag: &Tag| tag.label == label || tag.span == span && tag.via.is_some();
    tags.touching(span).any(answers)
}

/// Leaves the article out of a proposal whose words were tagged more often without it.
fn as_tagged_before(one: &mut Proposal, text: &str, language: &Language, learnt: &Learnt) {
    let times = |span: Span| learnt.times(&one.label, &traits::folded(&text[span.start..span.end]));
    if matches!(one.rule, Rule::SaidBy | Rule::SaidWithin | Rule::ShownBy)
        && let Some(bare) = attribution::behind_article(text, one.span, &language.attribution)
        && times(bare) > times(one.span)
    {
        one.span = bare;
    }
}

fn scored(text: &str, one: &Proposal, learnt: &Learnt) -> Suggestion {
    let traits = traits::Traits::in_text(text, one.span);
    Suggestion {
        label: one.label.clone(),
        span: one.span,
        via: Via { rule: one.rule.name().into(), cue: one.cue.clone(), ..Via::default() },
        score: learnt.score(one, &traits),
        before: learnt.times(&one.label, &traits.words),
    }
}

/// Leaves of suggestions with one label that overlap those with the best scores, and puts them in order of place.
fn apart(mut all: Vec<Suggestion>) -> Vec<Suggestion> {
    let key = |one: &Suggestion| (one.span, one.label.clone(), one.via.clone());
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| key(a).cmp(&key(b))));
    let mut taken: std::collections::BTreeMap<(String, usize), usize> = std::collections::BTreeMap::new();
    all.retain(|one| {
        // Spans of one label that are kept do not overlap, so only the last that begins before the end can overlap this one.
        let before = taken.range((one.label.clone(), 0)..(one.label.clone(), one.span.end)).next_back();
        let free = before.is_none_or(|(_, end)| *end <= one.span.start);
        if free {
            taken.insert((one.label.clone(), one.span.start), one.span.end);
        }
        free
    });
    all.sort_by_key(key);
    all
}

#[cfg(test)]
mod tests;
