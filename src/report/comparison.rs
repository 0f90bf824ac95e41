//! Shows how the texts of each pair compare, and for each event the table of its figures and the origin of the wording.
//!
//! ```text
//!   a.txt · b.txt    differ ▇▇ 2   on one side ▇▇▇▇▇▇ 6   equal ▇▇▇▇ 4        cited 41 %, 12 %   shared 62 %, 40 %
//!   they differ      “1,500”     “10,000”     8,500 more (567 %)    another source
//!   flood            counts      a.txt    b.txt    c.txt                      [graph]: b.txt took its words from a.txt
//!                    boats       300      300      ! 800
//! ```
//!
//! A difference is no contradiction: the page counts what the texts say and leaves the judgement to the reader.

use maud::{Markup, html};

use super::chart::{self, Bar};
use super::graph::{self, Arc};
use super::{Report, ReportedEvent, plain};
use crate::compare::Comparison;
use crate::compare::account::{Account, account};
use crate::compare::annotated::{Annotated, compare_annotated};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::figures::{Figure, FigureRow};
use crate::compare::many::{FigureTableRow, Pairs, WordingShare};
use crate::compare::status::StatusGroup;
use crate::say::excerpt;
use crate::tags::Records;
use crate::text::Document;

/// The number of differing figures of a pair that are listed.
const LISTED: usize = 12;
/// The number of code points of a figure that are quoted.
const QUOTE: usize = 40;

/// Returns the section; empty if there is no pair.
pub(super) fn section(report: &Report) -> Markup {
    let pairs = report.pairs.iter().filter_map(|(left, right)| Some(Both::new(*left, (*right)?)));
    let compared: Vec<(Both<usize>, Comparison)> = pairs.map(|pair| (pair, of_pair(report, pair))).collect();
    if compared.is_empty() {
        return html! {};
    }
    let name = |document: usize| plain(&report.documents[document].name);
    let group = |section: Section| -> Vec<(String, Vec<Bar>)> {
        let named = |pair: &Both<usize>| format!("{} · {}", name(pair.left), name(pair.right));
        compared.iter().map(|(pair, comparison)| (named(pair), bars(comparison, section))).collect()
    };
    html! {
        section id="comparison" aria-labelledby="comparison-title" {
            h2 id="comparison-title" { "Comparison" }
            p class="quiet" { "Figures and claims about the same thing in both texts are compared. A difference is not a contradiction." }
            div class="beside" {
                figure {
                    figcaption { "Figures" }
                    (chart::bars("Figures of each pair by status; the same numbers are in the table.", &group(Section::Figures)))
                }
                figure {
                    figcaption { "Claims" }
                    (chart::bars("Claims of each pair by status; the same numbers are in the table.", &group(Section::Claims)))
                }
            }
            (numbers(report, &compared))
            @for (pair, comparison) in &compared { (differing(report, *pair, comparison)) }
            @for event in &report.events { (of_event(report, event)) }
        }
    }
}

/// Compares a pair. If the report has only one annotator, takes that annotator's decisions into account.
fn of_pair(report: &Report, pair: Both<usize>) -> Comparison {
    let none = Records::default();
    compare_annotated(pair.map(|document| annotated(report, document, &none)), &report.scheme)
}

/// Returns a document with the layer of the only annotator of a report; if there are several annotators, with an empty
/// layer.
fn annotated<'a>(report: &'a Report, document: usize, none: &'a Records) -> Annotated<'a> {
    let of = &report.documents[document];
    let records = match of.layers.as_slice() {
        [Some(records)] => records,
        _ => none,
    };
    Annotated { name: &of.name, document: &of.document, language: of.language, records }
}

/// Returns the numbers of all pairs in a table.
fn numbers(report: &Report, compared: &[(Both<usize>, Comparison)]) -> Markup {
    let name = |document: usize| plain(&report.documents[document].name);
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    html! {
        div class="wide" tabindex="0" role="region" aria-label="Comparison" {
            table {
                thead { tr {
                    th scope="col" { "pair" }
                    @for section in [Section::Figures, Section::Claims] {
                        @for (at, group) in StatusGroup::of(section).enumerate() {
                            th scope="col" class="number" { @if at == 0 { (section.name()) " " } (group.name) }
                        }
                    }
                    @for head in ["without source and partner", "cited, left", "cited, right", "shared, left", "shared, right"] {
                        th scope="col" class="number" { (head) }
                    }
                } }
                tbody {
                    @for (pair, comparison) in compared {
                        @let (ground, shared) = (comparison.sources.ground, comparison.wording.share);
                        tr {
                            th scope="row" { (name(pair.left)) " · " (name(pair.right)) }
                            @for section in [Section::Figures, Section::Claims] {
                                @for bar in bars(comparison, section) { td class="number" { (bar.count) } }
                            }
                            td class="number" { (comparison.unsupported().count()) }
                            @for share in [ground.left.attributed, ground.right.attributed, shared.left, shared.right] {
                                td class="number" { (percent(share)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the figures of a pair that differ, with possible explanations.
fn differing(report: &Report, pair: Both<usize>, comparison: &Comparison) -> Markup {
    let of = pair.map(|document| &report.documents[document]);
    let document = of.map(|of| &of.document);
    let rows = comparison.figures.iter().zip(comparison.rows(Section::Figures)).enumerate();
    let rows = rows.filter(|(_, (_, row))| row.status.is_different());
    let rows: Vec<(&FigureRow, Account)> = rows
        .take(LISTED)
        .map(|(at, (figure, _))| (figure, account(document, comparison, Section::Figures, at)))
        .collect();
    let quote = |document: &Document, figure: &Option<Figure>| {
        figure.as_ref().map(|figure| plain(&excerpt(&document.quote(figure.span()), QUOTE)).into_owned())
    };
    html! {
        @if !rows.is_empty() {
            h3 { "They differ: " (plain(&of.left.name)) " · " (plain(&of.right.name)) }
            div class="wide" tabindex="0" role="region" aria-label="Figures that differ" {
                table {
                    thead { tr {
                        @for head in [of.left.name.as_str(), of.right.name.as_str(), "by", "what may explain it"] {
                            th scope="col" { (plain(head)) }
                        }
                    } }
                    tbody {
                        @for (row, account) in &rows {
                            tr {
                                td class="number" { (quote(document.left, &row.figure.left).unwrap_or_default()) }
                                td class="number" { (quote(document.right, &row.figure.right).unwrap_or_default()) }
                                td class="number" { (plain(&account.difference)) }
                                td { (plain(&account.remarks.join("; "))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the numbers of rows of a section in each group of statuses.
fn bars(comparison: &Comparison, section: Section) -> Vec<Bar> {
    let counts = comparison.counts(section);
    let bar = |group: StatusGroup| Bar {
        class: String::new(),
        name: group.name.into(),
        count: counts.where_status(group.has) as u64,
    };
    StatusGroup::of(section).map(bar).collect()
}

/// Returns the figures of an event as a table, and the origin of the wording as a graph.
fn of_event(report: &Report, event: &ReportedEvent) -> Markup {
    let none = Records::default();
    let given: Vec<Annotated> = event.documents.iter().map(|document| annotated(report, *document, &none)).collect();
    let pairs = Pairs::of(&given, &report.scheme);
    let (table, shared) = (pairs.table(), pairs.shared(&event.published));
    let name = |at: usize| plain(&report.documents[event.documents[at]].name);
    let quote = |at: usize, figure: &Figure| plain(&given[at].document.quote(figure.span())).into_owned();
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let names: Vec<String> = (0..given.len()).map(|at| name(at).into_owned()).collect();
    let arc =
        |one: &WordingShare| Arc { from: one.from, to: one.to, share: one.share.right, is_likeliest: one.is_likeliest };
    let arcs: Vec<Arc> = shared.iter().map(arc).collect();
    html! {
        h3 { (plain(&event.name)) }
        p class="quiet" { "A figure that is far from the others is marked with an exclamation mark." }
        div class="wide" tabindex="0" role="region" aria-label="Figures of the documents of an event" {
            table {
                thead { tr {
                    th scope="col" { "counts" }
                    @for at in 0..given.len() { th scope="col" { (name(at)) } }
                } }
                tbody {
                    @for row in table.rows.iter().filter(|row| row.cells.len() > 1) {
                        tr {
                            th scope="row" { (plain(&counts(row))) }
                            @for at in 0..given.len() {
                                td {
                                    @if let Some(figure) = row.cells.get(&at) {
                                        @if row.outliers.contains(&at) { b { "! " (quote(at, figure)) } }
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
            figure {
                figcaption { "Per cent of the words of each document that it shares with the document that probably had them first" }
                (graph::arcs("Origin of the wording: an arc leads from the document that probably had it first.", &names, &arcs))
            }
            ul { @for one in &shared { li {
                (name(one.to)) " shares " (percent(one.share.right)) " of its words with " (name(one.from))
                @if one.is_likeliest { ", from which it probably took them" }
            } } }
        }
    }
}

/// Returns the noun that the first figure of a row counts.
fn counts(row: &FigureTableRow) -> String {
    let noun = |figure: &Figure| Some(figure.quantity()?.counted.as_ref()?.quote.clone());
    row.cells.values().find_map(noun).unwrap_or_default()
}
