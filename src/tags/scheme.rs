//! Defines what may be tagged and linked: labels with keys, looks and attributes, and the kinds of links.
//!
//! A corpus declares its own in `annotations/corpus.ron`; without one there are [`Scheme::default`]'s three labels.
//!
//! # To add a kind of attribute
//!
//! Add a variant to [`AttributeKind`]; its name in `corpus.ron` is in snake case. [`AttributeKind::values`] and
//! [`AttributeKind::takes`] say which values it has, which is all that formats, `check` and the card ask. The compiler then
//! lists the places that distinguish the kinds, except for these:
//!
//! - `tui/update/attribute.rs`: `give` may open a prompt, and `set` takes any text that was typed there. If the kind does not
//!   take every text, `set` has to look at the attribute in the scheme and refuse the value.
//! - `check/words.rs`: the words for a value that the kind does not take.
//! - `corpus/manifest/declared.rs` checks the declaration, for example that a choice has no value twice.
//! - `annotations/corpus.ron` and `docs/tagging.md` list the kinds; `tests/formats/formats.rs` and `tests/screen/keys.rs` use
//!   each of them.
//!
//! A layer stores every value as text, so the format of layers does not change. A version of the program that does not
//! know the kind refuses `corpus.ron`.

use serde::Deserialize;

use super::{Layer, Link, Tag};
use crate::text::unit::Unit;

/// The labels and link kinds of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The labels, in the order in which they are listed.
    pub labels: Vec<Label>,
    /// The kinds of links, in the order in which they are offered.
    pub links: Vec<LinkKind>,
    /// Reasons for disagreeing, which a reviewer can choose from.
    pub reasons: Vec<String>,
}

impl Scheme {
    /// Returns the label with this name.
    pub fn label(&self, name: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.name == name)
    }
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name in files and on the screen.
    pub name: String,
    /// The key that tags with it.
    pub key: String,
    /// The colour: `blue`, `orange`, `green`, `purple`, `red`, `yellow`, `cyan`, `grey`, or `#rrggbb`.
    pub color: String,
    /// The line that distinguishes the label without colour.
    pub mark: Mark,
    /// The unit that is tagged when nothing is selected.
    pub unit: Unit,
    /// The definition for annotators.
    pub definition: String,
    /// The attributes of a tag with this label.
    pub attributes: Vec<Attribute>,
}

/// The colours that have a name: Okabe and Ito's, which colour-blind readers can distinguish.
pub const COLOURS: [&str; 8] = ["blue", "orange", "green", "purple", "red", "yellow", "cyan", "grey"];

/// The same colours in red, green and blue.
pub const RGB: [[u8; 3]; 8] = [
    [0x00, 0x72, 0xb2],
    [0xe6, 0x9f, 0x00],
    [0x00, 0x9e, 0x73],
    [0xcc, 0x79, 0xa7],
    [0xd5, 0x5e, 0x00],
    [0xf0, 0xe4, 0x42],
    [0x56, 0xb4, 0xe9],
    [0x88, 0x88, 0x88],
];

/// Returns the red, green and blue of a colour given by name or as `#rrggbb`; `None` for anything else.
pub fn rgb(colour: &str) -> Option<[u8; 3]> {
    if let Some(number) = COLOURS.iter().position(|name| *name == colour) {
        return Some(RGB[number]);
    }
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16))?;
    let [_, red, green, blue] = number.ok()?.to_be_bytes();
    Some([red, green, blue])
}

/// Returns whether a colour is valid: a name, or `#rrggbb`.
pub fn is_colour(colour: &str) -> bool {
    rgb(colour).is_some()
}

/// The line under a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// ───
    #[default]
    Underline,
    /// ═══
    Double,
    /// ···
    Dotted,
    /// ╌╌╌
    Dashed,
    /// ﹏﹏
    Curly,
}

/// An attribute: a value that a tag can have besides its label.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// The name in files and on the screen.
    pub name: String,
    /// The key that gives it to the tag in focus.
    pub key: String,
    /// The values that it takes.
    pub kind: AttributeKind,
}

/// The kind of values that an attribute takes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// One of these values.
    Choice(Vec<String>),
    /// `yes` or `no`.
    YesNo,
    /// One line of text.
    Text,
}

impl AttributeKind {
    /// Returns the values to choose from, in order; `None` if the kind takes any text.
    pub fn values(&self) -> Option<Vec<&str>> {
        match self {
            AttributeKind::Choice(values) => Some(values.iter().map(String::as_str).collect()),
            AttributeKind::YesNo => Some(vec!["yes", "no"]),
            AttributeKind::Text => None,
        }
    }

    /// Returns whether an attribute of this kind can have a value.
    pub fn takes(&self, value: &str) -> bool {
        self.values().is_none_or(|values| values.contains(&value))
    }
}

/// A kind of link, and the tags that it may join.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkKind {
    /// The name in files and on the screen.
    pub name: String,
    /// The labels at which it may begin; empty for any label.
    #[serde(default)]
    pub from: Vec<String>,
    /// The labels at which it may end; empty for any label.
    #[serde(default)]
    pub to: Vec<String>,
    /// Whether it may join two tags of one document.
    #[serde(default = "yes")]
    pub within: bool,
    /// Whether it may join tags of two documents.
    #[serde(default = "yes")]
    pub across: bool,
    /// Whether both its ends must have the same label.
    #[serde(default)]
    pub same_label: bool,
}

/// A link within a document that its kind does not allow.
#[derive(Clone, Copy, Debug)]
pub struct MisfitLink<'a> {
    /// The link.
    pub link: &'a Link,
    /// The tag at which it begins.
    pub from: &'a Tag,
    /// The tag at which it ends.
    pub to: &'a Tag,
}

impl Scheme {
    /// Returns the links within a layer's document whose kind may not join the labels at their ends. Links of an
    /// undeclared kind and links to other documents are not returned.
    pub fn misfits<'a>(&'a self, layer: &'a Layer) -> impl Iterator<Item = MisfitLink<'a>> {
        layer.links().values().filter(|link| link.document.is_none()).filter_map(|link| {
            let (from, to) = (layer.tag(&link.from)?, layer.tag(&link.to)?);
            let kind = self.links.iter().find(|kind| kind.name == link.kind)?;
            (!kind.joins(&from.label, &to.label, false)).then_some(MisfitLink { link, from, to })
        })
    }
}

impl LinkKind {
    /// Returns whether a link of this kind may begin at a tag with that label.
    pub fn begins_at(&self, label: &str) -> bool {
        self.from.is_empty() || self.from.iter().any(|name| name == label)
    }

    /// Returns whether a link of this kind may join a tag labelled `from` to one labelled `to`, in another document if
    /// `across`.
    pub fn joins(&self, from: &str, to: &str, across: bool) -> bool {
        self.begins_at(from)
            && (self.to.is_empty() || self.to.iter().any(|name| name == to))
            && (if across { self.across } else { self.within })
            && (!self.same_label || from == to)
    }
}

impl Default for Scheme {
    fn default() -> Scheme {
        let label = |name: &str, key: &str, color: &str, mark, unit, definition: &str| Label {
            name: name.into(),
            key: key.into(),
            color: color.into(),
            mark,
            unit,
            definition: definition.into(),
            attributes: Vec::new(),
        };
        let kind = |name: &str, from: &[&str], to: &[&str], within, same_label| LinkKind {
            name: name.into(),
            from: from.iter().map(|label| label.to_string()).collect(),
            to: to.iter().map(|label| label.to_string()).collect(),
            within,
            across: !within,
            same_label,
        };
        Scheme {
            labels: vec![
                label(
                    "claim",
                    "c",
                    "blue",
                    Mark::Underline,
                    Unit::Sentence,
                    "A statement that can be true or false and that someone could check.",
                ),
                label(
                    "figure",
                    "f",
                    "orange",
                    Mark::Double,
                    Unit::Figure,
                    "A number with its qualifier and its unit: a count, a share, an amount.",
                ),
                label(
                    "source",
                    "s",
                    "green",
                    Mark::Dotted,
                    Unit::Name,
                    "The person, office or publication that a statement comes from.",
                ),
            ],
            links: vec![
                kind("attributed to", &["claim"], &["source"], true, false),
                kind("rests on", &["claim"], &["figure"], true, false),
                kind("same as", &[], &[], false, true),
                kind("differs from", &[], &[], false, true),
                kind("contradicts", &[], &[], false, true),
            ],
            reasons: ["wrong label", "wrong ends", "nothing to tag here", "tagged twice", "see the guidelines"]
                .map(String::from)
                .to_vec(),
        }
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_fits_is_offered() {
        let scheme = Scheme::default();
        let names = |from, to, across| -> Vec<&str> {
            scheme.links.iter().filter(|kind| kind.joins(from, to, across)).map(|kind| kind.name.as_str()).collect()
        };
        assert_eq!(names("claim", "source", false), ["attributed to"]);
        assert_eq!(names("claim", "figure", false), ["rests on"]);
        assert_eq!(names("figure", "figure", true), ["same as", "differs from", "contradicts"]);
        assert!(names("figure", "source", true).is_empty());
        assert!(names("source", "claim", false).is_empty());
    }
}
