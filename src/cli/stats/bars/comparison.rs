//! Draws the comparison of the two texts of each pair: bars of the rows by status, and the shares of shared wording.

use super::{BAR, NAME, bar, cell};
use crate::cli::color::Painter;
use crate::compare::decision::Section;
use crate::compare::status::RowStatus;
use crate::say::{shown, thousands};
use crate::stats::comparison::PairCounts;
use crate::stats::{AnnotatorStats, SHOWN};
use crate::tui::theme::Theme;

/// Returns the section; empty if no pair was compared.
pub(super) fn text(report: &AnnotatorStats, painter: &Painter) -> String {
    if report.compared.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for section in [Section::Figures, Section::Claims, Section::Sources] {
        let head = format!("{}{:>10}", cell(&format!("Compared: {}", section.name()), NAME), "rows");
        out += &format!("\n{}\n", painter.paint(Theme::key, &head));
        let sum = |status| report.compared.iter().map(|pair| pair.of(section).of(status)).sum::<usize>();
        let counts: Vec<(RowStatus, usize)> = RowStatus::ALL.into_iter().map(|status| (status, sum(status))).collect();
        let longest = counts.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
        for (status, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let bar = bar(count as f64 / longest as f64, BAR);
            out += &format!("{}{:>10}  {bar}\n", cell(&format!("  {}", status.name()), NAME), thousands(count));
        }
    }
    let unsupported: usize = report.compared.iter().map(|pair| pair.unsupported).sum();
    out += &format!("  claims with neither a source nor a partner: {}\n", thousands(unsupported));
    let head = format!("{}{:>10}{:>10}{:>10}", cell("Shared wording", NAME), "passages", "of left", "of right");
    out += &format!("\n{}\n", painter.paint(Theme::key, &head));
    report.compared.iter().take(SHOWN).for_each(|pair| out += &shared(pair));
    if report.compared.len() > SHOWN {
        out += &format!("  and {} more; --format json has them all\n", thousands(report.compared.len() - SHOWN));
    }
    out
}

fn shared(pair: &PairCounts) -> String {
    let names = format!("  {} · {}", shown(&pair.names.left), shown(&pair.names.right));
    let passages: usize = RowStatus::ALL.into_iter().map(|status| pair.of(Section::Wording).of(status)).sum();
    let percent = pair.shared.map(|share| format!("{:.0} %", share * 100.0));
    format!("{}{:>10}{:>10}{:>10}\n", cell(&names, NAME), thousands(passages), percent.left, percent.right)
}
