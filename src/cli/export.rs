//! `diptych export FORMAT [DOCUMENT …]`: what was tagged, for other tools.
//!
//! ```text
//!   Chosen ─▶ a thread reads ─▶ kept: labels, review, gold ─▶ formats::Export ─▶ Outlet ─▶ standard output
//!             text, layers        ╰ what stays out, counted      ╰ Losses          ╰─────▶ a file, a folder with its card
//!   Split ──────────────────────────────────────────────────────────▶ train · dev · test
//! ```
//!
//! Two or three documents are in memory at once, however many there are. A file or a folder appears whole, or not at all.

mod card;
mod kept;
mod outlet;
mod split;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::Answer;
use super::chosen::{Chosen, Who, listed};
use super::progress::Progress;
use crate::corpus::Corpus;
use crate::corpus::problem::{Problem, shown};
use crate::failure::Failure;
use crate::formats::exchange::{Exchange, Flatten, Options, Setting, Sheet, Tagging};
use crate::formats::export::Export;
use crate::formats::loss::{Losses, Part};
use crate::formats::{self, FORMATS, Format, Shape, Writing};
use crate::tags::Records;
use crate::tags::scheme::Scheme;
use crate::text::Document;
use card::Card;
use kept::{Kept, Wanted};
use outlet::Outlet;
use split::Split;

/// The names of the formats; one that this diptych was built without is understood, but not shown.
fn names() -> impl Iterator<Item = PossibleValue> {
    let left_out = (!cfg!(feature = "parquet")).then(|| PossibleValue::new("parquet").hide(true));
    FORMATS.iter().map(|format| PossibleValue::new(format.name)).chain(left_out)
}

/// Write what was tagged in the format of another tool
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "To standard output, where the format is one stream. -o NAME with an ending is a file, without one a folder;\n\
    a folder gets a dataset card. Offsets are code points. Exit code 1: --strict, and something was left out."
)]
pub struct Args {
    /// Which format
    #[arg(value_parser = PossibleValuesParser::new(names()))]
    format: String,
    /// Documents; none: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    who: Who,
    /// Where to
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Write over what is there
    #[arg(long, requires = "output")]
    force: bool,
    /// Parts and their shares, such as train=80,dev=10,test=10: by document, and pairs stay together
    #[arg(long, value_name = "NAME=SHARE,…", value_delimiter = ',', requires = "output")]
    split: Vec<String>,
    /// The same seed splits the same documents alike, on every machine
    #[arg(long, value_name = "N", default_value_t = 0, requires = "split")]
    seed: u64,
    /// Only tags with these labels
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    labels: Vec<String>,
    /// Only tags that a reviewer accepted; with amended: also those that one put right, as they should be
    #[arg(long, value_name = "DECISION", value_delimiter = ',', value_enum)]
    reviewed: Vec<kept::Decided>,
    /// Whose review counts; left out: everyone's, and where they differ the tag is left out
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "reviewed")]
    reviewer: Vec<String>,
    /// What counts for NAME: the own tags, and those of others as NAME's review has them
    #[arg(long, value_name = "NAME", conflicts_with_all = ["annotator", "all", "reviewed"])]
    gold: Option<String>,
    /// Exit with 1 if anything but ids and times is left out
    #[arg(long)]
    strict: bool,
    /// conll: how a token's place in its tag is written
    #[arg(long, value_name = "SCHEME", value_enum)]
    scheme: Option<Marks>,
    /// conll: one column for all labels, and which of two tags that overlap stays; left out: a column a label
    #[arg(long, value_name = "WHICH", value_enum)]
    flatten: Option<Stays>,
    /// doccano: the schema for spans alone, without relations
    #[arg(long)]
    spans_only: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Marks {
    Bio,
    Bioes,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Stays {
    Longest,
    First,
}

/// Exports.
///
/// # Errors
/// When nothing is chosen, when what is asked for does not go together, when a text or a layer does not read, and when
/// the result cannot be written.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let format = formats::find(&args.format).ok_or_else(|| {
        Failure::new(format!("this diptych was built without {}", args.format))
            .hint(format!("Build one that has it: cargo build --release --features {}", args.format))
    })?;
    let options = options(format, &args)?;
    if matches!(format.writing, Writing::Table(_)) && args.output.is_none() && io::stdout().is_terminal() {
        return Err(Failure::new(format!("{} is nothing for a terminal", format.name)).hint("Say where: -o FILE"));
    }
    let split = (!args.split.is_empty()).then(|| Split::parse(&args.split, args.seed)).transpose()?;
    let chosen = match &args.gold {
        Some(name) => Chosen::documents(&args.documents)?.by(std::slice::from_ref(name))?,
        None => Chosen::new(&args.documents, &args.who)?,
    };
    let scheme = scheme(chosen.corpus.scheme(), &args.labels)?;
    let wanted = Wanted::new(&args.labels, &args.reviewed, &args.reviewer, args.gold.is_some(), &chosen)?;
    let documents = with_layers(&chosen)?;
    let parts = split.as_ref().map(|split| split.of(&documents, &chosen.corpus.pairs()));
    let outlet = Outlet::open(args.output.as_deref(), format, split.is_some(), args.force, &chosen.corpus)?;
    let options = Options { by_annotator: chosen.annotators.len() > 1, ..options };
    let setting = Setting { scheme: &scheme, options };
    let card = Card::new(format, &setting, &chosen, split.as_ref(), &wanted);
    let mut work = Work { format, chosen: &chosen, wanted: &wanted, outlet, card };
    let (losses, kept) = work.write(setting, split.as_ref(), &documents, parts.as_deref())?;
    let Work { outlet, card, .. } = work;
    tell(&losses, &kept);
    let empty = split.as_ref().map(|split| split.empty(parts.as_deref().unwrap_or_default())).unwrap_or_default();
    if !empty.is_empty() {
        let are = if empty.len() > 1 { "are" } else { "is" };
        eprintln!("diptych: {} {are} empty: there are too few documents and pairs to share out", listed(&empty));
    }
    outlet.finish(|| card.text(&losses, &kept))?;
    let grave = losses.iter().any(|(part, _)| !matches!(part, Part::Ids | Part::Times));
    Ok(if args.strict && grave { Answer::No } else { Answer::Done })
}

/// What an export is made with.
struct Work<'a> {
    format: &'static Format,
    chosen: &'a Chosen,
    wanted: &'a Wanted,
    outlet: Outlet,
    card: Card<'a>,
}

/// A document, and the layers of those who are chosen and have one.
struct Read {
    document: Document,
    sheets: Vec<(String, Records)>,
    kept: Kept,
}

impl Work<'_> {
    /// Writes all documents, each into its part; tells what was lost, and what was not wanted.
    fn write(
        &mut self,
        setting: Setting,
        split: Option<&Split>,
        documents: &[String],
        parts: Option<&[usize]>,
    ) -> Result<(Losses, Kept), Failure> {
        let names: Vec<&str> = split.map_or(vec![""], Split::names);
        let mut exports = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let (export, pieces) = Export::begin(self.format, setting)?;
            if is_stream(self.format) {
                self.outlet.more(name, b"")?;
            }
            for piece in pieces {
                // What comes with the documents is the same for all parts.
                match &piece.file {
                    Some(_) if number > 0 => {}
                    Some(file) => self.outlet.whole(file, &piece.bytes)?,
                    None => self.outlet.more(name, &piece.bytes)?,
                }
            }
            exports.push(export);
        }
        let (mut losses, mut kept) = (Losses::default(), Kept::default());
        let (chosen, wanted) = (self.chosen, self.wanted);
        let progress = Progress::new("exporting", documents.len(), "documents");
        let written = thread::scope(|scope| {
            // One document is read while another is written.
            let (sender, receiver) = sync_channel(1);
            scope.spawn(move || {
                for name in documents {
                    let read = read(chosen, wanted, name);
                    let failed = read.is_err();
                    if sender.send(read).is_err() || failed {
                        break;
                    }
                }
            });
            for ((number, name), read) in documents.iter().enumerate().zip(receiver) {
                let Read { document, sheets, kept: of_this } = read?;
                let part = parts.map_or(0, |parts| parts[number]);
                let layers: Vec<Sheet> =
                    sheets.iter().map(|(annotator, records)| Sheet { annotator, records }).collect();
                let exchange = Exchange { name, document: &document, layers: &layers };
                for piece in exports[part].document(&exchange)? {
                    match piece.file {
                        Some(file) if split.is_some() => {
                            self.outlet.whole(&format!("{}/{file}", names[part]), &piece.bytes)?;
                        }
                        Some(file) => self.outlet.whole(&file, &piece.bytes)?,
                        None => self.outlet.more(names[part], &piece.bytes)?,
                    }
                }
                self.card.add(part, &exchange);
                kept.join(of_this);
                progress.step();
                if self.outlet.is_closed() {
                    break;
                }
            }
            Ok::<(), Failure>(())
        });
        progress.end();
        written?;
        for (export, name) in exports.into_iter().zip(names) {
            let (pieces, lost) = export.end()?;
            pieces.iter().try_for_each(|piece| self.outlet.more(name, &piece.bytes))?;
            losses.join(lost);
        }
        // A link whose end was not wanted is gone, too, and nobody has asked for that.
        losses.join(std::mem::take(&mut kept.losses));
        Ok((losses, kept))
    }
}

fn read(chosen: &Chosen, wanted: &Wanted, name: &str) -> Result<Read, Problem> {
    let document = chosen.text(name)?;
    let (mut sheets, mut kept) = (Vec::new(), Kept::default());
    for annotator in chosen.annotators.iter().filter(|annotator| chosen.has_layer(name, annotator)) {
        let reading = chosen.layer(name, &document, annotator)?;
        chosen.tell(name, annotator, &reading);
        let records = wanted.of(chosen, name, &document, annotator, reading.records, &mut kept)?;
        sheets.push((annotator.clone(), records));
    }
    Ok(Read { document, sheets, kept })
}

/// What the format is asked for, if it knows of it.
fn options(format: &Format, args: &Args) -> Result<Options, Failure> {
    let only = |given: bool, option: &str, name: &str| match given && format.name != name {
        true => Err(Failure::new(format!("{option} is for {name}, not for {}", format.name)).hint("Leave it out.")),
        false => Ok(()),
    };
    only(args.scheme.is_some(), "--scheme", "conll")?;
    only(args.flatten.is_some(), "--flatten", "conll")?;
    only(args.spans_only, "--spans-only", "doccano")?;
    let tagging = match args.scheme {
        Some(Marks::Bioes) => Tagging::Bioes,
        Some(Marks::Bio) | None => Tagging::Bio,
    };
    let flatten = args.flatten.map(|stays| match stays {
        Stays::Longest => Flatten::Longest,
        Stays::First => Flatten::First,
    });
    Ok(Options { tagging, flatten, plain: args.spans_only, by_annotator: false })
}

/// The corpus's scheme, or what of it concerns these labels.
fn scheme(whole: &Scheme, labels: &[String]) -> Result<Scheme, Failure> {
    if let Some(unknown) = labels.iter().find(|name| whole.label(name).is_none()) {
        let names: Vec<String> = whole.labels.iter().map(|label| label.name.clone()).collect();
        return Err(Failure::new(format!("the corpus has no label {unknown}"))
            .hint(format!("It has {}; more are declared in annotations/corpus.ron.", listed(&names))));
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

/// The documents that one of those chosen has a layer on; the others are left out, aloud.
fn with_layers(chosen: &Chosen) -> Result<Vec<String>, Failure> {
    const MOST: usize = 10;
    let has = |name: &&String| chosen.annotators.iter().any(|annotator| chosen.has_layer(name, annotator));
    let (with, without): (Vec<&String>, Vec<&String>) = chosen.documents.iter().partition(has);
    if with.is_empty() {
        return Err(Failure::new("there is nothing to export: no document has a layer").hint(chosen.who_there_is()));
    }
    for name in without.iter().take(MOST) {
        eprintln!("diptych: {} is left out: no layer by {}", shown(name), listed(&chosen.annotators));
    }
    if without.len() > MOST {
        eprintln!("diptych: {} more documents are left out", without.len() - MOST);
    }
    Ok(with.into_iter().cloned().collect())
}

/// Says what was lost, a line each, and what was not wanted.
fn tell(losses: &Losses, kept: &Kept) {
    let said = losses.to_string();
    said.lines().for_each(|line| eprintln!("diptych: {}", shown(line)));
    if let Some(words) = kept.words() {
        eprintln!("diptych: {words}");
    }
}

/// Whether a format is one file.
fn is_stream(format: &Format) -> bool {
    matches!(format.shape, Shape::OneFile { .. })
}

/// Whether a path is a text of the corpus, or lies where its layers are.
fn is_of(corpus: &Corpus, path: &Path) -> bool {
    corpus.could_hold(path) || path.starts_with(corpus.root().join("annotations"))
}
