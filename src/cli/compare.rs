//! `diptych compare LEFT RIGHT`: prints where two documents agree, where they differ, and what only one of them says.
//!
//! ```text
//!   documents ─▶ compare ─▶ [lines]: one for each row of each section ─▶ [text], [csv], [markdown], [json]
//!   A B C …   ─▶ [many]: a table of the figures, a column a document, and who has whose wording
//!   --all     ─▶ compare each pair of the corpus ─▶ a line a pair, those first that differ most
//! ```

mod lines;
mod many;
mod overview;
mod print;

use std::path::Path;

use super::Answer;
use super::{hint, scope};
use crate::cli::note;
use crate::compare::annotated::{Annotated, compare_annotated};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::RowStatus;
use crate::corpus::problem::Problem;
use crate::corpus::provenance::Provenances;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::language::Language;
use crate::say::{and, shown};
use crate::tags::Records;
use crate::tags::scheme::Scheme;
use crate::text::Document;
use lines::Line;

/// Compare what two documents say: figures, claims, sources and shared wording
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:\n  \
    diptych compare left.txt right.txt\n  \
    diptych compare left.txt right.txt --section figures --status differs\n  \
    diptych compare a.txt b.txt c.txt\n  \
    diptych compare --event flood\n  \
    diptych compare --all --format csv\n\n\
    A difference is no contradiction: what may explain it stands beside it. Each sentence in which no claim is tagged is a claim.")]
pub(crate) struct Args {
    /// The two documents, or more: then the figures of all stand in one table. None with --all and --event
    #[arg(required_unless_present_any = ["all", "event"], conflicts_with_all = ["all", "event"], value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// Compare the documents of this event, which corpus.ron declares
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    event: Option<String>,
    /// Compare all pairs of the corpus in this folder: a line for each pair, those that differ most first
    #[arg(long)]
    all: bool,
    /// Take the claims that this annotator has tagged in place of their sentences, and the links, declined rows and joined sources. Default: nobody's
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// Print only these sections of the comparison of two documents
    #[arg(long, value_enum, value_delimiter = ',', value_name = "SECTION")]
    section: Vec<SectionArg>,
    /// Print only the rows of two documents with this status
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STATUS")]
    status: Vec<StatusArg>,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Text,
    Json,
    Csv,
    Markdown,
}

/// A section, on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum SectionArg {
    Figures,
    Claims,
    Sources,
    Wording,
}

impl From<SectionArg> for Section {
    fn from(section: SectionArg) -> Section {
        match section {
            SectionArg::Figures => Section::Figures,
            SectionArg::Claims => Section::Claims,
            SectionArg::Sources => Section::Sources,
            SectionArg::Wording => Section::Wording,
        }
    }
}

/// A status, on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum StatusArg {
    Contradicts,
    DiffersFrom,
    Differs,
    OnlyLeft,
    OnlyRight,
    Alike,
    SameAs,
    Equal,
}

impl From<StatusArg> for RowStatus {
    fn from(status: StatusArg) -> RowStatus {
        match status {
            StatusArg::Contradicts => RowStatus::Contradicts,
            StatusArg::DiffersFrom => RowStatus::DiffersFrom,
            StatusArg::Differs => RowStatus::Differs,
            StatusArg::OnlyLeft => RowStatus::OnlyLeft,
            StatusArg::OnlyRight => RowStatus::OnlyRight,
            StatusArg::Alike => RowStatus::Alike,
            StatusArg::SameAs => RowStatus::SameAs,
            StatusArg::Equal => RowStatus::Equal,
        }
    }
}

/// A document to compare, with the annotator's claims and decisions.
struct Given {
    name: String,
    document: Document,
    language: &'static Language,
    records: Records,
    /// Whether the annotator has a layer on it.
    has_layer: bool,
    /// When it was published, as its original writes it, if that is known.
    published: Option<String>,
}

impl Given {
    fn annotated(&self) -> Annotated<'_> {
        Annotated { name: &self.name, document: &self.document, language: self.language, records: &self.records }
    }
}

/// Compares the documents, and prints the result.
///
/// # Errors
/// If a document is missing or cannot be read, or if the named annotator has no layer on it.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    if args.all {
        args.refuse_rows()?;
        return overview::run(&args);
    }
    let documents = match &args.event {
        Some(event) => event_documents(event)?,
        None => args.documents.clone(),
    };
    if documents.len() > 2 {
        args.refuse_rows()?;
        return many::run(&args, &documents);
    }
    if documents.len() < 2 {
        return Err(Failure::new("a comparison takes two documents or more")
            .hint("Name both: diptych compare LEFT RIGHT; or compare all pairs of the corpus: diptych compare --all"));
    }
    let all = read_all(&documents, args.annotator.as_deref())?;
    all.iter().for_each(tell_unknown);
    let given = Both::new(&all[0], &all[1]);
    let scheme = scheme(&documents[0])?;
    let comparison = compare_annotated(given.map(Given::annotated), &scheme);
    let mut all = lines::lines(given.map(|given| &given.document), &comparison);
    all.retain(|line| args.shows(line));
    let names = given.map(|given| given.name.as_str());
    let printed = match args.format {
        Form::Text => print::text(names, &comparison, &all),
        Form::Json => print::json(names, &comparison, &all),
        Form::Csv => print::csv(&all)?,
        Form::Markdown => print::markdown(names, &comparison, &all),
    };
    super::print(&printed)?;
    Ok(Answer::Done)
}

/// Reads documents, with the annotator's layer where there is one.
///
/// # Errors
/// If a document cannot be read, or if the annotator has a layer on none of them.
fn read_all(documents: &[String], annotator: Option<&str>) -> Result<Vec<Given>, Failure> {
    let all: Vec<Given> = documents.iter().map(|name| read(name, annotator)).collect::<Result<_, _>>()?;
    match annotator {
        Some(annotator) if !all.iter().any(|given| given.has_layer) => {
            let names: Vec<String> = all.iter().map(|given| shown(&given.name)).collect();
            Err(Failure::new(format!("there is no layer by {annotator} on {}", and(&names)))
                .hint("Leave --annotator out: then each sentence is a claim."))
        }
        Some(annotator) => {
            for given in all.iter().filter(|given| !given.has_layer) {
                let name = shown(&given.name);
                note!("diptych: {annotator} has no layer on {name}: each of its sentences is a claim");
            }
            Ok(all)
        }
        None => Ok(all),
    }
}

/// Reports a language for which there are no lists.
fn tell_unknown(given: &Given) {
    if given.language.code.is_empty() {
        note!(
            "diptych: the language of {} is not known: figures are read by their digits, and sources are not read",
            shown(&given.name)
        );
    }
}

impl Args {
    /// Refuses to pick rows by section or status where the output has none of these rows.
    fn refuse_rows(&self) -> Result<(), Failure> {
        if self.section.is_empty() && self.status.is_empty() {
            return Ok(());
        }
        Err(Failure::new("--section and --status pick rows of the comparison of two documents")
            .hint("Leave them out, or name two documents: diptych compare LEFT RIGHT --section figures"))
    }

    /// Returns whether the arguments ask for a line.
    fn shows(&self, line: &Line) -> bool {
        let section =
            self.section.is_empty() || self.section.iter().any(|section| Section::from(*section) == line.section);
        section && (self.status.is_empty() || self.status.iter().any(|status| RowStatus::from(*status) == line.status))
    }
}

/// Returns the documents of an event of the corpus in this folder.
fn event_documents(event: &str) -> Result<Vec<String>, Failure> {
    let mut events = Corpus::here(Path::new("."))?.events();
    if let Some(documents) = events.remove(event) {
        return Ok(documents);
    }
    let known: Vec<String> = events.into_keys().map(shown).collect();
    let hint = match known.is_empty() {
        true => "Declare it in annotations/corpus.ron: event: {\"NAME\": [\"a.txt\", \"b.txt\"]}".to_string(),
        false => format!("The events are {}.", and(&known)),
    };
    Err(Failure::new(format!("there is no event {} in this corpus", shown(event))).hint(hint))
}

/// Reads a document, given by its path or by its name in the corpus of this folder.
fn read(given: &str, annotator: Option<&str>) -> Result<Given, Failure> {
    let path = Path::new(given);
    let (corpus, path) = match path.exists() {
        true => (Corpus::of(path)?, path.to_path_buf()),
        false => {
            let corpus = Corpus::here(Path::new("."))?;
            let path = corpus.text_path(given).ok().filter(|path| path.exists()).unwrap_or_else(|| path.to_path_buf());
            (corpus, path)
        }
    };
    if let Some(kind) = scope::untagged_other(&path) {
        return Err(Problem::Foreign { path, kind }.into());
    }
    let document = text_file::read(&path).map_err(hint::missing)?;
    let name = corpus.name_of(&path).unwrap_or_else(|| given.to_string());
    let language = corpus.language(&name, document.text());
    let published = Provenances::load(&corpus)?.get(&name).and_then(|source| source.origin.date);
    let Some(annotator) = annotator else {
        return Ok(Given { name, document, language, records: Records::default(), has_layer: false, published });
    };
    let records = corpus.layer(&name, &document, annotator)?.map(|reading| reading.records);
    Ok(Given {
        name,
        document,
        language,
        has_layer: records.is_some(),
        records: records.unwrap_or_default(),
        published,
    })
}

/// Returns the labels of the corpus to which a document belongs.
fn scheme(given: &str) -> Result<Scheme, Failure> {
    let path = Path::new(given);
    let corpus = if path.exists() { Corpus::of(path)? } else { Corpus::here(Path::new("."))? };
    Ok(corpus.scheme().clone())
}
