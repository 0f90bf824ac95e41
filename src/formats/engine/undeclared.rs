//! Collects what documents have and corpus.ron does not declare, for formats that declare everything: brat, Label
//! Studio.
//!
//! ```text
//!   corpus.ron    claim [sure: stated|hedged]
//!   documents     claim [sure: doubted], [Negated: yes], PER        ─▶  claim [sure: stated|hedged|doubted] [Negated: yes], PER
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::Format;
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument};
use crate::tags::scheme::{Attribute, AttributeKind, COLOURS, Label, LinkKind, Mark, Scheme};
use crate::text::unit::Unit;

/// An attribute with more values than this takes any text.
const MOST_VALUES: usize = 50;
/// A value that is longer than this, in code points, is no choice.
const LONGEST_VALUE: usize = 40;

/// Names that the scheme does not declare.
#[derive(Default)]
pub struct Undeclared {
    labels: BTreeSet<String>,
    links: BTreeSet<String>,
    /// By label, the attributes and their values.
    attributes: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Undeclared {
    /// Notes the names in a document that are not declared.
    pub fn note(&mut self, scheme: &Scheme, exported: &ExportedDocument) {
        for layer in exported.layers {
            for tag in layer.records.tags.iter() {
                let label = scheme.label(&tag.label);
                if label.is_none() && !self.labels.contains(&tag.label) {
                    self.labels.insert(tag.label.clone());
                }
                for (name, value) in &tag.attributes {
                    let known =
                        label.and_then(|label| label.attributes.iter().find(|attribute| attribute.name == *name));
                    if known.is_some_and(|attribute| attribute.kind.takes(value)) {
                        continue;
                    }
                    let values = self.attributes.entry(tag.label.clone()).or_default().entry(name.clone()).or_default();
                    if values.len() <= MOST_VALUES {
                        values.insert(value.clone());
                    }
                }
            }
            for link in layer.records.links.values() {
                if scheme.links.iter().all(|kind| kind.name != link.kind) && !self.links.contains(&link.kind) {
                    self.links.insert(link.kind.clone());
                }
            }
        }
    }

    /// Adds other names.
    pub fn join(&mut self, other: &Undeclared) {
        self.labels.extend(other.labels.iter().cloned());
        self.links.extend(other.links.iter().cloned());
        for (label, attributes) in &other.attributes {
            for (name, values) in attributes {
                let all = self.attributes.entry(label.clone()).or_default().entry(name.clone()).or_default();
                all.extend(values.iter().cloned());
            }
        }
    }

    /// Returns the files that come with a format, whatever the documents are, for all that was noted.
    pub fn companions(&self, format: &Format, settings: &ExportSettings) -> Vec<Chunk> {
        let scheme = self.with(settings.scheme);
        (format.companions)(&ExportSettings { scheme: &scheme, ..*settings })
    }

    /// Returns the scheme with all that was noted.
    fn with(&self, scheme: &Scheme) -> Scheme {
        let mut whole = scheme.clone();
        for name in &self.labels {
            let color = COLOURS[whole.labels.len() % COLOURS.len()].into();
            let (key, definition, attributes) = (String::new(), String::new(), Vec::new());
            let (mark, unit) = (Mark::default(), Unit::Word);
            whole.labels.push(Label { name: name.clone(), key, color, mark, unit, definition, attributes });
        }
        for name in &self.links {
            let (from, to) = (Vec::new(), Vec::new());
            whole.links.push(LinkKind { name: name.clone(), from, to, within: true, across: true, same_label: false });
        }
        for (label, attributes) in &self.attributes {
            let Some(label) = whole.labels.iter_mut().find(|known| known.name == *label) else { continue };
            for (name, values) in attributes {
                match label.attributes.iter_mut().find(|attribute| attribute.name == *name) {
                    Some(known) => known.kind = joined(&known.kind, values),
                    None => {
                        let kind = joined(&AttributeKind::Choice(Vec::new()), values);
                        label.attributes.push(Attribute { name: name.clone(), key: String::new(), kind });
                    }
                }
            }
        }
        whole
    }
}

/// Returns whether a value that is not declared becomes one of a choice, and not a text.
pub(crate) fn is_choice(value: &str) -> bool {
    !value.is_empty() && value.chars().count() <= LONGEST_VALUE
}

/// Returns the kind of an attribute that takes these values, too.
fn joined(kind: &AttributeKind, values: &BTreeSet<String>) -> AttributeKind {
    let Some(known) = kind.values() else { return AttributeKind::Text };
    let new = values.iter().map(String::as_str).filter(|value| !known.contains(value));
    let all: Vec<String> = known.iter().copied().chain(new).map(String::from).collect();
    match all.as_slice() {
        [only] if only == "yes" => AttributeKind::YesNo,
        all if all.len() > MOST_VALUES || !all.iter().all(|value| is_choice(value)) => AttributeKind::Text,
        _ => AttributeKind::Choice(all),
    }
}
