//! Manages a corpus folder: its texts, the layers on them, and reading and saving both.
//!
//! ```text
//!   corpus/
//!   ├─ samples/                          the texts folder, as corpus.ron says; its sub-folders belong to it
//!   │   ├─ a.txt                         the document `a.txt`
//!   │   └─ may/b.txt                     the document `may/b.txt`
//!   └─ annotations/
//!       ├─ corpus.ron                    labels, links, pairs: [manifest]
//!       ├─ sources.ron                   where the texts came from: [provenance]
//!       ├─ a.txt.ana.ron                 ana's layer on `a.txt`: [record]
//!       └─ may/b.txt.ben.ron             ben's layer on `may/b.txt`
//! ```
//!
//! A folder without `annotations/corpus.ron` is a corpus of the texts in it, without its sub-folders: their texts
//! belong to these folders, and are only [listed](gathered) together. A text has the same layer whether it is opened through its folder, its corpus or its path.

pub(crate) mod annotator;
pub mod aside;
pub mod bookmark;
pub mod declare;
pub mod fault;
pub(crate) mod file_state;
pub(crate) mod gathered;
mod git;
pub(crate) mod grep;
pub(crate) mod intake;
pub(crate) mod listing;
pub(crate) mod lock;
pub mod manifest;
pub(crate) mod name;
pub mod problem;
pub(crate) mod provenance;
pub mod record;
pub(crate) mod rewrite;
mod ron_name;
pub(crate) mod save;
pub mod saver;
pub(crate) mod scope;
pub mod shared;
mod snapshot;
pub mod text_file;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::language::{self, Language};
use crate::tags::scheme::Scheme;
use crate::text::Document;
use annotator::Annotator;
use fault::Fault;
use file_state::{is_nothing, listed};
use manifest::{Level, Manifest, SuggestSetting, is_document_name};
use problem::Problem;
use record::LayerReading;

/// The folder of the layers.
const ANNOTATIONS: &str = "annotations";

/// The extensions of texts.
const ENDINGS: [&str; 2] = ["txt", "md"];

/// A folder of texts and of the layers on them.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// The folder that holds `annotations/`, canonical.
    root: PathBuf,
    /// The folder of the texts, canonical.
    texts: PathBuf,
    manifest: Manifest,
    breadth: Breadth,
}

/// The texts of its folder that a corpus has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Breadth {
    /// Without `annotations/corpus.ron`: only those in the folder itself.
    Folder,
    /// With `annotations/corpus.ron`: those in the folders below it, too.
    Declared,
    /// Those in the folders below it, too, for one session. The layers are where they [belong](gathered).
    Gathered,
}

/// A `corpus.ron` that cannot be read completely.
#[derive(Clone, Debug)]
pub struct FaultyManifest {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The part that could be understood.
    pub manifest: Manifest,
    /// The faults.
    pub faults: Vec<Fault>,
}

/// The greatest number of pairs from events: each document of an event is paired with each other.
const MOST_PAIRS: usize = 1024;

impl Corpus {
    /// Returns the corpus of a document: the nearest declared one upwards whose texts folder contains it; without one,
    /// its folder.
    ///
    /// # Errors
    /// If there is no such file, or a `corpus.ron` on the way cannot be read.
    pub fn of(document: &Path) -> Result<Corpus, Problem> {
        let path = canonical(document)?;
        let folder = path.parent().filter(|_| !path.is_dir()).ok_or_else(|| Problem::Folder(document.into()))?;
        Corpus::above(folder, |corpus| corpus.inner(&path).is_some())
    }

    /// Returns the corpus of a folder: the one declared in it; without one, the nearest declared one upwards whose
    /// texts it contains; without one, the folder itself.
    ///
    /// # Errors
    /// If there is no such folder, or a `corpus.ron` on the way cannot be read.
    pub fn here(folder: &Path) -> Result<Corpus, Problem> {
        let path = canonical(folder)?;
        let is_folder = |path: &Path| match fs::metadata(path) {
            Ok(about) => Ok(about.is_dir()),
            Err(error) if is_nothing(&error) => Ok(false),
            Err(error) => Err(Problem::reading(path, error)),
        };
        if !is_folder(&path)? {
            return Err(Problem::NotFolder(folder.into()));
        }
        match Corpus::declared(&path)? {
            Some(corpus) if is_folder(&corpus.texts)? => Ok(corpus),
            Some(corpus) => Err(Problem::Missing(corpus.texts)),
            None => Corpus::above(&path, |corpus| path.starts_with(&corpus.texts)),
        }
    }

    /// Returns the nearest `corpus.ron` from a folder upwards that cannot be read completely, with its text.
    pub fn faulty(folder: &Path) -> Option<FaultyManifest> {
        let folder = fs::canonicalize(folder).ok()?;
        folder.ancestors().find_map(|root| {
            let path = root.join(ANNOTATIONS).join("corpus.ron");
            let text = read_own(root, &path, manifest::LIMIT).ok()?;
            let (manifest, faults) = Manifest::read(&text);
            (!faults.is_empty()).then_some(FaultyManifest { path, text, manifest, faults })
        })
    }

    /// Returns the folder that holds `annotations/`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of the texts.
    pub fn texts(&self) -> &Path {
        &self.texts
    }

    /// Returns the labels and the kinds of links.
    pub fn scheme(&self) -> &Scheme {
        &self.manifest.scheme
    }

    /// Returns the language of a document: as `corpus.ron` says for it or for all texts; otherwise as told by its
    /// words. A language without lists of words is [`language::unknown`].
    pub fn language(&self, document: &str, text: &str) -> &'static Language {
        self.declared_language(document).unwrap_or_else(|| language::told(text))
    }

    /// Returns the language of a document, if `corpus.ron` states it.
    pub fn declared_language(&self, document: &str) -> Option<&'static Language> {
        let code = self.manifest.languages.get(document).or(self.manifest.language.as_ref())?;
        Some(language::of(code).unwrap_or_else(language::unknown))
    }

    /// Returns the file with the guidelines, if the corpus names one.
    pub fn guidelines(&self) -> Option<PathBuf> {
        self.manifest.guidelines.as_ref().map(|file| self.root.join(ANNOTATIONS).join(file))
    }

    /// Returns the levels of the rules of `diptych check`, by name, where they are not the default.
    pub fn check(&self) -> &BTreeMap<String, Level> {
        &self.manifest.check
    }

    /// Returns the licence under which datasets of the corpus may be used, if it is declared.
    pub fn license(&self) -> Option<&str> {
        Some(self.manifest.license.as_str()).filter(|license| !license.is_empty())
    }

    /// Returns whether tags may be suggested to that annotator.
    pub fn suggests_to(&self, annotator: &str) -> bool {
        self.manifest.annotators.get(annotator).is_none_or(|settings| settings.suggest == SuggestSetting::On)
    }

    /// Returns the path of `corpus.ron`, which need not exist.
    pub fn manifest_path(&self) -> PathBuf {
        self.root.join(ANNOTATIONS).join("corpus.ron")
    }

    /// Returns the name here of the document at `path`; `None` if it is not in this corpus.
    pub fn name_of(&self, path: &Path) -> Option<String> {
        self.inner(&fs::canonicalize(path).ok()?)
    }

    /// Returns the path of the document with this name, which need not exist.
    ///
    /// # Errors
    /// If the name, or a symbolic link on its path, leads out of the texts folder. Also if the folder cannot be listed, and the text
    /// may be there under a name that is encoded in another way.
    pub fn text_path(&self, document: &str) -> Result<PathBuf, Problem> {
        let path = name::beneath(&self.texts, document, "")
            .map_err(|error| Problem::reading(&self.texts.join(document), error))?;
        // If the text is missing, the existing part of its path must not lead out either.
        let real = path.ancestors().find_map(|path| fs::canonicalize(path).ok());
        match is_document_name(document) && real.is_some_and(|real| real.starts_with(&self.texts)) {
            true => Ok(path),
            false => Err(Problem::Outside { name: document.into(), texts: self.texts.clone() }),
        }
    }

    /// Returns the path of a document whose name [`Corpus::documents`] has just returned, so that it is known to be in
    /// the texts folder.
    pub(crate) fn listed_path(&self, document: &str) -> PathBuf {
        name::beneath(&self.texts, document, "").unwrap_or_else(|_| self.texts.join(document))
    }

    /// Returns whether a file at this path, after following links, would be one of the documents.
    pub fn could_hold(&self, path: &Path) -> bool {
        is_text_name(path) && self.inner(path).is_some()
    }

    /// Returns the path of the annotator's layer on the document with this name, which need not exist.
    pub fn layer_path(&self, document: &str, annotator: &str) -> PathBuf {
        if let (true, Ok((corpus, name))) = (self.is_gathered(), self.owner(document)) {
            return corpus.layer_path(&name, annotator);
        }
        let (folder, ending) = (self.root.join(ANNOTATIONS), format!(".{annotator}.ron"));
        // If the folder cannot be listed, no layer counts as missing there: reading and saving report why.
        name::beneath(&folder, document, &ending).unwrap_or_else(|_| folder.join(format!("{document}{ending}")))
    }

    /// Reads the annotator's layer on the document with this name; `None` if there is no layer yet.
    ///
    /// # Errors
    /// If the file may not be read, is too large or does not read: see [`record::read`].
    pub fn layer(&self, name: &str, document: &Document, annotator: &str) -> Result<Option<LayerReading>, Problem> {
        if self.is_gathered() {
            let (corpus, name) = self.owner(name)?;
            return corpus.layer(&name, document, annotator);
        }
        let path = self.layer_path(name, annotator);
        match read_own(&self.root, &path, record::limit()) {
            Err(Problem::Missing(_)) => missing(&path).map(|()| None),
            Err(problem) => Err(problem),
            Ok(text) => match record::read(&text, document, name, annotator) {
                Ok(reading) => Ok(Some(reading)),
                Err(fault) => Err(Problem::Fault(path, fault)),
            },
        }
    }

    /// Reads the file of the annotator's layer on the document with this name.
    ///
    /// # Errors
    /// If the file is missing, may not be read or is too large.
    pub(crate) fn layer_text(&self, name: &str, annotator: &str) -> Result<String, Problem> {
        let (corpus, name) = self.owner(name)?;
        read_own(&corpus.root, &corpus.layer_path(&name, annotator), record::limit())
    }

    /// Returns the documents that are read together, left and right: the declared pairs, and those of each event.
    /// Without any, two texts are a pair, and other numbers of texts are read one by one.
    ///
    /// # Errors
    /// If none are declared, and a folder of texts cannot be listed.
    pub fn pairs(&self) -> Result<Vec<(String, Option<String>)>, Problem> {
        let named = |name: &String| name::composed(&self.texts, name.clone(), "");
        let declared = self.manifest.pairs.iter();
        let mut pairs: Vec<(String, String)> = declared.map(|(left, right)| (named(left), named(right))).collect();
        for documents in self.events().into_values() {
            for (at, left) in documents.iter().enumerate() {
                for right in &documents[at + 1..] {
                    let is_this = |(one, other): &(String, String)| {
                        (one, other) == (left, right) || (one, other) == (right, left)
                    };
                    if pairs.len() < MOST_PAIRS && !pairs.iter().any(is_this) {
                        pairs.push((left.clone(), right.clone()));
                    }
                }
            }
        }
        if !pairs.is_empty() {
            return Ok(pairs.into_iter().map(|(left, right)| (left, Some(right))).collect());
        }
        Ok(match <[String; 2]>::try_from(self.documents()?) {
            Ok([left, right]) => vec![(left, Some(right))],
            Err(documents) => documents.into_iter().map(|document| (document, None)).collect(),
        })
    }

    /// Returns the documents that report on one event, by its name, as declared.
    pub fn events(&self) -> BTreeMap<String, Vec<String>> {
        let named = |name: &String| name::composed(&self.texts, name.clone(), "");
        let events = self.manifest.events.iter();
        events.map(|(event, documents)| (event.clone(), documents.iter().map(named).collect())).collect()
    }

    /// Returns the pairs that are declared, left and right.
    pub fn declared_pairs(&self) -> &[(String, String)] {
        &self.manifest.pairs
    }

    /// Returns the nearest declared corpus from `folder` upwards for which `holds` is true; without one, the folder
    /// itself.
    fn above(folder: &Path, holds: impl Fn(&Corpus) -> bool) -> Result<Corpus, Problem> {
        for root in folder.ancestors() {
            if let Some(corpus) = Corpus::declared(root)?.filter(&holds) {
                return Ok(corpus);
            }
        }
        let manifest = Manifest::default();
        Ok(Corpus { root: folder.into(), texts: folder.into(), manifest, breadth: Breadth::Folder })
    }

    /// Returns the corpus that is declared in this canonical folder.
    fn declared(root: &Path) -> Result<Option<Corpus>, Problem> {
        let path = root.join(ANNOTATIONS).join("corpus.ron");
        let text = match read_own(root, &path, manifest::LIMIT) {
            Err(Problem::Missing(_)) => return missing(&path).map(|()| None),
            Err(Problem::NotFolder(_)) => return Ok(None),
            text => text?,
        };
        let manifest = Manifest::parse(&text).map_err(|fault| Problem::Fault(path, fault))?;
        let texts = root.join(&manifest.texts);
        let texts = match fs::canonicalize(&texts) {
            Err(error) if !is_nothing(&error) => return Err(Problem::reading(&texts, error)),
            found => found.unwrap_or(texts),
        };
        if !texts.starts_with(root) {
            return Err(Problem::Outside { name: manifest.texts, texts: root.into() });
        }
        let corpus = Corpus { root: root.into(), texts, manifest, breadth: Breadth::Declared };
        corpus.guidelines().map_or(Ok(()), |file| stays(root, &file))?;
        Ok(Some(corpus))
    }

    /// Returns the name of a canonical path.
    fn inner(&self, path: &Path) -> Option<String> {
        let parts: Option<Vec<&str>> = path.strip_prefix(&self.texts).ok()?.components().map(name).collect();
        let parts = parts.filter(|parts| !parts.contains(&ANNOTATIONS))?;
        let reachable = !parts.is_empty() && (self.breadth != Breadth::Folder || parts.len() == 1);
        reachable.then(|| name::composed(&self.texts, parts.join("/"), ""))
    }
}

/// Returns whether a file with this name counts as a text.
fn is_text_name(path: &Path) -> bool {
    path.extension().is_some_and(|end| ENDINGS.iter().any(|text| end.eq_ignore_ascii_case(text)))
}

/// Returns the document and the annotator of a layer's file: an annotator's name has no dot.
fn layer_name(root: &Path, path: &Path) -> Option<(String, String)> {
    let parts: Vec<&str> = path.strip_prefix(root).ok()?.components().map(name).collect::<Option<_>>()?;
    let name = parts.join("/");
    let (document, annotator) = name.strip_suffix(".ron")?.rsplit_once('.')?;
    Annotator::new(annotator).ok().filter(|_| is_document_name(document))?;
    Some((name::composed(root, document.into(), &format!(".{annotator}.ron")), annotator.into()))
}

fn name(part: Component<'_>) -> Option<&str> {
    match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    }
}

/// Reads one of the corpus's own files.
fn read_own(root: &Path, path: &Path, limit: u64) -> Result<String, Problem> {
    stays(root, path)?;
    text_file::read_text(path, limit)
}

/// Makes sure that a file is really missing if the file system says so. A network folder may say it of an existing
/// file.
fn missing(path: &Path) -> Result<(), Problem> {
    match listed(path) {
        Ok(false) => Ok(()),
        Ok(true) => Err(Problem::Unreadable(path.into(), io::ErrorKind::NotFound.into())),
        Err(error) => Err(Problem::reading(path, error)),
    }
}

/// Refuses a file of a corpus that is a symbolic link out of it: corpora, with their links, may come from strangers.
fn stays(root: &Path, path: &Path) -> Result<(), Problem> {
    match save::real(path) {
        Ok(real) if !real.starts_with(root) => Err(Problem::Away { path: path.into(), root: root.into() }),
        // Other problems are reported when the file is read.
        _ => Ok(()),
    }
}

fn canonical(path: &Path) -> Result<PathBuf, Problem> {
    let composed = |_| fs::canonicalize(name::beneath(Path::new(""), path.to_str().unwrap_or_default(), "")?);
    let found = fs::canonicalize(path);
    let found = if found.is_err() && path.is_relative() { found.or_else(composed) } else { found };
    found.map_err(|error: io::Error| Problem::reading(path, error))
}

#[cfg(test)]
mod tests;
