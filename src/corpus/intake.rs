//! Adds converted texts to a corpus, each under a name of its own, and notes their sources.
//!
//! ```text
//!   flood.html ─▶ flood.txt        there is no such text yet: it is made
//!                 (nothing)        the same text is there: it is not made again
//!                 flood-2.txt      another text has the name
//!   flood.html, changed ─▶ flood.txt is replaced, with --again, if nobody has changed the text since
//! ```
//!
//! An existing text is replaced in one case only: its original has changed, the user asks for it, and the text is still the one
//! that was made from the original before. Its tags are placed again when it is opened, as for any text that has changed.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::problem::Problem;
use super::provenance::{Provenance, Provenances};
use super::rewrite::RewriteError;
use super::save::{self, SaveError};
use super::{Corpus, name, text_file};
use crate::convert::Converted;

/// A file from which texts are made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Original {
    /// Its path, relative to the folder with `annotations/`; `-` for a pipe.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The name of its texts: its own name without the ending. Empty for a pipe.
    pub stem: String,
    /// The ending of the names of its texts: `txt` or `md`.
    pub ending: &'static str,
    /// The program that converts it, with its version.
    pub converter: String,
    /// The encoding that the user gave for it.
    pub encoding: Option<String>,
    /// The time of the conversion, in UTC.
    pub now: String,
}

/// The result of adding a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entered {
    /// The name of the document.
    pub document: String,
    /// Whether it was written.
    pub outcome: EntryOutcome,
}

/// Whether a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryOutcome {
    /// It is new.
    New,
    /// It was replaced, because its original has changed.
    Renewed,
    /// It was there already.
    Known,
}

/// The reason why a text was not added.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IntakeError {
    /// The corpus or a text in it cannot be read, or a file could not be written.
    #[error(transparent)]
    File(RewriteError),
    /// The text has been changed since it was made.
    #[error("{0} was changed since it was made; it is left as it is")]
    Changed(String),
}

impl<E: Into<RewriteError>> From<E> for IntakeError {
    fn from(error: E) -> IntakeError {
        IntakeError::File(error.into())
    }
}

/// Texts that are being added to a corpus.
#[derive(Debug)]
pub(crate) struct Intake<'a> {
    corpus: &'a Corpus,
    sources: Provenances,
    /// The new sources, by document.
    entered: Vec<(String, Provenance)>,
}

/// The number of names that are tried for a text.
const MOST_NAMES: usize = 1000;
/// The longest name that is made, in code points.
const LONGEST: usize = 80;

impl<'a> Intake<'a> {
    /// Reads the sources of the corpus's texts, to begin with.
    ///
    /// # Errors
    /// If the file of the sources cannot be read.
    pub(crate) fn new(corpus: &'a Corpus) -> Result<Intake<'a>, Problem> {
        Ok(Intake { corpus, sources: Provenances::load(corpus)?, entered: Vec::new() })
    }

    /// Returns the document that was made from an original with the same bytes.
    pub(crate) fn known(&self, original: &Original) -> Option<String> {
        let mut documents = self.sources.documents();
        let is_it = |document: &&str| {
            let source = self.sources.get(document);
            source.is_some_and(|source| source.sha256 == original.sha256) && self.corpus.has_text(document)
        };
        documents.find(is_it).map(str::to_string)
    }

    /// Adds a text. `entry` is its number in its original, from 1; 0 if it is the only one.
    ///
    /// # Errors
    /// If it cannot be written, or an existing text cannot be read.
    pub(crate) fn put(
        &mut self,
        original: &Original,
        entry: usize,
        converted: &Converted,
    ) -> Result<Entered, IntakeError> {
        let stem = stem(original, entry, converted);
        let mut number = 1;
        loop {
            let suffix = if number == 1 { String::new() } else { format!("-{number}") };
            let document = format!("{stem}{suffix}.{}", original.ending);
            let path = self.corpus.text_path(&document)?;
            match save::create(&path, converted.text.as_bytes()) {
                Ok(()) => {
                    self.note(&document, original, entry, converted);
                    return Ok(Entered { document, outcome: EntryOutcome::New });
                }
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(SaveError::new(&path, error).into());
                }
                Err(_) => {}
            }
            if text_file::read_text(&path, text_file::LIMIT).is_ok_and(|text| text == converted.text) {
                if !self.sources.has(&document) {
                    self.note(&document, original, entry, converted);
                }
                return Ok(Entered { document, outcome: EntryOutcome::Known });
            }
            number += 1;
            if number > MOST_NAMES {
                return Err(Problem::Name(path).into());
            }
        }
    }

    /// Replaces a text whose original has changed.
    ///
    /// # Errors
    /// If someone has changed the text since it was made, or it cannot be written.
    pub(crate) fn renew(
        &mut self,
        document: &str,
        original: &Original,
        converted: &Converted,
    ) -> Result<Entered, IntakeError> {
        let path = self.corpus.text_path(document)?;
        let source = self.sources.get(document).unwrap_or_default();
        let text = text_file::read_text(&path, text_file::LIMIT)?;
        if digest(text.as_bytes()) != source.text {
            return Err(IntakeError::Changed(document.into()));
        }
        let outcome = match text == converted.text {
            true => EntryOutcome::Known,
            false => {
                save::replace(&path, converted.text.as_bytes()).map_err(|error| SaveError::new(&path, error))?;
                EntryOutcome::Renewed
            }
        };
        self.note(document, original, source.entry, converted);
        Ok(Entered { document: document.into(), outcome })
    }

    /// Returns the documents that were made from this original, with their numbers in it.
    pub(crate) fn made_of(&self, original: &str) -> Vec<(String, usize)> {
        let all =
            self.sources.documents().filter_map(|document| Some((document.to_string(), self.sources.get(document)?)));
        all.filter(|(_, source)| source.original == original)
            .map(|(document, source)| (document, source.entry))
            .collect()
    }

    /// Returns the sources of the corpus, with the new ones.
    pub(crate) fn sources(&self) -> &Provenances {
        &self.sources
    }

    /// Writes the new sources to the file. Lines that other programs add at the same time are kept.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub(crate) fn save(self) -> Result<(), IntakeError> {
        if self.entered.is_empty() {
            return Ok(());
        }
        Ok(Provenances::add(self.corpus, &self.entered)?)
    }

    fn note(&mut self, document: &str, original: &Original, entry: usize, converted: &Converted) {
        let source = Provenance {
            original: original.path.clone(),
            entry,
            sha256: original.sha256.clone(),
            text: digest(converted.text.as_bytes()),
            converter: original.converter.clone(),
            encoding: original.encoding.clone(),
            added: original.now.clone(),
            origin: converted.origin.clone(),
        };
        self.sources.set(document, &source);
        self.entered.push((document.into(), source));
    }
}

/// Returns the SHA-256 of bytes, in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the name for a text, without its ending.
fn stem(original: &Original, entry: usize, converted: &Converted) -> String {
    let title = converted.origin.title.as_deref().map(slug).filter(|title| !title.is_empty());
    let own = slug(&original.stem);
    let stem = match (own.as_str(), entry) {
        ("", 0) => title.unwrap_or_else(|| format!("stdin-{}", &digest(converted.text.as_bytes())[..8])),
        ("", entry) => title.unwrap_or_else(|| format!("stdin-{entry}")),
        (own, 0) => own.to_string(),
        (own, entry) => {
            title.unwrap_or_else(|| match converted.name.as_deref().map(slug).filter(|name| !name.is_empty()) {
                Some(name) => format!("{own}-{name}"),
                None => format!("{own}-{entry}"),
            })
        }
    };
    if name::unfit(&stem).is_some() || stem == super::ANNOTATIONS { format!("text-{stem}") } else { stem }
}

/// Returns a name that every file system allows and that needs no quotes in a shell: letters and digits of any script, joined by `-`.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.chars().filter(|c| !matches!(c, '’' | '\'' | '“' | '”' | '"')) {
        match c {
            c if c.is_alphanumeric() || c == '_' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let cut: String = slug.chars().take(LONGEST).collect();
    let cut = if cut.len() < slug.len() {
        cut.rsplit_once('-').map_or(cut.as_str(), |(cut, _)| cut).to_string()
    } else {
        cut
    };
    cut.trim_matches('-').to_string()
}

/// Returns the path of an original for the file of the sources: relative to the folder with `annotations/`, unless it is more than
/// three folders away from it.
pub(crate) fn original_path(corpus: &Corpus, path: &Path) -> String {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let shared = corpus.root().components().zip(real.components()).take_while(|(own, other)| own == other).count();
    let up = corpus.root().components().count() - shared;
    let relative = if up > 3 {
        real.clone()
    } else {
        std::iter::repeat_n(std::path::Component::ParentDir, up).chain(real.components().skip(shared)).collect()
    };
    relative.to_string_lossy().replace('\\', "/")
}

/// The state of an original that `sources.ron` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OriginalState {
    /// It is a file in the folder of the corpus, at this real path.
    Here(PathBuf),
    /// It is a file elsewhere, or a hidden one: `../../.ssh/id_rsa`, `.git/config`.
    Elsewhere,
    /// There is no such file.
    Gone,
}

/// Returns the state of an original. A `sources.ron` may come from strangers, who could name any file of this machine, so
/// only files that came with the corpus may be read because of it.
pub(crate) fn original_state(corpus: &Corpus, original: &str) -> OriginalState {
    let real = std::fs::canonicalize(corpus.root().join(original)).ok().filter(|path| path.is_file());
    let Some(real) = real else { return OriginalState::Gone };
    if came_with(corpus, &real) { OriginalState::Here(real) } else { OriginalState::Elsewhere }
}

/// Returns the file that a path leads to, if a symbolic link of the corpus's folder leads to a file that did not come with
/// the corpus: whoever names the link has not named that file.
pub(crate) fn led_out(corpus: &Corpus, path: &Path) -> Option<PathBuf> {
    let is_link = |path: &Path| {
        let folder = path.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
        folder.is_some_and(|folder| folder.starts_with(corpus.root())) && path.is_symlink()
    };
    let real = std::fs::canonicalize(path).ok().filter(|real| !came_with(corpus, real))?;
    std::path::absolute(path).ok()?.ancestors().any(is_link).then_some(real)
}

/// Returns whether a real path is in the folder of the corpus, and not hidden there.
fn came_with(corpus: &Corpus, real: &Path) -> bool {
    let is_hidden = |inner: &Path| inner.iter().any(|part| part.to_string_lossy().starts_with('.'));
    real.strip_prefix(corpus.root()).is_ok_and(|inner| !is_hidden(inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::TextOrigin;
    use std::fs;

    fn converted(text: &str, title: &str) -> Converted {
        let title = (!title.is_empty()).then(|| title.to_string());
        Converted { text: text.into(), origin: TextOrigin { title, ..TextOrigin::default() }, name: None }
    }

    fn original(stem: &str, bytes: &str) -> Original {
        let path = format!("{stem}.html");
        Original { path, sha256: digest(bytes.as_bytes()), stem: stem.into(), ending: "txt", ..Original::default() }
    }

    #[test]
    fn a_text_is_added_once_and_overwrites_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = Corpus::here(folder.path()).unwrap();
        let mut intake = Intake::new(&corpus).unwrap();
        let one = original("The flood_Gazette", "1");
        let put = |intake: &mut Intake, text| {
            let entered = intake.put(&one, 0, &converted(text, "")).unwrap();
            (entered.document, entered.outcome)
        };
        assert_eq!(put(&mut intake, "a\n"), ("The-flood_Gazette.txt".into(), EntryOutcome::New));
        assert_eq!(put(&mut intake, "a\n"), ("The-flood_Gazette.txt".into(), EntryOutcome::Known));
        assert_eq!(put(&mut intake, "b\n"), ("The-flood_Gazette-2.txt".into(), EntryOutcome::New));
        intake.save().unwrap();
        let intake = Intake::new(&corpus).unwrap();
        assert_eq!(intake.known(&one).as_deref(), Some("The-flood_Gazette-2.txt"));
        assert_eq!(intake.made_of("The flood_Gazette.html").len(), 2);
    }

    #[test]
    fn only_a_text_that_nobody_has_changed_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = Corpus::here(folder.path()).unwrap();
        let mut intake = Intake::new(&corpus).unwrap();
        intake.put(&original("a", "1"), 0, &converted("a\n", "")).unwrap();
        let renewed = intake.renew("a.txt", &original("a", "2"), &converted("b\n", "")).unwrap();
        assert_eq!(renewed.outcome, EntryOutcome::Renewed);
        assert_eq!(fs::read_to_string(folder.path().join("a.txt")).unwrap(), "b\n");
        fs::write(folder.path().join("a.txt"), "by hand\n").unwrap();
        let refused = intake.renew("a.txt", &original("a", "3"), &converted("c\n", ""));
        assert!(matches!(refused, Err(IntakeError::Changed(_))));
        assert_eq!(fs::read_to_string(folder.path().join("a.txt")).unwrap(), "by hand\n");
    }

    #[test]
    fn a_text_is_named_after_its_file_or_its_title() {
        let named = |stem: &str, entry, title: &str| super::stem(&original(stem, ""), entry, &converted("x", title));
        assert_eq!(named("flood (1)", 0, "Other"), "flood-1");
        assert_eq!(named("rows", 2, "Zehn Dörfer: „überflutet“?"), "Zehn-Dörfer-überflutet");
        assert_eq!(named("rows", 2, ""), "rows-2");
        assert!(named("", 0, "").starts_with("stdin-") && named("", 0, "A b") == "A-b");
        assert_eq!(named("con", 0, ""), "text-con");
        assert!(named(&"long ".repeat(100), 0, "").chars().count() <= LONGEST);
    }
}
