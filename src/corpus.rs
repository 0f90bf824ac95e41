//! The folder: which texts there are, which layer belongs to which text, and how both come in and go out.
//!
//! ```text
//!   corpus/
//!   ├─ samples/                          the texts folder, as corpus.ron says; its sub-folders belong to it
//!   │   ├─ a.txt                         the document `a.txt`
//!   │   └─ may/b.txt                     the document `may/b.txt`
//!   └─ annotations/
//!       ├─ corpus.ron                    labels, links, pairs: [manifest]
//!       ├─ a.txt.ana.ron                 ana's layer on `a.txt`: [record]
//!       └─ may/b.txt.ben.ron             ben's layer on `may/b.txt`
//! ```
//!
//! A folder without `annotations/corpus.ron` is a corpus of the texts that lie in it, and of none below: those are of
//! their own folders. Whichever way one comes to a text, through its folder, its corpus or its path, its layer is the same.

pub mod annotator;
pub mod aside;
pub mod bookmark;
pub mod fault;
pub mod file_state;
pub mod lock;
pub mod manifest;
pub mod problem;
pub mod record;
pub mod save;
pub mod saver;
pub mod scope;
pub mod shared;
mod snapshot;
pub mod text_file;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::tags::scheme::Scheme;
use crate::text::Document;
use annotator::Annotator;
use file_state::listed;
use manifest::{Level, Manifest, is_document_name};
use problem::Problem;
use record::Reading;

/// The folder of the layers.
const ANNOTATIONS: &str = "annotations";

/// What the names of texts end in.
const ENDINGS: [&str; 2] = ["txt", "md"];

/// A folder of texts and of the layers on them.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// The folder that holds `annotations/`, canonical.
    root: PathBuf,
    /// The folder of the texts, canonical.
    texts: PathBuf,
    manifest: Manifest,
    /// Whether there is an `annotations/corpus.ron`.
    declared: bool,
}

impl Corpus {
    /// The corpus of a document: the nearest declared one upwards whose texts folder holds it, else its folder.
    ///
    /// # Errors
    /// When there is no such file, or a `corpus.ron` on the way does not read.
    pub fn of(document: &Path) -> Result<Corpus, Problem> {
        let path = canonical(document)?;
        let folder = path.parent().filter(|_| !path.is_dir()).ok_or_else(|| Problem::Folder(document.into()))?;
        Corpus::above(folder, |corpus| corpus.name_of(&path).is_some())
    }

    /// The corpus of a folder: the one declared in it, the nearest declared one upwards whose texts it holds, else the
    /// folder itself.
    ///
    /// # Errors
    /// When there is no such folder, or a `corpus.ron` on the way does not read.
    pub fn here(folder: &Path) -> Result<Corpus, Problem> {
        let path = canonical(folder)?;
        if !path.is_dir() {
            return Err(Problem::NotFolder(folder.into()));
        }
        match Corpus::declared(&path)? {
            Some(corpus) if corpus.texts.is_dir() => Ok(corpus),
            Some(corpus) => Err(Problem::Missing(corpus.texts)),
            None => Corpus::above(&path, |corpus| path.starts_with(&corpus.texts)),
        }
    }

    /// The folder that holds `annotations/`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the texts.
    pub fn texts(&self) -> &Path {
        &self.texts
    }

    /// What may be tagged and linked.
    pub fn scheme(&self) -> &Scheme {
        &self.manifest.scheme
    }

    /// The file with the guidelines, if the corpus names one.
    pub fn guidelines(&self) -> Option<PathBuf> {
        self.manifest.guidelines.as_ref().map(|file| self.root.join(ANNOTATIONS).join(file))
    }

    /// How much the rules of `diptych check` weigh, where not as they usually do, by their names.
    pub fn check(&self) -> &BTreeMap<String, Level> {
        &self.manifest.check
    }

    /// Where it is declared: a file, which need not exist.
    pub fn manifest_path(&self) -> PathBuf {
        self.root.join(ANNOTATIONS).join("corpus.ron")
    }

    /// The names of the documents, in order: their paths inside the texts folder, with `/`. What is hidden, what lies in
    /// an `annotations/` and what leads out of the texts folder is none; a link to another document is that document.
    pub fn documents(&self) -> Vec<String> {
        let mut names = BTreeSet::new();
        let mut folders = vec![self.texts.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let (path, name, kind) = (entry.path(), entry.file_name(), entry.file_type());
                if name.to_string_lossy().starts_with('.') {
                    continue;
                }
                let is_text =
                    || path.extension().is_some_and(|end| ENDINGS.iter().any(|text| end.eq_ignore_ascii_case(text)));
                match kind {
                    Ok(kind) if kind.is_dir() && self.declared && name != ANNOTATIONS => folders.push(path),
                    Ok(kind) if kind.is_file() && is_text() => names.extend(self.inner(&path)),
                    Ok(kind) if kind.is_symlink() && is_text() && path.is_file() => names.extend(self.name_of(&path)),
                    _ => {}
                }
            }
        }
        names.into_iter().collect()
    }

    /// What the document at `path` is called here; `None` if it is none of this corpus.
    pub fn name_of(&self, path: &Path) -> Option<String> {
        self.inner(&fs::canonicalize(path).ok()?)
    }

    /// Where the document of that name is, which need not exist.
    ///
    /// # Errors
    /// When the name, or a symbolic link that it goes through, leads out of the texts folder.
    pub fn text_path(&self, document: &str) -> Result<PathBuf, Problem> {
        let path = self.texts.join(document);
        // Where the text is missing, what there is of its folders must not lead out either.
        let real = path.ancestors().find_map(|path| fs::canonicalize(path).ok());
        match is_document_name(document) && real.is_some_and(|real| real.starts_with(&self.texts)) {
            true => Ok(path),
            false => Err(Problem::Outside { name: document.into(), texts: self.texts.clone() }),
        }
    }

    /// Whether a file at that path, with the links on its way followed, would be one of the documents.
    pub fn could_hold(&self, path: &Path) -> bool {
        let is_text = path.extension().is_some_and(|end| ENDINGS.iter().any(|text| end.eq_ignore_ascii_case(text)));
        is_text && self.inner(path).is_some()
    }

    /// Where the annotator's layer on the document of that name is, which need not exist.
    pub fn layer_path(&self, document: &str, annotator: &str) -> PathBuf {
        self.root.join(ANNOTATIONS).join(format!("{document}.{annotator}.ron"))
    }

    /// Who has a layer on the document of that name, in order.
    pub fn annotators(&self, document: &str) -> Vec<String> {
        let beside = self.root.join(ANNOTATIONS).join(document);
        let (Some(folder), Some(text)) = (beside.parent(), beside.file_name().and_then(|name| name.to_str())) else {
            return Vec::new();
        };
        let annotator = |file: &str| {
            let name = file.strip_prefix(text)?.strip_prefix('.')?.strip_suffix(".ron")?;
            Annotator::new(name).ok().map(|_| name.to_string())
        };
        // The folder holds the layers of all documents, so a file is asked about only if its name fits.
        let files = fs::read_dir(folder).into_iter().flatten().flatten();
        let named = files.filter_map(|entry| Some((annotator(entry.file_name().to_str()?)?, entry.path())));
        let mut names: Vec<String> = named.filter(|(_, path)| path.is_file()).map(|(name, _)| name).collect();
        names.sort();
        names
    }

    /// Who has a layer on which document, both in order: [`Corpus::annotators`] of all at once, and of documents whose
    /// texts are gone.
    pub fn layers(&self) -> BTreeMap<String, Vec<String>> {
        let root = self.root.join(ANNOTATIONS);
        let mut layers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let (path, kind) = (entry.path(), entry.file_type());
                if self.declared && kind.is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else if let Some((document, annotator)) = layer_name(&root, &path).filter(|_| path.is_file()) {
                    layers.entry(document).or_default().push(annotator);
                }
            }
        }
        layers.values_mut().for_each(|names| names.sort());
        layers
    }

    /// Reads the annotator's layer on the document of that name; `None` if there is none yet.
    ///
    /// # Errors
    /// When the file may not be read, is too large or does not read: see [`record::read`].
    pub fn layer(&self, name: &str, document: &Document, annotator: &str) -> Result<Option<Reading>, Problem> {
        let path = self.layer_path(name, annotator);
        match read_own(&self.root, &path, record::limit()) {
            Err(Problem::Missing(_)) => match listed(&path) {
                Ok(false) => Ok(None),
                // A network folder may say so of a file that is there.
                Ok(true) => Err(Problem::Unreadable(path, io::ErrorKind::NotFound.into())),
                Err(error) => Err(Problem::reading(&path, error)),
            },
            Err(problem) => Err(problem),
            Ok(text) => match record::read(&text, document, name, annotator) {
                Ok(reading) => Ok(Some(reading)),
                Err(fault) => Err(Problem::Fault(path, fault)),
            },
        }
    }

    /// What is read together, left and right: the pairs that are declared; without any, two texts are a pair, and any
    /// other number of texts is read each alone.
    pub fn pairs(&self) -> Vec<(String, Option<String>)> {
        if !self.manifest.pairs.is_empty() {
            return self.manifest.pairs.iter().map(|(left, right)| (left.clone(), Some(right.clone()))).collect();
        }
        match <[String; 2]>::try_from(self.documents()) {
            Ok([left, right]) => vec![(left, Some(right))],
            Err(documents) => documents.into_iter().map(|document| (document, None)).collect(),
        }
    }

    /// The nearest declared corpus from `folder` upwards that `holds`, else the folder itself.
    fn above(folder: &Path, holds: impl Fn(&Corpus) -> bool) -> Result<Corpus, Problem> {
        for root in folder.ancestors() {
            if let Some(corpus) = Corpus::declared(root)?.filter(&holds) {
                return Ok(corpus);
            }
        }
        let manifest = Manifest::default();
        Ok(Corpus { root: folder.into(), texts: folder.into(), manifest, declared: false })
    }

    /// The corpus that is declared in this canonical folder.
    fn declared(root: &Path) -> Result<Option<Corpus>, Problem> {
        let path = root.join(ANNOTATIONS).join("corpus.ron");
        let text = match read_own(root, &path, manifest::LIMIT) {
            Err(Problem::Missing(_) | Problem::NotFolder(_)) => return Ok(None),
            text => text?,
        };
        let manifest = Manifest::parse(&text).map_err(|fault| Problem::Fault(path, fault))?;
        let texts = root.join(&manifest.texts);
        let texts = fs::canonicalize(&texts).unwrap_or(texts);
        if !texts.starts_with(root) {
            return Err(Problem::Outside { name: manifest.texts, texts: root.into() });
        }
        let corpus = Corpus { root: root.into(), texts, manifest, declared: true };
        corpus.guidelines().map_or(Ok(()), |file| stays(root, &file))?;
        Ok(Some(corpus))
    }

    /// The name of a canonical path.
    fn inner(&self, path: &Path) -> Option<String> {
        let parts: Option<Vec<&str>> = path.strip_prefix(&self.texts).ok()?.components().map(name).collect();
        let parts = parts.filter(|parts| !parts.contains(&ANNOTATIONS))?;
        let reachable = !parts.is_empty() && (self.declared || parts.len() == 1);
        reachable.then(|| parts.join("/"))
    }
}

/// Which document a file is a layer on, and whose: an annotator's name has no dot.
fn layer_name(root: &Path, path: &Path) -> Option<(String, String)> {
    let parts: Vec<&str> = path.strip_prefix(root).ok()?.components().map(name).collect::<Option<_>>()?;
    let name = parts.join("/");
    let (document, annotator) = name.strip_suffix(".ron")?.rsplit_once('.')?;
    Annotator::new(annotator).ok().filter(|_| is_document_name(document))?;
    Some((document.into(), annotator.into()))
}

fn name(part: Component<'_>) -> Option<&str> {
    match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    }
}

/// Reads a file of a corpus's own.
fn read_own(root: &Path, path: &Path, limit: u64) -> Result<String, Problem> {
    stays(root, path)?;
    text_file::read_text(path, limit)
}

/// Refuses a file of a corpus that is a symbolic link out of it: a corpus may come from strangers, and so may its links.
fn stays(root: &Path, path: &Path) -> Result<(), Problem> {
    match save::real(path) {
        Ok(real) if !real.starts_with(root) => Err(Problem::Away { path: path.into(), root: root.into() }),
        // Whatever else is wrong with it, who reads it will say.
        _ => Ok(()),
    }
}

fn canonical(path: &Path) -> Result<PathBuf, Problem> {
    fs::canonicalize(path).map_err(|error: io::Error| Problem::reading(path, error))
}

#[cfg(test)]
mod tests;
