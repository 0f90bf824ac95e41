//! Lists every tag of a document with all details. The card at the side shows one entry; links lead from entry to
//! entry.
//!
//! ```text
//!   figure  “about 1,500”  ana        ▸ its place in the text
//!           the qualifier belongs to it
//!           certainty: hedged
//!           differs from → “Approximately 10,000” in kursk-deployment.txt
//!           ben: amended to figure “1,500”, wrong ends
//! ```

use maud::{Markup, html};

use super::panel::{LinkDirection, LinkEnd, Panel, PanelLink, TagEntry};
use super::{Report, plain};
use crate::say;
use crate::tags::target::Judged;
use crate::tags::verdict::{Decision, Verdict};
use crate::text::passage;

/// The greatest number of code points in a quote.
const LONG: usize = 160;

/// Returns the list of a panel. `anchors` are the numbers of the places in its text at which the words of each entry
/// begin.
pub(super) fn list(
    report: &Report,
    panels: &[Panel<'_>],
    here: usize,
    labels: &[&str],
    anchors: &[Option<usize>],
) -> Markup {
    let panel = &panels[here];
    html! {
        @if !panel.entries.is_empty() {
            details open class="list" {
                summary { "Every tag" }
                ol class="entries" {
                    @for (entry, anchor) in panel.entries.iter().zip(anchors) {
                        (item(report, panels, here, labels, entry, *anchor))
                    }
                }
            }
        }
    }
}

/// Returns an entry: the label and the words, and all details of the tag.
fn item(
    report: &Report,
    panels: &[Panel<'_>],
    here: usize,
    labels: &[&str],
    entry: &TagEntry<'_>,
    anchor: Option<usize>,
) -> Markup {
    let tag = entry.tag;
    html! {
        li id=(format!("t{}", entry.number)) class=(format!("l{} w{}", entry.label, entry.who)) {
            @match anchor {
                Some(anchor) => { a class="label" href=(format!("#s{anchor}")) { (plain(labels[entry.label])) } }
                None => { span class="label" { (plain(labels[entry.label])) } }
            }
            " "
            q { (quote(&panels[here], entry)) }
            " "
            span class="who" { (plain(&report.annotators[entry.who])) }
            @if entry.lost.is_some() { p class="said" { "These words are no longer in the text." } }
            @if let Some(was) = &tag.was { p class="said" { "Made on “" (plain(&cut(was))) "”; the text has changed." } }
            @if tag.rival.is_some() { p class="said" { "One of several versions, none of which was chosen yet." } }
            @if !tag.note.is_empty() { p class="note" { (plain(&tag.note)) } }
            @for (name, value) in &tag.attributes { p class="said" { b { (plain(name)) } ": " (plain(value)) } }
            @for relation in &entry.relations { (link(panels, here, relation)) }
            @for (reviewer, verdict) in &entry.verdicts {
                (judgement(&report.annotators[*reviewer], entry, verdict))
            }
        }
    }
}

/// Returns a link of an entry, which leads to the entry of the tag at its other end.
fn link(panels: &[Panel<'_>], here: usize, relation: &PanelLink<'_>) -> Markup {
    html! {
        p class="said" {
            @if relation.direction == LinkDirection::In { "← " }
            b { (plain(relation.kind)) }
            @if relation.direction == LinkDirection::Out { " →" }
            " "
            @match relation.other {
                LinkEnd::Here(panel, at) => {
                    @let entry = &panels[panel].entries[at];
                    a href=(format!("#t{}", entry.number)) { "“" (quote(&panels[panel], entry)) "”" }
                    @if panel != here { " in " (plain(&panels[panel].sheet.name)) }
                }
                LinkEnd::Elsewhere(name) => { "a tag that is not here, in " (plain(name)) }
            }
        }
    }
}

/// Returns the verdict of a reviewer on an entry.
fn judgement(reviewer: &str, entry: &TagEntry<'_>, verdict: &Verdict) -> Markup {
    html! {
        p class="said verdict" {
            (plain(reviewer)) ": "
            b { (verdict.decision.as_ref().map_or("undecided", Decision::word)) }
            @if let Some(Decision::Amended(Judged { label, target, .. })) = &verdict.decision {
                " to " (plain(label)) " “" (plain(&cut(&target.quote))) "”"
            }
            @if !verdict.holds(entry.tag) { ", when it read “" (plain(&cut(&verdict.judged.target.quote))) "”" }
            @if !verdict.comment.is_empty() { ": " (plain(&verdict.comment)) }
        }
    }
}

/// Returns the words of a tag, shortened.
pub(super) fn quote(panel: &Panel<'_>, entry: &TagEntry<'_>) -> String {
    let words = entry.lost.map_or_else(|| panel.sheet.document.slice(entry.tag.span), |target| &target.quote);
    plain(&cut(words)).into_owned()
}

/// Returns words of at most [`LONG`] code points.
fn cut(words: &str) -> String {
    say::excerpt(&passage::words_in_one_line(words), LONG)
}
