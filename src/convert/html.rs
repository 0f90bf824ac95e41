//! Converts a web page, as a browser saves it, to the text of its article.
//!
//! ```text
//!   bytes → [tree] → [blocks] ─┬─ [region]   which part holds the text
//!                    [facts] ──┴─ [article]  headline, standfirst, text; without what leads elsewhere → text
//! ```
//!
//! Paragraphs are separated by an empty line. Headings, quotations and captions are paragraphs; an item of a list is a
//! line that begins with `- ` or its number, a row of a table is a line with tabs. Bylines and dates go into the
//! [`TextOrigin`](crate::convert::TextOrigin).

mod article;
mod blocks;
mod facts;
mod line;
mod names;
mod region;
mod tree;
mod wording;

use super::Converted;
use blocks::{BlockKind, PageBlock};
use line::letters;
use tree::Tree;
use wording::shared;

/// Reads a page. If no article can be recognised, takes all paragraphs.
pub(crate) fn read(html: &str) -> Converted {
    let tree = Tree::read(html);
    let facts = facts::facts(&tree);
    let blocks = article::cut_at_headline(blocks::blocks(&tree), &facts);
    let article = article::article(&tree, &blocks, &facts);
    let text = text(&article);
    // A page that scripts put together, or that shows only its beginning, has its text only in the data for machines.
    let stated = facts.body.filter(|body| {
        let (whole, shown) = (letters(body), letters(&text));
        whole.len() > 2 * shown.len() || whole.len() > shown.len() && shared(&whole, &shown) * 2 < whole.len()
    });
    let text = match stated {
        Some(body) => whole(facts.title.as_deref(), &body),
        None => text,
    };
    Converted { text, origin: facts.origin, name: None }
}

/// Joins headline and body; each line of the body becomes a paragraph.
fn whole(title: Option<&str>, body: &str) -> String {
    let lines = title.into_iter().chain(body.lines()).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// Joins blocks: lines of a list and of a table follow each other, other blocks are separated by an empty line.
fn text(blocks: &[PageBlock]) -> String {
    let mut text = String::new();
    let mut before: Option<BlockKind> = None;
    for block in blocks {
        let is_line = matches!(block.kind, BlockKind::Item | BlockKind::Row) && before == Some(block.kind);
        if before.is_some() {
            text.push_str(if is_line { "\n" } else { "\n\n" });
        }
        text.push_str(&block.text);
        before = Some(block.kind);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
