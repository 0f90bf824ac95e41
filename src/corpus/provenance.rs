//! Where the texts came from: `annotations/sources.ron`, written by `diptych add`.
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
//! One text a line. Lines that this version does not know are kept to the letter, and so is what a person has added to one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::manifest::newer;
use super::problem::Problem;
use super::rewrite::{RewriteError, Rewritten, rewrite};
use super::{ANNOTATIONS, Corpus, missing, read_own};
use crate::convert::TextOrigin;

/// The largest file of sources that is read, in bytes.
const LIMIT: u64 = 64 << 20;
/// The format that this version writes, and the newest that it reads.
const FORMAT: u32 = 1;

/// Where a text came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename(deserialize = ""), default)]
pub struct Provenance {
    /// The file that it was made of: its path from the folder with `annotations/`, `-` for a pipe, or nothing if the
    /// text was imported.
    pub original: String,
    /// Which of the texts in that file it is, from 1; 0 where there is only one.
    #[serde(skip_serializing_if = "is_zero")]
    pub entry: usize,
    /// The SHA-256 of the original.
    pub sha256: String,
    /// The SHA-256 of the text, as it was written.
    pub text: String,
    /// What made the text, with its version.
    pub converter: String,
    /// When, in UTC.
    pub added: String,
    /// What the original says of itself.
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
    /// Reads the sources of a corpus; none, if there is no such file.
    ///
    /// # Errors
    /// When the file may not be read, is of a newer format, or does not read.
    pub(crate) fn load(corpus: &Corpus) -> Result<Provenances, Problem> {
        let path = path(corpus);
        let text = match read_own(corpus.root(), &path, LIMIT) {
            // What is not sure to be missing is not written over.
            Err(Problem::Missing(_) | Problem::NotFolder(_)) => return missing(&path).map(|()| Provenances::default()),
            text => text?,
        };
        Provenances::parse(&text).map_err(|fault| Problem::Fault(path, fault))
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// When it is of a newer format, or does not read.
    pub(crate) fn parse(text: &str) -> Result<Provenances, Fault> {
        let read: Result<SourcesFile, _> = ron::from_str(text);
        newer(text, FORMAT)?;
        let file = read.map_err(|error| Fault::of(text, &error))?;
        Ok(Provenances { lines: file.sources })
    }

    /// Returns where a document came from. `None` if nobody knows, or the line does not read.
    pub(crate) fn get(&self, document: &str) -> Option<Provenance> {
        let line = self.lines.get(document)?;
        ron::from_str(line.get_ron()).ok()
    }

    /// Returns whether there is a line on where a document came from.
    pub(crate) fn has(&self, document: &str) -> bool {
        self.lines.contains_key(document)
    }

    /// Returns the documents that have a source, by name.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// Notes where a document came from.
    pub(crate) fn set(&mut self, document: &str, source: &Provenance) {
        let line = ron::to_string(source).ok().and_then(|line| RawValue::from_boxed_ron(spaced(&line).into()).ok());
        self.lines.extend(line.map(|line| (document.to_string(), line)));
    }

    /// Returns the text of the file.
    pub(crate) fn text(&self) -> String {
        let quoted = |name: &str| ron::to_string(name).unwrap_or_default();
        let lines =
            self.lines.iter().map(|(name, line)| format!("        {}: {},\n", quoted(name), line.get_ron().trim()));
        let head = "// Where the texts came from. Written by `diptych add`; docs/files.md says what the fields mean.\n";
        format!("{head}(\n    format: {FORMAT},\n    sources: {{\n{}    }},\n)\n", lines.collect::<String>())
    }

    /// Notes where documents came from in the file of a corpus. What other programs note there at the same time stays.
    ///
    /// # Errors
    /// When the file does not read or cannot be written.
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

/// Puts a blank behind the colons and commas between fields, for people to read; strings stay as they are.
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
    fn a_source_reads_as_it_was_written_and_others_stay_to_the_letter() {
        let old = "(format: 1, sources: {\n  \"b.txt\": (original: \"b.pdf\",  future: [1, 2]), \"c.txt\": 7 })";
        let mut sources = Provenances::parse(old).unwrap();
        let source = Provenance {
            original: "a: \"x\", (1).html".into(),
            sha256: "9f2c".into(),
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
