//! `diptych relabel OLD NEW`: gives a label another name, in `corpus.ron` and in all layers at once.
//!
//! ```text
//!   all layers ─ read ─▶ with the new name ─▶ counted                    --dry-run ends here, and so does any fault
//!       ╰▶ relabel.ron: what is under way ─▶ each layer, then corpus.ron ─▶ relabel.ron is removed
//!
//!   interrupted     the same command goes on; the reverse one takes back what was done
//!   done            the reverse one takes it back
//! ```
//!
//! The reverse command is exact, because no label that exists, or of which a record speaks, can be the new name. Everything is read before anything is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use super::Answer;
use super::note;
use super::progress::ProgressLine;
use super::scope;
use crate::corpus::Corpus;
use crate::corpus::declare;
use crate::corpus::problem::Problem;
use crate::corpus::save::{self, SaveError};
use crate::corpus::saver::Snapshot;
use crate::corpus::scope::Scope;
use crate::corpus::shared::SharedLayer;
use crate::failure::Failure;
use crate::say::{and, count, shell_word, shown};
use crate::tags::Records;
use crate::tags::relabel::LabelNames;
use crate::text::Document;

/// Give a label another name, in corpus.ron and in all layers
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych relabel claim assertion --dry-run\n  diptych relabel --label claim=assertion --label figure=number\n\n\
    All layers are read before one is written. The reverse command takes it back: diptych relabel assertion claim.\n\
    After an interruption, the same command goes on, and the reverse one takes back what was done."
)]
pub(crate) struct Args {
    /// The name that the label has
    #[arg(value_name = "OLD", requires = "new", required_unless_present = "label")]
    old: Option<String>,
    /// The name that it gets
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// The same, for several labels at once
    #[arg(long, value_name = "OLD=NEW", conflicts_with = "old")]
    label: Vec<String>,
    /// Only say what would be changed
    #[arg(long)]
    dry_run: bool,
}

/// Renames.
///
/// # Errors
/// When a name cannot be a label's, when there is no label to rename or the new one is there, when a text or a layer does not
/// read, and when something cannot be written.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let names = names(&args)?;
    let scope = scope::documents(&[])?;
    let corpus = &scope.corpus;
    let journal = Journal::of(corpus);
    let way = journal.way(&names)?;
    let path = corpus.manifest_path();
    // Texts without a corpus.ron have the labels of a new one.
    let manifest = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => declare::first(corpus)?,
        read => read.map_err(|error| Problem::reading(&path, error))?,
    };
    let found = survey(&scope, &names)?;
    if way == Way::New {
        check(&scope, &names, &found)?;
    }
    let renamed =
        declare::with_labels_renamed(&manifest, &names).map_err(|fault| Problem::Fault(path.clone(), fault))?;
    for (old, new) in names.iter() {
        let tags = found.tags.get(old).copied().unwrap_or_default();
        note!("diptych: {} → {}: {}", shown(old), shown(new), count(tags, "tag"));
    }
    let in_manifest = if renamed == manifest { "" } else { " and corpus.ron" };
    if found.unread > 0 {
        note!("diptych: {} cannot be read and keeps its label", count(found.unread, "record"));
    }
    if args.dry_run {
        note!("diptych: {}{in_manifest} would be changed", count(found.layers, "layer"));
        return Ok(Answer::Done);
    }
    journal.write(&names)?;
    let progress = ProgressLine::new("renaming", scope.all_layers().len(), "documents");
    let written = each_layer(&scope, |layer| {
        progress.step();
        layer.save(&names)
    });
    progress.end();
    written?;
    if renamed != manifest {
        save::replace(&path, renamed.as_bytes()).map_err(|error| refused(&SaveError::new(&path, error)))?;
    }
    journal.remove()?;
    note!("diptych: {}{in_manifest} changed", count(found.layers, "layer"));
    note!("hint: Take it back with: diptych relabel {}", words(&names.reversed()));
    Ok(Answer::Done)
}

/// Returns the new names that were asked for.
fn names(args: &Args) -> Result<LabelNames, Failure> {
    let mut names = BTreeMap::new();
    let pair = args.old.clone().zip(args.new.clone());
    let pairs = args.label.iter().map(|words| {
        let split = words.split_once('=').map(|(old, new)| (old.to_string(), new.to_string()));
        split.ok_or_else(|| Failure::new(format!("--label: `{}` is not OLD=NEW", shown(words))))
    });
    for pair in pair.map(Ok).into_iter().chain(pairs) {
        let (old, new) = pair?;
        if new.trim().is_empty() || new.chars().any(char::is_control) {
            return Err(Failure::new("a label needs a name without control characters"));
        }
        let is_twice = names.values().any(|other| *other == new) || old == new;
        if is_twice || names.insert(old, new.clone()).is_some() {
            return Err(Failure::new(format!("{} is named twice", shown(&new))).hint("Name each label once."));
        }
    }
    Ok(LabelNames::new(names))
}

/// Refuses to rename what there is not, and to give a name that another label has: that could not be taken back.
fn check(scope: &Scope, names: &LabelNames, found: &Found) -> Result<(), Failure> {
    let declared = |name: &str| scope.corpus.scheme().label(name).is_some();
    for (old, new) in names.iter() {
        if !declared(old) && !found.tags.contains_key(old) {
            let labels: Vec<&str> = scope.corpus.scheme().labels.iter().map(|label| label.name.as_str()).collect();
            return Err(
                Failure::new(format!("there is no label {}", shown(old))).hint(format!("There are {}.", and(&labels)))
            );
        }
        if declared(new) || found.named.contains(new) {
            return Err(Failure::new(format!("there is a label {} already", shown(new)))
                .hint("Two labels that became one could not be told apart again. Name another."));
        }
    }
    Ok(())
}

/// The files that have to be changed.
#[derive(Default)]
struct Found {
    /// Layers that change.
    layers: usize,
    /// Tags by label.
    tags: BTreeMap<String, usize>,
    /// The new names of which records speak already: a tag, or a verdict, or what was suggested.
    named: BTreeSet<String>,
    /// Records that cannot be read.
    unread: usize,
}

/// Reads all layers, and counts what would be changed.
fn survey(scope: &Scope, names: &LabelNames) -> Result<Found, Failure> {
    let mut found = Found::default();
    each_layer(scope, |layer| {
        found.layers += usize::from(names.apply(&layer.records) != layer.records);
        found.unread += layer.records.carried.tags.len();
        LabelNames::each_label(&layer.records, |label| {
            if names.iter().any(|(_, new)| new == label) && !found.named.contains(label) {
                found.named.insert(label.into());
            }
        });
        let lost = layer.records.lost.values().map(|lost| &lost.tag);
        for tag in layer.records.tags.iter().chain(lost) {
            match found.tags.get_mut(&tag.label) {
                Some(count) => *count += 1,
                None => drop(found.tags.insert(tag.label.clone(), 1)),
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// A layer as it was read.
struct LayerRead<'a> {
    corpus: &'a Corpus,
    name: &'a str,
    annotator: &'a str,
    document: Arc<Document>,
    records: Records,
}

/// Reads each layer of the corpus in turn.
fn each_layer(scope: &Scope, mut work: impl FnMut(LayerRead) -> Result<(), Failure>) -> Result<(), Failure> {
    for (name, annotators) in scope.all_layers() {
        let document = Arc::new(scope.text(name)?);
        for annotator in annotators {
            let records = scope.layer(name, &document, annotator)?.records;
            work(LayerRead { corpus: &scope.corpus, name, annotator, document: Arc::clone(&document), records })?;
        }
    }
    Ok(())
}

impl LayerRead<'_> {
    fn save(self, names: &LabelNames) -> Result<(), Failure> {
        let records = names.apply(&self.records);
        if records == self.records {
            return Ok(());
        }
        let path = self.corpus.layer_path(self.name, self.annotator);
        let shared = SharedLayer::at(&path);
        shared.holds(self.records);
        let (name, annotator) = (self.name.into(), self.annotator.into());
        let snapshot = Snapshot { records, document: self.document, name, annotator, joins: 0 };
        shared.save(&path, &snapshot).map(drop).map_err(|error| refused(&SaveError::new(&path, error)))
    }
}

fn refused(error: &SaveError) -> Failure {
    let again = "Fix the cause and run the same command again, or the reverse one to take back what was done.";
    Failure::new(error).hint(again)
}

/// Returns the names as the command line has them.
fn words(names: &LabelNames) -> String {
    match names.iter().collect::<Vec<_>>().as_slice() {
        [(old, new)] => format!("{} {}", shell_word(old), shell_word(new)),
        several => {
            let label = |(old, new): &(&str, &str)| format!("--label {}", shell_word(&format!("{old}={new}")));
            several.iter().map(label).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Whether a renaming begins, or goes on where another one was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    New,
    Interrupted,
}

/// The file that says what is under way.
struct Journal(PathBuf);

impl Journal {
    fn of(corpus: &Corpus) -> Journal {
        Journal(corpus.manifest_path().with_file_name("relabel.ron"))
    }

    /// Returns whether the same renaming, or its reverse, was interrupted.
    ///
    /// # Errors
    /// When it was another one.
    fn way(&self, names: &LabelNames) -> Result<Way, Failure> {
        let Ok(text) = std::fs::read_to_string(&self.0) else { return Ok(Way::New) };
        let under_way = LabelNames::new(ron::from_str(&text).map_err(|error| {
            let words =
                format!("{} says which renaming was interrupted, and cannot be read: {error}", shown(self.0.display()));
            Failure::new(words).hint("See with diptych check which labels the layers have, and remove the file.")
        })?);
        if under_way == *names || under_way == names.reversed() {
            return Ok(Way::Interrupted);
        }
        let failure = Failure::new(format!("another renaming was interrupted: {}", shown(words(&under_way))));
        Err(failure.hint(format!("Finish it: diptych relabel {}", words(&under_way))))
    }

    fn write(&self, names: &LabelNames) -> Result<(), Failure> {
        let text = ron::to_string(&names.iter().collect::<BTreeMap<_, _>>()).unwrap_or_default() + "\n";
        save::replace(&self.0, text.as_bytes()).map_err(|error| refused(&SaveError::new(&self.0, error)))
    }

    fn remove(&self) -> Result<(), Failure> {
        std::fs::remove_file(&self.0).map_err(|error| refused(&SaveError::new(&self.0, error)))
    }
}
