//! Reads and writes `annotations/sources.ron`, where `diptych add` and `diptych import` note the origin of each text.
//!
//! ```ron
//!   (
//!       format: 1,
//!       sources: {
//!           "flood.txt": (original: "flood.html", sha256: "9f2c…", text: "7fb1…", converter: "diptych 0.1.0", added: "2026-…",
//!                         origin: (title: "River takes ten villages", authors: ["Ann Lee"], date: "2026-05-03", …)),
//!       },
//!   )
//! ```
//!
//! Each text has one line. Lines that this version cannot read are kept unchanged, and so are fields that it does not know.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::manifest::newer;
use super::problem::Problem;
use super::rewrite::{RewriteError, Rewritten, rewrite};
use super::{ANNOTATIONS, Corpus, missing, read_own};
use crate::convert::{TextOrigin, bare};

/// The largest file of sources that is read, in bytes.
const LIMIT: u64 = 64 << 20;
/// The format that this version writes, and the newest that it reads.
const FORMAT: u32 = 1;

/// The origin of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename(deserialize = ""), default)]
pub struct Provenance {
    /// The path of the file from which the text was made, relative to the folder with `annotations/`; `-` for a pipe; empty if
    /// the text was imported.
    pub original: String,
    /// The number of the text in that file, from 1; 0 if there is only one.
    #[serde(skip_serializing_if = "is_zero")]
    pub entry: usize,
    /// The SHA-256 of the original.
    pub sha256: String,
    /// The SHA-256 of the text, when it was written.
    pub text: String,
    /// The program that made the text, with its version; empty if the text was imported.
    pub converter: String,
    /// The encoding of the original, if the user gave it.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub encoding: Option<String>,
    /// The time at which it was added, in UTC.
    pub added: String,
    /// The statements of the original about itself: title, authors, date.
    pub origin: TextOrigin,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The sources of a corpus's texts, by the names of the documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Provenances {
    lines: BTreeMap<String, Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename = "")]
struct SourcesFile {
    #[allow(dead_code, reason = "looked at by `newer`, and must be there")]
    format: u32,
    #[serde(default)]
    sources: BTreeMap<String, Box<RawValue>>,
}

impl Provenances {
    /// Reads the sources of a corpus. Returns none if there is no such file.
    ///
    /// # Errors
    /// If the file cannot be read, has a newer format, or is not such a file.
    pub(crate) fn load(corpus: &Corpus) -> Result<Provenances, Problem> {
        let path = path(corpus);
        let text = match read_own(corpus.root(), &path, LIMIT) {
            // A later save would overwrite a file that is there and could not be found just now.
            Err(Problem::Missing(_) | Problem::NotFolder(_)) => return missing(&path).map(|()| Provenances::default()),
            text => text?,
        };
        Provenances::parse(&text).map_err(|fault| Problem::Fault(path, fault))
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// If it has a newer format, or is not such a file.
    pub(crate) fn parse(text: &str) -> Result<Provenances, Fault> {
        let read: Result<SourcesFile, _> = ron::from_str(text);
        newer(text, FORMAT)?;
        let file = read.map_err(|error| Fault::of(text, &error))?;
        Ok(Provenances { lines: file.sources })
    }

    /// Returns the source of a document. `None` if there is no line for it, or the line cannot be read.
    pub(crate) fn get(&self, document: &str) -> Option<Provenance> {
        let line = self.lines.get(document)?;
        ron::from_str(line.get_ron()).ok()
    }

    /// Returns whether there is a line for a document.
    pub(crate) fn has(&self, document: &str) -> bool {
        self.lines.contains_key(document)
    }

    /// Returns the names of the documents that have a line, in order.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// Sets the source of a document.
    pub(crate) fn set(&mut self, document: &str, source: &Provenance) {
        let line = ron::to_string(source).ok().and_then(|line| RawValue::from_boxed_ron(spaced(&line).into()).ok());
        self.lines.extend(line.map(|line| (document.to_string(), line)));
    }

    /// Returns the text of the file.
    pub(crate) fn text(&self) -> String {
        let quoted = |name: &str| ron::to_string(name).unwrap_or_default();
        let lines =
            self.lines.iter().map(|(name, line)| format!("        {}: {},\n", quoted(name), line.get_ron().trim()));
        let head = "// Where the texts came from. Written by `diptych add` and `diptych import`; docs/files.md says what the fields mean.\n";
        format!("{head}(\n    format: {FORMAT},\n    sources: {{\n{}    }},\n)\n", lines.collect::<String>())
    }

    /// Adds the sources of documents to the file of a corpus. Lines that other programs add at the same time are kept.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub(crate) fn add(corpus: &Corpus, new: &[(String, Provenance)]) -> Result<(), RewriteError> {
        let path = path(corpus);
        rewrite(corpus.root(), &path, LIMIT, |old| {
            let sources = old.map_or_else(|| Ok(Provenances::default()), Provenances::parse);
            let mut sources = sources.map_err(|fault| Problem::Fault(path.clone(), fault))?;
            new.iter().for_each(|(document, source)| sources.set(document, source));
            Ok(Rewritten { text: sources.text(), answer: () })
        })
    }
}

/// Adds a blank after the colons and commas between fields, so that people can read the line. Strings are not changed.
fn spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 32);
    let (mut in_string, mut is_escaped) = (false, false);
    for c in line.chars() {
        out.push(c);
        match c {
            '"' if !is_escaped => in_string = !in_string,
            ':' | ',' if !in_string => out.push(' '),
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    out
}

fn path(corpus: &Corpus) -> PathBuf {
    corpus.root().join(ANNOTATIONS).join("sources.ron")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_read_as_it_was_written_and_other_lines_do_not_change() {
        let old = "(format: 1, sources: {\n  \"b.txt\": (original: \"b.pdf\",  future: [1, 2]), \"c.txt\": 7 })";
        let mut sources = Provenances::parse(old).unwrap();
        let source = Provenance {
            original: "a: \"x\", (1).html".into(),
            sha256: "9f2c".into(),
            encoding: Some("gbk".into()),
            origin: TextOrigin {
                title: Some("One, two: “three”\\".into()),
                authors: vec!["Ann".into()],
                ..TextOrigin::default()
            },
            ..Provenance::default()
        };
        sources.set("a.txt", &source);
        let text = sources.text();
        let again = Provenances::parse(&text).unwrap();
        assert_eq!(again.get("a.txt"), Some(source));
        assert!(text.contains("        \"b.txt\": (original: \"b.pdf\",  future: [1, 2]),\n"), "{text}");
        assert!(text.contains("        \"c.txt\": 7,\n") && again.get("c.txt").is_none());
        assert_eq!(again.text(), text);
        assert!(Provenances::parse("(format: 2, sources: {})").is_err());
    }
}
