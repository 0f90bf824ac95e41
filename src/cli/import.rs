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
mod choice;
mod documents;
mod file;
mod layers;
mod notes;
mod origins;
mod pairs;
mod writer;

use std::collections::HashSet;
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
use crate::corpus::file_state::RememberedNames;
use crate::failure::Failure;
use crate::formats::engine::align::{Destination, align};
use crate::formats::engine::import::{ImportError, ImportOption, ImportOptions, Imported};
use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag};
use crate::formats::{self, FORMATS, Format};
use crate::say::{and, shown};
use crate::tags::Id;
use added::Added;
use bare::BareFiles;
use choice::AnnotatorChoice;
use documents::DocumentResolver;
use file::ImportFile;
use layers::{LayerSink, Pass};
use notes::ImportNotes;
use origins::OriginNotes;
use pairs::PairNotes;

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
        pairs: PairNotes::default(),
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
    let new_pairs = work.pairs.undeclared(&corpus, &work.resolver)?;
    let added = Added { origins: work.origins.count(), pairs: new_pairs.len(), ..added };
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
    let done = done.and_then(|()| pairs::save(&corpus, &new_pairs));
    let (origins, declared) = if done.is_ok() { (work.origins.count(), new_pairs.len()) } else { (0, 0) };
    let added = Added { origins, pairs: declared, ..added };
    match done {
        Ok(()) => {
            note!("diptych: {added}");
            let is_declared = |pair: &[&String]| {
                new_pairs.iter().any(|(left, right)| [left, right] == *pair || [right, left] == *pair)
            };
            if let ([(left, Some(right))], false) = (pairs.as_slice(), corpus.pairs()? == pairs)
                && !is_declared(&[left, right])
            {
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

/// The annotator under whom a text alone is opened. Nobody can have this name, so it is the name of no layer.
const NOBODY: &str = "";

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
    pairs: PairNotes,
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
        let mut maker = foreign.annotator.take().filter(|maker| !maker.trim().is_empty());
        let is_address = has_text && foreign.text.is_none();
        // A folder of the corpus is no annotator.
        let is_here = || foreign.names.iter().any(|name| input.is_in_owners_folder(name) && self.corpus.has_text(name));
        // A text of which nobody says anything needs no annotator.
        let is_alone = foreign.says_nothing();
        let takes_owner = self.by.takes_owners() && maker.is_none() && !is_here();
        let owner = input.owner().filter(|_| takes_owner);
        maker = maker.or(owner.map(String::from));
        foreign.annotator = maker.as_deref().and_then(choice::fitted);
        if let Some(owner) = owner {
            self.by.owners.extend((!is_alone).then(|| owner.into()));
            for name in &mut foreign.names {
                *name = input.without_owner(name, foreign.annotator.as_deref()).into();
            }
        }
        let annotator = match self.by.whose(&foreign, maker.as_deref()) {
            Ok(Some(annotator)) => annotator,
            Ok(None) => return Ok(()),
            Err(_) if is_alone => NOBODY.into(),
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
        self.pairs.extend(foreign.partner.take().map(|partner| (name.clone(), partner)));
        if maker.is_none() {
            self.by.see(&name, input.owner(), foreign.text.is_some() && !foreign.tags.is_empty());
        }
        self.notes.unread += usize::from(foreign.says_nothing());
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
