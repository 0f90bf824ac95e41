//! Gathers the texts of several folders for one session, so that they can be listed, searched and opened.
//!
//! ```text
//!   news/                  diptych news       a list:   may/a.txt
//!   ├─ may/a.txt                                        june/b.txt
//!   │  └ annotations/a.txt.ana.ron
//!   └─ june/b.txt          the layer on may/a.txt stays the one that `diptych news/may/a.txt` reads
//! ```
//!
//! Gathering writes nothing and moves no layer: each text belongs to the corpus that it would belong to if it were
//! opened by its path. Only its name in lists is longer.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::problem::Problem;
use super::{Breadth, Corpus, canonical};

impl Corpus {
    /// Returns the texts in a folder and the folders below it, with the labels of `like`.
    ///
    /// # Errors
    /// If there is no such folder.
    pub(crate) fn gathered(folder: &Path, like: &Corpus) -> Result<Corpus, Problem> {
        let (root, scheme) = (canonical(folder)?, like.scheme().clone());
        let manifest = Manifest { scheme, annotators: like.manifest.annotators.clone(), ..Manifest::default() };
        Ok(Corpus { texts: root.clone(), root, manifest, breadth: Breadth::Gathered })
    }

    /// Returns whether the texts belong to corpora of their own.
    pub(crate) fn is_gathered(&self) -> bool {
        self.breadth == Breadth::Gathered
    }

    /// Returns the corpus to which a document belongs, and its name there.
    ///
    /// # Errors
    /// If the document was gathered, and it or a `corpus.ron` above it cannot be read.
    pub(crate) fn owner<'a>(&'a self, document: &'a str) -> Result<(Cow<'a, Corpus>, Cow<'a, str>), Problem> {
        if !self.is_gathered() {
            return Ok((Cow::Borrowed(self), Cow::Borrowed(document)));
        }
        let path = self.text_path(document)?;
        let corpus = Corpus::of(&path)?;
        let name = corpus.name_of(&path).ok_or(Problem::Name(path))?;
        Ok((Cow::Owned(corpus), Cow::Owned(name)))
    }

    /// Returns the folders below this one that have layers of their own: a `corpus.ron` here would take their texts, and their layers
    /// would no longer be read. Folders of another declared corpus stay its own.
    ///
    /// # Errors
    /// If a folder cannot be listed, or there are too many.
    pub(crate) fn tagged_below(&self) -> Result<Vec<String>, Problem> {
        let all = Corpus::gathered(&self.root, self)?;
        let is_taken = |name: &String| all.owner(name).is_ok_and(|(owner, _)| !owner.manifest_path().is_file());
        let tagged = all.layers()?.into_keys().filter(is_taken);
        let folders: BTreeSet<String> = tagged.filter_map(|name| Some(name.rsplit_once('/')?.0.into())).collect();
        Ok(folders.into_iter().collect())
    }

    /// Refuses to make this folder a declared corpus if there are such folders. More than are looked at are not searched.
    ///
    /// # Errors
    /// If there are, or a folder cannot be listed.
    pub(super) fn refuse_tagged_below(&self) -> Result<(), Problem> {
        match self.tagged_below() {
            Err(Problem::ManyFolders(..)) => Ok(()),
            Ok(folders) if folders.is_empty() => Ok(()),
            folders => Err(Problem::TaggedBelow(folders?)),
        }
    }
}

/// Returns the deepest folder that holds all of these canonical paths.
pub(crate) fn common_folder(paths: &[PathBuf]) -> PathBuf {
    let Some((first, rest)) = paths.split_first() else { return PathBuf::from("/") };
    let holds = |folder: &&Path| rest.iter().all(|path| path.starts_with(folder)) && folder.is_dir();
    first.ancestors().find(holds).unwrap_or(Path::new("/")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_gathered_text_keeps_the_layer_that_its_path_has() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for (name, text) in [("may/a.txt", "One."), ("june/deep/a.txt", "Two."), (".hidden/c.txt", "Three.")] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), text).unwrap();
        }
        fs::create_dir_all(root.join("may/annotations")).unwrap();
        fs::write(root.join("may/annotations/a.txt.ana.ron"), "").unwrap();
        let here = Corpus::here(&root).unwrap();
        assert!(here.documents().unwrap().is_empty(), "a plain folder has only its own texts");

        let gathered = Corpus::gathered(&root, &here).unwrap();
        assert_eq!(gathered.documents().unwrap(), ["june/deep/a.txt", "may/a.txt"]);
        for name in ["june/deep/a.txt", "may/a.txt"] {
            let alone = Corpus::of(&root.join(name)).unwrap();
            assert_eq!(gathered.layer_path(name, "ana"), alone.layer_path("a.txt", "ana"));
        }
        assert_eq!(gathered.annotators("may/a.txt").unwrap(), ["ana"]);
        assert_eq!(
            gathered.layers().unwrap().into_iter().collect::<Vec<_>>(),
            [("may/a.txt".into(), vec!["ana".into()])]
        );
        let (owner, name) = gathered.owner("may/a.txt").unwrap();
        assert_eq!((owner.root(), &*name), (root.join("may").as_path(), "a.txt"));
    }

    #[test]
    fn the_common_folder_is_the_deepest_that_holds_all() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("may/one")).unwrap();
        fs::create_dir_all(root.join("may/only")).unwrap();
        fs::write(root.join("may/a.txt"), "").unwrap();
        let common = |names: &[&str]| common_folder(&names.iter().map(|name| root.join(name)).collect::<Vec<_>>());
        assert_eq!(common(&["may/one", "may/only"]), root.join("may"));
        assert_eq!(common(&["may/a.txt", "may/a.txt"]), root.join("may"));
        assert_eq!(common(&["may"]), root.join("may"));
    }
}
