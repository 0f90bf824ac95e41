//! What a command is about: which documents, and whose layers on them.
//!
//! ```text
//!   diptych stats a.txt may/b.txt --annotator ana
//!                 ╰─────┬───────╯ ╰─────┬───────╯
//!                   documents         annotators       none named: all documents of the corpus in this folder,
//!                       ╰──── Chosen ───╯              and the only annotator that there is on them
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::hint;
use crate::corpus::annotator::Annotator;
use crate::corpus::problem::{Problem, shown};
use crate::corpus::record::Reading;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::text::Document;

/// Whose layers, to be flattened into a command's arguments.
#[derive(Clone, Debug, Default, clap::Args)]
#[group(skip)]
pub struct Who {
    /// Whose tags: several names, one after the other or with commas. Left out: the only annotator that there is
    #[arg(long, value_name = "NAME", value_delimiter = ',', conflicts_with = "all")]
    pub annotator: Vec<String>,
    /// The tags of all annotators
    #[arg(long)]
    pub all: bool,
}

/// Documents of one corpus, and annotators who have layers on them.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The corpus that all documents are of.
    pub corpus: Corpus,
    /// Their names in it, each once; in the order in which they were given, else by name.
    pub documents: Vec<String>,
    /// Who is meant: each has a layer on some of the documents. In the order in which they were named, else by name.
    pub annotators: Vec<String>,
    /// Who has a layer on which document of the corpus.
    layers: BTreeMap<String, Vec<String>>,
}

impl Chosen {
    /// The documents that are given, by paths or by their names in the corpus of this folder, else all of that corpus, with
    /// all who have layers on them.
    ///
    /// # Errors
    /// When a document is not there, or is of another corpus than the one before it.
    pub fn documents(given: &[String]) -> Result<Chosen, Failure> {
        let mut found: Option<(Corpus, Vec<String>)> = None;
        for given in given {
            let (corpus, name) = document(given).map_err(hint::missing)?;
            match &mut found {
                None => found = Some((corpus, vec![name])),
                Some((first, _)) if first.root() != corpus.root() => {
                    return Err(Failure::new(format!("{given} is of another corpus than the documents before it"))
                        .hint("Take one corpus at a time."));
                }
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
            }
        }
        let (corpus, documents) = match found {
            Some((corpus, documents)) => (corpus, Some(documents)),
            None => (Corpus::here(Path::new("."))?, None),
        };
        let layers = corpus.layers();
        let documents = documents.unwrap_or_else(|| all(&corpus, &layers));
        let annotators = on(&documents, &layers);
        Ok(Chosen { corpus, documents, annotators, layers })
    }

    /// The same, with the annotators who are asked for.
    ///
    /// # Errors
    /// Those of [`Chosen::documents`]; when one who is named has no layer there, when nobody has, and when nobody is
    /// named and there are several.
    pub fn new(given: &[String], who: &Who) -> Result<Chosen, Failure> {
        let chosen = Chosen::documents(given)?;
        if !who.annotator.is_empty() {
            return chosen.by(&who.annotator);
        }
        match chosen.annotators.as_slice() {
            [] => {
                let first = chosen.documents.first();
                let some = first.map_or("DOCUMENT".into(), |name| hint::path(&chosen.corpus, name));
                Err(Failure::new("there are no layers here").hint(format!("Tag with: diptych {some}")))
            }
            [_] => Ok(chosen),
            _ if who.all => Ok(chosen),
            several => Err(Failure::new(format!("there are layers by {}, and nobody is named", listed(several)))
                .hint("Name one with --annotator NAME, or take them together with --all.")),
        }
    }

    /// The same documents, with these annotators.
    ///
    /// # Errors
    /// When a name is impossible, named twice, or that of nobody who has a layer on the documents.
    pub fn by(self, named: &[String]) -> Result<Chosen, Failure> {
        for (number, name) in named.iter().enumerate() {
            Annotator::new(name)?;
            if named[..number].contains(name) {
                return Err(Failure::new(format!("{name} is named twice")).hint("Name each annotator once."));
            }
            if !self.annotators.contains(name) {
                return Err(Failure::new(format!("there is no layer by {name} here")).hint(self.who_there_is()));
            }
        }
        Ok(Chosen { annotators: named.to_vec(), ..self })
    }

    /// Whether there is a file of that layer.
    pub fn has_layer(&self, document: &str, annotator: &str) -> bool {
        self.layers.get(document).is_some_and(|names| names.iter().any(|name| name == annotator))
    }

    /// Who of all, chosen or not, has a layer on which document of the corpus, chosen or not, or on none that there is.
    pub fn all_layers(&self) -> &BTreeMap<String, Vec<String>> {
        &self.layers
    }

    /// Reads the text of a document.
    ///
    /// # Errors
    /// When it does not read.
    pub fn text(&self, document: &str) -> Result<Document, Problem> {
        text_file::read(&self.corpus.text_path(document)?)
    }

    /// Reads a layer; an empty one, if there is none.
    ///
    /// # Errors
    /// When it does not read.
    pub fn layer(&self, name: &str, document: &Document, annotator: &str) -> Result<Reading, Problem> {
        Ok(self.corpus.layer(name, document, annotator)?.unwrap_or_default())
    }

    /// Says on standard error what was not understood in a layer.
    pub fn tell(&self, document: &str, annotator: &str, reading: &Reading) {
        for doubt in &reading.doubts {
            eprintln!("diptych: {}: {}", shown(self.corpus.layer_path(document, annotator).display()), shown(doubt));
        }
    }

    /// A document to show the way with.
    pub fn some(&self) -> &str {
        self.documents.first().map_or("DOCUMENT", String::as_str)
    }

    /// Who has layers on the documents: a hint.
    pub fn who_there_is(&self) -> String {
        match on(&self.documents, &self.layers).as_slice() {
            [] => "Nobody has layers on these documents.".into(),
            who => format!("Layers there are by {}.", listed(who)),
        }
    }
}

/// Whether a word of the command line means a document rather than an annotator: an annotator's name has no dot and no
/// slash, so only a text that is called like one must be looked for.
pub fn means_document(word: &str) -> bool {
    word.contains(['.', '/']) || of_corpus_here(word).is_some()
}

/// `ana`, `ana and ben`, `ana, ben and cho`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A document that is given by its path or, where nothing is at that path, by its name in the corpus of this folder.
fn document(given: &str) -> Result<(Corpus, String), Problem> {
    let path = Path::new(given);
    if let Some(corpus) = (!path.exists()).then(|| of_corpus_here(given)).flatten() {
        return Ok((corpus, given.into()));
    }
    let corpus = Corpus::of(path)?;
    let name = corpus.name_of(path).ok_or_else(|| Problem::Name(path.into()))?;
    Ok((corpus, name))
}

fn of_corpus_here(name: &str) -> Option<Corpus> {
    Corpus::here(Path::new(".")).ok().filter(|corpus| corpus.text_path(name).is_ok_and(|path| path.is_file()))
}

/// Who has layers on the documents, by name.
fn on(documents: &[String], layers: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let who: BTreeSet<&String> = documents.iter().filter_map(|document| layers.get(document)).flatten().collect();
    who.into_iter().cloned().collect()
}

/// The texts of a corpus, and those of other names that have layers.
fn all(corpus: &Corpus, layers: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut names: BTreeSet<String> = corpus.documents().into_iter().collect();
    let tagged = layers.keys().filter(|name| !names.contains(*name));
    let there = tagged.filter(|name| corpus.text_path(name).is_ok_and(|path| path.is_file()));
    let there: Vec<String> = there.cloned().collect();
    names.extend(there);
    names.into_iter().collect()
}
