//! Compares the figures of two articles: those linked as the same, those linked as different, and those without a link.
//!
//! ```text
//!   rutte-warning.txt               kursk-deployment.txt
//!   around 12,000        ≠  differs from   Approximately 10,000      ana
//!   23 of 32 allies      =  same as        23 of 32 allies           ana, ben
//!
//!   without a partner    1,500 · eight times                         2 %
//! ```
//!
//! A figure is a tag with a label whose unit is the figure. Tags of several annotators on the same words count as one
//! figure.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::entries::quote;
use super::panel::{LinkDirection, LinkEnd, Panel};
use super::{Report, plain};
use crate::text::Span;
use crate::text::unit::Unit;

/// The links between figures, by rank, the two spans and the type, with the indexes of the annotators who made them.
type FigureLinks<'a> = BTreeMap<(usize, Span, Span, &'a str), BTreeSet<usize>>;

/// Returns the sign for a type of link between two figures.
fn sign(kind: &str) -> Option<&'static str> {
    match kind {
        "same as" => Some("="),
        "differs from" | "contradicts" => Some("≠"),
        _ => None,
    }
}

/// The figures of one article, by their spans, each with the index of its first entry.
type FiguresBySpan = BTreeMap<Span, usize>;

/// Returns the table of a pair and the figures without a link; empty if neither article has figures.
pub(super) fn figures(report: &Report, panels: &[Panel<'_>], pair: (usize, usize), labels: &[&str]) -> Markup {
    let sides = [pair.0, pair.1].map(|panel| spans(report, &panels[panel], labels));
    let rows = rows(panels, pair, &sides);
    html! {
        @if sides.iter().any(|side| !side.is_empty()) {
            section class="figures" {
                h3 { "Figures of both articles" }
                @if rows.is_empty() {
                    p class="quiet" { "No figure of one article is linked to a figure of the other." }
                } @else {
                    (linked(report, panels, pair, &sides, &rows))
                }
                (unlinked(panels, pair, &sides, &rows))
            }
        }
    }
}

/// Returns the table of the linked figures.
fn linked(
    report: &Report,
    panels: &[Panel<'_>],
    pair: (usize, usize),
    sides: &[FiguresBySpan; 2],
    rows: &FigureLinks<'_>,
) -> Markup {
    html! {
        div class="wide" tabindex="0" role="region" aria-label="Figures that are linked" {
            table {
                thead { tr {
                    th scope="col" { (plain(&panels[pair.0].sheet.name)) }
                    th scope="col" { span class="unseen" { "relation" } }
                    th scope="col" { (plain(&panels[pair.1].sheet.name)) }
                    th scope="col" { "said by" }
                } }
                tbody {
                    @for ((_, left, right, kind), who) in rows {
                        tr class=[(sign(kind) == Some("≠")).then_some("differs")] {
                            td class="number" { (figure(&panels[pair.0], &sides[0], *left)) }
                            td class="relation" {
                                @if let Some(sign) = sign(kind) { b aria-hidden="true" { (sign) } " " }
                                (plain(kind))
                            }
                            td class="number" { (figure(&panels[pair.1], &sides[1], *right)) }
                            td class="quiet" { (names(report, who)) }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the figures of both articles that no link joins; empty if there are none.
fn unlinked(panels: &[Panel<'_>], pair: (usize, usize), sides: &[FiguresBySpan; 2], rows: &FigureLinks<'_>) -> Markup {
    let linked = [
        rows.keys().map(|(_, left, ..)| *left).collect::<BTreeSet<_>>(),
        rows.keys().map(|(_, _, right, _)| *right).collect(),
    ];
    html! {
        @if sides.iter().zip(&linked).any(|(side, linked)| side.len() > linked.len()) {
            h4 { "Figures without a link" }
            div class="alone" {
                @for ((panel, side), linked) in [pair.0, pair.1].iter().zip(sides).zip(&linked) {
                    div {
                        p class="quiet" { (plain(&panels[*panel].sheet.name)) }
                        ul {
                            @for span in side.keys().filter(|span| !linked.contains(span)) {
                                li { (figure(&panels[*panel], side, *span)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the figures of a panel.
fn spans(report: &Report, panel: &Panel<'_>, labels: &[&str]) -> FiguresBySpan {
    let mut found = BTreeMap::new();
    for (at, entry) in panel.entries.iter().enumerate().filter(|(_, entry)| entry.lost.is_none()) {
        if report.scheme.label(labels[entry.label]).is_some_and(|label| label.unit == Unit::Figure) {
            found.entry(entry.tag.span).or_insert(at);
        }
    }
    found
}

/// Returns the links between figures of the two articles, in either direction; links that mark a difference come first.
fn rows<'a>(panels: &[Panel<'a>], pair: (usize, usize), sides: &[FiguresBySpan; 2]) -> FigureLinks<'a> {
    let mut rows = FigureLinks::new();
    for (here, there, turned) in [(pair.0, pair.1, false), (pair.1, pair.0, true)] {
        for entry in panels[here].entries.iter().filter(|entry| entry.lost.is_none()) {
            for relation in entry.relations.iter().filter(|relation| relation.direction == LinkDirection::Out) {
                let LinkEnd::Here(panel, at) = relation.other else { continue };
                let other = panels[panel].entries[at].tag.span;
                let (left, right) = if turned { (other, entry.tag.span) } else { (entry.tag.span, other) };
                if panel == there && sides[0].contains_key(&left) && sides[1].contains_key(&right) {
                    let rank = ["≠", "="].iter().position(|known| sign(relation.kind) == Some(known)).unwrap_or(2);
                    rows.entry((rank, left, right, relation.kind)).or_default().insert(entry.who);
                }
            }
        }
    }
    rows
}

/// Returns a figure, which leads to its entry.
fn figure(panel: &Panel<'_>, side: &FiguresBySpan, span: Span) -> Markup {
    html! {
        @if let Some(entry) = side.get(&span).map(|at| &panel.entries[*at]) {
            a href=(format!("#t{}", entry.number)) { (quote(panel, entry)) }
        }
    }
}

/// Returns the names of annotators.
fn names(report: &Report, who: &BTreeSet<usize>) -> String {
    who.iter().map(|who| plain(&report.annotators[*who])).collect::<Vec<_>>().join(", ")
}
