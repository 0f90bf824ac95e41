//! `diptych add FILE|- …`: converts pages, mails, tables and PDFs to texts, and adds them to the corpus in this folder.
//!
//! ```text
//!   flood.html ─┐                                    ┌─ flood.txt                  a document from now on
//!   rows.csv   ─┼─ read ─ [convert] or [programs] ───┤
//!   -          ─┘                                    └─ annotations/sources.ron    where it came from
//!                                                       annotations/corpus.ron     pairs: texts on the same event
//! ```
//!
//! The original is not changed. `--again` reads originals that have changed since, and writes their texts again.

pub(crate) mod pairs;
mod programs;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Answer, OutputFormat, print};
use crate::cli::note;
use crate::convert::decode::is_encoding;
use crate::convert::kind::{Kind, tell};
use crate::convert::{Conversion, ConvertError, convert};
use crate::corpus::Corpus;
use crate::corpus::intake::{
    Entered, EntryOutcome, Intake, IntakeError, Original, OriginalState, digest, led_out, original_path, original_state,
};
use crate::corpus::problem::Problem;
use crate::failure::Failure;
use crate::language;
use crate::say::{self, quoted, shell_word, shown};
use crate::tui::config::Config;

/// Add texts to the corpus in this folder: pages, mails, tables, PDFs and office files become texts
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:\n  \
    diptych add *.html\n  \
    curl -s https://example.org/article | diptych add -\n\n\
    Read by diptych: texts in any encoding, Markdown, HTML and saved pages (MHTML), mails (.eml), CSV, TSV and\nJSONL \
    with an article a row. By other programs: PDF (pdftotext), DOCX, ODT, EPUB and RTF (pandoc), DOC (catdoc);\nthe \
    settings can name others. Where each text came from is kept in annotations/sources.ron.")]
pub(crate) struct Args {
    /// Files; - is standard input
    #[arg(required_unless_present = "again", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read originals that have changed since, and write their texts again; without a file, all of the corpus
    #[arg(long)]
    again: bool,
    /// The encoding of files that do not say it, for instance windows-1251 or gbk
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<String>,
    /// Do not look for texts on the same event
    #[arg(long)]
    no_pairs: bool,
    /// Lines for people, or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: OutputFormat,
}

fn encoding(name: &str) -> Result<String, String> {
    is_encoding(name).then(|| name.to_string()).ok_or_else(|| "there is no encoding of that name".into())
}

/// A text that was added.
#[derive(Debug, Serialize)]
pub(crate) struct AddedText {
    /// The name of the document.
    pub document: String,
    original: String,
    outcome: &'static str,
    words: usize,
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

/// Adds the files.
///
/// # Errors
/// If the corpus cannot be read, or none of the files could be added.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    if args.again && args.files.is_empty() && args.encoding.is_some() {
        // All originals in one encoding would make a jumble of those in another.
        return Err(Failure::new("--encoding with --again is for the files that are named, and none is")
            .hint("Name those that were read wrongly: diptych add --again --encoding NAME FILE"));
    }
    let corpus = Corpus::here(Path::new("."))?;
    let (config, doubts) = Config::load();
    doubts.iter().for_each(|doubt| note!("diptych: {doubt}"));
    let mut adder = Adder { corpus: &corpus, config, encoding: args.encoding, intake: Intake::new(&corpus)? };
    let files = if args.again && args.files.is_empty() { adder.originals() } else { args.files };
    let (mut added, mut failures) = (Vec::new(), Vec::new());
    for file in &files {
        let done = if args.again { adder.again(file) } else { adder.file(file) };
        match done {
            Ok(texts) => {
                if args.format == OutputFormat::Text {
                    print(&texts.iter().map(line).collect::<String>())?;
                }
                added.extend(texts);
            }
            Err(failure) => failures.push((file, failure)),
        }
    }
    adder.intake.save().map_err(refused)?;
    if args.format == OutputFormat::Json {
        let json = serde_json::to_string_pretty(&added).map_err(Failure::new)?;
        print(&(json + "\n"))?;
    }
    if let ([(_, _)], true) = (failures.as_slice(), added.is_empty())
        && let Some((_, failure)) = failures.pop()
    {
        return Err(failure);
    }
    for (_, failure) in &failures {
        eprintln!("diptych: {}", failure.words);
        failure.hint.iter().for_each(|hint| eprintln!("hint: {hint}"));
    }
    if args.again && added.is_empty() && failures.is_empty() {
        note!("diptych: nothing is made again: no original that was read has changed");
    }
    if !args.no_pairs && !args.again {
        tell_pairs(&corpus, &added)?;
    }
    Ok(if failures.is_empty() { Answer::Done } else { Answer::No })
}

/// Adds one file to a corpus for a command that opens it, and returns the paths of its texts.
///
/// # Errors
/// If it cannot be read, or no text can be made of it.
pub(crate) fn enter(corpus: &Corpus, file: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (config, _) = Config::load();
    let mut adder = Adder { corpus, config, encoding: None, intake: Intake::new(corpus)? };
    let texts = adder.file(file)?;
    adder.intake.save().map_err(refused)?;
    texts.iter().map(|text| Ok(corpus.text_path(&text.document)?)).collect()
}

struct Adder<'a> {
    corpus: &'a Corpus,
    config: Config,
    encoding: Option<String>,
    intake: Intake<'a>,
}

/// The largest original, in bytes.
const LARGEST: u64 = 512 << 20;

impl Adder<'_> {
    /// Adds the texts of a file.
    fn file(&mut self, file: &Path) -> Result<Vec<AddedText>, Failure> {
        let bytes = self.read(file)?;
        let kind = tell(if is_pipe(file) { Path::new("") } else { file }, &bytes);
        if let Some(document) =
            self.corpus.name_of(file).filter(|_| kind == Kind::Text && self.corpus.could_hold(&real(file)))
        {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return Ok(vec![added(&document, file, EntryOutcome::Known, &text, None)]);
        }
        let mut original = self.original(file, &bytes);
        if let Some(known) = self.intake.known(&original).filter(|_| ![Kind::Csv, Kind::Jsonl].contains(&kind)) {
            return Ok(vec![added(&known, file, EntryOutcome::Known, "", None)]);
        }
        let conversion = self.convert(kind, bytes, file, &mut original)?;
        let is_table = conversion.texts.len() > 1;
        let texts = conversion.texts.iter().enumerate().map(|(number, text)| {
            let entry = if is_table { number + 1 } else { 0 };
            let Entered { document, outcome } = self.intake.put(&original, entry, text).map_err(refused)?;
            Ok(added(&document, file, outcome, &text.text, text.origin.title.clone()))
        });
        texts.collect()
    }

    /// Reads a file. A link that came with the corpus may lead to any file of this machine, so such a file has to be named
    /// itself.
    fn read(&self, file: &Path) -> Result<Vec<u8>, Failure> {
        match led_out(self.corpus, file).filter(|_| !is_pipe(file)) {
            None => read(file),
            Some(real) => {
                let (link, real) = (shown(file.display()), shown(real.display()));
                Err(Failure::new(format!("{link} is a link to {real}, outside the folder of this corpus, or hidden"))
                    .hint(format!("Name the file itself, if you know it: diptych add {}", shell_word(&real))))
            }
        }
    }

    /// Makes the texts of an original again, if the original has changed.
    fn again(&mut self, file: &Path) -> Result<Vec<AddedText>, Failure> {
        let bytes = self.read(file)?;
        let kind = tell(file, &bytes);
        let mut original = self.original(file, &bytes);
        let made = self.intake.made_of(&original.path);
        let source = |document: &String| self.intake.sources().get(document);
        original.encoding =
            original.encoding.or_else(|| made.iter().find_map(|(document, _)| source(document)?.encoding));
        if made.is_empty() {
            return Err(
                Failure::new(format!("no text here was made of {}", file.display())).hint("Add it: diptych add FILE")
            );
        }
        // With an encoding, a wrong guess is mended.
        let is_same = |document: &String| source(document).is_some_and(|source| source.sha256 == original.sha256);
        if self.encoding.is_none() && made.iter().all(|(document, _)| is_same(document)) {
            return Ok(Vec::new());
        }
        let conversion = self.convert(kind, bytes, file, &mut original)?;
        let renewed = made
            .iter()
            .filter_map(|(document, entry)| Some((document, conversion.texts.get(entry.saturating_sub(1))?)));
        renewed
            .map(|(document, text)| {
                let entered = self.intake.renew(document, &original, text).map_err(refused)?;
                Ok(added(document, file, entered.outcome, &text.text, text.origin.title.clone()))
            })
            .collect()
    }

    /// Converts the bytes of a file to texts, and says what was guessed.
    fn convert(&self, kind: Kind, bytes: Vec<u8>, file: &Path, original: &mut Original) -> Result<Conversion, Failure> {
        let named =
            |failure: Failure| Failure { words: format!("{}: {}", shown(file.display()), failure.words), ..failure };
        let own = programs::own(kind, file, &self.config.converters);
        let conversion = if own.is_some() || kind.foreign().is_some() {
            let (text, program) = programs::open(kind, bytes, own).map_err(named)?;
            (original.converter, original.encoding) = (program, None);
            Conversion { texts: vec![text], notes: Vec::new() }
        } else {
            // A mail says for each of its parts how it is encoded.
            original.encoding = original.encoding.take().filter(|_| kind != Kind::Mail);
            convert(kind, &bytes, original.encoding.as_deref()).map_err(|error| named(no_text(error, file)))?
        };
        conversion.notes.iter().for_each(|note| note!("diptych: {}: {}", shown(file.display()), shown(note)));
        Ok(conversion)
    }

    fn original(&self, file: &Path, bytes: &[u8]) -> Original {
        let is_markdown =
            file.extension().is_some_and(|end| end.eq_ignore_ascii_case("md") || end.eq_ignore_ascii_case("markdown"));
        let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|_| !is_pipe(file)).unwrap_or_default();
        Original {
            path: if is_pipe(file) { "-".into() } else { original_path(self.corpus, file) },
            sha256: digest(bytes),
            stem: stem.into(),
            ending: if is_markdown { "md" } else { "txt" },
            converter: concat!("diptych ", env!("CARGO_PKG_VERSION")).into(),
            encoding: self.encoding.clone(),
            now: humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string(),
        }
    }

    /// Returns the originals of the corpus's texts that still exist, and says which are gone, and which are read only if they are named.
    fn originals(&self) -> Vec<PathBuf> {
        let sources = self.intake.sources();
        let mut made: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for document in sources.documents() {
            let original = sources.get(document).map(|source| source.original).unwrap_or_default();
            if !["", "-"].contains(&original.as_str()) {
                made.entry(original).or_default().push(document);
            }
        }
        let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
        for (original, texts) in made {
            match original_state(self.corpus, &original) {
                OriginalState::Here(path) => here.push(path),
                OriginalState::Elsewhere => elsewhere.push(original),
                OriginalState::Gone => {
                    let stay = if texts.len() > 1 { "stay as they are" } else { "stays as it is" };
                    note!("diptych: {} is gone; {} {stay}", shown(original), shown(say::and(&texts)));
                }
            }
        }
        if let Some(first) = elsewhere.first() {
            let are = if elsewhere.len() > 1 { "are" } else { "is" };
            let names = shown(say::and_more(&elsewhere, 3));
            note!("diptych: {names} {are} not read again: outside the folder of this corpus, or hidden");
            let path = self.corpus.root().join(first);
            note!("hint: Name those that you know: diptych add --again {}", shell_word(&shown(path.display())));
        }
        here
    }
}

/// Says which texts report on the same event, and writes this into `corpus.ron`, if there is one.
fn tell_pairs(corpus: &Corpus, texts: &[AddedText]) -> Result<(), Failure> {
    let new: Vec<String> =
        texts.iter().filter(|text| text.outcome == "new").map(|text| text.document.clone()).collect();
    let groups = pairs::groups(corpus, &new);
    if groups.is_empty() {
        return Ok(());
    }
    if !corpus.manifest_path().is_file() {
        let count = say::count(groups.len(), "group");
        note!("hint: There are texts on the same event ({count}). Have them as pairs: diptych init");
        return Ok(());
    }
    for line in pairs::declare(corpus, &groups)? {
        note!("diptych: {}", shown(line));
    }
    Ok(())
}

/// Returns the line for a text: its name, and the doubts about it.
fn line(text: &AddedText) -> String {
    let title = text.title.as_deref().map(|title| format!(", {}", quoted(title, 50))).unwrap_or_default();
    let language = if text.language.is_empty() { String::new() } else { format!(", {}", text.language) };
    let (document, original) = (shown(&text.document), shown(&text.original));
    match text.outcome {
        "known" => format!("{document} is here already\n"),
        "renewed" => format!("{document} from {original}, again: {}\n", say::count(text.words, "word")),
        _ => format!("{document} from {original}: {}{language}{title}\n", say::count(text.words, "word")),
    }
}

fn added(document: &str, file: &Path, outcome: EntryOutcome, text: &str, title: Option<String>) -> AddedText {
    let outcome = match outcome {
        EntryOutcome::New => "new",
        EntryOutcome::Renewed => "renewed",
        EntryOutcome::Known => "known",
    };
    AddedText {
        document: document.into(),
        original: file.display().to_string(),
        outcome,
        words: text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count(),
        language: language::told(text).code.clone(),
        title,
    }
}

fn is_pipe(file: &Path) -> bool {
    file == Path::new("-")
}

fn real(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf())
}

/// Reads a file, or standard input.
fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    if is_pipe(file) {
        io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::new(format!("standard input cannot be read: {error}")))?;
    } else {
        let about = fs::metadata(file).map_err(|error| Problem::reading(file, error))?;
        if !about.is_file() {
            return Err(
                if about.is_dir() { Problem::Folder(file.into()) } else { Problem::NotText(file.into()) }.into()
            );
        }
        let open = fs::File::open(file).map_err(|error| Problem::reading(file, error))?;
        open.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| Problem::reading(file, error))?;
    }
    match bytes.len() as u64 > LARGEST {
        true => Err(Problem::TooLarge(file.into(), LARGEST).into()),
        false => Ok(bytes),
    }
}

/// Says why there is no text of a file, and what helps.
fn no_text(error: ConvertError, file: &Path) -> Failure {
    let ending = file.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    let hint = match &error {
        ConvertError::Textless(kind) if kind.words().contains("spreadsheet") => "Save it as CSV, and add that.".into(),
        ConvertError::Textless(_) if !ending.is_empty() => {
            format!("The settings can name a program that makes a text of it, under converters: {ending:?}.")
        }
        _ => return Failure::new(error),
    };
    Failure::new(error).hint(hint)
}

fn refused(error: IntakeError) -> Failure {
    match error {
        IntakeError::File(error) => error.into(),
        changed @ IntakeError::Changed(_) => Failure::new(changed).hint("Move it away to have it made again."),
    }
}
