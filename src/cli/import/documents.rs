//! Finds the document that a file is about: one of the corpus, or a new one.
//!
//! ```text
//!   “may/a.txt”         it is there                          may/a.txt
//!   out/ana/a.ann       the longest end of that which is     a.txt
//!   “b.txt” + text      the same text is there as c.txt      c.txt
//!   “d” + text          nothing like it                      d.txt, new
//!   x.jsonl:7 + text    a line without a name                x-7.txt, new
//! ```

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::file::ImportFile;
use crate::corpus::manifest::is_document_name;
use crate::corpus::name;
use crate::corpus::problem::Problem;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::formats::wire::imported::ImportedDocument;
use crate::say::shown;

/// The longest name of a new text, in bytes. The name of its layer is longer, and file systems have a limit.
const LONGEST: usize = 120;

/// The SHA-256 of a text.
type TextDigest = [u8; 32];

/// The documents of the corpus, and the new ones of an import.
pub struct DocumentResolver<'a> {
    corpus: &'a Corpus,
    /// The texts of the corpus, read when they are first needed.
    there: Option<HashMap<TextDigest, String>>,
    /// All documents by their folded names, listed when they are first needed.
    folded: Option<HashMap<String, String>>,
    /// The new documents.
    new: HashMap<String, TextDigest>,
    /// The new documents that have no name in the file, by their texts.
    nameless: HashMap<TextDigest, String>,
    /// The names here of documents that have other names in the files, by those.
    names: HashMap<String, String>,
    /// The documents among them that were recognised by their texts.
    known: BTreeMap<String, String>,
}

impl<'a> DocumentResolver<'a> {
    /// Begins with the documents of a corpus.
    pub fn new(corpus: &'a Corpus) -> DocumentResolver<'a> {
        let (new, nameless, names) = (HashMap::new(), HashMap::new(), HashMap::new());
        DocumentResolver { corpus, there: None, folded: None, new, nameless, names, known: BTreeMap::new() }
    }

    /// Returns the name here of a document of the files.
    pub fn now(&self, name: &str) -> String {
        self.names.get(name).map_or(name, String::as_str).into()
    }

    /// Returns the documents that were recognised by their texts: the names in the files, and the names here.
    pub fn known(&self) -> &BTreeMap<String, String> {
        &self.known
    }

    /// Returns the name of the document that a file is about, and whether it is new.
    ///
    /// # Errors
    /// When there is no such document and the file has no text; when no document can have the name; when two new texts have
    /// the same name.
    pub fn find(&mut self, foreign: &ImportedDocument, input: &ImportFile) -> Result<(String, bool), Failure> {
        let first = foreign.names.first().map_or("", String::as_str);
        let name = self.name(foreign, input, first)?;
        if name != first {
            self.names.insert(first.into(), name.clone());
        }
        let new = self.existing(&name).is_none();
        Ok((name, new))
    }

    fn name(&mut self, foreign: &ImportedDocument, input: &ImportFile, first: &str) -> Result<String, Failure> {
        let own = input.is_own(first);
        for name in &foreign.names {
            if let Some(found) = self.before(name) {
                return Ok(found);
            }
            let ends = name.match_indices('/').map(|(at, _)| &name[at + 1..]).filter(|_| own);
            let meant = |found: &String| foreign.text.as_deref().is_none_or(|text| self.is_text(found, text));
            if let Some(found) = ends.filter_map(|end| self.before(end)).find(meant) {
                return Ok(found);
            }
        }
        let given = with_ending(if own { &input.new } else { first });
        if let Some(found) = self.before(&given).filter(|_| !own) {
            return Ok(found);
        }
        let Some(text) = &foreign.text else {
            return Err(Failure::new(format!("there is no document {first} here, and its text is not in the file"))
                .hint(format!("Put the text into {}", self.corpus.texts().display())));
        };
        let print: TextDigest = Sha256::digest(text).into();
        if let Some(found) = self.there()?.get(&print).cloned() {
            if !own {
                self.known.insert(first.into(), found.clone());
            }
            return Ok(found);
        }
        if !own {
            self.check(&given)?;
            return match self.new.insert(given.clone(), print) {
                Some(other) if other != print => {
                    Err(Failure::new(format!("there are two texts for {given} in the files"))
                        .hint("Give them different names."))
                }
                _ => Ok(given),
            };
        }
        if let Some(found) = self.nameless.get(&print) {
            return Ok(found.clone());
        }
        let stem = |ending: &str| input.new.strip_suffix(ending).map(with_ending);
        let name = match stem(".ann") {
            Some(name) => name,
            None => {
                let stem = input.new.rsplit_once('.').map_or(input.new.as_str(), |(stem, _)| stem);
                format!("{stem}-{}.txt", foreign.line)
            }
        };
        self.check(&name)?;
        let mut free = name.clone();
        let mut number = 2;
        while self.existing(&free).is_some() || self.new.contains_key(&free) {
            free = format!("{}-{number}.txt", name.strip_suffix(".txt").unwrap_or(&name));
            number += 1;
        }
        self.new.insert(free.clone(), print);
        self.nameless.insert(print, free.clone());
        Ok(free)
    }

    /// Returns the exact name of a document, if it exists.
    fn existing(&self, name: &str) -> Option<String> {
        let path = self.corpus.text_path(name).ok().filter(|_| self.corpus.has_text(name))?;
        self.corpus.name_of(&path)
    }

    /// Returns the same, if the document existed before this import. So the second pass decides as the first did.
    fn before(&self, name: &str) -> Option<String> {
        self.existing(name).filter(|found| !self.new.contains_key(found))
    }

    /// Returns whether a document has that text, or it cannot be told: then whoever reads it hears why.
    fn is_text(&self, name: &str, text: &str) -> bool {
        let path = self.corpus.text_path(name).ok();
        path.is_some_and(|path| text_file::read_text(&path, text_file::LIMIT).map_or(true, |there| there == text))
    }

    /// Returns the texts of the corpus before anything is added.
    ///
    /// # Errors
    /// When one cannot be read: it may be the text that is to be imported.
    fn there(&mut self) -> Result<&HashMap<TextDigest, String>, Problem> {
        if self.there.is_none() {
            let mut there = HashMap::new();
            for name in self.corpus.documents()? {
                match text_file::read_text(&self.corpus.text_path(&name)?, text_file::LIMIT) {
                    Ok(text) => drop(there.insert(Sha256::digest(text).into(), name)),
                    Err(Problem::NotUtf8 { .. } | Problem::TooLarge(..) | Problem::NotText(_)) => {}
                    Err(problem) => return Err(problem),
                }
            }
            self.there = Some(there);
        }
        Ok(self.there.get_or_insert_default())
    }

    /// Returns the documents by what some file systems take their names for.
    fn folded(&mut self) -> Result<&mut HashMap<String, String>, Problem> {
        if self.folded.is_none() {
            let documents = self.corpus.documents()?.into_iter();
            self.folded = Some(documents.map(|document| (name::folded(&document), document)).collect());
        }
        Ok(self.folded.get_or_insert_default())
    }

    /// Refuses a name that a new text cannot have here.
    fn check(&mut self, name: &str) -> Result<(), Failure> {
        self.corpus.text_path(name)?;
        let fits = |part: &str| part.len() <= LONGEST && !part.starts_with('.') && part != "annotations";
        if !is_document_name(name) || !name.split('/').all(fits) {
            return Err(Problem::Name(name.into()).into());
        }
        if let Some(why) = name::unfit(name) {
            let hint = "Give the document another name in the file.";
            return Err(Failure::new(format!("{} cannot be the name of a text here: {why}", shown(name))).hint(hint));
        }
        let other = self.folded()?.entry(name::folded(name)).or_insert_with(|| name.into());
        if other != name {
            let (name, other) = (shown(name), shown(other));
            return Err(Failure::new(format!("{name} would be the same file as {other} where case does not count"))
                .hint("Give the document another name in the file."));
        }
        if !self.corpus.could_hold(&self.corpus.texts().join(name)) {
            return Err(Failure::new(format!("{name} would be in a sub-folder that is a corpus of its own"))
                .hint("A folder's sub-folders belong to it once it has an annotations/corpus.ron: (format: 1)"));
        }
        Ok(())
    }
}

/// Returns the name with an extension of texts.
fn with_ending(name: &str) -> String {
    let end = Path::new(name).extension().and_then(|end| end.to_str()).unwrap_or_default();
    if ["txt", "md"].iter().any(|text| end.eq_ignore_ascii_case(text)) { name.into() } else { format!("{name}.txt") }
}
