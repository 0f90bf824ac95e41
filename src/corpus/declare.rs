//! Writes `annotations/corpus.ron`: makes it, and adds to one that a person has written without a change to their words.
//!
//! ```text
//!       pairs: [
//!           ("a.txt", "b.txt"), // the flood            every byte of it stays
//!           ("c.txt", "d.txt"),                       ← put in before the bracket that closes the list
//!       ],
//! ```
//!
//! What is added is a piece of text at one place. The result is read again, and it must say what the old file said and the addition,
//! nothing more; else the file stays as it is, and a person has to add to it by hand.

use super::fault::Fault;
use super::manifest::Manifest;
use crate::tags::scheme::{COLOURS, Label, Mark};
use crate::text::unit::Unit;

/// Labels and links of a field, ready to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Claims, figures and sources.
    Claims,
    /// Who says what.
    Quotes,
    /// What happens to whom, where and when.
    Events,
    /// What speaks for what.
    Argument,
}

/// The keys that no command has: for labels.
const FREE: &str = "cfsdABCDEFIJKMOQSUVXZ";

/// Returns the text of a new `corpus.ron`: what it is about as comments, with the labels of a preset, or with labels of these names.
pub fn new(preset: Preset, labels: &[String]) -> String {
    let head = "// The corpus: its labels, its links, its pairs. Every line may be changed; `diptych check` says what is wrong.\n\
        // All options: docs/files.md, “corpus.ron”.\n(\n    format: 1,\n\n    \
        // The folder of the texts, relative to the one that holds annotations/; left out: that one itself.\n    // texts: \"texts\",\n\n    \
        // A text in annotations/ that :guidelines shows.\n    // guidelines: \"guidelines.md\",\n\n    \
        // A label has a name, a key, a color, a mark (underline, double, dotted, dashed, curly: the line under its words),\n    \
        // a unit that its key takes without a selection (sentence, figure, name, word, paragraph), and a definition.\n";
    let labels = match labels {
        [] => preset.text().to_string(),
        names => format!("    labels: [\n{}    ],\n", chosen(names).iter().map(entry).collect::<String>()),
    };
    let foot = "\n    // The documents that are read together: left, right.\n    pairs: [\n";
    let event = "    ],\n\n    // The documents that report on one event: each two of them are a pair.\n    // event: {\"flood\": [\"a.txt\", \"b.txt\", \"c.txt\"]},\n)\n";
    format!("{head}{labels}{foot}{event}")
}

/// Returns the text of a `corpus.ron` with one more pair; the same text, if the pair is there already.
///
/// # Errors
/// When the file does not read, or has a form that a pair cannot be put into safely.
pub fn with_pair(text: &str, left: &str, right: &str) -> Result<String, Fault> {
    let old = Manifest::parse(text)?;
    let is_same = |(one, other): &(String, String)| {
        (one, other) == (&left.into(), &right.into()) || (other, one) == (&left.into(), &right.into())
    };
    if old.pairs.iter().any(is_same) {
        return Ok(text.into());
    }
    let pair = (left.to_string(), right.to_string());
    let new = added(text, "pairs", &pair_entry(&pair))?;
    let wanted = Manifest { pairs: old.pairs.iter().cloned().chain([pair]).collect(), ..old };
    checked(new, &wanted)
}

/// Returns the text of a `corpus.ron` with one more event, or with more documents of one.
///
/// # Errors
/// As [`with_pair`].
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

/// Gives labels of these names keys and looks.
fn chosen(names: &[String]) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for name in names {
        labels.extend(made(name, "", &labels));
    }
    labels
}

/// Returns a label with a key, a colour and a mark that the others leave.
fn made(name: &str, definition: &str, others: &[Label]) -> Option<Label> {
    let is_free = |key: &char| {
        others.iter().all(|other| {
            other.key != key.to_string() && other.attributes.iter().all(|attribute| attribute.key != key.to_string())
        })
    };
    let own = name.chars().flat_map(|c| [c.to_ascii_lowercase(), c.to_ascii_uppercase()]);
    let key = own.filter(|c| FREE.contains(*c)).chain(FREE.chars()).find(is_free)?;
    let unused = |colour: &&&str| others.iter().all(|other| other.color != **colour);
    let color = COLOURS.iter().find(unused).unwrap_or(&"grey");
    let marks = [Mark::Underline, Mark::Double, Mark::Dotted, Mark::Dashed, Mark::Curly];
    let unit = match name {
        "claim" | "quote" | "premise" | "statement" | "argument" => Unit::Sentence,
        "figure" | "number" | "date" | "amount" => Unit::Figure,
        "source" | "person" | "organisation" | "organization" | "place" | "speaker" | "name" => Unit::Name,
        _ => Unit::Word,
    };
    Some(Label {
        name: name.into(),
        key: key.into(),
        color: (*color).into(),
        mark: marks[others.len() % marks.len()],
        unit,
        definition: definition.into(),
        attributes: Vec::new(),
    })
}

fn entry(label: &Label) -> String {
    let mark = match label.mark {
        Mark::Underline => "underline",
        Mark::Double => "double",
        Mark::Dotted => "dotted",
        Mark::Dashed => "dashed",
        Mark::Curly => "curly",
    };
    let unit = match label.unit {
        Unit::Figure => "figure",
        Unit::Name => "name",
        Unit::Word => "word",
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
        Unit::Document => "document",
    };
    let inner = "            ";
    let definition = if label.definition.is_empty() {
        format!("{inner}// definition: \"…\",\n")
    } else {
        format!("{inner}definition: {},\n", quoted(&label.definition))
    };
    format!(
        "        (\n{inner}name: {}, key: {}, color: {}, mark: \"{mark}\", unit: \"{unit}\",\n{definition}        ),\n",
        quoted(&label.name),
        quoted(&label.key),
        quoted(&label.color)
    )
}

fn pair_entry((left, right): &(String, String)) -> String {
    format!("({}, {}),", quoted(left), quoted(right))
}

/// Returns a string as RON writes it.
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

/// Takes a new text only if it says exactly what is wanted.
fn checked(new: String, wanted: &Manifest) -> Result<String, Fault> {
    match Manifest::parse(&new) {
        Ok(read) if read == *wanted => Ok(new),
        _ => Err(Fault::new("it cannot be added to safely").hint("Add it by hand; docs/files.md shows the form.")),
    }
}

/// Returns the text with an entry at the end of a list or a map, which is made if it is not there.
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
            // A comment behind the last field stays on its line.
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
    // In a list on one line no comma is wanted behind the last.
    let entry = if indent == " " { entry.trim_end_matches(',') } else { entry };
    Ok(format!("{}{comma}{kept}{indent}{entry}{tail}{}", &text[..at], &text[place..]))
}

/// Returns whether a text of RON ends with an item that wants a comma before the next one.
fn ends_item(text: &str) -> bool {
    let last = text[..last_word(text)].chars().next_back();
    last.is_some_and(|last| !matches!(last, ',' | '[' | '{' | '('))
}

/// Returns where the last character of a text of RON ends that is neither blank nor in a comment.
fn last_word(text: &str) -> usize {
    let mut end = 0;
    for token in RonTokens::new(text) {
        end = token.end;
    }
    end
}

/// Returns where the struct stands that a file of RON is, with its brackets.
fn outer(text: &str) -> Option<std::ops::Range<usize>> {
    let mut tokens = RonTokens::new(text).filter(|token| !text[token.clone()].starts_with('#'));
    let start = tokens.find(|token| &text[token.clone()] == "(")?.start;
    let end = tokens.last().filter(|token| &text[token.clone()] == ")")?.end;
    Some(start..end)
}

/// Returns where the value of a field of the outer struct stands.
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

/// The signs, words and strings of RON; blanks and comments are passed over.
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

/// Returns the length of the string that a text begins with.
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

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(body.find(&end).map_or(text.len(), |at| 2 + hashes + at + end.len()))
}

/// Returns the length of a comment that may hold others.
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

    fn pairs(text: &str) -> Vec<(String, String)> {
        Manifest::parse(text).unwrap().pairs
    }

    #[test]
    fn a_new_file_reads_and_has_what_was_asked_for() {
        for preset in [Preset::Claims, Preset::Quotes, Preset::Events, Preset::Argument] {
            let file = with_pair(&new(preset, &[]), "a.txt", "b \"c\".txt").unwrap();
            let manifest = Manifest::parse(&file).unwrap();
            assert!(manifest.scheme.labels.len() >= 3 && manifest.scheme.links.len() >= 4);
            assert_eq!(manifest.pairs, [("a.txt".to_string(), "b \"c\".txt".to_string())]);
        }
        let names = ["claim", "figure", "source", "fault", "gap"].map(str::to_string);
        let manifest = Manifest::parse(&new(Preset::Claims, &names)).unwrap();
        let keys: Vec<&str> = manifest.scheme.labels.iter().map(|label| label.key.as_str()).collect();
        assert_eq!(keys, ["c", "f", "s", "F", "A"]);
        assert_eq!(manifest.scheme.labels[1].unit, Unit::Figure);
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
            let new = with_event(&new, "flood", &["a.txt".into(), "b.txt".into()]).unwrap();
            assert_eq!(Manifest::parse(&new).unwrap().events["flood"].len(), 2);
            assert!(with_event(&new, "flood", &[]).is_err());
        }
    }

    #[test]
    fn a_file_that_does_not_read_is_not_added_to() {
        assert!(with_pair("(format: 1, pairs: [", "a.txt", "b.txt").is_err());
        assert!(with_pair("(format: 9)", "a.txt", "b.txt").is_err());
        assert!(with_pair("(format: 1)", "../a.txt", "b.txt").is_err());
    }
}
