//! Finds the scope of a command from its arguments: the documents, and the annotators whose layers count.
//!
//! ```text
//!   diptych stats a.txt may/b.txt --annotator ana
//!                 ╰─────┬───────╯ ╰─────┬───────╯
//!                   documents         annotators       none named: all documents of the corpus in this folder,
//!                       ╰──── Scope ────╯              and the only annotator that there is on them
//! ```

use std::path::{Path, PathBuf};

use super::hint;
use crate::cli::note;
use crate::convert::kind::Kind;
use crate::corpus::annotator::Annotator;
use crate::corpus::problem::Problem;
use crate::corpus::record::LayerReading;
use crate::corpus::scope::Scope;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::say::{and, and_more, shown};

/// The greatest number of documents that a message names.
const MOST_NAMED: usize = 10;

/// The annotators, to be flattened into a command's arguments.
#[derive(Clone, Debug, Default, clap::Args)]
#[group(skip)]
pub(crate) struct AnnotatorArgs {
    /// Whose tags: names, separated by spaces or commas. Default: the only annotator that there is
    #[arg(long, value_name = "NAME", value_delimiter = ',', conflicts_with = "all")]
    pub annotator: Vec<String>,
    /// The tags of all annotators
    #[arg(long)]
    pub all: bool,
}

/// Returns the scope of the documents that are given, by paths or by their names in the corpus of this folder; if none
/// is given, of that whole corpus. The annotators are all who have layers on them.
///
/// # Errors
/// If a document is not there, is no text, or is in another corpus than the one before it.
pub(crate) fn documents(given: &[String]) -> Result<Scope, Failure> {
    let mut found: Option<(Corpus, Vec<String>)> = None;
    for given in given {
        let (corpus, name) = document(given).map_err(hint::missing)?;
        match &mut found {
            None => found = Some((corpus, vec![name])),
            Some((first, _)) if first.root() != corpus.root() => {
                return Err(Failure::new(format!("{given} is in another corpus than the documents before it"))
                    .hint("Name documents of one corpus only."));
            }
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
        }
    }
    match found {
        Some((corpus, documents)) => Ok(Scope::of_documents(corpus, documents)?),
        None => {
            let scope = Scope::whole(Corpus::here(Path::new("."))?)?;
            match scope.documents.is_empty() && has_texts_below(&scope.corpus) {
                true => Err(Failure::new("the texts here lie in folders below, and each folder has its own layers")
                    .hint("Go into one of the folders, or make one corpus of all: diptych init")),
                false => Ok(scope),
            }
        }
    }
}

/// Returns whether texts lie in the folders below a folder that is no declared corpus.
fn has_texts_below(corpus: &Corpus) -> bool {
    let all = || Corpus::gathered(corpus.root(), corpus)?.documents();
    !corpus.manifest_path().is_file() && all().is_ok_and(|texts| !texts.is_empty())
}

/// Returns the scope of these documents, with the annotators that are asked for.
///
/// # Errors
/// Those of [`documents`]; if an annotator who is named has no layer there, if nobody has one, or if nobody is named
/// and there are several.
pub(crate) fn layers(given: &[String], who: &AnnotatorArgs) -> Result<Scope, Failure> {
    chosen(documents(given)?, given, who)
}

/// Returns a scope that was [given](documents), with the annotators that are asked for.
///
/// # Errors
/// Those of [`layers`].
pub(crate) fn chosen(scope: Scope, given: &[String], who: &AnnotatorArgs) -> Result<Scope, Failure> {
    if !who.annotator.is_empty() {
        return by(scope, &who.annotator);
    }
    match scope.annotators.as_slice() {
        [] => {
            let first = scope.documents.first();
            // A file that cannot be read cannot be tagged either.
            first.filter(|_| !given.is_empty()).map(|name| scope.text(name)).transpose()?;
            let document = first.map_or("DOCUMENT".into(), |name| hint::path(&scope.corpus, name));
            Err(Failure::new("there are no layers here").hint(format!("Make one with: diptych {document}")))
        }
        [_] => Ok(scope),
        _ if who.all => Ok(scope),
        several => Err(Failure::new(format!("there are layers by {}; name one of them", and(several)))
            .hint("Use --annotator NAME for one of them, or --all for all.")),
    }
}

/// Returns the same documents, with these annotators.
///
/// # Errors
/// If a name cannot be an annotator's, is named twice, or is of nobody who has a layer on the documents.
pub(crate) fn by(scope: Scope, named: &[String]) -> Result<Scope, Failure> {
    for (number, name) in named.iter().enumerate() {
        Annotator::new(name)?;
        if named[..number].contains(name) {
            return Err(Failure::new(format!("{name} is named twice")).hint("Name each annotator once."));
        }
        if !scope.annotators.contains(name) {
            return Err(no_layer(&scope, name));
        }
    }
    Ok(scope.with_annotators(named.to_vec()))
}

/// Returns the failure that an annotator has no layer on the documents.
pub(crate) fn no_layer(scope: &Scope, annotator: &str) -> Failure {
    Failure::new(format!("there is no layer by {annotator} here")).hint(who_there_is(scope))
}

/// Reports on standard error what was not understood in a layer.
pub(crate) fn tell_doubts(scope: &Scope, document: &str, annotator: &str, reading: &LayerReading) {
    for doubt in &reading.doubts {
        note!("diptych: {}: {}", shown(scope.corpus.layer_path(document, annotator).display()), shown(doubt));
    }
}

/// Returns the name of a document in scope, for an example in a hint.
pub(crate) fn example(scope: &Scope) -> &str {
    scope.documents.first().map_or("DOCUMENT", String::as_str)
}

/// Returns a hint that names all annotators who have layers on the documents.
pub(crate) fn who_there_is(scope: &Scope) -> String {
    match scope.everyone().as_slice() {
        [] => "There are no layers on these documents.".into(),
        who => format!("There are layers by {}.", and(who)),
    }
}

/// A document that a command leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SkippedDocument {
    /// Its name.
    pub document: String,
    /// The reason.
    pub reason: SkipReason,
    /// The annotators for whom that is so.
    pub without: Vec<String>,
}

/// The reason why a command leaves a document out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SkipReason {
    /// An annotator has no layer on it.
    NoLayer,
    /// An annotator has only answered proposals, and has not said that the text was read.
    NotRead,
    /// An annotator has skipped it.
    Skipped,
}

impl SkipReason {
    /// Returns the words for it, to be followed by the names of annotators.
    pub(crate) fn words(self) -> &'static str {
        match self {
            SkipReason::NoLayer => "no layer by",
            SkipReason::NotRead => "not read by",
            SkipReason::Skipped => "skipped by",
        }
    }

    /// Returns the name for it in the output for programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            SkipReason::NoLayer => "no-layer",
            SkipReason::NotRead => "not-read",
            SkipReason::Skipped => "skipped",
        }
    }
}

/// Reports on standard error which documents are left out, so that the user does not take them for counted.
pub(crate) fn tell_skipped(skipped: &[SkippedDocument]) {
    for SkippedDocument { document, reason, without } in skipped.iter().take(MOST_NAMED) {
        let who = and_more(without, MOST_NAMED);
        note!("diptych: {} is left out: {} {who}", shown(document), reason.words());
    }
    if skipped.len() > MOST_NAMED {
        note!("diptych: {} more documents are left out", skipped.len() - MOST_NAMED);
    }
}

/// Says which folders are an export, so that nobody takes their texts for checked or counted.
pub(crate) fn tell_exports(scope: &Scope) {
    const MOST: usize = 3;
    let short = |path: &PathBuf| shown(path.strip_prefix(scope.corpus.root()).unwrap_or(path).display());
    let names: Vec<String> = scope.exports.iter().map(short).collect();
    match names.as_slice() {
        [] => {}
        [one] => note!("diptych: {one} is an export: its texts without a layer are left out"),
        _ => note!("diptych: {} are exports: their texts without a layer are left out", and_more(&names, MOST)),
    }
}

/// Returns whether a word of the command line means a document and not an annotator. An annotator's name has no dot and
/// no slash, so only a text whose name has neither must be looked for.
pub(crate) fn means_document(word: &str) -> bool {
    word.contains(['.', '/']) || of_corpus_here(word).is_some()
}

/// Finds a document by its path or, if nothing is at that path, by its name in the corpus of this folder.
fn document(given: &str) -> Result<(Corpus, String), Problem> {
    let path = Path::new(given);
    if let Some(corpus) = (!path.exists()).then(|| of_corpus_here(given)).flatten() {
        let name = corpus.name_of(&corpus.text_path(given)?).unwrap_or(given.into());
        return Ok((corpus, name));
    }
    let corpus = Corpus::of(path)?;
    let name = corpus.name_of(path).ok_or_else(|| Problem::Name(path.into()))?;
    match untagged_other(path) {
        Some(kind) => Err(Problem::Foreign { path: path.into(), kind }),
        None => Ok((corpus, name)),
    }
}

/// Returns the kind of a file that is no text. A page whose markup someone has tagged counts as a text, because the tags
/// count in the markup. Other problems with a file are reported when it is read.
pub(super) fn untagged_other(path: &Path) -> Option<Kind> {
    let kind = text_file::kind(path).ok()?;
    let is_other = !matches!(kind, Kind::Text | Kind::OtherText | Kind::Known(_) | Kind::Binary);
    (is_other && !is_tagged(path)).then_some(kind)
}

/// Returns whether anyone has a layer on a file.
fn is_tagged(path: &Path) -> bool {
    let layers = Corpus::of(path).ok().and_then(|corpus| Some(corpus.annotators(&corpus.name_of(path)?)));
    layers.is_some_and(|layers| layers.is_ok_and(|names| !names.is_empty()))
}

fn of_corpus_here(name: &str) -> Option<Corpus> {
    Corpus::here(Path::new(".")).ok().filter(|corpus| corpus.has_text(name))
}
