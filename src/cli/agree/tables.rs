//! Writes the agreement as tables, for a terminal of 80 columns.

use unicode_width::UnicodeWidthStr;

use super::json::name;
use super::{AgreementReport, UnitArg};
use crate::review::agreement::{LabelAgreement, ScopeAgreement};
use crate::review::bootstrap::Estimate;
use crate::review::pairs;
use crate::review::semeval::{SCHEMES, ScoringScheme};
use crate::say::{self, and, shown};

/// With at most this many documents, each has a line even without `--by-document`.
const FEW: usize = 20;

/// With at most this many labels, the confusion matrix fits into the columns.
const NARROW: usize = 5;

/// The columns for the name of a label, of an annotator, of a document.
const LABEL: usize = 11;
const ANNOTATOR: usize = 6;
const DOCUMENT: usize = 24;

/// The numbers of a row that a table shows.
type RowNumbers = Box<dyn Fn(&LabelAgreement) -> Vec<Estimate>>;

/// Returns the report as tables.
pub(super) fn text(report: &AgreementReport) -> String {
    let agreement = &report.agreement;
    let count = agreement.documents.len();
    let on = if count == 1 { shown(agreement.documents.name(0)) } else { say::count(count, "document") };
    let mut out = format!("{} on {on}, {}\n", and(&report.annotators), units(report, agreement.all.units));
    out += &part(report, &agreement.all);
    if count > 1 && (count <= FEW || report.by_document) {
        out += &heading("By document");
        out += &documents(report);
    }
    if report.by_document && count > 1 {
        for (name, of) in agreement.documents.iter() {
            out += &format!("\n━━ {}, {}\n", shown(name), units(report, of.units));
            out += &part(report, &of);
        }
    }
    out + &legend(report)
}

fn units(report: &AgreementReport, count: u64) -> String {
    let unit = match report.unit {
        UnitArg::Word => "word",
        UnitArg::Character => "character",
    };
    say::count(count, unit)
}

/// Returns all tables for a document, or for all of them.
fn part(report: &AgreementReport, part: &ScopeAgreement) -> String {
    let names = report.agreement.labels.iter().map(|label| fit(label, LABEL));
    let rows: Vec<(String, &LabelAgreement)> =
        names.zip(&part.labels).chain([("overall".to_string(), &part.overall)]).collect();
    let mut out = String::new();
    for (number, (one, other)) in pairs(report.annotators.len()).enumerate() {
        let (one, other) = (&report.annotators[one], &report.annotators[other]);
        if report.annotators.len() > 2 {
            out += &format!("\n── {one} and {other}\n");
        }
        out += &heading("Tags");
        out += &tags(&rows, number, one, other);
        out += &heading(&format!("Spans: {one} is the reference"));
        out += &spans(&rows, number);
        out += &heading(&format!("Labels that were matched: {one} down, {other} across"));
        out += &confusion(report, &part.confusion[number]);
    }
    out + &coefficients(report, &rows)
}

fn tags(rows: &[(String, &LabelAgreement)], number: usize, one: &str, other: &str) -> String {
    let (one, other) = (fit(one, ANNOTATOR), fit(other, ANNOTATOR));
    let above = ["", "tags", "tags", "", "", "differ", "differ", "differ", "only", "only"].map(String::from).to_vec();
    let head = ["", &one, &other, "pairs", "agreed", "ends", "labels", "both", &one, &other].map(String::from).to_vec();
    let line = |(label, row): &(String, &LabelAgreement)| {
        let pair = &row.pairs[number];
        let tally = pair.tally;
        let counts = [
            row.tags[pair.who.0],
            row.tags[pair.who.1],
            tally.matched(),
            tally.agreed,
            tally.ends,
            tally.labels,
            tally.both,
            tally.only_one,
            tally.only_other,
        ];
        std::iter::once(label.clone()).chain(counts.map(|count| count.to_string())).collect()
    };
    table(1, [above, head].into_iter().chain(rows.iter().map(line)).collect())
}

fn spans(rows: &[(String, &LabelAgreement)], number: usize) -> String {
    let mut lines = vec![["", "", "precision", "recall", "F1"].map(String::from).to_vec()];
    for (label, row) in rows {
        for scheme in SCHEMES {
            let first = if scheme == ScoringScheme::Strict { label.clone() } else { String::new() };
            let scores = row.pairs[number].scores(scheme).map(|score| estimate(score, 2));
            lines.push([first, name(scheme).to_string()].into_iter().chain(scores).collect());
        }
    }
    table(2, lines)
}

/// Returns κ and both αs of each pair and, for more than two annotators, the αs of all together, in one table for each.
fn coefficients(report: &AgreementReport, rows: &[(String, &LabelAgreement)]) -> String {
    let names = ["Cohen’s κ", "Krippendorff’s α", "unitizing α"];
    let several = report.annotators.len() > 2;
    let of_pair = |(number, (one, other)): (usize, (usize, usize))| {
        let (one, other) = (&report.annotators[one], &report.annotators[other]);
        let who = format!("{} {}", fit(one, ANNOTATOR), fit(other, ANNOTATOR));
        let values = move |row: &LabelAgreement| {
            let pair = &row.pairs[number];
            vec![pair.kappa, pair.alpha, pair.unitizing]
        };
        (if several { who } else { String::new() }, names.to_vec(), Box::new(values) as RowNumbers)
    };
    let all = (format!("all {}", report.annotators.len()), names[1..].to_vec());
    let all = (all.0, all.1, Box::new(|row: &LabelAgreement| vec![row.alpha, row.unitizing]) as RowNumbers);
    let tables: Vec<(String, Vec<&str>, RowNumbers)> =
        pairs(report.annotators.len()).enumerate().map(of_pair).chain(several.then_some(all)).collect();
    let mut out = heading(match report.unit {
        UnitArg::Word => "Words, and the text as a continuum (unitizing)",
        UnitArg::Character => "Characters, and the text as a continuum (unitizing)",
    });
    for (number, (who, heads, values)) in tables.into_iter().enumerate() {
        let head = std::iter::once(who).chain(heads.into_iter().map(String::from)).collect();
        let line = |(label, row): &(String, &LabelAgreement)| {
            let cells = values(row).into_iter().map(|value| estimate(value, 3));
            std::iter::once(label.clone()).chain(cells).collect()
        };
        out += if number > 0 { "\n" } else { "" };
        out += &table(1, std::iter::once(head).chain(rows.iter().map(line)).collect());
    }
    out
}

fn confusion(report: &AgreementReport, counts: &[Vec<u64>]) -> String {
    let names: Vec<String> =
        report.agreement.labels.iter().map(|label| fit(label, LABEL)).chain(["none".to_string()]).collect();
    if names.len() <= NARROW + 1 {
        let head = std::iter::once(String::new()).chain(names.iter().cloned()).collect();
        let line = |(row, (name, counts)): (usize, (&String, &Vec<u64>))| {
            let cell = |(column, count): (usize, &u64)| match row == column && row + 1 == names.len() {
                true => String::new(),
                false => count.to_string(),
            };
            std::iter::once(name.clone()).chain(counts.iter().enumerate().map(cell)).collect()
        };
        return table(1, std::iter::once(head).chain(names.iter().zip(counts).enumerate().map(line)).collect());
    }
    let mut found: Vec<(u64, &String, &String)> = Vec::new();
    for (row, counts) in names.iter().zip(counts) {
        found.extend(names.iter().zip(counts).map(|(column, count)| (*count, row, column)));
    }
    found.retain(|(count, row, column)| *count > 0 && row != column);
    found.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    let line = |(count, row, column): (u64, &String, &String)| vec![row.clone(), column.clone(), count.to_string()];
    table(2, found.into_iter().map(line).collect())
}

fn documents(report: &AgreementReport) -> String {
    let two = report.annotators.len() == 2;
    let mut head = vec![String::new(), "α".into(), "unitizing α".into(), "first disagreement".into()];
    if two {
        head.splice(1..1, ["strict F1".to_string(), "κ".to_string()]);
    }
    let mut lines = vec![head];
    for (name, part) in report.agreement.documents.iter() {
        let row = &part.overall;
        let mut line = vec![fit(name, DOCUMENT)];
        let point = |value: Estimate| value.value.map_or("undefined".to_string(), |value| decimals(value, 3));
        if two {
            line.extend([point(row.pairs[0].scores(ScoringScheme::Strict)[2]), point(row.pairs[0].kappa)]);
        }
        let first = row.pairs.iter().filter_map(|pair| pair.first).min_by_key(|place| place.chars);
        let place = first.map_or("none".to_string(), |place| format!("{}–{}", place.chars.start, place.chars.end));
        line.extend([point(row.alpha), point(row.unitizing), place]);
        lines.push(line);
    }
    table(1, lines)
}

fn legend(report: &AgreementReport) -> String {
    let drawn = report.agreement.drawn;
    let pieces = if drawn.documents { "documents" } else { "paragraphs" };
    let intervals = match (drawn.samples, drawn.pieces) {
        (0, _) => "No intervals were asked for.".to_string(),
        (_, 0 | 1) => "One paragraph cannot be resampled, so there are no intervals.".to_string(),
        (samples, count) => {
            format!("In brackets 95 % intervals: {samples} resamples of the {count} {pieces}, seed {}.", report.seed)
        }
    };
    format!(
        "\n{intervals}\n\
        undefined: nothing varies, or there is nothing to divide by.\n\
        Tags that are matched are pairs: with one label any overlap will do, with two\n\
        half of what either covers. A pair with two labels stands in both rows.\n\
        Spans after SemEval-2013 task 9.1. strict: same ends and label;\n\
        exact: same ends; partial: any overlap, for half the credit;\n\
        type: same label and any overlap.\n\
        Unitizing α counts overlapping tags of one label by one annotator as one.\n"
    )
}

fn heading(words: &str) -> String {
    format!("\n{words}\n")
}

/// Returns `0.81 [0.70, 0.89]`, the value with this many decimals.
fn estimate(estimate: Estimate, places: usize) -> String {
    match (estimate.value, estimate.interval) {
        (None, _) => "undefined".into(),
        (Some(value), None) => decimals(value, places),
        (Some(value), Some((low, high))) => {
            format!("{} [{}, {}]", decimals(value, places), decimals(low, 2), decimals(high, 2))
        }
    }
}

/// Returns a number with so many decimals. A number that is rounded to 0 has no sign.
fn decimals(value: f64, places: usize) -> String {
    let written = format!("{value:.places$}");
    match written.strip_prefix('-') {
        Some(zero) if zero.chars().all(|c| matches!(c, '0' | '.')) => zero.into(),
        _ => written,
    }
}

/// Returns lines of cells in columns: the first `left` columns aligned to the left, the others to the right.
fn table(left: usize, lines: Vec<Vec<String>>) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for line in &lines {
        let mut row = String::new();
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            let blanks = " ".repeat(width - cell.width());
            let cell = if column < left { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") };
            row += &format!("  {cell}");
        }
        out += row.trim_end();
        out.push('\n');
    }
    out
}

/// Returns a name in at most this many columns.
fn fit(name: &str, columns: usize) -> String {
    say::fit(&shown(name), columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rounded_to_nothing_has_no_sign() {
        assert_eq!(decimals(-0.0004, 3), "0.000");
        assert_eq!(decimals(-0.004, 2), "0.00");
        assert_eq!(decimals(-0.006, 2), "-0.01");
        assert_eq!(decimals(-10.0, 2), "-10.00");
    }
}
