//! `diptych check [DOCUMENT …]`: prints what is wrong or doubtful in a corpus.
//!
//! ```text
//!   annotations/a.txt.ana.ron:7:9: warning: figure “four” is in no claim [figure-in-no-claim]
//!   samples/a.txt:12:40: warning: “Rutte” is tagged source 3 times, but not here [same-words]
//! ```
//!
//! The rules are in [`crate::check`].

use std::path::{Path, PathBuf};

use ratatui::style::{Modifier, Style};
use serde_json::json;

use super::color::{ColorArgs, Painter};
use super::progress::each;
use super::{Answer, OutputFormat, scope};
use crate::check::{self, CheckRule, Finding, RULES, UnknownRule, Weights};
use crate::corpus::Corpus;
use crate::corpus::manifest::Level;
use crate::corpus::scope::Scope;
use crate::failure::Failure;
use crate::say::{self, shown};
use crate::tui::theme::Theme;

/// Report what is wrong or doubtful in a corpus
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Each line is PATH:LINE:COLUMN of a record in a layer or of words in a text,\n\
    then what is wrong, and the name of the rule. Exit code 1 if anything is an error.\n\
    corpus.ron can change what rules weigh: check: {\"same-words\": off, \"two-labels\": error}")]
pub struct Args {
    /// Documents. Default: all of the corpus in this folder
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// Whose layers: names, separated by spaces or commas. Default: all layers
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    annotator: Vec<String>,
    /// List the rules, and what each weighs here
    #[arg(long, conflicts_with_all = ["documents", "annotator"])]
    rules: bool,
    /// For people, or for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: OutputFormat,
    #[command(flatten)]
    colors: ColorArgs,
}

/// All that was found.
struct CheckReport {
    /// Each finding with its path as it is shown, sorted by path and position.
    findings: Vec<(String, Finding)>,
    documents: usize,
    layers: usize,
}

/// Checks, and prints what was found.
///
/// # Errors
/// When a document is not there, an annotator has no layer, or `corpus.ron` does not read or names an unknown rule.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let scope = scope::documents(&args.documents)?;
    let scope = if args.annotator.is_empty() { scope } else { scope::by(scope, &args.annotator)? };
    let weights = Weights::new(scope.corpus.check()).map_err(|UnknownRule(name)| unknown_rule(&scope.corpus, &name))?;
    let painter = match args.format {
        OutputFormat::Text => Painter::new(args.colors),
        OutputFormat::Json => Painter::plain(),
    };
    if args.rules {
        super::print(&match args.format {
            OutputFormat::Text => RULES.iter().map(|rule| rule_line(rule, &weights, &painter)).collect(),
            OutputFormat::Json => rules_json(&weights),
        })?;
        return Ok(Answer::Done);
    }
    let report = findings(&scope, &weights, &args);
    let count = |level| report.findings.iter().filter(|(_, finding)| finding.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warn));
    super::print(&match args.format {
        OutputFormat::Text => report.findings.iter().map(|(path, finding)| line(path, finding, &painter)).collect(),
        OutputFormat::Json => {
            let (documents, layers) = (report.documents, report.layers);
            let counts = json!({"errors": errors, "warnings": warnings, "documents": documents, "layers": layers});
            let findings: Vec<_> = report.findings.iter().map(|(path, finding)| value(path, finding)).collect();
            format!("{}\n", json!({"findings": findings, "counts": counts}))
        }
    })?;
    if args.format == OutputFormat::Text {
        let of = format!("{} on {}", say::count(report.layers, "layer"), say::count(report.documents, "document"));
        match errors + warnings {
            0 => eprintln!("Nothing is wrong in {of}."),
            _ => eprintln!("{} and {} in {of}.", say::count(errors, "error"), say::count(warnings, "warning")),
        }
    }
    Ok(if errors > 0 { Answer::No } else { Answer::Done })
}

fn findings(scope: &Scope, weights: &Weights, args: &Args) -> CheckReport {
    let mut findings = Vec::new();
    if args.documents.is_empty() {
        let only = Some(scope.annotators.as_slice()).filter(|_| !args.annotator.is_empty());
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
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let short =
        |path: &Path| path.strip_prefix(here.as_deref().unwrap_or(Path::new(""))).unwrap_or(path).display().to_string();
    let mut findings: Vec<_> = findings
        .into_iter()
        .map(|finding| (short(&finding.path), Finding { defect: shortened(finding.defect, &here), ..finding }))
        .collect();
    findings.sort_by_cached_key(|(path, finding)| {
        (path.clone(), finding.position, finding.level, finding.rule, finding.to_string())
    });
    findings.dedup();
    CheckReport { findings, documents: scope.documents.len(), layers }
}

/// Returns the defect with the path in it, if there is one, as short as from this folder.
fn shortened(defect: check::Defect, here: &Option<PathBuf>) -> check::Defect {
    match (defect, here) {
        (check::Defect::Missing(path), Some(here)) => {
            check::Defect::Missing(path.strip_prefix(here).map(Path::to_path_buf).unwrap_or(path))
        }
        (defect, _) => defect,
    }
}

fn unknown_rule(corpus: &Corpus, name: &str) -> Failure {
    let path = corpus.manifest_path();
    let manifest = std::fs::read_to_string(&path).unwrap_or_default();
    let at = check::find(&manifest, &format!("{name:?}"));
    Failure::new(format!("{}:{}:{}: there is no rule {name:?}", path.display(), at.line, at.column))
        .hint("List the rules: diptych check --rules")
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
    format!("{at} {level}: {finding} {rule}\n")
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
