//! `diptych compare A B C …`: prints a table of the figures of all documents, and the origin of shared wording.
//!
//! ```text
//!   | counts   | a.txt  | b.txt  | c.txt    |
//!   | soldiers | 10,000 | 10,000 | ! 12,000 |        an outlier is marked
//!
//!   a.txt → b.txt: 62 % of b.txt, 40 % of a.txt
//! ```

use serde_json::{Value, json};

use super::{Args, Form, Given, read_all, scheme};
use crate::cli::{Answer, print};
use crate::compare::figures::Figure;
use crate::compare::many::{FigureTable, FigureTableRow, Pairs, WordingShare};
use crate::failure::Failure;
use crate::say::{count, excerpt, shown};

/// The greatest number of documents that are compared at once: each is compared with every other.
const MOST: usize = 32;
/// The number of code points of a figure that a cell shows.
const QUOTE: usize = 40;

/// Compares more than two documents.
///
/// # Errors
/// If there are too many, or one cannot be read.
pub(super) fn run(args: &Args, documents: &[String]) -> Result<Answer, Failure> {
    if documents.len() > MOST {
        return Err(Failure::new(format!("{} documents are more than {MOST}", documents.len()))
            .hint("Every document is held against every other. Name fewer."));
    }
    let given = read_all(documents, args.annotator.as_deref())?;
    let annotated: Vec<_> = given.iter().map(Given::annotated).collect();
    let pairs = Pairs::of(&annotated, &scheme(&documents[0])?);
    let published: Vec<Option<String>> = given.iter().map(|given| given.published.clone()).collect();
    let (table, shared) = (pairs.table(), pairs.shared(&published));
    print(&match args.format {
        Form::Text | Form::Markdown => text(&given, &table, &shared),
        Form::Json => json(&given, &table, &shared),
        Form::Csv => csv(&given, &table),
    })?;
    Ok(Answer::Done)
}

/// Returns what a row counts: the noun of its first figure, or the unit.
fn counts(row: &FigureTableRow) -> String {
    let noun = |figure: &Figure| Some(figure.quantity()?.counted.as_ref()?.quote.clone());
    let unit = || row.cells.values().map(Figure::unit).find(|unit| !unit.is_empty()).map(str::to_string);
    row.cells.values().find_map(noun).or_else(unit).unwrap_or_default()
}

/// Returns the table with the figures that several documents have, and the shared wording.
fn text(given: &[Given], table: &FigureTable, shared: &[WordingShare]) -> String {
    let plain = |words: &str| shown(words.split_whitespace().collect::<Vec<_>>().join(" ")).replace('|', "\\|");
    let names: Vec<String> = given.iter().map(|given| plain(&given.name)).collect();
    let mut out = format!("| counts | {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len() + 1));
    for row in table.rows.iter().filter(|row| row.cells.len() > 1) {
        let cell = |(at, given): (usize, &Given)| {
            let quote = row.cells.get(&at).map(|figure| plain(&excerpt(&given.document.quote(figure.span()), QUOTE)));
            match (quote, row.outliers.contains(&at)) {
                (Some(quote), true) => format!("! {quote}"),
                (quote, _) => quote.unwrap_or_default(),
            }
        };
        let cells: Vec<String> = given.iter().enumerate().map(cell).collect();
        out += &format!("| {} | {} |\n", plain(&counts(row)), cells.join(" | "));
    }
    let alone = table.rows.iter().filter(|row| row.cells.len() == 1).count();
    if alone > 0 {
        out += &format!("\n{} in one document only\n", count(alone, "figure"));
    }
    if !shared.is_empty() {
        out += "\nShared wording\n\n";
    }
    for one in shared {
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        let (from, to) = (&names[one.from], &names[one.to]);
        let passages = count(one.passages, "passage");
        let (of_from, of_to) = (percent(one.share.left), percent(one.share.right));
        out += &format!("  {from} → {to}: {passages}, {of_to} of {to} and {of_from} of {from}\n");
    }
    out
}

fn json(given: &[Given], table: &FigureTable, shared: &[WordingShare]) -> String {
    let cell = |row: &FigureTableRow, at: usize, figure: &Figure| {
        let document = &given[at].document;
        let (start, end) = (document.to_chars(figure.span().start), document.to_chars(figure.span().end));
        let (quote, outlier) = (document.slice(figure.span()), row.outliers.contains(&at));
        json!({ "document": given[at].name, "start": start, "end": end, "quote": quote, "outlier": outlier })
    };
    let row = |row: &FigureTableRow| {
        let cells: Vec<Value> = row.cells.iter().map(|(at, figure)| cell(row, *at, figure)).collect();
        json!({ "counts": counts(row), "figures": cells })
    };
    let wording = |one: &WordingShare| {
        json!({
            "from": given[one.from].name,
            "to": given[one.to].name,
            "passages": one.passages,
            "share_of_from": one.share.left,
            "share_of_to": one.share.right,
            "likeliest": one.is_likeliest,
        })
    };
    let all = json!({
        "documents": given.iter().map(|given| &given.name).collect::<Vec<_>>(),
        "offsets": "code points",
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
        "shared_wording": shared.iter().map(wording).collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}

/// Returns one line for each figure, with the number of its row.
fn csv(given: &[Given], table: &FigureTable) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = out.write_record(["row", "counts", "document", "start", "end", "figure", "outlier"]);
    for (number, row) in table.rows.iter().enumerate() {
        for (at, figure) in &row.cells {
            let document = &given[*at].document;
            let ends = [figure.span().start, figure.span().end].map(|byte| document.to_chars(byte).to_string());
            let [start, end] = ends;
            let outlier = row.outliers.contains(at).to_string();
            let number = (number + 1).to_string();
            let quote = document.quote(figure.span());
            let _ = out.write_record([number, counts(row), given[*at].name.clone(), start, end, quote, outlier]);
        }
    }
    String::from_utf8_lossy(&out.into_inner().unwrap_or_default()).into_owned()
}
