//! Writes `annotations/corpus.ron`: makes a new one, or adds to one that a person has written and changes nothing else in it.
//!
//! ```text
//!       pairs: [
//!           ("a.txt", "b.txt"), // the flood            every byte of it stays
//!           ("c.txt", "d.txt"),                       ← inserted before the bracket that closes the list
//!       ],
//! ```
//!
//! The addition is one piece of text, inserted at one place. The new text is then parsed, and it must have the old contents with the
//! addition and nothing else. If not, the file is left as it is, and the user has to add to it by hand.

mod label;
mod renamed;

use std::collections::HashSet;

use super::Corpus;
use super::fault::Fault;
use super::manifest::{self, Manifest};
use super::problem::Problem;
use super::rewrite::{RewriteError, Rewritten, rewrite};
use crate::tags::scheme::Label;
use label::{chosen, entry, made};

pub use label::{FREE_KEYS, LabelWish};
pub use renamed::with_labels_renamed;

/// A set of labels and links for a kind of work, ready to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Claims, figures and sources.
    Claims,
    /// Quotes and their speakers.
    Quotes,
    /// Events, with their participants, places and times.
    Events,
    /// Claims, and the premises for and against them.
    Argument,
}

/// An addition to `corpus.ron`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declaration {
    /// A pair of documents: left, right.
    Pair(String, String),
    /// A label.
    Label(LabelWish),
}

/// Adds a declaration to the `corpus.ron` of a corpus, which is made if there is none. Returns a sentence that says what was added.
///
/// # Errors
/// If the file cannot be read or written, has a form that cannot be added to, or contradicts the declaration.
pub fn declare(corpus: &Corpus, declaration: &Declaration) -> Result<String, RewriteError> {
    change(corpus, |old| match declaration {
        Declaration::Pair(left, right) => Ok((with_pair(old, left, right)?, format!("{left} and {right} are a pair"))),
        Declaration::Label(wish) => {
            let (text, Label { name, key, .. }) = with_label(old, wish)?;
            Ok((text, format!("there is a label {name} now, with the key {key}")))
        }
    })
}

/// Changes the `corpus.ron` of a corpus in one step, or the [first](first) one. `change` gets its text and returns the new one, with an
/// answer. It is called again each time another program has written the file meanwhile.
///
/// # Errors
/// If the file cannot be read or written, if `change` refuses, and those of [`first`].
pub(crate) fn change<T>(
    corpus: &Corpus,
    change: impl Fn(&str) -> Result<(String, T), Fault>,
) -> Result<T, RewriteError> {
    let path = corpus.manifest_path();
    rewrite(corpus.root(), &path, manifest::LIMIT, |old| {
        let old = old.map_or_else(|| first(corpus), |old| Ok(old.to_string()))?;
        let (text, answer) = change(&old).map_err(|fault| Problem::Fault(path.clone(), fault))?;
        Ok(Rewritten { text, answer })
    })
}

/// Returns the text of the `corpus.ron` with which a folder becomes a corpus that takes the texts in the folders below.
///
/// # Errors
/// If it would take them from folders with layers of their own, which would no longer be read.
pub(crate) fn first(corpus: &Corpus) -> Result<String, Problem> {
    corpus.refuse_tagged_below()?;
    new(Preset::Claims, &[]).map_err(|fault| Problem::Fault(corpus.manifest_path(), fault))
}

/// Returns the text of a new `corpus.ron`, explained by comments. It has labels with these names, or, if `labels` is empty, those of
/// the preset.
///
/// # Errors
/// If a name is not allowed for a label, or there are more labels than keys.
pub fn new(preset: Preset, labels: &[String]) -> Result<String, Fault> {
    let head = "// The corpus: its labels, its links, its pairs. Every line may be changed; `diptych check` says what is wrong.\n\
        // Inside the program, :new-label and :pair add to it. All options: docs/files.md, “corpus.ron”.\n(\n    format: 1,\n\n    \
        // The folder of the texts, relative to the one that holds annotations/; left out: that one itself.\n    // texts: \"texts\",\n\n    \
        // The language of the texts, if it is not to be told from each.\n    // language: \"en\",\n\n    \
        // A text in annotations/ that :guidelines shows.\n    // guidelines: \"guidelines.md\",\n\n    \
        // A label has a name, a key, a color, a mark (underline, double, dotted, dashed, curly: the line under its words),\n    \
        // a unit that its key takes without a selection (sentence, figure, name, word, paragraph), and a definition.\n";
    let labels = match labels {
        [] => preset.text().to_string(),
        names => format!("    labels: [\n{}    ],\n", chosen(names)?.iter().map(entry).collect::<String>()),
    };
    let foot = "\n    // The documents that are read together: left, right.\n    pairs: [\n";
    let event = "    ],\n\n    // The documents that report on one event: each two of them are a pair.\n    // event: {\"flood\": [\"a.txt\", \"b.txt\", \"c.txt\"]},\n)\n";
    Ok(format!("{head}{labels}{foot}{event}"))
}

/// Returns the text of a `corpus.ron` with one more pair; the same text, if it has the pair already.
///
/// # Errors
/// If the text is not a `corpus.ron`, has a form that cannot be added to safely, or both documents are the same.
pub fn with_pair(text: &str, left: &str, right: &str) -> Result<String, Fault> {
    with_pairs(text, &[(left.into(), right.into())])
}

/// Returns the text of a `corpus.ron` with more pairs, of which those that it has already are not added again.
///
/// # Errors
/// Those of [`with_pair`].
pub fn with_pairs(text: &str, pairs: &[(String, String)]) -> Result<String, Fault> {
    let old = Manifest::parse(text)?;
    if let Some((left, _)) = pairs.iter().find(|(left, right)| left == right) {
        return Err(Fault::new(format!("a pair has two documents, and {left} is one")));
    }
    let mut there: HashSet<(&str, &str)> = HashSet::new();
    let mut new = Vec::new();
    for (number, pair) in old.pairs.iter().chain(pairs).enumerate() {
        let (left, right) = (pair.0.as_str(), pair.1.as_str());
        let is_first = there.insert((left, right));
        there.insert((right, left));
        new.extend((is_first && number >= old.pairs.len()).then(|| pair.clone()));
    }
    if new.is_empty() {
        return Ok(text.into());
    }
    let entries: Vec<String> = new.iter().map(pair_entry).collect();
    let added = added(text, "pairs", &entries.join("\n        "))?;
    let pairs = [old.pairs.as_slice(), &new].concat();
    checked(added, &Manifest { pairs, ..old })
}

/// Returns the text of a `corpus.ron` with one more event, which these documents report on.
///
/// # Errors
/// Those of [`with_pair`]. Also if there is such an event.
pub fn with_event(text: &str, event: &str, documents: &[String]) -> Result<String, Fault> {
    let old = Manifest::parse(text)?;
    if old.events.contains_key(event) {
        return Err(Fault::new(format!("there is an event {event:?} already")));
    }
    let list = documents.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let new = added(text, "event", &format!("{}: [{list}],", quoted(event)))?;
    let mut events = old.events.clone();
    events.insert(event.into(), documents.to_vec());
    checked(new, &Manifest { events, ..old })
}

fn pair_entry((left, right): &(String, String)) -> String {
    format!("({}, {}),", quoted(left), quoted(right))
}

/// Returns the text of a `corpus.ron` with one more label, and that label.
///
/// # Errors
/// Those of [`with_pair`]. Also if there is such a label, its key or its colour is not available, or no key is left.
pub fn with_label(text: &str, wish: &LabelWish) -> Result<(String, Label), Fault> {
    let old = Manifest::parse(text)?;
    let label = made(wish, &old.scheme.labels)?;
    // A file without labels stands for the three default labels, so these are written with the new one.
    let entries: String = match field(text, "labels") {
        Some(_) => entry(&label),
        None => old.scheme.labels.iter().chain([&label]).map(entry).collect(),
    };
    let new = added(text, "labels", entries.trim_end())?;
    let mut scheme = old.scheme.clone();
    scheme.labels.push(label.clone());
    checked(new, &Manifest { scheme, ..old }).map(|new| (new, label))
}

/// Returns a string in the syntax of RON.
fn quoted(text: &str) -> String {
    ron::to_string(text).unwrap_or_default()
}

impl Preset {
    fn text(self) -> &'static str {
        match self {
            Preset::Claims => include_str!("presets/claims.ron"),
            Preset::Quotes => include_str!("presets/quotes.ron"),
            Preset::Events => include_str!("presets/events.ron"),
            Preset::Argument => include_str!("presets/argument.ron"),
        }
    }
}

/// Returns the new text if it has exactly the wanted contents.
///
/// # Errors
/// If it has not.
fn checked(new: String, wanted: &Manifest) -> Result<String, Fault> {
    match Manifest::parse(&new) {
        Ok(read) if read == *wanted => Ok(new),
        _ => Err(Fault::new("nothing can be added to it safely").hint("Add it by hand; docs/files.md shows the form.")),
    }
}

/// Returns the text with an entry at the end of a list or a map. If the field is missing, it is added.
///
/// # Errors
/// If the field has another form.
fn added(text: &str, name: &str, entry: &str) -> Result<String, Fault> {
    let unfit = || {
        Fault::new(format!("`{name}` has a form that nothing can be added to"))
            .hint("Add it by hand; docs/files.md shows the form.")
    };
    let (open, close) = if name == "event" { ('{', '}') } else { ('[', ']') };
    let place = match field(text, name) {
        Some(value) if text[value.clone()].starts_with(open) => value.end - 1,
        Some(_) => return Err(unfit()),
        None => {
            let end = outer(text).ok_or_else(unfit)?.end - 1;
            let comma = if ends_item(&text[..end]) { "," } else { "" };
            let before = last_word(&text[..end]);
            let list = format!("{comma}\n\n    {name}: {open}\n        {}\n    {close},", entry.trim_start());
            let rest = &text[before..end];
            // A comment after the last field stays on its line.
            return Ok(match rest.contains("//") {
                true => format!(
                    "{}{comma}{}{}\n{}",
                    &text[..before],
                    rest.trim_end(),
                    list.trim_start_matches(','),
                    &text[end..]
                ),
                false => format!("{}{list}\n{}", &text[..before], &text[end..]),
            });
        }
    };
    let inside = &text[..place];
    let comma = if ends_item(inside) { "," } else { "" };
    let at = last_word(inside);
    let rest = &text[at..place];
    let indent = if rest.contains('\n') || inside.ends_with(open) { "\n        " } else { " " };
    let tail = match (rest.rfind('\n'), indent) {
        (Some(line), _) => rest[line..].to_string(),
        (None, " ") => rest.to_string(),
        _ => "\n    ".into(),
    };
    let kept = rest.rfind('\n').map_or("", |line| &rest[..line]);
    let entry = entry.trim_start();
    // In a list on one line, the last entry has no comma.
    let entry = if indent == " " { entry.trim_end_matches(',') } else { entry };
    Ok(format!("{}{comma}{kept}{indent}{entry}{tail}{}", &text[..at], &text[place..]))
}

/// Returns whether a piece of RON ends with an item, so that a comma is needed before the next one.
fn ends_item(text: &str) -> bool {
    let last = text[..last_word(text)].chars().next_back();
    last.is_some_and(|last| !matches!(last, ',' | '[' | '{' | '('))
}

/// Returns the byte at which the last token of a piece of RON ends; blanks and comments are no tokens.
fn last_word(text: &str) -> usize {
    let mut end = 0;
    for token in RonTokens::new(text) {
        end = token.end;
    }
    end
}

/// Returns the byte range of the outer struct of a RON file, with its brackets.
fn outer(text: &str) -> Option<std::ops::Range<usize>> {
    let mut tokens = RonTokens::new(text).filter(|token| !text[token.clone()].starts_with('#'));
    let start = tokens.find(|token| &text[token.clone()] == "(")?.start;
    let end = tokens.last().filter(|token| &text[token.clone()] == ")")?.end;
    Some(start..end)
}

/// Returns the byte range of the value of a field of the outer struct.
fn field(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mut depth = 0;
    let mut tokens = RonTokens::new(text);
    let mut before = "";
    while let Some(token) = tokens.next() {
        let word = &text[token];
        if depth == 1 && word == ":" && before == name {
            let first = tokens.next()?;
            let mut inner = usize::from(matches!(&text[first.clone()], "(" | "[" | "{"));
            let mut end = first.end;
            while inner > 0 {
                let token = tokens.next()?;
                end = token.end;
                match &text[token] {
                    "(" | "[" | "{" => inner += 1,
                    ")" | "]" | "}" => inner -= 1,
                    _ => {}
                }
            }
            return Some(first.start..end);
        }
        match word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        before = word;
    }
    None
}

/// The tokens of RON, as byte ranges: signs, words and strings. Blanks and comments are skipped.
struct RonTokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> RonTokens<'a> {
    fn new(text: &'a str) -> RonTokens<'a> {
        RonTokens { text, at: 0 }
    }
}

impl Iterator for RonTokens<'_> {
    type Item = std::ops::Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            let len = match c {
                c if c.is_whitespace() || c == '\u{feff}' => c.len_utf8(),
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                '/' if rest.starts_with("/*") => block_comment(rest),
                _ => break,
            };
            self.at += len;
        }
        let rest = &self.text[self.at..];
        let c = rest.chars().next()?;
        let len = match c {
            '"' => string(rest),
            'r' if rest[1..].starts_with(['"', '#']) => raw_string(rest).unwrap_or(1),
            c if c.is_alphanumeric() || c == '_' => {
                rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let start = self.at;
        self.at += len;
        Some(start..self.at)
    }
}

/// Returns the length in bytes of the string at the beginning of a text.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !is_escaped => return at + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// Returns the length in bytes of the raw string at the beginning of a text; `None` if there is none.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(body.find(&end).map_or(text.len(), |at| 2 + hashes + at + end.len()))
}

/// Returns the length in bytes of the block comment at the beginning of a text. Block comments may be nested.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::unit::Unit;

    fn pairs(text: &str) -> Vec<(String, String)> {
        Manifest::parse(text).unwrap().pairs
    }

    #[test]
    fn a_new_file_is_valid_and_has_what_was_asked_for() {
        for preset in [Preset::Claims, Preset::Quotes, Preset::Events, Preset::Argument] {
            let file = with_pair(&new(preset, &[]).unwrap(), "a.txt", "b \"c\".txt").unwrap();
            let manifest = Manifest::parse(&file).unwrap();
            assert!(manifest.scheme.labels.len() >= 3 && manifest.scheme.links.len() >= 4);
            assert_eq!(manifest.pairs, [("a.txt".to_string(), "b \"c\".txt".to_string())]);
        }
        let names = ["claim", "figure", "source", "fault", "gap"].map(str::to_string);
        let manifest = Manifest::parse(&new(Preset::Claims, &names).unwrap()).unwrap();
        let keys: Vec<&str> = manifest.scheme.labels.iter().map(|label| label.key.as_str()).collect();
        assert_eq!(keys, ["c", "f", "s", "F", "A"]);
        assert_eq!(manifest.scheme.labels[1].unit, Unit::Figure);
    }

    #[test]
    fn a_document_is_no_pair_with_itself() {
        let refused = with_pair("(format: 1)", "a.txt", "a.txt").unwrap_err();
        assert_eq!(refused.what, "a pair has two documents, and a.txt is one");
    }

    #[test]
    fn every_byte_of_a_file_stays_when_something_is_added() {
        let ours = include_str!("../../annotations/corpus.ron");
        for text in [
            ours,
            "(format: 1)",
            "(format: 1,)",
            "(format: 1, pairs: [])",
            "(\n    format: 1, // one\n    /* pairs: [ */\n)\n",
            "(format: 1, pairs: [(\"a.txt\", \"b.txt\")])",
            "(\n  format: 1,\n  pairs: [\n    (\"a.txt\", \"b.txt\") // the flood, ]\n    // the end\n  ],\n  reasons: [\"pairs: [\", r#\"]\"#],\n)",
        ] {
            let new = with_pair(text, "x.txt", "y ]\".txt").unwrap();
            assert_eq!(pairs(&new).last().unwrap(), &("x.txt".to_string(), "y ]\".txt".to_string()), "{new}");
            let left: String = new.chars().filter(|c| !c.is_whitespace()).collect();
            let mut rest = left.chars();
            let kept = text.chars().filter(|c| !c.is_whitespace()).all(|c| rest.any(|other| other == c));
            assert!(kept, "{new}");
            assert_eq!(with_pair(&new, "y ]\".txt", "x.txt").unwrap(), new, "a pair is added once");
            let more = [("1.txt", "2.txt"), ("y ]\".txt", "x.txt"), ("2.txt", "1.txt"), ("1.txt", "3.txt")];
            let more = more.map(|(left, right)| (left.to_string(), right.to_string()));
            let all = pairs(&with_pairs(&new, &more).unwrap());
            assert_eq!(all[..all.len() - 2], pairs(&new));
            assert_eq!(all[all.len() - 2..], [more[0].clone(), more[3].clone()], "{new}");
            let new = with_event(&new, "flood", &["a.txt".into(), "b.txt".into()]).unwrap();
            assert_eq!(Manifest::parse(&new).unwrap().events["flood"].len(), 2);
            assert!(with_event(&new, "flood", &[]).is_err());
        }
    }

    #[test]
    fn a_new_label_gets_a_key_and_a_colour_that_no_other_has() {
        let wish = |name: &str| LabelWish { name: name.into(), ..LabelWish::default() };
        for text in [
            include_str!("../../annotations/corpus.ron"),
            "(format: 1)",
            "(format: 1, labels: [(name: \"claim\", key: \"c\")]) // end",
            &new(Preset::Quotes, &[]).unwrap(),
        ] {
            let (new, label) = with_label(text, &wish("event")).unwrap();
            let labels = Manifest::parse(&new).unwrap().scheme.labels;
            assert_eq!(labels.last(), Some(&label), "{new}");
            assert!(
                labels[..labels.len() - 1].iter().all(|other| other.key != label.key && other.color != label.color)
            );
            assert!(with_label(&new, &wish("event")).is_err());
        }
        let full = LabelWish { name: "event".into(), key: Some("x".into()), color: Some("#102030".into()) };
        let (_, label) = with_label("(format: 1)", &full).unwrap();
        assert_eq!((label.key.as_str(), label.color.as_str()), ("x", "#102030"));
    }

    #[test]
    fn a_label_that_contradicts_the_others_is_refused() {
        let refused = |name: &str, key: &str, color: &str| {
            let given = |text: &str| (!text.is_empty()).then(|| text.to_string());
            let wish = LabelWish { name: name.into(), key: given(key), color: given(color) };
            with_label("(format: 1)", &wish).unwrap_err().to_string()
        };
        assert_eq!(refused("claim", "", ""), "there is a label \"claim\" already");
        assert_eq!(refused("event", "c", ""), "the key \"c\" belongs to claim");
        assert_eq!(refused("event", "", "pink"), "\"pink\" is not a colour");
        assert_eq!(refused("event", "ab", ""), "\"ab\" is not one key");
        assert_eq!(refused(" ", "", ""), "a label needs a name");
    }

    #[test]
    fn nothing_is_added_to_a_file_that_is_not_valid() {
        assert!(with_pair("(format: 1, pairs: [", "a.txt", "b.txt").is_err());
        assert!(with_pair("(format: 9)", "a.txt", "b.txt").is_err());
        assert!(with_pair("(format: 1)", "../a.txt", "b.txt").is_err());
    }
}
