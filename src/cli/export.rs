//! `diptych export FORMAT [DOCUMENT …]`: writes tags in the formats of other tools.
//!
//! ```text
//!   Scope ─▶ a thread reads ─▶ [dataset::select] ─▶ [formats] Export ─▶ [output] ─▶ standard output
//!             text, layers        ╰ LeftOut, counted      ╰ Losses        ╰─────▶ a file, a folder with its card
//!   [dataset::split] ─▶ which part each document goes into: train, dev …
//! ```
//!
//! Two or three documents are in memory at once, however many there are. A file or a folder appears complete or not at
//! all.

mod output;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::thread;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::Answer;
use super::progress::ProgressLine;
use super::scope::{self, AnnotatorArgs, SkippedDocument};
use crate::cli::note;
use crate::corpus::problem::Problem;
use crate::corpus::scope::Scope;
use crate::dataset::card::Card;
use crate::dataset::select::{Criteria, LeftOut, ReviewCriteria, WantedDecision};
use crate::dataset::split::Split;
use crate::failure::Failure;
use crate::formats::engine::export::Export;
use crate::formats::engine::loss::Losses;
use crate::formats::wire::exported::{
    ExportOption, ExportOptions, ExportSettings, ExportedDocument, ExportedLayer, Flatten, Tagging,
};
use crate::formats::{self, FORMATS, Format, LEFT_OUT};
use crate::say::{and, count, shown};
use crate::tags::Records;
use crate::tags::remark::Status;
use crate::tags::scheme::Scheme;
use crate::text::Document;
use output::ExportOutput;

/// Returns the names of the formats. Formats that this program was built without are recognised, but not listed.
fn names() -> impl Iterator<Item = PossibleValue> {
    let left_out = LEFT_OUT.iter().map(|name| PossibleValue::new(*name).hide(true));
    FORMATS.iter().map(|format| PossibleValue::new(format.name)).chain(left_out)
}

/// Write what was tagged in the format of another tool
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych export jsonl --all > tags.jsonl\n  diptych export conll --annotator ana --split train=80,dev=10,test=10 -o dataset/\n\n\
    A format of one file goes to standard output without -o. -o NAME with an extension is a file, without one a folder;\n\
    a folder gets a dataset card. Offsets are code points. Exit code 1: with --strict, something was lost."
)]
pub struct Args {
    /// The format
    #[arg(value_parser = PossibleValuesParser::new(names()))]
    format: String,
    /// Documents. Default: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    who: AnnotatorArgs,
    /// The file or folder to write
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Write over files that exist
    #[arg(long, requires = "output")]
    force: bool,
    /// Parts and their shares, such as train=80,dev=10,test=10. Pairs of documents stay together
    #[arg(long, value_name = "NAME=SHARE,…", value_delimiter = ',', requires = "output")]
    split: Vec<String>,
    /// Seed of the split: the same seed gives the same split on every machine
    #[arg(long, value_name = "N", default_value_t = 0, requires = "split")]
    seed: u64,
    /// Only tags with these labels
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    labels: Vec<String>,
    /// Only tags that a reviewer accepted; with `amended` also those that a reviewer amended, as amended
    #[arg(long, value_name = "DECISION", value_delimiter = ',', value_enum)]
    reviewed: Vec<DecisionArg>,
    /// Whose verdicts count. Default: everyone's; tags on which reviewers differ are left out
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "reviewed")]
    reviewer: Vec<String>,
    /// The gold tags of NAME: NAME's own tags, and others' tags as NAME's verdicts have them
    #[arg(long, value_name = "NAME", conflicts_with_all = ["annotator", "all", "reviewed"])]
    gold: Option<String>,
    /// Only documents with which the annotator is so far
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_enum)]
    status: Vec<ProgressArg>,
    /// Exit with 1 if the format cannot hold something other than ids and times
    #[arg(long)]
    strict: bool,
    /// conll: the tagging scheme
    #[arg(long, value_name = "SCHEME", value_enum)]
    scheme: Option<TaggingArg>,
    /// conll: one column for all labels, and which of two overlapping tags it keeps. Default: a column for each label
    #[arg(long, value_name = "WHICH", value_enum)]
    flatten: Option<FlattenArg>,
    /// doccano: the schema for spans without relations
    #[arg(long)]
    spans_only: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum TaggingArg {
    Bio,
    Bioes,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FlattenArg {
    Longest,
    First,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum DecisionArg {
    Accepted,
    Amended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum ProgressArg {
    Open,
    InProgress,
    Done,
    NothingToTag,
    Skipped,
}

impl From<ProgressArg> for Status {
    fn from(status: ProgressArg) -> Status {
        match status {
            ProgressArg::Open => Status::Open,
            ProgressArg::InProgress => Status::InProgress,
            ProgressArg::Done => Status::Done,
            ProgressArg::NothingToTag => Status::NothingToTag,
            ProgressArg::Skipped => Status::Skipped,
        }
    }
}

/// Exports the documents.
///
/// # Errors
/// If there is nothing to export, if options do not go together, if a text or a layer cannot be read, or if the
/// result cannot be written.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let format = formats::find(&args.format).ok_or_else(|| {
        Failure::new(format!("this diptych was built without {}", args.format))
            .hint(format!("Build one with it: cargo build --release --features {}", args.format))
    })?;
    let options = options(format, &args)?;
    if format.is_binary() && args.output.is_none() && io::stdout().is_terminal() {
        return Err(Failure::new(format!("refusing to write {} to a terminal", format.name)).hint("Use -o FILE."));
    }
    let split = (!args.split.is_empty()).then(|| Split::parse(&args.split, args.seed)).transpose();
    let split = split.map_err(|error| {
        Failure::new(format!("--split: {error}")).hint("For example: --split train=80,dev=10,test=10")
    })?;
    let scope = match &args.gold {
        Some(name) => scope::by(scope::documents(&args.documents)?, std::slice::from_ref(name))?,
        None => scope::layers(&args.documents, &args.who)?,
    };
    let scheme = scheme(scope.corpus.scheme(), &args.labels)?;
    let criteria = criteria(&args, &scope)?;
    let documents = with_layers(&scope)?;
    let pairs = scope.corpus.pairs()?;
    let parts = split.as_ref().map(|split| split.of(&documents, &pairs));
    let output = ExportOutput::open(args.output.as_deref(), format, split.is_some(), args.force, &scope.corpus)?;
    let options = ExportOptions { by_annotator: scope.annotators.len() > 1, ..options };
    let settings = ExportSettings { scheme: &scheme, options };
    let card = Card::new(format, &settings, &scope, split.as_ref(), &criteria);
    let mut run = ExportRun { format, scope: &scope, criteria: &criteria, output, card };
    let (losses, left_out) = run.write(settings, split.as_ref(), &documents, parts.as_deref())?;
    let ExportRun { output, card, .. } = run;
    tell(&losses, &left_out);
    let empty = split.as_ref().map(|split| split.empty(parts.as_deref().unwrap_or_default())).unwrap_or_default();
    if !empty.is_empty() {
        let are = if empty.len() > 1 { "are" } else { "is" };
        note!("diptych: {} {are} empty: there are too few documents and pairs", and(&empty));
    }
    output.finish(|| card.text(&losses, &left_out))?;
    Ok(if args.strict && losses.are_grave() { Answer::No } else { Answer::Done })
}

/// A running export.
struct ExportRun<'a> {
    format: &'static Format,
    scope: &'a Scope,
    criteria: &'a Criteria,
    output: ExportOutput,
    card: Card<'a>,
}

/// A document, and the layers on it that are exported.
struct DocumentRead {
    document: Document,
    layers: Vec<(String, Records)>,
    left_out: LeftOut,
}

impl ExportRun<'_> {
    /// Writes all documents, each into its part. Returns what was lost, and what was left out on purpose.
    fn write(
        &mut self,
        settings: ExportSettings,
        split: Option<&Split>,
        documents: &[String],
        parts: Option<&[usize]>,
    ) -> Result<(Losses, LeftOut), Failure> {
        let names: Vec<&str> = split.map_or(vec![""], Split::names);
        let mut exports = Vec::new();
        for name in &names {
            let (export, pieces) = Export::begin(self.format, settings)?;
            if self.format.is_one_file() {
                self.output.more(name, b"")?;
            }
            pieces.iter().try_for_each(|piece| self.output.more(name, &piece.bytes))?;
            exports.push(export);
        }
        let (mut losses, mut left_out) = (Losses::default(), LeftOut::default());
        let (scope, criteria) = (self.scope, self.criteria);
        let progress = ProgressLine::new("exporting", documents.len(), "documents");
        let written = thread::scope(|threads| {
            // Reads one document while another is written.
            let (sender, receiver) = sync_channel(1);
            threads.spawn(move || {
                for name in documents {
                    let read = read(scope, criteria, name);
                    let failed = read.is_err();
                    if sender.send(read).is_err() || failed {
                        break;
                    }
                }
            });
            for ((number, name), read) in documents.iter().enumerate().zip(receiver) {
                let DocumentRead { document, layers, left_out: of_this } = read?;
                left_out.join(of_this);
                progress.step();
                if layers.is_empty() {
                    continue;
                }
                let part = parts.map_or(0, |parts| parts[number]);
                let layers: Vec<ExportedLayer> =
                    layers.iter().map(|(annotator, records)| ExportedLayer { annotator, records }).collect();
                let exported = ExportedDocument { name, document: &document, layers: &layers };
                for piece in exports[part].document(&exported)? {
                    match piece.file {
                        Some(file) if split.is_some() => {
                            self.output.whole(&format!("{}/{file}", names[part]), &piece.bytes)?;
                        }
                        Some(file) => self.output.whole(&file, &piece.bytes)?,
                        None => self.output.more(names[part], &piece.bytes)?,
                    }
                }
                self.card.add(part, &exported);
                if self.output.is_closed() {
                    break;
                }
            }
            Ok::<(), Failure>(())
        });
        progress.end();
        written?;
        if let Some((first, others)) = exports.split_first_mut() {
            others.iter().for_each(|other| first.join(other));
        }
        for (number, (export, name)) in exports.into_iter().zip(names).enumerate() {
            let (pieces, lost) = export.end()?;
            for piece in pieces {
                // Companion files are the same for all parts.
                match &piece.file {
                    Some(_) if number > 0 => {}
                    Some(file) => self.output.whole(file, &piece.bytes)?,
                    None => self.output.more(name, &piece.bytes)?,
                }
            }
            losses.join(lost);
        }
        // A link to a tag that was left out is lost, although the user did not ask for that.
        losses.join(std::mem::take(&mut left_out.losses));
        Ok((losses, left_out))
    }
}

fn read(scope: &Scope, criteria: &Criteria, name: &str) -> Result<DocumentRead, Problem> {
    let document = scope.text(name)?;
    let (mut layers, mut left_out) = (Vec::new(), LeftOut::default());
    for annotator in scope.annotators.iter().filter(|annotator| scope.has_layer(name, annotator)) {
        let reading = scope.layer(name, &document, annotator)?;
        scope::tell_doubts(scope, name, annotator, &reading);
        if !criteria.has_status(&reading.records) {
            left_out.layers += 1;
            continue;
        }
        let records = criteria.select(scope, name, &document, annotator, reading.records, &mut left_out)?;
        layers.push((annotator.clone(), records));
    }
    Ok(DocumentRead { document, layers, left_out })
}

/// Returns the options for the format.
///
/// # Errors
/// If one is given that the format does not have.
fn options(format: &Format, args: &Args) -> Result<ExportOptions, Failure> {
    let given = [
        ("--scheme", ExportOption::Tagging, args.scheme.is_some()),
        ("--flatten", ExportOption::Flatten, args.flatten.is_some()),
        ("--spans-only", ExportOption::SpansOnly, args.spans_only),
    ];
    for (flag, option, _) in given.into_iter().filter(|(.., is_given)| *is_given) {
        if !format.options.contains(&option) {
            let with: Vec<&str> =
                FORMATS.iter().filter(|format| format.options.contains(&option)).map(|format| format.name).collect();
            return Err(Failure::new(format!("{flag} is for {}, not for {}", and(&with), format.name))
                .hint(format!("Leave {flag} out.")));
        }
    }
    let tagging = match args.scheme {
        Some(TaggingArg::Bioes) => Tagging::Bioes,
        Some(TaggingArg::Bio) | None => Tagging::Bio,
    };
    let flatten = args.flatten.map(|stays| match stays {
        FlattenArg::Longest => Flatten::Longest,
        FlattenArg::First => Flatten::First,
    });
    Ok(ExportOptions { tagging, flatten, spans_only: args.spans_only, by_annotator: false })
}

/// Returns the criteria for tags to export.
///
/// # Errors
/// If a reviewer has no layer on the documents.
fn criteria(args: &Args, scope: &Scope) -> Result<Criteria, Failure> {
    let everyone = scope.everyone();
    if let Some(unknown) = args.reviewer.iter().find(|name| !everyone.contains(name)) {
        return Err(scope::no_layer(scope, unknown));
    }
    let decision = |decision: &DecisionArg| match decision {
        DecisionArg::Accepted => WantedDecision::Accepted,
        DecisionArg::Amended => WantedDecision::Amended,
    };
    let review = match (&args.gold, args.reviewed.as_slice()) {
        (Some(_), _) => ReviewCriteria::Gold,
        (None, []) => ReviewCriteria::Ignored,
        (None, decisions) => ReviewCriteria::Reviewed {
            decisions: decisions.iter().map(decision).collect(),
            reviewers: args.reviewer.clone(),
        },
    };
    Ok(Criteria {
        labels: args.labels.clone(),
        review,
        statuses: args.status.iter().copied().map(Status::from).collect(),
    })
}

/// Returns the scheme of the corpus, or the part of it for these labels.
fn scheme(whole: &Scheme, labels: &[String]) -> Result<Scheme, Failure> {
    if let Some(unknown) = labels.iter().find(|name| whole.label(name).is_none()) {
        let names: Vec<&str> = whole.labels.iter().map(|label| label.name.as_str()).collect();
        return Err(Failure::new(format!("the corpus has no label {unknown}"))
            .hint(format!("It has {}; annotations/corpus.ron can declare others.", and(&names))));
    }
    let mut scheme = whole.clone();
    if !labels.is_empty() {
        scheme.labels.retain(|label| labels.contains(&label.name));
        scheme.links.retain_mut(|kind| {
            [&mut kind.from, &mut kind.to].into_iter().all(|ends| {
                let any = ends.is_empty();
                ends.retain(|label| labels.contains(label));
                any || !ends.is_empty()
            })
        });
    }
    Ok(scheme)
}

/// Returns the documents on which an annotator in scope has a layer, and reports on standard error which others are
/// left out.
fn with_layers(scope: &Scope) -> Result<Vec<String>, Failure> {
    let (with, without): (Vec<&String>, Vec<&String>) = scope.documents.iter().partition(|name| scope.is_tagged(name));
    if with.is_empty() {
        let failure = Failure::new("there is nothing to export: no document has a layer");
        return Err(failure.hint(scope::who_there_is(scope)));
    }
    let skipped =
        without.into_iter().map(|name| SkippedDocument { document: name.clone(), without: scope.annotators.clone() });
    scope::tell_skipped(&skipped.collect::<Vec<_>>());
    Ok(with.into_iter().cloned().collect())
}

/// Reports on standard error what was lost, and what was left out on purpose.
fn tell(losses: &Losses, left_out: &LeftOut) {
    losses.to_string().lines().for_each(|line| note!("diptych: {}", shown(line)));
    if left_out.layers > 0 {
        note!("diptych: left out on purpose: {} with another status", count(left_out.layers, "layer"));
    }
    if !left_out.tags.is_empty() {
        note!("diptych: tags left out on purpose: {left_out}");
    }
}
