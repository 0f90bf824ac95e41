//! `diptych check [DOCUMENT …]`: what is wrong or doubtful in a corpus.
//!
//! ```text
//!   annotations/a.txt.ana.ron:7:9: warning: figure “four” is in no claim [figure-in-no-claim]
//!   samples/a.txt:12:40: warning: “Rutte” is a source 3 times, but not here [same-words]
//!
//!   document ─▶ its layers ─▶ [rules], a function each ─▶ findings ─▶ by path and place ─▶ lines | json
//!                         ╰─▶ links to other documents ─▶ [across] ─╯
//! ```

mod across;
mod ends;
mod place;
mod reading;
mod rules;
mod sense;
mod standing;
mod terms;
mod verdicts;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ratatui::style::{Modifier, Style};
use serde_json::json;

use super::chosen::Chosen;
use super::ink::{Colours, Ink};
use super::progress::each;
use super::{Answer, Format};
use crate::corpus::Corpus;
use crate::corpus::manifest::Level;
use crate::corpus::problem::shown;
use crate::failure::Failure;
use crate::tui::theme::Theme;
use rules::RULES;

/// What is wrong or doubtful in a corpus, a line each
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "A line: PATH:LINE:COLUMN, of a record in a layer or of words in a text, what is\n\
    the matter, and the rule. Exit code 1 if anything is an error. A corpus.ron can\n\
    make rules weigh more or less: check: {\"same-words\": off, \"two-labels\": error}")]
pub struct Args {
    /// Documents; left out: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// Whose layers: several names, one after the other or with commas. Left out: all layers
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    annotator: Vec<String>,
    /// List the rules, and what each weighs here
    #[arg(long, conflicts_with_all = ["documents", "annotator"])]
    rules: bool,
    /// For people, or for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    colours: Colours,
}

/// Something that was found, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// The file, the shortest way from here.
    path: String,
    /// Line and column in code points, both counted from 1.
    place: (usize, usize),
    level: Level,
    rule: &'static str,
    words: String,
    document: Option<String>,
    annotator: Option<String>,
    /// The record.
    id: Option<String>,
    /// The place in the text, in code points.
    chars: Option<(usize, usize)>,
}

/// What the rules weigh, and from where paths are told.
struct Weights {
    levels: BTreeMap<&'static str, Level>,
    here: Option<PathBuf>,
    /// Whether all annotators' layers are looked at.
    everyone: bool,
}

impl Weights {
    /// # Errors
    /// When the corpus speaks of a rule that there is not.
    fn new(corpus: &Corpus, everyone: bool) -> Result<Weights, Failure> {
        let known = |name: &&String| !RULES.iter().any(|rule| rule.name == **name);
        if let Some(unknown) = corpus.check().keys().find(known) {
            let path = corpus.manifest_path();
            let manifest = std::fs::read_to_string(&path).unwrap_or_default();
            let (line, column) = place::find(&manifest, &format!("{unknown:?}"));
            return Err(Failure::new(format!("{}:{line}:{column}: there is no rule {unknown:?}", path.display()))
                .hint("See which there are: diptych check --rules"));
        }
        let level = |name: &str, usual: Level| corpus.check().get(name).copied().unwrap_or(usual);
        let levels = RULES.iter().map(|rule| (rule.name, level(rule.name, rule.level))).collect();
        let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
        Ok(Weights { levels, here, everyone })
    }

    fn level(&self, rule: &str) -> Level {
        self.levels.get(rule).copied().unwrap_or(Level::Off)
    }

    /// Something that was found, unless its rule is off.
    fn finding(&self, rule: &'static str, path: PathBuf, place: (usize, usize), words: String) -> Option<Finding> {
        let level = self.level(rule);
        let (document, annotator, id, chars) = (None, None, None, None);
        (level > Level::Off).then(|| Finding {
            path: self.short(&path),
            place,
            level,
            rule,
            words,
            document,
            annotator,
            id,
            chars,
        })
    }

    fn short(&self, path: &Path) -> String {
        let inner = self.here.as_ref().and_then(|here| path.strip_prefix(here).ok());
        inner.unwrap_or(path).display().to_string()
    }
}

/// Looks, and says what there is.
///
/// # Errors
/// When a document is not there, an annotator has no layer, or `corpus.ron` does not read or speaks of an unknown rule.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let chosen = Chosen::documents(&args.documents)?;
    let everyone = args.annotator.is_empty();
    let chosen = if everyone { chosen } else { chosen.by(&args.annotator)? };
    let weights = Weights::new(&chosen.corpus, everyone)?;
    let ink = if args.format == Format::Json { Ink::none() } else { Ink::new(args.colours) };
    if args.rules {
        super::print(&list(&weights, args.format, &ink))?;
        return Ok(Answer::Done);
    }
    let mut findings = Vec::new();
    if args.documents.is_empty() {
        findings.extend(reading::manifest(&chosen, &weights));
        findings.extend(reading::without_text(&chosen, &weights));
    }
    let (mut outgoing, mut layers) = (Vec::new(), 0);
    for found in each(&chosen.documents, |name| reading::document(&chosen, &weights, name)) {
        findings.extend(found.findings);
        outgoing.extend(found.outgoing);
        layers += found.layers;
    }
    findings.extend(across::links(&chosen, &weights, &outgoing));
    findings.sort();
    findings.dedup();
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warn));
    let documents = chosen.documents.len();
    super::print(&match args.format {
        Format::Text => findings.iter().map(|finding| line(finding, &ink)).collect(),
        Format::Json => {
            let findings: Vec<_> = findings.iter().map(value).collect();
            let counts = json!({"errors": errors, "warnings": warnings, "documents": documents, "layers": layers});
            format!("{}\n", json!({"findings": findings, "counts": counts}))
        }
    })?;
    if args.format == Format::Text {
        let of = format!("{} on {}", several(layers, "layer"), several(documents, "document"));
        match errors + warnings {
            0 => eprintln!("Nothing is wrong in {of}."),
            _ => eprintln!("{} and {} in {of}.", several(errors, "error"), several(warnings, "warning")),
        }
    }
    Ok(if errors > 0 { Answer::No } else { Answer::Done })
}

/// `1 layer`, `2 layers`.
fn several(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// As in `corpus.ron`.
fn word(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}

fn line(finding: &Finding, ink: &Ink) -> String {
    let Finding { path, place: (line, column), level, rule, words, .. } = finding;
    let bold = |_: &Theme| Style::new().add_modifier(Modifier::BOLD);
    let level = match level {
        Level::Error => ink.draw(Theme::bad, "error"),
        _ => ink.draw(bold, "warning"),
    };
    let place = ink.draw(Theme::quiet, &format!("{}:{line}:{column}:", shown(path)));
    let rule = ink.draw(Theme::quiet, &format!("[{rule}]"));
    format!("{place} {level}: {words} {rule}\n")
}

fn value(finding: &Finding) -> serde_json::Value {
    json!({
        "path": finding.path,
        "line": finding.place.0,
        "column": finding.place.1,
        "level": word(finding.level),
        "rule": finding.rule,
        "words": finding.words,
        "document": finding.document,
        "annotator": finding.annotator,
        "id": finding.id,
        "start": finding.chars.map(|(start, _)| start),
        "end": finding.chars.map(|(_, end)| end),
    })
}

/// The rules, and what each weighs here.
fn list(weights: &Weights, format: Format, ink: &Ink) -> String {
    if format == Format::Json {
        let rules = RULES
            .iter()
            .map(|rule| json!({"rule": rule.name, "level": word(weights.level(rule.name)), "words": rule.words}));
        return format!("{}\n", json!({"rules": rules.collect::<Vec<_>>()}));
    }
    let bold = |_: &Theme| Style::new().add_modifier(Modifier::BOLD);
    let row = |rule: &rules::Rule| {
        let level = weights.level(rule.name);
        let blanks = " ".repeat(21 - rule.name.len());
        let padded = format!("{:<5}", word(level));
        let padded =
            if level == Level::Error { ink.draw(Theme::bad, &padded) } else { ink.draw(Theme::quiet, &padded) };
        format!("{}{blanks}{padded} {}\n", ink.draw(bold, rule.name), rule.words)
    };
    RULES.iter().map(row).collect()
}
