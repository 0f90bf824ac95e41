//! `diptych compare --all`: prints one line for each pair of a corpus, those that differ most first.

use std::path::Path;

use serde_json::json;

use super::{Args, Form};
use crate::cli::{Answer, print};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::{RowStatus, StatusGroup};
use crate::corpus::Corpus;
use crate::corpus::scope::Scope;
use crate::failure::Failure;
use crate::say::shown;
use crate::stats::comparison::{PairCounts, of_pair};

/// Compares all pairs of the corpus in this folder.
///
/// # Errors
/// If there is no pair, or a document cannot be read.
pub(super) fn run(args: &Args) -> Result<Answer, Failure> {
    let scope = Scope::whole(Corpus::here(Path::new("."))?)?;
    // An annotator without a layer on a text has decided nothing about it.
    let pairs = scope.corpus.pairs()?.into_iter().filter_map(|(left, right)| Some(Both::new(left, right?)));
    let counted = pairs.map(|pair| of_pair(&scope, pair, args.annotator.as_deref()));
    let mut all: Vec<PairCounts> = counted.collect::<Result<_, _>>()?;
    if all.is_empty() {
        return Err(Failure::new("there is no pair in this corpus")
            .hint("Declare pairs in annotations/corpus.ron, or name two documents: diptych compare LEFT RIGHT"));
    }
    all.sort_by(|one, other| (differing(other), &one.names).cmp(&(differing(one), &other.names)));
    print(&printed(args.format, &all))?;
    Ok(Answer::Done)
}

/// Returns the number of rows of a pair that differ.
fn differing(pair: &PairCounts) -> usize {
    [Section::Figures, Section::Claims]
        .map(|section| pair.of(section).where_status(RowStatus::is_different))
        .iter()
        .sum()
}

/// Returns the names of the columns.
fn head() -> Vec<String> {
    let mut head = vec!["left".to_string(), "right".to_string()];
    head.extend(groups().map(|(section, group)| format!("{} {}", section.name(), group.name)));
    head.extend(["% shared left", "% shared right"].map(str::to_string));
    head
}

/// Returns the groups of rows that have a column.
fn groups() -> impl Iterator<Item = (Section, StatusGroup)> {
    [Section::Figures, Section::Claims]
        .into_iter()
        .flat_map(|section| StatusGroup::of(section).map(move |group| (section, group)))
}

fn cells(pair: &PairCounts) -> Vec<String> {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let mut cells = vec![pair.names.left.clone(), pair.names.right.clone()];
    cells.extend(groups().map(|(section, group)| pair.of(section).where_status(group.has).to_string()));
    cells.extend([percent(pair.shared.left), percent(pair.shared.right)]);
    cells
}

fn printed(form: Form, all: &[PairCounts]) -> String {
    let head = head();
    let plain = || head.iter().map(|name| name.replace("% ", "percent_").replace(' ', "_"));
    match form {
        Form::Json => {
            let row = |counted: &PairCounts| {
                let pairs = plain().zip(cells(counted));
                let value = |(name, cell): (String, String)| {
                    let number = cell.parse::<u64>().ok().filter(|_| name != "left" && name != "right");
                    (name, number.map_or(json!(cell), |number| json!(number)))
                };
                serde_json::Value::Object(pairs.map(value).collect())
            };
            format!("{:#}\n", json!(all.iter().map(row).collect::<Vec<_>>()))
        }
        Form::Csv => {
            let mut out = csv::Writer::from_writer(Vec::new());
            // Writing to memory cannot fail.
            let _ = out.write_record(plain());
            all.iter().for_each(|counted| drop(out.write_record(cells(counted))));
            String::from_utf8_lossy(&out.into_inner().unwrap_or_default()).into_owned()
        }
        Form::Markdown | Form::Text => {
            let row = |cells: Vec<String>| {
                let cells: Vec<String> = cells.iter().map(|cell| shown(cell).replace('|', "\\|")).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            let rule = format!("|{}\n", " --- |".repeat(head.len()));
            row(head) + &rule + &all.iter().map(cells).map(row).collect::<String>()
        }
    }
}
