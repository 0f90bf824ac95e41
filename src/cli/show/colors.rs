//! Writes a text with its tags in colours, as on the screen: where tags overlap, the colour of the inner one shows.

use std::cmp::Reverse;

use ratatui::style::{Modifier, Style};

use crate::layout::paint::segments;
use crate::layout::{Layout, Reflow, Typesetting, glyph};
use crate::say::sgr::styled;
use crate::say::shown;
use crate::tags::Tag;
use crate::tags::scheme::Scheme;
use crate::tags::set::TagSet;
use crate::text::Span;
use crate::text::block;
use crate::tui::theme::{Reach, Theme};

/// Returns the page of one annotator: a title, the text, and a legend. Rows are `width` columns wide; with `None` they are
/// as long as the lines of the text.
pub(super) fn page(
    text: &str,
    tags: &TagSet,
    title: &str,
    scheme: &Scheme,
    theme: &Theme,
    width: Option<u16>,
) -> String {
    let mut out = styled(Style::new().add_modifier(Modifier::BOLD), &shown(title)) + "\n\n";
    match width {
        Some(width) => {
            let mut layout = Layout::new(width, Typesetting { spaced: true, reflow: Reflow::Never });
            let mut next = (!text.is_empty()).then(|| layout.row_at(text, 0));
            while let Some(here) = next {
                if !here.gap {
                    row(&mut out, text, here.span, tags, scheme, theme);
                }
                out.push('\n');
                next = layout.below(text, &here);
            }
        }
        None => {
            let mut next = (!text.is_empty()).then(|| block::block_at(text, 0));
            while let Some(here) = next {
                row(&mut out, text, here.span, tags, scheme, theme);
                out.push_str(if here.ends_line(text) { "\n" } else { "" });
                next = block::after(text, &here);
            }
        }
    }
    out + "\n" + &legend(tags, scheme, theme) + "\n"
}

fn row(out: &mut String, text: &str, row: Span, tags: &TagSet, scheme: &Scheme, theme: &Theme) {
    let end = row.start + text[row.start..row.end].trim_end().len();
    let row = Span::new(row.start, end);
    let mut over: Vec<&Tag> = tags.touching(row).collect();
    over.sort_by_key(|tag| (Reverse(tag.span.len()), tag.span.start));
    let over: Vec<(Span, &Tag)> = over.into_iter().map(|tag| (tag.span, tag)).collect();
    let mut column = 0;
    for segment in segments(row, &over) {
        let mut words = String::new();
        for glyph in glyph::glyphs_from(text, segment.span, column) {
            words += &glyph.shown;
            column = glyph.column.saturating_add(glyph.width);
        }
        match segment.over.last() {
            Some(tag) => {
                *out += &styled(theme.tag(scheme.label(&tag.label), segment.over.len() - 1, Reach::Short), &words)
            }
            None => *out += &words,
        }
    }
}

/// Returns the labels in their colours, with their numbers of tags.
fn legend(tags: &TagSet, scheme: &Scheme, theme: &Theme) -> String {
    let label = |label: &crate::tags::scheme::Label| {
        let count = tags.iter().filter(|tag| tag.label == label.name).count();
        format!("{} {count}", styled(theme.tag(Some(label), 0, Reach::Short), &shown(&label.name)))
    };
    let mut parts: Vec<String> = scheme.labels.iter().map(label).collect();
    let unknown = tags.iter().filter(|tag| scheme.label(&tag.label).is_none()).count();
    if unknown > 0 {
        parts.push(format!("{} {unknown}", styled(theme.tag(None, 0, Reach::Short), "unknown labels")));
    }
    parts.join("   ")
}
