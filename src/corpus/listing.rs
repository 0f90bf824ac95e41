//! Lists the contents of a corpus: its texts, and the layers on them.
//!
//! ```text
//!   a folder that is not there      nothing is in it
//!   a folder that cannot be listed  an error: nobody knows what is in it
//!   a file that cannot be looked at is listed; reading it says why it cannot be read
//! ```
//!
//! The lists must be complete, because a missing document would be missing in an export and in every count, and an
//! import would take it for new.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::annotator::Annotator;
use super::file_state::{is_nothing, may_be_file, or_nothing};
use super::problem::Problem;
use super::{ANNOTATIONS, Breadth, Corpus, is_text_name, layer_name, name};

/// The card of a dataset, which an export writes beside its files.
pub(crate) const CARD: &str = "README.md";
/// What a card says of itself, at the beginning of a line.
pub(crate) const WRITTEN_BY: &str = "Written by diptych ";
/// The number of bytes of a card that are looked at; its head names each column.
const HEAD: u64 = 1 << 16;

/// The greatest number of folders whose texts are [gathered](super::gathered): whoever starts the program in their home
/// folder does not mean all that is below it.
const MOST_FOLDERS: usize = 1000;

/// What the texts folder of a corpus has.
pub(super) struct Listed {
    pub documents: BTreeSet<String>,
    /// The sub-folders that are an export, with texts that are copies and no documents.
    pub exports: Vec<PathBuf>,
}

impl Corpus {
    /// Returns the names of the documents, in order: their paths inside the texts folder, with `/`. Leaves out hidden
    /// files, files in an `annotations/`, links out of the texts folder, and the texts without a layer in sub-folders that
    /// are an export; a link to another document is that document.
    ///
    /// # Errors
    /// If a folder cannot be listed.
    pub fn documents(&self) -> Result<Vec<String>, Problem> {
        Ok(self.listed()?.documents.into_iter().collect())
    }

    /// Returns the documents, and the sub-folders that are an export. Their texts are copies and no documents, unless somebody has
    /// tagged them there.
    ///
    /// # Errors
    /// If a folder cannot be listed.
    pub(super) fn listed(&self) -> Result<Listed, Problem> {
        let mut names = BTreeSet::new();
        let mut exports = Vec::new();
        let mut copies = BTreeMap::new();
        // The folders, each with the number of the export that it is in.
        let mut folders = vec![(self.texts.clone(), None)];
        let mut looked = 0;
        while let Some((folder, export)) = folders.pop() {
            looked += 1;
            if self.is_gathered() && looked > MOST_FOLDERS {
                return Err(Problem::ManyFolders(self.texts.clone(), MOST_FOLDERS));
            }
            let entries = entries(&folder)?;
            let begins = export.is_none() && folder != self.texts && is_export(&entries);
            let export = export.or(begins.then_some(exports.len()));
            exports.extend(begins.then_some(folder));
            for (path, kind) in entries {
                let name = path.file_name().unwrap_or_default();
                if name.to_string_lossy().starts_with('.') {
                } else if kind.is_dir() {
                    let is_below = self.breadth != Breadth::Folder && name != OsStr::new(ANNOTATIONS);
                    folders.extend(is_below.then_some((path, export)));
                } else if is_text_name(&path) && (kind.is_file() || kind.is_symlink() && may_be_file(&path)) {
                    let real = if kind.is_symlink() { fs::canonicalize(&path).unwrap_or(path) } else { path };
                    match export {
                        Some(export) => copies.extend(self.inner(&real).map(|name| (name, export))),
                        None => names.extend(self.inner(&real)),
                    }
                }
            }
        }
        let tagged = self.tagged(copies.keys().cloned().collect())?;
        // The card is no article.
        copies.retain(|name, _| !tagged.contains(name) && name.rsplit('/').next() != Some(CARD));
        let with_copies: BTreeSet<usize> = copies.into_values().collect();
        let mut number = 0..;
        exports.retain(|_| number.next().is_some_and(|number| with_copies.contains(&number)));
        exports.sort();
        names.extend(tagged);
        Ok(Listed { documents: names, exports })
    }

    /// Returns those of the documents that have a layer.
    fn tagged(&self, mut documents: BTreeSet<String>) -> Result<BTreeSet<String>, Problem> {
        if self.is_gathered() {
            let has_layer = |name: String| match self.annotators(&name) {
                Ok(who) if who.is_empty() => None,
                Ok(_) => Some(Ok(name)),
                Err(problem) => Some(Err(problem)),
            };
            return documents.into_iter().filter_map(has_layer).collect();
        }
        if !documents.is_empty() {
            let tagged: HashSet<String> = self.layers()?.keys().map(|name| name::folded(name)).collect();
            documents.retain(|name| tagged.contains(&name::folded(name)));
        }
        Ok(documents)
    }

    /// Returns whether there is a text with this name; true if that cannot be told.
    pub fn has_text(&self, document: &str) -> bool {
        self.text_path(document).is_ok_and(|path| may_be_file(&path))
    }

    /// Returns the annotators who have a layer on the document with this name, in order.
    ///
    /// # Errors
    /// If the folder of the layers cannot be listed.
    pub fn annotators(&self, document: &str) -> Result<Vec<String>, Problem> {
        if self.is_gathered() {
            let (corpus, name) = self.owner(document)?;
            return corpus.annotators(&name);
        }
        let beside = self.root.join(ANNOTATIONS).join(document);
        let (Some(folder), Some(text)) = (beside.parent(), beside.file_name().and_then(|name| name.to_str())) else {
            return Ok(Vec::new());
        };
        let annotator = |path: &Path| {
            let (document, name) = path.file_name()?.to_str()?.strip_suffix(".ron")?.rsplit_once('.')?;
            let is_same = || name::composed(folder, document.into(), &format!(".{name}.ron")) == text;
            Annotator::new(name).ok().filter(|_| document == text || is_same()).map(|_| name.to_string())
        };
        // The folder has the layers of all documents, so a file is looked at only if its name fits.
        let named = entries(folder)?.into_iter().filter_map(|(path, _)| Some((annotator(&path)?, path)));
        let mut names: Vec<String> = named.filter(|(_, path)| may_be_file(path)).map(|(name, _)| name).collect();
        names.sort();
        Ok(names)
    }

    /// Returns the annotators with a layer on each document, both in order: like [`Corpus::annotators`] for all
    /// documents, including those whose texts are missing.
    ///
    /// # Errors
    /// If a folder of layers cannot be listed.
    pub fn layers(&self) -> Result<BTreeMap<String, Vec<String>>, Problem> {
        if self.is_gathered() {
            let documents = self.documents()?.into_iter();
            let named = documents.map(|name| Ok((name.clone(), self.annotators(&name)?)));
            return Ok(named
                .collect::<Result<BTreeMap<_, _>, Problem>>()?
                .into_iter()
                .filter(|(_, who)| !who.is_empty())
                .collect());
        }
        let root = self.root.join(ANNOTATIONS);
        let mut layers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for (path, kind) in entries(&folder)? {
                if self.breadth == Breadth::Declared && kind.is_dir() {
                    folders.push(path);
                } else if let Some((document, annotator)) = layer_name(&root, &path).filter(|_| may_be_file(&path)) {
                    layers.entry(document).or_default().push(annotator);
                }
            }
        }
        layers.values_mut().for_each(|names| names.sort());
        Ok(layers)
    }
}

/// Returns whether a folder with these entries is a dataset that was exported, as its card says. Its texts, such as those of
/// brat, are copies.
fn is_export(entries: &[(PathBuf, FileType)]) -> bool {
    let card = entries.iter().find(|(path, kind)| kind.is_file() && path.file_name() == Some(OsStr::new(CARD)));
    let head = card.and_then(|(path, _)| {
        let mut head = Vec::new();
        fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
        Some(head)
    });
    head.is_some_and(|head| head.split(|byte| *byte == b'\n').any(|line| line.starts_with(WRITTEN_BY.as_bytes())))
}

/// Returns the entries of a folder; none if there is no such folder.
///
/// # Errors
/// If it cannot be listed.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(PathBuf, FileType)>, Problem> {
    let list = || {
        let mut found = Vec::new();
        for entry in or_nothing(folder, || fs::read_dir(folder))?.into_iter().flatten() {
            let entry = entry?;
            match entry.file_type() {
                Ok(kind) => found.push((entry.path(), kind)),
                // The entry was removed just now.
                Err(error) if is_nothing(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    };
    list().map_err(|error: io::Error| Problem::reading(folder, error))
}
