//! Compares the coefficients with those of scikit-learn, krippendorff and nervaluate on the same tags, as
//! `tests/data/agreement/make.py` wrote them.

use diptych::review::agreement::{Agreement, AgreementUnit, LabelAgreement, Measuring};
use diptych::review::semeval::{MatchCounts, SCHEMES};
use diptych::tags::Tag;
use diptych::tags::set::TagSet;
use diptych::text::{Document, Span};
use serde::Deserialize;
use std::collections::HashMap;

const LABELS: [&str; 3] = ["claim", "figure", "source"];

#[derive(Deserialize)]
struct Data {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    texts: Vec<String>,
    /// Of each annotator, of each text: label, start, end.
    layers: Vec<Vec<Vec<(String, usize, usize)>>>,
    /// Of words and of characters, of each label and overall.
    units: HashMap<String, HashMap<String, OnUnits>>,
    /// Of each pair, of each label and overall, of each scheme.
    spans: Vec<HashMap<String, HashMap<String, OnSpans>>>,
}

#[derive(Deserialize)]
struct OnUnits {
    kappa: Vec<Option<f64>>,
    alpha: Option<f64>,
}

#[derive(Deserialize)]
struct OnSpans {
    counts: [u64; 5],
    scores: [f64; 3],
}

fn cases() -> Vec<Case> {
    let data: Data = serde_json::from_str(include_str!("../data/agreement/figures.json")).unwrap();
    assert!(data.cases.len() > 4);
    data.cases
}

fn measured(case: &Case, units: AgreementUnit) -> Agreement {
    let mut measuring = Measuring::new(case.layers.len(), LABELS, units);
    for (number, text) in case.texts.iter().enumerate() {
        let document = Document::new(text.as_str());
        let byte = |chars: usize| document.to_byte(chars).unwrap();
        let tag =
            |(label, start, end): &(String, usize, usize)| Tag::new(label, Span::new(byte(*start), byte(*end)), "");
        let layers: Vec<TagSet> = case.layers.iter().map(|layer| layer[number].iter().map(tag).collect()).collect();
        measuring.add("text", &document, &layers.iter().collect::<Vec<_>>());
    }
    measuring.finish(0, 0)
}

fn row<'a>(agreement: &'a Agreement, name: &str) -> &'a LabelAgreement {
    LABELS.iter().position(|label| *label == name).map_or(&agreement.all.overall, |at| &agreement.all.labels[at])
}

fn near(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
        (found, expected) => found == expected,
    }
}

#[test]
fn kappa_is_that_of_scikit_learn_and_alpha_that_of_krippendorff() {
    for case in cases() {
        for (name, units) in [("words", AgreementUnit::Words), ("characters", AgreementUnit::Characters)] {
            let agreement = measured(&case, units);
            for (label, expected) in &case.units[name] {
                let found = row(&agreement, label);
                let here = format!("{}, {name}, {label}", case.name);
                assert!(near(found.alpha.value, expected.alpha), "{here}: α {:?} {:?}", found.alpha, expected.alpha);
                for (pair, kappa) in found.pairs.iter().zip(&expected.kappa) {
                    assert!(near(pair.kappa.value, *kappa), "{here}: κ {:?} {kappa:?}", pair.kappa);
                }
            }
        }
    }
}

#[test]
fn spans_are_counted_as_nervaluate_counts_them_where_no_layer_overlaps_itself() {
    let mut seen = 0;
    for case in cases() {
        let agreement = measured(&case, AgreementUnit::Words);
        for (number, pair) in case.spans.iter().enumerate() {
            for (label, schemes) in pair {
                let found = &row(&agreement, label).pairs[number];
                for (scheme, name) in SCHEMES.into_iter().zip(["strict", "exact", "partial", "type"]) {
                    let here = format!("{}, pair {number}, {label}, {name}", case.name);
                    let MatchCounts { correct, incorrect, partial, missed, spurious } = found.spans[scheme];
                    assert_eq!([correct, incorrect, partial, missed, spurious], schemes[name].counts, "{here}");
                    for (found, expected) in found.scores(scheme).iter().zip(schemes[name].scores) {
                        // What is undefined nervaluate calls nought.
                        assert!(near(Some(found.value.unwrap_or(0.0)), Some(expected)), "{here}: {found:?} {expected}");
                    }
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100);
}
