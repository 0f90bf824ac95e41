//! `diptych export FORMAT [DOCUMENT …]`: writes tags in the formats of other tools.
//!
//! ```text
//!   Scope ─▶ [records] ─▶ [run]: a thread reads ─▶ [dataset::select] ─▶ [formats] Export ─▶ [streams] ─▶ [output]
//!             documents,           text, layers      ╰ LeftOut, counted     ╰ Losses        parts,        a file, a folder
//!             pairs                                                                         shards        with its card
//!   [dataset::split] ─▶ which part each document goes into: train, dev …
//! ```
//!
//! Two or three documents are in memory at once, however many there are. A file or a folder appears complete or not at
//! all.

mod output;
mod records;
mod run;
mod streams;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::scope::{self, AnnotatorArgs, SkipReason, SkippedDocument};
use super::{Answer, RecordArg};
use crate::cli::note;
use crate::corpus::scope::Scope;
use crate::dataset::card::Card;
use crate::dataset::select::{Criteria, LeftOut, ReviewCriteria, WantedDecision};
use crate::dataset::sources::{SOURCES, SourceTable};
use crate::dataset::split::Split;
use crate::failure::Failure;
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::{ExportOption, ExportOptions, ExportSettings, Flatten, RecordUnit, Tagging};
use crate::formats::{self, FORMATS, Format, LEFT_OUT};
use crate::say::{and, count, shown};
use crate::tags::remark::Status;
use crate::tags::scheme::Scheme;
use output::{ExportOutput, PlaceKind};
use records::RecordPlan;
use run::ExportRun;
use streams::{ExportStreams, FileLayout, Partition};

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
pub(crate) struct Args {
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
    /// Write over files that exist, unless shards or partitions of another export would stay among the new ones
    #[arg(long, requires = "output")]
    force: bool,
    /// Parts and their shares, such as train=80,dev=10,test=10. Pairs of documents stay together
    #[arg(long, value_name = "NAME=SHARE,…", value_delimiter = ',', requires = "output")]
    split: Vec<String>,
    /// What a record is about. By pair: the documents that are read together, and what links them
    #[arg(long, value_name = "UNIT", value_enum)]
    by: Option<RecordArg>,
    /// Begin another file when one has this size; with K, M or G behind the number
    #[arg(long, value_name = "SIZE", value_parser = super::size, requires = "output")]
    shard: Option<u64>,
    /// A folder for each annotator: annotator=ana/…
    #[arg(long, value_name = "COLUMN", value_enum, requires = "output")]
    partition: Option<PartitionArg>,
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
enum PartitionArg {
    Annotator,
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
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
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
    let records = records::records(&scope, documents, options.unit, split.as_ref())?;
    tell_without_layers(&scope, &records);
    scope::tell_exports(&scope);
    let layout = FileLayout {
        parts: split
            .as_ref()
            .map_or(vec![String::new()], |split| split.names().into_iter().map(String::from).collect()),
        shard: args.shard,
        partition: args.partition.map(|PartitionArg::Annotator| Partition::Annotator),
    };
    let place = if layout.is_one_file() { PlaceKind::Any } else { PlaceKind::Folder };
    let files: Vec<String> = (0..layout.parts.len()).map(|part| layout.pattern(part)).collect();
    let any: Vec<String> = (0..layout.parts.len()).flat_map(|part| layout.all_patterns(part)).collect();
    let mut output = ExportOutput::open(args.output.as_deref(), format, place, &any, args.force, &scope.corpus)?;
    let options = ExportOptions { by_annotator: args.who.all || scope.annotators.len() > 1, ..options };
    let settings = ExportSettings { scheme: &scheme, options };
    let mut card = Card::new(format, settings, &scope, split.as_ref(), &criteria, files);
    let streams = ExportStreams::begin(format, settings, &layout, &mut output)?;
    let mut sources = SourceTable::default();
    let mut run = ExportRun {
        scope: &scope,
        criteria: &criteria,
        format,
        streams,
        output: &mut output,
        card: &mut card,
        sources: &mut sources,
    };
    let left_out = run.write(&records)?;
    let mut losses = run.streams.end(&mut output)?;
    // A link to a tag that was left out is lost, and nobody has asked for that.
    losses.join(left_out.losses.clone());
    if let Some(table) = sources.csv().filter(|_| output.is_folder() && !format.holds.contains(&Aspect::Provenance)) {
        output.whole(SOURCES, table.as_bytes())?;
        losses.forget(Aspect::Provenance);
        card.sources = true;
    }
    tell(&losses, &left_out);
    let of: Vec<usize> = records.iter().map(|record| record.part).collect();
    let empty = split.as_ref().map(|split| split.empty(&of)).unwrap_or_default();
    if !empty.is_empty() {
        let are = if empty.len() > 1 { "are" } else { "is" };
        note!("diptych: {} {are} empty: there are too few documents and pairs", and(&empty));
    }
    if output.is_folder() {
        for (name, text) in format.helpers {
            output.whole(name, text.as_bytes())?;
        }
        for (name, text) in card.files(&losses, &left_out) {
            output.whole(name, text.as_bytes())?;
        }
    }
    output.finish()?;
    Ok(if args.strict && losses.are_grave() { Answer::No } else { Answer::Done })
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
        ("--by", ExportOption::Unit, args.by.is_some()),
        ("--shard", ExportOption::Shard, args.shard.is_some()),
        ("--partition", ExportOption::Partition, args.partition.is_some()),
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
    let unit = args.by.map(RecordUnit::from).unwrap_or_default();
    Ok(ExportOptions { tagging, flatten, spans_only: args.spans_only, by_annotator: false, unit })
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

/// Returns the documents on which an annotator in scope has a layer.
fn with_layers(scope: &Scope) -> Result<Vec<String>, Failure> {
    let with: Vec<String> = scope.documents.iter().filter(|name| scope.is_tagged(name)).cloned().collect();
    if with.is_empty() {
        let failure = Failure::new("there is nothing to export: no document has a layer");
        return Err(failure.hint(scope::who_there_is(scope)));
    }
    Ok(with)
}

/// Reports on standard error which documents are in no record, since nobody has a layer on them.
fn tell_without_layers(scope: &Scope, records: &[RecordPlan]) {
    let partners: BTreeSet<&String> = records.iter().filter_map(|record| record.partner.as_ref()).collect();
    let lefts = records.iter().filter(|record| record.partner.is_some()).map(|record| &record.document);
    let paired: BTreeSet<&String> = lefts.chain(partners).collect();
    let without = scope.documents.iter().filter(|name| !scope.is_tagged(name) && !paired.contains(name));
    let skipped = without.map(|name| SkippedDocument {
        document: name.clone(),
        reason: SkipReason::NoLayer,
        without: scope.annotators.clone(),
    });
    scope::tell_skipped(&skipped.collect::<Vec<_>>());
}

/// Reports on standard error what was lost, and what was left out on purpose.
fn tell(losses: &Losses, left_out: &LeftOut) {
    losses.to_string().lines().for_each(|line| note!("diptych: {}", shown(line)));
    if left_out.layers > 0 {
        note!("diptych: left out on purpose: {} with another status", count(left_out.layers, "layer"));
    }
    if left_out.verdicts > 0 {
        let verdicts = count(left_out.verdicts, "verdict");
        note!("diptych: left out on purpose: {verdicts}, since the exported tags already follow them");
    }
    if !left_out.tags.is_empty() {
        note!("diptych: tags left out on purpose: {left_out}");
    }
}
