//! Draws who has whose wording: a document a line, and an arc with a head for each two that share wording.
//!
//! ```text
//!   a.txt  ──────╮
//!   b.txt  ◀─────┤ 62 %       b.txt has 62 % of its words from a.txt, or both from a third
//!   c.txt  ◀─────╯  8 %       the more is shared, the wider the arc; the likeliest origin of a text is drawn in full
//! ```

use maud::{Markup, html};

use super::chart::short;

/// The width of the picture, in units.
const WIDE: usize = 320;
/// Where the arcs begin.
const LEFT: usize = 150;
/// The height of a document's line.
const ROW: usize = 22;
/// The number of widths that an arc may have.
const WIDTHS: f64 = 5.0;

/// An arc from the document that probably has the wording first.
pub struct Arc {
    /// The number of the document.
    pub from: usize,
    /// The number of the one that has it from there.
    pub to: usize,
    /// The share of the words of `to`, 0 to 1.
    pub share: f64,
    /// Whether nobody shares more with `to`.
    pub is_likeliest: bool,
}

/// Draws the graph of these documents.
pub fn arcs(title: &str, names: &[String], arcs: &[Arc]) -> Markup {
    let middle = |document: usize| document * ROW + ROW / 2;
    let span = |arc: &Arc| arc.from.abs_diff(arc.to);
    let most = arcs.iter().map(span).max().unwrap_or(1).max(1);
    // A longer arc reaches further, so that arcs do not lie on each other; their numbers stand beyond the longest.
    let reach = |arc: &Arc| LEFT + 24 + span(arc) * 70 / most;
    html! {
        svg class="arcs" viewBox=(format!("0 0 {WIDE} {}", (names.len() * ROW).max(1))) role="img" {
            title { (title) }
            @for (number, name) in names.iter().enumerate() {
                text class="strong" x=(LEFT - 12) y=(middle(number) + 4) text-anchor="end" { (short(name, 22)) }
            }
            @for arc in arcs {
                // The ends of arcs that come in and go out are apart.
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
