//! Shows the number of tags for each label and each annotator, as a picture and as a table.

use maud::{Markup, html};

use super::chart::{self, Bar};
use super::{Report, plain};

/// Returns the number of tags of each annotator with each label, including lost tags.
pub(super) fn table(report: &Report, labels: &[&str]) -> Vec<Vec<u64>> {
    let mut counts = vec![vec![0; report.annotators.len()]; labels.len()];
    for sheet in &report.documents {
        for (who, records) in sheet.layers.iter().enumerate() {
            let lost = records.iter().flat_map(|records| records.lost.values().map(|lost| &lost.tag));
            for tag in records.iter().flat_map(|records| records.tags.iter()).chain(lost) {
                if let Some(label) = labels.iter().position(|name| *name == tag.label) {
                    counts[label][who] += 1;
                }
            }
        }
    }
    counts
}

/// Returns the section: a picture, a table, and the definitions of the labels.
pub(super) fn section(report: &Report, labels: &[&str], counts: &[Vec<u64>]) -> Markup {
    let bar = |label: usize, who: usize| -> Bar {
        Bar { class: class(label), name: report.annotators[who].clone(), count: counts[label][who] }
    };
    let groups: Vec<(String, Vec<Bar>)> = labels
        .iter()
        .enumerate()
        .map(|(label, name)| (name.to_string(), (0..report.annotators.len()).map(|who| bar(label, who)).collect()))
        .collect();
    let defined = || report.scheme.labels.iter().enumerate().filter(|(_, label)| !label.definition.is_empty());
    html! {
        section id="counts" aria-labelledby="counts-title" {
            h2 id="counts-title" { "Counts" }
            div class="beside" {
                figure { (chart::bars("Tags by label and annotator; the same numbers are in the table.", &groups)) }
                (table_of(report, labels, counts))
            }
            @if defined().next().is_some() {
                dl class="definitions" {
                    @for (label, declared) in defined() {
                        dt { span class=(format!("label {}", class(label))) { (plain(&declared.name)) } }
                        dd { (plain(&declared.definition)) }
                    }
                }
            }
        }
    }
}

/// Returns the counts as a table, with the sums.
fn table_of(report: &Report, labels: &[&str], counts: &[Vec<u64>]) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label="Counts" {
            table {
                thead { tr {
                    th scope="col" { "label" }
                    @for who in &report.annotators { th scope="col" class="number" { (plain(who)) } }
                    @if report.annotators.len() > 1 { th scope="col" class="number" { "all" } }
                } }
                tbody {
                    @for (label, (name, row)) in labels.iter().zip(counts).enumerate() {
                        tr {
                            th scope="row" { span class=(format!("label {}", class(label))) { (plain(name)) } }
                            @for count in row { td class="number" { (count) } }
                            @if row.len() > 1 { td class="number" { (row.iter().sum::<u64>()) } }
                        }
                    }
                }
                tfoot { tr {
                    th scope="row" { "all" }
                    @for who in 0..report.annotators.len() {
                        td class="number" { (counts.iter().map(|row| row[who]).sum::<u64>()) }
                    }
                    @if report.annotators.len() > 1 {
                        td class="number" { (counts.iter().flatten().sum::<u64>()) }
                    }
                } }
            }
        }
    }
}

/// Returns the CSS class of a label.
fn class(label: usize) -> String {
    format!("l{label}")
}
