//! Finds the part of a page that contains the article.
//!
//! ```text
//!   page ─┬─ nav, footer, share bar, comments …        not it, by their names
//!         └─ main ── article ─┬─ h1, standfirst        around: the same article
//!                             ├─ div.article-body      the text: by its name, else where most of the words are
//!                             └─ section.related
//! ```
//!
//! The *weight* of a block is the number of its characters outside links, if it reads like a paragraph. The text is
//! looked for among the parts whose names say that they contain it, then in `article` and `main`, then by following the
//! weight downwards. Names may be wrong: if the part that was found is a small part of the page, the next way is tried.

use std::collections::HashSet;

use super::blocks::{BlockKind, PageBlock};
use super::line::{is_sentence, length};
use super::names::{PartPurpose, RESIDUE};
use super::tree::{NodeId, Tree};

/// The least number of characters in a paragraph; shorter ones have no weight, and stay where they are.
const LEAST: usize = 40;
/// A line of this many characters is a paragraph even without a full stop.
const LONG: usize = 90;
/// A page with less weight than this has no article that could be recognised.
const POOR: usize = 200;

/// The weights of a page.
struct Scales<'a> {
    tree: &'a Tree,
    blocks: &'a [PageBlock],
    /// The weight of each block.
    weights: Vec<usize>,
    /// The weight of each node with everything in it, except what was dropped.
    under: Vec<usize>,
    /// Whether a node, or a node around it, is not part of the article.
    dropped: Vec<bool>,
}

/// What is in a node.
#[derive(Clone, Copy, Default)]
struct NodeContents {
    has_captions: bool,
    has_other_blocks: bool,
    /// Whether a line in it asks the reader to do something.
    is_telling: bool,
    /// Whether there is a link or a choice in it.
    has_link: bool,
    has_button: bool,
    /// Whether a paragraph is in it, or in a child.
    has_text: bool,
}

/// Finds the article among the blocks of a page: returns for each block whether it belongs to it.
pub(super) fn region(tree: &Tree, blocks: &[PageBlock]) -> Vec<bool> {
    // A notice at the foot of a page may be as long as a paragraph.
    let own = |block: &PageBlock| if RESIDUE.is_residue(&block.text) { 0 } else { weight(block) };
    let weights: Vec<usize> = blocks.iter().map(own).collect();
    let mut scales = Scales { tree, blocks, weights, under: Vec::new(), dropped: vec![false; tree.ids().len()] };
    scales.weigh();
    let whole = scales.under[0];
    scales.drop_parts();
    scales.weigh();
    // Names that remove nearly everything are wrong.
    if scales.under[0] < POOR && scales.under[0] * 3 < whole {
        scales.dropped.fill(false);
        scales.weigh();
    }
    scales.chosen(&scales.text())
}

/// Returns the weight of a block: the number of its characters outside links, if it reads like a paragraph.
pub(super) fn weight(block: &PageBlock) -> usize {
    if matches!(block.kind, BlockKind::Heading(_) | BlockKind::Row | BlockKind::Caption) {
        return 0;
    }
    let length = length(&block.text);
    let ends = is_sentence(&block.text) || block.text.ends_with([':', ';', '：']);
    if length < LEAST || length < LONG && !ends || block.links() * 2 > block.text.chars().count() {
        return 0;
    }
    length.saturating_sub(block.links())
}

impl NodeContents {
    /// Adds what is in a child.
    fn add(&mut self, inner: NodeContents) {
        self.has_captions |= inner.has_captions;
        self.has_other_blocks |= inner.has_other_blocks;
        self.is_telling |= inner.is_telling;
        self.has_link |= inner.has_link;
        self.has_button |= inner.has_button;
    }

    /// Returns whether there are captions and nothing else.
    fn is_captions(self) -> bool {
        self.has_captions && !self.has_other_blocks && !self.has_button
    }
}

impl Scales<'_> {
    fn weigh(&mut self) {
        let live = self.blocks.iter().zip(&self.weights).filter(|(block, _)| !self.dropped[block.node]);
        self.under = self.tree.sums(live.map(|(block, weight)| (block.node, *weight)));
    }

    /// Drops the parts whose names say that they are not part of the article. A part with most of an article is not
    /// dropped.
    fn drop_parts(&mut self) {
        let total = self.under[0].max(1);
        let heavy = |id: NodeId, part: usize| self.under[id] * 100 > total * part;
        let contents = self.contents();
        let mut holds_text = vec![false; self.tree.ids().len()];
        for (id, _) in self.tree.named(&["h1", "article", "main"]) {
            let is_text = self.tree.element(id).is_some_and(|element| element.name == "h1") || heavy(id, 50);
            for around in self.tree.around(id).filter(|_| is_text) {
                holds_text[around] = true;
            }
        }
        for id in self.tree.ids().skip(1) {
            let Some(element) = self.tree.element(id) else { continue };
            let is_dropped = match RESIDUE.purpose(element) {
                PartPurpose::Body => {
                    for around in self.tree.around(id).filter(|_| heavy(id, 30)) {
                        holds_text[around] = true;
                    }
                    false
                }
                PartPurpose::Never => !(heavy(id, 80) || (holds_text[id] && heavy(id, 30))),
                PartPurpose::Box if self.is_between(id, &contents) => false,
                PartPurpose::Maybe if contents[id].is_captions() => false,
                PartPurpose::Maybe | PartPurpose::Box => !(heavy(id, 25) || (holds_text[id] && heavy(id, 10))),
                PartPurpose::Beside | PartPurpose::Unsaid => false,
            };
            self.dropped[id] = is_dropped;
        }
        for id in self.tree.ids().skip(1) {
            // A parent stands before its children.
            self.dropped[id] |= self.dropped[self.tree.node(id).parent];
        }
        // The headline may be in a header together with the name of the site.
        for (id, _) in self.tree.named(&["h1"]) {
            self.dropped[id] = self.dropped[id] && self.under[id] == 0 && self.is_in_masthead(id);
        }
    }

    /// Returns whether a box stands between the paragraphs of the text, and leads nowhere: no link, no button, no line
    /// that asks the reader to do something.
    fn is_between(&self, id: NodeId, contents: &[NodeContents]) -> bool {
        let inside = contents[id];
        contents[self.tree.node(id).parent].has_text && !inside.has_link && !inside.has_button && !inside.is_telling
    }

    /// Returns what is in each node, all at once: a page may have thousands of boxes.
    fn contents(&self) -> Vec<NodeContents> {
        let mut contents = vec![NodeContents::default(); self.tree.ids().len()];
        for (block, weight) in self.blocks.iter().zip(&self.weights) {
            let own = &mut contents[block.node];
            own.has_captions |= block.kind == BlockKind::Caption;
            own.has_other_blocks |= block.kind != BlockKind::Caption;
            own.is_telling |= RESIDUE.is_telling(&block.text);
            for node in [block.node, self.tree.node(block.node).parent] {
                contents[node].has_text |= *weight > 0;
            }
        }
        for (id, _) in self.tree.named(&["a", "select"]) {
            contents[id].has_link = true;
        }
        for (id, _) in self.tree.named(&["button", "input", "form"]) {
            contents[id].has_button = true;
        }
        // A parent stands before its children.
        for id in self.tree.ids().skip(1).rev() {
            let inner = contents[id];
            contents[self.tree.node(id).parent].add(inner);
        }
        contents
    }

    fn is_in_masthead(&self, id: NodeId) -> bool {
        self.tree
            .around(id)
            .filter_map(|around| self.tree.element(around))
            .any(|element| RESIDUE.purpose(element) == PartPurpose::Never)
    }

    /// Returns the elements that contain the text; none is inside another.
    fn text(&self) -> Vec<NodeId> {
        let total = self.under[0].max(1);
        let live = |id: &NodeId| !self.dropped[*id] && self.under[*id] > 0;
        let is_body =
            |id: &NodeId| self.tree.element(*id).is_some_and(|element| RESIDUE.purpose(element) == PartPurpose::Body);
        let bodies: Vec<NodeId> = self.tree.ids().skip(1).filter(live).filter(is_body).collect();
        let bodies = self.outermost(bodies);
        let articles: Vec<NodeId> = self.tree.named(&["article"]).map(|(id, _)| id).filter(live).collect();
        let articles = self.outermost(articles);
        let share = |nodes: &[NodeId]| nodes.iter().map(|id| self.under[*id]).sum::<usize>() * 100 / total;
        let largest = articles.iter().copied().max_by_key(|id| (self.under[*id], std::cmp::Reverse(*id)));
        // If a page has several stories, each with a body, the longest is taken; of equal ones the first.
        if share(&bodies) >= 50 {
            let mut bodies = self.of_one_article(bodies, &articles);
            // Where each paragraph is a body, a short one has no weight, but has the same parent.
            let parents: HashSet<NodeId> = bodies.iter().map(|id| self.tree.node(*id).parent).collect();
            let short = |id: &NodeId| !self.dropped[*id] && self.under[*id] == 0;
            let is_short = |id: &NodeId| short(id) && is_body(id) && parents.contains(&self.tree.node(*id).parent);
            bodies.extend(self.tree.ids().skip(1).filter(is_short));
            return bodies;
        }
        if let Some(id) = largest.filter(|id| share(&[*id]) >= 50) {
            return vec![id];
        }
        // These are the entries of a live page.
        let entries: Vec<NodeId> =
            articles.iter().copied().filter(|id| share(&[*id]) * 20 >= 100 / articles.len().max(1)).collect();
        if articles.len() > 2 && share(&entries) >= 60 {
            return vec![self.common(&entries)];
        }
        let mains: Vec<NodeId> = self
            .tree
            .ids()
            .skip(1)
            .filter(live)
            .filter(|id| {
                self.tree.element(*id).is_some_and(|element| element.name == "main" || element.has("role", &["main"]))
            })
            .collect();
        let start = self.outermost(mains).into_iter().find(|id| share(&[*id]) >= 50).unwrap_or(0);
        vec![self.densest(start)]
    }

    /// Returns the bodies of the heaviest article, if they are in several articles and it has most of the weight. No
    /// article is in another.
    fn of_one_article(&self, bodies: Vec<NodeId>, articles: &[NodeId]) -> Vec<NodeId> {
        let weights = self.tree.sums(bodies.iter().map(|id| (*id, self.under[*id])));
        let whole: usize = bodies.iter().map(|id| self.under[*id]).sum();
        let heaviest = articles.iter().copied().max_by_key(|article| weights[*article]);
        match heaviest.filter(|article| weights[*article] < whole && weights[*article] * 2 >= whole) {
            Some(article) => bodies.into_iter().filter(|id| self.tree.is_in(*id, article)).collect(),
            None => bodies,
        }
    }

    /// Goes down from a node while one child has nearly all of its weight.
    fn densest(&self, start: NodeId) -> NodeId {
        let mut at = start;
        loop {
            let heaviest = self.tree.node(at).children.iter().copied().max_by_key(|child| self.under[*child]);
            match heaviest {
                Some(child)
                    if self.under[child] * 100 >= self.under[at] * self.share(at)
                        && self.under[child] > self.own(child) =>
                {
                    at = child
                }
                _ => return at,
            }
        }
    }

    /// Returns the share of a node's weight, in per cent, that one child must have if the others are to be left out. The
    /// cells of a row stand beside each other, and a text is in one of them.
    fn share(&self, id: NodeId) -> usize {
        if self.tree.element(id).is_some_and(|element| element.name == "tr") { 60 } else { 85 }
    }

    /// Returns the weight of the blocks in a node that are in none of its children.
    fn own(&self, id: NodeId) -> usize {
        self.under[id] - self.tree.node(id).children.iter().map(|child| self.under[*child]).sum::<usize>()
    }

    fn outermost(&self, nodes: Vec<NodeId>) -> Vec<NodeId> {
        let inside = self.tree.inside(nodes.iter().copied());
        nodes.into_iter().filter(|id| !inside[self.tree.node(*id).parent]).collect()
    }

    /// Returns the innermost node that contains all of these.
    fn common(&self, nodes: &[NodeId]) -> NodeId {
        let (Some(first), Some(last)) = (nodes.iter().min(), nodes.iter().max()) else { return 0 };
        self.tree.around(*first).find(|id| self.tree.is_in(*last, *id)).unwrap_or(0)
    }

    /// Returns the blocks in the elements with the text, and the blocks of the same article around them.
    fn chosen(&self, nodes: &[NodeId]) -> Vec<bool> {
        let within = self.tree.inside(nodes.iter().copied());
        let mut chosen: Vec<bool> =
            self.blocks.iter().map(|block| !self.dropped[block.node] && within[block.node]).collect();
        let (Some(first), Some(last)) = (chosen.iter().position(|is| *is), chosen.iter().rposition(|is| *is)) else {
            return chosen;
        };
        let article = self.article_around(nodes);
        let total: usize = nodes.iter().map(|id| self.under[*id]).sum();
        let has_text = self.tree.sums(nodes.iter().map(|id| (*id, 1)));
        let teasers = self.teasers(nodes, total);
        for (at, block) in self.blocks.iter().enumerate() {
            if chosen[at] || self.dropped[block.node] || !self.tree.is_in(block.node, article) {
                continue;
            }
            let is_between = at > first && at < last && nodes.len() > 1;
            chosen[at] = is_between || (at > last && self.is_long_part(block, article, &has_text, total));
        }
        for (block, is) in self.blocks.iter().zip(&mut chosen) {
            *is = *is && !teasers[block.node];
        }
        chosen
    }

    /// Returns whether a block after the text is in a part of the article that is nearly as long, so that the text
    /// continues there. `has_text` counts the elements with the text in each node.
    fn is_long_part(&self, block: &PageBlock, article: NodeId, has_text: &[usize], total: usize) -> bool {
        let parts = std::iter::once(block.node).chain(self.tree.around(block.node)).take_while(|id| *id != article);
        let part = parts.filter(|id| has_text[*id] == 0).last();
        article != 0 && part.is_some_and(|part| self.under[part] * 100 >= total * 15)
    }

    /// Returns the article around the text: an `article` or `main` with little else in it, or the page.
    fn article_around(&self, nodes: &[NodeId]) -> NodeId {
        let inner = match nodes {
            [one] => *one,
            _ => self.common(nodes),
        };
        let is_article = |id: &NodeId| {
            self.tree.element(*id).is_some_and(|element| ["article", "main"].contains(&element.name.as_str()))
        };
        std::iter::once(inner).chain(self.tree.around(inner)).find(is_article).unwrap_or(0)
    }

    /// Returns for each node whether it is in a small article inside the text whose heading is a link: a teaser for
    /// another story.
    fn teasers(&self, nodes: &[NodeId], total: usize) -> Vec<bool> {
        let leads = |block: &&PageBlock| {
            matches!(block.kind, BlockKind::Heading(_))
                && block.links() * 10 >= block.text.chars().filter(|c| !c.is_whitespace()).count() * 8
        };
        let leading = self.tree.sums(self.blocks.iter().filter(leads).map(|block| (block.node, 1)));
        let is_teaser = |id: NodeId| {
            leading[id] > 0
                && self.under[id] * 100 < total * 25
                && self.tree.element(id).is_some_and(|element| element.name == "article")
        };
        let mut is_text = vec![false; self.tree.ids().len()];
        nodes.iter().for_each(|id| is_text[*id] = true);
        let mut found = vec![false; is_text.len()];
        for id in self.tree.ids().skip(1) {
            found[id] = !is_text[id] && (is_teaser(id) || found[self.tree.node(id).parent]);
        }
        found
    }
}
