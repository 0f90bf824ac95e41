//! `diptych import FORMAT FILE …`: adds tags from another tool, a colleague or a model to a layer.
//!
//! ```text
//!   files ─ pass 1 ─▶ read ─▶ which document? ─▶ fit against its text ─▶ would its layer read?    nothing is written
//!                                                  ╰ faults: FILE:LINE each, and that is all; with --skip-bad, the rest
//!         ─ pass 2 ─▶ the same once more ─▶ new texts, then layers, saved as the program saves them
//!             ╰ a thread   ╰ this one                 ╰ a thread
//! ```
//!
//! Everything is checked before anything is written. So the files are read twice, and only a few records, with their
//! documents and layers, and the names of the new documents are in memory. Texts are added, never overwritten.

mod added;
mod bare;
mod documents;
mod file;
mod layers;
mod notes;
mod origins;
mod writer;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::SystemTime;

use clap::builder::PossibleValuesParser;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use super::Answer;
use super::progress::ProgressLine;
use crate::cli::note;
use crate::corpus::Corpus;
use crate::corpus::annotator::Annotator;
use crate::corpus::file_state::RememberedNames;
use crate::failure::Failure;
use crate::formats::engine::align::{Destination, align};
use crate::formats::engine::import::{ImportError, ImportOption, ImportOptions, Imported};
use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedStatus, ImportedTag};
use crate::formats::{self, FORMATS, Format};
use crate::say::and;
use crate::say::shown;
use crate::tags::Id;
use added::Added;
use bare::BareFiles;
use documents::DocumentResolver;
use file::ImportFile;
use layers::{LayerSink, Pass};
use notes::ImportNotes;
use origins::OriginNotes;

/// Import what another tool, a colleague or a model has tagged
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych import brat annotated/ --annotator ana\n  diptych import label-studio export.json --all --skip-bad\n\n\
    Everything is checked before anything is written. Texts that are new are added to the corpus in this folder,\n\
    and none is written over. What is there already is not added again."
)]
pub(crate) struct Args {
    /// The format
    #[arg(value_parser = PossibleValuesParser::new(
        FORMATS.iter().filter(|format| format.reading.is_some()).map(|format| format.name)
    ))]
    format: String,
    /// Files, or folders of them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The annotator whose layer the tags are added to. Default: whom the files name, else you
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// Import only the tags that are by NAME in the files
    #[arg(long, value_name = "NAME", requires = "annotator")]
    from: Option<String>,
    /// Import each annotator of the files under their own name; --annotator is then for records that name none
    #[arg(long, conflicts_with = "from")]
    all: bool,
    /// The unit of the offsets, if the files do not say it or are wrong
    #[arg(long, value_name = "UNIT", value_parser = PossibleValuesParser::new(OffsetUnit::ALL.map(OffsetUnit::name)))]
    offsets: Option<String>,
    /// Import the rest when some records cannot be read or do not fit their text
    #[arg(long)]
    skip_bad: bool,
    /// Import nothing, and exit with 1, if the files hold something that would be left out
    #[arg(long)]
    strict: bool,
    /// webanno: the layer to import. Default: the one whose labels the corpus knows
    #[arg(long, value_name = "LAYER")]
    layer: Option<String>,
    /// conll: the column with the tags, by its name or its number from 1. Default: the last that has tags; webanno: the feature
    /// that is the label. Default: the one whose values the corpus knows, else `label` or `value`
    #[arg(long, value_name = "COLUMN")]
    column: Option<String>,
}

/// Imports the files.
///
/// # Errors
/// If a file cannot be read or does not fit its text, a name is not allowed, or something cannot be written.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let format =
        formats::find(&args.format).ok_or_else(|| Failure::new(format!("there is no format {}", args.format)))?;
    let by = AnnotatorChoice::of(&args)?;
    let corpus = Corpus::here(Path::new("."))?;
    let inputs = file::inputs(&args.files, format)?;
    let options = options(format, &args)?;
    let measure = args.offsets.as_deref().and_then(OffsetUnit::find);
    let at = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let mut work = ImportRun {
        format,
        corpus: &corpus,
        resolver: DocumentResolver::new(&corpus, &inputs),
        options,
        by,
        measure,
        origins: OriginNotes::new(&corpus, &at)?,
        at,
        notes: ImportNotes::default(),
        stop: Arc::default(),
    };
    // The file that is being written is finished first. A second signal ends the program at once.
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let _ = flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&work.stop));
        let _ = flag::register(signal, Arc::clone(&work.stop));
    }
    let _names = RememberedNames::begin();
    let mut sink = LayerSink::new(&corpus, Pass::Check);
    work.pass(&inputs, &mut sink, "checking")?;
    if !args.skip_bad {
        work.notes.refuse()?;
    }
    work.by.check()?;
    work.by.tell();
    work.notes.tell(&corpus, &work.resolver);
    if args.strict && work.notes.are_grave() {
        eprintln!("diptych: nothing is imported, because something would be left out");
        return Ok(Answer::No);
    }
    let (added, _) = sink.end();
    let added = Added { origins: work.origins.count(), ..added };
    if added.is_nothing() {
        note!("diptych: {added}");
        return Ok(Answer::Done);
    }
    if let Some(changed) = inputs.iter().find(|input| input.has_changed()) {
        return Err(Failure::new(format!("{} was changed while it was read", changed.shown())).hint("Import it again."));
    }
    let mut sink = LayerSink::new(&corpus, Pass::Write);
    let pairs = corpus.pairs()?;
    let checked = std::mem::take(&mut work.notes);
    let passed = work.pass(&inputs, &mut sink, "importing");
    let (added, written) = sink.end();
    // A failed write causes the errors that follow it.
    let done =
        written.and(passed).and_then(|()| work.notes.compare(&checked)).and_then(|()| work.origins.save(&corpus));
    let added = Added { origins: if done.is_ok() { work.origins.count() } else { 0 }, ..added };
    match done {
        Ok(()) => {
            note!("diptych: {added}");
            if let ([(left, Some(right))], false) = (pairs.as_slice(), corpus.pairs()? == pairs) {
                let (left, right) = (shown(left), shown(right));
                note!("diptych: with more than two texts here, {left} and {right} are no longer read as a pair");
                note!("hint: Declare the pair in annotations/corpus.ron: (format: 1, pairs: [({left:?}, {right:?})])");
            }
            Ok(Answer::Done)
        }
        Err(failure) if added.is_unwritten() => Err(failure),
        Err(failure) => Err(failure.hint(format!("{added}. Fix the cause and import again: nothing is added twice."))),
    }
}

/// A running import.
struct ImportRun<'a> {
    format: &'static Format,
    corpus: &'a Corpus,
    resolver: DocumentResolver<'a>,
    by: AnnotatorChoice,
    options: ImportOptions,
    measure: Option<OffsetUnit>,
    at: String,
    origins: OriginNotes,
    notes: ImportNotes,
    /// Whether a signal has asked the program to stop.
    stop: Arc<AtomicBool>,
}

impl ImportRun<'_> {
    /// Reads all files, and passes their records to the sink.
    fn pass(&mut self, inputs: &[ImportFile], sink: &mut LayerSink, doing: &'static str) -> Result<(), Failure> {
        const KIB: usize = 1024;
        let whole: usize = inputs.iter().map(ImportFile::len).sum();
        let progress = ProgressLine::new(doing, whole / KIB, "KiB");
        let (format, scheme, options) = (self.format, self.corpus.scheme(), self.options.clone());
        let done = thread::scope(|scope| {
            // Reads one record while the tags of another are placed.
            let (sender, receiver) = sync_channel(1);
            scope.spawn(move || {
                let mut before = 0;
                for input in inputs {
                    let found = |item, read| match sender.send(Ok((input, item, before + read))) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    };
                    match input.read(format, scheme, &options, found) {
                        Ok(ControlFlow::Continue(())) => before += input.len(),
                        Ok(ControlFlow::Break(())) => return,
                        Err(failure) => return drop(sender.send(Err(failure))),
                    }
                }
            });
            let mut bare = BareFiles::default();
            for found in receiver {
                let (input, item, read) = found?;
                bare.see(input, &item);
                if self.stop.load(Ordering::Relaxed) {
                    return Err(Failure::new("interrupted").hint("Nothing was written yet."));
                }
                progress.reach(read / KIB);
                match item {
                    Imported::Document(foreign) => self.take(input, *foreign, sink)?,
                    Imported::LeftOut(losses) => self.notes.losses.join(losses),
                    Imported::Fault(fault) => self.notes.fault(input.failure(fault)),
                }
            }
            bare.faults(format.name).for_each(|failure| self.notes.fault(failure));
            Ok(())
        });
        progress.end();
        done
    }

    /// Places the tags of a record in its document, and adds them to the sink. Notes the problems.
    ///
    /// # Errors
    /// If a layer cannot be read, or a text.
    fn take(&mut self, input: &ImportFile, foreign: ImportedDocument, sink: &mut LayerSink) -> Result<(), Failure> {
        let has_text = foreign.text.is_some();
        let mut foreign = foreign.without_address();
        let is_address = has_text && foreign.text.is_none();
        // A folder of the corpus is no annotator.
        let is_here = || foreign.names.iter().any(|name| input.is_in_owners_folder(name) && self.corpus.has_text(name));
        let takes_owner = self.by.takes_owners() && foreign.annotator.is_none() && !is_here();
        if let Some(owner) = input.owner().filter(|_| takes_owner) {
            foreign.annotator = Some(owner.into());
            self.by.owners.insert(owner.into());
            for name in &mut foreign.names {
                *name = input.without_owner(name, Some(owner)).into();
            }
        }
        let annotator = match self.by.whose(&foreign) {
            Ok(Some(annotator)) => annotator,
            Ok(None) => return Ok(()),
            Err(fault) => {
                self.notes.fault(input.failure(fault));
                return Ok(());
            }
        };
        if foreign.text.is_none() {
            foreign.text = input.text_beside()?;
        }
        foreign.faults.extend(unfit(&mut foreign.tags, &mut foreign.links));
        let (name, new) = match self.resolver.find(&foreign, input) {
            Ok(found) => found,
            Err(failure) if is_address => {
                let example = || input.at(foreign.line, failure).words;
                self.notes.losses.add(Aspect::Foreign, example);
                return Ok(());
            }
            Err(failure) => {
                self.notes.fault(input.at(foreign.line, failure));
                return Ok(());
            }
        };
        if foreign.annotator.is_none() {
            self.by.see(&name, input.owner());
        }
        let says_nothing = foreign.status.as_ref().is_some_and(|status| *status == ImportedStatus::default());
        let has_nothing = foreign.tags.is_empty() && foreign.verdicts.is_empty() && foreign.remarks.is_empty();
        self.notes.unread += usize::from(says_nothing && has_nothing);
        sink.open(&name, &annotator, new.then_some(foreign.text.as_deref()).flatten())?;
        if let Some(origin) = foreign.origin.take() {
            self.origins.take(&name, sink.document(), origin);
        }
        let destination = Destination { name: &name, document: sink.document(), measure: self.measure, at: &self.at };
        let mut fitted = align(&foreign, &destination);
        for fault in std::mem::take(&mut fitted.faults) {
            self.notes.fault(input.failure(fault));
        }
        for link in &mut fitted.links {
            if let Some(document) = &mut link.document {
                *document = self.resolver.now(document);
            }
        }
        fitted.let_go(sink.layer(), &name);
        self.notes.note(&name, &fitted, self.corpus.scheme());
        self.notes.differing += fitted.differing(sink.layer());
        let links: HashSet<Id> = fitted.links.iter().map(|link| link.id.clone()).collect();
        sink.take(fitted);
        let unfit = self.corpus.scheme().misfits(sink.layer()).filter(|misfit| links.contains(&misfit.link.id));
        self.notes.misfits += unfit.count();
        Ok(())
    }
}

/// Returns the options for the format.
///
/// # Errors
/// If one is given that the format does not have.
fn options(format: &Format, args: &Args) -> Result<ImportOptions, Failure> {
    let of = |format: &Format| format.reading.map_or(&[][..], |reading| reading.options);
    let given = [("--layer", ImportOption::Layer, &args.layer), ("--column", ImportOption::Column, &args.column)];
    for (flag, option, _) in given.iter().filter(|(.., value)| value.is_some()) {
        if !of(format).contains(option) {
            let with: Vec<&str> =
                FORMATS.iter().filter(|format| of(format).contains(option)).map(|format| format.name).collect();
            return Err(Failure::new(format!("{flag} is for {}, not for {}", and(&with), format.name))
                .hint(format!("Leave {flag} out.")));
        }
    }
    Ok(ImportOptions { layer: args.layer.clone(), column: args.column.clone() })
}

/// The annotator whose layer the tags are added to.
struct AnnotatorChoice {
    annotator: Option<String>,
    /// Whether each annotator of the files has a layer of their own.
    all: bool,
    from: Option<String>,
    /// The annotator of records that name none, if nothing else was asked for: whom the program takes the user for.
    user: Option<String>,
    /// The annotators in the files.
    seen: BTreeSet<String>,
    /// Whether a record went to the user because it names no annotator.
    has_nameless: bool,
    /// The annotators whose names are those of folders or files.
    owners: BTreeSet<String>,
    /// The folder or file of each document that nobody is named for.
    homes: HashMap<String, Option<String>>,
    /// The folders or files that have tags by nobody on the same document.
    rivals: BTreeSet<String>,
}

impl AnnotatorChoice {
    /// Returns the choice that the command line makes.
    ///
    /// # Errors
    /// If a name cannot be that of an annotator.
    fn of(args: &Args) -> Result<AnnotatorChoice, Failure> {
        if let Some(name) = &args.annotator {
            Annotator::new(name)?;
        }
        let user = match args.annotator.is_none() && !args.all {
            true => {
                let env = std::env::var("DIPTYCH_ANNOTATOR").ok();
                Some(Annotator::begin(None, env.as_deref())?.answer().as_str().to_string())
            }
            false => None,
        };
        let (annotator, all, from) = (args.annotator.clone(), args.all, args.from.clone());
        let (seen, owners, rivals) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let homes = HashMap::new();
        Ok(AnnotatorChoice { annotator, all, from, user, seen, has_nameless: false, owners, homes, rivals })
    }

    /// Returns whether a record that names nobody is by the one whom its folder or file is named after.
    fn takes_owners(&self) -> bool {
        self.all && self.annotator.is_none()
    }

    /// Takes notice of a document with tags by nobody, and of the one whom their folder or file is named after.
    fn see(&mut self, document: &str, owner: Option<&str>) {
        let home = self.homes.entry(document.into()).or_insert_with(|| owner.map(String::from));
        if let (Some(one), Some(other)) = (home.as_deref(), owner)
            && one != other
        {
            self.rivals.extend([one.to_string(), other.to_string()]);
        }
    }

    /// Says to whom tags by nobody went, if the user was not asked.
    fn tell(&self) {
        if let Some(user) = self.user.as_ref().filter(|_| self.has_nameless) {
            note!("hint: The files name no annotator, so the tags are {user}'s: --annotator NAME for another");
        }
        if !self.owners.is_empty() {
            let names: Vec<String> = self.owners.iter().map(shown).collect();
            note!("diptych: the annotators are those that folders or files are named after: {}", and(&names));
        }
    }

    /// Returns the annotator whose layer gets this record; `None` if the record is not asked for.
    fn whose(&mut self, foreign: &ImportedDocument) -> Result<Option<String>, ImportError> {
        if let Some(annotator) = self.annotator.as_ref().filter(|_| !self.all || foreign.annotator.is_none()) {
            self.seen.extend(foreign.annotator.clone());
            let meant = self.from.is_none() || foreign.annotator == self.from;
            return Ok(meant.then(|| annotator.clone()));
        }
        let hint = |words: String| ImportError {
            hint: Some(match self.all {
                true => "Name the one whom such records are by: --all --annotator NAME".into(),
                false => "Name the annotator: --annotator NAME".into(),
            }),
            ..ImportError::new(foreign.line, words)
        };
        if self.user.is_some() {
            self.seen.extend(foreign.annotator.clone());
        }
        match &foreign.annotator {
            None if self.user.is_some() => {
                self.has_nameless = true;
                Ok(self.user.clone())
            }
            None => Err(hint("the record has no annotator".into())),
            Some(name) => match Annotator::new(name) {
                Ok(_) => Ok(Some(name.clone())),
                Err(problem) => Err(hint(problem.to_string())),
            },
        }
    }

    /// Refuses to put the tags of several annotators into one layer, unless the user asks for it.
    fn check(&self) -> Result<(), Failure> {
        let names: Vec<String> = self.seen.iter().map(shown).collect();
        match &self.from {
            Some(from) if !self.seen.contains(from) => {
                let by = if names.is_empty() {
                    "The files name no annotator.".into()
                } else {
                    format!("The files are by {}.", and(&names))
                };
                return Err(Failure::new(format!("nothing in the files is by {from}")).hint(by));
            }
            None if names.len() > 1 && !self.all => {}
            None if self.user.is_some() && !self.rivals.is_empty() => {
                let places: Vec<String> = self.rivals.iter().map(shown).collect();
                return Err(Failure::new(format!(
                    "{} have tags on the same texts, and name no annotator",
                    and(&places)
                ))
                .hint("Use --all to keep each under the name of its folder or file, or --annotator NAME."));
            }
            _ => return Ok(()),
        }
        Err(Failure::new(format!("the files are by {}", and(&names)))
            .hint("Use --from NAME --annotator NAME for one of them, or --all for each under their own name."))
    }
}

/// Removes the tags and links that no layer can hold, and returns the reasons.
fn unfit(tags: &mut Vec<ImportedTag>, links: &mut Vec<ImportedLink>) -> Vec<ImportError> {
    let fits = |name: &str| !name.trim().is_empty() && !name.chars().any(char::is_control);
    let outside = |name: &String| !crate::corpus::manifest::is_document_name(name);
    let mut faults = Vec::new();
    let mut wrong = |line, words: String| faults.push(ImportError::new(line, words));
    tags.retain(|tag| {
        let fits = fits(&tag.label);
        if !fits {
            wrong(tag.line, "a tag has no label, or a label with control characters".into());
        }
        fits
    });
    links.retain(|link| {
        let way_out = link.document.as_ref().filter(|name| outside(name));
        match way_out {
            Some(document) => wrong(link.line, format!("a link leads out of the texts: `{document}`")),
            None if !fits(&link.kind) => {
                wrong(link.line, "a link has no type, or a type with control characters".into())
            }
            None => {}
        }
        way_out.is_none() && fits(&link.kind)
    });
    faults
}
