//! Writes a text with its tags as HTML: paragraphs of segments, each with the tags that cover it.
//!
//! ```text
//!   <p>He <a class="s b0" id="s1" href="#t1" data-t="1">said that </a>
//!         <a class="s a1 b0" id="s2" href="#t2" data-t="2 1">about 1,500</a> …
//!                                the innermost tag ╯       ╰ all tags there, the innermost first
//! ```
//!
//! The beginning of a tag is an anchor that leads to its entry in the list, and the entry leads back. Other tagged
//! words are in a `span`.

use maud::{Markup, html};

use super::panel::Panel;
use super::plain;
use super::style::LANE;
use crate::layout::paint::{self, Segment};
use crate::text::{Span, block, passage};

/// Returns the text of a panel, and for each entry the number of the anchor at which its words begin.
pub(super) fn text(panel: &Panel<'_>) -> (Markup, Vec<Option<usize>>) {
    let mut anchors = vec![None; panel.entries.len()];
    let text = panel.sheet.document.text();
    let mut next = (!text.is_empty()).then(|| passage::passage_at(text, 0));
    let body = html! {
        div class=(format!("text n{}", panel.lanes)) {
            @while let Some(here) = next {
                @if !passage::is_blank(panel.sheet.document.slice(here)) {
                    p dir="auto" {
                        @for segment in segments(panel, here) { (drawn(panel, here, &segment, &mut anchors)) }
                    }
                }
                ({ next = passage::after(text, here); "" })
            }
        }
    };
    (body, anchors)
}

/// Returns the segments of a passage with the entries over each, the innermost first.
fn segments(panel: &Panel<'_>, passage: Span) -> Vec<Segment<usize>> {
    let text = panel.sheet.document.text();
    let mut found = Vec::new();
    let mut at = passage.start;
    // A passage may be very long, so it is cut block by block.
    while at < passage.end {
        let row = Span::new(at, block::block_at(text, at).next.clamp(at + 1, passage.end));
        found.extend(paint::segments(row, &over(panel, row)));
        at = row.end;
    }
    found
}

/// Returns the entries that touch a span, the shortest first.
fn over(panel: &Panel<'_>, row: Span) -> Vec<(Span, usize)> {
    let layers = panel.sheet.layers.iter().enumerate().filter_map(|(who, records)| Some((who, records.as_ref()?)));
    let touching = layers.flat_map(|(who, records)| records.tags.touching(row).map(move |tag| (who, tag)));
    let mut over: Vec<(Span, usize)> =
        touching.filter_map(|(who, tag)| Some((tag.span, panel.find(who, &tag.id)?))).collect();
    over.sort_by_key(|(span, at)| (span.len(), *at));
    over
}

/// Returns a segment of a passage as HTML; the marks of a quotation are shown only where the passage begins. Where the words of entries begin, it is an anchor, whose number is stored in `anchors`.
fn drawn(panel: &Panel<'_>, passage: Span, segment: &Segment<usize>, anchors: &mut [Option<usize>]) -> Markup {
    let words = match segment.span.start == passage.start {
        true => plain(panel.sheet.document.slice(segment.span)),
        false => plain(&passage::in_one_line(panel.sheet.document.text(), segment.span)).into_owned().into(),
    };
    if segment.over.is_empty() {
        return html! { (words) };
    }
    let (mut class, mut numbers, mut first) = (String::from("s"), String::new(), None);
    for at in &segment.over {
        let entry = &panel.entries[*at];
        let lane = LANE[entry.lane];
        class += &format!(" {lane}{}", entry.label);
        // With one annotator there is no filter of annotators, and the page needs no class for it.
        if panel.sheet.layers.len() > 1 {
            class += &format!(" {lane}v{}", entry.who);
        }
        numbers += &format!("{}{}", if numbers.is_empty() { "" } else { " " }, entry.number);
        if anchors[*at].is_none() {
            let anchor = *first.get_or_insert(entry.number);
            anchors[*at] = Some(anchor);
        }
    }
    match first {
        Some(number) => html! {
            a class=(class) id=(format!("s{number}")) href=(format!("#t{number}")) data-t=(numbers) { (words) }
        },
        None => html! { span class=(class) data-t=(numbers) { (words) } },
    }
}
