//! Puts the page together: the head with the policy, the texts, the counts, and at the side the filters and the card.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::panel::Panel;
use super::{Report, agreement, chart, comparison, counts, entries, figures, panel, plain, style, text};
use crate::say;

/// The script for the keys and the card, the same in every report.
const SCRIPT: &str = include_str!("script.js");

/// With more pairs than this, a browser draws only the pairs that are in view.
const MANY: usize = 8;

/// The beginning of every page. By it, the program recognises a report of its own, which it may overwrite.
pub const HEAD: &str =
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"generator\" content=\"diptych\">";

/// The keys in the help.
const KEYS: [(&[&str], &str); 7] = [
    (&["j", "]"], "next tag"),
    (&["k", "["], "previous tag"),
    (&["Enter"], "the next of the tags that overlap there"),
    (&["r"], "the tag that it is linked to"),
    (&["1", "…", "9"], "show a label, or hide it"),
    (&["Esc"], "leave the tag"),
    (&["?"], "this list"),
];

/// Returns the page.
pub(super) fn page(report: &Report) -> Markup {
    let labels = panel::labels(report);
    let panels = panel::panels(report, &labels);
    let several = report.annotators.len() > 1;
    let css = style::style(&report.scheme, &labels, if several { report.annotators.len() } else { 0 });
    let counted = counts::table(report, &labels);
    let pairs = panel::of_pairs(report);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content="diptych";
                meta http-equiv="Content-Security-Policy" content=(policy(&css));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (plain(&report.title)) " – diptych" }
                style { (PreEscaped(&css)) }
            }
            body {
                a class="skip" href="#texts" { "To the texts" }
                (head(report, &panels))
                (side(report, &labels, &counted))
                main id="texts" tabindex="-1" class=[(pairs.len() > MANY).then_some("many")] {
                    @if pairs.len() > 1 { (contents(report, &panels, &pairs)) }
                    @for (number, (left, right)) in pairs.iter().enumerate() {
                        (pair(report, &panels, number, (*left, *right), &labels))
                    }
                    (comparison::section(report))
                    (counts::section(report, &labels, &counted))
                    (agreement::section(report, &labels))
                }
                footer { p class="quiet" { "Made with diptych. This page needs no network, and it sends nothing." } }
                (help())
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Returns the content security policy: only this style and this script, by their digests, and nothing from elsewhere.
fn policy(style: &str) -> String {
    let digest = |words: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(words.as_bytes())));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        digest(style),
        digest(SCRIPT)
    )
}

/// Returns the head of the page: the title and the counts.
fn head(report: &Report, panels: &[Panel<'_>]) -> Markup {
    let layers = || report.documents.iter().flat_map(|sheet| sheet.layers.iter().flatten());
    let tags: usize = layers().map(|records| records.tags.len() + records.lost.len()).sum();
    let links: usize = layers().map(|records| records.links.len()).sum();
    let verdicts: usize = layers().map(|records| records.verdicts.len()).sum();
    let newest = panels.iter().flat_map(|panel| &panel.entries).map(|entry| entry.tag.at.as_str()).max();
    let day = newest.map(|at| at.split('T').next().unwrap_or(at)).filter(|day| !day.is_empty());
    html! {
        header class="top" {
            p class="kind" { "diptych · report" }
            h1 { (plain(&report.title)) }
            p class="quiet" {
                (say::count(report.documents.len(), "document")) " · "
                (say::count(tags, "tag")) " by " (listed(&report.annotators)) " · "
                (say::count(links, "link"))
                @if verdicts > 0 { " · " (say::count(verdicts, "verdict")) }
                @match (&report.date, day) {
                    (Some(date), _) => { " · " (plain(date)) }
                    (None, Some(day)) => { " · newest tag of " (plain(day)) }
                    (None, None) => {}
                }
            }
        }
    }
}

/// Returns names as a part of a sentence.
fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| plain(name)).collect();
    if names.is_empty() { "nobody".into() } else { say::and(&names) }
}

/// Returns the column at the side: the filters, and the card for the chosen tag.
fn side(report: &Report, labels: &[&str], counted: &[Vec<u64>]) -> Markup {
    let by = |who: usize| counted.iter().map(|row| row[who]).sum::<u64>();
    html! {
        aside class="side" aria-label="Filters, and the tag that is looked at" {
            div class="filters" role="group" aria-label="Filters" {
                fieldset {
                    legend { "Labels" }
                    @for (label, name) in labels.iter().enumerate() {
                        label class=(format!("chip l{label}")) {
                            input type="checkbox" id=(format!("l{label}")) checked autocomplete="off";
                            span class="label" { (plain(name)) }
                            span class="count" { (counted[label].iter().sum::<u64>()) }
                            @if label < 9 { kbd aria-hidden="true" { (label + 1) } }
                        }
                    }
                }
                @if report.annotators.len() > 1 {
                    fieldset {
                        legend { "Annotators" }
                        @for (who, name) in report.annotators.iter().enumerate() {
                            label class="chip" {
                                // The tags of all annotators at once would hide the text, so the page begins with one
                                // annotator.
                                input type="checkbox" id=(format!("w{who}")) checked[who == 0] autocomplete="off";
                                span { (plain(name)) }
                                span class="count" { (by(who)) }
                            }
                        }
                    }
                }
            }
            div id="card" class="card" hidden {
                div id="said" aria-live="polite" {}
                div class="steps" {
                    button type="button" id="previous" aria-label="previous tag" { "←" }
                    button type="button" id="next" aria-label="next tag" { "→" }
                    button type="button" id="close" { "close" }
                }
            }
            p class="hint quiet script" {
                "Point at a tag, or step with " kbd { "j" } " and " kbd { "k" } ". "
                button type="button" class="plain" id="keys" { kbd { "?" } " all keys" }
            }
        }
    }
}

/// Returns the table of contents.
fn contents(report: &Report, panels: &[Panel<'_>], pairs: &[(usize, Option<usize>)]) -> Markup {
    html! {
        nav class="contents" aria-label="Contents" {
            ol {
                @for (number, (left, right)) in pairs.iter().enumerate() {
                    @let tags = panels[*left].entries.len() + right.map_or(0, |right| panels[right].entries.len());
                    li {
                        a href=(format!("#p{}", number + 1)) {
                            (plain(&panels[*left].sheet.name))
                            @if let Some(right) = right { " · " (plain(&panels[*right].sheet.name)) }
                        }
                        " " span class="count" { (tags) }
                    }
                }
            }
            p {
                a href="#counts" { "Counts" }
                @if report.pairs.iter().any(|(_, right)| right.is_some()) { " · " a href="#comparison" { "Comparison" } }
                @if report.agreement.is_some() { " · " a href="#agreement" { "Agreement" } }
            }
        }
    }
}

/// Returns the section of a pair, or of a document that is read alone.
fn pair(
    report: &Report,
    panels: &[Panel<'_>],
    number: usize,
    (left, right): (usize, Option<usize>),
    labels: &[&str],
) -> Markup {
    html! {
        section class="pair" id=(format!("p{}", number + 1)) aria-labelledby=(format!("h{}", number + 1)) {
            h2 class="unseen" id=(format!("h{}", number + 1)) {
                (plain(&panels[left].sheet.name))
                @if let Some(right) = right { " and " (plain(&panels[right].sheet.name)) }
            }
            div class=(if right.is_some() { "leaves two" } else { "leaves" }) {
                @for here in [Some(left), right].into_iter().flatten() { (leaf(report, panels, here, labels)) }
            }
            @if let Some(right) = right { (figures::figures(report, panels, (left, right), labels)) }
        }
    }
}

/// Returns a document: its name, its text, and the list of its tags.
fn leaf(report: &Report, panels: &[Panel<'_>], here: usize, labels: &[&str]) -> Markup {
    let panel = &panels[here];
    let (body, anchors) = text::text(panel);
    let without: Vec<&String> = panel
        .sheet
        .layers
        .iter()
        .zip(&report.annotators)
        .filter(|(records, _)| records.is_none())
        .map(|(_, name)| name)
        .collect();
    html! {
        article {
            header {
                h3 dir="auto" { (plain(&panel.sheet.name)) }
                p class="quiet" {
                    (say::count(panel.entries.len(), "tag"))
                    @for name in without { ", none by " (plain(name)) }
                }
                (chart::strip(panel, labels))
            }
            (body)
            (entries::list(report, panels, here, labels, &anchors))
        }
    }
}

/// Returns the dialog with the keys.
fn help() -> Markup {
    html! {
        dialog id="help" aria-labelledby="help-title" {
            h2 id="help-title" { "Keys" }
            dl {
                @for (keys, does) in KEYS {
                    dt { @for key in keys { kbd { (key) } " " } }
                    dd { (does) }
                }
            }
            p { label { input type="checkbox" id="listen" checked autocomplete="off"; " Listen to these keys" } }
            button type="button" id="shut" { "close" }
        }
    }
}
