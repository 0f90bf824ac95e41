//! Shows the agreement of annotators, as [`review::agreement`](crate::review::agreement) has measured it.
//!
//! ```text
//!   each two    tags, how they were matched, F1, κ by label;  a confusion matrix: one annotator down, the other across
//!   all         α and unitizing α by label, and by document
//! ```

use maud::{Markup, html};

use super::{Report, chart, plain};
use crate::review::agreement::{Agreement, LabelAgreement};
use crate::review::bootstrap::Estimate;
use crate::review::pairs;
use crate::review::semeval::ScoringScheme;
use crate::say;

/// With at most this many labels, the confusion matrix is drawn as a picture.
const NARROW: usize = 7;

/// The definitions of the numbers.
const LEGEND: &str = "F1: same ends and label, after SemEval-2013 task 9.1. κ is Cohen’s, α Krippendorff’s, both on words; \
    unitizing α takes the text as a continuum. Tags that are matched are pairs: with one label any overlap will do, with two half of what either covers; a pair with two \
    labels stands in both rows. \
    –: nothing varies, or there is nothing to divide by.";

/// Returns the section; empty if nothing was measured.
pub(super) fn section(report: &Report, labels: &[&str]) -> Markup {
    let Some(agreement) = &report.agreement else { return html! {} };
    let count = agreement.documents.len();
    html! {
        section id="agreement" aria-labelledby="agreement-title" {
            h2 id="agreement-title" { "Agreement" }
            p class="quiet" {
                "On " (say::count(count, "document")) " that all have tagged, " (say::count(agreement.all.units, "word")) ". " (intervals(agreement))
            }
            @for (number, (one, other)) in pairs(report.annotators.len()).enumerate() {
                @let (one, other) = (plain(&report.annotators[one]), plain(&report.annotators[other]));
                h3 { (one) " and " (other) }
                (scroll("How their tags were matched", tags(agreement, labels, number, &one, &other)))
                (confusion(agreement, number, &one, &other))
            }
            @if report.annotators.len() > 2 {
                h3 { "Reliability of all " (report.annotators.len()) }
                (scroll("Reliability of all", coefficients(agreement, labels)))
            }
            @if count > 1 {
                h3 { "By document" }
                (scroll("Agreement by document", documents(agreement)))
            }
            p class="quiet" {
                (LEGEND)
            }
        }
    }
}

/// Returns the sentence about the intervals; empty if there are none.
fn intervals(agreement: &Agreement) -> String {
    let pieces = if agreement.drawn.documents { "documents" } else { "paragraphs" };
    match (agreement.drawn.samples, agreement.drawn.pieces) {
        (0, _) | (_, 0 | 1) => String::new(),
        (samples, count) => {
            format!("Below each number is its 95 % interval, from {samples} resamples of the {count} {pieces}.")
        }
    }
}

/// Returns a table in a frame that scrolls sideways on a narrow screen.
fn scroll(name: &str, table: Markup) -> Markup {
    html! { div class="wide" tabindex="0" role="region" aria-label=(name) { (table) } }
}

/// Returns the row of each label, and the row of all labels together. The page has its own numbers for labels.
fn rows<'a>(agreement: &'a Agreement, labels: &'a [&str]) -> impl Iterator<Item = (Markup, &'a LabelAgreement)> {
    let label = |name: &String| {
        let class = labels.iter().position(|label| label == name).map(|number| format!("label l{number}"));
        html! { span class=[class] { (plain(name)) } }
    };
    let part = &agreement.all;
    agreement.labels.iter().map(label).zip(&part.labels).chain([(html! { "all labels" }, &part.overall)])
}

/// Returns the table about the tags of two annotators.
fn tags(agreement: &Agreement, labels: &[&str], number: usize, one: &str, other: &str) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { "label" }
                @for head in [one, other, "agreed", "ends differ", "labels differ", "both differ"] {
                    th scope="col" class="number" { (head) }
                }
                th scope="col" class="number" { "only " (one) }
                th scope="col" class="number" { "only " (other) }
                th scope="col" class="number" { "F1" }
                th scope="col" class="number" { "κ" }
                th scope="col" class="number" { "α" }
                th scope="col" class="number" { "unitizing α" }
            } }
            tbody {
                @for (label, row) in rows(agreement, labels) {
                    @let pair = &row.pairs[number];
                    @let of = pair.tally;
                    tr {
                        th scope="row" { (label) }
                        td class="number" { (row.tags[pair.who.0]) }
                        td class="number" { (row.tags[pair.who.1]) }
                        @for count in [of.agreed, of.ends, of.labels, of.both, of.only_one, of.only_other] {
                            td class="number" { (count) }
                        }
                        (estimate(pair.scores(ScoringScheme::Strict)[2]))
                        (estimate(pair.kappa))
                        (estimate(pair.alpha))
                        (estimate(pair.unitizing))
                    }
                }
            }
        }
    }
}

/// Returns the confusion matrix of two annotators, as a picture if there are few labels, and as a table.
fn confusion(agreement: &Agreement, number: usize, one: &str, other: &str) -> Markup {
    let names: Vec<String> = agreement.labels.iter().cloned().chain(["none".to_string()]).collect();
    let counts = &agreement.all.confusion[number];
    html! {
        div class="beside" {
            @if agreement.labels.len() <= NARROW {
                figure {
                    (chart::heat("Which labels meet which; the same numbers are in the table.", &names, counts))
                    figcaption class="quiet" { "Labels that meet: " (one) " down, " (other) " across." }
                }
            }
            details class="list" {
                summary { "Labels that meet, as a table" }
                (scroll("Labels that meet", meetings(&names, counts, one, other)))
            }
        }
    }
}

/// Returns the table of the labels that were matched with each other, the most frequent first.
fn meetings(names: &[String], counts: &[Vec<u64>], one: &str, other: &str) -> Markup {
    let all = names.iter().zip(counts).flat_map(|(row, counts)| {
        names.iter().zip(counts).map(move |(column, count)| (*count, row, column)).filter(|(count, ..)| *count > 0)
    });
    let mut found: Vec<(u64, &String, &String)> = all.collect();
    found.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    html! {
        table {
            thead { tr {
                th scope="col" { (one) }
                th scope="col" { (other) }
                th scope="col" class="number" { "tags" }
            } }
            tbody {
                @for (count, row, column) in found {
                    tr { td { (plain(row)) } td { (plain(column)) } td class="number" { (count) } }
                }
            }
        }
    }
}

/// Returns the table of the reliability of all annotators.
fn coefficients(agreement: &Agreement, labels: &[&str]) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { "label" }
                th scope="col" class="number" { "α" }
                th scope="col" class="number" { "unitizing α" }
            } }
            tbody {
                @for (label, row) in rows(agreement, labels) {
                    tr { th scope="row" { (label) } (estimate(row.alpha)) (estimate(row.unitizing)) }
                }
            }
        }
    }
}

/// Returns the table of the agreement on each document.
fn documents(agreement: &Agreement) -> Markup {
    let two = agreement.all.overall.pairs.len() == 1;
    html! {
        table {
            thead { tr {
                th scope="col" { "document" }
                th scope="col" class="number" { "words" }
                @if two {
                    th scope="col" class="number" { "F1" }
                    th scope="col" class="number" { "κ" }
                }
                th scope="col" class="number" { "α" }
                th scope="col" class="number" { "unitizing α" }
            } }
            tbody {
                @for (name, part) in agreement.documents.iter() {
                    tr {
                        th scope="row" { (plain(name)) }
                        td class="number" { (part.units) }
                        @if two {
                            (estimate(part.overall.pairs[0].scores(ScoringScheme::Strict)[2]))
                            (estimate(part.overall.pairs[0].kappa))
                        }
                        (estimate(part.overall.alpha))
                        (estimate(part.overall.unitizing))
                    }
                }
            }
        }
    }
}

/// Returns the cell of a number, with its interval below.
fn estimate(estimate: Estimate) -> Markup {
    html! {
        td class="number" {
            (estimate.value.map_or("–".to_string(), |value| format!("{value:.2}")))
            @if let Some((low, high)) = estimate.interval { small { (format!("{low:.2} to {high:.2}")) } }
        }
    }
}
