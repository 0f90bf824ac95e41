//! What a corpus declares of itself in `annotations/corpus.ron`.
//!
//! It is written by hand, so whatever is not understood is an error that says where, and nothing in it is guessed at.
//! What is left out has the value that a folder without the file has: the three labels, the texts beside `annotations/`.

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path};

use ron::error::{Error, SpannedError};
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, Error as _};

use super::fault::Fault;
use crate::tags::scheme::{Attribute, AttributeKind, COLOURS, Label, LinkKind, Mark, Scheme, is_colour};
use crate::text::grapheme;
use crate::text::unit::Unit;

/// The largest manifest, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// More labels, links, attributes or values than this nobody could tell apart.
const MOST: usize = 256;

/// The format that this version writes of, and the newest that it reads.
const FORMAT: u32 = 1;

/// A corpus's own account of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The folder of the texts, relative to the one that holds `annotations/`; empty for that one itself.
    pub texts: String,
    /// The file with the guidelines, relative to `annotations/`.
    pub guidelines: Option<String>,
    /// What may be tagged and linked.
    pub scheme: Scheme,
    /// The documents that are read together: left, right.
    pub pairs: Vec<(String, String)>,
    /// The documents that report on one event, by its name.
    pub events: BTreeMap<String, Vec<String>>,
    /// How much the rules of `diptych check` weigh here, where not as they usually do, by their names.
    pub check: BTreeMap<String, Level>,
    /// What is set for single annotators, by their names.
    pub annotators: BTreeMap<String, AnnotatorSettings>,
}

/// What is set for an annotator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename = "", deny_unknown_fields, default)]
pub struct AnnotatorSettings {
    /// Whether tags are suggested to them.
    #[serde(deserialize_with = "word")]
    pub suggest: SuggestSetting,
}

/// Whether tags are suggested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestSetting {
    /// Whenever they are asked for.
    #[default]
    On,
    /// Never: their tags are to be independent.
    Off,
}

/// How much it weighs that a rule is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing: it is not looked at.
    Off,
    /// It is to be looked at.
    Warn,
    /// It is wrong.
    Error,
}

impl Manifest {
    /// Reads the text of a `corpus.ron`.
    ///
    /// # Errors
    /// When it is not RON, has an unknown field, is of a newer format, or contradicts itself.
    pub fn parse(text: &str) -> Result<Manifest, Fault> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let read: Result<Declared, SpannedError> = ron::from_str(text);
        newer(text, FORMAT)?;
        let Declared { format: _, texts, guidelines, labels, links, reasons, pairs, event: events, check, annotators } =
            read.map_err(|error| Fault::of(text, &error))?;
        let mut scheme = Scheme::default();
        if let Some(labels) = labels {
            scheme.labels = labels.into_iter().map(|Listed(label)| label).collect();
            // The links that we offer unasked are those that the labels allow.
            let known = scheme.clone();
            scheme.links.retain(|kind| kind.from.iter().chain(&kind.to).all(|name| known.label(name).is_some()));
        }
        scheme.links = links.unwrap_or(scheme.links);
        scheme.reasons = reasons.unwrap_or(scheme.reasons);
        check_paths(&texts, &guidelines, &pairs)?;
        check_events(&events)?;
        check_labels(&scheme.labels)?;
        check_links(&scheme)?;
        let guidelines = (!guidelines.is_empty()).then_some(guidelines);
        let check = check.into_iter().map(|(rule, Weighed(level))| (rule, level)).collect();
        Ok(Manifest { texts, guidelines, scheme, pairs, events, check, annotators })
    }
}

/// Whether a document can have that name: a path inside the texts folder, in its shortest form, with `/`.
pub fn is_document_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    !name.is_empty()
        && parts.all(|part| matches!(part, Component::Normal(_)))
        && name.split('/').all(|part| !part.is_empty() && part != ".")
}

/// Refuses a file of a format that is not ours; newer ones are the next versions' to read, and to change as they like.
pub(super) fn newer(text: &str, ours: u32) -> Result<(), Fault> {
    #[derive(serde::Deserialize)]
    #[serde(rename = "")]
    struct FormatHead {
        format: u32,
    }
    match ron::from_str::<FormatHead>(text) {
        Ok(FormatHead { format }) if format > ours => {
            Err(Fault::new(format!("its format is {format}, and this version reads {ours}"))
                .hint("A newer version of diptych wrote it; it is left as it is.")
                .whole())
        }
        Ok(FormatHead { format }) if format < ours => Err(Fault::new(format!("there is no format {format}"))),
        _ => Ok(()),
    }
}

#[derive(serde::Deserialize)]
#[serde(rename = "", deny_unknown_fields)]
struct Declared {
    #[allow(dead_code, reason = "looked at by `newer`, and must be there")]
    format: u32,
    #[serde(default)]
    texts: String,
    #[serde(default)]
    guidelines: String,
    #[serde(default, deserialize_with = "some")]
    labels: Option<Vec<Listed>>,
    #[serde(default, deserialize_with = "some")]
    links: Option<Vec<LinkKind>>,
    #[serde(default, deserialize_with = "some")]
    reasons: Option<Vec<String>>,
    #[serde(default)]
    pairs: Vec<(String, String)>,
    #[serde(default)]
    event: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    check: BTreeMap<String, Weighed>,
    #[serde(default)]
    annotators: BTreeMap<String, AnnotatorSettings>,
}

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Weighed(#[serde(deserialize_with = "word")] Level);

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Listed(#[serde(with = "DeclaredLabel")] Label);

/// A [`Label`] whose words may stand in quotes: `mark: "double"`.
#[derive(serde::Deserialize)]
#[serde(remote = "Label", rename = "", deny_unknown_fields)]
struct DeclaredLabel {
    name: String,
    key: String,
    #[serde(default = "grey")]
    color: String,
    #[serde(default, deserialize_with = "word")]
    mark: Mark,
    #[serde(default = "any_word", deserialize_with = "word")]
    unit: Unit,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    attributes: Vec<Attribute>,
}

fn grey() -> String {
    "grey".into()
}

fn any_word() -> Unit {
    Unit::Word
}

/// RON asks for `Some(…)` around what may be left out; people should not have to.
fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// A word of a list, with quotes or without.
fn word<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(from: D) -> Result<T, D::Error> {
    let raw = <&RawValue>::deserialize(from)?;
    ron::from_str(raw.trim().get_ron().trim_matches('"')).map_err(|error| match error.code {
        Error::NoSuchEnumVariant { expected, found, .. } => D::Error::unknown_variant(&found, expected),
        other => D::Error::custom(other),
    })
}

fn check_paths(texts: &str, guidelines: &str, pairs: &[(String, String)]) -> Result<(), Fault> {
    let inner =
        |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    for (field, path) in [("texts", texts), ("guidelines", guidelines)] {
        if !inner(path) {
            return Err(Fault::new(format!("`{field}` leads out of the corpus: {path:?}"))
                .hint("Give a relative path without `..`."));
        }
    }
    match pairs.iter().flat_map(|(left, right)| [left, right]).find(|name| !is_document_name(name)) {
        Some(name) => Err(Fault::new(format!("a pair names no document of the texts folder: {name:?}"))
            .hint("Give a path inside the texts folder, without `..`.")),
        None => Ok(()),
    }
}

fn check_events(events: &BTreeMap<String, Vec<String>>) -> Result<(), Fault> {
    unique("events", events.keys())?;
    for (event, documents) in events {
        unique("documents of an event", documents)?;
        if let Some(name) = documents.iter().find(|name| !is_document_name(name)) {
            return Err(Fault::new(format!("the event {event:?} names no document of the texts folder: {name:?}"))
                .hint("Give a path inside the texts folder, without `..`."));
        }
    }
    Ok(())
}

fn check_labels(labels: &[Label]) -> Result<(), Fault> {
    if labels.is_empty() {
        return Err(Fault::new("`labels` is empty").hint("Leave it out to have claim, figure and source."));
    }
    unique("labels", labels.iter().map(|label| &label.name))?;
    unique("keys of labels", labels.iter().map(|label| &label.key))?;
    for label in labels {
        let here = |what: String| Fault::new(format!("the label {:?} {what}", label.name));
        if !is_colour(&label.color) {
            return Err(here(format!("has a colour that is not known: {:?}", label.color))
                .hint(format!("The colours are {} and \"#rrggbb\".", COLOURS.join(", "))));
        }
        // With a tag in focus the keys of labels and of its label's attributes are asked for together.
        let keys = labels.iter().map(|label| &label.key).chain(label.attributes.iter().map(|attribute| &attribute.key));
        unique("keys of labels and attributes", keys.clone())?;
        if let Some(key) = keys.into_iter().find(|key| !is_key(key)) {
            return Err(
                here(format!("has a key that is not one key: {key:?}")).hint("A key is one character, such as \"c\".")
            );
        }
        unique("attributes of a label", label.attributes.iter().map(|attribute| &attribute.name))?;
        for attribute in &label.attributes {
            if let AttributeKind::Choice(values) = &attribute.kind {
                unique("values of an attribute", values)?;
            }
        }
    }
    Ok(())
}

fn check_links(scheme: &Scheme) -> Result<(), Fault> {
    unique("links", scheme.links.iter().map(|kind| &kind.name))?;
    for kind in &scheme.links {
        if let Some(label) = kind.from.iter().chain(&kind.to).find(|label| scheme.label(label).is_none()) {
            let labels: Vec<&str> = scheme.labels.iter().map(|label| label.name.as_str()).collect();
            return Err(Fault::new(format!("the link {:?} speaks of a label that there is not: {label:?}", kind.name))
                .hint(format!("The labels are {}.", labels.join(", "))));
        }
    }
    Ok(())
}

/// Refuses names that are empty, cannot be shown or stand twice.
fn unique<'a>(kind: &str, names: impl IntoIterator<Item = &'a String>) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for name in names {
        if seen.len() == MOST {
            return Err(Fault::new(format!("there are more than {MOST} {kind}")));
        }
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(Fault::new(format!("among the {kind} is an empty one, or one that cannot be shown: {name:?}")));
        }
        if !seen.insert(name) {
            return Err(Fault::new(format!("among the {kind} {name:?} stands twice")));
        }
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && grapheme::next(key, 0) == key.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        Manifest::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn our_own_manifest_reads() {
        let manifest = Manifest::parse(include_str!("../../annotations/corpus.ron")).unwrap();
        assert_eq!((manifest.texts.as_str(), manifest.guidelines.as_deref()), ("samples", Some("guidelines.md")));
        assert_eq!(manifest.pairs, [("rutte-warning.txt".into(), "kursk-deployment.txt".into())]);
        let default = Scheme::default();
        let plain =
            |label: &Label| (label.name.clone(), label.key.clone(), label.color.clone(), label.mark, label.unit);
        assert!(manifest.scheme.labels.iter().map(plain).eq(default.labels.iter().map(plain)));
        assert_eq!(manifest.scheme.links, default.links);
    }

    #[test]
    fn an_event_names_its_documents_once() {
        let events = Manifest::parse(r#"(format: 1, event: {"flood": ["a.txt", "b.txt"]})"#).unwrap().events;
        assert_eq!(events["flood"], ["a.txt", "b.txt"]);
        assert!(fault(r#"(format: 1, event: {"flood": ["a.txt", "a.txt"]})"#).contains("stands twice"));
        assert!(fault(r#"(format: 1, event: {"flood": ["../a.txt"]})"#).contains("flood"));
    }

    #[test]
    fn its_commented_options_read_too() {
        let text = include_str!("../../annotations/corpus.ron");
        let text = text.replace(
            "definition: \"A number",
            "attributes: [
            (name: \"certainty\", key: \"e\", kind: choice([\"stated\", \"hedged\"])), // one of these values
            (name: \"quoted\", key: \"d\", kind: yes_no),
            (name: \"speaker\", key: \"p\", kind: text),
        ], definition: \"A number",
        );
        let text = text.replace("        // (\n        //     name: \"event\", key: \"E\", color: \"#8a5cd0\", mark: \"dashed\", unit: \"word\",\n        //     definition: \"The word that says what happened.\",\n        // ),", "        (name: \"event\", key: \"E\", color: \"#8a5cd0\", mark: dashed, unit: word),");
        let labels = Manifest::parse(&text).unwrap().scheme.labels;
        assert_eq!((labels.len(), labels[3].mark, labels[1].attributes.len()), (4, Mark::Dashed, 3));
    }

    #[test]
    fn what_is_left_out_is_as_in_a_folder_without_a_manifest() {
        assert_eq!(Manifest::parse("(format: 1)").unwrap(), Manifest::default());
        assert!(Manifest::parse("(format: 1, links: [])").unwrap().scheme.links.is_empty());
        let own = Manifest::parse(r#"(format: 1, labels: [(name: "event", key: "e")])"#).unwrap();
        let offered: Vec<&str> = own.scheme.links.iter().map(|kind| kind.name.as_str()).collect();
        assert_eq!(offered, ["same as", "differs from", "contradicts"]);
    }

    #[test]
    fn an_unknown_field_is_named_with_its_place_and_those_that_are_known() {
        let fault = Manifest::parse("(\n    format: 1,\n    labls: [],\n)").unwrap_err();
        assert_eq!(fault.to_string(), "3:5: there is no field `labls` here");
        assert_eq!(
            fault.hint.as_deref(),
            Some(
                "The fields are `format`, `texts`, `guidelines`, `labels`, `links`, `reasons`, `pairs`, `event`, `check`, `annotators`."
            )
        );
        let label =
            Manifest::parse("(format: 1, labels: [\n  (name: \"a\", key: \"a\", colour: \"red\"),\n])").unwrap_err();
        assert_eq!(label.to_string(), "2:25: there is no field `colour` here");
        let mark =
            Manifest::parse("(format: 1, labels: [\n  (name: \"a\", key: \"a\", mark: \"wavy\"),\n])").unwrap_err();
        assert!(mark.to_string().starts_with("2:") && mark.to_string().ends_with("`wavy` is not known here"), "{mark}");
        assert!(mark.hint.unwrap().contains("`curly`"));
    }

    #[test]
    fn rules_are_switched_by_their_names() {
        let text = r#"(format: 1, check: {"lost-tag": warn, "same-words": "off"})"#;
        let check = Manifest::parse(text).unwrap().check;
        assert_eq!((check["lost-tag"], check["same-words"]), (Level::Warn, Level::Off));
        let hint = Manifest::parse(r#"(format: 1, check: {"lost-tag": quiet})"#).unwrap_err().hint.unwrap();
        assert_eq!(hint, "The words are `off`, `warn`, `error`.");
    }

    #[test]
    fn suggestions_are_switched_off_for_an_annotator() {
        let manifest = Manifest::parse(r#"(format: 1, annotators: {"ben": (suggest: off), "cho": ()})"#).unwrap();
        assert_eq!(manifest.annotators["ben"].suggest, SuggestSetting::Off);
        assert_eq!(manifest.annotators["cho"].suggest, SuggestSetting::On);
        assert!(fault(r#"(format: 1, annotators: {"ben": (suggest: never)})"#).contains("`never` is not known here"));
    }

    #[test]
    fn a_newer_format_is_refused_whatever_else_it_says() {
        assert_eq!(fault("(format: 2, texts: [1], news: {})"), "its format is 2, and this version reads 1");
        assert_eq!(fault("(format: 0)"), "there is no format 0");
        assert_eq!(fault("()"), "1:2: the field `format` is missing");
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let labels = |labels: &str| fault(&format!("(format: 1, labels: [{labels}])"));
        assert!(labels(r#"(name: "a", key: "a"), (name: "a", key: "b")"#).contains(r#""a" stands twice"#));
        assert!(labels(r#"(name: "a", key: "a"), (name: "b", key: "a")"#).contains(r#""a" stands twice"#));
        assert!(labels(r#"(name: " ", key: "a")"#).contains("empty"));
        assert!(labels(r#"(name: "a", key: "ab")"#).contains("not one key"));
        assert!(labels(r#"(name: "a", key: "a", color: "teal")"#).contains("teal"));
        assert!(labels(r##"(name: "a", key: "a", color: "#12345")"##).contains("#12345"));
        assert!(labels(r#"(name: "a", key: "a", attributes: [(name: "x", key: "a", kind: text)])"#).contains("twice"));
        assert!(labels("").contains("empty"));
        assert!(fault(r#"(format: 1, links: [(name: "l", from: ["event"])])"#).contains("event"));
    }

    #[test]
    fn no_path_leads_out() {
        for texts in ["..", "/etc", "a/../../b"] {
            assert!(fault(&format!("(format: 1, texts: {texts:?})")).contains("leads out"));
        }
        for name in ["../a.txt", "/a.txt", "", "a//b.txt", "./a.txt", "a/./b.txt", "a/"] {
            assert!(
                fault(&format!("(format: 1, pairs: [(\"b.txt\", {name:?})])")).contains("names no document"),
                "{name}"
            );
        }
        assert_eq!(Manifest::parse(r#"(format: 1, texts: ".")"#).unwrap().texts, ".");
    }
}
