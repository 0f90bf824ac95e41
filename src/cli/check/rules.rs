//! The rules: a row each, with its name, its weight and its words.
//!
//! ```text
//!   file, text ─▶ what reading them says        rules without a function: see [`super::reading`]
//!   Sheet      ─▶ what the layer itself says    a small function each
//!   links      ─▶ what other documents say      see [`super::across`]
//!   verdicts   ─▶ what the annotators' layers say    see [`super::verdicts`]
//! ```

use super::{ends, sense, standing, terms};
use crate::corpus::manifest::Level;
use crate::corpus::problem::shown;
use crate::tags::scheme::Scheme;
use crate::tags::{Id, Layer, Tag};
use crate::text::{Document, Span};

/// Something that is looked for.
pub struct Rule {
    /// What it is called, in `corpus.ron` and behind each line.
    pub name: &'static str,
    /// How much it weighs unless the corpus says otherwise.
    pub level: Level,
    /// What it looks for.
    pub words: &'static str,
    /// How it is found in a layer; `None`: reading the files says it, or other documents or layers do.
    pub look: Option<Look>,
}

/// Finds something in a layer.
pub type Look = fn(&Sheet, &mut Vec<Hit>);

/// A layer on its text.
pub struct Sheet<'a> {
    /// The text.
    pub document: &'a Document,
    /// What someone made on it.
    pub layer: &'a Layer,
    /// What may be made.
    pub scheme: &'a Scheme,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Where.
    pub at: At,
    /// What: one line, fit to be shown, without a full stop.
    pub words: String,
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq)]
pub enum At {
    /// At a tag, with its place in the text, in bytes.
    Tag(Id, Span),
    /// At any other record of the layer's file.
    Record(Id),
    /// In the text, in bytes.
    Text(Span),
}

impl Hit {
    /// At a tag: its label and its words, and what is the matter with it.
    pub fn tag(sheet: &Sheet, tag: &Tag, what: impl AsRef<str>) -> Hit {
        let words = format!("{} {}", said(sheet, tag), what.as_ref());
        Hit { at: At::Tag(tag.id.clone(), tag.span), words }
    }

    /// At another record.
    pub fn record(id: &Id, words: String) -> Hit {
        Hit { at: At::Record(id.clone()), words }
    }
}

/// `figure “about 1,500”`.
pub fn said(sheet: &Sheet, tag: &Tag) -> String {
    format!("{} {}", shown(&tag.label), quoted(sheet.document.slice(tag.span)))
}

/// Words in quotation marks, in one line and not too many.
pub fn quoted(words: &str) -> String {
    const MOST: usize = 40;
    let mut line = String::new();
    for word in words.split_whitespace() {
        let gap = usize::from(!line.is_empty());
        if line.chars().count() + gap + word.chars().count() > MOST {
            // The first word may be long by itself.
            line.extend(if line.is_empty() { word } else { "" }.chars().take(MOST));
            line.push('…');
            break;
        }
        line += if line.is_empty() { "" } else { " " };
        line += word;
    }
    format!("“{}”", shown(line))
}

/// Every rule, in the order in which they are listed.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    // What reading the files says.
    read("broken-layer", Level::Error, "a layer does not read, or is another’s"),
    read("broken-text", Level::Error, "a text does not read"),
    read("missing-file", Level::Error, "a layer without its text, a pair without one"),
    read("text-changed", Level::Warn, "a text was changed after its layer was saved"),
    read("carried", Level::Error, "a record is kept but does not read: nobody sees it"),
    read("not-understood", Level::Warn, "a field is not known here, a comment will go"),
    // What waits for somebody.
    rule("lost-tag", Level::Error, "a tag’s words are not to be found any more", standing::lost),
    rule("changed-words", Level::Warn, "a tag’s words were changed; nobody has said yes", standing::changed),
    rule("unsettled", Level::Error, "two versions of a record; nobody has settled it", standing::unsettled),
    rule("dead-link", Level::Error, "a link to or from a tag that there is not", standing::dead_links),
    read("stale-verdict", Level::Warn, "a verdict on a tag that has changed or gone since"),
    // What the corpus does not know.
    rule("unknown-label", Level::Error, "a label that the corpus does not have", terms::labels),
    rule("unknown-kind", Level::Error, "a kind of link that the corpus does not have", terms::kinds),
    rule("unknown-attribute", Level::Error, "an attribute or a value that the label has not", terms::attributes),
    rule("misfit-link", Level::Error, "a kind of link that may not join such tags", terms::misfits),
    // Where tags end.
    rule("ends-in-word", Level::Warn, "a tag begins or ends inside a word", ends::in_words),
    rule("blank-ends", Level::Warn, "a tag begins or ends with white space", ends::blanks),
    rule("punctuation-ends", Level::Warn, "a tag begins or ends with punctuation", ends::punctuation),
    // What does not go together.
    rule("duplicate", Level::Warn, "the same tag or the same link twice", sense::duplicates),
    rule("contradiction", Level::Error, "the same tag or the same link twice, and they differ", sense::contradictions),
    rule("two-labels", Level::Warn, "two labels on the very same words", sense::two_labels),
    rule("same-words", Level::Warn, "the same words are tagged here and not there", sense::same_words),
    rule("figure-in-no-claim", Level::Warn, "a figure in no claim, with no link from one", sense::figures),
    rule("claim-without-source", Level::Warn, "a claim without a source in it or a link to one", sense::claims),
];

const fn rule(name: &'static str, level: Level, words: &'static str, look: Look) -> Rule {
    Rule { name, level, words, look: Some(look) }
}

const fn read(name: &'static str, level: Level, words: &'static str) -> Rule {
    Rule { name, level, words, look: None }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::tags::{Link, Records};

    /// What rule `name` says of a text with tags in braces: `{claim: Prices rose {figure: 5%}}`.
    pub fn found(name: &str, marked: &str) -> Vec<String> {
        found_in(name, marked, |_| {})
    }

    /// The same after a change of the records. The tags are called t-0, t-1, … as they begin.
    pub fn found_in(name: &str, marked: &str, change: impl FnOnce(&mut Records)) -> Vec<String> {
        let (text, tags) = unmark(marked);
        let (document, mut records) =
            (Document::new(text), Records::from(tags.into_iter().collect::<crate::tags::set::TagSet>()));
        change(&mut records);
        let (layer, scheme) = (Layer::new(records), Scheme::default());
        let rule = RULES.iter().find(|rule| rule.name == name).unwrap();
        let mut hits = Vec::new();
        rule.look.unwrap()(&Sheet { document: &document, layer: &layer, scheme: &scheme }, &mut hits);
        hits.into_iter().map(|hit| hit.words).collect()
    }

    /// A link from one of the tags to another.
    pub fn link(records: &mut Records, kind: &str, from: &str, to: &str) {
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

    pub fn unmark(marked: &str) -> (String, Vec<Tag>) {
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
            assert!(rule.name.len() <= 20 && rule.words.chars().count() <= 52, "{}", rule.name);
        }
    }

    #[test]
    fn a_quote_is_one_line_and_short() {
        assert_eq!(quoted("a\n  b\u{1b}"), "“a b\\u{1b}”");
        assert_eq!(quoted("they are being trained for a possible mission"), "“they are being trained for a possible…”");
        assert_eq!(quoted(&"x".repeat(99)).chars().count(), 43);
    }
}
