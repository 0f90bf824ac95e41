//! Writes the counts as JSON, with every number, for programs.
//!
//! ```text
//!   compared [ … ]                 of nobody, if there are no layers
//!   annotators [ annotator, documents, status, words, tags, labels: { NAME: … }, overlap, links, review, by_document [ … ] ]
//! ```
//!
//! A number is null if it is undefined: tags for every 1,000 words without words, the length of tags without tags.

use serde_json::{Map, Value, json};

use super::LayerCounter;
use crate::cli::Printer;
use crate::compare::decision::Section;
use crate::compare::status::RowStatus;
use crate::failure::Failure;
use crate::stats::comparison::PairCounts;
use crate::stats::count::{GROUPS, LabelCounts, LayerCounts};
use crate::stats::{AnnotatorStats, DocumentStats, per_1000};
use crate::tags::remark::Status;

/// Prints the numbers as one JSON object, on one line. The corpus is gone through once for each annotator, so that no more than a
/// few documents are in memory.
///
/// # Errors
/// When a text or a layer cannot be read, and when the numbers cannot be written.
pub(super) fn print(counter: &LayerCounter) -> Result<(), Failure> {
    let mut out = Printer::new();
    out.write("{\"annotators\":[")?;
    for (number, annotator) in counter.scope.annotators.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        out.write(&format!("{comma}{{\"annotator\":{},\"by_document\":[", json!(annotator)))?;
        let mut comma = "";
        let all = counter.count(std::slice::from_ref(annotator), |_, stats| {
            out.write(&format!("{comma}{}", of_document(stats, counter.labels)))?;
            comma = ",";
            Ok(())
        })?;
        let rest = all.iter().map(|report| one(report, counter.labels).to_string()).collect::<String>();
        out.write(&format!("],{}", rest.strip_prefix('{').unwrap_or(&rest)))?;
    }
    out.write("]")?;
    if counter.scope.annotators.is_empty() {
        let all = counter.count(&[], |_, _| Ok(()))?;
        let pairs: Vec<Value> = all.iter().flat_map(|report| &report.compared).map(compared).collect();
        out.write(&format!(",\"compared\":{}", Value::Array(pairs)))?;
    }
    out.write("}\n")?;
    out.end()
}

fn of_document(stats: &DocumentStats, labels: &[String]) -> Value {
    let mut value = counts(&stats.counts, labels);
    value.insert("document".into(), json!(stats.document));
    value.insert("status".into(), json!(stats.status.word()));
    value.insert("reaches".into(), json!(stats.reaches));
    Value::Object(value)
}

fn one(report: &AnnotatorStats, labels: &[String]) -> Value {
    let mut value = counts(&report.all, labels);
    let review = report.reviews.iter().map(|(whose, progress)| {
        let progress = json!({
            "open": progress.open,
            "accepted": progress.accepted,
            "rejected": progress.rejected,
            "amended": progress.amended,
            "added": progress.added,
        });
        (whose.clone(), progress)
    });
    value.insert("documents".into(), json!({"all": report.documents, "begun": report.begun}));
    let statuses =
        Status::ALL.into_iter().zip(report.statuses).map(|(status, count)| (status.word().into(), json!(count)));
    value.insert("status".into(), Value::Object(statuses.collect()));
    value.insert("review".into(), Value::Object(review.collect()));
    if !report.compared.is_empty() {
        value.insert("compared".into(), report.compared.iter().map(compared).collect());
    }
    Value::Object(value)
}

/// Returns the comparison of the two texts of a pair.
fn compared(pair: &PairCounts) -> Value {
    let statuses = |section: Section| {
        let named = |status: RowStatus| (status.name().to_string(), json!(pair.of(section).of(status)));
        Value::Object(RowStatus::ALL.into_iter().map(named).collect())
    };
    let sections = Section::ALL.into_iter().map(|section| (section.name().to_string(), statuses(section)));
    json!({
        "left": pair.names.left,
        "right": pair.names.right,
        "rows": Value::Object(sections.collect()),
        "claims_without_source_or_partner": pair.unsupported,
        "shared_wording": { "left": pair.shared.left, "right": pair.shared.right },
    })
}

fn counts(counts: &LayerCounts, labels: &[String]) -> Map<String, Value> {
    let of_labels: Map<String, Value> =
        labels.iter().zip(&counts.labels).map(|(name, label)| (name.clone(), of_label(label, counts.words))).collect();
    Map::from_iter([
        ("words".into(), json!(counts.words)),
        ("tags".into(), json!(counts.tags())),
        ("lost".into(), json!(counts.lost)),
        ("tags_per_1000_words".into(), json!(per_1000(counts.tags(), counts.words))),
        ("labels".into(), Value::Object(of_labels)),
        ("undeclared".into(), json!(counts.undeclared)),
        (
            "overlap".into(),
            json!({
                "words_by_tags_over_them": counts.depth,
                "pairs_nested": counts.nested,
                "pairs_crossing": counts.crossing,
                "pairs_on_same_words": counts.same,
            }),
        ),
        ("links".into(), json!(counts.links)),
        (
            "suggestions".into(),
            json!({
                "taken": counts.suggestions.taken,
                "mended": counts.suggestions.mended,
                "declined": counts.suggestions.declined,
            }),
        ),
        (
            "comparison".into(),
            json!({
                "tagged": counts.decisions.tagged,
                "declined": counts.decisions.declined,
                "joined": counts.decisions.joined,
                "parted": counts.decisions.parted,
            }),
        ),
    ])
}

fn of_label(label: &LabelCounts, words: usize) -> Value {
    let range = label.range();
    let ends = GROUPS.iter().map(|most| Some(*most).filter(|most| *most < usize::MAX));
    let groups: Vec<Value> =
        ends.zip(label.groups()).map(|(most, tags)| json!({"up_to": most, "tags": tags})).collect();
    json!({
        "tags": label.tags,
        "words": label.words,
        "tags_per_1000_words": per_1000(label.tags, words),
        "length": {
            "least": range.map(|range| range.least),
            "median": range.map(|range| range.median),
            "mean": label.mean(),
            "most": range.map(|range| range.most),
            "groups": groups,
        },
    })
}
