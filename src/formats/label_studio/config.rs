//! Writes the labelling configuration: the labels with their colours, the kinds of links, the attributes.

use std::collections::BTreeMap;

use super::{ATTRIBUTE, LABEL, TEXT};
use crate::formats::wire::exported::{Chunk, ExportSettings};
use crate::tags::scheme::Scheme;

/// The control of an attribute on the screen.
pub(super) enum Control<'a> {
    /// A choice of one of these values.
    Choices(Vec<&'a str>),
    /// A field for any text.
    Words,
}

/// Returns the controls by attribute, each with the labels that declare it. If one label takes any text, the control does.
pub(super) fn controls(scheme: &Scheme) -> BTreeMap<&str, (Control<'_>, Vec<&str>)> {
    let mut all: BTreeMap<&str, (Control, Vec<&str>)> = BTreeMap::new();
    for label in &scheme.labels {
        for attribute in &label.attributes {
            let new = || (Control::Choices(Vec::new()), Vec::new());
            let (control, labels) = all.entry(&attribute.name).or_insert_with(new);
            let values = attribute.kind.values().unwrap_or_default();
            match control {
                Control::Choices(known) if !values.is_empty() => {
                    let new = values.into_iter().filter(|value| !known.contains(value)).collect::<Vec<_>>();
                    known.extend(new);
                }
                _ => *control = Control::Words,
            }
            labels.push(&label.name);
        }
    }
    all
}

/// Returns `label-studio.xml`.
pub(super) fn companions(settings: &ExportSettings) -> Vec<Chunk> {
    let scheme = settings.scheme;
    let mut text = format!("<View>\n  <Labels name=\"{LABEL}\" toName=\"{TEXT}\">\n");
    for label in &scheme.labels {
        let (name, hint) = (escape(&label.name), escape(&label.definition));
        text += &format!("    <Label value=\"{name}\" background=\"{}\" hint=\"{hint}\"/>\n", escape(&label.color));
    }
    text += "  </Labels>\n  <Relations>\n";
    for kind in scheme.links.iter().filter(|kind| kind.within) {
        text += &format!("    <Relation value=\"{}\"/>\n", escape(&kind.name));
    }
    text += "  </Relations>\n";
    // A browser shows several blanks as one. Label Studio would save quotes like that, and no quote at all after a tab.
    text += "  <View style=\"white-space: pre-wrap\">\n";
    text += &format!("    <Text name=\"{TEXT}\" value=\"$text\" granularity=\"symbol\"/>\n  </View>\n");
    for (name, (control, labels)) in controls(scheme) {
        let name = format!("name=\"{ATTRIBUTE}{}\" toName=\"{TEXT}\"", escape(name));
        let when =
            format!("perRegion=\"true\" whenTagName=\"{LABEL}\" whenLabelValue=\"{}\"", escape(&labels.join(",")));
        match control {
            Control::Words => text += &format!("  <TextArea {name} {when} maxSubmissions=\"1\"/>\n"),
            Control::Choices(values) => {
                text += &format!("  <Choices {name} {when} choice=\"single\">\n");
                for value in values {
                    text += &format!("    <Choice value=\"{}\"/>\n", escape(value));
                }
                text += "  </Choices>\n";
            }
        }
    }
    text += "</View>\n";
    vec![Chunk::file("label-studio.xml", text)]
}

/// Returns a value as it is written between quotation marks.
fn escape(words: &str) -> String {
    let mut value = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => value += "&amp;",
            '<' => value += "&lt;",
            '>' => value += "&gt;",
            '"' => value += "&quot;",
            '\n' => value += "&#10;",
            c if c.is_control() => value.push(' '),
            c => value.push(c),
        }
    }
    value
}
