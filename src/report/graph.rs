//! Draws the origin of wording: a line for each document, and an arrow between two documents that share wording.
//!
//! ```text
//!   a.txt  ──────╮
//!   b.txt  ◀─────┤ 62 %       b.txt took 62 % of its words from a.txt, or both took them from a third text
//!   c.txt  ◀─────╯  8 %       the larger the share, the wider the arc; the likeliest origin of a text has a full line
//! ```

use maud::{Markup, html};

use super::chart::short;

/// The width of the picture, in units.
const WIDE: usize = 320;
/// The place where the arcs begin.
const LEFT: usize = 150;
/// The height of a document's line.
const ROW: usize = 22;
/// The number of widths that an arc may have.
const WIDTHS: f64 = 5.0;

/// An arc from the document that probably had the wording first.
pub(super) struct Arc {
    /// The number of that document.
    pub from: usize,
    /// The number of the document that probably took the wording from it.
    pub to: usize,
    /// The share of the words of `to`, from 0 to 1.
    pub share: f64,
    /// Whether no other document shares more with `to`.
    pub is_likeliest: bool,
}

/// Draws the graph of these documents.
pub(super) fn arcs(title: &str, names: &[String], arcs: &[Arc]) -> Markup {
    let middle = |document: usize| document * ROW + ROW / 2;
    let span = |arc: &Arc| arc.from.abs_diff(arc.to);
    let most = arcs.iter().map(span).max().unwrap_or(1).max(1);
    // A longer arc reaches further to the right, so that arcs do not cover each other; the numbers are right of them
    // all.
    let reach = |arc: &Arc| LEFT + 24 + span(arc) * 70 / most;
    html! {
        svg class="arcs" viewBox=(format!("0 0 {WIDE} {}", (names.len() * ROW).max(1))) role="img" {
            title { (title) }
            @for (number, name) in names.iter().enumerate() {
                text class="strong" x=(LEFT - 12) y=(middle(number) + 4) text-anchor="end" { (short(name, 22)) }
            }
            @for arc in arcs {
                // Incoming and outgoing arcs end at different heights, so that they can be told apart.
                @let (from, to) = (middle(arc.from) + 3, middle(arc.to) - 3);
                @let out = reach(arc);
                @let width = (arc.share * WIDTHS).ceil().clamp(1.0, WIDTHS);
                @let kind = if arc.is_likeliest { "full" } else { "faint" };
                path class=(format!("{kind} wide{width:.0}"))
                    d=(format!("M{LEFT} {from}C{out} {from} {out} {to} {} {to}", LEFT + 7)) {}
                path class="head" d=(format!("M{LEFT} {to}l8 -4v8z")) {}
                @if arc.is_likeliest {
                    text x=(WIDE - 34) y=(middle(arc.to) + 4) { (format!("{:.0} %", arc.share * 100.0)) }
                }
            }
        }
    }
}
