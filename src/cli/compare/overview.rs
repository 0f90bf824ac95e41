//! `diptych compare --all`: the pairs of a corpus, a line each, those first that differ most.

use std::path::Path;

use serde_json::json;

use super::{Args, Form, Given, claims, differing};
use crate::cli::{Answer, print};
use crate::compare::both::Both;
use crate::compare::compare;
use crate::compare::decision::Section;
use crate::compare::status::Status;
use crate::corpus::{Corpus, text_file};
use crate::failure::Failure;
use crate::say::shown;

/// A pair, and how many rows of each status its sections have.
struct Counted {
    names: Both<String>,
    differing: usize,
    figures: [usize; Status::ALL.len()],
    claims: [usize; Status::ALL.len()],
    shared: Both<f64>,
}

/// Compares all pairs of the corpus in this folder.
///
/// # Errors
/// When there is no pair, or a document does not read.
pub fn run(args: &Args) -> Result<Answer, Failure> {
    let corpus = Corpus::here(Path::new("."))?;
    let mut all = Vec::new();
    for (left, right) in corpus.pairs()? {
        let Some(right) = right else { continue };
        let read = |name: &str| -> Result<Given, Failure> {
            let document = text_file::read(&corpus.text_path(name)?)?;
            let claims = match args.annotator.as_deref() {
                Some(annotator) if corpus.annotators(name)?.iter().any(|other| other == annotator) => {
                    claims(&corpus, name, &document, annotator)?
                }
                _ => Vec::new(),
            };
            Ok(Given { name: name.to_string(), document, claims })
        };
        let given = Both::new(read(&left)?, read(&right)?);
        let comparison = compare(given.as_ref().map(Given::side), &[]);
        let counts = |section| Status::ALL.map(|status| comparison.count(section, status));
        all.push(Counted {
            names: given.map(|given| given.name),
            differing: differing(&comparison),
            figures: counts(Section::Figures),
            claims: counts(Section::Claims),
            shared: comparison.wording.share,
        });
    }
    if all.is_empty() {
        return Err(Failure::new("there is no pair in this corpus")
            .hint("Declare pairs in annotations/corpus.ron, or name two documents: diptych compare LEFT RIGHT"));
    }
    all.sort_by(|one, other| (other.differing, &one.names).cmp(&(one.differing, &other.names)));
    print(&printed(args.format, &all))?;
    Ok(Answer::Done)
}

fn printed(form: Form, all: &[Counted]) -> String {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let head = [
        "left",
        "right",
        "figures differ",
        "figures equal",
        "figures on one side",
        "claims differ",
        "claims alike",
        "claims on one side",
        "% shared left",
        "% shared right",
    ];
    let cells = |counted: &Counted| -> [String; 10] {
        let of = |counts: &[usize; Status::ALL.len()], status: Status| counts[status as usize];
        let alone = |counts: &[usize; Status::ALL.len()]| of(counts, Status::OnlyLeft) + of(counts, Status::OnlyRight);
        let alike = of(&counted.claims, Status::Alike) + of(&counted.claims, Status::Equal);
        [
            counted.names.left.clone(),
            counted.names.right.clone(),
            of(&counted.figures, Status::Differs).to_string(),
            of(&counted.figures, Status::Equal).to_string(),
            alone(&counted.figures).to_string(),
            of(&counted.claims, Status::Differs).to_string(),
            alike.to_string(),
            alone(&counted.claims).to_string(),
            percent(counted.shared.left),
            percent(counted.shared.right),
        ]
    };
    match form {
        Form::Json => {
            let row = |counted: &Counted| {
                let pairs =
                    head.iter().map(|name| name.replace("% ", "percent_").replace(' ', "_")).zip(cells(counted));
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
            // A writer to memory does not fail.
            let _ = out.write_record(head.map(|name| name.replace("% ", "percent_").replace(' ', "_")));
            all.iter().for_each(|counted| drop(out.write_record(cells(counted))));
            String::from_utf8_lossy(&out.into_inner().unwrap_or_default()).into_owned()
        }
        Form::Markdown | Form::Text => {
            let mut out = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
            all.iter().for_each(|counted| {
                out += &format!("| {} |\n", cells(counted).map(|cell| shown(cell).replace('|', "\\|")).join(" | "))
            });
            out
        }
    }
}
