//! Finds the document that a record is about: one of the corpus, or a new one.
//!
//! ```text
//!   “may/a.txt”         it is there                            may/a.txt
//!   out/ana/a.ann       the longest end of that which is       a.txt
//!   “b.txt” + text      the same text is there as c.txt        c.txt
//!   a line + text       the same text, or nearly the same      c.txt
//!   “d” + text          nothing like it                        d.txt, new
//!   x.jsonl:7 + text    a line without a name                  x-7.txt, new
//! ```
//!
//! An imported file is never itself a document, in any folder and under any name.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::file::ImportFile;
use crate::corpus::intake::digest;
use crate::corpus::manifest::is_document_name;
use crate::corpus::name;
use crate::corpus::problem::Problem;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::formats::engine::likeness::TextLikeness;
use crate::formats::engine::mended::Mended;
use crate::formats::wire::imported::ImportedDocument;
use crate::say::shown;
use crate::text::grapheme;

/// The longest name of a new text, in bytes. The name of its layer is longer, and file systems have a limit.
const LONGEST: usize = 120;
/// The ending of a new text that has none.
const ENDING: &str = ".txt";
/// The number of texts that are compared with a text that may be another version of them.
const CANDIDATES: usize = 16;

/// The SHA-256 of a text.
type TextDigest = [u8; 32];

/// The documents of the corpus, and the new ones of an import.
pub(super) struct DocumentResolver<'a> {
    corpus: &'a Corpus,
    /// The files that are imported.
    inputs: HashSet<PathBuf>,
    /// The texts of the corpus, read when first needed.
    there: Option<KnownTexts>,
    /// All documents by their folded names, listed when first needed.
    folded: Option<HashMap<String, String>>,
    /// The new documents, by their names, with the digest of their letters.
    new: HashMap<String, TextDigest>,
    /// The new documents that have no name in the file, by the digest of their letters.
    nameless: HashMap<TextDigest, String>,
    /// The names in the corpus of documents that have other names in the files, by these other names.
    names: HashMap<String, String>,
    /// The documents among them that were recognised by their texts.
    known: BTreeMap<String, Recognised>,
    /// The new documents with names of their own that are nearly others, and these.
    alike: BTreeMap<String, String>,
}

/// A document that was recognised by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Recognised {
    /// The name in the corpus.
    pub name: String,
    /// Whether the text in the file is another version of it.
    pub is_version: bool,
}

/// The texts of the corpus before anything is added.
#[derive(Default)]
struct KnownTexts {
    /// The texts by the digests of their letters, which stay the same when only line ends or normalisation change.
    by_letters: HashMap<TextDigest, String>,
    /// The texts by hashes; versions of one text share some of these.
    by_key: HashMap<u64, Vec<usize>>,
    names: Vec<String>,
}

impl<'a> DocumentResolver<'a> {
    /// Returns a resolver for a corpus and the files that are imported into it.
    pub(super) fn new(corpus: &'a Corpus, inputs: &[ImportFile]) -> DocumentResolver<'a> {
        let (new, nameless, names) = (HashMap::new(), HashMap::new(), HashMap::new());
        let inputs = inputs.iter().filter_map(ImportFile::canonical).collect();
        let (known, alike) = (BTreeMap::new(), BTreeMap::new());
        DocumentResolver { corpus, inputs, there: None, folded: None, new, nameless, names, known, alike }
    }

    /// Returns the name in the corpus of a document of the files.
    pub(super) fn now(&self, name: &str) -> String {
        self.names.get(name).map_or(name, String::as_str).into()
    }

    /// Returns whether there is a text with this name in the corpus, or will be after the import.
    pub(super) fn has(&self, name: &str) -> bool {
        self.new.contains_key(name) || self.existing(name).is_some()
    }

    /// Returns whether a text will be added.
    pub(super) fn has_new(&self) -> bool {
        !self.new.is_empty()
    }

    /// Returns the documents that were recognised by their texts: the names in the files, and the names in the corpus.
    pub(super) fn known(&self) -> &BTreeMap<String, Recognised> {
        &self.known
    }

    /// Returns the new documents with names of their own that are nearly other documents, and these.
    pub(super) fn alike(&self) -> &BTreeMap<String, String> {
        &self.alike
    }

    /// Returns the name of the document that a record is about, and whether it is new.
    ///
    /// # Errors
    /// If there is no such document and the file has no text; if no document can have the name; if two new texts have
    /// the same name.
    pub(super) fn find(&mut self, foreign: &ImportedDocument, input: &ImportFile) -> Result<(String, bool), Failure> {
        let name = self.name(foreign, input)?;
        if let Some(first) = foreign.names.first().filter(|first| **first != name) {
            self.names.insert(first.clone(), name.clone());
        }
        let new = self.existing(&name).is_none();
        Ok((name, new))
    }

    fn name(&mut self, foreign: &ImportedDocument, input: &ImportFile) -> Result<String, Failure> {
        let text = foreign.text.as_deref();
        let meant = |found: &String| text.is_none_or(|text| self.is_version(found, text));
        for name in &foreign.names {
            if let Some(found) = self.before(name).filter(|found| !foreign.is_named_by_file || meant(found)) {
                return Ok(found);
            }
            // The path of a file with one text may begin with folders that the corpus does not have.
            let ends = name.match_indices('/').map(|(at, _)| &name[at + 1..]).filter(|_| foreign.is_named_by_file);
            if let Some(found) = ends.filter_map(|end| self.before(end)).find(meant) {
                return Ok(found);
            }
        }
        let given = foreign.names.first().filter(|_| !foreign.is_named_by_file).map(|name| with_ending(&fit(name)));
        if let Some(found) = given.as_deref().and_then(|given| self.before(given)) {
            return Ok(found);
        }
        let Some(text) = text else {
            let Some(first) = foreign.names.first() else {
                return Err(Failure::new("the record names no document and holds no text"));
            };
            return Err(Failure::new(format!("there is no document {first} here, and its text is not in the file"))
                .hint(format!("Put the text into {}", self.corpus.texts().display())));
        };
        let likeness = TextLikeness::of(text);
        // Two texts with different names may differ only in a letter; a text without a name is another version of the
        // one here.
        let recognised = self.recognise(text, &likeness)?;
        if let (Some(given), Some(found)) = (&given, recognised.as_ref().filter(|found| found.is_version)) {
            self.alike.insert(given.clone(), found.name.clone());
        }
        if let Some(found) = recognised.filter(|found| given.is_none() || !found.is_version) {
            let line = format!("{}:{}", input.shown(), foreign.line);
            match given {
                Some(_) => drop(self.known.insert(foreign.names[0].clone(), found.clone())),
                None if found.is_version => drop(self.known.insert(line, found.clone())),
                None => {}
            }
            return Ok(found.name);
        }
        let print = likeness.letters();
        if let Some(given) = given {
            self.check(&given)?;
            return match self.new.entry(given.clone()).or_insert(print) {
                other if *other != print => Err(Failure::new(format!("there are two texts for {given} in the files"))
                    .hint("Give them different names.")),
                _ => Ok(given),
            };
        }
        if let Some(found) = self.nameless.get(&print) {
            return Ok(found.clone());
        }
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string();
        let title = foreign.title.as_ref().map(|title| with_ending(&stem(title)));
        let name = match title.filter(|title| self.check(title).is_ok()) {
            _ if foreign.is_named_by_file => with_ending(&input.without_ending(foreign.annotator.as_deref())),
            Some(title) => title,
            None => {
                let new = input.without_owner(&input.new, foreign.annotator.as_deref());
                format!("{}-{}.txt", stem(new), foreign.line)
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

    /// Returns the exact name of a document, if it exists and is not one of the imported files.
    fn existing(&self, name: &str) -> Option<String> {
        let path = self.corpus.text_path(name).ok().filter(|_| self.corpus.has_text(name))?;
        let is_input = path.canonicalize().is_ok_and(|path| self.inputs.contains(&path));
        if is_input { None } else { self.corpus.name_of(&path) }
    }

    /// Returns the same, if the document existed before this import, so that both passes decide alike.
    fn before(&self, name: &str) -> Option<String> {
        self.existing(name).filter(|found| !self.new.contains_key(found))
    }

    /// Returns whether a document has this text or another version of it. Also returns true if the document cannot be
    /// read: the code that reads it reports why.
    fn is_version(&self, name: &str, text: &str) -> bool {
        let there = self.corpus.text_path(name).and_then(|path| text_file::read_text(&path, text_file::LIMIT));
        let is_far = |there: &str| TextLikeness::of(there).is_far(&TextLikeness::of(text));
        there.map_or(true, |there| there == text || !is_far(&there) || Mended::between(&there, text).is_some())
    }

    /// Returns the document of the corpus that has that text, or the only one that has another version of it.
    ///
    /// # Errors
    /// If a text cannot be read: it may be the one.
    fn recognise(&mut self, text: &str, likeness: &TextLikeness) -> Result<Option<Recognised>, Problem> {
        let there = self.there()?;
        if let Some(name) = there.by_letters.get(&likeness.letters()) {
            return Ok(Some(Recognised { name: name.clone(), is_version: false }));
        }
        let mut near: BTreeMap<usize, usize> = BTreeMap::new();
        for number in likeness.keys().filter_map(|key| there.by_key.get(&key)).flatten() {
            *near.entry(*number).or_default() += 1;
        }
        // Those with the most in common first.
        let mut near: Vec<(usize, usize)> = near.into_iter().collect();
        near.sort_by_key(|(number, shared)| (std::cmp::Reverse(*shared), *number));
        let names: Vec<String> =
            near.into_iter().take(CANDIDATES).map(|(number, _)| there.names[number].clone()).collect();
        let mut version = None;
        for name in names {
            let there = text_file::read_text(&self.corpus.text_path(&name)?, text_file::LIMIT)?;
            if likeness.are_versions(text, &TextLikeness::of(&there), &there) {
                let first = version.replace(Recognised { name, is_version: true });
                if first.is_some() {
                    return Ok(None);
                }
            }
        }
        Ok(version)
    }

    /// Returns the texts of the corpus before anything is added.
    ///
    /// # Errors
    /// If one cannot be read: it may be the text that is to be imported.
    fn there(&mut self) -> Result<&KnownTexts, Problem> {
        if self.there.is_none() {
            let mut known = KnownTexts::default();
            for name in self.corpus.documents()? {
                let Some(name) = self.existing(&name) else { continue };
                let text = match text_file::read_text(&self.corpus.text_path(&name)?, text_file::LIMIT) {
                    Ok(text) => text,
                    Err(Problem::NotUtf8 { .. } | Problem::TooLarge(..) | Problem::NotText(_)) => continue,
                    Err(problem) => return Err(problem),
                };
                let likeness = TextLikeness::of(&text);
                for key in likeness.keys() {
                    known.by_key.entry(key).or_default().push(known.names.len());
                }
                known.by_letters.entry(likeness.letters()).or_insert_with(|| name.clone());
                known.names.push(name);
            }
            self.there = Some(known);
        }
        Ok(self.there.get_or_insert_default())
    }

    /// Returns the documents by their folded names, which some file systems do not distinguish.
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
            return Err(Failure::new(format!(
                "{} would be in a folder below, which does not belong to this one",
                shown(name)
            ))
            .hint("A folder's sub-folders belong to it once it has an annotations/corpus.ron: diptych init"));
        }
        Ok(())
    }
}

/// Returns a name that a file can have, for a record that is known by an address: `e.org-news-1` of `https://e.org/news?1`. A long one is
/// cut, and ends with digits by which it stays another than those that begin alike. Other names stay as they are.
fn fit(given: &str) -> String {
    const SIGNS: [char; 12] = ['/', '<', '>', ':', '"', '|', '?', '*', '\\', '#', '&', '='];
    let Some((_, rest)) = given.split_once("://") else { return given.into() };
    let fitted: String = rest.chars().map(|c| if SIGNS.contains(&c) { '-' } else { c }).collect();
    let fitted = fitted.trim_matches(['-', '.', ' ']);
    let most = LONGEST - ENDING.len();
    if fitted.len() <= most {
        return fitted.into();
    }
    let digits = &digest(given.as_bytes())[..8];
    let cut = fitted[..grapheme::floor_char(fitted, most - 1 - digits.len())].trim_end_matches(['-', '.', ' ']);
    format!("{cut}-{digits}")
}

/// Returns the name with an extension for texts.
fn with_ending(name: &str) -> String {
    let end = Path::new(name).extension().and_then(|end| end.to_str()).unwrap_or_default();
    if ["txt", "md"].iter().any(|text| end.eq_ignore_ascii_case(text)) {
        name.into()
    } else {
        format!("{name}{ENDING}")
    }
}
