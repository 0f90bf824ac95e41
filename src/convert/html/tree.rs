//! Parses a page to a tree, as a browser would, as far as its words are concerned.
//!
//! ```text
//!   <ul><li>one<li>two</ul><p>three<div>four   →   ul ─┬─ li ── "one"
//!                                                      └─ li ── "two"
//!                                                  p ── "three"
//!                                                  div ── "four"
//! ```
//!
//! The rules are a part of the HTML standard's (13.2.6, tree construction): which elements have no content, which tags
//! end an open element, and that an end tag without a beginning is ignored. Rules that move words to other places
//! (tables with text between their rows, crossed formatting) are left out: words stay where they are.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// A page, as a tree in one vector: a parent stands before its children, and everything in a node stands right behind it.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<PageNode>,
    /// For each node the number behind the last node in it.
    ends: Vec<NodeId>,
}

/// The number of a node. Node 0 is the page.
pub(super) type NodeId = usize;

/// An element or a text.
#[derive(Debug)]
pub(super) struct PageNode {
    /// The parent; the page is its own parent.
    pub parent: NodeId,
    /// The children, in order.
    pub children: Vec<NodeId>,
    /// The kind.
    pub kind: NodeKind,
}

/// The kind of a node.
#[derive(Debug)]
pub(super) enum NodeKind {
    /// An element, or the page, whose name is empty.
    Element(Element),
    /// Words.
    Text(String),
    /// A comment.
    Comment(String),
}

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The name in small letters.
    pub name: String,
    attributes: Vec<(String, String)>,
}

/// The greatest depth; an element below it becomes a sibling.
const DEEPEST: usize = 200;
/// The greatest number of nodes that are read.
const MOST: usize = 2_000_000;

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "basefont", "bgsound", "frame", "keygen",
];

/// Elements whose beginning ends an open paragraph.
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "li",
    "dt",
    "dd",
];

/// Elements whose beginning ends other open elements, with the elements in which these are looked for.
const ENDS: &[(&str, &[&str], &[&str])] = &[
    ("li", &["li"], &["ul", "ol", "menu", "dir"]),
    ("dt", &["dt", "dd"], &["dl"]),
    ("dd", &["dt", "dd"], &["dl"]),
    ("tr", &["tr"], &["table"]),
    ("td", &["td", "th"], &["table", "tr"]),
    ("th", &["td", "th"], &["table", "tr"]),
    ("tbody", &["thead", "tbody", "tfoot"], &["table"]),
    ("tfoot", &["thead", "tbody", "tfoot"], &["table"]),
    ("option", &["option"], &["select", "datalist"]),
    ("a", &["a"], &["div", "p", "li", "td", "section", "article"]),
];

/// Elements in which the end tag of an outer element has no effect.
const SCOPES: &[&str] = &["table", "td", "th", "caption", "template", "object"];

impl Tree {
    /// Reads a page. Any text is accepted; errors in it are repaired.
    pub(super) fn read(html: &str) -> Tree {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut builder = Builder::default();
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            if builder.nodes.len() > MOST {
                break;
            }
            match token {
                Token::StartTag(tag) => {
                    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                    builder.start(Element { name: text(&tag.name), attributes }, tag.self_closing);
                }
                Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(words) => builder.text(&String::from_utf8_lossy(&words)),
                Token::Comment(words) => {
                    builder.leaf(NodeKind::Comment(String::from_utf8_lossy(&words).into_owned()));
                }
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        let nodes = builder.nodes;
        let mut ends: Vec<NodeId> = (1..=nodes.len()).collect();
        for id in (1..nodes.len()).rev() {
            let parent = nodes[id].parent;
            ends[parent] = ends[parent].max(ends[id]);
        }
        Tree { nodes, ends }
    }

    /// Returns the node with this number.
    pub(super) fn node(&self, id: NodeId) -> &PageNode {
        &self.nodes[id]
    }

    /// Returns an element; `None` for a text.
    pub(super) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes[id].kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Returns all nodes in the order of the page.
    pub(super) fn ids(&self) -> std::ops::Range<NodeId> {
        0..self.nodes.len()
    }

    /// Returns the elements with one of these names, in the order of the page.
    pub(super) fn named<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = (NodeId, &'a Element)> {
        let elements = self.ids().filter_map(|id| Some((id, self.element(id)?)));
        elements.filter(|(_, element)| names.contains(&element.name.as_str()))
    }

    /// Returns the nodes around a node, from its parent outwards, without the page.
    pub(super) fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let parent = |id: NodeId| Some(self.nodes[id].parent).filter(|parent| *parent != 0);
        std::iter::successors(Some(id).filter(|id| *id != 0).and_then(parent), move |id| parent(*id))
    }

    /// Returns whether a node is the other node or inside it.
    pub(super) fn is_in(&self, id: NodeId, outer: NodeId) -> bool {
        (outer..self.ends[outer]).contains(&id)
    }

    /// Returns for each node the sum of the values in it, its own included.
    pub(super) fn sums(&self, values: impl IntoIterator<Item = (NodeId, usize)>) -> Vec<usize> {
        let mut sums = vec![0; self.nodes.len()];
        values.into_iter().for_each(|(id, value)| sums[id] += value);
        for id in (1..sums.len()).rev() {
            sums[self.nodes[id].parent] += sums[id];
        }
        sums
    }

    /// Returns for each node whether it is one of these, or in one of them.
    pub(super) fn inside(&self, outer: impl IntoIterator<Item = NodeId>) -> Vec<bool> {
        let mut inside = vec![false; self.nodes.len()];
        outer.into_iter().for_each(|id| inside[id] = true);
        for id in 1..inside.len() {
            inside[id] |= inside[self.nodes[id].parent];
        }
        inside
    }

    /// Returns the words in a node as the page has them, including scripts.
    pub(super) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if let NodeKind::Text(words) = &self.nodes[id].kind {
                text.push_str(words);
            }
            open.extend(self.nodes[id].children.iter().rev());
        }
        text
    }
}

impl Element {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether an attribute has one of these values, whatever its capitals.
    pub(super) fn has(&self, name: &str, values: &[&str]) -> bool {
        self.attribute(name).is_some_and(|own| values.iter().any(|value| own.trim().eq_ignore_ascii_case(value)))
    }
}

struct Builder {
    nodes: Vec<PageNode>,
    /// The open elements, the page first.
    open: Vec<NodeId>,
}

impl Default for Builder {
    fn default() -> Builder {
        let page = PageNode { parent: 0, children: Vec::new(), kind: NodeKind::Element(Element::default()) };
        Builder { nodes: vec![page], open: vec![0] }
    }
}

impl Builder {
    fn start(&mut self, element: Element, closed: bool) {
        let name = element.name.as_str();
        // A second body or html tag only adds attributes to the first; some files contain several pages.
        if matches!(name, "html" | "body") && self.open.iter().any(|id| self.is_named(*id, &[name])) {
            return;
        }
        if name == "body" {
            self.open.retain(|id| !matches!(&self.nodes[*id].kind, NodeKind::Element(open) if open.name == "head"));
        }
        if ENDS_PARAGRAPH.contains(&name) {
            self.close(&["p"], &["button", "td", "th"]);
        }
        if let Some((_, ended, within)) = ENDS.iter().find(|(begun, ..)| *begun == name) {
            self.close(ended, within);
        }
        let is_empty = VOID.contains(&name) || (closed && name.contains('-'));
        let id = self.leaf(NodeKind::Element(element));
        if !is_empty && self.open.len() < DEEPEST {
            self.open.push(id);
        }
    }

    /// Closes the innermost open element with one of these names, unless one of `within` is inside it.
    fn close(&mut self, names: &[&str], within: &[&str]) {
        let found = self.open.iter().rposition(|id| self.is_named(*id, names) || self.is_named(*id, within));
        if let Some(at) = found.filter(|at| self.is_named(self.open[*at], names)) {
            self.open.truncate(at);
        }
    }

    fn end(&mut self, name: &str) {
        if name == "br" {
            self.leaf(NodeKind::Element(Element { name: "br".into(), attributes: Vec::new() }));
        } else if !matches!(name, "html" | "body") {
            let within: &[&str] = if SCOPES.contains(&name) || ["tr", "tbody"].contains(&name) { &[] } else { SCOPES };
            self.close(&[name], within);
        }
    }

    fn text(&mut self, words: &str) {
        let last = self.open.last().and_then(|open| self.nodes[*open].children.last()).copied();
        match last.map(|last| &mut self.nodes[last].kind) {
            Some(NodeKind::Text(before)) => before.push_str(words),
            _ => {
                self.leaf(NodeKind::Text(words.into()));
            }
        }
    }

    fn leaf(&mut self, kind: NodeKind) -> NodeId {
        let parent = self.open.last().copied().unwrap_or(0);
        let id = self.nodes.len();
        self.nodes.push(PageNode { parent, children: Vec::new(), kind });
        self.nodes[parent].children.push(id);
        id
    }

    fn is_named(&self, id: NodeId, names: &[&str]) -> bool {
        matches!(&self.nodes[id].kind, NodeKind::Element(element) if names.contains(&element.name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the tree as brackets.
    fn shape(html: &str) -> String {
        fn write(tree: &Tree, id: NodeId, out: &mut String) {
            match &tree.node(id).kind {
                NodeKind::Text(words) => out.push_str(words),
                NodeKind::Comment(_) => {}
                NodeKind::Element(element) => {
                    out.push_str(&format!("{}(", element.name));
                    tree.node(id).children.iter().for_each(|child| write(tree, *child, out));
                    out.push(')');
                }
            }
        }
        let mut out = String::new();
        write(&Tree::read(html), 0, &mut out);
        out
    }

    #[test]
    fn what_a_tag_leaves_open_is_closed_by_the_next() {
        assert_eq!(shape("<ul><li>a<li>b<ul><li>c</ul></ul>d"), "(ul(li(a)li(bul(li(c))))d)");
        assert_eq!(shape("<p>a<p>b<div>c</p>d"), "(p(a)p(b)div(cd))");
        assert_eq!(shape("<table><tr><td>a<td>b<tr><td>c</table>d"), "(table(tr(td(a)td(b))tr(td(c)))d)");
        assert_eq!(shape("a<br>b</br>c</i></span>d"), "(abr()bbr()cd)");
    }

    #[test]
    fn a_node_holds_the_nodes_behind_it() {
        for html in ["<ul><li>a<li>b<ul><li>c</ul></ul>d", "<head><div>a<body><p>b</div><p>c", "<b>a<p>b</b>c</p><i>d"]
        {
            let tree = Tree::read(html);
            for (id, outer) in tree.ids().flat_map(|id| tree.ids().map(move |outer| (id, outer))) {
                let is_in = id == outer || outer == 0 || tree.around(id).any(|around| around == outer);
                assert_eq!(tree.is_in(id, outer), is_in, "{html}: {id} in {outer}");
                assert_eq!(tree.inside([outer])[id], is_in);
                assert_eq!(tree.sums([(id, 2)])[outer], if is_in { 2 } else { 0 });
            }
        }
    }

    #[test]
    fn scripts_hold_no_tags() {
        assert_eq!(shape("<script>if (a<b) '<p>'</script><p>x"), "(script(if (a<b) '<p>')p(x))");
    }

    #[test]
    fn a_page_as_deep_as_a_well_is_read() {
        let page = "<div>".repeat(100_000) + "x";
        let tree = Tree::read(&page);
        assert_eq!(tree.text(0), "x");
        assert!(tree.ids().map(|id| tree.around(id).count()).max() < Some(DEEPEST + 2));
    }
}
