//! `diptych check [DOCUMENT …]`: prints what is wrong or doubtful in a corpus.
//!
//! ```text
//!   samples/a.txt:9:17: warning: figure “four” is in no claim (annotations/a.txt.ana.ron:7:9) [figure-in-no-claim]
//!   samples/a.txt:12:40: warning: “Rutte” is tagged source 3 times, but not here [same-words]
//! ```
//!
//! A `corpus.ron` that cannot be read is a finding, too: all of its faults are listed, and the layers are not checked.
//!
//! The rules are in [`crate::check`].

use std::path::Path;

use ratatui::style::{Modifier, Style};
use serde_json::json;

use super::color::{ColorArgs, Painter};
use super::progress::each;
use super::{Answer, OutputFormat, scope};
use crate::check::{self, CheckRule, Defect, Finding, Position, RULES, RecordPlace, Weights};
use crate::corpus::manifest::{self, Level, Manifest, declared_keys};
use crate::corpus::scope::Scope;
use crate::corpus::{Corpus, FaultyManifest, text_file};
use crate::failure::Failure;
use crate::say::{self, shown};
use crate::tags::scheme::Scheme;
use crate::tui::command::Topic;
use crate::tui::theme::Theme;
use crate::tui::update::commands::keymap;

/// Report what is wrong or doubtful in a corpus
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:\n  diptych check\n  diptych check may.txt --annotator ana --format json\n\n\
    Each line is PATH:LINE:COLUMN of words in a text, or of a record in a layer,\n\
    then what is wrong, where the record of a tag is in its layer, and the name of the rule.\n\
    Exit code 1 if anything is an error.\n\
    corpus.ron can change what rules weigh: check: {\"same-words\": off, \"two-labels\": error}")]
pub(crate) struct Args {
    /// Documents. Default: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// Whose layers: names, separated by spaces or commas. Default: all layers
    #[arg(long, value_name = "NAME", value_delimiter = ',', conflicts_with = "all")]
    annotator: Vec<String>,
    /// The layers of all annotators, as without it
    #[arg(long)]
    all: bool,
    /// List the rules, and what each weighs here
    #[arg(long, conflicts_with_all = ["documents", "annotator"])]
    rules: bool,
    /// For people, or for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: OutputFormat,
    #[command(flatten)]
    colors: ColorArgs,
}

/// All findings.
struct CheckReport {
    /// Each finding with the path to show, sorted by path and position.
    findings: Vec<(String, Finding)>,
    /// The number of documents and layers that were checked; `None` if a `corpus.ron` with faults prevents that.
    checked: Option<Checked>,
}

/// How much was checked.
#[derive(Clone, Copy, Default)]
struct Checked {
    documents: usize,
    layers: usize,
}

/// Checks a corpus, and prints the findings.
///
/// # Errors
/// If a document is not there, or an annotator has no layer.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let painter = match args.format {
        OutputFormat::Text => Painter::new(args.colors),
        OutputFormat::Json => Painter::plain(),
    };
    let scope = match scope::documents(&args.documents) {
        Ok(scope) => scope,
        Err(failure) => match faulty(&args.documents).filter(|_| !args.rules) {
            Some(faulty) => return tell(&of_settings(&faulty), args.format, &painter),
            None => return Err(failure),
        },
    };
    let scope = if args.annotator.is_empty() { scope } else { scope::by(scope, &args.annotator)? };
    let weights = Weights::new(scope.corpus.check());
    if args.rules {
        super::print(&match args.format {
            OutputFormat::Text => RULES.iter().map(|rule| rule_line(rule, &weights, &painter)).collect(),
            OutputFormat::Json => rules_json(&weights),
        })?;
        return Ok(Answer::Done);
    }
    scope::tell_exports(&scope);
    tell(&findings(&scope, &weights, &args), args.format, &painter)
}

/// Returns the `corpus.ron` that cannot be read, if it is the reason why the documents cannot be checked.
fn faulty(documents: &[String]) -> Option<FaultyManifest> {
    let folder = documents.first().and_then(|document| Path::new(document).parent());
    Corpus::faulty(folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

/// Reports the faults of a `corpus.ron` that cannot be read.
fn of_settings(faulty: &FaultyManifest) -> CheckReport {
    let FaultyManifest { path, text, manifest, faults } = faulty;
    let mut findings = check::settings(path, text, manifest, faults);
    findings.extend(key_clashes(path, text, &manifest.scheme, &Weights::default()));
    CheckReport { findings: shown_from_here(findings), checked: None }
}

/// Returns findings for labels and attributes whose keys commands have. Only the key map knows the keys of commands, so
/// this is not done in [`crate::check`].
fn key_clashes(path: &Path, text: &str, scheme: &Scheme, weights: &Weights) -> Vec<Finding> {
    let (keymap, _) = keymap(scheme, &[]);
    let declared = declared_keys(text);
    let findings = keymap.clashes().iter().filter_map(|clash| {
        let (label, attribute) = match clash.about {
            Topic::Label(label) => (label, None),
            Topic::Attribute { label, attribute } => (label, Some(attribute)),
            Topic::Nothing => return None,
        };
        let place = declared.iter().find(|key| (key.label, key.attribute) == (label, attribute));
        let at = place.map_or(Position::START, |key| Position::at(key.at));
        Finding::new(weights, "key-clash", path, at, Defect::Unreadable(clash.to_string()))
    });
    findings.collect()
}

/// Prints the findings.
fn tell(report: &CheckReport, format: OutputFormat, painter: &Painter) -> Result<Answer, Failure> {
    let count = |level| report.findings.iter().filter(|(_, finding)| finding.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warn));
    let found = report.findings.iter();
    match format {
        OutputFormat::Text => super::print_each(found.map(|(path, finding)| line(path, finding, painter)))?,
        OutputFormat::Json => {
            let Checked { documents, layers } = report.checked.unwrap_or_default();
            let counts = json!({"errors": errors, "warnings": warnings, "documents": documents, "layers": layers});
            let head = format!("{{\"counts\":{counts},\"findings\":[");
            let values = found.enumerate().map(|(number, (path, finding))| {
                format!("{}{}", if number == 0 { "" } else { "," }, value(path, finding))
            });
            super::print_each([head].into_iter().chain(values).chain(["]}\n".into()]))?;
        }
    }
    if format == OutputFormat::Text {
        let of = match report.checked {
            Some(Checked { documents, layers }) => {
                format!("{} on {}", say::count(layers, "layer"), say::count(documents, "document"))
            }
            None => "corpus.ron".into(),
        };
        match errors + warnings {
            0 => eprintln!("Nothing is wrong in {of}."),
            _ => eprintln!("{} and {} in {of}.", say::count(errors, "error"), say::count(warnings, "warning")),
        }
        if report.checked.is_none() {
            eprintln!("The documents and layers were not checked: correct corpus.ron first.");
        }
    }
    Ok(if errors > 0 { Answer::No } else { Answer::Done })
}

fn findings(scope: &Scope, weights: &Weights, args: &Args) -> CheckReport {
    let mut findings = Vec::new();
    if args.documents.is_empty() {
        let only = Some(scope.annotators.as_slice()).filter(|_| !args.annotator.is_empty());
        let path = scope.corpus.manifest_path();
        let text = text_file::read_text(&path, manifest::LIMIT).unwrap_or_default();
        findings.extend(
            check::settings(&path, &text, &Manifest::read(&text).0, &[]).into_iter().filter(|_| !text.is_empty()),
        );
        findings.extend(key_clashes(&path, &text, scope.corpus.scheme(), weights));
        findings.extend(check::manifest(scope, weights));
        findings.extend(check::names(scope, weights));
        findings.extend(check::layers_without_text(scope, weights, only));
    }
    let (mut outgoing, mut layers) = (Vec::new(), 0);
    for found in each(&scope.documents, |name| check::document(scope, weights, name)) {
        findings.extend(found.findings);
        outgoing.extend(found.outgoing);
        layers += found.layers;
    }
    let groups = check::groups(&outgoing);
    findings.extend(each(&groups, |group| check::links_into(scope, weights, group)).into_iter().flatten());
    findings.extend(check::repeated_links(scope, weights, &outgoing));
    let checked = Some(Checked { documents: scope.documents.len(), layers });
    CheckReport { findings: shown_from_here(findings), checked }
}

/// Returns the findings in order, each with its path relative to this folder.
fn shown_from_here(findings: Vec<Finding>) -> Vec<(String, Finding)> {
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let short = |path: &Path| path.strip_prefix(here.as_deref().unwrap_or(Path::new(""))).unwrap_or(path).to_path_buf();
    let mut findings: Vec<(String, Finding)> = findings
        .into_iter()
        .map(|finding| {
            let record = finding.record.map(|record| RecordPlace { path: short(&record.path), ..record });
            let defect = match finding.defect {
                Defect::Missing(path) => Defect::Missing(short(&path)),
                defect => defect,
            };
            (short(&finding.path).display().to_string(), Finding { defect, record, ..finding })
        })
        .collect();
    // The words are made only where all else is the same: there may be a million findings.
    findings.sort_by(|(path, one), (other_path, other)| {
        let key = |finding: &Finding| (finding.position, finding.level, finding.rule);
        let by_place = path.cmp(other_path).then_with(|| key(one).cmp(&key(other)));
        by_place.then_with(|| one.to_string().cmp(&other.to_string()))
    });
    findings.dedup();
    findings
}

/// Returns the name of a level in `corpus.ron`.
fn level_name(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}

fn bold(_: &Theme) -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

fn line(path: &str, finding: &Finding, painter: &Painter) -> String {
    let level = match finding.level {
        Level::Error => painter.paint(Theme::bad, "error"),
        Level::Warn | Level::Off => painter.paint(bold, "warning"),
    };
    let at = format!("{}:{}:{}:", shown(path), finding.position.line, finding.position.column);
    let (at, rule) = (painter.paint(Theme::quiet, &at), painter.paint(Theme::quiet, &format!("[{}]", finding.rule)));
    let record = finding.record.as_ref().map_or_else(String::new, |RecordPlace { path, position }| {
        let place = format!("({}:{}:{})", shown(path.display()), position.line, position.column);
        format!(" {}", painter.paint(Theme::quiet, &place))
    });
    format!("{at} {level}: {finding}{record} {rule}\n")
}

fn value(path: &str, finding: &Finding) -> serde_json::Value {
    json!({
        "path": path,
        "line": finding.position.line,
        "column": finding.position.column,
        "level": level_name(finding.level),
        "rule": finding.rule,
        "words": finding.to_string(),
        "document": finding.document,
        "annotator": finding.annotator,
        "id": finding.id.as_ref().map(|id| id.as_str()),
        "start": finding.chars.map(|span| span.start),
        "end": finding.chars.map(|span| span.end),
        "record": finding.record.as_ref().map(|RecordPlace { path, position }| {
            json!({"path": path.display().to_string(), "line": position.line, "column": position.column})
        }),
    })
}

fn rules_json(weights: &Weights) -> String {
    let rule = |rule: &CheckRule| json!({"rule": rule.name, "level": level_name(weights.level(rule.name)), "words": rule.description});
    format!("{}\n", json!({"rules": RULES.iter().map(rule).collect::<Vec<_>>()}))
}

fn rule_line(rule: &CheckRule, weights: &Weights, painter: &Painter) -> String {
    let level = weights.level(rule.name);
    let look = if level == Level::Error { Theme::bad } else { Theme::quiet };
    let level = painter.paint(look, &say::pad(level_name(level), 5));
    let blanks = " ".repeat(21usize.saturating_sub(rule.name.len()));
    format!("{}{blanks}{level} {}\n", painter.paint(bold, rule.name), rule.description)
}
