//! Shows what the texts of each pair agree on, and over the documents of an event the table of their figures and who has whose wording.
//!
//! ```text
//!   a.txt · b.txt    equal ▇▇▇▇ 4   differ ▇▇ 2   in one only ▇▇▇▇▇▇ 6        wording shared 62 %, 40 %
//!   flood            counts    a.txt    b.txt    c.txt                       b.txt   from a.txt ▇▇▇▇▇▇ 62
//!                    boats     300      300      ! 800                               from c.txt ▇ 8
//! ```
//!
//! A difference is no contradiction: what the texts say is counted, and what it means is left to the reader.

use maud::{Markup, html};

use super::chart::{self, Bar};
use super::{Report, ReportedEvent, plain};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::figures::Figure;
use crate::compare::many::{Pairs, Shared, TableRow};
use crate::compare::status::Status;
use crate::compare::{Comparison, Side, compare};
use crate::language;

/// Returns the section; empty if there is no pair.
pub fn section(report: &Report) -> Markup {
    let pairs = report.pairs.iter().filter_map(|(left, right)| Some(Both::new(*left, (*right)?)));
    let compared: Vec<(Both<usize>, Comparison)> =
        pairs.map(|pair| (pair, compare(pair.map(|document| side(report, document)), &[]))).collect();
    if compared.is_empty() {
        return html! {};
    }
    let name = |document: usize| plain(&report.documents[document].name);
    let groups: Vec<(String, Vec<Bar>)> = compared
        .iter()
        .map(|(pair, comparison)| (format!("{} · {}", name(pair.left), name(pair.right)), bars(comparison)))
        .collect();
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    html! {
        section id="comparison" aria-labelledby="comparison-title" {
            h2 id="comparison-title" { "Comparison" }
            p class="quiet" { "Figures that count the same are held against each other. A difference is no contradiction." }
            div class="beside" {
                figure { (chart::bars("Figures of each pair by status; the same numbers are in the table.", &groups)) }
                div class="wide" tabindex="0" role="region" aria-label="Comparison" {
                    table {
                        thead { tr {
                            th scope="col" { "pair" }
                            @for head in ["equal", "differ", "in one only", "shared, left", "shared, right"] {
                                th scope="col" class="number" { (head) }
                            }
                        } }
                        tbody {
                            @for (pair, comparison) in &compared {
                                tr {
                                    th scope="row" { (name(pair.left)) " · " (name(pair.right)) }
                                    @for bar in bars(comparison) { td class="number" { (bar.count) } }
                                    td class="number" { (percent(comparison.wording.share.left)) }
                                    td class="number" { (percent(comparison.wording.share.right)) }
                                }
                            }
                        }
                    }
                }
            }
            @for event in &report.events { (of_event(report, event)) }
        }
    }
}

fn side(report: &Report, document: usize) -> Side<'_> {
    let document = &report.documents[document].document;
    Side { document, language: language::told(document.text()), claims: &[] }
}

/// Returns how many figures are equal, differ, and stand in one text only.
fn bars(comparison: &Comparison) -> Vec<Bar> {
    let count = |status| comparison.count(Section::Figures, status) as u64;
    let alone = count(Status::OnlyLeft) + count(Status::OnlyRight);
    let counts = [("equal", count(Status::Equal)), ("differ", count(Status::Differs)), ("one only", alone)];
    counts.into_iter().map(|(name, count)| Bar { class: String::new(), name: name.into(), count }).collect()
}

/// Returns the table of an event, and who has whose wording.
fn of_event(report: &Report, event: &ReportedEvent) -> Markup {
    let sides: Vec<Side<'_>> = event.documents.iter().map(|document| side(report, *document)).collect();
    let pairs = Pairs::of(&sides);
    let (table, shared) = (pairs.table(), pairs.shared(&[]));
    let name = |at: usize| plain(&report.documents[event.documents[at]].name);
    let quote = |at: usize, figure: &Figure| plain(sides[at].document.slice(figure.span())).into_owned();
    html! {
        h3 { (plain(&event.name)) }
        div class="wide" tabindex="0" role="region" aria-label="Figures of the documents of an event" {
            table {
                thead { tr {
                    th scope="col" { "counts" }
                    @for at in 0..sides.len() { th scope="col" { (name(at)) } }
                } }
                tbody {
                    @for row in table.rows.iter().filter(|row| row.cells.len() > 1) {
                        tr {
                            th scope="row" { (plain(&counts(row))) }
                            @for at in 0..sides.len() {
                                td {
                                    @if let Some(figure) = row.cells.get(&at) {
                                        @if row.outliers.contains(&at) { strong title="far from the others" { "! " (quote(at, figure)) } }
                                        @else { (quote(at, figure)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if !shared.is_empty() {
            figure { (chart::bars("Per cent of each document’s words that it shares, by the document that probably has them first.",
                &wording(&shared, &|at| name(at).into_owned()))) }
        }
    }
}

/// Returns the noun that the first figure of a row has for what it counts.
fn counts(row: &TableRow) -> String {
    let noun = |figure: &Figure| Some(figure.quantity()?.counted.as_ref()?.words.join(" "));
    row.cells.values().find_map(noun).unwrap_or_default()
}

/// Returns the shares of each document, by the one that it may have them from.
fn wording(shared: &[Shared], name: &dyn Fn(usize) -> String) -> Vec<(String, Vec<Bar>)> {
    let mut groups: Vec<(usize, Vec<Bar>)> = Vec::new();
    for one in shared {
        let count = (one.share.right * 100.0).round() as u64;
        let bar = Bar { class: String::new(), name: name(one.from), count };
        match groups.iter_mut().find(|(to, _)| *to == one.to) {
            Some((_, bars)) => bars.push(bar),
            None => groups.push((one.to, vec![bar])),
        }
    }
    groups.into_iter().map(|(to, bars)| (name(to), bars)).collect()
}
