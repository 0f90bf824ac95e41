//! Reads the declarations of `corpus.ron`, field by field. Notes each fault with its place, and reads on.

use std::collections::HashSet;
use std::path::{Component, Path};

use super::reader::{FieldParts, PartReader, Spelt};
use super::{AnnotatorSettings, DeclaredKey, Level, Manifest, is_document_name};
use crate::corpus::fault::Fault;
use crate::tags::scheme::{Attribute, AttributeKind, COLOURS, Label, LinkKind, Mark, Scheme, is_colour};
use crate::text::grapheme;
use crate::text::unit::Unit;

/// The greatest number of labels, links, attributes or values; nobody could distinguish more.
const MOST: usize = 256;
/// The greatest number of pairs, documents or settings; nobody would write more by hand.
const MOST_ENTRIES: usize = 100_000;

const FIELDS: &[&str] = &[
    "format",
    "texts",
    "guidelines",
    "language",
    "languages",
    "labels",
    "links",
    "reasons",
    "pairs",
    "event",
    "check",
    "annotators",
    "license",
];
const OF_LABEL: &[&str] = &["name", "key", "color", "mark", "unit", "definition", "attributes"];
const OF_ATTRIBUTE: &[&str] = &["name", "key", "kind"];
const OF_LINK: &[&str] = &["name", "from", "to", "within", "across", "same_label"];
const OF_ANNOTATOR: &[&str] = &["suggest"];

/// Reads the declarations of a `corpus.ron`, as far as they can be understood.
pub(super) fn manifest<'a>(reader: &mut PartReader<'a>, text: &'a str) -> Manifest {
    let mut manifest = Manifest::default();
    let Some(fields) = reader.fields(text, FIELDS, &["format"]) else { return manifest };
    if let Some(part) = fields.get("format") {
        let _: Option<u32> = reader.value(part);
    }
    manifest.texts = path(reader, &fields, "texts");
    manifest.guidelines = Some(path(reader, &fields, "guidelines")).filter(|path| !path.is_empty());
    manifest.language = fields.get("language").and_then(|part| language(reader, part));
    for (document, part) in entries(reader, &fields, "languages", "languages") {
        if !is_document_name(&document.value) {
            let fault = Fault::new(format!("this is no document of the texts folder: {:?}", document.value));
            reader.note(document.part, fault.hint("Give a path inside the texts folder, without `..`."));
        }
        manifest.languages.extend(language(reader, part).map(|code| (document.value, code)));
    }
    if let Some(license) = fields.get("license").and_then(|part| reader.text(part)) {
        unique(reader, "licences", [&license]);
        manifest.license = license.value;
    }
    scheme(reader, &fields, &mut manifest.scheme);
    for part in fields.get("pairs").map_or_else(Vec::new, |part| reader.list(part, "pairs", MOST_ENTRIES)) {
        let Some(pair) = reader.value::<(String, String)>(part) else { continue };
        for name in [&pair.0, &pair.1].into_iter().filter(|name| !is_document_name(name)) {
            let fault = Fault::new(format!("a pair names no document of the texts folder: {name:?}"));
            let at = part.find(&format!("{name:?}")).map_or(part, |at| &part[at..]);
            reader.note(at, fault.hint("Give a path inside the texts folder, without `..`."));
        }
        manifest.pairs.push(pair);
    }
    for (event, part) in entries(reader, &fields, "event", "events") {
        let documents = texts(reader, part, "documents of an event", MOST_ENTRIES);
        unique(reader, "events", [&event]);
        unique(reader, "documents of an event", &documents);
        for document in documents.iter().filter(|document| !is_document_name(&document.value)) {
            let (event, name) = (&event.value, &document.value);
            let fault = Fault::new(format!("the event {event:?} names no document of the texts folder: {name:?}"));
            reader.note(document.part, fault.hint("Give a path inside the texts folder, without `..`."));
        }
        manifest.events.insert(event.value, values(documents));
    }
    for (rule, part) in entries(reader, &fields, "check", "rules") {
        if let Some(level) = reader.word::<Level>(part) {
            manifest.check.insert(rule.value, level);
        }
    }
    for (annotator, part) in entries(reader, &fields, "annotators", "annotators") {
        let mut settings = AnnotatorSettings::default();
        let suggest = reader.fields(part, OF_ANNOTATOR, &[]).and_then(|fields| fields.get("suggest"));
        settings.suggest = suggest.and_then(|part| reader.word(part)).unwrap_or_default();
        manifest.annotators.insert(annotator.value, settings);
    }
    manifest
}

/// Reads the code of a language.
fn language<'a>(reader: &mut PartReader<'a>, part: &'a str) -> Option<String> {
    let Spelt { value, part } = reader.text(part)?;
    let is_code = matches!(value.len(), 2 | 3) && value.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_code {
        let fault = Fault::new(format!("{value:?} is no code of a language"));
        reader.note(part, fault.hint("A code has two or three small letters (ISO 639), such as \"de\"."));
    }
    Some(value)
}

/// Reads the labels, the links and the reasons.
fn scheme<'a>(reader: &mut PartReader<'a>, fields: &FieldParts<'a>, scheme: &mut Scheme) {
    if let Some(part) = fields.get("labels") {
        let labels = labels(reader, part);
        if !labels.is_empty() {
            scheme.labels = labels;
            // Of the default links, only those are offered that the labels allow.
            let known = scheme.clone();
            scheme.links.retain(|kind| kind.from.iter().chain(&kind.to).all(|name| known.label(name).is_some()));
        }
    }
    if let Some(part) = fields.get("links") {
        scheme.links = links(reader, part, &scheme.labels);
    }
    if let Some(part) = fields.get("reasons") {
        scheme.reasons = values(texts(reader, part, "reasons", MOST_ENTRIES));
    }
}

fn labels<'a>(reader: &mut PartReader<'a>, part: &'a str) -> Vec<Label> {
    let parts = reader.list(part, "labels", MOST);
    if part.trim_matches(['[', ']']).trim().is_empty() {
        reader.note(part, Fault::new("`labels` is empty").hint("Leave it out to have claim, figure and source."));
    }
    let (mut names, mut keys, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    let mut attributes = Vec::new();
    for part in parts {
        let Some(fields) = reader.fields(part, OF_LABEL, &["name", "key"]) else { continue };
        let name = fields.get("name").and_then(|part| reader.text(part));
        let key = fields.get("key").and_then(|part| reader.text(part));
        let color = fields.get("color").and_then(|part| reader.text(part));
        let given = fields.get("attributes").map_or_else(Vec::new, |part| self::attributes(reader, part));
        let label = Label {
            name: name.as_ref().map_or_else(String::new, |name| name.value.clone()),
            key: key.as_ref().map_or_else(String::new, |key| key.value.clone()),
            color: color.as_ref().map_or_else(|| "grey".into(), |color| color.value.clone()),
            mark: fields.get("mark").and_then(|part| reader.word(part)).unwrap_or(Mark::Underline),
            unit: fields.get("unit").and_then(|part| reader.word(part)).unwrap_or(Unit::Word),
            definition: fields
                .get("definition")
                .and_then(|part| reader.text(part))
                .map_or_else(String::new, |definition| definition.value),
            attributes: given.iter().map(|(_, attribute)| attribute.clone()).collect(),
        };
        let here = |what: String| Fault::new(format!("the label {:?} {what}", label.name));
        if let Some(Spelt { value, part }) = color.filter(|color| !is_colour(&color.value)) {
            let fault = here(format!("has a colour that is not known: {value:?}"));
            reader.note(part, fault.hint(format!("The colours are {} and \"#rrggbb\".", COLOURS.join(", "))));
        }
        for Spelt { value, part } in key.iter().chain(given.iter().filter_map(|(key, _)| key.as_ref())) {
            if !is_key(value) {
                let fault = here(format!("has a key that is not one key: {value:?}"));
                reader.note(part, fault.hint("A key is one character, such as \"c\"."));
            }
        }
        attributes.push(given.into_iter().filter_map(|(key, _)| key).collect::<Vec<_>>());
        names.extend(name);
        keys.extend(key);
        labels.push(label);
    }
    unique(reader, "labels", &names);
    unique(reader, "keys of labels", &keys);
    // With a tag in focus, the keys of labels and the keys of its label's attributes work together.
    for attributes in attributes {
        let mut seen: HashSet<&String> = keys.iter().map(|key| &key.value).collect();
        for key in attributes.iter().filter(|key| !seen.insert(&key.value)).collect::<Vec<_>>() {
            let fault = Fault::new(format!("among the keys of labels and attributes {:?} stands twice", key.value));
            reader.note(key.part, fault);
        }
    }
    labels
}

/// Reads the attributes of a label, each with its key as written.
fn attributes<'a>(reader: &mut PartReader<'a>, part: &'a str) -> Vec<(Option<Spelt<'a>>, Attribute)> {
    let (mut names, mut attributes) = (Vec::new(), Vec::new());
    for part in reader.list(part, "attributes of a label", MOST) {
        let Some(fields) = reader.fields(part, OF_ATTRIBUTE, OF_ATTRIBUTE) else { continue };
        let name = fields.get("name").and_then(|part| reader.text(part));
        let key = fields.get("key").and_then(|part| reader.text(part));
        let Some(part) = fields.get("kind") else { continue };
        let Some(kind) = reader.value::<AttributeKind>(part) else { continue };
        if let AttributeKind::Choice(values) = &kind {
            let values: Vec<Spelt> = values.iter().map(|value| Spelt { value: value.clone(), part }).collect();
            unique(reader, "values of an attribute", &values);
        }
        let written = |spelt: &Option<Spelt>| spelt.as_ref().map_or_else(String::new, |spelt| spelt.value.clone());
        let attribute = Attribute { name: written(&name), key: written(&key), kind };
        names.extend(name);
        attributes.push((key, attribute));
    }
    unique(reader, "attributes of a label", &names);
    attributes
}

fn links<'a>(reader: &mut PartReader<'a>, part: &'a str, labels: &[Label]) -> Vec<LinkKind> {
    let (mut names, mut links) = (Vec::new(), Vec::new());
    for part in reader.list(part, "links", MOST) {
        let Some(fields) = reader.fields(part, OF_LINK, &["name"]) else { continue };
        let name = fields.get("name").and_then(|part| reader.text(part));
        let mut ends = |field: &str| {
            let ends = fields.get(field).map_or_else(Vec::new, |part| texts(reader, part, "labels", MOST));
            for end in ends.iter().filter(|end| labels.iter().all(|label| label.name != end.value)) {
                let link = name.as_ref().map_or("", |name| &name.value);
                let known: Vec<&str> = labels.iter().map(|label| label.name.as_str()).collect();
                let fault =
                    Fault::new(format!("the link {link:?} speaks of a label that there is not: {:?}", end.value));
                reader.note(end.part, fault.hint(format!("The labels are {}.", known.join(", "))));
            }
            values(ends)
        };
        let (from, to) = (ends("from"), ends("to"));
        let mut flag =
            |field: &str, absent: bool| fields.get(field).and_then(|part| reader.value(part)).unwrap_or(absent);
        let (within, across, same_label) = (flag("within", true), flag("across", true), flag("same_label", false));
        let written = name.as_ref().map_or_else(String::new, |name| name.value.clone());
        links.push(LinkKind { name: written, from, to, within, across, same_label });
        names.extend(name);
    }
    unique(reader, "links", &names);
    links
}

/// Returns the places at which labels and attributes get keys.
pub(super) fn keys<'a>(reader: &mut PartReader<'a>, text: &'a str) -> Vec<DeclaredKey> {
    let of = |part: &'a str, known: &[&str], field: &str, reader: &mut PartReader<'a>| {
        reader.fields(part, known, &[]).and_then(|fields| fields.get(field))
    };
    let mut keys = Vec::new();
    let labels = of(text, FIELDS, "labels", reader);
    for (label, part) in labels.map_or_else(Vec::new, |part| reader.list(part, "labels", MOST)).into_iter().enumerate()
    {
        let key = of(part, OF_LABEL, "key", reader);
        keys.extend(key.and_then(|key| Some(DeclaredKey { label, attribute: None, at: reader.place(key)? })));
        let attributes = of(part, OF_LABEL, "attributes", reader);
        let attributes = attributes.map_or_else(Vec::new, |part| reader.list(part, "attributes of a label", MOST));
        for (attribute, part) in attributes.into_iter().enumerate() {
            let key = of(part, OF_ATTRIBUTE, "key", reader);
            let attribute = Some(attribute);
            keys.extend(key.and_then(|key| Some(DeclaredKey { label, attribute, at: reader.place(key)? })));
        }
    }
    keys
}

/// Returns a path that does not lead out of the corpus; empty if it is left out.
fn path<'a>(reader: &mut PartReader<'a>, fields: &FieldParts<'a>, field: &str) -> String {
    let Some(Spelt { value, part }) = fields.get(field).and_then(|part| reader.text(part)) else {
        return String::new();
    };
    let inner =
        |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !inner(&value) {
        let fault = Fault::new(format!("`{field}` leads out of the corpus: {value:?}"));
        reader.note(part, fault.hint("Give a relative path without `..`."));
    }
    value
}

fn entries<'a>(
    reader: &mut PartReader<'a>,
    fields: &FieldParts<'a>,
    field: &str,
    kind: &str,
) -> Vec<(Spelt<'a>, &'a str)> {
    fields.get(field).map_or_else(Vec::new, |part| reader.entries(part, kind, MOST_ENTRIES))
}

fn texts<'a>(reader: &mut PartReader<'a>, part: &'a str, kind: &str, most: usize) -> Vec<Spelt<'a>> {
    let parts = reader.list(part, kind, most);
    parts.into_iter().filter_map(|part| reader.text(part)).collect()
}

fn values(spelt: Vec<Spelt>) -> Vec<String> {
    spelt.into_iter().map(|spelt| spelt.value).collect()
}

/// Notes names that are empty, cannot be shown or occur twice.
fn unique<'a, 'b>(reader: &mut PartReader<'a>, kind: &str, names: impl IntoIterator<Item = &'b Spelt<'a>>)
where
    'a: 'b,
{
    let mut seen = HashSet::new();
    for Spelt { value, part } in names {
        if value.trim().is_empty() || value.chars().any(char::is_control) {
            let what = format!("among the {kind} is an empty one, or one that cannot be shown: {value:?}");
            reader.note(part, Fault::new(what));
        } else if !seen.insert(value) {
            reader.note(part, Fault::new(format!("among the {kind} {value:?} stands twice")));
        }
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && grapheme::next(key, 0) == key.len()
}
