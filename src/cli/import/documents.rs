//! Which document a file speaks of: one of the corpus, or one that is to be added.
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
use crate::corpus::problem::Problem;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::formats::wire::imported::ImportedDocument;

/// The longest name of a file that is made, in bytes: a layer's is longer, and there is an end to that.
const LONGEST: usize = 120;

/// What tells a text.
type TextDigest = [u8; 32];

/// The documents, there and to come.
pub struct DocumentResolver<'a> {
    corpus: &'a Corpus,
    /// The texts of the corpus, once they are asked for.
    there: Option<HashMap<TextDigest, String>>,
    /// The documents that are new.
    new: HashMap<String, TextDigest>,
    /// Those of them that have no name in the file, by their texts.
    nameless: HashMap<TextDigest, String>,
    /// What the files call documents that are called otherwise here.
    names: HashMap<String, String>,
    /// Those of them that were known by their texts.
    known: BTreeMap<String, String>,
}

impl<'a> DocumentResolver<'a> {
    /// That of a corpus.
    pub fn new(corpus: &'a Corpus) -> DocumentResolver<'a> {
        let (new, nameless, names) = (HashMap::new(), HashMap::new(), HashMap::new());
        DocumentResolver { corpus, there: None, new, nameless, names, known: BTreeMap::new() }
    }

    /// What a document is called here.
    pub fn now(&self, name: &str) -> String {
        self.names.get(name).map_or(name, String::as_str).into()
    }

    /// What the files call documents whose texts are here under other names, and those names.
    pub fn known(&self) -> &BTreeMap<String, String> {
        &self.known
    }

    /// The name of the document that a file speaks of, and whether it is still to be added.
    ///
    /// # Errors
    /// When it is not there and there is no text of it; when it could not be added under its name; when two new texts have
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
        if let Some(found) = self.there().get(&print).cloned() {
            if !own {
                self.known.insert(first.into(), found.clone());
            }
            return Ok(found);
        }
        if !own {
            self.check(&given)?;
            return match self.new.insert(given.clone(), print) {
                Some(other) if other != print => {
                    Err(Failure::new(format!("there is another text for {given} before")).hint("Give them two names."))
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

    /// The document of that name, by the name that it has.
    fn existing(&self, name: &str) -> Option<String> {
        let path = self.corpus.text_path(name).ok().filter(|path| path.is_file())?;
        self.corpus.name_of(&path)
    }

    /// The same, if it was there before this import: what one pass has added is no reason for the next to think otherwise.
    fn before(&self, name: &str) -> Option<String> {
        self.existing(name).filter(|found| !self.new.contains_key(found))
    }

    /// Whether a document has that text.
    fn is_text(&self, name: &str, text: &str) -> bool {
        let path = self.corpus.text_path(name).ok();
        path.and_then(|path| text_file::read_text(&path, text_file::LIMIT).ok()).is_some_and(|there| there == text)
    }

    /// The texts that are in the corpus now, before anything is added.
    fn there(&mut self) -> &HashMap<TextDigest, String> {
        self.there.get_or_insert_with(|| {
            let print = |name: String| {
                let text = text_file::read_text(&self.corpus.text_path(&name).ok()?, text_file::LIMIT).ok()?;
                Some((Sha256::digest(text).into(), name))
            };
            self.corpus.documents().into_iter().filter_map(print).collect()
        })
    }

    /// Refuses a name that a new text cannot have here.
    fn check(&self, name: &str) -> Result<(), Failure> {
        self.corpus.text_path(name)?;
        let fits = |part: &str| {
            part.len() <= LONGEST
                && !part.starts_with('.')
                && part != "annotations"
                && !part.chars().any(char::is_control)
        };
        if !is_document_name(name) || !name.split('/').all(fits) {
            return Err(Problem::Name(name.into()).into());
        }
        if !self.corpus.could_hold(&self.corpus.texts().join(name)) {
            return Err(Failure::new(format!("{name} would lie in a sub-folder, which is a corpus of its own"))
                .hint("A folder's sub-folders belong to it once it has an annotations/corpus.ron: (format: 1)"));
        }
        Ok(())
    }
}

/// The name with an ending that texts have.
fn with_ending(name: &str) -> String {
    let end = Path::new(name).extension().and_then(|end| end.to_str()).unwrap_or_default();
    if ["txt", "md"].iter().any(|text| end.eq_ignore_ascii_case(text)) { name.into() } else { format!("{name}.txt") }
}
