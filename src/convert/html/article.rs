//! Chooses the article of a page: headline, standfirst, text and captions, in the order of the page, without the rest.
//!
//! ```text
//!   region        the blocks in the part with the text
//!   + headline    the h1, else the title that the page states; with the standfirst between it and the text
//!   + stated      what stands in the text that the page states for machines (articleBody), wherever it is
//!   − lines       "Read more: …", paragraphs that are one link, lists of links, bylines, "12 Comments" and what follows it
//! ```
//!
//! A rule is not applied where it could remove a paragraph of the article: a reader skips a little residue, but does
//! not notice that a paragraph is missing.

use std::collections::{HashMap, HashSet};

use super::blocks::{BlockKind, PageBlock};
use super::facts::{self, StatedFacts};
use super::line::{is_sentence, length, letters};
use super::names::{PartPurpose, RESIDUE};
use super::region::{region, weight};
use super::tree::{NodeId, Tree};
use super::wording::contained;
use crate::text::grapheme;

/// A line of fewer letters is too short to be looked for in another text.
const TELLING: usize = 30;
/// A paragraph in the header of the headline has at least this many letters.
const LEAD: usize = 24;
/// A line that announces a list has at least this many characters besides blanks.
const ANNOUNCING: usize = 20;
/// The number of first blocks that may be bylines and dates.
const ABOVE: usize = 6;

/// Returns the blocks of the article.
pub(super) fn article(tree: &Tree, blocks: &[PageBlock], facts: &StatedFacts) -> Vec<PageBlock> {
    let stated = facts.body.as_deref().map(|body| stated(blocks, body)).unwrap_or_default();
    let is_stated = |block: &PageBlock| stated.contains(&block.text);
    let mut chosen = region(tree, blocks);
    for (block, is) in blocks.iter().zip(&mut chosen) {
        *is |= is_stated(block);
    }
    let is_text = |at: &usize| chosen[*at] && weight(&blocks[*at]) > 0;
    let first = (0..blocks.len()).find(is_text).unwrap_or(blocks.len());
    let mut blocks = blocks.to_vec();
    let headline = headline(&blocks, first, facts);
    let times = tree.sums(tree.named(&["time"]).map(|(id, _)| (id, 1)));
    if let Some(at) = headline {
        chosen[..at].fill(false);
        // One picture may be above the headline; several are a gallery.
        let is_above = |number: &usize| {
            blocks[*number].kind == BlockKind::Caption && is_near(tree, &blocks[*number], &blocks[at], None)
        };
        let mut above = (0..at).filter(is_above);
        if let (Some(one), None) = (above.next(), above.next()) {
            chosen[one] = true;
        }
        chosen[at] = true;
        (at + 1..first).for_each(|number| {
            let (block, title) = (&blocks[number], &blocks[at]);
            if is_lead(tree, block, facts) || is_in_header(tree, block, title, facts, &times) {
                // Some pages set it as a heading.
                if matches!(block.kind, BlockKind::Heading(_)) && length(&letters(&block.text)) >= LEAD {
                    blocks[number].kind = BlockKind::Paragraph;
                }
                chosen[number] = true;
            } else if block.kind == BlockKind::Caption && is_near(tree, block, title, blocks.get(first)) {
                chosen[number] = true;
            }
        });
    }
    // A link that is never closed contains the rest of the page.
    let inside = |is_card: bool| -> usize {
        let here = blocks.iter().zip(&chosen).filter(|(block, is)| **is && is_in_card(tree, block) == is_card);
        here.map(|(block, _)| block.text.len()).sum()
    };
    let has_cards = inside(true) < inside(false);
    let is_out = |block: &PageBlock| has_cards && is_in_card(tree, block) && !is_stated(block);
    let article = blocks.iter().zip(&chosen).filter(|(block, is)| **is && !is_out(block));
    let mut article: Vec<PageBlock> = article.map(|(block, _)| block.clone()).collect();
    // The picture may be above the headline; the text begins with the headline.
    let above = article.iter().take_while(|block| block.kind == BlockKind::Caption).count();
    if let Some(begin) = article.get_mut(..=above).filter(|_| headline.is_some()) {
        begin.rotate_right(1);
    }
    let article = tidy(tree, &blocks, article, is_stated);
    let title = facts.title.as_deref().filter(|title| !has_title(&article, title, facts));
    title.map(heading).into_iter().chain(article).collect()
}

/// Returns the texts of blocks that stand in the text that the page states for machines.
fn stated(blocks: &[PageBlock], body: &str) -> HashSet<String> {
    let body = letters(body);
    let all: Vec<String> = blocks.iter().map(|block| letters(&block.text)).collect();
    let found = contained(&all, std::slice::from_ref(&body));
    let is_stated = |own: &String, is_in: bool| length(own) >= TELLING && (is_in || *own == body);
    let stated = blocks.iter().zip(all.iter().zip(found)).filter(|(_, (own, is_in))| is_stated(own, *is_in));
    stated.map(|(block, _)| block.text.clone()).collect()
}

fn heading(title: &str) -> PageBlock {
    PageBlock { kind: BlockKind::Heading(1), text: title.into(), linked: vec![0], node: 0, is_time: false }
}

/// Returns whether a block is in a link that contains other blocks: a card that leads to another story.
fn is_in_card(tree: &Tree, block: &PageBlock) -> bool {
    let leads_away = |id: NodeId| {
        let link = tree.element(id).filter(|element| element.name == "a");
        link.and_then(|link| link.attribute("href")).is_some_and(|to| !to.starts_with('#'))
    };
    !matches!(block.kind, BlockKind::Heading(1) | BlockKind::Caption) && tree.around(block.node).any(leads_away)
}

/// Returns whether the headline is among the first blocks.
fn has_title(article: &[PageBlock], title: &str, facts: &StatedFacts) -> bool {
    let title = letters(title);
    article.iter().take(ABOVE).any(|block| {
        let own = letters(&block.text);
        matches!(block.kind, BlockKind::Heading(1))
            || own == title
            || length(&own) >= TELLING && title.contains(&own)
            || holds(&own, &title)
            || is_title_part(&own, facts)
    })
}

/// Returns the number of the block with the headline: the last h1 before the text, or the heading with the words of the
/// page's title.
fn headline(blocks: &[PageBlock], first: usize, facts: &StatedFacts) -> Option<usize> {
    let title = facts.title.as_deref().map(letters).unwrap_or_default();
    let before = &blocks[..first.min(blocks.len())];
    let says_title = |block: &PageBlock| {
        let own = letters(&block.text);
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        let least = if block.kind == BlockKind::Heading(1) { 4 } else { 12 };
        let is_part = length(&own) >= least && title.starts_with(&own) || holds(&own, &title);
        // Old pages have a headline that is only set in large letters; the name of the site may stand before the title.
        let is_last_part = (length(&own) >= TELLING || is_heading && length(&own) >= 12) && title.ends_with(&own);
        !own.is_empty() && (own == title || is_heading && is_part || is_last_part)
    };
    // Another part of the title may be the name of the site, so it counts only where no block says the title otherwise.
    let is_other_part = |block: &PageBlock| is_title_part(&letters(&block.text), facts);
    let is_title = |block: &PageBlock| !title.is_empty() && letters(&block.text) == title;
    let stated = before.iter().rposition(is_title).or_else(|| before.iter().rposition(says_title));
    let stated = stated.or_else(|| before.iter().rposition(is_other_part));
    stated.or_else(|| {
        before.iter().rposition(|block| block.kind == BlockKind::Heading(1) && block.text.chars().count() >= 12)
    })
}

/// Cuts the blocks in which the headline is one of several lines, as on old pages: section, headline, author, date.
pub(super) fn cut_at_headline(blocks: Vec<PageBlock>, facts: &StatedFacts) -> Vec<PageBlock> {
    let title = facts.title.as_deref().map(letters).unwrap_or_default();
    let is_title = |line: &str| {
        Some(letters(line)).is_some_and(|own| !own.is_empty() && own == title || is_title_part(&own, facts))
    };
    let cut = blocks.into_iter().flat_map(|block| {
        let is_cut =
            block.kind == BlockKind::Paragraph && block.text.contains('\n') && block.text.lines().any(is_title);
        let pieces: Vec<PageBlock> = match is_cut {
            true => {
                let lines = block.text.lines().zip(&block.linked);
                lines.map(|(line, linked)| PageBlock { text: line.into(), linked: vec![*linked], ..block }).collect()
            }
            false => vec![block],
        };
        pieces
    });
    cut.collect()
}

/// Returns whether a line is one part of the page's title: the other parts name the site and its pages.
fn is_title_part(line: &str, facts: &StatedFacts) -> bool {
    let title = facts.title.as_deref().unwrap_or_default();
    length(line) >= 12 && facts::parts(title).any(|part| letters(part) == line)
}

/// Returns whether a line is a title with one or two words more, such as the subject before it.
fn holds(line: &str, title: &str) -> bool {
    length(title) >= 12 && line.contains(title) && length(line) <= length(title) + 40
}

/// Returns whether a block between headline and text is the standfirst: by its name, or because the page gives it as
/// its description.
fn is_lead(tree: &Tree, block: &PageBlock, facts: &StatedFacts) -> bool {
    let described = facts.description.as_deref().map(letters).unwrap_or_default();
    let own = letters(&block.text);
    let around =
        || std::iter::once(block.node).chain(tree.around(block.node).take(2)).filter_map(|id| tree.element(id));
    let is_named = around().any(|element| RESIDUE.is_lead(element));
    let is_beside = around().any(|element| RESIDUE.purpose(element) == PartPurpose::Beside);
    let is_described = length(&own) >= TELLING
        && (described.starts_with(&own[..grapheme::floor_char(&own, 60)])
            || own.starts_with(&described) && !described.is_empty());
    !block.is_time
        && (is_described
            || is_beside
            || is_named
                && (length(&own) >= TELLING || block.kind == BlockKind::Item)
                && block.links() * 2 < own.len()
                && !RESIDUE.is_above(&block.text))
}

/// Returns whether a paragraph is in the `header` of the headline, or set as a paragraph or heading right beside the headline,
/// and does not speak of an author. `times` counts the times in each node.
fn is_in_header(tree: &Tree, block: &PageBlock, headline: &PageBlock, facts: &StatedFacts, times: &[usize]) -> bool {
    let is_header = |id: &NodeId| tree.element(*id).is_some_and(|element| element.name == "header");
    let header = tree.around(headline.node).find(is_header);
    let names = ["p", "h2", "h3", "h4", "h5", "h6"];
    let is_set = tree.element(block.node).is_some_and(|element| names.contains(&element.name.as_str()));
    let is_beside = is_set && tree.node(block.node).parent == tree.node(headline.node).parent;
    let names_author = facts.origin.authors.iter().any(|author| block.text.contains(author.as_str()));
    let is_residue = |id: NodeId| {
        tree.element(id).is_some_and(|element| is_left_out(RESIDUE.purpose(element)) && !RESIDUE.is_lead(element))
    };
    let mut inner = std::iter::once(block.node).chain(tree.around(block.node)).take_while(|id| Some(*id) != header);
    let is_long = match block.kind {
        BlockKind::Paragraph => weight(block) > 0 || length(&letters(&block.text)) >= LEAD && block.links() == 0,
        BlockKind::Heading(_) => length(&letters(&block.text)) >= TELLING && block.links() == 0,
        _ => false,
    };
    is_long
        && (header.is_some_and(|header| tree.is_in(block.node, header)) || is_beside)
        && !inner.any(is_residue)
        && times[block.node] == 0
        && !names_author
        && !RESIDUE.is_above(&block.text)
        && !RESIDUE.is_residue(&block.text)
        && !RESIDUE.is_date(&block.text)
}

/// Returns whether the names of a part say that it is left out, at least if it is small.
fn is_left_out(purpose: PartPurpose) -> bool {
    matches!(purpose, PartPurpose::Never | PartPurpose::Maybe | PartPurpose::Box)
}

/// Returns whether a caption is in the same article as the headline, or as the first paragraph.
fn is_near(tree: &Tree, caption: &PageBlock, headline: &PageBlock, first: Option<&PageBlock>) -> bool {
    let article = |id| {
        tree.around(id).find(|around| {
            tree.element(*around).is_some_and(|element| ["article", "main"].contains(&element.name.as_str()))
        })
    };
    let own = article(caption.node);
    let names = tree.around(caption.node).take_while(|id| Some(*id) != own).filter_map(|id| tree.element(id));
    // The part around nothing but captions is named after what they are: `metadata`, `credit`.
    let mut names = names.map(|element| RESIDUE.purpose(element)).skip_while(|purpose| *purpose == PartPurpose::Maybe);
    // Without such a part, the place between headline and text decides.
    (own.is_some() || first.is_some())
        && (own == article(headline.node) || first.is_some_and(|first| own == article(first.node)))
        && !names.any(is_left_out)
}

/// Removes the lines that are no part of the text.
fn tidy(
    tree: &Tree,
    page: &[PageBlock],
    article: Vec<PageBlock>,
    is_stated: impl Fn(&PageBlock) -> bool,
) -> Vec<PageBlock> {
    let parts = Parts::new(tree, page, &article);
    let ends = under_end(tree, &parts, &article);
    let asking = asking(tree, &parts, &article);
    let pulled = pulled(&article);
    let announced = announced(tree, &article);
    let labels = labels(tree, &article);
    let lists = link_lists(&article);
    let mut seen = HashSet::new();
    let mut kept: Vec<(PageBlock, bool)> = Vec::new();
    for (at, block) in article.into_iter().enumerate() {
        let own = letters(&block.text);
        let is_again = length(&own) >= TELLING && !seen.insert(own);
        let is_line = || (lists[at] || is_line(&block, at)) && !announced[at];
        let is_out =
            !is_stated(&block) && (ends[at] || asking[at] || labels[at] || is_line()) || pulled[at] || is_again;
        kept.push((block, is_out));
    }
    drop_bare_headings(&mut kept);
    kept.into_iter().filter(|(_, is_out)| !is_out).map(|(block, _)| block).collect()
}

/// Removes the headings under which everything was removed, up to the next heading of their level that stays.
fn drop_bare_headings(blocks: &mut [(PageBlock, bool)]) {
    // The next block that stays.
    let mut next: Option<usize> = None;
    for at in (0..blocks.len()).rev() {
        if let (BlockKind::Heading(level), true) = (blocks[at].0.kind, at > 0) {
            let is_bare = match next {
                None => true,
                Some(next) => matches!(blocks[next].0.kind, BlockKind::Heading(own) if own <= level) && next > at + 1,
            };
            blocks[at].1 |= level > 1 && is_bare;
        }
        next = if blocks[at].1 { next } else { Some(at) };
    }
}

/// Returns whether a line is no part of the text, because of its words or because it is one link.
fn is_line(block: &PageBlock, at: usize) -> bool {
    let text = block.text.trim_start_matches("- ");
    let count = text.chars().filter(|c| !c.is_whitespace()).count();
    let is_link = block.links() * 100 >= count * 85;
    let is_sentence = is_sentence(text);
    let is_heading = matches!(block.kind, BlockKind::Heading(_));
    RESIDUE.is_residue(text)
        || RESIDUE.is_asking(text) && (block.links() > 0 || !is_sentence && !is_heading)
        || block.is_time && count < 40
        || at < ABOVE && at > 0 && !is_heading && RESIDUE.is_above(text)
        || block.kind == BlockKind::Caption && RESIDUE.is_credit(text)
        || is_link && !is_sentence && block.kind != BlockKind::Heading(1) && count > 0
        || !text.chars().any(char::is_alphanumeric)
}

/// Returns for each block whether a longer block has the same words: it is a quotation that is set large beside the
/// text.
fn pulled(article: &[PageBlock]) -> Vec<bool> {
    let all: Vec<String> = article.iter().map(|block| letters(&block.text)).collect();
    let found = contained(&all, &all).into_iter();
    found.zip(article).map(|(is, block)| is && block.kind == BlockKind::Paragraph).collect()
}

/// Returns for each block whether it is a label around the text, and no part of it: a short line above the first paragraph
/// that is no sentence (the section, a number), or a date there or behind the last paragraph. A line that is set as a
/// paragraph beside the first one is one of the text, such as a line of verse.
fn labels(tree: &Tree, article: &[PageBlock]) -> Vec<bool> {
    let is_text = |block: &PageBlock| weight(block) > 0 && block.kind == BlockKind::Paragraph;
    let first = article.iter().position(is_text).unwrap_or(0);
    let last = article.iter().rposition(is_text).unwrap_or(article.len());
    let around = |block: &PageBlock| tree.node(block.node).parent;
    let is_set = |block: &PageBlock| tree.element(block.node).is_some_and(|element| element.name == "p");
    let is_beside = |block: &PageBlock| {
        is_set(block) && article.get(first).is_some_and(|first| is_set(first) && around(first) == around(block))
    };
    let is_label = |block: &PageBlock| {
        let is_short =
            length(&letters(&block.text)) < LEAD && !is_sentence(&block.text) && !block.text.ends_with([',', ':']);
        block.kind == BlockKind::Paragraph && is_short && !is_beside(block)
    };
    let above = |at: usize| (1..first).contains(&at);
    let blocks = article.iter().enumerate();
    blocks.map(|(at, block)| above(at) && is_label(block) || (above(at) || at > last) && is_date(block)).collect()
}

fn is_date(block: &PageBlock) -> bool {
    block.kind == BlockKind::Paragraph && RESIDUE.is_date(&block.text)
}

/// Returns for each block whether it is in a list that the block before it announces: the paragraph "Three reports say
/// more:", or a heading, if heading and list stand among the paragraphs of the text and not in a box of their own.
fn announced(tree: &Tree, article: &[PageBlock]) -> Vec<bool> {
    let is_telling = |text: &str| RESIDUE.is_telling(text) || RESIDUE.is_end(text);
    let around = |block: &PageBlock| tree.node(block.node).parent;
    let last: HashMap<NodeId, usize> = article
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind == BlockKind::Paragraph && weight(block) > 0)
        .map(|(at, block)| (around(block), at))
        .collect();
    let announces = |at: usize| {
        let (block, list) = (&article[at], tree.node(around(&article[at + 1])).parent);
        let count = block.text.chars().filter(|c| !c.is_whitespace()).count();
        let is_heading = match block.kind {
            BlockKind::Paragraph => block.text.ends_with([':', '：']) && count >= ANNOUNCING,
            BlockKind::Heading(level) => level > 1 && last.get(&list).is_some_and(|last| *last > at),
            _ => false,
        };
        is_heading && block.links() * 2 < count && !is_telling(&block.text)
    };
    let mut found = vec![false; article.len()];
    for at in 1..article.len() {
        found[at] = article[at].kind == BlockKind::Item && (found[at - 1] || announces(at - 1));
    }
    found
}

/// Returns for each block whether it is in a list that contains only links.
fn link_lists(article: &[PageBlock]) -> Vec<bool> {
    let is_linked =
        |block: &PageBlock| block.links() * 100 >= block.text.chars().filter(|c| !c.is_whitespace()).count() * 70;
    let mut found = Vec::with_capacity(article.len());
    for items in article.chunk_by(|one, other| one.kind == other.kind) {
        let is_list = items[0].kind == BlockKind::Item && items.len() > 1;
        let linked = items.iter().filter(|item| is_linked(item)).count();
        found.extend(std::iter::repeat_n(is_list && linked * 10 >= items.len() * 8, items.len()));
    }
    found
}

/// Returns for each block of the article whether it is under a heading such as "Comments" or "Related stories": in the
/// same part of the page as the heading, before the next heading of the same level. In the part with the text, only
/// lines are removed, no paragraphs.
fn under_end(tree: &Tree, parts: &Parts, article: &[PageBlock]) -> Vec<bool> {
    let mut out = vec![false; article.len()];
    // What is under two headings of one level in one part ends at the same block.
    let mut known: HashMap<(NodeId, u8), usize> = HashMap::new();
    for (at, block) in article.iter().enumerate() {
        let level = match block.kind {
            BlockKind::Heading(level) if level > 1 || at > ABOVE => level,
            BlockKind::Paragraph if block.text.chars().count() < 40 && !block.text.ends_with('.') => 7,
            _ => continue,
        };
        if !RESIDUE.is_end(&block.text) {
            continue;
        }
        let part = parts.around(tree, block.node);
        let ends = |other: &PageBlock| {
            let is_other = matches!(other.kind, BlockKind::Heading(own) if own <= level);
            is_other || !tree.is_in(other.node, part) || parts.weights[part] * 3 > parts.weights[0] && weight(other) > 0
        };
        let known = known.entry((part, level)).or_insert(0);
        if *known <= at {
            let count = article[at + 1..].iter().take_while(|other| !ends(other)).count();
            out[at..=at + count].fill(true);
            *known = at + 1 + count;
        }
    }
    out
}

/// Returns for each block of the article whether it is in a part of the page in which a line asks to subscribe, to follow or
/// to share: a small part with buttons or fields, or a part that is named so and in which all other lines are short.
fn asking(tree: &Tree, parts: &Parts, article: &[PageBlock]) -> Vec<bool> {
    let mut pressed: Vec<NodeId> = tree.named(&["button", "input", "form"]).map(|(id, _)| id).collect();
    let is_button = |link: &NodeId| RESIDUE.is_telling(&tree.text(*link));
    pressed.extend(tree.named(&["a"]).map(|(id, _)| id).filter(is_button));
    let pressed = tree.sums(pressed.into_iter().map(|id| (id, 1)));
    let telling: Vec<bool> = article.iter().map(|block| RESIDUE.is_telling(&block.text)).collect();
    let is_long =
        |(block, is_telling): (&PageBlock, &bool)| (block.node, usize::from(weight(block) > 0 && !is_telling));
    let long = tree.sums(article.iter().zip(&telling).map(is_long));
    let asking = article.iter().zip(&telling).filter(|(_, is_telling)| **is_telling);
    let asking = asking.map(|(block, _)| parts.around(tree, block.node)).filter(|part| {
        let is_named = tree.element(*part).is_some_and(|element| is_left_out(RESIDUE.purpose(element)));
        parts.weights[*part] * 100 < parts.weights[0] * 15 && pressed[*part] > 0 || is_named && long[*part] == 0
    });
    let inside = tree.inside(asking);
    article.iter().map(|block| inside[block.node]).collect()
}

/// The parts of a page.
struct Parts {
    /// The weight of the article's blocks in each node.
    weights: Vec<usize>,
    /// The number of blocks in each node, and of those that are in none of its children.
    counts: Vec<usize>,
    own: Vec<usize>,
}

impl Parts {
    fn new(tree: &Tree, page: &[PageBlock], article: &[PageBlock]) -> Parts {
        let mut own = vec![0; tree.ids().len()];
        page.iter().for_each(|block| own[block.node] += 1);
        let weights = tree.sums(article.iter().map(|block| (block.node, weight(block))));
        Parts { weights, counts: tree.sums(page.iter().map(|block| (block.node, 1))), own }
    }

    /// Returns the smallest part of the page around an element that also has other blocks. A `span` around paragraphs is
    /// no part: loose words in it belong to the element around it.
    fn around(&self, tree: &Tree, node: NodeId) -> NodeId {
        let is_part = |id: &NodeId| tree.element(*id).is_some_and(|element| !element.is_inline());
        let has_others = |id: &NodeId| self.counts[*id] > self.own[node];
        tree.around(node).filter(is_part).find(has_others).unwrap_or(0)
    }
}
