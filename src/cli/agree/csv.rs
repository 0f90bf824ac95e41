//! Writes the agreement as CSV: a row for each pair of annotators, document and label.
//!
//! ```text
//!   document,label,reference,other,matched,agreed,only_reference,only_other,f1_strict,f1_exact,f1_partial,f1_type,kappa,alpha,unitizing_alpha
//!   ,,ana,ben,31,28,4,2,0.87,0.9,0.92,0.95,0.71,0.71,0.8
//! ```
//!
//! A row without a document is about all documents, one without a label about all labels. A number that is undefined is
//! empty.

use super::AgreementReport;
use super::json::name;
use crate::cli::CsvPrinter;
use crate::failure::Failure;
use crate::review::agreement::{LabelAgreement, ScopeAgreement};
use crate::review::bootstrap::Estimate;
use crate::review::semeval::SCHEMES;

/// Prints the table.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print(report: &AgreementReport) -> Result<(), Failure> {
    let first = ["document", "label", "reference", "other", "matched", "agreed", "only_reference", "only_other"];
    let schemes = SCHEMES.iter().map(|scheme| format!("f1_{}", name(*scheme)));
    let last = ["kappa", "alpha", "unitizing_alpha"].map(str::to_string);
    let head: Vec<String> = first.map(str::to_string).into_iter().chain(schemes).chain(last).collect();
    let agreement = &report.agreement;
    let mut out = CsvPrinter::new();
    out.row(head)?;
    of_scope(report, "", &agreement.all).into_iter().try_for_each(|row| out.row(row))?;
    if report.by_document {
        for (document, part) in agreement.documents.iter() {
            of_scope(report, document, &part).into_iter().try_for_each(|row| out.row(row))?;
        }
    }
    out.end()
}

fn of_scope(report: &AgreementReport, document: &str, part: &ScopeAgreement) -> Vec<Vec<String>> {
    let labels = report.agreement.labels.iter().map(String::as_str).zip(&part.labels);
    let all = std::iter::once(("", &part.overall)).chain(labels);
    all.flat_map(|(label, row)| of_label(report, document, label, row)).collect()
}

fn of_label(report: &AgreementReport, document: &str, label: &str, row: &LabelAgreement) -> Vec<Vec<String>> {
    let pairs = row.pairs.iter().map(|pair| {
        let names =
            [document, label, &report.annotators[pair.who.0], &report.annotators[pair.who.1]].map(str::to_string);
        let tally = &pair.tally;
        let counts = [tally.matched(), tally.agreed, tally.only_one, tally.only_other].map(|count| count.to_string());
        let f1 = SCHEMES.iter().map(|scheme| pair.scores(*scheme)[2]).map(number);
        let rest = [pair.kappa, row.alpha, row.unitizing].map(number);
        names.into_iter().chain(counts).chain(f1).chain(rest).collect()
    });
    pairs.collect()
}

fn number(estimate: Estimate) -> String {
    estimate.value.map(|value| value.to_string()).unwrap_or_default()
}
