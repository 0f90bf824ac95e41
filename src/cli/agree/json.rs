//! Writes the agreement as JSON, with every number, for programs.
//!
//! ```text
//!   annotators, labels, unit, intervals, left_out
//!   all        ┬ units, overall, labels: { NAME: … }, confusion
//!   documents [┴ …]                    ╰ tags, pairs [ matched …, spans, kappa, first_disagreement ], alpha, unitizing_alpha
//! ```
//!
//! A document in `left_out` has the reason (`no-layer`, `not-read`, `skipped`), and in `without` those to whom it applies.
//! A number that is undefined is null. Offsets are code points.

use serde_json::{Map, Value, json};

use super::{AgreementReport, UnitArg};
use crate::cli::Printer;
use crate::failure::Failure;
use crate::review::agreement::{FirstDifference, LabelAgreement, PairAgreement, ScopeAgreement};
use crate::review::bootstrap::Estimate;
use crate::review::pairs;
use crate::review::semeval::{SCHEMES, ScoringScheme};

/// Prints the report as one JSON object, on one line. Each document is measured when its turn comes, so that no more than one is
/// in memory.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print(report: &AgreementReport) -> Result<(), Failure> {
    let agreement = &report.agreement;
    let drawn = agreement.drawn;
    let mut out = Printer::new();
    out.write(&format!("{{\"all\":{},", Value::Object(part_of(report, &agreement.all))))?;
    out.write(&format!("\"annotators\":{},\"documents\":[", json!(report.annotators)))?;
    for (number, (name, part)) in agreement.documents.iter().enumerate() {
        let mut value = part_of(report, &part);
        value.insert("document".into(), json!(name));
        let comma = if number > 0 { "," } else { "" };
        out.write(&format!("{comma}{}", Value::Object(value)))?;
    }
    let left_out = report
        .skipped
        .iter()
        .map(|it| json!({"document": it.document, "reason": it.reason.name(), "without": it.without}));
    let rest = json!({
        "labels": agreement.labels,
        "unit": match report.unit { UnitArg::Word => "word", UnitArg::Character => "character" },
        "intervals": {
            "level": 0.95,
            "resampled": if drawn.documents { "documents" } else { "paragraphs" },
            "pieces": drawn.pieces,
            "samples": drawn.samples,
            "seed": report.seed,
        },
        "left_out": left_out.collect::<Vec<_>>(),
    });
    let rest = rest.to_string();
    out.write(&format!("],{}\n", rest.strip_prefix('{').unwrap_or(&rest)))?;
    out.end()
}

fn part_of(report: &AgreementReport, part: &ScopeAgreement) -> Map<String, Value> {
    let names = &report.agreement.labels;
    let labels: Map<String, Value> =
        names.iter().zip(&part.labels).map(|(label, row)| (label.clone(), row_of(report, row))).collect();
    let columns: Vec<Option<&String>> = names.iter().map(Some).chain([None]).collect();
    let confusion = part.confusion.iter().zip(pairs(report.annotators.len())).map(|(counts, (one, other))| {
        json!({
            "reference": report.annotators[one], "other": report.annotators[other], "labels": columns, "counts": counts,
        })
    });
    Map::from_iter([
        ("units".into(), json!(part.units)),
        ("overall".into(), row_of(report, &part.overall)),
        ("labels".into(), labels.into()),
        ("confusion".into(), confusion.collect()),
    ])
}

fn row_of(report: &AgreementReport, row: &LabelAgreement) -> Value {
    let tags: Map<String, Value> =
        report.annotators.iter().zip(&row.tags).map(|(name, tags)| (name.clone(), json!(tags))).collect();
    json!({
        "tags": tags,
        "pairs": row.pairs.iter().map(|pair| pair_of(report, pair)).collect::<Vec<_>>(),
        "alpha": estimate(row.alpha),
        "unitizing_alpha": estimate(row.unitizing),
    })
}

fn pair_of(report: &AgreementReport, pair: &PairAgreement) -> Value {
    let spans: Map<String, Value> =
        SCHEMES.iter().map(|scheme| (name(*scheme).into(), spans_of(pair, *scheme))).collect();
    let first = |place: FirstDifference| {
        let document = report.agreement.documents.name(place.document);
        json!({"document": document, "start": place.chars.start, "end": place.chars.end})
    };
    json!({
        "reference": report.annotators[pair.who.0],
        "other": report.annotators[pair.who.1],
        "matched": pair.tally.matched(),
        "agreed": pair.tally.agreed,
        "ends_differ": pair.tally.ends,
        "labels_differ": pair.tally.labels,
        "both_differ": pair.tally.both,
        "only_reference": pair.tally.only_one,
        "only_other": pair.tally.only_other,
        "spans": spans,
        "kappa": estimate(pair.kappa),
        "alpha": estimate(pair.alpha),
        "unitizing_alpha": estimate(pair.unitizing),
        "first_disagreement": pair.first.map(first),
    })
}

fn spans_of(pair: &PairAgreement, scheme: ScoringScheme) -> Value {
    let (counts, [precision, recall, f1]) = (pair.spans[scheme], pair.scores(scheme));
    json!({
        "correct": counts.correct,
        "incorrect": counts.incorrect,
        "partial": counts.partial,
        "missed": counts.missed,
        "spurious": counts.spurious,
        "precision": estimate(precision),
        "recall": estimate(recall),
        "f1": estimate(f1),
    })
}

fn estimate(estimate: Estimate) -> Value {
    json!({"value": estimate.value, "interval": estimate.interval.map(|(low, high)| [low, high])})
}

/// Returns the name of a scheme in the output.
pub(super) fn name(scheme: ScoringScheme) -> &'static str {
    match scheme {
        ScoringScheme::Strict => "strict",
        ScoringScheme::Exact => "exact",
        ScoringScheme::Partial => "partial",
        ScoringScheme::Type => "type",
    }
}
