//! Counts what is in the layers of a corpus, and how far each annotator is.
//!
//! ```text
//!   document ─▶ its words ─▶ each annotator’s layer ─▶ [count] ─▶ LayerStats ─▶ added up ─▶ AnnotatorStats
//!                                              ╰─▶ verdicts on others’ tags ─▶ review::round
//! ```
//!
//! This room computes numbers; `cli/stats.rs` draws them or writes them as JSON.

pub(crate) mod comparison;
pub(crate) mod count;

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::problem::Problem;
use crate::corpus::record::LayerReading;
use crate::corpus::scope::Scope;
use crate::review::round::{Round, RoundProgress};
use crate::tags::Layer;
use crate::tags::remark::Status;
use crate::text::Document;
use comparison::PairCounts;
use count::LayerCounts;

/// So many documents of an annotator are kept by themselves. All of them would not fit into memory.
pub(crate) const SHOWN: usize = 20;

/// The counts of one annotator's work.
#[derive(Clone, Debug)]
pub(crate) struct AnnotatorStats {
    /// The annotator.
    pub annotator: String,
    /// The number of documents to tag.
    pub documents: usize,
    /// The sum over the documents on which there is a layer.
    pub all: LayerCounts,
    /// The number of these documents.
    pub begun: usize,
    /// The first of them: as many as are [shown](SHOWN).
    pub first: Vec<DocumentStats>,
    /// The most tags for every 1,000 words that one of them has.
    pub densest: f64,
    /// The number of documents with each [status](Status::ALL).
    pub statuses: [usize; Status::ALL.len()],
    /// The progress of the review of other annotators' tags, by their names.
    pub reviews: BTreeMap<String, RoundProgress>,
    /// The comparison of each pair of texts, if it was asked for.
    pub compared: Vec<PairCounts>,
}

/// The counts of one annotator's work on one document.
#[derive(Clone, Debug)]
pub(crate) struct DocumentStats {
    /// The name of the document.
    pub document: String,
    /// The annotator's status on the document.
    pub status: Status,
    /// The counts.
    pub counts: LayerCounts,
    /// The share of the text, in bytes, before the end of the last tag: from 0 to 1.
    pub reaches: f64,
}

/// The counts of a layer, and what was noticed when it was read.
#[derive(Debug)]
pub(crate) struct LayerStats {
    /// The counts.
    pub stats: DocumentStats,
    /// The progress of the review of other annotators' tags on the document, by their names.
    pub reviews: BTreeMap<String, RoundProgress>,
    /// The layer as it was read, without its records.
    pub reading: LayerReading,
}

impl AnnotatorStats {
    /// Returns empty counts for this many documents.
    pub(crate) fn new(annotator: &str, documents: usize) -> AnnotatorStats {
        let (all, first, reviews) = (LayerCounts::default(), Vec::new(), BTreeMap::new());
        let statuses = Status::ALL.map(|status| if status == Status::Open { documents } else { 0 });
        let compared = Vec::new();
        let annotator = annotator.into();
        AnnotatorStats { annotator, documents, all, begun: 0, first, densest: 0.0, statuses, reviews, compared }
    }

    /// Adds what was counted of a layer.
    pub(crate) fn add(&mut self, stats: &DocumentStats, reviews: BTreeMap<String, RoundProgress>) {
        self.all.add(&stats.counts);
        for (status, count) in Status::ALL.into_iter().zip(&mut self.statuses) {
            // So far, the document was counted as open.
            *count += usize::from(status == stats.status);
            *count -= usize::from(status == Status::Open).min(*count);
        }
        self.begun += 1;
        self.densest = self.densest.max(per_1000(stats.counts.tags(), stats.counts.words).unwrap_or(0.0));
        if self.first.len() < SHOWN {
            self.first.push(stats.clone());
        }
        for (annotator, other) in reviews {
            let sum = self.reviews.entry(annotator).or_default();
            sum.open += other.open;
            sum.accepted += other.accepted;
            sum.rejected += other.rejected;
            sum.amended += other.amended;
            sum.added += other.added;
        }
    }
}

/// Counts the layers on a document: one for each of these annotators, `None` where there is no layer. `labels` are the
/// labels to count, by name.
///
/// # Errors
/// When the text or a layer does not read.
pub(crate) fn document(
    scope: &Scope,
    annotators: &[String],
    name: &str,
    labels: &[String],
) -> Result<Vec<Option<LayerStats>>, Problem> {
    let document = scope.text(name)?;
    let words = count::words(document.text());
    let one = |annotator: &String| {
        if !scope.has_layer(name, annotator) {
            return Ok(None);
        }
        let mut reading = scope.layer(name, &document, annotator)?;
        let records = std::mem::take(&mut reading.records);
        let (status, counts) = (records.status(), count::count(&words, &records, labels));
        let last = records.tags.iter().map(|tag| tag.span.end).max().unwrap_or(0);
        let reaches = last as f64 / document.len().max(1) as f64;
        let reviews = reviews(scope, name, &document, Layer::new(records))?;
        let stats = DocumentStats { document: name.into(), status, counts, reaches };
        Ok(Some(LayerStats { stats, reviews, reading }))
    };
    annotators.iter().map(one).collect()
}

/// Returns the progress of a reviewer on a document, for each annotator on whose tags there is a verdict.
fn reviews(
    scope: &Scope,
    name: &str,
    document: &Document,
    own: Layer,
) -> Result<BTreeMap<String, RoundProgress>, Problem> {
    let annotators: BTreeSet<&String> = own.verdicts().values().map(|verdict| &verdict.annotator).collect();
    let review = |annotator: &String| {
        let tags = scope.layer(name, document, annotator)?.records.tags;
        let round = Round::new(document, &[(annotator.clone(), tags)]);
        Ok((annotator.clone(), round.progress(&round.states(&own), &own)))
    };
    annotators.into_iter().map(review).collect()
}

/// Returns the number of tags for every 1,000 words; `None` without words.
pub(crate) fn per_1000(tags: usize, words: usize) -> Option<f64> {
    (words > 0).then(|| 1000.0 * tags as f64 / words as f64)
}
