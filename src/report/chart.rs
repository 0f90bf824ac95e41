//! Draws numbers as SVG: bars, the places of tags along a text, a confusion matrix.
//!
//! ```text
//!   claim   ana ▇▇▇▇▇▇▇▇▇▇▇ 31      a picture is 320 units wide: on a phone its letters are as large as the page's;
//!           ben ▇▇▇▇▇▇▇▇ 24         its words are in its title and in the table below it
//! ```

use maud::{Markup, html};
use unicode_segmentation::UnicodeSegmentation;

use super::panel::Panel;
use super::plain;

/// The width of a picture, in units.
const WIDE: usize = 320;

/// The number of places that are distinguished along a text.
const BINS: usize = 240;

/// The number of shades of a cell in the confusion matrix.
const SHADES: u64 = 6;

/// A bar.
pub(super) struct Bar {
    /// The CSS class that colours it.
    pub class: String,
    /// The name beside it.
    pub name: String,
    /// The number that it shows.
    pub count: u64,
}

/// Draws bars from the left, in groups that have a name each.
pub(super) fn bars(title: &str, groups: &[(String, Vec<Bar>)]) -> Markup {
    const ROW: usize = 15;
    const GAP: usize = 9;
    const LEFT: usize = 142;
    const RIGHT: usize = 34;
    let most = groups.iter().flat_map(|(_, bars)| bars.iter().map(|bar| bar.count)).max().unwrap_or(0).max(1);
    let mut drawn = Vec::new();
    let mut y = 0;
    for (name, bars) in groups {
        for (number, Bar { class, name: who, count }) in bars.iter().enumerate() {
            let wide = *count as f64 / most as f64 * (WIDE - LEFT - RIGHT) as f64;
            drawn.push(html! {
                @if number == 0 { text class="strong" x="0" y=(y + 11) { (short(name, 12)) } }
                text x=(LEFT - 6) y=(y + 11) text-anchor="end" { (short(who, 11)) }
                rect class=(class) x=(LEFT) y=(y + 3) width=(format!("{wide:.1}")) height="9" rx="1" {}
                text x=(format!("{:.1}", LEFT as f64 + wide + 4.0)) y=(y + 11) { (count) }
            });
            y += ROW;
        }
        y += GAP;
    }
    html! {
        svg class="bars" viewBox=(format!("0 0 {WIDE} {}", y.max(1))) role="img" {
            title { (title) }
            @for bar in &drawn { (bar) }
        }
    }
}

/// Draws the places of tags along a text, in one row for each label.
pub(super) fn strip(panel: &Panel<'_>, labels: &[&str]) -> Markup {
    const ROW: usize = 6;
    let length = panel.sheet.document.len().max(1);
    let mut rows = vec![[false; BINS]; labels.len()];
    for entry in panel.entries.iter().filter(|entry| entry.lost.is_none()) {
        let bin = |at: usize| (at * BINS / length).min(BINS - 1);
        rows[entry.label][bin(entry.tag.span.start)..=bin(entry.tag.span.end.max(1) - 1)].fill(true);
    }
    let view = format!("0 0 {BINS} {}", ROW * labels.len());
    html! {
        svg class="strip" viewBox=(view) preserveAspectRatio="none" aria-hidden="true" {
            @for (label, bins) in rows.iter().enumerate() {
                @if bins.contains(&true) { path class=(format!("l{label}")) d=(runs(bins, label * ROW)) {} }
            }
        }
    }
}

/// Returns the bins with tags as boxes four units tall: `M3 0h2v4h-2z`.
fn runs(bins: &[bool], y: usize) -> String {
    let mut path = String::new();
    let mut from = 0;
    for run in bins.chunk_by(|one, other| one == other) {
        if run[0] {
            path += &format!("M{from} {y}h{wide}v4h-{wide}z", wide = run.len());
        }
        from += run.len();
    }
    path
}

/// Draws how often two labels were matched. The last row and the last column are for tags that only one annotator has.
pub(super) fn heat(title: &str, names: &[String], counts: &[Vec<u64>]) -> Markup {
    const LEFT: usize = 70;
    const TOP: usize = 20;
    const ROW: usize = 30;
    let most = counts.iter().flatten().copied().max().unwrap_or(0).max(1);
    let wide = (WIDE - LEFT) / names.len().max(1);
    html! {
        svg class="heat" viewBox=(format!("0 0 {WIDE} {}", TOP + ROW * names.len())) role="img" {
            title { (title) }
            @for (column, name) in names.iter().enumerate() {
                text x=(LEFT + column * wide + wide / 2) y="13" text-anchor="middle" { (short(name, wide / 6)) }
            }
            @for (row, (name, counts)) in names.iter().zip(counts).enumerate() {
                text x=(LEFT - 7) y=(TOP + row * ROW + 19) text-anchor="end" { (short(name, 11)) }
                // Tags that neither annotator has cannot be counted.
                @let columns = names.len() - usize::from(row + 1 == names.len());
                @for (column, count) in counts.iter().enumerate().take(columns) {
                    @let (x, y) = (LEFT + column * wide, TOP + row * ROW);
                    @let shade = (count * (SHADES - 1)).div_ceil(most);
                    rect class=(format!("h{shade}")) x=(x + 1) y=(y + 1) width=(wide - 2) height=(ROW - 2) rx="2" {}
                    @let class = (row == column).then_some("strong");
                    text x=(x + wide / 2) y=(y + 19) text-anchor="middle" class=[class] { (count) }
                }
            }
        }
    }
}

/// Returns a name, shortened to this many graphemes.
pub(super) fn short(name: &str, most: usize) -> String {
    let name = plain(name);
    match name.graphemes(true).count() > most {
        true => name.graphemes(true).take(most.saturating_sub(1)).chain(["…"]).collect(),
        false => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_of_tags_are_boxes() {
        assert_eq!(runs(&[true, true, false, true], 6), "M0 6h2v4h-2zM3 6h1v4h-1z");
        assert_eq!(runs(&[false; 3], 0), "");
    }

    #[test]
    fn a_name_is_cut_between_graphemes() {
        assert_eq!((short("claim", 5), short("e\u{301}e\u{301}e\u{301}", 2)), ("claim".into(), "e\u{301}…".into()));
    }
}
