//! Writes the counts as JSON, with every number, for programs.
//!
//! ```text
//!   annotators [ annotator, documents, status, words, tags, labels: { NAME: … }, overlap, links, review, by_document [ … ] ]
//! ```
//!
//! A number is null if it is undefined: tags for every 1,000 words without words, the length of tags without tags.

use serde_json::{Map, Value, json};

use crate::compare::decision::Section;
use crate::compare::status::RowStatus;
use crate::stats::comparison::PairCounts;
use crate::stats::count::{GROUPS, LabelCounts, LayerCounts};
use crate::stats::{AnnotatorStats, per_1000};
use crate::tags::remark::Status;

/// Returns the numbers as one JSON object, on one line.
pub fn text(reports: &[AnnotatorStats], labels: &[String]) -> String {
    let annotators: Vec<Value> = reports.iter().map(|report| one(report, labels)).collect();
    format!("{}\n", json!({"annotators": annotators}))
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
    value.insert("annotator".into(), json!(report.annotator));
    value.insert("documents".into(), json!({"all": report.documents, "begun": report.begun.len()}));
    let statuses =
        Status::ALL.into_iter().zip(report.statuses).map(|(status, count)| (status.word().into(), json!(count)));
    value.insert("status".into(), Value::Object(statuses.collect()));
    value.insert("review".into(), Value::Object(review.collect()));
    let by_document = report.begun.iter().map(|begun| {
        let mut value = counts(&begun.counts, labels);
        value.insert("document".into(), json!(begun.document));
        value.insert("status".into(), json!(begun.status.word()));
        value.insert("reaches".into(), json!(begun.reaches));
        value
    });
    value.insert("by_document".into(), by_document.collect());
    if !report.compared.is_empty() {
        value.insert("compared".into(), report.compared.iter().map(compared).collect());
    }
    Value::Object(value)
}

/// Returns the comparison of the two texts of a pair.
fn compared(pair: &PairCounts) -> Value {
    let statuses = |section: Section| {
        let named = |status: RowStatus| (status.name().to_string(), json!(pair.count(section, status)));
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
