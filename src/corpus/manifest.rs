//! Reads what a corpus declares in `annotations/corpus.ron`.
//!
//! The file is written by hand, so everything that is not understood is an error with its place, and nothing is
//! guessed. A field that is left out has the same value as in a folder without the file: the three labels, the texts
//! beside `annotations/`.

mod declared;
mod reader;

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::fault::Fault;
use crate::tags::scheme::Scheme;
use reader::PartReader;

/// The largest manifest, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// The format that this version writes, and the newest that it reads.
const FORMAT: u32 = 1;

/// The contents of `corpus.ron`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The folder of the texts, relative to the folder that contains `annotations/`; empty for that folder itself.
    pub texts: String,
    /// The file with the guidelines, relative to `annotations/`.
    pub guidelines: Option<String>,
    /// The language of the texts (ISO 639-1), if it is not to be told from each text.
    pub language: Option<String>,
    /// The languages of single documents.
    pub languages: BTreeMap<String, String>,
    /// The labels and the kinds of links.
    pub scheme: Scheme,
    /// The documents that are read together: left, right.
    pub pairs: Vec<(String, String)>,
    /// The documents that report on one event, by its name.
    pub events: BTreeMap<String, Vec<String>>,
    /// The levels of the rules of `diptych check`, by name, where they are not the default.
    pub check: BTreeMap<String, Level>,
    /// The settings for single annotators, by name.
    pub annotators: BTreeMap<String, AnnotatorSettings>,
    /// The licence under which datasets of the corpus may be used; empty if that is not said.
    pub license: String,
}

/// The settings for an annotator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnnotatorSettings {
    /// Whether tags are suggested to them.
    pub suggest: SuggestSetting,
}

/// The setting for suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestSetting {
    /// Suggestions are shown when the user asks for them.
    #[default]
    On,
    /// Suggestions are never shown, so that the annotator's tags are independent.
    Off,
}

/// The level of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The rule is not checked.
    Off,
    /// A finding is a warning.
    Warn,
    /// A finding is an error.
    Error,
}

impl Manifest {
    /// Reads the text of a `corpus.ron`.
    ///
    /// # Errors
    /// If it is not RON, has an unknown field, is of a newer format, or contradicts itself: the first fault. Its hint
    /// says whether there are others.
    pub fn parse(text: &str) -> Result<Manifest, Fault> {
        let (manifest, faults) = Manifest::read(text);
        let mut faults = faults.into_iter();
        let Some(first) = faults.next() else { return Ok(manifest) };
        if faults.next().is_none() {
            return Err(first);
        }
        let hint = first.hint.as_ref().map_or_else(String::new, |hint| format!("{hint} "));
        let all = format!("{hint}It is not the only fault; list all of them: diptych check");
        Err(first.hint(all))
    }

    /// Reads the text of a `corpus.ron` as far as it can be understood. Also returns all faults, by line and column.
    pub fn read(text: &str) -> (Manifest, Vec<Fault>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Err(newer) = newer(text, FORMAT) {
            return (Manifest::default(), vec![newer]);
        }
        let mut reader = PartReader::new(text);
        let manifest = declared::manifest(&mut reader, text);
        (manifest, reader.finish())
    }
}

/// Returns the places at which a `corpus.ron` gives keys to labels and attributes.
pub fn declared_keys(text: &str) -> Vec<DeclaredKey> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    declared::keys(&mut PartReader::new(text), text)
}

/// A key that `corpus.ron` gives to a label or an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredKey {
    /// The number of the label.
    pub label: usize,
    /// The number of the attribute among those of the label, if it is the key of one.
    pub attribute: Option<usize>,
    /// Line and column in code points, both counted from 1.
    pub at: (usize, usize),
}

/// Returns whether a document can have this name: a path inside the texts folder, in its shortest form, with `/`.
pub fn is_document_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    !name.is_empty()
        && parts.all(|part| matches!(part, Component::Normal(_)))
        && name.split('/').all(|part| !part.is_empty() && part != ".")
}

/// Refuses a file of a newer format.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::scheme::{Label, Mark};

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
    fn a_language_is_a_code_of_letters() {
        let manifest =
            Manifest::parse(r#"(format: 1, language: "de", languages: {"a.txt": "fr", "may/b.txt": "gsw"})"#).unwrap();
        assert_eq!((manifest.language.as_deref(), manifest.languages["may/b.txt"].as_str()), (Some("de"), "gsw"));
        assert!(fault(r#"(format: 1, language: "German")"#).contains("\"German\" is no code of a language"));
        assert!(fault(r#"(format: 1, languages: {"../a.txt": "de"})"#).contains("no document"));
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
                "The fields are `format`, `texts`, `guidelines`, `language`, `languages`, `labels`, `links`, `reasons`, `pairs`, `event`, `check`, `annotators`, `license`."
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
    fn everything_that_is_wrong_is_told_at_once_with_its_place() {
        let text = r##"(
    format: 1,
    texts: "../away",
    labels: [
        (name: "claim", key: "c", color: "pink"),
        (name: "figure", key: "c", colour: "red"),
        (name: "event", key: "ev", mark: wavy,
         attributes: [(name: "sure", key: "c", kind: yes_no)]),
    ],
    links: [(name: "rests on", from: ["claim"], to: ["fact"])],
    pairs: [("a.txt", "../b.txt")],
    check: {"same-words": never},
)"##;
        let faults: Vec<String> = Manifest::read(text).1.iter().map(Fault::to_string).collect();
        assert_eq!(
            faults,
            [
                "3:12: `texts` leads out of the corpus: \"../away\"",
                "5:42: the label \"claim\" has a colour that is not known: \"pink\"",
                "6:31: among the keys of labels \"c\" stands twice",
                "6:36: there is no field `colour` here",
                "7:30: the label \"event\" has a key that is not one key: \"ev\"",
                "7:42: `wavy` is not known here",
                "8:43: among the keys of labels and attributes \"c\" stands twice",
                "10:54: the link \"rests on\" speaks of a label that there is not: \"fact\"",
                "11:23: a pair names no document of the texts folder: \"../b.txt\"",
                "12:27: `never` is not known here",
            ]
        );
        let first = Manifest::parse(text).unwrap_err();
        assert!(first.hint.unwrap().ends_with("It is not the only fault; list all of them: diptych check"));
    }

    #[test]
    fn a_newer_format_is_refused_whatever_else_it_says() {
        assert_eq!(fault("(format: 2, texts: [1], news: {})"), "its format is 2, and this version reads 1");
        assert_eq!(fault("(format: 0)"), "there is no format 0");
        assert_eq!(fault("()"), "1:1: the field `format` is missing");
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
