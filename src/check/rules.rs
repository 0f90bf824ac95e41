//! Lists the rules in a table: each row has a name, a level and a description.
//!
//! ```text
//!   found while files are read       rules without a function: see [`super::files`]
//!   found in one layer               a function each
//!   found in other documents         see [`super::other_documents`]
//!   found in other layers            see [`super::verdicts`]
//! ```

use super::finding::Hit;
use super::{consistency, ends, open_questions, scheme};
use crate::corpus::manifest::Level;
use crate::tags::Layer;
use crate::tags::scheme::Scheme;
use crate::text::Document;

/// A rule that layers are checked against.
pub(crate) struct CheckRule {
    /// The name, as in `corpus.ron` and at the end of each line of the output.
    pub name: &'static str,
    /// The level, unless the corpus sets another.
    pub level: Level,
    /// A description of what the rule finds.
    pub description: &'static str,
    /// The function that looks through a layer; `None` if the finding needs files, other documents or other layers.
    pub look: Option<Look>,
}

/// Adds the hits of a rule in a layer.
pub(super) type Look = fn(&CheckedLayer, &mut Vec<Hit>);

/// A layer on its text.
pub(crate) struct CheckedLayer<'a> {
    /// The text.
    pub document: &'a Document,
    /// The tags, links and verdicts on it.
    pub layer: &'a Layer,
    /// The labels and link types of the corpus.
    pub scheme: &'a Scheme,
}

/// All rules, in the order in which they are listed.
#[rustfmt::skip]
pub(crate) const RULES: &[CheckRule] = &[
    // Found while files are read.
    read("corpus-file", Level::Error, "corpus.ron cannot be read, or contradicts itself"),
    read("key-clash", Level::Error, "a key in corpus.ron that a command has"),
    read("broken-layer", Level::Error, "a layer cannot be read, or is somebody else’s"),
    read("broken-text", Level::Error, "a text cannot be read"),
    read("file-name", Level::Warn, "a name that not every system has, or tells apart"),
    read("missing-file", Level::Error, "the text of a layer or of a pair is not there"),
    read("text-changed", Level::Warn, "a text was changed after its layer was saved"),
    read("carried", Level::Error, "a record cannot be read; it is kept but not shown"),
    read("not-understood", Level::Warn, "an unknown field, or a comment that a save drops"),
    // Somebody must settle it.
    rule("lost-tag", Level::Error, "the words of a tag are no longer in the text", open_questions::lost),
    rule("changed-words", Level::Warn, "the words of a tag were changed, to be confirmed", open_questions::changed),
    rule("unsettled", Level::Error, "two versions of a record, to be settled", open_questions::unsettled),
    rule("dead-link", Level::Error, "a link to or from a tag that does not exist", open_questions::dead_links),
    read("stale-verdict", Level::Warn, "a verdict on a tag that was changed or removed"),
    // Not declared in corpus.ron.
    rule("unknown-label", Level::Error, "a label that corpus.ron does not declare", scheme::labels),
    rule("unknown-kind", Level::Error, "a link type that corpus.ron does not declare", scheme::link_types),
    rule("unknown-attribute", Level::Error, "an attribute or value that the label does not have", scheme::attributes),
    rule("misfit-link", Level::Error, "a link between labels that its type may not join", scheme::misfits),
    // The ends of tags.
    rule("ends-in-word", Level::Warn, "a tag begins or ends inside a word", ends::in_words),
    rule("blank-ends", Level::Warn, "a tag begins or ends with white space", ends::blanks),
    rule("punctuation-ends", Level::Warn, "a tag begins or ends with punctuation", ends::punctuation),
    // Things that do not go together.
    rule("duplicate", Level::Warn, "the same tag or link twice", consistency::duplicates),
    rule("contradiction", Level::Error, "the same tag or link twice, and they differ", consistency::contradictions),
    rule("two-labels", Level::Warn, "two labels on exactly the same words", consistency::two_labels),
    rule("same-words", Level::Warn, "words tagged in some places (names: most), not all", consistency::same_words),
    rule("figure-in-no-claim", Level::Warn, "a figure in no claim, and linked from none", consistency::figures),
    rule("claim-without-source", Level::Off, "a claim with no source in it, and linked to none", consistency::claims),
];

/// Returns a rule that looks at one layer.
const fn rule(name: &'static str, level: Level, description: &'static str, look: Look) -> CheckRule {
    CheckRule { name, level, description, look: Some(look) }
}

/// Returns a rule without a function: its findings come from reading files, or from other documents or layers.
const fn read(name: &'static str, level: Level, description: &'static str) -> CheckRule {
    CheckRule { name, level, description, look: None }
}

/// Marked text for the tests of rules.
#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::tags::{Id, Link, Records, Tag};
    use crate::text::Span;

    /// Returns the sentences of rule `name` on a text with tags in braces: `{claim: Prices rose {figure: 5%}}`.
    pub(crate) fn found(name: &str, marked: &str) -> Vec<String> {
        found_in(name, marked, |_| {})
    }

    /// Returns the same after a change of the records. The tags are called t-0, t-1, … as they begin.
    pub(crate) fn found_in(name: &str, marked: &str, change: impl FnOnce(&mut Records)) -> Vec<String> {
        let (text, tags) = unmark(marked);
        let (document, mut records) =
            (Document::new(text), Records::from(tags.into_iter().collect::<crate::tags::set::TagSet>()));
        change(&mut records);
        let (layer, scheme) = (Layer::new(records), Scheme::default());
        let rule = RULES.iter().find(|rule| rule.name == name).unwrap();
        let mut hits = Vec::new();
        rule.look.unwrap()(&CheckedLayer { document: &document, layer: &layer, scheme: &scheme }, &mut hits);
        hits.into_iter().map(|hit| hit.to_string()).collect()
    }

    /// Adds a link from one of the tags to another.
    pub(crate) fn link(records: &mut Records, kind: &str, from: &str, to: &str) {
        let id = Id::from(format!("l-{}", records.links.len()).as_str());
        let link = Link {
            id: id.clone(),
            kind: kind.into(),
            from: Id::from(from),
            to: Id::from(to),
            document: None,
            at: String::new(),
            rival: None,
            extra: Vec::new(),
        };
        std::sync::Arc::make_mut(&mut records.links).insert(id, link);
    }

    pub(crate) fn unmark(marked: &str) -> (String, Vec<Tag>) {
        let (mut text, mut tags, mut open) = (String::new(), Vec::new(), Vec::new());
        let mut rest = marked;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '{' => {
                    let (label, words) = rest.split_once(": ").unwrap();
                    open.push((tags.len(), text.len()));
                    tags.push(Tag {
                        id: Id::from(format!("t-{}", tags.len()).as_str()),
                        ..Tag::new(label, Span::default(), "")
                    });
                    rest = words;
                }
                '}' => {
                    let (number, start) = open.pop().unwrap();
                    tags[number].span = Span::new(start, text.len());
                }
                c => text.push(c),
            }
        }
        (text, tags)
    }

    #[test]
    fn no_two_rules_have_a_name_and_all_fit_a_line() {
        for (number, rule) in RULES.iter().enumerate() {
            assert!(RULES[..number].iter().all(|other| other.name != rule.name), "{}", rule.name);
            assert!(rule.name.len() <= 20 && rule.description.chars().count() <= 52, "{}", rule.name);
        }
    }
}
