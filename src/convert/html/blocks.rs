//! Cuts a page into blocks: paragraphs, headings, items, captions, each with the part of it that is a link.
//!
//! ```text
//!   <div>Ten <b>villages</b><br><br>lost power.<ul><li>a<li>b</ul></div>
//!
//!   paragraph  Ten villages
//!   paragraph  lost power.
//!   item       - a
//!   item       - b
//! ```

use std::collections::HashMap;

use super::names::RESIDUE;
use super::tree::{Element, NodeId, NodeKind, Tree};

/// A piece of a page that has its own lines.
#[derive(Clone, Debug)]
pub(super) struct PageBlock {
    /// The kind.
    pub kind: BlockKind,
    /// The words, with one blank between them; lines end where the page breaks them.
    pub text: String,
    /// The number of characters in links to other pages, for each of its lines.
    pub linked: Vec<usize>,
    /// The element that contains it.
    pub node: NodeId,
    /// Whether at least half of it is a time.
    pub is_time: bool,
}

impl PageBlock {
    /// Returns the number of characters in links to other pages.
    pub(super) fn links(&self) -> usize {
        self.linked.iter().sum()
    }
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A paragraph, or loose words.
    Paragraph,
    /// A heading, 1 to 6.
    Heading(u8),
    /// An item of a list, or the rest of one.
    Item,
    /// A row of a table.
    Row,
    /// The caption of a picture.
    Caption,
}

/// Elements that contain no text, or data for machines.
const SKIPPED: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "canvas",
    "video",
    "audio",
    "button",
    "select",
    "textarea",
    "input",
    "head",
    "title",
    "map",
    "progress",
    "meter",
    "datalist",
    "amp-ad",
    "amp-analytics",
    "amp-sidebar",
    "amp-consent",
    "amp-social-share",
];

/// Elements that do not break the line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img", "picture", "source", "nobr", "output",
];

/// Classes of words that only a screen reader says.
const UNSEEN: &[&str] =
    &["sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "u-hidden", "mw-editsection"];

/// A cell with more characters than this does not belong to a table of figures.
const CELL: usize = 300;

/// A line break of the page, until the blanks are cleaned.
const BREAK: char = '\u{2028}';

/// Returns the blocks of a page, in its order.
pub(super) fn blocks(tree: &Tree) -> Vec<PageBlock> {
    let mut reader = BlockReader {
        tree,
        blocks: Vec::new(),
        words: Vec::new(),
        links: 0,
        times: 0,
        kind: BlockKind::Paragraph,
        bullet: None,
        numbers: HashMap::new(),
        verbatim: false,
        has_picture: false,
        pictures: tree.sums(tree.named(&["img", "picture", "amp-img"]).map(|(id, _)| (id, 1))),
        last_words: last_words(tree),
    };
    reader.walk(0, 0);
    reader.end(0);
    reader.blocks
}

struct BlockReader<'a> {
    tree: &'a Tree,
    blocks: Vec<PageBlock>,
    /// The characters of the current block, and for each whether it is in a link, and in a time.
    words: Vec<(char, bool, bool)>,
    /// The numbers of open links and times.
    links: usize,
    times: usize,
    kind: BlockKind,
    /// The bullet before the next words of a list.
    bullet: Option<String>,
    /// The number of the next item of each numbered list.
    numbers: HashMap<NodeId, usize>,
    verbatim: bool,
    /// Whether there is a picture among the current words.
    has_picture: bool,
    /// The number of pictures in each node.
    pictures: Vec<usize>,
    /// For each node the last of its children that has words.
    last_words: Vec<NodeId>,
}

impl BlockReader<'_> {
    /// Reads a node whose innermost block is `block`.
    fn walk(&mut self, id: NodeId, block: NodeId) {
        match &self.tree.node(id).kind {
            NodeKind::Comment(_) => {}
            NodeKind::Text(words) => self.push(words),
            NodeKind::Element(element) => self.element(id, element, block),
        }
    }

    fn element(&mut self, id: NodeId, element: &Element, block: NodeId) {
        let name = element.name.as_str();
        let is_inline = element.is_inline();
        let is_field = name == "label" && self.has_field(id);
        if SKIPPED.contains(&name) || is_field || is_unseen(element, is_inline || name == "figcaption") {
            return;
        }
        let is_caption = self.kind == BlockKind::Caption || name == "figcaption";
        if is_caption && (RESIDUE.is_credit_part(element) || is_inline && self.is_credit(id, element)) {
            return;
        }
        match name {
            "br" => self.push_char(BREAK),
            "img" => self.has_picture = true,
            "a" => {
                let leads_away = element.attribute("href").is_some_and(|to| !to.trim_start().starts_with('#'));
                self.links += usize::from(leads_away);
                self.children(id, block);
                self.links -= usize::from(leads_away);
            }
            "time" => {
                self.times += 1;
                self.children(id, block);
                self.times -= 1;
            }
            "sup" => self.raised(id, block),
            // A caption may be a `span` that the page's style sets as a block.
            "span" | "em" if !is_caption && self.is_beside_picture(id) && RESIDUE.is_caption(element) => {
                self.block(id, element, block)
            }
            _ if is_inline => self.children(id, block),
            "tr" if self.is_row(id) => self.row(id, block),
            _ => self.block(id, element, block),
        }
    }

    /// Returns whether there is a picture in the element around an element.
    fn is_beside_picture(&self, id: NodeId) -> bool {
        self.pictures[self.tree.node(id).parent] > 0
    }

    /// Returns whether a label has the field in it that it names.
    fn has_field(&self, id: NodeId) -> bool {
        let inner = self.tree.node(id).children.iter().filter_map(|inner| self.tree.element(*inner));
        inner.into_iter().any(|inner| ["input", "select", "textarea"].contains(&inner.name.as_str()))
    }

    /// Returns whether an inline element of a caption is the photographer's name behind the other words, or a link to buy
    /// the picture.
    fn is_credit(&self, id: NodeId, element: &Element) -> bool {
        let is_last = self.last_words[self.tree.node(id).parent] <= id;
        match element.name.as_str() {
            "a" => RESIDUE.is_residue(self.tree.text(id).trim()),
            // Words that are stressed belong to the sentence.
            "i" | "em" | "b" | "strong" | "cite" | "q" => false,
            _ if !is_last || !self.words.iter().any(|(c, ..)| c.is_alphanumeric()) => false,
            _ => RESIDUE.is_credit_end(self.tree.text(id).trim()),
        }
    }

    fn block(&mut self, id: NodeId, element: &Element, around: NodeId) {
        self.end(around);
        let (kind, verbatim) = (self.kind, self.verbatim);
        let name = element.name.as_str();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.kind = BlockKind::Heading(name.as_bytes()[1] - b'0'),
            "li" => {
                self.kind = BlockKind::Item;
                self.bullet = Some(self.bullet_of(id));
            }
            "figcaption" | "caption" => self.kind = BlockKind::Caption,
            "p" | "div" | "span" | "em" if RESIDUE.is_caption(element) => self.kind = BlockKind::Caption,
            "pre" => self.verbatim = true,
            _ => {}
        }
        self.children(id, id);
        self.end(id);
        (self.kind, self.verbatim) = (kind, verbatim);
        if name == "li" {
            self.bullet = None;
        }
    }

    fn children(&mut self, id: NodeId, block: NodeId) {
        let tree = self.tree;
        for child in &tree.node(id).children {
            self.walk(*child, block);
        }
    }

    /// Reads raised characters: the number of a footnote is dropped, an exponent is kept.
    fn raised(&mut self, id: NodeId, block: NodeId) {
        let words = self.tree.text(id);
        let words = words.trim();
        let has_link = self
            .tree
            .node(id)
            .children
            .iter()
            .any(|child| self.tree.element(*child).is_some_and(|inner| inner.name == "a"));
        if has_link && words.chars().count() <= 6 || words.starts_with('[') {
        } else if words.chars().all(|c| c.is_ascii_digit()) {
            let raised = words.bytes().filter_map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(usize::from(digit - b'0')));
            raised.for_each(|digit| self.push_char(digit));
        } else {
            self.children(id, block);
        }
    }

    /// Returns whether a row of a table has short cells without blocks in them.
    fn is_row(&self, id: NodeId) -> bool {
        let cells = &self.tree.node(id).children;
        let is_cell = |id: &NodeId| {
            let blocks = self.tree.node(*id).children.iter().filter_map(|inner| self.tree.element(*inner));
            let plain = blocks.clone().all(|inner| {
                INLINE.contains(&inner.name.as_str()) || ["br", "p", "div"].contains(&inner.name.as_str())
            });
            plain
                && blocks.filter(|inner| !INLINE.contains(&inner.name.as_str())).count() <= 1
                && self.tree.text(*id).len() <= CELL
        };
        let elements = cells.iter().filter(|cell| self.tree.element(**cell).is_some());
        elements.clone().count() > 1 && elements.clone().all(is_cell)
    }

    fn row(&mut self, id: NodeId, around: NodeId) {
        self.end(around);
        let (kind, before) = (self.kind, self.blocks.len());
        self.kind = BlockKind::Row;
        for cell in &self.tree.node(id).children {
            self.walk(*cell, id);
        }
        self.end(id);
        let cells: Vec<PageBlock> = self.blocks.drain(before..).collect();
        let text = cells.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join("\t");
        if !text.is_empty() {
            let linked = vec![cells.iter().map(PageBlock::links).sum()];
            self.blocks.push(PageBlock { kind: BlockKind::Row, text, linked, node: id, is_time: false });
        }
        self.kind = kind;
    }

    /// Returns the bullet of an item: a dash, or its number.
    fn bullet_of(&mut self, id: NodeId) -> String {
        let parent = self.tree.node(id).parent;
        let Some(list) = self.tree.element(parent).filter(|list| list.name == "ol") else { return "- ".into() };
        let first = || list.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        let number: &mut usize = self.numbers.entry(parent).or_insert_with(first);
        let bullet = format!("{number}. ");
        *number = number.saturating_add(1);
        bullet
    }

    fn push(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '\n' if self.verbatim => self.push_char(BREAK),
                // Blanks without width and soft hyphens only serve the layout of the page.
                '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => {}
                _ => self.push_char(c),
            }
        }
    }

    fn push_char(&mut self, c: char) {
        self.words.push((c, self.links > 0, self.times > 0));
    }

    /// Ends the current block. Two or more line breaks separate paragraphs.
    fn end(&mut self, node: NodeId) {
        let words = std::mem::take(&mut self.words);
        let has_picture = std::mem::take(&mut self.has_picture);
        let mut rest = words.as_slice();
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(paragraph_end(rest, self.verbatim));
            rest = behind;
            self.paragraph(piece, node, has_picture);
        }
    }

    /// Adds a paragraph. `has_picture` says whether there is a picture among its words.
    fn paragraph(&mut self, words: &[(char, bool, bool)], node: NodeId, has_picture: bool) {
        let mut text = self.bullet.clone().unwrap_or_default();
        let bullet = text.len();
        let (mut linked, mut timed, mut blank) = (vec![0], 0, false);
        for (c, is_linked, is_time) in words {
            match *c {
                BREAK => {
                    text.truncate(text.trim_end().len().max(bullet));
                    if text.len() > bullet {
                        text.push('\n');
                        linked.push(0);
                    }
                    blank = false;
                }
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => blank = true,
                c if c.is_control() => {}
                c => {
                    if blank && !text.is_empty() && !text.ends_with(['\n', ' ']) {
                        text.push(' ');
                    }
                    text.push(c);
                    blank = false;
                    linked.last_mut().into_iter().for_each(|linked| *linked += usize::from(*is_linked));
                    timed += usize::from(*is_time);
                }
            }
        }
        text.truncate(text.trim_end().len());
        // The photographer may have the line below the words on the picture. In a text, a line may begin so, too.
        if let Some((caption, last)) = text.rsplit_once('\n').filter(|_| has_picture || self.kind == BlockKind::Caption)
            && last.contains(':')
            && RESIDUE.is_credit(last)
        {
            text.truncate(caption.len());
        }
        if text.len() > bullet && text[bullet..].chars().any(|c| !c.is_whitespace()) {
            self.bullet = self.bullet.take().map(|_| String::new()).filter(|_| self.kind == BlockKind::Item);
            let count = text[bullet..].chars().filter(|c| !c.is_whitespace()).count();
            self.blocks.push(PageBlock {
                kind: self.kind,
                text,
                linked,
                node,
                is_time: timed > 0 && timed * 2 >= count,
            });
        }
    }
}

impl Element {
    /// Returns whether it does not break the line.
    pub(super) fn is_inline(&self) -> bool {
        INLINE.contains(&self.name.as_str())
    }
}

/// Returns for each node the last of its children that has words; 0 if none has.
fn last_words(tree: &Tree) -> Vec<NodeId> {
    let has_words = |id: NodeId| matches!(&tree.node(id).kind, NodeKind::Text(words) if !words.trim().is_empty());
    let words = tree.sums(tree.ids().filter(|id| has_words(*id)).map(|id| (id, 1)));
    let mut last = vec![0; words.len()];
    tree.ids().skip(1).filter(|id| words[*id] > 0).for_each(|id| last[tree.node(id).parent] = id);
    last
}

/// Returns the end of the paragraph that `words` begin with: after a run of line breaks, or at the end.
fn paragraph_end(words: &[(char, bool, bool)], verbatim: bool) -> usize {
    let mut breaks = 0;
    for (at, (c, ..)) in words.iter().enumerate() {
        match c {
            &BREAK => breaks += 1,
            c if c.is_whitespace() => {}
            _ if breaks > 1 && !verbatim => return at,
            _ => breaks = 0,
        }
    }
    words.len()
}

/// Returns whether an element is invisible on the page. Words and captions that are hidden from screen readers only are
/// said elsewhere to them, and are visible.
fn is_unseen(element: &Element, is_spoken: bool) -> bool {
    let style: String = element.attribute("style").unwrap_or_default().to_lowercase().split_whitespace().collect();
    let class = element.attribute("class").unwrap_or_default();
    // What stands in the place of a part that a script loads.
    let is_stand_in = ["placeholder", "fallback"].iter().any(|name| element.attribute(name).is_some());
    is_stand_in
        || element.attribute("hidden").is_some_and(|value| value != "until-found")
        || !is_spoken && element.has("aria-hidden", &["true"])
        || style.contains("display:none")
        || class.split_whitespace().any(|class| UNSEEN.contains(&class))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<(BlockKind, String)> {
        blocks(&Tree::read(html)).into_iter().map(|block| (block.kind, block.text)).collect()
    }

    #[test]
    fn words_of_one_line_stay_together() {
        use BlockKind::*;
        assert_eq!(
            read("<p>Ten\n <b>vil</b>lages&nbsp;— <span>all</span> <i>small</i>.</p>"),
            [(Paragraph, "Ten villages\u{a0}— all small.".into())]
        );
        assert_eq!(
            read("<div>a<br>b<br><br> c<p>d</div>"),
            [(Paragraph, "a\nb".into()), (Paragraph, "c".into()), (Paragraph, "d".into())]
        );
        assert_eq!(
            read("5 km<sup>2</sup>, as said<sup><a href='#f1'>[1]</a></sup>."),
            [(Paragraph, "5 km², as said.".into())]
        );
    }

    #[test]
    fn lists_and_tables_keep_their_form() {
        let texts = |html| read(html).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts("<ul><li><p>a</p><p>b</p><li>c</ul>d"), ["- a", "b", "- c", "d"]);
        assert_eq!(texts("<ol start=3><li>a<li>b</ol>"), ["3. a", "4. b"]);
        assert_eq!(texts("<table><tr><th>Year<th>Dead<tr><td>2024<td><p>12</p></table>"), ["Year\tDead", "2024\t12"]);
        assert_eq!(texts("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>"), ["a", "b", "c"]);
    }

    #[test]
    fn links_to_other_pages_are_counted() {
        let blocks =
            blocks(&Tree::read("<p>see <a href='/x'>this one</a> <a href='#a'>here</a></p><p><time>3 May</time></p>"));
        assert_eq!((blocks[0].links(), blocks[0].is_time, blocks[1].is_time), (7, false, true));
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(
            read("<p hidden>a<p style='display: none'>b<span class=sr-only>c</span><script>d</script><p>e"),
            [(BlockKind::Paragraph, "e".into())]
        );
    }
}
